package schematest_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/santhosh-tekuri/jsonschema/v6/kind"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/internal/jsontree"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/scenario"
)

// language is a kind of files: its schema, and how the library reads it.
type language struct {
	name   string
	schema *jsonschema.Schema
	of     reflect.Type
	// parse reads a text strictly, use does what a host does with what was read.
	parse func([]byte) error
	use   func([]byte) error
}

func compiled(t testing.TB, text []byte) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	require.NoError(t, err)
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	require.NoError(t, c.AddResource("kam.schema.json", doc))
	schema, err := c.Compile("kam.schema.json") // holds it against the schema of schemas, too
	require.NoError(t, err)
	return schema
}

func plans(t testing.TB) language {
	return language{
		name:   "plan",
		schema: compiled(t, scenario.PlanSchema()),
		of:     reflect.TypeFor[incentive.Plan](),
		parse:  func(data []byte) error { return second(incentive.ParsePlan(data)) },
		use: func(data []byte) error {
			p, err := incentive.ParsePlan(data)
			if err != nil {
				return err
			}
			return second(incentive.Compile(incentive.Book{Plans: []incentive.Plan{p}}))
		},
	}
}

// errUnmet says that a scenario that was read does not come out.
var errUnmet = errors.New("an expectation is not met")

func scenarios(t testing.TB) language {
	data, err := os.ReadFile("../../../incentive/scenario/testdata/ae/ae.plan.json")
	require.NoError(t, err)
	plan, err := incentive.ParsePlan(data)
	require.NoError(t, err)
	return language{
		name:   "scenarios",
		schema: compiled(t, scenario.Schema()),
		of:     reflect.TypeFor[scenario.File](),
		parse:  func(data []byte) error { return second(scenario.Parse(data)) },
		use: func(data []byte) error {
			f, err := scenario.Parse(data)
			if err != nil {
				return err
			}
			var named []incentive.Plan
			if len(f.Inline) == 0 {
				named = append(named, plan)
			}
			suite, err := scenario.Compile(f, named...)
			if err != nil {
				return err
			}
			report, err := suite.Run(context.Background())
			if err == nil && !report.OK() {
				err = errUnmet
			}
			return err
		},
	}
}

func second[T any](_ T, err error) error { return err }

// verdict is what schema and reader say of a text.
type verdict struct {
	// written are the schema's complaints about how the text is written, meant those about words and keys that must be there.
	written, meant []string
	// parse is what the strict reader says.
	parse error
}

func (l language) judge(t testing.TB, text []byte) verdict {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	require.NoError(t, err, "%s", text)
	v := verdict{parse: l.parse(text)}
	if err := l.schema.Validate(doc); err != nil {
		invalid, ok := errors.AsType[*jsonschema.ValidationError](err)
		require.True(t, ok, "%v", err)
		v.collect(invalid)
	}
	return v
}

func (v *verdict) collect(e *jsonschema.ValidationError) {
	text := fmt.Sprintf("/%s: %T %+v", strings.Join(e.InstanceLocation, "/"), e.ErrorKind, e.ErrorKind)
	switch e.ErrorKind.(type) {
	case *kind.Required, *kind.Enum:
		v.meant = append(v.meant, text)
	case *kind.Schema, *kind.Group, *kind.Reference, *kind.AllOf:
		for _, cause := range e.Causes {
			v.collect(cause)
		}
	default:
		v.written = append(v.written, text)
	}
}

// difference names why reader and schema may differ about how a text is written; "" for no reason that there is.
func (v verdict) difference() string {
	list, ok := errors.AsType[*kam.InvalidError](v.parse)
	if !ok || len(v.written) > 0 {
		return "" // the schema is never the stricter one
	}
	names := map[string]bool{}
	for _, f := range list.Findings {
		_, code, _ := strings.Cut(f.Code, ".")
		text := f.Message.EN
		switch {
		case code == "duplicate-key":
			names["key-twice"] = true
		case code == "number" && (strings.Contains(text, "exponent") || strings.Contains(text, "significant digits") || strings.Contains(text, "not written as a whole number")):
			names["notation"] = true
		case code == "too-deep":
			names["depth"] = true
		case code == "text" && (strings.Contains(text, "ends before it begins") || strings.Contains(text, "is empty; the second day")):
			names["order"] = true
		case code == "text" && strings.Contains(text, "is beyond 1000000000000"):
			names["terms"] = true
		default:
			return ""
		}
	}
	var out []string
	for name := range names {
		out = append(out, name)
	}
	slices.Sort(out)
	return strings.Join(out, "+")
}

// counts is how often both said what.
type counts struct {
	accepted, refused int
	named             map[string]int
}

// check holds the two against each other for one text.
func (l language) check(t testing.TB, c *counts, text []byte) verdict {
	t.Helper()
	v := l.judge(t, text)
	switch {
	case v.parse == nil && len(v.written) == 0:
		c.accepted++
	case v.parse != nil && len(v.written) > 0:
		c.refused++
	default:
		name := v.difference()
		require.NotEmpty(t, name, "reader: %v\nschema: %v\n%s", v.parse, v.written, clip(text))
		if c.named == nil {
			c.named = map[string]int{}
		}
		c.named[name]++
	}
	return v
}

func clip(text []byte) []byte { return text[:min(len(text), 6000)] }

// texts returns the plans, or scenario files, of the repository: files, and plans inside of other files.
func texts(t testing.TB, l language) map[string][]byte {
	t.Helper()
	out := map[string][]byte{}
	require.NoError(t, filepath.WalkDir("../../..", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && slices.Contains([]string{".git", ".ci", "out", "fuzz", "schema"}, entry.Name()) {
			return fs.SkipDir
		}
		if entry.IsDir() || filepath.Ext(name) != ".json" {
			return nil
		}
		data, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		tree, err := jsontree.Read(data)
		if err != nil {
			return nil
		}
		n := 0
		jsontree.Some(tree, func(v any) bool {
			object, ok := v.([]jsontree.Pair)
			if !ok {
				return false
			}
			has := func(key string) bool {
				return slices.ContainsFunc(object, func(p jsontree.Pair) bool { return p.Key == key })
			}
			if l.name == "plan" && has("components") && has("measures") && has("effective") || l.name == "scenarios" && has("scenarios") {
				if text := jsontree.Write(v); l.parse(text) == nil {
					n++
					out[fmt.Sprintf("%s %d", name, n)] = text
				}
			}
			return false
		})
		return nil
	}))
	return out
}

// Everything in the repository that the strict reader takes is valid, and what Compile accepts has no fault at all.
func TestFilesAreValid(t *testing.T) {
	for _, l := range []language{plans(t), scenarios(t)} {
		var c counts
		used := 0
		for name, text := range texts(t, l) {
			v := l.check(t, &c, text)
			if l.use(text) == nil || l.name == "plan" && compiles(text) {
				used++
				require.Empty(t, v.meant, "%s\n%s", name, text)
			}
		}
		t.Logf("%s: %d texts valid, %d of them used by Compile", l.name, c.accepted, used)
		require.Empty(t, c.named)
		require.Greater(t, c.accepted, map[string]int{"plan": 40, "scenarios": 4}[l.name])
		require.Greater(t, used, map[string]int{"plan": 40, "scenarios": 2}[l.name])
	}
}

// compiles tells whether a plan is only refused for names that a book around it would have.
func compiles(text []byte) bool {
	p, err := incentive.ParsePlan(text)
	if err != nil {
		return false
	}
	_, err = incentive.Compile(incentive.Book{Plans: []incentive.Plan{p}})
	list, ok := errors.AsType[*kam.InvalidError](err)
	return ok && !slices.ContainsFunc(list.Findings, func(f kam.Finding) bool { return f.Code != string(incentive.CodeUnknownName) })
}

func number(text string) json.Number { return json.Number(text) }
