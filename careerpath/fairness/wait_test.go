package fairness_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/fairness"
	"github.com/kam-go/kam/internal/num"
)

func waits(group string, days ...int) []fairness.Wait {
	out := make([]fairness.Wait, len(days))
	for i, d := range days {
		out[i] = fairness.Wait{Group: group, Days: d}
	}
	return out
}

func TestWaits(t *testing.T) {
	list := append(waits("b", 700, 800, 900, 1000, 1100, 1200), waits("a", 300, 400, 500, 600, 650, 690)...)
	r, err := fairness.Waits(list, fairness.Rule{})
	require.NoError(t, err)
	require.Len(t, r.Lines, 2)
	a, b := r.Lines[0], r.Lines[1]
	assert.Equal(t, "a", a.Group)
	assert.Equal(t, "550", num.Format(a.Median))
	assert.Equal(t, "950", num.Format(b.Median))
	equal(t, "950", a.Others)
	equal(t, "550", b.Others)
	equal(t, "0.002165", b.Probability, "2 of 924 ways part them so")
	equal(t, "0.002165", b.Adjusted, "of two groups both tests are one")
	assert.Equal(t, []string{"fairness.wait group b"}, sound(t, r.Findings))
	assert.Contains(t, r.Findings[0].Message.EN, "a median of 950 days for 6 people, 550 days for all others")
	reversed := make([]fairness.Wait, 0, len(list))
	for i := range list {
		reversed = append(reversed, list[len(list)-1-i])
	}
	again, err := fairness.Waits(reversed, fairness.Rule{})
	require.NoError(t, err)
	assert.Equal(t, r, again)
}

func TestWaitsOfSeveralGroupsAreAdjusted(t *testing.T) {
	list := append(waits("a", 1, 2, 3, 4, 5), append(waits("b", 6, 7, 8, 9, 10), waits("c", 11, 12, 13, 14, 15)...)...)
	r, err := fairness.Waits(list, fairness.Rule{})
	require.NoError(t, err)
	equal(t, "0.000666", r.Lines[0].Probability, "2 of 3003")
	equal(t, "0.001998", r.Lines[0].Adjusted, "three times")
	equal(t, "1", r.Lines[1].Adjusted)
	assert.Equal(t, []string{"fairness.wait group c"}, sound(t, r.Findings), "a waits less, and that is no warning")
}

func TestWaitsOfMany(t *testing.T) {
	var list []fairness.Wait
	for i := range 100 {
		list = append(list, fairness.Wait{Group: "a", Days: 10 * i}, fairness.Wait{Group: "b", Days: 10*i + 400})
	}
	r, err := fairness.Waits(list, fairness.Rule{})
	require.NoError(t, err)
	assert.Equal(t, "895", num.Format(r.Lines[1].Median))
	assert.True(t, r.Lines[1].Probability.Valid, "by halves, where there are too many for ranks")
	assert.Equal(t, []string{"fairness.wait group b"}, sound(t, r.Findings))
}

// Of too many for ranks, those who wait less than the common median are compared; who waits just as long does not.
func TestWaitsOfManyEqual(t *testing.T) {
	var list []fairness.Wait
	for i := range 70 {
		a, b := 5, 5
		if i < 20 {
			b = 1
		}
		if i < 10 {
			a = 9
		}
		list = append(list, fairness.Wait{Group: "a", Days: a}, fairness.Wait{Group: "b", Days: b})
	}
	r, err := fairness.Waits(list, fairness.Rule{})
	require.NoError(t, err)
	p, err := fairness.Fisher(group("a", 0, 70), group("b", 20, 70))
	require.NoError(t, err)
	equal(t, num.Format(num.RoundRat(p.TwoSided, fairness.Places, num.HalfUp)), r.Lines[0].Probability)
}

func TestWaitsOfFew(t *testing.T) {
	r, err := fairness.Waits(append(waits("a", 1, 2, 4), waits("b", 5, 6, 7, 8, 9, 10)...), fairness.Rule{})
	require.NoError(t, err)
	assert.Equal(t, "2", num.Format(r.Lines[0].Median))
	assert.Equal(t, "7.5", num.Format(r.Lines[1].Median))
	equal(t, "", r.Lines[0].Probability)
	assert.Equal(t, []string{"fairness.too-small group a", "fairness.too-small group b"}, sound(t, r.Findings))
	r, err = fairness.Waits(waits("a", 3), fairness.Rule{})
	require.NoError(t, err)
	equal(t, "", r.Lines[0].Others)
}

func TestWaitsRefuses(t *testing.T) {
	_, err := fairness.Waits(nil, fairness.Rule{Level: kam.Whole()})
	assert.Equal(t, []string{"fairness.level $.rule.level", "fairness.too-few $.waits"}, codes(t, err))
	_, err = fairness.Waits([]fairness.Wait{{Days: -1}, {Group: "a", Days: fairness.MaxDays + 1}}, fairness.Rule{})
	assert.Equal(t, []string{"fairness.id $.waits[0].group", "fairness.days $.waits[0].days", "fairness.days $.waits[1].days"}, codes(t, err))
	_, err = fairness.Waits(make([]fairness.Wait, fairness.MaxWaits+1), fairness.Rule{})
	assert.Equal(t, []string{"fairness.too-many $.waits"}, codes(t, err))
	_, err = fairness.Waits(waits("a", 0, fairness.MaxDays), fairness.Rule{})
	require.NoError(t, err)
}
