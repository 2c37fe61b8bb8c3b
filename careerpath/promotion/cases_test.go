package promotion_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/promotion"
)

// published is an assignment as it was published: whom people like, whom openings prefer, both best first.
type published struct {
	ID       string              `json:"id"`
	Source   string              `json:"source"`
	Note     string              `json:"note"`
	Wishes   map[string][]string `json:"wishes"`
	Ranks    map[string][]string `json:"ranks"`
	Expected map[string]string   `json:"expected"`
	Stable   string              `json:"stable"`
}

func TestPublishedAssignments(t *testing.T) {
	data, err := os.ReadFile(filepath.Join("testdata", "cases.json"))
	require.NoError(t, err)
	var cases []published
	require.NoError(t, json.Unmarshal(data, &cases))
	require.NotEmpty(t, cases)
	for _, c := range cases {
		t.Run(c.ID, func(t *testing.T) {
			openings := slices.Sorted(maps.Keys(c.Ranks))
			var races []promotion.Race
			for _, o := range openings {
				race := promotion.Race{Seats: 1, Rank: map[kam.Subject]int{}}
				for i, id := range c.Ranks[o] {
					race.Rank[person(id)] = i + 1
				}
				races = append(races, race)
			}
			wishes := map[kam.Subject][]int{}
			for id, list := range c.Wishes {
				for _, o := range list {
					wishes[person(id)] = append(wishes[person(id)], slices.Index(openings, o))
				}
			}
			got := map[string]string{}
			for who, i := range promotion.Assign(promotion.ByPreference, races, wishes) {
				got[who.ID] = openings[i]
			}
			assert.Equal(t, c.Expected, got)
			n := 0
			every(races, wishes, func(seats map[kam.Subject]int) {
				if len(seats) == len(wishes) && stable(races, wishes, seats) {
					n++
				}
			})
			assert.Equal(t, c.Stable, fmt.Sprint(n), "the number of stable assignments")
		})
	}
}
