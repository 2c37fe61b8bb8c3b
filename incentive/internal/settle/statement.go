package settle

import "math/big"

// Statement is what the components of one payee earned, and the limits of the plan.
type Statement struct {
	// Earned are the components' sums to date, Before what was posted for them in earlier periods of their windows.
	Earned, Before []*big.Rat
	// PlanBefore is what was posted for the plan's own adjustments in earlier periods.
	PlanBefore *big.Rat
	// PlanCaps limit the sum to date, PeriodCaps what this period adds; both on the grid.
	PlanCaps, PeriodCaps []*big.Rat
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

// Settle applies the plan cap, subtracts what was posted before, applies the period cap and rounds.
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
	for _, limit := range s.PeriodCaps {
		if a, ok := CapAt(PeriodCap, total, limit); ok {
			t.Adjustments = append(t.Adjustments, a)
			total = limit
		}
	}
	if s.Round {
		total = s.Grid.Round(total)
	}
	t.Total = total
	return t
}
