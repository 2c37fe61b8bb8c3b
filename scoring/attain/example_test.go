package attain_test

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/scoring/attain"
)

func value(n int64) decimal.NullDecimal { return decimal.NewNullDecimal(decimal.New(n, 0)) }

func months(values ...int64) []attain.Point {
	from := kam.MustDay("2026-01-01")
	out := make([]attain.Point, len(values))
	for i, n := range values {
		out[i] = attain.Point{Period: kam.Period{From: from.AddMonths(i), Until: from.AddMonths(i + 1)}, Value: value(n)}
	}
	return out
}

func Example() {
	out, err := attain.Combine([]attain.Item{
		{ID: "small account", Actual: value(20), Target: value(10)},
		{ID: "large account", Actual: value(80), Target: value(90)},
	}, attain.CombineRule{Method: attain.ActualByTarget})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(out.Explain().In(kam.English))
	fmt.Println(out.Explain().In(kam.Chinese))
	o, err := out.Attainment.Observation(kam.Observation{
		Subject: kam.Subject{Kind: "payee", ID: "anna"}, Metric: "attainment", Period: kam.MustPeriod("2026-01-01/2027-01-01"),
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(o.Numerator.Decimal, "by", o.Denominator.Decimal)
	// Output:
	// actual 100 by target 100: 100 %; the mean of the 2 percentages would be 144.4 %, a difference of +44.4 percentage points
	// 实际 100 ÷ 目标 100：100%；若取 2 个百分比的平均值则为 144.4%，相差 +44.4 个百分点
	// 100 by 100
}

func ExampleCombine() {
	out, err := attain.Combine([]attain.Item{
		{ID: "small account", Actual: value(20), Target: value(10)},
		{ID: "large account", Actual: value(450), Target: value(500)},
		{ID: "new account"},
	}, attain.CombineRule{Method: attain.ActualByTarget, Unknown: attain.UnknownLeftOut})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(out.Attainment, out.Mean, out.LeftOut)
	// Output: 47/51 29/20 [new account]
}

func ExampleRatio_Observation() {
	part, err := attain.Prorate(nil, attain.PartPeriod{
		Target: value(100), Period: kam.MustPeriod("2026-01-01/2027-01-01"), Part: kam.MustPeriod("2026-05-01/2027-01-01"), Basis: attain.Months,
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	attained, err := part.Attainment(value(60), attain.ActualByTarget)
	if err != nil {
		fmt.Println(err)
		return
	}
	o, err := attained.Observation(kam.Observation{
		Subject: kam.Subject{Kind: "payee", ID: "anna"}, Metric: "attainment", Period: kam.MustPeriod("2026-05-01/2027-01-01"),
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(attained, "is", o.Numerator.Decimal, "by", o.Denominator.Decimal)
	// Output: 9/10 is 180 by 200
}

func ExampleChangeOf() {
	before, err := attain.RatioOf(value(60), value(100))
	if err != nil {
		fmt.Println(err)
		return
	}
	after, err := attain.RatioOf(value(66), value(100))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(attain.ChangeOf(before, after).Explain().In(kam.English))
	// Output: from 60 % to 66 %: +6 percentage points, which is +10 % of the value before
}

func ExampleOf() {
	for _, method := range []attain.Method{attain.TargetByActual, attain.TwoMinus} {
		r, err := attain.Of(value(8), value(10), method)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(r.Explain().In(kam.English))
	}
	// Output:
	// target 10 by actual 8: 125 %
	// 2 - actual 8 by target 10: 120 %
}

func ExampleGrowth() {
	for _, before := range []int64{80, 0, -100} {
		r, err := attain.Growth(value(100), value(before), attain.PositiveBase)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(r.Explain().In(kam.English))
	}
	// Output:
	// growth from 80 to 100: 25 %
	// not known: the base is 0
	// not known: the base is below 0
}

func ExampleRatioOf() {
	before, err := attain.RatioOf(value(60), value(100))
	if err != nil {
		fmt.Println(err)
		return
	}
	after, err := attain.RatioOf(value(66), value(100))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(attain.ChangeOf(before, after).Explain().In(kam.English))
	// Output: from 60 % to 66 %: +6 percentage points, which is +10 % of the value before
}

func ExampleProrate() {
	part, err := attain.Prorate(nil, attain.PartPeriod{
		Target: value(1200), Period: kam.MustPeriod("2026-01-01/2027-01-01"), Part: kam.MustPeriod("2026-03-01/2027-01-01"), Basis: attain.Months,
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(part.Explain().In(kam.English))
	r, err := part.Attainment(value(900), attain.ActualByTarget)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(r.Explain().In(kam.English))
	// Output:
	// 2026-03-01/2027-01-01: 10 of 12 months of the target 1200, which is 1000
	// actual 900 by target 1000: 90 %
}

func ExampleMarketDevelopment() {
	mix, err := attain.MarketDevelopment([]attain.Share{
		{ID: "new accounts", Part: value(5), Whole: value(20), Weight: kam.MustFraction("0.4")},
		{ID: "new sectors", Part: value(1), Whole: value(10), Weight: kam.MustFraction("0.3")},
		{ID: "whitespace", Part: value(3), Whole: value(6), Weight: kam.MustFraction("0.3")},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(mix.Explain().In(kam.English))
	fmt.Println(mix.Explain().In(kam.Chinese))
	// Output:
	// 28 % from new accounts 5 of 20: 25 %, new sectors 1 of 10: 10 %, whitespace 3 of 6: 50 %
	// 28%，其中 new accounts（20 中的 5：25%）、new sectors（10 中的 1：10%）、whitespace（6 中的 3：50%）
}

func ExampleDevelopment_Index() {
	r, err := attain.Development{Sales: value(30), AllSales: value(100), Base: value(20), AllBase: value(100)}.Index()
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(r.Explain().In(kam.English))
	// Output: 30 % of the sales by 20 % of the base: 150 %
}

func ExampleTotal() {
	total, err := attain.Total(months(10, 20, 30, 40), kam.MustPeriod("2026-01-01/2026-04-01"))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(total.Decimal)
	// Output: 60
}

func ExampleRolling() {
	sums, err := attain.Rolling(months(10, 20, 30, 40), 3)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, p := range sums {
		fmt.Println(p.Period, p.Value.Decimal)
	}
	// Output:
	// 2026-01-01/2026-04-01 60
	// 2026-02-01/2026-05-01 90
}

func ExampleIndex() {
	index, err := attain.Index(months(50, 60, 40), kam.MustPeriod("2026-01-01/2026-02-01"))
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, p := range index {
		fmt.Println(p.Index.Percent(0).Decimal)
	}
	// Output:
	// 100
	// 120
	// 80
}

func ExampleOverYear() {
	p := kam.MustPeriod("2026-01-01/2026-02-01")
	out, err := attain.OverYear(nil, []attain.Point{
		{Period: kam.MustPeriod("2025-01-01/2025-02-01"), Value: value(80)},
		{Period: p, Value: value(100)},
	}, p, attain.YearRule{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(out.Explain().In(kam.English))
	// Output: 2026-01-01/2026-02-01 against 2025-01-01/2025-02-01: 100 after 80, +25 %
}

func ExampleYearBefore() {
	p, err := attain.YearBefore(nil, kam.MustPeriod("2025-02-01/2025-03-01"))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(p)
	// Output: 2024-02-01/2024-03-01
}

func ExampleWeeksBefore() {
	_, err := attain.WeeksBefore(nil, kam.MustPeriod("2026-12-28/2027-01-04"))
	fmt.Println(err != nil)
	// Output: true
}
