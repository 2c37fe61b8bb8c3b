package tracking

import (
	"cmp"
	"fmt"
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
)

// Member is one person of a team, or one goal of a list. The zero value has no ID and is refused.
type Member struct {
	// ID is unique in the team.
	ID string `json:"id"`
	// Weight is how much the member's gap matters, 0 or more. Not stated for all members, it is 1 for each.
	Weight kam.Fraction `json:"weight,omitzero"`
	// Numerator and Denominator are the attainment, as [Progress.Observation] gives them, or any other ratio of which 1
	// is the goal, such as a pace in mid-period. Not known when either is not valid or the denominator is 0.
	Numerator   decimal.NullDecimal `json:"numerator,omitzero"`
	Denominator decimal.NullDecimal `json:"denominator,omitzero"`
}

// Standing is one member in the order of [Picture].
type Standing struct {
	ID         string `json:"id"`
	Attainment Exact  `json:"attainment"`
	// Gap is what is missing to 1, 0 at and above it, and Urgency is weight times gap.
	Gap     Exact `json:"gap"`
	Urgency Exact `json:"urgency"`
}

// Picture is how a team is doing. The zero value is that of nobody.
type Picture struct {
	// Members is the number of members, Known of those whose attainment is known, and AtGoal of those at 1 or above.
	Members int `json:"members"`
	Known   int `json:"known"`
	AtGoal  int `json:"atGoal"`
	// Share is AtGoal by Known.
	Share Exact `json:"share"`
	// Least, Lower, Median, Upper and Most are the quartiles of the known attainments: with n of them in order, the
	// quartile q lies at the place 1 + q(n-1), between neighbours in proportion (Hyndman and Fan 1996, definition 7).
	Least  Exact `json:"least"`
	Lower  Exact `json:"lower"`
	Median Exact `json:"median"`
	Upper  Exact `json:"upper"`
	Most   Exact `json:"most"`
	// Order lists the members by Urgency, the greatest first, ties by ID; those who are not known come last, by ID.
	Order []Standing `json:"order"`
}

// Spread returns Upper less Lower, the range of the middle half; not known when no attainment is.
func (p Picture) Spread() Exact { return minus(p.Upper, p.Lower) }

// TeamPicture returns how the members do, exact and whatever their order. There are at most [MaxNodes] of them. Faults
// come all at once in a [*kam.InvalidError]: tracking.id, tracking.member (an ID that comes twice, a denominator or
// weight below 0), tracking.number and tracking.too-many.
func TeamPicture(members []Member) (Picture, error) {
	var found kam.Findings
	if len(members) > MaxNodes {
		found.Add(tooMany("$", len(members), MaxNodes))
		return Picture{}, found.Err()
	}
	seen := make(map[string]int, len(members))
	weighted := false
	for i, m := range members {
		place := fmt.Sprintf("$[%d]", i)
		m.check(&found, place)
		if first, twice := seen[m.ID]; twice {
			found.Add(fault("member", place+".id", say("member %d has the ID %q already", "第 %d 项已使用标识 %q", first, show(m.ID)),
				say("list each member once", "每个成员只列一次")))
			continue
		}
		seen[m.ID] = i
		weighted = weighted || m.Weight != kam.Fraction{}
	}
	if err := found.Err(); err != nil {
		return Picture{}, err
	}
	return picture(members, weighted), nil
}

func (m Member) check(found *kam.Findings, place string) {
	badName(found, place+".id", m.ID)
	if m.Weight.Check() != nil || m.Weight.Num < 0 {
		found.Add(fault("member", place+".weight", say("%d/%d is no weight of 0 or more", "权重 %d/%d 不是非负数", m.Weight.Num, m.Weight.Den),
			say("use a weight such as 0.3", "请填写权重，例如 0.3")))
	}
	if m.Numerator.Valid {
		number(found, place+".numerator", m.Numerator.Decimal)
	}
	if m.Denominator.Valid && number(found, place+".denominator", m.Denominator.Decimal) && m.Denominator.Decimal.IsNegative() {
		found.Add(fault("member", place+".denominator", say("%s was asked for", "分母为 %s", num.Format(m.Denominator.Decimal)),
			say("use a denominator of 0 or more", "分母请填 0 或以上")))
	}
}

func picture(members []Member, weighted bool) Picture {
	p := Picture{Members: len(members), Order: make([]Standing, 0, len(members))}
	one := big.NewRat(1, 1)
	var known []*big.Rat
	for _, m := range members {
		s := Standing{ID: m.ID}
		if m.Numerator.Valid && m.Denominator.Valid && !m.Denominator.Decimal.IsZero() {
			r := new(big.Rat).Quo(num.Rat(m.Numerator.Decimal), num.Rat(m.Denominator.Decimal))
			known = append(known, r)
			gap := new(big.Rat)
			if r.Cmp(one) >= 0 {
				p.AtGoal++
			} else {
				gap.Sub(one, r)
			}
			weight := one
			if weighted {
				weight = m.Weight.Rat()
			}
			s.Attainment, s.Gap, s.Urgency = own(r), own(gap), own(new(big.Rat).Mul(weight, gap))
		}
		p.Order = append(p.Order, s)
	}
	slices.SortFunc(p.Order, func(a, b Standing) int {
		switch {
		case a.Urgency.Known() && b.Urgency.Known():
			return cmp.Or(b.Urgency.r.Cmp(a.Urgency.r), cmp.Compare(a.ID, b.ID))
		case a.Urgency.Known():
			return -1
		case b.Urgency.Known():
			return 1
		}
		return cmp.Compare(a.ID, b.ID)
	})
	p.Known = len(known)
	if p.Known == 0 {
		return p
	}
	slices.SortFunc(known, (*big.Rat).Cmp)
	p.Share = own(big.NewRat(int64(p.AtGoal), int64(p.Known)))
	p.Least, p.Lower, p.Median, p.Upper, p.Most = quartile(known, 0), quartile(known, 1), quartile(known, 2), quartile(known, 3), quartile(known, 4)
	return p
}

// quartile returns quartile q, 0 to 4, of numbers in order.
func quartile(sorted []*big.Rat, q int) Exact {
	at := q * (len(sorted) - 1)
	i, part := at/4, at%4
	if part == 0 {
		return own(sorted[i])
	}
	return own(between(sorted[i], sorted[i+1], big.NewRat(int64(part), 1), big.NewRat(4, 1)))
}
