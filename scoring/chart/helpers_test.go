package chart_test

import (
	"bytes"
	"cmp"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/scoring"
)

var anna = kam.Subject{Kind: "kam", ID: "anna"}

// part is a measure whose value is its score; an empty value is not known.
type part struct{ id, en, zh, weight, value string }

// profile is the card of most tests: 30, 25, 20, 15 and 10 per cent.
var profile = []part{
	{"growth", "Sales growth", "销售增长", "0.30", "82"},
	{"satisfaction", "Customer satisfaction", "客户满意度", "0.25", "91.5"},
	{"retention", "Retention", "客户留存", "0.20", "64"},
	{"market", "Market development", "市场开拓", "0.15", "48"},
	{"team", "Teamwork and knowledge sharing", "团队协作与知识分享", "0.10", "75"},
}

func dec(s string) decimal.Decimal { return decimal.RequireFromString(s) }

func opt(s string) decimal.NullDecimal { return decimal.NewNullDecimal(dec(s)) }

func exact(s string) scoring.Exact { return scoring.ExactDecimal(opt(s)) }

// card makes a card of parts on a scale from 0 to 100 that leaves out what is not known.
func card(parts []part) scoring.Card {
	c := scoring.Card{
		Format: 1, ID: "kam-card", Version: 1, Name: kam.Text{EN: "Key-account manager", ZH: "大客户经理"},
		Scale:    scoring.Scale{Min: dec("0"), Max: dec("100")},
		Rounding: scoring.Rounding{Places: 1, Mode: scoring.HalfUp},
		Missing:  scoring.Missing{Policy: scoring.MissingRenormalise},
		Grades: []scoring.Grade{
			{Key: "D", From: dec("0"), Until: dec("50"), Name: kam.Text{EN: "below", ZH: "待改进"}},
			{Key: "C", From: dec("50"), Until: dec("70"), Name: kam.Text{EN: "fair", ZH: "合格"}},
			{Key: "B", From: dec("70"), Until: dec("85"), Name: kam.Text{EN: "good", ZH: "良好"}},
			{Key: "A", From: dec("85"), Until: dec("100"), Name: kam.Text{EN: "excellent", ZH: "优秀"}},
		},
	}
	for _, p := range parts {
		c.Measures = append(c.Measures, scoring.Measure{
			ID: p.id, Name: kam.Text{EN: p.en, ZH: cmp.Or(p.zh, p.en)}, Weight: kam.MustFraction(p.weight), Metric: p.id,
			Direction: kam.HigherIsBetter, Function: scoring.Function{Points: &scoring.Points{}},
		})
	}
	return c
}

// scored computes the result of a card with the values of its parts.
func scored(t testing.TB, c scoring.Card, parts []part, period string) scoring.Result {
	t.Helper()
	program, err := scoring.Compile(c)
	require.NoError(t, err)
	in := scoring.Inputs{Subject: anna, Period: kam.MustPeriod(period)}
	for _, p := range parts {
		if p.value == "" {
			continue
		}
		in.Observations = append(in.Observations, kam.Observation{Subject: anna, Metric: p.id, Period: in.Period, Value: opt(p.value)})
	}
	r, err := program.Score(in)
	require.NoError(t, err)
	return r
}

const firstQuarter = "2026-01-01/2026-04-01"

// result is the result of the profile in the first quarter.
func result(t testing.TB) scoring.Result {
	t.Helper()
	return scored(t, card(profile), profile, firstQuarter)
}

// with returns parts with other values, in order; "" is not known.
func with(parts []part, values ...string) []part {
	out := append([]part(nil), parts...)
	for i, v := range values {
		out[i].value = v
	}
	return out
}

// golden compares a picture with a file under testdata, or writes it when KAM_UPDATE_GOLDEN is set.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	texts(t, got)
	path := filepath.Join("testdata", name)
	if os.Getenv("KAM_UPDATE_GOLDEN") != "" {
		require.NoError(t, os.WriteFile(path, got, 0o600))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err, "set KAM_UPDATE_GOLDEN=1 to write it")
	assert.Equal(t, string(want), string(got))
}

// picture is what a picture says and draws.
type picture struct {
	title, description string
	texts              []string // what stands in the picture, in order
	names              map[string]int
	elements           []xml.StartElement
}

// texts decodes a picture, which fails when it is not well-formed XML.
func texts(t testing.TB, svg []byte) picture {
	t.Helper()
	out := picture{names: map[string]int{}}
	d := xml.NewDecoder(bytes.NewReader(svg))
	var path []string
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		require.NoError(t, err)
		switch token := token.(type) {
		case xml.StartElement:
			path = append(path, token.Name.Local)
			out.names[token.Name.Local]++
			out.elements = append(out.elements, token.Copy())
		case xml.EndElement:
			path = path[:len(path)-1]
		case xml.CharData:
			switch s := string(token); strings.Join(path, "/") {
			case "svg/title":
				out.title += s
			case "svg/desc":
				out.description += s
			default:
				if len(path) > 0 && path[len(path)-1] == "text" {
					out.texts = append(out.texts, s)
				}
			}
		}
	}
	return out
}

// codes are the codes and places of the faults in err, which must be an invalid error with texts in both languages.
func codes(t testing.TB, err error) []string {
	t.Helper()
	invalid, ok := errors.AsType[*kam.InvalidError](err)
	require.True(t, ok, "%v", err)
	var out []string
	for _, f := range invalid.Findings {
		assert.NotEmpty(t, f.Message.EN)
		assert.NotEmpty(t, f.Message.ZH)
		assert.NotEmpty(t, f.Remedy.EN)
		assert.NotEmpty(t, f.Remedy.ZH)
		out = append(out, f.Code+" "+f.Place)
	}
	return out
}

// attribute returns a number of an element in hundredths of a pixel.
func attribute(t testing.TB, e xml.StartElement, name string) int64 {
	t.Helper()
	for _, a := range e.Attr {
		if a.Name.Local == name {
			d, err := num.Parse(a.Value)
			require.NoError(t, err)
			return d.Shift(2).IntPart()
		}
	}
	return 0
}
