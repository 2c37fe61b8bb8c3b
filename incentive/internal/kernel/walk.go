package kernel

import "math/big"

// span is a credit's place on the axis.
//
// before and after are the positions around it, from and until what it covers: a credit that moves nothing is placed
// as if it did, and its refund comes back from there.
type span struct{ before, after, from, until *big.Rat }

// track is the way of a position.
type track struct{ at, high, low *big.Rat }

func newTrack(start *big.Rat) *track {
	if start == nil {
		start = new(big.Rat)
	}
	return &track{at: start, high: start, low: start}
}

func (t *track) move(by *big.Rat) {
	if by == nil {
		return
	}
	t.at = new(big.Rat).Add(t.at, by)
	if t.at.Cmp(t.high) > 0 {
		t.high = t.at
	}
	if t.at.Cmp(t.low) < 0 {
		t.low = t.at
	}
}

// size returns how far a deal reached before the credit, when its original is not here.
func (c Credit) size() *big.Rat {
	if c.Unseen == nil {
		return nil
	}
	return c.Unseen.Size
}

// walk places every credit on the axis.
func walk(r Rule, credits []Credit) (spans []span, whole *track, deals map[int]*track) {
	spans = make([]span, len(credits))
	whole = newTrack(r.Start)
	deals = map[int]*track{}
	for i, c := range credits {
		t := whole
		if r.PerDeal {
			if deals[c.Deal] == nil {
				deals[c.Deal] = newTrack(c.size())
			}
			t = deals[c.Deal]
		}
		before := t.at
		switch {
		case !r.PerDeal:
			t.move(c.Move)
		case c.Mirror == nil:
			t.move(c.Axis)
		}
		from, until := before, before
		switch {
		case c.Axis == nil:
		case c.Move == nil && !r.PerDeal && c.Refund && c.Axis.Sign() < 0:
			from = new(big.Rat).Sub(before, c.Axis)
		default:
			until = new(big.Rat).Add(before, c.Axis)
		}
		spans[i] = span{before, t.at, from, until}
	}
	return spans, whole, deals
}

// piece is a stretch of the axis within one band; to is below from when a refund walks back.
type piece struct {
	band     int // -1 below zero
	from, to *big.Rat
	pays     bool
}

// cut divides the walk from a to b at every bound, in walking direction.
func (r Rule) cut(a, b *big.Rat) []piece {
	if a.Cmp(b) == 0 {
		return []piece{{band: r.bandAt(a), from: a, to: b, pays: r.paysAt(a)}}
	}
	down := a.Cmp(b) > 0
	low, high := a, b
	if down {
		low, high = b, a
	}
	var pieces []piece
	for at := low; at.Cmp(high) < 0; {
		next := high
		for _, bound := range r.bounds() {
			if bound.Cmp(at) > 0 && bound.Cmp(next) < 0 {
				next = bound
			}
		}
		p := piece{band: r.bandAt(at), from: at, to: next, pays: r.paysAt(at)}
		if down {
			p.from, p.to = p.to, p.from
		}
		pieces = append(pieces, p)
		at = next
	}
	if down {
		for i, j := 0, len(pieces)-1; i < j; i, j = i+1, j-1 {
			pieces[i], pieces[j] = pieces[j], pieces[i]
		}
	}
	return pieces
}

// bounds lists every point of the axis where a rate may change.
func (r Rule) bounds() []*big.Rat {
	all := make([]*big.Rat, 0, len(r.Bands)+3)
	for _, b := range r.Bands {
		all = append(all, b.From)
		if b.Until != nil {
			all = append(all, b.Until)
		}
	}
	if r.PayFrom != nil && !r.PayAll {
		all = append(all, r.PayFrom)
	}
	if r.PayUntil != nil {
		all = append(all, r.PayUntil)
	}
	return all
}

// bandAt returns the band that holds x, -1 below the first.
func (r Rule) bandAt(x *big.Rat) int {
	band := -1
	for i, b := range r.Bands {
		if x.Cmp(b.From) < 0 {
			break
		}
		band = i
	}
	return band
}

// paysAt reports whether the stretch of the axis that starts at x pays.
func (r Rule) paysAt(x *big.Rat) bool {
	if r.PayFrom != nil && !r.PayAll && x.Cmp(r.PayFrom) < 0 {
		return false
	}
	return r.PayUntil == nil || x.Cmp(r.PayUntil) < 0
}

// edges returns the bounds of a band for display.
func (r Rule) edges(band int) (from, until *big.Rat) {
	switch {
	case len(r.Bands) == 0:
		return nil, nil
	case band < 0:
		return nil, r.Bands[0].From
	case band+1 < len(r.Bands):
		return r.Bands[band].From, r.Bands[band+1].From
	default:
		return r.Bands[band].From, r.Bands[band].Until
	}
}
