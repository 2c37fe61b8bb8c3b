package accounting_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive/accounting"
	"github.com/kam-go/kam/incentive/ledger"
	"github.com/kam-go/kam/internal/wordtest"
)

func dec(s string) decimal.Decimal { return decimal.RequireFromString(s) }

func null(s string) decimal.NullDecimal { return decimal.NewNullDecimal(dec(s)) }

func cny(s string) kam.Money { return kam.Money{Amount: dec(s), Currency: "CNY"} }

func month(s string) kam.Period {
	from := kam.MustDay(s + "-01")
	return kam.Period{From: from, Until: from.AddMonths(1)}
}

func equal(t *testing.T, want string, got decimal.Decimal, about ...any) {
	t.Helper()
	if !dec(want).Equal(got) {
		assert.Fail(t, "got "+got.String()+", want "+want, about...)
	}
}

// chart is a chart of accounts with costs.
func chart() accounting.Chart {
	return accounting.Chart{
		Format: 1, Detail: accounting.ByComponent, Expense: "6601", Waiting: "2211.1", Held: "2211.2", Payable: "2211.3", Advances: "1221",
		Opening: "4001", Exchange: "6603", Components: []accounting.ComponentAccount{{Plan: "ae", Component: "bonus", Account: "6602"}},
		Costs: &accounting.CostAccounts{Asset: "1801", Amortisation: "6601.9", Impairment: "6702", WriteOff: "6711", OnCosts: "6604"},
	}
}

// posted is a sum on an account of anna's.
func posted(account ledger.Account, kind ledger.Kind, component, origin, into, amount string) ledger.Posted {
	return ledger.Posted{
		Payee: "anna", Plan: "ae", Version: 1, Component: component, Kind: kind, Period: month(origin), Into: month(into),
		Account: account, Currency: "CNY", Amount: dec(amount),
	}
}

// policy is one asset for each contract, straight-line by full months.
func policy() accounting.Policy {
	return accounting.Policy{
		Format: 1, Standard: accounting.ASC340, Other: accounting.Capitalise, OnCosts: null("0"), Expedient: accounting.OneYear,
		Renewals: accounting.Commensurate, Unit: accounting.PerContract, Convention: accounting.FullMonth,
		Remainder: accounting.LargestRemainder, Late: accounting.CatchUp, Rounding: accounting.HalfUp,
	}
}

// contract runs 24 months from January 2026.
func contract() accounting.Contract {
	return accounting.Contract{ID: "c1", Term: kam.MustPeriod("2026-01-01/2028-01-01")}
}

func cost(id, on, amount string) accounting.Cost {
	return accounting.Cost{ID: id, Contract: "c1", Plan: "ae", Component: "sales", On: kam.MustDay(on), Amount: cny(amount)}
}

func book(t *testing.T, p accounting.Policy, in accounting.Inputs) accounting.Book {
	t.Helper()
	b, err := accounting.NewBook(p, nil, in)
	require.NoError(t, err)
	return b
}

// faults returns code and place of every finding, and makes sure that each speaks both languages.
func faults(t *testing.T, err error) []string {
	t.Helper()
	invalid, ok := errors.AsType[*kam.InvalidError](err)
	require.True(t, ok, "%v", err)
	var out []string
	for _, f := range invalid.Findings {
		out = append(out, f.Code+" "+f.Place)
		for _, s := range []string{f.Message.EN, f.Message.ZH, f.Remedy.EN, f.Remedy.ZH} {
			assert.NotEmpty(t, s, f.Code)
			wordtest.Formatted(t, s)
		}
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
