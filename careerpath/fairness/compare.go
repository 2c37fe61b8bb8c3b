package fairness

import (
	"cmp"
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/wording"
)

// Verdict is what a comparison comes to. The zero value is none.
type Verdict string

// Verdicts. "Below" is below four fifths of the reference's rate; "significant" is a difference that chance alone makes with
// a probability below the level of the [Rule].
const (
	// Reference: the others are compared with this group.
	Reference Verdict = "reference"
	// Passes: neither below nor significant.
	Passes Verdict = "passes"
	// Adverse: below and significant.
	Adverse Verdict = "adverse"
	// BelowFourFifths: below, but not significant: the sample is too small to rule out chance.
	BelowFourFifths Verdict = "below-four-fifths"
	// Significant: not below, but the lower rate is significant, as it is of small differences among many people.
	Significant Verdict = "significant"
	// Inconclusive: below, but one selection decides who is behind, see [FlipFlop].
	Inconclusive Verdict = "inconclusive"
	// NotJudged: the group, or what it would be compared with, is too small, or nobody of the reference was selected.
	NotJudged Verdict = "not-judged"
)

// Flagged returns whether v asks for somebody to look: [Adverse], [BelowFourFifths] and [Significant] do.
func (v Verdict) Flagged() bool { return v == Adverse || v == BelowFourFifths || v == Significant }

// Line is what was found of one group. Statistics are rounded half up to [Places] decimal places, a probability of 0 is
// less than half a unit of the last one, and what is unknown is not valid. The zero value is a line of nobody.
type Line struct {
	Group
	Verdict Verdict `json:"verdict"`
	// Rate is the part of the pool that was selected.
	Rate decimal.NullDecimal `json:"rate,omitzero"`
	// Ratio is [ImpactRatio], Odds is [OddsRatio], both against the reference, and Z is [ZOf].
	Ratio decimal.NullDecimal `json:"ratio,omitzero"`
	Odds  decimal.NullDecimal `json:"odds,omitzero"`
	Z     decimal.NullDecimal `json:"z,omitzero"`
	// BeyondTwo says that the group lies more than two standard deviations from the reference, on either side.
	BeyondTwo bool `json:"beyondTwo,omitzero"`
	// OneSided and TwoSided are those of [Fisher], Adjusted is TwoSided by [Holm] among all groups judged. They are not valid
	// for more than [MaxTable] people, where BeyondTwo decides what is significant.
	OneSided decimal.NullDecimal `json:"oneSided,omitzero"`
	TwoSided decimal.NullDecimal `json:"twoSided,omitzero"`
	Adjusted decimal.NullDecimal `json:"adjusted,omitzero"`
	// Expected is how many would be selected at the rate of the group and the reference together.
	Expected decimal.NullDecimal `json:"expected,omitzero"`
	// Shortage is [Shortage], FlipFlop is [FlipFlop].
	Shortage int  `json:"shortage,omitzero"`
	FlipFlop bool `json:"flipFlop,omitzero"`
}

// Report compares the selection rates of groups. It is a value and holds counts only. The zero value is of no groups.
type Report struct {
	// Rule is the rule with its defaults filled in.
	Rule Rule `json:"rule"`
	// Total has everybody; its Name is empty.
	Total Group `json:"total"`
	// Reference is the group the others are compared with; empty when none is large enough to be judged. Tied are the
	// other groups with the same highest rate, by name.
	Reference string   `json:"reference,omitzero"`
	Tied      []string `json:"tied,omitempty"`
	// Lines has one entry per group, by name.
	Lines []Line `json:"lines"`
	// Findings tells what is worth a look, in the order of the lines; warnings ask for action.
	Findings kam.Findings `json:"findings,omitempty"`
}

// Line returns the line of a group; false when there is none of that name.
func (r Report) Line(name string) (Line, bool) {
	at, found := slices.BinarySearchFunc(r.Lines, name, func(l Line, name string) int { return cmp.Compare(l.Name, name) })
	if !found {
		return Line{}, false
	}
	return r.Lines[at], true
}

// Flagged returns the names of the groups whose verdict is [Verdict.Flagged], by name.
func (r Report) Flagged() []string {
	var out []string
	for _, l := range r.Lines {
		if l.Verdict.Flagged() {
			out = append(out, l.Name)
		}
	}
	return out
}

// Compare returns how the selection rates of groups compare, by a rule. The order of the groups changes nothing.
//
// All faults come at once in a [*kam.InvalidError], with the codes fairness.id, .twice, .count, .too-few, .too-many,
// .reference, .share, .level and .least.
func Compare(groups []Group, rule Rule) (Report, error) {
	f := wording.Faults{Prefix: "fairness"}
	rule.check(&f, "$.rule")
	checkGroups(&f, groups, rule)
	if err := f.Err(); err != nil {
		return Report{}, err
	}
	return compare(groups, rule.filled()), nil
}

// compare does the work of [Compare] for groups and a rule that were checked.
func compare(groups []Group, rule Rule) Report {
	r := Report{Rule: rule, Lines: make([]Line, len(groups))}
	for i, g := range groups {
		r.Lines[i] = Line{Group: g, Verdict: NotJudged}
		r.Lines[i].Rate = rounded(g.Rate())
		r.Total.Selected += g.Selected
		r.Total.Pool += g.Pool
	}
	slices.SortFunc(r.Lines, func(a, b Line) int { return cmp.Compare(a.Name, b.Name) })
	r.choose()
	if reference, ok := r.Line(r.Reference); ok && reference.Verdict == Reference {
		r.judge(reference.Group)
	}
	r.Findings = r.find()
	return r
}

// judged tells whether a group is large enough: at least MinPool people, and at least MinShare of all.
func (r *Report) judged(g Group) bool {
	return g.Pool >= r.Rule.MinPool && ratio(g.Pool, max(r.Total.Pool, 1)).Cmp(r.Rule.MinShare.Rat()) >= 0
}

// choose finds the reference and its ties.
func (r *Report) choose() {
	best := -1
	for i, l := range r.Lines {
		if r.Rule.Reference != "" {
			if l.Name == r.Rule.Reference {
				r.Reference, best = l.Name, i
			}
			continue
		}
		if r.judged(l.Group) && (best < 0 || cmp.Or(byRate(l.Group, r.Lines[best].Group), cmp.Compare(l.Pool, r.Lines[best].Pool)) > 0) {
			r.Reference, best = l.Name, i
		}
	}
	if best < 0 || !r.judged(r.Lines[best].Group) {
		return
	}
	r.Lines[best].Verdict = Reference
	if r.Rule.Reference != "" {
		return
	}
	for i, l := range r.Lines {
		if i != best && r.judged(l.Group) && byRate(l.Group, r.Lines[best].Group) == 0 {
			r.Tied = append(r.Tied, l.Name)
		}
	}
}

// byRate compares the rates of two groups with people in them.
func byRate(a, b Group) int {
	return cmp.Compare(int64(a.Selected)*int64(b.Pool), int64(b.Selected)*int64(a.Pool))
}

// judge compares every group that is large enough with the reference.
func (r *Report) judge(reference Group) {
	var at []int
	var exact []*big.Rat
	beyond := map[int]bool{}
	for i := range r.Lines {
		l := &r.Lines[i]
		if l.Verdict == Reference || !r.judged(l.Group) {
			continue
		}
		l.Ratio = rounded(ImpactRatio(l.Group, reference))
		l.Odds = rounded(OddsRatio(l.Group, reference))
		l.Expected = rounded(expected(l.Group, reference), true)
		if z, ok := ZOf(l.Group, reference); ok {
			l.Z = decimal.NewNullDecimal(z.Decimal(Places))
			l.BeyondTwo = z.Beyond(2)
		}
		l.Shortage = Shortage(l.Group, reference)
		l.FlipFlop = FlipFlop(l.Group, reference)
		if p, err := Fisher(l.Group, reference); err == nil {
			l.OneSided, l.TwoSided = rounded(p.OneSided(), true), rounded(p.TwoSided, true)
			at, exact = append(at, i), append(exact, p.TwoSided)
		} else {
			beyond[i] = l.BeyondTwo
		}
		if reference.Selected > 0 {
			l.Verdict = Passes // until the probability is known
		}
	}
	adjusted := Holm(exact)
	significant := beyond
	for j, i := range at {
		r.Lines[i].Adjusted = rounded(adjusted[j], true)
		p := exact[j]
		if r.Rule.Holm {
			p = adjusted[j]
		}
		significant[i] = below(p, r.Rule.Level)
	}
	for i := range r.Lines {
		if l := &r.Lines[i]; l.Verdict == Passes {
			l.Verdict = verdict(l.Group, reference, significant[i])
		}
	}
}

func verdict(g, reference Group, significant bool) Verdict {
	switch behind := byRate(g, reference) < 0; {
	case !FourFifths(g, reference) && behind && significant:
		return Significant
	case !FourFifths(g, reference):
		return Passes
	case FlipFlop(g, reference):
		return Inconclusive
	case significant:
		return Adverse
	}
	return BelowFourFifths
}

// expected returns how many of g would be selected at the rate of both.
func expected(g, reference Group) *big.Rat {
	e := ratio(g.Selected+reference.Selected, g.Pool+reference.Pool)
	return e.Mul(e, ratio(g.Pool, 1))
}
