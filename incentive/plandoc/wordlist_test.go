package plandoc_test

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/payout"
	"github.com/kam-go/kam/incentive/plandoc"
)

// constants returns the constants of each type of texts that a package's source declares, by the name of the type.
func constants(t *testing.T, folder string) map[string][]string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(folder, "*.go"))
	require.NoError(t, err)
	found := map[string][]string{}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		source, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
		require.NoError(t, err)
		for _, d := range source.Decls {
			group, ok := d.(*ast.GenDecl)
			if !ok || group.Tok != token.CONST {
				continue
			}
			for _, s := range group.Specs {
				spec := s.(*ast.ValueSpec)
				name, typed := spec.Type.(*ast.Ident)
				for _, v := range spec.Values {
					if lit, ok := v.(*ast.BasicLit); ok && typed && lit.Kind == token.STRING {
						word, err := strconv.Unquote(lit.Value)
						require.NoError(t, err)
						found[name.Name] = append(found[name.Name], word)
					}
				}
			}
		}
	}
	return found
}

// wordsOf returns the words that a type of the plan language, or a list of it, may have; none for other types.
func wordsOf(t *testing.T, of reflect.Type) []string {
	t.Helper()
	for of.Kind() == reflect.Pointer || of.Kind() == reflect.Slice {
		of = of.Elem()
	}
	folder := ".."
	switch {
	case of.Kind() != reflect.String || !strings.Contains(of.PkgPath(), "/incentive"):
		return nil
	case strings.HasSuffix(of.PkgPath(), "/payout"):
		folder = filepath.Join("..", "payout")
	}
	return slices.DeleteFunc(constants(t, folder)[of.Name()], func(word string) bool { return word == "" })
}

// keys calls visit for every key of a plan, with the key above it, as the types of the plan declare them.
func keys(visit func(parent, key string, of reflect.Type)) {
	seen := map[reflect.Type]bool{}
	var walk func(parent string, x reflect.Type)
	walk = func(parent string, x reflect.Type) {
		for x.Kind() == reflect.Pointer || x.Kind() == reflect.Slice || x.Kind() == reflect.Map {
			x = x.Elem()
		}
		if x.Kind() != reflect.Struct || seen[x] || !strings.Contains(x.PkgPath(), "/incentive") {
			return
		}
		seen[x] = true
		for f := range x.Fields() {
			key, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			visit(parent, key, f.Type)
			walk(key, f.Type)
		}
		delete(seen, x)
	}
	walk("", reflect.TypeFor[incentive.Plan]())
}

// present returns the keys that stand in the plans of the tests, each with the key above it.
func present(t *testing.T) map[string]bool {
	t.Helper()
	found := map[string]bool{}
	var walk func(parent string, v any)
	walk = func(parent string, v any) {
		switch x := v.(type) {
		case map[string]any:
			for key, child := range x {
				found[parent+"."+key] = true
				walk(key, child)
			}
		case []any:
			for _, child := range x {
				walk(parent, child)
			}
		}
	}
	for _, file := range []string{"plan.json", "other.json"} {
		data, err := os.ReadFile(filepath.Join("testdata", file))
		require.NoError(t, err)
		data, err = incentive.Expand(plan(t, string(data))).JSON()
		require.NoError(t, err)
		var tree any
		require.NoError(t, json.Unmarshal(data, &tree))
		walk("", tree)
	}
	return found
}

// Every key of the plan language and of terms of payment has a name in both languages, and every word that stands at one
// is among those that TestADocumentSaysEverything looks for in the documents, at a key that its plans have.
func TestEveryWordIsLookedAt(t *testing.T) {
	require.NotEmpty(t, wordsOf(t, reflect.TypeFor[incentive.Window]()))
	require.NotEmpty(t, wordsOf(t, reflect.TypeFor[payout.RefundRate]()))
	list, there := words(), present(t)
	han := regexp.MustCompile(`\p{Han}`)
	looked := map[string]bool{}
	keys(func(parent, key string, of reflect.Type) {
		named := plandoc.KeyWord(key)
		assert.Regexp(t, han, named.ZH, "the key %s has no name in Chinese", key)
		known := wordsOf(t, of)
		if len(known) == 0 {
			return
		}
		told := list[parent+"."+key]
		if told == nil {
			told = list[key]
		}
		for _, word := range known {
			looked[parent+"."+key] = true
			assert.Contains(t, told, word, "%s.%s, a %s", parent, key, of)
		}
		assert.True(t, there[parent+"."+key], "no plan of the tests has %s.%s", parent, key)
	})
	assert.Greater(t, len(looked), 30, "%v", slices.Sorted(maps.Keys(looked)))
}
