package payroll

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/kam-go/kam"
)

// columns is the header of the file for payroll.
func columns() []string {
	return []string{"line_id", "payee", "plan", "currency", "amount", "pay_date", "run"}
}

// CSV returns the lines as a file for payroll: RFC 4180 in UTF-8 with the header line_id, payee, plan, currency, amount,
// pay_date and run, each line ended by CR LF. Amounts have exactly the decimal places of their currency's minor unit.
// A text that a spreadsheet would take for a formula has an apostrophe before it.
func (p PayRun) CSV() ([]byte, error) {
	rows := [][]string{columns()}
	for _, l := range p.Lines {
		rows = append(rows, []string{
			harmless(l.ID), harmless(l.Payee), harmless(l.Plan), string(l.Currency),
			l.Amount.StringFixed(l.Currency.MinorUnits()), l.Date.String(), harmless(l.Run),
		})
	}
	return file(rows)
}

// KeptCSV returns what stays payable as a file of the same form: payee, plan, currency, amount, why and because, which is
// in one language. Amounts are exact, with at least the decimal places of their currency's minor unit.
func (p PayRun) KeptCSV(lang kam.Lang) ([]byte, error) {
	rows := [][]string{{"payee", "plan", "currency", "amount", "why", "because"}}
	for _, k := range p.Kept {
		amount := strings.TrimPrefix(money(k.Amount, k.Currency), string(k.Currency)+" ")
		rows = append(rows, []string{harmless(k.Payee), harmless(k.Plan), string(k.Currency), amount, string(k.Why), harmless(k.Because.In(lang))})
	}
	return file(rows)
}

// file writes rows with CR LF.
func file(rows [][]string) ([]byte, error) {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	w.UseCRLF = true
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
