package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/xml"
	"errors"
	"fmt"
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

	"github.com/kam-go/kam/examples/internal/crmset"
	"github.com/kam-go/kam/examples/sqlstore"
	"github.com/kam-go/kam/scoring"
	"github.com/kam-go/kam/scoring/feedback"
	"github.com/kam-go/kam/scoring/improve"
)

// TestMain lets the test binary be the program itself, for what only a process of its own shows.
func TestMain(m *testing.M) {
	if os.Getenv("KAM_REVIEW_MAIN") == "1" {
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
	a := answer{out: filepath.Join(dir, "out"), db: filepath.Join(dir, "review.db")}
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

// pictures are the names of the pictures.
func (a answer) pictures(t *testing.T) []string {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(a.out, "*.svg"))
	require.NoError(t, err)
	for i, p := range paths {
		paths[i] = filepath.Base(p)
	}
	return paths
}

// scores are the rows of scores.csv by person and period.
func (a answer) scores(t *testing.T) map[string]map[string]string {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(a.read(t, "scores.csv"))).ReadAll()
	require.NoError(t, err)
	out := map[string]map[string]string{}
	for _, row := range rows[1:] {
		cells := map[string]string{}
		for i, cell := range row {
			cells[rows[0][i]] = cell
		}
		out[row[0]+" "+row[2]] = cells
	}
	return out
}

// records reads what is stored.
func (a answer) records(t *testing.T, q improve.Query) []improve.Record {
	t.Helper()
	store, err := sqlstore.Open(t.Context(), a.db)
	require.NoError(t, err)
	defer store.Close()
	require.NoError(t, store.Scoring().Verify(t.Context()))
	var out []improve.Record
	for r, err := range store.Scoring().Records(t.Context(), q) {
		require.NoError(t, err)
		out = append(out, r)
	}
	return out
}

// sampleOf copies a file of the built-in sample, changed, and returns its path.
func sampleOf(t *testing.T, dir, name string, change func(string) string) string {
	t.Helper()
	file := crmset.BuiltIn(name).Open
	if name == "feedback.csv" {
		file = func() (io.ReadCloser, error) { return embedded.Open("sample/feedback.csv") }
	}
	r, err := file()
	require.NoError(t, err)
	defer r.Close()
	data, err := io.ReadAll(r)
	require.NoError(t, err)
	return write(t, dir, name, change(string(data)))
}

func write(t *testing.T, dir, name, content string) string {
	t.Helper()
	path := filepath.Join(dir, name)
	require.NoError(t, os.WriteFile(path, []byte(content), 0o600))
	return path
}

func unchanged(text string) string { return text }

// replace is a change of one text, which must be there.
func replace(t *testing.T, old, by string) func(string) string {
	return func(text string) string {
		require.Contains(t, text, old)
		return strings.Replace(text, old, by, 1)
	}
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
	a := done(t, t.TempDir())
	assert.Empty(t, a.stderr)
	golden(t, "stdout.txt", a.stdout)
	for _, name := range []string{"review.en.md", "feedback.en.md", "scores.csv"} {
		golden(t, name, a.read(t, name))
	}
}

func TestSampleInChinese(t *testing.T) {
	a := done(t, t.TempDir(), "-lang", "zh")
	golden(t, "stdout.zh-CN.txt", a.stdout)
	for _, name := range []string{"review.zh-CN.md", "feedback.zh-CN.md"} {
		golden(t, name, a.read(t, name))
	}
}

// Every picture is an XML document of its own that names whom it is about, and the review shows it.
func TestPictures(t *testing.T) {
	a := done(t, t.TempDir())
	names := a.pictures(t)
	assert.Len(t, names, 12)
	page := a.read(t, "review.en.md")
	for _, name := range names {
		var picture struct {
			XMLName xml.Name
			Title   string `xml:"title"`
		}
		require.NoError(t, xml.Unmarshal([]byte(a.read(t, name)), &picture), name)
		assert.Equal(t, "svg", picture.XMLName.Local)
		assert.Contains(t, page, "]("+name+")")
		if strings.Contains(name, "he.jun") {
			assert.Contains(t, picture.Title, "He Jun 何军")
		}
	}
}

// facts are figures of one person, worked out from the lines of the file.
type facts struct {
	net          decimal.Decimal
	wins, closed int64
	accounts     map[string]bool
}

func TestScoresRestOnTheFile(t *testing.T) {
	dir := t.TempDir()
	data, err := os.ReadFile(sampleOf(t, dir, "deals.csv", unchanged))
	require.NoError(t, err)
	byPerson := map[string]*facts{}
	for line := range strings.Lines(string(data)) {
		cells := strings.Split(line, ",")
		if !slices.Contains([]string{"won", "lost", "refund"}, cells[4]) || !strings.HasPrefix(cells[6], "2025-") {
			continue
		}
		f := byPerson[cells[1]]
		if f == nil {
			f = &facts{accounts: map[string]bool{}}
			byPerson[cells[1]] = f
		}
		if cells[4] != "refund" {
			f.closed++
		}
		if cells[4] == "won" {
			f.wins++
			f.accounts[cells[2]] = true
		}
		if cells[7] != "" {
			f.net = f.net.Add(decimal.RequireFromString(cells[7]))
		}
	}
	total := decimal.Zero
	for _, f := range byPerson {
		total = total.Add(f.net)
	}
	target := total.DivRound(decimal.NewFromInt(int64(len(byPerson))), 2)
	seen := 0
	for _, r := range done(t, dir).records(t, improve.Query{Kinds: []improve.Kind{improve.ResultKind}}) {
		if !strings.HasPrefix(r.Stream, "result/2025/") {
			continue
		}
		seen++
		f := byPerson[r.About.ID]
		want := map[string]string{
			"revenue": f.net.String(), "breadth": fmt.Sprint(len(f.accounts)), "win-rate": decimal.NewFromInt(f.wins).DivRound(decimal.NewFromInt(f.closed), 9).String(),
		}
		for id, value := range want {
			node, there := r.Result.Node(id)
			require.True(t, there)
			assert.Equal(t, value, node.Value.Round(9).Decimal.String(), "%s of %s", id, r.About.ID)
		}
		revenue, _ := r.Result.Node("revenue")
		assert.Equal(t, target.String(), revenue.Target.Round(9).Decimal.String())
	}
	assert.Equal(t, len(byPerson), seen)
}

func TestOrderOfTheDealsDoesNotMatter(t *testing.T) {
	dir := t.TempDir()
	first := done(t, t.TempDir())
	turned := sampleOf(t, dir, "deals.csv", func(text string) string {
		lines := strings.SplitAfter(text, "\n")
		lines = lines[:len(lines)-1]
		slices.Reverse(lines[1:])
		return strings.Join(lines, "")
	})
	a := done(t, dir, "-opportunities", turned, "-team", sampleOf(t, dir, "team.csv", unchanged), "-feedback", sampleOf(t, dir, "feedback.csv", unchanged))
	for _, name := range append(first.pictures(t), "review.en.md", "feedback.en.md", "scores.csv") {
		assert.Equal(t, first.read(t, name), a.read(t, name), name)
	}
}

// Whoever closed no deal has no score, which is not a score of zero; what is to be done first is to measure.
func TestUnknownIsNotZero(t *testing.T) {
	dir := t.TempDir()
	a := done(t, dir, "-opportunities", sampleOf(t, dir, "deals.csv", unchanged),
		"-team", sampleOf(t, dir, "team.csv", func(s string) string { return s + "new.hire,New Hire,mid,North\nmid,Mid,chen.yu,North\n" }))
	rows := a.scores(t)
	for _, period := range []string{"2025", "2025-Q1", "2025-Q4"} {
		row := rows["new.hire "+period]
		assert.Empty(t, row["score"])
		assert.Empty(t, row["grade"])
		assert.Equal(t, "0", row["coverage"])
		assert.Equal(t, string(scoring.UnknownNothing), row["unknown"])
	}
	assert.NotContains(t, rows, "mid 2025", "who leads and sells nothing is not scored")
	assert.Equal(t, "6", rows["he.jun 2025"]["of"], "nobody is compared with who has no score")
	for key, row := range done(t, t.TempDir()).scores(t) {
		assert.Equal(t, row, rows[key], "and nobody's target is smaller for it")
	}
	assert.Len(t, a.pictures(t), 12)
	assert.NoFileExists(t, filepath.Join(a.out, "feedback.en.md"), "the sample's answers are not about other deals")
	plan := a.records(t, improve.Query{Streams: []string{"plan/2026-Q1/new.hire"}})[0].Plan
	assert.Empty(t, plan.Gaps)
	for _, action := range plan.Actions {
		assert.Equal(t, improve.MeasureFirst, action.Kind)
	}
	assert.Len(t, plan.Actions, 5)
}

func TestSecondRunSavesNothingTwice(t *testing.T) {
	dir := t.TempDir()
	assert.Contains(t, done(t, dir).stdout, "saved 51 records to DIR/review.db; 0 stood there already")
	again := done(t, dir)
	assert.Contains(t, again.stdout, "nothing was saved twice (51 records stand in DIR")
	assert.Contains(t, done(t, dir, "-lang", "zh-CN").stdout, "没有重复保存")
	assert.Len(t, again.records(t, improve.Query{}), 51)
}

// What differs from what was kept follows it in its stream; what was kept stays.
func TestChangedDealIsANewRecord(t *testing.T) {
	dir := t.TempDir()
	done(t, dir)
	a := done(t, dir, "-opportunities", sampleOf(t, dir, "deals.csv", replace(t, "2024-12-04,2025-01-07,76250.00", "2024-12-05,2025-01-07,76250.00")),
		"-team", sampleOf(t, dir, "team.csv", unchanged), "-feedback", sampleOf(t, dir, "feedback.csv", unchanged))
	assert.Contains(t, a.stdout, "saved 3 records to DIR/review.db; 48 stood there already")
	revised := map[string]int64{}
	for _, r := range a.records(t, improve.Query{}) {
		if r.Seq > 1 && r.Publication == nil {
			revised[r.Stream] = r.Seq
		}
	}
	assert.Equal(t, map[string]int64{"result/2025-Q1/pedro.costa": 2, "result/2025/pedro.costa": 2, "plan/2026-Q1/pedro.costa": 2}, revised)
}

func TestWhatIsStored(t *testing.T) {
	a := done(t, t.TempDir())
	kinds := map[improve.Kind]int{}
	for _, r := range a.records(t, improve.Query{}) {
		kinds[r.Kind()]++
		switch {
		case r.Card != nil:
			_, err := scoring.Compile(*r.Card)
			require.NoError(t, err)
		case r.Result != nil:
			require.NoError(t, r.Result.Verify(), r.Stream)
		case r.Plan != nil:
			require.NoError(t, r.Plan.Check())
			for _, task := range r.Plan.Tasks() {
				assert.True(t, r.Plan.Period.Contains(task.Due))
			}
		case r.Publication != nil:
			assert.Equal(t, "2025/"+r.About.ID, r.Publication.Report)
		default:
			response, err := feedback.ParseResponse([]byte(r.Response.Document))
			require.NoError(t, err)
			assert.Equal(t, r.Response.Rater, response.Rater)
			assert.Equal(t, r.About.ID, response.Subject)
		}
	}
	assert.Equal(t, map[improve.Kind]int{improve.CardKind: 1, improve.ResultKind: 30, improve.PlanKind: 6, improve.ResponseKind: 12, improve.PublicationKind: 2}, kinds)
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
		improve.ErrStale: exitRepeat, improve.ErrConflict: exitRepeat, context.Canceled: exitRepeat, improve.ErrKind: exitBad, os.ErrPermission: exitBad,
	} {
		var stderr bytes.Buffer
		v := reviewing{stderr: &stderr}
		assert.Equal(t, want, v.fail(fmt.Errorf("saving: %w", err)), err)
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
	assert.NoFileExists(t, filepath.Join(dir, "out", "scores.csv"))
}

// process runs the program as a process of its own.
func process(t *testing.T, dir string, args ...string) (int, string) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0], args...)
	cmd.Dir, cmd.Env = dir, append(os.Environ(), "KAM_REVIEW_MAIN=1")
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
	assert.FileExists(t, filepath.Join(dir, "out", "review.db"))
	code, text = process(t, dir, "-lang", "de")
	assert.Equal(t, exitBad, code, text)
}
