package kpi_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/crm/kpi"
	"github.com/kam-go/kam/internal/wordtest"
)

// us is the whole.
var us = kam.Subject{Kind: "organisation", ID: "us"}

func dec(s string) decimal.Decimal { return decimal.RequireFromString(s) }

func null(s string) decimal.NullDecimal {
	if s == "" {
		return decimal.NullDecimal{}
	}
	return decimal.NewNullDecimal(dec(s))
}

func decs(texts ...string) []decimal.Decimal {
	out := make([]decimal.Decimal, len(texts))
	for i, s := range texts {
		out[i] = dec(s)
	}
	return out
}

func equalDecimal(t *testing.T, want string, got decimal.Decimal, about ...any) {
	t.Helper()
	assert.Truef(t, dec(want).Equal(got), "got %s, want %s %v", got, want, about)
}

// equalRatio compares a ratio with "n/d", a number, or "?" for unknown.
func equalRatio(t *testing.T, want string, got kpi.Ratio, about ...any) {
	t.Helper()
	value, ok := got.Rat()
	if !ok {
		assert.Equal(t, want, "?", about...)
		return
	}
	assert.Equal(t, want, value.RatString(), about...)
}

// told is what a figure says, "?" while unknown.
func told(m kpi.Measure) string {
	value, ok := m.Exact()
	if !ok {
		return "?"
	}
	return value.RatString()
}

// figure returns a figure of a subject as text, "none" when there is none.
func figure(f kpi.Figures, s kam.Subject, metric, scope string, c kam.Currency) string {
	m, ok := f.Find(s, metric, scope, c)
	if !ok {
		return "none"
	}
	return told(m)
}

func record(kind crm.Kind, id string, data crm.Data) crm.Record {
	return crm.Record{Ref: crm.Ref{System: "zoho", Kind: kind, ID: id}, Modified: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), Data: data}
}

func account(id, industry, owner string) crm.Record {
	return record(crm.KindAccount, id, &crm.Account{Name: "The " + id, Industry: industry, Owner: owner})
}

func order(id, of, on, amount string, c kam.Currency, products ...string) crm.Record {
	o := &crm.Order{Account: of, Amount: null(amount), Currency: c}
	if on != "" {
		o.Ordered = kam.MustDay(on)
	}
	for _, p := range products {
		o.Lines = append(o.Lines, crm.Line{Product: p, Amount: null(amount)})
	}
	return record(crm.KindOrder, id, o)
}

func compile(t *testing.T, change func(*kpi.Policy)) *kpi.Rules {
	t.Helper()
	p := kpi.Policy{Revenue: kpi.FromOrders, Products: kpi.FromOrders, Missing: kpi.MissingUnknown}
	if change != nil {
		change(&p)
	}
	rules, err := kpi.Compile(p, time.UTC)
	require.NoError(t, err)
	return rules
}

func read(t *testing.T, change func(*kpi.Policy), records ...crm.Record) *kpi.Book {
	t.Helper()
	book, err := compile(t, change).Read(records)
	require.NoError(t, err)
	return book
}

// second is the second quarter of 2026 against the first, once it is over.
func second(by ...kpi.Dimension) kpi.Question {
	return kpi.Question{Whole: us, Period: kam.MustPeriod("2026-04-01/2026-07-01"), Before: kam.MustPeriod("2026-01-01/2026-04-01"), AsOf: kam.MustDay("2026-06-30"), By: by}
}

// codes are those of findings, each once, in order.
func codes(findings kam.Findings) []string {
	var out []string
	for _, f := range findings {
		if len(out) == 0 || out[len(out)-1] != f.Code {
			out = append(out, f.Code)
		}
	}
	return out
}

func faults(t *testing.T, err error) []string {
	t.Helper()
	var invalid *kam.InvalidError
	require.ErrorAs(t, err, &invalid)
	for _, f := range invalid.Findings {
		assert.NotEmpty(t, f.Remedy.ZH, f.Code)
		wordtest.Formatted(t, f.In(kam.English)+f.In(kam.Chinese))
	}
	return codes(invalid.Findings)
}

func readJSON(t *testing.T, name string, into any) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name))
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(data, into))
}

// golden compares a text with a file of testdata, which KAM_UPDATE_GOLDEN=1 writes.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if os.Getenv("KAM_UPDATE_GOLDEN") != "" {
		require.NoError(t, os.WriteFile(path, []byte(got), 0o600))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.Equal(t, string(want), got)
}
