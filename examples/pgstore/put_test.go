package pgstore_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/pgstore"
	"github.com/kam-go/kam/incentive"
)

// deal returns a transaction with something in every field that may differ.
func deal(id string) incentive.Transaction {
	return incentive.Transaction{
		ID: id, Sequence: 1, Owner: "anna", Amount: decimal.RequireFromString("100.5"), Currency: "CNY",
		Units:  decimal.NewNullDecimal(decimal.NewFromInt(3)),
		Booked: kam.MustDay("2026-01-15"), Attributes: map[string]string{"product": "A", "region": "<北>"},
		Numbers: map[string]decimal.Decimal{"discount": decimal.RequireFromString("0.1")},
		Participants: []incentive.Participant{
			{Payee: "bo", Role: "engineer", Share: kam.MustFraction("1/3")},
			{Payee: "cy", Role: "engineer", Share: kam.MustFraction("2/3")},
		},
		Place: "deals.csv:1",
	}
}

func stored(t *testing.T, s *pgstore.Store) []incentive.Transaction {
	t.Helper()
	var all []incentive.Transaction
	for tr, err := range s.Transactions(t.Context(), kam.MustPeriod("0001-01-01/..")) {
		require.NoError(t, err)
		all = append(all, tr)
	}
	return all
}

func TestPutTransactionsTwice(t *testing.T) {
	s := open(t)
	added, err := s.PutTransactions(t.Context(), list(deal("1"), deal("2"), deal("1")))
	require.NoError(t, err)
	assert.Equal(t, 2, added)

	again := deal("1")
	again.Amount = decimal.RequireFromString("100.500")
	again.Place = "deals.csv:98"
	moved := again
	moved.Place = "deals.csv:99"
	added, err = s.PutTransactions(t.Context(), list(again, deal("3"), moved))
	require.NoError(t, err)
	assert.Equal(t, 1, added)
	all := stored(t, s)
	require.Len(t, all, 3)
	assert.Equal(t, "deals.csv:99", all[0].Place)
	assert.Equal(t, "deals.csv:1", all[1].Place)
	assert.Equal(t, deal("2").Participants, all[1].Participants)
	assert.Equal(t, deal("2").Attributes, all[1].Attributes)

	added, err = s.PutTransactions(t.Context(), list())
	require.NoError(t, err)
	assert.Zero(t, added)
}

func TestPutTransactionsWithOtherContent(t *testing.T) {
	changes := map[string]func(*incentive.Transaction){
		"sequence":        func(t *incentive.Transaction) { t.Sequence = 2 },
		"owner":           func(t *incentive.Transaction) { t.Owner = "bo" },
		"no owner":        func(t *incentive.Transaction) { t.Owner = "" },
		"amount":          func(t *incentive.Transaction) { t.Amount = decimal.RequireFromString("100.51") },
		"currency":        func(t *incentive.Transaction) { t.Currency = "" },
		"margin":          func(t *incentive.Transaction) { t.Margin.Valid = true },
		"units":           func(t *incentive.Transaction) { t.Units.Valid = false },
		"cash":            func(t *incentive.Transaction) { t.Cash = decimal.NewNullDecimal(decimal.NewFromInt(1)) },
		"booked":          func(t *incentive.Transaction) { t.Booked = kam.MustDay("2026-01-16") },
		"invoiced":        func(t *incentive.Transaction) { t.Invoiced = kam.MustDay("2026-01-16") },
		"cash date":       func(t *incentive.Transaction) { t.CashDate = kam.MustDay("2026-01-16") },
		"delivered":       func(t *incentive.Transaction) { t.Delivered = kam.MustDay("2026-01-16") },
		"attribute":       func(t *incentive.Transaction) { t.Attributes["product"] = "B" },
		"attribute more":  func(t *incentive.Transaction) { t.Attributes["size"] = "" },
		"no attributes":   func(t *incentive.Transaction) { t.Attributes = nil },
		"number":          func(t *incentive.Transaction) { t.Numbers["discount"] = decimal.RequireFromString("0.2") },
		"no numbers":      func(t *incentive.Transaction) { t.Numbers = nil },
		"share":           func(t *incentive.Transaction) { t.Participants[0].Share = kam.MustFraction("1/4") },
		"participant":     func(t *incentive.Transaction) { t.Participants[0].Payee = "dan" },
		"no participants": func(t *incentive.Transaction) { t.Participants = nil },
		"reverses":        func(t *incentive.Transaction) { t.Reverses = "0" },
	}
	s := open(t)
	_, err := s.PutTransactions(t.Context(), list(deal("1"), deal("2")))
	require.NoError(t, err)
	for name, change := range changes {
		t.Run(name, func(t *testing.T) {
			other := deal("2")
			change(&other)
			other.Place = "elsewhere"
			_, err := s.PutTransactions(t.Context(), list(deal("3"), other))
			require.ErrorIs(t, err, pgstore.ErrContent)
			content, ok := errors.AsType[*pgstore.ContentError](err)
			require.True(t, ok)
			assert.Equal(t, []string{"2"}, content.IDs)
			all := stored(t, s)
			require.Len(t, all, 2, "something was stored")
			assert.Equal(t, "deals.csv:1", all[1].Place)
		})
	}
	changed := deal("9")
	changed.Owner = "bo"
	_, err = s.PutTransactions(t.Context(), list(deal("9"), changed))
	require.ErrorIs(t, err, pgstore.ErrContent, "two in one sequence")
}

func TestPutTransactionsNamesAllThatDiffer(t *testing.T) {
	s := open(t)
	var before, after []incentive.Transaction
	for i := range 150 {
		d := deal(fmt.Sprintf("%03d", i))
		before = append(before, d)
		d.Owner = "bo"
		after = append(after, d)
	}
	_, err := s.PutTransactions(t.Context(), list(before...))
	require.NoError(t, err)
	_, err = s.PutTransactions(t.Context(), list(append(after[:1:1], after...)...))
	content, ok := errors.AsType[*pgstore.ContentError](err)
	require.True(t, ok, "%v", err)
	assert.Len(t, content.IDs, 100)
	assert.Equal(t, "000", content.IDs[0])
	assert.Equal(t, 50, content.More)
	assert.ErrorContains(t, err, "and 50 more")
}

func TestPutTransactionsThatCannotBeStored(t *testing.T) {
	s := open(t)
	long, gbk := deal("1"), deal("2")
	long.Amount = decimal.New(1, 99)
	gbk.Owner = "\xc4\xe3"
	_, err := s.PutTransactions(t.Context(), list(deal("0"), long, gbk))
	invalid, ok := errors.AsType[*kam.InvalidError](err)
	require.True(t, ok, "%v", err)
	require.Len(t, invalid.Findings, 2)
	assert.Equal(t, "store.number", invalid.Findings[0].Code)
	assert.Equal(t, "store.text", invalid.Findings[1].Code)
	assert.Empty(t, stored(t, s))
}

func TestPutTransactionsWithAFailingSource(t *testing.T) {
	s := open(t)
	broken := errors.New("row 3 is torn")
	_, err := s.PutTransactions(t.Context(), func(yield func(incentive.Transaction, error) bool) {
		if yield(deal("1"), nil) {
			yield(incentive.Transaction{}, broken)
		}
	})
	require.Equal(t, broken, err)
	assert.Empty(t, stored(t, s))
}

// More than one page goes to the server.
func TestPutManyTransactions(t *testing.T) {
	s := open(t)
	var many []incentive.Transaction
	for i := range 11_000 {
		many = append(many, deal(fmt.Sprintf("%05d", i)))
	}
	for _, want := range []int{len(many), 0} {
		added, err := s.PutTransactions(t.Context(), list(many...))
		require.NoError(t, err)
		assert.Equal(t, want, added)
	}
	all := stored(t, s)
	require.Len(t, all, len(many))
	assert.Equal(t, "10999", all[10_999].ID)
}

func assigned(from string, quota int64) incentive.Roster {
	p := kam.MustPeriod(from + "/..")
	return incentive.Roster{
		Payees: []incentive.Payee{{ID: "anna", Name: "Anna", Currency: "EUR"}},
		Assignments: []incentive.Assignment{{
			Payee: "anna", Plan: "ae", Version: 1, Period: p,
			Target: incentive.Target{
				Amount: decimal.NewNullDecimal(decimal.NewFromInt(5_000)), Per: kam.Month,
				Changes: []incentive.TargetChange{{From: kam.MustDay("2026-05-01"), Amount: decimal.RequireFromString("5500.50")}},
			},
			Ramps:    []incentive.Ramp{{Period: kam.MustPeriod("2026-01-01/2026-03-01"), Share: decimal.RequireFromString("0.5")}},
			Absences: []incentive.Absence{{ID: "leave", Period: kam.MustPeriod("2026-06-01/2026-06-15"), Reason: "育儿假", Prorates: true}},
			Quotas: []incentive.Quota{{
				Measure: "revenue", Period: year, Amount: decimal.NewFromInt(quota),
				Relief: []incentive.Relief{{Share: decimal.NewNullDecimal(decimal.RequireFromString("0.1")), Reason: "outage", ApprovedBy: "cy"}},
			}},
		}},
		Reporting: []incentive.ReportingLine{{Payee: "anna", Manager: "bo", Period: p}},
	}
}

func TestPutRosterReplacesWhatHasTheSameKey(t *testing.T) {
	s := open(t)
	for range 2 {
		require.NoError(t, s.PutRoster(t.Context(), assigned("2026-01-01", 100)))
	}
	ended := assigned("2026-01-01", 70)
	ended.Payees[0].Name = "Anna B."
	ended.Assignments[0].Period = kam.MustPeriod("2026-01-01/2026-07-01")
	ended.Assignments[0].Version = 2
	ended.Assignments[0].Ramps = nil
	ended.Reporting[0] = incentive.ReportingLine{Payee: "anna", Manager: "cy", Period: kam.MustPeriod("2026-01-01/2026-07-01")}
	require.NoError(t, s.PutRoster(t.Context(), ended))
	require.NoError(t, s.PutRoster(t.Context(), assigned("2026-07-01", 30)))

	r, err := s.Roster(t.Context(), year)
	require.NoError(t, err)
	require.Len(t, r.Payees, 1)
	assert.Equal(t, incentive.Payee{ID: "anna", Name: "Anna", Currency: "EUR"}, r.Payees[0])
	require.Len(t, r.Assignments, 2)
	assert.Equal(t, 2, r.Assignments[0].Version)
	assert.Equal(t, "2026-01-01/2026-07-01", r.Assignments[0].Period.String())
	assert.Empty(t, r.Assignments[0].Ramps)
	require.Len(t, r.Assignments[0].Quotas, 1)
	assert.Equal(t, "70", r.Assignments[0].Quotas[0].Amount.StringFixed(0))
	a := r.Assignments[1]
	assert.Equal(t, "30", a.Quotas[0].Amount.StringFixed(0))
	assert.Equal(t, "0.5", a.Ramps[0].Share.String())
	assert.Equal(t, assigned("2026-07-01", 30).Assignments[0].Absences, a.Absences)
	assert.Equal(t, "5500.5", a.Target.Changes[0].Amount.String())
	assert.Equal(t, kam.MustDay("2026-05-01"), a.Target.Changes[0].From)
	relief := a.Quotas[0].Relief[0]
	assert.Equal(t, "0.1", relief.Share.Decimal.String())
	assert.False(t, relief.Amount.Valid)
	assert.Equal(t, "outage/cy", relief.Reason+"/"+relief.ApprovedBy)
	require.Len(t, r.Reporting, 2)
	assert.Equal(t, "cy", r.Reporting[0].Manager)
}

func TestPutRosterThatCannotBeStored(t *testing.T) {
	s := open(t)
	r := assigned("2026-01-01", 100)
	r.Payees = append(r.Payees, incentive.Payee{ID: "anna"})
	r.Assignments[0].Quotas[0].Period = kam.Period{}
	err := s.PutRoster(t.Context(), r)
	invalid, ok := errors.AsType[*kam.InvalidError](err)
	require.True(t, ok, "%v", err)
	require.Len(t, invalid.Findings, 2)
	after, err := s.Roster(t.Context(), year)
	require.NoError(t, err)
	assert.Empty(t, after.Payees)
}

func TestDamagedValuesAreNamed(t *testing.T) {
	for _, change := range []string{
		"UPDATE transactions SET amount = 'NaN'", "UPDATE transactions SET units = 1e50", "UPDATE transactions SET invoiced = 'infinity'",
		"UPDATE transactions SET attributes = '[]'", `UPDATE transactions SET numbers = '{"a": "b"}'`,
		`UPDATE transactions SET participants = '[{"share": "1/0"}]'`,
	} {
		s := open(t)
		_, err := s.PutTransactions(t.Context(), list(deal("1")))
		require.NoError(t, err)
		require.NoError(t, s.Exec(t.Context(), change))
		met := false
		for _, err := range s.Transactions(t.Context(), year) {
			met = true
			require.ErrorIs(t, err, pgstore.ErrDamaged, change)
			assert.Contains(t, err.Error(), `transaction "1"`)
		}
		assert.True(t, met, change)
	}
}
