package desk

import (
	"cmp"
	"context"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm/followup"
	"github.com/kam-go/kam/examples/console/store"
	"github.com/kam-go/kam/incentive"
)

// PageMembers is how many people a page of a list has.
const PageMembers = 50

// longest is how many rows the lists of an overview have.
const longest = 10

// overviewKind is the kind of the views that have an overview.
const overviewKind = "overview"

// Overview is what a director asks of everybody below a manager, in one period. Amounts are in Currency.
type Overview struct {
	Period   kam.Period
	Label    string
	AsOf     kam.Day
	Currency kam.Currency
	// People is how many have a statement, once for each of their assignments, Measured how many of them have an attainment, and Full how many of those are at 100 % or
	// above.
	People, Measured, Full int
	Spread                 []Band
	// Fifths are those with an attainment in five groups of the same size, the best first.
	Fifths []Fifth
	// Revenue is what their deals of the period come to, and Pay what they are paid for it.
	Revenue, Pay decimal.Decimal
	// Strays is the part of Revenue whose owners are not in the roster: only the overview of everybody has it.
	Strays decimal.Decimal
	// Pipeline is what open deals come to, Expected the same by their chances, and Liability what would be paid on top if exactly that
	// were sold.
	Open                          int
	Pipeline, Expected, Liability decimal.Decimal
	// Due is what customers were to have paid before AsOf, and Collected what they paid of it.
	Due, Collected decimal.Decimal
	// Late are the largest amounts overdue, and Overdue is how many there are in all.
	Late    []Late
	Overdue int
	// AtRisk is how many accounts are left alone for twice as long as agreed, or about to be taken back; Risks are the most urgent.
	AtRisk int
	Risks  []Risk
	// Customers are the largest, and Others how many there are besides.
	Customers []Customer
	Others    int
	Held      []Held `json:",omitempty"`
	// Members is how many people the list of the scope has.
	Members int
}

// Band is a stretch of attainment: from From, inclusive, to Until, exclusive; both in percent. Without Until it is open.
type Band struct{ From, Until, People int }

// Fifth is a group of people with similar attainment.
type Fifth struct {
	People int
	// Attainment and Pay are means, Share what the group gets of all pay.
	Attainment, Pay, Share decimal.Decimal
}

// Late is what a customer owes.
type Late struct {
	Customer, Payee string
	Due             kam.Day
	Amount          decimal.Decimal
}

// Risk is an account that nobody looks after.
type Risk struct {
	Customer, Payee string
	Why             kam.Text
	urgency         kam.Fraction
}

// Customer is a customer with the revenue of the period.
type Customer struct {
	Name             string
	Revenue, Portion decimal.Decimal
}

// Held is somebody who is not paid, and why.
type Held struct {
	Payee string
	Why   kam.Text
}

// Overview returns what a manager, or [Everybody], is to know of a period.
func (d *Desk) Overview(ctx context.Context, scope string, p kam.Period) (Overview, error) {
	var o Overview
	return o, d.view(ctx, p, overviewKind, []string{scope}, 0, &o)
}

// gathering is an overview that is being added up.
type gathering struct {
	Overview
	members   []Member
	customers map[string]decimal.Decimal
}

// MoreLate is how many amounts are overdue besides those that are listed.
func (o Overview) MoreLate() int { return max(0, o.Overdue-len(o.Late)) }

// MoreRisks is how many accounts are at risk besides those that are listed.
func (o Overview) MoreRisks() int { return max(0, o.AtRisk-len(o.Risks)) }

// gatherer adds up overviews of all scopes at once.
type gatherer struct {
	desk    *Desk
	period  kam.Period
	scopes  map[string]*gathering
	withAll map[string][]string // a person's scopes
	behind  map[string]int      // how many customers of a person are overdue for follow-up; of those who have customers
}

func (d *Desk) gatherer(p kam.Period) *gatherer {
	g := &gatherer{desk: d, period: p, scopes: map[string]*gathering{}, withAll: map[string][]string{}, behind: map[string]int{}}
	for _, someone := range d.people.list {
		g.withAll[someone.ID] = append(d.people.above(someone.ID), Everybody)
	}
	for id := range d.people.leads {
		g.scope(id)
	}
	g.scope(Everybody)
	return g
}

func (g *gatherer) scope(id string) *gathering {
	s, ok := g.scopes[id]
	if !ok {
		s = &gathering{customers: map[string]decimal.Decimal{}, Overview: Overview{
			Period: g.period, Label: g.desk.Label(g.period), AsOf: g.desk.Today, Currency: g.desk.pays,
			Spread: []Band{{0, 50, 0}, {50, 80, 0}, {80, 100, 0}, {100, 120, 0}, {120, 150, 0}, {From: 150}},
		}}
		g.scopes[id] = s
	}
	return s
}

// each does something for every scope that a person is in. Nobody sees who is not in the roster but those who see everybody.
func (g *gatherer) each(payee string, do func(*gathering)) {
	scopes, known := g.withAll[payee]
	if !known {
		scopes = []string{Everybody}
	}
	for _, scope := range scopes {
		do(g.scope(scope))
	}
}

// deal adds the revenue of a deal.
func (g *gatherer) deal(t incentive.Transaction, customer string) {
	if !g.period.Contains(t.Booked) {
		return
	}
	add := func(payee string, amount decimal.Decimal) {
		if _, known := g.withAll[payee]; !known {
			s := g.scope(Everybody)
			s.Strays = s.Strays.Add(amount)
		}
		g.each(payee, func(s *gathering) {
			s.Revenue = s.Revenue.Add(amount)
			s.customers[customer] = s.customers[customer].Add(amount)
		})
	}
	if len(t.Participants) == 0 {
		add(t.Owner, t.Amount)
		return
	}
	for _, p := range t.Participants {
		if p.Role == "owner" {
			add(p.Payee, share(t.Amount, p.Share))
		}
	}
}

// share is a part of an amount, for a figure that nobody is paid by: 4 decimals, half away from zero.
func share(amount decimal.Decimal, f kam.Fraction) decimal.Decimal {
	if f.Den == 0 {
		return decimal.Zero
	}
	return amount.Mul(decimal.NewFromInt(f.Num)).DivRound(decimal.NewFromInt(f.Den), 4)
}

// statement adds a statement.
func (g *gatherer) statement(s Statement) {
	m := Member{Payee: s.Payee, Name: g.desk.Name(s.Payee), Plan: s.Plan, Ref: s.Ref, Pay: s.Earned, Title: s.Title}
	if n, known := g.behind[s.Payee]; known {
		m.Behind = &n
	}
	for _, x := range s.Measures {
		if x.Attainment.Valid {
			m.Attainment, m.Value, m.Quota = x.Attainment, x.Value, x.Quota
			break
		}
	}
	g.each(s.Payee, func(o *gathering) {
		o.People++
		o.Pay = o.Pay.Add(s.Earned)
		o.members = append(o.members, m)
		if !m.Attainment.Valid {
			return
		}
		o.Measured++
		percent := m.Attainment.Decimal.Shift(2)
		if percent.GreaterThanOrEqual(decimal.NewFromInt(100)) {
			o.Full++
		}
		for i := len(o.Spread) - 1; i >= 0; i-- {
			if i == 0 || percent.GreaterThanOrEqual(decimal.NewFromInt(int64(o.Spread[i].From))) {
				o.Spread[i].People++
				break
			}
		}
	})
}

// expect adds what would be paid if what is expected of the open deals were sold.
func (g *gatherer) expect(payee string, more decimal.Decimal) {
	g.each(payee, func(s *gathering) { s.Liability = s.Liability.Add(more) })
}

// dossier adds what is known of a person.
func (g *gatherer) dossier(payee string, known Dossier, view *followup.Overview) {
	for _, o := range known.Open {
		if g.period.Contains(o.Deal.Booked) {
			g.each(payee, func(s *gathering) {
				s.Open++
				s.Pipeline, s.Expected = s.Pipeline.Add(o.Deal.Amount), s.Expected.Add(share(o.Deal.Amount, o.Chance))
			})
		}
	}
	for _, i := range known.Due {
		if !i.Ended(g.desk.Today) {
			continue
		}
		g.each(payee, func(s *gathering) {
			s.Due, s.Collected = s.Due.Add(i.Amount), s.Collected.Add(i.Collected)
			if missing := i.Overdue(g.desk.Today); missing.IsPositive() {
				s.Overdue++
				s.Late = keep(s.Late, Late{Customer: i.Customer, Payee: payee, Due: i.Due, Amount: missing},
					func(a, b Late) int { return cmp.Or(b.Amount.Cmp(a.Amount), cmp.Compare(a.Customer, b.Customer)) })
			}
		})
	}
	if len(known.Records) > 0 {
		g.behind[payee] = Behind(view)
	}
	for _, r := range risks(payee, view) {
		g.each(payee, func(s *gathering) {
			s.AtRisk++
			s.Risks = keep(s.Risks, r, func(a, b Risk) int {
				return cmp.Or(b.urgency.Rat().Cmp(a.urgency.Rat()), cmp.Compare(a.Customer, b.Customer))
			})
		})
	}
}

// Behind counts the customers who are overdue for follow-up, each once; those who were never met are not among them.
func Behind(view *followup.Overview) int {
	overdue := map[string]bool{}
	for _, l := range view.Lines {
		if l.Status == followup.Overdue {
			overdue[l.Account.ID] = true
		}
	}
	return len(overdue)
}

// keep adds a row to a list in order, and keeps the first of them.
func keep[T any](list []T, row T, order func(a, b T) int) []T {
	at, _ := slices.BinarySearchFunc(list, row, order)
	if at == longest {
		return list
	}
	list = slices.Insert(list, at, row)
	return list[:min(len(list), longest)]
}

// risks are the accounts of a person that are left alone for twice as long as agreed, each once, and those about to be taken back.
func risks(payee string, view *followup.Overview) []Risk {
	if view == nil {
		return nil
	}
	var out []Risk
	seen := map[string]bool{}
	for _, l := range view.Lines {
		if l.Status == followup.Overdue && l.Urgency.Den > 0 && l.Urgency.Num >= 2*l.Urgency.Den && !seen[l.Account.ID] {
			seen[l.Account.ID] = true
			out = append(out, Risk{Customer: l.Name, Payee: payee, Why: l.Why, urgency: l.Urgency})
		}
	}
	for _, r := range view.Recalls {
		if !seen[r.Account.ID] {
			seen[r.Account.ID] = true
			out = append(out, Risk{Customer: r.Name, Payee: payee, Why: r.Why, urgency: kam.Whole()})
		}
	}
	return out
}

// held adds somebody who is not paid.
func (g *gatherer) held(payee string, why kam.Text) {
	g.each(payee, func(s *gathering) { s.Held = append(s.Held, Held{Payee: payee, Why: why}) })
}

// write finishes all overviews and writes them.
func (g *gatherer) write(ctx context.Context, w *store.Writer, run string) error {
	for id, s := range g.scopes {
		s.finish()
		if err := w.Put(ctx, store.Key{Kind: overviewKind, Of: key(run, id)}, s.Overview); err != nil {
			return err
		}
		if err := s.writeMembers(ctx, w, key(run, id)); err != nil {
			return err
		}
	}
	return nil
}

func (s *gathering) finish() {
	slices.SortFunc(s.members, inOrder[ByAttainment])
	s.Overview.Members = len(s.members)
	s.Fifths = fifths(s.members[:s.Measured])
	for name, revenue := range s.customers {
		s.Customers = append(s.Customers, Customer{Name: name, Revenue: revenue, Portion: Portion(revenue, s.Revenue)})
	}
	slices.SortFunc(s.Customers, func(a, b Customer) int {
		return cmp.Or(b.Revenue.Cmp(a.Revenue), cmp.Compare(a.Name, b.Name))
	})
	s.Others = max(0, len(s.Customers)-longest)
	s.Customers = s.Customers[:len(s.Customers)-s.Others]
	slices.SortFunc(s.Held, func(a, b Held) int { return cmp.Compare(a.Payee, b.Payee) })
}

// fifths divides people, the best first, into five groups whose sizes differ by at most one.
func fifths(members []Member) []Fifth {
	if len(members) < 5 {
		return nil
	}
	total := decimal.Zero
	for _, m := range members {
		total = total.Add(m.Pay)
	}
	var out []Fifth
	for i := range 5 {
		group := members[i*len(members)/5 : (i+1)*len(members)/5]
		pay, attainment := decimal.Zero, decimal.Zero
		for _, m := range group {
			pay, attainment = pay.Add(m.Pay), attainment.Add(m.Attainment.Decimal)
		}
		n := decimal.NewFromInt(int64(len(group)))
		out = append(out, Fifth{People: len(group), Attainment: attainment.DivRound(n, 4), Pay: pay.DivRound(n, 2), Share: Portion(pay, total)})
	}
	return out
}

// Portion is a part of a whole, with 4 decimals, half away from zero; 0 of nothing.
func Portion(part, whole decimal.Decimal) decimal.Decimal {
	if whole.IsZero() {
		return decimal.Zero
	}
	return part.DivRound(whole, 4)
}
