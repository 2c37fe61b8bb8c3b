package analysis_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/analysis"
)

// twoDeals asks what two deals of half the axis each pay, booked on 10 January and 20 February, the second delivered in
// the next year. It checks at 1,000 that the engine pays what the curve says, and returns that.
func twoDeals(t *testing.T, plan string) string {
	t.Helper()
	c, program, err := ofTwo(t, plan)
	require.NoError(t, err)
	pay, ok := c.At(rat(t, "1000"))
	require.True(t, ok)
	in, ok := c.Inputs(rat(t, "1000"))
	require.True(t, ok)
	run, err := program.Run(t.Context(), in, incentive.RunOptions{Workers: 1})
	require.NoError(t, err)
	for s := range run.Statements() {
		assert.Equal(t, s.Earned().Rat().RatString(), pay.RatString(), "the engine and the curve")
	}
	return pay.RatString()
}

func ofTwo(t *testing.T, plan string) (*analysis.Curve, *incentive.Program, error) {
	t.Helper()
	program := compiled(plan)
	q, err := analysis.Ask(program, "revenue", analysis.Terms{})
	require.NoError(t, err)
	q.Until, q.Deals = some("1000"), analysis.EqualDeals(2)
	q.Deals[0].Booked, q.Deals[1].Booked, q.Deals[1].Delivered = kam.MustDay("2026-01-10"), kam.MustDay("2026-02-20"), kam.MustDay("2027-03-01")
	c, err := analysis.Payout(program, q)
	return c, program, err
}

// TestDatesByHand: conditions on dates of a component, and of the rule that credits: what it selects is the whole axis.
func TestDatesByHand(t *testing.T) {
	for name, c := range map[string]struct{ when, pays string }{
		"from the first deal on": {`{"date": "booked", "from": "2026-01-10"}`, "100"},
		"from the day after":     {`{"date": "booked", "from": "2026-01-11"}`, "50"},
		"until the second deal":  {`{"date": "booked", "until": "2026-02-20"}`, "50"},
		"until the day after":    {`{"date": "booked", "until": "2026-02-21"}`, "100"},
		"between them":           {`{"date": "booked", "from": "2026-01-11", "until": "2026-02-20"}`, "0"},
		"a date that is missing": {`{"date": "invoiced", "until": "2027-01-01"}`, "0"},
		"not a date":             {`{"not": {"date": "invoiced", "until": "2027-01-01"}}`, "100"},
		"a date of the second":   {`{"date": "delivered", "from": "2027-03-01"}`, "50"},
		"two dates":              {`{"all": [{"date": "booked", "from": "2026-02-01"}, {"date": "delivered", "from": "2027-01-01"}]}`, "50"},
	} {
		t.Run(name, func(t *testing.T) {
			assert.Equal(t, c.pays, twoDeals(t, planOf(`"rate": "0.1", "when": `+c.when)))
			credited := strings.Replace(planOf(`"rate": "0.1"`), `"share": "1"}`, `"share": "1", "when": `+c.when+`}`, 1)
			if c.pays == "0" {
				_, _, err := ofTwo(t, credited)
				require.ErrorContains(t, err, `do not move "revenue"`)
				return
			}
			assert.Equal(t, "100", twoDeals(t, credited))
		})
	}
}

// TestRatesThatChangeInAWindow: the second component goes on where the first stopped: 500 at 10 %, then 500 above 500 at 30 %.
func TestRatesThatChangeInAWindow(t *testing.T) {
	tiers := func(name, low, high, when string) string {
		return `"name": "` + name + `", "measure": "revenue", "when": {"date": "booked", ` + when + `}, "tiers": {"mode": "marginal", "basis": "amount", "bands": [{"from": "0", "rate": "` + low + `"}, {"from": "500", "rate": "` + high + `"}]}`
	}
	plan := strings.Replace(planOf(`"rate": "0"`), `{"name": "commission", "measure": "revenue", "rate": "0"}`,
		`{`+tiers("until", "0.1", "0.2", `"until": "2026-02-01"`)+`}, {`+tiers("since", "0.2", "0.3", `"from": "2026-02-01"`)+`}`, 1)
	plan = strings.Replace(plan, `"window": "period"`, `"window": "year-to-date", "denominator": "full-period"`, 1)
	assert.Equal(t, "200", twoDeals(t, plan))
}
