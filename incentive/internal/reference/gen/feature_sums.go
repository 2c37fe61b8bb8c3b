package gen

import (
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam/incentive"
)

// sumFeatures are those of components that pay a sum, of multipliers, and of the caps that reach beyond one payee or period.
func sumFeatures() []Feature {
	all := []Feature{
		ofCurves("curve step, not linear", func(c *incentive.Curve) bool { return flip(&c.Shape, incentive.StepCurve, incentive.LinearCurve) }),
		ofCurves("curve linear, not step", func(c *incentive.Curve) bool { return flip(&c.Shape, incentive.LinearCurve, incentive.StepCurve) }),
		ofCurves("beyond extend, not flat", func(c *incentive.Curve) bool { return flip(&c.Beyond, incentive.BeyondExtend, incentive.BeyondFlat) }),
		ofCurves("beyond flat, not extend", func(c *incentive.Curve) bool { return flip(&c.Beyond, incentive.BeyondFlat, incentive.BeyondExtend) }),
		ofCurves("curve of an amount", func(c *incentive.Curve) bool { had := c.Amount.Valid; c.Amount.Decimal = decimal.Zero; return had }),
		ofCurves("curve of the target incentive", func(c *incentive.Curve) bool {
			had := c.OfTargetIncentive.Valid
			c.OfTargetIncentive.Decimal = decimal.Zero
			return had
		}),
		ofCurves("curve by attainment", func(c *incentive.Curve) bool { return c.Basis == incentive.ByAttainment && constant(c) }),
		ofCurves("curve on a score", func(c *incentive.Curve) bool { return c.Basis == incentive.ByScore && constant(c) }),
		ofComponents("every so many", func(k *incentive.Component) bool {
			had := k.Every != nil
			if had {
				k.Every.Pays = decimal.Zero
			}
			return had
		}),
	}
	return slices.Concat(all, contestFeatures(), poolFeatures(), multiplierFeatures(), capFeatures())
}

// constant makes a curve pay the same everywhere.
func constant(c *incentive.Curve) bool {
	c.Points = slices.Clone(c.Points)
	for i := range c.Points {
		c.Points[i].Pays = c.Points[0].Pays
	}
	return true
}

func ofCurves(name string, change func(*incentive.Curve) bool) Feature {
	return ofComponents(name, func(k *incentive.Component) bool { return k.Curve != nil && change(k.Curve) })
}

func contestFeatures() []Feature {
	of := func(name string, change func(*incentive.Contest) bool) Feature {
		return ofComponents(name, func(k *incentive.Component) bool { return k.Contest != nil && change(k.Contest) })
	}
	return []Feature{
		of("ties share, not each", func(c *incentive.Contest) bool { return flip(&c.Ties, incentive.TiesShare, incentive.TiesEach) }),
		of("ties each, not share", func(c *incentive.Contest) bool { return flip(&c.Ties, incentive.TiesEach, incentive.TiesShare) }),
		of("ties refuse", func(c *incentive.Contest) bool { had := c.Ties == incentive.TiesRefuse; c.Prizes = nil; return had }),
		of("contest compares further", func(c *incentive.Contest) bool { return emptied(&c.Then) }),
		of("contest from a bound", func(c *incentive.Contest) bool { had := c.AtLeast.Valid; c.AtLeast = decimal.NullDecimal{}; return had }),
		of("contest by manager", func(c *incentive.Contest) bool { return flip(&c.By, incentive.ByManager, incentive.Everybody) }),
		of("contest with a fund", func(c *incentive.Contest) bool { had := c.Fund.Valid; c.Fund = decimal.NullDecimal{}; return had }),
		of("contest on a score", func(c *incentive.Contest) bool { had := c.Basis == incentive.ByScore; c.Prizes = nil; return had }),
		of("contest by attainment", func(c *incentive.Contest) bool { had := c.Basis == incentive.ByAttainment; c.Prizes = nil; return had }),
		of("contest waits, does not leave out", func(c *incentive.Contest) bool { return flip(&c.Held, incentive.HeldWait, incentive.HeldLeaveOut) }),
		of("contest leaves out, does not wait", func(c *incentive.Contest) bool { return flip(&c.Held, incentive.HeldLeaveOut, incentive.HeldWait) }),
	}
}

func poolFeatures() []Feature {
	of := func(name string, change func(*incentive.Pool) bool) Feature {
		return ofComponents(name, func(k *incentive.Component) bool { return k.Pool != nil && change(k.Pool) })
	}
	all := []Feature{
		of("pool by rate", func(c *incentive.Pool) bool { had := c.Rate.Valid; c.Rate.Decimal = decimal.Zero; return had }),
		of("pool of an amount", func(c *incentive.Pool) bool { had := c.Amount.Valid; c.Amount.Decimal = decimal.Zero; return had }),
		of("pool by manager", func(c *incentive.Pool) bool { return flip(&c.By, incentive.ByManager, incentive.Everybody) }),
		of("pool waits, does not leave out", func(c *incentive.Pool) bool { return flip(&c.Held, incentive.HeldWait, incentive.HeldLeaveOut) }),
		of("pool leaves out, does not wait", func(c *incentive.Pool) bool { return flip(&c.Held, incentive.HeldLeaveOut, incentive.HeldWait) }),
		of("key equal, not days", func(c *incentive.Pool) bool { return flip(&c.Key, incentive.KeyEqual, incentive.KeyDays) }),
		of("pool keyed by another measure", func(c *incentive.Pool) bool { had := c.On != ""; c.On, c.Key = "", incentive.KeyPosition; return had }),
	}
	for _, key := range []incentive.PoolKey{incentive.KeyPosition, incentive.KeyAttainment, incentive.KeyTarget, incentive.KeyDays} {
		all = append(all, of("key "+string(key)+", not equal", func(c *incentive.Pool) bool { return flip(&c.Key, key, incentive.KeyEqual) }))
	}
	return all
}

func multiplierFeatures() []Feature {
	of := func(name string, is func(incentive.Multiplier) bool) Feature {
		return ofComponents(name, func(k *incentive.Component) bool { return drop(&k.Multipliers, is) })
	}
	applied := func(apply incentive.Apply, basis incentive.Basis) func(incentive.Multiplier) bool {
		return func(m incentive.Multiplier) bool { return m.Apply == apply && m.Basis == basis }
	}
	return []Feature{
		of("multiplier on the whole by attainment", applied(incentive.ApplyWhole, incentive.ByAttainment)),
		of("multiplier on the whole by score", applied(incentive.ApplyWhole, incentive.ByScore)),
		of("multiplier on the whole by size", func(m incentive.Multiplier) bool {
			return m.Apply == incentive.ApplyWhole && m.Basis != incentive.ByAttainment && m.Basis != incentive.ByScore
		}),
		of("multiplier per slice by attainment", applied(incentive.ApplySlice, incentive.ByAttainment)),
		of("multiplier per slice by size", func(m incentive.Multiplier) bool {
			return m.Apply == incentive.ApplySlice && m.Basis != incentive.ByAttainment
		}),
	}
}

func capFeatures() []Feature {
	of := func(name string, change func(*incentive.Plan) bool) Feature {
		return ofPlans(name, func(p *incentive.Plan) bool { p.Caps = slices.Clone(p.Caps); return change(p) })
	}
	all := []Feature{of("excess carried, not forfeited", func(p *incentive.Plan) bool {
		had := false
		for i := range p.Caps {
			had = flip(&p.Caps[i].Excess, incentive.ExcessCarry, incentive.ExcessForfeit) || had
		}
		return had
	})}
	for _, scope := range []incentive.CapScope{incentive.PerPlan, incentive.PerRunPeriod, incentive.PerLifetime} {
		all = append(all, of("cap per "+string(scope), func(p *incentive.Plan) bool {
			return drop(&p.Caps, func(c incentive.Cap) bool { return c.Per == scope })
		}))
	}
	return append(all, ofComponents("cap on pay per transaction", func(k *incentive.Component) bool {
		return drop(&k.Caps, func(c incentive.Cap) bool { return c.Per == incentive.PerDeal })
	}))
}
