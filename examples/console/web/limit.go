package web

import (
	"sync"
	"time"
)

const (
	// attempts is how many times within a window one address, or one name, may try to sign in.
	attempts      = 10
	attemptWindow = 5 * time.Minute
	// mostNoise is how many rows of the audit one address of strangers makes within a window.
	mostNoise = 100
	// mostTried is how many addresses and names are remembered.
	mostTried = 20_000
)

// limits counts attempts.
type limits struct {
	most  int
	mu    sync.Mutex
	tried map[string]tries
}

type tries struct {
	count int
	until time.Time
}

func newLimits(most int) *limits { return &limits{most: most, tried: map[string]tries{}} }

// take counts an attempt of each key and tells how long to wait; 0 when none of them has tried too often. The keys behind one that has
// are not counted: somebody at one address does not fill the memory with names.
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
	for _, key := range keys {
		t := l.tried[key]
		if !now.Before(t.until) {
			t = tries{until: now.Add(attemptWindow)}
		}
		t.count++
		l.tried[key] = t
		if t.count > l.most {
			return t.until.Sub(now)
		}
	}
	return 0
}

// forget forgets the attempts of keys that have signed in.
func (l *limits) forget(keys ...string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, key := range keys {
		delete(l.tried, key)
	}
}
