package incentive_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
)

func TestOfficePays(t *testing.T) {
	run := newOffice(t).mustRun(t)
	assert.Equal(t, []string{"anna sales 100", "bo sales 200", "cai lead 30", "dan sales 50"}, paidBy(run))
	assert.Empty(t, heldBy(run))
	assert.Empty(t, run.Findings())
}

func TestRunStops(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*office)
		want   []string
	}{
		"no period":              {func(o *office) { o.in.Period = kam.Period{} }, []string{"run.period-kind @ period"}},
		"a period without end":   {func(o *office) { o.in.Period.Until = kam.Day{} }, []string{"run.period-kind @ period"}},
		"a period without start": {func(o *office) { o.in.Period.From = kam.Day{} }, []string{"run.period-kind @ period"}},
		"a month of quarterly plans": {
			func(o *office) { o.in.Period = kam.MustPeriod("2026-01-01/2026-02-01") },
			[]string{"run.period-kind @ plan lead version 1 $.period", "run.period-kind @ plan sales version 1 $.period"},
		},
		"three months that are no quarter": {
			func(o *office) { o.in.Period = kam.MustPeriod("2026-02-01/2026-05-01") },
			[]string{"run.period-kind @ plan lead version 1 $.period", "run.period-kind @ plan sales version 1 $.period"},
		},
		"a quarter without its last day": {
			func(o *office) { o.in.Period = kam.MustPeriod("2026-01-01/2026-03-31") },
			[]string{"run.period-kind @ plan lead version 1 $.period", "run.period-kind @ plan sales version 1 $.period"},
		},
		"effective a day late":  {func(o *office) { o.sales.Effective.From = kam.MustDay("2026-01-02") }, []string{"run.plan-not-effective @ plan sales version 1 $.effective"}},
		"effective a day short": {func(o *office) { o.sales.Effective.Until = kam.MustDay("2026-03-31") }, []string{"run.plan-not-effective @ plan sales version 1 $.effective"}},
		"no id":                 {func(o *office) { o.deals[0].ID = "" }, []string{"run.transaction @ transactions[0]"}},
		"an id of 129 bytes": {
			func(o *office) { o.deals[0].ID = strings.Repeat("x", 129) },
			[]string{"run.transaction @ transactions[0] (" + strings.Repeat("x", 60) + "…)"},
		},
		"an id with a tab":       {func(o *office) { o.deals[0].ID = "a\t1" }, []string{"run.transaction @ transactions[0] (a\t1)"}},
		"an id with DEL":         {func(o *office) { o.deals[0].ID = "a\x7f" }, []string{"run.transaction @ transactions[0] (a\x7f)"}},
		"an id that is no UTF-8": {func(o *office) { o.deals[0].ID = "a\xff" }, []string{"run.transaction @ transactions[0] (a\xff)"}},
		"a place of the host's": {
			func(o *office) { o.deals[1].Place, o.deals[1].Amount = "crm.csv:7", exact("-1") },
			[]string{"run.transaction @ crm.csv:7"},
		},
		"16 digits":              {func(o *office) { o.deals[0].Amount = exact("1000000000000000") }, []string{"run.transaction @ transactions[0] (a1)"}},
		"16 digits with a point": {func(o *office) { o.deals[0].Amount = exact("123456789012345.6") }, []string{"run.transaction @ transactions[0] (a1)"}},
		"5 decimals":             {func(o *office) { o.deals[0].Amount = exact("0.00001") }, []string{"run.transaction @ transactions[0] (a1)"}},
		"beyond every bound":     {func(o *office) { o.deals[0].Amount = decimal.New(1, 2_000_000_000) }, []string{"run.transaction @ transactions[0] (a1)"}},
		"a margin of 5 decimals": {func(o *office) { o.deals[0].Margin = known("0.00001") }, []string{"run.transaction @ transactions[0] (a1)"}},
		"units of 16 digits":     {func(o *office) { o.deals[0].Units = known("1234567890123456") }, []string{"run.transaction @ transactions[0] (a1)"}},
		"cash of 5 decimals":     {func(o *office) { o.deals[0].Cash = known("1.00001") }, []string{"run.transaction @ transactions[0] (a1)"}},
		"a number of 7 decimals": {func(o *office) { o.deals[0].Numbers = numbers("discount", "0.1234567") }, []string{"run.transaction @ transactions[0] (a1)"}},
		"an unknown currency":    {func(o *office) { o.deals[0].Currency = "rmb" }, []string{"run.transaction @ transactions[0] (a1)"}},
		"a negative deal":        {func(o *office) { o.deals[0].Amount = exact("-0.01") }, []string{"run.transaction @ transactions[0] (a1)"}},
		"a positive reversal":    {func(o *office) { o.add(returned("r1", "a1", "0.01", "2026-03-01")) }, []string{"run.transaction @ transactions[3] (r1)"}},
		"no owner":               {func(o *office) { o.deals[0].Owner = "" }, []string{"run.transaction @ transactions[0] (a1)"}},
		"an owner with a tab":    {func(o *office) { o.deals[0].Owner = "an\tna" }, []string{"run.transaction @ transactions[0] (a1)"}},
		"a share of zero":        {func(o *office) { shared(o, "anna", "1", "bo", "0") }, []string{"run.transaction @ transactions[0] (a1)"}},
		"a negative share":       {func(o *office) { shared(o, "anna", "1.5", "bo", "-0.5") }, []string{"run.transaction @ transactions[0] (a1)"}},
		"a share of 7 decimals":  {func(o *office) { shared(o, "anna", "0.9999999", "bo", "0.0000001") }, []string{"run.transaction @ transactions[0] (a1)"}},
		"a share over zero":      {func(o *office) { shared(o, "anna", "1"); o.deals[0].Participants[0].Share.Den = 0 }, []string{"run.transaction @ transactions[0] (a1)"}},
		"501 participants":       {func(o *office) { o.deals[0].Participants = make([]incentive.Participant, 501) }, []string{"run.transaction @ transactions[0] (a1)"}},
		"thirds as decimals":     {func(o *office) { shared(o, "anna", "0.333333", "bo", "0.333333", "dan", "0.333333") }, []string{"run.split-not-whole @ transactions[0] (a1)"}},
		"more than all":          {func(o *office) { shared(o, "anna", "0.5", "bo", "0.500001") }, []string{"run.split-not-whole @ transactions[0] (a1)"}},
		"two ways to own": {
			func(o *office) { shared(o, "anna", "1"); o.deals[0].Owner = "anna" },
			[]string{"run.split-not-whole @ transactions[0] (a1)"},
		},
		"an overlay and no owner": {
			func(o *office) { shared(o, "anna", "1"); o.deals[0].Participants[0].Role = "presales" },
			[]string{"run.split-not-whole @ transactions[0] (a1)"},
		},
		"one id, two amounts": {func(o *office) { o.add(sold("a1", "anna", "1000.01", "2026-02-01")) }, []string{"run.transaction-conflict @ transactions[3] (a1)"}},
		"one id, two days":    {func(o *office) { o.add(sold("a1", "anna", "1000", "2026-02-02")) }, []string{"run.transaction-conflict @ transactions[3] (a1)"}},
		"one id, two owners":  {func(o *office) { o.add(sold("a1", "bo", "1000", "2026-02-01")) }, []string{"run.transaction-conflict @ transactions[3] (a1)"}},
		"a bad prior deal": {func(o *office) {
			o.in.Opening.Prior = []incentive.Prior{{Payee: "anna", Plan: "sales", Transaction: sold("", "anna", "1", "2025-02-01")}}
		}, []string{"run.transaction @ opening.prior[0]"}},
		"a payee without id": {func(o *office) { o.in.Roster.Payees = append(o.in.Roster.Payees, incentive.Payee{}) }, []string{"run.roster @ roster.payees[4]"}},
		"a payee of 129 bytes": {func(o *office) {
			o.in.Roster.Payees = append(o.in.Roster.Payees, incentive.Payee{ID: strings.Repeat("x", 129)})
		}, []string{"run.roster @ roster.payees[4]"}},
		"a payee twice":        {func(o *office) { o.in.Roster.Payees = append(o.in.Roster.Payees, incentive.Payee{ID: "anna"}) }, []string{"run.roster @ roster.payees[4]"}},
		"assigned to nothing":  {func(o *office) { o.in.Roster.Assignments[0].Plan = "" }, []string{"run.roster @ roster.assignments[0]"}},
		"assigned for no time": {func(o *office) { o.in.Roster.Assignments[0].Period = kam.Period{} }, []string{"run.roster @ roster.assignments[0]"}},
		"a negative quota":     {func(o *office) { o.quotas("revenue", "1"); o.in.Roster.Assignments[0].Quotas[0].Amount = exact("-1") }, []string{"run.roster @ roster.assignments[0].quotas[0]"}},
		"a quota of 5 decimals": {
			func(o *office) {
				o.quotas("revenue", "1")
				o.in.Roster.Assignments[1].Quotas[0].Amount = exact("1.00001")
			},
			[]string{"run.roster @ roster.assignments[1].quotas[0]"},
		},
		"a quota for no time": {
			func(o *office) { o.quotas("revenue", "1"); o.in.Roster.Assignments[0].Quotas[0].Period = kam.Period{} },
			[]string{"run.roster @ roster.assignments[0].quotas[0]"},
		},
		"a target for no time": {func(o *office) { o.in.Roster.Assignments[0].Target.Amount = known("1") }, []string{"run.roster @ roster.assignments[0]"}},
		"a weekly target": {
			func(o *office) {
				o.in.Roster.Assignments[0].Target = incentive.Target{Amount: known("1"), Per: kam.Week}
			},
			[]string{"run.roster @ roster.assignments[0]"},
		},
		"reporting to nobody":   {func(o *office) { o.in.Roster.Reporting[1].Manager = "" }, []string{"run.roster @ roster.reporting[1]"}},
		"reporting for no time": {func(o *office) { o.in.Roster.Reporting[1].Period = kam.Period{} }, []string{"run.roster @ roster.reporting[1]"}},
		"two scores": {
			func(o *office) { o.in.Observations = []kam.Observation{scored("anna", "1"), scored("anna", "2")} },
			[]string{"run.observation @ observations"},
		},
		"a score and an unknown one": {
			func(o *office) {
				o.in.Observations = []kam.Observation{scored("anna", "1"), scored("anna", "1")}
				o.in.Observations[1].Value.Valid = false
			},
			[]string{"run.observation @ observations"},
		},
		"a malformed score": {func(o *office) { o.in.Observations = []kam.Observation{scored("", "1")} }, []string{"run.observation @ observations[0]"}},
		"half a ratio": {
			func(o *office) {
				o.in.Observations = []kam.Observation{scored("anna", "1")}
				o.in.Observations[0].Numerator = known("1")
			},
			[]string{"run.observation @ observations[0]"},
		},
		"everything at once": {
			func(o *office) {
				o.deals[0].Amount, o.deals[1].Owner = exact("0.00001"), ""
				o.in.Roster.Payees = append(o.in.Roster.Payees, incentive.Payee{ID: "bo"})
				o.in.Observations = []kam.Observation{scored("anna", "1"), scored("anna", "2")}
			},
			[]string{"run.roster @ roster.payees[4]", "run.observation @ observations", "run.transaction @ transactions[0] (a1)", "run.transaction @ transactions[1] (b1)"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			o := newOffice(t)
			c.change(o)
			run, err := o.run(t)
			require.Error(t, err)
			assert.Nil(t, run)
			assert.ElementsMatch(t, c.want, faultPlaces(err), "%v", err)
			invalid, ok := errors.AsType[*kam.InvalidError](err)
			require.True(t, ok)
			for _, f := range invalid.Findings {
				assert.NotEmpty(t, f.Message.EN)
				assert.NotEmpty(t, f.Message.ZH)
				assert.NotEmpty(t, f.Remedy.EN)
				assert.NotEmpty(t, f.Remedy.ZH)
			}
		})
	}
}
