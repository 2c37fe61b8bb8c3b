package chart_test

import (
	"encoding/xml"
	"errors"
	"fmt"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/scoring"
	"github.com/kam-go/kam/scoring/chart"
)

// sample is a score of three measures with equal weights, each of which is worth its value.
func sample(period string, values ...int64) scoring.Result {
	card := scoring.Card{
		Format: 1, ID: "simple", Version: 1, Weights: scoring.WeightsNormalised,
		Scale:    scoring.Scale{Max: decimal.New(100, 0)},
		Rounding: scoring.Rounding{Mode: scoring.HalfUp},
		Missing:  scoring.Missing{Policy: scoring.MissingBlock},
	}
	in := scoring.Inputs{Subject: kam.Subject{Kind: "kam", ID: "anna"}, Period: kam.MustPeriod(period)}
	for i, id := range []string{"growth", "satisfaction", "retention"} {
		card.Measures = append(card.Measures, scoring.Measure{
			ID: id, Weight: kam.Whole(), Metric: id, Direction: kam.HigherIsBetter, Function: scoring.Function{Points: &scoring.Points{}},
		})
		in.Observations = append(in.Observations, kam.Observation{
			Subject: in.Subject, Metric: id, Period: in.Period, Value: decimal.NewNullDecimal(decimal.New(values[i], 0)),
		})
	}
	program, err := scoring.Compile(card)
	if err != nil {
		panic(err)
	}
	result, err := program.Score(in)
	if err != nil {
		panic(err)
	}
	return result
}

// spoken is what a screen reader says of a picture.
func spoken(picture []byte) string {
	var s struct {
		Title string `xml:"title"`
		Desc  string `xml:"desc"`
	}
	if err := xml.Unmarshal(picture, &s); err != nil {
		return err.Error()
	}
	return s.Title + "\n" + s.Desc
}

func Example() {
	result := sample("2026-01-01/2027-01-01", 90, 75, 60)
	picture, err := chart.Radar(result, chart.Options{Lang: kam.English, Width: 360})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(strings.HasPrefix(string(picture), "<svg "))
	fmt.Println(spoken(picture))
	// Output:
	// true
	// Profile of anna, 2026-01-01 to 2026-12-31
	// simple. 75 of 100. growth: 90. satisfaction: 75. retention: 60.
}

func ExampleRadar() {
	picture, err := chart.Radar(sample("2026-01-01/2027-01-01", 90, 75, 60), chart.Options{Lang: kam.Chinese})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(spoken(picture))
	// Output:
	// anna 的得分雷达图，2026-01-01 至 2026-12-31
	// simple。75 / 100。growth：90。satisfaction：75。retention：60。
}

// A third of 90, 75 and 60.
func ExampleContributions() {
	picture, err := chart.Contributions(sample("2026-01-01/2027-01-01", 90, 75, 60), chart.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(spoken(picture))
	// Output:
	// What made the score of anna, 2026-01-01 to 2026-12-31
	// simple. 75 of 100. growth: 30 of 33.3. satisfaction: 25 of 33.3. retention: 20 of 33.3.
}

func ExampleTrend() {
	picture, err := chart.Trend([]scoring.Result{
		sample("2026-01-01/2026-07-01", 60, 60, 60), sample("2026-07-01/2027-01-01", 90, 75, 60),
	}, chart.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(spoken(picture))
	// Output:
	// Scores of anna over time, 2026-01-01 to 2026-12-31
	// simple. 2026-01-01 to 2026-06-30: 60 of 100. 2026-07-01 to 2026-12-31: 75 of 100.
}

func ExampleTrend_faults() {
	_, err := chart.Trend([]scoring.Result{
		sample("2026-01-01/2026-07-01", 60, 60, 60), sample("2026-06-30/2027-01-01", 90, 75, 60),
	}, chart.Options{Width: 100})
	if invalid, ok := errors.AsType[*kam.InvalidError](err); ok {
		fmt.Println(invalid.In(kam.English))
		fmt.Println(invalid.In(kam.Chinese))
	}
	// Output:
	// $.options.width: the width of 100 pixels is not from 320 to 2000 (state 320 to 2000, or 0 for 640)
	// $.results[1].period: 2026-06-30/2027-01-01 overlaps 2026-01-01/2026-07-01 of $.results[0] (give one result for each day at most)
	// $.options.width：宽度 100 像素不在 320 至 2000 之间（请填 320 至 2000，填 0 表示 640）
	// $.results[1].period：2026-06-30/2027-01-01 与 $.results[0] 的期间 2026-01-01/2026-07-01 重叠（每一天至多属于一个结果）
}

func ExampleCompare() {
	picture, err := chart.Compare(sample("2026-01-01/2026-07-01", 60, 60, 60), sample("2026-07-01/2027-01-01", 90, 75, 60), chart.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(spoken(picture))
	// Output:
	// anna: 2026-01-01 to 2026-06-30 and 2026-07-01 to 2026-12-31
	// simple. First 2026-01-01 to 2026-06-30, then 2026-07-01 to 2026-12-31. Total: 60 | 75 (+15). growth: 60 | 90 (+30). satisfaction: 60 | 75 (+15). retention: 60 | 60 (±0).
}
