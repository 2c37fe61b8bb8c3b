package payout_test

import (
	"math/rand/v2"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive/payout"
)

// oneOf returns one of some values.
func oneOf[T any](r *rand.Rand, values ...T) T { return values[r.IntN(len(values))] }

func chance(r *rand.Rand, percent int) bool { return r.IntN(100) < percent }

// fraction returns a share above 0 and at most 1.
func fraction(r *rand.Rand) *kam.Fraction {
	f := kam.MustFraction(oneOf(r, "1", "1/2", "1/3", "0.37", "0.8", "1/7"))
	return &f
}

func money(r *rand.Rand, most int64) decimal.Decimal { return decimal.New(r.Int64N(most*100)+1, -2) }

// randomTerms makes up terms that compile.
func randomTerms(r *rand.Rand) payout.Terms {
	t := payout.Terms{Recovery: &payout.Recovery{Order: payout.OldestFirst}}
	share := kam.MustFraction(oneOf(r, "1", "1", "0.5", "1/3", "0"))
	t.Recovery.MaxShareOfPay = &share
	t.Recovery.ProtectedMinimum = decimal.NewNullDecimal(dec(oneOf(r, "0", "0", "350", "120.55")))
	if chance(r, 40) {
		t.Recovery.Order, t.Recovery.Kinds = payout.ByKind, []payout.DebtKind{payout.DrawDebt, payout.OpeningDebt, payout.ShortfallDebt}
		r.Shuffle(3, func(i, j int) { k := t.Recovery.Kinds; k[i], k[j] = k[j], k[i] })
	}
	if chance(r, 70) {
		t.Holdbacks = []payout.Holdback{randomHoldback(r)}
		if chance(r, 50) {
			t.Holdbacks[0].Components = []string{"alpha"}
		}
		if len(t.Holdbacks[0].Components) > 0 && chance(r, 50) {
			t.Holdbacks = append(t.Holdbacks, randomHoldback(r))
		}
		t.Leavers = &payout.Leavers{
			Held:  oneOf(r, payout.LeaverForfeits, payout.LeaverReceives, payout.LeaverWaits),
			Debts: oneOf(r, payout.DebtsAsTerms, payout.DebtsFromFinalPay),
		}
		if months := r.IntN(5); t.Leavers.Held == payout.LeaverWaits && chance(r, 60) {
			t.Leavers.TrailingMonths = &months
		}
	}
	lifted := false
	if chance(r, 40) {
		lifted = true
		t.Guarantee = &payout.Guarantee{
			Amount: decimal.NewNullDecimal(money(r, 900)), For: randomSpan(r), Against: randomAgainst(r), BelowZero: oneOf(r, payout.BelowZeroLift, payout.BelowZeroKeep),
		}
	}
	if chance(r, 70) {
		lifted = true
		t.Draw = randomDraw(r)
	}
	if chance(r, 60) {
		t.Clawback = randomClawback(r)
	}
	if lifted {
		t.Recovery.Position = oneOf(r, payout.BeforeDraw, payout.AfterDraw)
		if t.Clawback != nil {
			t.Clawback.Position = oneOf(r, payout.BeforeDraw, payout.AfterDraw)
		}
	}
	return t
}

func randomAgainst(r *rand.Rand) payout.Against {
	return oneOf(r, payout.AgainstEarned, payout.AgainstReleased)
}

func randomHoldback(r *rand.Rand) payout.Holdback {
	shares := oneOf(r, []string{"1"}, []string{"0.6", "0.4"}, []string{"1/3", "1/3", "1/3"}, []string{"0.4", "0.2", "0.2", "0.2"}, []string{"0.005", "0.995"})
	h := payout.Holdback{
		Sums: oneOf(r, payout.SumsSpread, payout.SumsAtOnce, payout.SumsHold),
		Mode: oneOf(r, "", "half-up", "half-even", "half-down", "down", "up"),
	}
	for i, share := range shares {
		p := payout.Part{Share: kam.MustFraction(share)}
		p.On = oneOf(r, payout.OnInvoice, payout.OnCollection, payout.OnCollection, payout.OnAcceptance, payout.OnYearEnd, payout.OnDate, payout.OnAfter)
		if i == 0 && chance(r, 60) {
			p.On = payout.OnBooking
		}
		switch p.On {
		case payout.OnDate:
			p.Date = month(r.IntN(24)).From.AddDays(r.IntN(28))
		case payout.OnAfter:
			p.Months = 1 + r.IntN(9)
		default: // nothing to state
		}
		h.Parts = append(h.Parts, p)
	}
	return h
}

func randomSpan(r *rand.Rand) payout.Span {
	s := payout.Span{Partial: oneOf(r, payout.PartialFull, payout.PartialByDays, payout.PartialNone)}
	switch r.IntN(3) {
	case 0:
		s.Period.From = month(r.IntN(8)).From.AddDays(r.IntN(20))
		s.Period.Until = s.Period.From.AddDays(20 + r.IntN(400))
	case 1:
		s.MonthsFromHire = 1 + r.IntN(14)
	}
	return s
}

func randomDraw(r *rand.Rand) *payout.Draw {
	d := &payout.Draw{
		Kind:   oneOf(r, payout.NonRecoverable, payout.Recoverable, payout.OnTop, payout.StartOfPeriod),
		Amount: decimal.NewNullDecimal(money(r, 1200)), For: randomSpan(r), Against: randomAgainst(r),
	}
	if d.Kind == payout.NonRecoverable || d.Kind == payout.Recoverable {
		d.BelowZero = oneOf(r, payout.BelowZeroLift, payout.BelowZeroKeep)
	}
	if d.Kind == payout.NonRecoverable {
		return d
	}
	d.Recovery = &payout.DrawRecovery{Of: oneOf(r, payout.AboveDraw, payout.AllPay), Share: fraction(r)}
	switch r.IntN(3) {
	case 0:
		d.Recovery.From = month(r.IntN(10)).From
	case 1:
		d.Recovery.AfterMonths = 1 + r.IntN(6)
	}
	for range r.IntN(3) {
		f := payout.Forgive{On: payout.ForgiveOnLeaving, Share: fraction(r)}
		if chance(r, 70) {
			f.On, f.Date = payout.ForgiveOnDate, month(r.IntN(24)).From.AddDays(r.IntN(28))
		}
		d.Forgive = append(d.Forgive, f)
	}
	return d
}

func randomClawback(r *rand.Rand) *payout.Clawback {
	b := &payout.Clawback{
		Method: oneOf(r, payout.ClawFull, payout.ClawPercent, payout.ClawByDays, payout.ClawSchedule),
		Base:   payout.BaseEarned, Held: oneOf(r, payout.HeldCancel, payout.HeldFirst, payout.HeldKeep),
	}
	if b.Held == payout.HeldCancel {
		b.Base = oneOf(r, payout.BaseEarned, payout.BasePaid)
	}
	b.Sums = oneOf(r, "", payout.ClawSpread, payout.ClawSpread, payout.ClawLeave)
	switch b.Method {
	case payout.ClawPercent:
		b.Share = fraction(r)
	case payout.ClawSchedule:
		b.Bands = []payout.ClawbackBand{{From: 0, Share: fraction(r)}, {From: 3, Share: fraction(r)}, {From: 9, Share: &kam.Fraction{}}}
	default: // nothing to state
	}
	if chance(r, 40) {
		b.Withdrawn = fraction(r)
	}
	if b.Method == payout.ClawByDays || chance(r, 40) {
		if chance(r, 50) {
			b.Days = 30 + r.IntN(400)
		} else {
			b.Months = 1 + r.IntN(12)
		}
	}
	if chance(r, 20) {
		b.Components = []string{"alpha"}
	}
	return b
}
