package feedback_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/scoring/feedback"
)

func TestReportMarkdown(t *testing.T) {
	s, responses := teamed()
	s.Name = kam.Text{EN: "Spring | 2026", ZH: "2026 年春季 | 反馈"}
	s.Dimensions[0].Name = kam.Text{EN: "Trust", ZH: "信任"}
	responses[0].Comments = []feedback.Comment{{Text: "# I *listen*"}}
	responses[2].Comments = []feedback.Comment{
		{Text: "<script>alert(1)</script> [here](https://example.com)"},
		{Question: "q1", Text: "- one\n- two | three & www.example.com `x` $y$"},
		{Text: "1. first"},
	}
	responses[7].Comments = []feedback.Comment{{Text: "hidden words"}}
	a := collect(t, s, responses...)
	r, ledger := report(t, a, nil, "r1", "ann")
	golden(t, "report.en.md", r.Markdown(kam.English))
	golden(t, "report.zh.md", r.Markdown(kam.Chinese))

	s.Groups[0].Weight, s.Groups[1].Weight = kam.MustFraction("0.1"), kam.MustFraction("0.1")
	late := says(s, "p6", "ann", "1", "1")
	r, _ = report(t, collect(t, s, append(responses, late)...), ledger, "r2", "ann")
	golden(t, "later.en.md", r.Markdown(kam.English))
	golden(t, "later.zh.md", r.Markdown(kam.Chinese))
	for _, l := range []kam.Lang{kam.English, kam.Chinese} {
		text := r.Markdown(l)
		assert.NotContains(t, text, "hidden words")
		assert.NotContains(t, text, "<script")
		assert.NotContains(t, text, "\n# I")
	}
}
