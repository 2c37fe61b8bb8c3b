package likelihood_test

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals/likelihood"
	"github.com/kam-go/kam/internal/num"
)

// Three open deals are worth 6.6 on average; reaching that is another matter.
func Example() {
	sums, err := likelihood.FromDeals([]likelihood.Deal{
		{ID: "small", Amount: decimal.New(1, 0), Win: kam.MustFraction("0.1")},
		{ID: "middle", Amount: decimal.New(5, 0), Win: kam.MustFraction("0.5")},
		{ID: "large", Amount: decimal.New(20, 0), Win: kam.MustFraction("0.2")},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	reach, err := sums.AtLeast(decimal.New(66, -1))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(reach.Text.EN)
	fmt.Println(reach.Text.ZH)
	// Output:
	// 20 % likely: 3 deals are to bring at least 6.6, and bring 6.6 on average
	// 可能性 20%：3 笔交易合计须不低于 6.6，平均可得 6.6
}

func ExampleFromHistory() {
	var quarters []decimal.Decimal
	for _, q := range []int64{110, 95, 130, 105, 90, 115, 125, 100, 120} {
		quarters = append(quarters, decimal.New(q, 0))
	}
	reach, err := likelihood.FromHistory(quarters, decimal.New(110, 0), kam.HigherIsBetter)
	fmt.Println(reach.Text.EN, err)
	for _, e := range reach.Evidence {
		fmt.Println("-", e.Name, e.Value)
	}
	// Output:
	// 55 % likely: 5 of 9 past values reached 110 <nil>
	// - target 110
	// - values 9
	// - reached 5
	// - lowest 90
	// - highest 130
}

// Values that trend: what counts is how often a change was enough.
func ExampleFromHistory_trend() {
	var years []decimal.Decimal
	for _, y := range []int64{100, 110, 130, 140, 150, 180, 190, 200} {
		years = append(years, decimal.New(y, 0))
	}
	reach, err := likelihood.FromHistory(years, decimal.New(220, 0), kam.HigherIsBetter)
	fmt.Println(reach.Text.EN, err)
	// Output: 43.8 % likely: the past values trend, and 3 of their 7 changes were enough to reach 220 from the last, 200 <nil>
}

func ExampleFromGrowth() {
	years := []decimal.Decimal{decimal.New(100, 0), decimal.New(110, 0), decimal.New(132, 0)}
	reach, err := likelihood.FromGrowth(years, decimal.New(1452, -1), kam.HigherIsBetter)
	fmt.Println(reach.Text.EN, err)
	// Output: 66.7 % likely: 145.2 asks for growth of 10 %, and the mean of 2 past changes is 14.9 % <nil>
}

func ExampleNormal_Levels() {
	result := likelihood.Normal{Mean: decimal.New(100, 0), SD: decimal.New(10, 0)}
	levels, err := result.Levels(likelihood.StandardBands(), kam.HigherIsBetter, 2)
	fmt.Println(levels.Threshold, levels.Target, levels.Stretch, err)
	// Output: 91.58 100 108.42 <nil>
}

func ExampleNormal_Level() {
	result := likelihood.Normal{Mean: decimal.New(100, 0), SD: decimal.New(10, 0)}
	level, err := result.Level(kam.MustFraction("0.9"), kam.HigherIsBetter, 1)
	fmt.Println(level, err)
	// Output: 87.2 <nil>
}

func ExampleNormal_Reach() {
	result := likelihood.Normal{Mean: decimal.New(100, 0), SD: decimal.New(10, 0)}
	reach, err := result.Reach(decimal.New(110, 0), kam.HigherIsBetter)
	fmt.Println(reach.Text.EN, err)
	// Output: 15.9 % likely: the target is 110, against a mean of 100 with a standard deviation of 10 <nil>
}

func ExampleNormalOf() {
	n, err := likelihood.NormalOf([]decimal.Decimal{decimal.New(90, 0), decimal.New(100, 0), decimal.New(110, 0)})
	fmt.Println(num.Format(n.Mean), num.Format(n.SD), err)
	// Output: 100 10 <nil>
}

func ExampleAmongPeers() {
	peers := []decimal.Decimal{decimal.New(80, 0), decimal.New(90, 0), decimal.New(100, 0), decimal.New(120, 0)}
	standing, err := likelihood.AmongPeers(peers, decimal.New(100, 0), kam.HigherIsBetter)
	fmt.Println(standing.Percentile, standing.Reached, err)
	// Output: 0.625 0.5 <nil>
}

func ExampleFromDeals() {
	sums, err := likelihood.FromDeals([]likelihood.Deal{
		{Amount: decimal.New(10, 0), Win: kam.MustFraction("1/2")},
		{Amount: decimal.New(20, 0), Win: kam.MustFraction("1/4")},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("mean", sums.Mean(0))
	for sum, p := range sums.All() {
		fmt.Println(sum, p)
	}
	// Output:
	// mean 10
	// 0 3/8
	// 10 3/8
	// 20 1/8
	// 30 1/8
}

func ExampleDistribution_Quantile() {
	sums, err := likelihood.FromDeals([]likelihood.Deal{
		{Amount: decimal.New(10, 0), Win: kam.MustFraction("1/2")},
		{Amount: decimal.New(20, 0), Win: kam.MustFraction("1/4")},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	middle, err := sums.Quantile(kam.MustFraction("1/2"))
	fmt.Println(middle.Low, middle.Exact(), err)
	// Output: 10 true <nil>
}

func ExampleDistribution_Plus() {
	sums, err := likelihood.FromDeals([]likelihood.Deal{{Amount: decimal.New(10, 0), Win: kam.MustFraction("1/2")}})
	if err != nil {
		fmt.Println(err)
		return
	}
	year, err := sums.Plus(decimal.New(40, 0))
	fmt.Println(year.Least(), year.Mean(0), year.Most(), err)
	// Output: 40 45 50 <nil>
}

func ExampleDistribution_MoreThan() {
	sums, err := likelihood.FromDeals([]likelihood.Deal{{Amount: decimal.New(10, 0), Win: kam.MustFraction("1/2")}})
	if err != nil {
		fmt.Println(err)
		return
	}
	least, err := sums.AtLeast(decimal.New(10, 0))
	fmt.Println(least.Probability.Decimal, err)
	more, err := sums.MoreThan(decimal.New(10, 0))
	fmt.Println(more.Probability.Decimal, err)
	// Output:
	// 0.5 <nil>
	// 0 <nil>
}

func ExampleCover() {
	c, err := likelihood.Cover(likelihood.Pipeline{
		Quota: decimal.New(2_000_000, 0), Open: decimal.New(6_000_000, 0), Win: kam.MustFraction("0.25"),
	})
	fmt.Println(c.Needed, c.Weighted, c.Gap, err)
	fmt.Println(c.Text.EN)
	// Output:
	// 8000000 1500000 500000 <nil>
	// a pipeline of 3 times the quota, where 4 times is needed: it brings 1500000 of 2000000 on average; 500000 is missing, which takes 2000000 more of pipeline
}

func ExampleVelocity() {
	perDay, err := likelihood.Velocity(likelihood.Flow{
		Deals: 100, Amount: decimal.New(1000, 0), Win: kam.MustFraction("0.2"), CycleDays: decimal.New(50, 0),
	})
	fmt.Println(perDay, err)
	// Output: 400 <nil>
}

func ExampleCheckFairness() {
	person := func(reached, territory int64) likelihood.Person {
		return likelihood.Person{Reached: decimal.New(reached, 0), Quota: decimal.New(100, 0), Territory: decimal.New(territory, 0)}
	}
	plan, err := likelihood.CheckFairness([]likelihood.Person{person(120, 10), person(100, 30), person(80, 20), person(110, 15), person(70, 25)})
	fmt.Println(plan.Share, plan.Correlation.Decimal, len(plan.Findings), err)
	// Output: 0.6 -0.7 0 <nil>
}

func ExampleSurvey_SmallestMove() {
	poll := likelihood.Survey{Answers: 100, Spread: decimal.New(1, 0)}
	move, err := poll.SmallestMove(2)
	fmt.Println(move, err)
	// Output: 0.2 <nil>
}

func ExampleSurvey_Margin() {
	poll := likelihood.Survey{Answers: 100, Spread: decimal.New(1, 0)}
	margin, err := poll.Margin(3)
	fmt.Println(margin, err)
	// Output: 0.196 <nil>
}

func ExampleSurvey_Exceeds() {
	poll := likelihood.Survey{Answers: 100, Spread: decimal.New(1, 0)}
	more, err := poll.Exceeds(decimal.New(15, -2))
	fmt.Println(more, err)
	// Output: false <nil>
}

func ExampleShareInterval() {
	share, err := likelihood.ShareInterval(50, 100)
	fmt.Println(share.Low, share.High, err)
	// Output: 0.403829 0.596171 <nil>
}
