package attain_test

import (
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/internal/wordtest"
	"github.com/kam-go/kam/scoring/attain"
)

// known reads a decimal; "" is not known.
func known(s string) decimal.NullDecimal {
	if s == "" {
		return decimal.NullDecimal{}
	}
	return decimal.NewNullDecimal(decimal.RequireFromString(s))
}

// plain writes a decimal, "" when it is not known.
func plain(d decimal.NullDecimal) string {
	if !d.Valid {
		return ""
	}
	return num.Format(d.Decimal)
}

// equal compares a ratio with a text such as "23/25"; a reason says that it is not known, and why.
func equal(t testing.TB, want string, got attain.Ratio) {
	t.Helper()
	r, ok := got.Rat()
	if !ok {
		require.Equal(t, want, string(got.Reason()))
		return
	}
	require.Empty(t, got.Reason())
	require.Equal(t, want, r.RatString())
	require.Equal(t, want, got.String())
}

// codes are the codes and places of what err found, each of which speaks both languages.
func codes(t testing.TB, err error) []string {
	t.Helper()
	var invalid *kam.InvalidError
	require.ErrorAs(t, err, &invalid)
	var out []string
	for _, f := range invalid.Findings {
		require.NotEmpty(t, f.Message.EN, f.Code)
		require.NotEmpty(t, f.Message.ZH, f.Code)
		require.NotEmpty(t, f.Remedy.EN, f.Code)
		require.NotEmpty(t, f.Remedy.ZH, f.Code)
		wordtest.Formatted(t, f.String()+f.In(kam.Chinese))
		out = append(out, f.Code+" "+f.Place)
	}
	return out
}

func with[T any](v T, change func(*T)) T {
	change(&v)
	return v
}

// series makes points of consecutive months from a day on.
func series(from string, values ...string) []attain.Point {
	day := kam.MustDay(from)
	var out []attain.Point
	for i, v := range values {
		out = append(out, attain.Point{Period: kam.Period{From: day.AddMonths(i), Until: day.AddMonths(i + 1)}, Value: known(v)})
	}
	return out
}

// observed is an observation that lacks its value.
func observed() kam.Observation {
	return kam.Observation{
		Subject: kam.Subject{Kind: "payee", ID: "anna"}, Metric: "attainment", Unit: "ratio",
		Period: kam.MustPeriod("2026-01-01/2027-01-01"),
	}
}
