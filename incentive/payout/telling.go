package payout

import (
	"math/big"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/internal/wording"
)

// format writes an amount with its places and with thousands apart.
func (s *settlement) format(d decimal.Decimal) string { return grouped(d, s.places) }

// grouped writes an amount as "1,234.50". No digit is rounded away.
func grouped(d decimal.Decimal, places int32) string {
	plain := num.Format(d)
	sign, whole, part := "", plain, ""
	if strings.HasPrefix(plain, "-") {
		sign, whole = "-", plain[1:]
	}
	whole, part, _ = strings.Cut(whole, ".")
	if missing := int(places) - len(part); missing > 0 {
		part += strings.Repeat("0", missing)
	}
	var b strings.Builder
	b.WriteString(sign)
	for i, r := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteRune(r)
	}
	if part != "" {
		b.WriteByte('.')
		b.WriteString(part)
	}
	return b.String()
}

// percent writes a share as "40 %", and one that no short decimal tells as the fraction itself.
func percent(share *big.Rat) string {
	hundred := new(big.Rat).Mul(share, big.NewRat(100, 1))
	if places, finite := hundred.FloatPrec(); finite && places <= 6 {
		return hundred.FloatString(places) + " %"
	}
	return share.RatString()
}

// nameOf says what an item is.
func (s *settlement) nameOf(it *item) kam.Text {
	return nameOf(called(s.c.Labels, it.component), it.transaction, it.origin)
}

// nameOf says what a part of the earnings of a component is, which is called as given.
func nameOf(component kam.Text, transaction string, origin kam.Period) kam.Text {
	if transaction == "" {
		return wording.Say("%s for %s", "%s（%s）", component, wording.Days(origin))
	}
	return wording.Say("deal %s in %s", "交易 %s（%s）", wording.Clip(transaction), component)
}

// called returns what people read for a component.
func called(labels map[string]kam.Text, component string) kam.Text {
	if label, ok := labels[component]; ok && label != (kam.Text{}) {
		return kam.Text{EN: wording.Clip(label.In(kam.English)), ZH: wording.Clip(label.In(kam.Chinese))}
	}
	return wording.Same(wording.Clip(component))
}

// trigger says what releases a part.
func trigger(part Part, due kam.Day) kam.Text {
	switch part.On {
	case OnBooking:
		return kam.Text{EN: "at once", ZH: "立即"}
	case OnInvoice:
		return kam.Text{EN: "as it is invoiced", ZH: "按开票比例"}
	case OnCollection:
		return kam.Text{EN: "as its cash is collected", ZH: "按回款比例"}
	case OnAcceptance:
		return kam.Text{EN: "as the customer accepts it", ZH: "按验收比例"}
	case OnYearEnd:
		if due.IsSet() {
			return wording.Say("at the end of the fiscal year (%s)", "财年末（%s）", due)
		}
		return kam.Text{EN: "at the end of the fiscal year", ZH: "财年末"}
	case OnAfter:
		if due.IsSet() {
			return wording.Say("after %d months (on %s)", "%d 个月后（%s）", part.Months, due)
		}
		return wording.Say("after %d months", "%d 个月后", part.Months)
	default:
		return wording.Say("on %s", "于 %s ", due)
	}
}

// modeName says how amounts are rounded.
func modeName(mode string) kam.Text {
	switch num.Mode(mode) {
	case num.HalfUp:
		return kam.Text{EN: "halves away from zero", ZH: "四舍五入"}
	case num.HalfEven:
		return kam.Text{EN: "halves to the even digit", ZH: "四舍六入五成双"}
	case num.HalfDown:
		return kam.Text{EN: "halves towards zero", ZH: "五舍六入"}
	case num.Up:
		return kam.Text{EN: "away from zero", ZH: "远离零进位"}
	case num.Down:
		return kam.Text{EN: "towards zero", ZH: "向零截断"}
	case num.Ceil:
		return kam.Text{EN: "upwards", ZH: "向上取整"}
	default:
		return kam.Text{EN: "downwards", ZH: "向下取整"}
	}
}

func (s *settlement) tellGiven() {
	if s.h.given.IsZero() {
		return
	}
	s.step(phaseGiven, Step{
		Kind: StepPaid, Amount: s.h.given,
		Because: wording.Say("payroll took %s over in this period", "本期已交付发放 %s", s.format(s.h.given.Neg())),
	})
}

// tellEarned tells what a component earned: sum in the plan's currency, change in the payee's.
func (s *settlement) tellEarned(g *earnings, sum, change decimal.Decimal) {
	if change.IsZero() && sum.IsZero() {
		return
	}
	name := wording.Leading(called(s.c.Labels, g.component))
	kind, because := StepEarned, wording.Say("%s earned %s", "%s所得 %s", name, s.format(change))
	if g.origin != s.c.Period {
		kind = StepCorrected
		because = wording.Say("the earnings of %s for %s rise by %s", "%s在 %s 的所得增加 %s", name, wording.Days(g.origin), s.format(change))
		if change.IsNegative() {
			because = wording.Say("the earnings of %s for %s fall by %s", "%s在 %s 的所得减少 %s", name, wording.Days(g.origin), s.format(change.Neg()))
		}
	}
	if s.converting {
		because = s.tellRates(g, sum, because)
	}
	s.step(phaseEarned, Step{Kind: kind, Component: g.component, Origin: g.origin, Amount: change, Because: because})
}

// tellRates adds to a reason what an amount is in the plan's currency, and by which rates it was converted.
func (s *settlement) tellRates(g *earnings, sum decimal.Decimal, because kam.Text) kam.Text {
	because = wording.Say("%s; that is %s %s", "%s；即 %s %s", because, s.r.money.Currency, grouped(sum, s.r.money.Places))
	if len(g.rated) == 1 {
		return wording.Say("%s at %s", "%s，汇率 %s", because, g.rated[0].rate)
	}
	for i, r := range g.rated {
		mark := kam.Text{EN: ", with", ZH: "，其中"}
		if i > 0 {
			mark = kam.Text{EN: " and", ZH: "、"}
		}
		because = wording.Say("%s%s %s at %s", "%s%s%s 按汇率 %s", because, mark, grouped(r.sum, s.r.money.Places), r.rate)
	}
	return because
}

// tellHeld tells what of an item is newly held back, and until when.
func (s *settlement) tellHeld(it *item, amount decimal.Decimal) {
	if amount.IsZero() {
		return
	}
	because := s.waiting(it, amount)
	if it.broughtIn() && it.total2.IsNegative() && amount.IsNegative() {
		because = wording.Say("what %s has lost since it was brought in comes off what was brought in as held back, %s", "%s转入后减少的所得先冲减转入的暂扣金额 %s", s.nameOf(it), s.format(amount.Neg()))
	}
	s.step(phaseHeld, Step{Kind: StepHeld, Component: it.component, Transaction: it.transaction, Origin: it.origin, Amount: amount.Neg(), Held: amount, Because: because})
}

// waiting says what an item has earned, how much of it is paid when, and how much of it is not paid at once. Amount is what
// of the latter is new.
func (s *settlement) waiting(it *item, amount decimal.Decimal) kam.Text {
	var parts []kam.Text
	waits := decimal.Zero
	split := it.split(it.total2, s.places)
	for i, p := range it.back.Parts {
		parts = append(parts, wording.Say("%s (%s) %s", "%[3]s计入应付 %[1]s（%[2]s）", s.format(split[i]), percent(p.Share.Rat()), trigger(p, s.due(it, p))))
		if p.On != OnBooking {
			waits = waits.Add(split[i])
		}
	}
	before := kam.Text{}
	if had := waits.Sub(amount); !had.IsZero() {
		before = wording.Say(" (before: %s)", "（此前 %s）", s.format(had))
	}
	if !it.total2.IsPositive() {
		return wording.Say("%s has earned %s in all, so that nothing of it is held back%s", "%s累计所得 %s，没有须暂扣的部分%s", s.nameOf(it), s.format(it.total2), before)
	}
	return wording.Say("%s has earned %s in all, which becomes payable in parts: %s; %s of it is not payable at once%s", "%s累计所得 %s，分次计入应付：%s；未立即计入的部分合计 %s%s",
		s.nameOf(it), s.format(it.total2), wording.Join(parts), s.format(waits), before)
}

// partOf says what a part of an item comes to, and what it is a share of: "the 1,500.00 (30 % of the 5,000.00 it has earned)
// that is paid as its cash is collected".
func (s *settlement) partOf(it *item, i int) kam.Text {
	part := it.back.Parts[i]
	whole := it.now[i].held.Add(it.now[i].opened).Sub(it.below(it.total2, i))
	of := kam.Text{}
	if it.total2.IsPositive() && whole.Equal(it.split(it.total2, s.places)[i]) {
		of = wording.Say(" (%s of the %s it has earned)", "（累计所得 %[2]s 的 %[1]s）", percent(part.Share.Rat()), s.format(it.total2))
	}
	return wording.Say("the %s%s that is paid %s", "%[3]s释放的部分共 %[1]s%[2]s", s.format(whole), of, trigger(part, s.due(it, part)))
}

// tellReleased tells what is released of a part, or taken back into it.
func (s *settlement) tellReleased(it *item, i int, amount decimal.Decimal) {
	if amount.IsZero() {
		return
	}
	name, left := s.nameOf(it), it.now[i].left()
	rest := wording.Say("%s is still held back", "仍暂扣 %s", s.format(left))
	if left.IsZero() {
		rest = kam.Text{EN: "nothing of this part is held back any more", ZH: "该部分已全部释放"}
		if !it.now[i].cancelled.IsZero() {
			rest.ZH = "该部分已无暂扣"
		}
	}
	if gone := it.now[i].cancelled; !gone.IsZero() {
		rest = wording.Say("%s is cancelled, and %s", "%s 已作废，%s", s.format(gone), rest)
	}
	if had := it.was[i].released.Sub(it.below(it.total, i)); !had.IsZero() && amount.IsPositive() {
		rest = wording.Say("%s was released before, and %s", "此前已释放 %s，%s", s.format(had), rest)
	}
	because := wording.Say("%s of %s is released: of %s, %s", "%[2]s本次释放 %[1]s：%[3]s，%[4]s", s.format(amount), name, s.partOf(it, i), rest)
	switch {
	case amount.IsPositive():
	case left.IsZero():
		part := it.back.Parts[i]
		because = wording.Say("%s of what was released of %s (%s of what it has earned, paid %s) is taken off again, because it has earned less", "%[2]s因所得减少，原已释放的部分（累计所得的 %[3]s，%[4]s释放）相应冲减 %[1]s",
			s.format(amount.Neg()), name, percent(part.Share.Rat()), trigger(part, s.due(it, part)))
	default:
		because = wording.Say("%s of what was released of %s is held back again, because the deal has earned less, or less of it is due: of %s, %s", "%[2]s原已释放的 %[1]s 因所得或可释放比例减少而重新暂扣：%[3]s，%[4]s",
			s.format(amount.Neg()), name, s.partOf(it, i), rest)
	}
	s.step(phaseReleased, Step{
		Kind: StepReleased, Component: it.component, Transaction: it.transaction, Origin: it.origin, Amount: amount, Held: amount.Neg(), Because: because,
	})
}

// tellCancelled tells what of a deal's held money is cancelled.
func (s *settlement) tellCancelled(c *claim, amount decimal.Decimal) {
	if amount.IsZero() {
		return
	}
	name := nameOf(called(s.c.Labels, c.component), c.transaction, kam.Period{})
	because := wording.Say("%[1]s was %[4]s on %[5]s: of the %[2]s that it had earned in all, %[3]s that was still held back is cancelled with it", "%s累计所得 %s，其中仍暂扣的 %s 随交易%s（%s）一并作废", name, s.format(c.earned), s.format(amount), happened(c.event.Kind), c.event.Day)
	if amount.IsNegative() {
		because = wording.Say("%s was %s on %s; %s of what was cancelled is held back again", "%s于 %[3]s %[2]s；原已取消的金额中 %[4]s 重新暂扣", name, happened(c.event.Kind), c.event.Day, s.format(amount.Neg()))
	}
	s.step(phaseForfeited, Step{Kind: StepCancelled, Component: c.component, Transaction: c.transaction, Held: amount.Neg(), Because: because})
}

// tellUncancelled tells that less of an item is cancelled, because it has earned less since or lives again.
func (s *settlement) tellUncancelled(it *item, amount decimal.Decimal) {
	if amount.IsZero() {
		return
	}
	s.step(phaseForfeited, Step{
		Kind: StepCancelled, Component: it.component, Transaction: it.transaction, Origin: it.origin, Held: amount.Neg(),
		Because: wording.Say("of what was cancelled of %s, %s is not any more: it has earned %s", "%s原已取消的金额中，%s 不再计为取消：其累计所得为 %s", s.nameOf(it), s.format(amount.Neg()), s.format(it.total2)),
	})
}

// happened says what ended a deal.
func happened(kind EventKind) kam.Text {
	switch kind {
	case Withdrawn:
		return kam.Text{EN: "withdrawn", ZH: "撤销"}
	case Reinstated:
		return kam.Text{EN: "reinstated", ZH: "恢复"}
	default:
		return kam.Text{EN: "cancelled", ZH: "取消"}
	}
}

// told says what a draw or guarantee is for the period.
func (s *settlement) told(e entitled) kam.Text {
	if e.amount.Equal(e.full) {
		return wording.Same(s.format(e.amount))
	}
	return wording.Say("%s (%d of %d days of %s)", "%s（%[4]s 的 %[2]d/%[3]d 天）", s.format(e.amount), e.covered, s.c.Period.Days(), s.format(e.full))
}

// level names the draw of the period with its amount: what pay is lifted to, or what is paid in advance.
func (s *settlement) level(e entitled) kam.Text {
	if d := s.r.terms.Draw; d != nil && (d.Kind == OnTop || d.Kind == StartOfPeriod) {
		return wording.Say("the period's draw of %s", "本期预支 %s", s.told(e))
	}
	return wording.Say("the period's draw level of %s", "本期预支保底额 %s", s.told(e))
}

// debtName says what a debt is.
func debtName(kind DebtKind) kam.Text {
	switch kind {
	case DrawDebt:
		return kam.Text{EN: "draw advance", ZH: "预支"}
	case ShortfallDebt:
		return kam.Text{EN: "shortfall", ZH: "应付不足"}
	default:
		return kam.Text{EN: "balance brought in", ZH: "期初欠款"}
	}
}

// tellRecovered tells what is paid back of a debt, what is left of it, and why so much.
func (s *settlement) tellRecovered(key lotKey, amount decimal.Decimal, at phase, component string, why kam.Text) {
	because := wording.Say("%[3]s of the %[1]s of %[2]s is paid back, and %[4]s of that %[1]s is still owed: %[5]s", "就 %[2]s 的%[1]s追收 %[3]s，该笔尚欠 %[4]s：%[5]s",
		debtName(key.kind), wording.Days(key.since), s.format(amount), s.format(s.h.lots[key]), why)
	if s.h.lots[key].IsZero() {
		because = wording.Say("the last %[3]s of the %[1]s of %[2]s is paid back: %[4]s", "就 %[2]s 的%[1]s追收余额 %[3]s，该笔已还清：%[4]s",
			debtName(key.kind), wording.Days(key.since), s.format(amount), why)
	}
	s.step(at, Step{Kind: StepRecovered, Component: component, Origin: key.since, Amount: amount.Neg(), Owed: amount.Neg(), Because: because})
}

func (s *settlement) tellForgiven(key lotKey, amount, owed decimal.Decimal, f Forgive) {
	when := wording.Say("as agreed for %s", "按约定于 %s 豁免", f.Date)
	if f.On == ForgiveOnLeaving {
		when = wording.Say("on leaving on %s", "于离职日 %s 豁免", s.c.Employment.Left)
	}
	s.step(phaseForgiven, Step{
		Kind: StepForgiven, Component: DrawComponent, Origin: key.since, Owed: amount.Neg(),
		Because: wording.Say("%s of the %s owed for draw advances is forgiven %s", "预支欠款 %[2]s 的 %[1]s %[3]s", percent(f.Share.Rat()), s.format(owed), when),
	})
}

func (s *settlement) tellAdjusted(a Adjustment) {
	s.step(phaseAdjusted, Step{
		Kind: StepAdjusted, Component: a.Component, Transaction: a.ID, Amount: a.Amount,
		Because: wording.Say("%s; approved by %s", "%s；由 %s 审批", wording.Clip(a.Reason), wording.Clip(a.ApprovedBy)),
	})
}
