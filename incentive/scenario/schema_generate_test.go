package scenario_test

import (
	"bytes"
	"encoding"
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"path"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/scenario"
)

// object is a JSON object that keeps the order of its keys.
type object []member

type member struct {
	key   string
	value any
}

func (o object) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, m := range o {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(strconv.Quote(m.key))
		b.WriteByte(':')
		var value bytes.Buffer
		e := json.NewEncoder(&value)
		e.SetEscapeHTML(false)
		if err := e.Encode(m.value); err != nil {
			return nil, err
		}
		b.Write(bytes.TrimSpace(value.Bytes()))
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// source is what the Go files say of types: the comments of fields, and the constants of words.
type source struct {
	docs  map[string]string   // "incentive.Plan.id"
	words map[string][]string // "incentive.TierMode"
}

// read reads the files of a package.
func (s *source) read(t *testing.T, dir, name string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*.go"))
	require.NoError(t, err)
	set := token.NewFileSet()
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		parsed, err := parser.ParseFile(set, file, nil, parser.ParseComments|parser.SkipObjectResolution)
		require.NoError(t, err)
		for _, decl := range parsed.Decls {
			general, ok := decl.(*ast.GenDecl)
			if !ok {
				continue
			}
			for _, spec := range general.Specs {
				switch x := spec.(type) {
				case *ast.TypeSpec:
					s.fields(name, x)
				case *ast.ValueSpec:
					s.constants(name, x)
				}
			}
		}
	}
}

func (s *source) fields(name string, x *ast.TypeSpec) {
	fields, ok := x.Type.(*ast.StructType)
	if !ok {
		return
	}
	last := ""
	for _, f := range fields.Fields.List {
		if f.Tag == nil {
			continue
		}
		tag, err := strconv.Unquote(f.Tag.Value)
		if err != nil {
			continue
		}
		key, _, _ := strings.Cut(reflect.StructTag(tag).Get("json"), ",")
		text := strings.Join(strings.Fields(f.Doc.Text()), " ")
		if text == "" && slices.ContainsFunc(f.Names, func(n *ast.Ident) bool { return strings.Contains(" "+last+" ", " "+n.Name+" ") }) {
			text = last // one comment for several fields below it
		}
		if text != "" {
			last = text
		}
		s.docs[name+"."+x.Name.Name+"."+key] = strings.NewReplacer("[", "", "]", "").Replace(text)
	}
}

func (s *source) constants(name string, x *ast.ValueSpec) {
	kind, ok := x.Type.(*ast.Ident)
	if !ok {
		return
	}
	for _, v := range x.Values {
		if lit, ok := v.(*ast.BasicLit); ok && lit.Kind == token.STRING {
			if word, err := strconv.Unquote(lit.Value); err == nil {
				s.words[name+"."+kind.Name] = append(s.words[name+"."+kind.Name], word)
			}
		}
	}
}

// generator writes schemas of Go types.
type generator struct {
	source source
	defs   map[string]any
}

// open are word types whose constants are not all there may be.
var open = []string{"ledger.Kind", "incentive.Code"}

// Texts as patterns that JSON Schema, Go and editors read alike: without lookahead.
const (
	plain = `^-?[0-9]+(\.[0-9]+)?$`
	// long is a number of more than 38 digits without leading zeros, or of more than 30 after the point.
	long  = `[1-9](\.?[0-9]){38}|\.[0-9]{31}`
	whole = `^-?[0-9]+(\.[0-9]+|/0*[1-9][0-9]*)?$`
	leap  = `([0-9]{2}(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)-02-29`
	day   = `([0-9]{4}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8]))|` + leap + `)`
	// noYear is in days of a year that is none.
	noYear = `(^|/)0000-`
)

// text is a text of the vocabulary. It has a definition of its own.
func (g *generator) text(name, description string, of object) object {
	g.defs[name] = append(object{{"description", description}}, of...)
	return object{{"$ref", "#/$defs/" + name}}
}

func (g *generator) of(t reflect.Type) object {
	switch t {
	case reflect.TypeFor[decimal.Decimal](), reflect.TypeFor[decimal.NullDecimal]():
		return g.text("decimal", "A decimal number in quotes, such as \"1250.50\": at most 38 digits, 30 of them after the point. Without quotes: at most 15 digits, and no exponent.",
			object{{"anyOf", []object{
				{{"type", "string"}, {"pattern", plain}, {"maxLength", 64}, {"not", object{{"pattern", long}}}},
				{{"type", "number"}},
			}}})
	case reflect.TypeFor[kam.Day]():
		return g.text("day", "A day, such as \"2026-01-31\".",
			object{{"type", "string"}, {"pattern", "^" + day + "?$"}, {"not", object{{"pattern", noYear}}}})
	case reflect.TypeFor[kam.Period]():
		return g.text("period", "The first day and the first day after, such as \"2026-01-01/2027-01-01\", or \"2026-01-01/..\" without an end.",
			object{{"type", "string"}, {"pattern", "^(" + day + "/(" + day + `|\.\.))?$`}, {"not", object{{"pattern", noYear}}}})
	case reflect.TypeFor[kam.Fraction]():
		return g.text("fraction", "A fraction, such as \"1/3\" or \"0.35\". In lowest terms neither part is beyond 1,000,000,000,000.",
			object{{"type", "string"}, {"pattern", whole}, {"maxLength", 64}})
	}
	name := path.Base(t.PkgPath()) + "." + t.Name()
	switch t.Kind() {
	case reflect.Pointer:
		return g.of(t.Elem())
	case reflect.Slice:
		return object{{"type", "array"}, {"items", g.of(t.Elem())}}
	case reflect.Map:
		return object{{"type", "object"}, {"additionalProperties", g.of(t.Elem())}}
	case reflect.Bool:
		return object{{"type", "boolean"}}
	case reflect.Int, reflect.Int32, reflect.Int64:
		most := int64(1)<<(t.Bits()-1) - 1
		return object{{"type", "integer"}, {"minimum", -most - 1}, {"maximum", most}}
	case reflect.String:
		if words := g.source.words[name]; len(words) > 1 && !slices.Contains(open, name) {
			all := slices.Clone(words)
			if !slices.Contains(all, "") {
				all = append(all, "")
			}
			return object{{"type", "string"}, {"enum", all}}
		}
		return object{{"type", "string"}}
	case reflect.Struct:
		if reflect.PointerTo(t).Implements(reflect.TypeFor[encoding.TextUnmarshaler]()) {
			panic("a text that the generator does not know: " + name)
		}
		if g.defs[name] == nil {
			g.defs[name] = object{} // for types that hold themselves
			g.defs[name] = g.structure(t, name)
		}
		return object{{"$ref", "#/$defs/" + name}}
	}
	panic("a type that has no schema: " + t.String())
}

// required are the keys without which a part is none.
var required = map[string][]string{
	"incentive.Plan":    {"format", "id", "version", "currency", "effective", "period", "measures", "components"},
	"scenario.File":     {"format", "scenarios"},
	"scenario.Scenario": {"name", "steps"},
}

func (g *generator) structure(t reflect.Type, name string) object {
	var properties object
	for i := range t.NumField() {
		key, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
		if key == "" || key == "-" || !t.Field(i).IsExported() {
			continue
		}
		var value object
		if doc := g.source.docs[name+"."+key]; doc != "" {
			value = object{{"description", doc}}
		}
		properties = append(properties, member{key, append(value, g.of(t.Field(i).Type)...)})
	}
	out := object{{"type", "object"}, {"additionalProperties", false}, {"properties", properties}}
	if keys := required[name]; keys != nil {
		out = append(out, member{"required", keys})
	}
	return out
}

// generate returns the schema of a type.
func generate(t *testing.T, of reflect.Type, title string) []byte {
	t.Helper()
	g := &generator{source: source{map[string]string{}, map[string][]string{}}, defs: map[string]any{}}
	for dir, name := range map[string]string{"../..": "kam", "..": "incentive", "../payout": "payout", "../ledger": "ledger", ".": "scenario"} {
		g.source.read(t, dir, name)
	}
	root := g.of(of)
	var defs object
	for _, name := range slices.Sorted(maps.Keys(g.defs)) {
		defs = append(defs, member{name, g.defs[name]})
	}
	schema := append(object{{"$schema", "https://json-schema.org/draft/2020-12/schema"}, {"title", title}}, root...)
	schema = append(schema, member{"$defs", defs})
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	require.NoError(t, e.Encode(schema))
	return b.Bytes()
}

// The embedded schemas are what the types give now; KAM_UPDATE_GOLDEN=1 writes them anew.
func TestSchemasAreUpToDate(t *testing.T) {
	for _, c := range []struct {
		file, title string
		of          reflect.Type
		embedded    []byte
	}{
		{"schema/plan.schema.json", "Compensation plan", reflect.TypeFor[incentive.Plan](), scenario.PlanSchema()},
		{"schema/scenarios.schema.json", "Scenarios of compensation plans", reflect.TypeFor[scenario.File](), scenario.Schema()},
	} {
		want := generate(t, c.of, c.title)
		if os.Getenv("KAM_UPDATE_GOLDEN") != "" {
			require.NoError(t, os.WriteFile(c.file, want, 0o600))
			continue
		}
		require.Equal(t, string(want), string(c.embedded), c.file)
	}
}
