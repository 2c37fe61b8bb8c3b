package kam_test

import (
	"encoding/json"
	"errors"
	"math/rand"
	"strings"
	"testing"
	"testing/quick"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
)

func some(s string) decimal.NullDecimal { return decimal.NewNullDecimal(dec(s)) }

// won is a valid observation: what a payee won in a month.
func won(payee, month, value string) kam.Observation {
	p, err := kam.Gregorian().Parse(month)
	if err != nil {
		panic(err)
	}
	return kam.Observation{Subject: kam.Subject{Kind: "payee", ID: payee}, Metric: "won", Period: p, Value: some(value), Currency: "CNY"}
}

// rate is a valid ratio.
func rate(payee, numerator, denominator string) kam.Observation {
	return kam.Observation{
		Subject: kam.Subject{Kind: "payee", ID: payee}, Metric: "win-rate", Period: kam.MustPeriod("2026-01-01/2026-04-01"),
		Numerator: some(numerator), Denominator: some(denominator), Unit: "deals",
	}
}

// faults lists code and place of what err holds.
func faults(t *testing.T, err error) []string {
	t.Helper()
	if err == nil {
		return nil
	}
	invalid, ok := errors.AsType[*kam.InvalidError](err)
	require.True(t, ok, "%v", err)
	var out []string
	for _, f := range invalid.Findings {
		out = append(out, f.Code+" "+f.Place)
		assert.NotEmpty(t, f.Message.EN)
		assert.NotEmpty(t, f.Message.ZH)
		assert.NotEmpty(t, f.Remedy.EN, f.Code)
		assert.NotEmpty(t, f.Remedy.ZH, f.Code)
		assert.NotContains(t, f.Message.EN, "kam:", "no error of Go stands inside a message")
		assert.Equal(t, kam.Error, f.Severity)
	}
	return out
}

func TestMetricCheck(t *testing.T) {
	require.NoError(t, kam.Metric{Key: "won", Direction: kam.HigherIsBetter}.Check())
	require.NoError(t, kam.Metric{Key: strings.Repeat("k", 128), Direction: kam.LowerIsBetter}.Check())
	require.NoError(t, kam.Metric{Key: "回款 天数", Direction: kam.LowerIsBetter}.Check())
	assert.Equal(t, []string{"metric.key $.key", "metric.direction $.direction"}, faults(t, kam.Metric{}.Check()))
	for _, key := range []string{strings.Repeat("k", 129), " a", "a ", "a\nb", "a\x00", "\xff", "\u00a0a"} {
		assert.Equal(t, []string{"metric.key $.key"}, faults(t, kam.Metric{Key: key, Direction: "lower"}.Check()), "%q", key)
	}
	assert.Equal(t, []string{"metric.direction $.direction"}, faults(t, kam.Metric{Key: "a", Direction: "Higher"}.Check()))
}

func TestObservationCheck(t *testing.T) {
	change := func(base kam.Observation, f func(o *kam.Observation)) kam.Observation {
		f(&base)
		return base
	}
	good, ratio := won("anna", "2026-01", "100"), rate("anna", "1", "3")
	huge := decimal.NewNullDecimal(decimal.New(1, 50_000_000))
	for name, test := range map[string]struct {
		o    kam.Observation
		want []string
	}{
		"good":                       {good, nil},
		"ratio":                      {ratio, nil},
		"unknown":                    {change(good, func(o *kam.Observation) { o.Value = decimal.NullDecimal{} }), nil},
		"ratio by zero":              {rate("anna", "0", "0"), nil},
		"ratio by zero with a value": {change(rate("anna", "0", "0"), func(o *kam.Observation) { o.Value = some("0") }), []string{"observation.ratio $.value"}},
		"rounded quotient":           {change(ratio, func(o *kam.Observation) { o.Value = some("0.33") }), nil},
		"rounded up":                 {change(ratio, func(o *kam.Observation) { o.Value = some("0.34") }), nil},
		"rounded to whole":           {change(ratio, func(o *kam.Observation) { o.Value = some("0") }), nil},
		"a unit away":                {change(ratio, func(o *kam.Observation) { o.Value = some("0.32") }), []string{"observation.ratio $.value"}},
		"another quotient":           {change(ratio, func(o *kam.Observation) { o.Value = some("0.5") }), []string{"observation.ratio $.value"}},
		"percent for a ratio":        {change(ratio, func(o *kam.Observation) { o.Value = some("33") }), []string{"observation.ratio $.value"}},
		"exactly one unit away":      {change(rate("anna", "1", "2"), func(o *kam.Observation) { o.Value = some("0.6") }), []string{"observation.ratio $.value"}},
		"value with an exponent":     {change(rate("anna", "100", "1"), func(o *kam.Observation) { o.Value = decimal.NewNullDecimal(decimal.New(1, 2)) }), nil},
		"no denominator":             {change(ratio, func(o *kam.Observation) { o.Denominator = decimal.NullDecimal{} }), []string{"observation.ratio $.numerator"}},
		"no numerator":               {change(ratio, func(o *kam.Observation) { o.Numerator = decimal.NullDecimal{} }), []string{"observation.ratio $.numerator"}},
		"open period":                {change(good, func(o *kam.Observation) { o.Period.Until = kam.Day{} }), nil},
		"no period":                  {change(good, func(o *kam.Observation) { o.Period = kam.Period{} }), []string{"observation.period $.period"}},
		"reversed period":            {change(good, func(o *kam.Observation) { o.Period = noPeriods["reversed"] }), []string{"observation.period $.period"}},
		"currency":                   {change(good, func(o *kam.Observation) { o.Currency = "RMB" }), []string{"observation.currency $.currency"}},
		"unit and currency":          {change(good, func(o *kam.Observation) { o.Unit = "deals" }), []string{"observation.unit $.unit"}},
		"negative count":             {change(good, func(o *kam.Observation) { o.Count = -1 }), []string{"observation.count $.count"}},
		"negative revision":          {change(good, func(o *kam.Observation) { o.Revision = -1 }), []string{"observation.revision $.revision"}},
		"value out of bounds":        {change(good, func(o *kam.Observation) { o.Value = huge }), []string{"observation.number $.value"}},
		"parts out of bounds":        {change(ratio, func(o *kam.Observation) { o.Numerator, o.Denominator = huge, huge }), []string{"observation.number $.numerator", "observation.number $.denominator"}},
		"nothing": {kam.Observation{}, []string{
			"observation.subject $.subject.kind", "observation.subject $.subject.id", "observation.metric $.metric", "observation.period $.period",
		}},
	} {
		t.Run(name, func(t *testing.T) { assert.Equal(t, test.want, faults(t, test.o.Check())) })
	}
}

func TestObservationExact(t *testing.T) {
	exact := func(o kam.Observation) string {
		r, ok := o.Exact()
		if !ok {
			assert.Nil(t, r)
			return "unknown"
		}
		return r.RatString()
	}
	assert.Equal(t, "100", exact(won("anna", "2026-01", "100")))
	assert.Equal(t, "1/3", exact(rate("anna", "1", "3")))
	assert.Equal(t, "unknown", exact(rate("anna", "1", "0")))
	assert.Equal(t, "unknown", exact(kam.Observation{}))
	assert.Equal(t, "unknown", exact(kam.Observation{Value: some("1"), Numerator: some("1")}), "a part of a ratio is missing")
	assert.Equal(t, "unknown", exact(kam.Observation{Value: some("1"), Denominator: some("1")}))
	assert.Equal(t, "unknown", exact(kam.Observation{Value: decimal.NewNullDecimal(decimal.New(1, 50_000_000))}))
	rounded := rate("anna", "1", "3")
	rounded.Value = some("0.33")
	assert.Equal(t, "1/3", exact(rounded), "the parts go before the rounded value")
}

func TestObservationJSON(t *testing.T) {
	out, err := json.Marshal(rate("anna", "1", "3"))
	require.NoError(t, err)
	assert.JSONEq(t, `{"subject":{"kind":"payee","id":"anna"},"metric":"win-rate","period":"2026-01-01/2026-04-01","numerator":"1","denominator":"3","unit":"deals"}`, string(out))
	var back kam.Observation
	require.NoError(t, json.Unmarshal(out, &back))
	assert.False(t, back.Value.Valid)
	equalDecimal(t, "3", back.Denominator.Decimal)
}

func TestCombine(t *testing.T) {
	for name, test := range map[string]struct {
		obs                    []kam.Observation
		numerator, denominator string
	}{
		"ratios add up, no mean of percentages": {[]kam.Observation{rate("anna", "1", "10"), rate("ben", "9", "10"), rate("chen", "80", "80")}, "90", "100"},
		"plain values":                          {[]kam.Observation{won("anna", "2026-01", "0.1"), won("anna", "2026-02", "0.2"), won("ben", "2026-01", "-1")}, "-0.7", "1"},
		"one":                                   {[]kam.Observation{won("anna", "2026-01", "7")}, "7", "1"},
		"denominators of zero":                  {[]kam.Observation{rate("anna", "0", "0"), rate("ben", "1", "2")}, "1", "2"},
		"none":                                  {nil, "", ""},
		"one is unknown":                        {[]kam.Observation{won("anna", "2026-01", "7"), {Subject: kam.Subject{Kind: "payee", ID: "ben"}, Metric: "won", Period: kam.MustPeriod("2026-01-01/2026-02-01"), Currency: "CNY"}}, "", ""},
		"first is unknown":                      {[]kam.Observation{{Subject: kam.Subject{Kind: "payee", ID: "ben"}, Metric: "win-rate", Period: kam.MustPeriod("2026-01-01/2026-02-01"), Unit: "deals"}, rate("anna", "1", "2")}, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			numerator, denominator, err := kam.Combine(test.obs)
			require.NoError(t, err)
			if test.numerator == "" {
				assert.False(t, numerator.Valid)
				assert.False(t, denominator.Valid)
				return
			}
			require.True(t, numerator.Valid)
			require.True(t, denominator.Valid)
			equalDecimal(t, test.numerator, numerator.Decimal)
			equalDecimal(t, test.denominator, denominator.Decimal)
		})
	}
}

func TestCombineRefuses(t *testing.T) {
	usd, deals, other, scoped := won("ben", "2026-01", "1"), won("ben", "2026-01", "1"), won("ben", "2026-01", "1"), won("anna", "2026-01", "1")
	usd.Currency = "USD"
	deals.Currency, deals.Unit = "", "deals"
	other.Metric = "lost"
	scoped.Scope = "north"
	whole := won("anna", "2026", "5")
	open := won("anna", "2025-12", "5")
	open.Period.Until = kam.Day{}
	plain := rate("ben", "1", "1")
	plain.Numerator, plain.Denominator, plain.Value = decimal.NullDecimal{}, decimal.NullDecimal{}, some("1")
	revised := won("anna", "2026-01", "2")
	revised.Revision, revised.Source = 1, "erp"
	first := won("anna", "2026-01", "1")
	otherUnit := rate("ben", "1", "2")
	otherUnit.Unit = "visits"
	openMarch := won("anna", "2026-03", "1")
	openMarch.Period.Until = kam.Day{}
	for name, test := range map[string]struct {
		obs  []kam.Observation
		want []string
	}{
		"currencies":               {[]kam.Observation{first, usd}, []string{"observation.mixed $[1]"}},
		"units":                    {[]kam.Observation{first, deals}, []string{"observation.mixed $[1]"}},
		"units of ratios":          {[]kam.Observation{rate("anna", "1", "2"), otherUnit}, []string{"observation.mixed $[1]"}},
		"within a later open one":  {[]kam.Observation{first, openMarch, won("anna", "2026-09", "1")}, []string{"observation.twice $[2]"}},
		"metrics":                  {[]kam.Observation{first, other}, []string{"observation.mixed $[1]"}},
		"ratio and plain":          {[]kam.Observation{rate("anna", "1", "2"), plain}, []string{"observation.mixed $[1]"}},
		"plain and ratio":          {[]kam.Observation{plain, rate("anna", "1", "2")}, []string{"observation.mixed $[1]"}},
		"twice":                    {[]kam.Observation{first, first}, []string{"observation.twice $[1]"}},
		"two revisions":            {[]kam.Observation{first, revised}, []string{"observation.twice $[1]"}},
		"month of a counted year":  {[]kam.Observation{first, whole}, []string{"observation.twice $[1]"}},
		"year over later months":   {[]kam.Observation{whole, won("anna", "2026-02", "1"), won("anna", "2026-09", "1")}, []string{"observation.twice $[1]", "observation.twice $[2]"}},
		"open over later months":   {[]kam.Observation{won("anna", "2026-09", "1"), open, won("anna", "2026-02", "1")}, []string{"observation.twice $[2]", "observation.twice $[0]"}},
		"scopes are facts of own":  {[]kam.Observation{first, scoped}, nil},
		"kinds are facts of own":   {[]kam.Observation{first, func() kam.Observation { o := first; o.Subject.Kind = "team"; return o }()}, nil},
		"months that touch":        {[]kam.Observation{first, won("anna", "2026-02", "1"), won("anna", "2025-12", "1")}, nil},
		"faults of one, with path": {[]kam.Observation{first, {Metric: "won", Currency: "CNY", Period: first.Period}}, []string{"observation.subject $[1].subject.kind", "observation.subject $[1].subject.id"}},
	} {
		t.Run(name, func(t *testing.T) {
			numerator, _, err := kam.Combine(test.obs)
			assert.Equal(t, test.want, faults(t, err))
			assert.Equal(t, err == nil, numerator.Valid)
		})
	}
}

// The order in which observations come does not matter, and nothing is rounded away.
func TestCombineInAnyOrder(t *testing.T) {
	require.NoError(t, quick.Check(func(seed int64) bool {
		r := rand.New(rand.NewSource(seed))
		var obs []kam.Observation
		top, bottom := decimal.Zero, decimal.Zero
		for i := range 1 + r.Intn(20) {
			a, b := decimal.New(r.Int63n(1000), -int32(r.Intn(20))), decimal.New(r.Int63n(1000), int32(r.Intn(10)))
			top, bottom = top.Add(a), bottom.Add(b)
			obs = append(obs, rate(string(rune('a'+i)), num.Format(a), num.Format(b)))
		}
		r.Shuffle(len(obs), func(i, j int) { obs[i], obs[j] = obs[j], obs[i] })
		n, d, err := kam.Combine(obs)
		return err == nil && n.Decimal.Equal(top) && d.Decimal.Equal(bottom)
	}, nil))
}
