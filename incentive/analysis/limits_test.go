package analysis_test

import (
	"math/big"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/analysis"
)

func told(c *analysis.Curve) []string {
	var out []string
	for _, p := range c.Pieces() {
		out = append(out, p.From.String()+" "+p.Until.String()+" "+p.Pay.Text())
	}
	return out
}

// TestLimitsByHand: limits that random plans seldom combine.
func TestLimitsByHand(t *testing.T) {
	cases := []struct {
		name, component string
		deals           int
		want            []string
		binding         []string
	}{
		{"a cap that is met and not passed", `"curve": {"basis": "attainment", "shape": "step", "amount": "100", "points": [{"at": "0", "pays": "0"}, {"at": "1", "pays": "1"}]}, "caps": [{"per": "component", "amount": "100"}]`, 1, []string{"0 1 0", "1 2 100"}, nil},
		{"a cap on what deals take back", `"rate": "-0.01", "caps": [{"per": "credit", "amount": "3"}]`, 2, []string{"0 0.6 −10·x", "0.6 2 −6"}, []string{"cap on deals of commission"}},
		{"a cap between two cents", `"rate": "0.01", "caps": [{"per": "component", "amount": "10.005"}]`, 1, []string{"0 1.001 10·x", "1.001 2 10.01"}, []string{"cap of commission"}},
		{"two caps on attainment", `"rate": "0.01", "caps": [{"per": "component", "on": "attainment", "attainment": "1.5"}, {"per": "component", "on": "attainment", "attainment": "1.2"}]`, 1, []string{"0 1.2 10·x", "1.2 2 12"}, nil},
		{"two caps on pay", `"rate": "0.01", "caps": [{"per": "component", "amount": "15"}, {"per": "component", "amount": "12"}]`, 1, []string{"0 1.2 10·x", "1.2 2 12"}, []string{"cap of commission"}},
		{"deadband, all", `"tiers": {"mode": "whole", "basis": "attainment", "bands": [{"from": "0", "rate": "0.01"}]}, "gates": [{"kind": "deadband", "basis": "attainment", "at": "0.5", "base": "all"}]`, 1, []string{"0 0.5 0", "0.5 2 10·x"}, nil},
		{"deadband, excess", `"tiers": {"mode": "whole", "basis": "attainment", "bands": [{"from": "0", "rate": "0.01"}]}, "gates": [{"kind": "deadband", "basis": "attainment", "at": "0.5", "base": "excess"}]`, 1, []string{"0 0.5 0", "0.5 2 −5 + 10·x"}, nil},
		{"a floor on deals", `"rate": "0.01", "floors": [{"per": "credit", "amount": "4"}]`, 2, []string{"0 0.8 8", "0.8 2 10·x"}, []string{"floor on deals of commission"}},
		{"deals before a gate are forfeited", `"rate": "0.01", "gates": [{"basis": "attainment", "at": "0.5", "test": "running", "failedThenPassed": "forfeit"}]`, 2, []string{"0 0.5 0", "0.5 1 5·x", "1 2 10·x"}, []string{"gate on deals of commission"}},
		{"deals before a gate are caught up", `"rate": "0.01", "gates": [{"basis": "attainment", "at": "0.5", "test": "running"}]`, 2, []string{"0 0.5 0", "0.5 2 10·x"}, []string{"gate of commission"}},
		{"two gates that forfeit", `"rate": "0.01", "gates": [{"basis": "attainment", "at": "0.5", "test": "running", "failedThenPassed": "forfeit"}, {"basis": "attainment", "at": "0.2", "test": "running", "failedThenPassed": "forfeit"}]`, 2, []string{"0 0.5 0", "0.5 1 5·x", "1 2 10·x"}, []string{"gate on deals of commission"}},
		{"a cap per transaction", `"rate": "0.01", "caps": [{"per": "transaction", "amount": "5"}]`, 2, []string{"0 1 10·x", "1 2 10"}, []string{"cap per transaction of commission"}},
		{"a multiplier of the whole", `"rate": "0.01", "multipliers": [{"basis": "attainment", "apply": "whole", "bands": [{"from": "0", "factor": "1"}, {"from": "1", "factor": "2"}]}]`, 1, []string{"0 1 10·x", "1 2 20·x"}, nil},
		{"a rate that runs to the next", `"tiers": {"mode": "interpolated-rate", "basis": "attainment", "bands": [{"from": "0", "rate": "0.01"}, {"from": "1", "rate": "0.03"}]}`, 1, []string{"0 1 10·x + 20·x²", "1 2 30·x"}, nil},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			curve := payout(t, c.component, "1000", "", func(q *analysis.Question) { q.Deals = analysis.EqualDeals(c.deals) })
			assert.Equal(t, c.want, told(curve))
			var binding []string
			for _, b := range curve.Bindings() {
				binding = append(binding, b.Text().EN)
				assert.NotEmpty(t, b.Text().ZH)
			}
			assert.ElementsMatch(t, c.binding, binding)
		})
	}
}

// TestPlanCaps: caps of the plan on the sum of two components.
func TestPlanCaps(t *testing.T) {
	for scope, name := range map[incentive.CapScope]string{
		incentive.PerPlan: "plan cap", incentive.PerRunPeriod: "cap per period", incentive.PerLifetime: "lifetime cap",
	} {
		p, err := incentive.ParsePlan([]byte(planOf(`"rate": "0.01"`)))
		require.NoError(t, err)
		second := p.Components[0]
		second.Name, second.Rate = "bonus", some("0.02")
		p.Components = append(p.Components, second)
		p.Caps = []incentive.Cap{{Per: scope, OfTargetIncentive: some("0.5")}}
		if scope == incentive.PerLifetime {
			p.Caps = []incentive.Cap{{Per: scope, Amount: some("15")}}
		}
		program, err := incentive.Compile(incentive.Book{Plans: []incentive.Plan{p}})
		require.NoError(t, err)
		q, err := analysis.Ask(program, "revenue", analysis.Terms{Target: some("30")})
		require.NoError(t, err)
		q.Until = some("1000")
		c, err := analysis.Payout(program, q)
		require.NoError(t, err)
		assert.Equal(t, []string{"0 500 0.03·x", "500 1000 15"}, told(c))
		require.Len(t, c.Bindings(), 1)
		assert.Equal(t, name, c.Bindings()[0].Text().EN)
		assert.True(t, c.Bindings()[0].IsCap())
		assert.Equal(t, "0.02·x", c.Pieces()[1].Components[1].Text(), "components are told before the plan's caps")
	}
}

// TestDealsOfTheirOwnAxis: in a window per transaction a deal moves its own tiers, also where its credit retires no quota.
func TestDealsOfTheirOwnAxis(t *testing.T) {
	p, err := incentive.ParsePlan([]byte(planOf(`"tiers": {"mode": "marginal", "basis": "amount", "bands": [{"from": "0", "rate": "0.1"}, {"from": "100", "rate": "0.2"}]}`)))
	require.NoError(t, err)
	p = incentive.Expand(p)
	p.Credits = append(p.Credits, p.Credits[0])
	p.Credits[0].Name, p.Credits[0].Retires = "extra", new(false) // it comes first, so that the other starts where it ends
	p.Measures = append(p.Measures, p.Measures[0])
	p.Measures[1].Name, p.Measures[1].Window = "size", incentive.PerTransaction
	p.Measures[1].Credits = []string{"own", "extra"}
	p.Components = append(p.Components, p.Components[0])
	p.Components[1].Name, p.Components[1].Measure = "large", "size"
	program, err := incentive.Compile(incentive.Book{Plans: []incentive.Plan{p}})
	require.NoError(t, err)
	q, err := analysis.Ask(program, "revenue", analysis.Terms{})
	require.NoError(t, err)
	q.Until = some("120")
	c, err := analysis.Payout(program, q)
	require.NoError(t, err)
	// the deal goes along its own axis twice: by a credit that retires quota and by one that does not
	var large []string
	for _, piece := range c.Pieces() {
		large = append(large, piece.From.String()+" "+piece.Until.String()+" "+piece.Components[1].Text())
	}
	assert.Equal(t, []string{"0 50 0.2·x", "50 100 −10 + 0.4·x", "100 120 −10 + 0.4·x"}, large)
}

// TestAPointThatStandsApart: a component that pays for deals of exactly 500 pays at one place of the axis.
func TestAPointThatStandsApart(t *testing.T) {
	c := payout(t, `"rate": "0.1", "when": {"number": "amount", "atLeast": "500", "atMost": "500"}`, "", "1000")
	assert.Equal(t, []string{"0 500 0", "500 1000 0"}, told(c))
	paysAt(t, c, "500", "50")
	paysAt(t, c, "499.9999", "0")
	paysAt(t, c, "500.0001", "0")
	require.Len(t, c.Jumps(), 1)
	j := c.Jumps()[0]
	assert.Equal(t, []string{"500", "0", "50", "0", "50"}, []string{j.At.String(), j.Before.String(), j.Pay.String(), j.After.String(), j.Size.String()})
	require.Len(t, c.Falls(), 1)
	assert.Equal(t, "50", c.Falls()[0].HigherPay.String())
	assert.Equal(t, "50", c.Highest().Pay.String())
	assert.True(t, c.Highest().Reached)
	assert.Equal(t, "50", c.Liability().Most.Pay.String())

	above := payout(t, `"rate": "0.1", "when": {"number": "amount", "moreThan": "500"}`, "", "1000")
	b := above.Breaks()[1]
	assert.Equal(t, []string{"500", "0", "0", "50"}, []string{b.At.String(), b.Before.String(), b.Pay.String(), b.After.String()}, "at exactly 500 nothing is paid")
	below := payout(t, `"rate": "0.1", "when": {"number": "amount", "atMost": "500"}`, "", "1000")
	require.Len(t, below.Falls(), 1)
	f := below.Falls()[0]
	assert.Equal(t, []string{"500", "50", "0"}, []string{f.From.String(), f.HigherPay.String(), f.LowerPay.String()}, "pay falls behind 500")
	cheap := payout(t, `"rate": "0.1", "when": {"number": "amount", "below": "500"}`, "", "1000")
	assert.False(t, cheap.Highest().Reached, "it comes close to 50")
}

// TestLiabilityByHand: limits on what is ever paid.
func TestLiabilityByHand(t *testing.T) {
	lifted := payout(t, `"rate": "0.01", "caps": [{"per": "component", "ofTargetIncentive": "0.0005"}], "floors": [{"per": "component", "amount": "15"}]`, "1000", "").Liability()
	require.NotNil(t, lifted.Ceiling)
	assert.Equal(t, "15", lifted.Ceiling.RatString(), "a floor lifts above the cap, which is 10")
	assert.Equal(t, "15", lifted.Most.Pay.String())
	falling := payout(t, `"tiers": {"mode": "whole", "basis": "attainment", "bands": [{"from": "0", "rate": "0.01"}, {"from": "1", "rate": "-0.01"}]}`, "1000", "").Liability()
	assert.False(t, falling.Unbounded, "it falls without end")
	assert.Equal(t, "10", falling.Most.Pay.String())
	assert.False(t, falling.Most.Reached)
}

// TestAroundAnIrrationalPlace: the neighbouring runs lie on either side of it, one step apart.
func TestAroundAnIrrationalPlace(t *testing.T) {
	c := payout(t, `"tiers": {"mode": "interpolated-rate", "basis": "attainment", "bands": [{"from": "0", "rate": "0.01"}, {"from": "1", "rate": "0.05"}]}, "caps": [{"per": "component", "amount": "40000"}]`, "1000000", "")
	irrational := 0
	for _, b := range c.Breaks() {
		below, above := c.Around(b.At)
		assert.Equal(t, c.Step().RatString(), new(big.Rat).Sub(above, below).RatString())
		assert.Negative(t, b.At.Cmp(analysis.Exactly(above)))
		if _, exact := b.At.Rat(); !exact {
			irrational++
			assert.Positive(t, b.At.Cmp(analysis.Exactly(below)))
		}
	}
	assert.Equal(t, 1, irrational)
}
