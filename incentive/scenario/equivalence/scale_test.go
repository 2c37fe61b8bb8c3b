package equivalence_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"

	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/scenario"
	"github.com/kam-go/kam/incentive/scenario/equivalence"
	"github.com/kam-go/kam/incentive/scenario/mutation"
)

// tiered is a plan of two tiers and a cap on an amount.
func tiered(currency, basis, first, bound, second, most string) string {
	return fmt.Sprintf(`{"format": 1, "id": "p", "version": 1, "currency": %q, "effective": "2026-01-01/2027-01-01", "period": "quarter", "readings": "standard-1",
  "rounding": {"step": "component"}, "credits": [{"name": "own", "to": "owner", "share": "1"}],
  "measures": [{"name": "sales", "base": "amount", "credits": ["own"], "window": "period"}],
  "components": [{"name": "commission", "measure": "sales",
    "tiers": {"mode": "marginal", "basis": %q, "bands": [{"from": "0", "rate": %q}, {"from": %q, "rate": %q}]},
    "caps": [{"per": "component", "amount": %q}]}]}`, currency, basis, first, bound, second, most)
}

// Whatever the amounts of a plan are, a cap that bites is seen: with large currencies and quotas, small rates, and caps
// that bite only where a quota is about as large as what they allow.
func TestAmountsOfEverySize(t *testing.T) {
	for name, c := range map[string]struct{ plan, from, to string }{
		"a cap of 30 million":                    {tiered("KRW", "attainment", "0.01", "1", "0.02", "30000000"), `"30000000"`, `"30000001"`},
		"such a cap left out":                    {tiered("KRW", "attainment", "0.01", "1", "0.02", "30000000"), `"caps": [{"per": "component", "amount": "30000000"}]`, `"caps": []`},
		"a bound of 400 billion":                 {tiered("VND", "amount", "0.01", "400000000000", "0.02", "9000000000"), `"400000000000"`, `"400000000001"`},
		"a cap of 9 billion":                     {tiered("VND", "amount", "0.01", "400000000000", "0.02", "9000000000"), `"9000000000"`, `"9000000001"`},
		"a cap that looks idle":                  {tiered("EUR", "attainment", "0.02", "1", "0.05", "99999999"), `"99999999"`, `"99999999.01"`},
		"nothing above the quota":                {tiered("KRW", "attainment", "0.01", "1", "0", "30000000"), `"30000000"`, `"29999999"`},
		"nothing above the quota, at small rate": {tiered("IDR", "attainment", "0.0001", "1", "0", "9000000"), `"9000000"`, `"9000001"`},
		"nothing below the quota":                {tiered("EUR", "attainment", "0", "1", "0.05", "2"), `"2"`, `"2.01"`},
		"a bound above a small cap":              {tiered("EUR", "attainment", "0.05", "1", "0.08", "5"), `"1"`, `"1.0001"`},
	} {
		t.Run(name, func(t *testing.T) {
			text := strings.Replace(c.plan, c.from, c.to, 1)
			if strings.HasPrefix(c.from, `"1"`) {
				text = strings.Replace(c.plan, `{"from": `+c.from, `{"from": `+c.to, 1)
			}
			same, sure, why := equivalence.ByCurves{}.Same(parsed(t, c.plan), parsed(t, text), nil)
			assert.Equal(t, []bool{false, true}, []bool{same, sure}, why.EN)
			assert.NotEqual(t, parsed(t, c.plan).Hash(), parsed(t, text).Hash())
		})
	}
}

// A bound above a cap that no quota lifts is none.
func TestACapHidesWhatLiesAboveIt(t *testing.T) {
	p := tiered("KRW", "amount", "0.01", "9000000000", "0.02", "30000000")
	same, sure, why := equivalence.ByCurves{}.Same(parsed(t, p), parsed(t, strings.Replace(p, `"9000000000"`, `"9000000001"`, 1)), nil)
	assert.Equal(t, []bool{true, true}, []bool{same, sure}, why.EN)
}

// What curves prove alike the engine pays alike at every scale, from 1 to 10^12.
func TestTheEngineAgreesAtEveryScale(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 26))
	power := func() decimal.Decimal { return decimal.New(1+r.Int64N(99), r.Int32N(12)) }
	pick := func(list ...string) string { return list[r.IntN(len(list))] }
	proved, told := 0, 0
	plans := 3
	if os.Getenv("KAM_LONG") == "1" {
		plans = 100
	}
	for range plans {
		basis, bound := "attainment", pick("0.5", "1", "1.5")
		if r.IntN(3) == 0 {
			basis, bound = "amount", power().String()
		}
		p := incentive.Expand(parsed(t, tiered("KRW", basis, pick("0", "0.0002", "0.01", "0.3"), bound, pick("0", "0.01", "0.02"), power().String())))
		for _, m := range mutation.Mutants(p) {
			if !strings.HasPrefix(m.Place, "$.components") {
				continue
			}
			same, sure, _ := equivalence.ByCurves{}.Same(p, m.Plan, nil)
			if !sure {
				continue
			}
			if told++; !same {
				continue
			}
			proved++
			for range 4 {
				s := paid(power(), power(), power())
				here := earned(t, scenario.File{Format: 1, Inline: []incentive.Plan{p}, Scenarios: []scenario.Scenario{s}})
				there := earned(t, scenario.File{Format: 1, Inline: []incentive.Plan{m.Plan}, Scenarios: []scenario.Scenario{s}})
				assert.Equal(t, here, there, m.What().EN)
			}
		}
	}
	assert.Greater(t, told, 20)
	assert.Positive(t, proved)
	t.Logf("%d told, %d of them proved alike", told, proved)
}

// paid is a quarter of two deals against a quota, of which the last reaches every amount that the plan states.
func paid(quota, small, large decimal.Decimal) scenario.Scenario {
	s := scenario.Scenario{Name: "random", Given: scenario.Given{Payees: []scenario.Payee{{ID: "rep", Quotas: map[string]decimal.Decimal{"sales": quota}}}}}
	step := scenario.Step{Deals: []string{"D1 " + small.String(), "D2 " + large.String()}}
	step.Expect.Payees = map[string]scenario.Wanted{"rep": {Earned: decimal.NewNullDecimal(decimal.New(-1, 9))}}
	s.Steps = []scenario.Step{step}
	return s
}
