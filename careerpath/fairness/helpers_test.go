package fairness_test

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
	"github.com/kam-go/kam/careerpath/fairness"
	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/internal/wordtest"
)

func group(name string, selected, pool int) fairness.Group {
	return fairness.Group{Name: name, Selected: selected, Pool: pool}
}

func rat(t testing.TB, s string) *big.Rat {
	t.Helper()
	r, ok := new(big.Rat).SetString(s)
	require.True(t, ok, s)
	return r
}

func rats(t testing.TB, list ...string) []*big.Rat {
	t.Helper()
	out := make([]*big.Rat, len(list))
	for i, s := range list {
		out[i] = rat(t, s)
	}
	return out
}

// printed compares got with a published number: exactly with a fraction, else to the digits that were printed. Nothing is
// asserted of an empty text.
func printed(t testing.TB, want string, got *big.Rat, what string) {
	t.Helper()
	switch _, places, point := strings.Cut(want, "."); {
	case want == "":
	case point:
		assert.Equal(t, want, num.RoundRat(got, int32(len(places)), num.HalfUp).StringFixed(int32(len(places))), what)
	default:
		assert.Zero(t, rat(t, want).Cmp(got), "%s: want %s, got %s", what, want, got)
	}
}

// equal compares a number that may be unknown with a text, which is empty for an unknown one.
func equal(t testing.TB, want string, got decimal.NullDecimal, what ...any) {
	t.Helper()
	text := ""
	if got.Valid {
		text = num.Format(got.Decimal)
	}
	assert.Equal(t, want, text, what...)
}

func compare(t testing.TB, rule fairness.Rule, groups ...fairness.Group) fairness.Report {
	t.Helper()
	r, err := fairness.Compare(groups, rule)
	require.NoError(t, err)
	sound(t, r.Findings)
	return r
}

func line(t testing.TB, r fairness.Report, name string) fairness.Line {
	t.Helper()
	l, ok := r.Line(name)
	require.True(t, ok, name)
	return l
}

// codes lists code and place of each finding of an invalid input, in order.
func codes(t testing.TB, err error) []string {
	t.Helper()
	var invalid *kam.InvalidError
	require.ErrorAs(t, err, &invalid)
	return sound(t, invalid.Findings)
}

// sound lists code and place of findings, which have all their texts in both languages.
func sound(t testing.TB, findings kam.Findings) []string {
	t.Helper()
	out := make([]string, len(findings))
	for i, f := range findings {
		out[i] = f.Code + " " + f.Place
		require.NotEmpty(t, f.Message.EN, f.Code)
		require.NotEmpty(t, f.Message.ZH, f.Code)
		require.NotEmpty(t, f.Remedy.EN, f.Code)
		require.NotEmpty(t, f.Remedy.ZH, f.Code)
		wordtest.Formatted(t, f.In(kam.English)+f.In(kam.Chinese))
		require.NotContains(t, f.In(kam.English)+f.In(kam.Chinese), "EXTRA", f.Code)
	}
	return out
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
