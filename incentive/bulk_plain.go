package incentive

import (
	"math/big"

	"github.com/kam-go/kam/incentive/internal/bulk"
	"github.com/kam-go/kam/incentive/internal/kernel"
	"github.com/kam-go/kam/internal/num"
)

// plainPlan is a plan of the most frequent kind, all of whose money is whole numbers of the grid: what deals of the period
// earn by one rate or by marginal tiers, each rounded, behind gates at its end and under caps.
type plainPlan struct {
	parts []plainPart
	// caps are what the statement earns at most.
	caps []plainCap
	unit int64
}

// plainPart is a component of such a plan.
type plainPart struct {
	bulk.Part
	measure int
	// at are bounds as whole numbers: positions, or with ofQuota what the quota is multiplied by for one.
	at      []int64
	rates   []int64
	ofQuota bool
	quota   bool
	gates   []plainGate
	// each and all are the caps on one deal and on the component.
	each, all []plainCap
	div       uint64
	largest   int64
}

type plainGate struct {
	at      int64
	ofQuota bool
}

// plainCap is a limit in units of the grid: an amount, or a multiple of the target incentive in 1/den.
type plainCap struct {
	amount     int64
	times, den int64
}

// shareDen is what shares of quota are whole numbers of.
const shareDen = 10_000

// plainOf lays a plan out for whole numbers; nil when it has anything else.
func (r *bulkRoster) plainOf(p *plan) *plainPlan {
	s, l := r.scales[p], p.layout
	if l.bare || p.widest != PerPeriod || p.Rounding.Step != RoundCredit || p.Proration != nil || l.when || len(l.tables) > 0 || s.unit%shareDen != 0 || p.splitsPayout() {
		return nil
	}
	out := &plainPlan{unit: s.unit}
	for i := range p.parts {
		k := &p.parts[i]
		m := &p.Measures[k.measure]
		if k.form() != "" || k.axis != k.measure || m.Window != PerPeriod || m.Base == BaseObservation || len(k.factors) > 0 || len(k.Floors) > 0 ||
			k.tiers != nil && k.tiers.Mode != Marginal || m.ZeroQuota.Valid {
			return nil
		}
		part := plainPart{measure: k.measure, Part: bulk.Part{
			Feeds: l.mask(k.measure, false), Moves: l.mask(k.measure, true), Pays: l.paying(m.Base), Bit: i,
			Mirror: p.Refunds.Method == Mirror, RoundLines: true, Mode: l.mode,
		}}
		rule := kernel.Rule{Mode: kernel.Flat, Rate: k.rate}
		if k.tiers != nil {
			rule.Mode, rule.Bands = kernel.Marginal, k.bands(nil)
			part.ofQuota = k.tiers.Basis == ByAttainment
			part.quota = part.ofQuota
		}
		if !part.lay(&rule, p, s.unit) {
			return nil
		}
		for _, g := range k.Gates {
			if g.Kind != Cliff || g.Test == Running || p.gateMeasure(k, g) != k.measure {
				return nil
			}
			by := s.unit
			if g.Basis == ByAttainment {
				by, part.quota = shareDen, true
			}
			at, ok := wholeOf(num.Rat(g.At), by)
			if !ok {
				return nil
			}
			part.gates = append(part.gates, plainGate{at, g.Basis == ByAttainment})
		}
		for _, limit := range k.Caps {
			x, ok := plainCapOf(p, limit)
			switch {
			case !ok || limit.On != OnPay:
				return nil
			case limit.Per == PerCredit:
				part.each = append(part.each, x)
			default:
				part.all = append(part.all, x)
			}
		}
		out.parts = append(out.parts, part)
	}
	for _, limit := range p.Caps {
		x, ok := plainCapOf(p, limit)
		if !ok || limit.Per == PerLifetime || limit.Excess == ExcessCarry {
			return nil
		}
		out.caps = append(out.caps, x)
	}
	return out
}

// lay lays the bands of a component out; false when one has no whole number.
func (k *plainPart) lay(rule *kernel.Rule, p *plan, unit int64) bool {
	by := unit
	if k.ofQuota {
		by = shareDen
	}
	den, below := int64(1), new(big.Rat)
	rates := []*big.Rat{rule.Rate}
	if rule.Mode == kernel.Marginal {
		rates = nil
		for _, b := range rule.Bands {
			at, ok := wholeOf(b.From, by)
			if !ok {
				return false
			}
			k.at = append(k.at, at)
			rates = append(rates, b.Rate)
		}
		if p.Refunds.Below == FirstRate {
			below = rates[0]
		}
		rates = append([]*big.Rat{below}, rates...)
	}
	for _, x := range rates {
		if !x.Denom().IsInt64() {
			return false
		}
		if den = lcm(den, x.Denom().Int64()); den == 0 {
			return false
		}
	}
	for _, x := range rates {
		rate, ok := wholeOf(x, den)
		if !ok {
			return false
		}
		k.rates = append(k.rates, rate)
		k.largest = max(k.largest, rate, -rate)
	}
	grid := powers[p.grid.Places]
	div, ok := times(unit, den)
	if !ok || div%grid != 0 {
		return false
	}
	k.div = uint64(div / grid)
	return true
}

// plainCap lays a cap on pay out; false when it has no whole number.
func plainCapOf(p *plan, limit Cap) (plainCap, bool) {
	if limit.Amount.Valid {
		x, ok := wholeOf(p.grid.Round(num.Rat(limit.Amount.Decimal)), powers[p.grid.Places])
		return plainCap{amount: x}, ok
	}
	if !limit.OfTargetIncentive.Valid {
		return plainCap{}, false
	}
	// target × times × months of the period ÷ months that the target is for, in units of the grid
	x := num.Rat(limit.OfTargetIncentive.Decimal)
	x.Mul(x, big.NewRat(months(p.Plan.Period)*powers[p.grid.Places], shareDen))
	return plainCap{times: x.Num().Int64(), den: x.Denom().Int64()}, x.Num().IsInt64() && x.Denom().IsInt64()
}

// of returns the cap of a unit; false when its target incentive takes more than this.
func (k *plainCap) of(u *unit, mode bulk.Rounding) (int64, bool) {
	if k.den == 0 {
		return k.amount, true
	}
	target, ok := whole(u.Target.Amount.Decimal)
	per := months(u.Target.Per)
	if !ok || !u.Target.Amount.Valid || per == 0 || len(u.Target.Changes) > 0 {
		return 0, false
	}
	den, ok := times(k.den, per)
	if !ok {
		return 0, false
	}
	return bulk.Product(target, k.times).Over(uint64(den), mode)
}
