package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/xml"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/careerpath/promotion"
	"github.com/kam-go/kam/examples/sqlstore"
)

// TestMain lets the test binary be the program itself, for what only a process of its own shows.
func TestMain(m *testing.M) {
	if os.Getenv("KAM_PROMOTION_MAIN") == "1" {
		main()
	}
	code := m.Run()
	if shared.dir != "" {
		_ = os.RemoveAll(shared.dir)
	}
	os.Exit(code)
}

// shared is one run of the built-in competition for all tests that only look at it.
var shared struct {
	sync.Once
	dir string
	answer
}

// builtIn returns that run.
func builtIn(t *testing.T) answer {
	t.Helper()
	shared.Do(func() {
		dir, err := os.MkdirTemp("", "promotion")
		require.NoError(t, err)
		shared.dir = dir
		shared.answer = done(t, dir)
	})
	require.NotEmpty(t, shared.out, "the run failed in another test")
	return shared.answer
}

// one keeps the documents of people down to those of one.
func one(args ...string) []string { return append([]string{"-person", "li.wen"}, args...) }

// answer is what one call did.
type answer struct {
	code           int
	stdout, stderr string
	out, db        string
}

// call runs the program with its files in a folder of the test.
func call(t *testing.T, dir string, args ...string) answer {
	t.Helper()
	a := answer{out: filepath.Join(dir, "out"), db: filepath.Join(dir, "promotion.db")}
	var stdout, stderr bytes.Buffer
	a.code = run(t.Context(), append([]string{"-out", a.out, "-db", a.db}, args...), &stdout, &stderr)
	a.stdout, a.stderr = strings.ReplaceAll(stdout.String(), dir, "DIR"), strings.ReplaceAll(stderr.String(), dir, "DIR")
	return a
}

// done runs the program and fails the test when it does not succeed.
func done(t *testing.T, dir string, args ...string) answer {
	t.Helper()
	a := call(t, dir, args...)
	require.Equal(t, exitDone, a.code, a.stderr)
	return a
}

func (a answer) read(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(a.out, name))
	require.NoError(t, err)
	return string(data)
}

// record reads the record of a cycle from the database, which must be intact.
func (a answer) record(t *testing.T) promotion.Record {
	t.Helper()
	store, err := sqlstore.Open(t.Context(), a.db)
	require.NoError(t, err)
	defer store.Close()
	require.NoError(t, store.Promotion().Verify(t.Context()))
	r, err := promotion.Load(t.Context(), store.Promotion(), cycleID)
	require.NoError(t, err)
	return r
}

const cycleID = "2026-spring-competition"

// copied copies the built-in competition into a folder of the test, its files changed as stated, and returns the folder.
func copied(t *testing.T, changes map[string]func(string) string) string {
	t.Helper()
	dir := t.TempDir()
	names, err := embedded.ReadDir("sample")
	require.NoError(t, err)
	for _, n := range names {
		data, err := embedded.ReadFile("sample/" + n.Name())
		require.NoError(t, err)
		text := string(data)
		if change := changes[n.Name()]; change != nil {
			if text = change(text); text == "" {
				continue // the file is missing
			}
		}
		require.NoError(t, os.WriteFile(filepath.Join(dir, n.Name()), []byte(text), 0o600))
	}
	return dir
}

// replace is a change of one text, which must be there.
func replace(t *testing.T, old, by string) func(string) string {
	return func(text string) string {
		t.Helper()
		require.Contains(t, text, old)
		return strings.Replace(text, old, by, 1)
	}
}

func missing(string) string { return "" }

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
	for lang, ending := range map[string]string{"en": ".en.md", "zh-CN": ".zh-CN.md"} {
		t.Run(lang, func(t *testing.T) {
			a := builtIn(t)
			if lang != "en" {
				a = done(t, t.TempDir(), "-lang", lang)
			}
			assert.Empty(t, a.stderr)
			golden(t, "stdout."+lang+".txt", a.stdout)
			for _, name := range []string{
				"readiness", "readiness-chloe.martin", "notice", "view-emily.clark", "audit", "audit-inside", "plan-chloe.martin", "plan-nina.berg", "mentors",
			} {
				golden(t, name+ending, a.read(t, name+ending))
			}
			assert.Contains(t, a.read(t, "ranking"+ending), "Gu Lei 顾磊")
			assert.Contains(t, a.read(t, "ladder"+ending), map[string]string{"en": "Key account director", "zh-CN": "大客户总监"}[lang])
		})
	}
}

// Every picture is an XML document of its own that names whom it is about.
func TestPictures(t *testing.T) {
	a := builtIn(t)
	paths, err := filepath.Glob(filepath.Join(a.out, "*.svg"))
	require.NoError(t, err)
	assert.Len(t, paths, 41)
	for _, path := range paths {
		name := filepath.Base(path)
		var picture struct {
			XMLName xml.Name
			Title   string `xml:"title"`
		}
		require.NoError(t, xml.Unmarshal([]byte(a.read(t, name)), &picture), name)
		assert.Equal(t, "svg", picture.XMLName.Local)
		if strings.Contains(name, "he.jun") {
			assert.Contains(t, picture.Title, "He Jun 何军")
			assert.Contains(t, a.read(t, "readiness-he.jun.en.md"), "]("+name+")")
		}
	}
}

func TestOnePersonsDocuments(t *testing.T) {
	a := done(t, t.TempDir(), "-person", "feng.li")
	for _, name := range []string{"view-feng.li.en.md", "readiness-feng.li.en.md", "readiness-feng.li.en.svg", "plan-feng.li.en.md", "readiness.en.md"} {
		assert.FileExists(t, filepath.Join(a.out, name))
	}
	for _, name := range []string{"view-he.jun.en.md", "readiness-he.jun.en.md", "plan-chloe.martin.en.md"} {
		assert.NoFileExists(t, filepath.Join(a.out, name))
	}
	refused(t, call(t, t.TempDir(), "-person", "nobody"), `"nobody" is not among the candidates`)
}

// What a candidate sees tells nothing about anybody else.
func TestViewsTellOfNobodyElse(t *testing.T) {
	a := builtIn(t)
	rows, err := csv.NewReader(strings.NewReader(sample(t, "candidates.csv"))).ReadAll()
	require.NoError(t, err)
	for _, row := range rows[1:] {
		view := a.read(t, "view-"+row[0]+".en.md")
		assert.Contains(t, view, row[1])
		for _, other := range rows[1:] {
			if other[0] != row[0] {
				assert.NotContains(t, view, other[0])
				assert.NotContains(t, view, other[1])
			}
		}
	}
}

func sample(t *testing.T, name string) string {
	t.Helper()
	data, err := embedded.ReadFile("sample/" + name)
	require.NoError(t, err)
	return string(data)
}

func TestSecondRunSavesNothingTwice(t *testing.T) {
	dir := t.TempDir()
	before := done(t, dir, one()...)
	assert.Contains(t, before.stdout, "saved 386 entries to DIR/promotion.db; 0 stood there already")
	first := before.record(t)
	again := done(t, dir, one()...)
	assert.Contains(t, again.stdout, "nothing was saved twice (386 entries stand in DIR")
	assert.Contains(t, done(t, dir, one("-lang", "zh-CN")...).stdout, "没有重复保存")
	assert.Equal(t, first, again.record(t))
}

// What follows from the stored record is what was published, to the last byte.
func TestStoredRecordReplays(t *testing.T) {
	a := builtIn(t)
	state, err := promotion.Replay(a.record(t))
	require.NoError(t, err)
	data, err := state.Record().JSON()
	require.NoError(t, err)
	assert.Equal(t, a.read(t, "record.json"), string(data))
	assert.Equal(t, a.read(t, "ranking.en.md"), state.Outcome().Markdown("en"))
	assert.Equal(t, promotion.Closed, state.Phase())
}

func TestOrderOfRowsDoesNotMatter(t *testing.T) {
	turn := func(text string) string {
		lines := strings.SplitAfter(text, "\n")
		turned := []string{lines[0]}
		for i := len(lines) - 2; i > 0; i-- {
			turned = append(turned, lines[i])
		}
		return strings.Join(turned, "")
	}
	first := builtIn(t)
	a := done(t, t.TempDir(), one("-candidates", copied(t, map[string]func(string) string{"candidates.csv": turn, "scores.csv": turn, "groups.csv": turn}))...)
	for _, name := range []string{"notice.en.md", "audit.en.md", "audit-inside.en.md", "view-li.wen.en.md"} {
		assert.Equal(t, first.read(t, name), a.read(t, name), name)
	}
	_, ranking, _ := strings.Cut(first.read(t, "ranking.en.md"), "- Seats")
	assert.Contains(t, a.read(t, "ranking.en.md"), ranking, "all but the hash of the cycle, which lists who reports to whom")
}

// An export counts in place of the revenue of candidates.csv, which stays to be seen.
func TestExport(t *testing.T) {
	crm := one("-opportunities", "../internal/crmset/sample/deals.csv", "-team", "../internal/crmset/sample/team.csv")
	a := done(t, t.TempDir(), crm...)
	assert.Equal(t, builtIn(t).read(t, "notice.en.md"), a.read(t, "notice.en.md"))
	assert.Contains(t, string(must(a.record(t).JSON())), `"source": "deals.csv"`)

	// The deals make up for a row that says too little, and show one that says too much.
	poor := copied(t, map[string]func(string) string{"candidates.csv": replace(t, "380000,744220,434540,363430,1092390", "380000,1,1,1,1")})
	assert.Contains(t, done(t, t.TempDir(), append(crm, "-candidates", poor)...).read(t, "readiness.en.md"), "| He Jun 何军 | Key account manager | met |")
	rich := copied(t, map[string]func(string) string{"candidates.csv": replace(t, "380000,744220", "1000000,9000000")})
	refused(t, call(t, t.TempDir(), append(crm, "-candidates", rich)...), `agent "he.jun" does not take part in "test"`)
}

func must(data []byte, err error) []byte {
	if err != nil {
		panic(err)
	}
	return data
}

func TestHelpExplainsEveryFlag(t *testing.T) {
	a := done(t, t.TempDir(), "-h")
	for _, h := range help() {
		assert.Contains(t, a.stdout, "\n  -"+h.Name+" "+h.Value+"\n")
		assert.True(t, strings.HasPrefix(h.Example, "-"+h.Name), h.Name)
	}
}

// What another run at the same moment brings about is mended by repeating.
func TestWhatToRepeat(t *testing.T) {
	for err, want := range map[error]int{
		promotion.ErrStale: exitRepeat, promotion.ErrConflict: exitRepeat, context.Canceled: exitRepeat, promotion.ErrStep: exitBad, os.ErrPermission: exitBad,
	} {
		var stderr bytes.Buffer
		p := promoting{stderr: &stderr}
		assert.Equal(t, want, p.fail(fmt.Errorf("saving: %w", err)), err)
		assert.NotEmpty(t, stderr.String())
	}
}

func TestCancelledRunSavesNothing(t *testing.T) {
	dir := t.TempDir()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var stdout, stderr bytes.Buffer
	code := run(ctx, []string{"-out", filepath.Join(dir, "out"), "-db", filepath.Join(dir, "x.db")}, &stdout, &stderr)
	assert.Equal(t, exitRepeat, code, stderr.String())
	assert.NoFileExists(t, filepath.Join(dir, "out", "record.json"))
}

// process runs the program as a process of its own.
func process(t *testing.T, dir string, args ...string) (int, string) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0], args...)
	cmd.Dir, cmd.Env = dir, append(os.Environ(), "KAM_PROMOTION_MAIN=1")
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
	assert.FileExists(t, filepath.Join(dir, "out", "promotion.db"))
	assert.FileExists(t, filepath.Join(dir, "out", "promotion", "notice.en.md"))
	code, text = process(t, dir, "-lang", "de")
	assert.Equal(t, exitBad, code, text)
}
