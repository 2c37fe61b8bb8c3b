package payroll

import (
	"errors"
	"fmt"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/strictjson"
	"github.com/kam-go/kam/internal/wording"
)

// ErrNoPayDate says that the calendar ends before something is due.
var ErrNoPayDate = errors.New("payroll: the calendar has no pay date late enough")

// maxDates is how many dates a calendar may have.
const maxDates = 1_000

// PayDate is a day on which payroll pays. The zero value is no pay date.
type PayDate struct {
	// Date is the day of the payment.
	Date kam.Day `json:"date"`
	// Cutoff is the last day, inclusive, on which something may become final and still be paid on Date; it is on or
	// before Date.
	Cutoff kam.Day `json:"cutoff"`
}

// Calendar is when payroll pays, apart from the commission periods. The zero value is no calendar.
type Calendar struct {
	// ID names the calendar: 1 to 128 bytes.
	ID string `json:"id"`
	// Dates ascend, and so do their cutoffs; 1 to 1,000.
	Dates []PayDate `json:"dates"`
}

// ParseCalendar reads a calendar from JSON and checks it. The error is a *[kam.InvalidError] with every fault.
func ParseCalendar(data []byte) (Calendar, error) {
	var c Calendar
	if err := strictjson.Decode(data, &c, "payroll").Err(); err != nil {
		return Calendar{}, err
	}
	if err := c.Check(); err != nil {
		return Calendar{}, err
	}
	return c, nil
}

// JSON returns the calendar as indented JSON that [ParseCalendar] reads back.
func (c Calendar) JSON() ([]byte, error) { return strictjson.Pretty(c) }

// Check returns nil for a calendar that can be used, and otherwise every fault in one *[kam.InvalidError].
func (c Calendar) Check() error {
	f := wording.Faults{Prefix: "payroll"}
	f.ID("$.id", c.ID, nil)
	if !f.Count("$.dates", len(c.Dates), 1, maxDates) {
		return f.Err()
	}
	for i, d := range c.Dates {
		place := wording.At("$.dates", i)
		if !day(&f, place+".date", d.Date) || !day(&f, place+".cutoff", d.Cutoff) {
			continue
		}
		if d.Cutoff.After(d.Date) {
			f.Add("order", place+".cutoff",
				wording.Say("the cutoff %s is after the pay date %s", "截止日 %s 晚于发放日 %s", d.Cutoff, d.Date),
				wording.Say("state a day on or before the pay date", "截止日不得晚于发放日"))
		}
		if i > 0 && (!d.Date.After(c.Dates[i-1].Date) || !d.Cutoff.After(c.Dates[i-1].Cutoff)) {
			f.Add("order", place,
				wording.Say("the date or the cutoff is not after that of the pay date before it", "发放日或截止日不晚于前一个发放日的相应日期"),
				wording.Say("list the pay dates in order, each with a later cutoff", "请按先后顺序列出发放日，截止日也须依次递增"))
		}
	}
	return f.Err()
}

// Due returns the pay date that what is final on a day is paid on: the first with a cutoff on or after it. After the
// last cutoff the error is [ErrNoPayDate]. The calendar must have passed [Calendar.Check].
func (c Calendar) Due(final kam.Day) (PayDate, error) {
	if final.IsSet() {
		for _, d := range c.Dates {
			if !d.Cutoff.Before(final) {
				return d, nil
			}
		}
	}
	return PayDate{}, fmt.Errorf("%w: %q, for what is final on %q", ErrNoPayDate, c.ID, final)
}

// DueOf returns the pay date of a commission period that was approved on a day. It is final on the later of its last
// day and that day. A period without an end, or an unset day, is never final: [ErrNoPayDate].
func (c Calendar) DueOf(period kam.Period, approved kam.Day) (PayDate, error) {
	last := period.Until.AddDays(-1)
	if !last.IsSet() || !approved.IsSet() {
		return PayDate{}, fmt.Errorf("%w: %q, for %s approved on %q", ErrNoPayDate, c.ID, period, approved)
	}
	if approved.After(last) {
		last = approved
	}
	return c.Due(last)
}

// day reports a day that is not set.
func day(f *wording.Faults, place string, d kam.Day) bool {
	if d.IsSet() {
		return true
	}
	f.Add("day", place, wording.Say("the day is missing", "缺少日期"),
		wording.Say("state it as 2026-02-10", "请按 2026-02-10 的格式填写"))
	return false
}
