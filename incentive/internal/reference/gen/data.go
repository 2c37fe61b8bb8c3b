package gen

import (
	"fmt"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
)

var names = []string{"anna", "bert", "carl", "dora"}

// people makes payees in three levels, their reporting lines and assignments.
func (g *maker) people() {
	r := &g.out.Roster
	n := pick(g, 1, 2, 2, 3, 3, 4, 4)
	if g.compared {
		n = pick(g, 3, 4, 4)
	}
	for i, id := range names[:n] {
		open := pick(g, 5, 40)
		if g.leansTo(vacating) {
			open = 50
		}
		r.Payees = append(r.Payees, incentive.Payee{ID: id, Open: i > 0 && g.chance(open), Currency: pick[kam.Currency](g, "", "", "", "USD")})
		always := kam.MustPeriod("2024-01-01/2029-01-01")
		above := names[min(n-1, i+1+g.rnd.IntN(5)/4)]
		if above == id {
			continue
		}
		if g.chance(20) && n > i+2 {
			at := g.day()
			r.Reporting = append(r.Reporting,
				incentive.ReportingLine{Payee: id, Manager: above, Period: kam.Period{From: always.From, Until: at}},
				incentive.ReportingLine{Payee: id, Manager: names[n-1], Period: kam.Period{From: at, Until: always.Until}})
			continue
		}
		r.Reporting = append(r.Reporting, incentive.ReportingLine{Payee: id, Manager: above, Period: always})
	}
	for _, p := range r.Payees {
		g.assign(p.ID)
	}
	g.rnd.Shuffle(len(r.Assignments), func(i, j int) { r.Assignments[i], r.Assignments[j] = r.Assignments[j], r.Assignments[i] })
}

// assign puts a payee on one plan or several, sometimes on a new version within the period.
func (g *maker) assign(payee string) {
	plans := g.out.Plans
	first := g.common
	if g.chance(15) {
		first = g.rnd.IntN(len(plans))
	}
	always := kam.MustPeriod("2024-01-01/2029-01-01")
	if payee != names[0] || g.chance(30) { // the first one owns most deals
		always = g.while(plans[first].Proration != nil || g.pooled)
	}
	for i, p := range plans {
		if i != first && !g.chance(25) {
			continue
		}
		if slices.ContainsFunc(plans[:i], func(o incentive.Plan) bool { return o.ID == p.ID }) && !g.fault(20) {
			continue // its versions are assigned with the first one
		}
		period := always
		next := slices.IndexFunc(plans, func(o incentive.Plan) bool { return o.ID == p.ID && o.Version == p.Version+1 })
		if next >= 0 && g.chance(50) {
			if at := g.day(); at.After(always.From) && at.Before(always.Until) {
				period.Until = at
				g.assignTo(payee, plans[next], kam.Period{From: at, Until: always.Until})
			}
		}
		g.assignTo(payee, p, period)
	}
	if g.fault(5) {
		g.out.Roster.Assignments = append(g.out.Roster.Assignments, incentive.Assignment{Payee: payee, Plan: "unknown", Version: 1, Period: always})
	}
}

func (g *maker) assignTo(payee string, p incentive.Plan, period kam.Period) {
	a := incentive.Assignment{Payee: payee, Plan: p.ID, Version: p.Version, Period: period}
	if !g.fault(15) {
		a.Target = incentive.Target{Amount: some(dec(pick(g, "1000", "1200", "777.77", "100"))), Per: pick(g, kam.Month, kam.Quarter, kam.HalfYear, kam.Year)}
	}
	for _, m := range p.Measures {
		if m.Base != incentive.BaseObservation && !g.fault(8) {
			a.Quotas = append(a.Quotas, g.quotas(m)...)
		}
	}
	g.away(p, &a)
	g.out.Roster.Assignments = append(g.out.Roster.Assignments, a)
}

// quotas are stated by month, so that they tile every stretch, or by quarter where that does.
func (g *maker) quotas(m incentive.Measure) []incentive.Quota {
	kind := kam.Month
	if g.kind != kam.Month && g.chance(50) {
		kind = kam.Quarter
	}
	periods, err := g.cal.Split(g.year, kind)
	if err != nil {
		return nil
	}
	size := pick(g, "100", "300", "250", "33.3333", "77.77", "500")
	if m.Base == incentive.BaseUnits || m.Base == incentive.BaseCount {
		size = pick(g, "1", "2", "3", "1.5")
	}
	if g.chance(6) && m.ZeroQuota.Valid || g.fault(5) {
		size = "0"
	}
	var all []incentive.Quota
	for _, p := range periods {
		all = append(all, incentive.Quota{Measure: m.Name, Period: p, Amount: dec(size)})
	}
	return all
}

// day is a day of the run's period, mostly, or of the fiscal year or around it.
func (g *maker) day() kam.Day {
	p := g.out.Period
	if g.crowded && g.may(crowding, 55) {
		return p.From
	}
	switch g.rnd.IntN(20) {
	case 0, 1, 2, 3, 4:
		p = kam.Period{From: g.year.From, Until: p.Until}
	case 5:
		p = g.year
	case 6:
		p = kam.Period{From: g.year.From.AddDays(-60), Until: g.year.Until.AddDays(60)}
	case 7:
		return pick(g, p.From, p.Until, p.Until.AddDays(-1), p.From.AddDays(-1))
	}
	days := p.Days()
	if g.chance(50) {
		days = min(days, 4) // crowd the first days, so that many deals share one
	}
	return p.From.AddDays(g.rnd.IntN(days))
}

func (g *maker) deals() {
	n := 2 + g.rnd.IntN(8)
	if g.crowded {
		n = max(n, 6)
	}
	refunded := 52
	switch {
	case g.leansTo(crowding):
		refunded = 30
	case g.leansTo(exchanging), g.leansTo(returning):
		refunded = 65
	}
	for i := range n {
		name := g.id(i + 7) // from 7 on: as text 10 comes before 7
		originals := slices.DeleteFunc(slices.Clone(g.out.Transactions), func(t incentive.Transaction) bool { return t.Reverses != "" })
		if len(originals) > 0 && g.chance(refunded) {
			if t, ok := g.refund(name, originals[g.rnd.IntN(len(originals))]); ok {
				g.out.Transactions = append(g.out.Transactions, t)
			}
			continue
		}
		g.out.Transactions = append(g.out.Transactions, g.deal(name))
	}
	if len(g.out.Transactions) > 0 && g.chance(5) {
		g.out.Transactions = append(g.out.Transactions, pick(g, g.out.Transactions...))
	}
	t := g.out.Transactions
	g.rnd.Shuffle(len(t), func(i, j int) { t[i], t[j] = t[j], t[i] })
}

// sequence is a number that several deals may share.
func (g *maker) sequence() int64 {
	if g.crowded {
		return g.rnd.Int64N(20)
	}
	return g.rnd.Int64N(4)
}

func (g *maker) id(i int) string {
	switch {
	case !g.numeric:
		return fmt.Sprintf("t%d", i)
	case g.fault(5):
		return fmt.Sprintf("x%d", i)
	case g.chance(20):
		return fmt.Sprintf("0%d", i)
	default:
		return fmt.Sprint(i)
	}
}

func (g *maker) someone() string {
	if g.chance(4) {
		return "stranger"
	}
	if g.crowded && g.chance(75) {
		return g.out.Roster.Payees[0].ID
	}
	return g.out.Roster.Payees[g.rnd.IntN(len(g.out.Roster.Payees))].ID
}

func (g *maker) dates(t *incentive.Transaction) {
	t.Booked = g.day()
	if g.chance(3) {
		t.Booked = kam.Day{}
	}
	for _, at := range []*kam.Day{&t.Invoiced, &t.CashDate, &t.Delivered} {
		switch {
		case g.crowded && g.chance(80), g.chance(30):
			*at = t.Booked
		case g.fault(15):
		case g.chance(60) && t.Booked.IsSet():
			*at = t.Booked.AddDays(g.rnd.IntN(20) - 5)
		default:
			*at = g.day()
		}
	}
}

func (g *maker) deal(id string) incentive.Transaction {
	t := incentive.Transaction{ID: id, Sequence: g.sequence(), Amount: g.amount()}
	g.dates(&t)
	if g.chance(75) {
		t.Owner = g.someone()
	} else {
		for _, share := range g.shares() {
			t.Participants = append(t.Participants, incentive.Participant{Payee: g.someone(), Role: pick(g, "", "owner"), Share: share})
		}
	}
	if g.chance(25) {
		t.Participants = append(t.Participants, incentive.Participant{Payee: g.someone(), Role: "presales", Share: kam.MustFraction(pick(g, "1", "0.5", "1/3", "2"))})
	}
	if !g.fault(6) {
		t.Margin = some(dec(pick(g, "10", "50", "33.33", "120", "-20", "0")))
		if g.leansTo(losing) {
			t.Margin = some(dec(pick(g, "10", "50", "-33.33", "-120", "-20")))
		}
		t.Units = some(dec(pick(g, "1", "2", "3", "0.5", "10", "0")))
		t.Cash = some(g.amount())
	}
	t.Attributes = map[string]string{"region": pick(g, "n", "s")}
	if g.chance(90) {
		t.Attributes["product"] = pick(g, "A", "A", "B", "C")
	}
	if !g.fault(15) {
		t.Numbers = map[string]decimal.Decimal{"discount": dec(pick(g, "0", "0.1", "0.25", "-0.1"))}
	}
	t.Currency = pick[kam.Currency](g, "", "", "CNY")
	if g.foreign && g.chance(75) {
		t.Currency = pick(g, currencies...)
		if g.leansTo(exchanging) {
			t.Currency = pick(g, "USD", "JPY", t.Currency)
		}
	}
	if len(g.out.Plans) > 0 && !g.foreign && !g.dirty {
		t.Currency = g.domestic()
	}
	if g.fault(3) {
		t.Currency = "USD"
	}
	return t
}

// domestic is no currency, or that of all plans.
func (g *maker) domestic() kam.Currency {
	for _, p := range g.out.Plans {
		if p.Currency != g.out.Plans[0].Currency {
			return ""
		}
	}
	return pick(g, "", g.out.Plans[0].Currency)
}

// refund takes back a part of what is left of a deal, or the rest.
func (g *maker) refund(id string, of incentive.Transaction) (incentive.Transaction, bool) {
	left := of.Amount
	for _, t := range g.out.Transactions {
		if t.Reverses == of.ID {
			left = left.Add(t.Amount)
		}
	}
	part := left
	switch g.rnd.IntN(4) {
	case 0:
		part = left.Mul(dec("0.5")).Truncate(4)
	case 1:
		part = left.Mul(dec("0.3333")).Truncate(4)
	case 2:
		part = left.Mul(dec("0.25")).Truncate(2)
	}
	t := incentive.Transaction{ID: id, Sequence: g.sequence(), Amount: part.Neg(), Reverses: of.ID, Currency: of.Currency}
	g.dates(&t)
	if of.Booked.IsSet() && g.chance(85) {
		booked, late := pick(g, 30, 90), pick(g, 9, 90)
		if g.foreign {
			late = 90
		}
		if g.leansTo(exchanging) {
			booked, late = min(90, g.out.Period.Days()), min(90, g.out.Period.Days())
		}
		t.Booked = later(of.Booked, g.rnd.IntN(booked))
		t.Invoiced, t.CashDate, t.Delivered = later(of.Invoiced, g.rnd.IntN(late)), later(of.CashDate, g.rnd.IntN(late)), later(of.Delivered, g.rnd.IntN(late))
	}
	if g.chance(15) {
		t.Owner, t.Participants = of.Owner, of.Participants
	}
	if g.chance(20) {
		t.Margin, t.Units, t.Cash = some(dec(pick(g, "-5", "-0.01", "0"))), some(dec(pick(g, "-1", "-0.5"))), some(part.Neg())
	}
	switch {
	case g.fault(4):
		t.Amount = of.Amount.Neg().Sub(dec("0.01"))
	case g.fault(3):
		t.Reverses, t.Owner = "gone", g.someone()
		t.Participants = nil
	case g.fault(3):
		t.Owner, t.Participants = g.someone(), nil
	case g.fault(2):
		t.Currency = "USD"
	}
	return t, !t.Amount.IsPositive()
}

func later(d kam.Day, days int) kam.Day {
	if !d.IsSet() {
		return d
	}
	return d.AddDays(days)
}

func (g *maker) observations() {
	few := g.chance(60)
	for _, p := range g.out.Roster.Payees {
		if g.fault(8) {
			continue
		}
		switch {
		case g.leansTo(levelling):
			g.observe(p.ID, pick(g, "50", "50", "50", "50", "80"))
		case few:
			g.observe(p.ID, pick(g, "50", "50", "50", "80", "0"))
		default:
			g.observe(p.ID, pick(g, "0", "19.99", "20", "50", "65.5", "80", "100", "-5"))
		}
	}
}

func (g *maker) observe(payee, value string) {
	g.out.Observations = append(g.out.Observations, kam.Observation{
		Subject: kam.Subject{Kind: "payee", ID: payee}, Metric: "nps", Period: g.out.Period, Value: some(dec(value)),
	})
}

// opening makes positions, earlier deals and postings.
func (g *maker) opening() {
	o := &g.out.Opening
	for _, a := range g.out.Roster.Assignments {
		i := slices.IndexFunc(g.out.Plans, func(p incentive.Plan) bool { return p.ID == a.Plan && p.Version == a.Version })
		if i < 0 {
			continue
		}
		plan := g.out.Plans[i]
		for _, m := range plan.Measures {
			stated := slices.ContainsFunc(o.Positions, func(p incentive.Position) bool { return p.Payee == a.Payee && p.Plan == a.Plan && p.Measure == m.Name })
			if toDate(m.Window) && g.may(opening, 10) && !stated {
				o.Positions = append(o.Positions, incentive.Position{Payee: a.Payee, Plan: a.Plan, Measure: m.Name, Value: dec(pick(g, "50", "100", "333.33", "-20"))})
			}
		}
		g.posted(a, plan)
	}
	g.prior()
}

// prior adds refunds of deals that are not among the transactions.
func (g *maker) prior() {
	if !g.may(earlier, 22) || len(g.out.Roster.Assignments) == 0 {
		return
	}
	a := pick(g, g.out.Roster.Assignments...)
	i := slices.IndexFunc(g.out.Plans, func(p incentive.Plan) bool { return p.ID == a.Plan && p.Version == a.Version })
	if i < 0 {
		return
	}
	of := g.deal(g.id(100))
	of.Owner, of.Participants = a.Payee, nil
	of.Booked, of.Invoiced, of.CashDate, of.Delivered = g.year.From.AddDays(-40), g.year.From.AddDays(-30), g.year.From.AddDays(-20), g.year.From.AddDays(-30)
	earned := map[string]decimal.Decimal{}
	for _, k := range g.out.Plans[i].Components {
		if !g.fault(20) {
			earned[k.Name] = dec(pick(g, "10", "3.33", "50"))
		}
	}
	g.out.Opening.Prior = append(g.out.Opening.Prior, incentive.Prior{Payee: a.Payee, Plan: a.Plan, Transaction: of, Earned: earned})
	for i := range 1 + g.rnd.IntN(2) {
		t, ok := g.refund(g.id(101+i), of)
		t.Booked, t.Invoiced, t.CashDate, t.Delivered = g.day(), g.day(), g.day(), g.day()
		if ok && t.Reverses == of.ID {
			g.out.Transactions = append(g.out.Transactions, t)
		}
	}
}
