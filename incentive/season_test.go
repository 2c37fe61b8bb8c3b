package incentive_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/ledger"
)

// risenOffice is an office in the second quarter whose sales count from the year's start on: 10 % up to 2,000 and 20 %
// above until March, as was paid for a1, and 30 % and 40 % from April on, as the change given makes of both.
func risenOffice(t *testing.T, change func(old, now incentive.Component) []incentive.Component) *office {
	t.Helper()
	o := newOffice(t)
	o.in.Period = secondQuarter
	o.sales.Version = 2
	o.sales.Measures[0].Window, o.sales.Measures[0].Denominator = incentive.YearToDate, incentive.FullPeriod
	tiers := func(rates ...string) *incentive.Tiers {
		bands := []incentive.Band{{From: exact("0"), Rate: known(rates[0])}, {From: exact("2000"), Rate: known(rates[1])}}
		return &incentive.Tiers{Mode: incentive.Marginal, Basis: incentive.ByAmount, Bands: bands}
	}
	old := o.sales.Components[0]
	old.Rate.Valid = false
	now := old
	now.Name = "since-april"
	old.Tiers, now.Tiers = tiers("0.1", "0.2"), tiers("0.3", "0.4")
	april := kam.MustDay("2026-04-01")
	old.When, now.When = &incentive.Condition{Date: incentive.Booked, Until: april}, &incentive.Condition{Date: incentive.Booked, From: april}
	o.sales.Components = change(old, now)
	for i := range o.in.Roster.Assignments {
		if a := &o.in.Roster.Assignments[i]; a.Plan == "sales" {
			a.Version = 2
		}
	}
	o.in.Opening.Ledger.Posted = []ledger.Posted{posted("2026-01-01/2026-04-01", "100")} // for a1, under the first version
	o.add(sold("a2", "anna", "1500", "2026-05-01"))
	return o
}

// A rate that changes within a window to date: the position goes on, and each deal is paid by the rates of its day.
func TestRatesOfTheDayOfADeal(t *testing.T) {
	o := risenOffice(t, func(old, now incentive.Component) []incentive.Component { return []incentive.Component{old, now} })
	assert.Equal(t, []string{"a2 500"}, linesOf(o.statement(t, "anna", "sales")), "1,000 at 30 % up to 2,000, and 500 at 40 %")
	assert.Equal(t, []string{"500 earned-earlier 100 posted-earlier -100"}, annas(o.mustRun(t)))
	o.add(returned("a3", "a1", "-1000", "2026-05-02"))
	assert.Equal(t, []string{"a3 -150", "a2 500"}, linesOf(o.statement(t, "anna", "sales")), "from 2,500 to 1,500 by the rates of a1's day")
	o.sales.Refunds.Method = incentive.Mirror
	assert.Equal(t, []string{"a3 -100", "a2 500"}, linesOf(o.statement(t, "anna", "sales")), "what a1 earned")
}

// A version that has the new rates alone pays the whole window by them.
func TestRatesOfTheEndOfAWindow(t *testing.T) {
	o := risenOffice(t, func(_, now incentive.Component) []incentive.Component {
		now.Name, now.When = "commission", nil
		return []incentive.Component{now}
	})
	assert.Equal(t, []string{"a2 500"}, linesOf(o.statement(t, "anna", "sales")))
	assert.Equal(t, []string{"700 earned-earlier 300 posted-earlier -100"}, annas(o.mustRun(t)), "the 1,000 of the first quarter are 200 dearer")
}

// How far it is to the next tier is told of components that a later deal can still pay in, and of which deals that is.
func TestAheadKnowsTheDaysThatPay(t *testing.T) {
	o := risenOffice(t, func(old, now incentive.Component) []incentive.Component { return []incentive.Component{old, now} })
	ahead := func() []string {
		var out []string
		for _, a := range o.statement(t, "anna", "sales").Ahead() {
			out = append(out, a.Text.EN)
		}
		return out
	}
	assert.Empty(t, ahead(), "2,500 have reached all tiers")
	o.deals = nil
	o.add(sold("a2", "anna", "1500", "2026-05-01"))
	assert.Equal(t, []string{"since-april: 500 more to the tier from 2,000, rate 0.4 (40 %) on what lies above; counting starts again next fiscal year"}, ahead(), "the first quarter is over")
	text := o.statement(t, "anna", "sales").Markdown(kam.English)
	assert.Contains(t, text, "**you are here**: 1,500 |", "of the component that is over, without a distance")
	assert.Contains(t, text, "**you are here**: 1,500; 500 more to tier 2 |")
	july := kam.MustDay("2026-07-01")
	o.sales.Components[0].When.Until, o.sales.Components[1].When.From = july, july
	assert.Equal(t, []string{
		"commission: 500 more to the tier from 2,000, rate 0.2 (20 %) on what lies above, on deals until 2026-06-30 alone; counting starts again next fiscal year",
		"since-april: 500 more to the tier from 2,000, rate 0.4 (40 %) on what lies above, on deals from 2026-07-01 on alone; counting starts again next fiscal year",
	}, ahead())
	april := kam.MustDay("2026-04-01")
	o.sales.Components[0].When.Until = april
	o.sales.Components[0].Gates = []incentive.Gate{{Basis: incentive.ByAmount, At: exact("1800"), Kind: incentive.Cliff, Test: incentive.AtPeriodEnd}}
	assert.Equal(t, "commission: 300 more to the gate at 1,800", ahead()[0], "which lets deals of before pay, whichever deals reach it")
	o.sales.Components[0].Gates = nil
	o.sales.Components[0].Tiers.Mode = incentive.Whole
	assert.Contains(t, ahead()[0], "commission: 500 more to the tier from 2,000, rate 0.2 (20 %) on all of it", "deals of before too")
	o.sales.Components[0].Tiers.Mode = incentive.Marginal
	o.sales.Components[0].When.Until, o.sales.Components[1].When.Until = april, kam.MustDay("2027-01-01")
	assert.Equal(t, []string{
		"since-april: 500 more to the tier from 2,000, rate 0.4 (40 %) on what lies above, on deals from 2026-07-01 on alone; counting starts again next fiscal year",
	}, ahead(), "the window ends with the year anyway")
	o.sales.Components[1].When.Until = kam.MustDay("2026-12-31")
	assert.Contains(t, ahead()[0], ", on deals of 2026-07-01 to 2026-12-30 alone;")
	o.sales.Components[1].When = &incentive.Condition{Not: &incentive.Condition{Date: incentive.Booked, From: kam.MustDay("2026-04-01")}}
	o.sales.Components[0].When = &incentive.Condition{Any: []incentive.Condition{{Date: incentive.Booked, Until: kam.MustDay("2026-04-01")}, {Date: incentive.Booked, From: kam.MustDay("2027-01-01")}}}
	assert.Empty(t, ahead(), "neither has a day in the second quarter or later in the year")
	o.sales.Components[1].When.Not.From = july
	assert.Len(t, ahead(), 1, "deals until June still pay")
	o.sales.Components[1].When = &incentive.Condition{All: []incentive.Condition{{Date: incentive.Booked, From: july, Until: kam.MustDay("2026-08-01")}, {Date: incentive.Invoiced, Until: kam.MustDay("2026-01-01")}}}
	assert.Len(t, ahead(), 1, "another date than the one by which deals count decides nothing")
}

// Why a deal pays nothing in a component is told with what its condition asks for.
func TestWhyNamesTheDaysThatPay(t *testing.T) {
	o := risenOffice(t, func(old, now incentive.Component) []incentive.Component { return []incentive.Component{old, now} })
	var out []string
	for _, r := range o.mustRun(t).Why("anna", "a2").Reasons {
		out = append(out, r.Message.EN)
	}
	assert.Contains(t, out, `the deal counts for the measure "revenue" and does not pay in "commission": booked is 2026-05-01, and must be before 2026-04-01`)
}
