package scenario_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/internal/reference/gen"
	"github.com/kam-go/kam/incentive/scenario"
)

// checkSchema holds a JSON value against as much of JSON Schema as the schemas use.
func checkSchema(root, schema map[string]any, value any, at string) []string {
	if ref, ok := schema["$ref"].(string); ok {
		defs := root["$defs"].(map[string]any)
		return checkSchema(root, defs[strings.TrimPrefix(ref, "#/$defs/")].(map[string]any), value, at)
	}
	if forms, ok := schema["anyOf"].([]any); ok {
		for _, s := range forms {
			if len(checkSchema(root, s.(map[string]any), value, at)) == 0 {
				return nil
			}
		}
		return []string{at + ": none of several forms"}
	}
	if other, ok := schema["not"].(map[string]any); ok {
		text, isText := value.(string)
		if isText && compiled(other["pattern"].(string)).MatchString(text) {
			return []string{fmt.Sprintf("%s: %q matches %s", at, text, other["pattern"])}
		}
	}
	var faults []string
	fail := func(format string, args ...any) {
		faults = append(faults, at+": "+fmt.Sprintf(format, args...))
	}
	switch schema["type"] {
	case "string":
		s, ok := value.(string)
		if !ok {
			fail("no string")
			return faults
		}
		if pattern, ok := schema["pattern"].(string); ok && !compiled(pattern).MatchString(s) {
			fail("%q does not match %s", s, pattern)
		}
		if words, ok := schema["enum"].([]any); ok && !slices.Contains(words, value) {
			fail("%q is none of %v", s, words)
		}
	case "boolean":
		if _, ok := value.(bool); !ok {
			fail("no boolean")
		}
	case "number", "integer":
		n, ok := value.(json.Number)
		if !ok || schema["type"] == "integer" && strings.ContainsAny(n.String(), ".eE") {
			fail("no %s", schema["type"])
		}
	case "array":
		list, ok := value.([]any)
		if !ok {
			fail("no array")
		}
		for i, x := range list {
			faults = append(faults, checkSchema(root, schema["items"].(map[string]any), x, fmt.Sprintf("%s[%d]", at, i))...)
		}
	case "object":
		fields, ok := value.(map[string]any)
		if !ok {
			fail("no object")
			return faults
		}
		properties, _ := schema["properties"].(map[string]any)
		for key, x := range fields {
			if sub, ok := properties[key].(map[string]any); ok {
				faults = append(faults, checkSchema(root, sub, x, at+"."+key)...)
			} else if sub, ok := schema["additionalProperties"].(map[string]any); ok {
				faults = append(faults, checkSchema(root, sub, x, at+"."+key)...)
			} else {
				fail("unknown key %q", key)
			}
		}
		keys, _ := schema["required"].([]any)
		for _, key := range keys {
			if _, there := fields[key.(string)]; !there {
				fail("%q is missing", key)
			}
		}
	}
	return faults
}

var patterns = map[string]*regexp.Regexp{}

func compiled(pattern string) *regexp.Regexp {
	if patterns[pattern] == nil {
		patterns[pattern] = regexp.MustCompile(pattern)
	}
	return patterns[pattern]
}

func parsed(t *testing.T, data []byte) map[string]any {
	t.Helper()
	d := json.NewDecoder(strings.NewReader(string(data)))
	d.UseNumber()
	var v map[string]any
	require.NoError(t, d.Decode(&v))
	return v
}

// A plan that the strict reader takes and Compile accepts is one that the schema accepts, and a text that the schema
// refuses for its keys or types is one that the reader refuses.
func TestPlanSchemaAgreesWithTheReader(t *testing.T) {
	schema := parsed(t, scenario.PlanSchema())
	agree(t, schema, func() []string {
		var texts []string
		for seed := range uint64(8) {
			c, err := gen.New(seed)
			require.NoError(t, err)
			for _, p := range c.Plans {
				data, err := p.JSON()
				require.NoError(t, err)
				texts = append(texts, string(data))
			}
		}
		return texts
	}(), func(text string) error {
		_, err := incentive.ParsePlan([]byte(text))
		return err
	})
}

func TestScenarioSchemaAgreesWithTheReader(t *testing.T) {
	schema := parsed(t, scenario.Schema())
	var texts []string
	for _, file := range []string{"testdata/ae/ae.scenarios.json", "testdata/full/full.scenarios.json"} {
		data, err := os.ReadFile(file)
		require.NoError(t, err)
		texts = append(texts, string(data))
	}
	agree(t, schema, texts, func(text string) error {
		_, err := scenario.Parse([]byte(text))
		return err
	})
}

// agree changes texts that both accept at random, and compares what schema and reader say.
func agree(t *testing.T, schema map[string]any, texts []string, read func(string) error) {
	t.Helper()
	random := rand.New(rand.NewPCG(1, 5))
	accepted, refused := 0, 0
	for i, text := range texts {
		require.NoError(t, read(text), "text %d", i)
		require.Empty(t, checkSchema(schema, schema, any(parsed(t, []byte(text))), "$"), "text %d", i)
		for range 25 {
			tree := parsed(t, []byte(text))
			spoil(random, tree)
			changed, err := json.Marshal(tree)
			require.NoError(t, err)
			faults := checkSchema(schema, schema, any(tree), "$")
			structural := slices.DeleteFunc(slices.Clone(faults), func(s string) bool { // words and missing keys are Compile's
				return strings.Contains(s, "is none of") || strings.Contains(s, "is missing")
			})
			if err := read(string(changed)); err != nil {
				refused++
				assert.NotEmpty(t, structural, "the reader refuses what the schema accepts: %v\n%s", err, changed)
			} else {
				accepted++
				assert.Empty(t, structural, "the schema refuses what the reader accepts\n%s", changed)
			}
		}
	}
	t.Log(accepted, "accepted and", refused, "refused by both")
	assert.Positive(t, accepted)
	assert.Positive(t, refused)
}

// spoil changes one value somewhere, or leaves the tree as it is.
func spoil(random *rand.Rand, tree map[string]any) {
	var spots []func(any)
	var walk func(v any, set func(any))
	walk = func(v any, set func(any)) {
		spots = append(spots, set)
		switch x := v.(type) {
		case map[string]any:
			spots = append(spots, func(to any) { x["unknown key"] = to })
			keys := make([]string, 0, len(x))
			for key := range x {
				keys = append(keys, key)
			}
			slices.Sort(keys)
			for _, key := range keys {
				walk(x[key], func(to any) { x[key] = to })
			}
		case []any:
			for i := range x {
				walk(x[i], func(to any) { x[i] = to })
			}
		}
	}
	for _, key := range slices.Sorted(func(yield func(string) bool) {
		for key := range tree {
			if !yield(key) {
				return
			}
		}
	}) {
		walk(tree[key], func(to any) { tree[key] = to })
	}
	values := []any{"text", "0.05", json.Number("3"), json.Number("2.5"), true, []any{}, map[string]any{}, "2026-01-01", "2026-01-01/..", "1/3", "1e5", " 1"}
	spots[random.IntN(len(spots))](values[random.IntN(len(values))])
}
