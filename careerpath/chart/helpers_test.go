package chart_test

import (
	"bytes"
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
	"github.com/kam-go/kam/careerpath"
	"github.com/kam-go/kam/careerpath/chart"
	"github.com/kam-go/kam/careerpath/evidence"
	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/internal/svg"
	"github.com/kam-go/kam/internal/wordtest"
)

var (
	anna  = kam.Subject{Kind: "agent", ID: "anna"}
	boss  = kam.Subject{Kind: "agent", ID: "boss"}
	today = kam.MustDay("2026-07-01")
)

func opt(s string) decimal.NullDecimal {
	return decimal.NewNullDecimal(decimal.RequireFromString(s))
}

func preset(t testing.TB, id string) *careerpath.Program {
	t.Helper()
	l, err := careerpath.Preset(id)
	require.NoError(t, err)
	p, err := careerpath.Compile(l)
	require.NoError(t, err)
	return p
}

// file is that of a key account manager of whom some is known: two years at the stage, quota attained, retention missed.
func file(stage string) evidence.File {
	f := evidence.File{Person: anna, Positions: []evidence.Position{{Stage: stage, Track: "account", Department: "sales", Held: kam.MustPeriod("2024-02-01/..")}}}
	for _, year := range []string{"2024-01-01/2025-01-01", "2025-01-01/2026-01-01"} {
		f.Observations = append(
			f.Observations,
			kam.Observation{Subject: anna, Metric: "sales.attainment", Period: kam.MustPeriod(year), Numerator: opt("1011"), Denominator: opt("1000")},
			kam.Observation{Subject: anna, Metric: "customer.retention.gross", Period: kam.MustPeriod(year), Numerator: opt("2"), Denominator: opt("3")},
			kam.Observation{Subject: anna, Metric: "accounts.new", Unit: "accounts", Period: kam.MustPeriod(year), Value: opt("5")},
		)
	}
	for _, s := range []struct {
		skill string
		level int
	}{{"account-planning", 3}, {"negotiation", 2}} {
		f.Skills = append(f.Skills, evidence.Assessment{Skill: s.skill, Level: s.level, Assessor: boss, On: kam.MustDay("2026-05-04")})
	}
	f.Certificates = []evidence.Certificate{{Kind: "compliance", Earned: kam.MustDay("2026-01-15")}}
	f.Complete = []evidence.Completeness{{Of: evidence.Flags, Period: kam.MustPeriod("2024-02-01/..")}}
	return f
}

func readiness(t testing.TB, p *careerpath.Program, f evidence.File) careerpath.Readiness {
	t.Helper()
	r, err := p.Readiness(f, today)
	require.NoError(t, err)
	return r
}

// manager is the readiness of a key account manager.
func manager(t testing.TB) (*careerpath.Program, careerpath.Readiness) {
	t.Helper()
	p := preset(t, "key-account-manager")
	return p, readiness(t, p, file("key-account-manager"))
}

// golden compares got with a file under testdata, or writes it when KAM_UPDATE_GOLDEN is set.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if os.Getenv("KAM_UPDATE_GOLDEN") != "" {
		require.NoError(t, os.WriteFile(path, got, 0o600))
		return
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err, "set KAM_UPDATE_GOLDEN=1 to write it")
	assert.True(t, bytes.Equal(want, got), "%s is not as it was", name)
}

// codes are the codes and places of the faults in err, which have texts in both languages.
func codes(t testing.TB, err error) []string {
	t.Helper()
	invalid, ok := errors.AsType[*kam.InvalidError](err)
	require.True(t, ok, "%v", err)
	var out []string
	for _, f := range invalid.Findings {
		for _, text := range []kam.Text{f.Message, f.Remedy} {
			assert.NotEmpty(t, text.EN)
			assert.NotEmpty(t, text.ZH)
			wordtest.Formatted(t, text.EN+text.ZH)
		}
		out = append(out, f.Code+" "+f.Place)
	}
	return out
}

// label is a text in a picture and the place that it fills, by the estimate of its width.
type label struct {
	text                     string
	left, right, top, bottom svg.Px
}

// picture is what a test asks of a picture.
type picture struct {
	title, description string
	width, height      svg.Px
	labels             []label
	boxes              []label
	lines              [][]svg.Point
	notes              []string
}

// read decodes a picture, which fails when it is not well-formed XML.
func read(t testing.TB, data []byte) picture {
	t.Helper()
	var out picture
	d := xml.NewDecoder(bytes.NewReader(data))
	var path []xml.StartElement
	shift := svg.Point{}
	var moves []svg.Point
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return out
		}
		require.NoError(t, err)
		switch token := token.(type) {
		case xml.StartElement:
			e := token.Copy()
			path = append(path, e)
			switch e.Name.Local {
			case "svg":
				out.width, out.height = attribute(t, e, "width"), attribute(t, e, "height")
			case "g":
				x, y, ok := strings.Cut(strings.TrimSuffix(strings.TrimPrefix(e.Attr[0].Value, "translate("), ")"), " ")
				require.True(t, ok)
				moves = append(moves, shift)
				shift = svg.At(shift.X+length(t, x), shift.Y+length(t, y))
			case "rect":
				if attribute(t, e, "rx") > 0 {
					x, y := shift.X+attribute(t, e, "x"), shift.Y+attribute(t, e, "y")
					out.boxes = append(out.boxes, label{left: x, right: x + attribute(t, e, "width"), top: y, bottom: y + attribute(t, e, "height")})
				}
			case "polyline":
				if len(moves) == 0 { // those of the legend are moved
					out.lines = append(out.lines, points(t, e))
				}
			}
		case xml.EndElement:
			if path[len(path)-1].Name.Local == "g" {
				shift, moves = moves[len(moves)-1], moves[:len(moves)-1]
			}
			path = path[:len(path)-1]
		case xml.CharData:
			if len(path) == 0 {
				continue
			}
			switch e := path[len(path)-1]; {
			case len(path) == 2 && e.Name.Local == "title":
				out.title += string(token)
			case len(path) == 2 && e.Name.Local == "desc":
				out.description += string(token)
			case e.Name.Local == "title":
				out.notes = append(out.notes, string(token))
			case e.Name.Local == "text":
				out.labels = append(out.labels, labelOf(t, e, string(token), shift))
			}
		}
	}
}

func labelOf(t testing.TB, e xml.StartElement, text string, shift svg.Point) label {
	t.Helper()
	font, anchor := svg.Font{Size: attribute(t, e, "font-size")}, ""
	for _, a := range e.Attr {
		font.Bold = font.Bold || a.Name.Local == "font-weight"
		if a.Name.Local == "text-anchor" {
			anchor = a.Value
		}
	}
	l := label{text: text, left: shift.X + attribute(t, e, "x"), bottom: shift.Y + attribute(t, e, "y")}
	wide := font.Width(text)
	switch anchor {
	case "middle":
		l.left -= wide / 2
	case "end":
		l.left -= wide
	}
	l.right, l.top = l.left+wide, l.bottom-font.Size*3/4
	return l
}

func points(t testing.TB, e xml.StartElement) []svg.Point {
	t.Helper()
	var out []svg.Point
	for _, a := range e.Attr {
		if a.Name.Local != "points" {
			continue
		}
		for pair := range strings.FieldsSeq(a.Value) {
			x, y, ok := strings.Cut(pair, ",")
			require.True(t, ok)
			out = append(out, svg.At(length(t, x), length(t, y)))
		}
	}
	return out
}

func length(t testing.TB, s string) svg.Px {
	t.Helper()
	d, err := num.Parse(s)
	require.NoError(t, err)
	return svg.Px(d.Shift(2).IntPart())
}

// attribute returns a length of an element, 0 when it has none of that name.
func attribute(t testing.TB, e xml.StartElement, name string) svg.Px {
	t.Helper()
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return length(t, a.Value)
		}
	}
	return 0
}

// texts are all labels of a picture, one a line.
func (p picture) texts() string {
	var b strings.Builder
	for _, l := range p.labels {
		b.WriteString(l.text + "\n")
	}
	return b.String()
}

// draw returns a picture that has no fault.
func draw(t testing.TB, data []byte, err error) picture {
	t.Helper()
	require.NoError(t, err)
	return read(t, data)
}

// looks are ways to look at a picture.
var looks = []struct {
	name string
	opt  chart.Options
}{
	{"en", chart.Options{}},
	{"zh-360-dark", chart.Options{Lang: kam.Chinese, Width: 360, Theme: chart.Dark}},
	{"en-360-light", chart.Options{Width: 360, Theme: chart.Light}},
	{"zh-900", chart.Options{Lang: kam.Chinese, Width: 900}},
}
