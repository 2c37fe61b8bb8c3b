package schematest_test

import (
	"encoding"
	"math/rand/v2"
	"os"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/internal/jsontree"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/scenario"
)

// maker makes up texts of Go types. One value in faults is not what its type asks for; none when it is 0.
type maker struct {
	random *rand.Rand
	faults int
	left   int // values until lists and maps stay empty
	depth  int // objects around the next one
}

func (m *maker) pick(texts ...string) string { return texts[m.random.IntN(len(texts))] }

func (m *maker) digits(n int) string {
	var b strings.Builder
	for range n {
		b.WriteByte(byte('0' + m.random.IntN(10)))
	}
	return b.String()
}

func (m *maker) day() string {
	return kamDay(m.random).String()
}

func kamDay(random *rand.Rand) kam.Day {
	day, err := kam.ParseDay("2020-02-27")
	if err != nil {
		return kam.Day{}
	}
	return day.AddDays(random.IntN(4000))
}

// value makes up a value of a type.
func (m *maker) value(t reflect.Type) any {
	m.left--
	if m.faults > 0 && m.random.IntN(m.faults) == 0 {
		list := others(m.pick("amount", "2026-01-01", "12.5"))
		return list[m.random.IntN(len(list))].value
	}
	switch t {
	case reflect.TypeFor[decimal.Decimal](), reflect.TypeFor[decimal.NullDecimal]():
		text := m.pick("", "-") + m.pick("0", "12", "000", m.digits(1+m.random.IntN(8)))
		if m.random.IntN(2) == 0 {
			text += "." + m.digits(1+m.random.IntN(6))
		}
		if bare := strings.TrimPrefix(text, "-"); m.random.IntN(3) == 0 && (bare[0] != '0' || len(bare) == 1 || bare[1] == '.') {
			return number(text)
		}
		return text
	case reflect.TypeFor[kam.Day]():
		return m.pick("", m.day(), m.day())
	case reflect.TypeFor[kam.Period]():
		from := kamDay(m.random)
		return m.pick("", from.String()+"/..", from.String()+"/"+from.AddDays(1+m.random.IntN(500)).String())
	case reflect.TypeFor[kam.Fraction]():
		return m.pick("1", "0", "0.35", m.digits(3)+"/7", "-1/"+strconv.Itoa(1+m.random.IntN(99)), "0."+m.digits(6))
	}
	switch t.Kind() {
	case reflect.Pointer:
		return m.value(t.Elem())
	case reflect.Slice:
		out := []any{}
		for range m.size() {
			out = append(out, m.value(t.Elem()))
		}
		return out
	case reflect.Map:
		out := []jsontree.Pair{}
		for i := range m.size() {
			out = append(out, jsontree.Pair{Key: m.pick("a", "b c", "客户", "") + strconv.Itoa(i), Value: m.value(t.Elem())})
		}
		return out
	case reflect.Bool:
		return m.random.IntN(2) == 0
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		most := int64(1)<<(t.Bits()-1) - 1
		return number(m.pick("0", "1", "-12", strconv.Itoa(m.random.IntN(100)), strconv.FormatInt(-most-1, 10), strconv.FormatInt(most, 10)))
	case reflect.String:
		return m.pick("", "x", "a b", "客户", "<\"\\>", m.digits(3))
	case reflect.Struct:
		return m.object(t)
	}
	return nil
}

func (m *maker) size() int {
	if m.left < 0 {
		return 0
	}
	return m.random.IntN(3)
}

func (m *maker) object(t reflect.Type) []jsontree.Pair {
	m.depth++
	defer func() { m.depth-- }()
	out := []jsontree.Pair{}
	for i := range t.NumField() {
		key, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
		nests := t.Field(i).Type.Kind() == reflect.Slice || t.Field(i).Type.Kind() == reflect.Pointer
		if m.faults == 0 && m.depth > 25 && nests { // conditions hold conditions
			continue
		}
		if key == "" || key == "-" || !t.Field(i).IsExported() || m.random.IntN(3) == 0 || m.left < 0 && m.random.IntN(6) > 0 {
			continue
		}
		if m.faults > 0 && m.random.IntN(4*m.faults) == 0 {
			key = m.pick(key+"s", strings.ToUpper(key), "zz")
		}
		p := jsontree.Pair{Key: key, Value: m.value(t.Field(i).Type)}
		out = append(out, p)
		if m.faults > 0 && m.random.IntN(20*m.faults) == 0 {
			out = append(out, p)
		}
	}
	m.random.Shuffle(len(out), func(i, j int) { out[i], out[j] = out[j], out[i] })
	return out
}

// Texts made up from the Go types are judged alike by schema and reader, faultless ones and others.
func TestRandomTexts(t *testing.T) {
	n := 900
	if os.Getenv("KAM_LONG") != "" {
		n = 40_000
	}
	for _, c := range []language{plans(t), scenarios(t)} {
		for _, faults := range []int{0, 200, 40} {
			var sum counts
			for seed := range uint64(n) {
				m := &maker{random: rand.New(rand.NewPCG(seed, uint64(faults))), faults: faults, left: 100}
				text := jsontree.Write(m.object(c.of))
				v := c.check(t, &sum, text)
				if faults == 0 {
					require.NoError(t, v.parse, "%s", text)
				}
			}
			t.Logf("%s, one fault in %d values: %d accepted by both, %d refused by both, different: %v", c.name, faults, sum.accepted, sum.refused, sum.named)
		}
	}
}

// Every key of the types is in the schema, and every type that reads itself from text is one that the made-up texts know.
func TestEveryTypeIsMadeUp(t *testing.T) {
	seen := map[reflect.Type]bool{}
	var walk func(reflect.Type)
	walk = func(of reflect.Type) {
		if seen[of] {
			return
		}
		seen[of] = true
		switch of {
		case reflect.TypeFor[decimal.Decimal](), reflect.TypeFor[decimal.NullDecimal](), reflect.TypeFor[kam.Day](), reflect.TypeFor[kam.Period](), reflect.TypeFor[kam.Fraction]():
			return
		}
		require.False(t, reflect.PointerTo(of).Implements(reflect.TypeFor[encoding.TextUnmarshaler]()), "%s", of)
		switch of.Kind() {
		case reflect.Pointer, reflect.Slice, reflect.Map:
			walk(of.Elem())
		case reflect.Struct:
			for i := range of.NumField() {
				if key, _, _ := strings.Cut(of.Field(i).Tag.Get("json"), ","); key != "" && key != "-" {
					walk(of.Field(i).Type)
				}
			}
		}
	}
	walk(reflect.TypeFor[incentive.Plan]())
	walk(reflect.TypeFor[scenario.File]())
	require.Greater(t, len(seen), 60)
}
