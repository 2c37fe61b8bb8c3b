package awards

import (
	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/strictjson"
)

// Inputs are the facts of one decision, each list in any order. The zero value is none.
type Inputs struct {
	// Period is what is decided about. It has an end, and consists of whole calendar months when there are points to give.
	Period kam.Period `json:"period"`
	// People are all who may get something or give points.
	People []Person `json:"people,omitempty"`
	// Observations are figures of people in the period; the kind of their subjects is "payee".
	Observations []kam.Observation `json:"observations,omitempty"`
	// Gifts are all points that were given in the period.
	Gifts []Gift `json:"gifts,omitempty"`
	// Ideas are those to be decided, and those decided before whose assessment was revised.
	Ideas []Idea `json:"ideas,omitempty"`
	// Grants are benefits that somebody gives without looking at the criteria.
	Grants []Grant `json:"grants,omitempty"`
	// Revocations take awards of Prior back.
	Revocations []Revocation `json:"revocations,omitempty"`
	// Prior are the awards of all decisions before, each in its latest form.
	Prior []Award `json:"prior,omitempty"`
}

// Person is somebody who may get something.
type Person struct {
	// ID is that of the payee.
	ID   string `json:"id"`
	Name string `json:"name,omitempty"`
	// Joined is the first day with the company; unset: not known.
	Joined kam.Day `json:"joined,omitzero"`
	// Left is the first day after the last one; unset: still there.
	Left kam.Day `json:"left,omitzero"`
	// Attributes are facts such as the stage; what is absent or empty is not known.
	Attributes map[string]string `json:"attributes,omitempty"`
}

// there reports whether the person is with the company on a day; unknown days of joining count as before.
func (p Person) there(d kam.Day) bool {
	return !d.Before(p.Joined) && (!p.Left.IsSet() || d.Before(p.Left))
}

// Gift is points that one person gives another, alone or with a recognition.
type Gift struct {
	ID   string  `json:"id"`
	From string  `json:"from"`
	To   string  `json:"to"`
	On   kam.Day `json:"on"`
	// Points is at least 1; with a recognition it is what that takes.
	Points int `json:"points"`
	// Recognition is the ID of what is given with it; empty: points alone.
	Recognition string `json:"recognition,omitempty"`
	// Reason is what for, at most [MaxReason] bytes.
	Reason string `json:"reason"`
}

// Grant gives somebody a benefit without looking at the criteria, within the budget and before all others.
type Grant struct {
	Benefit string `json:"benefit"`
	Payee   string `json:"payee"`
	// By is who decided, not the payee, and Reason why.
	By     string `json:"by"`
	Reason string `json:"reason"`
}

// Revocation takes an award back.
type Revocation struct {
	// Award is the ID of one of [Inputs].Prior.
	Award string  `json:"award"`
	On    kam.Day `json:"on"`
	// By is who decided, not the payee, and Reason why.
	By     string `json:"by"`
	Reason string `json:"reason"`
}

// ParseInputs returns the facts that a JSON text writes. What they say is checked by [Program.Decide].
func ParseInputs(data []byte) (Inputs, error) {
	var in Inputs
	found := strictjson.Decode(data, &in, prefix)
	if err := found.Err(); err != nil {
		return Inputs{}, err
	}
	return in, nil
}
