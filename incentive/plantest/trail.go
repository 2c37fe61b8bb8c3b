package plantest

import (
	"context"
	"errors"
	"fmt"
	"math/big"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/analysis"
	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/internal/wording"
)

var errNoRun = errors.New("no run can stand there")

// run computes the statement of the payee where the axis stands at x.
func (p *Plan) run(x *big.Rat) (incentive.Statement, error) {
	in, ok := p.Curve.Inputs(x)
	if !ok {
		return incentive.Statement{}, errNoRun
	}
	return p.statement(in)
}

// statement runs inputs and returns the payee's statement.
func (p *Plan) statement(in incentive.Inputs) (incentive.Statement, error) {
	run, err := p.Program.Run(context.Background(), in, incentive.RunOptions{Workers: 1})
	if err != nil {
		return incentive.Statement{}, err
	}
	who := in.Roster.Assignments[0]
	s, ok := run.Statement(who.Payee, who.Plan)
	if !ok {
		for h := range run.Held() {
			return incentive.Statement{}, fmt.Errorf("%s is held: %s", h.Payee.ID, h.Findings)
		}
	}
	return s, nil
}

// place writes a place of the axis as people read it: "100 % of quota".
func (p *Plan) place(n analysis.Number) string {
	q := p.Curve.Question()
	if q.Axis.Basis != incentive.ByAttainment {
		return fmt.Sprintf("%s = %s", q.Axis.Measure, grouped(n))
	}
	r, ok := n.Rat()
	if !ok {
		low, high := n.Bounds(big.NewRat(1, 1_000_000))
		mid := new(big.Rat).Add(low, high)
		return "≈" + wording.Amount(num.RoundRat(mid.Mul(mid, big.NewRat(50, 1)), 4, num.HalfUp), 0) + " % of quota"
	}
	return grouped(analysis.Exactly(new(big.Rat).Mul(r, big.NewRat(100, 1)))) + " % of quota"
}

// grouped writes a number with thousands apart; one that has no end after ten decimals is rounded to four, and marked.
func grouped(n analysis.Number) string {
	r, ok := n.Rat()
	if ok {
		if places, finite := r.FloatPrec(); finite && places <= 10 {
			return wording.Amount(num.RoundRat(r, int32(places), num.HalfUp), 0)
		}
	} else {
		low, high := n.Bounds(big.NewRat(1, 1_000_000))
		r = new(big.Rat).Add(low, high)
		r.Quo(r, big.NewRat(2, 1))
	}
	return "≈" + wording.Amount(num.RoundRat(r, 4, num.HalfUp), 0)
}

// money writes an amount with thousands apart.
func money(d decimal.Decimal) string { return wording.Amount(d, 0) }

// around are the places at which a run can stand next to two places: the last before the first one, and the first behind,
// or at, the second one.
func (p *Plan) around(from, until analysis.Number) (below, above *big.Rat) {
	step := p.Curve.Step()
	below, _ = p.Curve.Around(from)
	if from.Cmp(analysis.Exactly(below)) == 0 {
		below.Sub(below, step)
	}
	at, next := p.Curve.Around(until)
	if until.Cmp(analysis.Exactly(at)) != 0 {
		at = next
	}
	return below, at
}

// after are the first two places behind a place at which a run can stand.
func (p *Plan) after(from analysis.Number) (first, second *big.Rat) {
	_, first = p.Curve.Around(from)
	return first, new(big.Rat).Add(first, p.Curve.Step())
}

// trail writes the deals and the statements of runs, one after the other.
func (p *Plan) trail(at ...*big.Rat) string {
	var b strings.Builder
	for _, x := range at {
		in, ok := p.Curve.Inputs(x)
		if !ok {
			continue
		}
		fmt.Fprintf(&b, "\n  %s:", p.place(analysis.Exactly(x)))
		p.tell(&b, in)
	}
	return b.String()
}

// tell writes the deals of a run and its statement.
func (p *Plan) tell(b *strings.Builder, in incentive.Inputs) {
	const most = 20
	n := 0
	for d, err := range in.Transactions.All() {
		if n++; err != nil || n > most {
			continue
		}
		fmt.Fprintf(b, "\n    deal %s of %s", d.ID, money(d.Amount))
		for _, x := range []struct {
			name  string
			value decimal.Decimal
			valid bool
		}{{"margin", d.Margin.Decimal, d.Margin.Valid}, {"units", d.Units.Decimal, d.Units.Valid}, {"cash", d.Cash.Decimal, d.Cash.Valid}} {
			if x.valid {
				fmt.Fprintf(b, ", %s %s", x.name, money(x.value))
			}
		}
		if d.Reverses != "" {
			fmt.Fprintf(b, " takes back %s", d.Reverses)
		}
	}
	if n > most {
		fmt.Fprintf(b, "\n    and %d further deals", n-most)
	}
	s, err := p.statement(in)
	if err != nil {
		fmt.Fprintf(b, "\n    no statement: %v", err)
		return
	}
	n = 0
	for l := range s.Lines() {
		if n++; n > most {
			continue
		}
		fmt.Fprintf(b, "\n    %s pays %s for %s", l.Component(), wording.Amount(l.Amount(), s.Places()), l.Transaction())
		for slice := range l.Slices() {
			if slice.Rate.Valid {
				fmt.Fprintf(b, "; %s × %s = %s", money(slice.Base), slice.Rate.Decimal, money(slice.Amount))
			} else {
				fmt.Fprintf(b, "; %s for %s", money(slice.Amount), money(slice.Base))
			}
		}
		if note := l.Note().EN; note != "" {
			fmt.Fprintf(b, " (%s)", note)
		}
	}
	if n > most {
		fmt.Fprintf(b, "\n    and %d further lines", n-most)
	}
	for a := range s.Adjustments() {
		name := a.Component
		if name == "" {
			name = "plan"
		}
		fmt.Fprintf(b, "\n    %s %s: %s", name, a.Kind, wording.Amount(a.Amount, s.Places()))
	}
	fmt.Fprintf(b, "\n    earned %s %s", wording.Amount(s.Earned(), s.Places()), s.Currency())
}
