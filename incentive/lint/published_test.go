package lint_test

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/lint"
)

// defect is a published plan, in our words and with its published figures, and what is found in it.
type defect struct {
	keys   string
	roster incentive.Roster
	code   string
	place  string
	says   []string
}

const (
	discounts = `{"number": "discount", "atLeast": "0", "atMost": "10"}`
	grid      = `"multipliers": [{"basis": "attainment", "apply": "slice", "bands": [{"from": "0", "factor": "1"}, {"from": "1", "factor": "`
)

// defects are the published defects that lint catches, by the id of the case; testdata/INDEX.md lists them with those
// that only a worked scenario or a boundary case can catch.
func defects() map[string]defect {
	return map[string]defect{
		"SBL-MULT": { // rows of an attainment table whose ends both belong to two rows: 75 % and 85 %
			keys: `{"components": [
				{"name": "low", "measure": "revenue", "rate": "0.04", "when": {"number": "attained", "atLeast": "0", "atMost": "0.75"}},
				{"name": "middle", "measure": "revenue", "rate": "0.045", "when": {"number": "attained", "atLeast": "0.75", "atMost": "0.85"}},
				{"name": "full", "measure": "revenue", "rate": "0.05", "when": {"number": "attained", "atLeast": "0.85", "atMost": "1"}}]}`,
			code: "lint.overlap", place: "$.components[1].when",
			says: []string{`both pay a deal with attained of 0.75`, `for a deal of 10,000.00 CNY the one pays 400.00 CNY and the other 450.00 CNY`},
		},
		"cf-09": { // both ends inclusive: two rules match at exactly 10,000
			keys: `{"components": [
				{"name": "small", "measure": "revenue", "rate": "0.02", "when": {"number": "amount", "atLeast": "0", "atMost": "10000"}},
				{"name": "large", "measure": "revenue", "rate": "0.04", "when": {"number": "amount", "atLeast": "10000"}}]}`,
			code: "lint.overlap", place: "$.components[1].when",
			says: []string{`for a deal of 10,000.00 CNY the one pays 200.00 CNY and the other 400.00 CNY`},
		},
		"oca-13": { // bands closed at both ends with a gap of 0.01 made by hand
			keys: `{"measures": [{"name": "deals", "base": "count", "credits": ["own"], "window": "period"}], "components": [
				{"name": "near", "measure": "deals", "rate": "15", "when": ` + discounts + `},
				{"name": "far", "measure": "deals", "rate": "7.5", "when": {"number": "discount", "atLeast": "10.01", "atMost": "100"}}]}`,
			code: "lint.hole", place: "$.components[1].when",
			says: []string{`neither selects a deal with discount of 10.005`},
		},
		"S33": { // bands of a score to 2.4, from 2.5 to 3.9, from 4
			keys: `{"measures": [{"name": "revenue", "base": "amount", "credits": ["own"], "window": "period"}, {"name": "score", "base": "observation", "metric": "score"}],
				"components": [{"name": "c", "measure": "revenue", "rate": "0.01", "multipliers": [{"on": "score", "basis": "score", "apply": "whole", "bands": [{"from": "0", "until": "2.4", "factor": "0.8"}, {"from": "2.5", "until": "3.9", "factor": "1"}, {"from": "4", "factor": "1.2"}]}]}]}`,
			code: "plan.tier-gap", place: "$.components[0].multipliers[0].bands[0].until", says: []string{"nothing holds in between"},
		},
		"oca-24": { // a section with nothing below and above it
			keys: `{"measures": [{"name": "revenue", "base": "amount", "credits": ["own"], "window": "transaction"}],
				"components": [{"name": "c", "measure": "revenue", "tiers": {"mode": "whole", "basis": "amount", "bands": [{"from": "0", "rate": "0"}, {"from": "15000", "rate": "0.2"}, {"from": "16000.01", "rate": "0"}]}}]}`,
			code: "lint.pay-falls", place: "$.components[0].tiers.bands[2]",
			says: []string{`16,000.00 CNY of "revenue" earns 3,200.00 CNY, and 16,000.01 CNY earns 0.00 CNY`},
		},
		"TWO-MODES": {
			keys: `{"components": [{"name": "c", "measure": "revenue", "tiers": {"mode": "marginal", "basis": "amount", "bands": [{"from": "0", "rate": "0.05"}, {"from": "200000", "rate": "0.08"}]}}]}`,
			code: "lint.reading", place: "$.components[0].tiers",
			says: []string{`sales that bring "revenue" to 300,000.00 CNY earn 18,000.00 CNY with "mode": "marginal" and 24,000.00 CNY with "mode": "whole"`},
		},
		"ORA-FLAT-LOOKUP": { // one table, of which the same documentation (ORA-STEP-SLICES) pays slices
			keys: `{"components": [{"name": "c", "measure": "revenue", "tiers": {"mode": "whole", "basis": "amount", "bands": [{"from": "0", "rate": "0.01"}, {"from": "10000", "rate": "0.02"}, {"from": "50000", "rate": "0.03"}, {"from": "100000", "rate": "0.04"}]}}]}`,
			code: "lint.reading", place: "$.components[0].tiers",
			says: []string{`sales that bring "revenue" to 30,000.00 CNY earn 600.00 CNY with "mode": "whole" and 500.00 CNY with "mode": "marginal"`},
		},
		"CE-9": { // 830,000 at the plan's own rate of 83, and another sum at the month's 84.5
			keys: `{"conversion": {"policy": "plan", "refunds": "original"}, "components": [{"name": "c", "measure": "revenue", "rate": "0.1"}]}`,
			code: "lint.reading", place: "$.conversion.policy",
			says: []string{`earn 10,000.00 CNY with "policy": "plan" and 11,000.00 CNY with "policy": "transaction-date"`},
		},
		"MUL-TWO-MODES": { // a bonus of 50,000 at a quota of 100,000, at 110 %
			keys: `{"components": [{"name": "c", "measure": "revenue", "rate": "0.5", ` + grid + `1.4"}, {"from": "1.2", "factor": "1.6"}]}]}]}`,
			code: "lint.reading", place: "$.components[0].multipliers[0]",
			says: []string{`to 110,000.00 CNY earn 57,000.00 CNY with "apply": "slice" and 77,000.00 CNY with "apply": "whole"`},
		},
		"CE-3.2": { // document and unit test differ by 15,000, at any attainment in the second slice
			keys: `{"components": [{"name": "c", "measure": "revenue", "rate": "0.25", ` + grid + `1.6"}, {"from": "1.2", "factor": "2"}]}]}]}`,
			code: "lint.reading", place: "$.components[0].multipliers[0]",
			says: []string{`to 110,000.00 CNY earn 29,000.00 CNY with "apply": "slice" and 44,000.00 CNY with "apply": "whole"`},
		},
		"CE-1.6": { // past a gate, one source pays the slice beyond it and another (OI-GATE) everything
			keys: `{"components": [{"name": "c", "measure": "revenue", "rate": "0.15", "gates": [{"basis": "attainment", "at": "0.95", "kind": "deadband"}]}]}`,
			code: "lint.reading", place: "$.components[0].gates[0]",
			says: []string{`to 114,000.00 CNY earn 2,850.00 CNY with "kind": "deadband" and 17,100.00 CNY with "kind": "cliff"`},
		},
		"gtm-05": { // the slice past 95 % is all that 100 % pays of a target of 15,000
			keys:   `{"components": [{"name": "c", "measure": "revenue", "tiers": {"mode": "marginal", "basis": "attainment", "bands": [{"from": "0", "rate": "0"}, {"from": "0.95", "rate": "0.15"}, {"from": "1", "rate": "0.18"}]}}]}`,
			roster: assigned("100000", "180000"),
			code:   "lint.below-target", place: "$.roster.assignments[0].target",
			says: []string{`"anna" earns 750.00 CNY in a commission period, and the target incentive is 15,000.00 CNY`},
		},
		"gtm-09b": { // two slices with one multiplier
			keys: `{"components": [{"name": "c", "measure": "revenue", "tiers": {"mode": "marginal", "basis": "attainment", "bands": [{"from": "0", "rate": "0.12"}, {"from": "0.95", "rate": "0.12"}, {"from": "1", "rate": "0.144"}]}}]}`,
			code: "lint.same-rate", place: "$.components[0].tiers.bands[1]", says: []string{"the bound at 95 % divides nothing"},
		},
		"ORA-24B-STEP": { // the top tier pays nothing
			keys: `{"components": [{"name": "c", "measure": "revenue", "tiers": {"mode": "marginal", "basis": "amount", "bands": [{"from": "0", "rate": "0.01"}, {"from": "1000", "rate": "0.02"}, {"from": "5000", "rate": "0.03"}, {"from": "10000", "rate": "0"}]}}]}`,
			code: "lint.decelerator", place: "$.components[0].tiers.bands[3]", says: []string{`above 10,000.00 CNY of "revenue" pays 0 % for each unit, less than the 3 % below it`},
		},
		"PB-AFF": { // an order of 99.99 pays 15.00, one of 100 pays 20.00
			keys: `{"measures": [{"name": "revenue", "base": "amount", "credits": ["own"], "window": "transaction"}],
				"components": [{"name": "c", "measure": "revenue", "tiers": {"mode": "whole", "basis": "amount", "bands": [{"from": "0", "rate": "0.1"}, {"from": "50", "rate": "0.15"}, {"from": "100", "rate": "0.2"}]}}]}`,
			code: "lint.cliff", place: "$.components[0].tiers.bands[2]",
			says: []string{`a deal of 100.00 CNY earns 20.00 CNY and one of 99.00 CNY earns 14.85 CNY: for 1.00 CNY more of "revenue" pay rises by 5.15 times as much`},
		},
		"XAC-PCT-ERR": { // a table keyed by per cent of quota, carried over as printed
			keys: `{"components": [{"name": "c", "measure": "revenue", "tiers": {"mode": "whole", "basis": "attainment", "bands": [{"from": "0", "rate": "0.02"}, {"from": "50", "rate": "0.03"}, {"from": "100", "rate": "0.04"}]}}]}`,
			code: "lint.unreached-tier", place: "$.components[0].tiers.bands[1]", says: []string{"from 5000 % to below 10000 %"},
		},
		"CE-2.2": { // 75 % on booking, and at year end 2,000 of 6,400: more than the whole
			keys: `{"payout": {"recovery": {"order": "oldest-first", "maxShareOfPay": "1", "protectedMinimum": "0"}, "leavers": {"held": "forfeit", "debts": "as-terms"},
				"holdbacks": [{"sums": "at-once", "parts": [{"share": "0.75", "on": "booking"}, {"share": "2000/6400", "on": "year-end"}]}]}, ` + rate5 + `}`,
			code: "payout.shares", place: "$.payout.holdbacks[0].parts", says: []string{"the shares total 1.0625, not 1"},
		},
		"gtm-16": { // the same parts as CE-2.2, of 6,400: 4,800 and 2,000
			keys: `{"payout": {"recovery": {"order": "oldest-first", "maxShareOfPay": "1", "protectedMinimum": "0"}, "leavers": {"held": "forfeit", "debts": "as-terms"},
				"holdbacks": [{"sums": "at-once", "parts": [{"share": "4800/6400", "on": "booking"}, {"share": "2000/6400", "on": "year-end"}]}]}, ` + rate5 + `}`,
			code: "payout.shares", place: "$.payout.holdbacks[0].parts", says: []string{"the shares total 1.0625, not 1"},
		},
	}
}

func TestPublishedDefects(t *testing.T) {
	for id, d := range defects() {
		t.Run(id, func(t *testing.T) {
			var hit kam.Findings
			for _, f := range lint.CheckRoster(book(plan(t, d.keys)), d.roster, lint.Policy{}) {
				good(t, f)
				if f.Code == d.code && f.Place == d.place {
					hit.Add(f)
				}
			}
			require.Len(t, hit, 1)
			for _, text := range d.says {
				assert.Contains(t, hit[0].Message.EN, text)
			}
		})
	}
}

// TestIndex checks that testdata/INDEX.md lists every defect that is caught here, with its code, and no other as caught.
func TestIndex(t *testing.T) {
	data, err := os.ReadFile("testdata/INDEX.md")
	require.NoError(t, err)
	listed := map[string]string{}
	for line := range strings.Lines(string(data)) {
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|")
		if id := strings.TrimSpace(cells[0]); len(cells) == 4 && id != "case" && !strings.HasPrefix(id, "-") {
			require.NotContains(t, listed, id)
			listed[id] = strings.TrimSpace(cells[2])
		}
	}
	scenarios, err := os.ReadFile("../scenario/testdata/published/published.scenarios.json")
	require.NoError(t, err)
	tests, err := os.ReadFile("published_examples_test.go")
	require.NoError(t, err)
	caught := 0
	for id, by := range listed {
		if by == "a worked scenario" || by == "a boundary case" {
			assert.NotContains(t, defects(), id)
			assert.Contains(t, string(scenarios)+string(tests), `"`+id, "there is a test of this name")
			continue
		}
		caught++
		assert.Equal(t, defects()[id].code, by, id)
	}
	assert.Len(t, defects(), caught)
}
