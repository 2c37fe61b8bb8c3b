package goals

import (
	"fmt"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/internal/wording"
)

// maxReadings is how many readings of a period are counted at most.
const maxReadings = 1000

// Letter is one of the five of SMART.
type Letter string

// The letters, in their order.
const (
	Specific   Letter = "S"
	Measurable Letter = "M"
	Achievable Letter = "A"
	Relevant   Letter = "R"
	Timely     Letter = "T"
)

// Verdict says how a goal stands by one letter. The zero value is none.
type Verdict string

// Verdicts.
const (
	// Met: everything that was judged is as it should be, and nothing needed was missing.
	Met Verdict = "met"
	// Doubtful: there are warnings and no errors.
	Doubtful Verdict = "doubtful"
	// Failed: there is at least one error.
	Failed Verdict = "failed"
	// UnknownVerdict: there is no fault, and something needed to judge was not given.
	UnknownVerdict Verdict = "unknown"
)

// LetterReport is the judgement by one letter.
type LetterReport struct {
	Letter  Letter  `json:"letter"`
	Verdict Verdict `json:"verdict"`
	// Findings are errors, warnings, and as information what the judgement rests on, in the order of checking.
	Findings kam.Findings `json:"findings,omitempty"`
}

// Report says how SMART a goal is, or how sound a portfolio. It is a value; the zero value is an empty report.
type Report struct {
	// Goal is the ID of the goal, or the owner of a portfolio.
	Goal string `json:"goal"`
	// Title is what people call the goal where that is not its ID: as [Situation.Names] says, else the goal's own title.
	Title kam.Text `json:"title,omitzero"`
	// AsOf is the day as of which it was judged.
	AsOf kam.Day `json:"asOf,omitzero"`
	// Letters are the five letters in order; none for a portfolio.
	Letters []LetterReport `json:"letters,omitempty"`
	// Findings are those about the portfolio, or about what was given to judge by and could not be used.
	Findings kam.Findings `json:"findings,omitempty"`
}

// Letter returns the judgement by l, zero when r has none.
func (r Report) Letter(l Letter) LetterReport {
	for _, one := range r.Letters {
		if one.Letter == l {
			return one
		}
	}
	return LetterReport{}
}

// Verdict returns the worst verdict of the letters and findings: failed, doubtful, unknown, met.
func (r Report) Verdict() Verdict {
	worst := verdictOf(r.Findings, false)
	for _, v := range []Verdict{UnknownVerdict, Doubtful, Failed} {
		if slices.ContainsFunc(r.Letters, func(l LetterReport) bool { return l.Verdict == v }) && rank(v) > rank(worst) {
			worst = v
		}
	}
	return worst
}

// All returns every finding, those of the letters first, in order.
func (r Report) All() kam.Findings {
	var all kam.Findings
	for _, l := range r.Letters {
		all.Merge(l.Findings)
	}
	all.Merge(r.Findings)
	return all
}

func rank(v Verdict) int { return slices.Index([]Verdict{Met, UnknownVerdict, Doubtful, Failed}, v) }

// verdictOf returns the verdict that findings amount to, when something needed was missing or not.
func verdictOf(found kam.Findings, missing bool) Verdict {
	switch {
	case found.HasErrors():
		return Failed
	case slices.ContainsFunc(found, func(f kam.Finding) bool { return f.Severity == kam.Warning }):
		return Doubtful
	case missing:
		return UnknownVerdict
	}
	return Met
}

// judging collects the findings by one letter.
type judging struct {
	letter  Letter
	found   kam.Findings
	missing bool // something needed to judge was not given
}

// code returns the full code: smart.s.owner.
func (j *judging) code(code string) string { return fmt.Sprintf("smart.%c.%s", j.letter[0]|0x20, code) }

func (j *judging) add(severity kam.Severity, code, place string, message, remedy kam.Text, evidence ...kam.Evidence) {
	j.found.Add(kam.Finding{Code: j.code(code), Severity: severity, Place: place, Message: message, Remedy: remedy, Evidence: evidence})
}

func (j *judging) fail(code, place string, message, remedy kam.Text, evidence ...kam.Evidence) {
	j.add(kam.Error, code, place, message, remedy, evidence...)
}

func (j *judging) doubt(code, place string, message, remedy kam.Text, evidence ...kam.Evidence) {
	j.add(kam.Warning, code, place, message, remedy, evidence...)
}

// note states what a judgement rests on.
func (j *judging) note(code, place string, message kam.Text, evidence ...kam.Evidence) {
	j.add(kam.Info, code, place, message, kam.Text{}, evidence...)
}

// lack states that something needed to judge was not given.
func (j *judging) lack(code, place string, message, remedy kam.Text) {
	j.missing = true
	j.add(kam.Info, code, place, message, remedy)
}

func (j *judging) report() LetterReport {
	return LetterReport{Letter: j.letter, Verdict: verdictOf(j.found, j.missing), Findings: j.found}
}

// value writes a value of the goal for a message: money as every document does, other numbers in plain notation.
func (j *judged) value(d decimal.Decimal) string {
	if j.goal.Currency == "" {
		return num.Format(d)
	}
	return wording.Money(d, j.goal.Currency)
}

// fact is one piece of evidence; numbers are written in plain notation.
func fact(name string, value any) kam.Evidence {
	if d, ok := value.(decimal.Decimal); ok {
		return kam.Evidence{Name: name, Value: num.Format(d)}
	}
	return kam.Evidence{Name: name, Value: clip(fmt.Sprint(value))}
}

// Check returns how SMART g is in situation s, judged by the bands b: a verdict and findings for each letter, in the
// order S, M, A, R, T, each finding with the numbers it rests on and a remedy. It never fails: what is wrong or missing
// in g is what it reports, and what of s or b cannot be used is left out, with a warning in [Report.Findings].
//
// Only what is there is judged. A letter that lacks something needed, and has no fault, is [UnknownVerdict]; the package
// lists the codes. The same arguments give the same report.
func Check(g Goal, s Situation, b Bands) Report {
	j := newJudged(g, s, b)
	letters := []LetterReport{j.specific(), j.measurable(), j.achievable(), j.relevant(), j.timely()}
	report := Report{Goal: g.ID, AsOf: s.AsOf, Letters: letters, Findings: j.input}
	report.Title = j.goal.Title
	if s.Names.Known(g.ID) {
		name := s.Names.Of(g.ID)
		report.Title = kam.Text{EN: name, ZH: name}
	}
	return report
}
