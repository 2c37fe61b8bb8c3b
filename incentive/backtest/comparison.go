package backtest

import (
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/internal/strictjson"
)

// Comparison is what two sides earn over one history, and why they differ. It is plain data and the caller's own. The
// zero value compares nothing.
//
// For each payee and currency, and for each currency in all, the effects of the changes sum to the difference exactly,
// and so do the differences of the components.
type Comparison struct {
	// Before and After are the plans of the two sides, by id and version.
	Before []PlanRef `json:"before"`
	After  []PlanRef `json:"after"`
	// Periods are the commission periods that were calculated.
	Periods []kam.Period `json:"periods"`
	// Changes are what was changed, in the order in which it was changed.
	Changes []Change `json:"changes,omitempty"`
	// Additive says that every change has the same effect for every payee alone as it has in this order. Where it is false,
	// changes act on each other, and in another order some would have other effects; [Effect.Alone] shows which.
	Additive bool `json:"additive"`
	// Totals are the sums over all payees that are compared, one for each currency, by currency.
	Totals []Total `json:"totals,omitempty"`
	// Payees are those who earn anything on either side, by id and currency.
	Payees []Row `json:"payees,omitempty"`
	// Held are those who are held on either side in any period: nothing of theirs is compared, nor summed.
	Held []HeldPayee `json:"held,omitempty"`
	// Aside are differences of payout terms, in words: they change when it is paid, not what is earned, and are not compared.
	Aside []kam.Text `json:"aside,omitempty"`
}

// Difference is an amount on both sides.
type Difference struct {
	Before decimal.Decimal `json:"before"`
	After  decimal.Decimal `json:"after"`
	// Difference is After less Before.
	Difference decimal.Decimal `json:"difference"`
}

func differing(before, after decimal.Decimal) Difference {
	return Difference{before, after, after.Sub(before)}
}

func (d *Difference) add(before, after decimal.Decimal) {
	*d = differing(d.Before.Add(before), d.After.Add(after))
}

// Effect is what a change does to an amount.
type Effect struct {
	// Change is its [Change.Number].
	Change int `json:"change"`
	// Amount is what it adds when it is made in its turn, after those before it. These sum to the difference.
	Amount decimal.Decimal `json:"amount"`
	// Alone is what it would add to the side before if nothing else were changed. Invalid: it cannot be made alone.
	Alone decimal.NullDecimal `json:"alone,omitzero"`
}

// Part is the difference of one component over all periods. The plan's own adjustments have names in brackets, such as
// "(plan-cap)".
type Part struct {
	// Plan is the plan's id on the side before, or its own where the side after alone has it.
	Plan      string `json:"plan"`
	Component string `json:"component"`
	// Earned is what it pays on both sides.
	Earned Difference `json:"earned"`
}

// PeriodRow is the difference of one commission period.
type PeriodRow struct {
	Period kam.Period `json:"period"`
	// Earned is what the payee earns in it on both sides.
	Earned Difference `json:"earned"`
}

// Row is one payee in one currency.
type Row struct {
	Payee    string       `json:"payee"`
	Name     string       `json:"name,omitempty"`
	Currency kam.Currency `json:"currency"`
	// Earned is what they earn over all periods on both sides.
	Earned Difference `json:"earned"`
	// Periods are in their order, Components as they first come, those of the side before first.
	Periods    []PeriodRow `json:"periods,omitempty"`
	Components []Part      `json:"components,omitempty"`
	// Effects are the changes that do something to the payee, in their order.
	Effects []Effect `json:"effects,omitempty"`
}

// Group counts those who gain, or those who lose.
type Group struct {
	Count int `json:"count"`
	// Sum is the sum of their differences.
	Sum decimal.Decimal `json:"sum"`
	// Largest is the largest difference and Payee whose it is, the first by id of several. Empty: nobody's.
	Largest decimal.Decimal `json:"largest"`
	Payee   string          `json:"payee,omitempty"`
}

// Total is the sum over all payees that are compared, in one currency: the cost of a side.
type Total struct {
	Currency kam.Currency `json:"currency"`
	// Earned is what they earn over all periods on both sides.
	Earned Difference `json:"earned"`
	// Revenue is what these payees are credited with as owners, before factors, on each side: what the cost is compared with.
	// Invalid on a side where some of it is in another currency.
	RevenueBefore decimal.NullDecimal `json:"revenueBefore,omitzero"`
	RevenueAfter  decimal.NullDecimal `json:"revenueAfter,omitzero"`
	// Winners earn more after, Losers less, Unchanged the same.
	Winners   Group `json:"winners"`
	Losers    Group `json:"losers"`
	Unchanged int   `json:"unchanged"`
	// Components are as in [Row], Effects has every change.
	Components []Part   `json:"components,omitempty"`
	Effects    []Effect `json:"effects,omitempty"`
}

// CostShare returns the cost of each side as a share of the credited revenue; nil where that is zero or not known.
func (t Total) CostShare() (before, after *big.Rat) {
	share := func(cost decimal.Decimal, revenue decimal.NullDecimal) *big.Rat {
		if !revenue.Valid || revenue.Decimal.IsZero() {
			return nil
		}
		return new(big.Rat).Quo(num.Rat(cost), num.Rat(revenue.Decimal))
	}
	return share(t.Earned.Before, t.RevenueBefore), share(t.Earned.After, t.RevenueAfter)
}

// HeldPayee is somebody for whom a side could not be calculated.
type HeldPayee struct {
	Payee string `json:"payee"`
	Name  string `json:"name,omitempty"`
	// Before and After are why, side by side, in the order of the periods.
	Before []HeldIn `json:"before,omitempty"`
	After  []HeldIn `json:"after,omitempty"`
}

// HeldIn is why somebody is held in one commission period under one plan.
type HeldIn struct {
	Period   kam.Period    `json:"period"`
	Plan     string        `json:"plan"`
	Version  int           `json:"version"`
	Findings []kam.Finding `json:"findings,omitempty"`
}

// JSON returns the comparison as indented JSON.
func (c *Comparison) JSON() ([]byte, error) { return strictjson.Pretty(c) }

// MetricDifference is the metric of [Comparison.Observations].
const MetricDifference = "backtest.difference"

// Observations returns the difference of each payee over all periods as an observation, in the order of Payees: the
// subject has the kind "payee", the period runs from the first day to the last.
func (c *Comparison) Observations() []kam.Observation {
	out := make([]kam.Observation, 0, len(c.Payees))
	for _, r := range c.Payees {
		out = append(out, kam.Observation{
			Subject: kam.Subject{Kind: "payee", ID: r.Payee}, Metric: MetricDifference, Period: History{Periods: c.Periods}.span(),
			Value: decimal.NewNullDecimal(r.Earned.Difference), Currency: r.Currency, Source: "incentive/backtest",
		})
	}
	return out
}
