package develop_test

import (
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/develop"
	"github.com/kam-go/kam/careerpath/skills"
	"github.com/kam-go/kam/careerpath/training"
)

// puzzle is a catalogue and a request made up from a seed.
type puzzle struct {
	list    []training.Offering
	request develop.Request
}

// made says what a made-up puzzle has.
type made struct {
	offerings, skills int
	sessions          bool
}

func newPuzzle(r *rand.Rand, m made) puzzle {
	q := puzzle{request: ask(skills.Levels{})}
	q.request.PerWeek = 7
	for k := range m.skills {
		id, start := "k"+strconv.Itoa(k), r.IntN(3)
		if start > 0 || r.IntN(2) == 0 {
			q.request.Levels[id] = start
		}
		n := need(id, min(5, start+1+r.IntN(3)))
		n.Weight = kam.Fraction{Num: 1 + r.Int64N(3), Den: 1 + r.Int64N(2)}
		q.request.Requirements = append(q.request.Requirements, n)
	}
	if m.skills > 1 && r.IntN(3) == 0 {
		q.request.Requirements = q.request.Requirements[1:] // offerings ask for a skill that nobody requires
	}
	order := r.Perm(m.offerings)
	for i := range m.offerings {
		o := course("o"+strconv.Itoa(i), strconv.Itoa(r.IntN(6)), strconv.Itoa(r.IntN(6)))
		for _, k := range r.Perm(m.skills)[:1+r.IntN(min(2, m.skills))] {
			from := r.IntN(4)
			to := min(5, from+1+r.IntN(3))
			if r.IntN(3) > 0 {
				from = 0
			}
			o.Teaches = append(o.Teaches, lift("k"+strconv.Itoa(k), from, to))
		}
		for j := range m.offerings {
			if order[j] < order[i] && r.IntN(8) == 0 {
				o.Requires = append(o.Requires, "o"+strconv.Itoa(j))
			}
		}
		if m.sessions && r.IntN(3) > 0 {
			for range 1 + r.IntN(2) {
				from := day("2026-01-01").AddDays(r.IntN(24))
				o = held(o, kam.Period{From: from, Until: from.AddDays(1 + r.IntN(4))}.String())
			}
		}
		if r.IntN(6) == 0 {
			o.Kind = training.JobRotation
		}
		q.list = append(q.list, o)
	}
	if m.sessions {
		q.request.Period = period("2026-01-01/2026-01-25")
	}
	if r.IntN(2) == 0 {
		q.request.Budget = decimal.NewNullDecimal(decimal.New(r.Int64N(20), 0))
	}
	if r.IntN(2) == 0 {
		q.request.Hours = decimal.NewNullDecimal(decimal.New(r.Int64N(20), 0))
	}
	for i := range m.offerings {
		switch id := "o" + strconv.Itoa(i); r.IntN(20) {
		case 0:
			q.request.Completed = append(q.request.Completed, id)
			if r.IntN(2) == 0 {
				q.request.Again = append(q.request.Again, id)
			}
		case 1:
			q.request.Exclude = append(q.request.Exclude, id)
		}
	}
	q.request.Partly = true
	return q
}

// pick is what a trial does with each offering: -1 leaves it out, else the number of the session, 0 also without sessions.
type pick []int

// tried is a plan that keeps all rules, with its figures.
type tried struct {
	offerings   []string // in the order of the catalogue
	cost, hours int64
	weighted    int64 // twice the weighted gap closed
	covered     bool
}

// better is the order that the package promises, told again.
func (a tried) better(b *tried, partly bool) bool {
	if b == nil {
		return true
	}
	if partly && a.weighted != b.weighted {
		return a.weighted > b.weighted
	}
	if a.cost != b.cost {
		return a.cost < b.cost
	}
	if a.hours != b.hours {
		return a.hours < b.hours
	}
	if len(a.offerings) != len(b.offerings) {
		return len(a.offerings) < len(b.offerings)
	}
	for i, id := range a.offerings {
		if id != b.offerings[i] {
			return number(id) < number(b.offerings[i])
		}
	}
	return false
}

func number(id string) int {
	n, _ := strconv.Atoi(id[1:])
	return n
}

// all tries every choice of offerings and sessions.
func (q puzzle) all() (cheapest, most *tried) {
	var walk func(p pick)
	walk = func(p pick) {
		if len(p) < len(q.list) {
			walk(append(p, -1))
			for j := range max(1, len(q.list[len(p)].Sessions)) {
				walk(append(p, j))
			}
			return
		}
		t, ok := q.try(p)
		if !ok {
			return
		}
		if t.covered && t.better(cheapest, false) {
			cheapest = &t
		}
		if t.better(most, true) {
			most = &t
		}
	}
	walk(make(pick, 0, len(q.list)))
	return cheapest, most
}

// try follows a choice day by day and returns false when a rule forbids it.
func (q puzzle) try(p pick) (tried, bool) {
	var t tried
	var in []int
	for i, j := range p {
		if j < 0 {
			continue
		}
		o := q.list[i]
		if slices.Contains(q.request.Exclude, o.ID) || slices.Contains(q.request.Completed, o.ID) && !slices.Contains(q.request.Again, o.ID) {
			return t, false
		}
		in = append(in, i)
		t.offerings = append(t.offerings, o.ID)
		t.cost += o.PerHead.Decimal.IntPart()
		t.hours += o.Hours.Decimal.IntPart()
	}
	if q.request.Budget.Valid && t.cost > q.request.Budget.Decimal.IntPart() || q.request.Hours.Valid && t.hours > q.request.Hours.Decimal.IntPart() {
		return t, false
	}
	for n, a := range in {
		for _, b := range in[:n] {
			if q.clash(p, a, b) {
				return t, false
			}
		}
	}
	levels := map[string]int{}
	for k, v := range q.request.Levels {
		levels[k] = v
	}
	ends := map[string]kam.Day{} // the first day after each that was taken
	first, end := q.request.Period.From, q.request.Period.Until
	for _, id := range q.request.Completed {
		ends[id] = first
	}
	left := slices.Clone(in)
	// The days pass; whatever can begin does, and what was begun earlier lifts levels on the day it is over.
	type begun struct {
		offering int
		until    kam.Day
	}
	var running []begun
	for today := first; !today.After(end); today = today.AddDays(1) {
		for n := 0; n < len(running); {
			if running[n].until.After(today) {
				n++
				continue
			}
			o := q.list[running[n].offering]
			ends[o.ID] = today
			for _, l := range o.Teaches {
				levels[l.Skill] = max(levels[l.Skill], l.To)
			}
			running = slices.Delete(running, n, n+1)
		}
		for n := 0; n < len(left); {
			o := q.list[left[n]]
			until := today.AddDays(max(1, int(o.Hours.Decimal.IntPart())))
			if len(o.Sessions) > 0 {
				s := o.Sessions[p[left[n]]]
				if s.Held.From != today {
					n++
					continue
				}
				until = s.Held.Until
			}
			ready := !until.After(end)
			for _, before := range o.Requires {
				_, done := ends[before]
				ready = ready && done
			}
			for _, l := range o.Teaches {
				ready = ready && levels[l.Skill] >= l.From
			}
			if !ready {
				n++
				continue
			}
			running = append(running, begun{left[n], until})
			left = slices.Delete(left, n, n+1)
		}
	}
	if len(left) > 0 {
		return t, false
	}
	t.covered = true
	for _, r := range q.request.Requirements {
		t.covered = t.covered && levels[r.Skill] >= r.Level
		gained := max(0, min(levels[r.Skill], r.Level)-q.request.Levels[r.Skill])
		t.weighted += int64(gained) * 2 * r.Weight.Num / r.Weight.Den
	}
	return t, true
}

// clash reports whether two offerings share a day and cannot.
func (q puzzle) clash(p pick, a, b int) bool {
	x, y := q.list[a], q.list[b]
	if len(x.Sessions) == 0 || len(y.Sessions) == 0 || x.Kind == training.JobRotation || y.Kind == training.JobRotation {
		return false
	}
	return x.Sessions[p[a]].Held.Overlaps(y.Sessions[p[b]].Held)
}

func inCatalogueOrder(p develop.Plan) []string {
	ids := offerings(p)
	slices.SortFunc(ids, func(a, b string) int { return number(a) - number(b) })
	return ids
}

func TestPlanAgainstEveryChoice(t *testing.T) {
	for _, c := range []struct {
		name   string
		rounds int
		made   made
	}{
		{"at any time", 1500, made{offerings: 9, skills: 3}},
		{"with sessions", 1500, made{offerings: 6, skills: 3, sessions: true}},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := rand.New(rand.NewPCG(11, uint64(c.made.offerings)))
			outcomes := map[develop.Outcome]int{}
			for round := range c.rounds {
				m := c.made
				m.offerings, m.skills = 1+r.IntN(m.offerings), 1+r.IntN(m.skills)
				q := newPuzzle(r, m)
				p := compile(t, vocabulary("k0", "k1", "k2"), q.list...)
				plan := newPlan(t, p, q.request)
				cheapest, most := q.all()
				require.True(t, plan.Bound.Proven, "round %d", round)
				outcomes[plan.Outcome]++
				want := cheapest
				if cheapest == nil {
					require.NotEqual(t, develop.Covered, plan.Outcome, "round %d", round)
					require.NotEmpty(t, plan.Obstacles, "round %d", round)
					want = most
				} else {
					require.Equal(t, develop.Covered, plan.Outcome, "round %d: %+v", round, plan.Obstacles)
					equalDecimal(t, strconv.FormatInt(want.cost, 10), plan.Bound.LeastCost.Decimal)
				}
				require.Equal(t, want.offerings, inCatalogueOrder(plan), "round %d\n%+v\n%+v", round, q, plan)
			}
			require.Greater(t, outcomes[develop.Covered], c.rounds/5, outcomes)
			require.Greater(t, outcomes[develop.Partial], c.rounds/10, outcomes)
			t.Log(outcomes)
		})
	}
}
