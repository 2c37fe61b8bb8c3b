package compare_test

import (
	"encoding/json"
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/internal/wordtest"
	"github.com/kam-go/kam/scoring/compare"
)

func dec(s string) decimal.Decimal { return decimal.RequireFromString(s) }

// known reads a decimal; "" is not known.
func known(s string) decimal.NullDecimal {
	if s == "" {
		return decimal.NullDecimal{}
	}
	return decimal.NewNullDecimal(dec(s))
}

// text writes a decimal, "" when it is not known.
func text(d decimal.NullDecimal) string {
	if !d.Valid {
		return ""
	}
	return num.Format(d.Decimal)
}

func fraction(t testing.TB, s string) kam.Fraction {
	t.Helper()
	f, err := kam.ParseFraction(s)
	require.NoError(t, err)
	return f
}

// codes are the codes and places of what err found.
func codes(t testing.TB, err error) []string {
	t.Helper()
	var invalid *kam.InvalidError
	require.ErrorAs(t, err, &invalid)
	return codesOf(t, invalid.Findings)
}

// codesOf are the codes and places of findings, each of which speaks both languages.
func codesOf(t testing.TB, found kam.Findings) []string {
	t.Helper()
	var out []string
	for _, f := range found {
		require.NotEmpty(t, f.Message.EN, f.Code)
		require.NotEmpty(t, f.Message.ZH, f.Code)
		require.NotEmpty(t, f.Remedy.EN, f.Code)
		require.NotEmpty(t, f.Remedy.ZH, f.Code)
		wordtest.Formatted(t, f.String()+f.In(kam.Chinese))
		line := f.Code + " " + f.Place
		for _, e := range f.Evidence {
			if slices.Contains([]string{"rater", "person", "period", "rank"}, e.Name) {
				require.Contains(t, f.Message.EN, e.Value)
				require.Contains(t, f.Message.ZH, e.Value)
				line += " " + e.Value
			}
		}
		out = append(out, line)
	}
	return out
}

// evidence is the value of a named fact of a finding.
func evidence(f kam.Finding, name string) string {
	for _, e := range f.Evidence {
		if e.Name == name {
			return e.Value
		}
	}
	return ""
}

func with[T any](v T, change func(*T)) T {
	change(&v)
	return v
}

func asJSON(t testing.TB, v any) string {
	t.Helper()
	data, err := json.Marshal(v)
	require.NoError(t, err)
	return string(data)
}

// shuffled returns a copy in another order.
func shuffled[T any](r *rand.Rand, list []T) []T {
	out := make([]T, len(list))
	for i, j := range r.Perm(len(list)) {
		out[i] = list[j]
	}
	return out
}

// seeded is a source of numbers that is the same in each run.
func seeded(n uint64) *rand.Rand { return rand.New(rand.NewPCG(n, 20260101)) }

func rat(d decimal.NullDecimal) *big.Rat { return num.Rat(d.Decimal) }

// zScore is a rule for scores from 1 to 5 with two decimal places.
func zScore() compare.CalibrationRule {
	return compare.CalibrationRule{
		Method: compare.ZScore, Deviation: compare.Population, MinRatees: 2,
		Scale: compare.Scale{Low: dec("1"), High: dec("5"), Places: 2},
	}
}

// given are ratings of a rater for the people a, b and so on.
func given(rater string, scores ...string) []compare.Rating {
	var out []compare.Rating
	for i, s := range scores {
		out = append(out, compare.Rating{Rater: rater, Person: string(rune('a' + i)), Score: known(s)})
	}
	return out
}

// series are points of successive months.
func series(values ...string) []compare.Point {
	var out []compare.Point
	day := kam.MustDay("2026-01-01")
	for i, v := range values {
		out = append(out, compare.Point{Period: kam.Period{From: day.AddMonths(i), Until: day.AddMonths(i + 1)}, Value: known(v)})
	}
	return out
}

// bands are A, B and so on with shares.
func bands(t testing.TB, shares ...string) []compare.Band {
	t.Helper()
	var out []compare.Band
	for i, s := range shares {
		out = append(out, compare.Band{Key: string(rune('A' + i)), Share: fraction(t, s)})
	}
	return out
}

// people are candidates a, b and so on with scores.
func people(scores ...string) []compare.Candidate {
	var out []compare.Candidate
	for i, s := range scores {
		out = append(out, compare.Candidate{Person: string(rune('a' + i)), Score: known(s)})
	}
	return out
}
