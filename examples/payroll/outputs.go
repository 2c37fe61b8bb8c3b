package main

import (
	"context"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/internal/csvsafe"
	"github.com/kam-go/kam/examples/internal/findings"
	"github.com/kam-go/kam/examples/internal/staged"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/ledger"
)

func itoa(n int) string { return strconv.Itoa(n) }

// The headers of the CSV files. They are stable: columns may be added at the end.
var (
	statementsHeader = []string{
		"period", "payee", "plan", "plan_version", "currency", "credited", "quota", "attainment", "earned", "payable",
		"status", "plan_hash", "input_hash",
	}
	linesHeader   = []string{"period", "payee", "transaction", "component", "tier_from", "tier_until", "base", "rate", "amount", "note"}
	ledgerHeader  = []string{"number", "run", "period", "payee", "plan", "plan_version", "component", "kind", "account", "amount", "currency"}
	houseHeader   = []string{"period", "transaction", "owner", "amount", "override", "reason"}
	controlHeader = []string{"file", "period", "payee", "rows", "base", "amount"}
)

// control counts and sums the rows of one file by period and payee.
type control struct {
	file string
	keys []controlKey
	sums map[controlKey]*controlSum
}

type controlKey struct{ period, payee string }

type controlSum struct {
	rows         int
	base, amount decimal.Decimal
}

func newControl(file string) *control {
	return &control{file: file, sums: map[controlKey]*controlSum{}}
}

func (c *control) add(period, payee string, base, amount decimal.Decimal) {
	key := controlKey{period, payee}
	sum, ok := c.sums[key]
	if !ok {
		sum = &controlSum{}
		c.sums[key] = sum
		c.keys = append(c.keys, key)
	}
	sum.rows++
	sum.base, sum.amount = sum.base.Add(base), sum.amount.Add(amount)
}

// stageStatements writes all files but the ledger's beside their places.
func stageStatements(files *staged.Set, results []result, block status, lang kam.Lang) ([]*control, error) {
	statements, lines := newControl("statements.csv"), newControl("lines.csv")
	if err := files.Add(statements.file, func(w io.Writer) error { return writeStatements(w, results, block, statements) }); err != nil {
		return nil, err
	}
	if err := files.Add(lines.file, func(w io.Writer) error { return writeLines(w, results, lang, lines) }); err != nil {
		return nil, err
	}
	if err := files.Add("house.csv", func(w io.Writer) error { return writeHouse(w, results, lang) }); err != nil {
		return nil, err
	}
	for _, r := range results {
		taken := map[string]bool{}
		for _, payee := range payees(r) {
			name := "statements/" + fileName(r.label, map[string]bool{}) + "/" + fileName(payee, taken) + ".md"
			if err := files.Add(name, func(w io.Writer) error { return writeMarkdown(w, r, payee, lang) }); err != nil {
				return nil, err
			}
		}
	}
	return []*control{statements, lines}, nil
}

// stageLedger writes what stands in the ledger for the periods, and the control sums of all files.
func stageLedger(ctx context.Context, files *staged.Set, book ledger.Ledger, results []result, controls []*control) error {
	entries := newControl("ledger.csv")
	err := files.Add(entries.file, func(w io.Writer) error { return writeLedger(ctx, w, book, results, entries) })
	if err != nil {
		return err
	}
	return files.Add("control.csv", func(w io.Writer) error { return writeControl(w, append(slices.Clone(controls), entries)) })
}

func writeStatements(w io.Writer, results []result, block status, sums *control) error {
	out := csvsafe.NewWriter(w, statementsHeader...)
	for _, r := range results {
		for _, s := range summaries(r, block) {
			out.Row(r.label, s.payee, s.plan, s.version, s.currency, s.credited, s.quota, ratio(s.attainment), s.earned, s.payable,
				string(s.status), s.planHash, s.inputHash)
			sums.add(r.label, csvsafe.Cell(s.payee), decimal.Zero, s.amount)
		}
	}
	return out.Flush()
}

func writeLines(w io.Writer, results []result, lang kam.Lang, sums *control) error {
	out := csvsafe.NewWriter(w, linesHeader...)
	for _, r := range results {
		for s := range r.run.Statements() {
			payee, places := s.Payee().ID, s.Places()
			row := func(transaction, component, from, until string, base, rate decimal.NullDecimal, amount decimal.Decimal, note string) {
				out.Row(r.label, payee, transaction, component, from, until, plain(base), plain(rate), amount.StringFixed(places), note)
				sums.add(r.label, csvsafe.Cell(payee), base.Decimal, amount)
			}
			for line := range s.Lines() {
				note := line.Note().In(lang)
				for slice := range line.Slices() {
					row(line.Transaction(), line.Component(), plain(slice.From), plain(slice.Until),
						decimal.NewNullDecimal(slice.Base), slice.Rate, slice.Amount, note)
				}
				if cut := line.Cut(); !cut.IsZero() {
					row(line.Transaction(), line.Component(), "", "", decimal.NullDecimal{}, decimal.NullDecimal{}, cut, note)
				}
			}
			for a := range s.Adjustments() {
				row("", a.Component, "", "", decimal.NullDecimal{}, decimal.NullDecimal{}, a.Amount, adjustment(a).In(lang))
			}
		}
	}
	return out.Flush()
}

// writeHouse lists the credits that are nobody's. Those that are no overrides, and the credits of the statements, sum to the deals.
func writeHouse(w io.Writer, results []result, lang kam.Lang) error {
	out := csvsafe.NewWriter(w, houseHeader...)
	for _, r := range results {
		for credit := range r.run.House() {
			out.Row(r.label, credit.Transaction, credit.Owner, credit.Amount.String(), strconv.FormatBool(credit.Override), credit.Reason.Message.In(lang))
		}
	}
	return out.Flush()
}

func writeLedger(ctx context.Context, w io.Writer, book ledger.Ledger, results []result, sums *control) error {
	out := csvsafe.NewWriter(w, ledgerHeader...)
	labels := map[kam.Period]string{}
	window := kam.Period{From: results[0].period.From, Until: results[len(results)-1].period.Until}
	for _, r := range results {
		labels[r.period] = r.label
	}
	for record, err := range book.Entries(ctx, window) {
		if err != nil {
			return err
		}
		label, ok := labels[record.Period]
		if !ok {
			continue
		}
		out.Row(strconv.FormatInt(record.Number, 10), record.Run, label, record.Payee, record.Plan, itoa(record.Version), record.Component,
			string(record.Kind), string(record.Account), fixed(record.Amount, record.Currency), string(record.Currency))
		amount := record.Amount
		if record.Account != ledger.PayeeAccount {
			amount = decimal.Zero
		}
		sums.add(label, csvsafe.Cell(record.Payee), decimal.Zero, amount)
	}
	return out.Flush()
}

func writeControl(w io.Writer, controls []*control) error {
	out := csvsafe.NewWriter(w, controlHeader...)
	for _, c := range controls {
		for _, key := range c.keys {
			sum := c.sums[key]
			out.Row(c.file, key.period, key.payee, itoa(sum.rows), sum.base.String(), sum.amount.String())
		}
	}
	return out.Flush()
}

// payees lists everybody with a statement or a reason why there is none, each once.
func payees(r result) []string {
	var ids []string
	for s := range r.run.Statements() {
		ids = append(ids, s.Payee().ID)
	}
	for _, h := range r.held {
		ids = append(ids, h.Payee.ID)
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// writeMarkdown writes a payee's statements of a period, and why one is held.
func writeMarkdown(w io.Writer, r result, payee string, lang kam.Lang) error {
	var parts []string
	for s := range r.run.Statements() {
		if s.Payee().ID == payee {
			parts = append(parts, s.Markdown(lang))
		}
	}
	for _, h := range r.held {
		if h.Payee.ID == payee {
			parts = append(parts, heldText(h, r.label, lang))
		}
	}
	_, err := io.WriteString(w, strings.Join(parts, "\n---\n\n"))
	return err
}

func heldText(h incentive.Held, label string, lang kam.Lang) string {
	var out strings.Builder
	out.WriteString("# " + findings.Say("%s, %s: held", "%s，%s：暂缓", h.Payee.ID, label).In(lang) + "\n\n")
	out.WriteString(findings.Say("Nothing is posted for this period until this is settled:", "以下问题解决之前，本期不入账：").In(lang) + "\n\n")
	for _, f := range h.Findings {
		out.WriteString("- " + f.In(lang) + "\n")
	}
	return out.String()
}

// adjustment says what an adjustment is.
func adjustment(a incentive.Adjustment) kam.Text {
	switch a.Kind {
	case incentive.AdjustGate:
		return findings.Say("gate not passed", "未达到门槛")
	case incentive.AdjustCap:
		return findings.Say("cut to the cap of %s", "按封顶 %s 截断", plain(a.Limit))
	case incentive.AdjustFloor:
		return findings.Say("lifted to the floor of %s", "按保底 %s 提高", plain(a.Limit))
	case incentive.AdjustEarlier:
		return findings.Say("earned on deals of earlier periods of the window", "累计期内以前期间交易的所得")
	case incentive.AdjustPosted:
		return findings.Say("posted in earlier periods of the window", "累计期内以前期间已入账")
	case incentive.AdjustPlanCap:
		return findings.Say("cut to the cap of all components, %s", "按方案封顶 %s 截断", plain(a.Limit))
	case incentive.AdjustPeriodCap:
		return findings.Say("cut to the cap of the period, %s", "按期间封顶 %s 截断", plain(a.Limit))
	default:
		return findings.Say("%s", "%s", string(a.Kind))
	}
}

// fileName makes a file name of an id: letters, digits, ".", "_" and "-" stay, all else becomes "-". A name that is taken gets a number.
func fileName(id string, taken map[string]bool) string {
	name := strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("._-", r) {
			return r
		}
		return '-'
	}, id)
	name = strings.TrimLeft(name, ".-")
	if runes := []rune(name); len(runes) > 50 {
		name = string(runes[:50])
	}
	if name == "" {
		name = "payee"
	}
	free := name
	for n := 2; taken[strings.ToLower(free)]; n++ {
		free = name + "-" + itoa(n)
	}
	taken[strings.ToLower(free)] = true
	return free
}

// ratio shows an attainment with 6 decimals.
func ratio(d decimal.NullDecimal) string {
	if !d.Valid {
		return ""
	}
	return d.Decimal.StringFixed(6)
}

func plain(d decimal.NullDecimal) string {
	if !d.Valid {
		return ""
	}
	return d.Decimal.String()
}

// fixed shows an amount with the places of its currency, or more when it has more.
func fixed(amount decimal.Decimal, currency kam.Currency) string {
	return amount.StringFixed(max(currency.MinorUnits(), -amount.Normalize().Exponent()))
}
