package meetings_test

import (
	"fmt"
	"math/big"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals/meetings"
)

// worth is weight x gap, 0 while the gap is unknown.
func worth(x meetings.Topic) *big.Rat {
	gap, known := x.Missing()
	if !known {
		return new(big.Rat)
	}
	return gap.Mul(gap, x.Weight.Rat())
}

// A limit in visits says nothing about money: it is refused for both at once, and each may have its own.
func TestAgendaLimitsAreOfOneUnit(t *testing.T) {
	visits, money := topic("visits", "1", "40", "10"), topic("money", "1", "1000000", "995000")
	money.Unit, money.Currency = "", "CNY"
	spec := meetings.AgendaSpec{
		Format: boxes(20), On: day("2026-03-02"), Limits: meetings.Limits{Absolute: decimal.NewFromInt(1000)}, Topics: []meetings.Topic{visits, money},
	}
	_, err := meetings.NewAgenda(spec)
	assert.Equal(t, []string{"meetings.unit $.limits.absolute"}, codes(t, err))

	spec.Topics[0].Limits = &meetings.Limits{Absolute: decimal.NewFromInt(5)}
	a, err := meetings.NewAgenda(spec)
	require.NoError(t, err)
	assert.Equal(t, []string{"visits behind 20 min"}, items(a.Discussed))
	assert.Equal(t, []string{"money behind"}, items(a.Carried))

	spec.Topics[1].Limits = &meetings.Limits{Absolute: decimal.NewFromInt(5000)}
	a, err = meetings.NewAgenda(spec)
	require.NoError(t, err)
	assert.Equal(t, []string{"money"}, items(a.Quiet))
	spec.Topics[1].Limits.Absolute = decimal.Zero
	assert.Equal(t, "5000", a.Quiet[0].Topic.Limits.Absolute.String(), "the agenda has its own")

	spec.Topics[1].Limits = &meetings.Limits{Absolute: decimal.NewFromInt(-1), Relative: kam.Fraction{Num: 1}, Trend: -1}
	_, err = meetings.NewAgenda(spec)
	assert.Equal(t, []string{"meetings.number $.topics[1].limits.absolute", "meetings.fraction $.topics[1].limits.relative", "meetings.number $.topics[1].limits.trend"}, codes(t, err))
	spec.Topics[1].Limits = nil
	spec.Limits = meetings.Limits{Relative: kam.Fraction{Num: 1, Den: 2}}
	_, err = meetings.NewAgenda(spec)
	require.NoError(t, err, "a relative limit is of no unit")
}

// A stated gap makes a topic known, and has no say against figures that are ahead of plan.
func TestAgendaOfStatedGaps(t *testing.T) {
	stated := func(goal, plan, actual string, gap kam.Fraction) meetings.Topic {
		x := topic(goal, "1", plan, actual)
		x.Gap = &gap
		return x
	}
	half := kam.Fraction{Num: 1, Den: 2}
	a, err := meetings.NewAgenda(meetings.AgendaSpec{
		Format: boxes(20), On: day("2026-03-02"), LeastMinutes: 1, Limits: meetings.Limits{Relative: kam.Fraction{Num: 1, Den: 10}},
		Topics: []meetings.Topic{
			stated("ahead", "100", "150", half), stated("as planned", "100", "100", half), stated("baseline", "100", "80", half),
			stated("no figures", "", "", kam.Fraction{Num: 1, Den: 4}), stated("no plan", "", "5", kam.Fraction{Num: 1, Den: 10}), topic("unknown", "1", "", "5"),
		},
	})
	require.NoError(t, err)
	assert.Equal(t, []string{"baseline behind 13 min", "no figures behind 7 min"}, items(a.Discussed))
	assert.Equal(t, []string{"ahead ahead"}, items(a.Carried))
	assert.Equal(t, []string{"as planned", "no plan"}, items(a.Quiet))
	assert.Equal(t, []string{"unknown"}, items(a.Unknown))
	assert.Equal(t, "2/3", a.Discussed[0].Share.RatString())
}

func TestAgendaDiscussesSoManyAtMost(t *testing.T) {
	s := meetings.AgendaSpec{Format: boxes(1000), On: day("2026-03-02"), LeastMinutes: 1}
	for i := range meetings.MaxDiscussed + 1 {
		s.Topics = append(s.Topics, topic(fmt.Sprintf("%03d", i), "1", "100", "50"))
	}
	for _, weight := range []string{"1", "0"} {
		for i := range s.Topics {
			require.NoError(t, s.Topics[i].Weight.UnmarshalText([]byte(weight)))
		}
		a, err := meetings.NewAgenda(s)
		require.NoError(t, err)
		assert.Len(t, a.Discussed, meetings.MaxDiscussed)
		assert.Equal(t, []string{fmt.Sprintf("%d behind", meetings.MaxDiscussed)}, items(a.Carried))
	}
}

// Topics whose weight x gap have nothing in common take a moment, however many there are.
func TestAgendaTakesLittleTime(t *testing.T) {
	s := meetings.AgendaSpec{Format: boxes(4320), On: day("2026-03-02"), LeastMinutes: 1}
	for i := range int64(meetings.MaxItems) {
		plan := decimal.RequireFromString("9999999999999999999").Add(decimal.NewFromInt(2 * i))
		s.Topics = append(s.Topics, meetings.Topic{
			Goal: fmt.Sprint(i), Title: en("g"), Direction: kam.HigherIsBetter, Weight: kam.Fraction{Num: 999_999_000_000 + i, Den: 1_000_000_000_000 - i},
			Plan: decimal.NewNullDecimal(plan), Actual: known("1"),
		})
	}
	began := time.Now()
	a, err := meetings.NewAgenda(s)
	require.NoError(t, err)
	assert.Less(t, time.Since(began), 20*time.Second)
	assert.Len(t, a.Discussed, meetings.MaxDiscussed)
}
