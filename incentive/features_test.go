package incentive_test

import (
	"maps"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive/internal/reference"
	"github.com/kam-go/kam/incentive/internal/reference/gen"
)

// TestDifferentialFeatures counts, on the first cases, how many have each feature, in how many of those a line or a
// sum would be another without it, and in how many somebody would be held or not. None may be idle: what never
// changes anything is not compared.
func TestDifferentialFeatures(t *testing.T) {
	const enough = 5
	features := gen.Features()
	present, pays, holds := make([]int, len(features)), make([]int, len(features)), make([]int, len(features))
	for seed := range uint64(2000) {
		c, err := gen.New(seed)
		require.NoError(t, err)
		var result view
		for i, f := range features {
			other := c
			if pays[i] >= enough || !f.Without(&other) {
				continue
			}
			if result == nil {
				result = evaluated(c)
			}
			without := evaluated(other)
			present[i]++
			if paysDifferently(result, without) {
				pays[i]++
			} else if !maps.Equal(result, without) {
				holds[i]++
			}
		}
	}
	for i, f := range features {
		t.Logf("%-45s in %4d cases: decides amounts in %d, who is held in %d", f.Name, present[i], pays[i], holds[i])
		if pays[i]+holds[i] == 0 {
			t.Errorf("%s never changes anything", f.Name)
		}
	}
}

// paysDifferently tells whether a statement that both have shows another amount.
func paysDifferently(a, b view) bool {
	both := func(key string) bool {
		fields := strings.Fields(key)
		at := strings.Join(fields[:min(4, len(fields))], " ") + " statement"
		return a[at] != "" && b[at] != ""
	}
	for _, v := range []view{a, b} {
		for key := range v {
			if a[key] != b[key] && both(key) && !strings.Contains(key, " measure ") && !strings.Contains(key, " quota ") {
				return true
			}
		}
	}
	return false
}

// evaluated is what the reference says of a case. Readings that Compile would refuse are evaluated all the same.
func evaluated(c gen.Case) view {
	cal, err := kam.NewCalendar(c.Calendar)
	if err != nil {
		return view{"error": err.Error()}
	}
	result, err := reference.Evaluate(c.Plans, cal, c.Inputs())
	if err != nil {
		return view{"error": err.Error()}
	}
	return referenceView(result)
}
