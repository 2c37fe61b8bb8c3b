package fairness_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/careerpath/fairness"
	"github.com/kam-go/kam/internal/num"
)

// cases is testdata/cases.json.
type cases struct {
	Rates []struct {
		ID, Source, Reference string
		Groups                []fairness.Group
		Ratios                map[string]string // in per cent
		Below                 []string
	}
	FlipFlop []struct {
		ID, Source       string
		Group, Reference fairness.Group
		Flips            bool
		Verdict          fairness.Verdict
	}
	Fisher []struct {
		ID, Source           string
		First, Second        fairness.Group
		Less, More, TwoSided string
	}
	Z []struct {
		ID, Source, Z string
		First, Second fairness.Group
		BeyondTwo     bool
	}
	Holm []struct {
		ID, Source  string
		P, Adjusted []string
	}
	RankSum []struct {
		ID, Source           string
		First, Second        []string
		Less, More, TwoSided string
	}
}

func readCases(t testing.TB) cases {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", "cases.json"))
	require.NoError(t, err)
	var c cases
	require.NoError(t, json.Unmarshal(data, &c))
	require.Len(t, c.Rates, 8)
	require.Len(t, c.FlipFlop, 2)
	require.Len(t, c.Fisher, 12)
	require.Len(t, c.Z, 1)
	require.Len(t, c.Holm, 3)
	require.Len(t, c.RankSum, 2)
	return c
}

func TestPublishedRates(t *testing.T) {
	for _, c := range readCases(t).Rates {
		t.Run(c.ID, func(t *testing.T) {
			r := compare(t, fairness.Rule{}, c.Groups...)
			assert.Equal(t, c.Reference, r.Reference)
			reference := line(t, r, c.Reference).Group
			below := []string{}
			for _, g := range c.Groups {
				if g.Name == c.Reference {
					continue
				}
				ratio, ok := fairness.ImpactRatio(g, reference)
				require.True(t, ok)
				ratio.Mul(ratio, rat(t, "100"))
				printed(t, c.Ratios[g.Name], ratio, g.Name)
				if fairness.FourFifths(g, reference) {
					below = append(below, g.Name)
				}
				assert.Equal(t, fairness.FourFifths(g, reference), line(t, r, g.Name).Shortage > 0)
			}
			assert.Equal(t, c.Below, below)
		})
	}
}

func TestPublishedFlipFlops(t *testing.T) {
	for _, c := range readCases(t).FlipFlop {
		t.Run(c.ID, func(t *testing.T) {
			assert.Equal(t, c.Flips, fairness.FlipFlop(c.Group, c.Reference))
			assert.False(t, fairness.FlipFlop(c.Reference, c.Group), "the reference is not behind")
			l := line(t, compare(t, fairness.Rule{}, c.Group, c.Reference), c.Group.Name)
			assert.Equal(t, c.Flips, l.FlipFlop)
			assert.Equal(t, c.Verdict, l.Verdict)
		})
	}
}

func TestPublishedFisherProbabilities(t *testing.T) {
	for _, c := range readCases(t).Fisher {
		t.Run(c.ID, func(t *testing.T) {
			p, err := fairness.Fisher(c.First, c.Second)
			require.NoError(t, err)
			printed(t, c.Less, p.Less, "less")
			printed(t, c.More, p.More, "more")
			printed(t, c.TwoSided, p.TwoSided, "two-sided")
		})
	}
}

func TestPublishedZ(t *testing.T) {
	for _, c := range readCases(t).Z {
		t.Run(c.ID, func(t *testing.T) {
			z, ok := fairness.ZOf(c.First, c.Second)
			require.True(t, ok)
			assert.Equal(t, c.Z, z.Decimal(3).StringFixed(3))
			assert.Equal(t, c.BeyondTwo, z.Beyond(2))
			back, ok := fairness.ZOf(c.Second, c.First)
			require.True(t, ok)
			assert.Equal(t, "-"+c.Z, back.Decimal(3).StringFixed(3))
			assert.Equal(t, c.BeyondTwo, back.Beyond(2))
		})
	}
}

func TestPublishedHolm(t *testing.T) {
	for _, c := range readCases(t).Holm {
		t.Run(c.ID, func(t *testing.T) {
			got := fairness.Holm(rats(t, c.P...))
			texts := make([]string, len(got))
			for i, p := range got {
				texts[i] = num.Format(num.RoundRat(p, 30, num.HalfUp))
			}
			assert.Equal(t, c.Adjusted, texts)
		})
	}
}

func TestPublishedRankSums(t *testing.T) {
	for _, c := range readCases(t).RankSum {
		t.Run(c.ID, func(t *testing.T) {
			p, err := fairness.RankSum(rats(t, c.First...), rats(t, c.Second...))
			require.NoError(t, err)
			printed(t, c.Less, p.Less, "less")
			printed(t, c.More, p.More, "more")
			printed(t, c.TwoSided, p.TwoSided, "two-sided")
		})
	}
}
