package wording_test

import (
	"math/big"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/wording"
)

func TestSay(t *testing.T) {
	third := big.NewRat(1, 3)
	name := kam.Text{EN: "Training", ZH: "培训"}
	assert.Equal(t, kam.Text{EN: "Training: 3 of 4.5, ≈0.3333", ZH: "培训：4.5 中的 3，≈0.3333"},
		kam.Text{
			EN: wording.Say("%s: %d of %s, %s", "", name, 3, decimal.RequireFromString("4.50"), third).EN,
			ZH: wording.Say("", "%[1]s：%[3]s 中的 %[2]d，%[4]s", name, 3, decimal.RequireFromString("4.50"), third).ZH,
		})
	assert.Equal(t, wording.Same("?"), wording.Say("%s", "%s", decimal.New(1, 50_000_000)), "a number that would take for ever")
	assert.Equal(t, wording.Same("only one"), wording.Say("%s", "%s", kam.Text{EN: "only one"}), "a text falls back to the language it has")
}

func TestListsAreWrittenAsEachLanguageDoes(t *testing.T) {
	texts := []kam.Text{{EN: "a", ZH: "甲"}, {EN: "b", ZH: "乙"}}
	assert.Equal(t, kam.Text{EN: "a, b", ZH: "甲、乙"}, wording.Join(texts))
	assert.Equal(t, kam.Text{EN: "a; b", ZH: "甲；乙"}, wording.Clauses(texts))
	assert.Equal(t, kam.Text{EN: "x, y", ZH: "x、y"}, wording.Words([]string{"x", "y"}))
	assert.Equal(t, kam.Text{}, wording.Join(nil))
}

func TestLeading(t *testing.T) {
	for zh, want := range map[string]string{"提成": "提成", "revenue": "revenue ", "提成（年）": "提成（年）", "提成 A": "提成 A "} {
		assert.Equal(t, kam.Text{EN: "pay", ZH: want}, wording.Leading(kam.Text{EN: "pay", ZH: zh}))
	}
	assert.Equal(t, kam.Text{}, wording.Leading(kam.Text{}))
}

func TestFollowing(t *testing.T) {
	for zh, want := range map[string]string{"提成": "提成", "revenue": " revenue", "（年）提成": "（年）提成", "A 提成": " A 提成"} {
		assert.Equal(t, kam.Text{EN: "pay", ZH: want}, wording.Following(kam.Text{EN: "pay", ZH: zh}))
	}
	assert.Equal(t, kam.Text{}, wording.Following(kam.Text{}))
}

func TestNumber(t *testing.T) {
	for text, want := range map[string]string{
		"3": "3", "-3": "-3", "1/8": "0.125", "1/64": "0.015625", "1/3": "≈0.3333", "-2/3": "≈-0.6667", "1/128": "≈0.0078", "5/2": "2.5",
	} {
		r, ok := new(big.Rat).SetString(text)
		assert.True(t, ok)
		assert.Equal(t, want, wording.Number(r), text)
	}
	assert.Equal(t, "?", wording.Number(nil))
}

func TestPercentNeverReadsLikeTheWhole(t *testing.T) {
	for text, want := range map[string]string{
		"951/1000": "95.1", "1": "100", "9994/10000": "99.9", "9995/10000": "99.9", "99999/100000": "99.9",
		"10001/10000": "100", "1/3": "33.3", "-1/3": "-33.3", "0": "0", "3/2": "150",
	} {
		r, ok := new(big.Rat).SetString(text)
		assert.True(t, ok)
		assert.Equal(t, want, wording.Percent(r), text)
	}
	assert.Equal(t, "?", wording.Percent(nil))
}

func TestClip(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"short":            {"王伟 Li", "王伟 Li"},
		"sixty":            {strings.Repeat("王", 60), strings.Repeat("王", 60)},
		"longer":           {strings.Repeat("王", 61), strings.Repeat("王", 60) + "…"},
		"much longer":      {strings.Repeat("𠀀", 400), strings.Repeat("𠀀", 60) + "…"},
		"control and bidi": {"a\x00b\u202ec\n", "a?b?c?"},
		"not UTF-8":        {"a\xffb", "a?b"},
	} {
		got := wording.Clip(c.text)
		assert.Equal(t, c.want, got, name)
		assert.True(t, utf8.ValidString(got), name)
	}
	assert.Equal(t, `"a\"b"`, wording.Quote(`a"b`))
}

func TestDays(t *testing.T) {
	for name, c := range map[string]struct {
		period kam.Period
		want   kam.Text
	}{
		"none":    {kam.Period{}, kam.Text{EN: "no period", ZH: "未定期间"}},
		"open":    {kam.Period{From: kam.MustDay("2026-01-01")}, kam.Text{EN: "from 2026-01-01 on", ZH: "2026-01-01 起"}},
		"one day": {kam.MustPeriod("2026-01-01/2026-01-02"), wording.Same("2026-01-01")},
		"quarter": {kam.MustPeriod("2026-01-01/2026-04-01"), kam.Text{EN: "2026-01-01 to 2026-03-31", ZH: "2026-01-01 至 2026-03-31"}},
	} {
		assert.Equal(t, c.want, wording.Days(c.period), name)
	}
}

func TestAmount(t *testing.T) {
	for in, want := range map[string]string{
		"0": "0.00", "1": "1.00", "-1": "-1.00", "999.5": "999.50", "1000": "1,000.00", "-1234567.891": "-1,234,567.891", "0.001": "0.001", "100": "100.00",
	} {
		assert.Equal(t, want, wording.Amount(decimal.RequireFromString(in), 2), in)
	}
	assert.Equal(t, "1,000", wording.Amount(decimal.New(1000, 0), 0))
	assert.Equal(t, "?", wording.Amount(decimal.New(1, 50_000_000), 2))
}

// Money has one form in every document: the currency, thousands apart, all places of the smallest unit.
func TestMoney(t *testing.T) {
	for _, c := range []struct {
		amount, want string
		currency     kam.Currency
	}{
		{"141737.7", "CNY 141,737.70", "CNY"},
		{"-141737.705", "CNY -141,737.705", "CNY"},
		{"0", "CNY 0.00", "CNY"},
		{"1000000", "JPY 1,000,000", "JPY"},
		{"1234.5", "KWD 1,234.500", "KWD"},
		{"1234.5", "1,234.50", ""},
		{"1234.5", "? 1,234.50", "\n"},
	} {
		assert.Equal(t, c.want, wording.Money(decimal.RequireFromString(c.amount), c.currency))
	}
	assert.Equal(t, "CNY ?", wording.Money(decimal.New(1, 50_000_000), "CNY"))
}
