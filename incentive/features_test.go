package incentive_test

import (
	"maps"
	"os"
	"strings"
	"sync"
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

// TestDifferentialPairs shows, with KAM_LONG=1, in which share of the cases each feature changes money, and which pairs
// of features change money in the same case: each feature in at least 1 % of the cases, each pair in at least 200 of a
// million. KAM_CASES is the number of cases that are counted, 50,000 where it is not stated.
func TestDifferentialPairs(t *testing.T) {
	if os.Getenv("KAM_LONG") == "" {
		t.Skip("KAM_LONG=1 counts")
	}
	n := number(t, "KAM_CASES", 50_000)
	features := gen.Features()
	var lock sync.Mutex
	single, pairs := make([]int, len(features)), map[[2]int]int{}
	inParallel(n, func(seed uint64) bool {
		c, err := gen.New(seed)
		if err != nil {
			t.Errorf("seed %d: %v", seed, err)
			return false
		}
		deciding := decides(features, c)
		lock.Lock()
		defer lock.Unlock()
		for n, i := range deciding {
			single[i]++
			for _, j := range deciding[:n] {
				pairs[[2]int{j, i}]++
			}
		}
		return true
	})
	perMillion := func(count int) float64 { return float64(count) * 1e6 / float64(n) }
	for i, f := range features {
		t.Logf("%-50s %5.2f %%", f.Name, perMillion(single[i])/1e4)
		if perMillion(single[i]) < 10_000 {
			t.Errorf("%s changes money in %.2f %% of the cases", f.Name, perMillion(single[i])/1e4)
		}
	}
	for i := range features {
		for j := range i {
			a, b := features[j].Name, features[i].Name
			if count := pairs[[2]int{j, i}]; perMillion(count) < 200 {
				if why := gen.Apart(a, b); why != "" {
					t.Logf("%s and %s: %.0f in a million: %s", a, b, perMillion(count), why)
				} else {
					t.Errorf("%s and %s: %.0f in a million", a, b, perMillion(count))
				}
			}
		}
	}
}

// decides are the features that change money in a case.
func decides(features []gen.Feature, c gen.Case) []int {
	var found []int
	var result view
	for i, f := range features {
		other := c
		if !f.Without(&other) {
			continue
		}
		if result == nil {
			result = evaluated(c)
		}
		if otherMoney(result, evaluated(other)) {
			found = append(found, i)
		}
	}
	return found
}

// otherMoney tells whether anybody gets another amount, or one gets a statement and the other none.
func otherMoney(a, b view) bool {
	silent := func(key, _ string) bool {
		return strings.HasPrefix(key, "held ") || strings.Contains(key, " measure ") || strings.Contains(key, " quota ")
	}
	a, b = maps.Clone(a), maps.Clone(b)
	maps.DeleteFunc(a, silent)
	maps.DeleteFunc(b, silent)
	return !maps.Equal(a, b)
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
