package goals

import "github.com/kam-go/kam"

// Around returns s with what a list of goals and of results says around g, in their order, in place of what s had: the
// goal above as its Parent and, of those of its period, the others below that one as its Siblings, all as Others, and the
// targets of those below it as AccountTargets, which makes them the members of its scope; and of the results of its metric, unit
// and currency those of the one person who owns it, or of Subject where that is stated, as History and those of everybody
// else as Peers, of the kind of Subject where that is stated. Lists that turn out empty, and what was not asked for, such as Deals, stay as they were.
//
// The list may hold g itself. Without a Subject results are to be of people alone, not of what they sum to.
func (s Situation) Around(g Goal, all []Goal, results []kam.Observation) Situation {
	var siblings, others []Goal
	for _, o := range all {
		switch {
		case o.ID == g.ID:
			continue
		case o.ID == g.Parent:
			parent := o.Clone()
			s.Parent = &parent
		case o.Parent == g.Parent && g.Parent != "" && o.Period == g.Period:
			siblings = append(siblings, o.Clone())
		}
		if o.Period == g.Period {
			others = append(others, o.Clone())
		}
	}
	var history, peers []kam.Observation
	for _, o := range results {
		switch {
		case o.Metric != g.Metric || o.Unit != g.Unit || o.Currency != g.Currency, s.Subject.Kind != "" && s.Subject.Kind != o.Subject.Kind:
		case s.Subject == o.Subject, s.Subject == (kam.Subject{}) && len(g.Owners) == 1 && g.Owners[0] == o.Subject.ID:
			history = append(history, o)
		default:
			peers = append(peers, o)
		}
	}
	s.Siblings, s.Others = either(siblings, s.Siblings), either(others, s.Others)
	s.History, s.Peers = either(history, s.History), either(peers, s.Peers)
	return s.below(g, all)
}

// below adds the targets of the goals below g.
func (s Situation) below(g Goal, all []Goal) Situation {
	members := 0
	for _, o := range all {
		if o.Parent == g.ID && g.ID != "" && o.Period == g.Period {
			if members++; members == 1 {
				s.AccountTargets = nil
			}
			s.AccountTargets = append(s.AccountTargets, o.Target)
		}
	}
	if members > 0 {
		s.ScopeMembers = &members
	}
	return s
}

// either returns the first list, and the second where that is empty.
func either[T any](list, otherwise []T) []T {
	if len(list) > 0 {
		return list
	}
	return otherwise
}
