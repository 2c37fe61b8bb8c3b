package incentive_test

import (
	"cmp"
	"maps"
	"math"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/kam-go/kam/incentive/internal/reference/gen"
)

// What random cases are to exercise: each feature changes money in so many of a million, and each two in the same case in so
// many of all that are compared with the reference.
const (
	featuresInAMillion = 10_000
	pairsInAll         = 200
)

// TestDifferentialPairs shows, with KAM_LONG=1, that random cases exercise each feature and each two of them as often as they
// are to. Cases are counted from seed KAM_FROM on, and KAM_CASES at most, a million and a half where it is not stated, until each
// pair has been met so often, or so often of fewer that a million would have as many, by chance alone in one of ten thousand.
// What is shown is not evaluated any more.
func TestDifferentialPairs(t *testing.T) {
	if os.Getenv("KAM_LONG") == "" {
		t.Skip("KAM_LONG=1 counts")
	}
	most, from := number(t, "KAM_CASES", 1_500_000), number(t, "KAM_FROM", 0)
	c := newPairCount(gen.Features())
	for c.cases < most && c.open() > 0 {
		c.round(t, from, min(2000, most-c.cases))
		if t.Failed() {
			return
		}
		if c.cases%20_000 == 0 {
			t.Logf("%d cases counted, %d to be shown", c.cases, c.open())
		}
	}
	c.tell(t)
}

// tally is how often something changed money in the cases in which that was looked at.
type tally struct {
	met, cases uint64
	// inAMillion is how often it is to of a million, enough how often of all; shown that it does.
	inAMillion float64
	enough     uint64
	shown      bool
}

func (x *tally) rate() float64 { return float64(x.met) * 1e6 / float64(x.cases) }

// pairCount counts the cases in which features change money, and in which two of them do.
type pairCount struct {
	features []gen.Feature
	single   []tally
	// pairs are those of a feature with each one before it.
	pairs [][]tally
	cases uint64
}

func newPairCount(features []gen.Feature) *pairCount {
	c := &pairCount{features: features}
	for i := range features {
		c.single = append(c.single, tally{inAMillion: featuresInAMillion, enough: math.MaxUint64})
		row := make([]tally, i)
		for j := range row {
			row[j].inAMillion, row[j].enough = pairsInAll, pairsInAll
		}
		c.pairs = append(c.pairs, row)
	}
	return c
}

// each calls f for all tallies.
func (c *pairCount) each(f func(x *tally)) {
	for i := range c.features {
		f(&c.single[i])
		for j := range c.pairs[i] {
			f(&c.pairs[i][j])
		}
	}
}

// open is how many are to be shown yet.
func (c *pairCount) open() int {
	n := 0
	c.each(func(x *tally) {
		if !x.shown {
			n++
		}
	})
	return n
}

// round counts n further cases.
func (c *pairCount) round(t *testing.T, from, n uint64) {
	t.Helper()
	var lock sync.Mutex
	inParallel(n, func(i uint64) bool {
		seed := from + c.cases + i
		made, err := gen.New(seed)
		if err != nil {
			t.Errorf("seed %d: %v", seed, err)
			return false
		}
		single, pairs := c.deciding(made)
		lock.Lock()
		defer lock.Unlock()
		for _, i := range single {
			c.single[i].met++
		}
		for _, p := range pairs {
			c.pairs[p[0]][p[1]].met++
		}
		return true
	})
	c.cases += n
	c.each(func(x *tally) {
		if !x.shown {
			x.cases = c.cases
			x.shown = x.met >= x.enough || x.met >= above(float64(x.cases)*x.inAMillion/1e6)
		}
	})
}

// deciding are the features that change money in a case, and the pairs of them that do: of those that are to be shown.
func (c *pairCount) deciding(made gen.Case) (single []int, pairs [][2]int) {
	without := make([]*gen.Case, len(c.features))
	for i, f := range c.features {
		if other := made; f.Without(&other) {
			without[i] = &other
		}
	}
	var result view
	known := make([]*bool, len(c.features))
	decides := func(i int) bool {
		if known[i] == nil {
			if result == nil {
				result = evaluated(made)
			}
			known[i] = new(otherMoney(result, evaluated(*without[i])))
		}
		return *known[i]
	}
	for i := range c.features {
		if without[i] == nil {
			continue
		}
		if !c.single[i].shown && decides(i) {
			single = append(single, i)
		}
		for j := range i {
			if !c.pairs[i][j].shown && without[j] != nil && decides(j) && decides(i) {
				pairs = append(pairs, [2]int{i, j})
			}
		}
	}
	return single, pairs
}

// tell prints what was counted, and fails for what is not shown.
func (c *pairCount) tell(t *testing.T) {
	t.Helper()
	type row struct {
		name string
		tally
	}
	var all []row
	for i, f := range c.features {
		x := c.single[i]
		t.Logf("%-50s %5.2f %% of %d cases", f.Name, x.rate()/1e4, x.cases)
		assert.True(t, x.shown, f.Name)
		for j, x := range c.pairs[i] {
			all = append(all, row{c.features[j].Name + " and " + f.Name, x})
			assert.True(t, x.shown, "%s: %.0f in a million", all[len(all)-1].name, x.rate())
		}
	}
	slices.SortStableFunc(all, func(a, b row) int { return cmp.Compare(a.rate(), b.rate()) })
	t.Logf("%d pairs; the rarest:", len(all))
	for _, x := range all[:min(40, len(all))] {
		t.Logf("%4.0f in a million (%d of %d cases): %s", x.rate(), x.met, x.cases, x.name)
	}
}

// above is the count from which on something is more frequent than what is expected so many times: by chance alone one of ten
// thousand would be counted so often.
func above(expected float64) uint64 {
	term := math.Exp(-expected) // of the Poisson distribution
	below := term
	k := uint64(0)
	for 1-below >= 1e-4 {
		k++
		term *= expected / float64(k)
		below += term
	}
	return k + 1
}

// Upper ends of Poisson distributions with a mean of 2, 4, 10 and 40.
func TestAbove(t *testing.T) {
	for expected, want := range map[float64]uint64{2: 10, 4: 14, 10: 25, 40: 67} {
		assert.Equal(t, want, above(expected), expected)
	}
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
