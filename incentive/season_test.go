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
