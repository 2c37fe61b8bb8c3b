package boundary

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/payout"
	"github.com/kam-go/kam/incentive/scenario"
	"github.com/kam-go/kam/incentive/scenario/internal/parts"
	"github.com/kam-go/kam/internal/num"
)

// probes adds scenarios that tell readings of a component apart which single bounds do not show: the order of deals,
// the date that counts, shares, refunds, rounding, attributes, currencies, several people and several periods.
func (m *maker) probes(p incentive.Plan, component int) {
	r, ok := m.recipe(p, component, nil)
	if !ok {
		return
	}
	x := prober{maker: m, recipe: r, bound: bound{component: component, Bound: Bound{
		Plan: p.ID, Version: p.Version, Place: fmt.Sprintf("$.components[%d]", component), Component: r.component.Name, Kind: Probe,
	}}}
	x.ordered()
	x.dates()
	x.awkward()
	x.refunds()
	x.prior()
	x.split()
	x.attributes()
	x.months()
	x.people()
	x.foreign()
	x.part()
	x.settled()
}

// prober makes the probes of one component.
type prober struct {
	*maker
	recipe recipe
	bound  bound
}

func (x *prober) put(name string, s scenario.Scenario) {
	b := x.bound
	b.Place += " " + name
	x.add(b, Probing, s)
}

// own is the first deal of the recipe, whose size is that of the measure's level.
func (x *prober) own() (incentive.Transaction, bool) {
	if len(x.recipe.feeds) == 0 {
		return incentive.Transaction{}, false
	}
	return x.recipe.feeds[0].deal, true
}

// sized returns a deal as large as a part of another one.
func sized(t incentive.Transaction, id string, part decimal.Decimal) incentive.Transaction {
	t.ID = id
	t.Amount = t.Amount.Mul(part).Round(2)
	for _, d := range []*decimal.NullDecimal{&t.Margin, &t.Units, &t.Cash} {
		if d.Valid {
			d.Decimal = d.Decimal.Mul(part).Round(2)
		}
	}
	return t
}

// part reads a number of this file.
func part(s string) decimal.Decimal {
	d, err := num.Parse(s)
	if err != nil {
		return decimal.Zero
	}
	return d
}

// with is the recipe's scenario with other deals of the first kind.
func (x *prober) with(deals ...incentive.Transaction) scenario.Scenario {
	r := x.recipe.clone()
	r.feeds = r.feeds[1:]
	s := r.scenario("")
	s.Steps[0] = r.step(append(deals, r.deals()...)...)
	return s
}

// ordered has three deals of a day that every order of a plan ranks in another way.
func (x *prober) ordered() {
	t, ok := x.own()
	if !ok {
		return
	}
	deals := []incentive.Transaction{sized(t, "2", part("1")), sized(t, "10", part("0.7")), sized(t, "1", part("0.31"))}
	for i := range deals {
		deals[i].Sequence = int64(i + 1)
	}
	x.put("order", x.with(deals...))
	for i := range deals {
		deals[i] = sized(deals[i], deals[i].ID, part("0.1"))
	}
	x.put("order-small", x.with(deals...))
	for i, odd := range []string{"0.1786", "0.0913"} { // equal deals share a cent by their order
		for j := range deals {
			deals[j] = sized(t, deals[j].ID, part("0.37"))
			deals[j].Amount = deals[j].Amount.Add(part(odd))
			deals[j].Sequence = int64(j + 1)
		}
		x.put(fmt.Sprint("order-equal-", i+1), x.with(deals...))
	}
}

// dates has deals of which one date alone lies in the period.
func (x *prober) dates() {
	t, ok := x.own()
	if !ok {
		return
	}
	in := x.dated(x.recipe.plan).Booked
	out := in.AddDays(400)
	var deals []incentive.Transaction
	for i, name := range []incentive.DateName{incentive.Booked, incentive.Invoiced, incentive.CashReceived, incentive.Delivered} {
		d := sized(t, fmt.Sprint("D", i+1), part("0.25").Add(decimal.New(int64(i), -2)))
		d.Booked, d.Invoiced, d.CashDate, d.Delivered = out, out, out, out
		setDate(&d, name, in)
		deals = append(deals, d)
	}
	x.put("dates", x.with(deals...))
}

// awkward has deals whose pay is no whole number of cents.
func (x *prober) awkward() {
	t, ok := x.own()
	if !ok {
		return
	}
	for i, amounts := range [][]string{{"33.33", "66.67", "1234.56", "0.35"}, {"10.25", "10.75", "31.25"}, {"0.0123", "777.7777", "99.9999"}, {"12.5", "37.5", "62.5"}} {
		var deals []incentive.Transaction
		for j, amount := range amounts {
			d := t
			d.ID, d.Amount = fmt.Sprint("A", j+1), part(amount)
			for _, field := range []*decimal.NullDecimal{&d.Margin, &d.Units, &d.Cash} {
				if field.Valid {
					field.Decimal = part(amount)
				}
			}
			deals = append(deals, d)
		}
		x.put(fmt.Sprint("cents-", i+1), x.with(deals...))
	}
	var deals []incentive.Transaction // across the bounds, in uneven parts
	for j, share := range []string{"0.333333", "0.777777", "1.111111", "0.123457"} {
		deals = append(deals, sized(t, fmt.Sprint("A", j+1), part(share)))
	}
	x.put("uneven", x.with(deals...))
}

// back is a refund of a part of a deal.
func back(t incentive.Transaction, id string, share decimal.Decimal) incentive.Transaction {
	return incentive.Transaction{ID: id, Amount: t.Amount.Mul(share).Neg().Round(2), Reverses: t.ID}
}

// refunds take deals back, in whole and in part, in the period, in the next, and below zero.
func (x *prober) refunds() {
	t, ok := x.own()
	if !ok {
		return
	}
	whole := sized(t, "A1", part("1"))
	more := sized(t, "A2", part("1.2"))
	in := x.dated(x.recipe.plan).Booked
	dated := func(r incentive.Transaction) incentive.Transaction {
		r.Booked, r.Invoiced, r.CashDate, r.Delivered = in, in, in, in
		return r
	}
	x.put("refund-first", x.with(whole, more, dated(back(whole, "R1", part("1")))))
	x.put("refund-part", x.with(whole, more, dated(back(more, "R1", part("0.333333")))))
	x.put("refund-all", x.with(whole, more, dated(back(whole, "R1", part("1"))), dated(back(more, "R2", part("1")))))
	for _, c := range []struct {
		name   string
		refund incentive.Transaction
	}{{"part", back(more, "R1", part("0.41"))}, {"whole", back(whole, "R1", part("1"))}} {
		s := x.with(whole, more)
		s.Steps = append(s.Steps, x.recipe.step(c.refund))
		x.put("refund-later-"+c.name, s)
		s.Steps = slices.Clone(s.Steps)
		x.recipe.add(&s.Steps[1], sized(t, "A3", part("0.9")))
		x.put("refund-beside-"+c.name, s)
	}
}

// prior has refunds of deals from before the plan, which take measures below zero.
func (x *prober) prior() {
	t, ok := x.own()
	if !ok || t.Owner != scenario.Rep {
		return
	}
	before := sized(t, "P1", part("0.9"))
	day := x.recipe.plan.Effective.From.AddDays(-40)
	before.Booked, before.Invoiced, before.CashDate, before.Delivered = day, day, day, day
	earned := map[string]decimal.Decimal{}
	for _, k := range x.recipe.plan.Components {
		earned[k.Name] = decimal.New(123456, -2)
	}
	for i, share := range []string{"1", "0.37"} {
		r := x.recipe.clone()
		r.feeds = r.feeds[1:]
		s := r.scenario("")
		s.Given.Prior = []incentive.Prior{{Payee: scenario.Rep, Plan: x.recipe.plan.ID, Transaction: before, Earned: earned}}
		r.add(&s.Steps[0], back(before, "R1", part(share)))
		s.Steps = append(s.Steps, r.step(sized(t, "A2", part("1.1"))))
		x.put(fmt.Sprint("refund-of-earlier-", i+1), s)
	}
}

// split divides deals among two.
func (x *prober) split() {
	t, ok := x.own()
	if !ok || t.Owner != scenario.Rep {
		return
	}
	t = sized(t, "A1", part("1.5"))
	t.Owner, t.Participants = "", []incentive.Participant{{Payee: scenario.Rep, Share: kam.MustFraction("1/3")}, {Payee: mate, Share: kam.MustFraction("2/3")}}
	other := sized(t, "A2", part("0.8"))
	s := x.with(t, other)
	s.Given.Payees = append(s.Given.Payees, x.made(mate, x.recipe.plan))
	x.put("split", s)
}

// attributes has a deal for every value that the plan names, one for none of them, and one without any.
func (x *prober) attributes() {
	t, ok := x.own()
	if !ok {
		return
	}
	named := attributesOf(x.recipe.plan)
	var deals []incentive.Transaction
	add := func(change func(*incentive.Transaction)) {
		d := sized(t, fmt.Sprint("A", len(deals)+1), part("0.3").Add(decimal.New(int64(len(deals)), -2)))
		attributes := map[string]string{}
		for k, v := range t.Attributes {
			attributes[k] = v
		}
		d.Attributes = attributes
		change(&d)
		deals = append(deals, d)
	}
	for _, name := range slices.Sorted(maps.Keys(named)) {
		for _, value := range append(slices.Clone(named[name]), "unlisted", "") {
			add(func(d *incentive.Transaction) {
				if d.Attributes[name] = value; value == "" {
					delete(d.Attributes, name)
				}
			})
		}
	}
	if len(deals) > 0 {
		x.put("attributes", x.with(deals...))
	}
	for i, d := range deals { // each by itself, as one value may hold the payee
		x.put(fmt.Sprint("attribute-", i+1), x.with(d))
	}
}

// months has the same deals in each of three periods, and none in the fourth.
func (x *prober) months() {
	t, ok := x.own()
	if !ok {
		return
	}
	for _, share := range []string{"0.4", "1.3", "3"} {
		s := x.with(sized(t, "A1", part(share)))
		s.Given.Payees = slices.Clone(x.recipe.payees)
		for i := range 3 {
			r := x.recipe.clone()
			step := r.step()
			if i < 2 {
				for _, f := range r.feeds[1:] {
					d := f.deal
					d.ID += fmt.Sprint("-", i)
					r.add(&step, d)
				}
				r.add(&step, sized(t, fmt.Sprint("A", i+2), part(share)))
			}
			s.Steps = append(s.Steps, step)
		}
		x.put("periods-"+strings.ReplaceAll(share, ".", "-"), s)
	}
}

// people has colleagues beside the payee who have more, as much, and less.
func (x *prober) people() {
	t, ok := x.own()
	if !ok || t.Owner != scenario.Rep {
		return
	}
	k := x.recipe.component
	shared := k.Contest != nil || k.Pool != nil || slices.ContainsFunc(k.Caps, func(c incentive.Cap) bool { return c.Per == incentive.PerDeal })
	if !shared {
		return
	}
	for _, share := range []string{"0.5", "1", "1.7"} {
		mine := sized(t, "A1", part("1"))
		theirs, last := sized(t, "A2", part(share)), sized(t, "A3", part("0.3"))
		theirs.Owner, last.Owner = mate, third
		s := x.with(mine, theirs, last)
		s.Given.Payees = append(s.Given.Payees, x.made(mate, x.recipe.plan), x.made(third, x.recipe.plan))
		x.put("people-"+strings.ReplaceAll(share, ".", "-"), s)
	}
}

// foreign has deals in another currency where the plan converts.
func (x *prober) foreign() {
	t, ok := x.own()
	if !ok || x.recipe.plan.Conversion == nil {
		return
	}
	currency := kam.Currency("USD")
	if x.recipe.plan.Currency == currency {
		currency = "EUR"
	}
	a, b := sized(t, "A1", part("0.1234")), sized(t, "A2", part("0.2"))
	a.Currency, b.Currency = currency, currency
	s := x.with(a, b)
	s.Steps = append(s.Steps, x.recipe.step(back(a, "R1", part("0.5"))))
	calendar := x.program.Calendar()
	first, err := parts.First(calendar, x.recipe.plan)
	if err != nil {
		return
	}
	days := []kam.Period{{From: x.recipe.plan.Effective.From.AddDays(-400), Until: first.From}}
	if first.From.AddDays(10).Before(first.Until) {
		days = append(days, kam.Period{From: first.From, Until: first.From.AddDays(10)}, kam.Period{From: first.From.AddDays(10), Until: first.Until})
	}
	days = append(days, kam.Period{From: first.Until})
	if x.recipe.plan.Conversion.Policy == incentive.RatePeriodAverage {
		days = nil
		for range 3 {
			days = append(days, first)
			if first, err = calendar.Containing(x.recipe.plan.Period, first.Until); err != nil {
				return
			}
		}
	}
	for i, p := range days {
		s.Given.Rates = append(s.Given.Rates, incentive.ExchangeRate{
			Table: x.recipe.plan.Conversion.Table, From: currency, To: x.recipe.plan.Currency, Period: p, Rate: part(foreignRate).Add(decimal.New(int64(3*i+1), -4)),
		})
	}
	x.put("currency", s)
}

// part has a payee who joins within the period.
func (x *prober) part() {
	if x.recipe.plan.Proration == nil {
		return
	}
	first := x.dated(x.recipe.plan).Booked
	for _, days := range []int{4, 9, 20} {
		s := x.recipe.clone().scenario("")
		from := first.AddDays(days)
		s.Given.Payees[0].Period = kam.Period{From: from, Until: x.recipe.plan.Effective.Until}
		for i, line := range s.Steps[0].Deals {
			s.Steps[0].Deals[i] = line + " " + from.AddDays(1).String()
		}
		x.put(fmt.Sprint("joined-", days), s)
	}
}

// settled probes payout terms: cash that comes in part, a cancelled deal, low pay that draws and guarantees lift, debts
// that later pay recovers, and somebody who leaves.
func (x *prober) settled() {
	t, ok := x.own()
	if !ok || x.recipe.plan.Payout == nil {
		return
	}
	days := x.periods(6)
	if len(days) < 4 {
		return
	}
	event := func(step int, deal string, kind payout.EventKind, fraction string) payout.Event {
		e := payout.Event{Transaction: deal, Kind: kind, Day: days[step].From.AddDays(9)}
		if fraction != "" {
			if f, err := kam.ParseFraction(fraction); err == nil {
				e.Fraction = &f
			}
		}
		return e
	}
	x.put("settled-cash", x.steps([][]string{{"1", "0.6"}, {"0.1"}, {}, {"2"}, {}}, func(s *scenario.Scenario) {
		s.Steps[0].PayOut = true
		for _, kind := range []payout.EventKind{payout.Invoiced, payout.Collected, payout.Accepted} {
			s.Steps[1].Events = append(s.Steps[1].Events, event(1, "A1", kind, "1/3"), event(1, "B1", kind, "0.7"))
			s.Steps[3].Events = append(s.Steps[3].Events, event(3, "A1", kind, "1"))
		}
	}))
	x.put("settled-cancelled", x.steps([][]string{{"1", "0.6"}, {"0.3"}, {}, {}, {"1.5"}}, func(s *scenario.Scenario) {
		s.Steps[1].Events = []payout.Event{event(1, "A1", payout.Collected, "1/2"), event(1, "A2", payout.Collected, "1")}
		s.Steps[2].Events = []payout.Event{event(2, "A1", payout.Cancelled, ""), event(2, "A2", payout.Withdrawn, "")}
	}))
	x.put("settled-low", x.steps([][]string{{"0.001"}, {"0.002"}, {"3"}, {}, {"1"}, {"0.5"}}, func(s *scenario.Scenario) {
		x.recipe.add(&s.Steps[3], back(sized(t, "C1", part("3")), "R1", part("1")))
	}))
	x.put("settled-leaving", x.steps([][]string{{"1"}, {"0.8"}, {"0.2"}, {}, {"0.1"}}, func(s *scenario.Scenario) {
		s.Given.People = []scenario.Person{{Payee: scenario.Rep, Hired: days[0].From, Left: days[1].From.AddDays(9)}}
		s.Steps[2].Events = []payout.Event{event(2, "A1", payout.Collected, "1"), event(2, "B1", payout.Collected, "1/2")}
	}))
	x.lasting()
	x.put("settled-hired", x.steps([][]string{{"0.001"}, {"0.001"}, {"0.001"}, {"0.001"}}, func(s *scenario.Scenario) {
		s.Given.People = []scenario.Person{{Payee: scenario.Rep, Hired: days[0].From.AddDays(11)}}
	}))
}

// steps is a settled scenario with deals of such sizes in each step: A1, A2 in the first, B1 in the second, and so on, for
// as many periods as the plan is effective.
func (x *prober) steps(sizes [][]string, change func(*scenario.Scenario)) scenario.Scenario {
	t, _ := x.own()
	s := x.with()
	s.Steps = nil
	s.Given.Settle = true
	s.Given.People = []scenario.Person{{Payee: scenario.Rep, Hired: x.dated(x.recipe.plan).Booked.AddDays(-1)}}
	for i, list := range sizes[:len(x.periods(len(sizes)))] {
		step := x.recipe.step()
		for j, size := range list {
			x.recipe.add(&step, sized(t, fmt.Sprintf("%c%d", 'A'+i, j+1), part(size)))
		}
		for _, f := range x.recipe.feeds[1:] {
			d := f.deal
			d.ID = fmt.Sprint("X", i) + d.ID
			x.recipe.add(&step, d)
		}
		s.Steps = append(s.Steps, step)
	}
	change(&s)
	return s
}

// periods returns the first commission periods of the plan, as many as it is effective for.
func (x *prober) periods(n int) []kam.Period {
	calendar := x.program.Calendar()
	period, err := parts.First(calendar, x.recipe.plan)
	var out []kam.Period
	for err == nil && len(out) < n && x.recipe.plan.Effective.ContainsPeriod(period) {
		out = append(out, period)
		period, err = calendar.Containing(x.recipe.plan.Period, period.Until)
	}
	return out
}

// attributesOf returns the values of attributes that a plan names.
func attributesOf(p incentive.Plan) map[string][]string {
	out := map[string][]string{}
	add := func(name string, values ...string) {
		for _, v := range values {
			if !slices.Contains(out[name], v) && v != "" && len(out[name]) < 20 {
				out[name] = append(out[name], v)
			}
		}
	}
	var walk func(c *incentive.Condition)
	walk = func(c *incentive.Condition) {
		if c == nil {
			return
		}
		if c.Attribute != "" {
			add(c.Attribute, c.In...)
		}
		walk(c.Not)
		for i := range c.All {
			walk(&c.All[i])
		}
		for i := range c.Any {
			walk(&c.Any[i])
		}
	}
	for _, r := range p.Credits {
		walk(r.When)
		if r.Factor != nil {
			add(r.Factor.By, slices.Sorted(maps.Keys(r.Factor.Values))...)
		}
	}
	for _, k := range p.Components {
		walk(k.When)
		if k.Table != nil {
			for _, d := range k.Table.Dimensions {
				if d.Attribute != "" {
					add(d.Attribute, d.Values...)
				}
			}
		}
	}
	return out
}
