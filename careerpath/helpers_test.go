package careerpath_test

import (
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath"
	"github.com/kam-go/kam/careerpath/criteria"
	"github.com/kam-go/kam/careerpath/evidence"
	"github.com/kam-go/kam/careerpath/skills"
	"github.com/kam-go/kam/internal/wordtest"
)

var (
	anna  = kam.Subject{Kind: "agent", ID: "anna"}
	boss  = kam.Subject{Kind: "agent", ID: "boss"}
	today = kam.MustDay("2026-07-01")
)

func dec(s string) decimal.Decimal { return decimal.RequireFromString(s) }

func opt(s string) decimal.NullDecimal { return decimal.NewNullDecimal(dec(s)) }

func both(s string) kam.Text { return kam.Text{EN: s, ZH: s} }

func heads(n int) *int { return &n }

// tenure asks for months at the present stage.
func tenure(months int) criteria.Rule {
	return criteria.Rule{ID: "tenure", Tenure: &criteria.Tenure{In: criteria.InStage, Months: months}}
}

// small is a ladder of two tracks in one department and one in another:
//
//	rank 4            principal
//	rank 3  director  expert
//	rank 2  manager              analyst
//	rank 1  junior
func small() careerpath.Ladder {
	stage := func(id, track string, rank int) careerpath.Stage {
		return careerpath.Stage{ID: id, Track: track, Rank: rank, Titles: []kam.Text{both(id)}}
	}
	move := func(kind careerpath.MoveKind, from, to string) careerpath.Move {
		return careerpath.Move{ID: from + "-" + to, Kind: kind, From: from, To: to, Criteria: tenure(12)}
	}
	watch := move(careerpath.Probation, "manager", "")
	watch.ID = "watch"
	return careerpath.Ladder{
		Format: careerpath.Format, ID: "small", Version: 3, Name: kam.Text{EN: "Small ladder", ZH: "小型职级体系"},
		Effective: kam.MustPeriod("2026-01-01/.."),
		Vocabulary: evidence.Vocabulary{
			Metrics: []kam.Metric{{Key: "sales", Name: kam.Text{EN: "Sales", ZH: "销售额"}, Direction: kam.HigherIsBetter}},
			Skills: []evidence.Skill{
				{ID: "selling", Name: kam.Text{EN: "Selling", ZH: "销售技巧"}, Levels: []kam.Text{both("0"), both("1"), both("2"), both("3")}},
				{ID: "leading", Name: kam.Text{EN: "Leading", ZH: "带队"}, Levels: []kam.Text{both("0"), both("1"), both("2")}},
			},
		},
		Tracks: []careerpath.Track{
			{ID: "line", Name: kam.Text{EN: "Line", ZH: "管理通道"}, Department: "sales"},
			{ID: "expert", Name: kam.Text{EN: "Experts", ZH: "专家通道"}, Department: "sales"},
			{ID: "desk", Name: kam.Text{EN: "Desk", ZH: "分析通道"}, Department: "back-office"},
		},
		Stages: []careerpath.Stage{
			stage("director", "line", 3), stage("junior", "line", 1), stage("manager", "line", 2),
			stage("expert", "expert", 3), stage("principal", "expert", 4), stage("analyst", "desk", 2),
		},
		Moves: []careerpath.Move{
			move(careerpath.Promotion, "junior", "manager"),
			move(careerpath.Promotion, "manager", "director"),
			move(careerpath.Promotion, "manager", "expert"),
			move(careerpath.Promotion, "expert", "principal"),
			move(careerpath.Lateral, "director", "expert"),
			move(careerpath.Return, "principal", "director"),
			move(careerpath.CrossDepartment, "analyst", "manager"),
			move(careerpath.Demotion, "manager", "junior"),
			watch,
		},
	}
}

// with returns the small ladder changed.
func with(change func(l *careerpath.Ladder)) careerpath.Ladder {
	l := small()
	change(&l)
	return l
}

func compile(t testing.TB, l careerpath.Ladder) *careerpath.Program {
	t.Helper()
	p, err := careerpath.Compile(l)
	require.NoError(t, err)
	return p
}

// preset compiles a preset.
func preset(t testing.TB, id string) *careerpath.Program {
	t.Helper()
	l, err := careerpath.Preset(id)
	require.NoError(t, err)
	return compile(t, l)
}

// held is a position at a stage.
func held(stage, period string) evidence.Position {
	return evidence.Position{Stage: stage, Held: kam.MustPeriod(period)}
}

// file is what is known of anna, who held positions.
func file(positions ...evidence.Position) evidence.File {
	return evidence.File{Person: anna, Positions: positions}
}

// codes are the codes and places of the faults in err, sorted.
func codes(t testing.TB, err error) []string {
	t.Helper()
	invalid, ok := errors.AsType[*kam.InvalidError](err)
	require.True(t, ok, "%v", err)
	return listed(t, invalid.Findings)
}

// faultCodes are the codes and places of the faults of a text.
func faultCodes(t testing.TB, err error) []string {
	t.Helper()
	invalid, ok := errors.AsType[*kam.InvalidError](err)
	require.True(t, ok, "%v", err)
	var out []string
	for _, f := range invalid.Findings {
		out = append(out, f.Code+" "+f.Place)
	}
	return out
}

// listed are the codes and places of findings, which must have texts in both languages.
func listed(t testing.TB, findings kam.Findings) []string {
	t.Helper()
	out := make([]string, 0, len(findings))
	for _, f := range findings.Sorted() {
		out = append(out, f.Code+" "+f.Place)
		for _, text := range []kam.Text{f.Message, f.Remedy} {
			require.NotEmpty(t, text.EN)
			require.NotEmpty(t, text.ZH)
			wordtest.Formatted(t, text.EN+text.ZH)
			chinese(t, text.ZH)
		}
	}
	return out
}

var (
	quoted = regexp.MustCompile(`"(\\.|[^"\\])*"`)
	word   = regexp.MustCompile(`[A-Za-z]{2,}`)
)

// chinese checks that a text is Chinese throughout, apart from what is quoted, IDs of the ladders used here, and words
// that are written so in JSON.
func chinese(t testing.TB, text string) {
	t.Helper()
	rest := quoted.ReplaceAllString(text, "")
	for _, w := range word.FindAllString(rest, -1) {
		if !slices.Contains(spoken, w) {
			assert.Fail(t, "an English word in a Chinese text", "%s: %s", w, text)
		}
	}
	assert.NotRegexp(t, `[,;:!?] `, rest, "full-width punctuation: %s", text)
}

var spoken = strings.Fields(`ISO CNY USD JPY higher lower met now on within unknown no position off ladder two stages why at least JSON UTF max true against last year period ratio percent
	director junior manager expert principal analyst all any atLeast not metric streak tenure skill certificate review flag
	promotion lateral cross department return demotion probation stage track company anna agent
	en zh months`)

// levels are skill levels as read from "selling=2 leading=1".
func levels(t testing.TB, s string) skills.Levels {
	t.Helper()
	out := skills.Levels{}
	for pair := range strings.FieldsSeq(s) {
		id, level, ok := strings.Cut(pair, "=")
		require.True(t, ok)
		out[id] = int(dec(level).IntPart())
	}
	return out
}

// golden compares got with a file under testdata, or writes it when KAM_UPDATE_GOLDEN is set.
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
