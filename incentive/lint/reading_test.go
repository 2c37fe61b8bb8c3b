package lint_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive/lint"
)

// TestReadings lists the other words of readings that pay other money, each with its example.
func TestReadings(t *testing.T) {
	tiers := func(mode, rest string) string {
		return `{"components": [{"name": "c", "measure": "revenue", "tiers": {"mode": "` + mode + `", "basis": "amount", "bands": [{"from": "0", "rate": "0.02"}, {"from": "100000", "rate": "0.04"}]}` + rest + `}]}`
	}
	curve := func(shape string) string {
		return `{"components": [{"name": "c", "measure": "revenue", "curve": {"basis": "attainment", ` + shape + `, "amount": "1000", "points": [{"at": "0", "pays": "0"}, {"at": "1", "pays": "1"}, {"at": "2", "pays": "2"}]}}]}`
	}
	for name, c := range map[string]struct {
		keys  string
		found []string
	}{
		"marginal tiers": {tiers("marginal", ""), []string{
			`$.components[0].tiers: sales that bring "revenue" to 150,000.00 CNY earn 4,000.00 CNY with "mode": "marginal" and 6,000.00 CNY with "mode": "whole"`,
			`$.credits[0].split: the shares of a payee who owns half of a deal of 150,000.00 CNY in "revenue" earn 1,500.00 CNY with "split": "credit" and 2,000.00 CNY with "split": "payout"`,
			`$.refunds.method: deals of 80,000.00 CNY and 60,000.00 CNY of "revenue" once the first is refunded earn 1,200.00 CNY with "method": "recalculate" and 2,000.00 CNY with "method": "mirror"`,
			`$.rounding.step: three deals of 1,000.09 CNY each of "revenue" earn 60.00 CNY with "step": "credit" and 60.01 CNY with "step": "statement"`,
		}},
		"whole tiers": {tiers("whole", ""), []string{
			`$.components[0].tiers: sales that bring "revenue" to 150,000.00 CNY earn 6,000.00 CNY with "mode": "whole" and 4,000.00 CNY with "mode": "marginal"`,
			`$.components[0].tiers.lost: deals of 80,000.00 CNY and 60,000.00 CNY of "revenue" once the first is refunded earn 1,200.00 CNY with "lost": "take-back" and 2,400.00 CNY with "lost": "latched"`,
		}},
		"interpolated rates": {tiers("interpolated-rate", ""), []string{
			`$.components[0].tiers.lost: deals of 80,000.00 CNY and 60,000.00 CNY of "revenue" once the first is refunded earn 1,920.00 CNY with "lost": "take-back" and 2,400.00 CNY with "lost": "latched"`,
		}},
		"a step": {curve(`"shape": "step"`), []string{
			`$.components[0].curve: sales that bring "revenue" to 150,000.00 CNY earn 1,000.00 CNY with "shape": "step" and 1,500.00 CNY with "shape": "linear"`,
		}},
		"a line": {curve(`"shape": "linear", "beyond": "flat"`), []string{
			`$.components[0].curve: sales that bring "revenue" to 150,000.00 CNY earn 1,500.00 CNY with "shape": "linear" and 1,000.00 CNY with "shape": "step"`,
		}},
		"a cliff": {tiers("marginal", `, "gates": [{"basis": "amount", "at": "50000"}]`), []string{
			`$.components[0].gates[0]: sales that bring "revenue" to 60,000.00 CNY earn 1,200.00 CNY with "kind": "cliff" and 200.00 CNY with "kind": "deadband"`,
		}},
		"a deadband": {tiers("marginal", `, "gates": [{"basis": "amount", "at": "50000", "kind": "deadband"}]`), []string{
			`$.components[0].gates[0]: sales that bring "revenue" to 60,000.00 CNY earn 200.00 CNY with "kind": "deadband" and 1,200.00 CNY with "kind": "cliff"`,
		}},
		"a running gate": {tiers("marginal", `, "gates": [{"basis": "amount", "at": "50000", "test": "running"}]`), []string{
			`$.components[0].gates[0].failedThenPassed: deals of 40,000.00 CNY and 30,000.00 CNY of "revenue" earn 1,400.00 CNY with "failedThenPassed": "catch-up" and 600.00 CNY with "failedThenPassed": "forfeit"`,
			`$.components[0].gates[0].passedThenLost: deals of 40,000.00 CNY and 30,000.00 CNY of "revenue" once the first is refunded earn 0.00 CNY with "passedThenLost": "take-back" and 600.00 CNY with "passedThenLost": "latched"`,
		}},
		"a multiplier": {`{"components": [{"name": "c", "measure": "revenue", "rate": "0.01", "multipliers": [{"basis": "attainment", "apply": "slice", "bands": [{"from": "0", "factor": "1"}, {"from": "1", "factor": "2"}]}]}]}`, []string{
			`$.components[0].multipliers[0]: sales that bring "revenue" to 150,000.00 CNY earn 2,000.00 CNY with "apply": "slice" and 3,000.00 CNY with "apply": "whole"`,
		}},
		"a deadband below one rate for everything": {`{"components": [{"name": "c", "measure": "revenue", "gates": [{"basis": "amount", "at": "50000", "kind": "deadband", "base": "excess"}], "tiers": {"mode": "whole", "basis": "amount", "bands": [{"from": "0", "rate": "0.02"}]}}]}`, []string{
			`$.components[0].gates[0].base: sales that bring "revenue" to 60,000.00 CNY earn 200.00 CNY with "base": "excess" and 1,200.00 CNY with "base": "all"`,
		}},
		"below zero, by the first rate": {`{"refunds": {"below": "first-rate"}, "components": [{"name": "c", "measure": "revenue", ` + tiered + `}]}`, []string{
			`$.refunds.below: refunds of a deal of 100,000.00 CNY of "revenue" in a later period without sales earn -2,000.00 CNY with "below": "first-rate" and 0.00 CNY with "below": "carry-negative"`,
		}},
		"a denominator": {`{"measures": [{"name": "revenue", "base": "amount", "credits": ["own"], "window": "quarter-to-date"}], "components": [{"name": "c", "measure": "revenue", ` + tiered + `}]}`, []string{
			`$.measures[0].denominator: sales in 2026-01-01 to 2026-01-31 that bring "revenue" to 150,000.00 CNY, with a quota of 100,000.00 CNY in each of 3 commission periods, earn 3,000.00 CNY with "denominator": "full-period" and 4,500.00 CNY with "denominator": "quota-to-date"`,
		}},
		"months in part": {`{"proration": {"by": "months", "partialMonth": "counts", "quotas": true, "targets": true}, "period": "quarter", "components": [{"name": "c", "measure": "revenue", ` + tiered + `, "caps": [{"per": "component", "ofTargetIncentive": "0.5"}]}]}`, []string{
			`$.proration.by: sales of a payee who begins on 2026-01-10 that bring "revenue" to 100,000.00 CNY earn 2,000.00 CNY with "by": "months" and 2,300.00 CNY with "by": "calendar-days"`,
			`$.proration.partialMonth: sales of a payee who begins on 2026-01-10 that bring "revenue" to 100,000.00 CNY earn 2,000.00 CNY with "partialMonth": "counts" and 3,000.00 CNY with "partialMonth": "does-not-count"`,
		}},
		"days": {`{"proration": {"by": "calendar-days", "quotas": false, "targets": false}, "components": [{"name": "c", "measure": "revenue", ` + tiered + `, "caps": [{"per": "component", "ofTargetIncentive": "0.5"}]}]}`, []string{
			`$.proration.quotas: sales of a payee who begins on 2026-01-10 that bring "revenue" to 100,000.00 CNY earn 2,000.00 CNY with "quotas": false and 2,870.97 CNY with "quotas": true`,
			`$.proration.targets: sales of a payee who begins on 2026-01-10 that bring "revenue" to 150,000.00 CNY earn 4,500.00 CNY with "targets": false and 3,548.39 CNY with "targets": true`,
		}},
		"currencies": {`{"conversion": {"policy": "transaction-date", "refunds": "own"}, ` + rate5 + `}`, []string{
			`$.conversion.policy: sales of 100000 EUR, at rates of 1 on the plan's first day, 1.1 on the day of the deal, 1.2 at the end of the period and 1.15 on average, earn 5,500.00 CNY with "policy": "transaction-date" and 6,000.00 CNY with "policy": "period-end"`,
			`$.conversion.refunds: sales of 100000 EUR at a rate of 1.1, of which half is refunded at 1.2, earn 2,500.00 CNY with "refunds": "own" and 2,750.00 CNY with "refunds": "original"`,
		}},
		"the average": {`{"conversion": {"policy": "period-average", "table": "market", "refunds": "original"}, ` + rate5 + `}`, []string{
			`$.conversion.policy: sales of 100000 EUR, at rates of 1 on the plan's first day, 1.1 on the day of the deal, 1.2 at the end of the period and 1.15 on average, earn 5,750.00 CNY with "policy": "period-average" and 5,500.00 CNY with "policy": "transaction-date"`,
		}},
		"a contest": {`{"components": [{"name": "c", "measure": "revenue", "contest": {"basis": "attainment", "atLeast": "0.9", "prizes": ["1000", "400"], "ties": "share", "held": "wait"}}]}`, []string{
			`$.components[0].contest.basis: a payee with 80,000.00 CNY of "revenue" and a quota of 50,000.00 CNY, beside one of the same team with 100,000.00 CNY and a quota of 100,000.00 CNY, would earn 1,000.00 CNY with "basis": "attainment" and 400.00 CNY with "basis": "amount"`,
			`$.components[0].contest.by: a payee with 100,000.00 CNY of "revenue" and a quota of 100,000.00 CNY, beside one of another team with 80,000.00 CNY and a quota of 50,000.00 CNY, would earn 400.00 CNY without "by" and 1,000.00 CNY with "by": "manager"`,
			`$.components[0].contest.ties: two payees who are level, with 100,000.00 CNY of "revenue" each, earn 700.00 CNY with "ties": "share" and 1,000.00 CNY with "ties": "each"`,
		}},
		"a pool": {`{"components": [{"name": "c", "measure": "revenue", "pool": {"rate": "0.01", "key": "equal", "held": "wait"}}]}`, []string{
			`$.components[0].pool.by: a payee with 80,000.00 CNY of "revenue" and a quota of 50,000.00 CNY, beside one of another team with 100,000.00 CNY and a quota of 100,000.00 CNY, would earn 900.00 CNY without "by" and 800.00 CNY with "by": "manager"`,
			`$.components[0].pool.key: a payee with 80,000.00 CNY of "revenue" and a quota of 50,000.00 CNY, beside one of the same team with 100,000.00 CNY and a quota of 100,000.00 CNY, would earn 900.00 CNY with "key": "equal" and 800.00 CNY with "key": "position"`,
		}},
		"a pool by attainment": {`{"components": [{"name": "c", "measure": "revenue", "pool": {"amount": "9000", "by": "manager", "key": "attainment", "held": "wait"}}]}`, []string{
			`$.components[0].pool.key: a payee with 80,000.00 CNY of "revenue" and a quota of 50,000.00 CNY, beside one of the same team with 100,000.00 CNY and a quota of 100,000.00 CNY, would earn 5,538.46 CNY with "key": "attainment" and 4,500.00 CNY with "key": "equal"`,
		}},
		"the order of payout": {`{"payout": {"recovery": {"order": "oldest-first", "maxShareOfPay": "1", "protectedMinimum": "0", "position": "after-draw"}, "leavers": {"held": "forfeit", "debts": "as-terms"},
			"holdbacks": [{"sums": "at-once", "parts": [{"share": "0.5", "on": "booking"}, {"share": "0.5", "on": "year-end"}]}],
			"draw": {"kind": "recoverable", "amount": "4000", "for": {"partial": "full"}, "against": "released", "belowZero": "lift", "recovery": {"of": "above-draw", "share": "1"}},
			"clawback": {"method": "full", "months": 6, "base": "earned", "held": "cancel", "position": "after-draw"}}, ` + rate5 + `}`, []string{
			`$.payout.draw.against: deals that earn 4,800.00 CNY and 2,400.00 CNY, beside a draw or guarantee of 4,000.00 CNY, leave 4,000.00 CNY payable with "against": "released" and 3,600.00 CNY with "against": "earned"`,
			`$.payout.recovery.position: deals that earn 2,000.00 CNY and 1,200.00 CNY while 800.00 CNY is owed, beside a draw or guarantee of 4,000.00 CNY, leave 3,200.00 CNY payable with "position": "after-draw" and 4,000.00 CNY with "position": "before-draw"`,
			`$.payout.clawback.position: deals that earn 4,800.00 CNY and 2,400.00 CNY of which the first is cancelled, beside a draw or guarantee of 4,000.00 CNY, leave 1,600.00 CNY payable with "position": "after-draw" and 4,000.00 CNY with "position": "before-draw"`,
		}},
		"one rate": {`{` + rate5 + `}`, []string{
			`$.rounding.step: three deals of 1,000.05 CNY each of "revenue" earn 150.00 CNY with "step": "credit" and 150.01 CNY with "step": "statement"`,
		}},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, f := range lint.Check(book(plan(t, c.keys)), lint.Policy{}) {
				require.NotEqual(t, kam.Error, f.Severity, f.Message.EN)
				if f.Code == string(lint.CodeReading) {
					good(t, f)
					assert.Equal(t, kam.Info, f.Severity)
					got = append(got, f.Place+": "+f.Message.EN)
				}
			}
			for _, want := range c.found {
				assert.Contains(t, got, want)
			}
			if name == "one rate" {
				assert.Len(t, got, 1)
			}
		})
	}
}

// TestNoLaterPeriod: a plan of one period has no later refunds, and neither has one that refuses what is below zero.
func TestNoLaterPeriod(t *testing.T) {
	for name, keys := range map[string]string{
		"one period": `{"effective": "2026-01-01/2026-02-01", "components": [{"name": "c", "measure": "revenue", ` + tiered + `}]}`,
		"refused":    `{"refunds": {"below": "refuse"}, "components": [{"name": "c", "measure": "revenue", ` + tiered + `}]}`,
	} {
		for _, f := range lint.Check(book(plan(t, keys)), lint.Policy{}) {
			assert.NotContains(t, []string{"$.refunds.below", "$.components[0]"}, f.Place, "%s: %s", name, f.Message.EN)
		}
	}
}
