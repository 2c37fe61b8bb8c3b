package promotion

import "github.com/kam-go/kam"

// Race is a ranking for one opening, for tests.
type Race struct {
	Seats int
	Rank  map[kam.Subject]int
}

// Assign is assign, for tests.
func Assign(how Assignment, races []Race, wishes map[kam.Subject][]int) map[kam.Subject]int {
	list := make([]race, len(races))
	for i, r := range races {
		list[i] = race{seats: r.Seats, rank: r.Rank}
	}
	return assign(how, list, wishes)
}
