package promotion_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/promotion"
)

// madeUp is a cycle that chance made, as stages of events that do not depend on one another. Two openings share up to
// seven candidates; scores are coarse, so that ties are common.
func madeUp(t testing.TB, r *rand.Rand) (promotion.Cycle, [][]promotion.Event) {
	t.Helper()
	c := spring(t)
	c.Screening = []promotion.Screening{promotion.ScreenBefore, promotion.ScreenAfter}[r.IntN(2)]
	c.Assignment = []promotion.Assignment{promotion.ByPreference, promotion.ByOpening}[r.IntN(2)]
	c.Exercises[0].Pass.Valid = r.IntN(2) == 0
	c.Exercises[1].Standardise = []promotion.Standardise{promotion.StandardiseNot, promotion.StandardiseMean}[r.IntN(2)]
	c.Exercises[2].MinJudges = 3
	c.Openings[0].Seats = 1 + r.IntN(2)
	p := compiled(t, c)
	stages := make([][]promotion.Event, 10)
	add := func(stage int, on string, e promotion.Event) {
		e.On = day(on)
		if e.By == (kam.Subject{}) {
			e.By = officer
		}
		stages[stage] = append(stages[stage], e)
	}
	add(0, "2026-03-02", promotion.Event{Step: promotion.StepOpen})
	for i := range 2 + r.IntN(6) {
		who := person(fmt.Sprintf("p%d", i))
		openings := []string{"east", "west"}
		if r.IntN(2) == 0 {
			openings = []string{"west", "east"}
		}
		add(1, "2026-03-03", promotion.Event{Step: promotion.StepApply, By: who, Person: who, Openings: openings[:1+r.IntN(2)]})
		certified, level := r.IntN(6) > 0, 2+r.IntN(2)
		z, err := p.Freeze(evidenceOf(who, certified, level), []promotion.Figure{{Fact: "tenure", Value: dec(fmt.Sprint(100 * r.IntN(3))), Source: hash64}}, gate(t))
		require.NoError(t, err)
		add(2, "2026-03-09", promotion.Event{Step: promotion.StepFreeze, Person: who, Frozen: &z})
		if !certified && c.Screening == promotion.ScreenBefore {
			continue
		}
		test := 55 + 15*r.IntN(3)
		add(3, "2026-03-10", promotion.Event{Step: promotion.StepScore, By: person("j1"), Person: who, Exercise: "test", Score: opt(fmt.Sprint(test))})
		if c.Exercises[0].Pass.Valid && test < 60 {
			continue
		}
		for j := range 3 {
			add(5, "2026-03-12", promotion.Event{Step: promotion.StepScore, By: person(fmt.Sprintf("j%d", 1+j)), Person: who, Exercise: "talk", Score: opt(fmt.Sprint(7 + r.IntN(3)))})
		}
		for j := range 3 + r.IntN(3) {
			add(7, "2026-03-16", promotion.Event{Step: promotion.StepScore, By: person(fmt.Sprintf("j%d", 1+j)), Person: who, Exercise: "interview", Score: opt(fmt.Sprint(70 + 10*r.IntN(3)))})
		}
	}
	add(4, "2026-03-10", promotion.Event{Step: promotion.StepFinish, Exercise: "test"})
	add(6, "2026-03-12", promotion.Event{Step: promotion.StepFinish, Exercise: "talk"})
	add(8, "2026-03-16", promotion.Event{Step: promotion.StepFinish, Exercise: "interview"})
	add(9, "2026-03-18", promotion.Event{Step: promotion.StepSeed, Seed: fmt.Sprint(r.Uint64())})
	return c, stages
}

// settle applies the events of a cycle, and publishes and decides what follows from them.
func settle(t testing.TB, c promotion.Cycle, stages [][]promotion.Event) *run {
	t.Helper()
	p := compiled(t, c)
	s, err := p.Start().ApplyAll(slices.Concat(stages...)...)
	require.NoError(t, err)
	r := &run{t: t, p: p, State: s, on: "2026-03-19"}
	r.publish()
	r.on = "2026-03-27"
	r.decide()
	return r
}

func TestOrderChangesNothing(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 9))
	for range 40 {
		c, stages := madeUp(t, r)
		want := settle(t, c, stages)
		for _, stage := range stages {
			r.Shuffle(len(stage), func(i, j int) { stage[i], stage[j] = stage[j], stage[i] })
		}
		got := settle(t, c, stages)
		assert.Equal(t, want.Outcome(), got.Outcome())
		assert.Equal(t, want.Seats(), got.Seats())
		wantNotice, err := want.Notice()
		require.NoError(t, err)
		gotNotice, err := got.Notice()
		require.NoError(t, err)
		assert.Equal(t, wantNotice, gotNotice)

		r.Shuffle(len(c.Panel), func(i, j int) { c.Panel[i], c.Panel[j] = c.Panel[j], c.Panel[i] })
		a, b := want.Outcome(), settle(t, c, stages).Outcome()
		a.Hash, b.Hash = "", ""
		assert.Equal(t, a, b, "the order of the panel")
	}
}

func TestReplayProperty(t *testing.T) {
	r := rand.New(rand.NewPCG(6, 9))
	for range 20 {
		c, stages := madeUp(t, r)
		s := settle(t, c, stages)
		text, err := s.Record().JSON()
		require.NoError(t, err)
		record, err := promotion.ParseRecord(text)
		require.NoError(t, err)
		again, err := promotion.Replay(record)
		require.NoError(t, err)
		assert.Equal(t, s.Outcome(), again.Outcome())
		assert.Equal(t, s.Seats(), again.Seats())
		// One event after the other leads to where all at once do.
		step := s.p.Start()
		for _, e := range record.Entries[1:] {
			step, err = step.Apply(*e.Event)
			require.NoError(t, err)
		}
		assert.Equal(t, s.Record().Head(), step.Record().Head())
	}
}

// Whoever changes any one score of a record, without or with mending the digests, is found out, unless the outcome stays
// the same to the last figure, which it never does when a score that counts is changed.
func TestChangedScoresAreFound(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 9))
	c, stages := madeUp(t, r)
	s := settle(t, c, stages)
	for i, e := range s.Record().Entries {
		if e.Step() != promotion.StepScore {
			continue
		}
		x := s.Record()
		changed := "77"
		if e.Event.Exercise == "talk" {
			changed = "6.5"
		}
		x.Entries[i].Event.Score = opt(changed)
		require.Error(t, promotion.Verify(x))
	}
}

// A ranking is by total, nobody has a seat whom somebody without one stands before in the opening, unless that one has an
// opening liked better, and no seat is left free that somebody ranked would take.
func TestSeatsFollowRanks(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 9))
	for range 40 {
		c, stages := madeUp(t, r)
		out := settle(t, c, stages).Outcome()
		for _, o := range out.Openings {
			seated := 0
			for i, place := range o.Ranking {
				if i > 0 {
					before, known := o.Ranking[i-1].Total.Cmp(place.Total)
					require.True(t, known)
					assert.GreaterOrEqual(t, before, 0)
					assert.Greater(t, place.Rank, o.Ranking[i-1].Rank, "lots leave no ties")
				}
				if place.Seat {
					seated++
				}
				who, _ := out.Candidate(place.Person)
				if who.Won == "" {
					assert.Equal(t, o.Seats, seated, "%s is without a seat behind all who have one", place.Person.ID)
				}
			}
			assert.LessOrEqual(t, seated, o.Seats)
		}
	}
}
