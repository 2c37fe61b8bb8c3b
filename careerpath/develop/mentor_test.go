package develop_test

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/develop"
	"github.com/kam-go/kam/careerpath/skills"
)

func match(t testing.TB, r develop.MentorRequest) develop.Matching {
	t.Helper()
	m, err := develop.MatchMentors(r)
	require.NoError(t, err)
	return m
}

func pairs(m develop.Matching) map[string]string {
	out := map[string]string{}
	for _, p := range m.Pairs {
		out[p.Mentee.ID] = p.Mentor.ID
	}
	return out
}

func person(kind, id string) kam.Subject { return kam.Subject{Kind: kind, ID: id} }

// mentors is a request in which every rule matters.
func mentors() develop.MentorRequest {
	heavy := need("forecasting", 2)
	heavy.Weight = kam.MustFraction("3/2")
	return develop.MentorRequest{
		Above: 1,
		Mentees: []develop.Mentee{
			{Person: anna, Department: "south", Wants: []skills.Requirement{need("negotiation", 3), heavy}, Manager: lead},
			{Person: bo, Department: "north", Wants: []skills.Requirement{need("negotiation", 3)}, Prefers: []kam.Subject{person("agent", "omar"), person("agent", "nina")}},
			{Person: chen, Department: "south", Wants: []skills.Requirement{need("leadership", 4)}},
			{Person: dora, Department: "south", Wants: []skills.Requirement{need("negotiation", 2)}, Not: []kam.Subject{person("agent", "nina"), person("agent", "omar")}},
		},
		Mentors: []develop.Mentor{
			{Person: lead, Department: "south", Levels: skills.Levels{"negotiation": 5, "forecasting": 5}, Capacity: 2},
			{Person: person("agent", "nina"), Department: "south", Levels: skills.Levels{"negotiation": 4, "forecasting": 3}, Capacity: 1},
			{Person: person("agent", "omar"), Department: "west", Levels: skills.Levels{"negotiation": 4, "leadership": 4}, Capacity: 3, Not: []kam.Subject{dora}},
		},
	}
}

func TestMatchMentors(t *testing.T) {
	m := match(t, mentors())
	assert.Equal(t, map[string]string{"anna": "nina", "bo": "omar", "dora": "lead"}, pairs(m))
	assert.Equal(t, "9/2", m.Covered.RatString())
	assert.Equal(t, "11/2", m.Wanted.RatString())
	assert.Equal(t, 1, m.Crossing)
	assert.Equal(t, []string{"negotiation", "forecasting"}, m.Pairs[0].Covers)
	assert.Equal(t, 1, m.Pairs[1].Choice)
	assert.Equal(t, []develop.Without{{Mentee: chen, Reason: develop.NobodyFar}}, m.Without, "4 is not one above 4")

	r := mentors()
	r.Mentors[1].Capacity, r.Mentors[2].Capacity = 0, 0
	m = match(t, r)
	assert.Equal(t, develop.Without{Mentee: anna, Reason: develop.AllTaken, Mentors: []kam.Subject{person("agent", "nina"), person("agent", "omar")}}, m.Without[0])
	r = mentors()
	r.Mentees[3].Not = append(r.Mentees[3].Not, lead)
	m = match(t, r)
	assert.Equal(t, develop.Without{Mentee: dora, Reason: develop.AllExcluded, Mentors: []kam.Subject{lead, person("agent", "nina"), person("agent", "omar")}}, m.Without[1])
	r = mentors()
	r.Mentors = nil
	assert.Len(t, match(t, r).Without, 4)
}

func TestMatchingOrderOfAims(t *testing.T) {
	two := skills.Levels{"a": 5, "b": 5}
	wants := []skills.Requirement{need("a", 1)}
	for _, c := range []struct {
		name string
		r    develop.MentorRequest
		want map[string]string
	}{
		{"weight before number of pairs", develop.MentorRequest{
			Mentees: []develop.Mentee{
				{Person: anna, Wants: []skills.Requirement{{Skill: "a", Level: 1, Weight: kam.MustFraction("5")}}},
				{Person: bo, Wants: wants},
				{Person: chen, Wants: wants},
			},
			Mentors: []develop.Mentor{{Person: dora, Levels: two, Capacity: 1}},
		}, map[string]string{"anna": "dora"}},
		{"more people of equal weight", develop.MentorRequest{
			Mentees: []develop.Mentee{
				{Person: anna, Wants: []skills.Requirement{need("a", 1), need("b", 1)}}, {Person: bo, Wants: wants}, {Person: chen, Wants: []skills.Requirement{need("b", 1)}},
			},
			Mentors: []develop.Mentor{{Person: dora, Levels: skills.Levels{"a": 5}, Capacity: 1}, {Person: lead, Levels: skills.Levels{"b": 5}, Capacity: 1}},
		}, nil},
		{"the same department before preferences", develop.MentorRequest{
			Mentees: []develop.Mentee{{Person: anna, Department: "x", Wants: wants, Prefers: []kam.Subject{dora}}},
			Mentors: []develop.Mentor{{Person: dora, Department: "y", Levels: two, Capacity: 1}, {Person: lead, Department: "x", Levels: two, Capacity: 1}},
		}, map[string]string{"anna": "lead"}},
		{"an unstated department is across", develop.MentorRequest{
			Mentees: []develop.Mentee{{Person: anna, Wants: wants, Prefers: []kam.Subject{lead, dora}}},
			Mentors: []develop.Mentor{{Person: dora, Levels: two, Capacity: 1}, {Person: lead, Levels: two, Capacity: 1}},
		}, map[string]string{"anna": "lead"}},
		{"nobody mentors themself", develop.MentorRequest{
			Mentees: []develop.Mentee{{Person: anna, Wants: wants}}, Mentors: []develop.Mentor{{Person: anna, Levels: two, Capacity: 1}},
		}, map[string]string{}},
		{"an unknown level covers nothing", develop.MentorRequest{
			Mentees: []develop.Mentee{{Person: anna, Wants: wants}}, Mentors: []develop.Mentor{{Person: bo, Levels: skills.Levels{"b": 5}, Capacity: 1}},
		}, map[string]string{}},
		{"the level wanted is enough without above", develop.MentorRequest{
			Mentees: []develop.Mentee{{Person: anna, Wants: wants}}, Mentors: []develop.Mentor{{Person: bo, Levels: skills.Levels{"a": 1}, Capacity: 1}},
		}, map[string]string{"anna": "bo"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := match(t, c.r)
			if c.want == nil {
				assert.Len(t, m.Pairs, 2)
				return
			}
			assert.Equal(t, c.want, pairs(m))
			if c.name == "an unstated department is across" {
				assert.Equal(t, 1, m.Crossing)
			}
			for _, w := range m.Without {
				assert.NotEmpty(t, w.Reason)
			}
		})
	}
}

// randomMentors makes up a request of few people.
func randomMentors(r *rand.Rand) develop.MentorRequest {
	out := develop.MentorRequest{Above: r.IntN(2)}
	who := func(kind string, i int) kam.Subject { return person(kind, strconv.Itoa(i)) }
	n, m := 1+r.IntN(6), r.IntN(5)
	for i := range n {
		x := develop.Mentee{Person: who("mentee", i), Department: fmt.Sprint(r.IntN(3)), Manager: who("mentor", r.IntN(6))}
		for k := range 1 + r.IntN(3) {
			w := need("k"+strconv.Itoa(k), 1+r.IntN(3))
			w.Weight = kam.Fraction{Num: 1 + r.Int64N(3), Den: 1 + r.Int64N(3)}
			x.Wants = append(x.Wants, w)
		}
		for j := range m {
			switch r.IntN(6) {
			case 0:
				x.Prefers = append(x.Prefers, who("mentor", j))
			case 1:
				x.Not = append(x.Not, who("mentor", j))
			}
		}
		out.Mentees = append(out.Mentees, x)
	}
	for j := range m {
		y := develop.Mentor{Person: who("mentor", j), Department: fmt.Sprint(r.IntN(3)), Levels: skills.Levels{}, Capacity: r.IntN(3)}
		for k := range 3 {
			if r.IntN(4) > 0 {
				y.Levels["k"+strconv.Itoa(k)] = r.IntN(5)
			}
		}
		if r.IntN(5) == 0 {
			y.Not = append(y.Not, who("mentee", r.IntN(n)))
		}
		out.Mentors = append(out.Mentors, y)
	}
	return out
}

// aims is what a matching is worth, in the order in which it counts.
type aims struct {
	covered                  *big.Rat
	pairs, within, preferred int
}

func (a aims) better(b aims) bool {
	if by := a.covered.Cmp(b.covered); by != 0 {
		return by > 0
	}
	if a.pairs != b.pairs {
		return a.pairs > b.pairs
	}
	if a.within != b.within {
		return a.within > b.within
	}
	return a.preferred > b.preferred
}

// worth returns what a pair is worth, and false when it must not be.
func worth(r develop.MentorRequest, i, j int) (aims, bool) {
	m, n := r.Mentees[i], r.Mentors[j]
	a := aims{covered: new(big.Rat), pairs: 1}
	for _, not := range append(append([]kam.Subject{m.Manager}, m.Not...), m.Person) {
		if not == n.Person {
			return a, false
		}
	}
	for _, not := range n.Not {
		if not == m.Person {
			return a, false
		}
	}
	for _, w := range m.Wants {
		if level, known := n.Levels[w.Skill]; known && level >= w.Level+r.Above {
			a.covered.Add(a.covered, w.Weight.Rat())
		}
	}
	if m.Department == n.Department {
		a.within = 1
	}
	for place, who := range m.Prefers {
		if who == n.Person {
			a.preferred = develop.MaxWishes - place
		}
	}
	return a, a.covered.Sign() > 0
}

func TestMatchingAgainstEveryAssignment(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 9))
	for round := range 2000 {
		q := randomMentors(r)
		best := aims{covered: new(big.Rat)}
		room := make([]int, len(q.Mentors))
		for j, m := range q.Mentors {
			room[j] = m.Capacity
		}
		var try func(i int, so aims)
		try = func(i int, so aims) {
			if i == len(q.Mentees) {
				if so.better(best) {
					best = so
				}
				return
			}
			try(i+1, so)
			for j := range q.Mentors {
				a, may := worth(q, i, j)
				if !may || room[j] == 0 {
					continue
				}
				room[j]--
				try(i+1, aims{new(big.Rat).Add(so.covered, a.covered), so.pairs + 1, so.within + a.within, so.preferred + a.preferred})
				room[j]++
			}
		}
		try(0, aims{covered: new(big.Rat)})
		m := match(t, q)
		got := aims{covered: new(big.Rat)}
		for _, p := range m.Pairs {
			i, j := number("x"+p.Mentee.ID), number("x"+p.Mentor.ID)
			a, may := worth(q, i, j)
			require.True(t, may)
			room[j]--
			got = aims{got.covered.Add(got.covered, a.covered), got.pairs + 1, got.within + a.within, got.preferred + a.preferred}
			require.Equal(t, a.within == 0, p.Crosses)
		}
		for _, left := range room {
			require.GreaterOrEqual(t, left, 0)
		}
		require.False(t, best.better(got) || got.better(best), "round %d: best %+v, got %+v", round, best, got)
		require.Equal(t, best.covered.RatString(), m.Covered.RatString())
		require.Equal(t, len(q.Mentees), len(m.Pairs)+len(m.Without))

		mixed := q
		mixed.Mentees, mixed.Mentors = append([]develop.Mentee{}, q.Mentees...), append([]develop.Mentor{}, q.Mentors...)
		r.Shuffle(len(mixed.Mentees), func(i, j int) { mixed.Mentees[i], mixed.Mentees[j] = mixed.Mentees[j], mixed.Mentees[i] })
		r.Shuffle(len(mixed.Mentors), func(i, j int) { mixed.Mentors[i], mixed.Mentors[j] = mixed.Mentors[j], mixed.Mentors[i] })
		require.Equal(t, pairs(m), pairs(match(t, mixed)), "the order of the request does not matter")
	}
}

func TestMentorFaults(t *testing.T) {
	_, err := develop.MatchMentors(develop.MentorRequest{})
	assert.Equal(t, []string{"develop.too-few $.mentees"}, codes(t, err))
	_, err = develop.MatchMentors(develop.MentorRequest{
		Above: -1,
		Mentees: []develop.Mentee{
			{Person: anna, Wants: []skills.Requirement{need("a", 0)}, Manager: kam.Subject{Kind: "x"}, Not: []kam.Subject{{}}, Prefers: []kam.Subject{bo, bo}},
			{Person: anna, Wants: nil},
		},
		Mentors: []develop.Mentor{{Person: bo, Levels: skills.Levels{"a": 200}, Capacity: -1}, {Person: bo, Capacity: develop.MaxCapacity + 1}},
	})
	assert.ElementsMatch(t, []string{
		"develop.range $.above", "skills.level $.mentees[0].wants[0].level", "develop.subject $.mentees[0].manager.id", "develop.subject $.mentees[0].not[0].kind",
		"develop.subject $.mentees[0].not[0].id", "develop.twice $.mentees[0].prefers[1]", "develop.twice $.mentees[1].person", "develop.too-few $.mentees[1].wants",
		"develop.level $.mentors[0].levels.a", "develop.range $.mentors[0].capacity", "develop.twice $.mentors[1].person", "develop.range $.mentors[1].capacity",
	}, codes(t, err))
	_, err = develop.MatchMentors(develop.MentorRequest{Mentees: make([]develop.Mentee, develop.MaxMentees+1)})
	assert.Equal(t, []string{"develop.too-many $.mentees"}, codes(t, err))
	weighty := func(w kam.Fraction) error {
		_, err := develop.MatchMentors(develop.MentorRequest{Mentees: []develop.Mentee{{Person: anna, Wants: []skills.Requirement{{Skill: "a", Level: 1, Weight: w}}}}})
		return err
	}
	require.NoError(t, weighty(kam.Fraction{Num: 1<<26 - 1, Den: 1}))
	assert.Equal(t, []string{"develop.weight $.mentees[0].wants"}, codes(t, weighty(kam.Fraction{Num: 1 << 26, Den: 1})))
}

// The largest weights of the most people do not wrap around.
func TestLargestMatching(t *testing.T) {
	var r develop.MentorRequest
	for i := range develop.MaxMentees {
		r.Mentees = append(r.Mentees, develop.Mentee{
			Person: person("mentee", strconv.Itoa(i)), Wants: []skills.Requirement{{Skill: "a", Level: 1, Weight: kam.Fraction{Num: 1<<26 - 1, Den: 1}}},
		})
	}
	for j := range 100 {
		r.Mentors = append(r.Mentors, develop.Mentor{Person: person("mentor", strconv.Itoa(j)), Levels: skills.Levels{"a": 1}, Capacity: 4})
	}
	assert.Len(t, match(t, r).Pairs, 400)
}

func BenchmarkMatchMentors(b *testing.B) {
	for _, c := range []struct{ n, mentors, most int }{{50, 16, 4}, {500, 166, 4}, {500, 500, 1}} {
		n := c.n
		b.Run(fmt.Sprint(n, " mentees, ", c.mentors, " mentors"), func(b *testing.B) {
			r := rand.New(rand.NewPCG(1, uint64(n)))
			var q develop.MentorRequest
			for i := range n {
				x := develop.Mentee{Person: person("mentee", strconv.Itoa(i)), Department: fmt.Sprint(r.IntN(5))}
				for k := range 3 {
					x.Wants = append(x.Wants, need("k"+strconv.Itoa(k), 1+r.IntN(4)))
				}
				q.Mentees = append(q.Mentees, x)
			}
			for j := range c.mentors {
				q.Mentors = append(q.Mentors, develop.Mentor{
					Person: person("mentor", strconv.Itoa(j)), Department: fmt.Sprint(r.IntN(5)), Capacity: 1 + r.IntN(c.most),
					Levels: skills.Levels{"k0": r.IntN(6), "k1": r.IntN(6), "k2": r.IntN(6)},
				})
			}
			b.ReportAllocs()
			for b.Loop() {
				if _, err := develop.MatchMentors(q); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func TestNamesThatNobodyHas(t *testing.T) {
	ghost := kam.Subject{Kind: "agent", ID: "ghost"}
	m, err := develop.MatchMentors(develop.MentorRequest{
		Mentees: []develop.Mentee{
			{Person: anna, Wants: []skills.Requirement{need("a", 1)}, Manager: ghost, Not: []kam.Subject{lead, ghost}, Prefers: []kam.Subject{lead, ghost}},
			{Person: bo, Wants: []skills.Requirement{need("a", 1)}, Manager: anna},
		},
		Mentors: []develop.Mentor{{Person: lead, Levels: skills.Levels{"a": 2}, Capacity: 1, Not: []kam.Subject{anna, chen}}},
	})
	require.NoError(t, err)
	assert.Equal(t, []string{
		"develop.unknown-person $.mentees[0].manager", "develop.unknown-person $.mentees[0].not[1]",
		"develop.unknown-person $.mentees[0].prefers[1]", "develop.unknown-person $.mentors[0].not[1]",
	}, codes(t, &kam.InvalidError{Findings: m.Warnings}))
	for _, w := range m.Warnings {
		assert.Equal(t, kam.Warning, w.Severity)
	}
	assert.Len(t, m.Pairs, 1)
}
