package boundary_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/scenario/boundary"
)

// dated is a monthly plan whose component pays where a condition holds.
func dated(when string) string {
	return strings.Replace(twoComponents, `"rate": "0.1"`, `"rate": "0.1", "when": `+when, 1)
}

// sides makes the cases of a plan, holds them against the plain evaluator, and returns of those at a place the deals, the
// period, and what the first component earns.
func sides(t *testing.T, text, place string) (map[boundary.Side][3]string, *boundary.Set) {
	t.Helper()
	set, err := boundary.Cases(context.Background(), boundary.Request{Plans: []incentive.Plan{planOf(t, text)}})
	require.NoError(t, err)
	suite, err := set.Suite()
	require.NoError(t, err)
	report, err := suite.Run(context.Background())
	require.NoError(t, err)
	assert.Empty(t, report.Failed())
	statements, _ := confirm(t, suite)
	assert.Positive(t, statements)
	out := map[boundary.Side][3]string{}
	for _, c := range set.Cases {
		if c.Place == place {
			step := c.Scenario.Steps[0]
			out[c.Side] = [3]string{step.Deals[0], step.Period, step.Expect.Payees["rep"].Components["commission"].String()}
		}
	}
	return out, set
}

// A bound on the date by which deals count is probed in the periods that count the days around it. Only that date is moved.
func TestDaysByWhichDealsCount(t *testing.T) {
	text := dated(`{"date": "booked", "from": "2026-07-01", "until": "2026-10-01"}`)
	got, set := sides(t, text, "$.components[0].when.from")
	assert.Empty(t, set.Missed)
	assert.Equal(t, map[boundary.Side][3]string{
		boundary.JustBelow: {"A1 80000 rep booked=2026-06-30 invoiced=2026-07-01 cash-date=2026-07-01 delivered=2026-07-01", "2026-06-01/2026-07-01", "0"},
		boundary.At:        {"A1 80000 rep 2026-07-01", "2026-07-01/2026-08-01", "8000"},
		boundary.JustAbove: {"A1 80000 rep booked=2026-07-02 invoiced=2026-07-01 cash-date=2026-07-01 delivered=2026-07-01", "2026-07-01/2026-08-01", "8000"},
	}, got)
	got, _ = sides(t, text, "$.components[0].when.until")
	assert.Equal(t, map[boundary.Side][3]string{
		boundary.JustBelow: {"A1 80000 rep booked=2026-09-30 invoiced=2026-07-01 cash-date=2026-07-01 delivered=2026-07-01", "2026-09-01/2026-10-01", "8000"},
		boundary.At:        {"A1 80000 rep booked=2026-10-01 invoiced=2026-07-01 cash-date=2026-07-01 delivered=2026-07-01", "2026-10-01/2026-11-01", "0"},
		boundary.JustAbove: {"A1 80000 rep booked=2026-10-02 invoiced=2026-07-01 cash-date=2026-07-01 delivered=2026-07-01", "2026-10-01/2026-11-01", "0"},
	}, got)
	names := map[string]boundary.Bound{}
	for _, c := range set.Cases {
		names[c.Scenario.Name] = c.Bound
	}
	b := names["ae/1 $.components[0].when.from 2026-07-01 just-below"]
	assert.Equal(t, "2026-07-01", b.Day.String())
	assert.Equal(t, boundary.Condition, b.Kind)
	assert.True(t, b.At.IsZero())
}

// A bound on another date leaves the period alone, and the date by which deals count.
func TestDaysOfOtherDates(t *testing.T) {
	got, set := sides(t, dated(`{"not": {"date": "delivered", "from": "2026-05-15"}}`), "$.components[0].when.not.from")
	assert.Empty(t, set.Missed)
	assert.Equal(t, map[boundary.Side][3]string{
		boundary.JustBelow: {"A1 80000 rep booked=2026-01-01 invoiced=2026-01-01 cash-date=2026-01-01 delivered=2026-05-14", "", "8000"},
		boundary.At:        {"A1 80000 rep booked=2026-01-01 invoiced=2026-01-01 cash-date=2026-01-01 delivered=2026-05-15", "", "0"},
		boundary.JustAbove: {"A1 80000 rep booked=2026-01-01 invoiced=2026-01-01 cash-date=2026-01-01 delivered=2026-05-16", "", "0"},
	}, got)
}

// Deals that a component asks for are made up wherever their dates may lie together, and later steps have such deals too.
func TestDealsMeetConditionsOnDates(t *testing.T) {
	twoRules := strings.NewReplacer(`"credits": [{"name": "own", "to": "owner", "share": "1"}]`,
		`"credits": [{"name": "own", "to": "owner", "share": "1", "when": {"date": "booked", "from": "2026-03-10"}}, {"name": "late", "to": "owner", "share": "1", "when": {"date": "booked", "from": "2026-08-20"}}]`,
		`"window": "period"}]`, `"window": "period"}, {"name": "other", "base": "amount", "credits": ["late"], "window": "period"}]`,
		`"rate": "0.1"`, `"rate": "0.1", "gates": [{"measure": "other", "basis": "amount", "at": "500"}]`).Replace(twoComponents)
	toDate := strings.NewReplacer(`"window": "period"`, `"window": "year-to-date", "denominator": "quota-to-date"`,
		`"rate": "0.1"`, `"rate": "0.1", "when": {"date": "booked", "from": "2026-09-01"}, "gates": [{"basis": "attainment", "at": "1"}]`).Replace(twoComponents)
	for name, c := range map[string]struct{ plan, place, period string }{
		"any of two windows":          {dated(`{"any": [{"date": "booked", "from": "2026-04-05", "until": "2026-04-06"}, {"date": "booked", "from": "2026-11-01"}]}`), "$.components[0] cents-1", "2026-04-01/2026-05-01"},
		"a window and no other":       {dated(`{"all": [{"date": "booked", "from": "2026-02-01", "until": "2026-09-01"}, {"not": {"date": "booked", "until": "2026-06-15"}}, {"date": "cash", "until": "2026-03-01"}]}`), "$.components[0] cents-1", "2026-06-01/2026-07-01"},
		"two rules in one period":     {twoRules, "$.components[0].gates[0].at", "2026-08-01/2026-09-01"},
		"a plan within a month":       {strings.Replace(dated(`{"date": "booked", "until": "2026-02-05"}`), `"2026-01-01/`, `"2026-01-20/`, 1), "$.components[0] cents-1", ""},
		"quotas to date":              {toDate, "$.components[0].gates[0].at", "2026-09-01/2026-10-01"},
		"a date of a deal in a month": {dated(`{"date": "invoiced", "from": "2026-01-10", "until": "2026-01-20"}`), "$.components[0] cents-1", ""},
	} {
		t.Run(name, func(t *testing.T) {
			got, set := sides(t, c.plan, c.place)
			assert.Empty(t, set.Missed)
			inside, ok := got[boundary.Inside]
			if !ok {
				inside, ok = got[boundary.Probing]
			}
			require.True(t, ok)
			assert.Equal(t, c.period, inside[1])
			assert.NotEqual(t, "0", inside[2], "it pays")
		})
	}
}

// Deals and refunds of later steps are those of their own periods: what must be dated otherwise stays so, and what cannot be
// paid is not; no refund is earlier than its sale.
func TestDaysOfLaterSteps(t *testing.T) {
	step := func(when, place string, n int) string {
		_, set := sides(t, dated(when), place)
		i := slices.IndexFunc(set.Cases, func(c boundary.Case) bool { return c.Place == place })
		require.GreaterOrEqual(t, i, 0)
		s := set.Cases[i].Scenario.Steps[n]
		return strings.Join(s.Deals, ", ") + ": " + s.Expect.Payees["rep"].Components["commission"].String()
	}
	invoiced := `{"date": "invoiced", "from": "2026-01-10", "until": "2026-01-20"}`
	assert.Equal(t, "A3 104000 rep booked=2026-03-01 invoiced=2026-01-19 cash-date=2026-03-01 delivered=2026-03-01: 10400", step(invoiced, "$.components[0] periods-1-3", 2))
	day := `{"date": "booked", "from": "2026-04-05", "until": "2026-04-06"}`
	assert.Equal(t, "A1 104000 rep 2026-04-05: 10400", step(day, "$.components[0] periods-1-3", 0))
	assert.Equal(t, "A2 104000 rep 2026-05-01: 0", step(day, "$.components[0] periods-1-3", 1))
	assert.Equal(t, "A1 80000 rep 2026-04-05, A2 96000 rep 2026-04-05, R1 -80000 reverses=A1 2026-04-05: 9600", step(day, "$.components[0] refund-first", 0))
	assert.Equal(t, "R1 -39360 reverses=A2, A3 72000 rep 2026-05-01: -3936", step(day, "$.components[0] refund-beside-part", 1))
	assert.Equal(t, "R1 -80000 reverses=A1, A3 72000 rep booked=2026-02-01 invoiced=2026-01-19 cash-date=2026-02-01 delivered=2026-02-01: -800", step(invoiced, "$.components[0] refund-beside-whole", 1))
}

// A deal of which nothing is asked has all its dates once one of them is moved.
func TestDaysOfAnotherRule(t *testing.T) {
	text := strings.NewReplacer(`"credits": [{"name": "own", "to": "owner", "share": "1"}]`,
		`"credits": [{"name": "own", "to": "owner", "share": "1"}, {"name": "more", "to": "owner", "share": "1/2", "when": {"date": "cash", "from": "2026-01-20"}}]`,
		`"credits": ["own"]`, `"credits": ["own", "more"]`).Replace(twoComponents)
	got, _ := sides(t, text, "$.credits[1].when.from")
	assert.Equal(t, [3]string{"A1 80000 rep booked=2026-01-01 invoiced=2026-01-01 cash-date=2026-01-19 delivered=2026-01-01", "", "8000"}, got[boundary.JustBelow])
	assert.Equal(t, [3]string{"A1 80000 rep booked=2026-01-01 invoiced=2026-01-01 cash-date=2026-01-20 delivered=2026-01-01", "", "12000"}, got[boundary.At])
}

// Deals that move other measures stay where the component looks, in the period that the bound is probed in; those that the
// bound is about move with it.
func TestDaysOfOtherDeals(t *testing.T) {
	text := strings.NewReplacer(`"credits": [{"name": "own", "to": "owner", "share": "1"}]`,
		`"credits": [{"name": "own", "to": "owner", "share": "1", "when": {"attribute": "product", "in": ["A"]}},
		  {"name": "late", "to": "owner", "share": "1", "when": {"all": [{"date": "booked", "from": "2026-06-10"}, {"any": [{"attribute": "product", "in": ["B"]}, {"not": {"date": "delivered", "until": "2026-04-01"}}]}]}}]`,
		`"credits": ["own"], "window": "period"}]`, `"credits": ["own", "late"], "window": "period"}, {"name": "other", "base": "amount", "credits": ["late"], "window": "period"}]`,
		`"rate": "0.1"`, `"rate": "0.1", "when": {"date": "booked", "from": "2026-07-01"}, "gates": [{"measure": "other", "basis": "amount", "at": "500"}]`).Replace(twoComponents)
	for place, want := range map[string]string{
		"$.components[0].when.from":                 "B1 80000 rep 2026-06-10 product=B",
		"$.credits[1].when.all[0].from":             "B1 80000 rep booked=2026-06-09 invoiced=2026-06-10 cash-date=2026-06-10 delivered=2026-06-10 product=B",
		"$.credits[1].when.all[1].any[1].not.until": "B1 80000 rep booked=2026-07-01 invoiced=2026-07-01 cash-date=2026-07-01 delivered=2026-03-31",
	} {
		_, set := sides(t, text, place)
		i := slices.IndexFunc(set.Cases, func(c boundary.Case) bool { return c.Place == place && c.Side == boundary.JustBelow })
		require.GreaterOrEqual(t, i, 0, place)
		assert.Equal(t, want, set.Cases[i].Scenario.Steps[0].Deals[1], place)
	}
}

// What no deal can meet, and what lies beside the days that a plan counts, is missed; what lies at the first of them is not.
func TestDaysThatAreMissed(t *testing.T) {
	inPart := strings.NewReplacer(`"2026-01-01/2027-01-01"`, `"2026-01-20/2026-12-10"`)
	unpaid, unreached := "no deal can be made up that pays in commission", "no deals were found that reach it"
	for text, want := range map[string][]string{
		dated(`{"date": "booked", "from": "2030-01-01"}`):   {"from 2030-01-01 " + unpaid},
		dated(`{"date": "booked", "until": "2030-01-01"}`):  {"until 2030-01-01 " + unreached},
		dated(`{"date": "booked", "from": "2026-01-01"}`):   nil,
		dated(`{"date": "booked", "until": "2027-01-01"}`):  nil,
		dated(`{"date": "invoiced", "from": "2030-01-01"}`): nil,
		dated(`{"all": [{"date": "cash", "until": "2026-03-01"}, {"date": "cash", "from": "2026-03-01"}]}`): {
			"all[0].until 2026-03-01 " + unpaid, "all[1].from 2026-03-01 " + unpaid,
		},
		inPart.Replace(dated(`{"date": "booked", "until": "2026-02-01"}`)): {"until 2026-02-01 " + unpaid},
		inPart.Replace(dated(`{"date": "booked", "until": "2026-02-02"}`)): nil,
		inPart.Replace(dated(`{"date": "booked", "from": "2026-12-01"}`)):  {"from 2026-12-01 " + unpaid},
		inPart.Replace(dated(`{"date": "booked", "until": "2026-12-02"}`)): {"until 2026-12-02 " + unreached},
	} {
		_, set := sides(t, text, "")
		var got []string
		for _, m := range set.Missed {
			if m.Kind == boundary.Condition {
				got = append(got, strings.TrimPrefix(m.Place, "$.components[0].when.")+" "+m.Day.String()+" "+m.Reason.EN)
			}
		}
		assert.Equal(t, want, got, text)
		assert.Equal(t, len(want) == 0, slices.ContainsFunc(set.Cases, func(c boundary.Case) bool { return c.Kind == boundary.Condition }), text)
	}
}
