package rulebook

import (
	"slices"
	"time"

	"github.com/kam-go/kam"
)

// Times are when a quarter is, what it is compared with, and the days on which people look at it.
type Times struct {
	Quarter kam.Period   `needed:"\"2026-04-01/2026-07-01\""`
	Before  kam.Period   `needed:"\"2025-04-01/2025-07-01\""` // what targets grow from
	Past    []kam.Period `needed:"[\"2026-01-01/2026-04-01\"]"`
	Next    kam.Period   `needed:"\"2026-07-01/2026-10-01\""`
	Agreed  kam.Day      `needed:"\"2026-03-31\""` // when the targets were
	Meeting kam.Day      `needed:"\"2026-05-18\""`
	Closed  kam.Day      `needed:"\"2026-06-30\""`
	Synced  time.Time    `needed:"\"2026-07-01T09:00:00+08:00\""` // when the copy of the CRM is of
}

// check notes periods and days that do not lie one after the other.
func (t Times) check(c *Checks) {
	c.That(!t.Quarter.IsOpen(), "quarter", "must end", "必须有结束日")
	c.That(!t.Before.IsOpen() && !t.Before.Until.After(t.Quarter.From), "before", "must end before the quarter begins", "必须在本季度开始前结束")
	c.That(!slices.ContainsFunc(t.Past, func(p kam.Period) bool { return p.IsOpen() || p.Until.After(t.Quarter.From) }), "past", "must end before the quarter begins", "必须在本季度开始前结束")
	c.That(apart(t.Past), "past", "must have no day twice", "不得包含重复的日期")
	c.That(!t.Next.IsOpen() && !t.Next.From.Before(t.Quarter.Until), "next", "must begin after the quarter, and end", "必须在本季度之后开始，且有结束日")
	c.That(!t.Agreed.After(t.Quarter.From), "agreed", "must not lie after the quarter's first day", "不得晚于本季度首日")
	c.That(t.Quarter.Contains(t.Meeting) && t.Meeting.After(t.Quarter.From), "meeting", "must lie in the quarter, after its first day", "必须在本季度内、首日之后")
	c.That(t.Quarter.Contains(t.Closed), "closed", "must lie in the quarter", "必须在本季度内")
	c.That(!kam.DayAt(t.Synced, t.Synced.Location()).Before(t.Closed), "synced", "must not lie before the day closed, up to which the copy is to know everything", "不得早于 closed，副本须包含截至该日的全部记录")
}

// apart reports whether no two periods have a day in common.
func apart(periods []kam.Period) bool {
	for i, p := range periods {
		if slices.ContainsFunc(periods[:i], p.Overlaps) {
			return false
		}
	}
	return true
}

// kinds are the periods that a quarter can be, the longest first.
var kinds = []kam.PeriodKind{kam.Year, kam.HalfYear, kam.Quarter, kam.Month}

// Calendar returns the calendar that a spec is of. One that does not know the working days of the quarter is a fault.
func (t Times) Calendar(spec kam.CalendarSpec) (*kam.Calendar, error) {
	calendar, err := kam.NewCalendar(spec)
	if err != nil {
		return nil, err
	}
	var c Checks
	c.works(calendar, t.Quarter, "holidays")
	return calendar, c.Err()
}

// Fit reports what does not fit a calendar: a next period whose working days it does not know, and past ones that are not of
// the kind that the quarter is, such as a quarter beside a day.
func (t Times) Fit(calendar *kam.Calendar) error {
	var c Checks
	c.works(calendar, t.Next, "next")
	for _, k := range kinds {
		if calendar.Is(k, t.Quarter) {
			c.That(!slices.ContainsFunc(t.Past, func(p kam.Period) bool { return !calendar.Is(k, p) }), "past", "must have periods of the calendar that are each a "+string(k)+", as this one is", "各期间须与本季度同为一个完整的日历期间（"+string(k)+"）")
			break
		}
	}
	return c.Err()
}

// Within reports, at a key, a period that is not within the quarter.
func (t Times) Within(key string, p kam.Period) error {
	var c Checks
	c.That(t.Quarter.ContainsPeriod(p), key, "must lie in the quarter", "必须在本季度内")
	return c.Err()
}
