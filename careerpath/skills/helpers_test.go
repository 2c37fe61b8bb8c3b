package skills_test

import (
	"math/big"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/evidence"
	"github.com/kam-go/kam/careerpath/skills"
	"github.com/kam-go/kam/internal/wordtest"
)

var (
	anna  = kam.Subject{Kind: "agent", ID: "anna"}
	bo    = kam.Subject{Kind: "agent", ID: "bo"}
	chen  = kam.Subject{Kind: "agent", ID: "chen"}
	lead  = kam.Subject{Kind: "agent", ID: "lead"}
	peer  = kam.Subject{Kind: "agent", ID: "peer"}
	coach = kam.Subject{Kind: "coach", ID: "peer"} // the ID of another
	today = kam.MustDay("2026-07-01")
)

func day(s string) kam.Day { return kam.MustDay(s) }

// skill has levels from 0 to top.
func skill(id string, en, zh string, top int) evidence.Skill {
	s := evidence.Skill{ID: id, Name: kam.Text{EN: en, ZH: zh}}
	for i := range top + 1 {
		s.Levels = append(s.Levels, kam.Text{EN: "level " + strconv.Itoa(i), ZH: "等级 " + strconv.Itoa(i)})
	}
	return s
}

func vocabulary() []evidence.Skill {
	return []evidence.Skill{
		skill("negotiation", "Negotiation", "谈判", 5), skill("forecasting", "Forecasting", "销售预测", 5), skill("crm", "CRM | tools", "CRM | 工具", 5),
	}
}

// saw is an assessment that never runs out.
func saw(assessor kam.Subject, id string, level int, on string) evidence.Assessment {
	return evidence.Assessment{Skill: id, Level: level, Assessor: assessor, On: day(on)}
}

func until(a evidence.Assessment, end string) evidence.Assessment {
	a.Until = day(end)
	return a
}

func file(person kam.Subject, list ...evidence.Assessment) evidence.File {
	return evidence.File{Person: person, Skills: list}
}

func request(files ...evidence.File) skills.Request {
	return skills.Request{Skills: vocabulary(), Files: files, Policy: skills.Policy{Combine: skills.Lowest}, AsOf: today}
}

func matrix(t testing.TB, r skills.Request) *skills.Matrix {
	t.Helper()
	m, err := skills.NewMatrix(r)
	require.NoError(t, err)
	return m
}

// team is three people as various as cells can be.
func team() skills.Request {
	return request(
		file(anna, saw(lead, "negotiation", 4, "2026-01-10"), saw(peer, "negotiation", 3, "2026-02-10"), saw(anna, "negotiation", 5, "2026-03-01"),
			until(saw(lead, "crm", 2, "2026-01-10"), "2026-07-20")),
		file(bo, saw(lead, "negotiation", 2, "2026-01-10"), saw(bo, "negotiation", 1, "2026-03-01"), saw(lead, "forecasting", 3, "2026-01-10"), saw(bo, "forecasting", 3, "2026-01-10")),
		file(chen, saw(chen, "negotiation", 5, "2026-03-01"), until(saw(lead, "crm", 4, "2025-01-10"), "2026-01-10")),
	)
}

func codes(t testing.TB, err error) []string {
	t.Helper()
	var invalid *kam.InvalidError
	require.ErrorAs(t, err, &invalid)
	out := make([]string, len(invalid.Findings))
	for i, f := range invalid.Findings {
		out[i] = f.Code + " " + f.Place
		require.NotEmpty(t, f.Message.EN, f.Code)
		require.NotEmpty(t, f.Message.ZH, f.Code)
		require.NotEmpty(t, f.Remedy.EN, f.Code)
		require.NotEmpty(t, f.Remedy.ZH, f.Code)
		wordtest.Formatted(t, f.Message.EN+f.Message.ZH+f.Remedy.EN+f.Remedy.ZH)
	}
	return out
}

func rat(t testing.TB, s string) *big.Rat {
	t.Helper()
	r, ok := new(big.Rat).SetString(s)
	require.True(t, ok, s)
	return r
}

// equalRat compares a ratio with a text such as 7/5; an empty text is unknown.
func equalRat(t testing.TB, want string, got *big.Rat) {
	t.Helper()
	if want == "" {
		assert.Nil(t, got)
		return
	}
	if assert.NotNil(t, got) {
		assert.Equal(t, rat(t, want).RatString(), got.RatString())
	}
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
