package settlement_test

import (
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/ledger"
	"github.com/kam-go/kam/incentive/payout"
	"github.com/kam-go/kam/incentive/settlement"
	"github.com/kam-go/kam/internal/wordtest"
)

func TestFaultsOfInputs(t *testing.T) {
	own := &payout.Entitlement{Amount: decimal.NewFromInt(100)}
	why := kam.Text{EN: "late", ZH: "迟到"}
	for name, c := range map[string]struct {
		change func(h *host, in *settlement.Inputs)
		want   []string
	}{
		"no late run": {func(_ *host, in *settlement.Inputs) { in.Late = []settlement.Late{{Reason: why}} }, []string{"settlement.late late[0].run"}},
		"late twice": {func(h *host, in *settlement.Inputs) {
			run := h.run(january, in.Opening)
			in.Late = []settlement.Late{{Run: run, Reason: why}, {Run: run, Reason: why}}
		}, []string{"settlement.late late[1]"}},
		"not earlier": {func(h *host, in *settlement.Inputs) {
			in.Late = []settlement.Late{{Run: h.run(february, in.Opening), Reason: why}}
		}, []string{"settlement.late late[0]"}},
		"before of another period": {func(h *host, in *settlement.Inputs) {
			in.Late = []settlement.Late{{Run: h.run(january, in.Opening), Before: in.Run, Reason: why}}
		}, []string{"settlement.late late[0].before"}},
		"no reason in Chinese": {func(h *host, in *settlement.Inputs) {
			in.Late = []settlement.Late{{Run: h.run(january, in.Opening), Reason: kam.Text{EN: "late"}}}
		}, []string{"settlement.reason late[0].reason"}},
		"person without id": {func(_ *host, in *settlement.Inputs) { in.People = []settlement.Person{{}} }, []string{"settlement.id people[0].payee"}},
		"person twice": {func(_ *host, in *settlement.Inputs) {
			in.People = []settlement.Person{{Payee: "anna"}, {Payee: "anna"}}
		}, []string{"settlement.twice people[1]"}},
		"person of an unknown plan": {func(_ *host, in *settlement.Inputs) { in.People = []settlement.Person{{Payee: "anna", Plan: "x"}} }, []string{"settlement.unknown-plan people[0].plan"}},
		"adjustment of nobody known": {func(_ *host, in *settlement.Inputs) {
			in.Adjustments = []settlement.Adjustment{adjustment(func(a *settlement.Adjustment) { a.Payee = "zoe" })}
		}, []string{"settlement.unknown-payee adjustments[0].payee"}},
		"adjustment of no plan": {func(_ *host, in *settlement.Inputs) {
			in.Adjustments = []settlement.Adjustment{adjustment(func(a *settlement.Adjustment) { a.Plan = "x" })}
		}, []string{"settlement.unknown-plan adjustments[0].plan"}},
		"adjustment of an unknown component": {func(_ *host, in *settlement.Inputs) {
			in.Adjustments = []settlement.Adjustment{adjustment(func(a *settlement.Adjustment) { a.Component = "comission" })}
		}, []string{"settlement.unknown-component adjustments[0].component"}},
		"adjustment of an open position": {func(_ *host, in *settlement.Inputs) {
			in.Adjustments = []settlement.Adjustment{adjustment(func(a *settlement.Adjustment) { a.Payee = "open" })}
		}, []string{"settlement.open-position adjustments[0].payee"}},
		"own pay approved": {func(_ *host, in *settlement.Inputs) {
			in.Adjustments = []settlement.Adjustment{adjustment(func(a *settlement.Adjustment) { a.ApprovedBy = "Anna " })}
		}, []string{"settlement.id adjustments[0].approvedBy"}},
		"own pay approved, other case": {func(_ *host, in *settlement.Inputs) {
			in.Adjustments = []settlement.Adjustment{adjustment(func(a *settlement.Adjustment) { a.ApprovedBy = "Anna" })}
		}, []string{"settlement.four-eyes adjustments[0].approvedBy"}},
		"own request approved": {func(_ *host, in *settlement.Inputs) {
			in.Adjustments = []settlement.Adjustment{adjustment(func(a *settlement.Adjustment) { a.ApprovedBy = "Ben" })}
		}, []string{"settlement.four-eyes adjustments[0].approvedBy"}},
		"nobody asked": {func(_ *host, in *settlement.Inputs) {
			in.Adjustments = []settlement.Adjustment{adjustment(func(a *settlement.Adjustment) { a.RequestedBy = "" })}
		}, []string{"settlement.id adjustments[0].requestedBy"}},
		"deal of nobody known":          {func(_ *host, in *settlement.Inputs) { in.Deals = []settlement.Deal{{Payee: "zoe", Plan: "ae"}} }, []string{"settlement.unknown-payee deals[0].payee"}},
		"event of a sum without period": {func(_ *host, in *settlement.Inputs) { in.Events = []payout.Event{{Kind: payout.Cancelled}} }, []string{"settlement.period events[0].origin", "settlement.event events[0].kind", "settlement.event events[0].day"}},
		"own draw under two plans": {func(h *host, in *settlement.Inputs) {
			h.post("other", january, entry("anna", "old", ledger.Earning, january, ledger.ExpenseAccount, ledger.PayeeAccount, "1"))
			in.Opening = h.opening()
			in.Run = h.run(february, in.Opening)
			in.People = []settlement.Person{{Payee: "anna", Draw: own}}
		}, []string{"settlement.which-plan people[0].plan"}},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHost(t, bare)
			h.roster.Payees = append(h.roster.Payees, incentive.Payee{ID: "open", Open: true})
			opening := h.opening()
			in := settlement.Inputs{Run: h.run(february, opening), Opening: opening}
			c.change(h, &in)
			_, err := settlement.Settle(in)
			invalid := new(kam.InvalidError)
			require.ErrorAs(t, err, &invalid)
			var got []string
			for _, f := range invalid.Findings {
				got = append(got, f.Code+" "+f.Place)
				assert.NotEmpty(t, f.Message.ZH)
				assert.NotEmpty(t, f.Remedy.EN)
				wordtest.Formatted(t, f.In(kam.English)+f.In(kam.Chinese))
			}
			assert.Equal(t, c.want, got)
		})
	}
}
