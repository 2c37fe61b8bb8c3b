package incentive_test

import (
	"maps"
	"math"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
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
// million, as far as a sample can tell. KAM_CASES is the number of cases that are counted, 50,000 where it is not
// stated, from seed KAM_FROM on.
func TestDifferentialPairs(t *testing.T) {
	if os.Getenv("KAM_LONG") == "" {
		t.Skip("KAM_LONG=1 counts")
	}
	n, from := number(t, "KAM_CASES", 50_000), number(t, "KAM_FROM", 0)
	features := gen.Features()
	var lock sync.Mutex
	single, pairs := make([]int, len(features)), map[[2]int]int{}
	inParallel(n, func(seed uint64) bool {
		c, err := gen.New(from + seed)
		if err != nil {
			t.Errorf("seed %d: %v", from+seed, err)
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
	enough := atLeast(float64(n) * pairsInAMillion / 1e6)
	t.Logf("%d cases counted; a pair is short where it is met fewer than %d times, as it would be in one such count of a hundred if %d in a million had it", n, enough, pairsInAMillion)
	for i, f := range features {
		t.Logf("%-50s %5.2f %%", f.Name, perMillion(single[i])/1e4)
		if perMillion(single[i]) < 10_000 {
			t.Errorf("%s changes money in %.2f %% of the cases", f.Name, perMillion(single[i])/1e4)
		}
	}
	rarest := map[int]int{}
	for i := range features {
		for j := range i {
			count := pairs[[2]int{j, i}]
			rarest[count]++
			switch {
			case count < enough:
				t.Errorf("%s and %s: %.0f in a million", features[j].Name, features[i].Name, perMillion(count))
			case perMillion(count) < pairsInAMillion:
				t.Logf("rare in this count: %s and %s, %d times", features[j].Name, features[i].Name, count)
			}
		}
	}
	t.Logf("%d pairs", len(features)*(len(features)-1)/2)
	for _, count := range slices.Sorted(maps.Keys(rarest))[:min(10, len(rarest))] {
		t.Logf("%d pairs are met %d times, %.0f in a million", rarest[count], count, perMillion(count))
	}
}

// TestDifferentialPair counts, with KAM_PAIR="a feature;another", the cases in which both change money. What the count of all
// pairs meets rarely is counted in many more cases here, because only those that have both are evaluated. KAM_CASES is their
// number, 50,000 where it is not stated, from seed KAM_FROM on.
func TestDifferentialPair(t *testing.T) {
	one, two, stated := strings.Cut(os.Getenv("KAM_PAIR"), ";")
	if !stated {
		t.Skip("KAM_PAIR names two features")
	}
	n, from := number(t, "KAM_CASES", 50_000), number(t, "KAM_FROM", 0)
	var pair []gen.Feature
	for _, f := range gen.Features() {
		if f.Name == one || f.Name == two {
			pair = append(pair, f)
		}
	}
	require.Len(t, pair, 2, "no features of these names")
	var lock sync.Mutex
	both := 0
	inParallel(n, func(seed uint64) bool {
		c, err := gen.New(from + seed)
		if err != nil {
			t.Errorf("seed %d: %v", from+seed, err)
			return false
		}
		for _, f := range pair {
			if other := c; !f.Without(&other) {
				return true
			}
		}
		if len(decides(pair, c)) == len(pair) {
			lock.Lock()
			defer lock.Unlock()
			both++
		}
		return true
	})
	t.Logf("%s, and %s: in %d of %d cases, %.0f in a million", one, two, both, n, float64(both)*1e6/float64(n))
	assert.GreaterOrEqual(t, both, atLeast(float64(n)*pairsInAMillion/1e6))
}

// pairsInAMillion is how often two features must change money in one case.
const pairsInAMillion = 200

// atLeast is the first percentile of what is counted of something rare that is expected so many times, and 1 at least:
// counts below it do not come from chance alone.
func atLeast(expected float64) int {
	term := math.Exp(-expected) // of the Poisson distribution
	below := term
	k := 0
	for below < 0.01 {
		k++
		term *= expected / float64(k)
		below += term
	}
	return max(k, 1)
}

// The first percentiles of Poisson distributions with a mean of 2, 4, 10 and 40.
func TestAtLeast(t *testing.T) {
	for expected, want := range map[float64]int{2: 1, 4: 1, 10: 3, 40: 26} {
		assert.Equal(t, want, atLeast(expected), expected)
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
