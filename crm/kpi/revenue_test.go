package kpi_test

import (
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/crm/kpi"
)

// shopkeepers are four customers in two quarters.
func shopkeepers() []crm.Record {
	return []crm.Record{
		account("acme", "medical", "anna"), account("bolt", "medical", "ben"), account("core", "retail", "anna"), account("dune", "retail", ""),
		order("1", "acme", "2026-01-10", "100", "CNY", "pump"),
		order("2", "acme", "2026-04-10", "120", "CNY", "pump", "hose"),
		order("3", "bolt", "2026-03-31", "80", "CNY", "pump"), // the last day of the first quarter
		order("4", "core", "2026-02-01", "50", "CNY", "hose"),
		order("5", "core", "2026-06-30", "20", "CNY", "hose"), // the last day of the second
		order("6", "dune", "2026-05-05", "60", "CNY", "pump"),
		order("7", "dune", "2026-07-01", "999", "CNY"), // the third
	}
}

func TestRevenue(t *testing.T) {
	book := read(t, nil, shopkeepers()...)
	f, err := book.Revenue(second(kpi.ByUser, kpi.ByAccount, kpi.ByIndustry))
	require.NoError(t, err)
	medical, anna := kam.Subject{Kind: "industry", ID: "medical"}, kam.Subject{Kind: "user", ID: "anna"}
	bolt := kam.Subject{Kind: "account", ID: "bolt"}
	for _, c := range []struct {
		subject             kam.Subject
		metric, scope, want string
	}{
		{us, kpi.MetricRevenue, "", "200"},
		{us, kpi.MetricGrowth, "", "-3/23"}, // 230 before
		{us, kpi.MetricAverageSale, "", "200/3"},
		{us, kpi.MetricConcentration, "top-1", "3/5"},
		{us, kpi.MetricConcentration, "top-5", "1"},
		{us, kpi.MetricHerfindahl, "", "23/50"}, // (14400 + 400 + 3600) / 40000
		{medical, kpi.MetricRevenue, "", "120"},
		{medical, kpi.MetricGrowth, "", "-1/3"},
		{anna, kpi.MetricRevenue, "", "140"},
		{bolt, kpi.MetricRevenue, "", "0"},
		{bolt, kpi.MetricGrowth, "", "-1"},
		{bolt, kpi.MetricConcentration, "top-1", "none"},
	} {
		assert.Equal(t, c.want, figure(f, c.subject, c.metric, c.scope, "CNY"), "%v %s", c.subject, c.metric)
	}
	assert.Equal(t, "3", figure(f, us, kpi.MetricBuying, "", ""))
	assert.Equal(t, "1", figure(f, us, kpi.MetricNewAccounts, "", ""), "dune had no revenue before")
	m, ok := f.Find(us, kpi.MetricRevenue, "", "CNY")
	require.True(t, ok)
	assert.Equal(t, []crm.Ref{{System: "zoho", Kind: "order", ID: "2"}, {System: "zoho", Kind: "order", ID: "5"}, {System: "zoho", Kind: "order", ID: "6"}}, m.Refs)
	assert.Equal(t, "revenue: CNY 200.00, from 3 records", m.Why().EN)
	assert.Equal(t, "销售收入：CNY 200.00，依据 3 条记录", m.Why().ZH)
	for _, m := range f.Measures {
		require.NoError(t, m.Check(), "%v", m)
		assert.Equal(t, kam.MustDay("2026-06-30"), m.AsOf)
	}
	assert.Empty(t, f.Findings)
	assert.Empty(t, book.Findings())
}

func TestRevenueIsUnknownUntilThePeriodIsOver(t *testing.T) {
	q := second()
	q.AsOf = kam.MustDay("2026-06-29")
	f, err := read(t, nil, shopkeepers()...).Revenue(q)
	require.NoError(t, err)
	assert.Equal(t, "?", figure(f, us, kpi.MetricRevenue, "", "CNY"))
	for _, m := range f.Measures {
		assert.False(t, m.Value.Valid || m.IsRatio(), m.Metric)
	}
}

func TestRevenueWithoutRecords(t *testing.T) {
	f, err := read(t, func(p *kpi.Policy) { p.Assume = "CNY" }).Revenue(second())
	require.NoError(t, err)
	assert.Equal(t, "0", figure(f, us, kpi.MetricRevenue, "", "CNY"))
	assert.Equal(t, "?", figure(f, us, kpi.MetricGrowth, "", "CNY"))
	assert.Equal(t, "?", figure(f, us, kpi.MetricAverageSale, "", "CNY"))
	assert.Equal(t, "?", figure(f, us, kpi.MetricHerfindahl, "", "CNY"))
	f, err = read(t, nil).Revenue(second())
	require.NoError(t, err)
	assert.Equal(t, "none", figure(f, us, kpi.MetricRevenue, "", "CNY"), "no currency is known")
}

func TestMissingAmounts(t *testing.T) {
	records := append(shopkeepers(), order("8", "acme", "2026-05-01", "", "CNY"))
	f, err := read(t, nil, records...).Revenue(second())
	require.NoError(t, err)
	assert.Equal(t, "?", figure(f, us, kpi.MetricRevenue, "", "CNY"))

	book := read(t, func(p *kpi.Policy) { p.Missing = kpi.MissingLeftOut }, records...)
	f, err = book.Revenue(second())
	require.NoError(t, err)
	m, _ := f.Find(us, kpi.MetricRevenue, "", "CNY")
	assert.Equal(t, "200", told(m))
	assert.Equal(t, int64(1), m.Left)
	assert.Equal(t, "revenue: CNY 200.00, from 3 records; missing: 1 record", m.Why().EN)
	assert.Equal(t, []string{"kpi.amount"}, codes(book.Findings()))
}

func TestWhatRecordsLack(t *testing.T) {
	change := func(p *kpi.Policy) { p.Currency, p.Missing = "CNY", kpi.MissingLeftOut }
	deleted := order("9", "acme", "2026-05-01", "5", "CNY")
	deleted.Deleted, deleted.Data = true, nil
	stale := order("10", "acme", "2026-05-01", "7000", "CNY")
	stale.Modified = stale.Modified.AddDate(-1, 0, 0)
	book := read(
		t, change, account("acme", "", ""), order("1", "acme", "", "5", "CNY"), order("2", "acme", "2026-05-01", "", "CNY"), order("3", "acme", "2026-05-01", "5", ""),
		order("4", "acme", "2026-05-01", "5", "USD"), order("5", "nobody", "2026-05-01", "5", "CNY"), deleted, stale, order("10", "acme", "2026-05-01", "7", "CNY"),
		record(crm.KindOpportunity, "o", &crm.Opportunity{Account: "acme", Status: crm.Won}),
		record(crm.KindActivity, "a", &crm.Activity{Account: "acme", Status: crm.Done}),
		record(crm.KindSurvey, "s", &crm.Survey{Account: "acme", Score: null("4")}),
	)
	found := book.Findings()
	var seen []string
	for _, f := range found {
		seen = append(seen, f.Place+" "+f.Code)
		assert.Equal(t, kam.Warning, f.Severity)
		assert.NotEmpty(t, f.Remedy.ZH)
	}
	assert.Equal(t, []string{
		"zoho:activity/a kpi.undated", "zoho:opportunity/o kpi.undated", "zoho:order/1 kpi.undated", "zoho:order/2 kpi.amount", "zoho:order/3 kpi.currency",
		"zoho:order/4 kpi.rate", "zoho:order/5 kpi.account", "zoho:survey/s kpi.undated",
	}, seen)
	f, err := book.Revenue(second())
	require.NoError(t, err)
	assert.Equal(t, "12", figure(f, us, kpi.MetricRevenue, "", "CNY"), "of two with one ref the later one counts")
	m, _ := f.Find(us, kpi.MetricRevenue, "", "CNY")
	assert.Equal(t, int64(3), m.Left)
	m, _ = f.Find(us, kpi.MetricHerfindahl, "", "CNY")
	assert.Equal(t, int64(4), m.Left, "an account that is not known has no share")
}

func TestCurrencies(t *testing.T) {
	records := []crm.Record{
		account("acme", "", "anna"), order("1", "acme", "2026-05-01", "100", "CNY"), order("2", "acme", "2026-05-01", "10.01", "USD"), order("3", "acme", "2026-06-01", "1", "USD"),
	}
	f, err := read(t, nil, records...).Revenue(second())
	require.NoError(t, err)
	assert.Equal(t, "100", figure(f, us, kpi.MetricRevenue, "", "CNY"))
	assert.Equal(t, "1101/100", figure(f, us, kpi.MetricRevenue, "", "USD"), "never added across")

	may := kam.MustPeriod("2026-05-01/2026-06-01")
	rated := func(p *kpi.Policy) {
		p.Currency = "CNY"
		p.Rates = []kpi.Rate{{From: "USD", Period: kam.MustPeriod("2026-06-01/.."), Per: dec("7")}, {From: "USD", Period: may, Per: dec("7.125")}}
	}
	f, err = read(t, rated, records...).Revenue(second())
	require.NoError(t, err)
	assert.Equal(t, "none", figure(f, us, kpi.MetricRevenue, "", "USD"))
	// 10.01 * 7.125 = 71.32125, rounded to 71.32 with its record.
	assert.Equal(t, decimal.RequireFromString("178.32").Rat().RatString(), figure(f, us, kpi.MetricRevenue, "", "CNY"))

	own := order("4", "acme", "2026-05-02", "1", "USD")
	own.Data.(*crm.Order).Rate = null("0.14") // 0.14 USD are worth one CNY: 7.142857... CNY
	f, err = read(t, func(p *kpi.Policy) { rated(p); p.OwnRates = true }, append(records, own)...).Revenue(second())
	require.NoError(t, err)
	assert.Equal(t, decimal.RequireFromString("185.46").Rat().RatString(), figure(f, us, kpi.MetricRevenue, "", "CNY"))
}

func TestMargins(t *testing.T) {
	first, other := order("1", "acme", "2026-05-01", "100", "CNY"), order("2", "acme", "2026-05-01", "300", "CNY")
	first.Data.(*crm.Order).Margin = null("25")
	records := []crm.Record{account("acme", "", ""), first, other}
	f, err := read(t, func(p *kpi.Policy) { p.Missing = kpi.MissingLeftOut }, records...).Revenue(second())
	require.NoError(t, err)
	assert.Equal(t, "1/4", figure(f, us, kpi.MetricMarginRate, "", "CNY"), "of the records that state a margin")
	assert.Equal(t, "400", figure(f, us, kpi.MetricRevenue, "", "CNY"))
	f, err = read(t, nil, records...).Revenue(second())
	require.NoError(t, err)
	assert.Equal(t, "?", figure(f, us, kpi.MetricMargin, "", "CNY"))
	assert.Equal(t, "400", figure(f, us, kpi.MetricRevenue, "", "CNY"))
}

func TestSources(t *testing.T) {
	day := kam.MustDay("2026-05-01")
	records := []crm.Record{
		account("acme", "", "anna"),
		order("1", "acme", "2026-05-01", "1", "CNY"),
		record(crm.KindInvoice, "1", &crm.Invoice{Account: "acme", Issued: day, Amount: null("2"), Currency: "CNY", Status: "sent"}),
		record(crm.KindInvoice, "2", &crm.Invoice{Account: "acme", Issued: day, Amount: null("200"), Currency: "CNY", Status: "void"}),
		record(crm.KindPayment, "1", &crm.Payment{Account: "acme", Received: day, Amount: null("4"), Currency: "CNY"}),
		record(crm.KindPayment, "2", &crm.Payment{Account: "acme", Received: day, Amount: null("-1"), Currency: "CNY"}),
		record(crm.KindOpportunity, "1", &crm.Opportunity{Account: "acme", Status: crm.Won, Close: day, Amount: null("8"), Currency: "CNY"}),
		record(crm.KindOpportunity, "2", &crm.Opportunity{Account: "acme", Status: crm.Lost, Close: day, Amount: null("80"), Currency: "CNY"}),
	}
	for source, want := range map[kpi.Source]string{kpi.FromOrders: "1", kpi.FromInvoices: "2", kpi.FromPayments: "3", kpi.FromDeals: "8"} {
		f, err := read(t, func(p *kpi.Policy) {
			p.Revenue, p.Statuses = source, []string{"sent"}
			if source == kpi.FromOrders {
				p.Statuses = nil
			}
		}, records...).Revenue(second(kpi.ByUser))
		require.NoError(t, err)
		assert.Equal(t, want, figure(f, us, kpi.MetricRevenue, "", "CNY"), source)
		assert.Equal(t, want, figure(f, kam.Subject{Kind: "user", ID: "anna"}, kpi.MetricRevenue, "", "CNY"), source)
		_, hasMargin := f.Find(us, kpi.MetricMargin, "", "CNY")
		assert.Equal(t, source == kpi.FromOrders || source == kpi.FromDeals, hasMargin)
	}
}

func TestRetentionOfRecords(t *testing.T) {
	got, err := read(t, nil, shopkeepers()...).Retention(second(kpi.ByIndustry))
	require.NoError(t, err)
	assert.Equal(t, "2/3", figure(got.Figures, us, kpi.MetricLogo, "", ""))
	assert.Equal(t, "12/23", figure(got.Figures, us, kpi.MetricGRR, "", "CNY")) // 100 + 20 of 230
	assert.Equal(t, "14/23", figure(got.Figures, us, kpi.MetricNRR, "", "CNY")) // 120 + 20 of 230
	assert.Equal(t, "20", figure(got.Figures, us, kpi.MetricExpansion, "", "CNY"))
	assert.Equal(t, "30", figure(got.Figures, us, kpi.MetricContraction, "", "CNY"))
	assert.Equal(t, "80", figure(got.Figures, us, kpi.MetricChurn, "", "CNY"))
	assert.Equal(t, "1/2", figure(got.Figures, kam.Subject{Kind: "industry", ID: "medical"}, kpi.MetricLogo, "", ""))
	kinds := map[string]kpi.MoveKind{}
	for _, m := range got.Moves {
		kinds[m.Account.ID] = m.Kind
	}
	assert.Equal(t, map[string]kpi.MoveKind{"acme": kpi.Expanded, "bolt": kpi.Churned, "core": kpi.Contracted, "dune": kpi.NewAccount}, kinds)
	assert.Empty(t, got.Findings)
	for _, m := range got.Measures {
		require.NoError(t, m.Check())
	}
}

func TestRetentionAcrossCurrencies(t *testing.T) {
	got, err := read(
		t, nil, account("acme", "", ""), order("1", "acme", "2026-02-01", "100", "CNY"), order("2", "acme", "2026-05-01", "15", "USD"),
		account("bolt", "", ""), order("3", "bolt", "2025-02-01", "10", "CNY"), order("4", "bolt", "2026-05-01", "10", "CNY"),
	).Retention(second())
	require.NoError(t, err)
	assert.Equal(t, "1", figure(got.Figures, us, kpi.MetricLogo, "", ""), "the account is still there")
	assert.Equal(t, "0", figure(got.Figures, us, kpi.MetricNRR, "", "CNY"))
	assert.Equal(t, "?", figure(got.Figures, us, kpi.MetricNRR, "", "USD"), "nothing at the start")
	assert.Equal(t, []string{"kpi.currency-changed"}, codes(got.Findings))
	assert.Equal(t, []kpi.MoveKind{kpi.Churned, kpi.Returned, kpi.Returned}, []kpi.MoveKind{got.Moves[0].Kind, got.Moves[1].Kind, got.Moves[2].Kind})
}

func TestRetentionWithMissingParts(t *testing.T) {
	records := append(shopkeepers(), order("8", "acme", "2026-05-01", "", "CNY"), order("9", "", "2026-05-01", "5", "CNY"))
	got, err := read(t, nil, records...).Retention(second(kpi.ByIndustry))
	require.NoError(t, err)
	assert.Equal(t, "?", figure(got.Figures, us, kpi.MetricNRR, "", "CNY"))
	assert.Equal(t, "?", figure(got.Figures, us, kpi.MetricLogo, "", ""))
	assert.Equal(t, "2/5", figure(got.Figures, kam.Subject{Kind: "industry", ID: "retail"}, kpi.MetricNRR, "", "CNY"), "retail has all it needs")
	assert.Empty(t, got.Moves[0].Kind)
	got, err = read(t, func(p *kpi.Policy) { p.Missing = kpi.MissingLeftOut }, records...).Retention(second())
	require.NoError(t, err)
	m, _ := got.Find(us, kpi.MetricNRR, "", "CNY")
	assert.Equal(t, "14/23", told(m))
	assert.Equal(t, int64(2), m.Left)
}

func TestPeriodsOfDifferentLength(t *testing.T) {
	q := second()
	q.Before = kam.MustPeriod("2026-01-01/2026-03-01")
	f, err := read(t, nil, shopkeepers()...).Revenue(q)
	require.NoError(t, err)
	assert.Equal(t, []string{"kpi.lengths"}, codes(f.Findings))
	assert.Equal(t, "2026-01-01 to 2026-02-28 has 59 days and 2026-04-01 to 2026-06-30 has 91", f.Findings[0].Message.EN)
}

func TestWallet(t *testing.T) {
	book := read(t, nil, shopkeepers()...)
	f, err := book.Wallet(second(kpi.ByAccount), []kpi.Wallet{{"acme", dec("400"), "CNY"}, {"bolt", dec("100"), "CNY"}, {"core", dec("10"), "USD"}})
	require.NoError(t, err)
	assert.Equal(t, "6/25", figure(f, us, kpi.MetricWalletShare, "", "CNY"))
	assert.Equal(t, "3/10", figure(f, kam.Subject{Kind: "account", ID: "acme"}, kpi.MetricWalletShare, "", "CNY"))
	assert.Equal(t, "0", figure(f, kam.Subject{Kind: "account", ID: "bolt"}, kpi.MetricWalletShare, "", "CNY"), "it has a wallet and bought nothing")
	assert.Equal(t, "?", figure(f, us, kpi.MetricWalletShare, "", "USD"), "what it bought is in another currency")
	assert.Equal(t, "none", figure(f, kam.Subject{Kind: "account", ID: "dune"}, kpi.MetricWalletShare, "", "CNY"))

	_, err = book.Wallet(second(), []kpi.Wallet{{"nobody", dec("1"), "CNY"}, {"acme", dec("0"), "CNY"}, {"acme", dec("1"), "yuan"}, {"bolt", decimal.New(1, 99), "CNY"}})
	assert.Equal(t, []string{"kpi.account", "kpi.amount", "kpi.twice", "kpi.currency", "kpi.number"}, faults(t, err))
}

// Whom a question names has figures without a record: that nothing was sold is known once the records know the period.
func TestNamedSubjectsWithoutARecord(t *testing.T) {
	idle, abroad, other := kam.Subject{Kind: "user", ID: "idle"}, kam.Subject{Kind: "user", ID: "abroad"}, kam.Subject{Kind: "user", ID: "other"}
	book := read(t, func(p *kpi.Policy) { p.Assume = "CNY" }, account("acme", "steel", "ann"), account("bolt", "steel", "abroad"),
		order("o1", "acme", "2026-05-01", "100", "CNY"), order("o2", "bolt", "2026-05-02", "70", "EUR"))
	q := second(kpi.ByUser)
	q.Before, q.Subjects = kam.Period{}, []kam.Subject{idle, abroad}
	f, err := book.Revenue(q)
	require.NoError(t, err)
	assert.Equal(t, "0", figure(f, idle, kpi.MetricRevenue, "", "CNY"))
	assert.Equal(t, "0", figure(f, idle, kpi.MetricBuying, "", ""))
	assert.Equal(t, "?", figure(f, idle, kpi.MetricAverageSale, "", "CNY"), "of no sale there is no average")
	assert.Equal(t, "70", figure(f, abroad, kpi.MetricRevenue, "", "EUR"))
	assert.Equal(t, "none", figure(f, abroad, kpi.MetricRevenue, "", "CNY"), "money of another currency is no 0")
	assert.Equal(t, "none", figure(f, other, kpi.MetricRevenue, "", "CNY"), "nobody asked")
	all, err := book.Facts(q)
	require.NoError(t, err)
	assert.Equal(t, "0", figure(all, idle, kpi.MetricActivities, "", ""))
	assert.Equal(t, "?", figure(all, idle, kpi.MetricWinRate, "", ""))

	q.AsOf = kam.MustDay("2026-06-29")
	f, err = book.Revenue(q)
	require.NoError(t, err)
	assert.Equal(t, "?", figure(f, idle, kpi.MetricRevenue, "", "CNY"), "the records do not know the last day")

	q.Subjects = []kam.Subject{idle, idle, {Kind: "account", ID: "acme"}, {}}
	_, err = book.Revenue(q)
	assert.Equal(t, []string{"kpi.twice", "kpi.by", "kpi.subject"}, faults(t, err))
}

func TestQuestions(t *testing.T) {
	book := read(t, nil)
	_, err := book.Revenue(kpi.Question{By: []kpi.Dimension{"town", kpi.ByUser, kpi.ByUser}, Before: kam.MustPeriod("2026-01-01/..")})
	assert.Equal(t, []string{"kpi.subject", "kpi.day", "kpi.by", "kpi.twice", "kpi.period"}, faults(t, err))
	q := second()
	q.Before = kam.MustPeriod("2026-01-01/2026-04-02")
	_, err = book.Revenue(q)
	assert.Equal(t, []string{"kpi.period"}, faults(t, err))
	q.Before = kam.Period{}
	_, err = book.Retention(q)
	assert.Equal(t, []string{"kpi.period"}, faults(t, err), "retention compares")
	_, err = book.Pipeline(kpi.Question{Whole: us})
	assert.Equal(t, []string{"kpi.day"}, faults(t, err))
	for name, ask := range map[string]func(kpi.Question) error{
		"deals":        func(q kpi.Question) error { _, err := book.Deals(q); return err },
		"activities":   func(q kpi.Question) error { _, err := book.Activities(q); return err },
		"satisfaction": func(q kpi.Question) error { _, err := book.Satisfaction(q); return err },
		"wallet":       func(q kpi.Question) error { _, err := book.Wallet(q, nil); return err },
		"buyers":       func(q kpi.Question) error { _, err := book.Buyers(q); return err },
	} {
		assert.Equal(t, []string{"kpi.subject", "kpi.period", "kpi.day"}, sortedFaults(t, ask(kpi.Question{})), name)
	}
}

func sortedFaults(t *testing.T, err error) []string {
	t.Helper()
	got := faults(t, err)
	want := map[string]int{"kpi.subject": 0, "kpi.period": 1, "kpi.day": 2}
	out := make([]string, 3)
	for _, code := range got {
		out[want[code]] = code
	}
	return out
}

func TestRead(t *testing.T) {
	rules := compile(t, nil)
	other := account("x", "", "")
	other.Ref.System = "fxiaoke"
	_, err := rules.Read([]crm.Record{account("x", "", ""), other})
	require.ErrorIs(t, err, kpi.ErrSystems)
	book, err := rules.Read([]crm.Record{{Ref: crm.Ref{System: "zoho", Kind: crm.KindOrder, ID: "1"}, Data: &crm.Account{}}, {}}[:1])
	require.NoError(t, err)
	assert.Empty(t, book.Findings())
}

func TestObservationsAreTheMeasures(t *testing.T) {
	figures := kpi.Figures{Measures: []kpi.Measure{
		{Observation: kam.Observation{Subject: us, Metric: kpi.MetricWon, Value: null("2")}, Refs: []crm.Ref{{ID: "d1"}}, Left: 1},
		{Observation: kam.Observation{Subject: us, Metric: kpi.MetricLost}},
	}}
	got := figures.Observations()
	assert.Equal(t, []kam.Observation{figures.Measures[0].Observation, figures.Measures[1].Observation}, got)
	got[0].Metric = "changed"
	assert.Equal(t, kpi.MetricWon, figures.Measures[0].Metric)
	assert.Empty(t, kpi.Figures{}.Observations())
	assert.Equal(t, []kam.Observation{figures.Measures[1].Observation}, figures.Of(us, kpi.MetricLost, kpi.MetricRevenue))
	assert.Len(t, figures.Of(us), 2)
	assert.Empty(t, figures.Of(kam.Subject{Kind: "user", ID: "us"}))
}

func TestFactsAreThoseOfTheFamilies(t *testing.T) {
	q := springTime()
	q.By = []kpi.Dimension{kpi.ByUser}
	for _, book := range []*kpi.Book{deals(), orders(ledger())} {
		got, err := book.Facts(q)
		require.NoError(t, err)
		var want []kam.Observation
		for _, family := range []func(kpi.Question) (kpi.Figures, error){book.Revenue, book.Deals, book.Activities} {
			figures, err := family(q)
			require.NoError(t, err)
			want = append(want, figures.Observations()...)
		}
		ratings, err := book.Satisfaction(q)
		require.NoError(t, err)
		assert.ElementsMatch(t, append(want, ratings.Observations()...), got.Observations())
		for _, m := range got.Measures {
			found, ok := got.Find(m.Subject, m.Metric, m.Scope, m.Currency)
			assert.True(t, ok)
			assert.Equal(t, m, found, "they are in order")
		}
	}
	_, err := deals().Facts(kpi.Question{})
	require.Error(t, err)
}

func TestOver(t *testing.T) {
	q := springTime()
	book := orders(ledger())
	got, err := kpi.Over([]kam.Period{q.Before, q.Period}, kpi.Question{Whole: q.Whole, AsOf: q.AsOf}, book.Revenue)
	require.NoError(t, err)
	var want []kam.Observation
	for _, p := range []kam.Period{q.Before, q.Period} {
		figures, err := book.Revenue(kpi.Question{Whole: q.Whole, AsOf: q.AsOf, Period: p})
		require.NoError(t, err)
		want = append(want, figures.Observations()...)
	}
	assert.Equal(t, want, got)
	assert.NotEmpty(t, got)
	_, err = kpi.Over([]kam.Period{{}}, q, book.Revenue)
	require.Error(t, err)
}
