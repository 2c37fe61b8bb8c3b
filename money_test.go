package kam_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
)

func dec(s string) decimal.Decimal { return decimal.RequireFromString(s) }

func equalDecimal(t *testing.T, want string, got decimal.Decimal) {
	t.Helper()
	if !dec(want).Equal(got) {
		t.Errorf("got %s, want %s", got, want)
	}
}

func yuan(amount string) kam.Money { return kam.Money{Amount: dec(amount), Currency: "CNY"} }

func TestParseCurrency(t *testing.T) {
	for _, s := range []string{"AED", "CNY", "USD", "EUR", "JPY", "KWD", "CLF", "UYW", "XOF", "XCG", "ZWG", "ZAR", "ZMW", "VED", "SLE", "HKD", "TWD", "MOP"} {
		c, err := kam.ParseCurrency(s)
		require.NoError(t, err, s)
		assert.Equal(t, kam.Currency(s), c)
	}
	for name, s := range map[string]string{
		"empty": "", "short": "CN", "long": "CNYX", "symbol": "¥", "lower": "cny", "mixed": "Cny", "blank": "CNY ", "across two": "D A", "tail and head": " AF", "end": "WG ",
		"common name": "RMB", "withdrawn kuna": "HRK", "withdrawn lev": "BGN", "withdrawn guilder": "ANG", "withdrawn leone": "SLL", "withdrawn peso": "CUC", "withdrawn dollar": "ZWL",
		"old mark": "DEM", "gold": "XAU", "drawing rights": "XDR", "test": "XTS", "none": "XXX", "digits": "156", "wide": "ＣＮＹ", "three bytes": "元", "huge": strings.Repeat("CNY", 1_000_000),
	} {
		t.Run(name, func(t *testing.T) {
			c, err := kam.ParseCurrency(s)
			require.ErrorIs(t, err, kam.ErrCurrency)
			assert.Empty(t, c)
			assert.Less(t, len(err.Error()), 200)
		})
	}
	_, err := kam.ParseCurrency("cny")
	require.EqualError(t, err, `kam: invalid currency: "cny" is written "CNY"`)
}

func TestMinorUnits(t *testing.T) {
	count := map[int32]int{}
	for a := 'A'; a <= 'Z'; a++ {
		for b := 'A'; b <= 'Z'; b++ {
			for c := 'A'; c <= 'Z'; c++ {
				if code, err := kam.ParseCurrency(string([]rune{a, b, c})); err == nil {
					count[code.MinorUnits()]++
				}
			}
		}
	}
	// ISO 4217 list one up to amendment 180: 17 currencies without a smaller unit, 7 with thousandths, 2 with four places.
	assert.Equal(t, map[int32]int{0: 17, 2: 138, 3: 7, 4: 2}, count)
	for code, want := range map[kam.Currency]int32{"CNY": 2, "USD": 2, "JPY": 0, "KRW": 0, "VND": 0, "CLP": 0, "KWD": 3, "TND": 3, "CLF": 4, "UYW": 4, "": 2, "XXX": 2} {
		assert.Equal(t, want, code.MinorUnits(), code)
	}
}

func TestMoney(t *testing.T) {
	sum, err := yuan("12.50").Add(yuan("0.005"))
	require.NoError(t, err)
	equalDecimal(t, "12.505", sum.Amount)
	assert.Equal(t, kam.Currency("CNY"), sum.Currency)
	left, err := yuan("1").Sub(yuan("1.00"))
	require.NoError(t, err)
	equalDecimal(t, "0", left.Amount)
	for _, test := range []struct {
		a, b string
		want int
	}{{"1.0", "1", 0}, {"-1", "1", -1}, {"1.01", "1", 1}} {
		c, err := yuan(test.a).Cmp(yuan(test.b))
		require.NoError(t, err)
		assert.Equal(t, test.want, c)
	}
	nothing, err := kam.Money{}.Add(kam.Money{})
	require.NoError(t, err)
	assert.Equal(t, "0.00", nothing.String())
}

func TestMoneyRefuses(t *testing.T) {
	huge := kam.Money{Amount: decimal.New(1, 50_000_000), Currency: "CNY"}
	for name, test := range map[string]struct {
		a, b kam.Money
		want error
	}{
		"two currencies":       {yuan("1"), kam.Money{Amount: dec("1"), Currency: "USD"}, kam.ErrCurrency},
		"no currency and one":  {kam.Money{}, yuan("1"), kam.ErrCurrency},
		"first out of bounds":  {huge, yuan("1"), kam.ErrNumber},
		"second out of bounds": {yuan("1"), huge, kam.ErrNumber},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := test.a.Add(test.b)
			require.ErrorIs(t, err, test.want)
			_, err = test.a.Sub(test.b)
			require.ErrorIs(t, err, test.want)
			_, err = test.a.Cmp(test.b)
			require.ErrorIs(t, err, test.want)
		})
	}
	assert.Equal(t, "CNY ?", huge.String())
}

func TestMoneyString(t *testing.T) {
	for want, m := range map[string]kam.Money{
		"CNY 12.50":   yuan("12.5"),
		"CNY -12.505": yuan("-12.505"),
		"CNY 12.00":   yuan("12.0000"),
		"CNY 1200.00": {Amount: decimal.New(12, 2), Currency: "CNY"},
		"JPY 1200":    {Amount: dec("1200"), Currency: "JPY"},
		"JPY 0.5":     {Amount: dec("0.50"), Currency: "JPY"},
		"KWD 0.500":   {Amount: dec("0.5"), Currency: "KWD"},
		"0.00":        {},
		"a b 1.00":    {Amount: dec("1"), Currency: "a\nb"},
	} {
		assert.Equal(t, want, m.String())
	}
}

func TestMoneyJSON(t *testing.T) {
	out, err := json.Marshal(yuan("12.5"))
	require.NoError(t, err)
	assert.JSONEq(t, `{"amount":"12.5","currency":"CNY"}`, string(out))
}
