package sample

import (
	"fmt"
	"iter"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
)

// Size is how large a company is. The zero value is the built-in team of fifteen.
type Size struct {
	// People is how many are paid; at most 100,000.
	People int
	// Lines is about how many lines all their statements of a quarter have.
	Lines int
}

// String says what the company is, with the flags that ask for it.
func (s Size) String() string {
	if s.People == 0 {
		return "the built-in team (no -people)"
	}
	return fmt.Sprintf("a company of %d people (-people %d -lines %d)", s.People, s.People, s.Lines)
}

const (
	// reports is how many people a manager has, and managers how many managers a director.
	reports  = 12
	managers = 20
	// dealLines is how many lines three deals make: of their owners, of which one is of a new customer, and twice of the manager.
	dealLines = 10
	// quota is what a salesperson is to sell in a quarter.
	quota = 900_000
	// seed makes the same company each time.
	seed = 2026
)

// Company is a company as plain data, and deals that are made up as they are asked for.
type Company struct {
	Today             kam.Day
	Previous, Current kam.Period
	Roster            incentive.Roster
	size              Size
	deals             int // of each salesperson in a quarter
	sellers           []string
	managers          []string
	directors         []string
}

// team is the built-in one: a director, managers, and who reports to them.
var team = []struct {
	manager string
	people  []string
}{
	{"chen.yu", []string{"anna.berg", "he.jun", "li.wen", "lin.yue", "pedro.costa", "sun.bo"}},
	{"maria.keller", []string{"james.wood", "nina.olsen", "wu.jie", "xu.lan", "zhao.qing", "emil.novak"}},
}

// director leads the built-in team.
const director = "lin.hao"

var names = map[string]string{
	"lin.hao": "Lin Hao 林浩", "chen.yu": "Chen Yu 陈宇", "maria.keller": "Maria Keller", "anna.berg": "Anna Berg", "he.jun": "He Jun 何军",
	"li.wen": "Li Wen 李文", "lin.yue": "Lin Yue 林悦", "pedro.costa": "Pedro Costa", "sun.bo": "Sun Bo 孙博", "james.wood": "James Wood",
	"nina.olsen": "Nina Olsen", "wu.jie": "Wu Jie 吴杰", "xu.lan": "Xu Lan 徐岚", "zhao.qing": "Zhao Qing 赵晴", "emil.novak": "Emil Novák",
}

// New returns a company.
func New(size Size) Company {
	c := Company{
		Today: kam.MustDay("2026-09-18"), Previous: kam.MustPeriod("2026-04-01/2026-07-01"), Current: kam.MustPeriod("2026-07-01/2026-10-01"),
		size: size, deals: 11,
	}
	if size.People > 0 {
		c.grow()
	} else {
		c.person(director, "", "")
		c.directors = []string{director}
		for _, t := range team {
			c.person(t.manager, director, "sales-manager")
			c.managers = append(c.managers, t.manager)
			for _, id := range t.people {
				c.person(id, t.manager, "key-account-manager")
				c.sellers = append(c.sellers, id)
			}
		}
	}
	c.quotas()
	return c
}

// grow makes a large company.
func (c *Company) grow() {
	sellers := max(1, c.size.People*reports/(reports+1))
	for i := range sellers {
		manager := fmt.Sprintf("manager-%05d", i/reports+1)
		if i%reports == 0 {
			above := fmt.Sprintf("director-%05d", i/reports/managers+1)
			if i/reports%managers == 0 {
				c.person(above, "", "")
				c.directors = append(c.directors, above)
			}
			c.person(manager, above, "sales-manager")
			c.managers = append(c.managers, manager)
		}
		id := fmt.Sprintf("seller-%05d", i+1)
		c.person(id, manager, "key-account-manager")
		c.sellers = append(c.sellers, id)
	}
	c.deals = max(1, c.size.Lines*3/dealLines/sellers)
}

// year is how long everybody is on a plan.
var year = kam.MustPeriod("2026-01-01/2027-01-01")

// person adds somebody; without a plan for the director.
func (c *Company) person(id, manager, plan string) {
	name, ok := names[id]
	if !ok {
		name = strings.ToUpper(id[:1]) + strings.ReplaceAll(id[1:], "-", " ")
	}
	c.Roster.Payees = append(c.Roster.Payees, incentive.Payee{ID: id, Name: name})
	if manager != "" {
		c.Roster.Reporting = append(c.Roster.Reporting, incentive.ReportingLine{Payee: id, Manager: manager, Period: kam.Period{From: year.From}})
	}
	if plan != "" {
		c.Roster.Assignments = append(c.Roster.Assignments, incentive.Assignment{Payee: id, Plan: plan, Version: 1, Period: year})
	}
}

// quotas gives everybody on a plan the quotas of both quarters.
func (c *Company) quotas() {
	people := map[string]int64{}
	for _, line := range c.Roster.Reporting {
		people[line.Manager]++
	}
	for i, a := range c.Roster.Assignments {
		measure, amount := "sales", decimal.NewFromInt(quota)
		if a.Plan == "sales-manager" {
			measure, amount = "team-sales", decimal.NewFromInt(quota*people[a.Payee])
		}
		for _, p := range []kam.Period{c.Previous, c.Current} {
			c.Roster.Assignments[i].Quotas = append(c.Roster.Assignments[i].Quotas, incentive.Quota{Measure: measure, Period: p, Amount: amount})
		}
	}
}

// stream returns the numbers of one person and purpose: they do not depend on who else there is.
func stream(purpose uint64, seller int) *rand.Rand {
	return rand.New(rand.NewPCG(seed+purpose, uint64(seller))) //nolint:gosec // a made-up company, and no secret
}

// between returns a whole number from low to high, both inclusive.
func between(r *rand.Rand, low, high int) int { return low + r.IntN(high-low+1) }

var (
	places = []string{"Tianhe 天禾", "Longteng 龙腾", "Xinghai 星海", "Beichen 北辰", "Nordlicht", "Haoyuan 浩远", "Lumen", "Qingshan 青山", "Rhein", "Jinhai 金海", "Mistral", "Yunfan 云帆"}
	trades = []string{"Seeds 种业", "Motors 汽车", "Shipyard 船厂", "Pharma 药业", "Optics 光学", "Foods 食品", "Steel 钢铁", "Textiles 纺织", "Energy 能源", "Logistics 物流"}
)

// customers is how many customers a salesperson has.
const customers = 6

// customer returns the id and the name of a customer.
func (c Company) customer(seller, k int) (id, name string) {
	n := seller*customers + k
	name = places[n%len(places)] + " " + trades[n/len(places)%len(trades)]
	if n >= len(places)*len(trades) {
		name += fmt.Sprintf(" %d", n/(len(places)*len(trades))+1)
	}
	return fmt.Sprintf("customer-%06d", n+1), name
}

// Transactions yields all deals: those of the quarter before, those of the current one to date, and in the built-in company a refund, a
// deal of two owners, and one of somebody who is not there any more.
func (c Company) Transactions() iter.Seq2[incentive.Transaction, error] {
	return func(yield func(incentive.Transaction, error) bool) {
		for i := range c.sellers {
			for _, t := range c.dealsOf(i) {
				if !yield(t, nil) {
					return
				}
			}
		}
		if c.size.People > 0 {
			return
		}
		for _, t := range c.special() {
			if !yield(t, nil) {
				return
			}
		}
	}
}

// dealsOf returns the deals of a salesperson, by day.
func (c Company) dealsOf(seller int) []incentive.Transaction {
	return append(c.dealsIn(seller, "b", c.Previous, c.Previous.Until.AddDays(-1)), c.dealsIn(seller, "d", c.Current, c.Today.AddDays(-1))...)
}

func (c Company) dealsIn(seller int, mark string, p kam.Period, last kam.Day) []incentive.Transaction {
	r := stream(uint64(mark[0]), seller)
	days := last.Sub(p.From)
	// What is sold is 55 to 145 % of the quota, in deals of similar size.
	total := quota * between(r, 55, 145) / 100
	var out []incentive.Transaction
	for k := range c.deals {
		_, name := c.customer(seller, r.IntN(customers))
		kind := "renewal"
		if k%3 == 0 {
			kind = "new"
		}
		amount := max(100, total/c.deals*between(r, 60, 140)/100/10*10)
		out = append(out, incentive.Transaction{
			ID: fmt.Sprintf("%s-%05d-%04d", mark, seller+1, k+1), Owner: c.sellers[seller], Amount: decimal.NewFromInt(int64(amount)),
			Booked: p.From.AddDays(k * days / c.deals), Attributes: map[string]string{"customer": name, "kind": kind},
		})
	}
	return out
}

// creditedTo returns the deals of a salesperson with what the special ones count for them.
func (c Company) creditedTo(seller int) []incentive.Transaction {
	out := c.dealsOf(seller)
	if c.size.People > 0 {
		return out
	}
	for _, t := range c.special() {
		for _, p := range t.Participants {
			if p.Payee == c.sellers[seller] {
				part := t
				part.Amount = t.Amount.Mul(decimal.NewFromInt(p.Share.Num)).DivRound(decimal.NewFromInt(p.Share.Den), 2)
				out = append(out, part)
			}
		}
		if t.Owner == c.sellers[seller] {
			out = append(out, t)
		}
	}
	return out
}

// special are the deals that are not like others.
func (c Company) special() []incentive.Transaction {
	first := c.dealsOf(1)
	taken := first[slices.IndexFunc(first, func(t incentive.Transaction) bool { return t.ID[0] == 'd' })]
	_, shared := c.customer(0, 0)
	half := kam.Fraction{Num: 1, Den: 2}
	return []incentive.Transaction{
		{ID: "r-00002-0001", Owner: taken.Owner, Amount: taken.Amount.Neg(), Booked: kam.MustDay("2026-09-02"), Reverses: taken.ID},
		{ID: "s-00001-0001", Participants: []incentive.Participant{
			{Payee: "anna.berg", Role: "owner", Share: half}, {Payee: "wu.jie", Role: "owner", Share: half},
		}, Amount: decimal.NewFromInt(120_000), Booked: kam.MustDay("2026-08-20"), Attributes: map[string]string{"customer": shared, "kind": "new"}},
		{ID: "x-00001-0001", Owner: "olga.petrova", Amount: decimal.NewFromInt(64_000), Booked: kam.MustDay("2026-07-08"), Attributes: map[string]string{"customer": "Nordlicht Steel 钢铁", "kind": "renewal"}},
	}
}
