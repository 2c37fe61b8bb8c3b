package incentive_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// indexedCases is the number of published cases that the index must account for.
const indexedCases = 151

// TestCaseIndex checks that the index and the files of cases agree: every case
// said to stand in a file does, and every published case in a file is listed.
func TestCaseIndex(t *testing.T) {
	listed := readIndex(t)
	assert.Len(t, listed, indexedCases)
	found := map[string]bool{}
	for _, f := range caseFiles(t) {
		for _, c := range f.Cases {
			id, _, _ := strings.Cut(c.ID, "/")
			if strings.HasPrefix(f.name, "own-") {
				assert.True(t, strings.HasPrefix(id, "own-"), "%s in %s", c.ID, f.name)
				continue
			}
			row, ok := listed[id]
			if assert.True(t, ok, "%s of %s is not in the index", c.ID, f.name) {
				assert.Equal(t, f.name, row.file, "the index has another file for %s", id)
				found[id] = true
			}
		}
	}
	for id, row := range listed {
		if other, ok := strings.CutPrefix(row.file, "../../"); ok {
			data, err := os.ReadFile(filepath.FromSlash(other))
			require.NoError(t, err)
			found[id] = strings.Contains(string(data), id)
			assert.True(t, found[id], "%s is not in %s", id, other)
		}
		switch row.state {
		case "in":
			assert.True(t, found[id], "%s is said to be in %s", id, row.file)
		case "differs":
			assert.Equal(t, row.file != "-", found[id], "%s is said to be in %s", id, row.file)
			assert.NotEmpty(t, row.note, "%s needs a reason", id)
		default:
			t.Errorf("%s has the state %q", id, row.state)
		}
	}
}

type indexRow struct{ state, file, note string }

func readIndex(t *testing.T) map[string]indexRow {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(caseFolder, "INDEX.md"))
	require.NoError(t, err)
	rows := map[string]indexRow{}
	for line := range strings.Lines(string(data)) {
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|")
		if !strings.HasPrefix(line, "| ") || len(cells) != 4 || strings.TrimSpace(cells[0]) == "case" {
			continue
		}
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
		}
		require.NotContains(t, rows, cells[0], "listed twice")
		rows[cells[0]] = indexRow{cells[1], cells[2], cells[3]}
	}
	return rows
}
