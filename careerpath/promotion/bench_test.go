package promotion_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/careerpath/promotion"
)

// large is a published cycle with 40 candidates for three seats, seven judges and three exercises.
func large(t testing.TB) *run {
	t.Helper()
	c := spring(t)
	c.Panel = nil
	for j := range 7 {
		c.Panel = append(c.Panel, promotion.Judge{Person: person(fmt.Sprintf("j%d", j+1))})
	}
	c.Openings[0].Seats = 2
	c.Exercises[2].DropFrom = 7
	c.Exercises[2].MinJudges = 7
	r := begin(t, c)
	for i := range 40 {
		r.applies(fmt.Sprintf("c%02d", i), []string{"east", "west"}[i%2], []string{"west", "east"}[i%2])
	}
	r.on = "2026-03-09"
	for i := range 40 {
		r.freezes(fmt.Sprintf("c%02d", i), fmt.Sprint(100+i%7))
	}
	score := func(exercise string, judges int, value func(i, j int) string) {
		for i := range 40 {
			for j := range judges {
				r.do(scored(fmt.Sprintf("j%d", j+1), fmt.Sprintf("c%02d", i), exercise, value(i, j)))
			}
		}
		r.finish(exercise)
	}
	r.on = "2026-03-10"
	score("test", 1, func(i, _ int) string { return fmt.Sprint(60 + i%40) })
	r.on = "2026-03-12"
	score("talk", 7, func(i, j int) string { return fmt.Sprint(5 + (i+j)%6) })
	r.on = "2026-03-16"
	score("interview", 7, func(i, j int) string { return fmt.Sprint(50 + (7*i+11*j)%50) })
	r.on = "2026-03-19"
	r.publish()
	return r
}

func BenchmarkOutcome(b *testing.B) {
	r := large(b)
	b.ReportAllocs()
	for b.Loop() {
		r.Outcome()
	}
}

func BenchmarkOutcomeWithout(b *testing.B) {
	r := large(b)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := r.OutcomeWithout(promotion.Leave{Judge: person("j3")}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkReplay(b *testing.B) {
	record := large(b).Record()
	b.ReportAllocs()
	for b.Loop() {
		if err := promotion.Verify(record); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkApply(b *testing.B) {
	r := large(b)
	e := r.event(promotion.Event{Step: promotion.StepObject, ID: "o", Reason: "x"})
	b.ReportAllocs()
	for b.Loop() {
		if _, err := r.Apply(e); err != nil {
			b.Fatal(err)
		}
	}
}

func TestLargeCycle(t *testing.T) {
	r := large(t)
	require.NoError(t, promotion.Verify(r.Record()))
	selected := 0
	for _, c := range r.Outcome().Candidates {
		if c.Selected() {
			selected++
		}
	}
	require.Equal(t, 3, selected)
}
