package chart_test

import (
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/wordtest"
	"github.com/kam-go/kam/scoring"
	"github.com/kam-go/kam/scoring/chart"
)

// documented are the codes that the package comment lists.
func documented(t *testing.T) []string {
	t.Helper()
	data, err := os.ReadFile("doc.go")
	require.NoError(t, err)
	_, list, ok := strings.Cut(string(data), "# Faults\n")
	require.True(t, ok)
	codes := map[string]bool{}
	for _, m := range regexp.MustCompile(`chart\.[a-z]+`).FindAllString(list, -1) {
		codes[m] = true
	}
	return slices.Sorted(maps.Keys(codes))
}

// foreign are the Latin words of a Chinese text that are no quoted input, place, keyword or function.
func foreign(zh string) []string {
	zh = regexp.MustCompile(`"[^"]*"|\$[A-Za-z0-9.\[\]]*|a-z|A-Z`).ReplaceAllString(zh, "")
	var out []string
	for _, w := range regexp.MustCompile(`[A-Za-z][A-Za-z-]*`).FindAllString(zh, -1) {
		if !slices.Contains([]string{"light", "dark", "en", "zh-CN", "Contributions"}, w) {
			out = append(out, w)
		}
	}
	return out
}

// everything is a call for each kind of fault.
func everything(t *testing.T) kam.Findings {
	t.Helper()
	var all kam.Findings
	fail := func(_ []byte, err error) {
		t.Helper()
		var invalid *kam.InvalidError
		require.ErrorAs(t, err, &invalid)
		all = append(all, invalid.Findings...)
	}
	radar := func(o chart.Options, change func(*scoring.Result)) {
		t.Helper()
		r := result(t)
		change(&r)
		svg, err := chart.Radar(r, o)
		fail(svg, err)
	}
	radar(chart.Options{Width: 1, Lang: "de", Theme: "blue", ID: "?"}, func(*scoring.Result) {})
	for _, change := range []func(*scoring.Result){
		func(r *scoring.Result) { r.Scale.Max = r.Scale.Min },
		func(r *scoring.Result) { r.Rounding.Places = 10 },
		func(r *scoring.Result) { r.Total = scoring.Exact{} },
		func(r *scoring.Result) { r.Bonus = exact("12345678901234567890123456789012345678") },
		func(r *scoring.Result) { r.Grades[1].Until = r.Grades[1].From },
		func(r *scoring.Result) { r.Grades = make([]scoring.Grade, 257) },
		func(r *scoring.Result) { r.Nodes[1].Share = exact("1.01") },
		func(r *scoring.Result) { r.Nodes = make([]scoring.Node, 257) },
		func(r *scoring.Result) { r.Nodes = nil },
		func(r *scoring.Result) { r.Nodes = r.Nodes[:2] },
	} {
		radar(chart.Options{}, change)
	}
	for _, under := range []string{"nobody", "growth"} {
		svg, err := chart.Compare(result(t), result(t), chart.Options{Under: under})
		fail(svg, err)
	}
	svg, err := chart.Trend(nil, chart.Options{})
	fail(svg, err)
	svg, err = chart.Trend(make([]scoring.Result, chart.MaxPeriods+1), chart.Options{})
	fail(svg, err)
	other := result(t)
	other.Card, other.Scale.Max, other.Subject.ID, other.Period = "other", dec("120"), "bo", kam.Period{}
	open, ends := result(t), result(t)
	open.Period.Until, ends.Period.Until = kam.Day{}, ends.Period.From
	svg, err = chart.Trend([]scoring.Result{result(t), other, result(t), open, ends}, chart.Options{})
	fail(svg, err)
	return all
}

func TestEveryCodeSpeaksChinese(t *testing.T) {
	seen := map[string]bool{}
	for _, f := range everything(t) {
		seen[f.Code] = true
		assert.True(t, strings.HasPrefix(f.Place, "$."), "%s at %s", f.Code, f.Place)
		for _, text := range []kam.Text{f.Message, f.Remedy} {
			assert.NotEmpty(t, text.EN, f.Code)
			assert.NotEmpty(t, text.ZH, f.Code)
			assert.Empty(t, foreign(text.ZH), "%s: %s", f.Code, text.ZH)
			wordtest.Formatted(t, text.EN+text.ZH)
			assert.NotRegexp(t, `[一-龥][,;:!?]|[,;:]\s*[一-龥]`, text.ZH, "half-width marks")
		}
	}
	assert.Equal(t, documented(t), slices.Sorted(maps.Keys(seen)), "the codes of the package comment")
}

// The texts in a Chinese picture are the names of the card and Chinese: no word of the library is left in English.
func TestPicturesSpeakChinese(t *testing.T) {
	own := regexp.MustCompile(`anna|kam-card|[ABCD]\b|20\d\d-[HQ]\d`)
	for _, svg := range [][]byte{
		draw(t, chart.Radar, result(t), chart.Options{Lang: kam.Chinese}),
		draw(t, chart.Contributions, adjusted(t), chart.Options{Lang: kam.Chinese}),
		draw(t, chart.Contributions, many(t), chart.Options{Lang: kam.Chinese}),
		must(chart.Trend(quarters(t), chart.Options{Lang: kam.Chinese})),
		must(chart.Compare(result(t), changed(t), chart.Options{Lang: kam.Chinese})),
	} {
		p := texts(t, svg)
		for _, text := range append(p.texts, p.title, p.description) {
			assert.NotRegexp(t, `[A-Za-z]{2}`, own.ReplaceAllString(text, ""))
		}
	}
}

func TestLongTextsAreCutInMessages(t *testing.T) {
	long := strings.Repeat("长", 100_000)
	_, err := chart.Radar(result(t), chart.Options{Lang: kam.Lang(long), Theme: chart.Theme(long), ID: long})
	var invalid *kam.InvalidError
	require.ErrorAs(t, err, &invalid)
	require.Len(t, invalid.Findings, 3)
	for _, f := range invalid.Findings {
		assert.Less(t, len(f.In(kam.Chinese)), 400, f.Code)
	}
	_, err = chart.Radar(result(t), chart.Options{Under: long})
	require.ErrorAs(t, err, &invalid)
	assert.Less(t, len(invalid.Findings[0].In(kam.Chinese)), 400)
	assert.Contains(t, invalid.Findings[0].Message.ZH, "$.result 中没有维度")
}

func TestPeriodsSayWhatTheyLack(t *testing.T) {
	list := []scoring.Result{result(t), result(t), result(t)}
	list[0].Period, list[1].Period.Until, list[2].Period.Until = kam.Period{}, kam.Day{}, list[2].Period.From
	_, err := chart.Trend(list, chart.Options{})
	var invalid *kam.InvalidError
	require.ErrorAs(t, err, &invalid)
	var said []string
	for _, f := range invalid.Findings {
		said = append(said, f.Place+" "+f.Message.ZH)
	}
	assert.Equal(t, []string{
		"$.results[0].period 期间没有首日", "$.results[1].period 自 2026-01-01 起的期间没有止日", "$.results[2].period 自 2026-01-01 起的期间，止日 2026-01-01 不在首日之后",
	}, said)
}
