package chart_test

import (
	"math/big"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/scoring"
	"github.com/kam-go/kam/scoring/chart"
)

func TestOptionFaults(t *testing.T) {
	cases := []struct {
		name string
		opt  chart.Options
		want string // "" is none
	}{
		{"zero value", chart.Options{}, ""},
		{"narrowest", chart.Options{Width: 320}, ""},
		{"too narrow", chart.Options{Width: 319}, "chart.width $.options.width"},
		{"widest", chart.Options{Width: 2000}, ""},
		{"too wide", chart.Options{Width: 2001}, "chart.width $.options.width"},
		{"negative width", chart.Options{Width: -1}, "chart.width $.options.width"},
		{"English", chart.Options{Lang: kam.English}, ""},
		{"Chinese", chart.Options{Lang: kam.Chinese}, ""},
		{"short form of a language", chart.Options{Lang: "zh"}, "chart.lang $.options.lang"},
		{"theme", chart.Options{Theme: "blue"}, "chart.theme $.options.theme"},
		{"id", chart.Options{ID: "a-B_9"}, ""},
		{"id of 64 bytes", chart.Options{ID: strings.Repeat("a", 64)}, ""},
		{"id of 65 bytes", chart.Options{ID: strings.Repeat("a", 65)}, "chart.id $.options.id"},
		{"id that begins with a digit", chart.Options{ID: "1a"}, "chart.id $.options.id"},
		{"id with a blank", chart.Options{ID: "a b"}, "chart.id $.options.id"},
		{"Chinese id", chart.Options{ID: "a客"}, "chart.id $.options.id"},
		{"no such dimension", chart.Options{Under: "nobody"}, "chart.under $.options.under"},
		{"a measure is no dimension", chart.Options{Under: "growth"}, "chart.under $.options.under"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			for _, f := range []func(scoring.Result, chart.Options) ([]byte, error){chart.Radar, chart.Contributions} {
				svg, err := f(result(t), c.opt)
				if c.want == "" {
					require.NoError(t, err)
					assert.NotEmpty(t, svg)
					continue
				}
				assert.Equal(t, []string{c.want}, codes(t, err))
				assert.Nil(t, svg)
			}
		})
	}
	_, err := chart.Radar(scoring.Result{}, chart.Options{Width: 1, Lang: "de", Theme: "blue", ID: "?"})
	assert.Equal(t, []string{"chart.width $.options.width", "chart.lang $.options.lang", "chart.theme $.options.theme", "chart.id $.options.id", "chart.scale $.result.scale"}, codes(t, err), "all at once")
}

func TestResultFaults(t *testing.T) {
	huge := scoring.ExactOf(new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(34), nil)))
	just := scoring.ExactOf(new(big.Rat).SetInt(new(big.Int).Sub(new(big.Int).Exp(big.NewInt(10), big.NewInt(34), nil), big.NewInt(1))))
	tower := scoring.Node{Share: exact("0"), Effective: exact("0"), Contribution: exact("0")}
	for range 16 {
		tower.Children = []scoring.Node{tower}
	}
	cases := []struct {
		name   string
		change func(*scoring.Result)
		want   []string
	}{
		{"no range", func(r *scoring.Result) { r.Scale.Max = r.Scale.Min }, []string{"chart.scale $.result.scale"}},
		{"scale out of bounds", func(r *scoring.Result) { r.Scale.Max = decimal.New(1, 31) }, []string{"chart.scale $.result.scale"}},
		{"lowest score out of bounds", func(r *scoring.Result) { r.Scale.Min = decimal.New(-1, 2_000_000_000) }, []string{"chart.scale $.result.scale"}},
		{"places", func(r *scoring.Result) { r.Rounding.Places = 10 }, []string{"chart.rounding $.result.rounding.places"}},
		{"negative places", func(r *scoring.Result) { r.Rounding.Places = -1 }, []string{"chart.rounding $.result.rounding.places"}},
		{"known without a total", func(r *scoring.Result) { r.Total = scoring.Exact{} }, []string{"chart.score $.result.score"}},
		{"known without a score", func(r *scoring.Result) { r.Score = decimal.NullDecimal{} }, []string{"chart.score $.result.score"}},
		{"score out of bounds", func(r *scoring.Result) { r.Score.Decimal = decimal.New(1, 31) }, []string{"chart.score $.result.score"}},
		{"total out of bounds", func(r *scoring.Result) { r.Total = huge }, []string{"chart.score $.result.score"}},
		{"bonus out of bounds", func(r *scoring.Result) { r.Bonus = huge }, []string{"chart.score $.result"}},
		{"share above 1", func(r *scoring.Result) { r.Nodes[1].Share = exact("1.01") }, []string{"chart.node $.result.nodes[1]"}},
		{"negative effective share", func(r *scoring.Result) { r.Nodes[2].Effective = exact("-0.01") }, []string{"chart.node $.result.nodes[2]"}},
		{"no effective share", func(r *scoring.Result) { r.Nodes[2].Effective = scoring.Exact{} }, []string{"chart.node $.result.nodes[2]"}},
		{"no contribution", func(r *scoring.Result) { r.Nodes[0].Contribution = scoring.Exact{} }, []string{"chart.node $.result.nodes[0]"}},
		{"score of a part out of bounds", func(r *scoring.Result) { r.Nodes[0].Score = huge }, []string{"chart.node $.result.nodes[0]"}},
		{"score of a part at the bound", func(r *scoring.Result) { r.Nodes[0].Score, r.Nodes[1].Contribution = just, just }, nil},
		{"fault below a dimension", func(r *scoring.Result) { r.Nodes[0].Children = []scoring.Node{{}} }, []string{"chart.node $.result.nodes[0].children[0]"}},
		{"too deep", func(r *scoring.Result) { r.Nodes[4] = tower }, []string{"chart.node $.result.nodes[4]" + strings.Repeat(".children[0]", 15) + ".children"}},
		{"too many parts", func(r *scoring.Result) { r.Nodes = make([]scoring.Node, 257) }, []string{"chart.node $.result.nodes"}},
		{"grade without a range", func(r *scoring.Result) { r.Grades[1].Until = r.Grades[1].From }, []string{"chart.grade $.result.grades[1]"}},
		{"grade out of bounds", func(r *scoring.Result) { r.Grades[3].Until = decimal.New(1, 31) }, []string{"chart.grade $.result.grades[3]"}},
		{"too many grades", func(r *scoring.Result) { r.Grades = make([]scoring.Grade, 257) }, []string{"chart.grade $.result.grades"}},
		{"nothing to draw", func(r *scoring.Result) { r.Nodes = nil }, []string{"chart.empty $.result.nodes"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			for _, f := range []func(scoring.Result, chart.Options) ([]byte, error){chart.Radar, chart.Contributions} {
				r := result(t)
				c.change(&r)
				_, err := f(r, chart.Options{})
				if c.want == nil {
					require.NoError(t, err)
					continue
				}
				assert.Equal(t, c.want, codes(t, err))
			}
		})
	}
}
