package num_test

import (
	"math"
	"strings"
	"testing"
	"testing/quick"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/internal/num"
)

func TestParse(t *testing.T) {
	nines := strings.Repeat("9", num.MaxDigits)
	cases := []struct {
		name, text, want string // want "" means refused
	}{
		{"zero", "0", "0"},
		{"minus zero", "-0", "0"},
		{"whole", "1250", "1250"},
		{"negative", "-1250.50", "-1250.5"},
		{"leading zeros", "00012.50", "12.5"},
		{"many leading zeros", strings.Repeat("0", 60) + "12.5", "12.5"},
		{"trailing zeros", "1.500", "1.5"},
		{"38 digits", nines, nines},
		{"38 digits and 30 places", "12345678.000000000000000000000000000001", "12345678.000000000000000000000000000001"},
		{"30 places", "0.000000000000000000000000000001", "0.000000000000000000000000000001"},
		{"31 places", "0.0000000000000000000000000000001", ""},
		{"31 places of zeros", "1.0000000000000000000000000000000", ""},
		{"39 digits", nines + "9", ""},
		{"39 digits, round", "1" + strings.Repeat("0", 38), ""},
		{"39 digits with places", "123456789.000000000000000000000000000001", ""},
		{"64 bytes", strings.Repeat("0", 63) + "7", "7"},
		{"65 bytes", strings.Repeat("0", 64) + "7", ""},
		{"10,000 digits", strings.Repeat("9", 10_000), ""},
		{"empty", "", ""},
		{"minus alone", "-", ""},
		{"two minuses", "--1", ""},
		{"minus behind", "1-", ""},
		{"plus", "+1", ""},
		{"point alone", ".", ""},
		{"minus and point", "-.", ""},
		{"nothing before the point", ".5", ""},
		{"sign before the point", "-.5", ""},
		{"nothing after the point", "5.", ""},
		{"two points", "1.2.3", ""},
		{"two points in a row", "1..2", ""},
		{"exponent", "1e3", ""},
		{"big exponent", "1e999999", ""},
		{"decimal comma", "12,50", ""},
		{"thousands", "1,250.00", ""},
		{"underscore", "1_000", ""},
		{"blank before", " 1", ""},
		{"blank after", "1 ", ""},
		{"newline", "1\n", ""},
		{"hexadecimal", "0x10", ""},
		{"not a number", "NaN", ""},
		{"infinity", "Inf", ""},
		{"full-width digits", "\uff11\uff12", ""},
		{"typographic minus", "\u22121", ""},
		{"zero byte", "1\x00", ""},
		{"percent", "5%", ""},
		{"after nine", "1:", ""},
		{"before zero", "1/", ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got, err := num.Parse(c.text)
			if c.want == "" {
				require.ErrorIs(t, err, num.ErrNumber)
				assert.True(t, got.IsZero())
				return
			}
			require.NoError(t, err)
			equalDecimal(t, c.want, got)
		})
	}
}

func TestParseKeepsPlaces(t *testing.T) {
	got, err := num.Parse("1.500")
	require.NoError(t, err)
	assert.Equal(t, int32(-3), got.Exponent())
}

func TestParseSaysWhatIsWrong(t *testing.T) {
	cases := []struct{ name, text, want string }{
		{"notation", "12,50", `invalid number: "12,50" is not in plain notation such as -1234.56`},
		{"length", strings.Repeat("1", 65), `invalid number: 65 bytes long, at most 64 are read`},
		{"digits", strings.Repeat("1", 39), `invalid number: more than 38 digits (text "` + strings.Repeat("1", 39) + `")`},
		{"places", "0." + strings.Repeat("1", 31), `invalid number: 31 decimal places, at most 30 are allowed (text "0.` + strings.Repeat("1", 31) + `")`},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			_, err := num.Parse(c.text)
			require.EqualError(t, err, c.want)
		})
	}
}

func TestCheck(t *testing.T) {
	cases := []struct {
		name string
		d    decimal.Decimal
		ok   bool
	}{
		{"zero value", decimal.Decimal{}, true},
		{"zero with places", decimal.New(0, -30), true},
		{"zero with too many places", decimal.New(0, -31), false},
		{"zero with a large exponent", decimal.New(0, 30), true},
		{"exponent 30", decimal.New(-1, 30), true},
		{"exponent 31", decimal.New(1, 31), false},
		{"exponent -30", decimal.New(1, -30), true},
		{"exponent -31", decimal.New(1, -31), false},
		{"exponent 50 million", decimal.New(1, 50_000_000), false},
		{"exponent -50 million", decimal.New(1, -50_000_000), false},
		{"largest exponent", decimal.New(1, math.MaxInt32), false},
		{"smallest exponent", decimal.New(1, math.MinInt32), false},
		{"8 digits and 30 zeros", decimal.New(99_999_999, 30), true},
		{"9 digits and 30 zeros", decimal.New(100_000_000, 30), false},
		{"negative, 9 digits and 30 zeros", decimal.New(-100_000_000, 30), false},
		{"38 digits", decimal.RequireFromString(strings.Repeat("9", 38)), true},
		{"negative, 39 digits", decimal.RequireFromString("-1" + strings.Repeat("0", 38)), false},
		{"39 digits behind the point", decimal.RequireFromString("1" + strings.Repeat("0", 38)).Shift(-30), false},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if c.ok {
				require.NoError(t, num.Check(c.d))
				return
			}
			require.ErrorIs(t, num.Check(c.d), num.ErrNumber)
		})
	}
}

func TestFormat(t *testing.T) {
	cases := []struct {
		name string
		d    decimal.Decimal
		want string
	}{
		{"zero value", decimal.Decimal{}, "0"},
		{"zero with places", decimal.New(0, -2), "0"},
		{"zero with an exponent", decimal.New(0, 3), "0"},
		{"trailing zeros", decimal.New(1500, -3), "1.5"},
		{"whole with places", decimal.New(-120000, -2), "-1200"},
		{"whole keeps its zeros", decimal.New(1200, 0), "1200"},
		{"exponent", decimal.New(-12, 2), "-1200"},
		{"below one", decimal.New(5, -1), "0.5"},
		{"negative below one", decimal.New(-5, -3), "-0.005"},
		{"point right before the digits", decimal.New(125, -3), "0.125"},
		{"zeros inside", decimal.New(100010, -4), "10.001"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) { assert.Equal(t, c.want, num.Format(c.d)) })
	}
}

func TestRat(t *testing.T) {
	cases := []struct {
		name string
		d    decimal.Decimal
		want string
	}{
		{"zero value", decimal.Decimal{}, "0"},
		{"zero far away", decimal.New(0, math.MaxInt32), "0"},
		{"reduced", decimal.New(-250, -2), "-5/2"},
		{"exponent", decimal.New(3, 2), "300"},
		{"below one", decimal.New(1, -3), "1/1000"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) { assert.Equal(t, c.want, num.Rat(c.d).RatString()) })
	}
}

func TestFormatParseRoundTrip(t *testing.T) {
	property := func(u usable) bool {
		if num.Check(u.Decimal) != nil {
			return true
		}
		text := num.Format(u.Decimal)
		back, err := num.Parse(text)
		return err == nil && back.Equal(u.Decimal) && num.Format(back) == text && num.Rat(back).Cmp(u.Rat()) == 0
	}
	require.NoError(t, quick.Check(property, &quick.Config{MaxCount: 3000}))
}

func TestFormatIgnoresExponent(t *testing.T) {
	property := func(u usable) bool {
		shifted := u.Mul(decimal.New(1000, -3))
		return num.Format(u.Decimal) == num.Format(shifted)
	}
	require.NoError(t, quick.Check(property, nil))
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"", "0", "-0", "1", "-1.50", "00.10", "1e3", "+1", ".5", "5.", "NaN", "12,5", strings.Repeat("9", 39), "0." + strings.Repeat("0", 30) + "1"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := num.Parse(s)
		if err != nil {
			require.ErrorIs(t, err, num.ErrNumber)
			require.Less(t, len(err.Error()), 400)
			return
		}
		require.NoError(t, num.Check(d))
		oracle, err := decimal.NewFromString(s)
		require.NoError(t, err)
		require.True(t, oracle.Equal(d))
		back, err := num.Parse(num.Format(d))
		require.NoError(t, err)
		require.True(t, back.Equal(d))
	})
}

func BenchmarkParse(b *testing.B) {
	for b.Loop() {
		if _, err := num.Parse("-12345.67"); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkFormat(b *testing.B) {
	d := decimal.New(1_234_500, -4)
	for b.Loop() {
		_ = num.Format(d)
	}
}
