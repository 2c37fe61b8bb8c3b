package feedback

import (
	"strings"
	"unicode"

	"github.com/kam-go/kam"
)

// page is a Markdown text in one language.
type page struct {
	strings.Builder
	lang kam.Lang
}

// line writes one line from the same data in both languages; texts from outside must be escaped.
func (p *page) line(en, zh string, args ...any) {
	p.WriteString(say(en, zh, args...).In(p.lang))
	p.WriteByte('\n')
}

// heading writes a heading with blank lines around it, the first line of the page excepted.
func (p *page) heading(level int, text string) {
	if p.Len() > 0 {
		p.WriteByte('\n')
	}
	p.WriteString(strings.Repeat("#", level))
	p.WriteByte(' ')
	p.WriteString(text)
	p.WriteString("\n\n")
}

// row writes a row of a table.
func (p *page) row(cells []string) {
	p.WriteString("| ")
	p.WriteString(strings.Join(cells, " | "))
	p.WriteString(" |\n")
}

// say returns one of two texts.
func (p *page) say(en, zh string, args ...any) string { return say(en, zh, args...).In(p.lang) }

// text returns a text of the host's, escaped.
func (p *page) text(t kam.Text) string { return escape(t.In(p.lang)) }

// escape returns what a person wrote as one line of Markdown that reads as it was written: nothing in it is markup,
// HTML or the beginning of a block. Runs of white space and control characters become one blank; marks that turn the
// direction of writing, which could make a line read otherwise than it is, are left out.
func escape(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.In(r, unicode.Bidi_Control) || r == '\uFEFF':
			return -1
		case unicode.IsControl(r):
			return ' '
		}
		return r
	}, s)
	s = strings.Join(strings.Fields(s), " ")
	var b strings.Builder
	start := blockMark(s)
	for i, r := range s {
		switch {
		case r == '&':
			b.WriteString("&amp;")
			continue
		case r == '<':
			b.WriteString("&lt;")
			continue
		case r == '>':
			b.WriteString("&gt;")
			continue
		case i == start, strings.ContainsRune("\\`*_[]~|$", r), r == '/' && strings.HasSuffix(s[:i], ":"),
			r == '.' && i >= 3 && strings.EqualFold(s[i-3:i], "www"):
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// blockMark returns the place of the character that would begin a block, and -1 when there is none: a heading, a list,
// a quote or a rule, or the point after the number of a list.
func blockMark(s string) int {
	if s == "" {
		return -1
	}
	if strings.ContainsRune("#+-=", rune(s[0])) {
		return 0
	}
	digits := len(s) - len(strings.TrimLeft(s, "0123456789"))
	if digits > 0 && digits < len(s) && (s[digits] == '.' || s[digits] == ')') {
		return digits
	}
	return -1
}
