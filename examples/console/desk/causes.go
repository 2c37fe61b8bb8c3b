package desk

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/preclose"
)

// before calculates the last period again, for what caused the variances that are listed. A calculation is large: only those payees are in
// it whose variances these are, with everybody whom their pay depends on. Where the data do not allow it, before says so and what to do:
// the period itself is calculated nevertheless.
func (c *calculation) before(ctx context.Context, last kam.Period, in preclose.Inputs) (*incentive.Run, kam.Text, error) {
	again := func() (*incentive.Run, error) {
		window, err := c.desk.Rules.Plans.Window(last)
		if err != nil {
			return nil, err
		}
		roster, err := c.desk.Book.Roster(ctx, window)
		if err != nil {
			return nil, err
		}
		if len(in.Previous) > 0 { // else what everybody had is known from the run alone
			payees, err := listed(in)
			if err != nil {
				return nil, err
			}
			roster = neededFor(payees, roster, c.desk.Rules.Plans)
		}
		return c.desk.Rules.Plans.Run(ctx, incentive.Inputs{
			Period: last, Roster: roster, Transactions: incentive.Sequence(c.desk.Book.Transactions(ctx, window)), Opening: incentive.Opening{Ledger: c.snapshot},
		}, incentive.RunOptions{})
	}
	run, err := again()
	invalid, ok := errors.AsType[*kam.InvalidError](err)
	if !ok || len(invalid.Findings) == 0 {
		return run, kam.Text{}, err
	}
	label, first := c.desk.Label(last), invalid.Findings[0]
	return nil, kam.Text{
		EN: fmt.Sprintf("What caused the variances is not known: the last period, %s, cannot be calculated again (%s: %s). Mend that, and calculate this period again.", label, first.Place, first.Message.EN),
		ZH: fmt.Sprintf("无法说明差异原因：上期 %s 无法重新计算（%s：%s）。请更正后重新计算本期。", label, first.Place, first.Message.ZH),
	}, nil
}

// listed returns the payees of the variances that are listed where the cause of each is known: the largest of those beyond the limit.
func listed(in preclose.Inputs) (map[string]bool, error) {
	report, err := preclose.Build(in)
	if err != nil {
		return nil, err
	}
	payees := map[string]bool{}
	list := variances(report.Rows)
	for _, v := range list[:min(len(list), PageMembers)] {
		if v.Beyond {
			payees[v.Payee] = true
		}
	}
	return payees, nil
}

// neededFor returns the part of a roster that the pay of some payees depends on: themselves and everybody below them. Where a plan compares
// or shares among payees, that is all of it.
func neededFor(payees map[string]bool, all incentive.Roster, plans *incentive.Program) incentive.Roster {
	if slices.ContainsFunc(plans.Plans(), together) {
		return all
	}
	below := map[string][]string{}
	for _, line := range all.Reporting {
		below[line.Manager] = append(below[line.Manager], line.Payee)
	}
	needed := maps.Clone(payees)
	for open := slices.Collect(maps.Keys(payees)); len(open) > 0; {
		var next []string
		for _, manager := range open {
			for _, payee := range below[manager] {
				if !needed[payee] {
					needed[payee] = true
					next = append(next, payee)
				}
			}
		}
		open = next
	}
	var part incentive.Roster
	for _, payee := range all.Payees {
		if needed[payee.ID] {
			part.Payees = append(part.Payees, payee)
		}
	}
	for _, a := range all.Assignments {
		if needed[a.Payee] {
			part.Assignments = append(part.Assignments, a)
		}
	}
	for _, line := range all.Reporting {
		if needed[line.Payee] && needed[line.Manager] {
			part.Reporting = append(part.Reporting, line)
		}
	}
	return part
}

// together tells whether what a plan pays somebody depends on what others have: it has a contest, a pool or a cap per transaction.
func together(p incentive.Plan) bool {
	return slices.ContainsFunc(p.Components, func(k incentive.Component) bool {
		perDeal := slices.ContainsFunc(k.Caps, func(c incentive.Cap) bool { return c.Per == incentive.PerDeal })
		return k.Contest != nil || k.Pool != nil || perDeal
	})
}
