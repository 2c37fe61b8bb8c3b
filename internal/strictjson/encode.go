package strictjson

import (
	"bytes"
	"encoding"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam/internal/num"
)

// ErrEncode is wrapped by every error of [Canonical] and [Pretty].
var ErrEncode = errors.New("cannot be written as JSON")

// Canonical returns v as JSON bytes that depend on what v says alone, to be hashed: object keys sorted by their bytes,
// no white space, strings with no more escapes than JSON demands, decimals as strings in the form of [num.Format].
//
// Struct fields with a json key are written unless they say nothing: the empty string, 0, false, a nil pointer, an
// empty list or map, an invalid decimal.NullDecimal, a type with MarshalText whose text is empty or that of its zero
// value, and a struct all of whose fields are left out. A decimal.Decimal is always written, "0" included, since it
// has no way to be absent, and so is everything behind a pointer that is not nil. Elements of lists and maps and v
// itself are always written.
//
// The error wraps [ErrEncode] and names the path: a type the package does not write, an element that would have to be
// null (a nil pointer or an invalid decimal.NullDecimal), a decimal out of bounds, a string or key that is not UTF-8,
// two map keys with one text, an error of a MarshalText method, and data nested deeper than [MaxDepth].
func Canonical(v any) ([]byte, error) { return encode(types{}, v, true) }

// Writer writes one value after another as [Canonical] does, and keeps what it has learnt of their types. The zero value is
// ready. Several goroutines must not use one at once.
type Writer struct{ types types }

// Canonical returns what the function [Canonical] does.
func (w *Writer) Canonical(v any) ([]byte, error) {
	if w.types == nil {
		w.types = types{}
	}
	return encode(w.types, v, true)
}

func encode(known types, v any, sorted bool) ([]byte, error) {
	value := reflect.ValueOf(v)
	if !value.IsValid() {
		return nil, fmt.Errorf("$: nil %w", ErrEncode)
	}
	e := &encoder{types: known, sorted: sorted}
	e.value(value, true, 0)
	if e.err != nil {
		return nil, e.err
	}
	return e.out, nil
}

// encoder appends values to out until err is set.
type encoder struct {
	types  types
	sorted bool
	out    []byte
	path   []byte
	err    error
}

func (e *encoder) fail(format string, args ...any) bool {
	if e.err == nil {
		e.err = fmt.Errorf("$%s: %s: %w", e.path, fmt.Sprintf(format, args...), ErrEncode)
	}
	return true
}

// value appends v and returns true, or appends nothing and returns false when v says nothing and need not be written.
func (e *encoder) value(v reflect.Value, forced bool, depth int) bool {
	if e.err != nil {
		return true
	}
	known := e.types.of(v.Type(), marshalerType)
	switch known.shape {
	case pointerShape:
		switch {
		case !v.IsNil():
			return e.value(v.Elem(), true, depth)
		case forced:
			return e.fail("a nil pointer stands for null")
		}
		return false
	case decimalShape:
		return e.decimal(v.Interface().(decimal.Decimal))
	case nullDecimalShape:
		d := v.Interface().(decimal.NullDecimal)
		if !d.Valid && forced {
			return e.fail("an absent decimal stands for null")
		}
		return d.Valid && e.decimal(d.Decimal)
	case textShape:
		return e.text(v, forced)
	case structShape, sliceShape, mapShape:
		return e.composite(v, known, forced, depth)
	default: // a simple value
	}
	if !forced && known.shape != noShape && v.IsZero() {
		return false
	}
	switch known.shape {
	case stringShape:
		return e.string(v.String())
	case boolShape:
		e.out = strconv.AppendBool(e.out, v.Bool())
	case intShape:
		e.out = strconv.AppendInt(e.out, v.Int(), 10)
	case uintShape:
		e.out = strconv.AppendUint(e.out, v.Uint(), 10)
	default:
		return e.fail("values of type %s", v.Type())
	}
	return true
}

func (e *encoder) decimal(d decimal.Decimal) bool {
	if err := num.Check(d); err != nil {
		return e.fail("%s", err)
	}
	e.out = append(e.out, '"')
	e.out = append(e.out, num.Format(d)...)
	e.out = append(e.out, '"')
	return true
}

func (e *encoder) string(s string) bool {
	if !utf8.ValidString(s) {
		return e.fail("the string %s is not UTF-8", show(s))
	}
	e.out = appendQuoted(e.out, s)
	return true
}

// text writes a type with MarshalText.
func (e *encoder) text(v reflect.Value, forced bool) bool {
	s, err := marshalText(v)
	if err != nil {
		return e.fail("%s", err)
	}
	if !forced {
		if s == "" || v.IsZero() {
			return false
		}
		if zero, err := marshalText(reflect.Zero(v.Type())); err == nil && zero == s {
			return false
		}
	}
	return e.string(s)
}

// marshalText calls MarshalText, on a copy when v has no address and the method needs one.
func marshalText(v reflect.Value) (string, error) {
	m, ok := v.Interface().(encoding.TextMarshaler)
	if !ok {
		c := reflect.New(v.Type())
		c.Elem().Set(v)
		m = c.Interface().(encoding.TextMarshaler)
	}
	s, err := m.MarshalText()
	return string(s), err
}

func (e *encoder) composite(v reflect.Value, known *info, forced bool, depth int) bool {
	if !forced && known.shape != structShape && v.Len() == 0 {
		return false
	}
	if depth >= MaxDepth {
		return e.fail("nested more than %d levels deep", MaxDepth)
	}
	start := len(e.out)
	var empty bool
	switch known.shape {
	case sliceShape:
		e.out = append(e.out, '[')
		for i := range v.Len() {
			if i > 0 {
				e.out = append(e.out, ',')
			}
			mark := len(e.path)
			e.path = append(strconv.AppendInt(append(e.path, '['), int64(i), 10), ']')
			e.value(v.Index(i), true, depth+1)
			e.path = e.path[:mark]
		}
		e.out = append(e.out, ']')
		return true
	case mapShape:
		empty = e.entries(v, depth)
	default:
		empty = e.fields(v, known, depth)
	}
	if empty && !forced && e.err == nil {
		e.out = e.out[:start]
		return false
	}
	return true
}

// fields writes the fields of a struct and tells whether there were none to write.
func (e *encoder) fields(v reflect.Value, known *info, depth int) (empty bool) {
	fields := known.fields
	if e.sorted {
		fields = known.sorted
	}
	empty = true
	e.out = append(e.out, '{')
	for _, f := range fields {
		start, mark := len(e.out), len(e.path)
		if !empty {
			e.out = append(e.out, ',')
		}
		e.out = append(appendQuoted(e.out, f.name), ':')
		e.path = appendKey(e.path, f.name)
		if e.value(v.Field(f.index), false, depth+1) {
			empty = false
		} else {
			e.out = e.out[:start]
		}
		e.path = e.path[:mark]
	}
	e.out = append(e.out, '}')
	return empty
}

// entries writes the entries of a map, sorted by key, and tells whether there were none.
func (e *encoder) entries(v reflect.Value, depth int) (empty bool) {
	type entry struct {
		key   string
		value reflect.Value
	}
	entries := make([]entry, 0, v.Len())
	textual := e.types.of(v.Type().Key(), marshalerType).shape == textShape
	for it := v.MapRange(); it.Next(); {
		key := it.Key().String()
		if textual {
			var err error
			if key, err = marshalText(it.Key()); err != nil {
				e.fail("%s", err)
			}
		}
		entries = append(entries, entry{key, it.Value()})
	}
	slices.SortFunc(entries, func(a, b entry) int { return bytes.Compare([]byte(a.key), []byte(b.key)) })
	e.out = append(e.out, '{')
	for i, entry := range entries {
		if i > 0 {
			e.out = append(e.out, ',')
			if entries[i-1].key == entry.key {
				e.fail("two keys read %s", show(entry.key))
			}
		}
		mark := len(e.path)
		e.path = appendKey(e.path, entry.key)
		e.string(entry.key)
		e.out = append(e.out, ':')
		e.value(entry.value, true, depth+1)
		e.path = e.path[:mark]
	}
	e.out = append(e.out, '}')
	return len(entries) == 0
}
