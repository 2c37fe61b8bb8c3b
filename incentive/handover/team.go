package handover

import (
	"cmp"
	"math/big"
	"slices"
	"strings"

	"github.com/kam-go/kam"
)

// Source says whose team a member belongs to.
type Source struct {
	// Account or Territory is whose team it is; both are empty for the house.
	Account   string `json:"account,omitempty"`
	Territory string `json:"territory,omitempty"`
}

// Seat is one payee's part in an account on one day, and where it comes from.
type Seat struct {
	Payee string       `json:"payee"`
	Role  string       `json:"role"`
	Share kam.Fraction `json:"share"`
	Of    Source       `json:"of"`
}

// TeamOn returns who looks after an account on a day: owners first, then other
// roles, by payee; nothing for an account that is not in the book or has nobody.
//
// Owners come from the nearest team that has any on the day: the account's
// own, else that of its territory, else that of the territory around it. Other
// roles are gathered from all of these teams; the nearest row of a payee and
// role counts, and one with a share of 0 takes the payee out.
func (o *Ownership) TeamOn(account string, day kam.Day) []Seat {
	if !day.IsSet() || day == lastDay || o.accounts[account] == nil {
		return nil
	}
	list := o.stretches(account, "", span(day, day.AddDays(1)))
	return slices.Concat(list[0].owners, list[0].others)
}

// stretch is a run of days on which nothing changes for an account or a territory.
type stretch struct {
	period         kam.Period
	owners, others []Seat
}

// holder is an account or a territory.
type holder struct {
	of     Source
	team   []Member
	within []Placement
}

func (o *Ownership) holder(account, territory string) holder {
	if account != "" {
		if a := o.accounts[account]; a != nil {
			return holder{Source{Account: account}, a.Team, a.Within}
		}
		return holder{}
	}
	if t := o.territories[territory]; t != nil {
		return holder{Source{Territory: territory}, t.Team, t.Within}
	}
	return holder{}
}

// stretches returns who looks after an account, or a territory when no account is named, through a period.
func (o *Ownership) stretches(account, territory string, within kam.Period) []stretch {
	return o.climb(o.holder(account, territory), within, 0)
}

func (o *Ownership) climb(h holder, within kam.Period, depth int) []stretch {
	var edges []kam.Period
	for _, m := range h.team {
		edges = append(edges, m.Period)
	}
	for _, p := range h.within {
		edges = append(edges, p.Period)
	}
	var out []stretch
	for _, piece := range pieces(within, edges) {
		own := seatsOf(h, piece.From)
		above := placeOn(h.within, piece.From)
		if above == "" || depth > MaxDepth {
			out = append(out, own.on(piece, stretch{}))
			continue
		}
		for _, up := range o.climb(o.holder("", above), piece, depth+1) {
			out = append(out, own.on(up.period, up))
		}
	}
	return out
}

// seats are the rows of one team on one day.
type seats struct {
	owners, others []Seat
}

func seatsOf(h holder, day kam.Day) seats {
	var s seats
	for _, m := range h.team {
		if !m.Period.Contains(day) {
			continue
		}
		seat := Seat{m.Payee, roleOf(m.Role), lowest(m.Share), h.of}
		if seat.Role == RoleOwner {
			s.owners = append(s.owners, seat)
		} else {
			s.others = append(s.others, seat)
		}
	}
	return s
}

// on joins the rows of a team with those of the territories above it.
func (s seats) on(period kam.Period, above stretch) stretch {
	out := stretch{period: period, owners: s.owners}
	if len(out.owners) == 0 {
		out.owners = above.owners
	}
	for _, seat := range s.others {
		if !seat.Share.IsZero() {
			out.others = append(out.others, seat)
		}
	}
	for _, up := range above.others {
		if !slices.ContainsFunc(s.others, func(own Seat) bool { return own.Payee == up.Payee && own.Role == up.Role }) {
			out.others = append(out.others, up)
		}
	}
	slices.SortFunc(out.others, bySeat)
	return out
}

func bySeat(a, b Seat) int {
	return cmp.Or(ownersFirst(a.Role, b.Role), strings.Compare(a.Payee, b.Payee))
}

// placeOn returns the territory of a day; empty for none.
func placeOn(rows []Placement, day kam.Day) string {
	for _, p := range rows {
		if p.Period.Contains(day) {
			return p.Territory
		}
	}
	return ""
}

// ownerShares returns the part that each payee owns of an account on a day.
func (o *Ownership) ownerShares(account string, day kam.Day) map[string]*big.Rat {
	out := map[string]*big.Rat{}
	for _, s := range o.TeamOn(account, day) {
		if s.Role == RoleOwner {
			out[s.Payee] = s.Share.Rat()
		}
	}
	return out
}
