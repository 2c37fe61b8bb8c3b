package scenario

import (
	"strconv"
	"strings"
	"unicode"
)

// jsonPath leads to a value of a JSON text: strings are keys, ints are indices.
type jsonPath []any

// with returns the path of something below.
func (p jsonPath) with(steps ...any) jsonPath { return append(p[:len(p):len(p)], steps...) }

// String returns the path as findings write it: $.scenarios[0].expect["a b"].
func (p jsonPath) String() string {
	var b strings.Builder
	b.WriteByte('$')
	for _, step := range p {
		switch x := step.(type) {
		case int:
			b.WriteString("[" + strconv.Itoa(x) + "]")
		case string:
			if isWord(x) {
				b.WriteString("." + x)
			} else {
				b.WriteString("[" + strconv.Quote(x) + "]")
			}
		}
	}
	return b.String()
}

func isWord(s string) bool {
	return s != "" && strings.IndexFunc(s, func(r rune) bool {
		return r != '_' && r != '-' && !unicode.IsLetter(r) && !unicode.IsDigit(r)
	}) < 0
}
