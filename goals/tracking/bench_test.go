package tracking_test

import (
	"fmt"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals"
	"github.com/kam-go/kam/goals/tracking"
)

// A quarter with a reading for each of its 91 days, on the seasonal basis.
func BenchmarkTrack(b *testing.B) {
	g := quarter()
	in := tracking.Input{Goal: g, AsOf: kam.MustDay("2026-06-15"), Plan: months("20", "30", "50"), Basis: tracking.Seasonal}
	for day := g.Period.From; day.Before(g.Period.Until); day = day.AddDays(1) {
		o := read(g, "2026-04-01/2026-04-02", "1.25")
		o.Period = kam.Period{From: day, Until: day.AddDays(1)}
		in.Observations = append(in.Observations, o)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := tracking.Track(in); err != nil {
			b.Fatal(err)
		}
	}
}

// The same for ten and a hundred times as many readings, all of one day each.
func BenchmarkTrackReadings(b *testing.B) {
	for _, n := range []int{1_000, 10_000, 100_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			g := quarter()
			in := tracking.Input{Goal: g, AsOf: kam.MustDay("2026-06-30"), Gaps: tracking.GapsZero}
			for i := range n {
				o := read(g, "2026-04-01/2026-04-02", "1.25")
				o.Subject.ID = fmt.Sprint(i / 90)
				o.Period.From = g.Period.From.AddDays(i % 90)
				o.Period.Until = o.Period.From.AddDays(1)
				in.Observations = append(in.Observations, o)
			}
			b.ReportAllocs()
			for b.Loop() {
				if _, err := tracking.Track(in); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// Ten thousand people in a thousand teams under one head.
func BenchmarkRollUp(b *testing.B) {
	for _, m := range []tracking.Method{tracking.Combined, tracking.Mean} {
		b.Run(string(m), func(b *testing.B) {
			nodes := []tracking.Node{{ID: "head"}}
			for i := range 1000 {
				team := fmt.Sprint("t", i)
				nodes = append(nodes, tracking.Node{ID: team, Parent: "head"})
				for k := range 10 {
					nodes = append(nodes, tracking.Node{
						ID: fmt.Sprint(team, "p", k), Parent: team,
						Numerator: decimal.NewNullDecimal(decimal.New(int64(i*k), 0)), Denominator: decimal.NewNullDecimal(decimal.New(1000, 0)),
					})
				}
			}
			b.ReportAllocs()
			for b.Loop() {
				if _, err := tracking.RollUp(nodes, tracking.RollUpRule{Method: m}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// wide is a plan of so many daily steps with so many readings, each of which reaches over all of them.
func wide(readings, steps int) tracking.Input {
	g := with(calls(), func(g *goals.Goal) {
		g.Period.From = kam.MustDay("2000-01-01")
		g.Period.Until = g.Period.From.AddDays(steps)
	})
	in := tracking.Input{Goal: g, AsOf: g.Period.Until.AddDays(-1)}
	for i := range steps {
		day := g.Period.From.AddDays(i)
		in.Plan = append(in.Plan, goals.Step{Period: kam.Period{From: day, Until: day.AddDays(1)}, Target: decimal.New(1, 0)})
	}
	for i := range readings {
		o := read(g, "2000-01-01/2000-01-02", "1")
		o.Subject.ID, o.Period = fmt.Sprint(i), g.Period
		in.Observations = append(in.Observations, o)
	}
	return in
}

// Ten times as many steps, with readings that reach over all of them.
func BenchmarkTrackSteps(b *testing.B) {
	for _, n := range []int{1_000, 10_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			in := wide(20_000, n)
			b.ReportAllocs()
			for b.Loop() {
				if _, err := tracking.Track(in); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// A thousand milestones and a hundred thousand readings.
func BenchmarkTrackMilestones(b *testing.B) {
	in := wide(0, 1_000)
	in.Plan = nil
	for i := range 1_000 {
		day := in.Goal.Period.From.AddDays(i)
		in.Goal.Milestones = append(in.Goal.Milestones, goals.Milestone{Day: day, Value: decimal.New(1, 0)})
		for k := range 100 {
			o := read(in.Goal, "2000-01-01/2000-01-02", "1")
			o.Subject.ID, o.Period = fmt.Sprint(k), kam.Period{From: day, Until: day.AddDays(1)}
			in.Observations = append(in.Observations, o)
		}
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := tracking.Track(in); err != nil {
			b.Fatal(err)
		}
	}
}
