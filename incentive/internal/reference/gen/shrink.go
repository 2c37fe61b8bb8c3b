package gen

import (
	"maps"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
)

// Shrink returns a smaller case for which fails still holds: whatever can be left out is.
func Shrink(c Case, fails func(Case) bool) Case {
	for again := true; again; {
		again = false
		for _, smaller := range reductions(c) {
			if fails(smaller) {
				c, again = smaller, true
				break
			}
		}
	}
	return c
}

// without returns s less its element i, in a slice of its own.
func without[T any](s []T, i int) []T { return slices.Delete(slices.Clone(s), i, i+1) }

// with returns s with element i changed, in a slice of its own.
func with[T any](s []T, i int, change func(*T)) []T {
	s = slices.Clone(s)
	change(&s[i])
	return s
}

// each collects, for every element of s, the case without it.
func each[T any](c Case, s []T, set func(*Case, []T)) []Case {
	var all []Case
	for i := range s {
		smaller := c
		set(&smaller, without(s, i))
		all = append(all, smaller)
	}
	return all
}

func reductions(c Case) []Case {
	var all []Case
	all = append(all, each(c, c.Roster.Assignments, func(c *Case, s []incentive.Assignment) { c.Roster.Assignments = s })...)
	all = append(all, each(c, c.Transactions, func(c *Case, s []incentive.Transaction) { c.Transactions = s })...)
	all = append(all, each(c, c.Plans, func(c *Case, s []incentive.Plan) { c.Plans = s })...)
	all = append(all, each(c, c.Roster.Payees, func(c *Case, s []incentive.Payee) { c.Roster.Payees = s })...)
	all = append(all, each(c, c.Roster.Reporting, func(c *Case, s []incentive.ReportingLine) { c.Roster.Reporting = s })...)
	all = append(all, each(c, c.Observations, func(c *Case, s []kam.Observation) { c.Observations = s })...)
	all = append(all, each(c, c.Rates, func(c *Case, s []incentive.ExchangeRate) { c.Rates = s })...)
	all = append(all, each(c, c.Opening.Positions, func(c *Case, s []incentive.Position) { c.Opening.Positions = s })...)
	all = append(all, each(c, c.Opening.Prior, func(c *Case, s []incentive.Prior) { c.Opening.Prior = s })...)
	for i := range c.Opening.Ledger.Posted {
		smaller := c
		smaller.Opening.Ledger.Posted = without(c.Opening.Ledger.Posted, i)
		all = append(all, smaller)
	}
	for i, p := range c.Plans {
		for _, plan := range planReductions(p) {
			smaller := c
			smaller.Plans = with(c.Plans, i, func(p *incentive.Plan) { *p = plan })
			all = append(all, smaller)
		}
	}
	for i, t := range c.Transactions {
		for _, deal := range dealReductions(t) {
			smaller := c
			smaller.Transactions = with(c.Transactions, i, func(t *incentive.Transaction) { *t = deal })
			all = append(all, smaller)
		}
	}
	for i, a := range c.Roster.Assignments {
		for _, assignment := range assignmentReductions(a) {
			smaller := c
			smaller.Roster.Assignments = with(c.Roster.Assignments, i, func(a *incentive.Assignment) { *a = assignment })
			all = append(all, smaller)
		}
	}
	if c.Calendar.Pattern != "" || c.Calendar.FiscalStart != 0 || len(c.Calendar.Declared) > 0 {
		smaller := c
		smaller.Calendar = kam.CalendarSpec{}
		all = append(all, smaller)
	}
	return all
}

func assignmentReductions(a incentive.Assignment) []incentive.Assignment {
	var all []incentive.Assignment
	add := func(change func(*incentive.Assignment)) {
		smaller := a
		change(&smaller)
		all = append(all, smaller)
	}
	if len(a.Quotas) > 0 {
		add(func(a *incentive.Assignment) { a.Quotas = nil })
	}
	for i, q := range a.Quotas {
		if len(q.Relief) > 0 {
			add(func(a *incentive.Assignment) {
				a.Quotas = with(a.Quotas, i, func(q *incentive.Quota) { q.Relief = nil })
			})
		}
	}
	if a.Target.Amount.Valid {
		add(func(a *incentive.Assignment) { a.Target = incentive.Target{} })
	}
	for i := range a.Target.Changes {
		add(func(a *incentive.Assignment) { a.Target.Changes = without(a.Target.Changes, i) })
	}
	for i := range a.Ramps {
		add(func(a *incentive.Assignment) { a.Ramps = without(a.Ramps, i) })
	}
	for i := range a.Absences {
		add(func(a *incentive.Assignment) { a.Absences = without(a.Absences, i) })
	}
	if always := kam.MustPeriod("2024-01-01/2029-01-01"); a.Period != always {
		add(func(a *incentive.Assignment) { a.Period = always })
	}
	return all
}

func planReductions(p incentive.Plan) []incentive.Plan {
	var all []incentive.Plan
	add := func(change func(*incentive.Plan)) {
		smaller := p
		change(&smaller)
		smaller.Measures, smaller.Credits = slices.Clone(smaller.Measures), slices.Clone(smaller.Credits)
		prune(&smaller)
		all = append(all, smaller)
	}
	for i := range p.Components {
		add(func(p *incentive.Plan) { p.Components = without(p.Components, i) })
		k := p.Components[i]
		change := func(f func(*incentive.Component)) {
			add(func(p *incentive.Plan) { p.Components = with(p.Components, i, f) })
		}
		for j := range k.Gates {
			change(func(k *incentive.Component) { k.Gates = without(k.Gates, j) })
		}
		for j := range k.Caps {
			change(func(k *incentive.Component) { k.Caps = without(k.Caps, j) })
		}
		for j := range k.Floors {
			change(func(k *incentive.Component) { k.Floors = without(k.Floors, j) })
		}
		for j := range k.Multipliers {
			change(func(k *incentive.Component) { k.Multipliers = without(k.Multipliers, j) })
			if len(k.Multipliers[j].Bands) > 1 {
				change(func(k *incentive.Component) {
					k.Multipliers = with(k.Multipliers, j, func(m *incentive.Multiplier) { m.Bands = m.Bands[:1]; m.Bands[0].Until = decimal.NullDecimal{} })
				})
			}
		}
		if k.When != nil {
			change(func(k *incentive.Component) { k.When = nil })
		}
		for _, smaller := range sumReductions(k) {
			change(func(k *incentive.Component) { *k = smaller })
		}
		if k.Tiers != nil {
			for j := 1; j < len(k.Tiers.Bands); j++ {
				change(func(k *incentive.Component) {
					t := *k.Tiers
					t.Bands = without(t.Bands, j)
					t.Bands[j-1].Until = decimal.NullDecimal{}
					k.Tiers = &t
				})
			}
		}
		if k.Tiers != nil || k.Table != nil {
			change(func(k *incentive.Component) { k.Tiers, k.Table, k.Rate = nil, nil, some(dec("0.1")) })
		}
	}
	for i := range p.Caps {
		add(func(p *incentive.Plan) { p.Caps = without(p.Caps, i) })
	}
	if p.Conversion != nil {
		add(func(p *incentive.Plan) { p.Conversion = nil })
	}
	if p.Proration != nil {
		add(func(p *incentive.Plan) { p.Proration = nil })
	}
	for i, r := range p.Credits {
		if r.When != nil {
			add(func(p *incentive.Plan) {
				p.Credits = with(p.Credits, i, func(r *incentive.CreditRule) { r.When = nil })
			})
		}
		if r.Factor != nil {
			add(func(p *incentive.Plan) {
				p.Credits = with(p.Credits, i, func(r *incentive.CreditRule) { r.Factor = nil })
			})
		}
	}
	for i, m := range p.Measures {
		for j := range m.Credits {
			add(func(p *incentive.Plan) {
				p.Measures = with(p.Measures, i, func(m *incentive.Measure) { m.Credits = without(m.Credits, j) })
			})
		}
	}
	return all
}

// sumReductions are simpler forms of a component that pays a sum.
func sumReductions(k incentive.Component) []incentive.Component {
	var all []incentive.Component
	if k.Contest != nil {
		contest := func(change func(*incentive.Contest)) {
			smaller := k
			smaller.Contest = copied(k.Contest)
			change(smaller.Contest)
			all = append(all, smaller)
		}
		for i := range k.Contest.Then {
			contest(func(c *incentive.Contest) { c.Then = without(c.Then, i) })
		}
		if len(k.Contest.Prizes) > 1 {
			contest(func(c *incentive.Contest) { c.Prizes = c.Prizes[:1] })
		}
		if k.Contest.Fund.Valid {
			contest(func(c *incentive.Contest) { c.Fund = decimal.NullDecimal{} })
		}
		if k.Contest.AtLeast.Valid {
			contest(func(c *incentive.Contest) { c.AtLeast = decimal.NullDecimal{} })
		}
		if k.Contest.By != incentive.Everybody {
			contest(func(c *incentive.Contest) { c.By = incentive.Everybody })
		}
	}
	if k.Pool != nil && k.Pool.By != incentive.Everybody {
		smaller := k
		smaller.Pool = copied(k.Pool)
		smaller.Pool.By = incentive.Everybody
		all = append(all, smaller)
	}
	return all
}

func dealReductions(t incentive.Transaction) []incentive.Transaction {
	var all []incentive.Transaction
	add := func(change func(*incentive.Transaction)) {
		smaller := t
		change(&smaller)
		all = append(all, smaller)
	}
	if t.Currency != "" {
		add(func(t *incentive.Transaction) { t.Currency = "" })
	}
	for i, p := range t.Participants {
		if p.Role != "" && p.Role != "owner" {
			add(func(t *incentive.Transaction) { t.Participants = without(t.Participants, i) })
		}
	}
	if len(t.Attributes) > 0 {
		add(func(t *incentive.Transaction) { t.Attributes = nil })
	}
	for key := range maps.Keys(t.Numbers) {
		add(func(t *incentive.Transaction) { t.Numbers = maps.Clone(t.Numbers); delete(t.Numbers, key) })
	}
	for _, n := range []func(*incentive.Transaction) *decimal.NullDecimal{
		func(t *incentive.Transaction) *decimal.NullDecimal { return &t.Margin },
		func(t *incentive.Transaction) *decimal.NullDecimal { return &t.Units },
		func(t *incentive.Transaction) *decimal.NullDecimal { return &t.Cash },
	} {
		if n(&t).Valid {
			add(func(t *incentive.Transaction) { *n(t) = decimal.NullDecimal{} })
		}
	}
	for _, d := range []func(*incentive.Transaction) *kam.Day{
		func(t *incentive.Transaction) *kam.Day { return &t.Booked },
		func(t *incentive.Transaction) *kam.Day { return &t.Invoiced },
		func(t *incentive.Transaction) *kam.Day { return &t.CashDate },
		func(t *incentive.Transaction) *kam.Day { return &t.Delivered },
	} {
		if d(&t).IsSet() {
			add(func(t *incentive.Transaction) { *d(t) = kam.Day{} })
		}
	}
	if t.Sequence != 0 {
		add(func(t *incentive.Transaction) { t.Sequence = 0 })
	}
	return all
}
