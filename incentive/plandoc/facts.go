package plandoc

import (
	"github.com/shopspring/decimal"

	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/internal/season"
	"github.com/kam-go/kam/internal/num"
)

// facts are what a made-up deal has so that a rule takes it.
type facts struct {
	attributes map[string]string
	numbers    map[string]decimal.Decimal
	// days are those on which a date of it may lie; a date that is not there may lie anywhere.
	days  map[incentive.DateName]season.Days
	spans []span
}

// span is a number of days between two dates of a deal.
type span struct {
	between incentive.DaysBetween
	days    int64
}

// satisfy picks facts that make a condition hold, or fail. It does what it can: the engine says what comes of it.
func (f *facts) satisfy(c *incentive.Condition, want bool) {
	switch {
	case c == nil:
	case c.Not != nil:
		f.satisfy(c.Not, !want)
	case len(c.All) > 0:
		for i := range c.All {
			f.satisfy(&c.All[i], want)
			if !want {
				return
			}
		}
	case len(c.Any) > 0:
		for i := range c.Any {
			f.satisfy(&c.Any[i], want)
			if want {
				return
			}
		}
	case c.Attribute != "":
		if want && len(c.In) > 0 {
			f.attributes[c.Attribute] = c.In[0]
		} else if !want {
			f.attributes[c.Attribute] = "other"
		}
	case c.Number != "":
		f.number(c, want)
	case c.Date != "":
		f.date(c, want)
	}
}

// number picks a number inside the bounds of a condition, or outside.
func (f *facts) number(c *incentive.Condition, want bool) {
	one := decimal.New(1, 0)
	var d decimal.Decimal
	switch {
	case c.AtLeast.Valid:
		d = c.AtLeast.Decimal
		if !want {
			d = d.Sub(one)
		}
	case c.MoreThan.Valid:
		d = c.MoreThan.Decimal
		if want {
			d = upTo(d, c)
		}
	case c.AtMost.Valid:
		d = c.AtMost.Decimal
		if !want {
			d = d.Add(one)
		}
	default:
		d = c.Below.Decimal
		if want {
			d = d.Mul(decimal.New(5, -1))
		}
	}
	f.numbers[c.Number] = d
}

// upTo returns a number above an exclusive lower bound and within the upper one.
func upTo(d decimal.Decimal, c *incentive.Condition) decimal.Decimal {
	upper := c.AtMost
	if c.Below.Valid {
		upper = c.Below
	}
	if upper.Valid {
		return num.Round(d.Add(upper.Decimal).Mul(decimal.New(5, -1)), 4, num.HalfUp)
	}
	return d.Add(decimal.New(1, 0))
}

// dimensions picks facts for the first cell of a table.
func (f *facts) dimensions(t *incentive.Table) {
	if t == nil {
		return
	}
	for _, d := range t.Dimensions {
		switch {
		case d.Attribute != "" && len(d.Values) > 0:
			if f.attributes[d.Attribute] == "" {
				f.attributes[d.Attribute] = d.Values[0]
			}
		case d.Days != nil && len(d.Bounds) > 0:
			f.spans = append(f.spans, span{*d.Days, d.Bounds[0].IntPart()})
		case d.Number != "" && d.Number != "amount" && len(d.Bounds) > 0:
			if _, ok := f.numbers[d.Number]; !ok {
				f.numbers[d.Number] = d.Bounds[len(d.Bounds)-1]
			}
		}
	}
}
