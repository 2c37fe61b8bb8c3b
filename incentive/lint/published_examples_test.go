package lint_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/scenario"
	"github.com/kam-go/kam/incentive/scenario/boundary"
)

// exact returns what boundary cases of a plan expect to be earned in their first step, by the value of a measure there.
func exact(t *testing.T, p incentive.Plan, measure string) map[string]string {
	t.Helper()
	set, err := boundary.Cases(context.Background(), boundary.Request{Plans: []incentive.Plan{p}})
	require.NoError(t, err)
	out := map[string]string{}
	for _, b := range set.Cases {
		for _, e := range b.Scenario.Steps[0].Expect.Payees {
			if m, ok := e.Measures[measure]; ok && m.Value.Valid && e.Earned.Valid {
				out[m.Value.Decimal.String()] = e.Earned.Decimal.String()
			}
		}
	}
	return out
}

// TestPublishedBoundsAreTried: defects of published plans that are about a bound itself; a boundary case stands exactly on it.
func TestPublishedBoundsAreTried(t *testing.T) {
	t.Run("ck-08", func(t *testing.T) { // "strictly above 10,000": the plan as it reads pays 800 at 10,000, the source 500
		cases := exact(t, plan(t, `{"measures": [{"name": "revenue", "base": "amount", "credits": ["own"], "window": "transaction"}],
			"components": [{"name": "c", "measure": "revenue", "tiers": {"mode": "whole", "basis": "amount", "bands": [{"from": "0", "rate": "0.05"}, {"from": "10000", "rate": "0.08"}]}}]}`), "revenue")
		assert.Equal(t, "800", cases["10000"])
		assert.Equal(t, "500", cases["9999.99"])
	})
	t.Run("OI-GATE", func(t *testing.T) { // inclusive: exactly 10 % of quota passes
		cases := exact(t, plan(t, `{"components": [{"name": "c", "measure": "revenue", "rate": "0.05", "gates": [{"basis": "attainment", "at": "0.1"}]}]}`), "revenue")
		assert.Equal(t, "500", cases["10000"], "a quota of 100,000 is made up")
		assert.Equal(t, "0", cases["9999.99"])
	})
}

// TestBoundsOfAnyPlanAreTried: every bound of random tiers has a case exactly on it and one a cent below.
func TestBoundsOfAnyPlanAreTried(t *testing.T) {
	for seed := range uint64(variantsOf(4)) {
		r := numbers{rand.New(rand.NewPCG(seed, 8))}
		from, rates := r.rising(2, 0, 90_000, 100), r.rates(3)
		cases := exact(t, plan(t, fmt.Sprintf(`{"components": [{"name": "c", "measure": "revenue", "tiers": {"mode": "whole", "basis": "amount", "bands": [{"from": "0", "rate": %q}, {"from": %q, "rate": %q}, {"from": %q, "rate": %q}]}}]}`,
			rates[0], from[0], rates[1], from[1], rates[2])), "revenue")
		for i, at := range from {
			assert.Equal(t, at.Mul(rates[i+1]).Round(2).String(), cases[at.String()], "seed %d", seed)
			below := at.Sub(dec("0.01"))
			assert.Equal(t, below.Mul(rates[i]).Round(2).String(), cases[below.String()], "seed %d", seed)
		}
	}
}

// variantsOf is how many variants of a defect are tried: all of them with KAM_LONG=1.
func variantsOf(usual int) int {
	if os.Getenv("KAM_LONG") == "1" {
		return 100
	}
	return usual
}

// contradiction is a plan with a worked example of its own: the figure as published, and the right one.
type contradiction struct{ plan, given, steps, wrong, right string }

// failed runs a scenario with a figure in the place of %s, and returns how many expectations are not met.
func failed(t *testing.T, c contradiction, figure string) []string {
	t.Helper()
	p := plan(t, c.plan)
	file, err := scenario.Parse(fmt.Appendf(nil, `{"format": 1, "given": %s, "scenarios": [{"name": "example", "steps": [`+c.steps+`]}]}`, c.given, figure))
	require.NoError(t, err)
	suite, err := scenario.Compile(file, p)
	require.NoError(t, err)
	report, err := suite.Run(context.Background())
	require.NoError(t, err)
	var out []string
	for _, check := range report.Results[0].Failed() {
		out = append(out, check.Expected+" "+check.Actual)
	}
	return out
}

// contradictions are the kinds of published examples that contradict their own rules.
func contradictions() map[string]func(r numbers) contradiction {
	debts := `"recovery": {"order": "oldest-first", "maxShareOfPay": "1", "protectedMinimum": "0", "position": "after-draw"}`
	return map[string]func(r numbers) contradiction{
		"XAC-OUTOFSTEP: a measure that grows only when a rule pays": func(r numbers) contradiction {
			pays, counts := r.between(100, 900, 50), r.between(100, 900, 50)
			return contradiction{
				`{"measures": [{"name": "revenue", "base": "amount", "credits": ["own"], "window": "year-to-date"}],
					"components": [{"name": "c", "measure": "revenue", "rate": "0.1", "when": {"attribute": "kind", "in": ["revenue"]}}]}`, `{}`,
				fmt.Sprintf(`{"deals": ["D1 %s kind=revenue", "D2 %s kind=booking"], "expect": {"payees": {"rep": {"measures": {"revenue": {"value": "%%s"}}}}}}`, pays, counts),
				pays.String(), pays.Add(counts).String(),
			}
		},
		"XAC-PCT-ERR: an attainment ten times too high": func(r numbers) contradiction {
			quota, sold := r.between(1_000_000, 9_000_000, 100_000), r.between(10_000, 90_000, 10_000)
			at := sold.DivRound(quota, 6)
			return contradiction{
				`{"components": [{"name": "c", "measure": "revenue", "tiers": {"mode": "whole", "basis": "attainment", "bands": [{"from": "0", "rate": "0.02"}, {"from": "0.5", "rate": "0.03"}]}}]}`,
				fmt.Sprintf(`{"payees": [{"id": "rep", "quotas": {"revenue": %q}}]}`, quota),
				fmt.Sprintf(`{"deals": ["D1 %s"], "expect": {"payees": {"rep": {"measures": {"revenue": {"attainment": "%%s"}}}}}}`, sold),
				at.Shift(1).String(), at.String(),
			}
		},
		"STU-DRAW-ERR: a balance that repays too much": func(r numbers) contradiction {
			draw := r.between(1000, 5000, 100)
			first := draw.Sub(r.between(100, 900, 100))
			more := r.between(10, 90, 10)
			owed := draw.Sub(first).Sub(more)
			return contradiction{
				fmt.Sprintf(`{"payout": {"draw": {"kind": "recoverable", "amount": %q, "for": {"partial": "full"}, "against": "earned", "belowZero": "keep", "recovery": {"of": "above-draw", "share": "1"}}, %s},
					"components": [{"name": "c", "measure": "revenue", "rate": "0.1"}]}`, draw, debts), `{"settle": true}`,
				fmt.Sprintf(`{"deals": ["D1 %s"]}, {"deals": ["D2 %s"], "expect": {"payees": {"rep": {"settled": {"owed": "%%s"}}}}}`, first.Shift(1), draw.Add(more).Shift(1)),
				owed.Sub(more).String(), owed.String(),
			}
		},
		"ORA-5050-ERR: half as cash arrives, on the wrong base": func(r numbers) contradiction {
			order := r.between(10_000, 90_000, 10_000)
			percent := r.between(2, 90, 2)
			half := order.Shift(-1).Mul(dec("0.5"))
			return contradiction{
				`{"payout": {"holdbacks": [{"parts": [{"share": "1/2", "on": "booking"}, {"share": "1/2", "on": "collection"}], "sums": "at-once"}], ` + debtsAlone + `, "leavers": {"held": "as-events", "debts": "as-terms"}},
					"components": [{"name": "c", "measure": "revenue", "rate": "0.1"}]}`, `{"settle": true}`,
				fmt.Sprintf(`{"deals": ["D1 %s"]}, {"events": [{"transaction": "D1", "kind": "collected", "day": "2026-02-03", "fraction": "%s/100"}], "expect": {"payees": {"rep": {"settled": {"steps": {"released": "%%s"}}}}}}`, order, percent),
				half.Mul(percent).Shift(-1).String(), half.Mul(percent).Shift(-2).String(),
			}
		},
		"QB-PRORATE-BUG: a quota that is a month off": func(r numbers) contradiction {
			year, month := r.between(12_000, 120_000, 1200), r.Int64N(3)
			quota, left := year.DivRound(dec("4"), 4), 3-month
			return contradiction{
				`{"period": "quarter", "proration": {"by": "months", "partialMonth": "counts", "quotas": true, "targets": true},
					"components": [{"name": "c", "measure": "revenue", "tiers": {"mode": "marginal", "basis": "attainment", "bands": [{"from": "0", "rate": "0.01"}, {"from": "1", "rate": "0.02"}]}}]}`,
				fmt.Sprintf(`{"payees": [{"id": "rep", "period": "2026-%02d-01/2027-01-01", "quotas": {"revenue": %q}}]}`, 10+month, quota),
				`{"period": "2026-Q4", "expect": {"payees": {"rep": {"measures": {"revenue": {"quota": "%s"}}}}}}`,
				quota.Mul(r.of(left-1)).DivRound(dec("3"), 4).String(), quota.Mul(r.of(left)).DivRound(dec("3"), 4).String(),
			}
		},
		"TWO-MODES: an example of the other mode": func(r numbers) contradiction {
			at, rates := r.between(1000, 90_000, 100), r.rates(2)
			sold := at.Add(r.between(100, 9000, 100))
			whole := sold.Mul(rates[1])
			marginal := at.Mul(rates[0]).Add(sold.Sub(at).Mul(rates[1]))
			return contradiction{
				fmt.Sprintf(`{"components": [{"name": "c", "measure": "revenue", "tiers": {"mode": "marginal", "basis": "amount", "bands": [{"from": "0", "rate": %q}, {"from": %q, "rate": %q}]}}]}`, rates[0], at, rates[1]), `{}`,
				fmt.Sprintf(`{"deals": ["D1 %s"], "expect": {"payees": {"rep": {"earned": "%%s"}}}}`, sold),
				whole.Round(2).String(), marginal.Round(2).String(),
			}
		},
	}
}

const debtsAlone = `"recovery": {"order": "oldest-first", "maxShareOfPay": "1", "protectedMinimum": "0"}`

// TestExamplesThatContradictTheirRules: the wrong figure of an example is the one expectation that fails, and the right one
// passes, whatever the numbers.
func TestExamplesThatContradictTheirRules(t *testing.T) {
	for name, of := range contradictions() {
		t.Run(name, func(t *testing.T) {
			for seed := range uint64(variantsOf(5)) {
				c := of(numbers{rand.New(rand.NewPCG(seed, 5))})
				assert.Equal(t, []string{c.wrong + " " + c.right}, failed(t, c, c.wrong), "seed %d", seed)
				assert.Empty(t, failed(t, c, c.right), "seed %d", seed)
			}
		})
	}
}
