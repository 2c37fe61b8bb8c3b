package yamlfile_test

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/internal/jsontree"
	"github.com/kam-go/kam/examples/internal/yamlfile"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/scenario"
	"github.com/kam-go/kam/internal/wordtest"
)

// writer writes trees as YAML, in notations that a seed decides.
type writer struct {
	random *rand.Rand
	out    strings.Builder
}

func yamlOf(v any, seed uint64) string {
	w := writer{random: rand.New(rand.NewPCG(seed, 7))}
	w.value(v, 0, w.random.IntN(8) == 0)
	w.out.WriteByte('\n')
	return w.out.String()
}

func (w *writer) comment() {
	if w.random.IntN(6) == 0 {
		w.out.WriteString(" # \"note: [x")
	}
}

func (w *writer) line(indent int) {
	w.comment()
	w.out.WriteString("\n" + strings.Repeat(" ", indent))
}

// value writes a value whose lines have an indent of their own; it begins behind a key, a dash or at the very start.
func (w *writer) value(v any, indent int, flow bool) {
	flow = flow || w.random.IntN(5) == 0
	switch v := v.(type) {
	case []jsontree.Pair:
		if flow || len(v) == 0 {
			w.flow("{", "}", len(v), indent, func(i int) {
				w.out.WriteString(w.text(v[i].Key, true) + ": ")
				w.value(v[i].Value, indent, true)
			})
			return
		}
		for i, p := range v {
			if i > 0 {
				w.line(indent)
			}
			w.out.WriteString(w.text(p.Key, false) + ":")
			w.below(p.Value, indent)
		}
	case []any:
		if flow || len(v) == 0 {
			w.flow("[", "]", len(v), indent, func(i int) { w.value(v[i], indent, true) })
			return
		}
		for i, item := range v {
			if i > 0 {
				w.line(indent)
			}
			w.out.WriteString("-")
			if w.random.IntN(2) == 0 {
				w.out.WriteString(" ")
				w.value(item, indent+2, false)
				continue
			}
			w.below(item, indent)
		}
	case string:
		w.out.WriteString(w.text(v, flow))
	case nil:
		w.out.WriteString("null")
	default:
		fmt.Fprint(&w.out, v)
	}
}

// below writes a value behind a key or a dash: on the same line when it is short, else on lines of its own.
func (w *writer) below(v any, indent int) {
	switch v := v.(type) {
	case []jsontree.Pair:
		if len(v) > 0 {
			w.line(indent + 2)
			w.value(v, indent+2, false)
			return
		}
	case []any:
		if len(v) > 0 {
			w.line(indent + 2)
			w.value(v, indent+2, false)
			return
		}
	}
	w.out.WriteString(" ")
	w.value(v, indent, false)
}

func (w *writer) flow(open, closing string, n, indent int, each func(int)) {
	w.out.WriteString(open)
	for i := range n {
		if i > 0 {
			w.out.WriteString(",")
		}
		if w.random.IntN(4) == 0 {
			w.line(indent + 3)
		}
		w.out.WriteString(" ")
		each(i)
	}
	w.out.WriteString(" " + closing)
}

var (
	sure   = regexp.MustCompile(`^[A-Za-z客][A-Za-z0-9客. /=-]*[A-Za-z0-9]$`)
	doubt  = regexp.MustCompile(`^(?i:yes|no|on|off|y|n|true|false|null|inf|nan)$`)
	single = regexp.MustCompile(`^[ -~客]*$`)
)

// text writes a text without quotes, in single or in double ones.
func (w *writer) text(s string, _ bool) string {
	switch w.random.IntN(3) {
	case 0:
		if sure.MatchString(s) && !doubt.MatchString(s) {
			return s
		}
	case 1:
		if single.MatchString(s) {
			return "'" + strings.ReplaceAll(s, "'", "''") + "'"
		}
	}
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteString(`\` + string(r))
		case r == '\n':
			b.WriteString(`\n`)
		case r < ' ' || r >= 0x7f && r <= 0xa0 || r == 0x2028 || r == 0x2029 || r >= 0xfe00 && r <= 0xffff:
			fmt.Fprintf(&b, `\u%04X`, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

// JSON files of the repository read the same once they are YAML, in many notations.
func TestJSONFilesReadTheSame(t *testing.T) {
	checked := 0
	require.NoError(t, filepath.WalkDir("../../..", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && (entry.Name() == ".git" || entry.Name() == ".ci" || entry.Name() == "out" || entry.Name() == "fuzz") {
			return fs.SkipDir
		}
		isScenario := strings.HasSuffix(name, scenario.Suffix)
		if !isScenario && !strings.HasSuffix(name, scenario.PlanSuffix) && (filepath.Ext(name) != ".json" || entry.IsDir()) {
			return nil
		}
		data, err := os.ReadFile(name)
		if err != nil || len(data) > 100_000 {
			return err
		}
		before, err := jsontree.Read(data)
		if err != nil || jsontree.HasNull(before) {
			return nil
		}
		checked++
		for seed := range uint64(3) {
			text := yamlOf(before, seed)
			doc, err := yamlfile.JSON([]byte(text))
			require.NoError(t, err, "%s\n%s", name, text)
			after, err := jsontree.Read(doc.JSON())
			require.NoError(t, err)
			require.Equal(t, before, after, "%s\n%s", name, text)
			if isScenario {
				want, err := scenario.Parse(data)
				require.NoError(t, err)
				got, err := scenario.Parse(doc.JSON())
				require.NoError(t, err)
				require.Equal(t, want, got, name)
			}
		}
		return nil
	}))
	t.Log(checked, "JSON files")
	assert.Greater(t, checked, 50)
}

var placed = regexp.MustCompile(` \(([0-9]+):([0-9]+)\)$`)

// Whatever the text is, it is read or refused with findings inside of it, and what is read is JSON that strict readers take.
func FuzzJSON(f *testing.F) {
	for _, name := range []string{"testdata/yaml/ae.plan.yaml", "testdata/yaml/ae.scenarios.yaml"} {
		data, err := os.ReadFile(name)
		require.NoError(f, err)
		f.Add(data)
	}
	for _, text := range []string{
		"a: &x [*x]\n", "? [a]\n: {b: 1, <<: *c}\n", "%YAML 1.2\n---\na\n...\n---\nb", "a: |2+\n   x\n  y\n\nb: >-\n z", "- - - x\n- ? a\n", "\"\\uD83D\\/\"",
		"!!binary &a !x 'it''s'", "a: 'x\n\n  y'\n", "{a: 1, b, ? c, : d}", "[007, yes, ~, .5, 1_0, 2026-01-01]", "# c\na: # d\n  # e\n  - 1 # f\n # g\n", "\t", "a:\n\t- b", "--- >\n x\n...\n", "a: b: c", "- [\n", "'", "@", "---", "客: 户\n", "{\"a\":{\"b\":[1,2.50,-3e5,true]}}",
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		doc, err := yamlfile.JSON(data)
		if err != nil {
			require.Nil(t, doc)
			list, ok := errors.AsType[*kam.InvalidError](err)
			require.True(t, ok, "%v", err)
			lines := bytes.Split(data, []byte("\n"))
			for _, found := range list.Findings {
				at := placed.FindStringSubmatch(found.Place)
				require.NotNil(t, at, found.Place)
				line, err := strconv.Atoi(at[1])
				require.NoError(t, err)
				column, err := strconv.Atoi(at[2])
				require.NoError(t, err)
				require.True(t, line >= 1 && line <= len(lines), found.Place)
				require.True(t, column >= 1 && column <= len(lines[line-1])+2, found.Place)
				wordtest.Formatted(t, found.Message.EN, found.Message.ZH, found.Remedy.EN, found.Remedy.ZH)
			}
			return
		}
		out := doc.JSON()
		read, err := jsontree.Read(out)
		require.NoError(t, err, "%s", out)
		require.False(t, jsontree.HasNull(read) || jsontree.Twice(read), "%s", out)
		again, err := yamlfile.JSON(data)
		require.NoError(t, err)
		require.Equal(t, out, again.JSON())
		for _, err := range []error{second(scenario.Parse(out)), second(incentive.ParsePlan(out))} {
			if list, ok := errors.AsType[*kam.InvalidError](err); ok {
				for _, found := range doc.Findings(list.Findings) {
					require.Regexp(t, placed, found.Place)
				}
			}
		}
	})
}

func second[T any](_ T, err error) error { return err }

// JSON that is written as YAML reads the same, whatever its notation.
func FuzzReadsTheSame(f *testing.F) {
	for i, text := range []string{
		`{"a":[1,"2",true,{"b":{}}],"c d":"e: f"}`, `["yes","null","~","007","1e3","a #b","- x","a\nb","\u2028","\ufeff","\u007f","'","\"\\"]`, `{"":[[],[[]],{"x":[1,2,3]}],"<<":"&a","*":"!b"}`, `1.50`, `"客户"`,
	} {
		f.Add([]byte(text), uint64(i))
	}
	f.Fuzz(func(t *testing.T, data []byte, seed uint64) {
		v, err := jsontree.Read(data)
		if err != nil || jsontree.HasNull(v) || jsontree.Twice(v) || jsontree.Depth(v) > yamlfile.MaxDepth || len(data) > 10_000 {
			return
		}
		text := yamlOf(v, seed)
		doc, err := yamlfile.JSON([]byte(text))
		if err != nil && strings.Contains(err.Error(), "no colon after it") && len(data) > 1000 {
			return // YAML has no keys of more than 1,024 characters
		}
		require.NoError(t, err, "%s", text)
		got, err := jsontree.Read(doc.JSON())
		require.NoError(t, err)
		require.Equal(t, v, got, "%s", text)
	})
}
