package lint_test

import (
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"

	"github.com/kam-go/kam/incentive/lint"
)

// worked is a plan and what is found in it, readings and debts left out.
type worked struct {
	name string
	// keys are the plan's own.
	keys string
	// policy has limits of its own.
	policy lint.Policy
	// found is every finding, says a text that the first one must contain.
	found []string
	says  string
}

func (w worked) run(t *testing.T) {
	t.Helper()
	t.Run(w.name, func(t *testing.T) {
		policy := w.policy
		policy.Off = append(policy.Off, quiet().Off...)
		found := lint.Check(book(plan(t, w.keys)), policy)
		assert.Equal(t, append([]string{}, w.found...), brief(t, found))
		if w.says != "" && len(found) > 0 {
			assert.Contains(t, found[0].Message.EN, w.says)
		}
	})
}

func runAll(t *testing.T, list []worked) {
	t.Helper()
	for _, w := range list {
		w.run(t)
	}
}

func TestTiers(t *testing.T) { runAll(t, tierCases()) }

func tierCases() []worked {
	tiers := func(mode, rest string) string {
		return `{"components": [{"name": "c", "measure": "revenue", "tiers": {"mode": "` + mode + `", "basis": "attainment", "bands": [` + rest + `}]}`
	}
	return []worked{
		{name: "rising marginal tiers are in order", keys: tiers("marginal", `{"from": "0", "rate": "0.02"}, {"from": "1", "rate": "0.05"}]}`)},
		{
			name:   "a tier below a deadband",
			keys:   tiers("marginal", `{"from": "0", "rate": "0.02"}, {"from": "0.5", "rate": "0.05"}]}, "gates": [{"basis": "attainment", "at": "0.5", "kind": "deadband"}]`),
			policy: lint.Policy{Off: []lint.Code{lint.CodeBelowTarget}},
			found:  []string{"warning lint.dead-tier $.components[0].tiers.bands[0]"},
			says:   "the tier from 0 % to below 50 % can never pay: the deadband at 50 % leaves nothing to it; 49,999.99 CNY of \"revenue\" earns 0.00 CNY",
		},
		{
			name:  "a tier that a deadband cuts still pays, and less than it would",
			keys:  tiers("marginal", `{"from": "0", "rate": "0.02"}, {"from": "0.5", "rate": "0.05"}]}, "gates": [{"basis": "attainment", "at": "0.4999", "kind": "deadband"}]`),
			found: []string{"info lint.below-target $.components[0].gates[0]"},
			says:  `at 100 % of every quota "c" earns 2,500.20 CNY, and 3,500.00 CNY without the deadband at 49.99 %`,
		},
		{
			name:  "a deadband up to the quota leaves nothing at target",
			keys:  tiers("marginal", `{"from": "0", "rate": "0"}, {"from": "0.5", "rate": "0.1"}]}, "gates": [{"basis": "attainment", "at": "1", "kind": "deadband"}]`),
			found: []string{"warning lint.below-target $.components[0].gates[0]"},
			says:  `at 100 % of every quota "c" earns 0.00 CNY, and 5,000.00 CNY without the deadband at 100 %`,
		},
		{name: "a deadband that pays on everything once it is reached", keys: tiers("whole", `{"from": "0", "rate": "0.01"}]}, "gates": [{"basis": "attainment", "at": "1", "kind": "deadband", "base": "all"}]`), policy: lint.Policy{Off: []lint.Code{lint.CodeCliff}}},
		{
			name:  "pay that falls between two bounds",
			keys:  tiers("interpolated-rate", `{"from": "0", "rate": "0.05"}, {"from": "1", "rate": "0.01"}]}`),
			found: []string{"warning lint.pay-falls $.components[0].tiers.bands[1]"},
			says:  `pay falls between 62.5 % and 100 %: 62,500.00 CNY of "revenue" earns 1,562.50 CNY, and 100,000.00 CNY earns 1,000.00 CNY: 562.50 CNY less for more; with a quota of 100,000.00 CNY`,
		},
		{
			name:  "pay that dips before it rises again",
			keys:  tiers("interpolated-rate", `{"from": "0", "rate": "0.05"}, {"from": "1", "rate": "0.02"}, {"from": "2", "rate": "0.03"}]}`),
			found: []string{"warning lint.pay-falls $.components[0].tiers.bands[1]"},
			says:  `pay falls between ≈83.33 % and 100 %: 83,333.33 CNY of "revenue" earns 2,083.33 CNY, and 100,000.00 CNY earns 2,000.00 CNY`,
		},
		{
			name:  "pay that falls through two stretches",
			keys:  tiers("interpolated-rate", `{"from": "0", "rate": "0.05"}, {"from": "1", "rate": "0.02"}, {"from": "2", "rate": "0.005"}]}`),
			found: []string{"warning lint.pay-falls $.components[0].tiers.bands[1]", "warning lint.pay-falls $.components[0].tiers.bands[2]"},
		},
		{
			name:  "pay that a cap holds level before it falls",
			keys:  tiers("interpolated-rate", `{"from": "0", "rate": "0.05"}, {"from": "1", "rate": "0.01"}]}, "caps": [{"per": "component", "amount": "1100"}]`),
			found: []string{"warning lint.pay-falls $.components[0].tiers.bands[1]"},
			says:  `earns 1,100.00 CNY, and 100,000.00 CNY earns 1,000.00 CNY: 100.00 CNY less for more`,
		},
		{
			name:  "a rate that falls, and pay that does not",
			keys:  tiers("interpolated-rate", `{"from": "0", "rate": "0.05"}, {"from": "1", "rate": "0.04"}]}`),
			found: []string{"info lint.decelerator $.components[0].tiers.bands[1]"},
			says:  `between 0 % and 100 % of "revenue" everything is paid at a rate that falls from 5 % to 4 %; one more earns 5 % at first and 3 % at last`,
		},
		{name: "a rate that rises in a line", keys: tiers("interpolated-rate", `{"from": "0", "rate": "0.01"}, {"from": "1", "rate": "0.04"}]}`)},
		{
			name:   "a rate that falls beyond what anybody is expected to reach",
			keys:   tiers("interpolated-rate", `{"from": "0", "rate": "0.05"}, {"from": "4", "rate": "0.001"}]}`),
			policy: lint.Policy{Reach: some("2"), Off: []lint.Code{lint.CodeUnreachedTier}},
		},
		{
			name:  "a rate for each unit that falls",
			keys:  `{"measures": [{"name": "revenue", "base": "units", "credits": ["own"], "window": "period"}], "components": [{"name": "c", "measure": "revenue", "tiers": {"mode": "interpolated-rate", "basis": "units", "bands": [{"from": "0", "rate": "50"}, {"from": "100", "rate": "10"}]}}]}`,
			found: []string{"warning lint.pay-falls $.components[0].tiers.bands[1]"},
			says:  `62.5 of "revenue" earns 1,562.50 CNY, and 100 earns 1,000.00 CNY`,
		},
		{name: "a first tier of zero below a deadband says what is so", keys: tiers("marginal", `{"from": "0", "rate": "0"}, {"from": "0.5", "rate": "0.05"}]}, "gates": [{"basis": "attainment", "at": "0.5", "kind": "deadband"}]`)},
		{name: "slices below a cliff are paid once it is passed", keys: tiers("marginal", `{"from": "0", "rate": "0.001"}, {"from": "0.5", "rate": "0.05"}]}, "gates": [{"basis": "attainment", "at": "0.5"}]`)},
		{
			name:  "one rate for everything below a cliff",
			keys:  tiers("whole", `{"from": "0", "rate": "0.001"}, {"from": "0.5", "rate": "0.002"}]}, "gates": [{"basis": "attainment", "at": "0.5"}]`),
			found: []string{"warning lint.dead-tier $.components[0].tiers.bands[0]"},
		},
		{
			name:  "a tier from a cap on attainment on",
			keys:  tiers("marginal", `{"from": "0", "rate": "0.02"}, {"from": "1", "rate": "0.05"}, {"from": "1.5", "rate": "0.06"}]}, "caps": [{"per": "component", "on": "attainment", "attainment": "1.5"}]`),
			found: []string{"warning lint.dead-tier $.components[0].tiers.bands[2]"},
			says:  "\"revenue\" earns 4,500.00 CNY at 150,000.00 CNY and 4,500.00 CNY at 300,000.00 CNY",
		},
		{name: "a tier that the cap cuts still pays", keys: tiers("marginal", `{"from": "0", "rate": "0.02"}, {"from": "1.5", "rate": "0.06"}]}, "caps": [{"per": "component", "on": "attainment", "attainment": "1.5001"}]`)},
		{name: "one rate for everything is reached above a cap on attainment", keys: tiers("whole", `{"from": "0", "rate": "0.002"}, {"from": "1.5", "rate": "0.003"}]}, "caps": [{"per": "component", "on": "attainment", "attainment": "1.5"}]`)},
		{
			name:  "per cent instead of shares",
			keys:  tiers("marginal", `{"from": "0", "rate": "0.02"}, {"from": "120", "rate": "0.05"}]}`),
			found: []string{"warning lint.unreached-tier $.components[0].tiers.bands[1]"},
			says:  `the tier from 12000 % on of "revenue" starts above 1000 %`,
		},
		{
			name:   "a stated reach",
			keys:   tiers("marginal", `{"from": "0", "rate": "0.02"}, {"from": "2", "rate": "0.05"}, {"from": "2.0001", "rate": "0.06"}]}`),
			policy: lint.Policy{Reach: some("2")},
			found:  []string{"warning lint.unreached-tier $.components[0].tiers.bands[2]"},
		},
		{
			name:  "the rate of the neighbour",
			keys:  tiers("marginal", `{"from": "0", "rate": "0.02"}, {"from": "1", "rate": "0.020"}, {"from": "2", "rate": "0.03"}]}`),
			found: []string{"info lint.same-rate $.components[0].tiers.bands[1]"},
		},
		{
			name:  "a bound on the line",
			keys:  tiers("interpolated-rate", `{"from": "0", "rate": "0.02"}, {"from": "1", "rate": "0.03"}, {"from": "3", "rate": "0.05"}]}`),
			found: []string{"info lint.same-rate $.components[0].tiers.bands[1]"},
		},
		{
			name:  "a decelerator",
			keys:  tiers("marginal", `{"from": "0", "rate": "0.05"}, {"from": "1.2", "rate": "0.03"}]}`),
			found: []string{"info lint.decelerator $.components[0].tiers.bands[1]"},
			says:  `what lies above 120 % of "revenue" pays 3 % for each unit, less than the 5 % below it`,
		},
		{
			name:  "a lower rate for everything",
			keys:  tiers("whole", `{"from": "0", "rate": "0.05"}, {"from": "1", "rate": "0.04"}]}`),
			found: []string{"warning lint.pay-falls $.components[0].tiers.bands[1]"},
			says:  `99,999.99 CNY of "revenue" earns 5,000.00 CNY, and 100,000.00 CNY earns 4,000.00 CNY: 1,000.00 CNY less for more; with a quota of 100,000.00 CNY`,
		},
		{
			name:  "a retroactive tier",
			keys:  tiers("whole", `{"from": "0", "rate": "0.05"}, {"from": "1", "rate": "0.08"}]}`),
			found: []string{"warning lint.cliff $.components[0].tiers.bands[1]"},
			says:  `a deal of 1,000.00 CNY that brings "revenue" from 99,000.00 CNY to 100,000.00 CNY raises pay from 4,950.00 CNY to 8,000.00 CNY, that is by 3.05 times the deal`,
		},
		{name: "a retroactive tier within the stated multiple", keys: tiers("whole", `{"from": "0", "rate": "0.05"}, {"from": "1", "rate": "0.08"}]}`), policy: lint.Policy{Cliff: some("3.05")}},
		{
			name: "a larger deal", policy: lint.Policy{Deal: some("0.1"), Cliff: some("0.3")},
			keys:  tiers("whole", `{"from": "0", "rate": "0.05"}, {"from": "1", "rate": "0.08"}]}`),
			found: []string{"warning lint.cliff $.components[0].tiers.bands[1]"},
			says:  "from 90,000.00 CNY to 100,000.00 CNY raises pay from 4,500.00 CNY to 8,000.00 CNY, that is by 0.35 times the deal",
		},
		{
			name: "another quota in examples", policy: lint.Policy{Quota: some("50000")},
			keys:  tiers("whole", `{"from": "0", "rate": "0.05"}, {"from": "1", "rate": "0.08"}]}`),
			found: []string{"warning lint.cliff $.components[0].tiers.bands[1]"},
			says:  `from 49,500.00 CNY to 50,000.00 CNY raises pay from 2,475.00 CNY to 4,000.00 CNY, that is by 3.05 times the deal; with a quota of 50,000.00 CNY`,
		},
		{
			name: "pay for each deal that falls", policy: lint.Policy{Units: some("12")},
			keys: `{"measures": [{"name": "revenue", "base": "count", "credits": ["own"], "window": "period"}],
				"components": [{"name": "c", "measure": "revenue", "tiers": {"mode": "whole", "basis": "attainment", "bands": [{"from": "0", "rate": "100"}, {"from": "0.7", "rate": "50"}]}}]}`,
			found: []string{"warning lint.pay-falls $.components[0].tiers.bands[1]"},
			says:  `8 of "revenue" earns 800.00 CNY, and 9 earns 450.00 CNY: 350.00 CNY less for more; with a quota of 12`,
		},
		{
			name:  "a sale that costs money",
			keys:  tiers("marginal", `{"from": "0", "rate": "-0.01"}, {"from": "1", "rate": "0.08"}]}`),
			found: []string{"warning lint.negative-rate $.components[0].tiers.bands[0].rate"},
			says:  "a sale of 1,000 costs the payee 10",
		},
	}
}

func TestHighRates(t *testing.T) { runAll(t, highRateCases()) }

func highRateCases() []worked {
	c := func(form string) string { return `{"components": [{"name": "c", "measure": "revenue", ` + form + `}]}` }
	on := func(more, form string) string {
		return `{` + more + `, "components": [{"name": "c", "measure": "revenue", ` + form + `}]}`
	}
	return []worked{
		{name: "5 instead of 5 %", keys: c(`"rate": "5"`), found: []string{"warning lint.high-rate $.components[0].rate"}, says: `the rate is 500 %: 1,000.00 CNY of "revenue" pays 5,000.00 CNY`},
		{name: "a rate of all", keys: c(`"rate": "1"`), found: []string{"warning lint.high-rate $.components[0].rate"}, says: `the rate is 100 %: 1,000.00 CNY of "revenue" pays 1,000.00 CNY`},
		{name: "a rate just below", keys: c(`"rate": "0.999999"`)},
		{
			name:  "each tier at its own place, and its bound is not blamed",
			keys:  c(`"tiers": {"mode": "marginal", "basis": "attainment", "bands": [{"from": "0", "rate": "2"}, {"from": "1", "rate": "5"}]}`),
			found: []string{"warning lint.high-rate $.components[0].tiers.bands[0].rate", "warning lint.high-rate $.components[0].tiers.bands[1].rate"},
			says:  `the rate is 200 %`,
		},
		{
			name:  "a bound that leaps is blamed beside the rates",
			keys:  c(`"tiers": {"mode": "whole", "basis": "attainment", "bands": [{"from": "0", "rate": "2"}, {"from": "1", "rate": "5"}]}`),
			found: []string{"warning lint.high-rate $.components[0].tiers.bands[0].rate", "warning lint.cliff $.components[0].tiers.bands[1]", "warning lint.high-rate $.components[0].tiers.bands[1].rate"},
		},
		{name: "more for each thousand than a thousand", keys: c(`"every": {"each": "1000", "pays": "1500"}`), found: []string{"warning lint.high-rate $.components[0].every"}, says: `the rate is 150 %: 1,000.00 CNY of "revenue" pays 1,500.00 CNY`},
		{name: "less for each thousand", keys: c(`"every": {"each": "1000", "pays": "999.99"}`)},
		{
			name:  "a tier that fills for more than its width",
			keys:  c(`"tiers": {"mode": "interpolated-amount", "basis": "amount", "bands": [{"from": "0", "amount": "500"}, {"from": "1000", "amount": "1500", "until": "2000"}]}`),
			found: []string{"warning lint.high-rate $.components[0].tiers.bands[1].amount"},
		},
		{
			name:  "a cell of a table",
			keys:  c(`"table": {"dimensions": [{"attribute": "product", "values": ["A", "B"], "other": "refuse"}], "cells": [{"at": ["A"], "rate": "0.02"}, {"at": ["B"], "rate": "3"}]}`),
			found: []string{"warning lint.high-rate $.components[0].table.cells[1].rate"},
		},
		{name: "a pool", keys: c(`"pool": {"rate": "2", "key": "equal", "held": "wait"}`), found: []string{"warning lint.high-rate $.components[0].pool.rate"}},
		{name: "money for each unit", keys: on(`"measures": [{"name": "revenue", "base": "units", "credits": ["own"], "window": "period"}]`, `"rate": "5"`)},
		{name: "all of a share", keys: on(`"credits": [{"name": "own", "to": "owner", "share": "0.1"}]`, `"rate": "1"`)},
		{name: "more than all of a share", keys: on(`"credits": [{"name": "own", "to": "owner", "share": "0.1"}]`, `"rate": "5"`), found: []string{"warning lint.high-rate $.components[0].rate"}},
		{name: "a manager's part of sales", keys: on(`"credits": [{"name": "own", "to": "manager", "level": 1, "base": "amount", "share": "1"}]`, `"rate": "2"`), found: []string{"warning lint.high-rate $.components[0].rate"}},
	}
}

func TestOtherLadders(t *testing.T) { runAll(t, ladderCases()) }

func ladderCases() []worked {
	const measures = `"measures": [{"name": "revenue", "base": "amount", "credits": ["own"], "window": "period"}, {"name": "nps", "base": "observation", "metric": "nps"}], `
	return []worked{
		{
			name:  "a point below a gate",
			keys:  `{"components": [{"name": "c", "measure": "revenue", "gates": [{"basis": "attainment", "at": "0.8"}], "curve": {"basis": "attainment", "shape": "linear", "beyond": "flat", "amount": "100", "points": [{"at": "0", "pays": "0.1"}, {"at": "0.8", "pays": "0.5"}, {"at": "1", "pays": "1"}]}}]}`,
			found: []string{"warning lint.dead-tier $.components[0].curve.points[0]"},
		},
		{
			name:  "a line that falls",
			keys:  `{"components": [{"name": "c", "measure": "revenue", "curve": {"basis": "attainment", "shape": "linear", "beyond": "flat", "amount": "100", "points": [{"at": "0", "pays": "0"}, {"at": "1", "pays": "1"}, {"at": "2", "pays": "0.5"}]}}]}`,
			found: []string{"warning lint.pay-falls $.components[0].curve.points[2]"},
			says:  `100,000.00 CNY of "revenue" earns 100.00 CNY, and 200,000.00 CNY earns 50.00 CNY`,
		},
		{
			name:  "a top factor below 1",
			keys:  `{` + measures + `"components": [{"name": "c", "measure": "revenue", "rate": "0.01", "multipliers": [{"on": "nps", "basis": "score", "apply": "whole", "bands": [{"from": "0", "factor": "0.8"}, {"from": "50", "factor": "0.9"}]}]}]}`,
			found: []string{"warning lint.low-top-factor $.components[0].multipliers[0].bands[1]"},
			says:  `at 50 of "nps" and above, the best that there is, pay is multiplied by 0.9`,
		},
		{
			name: "factors that fall on a score of which less is better",
			keys: `{` + measures + `"components": [{"name": "c", "measure": "revenue", "rate": "0.01", "multipliers": [{"on": "nps", "basis": "score", "apply": "whole", "bands": [{"from": "0", "factor": "1"}, {"from": "50", "factor": "0.9"}]}]}]}`,
		},
		{
			name:   "a score beyond its scale",
			policy: lint.Policy{Highest: map[string]decimal.Decimal{"nps": dec("100")}},
			keys:   `{` + measures + `"components": [{"name": "c", "measure": "revenue", "rate": "0.01", "gates": [{"measure": "nps", "basis": "score", "at": "101"}], "multipliers": [{"on": "nps", "basis": "score", "apply": "whole", "bands": [{"from": "0", "factor": "1"}, {"from": "100.5", "factor": "1.1"}]}]}]}`,
			found: []string{
				"warning lint.unreachable-gate $.components[0].gates[0]", "warning lint.unreached-tier $.components[0].multipliers[0].bands[1]",
			},
			says: `the gate asks for 101 of "nps", and 100 is the most that anybody is expected to reach`,
		},
		{
			name: "rows of a table",
			keys: `{"components": [{"name": "c", "measure": "revenue", "gates": [{"basis": "attainment", "at": "0.5"}], "table": {"dimensions": [{"attribute": "product", "values": ["A", "B"], "other": "refuse"}, {"on": "revenue", "basis": "attainment", "bounds": ["0", "0.5", "1", "20"]}],
				"cells": [{"at": ["A", "0"], "rate": "0.001"}, {"at": ["A", "0.5"], "rate": "0.002"}, {"at": ["A", "1"], "rate": "0.002"}, {"at": ["A", "20"], "rate": "0.003"},
					{"at": ["B", "0"], "rate": "0.001"}, {"at": ["B", "0.5"], "rate": "0.003"}, {"at": ["B", "1.0"], "rate": "0.003"}, {"at": ["B", "20"], "rate": "0.003"}]}}]}`,
			found: []string{
				"warning lint.dead-tier $.components[0].table.dimensions[1].bounds[0]", "info lint.same-rate $.components[0].table.dimensions[1].bounds[2]",
				"warning lint.unreached-tier $.components[0].table.dimensions[1].bounds[3]",
			},
			says: "the row from 0 % to below 50 % can never pay: the gate at 50 % leaves nothing to it",
		},
		{
			name:  "a slower slice",
			keys:  `{"components": [{"name": "c", "measure": "revenue", "rate": "0.01", "multipliers": [{"basis": "attainment", "apply": "slice", "bands": [{"from": "0", "factor": "1.2"}, {"from": "1", "factor": "1"}]}]}]}`,
			found: []string{"info lint.decelerator $.components[0].multipliers[0].bands[1]"},
		},
		{
			name: "slices of fixed amounts",
			keys: `{"components": [{"name": "c", "measure": "revenue", "tiers": {"mode": "interpolated-amount", "basis": "amount", "bands": [{"from": "0", "amount": "100"}, {"from": "1000", "amount": "300"}, {"from": "4000", "amount": "100", "until": "6000"}]}}]}`,
			found: []string{
				"info lint.same-rate $.components[0].tiers.bands[1]", "info lint.decelerator $.components[0].tiers.bands[2]",
			},
		},
	}
}

func TestGatesCapsAndTargets(t *testing.T) { runAll(t, gateCases()) }

func gateCases() []worked {
	curve := func(rest string) string {
		return `{"components": [{"name": "bonus", "measure": "revenue", ` + rest + `, "curve": {"basis": "attainment", "shape": "linear", "beyond": "extend", "ofTargetIncentive": "1", "points": [{"at": "0", "pays": "0"}, {"at": "1", "pays": "1"}]}}]}`
	}
	return []worked{
		{name: "pay at target is the target", keys: curve(`"caps": [{"per": "component", "ofTargetIncentive": "1"}]`)},
		{
			name: "a cap just below", keys: curve(`"caps": [{"per": "component", "ofTargetIncentive": "0.9999"}]`),
			found: []string{"warning lint.cap-below-target $.components[0].caps[0]"},
			says:  `at 100 % of every quota "bonus" earns 9,999.00 CNY, and 10,000.00 CNY without the cap`,
		},
		{
			name: "a cap that never bites", keys: curve(`"caps": [{"per": "component", "ofTargetIncentive": "10"}]`),
			found: []string{"info lint.idle-cap $.components[0].caps[0]"},
			says:  `"bonus" earns at most 100,000.00 CNY within what anybody is expected to reach, and the cap is 100,000.00 CNY`,
		},
		{
			name: "a gate above target", keys: curve(`"gates": [{"basis": "attainment", "at": "1.0001"}]`),
			found: []string{"warning lint.below-target $.components[0].gates[0]", "warning lint.cliff $.components[0].gates[0]"},
			says:  `at 100 % of every quota "bonus" earns 0.00 CNY, and 10,000.00 CNY without the gate at 100.01 %`,
		},
		{
			name: "a factor below 1 at target", keys: curve(`"multipliers": [{"basis": "attainment", "apply": "whole", "bands": [{"from": "0", "factor": "0.9"}, {"from": "1.0001", "factor": "1"}]}]`),
			found: []string{"warning lint.below-target $.components[0].multipliers[0]", "warning lint.cliff $.components[0].multipliers[0].bands[1]"},
			says:  `at 100 % of every quota "bonus" earns 9,000.00 CNY, and 10,000.00 CNY without the multiplier`,
		},
		{
			name:  "a curve that pays too little",
			keys:  `{"components": [{"name": "bonus", "measure": "revenue", "curve": {"basis": "attainment", "shape": "linear", "beyond": "flat", "ofTargetIncentive": "1", "points": [{"at": "0", "pays": "0"}, {"at": "1.25", "pays": "1"}]}}]}`,
			found: []string{"warning lint.below-target $.components[0].curve"},
			says:  "at 100 % the curve pays 8,000.00 CNY of the 10,000.00 CNY that it is about",
		},
		{
			name:  "a cap on attainment below target",
			keys:  `{"components": [{"name": "c", "measure": "revenue", "rate": "0.05", "caps": [{"per": "component", "on": "attainment", "attainment": "0.9"}]}]}`,
			found: []string{"warning lint.cap-below-target $.components[0].caps[0]"},
			says:  `"c" earns 4,500.00 CNY, and 5,000.00 CNY without the cap`,
		},
		{
			name:  "a cap of the plan below the target incentive",
			keys:  `{"caps": [{"per": "period", "ofTargetIncentive": "0.8"}], "components": [{"name": "c", "measure": "revenue", "rate": "0.05"}]}`,
			found: []string{"warning lint.cap-below-target $.caps[0]"},
			says:  "with a target incentive of 10,000.00 CNY no more than 8,000.00 CNY is paid",
		},
		{
			name:  "a cap for life",
			keys:  `{"caps": [{"per": "lifetime", "amount": "12000"}], "components": [{"name": "c", "measure": "revenue", "rate": "0.05"}]}`,
			found: []string{"info lint.cap-for-life $.caps[0]"},
			says:  "at 100 % of every quota 5,000.00 CNY is earned in each window, which fills the cap in window 3",
		},
		{
			name:  "an excess that cannot be carried",
			keys:  `{"caps": [{"per": "period", "amount": "12000", "excess": "carry-until", "until": "2026-02-01"}], "components": [{"name": "c", "measure": "revenue", "rate": "0.05"}]}`,
			found: []string{"warning lint.carry-too-short $.caps[0].until"},
		},
		{name: "an excess that can be carried into one period", keys: `{"caps": [{"per": "period", "amount": "12000", "excess": "carry-until", "until": "2026-02-02"}], "components": [{"name": "c", "measure": "revenue", "rate": "0.05"}]}`},
		{
			name:  "a tier above a full cap",
			keys:  `{"components": [{"name": "c", "measure": "revenue", "caps": [{"per": "component", "amount": "2000"}], "tiers": {"mode": "marginal", "basis": "amount", "bands": [{"from": "0", "rate": "0.02"}, {"from": "100000", "rate": "0.04"}]}}]}`,
			found: []string{"warning lint.tier-above-cap $.components[0].tiers.bands[1]"},
			says:  "without the cap 2,000.00 CNY is earned at 100,000.00 CNY already, and the cap is 2,000.00 CNY",
		},
		{
			name: "a deadband below a cap leaves room for the tier",
			keys: `{"components": [{"name": "c", "measure": "revenue", "gates": [{"basis": "amount", "at": "50000", "kind": "deadband"}], "caps": [{"per": "component", "amount": "2000"}], "tiers": {"mode": "marginal", "basis": "amount", "bands": [{"from": "0", "rate": "0.02"}, {"from": "100000", "rate": "0.04"}]}}]}`,
		},
		{
			name: "deals that count and do not pay leave room for the tier",
			keys: `{"credits": [{"name": "own", "to": "owner", "share": "1"}, {"name": "seen", "to": "owner", "share": "1", "pays": false}], "measures": [{"name": "revenue", "base": "amount", "credits": ["own", "seen"], "window": "period"}],
				"components": [{"name": "c", "measure": "revenue", "caps": [{"per": "component", "amount": "2000"}], "tiers": {"mode": "marginal", "basis": "amount", "bands": [{"from": "0", "rate": "0.02"}, {"from": "100000", "rate": "0.04"}]}}]}`,
		},
		{name: "a tier that fills a cap", keys: `{"components": [{"name": "c", "measure": "revenue", "caps": [{"per": "component", "amount": "2000.01"}], "tiers": {"mode": "marginal", "basis": "amount", "bands": [{"from": "0", "rate": "0.02"}, {"from": "100000", "rate": "0.04"}]}}]}`},
		{
			name:  "two gates of which one decides",
			keys:  `{"components": [{"name": "c", "measure": "revenue", "rate": "0.001", "gates": [{"basis": "attainment", "at": "0.5"}, {"basis": "attainment", "at": "0.8"}]}]}`,
			found: []string{"info lint.idle-gate $.components[0].gates[0]"},
		},
		{
			name:  "one gate twice",
			keys:  `{"components": [{"name": "c", "measure": "revenue", "rate": "0.001", "gates": [{"basis": "attainment", "at": "0.5"}, {"basis": "attainment", "at": "0.5"}]}]}`,
			found: []string{"info lint.idle-gate $.components[0].gates[1]"},
		},
		{name: "a gate at zero", keys: `{"components": [{"name": "c", "measure": "revenue", "rate": "0.001", "gates": [{"basis": "attainment", "at": "0"}]}]}`, found: []string{"info lint.idle-gate $.components[0].gates[0]"}},
		{
			name:  "a gate beyond reach",
			keys:  `{"components": [{"name": "c", "measure": "revenue", "rate": "0.001", "gates": [{"basis": "attainment", "at": "80"}]}]}`,
			found: []string{"warning lint.below-target $.components[0].gates[0]", "warning lint.unreachable-gate $.components[0].gates[0]"},
		},
		{
			name:  "tiers that keep and a gate that takes back",
			keys:  `{"components": [{"name": "c", "measure": "revenue", "gates": [{"basis": "amount", "at": "100"}], "tiers": {"mode": "whole", "basis": "amount", "lost": "latched", "bands": [{"from": "0", "rate": "0"}, {"from": "100", "rate": "0.01"}]}}]}`,
			found: []string{"warning lint.latched-and-taken-back $.components[0].gates[0]"},
			says:  `deals of 60.00 CNY and 60.00 CNY of "revenue" earn 1.20 CNY; once the first is refunded, 0.00 CNY is left`,
		},
		{
			name:  "tiers that take back and a gate that keeps",
			keys:  `{"components": [{"name": "c", "measure": "revenue", "gates": [{"basis": "amount", "at": "100", "test": "running", "passedThenLost": "latched"}], "tiers": {"mode": "whole", "basis": "amount", "bands": [{"from": "0", "rate": "0"}, {"from": "100", "rate": "0.01"}]}}]}`,
			found: []string{"warning lint.latched-and-taken-back $.components[0].gates[0]"},
		},
		{
			name:  "a weight alone",
			keys:  `{"components": [{"name": "a", "measure": "revenue", "curve": {"basis": "attainment", "shape": "linear", "beyond": "extend", "ofTargetIncentive": "0.6", "points": [{"at": "0", "pays": "0"}, {"at": "1", "pays": "1"}]}}]}`,
			found: []string{"warning lint.weights $.components[0].curve.ofTargetIncentive"},
			says:  `the weights of the target incentive total 60 %: "a" 60 %`,
		},
		{
			name: "a weight beside a rate that may pay the rest",
			keys: `{"components": [{"name": "a", "measure": "revenue", "curve": {"basis": "attainment", "shape": "linear", "beyond": "extend", "ofTargetIncentive": "0.6", "points": [{"at": "0", "pays": "0"}, {"at": "1", "pays": "1"}]}}, {"name": "b", "measure": "revenue", "rate": "0.01"}]}`,
		},
		{
			name:  "a weight of more than everything beside a rate",
			keys:  `{"components": [{"name": "a", "measure": "revenue", "curve": {"basis": "attainment", "shape": "linear", "beyond": "extend", "ofTargetIncentive": "1.1", "points": [{"at": "0", "pays": "0"}, {"at": "1", "pays": "1"}]}}, {"name": "b", "measure": "revenue", "rate": "0.01"}]}`,
			found: []string{"warning lint.weights $.components[0].curve.ofTargetIncentive"},
		},
		{
			name: "three deals that bring in exactly the quota", policy: lint.Policy{Units: some("3")},
			keys: `{"measures": [{"name": "deals", "base": "count", "credits": ["own"], "window": "period"}, {"name": "revenue", "base": "amount", "credits": ["own"], "window": "period"}],
				"components": [{"name": "c", "measure": "deals", "tiers": {"mode": "whole", "on": "revenue", "basis": "attainment", "bands": [{"from": "0", "rate": "900"}, {"from": "1", "rate": "950"}]}, "gates": [{"measure": "revenue", "basis": "attainment", "at": "1"}]}]}`,
			found: []string{"warning lint.dead-tier $.components[0].tiers.bands[0]", "warning lint.cliff $.components[0].tiers.bands[1]"},
			says:  `99,999.99 CNY of "revenue" earns 0.00 CNY`,
		},
		{
			name:  "weights",
			keys:  `{"components": [{"name": "a", "measure": "revenue", "curve": {"basis": "attainment", "shape": "linear", "beyond": "extend", "ofTargetIncentive": "0.6", "points": [{"at": "0", "pays": "0"}, {"at": "1", "pays": "1"}]}}, {"name": "b", "measure": "revenue", "curve": {"basis": "attainment", "shape": "linear", "beyond": "extend", "ofTargetIncentive": "0.5", "points": [{"at": "0", "pays": "0"}, {"at": "1", "pays": "1"}]}}]}`,
			found: []string{"warning lint.weights $.components[0].curve.ofTargetIncentive"},
			says:  `the weights of the target incentive total 110 %: "a" 60 %, "b" 50 %; at 100 % of every quota a target incentive of 10,000.00 CNY pays 11,000.00 CNY`,
		},
	}
}

func TestPaysNothing(t *testing.T) {
	for name, c := range map[string]struct{ keys, place string }{
		"a rate of zero":        {`{"components": [{"name": "c", "measure": "revenue", "rate": "0"}]}`, "$.components[0].rate"},
		"tiers of zero":         {`{"components": [{"name": "c", "measure": "revenue", "tiers": {"mode": "marginal", "basis": "amount", "bands": [{"from": "0", "rate": "0"}]}}]}`, "$.components[0].tiers"},
		"a curve of zero":       {`{"components": [{"name": "c", "measure": "revenue", "curve": {"basis": "amount", "shape": "step", "amount": "100", "points": [{"at": "0", "pays": "0"}]}}]}`, "$.components[0].curve"},
		"every for nothing":     {`{"components": [{"name": "c", "measure": "revenue", "every": {"each": "10", "pays": "0"}}]}`, "$.components[0].every"},
		"a cap of zero":         {`{"components": [{"name": "c", "measure": "revenue", "rate": "0.1", "caps": [{"per": "credit", "amount": "0"}]}]}`, "$.components[0].caps[0]"},
		"a pool of zero":        {`{"components": [{"name": "c", "measure": "revenue", "pool": {"rate": "0", "key": "equal", "held": "wait"}}]}`, "$.components[0].pool"},
		"a contest for nothing": {`{"components": [{"name": "c", "measure": "revenue", "contest": {"basis": "amount", "prizes": ["0"], "ties": "each", "held": "wait"}}]}`, "$.components[0].contest"},
		"a factor of zero":      {`{"components": [{"name": "c", "measure": "revenue", "rate": "0.1", "multipliers": [{"basis": "amount", "apply": "whole", "bands": [{"from": "0", "factor": "0"}]}]}]}`, "$.components[0].multipliers[0]"},
		"credits that do not pay": {
			`{"credits": [{"name": "own", "to": "owner", "share": "1", "pays": false}], "components": [{"name": "c", "measure": "revenue", "rate": "0.1"}]}`, "$.components[0].measure",
		},
		"a deadband up to a cap": {
			`{"components": [{"name": "c", "measure": "revenue", "tiers": {"mode": "marginal", "basis": "amount", "bands": [{"from": "0", "rate": "0.1"}]}, "gates": [{"basis": "attainment", "at": "1", "kind": "deadband"}], "caps": [{"per": "component", "on": "attainment", "attainment": "1"}]}]}`, "$.components[0].gates[0]",
		},
		"a cap of the plan of zero": {`{"caps": [{"per": "plan", "amount": "0"}], "components": [{"name": "c", "measure": "revenue", "rate": "0.1"}]}`, "$.caps[0]"},
	} {
		t.Run(name, func(t *testing.T) {
			assert.Equal(t, c.place, only(t, lint.Check(book(plan(t, c.keys)), lint.Policy{}), lint.CodePaysNothing).Place)
		})
	}
}
