package visits

import "math/big"

// work is one kind of work in hours: an activity of which people state counts, or all the others together.
type work struct {
	fresh, kept []*big.Rat // what new business and existing accounts need in each week
	most        []*big.Rat // what people can do in each week by count; nil without such a limit
}

// together judges hours and counts at once, which each alone may hold while there is no way to keep both: it finds out
// by the largest flow of hours from what is due by the end of each week to the weeks up to it, and the bottleneck of
// that flow lowers the scale of new business until everything finds its place.
func (p *WeeklyPlan) together(hours map[Activity]*big.Rat) {
	c := p.capacity
	var kinds []work
	others := make(map[Activity]*big.Rat, len(hours))
	for _, a := range p.activities {
		others[a] = hours[a]
	}
	for _, r := range c.Resources[1:] {
		each := others[r.Activity]
		if each == nil {
			continue // the plan has none of it
		}
		delete(others, r.Activity)
		only := map[Activity]*big.Rat{r.Activity: each}
		kind := work{fresh: p.takes(NewBusiness, only), kept: p.takes(Existing, only)}
		for _, l := range r.Loads {
			kind.most = append(kind.most, new(big.Rat).Mul(l.Capacity, each))
		}
		kinds = append(kinds, kind)
	}
	kinds = append(kinds, work{fresh: p.takes(NewBusiness, others), kept: p.takes(Existing, others)})

	c.Unplaced = new(big.Rat)
	if c.Verdict != Fits {
		c.Unplaced, _ = p.unplaced(kinds, big.NewRat(1, 1))
	}
	if c.Unplaced.Sign() > 0 {
		c.Verdict = Short
	}
	for c.Scale != nil && c.Scale.Sign() > 0 {
		lack, fresh := p.unplaced(kinds, c.Scale)
		if lack.Sign() == 0 {
			return
		}
		if fresh.Sign() == 0 {
			c.Scale = new(big.Rat) // existing accounts alone are too much
			return
		}
		lower := lack.Quo(lack, fresh)
		if lower.Sub(c.Scale, lower); lower.Sign() < 0 {
			lower.SetInt64(0)
		}
		c.Scale = lower
	}
}

// unplaced returns how many hours of the work find no place in time when new business is multiplied by scale, and how
// many hours of new business, not multiplied, are in the part of the work for which there is no room.
func (p *WeeklyPlan) unplaced(kinds []work, scale *big.Rat) (lack, fresh *big.Rat) {
	weeks := len(p.weeks)
	var exact []*big.Rat // by kind and week the need and the most, then by week the hours
	for _, k := range kinds {
		for w := range weeks {
			need := new(big.Rat).Mul(k.fresh[w], scale)
			exact = append(exact, need.Add(need, k.kept[w]))
		}
		if k.most == nil {
			k.most = make([]*big.Rat, weeks)
		}
		exact = append(exact, k.most...)
	}
	for _, l := range p.capacity.Resources[0].Loads {
		exact = append(exact, l.Capacity)
	}
	units, common := inUnits(exact)
	total := new(big.Int)
	for i := range kinds {
		for _, need := range units[2*i*weeks : (2*i+1)*weeks] {
			total.Add(total, need)
		}
	}
	node := func(kind, w int) int { return inner + kind*weeks + w }
	week := func(w int) int { return node(len(kinds), w) }
	g := newNetwork(week(weeks))
	for i := range kinds {
		for w := range weeks {
			g.join(source, node(i, w), units[2*i*weeks+w])
			most := units[(2*i+1)*weeks+w]
			if most == nil {
				most = total
			}
			g.join(node(i, w), week(w), most)
			if w > 0 {
				g.join(node(i, w), node(i, w-1), total)
			}
		}
	}
	for w, hours := range units[2*len(kinds)*weeks:] {
		g.join(week(w), sink, hours)
	}
	fresh = new(big.Rat)
	lack = new(big.Rat).SetFrac(total.Sub(total, g.fill(total)), common)
	for i, k := range kinds {
		for w := range weeks {
			if g.reached(node(i, w)) {
				fresh.Add(fresh, k.fresh[w])
			}
		}
	}
	return lack, fresh
}
