package kpi_test

import (
	"encoding/csv"
	"fmt"
	"math/big"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/crm/kpi"
)

// row is one opportunity of the export, as its file has it.
type row struct {
	id, agent, product, account, stage string
	engaged, closed                    kam.Day
	value                              int64
}

// exported reads the practice set "CRM Sales Opportunities" of Maven Analytics from the folder that KAM_CRM_EXPORT names.
func exported(t *testing.T) (rows []row, sectors map[string]string, products []string) {
	t.Helper()
	dir := os.Getenv("KAM_CRM_EXPORT")
	if dir == "" {
		t.Skip("KAM_CRM_EXPORT names no folder")
	}
	lines := func(name string) [][]string {
		file, err := os.Open(filepath.Join(dir, name))
		require.NoError(t, err)
		defer file.Close()
		all, err := csv.NewReader(file).ReadAll()
		require.NoError(t, err)
		return all[1:]
	}
	day := func(s string) kam.Day {
		if s == "" {
			return kam.Day{}
		}
		return kam.MustDay(s[6:] + "-" + s[3:5] + "-" + s[:2])
	}
	for _, l := range lines("sales_pipeline.csv") {
		value, err := strconv.ParseInt(l[7], 10, 64)
		require.NoError(t, err)
		account := l[3]
		if account == "null" {
			account = ""
		}
		rows = append(rows, row{l[0], l[1], strings.Replace(l[2], "GTXPro", "GTX Pro", 1), account, l[4], day(l[5]), day(l[6]), value})
	}
	sectors = map[string]string{}
	for _, l := range lines("accounts.csv") {
		sectors[l[0]] = strings.Replace(l[1], "technolgy", "technology", 1)
	}
	for _, l := range lines("products.csv") {
		products = append(products, l[0])
	}
	return rows, sectors, products
}

// asRecords are the records of the export. A value of 0 on deals that were not won says that none is known.
func asRecords(rows []row, sectors map[string]string, products []string) []crm.Record {
	modified := time.Date(2018, 1, 1, 0, 0, 0, 0, time.UTC)
	ref := func(kind crm.Kind, id string) crm.Ref { return crm.Ref{System: "export", Kind: kind, ID: id} }
	var out []crm.Record
	for name, sector := range sectors {
		out = append(out, crm.Record{Ref: ref(crm.KindAccount, name), Modified: modified, Data: &crm.Account{Name: name, Industry: sector}})
	}
	for _, name := range products {
		out = append(out, crm.Record{Ref: ref(crm.KindProduct, name), Modified: modified, Data: &crm.Product{Name: name}})
	}
	for _, r := range rows {
		status := map[string]crm.DealStatus{"Won": crm.Won, "Lost": crm.Lost}[r.stage]
		if status == "" {
			status = crm.Open
		}
		o := &crm.Opportunity{Name: r.id, Account: r.account, Owner: r.agent, Stage: r.stage, Status: status, Close: r.closed, Currency: "USD"}
		if r.engaged.IsSet() {
			engaged, _ := r.engaged.Date()
			o.Created = engaged.UTC()
		}
		line := crm.Line{Product: r.product}
		if status == crm.Won {
			o.Amount = decimal.NewNullDecimal(decimal.NewFromInt(r.value))
			line.Amount = o.Amount
		}
		o.Lines = []crm.Line{line}
		out = append(out, crm.Record{Ref: ref(crm.KindOpportunity, r.id), Modified: modified, Data: o})
	}
	return out
}

func exportedBook(t *testing.T) ([]row, *kpi.Book) {
	t.Helper()
	rows, sectors, products := exported(t)
	rules, err := kpi.Compile(kpi.Policy{Revenue: kpi.FromDeals, Products: kpi.FromDeals, Missing: kpi.MissingLeftOut}, time.UTC)
	require.NoError(t, err)
	book, err := rules.Read(asRecords(rows, sectors, products))
	require.NoError(t, err)
	require.Empty(t, book.Findings())
	return rows, book
}

var quarters = []kam.Period{
	kam.MustPeriod("2017-01-01/2017-04-01"), kam.MustPeriod("2017-04-01/2017-07-01"), kam.MustPeriod("2017-07-01/2017-10-01"), kam.MustPeriod("2017-10-01/2018-01-01"),
}

func ask(period kam.Period, by ...kpi.Dimension) kpi.Question {
	q := kpi.Question{Whole: us, Period: period, AsOf: kam.MustDay("2017-12-31"), By: by}
	if i := slices.Index(quarters, period); i > 0 {
		q.Before = quarters[i-1]
	}
	return q
}

func quotient(n, d int64) string {
	if d == 0 {
		return "?"
	}
	return big.NewRat(n, d).RatString()
}

func middle(days []int64) string {
	slices.Sort(days)
	if len(days) == 0 {
		return "?"
	}
	n := len(days)
	return quotient(days[n/2]+days[(n-1)/2], 2)
}

// Deals by quarter and by salesperson equal plain loops over the file.
func TestExportDeals(t *testing.T) {
	rows, book := exportedBook(t)
	agents := map[string]bool{"": true}
	for _, r := range rows {
		agents[r.agent] = true
	}
	for i, quarter := range quarters {
		f, err := book.Deals(ask(quarter, kpi.ByUser))
		require.NoError(t, err)
		for agent := range agents {
			var won, lost, amount, daysSum, lostSum int64
			var days []int64
			for _, r := range rows {
				if agent != "" && r.agent != agent || !quarter.Contains(r.closed) {
					continue
				}
				if r.stage == "Won" {
					won, amount = won+1, amount+r.value
					days, daysSum = append(days, int64(r.closed.Sub(r.engaged))), daysSum+int64(r.closed.Sub(r.engaged))
				} else {
					lost, lostSum = lost+1, lostSum+int64(r.closed.Sub(r.engaged))
				}
			}
			subject := us
			if agent != "" {
				subject = kam.Subject{Kind: "user", ID: agent}
				if won+lost == 0 {
					continue
				}
			} else {
				assert.Equal(t, []int64{531, 1254, 1257, 1196}[i], won)
			}
			at := fmt.Sprint(quarter, agent)
			assert.Equal(t, fmt.Sprint(won), figure(f, subject, kpi.MetricWon, "", ""), at)
			assert.Equal(t, fmt.Sprint(lost), figure(f, subject, kpi.MetricLost, "", ""), at)
			assert.Equal(t, quotient(won, won+lost), figure(f, subject, kpi.MetricWinRate, "", ""), at)
			assert.Equal(t, fmt.Sprint(amount), figure(f, subject, kpi.MetricWonAmount, "", "USD"), at)
			assert.Equal(t, quotient(amount, won), figure(f, subject, kpi.MetricAverageDeal, "", "USD"), at)
			assert.Equal(t, quotient(daysSum, won), figure(f, subject, kpi.MetricCycle, "won", ""), at)
			assert.Equal(t, middle(days), figure(f, subject, kpi.MetricCycleMedian, "won", ""), at)
			assert.Equal(t, quotient(lostSum, lost), figure(f, subject, kpi.MetricCycle, "lost", ""), at)
		}
	}
}

// Revenue, growth, concentration and retention equal plain loops over the file.
func TestExportRevenueAndRetention(t *testing.T) {
	rows, book := exportedBook(t)
	seen := map[string]bool{}
	var before map[string]int64
	for i, quarter := range quarters {
		now, sum, fresh := map[string]int64{}, int64(0), 0
		for _, r := range rows {
			if r.stage == "Won" && quarter.Contains(r.closed) {
				now[r.account] += r.value
				sum += r.value
			}
		}
		for account := range now {
			if !seen[account] {
				fresh++
			}
			seen[account] = true
		}
		f, err := book.Revenue(ask(quarter, kpi.ByAccount))
		require.NoError(t, err)
		assert.Equal(t, fmt.Sprint(sum), figure(f, us, kpi.MetricRevenue, "", "USD"))
		assert.Equal(t, fmt.Sprint(len(now)), figure(f, us, kpi.MetricBuying, "", ""))
		assert.Equal(t, fmt.Sprint(fresh), figure(f, us, kpi.MetricNewAccounts, "", ""))
		var amounts []int64
		var squares int64
		for account, amount := range now {
			amounts = append(amounts, amount)
			squares += amount * amount
			assert.Equal(t, fmt.Sprint(amount), figure(f, kam.Subject{Kind: "account", ID: account}, kpi.MetricRevenue, "", "USD"))
		}
		slices.Sort(amounts)
		slices.Reverse(amounts)
		for _, n := range []int{1, 5, 10} {
			var top int64
			for _, a := range amounts[:n] {
				top += a
			}
			assert.Equal(t, quotient(top, sum), figure(f, us, kpi.MetricConcentration, fmt.Sprintf("top-%d", n), "USD"))
		}
		assert.Equal(t, quotient(squares, sum*sum), figure(f, us, kpi.MetricHerfindahl, "", "USD"))
		if i > 0 {
			var start, low, end, kept int64
			for account, s := range before {
				start, low, end = start+s, low+min(s, now[account]), end+now[account]
				if now[account] > 0 {
					kept++
				}
			}
			r, err := book.Retention(ask(quarter))
			require.NoError(t, err)
			assert.Equal(t, quotient(low, start), figure(r.Figures, us, kpi.MetricGRR, "", "USD"))
			assert.Equal(t, quotient(end, start), figure(r.Figures, us, kpi.MetricNRR, "", "USD"))
			assert.Equal(t, quotient(kept, int64(len(before))), figure(r.Figures, us, kpi.MetricLogo, "", ""))
			assert.Equal(t, quotient(sum-start, start), figure(f, us, kpi.MetricGrowth, "", "USD"))
		}
		t.Logf("%s: revenue %d, %d buying, %d new, top five %d, squares %d", quarter, sum, len(now), fresh, amounts[0]+amounts[1]+amounts[2]+amounts[3]+amounts[4], squares)
		before = now
	}
}

// Open deals, associations and buyers equal plain loops over the file.
func TestExportPipelineAndPurchases(t *testing.T) {
	rows, book := exportedBook(t)
	p, err := book.Pipeline(ask(quarters[3]))
	require.NoError(t, err)
	year := kam.MustPeriod("2017-01-01/2018-01-01")
	open, sold := map[string]int{}, map[string]map[string]bool{}
	count, last, amount := map[string]int64{}, map[string]kam.Day{}, map[string]int64{}
	for _, r := range rows {
		switch {
		case r.stage == "Won":
			if sold[r.product] == nil {
				sold[r.product] = map[string]bool{}
			}
			sold[r.product][r.account] = true
			count[r.account]++
			amount[r.account] += r.value
			if r.closed.After(last[r.account]) {
				last[r.account] = r.closed
			}
		case r.stage != "Lost":
			open[r.stage]++
		}
	}
	assert.Equal(t, map[string]int{"Engaging": 1589, "Prospecting": 500}, open)
	for stage, n := range open {
		assert.Equal(t, fmt.Sprint(n), figure(p.Figures, us, kpi.MetricPipelineDeals, stage, ""))
	}
	m, ok := p.Find(us, kpi.MetricPipeline, "", "USD")
	require.True(t, ok)
	assert.Equal(t, int64(2089), m.Left, "no open deal states an amount")

	cross, err := book.CrossSell(kpi.CrossSellSpec{Period: year, MinAccounts: 1})
	require.NoError(t, err)
	assert.NotEmpty(t, cross.Associations)
	for _, a := range cross.Associations {
		var both int64
		for account := range sold[a.If.ID] {
			if sold[a.Then.ID][account] {
				both++
			}
		}
		assert.Equal(t, []int64{int64(len(count)), int64(len(sold[a.If.ID])), int64(len(sold[a.Then.ID])), both}, []int64{a.Accounts, a.WithIf, a.WithThen, a.Both})
	}
	for _, w := range cross.Whitespace {
		assert.False(t, sold[w.Product.ID][w.Account.ID])
	}

	buyers, err := book.Buyers(ask(year))
	require.NoError(t, err)
	assert.Len(t, buyers, len(count))
	for _, b := range buyers {
		assert.Equal(t, count[b.Account.ID], b.Purchases)
		assert.Equal(t, last[b.Account.ID], b.Last)
		equalDecimal(t, fmt.Sprint(amount[b.Account.ID]), b.Amount)
	}
	five := kpi.Axis{Quantiles: 5}
	scores := rfm(t, kpi.RFMSpec{Recency: five, Frequency: five, Monetary: five, Ties: kpi.TiesHigher, Segments: kpi.PublishedSegments()}).Score(kam.MustDay("2017-12-31"), buyers)
	best := 0
	for _, s := range scores.Scores {
		if s.Monetary == 5 {
			best++
		}
	}
	assert.Equal(t, 17, best, "a fifth of 85")
	assert.Empty(t, scores.Findings)
}
