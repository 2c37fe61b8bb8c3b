package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/internal/findings"
	"github.com/kam-go/kam/examples/internal/terminal"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/ledger"
)

// result is one calculated period.
type result struct {
	label  string
	period kam.Period
	run    *incentive.Run
	// before is what was posted before; batch is what is to be posted now.
	before ledger.Snapshot
	batch  ledger.Batch
	// unposted says that plans count from an earlier day on, and that nothing is posted for the time before the period.
	unposted bool
	// held are the payees that are not paid in this period.
	held []incentive.Held
}

// calculator calculates one period after the other.
type calculator struct {
	program  *incentive.Program
	calendar *kam.Calendar
	from     source
	book     ledger.Ledger
	progress io.Writer
}

// all calculates the periods in order, each on top of those before, and posts nothing.
func (c calculator) all(ctx context.Context, periods []kam.Period) ([]result, error) {
	book := &pending{base: c.book}
	var out []result
	for _, period := range periods {
		r, err := c.one(ctx, book, period)
		if err != nil {
			return nil, err
		}
		book.batches = append(book.batches, r.batch)
		out = append(out, r)
	}
	return out, nil
}

func (c calculator) one(ctx context.Context, book *pending, period kam.Period) (result, error) {
	r := result{label: c.calendar.Label(period), period: period}
	window, err := c.program.Window(period)
	if err != nil {
		return r, inPeriod(r.label, err)
	}
	roster, err := c.from.Roster(ctx, window)
	if err != nil {
		return r, err
	}
	if r.before, err = book.snapshot(ctx, window); err != nil {
		return r, err
	}
	r.unposted = window.From.Before(period.From) && !slices.ContainsFunc(r.before.Posted, func(p ledger.Posted) bool {
		return p.Period.From.Before(period.From)
	})
	bar := terminal.NewBar(c.progress, r.label)
	r.run, err = c.program.Run(ctx, incentive.Inputs{
		Period: period, Roster: roster, Transactions: incentive.Sequence(c.from.Transactions(ctx, window)),
		Opening: incentive.Opening{Ledger: r.before},
	}, incentive.RunOptions{Progress: bar.Set})
	bar.Done()
	if err != nil {
		return r, inPeriod(r.label, err)
	}
	r.held = append(slices.Collect(r.run.Held()), unassigned(r.run, roster)...)
	r.batch, err = r.run.Batch()
	return r, err
}

// inPeriod names the period in an error that does not carry findings of its own.
func inPeriod(label string, err error) error {
	if _, ok := errors.AsType[*kam.InvalidError](err); ok {
		return err
	}
	return fmt.Errorf("%s: %w", label, err)
}

// unassigned lists the people of the roster who own deals of the run and are on no plan. The library credits such
// deals to the house; a payroll office wants to know before it pays the others.
func unassigned(run *incentive.Run, roster incentive.Roster) []incentive.Held {
	var out []incentive.Held
	for credit := range run.House() {
		if credit.Reason.Code != string(incentive.CodeNotAssigned) {
			continue
		}
		at := slices.IndexFunc(roster.Payees, func(p incentive.Payee) bool { return p.ID == credit.Owner })
		twice := slices.ContainsFunc(out, func(h incentive.Held) bool { return h.Payee.ID == credit.Owner })
		if at >= 0 && !twice {
			out = append(out, incentive.Held{
				Payee: roster.Payees[at],
				Findings: kam.Findings{findings.Fault("payroll.not-assigned", "payee "+credit.Owner,
					findings.Say("won deals and is on no plan", "有赢单但没有方案"), findings.Say("add rows to the quotas", "请在目标文件中添加"))},
			})
		}
	}
	return out
}

// unit is a payee on a plan.
type unit struct{ payee, plan string }

// changes tells which units the batch changes.
func (r result) changes() map[unit]bool {
	units := map[unit]bool{}
	for _, entry := range r.batch.Entries {
		units[unit{entry.Payee, entry.Plan}] = true
	}
	return units
}

// stood tells which units have something posted for this period before.
func (r result) stood() map[unit]bool {
	units := map[unit]bool{}
	for _, posted := range r.before.Posted {
		if posted.Period == r.period {
			units[unit{posted.Payee, posted.Plan}] = true
		}
	}
	return units
}
