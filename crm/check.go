package crm

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/internal/wording"
)

// Bounds of what a record holds.
const (
	// MaxText is the longest text, in bytes.
	MaxText = 64 << 10
	// MaxList is the most rows of a list.
	MaxList = 10_000
	// MaxExtra is the most unmapped fields.
	MaxExtra = 1_000
)

const maxSystem = 64

// Check returns nil for a record that names its system, kind and id and when it was modified, has data of its kind or is
// deleted, and has no text, number or time out of bounds. Otherwise it returns a [*kam.InvalidError] with every fault.
func (r Record) Check() error {
	var found kam.Findings
	if !isSystem(r.Ref.System) {
		found.Add(finding("system", "$.ref.system", wording.Say("%s names no system", "%s 不是系统名称", wording.Quote(string(r.Ref.System)))))
	}
	if !r.Ref.Kind.Valid() {
		found.Add(finding("kind", "$.ref.kind", wording.Say("%s is no kind of record", "%s 不是记录类型", wording.Quote(string(r.Ref.Kind)))))
	}
	if !wording.IsName(r.Ref.ID) {
		found.Add(finding("id", "$.ref.id", wording.Say("%s is no id", "%s 不是有效的编号", wording.Quote(r.Ref.ID))))
	}
	if r.Revision != "" && !wording.IsName(r.Revision) {
		found.Add(finding("revision", "$.revision", wording.Say("%s is no revision", "%s 不是有效的修订标记", wording.Quote(r.Revision))))
	}
	if r.Modified.IsZero() || !writable(r.Modified) {
		found.Add(finding("modified", "$.modified", wording.Say("the time of modification is not stated or out of range", "修改时间缺失或超出范围")))
	}
	r.checkData(&found)
	if !found.HasErrors() {
		r.checkSize(&found)
	}
	return found.Err()
}

func isSystem(s System) bool { return wording.IsName(string(s)) && len(s) <= maxSystem }

func (r Record) checkData(found *kam.Findings) {
	ours := isOurs(r.Data)
	nothing := r.Data == nil || ours && reflect.ValueOf(r.Data).IsNil()
	switch {
	case !ours && !nothing:
		found.Add(finding("data", "$.data", wording.Say("the data is of none of the types of this package", "内容不是本软件包的类型")))
	case r.Deleted && !nothing:
		found.Add(finding("data", "$.data", wording.Say("a deleted record has no data", "已删除的记录不应有内容")))
	case r.Deleted:
	case nothing:
		found.Add(finding("data", "$.data", wording.Say("there is no data, and the record is not deleted", "记录未删除却没有内容")))
	case r.Data.kind() != r.Ref.Kind:
		found.Add(finding("data", "$.data", wording.Say("the data is of the kind %s, not %s", "内容属于 %s 而非 %s", wording.Quote(string(r.Data.kind())), wording.Quote(string(r.Ref.Kind)))))
	default:
		walk(found, "$.data", reflect.ValueOf(r.Data).Elem())
		checkMeaning(found, r.Data)
	}
}

// isOurs reports whether data is of one of the types of this package; others can only have one of them inside.
func isOurs(d Data) bool {
	switch d.(type) {
	case *Account, *Contact, *Opportunity, *Order, *Invoice, *Payment, *Activity, *Event, *Invitation, *Survey, *Request, *Resource, *Product, *User:
		return true
	default:
		return false
	}
}

// walk checks every text, number, time and list of data, whatever its type.
func walk(found *kam.Findings, at string, v reflect.Value) {
	switch x := v.Interface().(type) {
	case decimal.NullDecimal:
		if x.Valid && num.Check(x.Decimal) != nil {
			found.Add(finding("number", at, wording.Say("the number is too large or too long", "数值过大或位数过多")))
		}
		return
	case time.Time:
		if !x.IsZero() && !writable(x) {
			found.Add(finding("modified", at, wording.Say("the time is out of range", "时间超出范围")))
		}
		return
	case kam.Day:
		return
	case kam.Period:
		if !x.IsZero() && x.Check() != nil {
			found.Add(finding("period", at, wording.Say("the days are no period", "起止日期无效")))
		}
		return
	case kam.Currency:
		if _, err := kam.ParseCurrency(string(x)); x != "" && err != nil {
			found.Add(finding("currency", at, wording.Say("%s is no ISO 4217 currency", "%s 不是 ISO 4217 币种", wording.Quote(string(x)))))
		}
		return
	case Extra:
		checkExtra(found, at+".extra", x)
		return
	}
	switch v.Kind() {
	case reflect.String:
		if s := v.String(); len(s) > MaxText || !utf8.ValidString(s) {
			found.Add(finding("text", at, wording.Say("the text has %d bytes, more than %d, or is not UTF-8", "文本 %d 字节，超过 %d 或不是 UTF-8", len(s), MaxText)))
		}
	case reflect.Slice:
		if v.Len() > MaxList {
			found.Add(finding("too-many", at, wording.Say("there are %d rows, more than %d", "共 %d 行，超过 %d", v.Len(), MaxList)))
			return
		}
		for i := range v.Len() {
			walk(found, wording.At(at, i), v.Index(i))
		}
	case reflect.Pointer:
		if !v.IsNil() {
			walk(found, at, v.Elem())
		}
	case reflect.Struct:
		for i := range v.NumField() {
			name, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("json"), ",")
			if v.Type().Field(i).Anonymous {
				walk(found, at, v.Field(i))
			} else {
				walk(found, at+"."+name, v.Field(i))
			}
		}
	}
}

// checkSize reports a record that would be too long as JSON. What is in it has been found within bounds.
func (r Record) checkSize(found *kam.Findings) {
	if r.Data == nil || longest(reflect.ValueOf(r.Data)) < MaxContent-4<<10 { // the rest has its own bounds
		return
	}
	if text, err := r.MarshalJSON(); err != nil || len(text) > MaxContent {
		found.Add(finding("size", "$", wording.Say("the record has %d bytes as JSON, more than %d", "记录的 JSON 共 %d 字节，超过 %d", len(text), MaxContent)))
	}
}

// longest returns no less than the bytes that v has as JSON.
func longest(v reflect.Value) int {
	const escaped, around = 6, 64 // a byte at its longest; a name, a number or a time with what stands around it
	n := around
	switch v.Kind() {
	case reflect.String:
		n += escaped * v.Len()
	case reflect.Pointer:
		if !v.IsNil() {
			n += longest(v.Elem())
		}
	case reflect.Slice:
		if v.Type().Elem().Kind() == reflect.Uint8 {
			return n + escaped*v.Len()
		}
		for i := range v.Len() {
			n += longest(v.Index(i))
		}
	case reflect.Map:
		for each := v.MapRange(); each.Next(); {
			n += longest(each.Key()) + longest(each.Value())
		}
	case reflect.Struct:
		if isValue(v.Type()) {
			return 2 * around
		}
		for i := range v.NumField() {
			n += longest(v.Field(i))
		}
	}
	return n
}

// writable reports whether t can be written as RFC 3339 with microseconds at most.
func writable(t time.Time) bool {
	year := t.UTC().Year()
	return year >= 1 && year <= 9999 && t.Nanosecond()%1000 == 0
}

func checkExtra(found *kam.Findings, at string, e Extra) {
	if len(e.Extra) > MaxExtra {
		found.Add(finding("too-many", at, wording.Say("there are %d fields, more than %d", "共 %d 个字段，超过 %d", len(e.Extra), MaxExtra)))
		return
	}
	for _, name := range sortedKeys(e.Extra) {
		if value := e.Extra[name]; name == "" || len(name) > 256 || !utf8.ValidString(name) || len(value) > MaxText || !utf8.Valid(value) || !json.Valid(value) {
			found.Add(finding("extra", fmt.Sprintf("%s[%s]", at, wording.Quote(name)), wording.Say("the field has no usable name or no valid JSON in UTF-8 of at most %d bytes", "字段名称无效，或内容不是不超过 %d 字节、UTF-8 编码的有效 JSON", MaxText)))
		}
	}
}

// checkMeaning reports numbers out of their range and words that are none of those known.
func checkMeaning(found *kam.Findings, data Data) {
	switch d := data.(type) {
	case *Account:
		checkAddress(found, "$.data.address", d.Address)
		between(found, "$.data.employees", d.Employees, decimal.Zero, decimal.NullDecimal{})
	case *Contact:
		for i, h := range d.Preferences.Times {
			if h.Weekday < time.Sunday || h.Weekday > time.Saturday || h.From < 0 || h.From >= h.Until || h.Until > 24*60 {
				found.Add(finding("range", wording.At("$.data.preferences.times", i), wording.Say("the hours are no part of a weekday", "不是一周中某日的时段")))
			}
		}
	case *Opportunity:
		between(found, "$.data.probability", d.Probability, decimal.Zero, decimal.NewNullDecimal(decimal.New(1, 0)))
		word(found, "$.data.status", d.Status, Open, Won, Lost, Void)
		positive(found, "$.data.rate", d.Rate)
	case *Order:
		positive(found, "$.data.rate", d.Rate)
	case *Invoice:
		positive(found, "$.data.rate", d.Rate)
	case *Payment:
		positive(found, "$.data.rate", d.Rate)
	case *Activity:
		word(found, "$.data.status", d.Status, Planned, Done, Cancelled)
		if d.CheckIn != nil {
			checkAddress(found, "$.data.checkIn.address", d.CheckIn.Address)
		}
	case *Event:
		checkAddress(found, "$.data.address", d.Address)
		between(found, "$.data.capacity", d.Capacity, decimal.Zero, decimal.NullDecimal{})
	case *Invitation:
		word(found, "$.data.answer", d.Answer, Accepted, Declined)
		word(found, "$.data.attendance", d.Attendance, Attended, Absent)
	case *Survey:
		checkSurvey(found, d)
	}
}

func checkSurvey(found *kam.Findings, s *Survey) {
	if s.Low.Valid != s.High.Valid || s.Low.Valid && num.Check(s.Low.Decimal) == nil && num.Check(s.High.Decimal) == nil && !s.Low.Decimal.LessThan(s.High.Decimal) {
		found.Add(finding("range", "$.data.low", wording.Say("low and high are both stated, low below high, or neither", "最低分与最高分须同时填写且前者小于后者，或都不填")))
		return
	}
	if s.Low.Valid {
		between(found, "$.data.score", s.Score, s.Low.Decimal, s.High)
	}
}

func checkAddress(found *kam.Findings, at string, a Address) {
	if a.Latitude.Valid != a.Longitude.Valid {
		found.Add(finding("range", at, wording.Say("latitude and longitude are both stated, or neither", "纬度与经度须同时填写或都不填")))
	}
	between(found, at+".latitude", a.Latitude, decimal.New(-90, 0), decimal.NewNullDecimal(decimal.New(90, 0)))
	between(found, at+".longitude", a.Longitude, decimal.New(-180, 0), decimal.NewNullDecimal(decimal.New(180, 0)))
}

// between reports a number below low or above high, if there is a high.
func between(found *kam.Findings, at string, d decimal.NullDecimal, low decimal.Decimal, high decimal.NullDecimal) {
	if !d.Valid || num.Check(d.Decimal) != nil || num.Check(low) != nil || high.Valid && num.Check(high.Decimal) != nil {
		return
	}
	if d.Decimal.LessThan(low) || high.Valid && d.Decimal.GreaterThan(high.Decimal) {
		found.Add(finding("range", at, wording.Say("%s is out of range", "%s 超出范围", num.Format(d.Decimal))))
	}
}

func positive(found *kam.Findings, at string, d decimal.NullDecimal) {
	if d.Valid && num.Check(d.Decimal) == nil && d.Decimal.Sign() <= 0 {
		found.Add(finding("range", at, wording.Say("%s is not above zero", "%s 不大于零", num.Format(d.Decimal))))
	}
}

// word reports a word that is neither empty nor one of those known.
func word[T ~string](found *kam.Findings, at string, w T, known ...T) {
	if w != "" && !slices.Contains(known, w) {
		found.Add(finding("word", at, wording.Say("%s is none of %s", "%s 不属于 %s", wording.Quote(string(w)), wording.Words(known))))
	}
}

func finding(code, place string, message kam.Text) kam.Finding {
	return kam.Finding{Code: "crm." + code, Severity: kam.Error, Place: place, Message: message, Remedy: remedy(code)}
}

// remedy says what would be right instead of a fault with a code.
func remedy(code string) kam.Text {
	switch code {
	case "system", "id", "revision":
		return wording.Say("state 1 to 128 bytes (a system: 1 to 64) without control characters and blanks at the ends", "请填 1 至 128 字节（系统名 1 至 64 字节），不含控制字符与首尾空白")
	case "kind":
		return wording.Say("use one of %s", "请使用 %s 之一", wording.Words(Kinds()))
	case "modified":
		return wording.Say("state a time of the years 1 to 9999 in whole microseconds", "请填公元 1 至 9999 年的时间，精确到微秒")
	case "data":
		return wording.Say("give the data of the record's kind, or mark the record as deleted", "请填写与记录类型相符的内容，或标记为已删除")
	case "number":
		return wording.Say("use at most %d digits, at most %d of them after the point", "最多 %d 位数字，其中小数不超过 %d 位", num.MaxDigits, num.MaxExponent)
	case "currency":
		return wording.Say("use a code such as CNY", "请使用 CNY 之类的代码")
	case "period":
		return wording.Say("state it as from/until, such as 2026-01-01/2026-04-01; the second day is no longer part of it", "请按 首日/止日 填写，如 2026-01-01/2026-04-01，止日不计入")
	case "json":
		return wording.Say("give what a record writes as JSON; fields of a system that have no place belong into \"extra\"", "请提供记录输出的 JSON；没有对应位置的系统字段放入 \"extra\"")
	case "word":
		return wording.Say("use one of these words, or leave it out when it is unknown", "请使用其中之一；未知时不填")
	default:
		return wording.Say("state a value within the bounds, or leave it out when it is unknown", "请填写范围内的值；未知时不填")
	}
}
