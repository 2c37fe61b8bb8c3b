package yamlfile_test

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/internal/yamlfile"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/scenario"
)

func content(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile("testdata/" + name)
	require.NoError(t, err)
	return string(data)
}

// placesOf returns the codes and places of an error about input.
func placesOf(t *testing.T, err error) []string {
	t.Helper()
	list, ok := errors.AsType[*kam.InvalidError](err)
	require.True(t, ok, "%v", err)
	var out []string
	for _, f := range list.Findings {
		out = append(out, f.Code+" "+f.Place)
	}
	return out
}

// Faults of YAML, of strict JSON and of what scenarios say have file, line and column.
func TestPlacesOfFaults(t *testing.T) {
	plan, scenarios := content(t, "yaml/ae.plan.yaml"), content(t, "yaml/ae.scenarios.yaml")
	change := func(text, from, to string) string {
		require.Contains(t, text, from)
		return strings.Replace(text, from, to, 1)
	}
	for name, c := range map[string]struct {
		plan, scenarios string
		want            []string
	}{
		"a word": {plan, change(scenarios, "period: 2026-03", "period: off"), []string{
			"yaml.word d/ae.scenarios.yaml:18:17: $.scenarios[1].steps[0].period",
		}},
		"an unknown key": {plan, change(scenarios, "deals:\n", "deal:\n"), []string{
			"scenario.unknown-key d/ae.scenarios.yaml:20:9: $.scenarios[1].steps[1].deal",
		}},
		"a number as a name": {plan, change(scenarios, "name: the cap", "name: 12"), []string{
			"scenario.wrong-type d/ae.scenarios.yaml:26:11: $.scenarios[2].name",
		}},
		"an exponent": {plan, change(scenarios, "earned: 3600", "earned: 36e2"), []string{
			"scenario.number d/ae.scenarios.yaml:13:23: $.scenarios[0].steps[0].expect.payees.rep.earned",
		}},
		"what the scenario says": {plan, change(scenarios, "D3 40000", "D3 x"), []string{
			"scenario.deal d/ae.scenarios.yaml:21:13: $.scenarios[1].steps[1].deals[0]",
		}},
		"something that is missing": {plan, change(scenarios, "format: 1", "about: x"), []string{
			"yaml.duplicate-key d/ae.scenarios.yaml:3:1: $.about",
		}},
		"no format": {plan, change(scenarios, "format: 1\n", ""), []string{
			"scenario.format d/ae.scenarios.yaml:2:1: $.format",
		}},
		"the plan is no YAML": {change(plan, "format: 1", "format: [1"), change(scenarios, "format: 1\n", ""), []string{
			"yaml.syntax d/ae.plan.yaml:2:1: $",
		}},
		"the plan's JSON": {change(plan, "mode: marginal", "mod: marginal"), scenarios, []string{
			"plan.unknown-key d/ae.plan.yaml:20:7: $.components[0].tiers.mod",
		}},
		"what the plan says": {change(plan, "from: 100000", "from: 0"), scenarios, []string{
			"plan.tier-order d/ae.plan.yaml:23:11: $.components[0].tiers.bands[0]",
		}},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := yamlfile.New(fstest.MapFS{"d/ae.plan.yaml": {Data: []byte(c.plan)}, "d/ae.scenarios.yaml": {Data: []byte(c.scenarios)}}).Load("d")
			assert.Equal(t, c.want, placesOf(t, err), "%v", err)
		})
	}
}

// The faults of all files are found at once, and a file that is refused hides no other.
func TestAllFilesAtOnce(t *testing.T) {
	files := yamlfile.New(fstest.MapFS{
		"a.scenarios.yml":  {Data: []byte("format: [")},
		"b.scenarios.json": {Data: []byte(`{"format": 2, "scenarios": []}`)},
		"d.scenarios.json": {Data: []byte("{\n  \"format\": \"1\"}")},
		"c.scenarios.yaml": {Data: []byte("format: 1\nplans: [c.plan.yaml]\nscenarios: []\n")},
		"c.plan.yaml":      {Data: []byte("id: yes\n")},
		"notes.yaml":       {Data: []byte("[")},
	})
	_, err := files.Load(".")
	assert.Equal(t, []string{
		"yaml.syntax a.scenarios.yml:1:1: $",
		"scenario.format b.scenarios.json: $.format",
		"scenario.too-few b.scenarios.json: $.scenarios",
		"scenario.too-few b.scenarios.json: $.plans",
		"yaml.word c.plan.yaml:1:5: $.id",
		"scenario.wrong-type d.scenarios.json:2:13: $.format",
	}, placesOf(t, err))
}

// A file that has changed is read anew, and no name is taken for the beginning of another.
func TestFilesAreReadAnew(t *testing.T) {
	inner := fstest.MapFS{"a.scenarios.yaml": {Data: []byte("format: 1\nscenarios: []\n")}}
	files := yamlfile.New(inner)
	_, err := files.Load("a.scenarios.yaml")
	assert.Contains(t, placesOf(t, err), "scenario.too-few a.scenarios.yaml:2:12: $.scenarios")
	inner["a.scenarios.yaml"].Data = []byte("format: yes\n")
	_, err = files.Load("a.scenarios.yaml")
	assert.Equal(t, []string{"yaml.word a.scenarios.yaml:1:9: $.format"}, placesOf(t, err))
	inner["a.scenarios.yaml: b.scenarios.yaml"] = &fstest.MapFile{Data: []byte("format: 1\n\nscenarios: []\n")}
	for range 20 { // files are kept in a map
		_, err = files.Load("a.scenarios.yaml: b.scenarios.yaml")
		assert.Contains(t, placesOf(t, err), "scenario.too-few a.scenarios.yaml: b.scenarios.yaml:3:12: $.scenarios")
	}
}

func TestFilesErrors(t *testing.T) {
	files := yamlfile.New(fstest.MapFS{
		"a.scenarios.yaml": {Data: []byte("format: 1\nplans: [none.plan.yaml]\nscenarios: []\n")},
		"empty/notes.txt":  {Data: []byte("x")},
		"bad.plan.yaml":    {Data: []byte("id: yes\n")},
		"worse.plan.yaml":  {Data: []byte("id: 12\nversion: x\n")},
	})
	for _, name := range []string{"none", "empty"} {
		_, err := files.Load(name)
		require.ErrorIs(t, err, fs.ErrNotExist, name)
	}
	_, err := files.Load("a.scenarios.yaml") // the file and the place that name it
	assert.Equal(t, []string{"scenario.plan-unread a.scenarios.yaml:2:9: $.plans[0]"}, placesOf(t, err))
	require.ErrorContains(t, err, `there is no plan file "none.plan.yaml"`)
	_, err = files.Plan("none.yaml")
	require.ErrorIs(t, err, fs.ErrNotExist)
	_, err = files.Plan("bad.plan.yaml")
	assert.Equal(t, []string{"yaml.word bad.plan.yaml:1:5: $.id"}, placesOf(t, err))
	_, err = files.Plan("worse.plan.yaml")
	assert.Equal(t, []string{"plan.wrong-type worse.plan.yaml:1:5: $.id", "plan.wrong-type worse.plan.yaml:2:10: $.version"}, placesOf(t, err))
	assert.Equal(t, "worse.plan.yaml:2:10: $.version", files.Place("worse.plan.yaml", "$.version"))
	assert.Equal(t, "other.json: $.version", files.Place("other.json", "$.version"))
	assert.Equal(t, "other.json:2:3: $.version", files.Place("other.json", "$.version (2:3)"))
	assert.Equal(t, "other.json: payee (2:3)", files.Place("other.json", "payee (2:3)"))
}

// Findings of a later check of a plan have their lines too.
func TestPlacesOfPlans(t *testing.T) {
	files := yamlfile.New(fstest.MapFS{"ae.plan.yaml": {Data: []byte(strings.Replace(content(t, "yaml/ae.plan.yaml"), "per: component", "per: nobody", 1))}})
	plan, err := files.Plan("ae.plan.yaml")
	require.NoError(t, err)
	_, err = incentive.Compile(incentive.Book{Plans: []incentive.Plan{plan}})
	list, ok := errors.AsType[*kam.InvalidError](err)
	require.True(t, ok)
	assert.Equal(t, "ae.plan.yaml:26:15: $.components[0].caps[0].per", files.In("ae.plan.yaml", list.Findings)[0].Place)
	assert.True(t, strings.HasPrefix(list.Findings[0].Place, "$"), "the error stays as it was")
}

// A path leads to the value, and else to what should hold it.
func TestPosition(t *testing.T) {
	doc, err := yamlfile.JSON([]byte("a:\n  - x: 1\n    客户 号: {y z: [5]}\n    \"a\\\"]b\": 2\nc: {}\n"))
	require.NoError(t, err)
	for path, want := range map[string]yamlfile.Position{
		"$":                           {1, 1},
		"$.a":                         {2, 3},
		"$.a[0].x":                    {2, 8},
		`$.a[0]["客户 号"]`:              {3, 11},
		`$.a[0]["客户 号"]["y z"][0]`:    {3, 18},
		`$.a[0]["a\"]b"]`:             {4, 14},
		"$.a[0].none.more":            {2, 5},
		"$.a[7]":                      {2, 3},
		`$["x (1:7)"] (1:7)`:          {2, 5},
		"$.a[0].x (1:8)":              {2, 5},
		"$.c.d":                       {5, 4},
		"$.a[0] (1:7)":                {2, 5},
		`$.a[0]["x`:                   {2, 5},
		"no path":                     {},
		"$.a[0].x (9:9)":              {2, 8},
		"$.a[99999999999999999999].b": {2, 3},
	} {
		assert.Equal(t, want, doc.Position(path), path)
	}
}

// A YAML file is one whose name says so, and reads like any file.
func TestFilesRead(t *testing.T) {
	inner := fstest.MapFS{"a.yaml": {Data: []byte("a: 1\n")}, "B.YML": {Data: []byte("- 1\n")}, "c.json": {Data: []byte("{}")}, "bad.yaml": {Data: []byte("[")}}
	files := yamlfile.New(inner)
	for name, want := range map[string]string{"a.yaml": `{"a":1}`, "B.YML": "[1]", "c.json": "{}"} {
		f, err := files.Open(name)
		require.NoError(t, err)
		data, err := io.ReadAll(f)
		require.NoError(t, err)
		assert.Equal(t, want, string(data))
		info, err := f.Stat()
		require.NoError(t, err)
		assert.Equal(t, int64(len(want)), info.Size())
		assert.Equal(t, name, info.Name())
		assert.False(t, info.IsDir())
		require.NoError(t, f.Close())
	}
	_, err := files.Open("bad.yaml")
	_, ok := errors.AsType[*kam.InvalidError](err)
	assert.True(t, ok)
	_, err = files.Open("none.yaml")
	assert.ErrorIs(t, err, fs.ErrNotExist)
}

// update brings YAML scenarios up to date and loads them again.
func update(t *testing.T, text string) (string, error) {
	t.Helper()
	plan := content(t, "yaml/ae.plan.yaml")
	run := func(text string) (*yamlfile.Files, scenario.Report) {
		files := yamlfile.New(fstest.MapFS{"ae.plan.yaml": {Data: []byte(plan)}, "ae.scenarios.yaml": {Data: []byte(text)}})
		suite, err := files.Load("ae.scenarios.yaml")
		require.NoError(t, err)
		report, err := suite.Run(context.Background())
		require.NoError(t, err)
		return files, report
	}
	files, report := run(text)
	out, err := files.Updated(report)
	if err != nil {
		assert.Nil(t, out)
		require.ErrorIs(t, err, scenario.ErrUpdate)
		return "", err
	}
	now, changed := out["ae.scenarios.yaml"]
	if !changed {
		return text, nil
	}
	_, report = run(string(now))
	assert.Empty(t, report.Failed(), "it passes afterwards")
	return string(now), nil
}

// The golden update changes what was wrong and not a byte beside it.
func TestUpdated(t *testing.T) {
	for name, c := range map[string]struct{ expect, want string }{
		"nothing wrong":          {"{payees: {rep: {earned: 3600.00}}} # c", "{payees: {rep: {earned: 3600.00}}} # c"},
		"a bare number":          {"{ payees: { rep: { earned: 1 } } } # c", "{ payees: { rep: { earned: 3600 } } } # c"},
		"a number in quotes":     {`{payees: {rep: {earned: "1"}}}`, `{payees: {rep: {earned: "3600"}}}`},
		"in single quotes":       {`{payees: {rep: {earned: '1'}}}`, `{payees: {rep: {earned: '3600'}}}`},
		"several":                {"{payees: {rep: {earned: 1 , lines: {D1: 2 , D2: 2000}}}}", "{payees: {rep: {earned: 3600 , lines: {D1: 1600 , D2: 2000}}}}"},
		"in a block":             {"\n          payees: # p\n            rep:\n              earned: 1 # e\n              # l\n              lines:\n                D1: 2 # d\n                # D2\n                D2: 2000\n", "\n          payees: # p\n            rep:\n              earned: 3600 # e\n              # l\n              lines:\n                D1: 1600 # d\n                # D2\n                D2: 2000\n"},
		"one is missing":         {"{payees: {rep: {lines: {D1: 1600}}}}", "{payees: {rep: {lines: {D1: 1600, D2: 2000}}}}"},
		"one in front":           {`{payees: {rep: {lines: {D2: "2000" }}}}`, `{payees: {rep: {lines: {D2: "2000", D1: "1600" }}}}`},
		"one missing in a block": {"\n          payees:\n            rep:\n              lines:\n                D1: 1600 # d\n              earned: 3600", "\n          payees:\n            rep:\n              lines:\n                D1: 1600 # d\n                D2: 2000\n              earned: 3600"},
		"one too many":           {"{payees: {rep: {lines: {C: 7, D1: 1600, CC: 8, D2: 2000, D3: 7, D4: 9}}}}", "{payees: {rep: {lines: {D1: 1600, D2: 2000}}}}"},
		"too many in a block":    {"\n          payees:\n            rep:\n              lines:\n                C: 7 # c\n                D1: 1600 # d\n                D2: 2000\n                D3: 1", "\n          payees:\n            rep:\n              lines:\n                D1: 1600 # d\n                D2: 2000"},
		"one for another":        {"{payees: {rep: {lines: {D1: 1600, D3: 1}}}}", "{payees: {rep: {lines: {D1: 1600, D2: 2000}}}}"},
		"into an empty map":      {"{payees: {rep: {lines: {}}}}", `{payees: {rep: {lines: {D1: "1600", D2: "2000"}}}}`},
		"none of them right":     {"\n          payees:\n            rep:\n              lines:\n                X: 1\n                Y: 2", "\n          payees:\n            rep:\n              lines:\n                {D1: \"1600\", D2: \"2000\"}"},
		"a list":                 {"{payees: {rep: {earned: 3600}}, held: {rep: [run.x, run.y]}}", "{payees: {rep: {earned: 3600}}, held: {}}"},
		"held in a block":        {"\n          held:\n            rep:\n              - run.x\n          payees: {rep: {earned: 3600}}", "\n          held:\n            {}\n          payees: {rep: {earned: 3600}}"},
	} {
		t.Run(name, func(t *testing.T) {
			file := func(expect string) string {
				return "format: 1   # kept\nplans: [ 'ae.plan.yaml' ]\nscenarios:\n  - name:   it\n    steps:\n      - deals: [D1 80000, \"D2 60000\", H 5 nobody]\n        expect: " + expect + "\n# the end\n"
			}
			for _, eol := range []string{"\n", "\r\n"} {
				now, err := update(t, strings.ReplaceAll(file(c.expect), "\n", eol))
				require.NoError(t, err)
				want := strings.ReplaceAll(file(c.want), "\n", eol)
				assert.Equal(t, want, now)
			}
		})
	}
}

// A scenario that expects nothing receives everything.
func TestUpdatedFillsIn(t *testing.T) {
	const head = "format: 1\nplans: [ae.plan.yaml]\nscenarios:\n  - name: it\n    steps:\n      - deals: [D1 80000] # one\n"
	for name, rest := range map[string]string{"no expect": "", "an empty one": "        expect: {}\n", "no line break": "        period: 2026-02"} {
		t.Run(name, func(t *testing.T) {
			now, err := update(t, head+rest)
			require.NoError(t, err)
			assert.Contains(t, now, `earned: "1600"`)
			assert.Contains(t, now, `D1: "1600"`)
			assert.True(t, strings.HasPrefix(now, head))
		})
	}
}

// Texts keep their notation too.
func TestUpdatedTexts(t *testing.T) {
	const head = "format: 1\nplans: [ae.plan.yaml]\nscenarios:\n  - name: it\n    steps:\n      - deals: [D1 80000, D1 1]\n        expect:\n          stops:"
	for was, want := range map[string]string{
		" [run.x] # c\n":                   " [run.transaction-conflict] # c\n",
		"\n            - run.x # c\n":      "\n            - run.transaction-conflict # c\n",
		" ['run.x']":                       " ['run.transaction-conflict']",
		` ["run.x"]`:                       ` ["run.transaction-conflict"]`,
		"\n          - a\n          - b\n": "\n            [\"run.transaction-conflict\"]\n",
	} {
		now, err := update(t, head+was)
		require.NoError(t, err)
		assert.Equal(t, head+want, now)
	}
	_, err := update(t, head+"\n            - run.x\n              y\n")
	require.ErrorContains(t, err, "line 9: the value is written over several lines; change it by hand")
}

// How what is new is written.
func TestChanged(t *testing.T) {
	long := `{"aa":"1000000","bb":"1000000","cc":"1000000","dd":"1000000","ee":"1000000","ff":"1000000"}`
	for name, c := range map[string]struct{ text, to, want string }{
		"more digits than others keep": {"a: 1\n", `{"a":"1234567890123456"}`, "a: \"1234567890123456\"\n"},
		"as many as they keep":         {"a: 1\n", `{"a":"123456789012345"}`, "a: 123456789012345\n"},
		"a sign and a point":           {"a: 1\n", `{"a":"-0.50"}`, "a: -0.50\n"},
		"a text for a number":          {"a: 1\n", `{"a":"x y"}`, "a: \"x y\"\n"},
		"a number for a text":          {"a: x\n", `{"a":"12"}`, "a: \"12\"\n"},
		"a word for a text":            {"a: x\n", `{"a":"no"}`, "a: \"no\"\n"},
		"true for a text":              {"a: x\n", `{"a":true}`, "a: true\n"},
		"a short object":               {"a: 1\n", `{"a":1,"b":{"c":"2","d":"3"}}`, "a: 1\nb: {c: 2, d: 3}\n"},
		"a long object":                {"a: 'x'\n", `{"a":"x","b":` + long + `}`, "a: 'x'\nb:\n  aa: \"1000000\"\n  bb: \"1000000\"\n  cc: \"1000000\"\n  dd: \"1000000\"\n  ee: \"1000000\"\n  ff: \"1000000\"\n"},
		"an object of objects":         {"x:\n    a: 1 # c", `{"x":{"a":1,"b":{"c":{"d":"2"},"e":{},"f":["g"]}}}`, "x:\n    a: 1 # c\n    b:\n      c: {d: 2}\n      e: {}\n      f: [\"g\"]"},
		"quotes inside of quotes":      {`{a: 'it''s', b: "x\"}\\", c: {d: 'e''', f: "\\"}, g: 1}`, `{"a":"it's now","b":"x\"}\\","c":{"d":"e'","f":"y","h":"z"},"g":2}`, `{a: "it's now", b: "x\"}\\", c: {d: 'e''', f: "y", h: "z"}, g: 2}`},
		"out of order":                 {"b: 1\na: 2\n", `{"b":1,"a":2,"aa":3}`, "b: 1\na: 2\naa: 3\n"},
		"a list that grows":            {"a:\n- 1\n- 2 # c\nb: 3\n", `{"a":[1,2,3],"b":3}`, "a:\n  [1, 2, 3] # c\nb: 3\n"},
	} {
		t.Run(name, func(t *testing.T) {
			doc, err := yamlfile.JSON([]byte(c.text))
			require.NoError(t, err)
			now, err := doc.Changed([]byte(c.to))
			require.NoError(t, err)
			assert.Equal(t, c.want, string(now))
		})
	}
	doc, err := yamlfile.JSON([]byte("- a: 1\n  b: 2\n"))
	require.NoError(t, err)
	_, err = doc.Changed([]byte(`[{"b":2}]`))
	require.EqualError(t, err, "line 1: the key does not stand at the beginning of its line; change it by hand")
}

// What cannot be changed in place is refused, and says where.
func TestUpdatedRefuses(t *testing.T) {
	for name, c := range map[string]struct{ expect, want string }{
		"a block of text": {"\n          payees:\n            rep:\n              earned: |-\n                12\n", "line 10: the value is written over several lines; change it by hand"},
		"beside a block":  {"\n          payees:\n            rep:\n              lines:\n                D1: |-\n                  80\n                D2: 1\n", "line 11: the value is written over several lines; change it by hand"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := update(t, "format: 1\nplans: [ae.plan.yaml]\nscenarios:\n  - name: it\n    steps:\n      - deals: [D1 80000, H 5 nobody]\n        expect: "+c.expect)
			require.ErrorContains(t, err, c.want)
		})
	}
}
