package weights_test

import (
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/internal/wordtest"
	"github.com/kam-go/kam/scoring/weights"
)

func dec(s string) decimal.Decimal { return decimal.RequireFromString(s) }

func decs(texts ...string) []decimal.Decimal {
	out := make([]decimal.Decimal, len(texts))
	for i, s := range texts {
		out[i] = dec(s)
	}
	return out
}

// rows reads a matrix of fractions; "" is a judgement that is missing.
func rows(texts ...[]string) [][]kam.Fraction {
	out := make([][]kam.Fraction, len(texts))
	for i, row := range texts {
		for _, s := range row {
			f := kam.Fraction{}
			if s != "" {
				f = kam.MustFraction(s)
			}
			out[i] = append(out[i], f)
		}
	}
	return out
}

// shares are the weights as text, rounded to places.
func shares(ws []weights.Weight, places int32) []string {
	out := make([]string, len(ws))
	for i, w := range ws {
		out[i] = num.Format(num.Round(w.Share, places, num.HalfUp))
	}
	return out
}

// sumsToOne checks the one promise that a scorecard relies on.
func sumsToOne(t testing.TB, ws []weights.Weight) {
	t.Helper()
	var fractions []kam.Fraction
	for _, w := range ws {
		require.False(t, w.Share.IsNegative(), w.String())
		f, err := w.Fraction()
		require.NoError(t, err)
		fractions = append(fractions, f)
	}
	require.Zero(t, kam.Sum(fractions...).Cmp(kam.Whole().Rat()), "%v", ws)
}

// codes are the codes and places of what err found, each of which speaks both languages.
func codes(t testing.TB, err error) []string {
	t.Helper()
	var invalid *kam.InvalidError
	require.ErrorAs(t, err, &invalid)
	var out []string
	for _, f := range invalid.Findings {
		speaks(t, f)
		out = append(out, f.Code+" "+f.Place)
	}
	return out
}

func speaks(t testing.TB, f kam.Finding) {
	t.Helper()
	require.NotEmpty(t, f.Message.EN, f.Code)
	require.NotEmpty(t, f.Message.ZH, f.Code)
	require.NotEmpty(t, f.Remedy.EN, f.Code)
	require.NotEmpty(t, f.Remedy.ZH, f.Code)
	wordtest.Formatted(t, f.String()+f.In(kam.Chinese))
}

func judge(t testing.TB, j weights.Judgements) weights.Judged {
	t.Helper()
	out, err := weights.FromJudgements(j)
	require.NoError(t, err)
	sumsToOne(t, out.Weights)
	return out
}
