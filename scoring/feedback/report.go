package feedback

import (
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
)

// ReportSpec says which report is asked for. The zero value is none.
type ReportSpec struct {
	// ID is the host's own name of the report.
	ID string `json:"id"`
	// Subjects are whom it is about: one for a report to that person, several for one about a team, in which the group
	// [Self] has no line.
	Subjects []string `json:"subjects"`
	// On is the day of the report: responses given later are not in it.
	On kam.Day `json:"on"`
}

// Report is what was answered about subjects, without who answered it. What is hidden is in none of its fields. It is
// plain data; its lists are its own. [Report.Markdown] writes it for people.
type Report struct {
	ID       string   `json:"id"`
	Round    string   `json:"round"`
	Name     kam.Text `json:"name"`
	Subjects []string `json:"subjects"`
	On       kam.Day  `json:"on"`
	// Dimensions and their questions are in the order of the round.
	Dimensions []DimensionResult `json:"dimensions"`
	// Comments have a line for each group, in the order of the round.
	Comments []CommentLine `json:"comments,omitempty"`
}

// DimensionResult is the result of a dimension, with those of its questions.
//
// The mean of a line of a dimension is the plain mean of the line's means of the questions in which it is shown, Others
// and Overall those of the questions that have one, and Gap that of the questions that have one.
type DimensionResult struct {
	Result
	Scale     Scale    `json:"scale"`
	Questions []Result `json:"questions"`
}

// Result is what was answered to a question, or to those of a dimension.
type Result struct {
	ID   string   `json:"id"`
	Name kam.Text `json:"name"`
	// Lines has one for each group, or for what a [Merge] tells together, in the order of the round.
	Lines []Line `json:"lines"`
	// Others is the total over everybody but the subjects themselves: the mean of the means of the lines shown, by their
	// weights, renormalised. It is not valid when less than [RoundSpec.LeastOverall] raters stand behind those lines,
	// or when their weights are all 0.
	Others decimal.NullDecimal `json:"others,omitzero"`
	// Overall is the same with the subject's own answer by the weight of [Self]; equal to Others where that is 0.
	Overall decimal.NullDecimal `json:"overall,omitzero"`
	// Gap is the subject's own answer less Others; not valid while either is unknown.
	Gap decimal.NullDecimal `json:"gap,omitzero"`
	// Sight says what the gap means.
	Sight Sight `json:"sight,omitempty"`

	others, overall, gap *big.Rat
}

// Sight says how somebody's own view stands to that of others. The zero value says that it is not known.
type Sight string

// Sights. One level is [Scale.Level]; a gap of just one level counts.
const (
	// BlindSpot: the subject's answer is at least one level above that of the others.
	BlindSpot Sight = "blind-spot"
	// HiddenStrength: it is at least one level below.
	HiddenStrength Sight = "hidden-strength"
	// InLine: it is less than one level off.
	InLine Sight = "in-line"
)

// Report returns what may be told about subjects, and the entry of the ledger that says what was. The ledger holds all
// earlier publications of the round, whoever they were for, in any order; [Publish] says what is withheld.
//
// Store the publication before the report is handed out, in a store that keeps one publication for each sequence: of two
// reports made at the same time from the same ledger, the second is then refused and made again. A report that was not
// stored could be the one that a later report is differenced with.
//
// The error is an [*kam.InvalidError] with every fault of the request and the ledger, or wraps [ErrRevised] or
// [ErrSize]; of the zero value of Answers it is [ErrNotCollected].
func (a *Answers) Report(spec ReportSpec, ledger []Publication) (*Report, Publication, error) {
	if a == nil || a.round == nil {
		return nil, Publication{}, ErrNotCollected
	}
	if err := a.checkReport(spec, ledger); err != nil {
		return nil, Publication{}, err
	}
	d := a.draft(spec)
	verdict, err := Publish(a.round.thresholds, ledger, d.candidates())
	if err != nil {
		return nil, Publication{}, err
	}
	p := Publication{Round: a.round.spec.ID, Report: spec.ID, Sequence: 1, On: spec.On, Aggregates: d.judge(verdict)}
	for _, earlier := range ledger {
		p.Sequence = max(p.Sequence, earlier.Sequence+1)
	}
	return d.report(spec), p, nil
}

func (a *Answers) checkReport(spec ReportSpec, ledger []Publication) error {
	c := checker{}
	c.id("$.id", spec.ID)
	c.day("$.on", spec.On)
	if c.list("$.subjects", len(spec.Subjects), 1, MaxSubjects) {
		seen := map[string]bool{}
		for i, id := range spec.Subjects {
			c.newID(at("$.subjects", i), id, seen)
			if !a.round.subjects[id] {
				c.unknown("subject", at("$.subjects", i), id, say("the round's subjects", "本轮评价对象"))
			}
		}
	}
	for i, p := range ledger {
		if p.Round != a.round.spec.ID {
			c.add("round", at("$.ledger", i)+".round",
				say("the publication belongs to the round %s", "该发布记录属于轮次 %s", quote(p.Round)),
				say("use the ledger of %s", "请使用轮次 %s 的发布记录", quote(a.round.spec.ID)))
		}
	}
	return c.found.Err()
}

// report writes what was judged.
func (d *draft) report(spec ReportSpec) *Report {
	r := d.round
	out := &Report{
		ID: spec.ID, Round: r.spec.ID, Name: r.spec.Name, Subjects: slices.Sorted(slices.Values(spec.Subjects)), On: spec.On,
	}
	for _, dim := range r.spec.Dimensions {
		result := DimensionResult{Scale: dim.Scale}
		var parts []*tally
		for _, q := range dim.Questions {
			lines := d.tallies[r.place[q.ID]]
			x := Result{ID: q.ID, Name: q.Text, Lines: d.lines(lines)}
			d.totals(&x, lines)
			x.finish(dim.Scale)
			result.Questions = append(result.Questions, x)
			parts = append(parts, lines...)
		}
		result.Result = Result{ID: dim.ID, Name: dim.Name, Lines: d.summary(parts)}
		result.others = meanOf(result.Questions, func(x Result) *big.Rat { return x.others })
		result.overall = meanOf(result.Questions, func(x Result) *big.Rat { return x.overall })
		result.gap = meanOf(result.Questions, func(x Result) *big.Rat { return x.gap })
		result.finish(dim.Scale)
		out.Dimensions = append(out.Dimensions, result)
	}
	out.Comments = d.commentLines()
	return out
}

// finish rounds the totals and says what the gap means.
func (x *Result) finish(s Scale) {
	x.Others, x.Overall, x.Gap = rounded(x.others), rounded(x.overall), rounded(x.gap)
	if x.gap == nil {
		return
	}
	level := s.level().Rat()
	switch {
	case x.gap.Cmp(level) >= 0:
		x.Sight = BlindSpot
	case x.gap.Cmp(new(big.Rat).Neg(level)) <= 0:
		x.Sight = HiddenStrength
	default:
		x.Sight = InLine
	}
}

// meanOf returns the mean of what is known of results, nil when nothing is.
func meanOf(results []Result, what func(Result) *big.Rat) *big.Rat {
	var known []*big.Rat
	for _, x := range results {
		if v := what(x); v != nil {
			known = append(known, v)
		}
	}
	return mean(known)
}

// mean returns the plain mean, nil of nothing.
func mean(values []*big.Rat) *big.Rat {
	if len(values) == 0 {
		return nil
	}
	total := new(big.Rat)
	for _, v := range values {
		total.Add(total, v)
	}
	return total.Quo(total, new(big.Rat).SetInt64(int64(len(values))))
}
