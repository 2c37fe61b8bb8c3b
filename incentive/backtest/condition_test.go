package backtest_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/backtest"
)

// seasonal is a component of 1 % with a condition, and one of 2 % without.
func seasonal(when string) string {
	if when != "" {
		when = `, "when": ` + when
	}
	return `[{"name": "season", "measure": "revenue", "rate": "0.01"` + when + `}, {"name": "all", "measure": "revenue", "rate": "0.02"}]`
}

// Anna sells 100 in February and 300 in March. What changes in the days of a condition is a change of the condition:
// each bound for itself, in an order in which there are days in between, and its form at once.
func TestADateIsAChangeOfTheCondition(t *testing.T) {
	for name, x := range map[string]struct {
		before, after string
		rows          string
		effects       []string
		places        []string
	}{
		"a season that begins later": {
			`{"date": "booked", "from": "2026-02-01"}`, `{"date": "booked", "from": "2026-03-01"}`, "anna 12 11",
			[]string{"condition -1 -1"},
			[]string{"$.components[0].when.from"},
		},
		"a season that moves": {
			`{"date": "booked", "from": "2026-01-15", "until": "2026-03-01"}`, `{"date": "booked", "from": "2026-03-01", "until": "2026-04-01"}`, "anna 9 11",
			[]string{"condition 3 3", "condition -1 -"},
			[]string{"$.components[0].when.until", "$.components[0].when.from"},
		},
		"another date": {
			`{"date": "delivered", "from": "2026-01-01"}`, `{"date": "booked", "from": "2026-01-01"}`, "anna 8 12",
			[]string{"condition 4 4"},
			[]string{"$.components[0].when.date"},
		},
		"a new season": {
			"", `{"date": "booked", "until": "2026-03-01"}`, "anna 12 9",
			[]string{"condition -3 -3"},
			[]string{"$.components[0].when"},
		},
		"an amount in the place of a date": {
			`{"date": "booked", "from": "2026-03-01"}`, `{"number": "amount", "below": "200"}`, "anna 11 9",
			[]string{"condition -2 -2"},
			[]string{"$.components[0].when.number", "$.components[0].when.below", "$.components[0].when.date", "$.components[0].when.from"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			c := compare(t, backtest.Question{
				Before: side(plan(t, 1, seasonal(x.before))), After: side(plan(t, 2, seasonal(x.after))),
				History: backtest.History{
					Periods: quarters[:1], Roster: staff("anna"), Transactions: []incentive.Transaction{sold("d1", "anna", "100", "2026-02-01"), sold("d2", "anna", "300", "2026-03-10")},
				},
			})
			assert.Equal(t, []string{x.rows}, rows(c))
			assert.Equal(t, x.effects, effects(c, c.Payees[0].Effects))
			var places []string
			for _, change := range c.Changes {
				places = append(places, change.Places...)
				assert.Equal(t, "season", change.Name)
				assert.Equal(t, backtest.RuleCondition, change.Rule)
			}
			assert.Equal(t, x.places, places)
		})
	}
}
