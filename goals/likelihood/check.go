package likelihood

import (
	"fmt"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
)

// Bounds of inputs, inclusive.
const (
	// MaxValues is the largest number of past values, of peers and of people.
	MaxValues = 10_000
	// MaxDeals is the largest number of deals.
	MaxDeals = 10_000
	// MaxPlaces is the largest number of decimal places to round to.
	MaxPlaces = 12
	// MaxAnswers is the largest number of answers to a survey.
	MaxAnswers = 1_000_000_000
	// MaxID is the longest ID, in bytes.
	MaxID = 128
)

func fault(code, place string, message, remedy kam.Text) kam.Finding {
	return kam.Finding{Code: "likelihood." + code, Severity: kam.Error, Place: place, Message: message, Remedy: remedy}
}

// checkNumber reports a number beyond the bounds of the library, and whether it is within.
func checkNumber(found *kam.Findings, place string, d decimal.Decimal) bool {
	if err := num.Check(d); err != nil {
		found.Add(fault("number", place, say("the number is out of bounds: %s", "数值超出范围：%s", bound(d)),
			say("give at most %d digits, at most %d of them after the point", "请填不超过 %d 位、其中小数不超过 %d 位的数值", num.MaxDigits, num.MaxExponent)))
		return false
	}
	return true
}

// bound says which bound a refused number exceeds.
func bound(d decimal.Decimal) kam.Text {
	switch exponent := int64(d.Exponent()); {
	case exponent < -num.MaxExponent:
		return say("it has %d decimal places, more than %d", "小数位数为 %d，超过 %d", -exponent, num.MaxExponent)
	case exponent > num.MaxExponent:
		return say("it is written with an exponent of %d, more than %d", "指数为 %d，超过 %d", exponent, num.MaxExponent)
	}
	return say("it has more than %d digits", "超过 %d 位", num.MaxDigits)
}

// checkID reports an ID that is too long or not UTF-8, and whether it is neither.
func checkID(found *kam.Findings, code, place, id string) bool {
	if len(id) <= MaxID && utf8.ValidString(id) {
		return true
	}
	found.Add(fault(code, place+".id", say("the ID is longer than %d bytes or not UTF-8", "编号超过 %d 字节或不是 UTF-8", MaxID),
		say("give an ID of at most %d bytes", "请填不超过 %d 字节的编号", MaxID)))
	return false
}

// checkNumbers reports every number beyond the bounds, and too many of them.
func checkNumbers(found *kam.Findings, place string, values []decimal.Decimal) {
	if !checkCount(found, place, len(values), MaxValues) {
		return
	}
	for i, v := range values {
		checkNumber(found, fmt.Sprintf("%s[%d]", place, i), v)
	}
}

func checkCount(found *kam.Findings, place string, n, most int) bool {
	if n > most {
		found.Add(fault("too-many", place, say("%d entries are more than %d", "%d 项，超过 %d 项", n, most),
			say("give at most %d", "请不超过 %d 项", most)))
		return false
	}
	return true
}

func checkDirection(found *kam.Findings, place string, d kam.Direction) {
	switch d {
	case kam.HigherIsBetter, kam.LowerIsBetter:
	default:
		found.Add(fault("direction", place, say("%.40q is no direction", "%.40q 不是方向", string(d)),
			say("use higher or lower, whichever is better", "请填较好的一侧：higher 或 lower")))
	}
}

// checkShare reports a fraction that is not between 0 and 1. Open excludes both ends.
func checkShare(found *kam.Findings, code, place string, f kam.Fraction, open bool) bool {
	bad := f.Check() != nil || f.Num < 0 || f.Num > f.Den && f.Num > 0
	message := say("%d/%d is not between 0 and 1", "%d/%d 不在 0 与 1 之间", f.Num, f.Den)
	remedy := say("give a share such as 0.35", "请填 0.35 这样的比例")
	if !bad && open && (f.Num == 0 || f.Num == f.Den) {
		bad = true
		message = say("%s leaves no room for chance", "%s 未留任何不确定性", f.String())
		remedy = say("give a share above 0 and below 1", "请填大于 0 且小于 1 的比例")
	}
	if bad {
		found.Add(fault(code, place, message, remedy))
	}
	return !bad
}

func checkPlaces(found *kam.Findings, place string, places int32) {
	if places < 0 || places > MaxPlaces {
		found.Add(fault("places", place, say("%d decimal places are not 0 to %d", "小数位数 %d 不在 0 至 %d 之间", places, MaxPlaces),
			say("give 0 for whole units, 2 for cents", "整数填 0，分填 2")))
	}
}

// checkPositive reports a number that is not above 0 or beyond the bounds.
func checkPositive(found *kam.Findings, code, place string, d decimal.Decimal) {
	if checkNumber(found, place, d) && !d.IsPositive() {
		found.Add(fault(code, place, say("%s is not above 0", "%s 不大于 0", num.Format(d)),
			say("give a number above 0", "请填大于 0 的数值")))
	}
}

// checkNotNegative reports a number below 0 or beyond the bounds.
func checkNotNegative(found *kam.Findings, code, place string, d decimal.Decimal) {
	if checkNumber(found, place, d) && d.IsNegative() {
		found.Add(fault(code, place, say("%s is below 0", "%s 小于 0", num.Format(d)),
			say("give 0 or more", "请填不小于 0 的数值")))
	}
}
