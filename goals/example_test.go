package goals_test

import (
	"context"
	"fmt"
	"log"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals"
	"github.com/kam-go/kam/goals/goalstest"
	"github.com/kam-go/kam/goals/likelihood"
)

func Example() {
	goal, err := goals.ParseGoal([]byte(`{
		"id": "rev-26", "owners": ["anna"], "statement": "Improve revenue as soon as possible",
		"metric": "revenue", "scope": "*", "direction": "higher", "baseline": "1000", "target": "1200", "currency": "CNY",
		"tracking": "flow", "period": "2026-01-01/2027-01-01", "source": "CRM", "cadence": "month"}`))
	if err != nil {
		log.Fatal(err)
	}
	report := goals.Check(goal, goals.Situation{
		AsOf:    kam.MustDay("2026-01-15"),
		Metrics: []kam.Metric{{Key: "revenue", Direction: kam.HigherIsBetter}},
		Deals: []likelihood.Deal{
			{ID: "d1", Amount: decimal.New(800, 0), Win: kam.MustFraction("0.5")},
			{ID: "d2", Amount: decimal.New(400, 0), Win: kam.MustFraction("0.5")},
		},
		Top: true,
	}, goals.Bands{})
	for _, l := range report.Letters {
		fmt.Println(l.Letter, l.Verdict)
	}
	for _, f := range report.All() {
		if f.Severity == kam.Error {
			fmt.Println(f.Message.EN)
			fmt.Println(f.Message.ZH)
		}
	}
	// Output:
	// S failed
	// M met
	// A met
	// R met
	// T met
	// vague without a number: improve, as soon as possible
	// 表述含糊且没有数字：improve, as soon as possible
}

func ExampleCheck() {
	goal := goals.Goal{ID: "g", Metric: "visits", Target: decimal.New(100, 0), Baseline: decimal.NewNullDecimal(decimal.New(100, 0))}
	report := goals.Check(goal, goals.Situation{}, goals.Bands{})
	for _, f := range report.Letter(goals.Measurable).Findings {
		fmt.Println(f.Code, f)
	}
	// Output:
	// smart.m.unit unit: neither unit nor currency is stated (state a currency for money, a unit for anything else)
	// smart.m.tracking tracking: it is not stated whether values add up over the period or the latest counts (state flow or stock)
	// smart.m.target target: the target equals the baseline, 100 (state a target that differs from the baseline)
	// smart.m.source source: no source of the data is named (name the system or report it is read from)
	// smart.m.cadence cadence: how often it is measured is not stated (state week, month, quarter, half-year or year)
}

func ExampleReport_Markdown() {
	report := goals.Portfolio("anna", []goals.Goal{{ID: "a", Owners: []string{"anna"}, Weight: kam.MustFraction("0.9")}}, goals.Limits{})
	fmt.Print(report.Markdown(kam.Chinese))
	// Output:
	// # anna 的目标组合
	//
	// **结论：不符合**
	//
	// ## 发现
	//
	// - **错误** `portfolio.weights`：权重合计为 0.9，比 1 少 0.1（合计 0.9，差额 0.1）
	//   - 建议：请使权重合计恰为 1
}

// A goal made from a table goes by a path, and its owner by an ID; the report speaks of both by name.
func ExampleSituation_names() {
	called := map[string]string{"21": "Lin Yue", "east/21": "Lin Yue, 2026-Q2"}
	goal := goals.Goal{ID: "east/21", Owners: []string{"21"}, Metric: "visits", Target: decimal.New(100, 0)}
	report := goals.Check(goal, goals.Situation{Names: func(id string) string { return called[id] }}, goals.Bands{})
	fmt.Println(report.Goal, "is called", report.Title.EN)
	for _, f := range report.Letter(goals.Specific).Findings {
		if f.Code == "smart.s.owner" {
			fmt.Println(f)
		}
	}
	// Output:
	// east/21 is called Lin Yue, 2026-Q2
	// owners: Lin Yue is accountable
}

func ExamplePortfolio() {
	third := kam.MustFraction("0.333")
	report := goals.Portfolio("anna", []goals.Goal{
		{ID: "a", Owners: []string{"anna"}, Metric: "revenue", Weight: third},
		{ID: "b", Owners: []string{"anna"}, Metric: "visits", Weight: third},
		{ID: "c", Owners: []string{"anna"}, Metric: "csat", Weight: third},
	}, goals.Limits{})
	fmt.Println(report.Verdict(), report.Findings[0].Message.EN)
	// Output: failed the weights sum to 0.999, 0.001 less than 1
}

func ExampleParseGoals() {
	list, err := goals.ParseGoals([]byte(`{"goals": [{"id": "a", "target": "100"}, {"id": "b", "target": "250"}]}`))
	fmt.Println(len(list), list[1].Target, err)
	_, err = goals.ParseGoals([]byte(`{"goals": [{"id": "a"}, {"id": "a"}]}`))
	fmt.Println(err)
	// Output:
	// 2 250 <nil>
	// $.goals[1].id: "a" is the ID of goal 0 too (give each goal an ID of its own)
}

func ExampleGoal_Check() {
	fmt.Println(goals.Goal{ID: "g", Metric: "visits", Period: kam.MustPeriod("2026-01-01/..")}.Check())
	// Output: $.period: 2026-01-01/.. has no end (write the first day and the first day after it, as in 2026-01-01/2027-01-01)
}

func ExampleNegotiate() {
	figure := func(n int64) decimal.NullDecimal { return decimal.NewNullDecimal(decimal.New(n, 0)) }
	n, err := goals.Negotiate(
		goals.Move{Act: goals.Propose, On: kam.MustDay("2026-01-05"), By: "bo", Role: goals.Assigner, Value: figure(1000)},
		goals.Move{Act: goals.Counter, On: kam.MustDay("2026-01-06"), By: "anna", Role: goals.Owner, Value: figure(800), Reason: "one account left"},
		goals.Move{Act: goals.Counter, On: kam.MustDay("2026-01-07"), By: "bo", Role: goals.Assigner, Value: figure(900), Reason: "two are new"},
	)
	if err != nil {
		log.Fatal(err)
	}
	_, err = n.Apply(goals.Move{Act: goals.Agree, On: kam.MustDay("2026-01-08"), By: "bo", Role: goals.Assigner})
	fmt.Println(err)
	n, err = n.Apply(goals.Move{Act: goals.Agree, On: kam.MustDay("2026-01-08"), By: "anna", Role: goals.Owner})
	if err != nil {
		log.Fatal(err)
	}
	moved, _ := n.FromProposal()
	fmt.Println(n.State(), n.Value().Decimal, "from", n.Proposal().Decimal, "and", n.Answer().Decimal, "moved", moved.RatString())
	// Output:
	// goals: move not allowed: agree by the assigner when the negotiation stands at counter by the assigner (900); allowed: impose by the assigner, counter by the owner, agree by the owner, impose by the authority
	// agreed 900 from 1000 and 800 moved -1/10
}

func ExampleSummarize() {
	figure := func(n int64) decimal.NullDecimal { return decimal.NewNullDecimal(decimal.New(n, 0)) }
	day := kam.MustDay("2026-01-05")
	propose := goals.Move{Act: goals.Propose, On: day, By: "bo", Role: goals.Assigner, Value: figure(100)}
	agreed, err := goals.Negotiate(propose, goals.Move{Act: goals.Agree, On: day, By: "anna", Role: goals.Owner})
	if err != nil {
		log.Fatal(err)
	}
	imposed, err := goals.Negotiate(propose, goals.Move{Act: goals.Impose, On: day, By: "lee", Role: goals.Authority, Value: figure(90), Reason: "decided"})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(goals.Summarize([]goals.Negotiation{agreed, imposed}).Text().EN)
	// Output: 2 targets negotiated: 1 agreed, 1 imposed, 0 open; 0 countered, 0 acknowledged; 50% accepted; in the median the outcome is -5% from the proposal
}

func ExampleGoal_Amend() {
	goal := goals.Goal{ID: "g", Owners: []string{"anna"}, Metric: "visits", Target: decimal.New(100, 0), Period: kam.MustPeriod("2026-01-01/2026-03-01")}
	amended, err := goal.Amend(goals.Amendment{
		Effective: kam.MustDay("2026-02-01"), Target: decimal.New(80, 0), Reason: "two weeks ill", Approver: "bo", Decided: kam.MustDay("2026-01-30"),
	})
	fmt.Println(err, len(goal.Amendments), amended.TargetOn(kam.MustDay("2026-01-31")), amended.TargetOn(kam.MustDay("2026-02-01")))
	_, err = goal.Amend(goals.Amendment{
		Effective: kam.MustDay("2026-02-01"), Target: decimal.New(80, 0), Reason: "too hard", Approver: "anna", Decided: kam.MustDay("2026-01-30"),
	})
	fmt.Println(err)
	// Output:
	// <nil> 0 100 80
	// $.amendments[0].approver: "anna" owns the goal (have somebody else approve it)
}

func ExampleGoal_Blended() {
	goal := goals.Goal{
		ID: "g", Metric: "visits", Tracking: goals.Flow, Target: decimal.New(100, 0), Period: kam.MustPeriod("2026-04-01/2026-05-01"),
		Amendments: []goals.Amendment{{Effective: kam.MustDay("2026-04-21"), Target: decimal.New(40, 0), Reason: "ill", Approver: "bo", Decided: kam.MustDay("2026-04-20")}},
	}
	blend, err := goal.Blended(nil, goals.ByDays) // 20 days of 100 and 10 of 40
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(blend.Exact().RatString(), blend.Round(0), len(blend.Parts))
	// Output: 80 80 2
}

func ExampleReplay() {
	day := kam.MustDay("2026-01-05")
	goal := goals.Goal{ID: "g", Owners: []string{"anna"}, Metric: "visits", Target: decimal.New(100, 0), Period: kam.MustPeriod("2026-01-01/2027-01-01")}
	propose := goals.Move{Act: goals.Propose, On: day, By: "bo", Role: goals.Assigner, Value: decimal.NewNullDecimal(decimal.New(120, 0))}
	agree := goals.Move{Act: goals.Agree, On: day, By: "anna", Role: goals.Owner}
	file, err := goals.Replay([]goals.Entry{
		{Goal: "g", Seq: 1, On: day, By: "bo", Set: &goal},
		{Goal: "g", Seq: 2, On: day, By: "bo", Move: &propose},
		{Goal: "g", Seq: 3, On: day, By: "anna", Move: &agree},
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(file.Goal().Target, file.Negotiation().State(), file.Seq())
	// Output: 120 agreed 3
}

func ExampleFiles() {
	var store goalstest.Store
	ctx := context.Background()
	goal := goals.Goal{ID: "g", Owners: []string{"anna"}, Metric: "visits", Target: decimal.New(100, 0), Period: kam.MustPeriod("2026-01-01/2027-01-01")}
	entry := goals.Entry{Goal: "g", Seq: 1, On: kam.MustDay("2026-01-05"), By: "bo", Set: &goal}
	if err := store.Append(ctx, []goals.Entry{entry}); err != nil {
		log.Fatal(err)
	}
	files, err := goals.Files(store.Entries(ctx, goals.Query{Owner: "anna"}))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(len(files), files[0].Goal().ID)
	// Output: 1 g
}
