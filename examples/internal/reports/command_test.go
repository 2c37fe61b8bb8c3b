package reports_test

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/internal/reports"
)

func TestCommand(t *testing.T) {
	play := func(_ context.Context, from string) (*reports.Set, error) {
		if from != "" {
			return nil, errors.New("no such folder: " + from)
		}
		var s reports.Set
		s.Add("index", kam.Text{EN: "hello\n", ZH: "你好\n"}.In)
		return &s, nil
	}
	out := filepath.Join(t.TempDir(), "out")
	for name, c := range map[string]struct {
		args           []string
		code           int
		stdout, stderr string
	}{
		"done":     {[]string{"-out", out}, 0, "hello\n\nwritten to " + out + ": begin with index.en.md or index.zh-CN.md\n", ""},
		"help":     {[]string{"-h"}, 0, "", "-from FOLDER"},
		"argument": {[]string{"x"}, 2, "", `error: unexpected argument "x"`},
		"flag":     {[]string{"-x"}, 2, "", "error: flag provided but not defined: -x"},
		"fault":    {[]string{"-from", "nowhere"}, 2, "", "error: no such folder: nowhere"},
	} {
		t.Run(name, func(t *testing.T) {
			var stdout, stderr strings.Builder
			assert.Equal(t, c.code, reports.Command(t.Context(), "play", c.args, &stdout, &stderr, play))
			assert.Equal(t, c.stdout, stdout.String())
			assert.Contains(t, stderr.String(), c.stderr)
		})
	}
	assert.FileExists(t, filepath.Join(out, "index.zh-CN.md"))
}
