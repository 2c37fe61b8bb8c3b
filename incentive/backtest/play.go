package backtest

import (
	"context"
	"maps"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/ledger"
)

// cell is what one amount belongs to.
type cell struct {
	payee     string
	currency  kam.Currency
	plan      string
	component string
	period    int
}

// played is what a program earns over a history.
type played struct {
	earned map[cell]decimal.Decimal
	// revenue is what the payees are credited with as owners, by payee, currency of the deal and period.
	revenue map[cell]decimal.Decimal
	// held are the reasons for which somebody is held in some period.
	held map[string][]heldIn
	runs []*incentive.Run
}

type heldIn struct {
	period   kam.Period
	plan     string
	version  int
	findings kam.Findings
}

// player calculates the periods of a history one after the other, on books of its own.
type player struct {
	program *incentive.Program
	// plans are those of the program, with their readings written out.
	plans   []incentive.Plan
	history History
	roster  incentive.Roster
	// keep says that the runs are to be kept.
	keep bool
	// strict stops at the first payee who is held and not in allowed.
	strict  bool
	allowed map[string]bool
}

// play runs every period. The error is that of a run.
func (p *player) play(ctx context.Context, workers int) (*played, error) {
	out := &played{earned: map[cell]decimal.Decimal{}, revenue: map[cell]decimal.Decimal{}, held: map[string][]heldIn{}}
	posted := p.history.opening()
	var records []ledger.Record
	prior := slices.Clone(p.history.Prior)
	refunded := p.refunded()
	for i, period := range p.history.Periods {
		sums, err := ledger.Sum(recordsOf(records))
		if err != nil {
			return nil, err
		}
		run, err := p.program.Run(ctx, incentive.Inputs{
			Period: period, Roster: p.roster, Transactions: incentive.Transactions(p.deals(period)), Observations: p.history.Observations, Rates: p.history.Rates,
			Opening: incentive.Opening{Ledger: ledger.Snapshot{Posted: slices.Concat(posted, sums)}, Positions: p.positions(period), Prior: prior},
		}, incentive.RunOptions{Workers: workers})
		if err != nil {
			return nil, err
		}
		out.read(run, p.plans, i)
		if p.strict && slices.ContainsFunc(slices.Collect(maps.Keys(out.held)), func(id string) bool { return !p.allowed[id] }) {
			return out, nil
		}
		if p.keep {
			out.runs = append(out.runs, run)
		}
		if i == len(p.history.Periods)-1 {
			break
		}
		batch, err := run.Batch()
		if err != nil {
			return nil, err
		}
		for _, e := range batch.Entries {
			records = append(records, ledger.Record{Run: batch.Run, Into: batch.Period, Entry: e})
		}
		prior = append(prior, earlier(run, refunded, prior)...)
	}
	return out, nil
}

func recordsOf(list []ledger.Record) func(func(ledger.Record, error) bool) {
	return func(yield func(ledger.Record, error) bool) {
		for _, r := range list {
			if !yield(r, nil) {
				return
			}
		}
	}
}

// read adds what a run earns.
func (o *played) read(run *incentive.Run, plans []incentive.Plan, period int) {
	for s := range run.Statements() {
		if s.Open() {
			continue // nothing is paid for an open position
		}
		at := cell{payee: s.Payee().ID, currency: s.Currency(), plan: s.PlanID(), period: period}
		for c := range s.Components() {
			at.component = c.Name
			o.earned[at] = o.earned[at].Add(c.Amount)
		}
		for a := range s.Adjustments() {
			if a.Component == "" {
				at.component = "(" + string(a.Kind) + ")"
				o.earned[at] = o.earned[at].Add(a.Amount)
			}
		}
	}
	for h := range run.Held() {
		o.held[h.Payee.ID] = append(o.held[h.Payee.ID], heldIn{run.Period(), h.Plan, h.Version, h.Findings})
	}
	currencies := map[string]kam.Currency{}
	for _, p := range plans {
		currencies[p.ID] = p.Currency
	}
	for d := range run.Direct() {
		at := cell{payee: d.Payee, currency: d.Currency, period: period}
		if at.currency == "" {
			at.currency = currencies[d.Plan]
		}
		o.revenue[at] = o.revenue[at].Add(d.Amount)
	}
}

// deals returns the transactions of a run: all, but for refunds that an earlier run has counted with their originals.
func (p *player) deals(period kam.Period) []incentive.Transaction {
	if slices.ContainsFunc(p.plans, func(x incentive.Plan) bool { return x.Refunds.Period != incentive.Origin }) {
		return p.history.Transactions
	}
	window, err := p.program.Window(period)
	if err != nil {
		return p.history.Transactions
	}
	originals := map[string]*incentive.Transaction{}
	for i := range p.history.Transactions {
		originals[p.history.Transactions[i].ID] = &p.history.Transactions[i]
	}
	counted := func(t incentive.Transaction) bool {
		o := originals[t.Reverses]
		return t.Reverses != "" && o != nil && !slices.ContainsFunc(p.plans, func(x incentive.Plan) bool {
			on := o.Date(x.CreditDate)
			return !on.IsSet() || on.Before(p.history.Periods[0].From) || !on.Before(window.From)
		})
	}
	return slices.DeleteFunc(slices.Clone(p.history.Transactions), counted)
}

// positions returns the opening positions of the measures whose window still is that of the first period.
func (p *player) positions(period kam.Period) []incentive.Position {
	first := p.history.Periods[0]
	return slices.DeleteFunc(slices.Clone(p.history.Positions), func(at incentive.Position) bool {
		for _, x := range p.plans {
			i := slices.IndexFunc(x.Measures, func(m incentive.Measure) bool { return m.Name == at.Measure })
			if x.ID != at.Plan || i < 0 {
				continue
			}
			start, err := windowStart(p.program.Calendar(), x.Measures[i].Window, period)
			return err == nil && start.After(first.From)
		}
		return false
	})
}

// windowStart is the first day that a measure of a window looks at in a period.
func windowStart(calendar *kam.Calendar, w incentive.Window, period kam.Period) (kam.Day, error) {
	kinds := map[incentive.Window]kam.PeriodKind{incentive.QuarterToDate: kam.Quarter, incentive.HalfToDate: kam.HalfYear, incentive.YearToDate: kam.Year}
	kind, ok := kinds[w]
	if !ok {
		return period.From, nil
	}
	whole, err := calendar.Containing(kind, period.From)
	return whole.From, err
}

// refunded returns the deals that something takes back and that are mirrored then.
func (p *player) refunded() map[string]incentive.Transaction {
	mirrored := slices.ContainsFunc(p.plans, func(x incentive.Plan) bool { return x.Refunds.Method == incentive.Mirror })
	if !mirrored {
		return nil
	}
	taken := map[string]bool{}
	for _, t := range p.history.Transactions {
		if t.Reverses != "" {
			taken[t.Reverses] = true
		}
	}
	out := map[string]incentive.Transaction{}
	for _, t := range p.history.Transactions {
		if taken[t.ID] {
			out[t.ID] = t
		}
	}
	return out
}

// earlier returns what a run paid for deals that are taken back, for later runs that mirror it.
func earlier(run *incentive.Run, refunded map[string]incentive.Transaction, known []incentive.Prior) []incentive.Prior {
	if len(refunded) == 0 {
		return nil
	}
	type key struct{ payee, plan, deal string }
	have := map[key]bool{}
	for _, p := range known {
		have[key{p.Payee, p.Plan, p.Transaction.ID}] = true
	}
	var out []incentive.Prior
	for s := range run.Statements() {
		shut, cut := map[string]bool{}, map[[2]string]decimal.Decimal{}
		for a := range s.Adjustments() {
			switch a.Kind {
			case incentive.AdjustGate:
				shut[a.Component] = true
			case incentive.AdjustTransactionCap:
				at := [2]string{a.Component, a.Transaction}
				cut[at] = cut[at].Add(a.Amount)
			default: // belongs to no deal
			}
		}
		paid := map[string]map[string]decimal.Decimal{}
		for l := range s.Lines() {
			id := l.Transaction()
			if _, ok := refunded[id]; !ok || l.From() != "" {
				continue
			}
			if paid[id] == nil {
				paid[id] = map[string]decimal.Decimal{}
			}
			amount := l.Amount().Add(cut[[2]string{l.Component(), id}])
			if shut[l.Component()] {
				amount = decimal.Zero
			}
			paid[id][l.Component()] = paid[id][l.Component()].Add(amount)
			delete(cut, [2]string{l.Component(), id})
		}
		for _, id := range slices.Sorted(maps.Keys(paid)) {
			if k := (key{s.Payee().ID, s.PlanID(), id}); !have[k] {
				have[k] = true
				out = append(out, incentive.Prior{Payee: k.payee, Plan: k.plan, Transaction: refunded[id], Earned: paid[id]})
			}
		}
	}
	return out
}

// expanded returns plans with their readings written out.
func expanded(plans []incentive.Plan) []incentive.Plan {
	out := make([]incentive.Plan, len(plans))
	for i, p := range plans {
		out[i] = incentive.Expand(p)
	}
	return out
}
