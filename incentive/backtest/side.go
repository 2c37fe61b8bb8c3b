package backtest

import (
	"slices"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
)

// Side is one of the two worlds of a comparison.
type Side struct {
	// Plans are compiled together. Where a plan is not effective in all of the periods, it is taken as if it were: its
	// effective period is widened to hold them. The rate policy "plan" then takes the rate of the first day of that.
	Plans []incentive.Plan `json:"plans"`
	// Roster replaces that of the history. Absent: the history's. On the side after, assignments then move from each plan
	// of the side before to its counterpart, with their quotas and targets; see [Question.Renamed].
	Roster *incentive.Roster `json:"roster,omitempty"`
}

// widened returns plans that are effective in a stretch.
func widened(plans []incentive.Plan, span kam.Period) []incentive.Plan {
	out := slices.Clone(plans)
	for i := range out {
		e := &out[i].Effective
		if e.Check() != nil {
			continue // Compile says so
		}
		if span.From.Before(e.From) {
			e.From = span.From
		}
		if !e.IsOpen() && e.Until.Before(span.Until) {
			e.Until = span.Until
		}
	}
	return out
}

// pair is a plan of the side before and its counterpart after. After is -1 for none.
type pair struct{ before, after int }

// paired finds the counterparts of the plans before: the same version of the same plan, else the latest version of it;
// a plan that is renamed has the latest version of the other name, and the only plans of two sides belong together.
func paired(before, after []incentive.Plan, renamed map[string]string) []pair {
	out := make([]pair, len(before))
	for i, p := range before {
		id := p.ID
		if name, ok := renamed[id]; ok {
			id = name
		}
		found := -1
		for j, q := range after {
			if q.ID != id {
				continue
			}
			if q.Version == p.Version {
				found = j
				break
			}
			if found < 0 || q.Version > after[found].Version {
				found = j
			}
		}
		if found < 0 && len(before) == 1 && len(after) == 1 {
			found = 0
		}
		out[i] = pair{i, found}
	}
	return out
}

// moved returns a roster whose assignments are to the counterparts of the plans before. An assignment to a plan without
// one ends: nobody is paid by it any more.
func moved(r incentive.Roster, before, after []incentive.Plan, pairs []pair) incentive.Roster {
	out := r
	out.Assignments = nil
	for _, a := range r.Assignments {
		i := slices.IndexFunc(before, func(p incentive.Plan) bool { return p.ID == a.Plan && p.Version == a.Version })
		if i >= 0 {
			j := pairs[i].after
			if j < 0 {
				continue
			}
			a.Plan, a.Version = after[j].ID, after[j].Version
		}
		out.Assignments = append(out.Assignments, a)
	}
	return out
}
