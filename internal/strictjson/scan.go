package strictjson

import (
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/kam-go/kam"
)

// quoted reads a string. The node of a string with a fault inside is bad.
func (p *parser) quoted() bool {
	off, k := p.pos, stringKind
	p.pos++
	for !p.atEnd() {
		switch c := p.src[p.pos]; {
		case k == badKind && p.tired():
			return false
		case c == '"':
			p.pos++
			p.leaf(k, off)
			return true
		case c == '\n' || c == '\r':
			p.fail(off, say("the string is not closed on its line", "字符串在本行没有结束"),
				say("close it with \", or write a line break as \\n", "请用 \" 结束，换行请写作 \\n"))
			return false
		case c < ' ':
			p.fail(p.pos, say("the control character %q stands in a string", "字符串中有控制字符 %q", rune(c)),
				say("write it as \\u%04x", "请写作 \\u%04x", c))
			k = badKind
			p.pos++
		case c == '\\':
			if !p.escape() {
				k = badKind
			}
		default:
			p.pos++
		}
	}
	p.fail(off, say("the string is not closed", "字符串没有结束"), say("close it with \"; the file may be cut off", "请用 \" 结束；文件可能被截断"))
	return false
}

// escape steps over an escape sequence and tells whether it is one.
func (p *parser) escape() bool {
	off := p.pos
	p.pos++
	c := p.peek()
	if c != 0 && strings.IndexByte(`"\/bfnrt`, c) >= 0 {
		p.pos++
		return true
	}
	if c != 'u' {
		p.fail(off, say("\\ does not start an escape here", "此处的 \\ 不构成转义"), say("write a backslash as \\\\", "反斜杠请写作 \\\\"))
		return false
	}
	high, ok := unit(p.src[p.pos+1:])
	if !ok {
		p.fail(off, say("\\u is not followed by four hexadecimal digits", "\\u 之后不是四位十六进制数字"), say("write for example \\u00e9", "请写成例如 \\u00e9"))
		p.pos++
		return false
	}
	p.pos += 5
	if !utf16.IsSurrogate(high) {
		return true
	}
	if rest := p.src[p.pos:]; len(rest) > 2 && rest[0] == '\\' && rest[1] == 'u' {
		if low, ok := unit(rest[2:]); ok && utf16.DecodeRune(high, low) != utf8.RuneError {
			p.pos += 6
			return true
		}
	}
	p.report.add(CodeEncoding, off, p.steps, func() (kam.Text, kam.Text) {
		return say("\\u%04x is half of a surrogate pair", "\\u%04x 是半个代理对", high),
			say("write the character itself, or both halves", "请直接写出该字符，或写全代理对")
	})
	return false
}

// notJSON explains characters that people take for JSON; the remedy is empty when there is nothing to explain.
func notJSON(c rune) (message, remedy kam.Text) {
	switch c {
	case '\'', '‘', '’', '“', '”', '＂':
		return say("%q is no quotation mark of JSON", "%q 不是 JSON 的引号", string(c)),
			say("use straight double quotes: \"", "请使用英文直双引号：\"")
	case '/', '#':
		return say("JSON has no comments", "JSON 不支持注释"), say("remove the comment", "请删除注释")
	case '，', '：', '｛', '｝', '［', '］', '　':
		return say("%q is a full-width character", "%q 是全角字符", string(c)),
			say("use the half-width one", "请改用半角字符")
	}
	return kam.Text{}, kam.Text{}
}

// isNumber tells whether text is a number by the grammar of JSON.
func isNumber(text []byte) bool {
	i := 0
	digits := func() bool {
		start := i
		for i < len(text) && text[i] >= '0' && text[i] <= '9' {
			i++
		}
		return i > start
	}
	if i < len(text) && text[i] == '-' {
		i++
	}
	start := i
	if !digits() || text[start] == '0' && i > start+1 {
		return false
	}
	if i < len(text) && text[i] == '.' {
		i++
		if !digits() {
			return false
		}
	}
	if i < len(text) && (text[i] == 'e' || text[i] == 'E') {
		i++
		if i < len(text) && (text[i] == '+' || text[i] == '-') {
			i++
		}
		if !digits() {
			return false
		}
	}
	return i == len(text)
}
