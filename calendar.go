package kam

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// PeriodKind names a period of a [Calendar]. The zero value is none.
type PeriodKind string

// Kinds of period. Week is the ISO 8601 week, Monday to Sunday, whatever the fiscal year; the others are fiscal.
const (
	Year     PeriodKind = "year"
	HalfYear PeriodKind = "half-year"
	Quarter  PeriodKind = "quarter"
	Month    PeriodKind = "month"
	Week     PeriodKind = "week"
)

// Valid reports whether k is one of the five kinds.
func (k PeriodKind) Valid() bool { return k == Week || k.months() != 0 }

// months returns the fiscal months of one k, 0 for a week and for what is no kind.
func (k PeriodKind) months() int {
	switch k {
	case Year:
		return 12
	case HalfYear:
		return 6
	case Quarter:
		return 3
	case Month:
		return 1
	default:
		return 0
	}
}

// CalendarSpec is a [Calendar] as plain data. The zero value is the Gregorian calendar without working-day data.
type CalendarSpec struct {
	// FiscalStart is the first month of the fiscal year. Defaults to January; for week patterns to the month after
	// YearEnd.Month, which is then the only choice.
	FiscalStart time.Month `json:"fiscalStart,omitempty"`
	// NameByStart names a fiscal year for the calendar year in which it begins. Defaults to the one in which it ends.
	// With a week pattern the month of YearEnd decides, not the day a year happens to end on.
	NameByStart bool `json:"nameByStart,omitempty"`
	// Pattern is "months" for fiscal months that are calendar months, or "4-4-5", "4-5-4" or "5-4-4" for fiscal
	// months of so many weeks in each quarter. Defaults to "months".
	Pattern string `json:"pattern,omitempty"`
	// YearEnd says on which day a fiscal year of a week pattern ends. Required there, refused elsewhere.
	YearEnd WeekYearEnd `json:"yearEnd,omitzero"`
	// Workweek lists the weekdays that are worked, Sunday being 0. Defaults to Monday to Friday.
	Workweek []time.Weekday `json:"workweek,omitempty"`
	// Holidays holds the years whose holidays are known, in any order.
	Holidays []HolidayYear `json:"holidays,omitempty"`
	// Declared lists years, 1 to 9999, that are worked by the workweek alone, without any holiday.
	Declared []int `json:"declared,omitempty"`
}

// WeekYearEnd says on which day a fiscal year made of whole weeks ends: with Rule "last" on the last Weekday of Month,
// with "nearest" on the Weekday nearest to the last day of Month, which may be up to three days into the next month.
// A year has 52 weeks, or 53 where the rule leaves room; the 53rd belongs to the last month.
type WeekYearEnd struct {
	Month   time.Month   `json:"month"`
	Weekday time.Weekday `json:"weekday"` // Sunday is 0
	Rule    string       `json:"rule"`    // "last" or "nearest"
}

// Rules of [WeekYearEnd] and patterns of [CalendarSpec].
const (
	ruleLast      = "last"
	ruleNearest   = "nearest"
	patternMonths = "months"
)

// Calendar names fiscal years, halves, quarters, months and ISO weeks, and counts working days.
// It is immutable and safe for concurrent use. A nil *Calendar and the zero value are [Gregorian].
type Calendar struct {
	start   time.Month // first month of a fiscal year of months; 0 is January
	byStart bool
	weeks   [3]int // weeks of the months of a quarter; zero for a fiscal year of months
	end     WeekYearEnd
	work    map[int]*workYear
}

// Gregorian returns the calendar whose years begin in January and whose months are calendar months. It knows no
// working days.
func Gregorian() *Calendar { return &Calendar{} }

// NewCalendar returns the calendar of spec, or an [*InvalidError] with every fault found in it. The calendar keeps
// nothing of spec, which may be changed afterwards.
func NewCalendar(spec CalendarSpec) (*Calendar, error) {
	var found Findings
	c := &Calendar{byStart: spec.NameByStart}
	c.readFiscal(spec, &found)
	c.readWork(spec, &found)
	if err := found.Err(); err != nil {
		return nil, err
	}
	return c, nil
}

// Is reports whether p is exactly one k.
func (c *Calendar) Is(k PeriodKind, p Period) bool {
	one, err := c.Containing(k, p.From)
	return err == nil && one == p
}

// Split returns the k's that p is made of, in order. An open p, and one that does not consist of whole k's, is an
// error that wraps [ErrPeriod].
func (c *Calendar) Split(p Period, k PeriodKind) ([]Period, error) {
	if err := p.closed(); err != nil {
		return nil, err
	}
	var parts []Period
	for from := p.From; from != p.Until; {
		part, err := c.Containing(k, from)
		if err != nil {
			return nil, err
		}
		if part.From != from || part.Until.After(p.Until) {
			return nil, fmt.Errorf("%w: %s is not made of whole %ss: %s reaches outside", ErrPeriod, p, k, c.Label(part))
		}
		parts = append(parts, part)
		from = part.Until
	}
	return parts, nil
}

// labelForms lists what [Calendar.Parse] reads.
const labelForms = "2017, 2017-H1, 2017-Q4, 2017-M03, 2017-W05 or 2017-01-01/2017-04-01"

// Parse returns the period that label names: "2017" a fiscal year, "2017-H1" a half, "2017-Q4" a quarter, "2017-M03"
// the third fiscal month, "2017-W05" an ISO week, or an interval as [ParsePeriod] reads it. "2017-03" is March, and
// read only where the third fiscal month is March, that is in a fiscal year of months from January; elsewhere two
// readings were possible. All other labels are errors that wrap [ErrPeriod].
func (c *Calendar) Parse(label string) (Period, error) {
	if strings.Contains(label, "/") {
		return ParsePeriod(label)
	}
	unknown := fmt.Errorf("%w: %s is not written as %s", ErrPeriod, quote(label), labelForms)
	if len(label) < 4 || len(label) > len("2017-M03") {
		return Period{}, unknown
	}
	year, ok := digits(label[:4])
	if !ok {
		return Period{}, unknown
	}
	if len(label) == 4 {
		return c.Year(year)
	}
	kind, number := "", label[4:]
	if len(number) < 2 || number[0] != '-' {
		return Period{}, unknown
	}
	number = number[1:]
	if number[0] > '9' {
		kind, number = number[:1], number[1:]
	}
	n, ok := digits(number)
	if !ok {
		return Period{}, unknown
	}
	switch kind + strconv.Itoa(len(number)) {
	case "H1":
		return c.Half(year, n)
	case "Q1":
		return c.Quarter(year, n)
	case "M2":
		return c.Month(year, n)
	case "W2":
		return c.Week(year, n)
	case "2":
		if !c.plain() {
			return Period{}, fmt.Errorf("%w: %q may be a calendar month or month %d of the fiscal year; write %.4s-M%02d for that, or an interval of days", ErrPeriod, label, n, label, n)
		}
		return c.Month(year, n)
	}
	return Period{}, unknown
}

// Label returns the name of p that [Calendar.Parse] reads: "2017", "2017-H1", "2017-Q4", "2017-03" (or "2017-M03"
// where the fiscal year does not consist of calendar months from January), "2017-W05"; else its interval of days.
func (c *Calendar) Label(p Period) string {
	for _, k := range []PeriodKind{Year, HalfYear, Quarter, Month, Week} {
		year, n, one, err := c.locate(k, p.From)
		if err != nil || one != p {
			continue
		}
		switch k {
		case Year:
			return fmt.Sprintf("%04d", year)
		case HalfYear:
			return fmt.Sprintf("%04d-H%d", year, n)
		case Quarter:
			return fmt.Sprintf("%04d-Q%d", year, n)
		case Week:
			return fmt.Sprintf("%04d-W%02d", year, n)
		case Month:
			if c.plain() {
				return fmt.Sprintf("%04d-%02d", year, n)
			}
			return fmt.Sprintf("%04d-M%02d", year, n)
		}
	}
	return p.String()
}
