package handover

import (
	"cmp"
	"math/big"
	"slices"
	"strings"

	"github.com/kam-go/kam"
)

// lastDay stands for the end of a period without one.
var lastDay = kam.MustDay("9999-12-31")

// endOf returns the first day after a period, lastDay for one without an end.
func endOf(p kam.Period) kam.Day {
	if p.IsOpen() {
		return lastDay
	}
	return p.Until
}

// span returns the period from one day to another, without an end at lastDay.
func span(from, until kam.Day) kam.Period {
	if until == lastDay {
		until = kam.Day{}
	}
	return kam.Period{From: from, Until: until}
}

// since returns the days of p from a day on, and whether there are any.
func since(p kam.Period, day kam.Day) (kam.Period, bool) {
	return p.Intersect(kam.Period{From: day})
}

// until returns the days of p before a day, and whether there are any.
func until(p kam.Period, day kam.Day) (kam.Period, bool) {
	if !p.From.Before(day) {
		return kam.Period{}, false
	}
	if endOf(p).After(day) {
		p.Until = day
	}
	return p, true
}

// pieces cuts within at the edges of the periods that overlap it, in order.
func pieces(within kam.Period, periods []kam.Period) []kam.Period {
	days := []kam.Day{within.From, endOf(within)}
	for _, p := range periods {
		if both, ok := within.Intersect(p); ok {
			days = append(days, both.From, endOf(both))
		}
	}
	slices.SortFunc(days, kam.Day.Compare)
	days = slices.Compact(days)
	out := make([]kam.Period, 0, len(days))
	for i := 1; i < len(days); i++ {
		out = append(out, span(days[i-1], days[i]))
	}
	return out
}

// meets reports whether b begins where a ends.
func meets(a, b kam.Period) bool { return !a.IsOpen() && a.Until == b.From }

// roleOf returns the role of a row, "owner" when it is empty.
func roleOf(role string) string { return cmp.Or(role, RoleOwner) }

// sharePlaces and shareDenominator bound shares as transactions do: at most so many decimals, or a fraction with a
// denominator up to that.
const (
	sharePlaces      = 6
	shareDenominator = 10_000
)

// isFine reports whether a transaction can carry the share.
func isFine(r *big.Rat) bool {
	if r.Denom().IsInt64() && r.Denom().Int64() <= shareDenominator {
		return true
	}
	places, finite := r.FloatPrec()
	return finite && places <= sharePlaces
}

// fractionOf returns r as a fraction, and false when it is too fine for a transaction.
func fractionOf(r *big.Rat) (kam.Fraction, bool) {
	if !isFine(r) || !r.Num().IsInt64() {
		return kam.Fraction{}, false
	}
	if r.Sign() == 0 {
		return kam.Fraction{}, true
	}
	return kam.Fraction{Num: r.Num().Int64(), Den: r.Denom().Int64()}, true
}

// lowest returns f in lowest terms.
func lowest(f kam.Fraction) kam.Fraction {
	out, ok := fractionOf(f.Rat())
	if !ok {
		return f
	}
	return out
}

// normalTeam returns rows in order with adjacent ones joined, roles written out and shares in lowest terms.
func normalTeam(rows []Member) []Member {
	out := slices.Clone(rows)
	for i := range out {
		out[i].Role, out[i].Share = roleOf(out[i].Role), lowest(out[i].Share)
	}
	slices.SortFunc(out, func(a, b Member) int {
		return cmp.Or(ownersFirst(a.Role, b.Role), strings.Compare(a.Payee, b.Payee), a.Period.Compare(b.Period))
	})
	return joined(out, func(m *Member) *kam.Period { return &m.Period }, func(a, b Member) bool {
		return a.Payee == b.Payee && a.Role == b.Role && a.Share == b.Share
	})
}

// ownersFirst orders roles: owners, then the others by name.
func ownersFirst(a, b string) int {
	if (a == RoleOwner) != (b == RoleOwner) {
		if a == RoleOwner {
			return -1
		}
		return 1
	}
	return strings.Compare(a, b)
}

// normalPlaces returns rows in order with adjacent ones joined.
func normalPlaces(rows []Placement) []Placement {
	out := slices.Clone(rows)
	slices.SortFunc(out, func(a, b Placement) int {
		return cmp.Or(a.Period.Compare(b.Period), strings.Compare(a.Territory, b.Territory))
	})
	return joined(out, func(p *Placement) *kam.Period { return &p.Period }, func(a, b Placement) bool { return a.Territory == b.Territory })
}

// normalStages returns rows in order with adjacent ones joined.
func normalStages(rows []StageOwner) []StageOwner {
	out := slices.Clone(rows)
	slices.SortFunc(out, func(a, b StageOwner) int {
		return cmp.Or(strings.Compare(a.Stage, b.Stage), a.Period.Compare(b.Period), strings.Compare(a.Payee, b.Payee))
	})
	return joined(out, func(s *StageOwner) *kam.Period { return &s.Period }, func(a, b StageOwner) bool {
		return a.Stage == b.Stage && a.Payee == b.Payee
	})
}

// joined makes one row of neighbours that say the same of adjacent days.
func joined[T any](rows []T, period func(*T) *kam.Period, same func(a, b T) bool) []T {
	var out []T
	for _, r := range rows {
		if n := len(out); n > 0 && same(out[n-1], r) && meets(*period(&out[n-1]), *period(&r)) {
			period(&out[n-1]).Until = period(&r).Until
			continue
		}
		out = append(out, r)
	}
	return out
}
