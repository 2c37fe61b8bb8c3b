package strictjson_test

import (
	"encoding/json"
	"math/big"
	"reflect"
	"strings"
	"testing"
	"testing/quick"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/internal/strictjson"
)

func TestCanonical(t *testing.T) {
	zero := int32(0)
	cases := []struct {
		name string
		v    any
		want string
	}{
		{"zero value", everything{}, `{"amount":"0","band":{"from":"0"}}`},
		{"sorted keys", band{From: decimal.New(10, -1), Rate: decimal.NewNullDecimal(decimal.New(500, -3)), Note: "n"}, `{"from":"1","note":"n","rate":"0.5"}`},
		{"zero that is there", band{Rate: decimal.NewNullDecimal(decimal.Decimal{})}, `{"from":"0","rate":"0"}`},
		{"behind pointers", struct {
			A *int32   `json:"a"`
			B *string  `json:"b"`
			C *bool    `json:"c"`
			D *[]int   `json:"d"`
			E *big.Rat `json:"e"`
			F *struct {
				X int `json:"x"`
			} `json:"f"`
			G *share `json:"g"`
			H *word  `json:"h"`
			I *int32 `json:"i"`
		}{A: &zero, B: new(string), C: new(bool), D: new([]int), E: new(big.Rat), F: &struct {
			X int `json:"x"`
		}{}, G: new(share), H: new(word)}, `{"a":0,"b":"","c":false,"d":[],"e":"0","f":{},"g":"0","h":""}`},
		{"structs that say nothing", struct {
			A struct {
				B struct {
					C string `json:"c"`
				} `json:"b"`
				D []int `json:"d"`
			} `json:"a"`
		}{}, `{}`},
		{"texts", struct {
			A share `json:"a"`
			B share `json:"b"`
			C share `json:"c"`
			D word  `json:"d"`
		}{A: share{0, 1}, B: share{1, 2}}, `{"b":"1/2"}`},
		{"a text that is empty", struct {
			A quiet `json:"a"`
			B quiet `json:"b"`
			C quiet `json:"c"`
		}{0, 1, 2}, `{"c":"loud"}`},
		{"empty lists and maps", struct {
			A []int          `json:"a"`
			B map[string]int `json:"b"`
		}{A: []int{}, B: map[string]int{}}, `{}`},
		{"elements are always there", struct {
			A []string          `json:"a"`
			B map[string]string `json:"b"`
			C []band            `json:"c"`
			D [][]int           `json:"d"`
			E []share           `json:"e"`
		}{[]string{""}, map[string]string{"": ""}, []band{{}}, [][]int{nil, {0}}, []share{{}}}, `{"a":[""],"b":{"":""},"c":[{"from":"0"}],"d":[[],[0]],"e":["0"]}`},
		{"sorted by bytes", map[string]int{"b": 1, "a": 2, "B": 3, "客": 4, "é": 5, "": 6, "a1": 7}, `{"":6,"B":3,"a":2,"a1":7,"b":1,"é":5,"客":4}`},
		{"keys of a text type", map[word]int{"b": 1, "a": 2}, `{"a":2,"b":1}`},
		{"strings", "<a> & \"b\" \\ / é 客 😀 \u2028 \x00\b\f\n\r\t\x1f\x7f", "\"<a> & \\\"b\\\" \\\\ / é 客 😀 \u2028 \\u0000\\b\\f\\n\\r\\t\\u001f\x7f\""},
		{"decimals", []decimal.Decimal{decimal.New(150, -2), decimal.New(-12, 2), decimal.New(0, -5)}, `["1.5","-1200","0"]`},
		{"whole numbers", []int64{-1, 0, 9007199254740993}, `[-1,0,9007199254740993]`},
		{"unsigned", []uint64{18446744073709551615}, `[18446744073709551615]`},
		{"pointer to the whole", &band{Note: "n"}, `{"from":"0","note":"n"}`},
		{"empty whole", "", `""`},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got, err := strictjson.Canonical(c.v)
			require.NoError(t, err)
			assert.Equal(t, c.want, string(got))
			require.True(t, json.Valid(got))
		})
	}
}

// quiet is a text type whose zero value is not the one with the empty text.
type quiet int

func (q quiet) MarshalText() ([]byte, error) { return []byte([]string{"none", "", "loud"}[q]), nil }

type broken struct{}

func (broken) MarshalText() ([]byte, error) { return nil, assert.AnError }

type fold string

func (f fold) MarshalText() ([]byte, error) { return []byte(strings.ToLower(string(f))), nil }

func TestCanonicalRefuses(t *testing.T) {
	type loop struct {
		In *loop `json:"in"`
	}
	endless := &loop{}
	endless.In = endless
	cases := []struct {
		name string
		v    any
		want string
	}{
		{"nil", nil, "$: nil cannot be written as JSON"},
		{"nil pointer", (*band)(nil), "$: a nil pointer stands for null: cannot be written as JSON"},
		{"float", map[string]float64{"a": 1}, "$.a: values of type float64: cannot be written as JSON"},
		{"zero float", struct {
			F float32 `json:"f"`
		}{}, "$.f: values of type float32: cannot be written as JSON"},
		{"interface", []any{1}, "$[0]: values of type interface {}: cannot be written as JSON"},
		{"nil element", []*band{{}, nil}, "$[1]: a nil pointer stands for null: cannot be written as JSON"},
		{"absent element", map[string]decimal.NullDecimal{"a b": {}}, `$["a b"]: an absent decimal stands for null: cannot be written as JSON`},
		{"huge decimal", struct {
			A []band `json:"a"`
		}{[]band{{From: decimal.New(1, 50_000_000)}}}, "$.a[0].from: invalid number: decimal exponent 50000000, at most 30 is allowed: cannot be written as JSON"},
		{"string that is not UTF-8", "a\xff", `$: the string "a\xff" is not UTF-8: cannot be written as JSON`},
		{"key that is not UTF-8", map[string]int{"\xff": 1}, `$["\xff"]: the string "\xff" is not UTF-8: cannot be written as JSON`},
		{"text method", []broken{{}}, "$[0]: assert.AnError general error for testing: cannot be written as JSON"},
		{"text method of a field", struct {
			B broken `json:"b"`
		}{}, "$.b: assert.AnError general error for testing: cannot be written as JSON"},
		{"two keys with one text", map[fold]int{"a": 1, "A": 2}, `$: two keys read "a": cannot be written as JSON`},
		{"endless", endless, "$" + strings.Repeat(".in", 64) + ": nested more than 64 levels deep: cannot be written as JSON"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			for _, write := range []func(any) ([]byte, error){strictjson.Canonical, strictjson.Pretty} {
				got, err := write(c.v)
				require.ErrorIs(t, err, strictjson.ErrEncode)
				require.EqualError(t, err, c.want)
				assert.Nil(t, got)
			}
		})
	}
}

func TestCanonicalDepth(t *testing.T) {
	type nest struct {
		In []nest `json:"in"`
	}
	n := nest{}
	for range strictjson.MaxDepth/2 - 1 {
		n = nest{In: []nest{n}}
	}
	text, err := strictjson.Canonical(n)
	require.NoError(t, err)
	var back nest
	require.Empty(t, strictjson.Decode(text, &back, "t"))
	_, err = strictjson.Canonical(nest{In: []nest{{In: []nest{n}}}})
	require.ErrorIs(t, err, strictjson.ErrEncode)
}

func TestRoundTrip(t *testing.T) {
	property := func(v everything) bool {
		first, err := strictjson.Canonical(v)
		if err != nil || !json.Valid(first) {
			return false
		}
		var back everything
		if fs := strictjson.Decode(first, &back, "t"); len(fs) > 0 {
			t.Log(lines(fs))
			return false
		}
		second, err := strictjson.Canonical(back)
		if err != nil || string(first) != string(second) {
			return false
		}
		// Zero decimals that were absent in Go are written, and come back as zeros with digits.
		return reflect.DeepEqual(v, back)
	}
	require.NoError(t, quick.Check(property, &quick.Config{MaxCount: 2000}))
}

func TestPrettySaysTheSame(t *testing.T) {
	property := func(v everything) bool {
		pretty, err := strictjson.Pretty(v)
		if err != nil {
			return false
		}
		var back everything
		return len(strictjson.Decode(pretty, &back, "t")) == 0 && reflect.DeepEqual(v, back)
	}
	require.NoError(t, quick.Check(property, &quick.Config{MaxCount: 500}))
}

func TestPretty(t *testing.T) {
	v := everything{
		Name: "kam \"2026\": {x, y}", Flag: true, Names: []string{"own", "override"},
		Bands:   []band{{From: decimal.New(0, 0), Rate: decimal.NewNullDecimal(decimal.New(2, -2))}, {From: decimal.New(50, -2), Note: strings.Repeat("n", 80)}},
		Grid:    [][]int{{1, 2}, {}},
		Factors: map[string]decimal.Decimal{"b": decimal.New(1, 0), "a": decimal.New(2, 0)},
	}
	got, err := strictjson.Pretty(v)
	require.NoError(t, err)
	assert.Equal(t, `{
  "name": "kam \"2026\": {x, y}",
  "flag": true,
  "amount": "0",
  "band": {"from": "0"},
  "bands": [
    {"from": "0", "rate": "0.02"},
    {
      "from": "0.5",
      "note": "`+strings.Repeat("n", 80)+`"
    }
  ],
  "names": ["own", "override"],
  "grid": [
    [1, 2],
    []
  ],
  "factors": {"a": "2", "b": "1"}
}`, string(got))
	wide := strings.Repeat("é", 80)
	for _, c := range []struct {
		v    any
		want string
	}{{[][]string{{wide}, {wide + "é"}}, "[\n  [\"" + wide + "\"],\n  [\n    \"" + wide + "é\"\n  ]\n]"}, {[]string{strings.Repeat("é", 82)}, `["` + strings.Repeat("é", 82) + `"]`}, {[]string{strings.Repeat("é", 83)}, "[\n  \"" + strings.Repeat("é", 83) + "\"\n]"}, {struct{}{}, "{}"}, {[]int{}, "[]"}, {"x", `"x"`}} {
		got, err := strictjson.Pretty(c.v)
		require.NoError(t, err)
		assert.Equal(t, c.want, string(got))
	}
}

func BenchmarkCanonical(b *testing.B) {
	v := everything{Name: "kam-2026", Amount: decimal.New(125050, -2), Factors: map[string]decimal.Decimal{"new": decimal.New(1, 0), "renewal": decimal.New(5, -1)}}
	for range 50 {
		v.Bands = append(v.Bands, band{From: decimal.New(5, -1), Rate: decimal.NewNullDecimal(decimal.New(4, -2)), Note: "x"})
	}
	for b.Loop() {
		if _, err := strictjson.Canonical(v); err != nil {
			b.Fatal(err)
		}
	}
}

func TestWriterWritesAsCanonical(t *testing.T) {
	var w strictjson.Writer
	for _, v := range []any{everything{}, band{Note: "n"}, []band{{Note: "a"}}, map[string]word{"k": "w"}, everything{}} {
		want, err := strictjson.Canonical(v)
		require.NoError(t, err)
		got, err := w.Canonical(v)
		require.NoError(t, err)
		assert.Equal(t, string(want), string(got))
	}
	_, err := w.Canonical(nil)
	require.ErrorIs(t, err, strictjson.ErrEncode)
}
