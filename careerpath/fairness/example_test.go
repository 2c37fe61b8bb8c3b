package fairness_test

import (
	"fmt"
	"math/big"
	"strings"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/fairness"
	"github.com/kam-go/kam/careerpath/promotion"
)

// Of 24 files under a man's name 21 were promoted, of 24 under a woman's name 14 (Rosen and Jerdee, 1974).
func Example() {
	r, err := fairness.Compare([]fairness.Group{
		{Name: "men", Selected: 21, Pool: 24},
		{Name: "women", Selected: 14, Pool: 24},
	}, fairness.Rule{})
	if err != nil {
		fmt.Println(err)
		return
	}
	women, _ := r.Line("women")
	fmt.Println(women.Verdict, women.Ratio.Decimal, women.TwoSided.Decimal, women.Shortage)
	fmt.Println(r.Findings[0].Message.In(kam.Chinese))
	// Output:
	// adverse 0.666667 0.048991 3
	// “women” 24 人中入选 14 人（58.3%），“men” 24 人中入选 21 人（87.5%），前者入选率为后者的 66.7%，低于五分之四；若纯属偶然，出现同样不可能的结果的概率为 0.048991
}

func ExampleCompare() {
	r, err := fairness.Compare([]fairness.Group{{Name: "men", Selected: 3, Pool: 20}, {Name: "women", Selected: 1, Pool: 10}}, fairness.Rule{})
	if err != nil {
		fmt.Println(err)
		return
	}
	women, _ := r.Line("women")
	fmt.Println(women.Verdict)
	fmt.Println(r.Findings[0].Message.EN)
	// Output:
	// inconclusive
	// 1 of 10 of women were selected (10 %), 3 of 20 of men (15 %): 66.7 % of that rate, less than four fifths; but with one selection the other way women would be ahead: inconclusive
}

// A lady names all four cups right into which the milk came first, of eight.
func ExampleFisher() {
	p, err := fairness.Fisher(fairness.Group{Selected: 4, Pool: 4}, fairness.Group{Selected: 0, Pool: 4})
	fmt.Println(p.More, p.TwoSided, err)
	// Output: 1/70 1/35 <nil>
}

func ExampleRankSum() {
	rats := func(list ...int64) []*big.Rat {
		out := make([]*big.Rat, len(list))
		for i, n := range list {
			out[i] = big.NewRat(n, 1)
		}
		return out
	}
	p, err := fairness.RankSum(rats(1, 2, 3), rats(4, 5, 6))
	fmt.Println(p.Less, p.More, p.TwoSided, err)
	// Output: 1/20 1/1 1/10 <nil>
}

func ExampleFourFifths() {
	reference := fairness.Group{Selected: 60, Pool: 100}
	for _, n := range []int{47, 48} {
		g := fairness.Group{Selected: n, Pool: 100}
		fmt.Println(n, fairness.FourFifths(g, reference), fairness.Shortage(g, reference))
	}
	// Output:
	// 47 true 1
	// 48 false 0
}

func ExampleImpactRatio() {
	r, known := fairness.ImpactRatio(fairness.Group{Selected: 4, Pool: 25}, fairness.Group{Selected: 1, Pool: 5})
	fmt.Println(r, known)
	_, known = fairness.ImpactRatio(fairness.Group{Selected: 4, Pool: 25}, fairness.Group{Selected: 0, Pool: 5})
	fmt.Println(known)
	// Output:
	// 4/5 true
	// false
}

func ExampleOddsRatio() {
	fmt.Println(fairness.OddsRatio(fairness.Group{Selected: 14, Pool: 24}, fairness.Group{Selected: 21, Pool: 24}))
	// Output: 1/5 true
}

func ExampleShortage() {
	fmt.Println(fairness.Shortage(fairness.Group{Selected: 14, Pool: 24}, fairness.Group{Selected: 21, Pool: 24}))
	// Output: 3
}

func ExampleFlipFlop() {
	fmt.Println(fairness.FlipFlop(fairness.Group{Selected: 1, Pool: 10}, fairness.Group{Selected: 3, Pool: 20}))
	fmt.Println(fairness.FlipFlop(fairness.Group{Selected: 14, Pool: 24}, fairness.Group{Selected: 21, Pool: 24}))
	// Output:
	// true
	// false
}

func ExampleZOf() {
	z, known := fairness.ZOf(fairness.Group{Selected: 21, Pool: 24}, fairness.Group{Selected: 14, Pool: 24})
	fmt.Println(z.Decimal(3), z.Beyond(2), known)
	// Output: 2.274 true true
}

func ExampleHolm() {
	fmt.Println(fairness.Holm([]*big.Rat{big.NewRat(4, 100), big.NewRat(1, 100), big.NewRat(3, 100)}))
	// Output: [3/50 3/100 3/50]
}

func ExampleReport_Markdown() {
	r, err := fairness.Compare([]fairness.Group{
		{Name: "north", Selected: 20, Pool: 40}, {Name: "south", Selected: 16, Pool: 40}, {Name: "east", Selected: 2, Pool: 9}, {Name: "west", Selected: 3, Pool: 9},
	}, fairness.Rule{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for l := range strings.Lines(r.Markdown(kam.English)) {
		if strings.HasPrefix(l, "|") {
			fmt.Print(l)
		}
	}
	// Output:
	// | Group | Selected | Of | Rate | Ratio | Probability | Adjusted | z | Verdict |
	// | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
	// | north | 20 | 40 | 50 % | ? | ? | ? | ? | reference |
	// | south | 16 | 40 | 40 % | 0.8 | 0.500481 | ? | -0.898933 | passes |
	// | withheld: 2 |  |  |  |  |  |  |  |  |
	// | **All** | 41 | 98 | 41.8 % |  |  |  |  |  |
}

// A competition of 40 candidates before 5 judges, in which one criterion stands in for the group, and one judge is harder on
// one of the two groups.
func ExampleAudit() {
	record, groups, err := scenario{seed: 1, proxy: true, bias: 12, screening: promotion.ScreenAfter}.play()
	if err != nil {
		fmt.Println(err)
		return
	}
	r, err := fairness.Audit(record, groups, fairness.Rule{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, c := range r.Criteria {
		fmt.Println(c.Criterion, c.Named, c.Group, c.Without.Eligible.Spread)
	}
	for _, j := range r.Judges {
		fmt.Println(j.Judge.ID, j.Named, j.Group, j.Difference.Decimal)
	}
	// Output:
	// rotation true second 0.5
	// exam false first 0.15
	// judge-3 true second -13.44375
	// judge-1 false first -0.041667
	// judge-2 false second -0.458333
	// judge-4 false second -0.591667
	// judge-5 false first -1.008333
}

func ExampleWaits() {
	var list []fairness.Wait
	for i := range 6 {
		list = append(list, fairness.Wait{Group: "a", Days: 300 + 10*i}, fairness.Wait{Group: "b", Days: 700 + 10*i})
	}
	r, err := fairness.Waits(list, fairness.Rule{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, l := range r.Lines {
		fmt.Println(l.Group, l.Median, l.Adjusted.Decimal)
	}
	// Output:
	// a 325 0.002165
	// b 725 0.002165
}
