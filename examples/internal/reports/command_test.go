package reports_test

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/internal/reports"
)

// told is a set that tells which rules it was made by.
type told struct {
	reports.Set
	rules string
	held  bool
}

func (s *told) Digest(l kam.Lang) reports.Digest {
	return reports.Digest{
		Title: kam.Text{EN: "Done", ZH: "完成"}.In(l), Pages: []reports.Title{{Report: "pay", Text: kam.Text{EN: "Pay", ZH: "薪酬"}}, {Report: "none"}},
		Rows: [][]string{{"who", "pay", "why"}, {"Ann|a", "1", s.rules}}, Foot: "foots",
		Notes: map[bool][]string{true: {"held: Ann|a"}}[s.held], Held: s.held,
	}
}

func program() reports.Program[*told] {
	folder := func(name string) fs.FS { return fstest.MapFS{"name": {Data: []byte(name)}} }
	return reports.Program[*told]{
		Name: "play", Does: "play plays.", Sample: folder("sample"), Realset: folder("realset"),
		Play: func(_ context.Context, export string, rules fs.FS) (*told, error) {
			name, err := fs.ReadFile(rules, "name")
			s := &told{rules: string(name), held: string(name) == "held"}
			s.Add("pay", kam.Text{EN: "one\n", ZH: "一\n"}.In)
			return s, errors.Join(err, map[bool]error{true: errors.New("empty: " + filepath.Base(export))}[strings.HasSuffix(export, "empty")])
		},
	}
}

func TestProgram(t *testing.T) {
	dir := t.TempDir()
	out, blocked, mine := filepath.Join(dir, "out"), filepath.Join(dir, "blocked"), filepath.Join(dir, "mine")
	require.NoError(t, os.WriteFile(blocked, nil, 0o600))
	require.NoError(t, os.MkdirAll(filepath.Join(dir, "empty"), 0o750))
	require.NoError(t, os.MkdirAll(mine, 0o750))
	require.NoError(t, os.WriteFile(filepath.Join(mine, "name"), []byte("mine"), 0o600))
	digest := "Done\n\nwho    pay\nAnn|a    1\n\nfoots\n\n"
	for name, c := range map[string]struct {
		args           []string
		code           int
		stdout, stderr string
	}{
		"done":        {[]string{"-out", out}, 0, digest + "1 report and its index are in " + out + ", in English and Chinese: begin with index.en.md\n", ""},
		"in Chinese":  {[]string{"-out", out, "-lang", "zh-CN"}, 0, "完成\n", ""},
		"help":        {[]string{"-h"}, 0, "-export FOLDER", ""},
		"argument":    {[]string{"x"}, 2, "", `error: unexpected argument "x" (every input has a flag, see -h)`},
		"flag":        {[]string{"-x"}, 2, "", "error: flag provided but not defined: -x (-h lists the flags)"},
		"language":    {[]string{"-lang", "de"}, 2, "", `error: -lang: "de" is no language (use en or zh-CN)`},
		"no export":   {[]string{"-export", filepath.Join(dir, "none")}, 2, "", "there is no such folder (name the folder with the CSV files with -export"},
		"no rules":    {[]string{"-rules", blocked, "-lang", "zh-CN"}, 2, "", "没有该文件夹（请用 -rules 指定规则文件夹"},
		"fault":       {[]string{"-export", filepath.Join(dir, "empty")}, 2, "", "error: empty: empty"},
		"out is file": {[]string{"-out", blocked}, 2, "", "name a folder that can be written to with -out"},
	} {
		t.Run(name, func(t *testing.T) {
			var stdout, stderr strings.Builder
			assert.Equal(t, c.code, program().Run(t.Context(), c.args, &stdout, &stderr))
			if name == "done" {
				assert.Equal(t, c.stdout, stdout.String())
			}
			assert.Contains(t, stdout.String(), c.stdout)
			assert.Contains(t, stderr.String(), c.stderr)
			assert.Equal(t, c.code != 0, stdout.String() == "", "what fails says nothing on the standard output")
		})
	}
	require.NoError(t, os.WriteFile(filepath.Join(mine, "name"), []byte("held"), 0o600))
	var told strings.Builder
	held := filepath.Join(dir, "held")
	assert.Equal(t, 3, program().Run(t.Context(), []string{"-rules", mine, "-out", held}, &told, &told))
	assert.Contains(t, told.String(), "foots\n\n- held: Ann|a\n\n1 report and its index")
	text, err := os.ReadFile(filepath.Join(held, "index.en.md"))
	require.NoError(t, err)
	assert.Contains(t, string(text), "\nfoots\n\n- held: Ann\\|a\n")
	require.NoError(t, os.WriteFile(filepath.Join(mine, "name"), []byte("mine"), 0o600))
	require.NoError(t, os.WriteFile(filepath.Join(held, "old.en.md"), nil, 0o600))
	told.Reset()
	assert.Zero(t, program().Run(t.Context(), []string{"-rules", mine, "-out", held, "-lang", "zh-CN"}, &told, &told))
	assert.True(t, strings.HasSuffix(told.String(), "\n以下文件并非本次生成，不再需要时请删除：old.en.md\n"), told.String())
	index := func() string {
		text, err := os.ReadFile(filepath.Join(out, "index.en.md"))
		require.NoError(t, err)
		return string(text)
	}
	assert.Equal(t, "# Done\n\n- [Pay](pay.en.md)\n\n| who | pay | why |\n| --- | --: | --- |\n| Ann\\|a | 1 | sample |\n\nfoots\n", index())
	for rules, args := range map[string][]string{"realset": {"-export", dir}, "mine": {"-export", dir, "-rules", mine}} {
		var stdout, stderr strings.Builder
		require.Zero(t, program().Run(t.Context(), append(args, "-out", out), &stdout, &stderr), stderr.String())
		assert.Contains(t, index(), "| "+rules+" |")
	}
}
