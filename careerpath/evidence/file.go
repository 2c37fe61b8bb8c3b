package evidence

import (
	"fmt"

	"github.com/kam-go/kam"
)

// File is what is known of one person. The zero value is nobody's.
type File struct {
	// Person is whom the file is about.
	Person kam.Subject `json:"person"`
	// Observations are metrics and scores by period; those about other subjects are refused.
	Observations []kam.Observation `json:"observations,omitempty"`
	Positions    []Position        `json:"positions,omitempty"`
	Skills       []Assessment      `json:"skills,omitempty"`
	Certificates []Certificate     `json:"certificates,omitempty"`
	Reviews      []Review          `json:"reviews,omitempty"`
	Flags        []Flag            `json:"flags,omitempty"`
	// Complete says of which records the file has all there are.
	Complete []Completeness `json:"complete,omitempty"`
}

// Position is one place a person held, from the first day to before Until; one that is held still has no end.
type Position struct {
	Stage string `json:"stage"`
	// Track and Department are optional; they narrow what counts as time in a track or a department.
	Track      string     `json:"track,omitempty"`
	Department string     `json:"department,omitempty"`
	Held       kam.Period `json:"held"`
}

// Assessment is the level of one skill as one assessor saw it on a day.
type Assessment struct {
	Skill string `json:"skill"`
	// Level counts from 0, which is: not at all.
	Level int `json:"level"`
	// Assessor is who judged; the person themself makes it a self-assessment.
	Assessor kam.Subject `json:"assessor"`
	On       kam.Day     `json:"on"`
	// Until is the first day on which the assessment no longer counts; unset is never.
	Until  kam.Day `json:"until,omitzero"`
	Source string  `json:"source,omitempty"`
}

// Certificate is a qualification that was earned.
type Certificate struct {
	Kind   string  `json:"kind"`
	Number string  `json:"number,omitempty"`
	Earned kam.Day `json:"earned"`
	// Until is the first day on which it no longer holds; unset is never.
	Until kam.Day `json:"until,omitzero"`
}

// Review is the rating a person was given for a period, in the words of its scale, such as "3" or "exceeds".
type Review struct {
	Kind   string     `json:"kind"`
	Period kam.Period `json:"period"`
	Rating string     `json:"rating"`
	// Revision grows when a rating is corrected; the highest counts.
	Revision int64 `json:"revision,omitempty"`
}

// Flag is an event or a state that speaks for or against a decision, such as an improvement plan or a breach of rules.
type Flag struct {
	Kind string `json:"kind"`
	// Held is when it held; an event of one day has a period of one day, one that holds still has no end.
	Held kam.Period `json:"held"`
	Note string     `json:"note,omitempty"`
}

// Completeness says that a file has every record of a kind, and of a name within that kind, that falls into a period.
type Completeness struct {
	Of Kind `json:"of"`
	// Name is a kind of flag, a kind of certificate, a kind of review or a skill; empty is all of them.
	Name   string     `json:"name,omitempty"`
	Period kam.Period `json:"period"`
}

// Kind is a kind of record in a file.
type Kind string

// Kinds of record for which a file can be complete.
const (
	Flags        Kind = "flags"
	Certificates Kind = "certificates"
	Positions    Kind = "positions"
	Reviews      Kind = "reviews"
	Skills       Kind = "skills"
)

// Of returns a copy of the file about a person, and one that knows nothing of the person when there is none.
func Of(files []File, person kam.Subject) File {
	for _, f := range files {
		if f.Person == person {
			return f.Clone()
		}
	}
	return File{Person: person}
}

// Place is where the file about a person is in a list of files, "$[2]", for faults of it; "$" when there is none.
func Place(files []File, person kam.Subject) string {
	for i, f := range files {
		if f.Person == person {
			return fmt.Sprintf("$[%d]", i)
		}
	}
	return "$"
}
