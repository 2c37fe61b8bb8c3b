package criteria_test

import (
	"context"
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/criteria"
	"github.com/kam-go/kam/careerpath/evidence"
)

// promotion asks for 30 accepted opportunities in two quarters, and for no breach of rules in six months.
func promotion() (*criteria.Program, error) {
	rule, err := criteria.ParseRule([]byte(`{"all": [
		{"id": "opportunities", "metric": {
			"of": {"metric": "saos"}, "window": {"step": "quarter", "last": 2}, "aggregate": "sum",
			"be": {"comparison": "at-least", "threshold": "30"}}},
		{"id": "clean", "flag": {"kind": "breach", "be": "absent", "months": 6}}
	]}`))
	if err != nil {
		return nil, err
	}
	return criteria.Compile(rule, evidence.Vocabulary{
		Metrics: []kam.Metric{{Key: "saos", Name: kam.Text{EN: "Accepted opportunities", ZH: "有效商机"}, Unit: "opportunities", Direction: kam.HigherIsBetter}},
		Flags:   []evidence.Term{{ID: "breach", Name: kam.Text{EN: "breach of rules", ZH: "违规记录"}}},
	}, criteria.Options{Version: 1})
}

// annaWith is Anna's file with her opportunities of the first two quarters of 2026.
func annaWith(first, second int64) evidence.File {
	who := kam.Subject{Kind: "agent", ID: "anna"}
	of := func(n int64, p string) kam.Observation {
		return kam.Observation{Subject: who, Metric: "saos", Unit: "opportunities", Period: kam.MustPeriod(p), Value: decimal.NewNullDecimal(decimal.New(n, 0))}
	}
	return evidence.File{
		Person:       who,
		Observations: []kam.Observation{of(first, "2026-01-01/2026-04-01"), of(second, "2026-04-01/2026-07-01")},
		Complete:     []evidence.Completeness{{Of: evidence.Flags, Period: kam.MustPeriod("2020-01-01/..")}},
	}
}

func Example() {
	program, err := promotion()
	if err != nil {
		fmt.Println(err)
		return
	}
	result := program.Evaluate(annaWith(13, 14), kam.MustDay("2026-07-01"))
	fmt.Println(result.Summary().EN)
	for _, n := range result.Criteria() {
		fmt.Printf("%s：%s\n", n.Name.In(kam.Chinese), n.Criterion.Reason.In(kam.Chinese))
	}
	fmt.Println(criteria.VerifyResult(result))
	// Output:
	// agent anna on 2026-07-01: not met; 1 of 2 criteria met, 1 not met
	// 有效商机：最近 2 个季度合计不低于 30：合计 27，要求不低于 30；还差 3；2026-10-01 前结束的一期须达到 16
	// 最近 6 个月内无违规记录：2026-01-01 至 2026-07-01 无记录，且该期间档案完整
	// <nil>
}

func ExampleCompile() {
	rule := criteria.Rule{ID: "opportunities", Metric: &criteria.Metric{
		Of:        criteria.Series{Metric: "sao"},
		Window:    criteria.Window{Step: kam.Month, Last: 240},
		Aggregate: criteria.Sum,
		Be:        criteria.Test{Comparison: criteria.AtLeast, Threshold: decimal.NewNullDecimal(decimal.New(30, 0))},
	}}
	_, err := criteria.Compile(rule, evidence.Vocabulary{}, criteria.Options{})
	fmt.Println(err)
	// Output:
	// $.metric.of.metric: "sao" is no metric of the vocabulary (use a name of the vocabulary, or add it there)
	// $.metric.window: it reaches back 240 months, files reach back 120 months (shorten the window, or state a longer history in the options)
}

func ExampleParseRule() {
	_, err := criteria.ParseRule([]byte(`{"id": "time", "tenure": {"in": "stage", "month": 12}}`))
	fmt.Println(err)
	// Output:
	// $.tenure.month (1:42): key "month" is not known here (did you mean "months"?)
}

func ExampleProgram_Evaluate() {
	program, err := promotion()
	if err != nil {
		fmt.Println(err)
		return
	}
	result := program.Evaluate(annaWith(13, 17), kam.MustDay("2026-07-01"))
	opportunities, _ := result.Find("opportunities")
	fmt.Println(result.State, opportunities.Criterion.Value, "against", opportunities.Criterion.Threshold)
	// Output:
	// met 30 against 30
}

func ExampleProgram_EvaluateAll() {
	program, err := promotion()
	if err != nil {
		fmt.Println(err)
		return
	}
	files := []evidence.File{annaWith(13, 17), annaWith(13, 14)}
	batch, err := program.EvaluateAll(context.Background(), files, criteria.Run{AsOf: kam.MustDay("2026-07-01")})
	if err != nil {
		fmt.Println(err)
		return
	}
	for i := range batch.Len() {
		state, _ := batch.StateOf(i, "opportunities")
		fmt.Println(batch.State(i), state)
	}
	missing, _ := batch.Explain(1).Find("opportunities")
	fmt.Println(missing.Criterion.Gap, "more needed")
	// Output:
	// met met
	// not-met not-met
	// 3 more needed
}

func ExampleProgram_Forecast() {
	rule := criteria.Rule{ID: "time", Tenure: &criteria.Tenure{In: criteria.InCompany, Months: 16}}
	program, err := criteria.Compile(rule, evidence.Vocabulary{}, criteria.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	file := evidence.File{
		Person:    kam.Subject{Kind: "agent", ID: "anna"},
		Positions: []evidence.Position{{Stage: "account-manager", Held: kam.MustPeriod("2026-01-31/..")}},
	}
	outlook := program.Forecast(file, criteria.Horizon{AsOf: kam.MustDay("2026-07-01")})
	fmt.Println(outlook.Whole.When, outlook.Whole.On, outlook.Whole.Basis.EN)
	// Output:
	// on 2027-05-31 held without a break since 2026-01-31, provided that the person stays
}

func ExampleProgram_Without() {
	program, err := promotion()
	if err != nil {
		fmt.Println(err)
		return
	}
	lenient, err := program.Without("opportunities")
	if err != nil {
		fmt.Println(err)
		return
	}
	file, day := annaWith(13, 14), kam.MustDay("2026-07-01")
	result := program.Evaluate(file, day)
	same, err := result.Without("opportunities")
	fmt.Println(result.State, lenient.Evaluate(file, day).State, same.State, err)
	// Output:
	// not-met met met <nil>
}

func ExampleVerifyResult() {
	program, err := promotion()
	if err != nil {
		fmt.Println(err)
		return
	}
	result := program.Evaluate(annaWith(13, 14), kam.MustDay("2026-07-01"))
	result.Root.Children[0].State = criteria.Met
	fmt.Println(criteria.VerifyResult(result))
	// Output:
	// $.root.children[0].state: it says "met", but "not-met" follows from the figures (evaluate again)
}

func ExampleResult_Markdown() {
	program, err := promotion()
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print(program.Evaluate(annaWith(13, 17), kam.MustDay("2026-07-01")).Markdown(kam.English))
	// Output:
	// # Criteria
	//
	// agent anna on 2026-07-01: met; 2 of 2 criteria met.
	//
	// | Rule | State | Reason |
	// | --- | --- | --- |
	// | **all of** | met |  |
	// | &emsp;Accepted opportunities: total of the last 2 quarters at least 30 opportunities | met | total 30 opportunities, at least 30 opportunities asked; 0 opportunities to spare |
	// | &emsp;no breach of rules within 6 months | met | none in 2026-01-01 to 2026-07-01, for which the file is complete |
	//
	// ## Accepted opportunities: total of the last 2 quarters at least 30 opportunities
	//
	// | Period | Value | Revision | Source | Note |
	// | --- | --- | --- | --- | --- |
	// | 2026-Q1 | 13 | 0 |  |  |
	// | 2026-Q2 | 17 | 0 |  |  |
}

func ExampleParseResult() {
	program, err := promotion()
	if err != nil {
		fmt.Println(err)
		return
	}
	text, err := program.Evaluate(annaWith(13, 17), kam.MustDay("2026-07-01")).JSON()
	if err != nil {
		fmt.Println(err)
		return
	}
	result, err := criteria.ParseResult(text)
	fmt.Println(result.State, result.Rule == program.Hash(), criteria.VerifyResult(result), err)
	// Output:
	// met true <nil> <nil>
}
