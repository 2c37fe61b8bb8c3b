package scoring_test

import (
	"math/big"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/wordtest"
	"github.com/kam-go/kam/scoring"
)

// A result that a program never gives is shown without its numbers being written out.
func TestMarkdownOfNumbersOutOfBounds(t *testing.T) {
	start := time.Now()
	huge := decimal.New(1, 50_000_000)
	far, long := decimal.NewNullDecimal(huge), decimal.NewNullDecimal(decimal.New(1, -50_000_000))
	giant := scoring.ExactOf(new(big.Rat).SetInt(new(big.Int).Lsh(big.NewInt(1), 1<<22)))
	tiny := scoring.ExactOf(new(big.Rat).SetFrac(big.NewInt(1), new(big.Int).Lsh(big.NewInt(1), 1<<22)))
	r := whole(t)
	r.Score, r.Scale.Min, r.Scale.Max, r.Rounding.Places = far, huge, huge, 2_000_000_000
	r.Sum, r.Bonus, r.Penalty, r.Capped, r.Total, r.Coverage = giant, giant, tiny, giant, tiny, giant
	r.MaxBonus, r.MaxPenalty = far, long
	for i := range r.Adjustments {
		r.Adjustments[i].PerUnit, r.Adjustments[i].Max, r.Adjustments[i].Points, r.Adjustments[i].Units = huge, far, giant, tiny
	}
	for i := range r.Vetoes {
		r.Vetoes[i].Above, r.Vetoes[i].Below, r.Vetoes[i].Score, r.Vetoes[i].Tested = far, long, far, giant
	}
	for i := range r.Nodes {
		r.Nodes[i].Share, r.Nodes[i].Effective, r.Nodes[i].Score, r.Nodes[i].Contribution = giant, tiny, giant, tiny
	}
	for _, lang := range []kam.Lang{kam.English, kam.Chinese} {
		text := r.Markdown(lang)
		assert.Less(t, len(text), 10_000)
		assert.Contains(t, text, "| ? | ? | ? | ? |")
	}
	assert.Equal(t, "agent anna: ? of ? points, grade D (below expectations)", r.Summary().EN)
	assert.Equal(t, "agent anna：? 分（满分 ? 分），等级 D（待改进）", r.Summary().ZH)
	r.Known, r.Unknown = false, scoring.UnknownCoverage
	assert.Equal(t, "agent anna: not known, only ? of the weight is known, 60 % are needed", r.Summary().EN)
	assert.Less(t, time.Since(start), 5*time.Second)
}

// Places beyond those of a card are not written out either.
func TestSummaryOfPlacesOutOfBounds(t *testing.T) {
	r := scoring.Result{Known: true, Score: opt("72.25"), Scale: scoring.Scale{Max: dec("100")}}
	for places, want := range map[int32]string{-2_000_000_000: "72", 0: "72", 1: "72.3", 2_000_000_000: "72.250000000"} {
		r.Rounding.Places = places
		assert.Equal(t, "nobody: "+want+" of 100 points", r.Summary().EN)
	}
}

// Many long shares are not added up without a bound.
func TestMarkdownOfUnlikeShares(t *testing.T) {
	start := time.Now()
	var r scoring.Result
	for i := range int64(200) {
		bottom := new(big.Int).Sub(new(big.Int).Lsh(big.NewInt(1), uint(200_000+i)), big.NewInt(2*i+1))
		r.Nodes = append(r.Nodes, scoring.Node{ID: "a", Kind: scoring.MeasureNode, Effective: scoring.ExactOf(new(big.Rat).SetFrac(big.NewInt(1), bottom))})
	}
	assert.Contains(t, r.Markdown(kam.English), "| **Sum** |  | ? | ? | ? |  |")
	assert.Less(t, time.Since(start), 10*time.Second)
}

func TestZeroResult(t *testing.T) {
	var r scoring.Result
	assert.Equal(t, kam.Text{EN: "nobody: not known, nothing was scored", ZH: "未指明对象：未知，尚未评分"}, r.Summary())
	assert.Equal(t, "# Scorecard\n\nnobody: not known, nothing was scored.\n\n", r.Markdown(kam.English))
	assert.Equal(t, "# 评分卡\n\n未指明对象：未知，尚未评分。\n\n", r.Markdown(kam.Chinese))
	r.Known = true
	assert.NotContains(t, r.Markdown(kam.English)+r.Markdown(kam.Chinese), "{")
	r.Nodes = []scoring.Node{{}, {Children: []scoring.Node{{}}}}
	r.Adjustments, r.Vetoes = []scoring.AdjustmentResult{{}}, []scoring.VetoResult{{}}
	r.Findings, r.Grade = kam.Findings{{}, {Place: "measure"}, {Place: "veto x"}, {Place: "adjustment x"}}, "A"
	text := r.Markdown(kam.English) + r.Markdown(kam.Chinese)
	assert.NotContains(t, text, "{")
	wordtest.Formatted(t, text)
}

// Values that points come from are shown so that they can be worked out.
func TestObservedValues(t *testing.T) {
	cases := []struct{ value, want string }{
		{"0.123456789012", "value 0.123456789012: "},
		{"0.1234567890123", "value ≈0.1235: "},
		{"1/7", "value 1/7 (≈0.1429): "},
		{"99999999999/99999999998", "value 99999999999/99999999998 (≈1): "},
		{"9999999999999/9999999999998", "value ≈1: "},
		{"1/4", "value 0.25: "},
	}
	for _, c := range cases {
		top, bottom, isRatio := strings.Cut(c.value, "/")
		o := observed("a", top)
		if isRatio {
			o = ratioOf("a", top, bottom)
		}
		assert.Contains(t, score(t, card(points("a", "1")), o).Nodes[0].Reason.EN, c.want)
	}
}
