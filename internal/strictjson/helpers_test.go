package strictjson_test

import (
	"errors"
	"fmt"
	"math/big"
	"math/rand"
	"reflect"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/internal/strictjson"
	"github.com/kam-go/kam/internal/wordtest"
)

// share is a text type whose zero value has a text of its own.
type share struct{ Num, Den int64 }

func (s share) MarshalText() ([]byte, error) {
	if s.Num == 0 {
		return []byte("0"), nil
	}
	return fmt.Appendf(nil, "%d/%d", s.Num, s.Den), nil
}

func (s *share) UnmarshalText(text []byte) error {
	if string(text) == "0" {
		*s = share{0, 1}
		return nil
	}
	if _, err := fmt.Sscanf(string(text), "%d/%d", &s.Num, &s.Den); err != nil || s.Den <= 0 {
		return errors.New("a share reads like 1/3")
	}
	return nil
}

// word is a named string that refuses upper case; as a text type it may be a map key.
type word string

func (w word) MarshalText() ([]byte, error) { return []byte(w), nil }

func (w *word) UnmarshalText(text []byte) error {
	if strings.ToLower(string(text)) != string(text) {
		return errors.New("a word is in lower case")
	}
	*w = word(strings.TrimSpace(string(text)))
	return nil
}

type color string

type band struct {
	From decimal.Decimal     `json:"from"`
	Rate decimal.NullDecimal `json:"rate"`
	Note string              `json:"note,omitempty"`
}

// everything has a field of every kind the package reads and writes.
type everything struct {
	Name    string                     `json:"name"`
	Color   color                      `json:"color,omitzero"`
	Flag    bool                       `json:"flag"`
	Int     int                        `json:"int"`
	Int8    int8                       `json:"int8"`
	Int64   int64                      `json:"int64"`
	Uint16  uint16                     `json:"uint16"`
	Uint64  uint64                     `json:"uint64"`
	Amount  decimal.Decimal            `json:"amount"`
	Maybe   decimal.NullDecimal        `json:"maybe"`
	Share   share                      `json:"share"`
	Word    word                       `json:"word"`
	Places  *int32                     `json:"places"`
	Exact   *big.Rat                   `json:"exact"`
	Band    band                       `json:"band"`
	Best    *band                      `json:"best"`
	Bands   []band                     `json:"bands"`
	Names   []string                   `json:"names"`
	Grid    [][]int                    `json:"grid"`
	Many    []*band                    `json:"many"`
	Factors map[string]decimal.Decimal `json:"factors"`
	Labels  map[word][]string          `json:"labels"`
	Deep    *everything                `json:"deep"`

	Skipped  string `json:"-"`
	Untagged string
}

func somewhere[T any](v T) *T { return &v }

// Generate gives decimals in the form that reading gives them, and nil for empty lists and maps that are left out.
func (everything) Generate(r *rand.Rand, size int) reflect.Value {
	return reflect.ValueOf(generate(r, 3))
}

func generate(r *rand.Rand, depth int) everything {
	amount := func() decimal.Decimal {
		d, err := num.Parse(num.Format(decimal.New(r.Int63n(2_000_000)-1_000_000, -int32(r.Intn(7)))))
		if err != nil || r.Intn(5) == 0 {
			d, _ = num.Parse("0")
		}
		return d
	}
	maybe := func() decimal.NullDecimal {
		if r.Intn(2) == 0 {
			return decimal.NullDecimal{}
		}
		return decimal.NewNullDecimal(amount())
	}
	text := func() string {
		out, letters := []rune{}, []rune("aZ\"\\/\n\t\x00\x1f<>&é客😀\u2028 ")
		for range r.Intn(6) {
			out = append(out, letters[r.Intn(len(letters))])
		}
		return string(out)
	}
	aBand := func() band { return band{From: amount(), Rate: maybe(), Note: text()} }
	list := func(add func()) {
		for range r.Intn(4) {
			add()
		}
	}
	v := everything{
		Name: text(), Color: color(text()), Flag: r.Intn(2) == 0,
		Int: r.Intn(5) - 2, Int8: int8(r.Intn(256) - 128), Int64: int64(r.Uint64()),
		Uint16: uint16(r.Intn(1 << 16)), Uint64: r.Uint64() >> uint(r.Intn(64)),
		Amount: amount(), Maybe: maybe(), Band: aBand(),
	}
	if r.Intn(2) == 0 {
		v.Share = share{int64(1 + r.Intn(5)), int64(1 + r.Intn(5))}
		v.Word = "word"
		v.Places = somewhere(int32(r.Intn(3)))
		v.Exact = big.NewRat(int64(r.Intn(5)+1), 7)
		v.Best = somewhere(aBand())
	}
	list(func() { v.Bands = append(v.Bands, aBand()) })
	list(func() { v.Names = append(v.Names, text()) })
	list(func() { v.Grid = append(v.Grid, make([]int, r.Intn(3))) })
	list(func() { v.Many = append(v.Many, somewhere(aBand())) })
	list(func() {
		if v.Factors == nil {
			v.Factors, v.Labels = map[string]decimal.Decimal{}, map[word][]string{}
		}
		v.Factors[text()] = amount()
		v.Labels[word(strings.Repeat("x", r.Intn(4)))] = []string{text()}
	})
	if depth > 0 && r.Intn(2) == 0 {
		v.Deep = somewhere(generate(r, depth-1))
	}
	return v
}

// lines writes findings one per line: code, place, English message and remedy.
func lines(fs kam.Findings) []string {
	var out []string
	for _, f := range fs {
		out = append(out, f.Code+" "+f.Place+": "+f.Message.EN+"; "+f.Remedy.EN)
	}
	return out
}

// codes writes findings one per line: code and place.
func codes(fs kam.Findings) []string {
	out := []string{}
	for _, f := range fs {
		out = append(out, f.Code+" "+f.Place)
	}
	return out
}

// bilingual fails for findings that lack a severity, a language or a remedy, or are long.
func bilingual(t testing.TB, fs kam.Findings) {
	t.Helper()
	for _, f := range fs {
		require.Equal(t, kam.Error, f.Severity)
		for _, text := range []string{f.Message.EN, f.Message.ZH, f.Remedy.EN, f.Remedy.ZH} {
			require.NotEmpty(t, text, f.Code)
			require.Less(t, len(text), 1500, f.Code)
		}
	}
}

func decode(t testing.TB, text string) (everything, kam.Findings) {
	t.Helper()
	var v everything
	fs := strictjson.Decode([]byte(text), &v, "t")
	bilingual(t, fs)
	for _, f := range fs {
		for _, said := range []string{f.Message.EN, f.Message.ZH, f.Remedy.EN, f.Remedy.ZH} {
			wordtest.Formatted(t, said)
		}
	}
	return v, fs
}
