package incentive_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/incentive/internal/reference/gen"
)

// TestDifferencesOnceSettled keeps the smallest cases in which engine and reference once said something else, each with
// what was found to be right: who gets how much, and who is held. KAM_UPDATE_GOLDEN writes the answers.
func TestDifferencesOnceSettled(t *testing.T) {
	type once struct {
		About  string          `json:"about"`
		Answer []string        `json:"answer"`
		Case   json.RawMessage `json:"case"`
	}
	path := filepath.Join("testdata", "differences.json")
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	var all []once
	require.NoError(t, json.Unmarshal(text, &all))
	for i := range all {
		var c gen.Case
		require.NoError(t, json.Unmarshal(all[i].Case, &c), all[i].About)
		differing, want := compareCase(c)
		assert.Empty(t, differing, all[i].About)
		recorded, _ := recordsDiffer(t.Context(), c)
		assert.Empty(t, recorded, all[i].About)
		placed(c)
		apart, _ := sharesDiffer(t.Context(), c, 2, 7)
		assert.Empty(t, apart, all[i].About)
		var answer []string
		view := referenceView(want)
		for key := range view {
			if strings.HasPrefix(key, "held ") {
				answer = append(answer, key)
			} else if strings.HasSuffix(key, " statement") {
				earned := view[strings.TrimSuffix(key, "statement")+"earned"]
				answer = append(answer, strings.TrimSuffix(key, " statement")+" earns "+max(earned, "0"))
			}
		}
		slices.Sort(answer)
		if os.Getenv("KAM_UPDATE_GOLDEN") != "" {
			all[i].Answer = answer
			continue
		}
		assert.Equal(t, all[i].Answer, answer, all[i].About)
	}
	if os.Getenv("KAM_UPDATE_GOLDEN") != "" {
		var out strings.Builder
		encoder := json.NewEncoder(&out)
		require.NoError(t, encoder.Encode(all))
		require.NoError(t, os.WriteFile(path, []byte(strings.ReplaceAll(out.String(), `,{"about"`, ",\n{\"about\"")), 0o600))
	}
}
