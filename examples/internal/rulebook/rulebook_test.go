package rulebook_test

import (
	"context"
	"errors"
	"io/fs"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/internal/rulebook"
)

var files = fstest.MapFS{
	"one.json": {Data: []byte(`[1, 2]`)}, "bad.json": {Data: []byte(`{`)}, "line.json": {Data: []byte("[1,\n 2,\n x]")}, "kind.json": {Data: []byte("[1,\n \"2\"]")},
}

func length(list []int) (int, error) { return len(list), nil }

func read(file string, compile func([]int) (int, error)) (n int, err error) {
	defer rulebook.Catch(&err)
	return rulebook.Must(files, file, rulebook.JSON[[]int], compile), nil
}

func TestMust(t *testing.T) {
	n, err := read("one.json", length)
	require.NoError(t, err)
	assert.Equal(t, 2, n)
	assert.Equal(t, []int{1, 2}, rulebook.Must(files, "one.json", rulebook.JSON[[]int], rulebook.As[[]int]))
	invalid := kam.Findings{{Code: "x", Place: "$.a", Message: kam.Text{EN: "unfit", ZH: "不合适"}}}
	for name, c := range map[string]struct {
		file    string
		compile func([]int) (int, error)
		want    string
	}{
		"missing":            {"none.json", length, "none.json: the file is missing (put it into the folder with the rules)"},
		"cut off":            {"bad.json", length, "bad.json:1:1: unexpected end of JSON input (mend the JSON there)"},
		"damaged":            {"line.json", length, "line.json:3:2: invalid character 'x' looking for beginning of value (mend the JSON there)"},
		"of another kind":    {"kind.json", length, "kind.json:2:2: a JSON string does not fit here (mend the JSON there)"},
		"unfit":              {"one.json", func([]int) (int, error) { return 0, errors.New("unfit") }, "one.json: unfit"},
		"unfit with a place": {"one.json", func([]int) (int, error) { return 0, invalid.Err() }, "one.json:$.a: unfit"},
	} {
		t.Run(name, func(t *testing.T) {
			n, err := read(c.file, c.compile)
			require.ErrorContains(t, err, c.want)
			assert.Zero(t, n)
			_, ok := errors.AsType[*kam.InvalidError](err)
			assert.True(t, ok)
		})
	}
	assert.PanicsWithValue(t, "other", func() {
		var err error
		defer rulebook.Catch(&err)
		panic("other")
	})
}

// Keys that nothing reads and values that do not fit are told all at once, in order, each with its place, and none that fit.
func TestJSONTellsEveryFault(t *testing.T) {
	type base struct {
		Since *kam.Day
	}
	type rule struct {
		base
		Past []int
		More struct {
			Rate string `json:"rate"`
		}
		By   map[string]struct{ N uint8 }
		When kam.Period `json:"when"`
		Left string     `json:"-"`
		Any  any
		Same []*rule
	}
	_, err := rulebook.JSON[rule]([]byte("{\n \"past\": [1],\n \"more\": {\"rate\": \"1\"}, \"by\": {\"x\": {\"n\": 255}}, \"since\": \"2026-01-01\", \"WHEN\": \"2026-01-01/2026-04-01\", \"any\": {\"x\": [1]}, \"same\": [null, {\"past\": null}]\n}"))
	require.NoError(t, err)
	for text, want := range map[string]string{
		"{\n \"pastt\": [1]\n}":                          `2:2: the key "pastt" is not known (correct its spelling, or leave it out)`,
		"{\n \"more\": {\"ratte\": \"1\"}}":              `2:11: the key "ratte" is not known`,
		`{"left": "x"}`:                                  `1:2: the key "left" is not known`,
		`{"past": [1], "Past": [2]}`:                     `1:15: the key "past" stands twice in its object (keep one of them)`,
		`{"by": {"a": {"n": 1, "n": 2}, "a": {"n": 3}}}`: "1:23: the key \"n\" stands twice in its object (keep one of them)\n1:32: the key \"a\" stands twice",
		`[]`:                    `1:1: a JSON array does not fit here`,
		`{"past": {}}`:          `1:10: a JSON object does not fit here`,
		`{"since": "2026-2-1"}`: `1:11: kam: invalid day`,
	} {
		_, err := rulebook.JSON[rule]([]byte(text))
		require.ErrorContains(t, err, want)
	}
	_, err = rulebook.JSON[rule]([]byte("{\"pastt\": [{\"deep\": 1}],\n \"more\": {\"rate\": 1, \"ratte\": 2},\n \"by\": {\"a\": {\"n\": 256, \"m\": 1}},\n \"when\": \"soon\", \"same\": [{\"pas\": [\"1\"], \"past\": [\"1\", 2, \"3\"]}]\n}"))
	invalid, ok := errors.AsType[*kam.InvalidError](err)
	require.True(t, ok)
	var got []string
	for _, f := range invalid.Findings {
		got = append(got, f.Place+" "+f.Code)
		assert.NotEmpty(t, f.Message.ZH)
	}
	assert.Equal(t, []string{
		"1:2 rules.unknown-key", "2:19 rules.json", "2:22 rules.unknown-key", "3:20 rules.json", "3:25 rules.unknown-key", "4:10 rules.json",
		"4:28 rules.unknown-key", "4:51 rules.json", "4:59 rules.json",
	}, got)
}

func TestIn(t *testing.T) {
	invalid := kam.Findings{{Code: "x", Place: "$.a", Message: kam.Text{EN: "unfit", ZH: "不合适"}}}
	require.EqualError(t, rulebook.In("one.json", invalid.Err()), "one.json:$.a: unfit")
	require.ErrorIs(t, rulebook.In("one.json", fs.ErrClosed), fs.ErrClosed)
	require.EqualError(t, rulebook.In("one.json", fs.ErrClosed), "one.json: "+fs.ErrClosed.Error())
	require.EqualError(t, rulebook.In("", invalid.Err()), invalid.Err().Error())
	require.Equal(t, context.Canceled, rulebook.In("one.json", context.Canceled))
	require.NoError(t, rulebook.In("one.json", nil))
	require.EqualError(t, rulebook.In("one.json:$.b", invalid.Err()), "one.json:$.b.a: unfit")
	require.EqualError(t, rulebook.In("one.json:$[2]", fs.ErrClosed), "one.json:$[2]: "+fs.ErrClosed.Error())
	for from, want := range map[string]string{"$.a": "two.json:$.c: unfit", "$": "two.json:$.c.a: unfit", "$.ab": "one.json:$.a: unfit", "$.": "one.json:$.a: unfit"} {
		require.EqualError(t, rulebook.In("one.json", invalid.Err(), "$.x", "x", from, "two.json:$.c"), want, from)
	}
	assert.Equal(t, "$.a", invalid[0].Place, "findings stay as they were")
}

func TestTake(t *testing.T) {
	half := func(n int) (_ int, err error) {
		defer rulebook.Catch(&err)
		return rulebook.Take(strconv.Atoi(strconv.Itoa(n)+strings.Repeat("x", n%2))).By("one.json") / 2, nil
	}
	n, err := half(4)
	require.NoError(t, err)
	assert.Equal(t, 2, n)
	n, err = half(3)
	require.ErrorIs(t, err, strconv.ErrSyntax)
	assert.Zero(t, n)
	func() {
		defer rulebook.Catch(&err)
		rulebook.Take(1, kam.Findings{{Code: "x", Place: "$.a", Message: kam.Text{EN: "unfit", ZH: "不合适"}}}.Err()).By("one.json")
	}()
	require.EqualError(t, err, "one.json:$.a: unfit")
}

func TestWholeTellsAllThatIsLeftOut(t *testing.T) {
	type rule struct {
		Name   string     `needed:"\"Kam\""`
		When   kam.Period `needed:"\"2026-01-01/2026-04-01\""`
		Past   []int      `needed:"[1]"`
		Growth string
	}
	files := fstest.MapFS{"one.json": {Data: []byte(`{"growth": "1", "past": []}`)}, "two.json": {Data: []byte(`{"name": "x", "when": "2026-01-01/2026-02-01", "past": [0]}`)}}
	read := func(file string) (r rule, err error) {
		defer rulebook.Catch(&err)
		return rulebook.Must(files, file, rulebook.JSON[rule], rulebook.Whole[rule]), nil
	}
	_, err := read("one.json")
	invalid, ok := errors.AsType[*kam.InvalidError](err)
	require.True(t, ok)
	require.Len(t, invalid.Findings, 3)
	assert.Equal(t, `one.json:$.name: it is missing (state it, such as "Kam")`, invalid.Findings[0].In(kam.English))
	assert.Equal(t, `one.json:$.when`, invalid.Findings[1].Place)
	assert.Contains(t, invalid.Findings[2].In(kam.Chinese), "请填写，例如 [1]")
	whole, err := read("two.json")
	require.NoError(t, err)
	assert.Equal(t, "x", whole.Name)
}

func TestChecksTellAllThatDoesNotHold(t *testing.T) {
	var c rulebook.Checks
	c.That(true, "a", "must be", "必须如此")
	require.NoError(t, c.Err())
	c.That(false, "b", "must end", "必须有结束日")
	c.That(false, "c.d", "must begin", "必须有开始日")
	require.EqualError(t, rulebook.In("one.json", c.Err()), "one.json:$.b: it must end (correct it, or what it depends on)\none.json:$.c.d: it must begin (correct it, or what it depends on)")
	invalid, ok := errors.AsType[*kam.InvalidError](c.Err())
	require.True(t, ok)
	assert.Contains(t, invalid.Findings[0].In(kam.Chinese), "该项必须有结束日")
}

func TestIsName(t *testing.T) {
	for _, name := range []string{"a", "康盟工业 Kam", "a/b", strings.Repeat("x", 64)} {
		assert.True(t, rulebook.IsName(name), name)
	}
	for _, none := range []string{"", " ", "a ", "\u3000a", "a\nb", "a\x7f", "a\xff", strings.Repeat("x", 65)} {
		assert.False(t, rulebook.IsName(none), none)
	}
}

func TestFolder(t *testing.T) {
	files := fstest.MapFS{"a/one.json": {Data: []byte(`3`)}}
	assert.Equal(t, 3, rulebook.Must(rulebook.Folder(files, "a"), "one.json", rulebook.JSON[int], rulebook.As[int]))
	assert.Panics(t, func() { rulebook.Folder(files, "../a") })
	_, err := fs.ReadFile(rulebook.Folder(files, "a"), "two.json")
	require.ErrorIs(t, err, fs.ErrNotExist)
}

// What can only be one thing is told where it is another, and what nothing would read where it is stated.
func TestLike(t *testing.T) {
	type rule struct {
		Name  string          `json:"name"`
		Kind  kam.PeriodKind  `json:"kind,omitempty"`
		Parts []string        `json:"parts,omitempty"`
		Sum   decimal.Decimal `json:"sum"`
	}
	var c rulebook.Checks
	c.Like("a", rule{Name: "x", Kind: kam.Week}, rule{Name: "x", Kind: kam.Week})
	require.NoError(t, c.Err())
	c.Like("a", rule{Name: "y", Parts: []string{"z"}, Sum: decimal.New(5, 0)}, rule{Name: "x", Kind: kam.Week})
	require.EqualError(t, c.Err(), `$.a.name: it can be "x" only (write "x")`+"\n"+`$.a.kind: it can be "week" only (write "week")`+
		"\n$.a.parts: it is stated, and follows from the other rules (leave it out)\n$.a.sum: it is stated, and follows from the other rules (leave it out)")
}

func TestWarnings(t *testing.T) {
	found := kam.Findings{{Severity: kam.Info, Place: "$.a"}, {Severity: kam.Warning, Place: "$.b"}, {Place: "$.c"}}
	warned := rulebook.Warnings("one.json", found)
	require.Len(t, warned, 1)
	assert.Equal(t, "one.json:$.b", warned[0].Place)
	assert.Equal(t, "$.b", found[1].Place)
}
