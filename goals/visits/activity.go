package visits

import (
	"fmt"
	"slices"

	"github.com/kam-go/kam"
)

// Activity is a kind of work with a customer. Any name of 1 to 32 bytes may be used; those below have names in both
// languages, others read the same in both. The zero value is none.
type Activity string

// Activities that every plan knows.
const (
	Visit    Activity = "visit"
	Call     Activity = "call"
	Proposal Activity = "proposal"
)

// Name returns what the activity is called, in the plural, as the head of a column.
func (a Activity) Name() kam.Text {
	switch a {
	case Visit:
		return kam.Text{EN: "visits", ZH: "拜访"}
	case Call:
		return kam.Text{EN: "calls", ZH: "电话"}
	case Proposal:
		return kam.Text{EN: "proposals", ZH: "方案"}
	default:
		return kam.Text{EN: string(a), ZH: string(a)}
	}
}

// count returns n of the activity in words: "1 visit", "12 visits", and in Chinese with the measure word.
func (a Activity) count(n int64) kam.Text {
	name, measure := a.Name(), "次"
	if a == Proposal {
		measure = "份"
	}
	if n == 1 && (a == Visit || a == Call || a == Proposal) {
		name.EN = string(a)
	}
	if name.EN == name.ZH {
		measure += " "
	}
	return kam.Text{EN: fmt.Sprintf("%d %s", n, name.EN), ZH: fmt.Sprintf("%d %s%s", n, measure, name.ZH)}
}

// activitiesOf lists the activities of s: visit, call and proposal first, others in the order in which they appear.
func activitiesOf(s Spec) []Activity {
	var used []Activity
	for _, g := range s.Segments {
		used = append(used, g.activities()...)
	}
	for _, t := range s.Tiers {
		for _, r := range t.Rhythms {
			used = append(used, r.Activity)
		}
	}
	used = distinct(used)
	rank := func(a Activity) int {
		if i := slices.Index([]Activity{Visit, Call, Proposal}, a); i >= 0 {
			return i
		}
		return 3
	}
	slices.SortStableFunc(used, func(a, b Activity) int { return rank(a) - rank(b) })
	return used
}

// activities lists the activities of a segment in the order in which its stages name them.
func (g Segment) activities() []Activity {
	var used []Activity
	for _, s := range g.Stages {
		for _, c := range s.Costs {
			used = append(used, c.Activity)
		}
	}
	return distinct(used)
}

// distinct returns list without repeats, in order; it overwrites list.
func distinct(list []Activity) []Activity {
	seen := make(map[Activity]bool, len(list))
	return slices.DeleteFunc(list, func(a Activity) bool {
		twice := seen[a]
		seen[a] = true
		return twice
	})
}
