package boundary

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive/payout"
	"github.com/kam-go/kam/incentive/scenario"
)

// longest is how many commission periods a probe of payout terms has at most: months that terms count are seldom more.
const longest = 9

// lasting adds scenarios of payout terms that take long: what is released or forgotten after months, debts that are
// recovered from several sizes of pay, pay around the least that is paid out, and earlier periods calculated anew.
func (x *prober) lasting() {
	days := x.periods(longest)
	if len(days) < 4 {
		return
	}
	most := len(days)
	collected := func(step int, deal, fraction string) payout.Event {
		e := payout.Event{Transaction: deal, Kind: payout.Collected, Day: days[step].From.AddDays(9)}
		if f, err := kam.ParseFraction(fraction); err == nil {
			e.Fraction = &f
		}
		return e
	}
	sizes := [][]string{{"1", "0.6"}, {"0.001"}, {}, {"0.002"}, {}, {"0.2"}, {}, {"0.001"}, {"0.3"}}
	x.put("settled-long", x.steps(sizes[:most], func(s *scenario.Scenario) {
		s.Given.People = []scenario.Person{{Payee: scenario.Rep, Hired: days[0].From}}
		for i := range s.Steps {
			s.Steps[i].PayOut = i%2 == 0
		}
		s.Steps[1].Events = []payout.Event{collected(1, "A1", "1/2")}
	}))
	x.put("settled-trailing", x.steps([][]string{{"1", "0.6"}, {}, {}, {}, {}, {}, {}, {}, {}}[:most], func(s *scenario.Scenario) {
		s.Given.People = []scenario.Person{{Payee: scenario.Rep, Hired: days[0].From, Left: days[0].Until.AddDays(-3)}}
		for i := 1; i < len(s.Steps); i++ {
			s.Steps[i].Events = []payout.Event{collected(i, "A1", fmt.Sprintf("%d/%d", i, longest))}
		}
	}))
	debts := [][]string{{"6"}, {}, {"1.3"}, {"3.6"}, {"2"}, {"1"}, {"0.5"}, {"0.9"}, {"2"}}
	for _, gone := range []payout.EventKind{payout.Cancelled, payout.Withdrawn} {
		x.put("settled-debt-"+string(gone), x.steps(debts[:most], func(s *scenario.Scenario) {
			s.Given.People = []scenario.Person{{Payee: scenario.Rep, Hired: days[0].From.AddMonths(-24)}}
			for i := range s.Steps {
				s.Steps[i].PayOut = true
			}
			s.Steps[1].Events = []payout.Event{{Transaction: "A1", Kind: gone, Day: days[1].From.AddDays(9)}}
		}))
	}
	for i, sizes := range [][]string{{"0.05", "0.02"}, {"9", "4"}, {"40", "7"}} { // gates are shut, caps and multipliers reached
		x.put(fmt.Sprint("settled-cancelled-sum-", i+1), x.steps([][]string{sizes, {}, {"1"}, {}}, func(s *scenario.Scenario) {
			s.Given.People = []scenario.Person{{Payee: scenario.Rep, Hired: days[0].From.AddMonths(-24)}}
			s.Steps[1].Events = []payout.Event{{Transaction: "A1", Kind: payout.Cancelled, Day: days[1].From.AddDays(9)}}
		}))
	}
	if last := 5; most > last { // what is taken back by then is less than what is still held
		x.put("settled-cancelled-late", x.steps([][]string{{"1", "0.6"}, {}, {}, {}, {}, {}, {}}[:min(most, 7)], func(s *scenario.Scenario) {
			s.Given.People = []scenario.Person{{Payee: scenario.Rep, Hired: days[0].From.AddMonths(-24)}}
			s.Steps[last].Events = []payout.Event{{Transaction: "A1", Kind: payout.Cancelled, Day: days[last].From.AddDays(9)}}
		}))
	}
	x.put("settled-late", x.steps([][]string{{"1"}, {"0.4"}, {"0.2"}, {"0.1"}}, func(s *scenario.Scenario) {
		s.Given.People = []scenario.Person{{Payee: scenario.Rep, Hired: days[0].From}}
		refund := back(sized(x.recipe.feeds[0].deal, "A1", part("1")), "R1", part("1"))
		refund.Booked, refund.Invoiced, refund.CashDate, refund.Delivered = days[0].From, days[0].From, days[0].From, days[0].From
		x.recipe.add(&s.Steps[2], refund)
		s.Steps[2].Late = []string{days[0].String()}
	}))
	x.small()
}

// small adds periods that pay a cent less than the least that is paid out, exactly so much, and a cent more.
func (x *prober) small() {
	least := x.recipe.plan.Payout.Minimum
	if least == nil || !least.Amount.Valid {
		return
	}
	cent := decimal.New(1, -2)
	for i, amount := range []decimal.Decimal{least.Amount.Decimal.Sub(cent), least.Amount.Decimal, least.Amount.Decimal.Add(cent)} {
		x.put(fmt.Sprint("settled-least-", i+1), x.steps([][]string{{}, {}}, func(s *scenario.Scenario) {
			s.Given.People = []scenario.Person{{Payee: scenario.Rep, Hired: x.recipe.plan.Effective.From.AddMonths(-60)}}
			s.Steps[0].Adjustments = []scenario.Adjustment{{
				Payee: scenario.Rep, Plan: x.recipe.plan.ID, ID: "ADJ-1", Amount: amount, Component: x.recipe.component.Name, Reason: "a small sum", RequestedBy: "administrator", ApprovedBy: "director",
			}}
			s.Steps[0].PayOut, s.Steps[1].PayOut = true, true
		}))
	}
}
