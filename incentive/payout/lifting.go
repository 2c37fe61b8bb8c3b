package payout

import (
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive/ledger"
	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/internal/wording"
)

// Places of what a payee may have of his own.
const (
	drawPlace      = "$.draw"
	guaranteePlace = "$.guarantee"
)

// entitled is a draw or a guarantee for the open period.
type entitled struct {
	// amount is what counts for the period, zero when nothing does; full is the amount of a whole period.
	amount, full decimal.Decimal
	covered      int // days of the open period
	// start is the first day on which it holds; unset when nothing limits it.
	start kam.Day
}

// entitlement finds what a draw or guarantee is for the open period.
func (s *settlement) entitlement(at string, own *Entitlement, amount decimal.NullDecimal, span Span) entitled {
	employed := kam.Period{From: s.c.Period.From, Until: s.c.Employment.Left.AddDays(1)}
	if hired := s.c.Employment.Hired; hired.IsSet() {
		employed.From = hired
	}
	holds := span.Period
	switch {
	case own != nil && !own.Period.IsZero():
		holds = own.Period
	case span.MonthsFromHire > 0 && !s.c.Employment.Hired.IsSet():
		s.Add("hired", "$.employment.hired", wording.Say("months count from the day of hire, which is not stated", "月数自入职日起算，但没有写明入职日"), wording.Say("state it", "请填写入职日"))
		return entitled{}
	case span.MonthsFromHire > 0:
		holds = kam.Period{From: employed.From, Until: employed.From.AddMonths(span.MonthsFromHire)}
	}
	e := entitled{start: holds.From}
	if !e.start.IsSet() {
		e.start = s.c.Employment.Hired
	}
	cover, ok := s.c.Period.Intersect(employed)
	if ok && !holds.IsZero() {
		cover, ok = cover.Intersect(holds)
	}
	if !ok || own != nil && own.Amount.IsZero() {
		return e
	}
	switch {
	case own != nil:
		e.full = own.Amount
	case !amount.Valid:
		s.Add("amount-missing", at, wording.Say("neither the terms nor the payee have an amount", "条款与个人均未写明金额"), wording.Say("state one", "请填写金额"))
		return e
	case s.converting:
		s.Add("amount-missing", at, wording.Say("the amount of the terms is in %s and the payee is paid in %s", "条款金额以 %s 计，而该人员以 %s 发放", s.r.money.Currency, s.currency),
			wording.Say("state the payee's own in %s", "请以 %s 填写个人金额", s.currency))
		return e
	default:
		e.full = amount.Decimal
	}
	e.covered = cover.Days()
	days := s.c.Period.Days()
	switch {
	case e.covered == days || span.Partial == PartialFull:
		e.amount = num.Round(e.full, s.places, s.r.mode)
	case span.Partial == PartialByDays:
		part := num.Rat(e.full)
		e.amount = num.RoundRat(part.Mul(part, big.NewRat(int64(e.covered), int64(days))), s.places, s.r.mode)
	}
	return e
}

// pay is what draw and guarantee are compared with.
type pay struct{ earned, cash decimal.Decimal }

func (p *pay) add(d decimal.Decimal) { p.earned, p.cash = p.earned.Add(d), p.cash.Add(d) }

func (p *pay) against(a Against) decimal.Decimal {
	if a == AgainstReleased {
		return p.cash
	}
	return p.earned
}

// lift applies guarantee and draw, with clawback and recovery before or after them.
func (s *settlement) lift() {
	p := pay{s.earned, s.cash}
	var draw entitled
	if d := s.r.terms.Draw; d != nil {
		draw = s.entitlement(drawPlace, s.c.Draw, d.Amount, d.For)
	}
	p.add(s.taken[BeforeDraw].Neg())
	s.recover(&p, BeforeDraw, draw)
	if g := s.r.terms.Guarantee; g != nil {
		s.guarantee(&p, *g)
	}
	s.pay(&p, draw)
	p.add(s.taken[AfterDraw].Neg())
	s.recover(&p, AfterDraw, draw)
	s.cash = p.cash.Add(s.advanced)
}

// short returns what is missing to a floor.
func short(floor, pay decimal.Decimal, below BelowZero) decimal.Decimal {
	if below == BelowZeroKeep {
		pay = decimal.Max(pay, decimal.Zero)
	}
	return decimal.Max(decimal.Zero, floor.Sub(pay))
}

func (s *settlement) guarantee(p *pay, g Guarantee) {
	e := s.entitlement(guaranteePlace, s.c.Guarantee, g.Amount, g.For)
	if !e.amount.IsPositive() {
		s.reasons.Guarantee = kam.Text{EN: "no guarantee holds in the period", ZH: "本期不适用保底"}
		return
	}
	against, name := p.against(g.Against), s.lifted(g.Against)
	added := short(e.amount, against, g.BelowZero)
	if added.IsZero() {
		s.reasons.Guarantee = wording.Say("%s is %s, not below the period's guarantee of %s", "%s为 %s，不低于本期保底 %s", name, s.format(against), s.told(e))
		return
	}
	s.reasons.Guarantee = wording.Say("%s is %s%s and is lifted to the period's guarantee of %s: %s is added", "%s为 %s%s，补足至本期保底 %s：补足 %s",
		name, s.format(against), counted(against, g.BelowZero), s.told(e), s.format(added))
	s.post(lineKey{s.c.Version, GuaranteeComponent, ledger.TopUp, s.c.Period, ledger.PayeeAccount, "", s.currency}, added)
	p.add(added)
	s.step(phaseLifted, Step{
		Kind: StepGuaranteed, Component: GuaranteeComponent, Amount: added,
		Because: s.reasons.Guarantee,
	})
}

// lifted says what a guarantee or draw is compared with.
func (s *settlement) lifted(a Against) kam.Text {
	name := payName(a)
	if !s.taken[AfterDraw].IsZero() {
		return wording.Say("%s before clawbacks", "追回前的%s", name)
	}
	return name
}

// counted says that pay below zero is lifted as if it were zero.
func counted(pay decimal.Decimal, below BelowZero) kam.Text {
	if below == BelowZeroKeep && pay.IsNegative() {
		return kam.Text{EN: ", counted as zero here,", ZH: "（此处按零计）"}
	}
	return kam.Text{}
}

// pay lifts pay to a draw, or pays one in advance.
func (s *settlement) pay(p *pay, e entitled) {
	d := s.r.terms.Draw
	switch {
	case d == nil:
		return
	case !e.amount.IsPositive():
		s.reasons.Draw = kam.Text{EN: "no draw holds in the period", ZH: "本期不适用预支"}
		return
	}
	against := p.against(d.Against)
	switch d.Kind {
	case OnTop:
		s.advance(e)
	case StartOfPeriod:
		s.advance(e)
		netted := decimal.Max(decimal.Zero, decimal.Min(e.amount, against, p.cash))
		s.repay(lotKey{DrawDebt, s.c.Period}, netted, phaseLifted, wording.Say("it was paid in advance, and %s is %s", "该笔已预先发放，%s为 %s", payName(d.Against), s.format(against)))
		s.netted = netted
		p.add(netted.Neg())
	default:
		s.liftToDraw(p, e, against)
	}
}

// liftToDraw lifts pay to a draw.
func (s *settlement) liftToDraw(p *pay, e entitled, against decimal.Decimal) {
	d := s.r.terms.Draw
	name := s.lifted(d.Against)
	added := short(e.amount, against, d.BelowZero)
	switch {
	case added.IsZero():
		s.reasons.Draw = wording.Say("%s is %s, not below %s, so that nothing is added", "%s为 %s，不低于%s，无须补足", name, s.format(against), s.level(e))
		return
	case d.Kind == NonRecoverable:
		s.post(lineKey{s.c.Version, DrawComponent, ledger.TopUp, s.c.Period, ledger.PayeeAccount, "", s.currency}, added)
		s.reasons.Draw = wording.Say("%s is %s%s and is lifted to %s: %s is added and not paid back", "%s为 %s%s，补足至%s：补足 %s，无须归还",
			name, s.format(against), counted(against, d.BelowZero), s.level(e), s.format(added))
		s.step(phaseLifted, Step{Kind: StepDrawn, Component: DrawComponent, Amount: added, Because: s.reasons.Draw})
	default: // recoverable
		s.added = added
		s.lend(added, wording.Say("%s is %s%s and is lifted to %s: %s is advanced and owed", "%s为 %s%s，补足至%s：预支补足 %s，须归还",
			name, s.format(against), counted(against, d.BelowZero), s.level(e), s.format(added)))
	}
	p.add(added)
}

// advance pays a draw in advance.
func (s *settlement) advance(e entitled) {
	if !e.amount.IsPositive() {
		return
	}
	s.advanced = e.amount
	s.lend(e.amount, wording.Say("%s is paid in advance and owed", "%s，预先发放，须归还", s.level(e)))
}

// lend posts a draw that is owed.
func (s *settlement) lend(amount decimal.Decimal, because kam.Text) {
	s.pair(lineKey{s.c.Version, DrawComponent, ledger.DrawAdvance, s.c.Period, ledger.DebtAccount, "", s.currency}, ledger.PayeeAccount, amount)
	key := lotKey{DrawDebt, s.c.Period}
	s.h.lots[key] = s.h.lots[key].Add(amount)
	s.reasons.Draw = because
	s.step(phaseLifted, Step{Kind: StepDrawn, Component: DrawComponent, Origin: s.c.Period, Amount: amount, Owed: amount, Because: because})
}
