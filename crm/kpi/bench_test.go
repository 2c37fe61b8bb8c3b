package kpi_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/crm/kpi"
)

// manyRecords are n records besides 2,000 accounts: a third each are orders, deals and contacts made, of 2025 and 2026.
func manyRecords(n int) []crm.Record {
	random := newRandom()
	var out []crm.Record
	for i := range 2000 {
		out = append(out, account(fmt.Sprint(i), fmt.Sprintf("industry %d", i%20), fmt.Sprintf("user %d", i%50)))
	}
	for i := range n {
		of, on := fmt.Sprint(random.IntN(2000)), kam.MustDay("2025-07-01").AddDays(random.IntN(365))
		began := time.Date(on.Year(), on.Month(), on.DayOfMonth(), 8, 0, 0, 0, time.UTC)
		amount := decimal.NewNullDecimal(decimal.New(random.Int64N(10_000_000), -2))
		var data crm.Data
		kind := []crm.Kind{crm.KindOrder, crm.KindOpportunity, crm.KindActivity}[i%3]
		switch kind {
		case crm.KindOrder:
			data = &crm.Order{Account: of, Ordered: on, Amount: amount, Currency: "CNY", Lines: []crm.Line{{Product: fmt.Sprint(random.IntN(50)), Amount: amount}}}
		case crm.KindOpportunity:
			status := []crm.DealStatus{crm.Won, crm.Lost, crm.Open}[random.IntN(3)]
			data = &crm.Opportunity{Account: of, Close: on, Created: began.AddDate(0, -1, 0), Amount: amount, Currency: "CNY", Status: status, Stage: "offer", Probability: decimal.NewNullDecimal(decimal.New(5, -1))}
		default:
			data = &crm.Activity{Account: of, Type: crm.Visit, Status: crm.Done, Start: began, Contacts: []string{"x"}}
		}
		out = append(out, record(kind, fmt.Sprint(i), data))
	}
	return out
}

func BenchmarkFamilies(b *testing.B) {
	rules, err := kpi.Compile(kpi.Policy{Revenue: kpi.FromOrders, Products: kpi.FromOrders, Missing: kpi.MissingLeftOut}, time.UTC)
	require.NoError(b, err)
	records := manyRecords(100_000)
	book, err := rules.Read(records)
	require.NoError(b, err)
	q := kpi.Question{
		Whole: us, Period: kam.MustPeriod("2026-01-01/2026-07-01"), Before: kam.MustPeriod("2025-07-01/2026-01-01"), AsOf: kam.MustDay("2026-06-30"),
		By: []kpi.Dimension{kpi.ByUser, kpi.ByAccount, kpi.ByIndustry},
	}
	for _, family := range []struct {
		name string
		ask  func() error
	}{
		{"read", func() error { _, err := rules.Read(records); return err }},
		{"revenue", func() error { _, err := book.Revenue(q); return err }},
		{"retention", func() error { _, err := book.Retention(q); return err }},
		{"deals", func() error { _, err := book.Deals(q); return err }},
		{"pipeline", func() error { _, err := book.Pipeline(q); return err }},
		{"activities", func() error { _, err := book.Activities(q); return err }},
		{"cross-sell", func() error {
			_, err := book.CrossSell(kpi.CrossSellSpec{Period: q.Period, MinAccounts: 5, Peers: kpi.ByIndustry})
			return err
		}},
		{"lapsed", func() error {
			_, err := book.Lapsed(q.AsOf, kpi.LapseSpec{Purchases: 3, Times: decimal.New(2, 0)})
			return err
		}},
		{"shrinking", func() error {
			_, err := book.Shrinking(q.AsOf, kpi.ShrinkSpec{Months: 1, Windows: 6, Below: decimal.New(7, -1)})
			return err
		}},
		{"threads", func() error {
			_, err := book.SingleThreaded(q.AsOf, kpi.ThreadSpec{Days: 90, People: 2})
			return err
		}},
	} {
		b.Run(family.name, func(b *testing.B) {
			for b.Loop() {
				require.NoError(b, family.ask())
			}
		})
	}
}
