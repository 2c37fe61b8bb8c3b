package scoring_test

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/scoring"
)

// twoMeasures is a card in JSON: revenue against a target, and satisfaction from 1 to 5.
const twoMeasures = `{
	"format": 1, "id": "simple", "version": 1,
	"scale": {"min": "0", "max": "100"},
	"rounding": {"places": 1, "mode": "half-up"},
	"missing": {"policy": "renormalise"},
	"measures": [
		{"id": "revenue", "weight": "0.6", "metric": "revenue", "currency": "CNY", "direction": "higher", "function": {"ratio": {}}},
		{"id": "satisfaction", "weight": "0.4", "metric": "csat", "direction": "higher", "function": {"rescale": {"min": "1", "max": "5"}}}
	],
	"grades": [{"key": "B", "from": "0", "until": "75"}, {"key": "A", "from": "75", "until": "100"}]
}`

func simple() *scoring.Program {
	card, err := scoring.ParseCard([]byte(twoMeasures))
	if err != nil {
		panic(err)
	}
	program, err := scoring.Compile(card)
	if err != nil {
		panic(err)
	}
	return program
}

func revenue(s kam.Subject, amount string) kam.Observation {
	o := observedOf(s, "revenue", amount)
	o.Currency = "CNY"
	return o
}

// 80 of 100 thousand is 80 points, a satisfaction of 4 is 75: 0.6 * 80 + 0.4 * 75 = 78.
func Example() {
	card, err := scoring.ParseCard([]byte(twoMeasures))
	if err != nil {
		fmt.Println(err)
		return
	}
	program, err := scoring.Compile(card)
	if err != nil {
		fmt.Println(err)
		return
	}
	result, err := program.Score(scoring.Inputs{
		Subject: anna, Period: year,
		Observations: []kam.Observation{revenue(anna, "80000"), observedOf(anna, "csat", "4")},
		Targets:      []scoring.Target{{Measure: "revenue", Target: opt("100000")}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(result.Summary().EN)
	for _, n := range result.Nodes {
		fmt.Println(n.ID, "gives", n.Contribution, "because", n.Reason.EN)
	}
	// Output:
	// agent anna: 78.0 of 100 points, grade A
	// revenue gives 48 because 80000 CNY against the target 100000 CNY: attainment 80 %, of 100 points: 80 points
	// satisfaction gives 30 because value 4 between the other scale's minimum 1 (0 points) and the other scale's maximum 5 (100 points): 75 points
}

// A card knows the ID of whom it scores; a page calls them as people do.
func ExampleResult_MarkdownWith() {
	result, err := simple().Score(scoring.Inputs{
		Subject: anna, Period: year,
		Observations: []kam.Observation{revenue(anna, "80000"), observedOf(anna, "csat", "4")},
		Targets:      []scoring.Target{{Measure: "revenue", Target: opt("100000")}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	called := map[string]string{"anna": "Anna Berg"}
	text := result.MarkdownWith(kam.English, func(id string) string { return called[id] })
	fmt.Println(strings.Split(text, "\n")[2])
	// Output: Anna Berg: 78.0 of 100 points, grade A.
}

func ExampleResult_SummaryWith() {
	result, err := simple().Score(scoring.Inputs{Subject: anna, Period: year})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(result.SummaryWith(func(string) string { return "Anna Berg" }).EN)
	// Output: Anna Berg: not known, none of its measures is known
}

func ExampleCompile() {
	card := card(points("revenue", "0.5"), points("satisfaction", "0.49"))
	_, err := scoring.Compile(card)
	if invalid, ok := errors.AsType[*kam.InvalidError](err); ok {
		for _, f := range invalid.Findings {
			fmt.Println(f.Code, f.In(kam.English))
		}
	}
	// Output:
	// card.weight $: the weights here sum to 0.99, 0.01 short of 1 (correct the weights, or state "weights": "normalised")
}

func ExampleParseCard() {
	_, err := scoring.ParseCard([]byte(`{"format": 1, "wieghts": "exact"}`))
	fmt.Println(err)
	// Output:
	// $.wieghts (1:15): key "wieghts" is not known here (did you mean "weights"?)
}

// Somebody without revenue is scored on what is known, and somebody of whom nothing is known gets no score.
func ExampleProgram_ScoreAll() {
	bo, cy := kam.Subject{Kind: "agent", ID: "bo"}, kam.Subject{Kind: "agent", ID: "cy"}
	scores, err := simple().ScoreAll(context.Background(), scoring.Batch{
		Period: year, Subjects: []kam.Subject{anna, bo, cy},
		Observations: []kam.Observation{revenue(anna, "50000"), observedOf(anna, "csat", "4"), observedOf(bo, "csat", "3")},
		Targets:      []scoring.Target{{Measure: "revenue", Target: opt("100000")}},
	}, scoring.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for i := range scores.Len() {
		fmt.Printf("%s: total %s, grade %q, unknown %q\n", scores.Subject(i).ID, scores.Total(i), scores.Grade(i), scores.Unknown(i))
	}
	// Output:
	// anna: total 60, grade "B", unknown ""
	// bo: total 50, grade "B", unknown ""
	// cy: total unknown, grade "", unknown "nothing-known"
}

func ExampleProgram_Cohorts() {
	card := card(measure("revenue", "1", scoring.Function{Percentile: &scoring.Percentile{}}))
	program, err := scoring.Compile(card)
	if err != nil {
		fmt.Println(err)
		return
	}
	batch := scoring.Batch{Period: year}
	for i, amount := range []string{"10", "20", "30", "40"} {
		batch.Observations = append(batch.Observations, observedOf(kam.Subject{Kind: "agent", ID: fmt.Sprint(i)}, "revenue", amount))
	}
	batch.Cohorts = program.Cohorts(batch.Observations)
	scores, err := program.ScoreAll(context.Background(), batch, scoring.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for i := range scores.Len() {
		fmt.Println(scores.Total(i))
	}
	// Output:
	// 25/2
	// 75/2
	// 125/2
	// 175/2
}

func ExampleVerifyResult() {
	result, err := simple().Score(scoring.Inputs{Subject: anna, Period: year, Observations: []kam.Observation{observedOf(anna, "csat", "4")}})
	if err != nil {
		fmt.Println(err)
		return
	}
	exported, err := result.JSON()
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(scoring.VerifyResult(exported))

	result.Total = scoring.ExactDecimal(opt("90"))
	fmt.Println(result.Verify())
	// Output:
	// <nil>
	// $.total: it says 90 and computes as 75 (score the card again; do not use this result)
}

func ExampleParseResult() {
	result, err := simple().Score(scoring.Inputs{Subject: anna, Period: year, Observations: []kam.Observation{observedOf(anna, "csat", "4")}})
	if err != nil {
		fmt.Println(err)
		return
	}
	stored, err := result.Canonical()
	if err != nil {
		fmt.Println(err)
		return
	}
	again, err := scoring.ParseResult(stored)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(again.Summary().ZH)
	// Output:
	// agent anna：75.0 分（满分 100 分），等级 A
}

func ExamplePreset() {
	card, err := scoring.Preset("innovation")
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, d := range card.Dimensions {
		fmt.Println(d.Weight, d.Name.EN, d.Name.ZH)
	}
	// Output:
	// 0.3 Ideas 建议
	// 0.3 Adoption 采纳
	// 0.4 Effect 成效
}

func ExamplePresets() {
	for _, id := range scoring.Presets() {
		fmt.Println(id)
	}
	// Output:
	// change-readiness
	// innovation
	// key-account-manager
	// organisational-climate
}

func ExampleExact_Round() {
	third := scoring.ExactOf(kam.MustFraction("100/3").Rat())
	fmt.Println(third, num.Format(third.Round(2).Decimal))
	var unknown scoring.Exact
	fmt.Println(unknown, unknown.Round(2).Valid)
	// Output:
	// 100/3 33.33
	// unknown false
}
