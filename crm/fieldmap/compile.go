package fieldmap

import (
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/internal/strictjson"
	"github.com/kam-go/kam/internal/wording"
	"github.com/kam-go/kam/internal/zone"
)

const prefix = "fieldmap"

// Bounds of a spec.
const (
	// MaxFields is the most fields of a spec, of a list's rows, and the most constants.
	MaxFields = 1_000
	// MaxWords is the most words of a field.
	MaxWords = 5_000
)

// Mapper makes records from what a system says, by a [Spec]. It is immutable and safe for use by several goroutines.
type Mapper struct {
	spec      Spec
	zone      *time.Location
	fields    []field
	constants []constant
	ask       []string
	known     map[string]bool
}

// field is a checked field with the place that it fills and the fields of its rows.
type field struct {
	Field
	target target
	inner  []field
}

// constant is a checked constant as what a field would have said.
type constant struct {
	field
	raw json.RawMessage
}

// Parse reads a spec from JSON, strictly, and returns an [*kam.InvalidError] with every fault of writing. What it means
// is checked by [Compile].
func Parse(text []byte) (Spec, error) {
	var s Spec
	if found := strictjson.Decode(text, &s, prefix); found.HasErrors() {
		return Spec{}, found.Err()
	}
	return s, nil
}

// Compile checks a spec and returns its mapper, or every fault as one [*kam.InvalidError]. The spec is copied.
func Compile(spec Spec) (*Mapper, error) {
	m := &Mapper{spec: clone(spec), known: map[string]bool{}}
	f := &wording.Faults{Prefix: prefix}
	if s := string(spec.System); s != "" && (!wording.IsName(s) || len(s) > 64) {
		f.Add("name", "$.system", wording.Say("%s names no system", "%s 不是系统名称", wording.Quote(s)), remedyName())
	}
	if len(spec.Prefix) > 64 || !utf8.ValidString(spec.Prefix) {
		f.Add("name", "$.prefix", wording.Say("the prefix is too long or not UTF-8", "前缀过长或不是 UTF-8"), wording.Say("use at most 64 bytes", "请使用不超过 64 字节的前缀"))
	}
	place, ok := zone.Of(spec.Zone)
	if !ok {
		f.Add("zone", "$.zone", wording.Say("%s is no time zone", "%s 不是时区", wording.Quote(spec.Zone)), wording.Say(`use a name such as "Asia/Shanghai", or an offset such as "+08:00"`, `请使用 "Asia/Shanghai" 之类的名称，或 "+08:00" 之类的偏移`))
	}
	m.zone = place
	data := crm.NewData(spec.Kind)
	if data == nil {
		f.Add("kind", "$.kind", wording.Say("%s is no kind of record", "%s 不是记录类型", wording.Quote(string(spec.Kind))), wording.Say("use one of %s", "请使用 %s 之一", wording.Words(crm.Kinds())))
		return nil, f.Err()
	}
	targets := targetsOf(reflect.TypeOf(data).Elem())
	maps.Copy(targets, besides())
	m.fields = checkFields(f, "$.fields", m.spec.Fields, targets)
	if !slices.ContainsFunc(m.spec.Fields, func(x Field) bool { return x.To == ID }) {
		f.Add("id", "$.fields", wording.Say("no field fills the id", "没有字段对应编号"), wording.Say(`add {"from": ..., "to": "id", "as": "text"}`, `请添加 {"from": ..., "to": "id", "as": "text"}`))
	}
	m.checkConstants(f, targets)
	m.checkAlso(f)
	if err := f.Err(); err != nil {
		return nil, err
	}
	m.plan()
	return m, nil
}

// Spec returns the map, which shares no memory with the mapper.
func (m *Mapper) Spec() Spec { return clone(m.spec) }

// Kind is the kind of the records.
func (m *Mapper) Kind() crm.Kind { return m.spec.Kind }

// Fields are the names to ask the system for, in the order of the map, each once: those of fields, of what stands in for
// them and of conditions, and those that are kept besides.
func (m *Mapper) Fields() []string { return slices.Clone(m.ask) }

// Names returns the fields of the system that fill a place in records, in the order of the map; see [Targets].
func (m *Mapper) Names(place string) []string {
	var names []string
	for _, f := range m.fields {
		if f.To == place {
			names = append(append(names, f.From), f.Or...)
		}
	}
	return names
}

func (m *Mapper) plan() {
	add := func(name string) {
		if !m.known[name] {
			m.known[name] = true
			m.ask = append(m.ask, name)
		}
	}
	for _, f := range m.fields {
		add(f.From)
		for _, name := range f.Or {
			add(name)
		}
		if f.When != nil {
			add(f.When.Field)
		}
	}
	for _, name := range m.spec.Also {
		add(name)
	}
}

func (m *Mapper) checkAlso(f *wording.Faults) {
	if !f.Count("$.also", len(m.spec.Also), 0, MaxFields) {
		return
	}
	for i, name := range m.spec.Also {
		checkName(f, wording.At("$.also", i), name)
	}
}

// checkFields checks the fields of a record or of a list's rows.
func checkFields(f *wording.Faults, at string, fields []Field, targets map[string]target) []field {
	if !f.Count(at, len(fields), 1, MaxFields) {
		return nil
	}
	compiled := make([]field, 0, len(fields))
	always := map[string]bool{}
	for i, x := range fields {
		place := wording.At(at, i)
		checkName(f, place+".from", x.From)
		for j, name := range x.Or {
			checkName(f, wording.At(place+".or", j), name)
		}
		if x.When != nil {
			checkName(f, place+".when.field", x.When.Field)
			if len(x.When.Is) == 0 || len(x.When.Is) > MaxWords {
				f.Add("when", place+".when.is", wording.Say("the condition has no words, or more than %d", "条件没有取值，或超过 %d 个", MaxWords), wording.Say(`list the words, such as ["Accounts"]`, `请列出取值，如 ["Accounts"]`))
			}
		}
		t, ok := targets[x.To]
		if !ok {
			f.Add("target", place+".to", wording.Say("records have no place %s", "记录没有位置 %s", wording.Quote(x.To)), nearest(x.To, targets))
			continue
		}
		if always[x.To] {
			f.Add("twice", place+".to", wording.Say("%s is filled already, whatever the record says", "%s 已由前面的字段无条件填写", wording.Quote(x.To)), wording.Say(`take one of them into "or" of the other, or give the first a "when"`, `请将其中一个放入另一个的 "or"，或给前一个加上 "when"`))
		}
		always[x.To] = always[x.To] || x.When == nil
		c := field{Field: x, target: t}
		checkFormat(f, place, x, t)
		if x.As == Rows && t.typ.Kind() == reflect.Slice {
			c.inner = checkFields(f, place+".fields", x.Fields, targetsOf(t.typ.Elem()))
		} else if len(x.Fields) > 0 {
			f.Add("format", place+".fields", wording.Say("only %s have fields of their own", "只有 %s 才有内部字段", wording.Quote(string(Rows))), wording.Say("leave them out", "请删去"))
		}
		compiled = append(compiled, c)
	}
	return compiled
}

func checkFormat(f *wording.Faults, place string, x Field, t target) {
	if !slices.Contains(Formats(), x.As) {
		f.Add("format", place+".as", wording.Say("%s is no format", "%s 不是格式", wording.Quote(string(x.As))), wording.Say("use one of %s", "请使用 %s 之一", wording.Words(t.shape.formats())))
		return
	}
	if !slices.Contains(t.shape.formats(), x.As) {
		f.Add("format", place+".as", wording.Say("%s cannot be filled from the format %s", "%s 不能由格式 %s 填写", wording.Quote(x.To), wording.Quote(string(x.As))), wording.Say("use one of %s", "请使用 %s 之一", wording.Words(t.shape.formats())))
	}
	if x.Layout != "" && (x.As != Day || !goodLayout(x.Layout)) {
		f.Add("layout", place+".layout", wording.Say("%s is no form of days", "%s 不是日期格式", wording.Quote(x.Layout)), wording.Say(`with the format "day", write YYYY, MM and DD once each, such as "DD-MM-YYYY"`, `格式为 "day" 时，YYYY、MM、DD 各写一次，如 "DD-MM-YYYY"`))
	}
	if x.Prefix != "" && !slices.Contains([]Format{Reference, Users, List}, x.As) || len(x.Prefix) > 64 {
		f.Add("prefix", place+".prefix", wording.Say("only references and lists of them have a prefix, of at most 64 bytes", "只有引用及其列表才有前缀，且不超过 64 字节"), wording.Say("leave it out", "请删去"))
	}
	checkWords(f, place, x, t)
}

// checkWords checks that translations lead to what the place takes.
func checkWords(f *wording.Faults, place string, x Field, t target) {
	if len(x.Words) > MaxWords {
		f.Count(place+".words", len(x.Words), 0, MaxWords)
		return
	}
	if (len(x.Words) > 0 || x.Others != "") && !slices.Contains([]Format{Text, List}, x.As) {
		f.Add("words", place+".words", wording.Say("only texts and lists of them are translated", "只有文本及其列表才能翻译"), wording.Say(`leave them out, or use the format "text"`, `请删去，或使用格式 "text"`))
		return
	}
	var takes []string
	switch t.shape {
	case aWord:
		takes = words(t.typ)
	case aFlag:
		takes = []string{"true", "false"}
	default:
		return
	}
	for _, from := range slices.Sorted(maps.Keys(x.Words)) {
		if to := x.Words[from]; !slices.Contains(takes, to) {
			f.Add("words", place+".words["+wording.Quote(from)+"]", wording.Say("%s does not take %s", "%s 不接受 %s", wording.Quote(x.To), wording.Quote(to)), wording.Say("use one of %s", "请使用 %s 之一", wording.Words(takes)))
		}
	}
	if x.Others != "" && !slices.Contains(takes, x.Others) {
		f.Add("words", place+".others", wording.Say("%s does not take %s", "%s 不接受 %s", wording.Quote(x.To), wording.Quote(x.Others)), wording.Say("use one of %s", "请使用 %s 之一", wording.Words(takes)))
	}
}

func (m *Mapper) checkConstants(f *wording.Faults, targets map[string]target) {
	if !f.Count("$.constants", len(m.spec.Constants), 0, MaxFields) {
		return
	}
	seen := map[string]bool{}
	for i, c := range m.spec.Constants {
		place := wording.At("$.constants", i)
		t, ok := targets[c.To]
		if !ok || c.To == ID || c.To == Modified {
			f.Add("target", place+".to", wording.Say("records have no place %s for a constant", "记录没有可填常量的位置 %s", wording.Quote(c.To)), nearest(c.To, targets))
			continue
		}
		if seen[c.To] {
			f.Add("twice", place+".to", wording.Say("%s has a constant already", "%s 已有常量", wording.Quote(c.To)), wording.Say("leave one out", "请删去一个"))
		}
		seen[c.To] = true
		raw, err := json.Marshal(c.Value)
		x := constant{field: field{Field: Field{To: c.To, As: constantFormat(t.shape)}, target: t}, raw: raw}
		holder := reflect.New(reflect.TypeOf(crm.NewData(m.spec.Kind)).Elem())
		if x.As == "" || err != nil || len(c.Value) > crm.MaxText {
			f.Add("constant", place+".value", wording.Say("%s takes no constant", "%s 不能填常量", wording.Quote(c.To)), wording.Say("leave it out", "请删去"))
			continue
		}
		v, o := read(raw, x.Field, time.UTC)
		if o != good || t.path != nil && (put(t.reach(holder.Elem()), x.field, v, nil) != nil || m.isOutOfRange(holder, c.To)) {
			f.Add("constant", place+".value", wording.Say("%s does not take %s", "%s 不接受 %s", wording.Quote(c.To), wording.Quote(c.Value)), wording.Say("write it as the record's JSON does: 1250.50, 2026-01-31, true, CNY", "请按记录 JSON 的写法填写：1250.50、2026-01-31、true、CNY"))
			continue
		}
		m.constants = append(m.constants, x)
	}
}

// isOutOfRange reports whether data of the mapper's kind has a value out of range in a place.
func (m *Mapper) isOutOfRange(data reflect.Value, place string) bool {
	d, ok := data.Interface().(crm.Data)
	r := crm.Record{Ref: crm.Ref{System: "x", Kind: m.spec.Kind, ID: "x"}, Modified: time.Unix(0, 0), Data: d}
	return ok && slices.ContainsFunc(faultsOf(r.Check()), func(f kam.Finding) bool { return f.Place == "$.data."+place })
}

// constantFormat is the format in which constants for a place are written.
func constantFormat(s shape) Format {
	switch s {
	case aText, aWord, aCurrency:
		return Text
	case aNumber:
		return NumberText
	case aDay:
		return Day
	case anInstant:
		return Instant
	case aFlag:
		return Boolean
	case someTexts, someStakeholders:
		return List
	default:
		return ""
	}
}

func checkName(f *wording.Faults, place, name string) {
	if name == "" || len(name) > 256 || !utf8.ValidString(name) {
		f.Add("name", place, wording.Say("%s names no field", "%s 不是字段名称", wording.Quote(name)), remedyName())
	}
}

func remedyName() kam.Text {
	return wording.Say("state the name that the system uses, at most 256 bytes", "请填写系统使用的名称，不超过 256 字节")
}

// nearest names places that look like one that is none, or all.
func nearest(name string, targets map[string]target) kam.Text {
	all := slices.Sorted(maps.Keys(targets))
	for _, known := range all {
		if strings.EqualFold(known, name) || strings.HasSuffix(known, "."+name) {
			return wording.Say("did you mean %s?", "是否为 %s？", wording.Quote(known))
		}
	}
	return wording.Say("use one of %s", "请使用 %s 之一", wording.Words(all))
}

func clone(s Spec) Spec {
	s.Fields = cloneFields(s.Fields)
	s.Constants = slices.Clone(s.Constants)
	s.Also = slices.Clone(s.Also)
	return s
}

func cloneFields(fields []Field) []Field {
	fields = slices.Clone(fields)
	for i := range fields {
		x := &fields[i]
		x.Or, x.Words, x.Fields = slices.Clone(x.Or), maps.Clone(x.Words), cloneFields(x.Fields)
		if x.When != nil {
			x.When = &When{Field: x.When.Field, Is: slices.Clone(x.When.Is)}
		}
	}
	return fields
}

// String tells which object of which system becomes which kind, such as "zoho Accounts: account".
func (m *Mapper) String() string {
	return strings.TrimSpace(fmt.Sprintf("%s %s: %s", m.spec.System, m.spec.Object, m.spec.Kind))
}
