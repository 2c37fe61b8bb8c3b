package web

import (
	"sync"
	"time"
)

const (
	// attempts is how many times within a window one address, or one name, may try to sign in.
	attempts      = 10
	attemptWindow = 5 * time.Minute
	// mostTried is how many addresses and names are remembered.
	mostTried = 20_000
)

// limits counts attempts.
type limits struct {
	mu    sync.Mutex
	tried map[string]tries
}

type tries struct {
	count int
	until time.Time
}

func newLimits() *limits { return &limits{tried: map[string]tries{}} }

// take counts an attempt of each key and tells how long to wait; 0 when none of them has tried too often.
func (l *limits) take(now time.Time, keys ...string) time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.tried) > mostTried {
		for key, t := range l.tried {
			if !now.Before(t.until) {
				delete(l.tried, key)
			}
		}
	}
	if len(l.tried) > mostTried { // an attack with many names: nobody signs in until it is over
		return attemptWindow
	}
	var wait time.Duration
	for _, key := range keys {
		t := l.tried[key]
		if !now.Before(t.until) {
			t = tries{until: now.Add(attemptWindow)}
		}
		t.count++
		if t.count > attempts {
			wait = max(wait, t.until.Sub(now))
		}
		l.tried[key] = t
	}
	return wait
}

// forget forgets the attempts of keys that have signed in.
func (l *limits) forget(keys ...string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, key := range keys {
		delete(l.tried, key)
	}
}
