package settle

import (
	"math/big"

	"github.com/kam-go/kam/internal/num"
)

// Statement is what the components of one payee earned, and the limits of the plan.
type Statement struct {
	// Earned are the components' sums to date, Before what was posted for them in earlier periods of their windows.
	Earned, Before []*big.Rat
	// PlanBefore is what was posted for the plan's own adjustments in earlier periods.
	PlanBefore *big.Rat
	// Carried is what caps of earlier periods cut and this period may pay. Nil: nothing.
	Carried *big.Rat
	// Lifetime is what was earned in all earlier periods. Nil: nothing.
	Lifetime *big.Rat
	// PlanCaps limit the sum to date, PeriodCaps what this period adds, LifetimeCaps that and Lifetime together; all on the grid.
	PlanCaps, PeriodCaps, LifetimeCaps []*big.Rat
	// Round rounds the total.
	Round bool
	Grid  Grid
}

// Total is a settled statement.
type Total struct {
	// Adjustments are the plan's own: caps, and what was posted for them before.
	Adjustments []Adjustment
	// Total is what the period adds.
	Total *big.Rat
}

// Settle applies the plan caps, subtracts what was posted before, adds what is carried, applies the caps of the period
// and of the lifetime, and rounds. A cap takes nothing back: above a limit that is used up already, the period adds nothing.
func (s Statement) Settle() Total {
	sum, before := new(big.Rat), new(big.Rat)
	for i, e := range s.Earned {
		sum.Add(sum, e)
		before.Add(before, s.Before[i])
	}
	var t Total
	for _, limit := range s.PlanCaps {
		if a, ok := CapAt(PlanCap, sum, limit); ok {
			t.Adjustments = append(t.Adjustments, a)
			sum = limit
		}
	}
	if s.PlanBefore != nil && s.PlanBefore.Sign() != 0 {
		t.Adjustments = append(t.Adjustments, Adjustment{Kind: PostedBefore, Amount: new(big.Rat).Neg(s.PlanBefore)})
		before.Add(before, s.PlanBefore)
	}
	total := new(big.Rat).Sub(sum, before)
	if s.Carried != nil && s.Carried.Sign() != 0 {
		t.Adjustments = append(t.Adjustments, Adjustment{Kind: CarriedIn, Amount: s.Carried})
		total.Add(total, s.Carried)
	}
	for _, limit := range s.PeriodCaps {
		if a, ok := CapAt(PeriodCap, total, limit); ok {
			t.Adjustments = append(t.Adjustments, a)
			total = limit
		}
	}
	for _, limit := range s.LifetimeCaps {
		if a, ok := CapAt(LifetimeCap, total, s.room(limit)); ok {
			total = s.room(limit)
			a.Limit = limit
			t.Adjustments = append(t.Adjustments, a)
		}
	}
	if s.Round {
		total = s.Grid.Round(total)
	}
	t.Total = total
	return t
}

// room returns what a limit on the lifetime leaves for the period: zero or more, and never rounded up, so that what was
// posted on a finer grid and the period together stay within the limit.
func (s Statement) room(limit *big.Rat) *big.Rat {
	room := new(big.Rat).Set(limit)
	if s.Lifetime != nil {
		room.Sub(room, s.Lifetime)
	}
	if room.Sign() < 0 {
		room.SetInt64(0)
	}
	return num.Rat(num.RoundRat(room, s.Grid.Places, num.Down))
}
