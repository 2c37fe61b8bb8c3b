package analysis_test

import (
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/analysis"
	"github.com/kam-go/kam/internal/wordtest"
)

const twoMeasures = `{"format": 1, "id": "kam-2026", "version": 1, "currency": "CNY", "readings": "standard-1",
  "effective": "2026-01-01/2027-01-01", "period": "quarter",
  "credits": [{"name": "own", "to": "owner", "share": "1"}, {"name": "large", "to": "owner", "share": "1", "when": {"number": "amount", "atLeast": "100"}}],
  "measures": [
    {"name": "revenue", "base": "amount", "credits": ["own"], "window": "period"},
    {"name": "large", "base": "amount", "credits": ["large"], "window": "period"},
    {"name": "deals", "base": "count", "credits": ["own"], "window": "period"},
    {"name": "score", "base": "observation", "metric": "score"}],
  "components": [
    {"name": "commission", "measure": "revenue", "rate": "0.05", "multipliers": [{"on": "score", "basis": "score", "apply": "whole", "bands": [{"from": "0", "factor": "0.5"}, {"from": "80", "factor": "1"}]}]},
    {"name": "per-deal", "measure": "deals", "rate": "10", "gates": [{"measure": "large", "basis": "amount", "at": "500"}]}]}`

func dec(s string) decimal.Decimal { return decimal.RequireFromString(s) }

func some(s string) decimal.NullDecimal { return decimal.NewNullDecimal(dec(s)) }

// large is a gate on large deals.
func large() []incentive.Gate {
	return []incentive.Gate{{Measure: "large", Basis: incentive.ByAmount, At: dec("500"), Kind: incentive.Cliff, Test: incentive.AtPeriodEnd}}
}

// TestWhyThereIsNoCurve: every reason, with its place, in both languages.
func TestWhyThereIsNoCurve(t *testing.T) {
	with := func(change func(*incentive.Plan)) func(*incentive.Plan) { return change }
	cases := []struct {
		name, code string
		plan       func(*incentive.Plan)
		question   func(*analysis.Question)
	}{
		{"no such plan", "analysis.plan", nil, func(q *analysis.Question) { q.Assignment.Version = 7 }},
		{"no commission period", "analysis.period", nil, func(q *analysis.Question) { q.Period = kam.MustPeriod("2026-01-01/2026-02-01") }},
		{"no such measure", "analysis.measure", nil, func(q *analysis.Question) { q.Axis.Measure = "profit" }},
		{"counts deals", "analysis.count", nil, func(q *analysis.Question) { q.Axis = analysis.Axis{Measure: "deals", Basis: incentive.ByUnits} }},
		{"wrong basis", "analysis.basis", nil, func(q *analysis.Question) { q.Axis.Basis = incentive.ByUnits }},
		{"attainment without quota", "analysis.basis", nil, func(q *analysis.Question) { q.Axis.Basis = incentive.ByAttainment }},
		{"no end", "analysis.range", nil, func(q *analysis.Question) { q.Until = decimal.NullDecimal{} }},
		{"empty", "analysis.range", nil, func(q *analysis.Question) { q.From, q.Until = some("5"), some("5") }},
		{"below what counts", "analysis.range", nil, func(q *analysis.Question) {
			q.From, q.Fixed = some("5"), []incentive.Transaction{{Amount: dec("10")}}
		}},
		{"endless digits", "analysis.range", nil, func(q *analysis.Question) { q.Until = decimal.NewNullDecimal(decimal.New(1, 50_000_000)) }},
		{"no deals", "analysis.still", nil, func(q *analysis.Question) { q.Deals = nil }},
		{"deals of others", "analysis.still", nil, func(q *analysis.Question) { q.Deals[0].Owner, q.Payees = "bo", []incentive.Payee{{ID: "bo"}} }},
		{"an amount of zero", "analysis.deals", nil, func(q *analysis.Question) { q.Deals[0].Amount = decimal.Zero }},
		{"a refund", "analysis.deals", nil, func(q *analysis.Question) {
			q.Fixed = []incentive.Transaction{{ID: "r", Amount: dec("-1"), Reverses: "deal-1"}}
		}},
		{"another currency", "analysis.deals", nil, func(q *analysis.Question) { q.Deals[0].Currency = "USD" }},
		{"too many", "analysis.deals", nil, func(q *analysis.Question) { q.Deals = analysis.EqualDeals(analysis.MaxDeals + 1) }},
		{"a negative number", "analysis.negative", nil, func(q *analysis.Question) { q.Deals[0].Margin = some("-1") }},
		{"size decides what counts", "analysis.circular", nil, func(q *analysis.Question) { q.Axis.Measure = "large" }},
		{"no observation", "run.missing-observation", nil, func(q *analysis.Question) { q.Observations = nil }},
		{"a contest", "analysis.others", with(func(p *incentive.Plan) {
			p.Components[0].Gates = large()
			p.Components[1] = incentive.Component{Name: "contest", Measure: "deals", Contest: &incentive.Contest{Basis: incentive.ByUnits, Prizes: []decimal.Decimal{dec("5")}, Ties: incentive.TiesShare, Held: incentive.HeldWait}}
		}), nil},
		{"a pool", "analysis.others", with(func(p *incentive.Plan) {
			p.Components[0].Gates = large()
			p.Components[1] = incentive.Component{Name: "pool", Measure: "deals", Pool: &incentive.Pool{Amount: some("5"), Key: incentive.KeyEqual, Held: incentive.HeldWait}}
		}), nil},
		{"a shared cap", "analysis.others", with(func(p *incentive.Plan) {
			p.Components[0].Caps = []incentive.Cap{{Per: incentive.PerDeal, On: incentive.OnPay, Amount: some("5"), Excess: incentive.ExcessForfeit}}
		}), func(q *analysis.Question) {
			q.Deals[0].Participants = []incentive.Participant{{Payee: "payee", Share: kam.MustFraction("1/2")}, {Payee: "bo", Share: kam.MustFraction("1/2")}}
		}},
		{"a ratio", "analysis.ratio", with(func(p *incentive.Plan) {
			p.Components[1] = incentive.Component{
				Name: "per-deal", Measure: "deals",
				Tiers: &incentive.Tiers{Mode: incentive.Marginal, Basis: incentive.ByAmount, On: "revenue", Bands: []incentive.Band{{Rate: some("10")}, {From: dec("100"), Rate: some("20")}}},
			}
			p.Components[0].Gates = large()
		}), nil},
		{"too many pieces", "analysis.pieces", with(func(p *incentive.Plan) {
			p.Components[1] = incentive.Component{Name: "per-yuan", Measure: "revenue", Every: &incentive.Every{Each: dec("0.1"), Pays: dec("1")}}
			p.Components[0].Gates = large()
			p.Measures = append(p.Measures[:2:2], p.Measures[3])
		}), func(q *analysis.Question) { q.MaxPieces = 100 }},
		{"steps hidden by a cap", "analysis.pieces", with(func(p *incentive.Plan) {
			p.Components[1] = incentive.Component{
				Name: "per-yuan", Measure: "revenue", Every: &incentive.Every{Each: dec("0.001"), Pays: dec("1")},
				Caps: []incentive.Cap{{Per: incentive.PerComponent, On: incentive.OnPay, Amount: some("0"), Excess: incentive.ExcessForfeit}},
			}
			p.Components[0].Gates = large()
			p.Measures = append(p.Measures[:2:2], p.Measures[3])
		}), func(q *analysis.Question) { q.MaxPieces = 100 }},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			p, err := incentive.ParsePlan([]byte(twoMeasures))
			require.NoError(t, err)
			p = incentive.Expand(p)
			if c.plan != nil {
				c.plan(&p)
			}
			program, err := incentive.Compile(incentive.Book{Plans: []incentive.Plan{p}})
			require.NoError(t, err)
			q, err := analysis.Ask(program, "revenue", analysis.Terms{})
			require.NoError(t, err)
			q.Until = some("1000")
			q.Observations = []kam.Observation{{Metric: "score", Value: some("90"), Revision: 1}}
			if c.question != nil {
				c.question(&q)
			}
			_, err = analysis.Payout(program, q)
			var invalid *kam.InvalidError
			require.ErrorAs(t, err, &invalid)
			found := false
			for _, f := range invalid.Findings {
				found = found || f.Code == c.code
				assert.NotEmpty(t, f.Place)
				for _, text := range []string{f.Message.EN, f.Message.ZH, f.Remedy.EN, f.Remedy.ZH} {
					assert.NotEmpty(t, text)
					wordtest.Formatted(t, text)
				}
			}
			assert.True(t, found, "%v", err)
		})
	}
}

// TestOtherFiguresStandStill: pay over revenue where a score, a gate on large deals and a count of deals play along.
func TestOtherFiguresStandStill(t *testing.T) {
	program := compiled(twoMeasures)
	q, err := analysis.Ask(program, "revenue", analysis.Terms{})
	require.NoError(t, err)
	q.Until, q.Deals = some("1500"), analysis.EqualDeals(2)
	q.Observations = []kam.Observation{{Metric: "score", Value: some("79.9"), Revision: 1}}
	c, err := analysis.Payout(program, q)
	require.NoError(t, err)
	var got []string
	for _, p := range c.Pieces() {
		got = append(got, p.From.String()+" "+p.Until.String()+" "+p.Pay.Text())
	}
	// half of 5 %, and 10 for each of two deals once these are large (100 each) and sum to 500
	assert.Equal(t, []string{"0 500 0.025·x", "500 1500 20 + 0.025·x"}, got)

	q.Axis, q.Until = analysis.Axis{Measure: "score", Basis: incentive.ByScore}, some("100")
	q.Deals[0].Amount, q.Deals[1].Amount = dec("400"), dec("99")
	c, err = analysis.Payout(program, q)
	require.NoError(t, err)
	got = nil
	for _, p := range c.Pieces() {
		got = append(got, p.From.String()+" "+p.Until.String()+" "+p.Pay.Text())
	}
	assert.Equal(t, []string{"0 80 12.475", "80 100 24.95"}, got, "over the score, with deals of 400 and 99, of which only 400 are large")
}

func TestAsk(t *testing.T) {
	program := compiled(plan)
	q, err := analysis.Ask(program, "revenue", analysis.Terms{Quotas: map[string]decimal.Decimal{"revenue": dec("500")}, Target: some("30")})
	require.NoError(t, err)
	assert.Equal(t, "2026-01-01/2026-04-01", q.Period.String())
	assert.Equal(t, incentive.ByAttainment, q.Axis.Basis)
	c, err := analysis.Payout(program, q)
	require.NoError(t, err)
	filled := c.Question()
	assert.Equal(t, "deal-1", filled.Deals[0].ID)
	assert.Equal(t, "2026-01-01", filled.Deals[0].Booked.String())
	assert.True(t, filled.Until.Valid)
	again, err := analysis.Payout(program, filled)
	require.NoError(t, err, "the question as it is told back asks the same")
	assert.Equal(t, c.Pieces(), again.Pieces())
	assert.Equal(t, "kam-2026", c.Plan().ID)
	assert.Equal(t, "500", c.Unit().RatString())

	_, err = analysis.Ask(program, "revenue", analysis.Terms{Plan: "other"})
	require.Error(t, err)
	_, err = analysis.Ask(program, "revenue", analysis.Terms{Version: 3})
	require.Error(t, err)
}
