// Package jsontree reads JSON for tests as it is written: keys in their order, also those that stand twice, and numbers with
// every digit.
package jsontree

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
)

// Pair is a key of an object with its value.
type Pair struct {
	Key   string
	Value any
}

// Read returns a JSON value: []Pair for an object, []any for a list, string, json.Number, bool, or nil for null.
func Read(data []byte) (any, error) {
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	v, err := read(d)
	if err != nil {
		return nil, err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("jsontree: something follows the value")
	}
	return v, nil
}

func read(d *json.Decoder) (any, error) {
	token, err := d.Token()
	if err != nil {
		return nil, err
	}
	switch token {
	case json.Delim('['):
		out := []any{}
		for d.More() {
			v, err := read(d)
			if err != nil {
				return nil, err
			}
			out = append(out, v)
		}
		_, err = d.Token()
		return out, err
	case json.Delim('{'):
		out := []Pair{}
		for d.More() {
			key, err := d.Token()
			if err != nil {
				return nil, err
			}
			name, ok := key.(string)
			if !ok {
				return nil, errors.New("jsontree: a key that is no text")
			}
			v, err := read(d)
			if err != nil {
				return nil, err
			}
			out = append(out, Pair{name, v})
		}
		_, err = d.Token()
		return out, err
	}
	return token, nil
}

// Write returns a value of [Read] as JSON.
func Write(v any) []byte {
	var b bytes.Buffer
	write(&b, v)
	return b.Bytes()
}

func write(b *bytes.Buffer, v any) {
	switch v := v.(type) {
	case []Pair:
		b.WriteByte('{')
		for i, p := range v {
			if i > 0 {
				b.WriteByte(',')
			}
			write(b, p.Key)
			b.WriteByte(':')
			write(b, p.Value)
		}
		b.WriteByte('}')
	case []any:
		b.WriteByte('[')
		for i, item := range v {
			if i > 0 {
				b.WriteByte(',')
			}
			write(b, item)
		}
		b.WriteByte(']')
	case json.Number:
		b.WriteString(v.String())
	default:
		out, err := json.Marshal(v)
		if err != nil { // a text, true, false and null always can be
			out = []byte("null")
		}
		b.Write(out)
	}
}

// Some tells whether a value, or one inside of it, is as asked.
func Some(v any, is func(any) bool) bool {
	if is(v) {
		return true
	}
	switch v := v.(type) {
	case []any:
		for _, item := range v {
			if Some(item, is) {
				return true
			}
		}
	case []Pair:
		for _, p := range v {
			if Some(p.Value, is) {
				return true
			}
		}
	}
	return false
}

// HasNull tells whether null stands in a value.
func HasNull(v any) bool { return Some(v, func(v any) bool { return v == nil }) }

// Twice tells whether an object in a value has a key twice.
func Twice(v any) bool {
	return Some(v, func(v any) bool {
		object, _ := v.([]Pair)
		seen := map[string]bool{}
		for _, p := range object {
			if seen[p.Key] {
				return true
			}
			seen[p.Key] = true
		}
		return false
	})
}

// Depth returns how many lists and objects are nested in a value, itself included.
func Depth(v any) int {
	deepest := 0
	switch v := v.(type) {
	case []any:
		for _, item := range v {
			deepest = max(deepest, Depth(item))
		}
	case []Pair:
		for _, p := range v {
			deepest = max(deepest, Depth(p.Value))
		}
	default:
		return 0
	}
	return deepest + 1
}
