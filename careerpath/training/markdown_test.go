package training_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/training"
	"github.com/kam-go/kam/internal/wordtest"
)

func TestMarkdown(t *testing.T) {
	full := report(t, spring(t), request())
	q := request()
	q.Budget, q.Benefit, q.Pulses, q.Effects, q.Soon = opt(""), opt(""), nil, nil, 0
	q.AsOf, q.Outcomes, q.Whole = day("2026-07-01"), nil, false
	bare := report(t, spring(t), q)
	for lang, name := range map[kam.Lang]string{kam.English: "en", kam.Chinese: "zh-CN"} {
		golden(t, "report."+name+".md", full.Markdown(lang))
		golden(t, "bare."+name+".md", bare.Markdown(lang))
	}
	part := request()
	part.Whole = false
	empty := report(t, replay(t), part).Markdown(kam.English)
	assert.Contains(t, empty, "answered: unknown; accepted of 0 answered: unknown")
	assert.Contains(t, empty, "= unknown; break-even is 0 %")
	assert.NotContains(t, empty, "## Activities")
	assert.NotPanics(t, func() { (&training.Report{}).Markdown(kam.Chinese) })
}

func TestMarkdownEscapes(t *testing.T) {
	q := request()
	q.About.ID, q.Teams[0].Name, q.Teams[0].People[2].ID = "<b>", kam.Text{}, "a|b"
	text := report(t, spring(t), q).Markdown(kam.English)
	assert.Contains(t, text, "# Training and activities: &lt;b&gt;")
	assert.Contains(t, text, `north, nothing attended: a\|b`)
	for _, line := range strings.Split(text, "\n") {
		wordtest.Formatted(t, line)
	}
}
