package promotion_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/careerpath/promotion"
)

func TestLeaveOut(t *testing.T) {
	r := closed(t)
	record := r.Record()
	assert.Equal(t, []string{"certificate", "negotiates"}, record.Criteria())
	assert.Len(t, record.Judges(), 5)
	assert.Equal(t, r.Judges(), record.Judges())

	nothing, err := record.OutcomeWithout(promotion.Leave{})
	require.NoError(t, err)
	assert.Equal(t, r.Outcome(), nothing)

	without, err := record.OutcomeWithout(promotion.Leave{Criterion: "certificate"})
	require.NoError(t, err)
	ed, _ := without.Candidate(person("ed"))
	assert.Equal(t, promotion.Unscored, ed.Standing, "ed met the rest, and was kept from the exercises")
	without, err = record.OutcomeWithout(promotion.Leave{Criterion: "negotiates"})
	require.NoError(t, err)
	ed, _ = without.Candidate(person("ed"))
	assert.Equal(t, promotion.NotEligible, ed.Standing)

	// bo's interview 90, 88, 80, 80 without j1: 88, 80, 80 is below the number from which scores are dropped.
	without, err = record.OutcomeWithout(promotion.Leave{Judge: person("j1")})
	require.NoError(t, err)
	bo, _ := without.Candidate(person("bo"))
	assert.Equal(t, promotion.LeftOut, bo.Exercises[2].Scores[0].Use)
	assert.Equal(t, "248/3", bo.Exercises[2].Mean.String())
	assert.False(t, bo.Exercises[0].Mean.Known(), "j1 alone marked the test")
	assert.Equal(t, promotion.Unscored, bo.Standing)
	assert.Equal(t, person("j1"), without.Without.Judge)

	_, err = record.OutcomeWithout(promotion.Leave{Judge: person("zoe")})
	require.ErrorIs(t, err, promotion.ErrLeave)
	_, err = record.OutcomeWithout(promotion.Leave{Criterion: "shoe-size"})
	require.ErrorIs(t, err, promotion.ErrLeave)
	_, err = promotion.Record{}.OutcomeWithout(promotion.Leave{})
	require.Error(t, err)
	assert.Empty(t, promotion.Record{}.Judges())
}

func TestStages(t *testing.T) {
	out := closed(t).Outcome()
	stages := func(id string) (s []bool) {
		c, ok := out.Candidate(person(id))
		require.True(t, ok)
		return []bool{c.Applied(), c.Eligible(), c.Shortlisted(), c.Selected()}
	}
	assert.Equal(t, []bool{true, true, true, true}, stages("ada"))
	assert.Equal(t, []bool{true, true, true, false}, stages("cy"))
	assert.Equal(t, []bool{true, true, false, false}, stages("di"))
	assert.Equal(t, []bool{true, false, false, false}, stages("ed"))
	assert.Equal(t, []bool{true, false, false, false}, stages("fay"))
	_, ok := out.Candidate(person("zoe"))
	assert.False(t, ok)
}
