package plandoc

import (
	"context"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/internal/markdown"
	"github.com/kam-go/kam/internal/page"
	"github.com/kam-go/kam/internal/wording"
)

// shownDeals is how many deals an example lists.
const shownDeals = 3

// example shows what the engine pays for made-up deals in one component.
func (w *writer) example(i int) {
	if w.options.NoExamples {
		return
	}
	w.gap()
	s, ok := w.play(i)
	if !ok {
		w.Line("*No example: the plan is not in force for a whole commission period.*", "*无示例：方案未覆盖完整的结算期。*")
		return
	}
	run, err := w.program.Run(context.Background(), s.inputs, incentive.RunOptions{Workers: 1})
	if err != nil {
		w.Line("*No example: the made-up period cannot be calculated.*", "*无示例：示例期间无法计算。*")
		return
	}
	for h := range run.Held() {
		if h.Payee.ID == s.self {
			w.Line("*No example: %s*", "*无示例：%s*", w.because(h.Findings))
			return
		}
	}
	statement, ok := run.Statement(s.self, w.plan.ID)
	if !ok {
		w.Line("*No example: the made-up period cannot be calculated.*", "*无示例：示例期间无法计算。*")
		return
	}
	w.told(s, statement, i)
}

func (w *writer) because(list kam.Findings) string {
	if len(list) == 0 {
		return ""
	}
	return w.Escape(list[0].Message)
}

// told writes an example and what it comes to.
func (w *writer) told(s *scenario, st incentive.Statement, i int) {
	k := w.plan.Components[i]
	w.Paragraph("*Example, computed by the same engine that pays, for %s:*", "*示例（由实际结算引擎计算，期间 %s）：*", days(s.inputs.Period))
	w.assumed(s, k)
	for n, t := range s.deals {
		if n == shownDeals && len(s.deals) > shownDeals+1 {
			w.Item("and %d more deals like these", "另有 %d 笔同类交易", len(s.deals)-shownDeals)
			break
		}
		w.sold(s, t)
	}
	for _, o := range s.inputs.Observations {
		if o.Subject.ID != s.self || !s.seen[o.Metric] {
			continue
		}
		w.Item("“%s” is %s", "“%s”为 %s", markdown.Escape(o.Metric), number(o.Value.Decimal))
	}
	w.gap()
	w.Header(page.Text("Step", "步骤"), page.Text("Calculation", "计算"), page.Number("Amount", "金额"))
	rows := 0
	for l := range st.Lines() {
		if l.Component() != k.Name {
			continue
		}
		if rows++; rows > shownDeals {
			continue
		}
		w.line(st, l)
	}
	if rows > shownDeals {
		w.Row(w.Say("and %d more lines", "另有 %d 行", rows-shownDeals), "", "")
	}
	for a := range st.Adjustments() {
		if a.Component == k.Name {
			w.Row(w.Say("%s", "%s", told(adjustments(), a.Kind)), w.reckoned(a), fixed(a.Amount, st))
		}
	}
	for c := range st.Components() {
		if c.Name == k.Name {
			w.Row(w.Say("**%s pays**", "**%s计付**", wording.Leading(page.Escaped(w.plan.ComponentLabel(k.Name)))), "", "**"+fixed(c.Amount, st)+"**")
		}
	}
}

// fixed writes an amount at the plan's places.
func fixed(d decimal.Decimal, st incentive.Statement) string {
	return wording.Amount(d, st.Places())
}

// assumed tells the figures that an example rests on.
func (w *writer) assumed(s *scenario, k incentive.Component) {
	if s.own {
		w.Item("with your own quotas and target incentive", "按您本人的目标与目标奖金")
		return
	}
	if m := w.measure(k.Measure); m.Base != incentive.BaseObservation && m.Base != "" {
		w.Item("with a quota of %s for each %s and a target incentive of %s", "假设每%[2]s目标 %[1]s，目标奖金 %[3]s", s.each(m), told(periods(), w.plan.Period), w.money(decimal.NewFromInt(exampleTarget)))
	}
}

// each writes the assumed quota of a commission period.
func (s *scenario) each(m incentive.Measure) string {
	if m.Base == incentive.BaseUnits || m.Base == incentive.BaseCount {
		return number(decimal.NewFromInt(exampleUnits))
	}
	return s.w.money(decimal.NewFromInt(exampleQuota))
}

// sold tells a deal.
func (w *writer) sold(s *scenario, t incentive.Transaction) {
	facts := []kam.Text{say("amount %s", "金额 %s", w.money(t.Amount))}
	for _, m := range w.plan.Measures {
		switch m.Base {
		case incentive.BaseMargin:
			facts = append(facts, say("margin %s", "毛利 %s", w.money(t.Margin.Decimal)))
		case incentive.BaseUnits:
			facts = append(facts, say("%s units", "数量 %s", number(t.Units.Decimal)))
		case incentive.BaseCash:
			facts = append(facts, say("cash %s", "回款 %s", w.money(t.Cash.Decimal)))
		default: // every deal has its amount, and counts once
		}
	}
	for _, d := range dates() {
		if day := t.Date(incentive.DateName(d.word)); day.IsSet() && day != t.Date(w.plan.CreditDate) {
			facts = append(facts, say("%s on %s", "%s日期 %s", told(dates(), d.word), day))
		}
	}
	for _, key := range sortedKeys(t.Attributes) {
		facts = append(facts, say("%s “%s”", "%s“%s”", markdown.Escape(key), markdown.Escape(t.Attributes[key])))
	}
	for _, key := range sortedKeys(t.Numbers) {
		facts = append(facts, say("%s %s", "%s %s", markdown.Escape(key), number(t.Numbers[key])))
	}
	whose := kam.Text{}
	switch t.Owner {
	case s.self:
	case exampleMate:
		whose = say(" of a colleague in the same plan", "（同方案的同事）")
	default:
		whose = say(" of a colleague", "（同事）")
	}
	w.Item("deal %s%s on %s: %s", "交易 %s%s，%s：%s", markdown.Escape(t.ID), whose, t.Date(w.plan.CreditDate), wording.Join(facts))
}

// line writes the slices of one line.
func (w *writer) line(st incentive.Statement, l incentive.Line) {
	step := w.Say("deal %s", "交易 %s", markdown.Escape(l.Transaction()))
	if l.Transaction() == "" {
		step = w.Say("commission of a colleague", "同事的提成")
	}
	for s := range l.Slices() {
		formula := "-"
		if s.Rate.Valid {
			formula = number(s.Base) + " × " + number(s.Rate.Decimal)
			if share := l.Share(); share != "1" {
				formula += " × " + share
			}
		}
		w.Row(step, formula, fixed(s.Amount, st))
		step = ""
	}
	if cut := l.Cut(); !cut.IsZero() {
		w.Row(w.Say("rounding, or a limit per deal", "舍入或单笔限额"), w.Escape(l.Note()), fixed(cut, st))
	}
}

func adjustments() []meaning {
	return []meaning{
		{"curve", "payout curve", "计付曲线"},
		{"every", "for every so many", "每达一次"},
		{"contest", "prize", "竞赛奖金"},
		{"pool", "share of the pool", "奖金池份额"},
		{"gate", "gate not passed", "未达门槛"},
		{"transaction-cap", "cap on the deal", "单笔交易封顶"},
		{"multiplier", "multiplier", "乘数"},
		{"cap", "cap", "封顶"},
		{"floor", "floor", "保底"},
		{"earned-earlier", "earned on earlier deals", "此前交易所得"},
		{"posted-earlier", "posted earlier", "此前已入账"},
	}
}

// reckoned tells how an adjustment comes about.
func (w *writer) reckoned(a incentive.Adjustment) string {
	var texts []kam.Text
	if a.Position.Valid {
		texts = append(texts, say("%s stands at %s", "%s达到 %s", wording.Leading(page.Escaped(w.plan.MeasureLabel(a.Measure))), w.at(a.Position.Decimal, a.Basis)))
	}
	switch {
	case a.Kind == incentive.AdjustMultiplier && a.Base.Valid && a.Factor.Valid:
		texts = append(texts, say("%s × (%s − 1)", "%s ×（%s − 1）", number(a.Base.Decimal), number(a.Factor.Decimal)))
	case a.Base.Valid && a.Factor.Valid:
		texts = append(texts, say("%s × %s", "%s × %s", number(a.Base.Decimal), number(a.Factor.Decimal)))
	case a.Times.Valid && a.Pays.Valid:
		texts = append(texts, say("%s × %s", "%s × %s", number(a.Times.Decimal), number(a.Pays.Decimal)))
	case a.Weight.Valid && a.Weights.Valid && a.Fund.Valid:
		texts = append(texts, say("%s × %s ÷ %s", "%s × %s ÷ %s", number(a.Fund.Decimal), number(a.Weight.Decimal), number(a.Weights.Decimal)))
	case a.Place > 0:
		texts = append(texts, say("place %d of %d", "第 %d 名，共 %d 人", a.Place, a.Contestants))
	case a.Limit.Valid:
		texts = append(texts, say("limit %s", "限额 %s", number(a.Limit.Decimal)))
	}
	return joined(texts).In(w.Lang)
}
