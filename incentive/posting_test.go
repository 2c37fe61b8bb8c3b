package incentive_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/ledger"
)

// post appends a run's batch.
func post(t testing.TB, book ledger.Ledger, run *incentive.Run) {
	t.Helper()
	batch, err := run.Batch()
	require.NoError(t, err)
	_, err = book.Append(context.Background(), batch)
	require.NoError(t, err)
}

func snapshotOf(t testing.TB, book ledger.Ledger) ledger.Snapshot {
	t.Helper()
	snapshot, err := book.Snapshot(context.Background(), kam.MustPeriod("2025-01-01/2029-01-01"))
	require.NoError(t, err)
	return snapshot
}

// entriesOf lists what a batch puts on the payees' accounts, and checks that it is a valid batch.
func entriesOf(t testing.TB, run *incentive.Run) []string {
	t.Helper()
	batch, err := run.Batch()
	require.NoError(t, err)
	require.NoError(t, batch.Check())
	assert.Equal(t, run.ID(), batch.Run)
	assert.Equal(t, run.Period(), batch.Period)
	var all []string
	for _, e := range batch.Entries {
		assert.Equal(t, ledger.Earning, e.Kind)
		assert.Equal(t, run.Period(), e.Period)
		if e.Account == ledger.PayeeAccount {
			all = append(all, fmt.Sprint(e.Payee, " ", e.Plan, "/", e.Component, " ", e.Amount, " ", e.Currency))
		}
	}
	return all
}

func TestBatchHoldsWhatTheLedgerLacks(t *testing.T) {
	book := &ledger.Memory{}
	a := newOffice(t)
	a.in.Opening.Ledger = snapshotOf(t, book)
	first := a.mustRun(t)
	assert.Equal(t, []string{"anna sales/commission 100 CNY", "bo sales/commission 200 CNY", "cai lead/override 30 CNY", "dan sales/commission 50 CNY"}, entriesOf(t, first))
	post(t, book, first)

	a.in.Opening.Ledger = snapshotOf(t, book)
	again := a.mustRun(t)
	assert.Empty(t, entriesOf(t, again), "everything is posted")
	assert.NotEqual(t, first.ID(), again.ID())
	post(t, book, again)

	b := newOffice(t)
	b.deals[0].Amount = exact("1100")
	b.deals[2].Amount = exact("0")
	b.in.Opening.Ledger = snapshotOf(t, book)
	corrected := b.mustRun(t)
	assert.Equal(t, []string{"anna sales/commission 10 CNY", "cai lead/override 1 CNY", "dan sales/commission -50 CNY"}, entriesOf(t, corrected))
	post(t, book, corrected)

	a.in.Opening.Ledger = snapshotOf(t, book)
	back := a.mustRun(t)
	assert.Equal(t, []string{"anna sales/commission -10 CNY", "cai lead/override -1 CNY", "dan sales/commission 50 CNY"}, entriesOf(t, back))
	post(t, book, back)

	var total []string
	for _, p := range snapshotOf(t, book).Posted {
		total = append(total, fmt.Sprint(p.Payee, " ", p.Amount))
	}
	assert.Equal(t, []string{"anna 100", "bo 200", "cai 30", "dan 50"}, total)
}

func TestBatchOfTheSameRunIsRepeated(t *testing.T) {
	book := &ledger.Memory{}
	run := newOffice(t).mustRun(t)
	post(t, book, run)
	batch, err := run.Batch()
	require.NoError(t, err)
	receipt, err := book.Append(context.Background(), batch)
	require.NoError(t, err)
	assert.True(t, receipt.Repeated)
}

func TestBatchCarriesTheHead(t *testing.T) {
	o := newOffice(t)
	o.in.Opening.Ledger.Head = "head"
	batch, err := o.mustRun(t).Batch()
	require.NoError(t, err)
	assert.Equal(t, ledger.Head("head"), batch.Head)
}

func TestBatchLeavesWhatIsPosted(t *testing.T) {
	current := posted("2026-01-01/2026-04-01", "30")
	other := func(change func(*ledger.Posted)) []ledger.Posted {
		p := current
		change(&p)
		return []ledger.Posted{p}
	}
	for name, c := range map[string]struct {
		posted []ledger.Posted
		change func(*office)
		anna   []string
	}{
		"a part":                   {[]ledger.Posted{current}, nil, []string{"anna sales/commission 70 CNY"}},
		"too much":                 {other(func(p *ledger.Posted) { p.Amount = exact("130") }), nil, []string{"anna sales/commission -30 CNY"}},
		"a component that is gone": {other(func(p *ledger.Posted) { p.Component = "old" }), nil, []string{"anna sales/commission 100 CNY", "anna sales/old -30 CNY"}},
		"another kind":             {other(func(p *ledger.Posted) { p.Kind = "draw" }), nil, []string{"anna sales/commission 100 CNY"}},
		"another period":           {other(func(p *ledger.Posted) { p.Period = secondQuarter }), nil, []string{"anna sales/commission 100 CNY"}},
		"another plan":             {other(func(p *ledger.Posted) { p.Plan = "bonus" }), nil, []string{"anna sales/commission 100 CNY"}},
		"another version":          {other(func(p *ledger.Posted) { p.Version = 2 }), nil, []string{"anna sales/commission 100 CNY", "anna sales/commission -30 CNY"}},
		"under no plan any more":   {[]ledger.Posted{current}, func(o *office) { o.in.Roster.Assignments = o.in.Roster.Assignments[1:] }, []string{"anna sales/commission -30 CNY"}},
		"of nobody it stays": {[]ledger.Posted{current}, func(o *office) {
			o.in.Roster.Payees = o.in.Roster.Payees[1:]
			o.in.Roster.Assignments = o.in.Roster.Assignments[1:]
		}, nil},
		"of a held plan it stays":      {other(func(p *ledger.Posted) { p.Version = 2 }), func(o *office) { o.deals[0].Currency = "USD" }, nil},
		"of a held payee it stays":     {[]ledger.Posted{current}, func(o *office) { o.deals[0].Currency = "USD" }, nil},
		"of an open position it stays": {[]ledger.Posted{current}, func(o *office) { o.in.Roster.Payees[0].Open = true }, nil},
	} {
		t.Run(name, func(t *testing.T) {
			o := newOffice(t)
			o.in.Opening.Ledger.Posted = c.posted
			if c.change != nil {
				c.change(o)
			}
			entries := slices.DeleteFunc(entriesOf(t, o.mustRun(t)), func(e string) bool { return e[:4] != "anna" })
			assert.Len(t, entries, len(c.anna))
			assert.ElementsMatch(t, c.anna, entries)
		})
	}
}

func TestBatchOfTwoAssignmentsToOneVersion(t *testing.T) {
	o := newOffice(t)
	o.in.Roster.Assignments[0].Period.Until = kam.MustDay("2026-03-01")
	o.in.Roster.Assignments = append(o.in.Roster.Assignments, incentive.Assignment{Payee: "anna", Plan: "sales", Version: 1, Period: kam.MustPeriod("2026-03-01/2027-01-01")})
	o.add(sold("a2", "anna", "300", "2026-03-01"))
	run := o.mustRun(t)
	assert.Contains(t, entriesOf(t, run), "anna sales/commission 130 CNY")
	o.in.Opening.Ledger.Posted = []ledger.Posted{posted("2026-01-01/2026-04-01", "130")}
	for _, e := range entriesOf(t, o.mustRun(t)) {
		assert.NotContains(t, e, "anna")
	}
}

func TestBatchPostsLimitsOfThePlan(t *testing.T) {
	o := newOffice(t)
	o.sales.Caps = []incentive.Cap{{Per: incentive.PerRunPeriod, Amount: known("80")}}
	assert.Equal(t, []string{
		"anna sales/commission 100 CNY", "anna sales/(period-cap) -20 CNY", "bo sales/commission 200 CNY", "bo sales/(period-cap) -120 CNY",
		"cai lead/override 30 CNY", "dan sales/commission 50 CNY",
	}, entriesOf(t, o.mustRun(t)))
}

// A year capped at 150: the cut of the first quarter is posted and subtracted again in the second.
func TestBatchPostsPlanCapToDate(t *testing.T) {
	book := &ledger.Memory{}
	o := newOffice(t)
	o.toDate()
	o.sales.Caps = []incentive.Cap{{Per: incentive.PerPlan, Amount: known("150")}}
	first := o.mustRun(t)
	assert.Equal(t, []string{
		"anna sales/commission 100 CNY", "bo sales/commission 200 CNY", "bo sales/(plan-cap) -50 CNY", "cai lead/override 30 CNY", "dan sales/commission 50 CNY",
	}, entriesOf(t, first))
	post(t, book, first)
	o.in.Period, o.in.Opening.Ledger = secondQuarter, snapshotOf(t, book)
	o.add(sold("a2", "anna", "800", "2026-05-01"), sold("b2", "bo", "100", "2026-05-01"))
	second := o.mustRun(t)
	assert.Equal(t, []string{"anna sales 50", "bo sales 0", "cai lead 9", "dan sales 0"}, paidBy(second))
	assert.Equal(t, []string{
		"anna sales/commission 80 CNY", "anna sales/(plan-cap) -30 CNY", "bo sales/commission 10 CNY", "bo sales/(plan-cap) -10 CNY", "cai lead/override 9 CNY",
	}, entriesOf(t, second))
	post(t, book, second)
	o.in.Opening.Ledger = snapshotOf(t, book)
	assert.Empty(t, entriesOf(t, o.mustRun(t)))
}

func TestBatchOfStrictRun(t *testing.T) {
	o := newOffice(t)
	o.opt.Strict = true
	_, err := o.mustRun(t).Batch()
	require.NoError(t, err, "nobody is held")
	o.deals[0].Currency = "USD"
	run := o.mustRun(t)
	assert.Equal(t, []string{"bo sales 200", "dan sales 50"}, paidBy(run), "statements are there to be read")
	batch, err := run.Batch()
	require.ErrorIs(t, err, incentive.ErrHeld)
	assert.Empty(t, batch.Entries)
	o.opt.Strict = false
	assert.Equal(t, []string{"bo sales/commission 200 CNY", "dan sales/commission 50 CNY"}, entriesOf(t, o.mustRun(t)))
}
