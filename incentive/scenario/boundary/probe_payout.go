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

// settled probes payout terms: cash that comes in part, a cancelled deal, low pay that draws and guarantees lift, debts
// that later pay recovers, and somebody who leaves.
func (x *prober) settled() {
	t, ok := x.own()
	if !ok || x.recipe.plan.Payout == nil {
		return
	}
	days := x.periods(6)
	if len(days) < 4 {
		return
	}
	event := func(step int, deal string, kind payout.EventKind, fraction string) payout.Event {
		e := payout.Event{Transaction: deal, Kind: kind, Day: days[step].From.AddDays(9)}
		if fraction != "" {
			if f, err := kam.ParseFraction(fraction); err == nil {
				e.Fraction = &f
			}
		}
		return e
	}
	x.put("settled-cash", x.steps([][]string{{"1", "0.6"}, {"0.1"}, {}, {"2"}, {}}, func(s *scenario.Scenario) {
		s.Steps[0].PayOut = true
		for _, kind := range []payout.EventKind{payout.Invoiced, payout.Collected, payout.Accepted} {
			s.Steps[1].Events = append(s.Steps[1].Events, event(1, "A1", kind, "1/3"), event(1, "B1", kind, "0.7"))
			s.Steps[3].Events = append(s.Steps[3].Events, event(3, "A1", kind, "1"))
		}
	}))
	x.put("settled-cancelled", x.steps([][]string{{"1", "0.6"}, {"0.3"}, {}, {}, {"1.5"}}, func(s *scenario.Scenario) {
		s.Steps[1].Events = []payout.Event{event(1, "A1", payout.Collected, "1/2"), event(1, "A2", payout.Collected, "1")}
		s.Steps[2].Events = []payout.Event{event(2, "A1", payout.Cancelled, ""), event(2, "A2", payout.Withdrawn, "")}
	}))
	x.put("settled-low", x.steps([][]string{{"0.001"}, {"0.002"}, {"3"}, {}, {"1"}, {"0.5"}}, func(s *scenario.Scenario) {
		x.recipe.add(&s.Steps[3], back(sized(t, "C1", part("3")), "R1", part("1")))
	}))
	x.put("settled-leaving", x.steps([][]string{{"1"}, {"0.8"}, {"0.2"}, {}, {"0.1"}}, func(s *scenario.Scenario) {
		s.Given.People = []scenario.Person{{Payee: scenario.Rep, Hired: days[0].From, Left: days[1].From.AddDays(9)}}
		s.Steps[2].Events = []payout.Event{event(2, "A1", payout.Collected, "1"), event(2, "B1", payout.Collected, "1/2")}
	}))
	x.lasting()
	x.put("settled-hired", x.steps([][]string{{"0.001"}, {"0.001"}, {"0.001"}, {"0.001"}}, func(s *scenario.Scenario) {
		s.Given.People = []scenario.Person{{Payee: scenario.Rep, Hired: days[0].From.AddDays(11)}}
	}))
}

// steps is a settled scenario with deals of such sizes in each step: A1, A2 in the first, B1 in the second, and so on, for
// as many periods as the plan is effective.
func (x *prober) steps(sizes [][]string, change func(*scenario.Scenario)) scenario.Scenario {
	t, _ := x.own()
	s := x.with()
	s.Steps = nil
	s.Given.Settle = true
	s.Given.People = []scenario.Person{{Payee: scenario.Rep, Hired: x.day(x.recipe).AddDays(-1)}}
	for i, list := range sizes[:len(x.periods(len(sizes)))] {
		step := x.recipe.step()
		for j, size := range list {
			x.recipe.add(&step, x.later(sized(t, fmt.Sprintf("%c%d", 'A'+i, j+1), part(size)), i))
		}
		for _, f := range x.recipe.feeds[1:] {
			d := x.dated(f, f.deal, i)
			d.ID = fmt.Sprint("X", i) + d.ID
			x.recipe.add(&step, d)
		}
		s.Steps = append(s.Steps, step)
	}
	change(&s)
	return s
}

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
		day := days[0].From
		if sold := x.recipe.feeds[0].deal.Date(x.recipe.plan.CreditDate); sold.After(day) {
			day = sold
		}
		refund.Booked, refund.Invoiced, refund.CashDate, refund.Delivered = day, day, day, day
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
