package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestMain lets the test binary be the program itself, for what only a process of its own shows.
func TestMain(m *testing.M) {
	if os.Getenv("KAM_PAYROLL_MAIN") == "1" {
		main()
	}
	os.Exit(m.Run())
}

// outcome is what one call did.
type outcome struct {
	code           int
	stdout, stderr string
	out, db        string
}

// call runs the program with its files in a folder of the test.
func call(t *testing.T, dir string, args ...string) outcome {
	t.Helper()
	o := outcome{out: filepath.Join(dir, "out"), db: filepath.Join(dir, "payroll.db")}
	var stdout, stderr bytes.Buffer
	o.code = run(t.Context(), append([]string{"-out", o.out, "-db", o.db}, args...), &stdout, &stderr)
	o.stdout, o.stderr = strings.ReplaceAll(stdout.String(), dir, "DIR"), strings.ReplaceAll(stderr.String(), dir, "DIR")
	return o
}

// rows reads a CSV file of the output, without its header.
func (o outcome) rows(t *testing.T, name string) [][]string {
	t.Helper()
	file, err := os.Open(filepath.Join(o.out, name))
	require.NoError(t, err)
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	require.NoError(t, err)
	return rows[1:]
}

func (o outcome) read(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(o.out, name))
	require.NoError(t, err)
	return string(data)
}

// sample copies a file of the built-in sample, changed, and returns its path.
func sample(t *testing.T, dir, name string, change func(string) string) string {
	t.Helper()
	data, err := fs.ReadFile(embedded, "sample/"+name)
	require.NoError(t, err)
	changed := change(string(data))
	require.NotEqual(t, string(data), changed, "the change changed nothing")
	return write(t, dir, name, changed)
}

func write(t *testing.T, dir, name, content string) string {
	t.Helper()
	path := filepath.Join(dir, name)
	require.NoError(t, os.WriteFile(path, []byte(content), 0o600))
	return path
}

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
	o := call(t, t.TempDir())
	require.Equal(t, exitDone, o.code, o.stderr)
	assert.Empty(t, o.stderr)
	golden(t, "sample/stdout.txt", o.stdout)
	for _, name := range []string{"statements.csv", "lines.csv", "house.csv", "statements/2026-Q4/lin.yue.md", "statements/2026-Q2/chen.yu.md"} {
		golden(t, "sample/"+filepath.Base(name), o.read(t, name))
	}
}

func TestSampleInChinese(t *testing.T) {
	o := call(t, t.TempDir(), "-lang", "zh-CN", "-period", "2026-Q1", "-explain", "林悦")
	require.Equal(t, exitBad, o.code, "a part of a name is no name")
	o = call(t, t.TempDir(), "-lang", "zh-CN", "-period", "2026-Q1", "-explain", "lin yue 林悦")
	require.Equal(t, exitDone, o.code, o.stderr)
	golden(t, "sample/stdout.zh-CN.txt", o.stdout)
}

func TestOrderOfTheDealsDoesNotMatter(t *testing.T) {
	dir := t.TempDir()
	first := call(t, t.TempDir())
	turned := sample(t, dir, "deals.csv", func(text string) string {
		lines := strings.SplitAfter(text, "\n")
		body := lines[1 : len(lines)-1]
		for i, j := 0, len(body)-1; i < j; i, j = i+1, j-1 {
			body[i], body[j] = body[j], body[i]
		}
		return strings.Join(lines, "")
	})
	second := call(t, dir, "-opportunities", turned)
	require.Equal(t, exitDone, second.code, second.stderr)
	for _, name := range []string{"statements.csv", "lines.csv", "ledger.csv"} {
		assert.Equal(t, first.read(t, name), second.read(t, name), name)
	}
}

func TestSecondRunPostsNothing(t *testing.T) {
	dir := t.TempDir()
	first := call(t, dir)
	ledger := first.read(t, "ledger.csv")
	second := call(t, dir)
	require.Equal(t, exitDone, second.code, second.stderr)
	assert.Contains(t, second.stdout, "nothing new to post: nothing was posted twice")
	assert.Equal(t, ledger, second.read(t, "ledger.csv"))
	for _, row := range second.rows(t, "statements.csv") {
		assert.NotEqual(t, string(posted), row[10])
	}
}

func TestQuartersOneByOneGiveTheSame(t *testing.T) {
	all, dir := call(t, t.TempDir()), t.TempDir()
	var statements []string
	for _, quarter := range []string{"2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"} {
		one := call(t, dir, "-period", quarter)
		require.Equal(t, exitDone, one.code, one.stderr)
		_, body, _ := strings.Cut(one.read(t, "statements.csv"), "\n")
		statements = append(statements, body)
	}
	_, body, _ := strings.Cut(all.read(t, "statements.csv"), "\n")
	assert.Equal(t, body, strings.Join(statements, ""))
}

func TestSkippedQuartersAreTold(t *testing.T) {
	o := call(t, t.TempDir(), "-period", "2026-Q3")
	assert.Contains(t, o.stdout, "nothing is posted for the periods before")
	assert.NotContains(t, call(t, t.TempDir()).stdout, "nothing is posted for the periods before")
}

func TestDryRunPostsNothingAndSaysSo(t *testing.T) {
	dir := t.TempDir()
	dry := call(t, dir, "-dry-run")
	require.Equal(t, exitDone, dry.code, dry.stderr)
	assert.Contains(t, dry.stdout, "dry run: nothing was posted")
	assert.NoFileExists(t, dry.db)
	assert.Empty(t, dry.rows(t, "ledger.csv"))
	posting := call(t, t.TempDir())
	status := strings.NewReplacer(",dry-run,", ",,", ",posted,", ",,", ",nothing-due,", ",,")
	assert.Equal(t, status.Replace(posting.read(t, "statements.csv")), status.Replace(dry.read(t, "statements.csv")))

	call(t, dir, "-period", "2026-Q1")
	before := call(t, dir, "-period", "2026-Q1").read(t, "ledger.csv")
	again := call(t, dir, "-dry-run", "-period", "2026")
	require.Equal(t, exitDone, again.code, again.stderr)
	assert.Equal(t, before, again.read(t, "ledger.csv"), "only the first quarter stands in the ledger")
}

func TestExplainPrintsTheStatement(t *testing.T) {
	o := call(t, t.TempDir(), "-period", "2026-Q1", "-explain", "anna.berg")
	require.Equal(t, exitDone, o.code, o.stderr)
	assert.Contains(t, o.stdout, o.read(t, "statements/2026-Q1/anna.berg.md"))
}

func TestHelpExplainsEveryFlag(t *testing.T) {
	o := call(t, t.TempDir(), "-h")
	require.Equal(t, exitDone, o.code)
	for _, h := range help {
		assert.Contains(t, o.stdout, "\n  -"+strings.TrimSpace(h.Name+" "+h.Value)+"\n")
		assert.Contains(t, o.stdout, "example: "+h.Example)
		assert.True(t, strings.HasPrefix(h.Example, "-"+h.Name), h.Name)
	}
}

func TestUnknownAgentGoesToTheHouse(t *testing.T) {
	o := call(t, t.TempDir(), "-period", "2026-Q2")
	require.Equal(t, exitDone, o.code, o.stderr)
	house := o.rows(t, "house.csv")
	require.Len(t, house, 1)
	assert.Equal(t, []string{"2026-Q2", "LT-0144", "webshop", "12800"}, house[0][:4])
	assert.Contains(t, o.stdout, "house account, paid to nobody: 12800.00 (deals: 1)")
}

func TestCancelledRunPostsNothing(t *testing.T) {
	dir := t.TempDir()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var stdout, stderr bytes.Buffer
	code := run(ctx, []string{"-out", filepath.Join(dir, "out"), "-db", filepath.Join(dir, "x.db")}, &stdout, &stderr)
	assert.Equal(t, exitRepeat, code, stderr.String())
	assert.NoFileExists(t, filepath.Join(dir, "out", "statements.csv"))
}

// process runs the program as a process of its own.
func process(t *testing.T, dir string, args ...string) (int, string) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0], args...)
	cmd.Dir, cmd.Env = dir, append(os.Environ(), "KAM_PAYROLL_MAIN=1")
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
	assert.NotContains(t, text, "\r", "no progress bar when nobody looks")
	assert.FileExists(t, filepath.Join(dir, "out", "payroll.db"))
	code, text = process(t, dir, "-period", "2026-Q9")
	assert.Equal(t, exitBad, code, text)
	quotas := sample(t, dir, "quotas.csv", replace("sun.bo,account-executive,1,sales,2026-Q1,180000", "sun.bo,account-executive,1,sales,2026-Q1,"))
	code, text = process(t, dir, "-quotas", quotas, "-db", "other.db")
	assert.Equal(t, exitHeld, code, text)
}
