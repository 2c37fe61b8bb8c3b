package desk

import (
	"context"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/console/store"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/preclose"
)

// findingsKind is the kind of the views that say what to look at before a period is approved.
const findingsKind = "findings"

// Findings is what to look at before a period is approved.
type Findings struct {
	Run string
	// Totals are what everybody earns, by currency.
	Totals []kam.Money
	Checks []preclose.Check
	// Variances are the figures that differ from the last period by more than the limit, the largest first, and then those whose difference
	// nothing explains; VariancesMore is how many there are besides.
	Variances     []Variance
	VariancesMore int
	// NoCauses says why it is not known what caused the variances, and what to do; empty where it is.
	NoCauses kam.Text `json:",omitzero"`
	Held     []Held
	// Uncredited are deals that nobody is paid for; UncreditedMore is how many there are besides.
	Uncredited     []Uncredited
	UncreditedMore int
	// Largest are the best paid.
	Largest []Standing
	Notices []kam.Text
}

// Variance is what somebody gets for a component, and got in the period before. Amount is Now less Last, and Percent that of Last without
// its sign, which is not valid where Last is zero.
type Variance struct {
	Payee, Component string
	// Label is what people read for the component; empty: its name.
	Label             kam.Text `json:",omitzero"`
	Last, Now, Amount decimal.Decimal
	Percent           decimal.NullDecimal
	// Beyond says that it is beyond the limit, and Unexplained that a part of it has no cause that is known.
	Beyond, Unexplained bool
	// Causes are what caused it; they sum to Amount.
	Causes []Cause
}

// Called is what people read for the component.
func (v Variance) Called() kam.Text { return called(v.Label, v.Component) }

// Cause is what one cause adds to a variance. Text says what changed; empty where the name says it all.
type Cause struct {
	Name   kam.Text
	Amount decimal.Decimal
	Text   kam.Text
}

// variances returns those to look at.
func variances(rows []preclose.Row) []Variance {
	var out []Variance
	for _, r := range rows {
		v := Variance{Payee: r.Payee, Component: r.Component, Label: r.Label, Last: r.Last.Decimal, Now: r.Now, Amount: r.Variance.Decimal, Percent: r.Percent, Beyond: r.Beyond}
		for _, part := range r.Parts {
			cause := Cause{Name: part.Cause.Name(), Amount: part.Amount, Text: part.Text}
			if part.Cause == preclose.CauseUnexplained {
				v.Unexplained, cause.Text = true, kam.Text{} // why is said once, for all
			}
			v.Causes = append(v.Causes, cause)
		}
		if v.Beyond || v.Unexplained {
			out = append(out, v)
		}
	}
	slices.SortStableFunc(out, func(a, b Variance) int {
		if a.Beyond != b.Beyond {
			if a.Beyond {
				return -1
			}
			return 1
		}
		return b.Amount.Abs().Cmp(a.Amount.Abs())
	})
	return out
}

// Uncredited is a deal, or a part of one, that nobody is paid for.
type Uncredited struct {
	Transaction, Owner string
	Amount             decimal.Decimal
	Why                kam.Text
}

// Standing is somebody with an amount.
type Standing struct {
	Payee  string
	Amount decimal.Decimal
}

// Findings returns what to look at before a period is approved, as of its last calculation.
func (d *Desk) Findings(ctx context.Context, p kam.Period) (Findings, error) {
	var f Findings
	return f, d.view(ctx, p, findingsKind, nil, 0, &f)
}

// findings writes what to look at before approving.
func (c *calculation) findings(ctx context.Context, w *store.Writer, run *incentive.Run, id string) error {
	in := preclose.Inputs{Now: run, Largest: longest, Limits: preclose.Limits{Default: preclose.Limit{Percent: decimal.NewNullDecimal(decimal.NewFromInt(50))}}}
	out := Findings{Run: id, NoCauses: kam.Text{
		EN: "There is no earlier period to compare with: look at the amounts themselves.", ZH: "没有可比较的上期，请直接核对金额。",
	}}
	if i := slices.Index(c.desk.Periods, c.period); i > 0 {
		last := c.desk.Periods[i-1]
		in.Previous = preclose.FiguresPosted(c.snapshot.Posted, last)
		var err error
		if in.Before, out.NoCauses, err = c.before(ctx, last, in); err != nil {
			return err
		}
	}
	report, err := preclose.Build(in)
	if err != nil {
		return err
	}
	out.Checks = report.Checks
	for _, t := range report.Totals {
		out.Totals = append(out.Totals, kam.Money{Currency: t.Currency, Amount: t.Now})
	}
	for _, l := range report.Largest {
		out.Largest = append(out.Largest, Standing{Payee: l.Payee, Amount: l.Amount})
	}
	list := variances(report.Rows)
	out.Variances = list[:min(len(list), PageMembers)]
	out.VariancesMore = len(list) - len(out.Variances)
	for h := range run.Held() {
		out.Held = append(out.Held, Held{Payee: h.Payee.ID, Why: whyHeld(h)})
	}
	for _, u := range report.Uncredited {
		if u.Override {
			continue
		}
		if len(out.Uncredited) == PageMembers {
			out.UncreditedMore++
			continue
		}
		out.Uncredited = append(out.Uncredited, Uncredited{Transaction: u.Transaction, Owner: u.Owner, Amount: u.Amount, Why: u.Reason.Message})
	}
	for _, f := range report.Findings {
		if len(out.Notices) < PageMembers {
			out.Notices = append(out.Notices, f.Message)
		}
	}
	return w.Put(ctx, store.Key{Kind: findingsKind, Of: key(id)}, out)
}
