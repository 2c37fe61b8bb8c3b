package crmtest

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
)

const (
	alpha = crm.System("alpha")
	users = crm.KindUser
)

// at returns an instant that many microseconds into the story.
func at(us int) time.Time {
	return time.Date(2026, 3, 5, 12, 0, 0, 0, time.UTC).Add(time.Duration(us) * time.Microsecond)
}

// user returns a user of alpha with that id and name, modified at that instant.
func user(id string, us int, name string) crm.Record {
	return crm.Record{Ref: ref(id), Modified: at(us), Data: &crm.User{Name: name}}
}

// gone returns a user of alpha that was deleted at that instant.
func gone(id string, us int) crm.Record {
	return crm.Record{Ref: ref(id), Modified: at(us), Deleted: true}
}

func ref(id string) crm.Ref { return crm.Ref{System: alpha, Kind: users, ID: id} }

func refs(ids ...string) []crm.Ref {
	var list []crm.Ref
	for _, id := range ids {
		list = append(list, ref(id))
	}
	return list
}

// next returns a batch on the store's present position.
func next(ctx context.Context, s crm.Store, system crm.System, kind crm.Kind, records ...crm.Record) (crm.Batch, error) {
	p, err := s.Position(ctx, system, kind)
	if err != nil {
		return crm.Batch{}, fmt.Errorf("Position: %w", err)
	}
	return crm.Batch{System: system, Kind: kind, Records: records, Before: p.Version, State: fmt.Sprintf("state %d", p.Version+1)}, nil
}

// put applies users of alpha.
func put(ctx context.Context, s crm.Store, records ...crm.Record) error {
	b, err := next(ctx, s, alpha, users, records...)
	if err != nil {
		return err
	}
	if err := s.Apply(ctx, b); err != nil {
		return fmt.Errorf("Apply of %d records: %w", len(records), err)
	}
	return nil
}

// forget applies a batch that forgets users of alpha.
func forget(ctx context.Context, s crm.Store, us int, ids ...string) error {
	b, err := next(ctx, s, alpha, users)
	if err != nil {
		return err
	}
	b.Forgotten, b.At = ids, at(us)
	if err := s.Apply(ctx, b); err != nil {
		return fmt.Errorf("Apply of %d forgotten: %w", len(ids), err)
	}
	return nil
}

// all returns the changes of users of alpha from the beginning.
func all(ctx context.Context, s crm.Store) ([]crm.Record, error) {
	got, err := s.Changes(ctx, alpha, users, crm.Mark{}, crm.MaxBatch)
	if err != nil {
		return nil, fmt.Errorf("Changes: %w", err)
	}
	return got, nil
}

// expect returns how the users of alpha, in the order of their changes, are not those wanted.
func expect(ctx context.Context, s crm.Store, want ...crm.Record) error {
	got, err := all(ctx, s)
	if err != nil {
		return err
	}
	return same(want, got)
}

// same returns how records are not those wanted.
func same(want, got []crm.Record) error {
	if len(want) != len(got) {
		return fmt.Errorf("%d records, want %d: got %s, want %s", len(got), len(want), names(got), names(want))
	}
	for i := range want {
		if err := sameRecord(want[i], got[i]); err != nil {
			return fmt.Errorf("record %d: %w", i, err)
		}
	}
	return nil
}

func sameRecord(want, got crm.Record) error {
	w, err := json.Marshal(want)
	if err != nil {
		return err
	}
	g, err := json.Marshal(got)
	if err != nil {
		return err
	}
	if !bytes.Equal(w, g) || (want.Data == nil) != (got.Data == nil) {
		return fmt.Errorf("got %s, want %s", clip(g), clip(w))
	}
	return nil
}

func names(records []crm.Record) string {
	var list []string
	for _, r := range records[:min(len(records), 20)] {
		list = append(list, r.Ref.ID)
	}
	return "[" + strings.Join(list, " ") + "]"
}

func clip(text []byte) string {
	const most = 2_000
	if len(text) > most {
		return string(text[:most]) + "…"
	}
	return string(text)
}

// view is all that a store says of users of alpha.
type view struct {
	position crm.Position
	records  []crm.Record
	ids      []string
}

func look(ctx context.Context, s crm.Store) (v view, err error) {
	if v.position, err = s.Position(ctx, alpha, users); err != nil {
		return v, fmt.Errorf("Position: %w", err)
	}
	if v.records, err = all(ctx, s); err != nil {
		return v, err
	}
	if v.ids, err = s.IDs(ctx, alpha, users, "", crm.MaxBatch); err != nil {
		return v, fmt.Errorf("IDs: %w", err)
	}
	return v, nil
}

// unchanged returns how the users of alpha are not as they were.
func unchanged(ctx context.Context, s crm.Store, before view) error {
	after, err := look(ctx, s)
	if err != nil {
		return err
	}
	if after.position != before.position {
		return fmt.Errorf("the position became %+v, it was %+v", after.position, before.position)
	}
	if err := same(before.records, after.records); err != nil {
		return fmt.Errorf("the records have changed: %w", err)
	}
	return sameIDs(before.ids, after.ids)
}

func sameIDs(want, got []string) error {
	if len(want) != len(got) {
		return fmt.Errorf("the ids %q, want %q", got, want)
	}
	for i := range want {
		if want[i] != got[i] {
			return fmt.Errorf("the ids %q, want %q", got, want)
		}
	}
	return nil
}

// full returns a record of a kind of alpha with every field set.
func full(kind crm.Kind) crm.Record {
	data := crm.NewData(kind)
	fill(reflect.ValueOf(data).Elem())
	switch x := data.(type) {
	case *crm.Contact:
		for i := range x.Preferences.Times {
			x.Preferences.Times[i].Until = x.Preferences.Times[i].From + 60
		}
	case *crm.Survey:
		x.Low, x.High = decimal.NewNullDecimal(decimal.Zero), decimal.NewNullDecimal(decimal.New(10, 0))
	}
	return crm.Record{Ref: crm.Ref{System: alpha, Kind: kind, ID: "7"}, Revision: "etag \"3\"", Modified: at(250), Data: data}
}

// sample returns a value for fields of a type that not every value is good for.
func sample(t reflect.Type) (value any, found bool) {
	for _, v := range []any{
		crm.Won, crm.Done, crm.Accepted, crm.Attended, kam.Currency("CNY"), at(7), kam.MustDay("2026-03-05"), kam.MustPeriod("2026-03-01/2026-04-01"),
		decimal.NewNullDecimal(decimal.RequireFromString("0.12345678901234567890123456789")), time.Tuesday,
		crm.Extra{Extra: map[string]json.RawMessage{
			"Custom_Field": json.RawMessage(`{"a":[1,"x",null,1e2,12345678901234567890.10]}`), "自定义 字段": json.RawMessage(`"\u4e91 <b>&"`), "null": json.RawMessage(`null`),
		}},
	} {
		if reflect.TypeOf(v) == t {
			return v, true
		}
	}
	return nil, false
}

// fill sets every field below v.
func fill(v reflect.Value) {
	if value, ok := sample(v.Type()); ok {
		v.Set(reflect.ValueOf(value))
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString("text 文字 <b> \"quoted\" \\ 😀\n")
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int:
		v.SetInt(600)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		fill(v.Index(0))
		fill(v.Index(1))
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem())
	case reflect.Struct:
		for i := range v.NumField() {
			fill(v.Field(i))
		}
	default:
		panic("crmtest: no value for a " + v.Type().String())
	}
}
