package kpi_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/crm/kpi"
)

func TestBuyingAccountsOfUnknownAmounts(t *testing.T) {
	q := kpi.Question{Whole: us, Period: kam.MustPeriod("2026-04-01/2026-07-01"), AsOf: kam.MustDay("2026-06-30")}
	leftOut := func(p *kpi.Policy) { p.Missing = kpi.MissingLeftOut }
	for _, c := range []struct {
		name            string
		records         []crm.Record
		buying, fresh   string // where missing parts make figures unknown
		left, freshLeft string // where they are left out
	}{
		{"an amount without a currency is above 0 all the same", []crm.Record{account("a", "", ""), order("1", "a", "2026-04-02", "10", "")}, "1", "1", "1", "1"},
		{"an amount that is not stated may be one", []crm.Record{account("a", "", ""), order("1", "a", "2026-04-02", "", "CNY")}, "?", "?", "0", "0"},
		{"an order of nobody known may be of another account", []crm.Record{account("a", "", ""), order("1", "a", "2026-04-02", "10", "CNY"), order("2", "", "2026-04-02", "10", "CNY")}, "?", "?", "1", "1"},
		{"an earlier order without an amount may have been the first", []crm.Record{account("a", "", ""), order("0", "a", "2025-04-02", "", "CNY"), order("1", "a", "2026-04-02", "10", "CNY")}, "1", "?", "1", "0"},
	} {
		t.Run(c.name, func(t *testing.T) {
			strict, err := read(t, nil, c.records...).Revenue(q)
			require.NoError(t, err)
			assert.Equal(t, c.buying, figure(strict, us, kpi.MetricBuying, "", ""))
			assert.Equal(t, c.fresh, figure(strict, us, kpi.MetricNewAccounts, "", ""))
			lenient, err := read(t, leftOut, c.records...).Revenue(q)
			require.NoError(t, err)
			assert.Equal(t, c.left, figure(lenient, us, kpi.MetricBuying, "", ""))
			assert.Equal(t, c.freshLeft, figure(lenient, us, kpi.MetricNewAccounts, "", ""))
		})
	}
}

// What is unknown because it would be divided by less than nothing stays unknown when it is combined with others.
func TestBelowNothingIsNotHiddenByOthers(t *testing.T) {
	q := kpi.Question{Whole: us, Period: kam.MustPeriod("2026-04-01/2026-07-01"), Before: kam.MustPeriod("2026-01-01/2026-04-01"), AsOf: kam.MustDay("2026-06-30"), By: []kpi.Dimension{kpi.ByAccount}}
	refund := order("4", "b", "2026-05-01", "-50", "CNY")
	refund.Data.(*crm.Order).Margin = null("-10")
	f, err := read(t, nil, account("a", "", ""), account("b", "", ""), order("1", "a", "2026-02-01", "100", "CNY"), order("2", "a", "2026-05-01", "110", "CNY"),
		order("3", "b", "2026-02-01", "-100", "CNY"), refund).Revenue(q)
	require.NoError(t, err)
	var growth []kam.Observation
	for _, id := range []string{"a", "b"} {
		m, ok := f.Find(kam.Subject{Kind: "account", ID: id}, kpi.MetricGrowth, "", "CNY")
		require.True(t, ok)
		growth = append(growth, m.Observation)
	}
	top, bottom, err := kam.Combine(growth)
	if err == nil {
		assert.False(t, top.Valid || bottom.Valid, "b had less than nothing: 10 %% is the growth of a alone")
	}
	rate, ok := f.Find(kam.Subject{Kind: "account", ID: "b"}, kpi.MetricMarginRate, "", "CNY")
	require.True(t, ok)
	assert.False(t, rate.Denominator.Valid)
	assert.Equal(t, "?", told(rate))
}

func TestCurrenciesThatAreNone(t *testing.T) {
	b := read(t, nil, account("a", "", ""), order("1", "a", "2026-04-02", "10", "RMB"))
	f, err := b.Revenue(kpi.Question{Whole: us, Period: kam.MustPeriod("2026-04-01/2026-07-01"), AsOf: kam.MustDay("2026-06-30")})
	require.NoError(t, err)
	for _, m := range f.Measures {
		require.NoError(t, m.Check(), m.Metric)
	}
	assert.Equal(t, "?", figure(f, us, kpi.MetricRevenue, "", ""))
	require.Len(t, b.Findings(), 1)
	assert.Equal(t, "kpi.currency", b.Findings()[0].Code)
	assert.Contains(t, b.Findings()[0].Message.ZH, "RMB")
}

func TestAChangeOfCurrencyAmongSeveral(t *testing.T) {
	q := kpi.Question{Whole: us, Period: kam.MustPeriod("2026-04-01/2026-07-01"), Before: kam.MustPeriod("2026-01-01/2026-04-01"), AsOf: kam.MustDay("2026-06-30")}
	r, err := read(t, nil, account("a", "", ""), order("1", "a", "2026-02-01", "100", "CNY"), order("2", "a", "2026-02-01", "5", "EUR"), order("3", "a", "2026-05-01", "20", "USD")).Retention(q)
	require.NoError(t, err)
	var changed []string
	for _, f := range r.Findings {
		changed = append(changed, f.Code+": "+f.Message.EN)
	}
	assert.Equal(t, []string{
		"kpi.currency-changed: the account no longer buys in CNY but in USD; it counts as churned there",
		"kpi.currency-changed: the account no longer buys in EUR but in USD; it counts as churned there",
	}, changed)
}

func TestWordsOfMoves(t *testing.T) {
	assert.Equal(t, "a has no revenue, neither before nor now", kpi.Move{Name: "a", Kind: kpi.Absent}.Finding().Message.EN)
	assert.Equal(t, "a: what became of it is not known", kpi.Move{Name: "a"}.Finding().Message.EN)
	why := kpi.RFMScore{Code: "545", Segment: kpi.PublishedSegments()[0].Name}.Why()
	assert.Contains(t, why.EN, "545, champions: ")
	assert.Contains(t, why.ZH, "545（高价值客户）：")
}
