package strictjson_test

import (
	"errors"
	"math"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/internal/strictjson"
)

func TestDecodeEveryKind(t *testing.T) {
	v, fs := decode(t, `{
		"name": "a\"\\\/\b\f\n\r\té\u00E9\uD83d\ude00客", "color": "red", "flag": true,
		"int": -12, "int8": -128, "int64": -9223372036854775808, "uint16": 65535, "uint64": 18446744073709551615,
		"amount": "-1250.50", "maybe": "0", "share": "1/3", "word": "go", "places": 0, "exact": "2/3",
		"band": {"from": 0.5, "rate": 12}, "best": {"from": "1"},
		"bands": [{"from": "1"}, {"from": "2", "note": "n"}], "names": ["", "b"], "grid": [[], [1, 2]],
		"many": [{"from": "3"}], "factors": {"": "1", "客户": "0.5"}, "labels": {"x": ["y"]},
		"deep": {"name": "below"}
	}`)
	require.Empty(t, lines(fs))
	assert.Equal(t, "a\"\\/\b\f\n\r\téé😀客", v.Name)
	assert.Equal(t, color("red"), v.Color)
	assert.True(t, v.Flag)
	assert.Equal(t, -12, v.Int)
	assert.Equal(t, int8(-128), v.Int8)
	assert.Equal(t, int64(math.MinInt64), v.Int64)
	assert.Equal(t, uint16(65535), v.Uint16)
	assert.Equal(t, uint64(math.MaxUint64), v.Uint64)
	assert.Equal(t, "-1250.5", num.Format(v.Amount))
	assert.True(t, v.Maybe.Valid)
	assert.Equal(t, share{1, 3}, v.Share)
	assert.Equal(t, word("go"), v.Word)
	require.NotNil(t, v.Places)
	assert.Equal(t, int32(0), *v.Places)
	assert.Equal(t, "2/3", v.Exact.String())
	assert.Equal(t, "0.5", num.Format(v.Band.From))
	assert.Equal(t, "12", num.Format(v.Band.Rate.Decimal))
	assert.False(t, v.Best.Rate.Valid)
	assert.Equal(t, "n", v.Bands[1].Note)
	assert.Equal(t, []string{"", "b"}, v.Names)
	assert.Equal(t, [][]int{{}, {1, 2}}, v.Grid)
	assert.Equal(t, "3", num.Format(v.Many[0].From))
	assert.Equal(t, "0.5", num.Format(v.Factors["客户"]))
	assert.Equal(t, map[word][]string{"x": {"y"}}, v.Labels)
	assert.Equal(t, "below", v.Deep.Name)
}

func TestDecodeLeavesAbsentFieldsAlone(t *testing.T) {
	v := everything{Name: "before", Int: 3}
	require.Empty(t, strictjson.Decode([]byte(`{"int": 4}`), &v, "t"))
	assert.Equal(t, "before", v.Name)
	assert.Equal(t, 4, v.Int)
}

func TestDecodeFaults(t *testing.T) {
	cases := []struct {
		name, text string
		want       []string // code and place
	}{
		{"unknown key", `{"nmae": "x"}`, []string{"t.unknown-key $.nmae (1:2)"}},
		{"unknown key below", `{"bands": [{}, {"rat": 1}]}`, []string{"t.unknown-key $.bands[1].rat (1:17)"}},
		{"fields without a key", `{"Untagged": "", "Skipped": "", "-": 1, "": 1}`, []string{
			"t.unknown-key $.Untagged (1:2)", "t.unknown-key $.Skipped (1:18)", "t.unknown-key $.- (1:33)", `t.unknown-key $[""] (1:41)`,
		}},
		{"case of a key", `{"Name": "x", "int8": 1, "INT8": 400}`, []string{"t.key-case $.Name (1:2)", "t.key-case $.INT8 (1:26)", "t.number $.INT8 (1:34)"}},
		{"duplicate key", `{"name": "x", "name": 3}`, []string{"t.duplicate-key $.name (1:15)", "t.wrong-type $.name (1:23)"}},
		{"duplicate key in disguise", `{"name": "x", "n\u0061me": "y"}`, []string{"t.duplicate-key $.name (1:15)"}},
		{"duplicate key of a map", `{"factors": {"a": "1", "a": "2"}}`, []string{"t.duplicate-key $.factors.a (1:24)"}},
		{"duplicate key of a map by its type", `{"labels": {"a": [], " a": []}}`, []string{`t.duplicate-key $.labels[" a"] (1:22)`}},
		{"key that its type refuses", `{"labels": {"A": []}}`, []string{"t.text $.labels.A (1:13)"}},
		{"keys that are no words", `{"factors": {"a b": 1e3, "客户": true}}`, []string{`t.number $.factors["a b"] (1:21)`, "t.wrong-type $.factors.客户 (1:32)"}},
		{"null", `{"name": null, "maybe": null, "best": null, "bands": [null]}`, []string{
			"t.null $.name (1:10)", "t.null $.maybe (1:25)", "t.null $.best (1:39)", "t.null $.bands[0] (1:55)",
		}},
		{"null alone", `null`, []string{"t.null $ (1:1)"}},
		{"wrong types", `{"name": 1, "flag": "true", "int": "1", "int8": {}, "amount": true, "maybe": [], "share": 0.5, "band": [], "bands": {}, "factors": "", "places": false}`, []string{
			"t.wrong-type $.name (1:10)", "t.wrong-type $.flag (1:21)", "t.wrong-type $.int (1:36)", "t.wrong-type $.int8 (1:49)",
			"t.wrong-type $.amount (1:63)", "t.wrong-type $.maybe (1:78)", "t.wrong-type $.share (1:91)", "t.wrong-type $.band (1:104)",
			"t.wrong-type $.bands (1:117)", "t.wrong-type $.factors (1:132)", "t.wrong-type $.places (1:146)",
		}},
		{"wrong type of the whole", `[]`, []string{"t.wrong-type $ (1:1)"}},
		{"whole numbers", `{"int": 1.0, "int8": 128, "int64": 9223372036854775808, "uint16": -1, "uint64": 1e3, "places": 2147483648}`, []string{
			"t.number $.int (1:9)", "t.number $.int8 (1:22)", "t.number $.int64 (1:36)", "t.number $.uint16 (1:67)", "t.number $.uint64 (1:81)", "t.number $.places (1:96)",
		}},
		{"minus zero", `{"int": -0, "uint16": -0, "amount": -0, "maybe": "-0"}`, []string{}},
		{"decimals", `{"amount": "12,50", "maybe": "NaN", "bands": [{"from": "1e3"}, {"from": ""}, {"from": "+1"}]}`, []string{
			"t.number $.amount (1:12)", "t.number $.maybe (1:30)", "t.number $.bands[0].from (1:56)", "t.number $.bands[1].from (1:73)", "t.number $.bands[2].from (1:87)",
		}},
		{"bare decimals that lose nothing", `{"amount": 0.000123456789012345, "maybe": -123456789012345000, "bands": [{"from": 100.000000000000000000}]}`, []string{}},
		{"bare decimals that lose digits", `{"amount": 0.1234567890123456, "maybe": 1234567890123456, "bands": [{"from": 1e2}, {"from": 1E-2}]}`, []string{
			"t.number $.amount (1:12)", "t.number $.maybe (1:41)", "t.number $.bands[0].from (1:78)", "t.number $.bands[1].from (1:93)",
		}},
		{"bare decimals out of bounds", `{"amount": 0.0000000000000000000000000000001, "maybe": 100000000000000000000000000000000000000}`, []string{
			"t.number $.amount (1:12)", "t.number $.maybe (1:56)",
		}},
		{"text that its type refuses", `{"share": "1:3", "word": "Go", "exact": "x"}`, []string{"t.text $.share (1:11)", "t.text $.word (1:26)", "t.text $.exact (1:41)"}},
		{"lines and columns", "{\n\t\"name\": \"客户\", \"int\": \"1\",\r\n  \"x\": 0 }", []string{"t.wrong-type $.int (2:23)", "t.unknown-key $.x (3:3)"}},
		{"trailing data", "{}\n {}", []string{"t.trailing-data $ (2:2)"}},
		{"trailing letter", `{}x`, []string{"t.trailing-data $ (1:3)"}},
		{"order of the text", `{"x": 1, "name": 2, "y": 3, "int": }`, []string{"t.unknown-key $.x (1:2)", "t.wrong-type $.name (1:18)", "t.unknown-key $.y (1:21)", "t.json-syntax $.int (1:36)"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			_, fs := decode(t, c.text)
			assert.Equal(t, c.want, codes(fs))
		})
	}
}

func TestDecodeRemedies(t *testing.T) {
	cases := []struct{ name, text, message, remedy, zh string }{
		{"nearest key", `{"colour": ""}`, `key "colour" is not known here`, `did you mean "color"?`, `是否想写 "color"？`},
		{"letters swapped twice", `{"afcotrs": {}}`, `key "afcotrs" is not known here`, `did you mean "factors"?`, `是否想写 "factors"？`},
		{"exponent", `{"amount": 1E5}`, "the number 1E5 has an exponent", `write it in plain notation and in quotes, such as "1250.50"`, `请用普通写法并加引号，如 "1250.50"`},
		{"exponent of a whole number", `{"int": 1E3}`, "1E3 is not written as a whole number", "write digits only, such as 12", "请只写数字，如 12"},
		{"range of 16 bits", `{"uint16": 65536}`, "65536 is out of range", "write a whole number from 0 to 65535", "请写入 0 到 65535 之间的整数"},
		{"swapped letters", `{"nmae": ""}`, `key "nmae" is not known here`, `did you mean "name"?`, `是否想写 "name"？`},
		{"underscore", `{"NA_ME": ""}`, `key "NA_ME" is not known here`, `did you mean "name"?`, `是否想写 "name"？`},
		{"case", `{"NAME": ""}`, `key "NAME" differs from a known one in upper and lower case`, `write "name"`, `请写成 "name"`},
		{"nothing near", `{"band": {"quota": 1}}`, `key "quota" is not known here`, "known keys: from, rate, note", "可用的键：from、rate、note"},
		{"long key", `{"band": {"` + strings.Repeat("k", 1000) + `": 1}}`, `key "` + strings.Repeat("k", 60) + `…" is not known here`, "known keys: from, rate, note", "可用的键：from、rate、note"},
		{"number for a string", `{"name": 0.5}`, "a number stands where a string should", `put it in double quotes: "0.5"`, `请加双引号："0.5"`},
		{"number for a text", `{"share": 1}`, "a number stands where a string should", `put it in double quotes: "1"`, `请加双引号："1"`},
		{"list for a text", `{"share": []}`, "a list stands where a string should", `write for example "…"`, `请写成例如 "…"`},
		{"digits lost", `{"amount": 0.12345678901234567}`, "the bare number 0.12345678901234567 has 17 significant digits, floating point keeps only 15", `put it in double quotes: "0.12345678901234567"`, `请加双引号："0.12345678901234567"`},
		{"text", `{"share": "a"}`, `"a" is not accepted: a share reads like 1/3`, "correct the text between the quotes", "请更正引号内的文本"},
		{"unsigned range", `{"uint16": -1}`, "-1 is out of range", "write a whole number from 0 to 65535", "请写入 0 到 65535 之间的整数"},
		{"64 bits", `{"uint64": -1}`, "-1 is out of range", "write a whole number from 0 to 18446744073709551615", "请写入 0 到 18446744073709551615 之间的整数"},
		{"64 bits, signed", `{"int64": 1` + strings.Repeat("0", 10_000) + `}`, "1" + strings.Repeat("0", 59) + "… is out of range", "write a whole number from -9223372036854775808 to 9223372036854775807", "请写入 -9223372036854775808 到 9223372036854775807 之间的整数"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			_, fs := decode(t, c.text)
			require.Len(t, fs, 1)
			assert.Equal(t, c.message, fs[0].Message.EN)
			assert.Equal(t, c.remedy, fs[0].Remedy.EN)
			assert.Equal(t, c.zh, fs[0].Remedy.ZH)
		})
	}
}

func TestDecodeEncoding(t *testing.T) {
	cases := []struct {
		name, text string
		want       []string
	}{
		{"byte order mark", "\xef\xbb\xbf{\"x\": 1}", []string{"t.encoding $ (1:1)", "t.unknown-key $.x (1:3)"}},
		{"UTF-16", "\xff\xfe{\x00", []string{"t.encoding $ (1:1)"}},
		{"UTF-16, big end first", "\xfe\xff\x00{", []string{"t.encoding $ (1:1)"}},
		{"GBK", "{\n\"name\": \"\xbf\xcd\xbb\xa7\"}", []string{"t.encoding $ (2:10)"}},
		{"cut off in a character", "{\"name\": \"客\xe5\xae", []string{"t.encoding $ (1:12)"}},
		{"the replacement character itself", "{\"name\": \"\ufffd\"}", []string{}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			_, fs := decode(t, c.text)
			assert.Equal(t, c.want, codes(fs))
		})
	}
}

func TestDecodeDepth(t *testing.T) {
	type nest struct {
		In []nest `json:"in"`
	}
	text := func(levels int) []byte { // a list and an object are a level each
		return []byte(strings.Repeat(`{"in":[`, levels/2) + strings.Repeat(`]}`, levels/2))
	}
	var n nest
	require.Empty(t, strictjson.Decode(text(strictjson.MaxDepth), &n, "t"))
	fs := strictjson.Decode(text(strictjson.MaxDepth+2), &n, "t")
	require.Len(t, fs, 1)
	assert.Equal(t, "t.too-deep", fs[0].Code)
	assert.Equal(t, "$"+strings.Repeat(".in[0]", 32)+" (1:225)", fs[0].Place)
	fs = strictjson.Decode([]byte(strings.Repeat("[", 1_000_000)), &n, "t")
	assert.Equal(t, "t.too-deep", fs[len(fs)-1].Code)
}

func TestDecodeSize(t *testing.T) {
	text := []byte(`{"name": "` + strings.Repeat("x", strictjson.MaxSize-12) + `"}`)
	require.Len(t, text, strictjson.MaxSize)
	var v everything
	require.Empty(t, strictjson.Decode(text, &v, "t"))
	assert.Len(t, v.Name, strictjson.MaxSize-12)
	fs := strictjson.Decode(append(text, ' '), &v, "t")
	require.Equal(t, []string{"t.too-large $ (1:1)"}, codes(fs))
	bilingual(t, fs)
}

func TestDecodeManyFaultsStaysQuick(t *testing.T) {
	fill := func(open, part, closing string) string {
		return open + strings.Repeat(part, (strictjson.MaxSize-len(open)-len(closing))/len(part)) + closing
	}
	cases := []struct {
		name, text, code string
		kept             int
	}{
		{"unknown keys", fill(`{"x": 0`, `, "nme": 0`, `}`), "t.unknown-key", kam.MaxPerCode},
		{"wrong types", fill(`{"names": [0`, `, 0`, `]}`), "t.wrong-type", kam.MaxPerCode},
		{"syntax", fill(`{"names": [0`, `,`, `]}`), "t.json-syntax", kam.MaxPerCode},
		{"escapes", fill(`{"name": "`, `\x`, `"}`), "t.json-syntax", kam.MaxPerCode},
		{"empty objects", fill(`{"bands": [{}`, `,{}`, `]}`), "t.too-large", 1},
		{"pointers to empty objects", fill(`{"many": [{}`, `,{}`, `]}`), "t.too-large", kam.MaxPerCode},
		{"long number", fill(`{"amount": "`, `1`, `"}`), "t.number", 1},
		{"long bare number", fill(`{"amount": `, `1`, `}`), "t.number", 1},
		{"long whole number", fill(`{"int": `, `1`, `}`), "t.number", 1},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if testing.Short() {
				t.Skip("16 MiB each")
			}
			start := time.Now()
			_, fs := decode(t, c.text)
			assert.Less(t, time.Since(start), 20*time.Second)
			count := 0
			for _, f := range fs {
				if f.Code == c.code {
					count++
				}
			}
			assert.Equal(t, c.kept, count)
		})
	}
}

func TestDecodeCountsWhatItLeavesOut(t *testing.T) {
	_, fs := decode(t, `{"names": [`+strings.Repeat("0, ", kam.MaxPerCode+4)+`0], "x": 0}`)
	require.Len(t, fs, kam.MaxPerCode+1)
	assert.Equal(t, 5, fs[kam.MaxPerCode-1].More)
	assert.Equal(t, "$.names[99] (1:309)", fs[kam.MaxPerCode-1].Place)
	assert.Zero(t, fs[kam.MaxPerCode-2].More)
	assert.Equal(t, "t.unknown-key", fs[kam.MaxPerCode].Code)
	assert.Zero(t, fs[kam.MaxPerCode].More)
}

func TestDecodeInto(t *testing.T) {
	type odd struct {
		Float float64     `json:"float"`
		Any   any         `json:"any"`
		Array [2]int      `json:"array"`
		Map   map[int]int `json:"map"`
	}
	var o odd
	fs := strictjson.Decode([]byte(`{"float": 1, "any": 1, "array": [1, 2], "map": {}}`), &o, "t")
	assert.Equal(t, []string{"t.wrong-type $.float (1:11)", "t.wrong-type $.any (1:21)", "t.wrong-type $.array (1:33)", "t.wrong-type $.map (1:48)"}, codes(fs))
	bilingual(t, fs)
	for _, into := range []any{nil, everything{}, (*everything)(nil), 1} {
		fs := strictjson.Decode([]byte(`{}`), into, "t")
		require.Equal(t, []string{"t.wrong-type $ (1:1)"}, codes(fs))
	}
	var empty struct{}
	fs = strictjson.Decode([]byte(`{"name": 1}`), &empty, "t")
	require.Len(t, fs, 1)
	assert.Equal(t, "this object takes no keys", fs[0].Remedy.EN)
	var list []decimal.Decimal
	require.Empty(t, strictjson.Decode([]byte(`["1", 2]`), &list, "t"))
	assert.Len(t, list, 2)
}

func TestDecodeFieldsThatAreNotBound(t *testing.T) {
	into := reflect.New(reflect.StructOf([]reflect.StructField{
		{Name: "hidden", PkgPath: "kam", Type: reflect.TypeFor[string](), Tag: `json:"hidden"`},
		{Name: "Options", Type: reflect.TypeFor[string](), Tag: `json:",omitempty"`},
		{Name: "First", Type: reflect.TypeFor[int](), Tag: `json:"twin"`},
		{Name: "Last", Type: reflect.TypeFor[int](), Tag: `json:"twin"`},
	}))
	fs := strictjson.Decode([]byte(`{"hidden": "x", "Options": "x", "twin": 1}`), into.Interface(), "t")
	assert.Equal(t, []string{"t.unknown-key $.hidden (1:2)", "t.unknown-key $.Options (1:17)"}, codes(fs))
	assert.Equal(t, int64(1), into.Elem().Field(2).Int())
	assert.Zero(t, into.Elem().Field(3).Int())
	text, err := strictjson.Canonical(into.Interface())
	require.NoError(t, err)
	assert.Equal(t, `{"twin":1}`, string(text))
}

func TestDecodeListsManyKnownKeys(t *testing.T) {
	var fields []reflect.StructField
	for c := 'A'; c <= 'Z'; c++ {
		for d := 'A'; d <= 'B'; d++ {
			name := string(c) + strings.Repeat(string(d), 9)
			fields = append(fields, reflect.StructField{Name: name, Type: reflect.TypeFor[int](), Tag: reflect.StructTag(`json:"` + name + `"`)})
		}
	}
	into := reflect.New(reflect.StructOf(fields))
	fs := strictjson.Decode([]byte(`{"quota": 1}`), into.Interface(), "t")
	require.Len(t, fs, 1)
	assert.True(t, strings.HasSuffix(fs[0].Remedy.EN, ", OAAAAAAAAA, OBBBBBBBBB, …"), fs[0].Remedy.EN)
}

// chatty is a text type with much to say.
type chatty struct{}

func (*chatty) UnmarshalText([]byte) error {
	return errors.New("first " + strings.Repeat("长", 200) + "\nsecond")
}

func TestDecodeShortensReasons(t *testing.T) {
	var v struct {
		A chatty `json:"a"`
	}
	fs := strictjson.Decode([]byte(`{"a": "x"}`), &v, "t")
	bilingual(t, fs)
	require.Len(t, fs, 1)
	assert.Equal(t, `"x" is not accepted: first `+strings.Repeat("长", 98)+"…", fs[0].Message.EN)
}

func FuzzDecode(f *testing.F) {
	for _, s := range []string{
		"", "{}", `{"name": "x", "amount": "1.50", "bands": [{"from": 1, "rate": "0.1"}]}`, `{"a":1,}`, `{"name": "\ud83d\ude00\u00e9"}`,
		`{"grid": [[1,2],[]], "factors": {"a": "1"}, "labels": {"x": ["y"]}, "deep": {"deep": {}}}`, `{"int": 1e3, "uint64": -0}`,
		"\xef\xbb\xbf{}", `{"name"： “x”}`, `{"x": [[[[`, `{"share": "1/3", "exact": "2/3", "places": 0}`, `null`, `{"names": ["a" "b",,]}`,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var v everything
		fs := strictjson.Decode(data, &v, "t")
		bilingual(t, fs)
		compare(t, data, fs)
		if len(fs) > 0 {
			return
		}
		first, err := strictjson.Canonical(v)
		require.NoError(t, err)
		var back everything
		require.Empty(t, strictjson.Decode(first, &back, "t"))
		second, err := strictjson.Canonical(back)
		require.NoError(t, err)
		require.Equal(t, string(first), string(second))
		pretty, err := strictjson.Pretty(v)
		require.NoError(t, err)
		var again everything
		require.Empty(t, strictjson.Decode(pretty, &again, "t"))
		third, err := strictjson.Canonical(again)
		require.NoError(t, err)
		require.Equal(t, string(first), string(third))
	})
}

func BenchmarkDecode(b *testing.B) {
	text := []byte(`{"name": "kam-2026", "amount": "1250.50", "bands": [` +
		strings.Repeat(`{"from": "0.5", "rate": "0.04", "note": "x"}, `, 50) + `{"from": "1"}], "factors": {"new": "1", "renewal": "0.5"}}`)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		var v everything
		if fs := strictjson.Decode(text, &v, "t"); len(fs) > 0 {
			b.Fatal(fs[0])
		}
	}
}

func TestDecodeWithin(t *testing.T) {
	text := []byte(`{"name": "x"}`)
	var v struct {
		Name string `json:"name"`
	}
	require.Empty(t, strictjson.DecodeWithin(len(text), text, &v, "t"))
	assert.Equal(t, "x", v.Name)
	found := strictjson.DecodeWithin(len(text)-1, text, &v, "t")
	require.Len(t, found, 1)
	assert.Equal(t, "t.too-large", found[0].Code)
	assert.Contains(t, found[0].Message.EN, "13 bytes long, at most 12")
}
