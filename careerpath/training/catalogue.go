package training

import (
	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/strictjson"
)

// Format is the version of the form in which a [Catalogue] is written.
const Format = 1

// Catalogue is what a company offers to learn from: plain data, to be compiled by [Compile]. The zero value is none.
type Catalogue struct {
	// Format is [Format].
	Format int      `json:"format"`
	ID     string   `json:"id"`
	Name   kam.Text `json:"name"`
	// Currency is that of every amount, in whole units of it.
	Currency kam.Currency `json:"currency"`
	// Offerings are kept in this order wherever they are listed.
	Offerings []Offering `json:"offerings"`
}

// Offering is something to learn from, of any kind. The zero value is none.
type Offering struct {
	ID   string   `json:"id"`
	Name kam.Text `json:"name"`
	Kind Kind     `json:"kind"`
	// PerHead is what each participant costs, at least 0. It must be stated: "0" when it is free, because a cost that
	// nobody stated is not known.
	PerHead decimal.NullDecimal `json:"perHead,omitzero"`
	// PerSession is what each session costs however many come, such as the fee of a speaker; the zero value is nothing.
	PerSession decimal.Decimal `json:"perSession,omitzero"`
	// Hours is what it takes a participant, at least 0. It must be stated.
	Hours decimal.NullDecimal `json:"hours,omitzero"`
	// Requires are the offerings that have to be completed before, by ID.
	Requires []string `json:"requires,omitempty"`
	// Teaches says which skills it can raise, at most one lift for a skill.
	Teaches []Lift `json:"teaches,omitempty"`
	// Grants is the certificate that whoever completes it earns; nil is none.
	Grants *Grant `json:"grants,omitempty"`
	// Sessions are when it takes place. Without any it can be taken at all times and by any number of people.
	Sessions []Session `json:"sessions,omitempty"`
}

// Kind is what sort of offering it is. The zero value is not stated.
type Kind string

// Kinds of offering.
const (
	Course             Kind = "course"
	ExpertTalk         Kind = "expertTalk"
	ExperienceSharing  Kind = "experienceSharing"
	InnovationWorkshop Kind = "innovationWorkshop"
	Brainstorming      Kind = "brainstorming"
	ChangeTraining     Kind = "changeTraining"
	Practice           Kind = "practice"
	TeamBuilding       Kind = "teamBuilding"
	Mentoring          Kind = "mentoring"
	JobRotation        Kind = "jobRotation"
	Certification      Kind = "certification"
)

// Kinds returns every kind of offering, in the order in which reports list them.
func Kinds() []Kind {
	return []Kind{
		Course, ExpertTalk, ExperienceSharing, InnovationWorkshop, Brainstorming, ChangeTraining, Practice, TeamBuilding,
		Mentoring, JobRotation, Certification,
	}
}

// Lift is what an offering does for one skill: somebody below To is expected to reach To. An offering is taken when the
// From of every one of its lifts is met; below one of them it does nothing for any skill. It is what a plan reckons with
// and no proof: a level rises when somebody assesses it.
type Lift struct {
	Skill string `json:"skill"`
	// From is the least level at which the offering can be taken, inclusive; 0 is everybody.
	From int `json:"from,omitempty"`
	// To is the level it leads to, above From.
	To int `json:"to"`
}

// Grant is a certificate that completing an offering earns.
type Grant struct {
	// Certificate is its kind, an ID of the vocabulary.
	Certificate string `json:"certificate"`
	// Months is how long it holds, by [kam.Day.AddMonths] from the day of completion; 0 is for ever.
	Months int `json:"months,omitempty"`
}

// Session is one time at which an offering takes place.
type Session struct {
	ID string `json:"id"`
	// Held are its days, from the first to before Until.
	Held kam.Period `json:"held"`
	// Seats is how many can take part; 0 is not limited.
	Seats int    `json:"seats,omitempty"`
	Place string `json:"place,omitempty"`
	// Host is who holds it: the teacher, the speaker, the chair. The zero value is not stated.
	Host kam.Subject `json:"host,omitzero"`
	// Cancelled says that it does not take place: it costs nothing and nobody is counted as having missed it.
	Cancelled bool `json:"cancelled,omitempty"`
}

// ParseCatalogue returns the catalogue that a JSON text writes. Faults of the text are reported all at once in an
// [*kam.InvalidError] with line and column; what the catalogue says is checked by [Compile].
func ParseCatalogue(data []byte) (Catalogue, error) {
	var c Catalogue
	found := strictjson.Decode(data, &c, prefix)
	if err := found.Err(); err != nil {
		return Catalogue{}, err
	}
	return c, nil
}

// JSON returns the catalogue for people to read and [ParseCatalogue] to read back.
func (c Catalogue) JSON() ([]byte, error) { return strictjson.Pretty(c) }

// Canonical returns the same bytes for the same catalogue, to be hashed. [ParseCatalogue] reads it back.
func (c Catalogue) Canonical() ([]byte, error) { return strictjson.Canonical(c) }

// prefix stands before every code of this package.
const prefix = "training"
