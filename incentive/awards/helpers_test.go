package awards_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive/awards"
	"github.com/kam-go/kam/internal/wordtest"
)

func dec(s string) decimal.Decimal { return decimal.RequireFromString(s) }

func null(s string) decimal.NullDecimal { return decimal.NewNullDecimal(dec(s)) }

func text(en, zh string) kam.Text { return kam.Text{EN: en, ZH: zh} }

func ptr[T any](v T) *T { return &v }

func equal(t *testing.T, want string, got decimal.Decimal, about ...any) {
	t.Helper()
	if !dec(want).Equal(got) {
		assert.Fail(t, "got "+got.String()+", want "+want, about...)
	}
}

var march = kam.MustPeriod("2026-03-01/2026-04-01")

// revenue asks for 100,000 CNY.
func revenue(threshold string) awards.Criterion {
	return awards.Criterion{ID: "revenue", Metric: &awards.Metric{Of: awards.Series{Metric: "revenue", Currency: "CNY"}, Be: awards.AtLeast, Threshold: null(threshold)}}
}

// trip is a journey of 5,000 for two heads, the largest revenue first.
func trip() awards.Benefit {
	return awards.Benefit{
		ID: "trip", Name: text("Journey", "旅游"), Kind: awards.Travel, Criteria: []awards.Criterion{revenue("100000")}, Cost: null("5000"),
		Taxable: awards.Taxable{Rule: awards.TaxFull}, Budget: awards.Budget{Heads: ptr(2), Per: awards.PerPeriod, Revoked: awards.ComesBack}, Again: awards.EveryPeriod,
		Order: &awards.Order{By: awards.ByMetric, Series: &awards.Series{Metric: "revenue", Currency: "CNY"}, First: awards.Highest, Ties: awards.LongestTenure, Unknown: awards.Reserve},
	}
}

func catalogue() awards.Catalogue {
	return awards.Catalogue{Format: 1, ID: "2026", Name: text("Awards 2026", "2026 年奖励"), Version: 1, Currency: "CNY", Rounding: awards.HalfUp}
}

func withTrip(change func(b *awards.Benefit)) awards.Catalogue {
	c, b := catalogue(), trip()
	if change != nil {
		change(&b)
	}
	c.Benefits = []awards.Benefit{b}
	return c
}

// ideas is a catalogue with innovation awards: two aspects, 3 to 1, up to ten points each, two assessors.
func ideas(change func(n *awards.Innovation)) awards.Catalogue {
	c := catalogue()
	c.Innovation = &awards.Innovation{
		Aspects:   []awards.Aspect{{ID: "saving", Name: text("Saving", "节约"), Weight: dec("3"), Most: dec("10")}, {ID: "novelty", Name: text("Novelty", "新颖"), Weight: dec("1"), Most: dec("10")}},
		Assessors: 2, Combine: awards.Mean, Bound: awards.Exclusive,
		Tiers: []awards.Tier{
			{ID: "third", Name: text("Third prize", "三等奖"), From: null("4"), Prize: awards.Prize{Amount: null("1000"), Taxable: awards.Taxable{Rule: awards.TaxFull}}},
			{ID: "first", Name: text("First prize", "一等奖"), From: null("8"), Prize: awards.Prize{Amount: null("5000"), Taxable: awards.Taxable{Rule: awards.TaxAbove, Exempt: null("800"), Per: awards.PerYear}}, Gift: text("a journey", "旅游")},
		},
		Budget: awards.Budget{Unlimited: true},
	}
	if change != nil {
		change(c.Innovation)
	}
	return c
}

func points(saving, novelty string) map[string]decimal.Decimal {
	return map[string]decimal.Decimal{"saving": dec(saving), "novelty": dec(novelty)}
}

// idea is one of anna and bo's, in equal shares, that two assessed alike.
func idea(id, saving string) awards.Idea {
	return awards.Idea{
		ID: id, Title: "Idea " + id, Period: march, Submitted: kam.MustDay("2026-03-05"),
		Authors:     []awards.Author{{Payee: "anna", Share: kam.MustFraction("1/2")}, {Payee: "bo", Share: kam.MustFraction("1/2")}},
		Assessments: []awards.Assessment{{Assessor: "x", On: kam.MustDay("2026-03-10"), Points: points(saving, "4")}, {Assessor: "y", On: kam.MustDay("2026-03-11"), Points: points(saving, "4")}},
	}
}

func observed(payee, value string) kam.Observation {
	o := kam.Observation{Subject: kam.Subject{Kind: "payee", ID: payee}, Metric: "revenue", Period: march, Currency: "CNY"}
	if value != "" {
		o.Value = null(value)
	}
	return o
}

func people(ids ...string) []awards.Person {
	list := make([]awards.Person, len(ids))
	for i, id := range ids {
		list[i] = awards.Person{ID: id, Joined: kam.MustDay("2020-01-01").AddDays(i)}
	}
	return list
}

func compile(t *testing.T, c awards.Catalogue) *awards.Program {
	t.Helper()
	p, err := awards.Compile(c, nil)
	require.NoError(t, err)
	return p
}

// decide decides, verifies what comes out, and reads it back.
func decide(t *testing.T, c awards.Catalogue, in awards.Inputs) awards.Result {
	t.Helper()
	r, err := compile(t, c).Decide(in)
	require.NoError(t, err)
	require.NoError(t, r.Verify())
	data, err := r.JSON()
	require.NoError(t, err)
	require.NoError(t, awards.VerifyResult(data))
	sound(t, r)
	return r
}

// sound makes sure that every reason speaks both languages.
func sound(t *testing.T, r awards.Result) {
	t.Helper()
	check := func(s kam.Text) {
		require.NotEmpty(t, s.EN)
		require.NotEmpty(t, s.ZH)
		wordtest.Formatted(t, s.EN+s.ZH)
	}
	for _, item := range r.Items {
		for _, c := range item.Candidates {
			check(c.Reason)
			for _, one := range c.Checks {
				check(one.Text)
			}
		}
	}
	for _, g := range r.Gifts {
		check(g.Reason)
	}
	for _, i := range r.Ideas {
		check(i.Reason)
	}
}

// outcomes returns the outcome of every candidate of the first item.
func outcomes(r awards.Result) map[string]awards.Outcome {
	out := map[string]awards.Outcome{}
	for _, c := range r.Items[0].Candidates {
		out[c.Payee] = c.Outcome
	}
	return out
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
