package desk

import (
	"context"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/console/store"
	"github.com/kam-go/kam/incentive"
)

// PageLines is how many lines a page of a component has.
const PageLines = 100

// The kinds of views of a statement.
const (
	statementKind = "statement"
	linesKind     = "lines"
)

// Statement is what one payee earns under one plan in one period. Its components and adjustments sum to Earned.
type Statement struct {
	Payee, Plan string
	// Ref is what the statement is asked for by: the plan, and for a further assignment to the plan in the period its number behind "~".
	Ref         string
	Version     int
	Title       kam.Text
	Period      kam.Period
	Label       string
	Run         string
	Currency    kam.Currency
	Places      int32
	Earned      decimal.Decimal
	Components  []Component
	Measures    []Measure
	Adjustments []Adjustment `json:",omitempty"`
	// Ahead says how far it is to the next tiers and gates.
	Ahead []kam.Text `json:",omitempty"`
	// Hash is that of the inputs of the calculation.
	Hash string
}

// Component is a part of a statement. Its lines and adjustments sum to Amount.
type Component struct {
	Name, Measure string
	// Label is what people read for it; empty: its name.
	Label  kam.Text `json:",omitzero"`
	Amount decimal.Decimal
	// Lines is how many lines it has, and Sum what they come to.
	Lines int
	Sum   decimal.Decimal
}

// Pages is how many pages its lines fill.
func (c Component) Pages() int { return (c.Lines + PageLines - 1) / PageLines }

// Called is what people read for the component.
func (c Component) Called() kam.Text { return called(c.Label, c.Name) }

// called returns a label, and a name where there is none: in views that were written before plans had labels.
func called(label kam.Text, name string) kam.Text {
	if label == (kam.Text{}) {
		return kam.Text{EN: name, ZH: name}
	}
	return label
}

// Measure is where a measure stands.
type Measure struct {
	Name string
	// Label is what people read for it; empty: its name.
	Label             kam.Text `json:",omitzero"`
	Value             decimal.Decimal
	Quota, Attainment decimal.NullDecimal
}

// Called is what people read for the measure.
func (m Measure) Called() kam.Text { return called(m.Label, m.Name) }

// Adjustment is an amount that belongs to no single line.
type Adjustment struct {
	Component string
	// Label is what people read for the component; empty: its name.
	Label  kam.Text `json:",omitzero"`
	Kind   incentive.AdjustmentKind
	Amount decimal.Decimal
}

// Called is what people read for the component of the adjustment; empty for one of the plan.
func (a Adjustment) Called() kam.Text { return called(a.Label, a.Component) }

// Line is what one deal earns in one component. Its slices and Cut sum to Amount.
type Line struct {
	Transaction, Customer string
	Date                  kam.Day
	Base                  decimal.Decimal
	// Share is the payee's share as the plan states it, From whose commission an override is of, Reverses what a refund takes back.
	Share, From, Reverses string
	Amount, Cut           decimal.Decimal
	Before, After         decimal.Decimal
	Note                  kam.Text
	Slices                []Slice
}

// Slice is the part of a line that one tier pays.
type Slice struct {
	From, Until decimal.NullDecimal
	Base        decimal.Decimal
	Rate        decimal.NullDecimal
	Amount      decimal.Decimal
}

// ref names the statement of the n-th assignment to a plan in a period, counted from 1.
func ref(plan string, n int) string {
	if n == 1 {
		return plan
	}
	return plan + "~" + strconv.Itoa(n)
}

// Statement returns a statement of a payee by its [Statement.Ref], as of the last calculation of a period.
func (d *Desk) Statement(ctx context.Context, payee, ref string, p kam.Period) (Statement, error) {
	var s Statement
	return s, d.view(ctx, p, statementKind, []string{payee, ref}, 0, &s)
}

// Statements returns all statements of a payee, the latest period first.
func (d *Desk) Statements(ctx context.Context, payee string) ([]Statement, error) {
	person, _ := d.Person(payee)
	var out []Statement
	for i := range d.Periods {
		p := d.Periods[len(d.Periods)-1-i]
		for _, plan := range person.Plans {
			for n := 1; ; n++ {
				var s Statement
				found, err := d.look(ctx, p, statementKind, []string{payee, ref(plan, n)}, 0, &s)
				if err != nil {
					return nil, err
				}
				if !found {
					break
				}
				out = append(out, s)
			}
		}
	}
	return out, nil
}

// Lines returns a page of the lines of a statement's component, counted from 0.
func (d *Desk) Lines(ctx context.Context, payee, ref string, p kam.Period, component string, page int) ([]Line, error) {
	var lines []Line
	return lines, d.view(ctx, p, linesKind, []string{payee, ref, component}, page, &lines)
}

// parted keeps what separates the parts of a key out of them: without it, somebody called "a" could ask for the plan "b|c" and be shown
// what somebody called "a|b" earns under "c".
var parted = strings.NewReplacer("%", "%25", "|", "%7C")

// key is what a view of a run is kept under: the run and what it is of, part by part.
func key(run string, of ...string) string {
	out := run + "|"
	for i, part := range of {
		if i > 0 {
			out += "|"
		}
		out += parted.Replace(part)
	}
	return out
}

// look reads a view of the last calculation of a period, and tells whether there is one.
func (d *Desk) look(ctx context.Context, p kam.Period, kind string, of []string, number int, to any) (bool, error) {
	run, ok := d.run(p)
	for ok {
		found, err := d.Store.View(ctx, store.Key{Kind: kind, Of: key(run, of...), Number: number}, to)
		if found || err != nil {
			return found, err
		}
		now, _ := d.run(p)
		if now == run {
			return false, nil
		}
		run = now // another calculation has ended meanwhile, and what the one before had shown may be gone
	}
	return false, nil
}

// view reads a view that is to be there.
func (d *Desk) view(ctx context.Context, p kam.Period, kind string, of []string, number int, to any) error {
	found, err := d.look(ctx, p, kind, of, number, to)
	if err == nil && !found {
		err = ErrUnknown
	}
	return err
}

// putStatement writes the statement of the n-th assignment to its plan, and its lines.
func putStatement(ctx context.Context, w *store.Writer, run string, n int, s incentive.Statement, customers map[string]string) (Statement, error) {
	out := Statement{
		Payee: s.Payee().ID, Plan: s.PlanID(), Ref: ref(s.PlanID(), n), Version: s.PlanVersion(), Title: s.PlanTitle(), Period: s.Period(), Label: s.PeriodLabel(), Run: run,
		Currency: s.Currency(), Places: s.Places(), Earned: s.Earned(), Hash: s.InputHash(),
	}
	at := map[string]int{}
	for c := range s.Components() {
		at[c.Name] = len(out.Components)
		out.Components = append(out.Components, Component{Name: c.Name, Label: s.ComponentLabel(c.Name), Measure: c.Measure, Amount: c.Amount})
	}
	pages := make([][]Line, len(out.Components))
	flush := func(i int) error {
		c := out.Components[i]
		page := (c.Lines - 1) / PageLines
		err := w.Put(ctx, store.Key{Kind: linesKind, Of: key(run, out.Payee, out.Ref, c.Name), Number: page}, pages[i])
		pages[i] = pages[i][:0]
		return err
	}
	for l := range s.Lines() {
		i := at[l.Component()]
		c := &out.Components[i]
		c.Lines, c.Sum = c.Lines+1, c.Sum.Add(l.Amount())
		if pages[i] = append(pages[i], lineOf(l, customers)); len(pages[i]) == PageLines {
			if err := flush(i); err != nil {
				return out, err
			}
		}
	}
	for i := range pages {
		if len(pages[i]) > 0 {
			if err := flush(i); err != nil {
				return out, err
			}
		}
	}
	for m := range s.Measures() {
		out.Measures = append(out.Measures, Measure{Name: m.Name, Label: s.MeasureLabel(m.Name), Value: m.Value, Quota: m.Quota, Attainment: m.Attainment})
	}
	for a := range s.Adjustments() {
		out.Adjustments = append(out.Adjustments, Adjustment{Component: a.Component, Label: s.ComponentLabel(a.Component), Kind: a.Kind, Amount: a.Amount})
	}
	for _, a := range s.Ahead() {
		out.Ahead = append(out.Ahead, a.Text)
	}
	return out, w.Put(ctx, store.Key{Kind: statementKind, Of: key(run, out.Payee, out.Ref)}, out)
}

func lineOf(l incentive.Line, customers map[string]string) Line {
	out := Line{
		Transaction: l.Transaction(), Customer: customers[l.Transaction()], Date: l.Date(), Base: l.Base(), Share: l.Share(), From: l.From(),
		Reverses: l.Reverses(), Amount: l.Amount(), Cut: l.Cut(), Note: l.Note(),
	}
	out.Before, out.After = l.Position()
	for s := range l.Slices() {
		out.Slices = append(out.Slices, Slice{From: s.From, Until: s.Until, Base: s.Base, Rate: s.Rate, Amount: s.Amount})
	}
	return out
}
