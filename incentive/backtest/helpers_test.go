package backtest_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/backtest"
	"github.com/kam-go/kam/internal/wordtest"
)

func dec(s string) decimal.Decimal { return decimal.RequireFromString(s) }

func some(s string) decimal.NullDecimal { return decimal.NewNullDecimal(dec(s)) }

func equalDecimal(t testing.TB, want string, got decimal.Decimal, about ...any) {
	t.Helper()
	if !dec(want).Equal(got) {
		t.Errorf("got %s, want %s %v", got, want, about)
	}
}

// quarters are those of 2026.
var quarters = []kam.Period{
	kam.MustPeriod("2026-01-01/2026-04-01"), kam.MustPeriod("2026-04-01/2026-07-01"), kam.MustPeriod("2026-07-01/2026-10-01"), kam.MustPeriod("2026-10-01/2027-01-01"),
}

// plan reads the usual plan, with its components and whatever follows them given as JSON.
func plan(t testing.TB, version int, components string) incentive.Plan {
	t.Helper()
	return parse(t, strings.Replace(`{
		"format": 1, "id": "kam", "version": VERSION, "currency": "CNY", "readings": "standard-1",
		"effective": "2026-01-01/2027-01-01", "period": "quarter",
		"credits":  [{"name": "own", "to": "owner", "share": "1"}],
		"measures": [{"name": "revenue", "base": "amount", "credits": ["own"], "window": "period"}],
		"components": `+components+`}`, "VERSION", decimal.NewFromInt(int64(version)).String(), 1))
}

func parse(t testing.TB, text string) incentive.Plan {
	t.Helper()
	p, err := incentive.ParsePlan([]byte(text))
	require.NoError(t, err)
	return p
}

// flat is a component of one rate.
func flat(rate string) string {
	return `[{"name": "commission", "measure": "revenue", "rate": "` + rate + `"}]`
}

// staff puts payees on version 1 of the plan, each with a quota of 100 for each quarter of 2026.
func staff(payees ...string) incentive.Roster {
	var r incentive.Roster
	for _, id := range payees {
		r.Payees = append(r.Payees, incentive.Payee{ID: id})
		a := incentive.Assignment{Payee: id, Plan: "kam", Version: 1, Period: kam.MustPeriod("2026-01-01/2027-01-01")}
		for _, q := range quarters {
			a.Quotas = append(a.Quotas, incentive.Quota{Measure: "revenue", Period: q, Amount: dec("100")})
		}
		r.Assignments = append(r.Assignments, a)
	}
	return r
}

func sold(id, owner, amount, day string) incentive.Transaction {
	return incentive.Transaction{ID: id, Owner: owner, Amount: dec(amount), Booked: kam.MustDay(day)}
}

func taken(id, of, amount, day string) incentive.Transaction {
	return incentive.Transaction{ID: id, Reverses: of, Amount: dec(amount), Booked: kam.MustDay(day)}
}

func compare(t testing.TB, q backtest.Question) *backtest.Comparison {
	t.Helper()
	c, err := backtest.Compare(t.Context(), q, backtest.Options{Workers: 1})
	require.NoError(t, err)
	return c
}

// codes returns "code place" of every finding of an error, and checks their texts.
func codes(t testing.TB, err error) []string {
	t.Helper()
	invalid, ok := errors.AsType[*kam.InvalidError](err)
	require.True(t, ok, "%v", err)
	var out []string
	for _, f := range invalid.Findings {
		if f.Severity == kam.Error {
			out = append(out, f.Code+" "+f.Place)
		}
		for _, text := range []string{f.Message.EN, f.Message.ZH, f.Remedy.EN, f.Remedy.ZH} {
			assert.NotEmpty(t, text, f.Code)
			wordtest.Formatted(t, text)
		}
	}
	return out
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if os.Getenv("KAM_UPDATE_GOLDEN") == "1" {
		require.NoError(t, os.WriteFile(path, []byte(got), 0o600))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.Equal(t, string(want), got)
}
