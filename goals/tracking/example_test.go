package tracking_test

import (
	"fmt"
	"log"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals"
	"github.com/kam-go/kam/goals/tracking"
)

// visits is a goal of 60 visits in April 2026, of which 24 were made in the first ten days.
func visits() tracking.Input {
	april := kam.MustPeriod("2026-04-01/2026-05-01")
	return tracking.Input{
		Goal: goals.Goal{
			ID: "visits", Metric: "visits", Unit: "visits", Direction: kam.HigherIsBetter, Tracking: goals.Flow,
			Target: decimal.NewFromInt(60), Period: april,
		},
		Observations: []kam.Observation{{
			Subject: kam.Subject{Kind: "payee", ID: "anna"}, Metric: "visits", Unit: "visits",
			Period: kam.MustPeriod("2026-04-01/2026-04-11"), Value: decimal.NewNullDecimal(decimal.NewFromInt(24)),
		}},
		AsOf: kam.MustDay("2026-04-10"),
	}
}

// A goal is tracked, judged and told.
func Example() {
	p, err := tracking.Track(visits())
	if err != nil {
		log.Fatal(err)
	}
	state, err := tracking.NextStatus(tracking.State{}, p, tracking.Thresholds{})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(state.Status)
	fmt.Println(p.Explain().EN)
	fmt.Println(p.Explain().ZH)
	// Output:
	// on-track
	// 24 of 60 visits (40 %), 4 ahead of plan; needs 1.8 per day against 2.4 so far, 20 days left. At this rate it ends at 72 (120 %)
	// 已完成 24，目标 60 visits（40%），领先计划 4；后续需保持每天 1.8，目前为 2.4，剩余 20 天。照此速度，期末为 72（120%）
}

func ExampleTrack() {
	p, err := tracking.Track(visits())
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("attainment", p.Attainment, "pace", p.Pace, "required", p.Required, "projection", p.Projection)

	in := visits()
	in.Observations = nil
	p, err = tracking.Track(in)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("attainment", p.Attainment)
	fmt.Println(p.Findings[0])
	// Output:
	// attainment 2/5 pace 6/5 required 9/5 projection 72
	// attainment unknown
	// $.observations: there is no reading through 2026-04-10; that is unknown, not zero (pass the readings, with a value of 0 where nothing came)
}

func ExampleProgress_Observation() {
	p, err := tracking.Track(visits())
	if err != nil {
		log.Fatal(err)
	}
	o, err := p.Observation(kam.Subject{Kind: "payee", ID: "anna"})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(o.Metric, o.Scope, o.Numerator.Decimal, "/", o.Denominator.Decimal)
	// Output: attainment visits 24 / 60
}

func ExampleNextStatus() {
	p, err := tracking.Track(visits())
	if err != nil {
		log.Fatal(err)
	}
	// A pace of 1.2 leaves at risk only when two readings in a row ask for it.
	twice := tracking.DefaultThresholds()
	twice.Readings = 2
	state := tracking.State{Status: tracking.AtRisk, AsOf: kam.MustDay("2026-04-03")}
	for range 2 {
		if state, err = tracking.NextStatus(state, p, twice); err != nil {
			log.Fatal(err)
		}
		fmt.Println(state.Status, state.Next, state.Count)
		p.AsOf = p.AsOf.AddDays(7)
	}
	// Output:
	// at-risk on-track 1
	// on-track  0
}

func ExampleThresholds_Check() {
	err := tracking.Thresholds{OnTrack: kam.MustFraction("0.8"), AtRisk: kam.MustFraction("0.9")}.Check()
	fmt.Println(err)
	// Output: $.atRisk: 0.9 is not above 0 and at most onTrack, 0.8 (let being at risk begin below being on track)
}

func ExampleRollUp() {
	leaf := func(id string, reached, asked int64) tracking.Node {
		return tracking.Node{
			ID: id, Parent: "team", Numerator: decimal.NewNullDecimal(decimal.NewFromInt(reached)), Denominator: decimal.NewNullDecimal(decimal.NewFromInt(asked)),
		}
	}
	nodes := []tracking.Node{{ID: "team"}, leaf("anna", 50, 100), leaf("bo", 900, 900)}
	for _, m := range []tracking.Method{tracking.Combined, tracking.Mean} {
		out, err := tracking.RollUp(nodes, tracking.RollUpRule{Method: m})
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(m, out[0].Attainment.Round(2).Decimal)
	}
	// Output:
	// combined 0.95
	// mean 0.75
}

func ExampleTeamPicture() {
	member := func(id string, percent int64) tracking.Member {
		return tracking.Member{ID: id, Numerator: decimal.NewNullDecimal(decimal.NewFromInt(percent)), Denominator: decimal.NewNullDecimal(decimal.NewFromInt(100))}
	}
	p, err := tracking.TeamPicture([]tracking.Member{member("anna", 80), member("bo", 100), member("cy", 120)})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("at goal", p.Share, "median", p.Median, "middle half", p.Spread(), "first", p.Order[0].ID)
	// Output: at goal 2/3 median 1 middle half 1/5 first anna
}

func ExampleTable() {
	p, err := tracking.Track(visits())
	if err != nil {
		log.Fatal(err)
	}
	fmt.Print(tracking.Table([]tracking.Row{{Progress: p, Status: tracking.OnTrack}}, kam.English))
	// Output:
	// | Goal | Status | Actual | Target | Attainment | Expected | Pace | Projection | Required rate | Days left |
	// | --- | --- | --: | --: | --: | --: | --: | --: | --: | --: |
	// | visits | on track | 24 visits | 60 visits | 40 % | 20 | 120 % | 72 | 1.8 per day | 20 |
}

func ExampleExact_Round() {
	p, err := tracking.Track(visits())
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(p.Attainment.Round(2).Decimal, tracking.Exact{}.Round(2).Valid)
	// Output: 0.4 false
}
