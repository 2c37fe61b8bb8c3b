package gen

import (
	"fmt"
	"maps"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
)

// plans makes one to three plans; later ones may take from the commission of earlier ones.
func (g *maker) plans() {
	n := pick(g, 1, 2, 2, 3, 3)
	successor := n > 1 && g.chance(30) // the second plan is a new version of the first
	for i := range n {
		id, version := string(rune('p'+i)), 1
		if i == 1 && successor {
			id, version = "p", 2
		}
		g.out.Plans = append(g.out.Plans, g.plan(id, version, successor && i < 2))
	}
	if g.common = g.rnd.IntN(n); g.common == 1 && successor {
		g.common = 0 // who is on the second version comes from the first
	}
}

func (g *maker) plan(id string, version int, versions bool) incentive.Plan {
	p := incentive.Plan{
		Format: 1, ID: id, Version: version, Currency: "CNY", Effective: kam.MustPeriod("2024-01-01/2029-01-01"), Period: g.kind,
		Rounding: incentive.Rounding{
			Step: pick(g, incentive.RoundSlice, incentive.RoundCredit, incentive.RoundComponent, incentive.RoundStatement),
			Mode: pick(g, "half-up", "half-up", "half-even", "half-down", "up", "down", "ceil", "floor", "floor"),
		},
		CreditDate: pick(g, incentive.Booked, incentive.Booked, incentive.Booked, incentive.Invoiced, incentive.CashReceived, incentive.Delivered),
		Order:      pick(g, incentive.BySequence, incentive.ByID),
		Refunds: incentive.Refunds{
			Method: pick(g, incentive.Recalculate, incentive.Mirror),
			Period: pick(g, incentive.Origin, incentive.Current),
			Below:  pick(g, incentive.CarryNegative, incentive.FirstRate, incentive.CarryNegative, incentive.FirstRate, incentive.Refuse),
		},
	}
	if g.numeric {
		p.Order = pick(g, incentive.ByNumericID, incentive.ByNumericID, incentive.ByNumericID, p.Order)
	}
	if g.chance(70) {
		p.Rounding.Places = new(int32(g.rnd.IntN(5)))
	}
	if g.chance(10) && version == 1 {
		p.Currency = pick(g, currencies...)
	}
	for _, o := range g.out.Plans {
		if o.ID == id {
			p.Currency = o.Currency // what one version posted is money of the next
		}
	}
	p.Conversion, p.Proration = g.conversion(), g.proration()
	g.rules(&p)
	g.measures(&p)
	for i := range 1 + g.rnd.IntN(4) {
		component := g.component
		if g.may(summing, 40) {
			component = g.sumComponent
		}
		p.Components = append(p.Components, component(&p, fmt.Sprintf("%s%d", id, i)))
	}
	if g.compared && !g.alone && g.chance(70) {
		p.Components = append(p.Components, g.sum(&p, id+"c", "contest"))
	}
	if g.pooled && !g.alone && g.chance(70) {
		p.Components = append(p.Components, g.sum(&p, id+"f", "pool"))
	}
	g.override(&p, versions)
	g.planCaps(&p)
	prune(&p)
	return p
}

func (g *maker) measures(p *incentive.Plan) {
	var names []string
	for _, r := range p.Credits {
		names = append(names, r.Name)
	}
	for i := range 1 + g.rnd.IntN(3) {
		m := incentive.Measure{
			Name:   fmt.Sprintf("m%d", i),
			Base:   pick(g, incentive.BaseAmount, incentive.BaseAmount, incentive.BaseAmount, incentive.BaseMargin, incentive.BaseUnits, incentive.BaseCash, incentive.BaseCount),
			Window: g.longEnough(pick(g, incentive.PerTransaction, incentive.PerPeriod, incentive.PerPeriod, incentive.QuarterToDate, incentive.HalfToDate, incentive.YearToDate)),
		}
		if i > 0 && g.chance(50) {
			m.Window = p.Measures[0].Window
		}
		for _, name := range names {
			if g.chance(70) || g.leansTo(dividing) && name == "r0" {
				m.Credits = append(m.Credits, name)
			}
		}
		if len(m.Credits) == 0 {
			m.Credits = []string{pick(g, names...)}
		}
		g.quotaReadings(&m)
		p.Measures = append(p.Measures, m)
	}
	p.Measures = append(p.Measures, incentive.Measure{Name: "score", Base: incentive.BaseObservation, Metric: "nps"})
}

func toDate(w incentive.Window) bool {
	return w == incentive.QuarterToDate || w == incentive.HalfToDate || w == incentive.YearToDate
}

func (g *maker) quotaReadings(m *incentive.Measure) {
	if toDate(m.Window) {
		m.Denominator = pick(g, incentive.QuotaToDate, incentive.FullPeriod, incentive.FullPeriod)
	}
	if g.chance(75) {
		m.ZeroQuota = some(dec(pick(g, "0", "1", "0.75", "1.5")))
	}
}

// credited are the measures that add up credits, less those that keep is false for.
func credited(p *incentive.Plan, keep func(incentive.Measure) bool) []incentive.Measure {
	return slices.DeleteFunc(slices.Clone(p.Measures), func(m incentive.Measure) bool {
		return m.Base == incentive.BaseObservation || !keep(m)
	})
}

func anyMeasure(incentive.Measure) bool { return true }

func runs(m incentive.Measure) bool { return m.Window != incentive.PerTransaction }

func (g *maker) component(p *incentive.Plan, name string) incentive.Component {
	own := pick(g, credited(p, anyMeasure)...)
	k := incentive.Component{Name: name, Measure: own.Name}
	if g.may(asking, 12) {
		k.When = g.condition(0)
	}
	axis := own
	switch {
	case g.may(dividing, 70):
		k.Tiers = &incentive.Tiers{Mode: pick(g, incentive.Marginal, incentive.Marginal, incentive.Marginal, incentive.Whole, incentive.Whole, incentive.InterpolatedAmount, incentive.InterpolatedRate, incentive.InterpolatedRate)}
		axis = g.axis(p, own, k.Tiers)
		g.bands(k.Tiers, axis, own)
	case g.chance(67):
		k.Table = g.table(p)
	default:
		k.Rate = some(g.rateOf(own))
	}
	g.gates(p, &k, own, axis)
	g.perSlice(&k, axis)
	g.multipliers(p, &k, own)
	g.limits(&k, incentive.PerCredit, incentive.PerDeal, incentive.PerComponent)
	g.attainmentCap(&k, own, axis)
	return k
}

// rateOf is a share for money and money each for units and counts.
func (g *maker) rateOf(m incentive.Measure) decimal.Decimal {
	if m.Base == incentive.BaseUnits || m.Base == incentive.BaseCount {
		return g.payment()
	}
	return g.rate()
}

func oneRate(t *incentive.Tiers) bool {
	return t.Mode == incentive.Whole || t.Mode == incentive.InterpolatedRate
}

// axis chooses the measure that the tiers divide.
func (g *maker) axis(p *incentive.Plan, own incentive.Measure, t *incentive.Tiers) incentive.Measure {
	if oneRate(t) {
		t.Lost = pick(g, incentive.TakeBack, incentive.Latched)
	}
	if !g.may(crossing, 25) {
		return own
	}
	axis := own
	if oneRate(t) && g.chance(45) {
		axis = score(p)
	} else if others := credited(p, runs); oneRate(t) && len(others) > 0 {
		axis = pick(g, others...)
	} else {
		axis.Name += "-by"
		axis.Base = pick(g, incentive.BaseAmount, incentive.BaseUnits, incentive.BaseCount, incentive.BaseMargin)
		if !slices.ContainsFunc(p.Measures, func(m incentive.Measure) bool { return m.Name == axis.Name }) {
			p.Measures = append(p.Measures, axis)
		}
		axis = p.Measures[slices.IndexFunc(p.Measures, func(m incentive.Measure) bool { return m.Name == axis.Name })]
	}
	t.On = axis.Name
	return axis
}

// basis is what bounds on a measure may count.
func (g *maker) basis(m incentive.Measure) incentive.Basis {
	switch {
	case m.Base == incentive.BaseObservation:
		return incentive.ByScore
	case g.chance(40):
		return incentive.ByAttainment
	case m.Base == incentive.BaseUnits || m.Base == incentive.BaseCount:
		return incentive.ByUnits
	default:
		return incentive.ByAmount
	}
}

// bounds are ascending from zero.
func (g *maker) bounds(b incentive.Basis) []decimal.Decimal {
	all := map[incentive.Basis][]string{
		incentive.ByAttainment: {"0", "0.3333", "0.5", "1", "1.2", "2"},
		incentive.ByUnits:      {"0", "1", "2", "3.5", "5", "10"},
		incentive.ByScore:      {"0", "20", "50", "80"},
		incentive.ByAmount:     {"0", "100", "250", "500", "999.99", "1000", "2500"},
	}[b]
	found := []decimal.Decimal{decimal.Zero}
	often := 45
	if g.crowded {
		often = 65
	}
	for _, s := range all[1:] {
		if g.chance(often) {
			found = append(found, dec(s))
		}
	}
	return found
}

func (g *maker) bands(t *incentive.Tiers, axis, own incentive.Measure) {
	t.Basis = g.basis(axis)
	bounds := g.bounds(t.Basis)
	for i, from := range bounds {
		b := incentive.Band{From: from}
		if i+1 < len(bounds) && g.chance(50) {
			b.Until = some(bounds[i+1])
		}
		if t.Mode == incentive.InterpolatedAmount {
			b.Amount = some(g.payment())
			if i == len(bounds)-1 {
				b.Until = some(from.Add(dec(pick(g, "0.3", "1", "7"))))
			}
		} else {
			b.Rate = some(g.rateOf(own))
		}
		t.Bands = append(t.Bands, b)
	}
}

// override adds a component on the commission of subordinates, in this plan or an earlier one.
func (g *maker) override(p *incentive.Plan, versions bool) {
	if g.alone || !g.may(overriding, 55) {
		return
	}
	gross := g.chance(60)
	prefix := map[string]string{"p": pick(g, "", "p/"), "q": pick(g, "", "q/")}
	offered := map[string]bool{}
	offer := func(plan incentive.Plan, prefix string) {
		for _, k := range plan.Components {
			m := plan.Measures[slices.IndexFunc(plan.Measures, func(m incentive.Measure) bool { return m.Name == k.Measure })]
			fits := !gross || !toDate(m.Window)
			if before, ok := offered[prefix+k.Name]; ok {
				fits = fits && before // every version of the plan is meant
			}
			offered[prefix+k.Name] = fits
		}
	}
	if !versions {
		offer(*p, "")
	}
	for _, earlier := range g.out.Plans {
		if earlier.ID != p.ID && earlier.Currency == p.Currency {
			offer(earlier, prefix[earlier.ID])
		}
	}
	var of []string
	for _, name := range slices.Sorted(maps.Keys(offered)) {
		if offered[name] && g.chance(50) {
			of = append(of, name)
		}
	}
	if len(of) == 0 {
		return
	}
	r := incentive.CreditRule{
		Name: "team", To: incentive.ToManager, Level: 1 + g.rnd.IntN(2), Vacancy: pick(g, incentive.VacancySkip, incentive.VacancyHouse),
		Base: incentive.CreditAfterCap, Of: of, Share: kam.MustFraction(pick(g, "1", "0.1", "1/3")), Retires: new(true), Pays: new(true),
	}
	if gross {
		r.Base = incentive.CreditGross
	}
	m := incentive.Measure{Name: "team", Base: incentive.BaseAmount, Credits: []string{"team"}, Window: incentive.PerPeriod}
	g.quotaReadings(&m)
	p.Credits = append(p.Credits, r)
	p.Measures = append(p.Measures, m)
	k := incentive.Component{Name: p.ID + "team", Measure: "team"}
	if g.chance(50) {
		k.Rate = some(g.rate())
	} else {
		k.Tiers = &incentive.Tiers{Mode: pick(g, incentive.Marginal, incentive.Whole)}
		if oneRate(k.Tiers) {
			k.Tiers.Lost = pick(g, incentive.TakeBack, incentive.Latched)
		}
		k.Tiers.Basis = incentive.ByAmount
		for _, from := range []string{"0", "10", "50"} {
			k.Tiers.Bands = append(k.Tiers.Bands, incentive.Band{From: dec(from), Rate: some(g.rate())})
		}
	}
	p.Components = append(p.Components, k)
}

// prune removes what nothing uses, which Compile refuses.
func prune(p *incentive.Plan) {
	used := map[string]bool{}
	for _, k := range p.Components {
		used[k.Measure] = true
		if k.Tiers != nil {
			used[k.Tiers.On] = true
		}
		if k.Table != nil {
			for _, d := range k.Table.Dimensions {
				used[d.On] = true
			}
		}
		for _, g := range k.Gates {
			used[g.Measure] = true
		}
		for _, m := range k.Multipliers {
			used[m.On] = true
		}
		if k.Contest != nil {
			for _, t := range k.Contest.Then {
				used[t.Measure] = true
			}
		}
		if k.Pool != nil {
			used[k.Pool.On] = true
		}
	}
	p.Measures = slices.DeleteFunc(p.Measures, func(m incentive.Measure) bool { return !used[m.Name] })
	fed := map[string]bool{}
	for _, m := range p.Measures {
		for _, name := range m.Credits {
			fed[name] = true
		}
	}
	p.Credits = slices.DeleteFunc(p.Credits, func(r incentive.CreditRule) bool { return !fed[r.Name] })
}

// longEnough returns the window, or the period where the window is shorter than that.
func (g *maker) longEnough(w incentive.Window) incentive.Window {
	short := w == incentive.QuarterToDate && (g.kind == kam.HalfYear || g.kind == kam.Year) || w == incentive.HalfToDate && g.kind == kam.Year
	if short {
		return incentive.PerPeriod
	}
	return w
}
