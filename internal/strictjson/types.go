package strictjson

import (
	"encoding"
	"reflect"
	"slices"
	"strings"

	"github.com/shopspring/decimal"
)

// shape is how a Go type is read and written.
type shape uint8

const (
	noShape shape = iota // a type this package does not handle
	decimalShape
	nullDecimalShape
	textShape // MarshalText or UnmarshalText
	stringShape
	boolShape
	intShape
	uintShape
	structShape
	sliceShape
	mapShape
	pointerShape
)

// field is a field of a struct that has a key.
type field struct {
	name  string
	index int
}

// info is what the package knows of a type.
type info struct {
	shape  shape
	fields []field        // of a struct, in its order
	sorted []field        // the same, by name
	byName map[string]int // the index in fields
}

// types holds what one call has learnt of types.
type types map[reflect.Type]*info

var (
	decimalType     = reflect.TypeFor[decimal.Decimal]()
	nullDecimalType = reflect.TypeFor[decimal.NullDecimal]()
	marshalerType   = reflect.TypeFor[encoding.TextMarshaler]()
	unmarshalerType = reflect.TypeFor[encoding.TextUnmarshaler]()
)

// of returns what is known of t. Textual is the interface that makes t a text: read or written.
func (ts types) of(t, textual reflect.Type) *info {
	if known := ts[t]; known != nil {
		return known
	}
	found := &info{shape: shapeOf(t, textual)}
	ts[t] = found
	if found.shape != structShape {
		return found
	}
	found.byName = map[string]int{}
	for i := range t.NumField() {
		f := t.Field(i)
		tag := f.Tag.Get("json")
		name, _, _ := strings.Cut(tag, ",")
		if !f.IsExported() || name == "" || tag == "-" {
			continue
		}
		if _, taken := found.byName[name]; taken {
			continue
		}
		found.byName[name] = len(found.fields)
		found.fields = append(found.fields, field{name: name, index: i})
	}
	found.sorted = slices.Clone(found.fields)
	slices.SortFunc(found.sorted, func(a, b field) int { return strings.Compare(a.name, b.name) })
	return found
}

func shapeOf(t, textual reflect.Type) shape {
	switch {
	case t == decimalType:
		return decimalShape
	case t == nullDecimalType:
		return nullDecimalShape
	case t.Kind() == reflect.Pointer:
		return pointerShape
	case t.Kind() != reflect.Interface && reflect.PointerTo(t).Implements(textual):
		return textShape
	}
	switch t.Kind() {
	case reflect.String:
		return stringShape
	case reflect.Bool:
		return boolShape
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return intShape
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return uintShape
	case reflect.Struct:
		return structShape
	case reflect.Slice:
		return sliceShape
	case reflect.Map:
		if t.Key().Kind() == reflect.String {
			return mapShape
		}
	}
	return noShape
}
