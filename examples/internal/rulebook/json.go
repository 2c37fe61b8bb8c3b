package rulebook

import (
	"bytes"
	"encoding"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/internal/findings"
)

// JSON parses a file that has no parser of its own. Of one that is damaged it says in which line and column; else it says all that
// is wrong at once, each with its line and column: keys that nothing reads or that stand twice, and values that do not fit where
// they stand.
func JSON[A any](text []byte) (out A, err error) {
	if err := json.Unmarshal(text, new(json.RawMessage)); err != nil {
		syntax, ok := errors.AsType[*json.SyntaxError](err)
		if !ok {
			return out, err
		}
		return out, kam.Findings{findings.Fault("rules.json", place(text, max(syntax.Offset-1, 0)), kam.Text{EN: err.Error(), ZH: err.Error()}, findings.Say("mend the JSON there", "请修正该处的 JSON"))}.Err()
	}
	r := reader{text: text, decoder: json.NewDecoder(bytes.NewReader(text))}
	r.value(reflect.TypeFor[A]())
	if err := r.found.Err(); err != nil {
		return out, err
	}
	return out, json.Unmarshal(text, &out)
}

// reader goes through a text that is JSON, beside the type that it is to become, and takes down what does not fit.
type reader struct {
	text    []byte
	decoder *json.Decoder
	found   kam.Findings
}

// at is where the next key or value begins.
func (r *reader) at() int64 {
	at := r.decoder.InputOffset()
	for at < int64(len(r.text)) && strings.IndexByte(" \t\r\n,:", r.text[at]) >= 0 {
		at++
	}
	return at
}

// token takes the next bracket or key.
func (r *reader) token() string {
	token, _ := r.decoder.Token() // the text is known to be JSON
	key, _ := token.(string)
	return key
}

// whole takes the next value as it is.
func (r *reader) whole() (raw json.RawMessage) {
	_ = r.decoder.Decode(&raw) // the text is known to be JSON
	return raw
}

// value checks the next value against a type.
func (r *reader) value(t reflect.Type) {
	for t.Kind() == reflect.Pointer && !reads(t) {
		t = t.Elem()
	}
	at := r.at()
	switch first := r.text[at]; {
	case reads(t), first != '{' && first != '[':
		r.leaf(at, t)
	case first == '{' && t.Kind() == reflect.Struct:
		r.object(func(key string, at int64) (reflect.Type, string) {
			field, ok := fieldOf(t, key)
			if !ok {
				r.found.Add(findings.Fault("rules.unknown-key", place(r.text, at), findings.Say("the key %s is not known", "未知的键 %s", findings.Quote(key)), findings.Say("correct its spelling, or leave it out", "请更正拼写，或删去")))
				return nil, ""
			}
			return field.Type, strings.ToLower(key)
		})
	case first == '{' && t.Kind() == reflect.Map:
		r.object(func(key string, _ int64) (reflect.Type, string) { return t.Elem(), key })
	case first == '[' && (t.Kind() == reflect.Slice || t.Kind() == reflect.Array):
		r.token()
		for r.decoder.More() {
			r.value(t.Elem())
		}
		r.token()
	default:
		r.leaf(at, t)
	}
}

// object checks the values of the next object, of which of tells the types and what a key is read into; nil is a value that
// nothing reads.
func (r *reader) object(of func(key string, at int64) (reflect.Type, string)) {
	r.token()
	read := map[string]bool{}
	for r.decoder.More() {
		at := r.at()
		t, into := of(r.token(), at)
		if t == nil {
			r.whole()
			continue
		}
		if read[into] {
			r.found.Add(findings.Fault("rules.twice", place(r.text, at), findings.Say("the key %s stands twice in its object", "键 %s 在同一对象中重复出现", findings.Quote(into)), findings.Say("keep one of them", "请只保留一个")))
		}
		read[into] = true
		r.value(t)
	}
	r.token()
}

// leaf checks a value by reading it.
func (r *reader) leaf(at int64, t reflect.Type) {
	err := json.Unmarshal(r.whole(), reflect.New(t).Interface())
	if err == nil {
		return
	}
	message := kam.Text{EN: err.Error(), ZH: err.Error()}
	if kind, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		message = findings.Say("a JSON %s does not fit here", "此处不能填写 JSON 类型 %s", kind.Value)
	}
	r.found.Add(findings.Fault("rules.json", place(r.text, at), message, findings.Say("mend the JSON there", "请修正该处的 JSON")))
}

// reads reports whether a type reads its JSON by itself.
func reads(t reflect.Type) bool {
	p := reflect.PointerTo(t)
	return p.Implements(reflect.TypeFor[json.Unmarshaler]()) || p.Implements(reflect.TypeFor[encoding.TextUnmarshaler]())
}

// fieldOf returns the field of a struct that a key is read into: the one of this name, else one that differs in upper and lower case.
func fieldOf(t reflect.Type, key string) (found reflect.StructField, ok bool) {
	for _, f := range reflect.VisibleFields(t) {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if !f.IsExported() || f.Tag.Get("json") == "-" || f.Anonymous && name == "" && f.Type.Kind() == reflect.Struct {
			continue
		}
		if name == "" {
			name = f.Name
		}
		if name == key {
			return f, true
		}
		if !ok && strings.EqualFold(name, key) {
			found, ok = f, true
		}
	}
	return found, ok
}

// place is the line and the column, in bytes from 1, of an offset.
func place(text []byte, at int64) string {
	line, column := 1, 1
	for _, c := range text[:at] {
		if column++; c == '\n' {
			line, column = line+1, 1
		}
	}
	return fmt.Sprintf("%d:%d", line, column)
}
