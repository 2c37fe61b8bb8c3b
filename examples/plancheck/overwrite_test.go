package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Nothing that somebody else wrote is written over, and nothing that is read.
func TestOverwritesNothing(t *testing.T) {
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	for name, text := range map[string]string{
		"kam.plan.json": sample(t, "kam.plan.json"), "kam.scenarios.json": sample(t, "kam.scenarios.json"), "notes.html": "<!DOCTYPE html>\n<p>mine</p>\n",
	} {
		require.NoError(t, os.WriteFile(at(name), []byte(text), 0o600))
	}
	require.NoError(t, os.Symlink("kam.plan.json", at("link.json")))
	require.NoError(t, os.Symlink("nowhere", at("dangling.json")))
	plan, list := at("kam.plan.json"), at("kam.scenarios.json")
	for name, c := range map[string]struct {
		args []string
		says string
	}{
		"page on the plan":              {[]string{"-out", plan, plan, list}, "is read as input"},
		"page on the plan by a link":    {[]string{"-out", at("link.json"), plan, list}, "is read as input"},
		"page on scenarios of a folder": {[]string{"-out", list, at("link.json"), dir}, "is read as input"},
		"page on a plan of scenarios":   {[]string{"-out", plan, at("link.json"), list}, "is read as input"},
		"page on the calendar":          {[]string{"-out", at("notes.html"), "-calendar", at("notes.html"), plan}, "is read as input"},
		"page on another page":          {[]string{"-out", at("notes.html"), plan, list}, "no page that plancheck has written"},
		"page on a link":                {[]string{"-out", at("dangling.json"), plan, list}, "no page that plancheck has written"},
		"suggestion on the scenarios":   {[]string{"-suggest", list, plan, list}, "is read as input"},
		"suggestion on a file":          {[]string{"-suggest", at("notes.html"), plan, list}, "name a new file, and take over from it"},
		"suggestion on a link":          {[]string{"-suggest", at("dangling.json"), plan, list}, "name a new file"},
		"suggestion on the page":        {[]string{"-out", at("new.html"), "-suggest", at("./new.html"), plan, list}, "different files"},
	} {
		t.Run(name, func(t *testing.T) {
			before := contents(t, dir)
			a := call(t, c.args...)
			assert.Equal(t, exitBad, a.code)
			assert.Contains(t, a.stderr, c.says)
			assert.Empty(t, a.stdout)
			assert.Equal(t, before, contents(t, dir))
		})
	}
	page := at("page.html")
	require.NoError(t, os.WriteFile(page, nil, 0o600))
	draft := []string{"-out", page, "sample/draft.plan.json"}
	assert.Equal(t, exitFails, call(t, draft...).code, "an empty file")
	assert.Equal(t, exitFails, call(t, draft...).code, "a page of plancheck")
}

// contents are the files of a folder.
func contents(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	for _, e := range entries {
		data, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			data = []byte(err.Error())
		}
		out[e.Name()] = string(data)
	}
	return out
}
