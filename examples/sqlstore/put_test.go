package sqlstore_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/sqlstore"
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

func stored(t *testing.T, s *sqlstore.Store) []incentive.Transaction {
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
	again.Place = "deals.csv:99"
	added, err = s.PutTransactions(t.Context(), list(again, deal("3")))
	require.NoError(t, err)
	assert.Equal(t, 1, added)
	all := stored(t, s)
	require.Len(t, all, 3)
	assert.Equal(t, "deals.csv:99", all[0].Place)
	assert.Equal(t, "deals.csv:1", all[1].Place)
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
			require.ErrorIs(t, err, sqlstore.ErrContent)
			content, ok := errors.AsType[*sqlstore.ContentError](err)
			require.True(t, ok)
			assert.Equal(t, []string{"2"}, content.IDs)
			all := stored(t, s)
			require.Len(t, all, 2, "something was stored")
			assert.Equal(t, "deals.csv:1", all[1].Place)
		})
	}
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
	content, ok := errors.AsType[*sqlstore.ContentError](err)
	require.True(t, ok, "%v", err)
	assert.Len(t, content.IDs, 100)
	assert.Equal(t, 50, content.More)
	assert.Contains(t, err.Error(), `"000", "001"`)
	assert.Contains(t, err.Error(), "and 50 more")
}

func TestPutTransactionsThatCannotBeStored(t *testing.T) {
	cases := map[string]struct {
		change func(*incentive.Transaction)
		code   string
	}{
		"no id":          {func(t *incentive.Transaction) { t.ID = "" }, "store.id"},
		"long id":        {func(t *incentive.Transaction) { t.ID = strings.Repeat("x", 129) }, "store.id"},
		"id with tab":    {func(t *incentive.Transaction) { t.ID = "a\tb" }, "store.id"},
		"id not UTF-8":   {func(t *incentive.Transaction) { t.ID = "\xc4\xe3" }, "store.text"},
		"owner GBK":      {func(t *incentive.Transaction) { t.Owner = "\xc4\xe3" }, "store.text"},
		"attribute GBK":  {func(t *incentive.Transaction) { t.Attributes["a"] = "\xc4\xe3" }, "store.text"},
		"attribute name": {func(t *incentive.Transaction) { t.Attributes["\xff"] = "a" }, "store.text"},
		"NUL":            {func(t *incentive.Transaction) { t.Attributes["a"] = "\x00" }, "store.text"},
		"long text":      {func(t *incentive.Transaction) { t.Attributes["a"] = strings.Repeat("x", 65_537) }, "store.text"},
		"role":           {func(t *incentive.Transaction) { t.Participants[0].Role = "\xff" }, "store.text"},
		"share":          {func(t *incentive.Transaction) { t.Participants[0].Share = kam.Fraction{Num: 1} }, "store.share"},
		"big amount":     {func(t *incentive.Transaction) { t.Amount = decimal.New(1, 50_000_000) }, "store.number"},
		"39 digits":      {func(t *incentive.Transaction) { t.Amount = decimal.RequireFromString(strings.Repeat("9", 39)) }, "store.number"},
		"31 places":      {func(t *incentive.Transaction) { t.Cash = decimal.NewNullDecimal(decimal.New(1, -31)) }, "store.number"},
		"number":         {func(t *incentive.Transaction) { t.Numbers["a"] = decimal.New(1, -50_000_000) }, "store.number"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			s := open(t)
			bad := deal("bad")
			c.change(&bad)
			_, err := s.PutTransactions(t.Context(), list(deal("good"), bad))
			invalid, ok := errors.AsType[*kam.InvalidError](err)
			require.True(t, ok, "%v", err)
			require.Len(t, invalid.Findings, 1)
			assert.Equal(t, c.code, invalid.Findings[0].Code)
			assert.Equal(t, "deals.csv:1", invalid.Findings[0].Place)
			assert.Empty(t, stored(t, s))
		})
	}
}

func TestPutTransactionsTakesTheLongestNumbers(t *testing.T) {
	s := open(t)
	for i, amount := range []string{
		strings.Repeat("9", 38), "-" + strings.Repeat("9", 38), "0." + strings.Repeat("0", 29) + "1", "12345678." + strings.Repeat("9", 30),
	} {
		d := deal(fmt.Sprint(i))
		d.Amount = decimal.RequireFromString(amount)
		_, err := s.PutTransactions(t.Context(), list(d))
		require.NoError(t, err, amount)
		all := stored(t, s)
		assert.True(t, all[i].Amount.Equal(d.Amount), "%s became %s", amount, all[i].Amount)
	}
}

func TestPutTransactionsReportsAllFaultsAtOnce(t *testing.T) {
	s := open(t)
	_, err := s.PutTransactions(t.Context(), list(deal("1")))
	require.NoError(t, err)
	changed, bad, worse := deal("1"), deal("\xff"), deal("")
	changed.Owner = "bo"
	worse.Amount = decimal.New(1, 99)
	_, err = s.PutTransactions(t.Context(), list(changed, bad, worse))
	require.ErrorIs(t, err, sqlstore.ErrContent)
	invalid, ok := errors.AsType[*kam.InvalidError](err)
	require.True(t, ok)
	assert.Len(t, invalid.Findings, 3)
}

func TestPutTransactionsStopsAtTheSourcesError(t *testing.T) {
	s := open(t)
	torn := errors.New("line 7: torn")
	_, err := s.PutTransactions(t.Context(), func(yield func(incentive.Transaction, error) bool) {
		_ = yield(deal("1"), nil) && yield(incentive.Transaction{}, torn)
	})
	require.ErrorIs(t, err, torn)
	assert.Empty(t, stored(t, s))
}

// assigned puts anna on a plan from a day on.
func assigned(from string, quota int64) incentive.Roster {
	p := kam.MustPeriod(from + "/..")
	return incentive.Roster{
		Payees: []incentive.Payee{{ID: "anna", Name: "Anna"}},
		Assignments: []incentive.Assignment{{
			Payee: "anna", Plan: "ae", Version: 1, Period: p,
			Quotas: []incentive.Quota{{
				Measure: "revenue", Period: p, Amount: decimal.NewFromInt(quota),
				Relief: []incentive.Relief{{Share: decimal.NewNullDecimal(decimal.New(quota, -3)), Reason: "floods", ApprovedBy: "cy"}},
			}},
			Ramps:    []incentive.Ramp{{Period: p, Share: decimal.New(quota, -3)}},
			Absences: []incentive.Absence{{ID: "leave", Period: p}},
			Target:   incentive.Target{Changes: []incentive.TargetChange{{From: p.From, Amount: decimal.NewFromInt(quota)}}},
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
	ended.Reporting[0] = incentive.ReportingLine{Payee: "anna", Manager: "cy", Period: kam.MustPeriod("2026-01-01/2026-07-01")}
	require.NoError(t, s.PutRoster(t.Context(), ended))
	require.NoError(t, s.PutRoster(t.Context(), assigned("2026-07-01", 30)))

	r, err := s.Roster(t.Context(), year)
	require.NoError(t, err)
	require.Len(t, r.Payees, 1)
	assert.Equal(t, "Anna", r.Payees[0].Name)
	require.Len(t, r.Assignments, 2)
	assert.Equal(t, 2, r.Assignments[0].Version)
	assert.Equal(t, "2026-01-01/2026-07-01", r.Assignments[0].Period.String())
	require.Len(t, r.Assignments[0].Quotas, 1)
	assert.Equal(t, "70", r.Assignments[0].Quotas[0].Amount.StringFixed(0))
	assert.Equal(t, "30", r.Assignments[1].Quotas[0].Amount.StringFixed(0))
	for i, quota := range []string{"70", "30"} { // what stood beside the replaced one is gone
		a := r.Assignments[i]
		require.Len(t, a.Ramps, 1)
		assert.Equal(t, "0.0"+quota, a.Ramps[0].Share.StringFixed(3))
		require.Len(t, a.Absences, 1)
		require.Len(t, a.Target.Changes, 1)
		assert.Equal(t, quota, a.Target.Changes[0].Amount.StringFixed(0))
		require.Len(t, a.Quotas[0].Relief, 1)
		assert.Equal(t, "0.0"+quota, a.Quotas[0].Relief[0].Share.Decimal.StringFixed(3))
	}
	require.Len(t, r.Reporting, 2)
	assert.Equal(t, "cy", r.Reporting[0].Manager)
}

func TestPutRosterThatCannotBeStored(t *testing.T) {
	cases := map[string]struct {
		change func(*incentive.Roster)
		code   string
	}{
		"payee without id": {func(r *incentive.Roster) { r.Payees[0].ID = "" }, "store.id"},
		"payee twice":      {func(r *incentive.Roster) { r.Payees = append(r.Payees, r.Payees[0]) }, "store.twice"},
		"name GBK":         {func(r *incentive.Roster) { r.Payees[0].Name = "\xc4\xe3" }, "store.text"},
		"no period":        {func(r *incentive.Roster) { r.Assignments[0].Period = kam.Period{} }, "store.period"},
		"no plan":          {func(r *incentive.Roster) { r.Assignments[0].Plan = "" }, "store.id"},
		"target": {
			func(r *incentive.Roster) {
				r.Assignments[0].Target.Amount = decimal.NewNullDecimal(decimal.New(1, 99))
			}, "store.number",
		},
		"quota":          {func(r *incentive.Roster) { r.Assignments[0].Quotas[0].Amount = decimal.New(1, -99) }, "store.number"},
		"quota period":   {func(r *incentive.Roster) { r.Assignments[0].Quotas[0].Period = kam.Period{} }, "store.period"},
		"ramp":           {func(r *incentive.Roster) { r.Assignments[0].Ramps[0].Share = decimal.New(1, -99) }, "store.number"},
		"ramp period":    {func(r *incentive.Roster) { r.Assignments[0].Ramps[0].Period = kam.Period{} }, "store.period"},
		"absence":        {func(r *incentive.Roster) { r.Assignments[0].Absences[0].ID = "" }, "store.id"},
		"absence reason": {func(r *incentive.Roster) { r.Assignments[0].Absences[0].Reason = "\xff" }, "store.text"},
		"absence period": {func(r *incentive.Roster) { r.Assignments[0].Absences[0].Period = kam.Period{} }, "store.period"},
		"change day":     {func(r *incentive.Roster) { r.Assignments[0].Target.Changes[0].From = kam.Day{} }, "store.period"},
		"change amount":  {func(r *incentive.Roster) { r.Assignments[0].Target.Changes[0].Amount = decimal.New(1, -99) }, "store.number"},
		"relief": {
			func(r *incentive.Roster) { r.Assignments[0].Quotas[0].Relief[0].Share.Decimal = decimal.New(1, -99) },
			"store.number",
		},
		"relief reason": {
			func(r *incentive.Roster) { r.Assignments[0].Quotas[0].Relief[0].Reason = "\xff" }, "store.text",
		},
		"currency":        {func(r *incentive.Roster) { r.Payees[0].Currency = "\xff" }, "store.text"},
		"assigned twice":  {func(r *incentive.Roster) { r.Assignments = append(r.Assignments, r.Assignments[0]) }, "store.twice"},
		"manager":         {func(r *incentive.Roster) { r.Reporting[0].Manager = "" }, "store.id"},
		"reporting twice": {func(r *incentive.Roster) { r.Reporting = append(r.Reporting, r.Reporting[0]) }, "store.twice"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			s := open(t)
			r := assigned("2026-01-01", 100)
			c.change(&r)
			err := s.PutRoster(t.Context(), r)
			invalid, ok := errors.AsType[*kam.InvalidError](err)
			require.True(t, ok, "%v", err)
			require.Len(t, invalid.Findings, 1)
			assert.Equal(t, c.code, invalid.Findings[0].Code)
			after, err := s.Roster(t.Context(), year)
			require.NoError(t, err)
			assert.Empty(t, after.Payees)
		})
	}
}

func TestDamagedValuesAreNamed(t *testing.T) {
	changes := []string{
		"UPDATE transactions SET amount = 'a lot'", "UPDATE transactions SET units = '1e5'",
		"UPDATE transactions SET invoiced = '2026-02-30'", "UPDATE transactions SET attributes = '{'",
		"UPDATE transactions SET numbers = '{\"a\": \"b\"}'", "UPDATE transactions SET participants = '[{\"share\": \"1/0\"}]'",
	}
	for _, change := range changes {
		s := open(t)
		_, err := s.PutTransactions(t.Context(), list(deal("1")))
		require.NoError(t, err)
		require.NoError(t, s.Exec(t.Context(), change))
		for _, err := range s.Transactions(t.Context(), year) {
			require.ErrorIs(t, err, sqlstore.ErrDamaged, change)
			assert.Contains(t, err.Error(), `transaction "1"`)
		}
	}
}

func TestDamagedRosterIsNamed(t *testing.T) {
	changes := []string{
		"UPDATE ramps SET share = 'a half'", "UPDATE ramps SET ramp_from = '2026-02-30'", "UPDATE absences SET absence_until = '2025-01-01'",
		"UPDATE target_changes SET amount = '1e5'", "UPDATE target_changes SET change_from = 'x'", "UPDATE relief SET share = 'all'",
		"UPDATE relief SET amount = 'all'", "PRAGMA foreign_keys = OFF; UPDATE relief SET quota = 7",
	}
	for _, change := range changes {
		s := open(t)
		require.NoError(t, s.PutRoster(t.Context(), assigned("2026-01-01", 100)))
		require.NoError(t, s.Exec(t.Context(), change))
		_, err := s.Roster(t.Context(), year)
		require.ErrorIs(t, err, sqlstore.ErrDamaged, change)
		assert.Contains(t, err.Error(), `"anna"`)
	}
}
