package scoring_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/scoring"
)

func deviations() scoring.Card {
	return card(measure("z", "1", scoring.Function{ZScore: &scoring.ZScore{Centre: dec("50"), PerDeviation: dec("10"), Deviation: scoring.Population}}))
}

// Nobody to compare with is not known, and no crash.
func TestEmptyCohort(t *testing.T) {
	p := compile(t, deviations())
	b := scoring.Batch{Period: year, Observations: []kam.Observation{observed("z", "1")}, Cohorts: p.Cohorts(nil)}
	s, err := p.ScoreAll(context.Background(), b, scoring.Options{})
	require.NoError(t, err)
	assert.False(t, s.Score(0).Valid)
}

// Values in another unit or currency are not compared with, and a corrected fact counts once.
func TestCohortsAreOfOneUnitAndTheLatestRevision(t *testing.T) {
	late, early := observed("z", "3"), observed("z", "1")
	late.Revision = 2
	unit, currency := observed("z", "9"), observed("z", "9")
	unit.Unit, currency.Currency = "pieces", "CNY"
	other := observedOf(kam.Subject{Kind: "agent", ID: "ben"}, "z", "5")
	p := compile(t, deviations())
	for _, list := range [][]kam.Observation{{early, unit, late, currency, other}, {late, early, other, unit, currency}} {
		got := p.Cohorts(list)
		require.Len(t, got, 1)
		require.Len(t, got[0].Values, 2)
		equalExact(t, "3", got[0].Values[0])
		equalExact(t, "5", got[0].Values[1])
	}
}

func TestRoundIsBounded(t *testing.T) {
	third := scoring.Quo(exact(t, "1"), exact(t, "3"))
	assert.Equal(t, third.Round(30), third.Round(1<<24))
	assert.Equal(t, third.Round(0), third.Round(-1<<24))
}
