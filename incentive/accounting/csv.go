package accounting

import (
	"bytes"
	"encoding/csv"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
)

// CSV returns the journal as comma-separated text in UTF-8 with a line for each line of an entry, in the order of the
// journal, and one line of headings in English, which programs read: period, entry, reverses, origin, plan, component,
// asset, payee, kind, text, account, currency, debit, credit. The text alone is in the language asked for.
//
// Amounts have at least the decimal places of their currency; the side that a line is not on is empty. A text that a
// spreadsheet would take for a formula, because it begins with =, +, -, @ or a tab, has an apostrophe before it.
func (j Journal) CSV(lang kam.Lang) []byte {
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	write := func(cells ...string) { _ = w.Write(cells) } // a bytes.Buffer takes everything
	write("period", "entry", "reverses", "origin", "plan", "component", "asset", "payee", "kind", "text", "account", "currency", "debit", "credit")
	for _, e := range j.Entries {
		for _, l := range e.Lines {
			write(j.Period.String(), e.ID, e.Reverses, e.Origin.String(), cell(e.Plan), cell(e.Component), cell(e.Asset), cell(e.Payee),
				cell(e.Kind), cell(e.Text.In(lang)), cell(l.Account), string(e.Currency), side(l.Debit, e.Currency), side(l.Credit, e.Currency))
		}
	}
	w.Flush()
	return out.Bytes()
}

// cell keeps a text from being run as a formula.
func cell(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return "'" + s
	}
	return s
}

// side writes an amount of one side, and nothing for zero.
func side(d decimal.Decimal, c kam.Currency) string {
	if d.IsZero() {
		return ""
	}
	return plain(d, c)
}

// plain writes an amount with at least the decimal places of its currency and never rounds a digit away.
func plain(d decimal.Decimal, c kam.Currency) string {
	if num.Check(d) != nil {
		return "?"
	}
	if places := c.MinorUnits(); onGrid(d, places) {
		return d.StringFixed(places)
	}
	return num.Format(d)
}
