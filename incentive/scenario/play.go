package scenario

import (
	"context"
	"slices"
	"strconv"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/ledger"
	"github.com/kam-go/kam/incentive/payout"
	"github.com/kam-go/kam/incentive/payroll"
	"github.com/kam-go/kam/incentive/settlement"
	"github.com/kam-go/kam/internal/wording"
)

// played is one calculated step.
type played struct {
	period kam.Period
	// stopped is why the step was not calculated; nothing else is there then.
	stopped kam.Findings
	// late are the runs of earlier periods, run that of the step's own.
	late []*incentive.Run
	run  *incentive.Run
	// settled and begun are nil where the scenario settles nothing.
	begun   *settlement.Beginning
	settled *settlement.Settlement
	// entries are what the step posted.
	entries []ledger.Entry
	// calculations are what the engine was asked, in its order.
	calculations []Calculation
}

// player calculates the steps of one scenario, on a ledger of its own.
type player struct {
	*world
	program *incentive.Program
	records []ledger.Record
	// calculations are those of the step that is calculated.
	calculations []Calculation
}

// play calculates all steps. The error is that of ctx; a step that cannot be calculated says so itself.
func (w *world) play(ctx context.Context, program *incentive.Program) ([]played, error) {
	return (&player{world: w, program: program}).play(ctx)
}

func (p *player) play(ctx context.Context) ([]played, error) {
	w := p.world
	for _, row := range w.posted {
		p.records = append(p.records, ledger.Record{Into: row.Into, Entry: ledger.Entry{
			Payee: row.Payee, Plan: row.Plan, Version: row.Version, Component: row.Component, Kind: row.Kind, Period: row.Period,
			Account: row.Account, Reference: row.Reference, Amount: row.Amount, Currency: row.Currency,
		}})
	}
	out := make([]played, 0, len(w.stages))
	for i := range w.stages {
		x, err := p.step(ctx, i)
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		x.period = w.stages[i].period
		if err != nil {
			x = played{period: x.period, stopped: stopping(err)}
		}
		x.calculations, p.calculations = p.calculations, nil
		out = append(out, x)
	}
	return out, nil
}

// stopping returns the findings of an error that kept a step from being calculated.
func stopping(err error) kam.Findings {
	if invalid, ok := asInvalid(err); ok {
		return slices.DeleteFunc(slices.Clone(invalid.Findings), func(f kam.Finding) bool {
			return f.Severity == kam.Warning || f.Severity == kam.Info
		})
	}
	return kam.Findings{{Code: "scenario.stopped", Severity: kam.Error, Message: wording.Same(err.Error())}}
}

// opening returns what the ledger holds.
func (p *player) opening() (ledger.Snapshot, error) {
	posted, err := ledger.Sum(func(yield func(ledger.Record, error) bool) {
		for _, r := range p.records {
			if !yield(r, nil) {
				return
			}
		}
	})
	return ledger.Snapshot{Posted: posted}, err
}

func (p *player) post(b ledger.Batch) []ledger.Entry {
	for _, e := range b.Entries {
		p.records = append(p.records, ledger.Record{Run: b.Run, Into: b.Period, Entry: e})
	}
	return b.Entries
}

func (p *player) step(ctx context.Context, i int) (played, error) {
	stage := &p.stages[i]
	var out played
	opening, err := p.opening()
	if err != nil {
		return out, err
	}
	if p.settle {
		if out.begun, err = settlement.Begin(settlement.Start{Program: p.program, Roster: p.roster, Period: stage.period, Opening: opening, People: p.people}); err != nil {
			return out, err
		}
		out.entries = p.post(out.begun.Batch())
		if opening, err = p.opening(); err != nil {
			return out, err
		}
	}
	on := opening
	for _, period := range stage.late {
		run, err := p.calculate(ctx, stage, period, on)
		if err != nil {
			return out, err
		}
		out.late = append(out.late, run)
		if on, err = settlement.Corrected(on, stage.period, run); err != nil {
			return out, err
		}
	}
	if out.run, err = p.calculate(ctx, stage, stage.period, on); err != nil {
		return out, err
	}
	if !p.settle {
		return p.plain(out, stage)
	}
	in := settlement.Inputs{
		Run: out.run, Opening: opening, People: p.people, Events: stage.events, Deals: p.facts(stage, out.run), Adjustments: stage.adjustments, Rates: p.rates,
	}
	for _, run := range out.late {
		in.Late = append(in.Late, settlement.Late{Run: run, Reason: wording.Say("calculated anew", "重新计算")})
	}
	if out.settled, err = settlement.Settle(in); err != nil {
		return out, err
	}
	out.entries = append(out.entries, p.post(out.settled.Batch())...)
	if !stage.payOut {
		return out, nil
	}
	return p.pay(out, stage, i)
}

// facts returns the facts that are stated, and for deals that events cancel the credit dates, which the scenario knows.
func (p *player) facts(stage *stage, run *incentive.Run) []settlement.Deal {
	out := slices.Clone(stage.facts)
	deals := run.DealsByPayee()
	for _, e := range stage.events {
		if e.Transaction == "" || e.Kind != payout.Cancelled && e.Kind != payout.Withdrawn {
			continue
		}
		for _, a := range p.roster.Assignments {
			plan, ok := p.program.Plan(a.Plan, a.Version)
			if !ok || !slices.Contains(deals[a.Payee], e.Transaction) {
				continue
			}
			for _, k := range plan.Components {
				known := func(d settlement.Deal) bool {
					return d.Payee == a.Payee && d.Plan == a.Plan && d.Transaction == e.Transaction && d.Component == k.Name
				}
				if day := run.CreditDate(a.Plan, a.Version, e.Transaction); day.IsSet() && !slices.ContainsFunc(out, known) {
					out = append(out, settlement.Deal{Payee: a.Payee, Plan: a.Plan, Deal: payout.Deal{Transaction: e.Transaction, Component: k.Name, CreditDate: day}})
				}
			}
		}
	}
	return out
}

// plain posts what runs earn, without a settlement.
func (p *player) plain(out played, stage *stage) (played, error) {
	for _, run := range out.late {
		b, err := run.BatchInto(stage.period)
		if err != nil {
			return out, err
		}
		out.entries = append(out.entries, p.post(b)...)
	}
	b, err := out.run.Batch()
	if err != nil {
		return out, err
	}
	out.entries = append(out.entries, p.post(b)...)
	return out, nil
}

// pay pays out what is payable.
func (p *player) pay(out played, stage *stage, i int) (played, error) {
	opening, err := p.opening()
	if err != nil {
		return out, err
	}
	run, err := payroll.Pay(payroll.Request{
		Run: "pay-" + strconv.Itoa(i), PayDate: payroll.PayDate{Date: stage.period.Until, Cutoff: stage.period.Until}, Into: stage.period, Snapshot: opening,
		Terms: payroll.Terms{Unapproved: payroll.UnapprovedPays, Minimums: out.settled.Minimums()},
	})
	if err != nil {
		return out, err
	}
	out.entries = append(out.entries, p.post(run.Batch)...)
	return out, nil
}

func (p *player) calculate(ctx context.Context, stage *stage, period kam.Period, opening ledger.Snapshot) (*incentive.Run, error) {
	in := incentive.Inputs{
		Period: period, Roster: p.roster, Transactions: incentive.Transactions(stage.deals), Observations: stage.observations, Rates: p.rates,
		Opening: incentive.Opening{Ledger: opening, Positions: p.positions, Prior: p.prior},
	}
	run, err := p.program.Run(ctx, in, incentive.RunOptions{Workers: 1})
	p.calculations = append(p.calculations, Calculation{Inputs: in, Run: run, Err: err})
	return run, err
}
