package breakdown_test

import (
	"fmt"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals/breakdown"
)

// sales is an organisation of n accounts below managers of a hundred each, and a year of 52 weeks.
func sales(tb testing.TB, n int) (breakdown.BothSpec, *kam.Calendar) {
	tb.Helper()
	cal := retail(tb, "4-4-5", 6)
	period, err := cal.Year(2026)
	if err != nil {
		tb.Fatal(err)
	}
	spec := breakdown.BothSpec{
		Org: breakdown.OrgSpec{
			Total: decimal.New(int64(n)*123_457, 0), Grain: decimal.New(1, -2),
			Levels: []breakdown.OrgLevel{{Name: "region"}, {Name: "manager"}, {Name: "account"}},
			Basis:  []breakdown.OrgBasis{{By: breakdown.ByHistory, Share: kam.Whole()}},
			Nodes:  []breakdown.Node{{ID: "region", Level: "region"}},
		},
		Time: breakdown.TimeSpec{
			Period: period, Levels: levels(kam.Quarter, kam.Month, kam.Week),
			Basis: breakdown.Basis{By: breakdown.Even},
		},
	}
	for m := range (n + 99) / 100 {
		manager := fmt.Sprintf("m%d", m)
		spec.Org.Nodes = append(spec.Org.Nodes, breakdown.Node{ID: manager, Parent: "region", Level: "manager", History: decimal.NewNullDecimal(decimal.New(int64(m%7+1), 0))})
		for a := range min(100, n-100*m) {
			spec.Org.Nodes = append(spec.Org.Nodes, breakdown.Node{
				ID: fmt.Sprintf("%s.a%d", manager, a), Parent: manager, Level: "account",
				History: decimal.NewNullDecimal(decimal.New(int64((a*7919+m)%1000+1), 0)),
			})
		}
	}
	return spec, cal
}

// BenchmarkOverBoth breaks down the whole organisation, from decimals, with accounts and weeks footing.
func BenchmarkOverBoth(b *testing.B) {
	for _, n := range []int{1_000, 10_000, 100_000} {
		spec, cal := sales(b, n)
		b.Run(fmt.Sprintf("%dx52", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := breakdown.OverBoth(spec, cal); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*n*52), "ns/cell")
		})
	}
}

// BenchmarkGridTable sums the grid by managers and quarters.
func BenchmarkGridTable(b *testing.B) {
	spec, cal := sales(b, 10_000)
	grid, err := breakdown.OverBoth(spec, cal)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, ok := grid.Table("manager", kam.Quarter); !ok {
			b.Fatal("no table")
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*10_000*52), "ns/cell")
}

// BenchmarkOverTime divides a year to weeks by days, free and with limits.
func BenchmarkOverTime(b *testing.B) {
	free := year("1000003", kam.Quarter, kam.Month, kam.Week)
	limited := free
	limited.Limits = []breakdown.TimeLimit{
		{Cell: "2026-02", Hold: decimal.NewNullDecimal(decimal.New(5, 0))},
		{Cell: "2026-Q3", Max: decimal.NewNullDecimal(decimal.New(100_000, 0))},
		{Cell: "2026-W10", Min: decimal.NewNullDecimal(decimal.New(90_000, 0))},
	}
	for name, spec := range map[string]breakdown.TimeSpec{"free": free, "limited": limited} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := breakdown.OverTime(spec, nil); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
