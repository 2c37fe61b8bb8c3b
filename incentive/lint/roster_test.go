package lint_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/lint"
)

const tiered = `"tiers": {"mode": "marginal", "basis": "attainment", "bands": [{"from": "0", "rate": "0.02"}, {"from": "1", "rate": "0.05"}]}`

// assigned puts anna on the plan with a quota for each month of 2026 and a target incentive a year.
func assigned(quota, target string) incentive.Roster {
	a := incentive.Assignment{Payee: "anna", Plan: "plan", Version: 1, Period: kam.MustPeriod("2026-01-01/2027-01-01")}
	if target != "" {
		a.Target = incentive.Target{Amount: some(target), Per: kam.Year}
	}
	months, _ := kam.MustPeriod("2026-01-01/2027-01-01").SplitMonths(1)
	for _, m := range months {
		a.Quotas = append(a.Quotas, incentive.Quota{Measure: "revenue", Period: m, Amount: dec(quota)})
	}
	return incentive.Roster{Payees: []incentive.Payee{{ID: "anna"}}, Assignments: []incentive.Assignment{a}}
}

func TestRosterFindings(t *testing.T) {
	const toDate = `"measures": [{"name": "revenue", "base": "amount", "credits": ["own"], "window": "year-to-date"}], `
	plain := `{"components": [{"name": "c", "measure": "revenue", ` + tiered + `}]}`
	for name, c := range map[string]struct {
		keys          string
		quota, target string
		found         []string
		says          string
	}{
		"pay at target is the target": {plain, "100000", "24000", nil, ""},
		"within the tolerance":        {plain, "100000", "24240", nil, ""},
		"below the target": {
			plain, "100000", "24500",
			[]string{"warning lint.below-target $.roster.assignments[0].target"},
			`at exactly 100 % of every quota "anna" earns 2,000.00 CNY in a commission period, and the target incentive is ≈2,041.6667 CNY`,
		},
		"above the target": {
			plain, "100000", "12000",
			[]string{"info lint.above-target $.roster.assignments[0].target"},
			`earns 2,000.00 CNY in a commission period, and the target incentive is 1,000.00 CNY`,
		},
		"to date": {
			`{` + toDate + `"components": [{"name": "c", "measure": "revenue", ` + tiered + `}]}`, "100000", "30000",
			[]string{"warning lint.below-target $.roster.assignments[0].target"},
			`earns 24,000.00 CNY in 12 commission periods, and the target incentive is 30,000.00 CNY`,
		},
		"a curve of the target": {
			`{"components": [{"name": "c", "measure": "revenue", "curve": {"basis": "attainment", "shape": "linear", "beyond": "flat", "ofTargetIncentive": "1", "points": [{"at": "0", "pays": "0"}, {"at": "1", "pays": "1"}]}}]}`,
			"100000", "10000", nil, "",
		},
		"a cap of the plan": {
			`{"caps": [{"per": "period", "amount": "1500"}], "components": [{"name": "c", "measure": "revenue", ` + tiered + `}]}`, "100000", "24000",
			[]string{"warning lint.cap-below-target $.caps[0]", "warning lint.below-target $.roster.assignments[0].target"},
			`at exactly 100 % of every quota "anna" earns 1,500.00 CNY in a commission period, and 2,000.00 CNY without the cap; the target incentive is 2,000.00 CNY`,
		},
		"what only some deals pay may fill the gap": {
			`{"components": [{"name": "c", "measure": "revenue", ` + tiered + `}, {"name": "d", "measure": "revenue", "rate": "0.01", "when": {"attribute": "product", "in": ["A"]}}]}`, "100000", "36000", nil, "",
		},
		"and may not": {
			`{"components": [{"name": "c", "measure": "revenue", ` + tiered + `}, {"name": "d", "measure": "revenue", "rate": "0.01", "when": {"attribute": "product", "in": ["A"]}}]}`, "100000", "40000",
			[]string{"warning lint.below-target $.roster.assignments[0].target"},
			`"anna" earns 3,000.00 CNY`,
		},
		"a quota of zero that a component divides": {
			plain, "0", "24000", []string{"warning lint.zero-quota $.roster.assignments[0].quotas[0].amount"}, `the quota "revenue" of "anna" for 2026-01-01 to 2026-01-31 is zero, and "c" divides it into parts: the payee is held`,
		},
		"a quota of zero of which nothing is said": {
			`{"components": [{"name": "c", "measure": "revenue", "rate": "0.01", "gates": [{"basis": "attainment", "at": "0.1"}]}]}`, "0", "24000",
			[]string{"warning lint.zero-quota $.roster.assignments[0].quotas[0].amount"},
			`the plan does not say what attainment that is`,
		},
		"a quota of zero that counts": {
			`{"measures": [{"name": "revenue", "base": "amount", "credits": ["own"], "window": "period", "zeroQuota": "1"}], "components": [{"name": "c", "measure": "revenue", "rate": "0.01", "gates": [{"basis": "attainment", "at": "0.1"}]}]}`, "0", "24000",
			[]string{"info lint.zero-quota $.roster.assignments[0].quotas[0].amount"},
			`which counts as 100 %`,
		},
		"a quota of zero that nothing looks at": {`{` + rate5 + `}`, "0", "24000", nil, ""},
		"no target incentive": {
			`{"caps": [{"per": "period", "ofTargetIncentive": "2"}], ` + rate5 + `}`, "100000", "",
			[]string{"warning lint.no-target $.roster.assignments[0].target"},
			`"anna" has no target incentive, and $.caps[0] is a part or a multiple of it`,
		},
		"no target incentive is needed": {plain, "100000", "", nil, ""},
	} {
		t.Run(name, func(t *testing.T) {
			policy := quiet()
			policy.Off = append(policy.Off, lint.CodeCliff)
			found := lint.CheckRoster(book(plan(t, c.keys)), assigned(c.quota, c.target), policy)
			got := brief(t, found)
			if c.quota == "0" && len(got) > 0 {
				assert.Len(t, got, 12)
				got = got[:1]
			}
			assert.Equal(t, append([]string{}, c.found...), got)
			if c.says != "" && len(found) > 0 {
				assert.Contains(t, found[0].Message.EN, c.says)
			}
		})
	}
}

// rosterCap is a plan with a cap, a roster, and what is found about the cap.
type rosterCap struct {
	name, keys string
	roster     incentive.Roster
	found      []string
	says       string
}

func rosterCapCases() []rosterCap {
	capped := func(limit string) string {
		return `{"components": [{"name": "c", "measure": "revenue", ` + tiered + `, "caps": [{"per": "component", ` + limit + `}]}]}`
	}
	two := assigned("100000", "24000")
	other := two.Assignments[0]
	other.Payee = "bo"
	other.Quotas = assigned("50000", "").Assignments[0].Quotas
	two.Payees = append(two.Payees, incentive.Payee{ID: "bo"})
	two.Assignments = append(two.Assignments, other)
	const toDate = `"measures": [{"name": "revenue", "base": "amount", "credits": ["own"], "window": "year-to-date"}], `
	return []rosterCap{
		{
			"a cap below target", capped(`"amount": "1500"`), assigned("100000", "24000"),
			[]string{"warning lint.cap-below-target $.components[0].caps[0]"},
			`at exactly 100 % of every quota "c" earns "anna" 1,500.00 CNY in a commission period, and 2,000.00 CNY without the cap; the target incentive is 2,000.00 CNY`,
		},
		{"no target incentive is stated", capped(`"amount": "1500"`), assigned("100000", ""), []string{"warning lint.cap-below-target $.components[0].caps[0]"}, `and 2,000.00 CNY without the cap`},
		{"a cap at target", capped(`"amount": "2000"`), assigned("100000", "24000"), nil, ""},
		{"a part of the target incentive", capped(`"ofTargetIncentive": "0.9"`), assigned("100000", "24000"), []string{"warning lint.cap-below-target $.components[0].caps[0]"}, `"c" earns "anna" 1,800.00 CNY`},
		{"one of two payees", capped(`"amount": "1500"`), two, []string{"warning lint.cap-below-target $.components[0].caps[0]"}, `"c" earns "anna" 1,500.00 CNY`},
		{"both payees", capped(`"amount": "900"`), two, []string{"warning lint.cap-below-target $.components[0].caps[0]"}, `it cuts the pay of 2 in all`},
		{
			"to date", `{` + toDate + `"components": [{"name": "c", "measure": "revenue", "rate": "0.02", "caps": [{"per": "component", "amount": "20000"}]}]}`, assigned("100000", "24000"),
			[]string{"warning lint.cap-below-target $.components[0].caps[0]"},
			`"c" earns "anna" 20,000.00 CNY in 12 commission periods, and 24,000.00 CNY without the cap`,
		},
		{"some deals only", `{"components": [{"name": "c", "measure": "revenue", "rate": "0.02", "when": {"attribute": "product", "in": ["A"]}, "caps": [{"per": "component", "amount": "1500"}]}]}`, assigned("100000", "24000"), nil, ""},
		{ // 2 % of 100,000 and 5 % of 900,000 are 47,000
			"a cap that nobody meets", capped(`"amount": "47000"`), two,
			[]string{"info lint.idle-cap $.components[0].caps[0]"},
			`"c" earns "anna" at most 47,000.00 CNY within what anybody is expected to reach, and the cap is 47,000.00 CNY`,
		},
		{"a cap that one of them meets", capped(`"amount": "46999.99"`), two, nil, ""},
		{"a cap of the plan that nobody meets", `{"caps": [{"per": "period", "amount": "20000"}], "components": [{"name": "c", "measure": "revenue", "rate": "0.02"}]}`, assigned("100000", "24000"), []string{"info lint.idle-cap $.caps[0]"}, `"anna" earns at most 20,000.00 CNY`},
		{"a cap of the plan that is met", `{"caps": [{"per": "period", "amount": "19999.99"}], "components": [{"name": "c", "measure": "revenue", "rate": "0.02"}]}`, assigned("100000", "24000"), nil, ""},
		{
			"a cap that tiers fill and never exceed", `{"components": [{"name": "c", "measure": "revenue", "tiers": {"mode": "interpolated-amount", "basis": "amount", "bands": [{"from": "0", "amount": "1500", "until": "100000"}]}, "caps": [{"per": "component", "amount": "1500"}]}]}`,
			assigned("100000", "18000"),
			[]string{"info lint.idle-cap $.components[0].caps[0]"},
			`at most 1,500.00 CNY`,
		},
	}
}

func TestCapsOfARoster(t *testing.T) {
	for _, c := range rosterCapCases() {
		t.Run(c.name, func(t *testing.T) {
			policy := quiet()
			policy.Off = append(policy.Off, lint.CodeAboveTarget, lint.CodeBelowTarget, lint.CodeTierAboveCap)
			found := lint.CheckRoster(book(plan(t, c.keys)), c.roster, policy)
			assert.Equal(t, append([]string{}, c.found...), brief(t, found))
			if c.says != "" && len(found) > 0 {
				assert.Contains(t, found[0].Message.EN, c.says)
			}
		})
	}
}

// TestPayAtTargetIsWhatTheEnginePays compares the figures of a finding with a run of the plan on the roster itself.
func TestPayAtTargetIsWhatTheEnginePays(t *testing.T) {
	p := plan(t, `{"components": [{"name": "c", "measure": "revenue", `+tiered+`}]}`)
	roster := assigned("33333.33", "100000")
	f := only(t, lint.CheckRoster(book(p), roster, lint.Policy{}), lint.CodeBelowTarget)
	program, err := incentive.Compile(book(p))
	require.NoError(t, err)
	run, err := program.Run(t.Context(), incentive.Inputs{
		Period: kam.MustPeriod("2026-01-01/2026-02-01"), Roster: roster,
		Transactions: incentive.Transactions([]incentive.Transaction{{ID: "d1", Owner: "anna", Amount: dec("33333.33"), Booked: kam.MustDay("2026-01-05")}}),
	}, incentive.RunOptions{})
	require.NoError(t, err)
	st, ok := run.Statement("anna", "plan")
	require.True(t, ok)
	assert.Equal(t, st.Earned().String(), f.Evidence[0].Value)
	assert.Equal(t, "666.67", f.Evidence[0].Value)
}

// TestAMonthOfZeroInAYear says that a quota of zero holds nobody while the stretch that counts has more.
func TestAMonthOfZeroInAYear(t *testing.T) {
	keys := func(denominator string) string {
		return `{"measures": [{"name": "revenue", "base": "amount", "credits": ["own"], "window": "year-to-date", "denominator": "` + denominator + `"}], "components": [{"name": "c", "measure": "revenue", ` + tiered + `}]}`
	}
	for name, c := range map[string]struct {
		denominator string
		month       int
		found       []string
	}{
		"the whole year":                 {"full-period", 0, nil},
		"to date, nothing before":        {"quota-to-date", 0, []string{"warning lint.zero-quota $.roster.assignments[0].quotas[0].amount"}},
		"to date, with something before": {"quota-to-date", 5, nil},
	} {
		t.Run(name, func(t *testing.T) {
			r := assigned("100000", "24000")
			r.Assignments[0].Quotas[c.month].Amount = dec("0")
			policy := quiet()
			policy.Off = append(policy.Off, lint.CodeAboveTarget, lint.CodeBelowTarget)
			assert.Equal(t, append([]string{}, c.found...), brief(t, lint.CheckRoster(book(plan(t, keys(c.denominator))), r, policy)))
		})
	}
}
