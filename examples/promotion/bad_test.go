package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/careerpath"
	"github.com/kam-go/kam/careerpath/promotion"
)

// refused checks that a call ended with bad input, said so and left nothing behind.
func refused(t *testing.T, a answer, want ...string) {
	t.Helper()
	assert.Equal(t, exitBad, a.code, a.stderr)
	for _, text := range want {
		assert.Contains(t, a.stderr, text)
	}
	assert.Contains(t, a.stderr, "error: ")
	assert.NoFileExists(t, filepath.Join(a.out, "record.json"))
	assert.NoFileExists(t, a.db)
}

func TestBadFlags(t *testing.T) {
	for name, args := range map[string][]string{
		"unknown flag":     {"-seats", "3"},
		"extra argument":   {"2026"},
		"unknown language": {"-lang", "de"},
		"currency":         {"-currency", "rmb"},
		"no such folder":   {"-candidates", "/nowhere"},
		"no such export":   {"-opportunities", "/nowhere/deals.csv"},
		"no such record":   {"-verify", "/nowhere/record.json"},
	} {
		t.Run(name, func(t *testing.T) { refused(t, call(t, t.TempDir(), args...)) })
	}
}

func TestBadFiles(t *testing.T) {
	for name, c := range map[string]struct {
		file   string
		change func(string) string
		want   string
	}{
		"no cycle":              {"cycle.json", missing, "cycle.json: cannot be read"},
		"unknown key":           {"cycle.json", replace(t, `"unknown"`, `"unknwon"`), `did you mean "unknown"`},
		"no such move":          {"cycle.json", replace(t, `"move": "to-key-account-manager"`, `"move": "up"`), `cycle.json:$.openings[0].move: the ladder has no move "up"`},
		"weights":               {"cycle.json", replace(t, `"weight": "0.3"`, `"weight": "0.2"`), "sum to"},
		"broken row":            {"candidates.csv", replace(t, "he.jun,He Jun", "he.jun,He, Jun"), "the line has 21 cells, the header has 20"},
		"no name of a column":   {"candidates.csv", replace(t, "id,name", "ID,name"), `the column "id" is missing`},
		"two rows":              {"candidates.csv", replace(t, "he.jun,", "li.wen,"), `"li.wen" has two rows`},
		"stage":                 {"candidates.csv", replace(t, "account-manager", "sales-manager"), `the ladder has no stage "sales-manager"`},
		"no position":           {"candidates.csv", replace(t, "2023-04-01", ""), "the position has no first day"},
		"day":                   {"candidates.csv", replace(t, "2023-04-01", "2023-02-29"), `"2023-02-29" is no day of the calendar`},
		"level":                 {"candidates.csv", replace(t, ",2,2,2,2026-12-01", ",2,9,2,2026-12-01"), `"9" is no level of the skill`},
		"month":                 {"candidates.csv", replace(t, "2025-03 2025-08", "2024-03 2025-08"), `"2024-03" is none of the last twelve months`},
		"late application":      {"candidates.csv", replace(t, "2026-03-02", "2026-03-09"), "2026-03-09 is outside of"},
		"opening":               {"candidates.csv", replace(t, ",east south,", ",east north,"), `"north" is not in the cycle`},
		"unknown judge":         {"scores.csv", replace(t, "gu.lei", "gu.hao"), `the column "gu.lei" is missing`},
		"score off the scale":   {"scores.csv", replace(t, "presentation,li.wen,7,", "presentation,li.wen,7.2,"), `scores.csv:25`},
		"own manager":           {"scores.csv", replace(t, "presentation,lin.yue,,", "presentation,lin.yue,8,"), `agent "zhou.min" does not judge agent "lin.yue"`},
		"relative":              {"scores.csv", replace(t, "presentation,sun.mei,6.5,,", "presentation,sun.mei,6.5,9,"), `agent "hannah.weiss" does not judge agent "sun.mei"`},
		"twice":                 {"scores.csv", func(s string) string { return s + "2026-03-16,test,he.jun,,,70,,,\n" }, "scored agent"},
		"score of nobody":       {"scores.csv", replace(t, "test,he.jun", "test,nobody"), `agent "nobody" is no candidate`},
		"score missing":         {"scores.csv", replace(t, "test,he.jun,,,64,", "test,he.jun,,,,"), "cycle.json:finish"},
		"day of no exercise":    {"scores.csv", replace(t, "2026-03-16,test,he.jun", "2026-03-15,test,he.jun"), "2026-03-15 is outside of"},
		"event of another kind": {"events.json", replace(t, `"withdraw"`, `"leave"`), "events.json:$[2]"},
		"event with a typo":     {"events.json", replace(t, `"reason"`, `"Reason"`), `"Reason"`},
		"no seed":               {"events.json", replace(t, `"step": "seed"`, `"step": "open"`), "no seed is recorded"},
		"objection unanswered":  {"events.json", replace(t, `"id": "o-2", "ruling": "rejected"`, `"id": "o-9", "ruling": "rejected"`), `"o-2" is not settled`},
		"objection too late":    {"events.json", replace(t, "2026-03-30", "2026-04-09"), "object does not fit the phase decided"},
		"group twice":           {"groups.csv", replace(t, "li.wen,", "he.jun,"), `"he.jun" has two rows`},
		"catalogue":             {"catalogue.json", replace(t, `"negotiation", "to": 2`, `"haggling", "to": 2`), "haggling"},
		"mentor":                {"mentors.csv", replace(t, ",2,3,4,2", ",x,3,4,2"), "mentors.csv:3"},
	} {
		t.Run(name, func(t *testing.T) {
			refused(t, call(t, t.TempDir(), "-candidates", copied(t, map[string]func(string) string{c.file: c.change})), c.want)
		})
	}
}

// A ladder that has no way to the posts is told where it is written, and once for each post; nothing else is told for it.
func TestLadderWithoutAWayToThePosts(t *testing.T) {
	spec, err := careerpath.Preset(presetLadder)
	require.NoError(t, err)
	moves := spec.Moves
	folder := func(change func(l *careerpath.Ladder)) string {
		l := spec
		l.Moves = slices.Clone(moves)
		change(&l)
		data, err := l.JSON()
		require.NoError(t, err)
		dir := copied(t, nil)
		require.NoError(t, os.WriteFile(filepath.Join(dir, "ladder.json"), data, 0o600))
		return dir
	}
	to := func(stage string) func(m careerpath.Move) bool {
		return func(m careerpath.Move) bool { return m.To == stage && m.Kind != careerpath.Demotion }
	}
	for name, c := range map[string]struct {
		change func(l *careerpath.Ladder)
		want   []string
	}{
		"no moves":          {func(l *careerpath.Ladder) { l.Moves = nil }, []string{`ladder.json:$.moves: no move of the ladder leads to the stage "key-account-manager", for which there is the opening "east"`, `the opening "south"`, `the opening "west"`}},
		"none to the stage": {func(l *careerpath.Ladder) { l.Moves = slices.DeleteFunc(l.Moves, to("key-account-manager")) }, []string{`ladder.json:$.moves: no move of the ladder leads to the stage "key-account-manager"`}},
		"the move renamed":  {func(l *careerpath.Ladder) { l.Moves[slices.IndexFunc(l.Moves, to("key-account-manager"))].ID = "up" }, []string{`cycle.json:$.openings[0].move: the ladder has no move "to-key-account-manager" (use a move to the stage: "up", `}},
		"the move elsewhere": {func(l *careerpath.Ladder) {
			l.Moves[slices.IndexFunc(l.Moves, to("key-account-manager"))].To = "senior-key-account-manager"
		}, []string{`cycle.json:$.openings[0].move: the move "to-key-account-manager" leads to "senior-key-account-manager" and not to "key-account-manager"`}},
	} {
		t.Run(name, func(t *testing.T) {
			dir := folder(c.change)
			a := call(t, t.TempDir(), "-candidates", dir)
			refused(t, a, c.want...)
			for _, empty := range []string{"use one of )", "$.criteria", ".criteria: "} {
				assert.NotContains(t, a.stderr, empty)
			}
			assert.Equal(t, 3, strings.Count(a.stderr, "error: "), a.stderr)
			zh := call(t, t.TempDir(), "-candidates", dir, "-lang", "zh")
			assert.NotContains(t, zh.stderr, "请选用其一：）")
			assert.Contains(t, zh.stderr, "变动")
		})
	}
	a := call(t, t.TempDir(), "-candidates", copied(t, map[string]func(string) string{"cycle.json": replace(t, `"stage": "key-account-manager"`, `"stage": "painter"`)}))
	refused(t, a, `cycle.json:$.openings[0].stage: the ladder has no stage "painter", for which there is the opening "east"`)
}

// Faults of several files come at once, in both languages.
func TestAllFaultsAtOnce(t *testing.T) {
	dir := copied(t, map[string]func(string) string{
		"candidates.csv": replace(t, "2023-04-01", "2023-02-29"),
		"scores.csv":     replace(t, "gu.lei", "gu.hao"),
		"groups.csv":     replace(t, "li.wen,", "he.jun,"),
		"catalogue.json": replace(t, `"hours": "8"`, `"hours": "-8"`),
	})
	for lang, words := range map[string][]string{"en": {"no day of the calendar", "is missing", "two rows", "hours"}, "zh-CN": {"有效日期", "缺少列", "有两行", "-8 在此不可用"}} {
		a := call(t, t.TempDir(), "-candidates", dir, "-lang", lang)
		assert.Equal(t, exitBad, a.code)
		for _, w := range words {
			assert.Contains(t, a.stderr, w)
		}
	}
}

// What is wrong with many scores of one candidate is told once, with how many more there are.
func TestManyScoresOfOneCandidateAreToldOnce(t *testing.T) {
	a := call(t, t.TempDir(), "-candidates", copied(t, map[string]func(string) string{"candidates.csv": replace(t, "erik.lund,west,account-manager,2023-09-01", "erik.lund,west,account-manager,2026-01-01")}))
	refused(t, a, "and 1 more of this kind")
	assert.Equal(t, 3, strings.Count(a.stderr, `"li.wen" does not take part in`)-1, "once for each exercise, and the correction: "+a.stderr)
}

func TestWhatMayBeMissing(t *testing.T) {
	a := done(t, t.TempDir(), one("-candidates", copied(t, map[string]func(string) string{
		"groups.csv": missing, "catalogue.json": missing, "mentors.csv": missing,
	}))...)
	for _, name := range []string{"audit.en.md", "audit-inside.en.md", "plan-chloe.martin.en.md", "mentors.en.md"} {
		assert.NoFileExists(t, filepath.Join(a.out, name))
	}
	assert.NotContains(t, a.stdout, "audit")
	assert.Equal(t, builtIn(t).read(t, "notice.en.md"), a.read(t, "notice.en.md"))
}

// Another competition under the ID of one that is recorded is refused, and what was recorded stays.
func TestOtherRecordOfTheCycle(t *testing.T) {
	dir := t.TempDir()
	first := done(t, dir, one()...).record(t)
	other := copied(t, map[string]func(string) string{"scores.csv": replace(t, "test,he.jun,,,64,", "test,he.jun,,,66,")})
	a := call(t, dir, "-candidates", other)
	assert.Equal(t, exitBad, a.code)
	entry := 1 + slices.IndexFunc(first.Entries, func(e promotion.Entry) bool {
		return e.Step() == promotion.StepScore && e.Event.Exercise == "test" && e.About() == subject("he.jun") && e.Event.By == subject("gu.lei")
	})
	require.Positive(t, entry)
	assert.Contains(t, a.stderr, fmt.Sprintf("differs from entry %d on", entry))
	assert.Contains(t, call(t, dir, "-candidates", other, "-lang", "zh").stderr, fmt.Sprintf("自第 %d 条起不同", entry))
	assert.Equal(t, first, a.record(t))
}

func TestUnusableDatabaseOrOutput(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "file")
	require.NoError(t, os.WriteFile(file, []byte(strings.Repeat("this is no database ", 500)), 0o600))
	a := call(t, dir, "-db", file)
	assert.Equal(t, exitBad, a.code)
	assert.Contains(t, a.stderr, "nothing was saved")
	assert.NoFileExists(t, filepath.Join(a.out, "record.json"))
	a = call(t, dir, "-out", file)
	assert.Equal(t, exitBad, a.code)
	assert.Contains(t, a.stderr, "output folder")
	require.NoFileExists(t, a.db)
}

func TestNamesThatAreNoFileNames(t *testing.T) {
	rename := func(s string) string {
		return strings.NewReplacer("he.jun", "何/../*|<b>", "feng.li", "李/../*|<b>", "xu.lan", "Xu.Lan").Replace(s)
	}
	a := done(t, t.TempDir(), "-candidates", copied(t, map[string]func(string) string{"candidates.csv": rename, "scores.csv": rename, "groups.csv": rename}))
	for _, name := range []string{"view---..----b-.en.md", "view---..----b--2.en.md", "readiness---..----b--2.en.svg", "plan---..----b--2.en.md", "view-xu.lan.en.md"} {
		assert.FileExists(t, filepath.Join(a.out, name))
	}
	assert.NotContains(t, a.read(t, "mentors.en.md"), "|<b>")
	assert.NotContains(t, a.read(t, "ranking.en.md"), "|<b>")
}
