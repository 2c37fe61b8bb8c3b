package criteria

import (
	"cmp"

	"github.com/kam-go/kam"
)

// otherKey is what an observation is about, in whatever unit or currency.
type otherKey struct {
	metric, scope string
	period        kam.Period
}

// lookElsewhere notes in which units and currencies the file has something of each metric.
func (g *gathered) lookElsewhere() {
	g.others = map[otherKey]string{}
	metrics := map[string]bool{}
	for _, s := range g.plan.p.series {
		metrics[s.metric] = true
	}
	for i := range g.file.Observations {
		o := &g.file.Observations[i]
		if !metrics[o.Metric] || o.Subject != g.file.Person {
			continue
		}
		key := otherKey{o.Metric, o.Scope, o.Period}
		in := cmp.Or(string(o.Currency), o.Unit)
		if before, seen := g.others[key]; !seen || in < before {
			g.others[key] = in
		}
	}
}

// elsewhere returns the unit or the currency in which the file has something of a step that has nothing in its own.
func (g *gathered) elsewhere(l *lane, step kam.Period) (in string, found bool) {
	if g.others == nil {
		return "", false
	}
	s := &g.plan.p.series[l.series]
	in, found = g.others[otherKey{s.metric, s.scope, step}]
	return in, found
}
