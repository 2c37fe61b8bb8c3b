package preclose_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/ledger"
	"github.com/kam-go/kam/incentive/preclose"
	"github.com/kam-go/kam/internal/wordtest"
)

// anna earns 150 in February.
func anna(t testing.TB) *incentive.Run {
	return month{compile(t, plan(1, `"rate": "0.1"`, "")), february, []incentive.Assignment{assigned("anna", 1, february, "")}, []incentive.Transaction{deal("D-2", "anna", "2026-02-10", "1500")}, ledger.Snapshot{}}.run(t)
}

func figure(amount string) []preclose.Figure {
	return []preclose.Figure{{Payee: "anna", Plan: "ae", Component: "commission", Currency: "CNY", Amount: exactly(amount).Decimal}}
}

func TestLimits(t *testing.T) {
	now := anna(t)
	amount := func(s string) preclose.Limit { return preclose.Limit{Amount: exactly(s)} }
	percent := func(s string) preclose.Limit { return preclose.Limit{Percent: exactly(s)} }
	both := func(a, p string, b preclose.Beyond) preclose.Limit { return preclose.Limit{exactly(a), exactly(p), b} }
	for name, c := range map[string]struct {
		last    string
		limit   preclose.Limit
		beyond  bool
		percent string
	}{
		"exactly the amount":         {"100", amount("50"), false, "50"},
		"a cent more":                {"100", amount("49.99"), true, "50"},
		"down, exactly":              {"200", amount("50"), false, "-25"},
		"down, a cent more":          {"200.01", amount("50"), true, "-25"},
		"exactly the percentage":     {"100", percent("50"), false, "50"},
		"more than the percentage":   {"100", percent("49.999"), true, "50"},
		"from below zero":            {"-100", percent("249"), true, "250"},
		"from below zero, exactly":   {"-100", percent("250"), false, "250"},
		"from zero":                  {"0", percent("999999"), true, ""},
		"from zero, within":          {"0", amount("150"), false, ""},
		"no change":                  {"150", amount("0"), false, "0"},
		"no change, percent":         {"150", percent("0"), false, "0"},
		"either, amount alone":       {"100", both("49", "50", preclose.Either), true, "50"},
		"either, percent alone":      {"100", both("50", "49", preclose.Either), true, "50"},
		"either, neither":            {"100", both("50", "50", preclose.Either), false, "50"},
		"both, one":                  {"100", both("49", "50", preclose.Both), false, "50"},
		"both":                       {"100", both("49", "49", preclose.Both), true, "50"},
		"half a tenth is rounded up": {"1999", amount("0"), true, "-92.5"},
	} {
		t.Run(name, func(t *testing.T) {
			r := build(t, preclose.Inputs{Now: now, Previous: figure(c.last), Forecast: figure(c.last), Limits: preclose.Limits{Default: c.limit}}).Rows[0]
			assert.Equal(t, c.beyond, r.Beyond)
			assert.Equal(t, c.beyond, r.BeyondForecast)
			if c.percent == "" {
				assert.False(t, r.Percent.Valid)
			} else {
				assert.Equal(t, c.percent, r.Percent.Decimal.String())
			}
		})
	}
	own := preclose.Limits{Default: amount("0"), Components: []preclose.ComponentLimit{{Plan: "ae", Component: "commission", Limit: amount("1000")}}}
	assert.False(t, build(t, preclose.Inputs{Now: now, Previous: figure("1"), Limits: own}).Rows[0].Beyond)
	own.Components[0].Plan = "other"
	assert.True(t, build(t, preclose.Inputs{Now: now, Previous: figure("1"), Limits: own}).Rows[0].Beyond)
}

func TestFaults(t *testing.T) {
	now := anna(t)
	for name, c := range map[string]struct {
		in   preclose.Inputs
		want []string
	}{
		"nothing":         {preclose.Inputs{}, []string{"preclose.run now"}},
		"no limit":        {preclose.Inputs{Now: now}, []string{"preclose.limit limits.default"}},
		"how together":    {preclose.Inputs{Now: now, Limits: preclose.Limits{Default: preclose.Limit{Amount: exactly("1"), Percent: exactly("1")}}}, []string{"preclose.limit limits.default.beyond"}},
		"nothing to join": {preclose.Inputs{Now: now, Limits: preclose.Limits{Default: preclose.Limit{Amount: exactly("1"), Beyond: preclose.Both}}}, []string{"preclose.limit limits.default.beyond"}},
		"below zero":      {preclose.Inputs{Now: now, Limits: preclose.Limits{Default: preclose.Limit{Amount: exactly("-1")}}}, []string{"preclose.limit limits.default.amount"}},
		"late and before": {preclose.Inputs{Now: now, Late: []*incentive.Run{nil, now}, Before: now, Limits: none()}, []string{"preclose.before before", "preclose.late late[0]", "preclose.late late[1]"}},
		"figures": {preclose.Inputs{Now: now, Previous: append(figure("1"), figure("2")...), Forecast: []preclose.Figure{{}}, Limits: none(), Largest: -1}, []string{
			"preclose.largest largest", "preclose.twice previous[1]", "preclose.id forecast[0].payee", "preclose.id forecast[0].plan", "preclose.id forecast[0].component", "preclose.currency forecast[0].currency",
		}},
		"limits": {preclose.Inputs{Now: now, Limits: preclose.Limits{Default: preclose.Limit{Amount: exactly("1")}, Components: []preclose.ComponentLimit{
			{Plan: "ae", Component: "c", Limit: preclose.Limit{Amount: exactly("1")}}, {Plan: "ae", Component: "c", Limit: preclose.Limit{Amount: exactly("1")}},
		}}}, []string{"preclose.twice limits.components[1]"}},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := preclose.Build(c.in)
			invalid := new(kam.InvalidError)
			require.ErrorAs(t, err, &invalid)
			var got []string
			for _, f := range invalid.Findings {
				got = append(got, f.Code+" "+f.Place)
				assert.NotEmpty(t, f.Remedy.ZH)
				wordtest.Formatted(t, f.In(kam.English)+f.In(kam.Chinese))
			}
			assert.Equal(t, c.want, got)
		})
	}
}
