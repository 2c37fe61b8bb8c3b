package markdown_test

import (
	"html"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/stretchr/testify/assert"

	"github.com/kam-go/kam/internal/markdown"
)

func TestEscape(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"nothing":               {"", ""},
		"blanks only":           {" \t\n ", ""},
		"plain":                 {"Renew 3.5 of 12 (now): yes!", "Renew 3.5 of 12 (now): yes!"},
		"chinese":               {"续约：12 家", "续约：12 家"},
		"emphasis":              {"*a* _b_ ~~c~~ `d`", "\\*a\\* \\_b\\_ \\~\\~c\\~\\~ \\`d\\`"},
		"link and image":        {"[x](y) ![z](w)", `\[x\](y) !\[z\](w)`},
		"html":                  {"<b>&lt;</b>", "&lt;b&gt;&amp;lt;&lt;/b&gt;"},
		"backslash":             {`\*`, `\\\*`},
		"cell":                  {"a | b", `a \| b`},
		"formula":               {"$y$", `\$y\$`},
		"address":               {"HTTPS://evil.example", `HTTPS:\//evil.example`},
		"address without a way": {"Www.evil.example wwwww.x", `Www\.evil.example wwwww\.x`},
		"not quite www":         {"ww.evil", "ww.evil"},
		"www at the beginning":  {".www", ".www"},
		"mail":                  {"evil@phish.example", `evil\@phish.example`},
		"mailto":                {"MailTo:a@b.c xmpp:d", `MailTo\:a\@b.c xmpp\:d`},
		"a colon in a sentence": {"to: b", "to: b"},
		"heading":               {"# a", `\# a`},
		"headings":              {"## a", `\## a`},
		"end of a heading":      {"a ##", `a \##`},
		"a number sign":         {"C# and F#", "C# and F#"},
		"list":                  {"- a", `\- a`},
		"list with a star":      {"* a", `\* a`},
		"list with a plus":      {"+ a", `\+ a`},
		"line under a heading":  {"===", `\===`},
		"line under a header":   {":---", `\:---`},
		"rule":                  {"---", `\---`},
		"numbered list":         {"12. a", `12\. a`},
		"numbered list in )":    {"1) a", `1\) a`},
		"a number":              {"12.5", "12.5"},
		"numbered, nothing":     {"12.", `12\.`},
		"a signed number":       {"-5 %", "-5 %"},
		"a number alone":        {"12", "12"},
		"quote":                 {"> a", "&gt; a"},
		"lines":                 {" a\r\n\n- b\u2028c\u0085d\x00e ", "a - b c d e"},
		"direction":             {"a\u202eb\u200fc\u2066d\ufeffe", "abcde"},
		"no text":               {"a\xff\xfeb", "a\uFFFDb"},
	} {
		t.Run(name, func(t *testing.T) {
			assert.Equal(t, c.want, markdown.Escape(c.text))
		})
	}
}

func TestRow(t *testing.T) {
	assert.Equal(t, "| a | b |\n", markdown.Row("a", "b"))
	assert.Equal(t, "| a \\| b |\n", markdown.Row(markdown.Escape("a | b")))
}

// A text of two megabytes takes a moment; a second look at all that came before at each character takes hours.
func TestEscapeTakesTimeInProportion(t *testing.T) {
	for _, unit := range []string{".", "/", ":", "#", "1", "w.", "\u202e"} {
		long := strings.Repeat(unit, 2_000_000/len(unit))
		began := time.Now()
		markdown.Escape(long)
		assert.Less(t, time.Since(began), 20*time.Second, "%q", unit)
	}
}

// plain undoes what Escape adds.
func plain(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && i+1 < len(s) {
			i++
		}
		b.WriteByte(s[i])
	}
	return html.UnescapeString(b.String())
}

func FuzzEscape(f *testing.F) {
	for _, s := range []string{"", "a", "1. a", "# x ##", "https://www.a.b", "mailto:a@b", "&amp;<b>", "a\\\\|b", "\u202e\x00\n", "续约"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := markdown.Escape(s)
		for i, r := range got {
			assert.False(t, unicode.IsControl(r) || unicode.In(r, unicode.Bidi_Control, unicode.Zl, unicode.Zp))
			if strings.ContainsRune("<>", r) {
				assert.Fail(t, "HTML is left", got)
			}
			if strings.ContainsRune("`*_[]~|$@", r) {
				before := got[:i]
				bars := len(before) - len(strings.TrimRight(before, `\`))
				assert.Equal(t, 1, bars%2, "%q is not escaped in %q", r, got)
			}
		}
		if got != "" {
			assert.NotContains(t, "#> ", got[:1])
			if strings.Contains("+-=:", got[:1]) {
				assert.Regexp(t, `^.[0-9]`, got)
			}
			assert.NotRegexp(t, `^[0-9]+[.)]( |$)`, got)
		}
		// Reading it gives the words that were written.
		words := strings.Join(strings.Fields(strings.Map(func(r rune) rune {
			switch {
			case unicode.In(r, unicode.Bidi_Control) || r == '\uFEFF':
				return -1
			case unicode.IsControl(r):
				return ' '
			}
			return r
		}, strings.ToValidUTF8(s, "\uFFFD"))), " ")
		if strings.ContainsAny(words, "&<>") {
			return // html.UnescapeString reads entities without a semicolon too
		}
		assert.Equal(t, words, plain(got))
	})
}

func BenchmarkEscape(b *testing.B) {
	text := strings.Repeat("Renew *three* contracts at https://www.example.com, 12.5 % up. ", 100)
	b.ReportAllocs()
	for b.Loop() {
		markdown.Escape(text)
	}
}
