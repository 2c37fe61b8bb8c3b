package attain_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/scoring/attain"
)

func TestOf(t *testing.T) {
	cases := []struct {
		name, actual, target string
		method               attain.Method
		want                 string
	}{
		{"more is better", "80", "100", attain.ActualByTarget, "4/5"},
		{"over", "120", "100", attain.ActualByTarget, "6/5"},
		{"credit notes", "-20", "100", attain.ActualByTarget, "-1/5"},
		{"nothing", "0", "100", attain.ActualByTarget, "0"},
		{"no target", "80", "0", attain.ActualByTarget, "zero-target"},
		{"unknown value", "", "100", attain.ActualByTarget, "unknown-input"},
		{"unknown target", "80", "", attain.ActualByTarget, "unknown-input"},
		{"at the limit", "4", "4", attain.TargetByActual, "1"},
		{"half the limit", "2", "4", attain.TargetByActual, "2"},
		{"twice the limit", "8", "4", attain.TargetByActual, "1/2"},
		{"no value", "0", "4", attain.TargetByActual, "zero-actual"},
		{"no limit", "4", "0", attain.TargetByActual, "0"},
		{"at the limit, linear", "4", "4", attain.TwoMinus, "1"},
		{"half the limit, linear", "2", "4", attain.TwoMinus, "3/2"},
		{"none, linear", "0", "4", attain.TwoMinus, "2"},
		{"twice the limit, linear", "8", "4", attain.TwoMinus, "0"},
		{"beyond, linear", "12", "4", attain.TwoMinus, "-1"},
		{"no limit, linear", "4", "0", attain.TwoMinus, "zero-target"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			r, err := attain.Of(known(c.actual), known(c.target), c.method)
			require.NoError(t, err)
			equal(t, c.want, r)
		})
	}
}

func TestOfFaults(t *testing.T) {
	cases := []struct {
		name, actual, target string
		method               attain.Method
		want                 []string
	}{
		{"no method", "1", "1", "", []string{"attain.method $.method"}},
		{"unknown method", "1", "1", "ratio", []string{"attain.method $.method"}},
		{"negative target", "1", "-1", attain.ActualByTarget, []string{"attain.target $.target"}},
		{"negative target, linear", "1", "-1", attain.TwoMinus, []string{"attain.target $.target"}},
		{"negative value below the stroke", "-1", "1", attain.TargetByActual, []string{"attain.actual $.actual"}},
		{"too long", "1e40", "1e-31", attain.ActualByTarget, []string{"attain.number $.actual", "attain.number $.target"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			r, err := attain.Of(known(c.actual), known(c.target), c.method)
			assert.False(t, r.Known())
			assert.Equal(t, c.want, codes(t, err))
		})
	}
}

func TestMethodDirection(t *testing.T) {
	assert.Equal(t, kam.HigherIsBetter, attain.ActualByTarget.Direction())
	assert.Equal(t, kam.LowerIsBetter, attain.TargetByActual.Direction())
	assert.Equal(t, kam.LowerIsBetter, attain.TwoMinus.Direction())
	assert.Empty(t, attain.Method("x").Direction())
}

func item(id, actual, target string) attain.Item {
	return attain.Item{ID: id, Actual: known(actual), Target: known(target)}
}

func TestCombine(t *testing.T) {
	more := attain.CombineRule{Method: attain.ActualByTarget}
	cases := []struct {
		name                   string
		items                  []attain.Item
		rule                   attain.CombineRule
		attainment, mean, diff string
		counted                int
		left                   string
	}{
		{"one", []attain.Item{item("a", "8", "10")}, more, "4/5", "4/5", "0", 1, "[]"},
		{"two", []attain.Item{item("a", "8", "10"), item("b", "90", "90")}, more, "49/50", "9/10", "-2/25", 2, "[]"},
		{"none", nil, more, "nothing-given", "nothing-given", "unknown-input", 0, "[]"},
		{"unknown spreads", []attain.Item{item("a", "8", "10"), item("b", "", "90")}, more, "unknown-input", "unknown-input", "unknown-input", 2, "[]"},
		{"unknown left out", []attain.Item{item("a", "8", "10"), item("b", "", "90")}, with(more, func(r *attain.CombineRule) { r.Unknown = attain.UnknownLeftOut }), "4/5", "4/5", "0", 1, "[b]"},
		{"zero target counts", []attain.Item{item("a", "8", "10"), item("b", "2", "0")}, with(more, func(r *attain.CombineRule) { r.Zero = attain.ZeroCounts }), "1", "zero-target", "unknown-input", 2, "[]"},
		{"zero target left out", []attain.Item{item("a", "8", "10"), item("b", "2", "0")}, with(more, func(r *attain.CombineRule) { r.Zero = attain.ZeroLeftOut }), "4/5", "4/5", "0", 1, "[b]"},
		{"all left out", []attain.Item{item("b", "2", "0")}, with(more, func(r *attain.CombineRule) { r.Zero = attain.ZeroLeftOut }), "nothing-given", "nothing-given", "unknown-input", 0, "[b]"},
		{"all targets zero", []attain.Item{item("b", "2", "0")}, with(more, func(r *attain.CombineRule) { r.Zero = attain.ZeroCounts }), "zero-target", "zero-target", "unknown-input", 1, "[]"},
		{"less is better", []attain.Item{item("a", "2", "4"), item("b", "12", "8")}, attain.CombineRule{Method: attain.TargetByActual}, "6/7", "4/3", "10/21", 2, "[]"},
		{"less is better, linear", []attain.Item{item("a", "2", "4"), item("b", "12", "8")}, attain.CombineRule{Method: attain.TwoMinus}, "5/6", "1", "1/6", 2, "[]"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			out, err := attain.Combine(c.items, c.rule)
			require.NoError(t, err)
			equal(t, c.attainment, out.Attainment)
			equal(t, c.mean, out.Mean)
			equal(t, c.diff, out.Difference)
			assert.Equal(t, c.counted, out.Counted)
			assert.Equal(t, c.left, fmt.Sprint(out.LeftOut))
		})
	}
}

func TestCombineFaults(t *testing.T) {
	more := attain.CombineRule{Method: attain.ActualByTarget}
	cases := []struct {
		name  string
		items []attain.Item
		rule  attain.CombineRule
		want  []string
	}{
		{"no method", nil, attain.CombineRule{}, []string{"attain.method $.rule.method"}},
		{"rules", nil, attain.CombineRule{Method: attain.TwoMinus, Zero: "x", Unknown: "y"}, []string{"attain.rule $.rule.zero", "attain.rule $.rule.unknown"}},
		{"zero target", []attain.Item{item("a", "1", "1"), item("b", "1", "0")}, more, []string{"attain.target $.items[1].target"}},
		{"IDs", []attain.Item{item("a", "1", "1"), item("a", "1", "1"), item("", "1", "1"), item(" b", "1", "1"), item("\xff", "1", "1"), item(strings.Repeat("x", 129), "1", "1")}, more, []string{"attain.id $.items[1].id", "attain.id $.items[2].id", "attain.id $.items[3].id", "attain.id $.items[4].id", "attain.id $.items[5].id"}},
		{"negative target", []attain.Item{item("a", "1", "-1")}, more, []string{"attain.target $.items[0].target"}},
		{"number", []attain.Item{item("a", "1e99", "1")}, more, []string{"attain.number $.items[0].actual"}},
		{"too many", make([]attain.Item, attain.MaxItems+1), more, []string{"attain.count $.items"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			_, err := attain.Combine(c.items, c.rule)
			assert.Equal(t, c.want, codes(t, err))
		})
	}
}

func TestMeanOfManyIsTooLong(t *testing.T) {
	var items []attain.Item
	for i := range 3000 {
		items = append(items, item(fmt.Sprint(i), "1", fmt.Sprintf("1000%04d7", i)))
	}
	out, err := attain.Combine(items, attain.CombineRule{Method: attain.ActualByTarget})
	require.NoError(t, err)
	assert.True(t, out.Attainment.Known())
	equal(t, "too-long", out.Mean)
	assert.False(t, out.Difference.Known())
	assert.NotContains(t, out.Explain().EN, "mean")
}

func TestObservation(t *testing.T) {
	of := func(numerator, denominator string) attain.Ratio {
		r, err := attain.RatioOf(known(numerator), known(denominator))
		require.NoError(t, err)
		return r
	}
	tiniest := "0.0000000000001"
	third := attain.ChangeOf(of("1", "3"), of("2", "3"))
	long := attain.ChangeOf(of("1", "99999999999999999999999999999999999999"), of("2", "77777777777777777777777777777777777779"))
	mixed, err := attain.MarketDevelopment([]attain.Share{share("a", "1", strings.Repeat("9", 38), "1/3"), share("b", "0", "1", "2/3")})
	require.NoError(t, err)
	cases := []struct {
		name                   string
		ratio                  attain.Ratio
		numerator, denominator string
	}{
		{"parts are kept", of("80", "100"), "80", "100"},
		{"a denominator of 0", of("80", "0"), "80", "0"},
		{"not known", of("80", ""), "", ""},
		{"nothing", attain.Ratio{}, "", ""},
		{"small", of(tiniest, tiniest), tiniest, tiniest},
		{"a difference of thirds", third.Points, "1", "3"},
		{"relative", third.Relative, "1", "1"},
		{"one of both too long", mixed.Index, "0", "1"},
		{"too long for whole numbers", long.Points, "0", "1"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			before := observed()
			before.Value = known("1")
			o, err := c.ratio.Observation(before)
			require.NoError(t, err)
			require.NoError(t, o.Check())
			assert.False(t, o.Value.Valid)
			assert.Equal(t, c.numerator, plain(o.Numerator))
			assert.Equal(t, c.denominator, plain(o.Denominator))
			assert.Equal(t, "attainment", o.Metric)
		})
	}
	_, err = of("1", "2").Observation(kam.Observation{})
	var invalid *kam.InvalidError
	require.ErrorAs(t, err, &invalid)
	part, err := attain.Prorate(nil, attain.PartPeriod{
		Target: known("0.000000000000000000000000000001"), Basis: attain.CalendarDays,
		Period: kam.MustPeriod("2026-01-01/2027-01-01"), Part: kam.MustPeriod("2026-01-01/2026-01-02"),
	})
	require.NoError(t, err)
	tiny, err := part.Attainment(known("12345678901"), attain.ActualByTarget)
	require.NoError(t, err)
	_, err = tiny.Observation(observed())
	require.ErrorIs(t, err, kam.ErrNumber, "a denominator is never rounded to 0")
	nines := strings.Repeat("9", 38)
	big, err := attain.Combine([]attain.Item{item("a", nines, nines), item("b", "1", "1")}, attain.CombineRule{Method: attain.ActualByTarget})
	require.NoError(t, err)
	equal(t, "1", big.Attainment)
	o, err := big.Attainment.Observation(observed())
	require.NoError(t, err)
	assert.Equal(t, "1 1", plain(o.Numerator)+" "+plain(o.Denominator), "lowest terms where the parts are too large")
	big, err = attain.Combine([]attain.Item{item("a", nines, nines), item("b", "2", "1")}, attain.CombineRule{Method: attain.ActualByTarget})
	require.NoError(t, err)
	_, err = big.Attainment.Observation(observed())
	require.ErrorIs(t, err, kam.ErrNumber)
}

func TestObservationKeepsWhatNoDecimalWrites(t *testing.T) {
	part, err := attain.Prorate(nil, attain.PartPeriod{
		Target: known("100"), Basis: attain.Months,
		Period: kam.MustPeriod("2026-01-01/2026-04-01"), Part: kam.MustPeriod("2026-01-01/2026-02-01"),
	})
	require.NoError(t, err)
	r, err := part.Attainment(known("20"), attain.ActualByTarget)
	require.NoError(t, err)
	equal(t, "3/5", r)
	o, err := r.Observation(observed())
	require.NoError(t, err)
	assert.Equal(t, "60", plain(o.Numerator))
	assert.Equal(t, "100", plain(o.Denominator))
	year, err := attain.Prorate(nil, attain.PartPeriod{
		Target: known("100"), Basis: attain.Months,
		Period: kam.MustPeriod("2026-01-01/2027-01-01"), Part: kam.MustPeriod("2026-05-01/2027-01-01"),
	})
	require.NoError(t, err)
	r, err = year.Attainment(known("60"), attain.ActualByTarget)
	require.NoError(t, err)
	equal(t, "9/10", r)
	o, err = r.Observation(observed())
	require.NoError(t, err)
	assert.Equal(t, "180", plain(o.Numerator))
	assert.Equal(t, "200", plain(o.Denominator))
}

func TestRatio(t *testing.T) {
	third, err := attain.RatioOf(known("1"), known("3"))
	require.NoError(t, err)
	assert.Equal(t, "0.33", plain(third.Round(2)))
	assert.Equal(t, "33.3", plain(third.Percent(1)))
	half, err := attain.RatioOf(known("-1"), known("8"))
	require.NoError(t, err)
	assert.Equal(t, "-0.13", plain(half.Round(2)), "half away from zero")
	assert.Equal(t, "-13", plain(half.Percent(0)))
	assert.Equal(t, "0.333333333333333333333333333333", plain(third.Round(1<<24)), "at most 30 places")
	assert.Equal(t, "33", plain(third.Percent(-5)), "at least none")
	var none attain.Ratio
	assert.False(t, none.Round(2).Valid)
	assert.False(t, none.Percent(2).Valid)
	assert.Equal(t, "unknown", none.String())
	assert.True(t, none.IsZero())
	text, err := json.Marshal(struct {
		A, B attain.Ratio
		C    attain.Ratio `json:",omitzero"`
	}{third, none, none})
	require.NoError(t, err)
	assert.JSONEq(t, `{"A": "1/3", "B": ""}`, string(text))
	_, err = attain.RatioOf(known("1e40"), known("1e40"))
	assert.Equal(t, []string{"attain.number $.numerator", "attain.number $.denominator"}, codes(t, err))
	top, bottom, ok := third.Parts()
	require.True(t, ok)
	top.SetInt64(7)
	bottom.SetInt64(7)
	q, _ := third.Rat()
	q.SetInt64(7)
	equal(t, "1/3", third)
	_, _, ok = none.Parts()
	assert.False(t, ok)
}

func TestExplainRounds(t *testing.T) {
	cases := []struct{ name, actual, target, want string }{
		{"up", "123.45", "1000", "actual 123.45 by target 1000: 12.3 %"},
		{"a half away from zero", "1225", "10000", "actual 1225 by target 10000: 12.3 %"},
		{"never up to 100", "999999", "1000000", "actual 999999 by target 1000000: 99.9999 %"},
		{"digits of both", "99.999", "100", "actual 99.999 by target 100: 99.999 %"},
		{"never down to 0", "1", "1000000", "actual 1 by target 1000000: 0.0001 %"},
		{"nothing", "0", "1000000", "actual 0 by target 1000000: 0 %"},
		{"never down to -100", "-999999", "1000000", "actual -999999 by target 1000000: -99.9999 %"},
		{"minus 100", "-100", "100", "actual -100 by target 100: -100 %"},
		{"cut beyond 30 places", "0.00000000000001", "90000000000000000000000", "actual 0.00000000000001 by target 90000000000000000000000: 0 %"},
		{"cut below 100", "99999999999999999999999999999999999998", "99999999999999999999999999999999999999", "actual 99999999999999999999999999999999999998 by target 99999999999999999999999999999999999999: 99.999999999999999999999999999999 %"},
		{"above 100", "1000001", "1000000", "actual 1000001 by target 1000000: 100 %"},
		{"two decimal places", "0.126", "1", "actual 0.126 by target 1: 12.6 %"},
		{"more for the small", "0.00126", "0.01", "actual 0.00126 by target 0.01: 12.6 %"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			r, err := attain.Of(known(c.actual), known(c.target), attain.ActualByTarget)
			require.NoError(t, err)
			assert.Equal(t, c.want, r.Explain().EN)
		})
	}
	r, err := attain.RatioOf(known("1"), known("3"))
	require.NoError(t, err)
	assert.Equal(t, kam.Text{EN: "1 of 3: 33.3 %", ZH: "3 中的 1：33.3%"}, r.Explain())
	assert.Equal(t, kam.Text{EN: "not known: nothing was given", ZH: "未知：没有任何数据"}, attain.Ratio{}.Explain())
}

func TestReasonsSpeak(t *testing.T) {
	for _, r := range []attain.Reason{attain.UnknownInput, attain.NothingGiven, attain.ZeroTarget, attain.ZeroActual, attain.ZeroWhole, attain.ZeroBase, attain.NegativeBase, attain.TooLong} {
		assert.NotEmpty(t, r.Text().EN, r)
		assert.NotEmpty(t, r.Text().ZH, r)
	}
	assert.Empty(t, attain.Reason("").Text())
}
