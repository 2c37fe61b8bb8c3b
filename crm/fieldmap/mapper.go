package fieldmap

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/internal/wording"
)

// Record makes a record of the fields of one object. What cannot be read stays in Extra under its own name, and its
// place is unknown; what the map does not mention stays there too, null aside. A word that is translated stays there as
// well, unless another field takes it as it is.
//
// Findings of the severity [kam.Error] say that there is no record, for want of an id or a time of modification. All
// others are warnings. Their place is the record and the field.
func (m *Mapper) Record(raw map[string]json.RawMessage) (crm.Record, kam.Findings) {
	return m.record(m.spec.System, raw, nil)
}

// RecordOf is [Mapper.Record] for a map without a system of its own.
func (m *Mapper) RecordOf(system crm.System, raw map[string]json.RawMessage) (crm.Record, kam.Findings) {
	return m.record(system, raw, nil)
}

// Read is [Mapper.Record] for an object as JSON of at most [crm.MaxContent] bytes.
func (m *Mapper) Read(object []byte) (crm.Record, kam.Findings) {
	var found kam.Findings
	var raw map[string]json.RawMessage
	if len(object) > crm.MaxContent {
		found.Add(fault("too-long", "$", wording.Say("the object has %d bytes, at most %d are read", "对象 %d 字节，最多读取 %d 字节", len(object), crm.MaxContent)))
		return crm.Record{}, found
	}
	if err := json.Unmarshal(object, &raw); err != nil || raw == nil {
		found.Add(fault("json", "$", wording.Say("it is no JSON object: %s", "不是 JSON 对象：%s", wording.Clip(fmt.Sprint(err)))))
		return crm.Record{}, found
	}
	return m.Record(raw)
}

// making is a record in the making.
type making struct {
	m     *Mapper
	ref   crm.Ref
	raw   map[string]json.RawMessage
	data  reflect.Value
	rec   crm.Record
	found kam.Findings
	// taken are the fields that stand in the record as they are; filled the places and the fields that filled them.
	taken  map[string]bool
	filled map[string]string
	// place says where a field stands, in findings.
	place func(name string) string
	// told says that what does not fit was found already.
	told bool
}

func (m *Mapper) record(system crm.System, raw map[string]json.RawMessage, place func(name string) string) (crm.Record, kam.Findings) {
	return m.recordAt(system, raw, place, time.Time{})
}

// recordAt makes a record that was modified at a time, unless it says otherwise.
func (m *Mapper) recordAt(system crm.System, raw map[string]json.RawMessage, place func(name string) string, modified time.Time) (crm.Record, kam.Findings) {
	data := crm.NewData(m.spec.Kind)
	k := &making{
		m: m, raw: raw, data: reflect.ValueOf(data).Elem(), rec: crm.Record{Data: data, Modified: modified.UTC().Truncate(time.Microsecond)},
		ref: crm.Ref{System: system, Kind: m.spec.Kind}, taken: make(map[string]bool, len(raw)), filled: make(map[string]string, len(m.fields)), place: place,
	}
	if place == nil {
		k.place = func(name string) string { return strings.TrimSuffix(k.ref.String()+" "+name, " ") }
	}
	k.identify()
	for _, f := range m.fields {
		if f.To != ID {
			k.fill(f)
		}
	}
	for _, c := range m.constants {
		if _, ok := k.filled[c.To]; !ok {
			if v, o := read(c.raw, c.Field, m.zone); o == good {
				k.set(c.field, v)
			}
		}
	}
	k.rec.Ref = k.ref
	k.keepRest()
	k.settle()
	return k.rec, k.found
}

// identify finds the record's id.
func (k *making) identify() {
	for _, f := range k.m.fields {
		if f.To != ID || k.ref.ID != "" {
			continue
		}
		for _, name := range append([]string{f.From}, f.Or...) {
			v, o := read(k.raw[name], f.Field, k.m.zone)
			if o == good && v.text != "" {
				k.ref.ID, k.taken[name], k.filled[ID] = k.m.spec.Prefix+v.text, !f.Keep, name
				break
			}
		}
	}
	if k.ref.ID == "" {
		k.found.Add(fault("id", k.place(""), wording.Say("the record has no id in %s", "记录在 %s 中没有编号", wording.Words(k.m.Names(ID)))))
	}
}

// fill fills a place from the first of its fields that says something.
func (k *making) fill(f field) {
	if _, ok := k.filled[f.To]; ok || f.When != nil && !k.holds(f.When) {
		return
	}
	for i := -1; i < len(f.Or); i++ {
		name := f.From
		if i >= 0 {
			name = f.Or[i]
		}
		raw, ok := k.raw[name]
		if !ok {
			continue
		}
		v, o := read(raw, f.Field, k.m.zone)
		if o == silent {
			k.taken[name] = true
			continue
		}
		if o == unreadable {
			k.found.Add(warning("unreadable", k.place(name), wording.Say("%s is not written as %s", "%s 不是按 %s 书写的", wording.Quote(shown(raw)), wording.Quote(string(f.As)))))
			return
		}
		if fail := k.set(f, v); fail != nil {
			k.found.Add(fail(k.place(name)))
			return
		}
		k.filled[f.To] = name
		if !f.Keep && !f.translates() {
			k.taken[name] = true
		}
		return
	}
}

// shown is a value as a message shows it: a text without its own quotes.
func shown(raw []byte) string {
	if text, ok := scalar(bytes.TrimSpace(raw)); ok {
		return text
	}
	return string(raw)
}

// translates reports whether what stands in the record is not what the system says.
func (f field) translates() bool {
	return len(f.Words) > 0 || f.Others != "" || f.target.shape == anInstant && f.As == Day || f.target.shape == aDay && f.As != Day
}

// holds reports whether a condition is met.
func (k *making) holds(w *When) bool {
	raw := bytes.TrimSpace(k.raw[w.Field])
	if len(raw) == 0 || saysNothing(raw) {
		return slices.Contains(w.Is, "")
	}
	text, ok := scalar(raw)
	return ok && slices.Contains(w.Is, text)
}

// Bounds of what stays under its own name, in bytes.
const maxExtra = crm.MaxContent / 2

// keepRest keeps what has no place.
func (k *making) keepRest() {
	extra := make(map[string]json.RawMessage)
	size := 0
	for _, name := range slices.Sorted(maps.Keys(k.raw)) {
		raw := bytes.TrimSpace(k.raw[name])
		if k.taken[name] || len(raw) == 0 || string(raw) == "null" {
			continue
		}
		var b bytes.Buffer
		if name == "" || len(name) > 256 || json.Compact(&b, raw) != nil || b.Len() > crm.MaxText || len(extra) >= crm.MaxExtra || size+b.Len() > maxExtra {
			if !k.told {
				k.found.Add(warning("too-long", k.place(name), wording.Say("the field has %d bytes and stays out: at most %d of a field, %d of a record and %d fields are kept", "字段 %d 字节，未保留：单个字段最多 %d 字节，单条记录最多 %d 字节、%d 个字段", len(raw), crm.MaxText, maxExtra, crm.MaxExtra)))
			}
			continue
		}
		size += b.Len()
		extra[name] = b.Bytes()
	}
	k.told = true
	if len(extra) > 0 {
		k.data.FieldByName("Extra").FieldByName("Extra").Set(reflect.ValueOf(extra))
	}
}

// settle takes out of the record what is out of range, and says whether there is a record.
func (k *making) settle() {
	if k.rec.Deleted {
		k.rec.Data = nil
	}
	if k.ref.ID == "" || k.rec.Modified.IsZero() {
		if k.rec.Modified.IsZero() {
			k.found.Add(fault("modified", k.place(""), wording.Say("the record does not say when it was modified in %s", "记录未在 %s 中说明修改时间", wording.Words(k.m.Names(Modified)))))
		}
		return
	}
	for range 2 {
		wrong := faultsOf(k.rec.Check())
		if len(wrong) == 0 {
			return
		}
		for _, f := range wrong {
			if !k.takeOut(f) {
				f.Place = strings.TrimSpace(k.place("") + " " + f.Place)
				k.found.Add(f)
				return
			}
		}
	}
}

// takeOut empties the places that a fault is about and keeps what they came from.
func (k *making) takeOut(f kam.Finding) bool {
	at := strings.TrimPrefix(f.Place, "$.data.")
	done := false
	for _, x := range k.m.fields {
		name, filled := k.filled[x.To]
		if !filled || x.target.path == nil || !touches(at, x.To) {
			continue
		}
		done = true
		delete(k.filled, x.To)
		x.target.reach(k.data).SetZero()
		k.taken[name] = false
		f.Severity, f.Code, f.Place = kam.Warning, prefix+".range", k.place(name)
		k.found.Add(f)
	}
	if done {
		k.keepRest()
	}
	return done
}

// touches reports whether two paths lead to the same place, or one to what the other contains.
func touches(a, b string) bool {
	within := func(inner, outer string) bool {
		rest, ok := strings.CutPrefix(inner, outer)
		return ok && (rest == "" || rest[0] == '.' || rest[0] == '[')
	}
	return within(a, b) || within(b, a)
}

func faultsOf(err error) kam.Findings {
	if invalid, ok := asInvalid(err); ok {
		return invalid.Findings
	}
	return nil
}
