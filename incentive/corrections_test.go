package incentive_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/ledger"
)

// corrected lists what a run posts into another period.
func corrected(t *testing.T, run *incentive.Run, into kam.Period) (ledger.Batch, []string) {
	t.Helper()
	batch, err := run.BatchInto(into)
	require.NoError(t, err)
	require.NoError(t, batch.Check())
	assert.Equal(t, run.ID(), batch.Run)
	assert.Equal(t, into, batch.Period)
	var all []string
	for _, e := range batch.Entries {
		assert.Equal(t, ledger.Correction, e.Kind)
		assert.Equal(t, run.Period(), e.Period)
		if e.Account == ledger.PayeeAccount {
			all = append(all, fmt.Sprint(e.Payee, " ", e.Plan, "/", e.Component, " ", e.Amount, " ", e.Currency))
		} else {
			assert.Equal(t, ledger.ExpenseAccount, e.Account)
		}
	}
	return batch, all
}

func TestCorrectionsOfAClosedPeriod(t *testing.T) {
	book := &ledger.Memory{}
	o := newOffice(t)
	post(t, book, o.mustRun(t))

	o.deals[0].Amount = exact("1100") // late
	o.in.Opening.Ledger = snapshotOf(t, book)
	late := o.mustRun(t)
	batch, entries := corrected(t, late, secondQuarter)
	assert.Equal(t, []string{"anna sales/commission 10 CNY", "cai lead/override 1 CNY"}, entries)
	_, err := book.Append(context.Background(), batch)
	require.NoError(t, err)
	receipt, err := book.Append(context.Background(), batch)
	require.NoError(t, err)
	assert.True(t, receipt.Repeated)

	o.in.Opening.Ledger = snapshotOf(t, book)
	again := o.mustRun(t)
	_, entries = corrected(t, again, kam.MustPeriod("2026-07-01/2026-10-01"))
	assert.Empty(t, entries, "what was corrected is posted, whichever period it was posted into")
	own, err := again.Batch()
	require.NoError(t, err)
	assert.Empty(t, own.Entries)

	// The open period is calculated for itself: nothing of it has been posted.
	o.in.Period = secondQuarter
	o.deals[1].Booked = kam.MustDay("2026-04-01")
	o.in.Opening.Ledger = snapshotOf(t, book)
	assert.Equal(t, []string{"bo sales/commission 200 CNY", "cai lead/override 20 CNY"}, entriesOf(t, o.mustRun(t)))
}

func TestBatchIntoWhatIsNoLaterPeriod(t *testing.T) {
	run := newOffice(t).mustRun(t)
	for name, into := range map[string]kam.Period{
		"none": {}, "open": kam.MustPeriod("2026-04-01/.."), "its own": firstQuarter, "earlier": kam.MustPeriod("2025-10-01/2026-01-01"),
		"a day too early": kam.MustPeriod("2026-03-31/2026-07-01"),
	} {
		_, err := run.BatchInto(into)
		require.ErrorIs(t, err, kam.ErrPeriod, name)
	}
	for name, into := range map[string]kam.Period{"the next": secondQuarter, "a month": kam.MustPeriod("2026-04-01/2026-05-01"), "much later": kam.MustPeriod("2027-10-01/2028-01-01")} {
		_, err := run.BatchInto(into)
		require.NoError(t, err, name)
	}
	o := newOffice(t)
	o.opt.Strict, o.deals[0].Currency = true, "USD"
	_, err := o.mustRun(t).BatchInto(secondQuarter)
	assert.ErrorIs(t, err, incentive.ErrHeld)
}

func TestPostingsThatCountAsEarned(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*ledger.Posted)
		want   string
	}{
		"earning":             {func(*ledger.Posted) {}, "70"},
		"correction":          {func(p *ledger.Posted) { p.Kind = ledger.Correction }, "70"},
		"into another period": {func(p *ledger.Posted) { p.Kind, p.Into = ledger.Correction, secondQuarter }, "70"},
		"adjustment":          {func(p *ledger.Posted) { p.Kind = ledger.Manual }, "100"},
		"payout":              {func(p *ledger.Posted) { p.Kind = ledger.Payout }, "100"},
		"what is held":        {func(p *ledger.Posted) { p.Account = ledger.HeldAccount }, "100"},
		"what is owed":        {func(p *ledger.Posted) { p.Account = ledger.DebtAccount }, "100"},
		"what is paid":        {func(p *ledger.Posted) { p.Account = ledger.PaidAccount }, "100"},
		"of no account":       {func(p *ledger.Posted) { p.Account = "" }, "100"},
	} {
		t.Run(name, func(t *testing.T) {
			o := newOffice(t)
			p := posted("2026-01-01/2026-04-01", "30")
			c.change(&p)
			o.in.Opening.Ledger.Posted = []ledger.Posted{p}
			batch, err := o.mustRun(t).Batch()
			require.NoError(t, err)
			assert.Equal(t, c.want, batch.Entries[0].Amount.String())
		})
	}
}

// halves splits anna's assignment at the middle of February and gives her a deal of 1,000 in each half.
func halves(t *testing.T, limit incentive.Cap) *office {
	o := newOffice(t)
	o.sales.Caps = []incentive.Cap{limit}
	second := o.in.Roster.Assignments[0]
	o.in.Roster.Assignments[0].Period.Until = kam.MustDay("2026-02-15")
	second.Period.From = kam.MustDay("2026-02-15")
	o.in.Roster.Assignments = append([]incentive.Assignment{second}, o.in.Roster.Assignments...)
	o.add(sold("a2", "anna", "1000", "2026-03-01"))
	return o
}

// annas lists what anna's statements earn, and their own adjustments.
func annas(run *incentive.Run) (all []string) {
	for s := range run.Statements() {
		if s.Payee().ID != "anna" {
			continue
		}
		line := s.Earned().String()
		for a := range s.Adjustments() {
			line += fmt.Sprint(" ", a.Kind, " ", a.Amount)
		}
		all = append(all, line)
	}
	return all
}

func TestAssignmentsOfOnePlanShareItsBalances(t *testing.T) {
	o := halves(t, incentive.Cap{Per: incentive.PerLifetime, Amount: known("150")})
	for workers := 1; workers < 4; workers++ {
		o.opt.Workers = workers
		assert.Equal(t, []string{"100", "50 lifetime-cap -50"}, annas(o.mustRun(t)))
	}
	p := posted("2025-10-01/2026-01-01", "70")
	o.in.Opening.Ledger.Posted = []ledger.Posted{p}
	assert.Equal(t, []string{"80 lifetime-cap -20", "0 lifetime-cap -100"}, annas(o.mustRun(t)))

	o = halves(t, incentive.Cap{Per: incentive.PerRunPeriod, Amount: known("130"), Excess: incentive.ExcessCarry, Until: kam.MustDay("2027-01-01")})
	p = posted("2025-10-01/2026-01-01", "-50")
	p.Component = "(period-cap)"
	o.in.Opening.Ledger.Posted = []ledger.Posted{p}
	run := o.mustRun(t)
	assert.Equal(t, []string{"130 carried-in 50 period-cap -20", "120 carried-in 20"}, annas(run), "what is carried is paid once")
	batch, err := run.Batch()
	require.NoError(t, err)
	var net string
	for _, e := range batch.Entries {
		if e.Payee == "anna" && e.Component == "(period-cap)" && e.Account == ledger.PayeeAccount {
			net += e.Amount.String() + " "
		}
	}
	assert.Equal(t, "50 ", net)

	// What the first assignment's cap cuts is for later periods, and no part of this one's pay.
	o.sales.Caps[0].Amount = known("80")
	assert.Equal(t, []string{"80 carried-in 50 period-cap -70", "80 carried-in 50 period-cap -70"}, annas(o.mustRun(t)))
	o.in.Opening.Ledger.Posted[0].Amount = exact("5")
	assert.Equal(t, []string{"80 carried-in -5 period-cap -15", "80 period-cap -20"}, annas(o.mustRun(t)), "paid out too much, it is taken back once")
}

// A deal that a running gate forfeited paid nothing: its refund takes nothing back, also where the deal counts for the
// gate's measure without moving it.
func TestRefundOfAForfeitedDeal(t *testing.T) {
	o := newOffice(t)
	o.in.Period = secondQuarter
	o.component(t, `{"name": "commission", "measure": "revenue", "rate": "0.1", "gates": [{"measure": "year", "basis": "amount", "at": "5000",
		"kind": "cliff", "test": "running", "failedThenPassed": "forfeit", "passedThenLost": "latched"}]}`)
	year := o.sales.Measures[0]
	year.Name, year.Window = "year", incentive.YearToDate
	o.sales.Measures = append(o.sales.Measures, year)
	o.add(returned("r1", "a1", "-400", "2026-05-01"))
	for _, retires := range []bool{true, false} {
		o.sales.Credits[0].Retires = new(retires)
		o.sales.Refunds.Below = incentive.FirstRate
		assert.Equal(t, "0", o.statement(t, "anna", "sales").Earned().String(), "retires %t", retires)
	}
}

func TestCapsArePostedUnderTheirNames(t *testing.T) {
	o := newOffice(t)
	o.sales.Caps = []incentive.Cap{
		{Per: incentive.PerPlan, Amount: known("90")},
		{Per: incentive.PerRunPeriod, Amount: known("80"), Excess: incentive.ExcessCarry, Until: kam.MustDay("2027-01-01")},
		{Per: incentive.PerLifetime, Amount: known("70")},
	}
	o.deals = o.deals[:1]
	assert.Equal(t, []string{
		"anna sales/commission 100 CNY", "anna sales/(plan-cap) -10 CNY", "anna sales/(period-cap) -10 CNY", "anna sales/(lifetime-cap) -10 CNY", "cai lead/override 10 CNY",
	}, entriesOf(t, o.mustRun(t)))
}

func TestBalancesInAnotherCurrencyHold(t *testing.T) {
	lifetime := incentive.Cap{Per: incentive.PerLifetime, Amount: known("150")}
	carry := incentive.Cap{Per: incentive.PerRunPeriod, Amount: known("130"), Excess: incentive.ExcessCarry, Until: kam.MustDay("2027-01-01")}
	for name, c := range map[string]struct {
		limit     incentive.Cap
		component string
		period    string
		held      bool
	}{
		"lifetime":               {lifetime, "commission", "2025-10-01/2026-01-01", true},
		"lifetime, a later one":  {lifetime, "commission", "2026-04-01/2026-07-01", false},
		"carried":                {carry, "(period-cap)", "2025-10-01/2026-01-01", true},
		"carried, of components": {carry, "commission", "2025-10-01/2026-01-01", false},
		"the period itself":      {carry, "commission", "2026-01-01/2026-04-01", true},
	} {
		t.Run(name, func(t *testing.T) {
			o := newOffice(t)
			o.sales.Caps = []incentive.Cap{c.limit}
			p := posted(c.period, "1")
			p.Currency, p.Component = "USD", c.component
			o.in.Opening.Ledger.Posted = []ledger.Posted{p}
			held := heldBy(o.mustRun(t))
			if c.held {
				assert.Contains(t, held, "anna sales run.opening @ opening.ledger")
				return
			}
			assert.Empty(t, held)
		})
	}
}
