package goals_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals"
)

// several returns goals of anna's on different metrics with the weights.
func several(weights ...string) []goals.Goal {
	var out []goals.Goal
	for i, w := range weights {
		g := sound()
		g.ID, g.Metric, g.Weight = fmt.Sprintf("g%d", i), fmt.Sprintf("m%d", i), kam.MustFraction(w)
		out = append(out, g)
	}
	return out
}

func TestPortfolio(t *testing.T) {
	eight := []string{"0.125", "0.125", "0.125", "0.125", "0.125", "0.125", "0.125", "0.125"}
	cases := []struct {
		name   string
		goals  []goals.Goal
		limits goals.Limits
		change func(list []goals.Goal)
		want   []string
	}{
		{"sound", several("1/3", "1/3", "1/3"), goals.Limits{}, nil, nil},
		{"one goal", several("1"), goals.Limits{}, nil, nil},
		{"eight goals", several(eight...), goals.Limits{}, nil, nil},
		{"nine goals", several(append(eight[:7:7], "0.0625", "0.0625")...), goals.Limits{}, nil, []string{"error portfolio.count "}},
		{"no goals", nil, goals.Limits{}, nil, []string{"error portfolio.count "}},
		{"no goals asked for", nil, goals.Limits{Most: 3}, nil, nil},
		{"too few", several("1"), goals.Limits{Least: 2, Most: 3}, nil, []string{"error portfolio.count "}},
		{"thirds as decimals", several("0.333333", "0.333333", "0.333333"), goals.Limits{}, nil, []string{"error portfolio.weights "}},
		{"too much", several("0.5", "0.6"), goals.Limits{}, nil, []string{"error portfolio.weights "}},
		{"a small weight", several("0.96", "0.04"), goals.Limits{}, nil, []string{"warning portfolio.weight goals[1]"}},
		{"the smallest weight", several("0.95", "0.05"), goals.Limits{}, nil, nil},
		{"a negative weight", several("0.5", "0.5"), goals.Limits{}, func(l []goals.Goal) { l[1].Weight = kam.Fraction{Num: -1, Den: 2} }, []string{"error portfolio.weight goals[1]"}},
		{"a weight by zero", several("0.5", "0.5"), goals.Limits{}, func(l []goals.Goal) { l[1].Weight = kam.Fraction{Num: 1} }, []string{"error portfolio.weight goals[1]"}},
		{"somebody else's", several("0.5", "0.5"), goals.Limits{}, func(l []goals.Goal) { l[0].Owners = []string{"bo"} }, []string{"error portfolio.owner goals[0]"}},
		{"one metric and scope", several("0.5", "0.5"), goals.Limits{}, func(l []goals.Goal) { l[1].Metric = l[0].Metric }, []string{"error portfolio.overlap goals[1]"}},
		{"one metric, one after the other", several("0.5", "0.5"), goals.Limits{}, func(l []goals.Goal) {
			l[1].Metric, l[1].Period = l[0].Metric, kam.MustPeriod("2027-01-01/2028-01-01")
		}, nil},
		{"one metric, two scopes", several("0.5", "0.5"), goals.Limits{}, func(l []goals.Goal) { l[1].Metric, l[1].Scope = l[0].Metric, "x" }, nil},
		{"one ID", several("0.5", "0.5"), goals.Limits{}, func(l []goals.Goal) { l[1].ID = l[0].ID }, []string{"error portfolio.id goals[1]"}},
		{"limits crossed", several("1"), goals.Limits{Least: 3, Most: 2}, nil, []string{"warning portfolio.input limits"}},
		{"limit of no weight", several("1"), goals.Limits{Most: 3, Weight: kam.Fraction{Num: 1}}, nil, []string{"warning portfolio.input limits"}},
		{"1,001 goals", make([]goals.Goal, 1001), goals.Limits{}, nil, []string{"error portfolio.count "}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if c.change != nil {
				c.change(c.goals)
			}
			r := goals.Portfolio("anna", c.goals, c.limits)
			bilingual(t, r.Findings)
			var got []string
			for _, f := range r.Findings {
				got = append(got, fmt.Sprintf("%s %s %s", f.Severity, f.Code, f.Place))
			}
			assert.Equal(t, c.want, got)
			assert.Equal(t, len(c.want) == 0, r.Verdict() == goals.Met)
		})
	}
}

func TestPortfolioSaysTheExactDifference(t *testing.T) {
	cases := []struct {
		weights []string
		sum     string
		missing string
		message string
	}{
		{[]string{"0.333333", "0.333333", "0.333333"}, "0.999999", "0.000001", "the weights sum to 0.999999, 0.000001 less than 1"},
		{[]string{"0.5", "0.6"}, "1.1", "-0.1", "the weights sum to 1.1, 0.1 more than 1"},
		{[]string{"1/3", "1/2"}, "5/6", "1/6", "the weights sum to 5/6, 1/6 less than 1"},
		{[]string{"0.99995999", "0.00000001"}, "0.99996", "0.00004", "the weights sum to 0.99996, 0.00004 less than 1"},
		{[]string{"1/999999999989", "1/999999999961", "1/3"}, "~33.3%", "~66.7%", "the weights sum to ~33.3%, ~66.7% less than 1"},
	}
	for _, c := range cases {
		f, ok := find(goals.Portfolio("anna", several(c.weights...), goals.Limits{}).Findings, "portfolio.weights")
		assert.True(t, ok)
		assert.Equal(t, c.sum, evidence(f, "sum"))
		assert.Equal(t, c.missing, evidence(f, "missing"))
		assert.Equal(t, c.message, f.Message.EN)
	}
}
