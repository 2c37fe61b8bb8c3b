package weights_test

import (
	"errors"
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
	"github.com/kam-go/kam/scoring/weights"
)

// documented are the codes that the package comment lists.
func documented(t *testing.T) []string {
	t.Helper()
	data, err := os.ReadFile("doc.go")
	require.NoError(t, err)
	_, list, ok := strings.Cut(string(data), "# Faults\n")
	require.True(t, ok)
	list, _, ok = strings.Cut(list, "What [Parse")
	require.True(t, ok)
	codes := map[string]bool{}
	for _, m := range regexp.MustCompile(`(?:weights|[ (])\.([a-z]+(?:-[a-z]+)*)`).FindAllStringSubmatch(list, -1) {
		codes["weights."+m[1]] = true
	}
	return slices.Sorted(maps.Keys(codes))
}

// foreign are the Latin words of a Chinese text that are no quoted input, place, keyword of the rules, name or symbol.
func foreign(zh string) []string {
	zh = regexp.MustCompile(`"[^"]*"|\$[A-Za-z0-9.\[\]]*`).ReplaceAllString(zh, "")
	var out []string
	for _, w := range regexp.MustCompile(`[A-Za-z][A-Za-z0-9-]*`).FindAllString(zh, -1) {
		keyword := slices.Contains([]string{
			"eigenvector", "geometric-mean", "saaty-1980", "saaty-2005", "donegan-dodd-1991", "Saaty", "Donegan", "Dodd",
			"CR", "CI", "RI", "max", "UTF-8",
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
	fail := func(err error) {
		t.Helper()
		if e, ok := errors.AsType[*weights.InconsistentError](err); ok {
			all = append(all, e.Finding())
			return
		}
		var invalid *kam.InvalidError
		require.ErrorAs(t, err, &invalid)
		all = append(all, invalid.Findings...)
	}
	for _, change := range []func(*weights.Judgements){
		func(j *weights.Judgements) { *j = weights.Judgements{} },
		func(j *weights.Judgements) { j.Items = []string{"", strings.Repeat("b", 129), "b "} },
		func(j *weights.Judgements) { j.Items = []string{"a", "\xff", "a"} },
		func(j *weights.Judgements) { j.Matrix = nil },
		func(j *weights.Judgements) { j.Pairs = []weights.Pair{} },
		func(j *weights.Judgements) { j.Matrix = j.Matrix[:2] },
		func(j *weights.Judgements) { j.Matrix[1] = j.Matrix[1][:2] },
		func(j *weights.Judgements) {
			j.Matrix[1][1], j.Matrix[2][0] = kam.MustFraction("2"), kam.MustFraction("1/3")
		},
		func(j *weights.Judgements) { j.Matrix[0][2], j.Matrix[0][1] = kam.Fraction{}, kam.MustFraction("10") },
		func(j *weights.Judgements) {
			j.Method, j.RandomIndex, j.Limit, j.Places = "x", "y", kam.MustFraction("-1"), 13
		},
		func(j *weights.Judgements) { j.RandomIndex = "" },
		func(j *weights.Judgements) {
			j.Items, j.RandomIndex, j.Matrix = strings.Split("abcdefghijklmnop", ""), weights.Saaty2005, nil
		},
		pairsOnly(pair("a", "b", "2"), pair("b", "a", "2"), pair("x", "b", "2"), pair("b", "b", "1")),
		func(j *weights.Judgements) {
			j.Matrix = rows([]string{"1", "9", "1/9"}, []string{"1/9", "1", "9"}, []string{"9", "1/9", "1"})
		},
	} {
		_, err := weights.FromJudgements(with(abc(), change))
		fail(err)
	}
	for _, change := range []func(*weights.Allocation){
		func(a *weights.Allocation) { *a = weights.Allocation{} },
		func(a *weights.Allocation) { a.Judges[1].Points[0] = dec("39") },
		func(a *weights.Allocation) { a.Judges[1].Points = decs("60", "40") },
		func(a *weights.Allocation) { a.Judges[1].Points = decs("90", "20", "-10") },
		func(a *weights.Allocation) { a.Judges[1].Points[0] = dec("1e40") },
		func(a *weights.Allocation) { a.Judges[1].Points[0] = dec("1e-31") },
		func(a *weights.Allocation) { a.Judges[1].Points[0] = dec(strings.Repeat("9", 39)) },
		func(a *weights.Allocation) { a.Judges[2].ID, a.Judges[0].Weight = "anna", kam.MustFraction("-1") },
	} {
		_, err := weights.FromPoints(with(panel(), change))
		fail(err)
	}
	for _, branches := range [][]weights.Branch{
		{under("z", "x", "1.5", "y", "-0.5")},
		{under("a", "x", "0.6", "y", "0.5"), under("a", "z", "1")},
		{under("a", "x", "1"), under("x", "y", "1"), under("y", "x", "1")},
	} {
		_, err := weights.Synthesise(ws("a", "0.5", "b", "0.5"), branches, 0)
		fail(err)
	}
	_, err := weights.Synthesise(ws("n1", "1"), chain(17), 0)
	fail(err)
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
			assert.NotRegexp(t, `[一-龥][,;:!?]|[,;:]\s*[一-龥]`, text.ZH, "half-width marks")
		}
	}
	assert.Equal(t, documented(t), slices.Sorted(maps.Keys(seen)), "the codes of the package comment")
}

func TestFactsOfFaults(t *testing.T) {
	first := func(err error) kam.Text {
		t.Helper()
		var invalid *kam.InvalidError
		require.ErrorAs(t, err, &invalid)
		return invalid.Findings[0].Message
	}
	share := func(d decimal.Decimal) kam.Text {
		_, err := weights.Synthesise([]weights.Weight{{ID: "a", Share: d}}, nil, 0)
		return first(err)
	}
	assert.Equal(t, kam.Text{EN: "the number has 31 decimal places, more than 30", ZH: "数值有 31 位小数，超过 30 位"}, share(decimal.New(1, -31)))
	assert.Equal(t, kam.Text{EN: "the number has the decimal exponent 2000000000, above 30", ZH: "数值的十进制指数为 2000000000，超过 30"}, share(decimal.New(1, 2_000_000_000)))
	assert.Equal(t, kam.Text{EN: "the number has the decimal exponent 31, above 30", ZH: "数值的十进制指数为 31，超过 30"}, share(decimal.New(1, 31)))
	assert.Equal(t, kam.Text{EN: "the number has more than 38 digits", ZH: "数值超过 38 位数字"}, share(dec(strings.Repeat("9", 39))))
	_, err := weights.FromJudgements(weights.Judgements{})
	assert.Equal(t, kam.Text{EN: "the number is 0, not from 1 to 20", ZH: "数量为 0，不在 1 至 20 之间"}, first(err))
	_, err = weights.FromPoints(with(panel(), func(a *weights.Allocation) { a.Items[2] = "a" }))
	assert.Equal(t, kam.Text{EN: `"a" stands at $.items[0] already`, ZH: `"a" 已出现在 $.items[0]`}, first(err))
	_, err = weights.FromPoints(with(panel(), func(a *weights.Allocation) { a.Judges[2].ID = "anna" }))
	assert.Equal(t, kam.Text{EN: `"anna" stands at $.judges[0] already`, ZH: `"anna" 已出现在 $.judges[0]`}, first(err))
}

func TestNumbersPutInLaterAreBounded(t *testing.T) {
	far := decimal.New(1, 2_000_000_000)
	judged := judge(t, abc())
	judged.Weights[0].Share, judged.Consistency.Ratio, judged.Consistency.RandomIndex = far, far, far
	assert.Contains(t, judged.Explain().EN, "a ? %, ")
	assert.Contains(t, judged.Explain().EN, "consistency ratio ?, ")
	given, err := weights.FromPoints(panel())
	require.NoError(t, err)
	given.Ranges[0].Most = far
	assert.Contains(t, given.Explain().ZH, " 至 ?、")
	e := &weights.InconsistentError{
		Consistency: weights.Consistency{Ratio: far, Limit: kam.MustFraction("0.1")},
		Worst:       weights.Judgement{Fits: far, Deviation: far, Times: kam.Whole(), Nearest: kam.Whole()},
	}
	assert.Contains(t, e.Error(), "where ? would fit")
	assert.Contains(t, e.Finding().Remedy.EN, "? would fit")
}
