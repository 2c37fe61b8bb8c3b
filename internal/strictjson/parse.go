package strictjson

import (
	"strings"
	"unicode/utf8"

	"github.com/kam-go/kam"
)

// parser cuts a text into the nodes of a tree. It goes on after faults whose end is plain (a missing or superfluous
// comma, a bad word or number, a bad escape) and stops at others, and after [kam.MaxPerCode] faults: then everything
// before is in the tree.
type parser struct {
	tree
	report *report
	pos    int32
	steps  []step
}

// parse returns the tree of src, as far as it can be read from byte start on.
func parse(src []byte, start int, r *report) tree {
	p := &parser{tree: tree{src: src}, report: r, pos: int32(start)}
	p.space()
	if p.atEnd() {
		p.fail(p.pos, say("the text is empty", "文本为空"), say("write an object: { … }", "请写入一个对象：{ … }"))
		return p.tree
	}
	if !p.value(0) {
		return p.tree
	}
	if p.space(); !p.atEnd() {
		p.report.add(CodeTrailingData, p.pos, nil, func() (kam.Text, kam.Text) {
			return say("%s follows the end of the value", "值结束之后还有 %s", show(p.ahead())),
				say("remove what follows, or join it into one value", "删除其后的内容，或合并为一个值")
		})
	}
	return p.tree
}

func (p *parser) atEnd() bool { return int(p.pos) >= len(p.src) }

// peek returns the byte at the position, 0 at the end.
func (p *parser) peek() byte {
	if p.atEnd() {
		return 0
	}
	return p.src[p.pos]
}

func (p *parser) space() {
	for !p.atEnd() {
		switch p.src[p.pos] {
		case ' ', '\t', '\n', '\r':
			p.pos++
		default:
			return
		}
	}
}

// ahead returns the next few characters, for messages.
func (p *parser) ahead() string {
	rest := p.src[p.pos:]
	if len(rest) > 200 {
		rest = rest[:200]
	}
	word := strings.FieldsFunc(string(rest), func(c rune) bool { return c == ' ' || c == '\n' || c == '\t' || c == '\r' })
	if len(word) == 0 {
		return string(rest)
	}
	return strings.ToValidUTF8(word[0], "")
}

// fail reports a fault of syntax at off.
func (p *parser) fail(off int32, message, remedy kam.Text) {
	p.report.add(CodeSyntax, off, p.steps, func() (kam.Text, kam.Text) { return message, remedy })
}

// tired tells that so many faults of syntax were found that reading on helps nobody.
func (p *parser) tired() bool { return p.report.kept[CodeSyntax] == kam.MaxPerCode }

// leaf adds a node without children that ends at the position.
func (p *parser) leaf(k kind, off int32) {
	p.nodes = append(p.nodes, node{kind: k, off: off, end: p.pos, next: int32(len(p.nodes)) + 1})
}

// value reads one value inside depth containers and reports whether the text after it can be read.
func (p *parser) value(depth int) bool {
	p.space()
	if p.atEnd() {
		return p.truncated()
	}
	if p.tired() {
		return false
	}
	off := p.pos
	switch c := p.src[p.pos]; c {
	case '{', '[':
		if depth == MaxDepth {
			p.report.add(CodeTooDeep, off, p.steps, func() (kam.Text, kam.Text) {
				return say("nested more than %d levels deep", "嵌套超过 %d 层", MaxDepth),
					say("use fewer levels of { } and [ ]", "请减少 { } 和 [ ] 的层数")
			})
			return false
		}
		if c == '{' {
			return p.object(depth + 1)
		}
		return p.list(depth + 1)
	case '"':
		return p.quoted()
	case '}', ']':
		p.fail(off, say("%q stands where a value should", "此处应为值，却出现了 %q", string(c)),
			say("write a value, or check the brackets before", "请写入一个值，或检查前面的括号"))
		return false
	case '\'', '/', '#':
		message, remedy := notJSON(rune(c))
		p.fail(off, message, remedy)
		return false
	}
	return p.word()
}

// truncated reports that the text ends too early.
func (p *parser) truncated() bool {
	p.fail(p.pos, say("the text ends inside a value", "文本在值的中间结束"),
		say("the file may be cut off; close every { [ and \"", "文件可能被截断；请补全每个 { [ 和 \""))
	return false
}

// word reads a number, true, false or null, or reports what stands in its place.
func (p *parser) word() bool {
	off := p.pos
	for !p.atEnd() && strings.IndexByte(" \t\r\n,:[]{}\"", p.src[p.pos]) < 0 {
		p.pos++
	}
	text := p.src[off:p.pos]
	switch string(text[:min(len(text), 6)]) {
	case "true", "false":
		p.leaf(boolKind, off)
		return true
	case "null":
		p.leaf(nullKind, off)
		return true
	case "":
		p.leaf(badKind, off)
		p.fail(off, say("a value is missing before %q", "%q 之前缺少值", string(p.peek())),
			say("write a value", "请写入一个值"))
		return p.peek() == ','
	}
	if isNumber(text) {
		p.leaf(numberKind, off)
		return true
	}
	p.leaf(badKind, off)
	first, _ := utf8.DecodeRune(text)
	message, remedy := notJSON(first)
	if remedy == (kam.Text{}) {
		message = say("%s is no JSON value", "%s 不是 JSON 值", show(string(text)))
		remedy = say("use true, false, a number such as -12.5, or put text in double quotes", "请使用 true、false、-12.5 这样的数字，或给文本加双引号")
	}
	p.fail(off, message, remedy)
	return first < utf8.RuneSelf
}

// open adds a list or object without its children.
func (p *parser) open(k kind) int32 {
	p.pos++
	p.leaf(k, p.pos-1)
	return int32(len(p.nodes)) - 1
}

func (p *parser) list(depth int) bool {
	self := p.open(listKind)
	p.steps = append(p.steps, step{})
	defer func() {
		p.steps = p.steps[:len(p.steps)-1]
		p.nodes[self].next = int32(len(p.nodes))
	}()
	for index := int32(0); ; index++ {
		p.steps[len(p.steps)-1].index = index
		if index == 0 {
			if p.space(); p.peek() == ']' {
				p.pos++
				return true
			}
		}
		if !p.value(depth) {
			return false
		}
		if more, ok := p.separator(']'); !more {
			return ok
		}
	}
}

func (p *parser) object(depth int) bool {
	self := p.open(objectKind)
	defer func() { p.nodes[self].next = int32(len(p.nodes)) }()
	if p.space(); p.peek() == '}' {
		p.pos++
		return true
	}
	for {
		if ok := p.member(depth); !ok {
			return false
		}
		if more, ok := p.separator('}'); !more {
			return ok
		}
	}
}

// member reads a key, a colon and a value.
func (p *parser) member(depth int) bool {
	p.space()
	switch {
	case p.atEnd():
		return p.truncated()
	case p.peek() != '"':
		first, _ := utf8.DecodeRune(p.src[p.pos:])
		message, remedy := notJSON(first)
		if remedy == (kam.Text{}) {
			message = say("%s stands where a key should", "此处应为键，却出现了 %s", show(p.ahead()))
			remedy = say("write the key in double quotes", "请用双引号写出键")
		}
		p.fail(p.pos, message, remedy)
		return false
	}
	key := len(p.nodes)
	if !p.quoted() {
		return false
	}
	if p.nodes[key].kind == stringKind {
		p.steps = append(p.steps, step{off: p.nodes[key].off, end: p.nodes[key].end})
		defer func() { p.steps = p.steps[:len(p.steps)-1] }()
	}
	p.space()
	switch {
	case p.atEnd():
		p.truncated()
		p.nodes = p.nodes[:key]
		return false
	case p.peek() == ':':
		p.pos++
	case p.skipWide('：'):
	default:
		p.fail(p.pos, say("%s stands where a colon should", "此处应为冒号，却出现了 %s", show(p.ahead())),
			say("write a colon between the key and its value", "请在键和值之间写冒号"))
		p.nodes = p.nodes[:key]
		return false
	}
	value := len(p.nodes)
	ok := p.value(depth)
	if len(p.nodes) == value { // nothing could be read: a key without value is no member
		p.nodes = p.nodes[:key]
	}
	return ok
}

// separator reads what follows an element: a comma (more) or the closing bracket. Without either it reports a fault
// and goes on when an element follows.
func (p *parser) separator(closing byte) (more, ok bool) {
	p.space()
	if p.atEnd() {
		return false, p.truncated()
	}
	comma := p.pos
	switch c := p.peek(); {
	case c == closing:
		p.pos++
		return false, true
	case c == ',' || p.skipWide('，'):
		if c == ',' {
			p.pos++
		}
		if p.space(); p.peek() == closing {
			p.fail(comma, say("no element follows this comma", "此逗号之后没有元素"), say("remove the comma", "请删除该逗号"))
			p.pos++
			return false, true
		}
		return true, true
	case c == '"' || closing == ']' && (c == '{' || c == '[' || c == '-' || c >= '0' && c <= '9'):
		p.fail(comma, say("a comma is missing before %s", "%s 之前缺少逗号", show(p.ahead())), say("write a comma", "请补上逗号"))
		return true, true
	}
	first, _ := utf8.DecodeRune(p.src[p.pos:])
	message, remedy := notJSON(first)
	if remedy == (kam.Text{}) {
		message = say("%s stands where a comma or %q should", "此处应为逗号或 %[2]q，却出现了 %[1]s", show(p.ahead()), string(closing))
		remedy = say("check the commas, brackets and quotes before", "请检查前面的逗号、括号和引号")
	}
	p.fail(p.pos, message, remedy)
	return false, false
}

// skipWide steps over the full-width character c and reports it as a fault, when it is next.
func (p *parser) skipWide(c rune) bool {
	first, size := utf8.DecodeRune(p.src[p.pos:])
	if first != c {
		return false
	}
	message, remedy := notJSON(c)
	p.fail(p.pos, message, remedy)
	p.pos += int32(size)
	return true
}
