package lint

import (
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/internal/num"
)

// alternative is another word of a reading.
type alternative struct {
	place, key, word, other string
	// change writes the other word into a plan of one component.
	change func(*incentive.Plan)
	// keep puts back what the component's own plan leaves out and the example needs. Nil: nothing.
	keep func(*incentive.Plan)
	// show is the example that tells the two apart.
	show shown
	// at is where the example's measure stands, for examples that need a place.
	at bound
}

// shown is how an example tells two readings apart.
type shown uint8

const (
	// reached brings the measure to a place.
	reached shown = iota
	// bought sells two deals, 8 and 6 tenths of the way to a place.
	bought
	// refunded sells them and takes the first back.
	refunded
	// divided shares one deal between two owners.
	divided
	// repeated sells three deals of one odd size.
	repeated
	// returned refunds a deal in the next commission period.
	returned
	// begun is a payee who begins when the period has begun.
	begun
	// ahead brings a measure to date to a place in the first commission period of its window.
	ahead
	// abroad sells a deal in another currency.
	abroad
	// abroadBack sells one and takes a part of it back later, at another rate.
	abroadBack
	// rivals are two payees of different sizes, teams such two of different teams, level two that are alike.
	rivals
	teams
	level
)

// readings reports readings of a component of which another word pays other money, each place once.
func (s *subject) readings(k incentive.Component, root string, seen map[string]bool) {
	if s.period.IsZero() || byNumbers(k) {
		return
	}
	p := s.isolated(k)
	for _, a := range s.alternatives(k, root) {
		if seen[a.place] {
			continue
		}
		one, other := copyOf(p), copyOf(p)
		if a.keep != nil {
			a.keep(&one)
			a.keep(&other)
		}
		a.change(&other)
		t, u := s.try(one), s.try(other)
		if t == nil || u == nil {
			continue
		}
		if s.compare(t, u, a) {
			seen[a.place] = true
		}
	}
}

// copyOf copies what a change may write to.
func copyOf(p incentive.Plan) incentive.Plan {
	p.Credits = slices.Clone(p.Credits)
	p.Components = slices.Clone(p.Components)
	k := &p.Components[0]
	if k.Tiers != nil {
		k.Tiers = new(*k.Tiers)
	}
	if k.Curve != nil {
		k.Curve = new(*k.Curve)
	}
	k.Gates, k.Multipliers = slices.Clone(k.Gates), slices.Clone(k.Multipliers)
	if k.Contest != nil {
		k.Contest = new(*k.Contest)
	}
	if k.Pool != nil {
		k.Pool = new(*k.Pool)
	}
	p.Measures = slices.Clone(p.Measures)
	return p
}

// alternatives lists the readings of a component that its money may depend on.
func (s *subject) alternatives(k incentive.Component, root string) []alternative {
	var out []alternative
	if t := k.Tiers; t != nil {
		out = append(out, tierReadings(k, root)...)
	}
	if k.Curve != nil {
		out = append(out, curveReading(k, root))
	}
	for i, m := range k.Multipliers[:min(len(k.Multipliers), maxWorked)] {
		other := map[incentive.Apply]incentive.Apply{incentive.ApplyWhole: incentive.ApplySlice, incentive.ApplySlice: incentive.ApplyWhole}[m.Apply]
		bounds := make([]decimal.Decimal, len(m.Bands))
		for j, b := range m.Bands {
			bounds[j] = b.From
		}
		out = append(out, alternative{
			at(root, "multipliers", i), "apply", string(m.Apply), string(other),
			func(p *incentive.Plan) { p.Components[0].Multipliers[i].Apply = other }, nil,
			reached,
			bound{or(m.On, k.Measure), m.Basis, amid(bounds), ""},
		})
	}
	for i, g := range k.Gates[:min(len(k.Gates), maxWorked)] {
		out = append(out, gateReadings(k, i, g, at(root, "gates", i))...)
	}
	if k.Rate.Valid || k.Tiers != nil || k.Table != nil {
		out = append(out, s.planReadings(k)...)
	}
	out = append(out, s.timeReadings(k)...)
	return append(out, crowdReadings(k, root)...)
}

// amid returns a place in the second step of bounds: half-way to the third, or half as much again above the second.
func amid(bounds []decimal.Decimal) decimal.Decimal {
	switch {
	case len(bounds) < 2:
		return decimal.New(1, 0)
	case len(bounds) == 2:
		return bounds[1].Mul(decimal.New(15, -1))
	}
	return bounds[1].Add(bounds[2]).Mul(decimal.New(5, -1))
}

func tierReadings(k incentive.Component, root string) []alternative {
	t := k.Tiers
	bounds := make([]decimal.Decimal, len(t.Bands))
	for i, b := range t.Bands {
		bounds[i] = b.From
	}
	place := bound{axisOf(k), t.Basis, amid(bounds), ""}
	second := place
	if len(bounds) > 1 {
		second.at = bounds[1]
	}
	to := func(mode incentive.TierMode, lost incentive.Lost) func(*incentive.Plan) {
		return func(p *incentive.Plan) { p.Components[0].Tiers.Mode, p.Components[0].Tiers.Lost = mode, lost }
	}
	where := root + ".tiers"
	var out []alternative
	switch t.Mode {
	case incentive.Marginal:
		out = append(out, alternative{where, "mode", string(t.Mode), string(incentive.Whole), to(incentive.Whole, incentive.TakeBack), nil, reached, place})
	case incentive.Whole:
		out = append(out, alternative{where, "mode", string(t.Mode), string(incentive.Marginal), to(incentive.Marginal, ""), nil, reached, place})
	case incentive.InterpolatedRate:
		out = append(out, alternative{where, "mode", string(t.Mode), string(incentive.Whole), to(incentive.Whole, t.Lost), nil, reached, place})
	case incentive.InterpolatedAmount:
	}
	if t.Lost != "" {
		other := map[incentive.Lost]incentive.Lost{incentive.TakeBack: incentive.Latched, incentive.Latched: incentive.TakeBack}[t.Lost]
		out = append(out, alternative{where + ".lost", "lost", string(t.Lost), string(other), to(t.Mode, other), nil, refunded, second})
	}
	return out
}

func curveReading(k incentive.Component, root string) alternative {
	c := k.Curve
	bounds := make([]decimal.Decimal, len(c.Points))
	for i, p := range c.Points {
		bounds[i] = p.At
	}
	other, beyond := incentive.LinearCurve, incentive.BeyondFlat
	if c.Shape == incentive.LinearCurve {
		other, beyond = incentive.StepCurve, ""
	}
	return alternative{
		root + ".curve", "shape", string(c.Shape), string(other),
		func(p *incentive.Plan) { p.Components[0].Curve.Shape, p.Components[0].Curve.Beyond = other, beyond },
		nil, reached,
		bound{k.Measure, c.Basis, amid(bounds), ""},
	}
}

func gateReadings(k incentive.Component, i int, g incentive.Gate, place string) []alternative {
	on := bound{or(g.Measure, k.Measure), g.Basis, g.At, ""}
	above := on
	above.at = g.At.Mul(decimal.New(12, -1))
	change := func(do func(*incentive.Gate)) func(*incentive.Plan) {
		return func(p *incentive.Plan) { do(&p.Components[0].Gates[i]) }
	}
	if g.Kind == incentive.Deadband {
		out := []alternative{{place, "kind", string(g.Kind), string(incentive.Cliff), change(func(g *incentive.Gate) {
			g.Kind, g.Test, g.Base = incentive.Cliff, incentive.AtPeriodEnd, ""
		}), nil, reached, above}}
		if g.Base != "" {
			other := map[incentive.DeadbandBase]incentive.DeadbandBase{incentive.BaseExcess: incentive.BaseAll, incentive.BaseAll: incentive.BaseExcess}[g.Base]
			out = append(out, alternative{place + ".base", "base", string(g.Base), string(other), change(func(g *incentive.Gate) { g.Base = other }), nil, reached, above})
		}
		return out
	}
	out := []alternative{{place, "kind", string(g.Kind), string(incentive.Deadband), change(func(g *incentive.Gate) {
		g.Kind, g.Test, g.FailedThenPassed, g.PassedThenLost = incentive.Deadband, "", "", ""
		if k.Tiers != nil && (k.Tiers.Mode == incentive.Whole || k.Tiers.Mode == incentive.InterpolatedRate) {
			g.Base = incentive.BaseExcess
		}
	}), nil, reached, above}}
	if g.Test != incentive.Running || on.measure != k.Measure {
		return out
	}
	later := map[incentive.FailedThenPassed]incentive.FailedThenPassed{incentive.CatchUp: incentive.Forfeit, incentive.Forfeit: incentive.CatchUp}[g.FailedThenPassed]
	lost := map[incentive.Lost]incentive.Lost{incentive.TakeBack: incentive.Latched, incentive.Latched: incentive.TakeBack}[g.PassedThenLost]
	return append(out,
		alternative{place + ".failedThenPassed", "failedThenPassed", string(g.FailedThenPassed), string(later), change(func(g *incentive.Gate) { g.FailedThenPassed = later }), nil, bought, on},
		alternative{place + ".passedThenLost", "passedThenLost", string(g.PassedThenLost), string(lost), change(func(g *incentive.Gate) { g.PassedThenLost = lost }), nil, refunded, on})
}

// planReadings are those of the plan as a whole, and of the rules that feed a component.
func (s *subject) planReadings(k incentive.Component) []alternative {
	top := bound{axisOf(k), incentive.ByAttainment, decimal.New(1, 0), ""}
	if k.Tiers != nil && len(k.Tiers.Bands) > 1 {
		top = bound{axisOf(k), k.Tiers.Basis, k.Tiers.Bands[1].From, ""}
	}
	top.measure = k.Measure
	method := map[incentive.RefundMethod]incentive.RefundMethod{incentive.Recalculate: incentive.Mirror, incentive.Mirror: incentive.Recalculate}[s.plan.Refunds.Method]
	period := map[incentive.RefundPeriod]incentive.RefundPeriod{incentive.Origin: incentive.Current, incentive.Current: incentive.Origin}[s.plan.Refunds.Period]
	step := incentive.RoundStatement
	if s.plan.Rounding.Step == incentive.RoundStatement || s.plan.Rounding.Step == incentive.RoundComponent {
		step = incentive.RoundCredit
	}
	refunds, rounding := s.root+".refunds", s.root+".rounding"
	out := []alternative{
		{refunds + ".method", "method", string(s.plan.Refunds.Method), string(method), func(p *incentive.Plan) { p.Refunds.Method = method }, nil, refunded, top},
		{refunds + ".period", "period", string(s.plan.Refunds.Period), string(period), func(p *incentive.Plan) { p.Refunds.Period = period }, nil, refunded, top},
		{rounding + ".step", "step", string(s.plan.Rounding.Step), string(step), func(p *incentive.Plan) { p.Rounding.Step = step }, nil, repeated, top},
	}
	for i, r := range s.plan.Credits {
		if r.To != incentive.ToOwner || !slices.Contains(s.measures[k.Measure].Credits, r.Name) || k.Tiers == nil {
			continue
		}
		other := map[incentive.Split]incentive.Split{incentive.SplitCredit: incentive.SplitPayout, incentive.SplitPayout: incentive.SplitCredit}[r.Split]
		large := top
		large.at = top.at.Mul(decimal.New(15, -1))
		out = append(out, alternative{at(s.root, "credits", i) + ".split", "split", string(r.Split), string(other), func(p *incentive.Plan) { p.Credits[0].Split = other }, nil, divided, large})
	}
	return out
}

// told is an example with the words for it; the pay of its first payee is compared. Where payees compete there is one.
type told struct {
	text     kam.Text
	examples []example
}

// compare reports an alternative that pays other money on its example.
func (s *subject) compare(t, u *trial, a alternative) bool {
	if a.show == returned {
		return s.compareReturned(t, u, a)
	}
	list := s.shown(t, a)
	one := make([]example, 0, len(list))
	for _, c := range list {
		one = append(one, c.examples[0])
	}
	x, y := t.run(one), u.run(one)
	for i, c := range list {
		if len(c.examples) > 1 { // they compete
			x[i], y[i] = t.run(c.examples)[0], u.run(c.examples)[0]
		}
		if x[i].Valid && y[i].Valid && !x[i].Decimal.Equal(y[i].Decimal) {
			s.differ(a, c.text, x[i].Decimal, y[i].Decimal)
			return true
		}
	}
	return false
}

// shown returns the examples of an alternative, the first of which that tells the readings apart is enough.
func (s *subject) shown(t *trial, a alternative) []told {
	f := s.assumed()
	place := a.at.at
	if s.measures[a.at.measure].Base != incentive.BaseObservation {
		place = s.position(a.at, f)
	}
	switch a.show {
	case reached:
		if e, ok := t.at(f, stand{a.at.measure: place}); ok {
			return []told{{say("sales that bring %[2]q to %[1]s", "%[2]q 为 %[1]s 时", s.quantity(a.at.measure, place), a.at.measure), []example{e}}}
		}
	case bought, refunded:
		h, ok := t.sellBack(f, place, 8)
		if !ok {
			return nil
		}
		text := say("deals of %s and %s of %q", "%[3]q 的两笔交易 %[1]s 与 %[2]s", s.quantity(a.at.measure, h.sizes[0]), s.quantity(a.at.measure, h.sizes[1]), a.at.measure)
		if a.show == bought {
			return []told{{text, []example{h.before}}}
		}
		return []told{{say("%s once the first is refunded", "%s 在第一笔退款后", text), []example{h.after}}}
	case divided:
		if e, ok := t.half(f, place); ok {
			return []told{{say("the shares of a payee who owns half of a deal of %s in %q", "%[2]q 为 %[1]s 的交易由收款人占一半时", s.quantity(a.at.measure, place), a.at.measure), []example{e}}}
		}
	case repeated:
		return s.oddDeals(t, a.at.measure, f)
	case begun:
		return s.beginning(t, a.at.measure, f)
	case ahead:
		return s.aheadOfTime(t, a.at.measure, f)
	case abroad, abroadBack:
		return s.foreign(t, a, f)
	case rivals, teams, level:
		return s.contested(t, a, f)
	case returned:
	}
	return nil
}

// oddDeals are three deals of one size, that may be paid differently.
func (s *subject) oddDeals(t *trial, measure string, f figures) []told {
	if !s.isMoney(measure) {
		return nil
	}
	usual := s.dealAt(bound{measure: measure, basis: incentive.ByAttainment}, decimal.Zero, f)
	var out []told
	for i := range 25 {
		size := usual.Add(decimal.New(int64(4*i+1), -2))
		if e, ok := t.repeat(f, size, 3); ok {
			out = append(out, told{say("three deals of %s each of %q", "%[2]q 的三笔各 %[1]s 的交易", s.quantity(measure, size), measure), []example{e}})
		}
	}
	return out
}

// differ reports what two words of a reading pay.
func (s *subject) differ(a alternative, text kam.Text, pays, other decimal.Decimal) {
	s.add(CodeReading, a.place,
		say("%s earn %s %s and %s %s", "%[1]s：%[3]s所得 %[2]s，%[5]s所得 %[4]s", text, s.money(pays), writing(a.key, a.word), s.money(other), writing(a.key, a.other)),
		readingRemedy(), fact(a.word, pays), fact(a.other, other))
}

func readingRemedy() kam.Text {
	return say("make sure that the plan's text says the same as its word, with this example", "请确认方案文本与该约定一致，并附上此示例")
}

// writing says how a word stands in a plan.
func writing(key, word string) kam.Text {
	switch word {
	case "":
		return say("without %q", "不写 %q ", key)
	case "true", "false":
		return say("with %q: %s", "写 %q: %s ", key, word)
	}
	return say("with %q: %q", "写 %q: %q ", key, word)
}

// half makes an example of one deal that the payee owns one half of.
func (t *trial) half(f figures, size decimal.Decimal) (example, bool) {
	e, ok := t.repeat(f, num.Round(size, maxDecimals, num.Up), 1)
	if !ok || slices.ContainsFunc(t.plan.Measures, func(m incentive.Measure) bool { return m.Base == incentive.BaseCount }) {
		return example{}, false
	}
	d := &e.deals[len(e.deals)-1]
	d.Participants = []incentive.Participant{{Payee: "", Share: kam.MustFraction("1/2")}, {Payee: "-other", Share: kam.MustFraction("1/2")}}
	return e, true
}
