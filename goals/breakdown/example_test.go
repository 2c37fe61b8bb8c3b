package breakdown_test

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals/breakdown"
	"github.com/kam-go/kam/internal/num"
)

// A year is divided by quarters of 20, 20, 20 and 40 %, with the first quarter held at what was agreed.
func ExampleOverTime() {
	plan, err := breakdown.OverTime(breakdown.TimeSpec{
		Total: decimal.New(10_000, 0), Grain: decimal.New(100, 0), Period: kam.MustPeriod("2026-01-01/2027-01-01"),
		Levels: []breakdown.TimeLevel{{Kind: kam.Quarter}},
		Basis: breakdown.Basis{By: breakdown.Profile, Shares: []kam.Fraction{
			kam.MustFraction("0.2"), kam.MustFraction("0.2"), kam.MustFraction("0.2"), kam.MustFraction("0.4"),
		}},
		Limits: []breakdown.TimeLimit{{Cell: "2026-Q1", Hold: decimal.NewNullDecimal(decimal.New(2_800, 0))}},
	}, kam.Gregorian())
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, c := range plan.Cells(kam.Quarter) {
		fmt.Println(c.Label, num.Format(c.Target), num.Format(c.Cumulative), c.Reason.Text().EN)
	}
	// Output:
	// 2026-Q1 2800 2800 held
	// 2026-Q2 1800 4600 by weight
	// 2026-Q3 1800 6400 by weight
	// 2026-Q4 3600 10000 by weight
}

// The week of 26 January lies in two months; its parts sum to the week, and the months foot as well.
func ExampleTimePlan_Weeks() {
	plan, err := breakdown.OverTime(breakdown.TimeSpec{
		Total: decimal.New(590, 0), Grain: decimal.New(1, 0), Period: kam.MustPeriod("2026-01-01/2026-03-01"),
		Levels: []breakdown.TimeLevel{{Kind: kam.Month}, {Kind: kam.Week}},
		Basis:  breakdown.Basis{By: breakdown.Days},
	}, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, c := range plan.Cells(kam.Week)[4:6] {
		fmt.Println("part", c.Period, num.Format(c.Target))
	}
	week := plan.Weeks()[4]
	fmt.Println("week", week.Period, num.Format(week.Target))
	// Output:
	// part 2026-01-26/2026-02-01 60
	// part 2026-02-01/2026-02-02 10
	// week 2026-01-26/2026-02-02 70
}

func ExampleCatchUp() {
	plan, err := breakdown.OverTime(breakdown.TimeSpec{
		Total: decimal.New(300, 0), Grain: decimal.New(1, 0), Period: kam.MustPeriod("2026-01-01/2026-04-01"),
		Levels: []breakdown.TimeLevel{{Kind: kam.Month}}, Basis: breakdown.Basis{By: breakdown.Even},
	}, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	up, err := breakdown.CatchUp(plan, breakdown.CatchUpSpec{
		Kind: kam.Month, Carry: breakdown.Proportional, MaxUplift: kam.MustFraction("0.05"),
		Closed: []breakdown.Actual{{Cell: "2026-01", Value: decimal.New(80, 0)}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, c := range up.Plan.Leaves() {
		fmt.Println(c.Label, num.Format(c.Target), c.Reason)
	}
	fmt.Println("unplaced", num.Format(up.Unplaced))
	// Output:
	// 2026-01 80 held
	// 2026-02 105 at-maximum
	// 2026-03 105 at-maximum
	// unplaced 10
}

func ExamplePresence_FullTimeMonths() {
	hire := breakdown.Presence{
		Active: kam.MustPeriod("2026-01-05/.."), By: breakdown.WholeMonths,
		Ramp: breakdown.Ramp{Steps: []kam.Fraction{kam.MustFraction("0.25"), kam.MustFraction("0.5"), kam.MustFraction("0.75")}, CutoffDay: 16},
	}
	months, err := hire.FullTimeMonths(kam.MustPeriod("2026-01-01/2026-07-01"), nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(months.FloatString(1))
	// Output: 4.5
}

func ExampleGrown() {
	fmt.Println(breakdown.Grown(decimal.New(100_000, 0), kam.MustFraction("0.15"), decimal.New(1, 0)))
	// Output: 115000 <nil>
}

func ExampleWeightedShare() {
	share, err := breakdown.WeightedShare(kam.MustFraction("0.3"), kam.MustFraction("0.2"), kam.MustFraction("0.6"))
	fmt.Println(share.FloatString(2), err)
	// Output: 0.26 <nil>
}

func ExampleOverAssigned() {
	fmt.Println(breakdown.OverAssigned(decimal.New(1_000, 0), kam.MustFraction("0.1"), decimal.New(1, 0)))
	// Output: 1100 <nil>
}

func ExampleOverOfUnder() {
	over, err := breakdown.OverOfUnder(kam.MustFraction("0.2"))
	fmt.Println(over.FloatString(2), err)
	// Output: 0.25 <nil>
}

func ExampleUnderOfOver() {
	under, err := breakdown.UnderOfOver(kam.MustFraction("0.25"))
	fmt.Println(under.FloatString(2), err)
	// Output: 0.20 <nil>
}

func ExampleTotalOver() {
	over, err := breakdown.TotalOver(kam.MustFraction("0.1"), kam.MustFraction("0.2"))
	fmt.Println(over.FloatString(2), err)
	// Output: 0.32 <nil>
}

// organisation is a manager with two accounts who is handed 10 % more than the plan.
func organisation() breakdown.OrgSpec {
	return breakdown.OrgSpec{
		Total: decimal.New(1_000, 0), Grain: decimal.New(1, 0),
		Levels: []breakdown.OrgLevel{{Name: "manager", OverAssign: kam.MustFraction("0.1")}, {Name: "account"}},
		Basis:  []breakdown.OrgBasis{{By: breakdown.ByHistory, Share: kam.MustFraction("0.5")}, {By: breakdown.ByEven, Share: kam.MustFraction("0.5")}},
		Nodes: []breakdown.Node{
			{ID: "anna", Level: "manager"},
			{ID: "acme", Parent: "anna", Level: "account", History: decimal.NewNullDecimal(decimal.New(300, 0))},
			{ID: "bolt", Parent: "anna", Level: "account", History: decimal.NewNullDecimal(decimal.New(100, 0))},
		},
	}
}

func ExampleOverOrganisation() {
	plan, err := breakdown.OverOrganisation(organisation())
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, n := range plan.Nodes() {
		fmt.Println(n.ID, num.Format(n.Own))
	}
	anna, _ := plan.Node("anna")
	fmt.Println("cushion", num.Format(anna.Cushion.Decimal))
	// Output:
	// anna 1000
	// acme 688
	// bolt 412
	// cushion 100
}

func ExampleReconcile() {
	plan, err := breakdown.OverOrganisation(organisation())
	if err != nil {
		fmt.Println(err)
		return
	}
	both, err := breakdown.Reconcile(plan, []breakdown.Commitment{
		{Node: "acme", Value: decimal.New(600, 0)}, {Node: "bolt", Value: decimal.New(450, 0)},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, n := range both {
		fmt.Println(n.ID, num.Format(n.Own), num.Format(n.BottomUp.Decimal), num.Format(n.Gap.Decimal))
	}
	// Output:
	// anna 1000 1050 50
	// acme 688 600 -88
	// bolt 412 450 38
}

func ExampleOverBoth() {
	grid, err := breakdown.OverBoth(breakdown.BothSpec{
		Org: organisation(),
		Time: breakdown.TimeSpec{
			Period: kam.MustPeriod("2026-01-01/2027-01-01"),
			Levels: []breakdown.TimeLevel{{Kind: kam.Quarter}, {Kind: kam.Month}}, Basis: breakdown.Basis{By: breakdown.Even},
		},
	}, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, id := range []string{"anna", "acme", "bolt"} {
		fmt.Print(id)
		for _, s := range grid.Steps(id, kam.Quarter) {
			fmt.Print(" ", num.Format(s.Target))
		}
		fmt.Println()
	}
	// Output:
	// anna 275 275 275 275
	// acme 173 173 171 171
	// bolt 102 102 104 104
}

func ExampleCross() {
	org, err := breakdown.OverOrganisation(organisation())
	if err != nil {
		fmt.Println(err)
		return
	}
	time, err := breakdown.OverTime(breakdown.TimeSpec{
		Total: decimal.New(1_000, 0), Grain: decimal.New(1, 0), Period: kam.MustPeriod("2026-01-01/2027-01-01"),
		Levels: []breakdown.TimeLevel{{Kind: kam.Quarter}}, Basis: breakdown.Basis{By: breakdown.Even},
	}, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = breakdown.Cross(org, time, breakdown.GridSpec{})
	fmt.Println(err)
	// Output: $: the row totals sum to 1100 and the column totals to 1000, a difference of 100 (change totals until both sums are equal)
}

func ExampleParseTimeSpec() {
	spec, err := breakdown.ParseTimeSpec([]byte(`{
	  "total": "1200", "grain": "1", "period": "2026-01-01/2027-01-01",
	  "levels": [{"kind": "quarter"}, {"kind": "month"}],
	  "basis": {"by": "pattern", "pattern": [1, 2, 1]}
	}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	plan, err := breakdown.OverTime(spec, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(plan.Leaves()[1].Label, num.Format(plan.Leaves()[1].Target))
	// Output: 2026-02 150
}

func ExampleParseOrgSpec() {
	_, err := breakdown.ParseOrgSpec([]byte(`{"totl": "1200"}`))
	fmt.Println(err != nil)
	// Output: true
}

func ExampleParseBothSpec() {
	spec, err := breakdown.ParseBothSpec([]byte(`{"org": {"total": "1200", "grain": "1"}}`))
	fmt.Println(num.Format(spec.Org.Total), err)
	// Output: 1200 <nil>
}
