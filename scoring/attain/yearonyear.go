package attain

import (
	"fmt"
	"math/big"
	"time"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
)

// YearOnYear is a period beside the same period of the year before.
type YearOnYear struct {
	Now    Point `json:"now"`
	Before Point `json:"before"`
	// Growth is from Before to Now.
	Growth Ratio `json:"growth"`
}

// Explain returns both values and the growth.
func (y YearOnYear) Explain() kam.Text {
	if !y.Growth.Known() {
		return say("%s against %s: %s", "%s 同比 %s：%s", y.Now.Period, y.Before.Period, y.Growth.Explain())
	}
	return say("%s against %s: %s after %s, %s %%", "%s 同比 %s：%s，上年同期 %s，%s%%", y.Now.Period, y.Before.Period,
		y.Now.Value.Decimal, y.Before.Value.Decimal, signed(y.Growth.quotient()))
}

// YearRule says what is compared by [OverYear]. The zero value compares the same days of the fiscal year, and knows
// growth from above 0 only.
type YearRule struct {
	// Base says what growth from below 0 is. Defaults to [PositiveBase].
	Base BaseRule `json:"base,omitempty"`
	// Weeks compares whole ISO weeks with those of the same numbers, by [WeeksBefore]. Defaults to the same days, by
	// [YearBefore].
	Weeks bool `json:"weeks,omitempty"`
}

// OverYear returns the growth of a series in p over the same period of the year before, each added up by [Total]. The
// calendar may be nil for [kam.Gregorian]. Faults come in a [*kam.InvalidError]: attain.rule and those of [Total]; a
// period without its like is an error that wraps [kam.ErrPeriod].
func OverYear(c *kam.Calendar, series []Point, p kam.Period, rule YearRule) (YearOnYear, error) {
	var found kam.Findings
	rule.Base.check(&found, "$.rule.base")
	points := inOrder(series, &found)
	closed(&found, "$.period", p)
	if err := found.Err(); err != nil {
		return YearOnYear{}, err
	}
	like := YearBefore
	if rule.Weeks {
		like = WeeksBefore
	}
	before, err := like(c, p)
	if err != nil {
		return YearOnYear{}, err
	}
	out := YearOnYear{Now: Point{Period: p}, Before: Point{Period: before}}
	out.Now.Value, out.Before.Value = within(points, p, &found), within(points, before, &found)
	if err := found.Err(); err != nil {
		return YearOnYear{}, err
	}
	out.Growth = rule.Base.of(exact(out.Now.Value), exact(out.Before.Value))
	return out, nil
}

// exact returns a number within bounds, nil when it is not valid.
func exact(d decimal.NullDecimal) *big.Rat {
	if !d.Valid {
		return nil
	}
	return num.Rat(d.Decimal)
}

// YearBefore returns the same period of the fiscal year before by the calendar c, nil being [kam.Gregorian].
//
// The first and the last day move to the same day of the same fiscal month a fiscal year earlier, or to its last day
// where that month is too short; the last day of a month moves to the last day. So whole months, quarters and years
// move to whole ones, and a month to date to the same days. An open p, and one whose year before is not in the
// calendar, is an error that wraps [kam.ErrPeriod] or [kam.ErrDay].
func YearBefore(c *kam.Calendar, p kam.Period) (kam.Period, error) {
	if err := hasEnd(p); err != nil {
		return kam.Period{}, err
	}
	from, err := dayBefore(c, p.From)
	if err != nil {
		return kam.Period{}, err
	}
	last, err := dayBefore(c, p.Until.AddDays(-1))
	if err != nil {
		return kam.Period{}, err
	}
	return kam.NewPeriod(from, last.AddDays(1))
}

// WeeksBefore returns the ISO weeks of the year before that have the numbers of those in p. A p that is not made of whole
// ISO weeks, Monday to Sunday, and a week 53 where the year before had none, is an error that wraps [kam.ErrPeriod].
func WeeksBefore(c *kam.Calendar, p kam.Period) (kam.Period, error) {
	if err := hasEnd(p); err != nil {
		return kam.Period{}, err
	}
	if p.From.Weekday() != time.Monday || p.Until.Weekday() != time.Monday {
		return kam.Period{}, fmt.Errorf("%w: %s is not made of whole weeks, Monday to Sunday", kam.ErrPeriod, p)
	}
	first, err := weekBefore(c, p.From)
	if err != nil {
		return kam.Period{}, err
	}
	last, err := weekBefore(c, p.Until.AddDays(-1))
	if err != nil {
		return kam.Period{}, err
	}
	return kam.NewPeriod(first.From, last.Until)
}

// hasEnd returns nil for a period that is closed.
func hasEnd(p kam.Period) error {
	if err := p.Check(); err != nil {
		return err
	}
	if p.IsOpen() {
		return fmt.Errorf("%w: %s has no end", kam.ErrPeriod, p)
	}
	return nil
}

func weekBefore(c *kam.Calendar, d kam.Day) (kam.Period, error) {
	year, week := d.ISOWeek()
	return c.Week(year-1, week)
}

// dayBefore returns the day of the fiscal year before that has the place of d.
func dayBefore(c *kam.Calendar, d kam.Day) (kam.Day, error) {
	year, err := c.Containing(kam.Year, d)
	if err != nil {
		return kam.Day{}, err
	}
	eve := year.From.AddDays(-1)
	if !eve.IsSet() {
		return kam.Day{}, fmt.Errorf("%w: %s has no year before it in the calendar", kam.ErrPeriod, d)
	}
	earlier, err := c.Containing(kam.Year, eve)
	if err != nil {
		return kam.Day{}, err
	}
	months, err := c.Split(year, kam.Month)
	if err != nil {
		return kam.Day{}, err
	}
	before, err := c.Split(earlier, kam.Month)
	if err != nil {
		return kam.Day{}, err
	}
	for i, month := range months {
		if !month.Contains(d) {
			continue
		}
		lastBefore := before[i].Until.AddDays(-1)
		moved := before[i].From.AddDays(d.Sub(month.From))
		if d == month.Until.AddDays(-1) || moved.After(lastBefore) {
			return lastBefore, nil
		}
		return moved, nil
	}
	return kam.Day{}, fmt.Errorf("%w: %s is in no month of %s", kam.ErrPeriod, d, year)
}
