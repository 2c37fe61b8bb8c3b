package main

import (
	"bytes"
	"fmt"
	"log/slog"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/examples/console/sample"
	"github.com/kam-go/kam/examples/console/store"
	"github.com/kam-go/kam/examples/console/web"
	"github.com/kam-go/kam/examples/sqlstore"
)

// TestLoad measures a small console with people of every role: every page is asked for, and none fails.
func TestLoad(t *testing.T) {
	dir := t.TempDir()
	company := sample.New(sample.Size{People: 120, Lines: 1_200})
	book, err := sqlstore.Open(t.Context(), filepath.Join(dir, "kam.db"))
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, book.Close()) })
	kept, err := store.SQLite(t.Context(), filepath.Join(dir, "console.db"))
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, kept.Close()) })
	d, err := company.Open(t.Context(), book, kept, func(int, int) {})
	require.NoError(t, err)
	passwords := map[string]string{}
	printed := ""
	for _, a := range company.Accounts() {
		passwords[a.ID] = "of-" + a.ID
		printed += fmt.Sprintf("%-20s of-%s  %s  %s\n", a.ID, a.ID, a.Role, a.Name)
	}
	people, err := web.NewPasswords(company.Accounts(), passwords)
	require.NoError(t, err)
	handler, err := web.New(web.Config{
		Desk: d, Store: kept, SignIn: people.SignIn, Hosts: []string{"127.0.0.1"}, Now: time.Now, Background: t.Context(), Log: slog.New(slog.DiscardHandler),
	})
	require.NoError(t, err)
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	file := filepath.Join(dir, "console.txt")
	require.NoError(t, os.WriteFile(file, []byte("console: "+server.URL+"\n"+printed), 0o600))

	var stdout, stderr bytes.Buffer
	require.Equal(t, exitDone, run(t.Context(), []string{"-console", file, "-users", "10", "-requests", "60"}, &stdout, &stderr), stdout.String()+stderr.String())
	for _, p := range pages {
		assert.Contains(t, stdout.String(), p.name)
	}
	assert.Contains(t, stdout.String(), "10 users, 600 requests in ")
	assert.Equal(t, exitFailed, run(t.Context(), []string{"-console", file, "-users", "1", "-requests", "5", "-limit", "1ns"}, &stdout, &stderr))
	assert.Contains(t, stdout.String(), "too long")
}

func TestQuantile(t *testing.T) {
	var times []time.Duration
	for n := range 20 {
		times = append(times, time.Duration(n+1))
	}
	assert.Equal(t, time.Duration(10), quantile(times, 50))
	assert.Equal(t, time.Duration(19), quantile(times, 95), "19 of 20 took no longer")
	assert.Equal(t, time.Duration(20), quantile(times, 99))
	assert.Equal(t, time.Duration(1), quantile(times[:1], 50))
}

func TestBadUsage(t *testing.T) {
	nothing := filepath.Join(t.TempDir(), "nothing.txt")
	require.NoError(t, os.WriteFile(nothing, []byte("console is not here\n"), 0o600))
	for name, c := range map[string]struct {
		args []string
		code int
	}{
		"no console":      {nil, exitBad},
		"no users":        {[]string{"-console", nothing, "-users", "0"}, exitBad},
		"an argument":     {[]string{"-console", nothing, "x"}, exitBad},
		"backwards":       {[]string{"-console", nothing, "-pause", "-1s"}, exitBad},
		"no file":         {[]string{"-console", nothing + "x"}, exitFailed},
		"nothing in it":   {[]string{"-console", nothing}, exitFailed},
		"help":            {[]string{"-h"}, exitDone},
		"an unknown flag": {[]string{"-x"}, exitBad},
	} {
		t.Run(name, func(t *testing.T) {
			var stdout, stderr bytes.Buffer
			assert.Equal(t, c.code, run(t.Context(), c.args, &stdout, &stderr), stderr.String())
		})
	}
}
