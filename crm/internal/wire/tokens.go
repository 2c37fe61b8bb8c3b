package wire

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"
)

// Token is an access token.
type Token struct {
	Secret Secret
	// Expires is when it ends.
	Expires time.Time
	// About is what came with it, such as the host to call.
	About map[string]string
}

// Tokens keeps one access token for all who call. It is safe for use by several goroutines.
type Tokens struct {
	// Fetch gets a new token. It is never called twice at a time, and its context ends when nobody waits any more.
	Fetch func(ctx context.Context) (Token, error)
	Clock Clock
	// Early is how long before its end a token is replaced; at most a tenth of its life.
	Early time.Duration
	// Most tokens are fetched within Window; 0: as many as needed.
	Most   int
	Window time.Duration
	// MaxWait is the longest wait for the next fetch that a call accepts.
	MaxWait time.Duration
	// Redact learns of each token.
	Redact *Redactor

	mu      sync.Mutex
	token   Token
	renewAt time.Time
	fetched []time.Time
	hold    time.Time // no fetch before
	flight  *flight
}

// flight is a fetch under way.
type flight struct {
	done    chan struct{}
	token   Token
	err     error
	waiters int
	cancel  context.CancelFunc
}

// Get returns a token that is good for a while, the one at hand or a new one.
func (t *Tokens) Get(ctx context.Context) (Token, error) {
	for {
		token, fl, wait, err := t.join(ctx)
		if err != nil || fl == nil && wait == 0 {
			return token, err
		}
		if wait > 0 {
			if err := t.Clock.complete().Sleep(ctx, wait); err != nil {
				return Token{}, err
			}
			continue
		}
		return t.await(ctx, fl)
	}
}

// Renew returns a token other than one that the system refused.
func (t *Tokens) Renew(ctx context.Context, refused Token) (Token, error) {
	t.mu.Lock()
	if text := t.token.Secret.Reveal(); text != "" && text == refused.Secret.Reveal() {
		t.token = Token{}
	}
	t.mu.Unlock()
	return t.Get(ctx)
}

// Hold keeps from fetching before an instant.
func (t *Tokens) Hold(until time.Time) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if until.After(t.hold) {
		t.hold = until
	}
}

// join returns the token at hand, or a fetch to wait for, or how long to wait before one.
func (t *Tokens) join(ctx context.Context) (Token, *flight, time.Duration, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return Token{}, nil, 0, err
	}
	now := t.Clock.Now()
	if !t.token.Secret.IsZero() && now.Before(t.renewAt) {
		return t.token, nil, 0, nil
	}
	if t.flight != nil {
		t.flight.waiters++
		return Token{}, t.flight, 0, nil
	}
	if from := t.free(now); from.After(now) {
		// A token that is still good serves until then.
		if !t.token.Secret.IsZero() && now.Before(t.token.Expires) {
			return t.token, nil, 0, nil
		}
		if wait := from.Sub(now); wait <= t.MaxWait {
			return Token{}, nil, wait, nil
		}
		return Token{}, nil, 0, (&Error{Call: "access token", Message: ErrThrottled.Error(), Until: from}).because(ErrThrottled)
	}
	if t.Most > 0 {
		t.fetched = append(t.fetched, now)
	}
	run, cancel := context.WithCancel(context.WithoutCancel(ctx))
	fl := &flight{done: make(chan struct{}), waiters: 1, cancel: cancel}
	t.flight = fl
	go t.fly(run, fl)
	return Token{}, fl, 0, nil
}

// free returns from when a token may be fetched.
func (t *Tokens) free(now time.Time) time.Time {
	from := t.hold
	if t.Most <= 0 {
		return from
	}
	for len(t.fetched) > 0 && !t.fetched[0].Add(t.Window).After(now) {
		t.fetched = t.fetched[1:]
	}
	if len(t.fetched) >= t.Most {
		if next := t.fetched[len(t.fetched)-t.Most].Add(t.Window); next.After(from) {
			from = next
		}
	}
	return from
}

// fly fetches a token and tells all who wait.
func (t *Tokens) fly(ctx context.Context, fl *flight) {
	defer fl.cancel()
	token, err := t.safeFetch(ctx)
	t.mu.Lock()
	defer t.mu.Unlock()
	fl.token, fl.err = token, err
	if err == nil {
		if t.Redact != nil {
			t.Redact.Recent(token.Secret)
		}
		now := t.Clock.Now()
		early := min(t.Early, token.Expires.Sub(now)/10)
		t.token, t.renewAt = token, token.Expires.Add(-max(early, 0))
	}
	if t.flight == fl {
		t.flight = nil
	}
	close(fl.done)
}

// safeFetch makes a panic of the host's transport an error: nobody could catch it here.
func (t *Tokens) safeFetch(ctx context.Context) (token Token, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = &Error{Call: "access token", Message: "the transport panicked"}
		}
	}()
	token, err = t.Fetch(ctx)
	if err == nil && token.Secret.IsZero() {
		err = &Error{Call: "access token", Message: "there is no token in the answer"}
	}
	return token, err
}

// await waits for a fetch, or for the end of its own context. When nobody waits any more, the fetch ends.
func (t *Tokens) await(ctx context.Context, fl *flight) (Token, error) {
	select {
	case <-fl.done:
		return fl.token, fl.err
	case <-ctx.Done():
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	fl.waiters--
	if fl.waiters == 0 {
		if t.flight == fl {
			t.flight = nil
		}
		fl.cancel()
	}
	return Token{}, fmt.Errorf("access token: %w", context.Cause(ctx))
}

// Throttled reports whether an error asks to come again later, and when.
func Throttled(err error) (time.Time, bool) {
	if e, ok := errors.AsType[*Error](err); ok && errors.Is(err, ErrThrottled) {
		return e.Until, true
	}
	return time.Time{}, false
}
