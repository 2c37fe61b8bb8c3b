package backtest

import (
	"strconv"
	"strings"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/plandoc"
	"github.com/kam-go/kam/internal/wording"
)

// Rule says which part of a plan a [Change] concerns.
type Rule string

// The rules.
const (
	RuleCredit     Rule = "credit"
	RuleMeasure    Rule = "measure"
	RuleComponent  Rule = "component"
	RuleCondition  Rule = "condition"
	RuleRate       Rule = "rate"
	RuleTiers      Rule = "tiers"
	RuleTable      Rule = "table"
	RuleCurve      Rule = "curve"
	RuleEvery      Rule = "every"
	RuleContest    Rule = "contest"
	RulePool       Rule = "pool"
	RuleGate       Rule = "gate"
	RuleMultiplier Rule = "multiplier"
	RuleCap        Rule = "cap"
	RuleFloor      Rule = "floor"
	RulePlanCap    Rule = "plan-cap"
	RuleRounding   Rule = "rounding"
	RuleRefunds    Rule = "refunds"
	RuleOrder      Rule = "order"
	RuleCreditDate Rule = "credit-date"
	RuleConversion Rule = "conversion"
	RuleProration  Rule = "proration"
	RuleCurrency   Rule = "currency"
	// RuleRoster is who is paid by what: assignments, quotas, targets, and plans that one side alone has.
	RuleRoster Rule = "roster"
	// RuleTogether is several rules that could only be changed together.
	RuleTogether Rule = "together"
)

// Change is one difference between the two sides, or several that could only be made together. Changes are made one
// after the other, in the order of their numbers.
type Change struct {
	// Number counts from 1.
	Number int `json:"number"`
	// Plan is the plan of the side before that is changed; empty for the roster.
	Plan string `json:"plan,omitempty"`
	// Rule is the part of the plan, Name the credit rule, measure or component that it belongs to; empty for the plan's own.
	Rule Rule   `json:"rule"`
	Name string `json:"name,omitempty"`
	// Places are the JSON paths of what differs: in the plan after, or in the plan before where something is removed.
	Places []string `json:"places,omitempty"`
	// What says it in words.
	What kam.Text `json:"what"`
}

// edit is a change of one plan that is made as a whole.
type edit struct {
	// pair is the plan's place among those of the side before.
	pair  int
	spots []spot
	rule  Rule
	name  string
	what  []kam.Text
}

// forms are the ways in which a component pays: it has exactly one of them.
func forms() map[string]Rule {
	return map[string]Rule{"rate": RuleRate, "tiers": RuleTiers, "table": RuleTable, "curve": RuleCurve, "every": RuleEvery, "contest": RuleContest, "pool": RulePool}
}

// editsOf returns the differences of two plans that can change what is earned, in the order of the plan, each with what
// it makes no sense without: a way of paying and the one it replaces, and parts without names of a list that grows or shrinks.
func editsOf(pair int, before, after incentive.Plan) (edits []edit, aside []kam.Text, err error) {
	list, err := plandoc.Diff(before, after)
	if err != nil {
		return nil, nil, err
	}
	byGroup := map[string]int{}
	for _, d := range list {
		top := strings.FieldsFunc(strings.TrimPrefix(d.Path, "$."), func(r rune) bool { return r == '.' || r == '[' })[0]
		switch top {
		case "format", "id", "version", "title", "readings", "effective":
			continue // names and days; the days are widened on both sides
		case "measures", "components":
			if !d.Pays {
				continue // what people call it
			}
		case "payout":
			aside = append(aside, d.Message)
			continue
		}
		rule, name := about(d.Path, before, after, d.Kind)
		e := edit{pair: pair, spots: []spot{{d.Kind, d.Path}}, rule: rule, name: name, what: []kam.Text{d.Message}}
		group := groupOf(d, list)
		if i, ok := byGroup[group]; ok && group != "" {
			edits[i].spots = append(edits[i].spots, e.spots...)
			edits[i].what = append(edits[i].what, e.what...)
			continue
		}
		byGroup[group] = len(edits)
		edits = append(edits, e)
	}
	return edits, aside, nil
}

// groupOf names what a difference is made together with; empty when it stands alone.
func groupOf(d plandoc.Difference, list []plandoc.Difference) string {
	if form, ok := formOf(d.Path); ok && d.Kind != plandoc.Changed {
		return form
	}
	group := ""
	for _, o := range list {
		at := strings.LastIndexByte(o.Path, '[')
		if o.Kind == plandoc.Changed || at < 0 || !strings.HasSuffix(o.Path, "]") || strings.Contains(o.Before+o.After, `"name":`) || strings.Contains(o.Before+o.After, `"at":[`) {
			continue
		}
		if under := o.Path[:at]; strings.HasPrefix(d.Path, under+"[") && (group == "" || len(under) < len(group)) {
			group = under // the outermost list that grows or shrinks
		}
	}
	return group
}

// formOf returns the component whose way of paying a path is, as a whole.
func formOf(path string) (string, bool) {
	at := strings.LastIndexByte(path, '.')
	if _, ok := forms()[path[at+1:]]; !ok || strings.Count(path, ".") != 2 || !strings.HasPrefix(path, "$.components[") {
		return "", false
	}
	return path[:at] + " form", true
}

// about says which rule a path belongs to, and what the part of the plan is called.
func about(path string, before, after incentive.Plan, kind plandoc.Kind) (Rule, string) {
	parts := strings.Split(strings.TrimPrefix(path, "$."), ".")
	top, index, listed := strings.Cut(parts[0], "[")
	at, err := strconv.Atoi(strings.TrimSuffix(index, "]"))
	if err != nil || !listed {
		at = -1
	}
	of := after
	if kind == plandoc.Removed && len(parts) == 1 {
		of = before
	}
	switch top {
	case "credits":
		if at >= 0 && at < len(of.Credits) {
			return RuleCredit, of.Credits[at].Name
		}
		return RuleCredit, ""
	case "measures":
		if at >= 0 && at < len(of.Measures) {
			return RuleMeasure, of.Measures[at].Name
		}
		return RuleMeasure, ""
	case "components":
		name := ""
		if at >= 0 && at < len(of.Components) {
			name = of.Components[at].Name
		}
		if len(parts) == 1 {
			return RuleComponent, name
		}
		return ruleOf(parts[1]), name
	case "caps":
		return RulePlanCap, ""
	case "creditDate":
		return RuleCreditDate, ""
	}
	for _, r := range []Rule{RuleRounding, RuleRefunds, RuleOrder, RuleConversion, RuleProration, RuleCurrency} {
		if string(r) == top {
			return r, ""
		}
	}
	return RuleTogether, ""
}

// ruleOf is the rule of a member of a component.
func ruleOf(key string) Rule {
	key, _, _ = strings.Cut(key, "[")
	switch key {
	case "measure":
		return RuleMeasure
	case "when":
		return RuleCondition
	case "gates":
		return RuleGate
	case "multipliers":
		return RuleMultiplier
	case "caps":
		return RuleCap
	case "floors":
		return RuleFloor
	}
	if r, ok := forms()[key]; ok {
		return r
	}
	return RuleComponent
}

// change tells edits as one change.
func change(number int, edits []edit, plans []incentive.Plan) Change {
	c := Change{Number: number, Rule: edits[0].rule, Name: edits[0].name, Plan: plans[edits[0].pair].ID}
	texts := make([]kam.Text, 0, len(edits))
	for _, e := range edits {
		for _, s := range e.spots {
			c.Places = append(c.Places, s.path)
		}
		what := wording.Clauses(e.what)
		if e.pair != edits[0].pair {
			c.Plan = ""
		}
		if e.rule != c.Rule {
			c.Rule = RuleTogether
		}
		if e.name != c.Name {
			c.Name = ""
		}
		texts = append(texts, what)
	}
	c.What = wording.Clauses(texts)
	return c
}
