// Package gen makes up plans and inputs for comparisons: the same seed gives
// the same case. Cases are small, so that a difference can be worked out by
// hand, and full of ties, exact bounds and awkward fractions.
package gen

import (
	"math/rand/v2"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
)

// Case is one run: plans that Compile accepts, a calendar and the inputs.
type Case struct {
	Seed         uint64
	Calendar     kam.CalendarSpec
	Period       kam.Period
	Plans        []incentive.Plan
	Roster       incentive.Roster
	Transactions []incentive.Transaction
	Observations []kam.Observation
	Rates        []incentive.ExchangeRate
	Opening      incentive.Opening
}

// Inputs returns the case as a run takes it.
func (c Case) Inputs() incentive.Inputs {
	return incentive.Inputs{
		Period: c.Period, Roster: c.Roster, Transactions: incentive.Transactions(c.Transactions),
		Observations: c.Observations, Rates: c.Rates, Opening: c.Opening,
	}
}

// maker draws everything of one case from one source.
type maker struct {
	rnd  *rand.Rand
	cal  *kam.Calendar
	year kam.Period
	kind kam.PeriodKind
	// dirty cases contain faults that hold people.
	dirty bool
	// numeric says that ids of deals are whole numbers, foreign that deals are in several currencies.
	numeric, foreign bool
	// crowded says that deals share few days and owners, compared that most plans have a contest, pooled that they have
	// a pool.
	crowded, compared, pooled bool
	// alone says that nothing joins the pay of several people.
	alone bool
	// leans are what the case leans to.
	leans []any
	// common is the plan that most payees are on.
	common int
	out    *Case
}

// New returns the case of a seed.
func New(seed uint64) (Case, error) { return made(seed, false) }

// Alone returns a case of a seed in which nobody's pay depends on anybody else's.
func Alone(seed uint64) (Case, error) { return made(seed, true) }

func made(seed uint64, alone bool) (Case, error) {
	// Chance makes up cases for tests, never anything that is paid: the seed alone decides, so a failing case comes back.
	g := &maker{rnd: rand.New(rand.NewPCG(seed, 0x6b616d)), out: &Case{Seed: seed}, alone: alone}
	g.dirty = g.chance(18)
	g.numeric = g.chance(26)
	g.foreign = g.chance(55)
	g.crowded = g.chance(65)
	g.compared = g.chance(55)
	g.pooled = g.chance(40)
	g.lean()
	if err := g.calendar(); err != nil {
		return Case{}, err
	}
	g.plans()
	g.people()
	g.deals()
	g.observations()
	g.opening()
	g.rates()
	return *g.out, nil
}

func (g *maker) chance(percent int) bool { return g.rnd.IntN(100) < percent }

// fault is a small chance in a dirty case and none in others.
func (g *maker) fault(percent int) bool { return g.dirty && g.chance(percent) }

func dec(s string) decimal.Decimal { return decimal.RequireFromString(s) }

func some(d decimal.Decimal) decimal.NullDecimal { return decimal.NewNullDecimal(d) }

// calendar chooses a fiscal year, the kind of commission period, and the period.
func (g *maker) calendar() error {
	weeks := kam.CalendarSpec{Pattern: "4-4-5", YearEnd: kam.WeekYearEnd{Month: 12, Weekday: 0, Rule: "nearest"}}
	g.out.Calendar = pick(g, kam.CalendarSpec{}, kam.CalendarSpec{}, kam.CalendarSpec{}, kam.CalendarSpec{FiscalStart: 4}, kam.CalendarSpec{FiscalStart: 4}, weeks)
	if g.chance(70) {
		g.out.Calendar.Declared = []int{2024, 2025, 2026, 2027, 2028}
	}
	cal, err := kam.NewCalendar(g.out.Calendar)
	if err != nil {
		return err
	}
	g.cal = cal
	if g.year, err = cal.Year(2026); err != nil {
		return err
	}
	g.kind = pick(g, kam.Month, kam.Quarter, kam.Quarter, kam.HalfYear, kam.Year)
	periods, err := cal.Split(g.year, g.kind)
	if err != nil {
		return err
	}
	g.out.Period = periods[g.rnd.IntN(len(periods))]
	return nil
}

// amount is the size of a deal: round, on a bound, next to one, or awkward.
func (g *maker) amount() decimal.Decimal {
	switch g.rnd.IntN(10) {
	case 0:
		return decimal.New(g.rnd.Int64N(1_000_000_0000), -4)
	case 1:
		return decimal.New(g.rnd.Int64N(100_000), -2)
	case 2:
		return pick(g, dec("0"), dec("0.01"), dec("0.0001"), dec("33.3333"), dec("999.99"), dec("1000.01"), dec("0.5"), dec("12.345"))
	default:
		return decimal.NewFromInt(50 * (1 + g.rnd.Int64N(24)))
	}
}

func (g *maker) rate() decimal.Decimal {
	return dec(pick(g, "0", "0.01", "0.02", "0.03", "0.05", "0.05", "0.1", "0.1", "0.2", "0.333333", "0.0125", "0.000001", "1.5", "-0.01", "0.07"))
}

func (g *maker) payment() decimal.Decimal {
	return dec(pick(g, "5", "10", "20", "33.33", "50", "100", "100", "0", "0.01", "250", "12.5", "7.7777"))
}

// shares total 1.
func (g *maker) shares() []kam.Fraction {
	text := pick(g, []string{"1/2", "1/2"}, []string{"1/3", "2/3"}, []string{"1/3", "1/3", "1/3"}, []string{"0.4", "0.6"}, []string{"1/7", "6/7"}, []string{"0.25", "0.25", "0.5"})
	var all []kam.Fraction
	for _, s := range text {
		all = append(all, kam.MustFraction(s))
	}
	return all
}
