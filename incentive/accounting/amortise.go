package accounting

import (
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
)

// Movement is what one month does to an asset: opening + additions - amortisation - impairment - written off = closing.
type Movement struct {
	Month   kam.Period      `json:"month"`
	Opening decimal.Decimal `json:"opening"`
	// Additions are the costs of the month with their on-costs, refunds below zero.
	Additions decimal.Decimal `json:"additions"`
	// Amortisation is below zero when a refund takes back what was amortised before.
	Amortisation decimal.Decimal `json:"amortisation"`
	// Impairment is below zero when an earlier loss comes back.
	Impairment decimal.Decimal `json:"impairment"`
	WrittenOff decimal.Decimal `json:"writtenOff"`
	Closing    decimal.Decimal `json:"closing"`
}

// amortising is one asset while its months go by.
type amortising struct {
	policy Policy
	places int32
	// start is the place of the first month of the asset in the list of months; weights begin there.
	start   int
	weights []*big.Rat
	// gross is what was capitalised less refunds, carrying what is left of it, whole what would be left without impairments.
	gross, carrying, whole decimal.Decimal
	// plan is what each month from planned on takes of carrying, wholePlan of whole.
	plan, wholePlan []decimal.Decimal
	planned         int
	changed         bool
	ended           bool
}

// movements returns the months of an asset from the first one in which something happens to the last.
func (p Policy) movements(calendar *kam.Calendar, a *asset) ([]Movement, error) {
	first := a.from
	if len(a.costs) > 0 && a.costs[0].on.Before(first) {
		first = a.costs[0].on
	}
	_, weights, err := weigh(calendar, a.from, a.over, p.Convention, a.deliveries)
	if err != nil {
		return nil, err
	}
	month, err := calendar.Containing(kam.Month, first)
	if err != nil {
		return nil, err
	}
	run := amortising{policy: p, places: a.currency.MinorUnits(), weights: weights, changed: true, start: -1}
	costs, events := a.costs, a.events
	var out []Movement
	for i := 0; ; i++ {
		if month.Contains(a.from) {
			run.start = i
		}
		m := Movement{Month: month, Opening: run.carrying}
		for len(costs) > 0 && costs[0].on.Before(month.Until) {
			run.add(&m, i, costs[0].amount)
			costs = costs[1:]
		}
		var tests []Event
		for len(events) > 0 && events[0].On.Before(month.Until) {
			switch e := events[0]; e.Kind {
			case Modification:
				if _, run.weights, err = weigh(calendar, a.from, e.Over, p.Convention, e.Deliveries); err != nil {
					return nil, err
				}
				run.changed = true
			case Termination:
				run.ended = true
			case Impairment:
				tests = append(tests, e)
			}
			events = events[1:]
		}
		run.amortise(&m, i)
		for _, e := range tests {
			run.impair(&m, e.Recoverable.Decimal)
		}
		m.Closing = run.carrying
		out = append(out, m)
		if len(costs) == 0 && len(events) == 0 && run.start >= 0 && run.carrying.IsZero() && run.whole.IsZero() {
			return out, nil
		}
		if month, err = calendar.Containing(kam.Month, month.Until); err != nil {
			return nil, err
		}
	}
}

// left returns the weights of the month i of the list and of all after it.
func (r *amortising) left(i int) []*big.Rat {
	if r.start < 0 {
		return r.weights
	}
	return r.weights[min(max(i-r.start, 0), len(r.weights)):]
}

// past returns the share of all weights that lies before the month i.
func (r *amortising) past(i int) *big.Rat {
	total := sum(r.weights)
	share := new(big.Rat).Sub(total, sum(r.left(i)))
	return share.Quo(share, total)
}

// add takes a cost or a refund into the asset.
func (r *amortising) add(m *Movement, i int, amount decimal.Decimal) {
	m.Additions = m.Additions.Add(amount)
	r.changed = true
	stays, wholeStays := amount, amount
	switch {
	case amount.Sign() < 0:
		stays, wholeStays = r.refund(amount, r.carrying), r.refund(amount, r.whole)
	case r.policy.Late == CatchUp:
		gone := num.RoundRat(new(big.Rat).Mul(num.Rat(amount), r.past(i)), r.places, num.Mode(r.policy.Rounding))
		stays = amount.Sub(gone)
		wholeStays = stays
	}
	r.carrying, r.whole = r.carrying.Add(stays), r.whole.Add(wholeStays)
	if r.gross = r.gross.Add(amount); r.gross.Sign() < 0 {
		r.gross = decimal.Zero
	}
	if rest := amount.Sub(stays); r.ended {
		m.WrittenOff = m.WrittenOff.Add(rest)
	} else {
		m.Amortisation = m.Amortisation.Add(rest)
	}
}

// refund returns the part of an amount below zero that an asset of so much bears: in proportion to what is left of what was
// capitalised, and never more than is left.
func (r *amortising) refund(amount, of decimal.Decimal) decimal.Decimal {
	if amount.Neg().Cmp(r.gross) >= 0 {
		return of.Neg()
	}
	share := new(big.Rat).Quo(num.Rat(of), num.Rat(r.gross))
	return num.RoundRat(share.Mul(share, num.Rat(amount)), r.places, num.Mode(r.policy.Rounding))
}

// amortise takes the share of the month i from the asset, or all of it once it has ended.
func (r *amortising) amortise(m *Movement, i int) {
	switch {
	case r.ended:
		m.WrittenOff = m.WrittenOff.Add(r.carrying)
		r.carrying, r.whole = decimal.Zero, decimal.Zero
		return
	case r.start < 0:
		return
	case r.changed:
		weights := r.left(i)
		if len(weights) == 0 {
			weights = []*big.Rat{big.NewRat(1, 1)}
		}
		r.plan = cut(r.carrying, weights, r.places, r.policy.Remainder, num.Mode(r.policy.Rounding))
		r.wholePlan = r.plan
		if !r.whole.Equal(r.carrying) {
			r.wholePlan = cut(r.whole, weights, r.places, r.policy.Remainder, num.Mode(r.policy.Rounding))
		}
		r.planned, r.changed = i, false
	}
	if i-r.planned >= len(r.plan) {
		return
	}
	part := r.plan[i-r.planned]
	m.Amortisation = m.Amortisation.Add(part)
	r.carrying, r.whole = r.carrying.Sub(part), r.whole.Sub(r.wholePlan[i-r.planned])
}

// impair brings the asset down to what it can still bring in, or back up where the standard lets it.
func (r *amortising) impair(m *Movement, recoverable decimal.Decimal) {
	to := r.carrying
	switch {
	case recoverable.Cmp(r.carrying) < 0:
		to = recoverable
	case r.policy.Standard == IFRS15:
		to = decimal.Min(recoverable, decimal.Max(r.carrying, r.whole))
	}
	if to.Equal(r.carrying) {
		return
	}
	m.Impairment = m.Impairment.Add(r.carrying.Sub(to))
	r.carrying, r.changed = to, true
}
