package sample

import (
	"fmt"
	"iter"
	"math/rand/v2"
	"time"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/evidence"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/examples/console/desk"
	"github.com/kam-go/kam/goals"
	"github.com/kam-go/kam/goals/tracking"
	"github.com/kam-go/kam/scoring"
)

const (
	currency = "CNY"
	source   = "CRM"
	// system is the CRM that the customers are of.
	system = "crm"
)

// Dossiers yields what is known of everybody beside deals and roster.
func (c Company) Dossiers() iter.Seq2[string, desk.Dossier] {
	return func(yield func(string, desk.Dossier) bool) {
		for i, id := range c.sellers {
			if !yield(id, c.dossier(i)) {
				return
			}
		}
	}
}

// subject is how the library calls a person.
func subject(id string) kam.Subject { return kam.Subject{Kind: "payee", ID: id} }

func (c Company) dossier(seller int) desk.Dossier {
	id := c.sellers[seller]
	r := stream('k', seller)
	known := desk.Dossier{Goals: c.goals(seller, r), Records: c.records(seller, r)}
	for k := range between(r, 2, 4) {
		_, name := c.customer(seller, r.IntN(customers))
		t := c.dealsOf(seller)[0]
		t.ID, t.Booked, t.Amount = fmt.Sprintf("o-%05d-%04d", seller+1, k+1), c.Today.AddDays(between(r, 1, 12)), decimal.NewFromInt(int64(between(r, 20, 180)*1000))
		t.Attributes = map[string]string{"customer": name, "kind": "renewal"}
		known.Open = append(known.Open, desk.OpenDeal{Deal: t, Customer: name, Chance: kam.Fraction{Num: int64(between(r, 2, 8)), Den: 10}})
	}
	for k := range between(r, 4, 7) {
		_, name := c.customer(seller, k%customers)
		amount := decimal.NewFromInt(int64(between(r, 10, 150) * 1000))
		paid := decimal.Zero
		switch r.IntN(5) {
		case 0:
		case 1:
			paid = amount.Mul(decimal.New(4, -1))
		default:
			paid = amount
		}
		known.Due = append(known.Due, desk.Invoice{
			Deal: fmt.Sprintf("i-%05d-%04d", seller+1, k+1), Customer: name, Due: c.Today.AddDays(-between(r, -20, 70)), Amount: amount, Collected: paid,
		})
	}
	known.Score, known.File = c.score(id, r), c.file(seller, r)
	return known
}

// goals are what a salesperson has agreed on for the quarter: sales, which the deals are the readings of, and visits.
func (c Company) goals(seller int, r *rand.Rand) []tracking.Input {
	id := c.sellers[seller]
	sales := tracking.Input{Gaps: tracking.GapsZero, Basis: tracking.WorkingDays, Goal: goals.Goal{
		ID: "sales", Owners: []string{id}, Title: kam.Text{EN: "Sales of the quarter", ZH: "本季度销售额"}, Metric: "sales", Scope: goals.All, Currency: currency, Period: c.Current,
		Target: decimal.NewFromInt(quota), Direction: kam.HigherIsBetter, Tracking: goals.Flow, Source: source,
	}}
	byDay := map[kam.Day]decimal.Decimal{}
	for _, t := range c.creditedTo(seller) {
		if c.Current.Contains(t.Booked) {
			byDay[t.Booked] = byDay[t.Booked].Add(t.Amount)
		}
	}
	for day := c.Current.From; day.Before(c.Today); day = day.AddDays(1) {
		if amount, ok := byDay[day]; ok {
			sales.Observations = append(sales.Observations, kam.Observation{
				Subject: subject(id), Metric: "sales", Currency: currency, Source: source, Period: kam.Period{From: day, Until: day.AddDays(1)},
				Value: decimal.NewNullDecimal(amount),
			})
		}
	}
	visits := tracking.Input{Basis: tracking.WorkingDays, Goal: goals.Goal{
		ID: "visits", Owners: []string{id}, Title: kam.Text{EN: "Visits of the quarter", ZH: "本季度拜访"}, Metric: "visits", Scope: goals.All, Unit: "visits", Period: c.Current,
		Target: decimal.NewFromInt(60), Direction: kam.HigherIsBetter, Tracking: goals.Flow, Source: source,
	}}
	visits.Observations = []kam.Observation{{
		Subject: subject(id), Metric: "visits", Unit: "visits", Source: source, Period: kam.Period{From: c.Current.From, Until: c.Today.AddDays(1)},
		Value: decimal.NewNullDecimal(decimal.NewFromInt(int64(between(r, 34, 62)))),
	}}
	return []tracking.Input{sales, visits}
}

// records are the customers of a salesperson and when they were met last; one of them never was.
func (c Company) records(seller int, r *rand.Rand) []crm.Record {
	id := c.sellers[seller]
	at := func(day kam.Day, hour int) time.Time {
		return time.Date(day.Year(), day.Month(), day.DayOfMonth(), hour, 0, 0, 0, time.UTC)
	}
	modified := at(c.Today, 0)
	var out []crm.Record
	for k := range customers {
		customer, name := c.customer(seller, k)
		tier := []string{"A", "A", "B", "B", "C", "C"}[k]
		out = append(out, crm.Record{
			Ref: crm.Ref{System: system, Kind: crm.KindAccount, ID: customer}, Modified: modified,
			Data: &crm.Account{Name: name, Tier: tier, Owner: id, Created: at(c.Today.AddDays(-400), 9)},
		})
		if k == customers-1 {
			continue
		}
		most := map[string]int{"A": 40, "B": 60, "C": 90}[tier]
		out = append(out, crm.Record{
			Ref: crm.Ref{System: system, Kind: crm.KindActivity, ID: customer + "/visit"}, Modified: modified,
			Data: &crm.Activity{Type: crm.Visit, Account: customer, Owner: id, Status: crm.Done, Start: at(c.Today.AddDays(-between(r, 3, most)), 10)},
		})
	}
	return out
}

// score is what the scorecard reads of the quarter.
func (c Company) score(id string, r *rand.Rand) *scoring.Inputs {
	in := &scoring.Inputs{Subject: subject(id), Period: c.Current}
	for _, m := range []struct {
		metric    string
		low, high int // in percent
	}{
		{"sales.growth", -15, 28},
		{"customer.csat", 70, 97},
		{"customer.nps", 0, 60},
		{"customer.retention.gross", 78, 99},
		{"customer.retention.logo", 80, 100},
		{"market.share.new-account", 2, 25},
		{"market.share.new-sector", 0, 14},
		{"market.share.whitespace", 0, 16},
	} {
		value := decimal.New(int64(between(r, m.low, m.high)), -2)
		in.Observations = append(in.Observations, kam.Observation{
			Subject: in.Subject, Metric: m.metric, Period: c.Current, Value: decimal.NewNullDecimal(value), Source: source, AsOf: c.Today,
		})
	}
	return in
}

// sold is what a salesperson's deals of a period count for their quota; false where the company has no deals of it.
func (c Company) sold(seller int, p kam.Period) (decimal.Decimal, bool) {
	sum, some := decimal.Zero, false
	for _, t := range c.creditedTo(seller) {
		if p.Contains(t.Booked) {
			sum, some = sum.Add(t.Amount), true
		}
	}
	return sum, some
}

// file is the evidence for a promotion: position, four quarters, joint deals, skills, and the yearly training. A quarter with deals has
// what they come to, which is what the statement says; the others are before the company's records and made up.
func (c Company) file(seller int, r *rand.Rand) *evidence.File {
	f := &evidence.File{Person: subject(c.sellers[seller])}
	since := c.Today.AddMonths(-between(r, 8, 40))
	f.Positions = []evidence.Position{{Stage: "account-manager", Department: "sales", Held: kam.Period{From: since}}}
	for i := range 4 {
		from := c.Current.From.AddMonths(-3 * (4 - i))
		quarter := kam.Period{From: from, Until: from.AddMonths(3)}
		amount := decimal.NewFromInt(int64(quota * between(r, 84, 125) / 100))
		if sold, some := c.sold(seller, quarter); some {
			amount = sold
		}
		f.Observations = append(f.Observations, kam.Observation{
			Subject: f.Person, Metric: "sales.attainment", Period: quarter, Source: source,
			Numerator: decimal.NewNullDecimal(amount), Denominator: decimal.NewNullDecimal(decimal.NewFromInt(quota)),
		})
	}
	first := kam.MustDay("2025-09-01")
	for i := range 12 {
		from := first.AddMonths(i)
		f.Observations = append(f.Observations, kam.Observation{
			Subject: f.Person, Metric: "sales.joint-deals", Unit: "deals", Period: kam.Period{From: from, Until: from.AddMonths(1)}, Source: source,
			Value: decimal.NewNullDecimal(decimal.NewFromInt(int64(r.IntN(4) / 3))),
		})
	}
	for _, skill := range []string{"account-planning", "negotiation", "industry-insight"} {
		f.Skills = append(f.Skills, evidence.Assessment{Skill: skill, Level: between(r, 1, 2), Assessor: subject("assessor"), On: c.Today.AddMonths(-2)})
	}
	f.Certificates = []evidence.Certificate{{Kind: "compliance", Earned: c.Today.AddMonths(-between(r, 2, 14)), Until: c.Today.AddMonths(between(r, -1, 10))}}
	for _, kind := range []evidence.Kind{evidence.Positions, evidence.Certificates, evidence.Flags} {
		f.Complete = append(f.Complete, evidence.Completeness{Of: kind, Period: kam.Period{From: c.Today.AddMonths(-120), Until: c.Today.AddDays(1)}})
	}
	return f
}
