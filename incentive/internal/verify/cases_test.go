package verify_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/ledger"
)

const (
	own      = `[{"name": "own", "to": "owner", "share": "1"}]`
	payout   = `[{"name": "own", "to": "owner", "share": "1", "split": "payout"}]`
	weighted = `[{"name": "own", "to": "owner", "share": "0.7", "factor": {"by": "product", "values": {"A": "0.5"}, "other": "1"}},
		{"name": "overlay", "to": "role", "role": "presales", "share": "1", "retires": false}, {"name": "quiet", "to": "role", "role": "presales", "share": "0.5", "pays": false}]`
	revenue = `[{"name": "revenue", "base": "amount", "credits": ["own"], "window": "period"}]`
	several = `[{"name": "revenue", "base": "amount", "credits": ["own"], "window": "period"},
		{"name": "units", "base": "units", "credits": ["own"], "window": "period"},
		{"name": "survey", "base": "observation", "metric": "nps"}]`
	perDeal = `[{"name": "revenue", "base": "amount", "credits": ["own"], "window": "transaction"}]`
	toDate  = `[{"name": "revenue", "base": "amount", "credits": ["own"], "window": "year-to-date"}]`
	bands   = `"bands": [{"from": "0", "rate": "0.02"}, {"from": "0.5", "rate": "0.035"}, {"from": "1", "rate": "0.06"}]`
	levels  = `"bands": [{"from": "0", "rate": "0.02"}, {"from": "300", "rate": "0.035"}, {"from": "700.01", "rate": "0.06"}]`
	fixed   = `"bands": [{"from": "0", "amount": "10"}, {"from": "0.7", "amount": "33.33"}, {"from": "1", "until": "1.6", "amount": "70"}]`
)

// shape is one way of paying: the plan's measures and components.
type shape struct{ name, credits, measures, component string }

var shapes = []shape{
	{"flat", own, revenue, `"rate": "0.033333"`},
	{"flat deadband", own, revenue, `"rate": "0.05", "gates": [{"kind": "deadband", "basis": "attainment", "at": "0.5"}], "caps": [{"per": "component", "on": "attainment", "attainment": "1.2"}]`},
	{"marginal", own, revenue, `"tiers": {"mode": "marginal", "basis": "attainment", ` + bands + `}`},
	{"marginal limited", own, revenue, `"tiers": {"mode": "marginal", "basis": "attainment", ` + bands + `}, "gates": [{"kind": "deadband", "basis": "attainment", "at": "0.3333"}], "caps": [{"per": "component", "on": "attainment", "attainment": "1.5"}]`},
	{"marginal on units", own, several, `"tiers": {"mode": "marginal", "basis": "units", "on": "units", "bands": [{"from": "0", "rate": "0.01"}, {"from": "7", "rate": "0.05"}]}`},
	{"marginal payout", payout, revenue, `"tiers": {"mode": "marginal", "basis": "attainment", ` + bands + `}`},
	{"marginal weighted", weighted, `[{"name": "revenue", "base": "amount", "credits": ["own", "overlay", "quiet"], "window": "period"}]`, `"tiers": {"mode": "marginal", "basis": "amount", ` + levels + `}`},
	{"whole", own, revenue, `"tiers": {"mode": "whole", "basis": "attainment", ` + bands + `}`},
	{"whole latched", own, revenue, `"tiers": {"mode": "whole", "basis": "attainment", "lost": "latched", ` + bands + `}`},
	{"whole excess", own, revenue, `"tiers": {"mode": "whole", "basis": "attainment", ` + bands + `}, "gates": [{"kind": "deadband", "basis": "attainment", "at": "0.4", "base": "excess"}]`},
	{"whole all", own, revenue, `"tiers": {"mode": "whole", "basis": "attainment", ` + bands + `}, "gates": [{"kind": "deadband", "basis": "attainment", "at": "0.4", "base": "all"}], "caps": [{"per": "component", "on": "attainment", "attainment": "1.1"}]`},
	{"whole per deal", own, perDeal, `"tiers": {"mode": "whole", "basis": "amount", ` + levels + `}`},
	{"whole per deal latched", payout, perDeal, `"tiers": {"mode": "whole", "basis": "amount", "lost": "latched", ` + levels + `}`},
	{"marginal per deal", own, perDeal, `"tiers": {"mode": "marginal", "basis": "amount", ` + levels + `}`},
	{"interpolated rate per deal", own, perDeal, `"tiers": {"mode": "interpolated-rate", "basis": "amount", ` + levels + `}`},
	{"whole by survey", own, several, `"tiers": {"mode": "whole", "basis": "score", "on": "survey", "bands": [{"from": "0", "rate": "0.01"}, {"from": "42.5", "rate": "0.02"}]}`},
	{"interpolated rate", own, revenue, `"tiers": {"mode": "interpolated-rate", "basis": "attainment", ` + bands + `}`},
	{"interpolated rate by survey", own, several, `"tiers": {"mode": "interpolated-rate", "basis": "score", "on": "survey", "bands": [{"from": "0", "rate": "0.01"}, {"from": "40", "rate": "0.02"}, {"from": "47", "rate": "0.09"}]}`},
	{"interpolated amount", own, revenue, `"tiers": {"mode": "interpolated-amount", "basis": "attainment", ` + fixed + `}`},
	{"interpolated amount payout", payout, revenue, `"tiers": {"mode": "interpolated-amount", "basis": "attainment", ` + fixed + `}`},
	{"table", own, several, `"table": {"dimensions": [{"attribute": "product", "values": ["A", "B"], "other": "nothing"}, {"on": "revenue", "basis": "attainment", "bounds": ["0", "1"]}],
		"cells": [{"at": ["A", "0"], "rate": "0.01"}, {"at": ["A", "1"], "rate": "0.02"}, {"at": ["B", "0"], "rate": "0.03"}, {"at": ["B", "1.0"], "rate": "0.045"}]}`},
	{"table by numbers", payout, revenue, `"table": {"dimensions": [{"number": "amount", "bounds": ["100", "500"]}, {"days": {"from": "booked", "to": "invoiced"}, "bounds": ["0", "30"]}],
		"cells": [{"at": ["100", "0"], "rate": "0.01"}, {"at": ["100", "30"], "rate": "0.02"}, {"at": ["500", "0"], "rate": "0.03"}, {"at": ["500", "30"], "rate": "0.045"}]}`},
	{"gate passed", own, revenue, `"rate": "0.05", "gates": [{"basis": "attainment", "at": "0.5"}]`},
	{"gate failed", own, revenue, `"rate": "0.05", "gates": [{"basis": "attainment", "at": "3"}]`},
	{"gate by survey", own, several, `"rate": "0.05", "gates": [{"measure": "survey", "basis": "score", "at": "45.5"}, {"measure": "units", "basis": "units", "at": "2"}]`},
	{"gate forfeit latched", own, revenue, `"tiers": {"mode": "marginal", "basis": "attainment", ` + bands + `}, "gates": [{"basis": "attainment", "at": "0.6", "test": "running", "failedThenPassed": "forfeit", "passedThenLost": "latched"}]`},
	{"gate forfeit take-back", own, revenue, `"rate": "0.05", "gates": [{"basis": "amount", "at": "700", "test": "running", "failedThenPassed": "forfeit", "passedThenLost": "take-back"}]`},
	{"gate catch-up latched", own, revenue, `"rate": "0.05", "gates": [{"basis": "amount", "at": "1900", "test": "running", "failedThenPassed": "catch-up", "passedThenLost": "latched"}]`},
	{"gate catch-up take-back", own, revenue, `"rate": "0.05", "gates": [{"basis": "amount", "at": "1900", "test": "running"}]`},
	{"credit cap", own, revenue, `"rate": "0.05", "caps": [{"per": "credit", "amount": "19.995"}]`},
	{"credit floor", payout, revenue, `"rate": "0.05", "floors": [{"per": "credit", "amount": "21.5"}], "caps": [{"per": "credit", "ofTargetIncentive": "0.01"}]`},
	{"component cap", own, revenue, `"rate": "0.0777", "caps": [{"per": "component", "amount": "55.5"}]`},
	{"component cap of target", own, revenue, `"rate": "0.0777", "caps": [{"per": "component", "ofTargetIncentive": "0.0123"}]`},
	{"component floor", own, revenue, `"rate": "0.01", "floors": [{"per": "component", "amount": "123.456"}]`},
	{"condition", own, revenue, `"rate": "0.05", "when": {"attribute": "product", "in": ["A"]}`},
}

// planOf writes a plan of one or more components.
func planOf(s shape, refunds, rounding, more string) string {
	components := `{"name": "pay", "measure": "revenue", ` + s.component + `}`
	for _, m := range []string{"units", "survey"} { // each measure must be used
		if strings.Contains(s.measures, `"`+m+`"`) {
			basis := map[string]string{"units": "units", "survey": "score"}[m]
			components += `, {"name": "by-` + m + `", "measure": "revenue", "rate": "0.001", "gates": [{"measure": "` + m + `", "basis": "` + basis + `", "at": "1"}]}`
		}
	}
	return `{"format": 1, "id": "p", "version": 3, "title": {"en": "R&D <plan>\u2028", "zh": "方案"}, "currency": "CNY", "readings": "standard-1", "effective": "2026-01-01/2027-01-01", "period": "quarter",
		"refunds": ` + refunds + `, "rounding": ` + rounding + `, "credits": ` + s.credits + `, "measures": ` + s.measures + `, "components": [` + components + `]` + more + `}`
}

func dec(s string) decimal.Decimal { return decimal.RequireFromString(s) }

func some(s string) decimal.NullDecimal { return decimal.NewNullDecimal(dec(s)) }

var firstQuarter = kam.MustPeriod("2026-01-01/2026-04-01")

// deals are a quarter with shared deals, refunds in part and whole, a position below zero on the way, and a deal of nothing.
func deals() []incentive.Transaction {
	split := []incentive.Participant{{Payee: "anna", Share: kam.MustFraction("1/3")}, {Payee: "bert", Share: kam.MustFraction("2/3")}, {Payee: "anna", Role: "presales", Share: kam.MustFraction("0.5")}}
	deal := func(id, amount, booked, product string) incentive.Transaction {
		return incentive.Transaction{
			ID: id, Owner: "anna", Amount: dec(amount), Booked: kam.MustDay(booked), Invoiced: kam.MustDay(booked).AddDays(len(id) * 10), Units: some("3"),
			Attributes: map[string]string{"product": product},
		}
	}
	refund := func(id, of, amount, booked string) incentive.Transaction {
		return incentive.Transaction{ID: id, Reverses: of, Amount: dec(amount), Booked: kam.MustDay(booked)}
	}
	shared := deal("d21", "450.55", "2026-01-20", "B")
	shared.Owner, shared.Participants = "", split
	return []incentive.Transaction{
		deal("d1", "300", "2026-01-10", "A"), shared, refund("r1", "d1", "-100", "2026-01-21"), refund("r1b", "d1", "-200", "2026-01-21"),
		deal("d3", "700.01", "2026-02-03", "C"), refund("r2", "d21", "-50.5", "2026-02-20"), deal("d4", "999.99", "2026-03-01", "A"),
		refund("r4", "d4", "-333.33", "2026-03-10"), refund("r3", "d3", "-700.01", "2026-03-11"), deal("d5", "0", "2026-03-12", "A"), deal("d66", "1234.5678", "2026-03-20", "B"),
	}
}

// inputs are those deals and who they are paid to.
func inputs(plan incentive.Plan) incentive.Inputs {
	var roster incentive.Roster
	for _, id := range []string{"anna", "bert", "mia"} {
		roster.Payees = append(roster.Payees, incentive.Payee{ID: id, Name: `"` + id + `" & <Söhne>` + "\u2028"})
		a := incentive.Assignment{Payee: id, Plan: plan.ID, Version: plan.Version, Period: plan.Effective, Target: incentive.Target{Amount: some("10000"), Per: kam.Year}}
		for _, q := range []string{"2026-01-01/2026-04-01", "2026-04-01/2026-07-01", "2026-07-01/2026-10-01", "2026-10-01/2027-01-01"} {
			a.Quotas = append(a.Quotas, incentive.Quota{Measure: "revenue", Period: kam.MustPeriod(q), Amount: dec("1000")})
		}
		roster.Assignments = append(roster.Assignments, a)
		if id != "mia" {
			roster.Reporting = append(roster.Reporting, incentive.ReportingLine{Payee: id, Manager: "mia", Period: plan.Effective})
		}
	}
	in := incentive.Inputs{Period: firstQuarter, Roster: roster, Transactions: incentive.Transactions(deals())}
	for _, id := range []string{"anna", "bert", "mia"} {
		in.Observations = append(in.Observations, kam.Observation{Subject: kam.Subject{Kind: "payee", ID: id}, Metric: "nps", Period: firstQuarter, Value: some("45.5")})
	}
	return in
}

// export runs a plan and returns the exports by payee.
func export(t testing.TB, text string, change func(*incentive.Inputs)) map[string][]byte {
	t.Helper()
	plan, err := incentive.ParsePlan([]byte(text))
	require.NoError(t, err)
	program, err := incentive.Compile(incentive.Book{Plans: []incentive.Plan{plan}, Calendar: declared})
	require.NoError(t, err)
	in := inputs(plan)
	if change != nil {
		change(&in)
	}
	run, err := program.Run(context.Background(), in, incentive.RunOptions{})
	require.NoError(t, err)
	for h := range run.Held() {
		t.Fatalf("%s is held: %v", h.Payee.ID, h.Findings)
	}
	all := map[string][]byte{}
	for s := range run.Statements() {
		data, err := s.Export()
		require.NoError(t, err)
		again, err := s.Export()
		require.NoError(t, err)
		require.Equal(t, string(data), string(again))
		all[s.Payee().ID] = data
	}
	require.Len(t, all, len(in.Roster.Assignments))
	return all
}

var (
	refundReadings = []string{
		`{"method": "recalculate", "period": "current"}`, `{"method": "recalculate", "period": "origin"}`, `{"method": "mirror", "period": "current"}`, `{"method": "mirror", "period": "origin"}`,
		`{"method": "recalculate", "period": "current", "below": "first-rate"}`,
	}
	roundings = []string{
		`{"step": "slice", "mode": "half-up"}`, `{"step": "credit", "mode": "half-even"}`, `{"step": "component", "mode": "down", "places": 1}`, `{"step": "statement", "mode": "ceil", "places": 0}`,
		`{"step": "credit", "mode": "floor"}`, `{"step": "statement", "mode": "half-down"}`, `{"step": "slice", "mode": "up", "places": 3}`,
	}
)

// special are cases beyond the combinations of shapes, refunds and roundings.
func special(t *testing.T) map[string]map[string][]byte {
	t.Helper()
	plain, credit := refundReadings[0], roundings[1]
	marginal := `"tiers": {"mode": "marginal", "basis": "attainment", ` + bands + `}`
	team := shape{
		credits:   `[{"name": "own", "to": "owner", "share": "1"}, {"name": "team", "to": "manager", "level": 1, "share": "1/3"}]`,
		measures:  `[{"name": "revenue", "base": "amount", "credits": ["own", "team"], "window": "period"}]`,
		component: marginal + `, "caps": [{"per": "component", "amount": "60"}]`,
	}
	commission := func(base, window, mode string) string {
		return `{"format": 1, "id": "p", "version": 1, "currency": "CNY", "readings": "standard-1", "effective": "2026-01-01/2027-01-01", "period": "quarter", "rounding": ` + credit + `,
			"credits": [{"name": "own", "to": "owner", "share": "1"}, {"name": "over", "to": "manager", "level": 1, "base": "` + base + `", "of": ["pay"], "share": "0.3"}],
			"measures": [{"name": "revenue", "base": "amount", "credits": ["own"], "window": "period"}, {"name": "team", "base": "amount", "credits": ["over"], "window": "` + window + `"}],
			"components": [{"name": "pay", "measure": "revenue", "rate": "0.05", "caps": [{"per": "credit", "amount": "30"}, {"per": "component", "amount": "60"}], "gates": [{"basis": "amount", "at": "0"}]},
				{"name": "over", "measure": "team", "tiers": {"mode": "` + mode + `", "basis": "amount", "bands": [{"from": "0", "rate": "1"}, {"from": "20", "rate": "0.5"}]}}]}`
	}
	second := func(posted ...string) func(*incentive.Inputs) {
		return func(in *incentive.Inputs) {
			more := append(deals(), incentive.Transaction{ID: "d7", Owner: "anna", Amount: dec("2000"), Units: some("1"), Booked: kam.MustDay("2026-05-05")})
			in.Period, in.Transactions, in.Observations = kam.MustPeriod("2026-04-01/2026-07-01"), incentive.Transactions(more), nil
			for i, amount := range posted {
				in.Opening.Ledger.Posted = append(in.Opening.Ledger.Posted, ledger.Posted{Payee: "anna", Plan: "p", Version: 3, Component: []string{"pay", "(plan-cap)"}[i], Kind: ledger.Earning, Period: firstQuarter, Into: firstQuarter, Account: ledger.PayeeAccount, Currency: "CNY", Amount: dec(amount)})
			}
		}
	}
	prior := func(period string) string {
		return planOf(shape{credits: own, measures: revenue, component: `"rate": "0.05", "caps": [{"per": "credit", "amount": "40"}]`}, `{"method": "mirror", "period": "`+period+`"}`, credit, "")
	}
	open := func(in *incentive.Inputs) { in.Roster.Payees[0].Open = true }
	before := func(in *incentive.Inputs) {
		old := incentive.Transaction{ID: "old", Owner: "anna", Amount: dec("800"), Units: some("2"), Booked: kam.MustDay("2025-12-01")}
		in.Opening.Prior = []incentive.Prior{{Payee: "anna", Plan: "p", Transaction: old, Earned: map[string]decimal.Decimal{"pay": dec("39.99")}}}
		in.Transactions = incentive.Transactions(append(deals(), incentive.Transaction{ID: "r9", Reverses: "old", Amount: dec("-200"), Booked: kam.MustDay("2026-02-02")}))
	}
	zero := func(in *incentive.Inputs) {
		for i := range in.Roster.Assignments[0].Quotas {
			in.Roster.Assignments[0].Quotas[i].Amount = decimal.Zero
		}
	}
	opening := func(in *incentive.Inputs) {
		second("12.3")(in)
		in.Opening.Positions = []incentive.Position{{Payee: "anna", Plan: "p", Measure: "revenue", Value: dec("111.5")}}
	}
	fullCap := `, "caps": [{"per": "plan", "ofTargetIncentive": "0.01"}, {"per": "period", "amount": "44.444"}]`
	return map[string]map[string][]byte{
		"roll-up of amounts":     export(t, planOf(team, plain, credit, ""), nil),
		"roll-up before caps":    export(t, commission("commission-gross", "period", "marginal"), func(in *incentive.Inputs) { in.Observations = nil }),
		"roll-up after caps":     export(t, commission("after-cap", "period", "whole"), func(in *incentive.Inputs) { in.Observations = nil }),
		"roll-up per deal":       export(t, commission("commission-gross", "transaction", "whole"), func(in *incentive.Inputs) { in.Observations = nil }),
		"to date":                export(t, planOf(shape{credits: own, measures: toDate, component: marginal}, plain, credit, ""), second("12.34")),
		"to date whole":          export(t, planOf(shape{credits: payout, measures: toDate, component: `"tiers": {"mode": "whole", "basis": "attainment", ` + bands + `}`}, plain, roundings[3], fullCap), second("12", "-2")),
		"to date with opening":   export(t, planOf(shape{credits: own, measures: toDate, component: marginal}, plain, roundings[2], fullCap), opening),
		"to date with a target":  export(t, planOf(shape{credits: own, measures: toDate, component: marginal + `, "caps": [{"per": "component", "ofTargetIncentive": "0.005"}]`}, plain, credit, ""), second("12.34")),
		"quota to date":          export(t, planOf(shape{credits: own, measures: strings.Replace(toDate, `"window"`, `"denominator": "quota-to-date", "window"`, 1), component: marginal}, refundReadings[3], credit, ""), second("600")),
		"open position":          export(t, planOf(shapes[2], plain, credit, ""), open),
		"refund of a prior deal": export(t, prior("current"), before),
		"refund at a prior deal": export(t, prior("origin"), before),
		"recalculated prior":     export(t, planOf(shape{credits: own, measures: revenue, component: `"rate": "0.05", "caps": [{"per": "credit", "amount": "40"}]`}, plain, credit, ""), before),
		"quota of zero":          export(t, planOf(shape{credits: own, measures: strings.Replace(revenue, `"window"`, `"zeroQuota": "0.8", "window"`, 1), component: `"tiers": {"mode": "interpolated-rate", "basis": "attainment", ` + bands + `}, "gates": [{"basis": "attainment", "at": "0.8"}]`}, plain, credit, ""), zero),
		"prior per deal":         export(t, planOf(shape{credits: payout, measures: perDeal, component: `"tiers": {"mode": "whole", "basis": "amount", ` + levels + `}, "caps": [{"per": "credit", "amount": "21"}], "floors": [{"per": "credit", "amount": "3"}]`}, plain, credit, ""), before),
		"prior per deal latched": export(t, planOf(shape{credits: own, measures: perDeal, component: `"tiers": {"mode": "interpolated-rate", "basis": "amount", "lost": "latched", ` + levels + `}`}, plain, roundings[2], ""), before),
		"unpaid per deal": export(t, planOf(shape{
			credits: strings.Replace(weighted, `"retires": false`, `"pays": false`, 1), measures: strings.Replace(perDeal, `["own"]`, `["own", "overlay", "quiet"]`, 1),
			component: `"when": {"not": {"attribute": "product", "in": ["C"]}}, "tiers": {"mode": "whole", "basis": "amount", ` + levels + `}`,
		}, plain, credit, ""), before),
		"a life on two grids": export(t, planOf(shape{credits: own, measures: revenue, component: `"rate": "0.05"`}, plain, roundings[2], `, "caps": [{"per": "lifetime", "amount": "50"}]`), second("12.34")),
		"judged before":       judgedBefore(t),
		"caps of the plan":    export(t, planOf(shapes[2], plain, roundings[3], fullCap), nil),
	}
}

// judgedBefore is a second quarter in which deals of the first are refunded that a gate on the year had kept from paying,
// and that count for no quota.
func judgedBefore(t *testing.T) map[string][]byte {
	t.Helper()
	plan := planOf(shape{
		credits: strings.Replace(own, `"share"`, `"retires": false, "share"`, 1),
		measures: `[{"name": "revenue", "base": "amount", "credits": ["own"], "window": "period"},
			{"name": "year", "base": "amount", "credits": ["own"], "window": "year-to-date"}]`,
		component: `"rate": "0.05", "gates": [{"measure": "year", "basis": "amount", "at": "9000", "test": "running", "failedThenPassed": "forfeit", "passedThenLost": "latched"}]`,
	}, refundReadings[0], roundings[1], "")
	return export(t, plan, func(in *incentive.Inputs) {
		in.Period, in.Observations = kam.MustPeriod("2026-04-01/2026-07-01"), nil
		in.Transactions = incentive.Transactions(append(deals(),
			incentive.Transaction{ID: "r8", Reverses: "d66", Amount: dec("-234.5678"), Booked: kam.MustDay("2026-04-10")},
			incentive.Transaction{ID: "r9", Reverses: "d4", Amount: dec("-100"), Booked: kam.MustDay("2026-05-05")}))
	})
}

func TestStatementsVerify(t *testing.T) {
	check := func(t *testing.T, exports map[string][]byte) {
		t.Helper()
		for payee, data := range exports {
			require.NoError(t, incentive.VerifyStatement(data), "%s\n%s", payee, data)
		}
	}
	for _, s := range shapes {
		for i, refunds := range refundReadings {
			for j, rounding := range roundings {
				t.Run(fmt.Sprintf("%s/%d%d", s.name, i, j), func(t *testing.T) {
					check(t, export(t, planOf(s, refunds, rounding, ""), nil))
				})
			}
		}
	}
	for name, exports := range special(t) {
		t.Run(name, func(t *testing.T) { check(t, exports) })
	}
}
