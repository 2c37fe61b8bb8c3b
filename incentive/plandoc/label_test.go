package plandoc_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/plandoc"
	"github.com/kam-go/kam/internal/wordtest"
)

// labelled is the full plan with a label for each part.
func labelled(t *testing.T) incentive.Plan {
	t.Helper()
	p := full(t)
	for i := range p.Measures {
		p.Measures[i].Label = kam.Text{EN: fmt.Sprintf("Measure | no. %d", i+1), ZH: "指标" + strings.Repeat("甲", i+1)}
	}
	for i := range p.Components {
		p.Components[i].Label = kam.Text{EN: fmt.Sprintf("Pay *no. %d*", i+1), ZH: "部分" + strings.Repeat("乙", i+1)}
	}
	return p
}

// A document calls each part by its label, and says once by which name machines know it.
func TestDocumentWithLabels(t *testing.T) {
	p := labelled(t)
	for _, l := range []kam.Lang{kam.English, kam.Chinese} {
		d, err := plandoc.Write(p, plandoc.Options{Lang: l})
		require.NoError(t, err)
		wordtest.Formatted(t, d.Text)
		golden(t, "labels."+string(l)+".md", d.Text)
		text := d.Text
		for _, name := range append(componentNames(p), measureNames(p)...) {
			known := regexp.MustCompile(`[(（]` + regexp.QuoteMeta(name) + `[)）]`)
			assert.Regexp(t, known, text)
			assert.NotContains(t, text, "**"+name, "known by its name where it is told alone")
		}
	}
	d, err := plandoc.Write(p, plandoc.Options{Lang: kam.Chinese})
	require.NoError(t, err)
	assert.Contains(t, d.Text, "### 1. 部分乙（commission）\n")
	assert.Contains(t, d.Text, "- **指标甲**（revenue）：")
	assert.Contains(t, d.Text, "| **部分乙计付** |")
	d, err = plandoc.Write(p, plandoc.Options{})
	require.NoError(t, err)
	assert.Contains(t, d.Text, "### 1. Pay \\*no. 1\\* (commission)\n")
	assert.Contains(t, d.Text, "- **Measure \\| no. 1** (revenue): ")
}

func componentNames(p incentive.Plan) []string {
	var out []string
	for _, k := range p.Components {
		out = append(out, k.Name)
	}
	return out
}

func measureNames(p incentive.Plan) []string {
	var out []string
	for _, m := range p.Measures {
		out = append(out, m.Name)
	}
	return out
}

// A credit rule that takes a part of the commission of another plan calls its component as that plan does.
func TestDocumentCallsComponentsOfOtherPlans(t *testing.T) {
	sales := one(t, 1)
	sales.Components[0].Label = kam.Text{EN: "Sales pay", ZH: "销售提成"}
	for _, of := range []string{sales.Components[0].Name, sales.ID + "/" + sales.Components[0].Name} {
		lead := plan(t, `{
			"format": 1, "id": "lead", "version": 1, "currency": "CNY", "readings": "standard-1",
			"effective": "2026-01-01/2027-01-01", "period": "quarter",
			"credits":    [{"name": "up", "to": "manager", "level": 1, "base": "after-cap", "of": ["`+of+`"], "share": "0.1"}],
			"measures":   [{"name": "team", "base": "amount", "credits": ["up"], "window": "period"}],
			"components": [{"name": "override", "measure": "team", "rate": "0.1"}]
		}`)
		d, err := plandoc.Write(lead, plandoc.Options{Lang: kam.Chinese, With: []incentive.Plan{sales}, NoExamples: true})
		require.NoError(t, err)
		assert.Contains(t, d.Text, "组成部分 销售提成 的提成（封顶后）")
	}
}

// A label is a matter of words: a difference tells it, and says that it changes no pay.
func TestDiffOfLabels(t *testing.T) {
	before, after := labelled(t), labelled(t)
	before.Components[1].Label = kam.Text{}
	after.Components[0].Label.ZH = "主提成"
	after.Measures[0].Label = kam.Text{}
	list, err := plandoc.Diff(before, after)
	require.NoError(t, err)
	var got []string
	for _, d := range list {
		got = append(got, fmt.Sprint(d.Kind, " ", d.Path, " ", d.Pays))
	}
	assert.Equal(t, []string{
		"removed $.measures[0].label false",
		"changed $.components[0].label.zh false",
		"added $.components[1].label false",
	}, got)
	assert.Equal(t, "组成部分 / commission / 标签 / 中文 由 部分乙 改为 主提成", list[1].Message.ZH)
	assert.NotEqual(t, before.Hash(), after.Hash())
}
