package goals_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// indexedCases is the number of published cases that the index must account for.
const indexedCases = 42

// TestCaseIndex checks that the index and the cases of the room's packages agree, in both directions.
func TestCaseIndex(t *testing.T) {
	data, err := os.ReadFile("testdata/INDEX.md")
	require.NoError(t, err)
	listed := map[string]bool{}
	for line := range strings.Lines(string(data)) {
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|")
		if !strings.HasPrefix(line, "| ") || len(cells) != 4 || strings.TrimSpace(cells[0]) == "case" {
			continue
		}
		id := strings.TrimSpace(cells[0])
		assert.Contains(t, []string{"in", "negative"}, strings.TrimSpace(cells[1]), id)
		for name := range strings.SplitSeq(cells[2], ",") {
			pair := strings.TrimSpace(name) + " " + id
			assert.False(t, listed[pair], "%s stands twice", pair)
			listed[pair] = true
		}
	}
	files, err := filepath.Glob("*/testdata/cases.json")
	require.NoError(t, err)
	found, ids := map[string]bool{}, map[string]bool{}
	// Letters behind the number tell several examples of one case apart.
	published := regexp.MustCompile(`"id": *"([GM][0-9]{2})[A-Za-z-]*"`)
	for _, file := range files {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		for _, match := range published.FindAllStringSubmatch(string(text), -1) {
			found[strings.TrimSuffix(filepath.ToSlash(file), "/testdata/cases.json")+" "+match[1]] = true
			ids[match[1]] = true
		}
	}
	assert.Equal(t, listed, found, "package and case")
	assert.Len(t, ids, indexedCases)
}
