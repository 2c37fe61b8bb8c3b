package scoring_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/scoring"
)

func TestParseCardIsStrict(t *testing.T) {
	_, err := scoring.ParseCard([]byte(`{"format": 1, "wieght": "1", "scale": {"min": "NaN", "max": null}, "measures": [{"weight": 0.35, "function": {"points": []}}], "format": 2}`))
	assert.Equal(t, []string{
		"card.unknown-key $.wieght (1:15)", "card.number $.scale.min (1:47)", "card.null $.scale.max (1:61)",
		"card.wrong-type $.measures[0].weight (1:92)", "card.wrong-type $.measures[0].function.points (1:121)", "card.duplicate-key $.format (1:128)",
	}, codes(t, err))
}

func presetFiles(t testing.TB) [][]byte {
	t.Helper()
	files, err := filepath.Glob("presets/*.json")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	out := make([][]byte, len(files))
	for i, name := range files {
		out[i], err = os.ReadFile(name)
		require.NoError(t, err)
	}
	return out
}

func TestCardsComeBackFromJSON(t *testing.T) {
	for _, data := range presetFiles(t) {
		c, err := scoring.ParseCard(data)
		require.NoError(t, err)
		pretty, err := c.JSON()
		require.NoError(t, err)
		canonical, err := c.Canonical()
		require.NoError(t, err)
		for _, text := range [][]byte{pretty, canonical} {
			again, err := scoring.ParseCard(text)
			require.NoError(t, err)
			back, err := again.Canonical()
			require.NoError(t, err)
			assert.Equal(t, string(canonical), string(back))
		}
	}
	c := card(points("a", "1"))
	text, err := c.Canonical()
	require.NoError(t, err)
	assert.Contains(t, string(text), `"function":{"points":{}}`, "a function without parts is not lost")
}

func FuzzParseCard(f *testing.F) {
	for _, data := range presetFiles(f) {
		f.Add(data)
	}
	f.Add([]byte(`{"format": 1, "id": "x", "version": 1, "scale": {"min": "0", "max": "1"}, "measures": [{"id": "m", "weight": "1/3"}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		c, err := scoring.ParseCard(data)
		if err != nil {
			codes(t, err)
			return
		}
		p, err := scoring.Compile(c)
		if err != nil {
			codes(t, err)
			return
		}
		r, err := p.Score(scoring.Inputs{Subject: anna, Period: year})
		require.NoError(t, err)
		require.NoError(t, r.Verify())
		require.False(t, r.Known)
	})
}

func FuzzVerifyResult(f *testing.F) {
	for _, r := range []scoring.Result{whole(f), {}} {
		text, err := r.JSON()
		require.NoError(f, err)
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if err := scoring.VerifyResult(data); err != nil {
			codes(t, err)
		}
	})
}
