package analysis_test

import (
	"math/big"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/analysis"
)

// payout is the curve of one component on revenue, the quota of revenue being as stated.
func payout(t *testing.T, component, quota, until string, change ...func(*analysis.Question)) *analysis.Curve {
	t.Helper()
	program := compiled(planOf(component))
	terms := analysis.Terms{Quotas: map[string]decimal.Decimal{}, Target: decimal.NewNullDecimal(decimal.NewFromInt(20_000))}
	if quota != "" {
		terms.Quotas["revenue"] = decimal.RequireFromString(quota)
	}
	q, err := analysis.Ask(program, "revenue", terms)
	require.NoError(t, err)
	if until != "" {
		q.Until = decimal.NewNullDecimal(decimal.RequireFromString(until))
	}
	for _, f := range change {
		f(&q)
	}
	c, err := analysis.Payout(program, q)
	require.NoError(t, err)
	return c
}

func rat(t *testing.T, s string) *big.Rat {
	t.Helper()
	r, ok := new(big.Rat).SetString(s)
	require.True(t, ok, s)
	return r
}

func paysAt(t *testing.T, c *analysis.Curve, at, want string) {
	t.Helper()
	pay, ok := c.At(rat(t, at))
	require.True(t, ok, at)
	assert.Equal(t, rat(t, want).RatString(), pay.RatString(), "at %s", at)
}

// TestPublishedFigures: figures that vendors and open systems publish for their own plans, as points of the curve.
func TestPublishedFigures(t *testing.T) {
	grid := func(mode string) string {
		return `"curve": {"basis": "attainment", "shape": "` + mode + `", "ofTargetIncentive": "1", "points": [`
	}
	cases := []struct {
		id, component, quota, until string
		pays                        map[string]string
	}{
		// Marginal tiers with a table of three rates, huggingface.co/salestool/TieredCommissionCalculator.
		{"HF-TIER", `"tiers": {"mode": "marginal", "basis": "amount", "bands": [{"from": "0", "rate": "0.05"}, {"from": "10000", "rate": "0.07"}, {"from": "25000", "rate": "0.1"}]}`, "", "40000", map[string]string{"30000": "2050"}},
		// Two readings of the same words: 5 % up to 200,000 and 8 % above.
		{"TWO-MODES marginal", `"tiers": {"mode": "marginal", "basis": "amount", "bands": [{"from": "0", "rate": "0.05"}, {"from": "200000", "rate": "0.08"}]}`, "", "400000", map[string]string{"300000": "18000"}},
		{"TWO-MODES whole", `"tiers": {"mode": "whole", "basis": "amount", "bands": [{"from": "0", "rate": "0.05"}, {"from": "200000", "rate": "0.08"}]}`, "", "400000", map[string]string{"300000": "24000", "200000": "16000"}},
		// Rates for a whole amount, docs.oracle.com, Incentive Compensation, options for splitting attainment.
		{"ORA-FLAT-LOOKUP", `"tiers": {"mode": "whole", "basis": "amount", "bands": [{"from": "0", "rate": "0.01"}, {"from": "10000", "rate": "0.02"}, {"from": "50000", "rate": "0.03"}, {"from": "100000", "rate": "0.04"}]}`, "", "120000", map[string]string{"5000": "50", "15000": "300", "60000": "1800"}},
		{"ORA-STEP-SLICES", `"tiers": {"mode": "marginal", "basis": "amount", "bands": [{"from": "0", "rate": "0.01"}, {"from": "10000", "rate": "0.02"}, {"from": "50000", "rate": "0.03"}, {"from": "100000", "rate": "0.04"}]}`, "", "120000", map[string]string{"15000": "200", "60000": "1200"}},
		// Fixed amounts for filled tiers, docs.oracle.com, examples of calculating earnings.
		{"ORA-INTERP-TX", `"tiers": {"mode": "interpolated-amount", "basis": "amount", "bands": [{"from": "0", "amount": "10"}, {"from": "1000", "amount": "40"}, {"from": "3000", "until": "8000", "amount": "100"}]}`, "", "9000", map[string]string{"200": "2", "1500": "20", "1200": "14", "2000": "30", "4500": "80"}},
		// An attainment multiplier per slice, gtm-variable-pay, examples 1.1 to 1.3: target bonus 20,000 at 1,000,000.
		{"CE-1", `"rate": "0.02", "multipliers": [{"basis": "attainment", "apply": "slice", "bands": [{"from": "0", "factor": "1"}, {"from": "1", "factor": "1.4"}, {"from": "1.2", "factor": "1.6"}]}]`, "1000000", "", map[string]string{"0.8": "16000", "1.1": "22800", "1.3": "28800"}},
		// A gate slice: nothing below 95 %, examples 1.5 and 1.6; the allocation of 15,000 is 0.015 of 1,000,000.
		{"CE-1.6", `"rate": "0.015", "multipliers": [{"basis": "attainment", "apply": "slice", "bands": [{"from": "0", "factor": "0"}, {"from": "0.95", "factor": "1"}, {"from": "1", "factor": "1.2"}]}]`, "1000000", "", map[string]string{"0.9": "0", "0.975": "375"}},
		// An inclusive gate, OpenIncent, TestThresholdGate: 5 % of 10,000 where 10 % of 100,000 is asked for.
		{"OI-GATE", `"rate": "0.05", "gates": [{"basis": "attainment", "at": "0.1"}]`, "100000", "", map[string]string{"0.1": "500", "0.0999": "0"}},
		// A cap per rule, OpenIncent, TestCaps.
		{"OI-CAPS", `"rate": "0.05", "caps": [{"per": "component", "amount": "1000"}]`, "", "50000", map[string]string{"30000": "1000", "20000": "1000", "10000": "500"}},
		// Monthly gross profit in marginal tiers, a public repository of a Chinese commission service.
		{"CN-GP", `"tiers": {"mode": "marginal", "basis": "amount", "bands": [{"from": "0", "rate": "0.1"}, {"from": "15000", "rate": "0.15"}, {"from": "30000", "rate": "0.18"}, {"from": "50000", "rate": "0.22"}]}`, "", "60000", map[string]string{"40000": "5550"}},
		// A curve in steps and one in straight lines, by hand.
		{"step", grid("step") + `{"at": "0", "pays": "0"}, {"at": "0.5", "pays": "0.5"}, {"at": "1", "pays": "1"}]}`, "1000000", "", map[string]string{"0.49": "0", "0.5": "10000", "0.99": "10000", "2": "20000"}},
		{"line", grid("linear") + `{"at": "0", "pays": "0"}, {"at": "0.5", "pays": "0"}, {"at": "1", "pays": "1"}], "beyond": "extend"}`, "1000000", "", map[string]string{"0.5": "0", "0.75": "10000", "1.5": "40000"}},
	}
	for _, c := range cases {
		t.Run(c.id, func(t *testing.T) {
			curve := payout(t, c.component, c.quota, c.until)
			for at, want := range c.pays {
				paysAt(t, curve, at, want)
			}
		})
	}
}

// TestProfiles: the same plan on one deal, on several and on a list, where single deals decide.
func TestProfiles(t *testing.T) {
	perDeal := `"tiers": {"mode": "whole", "basis": "amount", "bands": [{"from": "0", "rate": "0.1"}, {"from": "100", "rate": "0.2"}]}, "caps": [{"per": "credit", "amount": "30"}]`
	text := func(window string) *incentive.Program {
		p, err := incentive.ParsePlan([]byte(planOf(perDeal)))
		require.NoError(t, err)
		p.Measures[0].Window = incentive.Window(window)
		program, err := incentive.Compile(incentive.Book{Plans: []incentive.Plan{p}})
		require.NoError(t, err)
		return program
	}
	ask := func(window string, deals []incentive.Transaction) *analysis.Curve {
		q, err := analysis.Ask(text(window), "revenue", analysis.Terms{})
		require.NoError(t, err)
		q.Deals, q.Until = deals, decimal.NewNullDecimal(decimal.NewFromInt(600))
		c, err := analysis.Payout(text(window), q)
		require.NoError(t, err)
		return c
	}
	sized := func(amounts ...int64) []incentive.Transaction {
		deals := analysis.EqualDeals(len(amounts))
		for i, a := range amounts {
			deals[i].Amount = decimal.NewFromInt(a)
		}
		return deals
	}
	pieces := func(c *analysis.Curve) []string {
		var out []string
		for _, p := range c.Pieces() {
			out = append(out, p.From.String()+" "+p.Until.String()+" "+p.Pay.Text())
		}
		return out
	}
	assert.Equal(t, []string{"0 100 0.1·x", "100 150 0.2·x", "150 600 30"}, pieces(ask("period", analysis.OneDeal())))
	assert.Equal(t, []string{"0 100 0.1·x", "100 450 0.2·x", "450 600 90"}, pieces(ask("period", analysis.EqualDeals(3))), "each of three deals is capped at 30")
	assert.Equal(t, []string{"0 300 0.1·x", "300 450 0.2·x", "450 600 90"}, pieces(ask("transaction", analysis.EqualDeals(3))), "each deal has tiers of its own")
	assert.Equal(t, []string{"0 150 0.1·x", "150 225 1/6·x", "225 300 30 + 1/30·x", "300 450 30 + 1/15·x", "450 600 60"}, pieces(ask("transaction", sized(2, 4))), "one deal of a third, one of two thirds")
}

func TestExtremesAndLiability(t *testing.T) {
	falling := payout(t, `"tiers": {"mode": "whole", "basis": "attainment", "bands": [{"from": "0", "rate": "0.05"}, {"from": "1", "rate": "0.03"}]}`, "1000000", "1.2")
	most := falling.Highest()
	assert.Equal(t, "50000", most.Pay.String())
	assert.Equal(t, "1", most.At.String())
	assert.False(t, most.Reached, "it comes close to 50,000 and pays 30,000 at 100 %")
	assert.False(t, falling.Monotone())
	l := falling.Liability()
	assert.True(t, l.Unbounded)
	assert.Equal(t, "3/100", l.Slope.RatString())

	capped := payout(t, `"tiers": {"mode": "interpolated-rate", "basis": "attainment", "bands": [{"from": "0", "rate": "0.01"}, {"from": "1", "rate": "0.05"}]}, "caps": [{"per": "component", "amount": "40000"}]`, "1000000", "0.5")
	l = capped.Liability()
	assert.False(t, l.Unbounded)
	assert.True(t, l.Known)
	assert.Equal(t, "40000", l.Most.Pay.String())
	assert.Equal(t, "≈0.882782218537", l.Most.At.String(), "the cap is met beyond the range, at an irrational place")

	steps := payout(t, `"every": {"each": "100", "pays": "7"}`, "", "1000")
	l = steps.Liability()
	assert.True(t, l.Unbounded)
	assert.Equal(t, "7/100", l.Slope.RatString(), "on average")
	limited := payout(t, `"every": {"each": "100", "pays": "7"}, "caps": [{"per": "component", "amount": "100"}]`, "", "1000")
	l = limited.Liability()
	assert.True(t, l.Known)
	assert.Equal(t, "100", l.Most.Pay.String())
	assert.Equal(t, "1500", l.Most.At.String(), "the fifteenth step would pay 105")
	long := payout(t, `"every": {"each": "1", "pays": "1"}, "caps": [{"per": "component", "amount": "100000"}]`, "", "10")
	l = long.Liability()
	assert.False(t, l.Known, "a hundred thousand steps are not followed")
	assert.Equal(t, "100000", l.Ceiling.RatString(), "but the cap says that no more is paid")
}

func TestBreakEvenAndShares(t *testing.T) {
	c := payout(t, `"tiers": {"mode": "marginal", "basis": "attainment", "bands": [{"from": "0", "rate": "0.02"}, {"from": "1", "rate": "0.12"}]}`, "1000000", "3")
	even := c.BreakEven(analysis.Economics{Margin: rat(t, "0.05"), Cost: rat(t, "15000")})
	var got []string
	for _, s := range even {
		got = append(got, s.From.String()+" "+s.Until.String()+" "+map[bool]string{true: "covered", false: "not"}[s.Covered])
	}
	// 0.05·x − 15,000 = 0.02·x at 500,000; above the quota each further one loses 7 %: 15,000 are used up at 1,214,285.71…
	assert.Equal(t, []string{"0 0.5 not", "0.5 17/14 covered", "17/14 3 not"}, got)
	share, ok := c.CostShare(rat(t, "2"))
	require.True(t, ok)
	assert.Equal(t, "7/100", share.RatString())
	_, ok = c.CostShare(new(big.Rat))
	assert.False(t, ok)
	rate, ok := c.MarginalRateAt(rat(t, "1"))
	require.True(t, ok)
	assert.Equal(t, "3/25", rate.RatString(), "from there on")
	rate, ok = c.MarginalRateAt(rat(t, "3"))
	require.True(t, ok)
	assert.Equal(t, "3/25", rate.RatString())
	_, ok = c.MarginalRateAt(rat(t, "3.1"))
	assert.False(t, ok)
	_, ok = c.At(rat(t, "-0.1"))
	assert.False(t, ok)
	_, ok = c.Inputs(rat(t, "3.1"))
	assert.False(t, ok)
	_, ok = c.Inputs(rat(t, "1/3"))
	assert.False(t, ok, "333,333.33… is no amount of a deal")
}

// TestPlacesOfRuns: deals have amounts of four decimals, and those of a profile keep their proportions.
func TestPlacesOfRuns(t *testing.T) {
	one := payout(t, `"rate": "0.1"`, "1000000", "")
	assert.Equal(t, "1/10000000000", one.Step().RatString(), "0.0001 of a million")
	list := payout(t, `"rate": "0.1"`, "", "1000", func(q *analysis.Question) {
		q.Deals = analysis.EqualDeals(2)
		q.Deals[1].Amount, q.Deals[1].Units = decimal.RequireFromString("1.5"), decimal.NewNullDecimal(decimal.RequireFromString("0.25"))
	})
	assert.Equal(t, "1/40", list.Step().RatString(), "a hundredth of 2.5: the units have two decimals")
	below, above := list.Around(analysis.Exactly(rat(t, "10.01")))
	assert.Equal(t, []string{"10", "401/40"}, []string{below.RatString(), above.RatString()})
	for _, x := range []*big.Rat{below, above} {
		in, ok := list.Inputs(x)
		require.True(t, ok)
		total := decimal.Zero
		for d, err := range in.Transactions.All() {
			require.NoError(t, err)
			total = total.Add(d.Amount)
		}
		assert.Equal(t, x.FloatString(4), total.StringFixed(4))
	}
	_, ok := list.Inputs(new(big.Rat).Add(below, rat(t, "1/80")))
	assert.False(t, ok)
}
