package yamlfile_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/internal/yamlfile"
	"github.com/kam-go/kam/internal/wordtest"
)

func Example() {
	suite, err := yamlfile.New(os.DirFS("testdata")).Load("yaml")
	if err != nil {
		fmt.Println(err)
		return
	}
	report, err := suite.Run(context.Background())
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(len(report.Results), "scenarios,", report.Checks(), "expectations, all met:", report.OK())
	// Output:
	// 3 scenarios, 6 expectations, all met: true
}

func ExampleJSON() {
	doc, err := yamlfile.JSON([]byte("deals: [D1 80000]\nexpect: {earned: 3600.00, why: 2026-01-15}\n"))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(string(doc.JSON()))
	_, err = yamlfile.JSON([]byte("country: NO\nunits: 007\n"))
	fmt.Println(err)
	// Output:
	// {"deals":["D1 80000"],"expect":{"earned":3600.00,"why":"2026-01-15"}}
	// $.country (1:10): NO is false to some readers of YAML and a text to others (write false, or, for the text, "NO" in double quotes)
	// $.units (2:8): readers of YAML differ about the number "007" (write it in plain notation such as -1250.50; a text goes in double quotes)
}

// What is read, and what JSON comes out.
func TestReads(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"numbers":             {"[0, -1, 12, 0.10, 1250.50, -0.05, 100000000000000000000.000000000001, 1e3, -0, 1E+30]", `[0,-1,12,0.10,1250.50,-0.05,100000000000000000000.000000000001,1e3,-0,1E+30]`},
		"true and false":      {"{a: true, b: false}", `{"a":true,"b":false}`},
		"quotes":              {`["0.10", '007', "yes", 'NO', "", '', "a\tb\u00e9\x41", 'it''s', "null"]`, `["0.10","007","yes","NO","","","a\tbéA","it's","null"]`},
		"days":                {"[2026-01-15, 2026-01-15/2027-01-01, 2026-Q1, 2026-01, 2026-01-01/..]", `["2026-01-15","2026-01-15/2027-01-01","2026-Q1","2026-01","2026-01-01/.."]`},
		"texts":               {"[1/3, D1 80000, 1.2.3, 1-2, 3rd, yes!, 12%, 1 000, NOx, nil, none, -, +, ., e5, ½, 客户, a:b, 'x']", `["1/3","D1 80000","1.2.3","1-2","3rd","yes!","12%","1 000","NOx","nil","none","-","+",".","e5","½","客户","a:b","x"]`},
		"keys are texts":      {"on: a\nno: b\n1001: c\n0.10: d\n2026-01-01: e\n'': f\n\"~\": g\n'<<': h\n", `{"on":"a","no":"b","1001":"c","0.10":"d","2026-01-01":"e","":"f","~":"g","<<":"h"}`},
		"lines of text":       {"a: |\n  one\n  two\nb: >-\n  one\n  two\nc: one\n  two\n", `{"a":"one\ntwo\n","b":"one two","c":"one two"}`},
		"numbers as lines":    {"a: |-\n  007\nb: 1\n  2\n", `{"a":"007","b":"1 2"}`},
		"a start and an end":  {"# before\n---\na: 1 # behind\n...\n# after\n", `{"a":1}`},
		"nothing in them":     {"a: []\nb: {}\n", `{"a":[],"b":{}}`},
		"line breaks of DOS":  {"a: 1\r\nb: |\r\n  x\r\n  y\r\n", `{"a":1,"b":"x\ny\n"}`},
		"order of keys":       {"b: 1\na: 2\n", `{"b":1,"a":2}`},
		"JSON":                {`{"format":1, "a" : [ "x/\u00e9", true ] }`, `{"format":1,"a":["x/é",true]}`},
		"JSON with tabs":      {"{\n\t\"a\": 1,\n\t\"b\": [\n\t\t2\n\t]\n}\n", `{"a":1,"b":[2]}`},
		"a per cent sign":     {"a: |\n  x\nb: \"\n%c\"\n", `{"a":"x\n","b":" %c"}`},
		"html":                {`"<script>&"`, `"<script>&"`},
		"sixteen-digit count": {"1234567890123456", "1234567890123456"},
	} {
		t.Run(name, func(t *testing.T) {
			doc, err := yamlfile.JSON([]byte(c.text))
			require.NoError(t, err)
			assert.Equal(t, c.want, strings.NewReplacer(`\u003c`, "<", `\u003e`, ">", `\u0026`, "&").Replace(string(doc.JSON())))
		})
	}
}

// What is refused: code and place of each finding.
func TestRefuses(t *testing.T) {
	deep := strings.Repeat("[", yamlfile.MaxDepth+1) + strings.Repeat("]", yamlfile.MaxDepth+1)
	cases := map[string]struct {
		text string
		want []string
	}{
		"words":               {"[yes, No, ON, off, y, N, True, FALSE]", nil},
		"a word":              {"open: yes\n", []string{"yaml.word $.open (1:7)"}},
		"other numbers":       {"[007, 0x1F, 0o17, 0b1, 1_000, +5, .5, 5., 1:30, 190:20:30, .inf, -.Inf, .nan, 00, 1_0.5, +1e3, 0.5e1_0]", nil},
		"a number":            {"a:\n  - 1\n  - +5\n", []string{"yaml.number $.a[1] (3:5)"}},
		"nothing":             {"[null, ~, Null, NULL]", nil},
		"nothing after it":    {"a:\nb: 1\n", []string{"yaml.nothing $.a (1:3)"}},
		"twice":               {"a: 1\nb: {x: 1, \"x\": 2}\na: 2\n", []string{"yaml.duplicate-key $.b.x (2:11)", "yaml.duplicate-key $.a (3:1)"}},
		"an anchor":           {"a: &x 1\nb: 2\n", []string{"yaml.anchor $.a (1:4)"}},
		"an alias":            {"a: &x [1]\nb: *x\n", []string{"yaml.anchor $.a (1:4)", "yaml.alias $.b (2:4)"}},
		"an alias of nothing": {"a: 1\nb: *x\n", []string{"yaml.alias $ (1:1)"}},
		"an alias as key":     {"a: &x k\n*x : 1\n", []string{"yaml.anchor $.a (1:4)", "yaml.alias $ (2:1)"}},
		"an anchor as key":    {"&x a: 1\n", []string{"yaml.anchor $ (1:1)"}},
		"merging":             {"a: {<<: {b: 1}}\n", []string{"yaml.merge $.a (1:5)"}},
		"a tag":               {"a: !!str 12\nb: ! 12\nc: !mine {x: 1}\n!!str d: 1\n", []string{"yaml.tag $.a (1:4)", "yaml.tag $.b (2:4)", "yaml.tag $.c (3:4)", "yaml.tag $ (4:1)"}},
		"binary":              {"a: !!binary aGk=\n", []string{"yaml.tag $.a (1:4)"}},
		"two documents":       {"a: 1\n---\na: 2\n", []string{"yaml.documents $ (2:1)"}},
		"behind the end":      {"a: 1\n...\nb: 2\n", []string{"yaml.documents $ (3:1)"}},
		"a directive":         {"# x\n%YAML 1.1\n---\na: 1\n", []string{"yaml.directive $ (2:1)"}},
		"below a blank line":  {" \t\n\n  # x\n%YAML 1.2\n---\na: 1\n", []string{"yaml.directive $ (4:1)"}},
		"a tag directive":     {"%TAG ! tag:x,2000:\n---\na: 1\n", []string{"yaml.directive $ (1:1)"}},
		"a list as key":       {"? [a]\n: 1\n", []string{"yaml.key $ (1:3)"}},
		"no key":              {"~: 1\n", []string{"yaml.key $ (1:1)"}},
		"empty":               {"", []string{"yaml.nothing $ (1:1)"}},
		"comments alone":      {"# a\n# b\n", []string{"yaml.nothing $ (1:1)"}},
		"a start alone":       {"---\n", nil},
		"too deep":            {deep, []string{"yaml.too-deep $" + strings.Repeat("[0]", yamlfile.MaxDepth) + " (1:65)"}},
		"far too deep":        {strings.Repeat("[", 20_000), []string{"yaml.too-deep $ (1:1)"}},
		"too large":           {strings.Repeat("#", yamlfile.MaxSize+1), []string{"yaml.too-large $ (1:1)"}},
		"not UTF-8":           {"a: 1\nb: \xff\n", []string{"yaml.encoding $ (2:4)"}},
		"UTF-16":              {"\xff\xfea\x00", []string{"yaml.encoding $ (1:1)"}},
		"a byte order mark":   {"\ufeffa: 1\n", []string{"yaml.encoding $ (1:1)"}},
		"a line separator":    {"a: b\u2028c\n", []string{"yaml.character $ (1:5)"}},
		"a lone return":       {"a: 1\rb: 2\n", []string{"yaml.character $ (1:5)"}},
		"delete":              {"a: \x7f\n", []string{"yaml.character $ (1:4)"}},
		"a control of 1986":   {"a: \u0090\n", []string{"yaml.character $ (1:4)"}},
		"a next line":         {"a: b\u0085c\n", []string{"yaml.character $ (1:5)"}},
		"a per cent sign":     {"z: 1\na: %x\n", []string{"yaml.syntax $ (2:1)"}},
		"further in":          {"\n  %x: 1\n", []string{"yaml.syntax $ (2:1)"}},
		"a control character": {"a: \x01\n", []string{"yaml.character $ (1:4)"}},
		"a tab":               {"a:\n\tb: 1\n", []string{"yaml.syntax $ (2:1)"}},
		"no closing bracket":  {"z: 0\na: [1, 2\nb: 3\n", []string{"yaml.syntax $ (2:1)"}},
		"a missing comma":     {"z: 0\na: [1,\n  {b: 2} {c: 3},\n  4]\n", []string{"yaml.syntax $ (2:1)"}},
		"a key too far in":    {"z: 0\na: 1\nb: [1,\n  2]\nc: \"x\n  y\"\n   d: 4\ne: 5\n", []string{"yaml.syntax $ (7:1)"}},
		"an item too far out": {"z: 0\na:\n   - 1\n   - 2\n  - 3\nb: 5\n", []string{"yaml.syntax $ (5:1)"}},
		"a key too far out":   {"z: 0\na:\n  - x: 1\n    y: 2\n   z: 3\nb: 5\n", []string{"yaml.syntax $ (5:1)"}},
		"no closing quote":    {"a: \"x\nb: 3\n", nil},
		"two colons":          {"x: 1\nabout: a: b\n", []string{"yaml.syntax $ (2:1)"}},
		"a bad indent":        {"a: 1\n b: 2\n", []string{"yaml.syntax $ (2:1)"}},
		"a bad escape":        {"a: \"\\q\"\n", nil},
		"an at sign":          {"b: 1\na: @x\n", []string{"yaml.syntax $ (2:1)"}},
		"no colon":            {"a: 1\nb\n", nil},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			doc, err := yamlfile.JSON([]byte(c.text))
			assert.Nil(t, doc)
			list, ok := errors.AsType[*kam.InvalidError](err)
			require.True(t, ok, "%v", err)
			var got []string
			for _, f := range list.Findings {
				got = append(got, f.Code+" "+f.Place)
				for _, text := range []kam.Text{f.Message, f.Remedy} {
					assert.NotEmpty(t, text.EN, f.Code)
					assert.NotEmpty(t, text.ZH, f.Code)
					wordtest.Formatted(t, text.EN, text.ZH)
				}
			}
			if c.want == nil {
				t.Log(strings.Join(got, "\n"), "\n", list.In(kam.English), "\n", list.In(kam.Chinese))
				assert.NotEmpty(t, got)
				return
			}
			assert.Equal(t, c.want, got, list.In(kam.English))
		})
	}
	// Every element of these lists is refused, with findings of one code.
	for _, name := range []string{"words", "other numbers", "nothing"} {
		elements := strings.Split(strings.Trim(cases[name].text, "[]"), ", ")
		for _, text := range elements {
			_, err := yamlfile.JSON([]byte("- " + text))
			list, ok := errors.AsType[*kam.InvalidError](err)
			if assert.True(t, ok, text) {
				assert.Len(t, list.Findings, 1, text)
				assert.Contains(t, []string{"yaml.word", "yaml.number", "yaml.nothing"}, list.Findings[0].Code)
			}
		}
	}
}

// What a word would be is told.
func TestWords(t *testing.T) {
	for word, want := range map[string]string{"yes": "true", "On": "true", "Y": "true", "TRUE": "true", "no": "false", "OFF": "false", "n": "false", "False": "false"} {
		_, err := yamlfile.JSON([]byte("- " + word))
		list, ok := errors.AsType[*kam.InvalidError](err)
		require.True(t, ok)
		assert.Equal(t, "write "+want+`, or, for the text, "`+word+`" in double quotes`, list.Findings[0].Remedy.EN)
		assert.Equal(t, "请写 "+want+`；若是文本，请加双引号："`+word+`"`, list.Findings[0].Remedy.ZH)
	}
}

// The file in YAML gives what the file in JSON gives.
func TestSameAsJSON(t *testing.T) {
	files := yamlfile.New(os.DirFS("testdata"))
	tell := func(folder string) string {
		suite, err := files.Load(folder)
		require.NoError(t, err)
		report, err := suite.Run(context.Background())
		require.NoError(t, err)
		require.True(t, report.OK())
		var b strings.Builder
		for _, r := range report.Results {
			for _, c := range r.Checks {
				fmt.Fprintln(&b, c.Scenario, c.Place, c.Period, c.What, c.Expected, c.Actual, c.Met)
			}
		}
		for _, p := range suite.Plans() {
			fmt.Fprintln(&b, p.Hash())
		}
		fmt.Fprint(&b, report.Coverage().Markdown(kam.English))
		return b.String()
	}
	assert.Equal(t, tell("json"), tell("yaml"))

	a, err := files.Plan("json/ae.plan.json")
	require.NoError(t, err)
	b, err := files.Plan("yaml/ae.plan.yaml")
	require.NoError(t, err)
	assert.Equal(t, a.Hash(), b.Hash())
}
