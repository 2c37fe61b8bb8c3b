package incentive

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/wording"
)

// Called returns what people read for the measure in a language: its label, or its name where the plan states none.
func (m Measure) Called(l kam.Lang) string { return labelled(m.Label, m.Name).In(l) }

// Called returns what people read for the component in a language: its label, or its name where the plan states none.
func (k Component) Called(l kam.Lang) string { return labelled(k.Label, k.Name).In(l) }

// MeasureLabel returns what people read for a measure: its label, or the name in both languages where the plan states none,
// or has no such measure.
func (p Plan) MeasureLabel(name string) kam.Text {
	if i := slices.IndexFunc(p.Measures, func(m Measure) bool { return m.Name == name }); i >= 0 {
		return labelled(p.Measures[i].Label, name)
	}
	return labelled(kam.Text{}, name)
}

// ComponentLabel returns what people read for a component: its label, or the name in both languages where the plan states
// none, or has no such component. The names under which caps of the plan are posted have labels of their own.
func (p Plan) ComponentLabel(name string) kam.Text {
	if i := slices.IndexFunc(p.Components, func(k Component) bool { return k.Name == name }); i >= 0 {
		return labelled(p.Components[i].Label, name)
	}
	return labelled(capLabels()[name], name)
}

// capLabels are what people read for the names under which the caps of a plan are posted.
func capLabels() map[string]kam.Text {
	return map[string]kam.Text{
		planCapComponent:     {EN: "Cap on the plan's sum", ZH: "方案合计封顶"},
		periodCapComponent:   {EN: "Cap on the period", ZH: "单期封顶"},
		lifetimeCapComponent: {EN: "Cap for life", ZH: "终身封顶"},
	}
}

// ComponentLabels returns the labels of the components of a plan by name, those of a version first, then those that its
// other versions have alone, the newest first, and those of the names under which caps of the plan are posted, where a
// version has such caps. Components that no version labels are left out.
func (p *Program) ComponentLabels(id string, version int) map[string]kam.Text {
	labels, posted := map[string]kam.Text{}, capLabels()
	add := func(c *plan) {
		for i := range c.Components {
			k := &c.Components[i]
			if _, known := labels[k.Name]; !known && k.Label != (kam.Text{}) {
				labels[k.Name] = k.Label
			}
		}
		for scope, name := range map[CapScope]string{PerPlan: planCapComponent, PerRunPeriod: periodCapComponent, PerLifetime: lifetimeCapComponent} {
			if c.caps(scope) {
				labels[name] = posted[name]
			}
		}
	}
	if c := p.byKey[planKey{id, version}]; c != nil {
		add(c)
	}
	for _, c := range slices.Backward(p.plans) {
		if c.ID == id {
			add(c)
		}
	}
	return labels
}

// MeasureLabel returns what people read for a measure of the statement, such as [MeasureResult.Name]: see [Plan.MeasureLabel].
func (s Statement) MeasureLabel(name string) kam.Text { return s.r.unit.plan.MeasureLabel(name) }

// ComponentLabel returns what people read for a component of the statement, such as [ComponentResult.Name] or
// [Line.Component]: see [Plan.ComponentLabel].
func (s Statement) ComponentLabel(name string) kam.Text {
	return s.r.unit.plan.ComponentLabel(name)
}

// labelled returns a label, and a name in both languages where there is none.
func labelled(label kam.Text, name string) kam.Text {
	if label == (kam.Text{}) {
		return kam.Text{EN: name, ZH: name}
	}
	return label
}

// label returns what people read for the measure.
func (m Measure) label() kam.Text { return labelled(m.Label, m.Name) }

// label returns what people read for the component.
func (k Component) label() kam.Text { return labelled(k.Label, k.Name) }

// escaped keeps a label from being read as Markdown or HTML in either language.
func escaped(t kam.Text) kam.Text { return kam.Text{EN: escape(t.EN), ZH: escape(t.ZH)} }

// seam marks the ends of a label in a Chinese sentence while it is built: a code point that no text for people has.
const seam = "\uFDD0"

// sewn returns a Chinese sentence without the seams of its labels, and without the blank beside one that stands between two
// Chinese characters: formats set names apart by blanks, as names of Latin letters need them.
func sewn(s string) string {
	if !strings.Contains(s, seam) {
		return s
	}
	pieces := strings.Split(s, seam)
	out := pieces[0]
	for _, next := range pieces[1:] {
		before, after := strings.TrimSuffix(out, " "), strings.TrimPrefix(next, " ")
		last, _ := utf8.DecodeLastRuneInString(before)
		first, _ := utf8.DecodeRuneInString(after)
		if wording.Wide(last) && wording.Wide(first) {
			out, next = before, after
		}
		out += next
	}
	return out
}
