package fairness

import (
	"cmp"
	"fmt"
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/internal/wording"
)

// JudgeEffect is how one judge treats groups.
type JudgeEffect struct {
	Judge kam.Subject `json:"judge"`
	// Groups has, by name, the groups of which the judge and another judge scored somebody.
	Groups []JudgeGroup `json:"groups,omitempty"`
	// Without is what changes without the judge's scores.
	Without Effect `json:"without"`
	// Group is the group that differs most from all others, empty when there were too few to test; Behind says that the judge
	// scores it lower, next to the other judges, than all others.
	Group  string `json:"group,omitzero"`
	Behind bool   `json:"behind,omitzero"`
	// Difference is the mean of Group less that of all others, among candidates with the same other judges, in hundredths of
	// the scale; sets of other judges count by the product of both numbers of candidates by their sum.
	Difference decimal.NullDecimal `json:"difference,omitzero"`
	// Probability is the two-sided one of the test for Group; Adjusted is it times the number of tests when the judge's turn
	// came, at most 1, see [Audit].
	Probability decimal.NullDecimal `json:"probability,omitzero"`
	Adjusted    decimal.NullDecimal `json:"adjusted,omitzero"`
	// TooFew says that no scores whatsoever could have named the judge: there are too few candidates. Alone says that it cannot
	// be told, since no other judge is left who scored the same candidates; Unlike, that it cannot be told, since the
	// candidates of a group were scored by other judges than those of the others.
	TooFew bool `json:"tooFew,omitzero"`
	Alone  bool `json:"alone,omitzero"`
	Unlike bool `json:"unlike,omitzero"`
	Named  bool `json:"named,omitzero"`
}

// JudgeGroup is how a judge scores the candidates of a group next to the other judges.
type JudgeGroup struct {
	Group      string `json:"group"`
	Candidates int    `json:"candidates"`
	// Mean is the judge's score less the mean of the other judges of the same candidate in the same exercise, in hundredths of
	// the scale: the mean over exercises, then over candidates. Means of groups with unlike other judges are not comparable.
	// Rounded half up to [Places] decimal places.
	Mean decimal.Decimal `json:"mean"`
}

// judgeTest is one comparison of a group with all others in the differences of a judge.
type judgeTest struct {
	judge, group int
	p            *big.Rat
	// difference is the mean of the group less that of all others.
	difference *big.Rat
	// least is a bound of the probability: with so many candidates it cannot be lower.
	least *big.Rat
}

// judgeEffects tests every judge, names one after the other, and orders them. It returns what it cannot decide.
func (t *trial) judgeEffects() ([]JudgeEffect, []kam.Finding) {
	out := make([]JudgeEffect, len(t.judges))
	open := map[int]bool{}
	for j, x := range t.judges {
		out[j] = JudgeEffect{Judge: x.judge, Without: t.effect(x.without)}
		open[j] = true
	}
	var undecided []kam.Finding
	for len(open) > 0 {
		tests := t.judgeTests(open)
		t.note(out, tests, open)
		if len(tests) == 0 {
			break
		}
		slices.SortStableFunc(tests, compareTests)
		best := tests[0]
		if p := times(best.p, len(tests)); !below(p, t.rule.Level) {
			break
		}
		if rival := slices.IndexFunc(tests, func(x judgeTest) bool { return x.judge != best.judge && compareTests(x, best) == 0 }); rival > 0 {
			undecided = append(undecided, t.apart(best, tests[rival]))
			break
		}
		out[best.judge].Named = true
		delete(open, best.judge)
	}
	slices.SortStableFunc(out, func(a, b JudgeEffect) int {
		return cmp.Or(first(a.Named, b.Named), b.Without.Selected.Spread.Cmp(a.Without.Selected.Spread),
			b.Without.Eligible.Spread.Cmp(a.Without.Eligible.Spread), cmp.Compare(a.Judge.Kind, b.Judge.Kind), cmp.Compare(a.Judge.ID, b.Judge.ID))
	})
	return out, undecided
}

// compareTests puts the smallest probability first, and of equal ones the largest difference.
func compareTests(a, b judgeTest) int {
	return cmp.Or(a.p.Cmp(b.p), new(big.Rat).Abs(b.difference).Cmp(new(big.Rat).Abs(a.difference)))
}

// times returns a probability times a number of tests, at most 1.
func times(p *big.Rat, n int) *big.Rat {
	out := new(big.Rat).Mul(p, ratio(n, 1))
	if one := ratio(1, 1); out.Cmp(one) > 0 {
		return one
	}
	return out
}

// note writes the figures of the judges that are still open, next to each other only.
func (t *trial) note(out []JudgeEffect, tests []judgeTest, open map[int]bool) {
	panel := t.panelScores(open)
	for j := range open {
		e := JudgeEffect{Judge: out[j].Judge, Without: out[j].Without}
		apart := t.differences(j, panel)
		byGroup := make([][]*big.Rat, len(t.groups))
		for _, d := range apart {
			byGroup[t.group[d.candidate]] = append(byGroup[t.group[d.candidate]], d.by)
		}
		for g, list := range byGroup {
			if len(list) > 0 {
				e.Groups = append(e.Groups, JudgeGroup{Group: t.groups[g], Candidates: len(list), Mean: hundredfold(mean(list))})
			}
		}
		var best *judgeTest
		told := false
		for i := range tests {
			x := &tests[i]
			if x.judge != j {
				continue
			}
			if below(times(x.least, len(tests)), t.rule.Level) {
				told = true
			}
			if best == nil || compareTests(*x, *best) < 0 {
				best = x
			}
		}
		if best != nil {
			e.Group, e.Behind = t.groups[best.group], best.difference.Sign() < 0
			e.Difference = decimal.NewNullDecimal(hundredfold(best.difference))
			e.Probability, e.Adjusted = rounded(best.p, true), rounded(times(best.p, len(tests)), true)
		}
		switch {
		case told:
		case len(apart) == 0:
			e.Alone = true
		case t.wouldTell(apart, len(tests)):
			e.Unlike = true
		default:
			e.TooFew = true
		}
		out[j] = e
	}
}

// wouldTell reports whether it is who judged whom that keeps a judge from being tested: scores of so many candidates could
// name the judge if the same others had judged all of them, or the judge scored none of all others.
func (t *trial) wouldTell(apart []difference, tests int) bool {
	mixed := false
	for g := range t.judged {
		one := layer{}
		for _, d := range apart {
			if t.group[d.candidate] == g {
				one.own = append(one.own, d.by)
			} else {
				one.rest = append(one.rest, d.by)
			}
		}
		if !one.tells() {
			continue
		}
		mixed = true
		least := new(big.Rat).SetFrac(big.NewInt(1), new(big.Int).Binomial(int64(one.size()), int64(len(one.own))))
		if below(times(least, max(1, tests)), t.rule.Level) {
			return true
		}
	}
	return !mixed && len(t.judged) > 0
}

// judgeTests compares each judged group with all others, for each judge that is open.
func (t *trial) judgeTests(open map[int]bool) []judgeTest {
	var out []judgeTest
	panel := t.panelScores(open)
	for j := range t.judges {
		if !open[j] {
			continue
		}
		apart := t.differences(j, panel)
		var tests []judgeTest
		for g := range t.groups {
			if !t.judged[g] {
				continue
			}
			layers := t.layers(apart, g)
			if p, least := compareLayers(layers); p != nil {
				tests = append(tests, judgeTest{judge: j, group: g, p: p, difference: layeredDifference(layers), least: least})
			}
		}
		if len(t.groups) == 2 && len(tests) == 2 {
			at := 0
			if tests[1].difference.Sign() < 0 {
				at = 1
			}
			tests = tests[at : at+1]
		}
		out = append(out, tests...)
	}
	return out
}

// panelScore is the sum of the scores that open judges gave a candidate in an exercise, and who they are, in their order.
type panelScore struct {
	sum    *big.Rat
	judges []int
}

// panelScores adds up the scores of the judges that are open.
func (t *trial) panelScores(open map[int]bool) map[task]panelScore {
	out := map[task]panelScore{}
	for j, x := range t.judges {
		if !open[j] {
			continue
		}
		for at, score := range x.scores {
			p, ok := out[at]
			if !ok {
				p.sum = new(big.Rat)
			}
			p.sum.Add(p.sum, score)
			p.judges = append(p.judges, j)
			out[at] = p
		}
	}
	return out
}

// difference is how far a judge's scores of a candidate lie from the mean of the others, and who these are.
type difference struct {
	candidate int
	by        *big.Rat
	others    string // by exercise; only differences with the same others may be compared
}

// differences returns those of an open judge from the mean of the other open judges, one for each candidate that the judge
// and another scored in the same exercise, in the order of candidates. How strict the others are is in the difference, so
// that it depends on who they are.
func (t *trial) differences(j int, panel map[task]panelScore) []difference {
	tasks := make([][]int, len(t.group)) // of each candidate, the exercises
	for at := range t.judges[j].scores {
		if len(panel[at].judges) > 1 {
			tasks[at.candidate] = append(tasks[at.candidate], at.exercise)
		}
	}
	var out []difference
	for i, exercises := range tasks {
		if len(exercises) == 0 {
			continue
		}
		slices.Sort(exercises)
		d := difference{candidate: i, by: new(big.Rat)}
		for _, e := range exercises {
			p, n := panel[task{e, i}], len(panel[task{e, i}].judges)
			// x - (sum - x) / (n - 1) = (n x - sum) / (n - 1)
			apart := new(big.Rat).Mul(t.judges[j].scores[task{e, i}], ratio(n, 1))
			d.by.Add(d.by, apart.Sub(apart, p.sum).Quo(apart, ratio(n-1, 1)))
			d.others += fmt.Sprint(e, p.judges)
		}
		d.by.Quo(d.by, ratio(len(exercises), 1))
		out = append(out, d)
	}
	return out
}

// layers parts differences by who the others are, those of a group and those of all others, in the order of candidates.
func (t *trial) layers(list []difference, group int) []layer {
	var out []layer
	at := map[string]int{}
	for _, d := range list {
		n, there := at[d.others]
		if !there {
			n = len(out)
			at[d.others] = n
			out = append(out, layer{})
		}
		if t.group[d.candidate] == group {
			out[n].own = append(out[n].own, d.by)
		} else {
			out[n].rest = append(out[n].rest, d.by)
		}
	}
	return out
}

// apart tells that two judges differ from each other, and that it cannot be told which of them treats a group differently.
func (t *trial) apart(a, b judgeTest) kam.Finding {
	one, other := t.judges[a.judge].judge, t.judges[b.judge].judge
	return finding(kam.Warning, "judges-apart", placeOf("judge", one.ID),
		wording.Say("%s and %s score %s differently from each other, by %s hundredths of the scale, with a probability of %s by chance; which of them does so cannot be told",
			"%s与%s对%s的评分存在差异，相差量表的 %s%%，偶然出现的概率为 %s，但无法判断是哪一位评委造成的",
			nameOf(one.ID), nameOf(other.ID), nameOf(t.groups[a.group]), num.Format(hundredfold(new(big.Rat).Abs(a.difference))), probability(rounded(a.p, true))),
		wording.Say("let a third judge score the same candidates", "请由第三位评委对同一批候选人评分"))
}

// mean returns the mean of at least one value, as a new ratio.
func mean(list []*big.Rat) *big.Rat {
	sum := new(big.Rat)
	for _, x := range list {
		sum.Add(sum, x)
	}
	return sum.Quo(sum, ratio(len(list), 1))
}

// median returns the median of at least one value: the mean of the middle two of an even number.
func median(list []*big.Rat) *big.Rat {
	order := rising(list)
	low, high := list[order[(len(list)-1)/2]], list[order[len(list)/2]]
	m := new(big.Rat).Add(low, high)
	return m.Quo(m, ratio(2, 1))
}

// hundredfold returns a part of a scale in hundredths, rounded.
func hundredfold(r *big.Rat) decimal.Decimal {
	return num.RoundRat(new(big.Rat).Mul(r, ratio(100, 1)), Places, num.HalfUp)
}
