package crm

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"reflect"
	"time"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/internal/wording"
)

// MaxContent is the longest record as JSON, in bytes.
const MaxContent = 1 << 20

// written is a record as JSON.
type written struct {
	Ref      Ref             `json:"ref"`
	Revision string          `json:"revision,omitempty"`
	Modified time.Time       `json:"modified"`
	Deleted  bool            `json:"deleted,omitempty"`
	Data     json.RawMessage `json:"data,omitempty"`
}

// MarshalJSON writes the record: ref, revision, modified, deleted, and data by its kind, instants in UTC. Equal records
// give equal bytes. A number out of the bounds of package kam is an error: it could be of any length.
func (r Record) MarshalJSON() ([]byte, error) {
	w := written{Ref: r.Ref, Revision: r.Revision, Modified: r.Modified.UTC(), Deleted: r.Deleted}
	if r.Data != nil {
		if err := numbersIn(reflect.ValueOf(r.Data)); err != nil {
			return nil, fmt.Errorf("crm: record %s: %w", r.Ref, err)
		}
		data, err := json.Marshal(inUTC(r.Data))
		if err != nil {
			return nil, fmt.Errorf("crm: record %s: %w", r.Ref, err)
		}
		w.Data = data
	}
	return json.Marshal(w)
}

// UnmarshalJSON reads what [Record.MarshalJSON] writes, strictly, and checks it as [Record.Check] does.
func (r *Record) UnmarshalJSON(data []byte) error {
	read, err := ParseRecord(data)
	if err != nil {
		return err
	}
	*r = read
	return nil
}

// ParseRecord reads a record that [Record.MarshalJSON] wrote. Unknown keys are faults: fields of a system that have no
// place belong into extra. It returns an [*kam.InvalidError] with what is wrong.
func ParseRecord(text []byte) (Record, error) {
	if len(text) > MaxContent {
		return Record{}, invalid("size", "$", wording.Say("%d bytes are more than %d", "共 %d 字节，超过 %d", len(text), MaxContent))
	}
	var w written
	if err := strict(text, &w); err != nil {
		return Record{}, invalid("json", "$", wording.Say("it is no record as JSON: %s", "不是记录的 JSON：%s", err))
	}
	r := Record{Ref: w.Ref, Revision: w.Revision, Modified: w.Modified.UTC(), Deleted: w.Deleted}
	if len(w.Data) > 0 && string(w.Data) != "null" {
		data := newData(w.Ref.Kind)
		if data == nil {
			return Record{}, invalid("kind", "$.ref.kind", wording.Say("%s is no kind of record", "%s 不是记录类型", wording.Quote(string(w.Ref.Kind))))
		}
		if err := strict(w.Data, data); err != nil {
			return Record{}, invalid("json", "$.data", wording.Say("it is no data of this kind as JSON: %s", "不是该类型数据的 JSON：%s", err))
		}
		r.Data = inUTC(data)
	}
	if err := r.Check(); err != nil {
		return Record{}, err
	}
	return r, nil
}

// strict reads one JSON value without unknown keys and without anything after it.
func strict(text []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return err
	}
	if _, err := d.Token(); err != io.EOF {
		return fmt.Errorf("there is more after byte %d", d.InputOffset())
	}
	return nil
}

// Hash is the SHA-256 of the record's content, in hexadecimal: of its data and whether it is deleted, without revision
// and time of modification. Records of equal content have equal hashes, however their numbers are written. It is empty for
// a record that cannot be written.
func (r Record) Hash() string {
	text, err := Record{Ref: r.Ref, Deleted: r.Deleted, Data: r.Data}.MarshalJSON()
	if err != nil {
		return ""
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

// numbersIn returns what is wrong with the first number below v that is out of bounds.
func numbersIn(v reflect.Value) error {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			return numbersIn(v.Elem())
		}
	case reflect.Slice:
		if kind := v.Type().Elem().Kind(); kind != reflect.Struct && kind != reflect.Pointer {
			return nil
		}
		for i := range v.Len() {
			if err := numbersIn(v.Index(i)); err != nil {
				return err
			}
		}
	case reflect.Struct:
		if isValue(v.Type()) {
			if d, ok := v.Interface().(decimal.NullDecimal); ok && d.Valid {
				return num.Check(d.Decimal)
			}
			return nil
		}
		for i := range v.NumField() {
			if err := numbersIn(v.Field(i)); err != nil {
				return err
			}
		}
	}
	return nil
}

// invalid is an error with one finding.
func invalid(code, place string, message kam.Text) error {
	return &kam.InvalidError{Findings: kam.Findings{finding(code, place, message)}}
}
