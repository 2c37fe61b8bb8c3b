package meetings

import (
	"slices"

	"github.com/kam-go/kam"
)

// Success is something that went well and is worth telling: a win, a saved account, a way of working that others can
// use. The zero value is no success.
type Success struct {
	// ID is the host's own name of the success.
	ID string `json:"id"`
	// Person is whose success it is.
	Person string `json:"person"`
	// On is the day on which it happened.
	On kam.Day `json:"on"`
	// Text says what happened and what made it work, in the person's own words.
	Text string `json:"text"`
	// Goal and Account name the goal it served and the account it was with; either may be empty.
	Goal    string `json:"goal,omitempty"`
	Account string `json:"account,omitempty"`
	// Seen lists who has read it, each person once, in the order of reading.
	Seen []Seen `json:"seen,omitempty"`
}

// Seen says that a person read something that was shared.
type Seen struct {
	By string  `json:"by"`
	On kam.Day `json:"on"`
}

// SeenBy returns the success as read by a person on a day. Someone who had read it before keeps the first day.
func (s Success) SeenBy(person string, on kam.Day) Success {
	s.Seen = slices.Clone(s.Seen)
	if !slices.ContainsFunc(s.Seen, func(x Seen) bool { return x.By == person }) {
		s.Seen = append(s.Seen, Seen{By: person, On: on})
	}
	return s
}

// Reach returns how many of a team have read the success by asOf, the person whose success it is left out; each
// member counts once, and of nobody it is unknown.
func (s Success) Reach(team []string, asOf kam.Day) Ratio {
	var reach Ratio
	for _, member := range s.audience(team) {
		reach.count(s.hasSeen(member, asOf))
	}
	return reach
}

// Unseen returns the members of a team who have not read the success by asOf, each once, in the order of their ids.
func (s Success) Unseen(team []string, asOf kam.Day) []string {
	return slices.DeleteFunc(s.audience(team), func(member string) bool { return s.hasSeen(member, asOf) })
}

// audience returns the members of a team, sorted, without repetition and without the person whose success it is.
func (s Success) audience(team []string) []string {
	members := slices.Sorted(slices.Values(team))
	members = slices.Compact(members)
	return slices.DeleteFunc(members, func(member string) bool { return member == s.Person })
}

func (s Success) hasSeen(member string, asOf kam.Day) bool {
	return slices.ContainsFunc(s.Seen, func(x Seen) bool { return x.By == member && !x.On.After(asOf) })
}

// Check returns nil for a success that can be kept, else an [*kam.InvalidError] with every fault.
func (s Success) Check() error {
	c := checker{}
	c.success("$", s)
	return c.found.Err()
}

func (c *checker) success(place string, s Success) {
	c.id(place+".id", s.ID)
	c.id(place+".person", s.Person)
	c.day(place+".on", s.On)
	c.text(place+".text", s.Text)
	c.optionalID(place+".goal", s.Goal)
	c.optionalID(place+".account", s.Account)
	if !c.list(place+".seen", len(s.Seen)) {
		return
	}
	seen := map[string]bool{}
	for i, x := range s.Seen {
		spot := at(place+".seen", i)
		c.id(spot+".by", x.By)
		c.unique(spot+".by", x.By, seen)
		c.day(spot+".on", x.On)
		c.notBefore(spot+".on", x.On, s.On, say("when it happened", "事情发生之日"))
	}
}
