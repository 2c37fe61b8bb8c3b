package plantest_test

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// code returns the lines of a text that are code, without indentation, comments and alignment.
func code(text string) []string {
	comment := regexp.MustCompile(`(?m)\s+//.*$`)
	var out []string
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(comment.ReplaceAllString(line, "")); line != "" {
			out = append(out, line)
		}
	}
	return out
}

// function returns a function of a Go file.
func function(t *testing.T, text, name string) string {
	t.Helper()
	_, after, found := strings.Cut(text, "func "+name+"(")
	require.True(t, found, name)
	body, _, found := strings.Cut(after, "\n}\n")
	require.True(t, found, name)
	return "func " + name + "(" + body + "\n}\n"
}

// TestDocumentsShowWhatIsTested: the tests that the documents tell people to write are those of example_plan_test.go, and
// the scenario file of the package documentation is the beginning of the one that is run.
func TestDocumentsShowWhatIsTested(t *testing.T) {
	read := func(name string) string {
		data, err := os.ReadFile(name)
		require.NoError(t, err)
		return string(data)
	}
	tested := read("example_plan_test.go")
	doc := strings.ReplaceAll(strings.ReplaceAll(read("doc.go"), "\n//\t", "\n"), "\n//", "\n")
	for _, name := range []string{"TestPlan", "TestScenarios"} {
		shown := function(t, tested, name)
		assert.Equal(t, shown, function(t, doc, name), "doc.go shows %s, comments included", name)
		for _, readme := range []string{"../../README.md", "../../README.zh-CN.md"} {
			assert.Equal(t, code(shown), code(function(t, read(readme), name)), "%s shows %s", readme, name)
		}
	}
	lines := code(function(t, tested, "TestPlan"))
	assert.Subset(t, code(function(t, read("example_test.go"), "Example")), lines[1:], "and so does the Example")
	assert.LessOrEqual(t, len(lines), 10, "ten lines")

	_, example, found := strings.Cut(doc, "\n{\n")
	require.True(t, found)
	example, _, found = strings.Cut(example, "\n}\n")
	require.True(t, found)
	scenarios := code(read("testdata/kam-2026.scenarios.json"))
	shown := code(example)
	require.Greater(t, len(shown), 8)
	last := len(shown) - 2 // the list and the example end
	assert.Equal(t, scenarios[1:1+last], shown[:last])
}
