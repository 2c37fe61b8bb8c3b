package kam_test

import (
	"errors"
	"fmt"
	"time"

	"github.com/kam-go/kam"
)

// april is a fiscal year from April that is named for the year in which it ends.
func april() *kam.Calendar {
	c, err := kam.NewCalendar(kam.CalendarSpec{FiscalStart: time.April})
	if err != nil {
		panic(err)
	}
	return c
}

// labour is a calendar that knows the labour-day holiday of 2026: five days off, and Saturday 9 May worked for it.
func labour() *kam.Calendar {
	c, err := kam.NewCalendar(kam.CalendarSpec{Holidays: []kam.HolidayYear{{
		Year: 2026,
		Off: []kam.Day{
			kam.MustDay("2026-05-01"), kam.MustDay("2026-05-02"), kam.MustDay("2026-05-03"), kam.MustDay("2026-05-04"), kam.MustDay("2026-05-05"),
		},
		Working: []kam.Day{kam.MustDay("2026-05-09")},
	}}})
	if err != nil {
		panic(err)
	}
	return c
}

// A retail year of weeks: it ends on the Saturday nearest to 31 January and is named for the year in which it begins.
func ExampleNewCalendar() {
	c, err := kam.NewCalendar(kam.CalendarSpec{
		Pattern: "4-5-4", NameByStart: true,
		YearEnd: kam.WeekYearEnd{Month: time.January, Weekday: time.Saturday, Rule: "nearest"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, label := range []string{"2022", "2023", "2023-M12"} {
		p, err := c.Parse(label)
		fmt.Println(label, p, p.Days()/7, "weeks", err)
	}
	// Output:
	// 2022 2022-01-30/2023-01-29 52 weeks <nil>
	// 2023 2023-01-29/2024-02-04 53 weeks <nil>
	// 2023-M12 2023-12-31/2024-02-04 5 weeks <nil>
}

func ExampleGregorian() {
	fmt.Println(kam.Gregorian().Quarter(2026, 1))
	// Output: 2026-01-01/2026-04-01 <nil>
}

func ExampleCalendar_Year() {
	fmt.Println(april().Year(2027))
	// Output: 2026-04-01/2027-04-01 <nil>
}

func ExampleCalendar_Half() {
	fmt.Println(april().Half(2027, 2))
	// Output: 2026-10-01/2027-04-01 <nil>
}

func ExampleCalendar_Quarter() {
	fmt.Println(april().Quarter(2027, 4))
	// Output: 2027-01-01/2027-04-01 <nil>
}

func ExampleCalendar_Month() {
	fmt.Println(april().Month(2027, 1))
	// Output: 2026-04-01/2026-05-01 <nil>
}

func ExampleCalendar_Week() {
	fmt.Println(kam.Gregorian().Week(2026, 1))
	// Output: 2025-12-29/2026-01-05 <nil>
}

func ExampleCalendar_Containing() {
	fmt.Println(april().Containing(kam.Year, kam.MustDay("2026-03-31")))
	// Output: 2025-04-01/2026-04-01 <nil>
}

func ExampleCalendar_Split() {
	months, err := kam.Gregorian().Split(kam.MustPeriod("2026-01-01/2026-04-01"), kam.Month)
	fmt.Println(months, err)
	_, err = kam.Gregorian().Split(kam.MustPeriod("2026-01-01/2026-03-31"), kam.Month)
	fmt.Println(err)
	// Output:
	// [2026-01-01/2026-02-01 2026-02-01/2026-03-01 2026-03-01/2026-04-01] <nil>
	// kam: invalid period: 2026-01-01/2026-03-31 is not made of whole months: 2026-03 reaches outside
}

func ExampleCalendar_Is() {
	fmt.Println(kam.Gregorian().Is(kam.Quarter, kam.MustPeriod("2026-01-01/2026-04-01")), kam.Gregorian().Is(kam.Quarter, kam.MustPeriod("2026-02-01/2026-05-01")))
	// Output: true false
}

func ExampleCalendar_Parse() {
	fmt.Println(kam.Gregorian().Parse("2017-Q4"))
	_, err := april().Parse("2017-03")
	fmt.Println(err)
	// Output:
	// 2017-10-01/2018-01-01 <nil>
	// kam: invalid period: "2017-03" may be a calendar month or month 3 of the fiscal year; write 2017-M03 for that, or an interval of days
}

func ExampleCalendar_Label() {
	p := kam.MustPeriod("2026-01-01/2026-04-01")
	fmt.Println(kam.Gregorian().Label(p), april().Label(p), april().Label(kam.MustPeriod("2026-01-02/2026-04-01")))
	// Output: 2026-Q1 2026-Q4 2026-01-02/2026-04-01
}

func ExampleCalendar_IsWorkingDay() {
	c := labour()
	fmt.Println(c.IsWorkingDay(kam.MustDay("2026-05-04"))) // a Monday off
	fmt.Println(c.IsWorkingDay(kam.MustDay("2026-05-09"))) // a Saturday worked
	_, err := c.IsWorkingDay(kam.MustDay("2027-05-04"))
	fmt.Println(errors.Is(err, kam.ErrNoHolidays))
	// Output:
	// false <nil>
	// true <nil>
	// true
}

func ExampleCalendar_WorkingDays() {
	fmt.Println(labour().WorkingDays(kam.MustPeriod("2026-05-01/2026-06-01")))
	// Output: 19 <nil>
}

func ExampleCalendar_AddWorkingDays() {
	fmt.Println(labour().AddWorkingDays(kam.MustDay("2026-04-30"), 1))
	// Output: 2026-05-06 <nil>
}
