package skills_test

import (
	"encoding/json"
	"math/big"
	"os"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/careerpath/skills"
	"github.com/kam-go/kam/internal/wording"
)

func number(t *testing.T, s string) int {
	t.Helper()
	n, err := strconv.Atoi(s)
	require.NoError(t, err)
	return n
}

func TestPublishedCases(t *testing.T) {
	data, err := os.ReadFile("testdata/cases.json")
	require.NoError(t, err)
	var cases struct {
		Gaps []struct {
			ID, Source, Missing, Mean, OfCurrent, OfTarget string
			Required, Assessed                             []string
		}
		Coverage []struct{ ID, Source, Required, Met, Shortage, Covered string }
	}
	require.NoError(t, json.Unmarshal(data, &cases))
	require.Len(t, cases.Gaps, 1)
	require.Len(t, cases.Coverage, 1)
	for _, c := range cases.Gaps {
		t.Run(c.ID, func(t *testing.T) {
			levels, requirements := skills.Levels{}, make([]skills.Requirement, len(c.Required))
			for i := range c.Required {
				id := strconv.Itoa(i)
				levels[id], requirements[i] = number(t, c.Assessed[i]), skills.Requirement{Skill: id, Level: number(t, c.Required[i])}
			}
			g, err := skills.NewGap(levels, requirements)
			require.NoError(t, err)
			assert.Equal(t, number(t, c.Missing), g.Sum().Missing)
			mean, ok := g.Mean()
			require.True(t, ok)
			equalRat(t, c.Mean, mean)
			percent(t, c.OfCurrent, g.OfCurrent)
			percent(t, c.OfTarget, g.OfTarget)
			percent(t, c.OfTarget, g.WeightedOfTarget)
		})
	}
	for _, c := range cases.Coverage {
		t.Run(c.ID, func(t *testing.T) {
			levels, requirements := skills.Levels{}, make([]skills.Requirement, number(t, c.Required))
			for i := range requirements {
				id := strconv.Itoa(i)
				requirements[i], levels[id] = skills.Requirement{Skill: id, Level: 2}, 1
				if i < number(t, c.Met) {
					levels[id] = 2
				}
			}
			g, err := skills.NewGap(levels, requirements)
			require.NoError(t, err)
			percent(t, c.Shortage, g.Coverage().Shortage)
			least, most, ok := g.Coverage().Bounds()
			require.True(t, ok)
			assert.Equal(t, c.Covered, wording.Percent(least))
			assert.Equal(t, c.Covered, wording.Percent(most))
		})
	}
}

func percent(t *testing.T, want string, got func() (*big.Rat, bool)) {
	t.Helper()
	r, ok := got()
	require.True(t, ok)
	assert.Equal(t, want, wording.Percent(r))
}
