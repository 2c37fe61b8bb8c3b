package promotion

import (
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/criteria"
	"github.com/kam-go/kam/internal/strictjson"
)

// Outcome is what follows from all that is recorded: who is ranked where and who gets a seat, with every figure on the
// way. It is plain data, complete and in a fixed order: openings as in the cycle, rankings by rank and then by person,
// candidates by kind and ID. Whether a seat was taken up is not part of it; see [State.Seats].
type Outcome struct {
	Format  int    `json:"format"`
	Cycle   string `json:"cycle"`
	Version int    `json:"version"`
	// Hash is that of the cycle.
	Hash string `json:"hash"`
	// Without is what was left out; the zero value is nothing.
	Without Leave `json:"without,omitzero"`
	// Judges are the panel with the names that the cycle gives them, by kind and ID, those who were added included.
	Judges     []Judge            `json:"judges"`
	Openings   []OpeningOutcome   `json:"openings"`
	Candidates []CandidateOutcome `json:"candidates"`
}

// OpeningOutcome is the ranking for one opening.
type OpeningOutcome struct {
	Opening string   `json:"opening"`
	Name    kam.Text `json:"name"`
	// Seats is how many there are, those that upheld objections and appeals added included.
	Seats   int      `json:"seats"`
	Ranking []Ranked `json:"ranking,omitempty"`
	// Tied are those who are equal at the last seat with no rule left to part them; none of them has a seat. As long as
	// there are any, there is no decision.
	Tied []kam.Subject `json:"tied,omitempty"`
}

// Ranked is one place in a ranking.
type Ranked struct {
	Person kam.Subject `json:"person"`
	Name   string      `json:"name,omitempty"`
	// Rank is 1 and how many are better; equals share it.
	Rank int `json:"rank"`
	// Total is the sum of points by weight: 0 to 100, or a little outside after [StandardiseMean].
	Total criteria.Exact `json:"total"`
	// Seat says that the person gets a seat here.
	Seat bool `json:"seat,omitempty"`
	// Ties are the rules that were asked because others had the same total, in their order.
	Ties []TieStep `json:"ties,omitempty"`
}

// TieStep is one rule that was asked about people with equal totals.
type TieStep struct {
	By       TieRule `json:"by"`
	Exercise string  `json:"exercise,omitempty"`
	Fact     string  `json:"fact,omitempty"`
	// Among is how many were equal before, and Left how many are still equal to this person after it.
	Among int `json:"among"`
	Left  int `json:"left"`
	// Figure is the person's own points or figure; unknown for lots.
	Figure criteria.Exact `json:"figure,omitzero"`
}

// CandidateOutcome is what came of one candidate.
type CandidateOutcome struct {
	Person   kam.Subject `json:"person"`
	Name     string      `json:"name,omitempty"`
	Standing Standing    `json:"standing"`
	// Applications are one for each opening applied for, the one liked best first.
	Applications []Application `json:"applications"`
	// Exercises are those in which the candidate was scored, in the order of the cycle.
	Exercises []ExerciseOutcome `json:"exercises,omitempty"`
	// Won is the opening of which the candidate gets a seat; empty is none.
	Won string `json:"won,omitempty"`
}

// Standing says how far a candidate came. The zero value is none.
type Standing string

// Standings, from the shortest way to the longest.
const (
	Nominated    Standing = "nominated"    // the nomination was not accepted
	Withdrawn    Standing = "withdrawn"    // left by their own wish before the ranking was published
	Disqualified Standing = "disqualified" // excluded for a reason
	Pending      Standing = "pending"      // no evidence was frozen
	Undetermined Standing = "undetermined" // not known whether the criteria of any opening are met
	NotEligible  Standing = "not-eligible" // the criteria of all openings are known not to be met
	Unscored     Standing = "unscored"     // eligible, and a score is missing
	Failed       Standing = "failed"       // below a pass mark
	OnTheList    Standing = "ranked"       // ranked, without a seat
	Selected     Standing = "selected"     // has a seat
	// Declined: declined a seat and has none. It is the standing in a [CandidateView] only.
	Declined Standing = "declined"
)

// Application is what came of an application for one opening.
type Application struct {
	Opening string `json:"opening"`
	// State says whether the criteria are met; empty while no evidence is frozen.
	State criteria.State `json:"state,omitempty"`
	// Eligible says that the criteria do not stand in the way.
	Eligible bool `json:"eligible,omitempty"`
	// Rank and Total are those in the ranking of the opening; 0 and unknown when not ranked.
	Rank  int            `json:"rank,omitempty"`
	Total criteria.Exact `json:"total,omitzero"`
}

// ExerciseOutcome is how one exercise of a candidate was counted.
type ExerciseOutcome struct {
	Exercise string `json:"exercise"`
	// Weight is the share of Points in the total.
	Weight kam.Fraction `json:"weight"`
	// Scores are all that were given, in the order of kind and ID of the judges.
	Scores []ScoreUse `json:"scores"`
	// Mean is that of the scores that count, on the scale of the exercise; Points is it with 0 for the lower end of the scale and
	// 100 for the upper one. After [StandardiseMean] they may lie a little outside. Both are unknown when no score counts.
	Mean   criteria.Exact `json:"mean,omitzero"`
	Points criteria.Exact `json:"points,omitzero"`
	// Failed says that the mean is below the pass mark.
	Failed bool `json:"failed,omitempty"`
}

// ScoreUse is one score and what became of it.
type ScoreUse struct {
	Judge   kam.Subject     `json:"judge"`
	Score   decimal.Decimal `json:"score"`
	Comment string          `json:"comment,omitempty"`
	// Adjusted is the score after the strictness of judges was evened out; it is the score where that is not done, and
	// unknown of a score that is void.
	Adjusted criteria.Exact `json:"adjusted,omitzero"`
	Use      Use            `json:"use"`
	// Conflict is what became known to stand between the judge and the candidate after the score was given. By itself it voids
	// nothing: see [ChangeVoid].
	Conflict Conflict `json:"conflict,omitempty"`
	// Changes are how the score became what it is, in the order of their events; none of one that stands as it was given. See
	// [ScoreUse.Given].
	Changes []ScoreChange `json:"changes,omitempty"`
}

// weighted returns what the exercise adds to the total.
func (e ExerciseOutcome) weighted() criteria.Exact {
	points, known := e.Points.Rat()
	if !known {
		return criteria.Exact{}
	}
	return criteria.ExactOf(points.Mul(points, e.Weight.Rat()))
}

// Use says what became of a score. The zero value is none.
type Use string

// Uses of a score.
const (
	Counted Use = "counted"
	Highest Use = "dropped-highest"
	Lowest  Use = "dropped-lowest"
	Void    Use = "void"
	LeftOut Use = "left-out" // the judge was left out, see [Leave]
)

// JSON returns o as indented JSON.
func (o Outcome) JSON() ([]byte, error) { return strictjson.Pretty(o) }

// Digest returns the SHA-256 of the canonical JSON of o as hexadecimal digits. It is what publish and decide must carry.
func (o Outcome) Digest() (string, error) {
	data, err := strictjson.Canonical(o)
	if err != nil {
		return "", err
	}
	return digestOf(data), nil
}

// Candidate returns what came of a person, and false when the person is no candidate.
func (o Outcome) Candidate(person kam.Subject) (CandidateOutcome, bool) {
	for _, c := range o.Candidates {
		if c.Person == person {
			return c, true
		}
	}
	return CandidateOutcome{}, false
}

// Ties returns the openings that have people tied at the last seat, those who withdrew since the ranking was published included.
func (o Outcome) Ties() []OpeningOutcome {
	var out []OpeningOutcome
	for _, p := range o.Openings {
		if len(p.Tied) > 0 {
			out = append(out, p)
		}
	}
	return out
}

// Applied reports whether the candidate applied or accepted a nomination, whatever came of it.
func (c CandidateOutcome) Applied() bool { return c.Standing != Nominated }

// Eligible reports whether the candidate stayed in the cycle and the criteria of at least one opening did not stand in
// the way.
func (c CandidateOutcome) Eligible() bool {
	switch c.Standing {
	case Unscored, Failed, OnTheList, Selected:
		return true
	default:
		return false
	}
}

// Shortlisted reports whether the candidate is ranked: scored in all exercises, and above all pass marks.
func (c CandidateOutcome) Shortlisted() bool {
	return c.Standing == OnTheList || c.Standing == Selected
}

// Selected reports whether the candidate gets a seat.
func (c CandidateOutcome) Selected() bool { return c.Standing == Selected }

// clone returns a copy that shares nothing with o that can be changed.
func (o Outcome) clone() Outcome {
	o.Judges, o.Openings, o.Candidates = slices.Clone(o.Judges), slices.Clone(o.Openings), slices.Clone(o.Candidates)
	for i := range o.Openings {
		x := &o.Openings[i]
		x.Ranking, x.Tied = slices.Clone(x.Ranking), slices.Clone(x.Tied)
		for j := range x.Ranking {
			x.Ranking[j].Ties = slices.Clone(x.Ranking[j].Ties)
		}
	}
	for i := range o.Candidates {
		c := &o.Candidates[i]
		c.Applications, c.Exercises = slices.Clone(c.Applications), slices.Clone(c.Exercises)
		for j := range c.Exercises {
			e := &c.Exercises[j]
			e.Scores = slices.Clone(e.Scores)
			for k := range e.Scores {
				e.Scores[k].Changes = slices.Clone(e.Scores[k].Changes)
			}
		}
	}
	return o
}
