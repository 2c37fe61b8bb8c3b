package develop_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/develop"
	"github.com/kam-go/kam/careerpath/evidence"
	"github.com/kam-go/kam/careerpath/skills"
	"github.com/kam-go/kam/careerpath/training"
)

func TestRequestFaultsComeAtOnce(t *testing.T) {
	p := compile(t, vocabulary("a"), held(course("a1", "1", "1", lift("a", 0, 1)), "2026-03-01/2026-03-02"), course("a2", "1", "1"))
	huge := decimal.NewNullDecimal(decimal.New(1, 50_000_000))
	_, err := develop.NewPlan(p, nil, develop.Request{
		ID: strings.Repeat("x", 101), Aim: " ", Levels: skills.Levels{"a": -1, "b": 101}, Requirements: []skills.Requirement{need("a", 0), need("a", 1)},
		Period: period("2026-01-01/2036-01-10"), Budget: opt("-0.01"), Hours: huge, Completed: []string{"a1", "a1", "x"}, Again: []string{"a2"}, Exclude: []string{""},
		Full: []develop.Sitting{{Offering: "x", Session: "s1"}, {Offering: "a1", Session: "s9"}}, PerWeek: 169, CheckEvery: -1, Effort: develop.MaxEffort + 1,
	})
	assert.ElementsMatch(t, []string{
		"develop.id $.id", "develop.subject $.person.kind", "develop.subject $.person.id", "develop.id $.aim", "skills.level $.requirements[0].level", "skills.twice $.requirements[1].skill",
		"develop.level $.levels.a", "develop.level $.levels.b", "develop.unknown $.unknown", "develop.period $.period", "develop.limit $.budget", "develop.limit $.hours",
		"develop.range $.perWeek", "develop.range $.checkEvery", "develop.range $.effort", "develop.twice $.completed[1]", "develop.offering $.completed[2]",
		"develop.again $.again[0]", "develop.id $.exclude[0]", "develop.offering $.full[0].offering", "develop.session $.full[1].session",
	}, codes(t, err))
}

func TestRequestBounds(t *testing.T) {
	p := compile(t, vocabulary("a"), course("a1", "1", "1", lift("a", 0, 1)))
	for _, c := range []struct {
		name   string
		change func(r *develop.Request)
		want   string
	}{
		{"an ID of 100 bytes", func(r *develop.Request) { r.ID = strings.Repeat("x", 100) }, ""},
		{"no requirement", func(r *develop.Request) { r.Requirements = nil }, "develop.too-few $.requirements"},
		{"3660 days", func(r *develop.Request) {
			r.Period = kam.Period{From: day("2026-01-01"), Until: day("2026-01-01").AddDays(3660)}
		}, ""},
		{"3661 days", func(r *develop.Request) {
			r.Period = kam.Period{From: day("2026-01-01"), Until: day("2026-01-01").AddDays(3661)}
		}, "develop.period $.period"},
		{"an open end", func(r *develop.Request) { r.Period.Until = kam.Day{} }, "develop.period $.period"},
		{"a budget of nothing", func(r *develop.Request) { r.Budget = opt("0") }, ""},
		{"a millionth", func(r *develop.Request) { r.Budget = opt("0.000001") }, ""},
		{"less than a millionth", func(r *develop.Request) { r.Budget = opt("0.0000001") }, "develop.limit $.budget"},
		{"the largest budget", func(r *develop.Request) { r.Budget = opt("1000000000000") }, ""},
		{"more than that", func(r *develop.Request) { r.Budget = opt("1000000000000.01") }, "develop.limit $.budget"},
		{"the most hours", func(r *develop.Request) { r.Hours = opt("1000000") }, ""},
		{"a level of 100", func(r *develop.Request) { r.Levels["a"] = 100 }, ""},
		{"weights without a small denominator", func(r *develop.Request) {
			for i, den := range []int64{999_999_000_001, 999_998_727_899} {
				n := need(fmt.Sprint("w", i), 1)
				n.Weight = kam.Fraction{Num: 1, Den: den}
				r.Requirements = append(r.Requirements, n)
			}
		}, "develop.weight $.requirements"},
		{"64 skills", func(r *develop.Request) { r.Requirements = many(64) }, ""},
		{"65 skills", func(r *develop.Request) { r.Requirements = many(65) }, "develop.too-many $.requirements"},
		{"too many exclusions", func(r *develop.Request) { r.Exclude = make([]string, develop.MaxList+1) }, "develop.too-many $.exclude"},
		{"too many sessions", func(r *develop.Request) { r.Full = make([]develop.Sitting, develop.MaxList+1) }, "develop.too-many $.full"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := ask(skills.Levels{"a": 0}, need("a", 1))
			c.change(&r)
			_, err := develop.NewPlan(p, nil, r)
			if c.want == "" {
				require.NoError(t, err)
				return
			}
			assert.Equal(t, []string{c.want}, codes(t, err))
		})
	}
}

func many(n int) []skills.Requirement {
	list := make([]skills.Requirement, n)
	for i := range list {
		list[i] = need(fmt.Sprint("k", i), 1)
	}
	return list
}

// The largest amounts with the most decimal places still add up, or are refused: they never wrap around.
func TestLargestAmounts(t *testing.T) {
	var list []training.Offering
	var ids []string
	var needs []skills.Requirement
	levels := skills.Levels{}
	for i := range 3 {
		id := fmt.Sprint("k", i)
		ids, needs, levels[id] = append(ids, id), append(needs, need(id, 1)), 0
		list = append(list, course("o"+id, "999999999999.999999", "1", lift(id, 0, 1)))
	}
	v := vocabulary(ids...)
	plan := newPlan(t, compile(t, v, list[:2]...), ask(levels, needs[:2]...))
	equalDecimal(t, "1999999999999.999998", plan.TotalCost)
	_, err := develop.NewPlan(compile(t, v, list...), nil, ask(levels, needs...))
	assert.Equal(t, []string{"develop.number $.requirements"}, codes(t, err))
}

func TestLevelsUpToTheHighest(t *testing.T) {
	v := evidence.Vocabulary{Skills: []evidence.Skill{{ID: "a", Name: kam.Text{EN: "a", ZH: "甲"}, Levels: make([]kam.Text, 101)}}}
	var list []training.Offering
	for i := range 100 {
		list = append(list, course(fmt.Sprint("o", i), "1", "0.5", lift("a", i, i+1)))
	}
	p := compile(t, v, list...)
	plan := newPlan(t, p, ask(skills.Levels{"a": 0}, need("a", 100)))
	assert.Len(t, plan.Steps, 100)
	assert.Equal(t, 100, plan.Targets[0].Planned)
	require.NoError(t, develop.VerifyPlan(p, plan))
}
