package incentive_test

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/internal/reference/gen"
)

// recordCase is a case with the plans of a random one in which nobody's pay depends on anybody else's, but for deals that are
// credited above too, and with many deals that are mostly clean: of mixed scales, some with refunds, some as large as a number of a transaction may be.
func recordCase(seed uint64) (gen.Case, error) {
	rnd := rand.New(rand.NewPCG(seed, 0x62756c6b))
	c, err := gen.Alone(seed)
	if err != nil {
		return c, err
	}
	plans, roster := c.Plans, c.Roster
	tame(&c, rnd)
	if _, err := compiledCase(c); err != nil {
		c.Plans, c.Roster = plans, roster
	}
	m := dealMaker{rnd: rnd, c: &c, first: firstID(rnd), from: c.Transactions, digits: 3 + rnd.IntN(4), dirty: rnd.IntN(4) == 0, refunds: rnd.IntN(2) == 0}
	if rnd.IntN(8) == 0 {
		m.digits = 12
	}
	c.Transactions = nil
	if rnd.IntN(3) > 0 {
		c.Opening = incentive.Opening{}
	}
	for i := range 5 + rnd.IntN(60) {
		m.deal(i)
	}
	reorder(c.Transactions, rnd)
	return c, nil
}

// reorder lets deals come in another order than that of their ids, or leaves them.
func reorder(deals []incentive.Transaction, rnd *rand.Rand) {
	shuffle := func() { rnd.Shuffle(len(deals), func(i, j int) { deals[i], deals[j] = deals[j], deals[i] }) }
	switch rnd.IntN(6) {
	case 0, 1:
		shuffle()
	case 2:
		slices.SortStableFunc(deals, func(a, b incentive.Transaction) int { return a.Booked.Compare(b.Booked) })
	case 3:
		if rnd.IntN(2) == 0 {
			shuffle()
		}
		slices.SortStableFunc(deals, func(a, b incentive.Transaction) int { return cmp.Compare(a.Sequence, b.Sequence) })
	case 4:
		slices.SortStableFunc(deals, func(a, b incentive.Transaction) int { return cmp.Compare(a.ID, b.ID) })
	}
}

// dealMaker makes up the deals of a case.
type dealMaker struct {
	rnd    *rand.Rand
	c      *gen.Case
	from   []incentive.Transaction
	digits int
	// refunds says that some deals are taken back, abroad that some are in another currency.
	refunds, abroad bool
	// dirty deals are some before the run or without a date, of nobody known, or with an id that another one has.
	dirty bool
	// bare deals mostly have nothing but an amount; their ids begin with prefix, and have numbers from first on.
	bare   bool
	prefix string
	first  int
}

// firstID is the first id's number: text and number have one order from 100 on, and others from 8.
func firstID(rnd *rand.Rand) int { return []int{8, 100}[rnd.IntN(2)] }

func (m *dealMaker) deal(i int) {
	rnd, c := m.rnd, m.c
	t := incentive.Transaction{ID: m.prefix + fmt.Sprint(m.first+i), Sequence: int64(rnd.IntN(4)), Owner: c.Roster.Payees[rnd.IntN(len(c.Roster.Payees))].ID, Amount: m.amount()}
	for _, at := range []*kam.Day{&t.Booked, &t.Invoiced, &t.CashDate, &t.Delivered} {
		*at = c.Period.From.AddDays(rnd.IntN(c.Period.Until.Sub(c.Period.From)))
		if m.dirty && rnd.IntN(12) == 0 {
			*at = at.AddDays(-rnd.IntN(200))
		}
		if m.dirty && rnd.IntN(40) == 0 {
			*at = kam.Day{}
		}
	}
	for _, x := range []*decimal.NullDecimal{&t.Margin, &t.Units, &t.Cash} {
		if m.bare && rnd.IntN(30) > 0 {
			continue
		}
		if *x = decimal.NewNullDecimal(m.amount()); m.dirty && rnd.IntN(50) == 0 {
			*x = decimal.NullDecimal{}
		}
	}
	if rnd.IntN(3) == 0 {
		t.Currency = "CNY"
	}
	if m.abroad && rnd.IntN(6) == 0 || m.dirty && rnd.IntN(30) == 0 {
		t.Currency = "USD"
	}
	if len(m.from) > 0 {
		like := m.from[rnd.IntN(len(m.from))]
		t.Attributes, t.Numbers = like.Attributes, like.Numbers
		if rnd.IntN(4) == 0 {
			t.Currency = like.Currency
		}
		if rnd.IntN(4) == 0 && len(like.Participants) > 0 && (m.dirty || whole(like.Participants)) {
			t.Owner, t.Participants = "", like.Participants
		}
	}
	switch {
	case m.dirty && rnd.IntN(50) == 0:
		t.Owner = "stranger"
	case m.dirty && rnd.IntN(50) == 0:
		t.ID = "0" + t.ID
	case m.dirty && rnd.IntN(50) == 0 && i > 0:
		t.ID = c.Transactions[rnd.IntN(i)].ID
	}
	if m.refunds && i > 0 && rnd.IntN(6) == 0 {
		m.refund(&t, c.Transactions[rnd.IntN(i)])
	}
	c.Transactions = append(c.Transactions, t)
}

// refund makes a transaction take back another, all or a part of it.
func (m *dealMaker) refund(t *incentive.Transaction, of incentive.Transaction) {
	if of.Reverses != "" {
		return
	}
	part := of.Amount
	if slices.ContainsFunc(m.c.Transactions, func(x incentive.Transaction) bool { return x.Reverses == of.ID }) && m.rnd.IntN(10) > 0 {
		return
	}
	if m.rnd.IntN(2) == 0 {
		part = of.Amount.Mul(decimal.New(int64(1+m.rnd.IntN(4)), 0)).Shift(-1).Truncate(4)
	}
	*t = incentive.Transaction{
		ID: t.ID, Sequence: t.Sequence, Reverses: of.ID, Currency: of.Currency, Amount: part.Neg(),
		Booked: of.Booked.AddDays(m.rnd.IntN(30)), Invoiced: of.Invoiced.AddDays(m.rnd.IntN(30)), CashDate: of.CashDate.AddDays(m.rnd.IntN(30)), Delivered: of.Delivered.AddDays(m.rnd.IntN(30)),
	}
	if m.rnd.IntN(3) == 0 {
		t.Margin, t.Units, t.Cash = negative(of.Margin), negative(of.Units), negative(of.Cash)
	}
}

func negative(x decimal.NullDecimal) decimal.NullDecimal {
	x.Decimal = x.Decimal.Neg()
	return x
}

// amount is a number of the case's size, with up to four decimals; now and then the largest that there is.
func (m *dealMaker) amount() decimal.Decimal {
	places := int32(m.rnd.IntN(5))
	if m.refunds && m.rnd.IntN(60) == 0 {
		return decimal.New(999_999_999_999_999, -places)
	}
	largest := int64(1)
	for range m.digits {
		largest *= 10
	}
	return decimal.New(m.rnd.Int64N(largest), -min(places, 4))
}

// tame lets the plans of a case order deals alike, and many of them credit managers too.
func tame(c *gen.Case, rnd *rand.Rand) {
	c.Plans = slices.Clone(c.Plans)
	c.Roster.Assignments = slices.Clone(c.Roster.Assignments)
	for i := range c.Plans {
		p := &c.Plans[i]
		p.Order = c.Plans[0].Order
		if rnd.IntN(2) == 0 {
			unprorated(c, p)
		}
		if rnd.IntN(2) == 0 {
			continue
		}
		p.Credits = append(slices.Clone(p.Credits), incentive.CreditRule{
			Name: "above", To: incentive.ToManager, Level: 1 + rnd.IntN(2), Vacancy: incentive.VacancySkip, Base: incentive.CreditAmount,
			Share: kam.Fraction{Num: 1, Den: 5}, Split: incentive.SplitCredit, Retires: new(rnd.IntN(4) > 0), Pays: new(rnd.IntN(4) > 0),
		})
		p.Measures = slices.Clone(p.Measures)
		for j := range p.Measures {
			if p.Measures[j].Base == incentive.BaseAmount {
				p.Measures[j].Credits = append(slices.Clone(p.Measures[j].Credits), "above")
			}
		}
	}
}

// unprorated takes proration out of a plan, and what it is for out of those who are on the plan.
func unprorated(c *gen.Case, p *incentive.Plan) {
	p.Proration = nil
	for i := range c.Roster.Assignments {
		a := &c.Roster.Assignments[i]
		if a.Plan == p.ID && a.Version == p.Version {
			a.Ramps, a.Absences, a.Target.Changes = nil, nil, nil
			a.Quotas = slices.Clone(a.Quotas)
			for j := range a.Quotas {
				a.Quotas[j].Relief = nil
			}
		}
	}
}

// compiledCase compiles the plans of a case.
func compiledCase(c gen.Case) (*incentive.Program, error) {
	cal, err := kam.NewCalendar(c.Calendar)
	if err != nil {
		return nil, err
	}
	return incentive.Compile(incentive.Book{Plans: c.Plans, Calendar: cal})
}

// plainCase is a case with one plan of the most frequent kind: marginal tiers or one rate, gates and caps, for people and
// their managers.
func plainCase(seed uint64) gen.Case {
	rnd := rand.New(rand.NewPCG(seed, 0x706c61696e))
	of := func(words ...string) string { return words[rnd.IntN(len(words))] }
	quarter := kam.MustPeriod("2026-01-01/2026-04-01")
	p := incentive.Plan{
		Format: 1, ID: "plain", Version: 1, Currency: "CNY", Effective: kam.MustPeriod("2025-01-01/2028-01-01"), Period: kam.Quarter,
		Rounding:   incentive.Rounding{Step: incentive.RoundCredit, Places: new(int32(rnd.IntN(5))), Mode: of("half-up", "half-up", "half-up", "half-up", "half-even", "half-down", "up", "down", "ceil", "floor")},
		CreditDate: incentive.DateName(of("booked", "booked", "invoiced", "cash", "delivered")), Order: incentive.Order(of("id", "numeric-id", "sequence")),
		Refunds: incentive.Refunds{Method: incentive.RefundMethod(of("recalculate", "recalculate", "mirror")), Period: incentive.RefundPeriod(of("origin", "current", "current")), Below: incentive.BelowZero(of("carry-negative", "first-rate", "refuse"))},
	}
	own := incentive.CreditRule{Name: "own", To: incentive.ToOwner, Share: kam.Fraction{Num: 1, Den: int64(1 + rnd.IntN(3))}, Split: incentive.SplitCredit, Retires: new(rnd.IntN(5) > 0), Pays: new(true)}
	if rnd.IntN(2) == 0 {
		own.Factor = &incentive.Factor{By: "class", Values: map[string]decimal.Decimal{"new": exact("1"), "renewal": exact("0.5"), "service": exact("0.75")}, Other: of("refuse", "exclude", "0.1")}
	}
	bare, prefix := rnd.IntN(2) == 0, ""
	if bare {
		own.Retires = new(true)
	}
	team := own
	team.Name, team.To, team.Level, team.Vacancy, team.Base, team.Share = "team", incentive.ToManager, 1, incentive.VacancySkip, incentive.CreditAmount, kam.Fraction{Num: 1, Den: 5}
	p.Credits = []incentive.CreditRule{own, team}
	names := []string{"own", "team"}
	if p.Order != incentive.ByNumericID {
		prefix = of("", "", "deal-", "deal-of-the-quarter-", "€")
	}
	payee := of("p", "p", "payee-000", "payee-of-the-north-", "李")
	for i := range 1 + rnd.IntN(2) {
		base := incentive.Base(of("amount", "amount", "amount", "margin", "units", "count"))
		if bare {
			base = incentive.BaseAmount
		}
		name := fmt.Sprint("m", i)
		p.Measures = append(p.Measures, incentive.Measure{Name: name, Base: base, Credits: names, Window: incentive.PerPeriod})
		k := incentive.Component{Name: fmt.Sprint("c", i), Measure: name}
		basis := incentive.Basis(of("amount", "attainment"))
		if base == incentive.BaseUnits || base == incentive.BaseCount {
			basis = incentive.Basis(of("units", "attainment"))
		}
		bound := func(n int) decimal.Decimal {
			if basis == incentive.ByAttainment {
				return exact(of("0.25", "0.5", "0.5", "0.3333")).Mul(decimal.NewFromInt(int64(n)))
			}
			return decimal.NewFromInt(int64(n) * int64(1+rnd.IntN(40000)))
		}
		if rnd.IntN(4) > 0 {
			k.Tiers = &incentive.Tiers{Mode: incentive.Marginal, Basis: basis}
			last := decimal.Zero
			for n := range 1 + rnd.IntN(4) {
				from := decimal.Zero
				if n > 0 {
					from = last.Add(bound(1))
				}
				last = from
				k.Tiers.Bands = append(k.Tiers.Bands, incentive.Band{From: from, Rate: decimal.NewNullDecimal(exact(of("0.02", "0.035", "0.1", "0", "0.0725", "1.5")))})
			}
		} else {
			k.Rate = decimal.NewNullDecimal(exact(of("0.02", "0.0333", "2.5")))
		}
		if rnd.IntN(3) == 0 {
			k.Caps = append(k.Caps, incentive.Cap{Per: incentive.PerCredit, On: incentive.OnPay, Amount: decimal.NewNullDecimal(exact(of("100", "33.333", "5000"))), Excess: incentive.ExcessForfeit})
		}
		if rnd.IntN(4) == 0 {
			k.Caps = append(k.Caps, incentive.Cap{Per: incentive.PerComponent, On: incentive.OnPay, Amount: decimal.NewNullDecimal(exact(of("100", "20000"))), Excess: incentive.ExcessForfeit})
		}
		if rnd.IntN(3) == 0 {
			k.Gates = append(k.Gates, incentive.Gate{Basis: basis, At: bound(1), Kind: incentive.Cliff, Test: incentive.AtPeriodEnd})
		}
		p.Components = append(p.Components, k)
	}
	if rnd.IntN(2) == 0 {
		x := incentive.Cap{Per: incentive.CapScope(of("plan", "period")), On: incentive.OnPay, Excess: incentive.ExcessForfeit, OfTargetIncentive: decimal.NewNullDecimal(exact(of("3", "1.5")))}
		p.Caps = append(p.Caps, x)
	}
	c := gen.Case{Seed: seed, Period: quarter}
	if rnd.IntN(4) == 0 {
		p.Conversion = &incentive.Conversion{Policy: incentive.RatePolicy(of("transaction-date", "period-end", "plan")), Refunds: incentive.RefundAtOriginal}
		if rnd.IntN(3) > 0 {
			p.Conversion.Places = new(int32(rnd.IntN(5)))
		}
		for from := kam.MustDay("2025-01-01"); from.Before(quarter.Until); from = from.AddDays(1) {
			c.Rates = append(c.Rates, incentive.ExchangeRate{From: "USD", To: "CNY", Period: kam.Period{From: from, Until: from.AddDays(1)}, Rate: exact(of("7.1", "7", "6.9325"))})
		}
	}
	c.Plans = []incentive.Plan{p}
	always := kam.MustPeriod("2025-01-01/2027-01-01")
	for i := range 2 + rnd.IntN(6) {
		id := fmt.Sprint(payee, i)
		c.Roster.Payees = append(c.Roster.Payees, incentive.Payee{ID: id, Open: i > 0 && rnd.IntN(12) == 0})
		a := incentive.Assignment{Payee: id, Plan: "plain", Version: 1, Period: always, Target: incentive.Target{Amount: decimal.NewNullDecimal(exact(of("1000", "333.33", "50000"))), Per: kam.Quarter}}
		if rnd.IntN(8) == 0 {
			a.Period.From = quarter.From.AddDays(rnd.IntN(80))
		}
		for _, m := range p.Measures {
			a.Quotas = append(a.Quotas, incentive.Quota{Measure: m.Name, Period: quarter, Amount: exact(of("100000", "2500.5", "77.7777", "9"))})
		}
		c.Roster.Assignments = append(c.Roster.Assignments, a)
		if i > 0 {
			c.Roster.Reporting = append(c.Roster.Reporting, incentive.ReportingLine{Payee: id, Manager: fmt.Sprint(payee, rnd.IntN(i)), Period: always})
		}
	}
	m := dealMaker{rnd: rnd, c: &c, first: firstID(rnd), digits: 3 + rnd.IntN(4), dirty: rnd.IntN(6) == 0, refunds: rnd.IntN(3) == 0, abroad: p.Conversion != nil, bare: bare, prefix: prefix}
	for _, class := range []string{"new", "renewal", "service"} {
		m.from = append(m.from, incentive.Transaction{Attributes: map[string]string{"class": class, "region": "east"}})
	}
	if rnd.IntN(3) == 0 {
		for _, rare := range []map[string]string{nil, {"class": "another"}, {"class": "renouvelé"}, {"class": "new", "region": "öst"}, {"class": "a class of more than sixteen bytes"}} {
			m.from = append(m.from, incentive.Transaction{Attributes: rare})
		}
	}
	if rnd.IntN(10) == 0 {
		m.digits = 12
	}
	for i := range 5 + rnd.IntN(60) {
		m.deal(i)
	}
	if p.Order == incentive.ByNumericID && rnd.IntN(2) == 0 { // no number
		c.Transactions[0].ID = of("0", "x") + c.Transactions[0].ID
	}
	reorder(c.Transactions, rnd)
	return c
}

// whole reports whether owners share all of a deal, nobody twice.
func whole(list []incentive.Participant) bool {
	total := kam.Fraction{Num: 0, Den: 1}
	for i, p := range list {
		if slices.ContainsFunc(list[:i], func(o incentive.Participant) bool { return o.Payee == p.Payee }) {
			return false
		}
		if p.Role == "" || p.Role == "owner" {
			total = kam.Fraction{Num: total.Num*p.Share.Den + p.Share.Num*total.Den, Den: total.Den * p.Share.Den}
		}
	}
	return total.Num == total.Den
}
