package careerpath_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// indexedCases is the number of published cases that the index must account for.
const indexedCases = 16

// TestCaseIndex checks that the index agrees with the cases of the room's packages, in both directions, and that the
// tests it names are there.
func TestCaseIndex(t *testing.T) {
	data, err := os.ReadFile("testdata/INDEX.md")
	require.NoError(t, err)
	listed, ids := map[string]bool{}, map[string]bool{}
	for line := range strings.Lines(string(data)) {
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|")
		if !strings.HasPrefix(line, "| ") || strings.TrimSpace(cells[0]) == "case" {
			continue
		}
		require.Len(t, cells, 5, line)
		id, state := strings.TrimSpace(cells[0]), strings.TrimSpace(cells[2])
		assert.False(t, ids[id], "%s stands twice", id)
		ids[id] = true
		assert.NotEmpty(t, strings.TrimSpace(cells[1]), id)
		assert.Equal(t, "in", state, id)
		for where := range strings.SplitSeq(cells[3], ",") {
			name, test, found := strings.Cut(strings.TrimSpace(where), " ")
			require.True(t, found, "%s: a package and a test", id)
			assert.True(t, hasTest(t, name, test), "%s: there is no %s in %s", id, test, name)
			listed[name+" "+id] = true
		}
	}
	assert.Len(t, ids, indexedCases)

	found := map[string]bool{}
	// Letters behind the number tell several examples of one case apart.
	published := regexp.MustCompile(`"id": *"(C[0-9]{2})[A-Za-z0-9-]*"`)
	err = filepath.WalkDir(".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.Name() != "cases.json" {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		name := filepath.ToSlash(filepath.Join("careerpath", filepath.Dir(filepath.Dir(path))))
		for _, match := range published.FindAllStringSubmatch(string(text), -1) {
			found[name+" "+match[1]] = true
		}
		return nil
	})
	require.NoError(t, err)
	assert.Equal(t, listed, found, "package and case")
}

// hasTest reports whether a package of the room has a test of that name.
func hasTest(t *testing.T, name, test string) bool {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(strings.TrimPrefix(strings.TrimPrefix(name, "careerpath"), "/"), "*_test.go"))
	require.NoError(t, err)
	for _, file := range files {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		if strings.Contains(string(text), "\nfunc "+test+"(t *testing.T)") {
			return true
		}
	}
	return false
}
