package settlement_test

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/payout"
	"github.com/kam-go/kam/incentive/payroll"
	"github.com/kam-go/kam/incentive/settlement"
	"github.com/kam-go/kam/internal/wordtest"
)

// quotaPlan has tiers by attainment, a quota that absences prorate, holdback in three parts, a recoverable draw and clawback.
const quotaPlan = `{
	"format": 1, "id": "ae", "version": 1, "title": {"en": "Account executives 2026", "zh": "2026 年客户经理方案"}, "currency": "CNY", "readings": "standard-1",
	"effective": "2026-01-01/2027-01-01", "period": "month",
	"credits": [{"name": "own", "to": "owner", "share": "1", "when": {"attribute": "kind", "in": ["product"]}}],
	"measures": [{"name": "revenue", "base": "amount", "credits": ["own"], "window": "period"}],
	"components": [{"name": "commission", "measure": "revenue", "tiers": {"mode": "marginal", "basis": "attainment", "bands": [
		{"from": "0", "rate": "0.05"}, {"from": "0.5", "rate": "0.08"}, {"from": "1", "rate": "0.12"}, {"from": "1.5", "rate": "0.15"}]}}],
	"proration": {"by": "calendar-days", "quotas": true, "targets": false},
	"payout": {
		"holdbacks": [{"parts": [{"share": "0.6", "on": "booking"}, {"share": "0.3", "on": "collection"}, {"share": "0.1", "on": "year-end"}], "sums": "at-once"}],
		"draw": {"kind": "recoverable", "amount": "6000", "for": {"partial": "full"}, "against": "released", "belowZero": "keep",
			"recovery": {"of": "above-draw", "share": "1"}},
		"recovery": {"order": "oldest-first", "maxShareOfPay": "0.5", "protectedMinimum": "3000", "position": "after-draw"},
		"clawback": {"method": "full", "months": 6, "base": "earned", "held": "cancel", "position": "after-draw"},
		"leavers": {"held": "as-events", "debts": "as-terms"}
	}
}`

func product(id, day, amount string) incentive.Transaction {
	d := deal(id, day, amount)
	d.Attributes = map[string]string{"kind": "product"}
	return d
}

// april settles February, March and April of somebody, and returns April's statement.
func april(t testing.TB) settlement.Statement {
	t.Helper()
	return aprilUnder(t, quotaPlan)
}

func aprilUnder(t testing.TB, plan string) settlement.Statement {
	t.Helper()
	h := newHost(t, plan)
	h.roster.Payees[0].Name = "Anna Li"
	h.roster.Assignments[0].Absences = []incentive.Absence{{ID: "leave", Period: kam.MustPeriod("2026-04-01/2026-04-13"), Reason: "parental leave", Prorates: true}}
	for month := range 12 {
		from := kam.MustDay("2026-01-01").AddMonths(month)
		h.roster.Assignments[0].Quotas = append(h.roster.Assignments[0].Quotas, incentive.Quota{
			Measure: "revenue", Period: kam.Period{From: from, Until: from.AddMonths(1)}, Amount: decimal.NewFromInt(200_000),
		})
	}
	d1, d3 := product("D-1", "2026-02-10", "100000"), product("D-3", "2026-03-06", "60000")
	opening := h.opening()
	h.settle(settlement.Inputs{Run: h.run("2026-02-01/2026-03-01", opening, d1), Opening: opening})
	h.pay("pay-2026-02", "2026-02-01/2026-03-01", payroll.Paid)

	events := []payout.Event{{Transaction: "D-1", Kind: payout.Collected, Day: kam.MustDay("2026-03-20"), Fraction: &kam.Fraction{Num: 1, Den: 2}}}
	opening = h.opening()
	march := h.run("2026-03-01/2026-04-01", opening, d1, d3)
	h.settle(settlement.Inputs{Run: march, Opening: opening, Events: events})
	h.pay("pay-2026-03", "2026-03-01/2026-04-01", payroll.Rejected)

	service := deal("D-7", "2026-04-17", "40000")
	service.Attributes = map[string]string{"kind": "service"}
	all := []incentive.Transaction{d1, d3, product("D-2", "2026-04-08", "90000"), product("D-4", "2026-04-15", "60000"), product("D-5", "2026-03-28", "20000"), service}
	opening = h.opening()
	s := h.settle(settlement.Inputs{
		Run: h.run("2026-04-01/2026-05-01", opening, all...), Opening: opening, Previous: march,
		Late: []settlement.Late{{
			Run: h.run("2026-03-01/2026-04-01", opening, all...), Before: march,
			Reason: kam.Text{EN: "the order of D-5 was entered in April", ZH: "D-5 订单于四月录入"},
		}},
		Events: append(events,
			payout.Event{Transaction: "D-1", Kind: payout.Collected, Day: kam.MustDay("2026-04-12")},
			payout.Event{Transaction: "D-3", Kind: payout.Cancelled, Day: kam.MustDay("2026-04-20")},
		),
		Adjustments: []settlement.Adjustment{{Payee: "anna", Plan: "ae", Adjustment: payout.Adjustment{
			ID: "A-1", Amount: decimal.NewFromInt(500), Reason: "two days at the trade fair", RequestedBy: "Ben Wu", ApprovedBy: "Cleo Lin",
		}}},
	})
	st, ok := s.Statement("anna", "ae")
	require.True(t, ok)
	return st
}

// pay pays a period out; payroll answers every line alike.
func (h *host) pay(run, period string, answer payroll.Status) {
	h.t.Helper()
	into := kam.MustPeriod(period)
	paid, err := payroll.Pay(payroll.Request{
		Run: run, PayDate: payroll.PayDate{Date: into.Until.AddDays(9), Cutoff: into.Until}, Into: into, Snapshot: h.opening(),
		Terms: payroll.Terms{Unapproved: payroll.UnapprovedPays},
	})
	require.NoError(h.t, err)
	_, err = h.book.Append(context.Background(), paid.Batch)
	require.NoError(h.t, err)
	var answers []payroll.Answer
	for _, l := range paid.Lines {
		answers = append(answers, payroll.Answer{LineID: l.ID, Status: answer, Amount: l.Amount, Currency: l.Currency, Date: l.Date, Reason: "account closed"})
	}
	done, err := payroll.Acknowledge(payroll.Acknowledgement{Into: into, Lines: paid.Lines, Answers: answers, Snapshot: h.opening()})
	require.NoError(h.t, err)
	_, err = h.book.Append(context.Background(), done.Batch)
	require.NoError(h.t, err)
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", "golden", name)
	if os.Getenv("KAM_UPDATE_GOLDEN") != "" {
		require.NoError(t, os.WriteFile(path, []byte(got), 0o600))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.Equal(t, string(want), got)
}

func TestStatementGolden(t *testing.T) {
	st := april(t)
	for name, lang := range map[string]kam.Lang{"statement.en.md": kam.English, "statement.zh-CN.md": kam.Chinese} {
		text := st.Markdown(lang)
		golden(t, name, text)
		wordtest.Formatted(t, text)
	}
	data, err := st.Export()
	require.NoError(t, err)
	require.NoError(t, settlement.VerifyExport(data))
}

// TestTenQuestions finds the answer to each question of testdata/questions.json on both statements: all its figures and
// words, in one section of the document.
func TestTenQuestions(t *testing.T) {
	data, err := os.ReadFile("testdata/questions.json")
	require.NoError(t, err)
	var questions []struct {
		Question kam.Text
		Figures  []string
		Words    struct{ EN, ZH []string }
	}
	require.NoError(t, json.Unmarshal(data, &questions))
	require.GreaterOrEqual(t, len(questions), 10)
	st := april(t)
	for _, q := range questions {
		t.Run(q.Question.EN, func(t *testing.T) {
			for lang, words := range map[kam.Lang][]string{kam.English: q.Words.EN, kam.Chinese: q.Words.ZH} {
				require.NotEmpty(t, words)
				wanted := append(append([]string(nil), q.Figures...), words...)
				assert.True(t, answered(st.Markdown(lang), wanted), "no section of the %s statement has all of %q", lang, wanted)
			}
		})
	}
}

// answered tells whether one section of a document, with the table at the head of it, has all texts.
func answered(document string, texts []string) bool {
	sections := strings.Split(document, "\n## ")
	for _, section := range sections {
		missing := false
		for _, text := range texts {
			missing = missing || !strings.Contains(section, text)
		}
		if !missing {
			return true
		}
	}
	return false
}
