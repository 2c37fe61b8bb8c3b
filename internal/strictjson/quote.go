package strictjson

import (
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

const hexDigits = "0123456789abcdef"

// unquote returns the value of a JSON string that the parser has found faultless, quotes included.
func unquote(quoted []byte) string {
	inside := quoted[1 : len(quoted)-1]
	plain := true
	for _, c := range inside {
		if c == '\\' {
			plain = false
			break
		}
	}
	if plain {
		return string(inside)
	}
	out := make([]byte, 0, len(inside))
	for i := 0; i < len(inside); i++ {
		if inside[i] != '\\' {
			out = append(out, inside[i])
			continue
		}
		i++
		switch c := inside[i]; c {
		case 'b':
			out = append(out, '\b')
		case 'f':
			out = append(out, '\f')
		case 'n':
			out = append(out, '\n')
		case 'r':
			out = append(out, '\r')
		case 't':
			out = append(out, '\t')
		case 'u':
			r, _ := unit(inside[i+1:])
			i += 4
			if utf16.IsSurrogate(r) {
				low, _ := unit(inside[i+3:])
				r = utf16.DecodeRune(r, low)
				i += 6
			}
			out = utf8.AppendRune(out, r)
		default: // quote, backslash, slash
			out = append(out, c)
		}
	}
	return string(out)
}

// unit reads the four hexadecimal digits of a \u escape.
func unit(s []byte) (rune, bool) {
	if len(s) < 4 {
		return 0, false
	}
	r := rune(0)
	for _, c := range s[:4] {
		digit := strings.IndexByte(hexDigits, lower(c))
		if digit < 0 {
			return 0, false
		}
		r = r<<4 | rune(digit)
	}
	return r, true
}

func lower(c byte) byte {
	if c >= 'A' && c <= 'Z' {
		return c + 'a' - 'A'
	}
	return c
}

// appendQuoted appends s as a JSON string: quotes, backslashes and control characters are escaped, nothing else is.
func appendQuoted(out []byte, s string) []byte {
	out = append(out, '"')
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '"' || c == '\\':
			out = append(out, '\\', c)
		case c >= ' ':
			out = append(out, c)
		case c == '\b':
			out = append(out, '\\', 'b')
		case c == '\f':
			out = append(out, '\\', 'f')
		case c == '\n':
			out = append(out, '\\', 'n')
		case c == '\r':
			out = append(out, '\\', 'r')
		case c == '\t':
			out = append(out, '\\', 't')
		default:
			out = append(out, '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&15])
		}
	}
	return append(out, '"')
}

// clipLength is how many characters of a text from outside a message shows.
const clipLength = 60

// clip returns s when it is short, else its beginning and an ellipsis.
func clip(s string) string {
	count := 0
	for i := range s {
		if count == clipLength {
			return s[:i] + "…"
		}
		count++
	}
	return s
}

// show returns s clipped, in quotes, with everything unprintable escaped.
func show(s string) string { return strconv.Quote(clip(s)) }
