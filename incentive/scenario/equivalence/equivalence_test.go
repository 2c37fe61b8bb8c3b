package equivalence_test

import (
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/scenario"
	"github.com/kam-go/kam/incentive/scenario/equivalence"
	"github.com/kam-go/kam/incentive/scenario/mutation"
	"github.com/kam-go/kam/internal/wordtest"
)

var _ mutation.Equivalence = equivalence.ByCurves{}

const plan = `{"format": 1, "id": "ae", "version": 1, "currency": "CNY", "effective": "2026-01-01/2027-01-01", "period": "quarter", "readings": "standard-1",
  "rounding": {"step": "component", "places": 2, "mode": "half-up"},
  "credits": [{"name": "own", "to": "owner", "share": "1"}],
  "measures": [{"name": "sales", "base": "amount", "credits": ["own"], "window": "period"}],
  "components": [
    {"name": "commission", "measure": "sales", "tiers": {"mode": "marginal", "basis": "attainment", "bands": [{"from": "0", "rate": "0.04"}, {"from": "0.5", "rate": "0.05"}, {"from": "1", "rate": "0.05"}]},
     "caps": [{"per": "component", "amount": "6000"}]}
  ]}`

func parsed(t *testing.T, text string) incentive.Plan {
	t.Helper()
	p, err := incentive.ParsePlan([]byte(text))
	require.NoError(t, err)
	return p
}

func TestSame(t *testing.T) {
	second := `, {"name": "bonus", "measure": "sales", "rate": "0.01"}]}`
	capped := strings.Replace(plan, `"caps": [`, `"floors": [{"per": "component", "amount": "0"}], "caps": [`, 1)
	scored := strings.Replace(plan, `"window": "period"}`, `"window": "period"}, {"name": "score", "base": "observation", "metric": "nps", "window": "period"}`, 1)
	scored = strings.Replace(scored, `"caps"`, `"multipliers": [{"on": "score", "basis": "score", "apply": "whole", "bands": [{"from": "0", "factor": "1"}, {"from": "8", "factor": "1.1"}]}], "caps"`, 1)
	for name, c := range map[string]struct {
		plan, from, to string
		same, sure     bool
		why            string
	}{
		"nothing changed":           {plan, "", "", true, true, "the same exact curve in answer to each of"},
		"a bound between two alike": {plan, `"from": "1",`, `"from": "1.2",`, true, true, "the same exact curve"},
		"such a tier left out":      {plan, `, {"from": "1", "rate": "0.05"}`, ``, true, true, "the same exact curve"},
		"a floor that never lifts":  {capped, `"floors": [{"per": "component", "amount": "0"}], `, ``, true, true, "the same exact curve"},
		"the window of the period":  {plan, `"credits": ["own"], "window": "period"`, `"credits": ["own"], "window": "quarter-to-date", "denominator": "full-period"`, true, true, "the same exact curve"},
		"one sum is rounded": {strings.Replace(plan, `,
     "caps": [{"per": "component", "amount": "6000"}]`, "", 1), `"step": "component"`, `"step": "statement"`, true, true, "the same exact curve"},
		"two sums are rounded": {plan[:strings.LastIndex(plan, "]}")] + second, `"step": "component"`, `"step": "statement"`, false, false, "several sums are rounded"},
		"lines are rounded":    {plan, `"step": "component"`, `"step": "credit"`, false, false, "each deal is rounded on its own"},
		"a rate":               {plan, `"rate": "0.04"`, `"rate": "0.0401"`, false, true, "pay differs at"},
		"a bound":              {plan, `"from": "0.5"`, `"from": "0.5001"`, false, true, "pay differs at"},
		"whole":                {plan, `"mode": "marginal"`, `"mode": "whole", "lost": "take-back"`, false, false, "curves do not show $.components[0].tiers.lost"},
		"a cap far away":       {plan, `"amount": "6000"`, `"amount": "6000.01"`, false, true, "pay differs at"},
		"no cap": {plan, `,
     "caps": [{"per": "component", "amount": "6000"}]`, ``, false, true, "pay differs at"},
		"a cap on the plan":          {strings.Replace(plan, `"components": [`, `"caps": [{"per": "plan", "amount": "5000"}], "components": [`, 1), `"amount": "5000"`, `"amount": "5000.01"`, false, true, "pay differs at"},
		"a bound on a score":         {scored, `"from": "8"`, `"from": "8.0001"`, false, true, "pay differs at"},
		"a factor":                   {scored, `"factor": "1.1"`, `"factor": "1.11"`, false, true, "pay differs at"},
		"refunds":                    {plan, `"readings": "standard-1"`, `"readings": "standard-1", "refunds": {"method": "mirror"}`, false, false, "curves do not show $.refunds.method"},
		"the order":                  {plan, `"readings": "standard-1"`, `"readings": "standard-1", "order": "id"`, false, false, "curves do not show $.order"},
		"who is credited":            {plan, `"share": "1"}`, `"share": "1/2"}`, false, false, "curves do not show $.credits[0].share"},
		"deals are counted":          {strings.ReplaceAll(plan, `"base": "amount"`, `"base": "count"`), `"rate": "0.04"`, `"rate": "0.03"`, false, false, "sales counts deals"},
		"a cap on what deals pay":    {strings.Replace(plan, `"per": "component"`, `"per": "transaction"`, 1), `"amount": "6000"`, `"amount": "7000"`, false, false, "curves do not show"},
		"deals of some days":         {strings.Replace(plan, `"caps": [`, `"when": {"date": "booked", "from": "2026-05-01"}, "caps": [`, 1), `"rate": "0.04"`, `"rate": "0.03"`, false, false, "selects deals by their dates"},
		"the days themselves":        {strings.Replace(plan, `"caps": [`, `"when": {"date": "booked", "from": "2026-05-01"}, "caps": [`, 1), `"2026-05-01"`, `"2026-05-02"`, false, false, "curves do not show $.components[0].when.from"},
		"the mode of rounding":       {plan, `"mode": "half-up"`, `"mode": "up"`, false, false, "curves do not show $.rounding.mode"},
		"what a gate does with less": {plan, `"caps": [`, `"gates": [{"basis": "attainment", "at": "0.1", "kind": "cliff", "test": "period-end"}], "caps": [`, false, true, "pay differs at"},
	} {
		t.Run(name, func(t *testing.T) {
			text := strings.Replace(c.plan, c.from, c.to, 1)
			if c.from != "" {
				require.NotEqual(t, c.plan, text)
			}
			same, sure, why := equivalence.ByCurves{}.Same(parsed(t, c.plan), parsed(t, text), nil)
			assert.Equal(t, []bool{c.same, c.sure}, []bool{same, sure}, why.EN)
			assert.Contains(t, why.EN, c.why)
			assert.NotEmpty(t, why.ZH)
			wordtest.Formatted(t, why.EN)
			wordtest.Formatted(t, why.ZH)
		})
	}
}

// What curves prove alike, the engine pays alike: to the cent, for any deals.
func TestTheEngineAgrees(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 26))
	proved := 0
	for _, file := range []string{"account-executive", "key-account-manager"} {
		data, err := os.ReadFile("../../../examples/payroll/sample/" + file + ".json")
		require.NoError(t, err)
		p := incentive.Expand(parsed(t, string(data)))
		for _, m := range mutation.Mutants(p) {
			same, sure, _ := equivalence.ByCurves{}.Same(p, m.Plan, nil)
			if !same || !sure {
				continue
			}
			proved++
			for range 20 {
				f := scenario.File{Format: 1, Inline: []incentive.Plan{p}, Scenarios: []scenario.Scenario{made(r)}}
				here, there := earned(t, f), earned(t, scenario.File{Format: 1, Inline: []incentive.Plan{m.Plan}, Scenarios: f.Scenarios})
				assert.Equal(t, here, there, m.What().EN)
			}
		}
	}
	assert.Equal(t, 2, proved)
}

// made is a year of random deals and refunds.
func made(r *rand.Rand) scenario.Scenario {
	s := scenario.Scenario{Name: "random", Given: scenario.Given{Payees: []scenario.Payee{{ID: "rep", Quotas: map[string]decimal.Decimal{"sales": decimal.NewFromInt(100_000)}}}}}
	n := 0
	for range 4 {
		var step scenario.Step
		for range r.IntN(4) {
			n++
			deal := incentive.Transaction{ID: "D" + decimal.NewFromInt(int64(n)).String(), Amount: decimal.New(r.Int64N(80_000_0000), -4)}
			line, ok := scenario.FormatDeal(deal)
			if ok {
				step.Deals = append(step.Deals, line)
			}
			if r.IntN(4) == 0 {
				step.Deals = append(step.Deals, "R"+deal.ID[1:]+" -"+deal.Amount.String()+" reverses="+deal.ID)
			}
		}
		step.Expect.Payees = map[string]scenario.Wanted{"rep": {Earned: decimal.NewNullDecimal(decimal.New(-1, 9))}}
		s.Steps = append(s.Steps, step)
	}
	return s
}

// earned is what each step earns.
func earned(t *testing.T, f scenario.File) []string {
	t.Helper()
	suite, err := scenario.Compile(f)
	require.NoError(t, err)
	report, err := suite.Run(t.Context())
	require.NoError(t, err)
	var out []string
	for _, c := range report.Failed() {
		out = append(out, c.Place+" "+c.Actual)
	}
	return out
}
