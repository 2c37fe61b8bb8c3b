package weights_test

import (
	"errors"
	"fmt"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/scoring/weights"
)

func Example() {
	judged, err := weights.FromJudgements(weights.Judgements{
		Items: []string{"growth", "retention", "satisfaction"},
		Pairs: []weights.Pair{
			{A: "growth", B: "retention", Times: kam.MustFraction("2")},
			{A: "growth", B: "satisfaction", Times: kam.MustFraction("4")},
			{A: "retention", B: "satisfaction", Times: kam.MustFraction("2")},
		},
		RandomIndex: weights.Saaty2005,
		Places:      2,
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(judged.Explain().In(kam.English))
	fmt.Println(judged.Explain().In(kam.Chinese))
	weight, err := judged.Weights[0].Fraction()
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(weight)
	// Output:
	// growth 57 %, retention 29 %, satisfaction 14 %; consistency ratio 0, limit 0.1 (λmax 3, CI 0, RI 0.52 by Saaty 2005)
	// growth 57%、retention 29%、satisfaction 14%；一致性比率 CR 为 0，上限 0.1（λmax 3，CI 0，RI 0.52，取自 Saaty 2005）
	// 0.57
}

func ExampleFromJudgements() {
	judged, err := weights.FromJudgements(weights.Judgements{
		Items: []string{"growth", "retention", "reporting"},
		Pairs: []weights.Pair{
			{A: "growth", B: "retention", Times: kam.MustFraction("2")},
			{A: "growth", B: "reporting", Times: kam.MustFraction("4")},
			{A: "retention", B: "reporting", Times: kam.MustFraction("2")},
		},
		RandomIndex: weights.Saaty2005,
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, w := range judged.Weights {
		fmt.Println(w)
	}
	fmt.Println("consistency ratio", judged.Consistency.Ratio)
	// Output:
	// growth 0.5714
	// retention 0.2857
	// reporting 0.1429
	// consistency ratio 0
}

func ExampleFromJudgements_inconsistent() {
	_, err := weights.FromJudgements(weights.Judgements{
		Items: []string{"growth", "retention", "satisfaction", "innovation"},
		Pairs: []weights.Pair{
			{A: "growth", B: "retention", Times: kam.MustFraction("2")},
			{A: "growth", B: "satisfaction", Times: kam.MustFraction("4")},
			{A: "growth", B: "innovation", Times: kam.MustFraction("1/8")},
			{A: "retention", B: "satisfaction", Times: kam.MustFraction("2")},
			{A: "retention", B: "innovation", Times: kam.MustFraction("4")},
			{A: "satisfaction", B: "innovation", Times: kam.MustFraction("2")},
		},
		RandomIndex: weights.Saaty2005,
	})
	var inconsistent *weights.InconsistentError
	if errors.As(err, &inconsistent) {
		finding := inconsistent.Finding()
		fmt.Println(finding.In(kam.English))
		fmt.Println(finding.In(kam.Chinese))
	}
	// Output:
	// $.pairs[2].times: the judgements contradict each other: consistency ratio 1.0242, limit 0.1 (λmax 6.7346, CI 0.9115, RI 0.89 by Saaty 2005). The worst is "growth" against "innovation", judged 1/8 (judge it again; by the weights 0.6597 would fit, and nearest to it on the scale is 1/2)
	// $.pairs[2].times：各判断相互矛盾：一致性比率 CR 为 1.0242，上限 0.1（λmax 6.7346，CI 0.9115，RI 0.89，取自 Saaty 2005）。偏差最大的是 "growth" 对 "innovation"，判断值为 1/8（请重新判断该项；按所得权重，合适的值为 0.6597，标度上与之最接近的是 1/2）
}

func ExampleFromPoints() {
	out, err := weights.FromPoints(weights.Allocation{
		Items: []string{"growth", "retention"},
		Judges: []weights.Judge{
			{ID: "anna", Points: decs("70", "30")},
			{ID: "bo", Points: decs("50", "50")},
		},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(out.Explain().In(kam.English))
	// Output: growth 60 %, retention 40 %. Points by 2 judges: growth 50 to 70, retention 30 to 50
}

func ExampleSynthesise() {
	top := []weights.Weight{{ID: "results", Share: dec("0.6")}, {ID: "conduct", Share: dec("0.4")}}
	out, err := weights.Synthesise(top, []weights.Branch{
		{Under: "results", Weights: []weights.Weight{{ID: "growth", Share: dec("0.5")}, {ID: "retention", Share: dec("0.5")}}},
	}, 2)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(out)
	// Output: [conduct 0.4 growth 0.3 retention 0.3]
}

func ExampleParseJudgements() {
	_, err := weights.ParseJudgements([]byte(`{"items": ["a", "b"], "pairs": [{"a": "a", "b": "b", "times": 3}]}`))
	fmt.Println(err)
	// Output: $.pairs[0].times (1:63): a number stands where a string should (put it in double quotes: "3")
}

func ExampleParseAllocation() {
	a, err := weights.ParseAllocation([]byte(`{"items": ["a", "b"], "judges": [{"id": "anna", "points": ["75", "25"]}]}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	out, err := weights.FromPoints(a)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(out.Weights)
	// Output: [a 0.75 b 0.25]
}

func ExampleRandomIndex_Of() {
	for _, table := range []weights.RandomIndex{weights.Saaty1980, weights.Saaty2005, weights.DoneganDodd1991} {
		index, _ := table.Of(4)
		fmt.Println(table, index)
	}
	// Output:
	// Saaty 1980 0.9
	// Saaty 2005 0.89
	// Donegan-Dodd 1991 0.8286
}
