package incentive_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
)

// exportedStatement is a statement of one quarter with two tiers and two deals.
func exportedStatement() (incentive.Statement, error) {
	plan, err := incentive.ParsePlan([]byte(`{
		"format": 1, "id": "kam-2026", "version": 1, "currency": "CNY", "readings": "standard-1",
		"effective": "2026-01-01/2027-01-01", "period": "quarter",
		"credits":  [{"name": "own", "to": "owner", "share": "1"}],
		"measures": [{"name": "revenue", "base": "amount", "credits": ["own"], "window": "period"}],
		"components": [{"name": "commission", "measure": "revenue", "tiers": {"mode": "marginal", "basis": "attainment",
			"bands": [{"from": "0", "rate": "0.02"}, {"from": "1", "rate": "0.05"}]}}]
	}`))
	if err != nil {
		return incentive.Statement{}, err
	}
	program, err := incentive.Compile(incentive.Book{Plans: []incentive.Plan{plan}})
	if err != nil {
		return incentive.Statement{}, err
	}
	quarter := kam.MustPeriod("2026-01-01/2026-04-01")
	run, err := program.Run(context.Background(), incentive.Inputs{
		Period: quarter,
		Roster: incentive.Roster{
			Payees: []incentive.Payee{{ID: "anna", Name: "Anna"}},
			Assignments: []incentive.Assignment{{
				Payee: "anna", Plan: "kam-2026", Version: 1, Period: plan.Effective,
				Quotas: []incentive.Quota{{Measure: "revenue", Period: quarter, Amount: decimal.NewFromInt(100_000)}},
			}},
		},
		Transactions: incentive.Transactions([]incentive.Transaction{
			{ID: "d1", Owner: "anna", Booked: kam.MustDay("2026-02-01"), Amount: decimal.NewFromInt(80_000)},
			{ID: "d2", Owner: "anna", Booked: kam.MustDay("2026-03-01"), Amount: decimal.NewFromInt(60_000)},
		}),
	}, incentive.RunOptions{})
	if err != nil {
		return incentive.Statement{}, err
	}
	statement, found := run.Statement("anna", "kam-2026")
	if !found {
		return statement, errors.New("no statement")
	}
	return statement, nil
}

// An export is all that is needed to check a statement: nobody has to trust the
// program that made it. Whoever changes a figure is told what it should be.
func ExampleVerifyStatement() {
	statement, err := exportedStatement()
	if err != nil {
		log.Fatal(err)
	}
	exported, err := statement.Export()
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("as issued:", incentive.VerifyStatement(exported))

	changed := strings.Replace(string(exported), `"payable":"4000.00"`, `"payable":"9000.00"`, 1)
	if invalid, ok := errors.AsType[*kam.InvalidError](incentive.VerifyStatement([]byte(changed))); ok {
		for _, f := range invalid.Findings {
			fmt.Println(f.Place, f.Message.In(kam.English))
		}
	}
	// Output:
	// as issued: <nil>
	// $.digest the statement is not as it was exported
	// $.payable the statement says 9000.00, the plan and the credits give 4000.00
}

func TestExportIsDeterministic(t *testing.T) {
	one, err := exportedStatement()
	require.NoError(t, err)
	two, err := exportedStatement()
	require.NoError(t, err)
	a, err := one.Export()
	require.NoError(t, err)
	b, err := two.Export()
	require.NoError(t, err)
	assert.Equal(t, string(a), string(b))
	assert.NotContains(t, string(a), "\n")
}
