package reference_test

import (
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/internal/reference"
	"github.com/kam-go/kam/incentive/ledger"
)

// byDays prorates quotas and target incentives by calendar days, of which the quarter has 90.
func byDays(p *incentive.Plan) {
	p.Proration = &incentive.Proration{By: incentive.CalendarDays, Quotas: new(true), Targets: new(true)}
}

// absent is 45 of the quarter's days away, its second half.
func absent(a *incentive.Assignment) {
	a.Absences = []incentive.Absence{{ID: "a", Period: days("2026-02-15", "2026-04-01"), Prorates: true}}
}

// TestCurveOfHalfAQuarter: 400 sold of a quota of 1,000, and 1,000 of target incentive. Half of the quarter absent leaves
// a quota of 500 and 500 of incentive: 0.25 + 0.75 x 0.3/0.5 = 0.7 of it are 350. Without proration 0.4 of the quota pay
// 0.25 x 0.4/0.5 = 0.2 of 1,000.
func TestCurveOfHalfAQuarter(t *testing.T) {
	curve := incentive.Curve{Basis: incentive.ByAttainment, Shape: incentive.LinearCurve, Points: points("0", "0", "0.5", "0.25", "1", "1"), Beyond: incentive.BeyondFlat, OfTargetIncentive: some("1")}
	in := withQuota(inputs(deals([2]string{"400"})), "1000")
	assert.Equal(t, map[string]string{"anna": "200"}, earned(evaluate(t, in, paying(incentive.Component{Curve: &curve}))))
	absent(&in.Roster.Assignments[0])
	assert.Equal(t, map[string]string{"anna": "350"}, earned(evaluate(t, in, paying(incentive.Component{Curve: &curve}, byDays))))
}

// TestContestByAttainment: bert sold 400 of 500, as his ramp halves his quota; dora's quota is zero, which counts as
// 0.75; anna sold 600 of 1,000; carl sold 150 of 300, as 700 were taken off his, and is below the bound of 0.55.
func TestContestByAttainment(t *testing.T) {
	contest := incentive.Contest{Basis: incentive.ByAttainment, AtLeast: some("0.55"), Prizes: decs("100", "50", "20", "10"), Ties: incentive.TiesShare, Held: incentive.HeldWait}
	in := team("600", "400", "150", "0")
	for i, quota := range []string{"1000", "1000", "1000", "0"} {
		in.Roster.Assignments[i].Quotas = []incentive.Quota{{Measure: "revenue", Period: q1, Amount: dec(quota)}}
	}
	in.Roster.Assignments[1].Ramps = []incentive.Ramp{{Period: q1, Share: dec("0.5")}}
	in.Roster.Assignments[2].Quotas[0].Relief = []incentive.Relief{{Amount: some("700")}}
	plan := paying(incentive.Component{Contest: &contest}, byDays, func(p *incentive.Plan) { p.Measures[0].ZeroQuota = some("0.75") })
	assert.Equal(t, map[string]string{"anna": "20", "bert": "100", "carl": "0", "dora": "50"}, earned(evaluate(t, in, plan)))
}

// TestPoolWithoutAQuota: anna stands at 0.6, bert at 0.3 and carl, who has no quota, is held; 90 are shared 2 to 1.
func TestPoolWithoutAQuota(t *testing.T) {
	pool := incentive.Pool{Amount: some("90"), Key: incentive.KeyAttainment}
	cases := []struct {
		name string
		by   incentive.Grouping
		held incentive.WhenHeld
		want map[string]string
	}{
		{"the others wait", incentive.Everybody, incentive.HeldWait, map[string]string{"anna": "run.depends-on-held", "bert": "run.depends-on-held", "carl": "run.missing-quota"}},
		{"he is left out", incentive.Everybody, incentive.HeldLeaveOut, map[string]string{"anna": "60", "bert": "30", "carl": "run.missing-quota"}},
		{"his group waits", incentive.ByManager, incentive.HeldWait, map[string]string{"anna": "90", "bert": "run.depends-on-held", "carl": "run.missing-quota"}},
		{"he is left out of his group", incentive.ByManager, incentive.HeldLeaveOut, map[string]string{"anna": "90", "bert": "90", "carl": "run.missing-quota"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			in := team("600", "300", "500")
			for i := range 2 {
				in.Roster.Assignments[i].Quotas = []incentive.Quota{{Measure: "revenue", Period: q1, Amount: dec("1000")}}
			}
			in.Roster.Reporting = []incentive.ReportingLine{{Payee: "bert", Manager: "dora", Period: year}, {Payee: "carl", Manager: "dora", Period: year}}
			pool.By, pool.Held = c.by, c.held
			assert.Equal(t, c.want, earned(evaluate(t, in, paying(incentive.Component{Pool: &pool}))))
		})
	}
}

// TestPoolOfTheAbsent: with half of the quarter away bert weighs 45 days beside 90, and 500 of target incentive beside
// 1,000; either is a third of the fund. Where the targets are not prorated he weighs as much as anna.
func TestPoolOfTheAbsent(t *testing.T) {
	quotasAlone := func(p *incentive.Plan) { byDays(p); p.Proration.Targets = new(false) }
	cases := []struct {
		name string
		key  incentive.PoolKey
		plan func(*incentive.Plan)
		want map[string]string
	}{
		{"days", incentive.KeyDays, byDays, map[string]string{"anna": "200", "bert": "100"}},
		{"target incentive", incentive.KeyTarget, byDays, map[string]string{"anna": "200", "bert": "100"}},
		{"days, targets whole", incentive.KeyDays, quotasAlone, map[string]string{"anna": "200", "bert": "100"}},
		{"target incentive, targets whole", incentive.KeyTarget, quotasAlone, map[string]string{"anna": "150", "bert": "150"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			in := team("1", "1")
			for i := range in.Roster.Assignments {
				in.Roster.Assignments[i].Target = incentive.Target{Amount: some("4000"), Per: kam.Year}
			}
			absent(&in.Roster.Assignments[1])
			pool := incentive.Pool{Amount: some("300"), Key: c.key, Held: incentive.HeldWait}
			assert.Equal(t, c.want, earned(evaluate(t, in, paying(incentive.Component{Pool: &pool}, c.plan))))
		})
	}
}

// TestMultiplierByAttainment: 1,200 sold at 10 %. Of the quota of 1,600 half is left, so that attainment is exactly 1.5:
// the whole is doubled to 240, and by slices 800 count once and 400 twice, 80 + 80.
func TestMultiplierByAttainment(t *testing.T) {
	in := withQuota(inputs(deals([2]string{"1200"})), "1600")
	absent(&in.Roster.Assignments[0])
	for apply, want := range map[incentive.Apply]string{incentive.ApplyWhole: "240", incentive.ApplySlice: "160"} {
		from := map[incentive.Apply]string{incentive.ApplyWhole: "1.5", incentive.ApplySlice: "1"}[apply]
		k := incentive.Component{Rate: some("0.1"), Multipliers: []incentive.Multiplier{{Basis: incentive.ByAttainment, Apply: apply, Bands: factors("0", "1", from, "2")}}}
		assert.Equal(t, map[string]string{"anna": want}, earned(evaluate(t, in, paying(k, byDays))), apply)
	}
}

// TestCapOfTheTarget: a tenth of the quarter's target incentive limits what 10 % of 2,000 pay: 1,000 as stated, 1,500 when
// it doubles half way, and half of that for somebody who is away then.
func TestCapOfTheTarget(t *testing.T) {
	raised := func(a *incentive.Assignment) {
		a.Target.Changes = []incentive.TargetChange{{From: kam.MustDay("2026-02-15"), Amount: dec("8000")}}
	}
	k := incentive.Component{Rate: some("0.1"), Caps: []incentive.Cap{{Per: incentive.PerComponent, On: incentive.OnPay, OfTargetIncentive: some("0.1"), Excess: incentive.ExcessForfeit}}}
	in := withQuota(inputs(deals([2]string{"2000"})), "1")
	a := &in.Roster.Assignments[0]
	assert.Equal(t, map[string]string{"anna": "100"}, earned(evaluate(t, in, paying(k, byDays))))
	raised(a)
	assert.Equal(t, map[string]string{"anna": "150"}, earned(evaluate(t, in, paying(k, byDays))))
	absent(a)
	assert.Equal(t, map[string]string{"anna": "75"}, earned(evaluate(t, in, paying(k, byDays))))
}

// TestTargetByWorkingDays: 16 February divides the quarter's 64 working days into 32 and 32, so that 4,000 and then 8,000
// a year are 1,500 for the quarter. Of its calendar days 46 lie before and 44 after: (46 x 1,000 + 44 x 2,000) / 90.
func TestTargetByWorkingDays(t *testing.T) {
	curve := incentive.Curve{Basis: incentive.ByAmount, Shape: incentive.StepCurve, Points: points("0", "1"), OfTargetIncentive: some("1")}
	in := withQuota(inputs(nil), "1")
	in.Roster.Assignments[0].Target.Changes = []incentive.TargetChange{{From: kam.MustDay("2026-02-16"), Amount: dec("8000")}}
	cal, err := kam.NewCalendar(kam.CalendarSpec{Declared: []int{2026}})
	require.NoError(t, err)
	for by, want := range map[incentive.ProrationBasis]string{incentive.WorkingDays: "1500", incentive.CalendarDays: "1488.89"} {
		plan := paying(incentive.Component{Curve: &curve}, func(p *incentive.Plan) {
			p.Proration = &incentive.Proration{By: by, Quotas: new(false), Targets: new(true)}
		})
		r, err := reference.Evaluate([]incentive.Plan{plan}, cal, in)
		require.NoError(t, err)
		assert.Equal(t, map[string]string{"anna": want}, earned(r), by)
	}
}

// earlier is what was posted for the first quarter.
func earlier(kind ledger.Kind, amount string) ledger.Posted {
	return ledger.Posted{Payee: "anna", Plan: "p", Version: 1, Component: "commission", Kind: kind, Period: q1, Into: q1, Account: ledger.PayeeAccount, Currency: "CNY", Amount: dec(amount)}
}

// TestToDateAfterACorrection: 250 in the first quarter and 270 in the second complete five hundreds at 10, of which 20 are
// posted. Of these a correction took 5 away; the sum to date says that they are owed.
func TestToDateAfterACorrection(t *testing.T) {
	two := deals([2]string{"250"}, [2]string{"270"})
	two[1].Booked = kam.MustDay("2026-05-01")
	in := inputs(two)
	in.Period = days("2026-04-01", "2026-07-01")
	plan := paying(incentive.Component{Every: &incentive.Every{Each: dec("100"), Pays: dec("10")}}, func(p *incentive.Plan) { p.Measures[0].Window = incentive.YearToDate })
	in.Opening.Ledger.Posted = []ledger.Posted{earlier(ledger.Earning, "20")}
	assert.Equal(t, map[string]string{"anna": "30"}, earned(evaluate(t, in, plan)))
	in.Opening.Ledger.Posted = append(in.Opening.Ledger.Posted, earlier(ledger.Correction, "-5"), earlier(ledger.Holdback, "-7"))
	assert.Equal(t, map[string]string{"anna": "35"}, earned(evaluate(t, in, plan)))
}

// TestQuotaToDateOfTheHired: of quotas of 1,000 for each quarter the one before the hire on 1 April does not count, and
// half of the second is left after a ramp: 400 of 500, at the rate from 0.8 on.
func TestQuotaToDateOfTheHired(t *testing.T) {
	sold := deals([2]string{"400"})
	sold[0].Booked = kam.MustDay("2026-05-01")
	in := inputs(sold)
	in.Period = days("2026-04-01", "2026-07-01")
	a := &in.Roster.Assignments[0]
	a.Period.From = in.Period.From
	for _, p := range []kam.Period{q1, in.Period} {
		a.Quotas = append(a.Quotas, incentive.Quota{Measure: "revenue", Period: p, Amount: dec("1000")})
	}
	a.Ramps = []incentive.Ramp{{Period: in.Period, Share: dec("0.5")}}
	plan := paying(incentive.Component{Tiers: tiers(incentive.Whole, incentive.ByAttainment, "0", "0.1", "0.8", "0.2", "0.81", "0.3")}, byDays, func(p *incentive.Plan) {
		p.Measures[0].Window, p.Measures[0].Denominator = incentive.YearToDate, incentive.QuotaToDate
	})
	r := evaluate(t, in, plan)
	assert.Equal(t, "500", text(r.Statements[0].Measures[0].Quota))
	assert.Equal(t, map[string]string{"anna": "80"}, earned(r))
}

// TestRefundUsesUpWhatIsCarried: half of a deal of last year that earned 30 comes back, and 30 are carried: 15 are left.
func TestRefundUsesUpWhatIsCarried(t *testing.T) {
	plan := paying(incentive.Component{Rate: some("0.1")}, func(p *incentive.Plan) {
		p.Refunds.Method, p.Refunds.Below = incentive.Mirror, incentive.FirstRate
		p.Caps = []incentive.Cap{{Per: incentive.PerRunPeriod, On: incentive.OnPay, Amount: some("120"), Excess: incentive.ExcessCarry, Until: year.Until}}
	})
	in := inputs(deals([2]string{"-500", "old"}))
	in.Opening.Prior = []incentive.Prior{{
		Payee: "anna", Plan: "p", Earned: map[string]decimal.Decimal{"commission": dec("30")},
		Transaction: incentive.Transaction{ID: "old", Owner: "anna", Amount: dec("1000"), Booked: kam.MustDay("2025-11-01")},
	}}
	in.Opening.Ledger.Posted = []ledger.Posted{before("(period-cap)", "-30")}
	s := evaluate(t, in, plan).Statements[0]
	assert.Equal(t, []string{"-15"}, lineAmounts(s.Components[0]))
	assert.Equal(t, []string{"carried-in 30"}, adjustments(s.PlanAdjustments))
	assert.Equal(t, "15", s.Earned.String())
}

// TestLifetimeAfterThePeriod: 100 earned and 30 carried make 130, of which the period lets 120 through. Of the 150 in all
// 90 - 30 are posted, so that 90 are left.
func TestLifetimeAfterThePeriod(t *testing.T) {
	plan := paying(incentive.Component{Rate: some("0.1")}, func(p *incentive.Plan) {
		p.Caps = []incentive.Cap{
			{Per: incentive.PerLifetime, On: incentive.OnPay, Amount: some("150"), Excess: incentive.ExcessForfeit},
			{Per: incentive.PerRunPeriod, On: incentive.OnPay, Amount: some("120"), Excess: incentive.ExcessCarry, Until: year.Until},
		}
	})
	in := inputs(deals([2]string{"1000"}))
	in.Opening.Ledger.Posted = []ledger.Posted{before("commission", "90"), before("(period-cap)", "-30")}
	s := evaluate(t, in, plan).Statements[0]
	assert.Equal(t, []string{"carried-in 30", "period-cap -10", "lifetime-cap -30"}, adjustments(s.PlanAdjustments))
	assert.Equal(t, "90", s.Earned.String())
}

// TestConvertedFirst: 100 dollars at 7 are 700, of which anna has 60 %. A tenth of it is 42 and 28, above the cap of 50 on
// the deal by 20; the 420 and 280 complete four hundreds and two; and the larger wins the contest.
func TestConvertedFirst(t *testing.T) {
	contest := incentive.Contest{Basis: incentive.ByAmount, AtLeast: some("281"), Prizes: decs("100", "50"), Ties: incentive.TiesShare, Held: incentive.HeldWait}
	cases := []struct {
		name string
		pays incentive.Component
		want map[string]string
	}{
		{"a cap on the deal", incentive.Component{Rate: some("0.1"), Caps: []incentive.Cap{{Per: incentive.PerDeal, On: incentive.OnPay, Amount: some("50"), Excess: incentive.ExcessForfeit}}}, map[string]string{"anna": "30", "bert": "20"}},
		{"every hundred", incentive.Component{Every: &incentive.Every{Each: dec("100"), Pays: dec("10")}}, map[string]string{"anna": "40", "bert": "20"}},
		{"a contest", incentive.Component{Contest: &contest}, map[string]string{"anna": "100", "bert": "0"}},
		{"a pool", incentive.Component{Pool: &incentive.Pool{Rate: some("0.1"), Key: incentive.KeyPosition, Held: incentive.HeldWait}}, map[string]string{"anna": "42", "bert": "28"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			shared := deals([2]string{"100"})
			shared[0].Currency, shared[0].Owner = "USD", ""
			shared[0].Participants = []incentive.Participant{{Payee: "anna", Share: kam.MustFraction("0.6")}, {Payee: "bert", Share: kam.MustFraction("0.4")}}
			in := team("0", "0")
			in.Transactions = incentive.Transactions(shared)
			in.Rates = []incentive.ExchangeRate{{From: "USD", To: "CNY", Period: year, Rate: dec("7")}}
			plan := paying(c.pays, func(p *incentive.Plan) {
				p.Conversion = &incentive.Conversion{Policy: incentive.RateOnDate, Refunds: incentive.RefundAtOwn}
			})
			assert.Equal(t, c.want, earned(evaluate(t, in, plan)))
		})
	}
}
