package kam_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/rickb777/date"
	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
)

// Two people's first quarter: what each won by what each was asked, and the attainment of both together.
func Example() {
	quarter, err := kam.Gregorian().Parse("2026-Q1")
	if err != nil {
		fmt.Println(err)
		return
	}
	attainment := func(payee string, reached, asked int64) kam.Observation {
		return kam.Observation{
			Subject: kam.Subject{Kind: "payee", ID: payee}, Metric: "attainment", Period: quarter,
			Numerator:   decimal.NewNullDecimal(decimal.New(reached, 0)),
			Denominator: decimal.NewNullDecimal(decimal.New(asked, 0)),
			Currency:    "CNY",
		}
	}
	reached, asked, err := kam.Combine([]kam.Observation{
		attainment("anna", 90_000, 100_000), // 90 %
		attainment("ben", 30_000, 20_000),   // 150 %
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(quarter)
	fmt.Printf("%s of %s\n", reached.Decimal, asked.Decimal) // 100 %, not the mean of 120 %
	// Output:
	// 2026-01-01/2026-04-01
	// 120000 of 120000
}

func ExampleParseLang() {
	lang, err := kam.ParseLang("zh")
	fmt.Println(lang, err)
	_, err = kam.ParseLang("fr")
	fmt.Println(err)
	// Output:
	// zh-CN <nil>
	// kam: unknown language: "fr"; the languages are "en" and "zh-CN"
}

func ExampleText_In() {
	t := kam.Text{EN: "quota", ZH: "指标"}
	fmt.Println(t.In(kam.English), t.In(kam.Chinese))
	// Output: quota 指标
}

func ExampleFinding_String() {
	fmt.Println(kam.Finding{
		Code: "deals.date", Severity: kam.Error, Place: "deals.csv:12:4",
		Message: kam.Text{EN: "31-02-2017 is no day"}, Remedy: kam.Text{EN: "February 2017 has 28 days"},
	})
	// Output: deals.csv:12:4: 31-02-2017 is no day (February 2017 has 28 days)
}

func ExampleFinding_In() {
	f := kam.Finding{Place: "$.tiers[1]", Message: kam.Text{EN: "rate is negative", ZH: "费率为负"}}
	fmt.Println(f.In(kam.Chinese))
	// Output: $.tiers[1]：费率为负
}

func ExampleFindings() {
	var found kam.Findings
	found.Add(kam.Finding{Code: "plan.rate", Severity: kam.Error, Place: "$.tiers[10]", Message: kam.Text{EN: "rate is negative"}})
	found.Merge(kam.Findings{{Code: "plan.rate", Severity: kam.Warning, Place: "$.tiers[2]", Message: kam.Text{EN: "rate is 0"}}})
	fmt.Println(found.HasErrors())
	for _, f := range found.Sorted() {
		fmt.Println(f)
	}
	// Output:
	// true
	// $.tiers[2]: rate is 0
	// $.tiers[10]: rate is negative
}

func ExampleInvalidError() {
	_, err := kam.NewCalendar(kam.CalendarSpec{FiscalStart: 13, Pattern: "4-4-4"})
	if invalid, ok := errors.AsType[*kam.InvalidError](err); ok {
		fmt.Println(len(invalid.Findings), "faults, the first is", invalid.Findings[0].Code)
		fmt.Println(invalid.In(kam.Chinese))
	}
	fmt.Println(err)
	// Output:
	// 2 faults, the first is calendar.fiscal-start
	// $.fiscalStart：13 不是月份（请填 1 至 12）
	// $.pattern：未知的模式 "4-4-4"（请用 months、4-4-5、4-5-4 或 5-4-4）
	// $.fiscalStart: 13 is no month (use 1 to 12)
	// $.pattern: unknown pattern "4-4-4" (use months, 4-4-5, 4-5-4 or 5-4-4)
}

func ExampleNewDay() {
	d, err := kam.NewDay(2026, time.January, 31)
	fmt.Println(d, err)
	_, err = kam.NewDay(2023, time.February, 29)
	fmt.Println(err)
	// Output:
	// 2026-01-31 <nil>
	// kam: invalid day: day 29 is not between 1 and 28, the days of February 2023
}

func ExampleParseDay() {
	d, err := kam.ParseDay("2024-02-29")
	fmt.Println(d, err)
	_, err = kam.ParseDay("29.02.2024")
	fmt.Println(errors.Is(err, kam.ErrDay))
	// Output:
	// 2024-02-29 <nil>
	// true
}

func ExampleMustDay() {
	fmt.Println(kam.MustDay("2026-01-31").Weekday())
	// Output: Saturday
}

func ExampleDayOf() {
	d, err := kam.DayOf(date.New(2026, time.January, 31))
	fmt.Println(d, err)
	// Output: 2026-01-31 <nil>
}

func ExampleDay_Date() {
	d, ok := kam.MustDay("2026-01-31").Date()
	fmt.Println(d, ok)
	_, ok = kam.Day{}.Date()
	fmt.Println(ok)
	// Output:
	// 2026-01-31 true
	// false
}

func ExampleDayAt() {
	signed := time.Date(2025, time.December, 31, 20, 0, 0, 0, time.UTC)
	fmt.Println(kam.DayAt(signed, time.UTC), kam.DayAt(signed, time.FixedZone("Beijing", 8*3600)))
	// Output: 2025-12-31 2026-01-01
}

func ExampleDay_AddDays() {
	fmt.Println(kam.MustDay("2024-02-28").AddDays(2))
	// Output: 2024-03-01
}

func ExampleDay_AddMonths() {
	d := kam.MustDay("2026-01-31")
	fmt.Println(d.AddMonths(1), d.AddMonths(2), d.AddMonths(-2))
	// Output: 2026-02-28 2026-03-31 2025-11-30
}

func ExampleDay_Sub() {
	fmt.Println(kam.MustDay("2024-03-01").Sub(kam.MustDay("2024-02-01")))
	// Output: 29
}

func ExampleDay_Compare() {
	early, late := kam.MustDay("2026-01-01"), kam.MustDay("2026-01-02")
	fmt.Println(early.Compare(late), early.Before(late), early.After(late), kam.Day{}.Before(early))
	// Output: -1 true false true
}

func ExampleDay_ISOWeek() {
	fmt.Println(kam.MustDay("2027-01-01").ISOWeek())
	// Output: 2026 53
}

// Days, periods and fractions are JSON strings; unset days and periods are left out with omitzero.
func ExamplePeriod() {
	type quota struct {
		Period kam.Period   `json:"period"`
		Share  kam.Fraction `json:"share"`
		Signed kam.Day      `json:"signed,omitzero"`
	}
	text, err := json.Marshal(quota{Period: kam.MustPeriod("2026-01-01/.."), Share: kam.MustFraction("1/3")})
	fmt.Println(string(text), err)
	var q quota
	err = json.Unmarshal([]byte(`{"period":"2023-02-29/2024-01-01"}`), &q)
	fmt.Println(errors.Is(err, kam.ErrPeriod), errors.Is(err, kam.ErrDay))
	// Output:
	// {"period":"2026-01-01/..","share":"1/3"} <nil>
	// true true
}

func ExampleNewPeriod() {
	p, err := kam.NewPeriod(kam.MustDay("2026-01-01"), kam.MustDay("2026-02-01"))
	fmt.Println(p.Days(), err)
	_, err = kam.NewPeriod(kam.MustDay("2026-02-01"), kam.MustDay("2026-01-01"))
	fmt.Println(err)
	// Output:
	// 31 <nil>
	// kam: invalid period: 2026-02-01/2026-01-01 ends before it begins
}

func ExampleParsePeriod() {
	p, err := kam.ParsePeriod("2026-01-01/..")
	fmt.Println(p.From, p.IsOpen(), err)
	// Output: 2026-01-01 true <nil>
}

func ExampleMustPeriod() {
	fmt.Println(kam.MustPeriod("2024-01-01/2025-01-01").Days())
	// Output: 366
}

func ExamplePeriod_Contains() {
	january := kam.MustPeriod("2026-01-01/2026-02-01")
	fmt.Println(january.Contains(kam.MustDay("2026-01-31")), january.Contains(kam.MustDay("2026-02-01")))
	// Output: true false
}

func ExamplePeriod_ContainsPeriod() {
	year := kam.MustPeriod("2026-01-01/2027-01-01")
	fmt.Println(year.ContainsPeriod(kam.MustPeriod("2026-12-01/2027-01-01")), year.ContainsPeriod(kam.MustPeriod("2026-12-01/..")))
	// Output: true false
}

func ExamplePeriod_Overlaps() {
	january := kam.MustPeriod("2026-01-01/2026-02-01")
	fmt.Println(january.Overlaps(kam.MustPeriod("2026-01-31/..")), january.Overlaps(kam.MustPeriod("2026-02-01/..")))
	// Output: true false
}

func ExamplePeriod_Intersect() {
	fmt.Println(kam.MustPeriod("2026-01-15/..").Intersect(kam.MustPeriod("2026-01-01/2026-02-01")))
	// Output: 2026-01-15/2026-02-01 true
}

func ExamplePeriod_Compare() {
	fmt.Println(kam.MustPeriod("2026-01-01/2026-02-01").Compare(kam.MustPeriod("2026-01-01/..")))
	// Output: -1
}

func ExamplePeriod_SplitMonths() {
	fmt.Println(kam.MustPeriod("2026-01-31/2026-04-15").SplitMonths(1))
	// Output: [2026-01-31/2026-02-28 2026-02-28/2026-03-31 2026-03-31/2026-04-15] <nil>
}

func ExamplePeriod_SplitDays() {
	fmt.Println(kam.MustPeriod("2026-01-01/2026-01-20").SplitDays(10))
	// Output: [2026-01-01/2026-01-11 2026-01-11/2026-01-20] <nil>
}

func ExamplePeriod_Tiles() {
	year := kam.MustPeriod("2026-01-01/2027-01-01")
	fmt.Println(year.Tiles([]kam.Period{kam.MustPeriod("2026-07-01/2027-01-01"), kam.MustPeriod("2026-01-01/2026-06-30")}))
	// Output: kam: invalid period: gap 2026-06-30/2026-07-01
}

func ExampleParseFraction() {
	f, err := kam.ParseFraction("0.35")
	fmt.Println(f.Num, f.Den, err)
	// Output: 7 20 <nil>
}

func ExampleMustFraction() {
	fmt.Println(kam.MustFraction("2/6"))
	// Output: 1/3
}

func ExampleWhole() {
	fmt.Println(kam.Whole())
	// Output: 1
}

func ExampleFraction_Rat() {
	fmt.Println(kam.MustFraction("0.35").Rat())
	// Output: 7/20
}

func ExampleFraction_Cmp() {
	fmt.Println(kam.MustFraction("1/3").Cmp(kam.MustFraction("0.333")))
	// Output: 1
}

func ExampleFraction_Check() {
	fmt.Println(kam.Fraction{Num: 1}.Check())
	// Output: kam: invalid fraction: 1/0 divides by zero
}

func ExampleFraction_String() {
	fmt.Println(kam.Fraction{Num: 1, Den: 4}, kam.Fraction{Num: 2, Den: 6}, kam.Fraction{})
	// Output: 0.25 1/3 0
}

func ExampleSum() {
	third := kam.MustFraction("1/3")
	fmt.Println(kam.Sum(third, third, third).Cmp(kam.Whole().Rat()) == 0)
	// Output: true
}

func ExampleParseCurrency() {
	c, err := kam.ParseCurrency("CNY")
	fmt.Println(c, err)
	_, err = kam.ParseCurrency("RMB")
	fmt.Println(err)
	// Output:
	// CNY <nil>
	// kam: invalid currency: "RMB" is no active ISO 4217 code such as CNY or USD
}

func ExampleCurrency_MinorUnits() {
	fmt.Println(kam.Currency("CNY").MinorUnits(), kam.Currency("JPY").MinorUnits(), kam.Currency("KWD").MinorUnits())
	// Output: 2 0 3
}

func ExampleMoney_Add() {
	a := kam.Money{Amount: decimal.New(1250, -2), Currency: "CNY"}
	sum, err := a.Add(kam.Money{Amount: decimal.New(50, -2), Currency: "CNY"})
	fmt.Println(sum, err)
	_, err = a.Add(kam.Money{Amount: decimal.New(1, 0), Currency: "USD"})
	fmt.Println(errors.Is(err, kam.ErrCurrency))
	// Output:
	// CNY 13.00 <nil>
	// true
}

func ExampleMoney_Sub() {
	ten := kam.Money{Amount: decimal.New(10, 0), Currency: "CNY"}
	fmt.Println(ten.Sub(kam.Money{Amount: decimal.New(25, -1), Currency: "CNY"}))
	// Output: CNY 7.50 <nil>
}

func ExampleMoney_Cmp() {
	one := kam.Money{Amount: decimal.New(1, 0), Currency: "CNY"}
	fmt.Println(one.Cmp(kam.Money{Amount: decimal.New(100, -2), Currency: "CNY"}))
	// Output: 0 <nil>
}

func ExampleMoney_String() {
	fmt.Println(kam.Money{Amount: decimal.New(125, -1), Currency: "CNY"}, kam.Money{Amount: decimal.New(12505, -3), Currency: "CNY"})
	// Output: CNY 12.50 CNY 12.505
}

func ExampleMetric_Check() {
	fmt.Println(kam.Metric{Key: "days-to-reply", Direction: kam.LowerIsBetter}.Check())
	fmt.Println(kam.Metric{Key: "won"}.Check())
	// Output:
	// <nil>
	// $.direction: unknown direction "" (use higher or lower, whichever is better)
}

func ExampleObservation_Check() {
	fmt.Println(kam.Observation{
		Subject: kam.Subject{Kind: "payee", ID: "anna"}, Metric: "won", Period: kam.MustPeriod("2026-01-01/2026-02-01"),
		Value: decimal.NewNullDecimal(decimal.New(100, 0)), Unit: "deals", Currency: "CNY",
	}.Check())
	// Output: $.unit: unit and currency are both stated; a value has one of them (state the currency of money, and the unit of anything else)
}

func ExampleObservation_Exact() {
	winRate := kam.Observation{
		Numerator: decimal.NewNullDecimal(decimal.New(1, 0)), Denominator: decimal.NewNullDecimal(decimal.New(3, 0)),
	}
	fmt.Println(winRate.Exact())
	_, known := kam.Observation{}.Exact()
	fmt.Println(known)
	// Output:
	// 1/3 true
	// false
}

func ExampleCombine() {
	winRate := func(payee string, won, closed int64) kam.Observation {
		return kam.Observation{
			Subject: kam.Subject{Kind: "payee", ID: payee}, Metric: "win-rate", Period: kam.MustPeriod("2026-01-01/2026-02-01"), Unit: "deals",
			Numerator: decimal.NewNullDecimal(decimal.New(won, 0)), Denominator: decimal.NewNullDecimal(decimal.New(closed, 0)),
		}
	}
	won, closed, err := kam.Combine([]kam.Observation{winRate("anna", 1, 2), winRate("ben", 1, 8)})
	fmt.Println(won.Decimal, closed.Decimal, err)
	// Output: 2 10 <nil>
}

func ExampleTask_Overdue() {
	task := kam.Task{ID: "t-1", Owner: "anna", Due: kam.MustDay("2026-03-31"), Done: kam.MustDay("2026-04-05")}
	fmt.Println(task.Overdue(kam.MustDay("2026-03-31")), task.Overdue(kam.MustDay("2026-04-01")), task.Overdue(kam.MustDay("2026-04-05")))
	// Output: false true false
}

func ExampleTask_IsDone() {
	task := kam.Task{Done: kam.MustDay("2026-04-05")}
	fmt.Println(task.IsDone(kam.MustDay("2026-04-04")), task.IsDone(kam.MustDay("2026-04-05")))
	// Output: false true
}

func ExampleTask_Check() {
	fmt.Println(kam.Task{ID: "t-1", Title: kam.Text{EN: "Call the customer"}}.Check())
	// Output: $.owner: it is empty (give a name of 1 to 128 bytes)
}
