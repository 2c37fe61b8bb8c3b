package schematest_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/examples/internal/jsontree"
)

// mutations yields every change of a value, one at a time: its kind, and the last two keys that lead to it.
func mutations(root any, yield func(kind, at string, changed func() any)) {
	var walk func(v any, above, at string, put func(any) any)
	walk = func(v any, above, at string, put func(any) any) {
		place := above + "." + at
		for _, other := range others(v) {
			yield(other.name, place, func() any { return put(other.value) })
		}
		switch v := v.(type) {
		case []jsontree.Pair:
			with := func(i int, pairs ...jsontree.Pair) any { // instead of pair i
				return put(slices.Concat(v[:i], pairs, v[min(i+1, len(v)):]))
			}
			yield("extra key", place, func() any { return with(len(v), jsontree.Pair{Key: "zz", Value: "x"}) })
			for i, p := range v {
				for _, change := range []struct {
					kind  string
					pairs []jsontree.Pair
				}{
					{"key renamed", []jsontree.Pair{{Key: p.Key + "x", Value: p.Value}}},
					{"key in capitals", []jsontree.Pair{{Key: strings.ToUpper(p.Key), Value: p.Value}}},
					{"key missing", nil},
					{"key twice", []jsontree.Pair{p, p}},
				} {
					yield(change.kind, at+"."+p.Key, func() any { return with(i, change.pairs...) })
				}
				walk(p.Value, at, p.Key, func(x any) any { return with(i, jsontree.Pair{Key: p.Key, Value: x}) })
			}
		case []any:
			for i, item := range v {
				walk(item, above, at, func(x any) any { return put(slices.Concat(v[:i], []any{x}, v[i+1:])) })
			}
		}
	}
	walk(root, "", "", func(x any) any { return x })
}

type named struct {
	name  string
	value any
}

// others are values that may stand in the place of one.
func others(v any) []named {
	out := []named{
		{"null", nil},
		{"a list", []any{}},
		{"an object", []jsontree.Pair{}},
		{"a list of it", []any{v}},
		{"true", true},
		{"a number", number("3")},
		{"a point", number("2.5")},
		{"a whole number with a point", number("3.0")},
		{"an exponent", number("1e2")},
		{"sixteen digits", number("1234567890.123456")},
		{"beyond int64", number("9223372036854775808")},
		{"below int64", number("-9223372036854775809")},
		{"far beyond", number("1e400")},
		{"a text", "zz"},
		{"an empty text", ""},
		{"a number in quotes", "0.05"},
	}
	text, ok := v.(string)
	if !ok {
		return out
	}
	out = append(out, named{"word changed", text + "x"}, named{"word in capitals", strings.ToUpper(text)}, named{"a blank before", " " + text}, named{"a line break behind", text + "\n"})
	special := []string{
		"2024-02-29", "2023-02-29", "1900-02-29", "2000-02-29", "2026-04-31", "2026-13-01", "0000-01-01", "9999-12-31", "2026-1-1",
		"2026-01-01/2026-02-01", "2026-02-01/2026-01-01", "2026-01-01/2026-01-01", "2026-01-01/..", "2026-01-01/", "2026-02-30/..", "0000-01-01/..",
		"1/3", "2/0", "0/5", "1/00", "-1/3", "1.5", "1/1.5", "3000000000000/1", "2000000000000/2", "0.0000000000001", "-0", "+1", ".5", "5.", "1e5",
		strings.Repeat("9", 38), strings.Repeat("9", 39), "0.000000000000000000000000000001", "0.0000000000000000000000000000010", "00000000000012." + strings.Repeat("3", 30),
		"1" + strings.Repeat("0", 8) + "." + strings.Repeat("0", 30), strings.Repeat("0", 64), strings.Repeat("0", 65), "１２",
	}
	for _, s := range special {
		out = append(out, named{"the text " + s, s})
	}
	return out
}

// structural are the mutations that are tried on each key of the types at least once, in whatever text.
func structural(kind string) bool {
	return slices.Contains([]string{"key renamed", "key missing", "extra key", "null", "a text", "a point", "a list", "below int64", "word changed"}, kind)
}

// Texts with one mistake: how it is written is judged alike by schema and reader, and words and keys that the schema
// refuses are refused by Compile.
func TestMutations(t *testing.T) {
	every := 150
	if os.Getenv("KAM_LONG") != "" {
		every = 3
	}
	for _, l := range []language{plans(t), scenarios(t)} {
		random := rand.New(rand.NewPCG(7, 5))
		all := map[string]*counts{}
		total, words := 0, 0
		source := texts(t, l)
		for seed := range uint64(12) { // of types that no file has
			m := &maker{random: rand.New(rand.NewPCG(seed, 1)), left: 150}
			source[fmt.Sprintf("made up %02d", seed)] = jsontree.Write(m.object(l.of))
		}
		tried := map[string]bool{}
		for _, name := range slices.Sorted(maps.Keys(source)) {
			tree, err := jsontree.Read(source[name])
			require.NoError(t, err)
			usable := l.use(source[name]) == nil
			mutations(tree, func(kind, at string, changed func() any) {
				if first := structural(kind) && !tried[kind+at]; !first && random.IntN(every) > 0 {
					return
				}
				tried[kind+at] = true
				total++
				if strings.HasPrefix(kind, "the text ") {
					kind = "special text"
				}
				if all[kind] == nil {
					all[kind] = &counts{}
				}
				text := jsontree.Write(changed())
				v := l.check(t, all[kind], text)
				if len(v.meant) > 0 && v.parse == nil && len(v.written) == 0 && usable {
					words++
					require.Error(t, l.use(text), "%s, %s: the schema refuses what Compile takes: %v\n%s", name, kind, v.meant, clip(text))
				}
			})
		}
		for _, kind := range slices.Sorted(maps.Keys(all)) {
			c := all[kind]
			t.Logf("%s, %-28s %6d accepted by both, %6d refused by both, different: %v", l.name, kind+":", c.accepted, c.refused, c.named)
		}
		t.Logf("%s: %d mutants of %d texts; %d with a word or a missing key that the schema and Compile refuse", l.name, total, len(source), words)
		require.Greater(t, total, 2000)
		require.Greater(t, words, 20)
	}
}

// The keys without which a plan, or a scenario, is none: the schema and Compile miss each of them.
func TestRequired(t *testing.T) {
	for _, c := range []struct {
		language
		file string
		want []string
	}{
		{plans(t), "../../../incentive/scenario/testdata/ae/ae.plan.json", []string{"components", "currency", "effective", "format", "id", "measures", "period", "version"}},
		{scenarios(t), "../../../incentive/scenario/testdata/ae/ae.scenarios.json", []string{"format", "name", "scenarios", "steps"}},
	} {
		text, err := os.ReadFile(c.file)
		require.NoError(t, err)
		require.NoError(t, c.use(text))
		tree, err := jsontree.Read(text)
		require.NoError(t, err)
		missed := map[string]bool{}
		mutations(tree, func(kind, at string, changed func() any) {
			if kind != "key missing" {
				return
			}
			without := jsontree.Write(changed())
			v := c.judge(t, without)
			require.NoError(t, v.parse)
			require.Empty(t, v.written)
			if len(v.meant) > 0 {
				require.Error(t, c.use(without), "%s\n%s", at, without)
				missed[at[strings.LastIndex(at, ".")+1:]] = true
			}
		})
		require.Equal(t, c.want, slices.Sorted(maps.Keys(missed)))
	}
}
