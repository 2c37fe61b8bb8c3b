package verify_test

import (
	"encoding/json"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/kam-go/kam/incentive/internal/verify"
)

// holders calls visit for every object and list of a tree.
func holders(v any, visit func(any)) {
	switch v := v.(type) {
	case map[string]any:
		visit(v)
		for _, k := range slices.Sorted(maps.Keys(v)) {
			holders(v[k], visit)
		}
	case []any:
		visit(v)
		for i := range v {
			holders(v[i], visit)
		}
	}
}

// TestHostilePartsNeverPanic takes members away, doubles entries and puts unlikely values into statements with every feature.
func TestHostilePartsNeverPanic(t *testing.T) {
	rounds := 2_000
	if long() {
		rounds *= 50
	}
	rnd := rand.New(rand.NewPCG(4, 5))
	values := []any{
		"", "0", "-1", "1/3", "99999999999999999999", "-0.5", "A", "2026-02-30", "2026-02-03", "2026-01-01/2026-02-01", "2026-01-01/", "0001-01-01/9999-12-31",
		json.Number("0"), json.Number("-1"), json.Number("1"), json.Number("9223372036854775807"), true, false,
		"revenue", "survey", "units", "attainment", "amount", "whole", "slice", "linear", "extend", "months", "by-days", "working-days", "each", "refuse", "target", "days", "transaction", "lifetime",
	}
	all := features(t)
	names := slices.Sorted(maps.Keys(all))
	for range rounds {
		doc := tree(t, all[names[rnd.IntN(len(names))]]["anna"])
		for range 1 + rnd.IntN(3) {
			var found []any
			holders(doc, func(h any) { found = append(found, h) })
			switch h := found[rnd.IntN(len(found))].(type) {
			case map[string]any:
				keys := slices.Sorted(maps.Keys(h))
				if len(keys) == 0 {
					continue
				}
				key := keys[rnd.IntN(len(keys))]
				switch h[key].(type) {
				case map[string]any, []any:
					if rnd.IntN(4) == 0 {
						delete(h, key)
					}
				default:
					if h[key] = values[rnd.IntN(len(values))]; rnd.IntN(4) == 0 {
						delete(h, key)
					}
				}
			case []any:
				if len(h) > 1 {
					h[rnd.IntN(len(h))] = h[rnd.IntN(len(h))]
				}
			}
		}
		verify.Check(encoded(t, doc))
	}
}
