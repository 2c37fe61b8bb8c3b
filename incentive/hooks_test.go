package incentive

import (
	"context"

	"github.com/shopspring/decimal"
)

// FromRecords computes a run from records, however few transactions there are; false when its plans take more than records
// can say.
func (p *Program) FromRecords(ctx context.Context, in Inputs, opt RunOptions) (*Run, bool, error) {
	list, err := in.Transactions.rows(ctx)
	if err != nil {
		return nil, false, err
	}
	e, err := p.Enrol(ctx, in)
	if err != nil || e.roster == nil {
		return nil, false, err
	}
	r, err := e.roster.run(ctx, &e.in, list, opt, nil)
	return r, true, err
}

// ByCredit computes a run credit by credit, however many transactions there are.
func (p *Program) ByCredit(ctx context.Context, in Inputs) (*Run, error) {
	e, err := p.Enrol(ctx, in)
	if err != nil {
		return nil, err
	}
	e.roster = nil
	return e.Run(ctx, in.Transactions, RunOptions{})
}

// Recorded returns how many statements were computed from records, and how many of those in whole numbers alone.
func (r *Run) Recorded() (stated, plain int) {
	for _, x := range r.results {
		switch {
		case x.bulk == nil:
		case x.plain():
			plain++
		default:
			stated++
		}
	}
	return stated, plain
}

// Unlaid returns why records cannot say what the plans need, one reason for each plan; empty where they can.
func (p *Program) Unlaid() []string {
	var out []string
	for _, c := range p.plans {
		out = append(out, c.layout.why)
	}
	return out
}

// Widths counts the lines of a run by the width of the numbers that they were computed in: 64 bits, 128, or any.
func (r *Run) Widths() (counts [3]int) {
	d := new(desk)
	for _, x := range r.results {
		if x.bulk == nil {
			for i := range x.unit.state.parts {
				counts[2] += len(x.unit.state.parts[i].lines)
			}
			continue
		}
		records, seen := d.recordsOf(x.bulk.q, int(x.bulk.n))
		records, seen, _ = d.netted(x.unit, records, seen)
		for i := range x.unit.plan.parts {
			if x.unit.plan.parts[i].form() != "" {
				continue
			}
			width := 1
			if d.evaluate(x, i, records, seen).Plain(&d.terms, seen) {
				width = 0
			}
			counts[width] += len(d.lines)
		}
	}
	return counts
}

// Compared is what two texts are as numbers.
type Compared struct{ Short, Equal, Less, Printable, Digits bool }

// CompareShort compares two texts as numbers, and tells what the first one is made of.
func CompareShort(a, b string) Compared {
	x, ok1 := shortTextOf(a)
	y, ok2 := shortTextOf(b)
	return Compared{
		Short: ok1 && ok2, Equal: x == y, Less: x.head < y.head || x.head == y.head && x.tail < y.tail,
		Printable: plainText(a), Digits: x.digits(),
	}
}

// TenThousandths returns d × 10,000; false when that is no whole number of 62 bits.
func TenThousandths(d decimal.Decimal) (int64, bool) { return whole(d) }
