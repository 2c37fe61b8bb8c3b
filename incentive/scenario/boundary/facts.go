package boundary

import (
	"maps"
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/internal/season"
	"github.com/kam-go/kam/internal/num"
)

// maxWays limits in how many ways a condition is taken apart.
const maxWays = 64

// literal is one simple demand on a deal.
type literal struct {
	of        *incentive.Condition
	attribute string
	in        []string
	// not says that the value must not be one of in.
	not    bool
	number string
	low    decimal.NullDecimal
	high   decimal.NullDecimal
	// lowOpen and highOpen say that the bound itself does not do.
	lowOpen, highOpen bool
	// date is the date that must lie in span.
	date incentive.DateName
	span season.Days
}

// ways returns the sets of literals of which each makes the condition hold, or fail.
func ways(c *incentive.Condition, hold bool) [][]literal {
	switch {
	case c == nil:
		return [][]literal{nil}
	case c.Not != nil:
		return ways(c.Not, !hold)
	case len(c.All) > 0:
		return several(c.All, hold, hold)
	case len(c.Any) > 0:
		return several(c.Any, hold, !hold)
	case c.Attribute != "":
		return [][]literal{{{of: c, attribute: c.Attribute, in: c.In, not: !hold}}}
	case c.Date != "":
		return daysOf(c, hold)
	}
	low, lowOpen, high, highOpen := c.AtLeast, false, c.AtMost, false
	if c.MoreThan.Valid {
		low, lowOpen = c.MoreThan, true
	}
	if c.Below.Valid {
		high, highOpen = c.Below, true
	}
	if hold {
		return [][]literal{{{of: c, number: c.Number, low: low, lowOpen: lowOpen, high: high, highOpen: highOpen}}}
	}
	var out [][]literal
	if low.Valid {
		out = append(out, []literal{{of: c, number: c.Number, high: low, highOpen: !lowOpen}})
	}
	if high.Valid {
		out = append(out, []literal{{of: c, number: c.Number, low: high, lowOpen: !highOpen}})
	}
	return out
}

// daysOf returns the spans in which the date of a condition makes it hold, or fail.
func daysOf(c *incentive.Condition, hold bool) [][]literal {
	way := func(span season.Days) []literal { return []literal{{of: c, date: c.Date, span: span}} }
	if hold {
		return [][]literal{way(season.Of(*c))}
	}
	var out [][]literal
	if c.From.IsSet() {
		out = append(out, way(season.Days{Until: c.From}))
	}
	if c.Until.IsSet() {
		out = append(out, way(season.Days{From: c.Until}))
	}
	return out
}

// several joins the ways of a list of conditions: of all, or of one of them.
func several(list []incentive.Condition, hold, all bool) [][]literal {
	out := [][]literal{nil}
	if !all {
		out = nil
	}
	for i := range list {
		w := ways(&list[i], hold)
		if all {
			out = product(out, w)
		} else {
			out = append(out, w...)
		}
	}
	return out[:min(len(out), maxWays)]
}

func product(a, b [][]literal) [][]literal {
	var out [][]literal
	for _, x := range a {
		for _, y := range b {
			if len(out) < maxWays {
				out = append(out, slices.Concat(x, y))
			}
		}
	}
	return out
}

// facts are what a deal has so that rules select it.
type facts struct {
	attributes map[string]string
	numbers    map[string]decimal.Decimal
	days       spans
}

// factsFor returns what fulfils one of the ways so that it fits, the first that has a literal of the condition given where
// there is one; false when none can be fulfilled.
func factsFor(all [][]literal, of *incentive.Condition, fits func(facts) bool) (facts, bool) {
	all = slices.Clone(all)
	has := func(way []literal) bool { return slices.ContainsFunc(way, func(l literal) bool { return l.of == of }) }
	slices.SortStableFunc(all, func(a, b []literal) int {
		switch {
		case has(a) && !has(b):
			return -1
		case has(b) && !has(a):
			return 1
		}
		return 0
	})
	for _, way := range all {
		if f, ok := fulfil(way); ok && fits(f) {
			return f, true
		}
	}
	return facts{}, false
}

// fulfil finds values for all literals.
func fulfil(way []literal) (facts, bool) {
	f := facts{map[string]string{}, map[string]decimal.Decimal{}, spans{}}
	allowed, refused := map[string][]string{}, map[string][]string{}
	numbers := map[string][]literal{}
	for _, l := range way {
		switch {
		case l.date != "":
			if !f.days.narrow(l.date, l.span) {
				return f, false
			}
		case l.number != "":
			numbers[l.number] = append(numbers[l.number], l)
		case l.not:
			refused[l.attribute] = append(refused[l.attribute], l.in...)
		case allowed[l.attribute] == nil:
			allowed[l.attribute] = slices.Clone(l.in)
		default:
			allowed[l.attribute] = slices.DeleteFunc(allowed[l.attribute], func(s string) bool { return !slices.Contains(l.in, s) })
		}
	}
	for name, in := range allowed {
		i := slices.IndexFunc(in, func(s string) bool { return !slices.Contains(refused[name], s) })
		if i < 0 {
			return f, false
		}
		f.attributes[name] = in[i]
	}
	for name, not := range refused {
		if _, set := f.attributes[name]; !set {
			value := "other"
			for slices.Contains(not, value) {
				value += "-"
			}
			f.attributes[name] = value
		}
	}
	for name, list := range numbers {
		d, ok := inside(list)
		if !ok {
			return f, false
		}
		f.numbers[name] = d
	}
	return f, true
}

// inside returns a number that all intervals hold.
func inside(list []literal) (decimal.Decimal, bool) {
	var low, high *literal
	for i := range list {
		l := &list[i]
		if l.low.Valid && (low == nil || l.low.Decimal.Cmp(low.low.Decimal) > 0 || l.low.Decimal.Equal(low.low.Decimal) && l.lowOpen) {
			low = l
		}
		if l.high.Valid && (high == nil || l.high.Decimal.Cmp(high.high.Decimal) < 0 || l.high.Decimal.Equal(high.high.Decimal) && l.highOpen) {
			high = l
		}
	}
	switch {
	case low == nil && high == nil:
		return decimal.NewFromInt(1), true
	case low == nil:
		return high.high.Decimal.Sub(decimal.NewFromInt(1)), true
	case high == nil:
		return low.low.Decimal.Add(decimal.NewFromInt(1)), true
	}
	a, b := low.low.Decimal, high.high.Decimal
	if a.Equal(b) {
		return a, !low.lowOpen && !high.highOpen
	}
	middle := num.RoundRat(new(big.Rat).Mul(num.Rat(a.Add(b)), big.NewRat(1, 2)), 4, num.HalfUp)
	return middle, a.Cmp(b) < 0
}

// setNumber sets a number of a deal.
func setNumber(t *incentive.Transaction, name string, d decimal.Decimal) {
	switch name {
	case "amount":
		t.Amount = d
	case "margin":
		t.Margin = decimal.NewNullDecimal(d)
	case "units":
		t.Units = decimal.NewNullDecimal(d)
	case "cash":
		t.Cash = decimal.NewNullDecimal(d)
	default:
		t.Numbers = maps.Clone(t.Numbers)
		if t.Numbers == nil {
			t.Numbers = map[string]decimal.Decimal{}
		}
		t.Numbers[name] = d
	}
}
