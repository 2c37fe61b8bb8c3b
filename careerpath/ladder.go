package careerpath

import (
	"encoding/json"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/criteria"
	"github.com/kam-go/kam/careerpath/evidence"
	"github.com/kam-go/kam/careerpath/skills"
	"github.com/kam-go/kam/internal/strictjson"
	"github.com/kam-go/kam/internal/wording"
)

// Format is the value of [Ladder].Format that this version reads.
const Format = 1

// Ladder is a career ladder as plain data: the stages there are, and what each move between them asks. [Compile] checks
// it and makes it usable. The zero value lacks everything and is refused.
type Ladder struct {
	// Format is 1, see [Format].
	Format int `json:"format"`
	// ID names the ladder, at most 128 bytes; Version tells its editions apart, from 1.
	ID      string `json:"id"`
	Version int    `json:"version"`
	// Name is what people read, Source where the rules come from.
	Name   kam.Text `json:"name"`
	Source kam.Text `json:"source,omitzero"`
	// Effective is when the ladder is in force; without an end it is until further notice.
	Effective kam.Period `json:"effective"`
	// Calendar says what years, quarters and months are in criteria. Defaults to the Gregorian calendar.
	Calendar kam.CalendarSpec `json:"calendar,omitzero"`
	// History is how many months back files reach, see [criteria.Options].
	History int `json:"history,omitempty"`
	// Vocabulary is every name that criteria and requirements may use.
	Vocabulary evidence.Vocabulary `json:"vocabulary"`
	// Departments are those that tracks may be in. Where none are listed, tracks may be in any, and people read their IDs.
	Departments []evidence.Term `json:"departments,omitempty"`
	// Tracks are ways up, such as manager and expert.
	Tracks []Track `json:"tracks"`
	Stages []Stage `json:"stages"`
	// Moves lead from stage to stage. Their order decides between ways that are equally long, see [Program.Path].
	Moves []Move `json:"moves,omitempty"`
	// Points is a framework that makes points of skills and levels of points; nil when the ladder has none.
	Points *Points `json:"points,omitempty"`
}

// Track is a way up with stages of its own.
type Track struct {
	ID   string   `json:"id"`
	Name kam.Text `json:"name"`
	// Department is the ID of where the track is; a move between tracks of two departments crosses them. Optional.
	Department string `json:"department,omitempty"`
}

// Stage is a place on the ladder.
type Stage struct {
	ID    string `json:"id"`
	Track string `json:"track"`
	// Rank orders stages, 1 to [MaxRank], one stage of a track each; those of equal rank in two tracks stand beside each
	// other.
	Rank int `json:"rank"`
	// Titles are what people at this stage may be called, the usual one first; at least one.
	Titles []kam.Text `json:"titles"`
	// About says what is expected of them.
	About kam.Text `json:"about,omitzero"`
	// Pay is the pay band; nil when the ladder does not tell.
	Pay *PayBand `json:"pay,omitempty"`
	// Quota is what people at this stage are usually asked to sell in a year; nil when the ladder does not tell.
	Quota *kam.Money `json:"quota,omitempty"`
	// Headcount is how many may stand here at the same time; nil is without limit.
	Headcount *int `json:"headcount,omitempty"`
	// Skills are what people at this stage are to be able to do.
	Skills []skills.Requirement `json:"skills,omitempty"`
}

// PayBand is a range of yearly pay, both ends inclusive. Bands of stages that follow each other may overlap.
type PayBand struct {
	Min decimal.Decimal `json:"min"`
	// Mid is the pay for full performance, from Min to Max. Optional.
	Mid      decimal.NullDecimal `json:"mid,omitzero"`
	Max      decimal.Decimal     `json:"max"`
	Currency kam.Currency        `json:"currency"`
}

// Move is a way from one stage to another, or a rule on staying.
type Move struct {
	ID   string   `json:"id"`
	Kind MoveKind `json:"kind"`
	// Name is what people read. Optional.
	Name kam.Text `json:"name,omitzero"`
	From string   `json:"from"`
	// To is the stage the move leads to; refused for [Probation], which leads nowhere.
	To string `json:"to,omitempty"`
	// Criteria is what must be true for the move; of [Demotion] and [Probation], what must be true for it to be due.
	Criteria criteria.Rule `json:"criteria"`
	// Source is where the criteria come from. Optional.
	Source kam.Text `json:"source,omitzero"`
}

// MoveKind is a kind of move. The zero value is none and refused.
type MoveKind string

// Kinds of moves.
const (
	Promotion       MoveKind = "promotion"        // 晋升: to a higher rank
	Lateral         MoveKind = "lateral"          // 平级调动: to the same rank of another track in the same department
	CrossDepartment MoveKind = "cross-department" // 跨部门调动: to a track of another department, at any rank
	Return          MoveKind = "return"           // 回流: back to a track one came from, at the same or a lower rank
	Demotion        MoveKind = "demotion"         // 降级: to a lower rank
	Probation       MoveKind = "probation"        // 观察期: staying, under observation
)

// ParseLadder reads a ladder from JSON. Reading is strict: unknown and repeated keys and values of the wrong type are
// faults, and so is a weight of 0, which could not be told from one that is not stated. The error is an [*kam.InvalidError]
// with every fault of the text; [Compile] finds those of the content.
func ParseLadder(data []byte) (Ladder, error) {
	var l Ladder
	if err := strictjson.Decode(data, &l, prefix).Err(); err != nil {
		return Ladder{}, err
	}
	if err := checkWeights(data); err != nil {
		return Ladder{}, err
	}
	return l, nil
}

// checkWeights reports the weights of requirements that are stated as 0.
func checkWeights(data []byte) error {
	var text struct {
		Stages []struct {
			Skills []struct {
				Weight *kam.Fraction `json:"weight"`
			} `json:"skills"`
		} `json:"stages"`
	}
	f := &wording.Faults{Prefix: "skills"}
	f.Merge("$", json.Unmarshal(data, &text))
	for i, stage := range text.Stages {
		for k, r := range stage.Skills {
			if r.Weight != nil && r.Weight.IsZero() {
				f.Add("weight", wording.At(wording.At("$.stages", i)+".skills", k)+".weight", wording.Say("%s is no weight", "%s 不能作为权重", *r.Weight),
					wording.Say("state a fraction above 0, or leave it out for 1", "请填写大于 0 的分数，省略则为 1"))
			}
		}
	}
	return f.Err()
}

// JSON returns l as indented JSON that [ParseLadder] reads back.
func (l Ladder) JSON() ([]byte, error) { return strictjson.Pretty(l) }

// CheckOn returns nil where the ladder is in force on a day, else an [*kam.InvalidError] at $.effective, before [Program.Readiness]
// is asked about people.
func (l Ladder) CheckOn(day kam.Day) error {
	if l.Effective.Contains(day) {
		return nil
	}
	f := wording.Faults{Prefix: prefix}
	f.Add("effective", "$.effective", wording.Say("the ladder is in force in %s, not on %s", "该通道的有效期为 %s，不含 %s", l.Effective, day), wording.Say("take the ladder of that day, or correct the period", "请使用当日有效的通道，或更正有效期"))
	return f.Err()
}

// prefix stands before every code of this package.
const prefix = "ladder"
