package fxiaoke

import (
	"context"
	"crypto/rand"
	"fmt"
	"sync"
	"time"
)

// pacer keeps calls of each address within a pace.
type pacer struct {
	clock Clock

	mu    sync.Mutex
	calls map[string][]time.Time // when the last ones were let through, or will be
}

// wait returns when a call of an address may go.
func (p *pacer) wait(ctx context.Context, path string, pace Pace) error {
	p.mu.Lock()
	now := p.clock.Now()
	at := now
	calls := p.calls[path]
	if len(calls) >= pace.Calls {
		if free := calls[len(calls)-pace.Calls].Add(pace.Window); free.After(at) {
			at = free
		}
		calls = calls[len(calls)-pace.Calls+1:]
	}
	p.calls[path] = append(calls, at)
	p.mu.Unlock()
	if !at.After(now) {
		return ctx.Err()
	}
	return p.sleep(ctx, at.Sub(now))
}

func (p *pacer) sleep(ctx context.Context, d time.Duration) error {
	if p.clock.Sleep != nil {
		return p.clock.Sleep(ctx, d)
	}
	wait, stop := context.WithTimeout(ctx, d)
	defer stop()
	<-wait.Done()
	return ctx.Err()
}

// newTraceID returns a UUID of version 4 (RFC 4122).
func newTraceID() string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // it never fails
	b[6] = b[6]&0x0f | 0x40
	b[8] = b[8]&0x3f | 0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}
