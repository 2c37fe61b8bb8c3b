package scoring_test

import (
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/internal/wordtest"
	"github.com/kam-go/kam/scoring"
)

var (
	year = kam.MustPeriod("2026-01-01/2027-01-01")
	anna = kam.Subject{Kind: "agent", ID: "anna"}
)

func dec(s string) decimal.Decimal { return decimal.RequireFromString(s) }

// opt is a decimal that may be left out as "".
func opt(s string) decimal.NullDecimal {
	if s == "" {
		return decimal.NullDecimal{}
	}
	return decimal.NewNullDecimal(dec(s))
}

// exact reads a decimal or a fraction such as 1/3; "" is not known.
func exact(t testing.TB, s string) scoring.Exact {
	t.Helper()
	if s == "" {
		return scoring.Exact{}
	}
	r, ok := new(big.Rat).SetString(s)
	require.True(t, ok, s)
	return scoring.ExactOf(r)
}

// equalExact compares a number with a decimal or a fraction.
func equalExact(t testing.TB, want string, got scoring.Exact) {
	t.Helper()
	assert.Equal(t, exact(t, want).String(), got.String())
}

// observed is a value of anna in the year.
func observed(metric, value string) kam.Observation { return observedOf(anna, metric, value) }

func observedOf(s kam.Subject, metric, value string) kam.Observation {
	return kam.Observation{Subject: s, Metric: metric, Period: year, Value: opt(value)}
}

// ratioOf is an observed numerator and denominator of anna.
func ratioOf(metric, top, bottom string) kam.Observation {
	return kam.Observation{Subject: anna, Metric: metric, Period: year, Numerator: opt(top), Denominator: opt(bottom)}
}

// points is a measure whose value is the score.
func points(id, weight string) scoring.Measure {
	return measure(id, weight, scoring.Function{Points: &scoring.Points{}})
}

func measure(id, weight string, f scoring.Function) scoring.Measure {
	return scoring.Measure{ID: id, Weight: kam.MustFraction(weight), Metric: id, Direction: kam.HigherIsBetter, Function: f}
}

// lower turns a measure round.
func lower(m scoring.Measure) scoring.Measure {
	m.Direction = kam.LowerIsBetter
	return m
}

// card is a card from 0 to 100, rounded half up to one place, that leaves out what is missing.
func card(measures ...scoring.Measure) scoring.Card {
	return scoring.Card{
		Format: 1, ID: "card", Version: 1, Scale: scoring.Scale{Min: dec("0"), Max: dec("100")},
		Rounding: scoring.Rounding{Places: 1, Mode: scoring.HalfUp}, Missing: scoring.Missing{Policy: scoring.MissingRenormalise},
		Measures: measures,
	}
}

func compile(t testing.TB, c scoring.Card) *scoring.Program {
	t.Helper()
	p, err := scoring.Compile(c)
	require.NoError(t, err)
	return p
}

// score computes anna's score and verifies it.
func score(t testing.TB, c scoring.Card, observations ...kam.Observation) scoring.Result {
	t.Helper()
	return scoreWith(t, c, scoring.Inputs{Observations: observations})
}

func scoreWith(t testing.TB, c scoring.Card, in scoring.Inputs) scoring.Result {
	t.Helper()
	in.Subject, in.Period = anna, year
	r, err := compile(t, c).Score(in)
	require.NoError(t, err)
	require.NoError(t, r.Verify())
	spokenFor(t, r)
	return r
}

// codes lists code and place of each finding of an invalid input, in order.
func codes(t testing.TB, err error) []string {
	t.Helper()
	var invalid *kam.InvalidError
	require.ErrorAs(t, err, &invalid)
	return listed(t, invalid.Findings)
}

func listed(t testing.TB, findings kam.Findings) []string {
	t.Helper()
	out := make([]string, len(findings))
	for i, f := range findings {
		out[i] = f.Code + " " + f.Place
		require.NotEmpty(t, f.Message.EN)
		require.NotEmpty(t, f.Message.ZH)
		require.NotEmpty(t, f.Remedy.EN)
		require.NotEmpty(t, f.Remedy.ZH)
		wordtest.Formatted(t, f.In(kam.English)+f.In(kam.Chinese))
		if !strings.HasSuffix(f.Place, ")") { // behind a line and column stands what JSON is at fault, in its own words
			chinese(t, named.ReplaceAllString(f.Message.ZH, ""))
			chinese(t, f.Remedy.ZH)
		}
	}
	return out
}

func format(d decimal.NullDecimal) string {
	if !d.Valid {
		return ""
	}
	return num.Format(d.Decimal)
}

// golden compares got with a file under testdata, or writes it when KAM_UPDATE_GOLDEN is set.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if os.Getenv("KAM_UPDATE_GOLDEN") != "" {
		require.NoError(t, os.WriteFile(path, []byte(got), 0o600))
		return
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err, "set KAM_UPDATE_GOLDEN=1 to write it")
	assert.Equal(t, string(want), got)
}

func ratOf(n int64) *big.Rat { return big.NewRat(n, 1) }
