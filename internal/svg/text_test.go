package svg_test

import (
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"

	"github.com/kam-go/kam/internal/svg"
)

func TestClean(t *testing.T) {
	cases := []struct{ name, text, want string }{
		{"plain", "Sales growth", "Sales growth"},
		{"Chinese", "客户满意度", "客户满意度"},
		{"blanks at the ends", "  a b ", "a b"},
		{"line ends", "a\r\nb\u2028c\u2029d", "a  b c d"},
		{"control characters", "a\x00b\x1bc\x7fd\u0085e", "a b c d e"},
		{"no UTF-8", "a\xffb", "a\ufffdb"},
		{"no characters", "a\ufffe\uffffb\U0001fffe\ufdd0\ufdefc", "a\ufffd\ufffdb\ufffd\ufffd\ufffdc"},
		{"turned writing", "a\u202eb\u2066c\u2069d\u200e\u200f\u061ce\u202a\u202c", "abcde"},
		{"signs of XML stay", `<a href="&'">]]>`, `<a href="&'">]]>`},
		{"empty", "", ""},
		{"1,000 characters", strings.Repeat("好", 1000), strings.Repeat("好", 1000)},
		{"1,001 characters", strings.Repeat("好", 1001), strings.Repeat("好", 999) + "…"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) { assert.Equal(t, c.want, svg.Clean(c.text)) })
	}
}

func TestWidth(t *testing.T) {
	font := svg.Font{Size: 10 * px}
	bold := svg.Font{Size: 10 * px, Bold: true}
	cases := []struct {
		name, text string
		want, bold svg.Px
	}{
		{"empty", "", 0, 0},
		{"Chinese is one em", "客户", 2000, 2000},
		{"full-width punctuation is one em", "，（", 2000, 2000},
		{"Korean and Japanese", "한あ", 2000, 2000},
		{"beyond the first plane", "\U00020000", 1000, 1000},
		{"ellipsis", "…", 1000, 1000},
		{"digits", "12", 1280, 1408},
		{"narrow letters", "il", 680, 748},
		{"wide letters", "mW", 1960, 2156},
		{"capitals", "AB", 1600, 1760},
		{"marks have no width", "e\u0301", 640, 704},
		{"accented letter", "é", 800, 880},
		{"picture", "\U0001F600", 1300, 1300},
		{"joined pictures are one", "\U0001F469\u200D\U0001F4BB", 1300, 1300},
		{"skin tone", "\U0001F44D\U0001F3FD", 1300, 1300},
		{"control characters are blanks", "1\n2", 1620, 1782},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			assert.Equal(t, c.want, font.Width(c.text))
			assert.Equal(t, c.bold, bold.Width(c.text))
		})
	}
	assert.Equal(t, svg.Px(1200), svg.Font{}.Width("客"), "the zero value is 12 pixels")
	assert.Equal(t, svg.Px(1620), svg.Font{}.LineHeight())
}

func TestFit(t *testing.T) {
	font := svg.Font{Size: 10 * px}
	cases := []struct {
		name, text string
		width      svg.Px
		want       string
	}{
		{"fits exactly", "客户满意", 4000, "客户满意"},
		{"a hundredth too wide", "客户满意", 3999, "客户…"},
		{"blank before the ellipsis", "ab cd ef gh", 3200, "ab…"},
		{"only the ellipsis", "客户满意", 1500, "…"},
		{"no room at all", "客户满意", 0, "…"},
		{"empty", "", 0, ""},
		{"a mark stays with its letter", "e\u0301e\u0301e\u0301e\u0301", 2300, "e\u0301e\u0301…"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) { assert.Equal(t, c.want, font.Fit(c.text, c.width)) })
	}
}

func TestWrap(t *testing.T) {
	font := svg.Font{Size: 10 * px}
	cases := []struct {
		name, text string
		width      svg.Px
		lines      int
		want       []string
	}{
		{"one line", "Retention", 10000, 2, []string{"Retention"}},
		{"at blanks", "Customer satisfaction", 8000, 2, []string{"Customer", "satisfaction"}},
		{"beside Chinese", "团队协作与知识分享", 5000, 2, []string{"团队协作与", "知识分享"}},
		{"no line begins with a comma", "客户，市场", 2000, 4, []string{"客", "户，", "市场"}},
		{"no line ends with a bracket", "客户（市场）", 3000, 4, []string{"客户", "（市", "场）"}},
		{"behind a hyphen", "cross-selling", 5000, 2, []string{"cross-", "selling"}},
		{"a date stays whole", "by 2026-01-01", 7500, 3, []string{"by", "2026-01-01"}},
		{"a word longer than a line", "Kundenzufriedenheit", 6000, 4, []string{"Kundenzuf", "riedenheit"}},
		{"the rest is shortened", "one two three four", 3400, 2, []string{"one", "two…"}},
		{"no room for one character", "客户", 100, 3, []string{"客", "户"}},
		{"no lines", "客户", 5000, 0, nil},
		{"empty", " ", 5000, 3, nil},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) { assert.Equal(t, c.want, font.Wrap(c.text, c.width, c.lines)) })
	}
}

func TestWrappedTextIsWholeAndFits(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	alphabet := strings.Split("a b m W 1 - / ， 。 （ ） 客 户 满 意 度 i\u0301 e\u0301\u0302", " ")
	alphabet = append(alphabet, " ", " ")
	for range 2000 {
		var b strings.Builder
		for range rng.IntN(60) {
			b.WriteString(alphabet[rng.IntN(len(alphabet))])
		}
		text := b.String()
		font := svg.Font{Size: svg.Px(8+rng.IntN(12)) * px, Bold: rng.IntN(2) == 0}
		width := svg.Px(2500 + rng.IntN(10000))
		lines := font.Wrap(text, width, 1000)
		assert.Equal(t, spaceless(svg.Clean(text)), spaceless(strings.Join(lines, "")), "%q", text)
		for _, line := range lines {
			assert.LessOrEqual(t, font.Width(line), width, "%q of %q", line, text)
			first, _ := utf8.DecodeRuneInString(line)
			assert.NotEqual(t, '\u0301', first, "a mark without its letter in %q", text)
		}
		if few := font.Wrap(text, width, 2); len(lines) > 2 {
			assert.Len(t, few, 2)
			assert.Equal(t, lines[0], few[0])
			assert.True(t, strings.HasSuffix(few[1], "…"))
			assert.LessOrEqual(t, font.Width(few[1]), width)
		} else {
			assert.Equal(t, lines, few)
		}
		fitted := font.Fit(text, width)
		assert.LessOrEqual(t, font.Width(fitted), width)
		if cut, short := strings.CutSuffix(fitted, "…"); short {
			assert.True(t, strings.HasPrefix(svg.Clean(text), cut))
		} else {
			assert.Equal(t, svg.Clean(text), fitted)
		}
	}
}
