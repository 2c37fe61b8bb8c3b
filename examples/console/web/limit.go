package web

import (
	"sync"
	"time"
)

const (
	// attempts is how many times within a window one name may be tried to sign in with, and how many names one address may try.
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
	names map[string]bool // those that an address has tried
	until time.Time
}

func newLimits(most int) *limits { return &limits{most: most, tried: map[string]tries{}} }

// take counts an attempt of each key and tells how long to wait; 0 when none of them has tried too often. The keys behind one that has
// are not counted: somebody at one address does not fill the memory with names.
func (l *limits) take(now time.Time, keys ...string) time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.count(now, keys...)
}

// count does what take does; the lock is held.
func (l *limits) count(now time.Time, keys ...string) time.Duration {
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
		t := l.of(key, now)
		t.count++
		l.tried[key] = t
		if t.count > l.most {
			return t.until.Sub(now)
		}
	}
	return 0
}

// of returns what a key has tried in its window, which begins now where there is none.
func (l *limits) of(key string, now time.Time) tries {
	t := l.tried[key]
	if !now.Before(t.until) {
		t = tries{until: now.Add(attemptWindow)}
	}
	return t
}

// try counts an attempt to sign in with a name from an address and tells how long to wait, as take does. An address counts the names that
// were tried from it and not how often: who mistypes a password again and again keeps nobody else at that address out.
func (l *limits) try(now time.Time, address, name string) time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	t := l.of(address, now)
	if !t.names[name] && len(t.names) >= l.most {
		return t.until.Sub(now)
	}
	if wait := l.count(now, name); wait > 0 {
		return wait
	}
	if t.names == nil {
		t.names = map[string]bool{}
	}
	t.names[name] = true
	l.tried[address] = t
	return 0
}

// forget forgets the attempts with a name that has signed in, and leaves what else its address has tried.
func (l *limits) forget(address, name string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.tried, name)
	delete(l.tried[address].names, name)
}
