package kernel

import "math/big"

// slicesOf finds the slices of a credit that is not a mirrored refund, before the payee's share. The rate is that of
// the final position; reached is where the axis itself stands, which limits to what pays are compared with.
func (r Rule) slicesOf(c Credit, s span, final, reached *big.Rat) []Slice {
	switch r.Mode {
	case Marginal, InterpolatedAmount:
		return r.stepSlices(c, s)
	case Whole, InterpolatedRate:
		rate, band := r.rateAt(final)
		return r.singleSlice(c, s, reached, rate, band)
	default:
		rate := r.Rate
		if c.Rate != nil {
			rate = c.Rate
		}
		return r.singleSlice(c, s, reached, rate, -1)
	}
}

// stepSlices cuts a credit at the bounds.
func (r Rule) stepSlices(c Credit, s span) []Slice {
	pieces := r.cut(s.from, s.until)
	out := make([]Slice, 0, len(pieces))
	for _, p := range pieces {
		length := new(big.Rat).Sub(p.to, p.from)
		from, until := r.edges(p.band)
		sl := Slice{From: from, Until: until}
		if r.Mode == InterpolatedAmount {
			sl.Base = length
			sl.Amount = new(big.Rat)
			if p.pays {
				sl.Amount = r.filled(p, length)
			}
		} else {
			sl.Base = part(c.Base, length, c.Axis)
			sl.Rate = new(big.Rat)
			if p.pays {
				sl.Rate = r.bandRate(p.band)
			}
			sl.Amount = new(big.Rat).Mul(sl.Base, sl.Rate)
		}
		out = append(out, sl)
	}
	return out
}

// filled returns what a stretch of one band pays of the band's fixed amount.
func (r Rule) filled(p piece, length *big.Rat) *big.Rat {
	band := p.band
	if band < 0 {
		if r.Below == BelowNothing {
			return new(big.Rat)
		}
		band = 0
	}
	_, until := r.edges(band)
	from := r.Bands[band].From
	low := p.from
	if p.to.Cmp(low) < 0 {
		low = p.to
	}
	if until == nil || low.Cmp(until) >= 0 {
		return new(big.Rat) // above the last band everything has been paid
	}
	width := new(big.Rat).Sub(until, from)
	x := new(big.Rat).Quo(length, width)
	return x.Mul(x, r.Bands[band].Amount)
}

// bandRate returns the rate of a band; below zero as the rule reads it.
func (r Rule) bandRate(band int) *big.Rat {
	if band < 0 {
		if r.Below == BelowNothing {
			return new(big.Rat)
		}
		band = 0
	}
	return r.Bands[band].Rate
}

// RateAt returns the one rate that a final position gives, for [Whole] and [InterpolatedRate].
func (r Rule) RateAt(x *big.Rat) *big.Rat {
	rate, _ := r.rateAt(x)
	return rate
}

// rateAt returns the one rate that a final position gives, and its band.
func (r Rule) rateAt(x *big.Rat) (rate *big.Rat, band int) {
	band = r.bandAt(x)
	if r.Mode != InterpolatedRate || band < 0 || band+1 >= len(r.Bands) {
		return r.bandRate(band), band
	}
	a, b := r.Bands[band], r.Bands[band+1]
	share := new(big.Rat).Sub(x, a.From)
	share.Quo(share, new(big.Rat).Sub(b.From, a.From))
	rate = new(big.Rat).Sub(b.Rate, a.Rate)
	rate.Mul(rate, share)
	return rate.Add(rate, a.Rate), band
}

// singleSlice applies one rate to the part of a credit that may pay.
func (r Rule) singleSlice(c Credit, s span, reached, rate *big.Rat, band int) []Slice {
	from, until := r.edges(band)
	if r.PayFrom != nil && r.Mode != Flat && reached.Cmp(r.PayFrom) < 0 {
		return []Slice{{From: from, Until: until, Base: c.Base, Rate: new(big.Rat), Amount: new(big.Rat)}}
	}
	paying := new(big.Rat)
	for _, p := range r.cutPay(s.from, s.until) {
		if p.pays {
			if p.from.Cmp(p.to) == 0 {
				paying = c.Base
				break
			}
			paying = new(big.Rat).Add(paying, part(c.Base, new(big.Rat).Sub(p.to, p.from), c.Axis))
		}
	}
	out := []Slice{{From: from, Until: until, Base: paying, Rate: rate, Amount: new(big.Rat).Mul(paying, rate)}}
	if rest := new(big.Rat).Sub(c.Base, paying); rest.Sign() != 0 {
		idle := Slice{From: from, Until: until, Base: rest, Rate: new(big.Rat), Amount: new(big.Rat)}
		if paying.Sign() == 0 {
			return []Slice{idle}
		}
		out = append(out, idle)
	}
	return out
}

// cutPay divides a walk where paying starts or stops, and nowhere else.
func (r Rule) cutPay(a, b *big.Rat) []piece {
	limits := r
	limits.Bands = nil
	return limits.cut(a, b)
}

// part returns base × length ÷ axis; all of base when the credit spans nothing.
func part(base, length, axis *big.Rat) *big.Rat {
	if axis == nil || axis.Sign() == 0 {
		return base
	}
	x := new(big.Rat).Quo(length, axis)
	return x.Mul(x, base)
}
