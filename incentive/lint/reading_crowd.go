package lint

import (
	"github.com/shopspring/decimal"

	"github.com/kam-go/kam/incentive"
)

// crowdReadings are those of what payees are paid beside each other: contests and pools.
func crowdReadings(k incentive.Component, root string) []alternative {
	var out []alternative
	own := bound{measure: k.Measure, basis: incentive.ByAttainment, at: decimal.New(1, 0)}
	if c := k.Contest; c != nil {
		place := root + ".contest"
		of := func(p *incentive.Plan) *incentive.Contest { return p.Components[0].Contest }
		for _, w := range []incentive.Ties{incentive.TiesShare, incentive.TiesEach} {
			if w != c.Ties && c.Ties != incentive.TiesRefuse {
				out = append(out, alternative{place + ".ties", "ties", string(c.Ties), string(w), func(p *incentive.Plan) { of(p).Ties = w }, nil, level, own})
			}
		}
		other := map[incentive.Basis]incentive.Basis{incentive.ByAmount: incentive.ByAttainment, incentive.ByUnits: incentive.ByAttainment, incentive.ByAttainment: incentive.ByAmount}[c.Basis]
		if other != "" {
			out = append(out, alternative{place + ".basis", "basis", string(c.Basis), string(other), func(p *incentive.Plan) {
				of(p).Basis, of(p).AtLeast = other, decimal.NullDecimal{}
			}, func(p *incentive.Plan) { of(p).AtLeast = decimal.NullDecimal{} }, rivals, own})
		}
		out = append(out, grouping(place, c.By, own, func(p *incentive.Plan, g incentive.Grouping) { of(p).By = g }))
	}
	if c := k.Pool; c != nil {
		place := root + ".pool"
		of := func(p *incentive.Plan) *incentive.Pool { return p.Components[0].Pool }
		for _, w := range []incentive.PoolKey{incentive.KeyEqual, incentive.KeyPosition, incentive.KeyAttainment, incentive.KeyTarget} {
			if w != c.Key {
				out = append(out, alternative{place + ".key", "key", string(c.Key), string(w), func(p *incentive.Plan) {
					if of(p).Key = w; w != incentive.KeyPosition && w != incentive.KeyAttainment {
						of(p).On = ""
					}
				}, nil, rivals, own})
			}
		}
		out = append(out, grouping(place, c.By, own, func(p *incentive.Plan, g incentive.Grouping) { of(p).By = g }))
	}
	return out
}

// grouping is the reading of who is compared with whom. The word of one group is the empty one.
func grouping(place string, now incentive.Grouping, own bound, set func(*incentive.Plan, incentive.Grouping)) alternative {
	other := map[incentive.Grouping]incentive.Grouping{incentive.Everybody: incentive.ByManager, incentive.ByManager: incentive.Everybody}[now]
	return alternative{place + ".by", "by", string(now), string(other), func(p *incentive.Plan) { set(p, other) }, nil, teams, own}
}

// contested is a payee beside another one: level with him, or behind, with half the quota and target incentive and so
// with a higher attainment.
func (s *subject) contested(t *trial, a alternative, f figures) []told {
	measure := a.at.measure
	if s.measures[measure].Base == incentive.BaseObservation {
		return nil
	}
	if a.show == level {
		x := s.position(a.at, f)
		if c := t.k.Contest; c.AtLeast.Valid {
			x = decimal.Max(x, s.position(bound{measure, c.Basis, c.AtLeast.Decimal, ""}, f))
		}
		e, ok := t.at(f, stand{measure: x})
		if !ok {
			return nil
		}
		return []told{{say("two payees who are level, with %s of %q each,", "两人 %[2]q 同为 %[1]s 时，其中一人", s.quantity(measure, x), measure), []example{e, e}}}
	}
	first, second := f, f
	first.quota = make(map[string]decimal.Decimal, len(f.quota))
	half := decimal.New(5, -1)
	for name, q := range f.quota {
		first.quota[name] = s.position(bound{name, incentive.ByAmount, q.Mul(half), ""}, f)
	}
	first.target = decimal.NewNullDecimal(f.target.Decimal.Mul(half).Truncate(maxDecimals))
	x, y := s.position(bound{measure, incentive.ByAmount, f.quota[measure].Mul(decimal.New(8, -1)), ""}, f), f.quota[measure]
	e, ok := t.at(first, stand{measure: x})
	g, there := t.at(second, stand{measure: y})
	if !ok || !there {
		return nil
	}
	e.manager, g.manager = "manager-1", "manager-1"
	team := say("the same team", "同一团队")
	if a.show == teams {
		g.manager, team = "manager-2", say("another team", "另一团队")
	}
	of := func(e, g example, x, y decimal.Decimal) told {
		return told{
			say("a payee with %[1]s of %[3]q and a quota of %[4]s, beside one of %[6]s with %[2]s and a quota of %[5]s, would", "%[3]q 为 %[1]s、目标为 %[4]s 的收款人，与%[6]s中 %[2]s、目标 %[5]s 者相比",
				s.quantity(measure, x), s.quantity(measure, y), measure, s.quantity(measure, e.figures.quota[measure]), s.quantity(measure, g.figures.quota[measure]), team),
			[]example{e, g},
		}
	}
	return []told{of(e, g, x, y), of(g, e, y, x)}
}
