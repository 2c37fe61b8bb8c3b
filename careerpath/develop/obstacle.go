package develop

import "github.com/shopspring/decimal"

// obstacles says why the whole gap cannot be closed, once a search has found nothing. There are up to three searches for that,
// each with a third of the effort.
func (s *pose) obstacles(limit int, proven bool) []Obstacle {
	p := &s.problem
	limit = max(1, limit/3)
	ever, inTime := p.farthest(false), p.farthest(true)
	var list []Obstacle
	for k, want := range p.want {
		switch {
		case ever[k] < want:
			list = append(list, Obstacle{Kind: NotTaught, Skill: s.skill[k], Required: want, Reachable: ever[k]})
		case inTime[k] < want:
			list = append(list, Obstacle{Kind: TooLate, Skill: s.skill[k], Required: want, Reachable: inTime[k]})
		}
	}
	if len(list) > 0 {
		return list
	}
	free := *p
	free.budget, free.hours = endless, endless
	cheapest := free.cheapest(limit)
	if cheapest.best == nil && cheapest.proven {
		return []Obstacle{{Kind: Clash}}
	}
	overHours := false
	if p.hours < endless {
		quickest := free.swapped().cheapest(limit)
		if overHours = quickest.bound > p.hours; overHours {
			list = append(list, Obstacle{Kind: OverHours, Least: known(s.time(quickest.bound)), Exact: quickest.proven})
		}
	}
	if p.budget < endless {
		within := cheapest
		if p.hours < endless && !overHours {
			limited := free
			limited.hours = p.hours
			within = limited.cheapest(limit)
		}
		if within.bound > p.budget {
			list = append(list, Obstacle{Kind: OverBudget, Least: known(s.money(within.bound)), Exact: within.proven})
		}
	}
	if len(list) > 0 {
		return list
	}
	// The searches for the reason were cut short before they had one; the search within the limits may not have been.
	switch {
	case !proven:
		return []Obstacle{{Kind: NotFound}}
	case p.budget < endless:
		return []Obstacle{{Kind: OverBudget, Least: known(s.money(p.budget + 1))}}
	case p.hours < endless:
		return []Obstacle{{Kind: OverHours, Least: known(s.time(p.hours + 1))}}
	}
	return []Obstacle{{Kind: Clash}}
}

func known(d decimal.Decimal) decimal.NullDecimal { return decimal.NewNullDecimal(d) }

// swapped returns the problem with hours in the place of costs.
func (p *problem) swapped() *problem {
	q := *p
	q.budget, q.hours = p.hours, p.budget
	q.options = make([]option, len(p.options))
	for i, o := range p.options {
		o.cost, o.hours = o.hours, o.cost
		q.options[i] = o
	}
	return &q
}

// farthest returns the highest level of each skill that all options together lead to, whatever they cost; in time those that
// are done before the end when nobody minds being in two places at once.
func (p *problem) farthest(inTime bool) []int {
	levels := append([]int(nil), p.start...)
	done := make([]int32, len(p.options)) // the day before which each is done
	at := make([]map[int]int32, len(p.start))
	for k := range at {
		at[k] = map[int]int32{}
	}
	for i := range done {
		done[i] = never
	}
	for again := true; again; {
		again = false
		for i := range p.options {
			until := p.earliest(i, done, at, inTime)
			if until >= done[i] {
				continue
			}
			done[i], again = until, true
			for _, to := range p.options[i].lifts {
				levels[to.skill] = max(levels[to.skill], to.level)
				for level := p.start[to.skill] + 1; level <= to.level; level++ {
					if day, old := at[to.skill][level]; !old || until < day {
						at[to.skill][level] = until
					}
				}
			}
		}
	}
	return levels
}

// earliest returns the day before which option i can be done; never when it cannot.
func (p *problem) earliest(i int, done []int32, at []map[int]int32, inTime bool) int32 {
	o := &p.options[i]
	var ready int32
	for _, before := range o.requires {
		ready = max(ready, done[before])
	}
	for _, from := range o.entry {
		if from.level <= p.start[from.skill] {
			continue
		}
		day, reached := at[from.skill][from.level]
		if !reached {
			return never
		}
		ready = max(ready, day)
	}
	switch {
	case ready == never:
		return never
	case !inTime:
		return 0
	case len(o.spans) == 0:
		if ready+o.days > p.end {
			return never
		}
		return ready + o.days
	}
	for _, s := range o.spans {
		if s.from >= ready && s.until <= p.end {
			return s.until
		}
	}
	return never
}
