package fieldmap

import (
	"maps"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
)

// shape is what a place in a record takes.
type shape int

const (
	noShape   shape = iota
	aText           // any text
	aWord           // one of certain words
	aCurrency       // an ISO 4217 code
	aNumber
	aDay
	anInstant
	aFlag
	someTexts        // a list of texts
	someStakeholders // a list of people and their parts in a deal
	anAddress
	someRows // a list of other structures
)

// target is a place in a record.
type target struct {
	name  string
	shape shape
	// path leads to the field, through embedded and optional structures; nil for the places besides the data.
	path []int
	typ  reflect.Type
}

// formats returns the formats that a place can be filled from.
func (s shape) formats() []Format {
	switch s {
	case aText:
		return []Format{Text, Reference, Users}
	case aWord, aCurrency:
		return []Format{Text}
	case aNumber:
		return []Format{Number, NumberText, Percent}
	case aDay, anInstant:
		return []Format{Day, Instant, Millis}
	case aFlag:
		return []Format{Boolean, Text}
	case someTexts:
		return []Format{List, Users, Reference, Text}
	case someStakeholders:
		return []Format{List, Users, Reference, Rows}
	case anAddress:
		return []Format{Location}
	case someRows:
		return []Format{Rows}
	default:
		return nil
	}
}

// words are the words that places with certain ones take.
func words(t reflect.Type) []string {
	switch t {
	case reflect.TypeFor[crm.DealStatus]():
		return []string{string(crm.Open), string(crm.Won), string(crm.Lost), string(crm.Void)}
	case reflect.TypeFor[crm.ActivityStatus]():
		return []string{string(crm.Planned), string(crm.Done), string(crm.Cancelled)}
	case reflect.TypeFor[crm.Answer]():
		return []string{string(crm.Accepted), string(crm.Declined)}
	case reflect.TypeFor[crm.Attendance]():
		return []string{string(crm.Attended), string(crm.Absent)}
	default:
		return nil
	}
}

// shapeOf says what a place of a type takes.
func shapeOf(t reflect.Type) shape {
	switch t {
	case reflect.TypeFor[decimal.NullDecimal]():
		return aNumber
	case reflect.TypeFor[kam.Day]():
		return aDay
	case reflect.TypeFor[time.Time]():
		return anInstant
	case reflect.TypeFor[kam.Currency]():
		return aCurrency
	case reflect.TypeFor[crm.Address]():
		return anAddress
	case reflect.TypeFor[[]crm.Stakeholder]():
		return someStakeholders
	case reflect.TypeFor[kam.Period]():
		return noShape
	}
	switch {
	case words(t) != nil:
		return aWord
	case t.Kind() == reflect.String:
		return aText
	case t.Kind() == reflect.Bool:
		return aFlag
	case t.Kind() == reflect.Slice && t.Elem().Kind() == reflect.String:
		return someTexts
	case t.Kind() == reflect.Slice && t.Elem().Kind() == reflect.Struct:
		return someRows
	default:
		return noShape
	}
}

// targetsOf lists the places of a structure by the names of its JSON.
func targetsOf(t reflect.Type) map[string]target {
	found := map[string]target{}
	collect(found, "", nil, t)
	return found
}

func collect(found map[string]target, name string, path []int, t reflect.Type) {
	for i := range t.NumField() {
		f := t.Field(i)
		tag, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if f.Anonymous || tag == "" {
			continue
		}
		at := append(slices.Clone(path), i)
		inner := f.Type
		if inner.Kind() == reflect.Pointer {
			inner = inner.Elem()
		}
		s := shapeOf(inner)
		if s != noShape {
			found[name+tag] = target{name: name + tag, shape: s, path: at, typ: inner}
		}
		if inner.Kind() == reflect.Struct && (s == noShape || s == anAddress) && inner != reflect.TypeFor[kam.Period]() {
			collect(found, name+tag+".", at, inner)
		}
	}
}

// besides are the places that every record has besides its data.
func besides() map[string]target {
	return map[string]target{
		ID:       {name: ID, shape: aText, typ: reflect.TypeFor[string]()},
		Modified: {name: Modified, shape: anInstant, typ: reflect.TypeFor[time.Time]()},
		Revision: {name: Revision, shape: aText, typ: reflect.TypeFor[string]()},
		Deleted:  {name: Deleted, shape: aFlag, typ: reflect.TypeFor[bool]()},
	}
}

// Targets returns the places that fields of records of a kind may fill, in alphabetical order; none for an unknown kind.
func Targets(kind crm.Kind) []string {
	data := crm.NewData(kind)
	if data == nil {
		return nil
	}
	all := targetsOf(reflect.TypeOf(data).Elem())
	maps.Copy(all, besides())
	return slices.Sorted(maps.Keys(all))
}

// reach returns the place in a structure; optional structures on the way come to be.
func (t target) reach(data reflect.Value) reflect.Value {
	for _, i := range t.path {
		if data.Kind() == reflect.Pointer {
			if data.IsNil() {
				data.Set(reflect.New(data.Type().Elem()))
			}
			data = data.Elem()
		}
		data = data.Field(i)
	}
	return data
}
