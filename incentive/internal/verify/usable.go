package verify

import (
	"fmt"
	"slices"

	"github.com/kam-go/kam"
)

// Bounds on what a plan may list.
const (
	maxParts  = 500
	maxPlaces = 6
)

// usable reports whether the plan can be calculated with: names that refer to something, known words, ascending
// bands. It is no substitute for compiling the plan. It also fills rules and grid.
func (v *verifier) usable() bool {
	before := len(v.found)
	p := v.doc.Plan
	if p == nil {
		return false // reported with the hash
	}
	v.word("$.plan.format", fmt.Sprint(p.Format), "1")
	v.word("$.plan.period", string(p.Period), string(kam.Month), string(kam.Quarter), string(kam.HalfYear), string(kam.Year))
	v.word("$.plan.rounding.step", p.Rounding.Step, "slice", "credit", "component", "statement")
	v.word("$.plan.rounding.mode", p.Rounding.Mode, "half-up", "half-even", "half-down", "up", "down", "ceil", "floor")
	v.word("$.plan.refunds.method", p.Refunds.Method, "recalculate", "mirror")
	v.word("$.plan.refunds.period", p.Refunds.Period, "origin", "current")
	v.word("$.plan.refunds.below", p.Refunds.Below, "carry-negative", "first-rate", "refuse")
	v.grid = grid{places: int(p.Currency.MinorUnits()), mode: p.Rounding.Mode}
	if n := p.Rounding.Places; n != nil {
		if v.grid.places = *n; *n < 0 || *n > maxPlaces {
			v.unusable("$.plan.rounding.places", say("%d places", "%d 位小数", *n))
		}
	}
	if max(len(p.Credits), len(p.Measures), len(p.Components), len(p.Caps)) > maxParts {
		v.unusable("$.plan", say("more than %d parts of a kind", "同类部分超过 %d 个", maxParts))
		return false
	}
	for i := range p.Credits {
		v.rules[p.Credits[i].Name] = &p.Credits[i]
	}
	for i := range p.Measures {
		v.usableMeasure(fmt.Sprintf("$.plan.measures[%d]", i), &p.Measures[i])
	}
	for i := range p.Components {
		v.usableComponent(fmt.Sprintf("$.plan.components[%d]", i), &p.Components[i])
	}
	for i := range p.Caps {
		v.usableCap(fmt.Sprintf("$.plan.caps[%d]", i), &p.Caps[i])
	}
	v.usableTime()
	return len(v.found) == before
}

func (v *verifier) unusable(path string, what kam.Text) {
	v.fault(CodePlan, path, say("the plan cannot be calculated with: %s", "无法按该方案计算：%[2]s", what.EN, what.ZH), say("compile the plan to see all that is wrong with it", "请编译该方案以查看全部问题"))
}

func (v *verifier) word(path, word string, known ...string) {
	if !slices.Contains(known, word) {
		v.unusable(path, say("%s is none of %q", "%s 不是 %q 之一", show(word), known))
	}
}

func (v *verifier) usableMeasure(path string, m *planMeasure) {
	v.word(path+".base", m.Base, "amount", "margin", "units", "cash", "count", "observation")
	if m.Base == "observation" {
		return
	}
	v.word(path+".window", m.Window, "transaction", "period", "quarter-to-date", "half-year-to-date", "year-to-date")
	for i, name := range m.Credits {
		if v.rules[name] == nil {
			v.unusable(fmt.Sprintf("%s.credits[%d]", path, i), say("no credit rule %s", "没有归属规则 %s", show(name)))
		}
	}
}

// planMeasure returns a measure of the plan by name, nil when there is none.
func (p *plan) measure(name string) *planMeasure {
	if i := p.measureIndex(name); i >= 0 {
		return &p.Measures[i]
	}
	return nil
}

func (p *plan) measureIndex(name string) int {
	return slices.IndexFunc(p.Measures, func(m planMeasure) bool { return m.Name == name })
}

func (v *verifier) usableComponent(path string, k *planComponent) {
	m := v.doc.Plan.measure(k.Measure)
	if m == nil || m.Base == "observation" && k.Curve == nil && k.Contest == nil && k.Pool == nil {
		v.unusable(path+".measure", say("no measure of credits %s", "没有业绩归属指标 %s", show(k.Measure)))
	}
	forms := 0
	for _, used := range []bool{k.Rate.Valid, k.Tiers != nil, k.Table != nil, k.Curve != nil, k.Every != nil, k.Contest != nil, k.Pool != nil} {
		if used {
			forms++
		}
	}
	if forms != 1 {
		v.unusable(path, say("%d ways to pay", "%d 种计付方式", forms))
	}
	if max(len(k.Gates), len(k.Caps), len(k.Floors), len(k.Multipliers)) > maxParts {
		v.unusable(path, say("more than %d parts of a kind", "同类部分超过 %d 个", maxParts))
		return
	}
	if k.form() != "" && m != nil {
		v.usableSum(path, k, m)
	}
	v.usableMultipliers(path, k)
	if k.Tiers != nil {
		v.usableTiers(path+".tiers", k.Tiers)
	}
	if k.Table != nil {
		v.usableTable(path+".table", k.Table)
	}
	for i := range k.Gates {
		g := &k.Gates[i]
		at := fmt.Sprintf("%s.gates[%d]", path, i)
		v.word(at+".kind", g.Kind, "cliff", "deadband")
		v.named(at+".measure", k.named(g.Measure), g.Basis)
		if g.Kind == "deadband" && k.Table != nil {
			v.unusable(at, say("a deadband and a table", "deadband 与表格并用"))
		}
	}
	for i := range k.Caps {
		v.usableCap(fmt.Sprintf("%s.caps[%d]", path, i), &k.Caps[i])
	}
}

// named asks for a measure of that name that has the basis.
func (v *verifier) named(path, name, basis string) {
	switch m := v.doc.Plan.measure(name); {
	case m == nil:
		v.unusable(path, say("no measure %s", "没有指标 %s", show(name)))
	case m.Base == "observation" && basis == "attainment":
		v.unusable(path, say("the observation %s has no quota", "观测值 %s 没有目标", show(name)))
	}
}

func (v *verifier) usableTiers(path string, t *tiers) {
	v.word(path+".mode", t.Mode, "marginal", "whole", "interpolated-amount", "interpolated-rate")
	if t.On != "" {
		v.named(path+".on", t.On, t.Basis)
	}
	if len(t.Bands) == 0 || len(t.Bands) > maxParts {
		v.unusable(path+".bands", say("%d tiers", "%d 个分档", len(t.Bands)))
		return
	}
	for i := range t.Bands {
		b := &t.Bands[i]
		at := fmt.Sprintf("%s.bands[%d]", path, i)
		last := i+1 == len(t.Bands)
		if !last && t.Bands[i+1].From.Cmp(b.From) <= 0 || b.Until.Valid && b.Until.Decimal.Cmp(b.From) <= 0 {
			v.unusable(at, say("an empty tier", "空的分档"))
		}
		if fixed := t.Mode == "interpolated-amount"; fixed != b.Amount.Valid || fixed == b.Rate.Valid || fixed && last && !b.Until.Valid {
			v.unusable(at, say("a tier without the figures of its mode", "分档缺少其模式所需的数值"))
		}
	}
}

func (v *verifier) usableTable(path string, t *table) {
	const most = 6
	if len(t.Dimensions) == 0 || len(t.Dimensions) > most {
		v.unusable(path+".dimensions", say("%d dimensions", "%d 个维度", len(t.Dimensions)))
	}
	for i := range t.Dimensions {
		if on := t.Dimensions[i].On; on != "" {
			v.named(fmt.Sprintf("%s.dimensions[%d].on", path, i), on, t.Dimensions[i].Basis)
		}
	}
	for i := range t.Cells {
		if len(t.Cells[i].At) != len(t.Dimensions) {
			v.unusable(fmt.Sprintf("%s.cells[%d]", path, i), say("%d coordinates for %d dimensions", "%d 个坐标对应 %d 个维度", len(t.Cells[i].At), len(t.Dimensions)))
		}
	}
}

func (v *verifier) usableCap(path string, c *planCap) {
	v.word(path+".on", c.On, "pay", "attainment")
	switch {
	case c.On == "attainment" && !c.Attainment.Valid, c.On == "pay" && c.Amount.Valid == c.OfTargetIncentive.Valid:
		v.unusable(path, say("a cap without a limit", "封顶没有限额"))
	case (c.Per == "transaction" || c.Per == "lifetime") && (!c.Amount.Valid || c.Amount.Decimal.IsNegative()):
		v.unusable(path, say("a cap on several payees or periods without an amount", "涉及多人或多期的封顶没有金额"))
	}
}
