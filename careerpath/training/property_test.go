package training_test

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/training"
)

// For random records: the costs of teams and what is unshared sum to the total and to kinds and offerings, counts add up,
// and the order in which people's records come does not matter.
func TestReportProperties(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	where := []string{"negotiation-1/spring", "negotiation-1/autumn", "negotiation-2", "compliance", "ideas/may", "ideas/june", "mentoring"}
	for range 150 {
		var own [][]training.Record
		for _, person := range []kam.Subject{anna, bo, chen, dana, other} {
			var list []training.Record
			l := replay(t)
			for range random.IntN(25) {
				r := rec(person, where[random.IntN(len(where))], states[random.IntN(len(states))], "2026-02-01")
				r.On, r.Reason = r.On.AddDays(random.IntN(130)), "because"
				if random.IntN(4) == 0 {
					r.Cost = opt("33.335")
				}
				if next, err := l.Append(r); err == nil {
					l, list = next, append(list, r)
				}
			}
			own = append(own, list)
		}
		var one, two []training.Record
		for i := range own {
			one, two = append(one, own[i]...), append(two, own[len(own)-1-i]...)
		}
		r := report(t, replay(t, one...), request())
		require.Equal(t, r.Markdown(kam.English), report(t, replay(t, two...), request()).Markdown(kam.English))
		sums := []training.Figures{{}, {}, {}}
		people := 0
		for _, x := range r.Teams {
			plus(&sums[0], x.Figures)
			people += x.Figures.People
			require.Equal(t, x.Heads-len(x.Without)-len(x.Unclear), x.Figures.People)
		}
		require.Equal(t, r.Total.People, people)
		for _, x := range r.Kinds {
			plus(&sums[1], x.Figures)
		}
		for _, x := range r.Offerings {
			plus(&sums[2], x.Figures)
		}
		for i, s := range sums {
			cost := s.Cost
			if i == 0 {
				cost = cost.Add(r.Unshared)
			}
			require.True(t, cost.Equal(r.Total.Cost), "%d: %s of %s", i, cost, r.Total.Cost)
			require.True(t, s.Hours.Equal(r.Total.Hours))
			require.Equal(t, []int{r.Total.Invited, r.Total.Attended, r.Total.Absent, r.Total.Unrecorded, r.Total.Withdrawn}, []int{s.Invited, s.Attended, s.Absent, s.Unrecorded, s.Withdrawn})
		}
		for _, o := range r.Observations() {
			require.NoError(t, o.Check())
		}
	}
}

func plus(sum *training.Figures, f training.Figures) {
	sum.Invited += f.Invited
	sum.Attended += f.Attended
	sum.Absent += f.Absent
	sum.Unrecorded += f.Unrecorded
	sum.Withdrawn += f.Withdrawn
	sum.Hours, sum.Cost = sum.Hours.Add(f.Hours), sum.Cost.Add(f.Cost)
}

func BenchmarkReport(b *testing.B) {
	team := people(0, 10_000)
	var list []training.Record
	for _, person := range team {
		list = append(list, rec(person, "negotiation-1/spring", training.Invited, "2026-02-01"), rec(person, "negotiation-1/spring", training.Attended, "2026-03-10"),
			rec(person, "compliance", training.Attended, "2026-03-10"), rec(person, "compliance", training.Completed, "2026-03-10"))
	}
	q := request()
	q.Teams = []training.Team{{ID: "all", People: team}}
	l := replay(b, list...)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := l.Report(q); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkReplay(b *testing.B) {
	var list []training.Record
	for _, person := range people(0, 10_000) {
		list = append(list, rec(person, "mentoring", training.Invited, "2026-02-01"), rec(person, "mentoring", training.Attended, "2026-03-10"))
	}
	p := program(b)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := p.Replay(list); err != nil {
			b.Fatal(err)
		}
	}
}
