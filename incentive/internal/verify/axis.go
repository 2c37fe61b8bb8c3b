package verify

import (
	"math/big"
	"slices"
)

// scale is the axis of a component: its bands and the stretch of it that pays, as positions.
type scale struct {
	mode  string // of the tiers; "rate" or "table" for one rate
	bands []tier
	// belowPays takes what lies below zero at the first band's rate; otherwise it earns nothing.
	belowPays bool
	// lo and hi limit the stretch that pays; nil: open. gateOnly makes lo a condition on the final position alone.
	lo, hi   *big.Rat
	gateOnly bool
}

// tier is one band as positions.
type tier struct{ from, until, rate, amount *big.Rat }

// figures is what one slice has to say. Rate is nil where none applies.
type figures struct{ from, until, base, rate, exact *big.Rat }

// single reports whether one rate applies to everything.
func (s *scale) single() bool { return s.mode == "whole" || s.mode == "interpolated-rate" }

// band returns the band that holds a position, -1 below the first.
func (s *scale) band(x *big.Rat) int {
	n, exactly := slices.BinarySearchFunc(s.bands, x, func(b tier, x *big.Rat) int { return b.from.Cmp(x) })
	if exactly {
		return n
	}
	return n - 1
}

// edges returns the bounds of a band.
func (s *scale) edges(n int) (from, until *big.Rat) {
	switch {
	case len(s.bands) == 0:
		return nil, nil
	case n < 0:
		return nil, s.bands[0].from
	default:
		return s.bands[n].from, s.bands[n].until
	}
}

// pays reports whether a position lies in the stretch that pays.
func (s *scale) pays(x *big.Rat) bool {
	return (s.lo == nil || s.gateOnly || x.Cmp(s.lo) >= 0) && (s.hi == nil || x.Cmp(s.hi) < 0)
}

// paying returns the part of a span that lies in the stretch that pays, 0 to 1.
func (s *scale) paying(at, length *big.Rat) *big.Rat {
	if length.Sign() == 0 {
		if s.pays(at) {
			return big.NewRat(1, 1)
		}
		return zero()
	}
	low, high := lower(at, add(at, length)), higher(at, add(at, length))
	all := sub(high, low)
	if s.lo != nil && !s.gateOnly {
		low = higher(low, s.lo)
	}
	if s.hi != nil {
		high = lower(high, s.hi)
	}
	if high.Cmp(low) <= 0 {
		return zero()
	}
	return quo(sub(high, low), all)
}

// rate returns the rate of a position, by its band or on the line between two of them.
func (s *scale) rate(x *big.Rat) (rate *big.Rat, band int) {
	n := s.band(x)
	switch {
	case n < 0 && !s.belowPays:
		return zero(), n
	case n < 0:
		return s.bands[0].rate, n
	case s.mode != "interpolated-rate" || n+1 == len(s.bands):
		return s.bands[n].rate, n
	}
	a, b := s.bands[n], s.bands[n+1]
	way := quo(sub(x, a.from), sub(b.from, a.from))
	return add(a.rate, mul(way, sub(b.rate, a.rate))), n
}

// one returns the slices of a credit that has one rate.
func (s *scale) one(at, length, base, rate *big.Rat, band int, final *big.Rat) []figures {
	from, until := s.edges(band)
	nothing := func(base *big.Rat) figures { return figures{from, until, base, zero(), zero()} }
	if s.single() && s.lo != nil && final.Cmp(s.lo) < 0 {
		return []figures{nothing(base)}
	}
	pays := mul(base, s.paying(at, length))
	idle := sub(base, pays)
	switch {
	case idle.Sign() == 0:
		return []figures{{from, until, pays, rate, mul(pays, rate)}}
	case pays.Sign() == 0:
		return []figures{nothing(idle)}
	default:
		return []figures{{from, until, pays, rate, mul(pays, rate)}, nothing(idle)}
	}
}

// cut returns the slices of a credit that is cut at the bands, in the direction in which it walks.
func (s *scale) cut(at, length, base *big.Rat) []figures {
	end := add(at, length)
	points := []*big.Rat{at, end}
	between := func(x *big.Rat) {
		if x != nil && x.Cmp(lower(at, end)) > 0 && x.Cmp(higher(at, end)) < 0 {
			points = append(points, x)
		}
	}
	for _, b := range s.bands {
		between(b.from)
		between(b.until)
	}
	if !s.gateOnly {
		between(s.lo)
	}
	between(s.hi)
	slices.SortFunc(points, (*big.Rat).Cmp)
	points = slices.CompactFunc(points, func(a, b *big.Rat) bool { return a.Cmp(b) == 0 })
	if len(points) == 1 {
		points = append(points, points[0])
	}
	var out []figures
	for i := range len(points) - 1 {
		low, size := points[i], sub(points[i+1], points[i])
		if length.Sign() < 0 {
			size = neg(size)
		}
		out = append(out, s.piece(low, size, base, length))
	}
	if length.Sign() < 0 {
		slices.Reverse(out)
	}
	return out
}

// piece returns the slice of a stretch within one band, from low upwards; size has the sign of the walk.
func (s *scale) piece(low, size, base, length *big.Rat) figures {
	n := s.band(low)
	f := figures{exact: zero()}
	f.from, f.until = s.edges(n)
	if s.mode == "interpolated-amount" {
		f.base = size
		b := s.bands[max(n, 0)]
		if s.pays(low) && (n >= 0 || s.belowPays) && low.Cmp(b.until) < 0 {
			f.exact = mul(b.amount, quo(size, sub(b.until, b.from)))
		}
		return f
	}
	f.base = base
	if length.Sign() != 0 {
		f.base = mul(base, quo(size, length))
	}
	f.rate = zero()
	if s.pays(low) {
		f.rate, _ = s.rate(low)
	}
	f.exact = mul(f.base, f.rate)
	return f
}
