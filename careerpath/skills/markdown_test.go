package skills_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/skills"
)

func TestMarkdown(t *testing.T) {
	m := matrix(t, team())
	p, _ := m.Of(anna)
	g, err := p.Gap(requirements())
	require.NoError(t, err)
	for lang, name := range map[kam.Lang]string{kam.English: "en", kam.Chinese: "zh-CN"} {
		golden(t, "matrix."+name+".md", m.Markdown(lang, 30))
		golden(t, "gap."+name+".md", g.Markdown(lang, vocabulary()))
	}
}

func TestMarkdownOfPolicies(t *testing.T) {
	r := team()
	r.Policy = skills.Policy{Combine: skills.Median, Fewest: 2}
	text := matrix(t, r).Markdown(kam.English, 0)
	assert.Contains(t, text, "the median of them counts, of an even number the lower of the two in the middle. Fewer than 2")
	assert.NotContains(t, text, "2 ⏳")
	r.Policy = skills.Policy{Combine: skills.Named, Named: []kam.Subject{{Kind: "a", ID: "x|y"}, peer}}
	m := matrix(t, r)
	assert.Contains(t, m.Markdown(kam.English, 19), `x\|y, peer`)
	assert.Contains(t, m.Markdown(kam.Chinese, 19), `x\|y、peer`)
}

func TestMarkdownClock(t *testing.T) {
	m := matrix(t, team()) // crm of anna runs out in 19 days
	assert.Contains(t, m.Markdown(kam.English, 19), "| 2 ⏳ |")
	assert.NotContains(t, m.Markdown(kam.English, 18), "| 2 ⏳ |")
}

func TestMarkdownOfNothing(t *testing.T) {
	assert.Contains(t, skills.Gap{}.Markdown(kam.English, nil), "Requirements: 0")
	g, err := skills.NewGap(skills.Levels{"a|b": 0}, []skills.Requirement{{Skill: "a|b", Level: 1}})
	require.NoError(t, err)
	assert.Contains(t, g.Markdown(kam.English, nil), `| a\|b | 1 | 0 | 1 | 1 | 1 | not met |`)
	assert.Contains(t, g.Markdown(kam.English, nil), "unknown")
	assert.NotPanics(t, func() { (&skills.Matrix{}).Markdown(kam.Chinese, 3) })
}
