package incentive_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/internal/wordtest"
)

// abroad is an office in which anna sells in dollars and bo in euros.
func abroad(t testing.TB) *office {
	o := newOffice(t)
	o.deals[0].Currency, o.deals[1].Currency = "USD", "EUR"
	o.deals[0].Margin = known("400.01")
	o.sales.Conversion = &incentive.Conversion{Policy: incentive.RateOnDate, Refunds: incentive.RefundAtOriginal}
	lead := *o.sales.Conversion
	o.lead.Conversion = &lead
	o.in.Rates = []incentive.ExchangeRate{
		fx("", "USD", "2026-01-01/2026-02-01", "7"), fx("", "USD", "2026-02-01/2026-02-02", "7.125"), fx("", "USD", "2026-02-02/..", "7.5"),
		fx("", "EUR", "2026-01-01/..", "8"), fx("market", "EUR", "2026-01-01/..", "9"),
	}
	return o
}

func fx(table, from, in, rate string) incentive.ExchangeRate {
	return incentive.ExchangeRate{Table: table, From: kam.Currency(from), To: "CNY", Period: kam.MustPeriod(in), Rate: exact(rate)}
}

func TestDealsInOtherCurrencies(t *testing.T) {
	run := abroad(t).mustRun(t)
	assert.Equal(t, []string{"anna sales 712.5", "bo sales 1600", "cai lead 231.25", "dan sales 50"}, paidBy(run))
	var house, direct []string
	for h := range run.House() {
		house = append(house, fmt.Sprint(h.Transaction, " ", h.Amount, " ", h.Currency))
	}
	for d := range run.Direct() {
		direct = append(direct, fmt.Sprint(d.Transaction, " ", d.Amount, " ", d.Currency))
	}
	assert.Empty(t, house)
	assert.Equal(t, []string{"a1 1000 USD", "b1 2000 EUR", "d1 500 CNY"}, direct, "in the deal's currency")
	o := abroad(t)
	o.in.Roster.Payees = o.in.Roster.Payees[1:]
	o.in.Roster.Assignments = o.in.Roster.Assignments[1:]
	for h := range o.mustRun(t).House() {
		assert.Equal(t, "a1 1000 USD", fmt.Sprint(h.Transaction, " ", h.Amount, " ", h.Currency))
	}
}

// refunded is a return in dollars.
func refunded(id, of, amount, booked string) incentive.Transaction {
	x := returned(id, of, amount, booked)
	x.Currency = "USD"
	return x
}

func convertedOf(s incentive.Statement) (all []string) {
	for l := range s.Lines() {
		x, ok := l.Converted()
		if !ok {
			all = append(all, l.Transaction()+" as it is")
			continue
		}
		all = append(all, fmt.Sprint(l.Transaction(), " ", x.Number, " ", x.Stated, " ", x.Currency, " × ", x.Rate.Rate, " (", x.Rate.Period, ") = ", x.Amount))
	}
	return all
}

func TestLinesSayHowTheyWereConverted(t *testing.T) {
	assert.Equal(t, []string{"a1 amount 1000 USD × 7.125 (2026-02-01/2026-02-02) = 7125"}, convertedOf(abroad(t).statement(t, "anna", "sales")))
	assert.Equal(t, []string{"a1 amount 1000 USD × 7.125 (2026-02-01/2026-02-02) = 7125", "b1 amount 2000 EUR × 8 (2026-01-01/..) = 16000"}, convertedOf(abroad(t).statement(t, "cai", "lead")))
	assert.Equal(t, []string{"d1 as it is"}, convertedOf(abroad(t).statement(t, "dan", "sales")))

	o := abroad(t)
	o.sales.Measures[0].Base = incentive.BaseMargin
	o.sales.Conversion.Places = new(int32(1))
	o.deals = append(o.deals[:1:1], refunded("r1", "a1", "-250", "2026-02-20"))
	assert.Equal(t, []string{
		"a1 margin 400.01 USD × 7.125 (2026-02-01/2026-02-02) = 2850.1", "r1 margin -100.0025 USD × 7.125 (2026-02-01/2026-02-02) = -712.525",
	}, convertedOf(o.statement(t, "anna", "sales")))
	o.sales.Conversion.Refunds = incentive.RefundAtOwn
	assert.Equal(t, []string{
		"a1 margin 400.01 USD × 7.125 (2026-02-01/2026-02-02) = 2850.1", "r1 margin -100.0025 USD × 7.5 (2026-02-02/..) = -750",
	}, convertedOf(o.statement(t, "anna", "sales")))

	o = abroad(t)
	o.sales.Measures[0].Base = incentive.BaseCount
	assert.Equal(t, []string{"a1 as it is"}, convertedOf(o.statement(t, "anna", "sales")))
}

func TestRefundAtItsOwnRate(t *testing.T) {
	o := abroad(t)
	o.sales.Conversion.Refunds = incentive.RefundAtOwn
	o.sales.Refunds.Period = incentive.Origin
	o.add(refunded("r1", "a1", "-1000", "2026-03-01"))
	assert.Equal(t, "-37.5", o.statement(t, "anna", "sales").Earned().String(), "its own date, wherever it counts")
	o.deals[3].Booked = kam.Day{}
	assert.Equal(t, "0", o.statement(t, "anna", "sales").Earned().String(), "without a date its original's")
	o = abroad(t)
	o.add(refunded("r1", "a1", "-1000", "2026-03-01"))
	assert.Equal(t, "0", o.statement(t, "anna", "sales").Earned().String())
}

func TestRatesThatStopARun(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*incentive.ExchangeRate)
		want   []string
	}{
		"nothing":            {func(*incentive.ExchangeRate) {}, nil},
		"no currency":        {func(r *incentive.ExchangeRate) { r.From = "" }, []string{"rates[0].from"}},
		"no such currency":   {func(r *incentive.ExchangeRate) { r.To = "yuan" }, []string{"rates[0].to"}},
		"into itself":        {func(r *incentive.ExchangeRate) { r.From = "CNY" }, []string{"rates[0]"}},
		"no time":            {func(r *incentive.ExchangeRate) { r.Period = kam.Period{} }, []string{"rates[0].period"}},
		"zero":               {func(r *incentive.ExchangeRate) { r.Rate = exact("0") }, []string{"rates[0].rate"}},
		"below zero":         {func(r *incentive.ExchangeRate) { r.Rate = exact("-7") }, []string{"rates[0].rate"}},
		"12 decimals":        {func(r *incentive.ExchangeRate) { r.Rate = exact("0.000000000001") }, nil},
		"13 decimals":        {func(r *incentive.ExchangeRate) { r.Rate = exact("0.0000000000001") }, []string{"rates[0].rate"}},
		"15 digits":          {func(r *incentive.ExchangeRate) { r.Rate = exact("123456789012345") }, nil},
		"16 digits":          {func(r *incentive.ExchangeRate) { r.Rate = exact("1234567890123456") }, []string{"rates[0].rate"}},
		"beyond all bounds":  {func(r *incentive.ExchangeRate) { r.Rate = exact("1e50") }, []string{"rates[0].rate"}},
		"a long table":       {func(r *incentive.ExchangeRate) { r.Table = strings.Repeat("x", 129) }, []string{"rates[0].table"}},
		"the day before":     {func(r *incentive.ExchangeRate) { r.Period.Until = kam.MustDay("2026-01-31") }, nil},
		"a day too long":     {func(r *incentive.ExchangeRate) { r.Period.Until = kam.MustDay("2026-02-02") }, []string{"rates[1]"}},
		"over two others":    {func(r *incentive.ExchangeRate) { r.Period.Until = kam.MustDay("2026-03-01") }, []string{"rates[1]", "rates[2]"}},
		"without end":        {func(r *incentive.ExchangeRate) { r.Period.Until = kam.Day{} }, []string{"rates[1]", "rates[2]"}},
		"in another table":   {func(r *incentive.ExchangeRate) { r.Table, r.Period.Until = "market", kam.Day{} }, nil},
		"of another pair":    {func(r *incentive.ExchangeRate) { r.To, r.Period.Until = "JPY", kam.Day{} }, nil},
		"everything at once": {func(r *incentive.ExchangeRate) { *r = incentive.ExchangeRate{From: "x", To: "x", Table: "\n"} }, []string{"rates[0].table", "rates[0].from", "rates[0].to", "rates[0]", "rates[0].period", "rates[0].rate"}},
	} {
		t.Run(name, func(t *testing.T) {
			o := abroad(t)
			c.change(&o.in.Rates[0])
			_, err := o.run(t)
			var want []string
			for _, at := range c.want {
				want = append(want, "run.rates @ "+at)
			}
			assert.ElementsMatch(t, want, faultPlaces(err))
			if err != nil {
				wordtest.Formatted(t, err.Error())
			}
			for _, err := range o.program(t).Stream(context.Background(), o.inputs(), incentive.RunOptions{}) {
				require.ErrorIs(t, err, incentive.ErrBarrier)
			}
		})
	}
}

func TestTooManyRates(t *testing.T) {
	o := abroad(t)
	o.in.Rates = make([]incentive.ExchangeRate, 1_000_001)
	_, err := o.run(t)
	assert.Equal(t, []string{"run.rates @ rates"}, faultPlaces(err))
}

func TestStreamConverts(t *testing.T) {
	o := abroad(t)
	program, err := incentive.Compile(incentive.Book{Plans: []incentive.Plan{o.sales}})
	require.NoError(t, err)
	o.in.Roster.Reporting = nil
	o.in.Roster.Assignments = slices.DeleteFunc(o.in.Roster.Assignments, func(a incentive.Assignment) bool { return a.Plan == "lead" })
	run, err := program.Run(context.Background(), o.inputs(), incentive.RunOptions{})
	require.NoError(t, err)
	var streamed []string
	for s, err := range program.Stream(context.Background(), o.inputs(), incentive.RunOptions{}) {
		require.NoError(t, err)
		streamed = append(streamed, fmt.Sprint(s.Payee().ID, " ", s.PlanID(), " ", s.Earned()))
	}
	assert.Equal(t, paidBy(run), streamed)
	assert.Equal(t, []string{"anna sales 712.5", "bo sales 1600", "dan sales 50"}, streamed)

	o.in.Rates[0].Rate = exact("-1")
	for _, err := range program.Stream(context.Background(), o.inputs(), incentive.RunOptions{}) {
		assert.Equal(t, []string{"run.rates @ rates[0].rate"}, faultPlaces(err))
	}
}

func TestMissingRatesHold(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*office)
		remedy string
	}{
		"on the day":        {func(o *office) { o.in.Rates = o.in.Rates[3:] }, `{"from": "USD", "to": "CNY", "period": "2026-02-01/2026-02-02", "rate": "…"}`},
		"of the last day":   {func(o *office) { o.sales.Conversion.Policy, o.in.Rates = incentive.RateAtPeriodEnd, o.in.Rates[:2] }, `"period": "2026-03-31/2026-04-01"`},
		"of the average":    {func(o *office) { o.sales.Conversion.Policy = incentive.RatePeriodAverage }, `"period": "2026-01-01/2026-04-01"`},
		"of the plan":       {func(o *office) { o.sales.Conversion.Policy = incentive.RateOfPlan }, `"period": "2025-01-01/2025-01-02"`},
		"of the table":      {func(o *office) { o.sales.Conversion.Table = "market" }, `{"table": "market", "from": "USD"`},
		"of no plan at all": {func(o *office) { o.sales.Conversion = nil }, `"conversion": {"policy": "transaction-date", "refunds": "original"}`},
	} {
		t.Run(name, func(t *testing.T) {
			o := abroad(t)
			c.change(o)
			found := false
			for h := range o.mustRun(t).Held() {
				if h.Payee.ID != "anna" {
					continue
				}
				found = true
				require.Len(t, h.Findings, 1)
				f := h.Findings[0]
				assert.Equal(t, "run.missing-rate @ transaction a1", f.Code+" @ "+f.Place)
				for _, lang := range []kam.Lang{kam.English, kam.Chinese} {
					assert.Contains(t, f.Remedy.In(lang), c.remedy)
					wordtest.Formatted(t, f.Message.In(lang)+f.Remedy.In(lang))
				}
			}
			assert.True(t, found)
		})
	}
}

// The override on a commission that was earned in another currency is never counted as if it were the manager's.
func TestOverridesDoNotCrossCurrencies(t *testing.T) {
	o := newOffice(t)
	o.lead = planOf(t, `{
		"format": 1, "id": "lead", "version": 1, "currency": "USD", "readings": "standard-1", "effective": "2025-01-01/2028-01-01", "period": "quarter",
		"credits":    [{"name": "up", "to": "manager", "level": 1, "share": "0.1", "base": "after-cap", "of": ["commission"]}],
		"measures":   [{"name": "team", "base": "amount", "credits": ["up"], "window": "period"}],
		"components": [{"name": "override", "measure": "team", "rate": "0.1"}]
	}`)
	run := o.mustRun(t)
	assert.Equal(t, []string{"cai lead run.missing-rate @ payee anna", "cai lead run.missing-rate @ payee bo"}, heldBy(run))
	assert.Equal(t, []string{"anna sales 100", "bo sales 200", "dan sales 50"}, paidBy(run))
	o.lead.Currency = "CNY"
	assert.Empty(t, heldBy(o.mustRun(t)))
}
