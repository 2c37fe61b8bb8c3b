package crm

import (
	"reflect"
	"time"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
)

// Clone returns a copy of the record that shares no memory with it.
func (r Record) Clone() Record {
	r.Data = cloneData(r.Data)
	return r
}

func cloneData(d Data) Data {
	if d == nil {
		return nil
	}
	from := reflect.ValueOf(d)
	into := reflect.New(from.Type()).Elem()
	clone(into, from)
	if data, ok := into.Interface().(Data); ok {
		return data
	}
	return d
}

// clone copies from, and all that it points to, into a zero value.
func clone(into, from reflect.Value) {
	switch from.Kind() {
	case reflect.Pointer:
		if !from.IsNil() {
			into.Set(reflect.New(from.Type().Elem()))
			clone(into.Elem(), from.Elem())
		}
	case reflect.Slice:
		if !from.IsNil() {
			into.Set(reflect.MakeSlice(from.Type(), from.Len(), from.Len()))
			for i := range from.Len() {
				clone(into.Index(i), from.Index(i))
			}
		}
	case reflect.Map:
		if !from.IsNil() {
			into.Set(reflect.MakeMapWithSize(from.Type(), from.Len()))
			for each := from.MapRange(); each.Next(); {
				value := reflect.New(from.Type().Elem()).Elem()
				clone(value, each.Value())
				into.SetMapIndex(each.Key(), value)
			}
		}
	case reflect.Struct:
		if isValue(from.Type()) {
			into.Set(from)
			return
		}
		for i := range from.NumField() {
			clone(into.Field(i), from.Field(i))
		}
	default:
		into.Set(from)
	}
}

// isValue reports whether a struct is one value that nobody can change through a copy.
func isValue(t reflect.Type) bool {
	switch t {
	case reflect.TypeFor[decimal.NullDecimal](), reflect.TypeFor[time.Time](), reflect.TypeFor[kam.Day](), reflect.TypeFor[kam.Period]():
		return true
	}
	return false
}

// inUTC returns data with all its instants in UTC: d itself where they are, otherwise a copy.
func inUTC(d Data) Data {
	if d == nil || !eachInstant(reflect.ValueOf(d), nil) {
		return d
	}
	copied := cloneData(d)
	eachInstant(reflect.ValueOf(copied), func(v reflect.Value, t time.Time) { v.Set(reflect.ValueOf(t.UTC())) })
	return copied
}

// eachInstant calls do, if there is one, for each instant below v that is not in UTC, and reports whether there are any.
func eachInstant(v reflect.Value, do func(v reflect.Value, t time.Time)) bool {
	found := false
	switch v.Kind() {
	case reflect.Pointer:
		return !v.IsNil() && eachInstant(v.Elem(), do)
	case reflect.Slice:
		if kind := v.Type().Elem().Kind(); kind != reflect.Struct && kind != reflect.Pointer {
			return false
		}
		for i := range v.Len() {
			found = eachInstant(v.Index(i), do) || found
		}
	case reflect.Struct:
		if t, ok := v.Interface().(time.Time); ok {
			if found = t.Location() != time.UTC; found && do != nil {
				do(v, t)
			}
			return found
		}
		if isValue(v.Type()) {
			return false
		}
		for i := range v.NumField() {
			found = eachInstant(v.Field(i), do) || found
		}
	}
	return found
}
