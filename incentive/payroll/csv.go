package payroll

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"strings"
	"unicode/utf8"
)

// columns is the header of the file for payroll.
func columns() []string {
	return []string{"line_id", "payee", "plan", "currency", "amount", "pay_date", "run"}
}

// CSV returns the lines as a file for payroll: RFC 4180 in UTF-8 with the header line_id, payee, plan, currency, amount,
// pay_date and run, each line ended by CR LF. Amounts have exactly the decimal places of their currency's minor unit.
// A text that a spreadsheet would take for a formula has an apostrophe before it.
func (p PayRun) CSV() ([]byte, error) {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	w.UseCRLF = true
	rows := [][]string{columns()}
	for _, l := range p.Lines {
		rows = append(rows, []string{
			harmless(l.ID), harmless(l.Payee), harmless(l.Plan), string(l.Currency),
			l.Amount.StringFixed(l.Currency.MinorUnits()), l.Date.String(), harmless(l.Run),
		})
	}
	if err := w.WriteAll(rows); err != nil {
		return nil, fmt.Errorf("payroll: %w", err)
	}
	return b.Bytes(), nil
}

// harmless returns a text that no spreadsheet takes for a formula: where its first character that is no blank, or the
// first one at all, begins one, an apostrophe stands before it.
func harmless(text string) string {
	first, _ := utf8.DecodeRuneInString(strings.TrimLeft(text, " \u00a0\u3000\ufeff"))
	if strings.ContainsRune("=+-@＝＋－＠\t\r\n", first) && text != "" {
		return "'" + text
	}
	return text
}
