package attain_test

import (
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/wordtest"
	"github.com/kam-go/kam/scoring/attain"
)

// documented are the codes that the package comment lists.
func documented(t *testing.T) []string {
	t.Helper()
	data, err := os.ReadFile("doc.go")
	require.NoError(t, err)
	_, list, ok := strings.Cut(string(data), "# Faults\n")
	require.True(t, ok)
	list, _, ok = strings.Cut(list, "Working")
	require.True(t, ok)
	codes := map[string]bool{}
	for _, m := range regexp.MustCompile(`(?:attain|[ (])\.([a-z]+)`).FindAllStringSubmatch(list, -1) {
		codes["attain."+m[1]] = true
	}
	return slices.Sorted(maps.Keys(codes))
}

// foreign are the Latin words of a Chinese text that are no quoted input, place or keyword of the rules.
func foreign(zh string) []string {
	zh = regexp.MustCompile(`"[^"]*"|\$[A-Za-z0-9.\[\]]*`).ReplaceAllString(zh, "")
	var out []string
	for _, w := range regexp.MustCompile(`[A-Za-z][A-Za-z-]*`).FindAllString(zh, -1) {
		keyword := slices.Contains([]string{
			"actual-by-target", "target-by-actual", "two-minus-actual-by-target", "count", "leave-out", "unknown", "positive", "absolute",
			"calendar-days", "working-days", "months", "seasonal", "UTF-",
		}, w)
		if !keyword {
			out = append(out, w)
		}
	}
	return out
}

// everything is a call for each kind of fault.
func everything(t *testing.T) kam.Findings {
	t.Helper()
	var all kam.Findings
	fail := func(_ any, err error) {
		t.Helper()
		var invalid *kam.InvalidError
		require.ErrorAs(t, err, &invalid)
		all = append(all, invalid.Findings...)
	}
	of := func(actual, target string, m attain.Method) {
		t.Helper()
		r, err := attain.Of(known(actual), known(target), m)
		fail(r, err)
	}
	of("1", "1", "")
	of("1", "1", "mean")
	of("-1", "-1", attain.TargetByActual)
	of("1e31", strings.Repeat("9", 39), attain.ActualByTarget)
	of("1e-31", "1", attain.ActualByTarget)
	combine := func(rule attain.CombineRule, items ...attain.Item) {
		t.Helper()
		c, err := attain.Combine(items, rule)
		fail(c, err)
	}
	combine(attain.CombineRule{Method: attain.ActualByTarget, Zero: "x", Unknown: "x"}, item("a", "1", "0"), item("a", "1", "1"))
	combine(attain.CombineRule{Method: attain.ActualByTarget}, make([]attain.Item, attain.MaxItems+1)...)
	for _, id := range []string{"", strings.Repeat("a", 129), "a ", "\xff"} {
		combine(attain.CombineRule{Method: attain.ActualByTarget}, item(id, "1", "1"))
	}
	growth, err := attain.Growth(known("1"), known("1"), "log")
	fail(growth, err)
	mix, err := attain.MarketDevelopment([]attain.Share{
		{ID: "a", Part: known("2"), Whole: known("1"), Weight: kam.MustFraction("0.4")}, {ID: "b", Part: known("-1"), Whole: known("-1"), Weight: kam.MustFraction("0.4")},
	})
	fail(mix, err)
	mix, err = attain.MarketDevelopment([]attain.Share{{ID: "a", Weight: kam.Fraction{Num: -1, Den: 1}}})
	fail(mix, err)
	mix, err = attain.MarketDevelopment(nil)
	fail(mix, err)
	prorate := func(change func(*attain.PartPeriod)) {
		t.Helper()
		p, err := attain.Prorate(mustCalendar(t, kam.CalendarSpec{Holidays: []kam.HolidayYear{{Year: 2026, Off: []kam.Day{kam.MustDay("2026-05-01")}}}}), with(spring(attain.CalendarDays), change))
		fail(p, err)
	}
	prorate(func(p *attain.PartPeriod) { *p = attain.PartPeriod{} })
	prorate(func(p *attain.PartPeriod) { p.Basis = "weeks" })
	prorate(func(p *attain.PartPeriod) { p.Part = kam.MustPeriod("2026-03-31/2026-05-01") })
	prorate(func(p *attain.PartPeriod) { p.Part = kam.MustPeriod("2026-05-01/..") })
	prorate(func(p *attain.PartPeriod) { p.Part.Until = p.Part.From })
	prorate(bySeason)
	prorate(func(p *attain.PartPeriod) { p.Basis, p.Period = attain.Months, kam.MustPeriod("2026-04-15/2026-07-01") })
	prorate(func(p *attain.PartPeriod) {
		p.Basis, p.Period, p.Part = attain.WorkingDays, kam.MustPeriod("2026-05-01/2026-05-04"), kam.MustPeriod("2026-05-01/2026-05-02")
	})
	prorate(func(p *attain.PartPeriod) { p.Basis = attain.Seasonal })
	for _, list := range [][]attain.Step{
		steps("2026-06-01/2026-06-20", "1", "2026-03-01/2026-04-11", "1", "2026-04-10/2026-05-01", "1"),
		steps("2026-04-01/2026-07-01", "0"), steps("2026-04-01/2026-07-01", "-1"),
	} {
		prorate(func(p *attain.PartPeriod) { p.Basis, p.Steps = attain.Seasonal, list })
	}
	points := append(series("2026-01-01", "1", "1"), attain.Point{Period: kam.MustPeriod("2026-01-15/2026-01-16")})
	total, err := attain.Total(points, kam.MustPeriod("2026-01-01/2026-02-01"))
	fail(total, err)
	total, err = attain.Total(series("2026-01-01", "1"), kam.MustPeriod("2026-01-10/2026-02-01"))
	fail(total, err)
	nines := strings.Repeat("9", 38)
	total, err = attain.Total(series("2026-01-01", nines, nines), kam.MustPeriod("2026-01-01/2026-03-01"))
	fail(total, err)
	rolled, err := attain.Rolling(series("2026-01-01", nines, nines), 2)
	fail(rolled, err)
	rolled, err = attain.Rolling(nil, -1)
	fail(rolled, err)
	indexed, err := attain.Index(series("2026-01-01", "1"), kam.MustPeriod("2026-01-01/2026-03-01"))
	fail(indexed, err)
	return all
}

func TestEveryCodeSpeaksChinese(t *testing.T) {
	seen := map[string]bool{}
	for _, f := range everything(t) {
		seen[f.Code] = true
		for _, text := range []kam.Text{f.Message, f.Remedy} {
			assert.NotEmpty(t, text.EN, f.Code)
			assert.NotEmpty(t, text.ZH, f.Code)
			assert.Empty(t, foreign(text.ZH), "%s: %s", f.Code, text.ZH)
			wordtest.Formatted(t, text.EN+text.ZH)
			assert.NotContains(t, text.EN, "kam: ", f.Code)
			assert.NotRegexp(t, `[一-龥][,;:!?]|[,;:]\s*[一-龥]`, text.ZH, "half-width marks")
		}
	}
	assert.Equal(t, documented(t), slices.Sorted(maps.Keys(seen)), "the codes of the package comment")
}

func TestFactsOfFaults(t *testing.T) {
	message := func(_ any, err error) kam.Text {
		t.Helper()
		var invalid *kam.InvalidError
		require.ErrorAs(t, err, &invalid)
		require.Len(t, invalid.Findings, 1)
		return invalid.Findings[0].Message
	}
	number := func(d decimal.Decimal) kam.Text {
		r, err := attain.Of(decimal.NewNullDecimal(d), known("1"), attain.ActualByTarget)
		return message(r, err)
	}
	assert.Equal(t, kam.Text{EN: "the number has 31 decimal places, more than 30", ZH: "数值有 31 位小数，超过 30 位"}, number(decimal.New(1, -31)))
	assert.Equal(t, kam.Text{EN: "the number has the decimal exponent 2000000000, above 30", ZH: "数值的十进制指数为 2000000000，超过 30"}, number(decimal.New(1, 2_000_000_000)))
	assert.Equal(t, kam.Text{EN: "the number has the decimal exponent 31, above 30", ZH: "数值的十进制指数为 31，超过 30"}, number(decimal.New(1, 31)))
	assert.Equal(t, kam.Text{EN: "the number has more than 38 digits", ZH: "数值超过 38 位数字"}, number(known(strings.Repeat("9", 39)).Decimal))
	rolled, err := attain.Rolling(nil, -1)
	assert.Equal(t, kam.Text{EN: "the number is -1, not from 1 to 10000", ZH: "数量为 -1，不在 1 至 10000 之间"}, message(rolled, err))
	period := func(p kam.Period) kam.Text {
		total, err := attain.Total(nil, p)
		return message(total, err)
	}
	day := kam.MustDay("2026-01-01")
	assert.Equal(t, kam.Text{EN: "the period has no first day", ZH: "期间没有首日"}, period(kam.Period{}))
	assert.Equal(t, kam.Text{EN: "the period from 2026-01-01 has no end", ZH: "自 2026-01-01 起的期间没有止日"}, period(kam.Period{From: day}))
	assert.Equal(t, kam.Text{
		EN: "the period from 2026-01-01 does not end after its first day but on 2026-01-01", ZH: "自 2026-01-01 起的期间，止日 2026-01-01 不在首日之后",
	}, period(kam.Period{From: day, Until: day}))
}

func TestNumbersPutInLaterAreBounded(t *testing.T) {
	y, err := attain.OverYear(nil, append(series("2025-01-01", "100"), series("2026-01-01", "125")...), kam.MustPeriod("2026-01-01/2026-02-01"), attain.YearRule{})
	require.NoError(t, err)
	y.Now.Value.Decimal = decimal.New(1, 2_000_000_000)
	assert.Contains(t, y.Explain().EN, ": ? after 100, +25 %")
}

func TestUnknownWordsAreRefusedInTheirPlaces(t *testing.T) {
	list := series("2026-01-01", "1")
	cases := map[string]func() error{
		"attain.method $.method":      func() error { _, err := attain.Of(known("1"), known("1"), "x"); return err },
		"attain.method $.rule.method": func() error { _, err := attain.Combine(nil, attain.CombineRule{Method: "x"}); return err },
		"attain.rule $.rule.zero": func() error {
			_, err := attain.Combine(nil, attain.CombineRule{Method: attain.TwoMinus, Zero: "x"})
			return err
		},
		"attain.rule $.rule.unknown": func() error {
			_, err := attain.Combine(nil, attain.CombineRule{Method: attain.TwoMinus, Unknown: "x"})
			return err
		},
		"attain.rule $.rule": func() error { _, err := attain.Growth(known("1"), known("1"), "x"); return err },
		"attain.rule $.rule.base": func() error {
			_, err := attain.OverYear(nil, list, list[0].Period, attain.YearRule{Base: "x"})
			return err
		},
		"attain.basis $.basis": func() error { _, err := attain.Prorate(nil, spring("x")); return err },
	}
	for want, call := range cases {
		t.Run(want, func(t *testing.T) { assert.Equal(t, []string{want}, codes(t, call())) })
	}
}
