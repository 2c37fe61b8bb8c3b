package main

import (
	"encoding/csv"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// reconcile runs the outside script on the files of a folder and tells whether they agree.
func reconcile(t *testing.T, dir string) (bool, string) {
	t.Helper()
	awk, err := exec.LookPath("awk")
	if err != nil {
		t.Skip("needs awk")
	}
	script, err := filepath.Abs("reconcile.awk")
	require.NoError(t, err)
	cmd := exec.CommandContext(t.Context(), awk, "-f", script, "control.csv", "statements.csv", "lines.csv", "ledger.csv")
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	return err == nil, string(out)
}

func TestSampleReconciles(t *testing.T) {
	o := call(t, t.TempDir())
	good, text := reconcile(t, o.out)
	require.True(t, good, text)
	assert.Contains(t, text, "reconciled")
}

// TestReconcileFindsEveryChange deletes and changes rows of each file, one at a time: the script must see it.
func TestReconcileFindsEveryChange(t *testing.T) {
	o := call(t, t.TempDir(), "-period", "2026-Q2")
	good, text := reconcile(t, o.out)
	require.True(t, good, text)
	steps := map[string]int{"statements.csv": 1, "ledger.csv": 3, "lines.csv": 7, "control.csv": 3}
	columns := map[string][]int{"statements.csv": {0, 1, 8, 9}, "ledger.csv": {2, 3, 8, 9}, "lines.csv": {0, 1, 6, 8}, "control.csv": {3, 5}}
	for name, step := range steps {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(o.out, name)
			whole, err := os.ReadFile(path)
			require.NoError(t, err)
			defer func() { require.NoError(t, os.WriteFile(path, whole, 0o600)) }()
			rows, err := csv.NewReader(strings.NewReader(string(whole))).ReadAll()
			require.NoError(t, err)
			for i := 1; i < len(rows); i += step {
				save(t, path, append(append([][]string{}, rows[:i]...), rows[i+1:]...))
				good, _ := reconcile(t, o.out)
				assert.False(t, good, "row %d deleted: %v", i, rows[i])
				column := columns[name][i/step%len(columns[name])]
				if rows[i][column] == "" {
					continue
				}
				changed := append([]string{}, rows[i]...)
				changed[column] = other(changed[column])
				save(t, path, append(append(append([][]string{}, rows[:i]...), changed), rows[i+1:]...))
				good, _ = reconcile(t, o.out)
				assert.False(t, good, "row %d changed: %v", i, changed)
			}
		})
	}
}

// other changes the last digit, or adds a letter to what is no number.
func other(text string) string {
	last := text[len(text)-1]
	if strings.Trim(text, "-.0123456789") == "" {
		return text[:len(text)-1] + string('0'+(last-'0'+1)%10)
	}
	return text + "x"
}

func save(t *testing.T, path string, rows [][]string) {
	t.Helper()
	var out strings.Builder
	w := csv.NewWriter(&out)
	require.NoError(t, w.WriteAll(rows))
	require.NoError(t, os.WriteFile(path, []byte(out.String()), 0o600))
}
