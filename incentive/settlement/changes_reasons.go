package settlement

import (
	"maps"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/ledger"
	"github.com/kam-go/kam/incentive/payout"
	"github.com/kam-go/kam/internal/wording"
)

// because says why an amount is what it is now, and what it came from in the period before. Then and now are its amounts by
// deal.
func (s Statement) because(c Change, then, now map[string]decimal.Decimal) kam.Text {
	reasons := s.known().result.Reasons
	switch c.Kind {
	case ledger.Earning:
		return s.cause(c.Component)
	case ledger.Correction:
		return s.corrected(c.Component)
	case ledger.Conversion:
		return wording.Say("the plan earns in %s and pays in %s, at the rates that the steps name", "方案以 %s 计提，按逐项说明所列汇率折算为 %s", s.known().plan.Currency, s.Currency())
	case ledger.Holdback, ledger.Release:
		return s.deals(then, now)
	case ledger.Clawback:
		if told := s.told(c.Component, payout.StepClawback, payout.StepForfeited); told != (kam.Text{}) {
			return told
		}
		return s.deals(then, now)
	case ledger.TopUp, ledger.DrawAdvance:
		why, none := reasons.Draw, kam.Text{EN: "the plan has no draw in this period", ZH: "本期方案无预支"}
		if c.Component == payout.GuaranteeComponent {
			why, none = reasons.Guarantee, kam.Text{EN: "the plan has no guarantee in this period", ZH: "本期方案无保底"}
		}
		return first(why, none)
	case ledger.DrawRecovery, ledger.Recovery:
		return first(s.told(c.Component, payout.StepRecovered), reasons.Recovery, kam.Text{EN: "nothing is owed", ZH: "没有欠款"})
	case ledger.Shortfall:
		return first(s.told(c.Component, payout.StepShortfall), kam.Text{EN: "pay is not below zero in this period", ZH: "本期应付未出现负数"})
	case ledger.Manual:
		return s.adjusted(c.Component)
	default:
		return kam.Text{EN: "posted beside the settlement", ZH: "在结算之外入账"}
	}
}

// first returns the first text that is not empty.
func first(texts ...kam.Text) kam.Text {
	for _, t := range texts {
		if t != (kam.Text{}) {
			return t
		}
	}
	return kam.Text{}
}

// told returns what the steps of a component tell; at most so many as a table may show.
func (s Statement) told(component string, kinds ...payout.StepKind) kam.Text {
	var parts []kam.Text
	for _, step := range s.known().result.Steps {
		if step.Component == component && slices.Contains(kinds, step.Kind) {
			parts = append(parts, step.Because)
		}
	}
	return clauses(parts)
}

// shownReasons is how many reasons a cell of a table tells one by one.
const shownReasons = 6

// clauses strings reasons together, and counts those that are too many for a table.
func clauses(parts []kam.Text) kam.Text {
	if more := len(parts) - shownReasons; more > 0 {
		parts = append(parts[:shownReasons:shownReasons], wording.Say("and %d more", "另有 %d 项", more))
	}
	return wording.Clauses(parts)
}

// deals tells the deals that amounts belong to, now and in the period before.
func (s Statement) deals(then, now map[string]decimal.Decimal) kam.Text {
	var parts []kam.Text
	if list := s.amounts(now); list != (kam.Text{}) {
		parts = append(parts, wording.Say("this period: %s", "本期：%s", list))
	}
	if list := s.amounts(then); list != (kam.Text{}) {
		parts = append(parts, wording.Say("the period before: %s", "上期：%s", list))
	}
	return wording.Clauses(parts)
}

// amounts lists amounts by deal.
func (s Statement) amounts(by map[string]decimal.Decimal) kam.Text {
	var parts []kam.Text
	rest, others := decimal.Zero, 0
	for _, deal := range slices.Sorted(maps.Keys(by)) {
		switch name := wording.Same(wording.Clip(deal)); {
		case by[deal].IsZero():
		case len(parts) == shownReasons:
			rest, others = rest.Add(by[deal]), others+1
		default:
			if deal == "" {
				name = kam.Text{EN: "no single deal", ZH: "非单笔交易"}
			}
			parts = append(parts, wording.Say("%s %s", "%s %s", name, wording.Amount(by[deal], s.Places())))
		}
	}
	if others > 0 {
		parts = append(parts, wording.Say("%d others %s", "其余 %d 笔 %s", others, wording.Amount(rest, s.Places())))
	}
	return wording.Join(parts)
}

// corrected gives the reasons of corrections, each once.
func (s Statement) corrected(component string) kam.Text {
	var parts []kam.Text
	for _, c := range s.known().corrections {
		if c.Component == component && !slices.Contains(parts, c.Reason) {
			parts = append(parts, c.Reason)
		}
	}
	if len(parts) == 0 {
		return kam.Text{EN: "nothing is corrected in this period", ZH: "本期没有更正"}
	}
	return clauses(parts)
}

// adjusted gives the reasons of manual adjustments.
func (s Statement) adjusted(component string) kam.Text {
	var parts []kam.Text
	for _, a := range s.known().adjustments {
		if a.Component == component || a.Component == "" && component == payout.AdjustmentComponent {
			parts = append(parts, wording.Same(wording.Clip(a.Reason)))
		}
	}
	if len(parts) == 0 {
		return kam.Text{EN: "nothing is adjusted in this period", ZH: "本期没有手工调整"}
	}
	return clauses(parts)
}

// cause says how the measure of a component moved since the run of the period before; where that run is not known, where
// the measure stands now.
func (s Statement) cause(component string) kam.Text {
	switch {
	case len(s.known().earnings) == 0:
		return kam.Text{EN: "no assignment to the plan in this period", ZH: "本期未分配到该方案"}
	case strings.HasPrefix(component, "("):
		return kam.Text{EN: "the limits of the plan", ZH: "方案限额"}
	}
	after := s.known().earnings[len(s.known().earnings)-1]
	var before incentive.Statement
	compared := false
	if s.known().of.in.Previous != nil {
		before, compared = s.known().of.in.Previous.Statement(s.known().account.payee, s.known().account.plan)
	}
	var parts []kam.Text
	found := false
	for c := range after.Components() {
		if c.Name != component {
			continue
		}
		found = true
		now, _ := after.Measure(c.Measure)
		then, knew := incentive.MeasureResult{}, false
		if compared {
			then, knew = before.Measure(c.Measure)
		}
		if several := s.assignments(c.Measure, after.MeasureLabel(c.Measure)); several != (kam.Text{}) {
			parts = append(parts, several)
		} else {
			parts = append(parts, moved(after.MeasureLabel(c.Measure), now, then, knew)...)
		}
		if !c.Before.IsZero() {
			parts = append(parts, wording.Say("of %s earned to date, %s was posted before", "累计所得 %s，其中 %s 此前已入账", wording.Amount(c.ToDate, s.Places()), wording.Amount(c.Before, s.Places())))
		}
	}
	if compared && before.PlanVersion() != after.PlanVersion() {
		parts = append(parts, wording.Say("plan version from %[2]d to %[1]d", "方案版本由第 %[2]d 版变为第 %[1]d 版", after.PlanVersion(), before.PlanVersion()))
	}
	switch {
	case len(parts) > 0:
	case found:
		return kam.Text{EN: "the measure stands where it stood", ZH: "指标与上期相同"}
	default:
		return wording.Say("version %d of the plan has no such component", "方案第 %d 版没有该组成部分", after.PlanVersion())
	}
	return wording.Clauses(parts)
}

// assignments says where a measure stands in each assignment to the plan, in this period and the one before; nothing where
// there is one in each.
func (s Statement) assignments(measure string, label kam.Text) kam.Text {
	now, then := s.known().earnings, []incentive.Statement(nil)
	if previous := s.known().of.in.Previous; previous != nil {
		for st := range previous.Statements() {
			if st.Payee().ID == s.known().account.payee && st.PlanID() == s.known().account.plan {
				then = append(then, st)
			}
		}
	}
	if len(now) < 2 && len(then) < 2 {
		return kam.Text{}
	}
	values := func(list []incentive.Statement) kam.Text {
		var parts []kam.Text
		for _, st := range list {
			if m, ok := st.Measure(measure); ok {
				parts = append(parts, wording.Same(wording.Amount(m.Value, 0)))
			}
		}
		return wording.Join(parts)
	}
	name := wording.Leading(clipped(label))
	text := wording.Say("%d assignments to the plan in this period, with %s at %s", "本期有 %d 段分配，%s分别为 %s", len(now), name, values(now))
	if len(now) < 2 {
		text = wording.Say("%s at %s in one assignment", "本期有一段分配，%s为 %s", name, values(now))
	}
	if len(then) > 0 {
		text = wording.Say("%s; %d in the period before, at %s", "%s；上期 %d 段，为 %s", text, len(then), values(then))
	}
	return text
}

// moved says where a measure, its quota and its attainment stand after where they stood, where that is known. What stands
// where it stood is left out.
func moved(measure kam.Text, now, then incentive.MeasureResult, knew bool) []kam.Text {
	var parts []kam.Text
	say := func(name kam.Text, now, then string) {
		if knew && then == now {
			return
		}
		if knew && then != "" {
			parts = append(parts, wording.Say("%s from %[3]s to %[2]s", "%s由 %[3]s 变为 %[2]s", name, now, then))
		} else {
			parts = append(parts, wording.Say("%s %s", "%s为 %s", name, now))
		}
	}
	say(wording.Leading(clipped(measure)), wording.Amount(now.Value, 0), wording.Amount(then.Value, 0))
	if now.Quota.Valid && (!knew || !then.Quota.Valid || !now.Quota.Decimal.Equal(then.Quota.Decimal)) {
		stood := ""
		if then.Quota.Valid {
			stood = wording.Amount(then.Quota.Decimal, 0)
		}
		say(kam.Text{EN: "quota", ZH: "目标"}, wording.Amount(now.Quota.Decimal, 0), stood)
	}
	if now.Attainment.Valid {
		stood := ""
		if then.Attainment.Valid {
			stood = percent(then) + " %"
		}
		say(kam.Text{EN: "attainment", ZH: "完成率"}, percent(now)+" %", stood)
	}
	return parts
}

// clipped makes a label fit for a table.
func clipped(t kam.Text) kam.Text {
	return kam.Text{EN: wording.Clip(t.In(kam.English)), ZH: wording.Clip(t.In(kam.Chinese))}
}

func percent(m incentive.MeasureResult) string {
	return wording.Decimal(m.Attainment.Decimal.Shift(2))
}
