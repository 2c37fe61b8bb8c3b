package meetings

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/kam-go/kam"
)

// Limits of a [Rule]. All are inclusive.
const (
	// MaxRuleText is the length of the longest text of a rule, in bytes.
	MaxRuleText = 512
	// MaxInterval is the largest Interval, and MaxCount the largest Count.
	MaxInterval = 10_000
	MaxCount    = 100_000
)

// Frequency is the period that a [Rule] repeats by. The zero value is not stated.
type Frequency string

// Frequencies, as RFC 5545 writes them.
const (
	FreqDaily   Frequency = "DAILY"
	FreqWeekly  Frequency = "WEEKLY"
	FreqMonthly Frequency = "MONTHLY"
	FreqYearly  Frequency = "YEARLY"
)

// Weekday is a day of the week as RFC 5545 writes it. The zero value is not stated.
type Weekday string

// Weekdays.
const (
	Monday    Weekday = "MO"
	Tuesday   Weekday = "TU"
	Wednesday Weekday = "WE"
	Thursday  Weekday = "TH"
	Friday    Weekday = "FR"
	Saturday  Weekday = "SA"
	Sunday    Weekday = "SU"
)

// weekdays holds the weekdays by their number in package time.
func weekdays() [7]Weekday {
	return [7]Weekday{Sunday, Monday, Tuesday, Wednesday, Thursday, Friday, Saturday}
}

// WeekdayOf returns the day of the week of d, which must be set.
func WeekdayOf(d kam.Day) Weekday { return weekdays()[d.Weekday()] }

// number returns w as package time counts, and false when it is no weekday.
func (w Weekday) number() (time.Weekday, bool) {
	all := weekdays()
	i := slices.Index(all[:], w)
	return time.Weekday(i), i >= 0
}

// NthDay is a weekday, every one of its period when Nth is 0, the Nth one when it is positive, and the Nth from the
// end when it is negative: {-1, Friday} is the last Friday. The zero value is none.
type NthDay struct {
	Nth int
	Day Weekday
}

// String returns "FR", "1FR" or "-1FR".
func (n NthDay) String() string {
	if n.Nth == 0 {
		return string(n.Day)
	}
	return strconv.Itoa(n.Nth) + string(n.Day)
}

// Rule says on which days something is repeated: the part of the recurrence rules of RFC 5545, section 3.3.10, that
// speaks of days. As text and in JSON it is such a rule, "FREQ=MONTHLY;BYDAY=1FR". The zero value is no rule.
//
// The parts BYWEEKNO and BYYEARDAY, and those of hours, minutes and seconds, are not supported, and [ParseRule] refuses
// them by name. [Rule.Check] tells what is wrong with a rule that was put together.
type Rule struct {
	// Frequency is required.
	Frequency Frequency
	// Interval repeats every so many periods, 1 to [MaxInterval]. Defaults to 1.
	Interval int
	// Count ends the rule after so many days, at most [MaxCount]; 0 does not. Until ends it with that day, inclusive;
	// unset does not. At most one of them is stated.
	Count int
	Until kam.Day
	// ByMonth keeps to these months.
	ByMonth []time.Month
	// ByMonthDay names days of the month, 1 to 31, or from its end, -1 being the last. A month without such a day is
	// left out: "31" names seven months of the year. It is not for weekly rules.
	ByMonthDay []int
	// ByDay names weekdays; an Nth counts in the month, or in the year of a yearly rule without ByMonth, and is for
	// monthly and yearly rules.
	ByDay []NthDay
	// BySetPos keeps, of the days of one period, those at these positions: 1 is the first, -1 the last, at most 366
	// either way. It needs one of the three above.
	BySetPos []int
	// WeekStart is the first day of the week, which matters for weekly rules with an Interval above 1.
	// Defaults to [Monday].
	WeekStart Weekday
}

// interval returns Interval, or its default.
func (r Rule) interval() int { return max(r.Interval, 1) }

// String returns r as RFC 5545 writes it, without the name RRULE, always in the same order of parts and with defaults
// left out. [ParseRule] reads it back when r passes [Rule.Check].
func (r Rule) String() string {
	var b strings.Builder
	b.WriteString("FREQ=" + string(r.Frequency))
	if r.interval() != 1 {
		b.WriteString(";INTERVAL=" + strconv.Itoa(r.Interval))
	}
	if r.Count != 0 {
		b.WriteString(";COUNT=" + strconv.Itoa(r.Count))
	}
	if r.Until.IsSet() {
		b.WriteString(";UNTIL=" + strings.ReplaceAll(r.Until.String(), "-", ""))
	}
	writeList(&b, ";BYMONTH=", r.ByMonth, func(m time.Month) string { return strconv.Itoa(int(m)) })
	writeList(&b, ";BYMONTHDAY=", r.ByMonthDay, strconv.Itoa)
	writeList(&b, ";BYDAY=", r.ByDay, NthDay.String)
	writeList(&b, ";BYSETPOS=", r.BySetPos, strconv.Itoa)
	if r.WeekStart != "" && r.WeekStart != Monday {
		b.WriteString(";WKST=" + string(r.WeekStart))
	}
	return b.String()
}

func writeList[T any](b *strings.Builder, name string, list []T, text func(T) string) {
	for i, element := range list {
		if i == 0 {
			b.WriteString(name)
		} else {
			b.WriteByte(',')
		}
		b.WriteString(text(element))
	}
}

// MarshalText returns the text of [Rule.String], "" for the zero value, or the error of [Rule.Check].
func (r Rule) MarshalText() ([]byte, error) {
	if r.isZero() {
		return nil, nil
	}
	if err := r.Check(); err != nil {
		return nil, err
	}
	return []byte(r.String()), nil
}

// UnmarshalText sets r to the rule that text writes as [ParseRule] reads it, and to the zero value when text is empty.
// On an error, an [*kam.InvalidError], r stays as it was.
func (r *Rule) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*r = Rule{}
		return nil
	}
	parsed, err := ParseRule(string(text))
	if err != nil {
		return err
	}
	*r = parsed
	return nil
}

func (r Rule) isZero() bool {
	return r.Frequency == "" && r.Interval == 0 && r.Count == 0 && !r.Until.IsSet() && len(r.ByMonth) == 0 &&
		len(r.ByMonthDay) == 0 && len(r.ByDay) == 0 && len(r.BySetPos) == 0 && r.WeekStart == ""
}

// Check returns nil for a rule that can be followed, else an [*kam.InvalidError] with every fault. A rule that names
// days which never come, such as 31 February, is no fault: it has no days.
func (r Rule) Check() error {
	c := ruleChecker{}
	c.rule(r)
	return c.found.Err()
}

// ruleChecker collects the faults of one rule; places are the names of parts.
type ruleChecker struct{ checker }

func (c *ruleChecker) fault(part string, message, remedy kam.Text) {
	c.add("rule", part, message, remedy)
}

func (c *ruleChecker) rule(r Rule) {
	if !slices.Contains([]Frequency{FreqDaily, FreqWeekly, FreqMonthly, FreqYearly}, r.Frequency) {
		c.fault("FREQ", say("there is no frequency %s", "没有频率 %s", quote(string(r.Frequency))),
			say("use DAILY, WEEKLY, MONTHLY or YEARLY", "请使用 DAILY、WEEKLY、MONTHLY 或 YEARLY"))
	}
	c.within("INTERVAL", r.Interval, 0, MaxInterval)
	c.within("COUNT", r.Count, 0, MaxCount)
	if r.Count != 0 && r.Until.IsSet() {
		c.fault("UNTIL", say("the rule has a count and an end", "规则同时有次数和截止日"),
			say("state COUNT or UNTIL, not both", "COUNT 与 UNTIL 只填写一个"))
	}
	for _, m := range r.ByMonth {
		c.within("BYMONTH", int(m), 1, 12)
	}
	for _, d := range r.ByMonthDay {
		c.eitherWay("BYMONTHDAY", d, 31)
	}
	if len(r.ByMonthDay) > 0 && r.Frequency == FreqWeekly {
		c.fault("BYMONTHDAY", say("a weekly rule has no days of the month", "每周规则不能指定每月的某一天"),
			say("use BYDAY, or a monthly rule", "请使用 BYDAY，或改用每月规则"))
	}
	for _, n := range r.ByDay {
		c.nthDay(r, n)
	}
	for _, p := range r.BySetPos {
		c.eitherWay("BYSETPOS", p, 366)
	}
	if len(r.BySetPos) > 0 && len(r.ByMonth)+len(r.ByMonthDay)+len(r.ByDay) == 0 {
		c.fault("BYSETPOS", say("positions of nothing", "没有可供选取位置的日期"),
			say("name days with BYMONTH, BYMONTHDAY or BYDAY too", "请同时用 BYMONTH、BYMONTHDAY 或 BYDAY 指定日期"))
	}
	if _, ok := r.WeekStart.number(); !ok && r.WeekStart != "" {
		c.fault("WKST", say("there is no weekday %s", "没有星期 %s", quote(string(r.WeekStart))), weekdayRemedy())
	}
	once(c, "BYMONTH", r.ByMonth)
	once(c, "BYMONTHDAY", r.ByMonthDay)
	once(c, "BYDAY", r.ByDay)
	once(c, "BYSETPOS", r.BySetPos)
}

func weekdayRemedy() kam.Text {
	return say("use MO, TU, WE, TH, FR, SA or SU", "请使用 MO、TU、WE、TH、FR、SA 或 SU")
}

func (c *ruleChecker) nthDay(r Rule, n NthDay) {
	if _, ok := n.Day.number(); !ok {
		c.fault("BYDAY", say("there is no weekday %s", "没有星期 %s", quote(string(n.Day))), weekdayRemedy())
	}
	if n.Nth == 0 {
		return
	}
	limit := 5
	switch {
	case r.Frequency != FreqMonthly && r.Frequency != FreqYearly:
		c.fault("BYDAY", say("%s counts weekdays, in a rule that is neither monthly nor yearly", "%s 为第几个星期几，但规则既非每月也非每年", quote(n.String())),
			say("leave the number out", "请去掉序数"))
		return
	case r.Frequency == FreqYearly && len(r.ByMonth) == 0:
		limit = 53
	}
	c.eitherWay("BYDAY", n.Nth, limit)
}

func (c *ruleChecker) within(part string, n, least, most int) {
	if n < least || n > most {
		c.fault(part, say("%d is out of range", "%d 超出范围", n), say("use %d to %d", "请使用 %d 到 %d", max(least, 1), most))
	}
}

// eitherWay checks a number from 1 to most or from -most to -1.
func (c *ruleChecker) eitherWay(part string, n, most int) {
	if n == 0 || n > most || n < -most {
		c.fault(part, say("%d is out of range", "%d 超出范围", n),
			say("use 1 to %d, or -1 to -%d from the end", "请使用 1 到 %d，或从末尾起 -1 到 -%d", most, most))
	}
}

// once checks that no element stands twice.
func once[T comparable](c *ruleChecker, part string, list []T) {
	seen := make(map[T]bool, len(list))
	for _, element := range list {
		if seen[element] {
			c.fault(part, say("%v stands twice", "%v 重复", element), say("list each once", "每项只列一次"))
		}
		seen[element] = true
	}
}
