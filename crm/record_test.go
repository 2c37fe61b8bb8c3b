package crm_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/internal/wordtest"
)

var noon = time.Date(2026, 3, 5, 12, 0, 0, 250_000, time.UTC)

// datas returns empty data of every kind.
func datas() []crm.Data {
	return []crm.Data{
		new(crm.User), new(crm.Product), new(crm.Account), new(crm.Contact), new(crm.Opportunity), new(crm.Order), new(crm.Invoice), new(crm.Payment),
		new(crm.Activity), new(crm.Event), new(crm.Invitation), new(crm.Survey), new(crm.Request), new(crm.Resource),
	}
}

// words are fields that take some words alone.
var words = map[reflect.Type]any{
	reflect.TypeFor[crm.DealStatus](): crm.Won, reflect.TypeFor[crm.ActivityStatus](): crm.Done, reflect.TypeFor[crm.Answer](): crm.Accepted,
	reflect.TypeFor[crm.Attendance](): crm.Attended, reflect.TypeFor[kam.Currency](): kam.Currency("CNY"),
	reflect.TypeFor[time.Time](): noon, reflect.TypeFor[kam.Day](): kam.MustDay("2026-03-05"),
	reflect.TypeFor[kam.Period]():          kam.MustPeriod("2026-03-01/2026-04-01"),
	reflect.TypeFor[decimal.NullDecimal](): decimal.NewNullDecimal(decimal.RequireFromString("0.5")),
	reflect.TypeFor[time.Weekday]():        time.Tuesday,
	reflect.TypeFor[crm.Extra]():           crm.Extra{Extra: map[string]json.RawMessage{"Custom_Field": json.RawMessage(`{"a":[1,"x"]}`)}},
}

// fill sets every field below v.
func fill(v reflect.Value) {
	if x, ok := words[v.Type()]; ok {
		v.Set(reflect.ValueOf(x))
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString("text 文字")
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
		panic(v.Type())
	}
}

// full returns a record of a kind with every field set.
func full(d crm.Data) crm.Record {
	fill(reflect.ValueOf(d).Elem())
	switch x := d.(type) {
	case *crm.Contact:
		for i := range x.Preferences.Times {
			x.Preferences.Times[i].Until = 720
		}
	case *crm.Survey:
		x.Low, x.High = decimal.NewNullDecimal(decimal.RequireFromString("0")), decimal.NewNullDecimal(decimal.RequireFromString("10"))
	}
	return crm.Record{Ref: crm.Ref{System: "zoho", Kind: crm.KindOf(d), ID: "7"}, Revision: "3", Modified: noon, Data: d}
}

func TestEveryKindIsWrittenAndRead(t *testing.T) {
	var kinds []crm.Kind
	for _, d := range datas() {
		kinds = append(kinds, crm.KindOf(d))
		r := full(d)
		require.NoError(t, r.Check(), r.Ref)
		text, err := json.Marshal(r)
		require.NoError(t, err)
		again, err := crm.ParseRecord(text)
		require.NoError(t, err, "%s", text)
		assert.Equal(t, r, again, "%s", text)
		assert.Equal(t, r.Hash(), again.Hash())
		more, err := json.Marshal(again)
		require.NoError(t, err)
		assert.Equal(t, string(text), string(more))
		assert.NotNil(t, again.Data.Unmapped()["Custom_Field"])
	}
	assert.Equal(t, crm.Kinds(), kinds, "every kind has a type")
}

// A field of a system that has no place must be put into extra: else it would be lost without a word.
func TestUnknownKeysAreFaults(t *testing.T) {
	for _, d := range datas() {
		text, err := json.Marshal(full(d))
		require.NoError(t, err)
		_, err = crm.ParseRecord([]byte(strings.Replace(string(text), `"extra":`, `"more":1,"extra":`, 1)))
		require.Error(t, err, "%s", text)
	}
	for name, text := range map[string]string{
		"nothing": "", "two": `{}{}`, "an unknown key": `{"ref":{"system":"a","kind":"user","id":"1"},"modified":"2026-01-01T00:00:00Z","deleted":true,"x":1}`,
		"a day that is not there": `{"ref":{"system":"a","kind":"order","id":"1"},"modified":"2026-01-01T00:00:00Z","data":{"ordered":"2026-02-30"}}`,
		"a huge number":           `{"ref":{"system":"a","kind":"order","id":"1"},"modified":"2026-01-01T00:00:00Z","data":{"amount":"1e50000000"}}`,
		"an unknown kind":         `{"ref":{"system":"a","kind":"lead","id":"1"},"modified":"2026-01-01T00:00:00Z","data":{"name":"x"}}`,
	} {
		_, err := crm.ParseRecord([]byte(text))
		invalid, ok := errors.AsType[*kam.InvalidError](err)
		require.True(t, ok, "%s: %v", name, err)
		for _, f := range invalid.Findings {
			assert.Regexp(t, `\p{Han}`, f.Message.ZH+f.Remedy.ZH, name)
		}
	}
}

func TestCheck(t *testing.T) {
	account := func(change func(*crm.Account)) crm.Record {
		a := &crm.Account{Name: "x"}
		change(a)
		return crm.Record{Ref: crm.Ref{System: "zoho", Kind: crm.KindAccount, ID: "7"}, Modified: noon, Data: a}
	}
	of := func(d crm.Data) crm.Record {
		return crm.Record{Ref: crm.Ref{System: "zoho", Kind: crm.KindOf(d), ID: "7"}, Modified: noon, Data: d}
	}
	half, two := decimal.NewNullDecimal(decimal.RequireFromString("0.5")), decimal.NewNullDecimal(decimal.New(2, 0))
	for name, c := range map[string]struct {
		record crm.Record
		want   []string
	}{
		"good":              {account(func(*crm.Account) {}), nil},
		"nothing":           {crm.Record{}, []string{"$.data crm.data", "$.modified crm.modified", "$.ref.id crm.id", "$.ref.kind crm.kind", "$.ref.system crm.system"}},
		"deleted with data": {crm.Record{Ref: crm.Ref{System: "a", Kind: crm.KindUser, ID: "1"}, Modified: noon, Deleted: true, Data: &crm.User{}}, []string{"$.data crm.data"}},
		"data that is nil":  {crm.Record{Ref: crm.Ref{System: "a", Kind: crm.KindUser, ID: "1"}, Modified: noon, Data: (*crm.User)(nil)}, []string{"$.data crm.data"}},
		"data of another":   {crm.Record{Ref: crm.Ref{System: "a", Kind: crm.KindUser, ID: "1"}, Modified: noon, Data: &crm.Order{}}, []string{"$.data crm.data"}},
		"nanoseconds":       {crm.Record{Ref: crm.Ref{System: "a", Kind: crm.KindUser, ID: "1"}, Modified: noon.Add(1), Deleted: true}, []string{"$.modified crm.modified"}},
		"a long text":       {account(func(a *crm.Account) { a.Industry = strings.Repeat("x", crm.MaxText+1) }), []string{"$.data.industry crm.text"}},
		"no UTF-8":          {account(func(a *crm.Account) { a.Name = "\xff" }), []string{"$.data.name crm.text"}},
		"a huge number":     {account(func(a *crm.Account) { a.Revenue = decimal.NewNullDecimal(decimal.New(1, 50_000_000)) }), []string{"$.data.revenue crm.number"}},
		"a currency":        {account(func(a *crm.Account) { a.Currency = "yuan" }), []string{"$.data.currency crm.currency"}},
		"days that end early": {account(func(a *crm.Account) {
			a.Team = []crm.Member{{}, {Period: kam.Period{From: kam.MustDay("2026-02-01"), Until: kam.MustDay("2026-01-01")}}}
		}), []string{"$.data.team[1].period crm.period"}},
		"half a place": {account(func(a *crm.Account) { a.Address.Latitude = half }), []string{"$.data.address crm.range"}},
		"beyond the pole": {account(func(a *crm.Account) {
			a.Address.Longitude, a.Address.Latitude = half, decimal.NewNullDecimal(decimal.RequireFromString("90.0001"))
		}), []string{"$.data.address.latitude crm.range"}},
		"fewer than none": {account(func(a *crm.Account) { a.Employees = decimal.NewNullDecimal(decimal.New(-1, 0)) }), []string{"$.data.employees crm.range"}},
		"an extra that is no JSON": {account(func(a *crm.Account) {
			a.Extra.Extra = map[string]json.RawMessage{"a": json.RawMessage("{"), "": json.RawMessage("1")}
		}), []string{
			"$.data.extra[\"\"] crm.extra", "$.data.extra[\"a\"] crm.extra",
		}},
		"a chance above one": {of(&crm.Opportunity{Probability: two}), []string{"$.data.probability crm.range"}},
		"a rate of nothing":  {of(&crm.Payment{Rate: decimal.NewNullDecimal(decimal.Zero)}), []string{"$.data.rate crm.range"}},
		"an unknown word":    {of(&crm.Opportunity{Status: "perhaps"}), []string{"$.data.status crm.word"}},
		"hours of no day":    {of(&crm.Contact{Preferences: crm.Preferences{Times: []crm.Hours{{Weekday: 1, From: 600, Until: 600}}}}), []string{"$.data.preferences.times[0] crm.range"}},
		"a score too high":   {of(&crm.Survey{Score: two, Low: decimal.NewNullDecimal(decimal.Zero), High: decimal.NewNullDecimal(decimal.New(1, 0))}), []string{"$.data.score crm.range"}},
		"half a scale":       {of(&crm.Survey{Low: two}), []string{"$.data.low crm.range"}},
		"too many rows":      {of(&crm.Request{Reopened: make([]time.Time, crm.MaxList+1)}), []string{"$.data.reopened crm.too-many"}},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			if invalid, ok := errors.AsType[*kam.InvalidError](c.record.Check()); ok {
				for _, f := range invalid.Findings {
					got = append(got, f.Place+" "+f.Code)
					for _, text := range []string{f.Message.EN, f.Message.ZH, f.Remedy.EN, f.Remedy.ZH} {
						assert.NotEmpty(t, text)
						wordtest.Formatted(t, text)
					}
				}
			}
			assert.ElementsMatch(t, c.want, got)
		})
	}
}

func TestCloneSharesNothing(t *testing.T) {
	for _, d := range datas() {
		r := full(d)
		text, err := json.Marshal(r)
		require.NoError(t, err)
		other := r.Clone()
		require.Equal(t, r, other)
		change(reflect.ValueOf(other.Data).Elem())
		after, err := json.Marshal(r)
		require.NoError(t, err)
		assert.Equal(t, string(text), string(after))
		assert.NotEqual(t, r.Hash(), other.Hash())
	}
	assert.Equal(t, crm.Record{}, crm.Record{}.Clone())
}

// change changes what v points to, wherever it does.
func change(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		v.SetString("changed")
	case reflect.Slice:
		for i := range v.Len() {
			change(v.Index(i))
		}
	case reflect.Pointer:
		change(v.Elem())
	case reflect.Map:
		v.SetMapIndex(reflect.ValueOf("Custom_Field"), reflect.ValueOf(json.RawMessage("0")))
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Field(i).CanSet() {
				change(v.Field(i))
			}
		}
	default: // what is copied with the rest
	}
}

func TestHashIsOfTheContent(t *testing.T) {
	paid := func(amount, revision string) crm.Record {
		return crm.Record{Ref: crm.Ref{System: "a", Kind: crm.KindPayment, ID: "1"}, Revision: revision, Modified: noon, Data: &crm.Payment{Amount: decimal.NewNullDecimal(decimal.RequireFromString(amount))}}
	}
	assert.Equal(t, paid("1.50", "1").Hash(), paid("1.5", "2").Hash())
	assert.NotEqual(t, paid("1.5", "1").Hash(), paid("1.51", "1").Hash())
}

// wrapped has data of this package inside.
type wrapped struct{ *crm.Account }

func TestDataOfOthersIsNone(t *testing.T) {
	r := crm.Record{Ref: crm.Ref{System: "zoho", Kind: crm.KindAccount, ID: "1"}, Modified: noon, Data: wrapped{&crm.Account{Name: "Acme"}}}
	for _, data := range []crm.Data{r.Data, wrapped{}, &wrapped{}, (*wrapped)(nil)} {
		r.Data = data
		assert.ErrorContains(t, r.Check(), "none of the types")
	}
}

// A number out of bounds is never written out: it may have two thousand million figures.
func TestNumbersOutOfBoundsAreNotWritten(t *testing.T) {
	r := crm.Record{Ref: crm.Ref{System: "zoho", Kind: crm.KindOrder, ID: "1"}, Modified: noon}
	huge := decimal.NewNullDecimal(decimal.New(1, 2_000_000_000))
	for _, data := range []*crm.Order{{Amount: huge}, {Lines: []crm.Line{{}, {Quantity: huge}}}} {
		r.Data = data
		_, err := r.MarshalJSON()
		require.ErrorContains(t, err, "zoho:order/1")
		assert.Empty(t, r.Hash())
		assert.Error(t, r.Check())
	}
}

func TestRefsAndMarks(t *testing.T) {
	a, b := crm.Ref{System: "a", Kind: crm.KindUser, ID: "10"}, crm.Ref{System: "a", Kind: crm.KindUser, ID: "9"}
	assert.Equal(t, "a:user/10", a.String())
	assert.Negative(t, a.Compare(b), "ids are bytes")
	assert.Negative(t, crm.Mark{At: noon, ID: "10"}.Compare(crm.Mark{At: noon, ID: "9"}))
	assert.Positive(t, crm.Mark{At: noon.Add(time.Microsecond)}.Compare(crm.Mark{At: noon, ID: "9"}))
	assert.Empty(t, crm.KindOf(nil))
	assert.Empty(t, crm.KindOf((*crm.Account)(nil)), "a nil pointer is no data")
	assert.False(t, crm.Kind("lead").Valid())
	assert.True(t, crm.Member{}.On(kam.MustDay("2026-01-01")))
	assert.False(t, crm.Member{Period: kam.MustPeriod("2026-01-01/2026-02-01")}.On(kam.MustDay("2026-02-01")))
}

func FuzzParseRecord(f *testing.F) {
	for _, d := range datas() {
		text, err := json.Marshal(full(d))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		r, err := crm.ParseRecord(text)
		if err != nil {
			return
		}
		again, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		o, err := crm.ParseRecord(again)
		if err != nil || o.Hash() != r.Hash() {
			t.Fatalf("%s: %v", again, err)
		}
	})
}

func ExampleParseRecord() {
	r, err := crm.ParseRecord([]byte(`{
		"ref": {"system": "zoho", "kind": "account", "id": "36523970000098"}, "modified": "2026-03-05T12:00:00Z",
		"data": {"name": "云图科技有限公司", "tier": "A", "owner": "anna", "extra": {"Cu_Region": "华东"}}
	}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	if account, ok := r.Data.(*crm.Account); ok {
		fmt.Println(r.Ref, account.Name, account.Owner, string(account.Unmapped()["Cu_Region"]))
	}
	// Output:
	// zoho:account/36523970000098 云图科技有限公司 anna "华东"
}
