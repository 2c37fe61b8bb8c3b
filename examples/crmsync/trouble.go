package main

import (
	"math/rand/v2"
	"sync"
)

// trouble is what happens to a system while it is read: calls go wrong, and records change and vanish between pages. The
// same seed brings the same trouble in the same order of calls.
type trouble struct {
	mu      sync.Mutex
	on      bool
	random  *rand.Rand
	drops   int // per cent of the calls whose connection drops
	changes int // records that change with each call
	shelves []*shelf
	every   int // the sample's: every so many calls drop
	calls   int
	// refused says that the last call, but for those for tokens, had its token refused. Two in a row would say that it is the
	// credentials.
	refused bool
	// ofTokens are the calls for tokens that went wrong.
	ofTokens int64
}

// shelf is the records of one object as trouble knows them.
type shelf struct {
	shelfOf
	object  string
	ids     []string
	bin     []string
	next    int
	changed map[string]bool
	deleted int64
}

// shelfOf is what can be done with records.
type shelfOf struct {
	// put makes the record of an id anew as the i-th, or a new one for none, and returns its id.
	put     func(id string, i int) string
	remove  func(id string, forever bool)
	restore func(id string)
}

func newTrouble(o options, stream uint64) *trouble {
	t := &trouble{random: rand.New(rand.NewPCG(uint64(max(o.seed, 0)), stream)), drops: o.drops, changes: o.changes}
	if o.records == 0 && o.drops > 0 {
		t.every = 100 / o.drops
	}
	return t
}

// shelf adds an object whose records change.
func (t *trouble) shelf(object string, of shelfOf) *shelf {
	t.mu.Lock()
	defer t.mu.Unlock()
	s := &shelf{shelfOf: of, object: object, next: 10_000_000, changed: map[string]bool{}}
	t.shelves = append(t.shelves, s)
	return s
}

func (t *trouble) set(on bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.on = on
}

// change changes records: of four, two are changed, one is new, and one is deleted, every second of them for good; now and
// then a deleted one comes back.
func (t *trouble) change() {
	t.mu.Lock()
	defer t.mu.Unlock()
	if !t.on {
		return
	}
	for range t.changes {
		if len(t.shelves) == 0 {
			return
		}
		s := t.shelves[t.random.IntN(len(t.shelves))]
		switch what := t.random.IntN(8); {
		case what < 4 && len(s.ids) > 0:
			id := s.ids[t.random.IntN(len(s.ids))]
			s.change(id)
		case what < 6:
			id := s.put("", s.next)
			s.next++
			s.ids = append(s.ids, id)
			s.changed[id] = true
		case what == 6 && len(s.bin) > 0 && t.random.IntN(2) == 0:
			id := s.bin[len(s.bin)-1]
			s.bin = s.bin[:len(s.bin)-1]
			s.restore(id)
			s.ids = append(s.ids, id)
			s.changed[id] = true
		case len(s.ids) > 0:
			i := t.random.IntN(len(s.ids))
			id, forever := s.ids[i], t.random.IntN(2) == 0
			s.ids[i] = s.ids[len(s.ids)-1]
			s.ids = s.ids[:len(s.ids)-1]
			s.remove(id, forever)
			delete(s.changed, id)
			s.deleted++
			if !forever {
				s.bin = append(s.bin, id)
			}
		}
	}
}

// change gives a record other content.
func (s *shelf) change(id string) {
	s.put(id, s.next)
	s.next++
	s.changed[id] = true
}

// Faults, by the names of the servers.
const (
	faultDrop      = "drop"
	faultDropAfter = "drop-after"
	faultTruncate  = "truncate"
	faultTooMany   = "429"
	faultRevoke    = "revoke"
)

// fault says what goes wrong with a call: where 5 in a hundred drop, 2 more are too many, and with 1 the token is refused.
func (t *trouble) fault(forToken bool) string {
	t.mu.Lock()
	defer t.mu.Unlock()
	if !t.on || t.drops == 0 {
		return ""
	}
	t.calls++
	if t.every > 0 { // of the sample
		if t.calls%t.every == 0 {
			if forToken {
				t.ofTokens++
			}
			return []string{faultDrop, faultTruncate}[t.calls/t.every%2]
		}
		return ""
	}
	n := t.random.IntN(500)
	if forToken && n < 7*t.drops {
		t.ofTokens++
	}
	refused := t.refused
	if !forToken {
		t.refused = false
	}
	switch {
	case n < 5*t.drops:
		return []string{faultDrop, faultDropAfter, faultTruncate}[n%3]
	case n < 7*t.drops:
		return faultTooMany
	case n < 8*t.drops && !forToken && !refused:
		t.refused = true
		return faultRevoke
	}
	return ""
}

func (t *trouble) faultsOfTokens() int64 {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.ofTokens
}

// objects are what became of the records of each object.
func (t *trouble) objects() map[string]objectCounts {
	t.mu.Lock()
	defer t.mu.Unlock()
	out := map[string]objectCounts{}
	for _, s := range t.shelves {
		out[s.object] = objectCounts{Now: int64(len(s.ids)), Changed: int64(len(s.changed)), Deleted: s.deleted}
	}
	return out
}
