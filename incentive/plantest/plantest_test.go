package plantest_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/analysis"
	"github.com/kam-go/kam/incentive/plantest"
	"github.com/kam-go/kam/internal/wordtest"
)

// spy records failures in place of a test.
type spy struct {
	testing.TB
	failures []string
	ended    bool
}

func (s *spy) Helper() {}

func (s *spy) Errorf(format string, args ...any) {
	s.failures = append(s.failures, fmt.Sprintf(format, args...))
}

func (s *spy) Fatalf(format string, args ...any) {
	s.Errorf(format, args...)
	s.ended = true
}

func (s *spy) text() string { return strings.Join(s.failures, "\n") }

// parsed is a plan with one component, whose inside is given.
func parsed(t *testing.T, component string, more ...string) incentive.Plan {
	t.Helper()
	text := `{"format": 1, "id": "p", "version": 1, "currency": "CNY", "readings": "standard-1",
	  "effective": "2026-01-01/2027-01-01", "period": "quarter",
	  "credits": [{"name": "own", "to": "owner", "share": "1"}],
	  "measures": [{"name": "revenue", "base": "amount", "credits": ["own"], "window": "period"}],
	  "components": [{"name": "commission", "measure": "revenue", ` + component + `}]` + strings.Join(more, "") + `}`
	p, err := incentive.ParsePlan([]byte(text))
	require.NoError(t, err)
	return p
}

const marginal = `"tiers": {"mode": "marginal", "basis": "attainment", "bands": [{"from": "0", "rate": "0.02"}, {"from": "0.5", "rate": "0.04"}, {"from": "1", "rate": "0.06"}]}`

var quota = plantest.Setup{Quotas: map[string]string{"revenue": "1000000"}}

func TestGoodPlan(t *testing.T) {
	p := plantest.Of(t, parsed(t, marginal+`, "gates": [{"basis": "attainment", "at": "0.3"}], "caps": [{"per": "component", "amount": "75000"}]`), quota)
	p.Monotone(t)
	p.NoCliffAbove(t, "6000")
	p.MarginalRateWithin(t, "0", "0.06")
	p.PaysAt(t, "1.00", "30000")
	p.PaysAt(t, "0.29999", "0")
	p.MaxPay(t, "75000")
	p.MaxLiability(t, "75000")
	p.CapBitesAt(t, "1.75")
	p.Conserves(t)
	p.OrderIndependent(t)
}

func TestFailures(t *testing.T) {
	whole := `"tiers": {"mode": "whole", "basis": "attainment", "bands": [{"from": "0", "rate": "0.05"}, {"from": "1", "rate": "0.03"}]}`
	forfeit := marginal + `, "gates": [{"basis": "attainment", "at": "0.3", "test": "running", "failedThenPassed": "forfeit"}]`
	cases := []struct {
		name, component string
		assert          func(p *plantest.Plan, s *spy)
		want            []string
	}{
		{"falls", whole, func(p *plantest.Plan, s *spy) { p.Monotone(s) }, []string{
			"more pays less: 50,000 just below 100 % of quota, 30,000 at 100 % of quota", "deal deal-1 of 999,999.9999", "1,000,000 × 0.03 = 30,000", "earned 50,000.00 CNY", "earned 30,000.00 CNY",
		}},
		{"cliff", whole, func(p *plantest.Plan, s *spy) { p.NoCliffAbove(s, "19999.99") }, []string{"a cliff of -20,000 at 100 % of quota, more than 19,999.99: 50,000 before, 30,000 there, 30,000 after"}},
		{"no cliff", whole, func(p *plantest.Plan, s *spy) { p.NoCliffAbove(s, "20000") }, nil},
		{"rate too high", marginal, func(p *plantest.Plan, s *spy) { p.MarginalRateWithin(s, "0.02", "0.05") }, []string{"a marginal rate of 0.06 from 100 % of quota on, more than 0.05", "deal deal-1 of 1,000,000.0001"}},
		{"rate too low", marginal, func(p *plantest.Plan, s *spy) { p.MarginalRateWithin(s, "0.03", "0.06") }, []string{"a marginal rate of 0.02 from 0 % of quota on, less than 0.03"}},
		{"pays too much", marginal, func(p *plantest.Plan, s *spy) { p.MaxPay(s, "60000") }, []string{"the most is 90,000 at 200 % of quota, more than 60,000, which is passed at 150 % of quota"}},
		{"no limit", marginal, func(p *plantest.Plan, s *spy) { p.MaxLiability(s, "1000000") }, []string{"pay has no upper limit: each further one pays 0.06 in the long run; at most 1,000,000 is allowed"}},
		{"limit too high", marginal + `, "caps": [{"per": "component", "amount": "75000"}]`, func(p *plantest.Plan, s *spy) { p.MaxLiability(s, "70000") }, []string{"the most is 75,000 at 175 % of quota, more than 70,000"}},
		{"each deal limited", marginal + `, "caps": [{"per": "credit", "amount": "5000"}]`, func(p *plantest.Plan, s *spy) { p.MaxLiability(s, "5000") }, []string{"the most with 2 deals in the period is 10,000 at 50 % of quota, more than 5,000"}},
		{"each deal limited, far out", marginal + `, "caps": [{"per": "credit", "amount": "5000"}]`, func(p *plantest.Plan, s *spy) { p.MaxLiability(s, "1000000") }, []string{"pay has no upper limit: 10 deals pay at most 50,000, 20 deals 100,000, and so on; cap the component or the plan"}},
		{"no more than one pays", `"curve": {"basis": "attainment", "shape": "linear", "points": [{"at": "0", "pays": "0"}, {"at": "1", "pays": "1"}], "beyond": "flat", "amount": "30000"}`, func(p *plantest.Plan, s *spy) { p.MaxLiability(s, "30000") }, nil},
		{"a limit on the plan", marginal + `, "caps": [{"per": "component", "amount": "75000"}]}, {"name": "more", "measure": "revenue", "when": {"attribute": "region", "in": ["EU"]}, "rate": "0.02", "caps": [{"per": "component", "amount": "5000"}]`, func(p *plantest.Plan, s *spy) { p.MaxLiability(s, "80000") }, nil},
		{"other deals unlimited", marginal + `, "caps": [{"per": "component", "amount": "75000"}]}, {"name": "more", "measure": "revenue", "when": {"attribute": "region", "in": ["EU"]}, "rate": "0.02"`, func(p *plantest.Plan, s *spy) { p.MaxLiability(s, "80000") }, []string{"nothing shows a limit of more: the component has no cap, and the deals of the profile pay nothing there; add deals that it pays to Setup.Deals, or cap it"}},
		{"other pay", marginal, func(p *plantest.Plan, s *spy) { p.PaysAt(s, "1", "30000.01") }, []string{"100 % of quota pays 30,000, not 30,000.01", "500,000 × 0.02 = 10,000; 500,000 × 0.04 = 20,000", "earned 30,000.00 CNY"}},
		{"outside", marginal, func(p *plantest.Plan, s *spy) { p.PaysAt(s, "2.01", "1") }, []string{"201 % of quota lies outside the range, which is from 0 % of quota to 200 % of quota"}},
		{"no cap", marginal, func(p *plantest.Plan, s *spy) { p.CapBitesAt(s, "1.75") }, []string{"no cap bites, expected one at 175 % of quota"}},
		{"another cap", marginal + `, "caps": [{"per": "component", "amount": "75000"}]`, func(p *plantest.Plan, s *spy) { p.CapBitesAt(s, "1.7") }, []string{"the cap of commission bites from 175 % of quota on, not from 170 % of quota"}},
		{"a cap", marginal + `, "caps": [{"per": "component", "amount": "75000"}]`, func(p *plantest.Plan, s *spy) { p.CapBitesAt(s, "") }, []string{"the cap of commission bites from 175 % of quota on"}},
		{"order", forfeit, func(p *plantest.Plan, s *spy) { p.OrderIndependent(s) }, []string{"the order of 3 deals changes pay from 3,000 to 2,000", "deal deal-1-1 of 50,000", "the gate was not passed when the deal counted"}},
		{"no number", marginal, func(p *plantest.Plan, s *spy) { p.MaxPay(s, "a lot") }, []string{`plantest: the most allowed: `}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			s := &spy{}
			p := plantest.Of(t, parsed(t, c.component), quota)
			c.assert(p, s)
			if c.want == nil {
				assert.Empty(t, s.failures)
				return
			}
			require.NotEmpty(t, s.failures)
			for _, want := range c.want {
				assert.Contains(t, s.text(), want)
			}
			wordtest.Formatted(t, s.text())
		})
	}
}

// TestConservesFindsForfeits: the first of two deals comes before the gate is passed and earns nothing; when both are
// refunded, what the second one earned in higher tiers is taken back in lower ones.
func TestConservesFindsForfeits(t *testing.T) {
	p := parsed(t, marginal+`, "gates": [{"basis": "attainment", "at": "0.4", "test": "running", "failedThenPassed": "forfeit", "passedThenLost": "latched"}]`)
	s := &spy{}
	plantest.Of(t, p, plantest.Setup{Quotas: quota.Quotas, Deals: analysis.EqualDeals(2)}).Conserves(s)
	assert.Contains(t, s.text(), "the refund of every deal leaves ")
	assert.Contains(t, s.text(), "deal deal-1-refund of -")
	assert.Contains(t, s.text(), " takes back deal-1")
}

// TestConserves: one rate, every form of tiers, gates, floors and caps conserve, refunds included.
func TestConserves(t *testing.T) {
	for name, component := range map[string]string{
		"rate":         `"rate": "0.033333"`,
		"whole":        `"tiers": {"mode": "whole", "basis": "attainment", "bands": [{"from": "0", "rate": "0.01"}, {"from": "1", "rate": "0.03"}]}`,
		"interpolated": `"tiers": {"mode": "interpolated-rate", "basis": "attainment", "bands": [{"from": "0", "rate": "0.01"}, {"from": "1", "rate": "0.03"}]}`,
		"curve":        `"curve": {"basis": "attainment", "shape": "linear", "points": [{"at": "0", "pays": "0"}, {"at": "1", "pays": "1"}], "beyond": "flat", "amount": "30000"}`,
		"every":        `"every": {"each": "300000", "pays": "1000"}`,
		"floor, cap":   marginal + `, "floors": [{"per": "component", "amount": "100"}], "caps": [{"per": "credit", "amount": "20000"}]`,
	} {
		t.Run(name, func(t *testing.T) {
			p := plantest.Of(t, parsed(t, component), plantest.Setup{Quotas: quota.Quotas, Deals: analysis.EqualDeals(3)})
			p.Conserves(t)
			p.Monotone(t)
			if name != "floor, cap" {
				p.OrderIndependent(t)
			}
		})
	}
}

func TestEnded(t *testing.T) {
	for name, c := range map[string]struct {
		setup plantest.Setup
		want  string
	}{
		"no end of the axis": {plantest.Setup{}, "the end of the range is not stated (state how far the axis goes)\nplantest: this is where to state it: Setup{Until: "},
		"another's quota":    {plantest.Setup{Quotas: map[string]string{"revenu": "1000000"}}, `Setup.Quotas: the plan has no measure "revenu"; it has "revenue"`},
		"no such measure":    {plantest.Setup{Measure: "profit"}, `the plan has no measure "profit"`},
		"no quota":           {plantest.Setup{Quotas: map[string]string{"revenue": "x"}}, "the quota of revenue"},
		"no target":          {plantest.Setup{Target: "x"}, "the target incentive"},
		"no end":             {plantest.Setup{Until: "x"}, "the end of the axis"},
	} {
		t.Run(name, func(t *testing.T) {
			s := &spy{}
			assert.Nil(t, plantest.Of(s, parsed(t, `"rate": "0.05"`), c.setup))
			assert.True(t, s.ended)
			assert.Contains(t, s.text(), c.want)
		})
	}
	for name, c := range map[string]struct{ component, want string }{
		"a quota":  {marginal, `Setup{Quotas: `},
		"a target": {`"curve": {"basis": "amount", "shape": "step", "ofTargetIncentive": "1", "points": [{"at": "0", "pays": "1"}]}`, `Setup{Target: "15000"}`},
	} {
		s := &spy{}
		assert.Nil(t, plantest.Of(s, parsed(t, c.component), plantest.Setup{Until: "1000"}), name)
		assert.Contains(t, s.text(), "this is where to state it: "+c.want, name)
		assert.Equal(t, 1, strings.Count(s.text(), c.want), name)
	}
	s := &spy{}
	assert.Nil(t, plantest.Load(s, "testdata/none.json", quota))
	assert.True(t, s.ended)
	s = &spy{}
	assert.Nil(t, plantest.Of(s, incentive.Plan{}, quota))
	assert.True(t, s.ended)
}
