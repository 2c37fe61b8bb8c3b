package gen

import (
	"slices"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
)

// proration makes quotas, target incentives or both shrink with the time that counts.
func (g *maker) proration() *incentive.Proration {
	if !g.may(prorating, 50) {
		return nil
	}
	p := &incentive.Proration{By: pick(g, incentive.CalendarDays, incentive.WorkingDays, incentive.Months, incentive.Months, incentive.Months)}
	if p.By == incentive.WorkingDays && len(g.out.Calendar.Declared) == 0 && !g.dirty {
		p.By = incentive.CalendarDays
	}
	if p.By == incentive.Months {
		p.PartialMonth = pick(g, incentive.MonthCounts, incentive.MonthDropped, incentive.MonthByDays)
	}
	switch g.rnd.IntN(4) {
	case 0:
		p.Quotas, p.Targets = new(true), new(false)
	case 1:
		p.Quotas, p.Targets = new(false), new(true)
	default:
		p.Quotas, p.Targets = new(true), new(true)
	}
	return p
}

// while is the time of an assignment: all the time, or from or until a day that may cut a period.
func (g *maker) while(prorated bool) kam.Period {
	p := kam.MustPeriod("2024-01-01/2029-01-01")
	if g.chance(12) || prorated && g.chance(35) {
		p.From = g.day()
	}
	if until := g.day(); (g.chance(5) || prorated && g.chance(18)) && until.After(p.From) {
		p.Until = until
	}
	return p
}

// away adds ramps, absences and reliefs to an assignment.
func (g *maker) away(p incentive.Plan, a *incentive.Assignment) {
	quotas := p.Proration != nil && *p.Proration.Quotas
	if quotas && g.chance(40) || g.fault(8) {
		at := pick(g, a.Period.From, g.out.Period.From, g.day())
		for range 1 + g.rnd.IntN(2) {
			next := at.AddDays(pick(g, 10, 30, 31, 60))
			a.Ramps = append(a.Ramps, incentive.Ramp{Period: kam.Period{From: at, Until: next}, Share: dec(pick(g, "0", "0.1", "0.5", "0.3333", "0.25", "0.75"))})
			at = next
		}
	}
	if p.Proration != nil && g.may(leaving, 40) || g.chance(5) {
		at := g.day()
		for _, id := range []string{"a1", "a2"}[:1+g.rnd.IntN(2)] {
			next := at.AddDays(pick(g, 1, 5, 14, 31, 45))
			a.Absences = append(a.Absences, incentive.Absence{ID: id, Period: kam.Period{From: at, Until: next}, Reason: "leave", Prorates: p.Proration != nil && g.chance(75) || g.fault(20)})
			at = next.AddDays(g.rnd.IntN(3))
		}
	}
	for i := range a.Quotas {
		if q := &a.Quotas[i]; g.may(relieving, 12) && q.Period.Overlaps(g.out.Period) {
			q.Relief = g.relief(a.Absences)
		}
	}
	g.changes(&a.Target)
}

func (g *maker) relief(absences []incentive.Absence) []incentive.Relief {
	var all []incentive.Relief
	for range 1 + g.rnd.IntN(2) {
		r := incentive.Relief{Reason: "decided", ApprovedBy: "boss"}
		if g.chance(50) {
			r.Amount = some(dec(pick(g, "10", "50", "20", "0.5", "1000")))
		} else {
			r.Share = some(dec(pick(g, "0.25", "0.5", "0.333333", "0.75", "0.1", "1")))
		}
		if i := slices.IndexFunc(absences, func(a incentive.Absence) bool { return !a.Prorates || g.fault(8) }); i >= 0 {
			r.For = absences[i].ID
		} else if g.fault(4) {
			r.For = "unknown"
		}
		all = append(all, r)
	}
	return all
}

// changes makes the target incentive another from a day on.
func (g *maker) changes(t *incentive.Target) {
	if !t.Amount.Valid || !g.chance(30) {
		return
	}
	at := g.day()
	for range 1 + g.rnd.IntN(2) {
		t.Changes = append(t.Changes, incentive.TargetChange{From: at, Amount: dec(pick(g, "500", "1500", "0", "2400.01"))})
		at = at.AddDays(1 + g.rnd.IntN(60))
	}
}

// conversion says how deals in other currencies count.
func (g *maker) conversion() *incentive.Conversion {
	if !g.foreign || g.fault(10) {
		return nil
	}
	c := &incentive.Conversion{
		Policy:  pick(g, incentive.RateOnDate, incentive.RateOnDate, incentive.RateAtPeriodEnd, incentive.RateAtPeriodEnd, incentive.RatePeriodAverage, incentive.RatePeriodAverage, incentive.RateOfPlan),
		Refunds: pick(g, incentive.RefundAtOriginal, incentive.RefundAtOwn),
	}
	switch c.Policy {
	case incentive.RatePeriodAverage:
		c.Table = "average"
	case incentive.RateOfPlan:
		c.Table = pick(g, "", "plan")
	default:
		c.Table = pick(g, "", "market")
	}
	if g.chance(70) {
		c.Places = new(int32(g.rnd.IntN(3)))
	}
	return c
}

var currencies = []kam.Currency{"CNY", "USD", "JPY"}

// rates are those that the deals need, of every currency in every other of a plan.
func (g *maker) rates() {
	targets := map[kam.Currency]bool{}
	tables := map[string]bool{}
	for _, p := range g.out.Plans {
		if p.Conversion != nil {
			targets[p.Currency] = true
			tables[p.Conversion.Table] = true
		}
	}
	for _, table := range []string{"", "plan", "market", "average"} {
		if !tables[table] {
			continue
		}
		stretches := g.stretches(table)
		for _, from := range currencies {
			for _, to := range currencies {
				if from == to || !targets[to] || !g.traded(from) {
					continue
				}
				for _, p := range stretches {
					if g.fault(8) {
						continue
					}
					g.out.Rates = append(g.out.Rates, incentive.ExchangeRate{
						Table: table, From: from, To: to, Period: p, Rate: dec(pick(g, "7.1", "0.14", "1.08", "2", "0.5", "0.333333333333", "6.9512", "0.9127")),
					})
				}
			}
		}
	}
	if n := len(g.out.Rates); n > 0 && g.fault(2) {
		g.out.Rates = append(g.out.Rates, g.out.Rates[g.rnd.IntN(n)])
	}
	g.rnd.Shuffle(len(g.out.Rates), func(i, j int) { g.out.Rates[i], g.out.Rates[j] = g.out.Rates[j], g.out.Rates[i] })
}

// traded tells whether a deal is in the currency.
func (g *maker) traded(c kam.Currency) bool {
	in := func(t incentive.Transaction) bool { return t.Currency == c }
	return slices.ContainsFunc(g.out.Transactions, in) || slices.ContainsFunc(g.out.Opening.Prior, func(p incentive.Prior) bool { return in(p.Transaction) })
}

// stretches are when the rates of a table hold: the commission periods in which there are deals, in parts but for
// averages, and the first days on which plans are effective.
func (g *maker) stretches(table string) []kam.Period {
	if table == "plan" {
		return []kam.Period{kam.MustPeriod("2024-01-01/2024-02-01")}
	}
	deals := slices.Clone(g.out.Transactions)
	for _, p := range g.out.Opening.Prior {
		deals = append(deals, p.Transaction)
	}
	seen := map[kam.Period]bool{}
	var found []kam.Period
	for _, t := range deals {
		for _, d := range []kam.Day{t.Booked, t.Invoiced, t.CashDate, t.Delivered} {
			p, err := g.cal.Containing(g.kind, d)
			if err != nil || seen[p] {
				continue
			}
			seen[p] = true
			if table == "average" {
				found = append(found, p)
				continue
			}
			for at, part := p.From, min(p.Days()/3, 30); at.Before(p.Until); {
				next := at.AddDays(part)
				if next.AddDays(part).After(p.Until) {
					next = p.Until
				}
				found = append(found, kam.Period{From: at, Until: next})
				at = next
			}
		}
	}
	if table == "" {
		found = append(found, kam.MustPeriod("2024-01-01/2024-02-01"))
	}
	return found
}
