package meetings

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/kam-go/kam"
)

// ParseRule returns the rule that s writes as RFC 5545, section 3.3.10, does: "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH".
// Parts may come in any order and in either case. UNTIL is a day, 20260131: a time of day has no place here.
//
// Everything else is an [*kam.InvalidError] with every fault, the part's name being its place: parts that are not
// supported, unknown, empty or there twice, what [Rule.Check] finds, blanks, the name RRULE before the rule, and a
// text of more than [MaxRuleText] bytes.
func ParseRule(s string) (Rule, error) {
	p := ruleParser{seen: map[string]bool{}}
	if len(s) > MaxRuleText {
		p.fault("RRULE", say("the rule is %d bytes long", "规则长 %d 字节", len(s)), say("use at most %d", "最多 %d 字节", MaxRuleText))
		return Rule{}, p.found.Err()
	}
	for part := range strings.SplitSeq(s, ";") {
		p.part(part)
	}
	p.missing()
	if !p.found.HasErrors() {
		p.ruleChecker.rule(p.rule)
	}
	if err := p.found.Err(); err != nil {
		return Rule{}, err
	}
	return p.rule, nil
}

// ruleParser reads the parts of one rule.
type ruleParser struct {
	ruleChecker
	rule Rule
	seen map[string]bool
}

// part reads one part.
func (p *ruleParser) part(part string) {
	name, value, found := strings.Cut(upper(part), "=")
	switch {
	case !found && part == "":
		p.fault("RRULE", say("a part is empty", "有空的部分"), say("separate parts by one semicolon, and end without one", "各部分之间用一个分号分隔，末尾不加分号"))
		return
	case !found || value == "":
		p.fault(clip(name), say("%s has no value", "%s 没有值", quote(name)), say("write it as FREQ=MONTHLY", "请写成 FREQ=MONTHLY 的形式"))
		return
	case p.seen[name]:
		p.fault(clip(name), say("%s stands twice", "%s 重复", quote(name)), say("list each part once", "每个部分只列一次"))
		return
	}
	p.seen[name] = true
	p.value(name, value)
}

func (p *ruleParser) value(name, value string) {
	r := &p.rule
	switch name {
	case "FREQ":
		r.Frequency = Frequency(value)
	case "INTERVAL":
		r.Interval = p.positive(name, value)
	case "COUNT":
		r.Count = p.positive(name, value)
	case "UNTIL":
		r.Until = p.day(name, value)
	case "BYMONTH":
		for _, n := range p.integers(name, value) {
			r.ByMonth = append(r.ByMonth, time.Month(n))
		}
	case "BYMONTHDAY":
		r.ByMonthDay = p.integers(name, value)
	case "BYDAY":
		r.ByDay = p.nthDays(name, value)
	case "BYSETPOS":
		r.BySetPos = p.integers(name, value)
	case "WKST":
		r.WeekStart = Weekday(value)
	case "BYWEEKNO", "BYYEARDAY", "BYHOUR", "BYMINUTE", "BYSECOND":
		p.fault(name, say("%s is not supported", "不支持 %s", name),
			say("name the days by BYMONTH, BYMONTHDAY, BYDAY and BYSETPOS", "请用 BYMONTH、BYMONTHDAY、BYDAY 和 BYSETPOS 指定日期"))
	default:
		remedy := say("use FREQ, INTERVAL, COUNT, UNTIL, BYMONTH, BYMONTHDAY, BYDAY, BYSETPOS and WKST",
			"请使用 FREQ、INTERVAL、COUNT、UNTIL、BYMONTH、BYMONTHDAY、BYDAY、BYSETPOS 和 WKST")
		if strings.HasPrefix(name, "RRULE") {
			remedy = say("begin with FREQ, without the name RRULE", "请以 FREQ 开头，不写 RRULE")
		}
		p.fault(clip(name), say("there is no part %s", "没有名为 %s 的部分", quote(name)), remedy)
	}
}

// missing reports a rule without a frequency, once.
func (p *ruleParser) missing() {
	if p.seen["FREQ"] || slices.ContainsFunc(p.found, func(f kam.Finding) bool { return f.Place == "FREQ" }) {
		return
	}
	p.fault("FREQ", say("the frequency is missing", "缺少频率"), say("use DAILY, WEEKLY, MONTHLY or YEARLY", "请使用 DAILY、WEEKLY、MONTHLY 或 YEARLY"))
}

// positive reads a number above 0; the zero value of a Rule would be a default.
func (p *ruleParser) positive(name, value string) int {
	n, ok := integer(value)
	if !ok || n < 1 {
		p.fault(name, say("%s is no number above 0", "%s 不是大于 0 的整数", quote(value)), say("write it as 2", "请写成 2 的形式"))
		return 0
	}
	return n
}

// integers reads a list of numbers with an optional sign.
func (p *ruleParser) integers(name, value string) []int {
	var list []int
	for element := range strings.SplitSeq(value, ",") {
		n, ok := integer(element)
		if !ok {
			p.fault(name, say("%s is no whole number", "%s 不是整数", quote(element)), say("write numbers as 1,15,-1", "请写成 1,15,-1 的形式"))
			continue
		}
		list = append(list, n)
	}
	return list
}

// nthDays reads a list of weekdays with an optional number before them.
func (p *ruleParser) nthDays(name, value string) []NthDay {
	var list []NthDay
	for element := range strings.SplitSeq(value, ",") {
		split := max(0, len(element)-2)
		nth, day, ok := 0, Weekday(element[split:]), true
		if split > 0 {
			nth, ok = integer(element[:split])
			ok = ok && nth != 0
		}
		if _, known := day.number(); !ok || !known {
			p.fault(name, say("%s is no weekday", "%s 不是星期", quote(element)), say("write days as MO, 1FR or -1SU", "请写成 MO、1FR 或 -1SU 的形式"))
			continue
		}
		list = append(list, NthDay{nth, day})
	}
	return list
}

// day reads a day without a time.
func (p *ruleParser) day(name, value string) kam.Day {
	remedy := say("write the last day as 20260131, without a time", "请写成 20260131 的形式，不带时间")
	if len(value) != 8 {
		p.fault(name, say("%s is no day", "%s 不是日期", quote(value)), remedy)
		return kam.Day{}
	}
	d, err := kam.ParseDay(value[:4] + "-" + value[4:6] + "-" + value[6:])
	if err != nil {
		p.fault(name, say("%s is no day", "%s 不是日期", quote(value)), remedy)
	}
	return d
}

// integer reads up to six digits with an optional sign.
func integer(s string) (int, bool) {
	digits := strings.TrimPrefix(strings.TrimPrefix(s, "+"), "-")
	if len(s)-len(digits) > 1 || digits == "" || len(digits) > 6 || strings.Trim(digits, "0123456789") != "" {
		return 0, false
	}
	n, err := strconv.Atoi(s)
	return n, err == nil
}

// upper returns s with the letters a to z in upper case, and no others.
func upper(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' {
			return r - 'a' + 'A'
		}
		return r
	}, s)
}
