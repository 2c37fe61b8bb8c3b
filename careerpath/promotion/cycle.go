package promotion

import (
	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/criteria"
	"github.com/kam-go/kam/internal/strictjson"
)

// Format is the format of cycles and records that this version writes and reads.
const Format = 1

// Cycle is a promotion cycle as it is announced: what is open, by which criteria and exercises it is filled, who judges,
// and by when what has to happen. It is frozen with the first event. The zero value is refused by [Compile].
type Cycle struct {
	// Format is [Format].
	Format int `json:"format"`
	// ID is also the name of the stream in which a [Store] keeps the record. Version counts from 1.
	ID      string   `json:"id"`
	Version int      `json:"version"`
	Name    kam.Text `json:"name"`
	// Ladder is the edition of the ladder whose stages and moves are meant; Hash is as its program tells it.
	Ladder Edition `json:"ladder"`
	// Criteria are the sets of conditions of the moves, frozen; each opening names one.
	Criteria []Criteria `json:"criteria"`
	Openings []Opening  `json:"openings"`
	// Exercises are the written test, the presentation, the interview and so on, in the order in which they are held.
	Exercises []Exercise `json:"exercises"`
	// Panel are the judges. Relations are what is known to stand between people; a judge with one to a candidate does not
	// judge that candidate.
	Panel     []Judge    `json:"panel"`
	Relations []Relation `json:"relations,omitempty"`
	// Officers run the cycle and do not apply. Arbiters rule on appeals; they are no officers, do not judge and do not apply.
	Officers []kam.Subject `json:"officers"`
	Arbiters []kam.Subject `json:"arbiters"`
	// Facts are figures of a candidate that tie-breaks use; they are frozen with the evidence.
	Facts []Fact `json:"facts,omitempty"`
	// TieBreaks are asked in their order when totals are equal. None left to ask leaves a tie, which no decision passes
	// where it crosses the last seat.
	TieBreaks []TieBreak `json:"tieBreaks,omitempty"`
	// Draw is where the seed for [TieLot] comes from; required with it.
	Draw Draw `json:"draw,omitzero"`
	// Pass is the least total, 0 to 100 inclusive, with which one is ranked; not valid is none.
	Pass decimal.NullDecimal `json:"pass,omitzero"`
	// Screening says when the criteria take effect, and Unknown what becomes of a candidate of whom they say neither.
	Screening Screening     `json:"screening,omitempty"`
	Unknown   UnknownPolicy `json:"unknown,omitempty"`
	// Assignment says how several openings share their candidates. Required when there are several.
	Assignment Assignment `json:"assignment,omitempty"`
	// MaxOpenings is for how many openings one person may apply; 0 is for all of them.
	MaxOpenings int      `json:"maxOpenings,omitempty"`
	Schedule    Schedule `json:"schedule"`
	// Calendar counts the working days of the terms.
	Calendar kam.CalendarSpec `json:"calendar,omitzero"`
	// Disclosure says what candidates and the public see beyond what they always do.
	Disclosure Disclosure `json:"disclosure,omitzero"`
	// Contact is where objections and appeals go.
	Contact kam.Text `json:"contact"`
}

// Edition names one edition of something that is compiled elsewhere.
type Edition struct {
	ID      string `json:"id"`
	Version int    `json:"version"`
	// Hash is 64 hexadecimal digits in lower case.
	Hash string `json:"hash"`
}

// Criteria is a rule that candidates are to meet, frozen. The zero value is refused; get one from [CriteriaOf].
type Criteria struct {
	ID      string `json:"id"`
	Version int    `json:"version"`
	// Hash is that of the compiled rule, see [criteria.Program.Hash]; every result that is frozen must carry it.
	Hash string `json:"hash"`
	// Rule is the rule itself, for people to read. The hash also covers the vocabulary, which is not in the cycle: that the two
	// belong together is told by [Program.VerifyCriteria], and [Program.Freeze] freezes nothing when they do not.
	Rule criteria.Rule `json:"rule,omitzero"`
}

// CriteriaOf returns the criteria that a compiled rule asks, under an ID. A version that the program does not state is 1.
func CriteriaOf(id string, p *criteria.Program) Criteria {
	return Criteria{ID: id, Version: max(1, p.Version()), Hash: p.Hash(), Rule: p.Rule()}
}

// Opening is a position, or several alike, that the cycle fills.
type Opening struct {
	ID   string   `json:"id"`
	Name kam.Text `json:"name"`
	// Stage is the stage of the ladder to which one is promoted, and Move the move that leads there.
	Stage      string `json:"stage"`
	Move       string `json:"move,omitempty"`
	Department string `json:"department,omitempty"`
	// Seats is how many are appointed, 1 or more.
	Seats int `json:"seats"`
	// Criteria is the ID of a set of the cycle.
	Criteria string `json:"criteria"`
}

// Exercise is one thing that candidates do and judges score, such as a written test.
type Exercise struct {
	ID   string       `json:"id"`
	Kind ExerciseKind `json:"kind"`
	Name kam.Text     `json:"name"`
	// Openings are those whose candidates take part; none stated is all.
	Openings []string `json:"openings,omitempty"`
	// Weight is the share of the total. The weights of the exercises of each opening sum to 1.
	Weight kam.Fraction `json:"weight"`
	Scale  Scale        `json:"scale"`
	// Window is when it is held and scored.
	Window kam.Period `json:"window"`
	// Judges are those of the panel who score it; none stated is all.
	Judges []kam.Subject `json:"judges,omitempty"`
	// MinJudges is how many scores each candidate needs, 1 or more.
	MinJudges int `json:"minJudges"`
	// DropFrom is the number of scores from which on the highest and the lowest are left out, 3 or more; 0 is never.
	DropFrom int `json:"dropFrom,omitempty"`
	// Standardise says whether judges are put on one footing before anything is left out.
	Standardise Standardise `json:"standardise,omitempty"`
	// Pass is the least mean with which one goes on, on the scale of the exercise; not valid is none.
	Pass decimal.NullDecimal `json:"pass,omitzero"`
}

// ExerciseKind says what is done. It changes nothing in how scores are counted.
type ExerciseKind string

// Kinds of exercises.
const (
	WrittenTest  ExerciseKind = "written-test"
	Presentation ExerciseKind = "presentation"
	Interview    ExerciseKind = "interview"
	// Appraisal is a judgement of what was done before, such as the performance of the last year.
	Appraisal ExerciseKind = "appraisal"
)

func exerciseKinds() []ExerciseKind {
	return []ExerciseKind{WrittenTest, Presentation, Interview, Appraisal}
}

// Scale is what scores may be: Min to Max, both inclusive, in steps of Step from Min on.
type Scale struct {
	Min  decimal.Decimal `json:"min"`
	Max  decimal.Decimal `json:"max"`
	Step decimal.Decimal `json:"step"`
}

// Standardise says how the strictness of judges is evened out. The zero value is not at all.
type Standardise string

// Ways to even out the strictness of judges.
const (
	// StandardiseNot takes scores as they are.
	StandardiseNot Standardise = ""
	// StandardiseMean moves all scores of a judge in an exercise by one amount, so that their mean is that of all scores
	// in the exercise. It takes for granted that judges saw candidates alike. Scores that were moved, and points and totals
	// from them, may lie a little outside of the scale, and are not cut off there: that would make equals of the best of a
	// strict judge, or of the last of a mild one, who were not.
	StandardiseMean Standardise = "mean"
)

// Judge is a member of the panel.
type Judge struct {
	Person kam.Subject `json:"person"`
	Name   string      `json:"name,omitempty"`
}

// Fact is a figure of a candidate, such as days of tenure or a performance score.
type Fact struct {
	ID        string        `json:"id"`
	Name      kam.Text      `json:"name"`
	Direction kam.Direction `json:"direction"`
	// From says where the figure comes from.
	From FactSource `json:"from,omitempty"`
}

// FactSource says where a figure comes from. The zero value is [FactRecorded].
type FactSource string

// Sources of figures.
const (
	// FactRecorded is a figure that an officer records, with the digest of the document that it is taken from.
	FactRecorded FactSource = ""
	// FactStage is the days that the position of the day of the freeze was held by then: of several the one that began first.
	// It is unknown without one.
	FactStage FactSource = "stage"
	// FactTenure is the days from the first day of any position of the evidence file to the day of the freeze. It is unknown
	// without one that began by then.
	FactTenure FactSource = "tenure"
)

// TieBreak is one rule for equal totals.
type TieBreak struct {
	By TieRule `json:"by"`
	// Exercise is the one whose points decide, for [TieExercise]; Fact the figure, for [TieFact].
	Exercise string `json:"exercise,omitempty"`
	Fact     string `json:"fact,omitempty"`
}

// TieRule is a kind of tie-break. The zero value is none and refused.
type TieRule string

// Kinds of tie-breaks.
const (
	// TieExercise puts first who has more points in an exercise.
	TieExercise TieRule = "exercise"
	// TieFact puts first who has the better figure. It decides nothing among people of whom one has no figure.
	TieFact TieRule = "fact"
	// TieLot draws lots from the seed that was recorded for it, see [Draw]. It must be the last.
	TieLot TieRule = "lot"
	// TieShare lets those who are equal at the last seat all have one. It must be the last.
	TieShare TieRule = "share"
)

func tieRules() []TieRule { return []TieRule{TieExercise, TieFact, TieLot, TieShare} }

// Draw is the public draw whose result is the seed for drawing lots. It is announced with the cycle, before anybody applies,
// and drawn when the scores are in: so nobody can choose the seed, and nobody who scores knows it. The zero value is none.
type Draw struct {
	// Source says what is drawn and where it can be looked up, exactly enough that nobody can pick: such as the seven numbers
	// of a public lottery, in the order of their size.
	Source kam.Text `json:"source"`
	// Day is the day of the draw, not before the last day of any exercise. The seed is recorded on it or later.
	Day kam.Day `json:"day"`
}

// Screening says when criteria take effect. The zero value is [ScreenBefore].
type Screening string

// Times of screening.
const (
	// ScreenBefore lets only candidates who meet the criteria take part in the exercises.
	ScreenBefore Screening = ""
	// ScreenAfter lets all candidates take part, and ranks those who meet the criteria.
	ScreenAfter Screening = "after"
)

// UnknownPolicy says what becomes of a candidate of whom it is not known whether the criteria are met. The zero value is
// [UnknownBlocks].
type UnknownPolicy string

// Policies for what is not known.
const (
	// UnknownBlocks keeps the candidate out of the exercises and the ranking from being published until it is known.
	UnknownBlocks UnknownPolicy = ""
	// UnknownExcludes keeps the candidate out like one who does not meet them; the standing stays [Undetermined].
	UnknownExcludes UnknownPolicy = "exclude"
	// UnknownAdmits treats the candidate like one who meets them.
	UnknownAdmits UnknownPolicy = "admit"
)

// Assignment says how several openings share their candidates; a person wins one at most.
type Assignment string

// Ways to share candidates.
const (
	// ByPreference gives each the opening they like best of those in which nobody who ranks behind them there has the
	// seat: the stable assignment that is best for candidates (Gale and Shapley 1962, deferred acceptance).
	ByPreference Assignment = "preference"
	// ByOpening fills the openings in the order of the cycle; who wins one is no longer counted in the later ones.
	ByOpening Assignment = "opening"
)

// Schedule says when things happen. All windows contain the days on which the event may be made.
type Schedule struct {
	// Apply is the time of application and nomination.
	Apply kam.Period `json:"apply"`
	// Freeze is the day on which the evidence is as it is counted.
	Freeze kam.Day `json:"freeze"`
	// Publish is the first day on which the ranking may be published.
	Publish kam.Day `json:"publish"`
	// Objection is the term for objections and Appeal that for appeals. Their first day is the one after publication or
	// after the decision; who is quick may object or appeal on the very day.
	Objection Term `json:"objection"`
	Appeal    Term `json:"appeal"`
}

// Term is a number of days, 1 to [MaxDays].
type Term struct {
	Days int `json:"days"`
	// Working counts working days of the calendar instead of civil days.
	Working bool `json:"working,omitempty"`
}

// Disclosure says what is shown. The zero value shows no judge's name, no comment and no total of others.
type Disclosure struct {
	// Judges tells candidates which judge gave them which score.
	Judges bool `json:"judges,omitempty"`
	// Comments tells candidates the judges' comments on them.
	Comments bool `json:"comments,omitempty"`
	// Totals puts the totals of all who are ranked into the public notice.
	Totals bool `json:"totals,omitempty"`
}

// ParseCycle reads a cycle from a JSON object, strictly: every unknown key, wrong type and malformed value is a finding
// of one [*kam.InvalidError]. Whether it makes sense is for [Compile].
func ParseCycle(data []byte) (Cycle, error) {
	var c Cycle
	if err := strictjson.Decode(data, &c, prefix).Err(); err != nil {
		return Cycle{}, err
	}
	return c, nil
}

// JSON returns c as indented JSON that [ParseCycle] reads back.
func (c Cycle) JSON() ([]byte, error) { return strictjson.Pretty(c) }

// Hash returns the SHA-256 of the canonical JSON of c as hexadecimal digits: the same for cycles that say the same.
func (c Cycle) Hash() (string, error) {
	data, err := strictjson.Canonical(c)
	if err != nil {
		return "", err
	}
	return digestOf(data), nil
}
