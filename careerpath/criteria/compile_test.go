package criteria_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/criteria"
	"github.com/kam-go/kam/careerpath/evidence"
	"github.com/kam-go/kam/internal/wordtest"
)

// faults returns the codes and places of an error, "code place" each, and checks that they are told in both languages.
func faults(t *testing.T, err error) []string {
	t.Helper()
	invalid, ok := errors.AsType[*kam.InvalidError](err)
	require.True(t, ok, "%v", err)
	var out []string
	for _, f := range invalid.Findings {
		assert.NotEmpty(t, f.Message.EN)
		assert.NotEmpty(t, f.Remedy.EN, f.Code)
		wordtest.Formatted(t, f.Message.EN+f.Message.ZH+f.Remedy.EN+f.Remedy.ZH)
		for _, zh := range []string{f.Message.ZH, f.Remedy.ZH} {
			assert.True(t, strings.ContainsFunc(zh, func(r rune) bool { return unicode.Is(unicode.Han, r) }), "%s: %s", f.Code, zh)
		}
		out = append(out, f.Code+" "+f.Place)
	}
	return out
}

const goodMetric = `{"id": "a", "metric": {"of": {"metric": "saos"}, "window": {"step": "month", "last": 3}, "aggregate": "sum", "be": {"comparison": "at-least", "threshold": "3"}}}`

// metricWith is a good criterion with one part replaced.
func metricWith(old, now string) string { return strings.Replace(goodMetric, old, now, 1) }

const goodStreak = `{"id": "a", "streak": {"of": {"metric": "saos"}, "step": "month", "length": 4, "where": "ending-now", "be": {"comparison": "at-least", "threshold": "3"}}}`

func streakWith(old, now string) string { return strings.Replace(goodStreak, old, now, 1) }

func TestFaults(t *testing.T) {
	for _, c := range []struct {
		name, rule string
		want       []string
	}{
		{"a criterion on an unknown metric", metricWith("saos", "sales"), []string{"criteria.metric $.metric.of.metric"}},
		{"no threshold", metricWith(`, "threshold": "3"`, ``), []string{"criteria.threshold $.metric.be.threshold"}},
		{"a streak without a threshold", streakWith(`, "threshold": "3"`, ``), []string{"criteria.threshold $.streak.be.threshold"}},
		{"a harder step without a threshold", streakWith(`"length": 4`, `"length": 4, "also": [{"count": 2}]`), []string{"criteria.threshold $.streak.also[0].threshold"}},
		{"no metric", metricWith("saos", ""), []string{"criteria.metric $.metric.of.metric"}},
		{"a window longer than the history", metricWith(`"last": 3`, `"last": 121`), []string{"criteria.window $.metric.window"}},
		{"a window of weeks longer than the history", metricWith(`"month", "last": 3`, `"week", "last": 521`), []string{"criteria.window $.metric.window"}},
		{"a growth whose base is longer than the history", metricWith(`"last": 3}, "aggregate": "sum", "be": {`, `"last": 61}, "aggregate": "growth", "be": {"scale": "ratio", `), []string{"criteria.window $.metric.window"}},
		{"a streak longer than the history", streakWith(`"month", "length": 4`, `"year", "length": 11`), []string{"criteria.window $.streak"}},
		{"two rules with one id", `{"all": [` + goodMetric + `, ` + goodMetric + `]}`, []string{"criteria.twice $.all[1].id"}},
		{"a group and a criterion with one id", `{"id": "a", "all": [` + goodMetric + `]}`, []string{"criteria.twice $.all[0].id"}},
		{"a criterion without an id", metricWith(`"id": "a", `, ``), []string{"criteria.id $.id"}},
		{"nothing", `{}`, []string{"criteria.rule $"}},
		{"two rules in one", `{"id": "a", "certificate": {"kind": "kam"}, "flag": {"kind": "breach", "be": "absent"}}`, []string{"criteria.rule $"}},
		{"an empty group", `{"all": []}`, []string{"criteria.empty $.all"}},
		{"an empty group of k", `{"atLeast": {"k": 0, "of": []}}`, []string{"criteria.k $.atLeast.k", "criteria.empty $.atLeast.of"}},
		{"more than there are", `{"atLeast": {"k": 2, "of": [` + goodMetric + `]}}`, []string{"criteria.k $.atLeast.k"}},
		{"a name in one language", metricWith(`"id": "a"`, `"id": "a", "name": {"en": "x"}`), []string{"criteria.text $.name"}},
		{"another unit", metricWith(`"saos"`, `"saos", "unit": "deals"`), []string{"criteria.unit $.metric.of.unit"}},
		{"the currency of what is no money", metricWith(`"saos"`, `"saos", "currency": "CNY"`), []string{"criteria.currency $.metric.of.currency"}},
		{"no currency code", metricWith(`"saos"`, `"revenue", "currency": "RMB1"`), []string{"criteria.currency $.metric.of.currency"}},
		{"no window", metricWith(`, "last": 3`, ``), []string{"criteria.window $.metric.window"}},
		{"two windows", metricWith(`"last": 3`, `"last": 3, "year": "last"`), []string{"criteria.window $.metric.window"}},
		{"no step", metricWith(`"month"`, `"day"`), []string{"criteria.window $.metric.window.step"}},
		{"a negative window", metricWith(`3}`, `-3}`), []string{"criteria.window $.metric.window.last"}},
		{"a year of weeks", metricWith(`"month", "last": 3`, `"week", "year": "last"`), []string{"criteria.window $.metric.window.step"}},
		{"a year to date of years", metricWith(`"month", "last": 3`, `"year", "year": "to-date"`), []string{"criteria.window $.metric.window.step"}},
		{"an unknown year", metricWith(`"last": 3`, `"year": "next"`), []string{"criteria.window $.metric.window.year"}},
		{"a period of no whole steps", metricWith(`"last": 3`, `"period": "2026-01-01/2026-02-15"`), []string{"criteria.window $.metric.window.period"}},
		{"a period without an end", metricWith(`"last": 3`, `"period": "2026-01-01/.."`), []string{"criteria.period $.metric.window.period"}},
		{"a period of centuries", metricWith(`"last": 3`, `"period": "1000-01-01/2026-01-01"`), []string{"criteria.window $.metric.window"}},
		{"no aggregate", metricWith(`"sum"`, `"median"`), []string{"criteria.aggregate $.metric.aggregate"}},
		{"the mean of ratios", metricWith(`"sum", "be": {`, `"mean", "be": {"scale": "percent", `), []string{"criteria.aggregate $.metric.aggregate"}},
		{"a ratio without a scale", metricWith(`"sum"`, `"ratio"`), []string{"criteria.scale $.metric.be.scale"}},
		{"an unknown scale", metricWith(`"sum", "be": {`, `"ratio", "be": {"scale": "permille", `), []string{"criteria.scale $.metric.be.scale"}},
		{"non-negative for nothing", metricWith(`"sum"`, `"min", "nonNegative": true`), []string{"criteria.aggregate $.metric.nonNegative"}},
		{"adding up twice", metricWith(`"sum"`, `"sum", "sumFiner": true`), []string{"criteria.aggregate $.metric.sumFiner"}},
		{"no comparison", metricWith(`"at-least"`, `">="`), []string{"criteria.comparison $.metric.be.comparison"}},
		{"against the direction", metricWith(`"at-least"`, `"below"`), []string{"criteria.direction $.metric.be.comparison"}},
		{"with the direction of what is to be low", metricWith(`"saos"`, `"complaints"`), []string{"criteria.direction $.metric.be.comparison"}},
		{"against for nothing", metricWith(`"threshold"`, `"against": true, "threshold"`), []string{"criteria.direction $.metric.be.against"}},
		{"a run of nothing", streakWith(`"length": 4`, `"length": 0`), []string{"criteria.streak $.streak.length"}},
		{"more hits than steps", streakWith(`"length": 4`, `"length": 4, "hits": 5`), []string{"criteria.streak $.streak.hits"}},
		{"a run nowhere", streakWith(`"ending-now"`, `""`), []string{"criteria.streak $.streak.where"}},
		{"a run now within", streakWith(`"ending-now"`, `"ending-now", "within": 6`), []string{"criteria.streak $.streak.within"}},
		{"a run anywhere within less", streakWith(`"ending-now"`, `"anywhere", "within": 3`), []string{"criteria.streak $.streak.within"}},
		{"an also that is no harder", streakWith(`"length": 4`, `"length": 4, "also": [{"count": 2, "threshold": "3.0"}]`), []string{"criteria.also $.streak.also[0].threshold"}},
		{"an also of more steps", streakWith(`"length": 4`, `"length": 4, "also": [{"count": 5, "threshold": "4"}]`), []string{"criteria.also $.streak.also[0].count"}},
		{"no tenure", `{"id": "a", "tenure": {"in": "stage"}}`, []string{"criteria.tenure $.tenure"}},
		{"months and days", `{"id": "a", "tenure": {"in": "stage", "months": 1, "days": 1}}`, []string{"criteria.tenure $.tenure"}},
		{"a tenure nowhere", `{"id": "a", "tenure": {"in": "room", "days": 1}}`, []string{"criteria.tenure $.tenure.in"}},
		{"a company with a name", `{"id": "a", "tenure": {"in": "company", "name": "x", "days": 1}}`, []string{"criteria.tenure $.tenure.name"}},
		{"a tenure at most", `{"id": "a", "tenure": {"in": "company", "comparison": "at-most", "days": 1}}`, []string{"criteria.comparison $.tenure.comparison"}},
		{"an unknown skill", `{"id": "a", "skill": {"skill": "juggling", "level": 1}}`, []string{"criteria.skill $.skill.skill"}},
		{"a level beyond the scale", `{"id": "a", "skill": {"skill": "negotiation", "level": 4}}`, []string{"criteria.skill $.skill.level"}},
		{"level 0", `{"id": "a", "skill": {"skill": "negotiation", "level": 0}}`, []string{"criteria.skill $.skill.level"}},
		{"assessors below none", `{"id": "a", "skill": {"skill": "negotiation", "level": 1, "assessors": -1, "combine": "mean"}}`, []string{"criteria.skill $.skill.assessors", "criteria.skill $.skill.combine"}},
		{"an unknown certificate", `{"id": "a", "certificate": {"kind": "x"}}`, []string{"criteria.certificate $.certificate.kind"}},
		{"an unknown review", `{"id": "a", "review": {"kind": "x", "rating": "A"}}`, []string{"criteria.review $.review.kind"}},
		{"an unknown rating", `{"id": "a", "review": {"kind": "annual", "rating": "E"}}`, []string{"criteria.rating $.review.rating"}},
		{"too many reviews", `{"id": "a", "review": {"kind": "annual", "rating": "A", "last": 25}}`, []string{"criteria.review $.review.last"}},
		{"more hits than reviews", `{"id": "a", "review": {"kind": "annual", "rating": "A", "hits": 2}}`, []string{"criteria.review $.review.hits"}},
		{"a poor rating", `{"id": "a", "review": {"kind": "annual", "rating": "C", "comparison": "at-most"}}`, []string{"criteria.direction $.review.comparison"}},
		{"an unknown flag", `{"id": "a", "flag": {"kind": "x", "be": "absent"}}`, []string{"criteria.flag $.flag.kind"}},
		{"a flag that is to be nothing", `{"id": "a", "flag": {"kind": "breach", "be": ""}}`, []string{"criteria.flag $.flag.be"}},
		{"a flag in the future", `{"id": "a", "flag": {"kind": "breach", "be": "absent", "months": -1}}`, []string{"criteria.window $.flag.months"}},
		{"a flag before history", `{"id": "a", "flag": {"kind": "breach", "be": "absent", "months": 121}}`, []string{"criteria.window $.flag.months"}},
		{
			"all at once", `{"all": [` + metricWith("saos", "x") + `, {"any": [{"not": {}}, {"id": "a", "flag": {"kind": "y", "be": "absent"}}]}]}`,
			[]string{"criteria.metric $.all[0].metric.of.metric", "criteria.rule $.all[1].any[0].not", "criteria.twice $.all[1].any[1].id", "criteria.flag $.all[1].any[1].flag.kind"},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			rule, err := criteria.ParseRule([]byte(c.rule))
			require.NoError(t, err)
			_, err = criteria.Compile(rule, vocabulary(), criteria.Options{})
			assert.Equal(t, c.want, faults(t, err))
		})
	}
}

func TestAccepted(t *testing.T) {
	for name, rule := range map[string]string{
		"a poor value inside a not":         `{"not": ` + metricWith(`"at-least"`, `"below"`) + `}`,
		"a good value inside a not":         `{"not": ` + goodMetric + `}`,
		"a poor value that is meant":        metricWith(`"comparison": "at-least"`, `"comparison": "below", "against": true`),
		"a low value of what is to be low":  metricWith(`"saos"}, "window": {"step": "month", "last": 3}, "aggregate": "sum", "be": {"comparison": "at-least"`, `"complaints"}, "window": {"step": "month", "last": 3}, "aggregate": "sum", "be": {"comparison": "at-most"`),
		"the longest window":                metricWith(`"last": 3`, `"last": 120`),
		"the longest window of weeks":       metricWith(`"month", "last": 3`, `"week", "last": 520`),
		"a period of whole steps":           metricWith(`"last": 3`, `"period": "2026-01-01/2026-03-01"`),
		"the unit of the metric":            metricWith(`"saos"`, `"saos", "unit": "opportunities"`),
		"a poor rating that is meant":       `{"id": "a", "review": {"kind": "annual", "rating": "C", "comparison": "at-most", "against": true}}`,
		"groups without ids, of one member": `{"all": [{"any": [{"atLeast": {"k": 1, "of": [` + goodMetric + `]}}]}]}`,
	} {
		t.Run(name, func(t *testing.T) {
			r, err := criteria.ParseRule([]byte(rule))
			require.NoError(t, err)
			_, err = criteria.Compile(r, vocabulary(), criteria.Options{})
			assert.NoError(t, err)
		})
	}
}

func TestParseFaults(t *testing.T) {
	for _, c := range []struct{ name, rule, want string }{
		{"an unknown key", `{"id": "a", "metrics": {}}`, "criteria.unknown-key $.metrics (1:13)"},
		{"null", `{"all": null}`, "criteria.null $.all (1:9)"},
		{"a number that floats lose", metricWith(`"3"`, `0.1234567890123456789`), "criteria.number $.metric.be.threshold (1:156)"},
		{"trailing data", `{} {}`, "criteria.trailing-data $ (1:4)"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := criteria.ParseRule([]byte(c.rule))
			assert.Equal(t, []string{c.want}, faults(t, err))
		})
	}
}

func TestOptions(t *testing.T) {
	rule, err := criteria.ParseRule([]byte(goodMetric))
	require.NoError(t, err)
	_, err = criteria.Compile(rule, vocabulary(), criteria.Options{Version: -1, History: 361, Calendar: kam.CalendarSpec{FiscalStart: 13}})
	assert.Equal(t, []string{"calendar.fiscal-start options.calendar.fiscalStart", "criteria.version options.version", "criteria.history options.history"}, faults(t, err))
	_, err = criteria.Compile(rule, vocabulary(), criteria.Options{History: 2})
	assert.Equal(t, []string{"criteria.window $.metric.window"}, faults(t, err))
	p, err := criteria.Compile(rule, vocabulary(), criteria.Options{History: 3, Version: 7})
	require.NoError(t, err)
	assert.Equal(t, 7, p.Version())
	assert.Equal(t, 7, p.Evaluate(file(), benchDay).Version)
}

func TestTooLarge(t *testing.T) {
	deep, err := criteria.ParseRule([]byte(goodMetric))
	require.NoError(t, err)
	for range 15 {
		deep = criteria.Rule{All: []criteria.Rule{deep}}
	}
	_, err = criteria.Compile(deep, vocabulary(), criteria.Options{})
	require.NoError(t, err)
	_, err = criteria.Compile(criteria.Rule{All: []criteria.Rule{deep}}, vocabulary(), criteria.Options{})
	assert.Equal(t, []string{"criteria.too-many $"}, faults(t, err))

	wide := criteria.Rule{}
	for range 999 {
		wide.Any = append(wide.Any, criteria.Rule{Not: &criteria.Rule{}})
	}
	_, err = criteria.Compile(wide, vocabulary(), criteria.Options{})
	assert.Equal(t, []string{"criteria.too-many $"}, faults(t, err))

	wide = criteria.Rule{}
	for i := range 999 {
		wide.All = append(wide.All, criteria.Rule{ID: fmt.Sprint(i), Certificate: &criteria.Certificate{Kind: "kam"}})
	}
	_, err = criteria.Compile(wide, vocabulary(), criteria.Options{})
	require.NoError(t, err)

	loop := criteria.Rule{}
	loop.Not = &loop
	_, err = criteria.Compile(loop, vocabulary(), criteria.Options{})
	assert.Equal(t, []string{"criteria.too-many $"}, faults(t, err))
}

func TestNumbersOutOfBounds(t *testing.T) {
	r := saos(3, criteria.Sum, criteria.Test{Comparison: criteria.AtLeast})
	r.Metric.Be.Threshold = stated(decInt(1).Shift(1_000_000_000))
	_, err := criteria.Compile(r, vocabulary(), criteria.Options{})
	assert.Equal(t, []string{"criteria.number $.metric.be.threshold"}, faults(t, err))
	_, err = criteria.Compile(criteria.Rule{ID: "\xff", Certificate: &criteria.Certificate{Kind: "kam"}}, vocabulary(), criteria.Options{})
	assert.Equal(t, []string{"criteria.id $.id"}, faults(t, err))
}

func TestBadVocabulary(t *testing.T) {
	v := vocabulary()
	v.Metrics[0].Direction = ""
	rule, err := criteria.ParseRule([]byte(goodMetric))
	require.NoError(t, err)
	_, err = criteria.Compile(rule, v, criteria.Options{})
	assert.Equal(t, []string{"metric.direction vocabulary.metrics[0].direction"}, faults(t, err))
	_, err = criteria.Compile(rule, evidence.Vocabulary{}, criteria.Options{})
	assert.Equal(t, []string{"criteria.metric $.metric.of.metric"}, faults(t, err))
}

// TestHash looks at what changes the hash and what does not.
func TestHash(t *testing.T) {
	hash := func(rule string, o criteria.Options, v evidence.Vocabulary) string {
		r, err := criteria.ParseRule([]byte(rule))
		require.NoError(t, err)
		p, err := criteria.Compile(r, v, o)
		require.NoError(t, err)
		return p.Hash()
	}
	want := hash(goodMetric, criteria.Options{}, vocabulary())
	assert.Len(t, want, 64)
	other := vocabulary()
	other.Skills, other.Metrics[1].Unit = nil, "crates"
	same := map[string]string{
		"the threshold written otherwise": hash(metricWith(`"3"`, `"3.00"`), criteria.Options{}, vocabulary()),
		"another edition":                 hash(goodMetric, criteria.Options{Version: 2}, vocabulary()),
		"a longer history":                hash(goodMetric, criteria.Options{History: 200}, vocabulary()),
		"the default calendar stated":     hash(goodMetric, criteria.Options{Calendar: kam.CalendarSpec{FiscalStart: 1, Pattern: "months"}}, vocabulary()),
		"names that are not used":         hash(goodMetric, criteria.Options{}, other),
	}
	for name, got := range same {
		assert.Equal(t, want, got, name)
	}
	turned := vocabulary()
	turned.Metrics[0].Unit = "meetings"
	for name, got := range map[string]string{
		"another threshold": hash(metricWith(`"3"`, `"4"`), criteria.Options{}, vocabulary()),
		"another id":        hash(metricWith(`"a"`, `"b"`), criteria.Options{}, vocabulary()),
		"another calendar":  hash(goodMetric, criteria.Options{Calendar: kam.CalendarSpec{FiscalStart: 4}}, vocabulary()),
		"another unit":      hash(goodMetric, criteria.Options{}, turned),
	} {
		assert.NotEqual(t, want, got, name)
	}
}

// TestProgramsKeepNothing changes what a program was made of, and what it hands out.
func TestProgramsKeepNothing(t *testing.T) {
	rule, err := criteria.ParseRule([]byte(`{"atLeast": {"k": 1, "of": [` + streakWith(`"length": 4`, `"length": 4, "also": [{"count": 2, "threshold": "4"}]`) + `]}}`))
	require.NoError(t, err)
	p := compile(t, rule)
	want, err := p.Rule().JSON()
	require.NoError(t, err)
	for _, r := range []criteria.Rule{rule, p.Rule()} {
		r.AtLeast.K = 5
		r.AtLeast.Of[0].Streak.Length = 9
		r.AtLeast.Of[0].Streak.Also[0].Count = 9
	}
	got, err := p.Rule().JSON()
	require.NoError(t, err)
	assert.Equal(t, string(want), string(got))
	assert.Equal(t, []string{"a"}, p.IDs())
}
