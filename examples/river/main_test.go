package main_test

import (
	"bytes"
	"context"
	"os"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	main "github.com/kam-go/kam/examples/river"
)

// A worker of the demonstration is this program once more.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == "work" {
		os.Exit(main.Run(context.Background(), os.Args[1:], os.Stdout, os.Stderr))
	}
	os.Exit(m.Run())
}

// call carries out a call that must end with a code, and returns what it said.
func call(t *testing.T, code int, args ...string) (stdout, stderr string) {
	t.Helper()
	var out, errs bytes.Buffer
	require.Equal(t, code, main.Run(t.Context(), args, &out, &errs), "%s%s", &out, &errs)
	return out.String(), errs.String()
}

// number returns what a variable of the environment says, or what is usual.
func number(t *testing.T, variable string, usual int) int {
	t.Helper()
	text := os.Getenv(variable)
	if text == "" {
		return usual
	}
	n, err := strconv.Atoi(text)
	require.NoError(t, err, variable)
	return n
}

func TestUsage(t *testing.T) {
	for name, c := range map[string]struct {
		args  []string
		fault string
	}{
		"unknown part":       {[]string{"sleep"}, `"sleep" is none of fill, work and check`},
		"unknown flag":       {[]string{"-fast"}, "flag provided but not defined"},
		"too much":           {[]string{"work", "-postgres", "x", "more"}, `"more" is one argument too many`},
		"no database":        {[]string{"work"}, "work needs -postgres"},
		"no share":           {[]string{"-shares", "0"}, "-shares is 1 to 4096"},
		"too many shares":    {[]string{"-shares", "4097"}, "-shares is 1 to 4096"},
		"no worker":          {[]string{"-workers", "0"}, "-workers is 1 to 100"},
		"too many workers":   {[]string{"-workers", "101"}, "-workers is 1 to 100"},
		"nobody left":        {[]string{"-workers", "1"}, "at least 2, or -calm"},
		"no time":            {[]string{"-timeout", "999ms"}, "-timeout is 1s to 24h"},
		"nobody to pay":      {[]string{"-payees", "1"}, "1 payees: there can be 2 to 10,000,000"},
		"fewer than nothing": {[]string{"-transactions", "-1"}, "-1 transactions"},
	} {
		t.Run(name, func(t *testing.T) {
			_, stderr := call(t, 2, c.args...)
			assert.Contains(t, stderr, "error: ")
			assert.Contains(t, stderr, c.fault)
		})
	}
}

func TestHelp(t *testing.T) {
	stdout, stderr := call(t, 0, "-h")
	assert.Empty(t, stderr)
	for _, flag := range []string{"postgres", "transactions", "payees", "shares", "workers", "timeout", "name", "logs", "calm", "attended"} {
		assert.Contains(t, stdout, "\n  -"+flag)
	}
}
