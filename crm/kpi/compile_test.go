package kpi_test

import (
	"encoding/json"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/crm/kpi"
)

func TestCompileFindsEveryFault(t *testing.T) {
	_, err := kpi.Compile(kpi.Policy{}, nil)
	assert.Equal(t, []string{"kpi.source", "kpi.missing"}, faults(t, err))
	_, err = kpi.Compile(kpi.Policy{Revenue: kpi.FromOrders, Products: kpi.FromInvoices, Missing: kpi.MissingUnknown}, nil)
	assert.Equal(t, []string{"kpi.source"}, faults(t, err), "invoices have no lines")
	_, err = kpi.Compile(kpi.Policy{
		Revenue: kpi.FromOrders, Products: kpi.FromOrders, Missing: kpi.MissingUnknown, Statuses: []string{"a", "a"}, Assume: "yuan", OwnRates: true,
		Contacts: []crm.ActivityType{""}, Rates: []kpi.Rate{{From: "USD", Per: dec("7")}, {From: "USD", Period: kam.MustPeriod("2026-01-01/.."), Per: dec("0")}},
		CSAT:   []kpi.Scale{{Low: dec("1"), High: dec("5"), Top: dec("6")}, {Low: dec("1"), High: dec("5"), Top: dec("5")}, {Low: dec("1"), High: dec("5"), Top: dec("4")}},
		Stages: []kpi.Stage{{Name: "offer", Probability: null("1.5"), MaxDays: -1}, {Name: "offer"}}, Top: []int{5, 5, 0},
	}, nil)
	assert.Equal(t, []string{
		"kpi.twice", "kpi.currency", "kpi.rate", "kpi.id", "kpi.rate", "kpi.twice", "kpi.scale", "kpi.twice", "kpi.probability", "kpi.days", "kpi.twice", "kpi.top",
	}, faults(t, err))
	_, err = kpi.Compile(kpi.Policy{
		Revenue: kpi.FromOrders, Products: kpi.FromOrders, Missing: kpi.MissingUnknown, Currency: "CNY",
		Rates:  []kpi.Rate{{From: "CNY", Per: dec("1")}, {From: "USD", Per: decimal.New(1, 1000)}, {From: "EUR", Period: kam.Period{Until: kam.MustDay("2026-01-01")}, Per: dec("8")}},
		Stages: make([]kpi.Stage, 1001),
	}, nil)
	assert.Equal(t, []string{"kpi.rate", "kpi.number", "kpi.period", "kpi.too-many"}, faults(t, err))
}

func TestMetricsAreUsable(t *testing.T) {
	seen := map[string]bool{}
	for _, m := range kpi.Metrics() {
		require.NoError(t, m.Check())
		assert.False(t, seen[m.Key], m.Key)
		assert.NotEmpty(t, m.Name.ZH)
		assert.NotEmpty(t, m.Name.EN)
		seen[m.Key] = true
	}
	assert.Len(t, seen, 35)
}

// What is read is what was written.
func FuzzParse(f *testing.F) {
	f.Add([]byte(`{"revenue": "orders", "products": "deals", "missing": "unknown", "currency": "CNY", "rates": [{"from": "USD", "per": "7.1", "period": "2026-01-01/.."}], "csat": [{"low": "1", "high": "5", "top": "4"}], "stages": [{"name": "offer", "probability": "0.5", "maxDays": 30}], "top": [1, 5]}`))
	f.Add([]byte(`{"groups": [{"name": "use", "weight": "30", "components": [{"name": "users", "metric": "use.users", "weight": "1", "scale": [{"at": "0", "points": "0"}, {"at": "10", "points": "100"}]}]}], "bands": [{"name": "red", "from": "0"}], "triggers": [{"name": {"en": "end", "zh": "到期"}, "metric": "days", "below": "30", "band": "red"}]}`))
	f.Add([]byte(`{"recency": {"bounds": ["30", "60"]}, "frequency": {"quantiles": 5}, "monetary": {"quantiles": 5}, "ties": "lower", "segments": [{"name": "best", "codes": ["355"]}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		if p, err := kpi.ParsePolicy(data); err == nil {
			again(t, p, kpi.ParsePolicy)
			_, _ = kpi.Compile(p, nil)
		}
		if s, err := kpi.ParseHealthSpec(data); err == nil {
			again(t, s, kpi.ParseHealthSpec)
			if h, err := kpi.CompileHealth(s); err == nil {
				_ = h.Score(us, nil).Why()
			}
		}
		if s, err := kpi.ParseRFMSpec(data); err == nil {
			again(t, s, kpi.ParseRFMSpec)
			_, _ = kpi.CompileRFM(s)
		}
	})
}

func again[T any](t *testing.T, value T, parse func([]byte) (T, error)) {
	t.Helper()
	text, err := json.Marshal(value)
	require.NoError(t, err)
	read, err := parse(text)
	require.NoError(t, err, "%s", text)
	second, err := json.Marshal(read)
	require.NoError(t, err)
	assert.JSONEq(t, string(text), string(second))
}
