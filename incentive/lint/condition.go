package lint

import (
	"maps"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/internal/season"
	"github.com/kam-go/kam/internal/num"
)

// deal is a made-up deal that conditions are tried on.
type deal struct {
	attributes map[string]string
	numbers    map[string]decimal.Decimal
	// days are the dates that conditions ask for; an unset day is a date that the deal does not have.
	days map[incentive.DateName]kam.Day
}

// holds reports whether a deal meets a condition; none is always met.
func holds(c *incentive.Condition, d deal) bool {
	switch {
	case c == nil:
		return true
	case len(c.All) > 0:
		return !slices.ContainsFunc(c.All, func(x incentive.Condition) bool { return !holds(&x, d) })
	case len(c.Any) > 0:
		return slices.ContainsFunc(c.Any, func(x incentive.Condition) bool { return holds(&x, d) })
	case c.Not != nil:
		return !holds(c.Not, d)
	case c.Attribute != "":
		return slices.Contains(c.In, d.attributes[c.Attribute])
	case c.Date != "":
		return season.Of(*c).Contains(d.days[c.Date])
	}
	x := d.numbers[c.Number]
	return (!c.AtLeast.Valid || x.GreaterThanOrEqual(c.AtLeast.Decimal)) && (!c.MoreThan.Valid || x.GreaterThan(c.MoreThan.Decimal)) &&
		(!c.AtMost.Valid || x.LessThanOrEqual(c.AtMost.Decimal)) && (!c.Below.Valid || x.LessThan(c.Below.Decimal))
}

// terms are what conditions ask of deals: the values of attributes and the bounds of numbers and dates that they name.
type terms struct {
	values map[string][]string
	bounds map[string][]decimal.Decimal
	days   map[incentive.DateName][]kam.Day
}

func (t *terms) read(c *incentive.Condition) {
	if c == nil {
		return
	}
	for i := range c.All {
		t.read(&c.All[i])
	}
	for i := range c.Any {
		t.read(&c.Any[i])
	}
	t.read(c.Not)
	if c.Attribute != "" {
		t.values[c.Attribute] = append(t.values[c.Attribute], c.In...)
	}
	for _, b := range []decimal.NullDecimal{c.AtLeast, c.MoreThan, c.AtMost, c.Below} {
		if b.Valid {
			t.bounds[c.Number] = append(t.bounds[c.Number], b.Decimal)
		}
	}
	for _, b := range []kam.Day{c.From, c.Until} {
		if b.IsSet() {
			t.days[c.Date] = append(t.days[c.Date], b)
		}
	}
}

// maxTried is the largest number of made-up deals that are tried on conditions.
const maxTried = 4096

// meets returns a deal that meets every condition, with a date of those that count. Every combination of values, bounds
// and places between bounds is tried, so that without one no deal meets them; tried is false where there are too many.
func meets(count counting, conditions ...*incentive.Condition) (d deal, found, tried bool) {
	t := terms{map[string][]string{}, map[string][]decimal.Decimal{}, map[incentive.DateName][]kam.Day{}}
	for _, c := range conditions {
		t.read(c)
	}
	attributes, numbers, dates := slices.Sorted(maps.Keys(t.values)), slices.Sorted(maps.Keys(t.bounds)), slices.Sorted(maps.Keys(t.days))
	values, places, days := make([][]string, len(attributes)), make([][]decimal.Decimal, len(numbers)), make([][]kam.Day, len(dates))
	sizes := make([]int, 0, len(attributes)+len(numbers)+len(dates))
	for i, name := range attributes {
		values[i] = choices(t.values[name])
		sizes = append(sizes, len(values[i]))
	}
	for i, name := range numbers {
		places[i] = between(name, t.bounds[name])
		sizes = append(sizes, len(places[i]))
	}
	for i, name := range dates {
		days[i] = count.days(name, t.days[name])
		sizes = append(sizes, len(days[i]))
	}
	total := 1
	for _, n := range sizes {
		if total *= n; total > maxTried {
			return deal{}, false, false
		}
	}
	for i := range total {
		d := deal{map[string]string{}, map[string]decimal.Decimal{}, map[incentive.DateName]kam.Day{}}
		rest := i
		for j, name := range attributes {
			d.attributes[name], rest = values[j][rest%len(values[j])], rest/len(values[j])
		}
		for j, name := range numbers {
			d.numbers[name], rest = places[j][rest%len(places[j])], rest/len(places[j])
		}
		for j, name := range dates {
			d.days[name], rest = days[j][rest%len(days[j])], rest/len(days[j])
		}
		if !slices.ContainsFunc(conditions, func(c *incentive.Condition) bool { return !holds(c, d) }) {
			return d, true, true
		}
	}
	return deal{}, false, true
}

// choices are the values that conditions name, and one that none of them names.
func choices(named []string) []string {
	out := slices.Compact(slices.Sorted(slices.Values(named)))
	other := "other"
	for slices.Contains(out, other) {
		other += "-" + other
		if len(other) > 100 {
			return out
		}
	}
	return append(out, other)
}

// between are the bounds that conditions name, a place between each two of them, and one on either side. The amount of
// a sale is above zero, and its numbers have as many decimals as amounts, or as numbers of a deal may have.
func between(name string, named []decimal.Decimal) []decimal.Decimal {
	places := int32(6)
	if slices.Contains([]string{"amount", "margin", "units", "cash"}, name) {
		places = maxDecimals
	}
	slices.SortFunc(named, decimal.Decimal.Cmp)
	named = slices.CompactFunc(named, decimal.Decimal.Equal)
	one := decimal.New(1, 0)
	all := []decimal.Decimal{named[0].Sub(one)}
	for i, b := range named {
		all = append(all, b)
		if i+1 < len(named) {
			middle := b.Add(named[i+1]).Mul(decimal.New(5, -1))
			if x := num.Round(middle, places, num.Floor); x.GreaterThan(b) {
				all = append(all, x)
			}
		}
	}
	all = append(all, named[len(named)-1].Add(one))
	if name == "amount" {
		all = append(all, decimal.New(1, -maxDecimals), num.Round(named[0].Mul(decimal.New(5, -1)), places, num.Floor))
	}
	return slices.DeleteFunc(all, func(d decimal.Decimal) bool {
		return !num.Round(d, places, num.Down).Equal(d) || name == "amount" && !d.IsPositive()
	})
}

// interval is a stretch of one number of a deal that a condition selects, beside what else it asks.
type interval struct {
	number string
	// rest is what the condition asks besides, in a form that is equal for equal conditions.
	rest      string
	low, high decimal.NullDecimal
	// lowIn and highIn say that the stretch includes its ends.
	lowIn, highIn bool
}

// intervalOf reads a condition as a stretch of one number, by itself or as one of several that must all hold.
func intervalOf(c *incentive.Condition) (interval, bool) {
	if c == nil {
		return interval{}, false
	}
	if c.Number != "" {
		return numberInterval(*c), true
	}
	var out interval
	found := false
	var rest []string
	for i := range c.All {
		x := &c.All[i]
		switch {
		case x.Number != "" && !found:
			out, found = numberInterval(*x), true
		case x.Number != "" && x.Number == out.number:
			out = out.both(numberInterval(*x))
		case x.Attribute != "":
			rest = append(rest, attributeKey(*x))
		case x.Date != "":
			rest = append(rest, dateKey(*x))
		default:
			return interval{}, false
		}
	}
	slices.Sort(rest)
	out.rest = strings.Join(rest, "\x01")
	return out, found
}

// attributeKey is equal for conditions that ask for the same values of one attribute.
func attributeKey(c incentive.Condition) string {
	return c.Attribute + "\x00" + strings.Join(slices.Sorted(slices.Values(c.In)), "\x00")
}

func numberInterval(c incentive.Condition) interval {
	out := interval{number: c.Number}
	for _, x := range []interval{
		{low: c.AtLeast, lowIn: true}, {low: c.MoreThan}, {high: c.AtMost, highIn: true}, {high: c.Below},
	} {
		if x.low.Valid || x.high.Valid {
			out = out.both(x)
		}
	}
	return out
}

// both returns the stretch that lies in both.
func (i interval) both(o interval) interval {
	if o.low.Valid && (!i.low.Valid || o.low.Decimal.GreaterThan(i.low.Decimal) || o.low.Decimal.Equal(i.low.Decimal) && !o.lowIn) {
		i.low, i.lowIn = o.low, o.lowIn
	}
	if o.high.Valid && (!i.high.Valid || o.high.Decimal.LessThan(i.high.Decimal) || o.high.Decimal.Equal(i.high.Decimal) && !o.highIn) {
		i.high, i.highIn = o.high, o.highIn
	}
	return i
}

// empty reports whether no number lies in the stretch.
func (i interval) empty() bool {
	return i.low.Valid && i.high.Valid && (i.low.Decimal.GreaterThan(i.high.Decimal) || i.low.Decimal.Equal(i.high.Decimal) && (!i.lowIn || !i.highIn))
}

// within reports whether the stretch lies in another one.
func (i interval) within(o interval) bool { return i.both(o).equal(i) }

func (i interval) equal(o interval) bool {
	same := func(a, b decimal.NullDecimal, x, y bool) bool {
		return a.Valid == b.Valid && (!a.Valid || a.Decimal.Equal(b.Decimal) && x == y)
	}
	return same(i.low, o.low, i.lowIn, o.lowIn) && same(i.high, o.high, i.highIn, o.highIn)
}
