package lint_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

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
		"one rate": {`{` + rate5 + `}`, []string{
			`$.rounding.step: three deals of 1,000.05 CNY each of "revenue" earn 150.00 CNY with "step": "credit" and 150.01 CNY with "step": "statement"`,
		}},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, f := range lint.Check(book(plan(t, c.keys)), lint.Policy{}) {
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
