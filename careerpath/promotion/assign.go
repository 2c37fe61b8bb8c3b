package promotion

import (
	"cmp"
	"slices"

	"github.com/kam-go/kam"
)

// race is a ranking for one opening: everybody's rank in it, 1 and how many are better; equals share it.
type race struct {
	seats int
	rank  map[kam.Subject]int
}

// keep returns who of those that ask for seats keeps one: everybody who has fewer than seats people before them. Equals are
// kept or refused together, so that more than seats may be kept.
func (r race) keep(asking []kam.Subject) []kam.Subject {
	sorted := slices.Clone(asking)
	slices.SortFunc(sorted, func(a, b kam.Subject) int { return cmp.Or(cmp.Compare(r.rank[a], r.rank[b]), compareSubjects(a, b)) })
	n := 0
	for n < len(sorted) && (n < r.seats || n > 0 && r.rank[sorted[n]] == r.rank[sorted[n-1]]) {
		n++
	}
	return sorted[:n]
}

// assign gives seats to people and returns who has which opening. Wishes are the openings of each person in which they are
// ranked, the one liked best first.
func assign(how Assignment, races []race, wishes map[kam.Subject][]int) map[kam.Subject]int {
	everybody := make([]kam.Subject, 0, len(wishes))
	for person := range wishes {
		everybody = append(everybody, person)
	}
	slices.SortFunc(everybody, compareSubjects)
	if how == ByOpening {
		return inTurn(races, everybody, wishes)
	}
	return stable(races, everybody, wishes)
}

// inTurn fills one opening after the other.
func inTurn(races []race, everybody []kam.Subject, wishes map[kam.Subject][]int) map[kam.Subject]int {
	seats := map[kam.Subject]int{}
	for i, r := range races {
		var asking []kam.Subject
		for _, person := range everybody {
			_, has := seats[person]
			if !has && slices.Contains(wishes[person], i) {
				asking = append(asking, person)
			}
		}
		for _, person := range r.keep(asking) {
			seats[person] = i
		}
	}
	return seats
}

// stable is deferred acceptance: everybody asks for the opening liked best that has not refused them, and each opening
// keeps the best of those who ask, until nobody is refused any more. The result does not depend on the order of asking,
// since whom an opening refused among some it refuses among more.
func stable(races []race, everybody []kam.Subject, wishes map[kam.Subject][]int) map[kam.Subject]int {
	next := map[kam.Subject]int{} // how many openings refused a person
	for {
		asking := make([][]kam.Subject, len(races))
		for _, person := range everybody {
			if n := next[person]; n < len(wishes[person]) {
				i := wishes[person][n]
				asking[i] = append(asking[i], person)
			}
		}
		seats := map[kam.Subject]int{}
		refused := false
		for i, r := range races {
			for _, person := range r.keep(asking[i]) {
				seats[person] = i
			}
			for _, person := range asking[i] {
				if at, has := seats[person]; !has || at != i {
					next[person]++
					refused = true
				}
			}
		}
		if !refused {
			return seats
		}
	}
}

// tied returns those who hold a seat of an opening, are equal at the last one, and are more than there are seats for.
func (r race) tied(holding []kam.Subject) []kam.Subject {
	if len(holding) <= r.seats {
		return nil
	}
	last := 0
	for _, person := range holding {
		last = max(last, r.rank[person])
	}
	return slices.DeleteFunc(slices.Clone(holding), func(person kam.Subject) bool { return r.rank[person] != last })
}
