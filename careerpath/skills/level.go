package skills

import "strconv"

// Levels are what is known of a person's skills, by the ID of the skill. A skill that is not in it is not known, which
// is something else than level 0.
type Levels map[string]int

// Level is a level that may be unknown. The zero value is unknown.
type Level struct {
	Known bool `json:"known,omitempty"`
	// Value counts from 0, which is: not at all. It means nothing unless Known.
	Value int `json:"value,omitempty"`
}

// String returns the level in digits, and "?" when it is unknown.
func (l Level) String() string {
	if !l.Known {
		return "?"
	}
	return strconv.Itoa(l.Value)
}

// State says whether a requirement is met, in the words of package criteria. The zero value is not stated and reads as
// [Unknown].
type State string

// States of a requirement.
const (
	Met     State = "met"     // 达标
	NotMet  State = "not-met" // 未达标
	Unknown State = "unknown" // 未知
)

// Sight compares the opinion that people have of themselves with that of others. The zero value is unknown.
type Sight string

// Sights.
const (
	// BlindSpot: the own opinion is one level or more above that of others.
	BlindSpot Sight = "blindSpot"
	// HiddenStrength: the own opinion is one level or more below that of others.
	HiddenStrength Sight = "hiddenStrength"
	// InLine: both are the same level.
	InLine Sight = "inLine"
)

func sightOf(self, others Level) Sight {
	switch {
	case !self.Known || !others.Known:
		return ""
	case self.Value > others.Value:
		return BlindSpot
	case self.Value < others.Value:
		return HiddenStrength
	}
	return InLine
}
