package analysis_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive/analysis"
	"github.com/kam-go/kam/internal/wordtest"
)

// golden compares a text with a file, or writes it when KAM_UPDATE_GOLDEN is set.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if os.Getenv("KAM_UPDATE_GOLDEN") != "" {
		require.NoError(t, os.WriteFile(path, got, 0o644))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err, "set KAM_UPDATE_GOLDEN=1 to write it")
	assert.Equal(t, string(want), string(got))
}

// curves are those of the pictures and pages: each shows something that the others do not.
func curves(t *testing.T) map[string]*analysis.Curve {
	t.Helper()
	out := map[string]*analysis.Curve{}
	add := func(name, text string, quotas map[string]string, change func(*analysis.Question)) {
		program := compiled(text)
		terms := analysis.Terms{Quotas: map[string]decimal.Decimal{}, Target: decimal.NewNullDecimal(decimal.NewFromInt(30_000))}
		for m, q := range quotas {
			terms.Quotas[m] = decimal.RequireFromString(q)
		}
		q, err := analysis.Ask(program, "revenue", terms)
		require.NoError(t, err)
		if change != nil {
			change(&q)
		}
		c, err := analysis.Payout(program, q)
		require.NoError(t, err, name)
		out[name] = c
	}
	million := map[string]string{"revenue": "1000000"}
	add("marginal", plan, million, nil)
	add("falling", planOf(`"tiers": {"mode": "whole", "basis": "attainment", "bands": [{"from": "0", "rate": "0.05"}, {"from": "1", "rate": "0.03"}, {"from": "1.5", "rate": "0.06"}]}`), million, func(q *analysis.Question) { q.Deals = analysis.EqualDeals(3) })
	add("quadratic", planOf(`"tiers": {"mode": "interpolated-rate", "basis": "attainment", "bands": [{"from": "0", "rate": "0.01"}, {"from": "1", "rate": "0.05"}]}, "caps": [{"per": "component", "amount": "30000"}], "floors": [{"per": "component", "amount": "2500"}]`), million, nil)
	add("steps", planOf(`"every": {"each": "100000", "pays": "1500"}`), nil, func(q *analysis.Question) { q.Until = decimal.NewNullDecimal(decimal.NewFromInt(1_000_000)) })
	return out
}

// planOf is a plan with one component on revenue, whose inside is given.
func planOf(component string) string {
	return `{"format": 1, "id": "kam-2026", "version": 1, "currency": "CNY", "readings": "standard-1",
	  "title": {"en": "Key accounts 2026", "zh": "2026 大客户方案"},
	  "effective": "2026-01-01/2027-01-01", "period": "quarter",
	  "credits": [{"name": "own", "to": "owner", "share": "1"}],
	  "measures": [{"name": "revenue", "base": "amount", "credits": ["own"], "window": "period"}],
	  "components": [{"name": "commission", "measure": "revenue", ` + component + `}]}`
}

// Pages and pictures call measures and components by their labels; data have the names.
func TestLabels(t *testing.T) {
	text := planOf(`"label": {"en": "Sales | pay", "zh": "销售提成"}, "tiers": {"mode": "marginal", "basis": "attainment", "bands": [{"from": "0", "rate": "0.01"}, {"from": "1", "rate": "0.05"}]}, "gates": [{"basis": "attainment", "at": "0.5", "kind": "cliff"}]}, {"name": "more", "label": {"en": "More", "zh": "加奖"}, "measure": "revenue", "rate": "0.01"`)
	text = strings.Replace(text, `"name": "revenue"`, `"name": "revenue", "label": {"en": "Net sales", "zh": "净销售额"}`, 1)
	program := compiled(text)
	q, err := analysis.Ask(program, "revenue", analysis.Terms{Quotas: map[string]decimal.Decimal{"revenue": decimal.NewFromInt(100_000)}})
	require.NoError(t, err)
	c, err := analysis.Payout(program, q)
	require.NoError(t, err)
	for lang, want := range map[kam.Lang][]string{
		kam.English: {"attainment of Net sales", "The gate of Sales \\| pay changes pay", "| Sales \\| pay | More |", "each further one of Net sales pays"},
		kam.Chinese: {"横轴：净销售额的完成率", "销售提成的门槛在", "| 销售提成 | 加奖 |", "长期看，净销售额每增加一单位"},
	} {
		page := c.Markdown(lang)
		for _, s := range want {
			assert.Contains(t, page, s)
		}
		assert.NotContains(t, page, "revenue")
		assert.NotContains(t, page, "commission")
	}
	picture := string(c.SVG(analysis.Picture{Lang: kam.Chinese}))
	assert.Contains(t, picture, "横轴为净销售额的完成率")
	assert.Contains(t, picture, "<title>销售提成的门槛: ")
	data, err := c.JSON()
	require.NoError(t, err)
	assert.Contains(t, string(data), `"commission"`)
	assert.NotContains(t, string(data), "销售提成")
}

func TestGoldens(t *testing.T) {
	for name, c := range curves(t) {
		t.Run(name, func(t *testing.T) {
			data, err := c.JSON()
			require.NoError(t, err)
			assert.True(t, json.Valid(data))
			golden(t, name+".json", data)
			for lang, ending := range map[kam.Lang]string{kam.English: "en", kam.Chinese: "zh"} {
				text := c.Markdown(lang)
				wordtest.Formatted(t, text)
				golden(t, name+"."+ending+".md", []byte(text))
				picture := c.SVG(analysis.Picture{Lang: lang})
				wordtest.Formatted(t, string(picture))
				wellFormed(t, picture)
				golden(t, name+"."+ending+".svg", picture)
				assert.Equal(t, string(picture), string(c.SVG(analysis.Picture{Lang: lang})), "equal curves give equal bytes")
			}
			for _, theme := range []analysis.Theme{analysis.Light, analysis.Dark} {
				for _, width := range []int{1, 320, 5000} {
					wellFormed(t, c.SVG(analysis.Picture{Theme: theme, Width: width, ID: "x"}))
				}
			}
		})
	}
}

func wellFormed(t *testing.T, picture []byte) {
	t.Helper()
	d := xml.NewDecoder(bytes.NewReader(picture))
	for {
		_, err := d.Token()
		if errors.Is(err, io.EOF) {
			return
		}
		require.NoError(t, err)
	}
}

// TestMarks points at places of a curve: each has a line, a mark on the curve with what it stands for, and a line of the legend.
func TestMarks(t *testing.T) {
	c := curves(t)["marginal"]
	_, until := c.Range()
	here := kam.Text{EN: "you are <here>", ZH: "您在此"}
	mark := func(at *big.Rat) analysis.Mark { return analysis.Mark{At: at, Label: here} }
	picture := func(marks ...analysis.Mark) string { return string(c.SVG(analysis.Picture{Marks: marks})) }

	bare := picture()
	assert.Equal(t, string(c.SVG(analysis.Picture{})), bare)
	one := picture(mark(big.NewRat(9, 10)))
	wellFormed(t, []byte(one))
	assert.Contains(t, one, "you are &lt;here&gt;: 90 %")
	assert.Equal(t, 2, strings.Count(one, "you are &lt;here&gt;"), "what the mark says, and the legend")
	assert.Contains(t, string(c.SVG(analysis.Picture{Lang: kam.Chinese, Marks: []analysis.Mark{mark(until)}})), "您在此")
	assert.NotEqual(t, one, picture(mark(big.NewRat(1, 1))), "it stands elsewhere")

	beyond := new(big.Rat).Add(until, big.NewRat(1, 100))
	assert.Equal(t, bare, picture(mark(nil), mark(beyond), mark(big.NewRat(-1, 100))), "outside the range, or nowhere")
	var many []analysis.Mark
	for n := range int64(20) {
		many = append(many, mark(big.NewRat(n, 20)))
	}
	assert.Equal(t, picture(many[:8]...), picture(many...))
}
