package svg

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Longest texts that are shown, in characters.
const (
	maxText        = 1000
	maxDescription = 20_000
)

// ellipsis ends a shortened text.
const ellipsis = "…"

var escaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "'", "&#39;")

func escape(s string) string { return escaper.Replace(s) }

// Clean returns s as one line that every SVG can hold: control characters and line ends become blanks, what is no
// character becomes U+FFFD, marks that turn the direction of writing are left out, blanks at the ends too. Of more than
// 1,000 characters the first 999 and an ellipsis are returned.
func Clean(s string) string { return clean(s, maxText) }

func clean(s string, most int) string {
	var b strings.Builder
	n := 0
	for _, r := range s {
		if turnsWriting(r) {
			continue
		}
		if n++; n > most {
			kept := []rune(b.String())
			return strings.TrimSpace(string(kept[:most-1])) + ellipsis
		}
		b.WriteRune(printable(r))
	}
	return strings.TrimSpace(b.String())
}

// printable returns r, or what stands for it in a picture.
func printable(r rune) rune {
	switch {
	case unicode.IsControl(r), r == '\u2028', r == '\u2029':
		return ' '
	case r&0xFFFE == 0xFFFE, r >= 0xFDD0 && r <= 0xFDEF: // characters that are none
		return utf8.RuneError
	}
	return r
}

func turnsWriting(r rune) bool {
	return r >= '\u202A' && r <= '\u202E' || r >= '\u2066' && r <= '\u2069' || r == '\u200E' || r == '\u200F' || r == '\u061C'
}

// Font is how text is set. The zero value is 12 pixels and not bold.
type Font struct {
	Size Px
	Bold bool
}

func (f Font) size() Px {
	if f.Size <= 0 {
		return 12 * Pixel
	}
	return f.Size
}

// LineHeight returns the distance from one baseline to the next: 1.35 times the size.
func (f Font) LineHeight() Px { return f.size() * 135 / 100 }

// Width returns an estimate of the width of s, cleaned, that is rather too large than too small. A full-width
// character is one em; so are signs that Chinese typefaces give that width, such as an ellipsis or an arrow.
func (f Font) Width(s string) Px {
	sum := Px(0)
	for _, c := range clusters(Clean(s)) {
		sum += f.width(c)
	}
	return sum
}

// Fit returns s, cleaned, or as much of its beginning as fits into the width with an ellipsis behind; at least the
// ellipsis.
func (f Font) Fit(s string, width Px) string { return f.fit(clusters(Clean(s)), width) }

func (f Font) fit(list []string, width Px) string {
	sum, room := Px(0), 0
	for i, c := range list {
		if sum+f.width(ellipsis) <= width {
			room = i
		}
		if sum += f.width(c); sum > width {
			return strings.TrimSpace(strings.Join(list[:room], "")) + ellipsis
		}
	}
	return strings.Join(list, "")
}

// Wrap returns s, cleaned, in at most the given number of lines that fit into the width; what is left over is shortened
// with an ellipsis. Lines break at blanks, behind hyphens and slashes before a letter, and beside Chinese characters, but none begins
// with a closing sign or ends with an opening one, unless a word is longer than a line. An empty text has no line.
func (f Font) Wrap(s string, width Px, lines int) []string {
	var out []string
	rest := clusters(Clean(s))
	for len(rest) > 0 && len(out) < lines {
		end := f.reach(rest, width)
		if end < len(rest) && len(out) == lines-1 {
			return append(out, f.fit(rest, width))
		}
		if end < len(rest) {
			cut := end
			for cut > 0 && !breaks(rest[cut-1], rest[cut]) {
				cut--
			}
			if cut > 0 {
				end = cut
			}
		}
		out = append(out, strings.TrimSpace(strings.Join(rest[:end], "")))
		for end < len(rest) && rest[end] == " " {
			end++
		}
		rest = rest[end:]
	}
	return out
}

// reach returns how many clusters fit into the width, at least one.
func (f Font) reach(list []string, width Px) int {
	sum := Px(0)
	for i, c := range list {
		if sum += f.width(c); sum > width {
			return max(i, 1)
		}
	}
	return len(list)
}

// breaks reports whether a line may end between two clusters.
func breaks(before, after string) bool {
	b, _ := utf8.DecodeLastRuneInString(before)
	a, _ := utf8.DecodeRuneInString(after)
	switch {
	case strings.ContainsRune(closing, a) || strings.ContainsRune(opening, b):
		return false
	case b == ' ':
		return true
	case b == '-' || b == '/':
		return unicode.IsLetter(a) // a date stays in one piece
	}
	return a == ' ' || fullWidth(a) || fullWidth(b)
}

const (
	closing = ",.;:!?)]}%，。；：！？、）】》」』〉〕％…’”·"
	opening = "([{（【《「『〈〔‘“"
)

// clusters cuts s between characters that are shown on their own.
func clusters(s string) []string {
	var out []string
	start, joined := 0, false
	for i, r := range s {
		attached := joined || unicode.In(r, unicode.Mn, unicode.Me, unicode.Mc, unicode.Variation_Selector) || r == zeroWidthJoiner ||
			r >= 0x1F3FB && r <= 0x1F3FF // skin tones
		if i > start && !attached {
			out = append(out, s[start:i])
			start = i
		}
		joined = r == zeroWidthJoiner
	}
	if start < len(s) {
		out = append(out, s[start:])
	}
	return out
}

const zeroWidthJoiner = '\u200D'

// width returns the width of one cluster: that of its first character.
func (f Font) width(cluster string) Px {
	r, _ := utf8.DecodeRuneInString(cluster)
	w := f.size() * em(r) / 100
	if f.Bold && !fullWidth(r) {
		w += w / 10
	}
	return w
}

// em returns the width of a character in hundredths of the size.
func em(r rune) Px {
	switch {
	case r >= 0x1F000 && r <= 0x1FAFF: // pictures
		return 130
	case fullWidth(r):
		return 100
	case strings.ContainsRune(" .,:;'|!ijl", r):
		return 34
	case strings.ContainsRune("()[]{}/\\-\"`Iftr", r):
		return 44
	case strings.ContainsRune("mwMW%@", r):
		return 98
	case r >= 'A' && r <= 'Z', r == '+', r == '=', r == '<', r == '>', r == '~', r == '#', r == '&':
		return 80
	case r < 0x80:
		return 64
	}
	return 80
}

// wide lists characters as wide as they are high, first and last of each stretch: those that Unicode calls wide, and
// signs that Chinese typefaces set so.
var wide = [][2]rune{
	{0x1100, 0x115F},
	{0x2010, 0x2027},
	{0x2030, 0x205E},
	{0x2100, 0x27BF},
	{0x2E80, 0x303E},
	{0x3041, 0xA4CF},
	{0xA960, 0xA97F},
	{0xAC00, 0xD7A3},
	{0xF900, 0xFAFF},
	{0xFE10, 0xFE19},
	{0xFE30, 0xFE6F},
	{0xFF01, 0xFF60},
	{0xFFE0, 0xFFE6},
	{0xFFFD, 0xFFFD},
	{0x1F000, 0x1FAFF},
	{0x20000, 0x3FFFD},
}

func fullWidth(r rune) bool {
	for _, stretch := range wide {
		if r >= stretch[0] && r <= stretch[1] {
			return true
		}
	}
	return false
}
