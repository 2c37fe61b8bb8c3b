package incentive_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/ledger"
)

// TestEarlierPeriodsThatEarnedNothing warns of earlier earnings that were never posted, and not where the ledger knows that
// the earlier period was calculated.
func TestEarlierPeriodsThatEarnedNothing(t *testing.T) {
	for name, c := range map[string]struct {
		states []ledger.PeriodState
		warns  bool
	}{
		"nothing known":       {nil, true},
		"reopened":            {[]ledger.PeriodState{state("2026-01-01/2026-04-01", ledger.Reopened)}, true},
		"calculated":          {[]ledger.PeriodState{state("2026-01-01/2026-04-01", ledger.Calculated)}, false},
		"approved":            {[]ledger.PeriodState{state("2026-01-01/2026-04-01", ledger.Approved)}, false},
		"closed":              {[]ledger.PeriodState{state("2026-01-01/2026-04-01", ledger.Closed)}, false},
		"another period only": {[]ledger.PeriodState{state("2025-10-01/2026-01-01", ledger.Closed)}, true},
	} {
		t.Run(name, func(t *testing.T) {
			o := newOffice(t)
			o.sales.Measures[0].Window, o.sales.Measures[0].Denominator = incentive.YearToDate, incentive.FullPeriod
			o.in.Period = kam.MustPeriod("2026-04-01/2026-07-01")
			o.in.Opening.Ledger.Periods = c.states
			run, err := o.program(t).Run(t.Context(), o.inputs(), incentive.RunOptions{})
			require.NoError(t, err)
			warned := slices.ContainsFunc(run.Findings(), func(f kam.Finding) bool { return f.Code == string(incentive.CodeEarlierUnposted) })
			assert.Equal(t, c.warns, warned)
		})
	}
}

func state(period string, s ledger.State) ledger.PeriodState {
	return ledger.PeriodState{Period: kam.MustPeriod(period), Change: ledger.Change{State: s}}
}
