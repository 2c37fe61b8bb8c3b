package promotion_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/promotion"
)

// market is made up openings, people, ranks and wishes.
func market(r *rand.Rand, ties bool) (races []promotion.Race, wishes map[kam.Subject][]int) {
	openings, people := 1+r.IntN(3), 1+r.IntN(5)
	wishes = map[kam.Subject][]int{}
	for range openings {
		races = append(races, promotion.Race{Seats: 1 + r.IntN(2), Rank: map[kam.Subject]int{}})
	}
	for p := range people {
		wishes[person(fmt.Sprint(p))] = r.Perm(openings)[:r.IntN(openings+1)]
	}
	for i := range races {
		for rank, p := range r.Perm(people) {
			if ties {
				rank = rank / 2 * 2
			}
			races[i].Rank[person(fmt.Sprint(p))] = rank + 1
		}
	}
	return races, wishes
}

// stable tells whether nobody likes an opening better than what they have that has a free seat, or somebody behind them.
func stable(races []promotion.Race, wishes map[kam.Subject][]int, seats map[kam.Subject]int) bool {
	for p, list := range wishes {
		for _, i := range list {
			if at, has := seats[p]; has && at == i {
				break
			}
			ahead := 0
			for other, at := range seats {
				if at == i && races[i].Rank[other] < races[i].Rank[p] {
					ahead++
				}
			}
			if ahead < races[i].Seats {
				return false
			}
		}
	}
	return true
}

// every lists all ways to give people openings that they ask for, within the seats.
func every(races []promotion.Race, wishes map[kam.Subject][]int, yield func(map[kam.Subject]int)) {
	var people []kam.Subject
	for p := range wishes {
		people = append(people, p)
	}
	seats, used := map[kam.Subject]int{}, make([]int, len(races))
	var walk func(n int)
	walk = func(n int) {
		if n == len(people) {
			yield(seats)
			return
		}
		walk(n + 1)
		for _, i := range wishes[people[n]] {
			if used[i] < races[i].Seats {
				used[i]++
				seats[people[n]] = i
				walk(n + 1)
				delete(seats, people[n])
				used[i]--
			}
		}
	}
	walk(0)
}

// likes returns at which place of a person's wishes an opening stands; behind all of them when there is none.
func likes(wishes []int, seats map[kam.Subject]int, p kam.Subject) int {
	at, has := seats[p]
	for n, i := range wishes {
		if has && i == at {
			return n
		}
	}
	return len(wishes)
}

func TestAssignByPreferenceIsTheBestStableOne(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 9))
	for range 400 {
		races, wishes := market(r, false)
		got := promotion.Assign(promotion.ByPreference, races, wishes)
		require.True(t, stable(races, wishes, got))
		every(races, wishes, func(other map[kam.Subject]int) {
			if !stable(races, wishes, other) {
				return
			}
			for p, list := range wishes {
				assert.LessOrEqual(t, likes(list, got, p), likes(list, other, p), "a stable assignment is better for %v", p)
			}
		})
	}
}

func TestAssignKeepsEqualsTogether(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 9))
	for range 400 {
		races, wishes := market(r, true)
		for _, how := range []promotion.Assignment{promotion.ByPreference, promotion.ByOpening} {
			got := promotion.Assign(how, races, wishes)
			for p, at := range got {
				ahead := 0
				for other, o := range got {
					if o == at && races[at].Rank[other] < races[at].Rank[p] {
						ahead++
					}
				}
				assert.Less(t, ahead, races[at].Seats)
			}
			if how == promotion.ByPreference {
				assert.True(t, stable(races, wishes, got))
			}
		}
	}
}

func TestAssignByOpening(t *testing.T) {
	a, b := person("a"), person("b")
	races := []promotion.Race{{Seats: 1, Rank: map[kam.Subject]int{a: 1, b: 2}}, {Seats: 1, Rank: map[kam.Subject]int{a: 1, b: 2}}}
	wishes := map[kam.Subject][]int{a: {1, 0}, b: {1, 0}}
	assert.True(t, maps.Equal(map[kam.Subject]int{a: 0, b: 1}, promotion.Assign(promotion.ByOpening, races, wishes)))
	assert.True(t, maps.Equal(map[kam.Subject]int{a: 1, b: 0}, promotion.Assign(promotion.ByPreference, races, wishes)))
}
