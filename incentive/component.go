package incentive

import "slices"

// Measures returns the names of the measures that a component looks at, each once: its own first, then those of its tiers,
// table, gates, multipliers, contest and pool.
func (k Component) Measures() []string {
	out := []string{k.Measure}
	add := func(name string) {
		if name != "" && !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	if k.Tiers != nil {
		add(k.Tiers.On)
	}
	if k.Table != nil {
		for _, d := range k.Table.Dimensions {
			add(d.On)
		}
	}
	for _, g := range k.Gates {
		add(g.Measure)
	}
	for _, m := range k.Multipliers {
		add(m.On)
	}
	if k.Contest != nil {
		for _, t := range k.Contest.Then {
			add(t.Measure)
		}
	}
	if k.Pool != nil {
		add(k.Pool.On)
	}
	return out
}
