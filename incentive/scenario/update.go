package scenario

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/kam-go/kam/internal/strictjson"
)

// ErrUpdate says that a file cannot be brought up to date.
var ErrUpdate = errors.New("scenario: the file cannot be updated")

// Updated returns the files of the suite whose expectations were not met, by name, with what came out in the place of
// what was expected. Everything else stays byte for byte as it was: order, blanks, line breaks, keys. A scenario that
// expects nothing receives everything that came out in its last step.
//
// Look at the difference before keeping it: what came out is what the plan pays, not what was meant. A step that could
// not be calculated, and a finding that is missing, are not written down. The error wraps [ErrUpdate].
func (r Report) Updated() (map[string][]byte, error) {
	edits := map[int][]edit{}
	for _, c := range r.Failed() {
		if c.actual == nil || r.suite.books[c.book].data == nil {
			continue
		}
		if _, drop := c.actual.(remove); drop && len(c.path) == 0 {
			continue
		}
		edits[c.book] = append(edits[c.book], edit{c.path, c.actual})
	}
	out := map[string][]byte{}
	for _, i := range slices.Sorted(maps.Keys(edits)) {
		b := r.suite.books[i]
		data := b.data
		for _, e := range edits[i] {
			var err error
			if data, err = e.apply(data); err != nil {
				return nil, fmt.Errorf("%w: %s: %s: %w", ErrUpdate, b.name, e.at, err)
			}
		}
		if _, err := Parse(data); err != nil {
			return nil, fmt.Errorf("%w: %s: %w", ErrUpdate, b.name, err)
		}
		out[b.name] = data
	}
	return out, nil
}

// edit is a value to be written at a place, or removed from it.
type edit struct {
	at    jsonPath
	value any
}

// span is where a value stands in a text.
type span struct{ from, until int }

// member is a key of an object with its value, or an element of a list.
type member struct {
	key   string
	start int // where the key begins; of an element where it does
	value span
}

// apply returns the text with the edit made.
func (e edit) apply(data []byte) ([]byte, error) {
	_, dropped := e.value.(remove)
	at, err := whole(data)
	if err != nil {
		return nil, err
	}
	for depth, step := range e.at {
		members, err := membersOf(data, at)
		if err != nil {
			return nil, err
		}
		i := slices.IndexFunc(members, func(m member) bool { return m.key == step })
		if n, ok := step.(int); ok && n < len(members) {
			i = n
		}
		switch last := depth == len(e.at)-1; {
		case i < 0 && dropped:
			return data, nil
		case i < 0:
			key, ok := step.(string)
			if !ok {
				return nil, errors.New("there is no such element")
			}
			return insert(data, at, members, key, nested(e.at[depth+1:], e.value))
		case last && dropped:
			return cut(data, members, i), nil
		case last:
			text, err := written(e.value, indentAt(data, members[i].start))
			if err != nil {
				return nil, err
			}
			return splice(data, members[i].value, text), nil
		default:
			at = members[i].value
		}
	}
	return data, nil
}

// nested wraps a value in the objects that lead to it.
func nested(steps jsonPath, value any) any {
	for i := len(steps) - 1; i >= 0; i-- {
		value = map[string]any{fmt.Sprint(steps[i]): value}
	}
	return value
}

// whole returns where the one value of a text stands.
func whole(data []byte) (span, error) {
	d := json.NewDecoder(bytes.NewReader(data))
	var raw json.RawMessage
	if err := d.Decode(&raw); err != nil {
		return span{}, err
	}
	until := int(d.InputOffset())
	return span{until - len(raw), until}, nil
}

// membersOf returns the members of the object, or the elements of the list, that stands somewhere.
func membersOf(data []byte, at span) ([]member, error) {
	d := json.NewDecoder(bytes.NewReader(data[at.from:at.until]))
	open, err := d.Token()
	if err != nil {
		return nil, err
	}
	if open != json.Delim('{') && open != json.Delim('[') {
		return nil, errors.New("the value has no members")
	}
	var out []member
	for d.More() {
		var m member
		if open == json.Delim('{') {
			key, err := d.Token()
			if err != nil {
				return nil, err
			}
			m.key, _ = key.(string)
			end := at.from + int(d.InputOffset())
			quoted := bytes.LastIndexByte(data[:end-1], '\n') + 1 // keys have no line breaks
			m.start = max(quoted, at.from) + keyStart(data[max(quoted, at.from):end])
		}
		var raw json.RawMessage
		if err := d.Decode(&raw); err != nil {
			return nil, err
		}
		until := at.from + int(d.InputOffset())
		m.value = span{until - len(raw), until}
		if open == json.Delim('[') {
			m.start = m.value.from
		}
		out = append(out, m)
	}
	return out, nil
}

// keyStart returns where the string begins that ends a text.
func keyStart(text []byte) int {
	for i := len(text) - 2; i >= 0; i-- {
		if text[i] != '"' {
			continue
		}
		slashes := 0
		for j := i - 1; j >= 0 && text[j] == '\\'; j-- {
			slashes++
		}
		if slashes%2 == 0 {
			return i
		}
	}
	return 0
}

func splice(data []byte, at span, text []byte) []byte {
	return slices.Concat(data[:at.from], text, data[at.until:])
}

// cut takes a member out, with the comma and the blanks that divide it from the others.
func cut(data []byte, members []member, i int) []byte {
	switch {
	case i+1 < len(members):
		return splice(data, span{members[i].start, members[i+1].start}, nil)
	case i > 0:
		return splice(data, span{members[i-1].value.until, members[i].value.until}, nil)
	}
	return splice(data, span{members[i].start, members[i].value.until}, nil)
}

// insert puts a member into an object, where its key comes in order among those of maps, and last of others.
func insert(data []byte, at span, members []member, key string, value any) ([]byte, error) {
	name, err := json.Marshal(key)
	if err != nil {
		return nil, err
	}
	if len(members) == 0 {
		text, err := written(value, indentAt(data, at.from))
		return splice(data, at, slices.Concat([]byte("{"), name, []byte(": "), text, []byte("}"))), err
	}
	text, err := written(value, indentAt(data, members[0].start))
	if err != nil {
		return nil, err
	}
	gap := []byte(" ") // as wide as between the others
	if len(members) > 1 {
		between := data[members[0].value.until:members[1].start]
		gap = between[bytes.IndexByte(between, ',')+1:]
	} else if lead := data[at.from+1 : members[0].start]; bytes.ContainsRune(lead, '\n') {
		gap = lead
	}
	entry := slices.Concat(name, []byte(": "), text)
	i := slices.IndexFunc(members, func(m member) bool { return cmp.Compare(m.key, key) > 0 })
	sorted := slices.IsSortedFunc(members, func(a, b member) int { return cmp.Compare(a.key, b.key) })
	if i < 0 || !sorted {
		last := members[len(members)-1].value.until
		return splice(data, span{last, last}, slices.Concat([]byte(","), gap, entry)), nil
	}
	start := members[i].start
	return splice(data, span{start, start}, slices.Concat(entry, []byte(","), gap)), nil
}

// indentAt returns the blanks that the line of a place begins with.
func indentAt(data []byte, at int) string {
	line := data[bytes.LastIndexByte(data[:at], '\n')+1 : at]
	return string(line[:len(line)-len(bytes.TrimLeft(line, " \t"))])
}

// written returns a value as JSON, its further lines indented.
func written(value any, indent string) ([]byte, error) {
	var text []byte
	var err error
	switch v := value.(type) {
	case string, []string, map[string]any:
		text, err = json.Marshal(v)
	default:
		text, err = strictjson.Pretty(v)
	}
	if err != nil {
		return nil, err
	}
	return []byte(strings.ReplaceAll(string(text), "\n", "\n"+indent)), nil
}
