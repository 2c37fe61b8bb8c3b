package lint

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/internal/wording"
)

// choice is what a condition asks of one attribute: one of some values, or none of them.
type choice struct {
	values []string
	not    bool
}

// has reports whether a value is chosen.
func (c choice) has(value string) bool { return slices.Contains(c.values, value) != c.not }

// and returns what both choose, of the values that either of them names and one that neither does.
func (c choice) and(o choice) []string {
	var out []string
	for _, v := range choices(slices.Concat(c.values, o.values)) {
		if c.has(v) && o.has(v) {
			out = append(out, v)
		}
	}
	return out
}

// key is equal for equal choices.
func (c choice) key() string {
	return fmt.Sprintf("%t\x00%s", c.not, strings.Join(slices.Compact(slices.Sorted(slices.Values(c.values))), "\x00"))
}

// chosen is a condition that asks for values of attributes, each once, and perhaps for numbers and dates, all together.
type chosen struct {
	attributes map[string]choice
	// rest is what it asks of numbers and dates, in a form that is equal for equal conditions.
	rest string
}

// chosenBy reads a condition as attributes, numbers and dates that must all hold; false for other conditions.
func chosenBy(c *incentive.Condition) (chosen, bool) {
	out := chosen{attributes: map[string]choice{}}
	if c == nil {
		return out, false
	}
	list := c.All
	if len(list) == 0 {
		list = []incentive.Condition{*c}
	}
	var rest []string
	for _, x := range list {
		v := choice{values: x.In}
		if x.Not != nil {
			x, v = *x.Not, choice{x.Not.In, true}
		}
		switch {
		case x.Attribute != "":
			if _, twice := out.attributes[x.Attribute]; twice {
				return out, false
			}
			out.attributes[x.Attribute] = v
		case x.Number != "" && !v.not:
			rest = append(rest, numberKey(x))
		case x.Date != "" && !v.not:
			rest = append(rest, dateKey(x))
		default:
			return out, false
		}
	}
	slices.Sort(rest)
	out.rest = strings.Join(rest, "\x01")
	return out, len(out.attributes) > 0
}

// numberKey is equal for conditions that ask the same of one number.
func numberKey(c incentive.Condition) string {
	parts := []string{c.Number}
	for _, d := range []decimal.NullDecimal{c.AtLeast, c.MoreThan, c.AtMost, c.Below} {
		if d.Valid {
			parts = append(parts, num.Format(d.Decimal))
		} else {
			parts = append(parts, "")
		}
	}
	return strings.Join(parts, "\x00")
}

// differ returns the one attribute in which two conditions differ; false where there is none, or more, or anything else.
func (c chosen) differ(o chosen) (string, bool) {
	if c.rest != o.rest || len(c.attributes) != len(o.attributes) {
		return "", false
	}
	name, found := "", 0
	for _, a := range slices.Sorted(maps.Keys(c.attributes)) {
		other, ok := o.attributes[a]
		if !ok {
			return "", false
		}
		if c.attributes[a].key() != other.key() {
			name, found = a, found+1
		}
	}
	return name, found == 1
}

// dividedByAttribute checks components of one measure that divide deals by the values of an attribute: two of them whose
// values overlap without one's lying in the other's pay the same deal twice.
func (s *subject) dividedByAttribute() {
	conditions := make([]chosen, len(s.plan.Components))
	divides := make([]bool, len(s.plan.Components))
	for i, k := range s.plan.Components {
		_, none := zeroForm(k, "")
		conditions[i], divides[i] = chosenBy(k.When)
		divides[i] = divides[i] && !none
	}
	left := maxPairs
	for j, b := range s.plan.Components {
		for i, a := range s.plan.Components[:j] {
			if !divides[i] || !divides[j] || a.Measure != b.Measure {
				continue
			}
			if left--; left < 0 {
				return
			}
			name, ok := conditions[i].differ(conditions[j])
			if !ok {
				continue
			}
			x, y := conditions[i].attributes[name], conditions[j].attributes[name]
			both := x.and(y)
			all := choice{choices(slices.Concat(x.values, y.values)), false}
			if len(both) > 0 && len(both) < len(x.and(all)) && len(both) < len(y.and(all)) {
				s.chosenTwice(i, j, name, both[0])
				break
			}
		}
	}
}

// chosenTwice reports two components that choose one value of the attribute by which they divide deals.
func (s *subject) chosenTwice(i, j int, attribute, value string) {
	a, b := s.plan.Components[i], s.plan.Components[j]
	name := wording.Clip(attribute)
	message := say("%q and %q divide deals by %s, and both pay a deal with %s %s", "%q 与 %q 按 %s 划分交易，而 %[4]s 为 %[5]s 的交易由两者同时计付", a.Name, b.Name, name, name, wording.Quote(value))
	if worked, ok := s.paidBoth(a, b, incentive.Condition{Attribute: attribute, In: []string{value}}); ok {
		message = together(message, worked)
	}
	s.add(CodeOverlap, at(s.root, "components", j)+".when", message, say("let only one of them name %s, if it is meant to be paid once", "若只应计付一次，请只在其中一方列出 %s", wording.Quote(value)))
}

// paidBoth says what the engine pays for a deal in both components.
func (s *subject) paidBoth(a, b incentive.Component, where incentive.Condition) (kam.Text, bool) {
	if s.period.IsZero() {
		return kam.Text{}, false
	}
	d, found, _ := meets(s.counting(a.Measure), a.When, b.When, &where)
	if !found {
		return kam.Text{}, false
	}
	t := s.dealOf(d)
	st, ok := s.statement(t)
	if !ok {
		return kam.Text{}, false
	}
	pays := map[string]decimal.Decimal{}
	for l := range st.Lines() {
		pays[l.Component()] = pays[l.Component()].Add(l.Amount())
	}
	first, one := pays[a.Name]
	second, two := pays[b.Name]
	return say("for a deal of %s the one pays %s and the other %s", "%s 的交易，前者计付 %s，后者计付 %s", s.money(t.Amount), s.money(first), s.money(second)), one && two
}
