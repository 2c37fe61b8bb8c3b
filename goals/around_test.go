package goals_test

import (
	"fmt"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals"
	"github.com/kam-go/kam/goals/likelihood"
)

func goalOf(id, parent string, target int64, owners ...string) goals.Goal {
	return goals.Goal{
		ID: id, Parent: parent, Owners: owners, Metric: "revenue", Currency: "CNY", Target: decimal.NewFromInt(target),
		Period: kam.MustPeriod("2026-04-01/2026-07-01"), Direction: kam.HigherIsBetter, Tracking: goals.Flow,
	}
}

func resultOf(kind, id, metric string, currency kam.Currency) kam.Observation {
	return kam.Observation{
		Subject: kam.Subject{Kind: kind, ID: id}, Metric: metric, Currency: currency, Period: kam.MustPeriod("2026-01-01/2026-04-01"),
		Value: decimal.NewNullDecimal(decimal.NewFromInt(7)),
	}
}

func TestAround(t *testing.T) {
	earlier := goalOf("old", "team", 1, "anna")
	earlier.Period = kam.MustPeriod("2026-01-01/2026-04-01")
	anna := goalOf("anna", "team", 60, "anna")
	all := []goals.Goal{goalOf("team", "", 100), anna, goalOf("bo", "team", 40, "bo"), goalOf("acme", "anna", 50), goalOf("bolt", "anna", 10), earlier}
	results := []kam.Observation{
		resultOf("user", "bo", "revenue", "CNY"), resultOf("user", "anna", "revenue", "CNY"), resultOf("user", "anna", "revenue", "EUR"),
		resultOf("user", "anna", "visits", ""), resultOf("account", "acme", "revenue", "CNY"),
	}
	s := goals.Situation{AsOf: kam.MustDay("2026-03-31"), Deals: []likelihood.Deal{{ID: "d"}}}.Around(anna, all, results)
	require.NotNil(t, s.Parent)
	assert.Equal(t, "team", s.Parent.ID)
	ids := func(list []goals.Goal) (out []string) {
		for _, g := range list {
			out = append(out, g.ID)
		}
		return out
	}
	assert.Equal(t, []string{"bo"}, ids(s.Siblings))
	assert.Equal(t, []string{"team", "bo", "acme", "bolt"}, ids(s.Others))
	assert.Equal(t, []kam.Observation{results[1]}, s.History)
	assert.Equal(t, []kam.Observation{results[0], results[4]}, s.Peers)
	assert.Equal(t, "[50 10]", fmt.Sprint(s.AccountTargets))
	assert.Equal(t, 2, *s.ScopeMembers)
	assert.Len(t, s.Deals, 1, "what was not asked for stays")

	s = s.Around(all[0], all[:1], nil)
	assert.Equal(t, []kam.Observation{results[1]}, s.History, "nothing is found, so it stays")

	s = goals.Situation{Subject: kam.Subject{Kind: "account", ID: "acme"}}.Around(all[3], all, results)
	assert.Equal(t, []kam.Observation{results[4]}, s.History)
	assert.Empty(t, s.Peers, "people are no peers of an account")
	assert.Nil(t, s.ScopeMembers)
	assert.Empty(t, s.AccountTargets)

	top := goals.Situation{}.Around(all[0], all, nil)
	assert.Nil(t, top.Parent)
	assert.Empty(t, top.Siblings, "the top has no siblings")
}

func ExampleSituation_Around() {
	all := []goals.Goal{goalOf("team", "", 100), goalOf("anna", "team", 60, "anna"), goalOf("bo", "team", 40, "bo")}
	s := goals.Situation{AsOf: kam.MustDay("2026-03-31")}.Around(all[1], all, []kam.Observation{
		resultOf("user", "anna", "revenue", "CNY"), resultOf("user", "bo", "revenue", "CNY"),
	})
	fmt.Println(s.Parent.ID, len(s.Siblings), s.History[0].Subject.ID, s.Peers[0].Subject.ID)
	// Output:
	// team 1 anna bo
}
