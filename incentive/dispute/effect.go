package dispute

import (
	"cmp"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive/payout"
	"github.com/kam-go/kam/incentive/payroll"
	"github.com/kam-go/kam/incentive/settlement"
	"github.com/kam-go/kam/internal/wording"
)

// adjustmentPrefix begins the id of an adjustment that follows from a dispute.
const adjustmentPrefix = "dispute-"

// Adjustments returns the manual adjustments of the disputes accepted in a commission period, ascending by id, for the
// settlement of that period. Awards of zero have none. The id is "dispute-" and the dispute's; the reason is what was
// written on accepting; the award was requested by who proposed it and approved by who decided.
func (b *Book) Adjustments(accepted kam.Period) []settlement.Adjustment {
	var out []settlement.Adjustment
	for d := range b.Disputes() {
		if d.State != Accepted || d.Award.Amount.IsZero() || !accepted.Contains(d.DecidedOn) {
			continue
		}
		decision := d.Events[len(d.Events)-1]
		out = append(out, settlement.Adjustment{Payee: d.Payee, Plan: d.Plan, Adjustment: payout.Adjustment{
			ID: adjustmentPrefix + d.ID, Amount: d.Award.Amount, Component: d.Award.Component,
			Reason: decision.Text, RequestedBy: d.Award.ProposedBy, ApprovedBy: decision.By,
		}})
	}
	return out
}

// Hold is what is not paid to a payee under a plan while disputes are undecided.
type Hold struct {
	Payee, Plan string
	// Whole says that nothing is paid. Else Amount in Currency is withheld, the sum of the disputed amounts.
	Whole    bool
	Amount   decimal.Decimal
	Currency kam.Currency
	// Disputes are the ids of the disputes, ascending.
	Disputes []string
}

// Holds returns what the policy withholds now, ascending by payee, plan and currency: one hold for each payee and plan
// of whole pay, and for each currency of disputed amounts; none where the policy withholds nothing.
func (b *Book) Holds() []Hold {
	type key struct {
		payee, plan string
		currency    kam.Currency
	}
	holds := map[key]*Hold{}
	var order []key
	for d := range b.Disputes() {
		if !d.State.Undecided() || b.rules.policy.Withhold == Nothing {
			continue
		}
		k := key{payee: d.Payee, plan: d.Plan}
		whole := b.rules.policy.Withhold == WholePay
		if !whole {
			k.currency = d.Currency
		}
		h := holds[k]
		if h == nil {
			h = &Hold{Payee: d.Payee, Plan: d.Plan, Whole: whole, Currency: k.currency}
			holds[k] = h
			order = append(order, k)
		}
		if !whole {
			h.Amount = h.Amount.Add(d.Amount.Decimal)
		}
		h.Disputes = append(h.Disputes, d.ID)
	}
	slices.SortFunc(order, func(a, b key) int {
		return cmp.Or(cmp.Compare(a.payee, b.payee), cmp.Compare(a.plan, b.plan), cmp.Compare(a.currency, b.currency))
	})
	out := make([]Hold, 0, len(order))
	for _, k := range order {
		out = append(out, *holds[k])
	}
	return out
}

// Row returns the hold as a row of the terms of a pay run on a day: of the whole pay, or of the disputed amount alone. By is
// who answers for it; the reason names the disputes, such as "dispute-7, dispute-9", as their adjustments are named.
func (h Hold) Row(payDate kam.Day, by string) payroll.Hold {
	names := make([]string, len(h.Disputes))
	for i, id := range h.Disputes {
		names[i] = adjustmentPrefix + id
	}
	row := payroll.Hold{
		Payee: h.Payee, Plan: h.Plan, Days: kam.Period{From: payDate, Until: payDate.AddDays(1)},
		Reason: wording.Clip(strings.Join(names, ", ")), By: by,
	}
	if !h.Whole {
		row.Amount, row.Currency = decimal.NewNullDecimal(h.Amount), h.Currency
	}
	return row
}

// Statistics are counts of the disputes opened in a period, first openings counting alone.
type Statistics struct {
	// Opened is how many, Overdue how many of them are overdue on the day asked for.
	Opened, Overdue int
	// States are how many are in each state, in the order of [States], and Causes by what they are about, in the order of [Causes].
	States []StateCount
	Causes []CauseCount
	// Awarded are the sums of the awards, ascending by currency.
	Awarded []kam.Money
}

// StateCount is how many disputes are in a state.
type StateCount struct {
	State State
	Count int
}

// CauseCount is how many disputes are about something.
type CauseCount struct {
	About                                            About
	Opened, Undecided, Accepted, Rejected, Withdrawn int
}

// Statistics counts the disputes first opened in a period, as they stand now; what is overdue is so on the day.
func (b *Book) Statistics(opened kam.Period, day kam.Day) Statistics {
	states, causes, sums := map[State]int{}, map[About]*CauseCount{}, map[kam.Currency]decimal.Decimal{}
	for _, a := range Causes() {
		causes[a] = &CauseCount{About: a}
	}
	var s Statistics
	for d := range b.Disputes() {
		if !opened.Contains(d.Events[0].On) {
			continue
		}
		s.Opened++
		states[d.State]++
		if d.Overdue(day) {
			s.Overdue++
		}
		c := causes[d.About]
		c.Opened++
		switch d.State {
		case Open, Answered, Reopened:
			c.Undecided++
		case Accepted:
			c.Accepted++
			if !d.Award.Amount.IsZero() {
				sums[d.Award.Currency] = sums[d.Award.Currency].Add(d.Award.Amount)
			}
		case Rejected:
			c.Rejected++
		case Withdrawn:
			c.Withdrawn++
		}
	}
	for _, state := range States() {
		s.States = append(s.States, StateCount{state, states[state]})
	}
	for _, a := range Causes() {
		s.Causes = append(s.Causes, *causes[a])
	}
	for c, amount := range sums {
		s.Awarded = append(s.Awarded, kam.Money{Amount: amount, Currency: c})
	}
	slices.SortFunc(s.Awarded, func(a, b kam.Money) int { return cmp.Compare(a.Currency, b.Currency) })
	return s
}
