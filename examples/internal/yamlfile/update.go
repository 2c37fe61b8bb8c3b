package yamlfile

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/kam-go/kam/incentive/scenario"
)

// Updated returns the files of a suite of [Files.Load] whose expectations were not met, by name, with what came out in the
// place of what was expected, as [scenario.Report.Updated] does. In YAML files too everything else stays byte for byte as it
// was, comments included, but for those inside a list or an object that is replaced as a whole or taken out. Amounts keep
// their notation, with quotes or without; what is new is written below what is there.
//
// What cannot be changed that way is refused, and no file is returned: a value that is written over several lines as | or >, or
// without quotes, beside or in place of what must change. The error wraps [scenario.ErrUpdate] and names the line.
func (f *Files) Updated(report scenario.Report) (map[string][]byte, error) {
	out, err := report.Updated()
	if err != nil {
		return nil, err
	}
	for _, name := range slices.Sorted(maps.Keys(out)) {
		doc := f.read[name]
		if doc == nil {
			continue
		}
		if out[name], err = doc.updated(out[name]); err != nil {
			return nil, fmt.Errorf("%w: %s: %w", scenario.ErrUpdate, name, err)
		}
	}
	return out, nil
}

// updated returns the YAML text changed so that it reads as another JSON text.
func (d *Document) updated(data []byte) ([]byte, error) {
	before, err := valueOf(d.json)
	if err != nil {
		return nil, err
	}
	after, err := valueOf(data)
	if err != nil {
		return nil, err
	}
	e := newEditor(d.text)
	if err := e.change(d.root, before, after); err != nil {
		return nil, err
	}
	text, err := e.apply()
	if err != nil {
		return nil, err
	}
	read, err := JSON(text)
	if err != nil {
		return nil, fmt.Errorf("the changed text cannot be read: %w", err)
	}
	if now, err := valueOf(read.json); err != nil || !same(now, after) {
		return nil, fmt.Errorf("the changed text would not say what came out; change it by hand")
	}
	return text, nil
}

// valueOf reads a JSON text; numbers stay as they are written.
func valueOf(data []byte) (any, error) {
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber()
	var v any
	err := decoder.Decode(&v)
	return v, err
}

// same tells whether two values are alike; a number in quotes is the same as one without.
func same(a, b any) bool {
	switch a := a.(type) {
	case map[string]any:
		b, ok := b.(map[string]any)
		return ok && maps.EqualFunc(a, b, same)
	case []any:
		b, ok := b.([]any)
		return ok && slices.EqualFunc(a, b, same)
	}
	return plainText(a) == plainText(b)
}

// plainText is a value that is no list and no object as text.
func plainText(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case json.Number:
		return v.String()
	}
	return fmt.Sprintf("%T %v", v, v)
}

// edit replaces a part of a text.
type edit struct {
	from, until int
	text        string
}

// editor collects changes of a YAML text.
type editor struct {
	text  []byte
	start []int // where each line begins
	eol   string
	edits []edit
}

func newEditor(text []byte) *editor {
	e := &editor{text: text, start: []int{0}, eol: "\n"}
	for i, c := range text {
		if c == '\n' {
			e.start = append(e.start, i+1)
		}
	}
	if bytes.Contains(text, []byte("\r\n")) {
		e.eol = "\r\n"
	}
	return e
}

// byHand says that the value of a node must be changed by a person.
func byHand(node *yaml.Node, why string) error {
	return fmt.Errorf("line %d: %s; change it by hand", node.Line, why)
}

// change collects what makes a node that says before say after.
func (e *editor) change(node *yaml.Node, before, after any) error {
	if same(before, after) {
		return nil
	}
	switch was := before.(type) {
	case map[string]any:
		if now, ok := after.(map[string]any); ok && overlap(was, now) {
			return e.object(node, was, now)
		}
	case []any:
		if now, ok := after.([]any); ok && len(now) == len(was) {
			for i, item := range node.Content {
				if err := e.change(item, was[i], now[i]); err != nil {
					return err
				}
			}
			return nil
		}
	}
	until, err := e.end(node)
	if err != nil {
		return err
	}
	text := flow(after, false)
	switch {
	case node.Kind == yaml.ScalarNode:
		text = like(node, after)
	case node.Kind == yaml.SequenceNode && node.Style&yaml.FlowStyle == 0:
		text = "  " + text // the dashes may stand below the key itself
	}
	e.edits = append(e.edits, edit{e.offset(node), until, text})
	return nil
}

// overlap tells whether two objects have a key in common.
func overlap(a, b map[string]any) bool {
	for key := range a {
		if _, ok := b[key]; ok {
			return true
		}
	}
	return false
}

// object collects what takes keys out of an object, changes their values and puts keys in. One key at least stays.
func (e *editor) object(node *yaml.Node, was, now map[string]any) error {
	var kept []int // indices of keys in the content
	for i := 0; i < len(node.Content); {
		key := node.Content[i].Value
		if value, ok := now[key]; ok {
			if err := e.change(node.Content[i+1], was[key], value); err != nil {
				return err
			}
			kept = append(kept, i)
			i += 2
			continue
		}
		run := i
		for i < len(node.Content) && !has(now, node.Content[i].Value) {
			i += 2
		}
		if err := e.cut(node, run, i); err != nil {
			return err
		}
	}
	inOrder := slices.IsSortedFunc(kept, func(a, b int) int { return cmp.Compare(node.Content[a].Value, node.Content[b].Value) })
	for _, key := range slices.Sorted(maps.Keys(now)) {
		if has(was, key) {
			continue
		}
		after := kept[len(kept)-1]
		for _, i := range slices.Backward(kept) {
			if inOrder && node.Content[i].Value < key {
				after = i
				break
			}
		}
		if err := e.insert(node, after, key, now[key]); err != nil {
			return err
		}
	}
	return nil
}

func has(object map[string]any, key string) bool {
	_, ok := object[key]
	return ok
}

// cut takes the keys with the indices from (inclusive) until (exclusive) out of an object.
func (e *editor) cut(node *yaml.Node, from, until int) error {
	first, last := node.Content[from], node.Content[until-1]
	end, err := e.end(last)
	if err != nil {
		return err
	}
	start := e.offset(first)
	switch {
	case node.Style&yaml.FlowStyle == 0:
		line := e.start[first.Line-1]
		if len(bytes.Trim(e.text[line:start], " ")) > 0 {
			return byHand(first, "the key does not stand at the beginning of its line")
		}
		start = line
		if end, err = e.lineEnd(last, end); err != nil {
			return err
		}
		if end < len(e.text) {
			end += bytes.IndexByte(e.text[end:], '\n') + 1
		}
	case until < len(node.Content):
		end = e.offset(node.Content[until])
	case from > 0:
		if start, err = e.end(node.Content[from-1]); err != nil {
			return err
		}
	}
	e.edits = append(e.edits, edit{start, end, ""})
	return nil
}

// insert puts a key into an object, below the one with an index.
func (e *editor) insert(node *yaml.Node, after int, key string, value any) error {
	above := node.Content[after+1]
	at, err := e.end(above)
	if err != nil {
		return err
	}
	bare := above.Kind == yaml.ScalarNode && above.Style == 0 && jsonNumber.MatchString(above.Value)
	if node.Style&yaml.FlowStyle != 0 {
		e.edits = append(e.edits, edit{at, at, ", " + keyText(key) + ": " + flow(value, bare)})
		return nil
	}
	if at, err = e.lineEnd(above, at); err != nil {
		return err
	}
	indent := e.eol + strings.Repeat(" ", node.Content[0].Column-1)
	e.edits = append(e.edits, edit{at, at, indent + keyText(key) + ":" + block(value, indent, bare)})
	return nil
}

// lineEnd returns where the line ends in which a value does; only a comment may stand between.
func (e *editor) lineEnd(node *yaml.Node, end int) (int, error) {
	rest, _, _ := bytes.Cut(e.text[end:], []byte("\n"))
	rest = bytes.TrimSuffix(rest, []byte("\r"))
	if more := bytes.TrimLeft(rest, " \t"); len(more) > 0 && more[0] != '#' {
		return 0, byHand(node, "something follows the value on its line")
	}
	return end + len(rest), nil
}

// offset is where a node begins.
func (e *editor) offset(node *yaml.Node) int {
	c := cursor{rest: e.text[e.start[node.Line-1]:], at: Position{node.Line, 1}}
	c.to(position(node))
	return len(e.text) - len(c.rest)
}

// end is where a node ends.
func (e *editor) end(node *yaml.Node) (int, error) {
	if node.Kind != yaml.ScalarNode {
		return e.collectionEnd(node)
	}
	start := e.offset(node)
	rest := e.text[start:]
	switch {
	case node.Style&yaml.DoubleQuotedStyle != 0:
		for i := 1; i < len(rest); i++ {
			switch rest[i] {
			case '\\':
				i++
			case '"':
				return start + i + 1, nil
			}
		}
	case node.Style&yaml.SingleQuotedStyle != 0:
		for i := 1; i < len(rest); i++ {
			if rest[i] != '\'' {
				continue
			}
			if i+1 == len(rest) || rest[i+1] != '\'' {
				return start + i + 1, nil
			}
			i++
		}
	case node.Style == 0 && bytes.HasPrefix(rest, []byte(node.Value)):
		return start + len(node.Value), nil
	}
	return 0, byHand(node, "the value is written over several lines")
}

// collectionEnd is where a list or an object ends: after its last item, or after its bracket.
func (e *editor) collectionEnd(node *yaml.Node) (int, error) {
	isFlow := node.Style&yaml.FlowStyle != 0
	at := e.offset(node) + 1
	if n := len(node.Content); n > 0 {
		var err error
		if at, err = e.end(node.Content[n-1]); err != nil {
			return 0, err
		}
	}
	if !isFlow {
		return at, nil
	}
	for ; at < len(e.text); at++ {
		switch e.text[at] {
		case ']', '}':
			return at + 1, nil
		case '#':
			if i := bytes.IndexByte(e.text[at:], '\n'); i > 0 {
				at += i
			}
		case ' ', '\t', '\r', '\n', ',':
		default:
			return 0, byHand(node, "something stands before the bracket")
		}
	}
	return 0, byHand(node, "the bracket is not found")
}

// apply returns the text with all changes made.
func (e *editor) apply() ([]byte, error) {
	slices.SortStableFunc(e.edits, func(a, b edit) int { return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.until, b.until)) })
	var out []byte
	at := 0
	for _, x := range e.edits {
		if x.from < at {
			return nil, fmt.Errorf("two changes meet in one place; change it by hand")
		}
		out = append(append(out, e.text[at:x.from]...), x.text...)
		at = x.until
	}
	return append(out, e.text[at:]...), nil
}
