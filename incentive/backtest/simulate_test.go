package backtest_test

import (
	"context"
	"math/big"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/backtest"
)

func point(value, chance string) backtest.Point {
	return backtest.Point{Value: dec(value), Chance: kam.MustFraction(chance)}
}

func points(list ...backtest.Point) backtest.Distribution {
	return backtest.Distribution{Kind: backtest.KindPoints, Points: list}
}

// amounts is an outlook of amounts for everybody.
func amounts(d backtest.Distribution) backtest.Outlook {
	return backtest.Outlook{Name: "deals", Plan: "kam", Measure: "revenue", Basis: incentive.ByAmount, Distribution: d, Between: backtest.Independent, Over: backtest.EachPeriod}
}

// cost is a simulation of a plan that pays one for one in a quarter: the cost is what was drawn.
func cost(t testing.TB, trials int, payees []string, o ...backtest.Outlook) backtest.Simulation {
	t.Helper()
	return backtest.Simulation{
		Plans: []incentive.Plan{plan(t, 1, flat("1"))}, Base: backtest.History{Periods: quarters[:1], Roster: staff(payees...)}, Outlooks: o, Trials: trials, Seed: 2,
	}
}

func simulate(t testing.TB, s backtest.Simulation) *backtest.Forecast {
	t.Helper()
	f, err := backtest.Simulate(t.Context(), s, backtest.Options{})
	require.NoError(t, err)
	return f
}

// between asserts that an amount is near what the distribution has: bounds of more than five standard errors.
func between(t *testing.T, low, high string, got decimal.Decimal, about string) {
	t.Helper()
	assert.False(t, got.LessThan(dec(low)) || got.GreaterThan(dec(high)), "%s: %s is not between %s and %s", about, got, low, high)
}

// The percentiles of distributions are those that are known of them.
func TestPercentilesOfKnownDistributions(t *testing.T) {
	for name, x := range map[string]struct {
		d                          backtest.Distribution
		least, p10, p50, p90, most [2]string
		mean                       [2]string
	}{
		"one point": {
			points(point("42", "1")),
			[2]string{"42", "42"},
			[2]string{"42", "42"},
			[2]string{"42", "42"},
			[2]string{"42", "42"},
			[2]string{"42", "42"},
			[2]string{"42", "42"},
		},
		"uniform from 100 to 200": {
			backtest.Distribution{Kind: backtest.KindUniform, Low: some("100"), High: some("200")},
			[2]string{"100", "101"},
			[2]string{"106", "114"},
			[2]string{"143", "157"},
			[2]string{"186", "194"},
			[2]string{"199", "200"},
			[2]string{"146", "154"},
		},
		// The quantile of a symmetric triangle on 0 to 2 at 10 % is √0.2 = 0.4472.
		"triangular from 0 to 200": {
			backtest.Distribution{Kind: backtest.KindTriangular, Low: some("0"), Mode: some("100"), High: some("200")},
			[2]string{"0", "15"},
			[2]string{"39", "50"},
			[2]string{"94", "106"},
			[2]string{"150", "161"},
			[2]string{"185", "200"},
			[2]string{"94", "106"},
		},
		// The quantile of a triangle that falls from 0 to 100 is 100 (1 − √(1−p)): 5.13, 29.29, 68.38; its mean is a third.
		"triangular that falls": {
			backtest.Distribution{Kind: backtest.KindTriangular, Low: some("0"), Mode: some("0"), High: some("100")},
			[2]string{"0", "1"},
			[2]string{"3.5", "7"},
			[2]string{"25", "34"},
			[2]string{"63", "74"},
			[2]string{"92", "100"},
			[2]string{"30", "37"},
		},
		// 1.2816 deviations of 10 on either side of 100.
		"normal": {
			backtest.Distribution{Kind: backtest.KindNormal, Low: some("0"), High: some("1000"), Mean: some("100"), Deviation: some("10")},
			[2]string{"60", "78"},
			[2]string{"85.5", "89"},
			[2]string{"98.4", "101.6"},
			[2]string{"111", "114.5"},
			[2]string{"122", "140"},
			[2]string{"98.7", "101.3"},
		},
		// What lies outside counts as the bound.
		"normal that is cut": {
			backtest.Distribution{Kind: backtest.KindNormal, Low: some("90"), High: some("110"), Mean: some("100"), Deviation: some("20")},
			[2]string{"90", "90"},
			[2]string{"90", "90"},
			[2]string{"97", "103"},
			[2]string{"110", "110"},
			[2]string{"110", "110"},
			[2]string{"98.5", "101.5"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			f := simulate(t, cost(t, 1000, []string{"anna"}, amounts(x.d)))
			got := f.Totals[0].Cost
			between(t, x.least[0], x.least[1], got.Least, "least")
			between(t, x.p10[0], x.p10[1], got.P10, "P10")
			between(t, x.p50[0], x.p50[1], got.P50, "P50")
			between(t, x.p90[0], x.p90[1], got.P90, "P90")
			between(t, x.most[0], x.most[1], got.Most, "most")
			between(t, x.mean[0], x.mean[1], got.Mean, "mean")
			assert.True(t, f.Totals[0].Revenue.P50.Equal(got.P50))
		})
	}
}

// Chances come out as often as they are stated: 30 %, 50 %, 20 % of 4,000 within five standard errors, which are 145,
// 158 and 126. Above 199 is what is 200 or more.
func TestChancesComeOutAsStated(t *testing.T) {
	s := cost(t, 4000, []string{"anna"}, amounts(points(point("100", "0.3"), point("200", "0.5"), point("300", "0.2"))))
	for _, b := range []string{"99", "100", "199", "200", "299", "300"} {
		s.Budgets = append(s.Budgets, kam.Money{Amount: dec(b), Currency: "CNY"})
	}
	f := simulate(t, s)
	over := make([]int, len(f.Budgets))
	for i, b := range f.Budgets {
		over[i] = b.Over
		assert.Equal(t, big.NewRat(int64(b.Over), 4000), b.Chance())
	}
	assert.Equal(t, 4000, over[0])
	assert.Equal(t, over[1], over[2], "exactly the budget does not exceed it")
	assert.Equal(t, over[3], over[4])
	assert.Zero(t, over[5])
	assert.InDelta(t, 2800, over[1], 145)
	assert.InDelta(t, 800, over[3], 126)
}

// The percentile is the nearest rank: of ten trials the first, the fifth and the ninth in order.
func TestPercentilesAreNearestRank(t *testing.T) {
	s := cost(t, 10, []string{"anna"}, amounts(backtest.Distribution{Kind: backtest.KindUniform, Low: some("0"), High: some("1000")}))
	f := simulate(t, s)
	rank := func(amount decimal.Decimal) int {
		s.Budgets = []kam.Money{{Amount: amount, Currency: "CNY"}}
		return 10 - simulate(t, s).Budgets[0].Over
	}
	x := f.Totals[0].Cost
	assert.Equal(t, []int{1, 1, 5, 9, 10}, []int{rank(x.Least), rank(x.P10), rank(x.P50), rank(x.P90), rank(x.Most)})
	s.Trials, s.Budgets = 1, nil
	x = simulate(t, s).Totals[0].Cost
	assert.True(t, x.Least.Equal(x.P10) && x.P10.Equal(x.P90) && x.P90.Equal(x.Most) && x.Most.Equal(x.Mean))
}

// Together everybody meets the same luck, so that the total spreads twice as far as each; once, every period has the same.
func TestWhatHangsTogether(t *testing.T) {
	uniform := backtest.Distribution{Kind: backtest.KindUniform, Low: some("0"), High: some("100")}
	o := amounts(uniform)
	o.Between = backtest.Together
	f := simulate(t, cost(t, 300, []string{"anna", "bo"}, o))
	for i, name := range []string{"anna", "bo"} {
		p := f.Payees[i]
		assert.Equal(t, name, p.Payee)
		assert.True(t, p.Earned.P90.Mul(dec("2")).Equal(f.Totals[0].Cost.P90), "each has half of every total")
	}
	o = amounts(uniform)
	o.Over = backtest.Once
	s := cost(t, 300, []string{"anna"}, o)
	one := simulate(t, s).Totals[0].Cost
	s.Base.Periods = quarters
	four := simulate(t, s).Totals[0].Cost
	assert.True(t, one.P90.Mul(dec("4")).Equal(four.P90) && one.Sum.Mul(dec("4")).Equal(four.Sum))
	o.Over = backtest.EachPeriod
	s.Outlooks = []backtest.Outlook{o}
	assert.True(t, simulate(t, s).Totals[0].Cost.P90.LessThan(four.P90), "independent periods even each other out")
}

// The same seed gives the same bytes for any number of workers, another seed others; a payee more changes nobody else's luck.
func TestASeedDecidesEverything(t *testing.T) {
	o := amounts(backtest.Distribution{Kind: backtest.KindNormal, Low: some("0"), High: some("300"), Mean: some("100"), Deviation: some("30")})
	o.Deals = 3
	s := cost(t, 60, []string{"anna", "bo"}, o)
	s.Base.Periods = quarters[:2]
	var want []byte
	for workers := range 5 {
		done := 0
		f, err := backtest.Simulate(t.Context(), s, backtest.Options{Workers: workers, Progress: func(d, total int) {
			done++
			assert.Equal(t, done, d)
			assert.Equal(t, 60, total)
		}})
		require.NoError(t, err)
		assert.Equal(t, 60, done)
		got, err := f.JSON()
		require.NoError(t, err)
		if want == nil {
			want = got
		}
		assert.Equal(t, string(want), string(got))
	}
	alone := s
	alone.Base.Roster = staff("bo")
	assert.Equal(t, simulate(t, s).Payees[1], simulate(t, alone).Payees[0])
	s.Seed = 3
	other, err := simulate(t, s).JSON()
	require.NoError(t, err)
	assert.NotEqual(t, string(want), string(other))
}

// What components contribute sums to the cost, in every made-up trial and so in all; caps on the plan count as one of them.
func TestComponentsSumToTheCost(t *testing.T) {
	p := plan(t, 1, `[{"name": "base", "measure": "revenue", "rate": "0.02"}, {"name": "extra", "measure": "revenue", "tiers": {"mode": "marginal", "basis": "attainment", "bands": [{"from": "0", "rate": "0"}, {"from": "1", "rate": "0.1"}]}}]`)
	p.Caps = []incentive.Cap{{Per: incentive.PerPlan, Amount: some("6")}}
	o := amounts(backtest.Distribution{Kind: backtest.KindUniform, Low: some("0"), High: some("2")})
	o.Basis = incentive.ByAttainment
	s := cost(t, 200, []string{"anna", "bo"}, o)
	s.Plans = []incentive.Plan{p}
	f := simulate(t, s)
	require.Len(t, f.Totals, 1)
	names, sum, people := []string{}, decimal.Zero, decimal.Zero
	for _, c := range f.Totals[0].Components {
		names, sum = append(names, c.Component), sum.Add(c.Cost.Sum)
	}
	for _, x := range f.Payees {
		people = people.Add(x.Earned.Sum)
		between(t, "0", "6", x.Earned.Most, "the cap")
	}
	assert.Equal(t, []string{"base", "extra", "(plan-cap)"}, names)
	assert.True(t, sum.Equal(f.Totals[0].Cost.Sum), "%s %s", sum, f.Totals[0].Cost.Sum)
	assert.True(t, people.Equal(f.Totals[0].Cost.Sum))
	assert.True(t, f.Totals[0].Components[2].Cost.Sum.IsNegative())
}

// What is certain counts besides what is drawn, and only the periods that an outlook names are drawn.
func TestWhatIsCertainCounts(t *testing.T) {
	o := amounts(points(point("10", "1")))
	o.Periods = quarters[1:2]
	s := cost(t, 2, []string{"anna"}, o)
	s.Base.Periods = quarters
	s.Base.Transactions = []incentive.Transaction{sold("1000000000", "anna", "7", "2026-02-01")}
	equalDecimal(t, "17", simulate(t, s).Totals[0].Cost.P50)
	s.Outlooks[0].Periods = nil
	equalDecimal(t, "47", simulate(t, s).Totals[0].Cost.P50)
}

// An attainment counts the stated quotas by days: a quota of 365 for the year has 90 in the first quarter, and half of the
// days of an assignment half of it.
func TestAttainmentsCountQuotasByDays(t *testing.T) {
	o := amounts(points(point("2", "1")))
	o.Basis = incentive.ByAttainment
	s := cost(t, 1, []string{"anna"}, o)
	a := &s.Base.Roster.Assignments[0]
	a.Quotas = []incentive.Quota{{Measure: "revenue", Period: kam.MustPeriod("2026-01-01/2027-01-01"), Amount: dec("365")}}
	equalDecimal(t, "180", simulate(t, s).Totals[0].Cost.P50)
	a.Period.From = kam.MustDay("2026-02-15")
	equalDecimal(t, "90", simulate(t, s).Totals[0].Cost.P50)
	a.Quotas = nil
	_, err := backtest.Simulate(t.Context(), s, backtest.Options{})
	assert.Equal(t, []string{"backtest.quota $.outlooks[0]"}, codes(t, err))
}

// Deals of one size: a drawn 100 as three deals is 33.34, 33.33 and 33.33, in the middle of each third of the quarter, and
// numbers of the template go with them in proportion.
func TestHowADrawBecomesDeals(t *testing.T) {
	for name, x := range map[string]struct {
		base  incentive.Base
		basis incentive.Basis
		deal  incentive.Transaction
		deals int
		drawn string
		rate  string
		want  string
	}{
		"amounts round half-up":            {incentive.BaseAmount, incentive.ByAmount, incentive.Transaction{}, 0, "0.005", "1", "0.01"},
		"three deals sum to it":            {incentive.BaseAmount, incentive.ByAmount, incentive.Transaction{}, 3, "100", "1", "100"},
		"margin of an amount":              {incentive.BaseMargin, incentive.ByAmount, incentive.Transaction{}, 0, "12.5", "1", "12.5"},
		"cash":                             {incentive.BaseCash, incentive.ByAmount, incentive.Transaction{}, 2, "12.5", "1", "12.5"},
		"units are whole":                  {incentive.BaseUnits, incentive.ByUnits, incentive.Transaction{}, 0, "2.5", "1", "3"},
		"deals are counted":                {incentive.BaseCount, incentive.ByUnits, incentive.Transaction{Amount: dec("5")}, 0, "4.4", "1", "4"},
		"nothing drawn is nothing sold":    {incentive.BaseAmount, incentive.ByAmount, incentive.Transaction{}, 0, "0", "1", "0"},
		"units of a deal of two at 100":    {incentive.BaseUnits, incentive.ByUnits, incentive.Transaction{Amount: dec("100"), Units: some("2")}, 0, "5", "1", "5"},
		"a template in another proportion": {incentive.BaseAmount, incentive.ByAmount, incentive.Transaction{Amount: dec("100"), Margin: some("40")}, 2, "250", "1", "250"},
	} {
		t.Run(name, func(t *testing.T) {
			o := amounts(points(point(x.drawn, "1")))
			o.Basis, o.Deals, o.Deal = x.basis, x.deals, x.deal
			s := cost(t, 1, []string{"anna"}, o)
			s.Plans[0].Measures[0].Base = x.base
			f := simulate(t, s)
			require.Empty(t, f.Held)
			equalDecimal(t, x.want, f.Totals[0].Cost.P50)
		})
	}
	// The other numbers go with it: a drawn amount of 250 has a margin of 100, on which a second component pays.
	o := amounts(points(point("250", "1")))
	o.Deal = incentive.Transaction{Amount: dec("100"), Margin: some("40"), Attributes: map[string]string{"region": "n"}}
	s := cost(t, 1, []string{"anna"}, o)
	s.Plans[0].Measures = append(s.Plans[0].Measures, incentive.Measure{Name: "margin", Base: incentive.BaseMargin, Credits: []string{"own"}, Window: incentive.PerPeriod})
	s.Plans[0].Components[0].Measure, s.Plans[0].Components[0].When = "margin", &incentive.Condition{Attribute: "region", In: []string{"n"}}
	s.Plans[0].Components = append(s.Plans[0].Components, incentive.Component{Name: "none", Measure: "revenue", Rate: some("0")})
	equalDecimal(t, "100", simulate(t, s).Totals[0].Cost.P50)
	// Without an amount in the template the margin is for each 1: 0.4 of 250.
	s.Outlooks[0].Deal.Amount, s.Outlooks[0].Deal.Margin = decimal.Zero, some("0.4")
	equalDecimal(t, "100", simulate(t, s).Totals[0].Cost.P50)
}

// Scores are drawn as observations, below zero too.
func TestScoresAreDrawn(t *testing.T) {
	p := parse(t, `{
		"format": 1, "id": "kam", "version": 1, "currency": "CNY", "readings": "standard-1", "effective": "2026-01-01/2027-01-01", "period": "quarter",
		"measures": [{"name": "score", "base": "observation", "metric": "nps", "window": "period"}],
		"components": [{"name": "bonus", "measure": "score", "curve": {"basis": "score", "shape": "linear", "beyond": "flat", "amount": "1000", "points": [{"at": "0", "pays": "0"}, {"at": "100", "pays": "1"}]}}]}`)
	s := cost(t, 400, []string{"anna"}, backtest.Outlook{
		Name: "scores", Plan: "kam", Measure: "score", Basis: incentive.ByScore, Between: backtest.Independent, Over: backtest.EachPeriod,
		Distribution: backtest.Distribution{Kind: backtest.KindUniform, Low: some("-100"), High: some("100")},
	})
	s.Plans = []incentive.Plan{p}
	f := simulate(t, s)
	require.Empty(t, f.Held)
	equalDecimal(t, "0", f.Totals[0].Cost.P10)
	between(t, "720", "880", f.Totals[0].Cost.P90, "P90")
}

// Values of their own: each payee resamples what they reached, others what all did.
func TestResamplingTheOwnHistory(t *testing.T) {
	h := backtest.History{
		Periods: quarters, Roster: staff("anna", "bo"),
		Transactions: []incentive.Transaction{sold("d1", "anna", "80", "2026-02-01"), sold("d2", "anna", "120", "2026-05-01"), sold("d3", "bo", "50", "2026-11-01"), taken("r", "d1", "-5", "2026-08-01")},
	}
	p := plan(t, 1, tiers("0.05", "1", ""))
	own, err := backtest.Past(t.Context(), backtest.Record{Plans: []incentive.Plan{p}, History: h, Plan: "kam", Measure: "revenue", Basis: incentive.ByAttainment})
	require.NoError(t, err)
	assert.Equal(t, "map[anna:[0.8 1.2 0 0] bo:[0 0 0 0.5]]", toText(own))
	amountsReached, err := backtest.Past(t.Context(), backtest.Record{Plans: []incentive.Plan{p}, History: h, Plan: "kam", Measure: "revenue", Basis: incentive.ByAmount})
	require.NoError(t, err)
	assert.Equal(t, "map[anna:[80 120 0 0] bo:[0 0 0 50]]", toText(amountsReached))

	o := amounts(backtest.Distribution{Kind: backtest.KindOwn, Own: own})
	o.Basis = incentive.ByAttainment
	f := simulate(t, cost(t, 400, []string{"anna", "bo"}, o))
	equalDecimal(t, "0", f.Payees[0].Earned.P10)
	equalDecimal(t, "120", f.Payees[0].Earned.Most)
	equalDecimal(t, "120", f.Payees[0].Earned.P90)
	equalDecimal(t, "50", f.Payees[1].Earned.Most)
	delete(own, "bo")
	_, err = backtest.Simulate(t.Context(), cost(t, 1, []string{"anna", "bo"}, o), backtest.Options{})
	assert.Equal(t, []string{"backtest.missing $.outlooks[0].distribution.own"}, codes(t, err))
	own[""] = []decimal.Decimal{dec("9")}
	equalDecimal(t, "900", simulate(t, cost(t, 1, []string{"bo"}, o)).Totals[0].Cost.P50)
}

// An attainment of the past has six places, rounded half up; who has no quota in a period has none.
func TestPastAttainmentsAreRoundedOnce(t *testing.T) {
	roster := staff("anna", "bo")
	for i := range roster.Assignments {
		for j := range roster.Assignments[i].Quotas {
			roster.Assignments[i].Quotas[j].Amount = dec([]string{"3", "0"}[i])
		}
	}
	h := backtest.History{Periods: quarters[:1], Roster: roster, Transactions: []incentive.Transaction{sold("d1", "anna", "2", "2026-02-01"), sold("d2", "bo", "2", "2026-02-01")}}
	own, err := backtest.Past(t.Context(), backtest.Record{Plans: []incentive.Plan{plan(t, 1, `[{"name": "c", "measure": "revenue", "rate": "0.05"}]`)}, History: h, Plan: "kam", Measure: "revenue", Basis: incentive.ByAttainment})
	require.NoError(t, err)
	assert.Equal(t, "map[anna:[0.666667] bo:[]]", toText(own))
}

func toText(own map[string][]decimal.Decimal) string {
	out := "map["
	for i, id := range []string{"anna", "bo"} {
		if i > 0 {
			out += " "
		}
		out += id + ":["
		for j, d := range own[id] {
			if j > 0 {
				out += " "
			}
			out += d.String()
		}
		out += "]"
	}
	return out + "]"
}

// A measure to date gains what it stands higher than at the end of the period before.
func TestPastOfMeasuresToDate(t *testing.T) {
	p := plan(t, 1, flat("0.01"))
	p.Measures[0].Window = incentive.YearToDate
	h := backtest.History{
		Periods: quarters[1:], Roster: staff("anna"),
		Transactions: []incentive.Transaction{sold("d1", "anna", "80", "2026-02-01"), sold("d2", "anna", "120", "2026-05-01"), sold("d3", "anna", "50", "2026-08-01")},
	}
	own, err := backtest.Past(t.Context(), backtest.Record{Plans: []incentive.Plan{p}, History: h, Plan: "kam", Measure: "revenue", Basis: incentive.ByAmount})
	require.NoError(t, err)
	assert.Equal(t, "map[anna:[50 0] bo:[]]", toText(own), "the year began before the first period, whose gain is not known apart")
	h.Periods = quarters
	own, err = backtest.Past(t.Context(), backtest.Record{Plans: []incentive.Plan{p}, History: h, Plan: "kam", Measure: "revenue", Basis: incentive.ByAmount})
	require.NoError(t, err)
	assert.Equal(t, "map[anna:[80 120 50 0] bo:[]]", toText(own))
	_, err = backtest.Past(t.Context(), backtest.Record{Plans: []incentive.Plan{p}, History: h, Plan: "kam", Measure: "margin", Basis: incentive.ByAmount})
	assert.Equal(t, []string{"backtest.measure $.measure"}, codes(t, err))
	_, err = backtest.Past(t.Context(), backtest.Record{Plans: []incentive.Plan{p}, History: h, Plan: "kam", Measure: "revenue", Basis: incentive.ByUnits})
	assert.Equal(t, []string{"backtest.basis $.basis"}, codes(t, err))
}

// Who is held in a trial is named, with the reason and how often.
func TestHeldInTrials(t *testing.T) {
	s := cost(t, 40, []string{"anna"}, amounts(points(point("0", "1/2"), point("10", "1/2"))))
	s.Plans[0].Components[0].When = &incentive.Condition{Attribute: "region", In: []string{"n"}}
	s.Plans[0].Credits[0].Factor = &incentive.Factor{By: "region", Values: map[string]decimal.Decimal{"n": dec("1")}, Other: "refuse"}
	f := simulate(t, s)
	require.Len(t, f.Held, 1)
	h := f.Held[0]
	assert.Equal(t, "anna", h.Payee)
	assert.Less(t, h.Trials, 40)
	assert.Positive(t, h.Trials)
	assert.Positive(t, h.First)
	assert.Equal(t, "run.missing-number", h.Findings[0].Code)
	assert.Contains(t, f.Markdown(kam.English), "anna in ")
}

func TestFaultsOfASimulation(t *testing.T) {
	good := func() backtest.Simulation {
		return cost(t, 1, []string{"anna"}, amounts(points(point("1", "1"))))
	}
	for name, x := range map[string]struct {
		change func(*backtest.Simulation)
		want   []string
	}{
		"nothing": {func(s *backtest.Simulation) { *s = backtest.Simulation{} }, []string{"backtest.too-few $.base.periods", "backtest.too-few $.plans", "backtest.too-few $.trials", "backtest.too-few $.outlooks"}},
		"trials":  {func(s *backtest.Simulation) { s.Trials = backtest.MaxTrials + 1 }, []string{"backtest.too-many $.trials"}},
		"kept":    {func(s *backtest.Simulation) { s.Trials = 100_000; s.Base.Roster.Payees = make([]incentive.Payee, 51) }, []string{"backtest.too-many $.trials"}},
		"budget": {func(s *backtest.Simulation) {
			s.Budgets = []kam.Money{{Currency: "nothing"}, {Currency: "USD"}, {Amount: decimal.New(1, 40), Currency: "CNY"}}
		}, []string{"backtest.currency $.budgets[0].currency", "backtest.currency $.budgets[1].currency", "backtest.number $.budgets[2].amount"}},
		"readings":    {func(s *backtest.Simulation) { s.Outlooks[0].Between, s.Outlooks[0].Over = "", "sometimes" }, []string{"backtest.reading $.outlooks[0].between", "backtest.reading $.outlooks[0].over"}},
		"names":       {func(s *backtest.Simulation) { s.Outlooks = append(s.Outlooks, s.Outlooks[0]) }, []string{"backtest.twice $.outlooks[1].name"}},
		"period":      {func(s *backtest.Simulation) { s.Outlooks[0].Periods = quarters[1:2] }, []string{"backtest.period $.outlooks[0].periods[0]"}},
		"payee":       {func(s *backtest.Simulation) { s.Outlooks[0].Payees = []string{"zoe"} }, []string{"backtest.payee $.outlooks[0].payees[0]"}},
		"nobody":      {func(s *backtest.Simulation) { s.Base.Roster.Assignments = nil }, []string{"backtest.payee $.outlooks[0]"}},
		"deal":        {func(s *backtest.Simulation) { s.Outlooks[0].Deal.Owner = "anna" }, []string{"backtest.unused $.outlooks[0].deal"}},
		"deal number": {func(s *backtest.Simulation) { s.Outlooks[0].Deal.Units = decimal.NewNullDecimal(decimal.New(1, 40)) }, []string{"backtest.number $.outlooks[0].deal.units"}},
		"measure":     {func(s *backtest.Simulation) { s.Outlooks[0].Measure = "margin" }, []string{"backtest.measure $.outlooks[0].measure"}},
		"basis":       {func(s *backtest.Simulation) { s.Outlooks[0].Basis = incentive.ByScore }, []string{"backtest.basis $.outlooks[0].basis"}},
		"deals":       {func(s *backtest.Simulation) { s.Outlooks[0].Deals = -1 }, []string{"backtest.too-few $.outlooks[0].deals"}},
		"counts": {func(s *backtest.Simulation) {
			s.Plans[0].Measures[0].Base, s.Outlooks[0].Basis, s.Outlooks[0].Deals = incentive.BaseCount, incentive.ByUnits, 2
		}, []string{"backtest.unused $.outlooks[0].deals"}},
	} {
		t.Run(name, func(t *testing.T) {
			s := good()
			x.change(&s)
			_, err := backtest.Simulate(t.Context(), s, backtest.Options{})
			assert.Equal(t, x.want, codes(t, err))
		})
	}
}

func TestFaultsOfDistributions(t *testing.T) {
	for name, x := range map[string]struct {
		d    backtest.Distribution
		want []string
	}{
		"none":          {backtest.Distribution{}, []string{"kind kind"}},
		"no points":     {points(), []string{"too-few points"}},
		"chances":       {points(point("1", "1/2"), point("2", "1/3")), []string{"chances points"}},
		"no chance":     {points(point("1", "1"), point("2", "0")), []string{"chance points[1].chance"}},
		"below zero":    {points(point("-1", "1")), []string{"negative points[0].value"}},
		"too long":      {points(backtest.Point{Value: decimal.New(1, 40), Chance: kam.Whole()}), []string{"number points[0].value"}},
		"uniform":       {backtest.Distribution{Kind: backtest.KindUniform, Low: some("-1")}, []string{"negative low", "missing high"}},
		"flat":          {backtest.Distribution{Kind: backtest.KindUniform, Low: some("1"), High: some("1")}, []string{"shape high"}},
		"peak":          {backtest.Distribution{Kind: backtest.KindTriangular, Low: some("1"), High: some("2"), Mode: some("3")}, []string{"shape mode"}},
		"no peak":       {backtest.Distribution{Kind: backtest.KindTriangular, Low: some("1"), High: some("2")}, []string{"missing mode"}},
		"deviation":     {backtest.Distribution{Kind: backtest.KindNormal, Low: some("1"), High: some("2"), Mean: some("1"), Deviation: some("0")}, []string{"shape deviation"}},
		"normal, bound": {backtest.Distribution{Kind: backtest.KindNormal, Low: some("2"), High: some("2"), Mean: some("-1")}, []string{"missing deviation", "shape high"}},
		"unused":        {backtest.Distribution{Kind: backtest.KindUniform, Low: some("1"), High: some("2"), Mode: some("1")}, []string{"unused mode"}},
		"own":           {backtest.Distribution{Kind: backtest.KindOwn}, []string{"missing own", "missing own"}},
		"own, empty":    {backtest.Distribution{Kind: backtest.KindOwn, Own: map[string][]decimal.Decimal{"anna": {}}}, []string{"too-few own.anna"}},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := backtest.Simulate(t.Context(), cost(t, 1, []string{"anna"}, amounts(x.d)), backtest.Options{})
			var want []string
			for _, w := range x.want {
				code, place, _ := cutAt(w)
				want = append(want, "backtest."+code+" $.outlooks[0].distribution."+place)
			}
			got := codes(t, err)
			assert.Equal(t, want[:min(len(want), len(got))], got)
		})
	}
}

func cutAt(s string) (before, after string, ok bool) {
	for i := range s {
		if s[i] == ' ' {
			return s[:i], s[i+1:], true
		}
	}
	return s, "", false
}

func TestSimulatingStops(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	s := cost(t, 5000, []string{"anna"}, amounts(points(point("1", "1"))))
	trials := 0
	_, err := backtest.Simulate(ctx, s, backtest.Options{Workers: 1, Progress: func(int, int) {
		if trials++; trials == 3 {
			cancel()
		}
	}})
	require.ErrorIs(t, err, context.Canceled)
	assert.Less(t, trials, 5)
	s.Base.Transactions = []incentive.Transaction{{}}
	_, err = backtest.Simulate(t.Context(), s, backtest.Options{})
	assert.NotEmpty(t, codes(t, err), "a run that is refused stops the simulation")
}

func BenchmarkSimulate(b *testing.B) {
	o := amounts(backtest.Distribution{Kind: backtest.KindTriangular, Low: some("0"), Mode: some("90"), High: some("150")})
	o.Deals = 5
	s := cost(b, 20, []string{"anna", "bo", "cy", "di", "ed"}, o)
	for b.Loop() {
		if _, err := backtest.Simulate(b.Context(), s, backtest.Options{Workers: 1}); err != nil {
			b.Fatal(err)
		}
	}
}
