package tracking_test

import (
	"fmt"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
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
