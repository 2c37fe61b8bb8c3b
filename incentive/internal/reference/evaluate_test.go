package reference_test

import (
	"fmt"
	"math/big"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/internal/reference"
	"github.com/kam-go/kam/incentive/ledger"
)

func dec(s string) decimal.Decimal { return decimal.RequireFromString(s) }

func some(s string) decimal.NullDecimal {
	if s == "" {
		return decimal.NullDecimal{}
	}
	return decimal.NewNullDecimal(dec(s))
}

// tiers lists from, rate, from, rate ...
func tiers(mode incentive.TierMode, basis incentive.Basis, bounds ...string) *incentive.Tiers {
	t := &incentive.Tiers{Mode: mode, Basis: basis}
	if mode == incentive.Whole || mode == incentive.InterpolatedRate {
		t.Lost = incentive.TakeBack
	}
	for i := 0; i < len(bounds); i += 2 {
		t.Bands = append(t.Bands, incentive.Band{From: dec(bounds[i]), Rate: some(bounds[i+1])})
	}
	return t
}

// amounts lists from, until, amount of each tier.
func amounts(basis incentive.Basis, bounds ...string) *incentive.Tiers {
	t := &incentive.Tiers{Mode: incentive.InterpolatedAmount, Basis: basis}
	for i := 0; i < len(bounds); i += 3 {
		t.Bands = append(t.Bands, incentive.Band{From: dec(bounds[i]), Until: some(bounds[i+1]), Amount: some(bounds[i+2])})
	}
	return t
}

func onePlan(window incentive.Window, t *incentive.Tiers, change ...func(*incentive.Plan)) incentive.Plan {
	p := incentive.Plan{
		Format: 1, ID: "p", Version: 1, Currency: "CNY", Effective: kam.MustPeriod("2026-01-01/2027-01-01"), Period: kam.Quarter,
		Rounding:   incentive.Rounding{Step: incentive.RoundCredit, Mode: "half-up"},
		CreditDate: incentive.Booked, Order: incentive.BySequence,
		Refunds: incentive.Refunds{Method: incentive.Recalculate, Period: incentive.Current, Below: incentive.CarryNegative},
		Credits: []incentive.CreditRule{{
			Name: "own", To: incentive.ToOwner, Share: kam.Whole(), Split: incentive.SplitCredit, Retires: new(true), Pays: new(true),
		}},
		Measures:   []incentive.Measure{{Name: "revenue", Base: incentive.BaseAmount, Credits: []string{"own"}, Window: window}},
		Components: []incentive.Component{{Name: "commission", Measure: "revenue", Tiers: t}},
	}
	for _, c := range change {
		c(&p)
	}
	return p
}

// deals lists amounts; a second text names the deal that one reverses.
func deals(of ...[2]string) []incentive.Transaction {
	var all []incentive.Transaction
	for i, d := range of {
		t := incentive.Transaction{ID: fmt.Sprintf("t%d", i+1), Sequence: int64(i), Amount: dec(d[0]), Booked: kam.MustDay("2026-02-03"), Reverses: d[1]}
		if d[1] == "" {
			t.Owner = "anna"
		}
		all = append(all, t)
	}
	return all
}

func inputs(t []incentive.Transaction) incentive.Inputs {
	year := kam.MustPeriod("2026-01-01/2027-01-01")
	return incentive.Inputs{
		Period: kam.MustPeriod("2026-01-01/2026-04-01"),
		Roster: incentive.Roster{
			Payees:      []incentive.Payee{{ID: "anna"}, {ID: "boss"}},
			Assignments: []incentive.Assignment{{Payee: "anna", Plan: "p", Version: 1, Period: year}},
			Reporting:   []incentive.ReportingLine{{Payee: "anna", Manager: "boss", Period: year}},
		},
		Transactions: incentive.Transactions(t),
	}
}

func evaluate(t *testing.T, in incentive.Inputs, plans ...incentive.Plan) reference.Result {
	t.Helper()
	r, err := reference.Evaluate(plans, kam.Gregorian(), in)
	require.NoError(t, err)
	return r
}

func lineAmounts(c reference.Component) []string {
	var all []string
	for _, l := range c.Lines {
		all = append(all, text(l.Amount))
	}
	return all
}

func text(r *big.Rat) string {
	if r == nil {
		return ""
	}
	if r.IsInt() {
		return r.Num().String()
	}
	return r.RatString()
}

func TestWorkedCases(t *testing.T) {
	step := []string{"0", "0.01", "1000", "0.02", "3000", "0.03", "8000", "0.05"}
	fixed := []string{"0", "1000", "10", "1000", "3000", "40", "3000", "8000", "100", "8000", "20000", "2000"}
	six := deals([2]string{"200"}, [2]string{"300"}, [2]string{"1500"}, [2]string{"1200"}, [2]string{"2000"}, [2]string{"4500"})
	// 2 % to 100,000, then 4 %: 80,000, then 60,000, then the first is given back.
	refunded := deals([2]string{"80000"}, [2]string{"60000"}, [2]string{"-80000", "t1"})
	twoFour := []string{"0", "0.02", "100000", "0.04"}
	fiveEight := []string{"0", "0.05", "200000", "0.08"}
	mirror := func(p *incentive.Plan) { p.Refunds.Method = incentive.Mirror }
	origin := func(p *incentive.Plan) { p.Refunds.Period = incentive.Origin }
	cases := []struct {
		name   string
		plan   incentive.Plan
		deals  []incentive.Transaction
		lines  []string
		earned string
	}{
		{"stepped rates per deal (Oracle Fusion IC, step rates)", onePlan(incentive.PerTransaction, tiers(incentive.Marginal, incentive.ByAmount, step...)), six, []string{"2", "3", "20", "14", "30", "95"}, "164"},
		{"fixed amounts per deal (Oracle Fusion IC, interpolated rates)", onePlan(incentive.PerTransaction, amounts(incentive.ByAmount, fixed...)), six, []string{"2", "3", "20", "14", "30", "80"}, "149"},
		{"300,000 marginal", onePlan(incentive.PerPeriod, tiers(incentive.Marginal, incentive.ByAmount, fiveEight...)), deals([2]string{"300000"}), []string{"18000"}, "18000"},
		{"300,000 whole", onePlan(incentive.PerPeriod, tiers(incentive.Whole, incentive.ByAmount, fiveEight...)), deals([2]string{"300000"}), []string{"24000"}, "24000"},
		{"refund, recalculated", onePlan(incentive.PerPeriod, tiers(incentive.Marginal, incentive.ByAmount, twoFour...)), refunded, []string{"1600", "2000", "-2400"}, "1200"},
		{"refund, recalculated at the original", onePlan(incentive.PerPeriod, tiers(incentive.Marginal, incentive.ByAmount, twoFour...), origin), refunded, []string{"0", "1200"}, "1200"},
		{"refund, mirrored", onePlan(incentive.PerPeriod, tiers(incentive.Marginal, incentive.ByAmount, twoFour...), mirror), refunded, []string{"1600", "2000", "-1600"}, "2000"},
		{"whole, a tier lost", onePlan(incentive.PerPeriod, tiers(incentive.Whole, incentive.ByAmount, fiveEight...)), deals([2]string{"150000"}, [2]string{"100000"}, [2]string{"-100000", "t2"}), []string{"7500", "5000", "-5000"}, "7500"},
		{"whole, latched", onePlan(incentive.PerPeriod, tiers(incentive.Whole, incentive.ByAmount, fiveEight...), func(p *incentive.Plan) { p.Components[0].Tiers.Lost = incentive.Latched }), deals([2]string{"150000"}, [2]string{"100000"}, [2]string{"-100000", "t2"}), []string{"12000", "8000", "-8000"}, "12000"},
		{"whole per deal, refunded below the bound", onePlan(incentive.PerTransaction, tiers(incentive.Whole, incentive.ByAmount, fiveEight...)), deals([2]string{"300000"}, [2]string{"-150000", "t1"}), []string{"24000", "-16500"}, "7500"},
		{"interpolated rate", onePlan(incentive.PerPeriod, tiers(incentive.InterpolatedRate, incentive.ByAmount, "0", "0.02", "100000", "0.04")), deals([2]string{"50000"}), []string{"1500"}, "1500"},
		{"cap on a deal is given back first", onePlan(incentive.PerPeriod, tiers(incentive.Marginal, incentive.ByAmount, "0", "0.1"), func(p *incentive.Plan) {
			p.Components[0].Caps = []incentive.Cap{{Per: incentive.PerCredit, On: incentive.OnPay, Amount: some("50"), Excess: incentive.ExcessForfeit}}
		}), deals([2]string{"1000"}, [2]string{"-400", "t1"}, [2]string{"-600", "t1"}), []string{"50", "0", "-50"}, "0"},
		{"mirrored thirds lose no cent", onePlan(incentive.PerPeriod, tiers(incentive.Marginal, incentive.ByAmount, "0", "0.1"), mirror), deals([2]string{"100"}, [2]string{"-33.3333", "t1"}, [2]string{"-33.3333", "t1"}, [2]string{"-33.3334", "t1"}), []string{"10", "-333/100", "-167/50", "-333/100"}, "0"},
		{"deadband pays what lies above", onePlan(incentive.PerPeriod, tiers(incentive.Marginal, incentive.ByAmount, "0", "0.1", "1000", "0.2"), func(p *incentive.Plan) {
			p.Components[0].Gates = []incentive.Gate{{Basis: incentive.ByAmount, At: dec("500"), Kind: incentive.Deadband}}
		}), deals([2]string{"400"}, [2]string{"800"}), []string{"0", "90"}, "90"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			r := evaluate(t, inputs(c.deals), c.plan)
			require.Empty(t, r.Held)
			require.Len(t, r.Statements, 1)
			s := r.Statements[0]
			assert.Equal(t, c.lines, lineAmounts(s.Components[0]))
			assert.True(t, dec(c.earned).Equal(s.Earned), "earned %s, want %s", s.Earned, c.earned)
		})
	}
}

func gated(test incentive.GateTest, failed incentive.FailedThenPassed, lost incentive.Lost) func(*incentive.Plan) {
	return func(p *incentive.Plan) {
		p.Components[0].Gates = []incentive.Gate{{Basis: incentive.ByAmount, At: dec("1000"), Kind: incentive.Cliff, Test: test, FailedThenPassed: failed, PassedThenLost: lost}}
	}
}

// TestGates: 600, 600 (the gate of 1,000 is passed), then 500 of the second given back (lost again), at 10 %.
func TestGates(t *testing.T) {
	lost := deals([2]string{"600"}, [2]string{"600"}, [2]string{"-500", "t2"})
	cases := []struct {
		name   string
		gate   func(*incentive.Plan)
		deals  []incentive.Transaction
		lines  []string
		earned string
	}{
		{"period end, lost", gated(incentive.AtPeriodEnd, "", ""), lost, []string{"60", "60", "-50"}, "0"},
		{"period end, passed at exactly the bound", gated(incentive.AtPeriodEnd, "", ""), deals([2]string{"600"}, [2]string{"400"}), []string{"60", "40"}, "100"},
		{"catch-up, take-back", gated(incentive.Running, incentive.CatchUp, incentive.TakeBack), lost, []string{"60", "60", "-50"}, "0"},
		{"catch-up, latched", gated(incentive.Running, incentive.CatchUp, incentive.Latched), lost, []string{"60", "60", "-50"}, "70"},
		{"forfeit, latched", gated(incentive.Running, incentive.Forfeit, incentive.Latched), lost, []string{"0", "60", "-50"}, "10"},
		{"forfeit, take-back, lost", gated(incentive.Running, incentive.Forfeit, incentive.TakeBack), lost, []string{"0", "60", "-50"}, "0"},
		{"forfeit, take-back, passed", gated(incentive.Running, incentive.Forfeit, incentive.TakeBack), lost[:2], []string{"0", "60"}, "60"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			plan := onePlan(incentive.PerPeriod, tiers(incentive.Marginal, incentive.ByAmount, "0", "0.1"), c.gate)
			r := evaluate(t, inputs(c.deals), plan)
			require.Len(t, r.Statements, 1)
			assert.Equal(t, c.lines, lineAmounts(r.Statements[0].Components[0]))
			assert.True(t, dec(c.earned).Equal(r.Statements[0].Earned), "earned %s, want %s", r.Statements[0].Earned, c.earned)
		})
	}
}

func TestSplits(t *testing.T) {
	shared := deals([2]string{"1500"})
	shared[0].Owner = ""
	shared[0].Participants = []incentive.Participant{{Payee: "anna", Share: kam.MustFraction("1/3")}, {Payee: "boss", Role: "owner", Share: kam.MustFraction("2/3")}}
	for split, want := range map[incentive.Split]string{
		incentive.SplitCredit: "5",    // 500 at 1 %
		incentive.SplitPayout: "6.67", // (10 + 10) / 3
	} {
		plan := onePlan(incentive.PerPeriod, tiers(incentive.Marginal, incentive.ByAmount, "0", "0.01", "1000", "0.02"), func(p *incentive.Plan) { p.Credits[0].Split = split })
		r := evaluate(t, inputs(shared), plan)
		assert.True(t, dec(want).Equal(r.Statements[0].Earned), "%s: %s", split, r.Statements[0].Earned)
	}
}

// TestOverride: anna earns 100 of which a cap leaves 80; her manager takes a tenth of either.
func TestOverride(t *testing.T) {
	for base, want := range map[incentive.CreditBase]string{incentive.CreditGross: "10", incentive.CreditAfterCap: "8"} {
		own := onePlan(incentive.PerPeriod, tiers(incentive.Marginal, incentive.ByAmount, "0", "0.1"), func(p *incentive.Plan) {
			p.Components[0].Caps = []incentive.Cap{{Per: incentive.PerComponent, On: incentive.OnPay, Amount: some("80"), Excess: incentive.ExcessForfeit}}
		})
		above := onePlan(incentive.PerPeriod, nil, func(p *incentive.Plan) {
			p.ID = "q"
			p.Credits[0] = incentive.CreditRule{
				Name: "own", To: incentive.ToManager, Level: 1, Vacancy: incentive.VacancySkip, Base: base, Of: []string{"p/commission"},
				Share: kam.MustFraction("0.1"), Retires: new(true), Pays: new(true),
			}
			p.Components[0].Rate = some("1")
		})
		in := inputs(deals([2]string{"1000"}))
		in.Roster.Assignments = append(in.Roster.Assignments, incentive.Assignment{Payee: "boss", Plan: "q", Version: 1, Period: kam.MustPeriod("2026-01-01/2027-01-01")})
		r := evaluate(t, in, own, above)
		require.Len(t, r.Statements, 2)
		assert.Equal(t, "80", r.Statements[0].Earned.String())
		assert.True(t, dec(want).Equal(r.Statements[1].Earned), "%s: %s", base, r.Statements[1].Earned)
	}
}

// manages is a plan whose payee takes a part of what subordinates sell, or earn when of is given.
func manages(base incentive.CreditBase, of ...string) incentive.Plan {
	return onePlan(incentive.PerPeriod, nil, func(p *incentive.Plan) {
		p.ID = "q"
		p.Credits[0] = incentive.CreditRule{
			Name: "own", To: incentive.ToManager, Level: 1, Vacancy: incentive.VacancySkip, Base: base, Of: of,
			Share: kam.Whole(), Split: incentive.SplitCredit, Retires: new(true), Pays: new(true),
		}
		p.Components[0].Rate = some("0.1")
	})
}

func withManager(in incentive.Inputs, payee string) incentive.Inputs {
	in.Roster.Assignments = append(in.Roster.Assignments, incentive.Assignment{Payee: payee, Plan: "q", Version: 1, Period: kam.MustPeriod("2026-01-01/2027-01-01")})
	return in
}

// TestGrossOfWhatIsShut: a deal earns 100, a cap on it leaves 80, and a gate takes everything: nothing is left to take from.
func TestGrossOfWhatIsShut(t *testing.T) {
	own := onePlan(incentive.PerPeriod, tiers(incentive.Marginal, incentive.ByAmount, "0", "0.1"), gated(incentive.AtPeriodEnd, "", ""), func(p *incentive.Plan) {
		p.Components[0].Gates[0].At = dec("5000")
		p.Components[0].Caps = []incentive.Cap{{Per: incentive.PerCredit, On: incentive.OnPay, Amount: some("80"), Excess: incentive.ExcessForfeit}}
	})
	r := evaluate(t, withManager(inputs(deals([2]string{"1000"})), "boss"), own, manages(incentive.CreditGross, "p/commission"))
	require.Len(t, r.Statements, 2)
	assert.Equal(t, "0", r.Statements[0].Earned.String())
	assert.Equal(t, []string{"10", "-10"}, lineAmounts(r.Statements[1].Components[0]))
}

// TestOpenManager: anna reports to an open position, and that to the director.
func TestOpenManager(t *testing.T) {
	for vacancy, want := range map[incentive.Vacancy]string{incentive.VacancySkip: "100", incentive.VacancyHouse: "0"} {
		plan := manages(incentive.CreditAmount)
		plan.Credits[0].Vacancy = vacancy
		in := withManager(inputs(deals([2]string{"1000"})), "director")
		in.Roster.Payees[1].Open = true
		in.Roster.Payees = append(in.Roster.Payees, incentive.Payee{ID: "director"})
		in.Roster.Reporting = append(in.Roster.Reporting, incentive.ReportingLine{Payee: "boss", Manager: "director", Period: kam.MustPeriod("2026-01-01/..")})
		r := evaluate(t, in, onePlan(incentive.PerPeriod, tiers(incentive.Marginal, incentive.ByAmount, "0", "0.1")), plan)
		require.Len(t, r.Statements, 2)
		assert.Equal(t, want, r.Statements[1].Earned.String(), vacancy)
	}
}

// TestToDate: 1,000 in January earned 20 at 2 %, and 1,000 in May is paid at 4 %: 60 to date, of which 20 are posted.
func TestToDate(t *testing.T) {
	plan := onePlan(incentive.YearToDate, tiers(incentive.Marginal, incentive.ByAmount, "0", "0.02", "1000", "0.04"))
	two := deals([2]string{"1000"}, [2]string{"1000"})
	two[1].Booked = kam.MustDay("2026-05-01")
	in := inputs(two)
	in.Period = kam.MustPeriod("2026-04-01/2026-07-01")
	in.Opening.Ledger.Posted = []ledger.Posted{{
		Payee: "anna", Plan: "p", Version: 1, Component: "commission", Kind: ledger.Earning, Period: kam.MustPeriod("2026-01-01/2026-04-01"), Into: kam.MustPeriod("2026-01-01/2026-04-01"), Account: ledger.PayeeAccount, Currency: "CNY", Amount: dec("20"),
	}}
	s := evaluate(t, in, plan).Statements[0]
	assert.Equal(t, []string{"20", "40"}, lineAmounts(s.Components[0]))
	assert.Equal(t, "40", s.Earned.String())
}

// TestMirrorOfEarlierYear: a refund in January of what Opening.Prior says earned 30 stays in the year's sum, so that
// nothing comes back in April.
func TestMirrorOfEarlierYear(t *testing.T) {
	for _, period := range []incentive.RefundPeriod{incentive.Origin, incentive.Current} {
		plan := onePlan(incentive.YearToDate, tiers(incentive.Marginal, incentive.ByAmount, "0", "0.02"), func(p *incentive.Plan) {
			p.Refunds.Method, p.Refunds.Period = incentive.Mirror, period
			p.Refunds.Below = incentive.FirstRate
		})
		in := inputs(deals([2]string{"-500", "old"}))
		in.Period = kam.MustPeriod("2026-04-01/2026-07-01")
		in.Opening.Prior = []incentive.Prior{{
			Payee: "anna", Plan: "p", Earned: map[string]decimal.Decimal{"commission": dec("30")},
			Transaction: incentive.Transaction{ID: "old", Owner: "anna", Amount: dec("1000"), Booked: kam.MustDay("2025-11-01")},
		}}
		in.Opening.Ledger.Posted = []ledger.Posted{{
			Payee: "anna", Plan: "p", Version: 1, Component: "commission", Kind: ledger.Earning, Period: kam.MustPeriod("2026-01-01/2026-04-01"), Into: kam.MustPeriod("2026-01-01/2026-04-01"), Account: ledger.PayeeAccount, Currency: "CNY", Amount: dec("-15"),
		}}
		r := evaluate(t, in, plan)
		require.Empty(t, r.Held)
		assert.Equal(t, []string{"-15"}, lineAmounts(r.Statements[0].Components[0]), period)
		assert.True(t, r.Statements[0].Earned.IsZero(), period)
	}
}

// TestNegativeLineIsCappedToo: a deal with a loss of 1,000 takes back no more than the cap of 50.
func TestNegativeLineIsCappedToo(t *testing.T) {
	plan := onePlan(incentive.PerPeriod, nil, func(p *incentive.Plan) {
		p.Measures[0].Base = incentive.BaseMargin
		p.Components[0].Rate = some("0.1")
		p.Components[0].Caps = []incentive.Cap{{Per: incentive.PerCredit, On: incentive.OnPay, Amount: some("50"), Excess: incentive.ExcessForfeit}}
	})
	one := deals([2]string{"1000"})
	one[0].Margin = some("-1000")
	assert.Equal(t, "-50", evaluate(t, inputs(one), plan).Statements[0].Earned.String())
}

// TestRoundingSteps: three deals that earn 0.335 each.
func TestRoundingSteps(t *testing.T) {
	three := deals([2]string{"33.5"}, [2]string{"33.5"}, [2]string{"33.5"})
	for step, want := range map[incentive.RoundingStep]string{
		incentive.RoundSlice: "1.02", incentive.RoundCredit: "1.02", incentive.RoundComponent: "1.01", incentive.RoundStatement: "1.01",
	} {
		plan := onePlan(incentive.PerPeriod, tiers(incentive.Marginal, incentive.ByAmount, "0", "0.01"), func(p *incentive.Plan) { p.Rounding.Step = step })
		s := evaluate(t, inputs(three), plan).Statements[0]
		assert.True(t, dec(want).Equal(s.Earned), "%s: %s", step, s.Earned)
		if want == "1.01" {
			assert.Equal(t, []string{"17/50", "17/50", "33/100"}, lineAmounts(s.Components[0]), "the largest remainders come first, ties in order")
		}
	}
}

func TestHeld(t *testing.T) {
	marginal := tiers(incentive.Marginal, incentive.ByAmount, "0", "0.1")
	attainment := tiers(incentive.Marginal, incentive.ByAttainment, "0", "0.1")
	cases := []struct {
		name  string
		plan  incentive.Plan
		deals []incentive.Transaction
		code  string
	}{
		{"no original", onePlan(incentive.PerPeriod, marginal), []incentive.Transaction{{ID: "r", Owner: "anna", Amount: dec("-1"), Reverses: "x", Booked: kam.MustDay("2026-01-01")}}, "run.refund-without-original"},
		{"more than sold", onePlan(incentive.PerPeriod, marginal), deals([2]string{"10"}, [2]string{"-6", "t1"}, [2]string{"-4.01", "t1"}), "run.refund-exceeds"},
		{"no quota", onePlan(incentive.PerPeriod, attainment), deals([2]string{"10"}), "run.missing-quota"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			r := evaluate(t, inputs(c.deals), c.plan)
			assert.Empty(t, r.Statements)
			assert.Equal(t, []reference.Held{{Payee: "anna", Plan: "p", Version: 1, Code: c.code}}, r.Held)
		})
	}
}
