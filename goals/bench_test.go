package goals_test

import (
	"testing"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals"
)

func BenchmarkCheck(b *testing.B) {
	g, s := sound(), facts(b)
	b.ReportAllocs()
	for b.Loop() {
		if r := goals.Check(g, s, goals.Bands{}); r.Verdict() != goals.Met {
			b.Fatal(r.Verdict())
		}
	}
}

func BenchmarkReplay(b *testing.B) {
	entries := life()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := goals.Replay(entries); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkBlended(b *testing.B) {
	g := sound()
	for i := range 12 {
		a := amend("2026-01-01", "1100000")
		a.Effective = kam.MustDay("2026-01-15").AddMonths(i)
		g.Amendments = append(g.Amendments, a)
	}
	calendar := declared(b, 2026)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := g.Blended(calendar, goals.ByWorkingDays); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkParseGoal(b *testing.B) {
	data := []byte(text)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := goals.ParseGoal(data); err != nil {
			b.Fatal(err)
		}
	}
}
