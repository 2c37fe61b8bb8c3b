package incentive_test

import (
	"fmt"
	"log"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/payout"
)

// paidOut has two versions of a plan, of which the second holds 40 % back until the cash is in.
func paidOut() *incentive.Program {
	first, second := mustPlan(onePlan), mustPlan(onePlan)
	second.Version = 2
	share := kam.Whole()
	second.Payout = &payout.Terms{
		Holdbacks: []payout.Holdback{{Sums: payout.SumsAtOnce, Parts: []payout.Part{
			{Share: kam.Fraction{Num: 3, Den: 5}, On: payout.OnBooking}, {Share: kam.Fraction{Num: 2, Den: 5}, On: payout.OnCollection},
		}}},
		Recovery: &payout.Recovery{Order: payout.OldestFirst, MaxShareOfPay: &share, ProtectedMinimum: decimal.NewNullDecimal(decimal.Zero)},
		Leavers:  &payout.Leavers{Held: payout.LeaverWaits, Debts: payout.DebtsAsTerms},
	}
	program, err := incentive.Compile(incentive.Book{Plans: []incentive.Plan{second, first}})
	if err != nil {
		log.Fatal(err)
	}
	return program
}

// The payout terms of a plan version, compiled, where it has any.
func ExampleProgram_Payout() {
	program := paidOut()
	id := mustPlan(onePlan).ID
	for _, version := range program.Versions(id) {
		_, ok := program.Payout(id, version)
		fmt.Println("version", version, "has payout terms:", ok)
	}
	// Output:
	// version 1 has payout terms: false
	// version 2 has payout terms: true
}

// A compiled plan is read back with its readings written out.
func ExampleProgram_Plan() {
	plan, ok := paidOut().Plan(mustPlan(onePlan).ID, 1)
	fmt.Println(plan.Version, plan.Rounding.Step, plan.Rounding.Mode, ok)
	// Output:
	// 1 credit half-up true
}

// Who has a part in which deals, and when they count.
func ExampleRun_DealsByPayee() {
	run := mustRun(quarterInputs(quarterDeals()...))
	plan := mustPlan(onePlan)
	for _, payee := range []string{"anna", "bo"} {
		for _, id := range run.DealsByPayee()[payee] {
			fmt.Println(payee, id, run.CreditDate(plan.ID, plan.Version, id))
		}
	}
	fmt.Println(run.Deals("anna"))
	// Output:
	// anna d1 2026-02-01
	// bo d2 2026-02-01
	// [d1]
}

func TestWhatPayingReads(t *testing.T) {
	run := mustRun(quarterInputs(quarterDeals()...))
	id := mustPlan(onePlan).ID
	_, ok := run.Payee("anna")
	assert.True(t, ok)
	_, ok = run.Payee("nobody")
	assert.False(t, ok)
	assert.Empty(t, run.Deals("nobody"))
	assert.False(t, run.CreditDate(id, 1, "nothing").IsSet())
	assert.False(t, run.CreditDate("nothing", 1, "d1").IsSet())
	assert.Empty(t, run.Head())
	_, ok = run.Program().Plan(id, 9)
	assert.False(t, ok)
	_, ok = run.Program().Payout(id, 9)
	assert.False(t, ok)
	assert.Empty(t, run.Program().Versions("nothing"))
	for payee, deals := range run.DealsByPayee() {
		assert.Equal(t, run.Deals(payee), deals)
	}
}

func TestDetailsArePartOfTheDocument(t *testing.T) {
	st := hiredInFebruary()
	for _, lang := range []kam.Lang{kam.English, kam.Chinese} {
		details := st.Details(lang)
		require.NotEmpty(t, details)
		assert.Contains(t, st.Markdown(lang), details)
		assert.NotContains(t, details, st.InputHash())
		assert.False(t, strings.HasPrefix(details, "# "))
	}
}

func TestAdjustmentsArePostedUnder(t *testing.T) {
	for want, a := range map[string]incentive.Adjustment{
		"commission":     {Component: "commission", Kind: incentive.AdjustCap},
		"(plan-cap)":     {Kind: incentive.AdjustPlanCap},
		"(period-cap)":   {Kind: incentive.AdjustCarriedIn},
		"(lifetime-cap)": {Kind: incentive.AdjustLifetimeCap},
	} {
		assert.Equal(t, want, a.PostedUnder())
	}
	assert.Equal(t, "(period-cap)", incentive.Adjustment{Kind: incentive.AdjustPeriodCap}.PostedUnder())
}
