package likelihood_test

import (
	"errors"
	"fmt"
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals/likelihood"
	"github.com/kam-go/kam/internal/num"
)

func dec(s string) decimal.Decimal { return decimal.RequireFromString(s) }

func decs(list ...string) []decimal.Decimal {
	out := make([]decimal.Decimal, len(list))
	for i, s := range list {
		out[i] = dec(s)
	}
	return out
}

func frac(num, den int64) kam.Fraction { return kam.Fraction{Num: num, Den: den} }

func equalDecimal(t testing.TB, want string, got decimal.Decimal) {
	t.Helper()
	assert.True(t, dec(want).Equal(got), "got %s, want %s", got, want)
}

// equalKnown asserts that the estimate is the one probability want.
func equalKnown(t testing.TB, want string, got likelihood.Estimate) {
	t.Helper()
	require.True(t, got.Known(), got.Text.EN)
	require.True(t, got.Probability.Valid, got.Text.EN)
	equalDecimal(t, want, got.Probability.Decimal)
	assert.True(t, got.Low.Decimal.LessThanOrEqual(got.Probability.Decimal))
	assert.True(t, got.High.Decimal.GreaterThanOrEqual(got.Probability.Decimal))
	assert.True(t, got.High.Decimal.Sub(got.Low.Decimal).LessThanOrEqual(decimal.New(2, -likelihood.Places)))
	assert.NotEmpty(t, got.Method)
}

func fromDeals(t testing.TB, deals ...likelihood.Deal) *likelihood.Distribution {
	t.Helper()
	d, err := likelihood.FromDeals(deals)
	require.NoError(t, err)
	return d
}

func atLeast(t testing.TB, d *likelihood.Distribution, x string) likelihood.Estimate {
	t.Helper()
	e, err := d.AtLeast(dec(x))
	require.NoError(t, err)
	return e
}

func moreThan(t testing.TB, d *likelihood.Distribution, x string) likelihood.Estimate {
	t.Helper()
	e, err := d.MoreThan(dec(x))
	require.NoError(t, err)
	return e
}

// findings returns code and place of every finding in err, and asserts that each speaks both languages.
func findings(t testing.TB, err error) []string {
	t.Helper()
	invalid, ok := errors.AsType[*kam.InvalidError](err)
	require.True(t, ok, "%v", err)
	var out []string
	for _, f := range invalid.Findings {
		assert.NotEmpty(t, f.Message.EN)
		assert.NotEmpty(t, f.Message.ZH)
		assert.NotEmpty(t, f.Remedy.EN)
		assert.NotEmpty(t, f.Remedy.ZH)
		out = append(out, f.Code+" "+f.Place)
	}
	return out
}

// some returns n random deals: amounts of few or many digits, also negative and zero, some certain and some hopeless.
func some(r *rand.Rand, n int) []likelihood.Deal {
	deals := make([]likelihood.Deal, n)
	for i := range deals {
		den := 1 + r.Int64N(9)
		amount := decimal.New(r.Int64N(12)*5, 0)
		switch r.IntN(4) {
		case 0:
			amount = decimal.New(r.Int64N(2_000_000)-300_000, -2)
		case 1:
			amount = decimal.New(r.Int64N(40)-8, int32(r.IntN(4))-2)
		}
		deals[i] = likelihood.Deal{ID: fmt.Sprintf("D-%d", i), Amount: amount, Win: frac(r.Int64N(den+1), den)}
	}
	return deals
}

// outcome is a sum and its probability.
type outcome struct {
	sum decimal.Decimal
	p   *big.Rat
}

// enumerate returns the outcomes of all 2^n ways in which deals can end, not merged.
func enumerate(deals []likelihood.Deal) []outcome {
	out := []outcome{{decimal.Decimal{}, big.NewRat(1, 1)}}
	for _, d := range deals {
		win := d.Win.Rat()
		lose := new(big.Rat).Sub(big.NewRat(1, 1), win)
		next := make([]outcome, 0, 2*len(out))
		for _, o := range out {
			next = append(next,
				outcome{o.sum, new(big.Rat).Mul(o.p, lose)},
				outcome{o.sum.Add(d.Amount), new(big.Rat).Mul(o.p, win)})
		}
		out = next
	}
	return out
}

// share returns the exact probability of the outcomes that keep picks.
func share(outcomes []outcome, keep func(decimal.Decimal) bool) *big.Rat {
	p := new(big.Rat)
	for _, o := range outcomes {
		if keep(o.sum) {
			p.Add(p, o.p)
		}
	}
	return p
}

// contains asserts that the estimate holds p, at the precision it states.
func contains(t testing.TB, e likelihood.Estimate, p *big.Rat) {
	t.Helper()
	require.True(t, e.Known())
	if e.Probability.Valid {
		want := num.RoundRat(p, likelihood.Places, num.HalfUp)
		assert.True(t, want.Equal(e.Probability.Decimal), "stated %s, exact %s", e.Probability.Decimal, p.FloatString(12))
	}
	assert.LessOrEqual(t, num.Rat(e.Low.Decimal).Cmp(p), 0, "low %s, exact %s", e.Low.Decimal, p.FloatString(12))
	assert.GreaterOrEqual(t, num.Rat(e.High.Decimal).Cmp(p), 0, "high %s, exact %s", e.High.Decimal, p.FloatString(12))
}
