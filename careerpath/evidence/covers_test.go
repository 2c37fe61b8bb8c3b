package evidence_test

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/evidence"
)

// Many entries cover what they cover day by day, in any order.
func TestManyEntriesCover(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	first := kam.MustDay("2026-01-01")
	covered := 0
	for range 300 {
		f, known := evidence.File{}, map[kam.Day]bool{}
		for range 17 + r.IntN(20) {
			c := evidence.Completeness{Of: evidence.Flags, Period: kam.Period{From: first.AddDays(r.IntN(60))}}
			c.Period.Until = c.Period.From.AddDays(1 + r.IntN(8))
			if r.IntN(4) == 0 {
				c.Name = "other"
			}
			f.Complete = append(f.Complete, c)
			for d := c.Period.From; c.Name == "" && d.Before(c.Period.Until); d = d.AddDays(1) {
				known[d] = true
			}
		}
		p := kam.Period{From: first.AddDays(r.IntN(40))}
		p.Until = p.From.AddDays(1 + r.IntN(12))
		want := true
		for d := p.From; d.Before(p.Until); d = d.AddDays(1) {
			want = want && known[d]
		}
		assert.Equal(t, want, f.Covers(evidence.Flags, "breach", p))
		if want {
			covered++
		}
		open := kam.Period{From: p.From}
		assert.False(t, f.Covers(evidence.Flags, "breach", open))
		f.Complete = append(f.Complete, evidence.Completeness{Of: evidence.Flags, Period: open})
		assert.True(t, f.Covers(evidence.Flags, "breach", open))
	}
	assert.Greater(t, covered, 20)
}

func TestOf(t *testing.T) {
	anna, bo := kam.Subject{Kind: "agent", ID: "anna"}, kam.Subject{Kind: "agent", ID: "bo"}
	files := []evidence.File{{Person: anna, Positions: []evidence.Position{{Stage: "junior"}}}}
	got := evidence.Of(files, anna)
	assert.Equal(t, files[0], got)
	got.Positions[0].Stage = "senior"
	assert.Equal(t, "junior", files[0].Positions[0].Stage, "it is a copy")
	assert.Equal(t, evidence.File{Person: bo}, evidence.Of(files, bo))
}
