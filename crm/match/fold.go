package match

import (
	"strings"
	"sync"
	"unicode"
)

// fold writes a text in one way: half width, lower case, simplified characters, one kind of brackets and quotes. Accents
// stay; see plain and german. Marks of direction, zero-width characters and control characters become nothing.
func fold(s string) []rune {
	out := make([]rune, 0, len(s))
	simple := simplified()
	for _, r := range s {
		if to, ok := simple[r]; ok {
			out = append(out, to)
			continue
		}
		if r >= '一' && r <= '鿿' || r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			out = append(out, r)
			continue
		}
		if r == '\u0308' && len(out) > 0 { // a diaeresis of its own
			if i := strings.IndexByte("aou", byte(min(out[len(out)-1], 0x7f))); i >= 0 {
				out[len(out)-1] = []rune("äöü")[i]
			}
			continue
		}
		out = append(out, foldRune(r)...)
	}
	return out
}

func foldRune(r rune) []rune {
	switch {
	case r >= '！' && r <= '～': // U+FF01 to U+FF5E: ASCII in full width
		r -= '！' - '!'
	case r >= 'Ⅰ' && r <= 'Ⅻ':
		return []rune(roman(int(r-'Ⅰ') + 1))
	case r >= '①' && r <= '⑳':
		return []rune(decimalText(int(r-'①') + 1))
	}
	switch r {
	case '（', '[', '{', '【', '〔', '［', '〈', '《', '<':
		return []rune{'('}
	case ']', '}', '】', '〕', '〉', '》', '>':
		return []rune{')'}
	case '’', '‘', '`', '´', 'ʼ', '＇':
		return []rune{'\''}
	case '–', '—', '‐', '‑', '−', '－':
		return []rune{'-'}
	case '〇':
		return []rune{'零'}
	case '㈱':
		return []rune("(kk)")
	case '㈲':
		return []rune("(yk)")
	case '™', '®', '©':
		return nil
	case 'ﬁ':
		return []rune("fi")
	case 'ﬂ':
		return []rune("fl")
	case '\u00ad', '\ufeff':
		return nil
	}
	switch {
	case unicode.IsSpace(r):
		return []rune{' '}
	case unicode.Is(unicode.Mn, r), unicode.Is(unicode.Cf, r), unicode.IsControl(r), r == unicode.ReplacementChar:
		return nil
	default:
		return []rune{unicode.ToLower(r)}
	}
}

func roman(n int) string {
	return strings.Repeat("x", n/10) + [...]string{"", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"}[n%10]
}

func decimalText(n int) string {
	if n >= 10 {
		return string([]rune{rune('0' + n/10), rune('0' + n%10)})
	}
	return string(rune('0' + n))
}

// accented are letters with marks and the letters without them.
const accented = `à=a á=a â=a ã=a ä=a å=a ā=a ă=a ą=a æ=ae ç=c ć=c č=c ď=d đ=d è=e é=e ê=e ë=e ē=e ė=e ę=e ě=e ğ=g ģ=g ì=i í=i î=i ï=i ī=i į=i ı=i ķ=k ĺ=l ļ=l ľ=l ł=l
ñ=n ń=n ņ=n ň=n ò=o ó=o ô=o õ=o ö=o ø=o ō=o ő=o œ=oe ŕ=r ř=r ś=s ş=s š=s ș=s ß=ss ţ=t ť=t ț=t ù=u ú=u û=u ü=u ū=u ů=u ű=u ų=u ý=y ÿ=y ź=z ż=z ž=z ð=d þ=th`

// umlauts are letters as German and the languages of the north write them without marks.
const umlauts = `ä=ae ö=oe ü=ue å=aa ø=oe æ=ae`

var (
	plainLetters  = sync.OnceValue(func() map[rune]string { return letters(accented) })
	umlautLetters = sync.OnceValue(func() map[rune]string { return letters(umlauts) })
)

func letters(table string) map[rune]string {
	m := map[rune]string{}
	for entry := range strings.FieldsSeq(table) {
		from, to, _ := strings.Cut(entry, "=")
		for _, r := range from {
			m[r] = to
		}
	}
	return m
}

// plain writes letters without their marks.
func plain(s string) string { return replaced(s, plainLetters()) }

// german writes umlauts as two letters and other letters without their marks.
func german(s string) string { return plain(replaced(s, umlautLetters())) }

func replaced(s string, by map[rune]string) string {
	if isASCII(s) {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		if to, ok := by[r]; ok {
			b.WriteString(to)
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

func isHan(r rune) bool { return unicode.Is(unicode.Han, r) }

// Letters returns what two writings of one text have in common: letters and figures only, small, in half width, in
// simplified characters and without accents. It is for comparing, not for reading.
func Letters(s string) string {
	out := make([]rune, 0, len(s))
	for _, r := range fold(s) {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			out = append(out, r)
		}
	}
	return plain(string(out))
}
