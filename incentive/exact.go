package incentive

import (
	"math/big"

	"github.com/kam-go/kam"
)

// ExactQuota returns what attainment of a measure divides by, before anything is rounded for display: the effective
// quota, or, where that is zero and the plan says what counts then, the attainment that counts. At most one of the two
// is not nil; both are where nothing needed the measure or no quota is stated. The numbers are the caller's own.
func (s Statement) ExactQuota(measure string) (quota, attainment *big.Rat) {
	i, ok := s.r.unit.plan.measures[measure]
	if !ok {
		return nil, nil
	}
	at := &s.r.whole().unit.state.measures[i]
	switch {
	case at.fixed != nil:
		return nil, new(big.Rat).Set(at.fixed)
	case at.quota != nil:
		return new(big.Rat).Set(at.quota), nil
	default:
		return nil, nil
	}
}

// ExactTarget returns the target incentive of a stretch, before anything is rounded for display; false when nothing on
// the statement asked for that stretch. See [Statement.Targets]. The number is the caller's own.
func (s Statement) ExactTarget(stretch kam.Period) (*big.Rat, bool) {
	for _, t := range s.r.whole().unit.state.targets {
		if t.stretch == stretch {
			return new(big.Rat).Set(t.amount), true
		}
	}
	return nil, false
}
