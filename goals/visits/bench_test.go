package visits_test

import (
	"fmt"
	"testing"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals/visits"
)

// year is a plan of 52 weeks for segments of three stages with monthly targets, as many tiers, and ten people.
func year(n int) visits.Spec {
	s := visits.Spec{Period: kam.MustPeriod("2026-01-05/2027-01-04"), Hours: sound().Hours}
	for i := range n {
		g := smb(months(3, 12, "500000"))
		g.Name = fmt.Sprintf("segment %d", i)
		s.Segments = append(s.Segments, g)
		s.Tiers = append(s.Tiers, tier(fmt.Sprintf("tier %d", i), 40, "visit", "6", "call", "2"))
	}
	for i := range 10 {
		s.People = append(s.People, visits.Person{Name: fmt.Sprintf("person %d", i), Hours: frac("5"), PerDay: costs("visit", "3")})
	}
	return s
}

func BenchmarkPlan(b *testing.B) {
	c := china(b)
	for _, n := range []int{5, 50} {
		b.Run(fmt.Sprintf("segments=%d", n), func(b *testing.B) {
			s := year(n)
			b.ReportAllocs()
			for b.Loop() {
				if _, err := visits.Plan(s, c); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkMarkdown(b *testing.B) {
	p, err := visits.Plan(year(5), china(b))
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		_ = p.Markdown(kam.English)
	}
}
