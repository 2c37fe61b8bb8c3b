package incentive_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
)

// enrolledAnna is one payee under a plan of two tiers, whose quota is 100.
func enrolledAnna(t *testing.T) *incentive.Enrolment {
	t.Helper()
	plan, err := incentive.ParsePlan([]byte(`{
		"format": 1, "id": "p", "version": 1, "currency": "USD", "effective": "2025-01-01/2026-01-01", "period": "quarter",
		"rounding": {"step": "credit", "places": 2, "mode": "half-up"}, "creditDate": "booked", "order": "id",
		"refunds": {"method": "recalculate", "period": "current", "below": "carry-negative"},
		"credits": [{"name": "own", "to": "owner", "share": "1", "split": "credit", "retires": true, "pays": true}],
		"measures": [{"name": "sales", "base": "amount", "credits": ["own"], "window": "period"}],
		"components": [{"name": "commission", "measure": "sales",
			"tiers": {"mode": "marginal", "basis": "attainment", "bands": [{"from": "0", "rate": "0.01"}, {"from": "1", "rate": "0.05"}]}}]
	}`))
	require.NoError(t, err)
	program, err := incentive.Compile(incentive.Book{Plans: []incentive.Plan{plan}})
	require.NoError(t, err)
	quarter := kam.MustPeriod("2025-01-01/2025-04-01")
	e, err := program.Enrol(t.Context(), incentive.Inputs{Period: quarter, Roster: incentive.Roster{
		Payees: []incentive.Payee{{ID: "anna"}},
		Assignments: []incentive.Assignment{{
			Payee: "anna", Plan: "p", Version: 1, Period: plan.Effective,
			Quotas: []incentive.Quota{{Measure: "sales", Period: quarter, Amount: decimal.RequireFromString("100")}},
		}},
	}})
	require.NoError(t, err)
	return e
}

// TestRecordsOfOneDeal computes one deal both ways: what it earns is the same, and records tell its tiers.
func TestRecordsOfOneDeal(t *testing.T) {
	e := enrolledAnna(t)
	deal := incentive.Transaction{ID: "1", Owner: "anna", Amount: decimal.RequireFromString("150.5"), Booked: kam.MustDay("2025-02-01")}
	for _, records := range []bool{false, true} {
		run, err := e.Run(t.Context(), incentive.Transactions([]incentive.Transaction{deal}), incentive.RunOptions{Records: records})
		require.NoError(t, err)
		for i := range run.Items() {
			assert.Equal(t, "3.53", string(i.AppendAmount(nil)), "100 × 0.01 + 50.50 × 0.05 = 3.525")
			first, last, ok := i.Tiers()
			credited, told := i.CreditedUnits()
			assert.Equal(t, records, ok)
			assert.Equal(t, records, told)
			if records {
				assert.Equal(t, []int{0, 1, 1_505_000}, []int{first, last, int(credited)})
			}
		}
		assert.Len(t, run.ID(), 64)
	}
}

// A deal without the date by which it counts earns nothing and is told of: in either way, from rows as from a sheet.
func TestRecordsOfADealWithoutDate(t *testing.T) {
	e := enrolledAnna(t)
	deals := []incentive.Transaction{
		{ID: "1", Owner: "anna", Amount: decimal.New(500, 0), Invoiced: kam.MustDay("2025-02-01")},
		{ID: "2", Owner: "anna", Amount: decimal.New(700, 0), Booked: kam.MustDay("2025-01-01")},
	}
	sheet := incentive.NewSheet()
	for i := range deals {
		sheet.AddTransaction(deals[i])
	}
	for _, records := range []bool{false, true} {
		for _, source := range []incentive.Source{incentive.Transactions(deals), sheet.Source()} {
			run, err := e.Run(t.Context(), source, incentive.RunOptions{Records: records})
			require.NoError(t, err)
			var ids []string
			for i := range run.Items() {
				ids = append(ids, i.Transaction())
			}
			assert.Equal(t, []string{"2"}, ids, "records: %v", records)
			assert.Contains(t, fmt.Sprint(run.Findings()), `no "booked" date`, "records: %v", records)
		}
	}
}

// A refund that leaves its owner out, of a deal that only the opening knows, is the owner's in either way.
func TestRecordsOfARefundOfTheOpening(t *testing.T) {
	o := newOffice(t)
	o.sales.Refunds.Method, o.sales.Refunds.Period = incentive.Mirror, incentive.Origin
	o.in.Opening.Prior = []incentive.Prior{prior(map[string]decimal.Decimal{"commission": exact("300")})}
	o.deals = nil
	o.add(returned("r1", "p0", "-100", "2026-02-01"), sold("b1", "bo", "10", "2026-02-01"))
	want := o.mustRun(t)
	o.opt.Records = true
	got := o.mustRun(t)
	assert.Equal(t, []string{"b1 bo 10", "r1 anna -100"}, directly(want))
	assert.Equal(t, directly(want), directly(got))
	assert.Equal(t, slices.Collect(want.House()), slices.Collect(got.House()))
	assert.Equal(t, want.Why("anna", "r1"), got.Why("anna", "r1"))
}

// directly writes the owners' parts of deals.
func directly(run *incentive.Run) []string {
	var all []string
	for d := range run.Direct() {
		all = append(all, fmt.Sprint(d.Transaction, " ", d.Payee, " ", d.Amount))
	}
	return all
}
