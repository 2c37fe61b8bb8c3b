package promotion_test

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/criteria"
	"github.com/kam-go/kam/careerpath/evidence"
	"github.com/kam-go/kam/careerpath/promotion"
	"github.com/kam-go/kam/internal/num"
)

func same(s string) kam.Text { return kam.Text{EN: s, ZH: s} }

func person(id string) kam.Subject { return kam.Subject{Kind: "payee", ID: id} }

var (
	officer = kam.Subject{Kind: "user", ID: "hr"}
	arbiter = kam.Subject{Kind: "user", ID: "works-council"}
)

func dec(s string) decimal.Decimal {
	d, err := num.Parse(s)
	if err != nil {
		panic(err)
	}
	return d
}

func opt(s string) decimal.NullDecimal { return decimal.NewNullDecimal(dec(s)) }

func day(s string) kam.Day { return kam.MustDay(s) }

// vocabulary has what the rules of the tests speak of.
func vocabulary() evidence.Vocabulary {
	return evidence.Vocabulary{
		Skills:       []evidence.Skill{{ID: "negotiation", Name: kam.Text{EN: "Negotiation", ZH: "谈判"}, Levels: []kam.Text{same("0"), same("1"), same("2"), same("3")}}},
		Certificates: []evidence.Term{{ID: "kam-2", Name: kam.Text{EN: "Key account management II", ZH: "大客户管理二级"}}},
	}
}

// gate asks for a certificate and a level of a skill.
func gate(t testing.TB) *criteria.Program {
	t.Helper()
	p, err := criteria.Compile(criteria.Rule{All: []criteria.Rule{
		{ID: "certificate", Name: kam.Text{EN: "Certificate held", ZH: "持有证书"}, Certificate: &criteria.Certificate{Kind: "kam-2"}},
		{ID: "negotiates", Name: kam.Text{EN: "Negotiates well", ZH: "谈判能力"}, Skill: &criteria.Skill{Skill: "negotiation", Level: 2}},
	}}, vocabulary(), criteria.Options{Version: 3})
	require.NoError(t, err)
	return p
}

// evidenceOf is a file of somebody with or without the certificate, at a level of negotiation; below 0 nobody assessed it.
func evidenceOf(who kam.Subject, certified bool, level int) evidence.File {
	f := evidence.File{
		Person:   who,
		Complete: []evidence.Completeness{{Of: evidence.Certificates, Period: kam.MustPeriod("2020-01-01/2027-01-01")}},
	}
	if certified {
		f.Certificates = []evidence.Certificate{{Kind: "kam-2", Number: "N-" + who.ID, Earned: day("2024-05-01")}}
	}
	if level >= 0 {
		f.Skills = []evidence.Assessment{{Skill: "negotiation", Level: level, Assessor: kam.Subject{Kind: "user", ID: "coach"}, On: day("2026-01-15")}}
	}
	return f
}

// spring is a cycle with two openings, three exercises and five judges.
func spring(t testing.TB) promotion.Cycle {
	t.Helper()
	c := promotion.Cycle{
		Format: promotion.Format, ID: "2026-spring", Version: 1, Name: kam.Text{EN: "Spring promotion 2026", ZH: "2026 年春季晋升"},
		Ladder:   promotion.Edition{ID: "key-accounts", Version: 2, Hash: hash64},
		Criteria: []promotion.Criteria{promotion.CriteriaOf("senior", gate(t))},
		Openings: []promotion.Opening{
			{ID: "east", Name: kam.Text{EN: "Senior key-account manager, East", ZH: "高级大客户经理（华东）"}, Stage: "senior", Department: "East", Seats: 1, Criteria: "senior"},
			{ID: "west", Name: kam.Text{EN: "Senior key-account manager, West", ZH: "高级大客户经理（西部）"}, Stage: "senior", Department: "West", Seats: 1, Criteria: "senior"},
		},
		Exercises: []promotion.Exercise{
			{
				ID: "test", Kind: promotion.WrittenTest, Name: kam.Text{EN: "Written test", ZH: "笔试"}, Weight: kam.MustFraction("0.3"),
				Scale: promotion.Scale{Max: dec("100"), Step: dec("1")}, Window: kam.MustPeriod("2026-03-10/2026-03-11"),
				Judges: []kam.Subject{person("j1")}, MinJudges: 1, Pass: opt("60"),
			},
			{
				ID: "talk", Kind: promotion.Presentation, Name: kam.Text{EN: "Presentation", ZH: "述职"}, Weight: kam.MustFraction("0.3"),
				Scale: promotion.Scale{Max: dec("10"), Step: dec("0.5")}, Window: kam.MustPeriod("2026-03-12/2026-03-14"), MinJudges: 3,
			},
			{
				ID: "interview", Kind: promotion.Interview, Name: kam.Text{EN: "Interview", ZH: "面试"}, Weight: kam.MustFraction("0.4"),
				Scale: promotion.Scale{Max: dec("100"), Step: dec("1")}, Window: kam.MustPeriod("2026-03-16/2026-03-18"), MinJudges: 4, DropFrom: 4,
			},
		},
		Officers:    []kam.Subject{officer},
		Arbiters:    []kam.Subject{arbiter},
		Facts:       []promotion.Fact{{ID: "tenure", Name: kam.Text{EN: "Days in the company", ZH: "司龄（天）"}, Direction: kam.HigherIsBetter}},
		TieBreaks:   []promotion.TieBreak{{By: promotion.TieExercise, Exercise: "interview"}, {By: promotion.TieFact, Fact: "tenure"}, {By: promotion.TieLot}},
		Draw:        promotion.Draw{Source: kam.Text{EN: "National lottery, the six numbers by size", ZH: "国家彩票，六个号码由小到大"}, Day: day("2026-03-18")},
		Assignment:  promotion.ByPreference,
		MaxOpenings: 2,
		Schedule: promotion.Schedule{
			Apply: kam.MustPeriod("2026-03-02/2026-03-07"), Freeze: day("2026-03-01"), Publish: day("2026-03-19"),
			Objection: promotion.Term{Days: 5, Working: true}, Appeal: promotion.Term{Days: 10},
		},
		Calendar: kam.CalendarSpec{Declared: []int{2026}},
		Contact:  kam.Text{EN: "HR, room 2.14", ZH: "人力资源部 2.14 室"},
	}
	for _, id := range []string{"j1", "j2", "j3", "j4", "j5"} {
		c.Panel = append(c.Panel, promotion.Judge{Person: person(id), Name: "Judge " + id})
	}
	return c
}

const hash64 = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

func compiled(t testing.TB, c promotion.Cycle) *promotion.Program {
	t.Helper()
	p, err := promotion.Compile(c)
	require.NoError(t, err)
	return p
}

// run is a cycle that a test takes forward step by step.
type run struct {
	t testing.TB
	p *promotion.Program
	promotion.State
	on string
}

func begin(t testing.TB, c promotion.Cycle) *run {
	t.Helper()
	p := compiled(t, c)
	r := &run{t: t, p: p, State: p.Start(), on: "2026-03-02"}
	r.do(promotion.Event{Step: promotion.StepOpen})
	return r
}

// event fills in the day, and the officer as the maker of what nobody made.
func (r *run) event(e promotion.Event) promotion.Event {
	if !e.On.IsSet() {
		e.On = day(r.on)
	}
	if e.By == (kam.Subject{}) {
		e.By = officer
	}
	return e
}

// do takes an event that must be allowed.
func (r *run) do(e promotion.Event) {
	r.t.Helper()
	next, err := r.Apply(r.event(e))
	require.NoError(r.t, err)
	r.State = next
}

// refused takes an event that must be refused with a code at a place, and with no other.
func (r *run) refused(code, place string, e promotion.Event) kam.Finding {
	r.t.Helper()
	before := r.Record().Head()
	_, err := r.Apply(r.event(e))
	f := finding(r.t, err, code, place)
	require.Equal(r.t, before, r.Record().Head(), "a refused event changes nothing")
	return f
}

// finding returns the one finding of err, which must have the code and place.
func finding(t testing.TB, err error, code, place string) kam.Finding {
	t.Helper()
	invalid, ok := errors.AsType[*kam.InvalidError](err)
	require.True(t, ok, "%v", err)
	require.Len(t, invalid.Findings, 1, "%v", err)
	f := invalid.Findings[0]
	assert.Equal(t, "promotion."+code, f.Code)
	assert.Equal(t, place, f.Place)
	assert.NotEmpty(t, f.Message.EN)
	assert.NotEmpty(t, f.Message.ZH)
	assert.NotEmpty(t, f.Remedy.EN)
	assert.NotEmpty(t, f.Remedy.ZH)
	assert.NotEqual(t, f.Message.EN, f.Message.ZH)
	return f
}

// applies lets people apply for openings.
func (r *run) applies(id string, openings ...string) {
	r.t.Helper()
	r.do(promotion.Event{Step: promotion.StepApply, By: person(id), Person: person(id), Name: "Name of " + id, Openings: openings})
}

// freezes freezes the evidence of somebody who meets the criteria, with days of tenure.
func (r *run) freezes(id, tenure string) {
	r.t.Helper()
	r.freezesFile(evidenceOf(person(id), true, 3), tenure)
}

func (r *run) frozen(file evidence.File, tenure string) *promotion.Frozen {
	r.t.Helper()
	var figures []promotion.Figure
	if tenure != "" {
		figures = []promotion.Figure{{Fact: "tenure", Value: dec(tenure), Source: hash64}}
	}
	z, err := r.p.Freeze(file, figures, gate(r.t))
	require.NoError(r.t, err)
	return &z
}

func (r *run) freezesFile(file evidence.File, tenure string) {
	r.t.Helper()
	r.do(promotion.Event{Step: promotion.StepFreeze, Person: file.Person, Frozen: r.frozen(file, tenure)})
}

// seeds records the seed for drawing lots.
func (r *run) seeds() {
	r.t.Helper()
	r.do(promotion.Event{Step: promotion.StepSeed, Seed: "04 11 23 29 30 33"})
}

func scored(judge, id, exercise, score string) promotion.Event {
	return promotion.Event{Step: promotion.StepScore, By: person(judge), Person: person(id), Exercise: exercise, Score: opt(score)}
}

// score records scores of judges j1, j2 and so on in an exercise; "" is none.
func (r *run) score(id, exercise string, scores ...string) {
	r.t.Helper()
	judges := []string{"j1", "j2", "j3", "j4", "j5"}
	for i, s := range scores {
		if s != "" {
			r.do(scored(judges[i], id, exercise, s))
		}
	}
}

func (r *run) finish(exercise string) {
	r.t.Helper()
	r.do(promotion.Event{Step: promotion.StepFinish, Exercise: exercise})
}

func (r *run) digest() string {
	r.t.Helper()
	d, err := r.Outcome().Digest()
	require.NoError(r.t, err)
	return d
}

// publish publishes the ranking, after the seed for drawing lots is recorded if there is to be one.
func (r *run) publish() {
	r.t.Helper()
	breaks := r.p.Cycle().TieBreaks
	seeded := slices.ContainsFunc(r.Record().Entries, func(e promotion.Entry) bool { return e.Step() == promotion.StepSeed })
	if len(breaks) > 0 && breaks[len(breaks)-1].By == promotion.TieLot && !seeded {
		r.seeds()
	}
	r.do(promotion.Event{Step: promotion.StepPublish, Digest: r.digest()})
}

func (r *run) decide() {
	r.t.Helper()
	r.do(promotion.Event{Step: promotion.StepDecide, Digest: r.digest()})
}

// whole runs a cycle with four candidates up to the published ranking: ada 83.5, bo 83.5, cy 70, and di who failed the
// test; ed does not meet the criteria and fay withdrew.
func whole(t testing.TB, c promotion.Cycle) *run {
	t.Helper()
	r := begin(t, c)
	r.applies("ada", "east", "west")
	r.applies("bo", "east", "west")
	r.applies("cy", "west")
	r.do(promotion.Event{Step: promotion.StepNominate, By: person("boss"), Person: person("di"), Name: "Name of di", Openings: []string{"east"}, Reason: "did well"})
	r.do(promotion.Event{Step: promotion.StepAccept, By: person("di"), Person: person("di")})
	r.applies("ed", "west")
	r.applies("fay", "west")
	r.do(promotion.Event{Step: promotion.StepWithdraw, By: person("fay"), Person: person("fay"), Reason: "moves abroad"})
	r.on = "2026-03-09"
	r.freezes("ada", "1500")
	r.freezes("bo", "900")
	r.freezes("cy", "400")
	r.freezes("di", "300")
	r.freezesFile(evidenceOf(person("ed"), false, 2), "200")
	r.on = "2026-03-10"
	r.score("ada", "test", "85")
	r.score("bo", "test", "65")
	r.score("cy", "test", "70")
	r.score("di", "test", "59")
	r.finish("test")
	r.on = "2026-03-12"
	r.score("ada", "talk", "8", "9", "8.5")
	r.score("bo", "talk", "9.5", "9.5", "9.5")
	r.score("cy", "talk", "7", "7", "7")
	r.finish("talk")
	r.on = "2026-03-16"
	r.score("ada", "interview", "80", "70", "84", "95")
	r.score("bo", "interview", "90", "88", "", "80", "80")
	r.score("cy", "interview", "70", "70", "70", "70")
	r.finish("interview")
	r.on = "2026-03-19"
	r.publish()
	return r
}

// golden compares a text with a file in testdata, or writes the file when KAM_UPDATE_GOLDEN is 1.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", "golden", name)
	if os.Getenv("KAM_UPDATE_GOLDEN") == "1" {
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, []byte(got), 0o600))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.Equal(t, string(want), got)
}
