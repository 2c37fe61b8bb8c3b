package attain_test

import (
	"encoding/json"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/scoring/attain"
)

type published struct {
	Combined struct {
		ID                      string
		Items                   []attain.Item
		Attainment, Mean, Never string
	}
	Prorated []struct {
		ID, Target, Want, Exact string
		Period, Part            kam.Period
		Basis                   attain.Basis
		Steps                   []attain.Step
	}
	NegativeGrowth []struct{ ID, Now, Before, Reason string }
}

func cases(t *testing.T) published {
	t.Helper()
	data, err := os.ReadFile("testdata/cases.json")
	require.NoError(t, err)
	var out published
	require.NoError(t, json.Unmarshal(data, &out))
	require.NotEmpty(t, out.Prorated)
	require.NotEmpty(t, out.NegativeGrowth)
	return out
}

func TestCombinedIsNotTheMean(t *testing.T) {
	c := cases(t).Combined
	t.Run(c.ID, func(t *testing.T) {
		out, err := attain.Combine(c.Items, attain.CombineRule{Method: attain.ActualByTarget})
		require.NoError(t, err)
		equal(t, c.Attainment, out.Attainment)
		equal(t, c.Mean, out.Mean)
		assert.NotEqual(t, c.Never, out.Attainment.String())
	})
}

func TestPublishedParts(t *testing.T) {
	for _, c := range cases(t).Prorated {
		t.Run(c.ID, func(t *testing.T) {
			out, err := attain.Prorate(nil, attain.PartPeriod{Target: known(c.Target), Period: c.Period, Part: c.Part, Basis: c.Basis, Steps: c.Steps})
			require.NoError(t, err)
			target, ok := out.Target()
			require.True(t, ok)
			assert.Equal(t, c.Exact, target.RatString())
			assert.Equal(t, c.Want, plain(out.Round(0)))
		})
	}
}

func TestNegativeGrowthHasNoRate(t *testing.T) {
	for _, c := range cases(t).NegativeGrowth {
		t.Run(c.ID, func(t *testing.T) {
			out, err := attain.Growth(known(c.Now), known(c.Before), attain.PositiveBase)
			require.NoError(t, err)
			equal(t, c.Reason, out)
		})
	}
}
