package preclose

import (
	"strings"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
)

// CSV returns the rows as a table to be written by package encoding/csv: a header and one line for each part of each row,
// or one for a row without parts. What belongs to a row stands on its first line alone, so that columns may be added up;
// the names of payee, plan, component and currency stand on each. Amounts have exactly the places of the plan, unknown ones
// are empty. A text that a spreadsheet would take for a formula has an apostrophe before it.
func (r Report) CSV(lang kam.Lang) [][]string {
	out := [][]string{{
		"payee", "name", "plan", "component", "currency", "earned", "late", "now", "last", "variance", "percent", "forecast", "from_forecast", "beyond", "beyond_forecast",
		"cause", "cause_amount", "cause_text",
	}}
	for _, x := range r.Rows {
		who := []string{harmless(x.Payee), harmless(x.Name), harmless(x.Plan), harmless(x.Component), string(x.Currency)}
		plain := func(d decimal.NullDecimal, places int32) string {
			if !d.Valid {
				return ""
			}
			return d.Decimal.StringFixed(places)
		}
		figures := []string{
			x.Earned.StringFixed(x.Places), x.Late.StringFixed(x.Places), x.Now.StringFixed(x.Places), plain(x.Last, x.Places), plain(x.Variance, x.Places), plain(x.Percent, 1),
			plain(x.Forecast, x.Places), plain(x.FromForecast, x.Places), word(x.Beyond), word(x.BeyondForecast),
		}
		parts := x.Parts
		if len(parts) == 0 {
			parts = []Part{{}}
		}
		for i, p := range parts {
			line := append([]string{}, who...)
			if i == 0 {
				line = append(line, figures...)
			} else {
				line = append(line, make([]string, len(figures))...)
			}
			if p.Cause == "" {
				line = append(line, "", "", "")
			} else {
				line = append(line, string(p.Cause), p.Amount.StringFixed(x.Places), harmless(p.Text.In(lang)))
			}
			out = append(out, line)
		}
	}
	return out
}

func word(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}

// harmless returns a text that no spreadsheet takes for a formula.
func harmless(text string) string {
	first, _ := utf8.DecodeRuneInString(strings.TrimLeft(text, " \u00a0\u3000\ufeff"))
	if strings.ContainsRune("=+-@＝＋－＠\t\r\n", first) && text != "" {
		return "'" + text
	}
	return text
}
