package boundary

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/internal/season"
	"github.com/kam-go/kam/incentive/scenario"
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

// later returns a deal of the first kind as one of a later step's period.
func (x *prober) later(t incentive.Transaction, step int) incentive.Transaction {
	return x.dated(x.recipe.feeds[0], t, step)
}

// dated returns a deal of a feed as one of a step's period.
func (x *prober) dated(f feed, t incentive.Transaction, step int) incentive.Transaction {
	if all := x.periods(step + 1); step < len(all) {
		return f.in(x.recipe.plan, t, all[step])
	}
	return t
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

// dates has deals of which one date alone lies in the period, and those that must lie somewhere.
func (x *prober) dates() {
	t, ok := x.own()
	if !ok {
		return
	}
	f, in := x.recipe.feeds[0], x.day(x.recipe)
	if len(f.days) > 0 {
		in = t.Date(x.recipe.plan.CreditDate)
	}
	out := in.AddDays(400)
	var deals []incentive.Transaction
	for i, name := range season.Dates() {
		d := f.on(x.recipe.plan, sized(t, fmt.Sprint("D", i+1), part("0.25").Add(decimal.New(int64(i), -2))), out)
		if _, asked := f.days[name]; !asked || name == x.recipe.plan.CreditDate {
			season.SetDate(&d, name, in)
		}
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
					d := x.dated(f, f.deal, i+1)
					d.ID += fmt.Sprint("-", i)
					r.add(&step, d)
				}
				r.add(&step, x.later(sized(t, fmt.Sprint("A", i+2), part(share)), i+1))
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
	first, err := x.start(x.recipe)
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
	first := x.day(x.recipe)
	for _, days := range []int{4, 9, 20} {
		r, from := x.recipe.clone(), first.AddDays(days)
		for i := range r.feeds {
			f := &r.feeds[i]
			f.deal = f.on(r.plan, f.deal, f.days[r.plan.CreditDate].Nearest(from.AddDays(1)))
		}
		s := r.scenario("")
		s.Given.Payees[0].Period = kam.Period{From: from, Until: x.recipe.plan.Effective.Until}
		x.put(fmt.Sprint("joined-", days), s)
	}
}

// periods returns the commission periods of the plan from that of the recipe on, as many as it is effective for.
func (x *prober) periods(n int) []kam.Period {
	calendar := x.program.Calendar()
	period, err := x.start(x.recipe)
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
