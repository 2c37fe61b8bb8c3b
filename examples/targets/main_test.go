package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/internal/crmset"
	"github.com/kam-go/kam/examples/sqlstore"
	"github.com/kam-go/kam/goals"
	"github.com/kam-go/kam/goals/meetings"
)

// TestMain lets the test binary be the program itself, for what only a process of its own shows.
func TestMain(m *testing.M) {
	if os.Getenv("KAM_TARGETS_MAIN") == "1" {
		main()
	}
	os.Exit(m.Run())
}

// answer is what one call did.
type answer struct {
	code           int
	stdout, stderr string
	out, db        string
}

// call runs the program with its files in a folder of the test.
func call(t *testing.T, dir string, args ...string) answer {
	t.Helper()
	a := answer{out: filepath.Join(dir, "out"), db: filepath.Join(dir, "targets.db")}
	var stdout, stderr bytes.Buffer
	a.code = run(t.Context(), append([]string{"-out", a.out, "-db", a.db}, args...), &stdout, &stderr)
	a.stdout, a.stderr = strings.ReplaceAll(stdout.String(), dir, "DIR"), strings.ReplaceAll(stderr.String(), dir, "DIR")
	return a
}

func (a answer) read(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(a.out, name))
	require.NoError(t, err)
	return string(data)
}

// rows reads a CSV file of the output.
func (a answer) rows(t *testing.T, name string) [][]string {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(a.read(t, name))).ReadAll()
	require.NoError(t, err)
	return rows
}

// goals reads the goals of the output, by ID.
func (a answer) goals(t *testing.T) map[string]goals.Goal {
	t.Helper()
	list, err := goals.ParseGoals([]byte(a.read(t, "goals.json")))
	require.NoError(t, err)
	byID := map[string]goals.Goal{}
	for _, g := range list {
		byID[g.ID] = g
	}
	return byID
}

// sample copies a file of the built-in sample, changed, and returns its path.
func sample(t *testing.T, dir, name string, change func(string) string) string {
	t.Helper()
	return write(t, dir, name, change(builtIn(t, name)))
}

// builtIn returns a file of the sample.
func builtIn(t *testing.T, name string) string {
	t.Helper()
	r, err := crmset.BuiltIn(name).Open()
	require.NoError(t, err)
	defer r.Close()
	data, err := io.ReadAll(r)
	require.NoError(t, err)
	return string(data)
}

func write(t *testing.T, dir, name, content string) string {
	t.Helper()
	path := filepath.Join(dir, name)
	require.NoError(t, os.WriteFile(path, []byte(content), 0o600))
	return path
}

func same(text string) string { return text }

// replace is a change of one text.
func replace(old, by string) func(string) string {
	return func(text string) string { return strings.Replace(text, old, by, 1) }
}

// golden compares with a file under testdata, or writes it when KAM_UPDATE_GOLDEN is 1.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if os.Getenv("KAM_UPDATE_GOLDEN") == "1" {
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, []byte(got), 0o600))
		return
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.Equal(t, strings.ReplaceAll(string(want), "\r\n", "\n"), got)
}

func TestSampleIsPinned(t *testing.T) {
	a := call(t, t.TempDir())
	require.Equal(t, exitDone, a.code, a.stderr)
	assert.Empty(t, a.stderr)
	golden(t, "stdout.txt", a.stdout)
	for _, name := range []string{"plan.csv", "weeks.csv", "goals.json", "smart.en.md", "visits.en.md", "agenda.en.md"} {
		golden(t, name, a.read(t, name))
	}
}

func TestSampleInChinese(t *testing.T) {
	a := call(t, t.TempDir(), "-lang", "zh")
	require.Equal(t, exitDone, a.code, a.stderr)
	golden(t, "stdout.zh-CN.txt", a.stdout)
	for _, name := range []string{"smart.zh-CN.md", "agenda.zh-CN.md"} {
		golden(t, name, a.read(t, name))
	}
}

// number reads a cell.
func number(t *testing.T, text string) decimal.Decimal {
	t.Helper()
	d, err := decimal.NewFromString(text)
	require.NoError(t, err)
	return d
}

// foots adds the rows of plan.csv and weeks.csv up again, and compares them with the goals and with the deals.
func foots(t *testing.T, a answer, won map[string]decimal.Decimal) {
	t.Helper()
	rows := a.rows(t, "plan.csv")
	months := rows[0][5:]
	year := months[0][:4]
	sums := map[string]decimal.Decimal{}
	add := func(d decimal.Decimal, keys ...string) {
		for _, key := range keys {
			sums[key] = sums[key].Add(d)
		}
	}
	for _, row := range rows[1:] {
		team, person := "team/"+row[0], "person/"+row[1]
		rest := number(t, row[4])
		for i, cell := range row[5:] {
			d := number(t, cell)
			rest = rest.Sub(d)
			add(d, year+"/company", year+"/"+team, year+"/"+person, months[i]+"/"+person)
			if i < 3 {
				add(d, year+"-Q1/company", year+"-Q1/"+team, year+"-Q1/"+person)
			}
		}
		assert.True(t, rest.IsZero(), "%v", row)
		if won != nil {
			assert.Equal(t, won[row[1]+"/"+row[2]].String(), number(t, row[3]).String(), "%v", row)
		}
	}
	list := a.goals(t)
	for id, g := range list {
		assert.Equal(t, sums[id].String(), g.Target.String(), id)
		last := g.Milestones[len(g.Milestones)-1]
		assert.True(t, last.Value.Equal(g.Target), id)
		assert.Equal(t, g.Period.Until.AddDays(-1), last.Day, id)
	}
	people := 0
	for id := range sums {
		if strings.HasPrefix(id, year+"/") {
			people++
			assert.Contains(t, list, id)
		}
	}
	assert.Len(t, list, 2*people)
	weeks := a.rows(t, "weeks.csv")
	for _, row := range weeks[1:] {
		total := decimal.Zero
		for i, cell := range row[2:] {
			d := number(t, cell)
			total = total.Add(d)
			period, err := kam.Gregorian().Parse(weeks[0][i+2])
			require.NoError(t, err)
			month := period.From.String()[:7] + "/person/" + row[1]
			sums[month] = sums[month].Sub(d)
		}
		assert.Equal(t, sums[year+"/person/"+row[1]].String(), total.String(), "%v", row)
	}
	for _, month := range months {
		for _, row := range weeks[1:] {
			assert.True(t, sums[month+"/person/"+row[1]].IsZero(), "%s %s", month, row[1])
		}
	}
}

func TestSampleFoots(t *testing.T) {
	data := builtIn(t, "deals.csv")
	won := map[string]decimal.Decimal{}
	for line := range strings.Lines(data) {
		if cells := strings.Split(line, ","); cells[4] == "won" || cells[4] == "refund" {
			key := cells[1] + "/" + cells[2]
			won[key] = won[key].Add(number(t, cells[7]))
		}
	}
	a := call(t, t.TempDir())
	require.Equal(t, exitDone, a.code, a.stderr)
	foots(t, a, won)
}

func TestOrderOfTheDealsDoesNotMatter(t *testing.T) {
	dir := t.TempDir()
	first := call(t, t.TempDir())
	turned := sample(t, dir, "deals.csv", func(text string) string {
		lines := strings.SplitAfter(text, "\n")
		lines = lines[:len(lines)-1]
		slices.Reverse(lines[1:])
		return strings.Join(lines, "")
	})
	a := call(t, dir, "-opportunities", turned, "-team", sample(t, dir, "team.csv", same))
	require.Equal(t, exitDone, a.code, a.stderr)
	for _, name := range []string{"plan.csv", "weeks.csv", "goals.json", "smart.en.md", "visits.en.md", "agenda.en.md"} {
		assert.Equal(t, first.read(t, name), a.read(t, name), name)
	}
}

func TestSecondRunSavesNothingTwice(t *testing.T) {
	dir := t.TempDir()
	first := call(t, dir)
	require.Equal(t, exitDone, first.code, first.stderr)
	assert.Contains(t, first.stdout, "saved 18 goals and 12 records")
	again := call(t, dir)
	require.Equal(t, exitDone, again.code, again.stderr)
	assert.Contains(t, again.stdout, "nothing was saved twice (30 goals and records stand in DIR")
	assert.Contains(t, call(t, dir, "-lang", "zh-CN").stdout, "没有重复保存")

	more := call(t, dir, "-growth", "1/5")
	require.Equal(t, exitDone, more.code, more.stderr)
	assert.Contains(t, more.stdout, "saved 18 goals", "every goal is set anew")
	stored := storedGoals(t, more.db)
	for id, g := range more.goals(t) {
		assert.Equal(t, g.Target.String(), stored[id].Goal().Target.String(), id)
		assert.EqualValues(t, 2, stored[id].Seq(), id)
	}
}

func storedGoals(t *testing.T, path string) map[string]goals.File {
	t.Helper()
	store, err := sqlstore.Open(t.Context(), path)
	require.NoError(t, err)
	defer store.Close()
	files, err := goals.Files(store.Goals().Entries(t.Context(), goals.Query{}))
	require.NoError(t, err)
	byID := map[string]goals.File{}
	for _, f := range files {
		byID[f.Goal().ID] = f
	}
	return byID
}

func TestWhatIsStored(t *testing.T) {
	a := call(t, t.TempDir())
	require.Equal(t, exitDone, a.code, a.stderr)
	stored := storedGoals(t, a.db)
	list := a.goals(t)
	require.Len(t, stored, len(list))
	for id, g := range list {
		want, err := g.Canonical()
		require.NoError(t, err)
		got, err := stored[id].Goal().Canonical()
		require.NoError(t, err)
		assert.Equal(t, string(want), string(got), id)
	}
	store, err := sqlstore.Open(t.Context(), a.db)
	require.NoError(t, err)
	defer store.Close()
	kinds := map[meetings.Kind]int{}
	for r, err := range store.Meetings().Records(t.Context(), meetings.Query{}) {
		require.NoError(t, err)
		kinds[r.Key().Kind]++
		if r.Action != nil {
			assert.Contains(t, list[r.Action.Task.About.ID].Owners, r.Person(), "who prepares a topic is who owns the goal")
			assert.Equal(t, "2026-01-04", r.Action.Task.Due.String(), "a Sunday that is worked")
			assert.Equal(t, "2025-12-31", r.On().String())
		}
	}
	assert.Equal(t, map[meetings.Kind]int{meetings.KindAction: 6, meetings.KindSuccess: 6}, kinds)
}

// What differs from what was kept is a new revision of that record alone.
func TestChangedSuccessIsANewRevision(t *testing.T) {
	dir := t.TempDir()
	require.Equal(t, exitDone, call(t, dir).code)
	const before, after = ",won,2025-09-11,2025-10-29,234260.00,", ",won,2025-09-11,2025-10-29,234261.00,"
	data := builtIn(t, "deals.csv")
	require.Equal(t, 1, strings.Count(data, before))
	a := call(t, dir, "-opportunities", sample(t, dir, "deals.csv", replace(before, after)), "-team", sample(t, dir, "team.csv", same))
	require.Equal(t, exitDone, a.code, a.stderr)
	assert.Contains(t, a.stdout, " and 1 records to ")
	store, err := sqlstore.Open(t.Context(), a.db)
	require.NoError(t, err)
	defer store.Close()
	revised := 0
	for r, err := range store.Meetings().Records(t.Context(), meetings.Query{}) {
		require.NoError(t, err)
		if r.Revision == 2 {
			revised++
			assert.Contains(t, r.Success.Text, "234261.00")
		}
	}
	assert.Equal(t, 1, revised)
}

// A target that was agreed on is not set anew by a later plan, and the files stay as they were.
func TestAgreedTargetIsKept(t *testing.T) {
	dir := t.TempDir()
	first := call(t, dir)
	require.Equal(t, exitDone, first.code, first.stderr)
	store, err := sqlstore.Open(t.Context(), first.db)
	require.NoError(t, err)
	const id = "2026/person/lin.yue"
	day := kam.MustDay("2026-01-05")
	require.NoError(t, store.Goals().Append(t.Context(), []goals.Entry{
		{Goal: id, Seq: 2, On: day, By: "chen.yu", Move: &goals.Move{
			Act: goals.Propose, On: day, By: "chen.yu", Role: goals.Assigner, Value: decimal.NewNullDecimal(decimal.NewFromInt(1_600_000)),
		}},
		{Goal: id, Seq: 3, On: day, By: "lin.yue", Move: &goals.Move{Act: goals.Agree, On: day, By: "lin.yue", Role: goals.Owner}},
	}))
	require.NoError(t, store.Close())
	a := call(t, dir)
	assert.Equal(t, exitBad, a.code)
	assert.Contains(t, a.stderr, id)
	assert.Contains(t, a.stderr, "nothing was saved")
	assert.Equal(t, "1600000", storedGoals(t, a.db)[id].Goal().Target.String())
}

func TestHelpExplainsEveryFlag(t *testing.T) {
	a := call(t, t.TempDir(), "-h")
	require.Equal(t, exitDone, a.code)
	for _, h := range help() {
		assert.Contains(t, a.stdout, "\n  -"+h.Name+" "+h.Value+"\n")
		assert.True(t, strings.HasPrefix(h.Example, "-"+h.Name), h.Name)
	}
}

func TestCancelledRunSavesNothing(t *testing.T) {
	dir := t.TempDir()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var stdout, stderr bytes.Buffer
	code := run(ctx, []string{"-out", filepath.Join(dir, "out"), "-db", filepath.Join(dir, "x.db")}, &stdout, &stderr)
	assert.Equal(t, exitRepeat, code, stderr.String())
	assert.NoFileExists(t, filepath.Join(dir, "out", "plan.csv"))
}

// process runs the program as a process of its own.
func process(t *testing.T, dir string, args ...string) (int, string) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0], args...)
	cmd.Dir, cmd.Env = dir, append(os.Environ(), "KAM_TARGETS_MAIN=1")
	text, err := cmd.CombinedOutput()
	if err != nil {
		_, ended := errors.AsType[*exec.ExitError](err)
		require.True(t, ended, err)
	}
	return cmd.ProcessState.ExitCode(), string(text)
}

func TestExitCodesOfTheProcess(t *testing.T) {
	dir := t.TempDir()
	code, text := process(t, dir)
	assert.Equal(t, exitDone, code, text)
	assert.FileExists(t, filepath.Join(dir, "out", "targets.db"))
	code, text = process(t, dir, "-growth", "much")
	assert.Equal(t, exitBad, code, text)
}
