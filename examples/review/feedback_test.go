package main

import (
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/internal/crmfile"
	"github.com/kam-go/kam/examples/internal/crmset"
	"github.com/kam-go/kam/scoring/improve"
)

// with runs the program on the sample with changed answers.
func with(t *testing.T, dir string, change func(string) string) answer {
	t.Helper()
	return call(t, dir, "-feedback", sampleOf(t, dir, "feedback.csv", change))
}

// about returns what the feedback says about a subject.
func about(t *testing.T, a answer, name string) string {
	t.Helper()
	for _, part := range strings.Split(a.read(t, "feedback.en.md"), "\n---\n") {
		if strings.Contains(part, "**"+name+"**") {
			return part
		}
	}
	require.Fail(t, "nobody", name)
	return ""
}

// What one more answer would tell in a later run is not told, because the database remembers what was.
func TestLaterAnswerIsNotTold(t *testing.T) {
	late := func(s string) string { return s + "r14,he.jun,peers,2025-12-20,1,1,1,Talks too much.\n" }
	dir := t.TempDir()
	first := done(t, dir)
	assert.Contains(t, about(t, first, "He Jun 何军"), "| 4.50 (4) |")
	a := with(t, dir, late)
	require.Equal(t, exitDone, a.code, a.stderr)
	assert.NotContains(t, about(t, a, "He Jun 何军"), "(5)")
	assert.NotContains(t, about(t, a, "He Jun 何军"), "Talks too much")
	assert.Equal(t, about(t, first, "Chen Yu 陈宇"), about(t, a, "Chen Yu 陈宇"))
	assert.Contains(t, a.stdout, "saved 2 records to", "the answer, and that the report told less")
	assert.Contains(t, with(t, dir, late).stdout, "nothing was saved twice")

	fresh := with(t, t.TempDir(), late)
	require.Equal(t, exitDone, fresh.code, fresh.stderr)
	assert.Contains(t, about(t, fresh, "He Jun 何军"), "(5)", "told where nothing was told before")
}

// Names and answers of single raters of anonymous groups are in no file.
func TestNobodySeesWhoAnswered(t *testing.T) {
	a := done(t, t.TempDir())
	for _, name := range append(a.pictures(t), "review.en.md", "feedback.en.md", "scores.csv") {
		for _, rater := range []string{"r03", "r04", "r05", "r06", "r10"} {
			assert.NotContains(t, a.read(t, name), rater)
		}
	}
	chen := about(t, a, "Chen Yu 陈宇")
	assert.NotContains(t, chen, "Shares too little", "one peer alone")
	assert.Contains(t, chen, "too few")
}

// An answer that was told and is changed afterwards is refused: the two means would tell it.
func TestChangedAnswerIsRefused(t *testing.T) {
	dir := t.TempDir()
	done(t, dir)
	a := with(t, dir, replace(t, "r10,he.jun,peers,2025-12-10,5", "r10,he.jun,peers,2025-12-10,1"))
	assert.Equal(t, exitBad, a.code)
	assert.Contains(t, a.stderr, "published answers were changed")
	assert.Contains(t, a.stderr, "nothing was saved")
	assert.Len(t, a.records(t, improve.Query{}), 51)
}

func TestBadFeedback(t *testing.T) {
	for name, c := range map[string]struct{ old, by, want string }{
		"unknown subject": {"r01,chen.yu", "r01,nobody", `feedback.csv:2:5: "nobody" is not in the team`},
		"no day":          {"2025-12-08,5,4,5", ",5,4,5", "there are answers and no day"},
		"impossible day":  {"2025-12-08", "2025-02-30", "is no day"},
		"off the scale":   {"2025-12-09,4,4,5", "2025-12-09,4,4,6", "feedback.csv:3:1: answers[2].value: the answer 6 is out of the scale"},
		"between steps":   {"2025-12-09,4,4,5", "2025-12-09,4,4.5,5", "feedback.csv:3:1: answers[1].value"},
		"unknown group":   {"r02,chen.yu,boss", "r02,chen.yu,friends", "feedback.csv:3:1: group"},
		"asked twice":     {"r04,chen.yu", "r03,chen.yu", "feedback.csv:5:1: \"r03\" stands twice"},
		"nameless rater":  {"r07,chen.yu", ",chen.yu", "feedback.csv:8:1: rater"},
		"no question":     {"keeps-word", "keeps", `the column "keeps-word" is missing`},
	} {
		t.Run(name, func(t *testing.T) {
			a := with(t, t.TempDir(), replace(t, c.old, c.by))
			refused(t, a, c.want)
		})
	}
}

func FuzzFeedback(f *testing.F) {
	data, err := embedded.ReadFile("sample/feedback.csv")
	require.NoError(f, err)
	f.Add(string(data[:400]))
	var found kam.Findings
	set, ok := crmset.Choose(crmset.Flags{}, &found)
	require.True(f, ok)
	team := crmset.ReadTeam(set.Team, set.Mapping.Team, &found)
	b, ok := newBook(crmset.ReadDeals(set.Deals, set.Mapping.Deals, &found), team, set, &found)
	require.True(f, ok)
	f.Fuzz(func(t *testing.T, text string) {
		var found kam.Findings
		a, ok := b.readFeedback(crmfile.File{Name: "feedback.csv", Open: func() (io.ReadCloser, error) {
			return io.NopCloser(strings.NewReader(text)), nil
		}}, &found)
		require.Equal(t, ok, !found.HasErrors())
		if ok {
			_, _, err := a.report(b.asOf, nil)
			require.NoError(t, err)
		}
	})
}
