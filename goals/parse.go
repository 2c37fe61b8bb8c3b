package goals

import (
	"fmt"

	"github.com/kam-go/kam/internal/strictjson"
)

// ParseGoal reads one goal from a JSON object and returns it as written; [Goal.Check] tells whether it can be computed
// with, and [Check] how SMART it is.
//
// Reading is strict: unknown, duplicate and wrong-case keys, trailing data, null, and bare numbers that other readers
// would lose digits of are refused. Decimals are best written as strings. The error is an [*kam.InvalidError] with every
// fault, its JSON path and its line and column.
func ParseGoal(data []byte) (Goal, error) {
	var g Goal
	if err := strictjson.Decode(data, &g, codePrefix).Err(); err != nil {
		return Goal{}, err
	}
	return g, nil
}

// codePrefix begins the codes of what is wrong with JSON.
const codePrefix = "goals"

// goalList is a file of goals.
type goalList struct {
	Goals []Goal `json:"goals"`
}

// ParseGoals reads a JSON object with a list of goals under the key "goals", strictly as [ParseGoal] does, and returns
// them in the order of the text. Two goals of one ID are a fault as well. An empty list gives none.
func ParseGoals(data []byte) ([]Goal, error) {
	var list goalList
	if err := strictjson.Decode(data, &list, codePrefix).Err(); err != nil {
		return nil, err
	}
	var f faults
	seen := make(map[string]int, len(list.Goals))
	for i, g := range list.Goals {
		if first, twice := seen[g.ID]; twice && g.ID != "" {
			f.add("id", fmt.Sprintf("$.goals[%d].id", i), say("%q is the ID of goal %d too", "%q 与第 %d 个目标的标识相同", clip(g.ID), first),
				say("give each goal an ID of its own", "每个目标须有各自的标识"))
			continue
		}
		seen[g.ID] = i
	}
	if err := f.list.Err(); err != nil {
		return nil, err
	}
	return list.Goals, nil
}

// JSON returns g as indented JSON that [ParseGoal] reads back. A number out of bounds, a text that is not UTF-8 and a
// period or fraction that is none are an error.
func (g Goal) JSON() ([]byte, error) { return strictjson.Pretty(g) }

// Canonical returns g as JSON bytes that depend on what it says alone: keys sorted, decimals normalised, absent fields
// left out, so that equal goals give equal bytes. [ParseGoal] reads them back. Errors are those of [Goal.JSON].
func (g Goal) Canonical() ([]byte, error) { return strictjson.Canonical(g) }
