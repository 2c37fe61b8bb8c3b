package lint_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/lint"
)

func TestParsePolicy(t *testing.T) {
	p, err := lint.ParsePolicy([]byte(`{"off": ["lint.reading"], "reach": "2.5", "highest": {"nps": "100"}, "cliff": "0", "deal": "0.05", "loss": "0", "tolerance": "0.1", "metrics": ["nps"], "quota": "50000", "units": "20", "target": "3000"}`))
	require.NoError(t, err)
	assert.Equal(t, []lint.Code{lint.CodeReading}, p.Off)
	assert.True(t, p.Highest["nps"].Equal(dec("100")))
	p, err = lint.ParsePolicy([]byte(`{}`))
	require.NoError(t, err)
	assert.Equal(t, lint.Policy{}, p)
}

func TestPolicyFaults(t *testing.T) {
	for text, want := range map[string]string{
		`{"off": ["lint.nothing"]}`:    "lint.policy $.off[0]",
		`{"off": ["lint.policy"]}`:     "lint.policy $.off[0]",
		`{"reach": "0"}`:               "lint.policy $.reach",
		`{"reach": "-1"}`:              "lint.policy $.reach",
		`{"cliff": "-0.1"}`:            "lint.policy $.cliff",
		`{"deal": "0.00001"}`:          "lint.policy $.deal",
		`{"highest": {"nps": "-1"}}`:   "lint.policy $.highest.nps",
		`{"units": "1.5"}`:             "lint.policy $.units",
		`{"units": "1001"}`:            "lint.policy $.units",
		`{"quota": "123456789012345"}`: "lint.policy $.quota",
		`{"reech": "2"}`:               "lint.unknown-key $.reech",
		`{"reach": "1e5"}`:             "lint.number $.reach",
		`{"reach": null}`:              "lint.null $.reach",
		`{} {}`:                        "lint.trailing-data $",
	} {
		t.Run(text, func(t *testing.T) {
			_, err := lint.ParsePolicy([]byte(text))
			invalid, ok := errors.AsType[*kam.InvalidError](err)
			require.True(t, ok, "%v", err)
			require.NotEmpty(t, invalid.Findings)
			place, _, _ := strings.Cut(invalid.Findings[0].Place, " (")
			assert.Equal(t, want, invalid.Findings[0].Code+" "+place)
			good(t, invalid.Findings[0])
		})
	}
}

func TestPolicyOfAHost(t *testing.T) {
	p := lint.Policy{Reach: decimal.NewNullDecimal(decimal.New(1, 50_000_000))}
	require.Error(t, p.Check())
	found := lint.Check(incentive.Book{}, p)
	assert.Equal(t, []string{"error lint.policy $.reach"}, brief(t, found), "nothing but the policy is judged")
	long := lint.Policy{Metrics: make([]string, 1001)}
	require.Error(t, long.Check())
}

func TestALimitForAMeasureThatNoPlanHas(t *testing.T) {
	policy := quiet()
	policy.Highest = map[string]decimal.Decimal{"revenu": dec("100"), "revenue": dec("1000000")}
	assert.Equal(t, []string{"warning lint.policy policy.highest.revenu"}, brief(t, lint.Check(book(plan(t, `{`+rate5+`}`)), policy)))
}

func TestCodesAreListedOnce(t *testing.T) {
	seen := map[lint.Code]bool{}
	for _, c := range lint.Codes() {
		assert.False(t, seen[c], c)
		seen[c] = true
		assert.Contains(t, string(c), "lint.")
	}
}

func TestOffSwitchesEveryCodeOff(t *testing.T) {
	p := plan(t, `{`+rate5+`}`)
	assert.NotEmpty(t, lint.Check(book(p), lint.Policy{}))
	assert.Empty(t, lint.Check(book(p), lint.Policy{Off: lint.Codes()[1:]}))
}

func TestABookThatDoesNotCompile(t *testing.T) {
	p := plan(t, `{"components": [{"name": "c", "measure": "revenue", "tiers": {"mode": "marginal", "basis": "amount", "bands": [{"from": "0", "rate": "0"}, {"from": "9", "rate": "0"}, {"from": "5", "rate": "0"}]}}]}`)
	assert.Equal(t, []string{"error plan.tier-order $.components[0].tiers.bands[1]"}, brief(t, lint.Check(book(p), lint.Policy{})))
	assert.Equal(t, []string{"error plan.missing $.plans"}, brief(t, lint.CheckRoster(book(), incentive.Roster{}, lint.Policy{})))
}

func FuzzParsePolicy(f *testing.F) {
	f.Add([]byte(`{"off": ["lint.reading"], "reach": "2.5", "highest": {"nps": "100"}, "metrics": []}`))
	f.Add([]byte(`{"cliff": "0.5", "deal": 0.01, "units": "7"}`))
	f.Add([]byte(`{"reach": "1e9"}`))
	p, err := incentive.ParsePlan([]byte(`{"format": 1, "id": "plan", "version": 1, "currency": "CNY", "readings": "standard-1", "effective": "2026-01-01/2027-01-01", "period": "month",
		"credits": [{"name": "own", "to": "owner", "share": "1"}], "measures": [{"name": "revenue", "base": "amount", "credits": ["own"], "window": "period"}],
		"components": [{"name": "c", "measure": "revenue", "tiers": {"mode": "whole", "basis": "attainment", "bands": [{"from": "0", "rate": "0.02"}, {"from": "1", "rate": "0.05"}]}}]}`))
	require.NoError(f, err)
	f.Fuzz(func(t *testing.T, data []byte) {
		policy, err := lint.ParsePolicy(data)
		if err != nil {
			_, ok := errors.AsType[*kam.InvalidError](err)
			require.True(t, ok)
			return
		}
		require.NoError(t, policy.Check())
		found := lint.Check(book(p), policy)
		assert.False(t, found.HasErrors())
		for _, x := range found {
			good(t, x)
		}
	})
}
