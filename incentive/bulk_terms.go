package incentive

import (
	"math/big"

	"github.com/kam-go/kam/incentive/internal/bulk"
	"github.com/kam-go/kam/incentive/internal/kernel"
)

// terms turns the rule of a component into whole numbers; false when a bound or a rate has none. Final and reached are where
// the component's own axis ends and what limits to pay are compared with.
func (s scales) terms(t *bulk.Terms, r *kernel.Rule, sized bool, reached int64, cells []int64, cellDen int64, seen bulk.Seen) bool {
	ok := true
	at := func(x *big.Rat) int64 {
		n, fits := wholeOf(x, s.unit)
		ok = ok && fits
		return n
	}
	den := cellDen
	var rates []*big.Rat
	var from []int64
	below := new(big.Rat)
	switch {
	case cells != nil:
		rates = []*big.Rat{nil}
	case r.Mode == kernel.Flat:
		rates = []*big.Rat{r.Rate}
		below = r.Rate
	case r.Mode == kernel.Marginal || sized:
		for _, b := range r.Bands {
			from, rates = append(from, at(b.From)), append(rates, b.Rate)
		}
	case r.Mode == kernel.InterpolatedAmount:
		for i, b := range r.Bands {
			until := b.Until
			if i+1 < len(r.Bands) {
				until = r.Bands[i+1].From
			}
			width := new(big.Rat).Sub(until, b.From)
			from, rates = append(from, at(b.From)), append(rates, width.Quo(b.Amount, width))
			if i+1 == len(r.Bands) {
				from, rates = append(from, at(until)), append(rates, new(big.Rat))
			}
		}
	default: // one rate
		final := r.Final
		if final == nil {
			final = new(big.Rat).SetFrac64(reached, s.unit)
		}
		rate := r.RateAt(final)
		if r.PayFrom != nil && reached < at(r.PayFrom) {
			rate = new(big.Rat)
		}
		rates, below = []*big.Rat{rate}, rate
	}
	if len(from) > 0 && r.Below == kernel.BelowFirstRate {
		below = rates[0]
	}
	for _, x := range append(rates, below) {
		if x == nil {
			continue
		}
		if !x.Denom().IsInt64() {
			return false
		}
		if den = lcm(den, x.Denom().Int64()); den == 0 {
			return false
		}
	}
	largest := int64(1)
	rate := func(x *big.Rat) int64 {
		n, fits := wholeOf(x, den)
		ok = ok && fits
		largest = max(largest, n, -n)
		return n
	}
	c := &t.Curve
	switch {
	case cells != nil:
		c.Reset(1)
		for _, x := range cells {
			largest = max(largest, x, -x)
		}
	case len(from) == 0:
		c.Reset(rate(rates[0]))
	default:
		c.Reset(rate(below))
		for i, x := range from {
			c.From(x, rate(rates[i]))
		}
	}
	limited := r.PayFrom != nil && !r.PayAll || r.PayUntil != nil
	if limited && !sized {
		low, high := int64(bulk.Least), int64(bulk.Most)
		if r.PayFrom != nil && !r.PayAll {
			low = at(r.PayFrom)
		}
		if r.PayUntil != nil {
			high = at(r.PayUntil)
		}
		c.Between(low, high)
	}
	if !ok {
		return false
	}
	c.Close()
	// one unit of the grid in units of price
	div := new(big.Int).SetInt64(s.unit)
	div.Mul(div, big.NewInt(den)).Mul(div, big.NewInt(s.share))
	div, rest := div.QuoRem(div, big.NewInt(powers[r.Places]), new(big.Int))
	if rest.Sign() != 0 || !div.IsInt64() {
		return false
	}
	t.Div = div.Uint64()
	t.Start = 0
	if r.Start != nil && !r.PerDeal {
		t.Start = at(r.Start)
	}
	if t.Floor, ok = limit(r.Floor, t.Div, r.Places); !ok {
		return false
	}
	if t.Cap, ok = limit(r.Cap, t.Div, r.Places); !ok {
		return false
	}
	size := seen.Size + uint64(max(t.Start, -t.Start))
	return size >= seen.Size && t.Bound(size, largest, s.share)
}

// limit turns a limit on pay into units of price.
func limit(x *big.Rat, div uint64, places int32) (bulk.Limit, bool) {
	if x == nil {
		return bulk.Limit{}, true
	}
	price := new(big.Rat).SetInt(new(big.Int).SetUint64(div))
	price.Mul(price, new(big.Rat).SetInt64(powers[places]))
	price.Mul(price, x)
	if !price.IsInt() {
		return bulk.Limit{}, false
	}
	at, ok := bulk.WideFrom(price.Num())
	return bulk.Limit{At: at, Set: true}, ok
}
