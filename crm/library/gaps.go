package library

import (
	"cmp"
	"slices"
	"strings"

	"github.com/kam-go/kam/crm"
)

// gapKey is something that deals are about.
type gapKey struct {
	aspect Aspect
	names  string
}

// held says who is for something.
type held struct {
	fresh bool
	renew []crm.Ref // stale ones; nil where there is a fresh one
	gap   int       // the index of the gap; -1: none yet
}

// gaps lists what open deals are about and no fresh resource is for, of aspects that have a weight.
func (s *Shelf) gaps() {
	known, index := map[gapKey]*held{}, map[named]int{}
	s.asking, s.uncovered = map[crm.Ref]bool{}, map[crm.Ref]bool{}
	for _, d := range s.book.deals {
		if d.data.Status != crm.Open {
			continue
		}
		of := s.book.wantsOf(d)
		for _, a := range Aspects() {
			if s.rules.policy.Weights.of(a) == 0 {
				continue
			}
			for _, want := range of[a] {
				key := gapKey{a, strings.Join(want.names, "\x00")}
				h := known[key]
				if h == nil {
					h = s.holders(a, want)
					known[key] = h
				}
				s.asking[d.ref] = true
				if h.fresh {
					continue
				}
				s.uncovered[d.ref] = true
				word := named{a, fold(want.word)} // what reads alike is one gap
				if h.gap < 0 {
					i, found := index[word]
					if !found {
						i = len(s.Gaps)
						index[word] = i
						s.Gaps = append(s.Gaps, Gap{Aspect: a, Word: want.word})
					}
					h.gap = i
					s.Gaps[i].Renew = refsOf(append(s.Gaps[i].Renew, h.renew...))
				}
				if g := &s.Gaps[h.gap]; len(g.Deals) == 0 || g.Deals[len(g.Deals)-1] != d.ref {
					g.Deals = append(g.Deals, d.ref)
				}
			}
		}
	}
	order := map[Aspect]int{}
	for i, a := range Aspects() {
		order[a] = i
	}
	slices.SortFunc(s.Gaps, func(a, b Gap) int {
		return cmp.Or(cmp.Compare(order[a.Aspect], order[b.Aspect]), cmp.Compare(len(b.Deals), len(a.Deals)), cmp.Compare(fold(a.Word), fold(b.Word)))
	})
}

// holders says who is for something.
func (s *Shelf) holders(a Aspect, want asked) *held {
	h := &held{gap: -1}
	for _, name := range want.names {
		for _, i := range s.book.about[named{a, name}] {
			switch s.Items[i].State {
			case Fresh:
				return &held{fresh: true, gap: -1}
			case Stale:
				h.renew = append(h.renew, s.Items[i].Resource)
			case Scheduled:
			}
		}
	}
	return h
}

// refsOf returns refs in their order, each once.
func refsOf(list []crm.Ref) []crm.Ref {
	slices.SortFunc(list, crm.Ref.Compare)
	return slices.Compact(list)
}
