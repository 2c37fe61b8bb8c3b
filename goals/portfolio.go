package goals

import (
	"fmt"
	"math/big"
	"slices"

	"github.com/kam-go/kam"
)

// maxPortfolio is how many goals of one person are looked at.
const maxPortfolio = 1000

// Limits are what a [Portfolio] is judged by. The zero value as a whole reads as [DefaultLimits]; a Limits with anything
// stated is used as it stands.
type Limits struct {
	// Least and Most bound the number of goals, both inclusive.
	Least int `json:"least"`
	Most  int `json:"most"`
	// Weight is the smallest weight of a goal, inclusive.
	Weight kam.Fraction `json:"weight"`
}

// DefaultLimits returns 1 to 8 goals, each with at least 5 % of the weight: limits of the house, without a source.
func DefaultLimits() Limits { return Limits{Least: 1, Most: 8, Weight: kam.Fraction{Num: 1, Den: 20}} }

// Portfolio returns how sound the goals of one person are together, taken to be live at the same time: their number is
// within the limits, their weights sum to exactly 1, none weighs less than the limit, the person answers for each, and
// no two are about one metric in overlapping periods and in scopes that overlap, [All] containing every scope. At most 1,000 are looked at.
//
// The findings are in [Report.Findings], with the codes portfolio.owner, portfolio.count, portfolio.weights,
// portfolio.weight, portfolio.overlap, portfolio.id and portfolio.input.
func Portfolio(owner string, all []Goal, l Limits) Report {
	r := Report{Goal: owner}
	add := func(severity kam.Severity, code, place string, message, remedy kam.Text, evidence ...kam.Evidence) {
		r.Findings.Add(kam.Finding{Code: "portfolio." + code, Severity: severity, Place: place, Message: message, Remedy: remedy, Evidence: evidence})
	}
	if l == (Limits{}) {
		l = DefaultLimits()
	}
	if len(all) > maxPortfolio {
		add(kam.Error, "count", "", say("%d goals are more than can be looked at", "共 %d 个目标，超出可检查的数量", len(all)),
			say("pass at most %d", "请不超过 %d 个", maxPortfolio), fact("goals", len(all)))
		return r
	}
	if l.Weight.Check() != nil || l.Least > l.Most {
		add(kam.Warning, "input", "limits", say("the limits cannot be used; the defaults were used instead", "限值无法使用，已改用默认值"),
			say("state a least number not above the most, and a weight of 0 to 1", "下限不得高于上限，权重须在 0 与 1 之间"))
		l = DefaultLimits()
	}
	if n := len(all); n < l.Least || n > l.Most {
		add(kam.Error, "count", "", say("%d goals are not %d to %d", "目标数 %d 不在 %d 至 %d 之间", n, l.Least, l.Most),
			say("merge goals, or leave the least important ones out", "请合并目标，或略去次要目标"), fact("goals", n), fact("least", l.Least), fact("most", l.Most))
	}
	weights, usable := new(big.Rat), true
	for i, g := range all {
		place := fmt.Sprintf("goals[%d]", i)
		if !slices.Contains(g.Owners, owner) {
			add(kam.Error, "owner", place, say("%q does not answer for %q", "%q 不是目标 %q 的负责人", clip(owner), clip(g.ID)),
				say("leave it out, or make the person its owner", "请移除该目标，或将此人设为负责人"), fact("goal", g.ID))
		}
		if g.Weight.Check() != nil || g.Weight.Num < 0 {
			usable = false
			add(kam.Error, "weight", place, say("the weight %d/%d of %q is no part of the whole", "目标 %[3]q 的权重 %[1]d/%[2]d 无效", g.Weight.Num, g.Weight.Den, clip(g.ID)),
				say("state a weight of 0 to 1", "权重须在 0 与 1 之间"), fact("goal", g.ID))
			continue
		}
		weights.Add(weights, g.Weight.Rat())
		if g.Weight.Cmp(l.Weight) < 0 {
			add(kam.Warning, "weight", place, say("%q weighs %s, less than %s", "目标 %q 的权重为 %s，低于 %s", clip(g.ID), g.Weight, l.Weight),
				say("give it more weight, or leave it out", "请提高其权重，或移除该目标"), fact("goal", g.ID), fact("weight", g.Weight), fact("least", l.Weight))
		}
	}
	if gap := new(big.Rat).Sub(big.NewRat(1, 1), weights); usable && len(all) > 0 && gap.Sign() != 0 {
		sum, missing := ratio(weights), ratio(gap)
		message := say("the weights sum to %s, %s less than 1", "权重合计为 %s，比 1 少 %s", sum, missing)
		if gap.Sign() < 0 {
			message = say("the weights sum to %s, %s more than 1", "权重合计为 %s，比 1 多 %s", sum, ratio(new(big.Rat).Neg(gap)))
		}
		add(kam.Error, "weights", "", message, say("let the weights sum to exactly 1", "请使权重合计恰为 1"), fact("sum", sum), fact("missing", missing))
	}
	for i, g := range all {
		for k, o := range all[:i] {
			place, evidence := fmt.Sprintf("goals[%d]", i), []kam.Evidence{fact("first", o.ID), fact("second", g.ID)}
			switch {
			case g.ID == o.ID:
				add(kam.Error, "id", place, say("%q is the ID of goal %d too", "%q 与第 %d 个目标（自 0 起）的标识相同", clip(g.ID), k),
					say("list each goal once", "每个目标只列一次"), evidence...)
			case g.Metric == o.Metric && g.Metric != "" && (g.Scope == o.Scope || sameScope(g, o, true)) && g.Period.Overlaps(o.Period):
				add(kam.Error, "overlap", place, say("%q and %q count the same metric in one scope at the same time", "目标 %q 与 %q 在同一时间就相同的指标与范围重复计算", clip(o.ID), clip(g.ID)),
					say("merge the two, or let one end before the other begins", "请合并两者，或使其期间不重叠"), evidence...)
			}
		}
	}
	return r
}

// ratio writes r in lowest terms, "1/3" or "-0.05"; a long one is rounded to a tenth of a percent.
func ratio(r *big.Rat) string {
	if places, exact := r.FloatPrec(); exact && places <= 6 {
		return r.FloatString(places)
	}
	if text := r.RatString(); len(text) <= 30 {
		return text
	}
	return "~" + percent(r)
}
