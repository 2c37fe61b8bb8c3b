package compare_test

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/scoring/compare"
)

// A mild and a strict rater, each with two people: the same position among their own gives the same adjusted score.
func Example() {
	score := func(rater, person string, points int64) compare.Rating {
		return compare.Rating{Rater: rater, Person: person, Score: decimal.NewNullDecimal(decimal.New(points, 0))}
	}
	out, err := compare.Calibrate([]compare.Rating{
		score("mild", "anna", 5), score("mild", "bo", 3),
		score("strict", "chen", 3), score("strict", "dai", 1),
	}, compare.CalibrationRule{
		Method: compare.Factor, MinRatees: 2,
		Scale: compare.Scale{Low: decimal.New(0, 0), High: decimal.New(5, 0), Places: 2},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, r := range out.Ratings {
		fmt.Println(r.Person, "raw", r.Raw.Decimal, "adjusted", r.Adjusted.Decimal.StringFixed(2), "by", r.Text.In(kam.English))
	}
	// Output:
	// anna raw 5 adjusted 3.75 by 5 / (4 / 3) = 3.75, written as 3.75
	// bo raw 3 adjusted 2.25 by 3 / (4 / 3) = 2.25, written as 2.25
	// chen raw 3 adjusted 4.50 by 3 / (2 / 3) = 4.5, written as 4.5
	// dai raw 1 adjusted 1.50 by 1 / (2 / 3) = 1.5, written as 1.5
}

// The published example: 3.5 from a rater with mean 4.2 and deviation 0.7, where all have 3.8 and 0.6.
func ExampleCalibrate() {
	out, err := compare.Calibrate([]compare.Rating{
		{Rater: "rater", Person: "anna", Score: decimal.NewNullDecimal(decimal.New(35, -1))},
		{Rater: "rater", Person: "bo", Score: decimal.NewNullDecimal(decimal.New(49, -1))},
	}, compare.CalibrationRule{
		Method: compare.ZScore, Deviation: compare.Population, MinRatees: 2,
		Scale:     compare.Scale{Low: decimal.New(1, 0), High: decimal.New(5, 0), Places: 1},
		Reference: &compare.Reference{Mean: decimal.New(38, -1), Deviation: decimal.New(6, -1)},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(out.Ratings[0].Text.In(kam.English))
	// Output: 3.8 + 0.6 × (3.5 − 4.2) / 0.7 = 3.2, written as 3.2
}

func ExampleDistributionRule_BandPlaces() {
	rule := compare.DistributionRule{
		Bands: []compare.Band{
			{Key: "A", Share: kam.Fraction{Num: 1, Den: 5}},
			{Key: "B", Share: kam.Fraction{Num: 7, Den: 10}},
			{Key: "C", Share: kam.Fraction{Num: 1, Den: 10}},
		},
		Ties: compare.ShareBetter,
	}
	fmt.Println(rule.BandPlaces(10))
	fmt.Println(rule.BandPlaces(7))
	// Output:
	// [2 7 1] <nil>
	// [1 5 1] <nil>
}

func ExampleDistributionRule_Check() {
	rule := compare.DistributionRule{
		Bands: []compare.Band{{Key: "A", Share: kam.Fraction{Num: 1, Den: 2}}, {Key: "B", Share: kam.Fraction{Num: 49, Den: 100}}},
		Ties:  compare.ShareBetter,
	}
	fmt.Println(rule.Check())
	// Output: $.bands: the shares sum to 99/100 (shares sum to 1 exactly; thirds are written 1/3)
}

func ExampleDistribute() {
	d, err := compare.Distribute([]compare.Candidate{
		{Person: "anna", Score: decimal.NewNullDecimal(decimal.New(90, 0))},
		{Person: "bo", Score: decimal.NewNullDecimal(decimal.New(80, 0))},
		{Person: "chen", Score: decimal.NewNullDecimal(decimal.New(80, 0))},
		{Person: "dai"},
	}, compare.DistributionRule{
		Bands: []compare.Band{{Key: "A", Share: kam.Fraction{Num: 2, Den: 3}}, {Key: "B", Share: kam.Fraction{Num: 1, Den: 3}}},
		Ties:  compare.ShareBetter, MinGroup: 3,
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, p := range d.People {
		fmt.Println(p.Person, p.Band, p.Text.In(kam.English))
	}
	// Output:
	// anna A rank 1 of 3: places 1 to 2 are band A
	// bo A rank 2 of 3, tied with 1: places 1 to 2 are band A, and all who are equal share it
	// chen A rank 2 of 3, tied with 1: places 1 to 2 are band A, and all who are equal share it
	// dai  there is no score, so there is no band
}

func ExampleAmongPeers() {
	var people []compare.Peer
	for i, name := range []string{"anna", "bo", "chen", "dai"} {
		people = append(people, compare.Peer{
			Person: name, Value: decimal.NewNullDecimal(decimal.New(int64(i), 1)),
			Attributes: map[string]string{"role": "KAM", "region": []string{"east", "west"}[i/3]},
		})
	}
	out, err := compare.AmongPeers(people, compare.PeerRule{Levels: [][]string{{"role", "region"}, {"role"}}, MinGroup: 3})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, s := range out.Standings {
		fmt.Println(s.Person, s.Text.In(kam.English))
	}
	// Output:
	// anna rank 3 of 3 (role KAM, region east), percentile ≈16.67
	// bo rank 2 of 3 (role KAM, region east), percentile 50
	// chen rank 1 of 3 (role KAM, region east), percentile ≈83.33
	// dai rank 1 of 4 (role KAM), percentile 87.5
}

func ExampleTrendOf() {
	var points []compare.Point
	for i, v := range []int64{60, 70, 80} {
		month := kam.MustDay("2026-01-01").AddMonths(i)
		points = append(points, compare.Point{Period: kam.Period{From: month, Until: month.AddMonths(1)}, Value: decimal.NewNullDecimal(decimal.New(v, 0))})
	}
	t, err := compare.TrendOf(points, compare.TrendRule{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(t.Text.In(kam.English))
	fmt.Println("better in a row:", t.Improvements, "- against the mean before:", t.AgainstMean.Decimal.StringFixed(0))
	// Output:
	// improving: 10 per period over 3 known points
	// better in a row: 2 - against the mean before: 15
}

func ExampleTrend_ExactSlope() {
	var points []compare.Point
	for i, v := range []int64{1, 2, 2, 2} {
		month := kam.MustDay("2026-01-01").AddMonths(i)
		points = append(points, compare.Point{Period: kam.Period{From: month, Until: month.AddMonths(1)}, Value: decimal.NewNullDecimal(decimal.New(v, 0))})
	}
	t, err := compare.TrendOf(points, compare.TrendRule{})
	if err != nil {
		fmt.Println(err)
		return
	}
	slope, known := t.ExactSlope()
	fmt.Println(slope, known)
	// Output: 3/10 true
}

func ExampleFindOutliers() {
	var values []compare.Value
	for name, v := range map[string]int64{"anna": 10, "bo": 11, "chen": 12, "dai": 13, "eva": 40} {
		values = append(values, compare.Value{Person: name, Value: decimal.NewNullDecimal(decimal.New(v, 0))})
	}
	o, err := compare.FindOutliers(values, compare.OutlierRule{Method: compare.Fences})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(o.Findings[0])
	// Output: $.values: "eva" with 40 stands out above the others: the fences are 8 and 16 (check the records behind it before anything is concluded)
}

func ExampleAgainstHistory() {
	var points []compare.Point
	for i, v := range []int64{10, 11, 12, 13, 14, 22} {
		month := kam.MustDay("2026-01-01").AddMonths(i)
		points = append(points, compare.Point{Period: kam.Period{From: month, Until: month.AddMonths(1)}, Value: decimal.NewNullDecimal(decimal.New(v, 0))})
	}
	h, err := compare.AgainstHistory(points, compare.HistoryRule{Jump: decimal.NewNullDecimal(decimal.New(5, 0))})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, f := range h.Findings {
		fmt.Println(f.Code, f.Message.In(kam.English))
	}
	// Output:
	// compare.history 22 in 2026-06-01/2026-07-01 stands out from the 5 values before: their median is 12, the modified z-score 6.745
	// compare.jump a jump in 2026-06-01/2026-07-01 from 14 to 22, by 8
}

func ExampleDiagnoseRaters() {
	var ratings []compare.DimensionRating
	add := func(rater string, scores ...int64) {
		for i, s := range scores {
			ratings = append(ratings, compare.DimensionRating{Rater: rater, Person: fmt.Sprint("person ", i), Score: decimal.NewNullDecimal(decimal.New(s, 0))})
		}
	}
	add("anna", 1, 2, 3, 4, 5)
	add("bo", 1, 2, 3, 4, 5)
	add("chen", 3, 3, 3, 3, 3)
	out, err := compare.DiagnoseRaters(ratings, compare.RaterRule{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, f := range out.Findings {
		fmt.Println(f.Place, f.Message.In(kam.English))
	}
	// Output: $.ratings "chen": the spread of the scores is 0, that of the others 1.414214
}

func ExampleTendency_Name() {
	for _, t := range []compare.Tendency{compare.Improving, compare.TendencyUnknown} {
		fmt.Println(t.Name().In(kam.English), t.Name().In(kam.Chinese))
	}
	// Output:
	// improving 呈改善趋势
	// not known 未知
}
