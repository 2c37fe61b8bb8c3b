package feedback

import (
	"strings"
	"unicode"
)

// nameTrie holds names, folded and without what does not count within one, by their characters. The zero value holds
// none.
type nameTrie struct {
	next map[rune]*nameTrie
	ends bool // a name ends here
}

func newNameTrie(names []string) nameTrie {
	var root nameTrie
	for _, name := range names {
		at := &root
		for _, r := range name {
			if r = fold(r); passes(r) {
				continue
			}
			if at.next[r] == nil {
				if at.next == nil {
					at.next = map[rune]*nameTrie{}
				}
				at.next[r] = &nameTrie{}
			}
			at = at.next[r]
		}
		at.ends = true
	}
	return root
}

// remove replaces the names in s, the longest that fits first. It takes at most as many steps for each character as the
// longest name has, with the blanks within it.
func (t *nameTrie) remove(s string) string {
	if len(t.next) == 0 {
		return s
	}
	text := []rune(s)
	plain := make([]rune, len(text))
	for i, r := range text {
		plain[i] = fold(r)
	}
	var b strings.Builder
	for i := 0; i < len(text); {
		n := 0
		if i == 0 || !joined(plain[i-1], plain[i]) {
			n = t.longest(plain[i:])
		}
		if n == 0 {
			b.WriteRune(text[i])
			i++
			continue
		}
		b.WriteString(Removed)
		i += n
	}
	return b.String()
}

// longest returns how many characters of text are the longest name that it begins with as a whole word; 0 when it begins
// with none.
func (t *nameTrie) longest(text []rune) int {
	best := 0
	at := t
	for i, r := range text {
		if i > 0 && passes(r) {
			continue
		}
		if at = at.next[r]; at == nil {
			break
		}
		if at.ends && (i+1 == len(text) || !joined(r, text[i+1])) {
			best = i + 1
		}
	}
	return best
}

// passes tells whether a folded character does not count within a name.
func passes(r rune) bool { return r == ' ' || unicode.Is(unicode.Cf, r) }

// joined tells whether two characters stand in one word. Han characters are words of their own.
func joined(a, b rune) bool { return inWord(a) && inWord(b) }

func inWord(r rune) bool {
	return (unicode.IsLetter(r) || unicode.IsDigit(r)) && !unicode.Is(unicode.Han, r)
}
