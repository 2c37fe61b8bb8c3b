package analysis

import (
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
)

// priceTable: the rate of the cell that a deal falls into.
func (e *evaluation) priceTable(t *incentive.Table, lines []*line) {
	for _, l := range lines {
		l.raw = l.base.times(e.cell(t, &e.deals[l.credit.deal]))
	}
}

// cell looks a rate up.
func (e *evaluation) cell(t *incentive.Table, d *deal) *big.Rat {
	rows := make([]string, len(t.Dimensions))
	nothing := false
	for i, dim := range t.Dimensions {
		row, pays := e.row(dim, d)
		rows[i] = row
		nothing = nothing || !pays
	}
	if !nothing {
		for _, cell := range t.Cells {
			if sameRows(t.Dimensions, cell.At, rows) {
				return cell.Rate.Rat()
			}
		}
	}
	return new(big.Rat)
}

func sameRows(dims []incentive.Dimension, at, rows []string) bool {
	for i, dim := range dims {
		if dim.Attribute != "" {
			if at[i] != rows[i] {
				return false
			}
			continue
		}
		x, okX := new(big.Rat).SetString(at[i])
		y, okY := new(big.Rat).SetString(rows[i])
		if !okX || !okY || x.Cmp(y) != 0 {
			return false
		}
	}
	return true
}

// row is where a deal stands in one dimension, and false where it pays nothing.
func (e *evaluation) row(dim incentive.Dimension, d *deal) (string, bool) {
	if dim.Attribute != "" {
		value := d.Attributes[dim.Attribute]
		switch {
		case slices.Contains(dim.Values, value):
			return value, true
		case dim.Other == "nothing":
			return "", false
		}
		return dim.Other, true // one that refuses has held the payee
	}
	at, r := e.coordinate(dim, d)
	reached := -1
	for i := len(dim.Bounds) - 1; i >= 0 && reached < 0; i-- {
		if e.reached(r, at, dim.Bounds[i]) {
			reached = i
		}
	}
	switch {
	case reached >= 0:
		return plain(dim.Bounds[reached].Rat()), true
	case e.plan.Refunds.Below == incentive.FirstRate:
		return plain(dim.Bounds[0].Rat()), true
	case e.plan.Refunds.Below == incentive.Refuse:
		e.fault.Add(string(CodeNegative), "deals", say("a number lies below the first row of a table", "数值低于表的首行"), say("ask about a range above", "请填写更高的范围"))
	}
	return "", false
}

// coordinate is a deal's number in a dimension, and how bounds compare with it.
func (e *evaluation) coordinate(dim incentive.Dimension, d *deal) (Polynomial, ruler) {
	own := ruler{unit: big.NewRat(1, 1)}
	switch {
	case dim.On != "":
		x := e.mustMeasure(dim.On)
		return e.final(x), e.ruler(x, dim.Basis)
	case dim.Days != nil:
		from, to := d.Date(dim.Days.From), d.Date(dim.Days.To)
		return number(int64(to.Sub(from))), own
	}
	n, ok := e.named(d, dim.Number)
	if !ok {
		e.fault.Add(string(CodeDeals), "deals", say("%s has no %s", "%s 缺少 %s", quote(d.ID), quote(dim.Number)), say("state it; unknown is not zero", "请填写；未知不等于零"))
	}
	return n, own
}

// paysSum reports whether a component pays one sum on where its measure stands, and no lines.
func paysSum(k *incentive.Component) bool { return k.Curve != nil || k.Every != nil }

// paySum is what a component without lines pays before gates.
func (e *evaluation) paySum(k *incentive.Component) Polynomial {
	x := e.mustMeasure(k.Measure)
	if k.Every != nil {
		at := e.final(x)
		if e.sign(at) < 0 {
			return nil
		}
		return e.floor(at.times(new(big.Rat).Inv(k.Every.Each.Rat()))).times(k.Every.Pays.Rat())
	}
	pay := k.Curve.Amount.Decimal.Rat()
	if k.Curve.OfTargetIncentive.Valid {
		cal := e.program.Calendar()
		over := window(cal, x, e.q.Period)
		if k.Curve.Basis == incentive.ByAttainment {
			over = against(cal, x, e.q.Period)
		}
		pay = new(big.Rat).Mul(k.Curve.OfTargetIncentive.Decimal.Rat(), e.target(over))
	}
	return e.factorAt(k.Curve, e.standing(x, k.Curve.Basis)).times(pay)
}

// target is the target incentive of a stretch.
func (e *evaluation) target(over kam.Period) *big.Rat {
	if t := e.targets[over]; t != nil {
		return t
	}
	e.fault.Add(string(CodeHeld), "assignment.target", say("there is no target incentive for %s", "缺少 %s 的目标奖金", over.String()), say("state one", "请填写目标奖金"))
	return new(big.Rat)
}

// factorAt is a curve's factor at x.
func (e *evaluation) factorAt(c *incentive.Curve, x Polynomial) Polynomial {
	last := 0
	for i := len(c.Points) - 1; i > 0 && last == 0; i-- {
		if e.cmp(x, constant(c.Points[i].At.Rat())) >= 0 {
			last = i
		}
	}
	from := c.Points[last]
	if c.Shape == incentive.StepCurve || last == 0 && e.cmp(x, constant(from.At.Rat())) < 0 {
		return constant(from.Pays.Rat())
	}
	next := last + 1
	if next == len(c.Points) {
		if c.Beyond != incentive.BeyondExtend {
			return constant(from.Pays.Rat())
		}
		from, next = c.Points[last-1], last
	}
	to := c.Points[next]
	slope := new(big.Rat).Sub(to.Pays.Rat(), from.Pays.Rat())
	slope.Quo(slope, new(big.Rat).Sub(to.At.Rat(), from.At.Rat()))
	return constant(from.Pays.Rat()).plus(x.minus(constant(from.At.Rat())).times(slope))
}

// factorOf is the factor of the band of a multiplier that x lies in.
func (e *evaluation) factorOf(m *incentive.Multiplier, x Polynomial) decimal.Decimal {
	for i := len(m.Bands) - 1; i > 0; i-- {
		if e.cmp(x, constant(m.Bands[i].From.Rat())) >= 0 {
			return m.Bands[i].Factor
		}
	}
	return m.Bands[0].Factor
}
