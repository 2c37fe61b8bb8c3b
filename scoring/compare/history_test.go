package compare_test

import (
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/scoring/compare"
)

// Before the last value there are 10, 11, 12, 13, 14: median 12, distances 2, 1, 0, 1, 2 with the median 1. For 18 the
// modified z-score is 0.6745 * 6 = 4.047, for 17 it is 3.3725.
func TestAgainstHistoryByHand(t *testing.T) {
	h, err := compare.AgainstHistory(series("10", "11", "12", "13", "14", "18"), compare.HistoryRule{Jump: known("4")})
	require.NoError(t, err)
	assert.Equal(t, []any{5, "18", "12", "1", "4.047", true}, []any{h.N, text(h.Last.Value), text(h.Median), text(h.MAD), text(h.ZScore), h.StandsOut})
	assert.Equal(t, []string{"compare.history $.points 2026-06-01/2026-07-01", "compare.jump $.points 2026-06-01/2026-07-01"}, codesOf(t, h.Findings))
	assert.Equal(t, "5", evidence(h.Findings[0], "earlier values"))
	require.Len(t, h.Jumps, 1)
	assert.Equal(t, []string{"14", "18", "4", ""}, []string{text(h.Jumps[0].From.Value), text(h.Jumps[0].Until.Value), h.Jumps[0].Change.String(), text(h.Jumps[0].ZScore)})

	h, err = compare.AgainstHistory(series("10", "11", "12", "13", "14", "17", ""), compare.HistoryRule{Jump: known("4")})
	require.NoError(t, err)
	assert.Equal(t, []any{"17", "3.3725", false}, []any{text(h.Last.Value), text(h.ZScore), h.StandsOut})
	assert.Empty(t, h.Jumps)
	assert.Empty(t, h.Findings)

	t.Run("a lower limit, reached exactly", func(t *testing.T) {
		h, err := compare.AgainstHistory(series("10", "11", "12", "13", "14", "17"), compare.HistoryRule{Limit: dec("3.3725")})
		require.NoError(t, err)
		assert.False(t, h.StandsOut)
		h, err = compare.AgainstHistory(series("10", "11", "12", "13", "14", "17"), compare.HistoryRule{Limit: dec("3.3724")})
		require.NoError(t, err)
		assert.True(t, h.StandsOut)
	})
	t.Run("a fall is a jump too", func(t *testing.T) {
		h, err := compare.AgainstHistory(series("10", "6", "", "1"), compare.HistoryRule{Jump: known("4")})
		require.NoError(t, err)
		require.Len(t, h.Jumps, 1, "what an unknown value hides is none")
		assert.Equal(t, "-4", h.Jumps[0].Change.String())
		assert.Equal(t, compare.TooFewValues, h.Unjudged)
		assert.False(t, h.ZScore.Valid)
	})
}

// Changes 1, 2, 1, 3, 2, 20: median 2, distances 1, 0, 1, 1, 0, 18, their median 1: for 20 it is 0.6745 * 18 = 12.141.
func TestJumpsAmongChanges(t *testing.T) {
	points := series("0", "1", "3", "4", "7", "9", "29")
	h, err := compare.AgainstHistory(points, compare.HistoryRule{})
	require.NoError(t, err)
	require.Len(t, h.Jumps, 1)
	assert.Equal(t, []string{"20", "12.141"}, []string{h.Jumps[0].Change.String(), text(h.Jumps[0].ZScore)})
	assert.Empty(t, h.UnjudgedJumps)
	again, err := compare.AgainstHistory(shuffled(seeded(1), points), compare.HistoryRule{})
	require.NoError(t, err)
	assert.Equal(t, asJSON(t, h), asJSON(t, again), "the order of points changes nothing")

	h, err = compare.AgainstHistory(series("1", "2", "3", "4", "5", "9"), compare.HistoryRule{})
	require.NoError(t, err)
	assert.Equal(t, compare.NoSpread, h.UnjudgedJumps, "four changes of five are 1")
	h, err = compare.AgainstHistory(series("1", "2", "3", "4", "5"), compare.HistoryRule{})
	require.NoError(t, err)
	assert.Equal(t, []compare.Unjudged{compare.TooFewValues, compare.TooFewValues}, []compare.Unjudged{h.Unjudged, h.UnjudgedJumps}, "four earlier values and four changes")
	h, err = compare.AgainstHistory(series("1", "2", "4", "7"), compare.HistoryRule{MinPoints: 3})
	require.NoError(t, err)
	assert.Empty(t, h.Unjudged)
	assert.Empty(t, h.UnjudgedJumps)
	h, err = compare.AgainstHistory(series("5", "5", "5", "5", "5", "9"), compare.HistoryRule{})
	require.NoError(t, err)
	assert.Equal(t, compare.NoSpread, h.Unjudged)
	h, err = compare.AgainstHistory(nil, compare.HistoryRule{})
	require.NoError(t, err)
	assert.Equal(t, compare.TooFewValues, h.Unjudged)
	assert.False(t, h.Median.Valid)
}

func TestAgainstHistoryFaults(t *testing.T) {
	points := series("1", "2", "3")
	_, err := compare.AgainstHistory([]compare.Point{points[0], points[2]}, compare.HistoryRule{
		Limit: dec("-1"), MinPoints: 2, Jump: decimal.NewNullDecimal(decimal.Decimal{}),
	})
	assert.Equal(t, []string{"compare.limit $.limit", "compare.limit $.jump", "compare.least $.minPoints", "compare.period $.points"}, codes(t, err))
}
