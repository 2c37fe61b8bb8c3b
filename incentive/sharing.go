package incentive

import (
	"slices"

	"github.com/kam-go/kam/internal/strictjson"
)

// sharing is one share of a run while it is being computed.
type sharing struct {
	of   *Enrolment
	part Share
	// heard is what the shares have told this one in each round, round the next one.
	heard [][][]byte
	round int
	// told is what this share tells the others where heard ends.
	told [][]byte
	// writer writes figures, digest is that of what the share tells itself.
	writer strictjson.Writer
	digest string
	// again says that some share has to start again.
	again bool

	// homes are the shares of units by their numbers, count how many of them are computed here.
	homes []int
	count int
	// reach are the shares that have to know of what payees are credited with, by their ids.
	reach map[string][]int
}

// divide makes a calculation that of one share. Nil: everybody is computed here.
func (c *calculation) divide(s *sharing) {
	c.sharing = s
	if s == nil {
		return
	}
	s.homes, s.count, s.reach = make([]int, len(c.people.units)), 0, map[string][]int{}
	for n, u := range c.people.units {
		s.homes[n] = shareOf(u.payee.ID, s.part.Of)
		if s.homes[n] == s.part.Index {
			s.count++
		}
	}
}

// has reports whether a payee is computed here.
func (c *calculation) has(payee string) bool {
	return c.sharing == nil || c.sharing.part.Has(payee)
}

// here reports whether a unit is computed here, and not in another share, which tells of it.
func (c *calculation) here(n int) bool {
	return c.sharing == nil || c.sharing.homes[n] == c.sharing.part.Index
}

// count returns how many units are computed here.
func (c *calculation) count() int {
	if c.sharing == nil {
		return len(c.people.units)
	}
	return c.sharing.count
}

// gather lets all units be known.
func (c *calculation) gather() {
	c.own = make([]int, 0, c.count())
	for n := range c.people.units {
		if c.here(n) {
			c.own = append(c.own, n)
		}
	}
	c.knowOf(func(int) bool { return true })
}

// knowOf lets units be known by their numbers.
func (c *calculation) knowOf(known func(n int) bool) {
	c.known, c.unitsOf = nil, map[*plan][]*unit{}
	for n, u := range c.people.units {
		if known(n) {
			c.known = append(c.known, u)
			c.unitsOf[u.plan] = append(c.unitsOf[u.plan], u)
		}
	}
}

// sharesOf returns which of n shares have payees or somebody above them, in ascending order; for nobody, the share that has
// what belongs to nobody.
func (o *people) sharesOf(payees []string, n int) []int {
	if len(payees) == 0 {
		return []int{shareOf("", n)}
	}
	var shares []int
	for _, id := range o.above(payees) {
		shares = append(shares, shareOf(id, n))
	}
	slices.Sort(shares)
	return slices.Compact(shares)
}

// reachOf returns the shares that have to know of what a payee is credited with.
func (c *calculation) reachOf(payee string) []int {
	s := c.sharing
	shares, ok := s.reach[payee]
	if !ok {
		shares = c.people.sharesOf([]string{payee}, s.part.Of)
		s.reach[payee] = shares
	}
	return shares
}

// reachOfDeal returns the shares that have a deal.
func (c *calculation) reachOfDeal(i int) []int {
	owners := c.book.deals[i].owners
	switch len(owners) {
	case 0:
		return c.people.sharesOf(nil, c.sharing.part.Of)
	case 1:
		return c.reachOf(owners[0].Payee)
	}
	var shares []int
	for _, p := range owners {
		shares = append(shares, c.reachOf(p.Payee)...)
	}
	slices.Sort(shares)
	return slices.Compact(shares)
}
