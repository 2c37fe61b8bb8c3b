package goals_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals"
	"github.com/kam-go/kam/goals/likelihood"
	"github.com/kam-go/kam/internal/wordtest"
)

func number(s string) decimal.Decimal { return decimal.RequireFromString(s) }

// known reads a decimal; "" is unknown.
func known(s string) decimal.NullDecimal {
	if s == "" {
		return decimal.NullDecimal{}
	}
	return decimal.NewNullDecimal(number(s))
}

func equalDecimal(t *testing.T, want string, got decimal.Decimal) {
	t.Helper()
	if !number(want).Equal(got) {
		t.Errorf("got %s, want %s", got, want)
	}
}

// huge is a number that nothing may compute with.
func huge() decimal.Decimal { return decimal.New(1, 50_000_000) }

// sound is a goal by which everything is as it should be in the situation of [facts].
func sound() goals.Goal {
	return goals.Goal{
		ID: "g1", Owners: []string{"anna"}, Statement: "Raise revenue of the key accounts from 1,000,000 to 1,200,000 CNY in 2026",
		Metric: "revenue", Scope: "key-accounts", Direction: kam.HigherIsBetter,
		Baseline: known("1000000"), Target: number("1200000"), Currency: "CNY", Tracking: goals.Flow,
		Period: kam.MustPeriod("2026-01-01/2027-01-01"), Parent: "team", Share: kam.MustFraction("0.3"), Weight: kam.MustFraction("1/2"),
		Source: "CRM", Cadence: kam.Month,
		Milestones: []goals.Milestone{{Day: kam.MustDay("2026-06-30"), Value: number("550000")}, {Day: kam.MustDay("2026-12-31"), Value: number("1200000")}},
	}
}

// result is a year's revenue of the person.
func result(person, period, value string) kam.Observation {
	return kam.Observation{
		Subject: kam.Subject{Kind: "payee", ID: person}, Metric: "revenue", Scope: "key-accounts",
		Period: kam.MustPeriod(period), Value: known(value), Currency: "CNY",
	}
}

func declared(t testing.TB, years ...int) *kam.Calendar {
	t.Helper()
	c, err := kam.NewCalendar(kam.CalendarSpec{Declared: years})
	require.NoError(t, err)
	return c
}

// facts is a situation in which everything that can be known is known.
func facts(t testing.TB) goals.Situation {
	t.Helper()
	parent := sound()
	parent.ID, parent.Owners, parent.Parent, parent.Scope, parent.Target, parent.Milestones = "team", []string{"lee"}, "company", "region", number("4000000"), nil
	sibling := sound()
	sibling.ID, sibling.Owners, sibling.Scope, sibling.Target = "g2", []string{"bo"}, "others", number("2800000")
	members := 25
	s := goals.Situation{
		AsOf: kam.MustDay("2026-01-15"), Metrics: []kam.Metric{{Key: "visits", Unit: "visits", Direction: kam.HigherIsBetter}, {Key: "revenue", Direction: kam.HigherIsBetter}},
		Calendar: declared(t, 2026), Parent: &parent, Siblings: []goals.Goal{sibling}, Others: []goals.Goal{parent, sibling, sound()},
		Deals: []likelihood.Deal{
			{ID: "d1", Amount: number("700000"), Win: kam.MustFraction("0.5")},
			{ID: "d2", Amount: number("500000"), Win: kam.MustFraction("0.8")},
		},
		Reached: known("400000"), Capacity: goals.Capacity{Needed: known("90"), Available: known("120.5")},
		CycleDays: []int{60, 45, 90}, AccountTargets: []decimal.Decimal{number("700000"), number("500000")}, ScopeMembers: &members,
	}
	for i, v := range []string{"800000", "1250000", "950000", "1300000", "1100000", "1000000", "1210000", "1190000"} {
		s.History = append(s.History, result("anna", fmt.Sprintf("%d-01-01/%d-01-01", 2018+i, 2019+i), v))
	}
	for i, v := range []string{"900000", "1300000", "1200000", "1000000", "700000"} {
		s.Peers = append(s.Peers, result(fmt.Sprintf("p%d", i), "2025-01-01/2026-01-01", v))
	}
	return s
}

// codes returns the codes of the findings of that severity, in order.
func codes(found kam.Findings, severity kam.Severity) []string {
	var out []string
	for _, f := range found {
		if f.Severity == severity {
			out = append(out, f.Code)
		}
	}
	return out
}

// bilingual fails for a finding that lacks a language, a code or, being a fault, a remedy.
func bilingual(t *testing.T, found kam.Findings) {
	t.Helper()
	for _, f := range found {
		assert.NotEmpty(t, f.Code)
		assert.NotEmpty(t, f.Message.EN, f.Code)
		assert.NotEmpty(t, f.Message.ZH, f.Code)
		wordtest.Formatted(t, f.Message.EN+f.Message.ZH+f.Remedy.EN+f.Remedy.ZH)
		if f.Severity != kam.Info {
			assert.NotEmpty(t, f.Remedy.EN, f.Code)
			assert.NotEmpty(t, f.Remedy.ZH, f.Code)
		}
	}
}

// invalid returns the findings of an error that must hold some.
func invalid(t *testing.T, err error) kam.Findings {
	t.Helper()
	e, ok := errors.AsType[*kam.InvalidError](err)
	require.True(t, ok, "the error is %v", err)
	bilingual(t, e.Findings)
	return e.Findings
}

// places returns "code place" of each finding.
func places(found kam.Findings) []string {
	out := make([]string, len(found))
	for i, f := range found {
		out[i] = f.Code + " " + f.Place
	}
	return out
}

// golden compares got with a file under testdata, or writes it when KAM_UPDATE_GOLDEN is set.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if os.Getenv("KAM_UPDATE_GOLDEN") != "" {
		require.NoError(t, os.MkdirAll("testdata", 0o755))
		require.NoError(t, os.WriteFile(path, []byte(got), 0o644))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err, "set KAM_UPDATE_GOLDEN=1 to write it")
	assert.Equal(t, string(want), got)
}

// find returns the first finding with the code.
func find(found kam.Findings, code string) (kam.Finding, bool) {
	i := slices.IndexFunc(found, func(f kam.Finding) bool { return f.Code == code })
	if i < 0 {
		return kam.Finding{}, false
	}
	return found[i], true
}

// evidence returns the value of a fact of a finding.
func evidence(f kam.Finding, name string) string {
	for _, e := range f.Evidence {
		if e.Name == name {
			return e.Value
		}
	}
	return ""
}
