// Package markdown writes texts from outside into Markdown so that they read as they were written.
//
// # Contract
//
// [Escape] makes one line of any string, [Row] a row of a table of lines that are Markdown already. What is escaped may
// stand anywhere in a line: at its beginning, after the mark of a list or a heading, or in a cell. Both are pure and
// take time in proportion to their input.
//
// The marks covered are those of CommonMark and GitHub Flavored Markdown, and $ of formulas. A renderer that looks for
// names and addresses in the finished text, where no escape is left to see, may still make links of @names and of
// addresses such as name@host: no Markdown can keep it from that.
package markdown

import (
	"strings"
	"unicode"
)

// Escape returns s as one line of Markdown that reads as s was written: nothing in it is markup, HTML, a link, an
// image, the end of a cell or the beginning of a block. Runs of white space and control characters become one blank,
// those at the ends are left out; so are marks that turn the direction of writing, which could make a line read
// otherwise than it is. Bytes that are no UTF-8 become U+FFFD. The result of an s without visible characters is empty.
func Escape(s string) string {
	s = oneLine(s)
	var b strings.Builder
	b.Grow(len(s) + len(s)/8)
	start := blockMark(s)
	for i, r := range s {
		switch r {
		case '&':
			b.WriteString("&amp;")
		case '<':
			b.WriteString("&lt;")
		case '>':
			b.WriteString("&gt;")
		default:
			if i == start || marks(s, i, r) {
				b.WriteByte('\\')
			}
			b.WriteRune(r)
		}
	}
	return b.String()
}

// Row returns a row of a table with its line break. Cells are Markdown on one line; texts from outside in them must
// have gone through [Escape].
func Row(cells ...string) string {
	return "| " + strings.Join(cells, " | ") + " |\n"
}

// oneLine returns s without line breaks and what else cannot be seen.
func oneLine(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.In(r, unicode.Bidi_Control) || r == '\uFEFF':
			return -1
		case unicode.IsControl(r):
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
	return strings.Join(strings.Fields(s), " ")
}

// marks tells whether the character r at s[i:] would mark up there. It looks at a few bytes before it at most.
func marks(s string, i int, r rune) bool {
	switch r {
	case '\\', '`', '*', '_', '[', ']', '~', '|', '$', '@':
		return true
	case '#': // at the beginning a heading, after a blank the closing marks of one
		return i == 0 || s[i-1] == ' '
	case '/': // https://
		return i > 0 && s[i-1] == ':'
	case '.': // www.
		return endsIn(s[:i], "www")
	case ':':
		return endsIn(s[:i], "mailto") || endsIn(s[:i], "xmpp")
	}
	return false
}

// endsIn tells whether s ends in an ASCII word, whatever its case.
func endsIn(s, word string) bool {
	return len(s) >= len(word) && strings.EqualFold(s[len(s)-len(word):], word)
}

// blockMark returns the place of the character that would begin a block, and -1 when there is none: a list, a rule, a
// line under a heading or a header, a definition, or the point after the number of a list. A signed number and a
// decimal one begin none.
func blockMark(s string) int {
	if s == "" {
		return -1
	}
	if strings.ContainsRune("+-=:", rune(s[0])) {
		if len(s) > 1 && s[1] >= '0' && s[1] <= '9' {
			return -1
		}
		return 0
	}
	digits := len(s) - len(strings.TrimLeft(s, "0123456789"))
	if digits == 0 || digits == len(s) || s[digits] != '.' && s[digits] != ')' {
		return -1
	}
	if rest := s[digits+1:]; rest != "" && rest[0] != ' ' {
		return -1
	}
	return digits
}
