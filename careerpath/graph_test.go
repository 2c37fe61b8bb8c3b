package careerpath_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath"
	"github.com/kam-go/kam/careerpath/evidence"
)

func ids(moves []careerpath.Move) []string {
	out := make([]string, len(moves))
	for i, m := range moves {
		out[i] = m.ID
	}
	return out
}

func TestStagesAndMoves(t *testing.T) {
	p := compile(t, small())
	var order []string
	for _, s := range p.Stages() {
		order = append(order, s.ID)
	}
	assert.Equal(t, []string{"junior", "manager", "analyst", "director", "expert", "principal"}, order)
	assert.Equal(t, []string{"manager-director", "manager-expert", "manager-junior", "watch"}, ids(p.Moves("manager")))
	assert.Empty(t, p.Moves("nobody"))
	m, ok := p.Move("principal-director")
	require.True(t, ok)
	assert.Equal(t, careerpath.Return, m.Kind)
	_, ok = p.Move("x")
	assert.False(t, ok)
	_, ok = p.Stage("x")
	assert.False(t, ok)
	_, ok = p.Track("x")
	assert.False(t, ok)
	_, ok = p.Criteria("x")
	assert.False(t, ok)
	track, ok := p.Track("desk")
	require.True(t, ok)
	assert.Equal(t, "back-office", track.Department)
	assert.Len(t, p.Tracks(), 3)
	c, ok := p.Criteria("manager-expert")
	require.True(t, ok)
	assert.Equal(t, []string{"tenure"}, c.IDs())
	assert.Equal(t, "small", p.ID())
	assert.Equal(t, 3, p.Version())
	assert.Equal(t, 3, c.Version())
	assert.Equal(t, "Small ladder", p.Name().EN)
	assert.True(t, p.InForce(kam.MustDay("2026-01-01")))
	assert.False(t, p.InForce(kam.MustDay("2025-12-31")))
	assert.False(t, p.InForce(kam.Day{}))
}

func TestALadderIsCheckedOnADay(t *testing.T) {
	l := careerpath.Ladder{Effective: kam.MustPeriod("2026-01-01/2027-01-01")}
	require.NoError(t, l.CheckOn(kam.MustDay("2026-12-31")))
	require.EqualError(t, l.CheckOn(kam.MustDay("2027-01-01")), "$.effective: the ladder is in force in 2026-01-01/2027-01-01, not on 2027-01-01 (take the ladder of that day, or correct the period)")
}

func TestPath(t *testing.T) {
	p := compile(t, small())
	cases := []struct {
		from, to string
		want     []string
	}{
		{"junior", "junior", []string{}},
		{"junior", "principal", []string{"junior-manager", "manager-expert", "expert-principal"}},
		{"analyst", "expert", []string{"analyst-manager", "manager-expert"}},
		{"principal", "expert", []string{"principal-director", "director-expert"}},
		{"director", "principal", []string{"director-expert", "expert-principal"}},
	}
	for _, c := range cases {
		way, err := p.Path(c.from, c.to)
		require.NoError(t, err)
		assert.Equal(t, c.want, ids(way))
	}
	for _, c := range [][2]string{{"manager", "junior"}, {"junior", "analyst"}} {
		_, err := p.Path(c[0], c[1])
		require.ErrorIs(t, err, careerpath.ErrNoPath)
	}
	for _, c := range [][2]string{{"x", "junior"}, {"junior", "x"}, {"", ""}} {
		_, err := p.Path(c[0], c[1])
		require.ErrorIs(t, err, careerpath.ErrStage)
	}
}

// Of two ways of equal length that one is taken whose moves stand first in the ladder.
func TestPathTies(t *testing.T) {
	l := with(func(l *careerpath.Ladder) {
		l.Moves = append(l.Moves, careerpath.Move{ID: "director-principal", Kind: careerpath.Promotion, From: "director", To: "principal", Criteria: tenure(1)})
	})
	way, err := compile(t, l).Path("manager", "principal")
	require.NoError(t, err)
	assert.Equal(t, []string{"manager-director", "director-principal"}, ids(way))
	l.Moves[1], l.Moves[2] = l.Moves[2], l.Moves[1]
	way, err = compile(t, l).Path("manager", "principal")
	require.NoError(t, err)
	assert.Equal(t, []string{"manager-expert", "expert-principal"}, ids(way))
}

// Paths agree with trying every way, on ladders made up at random.
func TestPathAgreesWithTryingEveryWay(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 5))
	for range 60 {
		l := small()
		l.Stages, l.Moves = nil, nil
		n := 3 + rng.IntN(5)
		for i := range n {
			id := fmt.Sprint("s", i)
			l.Stages = append(l.Stages, careerpath.Stage{ID: id, Track: []string{"line", "desk"}[i%2], Rank: i + 1, Titles: []kam.Text{both(id)}})
		}
		for k := range 3 * n {
			a, b := rng.IntN(n), rng.IntN(n)
			kind := careerpath.CrossDepartment
			switch {
			case a == b:
				continue
			case a%2 == b%2 && a > b:
				kind = careerpath.Demotion
			case a%2 == b%2:
				kind = careerpath.Promotion
			}
			l.Moves = append(l.Moves, careerpath.Move{ID: fmt.Sprint("m", k), Kind: kind, From: l.Stages[a].ID, To: l.Stages[b].ID, Criteria: tenure(1)})
		}
		p := compile(t, l)
		for a := range n {
			for b := range n {
				want, found := shortest(l, l.Stages[a].ID, l.Stages[b].ID)
				got, err := p.Path(l.Stages[a].ID, l.Stages[b].ID)
				require.Equal(t, found, err == nil)
				if found {
					require.Equal(t, want, ids(got))
				}
			}
		}
	}
}

// shortest tries all ways that enter no stage twice, in the order of the ladder.
func shortest(l careerpath.Ladder, from, to string) (best []string, found bool) {
	var walk func(at string, way []string, seen map[string]bool)
	walk = func(at string, way []string, seen map[string]bool) {
		if at == to {
			if !found || len(way) < len(best) {
				best, found = append([]string{}, way...), true
			}
			return
		}
		for _, m := range l.Moves {
			if m.From == at && m.Kind != careerpath.Demotion && !seen[m.To] {
				seen[m.To] = true
				walk(m.To, append(way, m.ID), seen)
				delete(seen, m.To)
			}
		}
	}
	walk(from, nil, map[string]bool{from: true})
	return best, found
}

func TestStepsOfPay(t *testing.T) {
	p := compile(t, with(func(l *careerpath.Ladder) {
		l.Stages[1].Pay = band("100", "", "200") // junior: middle 150
		l.Stages[2].Pay = band("150", "210", "300")
		l.Stages[0].Pay = band("300", "", "300")
		l.Stages[3].Pay = band("400", "", "500")
		l.Stages[4].Pay = &careerpath.PayBand{Min: dec("1"), Max: dec("2"), Currency: "USD"}
		l.Stages[2].Quota, l.Stages[0].Quota = &kam.Money{Amount: dec("10"), Currency: "CNY"}, &kam.Money{Amount: dec("11"), Currency: "USD"}
	}))
	var got []string
	for _, s := range p.Steps() {
		assert.Equal(t, s.Move, s.From+"-"+s.To)
		got = append(got, fmt.Sprint(s.Move, " ", s.Quota, " ", s.Pay, " ", s.Overlap))
	}
	assert.Equal(t, []string{
		"junior-manager unknown 7/5 1/2", "manager-director unknown 10/7 0", "manager-expert unknown 15/7 0", "expert-principal unknown unknown unknown",
	}, got)
	p = compile(t, with(func(l *careerpath.Ladder) { l.Stages[1].Pay, l.Stages[2].Pay = band("0", "", "0"), band("1", "", "2") }))
	assert.False(t, p.Steps()[0].Pay.Known(), "nothing is so many times 0")
	assert.False(t, p.Steps()[0].Overlap.Known(), "one amount has no width")
}

func TestStaffing(t *testing.T) {
	p := compile(t, with(func(l *careerpath.Ladder) {
		l.Stages[2].Headcount, l.Stages[0].Headcount, l.Stages[4].Headcount = heads(3), heads(1), heads(0)
	}))
	person := func(id string, positions ...evidence.Position) evidence.File {
		return evidence.File{Person: kam.Subject{Kind: "agent", ID: id}, Positions: positions}
	}
	files := []evidence.File{
		person("dora", held("manager", "2026-07-01/..")),
		person("bo", held("manager", "2026-01-01/2026-07-02"), held("director", "2026-07-02/..")),
		person("cai", held("director", "2020-01-01/..")),
		person("eva", held("director", "2020-01-01/.."), held("junior", "2020-01-01/..")),
		person("fei", held("painter", "2020-01-01/..")),
		person("gus", held("manager", "2020-01-01/2026-07-01")),
		person("fei", held("painter", "2020-01-01/..")),
		person("fei"),
		person("dora"),
		person("ann", held("manager", "2026-07-02/..")),
	}
	s, err := p.Staffing(files, today)
	require.NoError(t, err)
	names := func(list []kam.Subject) string {
		out := ""
		for _, h := range list {
			out += h.ID + " "
		}
		return out
	}
	post := func(stage string) string {
		post, ok := s.Post(stage)
		require.True(t, ok)
		return fmt.Sprint(names(post.Holders), post.Limited, post.Headcount, post.Open)
	}
	assert.Equal(t, "bo dora true 3 1", post("manager"))
	assert.Equal(t, "cai eva true 1 -1", post("director"), "more than allowed")
	assert.Equal(t, "eva false 0 0", post("junior"))
	assert.Equal(t, "true 0 0", post("principal"), "an allowance of nobody is one")
	assert.Equal(t, "fei ", names(s.Elsewhere))
	assert.Equal(t, "ann gus ", names(s.Nowhere))
	_, ok := s.Post("painter")
	assert.False(t, ok)
	assert.Len(t, s.Posts, 6)
	for i, stage := range p.Stages() {
		assert.Equal(t, stage.ID, s.Posts[i].Stage)
	}

	rng := rand.New(rand.NewPCG(1, 2))
	for range 20 {
		rng.Shuffle(len(files), func(i, j int) { files[i], files[j] = files[j], files[i] })
		again, err := p.Staffing(files, today)
		require.NoError(t, err)
		require.Equal(t, s, again, "the order of files does not matter")
	}
	_, err = p.Staffing([]evidence.File{files[0], {}, {Person: kam.Subject{Kind: "agent"}}}, kam.Day{})
	assert.ElementsMatch(t, []string{"ladder.subject $.files[1].person.id", "ladder.subject $.files[1].person.kind", "ladder.subject $.files[2].person.id", "ladder.day $.on"}, codes(t, err))
}

func TestProgramSharesNothing(t *testing.T) {
	l := with(func(l *careerpath.Ladder) {
		l.Stages[0].Pay, l.Stages[0].Quota, l.Stages[0].Headcount = band("1", "", "2"), &kam.Money{Amount: dec("1"), Currency: "CNY"}, heads(0)
		l.Points = points()
	})
	p := compile(t, l)
	before := p.Markdown(kam.English, careerpath.Page{})
	l.Stages[0].Titles[0].EN, l.Stages[0].Pay.Max, *l.Stages[0].Headcount, l.Points.Worth[1] = "x", dec("5"), 7, 8
	l.Moves[0].Criteria.Tenure.Months = 99
	for _, s := range p.Stages() {
		s.Titles[0].EN = "y"
		if s.Pay != nil {
			s.Pay.Max, *s.Headcount, s.Quota.Amount = dec("6"), 9, dec("7")
		}
	}
	p.Tracks()[0].Name.EN = "z"
	for _, m := range p.Moves("junior") {
		m.Criteria.Tenure.Months = 98
	}
	framework, _ := p.Points()
	framework.Worth[1], framework.Levels[1].Stages[0] = 3, "junior"
	assert.Equal(t, before, p.Markdown(kam.English, careerpath.Page{}))
	director, _ := p.Stage("director")
	require.NotNil(t, director.Headcount)
	assert.Zero(t, *director.Headcount, "an allowance of nobody is kept")
}

func TestHash(t *testing.T) {
	first := compile(t, small()).Hash()
	assert.Len(t, first, 64)
	assert.Equal(t, first, compile(t, small()).Hash())
	for _, change := range []func(l *careerpath.Ladder){
		func(l *careerpath.Ladder) { l.Version = 4 },
		func(l *careerpath.Ladder) { l.Moves[0].Criteria.Tenure.Months = 13 },
		func(l *careerpath.Ladder) { l.Moves[0], l.Moves[1] = l.Moves[1], l.Moves[0] },
		func(l *careerpath.Ladder) { l.Stages[0].Headcount = heads(0) },
		func(l *careerpath.Ladder) { l.Points = points() },
	} {
		assert.NotEqual(t, first, compile(t, with(change)).Hash())
	}
	l := with(func(l *careerpath.Ladder) { l.Stages[0].Pay = band("1", "", "2") })
	a := compile(t, l).Hash()
	l.Stages[0].Pay.Min = dec("1.00")
	assert.Equal(t, a, compile(t, l).Hash(), "how a number is stored says nothing")
}
