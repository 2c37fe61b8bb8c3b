package develop_test

import (
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/develop"
	"github.com/kam-go/kam/careerpath/evidence"
	"github.com/kam-go/kam/careerpath/skills"
	"github.com/kam-go/kam/careerpath/training"
	"github.com/kam-go/kam/internal/wordtest"
)

var (
	anna = kam.Subject{Kind: "agent", ID: "anna"}
	bo   = kam.Subject{Kind: "agent", ID: "bo"}
	chen = kam.Subject{Kind: "agent", ID: "chen"}
	dora = kam.Subject{Kind: "agent", ID: "dora"}
	lead = kam.Subject{Kind: "agent", ID: "lead"}
)

func day(s string) kam.Day       { return kam.MustDay(s) }
func period(s string) kam.Period { return kam.MustPeriod(s) }
func dec(s string) decimal.Decimal {
	return decimal.RequireFromString(s)
}
func opt(s string) decimal.NullDecimal { return decimal.NewNullDecimal(dec(s)) }

func equalDecimal(t testing.TB, want string, got decimal.Decimal) {
	t.Helper()
	assert.True(t, dec(want).Equal(got), "got %s, want %s", got, want)
}

// vocabulary has skills with levels from 0 to 5 by their IDs.
func vocabulary(ids ...string) evidence.Vocabulary {
	var v evidence.Vocabulary
	for _, id := range ids {
		s := evidence.Skill{ID: id, Name: kam.Text{EN: id, ZH: id}}
		for i := range 6 {
			s.Levels = append(s.Levels, kam.Text{EN: "level " + strconv.Itoa(i), ZH: "等级 " + strconv.Itoa(i)})
		}
		v.Skills = append(v.Skills, s)
	}
	return v
}

// course is an offering at a price that teaches something.
func course(id, cost, hours string, teaches ...training.Lift) training.Offering {
	return training.Offering{
		ID: id, Name: kam.Text{EN: "Course " + id, ZH: "课程 " + id}, Kind: training.Course, PerHead: opt(cost), Hours: opt(hours), Teaches: teaches,
	}
}

func lift(skill string, from, to int) training.Lift {
	return training.Lift{Skill: skill, From: from, To: to}
}

func after(o training.Offering, requires ...string) training.Offering {
	o.Requires = requires
	return o
}

// held gives an offering a session for each period, named s1, s2 and so on.
func held(o training.Offering, periods ...string) training.Offering {
	for _, p := range periods {
		o.Sessions = append(o.Sessions, training.Session{ID: "s" + strconv.Itoa(len(o.Sessions)+1), Held: period(p)})
	}
	return o
}

func catalogue(list ...training.Offering) training.Catalogue {
	return training.Catalogue{Format: training.Format, ID: "academy", Name: kam.Text{EN: "Academy", ZH: "学院"}, Currency: "CNY", Offerings: list}
}

func compile(t testing.TB, v evidence.Vocabulary, list ...training.Offering) *training.Program {
	t.Helper()
	p, err := training.Compile(catalogue(list...), v)
	require.NoError(t, err)
	return p
}

func need(skill string, level int) skills.Requirement {
	return skills.Requirement{Skill: skill, Level: level}
}

// ask is a request of anna for the year 2026.
func ask(levels skills.Levels, requirements ...skills.Requirement) develop.Request {
	return develop.Request{
		ID: "plan-1", Person: anna, Levels: levels, Requirements: requirements, Unknown: develop.FromZero, Period: period("2026-01-01/2027-01-01"),
	}
}

func newPlan(t testing.TB, p *training.Program, r develop.Request) develop.Plan {
	t.Helper()
	plan, err := develop.NewPlan(p, nil, r)
	require.NoError(t, err)
	return plan
}

func offerings(p develop.Plan) []string {
	var ids []string
	for _, s := range p.Steps {
		ids = append(ids, s.Offering)
	}
	return ids
}

func codes(t testing.TB, err error) []string {
	t.Helper()
	var invalid *kam.InvalidError
	require.ErrorAs(t, err, &invalid)
	out := make([]string, len(invalid.Findings))
	for i, f := range invalid.Findings {
		out[i] = f.Code + " " + f.Place
		for _, text := range []string{f.Message.EN, f.Message.ZH, f.Remedy.EN, f.Remedy.ZH} {
			require.NotEmpty(t, text, f.Code)
			wordtest.Formatted(t, text)
		}
	}
	return out
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if os.Getenv("KAM_UPDATE_GOLDEN") != "" {
		require.NoError(t, os.WriteFile(path, []byte(got), 0o600))
		return
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err, "set KAM_UPDATE_GOLDEN=1 to write it")
	assert.Equal(t, string(want), got)
}

// long reports whether tests that take longer are asked for.
func long(t testing.TB) bool {
	t.Helper()
	return os.Getenv("KAM_LONG") != ""
}
