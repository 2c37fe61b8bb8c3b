package spread_test

import (
	"math/big"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals/spread"
	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/internal/wordtest"
)

func dec(s string) decimal.Decimal { return decimal.RequireFromString(s) }

func decs(list ...string) []decimal.Decimal {
	out := make([]decimal.Decimal, len(list))
	for i, s := range list {
		out[i] = dec(s)
	}
	return out
}

// weights reads decimals and fractions such as 1/3.
func weights(t testing.TB, list ...string) spread.Weights {
	t.Helper()
	out := make(spread.Weights, len(list))
	for i, s := range list {
		r, ok := new(big.Rat).SetString(s)
		require.True(t, ok, s)
		out[i] = r
	}
	return out
}

func texts(list []decimal.Decimal) []string {
	out := make([]string, len(list))
	for i, d := range list {
		out[i] = num.Format(d)
	}
	return out
}

func sum(list []decimal.Decimal) decimal.Decimal {
	total := decimal.Zero
	for _, d := range list {
		total = total.Add(d)
	}
	return total
}

// codes lists code and place of each finding of an invalid input.
func codes(t testing.TB, err error) []string {
	t.Helper()
	var invalid *kam.InvalidError
	require.ErrorAs(t, err, &invalid)
	out := make([]string, len(invalid.Findings))
	for i, f := range invalid.Findings {
		out[i] = f.Code + " " + f.Place
		require.NotEmpty(t, f.Message.EN)
		require.NotEmpty(t, f.Message.ZH)
		require.NotEmpty(t, f.Remedy.EN)
		require.NotEmpty(t, f.Remedy.ZH)
		wordtest.Formatted(t, f.In(kam.English)+f.In(kam.Chinese))
	}
	return out
}

func reasons(r spread.Row) []spread.Reason {
	out := make([]spread.Reason, r.Len())
	for i := range out {
		out[i] = r.Reason(i)
	}
	return out
}
