package scoring_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/kam-go/kam/scoring"
)

var (
	quoted   = regexp.MustCompile(`("(\\.|[^"\\])*": )?("(\\.|[^"\\])*"|\{\})|“[^”]*”`)
	jsonPath = regexp.MustCompile(`\$(\.[A-Za-z]+|\[[0-9]+\])+`)
	interval = regexp.MustCompile(`[\[(]\S+, \S+[\])]`)
	named    = regexp.MustCompile(`^(指标|加减分项|否决项) [^：]+：`)
	word     = regexp.MustCompile(`[A-Za-z][A-Za-z0-9.-]*`)
)

// spoken are the words that a Chinese text may hold: what is written so in JSON, and names.
func spoken() map[string]bool {
	const words = `
		UTF-8 ISO CNY JSON true false null
		zero renormalise neutral block exact normalised higher lower inverse mirror flat extrapolate mid low high population sample
		half-up half-even half-down up down ceil floor lowest cap-score cap-grade
		points ratio thresholdTargetStretch anchors minMax shortfall deduction efficacy gradedEfficacy bands binary growth rescale
		percentile zScore below above otherMetrics anyPart scale.measureMin scale.measureMax
		nothing-known blocked coverage clear triggered unknown
		agent anna bo a b A B C D x half_up`
	out := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		out[w] = true
	}
	return out
}

// chinese checks that a text is Chinese throughout: what is quoted, JSON paths and numbers aside, only words that are
// written so in every language are not.
func chinese(t testing.TB, text string) {
	t.Helper()
	allowed := spoken()
	rest := quoted.ReplaceAllString(text, "")
	for _, pattern := range []*regexp.Regexp{jsonPath, interval} {
		rest = pattern.ReplaceAllString(rest, "")
	}
	for _, w := range word.FindAllString(rest, -1) {
		if !allowed[strings.TrimRight(w, ".-")] {
			assert.Fail(t, "an English word in a Chinese text", "%s: %s", w, text)
		}
	}
	assert.NotRegexp(t, `[,;:!?] `, rest, "full-width punctuation: %s", text)
}

// spokenFor checks the texts of a result.
func spokenFor(t testing.TB, r scoring.Result) {
	t.Helper()
	for _, n := range r.Measures() {
		chinese(t, n.Reason.ZH)
	}
	for _, f := range r.Findings {
		assert.Regexp(t, named, f.Message.ZH)
		chinese(t, named.ReplaceAllString(f.Message.ZH, ""))
		chinese(t, f.Remedy.ZH)
	}
}
