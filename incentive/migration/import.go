package migration

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/ledger"
	"github.com/kam-go/kam/internal/num"
)

// SettledReference is the reference of the entries that take earned rows off again, because the old system settled them.
const SettledReference = "settled-before-migration"

// Import is a file that was read whole. It is immutable and safe for concurrent use.
type Import struct {
	rows   []Row
	totals []Total
	into   kam.Period
	run    string
	prior  []incentive.Prior
}

func newImport(rows []Row, totals []Total, source Source, deals map[string]incentive.Transaction) *Import {
	m := &Import{rows: slices.SortedFunc(slices.Values(rows), Row.compare), totals: totals, into: source.Into}
	h := sha256.New()
	line := func(words ...string) {
		for _, w := range words {
			_, _ = fmt.Fprintf(h, "%d:%s", len(w), w) // a hash takes everything
		}
		_, _ = h.Write([]byte{'\n'})
	}
	line("kam-migration-1", m.into.String())
	for _, r := range m.rows {
		line(r.key(), num.Format(r.Amount))
	}
	m.run = "migration-" + hex.EncodeToString(h.Sum(nil))
	type dealKey struct{ payee, plan, deal string }
	earned := map[dealKey]map[string]decimal.Decimal{}
	for _, r := range m.rows {
		if r.Kind != Prior {
			continue
		}
		k := dealKey{r.Payee, r.Plan, r.Reference}
		if earned[k] == nil {
			earned[k] = map[string]decimal.Decimal{}
		}
		earned[k][r.Component] = r.Amount
	}
	for _, k := range slices.SortedFunc(maps.Keys(earned), func(a, b dealKey) int {
		return cmp.Or(cmp.Compare(a.payee, b.payee), cmp.Compare(a.plan, b.plan), cmp.Compare(a.deal, b.deal))
	}) {
		m.prior = append(m.prior, incentive.Prior{Payee: k.payee, Plan: k.plan, Transaction: clone(deals[k.deal]), Earned: earned[k]})
	}
	return m
}

// clone returns a copy of a deal that shares nothing with it.
func clone(t incentive.Transaction) incentive.Transaction {
	t.Participants, t.Attributes, t.Numbers = slices.Clone(t.Participants), maps.Clone(t.Attributes), maps.Clone(t.Numbers)
	return t
}

// Run returns the run id of the batch: "migration-" and the hash of the file's content, whatever the order of its rows.
func (m *Import) Run() string { return m.run }

// Rows returns the rows, ascending by kind in the order of [Kinds], payee, plan, version, component, measure, period,
// reference and currency.
func (m *Import) Rows() []Row { return slices.Clone(m.rows) }

// Totals returns what was imported, by kind and currency; each equals its control totals.
func (m *Import) Totals() []Total { return slices.Clone(m.totals) }

// Batch returns the entries for a ledger with that head, in one batch that sums to zero. It is empty when the file has
// positions and prior deals alone. Appending it again posts nothing twice.
func (m *Import) Batch(head ledger.Head) ledger.Batch {
	var entries []ledger.Entry
	for _, r := range m.rows {
		e := ledger.Entry{Payee: r.Payee, Plan: r.Plan, Version: r.Version, Component: r.Component, Kind: ledger.Opened, Period: r.Period, Reference: r.Reference, Currency: r.Currency}
		switch r.Kind {
		case Payable:
			entries = append(entries, ledger.Move(e, ledger.OpeningAccount, ledger.PayeeAccount, r.Amount)...)
		case Held:
			entries = append(entries, ledger.Move(e, ledger.OpeningAccount, ledger.HeldAccount, r.Amount)...)
		case Debt:
			entries = append(entries, ledger.Move(e, ledger.DebtAccount, ledger.OpeningAccount, r.Amount)...)
		case Earned:
			e.Reference = SettledReference
			entries = append(entries, ledger.Move(e, ledger.PayeeAccount, ledger.OpeningAccount, r.Amount)...)
			e.Kind, e.Reference = ledger.Earning, ""
			entries = append(entries, ledger.Move(e, ledger.OpeningAccount, ledger.PayeeAccount, r.Amount)...)
		case Position, Prior: // state of runs, not of the ledger
		}
	}
	return ledger.Batch{Run: m.run, Head: head, Period: m.into, Entries: ledger.Merge(entries)}
}

// Positions returns where measures stand. They belong into the opening of every run of the window, since a run reads its
// deals from the start of the window on and these are not among them.
func (m *Import) Positions() []incentive.Position {
	var out []incentive.Position
	for _, r := range m.rows {
		if r.Kind == Position {
			out = append(out, incentive.Position{Payee: r.Payee, Plan: r.Plan, Measure: r.Measure, Value: r.Amount})
		}
	}
	return out
}

// Prior returns what earlier deals earned, ascending by payee, plan and deal.
func (m *Import) Prior() []incentive.Prior {
	out := slices.Clone(m.prior)
	for i := range out {
		out[i].Transaction, out[i].Earned = clone(out[i].Transaction), maps.Clone(out[i].Earned)
	}
	return out
}

// Opening returns the state that a run starts from: the ledger, the positions and the prior deals. Past the window of a
// position a run starts from zero again: hand in an opening without it there.
func (m *Import) Opening(snapshot ledger.Snapshot) incentive.Opening {
	return incentive.Opening{Ledger: snapshot, Positions: m.Positions(), Prior: m.Prior()}
}
