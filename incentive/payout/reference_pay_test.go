package payout_test

import (
	"cmp"
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam/incentive/payout"
	"github.com/kam-go/kam/internal/num"
)

// entitledTo returns what a draw or guarantee is for the period.
func entitledTo(c payout.Case, amount decimal.NullDecimal, span payout.Span) *big.Rat {
	days := 0
	for d := c.Period.From; d.Before(c.Period.Until); d = d.AddDays(1) {
		in := span.Period.IsZero() || span.Period.Contains(d)
		if span.MonthsFromHire > 0 {
			in = d.Before(c.Employment.Hired.AddMonths(span.MonthsFromHire))
		}
		if c.Employment.Hired.IsSet() && d.Before(c.Employment.Hired) || c.Employment.Left.IsSet() && d.After(c.Employment.Left) {
			in = false
		}
		if in {
			days++
		}
	}
	full := num.Rat(amount.Decimal)
	switch {
	case days == 0:
		return zero()
	case days == c.Period.Days() || span.Partial == payout.PartialFull:
		return full
	case span.Partial == payout.PartialByDays:
		return cents(times(full, big.NewRat(int64(days), int64(c.Period.Days()))), num.HalfUp)
	}
	return zero()
}

// pay is everything from clawback to the debt.
func (l *ledgerless) pay(c payout.Case, earned, cash, taken *big.Rat) {
	t, loan, lent, advanced, netted := l.terms, zero(), zero(), zero(), zero()
	clawAt := payout.AfterDraw
	if t.Clawback != nil && t.Clawback.Position != "" {
		clawAt = t.Clawback.Position
	}
	recoverAt := payout.AfterDraw
	if t.Recovery.Position != "" {
		recoverAt = t.Recovery.Position
	}
	draw := zero()
	if t.Draw != nil {
		draw = entitledTo(c, t.Draw.Amount, t.Draw.For)
	}
	add := func(d *big.Rat) { earned, cash = plus(earned, d), plus(cash, d) }
	seen := func(a payout.Against) *big.Rat {
		if a == payout.AgainstReleased {
			return cash
		}
		return earned
	}
	missing := func(floor *big.Rat, a payout.Against, below payout.BelowZero) *big.Rat {
		have := seen(a)
		if below == payout.BelowZeroKeep {
			have = atLeastZero(have)
		}
		return atLeastZero(minus(floor, have))
	}
	if clawAt == payout.BeforeDraw {
		add(minus(zero(), taken))
	}
	if recoverAt == payout.BeforeDraw {
		l.repay(c, draw, zero(), seen, cash, add)
	}
	if g := t.Guarantee; g != nil {
		if floor := entitledTo(c, g.Amount, g.For); floor.Sign() > 0 {
			add(missing(floor, g.Against, g.BelowZero))
		}
	}
	if d := t.Draw; d != nil && draw.Sign() > 0 {
		switch d.Kind {
		case payout.NonRecoverable:
			add(missing(draw, d.Against, d.BelowZero))
		case payout.Recoverable:
			loan = missing(draw, d.Against, d.BelowZero)
			lent = loan
			add(loan)
		case payout.OnTop:
			loan, advanced = draw, draw
		case payout.StartOfPeriod:
			netted = atLeastZero(least(draw, seen(d.Against), cash))
			loan, advanced = minus(draw, netted), draw
			add(minus(zero(), netted))
		}
	}
	if clawAt == payout.AfterDraw {
		add(minus(zero(), taken))
	}
	if recoverAt == payout.AfterDraw {
		l.repay(c, minus(draw, netted), lent, seen, cash, add)
	}
	if loan.Sign() > 0 {
		l.debts = append(l.debts, owing{payout.DrawDebt, c.Period, loan})
	}
	l.forgive(c)
	for _, a := range c.Adjustments {
		cash = plus(cash, num.Rat(a.Amount))
	}
	l.payable = plus(l.payable, plus(cash, advanced))
	if l.payable.Sign() < 0 {
		l.debts = append(l.debts, owing{payout.ShortfallDebt, c.Period, minus(zero(), l.payable)})
		l.payable = zero()
	}
}

func (l *ledgerless) repay(c payout.Case, draw, lent *big.Rat, seen func(payout.Against) *big.Rat, cash *big.Rat, add func(*big.Rat)) {
	t := l.terms
	final := t.Leavers != nil && t.Leavers.Debts == payout.DebtsFromFinalPay && c.Employment.Left.IsSet() && c.Employment.Left.Before(c.Period.Until)
	room := atLeastZero(least(cents(times(atLeastZero(cash), t.Recovery.MaxShareOfPay.Rat()), num.Down), minus(cash, num.Rat(t.Recovery.ProtectedMinimum.Decimal))))
	if final {
		room = atLeastZero(minus(plus(l.payable, cash), lent)) // the draw of the period pays no debt back
	}
	var drawRoom *big.Rat
	if d := t.Draw; d != nil && d.Recovery != nil && !final {
		drawRoom = zero()
		from := d.Recovery.From
		if d.Recovery.AfterMonths > 0 {
			start := d.For.Period.From
			if !start.IsSet() {
				start = c.Employment.Hired
			}
			from = start.AddMonths(d.Recovery.AfterMonths)
		}
		if !c.Period.From.Before(from) {
			pay := seen(d.Against)
			if d.Recovery.Of == payout.AboveDraw {
				pay = minus(pay, draw)
			}
			drawRoom = cents(times(atLeastZero(pay), d.Recovery.Share.Rat()), num.Down)
		}
	}
	order := make([]*owing, len(l.debts))
	for i := range l.debts {
		order[i] = &l.debts[i]
	}
	slices.SortStableFunc(order, func(a, b *owing) int {
		if t.Recovery.Order == payout.ByKind {
			if o := cmp.Compare(slices.Index(t.Recovery.Kinds, a.kind), slices.Index(t.Recovery.Kinds, b.kind)); o != 0 {
				return o
			}
		}
		return cmp.Or(a.since.Compare(b.since), cmp.Compare(a.kind, b.kind))
	})
	for _, o := range order {
		amount := least(room, o.left)
		if o.kind == payout.DrawDebt && drawRoom != nil {
			amount = least(amount, drawRoom)
			drawRoom = minus(drawRoom, amount)
		}
		o.left, room = minus(o.left, amount), minus(room, amount)
		add(minus(zero(), amount))
	}
	l.sweep()
}

func (l *ledgerless) forgive(c payout.Case) {
	if l.terms.Draw == nil {
		return
	}
	for _, f := range l.terms.Draw.Forgive {
		if f.On == payout.ForgiveOnDate && !c.Period.Contains(f.Date) || f.On == payout.ForgiveOnLeaving && !c.Period.Contains(c.Employment.Left) {
			continue
		}
		owed := zero()
		for _, o := range l.debts {
			if o.kind == payout.DrawDebt {
				owed = plus(owed, o.left)
			}
		}
		rest := cents(times(owed, f.Share.Rat()), num.HalfUp)
		slices.SortStableFunc(l.debts, func(a, b owing) int { return a.since.Compare(b.since) })
		for i := range l.debts {
			if o := &l.debts[i]; o.kind == payout.DrawDebt {
				amount := least(rest, o.left)
				o.left, rest = minus(o.left, amount), minus(rest, amount)
			}
		}
	}
	l.sweep()
}

func (l *ledgerless) sweep() {
	l.debts = slices.DeleteFunc(l.debts, func(o owing) bool { return o.left.Sign() == 0 })
}
