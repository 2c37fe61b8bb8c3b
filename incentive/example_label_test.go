package incentive_test

import (
	"context"
	"fmt"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
)

// What people read has the labels of a plan; the names stay what machines refer to.
func ExampleStatement_ComponentLabel() {
	plan, err := incentive.ParsePlan([]byte(`{
		"format": 1, "id": "kam-2026", "version": 1, "currency": "CNY", "readings": "standard-1",
		"effective": "2026-01-01/2027-01-01", "period": "quarter",
		"credits":    [{"name": "own", "to": "owner", "share": "1"}],
		"measures":   [{"name": "revenue", "label": {"en": "Revenue", "zh": "销售额"}, "base": "amount", "credits": ["own"], "window": "period"}],
		"components": [{"name": "commission", "label": {"en": "Commission", "zh": "提成"}, "measure": "revenue",
			"tiers": {"mode": "marginal", "basis": "amount", "bands": [{"from": "0", "rate": "0.02"}, {"from": "100000", "rate": "0.05"}]}}]
	}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	program, err := incentive.Compile(incentive.Book{Plans: []incentive.Plan{plan}})
	if err != nil {
		fmt.Println(err)
		return
	}
	period := kam.MustPeriod("2026-01-01/2026-04-01")
	run, err := program.Run(context.Background(), incentive.Inputs{
		Period: period,
		Roster: incentive.Roster{
			Payees:      []incentive.Payee{{ID: "anna"}},
			Assignments: []incentive.Assignment{{Payee: "anna", Plan: "kam-2026", Version: 1, Period: period}},
		},
		Transactions: incentive.Transactions([]incentive.Transaction{{ID: "d1", Owner: "anna", Booked: kam.MustDay("2026-02-01"), Amount: decimal.RequireFromString("80000")}}),
	}, incentive.RunOptions{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for s := range run.Statements() {
		for c := range s.Components() {
			fmt.Println(c.Name, s.ComponentLabel(c.Name).In(kam.Chinese), s.MeasureLabel(c.Measure).In(kam.Chinese), c.Amount)
		}
		_, next, _ := strings.Cut(s.Markdown(kam.Chinese), "## 下一步\n\n")
		next, _, _ = strings.Cut(next, "\n")
		fmt.Println(next)
	}
	// Output:
	// commission 提成 销售额 1600
	// - 提成：再完成 20,000 即达到 100,000，超出部分按提成比例 0.05 (5 %) 计付；下一结算期重新累计
}

func ExampleComponent_Called() {
	for _, c := range []incentive.Component{
		{Name: "commission", Label: kam.Text{EN: "Commission", ZH: "提成"}},
		{Name: "club"},
	} {
		fmt.Println(c.Called(kam.English), c.Called(kam.Chinese))
	}
	// Output:
	// Commission 提成
	// club club
}

func ExampleMeasure_Called() {
	m := incentive.Measure{Name: "revenue", Label: kam.Text{EN: "Revenue", ZH: "销售额"}}
	fmt.Println(m.Called(kam.English), m.Called(kam.Chinese))
	// Output: Revenue 销售额
}

func ExamplePlan_MeasureLabel() {
	p := incentive.Plan{Measures: []incentive.Measure{{Name: "revenue", Label: kam.Text{EN: "Revenue", ZH: "销售额"}}, {Name: "deals"}}}
	fmt.Println(p.MeasureLabel("revenue").In(kam.Chinese), p.MeasureLabel("deals").In(kam.Chinese))
	// Output: 销售额 deals
}

func ExamplePlan_ComponentLabel() {
	p := incentive.Plan{Components: []incentive.Component{{Name: "commission", Label: kam.Text{EN: "Commission", ZH: "提成"}}}}
	fmt.Println(p.ComponentLabel("commission").In(kam.Chinese), p.ComponentLabel("(period-cap)").In(kam.Chinese))
	// Output: 提成 单期封顶
}
