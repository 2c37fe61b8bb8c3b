package incentive

import (
	"crypto/sha256"
	"fmt"
	"slices"

	"github.com/kam-go/kam/internal/strictjson"
)

// digest identifies everything of a run but its transactions; it does not depend on the order of lists.
func (in *Inputs) digest() (string, error) {
	var t content
	t.text("kam-inputs-1")
	t.text(in.Period.String())
	t.text(string(in.Opening.Ledger.Head))
	var w strictjson.Writer
	failed := error(nil)
	canonical := func(v any) string {
		data, err := w.Canonical(v)
		if err != nil && failed == nil {
			failed = fmt.Errorf("incentive: the inputs of a run in shares: %w", err)
		}
		return string(data)
	}
	t.list("payees", len(in.Roster.Payees), func(i int) string { return canonical(&in.Roster.Payees[i]) })
	t.list("assignments", len(in.Roster.Assignments), func(i int) string { return canonical(&in.Roster.Assignments[i]) })
	t.list("reporting", len(in.Roster.Reporting), func(i int) string { return canonical(&in.Roster.Reporting[i]) })
	t.list("observations", len(in.Observations), func(i int) string { return canonical(&in.Observations[i]) })
	t.list("rates", len(in.Rates), func(i int) string { return canonical(&in.Rates[i]) })
	t.list("positions", len(in.Opening.Positions), func(i int) string { return canonical(&in.Opening.Positions[i]) })
	t.list("prior", len(in.Opening.Prior), func(i int) string { return canonical(&in.Opening.Prior[i]) })
	t.list("posted", len(in.Opening.Ledger.Posted), func(i int) string { return postedText(in.Opening.Ledger.Posted[i]) })
	return t.digest(), failed
}

// list writes what identifies the elements of a list, whatever their order.
func (p *content) list(name string, n int, text func(i int) string) {
	sums := make([]string, n)
	for i := range n {
		sum := sha256.Sum256([]byte(text(i)))
		sums[i] = string(sum[:])
	}
	slices.Sort(sums)
	p.text(name)
	p.number(int64(n))
	for _, s := range sums {
		p.text(s)
	}
}
