package promotion_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/criteria"
	"github.com/kam-go/kam/careerpath/evidence"
	"github.com/kam-go/kam/careerpath/promotion"
)

func TestTheDrawIsAnnounced(t *testing.T) {
	for name, x := range map[string]struct {
		place  string
		change func(*promotion.Cycle)
	}{
		"none":                  {"$.draw", func(c *promotion.Cycle) { c.Draw = promotion.Draw{} }},
		"before the last score": {"$.draw.day", func(c *promotion.Cycle) { c.Draw.Day = day("2026-03-16") }},
	} {
		t.Run(name, func(t *testing.T) {
			c := spring(t)
			x.change(&c)
			_, err := promotion.Compile(c)
			finding(t, err, "draw", x.place)
		})
	}
	c := spring(t)
	c.Draw.Source = kam.Text{}
	_, err := promotion.Compile(c)
	require.ErrorContains(t, err, "$.draw.source")
	c = spring(t)
	c.Draw.Day = kam.Day{}
	_, err = promotion.Compile(c)
	finding(t, err, "day", "$.draw.day")
	c = spring(t)
	c.Draw.Day = day("2026-03-17") // the last day of the interview
	compiled(t, c)
	c.TieBreaks = []promotion.TieBreak{{By: promotion.TieShare}}
	w := compiled(t, c).Warnings()
	require.Len(t, w, 1)
	assert.Equal(t, "promotion.draw", w[0].Code)
}

func TestTheSeedComesAfterTheScores(t *testing.T) {
	r := entered(t, spring(t))
	seed := promotion.Event{Step: promotion.StepSeed, Seed: "04 11 23"}
	late := seed
	late.On = day("2026-03-18")
	f := r.refused("finished", "$.step", late)
	assert.Equal(t, `"interview" is not closed`, f.Message.EN)
	r.score("ada", "interview", "80", "80", "80", "80")
	r.score("bo", "interview", "80", "80", "80", "80")
	r.finish("interview")
	r.on = "2026-03-17"
	f = r.refused("window", "$.on", seed)
	assert.Equal(t, "2026-03-17 is before 2026-03-18, the day of the draw", f.Message.EN)
	r.on = "2026-03-19"
	r.refused("seed", "$.step", promotion.Event{Step: promotion.StepPublish, Digest: r.digest()})
	r.on = "2026-03-19"
	r.do(seed)
	r.refused("twice", "$.seed", seed)
	r.publish()
	r.refused("step", "$.step", seed)
}

func TestPeopleWithEqualIDs(t *testing.T) {
	c := spring(t)
	c.Panel = append(c.Panel, promotion.Judge{Person: kam.Subject{Kind: "user", ID: "j1"}})
	w := compiled(t, c).Warnings()
	require.Len(t, w, 1)
	assert.Equal(t, "promotion.same-id", w[0].Code)
	r := begin(t, spring(t))
	double := kam.Subject{Kind: "partner", ID: "j1"}
	r.applies("ada", "east")
	r.do(promotion.Event{Step: promotion.StepApply, By: double, Person: double, Openings: []string{"east"}})
	n := 0
	for _, f := range r.Findings() {
		if f.Code == "promotion.same-id" {
			n++
			assert.Equal(t, `payee "j1" and partner "j1" have the same ID`, f.Message.EN)
		}
	}
	assert.Equal(t, 1, n)
	c = spring(t)
	c.Officers = []kam.Subject{person("j1")}
	w = compiled(t, c).Warnings()
	require.Len(t, w, 1)
	assert.Equal(t, "promotion.officers", w[0].Code)
}

func TestRuleAndHashBelongTogether(t *testing.T) {
	c := spring(t)
	require.NoError(t, compiled(t, c).VerifyCriteria(gate(t)))
	c.Criteria[0].Rule = criteria.Rule{ID: "easy", Name: same("easy"), Certificate: &criteria.Certificate{Kind: "kam-2"}}
	p := compiled(t, c)
	finding(t, p.VerifyCriteria(gate(t)), "criteria", "$.criteria[0].rule")
	_, err := p.Freeze(evidenceOf(person("ada"), true, 3), nil, gate(t))
	finding(t, err, "criteria", "$.criteria[0].rule")
	c.Criteria[0].Rule = criteria.Rule{} // shows none
	require.NoError(t, compiled(t, c).VerifyCriteria(gate(t)))
}

// Cutting scores off at the end of the scale would make equals of two who are not.
func TestEvenedScoresMayLeaveTheScale(t *testing.T) {
	c := spring(t)
	c.Exercises[2].DropFrom, c.Exercises[2].MinJudges, c.Exercises[2].Standardise = 0, 1, promotion.StandardiseMean
	r := entered(t, c)
	r.score("ada", "interview", "100", "60")
	r.score("bo", "interview", "20", "100")
	r.do(scored("j3", "ada", "interview", "100"))
	// j1 60, j2 80, j3 100, all 76: ada 116, 56, 76; bo 36, 96.
	ada := use(t, r, "ada", "interview", "j1")
	assert.Equal(t, "116", ada.Adjusted.String())
	assert.Equal(t, promotion.Counted, ada.Use)
}

func TestFiguresFollowFromTheFile(t *testing.T) {
	c := spring(t)
	c.Facts = append(c.Facts, promotion.Fact{ID: "stage", Name: same("stage"), Direction: kam.HigherIsBetter, From: promotion.FactStage},
		promotion.Fact{ID: "company", Name: same("company"), Direction: kam.HigherIsBetter, From: promotion.FactTenure})
	p := compiled(t, c)
	file := evidenceOf(person("ada"), true, 3)
	file.Positions = []evidence.Position{
		{Stage: "a", Held: kam.MustPeriod("2025-01-01/2026-02-01")},
		{Stage: "b", Held: kam.Period{From: day("2026-02-01")}},
		{Stage: "c", Held: kam.Period{From: day("2026-02-15")}},
		{Stage: "d", Held: kam.Period{From: day("2026-03-02")}},
	}
	z, err := p.Freeze(file, nil, gate(t))
	require.NoError(t, err)
	require.Len(t, z.Figures, 2)
	assert.Equal(t, "28", z.Figures[0].Value.String())
	assert.Equal(t, "424", z.Figures[1].Value.String())
	_, err = p.Freeze(file, []promotion.Figure{{Fact: "stage", Value: dec("9999")}}, gate(t))
	finding(t, err, "unused", "$.figures[0].fact")
	none, err := p.Freeze(evidenceOf(person("ada"), true, 3), nil, gate(t))
	require.NoError(t, err)
	assert.Empty(t, none.Figures)
	later := evidenceOf(person("ada"), true, 3)
	later.Positions = file.Positions[3:]
	none, err = p.Freeze(later, nil, gate(t))
	require.NoError(t, err)
	assert.Empty(t, none.Figures)

	r := begin(t, c)
	r.applies("ada", "east")
	r.on = "2026-03-09"
	freeze := func(change func(*promotion.Frozen)) promotion.Event {
		x, err := p.Freeze(file, []promotion.Figure{{Fact: "tenure", Value: dec("9"), Source: hash64}}, gate(t))
		require.NoError(t, err)
		change(&x)
		return promotion.Event{Step: promotion.StepFreeze, Person: person("ada"), Frozen: &x}
	}
	r.refused("missing", "$.frozen.figures[0].source", freeze(func(z *promotion.Frozen) { z.Figures[0].Source = "" }))
	r.refused("hash", "$.frozen.figures[0].source", freeze(func(z *promotion.Frozen) { z.Figures[0].Source = "x" }))
	r.refused("unused", "$.frozen.figures[1].source", freeze(func(z *promotion.Frozen) { z.Figures[1].Source = hash64 }))
	for _, change := range map[string]func(*promotion.Frozen){
		"another figure": func(z *promotion.Frozen) { z.Figures[1].Value = dec("9999") },
		"no figure":      func(z *promotion.Frozen) { z.Figures = z.Figures[:2] },
	} {
		s, err := r.Apply(r.event(freeze(change)))
		require.NoError(t, err)
		finding(t, s.VerifyEvidence(file, gate(t)), "figure", "$.figures")
	}
	r.do(freeze(func(*promotion.Frozen) {}))
	require.NoError(t, r.VerifyEvidence(file, gate(t)))
	c.Facts[0].From = "hearsay"
	_, err = promotion.Compile(c)
	finding(t, err, "fact", "$.facts[0].from")
}
