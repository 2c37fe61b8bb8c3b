package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/internal/wordtest"
)

// What the program tells without arguments, in both languages, is in testdata; KAM_UPDATE_GOLDEN=1 writes it.
func TestWhatItTells(t *testing.T) {
	t.Setenv(asProgram, "1") // of the process that serves
	for _, lang := range []string{"en", "zh-CN"} {
		t.Run(lang, func(t *testing.T) {
			db := filepath.Join(t.TempDir(), "crm.db")
			var out, faults bytes.Buffer
			require.Zero(t, run(t.Context(), []string{"-db", db, "-lang", lang}, strings.NewReader(""), &out, &faults), faults.String())
			path := filepath.Join("testdata", "told."+lang+".txt")
			if os.Getenv("KAM_UPDATE_GOLDEN") == "1" {
				require.NoError(t, os.MkdirAll("testdata", 0o750))
				require.NoError(t, os.WriteFile(path, out.Bytes(), 0o600))
			}
			want, err := os.ReadFile(path)
			require.NoError(t, err)
			assert.Equal(t, string(want), out.String())
			wordtest.Formatted(t, out.String())

			// What was copied can be shown again.
			var again bytes.Buffer
			require.Zero(t, run(t.Context(), []string{"show", "-db", db, "-lang", lang}, strings.NewReader(""), &again, &faults), faults.String())
			assert.True(t, strings.HasSuffix(out.String(), again.String()))
		})
	}
}

// Faults of the command line are told and end with the code 2, others with 1.
func TestFaults(t *testing.T) {
	for args, want := range map[string]string{
		"elsewhere":         "unexpected argument",
		"sync":              "sync needs -db",
		"sync -db x":        "sync needs -servers",
		"load -db x":        "load needs -csv and -map",
		"show":              "show needs -db",
		"-lang fr":          "fr",
		"-systems sap":      "no system",
		"-speed 0":          "-speed: 0 is not from 1 to",
		"-modified tomorow": "-modified",
		"-nosuch":           "nosuch",
	} {
		var out, faults bytes.Buffer
		assert.Equal(t, 2, run(t.Context(), strings.Fields(args), strings.NewReader(""), &out, &faults), args)
		assert.Contains(t, faults.String(), want, args)
		assert.Empty(t, out.String())
	}
	var out, faults bytes.Buffer
	db := filepath.Join(t.TempDir(), "crm.db")
	assert.Equal(t, 1, run(t.Context(), []string{"sync", "-db", db, "-servers", "http://127.0.0.1:9"}, strings.NewReader(""), &out, &faults))
	assert.NotEmpty(t, faults.String())
	out.Reset()
	assert.Zero(t, run(t.Context(), []string{"-h"}, strings.NewReader(""), &out, &faults))
	assert.Contains(t, out.String(), "-servers")
}
