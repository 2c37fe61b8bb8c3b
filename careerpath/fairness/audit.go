package fairness

import (
	"maps"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/promotion"
	"github.com/kam-go/kam/internal/wording"
)

// StageID names a part of the way from the application to the seat.
type StageID string

// Stages, in the order of an [AuditReport].
const (
	// Overall: of those who applied, who was selected.
	Overall StageID = "overall"
	// Eligibility: of those who applied, who was let in by the criteria.
	Eligibility StageID = "eligibility"
	// Shortlist: of those who were let in, who was ranked.
	Shortlist StageID = "shortlist"
	// Seat: of those who were ranked, who was selected.
	Seat StageID = "seat"
)

// Stage is how the rates of a stage compare.
type Stage struct {
	ID StageID `json:"id"`
	Report
}

// AuditReport is what a promotion record shows when it is held against groups that the host states. It has counts and means
// of groups, and never a candidate. The zero value is of no record.
type AuditReport struct {
	Cycle   string `json:"cycle"`
	Version int    `json:"version"`
	// Rule is the rule with its defaults filled in.
	Rule Rule `json:"rule"`
	// People is how many are counted: those who applied and did not leave by their own wish. Ungrouped are those of whom no
	// group is stated; they are in no other number of this report.
	People    int `json:"people"`
	Ungrouped int `json:"ungrouped,omitzero"`
	// Stages are [Overall], [Eligibility], [Shortlist] and [Seat].
	Stages []Stage `json:"stages"`
	// Criteria and Judges are those whose effect differs most between groups first: those that are named, then by the
	// spread of the stage on which they act, then by name.
	Criteria []CriterionEffect `json:"criteria,omitempty"`
	Judges   []JudgeEffect     `json:"judges,omitempty"`
	// Pairs counts people with equal totals for one opening of whom one was selected and the other was not.
	Pairs []Pair `json:"pairs,omitempty"`
	// Findings are on criteria, judges and pairs; each stage has its own.
	Findings kam.Findings `json:"findings,omitempty"`
}

// Effect is what changes when something is left out and the record is replayed.
type Effect struct {
	Eligible StageEffect `json:"eligible"`
	Selected StageEffect `json:"selected"`
	// Undecided is how many people the replay leaves tied at the last seat, without a seat.
	Undecided int `json:"undecided,omitzero"`
}

// StageEffect is what changes in one rate, of those who applied.
type StageEffect struct {
	// Shifts has one entry per group, by name.
	Shifts []Shift `json:"shifts"`
	// Spread is how far the changes of the rates of two groups lie apart at most, from 0 to 2, among the groups that are judged:
	// 0 when leaving it out changes all rates alike. Rounded half up to [Places] decimal places.
	Spread decimal.Decimal `json:"spread"`
	// Turns are the judged groups that are below four fifths of the highest rate with it and not without it, or the other
	// way, by name.
	Turns []string `json:"turns,omitempty"`
}

// Shift is how many of a group come through with something and without it.
type Shift struct {
	Group   string `json:"group"`
	Pool    int    `json:"pool"`
	With    int    `json:"with"`
	Without int    `json:"without"`
}

// Pair counts pairs of people with equal totals for an opening: one of group Selected has a seat, one of group Other has none
// anywhere.
type Pair struct {
	Opening  string `json:"opening"`
	Selected string `json:"selected"`
	Other    string `json:"other"`
	Pairs    int    `json:"pairs"`
}

// Audit returns what a record shows of groups: the rates of each stage as [Compare] has them; for each criterion and each judge,
// the outcome replayed without it, and an exact test of whether it treats groups differently; and equal totals with unequal
// outcomes. Groups holds the group of each person; people who are not in it are counted as Ungrouped, and people who did
// not apply are no matter. Nothing is kept of it beyond the sums in the report.
//
// # When a criterion is named
//
// For each group that is judged, [Fisher] compares how many of it met the criterion with how many of all others. A criterion
// is named when the two-sided probability, adjusted by [Holm] for all criteria and groups, is below the level of the rule, and
// leaving the criterion out moves the rate of that group more than that of the others in the same sense. One that differs
// as much and moves nothing, because others exclude the same people, is reported and not named.
//
// # When a judge is named
//
// A judge's score of a candidate is compared with the mean score of the other judges of the same candidate in the same exercise,
// as a part of the scale; so what candidates are worth takes no part. A score counts as the judge gave it in person, whatever
// an objection or an appeal made of it. How strict the others are is in the difference, and so candidates are compared only
// where the same others judged them: [RankSum] compares the differences between each judged group and all others, with ranks
// within each set of others and their sums added up; for more than [MaxRanked] candidates, [Fisher] does, on how many lie
// below the median of their set, and for more than 2,000 in several sets that of the largest set. A judge of whom no set
// has enough candidates of a group and of others is not named, whatever the scores; see [JudgeEffect].
// The judge with the smallest two-sided probability, and of equals the one whose mean difference is largest, is named when
// the probability times the number of tests is below the level. Then the others are compared anew without the scores of
// that judge, until none is named. Of two judges that cannot be told apart, neither is named.
//
// Where no judge treats groups differently, one is named with at most the probability of the level; so it is with criteria.
//
// Errors are those of [promotion.Replay], and a [*kam.InvalidError] with the codes fairness.id, .too-few, .too-many, .reference,
// .share, .level and .least. Time grows with the number of criteria and judges times that of a replay.
func Audit(record promotion.Record, groups map[kam.Subject]string, rule Rule) (AuditReport, error) {
	state, err := promotion.Replay(record)
	if err != nil {
		return AuditReport{}, err
	}
	f := wording.Faults{Prefix: "fairness"}
	rule.check(&f, "$.rule")
	cycle, _ := record.Cycle()
	t := newTrial(cycle, state.Outcome(), groups, state.Frozen)
	t.check(&f, rule)
	if err := f.Err(); err != nil {
		return AuditReport{}, err
	}
	if err := t.replay(state); err != nil {
		return AuditReport{}, err
	}
	return t.audit(rule.filled()), nil
}

// check reports names of groups that are none, and more groups than a comparison takes.
func (t *trial) check(f *wording.Faults, rule Rule) {
	if !f.Count("$.groups", len(t.groups), 1, MaxGroups) {
		return
	}
	for _, name := range t.groups {
		f.ID(placeOf("group", name), name, nil)
	}
	if rule.Reference != "" && !slices.Contains(t.groups, rule.Reference) {
		f.Add("reference", "$.rule.reference", wording.Say("no candidate is of a group named %s", "没有候选人属于名为 %s 的组", wording.Quote(rule.Reference)),
			wording.Say("name one of the groups, or none for the one with the highest rate", "请填已有的组名，或留空以采用入选率最高的组"))
	}
}

// audit does the work of [Audit] once all replays are there.
func (t *trial) audit(rule Rule) AuditReport {
	r := AuditReport{Cycle: t.cycle, Version: t.version, Rule: rule, People: len(t.group) + t.ungrouped, Ungrouped: t.ungrouped}
	for _, s := range []struct {
		id       StageID
		from, to reach
	}{{Overall, applied, selected}, {Eligibility, applied, eligible}, {Shortlist, eligible, shortlisted}, {Seat, shortlisted, selected}} {
		groups := t.count(func(i int) bool { return t.actual.reach[i] >= s.from }, func(i int) bool { return t.actual.reach[i] >= s.to })
		r.Stages = append(r.Stages, Stage{ID: s.id, Report: compare(groups, rule)})
	}
	judged := map[int]bool{}
	for g, name := range t.groups {
		if l, ok := r.Stages[0].Line(name); ok && r.Stages[0].judged(l.Group) {
			judged[g] = true
		}
	}
	t.judged = judged
	t.rule = rule
	r.Criteria = t.criterionEffects()
	var undecided []kam.Finding
	r.Judges, undecided = t.judgeEffects()
	r.Pairs = t.pairs()
	r.Findings = t.find(r)
	for _, f := range undecided {
		r.Findings.Add(f)
	}
	return r
}

// count counts people by group.
func (t *trial) count(pool, chosen func(i int) bool) []Group {
	out := make([]Group, len(t.groups))
	for g, name := range t.groups {
		out[g].Name = name
	}
	for i, g := range t.group {
		if pool(i) {
			out[g].Pool++
			if chosen(i) {
				out[g].Selected++
			}
		}
	}
	return out
}

// pairs counts equal totals with unequal outcomes.
func (t *trial) pairs() []Pair {
	type key struct {
		opening         string
		selected, other int
	}
	counts := map[key]int{}
	for _, tie := range t.ties {
		for _, i := range tie.seated {
			for _, j := range tie.others {
				counts[key{tie.opening, t.group[i], t.group[j]}]++
			}
		}
	}
	out := make([]Pair, 0, len(counts))
	for k, n := range counts {
		out = append(out, Pair{Opening: k.opening, Selected: t.groups[k.selected], Other: t.groups[k.other], Pairs: n})
	}
	slices.SortFunc(out, comparePairs)
	return out
}

// names returns the names of a set of groups, sorted.
func (t *trial) names(set map[int]bool) []string {
	var out []string
	for _, g := range slices.Sorted(maps.Keys(set)) {
		out = append(out, t.groups[g])
	}
	return out
}
