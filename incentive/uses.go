package incentive

import "slices"

// uses returns the measures that a component looks at.
func (c *plan) uses(k *part) []int {
	return slices.Concat(c.usesOwn(k), c.usesBeside(k), c.usesLevel(k))
}

// usesLevel returns the measures that break ties.
func (c *plan) usesLevel(k *part) []int {
	if k.Contest == nil {
		return nil
	}
	var used []int
	for _, t := range k.Contest.Then {
		used = append(used, c.measures[t.Measure])
	}
	return used
}

// usesOwn returns the measures that a component pays on.
func (c *plan) usesOwn(k *part) []int {
	used := []int{k.measure, k.axis}
	if k.Pool != nil {
		used = append(used, c.named(k, k.Pool.On))
	}
	return used
}

// usesBeside returns the measures of a component's table, gates and multipliers.
func (c *plan) usesBeside(k *part) []int {
	var used []int
	if k.Table != nil {
		for _, d := range k.Table.Dimensions {
			if d.On != "" {
				used = append(used, c.measures[d.On])
			}
		}
	}
	for _, g := range k.Gates {
		used = append(used, c.gateMeasure(k, g))
	}
	for _, m := range k.Multipliers {
		used = append(used, c.named(k, m.On))
	}
	return used
}

// named returns a measure by name; the component's own when there is no name.
func (c *plan) named(k *part, name string) int {
	if name == "" {
		return k.measure
	}
	return c.measures[name]
}

func (c *plan) gateMeasure(k *part, g Gate) int { return c.named(k, g.Measure) }
