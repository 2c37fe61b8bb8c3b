package mutation

import (
	"fmt"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/internal/season"
	"github.com/kam-go/kam/incentive/scenario/internal/parts"
)

// condition removes a condition, moves its bounds and its days, makes bounds exclusive or inclusive, drops its words, and
// asks for another date.
func (m *mutator) condition(at string, c *incentive.Condition, get func(*incentive.Plan) **incentive.Condition) {
	if c == nil {
		return
	}
	m.try(Removal, at, "…", "", func(p *incentive.Plan) { *get(p) = nil })
	m.leaves(at, c, func(p *incentive.Plan) *incentive.Condition { return *get(p) })
}

func (m *mutator) leaves(at string, c *incentive.Condition, get func(*incentive.Plan) *incentive.Condition) {
	if len(c.All) > 1 {
		m.try(Mode, at, "all", "any", func(p *incentive.Plan) { x := get(p); x.Any, x.All = x.All, nil })
	}
	if len(c.Any) > 1 {
		m.try(Mode, at, "any", "all", func(p *incentive.Plan) { x := get(p); x.All, x.Any = x.Any, nil })
	}
	for i := range c.All {
		m.leaves(fmt.Sprintf("%s.all[%d]", at, i), &c.All[i], func(p *incentive.Plan) *incentive.Condition { return &get(p).All[i] })
	}
	for i := range c.Any {
		m.leaves(fmt.Sprintf("%s.any[%d]", at, i), &c.Any[i], func(p *incentive.Plan) *incentive.Condition { return &get(p).Any[i] })
	}
	if c.Not != nil {
		m.try(Mode, at+".not", "not", "", func(p *incentive.Plan) { x := get(p); *x = *x.Not })
		m.leaves(at+".not", c.Not, func(p *incentive.Plan) *incentive.Condition { return get(p).Not })
	}
	for i, word := range c.In {
		if len(c.In) > 1 {
			m.try(Removal, fmt.Sprintf("%s.in[%d]", at, i), word, "", func(p *incentive.Plan) { x := get(p); x.In = slices.Delete(x.In, i, i+1) })
		}
	}
	for _, b := range []struct {
		key, turned string
		of          func(*incentive.Condition) (bound, other *decimal.NullDecimal)
	}{
		{"atLeast", "moreThan", func(c *incentive.Condition) (*decimal.NullDecimal, *decimal.NullDecimal) {
			return &c.AtLeast, &c.MoreThan
		}},
		{"moreThan", "atLeast", func(c *incentive.Condition) (*decimal.NullDecimal, *decimal.NullDecimal) {
			return &c.MoreThan, &c.AtLeast
		}},
		{"atMost", "below", func(c *incentive.Condition) (*decimal.NullDecimal, *decimal.NullDecimal) { return &c.AtMost, &c.Below }},
		{"below", "atMost", func(c *incentive.Condition) (*decimal.NullDecimal, *decimal.NullDecimal) { return &c.Below, &c.AtMost }},
	} {
		now, _ := b.of(c)
		if !now.Valid {
			continue
		}
		m.move(Bound, at+"."+b.key, now.Decimal, parts.UnitOfNumber(m.plan, c.Number, now.Decimal), func(p *incentive.Plan, d decimal.Decimal) {
			x, _ := b.of(get(p))
			x.Decimal = d
		})
		m.try(Inclusive, at+"."+b.key, b.key, b.turned, func(p *incentive.Plan) {
			x, other := b.of(get(p))
			*other, *x = *x, decimal.NullDecimal{}
		})
	}
	m.dated(at, c, get)
}

// dated moves the days of a condition on a date, leaves one of two out, and asks for another date.
func (m *mutator) dated(at string, c *incentive.Condition, get func(*incentive.Plan) *incentive.Condition) {
	if c.Date == "" {
		return
	}
	words(m, Mode, at+".date", c.Date, season.Dates(), func(p *incentive.Plan, w incentive.DateName) { get(p).Date = w })
	for _, b := range []struct {
		key string
		of  func(*incentive.Condition) *kam.Day
	}{
		{"from", func(c *incentive.Condition) *kam.Day { return &c.From }},
		{"until", func(c *incentive.Condition) *kam.Day { return &c.Until }},
	} {
		now, place := *b.of(c), at+"."+b.key
		if !now.IsSet() {
			continue
		}
		for _, by := range []int{1, -1} {
			if to := now.AddDays(by); to.IsSet() {
				m.try(Bound, place, now.String(), to.String(), func(p *incentive.Plan) { *b.of(get(p)) = to })
			}
		}
		if c.From.IsSet() && c.Until.IsSet() {
			m.try(Removal, place, now.String(), "", func(p *incentive.Plan) { *b.of(get(p)) = kam.Day{} })
		}
	}
}
