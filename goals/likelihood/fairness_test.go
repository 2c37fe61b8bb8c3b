package likelihood_test

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals/likelihood"
)

// people returns one person for each word "reached:territory", all with a quota of 100.
func people(text string) []likelihood.Person {
	var out []likelihood.Person
	for _, word := range strings.Fields(text) {
		reached, territory, _ := strings.Cut(word, ":")
		out = append(out, likelihood.Person{Reached: dec(reached), Quota: dec("100"), Territory: dec(territory)})
	}
	return out
}

func codes(found kam.Findings) []string {
	out := []string{}
	for _, f := range found {
		out = append(out, f.Code)
	}
	return out
}

func TestCheckFairness(t *testing.T) {
	easy, hard, territory := likelihood.CodeTooEasy, likelihood.CodeTooHard, likelihood.CodeTerritory
	cases := []struct {
		name, people, share, r, p string
		want                      []string
	}{
		{"nobody", "", "0", "", "", nil},
		{"two people have no correlation", "100:1 90:2", "1/2", "", "", nil},
		{"all alike", "100:5 100:5 100:5", "1", "", "", []string{easy}},
		{"like territories", "100:5 90:5 110:5", "2/3", "", "", nil},
		{"five people", "100:1 90:2 110:4 105:3 120:5", "4/5", "0.9", "0.037386", []string{easy, territory}},
		{"five people, by chance", "1:2 2:1 3:4 4:3 5:5", "0", "0.8", "0.104088", []string{hard}},
		// The IQ and hours of television of a textbook: -29/165.
		{"no connection", "106:7 86:0 100:27 101:50 99:28 103:29 97:20 113:12 112:6 110:17", "7/10", "-0.1758", "0.627188", []string{easy}},
		{"ties", "90:10 100:20 110:30 100:30 120:50 80:10 95:15 105:40 130:60 85:20", "3/5", "0.908", "0.00028", []string{territory}},
		{"the small ones win", "5:1 4:2 3:3 2:4 1:5 1:6", "0", "-0.9856", "0.000309", []string{hard, territory}},
		{"all the way", "1:1 2:2 3:3", "0", "1", "0", []string{hard, territory}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got, err := likelihood.CheckFairness(people(c.people))
			require.NoError(t, err)
			assert.Equal(t, kam.MustFraction(c.share), got.Share)
			require.Equal(t, c.r != "", got.Correlation.Valid)
			require.Equal(t, c.r != "", got.PValue.Valid)
			if c.r != "" {
				equalDecimal(t, c.r, got.Correlation.Decimal)
				equalDecimal(t, c.p, got.PValue.Decimal)
			}
			assert.ElementsMatch(t, c.want, codes(got.Findings))
			assert.False(t, got.Findings.HasErrors())
		})
	}
}

// 55 and 65 % are fair, both inclusive.
func TestShareAtQuota(t *testing.T) {
	for atQuota, want := range map[int][]string{
		10: {likelihood.CodeTooHard}, 11: {}, 12: {}, 13: {}, 14: {likelihood.CodeTooEasy},
	} {
		team := make([]likelihood.Person, 20)
		for i := range team {
			team[i] = likelihood.Person{Reached: dec("99.99"), Quota: dec("100")}
			if i < atQuota {
				team[i].Reached = dec("100")
			}
		}
		got, err := likelihood.CheckFairness(team)
		require.NoError(t, err)
		assert.Equal(t, atQuota, got.AtQuota)
		assert.Equal(t, want, codes(got.Findings), atQuota)
	}
}

// Every team can pass: where no number of people is 55 to 65 % of it, the numbers next to that do.
func TestEveryTeamCanBeFair(t *testing.T) {
	small := map[int][]int{1: {0, 1}, 2: {1, 2}, 3: {1, 2}, 4: {2, 3}, 5: {3}, 6: {3, 4}, 7: {4}, 8: {5}, 9: {5}, 10: {6}, 11: {7}}
	for n := 1; n <= 60; n++ {
		var fair []int
		for k := range n + 1 {
			team := make([]likelihood.Person, n)
			for i := range team {
				team[i] = likelihood.Person{Reached: dec("99"), Quota: dec("100")}
				if i < k {
					team[i].Reached = dec("100")
				}
			}
			got, err := likelihood.CheckFairness(team)
			require.NoError(t, err)
			within := 55*n <= 100*k && 100*k <= 65*n
			if within {
				assert.Empty(t, got.Findings, "%d of %d", k, n)
			}
			if len(got.Findings) == 0 {
				fair = append(fair, k)
				continue
			}
			want := likelihood.CodeTooHard
			if 100*k > 65*n {
				want = likelihood.CodeTooEasy
			}
			assert.Equal(t, []string{want}, codes(got.Findings), "%d of %d", k, n)
		}
		assert.NotEmpty(t, fair, n)
		if want, ok := small[n]; ok {
			assert.Equal(t, want, fair, n)
		}
	}
}

func TestFairnessSaysHowManyWouldBeFair(t *testing.T) {
	got, err := likelihood.CheckFairness(people("1:1 2:1 3:1 4:1 5:1 6:1"))
	require.NoError(t, err)
	assert.Equal(t, "set quotas that 55 to 65 % of people reach, here 3 to 4", got.Findings[0].Remedy.EN)
	assert.Equal(t, "目标宜使 55% 至 65% 的人达标，此处为 3 至 4 人", got.Findings[0].Remedy.ZH)
}

func TestFairnessOfMany(t *testing.T) {
	r := rand.New(rand.NewPCG(55, 65))
	team := make([]likelihood.Person, likelihood.MaxValues)
	for i := range team {
		size := r.Int64N(900) + 100
		team[i] = likelihood.Person{Reached: decimal.New(size*r.Int64N(100), -2), Quota: decimal.New(size, 0), Territory: decimal.New(size, 0)}
	}
	start := time.Now()
	got, err := likelihood.CheckFairness(team)
	require.NoError(t, err)
	assert.Less(t, time.Since(start), 10*time.Second)
	assert.True(t, got.Correlation.Decimal.Abs().LessThan(dec("0.05")), "%s", got.Correlation.Decimal)
	slices.Reverse(team)
	again, err := likelihood.CheckFairness(team)
	require.NoError(t, err)
	assert.Equal(t, got.Findings, again.Findings)
	equalDecimal(t, got.PValue.Decimal.String(), again.PValue.Decimal)
}

func TestFaultyPeople(t *testing.T) {
	_, err := likelihood.CheckFairness([]likelihood.Person{
		{},
		{Reached: decimal.New(1, 31), Quota: dec("-1"), Territory: dec("-1")},
		{Reached: dec("-5"), Quota: dec("1")},
	})
	assert.Equal(t, []string{
		"likelihood.quota $[0].quota", "likelihood.number $[1].reached", "likelihood.quota $[1].quota", "likelihood.territory $[1].territory",
	}, findings(t, err))
	one := likelihood.Person{ID: "a", Reached: dec("1"), Quota: dec("1")}
	long, none := one, one
	long.ID, none.ID = strings.Repeat("x", likelihood.MaxID+1), ""
	_, err = likelihood.CheckFairness([]likelihood.Person{one, none, none, one, long, long})
	assert.Equal(t, []string{"likelihood.person-twice $[3].id", "likelihood.person-id $[4].id", "likelihood.person-id $[5].id"}, findings(t, err))
	_, err = likelihood.CheckFairness(make([]likelihood.Person, likelihood.MaxValues+1))
	assert.Equal(t, []string{"likelihood.too-many $"}, findings(t, err))
}
