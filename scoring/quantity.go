package scoring

import (
	"strings"
	"unicode"

	"github.com/kam-go/kam"
)

// quantity writes an observed number with the unit or the currency of a measure, which may be nil.
func (m *Measure) quantity(e Exact) kam.Text { return m.withUnit(observed(e)) }

// withUnit writes the unit or the currency of a measure, which may be nil, behind a number.
func (m *Measure) withUnit(number kam.Text) kam.Text {
	if m == nil || number.EN == "?" {
		return number
	}
	unit := m.UnitName
	if unit == (kam.Text{}) {
		unit = unitIn(m.Unit)
	}
	if m.Currency != "" {
		unit = kam.Text{EN: string(m.Currency), ZH: string(m.Currency)}
	}
	if unit.EN != "" {
		number.EN += " " + label(unit.EN)
	}
	switch unit.ZH {
	case "":
	case "%", "‰":
		number.ZH += unit.ZH
	default:
		number.ZH += " " + label(unit.ZH)
	}
	return number
}

// tight takes the blanks behind a unit out of a Chinese text: none stands between two characters, nor behind a full-width
// bracket.
func tight(t kam.Text) kam.Text {
	var out strings.Builder
	before := rune(0)
	runes := []rune(t.ZH)
	for i, r := range runes {
		if r == ' ' && i+1 < len(runes) && (before == '）' || unicode.Is(unicode.Han, before) && unicode.Is(unicode.Han, runes[i+1])) {
			continue
		}
		out.WriteRune(r)
		before = r
	}
	t.ZH = out.String()
	return t
}

// unitIn is a unit in the language of its letters, in both when it has none.
func unitIn(unit string) kam.Text {
	switch {
	case strings.ContainsFunc(unit, func(r rune) bool { return unicode.Is(unicode.Han, r) }):
		return kam.Text{ZH: unit}
	case strings.ContainsFunc(unit, unicode.IsLetter):
		return kam.Text{EN: unit}
	}
	return kam.Text{EN: unit, ZH: unit}
}
