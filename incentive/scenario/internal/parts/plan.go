package parts

import (
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
)

// Measure returns the measure of a plan with that name; the zero value where there is none.
func Measure(p incentive.Plan, name string) incentive.Measure {
	i := slices.IndexFunc(p.Measures, func(m incentive.Measure) bool { return m.Name == name })
	if i < 0 {
		return incentive.Measure{}
	}
	return p.Measures[i]
}

// Unit is the step by which a bound is missed: a minor unit of money, one unit, the last digit of other numbers.
func Unit(p incentive.Plan, base incentive.Base, at decimal.Decimal) decimal.Decimal {
	switch base {
	case incentive.BaseUnits, incentive.BaseCount:
		if at.IsInteger() {
			return decimal.NewFromInt(1)
		}
		return decimal.New(1, -4)
	case incentive.BaseObservation:
		return decimal.New(1, -4)
	default:
		return decimal.New(1, -p.Currency.MinorUnits())
	}
}

// UnitOfNumber is the step by which the bound of a number of a deal is missed.
func UnitOfNumber(p incentive.Plan, name string, at decimal.Decimal) decimal.Decimal {
	switch name {
	case "amount", "margin", "cash":
		return decimal.New(1, -p.Currency.MinorUnits())
	case "units":
		if at.IsInteger() {
			return decimal.NewFromInt(1)
		}
	}
	return decimal.New(1, -4)
}

// First returns the first whole commission period of a plan.
func First(calendar *kam.Calendar, p incentive.Plan) (kam.Period, error) {
	day := p.Effective.From
	for {
		period, err := calendar.Containing(p.Period, day)
		if err != nil || !period.From.Before(p.Effective.From) {
			return period, err
		}
		day = period.Until
	}
}
