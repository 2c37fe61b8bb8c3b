package main

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// element is an element of a page, or a text without a name.
type element struct {
	name     string
	attr     map[string]string
	data     string
	children []*element
}

// parse reads a page, which is well-formed as XML too.
func parse(t *testing.T, page string) *element {
	t.Helper()
	decoder := xml.NewDecoder(strings.NewReader(page))
	root := &element{}
	open := []*element{root}
	add := func(e *element) {
		parent := open[len(open)-1]
		parent.children = append(parent.children, e)
	}
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		require.NoError(t, err)
		switch x := token.(type) {
		case xml.StartElement:
			e := &element{name: x.Name.Local, attr: map[string]string{}}
			for _, a := range x.Attr {
				e.attr[a.Name.Local] = a.Value
			}
			add(e)
			open = append(open, e)
		case xml.EndElement:
			open = open[:len(open)-1]
		case xml.CharData:
			add(&element{data: string(x)})
		}
	}
	require.Len(t, open, 1)
	return root
}

// all returns the elements of a name below e, of any name for an empty one.
func (e *element) all(name string) []*element {
	var out []*element
	for _, c := range e.children {
		if c.name != "" && (name == "" || c.name == name) {
			out = append(out, c)
		}
		out = append(out, c.all(name)...)
	}
	return out
}

// text is all text in an element, but for elements of the classes left out.
func (e *element) text(without ...string) string {
	var out strings.Builder
	e.write(&out, without)
	return out.String()
}

func (e *element) write(out *strings.Builder, without []string) {
	for class := range strings.FieldsSeq(e.attr["class"]) {
		if slices.Contains(without, class) {
			return
		}
	}
	out.WriteString(e.data)
	for _, c := range e.children {
		c.write(out, without)
	}
}

// pages are those of a plan that passes, one that fails, one that is refused, and one with scenarios that fail.
func pages(t *testing.T) map[string]string {
	t.Helper()
	wrong := file(t, "wrong.scenarios.json", scenarios(`{"name": "wrong", "given": {"payees": [{"id": "rep", "quotas": {"sales": "100000"}}]}, "steps": [{"deals": ["D1 60000"], "expect": {"payees": {"rep": {"earned": "1"}}}}]}`))
	weak := file(t, "weak.scenarios.json", scenarios(`{"name": "weak", "given": {"payees": [{"id": "rep", "quotas": {"sales": "100000"}}]}, "steps": [{"deals": ["D1 60000"], "expect": {"payees": {"rep": {"earned": "3000"}}}}]}`))
	refused := file(t, "kam.plan.json", sample(t, "kam.plan.json", `"rate": "0.02"`, `"rate": "2000"`))
	return map[string]string{
		"passes":  known(t, "-lang", "en").page,
		"Chinese": known(t, "-lang", "zh").page,
		"draft":   call(t, "sample/draft.plan.json", weak).page,
		"wrong":   call(t, "sample/draft.plan.json", wrong).page,
		"refused": call(t, refused).page,
		"rich":    known(t, "../../incentive/plandoc/testdata/plan.json").page,
	}
}

func TestPage(t *testing.T) {
	all := pages(t)
	for name, page := range all {
		t.Run(name, func(t *testing.T) {
			root := parse(t, page)
			checkStructure(t, root)
			checkReferences(t, root)
			checkAlone(t, page, root)
			checkLanguages(t, root)
		})
	}
	tells(t, all)
}

// checkStructure: landmarks, headings in their order, tables with headings, pictures with titles.
func checkStructure(t *testing.T, root *element) {
	t.Helper()
	for _, once := range []string{"html", "head", "body", "header", "main", "nav", "footer", "h1"} {
		assert.Len(t, root.all(once), 1, once)
	}
	require.Len(t, root.all("head")[0].all("title"), 1)
	level := 0
	for _, e := range root.all("") {
		if len(e.name) == 2 && e.name[0] == 'h' && e.name[1] >= '1' && e.name[1] <= '6' {
			next := int(e.name[1] - '0')
			assert.LessOrEqual(t, next, level+1, "after a heading of level %d: %s", level, e.text())
			assert.NotEmpty(t, strings.TrimSpace(e.text()))
			level = next
		}
	}
	for _, table := range root.all("table") {
		require.NotEmpty(t, table.all("caption"))
		columns := 0
		for _, th := range table.all("th") {
			assert.Contains(t, []string{"col", "row"}, th.attr["scope"])
			if th.attr["scope"] == "col" {
				columns++
			}
		}
		for _, row := range table.all("tr") {
			assert.Len(t, slices.Concat(row.all("th"), row.all("td")), columns)
		}
	}
	for _, svg := range root.all("svg") {
		assert.Equal(t, "img", svg.attr["role"])
		require.NotEmpty(t, svg.all("title"))
		assert.NotEmpty(t, svg.all("title")[0].text())
		assert.NotEmpty(t, svg.all("desc")[0].text())
	}
	for _, e := range slices.Concat(root.all("pre"), root.all("div")) {
		if e.name == "pre" || e.attr["role"] == "region" {
			assert.Equal(t, "0", e.attr["tabindex"], "what scrolls can be reached by keyboard")
		}
	}
}

// checkReferences: every id once, and all that is referred to is there.
func checkReferences(t *testing.T, root *element) {
	t.Helper()
	ids := map[string]bool{}
	for _, e := range root.all("") {
		if id, ok := e.attr["id"]; ok {
			assert.False(t, ids[id], "id %s twice", id)
			ids[id] = true
		}
	}
	for _, e := range root.all("") {
		for _, id := range strings.Fields(e.attr["aria-labelledby"] + " " + e.attr["for"]) {
			assert.True(t, ids[id], "nothing has the id %s", id)
		}
		if href, ok := e.attr["href"]; ok {
			assert.Equal(t, "#", href[:1])
			assert.True(t, ids[href[1:]], "nothing has the id %s", href)
		}
	}
}

// checkAlone: no script, nothing from elsewhere, and a policy that allows the styles of the page and nothing else.
func checkAlone(t *testing.T, page string, root *element) {
	t.Helper()
	for _, e := range root.all("") {
		assert.NotContains(t, []string{"script", "link", "img", "iframe", "object", "base", "form", "image", "foreignObject"}, e.name)
		for a := range e.attr {
			assert.NotRegexp(t, `^(on.*|src|style|action)$`, a)
		}
	}
	assert.NotRegexp(t, `@import|url\(`, page)
	var policy string
	for _, m := range root.all("meta") {
		if m.attr["http-equiv"] == "Content-Security-Policy" {
			policy = m.attr["content"]
		}
	}
	assert.True(t, strings.HasPrefix(policy, "default-src 'none'; style-src 'sha256-"), policy)
	assert.NotContains(t, policy, "unsafe")
	require.NotEmpty(t, root.all("style"))
	for _, m := range regexp.MustCompile(`(?s)<style>(.*?)</style>`).FindAllStringSubmatch(page, -1) {
		sum := sha256.Sum256([]byte(m[1]))
		assert.Contains(t, policy, "'sha256-"+base64.StdEncoding.EncodeToString(sum[:])+"'")
	}
}

var han = regexp.MustCompile(`\p{Han}`)

// checkLanguages: what is there in one language is there in the other one, and no English stands among the Chinese.
func checkLanguages(t *testing.T, root *element) {
	t.Helper()
	counts := map[string]int{}
	for _, e := range root.all("") {
		for _, class := range strings.Fields(e.attr["class"]) {
			if class == "en" || class == "zh" {
				counts[class]++
			}
			if class == "en" {
				assert.NotRegexp(t, han, e.text())
			}
		}
		if e.name == "span" && e.attr["class"] == "zh" {
			assert.Equal(t, "zh-Hans", e.attr["lang"])
			assert.NotRegexp(t, `[a-z] (the|is|are|of|and|to) [a-z]`, e.text())
		}
	}
	assert.NotZero(t, counts["en"])
	assert.Equal(t, counts["en"], counts["zh"])
}

// The page opens in the language asked for.
func TestPageLanguage(t *testing.T) {
	for lang, id := range map[string]string{"en": "lang-en", "zh": "lang-zh"} {
		root := parse(t, call(t, "sample/draft.plan.json", "-lang", lang).page)
		for _, input := range root.all("input") {
			_, checked := input.attr["checked"]
			assert.Equal(t, input.attr["id"] == id, checked)
		}
	}
}

// What files say is text, whatever it looks like.
func TestPageEscapes(t *testing.T) {
	const evil = `<script>alert(1)</script><img src=x onerror=alert(2)>` + "\u202e"
	plan := file(t, "a<b>.plan.json", sample(t, "kam.plan.json",
		`"en": "Key accounts 2026"`, `"en": "`+strings.ReplaceAll(evil, "\u202e", `\u202e`)+`"`,
		`"in": ["new"]`, `"in": ["</span><script>alert(3)</script>"]`))
	list := file(t, "x.scenarios.json", scenarios(`{"name": "</code><script>alert(4)</script>", "given": {"payees": [{"id": "<b>", "quotas": {"sales": "100000"}}]},
		"steps": [{"deals": ["<i> 100000"], "expect": {"payees": {"<b>": {"earned": "1", "lines": {"</p><script>": "1"}}}}}]}`))
	for _, args := range [][]string{{plan}, {plan, list}} {
		a := call(t, args...)
		root := parse(t, a.page)
		checkAlone(t, a.page, root)
		checkReferences(t, root)
		assert.Equal(t, strings.TrimSuffix(evil, "\u202e"), root.all("h1")[0].all("span")[0].text())
		assert.NotContains(t, a.page, "\u202e")
		assert.NotContains(t, a.stdout, "\u202e")
	}
	assert.Contains(t, parse(t, call(t, plan, list).page).all("article")[0].text(), "</code><script>alert(4)</script>")
}

// tells: the page says what the console says.
func tells(t *testing.T, all map[string]string) {
	t.Helper()
	for page, texts := range map[string][]string{
		"passes": {"The plan passes its checks.", "18 of 18 parts of the plan are exercised", "Pay at 100 %12,000 CNY, 2.4 % of sales", "40,000 CNY, from ≈193.33 % on", "kam.scenarios.json: the cap"},
		"draft":  {"The plan fails its checks.", "Warning", "More pays lessat 100 %", "What no scenario exercises", "Mistakes that would go unnoticed", `"scenarios": [`},
		"wrong":  {"1 expectation of the scenarios is not met", "Expected 1", "came out 3000", "Not looked at: first all expectations"},
		"rich":   {"Left out of the curves", "Give it with -score nps=NUMBER", "No scenarios were given"},
	} {
		text := strings.Join(strings.Fields(parse(t, all[page]).all("body")[0].text("zh", "k")), " ")
		for _, want := range texts {
			assert.Contains(t, text, want, page)
		}
	}
	assert.Contains(t, all["refused"], "the plan is refused")
	assert.NotContains(t, all["refused"], `id="pay"`)
}
