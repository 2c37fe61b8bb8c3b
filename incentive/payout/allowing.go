package payout

import (
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/internal/wording"
)

// allowance is how much of the open period's pay may pay debts back, with the figures that its reasons name.
type allowance struct {
	final     bool            // somebody has left, and all that is payable goes into debts
	pay       decimal.Decimal // the pay that counts
	most      decimal.Decimal // the share of it that the terms allow
	protected decimal.Decimal // what of it is left to the payee
	room      decimal.Decimal // what all debts together may take
	draws     drawAllowance
	repaid    decimal.Decimal
}

// drawAllowance is how much of the open period's pay may pay draws back.
type drawAllowance struct {
	limited bool            // the terms limit draws beside other debts
	begins  kam.Day         // set: no period that begins before that day pays back
	unknown bool            // the day on which it begins is not known
	level   kam.Text        // the draw of the period
	name    kam.Text        // the pay that it is compared with
	against decimal.Decimal // that pay
	above   decimal.Decimal // what of it pays back, before the share
	room    decimal.Decimal
}

// allow returns how much of the period's pay may pay debts back.
func (s *settlement) allow(p pay, final bool, draw entitled) allowance {
	a := allowance{final: final, pay: p.cash}
	if final {
		paid := decimal.Max(decimal.Zero, decimal.Min(s.advanced, s.h.given.Neg())) // the advance of the period, paid out already
		a.pay = s.h.payable.Add(s.h.given).Add(paid).Add(p.cash).Sub(s.added)
		a.room = decimal.Max(decimal.Zero, a.pay)
	} else if p.cash.IsPositive() {
		s.allowShare(&a)
	}
	a.draws = s.allowDraws(p, draw)
	return a
}

// allowShare limits recovery to a share of pay, and to what exceeds the protected minimum.
func (s *settlement) allowShare(a *allowance) {
	terms := s.r.terms.Recovery
	share := num.Rat(a.pay)
	a.most = num.RoundRat(share.Mul(share, terms.MaxShareOfPay.Rat()), s.places, num.Down)
	a.protected = terms.ProtectedMinimum.Decimal
	switch own := s.c.ProtectedMinimum; {
	case own.Valid:
		a.protected = own.Decimal
	case s.converting && a.protected.IsPositive() && len(s.sortedLots()) > 0:
		s.Add("amount-missing", "$.protectedMinimum", wording.Say("the amount of the terms is in %s and the payee is paid in %s", "条款金额以 %s 计，而该人员以 %s 发放", s.r.money.Currency, s.currency),
			wording.Say("state the payee's own in %s", "请以 %s 填写个人金额", s.currency))
	}
	a.room = decimal.Max(decimal.Zero, decimal.Min(a.most, num.Round(a.pay.Sub(a.protected), s.places, num.Down)))
}

// allowDraws returns how much of the pay may pay draws back.
func (s *settlement) allowDraws(p pay, e entitled) drawAllowance {
	d := s.r.terms.Draw
	if d == nil || d.Recovery == nil {
		return drawAllowance{}
	}
	a := drawAllowance{limited: true, level: s.level(e)}
	from := d.Recovery.From
	if months := d.Recovery.AfterMonths; months > 0 {
		if !e.start.IsSet() {
			if len(s.sortedLots()) > 0 {
				s.Add("draw-start", drawPlace, wording.Say("recovery begins months after the first day of the draw, which is not known", "追收自预支首日起若干个月后开始，但首日未知"),
					wording.Say("state when the draw holds, or the day of hire", "请填写预支期间或入职日"))
			}
			a.unknown = true
			return a
		}
		from = e.start.AddMonths(months)
	}
	if s.c.Period.From.Before(from) {
		a.begins = from
		return a
	}
	against := p.against(d.Against)
	a.name, a.against, a.above = payName(d.Against), against.Add(s.netted), against
	if !s.netted.IsZero() {
		a.name = wording.Say("%s before its own draw is paid back", "归还本期预支前的%s", a.name)
	}
	if d.Recovery.Of == AboveDraw {
		a.above = against.Sub(e.amount.Sub(s.netted))
	}
	a.above = decimal.Max(decimal.Zero, a.above)
	share := num.Rat(a.above)
	a.room = num.RoundRat(share.Mul(share, d.Recovery.Share.Rat()), s.places, num.Down)
	return a
}

// payName says what draw, guarantee and their recovery are compared with.
func payName(a Against) kam.Text {
	if a == AgainstEarned {
		return kam.Text{EN: "what the period earned", ZH: "本期所得"}
	}
	return kam.Text{EN: "pay of the period", ZH: "本期净提成"}
}

// used says how much of a limit other debts have taken already.
func (s *settlement) used(all, rest decimal.Decimal) kam.Text {
	if all.Equal(rest) {
		return kam.Text{}
	}
	return wording.Say("; %s of that has gone into other debts", "；其中 %s 已用于其他欠款", s.format(all.Sub(rest)))
}

// whyAmount says why a debt takes so much: which limit it meets, with its figures. Room and drawRoom are what was left when
// its turn came.
func (s *settlement) whyAmount(a allowance, amount, owed, room, drawRoom decimal.Decimal, draw bool) kam.Text {
	pay := payName(AgainstReleased)
	switch {
	case a.final && amount.Equal(owed):
		return s.finalPay(a)
	case a.final:
		return wording.Say("%s%s", "%s%s", s.finalPay(a), s.used(a.room, room))
	case amount.Equal(owed):
		return wording.Say("%s is %s and allows all of it", "%s为 %s，足以全部追收", pay, s.format(a.pay))
	case draw && amount.Equal(drawRoom):
		return wording.Say("%s%s", "%s%s", s.drawLimit(a.draws), s.used(a.draws.room, drawRoom))
	case a.room.Equal(a.most):
		return wording.Say("%s is %s, and all debts together take at most %s of it, which is %s%s", "%s为 %s，全部欠款合计至多追收其 %s（%s）%s", pay, s.format(a.pay), percent(s.r.terms.Recovery.MaxShareOfPay.Rat()), s.format(a.most), s.used(a.room, room))
	default:
		return wording.Say("%s is %s, and %s of it is protected, which leaves %s for debts%s", "%s为 %s，其中 %s 须予保留，可追收 %s%s", pay, s.format(a.pay), s.format(a.protected), s.format(a.room), s.used(a.room, room))
	}
}

// finalPay says how much somebody who has left pays back.
func (s *settlement) finalPay(a allowance) kam.Text {
	what := kam.Text{EN: "all that is payable", ZH: "全部应付"}
	if !s.added.IsZero() || !s.advanced.IsZero() {
		what = kam.Text{EN: "all that is payable without the draw of this period", ZH: "除本期预支外的全部应付"}
	}
	return wording.Say("the payee has left, and %s, which is %s, goes into debts", "人员已离职，%s %s 用于追收", what, s.format(a.pay))
}

// drawLimit says how much of pay may pay draws back.
func (s *settlement) drawLimit(a drawAllowance) kam.Text {
	rec := s.r.terms.Draw.Recovery
	part := percent(rec.Share.Rat())
	if left := s.format(a.above); rec.Of != AboveDraw && !s.netted.IsZero() {
		return wording.Say("%s is %s, %s of that pays back the draw of this period, and earlier draw advances are paid back out of %s of the %s that is left, which is %s", "%s为 %s，其中 %s 先用于归还本期预支，余下 %[5]s 的 %[4]s（%[6]s）可用于追收以前的预支",
			a.name, s.format(a.against), s.format(s.netted), part, left, s.format(a.room))
	}
	if rec.Of != AboveDraw {
		return wording.Say("%s is %s, and draw advances are paid back out of %s of it, which is %s", "%s为 %s，其 %s（%s）可用于追收预支", a.name, s.format(a.against), part, s.format(a.room))
	}
	switch {
	case a.above.IsZero():
		return wording.Say("%s is %s, not above %s, so that no draw advance is paid back out of it", "%s为 %s，未超出%s，本期不追收预支", a.name, s.format(a.against), a.level)
	case rec.Share.Rat().Cmp(big.NewRat(1, 1)) == 0:
		return wording.Say("%s is %s, which is %[4]s above %[3]s, and draw advances are paid back out of that %[4]s", "%s为 %s，对照%s，超出部分 %s 全部可用于追收预支", a.name, s.format(a.against), a.level, s.format(a.above))
	}
	return wording.Say("%s is %s, which is %[4]s above %[3]s, and draw advances are paid back out of %[5]s of that %[4]s, which is %[6]s", "%s为 %s，对照%s，超出部分为 %s，其 %s（%s）可用于追收预支", a.name, s.format(a.against), a.level, s.format(a.above), part, s.format(a.room))
}

// tellRecovery says what recovery came to in the period, and why no more: every limit with its figures. Empty where nothing
// was owed.
func (s *settlement) tellRecovery(before, after Balances) kam.Text {
	a := s.allowed
	if a == nil || before.Owed().IsZero() && after.Owed().IsZero() {
		return kam.Text{}
	}
	var parts []kam.Text
	switch pay := payName(AgainstReleased); {
	case a.final:
		parts = append(parts, s.finalPay(*a))
	case !a.room.IsPositive() && !a.pay.IsPositive():
		parts = append(parts, wording.Say("%s is %s, and nothing of it can go into debts", "%s为 %s，无可追收金额", pay, s.format(a.pay)))
	default:
		parts = append(parts, s.tellDraws(a.draws)...)
		parts = append(parts, wording.Say("%s is %s: all debts together take at most %[4]s of it, which is %[3]s, and leave at least %[5]s", "%s为 %s：全部欠款合计至多追收其 %[4]s（%[3]s），且至少保留 %[5]s",
			pay, s.format(a.pay), s.format(a.most), percent(s.r.terms.Recovery.MaxShareOfPay.Rat()), s.format(a.protected)))
	}
	parts = append(parts, wording.Say("in all, %s is paid back in this period and %s is still owed", "本期合计追收 %s，全部欠款尚欠 %s", s.format(a.repaid), s.format(after.Owed())))
	fresh := decimal.Zero
	for _, d := range after.Debts {
		if d.Since == s.c.Period {
			fresh = fresh.Add(d.Amount)
		}
	}
	if !fresh.IsZero() {
		parts = append(parts, wording.Say("%s of what is still owed arose in this period and is paid back in later ones", "尚欠金额中 %s 产生于本期，自以后各期追收", s.format(fresh)))
	}
	return wording.Clauses(parts)
}

// tellDraws says what limits draws alone.
func (s *settlement) tellDraws(a drawAllowance) []kam.Text {
	switch {
	case !a.limited || a.unknown:
		return nil
	case a.begins.IsSet():
		return []kam.Text{wording.Say("draw advances are paid back from %s on", "预支自 %s 起追收", a.begins)}
	}
	return []kam.Text{s.drawLimit(a)}
}
