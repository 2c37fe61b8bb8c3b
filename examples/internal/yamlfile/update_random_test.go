package yamlfile_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/examples/internal/jsontree"
	"github.com/kam-go/kam/examples/internal/yamlfile"
)

// made makes up a value, an object at the top.
func made(random *rand.Rand, depth int) any {
	switch n := random.IntN(10); {
	case depth == 0 || depth < 4 && n < 3:
		object := map[string]any{}
		for range 1 + random.IntN(4) {
			object[string(rune('a'+random.IntN(8)))] = made(random, depth+1)
		}
		return object
	case depth < 4 && n == 3:
		list := make([]any, random.IntN(4))
		for i := range list {
			list[i] = made(random, depth+1)
		}
		return list
	case n < 8:
		return fmt.Sprint(random.IntN(5000))
	}
	return []string{"text of ", "it's ", `a "b\" `, "客户 ", "''"}[random.IntN(5)] + fmt.Sprint(random.IntN(50))
}

// mutated changes some of a value.
func mutated(random *rand.Rand, v any) any {
	switch v := v.(type) {
	case map[string]any:
		out := map[string]any{}
		for _, key := range slices.Sorted(maps.Keys(v)) {
			if random.IntN(8) > 0 {
				out[key] = mutated(random, v[key])
			}
		}
		if random.IntN(3) == 0 {
			out["n"+string(rune('a'+random.IntN(8)))] = made(random, 2)
		}
		return out
	case []any:
		out := slices.Clone(v)
		for i := range out {
			out[i] = mutated(random, out[i])
		}
		if random.IntN(6) == 0 {
			out = append(out, made(random, 3))
		}
		return out
	}
	if random.IntN(4) == 0 {
		return made(random, 9)
	}
	return v
}

func pairs(v any) any {
	switch v := v.(type) {
	case map[string]any:
		out := []jsontree.Pair{}
		for _, key := range slices.Sorted(maps.Keys(v)) {
			out = append(out, jsontree.Pair{Key: key, Value: pairs(v[key])})
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i := range v {
			out[i] = pairs(v[i])
		}
		return out
	}
	return v
}

func plain(t *testing.T, data []byte) any {
	t.Helper()
	var v any
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	require.NoError(t, d.Decode(&v))
	return v
}

// Whatever changes in a file of any notation, the changed text says it, or the change is refused; lines that nothing
// touches stay as they were.
func TestChangedSaysWhatItShould(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 3))
	changed, refused := 0, 0
	for seed := range uint64(3000) {
		before := made(random, 0)
		after := mutated(random, before)
		text := yamlOf(pairs(before), seed)
		doc, err := yamlfile.JSON([]byte(text))
		require.NoError(t, err, text)
		data, err := json.Marshal(after)
		require.NoError(t, err)
		now, err := doc.Changed(data)
		if err != nil {
			refused++
			require.ErrorContains(t, err, "by hand")
			continue
		}
		changed++
		read, err := yamlfile.JSON(now)
		require.NoError(t, err, "%s\n%s", text, now)
		require.Equal(t, after, plain(t, read.JSON()), "%s\n%s", text, now)
		same, err := doc.Changed(doc.JSON())
		require.NoError(t, err)
		require.Equal(t, text, string(same))
		for line := range strings.Lines(string(now)) { // what is written anew has no comments
			if _, comment, ok := strings.Cut(line, "#"); ok {
				require.Contains(t, text, comment)
			}
		}
	}
	t.Log(changed, "changed,", refused, "refused")
	assert.Less(t, refused, changed/10)
}
