package dispute_test

import (
	"math/rand/v2"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive/dispute"
)

// Whatever people try: the store replays to the same book, nobody decides on own pay or own awards, and what was not
// allowed leaves no trace.
func TestRandomSteps(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 5))
	rules := compile(t, policy())
	people := []string{"anna", "ben", "cleo", "dora"}
	decided := 0
	for range 60 {
		store := new(dispute.Memory)
		book := rules.Book()
		seq := map[string]int{}
		for n := range 40 {
			id := strconv.Itoa(rng.IntN(3))
			e := opening(id)
			if rng.IntN(6) > 0 {
				e = step(id, 1, dispute.Steps()[1+rng.IntN(5)], people[rng.IntN(4)], "04")
			}
			e.Seq, e.On = seq[id]+1, kam.MustDay("2026-02-02").AddDays(n/8)
			after, err := book.Record(t.Context(), store, e)
			if err != nil {
				require.NotErrorIs(t, err, dispute.ErrStale)
				continue
			}
			book = after
			seq[id]++
		}
		again, err := rules.Load(t.Context(), store)
		require.NoError(t, err)
		pending := map[string]bool{}
		for d := range book.Disputes() {
			same, err := again.Dispute(d.ID)
			require.NoError(t, err)
			assert.Equal(t, d, same)
			last := d.Events[len(d.Events)-1]
			if d.State.Undecided() {
				pending[d.ID] = true
			}
			if d.State == dispute.Accepted || d.State == dispute.Rejected {
				decided++
				assert.NotEqual(t, "anna", last.By)
			}
			if d.State == dispute.Accepted {
				assert.NotEqual(t, last.By, last.Award.ProposedBy)
			}
		}
		held := 0
		for _, h := range book.Holds() {
			held += len(h.Disputes)
		}
		assert.Len(t, pending, held, "what is undecided is withheld, and nothing else")
	}
	assert.Greater(t, decided, 50)
}
