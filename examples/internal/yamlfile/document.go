package yamlfile

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/internal/findings"
)

// Limits of what is read, both inclusive.
const (
	// MaxSize is the longest text, in bytes.
	MaxSize = 1 << 20
	// MaxDepth is how many lists and objects may be nested, the outermost included.
	MaxDepth = 64
)

// Document is a YAML text that was read. The zero value is none. It is immutable and safe for concurrent use.
type Document struct {
	json  []byte
	text  []byte
	root  *yaml.Node
	marks []mark
}

// Position is a line and a column of a text, in characters, counted from 1. The zero value is no position.
type Position struct{ Line, Column int }

// mark says where what begins in a column of the JSON text stands in the YAML text.
type mark struct {
	column int
	at     Position
}

// JSON reads a YAML text and returns it with the JSON that says the same: on one line, keys in their order, numbers as written.
//
// The error is a *[kam.InvalidError] with what the text has that is refused, each with its JSON path, line and column, such as
// "$.scenarios[0].name (3:11)".
func JSON(data []byte) (*Document, error) {
	root, found := parse(data)
	if root == nil {
		return nil, &kam.InvalidError{Findings: found}
	}
	c := &converter{cursor: cursor{rest: data, at: Position{1, 1}}, lines: bytes.Count(data, []byte("\n")) + 1}
	c.value(root, 0)
	if err := c.found.Err(); err != nil {
		return nil, err
	}
	return &Document{json: c.out, text: slices.Clone(data), root: root, marks: c.marks}, nil
}

// JSON returns the JSON text.
func (d *Document) JSON() []byte { return slices.Clone(d.json) }

// Findings returns findings about the JSON text with line and column of the YAML text: "$.format (1:12)" becomes
// "$.format (2:9)". A path alone receives those of the value, or, where there is none, of what should hold it.
func (d *Document) Findings(found kam.Findings) kam.Findings {
	out := slices.Clone(found)
	for i := range out {
		if path, at := d.place(out[i].Place); at != (Position{}) {
			out[i].Place = fmt.Sprintf("%s (%d:%d)", path, at.Line, at.Column)
		}
	}
	return out
}

// Position returns where the value of a JSON path stands, such as that of a finding or of an expectation: "$.scenarios[0].name".
// Of a value that the text does not have it is the place of what should hold it.
func (d *Document) Position(path string) Position {
	_, at := d.place(path)
	return at
}

// place cuts a place into its path and where that is; the zero position stands for a place that is no path.
func (d *Document) place(place string) (path string, at Position) {
	if !strings.HasPrefix(place, "$") {
		return place, Position{}
	}
	if path, column, ok := cutColumn(place); ok {
		i, found := slices.BinarySearchFunc(d.marks, column, func(m mark, column int) int { return m.column - column })
		if found {
			return path, d.marks[i].at
		}
	}
	node := d.root
	for _, step := range steps(place) {
		next := child(node, step)
		if next == nil {
			break
		}
		node = next
	}
	return place, position(node)
}

// cutColumn takes the line and column off a place of strict JSON whose text has one line.
func cutColumn(place string) (path string, column int, ok bool) {
	const open = " (1:"
	i := strings.LastIndex(place, open)
	if i < 0 || !strings.HasSuffix(place, ")") {
		return "", 0, false
	}
	column, err := strconv.Atoi(place[i+len(open) : len(place)-1])
	return place[:i], column, err == nil
}

// steps are the keys (strings) and indices (ints) of a JSON path; a path is read as far as it is one.
func steps(path string) []any {
	var out []any
	rest := strings.TrimPrefix(path, "$")
	for rest != "" {
		switch {
		case rest[0] == '.':
			end := 1 + strings.IndexAny(rest[1:]+".", ".[ ")
			out, rest = append(out, rest[1:end]), rest[end:]
		case strings.HasPrefix(rest, `["`):
			quoted, err := strconv.QuotedPrefix(rest[1:])
			if err != nil {
				return out
			}
			key, err := strconv.Unquote(quoted)
			if err != nil || !strings.HasPrefix(rest[1+len(quoted):], "]") {
				return out
			}
			out, rest = append(out, key), rest[len(quoted)+2:]
		case rest[0] == '[':
			digits, after, ok := strings.Cut(rest[1:], "]")
			n, err := strconv.Atoi(digits)
			if !ok || err != nil {
				return out
			}
			out, rest = append(out, n), after
		default:
			return out
		}
	}
	return out
}

// child returns the value of a key or of an index, nil for none.
func child(node *yaml.Node, step any) *yaml.Node {
	switch step := step.(type) {
	case string:
		if node.Kind == yaml.MappingNode {
			for i := 0; i+1 < len(node.Content); i += 2 {
				if node.Content[i].Value == step {
					return node.Content[i+1]
				}
			}
		}
	case int:
		if node.Kind == yaml.SequenceNode && step >= 0 && step < len(node.Content) {
			return node.Content[step]
		}
	}
	return nil
}

func position(node *yaml.Node) Position { return Position{node.Line, node.Column} }

// converter writes nodes as JSON and collects what is refused.
type converter struct {
	cursor cursor
	lines  int
	path   []any // keys and indices of the value that is written
	out    []byte
	column int // characters written
	marks  []mark
	found  kam.Findings
}

// fault reports what is refused about a node.
func (c *converter) fault(code string, node *yaml.Node, message, remedy kam.Text) {
	at := position(node)
	if at.Line > c.lines { // of nothing at all behind the last line
		at = Position{c.lines, 1}
	}
	place := fmt.Sprintf("%s (%d:%d)", pathOf(c.path), at.Line, at.Column)
	c.found.Add(findings.Fault(code, place, message, remedy))
}

// write appends text that begins at a node.
func (c *converter) write(text []byte, node *yaml.Node) {
	c.marks = append(c.marks, mark{c.column + 1, position(node)})
	c.punctuation(string(text))
}

func (c *converter) punctuation(text string) {
	c.out = append(c.out, text...)
	c.column += utf8.RuneCountInString(text)
}

// value writes a node that stands inside depth others.
func (c *converter) value(node *yaml.Node, depth int) {
	if !c.plain(node) {
		return
	}
	if node.Kind != yaml.ScalarNode && depth == MaxDepth {
		c.fault("yaml.too-deep", node, findings.Say("nested more than %d levels deep", "嵌套超过 %d 层", MaxDepth),
			findings.Say("use fewer levels", "请减少层数"))
		return
	}
	switch node.Kind {
	case yaml.MappingNode:
		c.object(node, depth)
	case yaml.SequenceNode:
		c.list(node, depth)
	case yaml.ScalarNode:
		c.scalar(node)
	case yaml.DocumentNode, yaml.AliasNode: // neither stands here: plain has refused aliases
	}
}

// plain tells whether a node has nothing that only YAML knows, and reports it otherwise.
func (c *converter) plain(node *yaml.Node) bool {
	bare := c.cursor.to(position(node)) == '!' && node.Style&yaml.TaggedStyle == 0 // the parser says nothing of a tag "!"
	switch {
	case node.Kind == yaml.AliasNode:
		c.fault("yaml.alias", node, findings.Say("the alias %s stands for a value somewhere else", "别名 %s 指向别处的值", findings.Quote("*"+node.Value)),
			findings.Say("write the value itself; a text that begins with * goes in quotes", "请直接写出其值；以 * 开头的文本请加引号"))
	case node.Anchor != "":
		c.fault("yaml.anchor", node, findings.Say("the anchor %s names a value", "锚点 %s 为值命名", findings.Quote("&"+node.Anchor)),
			findings.Say("remove it; a text that begins with & goes in quotes", "请删除；以 & 开头的文本请加引号"))
	case bare, node.Style&yaml.TaggedStyle != 0:
		tag := node.Tag
		if bare {
			tag = "!"
		}
		c.fault("yaml.tag", node, findings.Say("the tag %s says what type a value has", "标签 %s 为值指定类型", findings.Quote(tag)),
			findings.Say("write the value itself; a text that begins with ! goes in quotes", "请直接写出其值；以 ! 开头的文本请加引号"))
	default:
		return true
	}
	return false
}

// list writes a sequence.
func (c *converter) list(node *yaml.Node, depth int) {
	c.write([]byte("["), node)
	for i, item := range node.Content {
		if i > 0 {
			c.punctuation(",")
		}
		c.path = append(c.path, i)
		c.value(item, depth+1)
		c.path = c.path[:len(c.path)-1]
	}
	c.punctuation("]")
}

// object writes a mapping.
func (c *converter) object(node *yaml.Node, depth int) {
	c.write([]byte("{"), node)
	seen := map[string]Position{}
	first := true
	for i := 0; i+1 < len(node.Content); i += 2 {
		key, value := node.Content[i], node.Content[i+1]
		if !c.key(key, seen) {
			continue
		}
		if !first {
			c.punctuation(",")
		}
		first = false
		c.write(quoted(key.Value), key)
		c.punctuation(":")
		c.path = append(c.path, key.Value)
		c.value(value, depth+1)
		c.path = c.path[:len(c.path)-1]
	}
	c.punctuation("}")
}

// key tells whether a key is a text that its object does not have yet, and reports it otherwise.
func (c *converter) key(key *yaml.Node, seen map[string]Position) bool {
	if !c.plain(key) {
		return false
	}
	unquoted := key.Kind == yaml.ScalarNode && key.Style == 0
	switch {
	case key.Kind != yaml.ScalarNode:
		c.fault("yaml.key", key, findings.Say("a key is a list or an object", "键是列表或对象"), findings.Say("write a text as the key", "键请写成文本"))
	case unquoted && key.Value == "<<":
		c.fault("yaml.merge", key, findings.Say("the merge key << takes over keys of another object", "合并键 << 引入另一对象的键"),
			findings.Say("write the keys themselves", "请直接写出各键"))
	case unquoted && isNothing(key.Value):
		c.fault("yaml.key", key, findings.Say("the key is empty", "键为空"), findings.Say("write a key; one that reads null or ~ goes in quotes", "请写出键；名为 null 或 ~ 的键请加引号"))
	default:
		first, twice := seen[key.Value]
		if !twice {
			seen[key.Value] = position(key)
			return true
		}
		c.path = append(c.path, key.Value)
		c.fault("yaml.duplicate-key", key, findings.Say("key %s stands twice in its object, first in line %d", "键 %s 在同一对象中重复出现，首次在第 %d 行", findings.Quote(key.Value), first.Line),
			findings.Say("keep one of them", "请只保留一个"))
		c.path = c.path[:len(c.path)-1]
	}
	return false
}

// scalar writes a value that is no list and no object.
func (c *converter) scalar(node *yaml.Node) {
	if node.Style != 0 {
		c.write(quoted(node.Value), node)
		return
	}
	switch kind, message, remedy := classify(node.Value); kind {
	case wordKind:
		c.fault("yaml.word", node, message, remedy)
	case oddNumberKind:
		c.fault("yaml.number", node, message, remedy)
	case nothingKind:
		c.fault("yaml.nothing", node, message, remedy)
	case literalKind:
		c.write([]byte(node.Value), node)
	case textKind:
		c.write(quoted(node.Value), node)
	}
}

// quoted writes a text as JSON.
func quoted(text string) []byte {
	out, err := json.Marshal(text)
	if err != nil { // a text always can be
		return []byte(`""`)
	}
	return out
}

// pathOf writes keys and indices as a JSON path, as findings of strict JSON do.
func pathOf(steps []any) string {
	var b strings.Builder
	b.WriteByte('$')
	for _, step := range steps {
		switch step := step.(type) {
		case int:
			b.WriteString("[" + strconv.Itoa(step) + "]")
		case string:
			b.WriteString(keyOf(step))
		}
	}
	return b.String()
}

func keyOf(key string) string {
	const longest = 60
	if runes := []rune(key); len(runes) > longest {
		key = string(runes[:longest]) + "…"
	}
	other := func(r rune) bool { return r != '_' && r != '-' && !unicode.IsLetter(r) && !unicode.IsDigit(r) }
	if key == "" || strings.ContainsFunc(key, other) {
		return "[" + strconv.Quote(key) + "]"
	}
	return "." + key
}

// cursor goes through a text from its beginning to its end.
type cursor struct {
	rest []byte
	at   Position
}

// to goes on to a position and returns the character there; 0 for one that is behind or outside of the text.
func (c *cursor) to(p Position) rune {
	for c.at.Line < p.Line {
		i := bytes.IndexByte(c.rest, '\n')
		if i < 0 {
			return 0
		}
		c.rest, c.at = c.rest[i+1:], Position{c.at.Line + 1, 1}
	}
	if c.at.Line > p.Line || c.at.Column > p.Column {
		return 0
	}
	for ; c.at.Column < p.Column; c.at.Column++ {
		r, size := utf8.DecodeRune(c.rest)
		if size == 0 || r == '\n' {
			return 0
		}
		c.rest = c.rest[size:]
	}
	if len(c.rest) == 0 {
		return 0
	}
	r, _ := utf8.DecodeRune(c.rest)
	return r
}
