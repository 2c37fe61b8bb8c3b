package web

import (
	"sync"
	"time"

	"github.com/kam-go/kam/examples/console/store"
)

const (
	// partTime is for how long one row of the audit stands for a part of a page that somebody asks for again.
	partTime = 5 * time.Minute
	// mostParts is how many parts are remembered.
	mostParts = 20_000
)

// parts remembers which parts of pages the audit has: a slider asks for hundreds of places of one curve within a minute.
type parts struct {
	mu    sync.Mutex
	until map[part]time.Time
}

// part is what makes two rows of the audit the same but for their times.
type part struct{ person, role, method, route, object, about, outcome string }

func newParts() *parts { return &parts{until: map[part]time.Time{}} }

func partOf(e store.Event) part {
	return part{e.Person, e.Role, e.Method, e.Route, e.Object, e.About, e.Outcome}
}

// has tells whether the audit has got a row like this one within the time.
func (p *parts) has(e store.Event) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return e.At.Before(p.until[partOf(e)])
}

// add takes down that the audit has a row. When there are too many to remember, all are forgotten, and each gets a row again.
func (p *parts) add(e store.Event) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.until) >= mostParts {
		clear(p.until)
	}
	p.until[partOf(e)] = e.At.Add(partTime)
}
