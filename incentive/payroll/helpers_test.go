package payroll_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive/ledger"
	"github.com/kam-go/kam/incentive/payroll"
	"github.com/kam-go/kam/internal/wordtest"
)

var (
	january  = kam.MustPeriod("2026-01-01/2026-02-01")
	february = kam.MustPeriod("2026-02-01/2026-03-01")
	march    = kam.MustPeriod("2026-03-01/2026-04-01")
	always   = kam.MustPeriod("0001-01-01/..")
)

func dec(s string) decimal.Decimal { return decimal.RequireFromString(s) }

// codes returns the codes of all faults by place, and looks at their texts.
func codes(t testing.TB, err error) map[string]string {
	t.Helper()
	if err == nil {
		return nil
	}
	invalid, ok := errors.AsType[*kam.InvalidError](err)
	require.True(t, ok, "%v", err)
	found := map[string]string{}
	for _, f := range invalid.Findings {
		found[f.Place] = f.Code
		for _, text := range []string{f.Message.EN, f.Message.ZH, f.Remedy.EN, f.Remedy.ZH} {
			assert.NotEmpty(t, text, f.Code)
			wordtest.Formatted(t, text)
		}
		assert.Regexp(t, `\p{Han}`, f.Message.ZH+f.Remedy.ZH, f.Code)
	}
	return found
}

// owed is an amount that a payee earned in January, or what else the changes make of it.
func owed(payee, plan, amount string, changes ...func(e *ledger.Entry)) []ledger.Entry {
	e := ledger.Entry{
		Payee: payee, Plan: plan, Version: 1, Component: "commission", Kind: ledger.Earning, Period: january, Currency: "CNY",
	}
	for _, change := range changes {
		change(&e)
	}
	return ledger.Move(e, ledger.ExpenseAccount, ledger.PayeeAccount, dec(amount))
}

// drawn is an amount that a payee is advanced in February, before anything is calculated.
func drawn(payee, plan, amount string, changes ...func(e *ledger.Entry)) []ledger.Entry {
	e := ledger.Entry{Payee: payee, Plan: plan, Version: 1, Component: "(draw)", Kind: ledger.DrawAdvance, Period: february, Currency: "CNY"}
	for _, change := range changes {
		change(&e)
	}
	return ledger.Move(e, ledger.DebtAccount, ledger.PayeeAccount, dec(amount))
}

// store is a ledger under test.
type store struct {
	t testing.TB
	ledger.Memory
}

func (s *store) snapshot() ledger.Snapshot {
	s.t.Helper()
	found, err := s.Snapshot(s.t.Context(), always)
	require.NoError(s.t, err)
	return found
}

// post appends entries into a period.
func (s *store) post(run string, into kam.Period, entries ...[]ledger.Entry) {
	s.t.Helper()
	b := ledger.Batch{Run: run, Head: s.snapshot().Head, Period: into}
	for _, e := range entries {
		b.Entries = append(b.Entries, e...)
	}
	_, err := s.Append(s.t.Context(), b)
	require.NoError(s.t, err)
}

// approve calculates and approves a period.
func (s *store) approve(p kam.Period) {
	s.t.Helper()
	s.mark(p, ledger.Calculated, "ben")
	s.mark(p, ledger.Approved, "cleo")
}

func (s *store) mark(p kam.Period, state ledger.State, by string) {
	s.t.Helper()
	b := ledger.Batch{
		Run: p.String() + " " + string(state), Head: s.snapshot().Head, Period: p,
		Mark: &ledger.Mark{State: state, By: by, Reason: "month end", On: kam.MustDay("2026-02-03")},
	}
	_, err := s.Append(s.t.Context(), b)
	require.NoError(s.t, err)
}

// request is a pay run of 10 February with the cutoff 5 February.
func (s *store) request(run string, changes ...func(r *payroll.Request)) payroll.Request {
	s.t.Helper()
	r := payroll.Request{
		Run: run, PayDate: payroll.PayDate{Date: kam.MustDay("2026-02-10"), Cutoff: kam.MustDay("2026-02-05")}, Into: january,
		Snapshot: s.snapshot(), Terms: payroll.Terms{Unapproved: payroll.UnapprovedWaits},
	}
	for _, change := range changes {
		change(&r)
	}
	return r
}

// pay makes and posts a pay run.
func (s *store) pay(r payroll.Request) payroll.PayRun {
	s.t.Helper()
	p, err := payroll.Pay(r)
	require.NoError(s.t, err)
	_, err = s.Append(s.t.Context(), p.Batch)
	require.NoError(s.t, err)
	s.conserved()
	return p
}

func (s *store) conserved() {
	s.t.Helper()
	require.NoError(s.t, ledger.Conserved(s.snapshot().Posted))
}

// lines tells what is paid: "payee plan amount currency".
func lines(list []payroll.Line) []string {
	var texts []string
	for _, l := range list {
		texts = append(texts, l.Payee+" "+l.Plan+" "+l.Amount.String()+" "+string(l.Currency))
	}
	return texts
}

// kept tells what is not, and why.
func kept(t testing.TB, list []payroll.Kept) []string {
	t.Helper()
	var texts []string
	for _, k := range list {
		texts = append(texts, k.Payee+" "+k.Plan+" "+k.Amount.String()+" "+string(k.Currency)+" "+string(k.Why))
		assert.NotEmpty(t, k.Because.EN)
		assert.Regexp(t, `\p{Han}`, k.Because.ZH)
		wordtest.Formatted(t, k.Because.EN+k.Because.ZH)
	}
	return texts
}

// golden compares a text with a file, which KAM_UPDATE_GOLDEN=1 writes.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", "golden", name)
	if os.Getenv("KAM_UPDATE_GOLDEN") == "1" {
		require.NoError(t, os.WriteFile(path, []byte(got), 0o600))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.Equal(t, string(want), got)
}
