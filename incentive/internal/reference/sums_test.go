package reference_test

import (
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/internal/reference"
)

var year = kam.MustPeriod("2026-01-01/2027-01-01")

// q1 is the first quarter, which the runs of these tests are for.
var q1 = kam.MustPeriod("2026-01-01/2026-04-01")

func decs(of ...string) []decimal.Decimal {
	var all []decimal.Decimal
	for _, s := range of {
		all = append(all, dec(s))
	}
	return all
}

// adjustments lists kinds and amounts.
func adjustments(of []reference.Adjustment) []string {
	var all []string
	for _, a := range of {
		all = append(all, a.Kind+" "+text(a.Amount))
	}
	return all
}

// points lists at, pays, at, pays ...
func points(of ...string) []incentive.Point {
	var all []incentive.Point
	for i := 0; i < len(of); i += 2 {
		all = append(all, incentive.Point{At: dec(of[i]), Pays: dec(of[i+1])})
	}
	return all
}

// factors lists from, factor, from, factor ...
func factors(of ...string) []incentive.FactorBand {
	var all []incentive.FactorBand
	for i := 0; i < len(of); i += 2 {
		all = append(all, incentive.FactorBand{From: dec(of[i]), Factor: dec(of[i+1])})
	}
	return all
}

// paying is a plan with one component on the revenue of the quarter.
func paying(k incentive.Component, change ...func(*incentive.Plan)) incentive.Plan {
	k.Name, k.Measure = "commission", "revenue"
	return onePlan(incentive.PerPeriod, nil, append([]func(*incentive.Plan){func(p *incentive.Plan) { p.Components = []incentive.Component{k} }}, change...)...)
}

// withQuota states a quota of the quarter and a target incentive of 4,000 a year, 1,000 a quarter.
func withQuota(in incentive.Inputs, quota string) incentive.Inputs {
	a := &in.Roster.Assignments[0]
	a.Target = incentive.Target{Amount: some("4000"), Per: kam.Year}
	a.Quotas = []incentive.Quota{{Measure: "revenue", Period: q1, Amount: dec(quota)}}
	return in
}

func TestCurve(t *testing.T) {
	line := points("0", "0", "0.5", "0.25", "1", "1", "1.2", "2")
	cases := []struct {
		name, sold string
		curve      incentive.Curve
		pays       string
	}{
		{"on the line between two points", "800", incentive.Curve{Basis: incentive.ByAttainment, Shape: incentive.LinearCurve, Points: line, Beyond: incentive.BeyondFlat, OfTargetIncentive: some("1")}, "700"}, // 0.25 + 0.75 x 0.3/0.5
		{"a step short of the next", "999.99", incentive.Curve{Basis: incentive.ByAttainment, Shape: incentive.StepCurve, Points: line, OfTargetIncentive: some("1")}, "250"},
		{"a step reached exactly", "1000", incentive.Curve{Basis: incentive.ByAttainment, Shape: incentive.StepCurve, Points: line, OfTargetIncentive: some("0.5")}, "500"},
		{"flat beyond the last point", "1500", incentive.Curve{Basis: incentive.ByAttainment, Shape: incentive.LinearCurve, Points: line, Beyond: incentive.BeyondFlat, OfTargetIncentive: some("1")}, "2000"},
		{"on along the last line", "1500", incentive.Curve{Basis: incentive.ByAttainment, Shape: incentive.LinearCurve, Points: line, Beyond: incentive.BeyondExtend, OfTargetIncentive: some("1")}, "3500"}, // 2 + 5 x 0.3
		{"an amount by size", "250", incentive.Curve{Basis: incentive.ByAmount, Shape: incentive.LinearCurve, Points: points("0", "0.5", "1000", "1"), Beyond: incentive.BeyondFlat, Amount: some("80")}, "50"},
		{"the first point at nothing sold", "0", incentive.Curve{Basis: incentive.ByAmount, Shape: incentive.StepCurve, Points: points("0", "0.5"), Amount: some("80")}, "40"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			r := evaluate(t, withQuota(inputs(deals([2]string{c.sold})), "1000"), paying(incentive.Component{Curve: &c.curve}))
			require.Empty(t, r.Held)
			assert.True(t, dec(c.pays).Equal(r.Statements[0].Earned), "earned %s", r.Statements[0].Earned)
		})
	}
}

func TestEvery(t *testing.T) {
	for sold, pays := range map[string]string{"299.99": "20", "300": "30", "99.99": "0", "0": "0"} {
		plan := paying(incentive.Component{Every: &incentive.Every{Each: dec("100"), Pays: dec("10")}})
		assert.Equal(t, pays, evaluate(t, inputs(deals([2]string{sold})), plan).Statements[0].Earned.String(), sold)
	}
}

// TestSumOrder: a curve of 1,000 passes a gate, is doubled by a score and then cut to 1,500; behind a gate that is shut
// there is nothing to double, and the floor lifts it.
func TestSumOrder(t *testing.T) {
	for at, want := range map[string][]string{
		"500":  {"curve 1000", "multiplier 1000", "cap -500"},
		"5000": {"curve 1000", "gate -1000", "floor 7"},
	} {
		plan := paying(incentive.Component{
			Curve:       &incentive.Curve{Basis: incentive.ByAmount, Shape: incentive.StepCurve, Points: points("0", "1"), Amount: some("1000")},
			Gates:       []incentive.Gate{{Basis: incentive.ByAmount, At: dec(at), Kind: incentive.Cliff, Test: incentive.AtPeriodEnd}},
			Multipliers: []incentive.Multiplier{{On: "score", Basis: incentive.ByScore, Apply: incentive.ApplyWhole, Bands: factors("0", "1", "80", "2")}},
			Caps:        []incentive.Cap{{Per: incentive.PerComponent, On: incentive.OnPay, Amount: some("1500"), Excess: incentive.ExcessForfeit}},
			Floors:      []incentive.Floor{{Per: incentive.PerComponent, Amount: dec("7")}},
		}, scored)
		in := inputs(deals([2]string{"500"}))
		in.Observations = []kam.Observation{scoreOf("anna", "80")}
		assert.Equal(t, want, adjustments(evaluate(t, in, plan).Statements[0].Components[0].Adjustments), at)
	}
}

func scored(p *incentive.Plan) {
	p.Measures = append(p.Measures, incentive.Measure{Name: "score", Base: incentive.BaseObservation, Metric: "nps"})
}

func scoreOf(payee, value string) kam.Observation {
	return kam.Observation{Subject: kam.Subject{Kind: "payee", ID: payee}, Metric: "nps", Period: q1, Value: some(value)}
}

// TestMultiplierPerSlice: 2 % to 1,000 and 4 % above, times 1 to 500, 2 to 2,000 and 3 above: 10 + 20 + 80 + 60.
func TestMultiplierPerSlice(t *testing.T) {
	bands := factors("0", "1", "500", "2", "2000", "3")
	tiered := incentive.Component{Tiers: tiers(incentive.Marginal, incentive.ByAmount, "0", "0.02", "1000", "0.04")}
	flat := incentive.Component{Rate: some("0.02")}
	for k, want := range map[*incentive.Component]string{&tiered: "170", &flat: "100"} { // flat: 10 + 60 + 30
		k.Multipliers = []incentive.Multiplier{{Basis: incentive.ByAmount, Apply: incentive.ApplySlice, Bands: bands}}
		r := evaluate(t, inputs(deals([2]string{"800"}, [2]string{"1700"})), paying(*k))
		assert.Equal(t, want, r.Statements[0].Earned.String())
	}
}

// team puts anna, bert, carl and dora on the plan with what they sold.
func team(sold ...string) incentive.Inputs {
	in := inputs(nil)
	in.Roster.Payees, in.Roster.Assignments, in.Roster.Reporting = nil, nil, nil
	var all []incentive.Transaction
	for i, amount := range sold {
		id := []string{"anna", "bert", "carl", "dora"}[i]
		in.Roster.Payees = append(in.Roster.Payees, incentive.Payee{ID: id})
		in.Roster.Assignments = append(in.Roster.Assignments, incentive.Assignment{Payee: id, Plan: "p", Version: 1, Period: year})
		all = append(all, incentive.Transaction{ID: "t-" + id, Owner: id, Amount: dec(amount), Booked: kam.MustDay("2026-02-03")})
	}
	in.Transactions = incentive.Transactions(all)
	return in
}

func earned(r reference.Result) map[string]string {
	all := map[string]string{}
	for _, s := range r.Statements {
		all[s.Payee] = s.Earned.String()
	}
	for _, h := range r.Held {
		all[h.Payee] = h.Code
	}
	return all
}

func TestContest(t *testing.T) {
	contest := func(change func(*incentive.Contest)) incentive.Plan {
		c := incentive.Contest{Basis: incentive.ByAmount, Prizes: decs("100", "50", "20"), Ties: incentive.TiesShare, Held: incentive.HeldWait}
		change(&c)
		return paying(incentive.Component{Contest: &c}, scored)
	}
	cases := []struct {
		name   string
		change func(*incentive.Contest)
		sold   []string
		scores []kam.Observation
		want   map[string]string
	}{
		{"two share the first two prizes", func(*incentive.Contest) {}, []string{"900", "900", "500", "0"}, nil, map[string]string{"anna": "75", "bert": "75", "carl": "20", "dora": "0"}},
		{"three share, the cents left go by id", func(*incentive.Contest) {}, []string{"9", "9", "9"}, nil, map[string]string{"anna": "56.67", "bert": "56.67", "carl": "56.66"}},
		{"each gets the better prize, the next place is skipped", func(c *incentive.Contest) { c.Ties = incentive.TiesEach }, []string{"900", "900", "500", "1"}, nil, map[string]string{"anna": "100", "bert": "100", "carl": "20", "dora": "0"}},
		{"a tie is refused", func(c *incentive.Contest) { c.Ties = incentive.TiesRefuse }, []string{"900", "500", "500"}, nil, map[string]string{"anna": "100", "bert": "run.contest-tie", "carl": "run.contest-tie"}},
		{"a tie without a prize is none", func(c *incentive.Contest) { c.Ties, c.Prizes = incentive.TiesRefuse, decs("100") }, []string{"900", "500", "500"}, nil, map[string]string{"anna": "100", "bert": "0", "carl": "0"}},
		{"a bound, inclusive", func(c *incentive.Contest) { c.AtLeast = some("500") }, []string{"499.99", "500"}, nil, map[string]string{"anna": "0", "bert": "100"}},
		{"a fund cuts all in proportion", func(c *incentive.Contest) { c.Fund = some("85") }, []string{"9", "8", "7"}, nil, map[string]string{"anna": "50", "bert": "25", "carl": "10"}},
		{
			"a tie is broken", func(c *incentive.Contest) {
				c.Then = []incentive.TieBreak{{Measure: "score", Basis: incentive.ByScore}}
			},
			[]string{"9", "9"},
			[]kam.Observation{scoreOf("anna", "1"), scoreOf("bert", "2")},
			map[string]string{"anna": "50", "bert": "100"},
		},
		{
			"who cannot be compared is held, and the others wait", func(c *incentive.Contest) {
				c.Then = []incentive.TieBreak{{Measure: "score", Basis: incentive.ByScore}}
			},
			[]string{"9", "9", "1"},
			[]kam.Observation{scoreOf("anna", "1")},
			map[string]string{"anna": "run.depends-on-held", "bert": "run.missing-observation", "carl": "run.depends-on-held"},
		},
		{
			"or is left out", func(c *incentive.Contest) {
				c.Held, c.Then = incentive.HeldLeaveOut, []incentive.TieBreak{{Measure: "score", Basis: incentive.ByScore}}
			},
			[]string{"9", "9", "1"},
			[]kam.Observation{scoreOf("anna", "1")},
			map[string]string{"anna": "100", "bert": "run.missing-observation", "carl": "50"},
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			in := team(c.sold...)
			in.Observations = c.scores
			got := earned(evaluate(t, in, contest(c.change)))
			for payee, want := range c.want {
				if c.name != "who cannot be compared is held, and the others wait" || payee != "bert" {
					assert.Equal(t, want, got[payee], payee)
				}
			}
		})
	}
}

// TestContestants: an open position and one who left before the last day take no part; managers divide the rest.
func TestContestants(t *testing.T) {
	in := team("900", "800", "700", "600")
	in.Roster.Payees[0].Open = true
	in.Roster.Assignments[1].Period.Until = kam.MustDay("2026-03-31")
	in.Roster.Reporting = []incentive.ReportingLine{{Payee: "carl", Manager: "anna", Period: year}, {Payee: "dora", Manager: "bert", Period: year}}
	c := incentive.Contest{Basis: incentive.ByAmount, Prizes: decs("100"), Ties: incentive.TiesShare, Held: incentive.HeldWait}
	assert.Equal(t, map[string]string{"anna": "0", "bert": "0", "carl": "100", "dora": "0"}, earned(evaluate(t, in, paying(incentive.Component{Contest: &c}))))
	c.By = incentive.ByManager
	assert.Equal(t, map[string]string{"anna": "0", "bert": "0", "carl": "100", "dora": "100"}, earned(evaluate(t, in, paying(incentive.Component{Contest: &c}))))
}

func TestPool(t *testing.T) {
	cases := []struct {
		name string
		pool incentive.Pool
		want map[string]string
	}{
		{"a tenth of all, by position", incentive.Pool{Rate: some("0.1"), Key: incentive.KeyPosition, Held: incentive.HeldWait}, map[string]string{"anna": "60", "bert": "30", "carl": "0"}},
		{"an amount, equally, the cents left by id", incentive.Pool{Amount: some("100"), Key: incentive.KeyEqual, Held: incentive.HeldWait}, map[string]string{"anna": "33.34", "bert": "33.33", "carl": "33.33"}},
		{"by days", incentive.Pool{Amount: some("250"), Key: incentive.KeyDays, Held: incentive.HeldWait}, map[string]string{"anna": "90", "bert": "90", "carl": "70"}},                // 90, 90 and 70 days
		{"by target incentive", incentive.Pool{Amount: some("500"), Key: incentive.KeyTarget, Held: incentive.HeldWait}, map[string]string{"anna": "300", "bert": "200", "carl": "0"}}, // 3 : 2 : 0
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			in := team("600", "300", "0")
			for i, target := range []string{"3000", "2000", "0"} {
				in.Roster.Assignments[i].Target = incentive.Target{Amount: some(target), Per: kam.Quarter}
			}
			in.Roster.Assignments[2].Period.From = kam.MustDay("2026-01-21")
			assert.Equal(t, c.want, earned(evaluate(t, in, paying(incentive.Component{Pool: &c.pool}))))
		})
	}
	t.Run("nobody has any weight", func(t *testing.T) {
		pool := incentive.Pool{Amount: some("100"), Key: incentive.KeyPosition, Held: incentive.HeldWait}
		assert.Equal(t, map[string]string{"anna": "0", "bert": "0"}, earned(evaluate(t, team("0", "0"), paying(incentive.Component{Pool: &pool}))))
	})
}

// TestCapOnTransaction: a deal of 1,000 at 10 % pays 60 and 40, of which 80 are left; a refund of half takes it below the cap.
func TestCapOnTransaction(t *testing.T) {
	plan := paying(incentive.Component{Rate: some("0.1"), Caps: []incentive.Cap{{Per: incentive.PerDeal, On: incentive.OnPay, Amount: some("80"), Excess: incentive.ExcessForfeit}}})
	shared := deals([2]string{"1000"}, [2]string{"-500", "t1"})
	shared[0].Owner, shared[0].Participants = "", []incentive.Participant{{Payee: "anna", Share: kam.MustFraction("0.6")}, {Payee: "bert", Share: kam.MustFraction("0.4")}}
	in := team("0", "0")
	in.Transactions = incentive.Transactions(shared[:1])
	r := evaluate(t, in, plan)
	assert.Equal(t, map[string]string{"anna": "48", "bert": "32"}, earned(r))
	assert.Equal(t, []reference.Adjustment{{Kind: "transaction-cap", Transaction: "t1", Amount: r.Statements[0].Components[0].Adjustments[0].Amount}}, r.Statements[0].Components[0].Adjustments)
	in.Transactions = incentive.Transactions(shared)
	assert.Equal(t, map[string]string{"anna": "30", "bert": "20"}, earned(evaluate(t, in, plan)))
}

// TestNothingForNothing: who stands at zero takes no place without a bound, a loss completes no hundred, and a pool of
// losses is empty; weights below zero count as none.
func TestNothingForNothing(t *testing.T) {
	contest := incentive.Contest{Basis: incentive.ByAmount, Prizes: decs("100", "50"), Ties: incentive.TiesShare, Held: incentive.HeldWait}
	assert.Equal(t, map[string]string{"anna": "0", "bert": "100"}, earned(evaluate(t, team("0", "5"), paying(incentive.Component{Contest: &contest}))))
	loss := deals([2]string{"1000"}, [2]string{"300"})
	loss[0].Margin, loss[1].Margin, loss[1].Owner = some("-250"), some("100"), "bert"
	byMargin := func(p *incentive.Plan) { p.Measures[0].Base = incentive.BaseMargin }
	in := team("0", "0")
	in.Transactions = incentive.Transactions(loss)
	every := incentive.Every{Each: dec("100"), Pays: dec("10")}
	assert.Equal(t, map[string]string{"anna": "0", "bert": "10"}, earned(evaluate(t, in, paying(incentive.Component{Every: &every}, byMargin))))
	pool := incentive.Pool{Rate: some("0.1"), Key: incentive.KeyEqual, Held: incentive.HeldWait}
	assert.Equal(t, map[string]string{"anna": "0", "bert": "0"}, earned(evaluate(t, in, paying(incentive.Component{Pool: &pool}, byMargin))))
	pool = incentive.Pool{Amount: some("60"), Key: incentive.KeyPosition, Held: incentive.HeldWait}
	assert.Equal(t, map[string]string{"anna": "0", "bert": "60"}, earned(evaluate(t, in, paying(incentive.Component{Pool: &pool}, byMargin))))
}

// TestGrossAfterMultipliers: 100 of commission, twice and then three times as much, are 600 for the manager's tenth.
func TestGrossAfterMultipliers(t *testing.T) {
	times := func(factor string) incentive.Multiplier {
		return incentive.Multiplier{Basis: incentive.ByAmount, Apply: incentive.ApplyWhole, Bands: factors("0", factor)}
	}
	own := paying(incentive.Component{Rate: some("0.1"), Multipliers: []incentive.Multiplier{times("2"), times("3")}})
	r := evaluate(t, withManager(inputs(deals([2]string{"1000"})), "boss"), own, manages(incentive.CreditGross, "p/commission"))
	assert.Equal(t, map[string]string{"anna": "600", "boss": "60"}, earned(r))
}

// TestMultiplierIsRounded: 0.33 by credits, times 1.05, lie on the grid.
func TestMultiplierIsRounded(t *testing.T) {
	plan := paying(incentive.Component{Rate: some("0.01"), Multipliers: []incentive.Multiplier{{Basis: incentive.ByAmount, Apply: incentive.ApplyWhole, Bands: factors("0", "1.05")}}})
	s := evaluate(t, inputs(deals([2]string{"33"})), plan).Statements[0]
	assert.Equal(t, "0.35", s.Earned.String()) // 0.3465
	assert.Equal(t, []string{"multiplier 1/50"}, adjustments(s.Components[0].Adjustments))
}

// TestCapOnTransactionAmongOthers: a deal pays anna 60 and bert 40 of a cap of 80.4 in whole units.
func TestCapOnTransactionAmongOthers(t *testing.T) {
	cases := []struct {
		name string
		bert func(*incentive.Inputs)
		gate string
		want map[string]string
	}{
		{"the cap lies on the grid", func(*incentive.Inputs) {}, "0", map[string]string{"anna": "48", "bert": "32"}},
		{"whose gate is shut is not cut, and the other not either", func(*incentive.Inputs) {}, "500", map[string]string{"anna": "60", "bert": "0"}},
		{"who shares with somebody held waits", func(in *incentive.Inputs) {
			in.Roster.Assignments[1].Ramps = []incentive.Ramp{{Period: q1, Share: dec("0.5")}}
		}, "0", map[string]string{"anna": "run.depends-on-held", "bert": "run.proration"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			plan := paying(incentive.Component{
				Rate:  some("0.1"),
				Caps:  []incentive.Cap{{Per: incentive.PerDeal, On: incentive.OnPay, Amount: some("80.4"), Excess: incentive.ExcessForfeit}},
				Gates: []incentive.Gate{{Basis: incentive.ByAmount, At: dec(c.gate), Kind: incentive.Cliff, Test: incentive.AtPeriodEnd}},
			}, func(p *incentive.Plan) { p.Rounding.Places = new(int32(0)) })
			shared := deals([2]string{"1000"})
			shared[0].Owner, shared[0].Participants = "", []incentive.Participant{{Payee: "anna", Share: kam.MustFraction("0.6")}, {Payee: "bert", Share: kam.MustFraction("0.4")}}
			in := team("0", "0")
			in.Transactions = incentive.Transactions(shared)
			c.bert(&in)
			assert.Equal(t, c.want, earned(evaluate(t, in, plan)))
		})
	}
}
