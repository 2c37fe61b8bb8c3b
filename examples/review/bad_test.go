package main

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// refused checks that a call ended with bad input, said so and left nothing behind.
func refused(t *testing.T, a answer, want ...string) {
	t.Helper()
	assert.Equal(t, exitBad, a.code, a.stderr)
	for _, text := range want {
		assert.Contains(t, a.stderr, text)
	}
	assert.Contains(t, a.stderr, "error: ")
	assert.NoFileExists(t, filepath.Join(a.out, "scores.csv"))
	assert.NoFileExists(t, a.db)
}

func TestBadFlags(t *testing.T) {
	for name, args := range map[string][]string{
		"unknown flag":     {"-growth", "0.1"},
		"extra argument":   {"2025"},
		"unknown language": {"-lang", "de"},
		"currency":         {"-currency", "rmb"},
		"no such file":     {"-opportunities", "/nowhere/deals.csv"},
		"no such team":     {"-team", "/nowhere/team.csv"},
		"no such feedback": {"-feedback", "/nowhere/feedback.csv"},
	} {
		t.Run(name, func(t *testing.T) { refused(t, call(t, t.TempDir(), args...)) })
	}
}

func TestBadDeals(t *testing.T) {
	for name, c := range map[string]struct {
		change func(string) string
		want   string
	}{
		"stage":      {replace(t, ",won,", ",Won!,"), `the stage "Won!" is not in the mapping`},
		"stranger":   {replace(t, "LT-25001,pedro.costa", "LT-25001,nobody"), "owners of deals who are not in the team: nobody"},
		"nobody won": {func(s string) string { return s[:strings.Index(s, "\n")+1] }, "there is no year with a won deal"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			refused(t, call(t, dir, "-opportunities", sampleOf(t, dir, "deals.csv", c.change), "-team", sampleOf(t, dir, "team.csv", unchanged)), c.want)
		})
	}
}

// A year whose holidays nobody stated is no year of Mondays to Fridays.
func TestYearWithoutHolidays(t *testing.T) {
	dir := t.TempDir()
	refused(t, call(t, dir, "-calendar", write(t, dir, "calendar.json", `{"declared": [2025]}`)), "2026")
}

func TestNamesThatAreNoFileNames(t *testing.T) {
	dir := t.TempDir()
	rename := func(s string) string {
		return strings.NewReplacer("he.jun", "何/../*|<b>", "li.wen", "李/../*|<b>", "xu.lan", "Xu.Lan").Replace(s)
	}
	a := done(t, dir, "-opportunities", sampleOf(t, dir, "deals.csv", rename), "-team", sampleOf(t, dir, "team.csv", rename))
	assert.Equal(t, []string{"radar---..----b--2.svg", "radar---..----b-.svg", "radar-lin.yue.svg", "radar-pedro.costa.svg", "radar-xu.lan.svg", "radar-zhao.qing.svg"},
		a.pictures(t)[:6])
	assert.NotContains(t, a.read(t, "review.en.md"), "|<b>")
}

func TestUnusableDatabaseOrOutput(t *testing.T) {
	dir := t.TempDir()
	a := call(t, dir, "-db", write(t, dir, "x.db", strings.Repeat("this is no database ", 500)))
	assert.Equal(t, exitBad, a.code)
	assert.Contains(t, a.stderr, "nothing was saved")
	assert.NoFileExists(t, filepath.Join(a.out, "scores.csv"))
	a = call(t, dir, "-out", write(t, dir, "file", "x"))
	assert.Equal(t, exitBad, a.code)
	assert.Contains(t, a.stderr, "output folder")
	require.NoFileExists(t, a.db)
}
