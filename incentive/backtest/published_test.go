package backtest_test

import (
	"encoding/json"
	"fmt"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/backtest"
)

// Published figures of two plans, or of two readings of one, over the same sales: each side pays what was published, and
// the difference comes from the rule in which the two differ.
func TestPublishedFigures(t *testing.T) {
	data, err := os.ReadFile("testdata/published.json")
	require.NoError(t, err)
	var cases []struct {
		ID, Source, Sales, Before, After, Old, New string
		Effects                                    []string
	}
	require.NoError(t, json.Unmarshal(data, &cases))
	require.NotEmpty(t, cases)
	for _, x := range cases {
		t.Run(x.ID, func(t *testing.T) {
			c := compare(t, backtest.Question{
				Before: side(plan(t, 1, x.Old)), After: side(plan(t, 2, x.New)),
				History: backtest.History{Periods: quarters[:1], Roster: staff("anna"), Transactions: []incentive.Transaction{sold("d1", "anna", x.Sales, "2026-02-01")}},
			})
			require.Len(t, c.Payees, 1)
			equalDecimal(t, x.Before, c.Payees[0].Earned.Before)
			equalDecimal(t, x.After, c.Payees[0].Earned.After)
			var got []string
			for _, e := range c.Payees[0].Effects {
				got = append(got, fmt.Sprint(c.Changes[e.Change-1].Rule, " ", e.Amount))
			}
			assert.Equal(t, x.Effects, got)
			assert.True(t, c.Additive)
		})
	}
}
