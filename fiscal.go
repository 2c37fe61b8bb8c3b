package kam

import (
	"fmt"
	"time"
)

// readFiscal sets the fiscal year of c from spec.
func (c *Calendar) readFiscal(spec CalendarSpec, found *Findings) {
	if spec.FiscalStart < 0 || spec.FiscalStart > time.December {
		found.Add(calendarFault("fiscal-start", "$.fiscalStart",
			Text{EN: fmt.Sprintf("%d is no month", int(spec.FiscalStart)), ZH: fmt.Sprintf("%d 不是月份", int(spec.FiscalStart))},
			Text{EN: "use 1 to 12", ZH: "请填 1 至 12"}))
	}
	switch spec.Pattern {
	case "4-4-5":
		c.weeks = [3]int{4, 4, 5}
	case "4-5-4":
		c.weeks = [3]int{4, 5, 4}
	case "5-4-4":
		c.weeks = [3]int{5, 4, 4}
	case "", patternMonths:
		c.start = spec.FiscalStart
		if spec.YearEnd != (WeekYearEnd{}) {
			found.Add(calendarFault("year-end", "$.yearEnd",
				Text{EN: "a fiscal year of calendar months ends with its last month", ZH: "按自然月划分的财年随最后一个月结束"},
				Text{EN: "leave yearEnd out, or state a pattern of weeks such as 4-4-5", ZH: "请删去 yearEnd，或填写 4-4-5 等按周划分的模式"}))
		}
		return
	default:
		found.Add(calendarFault("pattern", "$.pattern",
			Text{EN: "unknown pattern " + quote(spec.Pattern), ZH: "未知的模式 " + quote(spec.Pattern)},
			Text{EN: "use months, 4-4-5, 4-5-4 or 5-4-4", ZH: "请用 months、4-4-5、4-5-4 或 5-4-4"}))
		return
	}
	c.end = spec.YearEnd
	c.checkYearEnd(spec, found)
}

// checkYearEnd reports what is wrong with the year end of a pattern of weeks.
func (c *Calendar) checkYearEnd(spec CalendarSpec, found *Findings) {
	end := spec.YearEnd
	if end.Month < time.January || end.Month > time.December {
		found.Add(calendarFault("year-end", "$.yearEnd.month",
			Text{EN: fmt.Sprintf("%d is no month", int(end.Month)), ZH: fmt.Sprintf("%d 不是月份", int(end.Month))},
			Text{EN: "use 1 to 12", ZH: "请填 1 至 12"}))
	} else if next := end.Month%12 + 1; spec.FiscalStart != 0 && spec.FiscalStart != next {
		found.Add(calendarFault("fiscal-start", "$.fiscalStart",
			Text{EN: fmt.Sprintf("month %d does not follow month %d, in which the year ends", int(spec.FiscalStart), int(end.Month)), ZH: fmt.Sprintf("%d 月不是财年结束月份 %d 月的次月", int(spec.FiscalStart), int(end.Month))},
			Text{EN: fmt.Sprintf("leave it out, or use %d", int(next)), ZH: fmt.Sprintf("请删去，或填 %d", int(next))}))
	}
	if end.Weekday < time.Sunday || end.Weekday > time.Saturday {
		found.Add(calendarFault("year-end", "$.yearEnd.weekday", notWeekday(end.Weekday), weekdayRemedy()))
	}
	if end.Rule != ruleLast && end.Rule != ruleNearest {
		found.Add(calendarFault("year-end", "$.yearEnd.rule",
			Text{EN: "unknown rule " + quote(end.Rule), ZH: "未知的规则 " + quote(end.Rule)},
			Text{EN: "use last or nearest", ZH: "请用 last 或 nearest"}))
	}
}

func calendarFault(code, place string, message, remedy Text) Finding {
	return Finding{Code: "calendar." + code, Severity: Error, Place: place, Message: message, Remedy: remedy}
}

func notWeekday(w time.Weekday) Text {
	return Text{EN: fmt.Sprintf("%d is no weekday", int(w)), ZH: fmt.Sprintf("%d 不是星期", int(w))}
}

func weekdayRemedy() Text {
	return Text{EN: "use 0 (Sunday) to 6 (Saturday)", ZH: "请填 0（星期日）至 6（星期六）"}
}

// plain reports whether fiscal months are calendar months of the same number.
func (c *Calendar) plain() bool { return c == nil || !c.byWeeks() && c.firstMonth() == time.January }

// byWeeks reports whether fiscal years consist of whole weeks.
func (c *Calendar) byWeeks() bool { return c != nil && c.weeks[0] != 0 }

// firstMonth is the month in which a fiscal year begins, or after whose beginning a year of weeks begins.
func (c *Calendar) firstMonth() time.Month {
	switch {
	case c.byWeeks():
		return c.end.Month%12 + 1
	case c == nil || c.start == 0:
		return time.January
	}
	return c.start
}

// startYear returns the calendar year in which fiscal year y begins, by the month in which it does.
func (c *Calendar) startYear(y int) int {
	if c.firstMonth() == time.January || c.byStart {
		return y
	}
	return y - 1
}

// yearOf returns the name of the fiscal year that begins in calendar year start; it undoes startYear.
func (c *Calendar) yearOf(start int) int { return start + start - c.startYear(start) }

// Year returns fiscal year y. A y outside 1 to 9999, and a year that reaches outside the days that [Day] holds, is an
// error that wraps [ErrPeriod]; so it is in all methods of this kind.
func (c *Calendar) Year(y int) (Period, error) { return c.numbered(Year, y, 1) }

// Half returns half h, 1 or 2, of fiscal year y.
func (c *Calendar) Half(y, h int) (Period, error) { return c.numbered(HalfYear, y, h) }

// Quarter returns quarter q, 1 to 4, of fiscal year y.
func (c *Calendar) Quarter(y, q int) (Period, error) { return c.numbered(Quarter, y, q) }

// Month returns fiscal month m, 1 to 12, of fiscal year y; month 1 is the one in which the fiscal year begins.
func (c *Calendar) Month(y, m int) (Period, error) { return c.numbered(Month, y, m) }

// numbered returns the n-th k of fiscal year y.
func (c *Calendar) numbered(k PeriodKind, y, n int) (Period, error) {
	if y < 1 || y > maxYear {
		return Period{}, fmt.Errorf("%w: year %d is not between 1 and %d", ErrPeriod, y, maxYear)
	}
	length := k.months()
	if count := 12 / length; n < 1 || n > count {
		return Period{}, fmt.Errorf("%w: %s %d of %d is not between 1 and %d", ErrPeriod, k, n, y, count)
	}
	from, until := c.monthStart(y, (n-1)*length), c.monthStart(y, n*length)
	if !from.IsSet() || !until.IsSet() {
		return Period{}, fmt.Errorf("%w: %s %d of %d reaches outside 0001-01-01 to 9999-12-31", ErrPeriod, k, n, y)
	}
	return Period{From: from, Until: until}, nil
}

// monthStart returns the first day of the fiscal month after the first m months of fiscal year y, m being 0 to 12;
// unset when it is outside the days that Day holds.
func (c *Calendar) monthStart(y, m int) Day {
	start := c.startYear(y)
	if !c.byWeeks() {
		months := start*12 + int(c.firstMonth()) - 1 + m
		day, err := NewDay(months/12, time.Month(months%12+1), 1)
		if err != nil {
			return Day{}
		}
		return day
	}
	if m == 12 {
		return c.weekYearStart(start + 1)
	}
	weeks := m / 3 * 13
	for i := range m % 3 {
		weeks += c.weeks[i]
	}
	return c.weekYearStart(start).AddDays(7 * weeks)
}

// weekYearStart returns the first day of the fiscal year of weeks that begins around the first day of firstMonth in
// calendar year start.
func (c *Calendar) weekYearStart(start int) Day {
	nominal, err := NewDay(start, c.firstMonth(), 1)
	if err != nil {
		return Day{}
	}
	// The year before ends on the wanted weekday among the seven days that end on latest.
	latest := nominal.AddDays(-1)
	if c.end.Rule == ruleNearest {
		latest = latest.AddDays(3)
	}
	back := (int(latest.Weekday()) - int(c.end.Weekday) + 7) % 7
	return latest.AddDays(1 - back)
}

// Week returns ISO 8601 week w, 1 to 52 or 53, of ISO year isoYear: the Monday to Sunday whose Thursday is the w-th
// of that year. It is the same in every calendar.
func (c *Calendar) Week(isoYear, w int) (Period, error) {
	fourth, err := NewDay(isoYear, time.January, 4) // always in week 1
	if err != nil {
		return Period{}, fmt.Errorf("%w: year %d is not between 1 and %d", ErrPeriod, isoYear, maxYear)
	}
	if w < 1 || w > 53 {
		return Period{}, fmt.Errorf("%w: week %d of %d is not between 1 and 53", ErrPeriod, w, isoYear)
	}
	monday := mondayOf(fourth).AddDays(7 * (w - 1))
	p := Period{From: monday, Until: monday.AddDays(7)}
	if p.closed() != nil {
		return Period{}, fmt.Errorf("%w: week %d of %d reaches outside 0001-01-01 to 9999-12-31", ErrPeriod, w, isoYear)
	}
	if year, _ := p.From.ISOWeek(); year != isoYear {
		return Period{}, fmt.Errorf("%w: ISO year %d has 52 weeks, not %d", ErrPeriod, isoYear, w)
	}
	return p, nil
}

// mondayOf returns the Monday on or before a set day; day one is a Monday.
func mondayOf(d Day) Day { return d.AddDays(-((int(d.Weekday()) + 6) % 7)) }

// Containing returns the k to which d belongs. An unset d is an error that wraps [ErrDay]; an unknown k, and a d at
// the edge of the days that [Day] holds whose k reaches outside, one that wraps [ErrPeriod].
func (c *Calendar) Containing(k PeriodKind, d Day) (Period, error) {
	_, _, p, err := c.locate(k, d)
	return p, err
}

// locate returns the k to which d belongs with its year and its number in that year.
func (c *Calendar) locate(k PeriodKind, d Day) (year, n int, p Period, err error) {
	if !k.Valid() {
		return 0, 0, Period{}, fmt.Errorf("%w: %s is no kind of period", ErrPeriod, quote(string(k)))
	}
	if !d.IsSet() {
		return 0, 0, Period{}, fmt.Errorf("%w: the day is unset", ErrDay)
	}
	if k == Week {
		monday := mondayOf(d)
		p = Period{From: monday, Until: monday.AddDays(7)}
		if p.closed() != nil {
			return 0, 0, Period{}, fmt.Errorf("%w: the week of %s reaches outside 0001-01-01 to 9999-12-31", ErrPeriod, d)
		}
		year, n = d.ISOWeek()
		return year, n, p, nil
	}
	year = c.fiscalYearOf(d)
	for n = 12 / k.months(); n > 1; n-- {
		// In the last year a later start may be out of range, and then it is after d.
		if start := c.monthStart(year, (n-1)*k.months()); start.IsSet() && !d.Before(start) {
			break
		}
	}
	p, err = c.numbered(k, year, n)
	return year, n, p, err
}

// fiscalYearOf returns the name of the fiscal year to which d belongs; it may be outside 1 to 9999.
func (c *Calendar) fiscalYearOf(d Day) int {
	start, month, _ := d.civil()
	if !c.byWeeks() {
		if month < c.firstMonth() {
			start--
		}
		return c.yearOf(start)
	}
	// A year of weeks begins within a week of its nominal first day, so it is one of three.
	for start++; d.Before(c.weekYearStart(start)) || start > maxYear; {
		start--
	}
	return c.yearOf(start)
}
