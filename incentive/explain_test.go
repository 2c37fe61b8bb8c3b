package incentive_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
)

// golden compares got with a file under testdata, or writes it when KAM_UPDATE_GOLDEN is set.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", "golden", name)
	if os.Getenv("KAM_UPDATE_GOLDEN") != "" {
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, []byte(got), 0o600))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err, "set KAM_UPDATE_GOLDEN=1 to write it")
	assert.Equal(t, string(want), got)
}

const explainedPlan = `{
	"format": 1, "id": "key-accounts", "version": 3, "currency": "CNY", "readings": "standard-1",
	"title": {"en": "Key accounts", "zh": "大客户"},
	"effective": "2026-01-01/2027-01-01", "period": "quarter",
	"refunds": {"method": "mirror"},
	"credits": [
		{"name": "own", "to": "owner", "share": "1"},
		{"name": "advice", "to": "role", "role": "presales", "share": "0.5", "retires": false, "split": "payout"}
	],
	"measures": [
		{"name": "revenue", "base": "amount", "credits": ["own", "advice"], "window": "period"},
		{"name": "satisfaction", "base": "observation", "metric": "csat"}
	],
	"components": [
		{"name": "commission", "measure": "revenue",
		 "tiers": {"mode": "marginal", "basis": "attainment", "bands": [{"from": "0", "rate": "0.02"}, {"from": "1", "rate": "0.05"}]},
		 "caps": [{"per": "credit", "amount": "3000"}]},
		{"name": "quality", "measure": "revenue", "rate": "0.001",
		 "gates": [{"measure": "satisfaction", "basis": "score", "at": "90"}]}
	],
	"caps": [{"per": "period", "amount": "4200"}]
}`

func explainedRun(t *testing.T) *incentive.Run {
	t.Helper()
	plan, err := incentive.ParsePlan([]byte(explainedPlan))
	require.NoError(t, err)
	program, err := incentive.Compile(incentive.Book{Plans: []incentive.Plan{plan}})
	require.NoError(t, err)
	quarter := kam.MustPeriod("2026-04-01/2026-07-01")
	assign := func(payee string) incentive.Assignment {
		return incentive.Assignment{
			Payee: payee, Plan: "key-accounts", Version: 3, Period: plan.Effective,
			Quotas: []incentive.Quota{{Measure: "revenue", Period: quarter, Amount: decimal.NewFromInt(100_000)}},
		}
	}
	run, err := program.Run(context.Background(), incentive.Inputs{
		Period: quarter,
		Roster: incentive.Roster{
			Payees: []incentive.Payee{{ID: "anna", Name: "Anna <Li>"}, {ID: "bo", Name: "博文"}},
			Assignments: []incentive.Assignment{
				assign("anna"), assign("bo"),
			},
		},
		Transactions: incentive.Transactions([]incentive.Transaction{
			{ID: "D-1", Participants: []incentive.Participant{
				{Payee: "anna", Share: kam.Whole()},
				{Payee: "bo", Role: "presales", Share: kam.MustFraction("1/3")},
			}, Booked: kam.MustDay("2026-04-10"), Amount: decimal.NewFromInt(90_000)},
			{ID: "D-2", Owner: "anna", Booked: kam.MustDay("2026-05-20"), Amount: decimal.NewFromInt(90_000)},
			{ID: "D-3", Owner: "anna", Booked: kam.MustDay("2026-06-02"), Amount: decimal.RequireFromString("12345.67")},
			{ID: "R-1", Reverses: "D-2", Booked: kam.MustDay("2026-06-20"), Amount: decimal.NewFromInt(-30_000)},
			{ID: "D-4", Owner: "anna", Amount: decimal.NewFromInt(5_000)},
			{ID: "D-5", Owner: "nobody", Booked: kam.MustDay("2026-06-20"), Amount: decimal.NewFromInt(7_000)},
		}),
		Observations: []kam.Observation{
			{Subject: kam.Subject{Kind: "payee", ID: "anna"}, Metric: "csat", Period: quarter, Value: decimal.NewNullDecimal(decimal.NewFromInt(88))},
			{Subject: kam.Subject{Kind: "payee", ID: "bo"}, Metric: "csat", Period: quarter, Value: decimal.NewNullDecimal(decimal.NewFromInt(95))},
		},
	}, incentive.RunOptions{})
	require.NoError(t, err)
	return run
}

func TestStatementMarkdown(t *testing.T) {
	run := explainedRun(t)
	for _, payee := range []string{"anna", "bo"} {
		statement, ok := run.Statement(payee, "key-accounts")
		require.True(t, ok)
		golden(t, "statement-"+payee+".en.md", statement.Markdown(kam.English))
		golden(t, "statement-"+payee+".zh-CN.md", statement.Markdown(kam.Chinese))
	}
}

// Names stand for deals, with their IDs, and for a payee whom the roster does not name; amounts and IDs are as without.
func TestStatementMarkdownWithNames(t *testing.T) {
	run := explainedRun(t)
	statement, ok := run.Statement("anna", "key-accounts")
	require.True(t, ok)
	names := kam.Names(func(id string) string { return map[string]string{"D-1": "Blue | River", "anna": "not asked for"}[id] })
	plain, named := statement.Markdown(kam.English), statement.MarkdownWith(kam.English, names)
	assert.Contains(t, plain, "| D-1 |")
	assert.Equal(t, strings.ReplaceAll(plain, "| D-1 |", `| Blue \| River (D-1) |`), named)
	assert.Contains(t, statement.MarkdownWith(kam.Chinese, names), `| Blue \| River（D-1） |`)
	assert.Contains(t, named, "| D-2 |", "it has no name")
	assert.Equal(t, plain, statement.MarkdownWith(kam.English, nil))
}

func TestStatementSums(t *testing.T) {
	run := explainedRun(t)
	for s := range run.Statements() {
		total := decimal.Zero
		for l := range s.Lines() {
			total = total.Add(l.Amount())
			slices := l.Cut()
			for x := range l.Slices() {
				slices = slices.Add(x.Amount)
			}
			assert.True(t, slices.Equal(l.Amount()), "%s: slices %s, line %s", l.Transaction(), slices, l.Amount())
		}
		for a := range s.Adjustments() {
			total = total.Add(a.Amount)
		}
		assert.True(t, total.Equal(s.Earned()), "%s: parts %s, earned %s", s.Payee().ID, total, s.Earned())
	}
}

func TestWhy(t *testing.T) {
	run := explainedRun(t)
	for name, c := range map[string]struct {
		payee, transaction, amount string
		codes                      []incentive.Code
	}{
		"paid and gated":   {"anna", "D-1", "1800", []incentive.Code{incentive.CodePaid, incentive.CodeGateShut}},
		"capped":           {"anna", "D-2", "3000", []incentive.Code{incentive.CodeCapped}},
		"mirrored":         {"anna", "R-1", "-1000", []incentive.Code{incentive.CodePaid}},
		"no credit date":   {"anna", "D-4", "0", []incentive.Code{incentive.CodeNoCreditDate}},
		"somebody else's":  {"bo", "D-2", "0", []incentive.Code{incentive.CodeNoPart}},
		"unknown deal":     {"bo", "D-9", "0", []incentive.Code{incentive.CodeUnknownTransaction}},
		"house account":    {"nobody", "D-5", "0", []incentive.Code{incentive.CodeUnknownOwner}},
		"overlay's payout": {"bo", "D-1", "315", []incentive.Code{incentive.CodePaid}},
	} {
		t.Run(name, func(t *testing.T) {
			answer := run.Why(c.payee, c.transaction)
			assert.True(t, answer.Amount.Equal(decimal.RequireFromString(c.amount)), "amount %s", answer.Amount)
			var got []string
			for _, r := range answer.Reasons {
				got = append(got, r.Code)
			}
			for _, want := range c.codes {
				assert.Contains(t, got, string(want))
			}
			assert.NotEmpty(t, answer.In(kam.Chinese))
		})
	}
}
