package strictjson_test

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
)

// compare checks the verdict on the syntax of data against that of the standard library: what it refuses must be
// refused, and what it takes must have no fault of syntax.
func compare(t *testing.T, data []byte, fs kam.Findings) {
	t.Helper()
	refused := false
	for _, f := range fs {
		switch strings.TrimPrefix(f.Code, "t") {
		case ".json-syntax", ".trailing-data":
			refused = true
			require.False(t, json.Valid(data), "%q: %s", data, f.Message.EN)
		case ".encoding", ".too-deep", ".too-large":
			refused = true // the standard library reads these
		}
	}
	if !refused {
		require.True(t, utf8.Valid(data))
		require.True(t, json.Valid(data), "%q", data)
	}
}

func TestSyntaxAgreesWithTheStandardLibrary(t *testing.T) {
	parts := []string{"{", "}", "[", "]", ",", ":", `"a"`, `"\u00e9"`, "1", "-0.5e+3", "01", "true", "null", "nul", " ", "\n"}
	var build func(prefix string, left int)
	build = func(prefix string, left int) {
		_, fs := decode(t, prefix)
		compare(t, []byte(prefix), fs)
		if left == 0 {
			return
		}
		for _, part := range parts {
			build(prefix+part, left-1)
		}
	}
	build("", 3)
	for _, start := range []string{`{"a":`, `[1,`, `[[],`, `{"a":{`} {
		build(start, 2)
	}
	for _, n := range []string{"0", "-0", "-", "1.", ".1", "1.5", "1e", "1e5", "1E-5", "1e+", "00", "-01", "1.5.5", "0x1", "1_0", "1e5e5", "--1", "1-"} {
		_, fs := decode(t, n)
		compare(t, []byte(n), fs)
	}
}

func TestDecodeSyntax(t *testing.T) {
	cases := []struct {
		name, text string
		want       []string
	}{
		{"empty", "", []string{"t.json-syntax $ (1:1): the text is empty; write an object: { … }"}},
		{"blanks", " \n ", []string{"t.json-syntax $ (2:2): the text is empty; write an object: { … }"}},
		{"cut off in a list", `{"names": ["a"`, []string{`t.json-syntax $.names[0] (1:15): the text ends inside a value; the file may be cut off; close every { [ and "`}},
		{"cut off after a key", `{"int": 1, "names"`, []string{`t.json-syntax $.names (1:19): the text ends inside a value; the file may be cut off; close every { [ and "`}},
		{"cut off after a colon", `{"names":`, []string{`t.json-syntax $.names (1:10): the text ends inside a value; the file may be cut off; close every { [ and "`}},
		{"cut off after a brace", `{`, []string{`t.json-syntax $ (1:2): the text ends inside a value; the file may be cut off; close every { [ and "`}},
		{"cut off in a string", `{"name": "ab`, []string{`t.json-syntax $.name (1:10): the string is not closed; close it with "; the file may be cut off`}},
		{"line break in a string", "{\"name\": \"ab\n\"}", []string{`t.json-syntax $.name (1:10): the string is not closed on its line; close it with ", or write a line break as \n`}},
		{"tab in a string", "{\"name\": \"a\tb\", \"x\": 1}", []string{
			`t.json-syntax $.name (1:12): the control character '\t' stands in a string; write it as \u0009`,
			`t.unknown-key $.x (1:17): key "x" is not known here; known keys: name, color, flag, int, int8, int64, uint16, uint64, amount, maybe, share, word, places, exact, band, best, bands, names, grid, many, factors, labels, deep`,
		}},
		{"last control character", "{\"name\": \"\x1f\"}", []string{`t.json-syntax $.name (1:11): the control character '\x1f' stands in a string; write it as \u001f`}},
		{"escape", `{"name": "C:\dir", "color": "\u12", "word": "\ud800", "names": ["\ud800\u0041", "\udc00", "\udc00\ud800"]}`, []string{
			`t.json-syntax $.name (1:13): \ does not start an escape here; write a backslash as \\`,
			`t.json-syntax $.color (1:30): \u is not followed by four hexadecimal digits; write for example \u00e9`,
			`t.encoding $.word (1:46): \ud800 is half of a surrogate pair; write the character itself, or both halves`,
			`t.encoding $.names[0] (1:66): \ud800 is half of a surrogate pair; write the character itself, or both halves`,
			`t.encoding $.names[1] (1:82): \udc00 is half of a surrogate pair; write the character itself, or both halves`,
			`t.encoding $.names[2] (1:92): \udc00 is half of a surrogate pair; write the character itself, or both halves`,
			`t.encoding $.names[2] (1:98): \ud800 is half of a surrogate pair; write the character itself, or both halves`,
		}},
		{"comma at the end", `{"names": ["a",], "x": 0,}`, []string{
			"t.json-syntax $.names[0] (1:15): no element follows this comma; remove the comma",
			`t.unknown-key $.x (1:19): key "x" is not known here; known keys: name, color, flag, int, int8, int64, uint16, uint64, amount, maybe, share, word, places, exact, band, best, bands, names, grid, many, factors, labels, deep`,
			"t.json-syntax $ (1:25): no element follows this comma; remove the comma",
		}},
		{"commas missing", `{"names": ["a" "b"] "int": "x"}`, []string{
			`t.json-syntax $.names[0] (1:16): a comma is missing before "\"b\"]"; write a comma`,
			`t.json-syntax $ (1:21): a comma is missing before "\"int\":"; write a comma`,
			`t.wrong-type $.int (1:28): a string stands where a whole number should; write for example 12`,
		}},
		{"values missing", `{"grid": [[1,,2]], "int": , "int8": 1000}`, []string{
			`t.json-syntax $.grid[0][1] (1:14): a value is missing before ","; write a value`,
			`t.json-syntax $.int (1:27): a value is missing before ","; write a value`,
			`t.number $.int8 (1:37): 1000 is out of range; write a whole number from -128 to 127`,
		}},
		{"words", `{"flag": True, "int": 01, "int8": +1, "amount": .5, "maybe": NaN, "names": [1.]}`, []string{
			`t.json-syntax $.flag (1:10): "True" is no JSON value; use true, false, a number such as -12.5, or put text in double quotes`,
			`t.json-syntax $.int (1:23): "01" is no JSON value; use true, false, a number such as -12.5, or put text in double quotes`,
			`t.json-syntax $.int8 (1:35): "+1" is no JSON value; use true, false, a number such as -12.5, or put text in double quotes`,
			`t.json-syntax $.amount (1:49): ".5" is no JSON value; use true, false, a number such as -12.5, or put text in double quotes`,
			`t.json-syntax $.maybe (1:62): "NaN" is no JSON value; use true, false, a number such as -12.5, or put text in double quotes`,
			`t.json-syntax $.names[0] (1:77): "1." is no JSON value; use true, false, a number such as -12.5, or put text in double quotes`,
		}},
		{"half a character of an escape", `{"name": "\u1", "color": "\u12g4"}`, []string{
			`t.json-syntax $.name (1:11): \u is not followed by four hexadecimal digits; write for example \u00e9`,
			`t.json-syntax $.color (1:27): \u is not followed by four hexadecimal digits; write for example \u00e9`,
		}},
		{"fault in a key", `{"n\x": 1, "int": ""}`, []string{
			`t.json-syntax $ (1:4): \ does not start an escape here; write a backslash as \\`,
			`t.wrong-type $.int (1:19): a string stands where a whole number should; write for example 12`,
		}},
		{"full-width bracket", `｛"int": 1}`, []string{`t.json-syntax $ (1:1): "｛" is a full-width character; use the half-width one`}},
		{"single quotes", `{"name": 'x'}`, []string{`t.json-syntax $.name (1:10): "'" is no quotation mark of JSON; use straight double quotes: "`}},
		{"curly quotes", `{“name”: 1}`, []string{`t.json-syntax $ (1:2): "“" is no quotation mark of JSON; use straight double quotes: "`}},
		{"curly quotes of a value", `{"name": “x”}`, []string{`t.json-syntax $.name (1:10): "“" is no quotation mark of JSON; use straight double quotes: "`}},
		{"full-width punctuation", `{"name"： "x"， "int": "y"}`, []string{
			`t.json-syntax $.name (1:8): "：" is a full-width character; use the half-width one`,
			`t.json-syntax $ (1:13): "，" is a full-width character; use the half-width one`,
			`t.wrong-type $.int (1:22): a string stands where a whole number should; write for example 12`,
		}},
		{"comment", "{\n// note\n}", []string{"t.json-syntax $ (2:1): JSON has no comments; remove the comment"}},
		{"comment before a value", `{"int": /* one */ 1}`, []string{"t.json-syntax $.int (1:9): JSON has no comments; remove the comment"}},
		{"comment after a value", `{"int": 1 # one`, []string{"t.json-syntax $ (1:11): JSON has no comments; remove the comment"}},
		{"key without quotes", `{int: 1}`, []string{`t.json-syntax $ (1:2): "int:" stands where a key should; write the key in double quotes`}},
		{"colon missing", `{"int" 1}`, []string{`t.json-syntax $.int (1:8): "1}" stands where a colon should; write a colon between the key and its value`}},
		{"wrong bracket", `{"grid": [[1}]}`, []string{`t.json-syntax $.grid[0][0] (1:13): "}]}" stands where a comma or "]" should; check the commas, brackets and quotes before`}},
		{"bracket for a value", `{"int": ]`, []string{`t.json-syntax $.int (1:9): "]" stands where a value should; write a value, or check the brackets before`}},
		{"bracket alone", `]`, []string{`t.json-syntax $ (1:1): "]" stands where a value should; write a value, or check the brackets before`}},
		{"quotes in a string", `{"name": "a "b" c"}`, []string{`t.json-syntax $ (1:14): "b\"" stands where a comma or "}" should; check the commas, brackets and quotes before`}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			_, fs := decode(t, c.text)
			assert.Equal(t, c.want, lines(fs))
		})
	}
}
