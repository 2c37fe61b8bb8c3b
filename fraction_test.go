package kam_test

import (
	"encoding/json"
	"math"
	"math/big"
	"math/rand"
	"reflect"
	"strings"
	"testing"
	"testing/quick"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
)

// anyFraction is a random fraction within bounds, not always in lowest terms.
type anyFraction struct{ kam.Fraction }

func (anyFraction) Generate(r *rand.Rand, _ int) reflect.Value {
	limit := int64(20)
	if r.Intn(2) == 0 {
		limit = 1_000_000_000_000
	}
	return reflect.ValueOf(anyFraction{kam.Fraction{Num: r.Int63n(2*limit+1) - limit, Den: r.Int63n(limit) + 1}})
}

func TestParseFraction(t *testing.T) {
	for s, want := range map[string]kam.Fraction{
		"1/3":                         {Num: 1, Den: 3},
		"2/6":                         {Num: 1, Den: 3},
		"0.35":                        {Num: 7, Den: 20},
		"0.350000000000000000000":     {Num: 7, Den: 20},
		"1":                           {Num: 1, Den: 1},
		"1.0":                         {Num: 1, Den: 1},
		"007/014":                     {Num: 1, Den: 2},
		"-1/3":                        {Num: -1, Den: 3},
		"-0.5":                        {Num: -1, Den: 2},
		"3/2":                         {Num: 3, Den: 2},
		"0":                           {},
		"-0":                          {},
		"0/7":                         {},
		"0.00":                        {},
		"1000000000000":               {Num: 1e12, Den: 1},
		"-1000000000000":              {Num: -1e12, Den: 1},
		"1/1000000000000":             {Num: 1, Den: 1e12},
		"0.000000000001":              {Num: 1, Den: 1e12},
		"2000000000002/4000000000004": {Num: 1, Den: 2},
		"33333333333333333333/99999999999999999999": {Num: 1, Den: 3},
	} {
		t.Run("reads "+s, func(t *testing.T) {
			got, err := kam.ParseFraction(s)
			require.NoError(t, err)
			assert.Equal(t, want, got)
		})
	}
	for _, s := range []string{
		"", "-", "+1", "+1/3", " 1/3", "1/3 ", "1 /3", "1/ 3", "/3", "1/", "1/0", "0/0", "1/-3", "--1", "1/+3", "1//3", "1/3/5", "1/2.5", "0.5/2",
		".5", "5.", "1.2.3", "1e3", "1E-3", "0x10", "1_000", "1,5", "１/３", "35%", "NaN", "Inf", "½", "1000000000001", "-1000000000001", "1/1000000000001",
		"0.0000000000001", "99999999999999999999/3", "1/99999999999999999999", "18446744073709551617", "1/18446744073709551617", strings.Repeat("0", 64) + "1", strings.Repeat("9", 1_000_000),
	} {
		t.Run("refuses "+s[:min(len(s), 20)], func(t *testing.T) {
			got, err := kam.ParseFraction(s)
			require.ErrorIs(t, err, kam.ErrFraction)
			assert.Zero(t, got)
			assert.Less(t, len(err.Error()), 200)
		})
	}
}

func TestFractionString(t *testing.T) {
	for want, f := range map[string]kam.Fraction{
		"0":                     {},
		"1":                     kam.Whole(),
		"1/3":                   {Num: 2, Den: 6},
		"0.35":                  {Num: 7, Den: 20},
		"-0.35":                 {Num: -35, Den: 100},
		"0.000001":              {Num: 1, Den: 1_000_000},
		"1/10000000":            {Num: 1, Den: 10_000_000},
		"0.015625":              {Num: 1, Den: 64},
		"1/128":                 {Num: 1, Den: 128},
		"-4/3":                  {Num: -4, Den: 3},
		"12.5":                  {Num: 25, Den: 2},
		"999999999999.5":        {Num: 1999999999999, Den: 2},
		"1/0":                   {Num: 1},
		"1/4611686018427387904": {Num: -2, Den: math.MinInt64},
	} {
		assert.Equal(t, want, f.String())
	}
	assert.Equal(t, "0", kam.Fraction{Den: 5}.String())
	assert.Equal(t, "-0.5", kam.Fraction{Num: 1, Den: -2}.String())
}

func TestFractionCheck(t *testing.T) {
	for name, f := range map[string]kam.Fraction{
		"zero value": {}, "zero": {Den: 7}, "not in lowest terms": {Num: 2, Den: 4}, "largest": {Num: 1e12, Den: 1e12}, "lowest": {Num: -1e12, Den: 1},
	} {
		require.NoError(t, f.Check(), name)
	}
	for name, f := range map[string]kam.Fraction{
		"by zero": {Num: 1}, "negative denominator": {Num: 1, Den: -3}, "negative denominator of zero": {Den: -3},
		"numerator": {Num: 1e12 + 1, Den: 1}, "negative numerator": {Num: -1e12 - 1, Den: 1}, "denominator": {Num: 1, Den: 1e12 + 1},
		"lowest numbers": {Num: math.MinInt64, Den: math.MinInt64}, "by zero, lowest": {Num: math.MinInt64},
	} {
		t.Run(name, func(t *testing.T) {
			require.ErrorIs(t, f.Check(), kam.ErrFraction)
			_, err := f.MarshalText()
			require.ErrorIs(t, err, kam.ErrFraction)
			assert.NotEmpty(t, f.String())
			assert.NotNil(t, f.Rat())
		})
	}
}

func TestFractionRat(t *testing.T) {
	assert.Equal(t, "1/3", kam.MustFraction("1/3").Rat().String())
	assert.Equal(t, 0, kam.Fraction{}.Rat().Sign())
	assert.Equal(t, 0, kam.Fraction{Num: 1}.Rat().Sign(), "a division by zero is no share")
	assert.Equal(t, "-1/3", kam.Fraction{Num: 1, Den: -3}.Rat().String())
	r := kam.Whole().Rat()
	r.SetInt64(5)
	assert.Equal(t, 0, kam.Whole().Rat().Cmp(big.NewRat(1, 1)), "the ratio is the caller's own")
	assert.True(t, kam.Fraction{}.IsZero())
	assert.True(t, kam.Fraction{Den: 3}.IsZero())
	assert.False(t, kam.Fraction{Num: 1}.IsZero())
	assert.Equal(t, 0, kam.Fraction{}.Cmp(kam.Fraction{Den: 9}))
	assert.Equal(t, 1, kam.MustFraction("1/3").Cmp(kam.MustFraction("0.333333")))
	assert.Equal(t, -1, kam.MustFraction("0.333333").Cmp(kam.MustFraction("1/3")))
}

func TestSum(t *testing.T) {
	third := kam.MustFraction("1/3")
	assert.Equal(t, 0, kam.Sum(third, third, third).Cmp(kam.Whole().Rat()))
	almost := kam.MustFraction("0.333333")
	assert.Equal(t, -1, kam.Sum(almost, almost, almost).Cmp(kam.Whole().Rat()))
	assert.Equal(t, 0, kam.Sum().Sign())
	assert.Equal(t, "0", kam.Sum(kam.MustFraction("-1/7"), kam.MustFraction("1/7")).RatString())
}

func TestFractionProperties(t *testing.T) {
	properties := map[string]any{
		"text is read back": func(f anyFraction) bool {
			back, err := kam.ParseFraction(f.String())
			return err == nil && back.Cmp(f.Fraction) == 0 && back.String() == f.String() && back.Check() == nil
		},
		"order is that of the cross products": func(a, b anyFraction) bool {
			left := new(big.Int).Mul(big.NewInt(a.Num), big.NewInt(b.Den))
			right := new(big.Int).Mul(big.NewInt(b.Num), big.NewInt(a.Den))
			return a.Cmp(b.Fraction) == left.Cmp(right)
		},
		"equal fractions read from text are equal": func(f anyFraction) bool {
			a, errA := kam.ParseFraction(f.String())
			b, errB := kam.ParseFraction(big.NewInt(f.Num).String() + "/" + big.NewInt(f.Den).String())
			return errA == nil && errB == nil && a == b
		},
	}
	for name, property := range properties {
		t.Run(name, func(t *testing.T) { require.NoError(t, quick.Check(property, nil)) })
	}
}

func TestFractionJSON(t *testing.T) {
	type record struct {
		F kam.Fraction `json:"f,omitzero"`
	}
	out, err := json.Marshal(record{F: kam.MustFraction("2/6")})
	require.NoError(t, err)
	assert.JSONEq(t, `{"f":"1/3"}`, string(out))
	out, err = json.Marshal(record{})
	require.NoError(t, err)
	assert.JSONEq(t, `{}`, string(out))
	var r record
	require.NoError(t, json.Unmarshal([]byte(`{"f":"0.35"}`), &r))
	assert.Equal(t, kam.Fraction{Num: 7, Den: 20}, r.F)
	for _, s := range []string{`null`, `""`, `0.35`, `1`, `"1/0"`, `[1,3]`, `{"Num":1,"Den":3}`} {
		require.ErrorIs(t, json.Unmarshal([]byte(`{"f":`+s+`}`), &r), kam.ErrFraction, s)
		assert.Equal(t, kam.Fraction{Num: 7, Den: 20}, r.F, "an error changes nothing")
	}
}

func FuzzParseFraction(f *testing.F) {
	for _, s := range []string{"1/3", "0.35", "1", "-1/3", "1/0", "1000000000000", "0.0000000000001", "1e3", "½", "0x1/0x3", "1_0/3", "010/3", "010.10", "3/010"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got, err := kam.ParseFraction(s)
		if err != nil {
			require.ErrorIs(t, err, kam.ErrFraction)
			require.Equal(t, kam.Fraction{}, got)
			return
		}
		require.NoError(t, got.Check())
		// big.Rat reads a leading zero of a fraction as octal.
		sign, plain := "", strings.TrimPrefix(s, "-")
		if plain != s {
			sign = "-"
		}
		over, under, isRatio := strings.Cut(plain, "/")
		decimalText := sign + over
		if isRatio {
			decimalText = sign + strings.TrimLeft(over, "0") + "/" + strings.TrimLeft(under, "0")
			if strings.Trim(over, "0") == "" {
				decimalText = "0"
			}
		}
		want, ok := new(big.Rat).SetString(decimalText)
		require.True(t, ok)
		require.Equal(t, 0, want.Cmp(got.Rat()))
		back, err := kam.ParseFraction(got.String())
		require.NoError(t, err)
		require.Equal(t, got, back)
		require.NotContains(t, strings.ToLower(s), "e")
	})
}
