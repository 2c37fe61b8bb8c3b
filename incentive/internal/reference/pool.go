package reference

import (
	"math/big"

	"github.com/kam-go/kam/incentive"
)

// payPool is the unit's share of its group's fund.
func (u *unit) payPool(i int) (*big.Rat, error) {
	k := u.plan.Components[i]
	own := u.measure(k.Measure)
	always := func(*unit) bool { return true }
	known := func(o *unit) bool {
		_, errOwn := o.final(own)
		_, errKey := o.weight(k)
		return errOwn == nil && errKey == nil
	}
	if !u.world.payees[u.assignment.Payee].Open {
		if _, err := u.weight(k); err != nil {
			return nil, err
		}
	}
	members, err := u.groupOf(k.Pool.By, k.Pool.Held, always, known)
	if err != nil {
		return nil, err
	}
	fund := exact(k.Pool.Amount.Decimal)
	weights, all, positions := []*big.Rat{}, zero(), zero()
	for _, o := range members {
		w, _ := o.weight(k)
		at, _ := o.final(own)
		weights, all, positions = append(weights, w), add(all, w), add(positions, at)
	}
	if k.Pool.Rate.Valid {
		fund = mul(exact(k.Pool.Rate.Decimal), higher(positions, zero()))
	}
	fund = u.grid().round(fund)
	if all.Sign() == 0 {
		return zero(), nil
	}
	shares := make([]*big.Rat, len(weights))
	for n, w := range weights {
		shares[n] = mul(fund, quo(w, all))
	}
	return u.partOf(members, shares), nil
}

// keyMeasure is the measure that a pool is shared out by.
func (u *unit) keyMeasure(k incentive.Component) incentive.Measure {
	if k.Pool.On != "" {
		return u.measure(k.Pool.On)
	}
	return u.measure(k.Measure)
}

// weight is the unit's weight in a pool.
func (u *unit) weight(k incentive.Component) (*big.Rat, error) {
	w, err := u.rawWeight(k)
	if err != nil {
		return nil, err
	}
	return higher(w, zero()), nil
}

func (u *unit) rawWeight(k incentive.Component) (*big.Rat, error) {
	switch k.Pool.Key {
	case incentive.KeyPosition:
		return u.final(u.keyMeasure(k))
	case incentive.KeyAttainment:
		return u.standing(u.keyMeasure(k), incentive.ByAttainment)
	case incentive.KeyTarget:
		return u.target(u.world.in.Period)
	case incentive.KeyDays:
		days := int64(0)
		for d := u.world.in.Period.From; d.Before(u.world.in.Period.Until); d = d.AddDays(1) {
			if u.covered(d) {
				days++
			}
		}
		return whole(days), nil
	default:
		return whole(1), nil
	}
}
