package fieldmap

import (
	"encoding/json"
	"reflect"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/internal/wording"
)

// failure makes the finding that says why a value has no place.
type failure func(place string) kam.Finding

// set puts a value into its place.
func (k *making) set(f field, v value) failure {
	switch f.To {
	case Modified:
		k.rec.Modified = v.at
		return nil
	case Revision:
		k.rec.Revision = v.text
		return nil
	}
	if f.target.path == nil {
		var flag bool
		fail := put(reflect.ValueOf(&flag).Elem(), f, v, k)
		k.rec.Deleted = flag
		return fail
	}
	return put(f.target.reach(k.data), f, v, k)
}

// put puts a value into a place of a structure.
func put(into reflect.Value, f field, v value, k *making) failure {
	switch f.target.shape {
	case aText:
		text, _ := f.translate(v.text, nil)
		into.SetString(text)
	case aWord:
		text, ok := f.translate(v.text, words(f.target.typ))
		if !ok {
			return unknownWord(v.text, words(f.target.typ))
		}
		into.SetString(text)
	case aCurrency:
		text, _ := f.translate(v.text, nil)
		code, err := kam.ParseCurrency(text)
		if err != nil {
			return func(place string) kam.Finding {
				return warning("unreadable", place, wording.Say("%s is no ISO 4217 currency", "%s 不是 ISO 4217 币种", wording.Quote(text)))
			}
		}
		into.SetString(string(code))
	case aNumber:
		into.Set(reflect.ValueOf(decimal.NewNullDecimal(v.number)))
	case aDay:
		into.Set(reflect.ValueOf(v.day))
	case anInstant:
		into.Set(reflect.ValueOf(v.at))
	case aFlag:
		if f.As == Text {
			text, ok := f.translate(v.text, []string{"true", "false"})
			if !ok {
				return unknownWord(v.text, []string{"true", "false"})
			}
			v.flag = text == "true"
		}
		into.SetBool(v.flag)
	case someTexts:
		putTexts(into, f, v)
	case someStakeholders:
		if f.As == Rows {
			return putRows(into, f, v, k)
		}
		people := make([]crm.Stakeholder, len(v.texts))
		for i, id := range v.texts {
			people[i].Contact = id
		}
		into.Set(reflect.ValueOf(people))
	case anAddress:
		into.Set(reflect.ValueOf(v.address))
	case someRows:
		return putRows(into, f, v, k)
	case noShape:
	}
	return nil
}

func putTexts(into reflect.Value, f field, v value) {
	texts := v.texts
	if f.As == Text {
		texts = []string{v.text}
	}
	list := reflect.MakeSlice(into.Type(), len(texts), len(texts))
	for i, text := range texts {
		text, _ = f.translate(text, nil)
		list.Index(i).SetString(text)
	}
	into.Set(list)
}

// putRows fills a list of structures. A row with a field that cannot be read makes the list unreadable: half of it would
// look like all of it.
func putRows(into reflect.Value, f field, v value, k *making) failure {
	if k == nil {
		return nil
	}
	list := reflect.MakeSlice(into.Type(), len(v.rows), len(v.rows))
	for i, row := range v.rows {
		var raw map[string]json.RawMessage
		if json.Unmarshal(row, &raw) != nil {
			return badRow(i)
		}
		inner := &making{m: k.m, raw: raw, data: list.Index(i), taken: map[string]bool{}, filled: map[string]string{}, place: func(name string) string { return name }}
		for _, x := range f.inner {
			inner.fill(x)
		}
		if len(inner.found) > 0 {
			return badRow(i)
		}
	}
	into.Set(list)
	return nil
}

func badRow(i int) failure {
	return func(place string) kam.Finding {
		return warning("unreadable", place, wording.Say("row %d of the list is not written as the map says", "列表第 %d 行不是按映射书写的", i+1))
	}
}

func unknownWord(word string, takes []string) failure {
	return func(place string) kam.Finding {
		return warning("word", place, wording.Say("%s has no translation into %s", "%s 没有对应到 %s 的翻译", wording.Quote(word), wording.Words(takes)))
	}
}

// translate translates a word. Without takes, every word is right.
func (f Field) translate(word string, takes []string) (string, bool) {
	if to, ok := f.Words[word]; ok {
		return to, true
	}
	if f.Others != "" {
		return f.Others, true
	}
	return word, takes == nil || slices.Contains(takes, word)
}
