package backtest_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/backtest"
	"github.com/kam-go/kam/incentive/ledger"
)

// tiers is a component with a second rate from a share of quota on, and what follows it.
func tiers(rate, from, more string) string {
	return `[{"name": "commission", "measure": "revenue", "tiers": {"mode": "marginal", "basis": "attainment", "bands": [{"from": "0", "rate": "0.02"}, {"from": "` + from + `", "rate": "` + rate + `"}]}` + more + `}]`
}

func side(plans ...incentive.Plan) backtest.Side { return backtest.Side{Plans: plans} }

// effects writes the effects of a row as "rule amount alone", a dash where there is no alone.
func effects(c *backtest.Comparison, list []backtest.Effect) []string {
	var out []string
	for _, e := range list {
		alone := "-"
		if e.Alone.Valid {
			alone = e.Alone.Decimal.String()
		}
		out = append(out, fmt.Sprint(c.Changes[e.Change-1].Rule, " ", e.Amount, " ", alone))
	}
	return out
}

// rows writes what payees earn as "payee before after".
func rows(c *backtest.Comparison) []string {
	var out []string
	for _, r := range c.Payees {
		out = append(out, fmt.Sprint(r.Payee, " ", r.Earned.Before, " ", r.Earned.After))
	}
	return out
}

// Anna sells 150 and is refunded 20, Bo sells 90; quotas are 100. By hand, in the first quarter: before, 2 % to 100 and 5 %
// above give Anna 2 + 2.5 = 4.5 and Bo 1.8; at 6 % above 100 Anna has 5; from 80 on 1.6 + 4.2 = 5.8 and Bo 1.6 + 0.6 = 2.2;
// the cap of 5 leaves Anna 5. In the second, 60 − 20 = 40 gives 0.8 on either side.
func TestEffectsByHand(t *testing.T) {
	c := compare(t, backtest.Question{
		Before: side(plan(t, 1, tiers("0.05", "1", ""))), After: side(plan(t, 2, tiers("0.06", "0.8", `, "caps": [{"per": "component", "amount": "5"}]`))),
		History: backtest.History{
			Periods: quarters[:2], Roster: staff("anna", "bo"),
			Transactions: []incentive.Transaction{
				sold("d1", "anna", "150", "2026-02-01"), sold("d2", "bo", "90", "2026-02-01"), sold("d3", "anna", "60", "2026-05-01"), taken("r1", "d1", "-20", "2026-05-02"),
			},
		},
	})
	assert.Equal(t, []string{"anna 5.3 5.8", "bo 1.8 2.2"}, rows(c))
	// The rate comes before the bound, as the plan has it: from 80 on at 5 % Anna would have 1.6 + 3.5 = 5.1, 0.6 more than 4.5.
	assert.Equal(t, []string{"tiers 0.5 0.5", "tiers 0.8 0.6", "cap -0.8 0"}, effects(c, c.Payees[0].Effects))
	assert.Equal(t, []string{"tiers 0.4 0.3"}, effects(c, c.Payees[1].Effects))
	require.Len(t, c.Totals, 1)
	x := c.Totals[0]
	assert.Equal(t, []string{"tiers 0.5 0.5", "tiers 1.2 0.9", "cap -0.8 0"}, effects(c, x.Effects))
	equalDecimal(t, "7.1", x.Earned.Before)
	equalDecimal(t, "8", x.Earned.After)
	equalDecimal(t, "0.9", x.Earned.Difference)
	assert.False(t, c.Additive)
	assert.Equal(t, backtest.Group{Count: 2, Sum: x.Winners.Sum, Largest: x.Winners.Largest, Payee: "anna"}, x.Winners)
	equalDecimal(t, "0.5", x.Winners.Largest)
	// 150 + 90 + 60 − 20 = 280 of revenue.
	equalDecimal(t, "280", x.RevenueBefore.Decimal)
	before, after := x.CostShare()
	assert.Equal(t, "71/2800", before.String())
	assert.Equal(t, "1/35", after.String())
	assert.Equal(t, "$.components[0].tiers.bands[1].rate", c.Changes[0].Places[0])
	assert.Equal(t, "commission", c.Changes[0].Name)
	assert.Empty(t, c.Held)
}

// Rates of two components that nothing limits add up in any order.
func TestChangesThatDoNotActOnEachOtherAreAdditive(t *testing.T) {
	two := func(version int, a, b string) incentive.Plan {
		return plan(t, version, `[{"name": "a", "measure": "revenue", "rate": "`+a+`"}, {"name": "b", "measure": "revenue", "rate": "`+b+`"}]`)
	}
	c := compare(t, backtest.Question{
		Before: side(two(1, "0.01", "0.02")), After: side(two(2, "0.03", "0.01")),
		History: backtest.History{Periods: quarters[:1], Roster: staff("anna", "bo"), Transactions: []incentive.Transaction{sold("d1", "anna", "100", "2026-02-01")}},
	})
	assert.True(t, c.Additive)
	assert.Equal(t, []string{"anna 3 4", "bo 0 0"}, rows(c))
	assert.Equal(t, []string{"rate 2 2", "rate -1 -1"}, effects(c, c.Payees[0].Effects))
	assert.Equal(t, 1, c.Totals[0].Unchanged)
	require.Len(t, c.Payees[0].Components, 2)
	assert.Equal(t, "a", c.Payees[0].Components[0].Component)
	equalDecimal(t, "2", c.Payees[0].Components[0].Earned.Difference)
	equalDecimal(t, "-1", c.Payees[0].Components[1].Earned.Difference)
}

// Labels pay nothing: they are no change, and stand in the way of none, though a component under a new name is called as
// the one it replaces.
func TestLabelsAreNoChange(t *testing.T) {
	called := func(version int, name, label, rate string) incentive.Plan {
		p := plan(t, version, `[{"name": "`+name+`", "measure": "revenue", "rate": "`+rate+`"}]`)
		p.Components[0].Label = kam.Text{EN: label, ZH: label}
		p.Measures[0].Label = kam.Text{EN: label + " base", ZH: label + " base"}
		return p
	}
	history := backtest.History{Periods: quarters[:1], Roster: staff("anna"), Transactions: []incentive.Transaction{sold("d1", "anna", "100", "2026-02-01")}}
	c := compare(t, backtest.Question{Before: side(called(1, "a", "Pay", "0.01")), After: side(called(2, "a", "Wage", "0.01")), History: history})
	assert.Empty(t, c.Changes)
	assert.Empty(t, c.Aside)
	c = compare(t, backtest.Question{Before: side(called(1, "a", "Pay", "0.01")), After: side(called(2, "b", "Pay", "0.03")), History: history})
	assert.Equal(t, []string{"anna 1 3"}, rows(c))
	assert.Equal(t, []string{"component 3 3", "component -1 -"}, effects(c, c.Payees[0].Effects))
}

// What cannot be changed alone is changed together: a new credit rule, the measure that it feeds and the component that
// pays on it; a way of paying and the one that it replaces. What stands between them is changed for itself.
func TestChangesThatNeedEachOtherAreMadeTogether(t *testing.T) {
	before := plan(t, 1, `[{"name": "first", "measure": "revenue", "rate": "0.01"}, {"name": "second", "measure": "revenue", "rate": "0.02"}]`)
	after := parse(t, `{
		"format": 1, "id": "kam", "version": 2, "currency": "CNY", "readings": "standard-1", "effective": "2026-01-01/2027-01-01", "period": "quarter",
		"credits":  [{"name": "own", "to": "owner", "share": "1"}, {"name": "helped", "to": "role", "role": "presales", "share": "1"}],
		"measures": [{"name": "revenue", "base": "amount", "credits": ["own"], "window": "period"}, {"name": "help", "base": "amount", "credits": ["helped"], "window": "period"}],
		"components": [
			{"name": "first", "measure": "revenue", "rate": "0.03"},
			{"name": "second", "measure": "revenue", "tiers": {"mode": "whole", "basis": "amount", "bands": [{"from": "0", "rate": "0"}, {"from": "50", "rate": "0.05"}]}},
			{"name": "third", "measure": "help", "rate": "0.1"}]}`)
	deal := sold("d1", "anna", "100", "2026-02-01")
	deal.Owner = ""
	deal.Participants = []incentive.Participant{{Payee: "anna", Share: kam.Whole()}, {Payee: "bo", Role: "presales", Share: kam.Whole()}}
	c := compare(t, backtest.Question{
		Before: side(before), After: side(after),
		History: backtest.History{Periods: quarters[:1], Roster: staff("anna", "bo"), Transactions: []incentive.Transaction{deal}},
	})
	assert.Equal(t, []string{"anna 3 8", "bo 0 10"}, rows(c))
	assert.Equal(t, []string{"rate 2 2", "rate 3 3"}, effects(c, c.Payees[0].Effects)) // the second is named for what stood there: a rate
	assert.Equal(t, []string{"together 10 10"}, effects(c, c.Payees[1].Effects))
	require.Len(t, c.Changes, 3)
	assert.Len(t, c.Changes[1].Places, 2)
	assert.Equal(t, []string{"$.credits[1]", "$.measures[1]", "$.components[2]"}, c.Changes[2].Places)
	assert.True(t, c.Additive)
}

// A tier is added: all that changes in the list of tiers is one change, since they are known by their place alone.
func TestListsThatGrowChangeAtOnce(t *testing.T) {
	bands := func(version int, bands string) incentive.Plan {
		return plan(t, version, `[{"name": "commission", "measure": "revenue", "tiers": {"mode": "marginal", "basis": "amount", "bands": [`+bands+`]}}]`)
	}
	c := compare(t, backtest.Question{
		Before:  side(bands(1, `{"from": "0", "rate": "0.01"}, {"from": "50", "rate": "0.02"}`)),
		After:   side(bands(2, `{"from": "0", "rate": "0.01"}, {"from": "30", "rate": "0.015"}, {"from": "50", "rate": "0.02"}`)),
		History: backtest.History{Periods: quarters[:1], Roster: staff("anna"), Transactions: []incentive.Transaction{sold("d1", "anna", "100", "2026-02-01")}},
	})
	require.Len(t, c.Changes, 1)
	assert.Equal(t, []string{"tiers 0.1 0.1"}, effects(c, c.Payees[0].Effects))
}

// Each side has books of its own: with a measure to date, what the first quarter paid under each is what the second subtracts.
func TestEachSideHasItsOwnBooks(t *testing.T) {
	year := func(version int, rate string) incentive.Plan {
		return parse(t, `{
			"format": 1, "id": "kam", "version": `+fmt.Sprint(version)+`, "currency": "CNY", "readings": "standard-1", "effective": "2026-01-01/2027-01-01", "period": "quarter",
			"credits":  [{"name": "own", "to": "owner", "share": "1"}],
			"measures": [{"name": "revenue", "base": "amount", "credits": ["own"], "window": "year-to-date"}],
			"components": [{"name": "commission", "measure": "revenue", "tiers": {"mode": "whole", "basis": "amount", "bands": [{"from": "0", "rate": "0.01"}, {"from": "150", "rate": "`+rate+`"}]}}]}`)
	}
	q := backtest.Question{
		Before: side(year(1, "0.02")), After: side(year(2, "0.03")),
		History: backtest.History{
			Periods: quarters[:2], Roster: staff("anna"), Transactions: []incentive.Transaction{sold("d1", "anna", "100", "2026-02-01"), sold("d2", "anna", "100", "2026-05-01")},
			// What was posted for the periods compared is passed over.
			Posted: []ledger.Posted{{Payee: "anna", Plan: "kam", Version: 1, Component: "commission", Kind: ledger.Earning, Period: quarters[0], Into: quarters[0], Account: ledger.PayeeAccount, Currency: "CNY", Amount: dec("77")}},
		},
	}
	c := compare(t, q)
	assert.Equal(t, []string{"anna 4 6"}, rows(c)) // 200 × 2 %, 200 × 3 %
	equalDecimal(t, "1", c.Payees[0].Periods[0].Earned.Before)
	equalDecimal(t, "3", c.Payees[0].Periods[1].Earned.Before)
	equalDecimal(t, "5", c.Payees[0].Periods[1].Earned.After)
	// A position carried in counts in every period of its window: 250 × 1 %… is rated anew, so that such plans hold.
	q.History.Positions = []incentive.Position{{Payee: "anna", Plan: "kam", Measure: "revenue", Value: dec("50")}}
	c = compare(t, q)
	require.Len(t, c.Held, 1)
	assert.Len(t, c.Held[0].Before, 2)
	assert.Len(t, c.Held[0].After, 2)
	assert.Equal(t, "run.opening", c.Held[0].After[0].Findings[0].Code)
}

// A refund in the second quarter of a deal of the first, under each reading. By hand: 150 earns 2.4 + 1.2 = 3.6 in the first
// quarter and 50 earns 1 in the second; of the 150, 30 is taken back, whose part of the 3.6 is 0.72.
func TestRefundsAcrossPeriods(t *testing.T) {
	for name, x := range map[string]struct {
		refunds       incentive.Refunds
		first, second string
	}{
		"current":          {incentive.Refunds{Method: incentive.Recalculate, Period: incentive.Current}, "3.6", "0.4"},
		"mirrored":         {incentive.Refunds{Method: incentive.Mirror, Period: incentive.Current}, "3.6", "0.28"},
		"origin":           {incentive.Refunds{Method: incentive.Recalculate, Period: incentive.Origin}, "2.4", "1"},
		"mirrored, origin": {incentive.Refunds{Method: incentive.Mirror, Period: incentive.Origin}, "2.88", "1"},
	} {
		t.Run(name, func(t *testing.T) {
			p := plan(t, 1, `[{"name": "commission", "measure": "revenue", "tiers": {"mode": "marginal", "basis": "amount", "bands": [{"from": "0", "rate": "0.02"}, {"from": "120", "rate": "0.04"}]}}]`)
			x.refunds.Below = incentive.CarryNegative
			p.Refunds = x.refunds
			same := p
			same.Version = 2
			c := compare(t, backtest.Question{
				Before: side(p), After: side(same),
				History: backtest.History{
					Periods: quarters[:2], Roster: staff("anna"),
					Transactions: []incentive.Transaction{sold("d1", "anna", "150", "2026-02-01"), sold("d2", "anna", "50", "2026-05-01"), taken("r1", "d1", "-30", "2026-05-02")},
				},
			})
			require.Empty(t, c.Held)
			require.Len(t, c.Payees, 1)
			equalDecimal(t, x.first, c.Payees[0].Periods[0].Earned.Before)
			equalDecimal(t, x.second, c.Payees[0].Periods[1].Earned.Before)
			equalDecimal(t, "0", c.Payees[0].Earned.Difference)
			assert.Empty(t, c.Changes)
		})
	}
}

// A deal whose gate was shut earned nothing, so that mirroring takes nothing back; one that a cap on deals cut earned what
// was left. Another deal of 600 passes the gate in the second quarter.
func TestMirroredRefundsOfWhatWasNotPaid(t *testing.T) {
	for name, x := range map[string]struct{ more, second string }{
		"gate": {`, "gates": [{"basis": "amount", "at": "500"}]`, "6"},
		"cap":  {`, "caps": [{"per": "transaction", "amount": "1"}]`, "0.8"},
		"none": {"", "5.7"},
	} {
		t.Run(name, func(t *testing.T) {
			p := plan(t, 1, `[{"name": "commission", "measure": "revenue", "rate": "0.01"`+x.more+`}]`)
			p.Refunds = incentive.Refunds{Method: incentive.Mirror, Period: incentive.Current, Below: incentive.CarryNegative}
			same := p
			same.Version = 2
			c := compare(t, backtest.Question{
				Before: side(p), After: side(same),
				History: backtest.History{
					Periods: quarters[:2], Roster: staff("anna"), Transactions: []incentive.Transaction{sold("d1", "anna", "150", "2026-02-01"), taken("r1", "d1", "-30", "2026-05-02"), sold("d2", "anna", "600", "2026-05-03")},
				},
			})
			require.Empty(t, c.Held)
			require.Len(t, c.Payees, 1)
			equalDecimal(t, x.second, c.Payees[0].Periods[1].Earned.Before)
		})
	}
}

func TestWhoIsHeldIsLeftOut(t *testing.T) {
	r := staff("anna", "bo")
	r.Assignments[1].Quotas = r.Assignments[1].Quotas[:1] // Bo has none for the second quarter
	c := compare(t, backtest.Question{
		Before: side(plan(t, 1, flat("0.01"))), After: side(plan(t, 2, tiers("0.03", "1", ""))),
		History: backtest.History{
			Periods: quarters[:2], Roster: r, Transactions: []incentive.Transaction{sold("d1", "anna", "100", "2026-02-01"), sold("d2", "bo", "1000", "2026-02-01")},
		},
	})
	assert.Equal(t, []string{"anna 1 2"}, rows(c))
	require.Len(t, c.Held, 1)
	assert.Equal(t, "bo", c.Held[0].Payee)
	assert.Empty(t, c.Held[0].Before)
	require.Len(t, c.Held[0].After, 1)
	assert.Equal(t, quarters[1], c.Held[0].After[0].Period)
	assert.Equal(t, "run.missing-quota", c.Held[0].After[0].Findings[0].Code)
	equalDecimal(t, "100", c.Totals[0].RevenueBefore.Decimal, "Bo's deal is no revenue of those compared")
	assert.Equal(t, []string{"rate 1 1"}, effects(c, c.Totals[0].Effects), "nor are the effects on Bo summed")
}

// The roster changes too, and a plan is new on one side: that is the last change.
func TestTheRosterComesLast(t *testing.T) {
	r := staff("anna", "bo")
	r.Assignments[0].Plan, r.Assignments[0].Version = "kam", 2
	r.Assignments[1].Plan, r.Assignments[1].Version = "spiff", 1
	spiff := plan(t, 1, flat("0.5"))
	spiff.ID = "spiff"
	c := compare(t, backtest.Question{
		Before: side(plan(t, 1, flat("0.01"))), After: backtest.Side{Plans: []incentive.Plan{plan(t, 2, flat("0.02")), spiff}, Roster: &r},
		History: backtest.History{Periods: quarters[:1], Roster: staff("anna", "bo"), Transactions: []incentive.Transaction{sold("d1", "anna", "100", "2026-02-01"), sold("d2", "bo", "100", "2026-02-01")}},
	})
	assert.Equal(t, []string{"anna 1 2", "bo 1 50"}, rows(c))
	require.Len(t, c.Changes, 2)
	assert.Equal(t, backtest.RuleRoster, c.Changes[1].Rule)
	assert.Equal(t, "plan spiff version 1 is new; the roster changes: assignments, quotas or targets", c.Changes[1].What.EN)
	assert.Equal(t, []string{"rate 1 1", "roster 48 -"}, effects(c, c.Payees[1].Effects))
	assert.False(t, c.Additive)
}

// A measure is renamed, and its quotas with it: changed alone, it would hold everybody for want of a quota, so that it waits
// for the roster.
func TestAChangeThatWouldHoldSomebodyWaits(t *testing.T) {
	renamed := plan(t, 2, strings.ReplaceAll(tiers("0.05", "1", ""), "revenue", "sales"))
	renamed.Measures[0].Name = "sales"
	r := staff("anna")
	r.Assignments[0].Version = 2
	for i := range r.Assignments[0].Quotas {
		r.Assignments[0].Quotas[i].Measure, r.Assignments[0].Quotas[i].Amount = "sales", dec("50")
	}
	renamed.Rounding.Mode = "down"
	c := compare(t, backtest.Question{
		Before: side(plan(t, 1, tiers("0.05", "1", ""))), After: backtest.Side{Plans: []incentive.Plan{renamed}, Roster: &r},
		History: backtest.History{Periods: quarters[:1], Roster: staff("anna"), Transactions: []incentive.Transaction{sold("d1", "anna", "100", "2026-02-01")}},
	})
	assert.Equal(t, []string{"anna 2 3.5"}, rows(c))
	require.Len(t, c.Changes, 2)
	assert.Equal(t, backtest.RuleRounding, c.Changes[0].Rule)
	assert.Equal(t, backtest.RuleTogether, c.Changes[1].Rule)
	assert.Contains(t, c.Changes[1].What.EN, "the roster changes")
	assert.Equal(t, []string{"together 1.5 -"}, effects(c, c.Payees[0].Effects))
}

// A plan that is gone pays nobody any more; a plan renamed keeps its people.
func TestPlansThatGoOrAreRenamed(t *testing.T) {
	other := plan(t, 1, flat("0.5"))
	other.ID = "spiff"
	r := staff("anna")
	extra := r.Assignments[0]
	extra.Plan = "spiff"
	r.Assignments = append(r.Assignments, extra)
	renamed := plan(t, 3, flat("0.02"))
	renamed.ID = "kam-2027"
	q := backtest.Question{
		Before: side(plan(t, 1, flat("0.01")), other), After: side(renamed), Renamed: map[string]string{"kam": "kam-2027"},
		History: backtest.History{Periods: quarters[:1], Roster: r, Transactions: []incentive.Transaction{sold("d1", "anna", "100", "2026-02-01")}},
	}
	c := compare(t, q)
	assert.Equal(t, []string{"anna 51 2"}, rows(c))
	assert.Equal(t, []string{"rate 1 1", "roster -50 -"}, effects(c, c.Payees[0].Effects))
	assert.Equal(t, "plan spiff version 1 is gone", c.Changes[1].What.EN)
	q.Renamed = map[string]string{"nobody": "nothing"}
	_, err := backtest.Compare(t.Context(), q, backtest.Options{})
	assert.Equal(t, []string{"backtest.plan $.renamed", "backtest.plan $.renamed"}, codes(t, err))
	q.Renamed = nil
	q.Before.Plans = q.Before.Plans[:1]
	q.History.Roster = staff("anna")
	assert.Equal(t, []string{"anna 1 2"}, rows(compare(t, q)), "the only plans of both sides belong together")
}

// A plan of next year is tried over this year's deals: it is taken as if it were effective.
func TestPlansAreTakenAsEffective(t *testing.T) {
	next := plan(t, 2, flat("0.02"))
	next.Effective = kam.MustPeriod("2027-01-01/2028-01-01")
	c := compare(t, backtest.Question{
		Before: side(plan(t, 1, flat("0.01"))), After: side(next),
		History: backtest.History{Periods: quarters, Roster: staff("anna"), Transactions: []incentive.Transaction{sold("d1", "anna", "100", "2026-12-31")}},
	})
	assert.Equal(t, []string{"anna 1 2"}, rows(c))
	assert.Len(t, c.Changes, 1)
}

// Several currencies are compared each for itself, and revenue in two has no cost share.
func TestCurrenciesStandApart(t *testing.T) {
	usd := func(version int, rate string) incentive.Plan {
		p := plan(t, version, flat(rate))
		p.ID, p.Currency = "us", "USD"
		return p
	}
	r := staff("anna", "bo")
	r.Assignments[1].Plan = "us"
	abroad := sold("d2", "bo", "10", "2026-02-01")
	abroad.Currency = "USD"
	c := compare(t, backtest.Question{
		Before: side(plan(t, 1, flat("0.01")), usd(1, "0.1")), After: side(plan(t, 2, flat("0.02")), usd(2, "0.1")),
		History: backtest.History{Periods: quarters[:1], Roster: r, Transactions: []incentive.Transaction{sold("d1", "anna", "100", "2026-02-01"), abroad}},
	})
	require.Len(t, c.Totals, 2)
	assert.Equal(t, kam.Currency("USD"), c.Totals[1].Currency)
	equalDecimal(t, "0", c.Totals[1].Earned.Difference)
	equalDecimal(t, "1", c.Totals[0].Earned.Difference)
	before, _ := c.Totals[0].CostShare()
	assert.Nil(t, before)
}

func TestFaultsOfAQuestionComeAtOnce(t *testing.T) {
	good := plan(t, 1, flat("0.01"))
	broken := plan(t, 2, flat("0.01"))
	broken.Components[0].Measure = "nothing"
	for name, x := range map[string]struct {
		q    backtest.Question
		want []string
	}{
		"nothing": {backtest.Question{}, []string{"backtest.too-few $.history.periods", "backtest.too-few $.before.plans", "backtest.too-few $.after.plans"}},
		"periods": {
			backtest.Question{Before: side(good), After: side(good), History: backtest.History{Periods: []kam.Period{quarters[1], quarters[0], {}}}},
			[]string{"backtest.order $.history.periods[1]", "backtest.period $.history.periods[2]"},
		},
		"both plans": {
			backtest.Question{Before: side(broken), After: side(broken), History: backtest.History{Periods: quarters[:1]}},
			[]string{"plan.unknown-name before: $.components[0].measure", "plan.unused before: $.measures[0]", "plan.unknown-name after: $.components[0].measure", "plan.unused after: $.measures[0]"},
		},
		"a run": {
			backtest.Question{Before: side(good), After: side(good), History: backtest.History{Periods: quarters[:1], Roster: staff("anna"), Transactions: []incentive.Transaction{{}}}},
			[]string{"run.transaction before: transactions[0]"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := backtest.Compare(t.Context(), x.q, backtest.Options{})
			got := codes(t, err)
			if name == "both plans" || name == "a run" {
				require.NotEmpty(t, got)
				assert.True(t, strings.HasPrefix(got[0], strings.SplitN(x.want[0], " ", 2)[0]), "%v", got)
				return
			}
			assert.Equal(t, x.want, got)
		})
	}
}

func TestComparingStopsWithTheContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := backtest.Compare(ctx, backtest.Question{Before: side(plan(t, 1, flat("0.01"))), After: side(plan(t, 2, flat("0.02"))), History: backtest.History{Periods: quarters[:1], Roster: staff("anna")}}, backtest.Options{})
	require.ErrorIs(t, err, context.Canceled)
}

// Progress ends with everything done, and the number of workers changes nothing.
func TestProgressAndWorkers(t *testing.T) {
	q := backtest.Question{
		Before: side(plan(t, 1, tiers("0.05", "1", ""))), After: side(plan(t, 2, tiers("0.06", "0.8", `, "caps": [{"per": "component", "amount": "5"}]`))),
		History: backtest.History{Periods: quarters, Roster: staff("anna", "bo"), Transactions: []incentive.Transaction{sold("d1", "anna", "150", "2026-02-01")}},
	}
	var want string
	for workers := range 4 {
		done, total := 0, 0
		c, err := backtest.Compare(t.Context(), q, backtest.Options{Workers: workers, Progress: func(d, n int) {
			assert.GreaterOrEqual(t, d, done)
			done, total = d, n
		}})
		require.NoError(t, err)
		assert.Equal(t, total, done)
		assert.Positive(t, total)
		data, err := c.JSON()
		require.NoError(t, err)
		if want == "" {
			want = string(data)
		}
		assert.Equal(t, want, string(data))
	}
}

func TestObservations(t *testing.T) {
	c := compare(t, backtest.Question{
		Before: side(plan(t, 1, flat("0.01"))), After: side(plan(t, 2, flat("0.02"))),
		History: backtest.History{Periods: quarters[:2], Roster: staff("anna"), Transactions: []incentive.Transaction{sold("d1", "anna", "100", "2026-02-01")}},
	})
	list := c.Observations()
	require.Len(t, list, 1)
	require.NoError(t, list[0].Check())
	assert.Equal(t, kam.MustPeriod("2026-01-01/2026-07-01"), list[0].Period)
	assert.Equal(t, kam.Subject{Kind: "payee", ID: "anna"}, list[0].Subject)
	assert.True(t, decimal.NewFromInt(1).Equal(list[0].Value.Decimal))
}
