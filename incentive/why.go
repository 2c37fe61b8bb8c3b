package incentive

import (
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive/internal/kernel"
	"github.com/kam-go/kam/incentive/internal/settle"
	"github.com/kam-go/kam/internal/num"
)

// Answer says why a transaction paid a payee what it did.
type Answer struct {
	// Amount is what the transaction's lines of the period pay the payee, over all plans and components:
	// zero in components whose gate is shut, and before what is done to sums: caps per transaction, multipliers, caps and floors.
	Amount decimal.Decimal
	// Reasons say how it comes about, or what kept it from paying, each with a code of its own.
	Reasons kam.Findings
}

// Paid reports whether the transaction pays anything.
func (a Answer) Paid() bool { return !a.Amount.IsZero() }

// In returns the reasons in one language, one a line.
func (a Answer) In(l kam.Lang) string {
	var b strings.Builder
	for i, r := range a.Reasons {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(r.Message.In(l))
	}
	return b.String()
}

// Why explains what a transaction pays a payee, and answers also for one that
// pays nothing: it is unknown, nobody's or somebody else's, filtered, without
// a credit date, outside the period, netted by a refund, below a gate, above a
// cap, the payee is held, or is computed in another share. The answer always has a reason.
func (r *Run) Why(payee, transaction string) Answer {
	if !r.calc.has(payee) {
		w := why{run: r, payee: payee, transaction: transaction}
		w.say(CodeOtherShare, say("%q is computed in another share of the run", "%q 由本次运行的另一分片计算", clip(payee)))
		return w.answer
	}
	if r.bulk != nil {
		return r.bulk.about(payee, transaction).Why(payee, transaction)
	}
	w := why{run: r, payee: payee, transaction: transaction}
	i, ok := r.calc.book.byID[transaction]
	if !ok {
		w.say(CodeUnknownTransaction, say("the run has seen no transaction %q", "本次运行中没有交易 %q", clip(transaction)))
		return w.answer
	}
	for _, h := range r.held {
		if h.Payee.ID == payee {
			w.say(CodeHeld, say("%q is held under plan %q", "%q 在方案 %q 下已暂停结算", clip(payee), h.Plan))
			w.answer.Reasons.Merge(h.Findings)
		}
	}
	for _, x := range r.results {
		if x.unit.payee.ID == payee {
			w.statement(Statement{x}, i)
		}
	}
	if len(w.answer.Reasons) == 0 {
		w.nobody(i)
	}
	return w.answer
}

// why collects an answer.
type why struct {
	run                *Run
	payee, transaction string
	answer             Answer
}

func (w *why) say(code Code, message kam.Text) {
	w.answer.Reasons.Add(kam.Finding{Code: string(code), Severity: kam.Info, Place: "transaction " + clip(w.transaction), Message: message})
}

// statement adds what one statement says about a deal.
func (w *why) statement(s Statement, deal int) {
	found := false
	for _, c := range s.r.unit.credits {
		if c.deal == deal {
			found = true
			w.credited(s, c)
		}
	}
	if found {
		return
	}
	for n, p := range w.run.calc.book.deals[deal].owners {
		if p.Payee != w.payee {
			continue
		}
		for i := range s.r.unit.plan.Credits {
			if !s.r.unit.plan.Credits[i].credits(p) {
				continue
			}
			probe := *s.r.unit
			probe.held, probe.lost = nil, nil
			if _, reason := w.run.calc.credit(&probe, deal, i, n, p.Share.Rat()); reason != nil {
				w.run.calc.tellFiltered(reason, s.r.unit.plan, deal, i)
				w.answer.Reasons.Add(*reason)
			}
		}
	}
}

// credited explains one credit through every component that it could pay in.
func (w *why) credited(s Statement, c *credit) {
	u := s.r.unit
	for i := range u.plan.parts {
		k := &u.plan.parts[i]
		if !slices.Contains(u.plan.Measures[k.measure].Credits, u.plan.Credits[c.rule].Name) {
			continue
		}
		at := slices.IndexFunc(u.state.parts[i].lines, func(l kernel.Line) bool { return u.state.parts[i].credit[l.Credit] == c })
		if at < 0 {
			w.withoutLine(s, c, k)
			continue
		}
		w.line(s, Line{s.r, i, at})
	}
}

// withoutLine explains a credit that has no line of its own.
func (w *why) withoutLine(s Statement, c *credit, k *part) {
	u := s.r.unit
	switch {
	case c.deal != c.source && u.plan.Refunds.Period == Origin && u.plan.Refunds.Method == Recalculate:
		w.say(CodeNetted, say("the refund is netted into %q in %q", "退款已并入 %q，见 %q", clip(w.run.calc.book.deals[c.source].ID), k.label()))
	case k.form() != "":
		w.say(CodePaysOnSum, say("the deal counts for the measure %q; %q pays on where that stands, not deal by deal", "该交易计入指标 %q；%q 按指标数值计付，不逐笔计提", u.plan.MeasureLabel(k.Component.Measure), k.label()))
	default:
		text := say("the deal counts for the measure %q and does not pay in %q", "该交易计入指标 %q，但不在 %q 中计提", u.plan.MeasureLabel(k.Component.Measure), k.label())
		if k.When != nil && c.source >= 0 {
			if met, known := w.run.calc.meets(u.plan, c.source, k.When); known && !met {
				why := w.run.calc.unmet(u.plan, c.source, k.When, shownDepth)
				text = kam.Text{EN: text.EN + ": " + why.EN, ZH: text.ZH + "：" + why.ZH}
			}
		}
		w.say(CodeNotPaying, text)
	}
}

// line explains one line.
func (w *why) line(s Statement, l Line) {
	if s.r.earlier(l.credit()) {
		w.say(CodeOutsidePeriod, say("the deal counts on %s, before this period; it earns %s of what %q has earned to date", "该交易计入 %s，早于本期；在 %[3]q 的累计所得中为 %[2]s", l.Date().String(), money(s, l.Amount()), l.label()))
		return
	}
	if !l.state().sum.Shut {
		w.answer.Amount = w.answer.Amount.Add(l.Amount())
	}
	for slice := range l.Slices() {
		switch {
		case !slice.Rate.Valid:
			w.say(CodePaid, say("%s: %s", "%s：%s", l.label(), money(s, slice.Amount)))
		case slice.Rate.Decimal.IsZero():
			w.say(CodeZeroRate, say("%s: %s at a rate of zero%s", "%s：%s，提成比例为零%s", l.label(), num.Format(slice.Base), span(slice)))
		default:
			formula := num.Format(slice.Base) + " × " + num.Format(slice.Rate.Decimal)
			if l.Share() != "1" {
				formula += " × " + l.Share()
			}
			text, more := say("%s: %s = %s%s", "%s：%s = %s%s", l.label(), formula, money(s, slice.Amount), span(slice)), l.together(slice)
			w.say(CodePaid, kam.Text{EN: text.EN + more.EN, ZH: text.ZH + more.ZH})
		}
	}
	if note := l.Note(); note != (kam.Text{}) {
		code := CodePaid
		switch k := l.kernel(); {
		case k.Shut:
			code = CodeGateShut
		case k.Capped:
			code = CodeCapped
		case l.netted() > 0:
			code = CodeNetted
		}
		w.say(code, say("%s: %s", "%s：%s", l.label(), note))
	}
	for _, a := range l.state().sum.Adjustments {
		if a.Kind == settle.Gate {
			w.say(CodeGateShut, say("%s: the gate is not passed, so that the component pays nothing", "%s：未达到门槛，本组成部分不计付", l.label()))
		}
		if a.Kind == settle.TransactionCap {
			w.dealCap(s, l, l.state().cuts[a.Index])
		}
		if a.Kind == settle.Multiplier {
			w.say(CodePaid, say("%s: the component's sum is multiplied by %s", "%s：组成部分合计乘以 %s", l.label(), num.Format(num.RoundRat(l.state().factors[a.Index], rateShown, num.HalfUp))))
		}
		if a.Kind == settle.ComponentCap {
			w.say(CodeCapped, say("%s: the component's sum is cut to its cap", "%s：组成部分合计按封顶截断", l.label()))
		}
	}
}

// dealCap explains what a cap per transaction takes from the deal of a line.
func (w *why) dealCap(s Statement, l Line, cut dealCut) {
	if cut.deal != l.credit().source {
		return
	}
	amount := num.RoundRat(cut.amount, s.Places(), s.r.unit.plan.grid.Mode)
	w.say(CodeCapped, say("%s: the deal with its refunds would pay all payees together %s and is capped at %s: %s", "%s：该交易连同退款对所有人员合计应付 %s，封顶 %s：%s",
		l.label(), money(s, s.limit(cut.total).Decimal), money(s, s.limit(cut.limit).Decimal), money(s, amount)))
}

// nobody explains a deal in which the payee has no credit.
func (w *why) nobody(deal int) {
	for _, h := range w.run.calc.house {
		if h.Transaction == w.transaction && h.Owner == w.payee {
			w.answer.Reasons.Add(h.Reason)
		}
	}
	if len(w.answer.Reasons) > 0 {
		return
	}
	if slices.ContainsFunc(w.run.calc.book.deals[deal].owners, func(p Participant) bool { return p.Payee == w.payee }) {
		date := w.run.calc.houseDate(deal)
		switch {
		case !date.IsSet():
			w.say(CodeNoCreditDate, say("the deal has no date that counts", "该交易没有可计入的日期"))
		case !w.run.calc.period.Contains(date):
			w.say(CodeOutsidePeriod, say("the deal counts on %s, outside the period", "该交易计入日期 %s 不在本期内", date.String()))
		default:
			w.say(CodeNotAssigned, say("no plan credits %q for the deal", "没有方案为 %q 计入该交易", clip(w.payee)))
		}
		return
	}
	owners := make([]string, 0, len(w.run.calc.book.deals[deal].owners))
	for _, p := range w.run.calc.book.deals[deal].owners {
		owners = append(owners, clip(p.Payee))
	}
	list := strings.Join(owners, ", ")
	w.say(CodeNoPart, say("%q has no part in the deal; its owners are %s", "%q 未参与该交易；负责人为 %s", clip(w.payee), list))
}

// money writes an amount at the statement's places.
func money(s Statement, d decimal.Decimal) string { return d.StringFixed(s.Places()) }

// span writes a slice's tier.
func span(s Slice) string {
	switch {
	case s.From.Valid && s.Until.Valid:
		return " [" + num.Format(s.From.Decimal) + ", " + num.Format(s.Until.Decimal) + ")"
	case s.From.Valid:
		return " [" + num.Format(s.From.Decimal) + ", …)"
	default:
		return ""
	}
}
