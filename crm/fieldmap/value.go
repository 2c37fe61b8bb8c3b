package fieldmap

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/internal/num"
)

// value is what a field says, in the one part that its format has.
type value struct {
	text    string
	texts   []string
	number  decimal.Decimal
	day     kam.Day
	at      time.Time
	flag    bool
	address crm.Address
	rows    []json.RawMessage
}

// outcome is what came of reading a field.
type outcome int

const (
	silent     outcome = iota // it says nothing
	good                      // it was read
	unreadable                // it is not written as the map says
)

// read reads a field in a format.
func read(raw json.RawMessage, f Field, zone *time.Location) (value, outcome) {
	raw = bytes.TrimSpace(raw)
	if saysNothing(raw) {
		return value{}, silent
	}
	switch f.As {
	case Text:
		text, ok := scalar(raw)
		return value{text: text}, when(ok)
	case Number, NumberText, Percent:
		text, ok := scalar(raw)
		if !ok || raw[0] == 't' || raw[0] == 'f' {
			return value{}, unreadable
		}
		d, ok := parseNumber(text)
		if f.As == Percent && ok {
			d = d.Shift(-2)
			ok = num.Check(d) == nil
		}
		return value{number: d}, when(ok)
	case Day:
		return readDay(raw, f.Layout, zone)
	case Instant, Millis:
		return readInstant(raw, f.As, zone)
	case Boolean:
		text, _ := scalar(raw)
		return value{flag: strings.EqualFold(text, "true")}, when(strings.EqualFold(text, "true") || strings.EqualFold(text, "false"))
	case Reference:
		id, ok := reference(raw)
		if ok && id == "" {
			return value{}, silent
		}
		return value{text: f.Prefix + id, texts: []string{f.Prefix + id}}, when(ok)
	case Users, List:
		return readList(raw, f)
	case Location:
		return readLocation(raw)
	case Rows:
		var rows []json.RawMessage
		ok := json.Unmarshal(raw, &rows) == nil && len(rows) <= crm.MaxList
		return value{rows: rows}, when(ok)
	default:
		return value{}, unreadable
	}
}

func when(ok bool) outcome {
	if ok {
		return good
	}
	return unreadable
}

// saysNothing reports null, the empty text, and the empty list.
func saysNothing(raw []byte) bool {
	switch string(raw) {
	case "", "null", `""`, "[]", "{}":
		return true
	}
	if raw[0] == '"' {
		text, ok := scalar(raw)
		return ok && strings.TrimSpace(text) == ""
	}
	return false
}

// scalar returns a text, or a number or boolean as it is written.
func scalar(raw []byte) (string, bool) {
	switch raw[0] {
	case '{', '[':
		return "", false
	case '"':
		var text string
		err := json.Unmarshal(raw, &text)
		return strings.TrimSpace(text), err == nil
	default:
		return string(raw), json.Valid(raw)
	}
}

// maxShift is the largest exponent of a number that is read at all.
const maxShift = 2 * num.MaxExponent

// parseNumber reads plain notation, also with an exponent, as programs write large numbers.
func parseNumber(text string) (decimal.Decimal, bool) {
	exponent := 0
	if i := strings.IndexAny(text, "eE"); i >= 0 {
		n, err := strconv.Atoi(text[i+1:])
		if err != nil || n < -maxShift || n > maxShift {
			return decimal.Decimal{}, false
		}
		text, exponent = text[:i], n
	}
	d, err := num.Parse(text)
	if err != nil {
		return decimal.Decimal{}, false
	}
	if exponent != 0 {
		// Written out and read again, so that the exponent leaves no trace: 1E+7 is 10000000.
		d = d.Shift(int32(exponent))
		if num.Check(d) != nil {
			return decimal.Decimal{}, false
		}
		d, err = num.Parse(num.Format(d))
	}
	return d, err == nil
}

// inRange reports whether a record can hold an instant.
func inRange(t time.Time) bool {
	year := t.UTC().Year()
	return year >= 1 && year <= 9999 && !t.IsZero()
}

func readDay(raw []byte, layout string, zone *time.Location) (value, outcome) {
	text, ok := scalar(raw)
	if !ok || raw[0] != '"' {
		return value{}, unreadable
	}
	if layout != "" {
		if text, ok = rearrange(text, layout); !ok {
			return value{}, unreadable
		}
	}
	d, err := kam.ParseDay(text)
	if err != nil {
		return value{}, unreadable
	}
	at := time.Date(d.Year(), d.Month(), d.DayOfMonth(), 0, 0, 0, 0, zone).UTC()
	return value{day: d, at: at}, when(inRange(at))
}

// rearrange turns a day in a layout into YYYY-MM-DD.
func rearrange(text, layout string) (string, bool) {
	if len(text) != len(layout) {
		return "", false
	}
	var parts [3][]byte
	for i := range len(layout) {
		switch letter := strings.IndexByte("YMD", layout[i]); {
		case letter >= 0:
			parts[letter] = append(parts[letter], text[i])
		case text[i] != layout[i]:
			return "", false
		}
	}
	return string(parts[0]) + "-" + string(parts[1]) + "-" + string(parts[2]), true
}

// goodLayout reports whether a layout has YYYY, MM and DD once each and no digits.
func goodLayout(layout string) bool {
	rest := layout
	for _, part := range []string{"YYYY", "MM", "DD"} {
		if strings.Count(rest, part) != 1 {
			return false
		}
		rest = strings.Replace(rest, part, "", 1)
	}
	return !strings.ContainsAny(rest, "YMD0123456789") && len(layout) <= 16
}

func readInstant(raw []byte, as Format, zone *time.Location) (value, outcome) {
	text, ok := scalar(raw)
	if !ok {
		return value{}, unreadable
	}
	var at time.Time
	if as == Millis {
		n, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			return value{}, unreadable
		}
		at = time.UnixMilli(n).UTC()
	} else {
		t, err := time.Parse(time.RFC3339, text)
		if err != nil {
			return value{}, unreadable
		}
		at = t.UTC().Truncate(time.Microsecond)
	}
	if !inRange(at) {
		return value{}, unreadable
	}
	return value{at: at, day: kam.DayAt(at, zone)}, good
}

// reference returns the id of {"id": ...} or the bare id.
func reference(raw []byte) (string, bool) {
	if raw[0] != '{' {
		return scalar(raw)
	}
	var r struct {
		ID json.RawMessage `json:"id"`
	}
	if json.Unmarshal(raw, &r) != nil {
		return "", false
	}
	if id := bytes.TrimSpace(r.ID); !saysNothing(id) {
		return scalar(id)
	}
	return "", true
}

func readList(raw []byte, f Field) (value, outcome) {
	var items []json.RawMessage
	switch raw[0] {
	case '[':
		if json.Unmarshal(raw, &items) != nil || len(items) > crm.MaxList {
			return value{}, unreadable
		}
	case '"':
		text, ok := scalar(raw)
		if !ok {
			return value{}, unreadable
		}
		var v value
		for part := range strings.SplitSeq(text, ";") {
			if part = strings.TrimSpace(part); part != "" {
				v.texts = append(v.texts, f.Prefix+part)
			}
		}
		return v.first()
	default:
		items = []json.RawMessage{raw}
	}
	var v value
	for _, item := range items {
		item = bytes.TrimSpace(item)
		if saysNothing(item) {
			continue
		}
		id, ok := reference(item)
		if !ok {
			return value{}, unreadable
		}
		if id != "" {
			v.texts = append(v.texts, f.Prefix+id)
		}
	}
	return v.first()
}

// first takes the first of a list as the value's text too.
func (v value) first() (value, outcome) {
	if len(v.texts) == 0 {
		return v, silent
	}
	v.text = v.texts[0]
	return v, good
}

// readLocation reads longitude#%$latitude#%$address.
func readLocation(raw []byte) (value, outcome) {
	text, ok := scalar(raw)
	parts := strings.SplitN(text, "#%$", 3)
	if !ok || len(parts) != 3 {
		return value{}, unreadable
	}
	a := crm.Address{Street: strings.TrimSpace(parts[2])}
	long, lat := strings.TrimSpace(parts[0]), strings.TrimSpace(parts[1])
	if long != "" || lat != "" {
		x, okX := parseNumber(long)
		y, okY := parseNumber(lat)
		if !okX || !okY {
			return value{}, unreadable
		}
		a.Longitude, a.Latitude = decimal.NewNullDecimal(x), decimal.NewNullDecimal(y)
	}
	if !a.Longitude.Valid && a.Street == "" {
		return value{}, silent
	}
	return value{address: a}, good
}
