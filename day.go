package kam

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/rickb777/date"
)

// ErrDay is wrapped by every error about a text or a number that is no day.
var ErrDay = errors.New("kam: invalid day")

const (
	maxYear = 9999
	// beforeDayOne is the day before 0001-01-01, counted from 1970-01-01.
	beforeDayOne = -719163
	// lastDay is 9999-12-31, counted from 0001-01-01 as 1.
	lastDay = 3652059
	// maxMonths is more than the months between the first and the last day.
	maxMonths = 12 * maxYear
)

// Day is a civil day of the Gregorian calendar from 0001-01-01 to 9999-12-31, both inclusive, without a time of day
// and without a zone. The zero value is the unset day, which is no day at all: never 1970-01-01.
// Days are comparable with == and usable as map keys. As text and in JSON a day is "2026-01-31" and the unset day "".
type Day struct {
	n int32 // days from 0001-01-01, which is 1; 0 is unset
}

// NewDay returns the day of the given year (1 to 9999), month and day of the month.
// A day that does not exist, such as 29 February 2023, is an error that wraps [ErrDay].
func NewDay(year int, month time.Month, day int) (Day, error) {
	if year < 1 || year > maxYear {
		return Day{}, fmt.Errorf("%w: year %d is not between 1 and %d", ErrDay, year, maxYear)
	}
	if month < time.January || month > time.December {
		return Day{}, fmt.Errorf("%w: month %d is not between 1 and 12", ErrDay, int(month))
	}
	if last := daysIn(year, month); day < 1 || day > last {
		return Day{}, fmt.Errorf("%w: day %d is not between 1 and %d, the days of %s %d", ErrDay, day, last, month, year)
	}
	return civil(year, month, day), nil
}

// civil returns a day that is known to exist.
func civil(year int, month time.Month, day int) Day {
	return Day{n: int32(date.New(year, month, day).DaysSinceEpoch()) - beforeDayOne}
}

// daysIn returns the number of days of a month.
func daysIn(year int, month time.Month) int {
	switch month {
	case time.April, time.June, time.September, time.November:
		return 30
	case time.February:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	default:
		return 31
	}
}

// ParseDay returns the day that s writes as YYYY-MM-DD: ten bytes, ASCII digits, nothing before or after.
// Everything else, impossible days and the empty text included, is an error that wraps [ErrDay].
func ParseDay(s string) (Day, error) {
	if len(s) != len(time.DateOnly) || s[4] != '-' || s[7] != '-' {
		return Day{}, fmt.Errorf("%w: %s is not written as YYYY-MM-DD", ErrDay, quote(s))
	}
	year, okYear := digits(s[:4])
	month, okMonth := digits(s[5:7])
	day, okDay := digits(s[8:])
	if !okYear || !okMonth || !okDay {
		return Day{}, fmt.Errorf("%w: %s is not written as YYYY-MM-DD", ErrDay, quote(s))
	}
	d, err := NewDay(year, time.Month(month), day)
	if err != nil {
		return Day{}, fmt.Errorf("%w (text %q)", err, s)
	}
	return d, nil
}

// digits returns the number that s writes in ASCII digits; s is short.
func digits(s string) (n int, ok bool) {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return 0, false
		}
		n = n*10 + int(s[i]-'0')
	}
	return n, s != ""
}

// DayOf returns the day of d. A date outside the years 1 to 9999 is an error that wraps [ErrDay].
// The zero date.Date is the real day 1970-01-01.
func DayOf(d date.Date) (Day, error) {
	n := int64(d.DaysSinceEpoch()) - beforeDayOne
	if n < 1 || n > lastDay {
		return Day{}, fmt.Errorf("%w: %d days from 1970-01-01 is outside the years 1 to %d", ErrDay, int64(d.DaysSinceEpoch()), maxYear)
	}
	return Day{n: int32(n)}, nil
}

// Date returns d as a date.Date, and false for the unset day, for which date.Date has no value.
func (d Day) Date() (date.Date, bool) {
	if !d.IsSet() {
		return date.Date{}, false
	}
	return date.NewOfDays(date.PeriodOfDays(d.n + beforeDayOne)), true
}

// DayAt returns the civil day that a calendar on the wall in loc shows at the instant t. A nil loc reads as UTC.
// An instant outside the years 1 to 9999 gives the unset day.
func DayAt(t time.Time, loc *time.Location) Day {
	if loc == nil {
		loc = time.UTC
	}
	year, month, day := t.In(loc).Date()
	d, err := NewDay(year, month, day)
	if err != nil {
		return Day{}
	}
	return d
}

// IsSet reports whether d is a day; it is false for the zero value.
func (d Day) IsSet() bool { return d.n != 0 }

// IsZero reports whether d is unset. It makes the omitzero option of encoding/json leave out unset days only.
func (d Day) IsZero() bool { return d.n == 0 }

// Compare returns -1, 0 or +1 when d is before, equal to or after o. The unset day is before every day.
func (d Day) Compare(o Day) int { return cmp.Compare(d.n, o.n) }

// Before reports whether d is before o, in the order of [Day.Compare].
func (d Day) Before(o Day) bool { return d.n < o.n }

// After reports whether d is after o, in the order of [Day.Compare].
func (d Day) After(o Day) bool { return d.n > o.n }

// AddDays returns the day n days after d, or before it when n is negative.
// Outside 0001-01-01 to 9999-12-31, and from the unset day, the result is the unset day.
func (d Day) AddDays(n int) Day {
	if !d.IsSet() || n > lastDay || n < -lastDay {
		return Day{}
	}
	if m := int(d.n) + n; m >= 1 && m <= lastDay {
		return Day{n: int32(m)}
	}
	return Day{}
}

// AddMonths returns the same day of the month n months after d, or before it when n is negative. Where that month is
// too short the result is its last day: 2026-01-31 and one month is 2026-02-28.
// Outside 0001-01-01 to 9999-12-31, and from the unset day, the result is the unset day.
func (d Day) AddMonths(n int) Day {
	if !d.IsSet() || n > maxMonths || n < -maxMonths {
		return Day{}
	}
	year, month, day := d.civil()
	months := year*12 + int(month) - 1 + n
	year, month = months/12, time.Month(months%12+1)
	if months < 12 || year > maxYear {
		return Day{}
	}
	return civil(year, month, min(day, daysIn(year, month)))
}

// Sub returns the days from o to d: positive when d is later. It is 0 when either is unset.
func (d Day) Sub(o Day) int {
	if !d.IsSet() || !o.IsSet() {
		return 0
	}
	return int(d.n) - int(o.n)
}

// civil returns year, month and day of the month; zeros for the unset day.
func (d Day) civil() (year int, month time.Month, day int) {
	t, ok := d.Date()
	if !ok {
		return 0, 0, 0
	}
	return t.Date()
}

// Year returns the year, 1 to 9999; 0 for the unset day.
func (d Day) Year() int {
	year, _, _ := d.civil()
	return year
}

// Month returns the month; 0 for the unset day.
func (d Day) Month() time.Month {
	_, month, _ := d.civil()
	return month
}

// DayOfMonth returns the day of the month, 1 to 31; 0 for the unset day.
func (d Day) DayOfMonth() int {
	_, _, day := d.civil()
	return day
}

// Weekday returns the day of the week. For the unset day it is Sunday: ask [Day.IsSet] first.
func (d Day) Weekday() time.Weekday { return time.Weekday(d.n % 7) }

// ISOWeek returns the ISO 8601 week, 1 to 53, and the year that the week belongs to, which differs from the calendar
// year around New Year. Both are 0 for the unset day.
func (d Day) ISOWeek() (year, week int) {
	t, ok := d.Date()
	if !ok {
		return 0, 0
	}
	return t.ISOWeek()
}

// String returns "2026-01-31", and "" for the unset day.
func (d Day) String() string {
	var text [10]byte
	return string(d.appendText(text[:0]))
}

// AppendText appends the text of [Day.String] to b and returns the extended slice; the error is always nil.
func (d Day) AppendText(b []byte) ([]byte, error) { return d.appendText(b), nil }

func (d Day) appendText(b []byte) []byte {
	if !d.IsSet() {
		return b
	}
	year, month, day := d.civil()
	return appendDigits(append(appendDigits(append(appendDigits(b, year, 4), '-'), int(month), 2), '-'), day, 2)
}

// appendDigits appends n >= 0 in at least width digits, width being enough for every n of a [Day].
func appendDigits(b []byte, n, width int) []byte {
	start := len(b)
	for range width {
		b = append(b, '0')
	}
	for i := len(b) - 1; i >= start; i-- {
		b[i], n = byte('0'+n%10), n/10
	}
	return b
}

// MarshalText returns the text of [Day.String].
func (d Day) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText sets d to the day that text writes as [ParseDay] reads it, and to unset when text is empty.
// On an error, which wraps [ErrDay], d stays as it was.
func (d *Day) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*d = Day{}
		return nil
	}
	day, err := ParseDay(string(text))
	if err != nil {
		return err
	}
	*d = day
	return nil
}

// UnmarshalJSON sets d from a JSON string as [Day.UnmarshalText] does. JSON null is refused with [ErrDay], because
// it would leave an old value standing: leave the key out, or write "".
func (d *Day) UnmarshalJSON(data []byte) error {
	text, err := jsonText(data, ErrDay)
	if err != nil {
		return err
	}
	return d.UnmarshalText(text)
}

// jsonText returns the text of a JSON string; anything else is an error that wraps kind.
func jsonText(data []byte, kind error) ([]byte, error) {
	var s *string
	if err := json.Unmarshal(data, &s); err != nil || s == nil {
		return nil, fmt.Errorf("%w: JSON %s is not a string", kind, quote(string(data)))
	}
	return []byte(*s), nil
}
