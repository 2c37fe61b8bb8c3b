package kpi_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/crm/kpi"
)

func product(id string) crm.Ref { return crm.Ref{System: "zoho", Kind: crm.KindProduct, ID: id} }

func basket(id string, products ...string) kpi.Basket {
	b := kpi.Basket{Account: crm.Ref{System: "zoho", Kind: crm.KindAccount, ID: id}}
	for _, p := range products {
		b.Products = append(b.Products, product(p))
	}
	return b
}

func TestAssociate(t *testing.T) {
	got, err := kpi.Associate([]kpi.Basket{
		basket("1", "pump", "hose", "pump"), basket("2", "pump", "hose"), basket("3", "pump"), basket("4", "hose", "pump", "valve"), basket("5", "valve"), basket("6"),
	}, 2)
	require.NoError(t, err)
	require.Len(t, got, 2, "pump and valve are together once only")
	a := got[0]
	assert.Equal(t, kpi.Association{If: product("hose"), Then: product("pump"), Accounts: 5, WithIf: 3, WithThen: 4, Both: 3}, a)
	equalRatio(t, "3/5", a.Support())
	equalRatio(t, "1", a.Confidence())
	equalRatio(t, "5/4", a.Lift()) // 3 * 5 / (3 * 4)
	equalRatio(t, "3/4", got[1].Confidence())
	equalRatio(t, "5/4", got[1].Lift())
	assert.Equal(t, "3 of 3 with hose also have pump (100 %, lift 1.25)", a.Why().EN)
	assert.Equal(t, "购买 hose 的 3 个客户中有 3 个也购买了 pump（100%，提升度 1.25）", a.Why().ZH)
	assert.Equal(t, "nothing is known of the two", kpi.Association{}.Why().EN)

	_, err = kpi.Associate(nil, 0)
	require.ErrorIs(t, err, kpi.ErrSupport)
	many := kpi.Basket{}
	for i := range kpi.MaxProducts + 1 {
		many.Products = append(many.Products, product(fmt.Sprint(i)))
	}
	_, err = kpi.Associate([]kpi.Basket{many}, 1)
	require.ErrorIs(t, err, kpi.ErrProducts)
	got, err = kpi.Associate(nil, 1)
	require.NoError(t, err)
	assert.Empty(t, got)
}

// Associations are what counting pairs by hand gives, whatever the order of baskets.
func TestAssociateProperties(t *testing.T) {
	random := newRandom()
	for range 100 {
		var baskets []kpi.Basket
		for i := range random.IntN(12) {
			var products []string
			for p := range 5 {
				if random.IntN(2) == 0 {
					products = append(products, fmt.Sprint(p))
				}
			}
			baskets = append(baskets, basket(fmt.Sprint(i), products...))
		}
		got, err := kpi.Associate(baskets, 1)
		require.NoError(t, err)
		for _, a := range got {
			var all, x, y, both int64
			for _, b := range baskets {
				hasX, hasY := slices.Contains(b.Products, a.If), slices.Contains(b.Products, a.Then)
				if len(b.Products) > 0 {
					all++
				}
				if hasX {
					x++
				}
				if hasY {
					y++
				}
				if hasX && hasY {
					both++
				}
			}
			assert.Equal(t, kpi.Association{If: a.If, Then: a.Then, Accounts: all, WithIf: x, WithThen: y, Both: both}, a)
		}
		random.Shuffle(len(baskets), func(i, k int) { baskets[i], baskets[k] = baskets[k], baskets[i] })
		again, err := kpi.Associate(baskets, 1)
		require.NoError(t, err)
		assert.Equal(t, got, again)
	}
}

// clinics are seven customers: six have pumps, five of them hoses; the seventh of the trade has a valve alone.
func clinics() []crm.Record {
	records := []crm.Record{
		record(crm.KindProduct, "pump", &crm.Product{Name: "Pump P1"}), record(crm.KindProduct, "hose", &crm.Product{Name: "Hose"}),
		record(crm.KindProduct, "old", &crm.Product{Name: "Old pump", Retired: true}), account("shop", "retail", ""), account("new", "medical", ""),
	}
	for i := range 7 {
		id := fmt.Sprintf("c%d", i)
		records = append(records, account(id, "medical", "anna"))
		products := []string{"pump", "old", "hose"}
		switch i {
		case 5:
			products = products[:2]
		case 6:
			products = []string{"valve"}
		}
		records = append(records, order("o"+id, id, "2026-05-01", fmt.Sprint(100*(i+1)), "CNY", products...))
	}
	return append(records, order("late", "shop", "2026-07-01", "1", "CNY", "pump"), order("s", "shop", "2026-05-01", "1", "CNY", "pump"))
}

func TestCrossSell(t *testing.T) {
	got, err := read(t, nil, clinics()...).CrossSell(kpi.CrossSellSpec{Period: second().Period, MinAccounts: 3, Peers: kpi.ByIndustry})
	require.NoError(t, err)
	var proposed []string
	for _, w := range got.Whitespace {
		proposed = append(proposed, w.Account.ID+" "+w.Title+": "+w.Why().EN)
	}
	assert.Equal(t, []string{
		"c5 Hose: 5 of 6 peers in medical have it; 5 of 6 with Old pump also have Hose (83.3 %, lift 1.33); half of them spent at least CNY 300.00",
		"c6 Pump P1: 6 of 6 peers in medical have it; half of them spent at least CNY 350.00",
		"c6 Hose: 5 of 6 peers in medical have it; half of them spent at least CNY 300.00",
		"new Pump P1: 6 of 7 peers in medical have it; half of them spent at least CNY 350.00",
		"new Hose: 5 of 7 peers in medical have it; half of them spent at least CNY 300.00",
		"shop Hose: 5 of 7 with Pump P1 also have Hose (71.4 %, lift 1.14)",
	}, proposed, "a retired product is never proposed, and one shop makes no peers")
	equalRatio(t, "5/6", got.Whitespace[0].Share())
	assert.Equal(t, "The c5 does not have Hose: "+got.Whitespace[0].Why().EN, got.Whitespace[0].Finding().Message.EN)

	few, err := read(t, nil, clinics()...).CrossSell(kpi.CrossSellSpec{Period: second().Period, MinAccounts: 6, MinLift: dec("5"), PeerShare: dec("0.86"), PerAccount: 1})
	require.NoError(t, err)
	proposed = nil
	for _, w := range few.Whitespace {
		proposed = append(proposed, w.Account.ID+" "+w.Product.ID)
	}
	assert.Equal(t, []string{"c6 pump", "new pump"}, proposed, "7 of 7 and 7 of 8 have it")
}

func TestCrossSellFaults(t *testing.T) {
	_, err := read(t, nil).CrossSell(kpi.CrossSellSpec{MinLift: dec("-1"), Peers: kpi.ByUser, MinPeers: -1, PeerShare: dec("2")})
	assert.Equal(t, []string{"kpi.period", "kpi.support", "kpi.count", "kpi.share", "kpi.lift", "kpi.by"}, faults(t, err))
	_, err = read(t, nil).CrossSell(kpi.CrossSellSpec{Period: second().Period, MinAccounts: 1, MinLift: decimal.New(1, 99)})
	assert.Equal(t, []string{"kpi.number"}, faults(t, err))
}

func TestLapsed(t *testing.T) {
	days := func(of string, days ...string) []crm.Record {
		out := []crm.Record{account(of, "", "anna")}
		for i, d := range days {
			out = append(out, order(fmt.Sprintf("%s%d", of, i), of, d, "10", "CNY"))
		}
		return out
	}
	var records []crm.Record
	records = append(records, days("weekly", "2026-05-01", "2026-05-08", "2026-05-15", "2026-05-15", "2026-05-22")...)        // every 7 days, 39 since
	records = append(records, days("monthly", "2026-03-01", "2026-03-31", "2026-04-30")...)                                   // every 30 days, 61 since
	records = append(records, days("steady", "2026-03-02", "2026-04-01", "2026-05-01")...)                                    // every 30 days, 60 since: not more than twice
	records = append(records, days("mixed", "2026-01-01", "2026-01-11", "2026-02-10", "2026-07-05")...)                       // gaps 10 and 30, 140 since
	records = append(records, days("once", "2020-01-01", "2020-01-02", "2020-01-02")...)                                      // two days are no rhythm
	records = append(records, order("r", "weekly", "2026-06-01", "-5", "CNY"), order("z", "weekly", "2026-06-02", "", "CNY")) // no purchases
	spec := kpi.LapseSpec{Purchases: 3, Times: dec("2")}
	strict, err := read(t, nil, records...).Lapsed(kam.MustDay("2026-06-30"), spec)
	require.NoError(t, err)
	assert.Len(t, strict, 2, "what weekly bought on 2 June is not known")
	got, err := read(t, func(p *kpi.Policy) { p.Missing = kpi.MissingLeftOut }, records...).Lapsed(kam.MustDay("2026-06-30"), spec)
	require.NoError(t, err)
	var lines []string
	for _, l := range got {
		lines = append(lines, l.Finding().Message.EN)
	}
	assert.Equal(t, []string{
		"The mixed has not bought for 140 days, since 2026-02-10; it used to buy every 20 days (7 times that)",
		"The weekly has not bought for 39 days, since 2026-05-22; it used to buy every 7 days (5.6 times that)",
		"The monthly has not bought for 61 days, since 2026-04-30; it used to buy every 30 days (2 times that)",
	}, lines)
	assert.Equal(t, "The weekly 已 39 天未成交（最近一次为 2026-05-22）；平时约每 7 天成交一次，已达 5.6 倍", got[1].Finding().Message.ZH)
	assert.Equal(t, "weekly4", got[1].Ref.ID)
	_, err = read(t, nil).Lapsed(kam.Day{}, kpi.LapseSpec{})
	assert.Equal(t, []string{"kpi.day", "kpi.count", "kpi.times"}, faults(t, err))
}

func TestShrinking(t *testing.T) {
	months := func(of string, amounts ...string) []crm.Record { // of February to June
		out := []crm.Record{account(of, "", "")}
		for i, amount := range amounts {
			if amount != "" {
				out = append(out, order(fmt.Sprintf("%s%d", of, i), of, fmt.Sprintf("2026-%02d-15", i+2), amount, "CNY"))
			}
		}
		return out
	}
	var records []crm.Record
	records = append(records, months("down", "100", "100", "120", "80", "60")...)   // usual 100, now 60
	records = append(records, months("bound", "100", "100", "100", "100", "70")...) // 70 is not below 70
	records = append(records, months("gone", "10", "20", "10", "20", "")...)
	records = append(records, months("young", "", "100", "100", "100", "10")...) // nothing in the first window
	records = append(records, months("rare", "100", "", "", "", "")...)          // its usual is nothing
	spec := kpi.ShrinkSpec{Months: 1, Windows: 4, Below: dec("0.7")}
	got, err := read(t, nil, records...).Shrinking(kam.MustDay("2026-06-30"), spec)
	require.NoError(t, err)
	require.Len(t, got, 2)
	assert.Equal(t, "The gone bought for CNY 0.00 in 2026-06-01 to 2026-06-30, 0 % of the usual CNY 15.00", got[0].Finding().Message.EN)
	assert.Equal(t, "The down bought for CNY 60.00 in 2026-06-01 to 2026-06-30, 60 % of the usual CNY 100.00", got[1].Finding().Message.EN)
	assert.Equal(t, "The down 在 2026-06-01 至 2026-06-30 期间采购 CNY 60.00，仅为平时 CNY 100.00 的 60%", got[1].Finding().Message.ZH)
	equalRatio(t, "3/5", got[1].Share())
	require.Len(t, got[1].Before, 4)
	equalDecimal(t, "120", got[1].Before[2])
	assert.Len(t, got[1].Refs, 5)

	missing := append(records, order("m", "down", "2026-06-20", "", "CNY"))
	got, err = read(t, nil, missing...).Shrinking(kam.MustDay("2026-06-30"), spec)
	require.NoError(t, err)
	assert.Len(t, got, 1, "what down bought in June is not known")
	_, err = read(t, nil).Shrinking(kam.Day{}, kpi.ShrinkSpec{})
	assert.Equal(t, []string{"kpi.day", "kpi.window", "kpi.share"}, faults(t, err))
	_, err = read(t, nil).Shrinking(kam.MustDay("0002-01-01"), kpi.ShrinkSpec{Months: 24, Windows: 24, Below: dec("1")})
	assert.Equal(t, []string{"kpi.day"}, faults(t, err))
}

func TestSingleThreaded(t *testing.T) {
	person := func(id, of string, role crm.BuyingRole) crm.Record {
		return record(crm.KindContact, id, &crm.Contact{Name: id, Account: of, Role: role})
	}
	opportunity := func(of string, people ...crm.Stakeholder) crm.Record {
		return record(crm.KindOpportunity, "d"+of, &crm.Opportunity{Account: of, Status: crm.Open, Contacts: people})
	}
	records := []crm.Record{
		account("wide", "", ""), opportunity("wide", crm.Stakeholder{Contact: "w2", Role: crm.Economic}), person("w1", "wide", crm.Technical), person("w2", "wide", ""),
		contact("1", crm.Visit, "wide", "anna", "2026-06-01", "w1", "w2"),
		account("thin", "", ""), opportunity("thin"), person("t1", "thin", crm.Technical), person("t2", "thin", crm.Economic),
		contact("2", crm.Visit, "thin", "anna", "2026-06-30", "t1"), contact("3", crm.Visit, "thin", "anna", "2026-03-31", "t2"), // 91 days before, both included
		account("half", "", ""), opportunity("half"), person("h1", "half", crm.Technical), person("h2", "half", crm.Coach),
		contact("4", crm.Visit, "half", "anna", "2026-04-02", "h1"), contact("5", crm.Visit, "half", "anna", "2026-06-01", "h2"),
		account("mute", "", ""), opportunity("mute"), account("idle", "", ""),
	}
	spec := kpi.ThreadSpec{Days: 90, People: 2, Roles: []crm.BuyingRole{crm.Economic, crm.Technical}}
	got, err := read(t, nil, records...).SingleThreaded(kam.MustDay("2026-06-30"), spec)
	require.NoError(t, err)
	var lines []string
	for _, l := range got {
		lines = append(lines, l.Finding().Message.EN)
	}
	assert.Equal(t, []string{
		"The mute: 0 people met, 2 should be; no buying role is stated for anybody",
		"The thin: 1 person met, 2 should be",
		"The half: nobody is known as economic buyer",
	}, lines)
	assert.Equal(t, "The half：缺少经济决策者", got[2].Finding().Message.ZH)
	assert.Len(t, got[1].Known, 2)
	assert.Equal(t, []crm.Ref{{System: "zoho", Kind: crm.KindOpportunity, ID: "dthin"}}, got[1].Deals)
	spec.All = true
	got, err = read(t, nil, records...).SingleThreaded(kam.MustDay("2026-06-30"), spec)
	require.NoError(t, err)
	assert.Len(t, got, 4)
	_, err = read(t, nil).SingleThreaded(kam.Day{}, kpi.ThreadSpec{Roles: []crm.BuyingRole{""}})
	assert.Equal(t, []string{"kpi.day", "kpi.days", "kpi.count", "kpi.id"}, faults(t, err))
}
