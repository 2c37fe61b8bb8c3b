package promotion

import (
	"errors"
	"fmt"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/criteria"
	"github.com/kam-go/kam/internal/strictjson"
)

// Conditions of views that callers tell apart with errors.Is.
var (
	// ErrNoCandidate says that a person is no candidate.
	ErrNoCandidate = errors.New("promotion: no candidate")
	// ErrNoJudge says that a person is not on the panel.
	ErrNoJudge = errors.New("promotion: no judge of the panel")
	// ErrNotPublished says that no ranking is published.
	ErrNotPublished = errors.New("promotion: no ranking is published")
)

// CandidateView is what a candidate may see: every criterion with their own evidence, their own scores, their rank and
// what follows from it, and by when they may object or appeal. Nothing in it is about another candidate but how many there
// are. Scores, points and ranks are there once the ranking is published, and not while it is worked on again.
type CandidateView struct {
	Cycle  string      `json:"cycle"`
	Title  kam.Text    `json:"title"`
	Person kam.Subject `json:"person"`
	Name   string      `json:"name,omitempty"`
	Phase  Phase       `json:"phase"`
	// Standing is how far the candidate came, and after the decision what it came to: [Selected] who has a seat, by the ranking
	// or because others left or declined. [Declined] is who declined one, for good: also when the cycle was opened again since.
	// Before the ranking is published it is not told who is scored or failed: then
	// an eligible candidate is [Unscored].
	Standing Standing `json:"standing"`
	// Reason is that of a disqualification.
	Reason string `json:"reason,omitempty"`
	// Openings are those applied for, the one liked best first.
	Openings  []OpeningView  `json:"openings"`
	Exercises []ExerciseView `json:"exercises,omitempty"`
	// Figures are the facts that tie-breaks use.
	Figures []FigureView `json:"figures,omitempty"`
	// Deadlines are the last days to object and to appeal, and Contact is where to.
	Deadlines Deadlines `json:"deadlines,omitzero"`
	Contact   kam.Text  `json:"contact"`
	// Complaints are the candidate's own objections and appeals.
	Complaints []ComplaintView `json:"complaints,omitempty"`
}

// OpeningView is one opening as a candidate for it sees it.
type OpeningView struct {
	Opening string   `json:"opening"`
	Name    kam.Text `json:"name"`
	Seats   int      `json:"seats"`
	// Result is what the criteria gave, with the evidence; nil while nothing is frozen.
	Result   *criteria.Result `json:"result,omitempty"`
	Eligible bool             `json:"eligible,omitempty"`
	// Rank is the place among Of who are ranked; 0 when not ranked.
	Rank  int            `json:"rank,omitempty"`
	Of    int            `json:"of,omitempty"`
	Total criteria.Exact `json:"total,omitzero"`
	Ties  []TieStep      `json:"ties,omitempty"`
	// Seat says that the ranking gives the candidate a seat; Offered that it may be taken up, after the decision, which
	// may be because others left or declined; Taken that it was, and Declined that the candidate declined it, in this decision or one
	// before.
	Seat     bool `json:"seat,omitempty"`
	Offered  bool `json:"offered,omitempty"`
	Taken    bool `json:"taken,omitempty"`
	Declined bool `json:"declined,omitempty"`
}

// ExerciseView is how the candidate's own exercise was counted.
type ExerciseView struct {
	Exercise string              `json:"exercise"`
	Name     kam.Text            `json:"name"`
	Scale    Scale               `json:"scale"`
	Weight   kam.Fraction        `json:"weight"`
	Pass     decimal.NullDecimal `json:"pass,omitzero"`
	// Scores are in the order of the judges when the cycle discloses them, else by score and use, so that their order tells
	// nothing.
	Scores []ScoreView    `json:"scores"`
	Mean   criteria.Exact `json:"mean,omitzero"`
	Points criteria.Exact `json:"points,omitzero"`
	Failed bool           `json:"failed,omitempty"`
	// Standardised says that scores were moved for the strictness of judges before the mean was taken.
	Standardised bool `json:"standardised,omitempty"`
}

// ScoreView is one score; the judge and the comment are there when the cycle discloses them.
type ScoreView struct {
	Judge   string          `json:"judge,omitempty"`
	Score   decimal.Decimal `json:"score"`
	Use     Use             `json:"use"`
	Comment string          `json:"comment,omitempty"`
	// Changes are how the score became what it is, without who made them and why; none of one that stands as it was given.
	Changes []ScoreChange `json:"changes,omitempty"`
}

// FigureView is a fact and the candidate's figure; unknown when none was frozen.
type FigureView struct {
	Fact  string         `json:"fact"`
	Name  kam.Text       `json:"name"`
	Value criteria.Exact `json:"value,omitzero"`
}

// ComplaintView is an objection or an appeal of the candidate's own.
type ComplaintView struct {
	Kind   Step    `json:"kind"` // [StepObject] or [StepAppeal]
	ID     string  `json:"id"`
	On     kam.Day `json:"on"`
	Reason string  `json:"reason"`
	Ruling Ruling  `json:"ruling,omitempty"`
	Answer string  `json:"answer,omitempty"`
}

// JSON returns v as indented JSON.
func (v CandidateView) JSON() ([]byte, error) { return strictjson.Pretty(v) }

// CandidateView returns what a candidate may see. Somebody who is none is an error that wraps [ErrNoCandidate].
func (s State) CandidateView(person kam.Subject) (CandidateView, error) {
	if s.in == nil || s.in.candidates[person] == nil {
		return CandidateView{}, fmt.Errorf("%w: %s", ErrNoCandidate, who(person))
	}
	in, out := s.in, s.in.outcome(Leave{})
	c, cycle := in.candidates[person], &in.p.cycle
	own, _ := out.Candidate(person)
	v := CandidateView{
		Cycle: cycle.ID, Title: cycle.Name, Person: person, Name: c.name, Phase: in.phase, Standing: own.Standing, Reason: c.reason,
		Deadlines: s.Deadlines(), Contact: cycle.Contact,
	}
	public := in.public()
	if !public && own.Eligible() {
		v.Standing = Unscored
	}
	offered := in.offered()
	for _, a := range own.Applications {
		v.Openings = append(v.Openings, in.openingView(c, a, out, offered, public))
	}
	if c.stays() {
		v.Standing = v.settled()
	}
	if in.left(person) {
		v.Standing = Withdrawn
	}
	if public {
		judges := judgeLabels(out.Judges)
		for _, e := range own.Exercises {
			v.Exercises = append(v.Exercises, in.exerciseView(e, judges))
		}
	}
	if c.frozen != nil {
		for _, fact := range cycle.Facts {
			v.Figures = append(v.Figures, FigureView{Fact: fact.ID, Name: fact.Name, Value: c.figure(fact.ID)})
		}
	}
	v.Complaints = append(complaintsOf(in.objections, StepObject, person), complaintsOf(in.appeals, StepAppeal, person)...)
	return copied(v)
}

// copied returns a view that shares nothing with the state.
func copied(v CandidateView) (CandidateView, error) {
	for i, o := range v.Openings {
		if o.Result == nil {
			continue
		}
		data, err := strictjson.Canonical(o.Result)
		if err != nil {
			return CandidateView{}, err
		}
		r, err := criteria.ParseResult(data)
		if err != nil {
			return CandidateView{}, err
		}
		v.Openings[i].Result = &r
	}
	return v, nil
}

// public reports whether the ranking is published and not worked on again.
func (in *inner) public() bool {
	return in.phase == Published || in.phase == Decided || in.phase == Closed
}

func (in *inner) openingView(c *candidate, a Application, out Outcome, offered map[seatOf]Seat, public bool) OpeningView {
	i := in.p.openings[a.Opening]
	o := in.p.cycle.Openings[i]
	v := OpeningView{Opening: o.ID, Name: o.Name, Seats: out.Openings[i].Seats, Eligible: a.Eligible, Declined: in.declined[c.person][o.ID]}
	if c.frozen != nil {
		for _, check := range c.frozen.Checks {
			if check.Criteria == o.Criteria {
				v.Result = &check.Result
			}
		}
	}
	if !public {
		return v
	}
	v.Rank, v.Total = a.Rank, a.Total
	if a.Rank > 0 {
		v.Of = len(out.Openings[i].Ranking)
	}
	for _, r := range out.Openings[i].Ranking {
		if r.Person == c.person {
			v.Ties, v.Seat = slices.Clone(r.Ties), r.Seat
		}
	}
	if in.decided.IsSet() {
		seat, has := offered[seatOf{c.person, o.ID}]
		v.Offered, v.Taken = has && !seat.Taken && !seat.Tied, in.appointed[c.person] == o.ID
	}
	return v
}

// settled returns the standing after what became of the seats.
func (v CandidateView) settled() Standing {
	declined := false
	for _, o := range v.Openings {
		if o.Offered || o.Taken {
			return Selected
		}
		declined = declined || o.Declined
	}
	if declined {
		return Declined
	}
	return v.Standing
}

func (in *inner) exerciseView(e ExerciseOutcome, judges labels) ExerciseView {
	x := in.p.cycle.Exercises[in.p.exercises[e.Exercise]]
	v := ExerciseView{
		Exercise: x.ID, Name: x.Name, Scale: x.Scale, Weight: x.Weight, Pass: x.Pass, Mean: e.Mean, Points: e.Points, Failed: e.Failed,
		Standardised: x.Standardise == StandardiseMean,
	}
	show := in.p.cycle.Disclosure
	for _, use := range e.Scores {
		one := ScoreView{Score: use.Score, Use: use.Use, Changes: forParties(use.Changes)}
		if show.Judges {
			one.Judge = judges.of(use.Judge)
		}
		if show.Comments {
			one.Comment = use.Comment
		}
		v.Scores = append(v.Scores, one)
	}
	if !show.Judges {
		slices.SortStableFunc(v.Scores, func(a, b ScoreView) int {
			if c := b.Score.Cmp(a.Score); c != 0 {
				return c
			}
			return compareUses(a, b)
		})
	}
	return v
}

// panel returns the judges by kind and ID, those who were added included.
func (in *inner) panel() []Judge {
	out := slices.Clone(in.p.cycle.Panel)
	slices.SortFunc(out, func(a, b Judge) int { return compareSubjects(a.Person, b.Person) })
	return out
}

// judgeLabels names judges.
func judgeLabels(panel []Judge) labels {
	names := map[kam.Subject]string{}
	for _, j := range panel {
		names[j.Person] = j.Name
	}
	return label(names)
}

func complaintsOf(list map[string]complaint, kind Step, by kam.Subject) []ComplaintView {
	var out []ComplaintView
	ids := map[string]bool{}
	for id, c := range list {
		if c.by == by {
			ids[id] = true
		}
	}
	for _, id := range sortedKeys(ids) {
		c := list[id]
		out = append(out, ComplaintView{Kind: kind, ID: id, On: c.on, Reason: c.reason, Ruling: c.ruling, Answer: c.answer})
	}
	return out
}

// Frozen returns what is frozen of a candidate now, the caller's own, and false when nothing is.
func (s State) Frozen(person kam.Subject) (Frozen, bool) {
	frozen := s.frozenOf(person)
	if frozen == nil {
		return Frozen{}, false
	}
	e := Entry{Event: &Event{Frozen: frozen}}.clone()
	if e.Event == nil || e.Event.Frozen == nil {
		return Frozen{}, false
	}
	return *e.Event.Frozen, true
}
