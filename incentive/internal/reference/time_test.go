package reference_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/internal/reference"
	"github.com/kam-go/kam/incentive/ledger"
)

func days(from, until string) kam.Period { return kam.MustPeriod(from + "/" + until) }

// TestProration: a quota of 900 for the quarter of 90 days, 64 of them working days in 2026.
func TestProration(t *testing.T) {
	both := func(by incentive.ProrationBasis, part incentive.PartialMonth) *incentive.Proration {
		return &incentive.Proration{By: by, PartialMonth: part, Quotas: new(true), Targets: new(true)}
	}
	hired := func(on string) func(*incentive.Assignment) {
		return func(a *incentive.Assignment) { a.Period.From = kam.MustDay(on) }
	}
	cases := []struct {
		name      string
		proration *incentive.Proration
		change    func(*incentive.Assignment)
		quota     string
	}{
		{"not at all", nil, hired("2026-02-01"), "900"},
		{"59 of 90 days", both(incentive.CalendarDays, ""), hired("2026-02-01"), "590"},
		{"32 of 64 working days", both(incentive.WorkingDays, ""), hired("2026-02-16"), "450"},
		{"a month begun counts", both(incentive.Months, incentive.MonthCounts), hired("2026-02-15"), "600"},
		{"a month begun does not count", both(incentive.Months, incentive.MonthDropped), hired("2026-02-15"), "300"},
		{"half of February", both(incentive.Months, incentive.MonthByDays), hired("2026-02-15"), "450"},
		{"absent for 9 days", both(incentive.CalendarDays, ""), func(a *incentive.Assignment) {
			a.Absences = []incentive.Absence{{ID: "a", Period: days("2026-03-01", "2026-03-10"), Prorates: true}}
		}, "810"},
		{"a ramp of 45 days at half", both(incentive.CalendarDays, ""), func(a *incentive.Assignment) {
			a.Ramps = []incentive.Ramp{{Period: days("2026-01-01", "2026-02-15"), Share: dec("0.5")}}
		}, "675"},
		{"a ramp counts by the first day of a month", both(incentive.Months, incentive.MonthCounts), func(a *incentive.Assignment) {
			a.Ramps = []incentive.Ramp{{Period: days("2026-01-01", "2026-02-15"), Share: dec("0.5")}}
		}, "600"},
		{"reliefs in their order", both(incentive.CalendarDays, ""), func(a *incentive.Assignment) {
			a.Quotas[0].Relief = []incentive.Relief{{Amount: some("100")}, {Share: some("0.25")}}
		}, "600"},
		{"never below zero", nil, func(a *incentive.Assignment) {
			a.Quotas[0].Relief = []incentive.Relief{{Amount: some("1000")}}
		}, "0"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			in := withQuota(inputs(nil), "900")
			c.change(&in.Roster.Assignments[0])
			plan := paying(incentive.Component{Tiers: tiers(incentive.Whole, incentive.ByAttainment, "0", "0.1")}, func(p *incentive.Plan) {
				p.Proration, p.Measures[0].ZeroQuota = c.proration, some("1")
			})
			cal, err := kam.NewCalendar(kam.CalendarSpec{Declared: []int{2026}})
			require.NoError(t, err)
			r, err := reference.Evaluate([]incentive.Plan{plan}, cal, in)
			require.NoError(t, err)
			require.Empty(t, r.Held)
			assert.Equal(t, c.quota, text(r.Statements[0].Measures[0].Quota))
		})
	}
}

// TestTarget: 4,000 a year are 1,000 a quarter; 8,000 from 15 February on make 90/2 days at each, and half of the days
// make half of that.
func TestTarget(t *testing.T) {
	curve := incentive.Component{Curve: &incentive.Curve{Basis: incentive.ByAmount, Shape: incentive.StepCurve, Points: points("0", "1"), OfTargetIncentive: some("1")}}
	changed := func(a *incentive.Assignment) {
		a.Target.Changes = []incentive.TargetChange{{From: kam.MustDay("2026-02-15"), Amount: dec("8000")}, {From: kam.MustDay("2026-04-01"), Amount: dec("1")}}
	}
	hired := func(a *incentive.Assignment) { a.Period.From = kam.MustDay("2026-02-15") }
	prorated := func(p *incentive.Plan) {
		p.Proration = &incentive.Proration{By: incentive.CalendarDays, Quotas: new(false), Targets: new(true)}
	}
	cases := []struct {
		name   string
		plan   incentive.Plan
		change []func(*incentive.Assignment)
		want   string
	}{
		{"as stated", paying(curve), nil, "1000"},
		{"changed half way", paying(curve), []func(*incentive.Assignment){changed}, "1500"},
		{"prorated", paying(curve, prorated), []func(*incentive.Assignment){hired}, "500"},
		{"both", paying(curve, prorated), []func(*incentive.Assignment){changed, hired}, "750"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			in := withQuota(inputs(nil), "1")
			for _, change := range c.change {
				change(&in.Roster.Assignments[0])
			}
			assert.Equal(t, c.want, evaluate(t, in, c.plan).Statements[0].Earned.String())
		})
	}
}

// TestTimeHeld: what a plan does not say how to count holds the payee.
func TestTimeHeld(t *testing.T) {
	ramp := func(a *incentive.Assignment) {
		a.Ramps = []incentive.Ramp{{Period: q1, Share: dec("0.5")}}
	}
	away := func(a *incentive.Assignment) {
		a.Absences = []incentive.Absence{{ID: "a", Period: days("2026-03-01", "2026-03-10"), Prorates: true}}
	}
	relieved := func(of string) func(*incentive.Assignment) {
		return func(a *incentive.Assignment) {
			a.Quotas[0].Relief = []incentive.Relief{{Amount: some("1"), For: of}}
		}
	}
	prorates := func(by incentive.ProrationBasis, quotas bool) func(*incentive.Plan) {
		return func(p *incentive.Plan) {
			p.Proration = &incentive.Proration{By: by, Quotas: new(quotas), Targets: new(true)}
		}
	}
	cases := []struct {
		name   string
		change []func(*incentive.Assignment)
		plan   func(*incentive.Plan)
		code   string
	}{
		{"a ramp without proration", []func(*incentive.Assignment){ramp}, func(*incentive.Plan) {}, "run.proration"},
		{"a ramp beside proration of targets alone", []func(*incentive.Assignment){ramp}, prorates(incentive.CalendarDays, false), "run.proration"},
		{"an absence without proration", []func(*incentive.Assignment){away}, func(*incentive.Plan) {}, "run.proration"},
		{"relief for what is prorated", []func(*incentive.Assignment){away, relieved("a")}, prorates(incentive.CalendarDays, true), "run.relief"},
		{"relief for what is not listed", []func(*incentive.Assignment){relieved("b")}, func(*incentive.Plan) {}, "run.relief"},
		{"no holiday data", nil, prorates(incentive.WorkingDays, true), "run.calendar"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			in := withQuota(inputs(nil), "900")
			for _, change := range c.change {
				change(&in.Roster.Assignments[0])
			}
			r := evaluate(t, in, paying(incentive.Component{Tiers: tiers(incentive.Whole, incentive.ByAttainment, "0", "0.1")}, c.plan))
			assert.Equal(t, []reference.Held{{Payee: "anna", Plan: "p", Version: 1, Code: c.code}}, r.Held)
		})
	}
}

// TestConversion: 100 dollars on 3 February and 40 given back on 5 March, at 10 %.
func TestConversion(t *testing.T) {
	rate := func(table, period, rate string) incentive.ExchangeRate {
		return incentive.ExchangeRate{Table: table, From: "USD", To: "CNY", Period: kam.MustPeriod(period), Rate: dec(rate)}
	}
	rates := []incentive.ExchangeRate{
		rate("", "2026-01-01/2026-03-01", "7"), rate("", "2026-03-01/2026-03-31", "8"), rate("", "2026-03-31/2026-04-01", "9"),
		rate("average", "2026-01-01/2026-04-01", "6"), rate("average", "2026-04-01/2026-05-01", "1"),
	}
	cases := []struct {
		name       string
		conversion *incentive.Conversion
		want       string
	}{
		{"on the date", &incentive.Conversion{Policy: incentive.RateOnDate, Refunds: incentive.RefundAtOwn}, "38"}, // 70 - 32
		{"on the date, the original's", &incentive.Conversion{Policy: incentive.RateOnDate, Refunds: incentive.RefundAtOriginal}, "42"},
		{"at the end of the quarter", &incentive.Conversion{Policy: incentive.RateAtPeriodEnd, Refunds: incentive.RefundAtOwn}, "54"},
		{"the quarter's average", &incentive.Conversion{Policy: incentive.RatePeriodAverage, Table: "average", Refunds: incentive.RefundAtOwn}, "36"},
		{"no average of the quarter", &incentive.Conversion{Policy: incentive.RatePeriodAverage, Refunds: incentive.RefundAtOwn}, "run.missing-rate"},
		{"the plan's", &incentive.Conversion{Policy: incentive.RateOfPlan, Refunds: incentive.RefundAtOwn}, "42"},
		{"no table of that name", &incentive.Conversion{Policy: incentive.RateOnDate, Table: "market", Refunds: incentive.RefundAtOwn}, "run.missing-rate"},
		{"no conversion", nil, "run.missing-rate"},
	}
	sold := deals([2]string{"100"}, [2]string{"-40", "t1"})
	sold[0].Currency, sold[1].Currency, sold[1].Booked = "USD", "USD", kam.MustDay("2026-03-05")
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			in := inputs(sold)
			in.Rates = rates
			r := evaluate(t, in, paying(incentive.Component{Rate: some("0.1")}, func(p *incentive.Plan) { p.Conversion = c.conversion }))
			assert.Equal(t, map[string]string{"anna": c.want}, earned(r))
		})
	}
	t.Run("rates that overlap stop the run", func(t *testing.T) {
		in := inputs(sold)
		in.Rates = append(rates, rate("average", "2026-03-31/2026-04-02", "6"))
		_, err := reference.Evaluate([]incentive.Plan{paying(incentive.Component{Rate: some("0.1")})}, kam.Gregorian(), in)
		require.Error(t, err)
	})
}

// TestConditionOfUnknownMoney: what a deal without a rate is worth decides nothing where the rest of a condition does.
func TestConditionOfUnknownMoney(t *testing.T) {
	large := incentive.Condition{Number: "amount", AtLeast: some("1")}
	north := incentive.Condition{Attribute: "region", In: []string{"north"}}
	cases := []struct {
		name string
		when incentive.Condition
		want string
	}{
		{"both, one fails", incentive.Condition{All: []incentive.Condition{large, {Not: &north}}}, "0"},
		{"both, the other holds", incentive.Condition{All: []incentive.Condition{large, north}}, "run.missing-rate"},
		{"either, the other fails", incentive.Condition{Any: []incentive.Condition{large, {Not: &north}}}, "run.missing-rate"},
		{"not what is unknown", incentive.Condition{Not: &large}, "run.missing-rate"},
		{"a number that is not stated", incentive.Condition{Number: "margin", AtLeast: some("1")}, "0"},
	}
	sold := deals([2]string{"100"})
	sold[0].Currency, sold[0].Attributes = "USD", map[string]string{"region": "north"}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			plan := paying(incentive.Component{Rate: some("0.1")}, func(p *incentive.Plan) { p.Credits[0].When = &c.when })
			assert.Equal(t, map[string]string{"anna": c.want}, earned(evaluate(t, inputs(sold), plan)))
		})
	}
}

func before(component, amount string) ledger.Posted {
	p := days("2025-10-01", "2026-01-01")
	return ledger.Posted{Payee: "anna", Plan: "p", Version: 1, Component: component, Kind: ledger.Earning, Period: p, Into: p, Account: ledger.PayeeAccount, Currency: "CNY", Amount: dec(amount)}
}

// TestCapsThroughTime: 100 are earned in the quarter.
func TestCapsThroughTime(t *testing.T) {
	carry := incentive.Cap{Per: incentive.PerRunPeriod, On: incentive.OnPay, Amount: some("120"), Excess: incentive.ExcessCarry, Until: kam.MustDay("2026-01-02")}
	late := carry
	late.Until = kam.MustDay("2026-01-01")
	lifetime := incentive.Cap{Per: incentive.PerLifetime, On: incentive.OnPay, Amount: some("150"), Excess: incentive.ExcessForfeit}
	corrected, held := before("commission", "-20"), before("commission", "-40")
	corrected.Kind, held.Account = ledger.Correction, ledger.HeldAccount
	cases := []struct {
		name   string
		cap    incentive.Cap
		posted []ledger.Posted
		want   []string
		earned string
	}{
		{"what was cut is paid as far as there is room", carry, []ledger.Posted{before("(period-cap)", "-30")}, []string{"carried-in 30", "period-cap -10"}, "120"},
		{"in time alone", late, []ledger.Posted{before("(period-cap)", "-30")}, nil, "100"},
		{"all that was posted counts", lifetime, []ledger.Posted{before("commission", "90"), before("(period-cap)", "-10")}, []string{"lifetime-cap -30"}, "70"},
		{"corrections too, but not what is held", lifetime, []ledger.Posted{before("commission", "90"), corrected, held}, []string{"lifetime-cap -20"}, "80"},
		{"nothing is taken back", lifetime, []ledger.Posted{before("commission", "200")}, []string{"lifetime-cap -100"}, "0"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			in := inputs(deals([2]string{"1000"}))
			in.Opening.Ledger.Posted = c.posted
			s := evaluate(t, in, paying(incentive.Component{Rate: some("0.1")}, func(p *incentive.Plan) { p.Caps = []incentive.Cap{c.cap} })).Statements[0]
			assert.Equal(t, c.want, adjustments(s.PlanAdjustments))
			assert.Equal(t, c.earned, s.Earned.String())
		})
	}
}

// TestTargetOfTheStretch: a curve to date pays a part of the target incentive of the stretch that attainment is measured
// against: 4,000 for the whole year, 2,000 for half of it. A change that comes after the run's period is not known yet.
func TestTargetOfTheStretch(t *testing.T) {
	for denominator, want := range map[incentive.Denominator]string{incentive.FullPeriod: "4000", incentive.QuotaToDate: "2000"} {
		plan := paying(incentive.Component{Curve: &incentive.Curve{Basis: incentive.ByAttainment, Shape: incentive.StepCurve, Points: points("0", "1"), OfTargetIncentive: some("1")}}, func(p *incentive.Plan) {
			p.Measures[0].Window, p.Measures[0].Denominator = incentive.YearToDate, denominator
		})
		in := withQuota(inputs(nil), "1")
		in.Period = days("2026-04-01", "2026-07-01")
		a := &in.Roster.Assignments[0]
		a.Quotas = nil
		for _, p := range []kam.Period{q1, in.Period, days("2026-07-01", "2027-01-01")} {
			a.Quotas = append(a.Quotas, incentive.Quota{Measure: "revenue", Period: p, Amount: dec("1")})
		}
		a.Target.Changes = []incentive.TargetChange{{From: in.Period.Until, Amount: dec("9999")}}
		assert.Equal(t, want, evaluate(t, in, plan).Statements[0].Earned.String(), denominator)
	}
}

// TestAbsenceThatCounts: time away that does not prorate changes nothing.
func TestAbsenceThatCounts(t *testing.T) {
	in := withQuota(inputs(deals([2]string{"100"})), "100")
	in.Roster.Assignments[0].Absences = []incentive.Absence{{ID: "a", Period: days("2026-01-01", "2026-03-01")}}
	plan := paying(incentive.Component{Tiers: tiers(incentive.Whole, incentive.ByAttainment, "0", "0.1", "1.01", "0.2")}, func(p *incentive.Plan) {
		p.Proration = &incentive.Proration{By: incentive.CalendarDays, Quotas: new(true), Targets: new(true)}
	})
	assert.Equal(t, map[string]string{"anna": "10"}, earned(evaluate(t, in, plan)))
}

// TestConvertedPlaces: 10 at 0.129 are 1.29, and 1 in whole units.
func TestConvertedPlaces(t *testing.T) {
	for _, places := range []*int32{nil, new(int32(0))} {
		sold := deals([2]string{"10"})
		sold[0].Currency = "USD"
		in := inputs(sold)
		in.Rates = []incentive.ExchangeRate{{From: "USD", To: "CNY", Period: year, Rate: dec("0.129")}}
		plan := paying(incentive.Component{Rate: some("1")}, func(p *incentive.Plan) {
			p.Conversion = &incentive.Conversion{Policy: incentive.RateOnDate, Refunds: incentive.RefundAtOwn, Places: places}
		})
		want := map[bool]string{true: "1.29", false: "1"}[places == nil]
		assert.Equal(t, map[string]string{"anna": want}, earned(evaluate(t, in, plan)))
	}
}

// TestTwoVersionsInOnePeriod: in February anna moves to the second version of the plan. Each earns 100.
func TestTwoVersionsInOnePeriod(t *testing.T) {
	run := func(c, next incentive.Cap, posted string) []string {
		first := paying(incentive.Component{Rate: some("0.1")}, func(p *incentive.Plan) { p.Caps = []incentive.Cap{c} })
		second := first
		second.Version, second.Rounding.Places, second.Rounding.Mode = 2, new(int32(0)), "up"
		second.Caps = []incentive.Cap{next}
		two := deals([2]string{"1000"}, [2]string{"1000"})
		two[1].Booked = kam.MustDay("2026-03-05")
		in := inputs(two)
		move := kam.MustDay("2026-03-01")
		in.Roster.Assignments = []incentive.Assignment{
			{Payee: "anna", Plan: "p", Version: 1, Period: kam.Period{From: year.From, Until: move}},
			{Payee: "anna", Plan: "p", Version: 2, Period: kam.Period{From: move, Until: year.Until}},
		}
		in.Opening.Ledger.Posted = []ledger.Posted{before("(period-cap)", posted)}
		var all []string
		for _, s := range evaluate(t, in, first, second).Statements {
			all = append(all, s.Earned.String())
		}
		return all
	}
	lifetime := incentive.Cap{Per: incentive.PerLifetime, On: incentive.OnPay, Amount: some("150"), Excess: incentive.ExcessForfeit}
	assert.Equal(t, []string{"100", "50"}, run(lifetime, lifetime, "-0.5"), "50.5 are left for the second, in whole units 50")
	carry := incentive.Cap{Per: incentive.PerRunPeriod, On: incentive.OnPay, Amount: some("120"), Excess: incentive.ExcessCarry, Until: year.Until}
	assert.Equal(t, []string{"120", "110"}, run(carry, carry, "-30"), "the first takes 20 of the 30 carried, the second the other 10")
	small := carry
	small.Amount = some("50")
	assert.Equal(t, []string{"50", "115"}, run(small, carry, "-15"), "what the first version's cap cuts is for later periods")
}
