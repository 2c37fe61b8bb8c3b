package settlement_test

import (
	"context"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/payout"
	"github.com/kam-go/kam/incentive/settlement"
)

// advanced pays a draw at the start of each period.
const advanced = `{"draw": {"kind": "start-of-period", "amount": "3000", "for": {"partial": "by-days"}, "against": "earned",
	"recovery": {"of": "all", "share": "1"}}, "recovery": {"order": "oldest-first", "maxShareOfPay": "1", "protectedMinimum": "0", "position": "after-draw"}}`

func (h *host) begin(period string, people ...settlement.Person) *settlement.Beginning {
	h.t.Helper()
	b, err := settlement.Begin(settlement.Start{Program: h.program, Roster: h.roster, Period: kam.MustPeriod(period), Opening: h.opening(), People: people})
	require.NoError(h.t, err)
	return b
}

func TestBegin(t *testing.T) {
	h := newHost(t, withPayout(advanced))
	h.roster.Payees = append(h.roster.Payees, incentive.Payee{ID: "open", Open: true}, incentive.Payee{ID: "bo"}, incentive.Payee{ID: "later"})
	for payee, period := range map[string]string{"open": "2026-01-01/2027-01-01", "bo": "2026-01-01/2027-01-01", "later": "2026-02-01/2027-01-01"} {
		h.roster.Assignments = append(h.roster.Assignments, incentive.Assignment{Payee: payee, Plan: "ae", Version: 1, Period: kam.MustPeriod(period)})
	}
	person := settlement.Person{Payee: "bo", Draw: &payout.Entitlement{Amount: decimal.NewFromInt(500)}}
	b := h.begin(january, person)
	var got []string
	for r := range b.Results() {
		got = append(got, r.Payee+" "+r.After.Payable.String()+" owes "+r.After.Owed().String())
	}
	assert.Equal(t, []string{"anna 3000 owes 3000", "bo 500 owes 500"}, got)
	_, err := h.book.Append(context.Background(), b.Batch())
	require.NoError(t, err)
	assert.Empty(t, h.begin(january, person).Batch().Entries, "nothing is advanced twice")
	assert.NotEmpty(t, h.begin(january).Batch().Entries, "another draw is")

	opening := h.opening()
	s := h.settle(settlement.Inputs{Run: h.run(january, opening, deal("D-1", "2026-01-10", "50000")), Opening: opening, People: []settlement.Person{person}})
	anna, _ := s.Statement("anna", "ae")
	assert.Equal(t, "5000", anna.Payable().String()) // 3,000 in advance and the other 2,000
	assert.Equal(t, "0", anna.Payout().After.Owed().String())
	bo, _ := s.Statement("bo", "ae")
	assert.Equal(t, "500", bo.Payable().String())
	assert.Equal(t, "500", bo.Payout().After.Owed().String())
}

func TestBeginHoldsAndRefuses(t *testing.T) {
	h := newHost(t, withPayout(advanced))
	b := h.begin(january, settlement.Person{Payee: "anna", Draw: &payout.Entitlement{Amount: decimal.NewFromInt(-1)}})
	var held []string
	for x := range b.Held() {
		held = append(held, codes(x.Findings)...)
	}
	assert.Equal(t, []string{"payout.range"}, held)
	assert.Empty(t, b.Batch().Entries)
	_, err := settlement.Begin(settlement.Start{})
	require.Error(t, err)
	invalid := new(kam.InvalidError)
	_, err = settlement.Begin(settlement.Start{Program: h.program, Period: kam.MustPeriod("2026-01-01/..")})
	require.ErrorAs(t, err, &invalid)
	assert.Equal(t, "settlement.period", invalid.Findings[0].Code)
	_, err = settlement.Begin(settlement.Start{Program: h.program, Period: kam.MustPeriod(january), People: []settlement.Person{{Payee: "anna"}, {Payee: "anna"}}})
	require.ErrorAs(t, err, &invalid)
	assert.Equal(t, "settlement.twice", invalid.Findings[0].Code)
}

// The last assignment in the period decides which version's draw is paid.
func TestBeginTakesTheLastAssignment(t *testing.T) {
	h := newHost(t, withPayout(advanced))
	first, err := incentive.ParsePlan([]byte(withPayout(advanced)))
	require.NoError(t, err)
	second, err := incentive.ParsePlan([]byte(bare))
	require.NoError(t, err)
	second.Version = 2
	h.program, err = incentive.Compile(incentive.Book{Plans: []incentive.Plan{first, second}})
	require.NoError(t, err)
	assignment := func(version int, period string) incentive.Assignment {
		return incentive.Assignment{Payee: "anna", Plan: "ae", Version: version, Period: kam.MustPeriod(period)}
	}
	early, late := "2026-01-01/2026-01-16", "2026-01-16/2027-01-01"
	h.roster.Assignments = []incentive.Assignment{assignment(1, early), assignment(2, late)}
	assert.Empty(t, h.begin(january).Batch().Entries, "version 2 has no draw")
	h.roster.Assignments = []incentive.Assignment{assignment(1, late), assignment(2, early)}
	assert.NotEmpty(t, h.begin(january).Batch().Entries)
}

func TestBeginTakesBackFromWhoIsNotAssignedAnyMore(t *testing.T) {
	h := newHost(t, withPayout(advanced))
	_, err := h.book.Append(context.Background(), h.begin(january).Batch())
	require.NoError(t, err)
	h.roster.Assignments[0].Period = kam.MustPeriod("2026-02-01/2027-01-01")
	b := h.begin(january)
	var got []string
	for r := range b.Results() {
		got = append(got, r.Payee+" "+r.After.Payable.String()+" owes "+r.After.Owed().String())
	}
	assert.Equal(t, []string{"anna 0 owes 0"}, got)
	_, err = h.book.Append(context.Background(), b.Batch())
	require.NoError(t, err)
	assert.Empty(t, h.begin(january).Batch().Entries, "nothing is taken back twice")
}
