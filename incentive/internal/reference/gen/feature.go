package gen

import (
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam/incentive"
)

// Feature is something that a case may have. Without changes a copy of the case so that it has another reading or
// nothing in its place, and returns false when the case has no such thing.
type Feature struct {
	Name    string
	Without func(*Case) bool
}

// Features returns every feature that cases are made of.
func Features() []Feature {
	all := slices.Concat(planFeatures(), ruleFeatures(), componentFeatures(), sumFeatures(), timeFeatures(), conversionFeatures(), inputFeatures())
	return all
}

func flip[T comparable](v *T, from, to T) bool {
	if *v != from {
		return false
	}
	*v = to
	return true
}

func emptied[T any](s *[]T) bool {
	had := len(*s) > 0
	*s = nil
	return had
}

// ofPlans makes a feature of every plan of a case.
func ofPlans(name string, change func(*incentive.Plan) bool) Feature {
	return Feature{name, func(c *Case) bool {
		had := false
		c.Plans = slices.Clone(c.Plans)
		for i := range c.Plans {
			had = change(&c.Plans[i]) || had
		}
		return had
	}}
}

func ofRules(name string, change func(*incentive.CreditRule) bool) Feature {
	return ofPlans(name, func(p *incentive.Plan) bool {
		had := false
		p.Credits = slices.Clone(p.Credits)
		for i := range p.Credits {
			had = change(&p.Credits[i]) || had
		}
		return had
	})
}

func ofMeasures(name string, change func(*incentive.Measure) bool) Feature {
	return ofPlans(name, func(p *incentive.Plan) bool {
		had := false
		p.Measures = slices.Clone(p.Measures)
		for i := range p.Measures {
			had = change(&p.Measures[i]) || had
		}
		return had
	})
}

func copied[T any](v *T) *T {
	if v == nil {
		return nil
	}
	own := *v
	return &own
}

func ofComponents(name string, change func(*incentive.Component) bool) Feature {
	return ofPlans(name, func(p *incentive.Plan) bool {
		had := false
		p.Components = slices.Clone(p.Components)
		for i := range p.Components {
			k := &p.Components[i]
			k.Gates, k.Caps, k.Floors = slices.Clone(k.Gates), slices.Clone(k.Caps), slices.Clone(k.Floors)
			k.Multipliers = slices.Clone(k.Multipliers)
			k.Tiers, k.Curve, k.Every, k.Contest, k.Pool = copied(k.Tiers), copied(k.Curve), copied(k.Every), copied(k.Contest), copied(k.Pool)
			had = change(k) || had
		}
		return had
	})
}

func planFeatures() []Feature {
	all := []Feature{
		ofPlans("refunds recalculate, not mirror", func(p *incentive.Plan) bool { return flip(&p.Refunds.Method, incentive.Recalculate, incentive.Mirror) }),
		ofPlans("refunds mirror, not recalculate", func(p *incentive.Plan) bool { return flip(&p.Refunds.Method, incentive.Mirror, incentive.Recalculate) }),
		ofPlans("refunds origin, not current", func(p *incentive.Plan) bool { return flip(&p.Refunds.Period, incentive.Origin, incentive.Current) }),
		ofPlans("refunds current, not origin", func(p *incentive.Plan) bool { return flip(&p.Refunds.Period, incentive.Current, incentive.Origin) }),
		ofPlans("below carry-negative, not first-rate", func(p *incentive.Plan) bool {
			return flip(&p.Refunds.Below, incentive.CarryNegative, incentive.FirstRate)
		}),
		ofPlans("below first-rate, not carry-negative", func(p *incentive.Plan) bool {
			return flip(&p.Refunds.Below, incentive.FirstRate, incentive.CarryNegative)
		}),
		ofPlans("below refuse, not carry-negative", func(p *incentive.Plan) bool {
			return flip(&p.Refunds.Below, incentive.Refuse, incentive.CarryNegative)
		}),
		ofPlans("order sequence, not id", func(p *incentive.Plan) bool { return flip(&p.Order, incentive.BySequence, incentive.ByID) }),
		ofPlans("order id, not sequence", func(p *incentive.Plan) bool { return flip(&p.Order, incentive.ByID, incentive.BySequence) }),
		ofPlans("order numeric-id, not id", func(p *incentive.Plan) bool { return flip(&p.Order, incentive.ByNumericID, incentive.ByID) }),
		ofPlans("places, not the currency's", func(p *incentive.Plan) bool {
			had := p.Rounding.Places != nil
			p.Rounding.Places = nil
			return had
		}),
	}
	for _, step := range []incentive.RoundingStep{incentive.RoundSlice, incentive.RoundCredit, incentive.RoundComponent} {
		all = append(all, ofPlans("rounding "+string(step)+", not statement", func(p *incentive.Plan) bool { return flip(&p.Rounding.Step, step, incentive.RoundStatement) }))
	}
	all = append(all, ofPlans("rounding statement, not credit", func(p *incentive.Plan) bool {
		return flip(&p.Rounding.Step, incentive.RoundStatement, incentive.RoundCredit)
	}))
	for _, mode := range []string{"half-up", "half-even", "half-down", "up", "ceil", "floor"} {
		all = append(all, ofPlans("mode "+mode+", not down", func(p *incentive.Plan) bool { return flip(&p.Rounding.Mode, mode, "down") }))
	}
	return append(all, ofPlans("mode down, not half-up", func(p *incentive.Plan) bool { return flip(&p.Rounding.Mode, "down", "half-up") }))
}

func ruleFeatures() []Feature {
	all := []Feature{
		ofRules("split payout, not credit", func(r *incentive.CreditRule) bool {
			return flip(&r.Split, incentive.SplitPayout, incentive.SplitCredit)
		}),
		ofRules("split credit, not payout", func(r *incentive.CreditRule) bool {
			return r.Base != incentive.CreditGross && flip(&r.Split, incentive.SplitCredit, incentive.SplitPayout)
		}),
		ofRules("vacancy house, not skip", func(r *incentive.CreditRule) bool {
			return flip(&r.Vacancy, incentive.VacancyHouse, incentive.VacancySkip)
		}),
		ofRules("vacancy skip, not house", func(r *incentive.CreditRule) bool {
			return flip(&r.Vacancy, incentive.VacancySkip, incentive.VacancyHouse)
		}),
		ofRules("base commission-gross, not after-cap", func(r *incentive.CreditRule) bool {
			return flip(&r.Base, incentive.CreditGross, incentive.CreditAfterCap)
		}),
		ofRules("base after-cap of commission", func(r *incentive.CreditRule) bool { return r.Base == incentive.CreditAfterCap && emptied(&r.Of) }),
		ofRules("level 2, not 1", func(r *incentive.CreditRule) bool { return flip(&r.Level, 2, 1) }),
		ofRules("condition of a rule", func(r *incentive.CreditRule) bool { had := r.When != nil; r.When = nil; return had }),
		ofRules("factor", func(r *incentive.CreditRule) bool { had := r.Factor != nil; r.Factor = nil; return had }),
		ofRules("retires nothing", func(r *incentive.CreditRule) bool { had := !*r.Retires; r.Retires = new(true); return had }),
		ofRules("pays nothing", func(r *incentive.CreditRule) bool { had := !*r.Pays; r.Pays = new(true); return had }),
	}
	for _, to := range []incentive.Recipient{incentive.ToOwner, incentive.ToRole, incentive.ToManager} {
		all = append(all, ofRules("credits to "+string(to), func(r *incentive.CreditRule) bool {
			return r.Base != incentive.CreditGross && r.Base != incentive.CreditAfterCap && flip(&r.To, to, "nobody")
		}))
	}
	for _, w := range []incentive.Window{incentive.PerTransaction, incentive.QuarterToDate, incentive.HalfToDate, incentive.YearToDate} {
		all = append(all, ofMeasures("window "+string(w)+", not period", func(m *incentive.Measure) bool { return flip(&m.Window, w, incentive.PerPeriod) }))
	}
	for _, b := range []incentive.Base{incentive.BaseMargin, incentive.BaseUnits, incentive.BaseCash, incentive.BaseCount} {
		all = append(all, ofMeasures("base "+string(b)+", not amount", func(m *incentive.Measure) bool { return flip(&m.Base, b, incentive.BaseAmount) }))
	}
	return append(all,
		ofMeasures("denominator full-period, not quota-to-date", func(m *incentive.Measure) bool {
			return flip(&m.Denominator, incentive.FullPeriod, incentive.QuotaToDate)
		}),
		ofMeasures("attainment of a quota of zero, not 2.5", func(m *incentive.Measure) bool {
			had := m.ZeroQuota.Valid
			m.ZeroQuota = some(dec("2.5"))
			return had
		}))
}

func componentFeatures() []Feature {
	all := []Feature{
		ofComponents("mode marginal, not whole", func(k *incentive.Component) bool {
			return k.Tiers != nil && flip(&k.Tiers.Mode, incentive.Marginal, incentive.Whole)
		}),
		ofComponents("mode whole, not interpolated-rate", func(k *incentive.Component) bool {
			return k.Tiers != nil && flip(&k.Tiers.Mode, incentive.Whole, incentive.InterpolatedRate)
		}),
		ofComponents("mode interpolated-rate, not whole", func(k *incentive.Component) bool {
			return k.Tiers != nil && flip(&k.Tiers.Mode, incentive.InterpolatedRate, incentive.Whole)
		}),
		ofComponents("mode interpolated-amount", func(k *incentive.Component) bool {
			had := k.Tiers != nil && k.Tiers.Mode == incentive.InterpolatedAmount
			if had {
				k.Tiers, k.Rate = nil, some(decimal.Zero)
			}
			return had
		}),
		ofComponents("tiers on another measure", func(k *incentive.Component) bool {
			return k.Tiers != nil && k.Tiers.On != k.Measure && k.Tiers.Basis != incentive.ByScore && k.Tiers.On != "" && flip(&k.Tiers.On, k.Tiers.On, "")
		}),
		ofComponents("tiers on a score", func(k *incentive.Component) bool {
			had := k.Tiers != nil && k.Tiers.Basis == incentive.ByScore
			if had {
				k.Tiers, k.Rate = nil, some(decimal.Zero)
			}
			return had
		}),
		ofComponents("lost latched, not take-back", func(k *incentive.Component) bool {
			return k.Tiers != nil && flip(&k.Tiers.Lost, incentive.Latched, incentive.TakeBack)
		}),
		ofComponents("lost take-back, not latched", func(k *incentive.Component) bool {
			return k.Tiers != nil && flip(&k.Tiers.Lost, incentive.TakeBack, incentive.Latched)
		}),
		ofComponents("condition of a component", func(k *incentive.Component) bool { had := k.When != nil; k.When = nil; return had }),
	}
	for _, form := range []string{"attribute", "number", "days", "on"} {
		all = append(all, ofComponents("table by "+form, func(k *incentive.Component) bool {
			had := k.Table != nil && slices.ContainsFunc(k.Table.Dimensions, func(d incentive.Dimension) bool { return formOf(d) == form })
			if had {
				k.Table, k.Rate = nil, some(decimal.Zero)
			}
			return had
		}))
	}
	for _, scope := range []incentive.CapScope{incentive.PerCredit, incentive.PerComponent} {
		all = append(all,
			ofComponents("cap on pay per "+string(scope), func(k *incentive.Component) bool {
				return drop(&k.Caps, func(c incentive.Cap) bool { return c.On == incentive.OnPay && c.Per == scope })
			}),
			ofComponents("floor per "+string(scope), func(k *incentive.Component) bool {
				return drop(&k.Floors, func(f incentive.Floor) bool { return f.Per == scope })
			}))
	}
	all = append(all, ofComponents("cap on attainment", func(k *incentive.Component) bool {
		return drop(&k.Caps, func(c incentive.Cap) bool { return c.On == incentive.OnAttainment })
	}))
	return append(all, gateFeatures()...)
}

func gateFeatures() []Feature {
	gates := func(name string, is func(incentive.Gate) bool) Feature {
		return ofComponents(name, func(k *incentive.Component) bool { return drop(&k.Gates, is) })
	}
	all := []Feature{
		gates("cliff at period end", func(g incentive.Gate) bool { return g.Test == incentive.AtPeriodEnd }),
		gates("gate on a score", func(g incentive.Gate) bool { return g.Basis == incentive.ByScore }),
	}
	for _, base := range []incentive.DeadbandBase{"", incentive.BaseExcess, incentive.BaseAll} {
		all = append(all, gates("deadband "+string(base), func(g incentive.Gate) bool { return g.Kind == incentive.Deadband && g.Base == base }))
	}
	for _, failed := range []incentive.FailedThenPassed{incentive.CatchUp, incentive.Forfeit} {
		for _, lost := range []incentive.Lost{incentive.TakeBack, incentive.Latched} {
			all = append(all, gates("running cliff, "+string(failed)+", "+string(lost), func(g incentive.Gate) bool {
				return g.Test == incentive.Running && g.FailedThenPassed == failed && g.PassedThenLost == lost
			}))
		}
	}
	return all
}

func formOf(d incentive.Dimension) string {
	switch {
	case d.Attribute != "":
		return "attribute"
	case d.Number != "":
		return "number"
	case d.Days != nil:
		return "days"
	default:
		return "on"
	}
}

func drop[T any](s *[]T, is func(T) bool) bool {
	before := len(*s)
	*s = slices.DeleteFunc(slices.Clone(*s), is)
	return len(*s) < before
}

func inputFeatures() []Feature {
	return []Feature{
		{"refunds at all", func(c *Case) bool {
			return drop(&c.Transactions, func(t incentive.Transaction) bool { return t.Reverses != "" })
		}},
		{"opening positions", func(c *Case) bool { return emptied(&c.Opening.Positions) }},
		{"earlier deals", func(c *Case) bool { return emptied(&c.Opening.Prior) }},
		{"earlier postings", func(c *Case) bool { return emptied(&c.Opening.Ledger.Posted) }},
		corrections(),
		{"reporting lines", func(c *Case) bool { return emptied(&c.Roster.Reporting) }},
		{"assignments of a later version", func(c *Case) bool {
			return drop(&c.Roster.Assignments, func(a incentive.Assignment) bool { return a.Version > 1 })
		}},
	}
}
