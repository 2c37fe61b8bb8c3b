package breakdown

import (
	"errors"
	"fmt"
	"math/big"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals/spread"
	"github.com/kam-go/kam/internal/num"
)

// codePrefix begins the code of every finding.
const codePrefix = "breakdown"

// maxName is the longest ID or level name, in bytes.
const maxName = 128

// shortDigits is a number of digits that 64 bits hold.
const shortDigits = 18

// say builds a text in both languages from the same arguments. Arguments that are [kam.Text] read in each.
func say(en, zh string, args ...any) kam.Text {
	english, chinese := make([]any, len(args)), make([]any, len(args))
	for i, a := range args {
		english[i], chinese[i] = a, a
		if t, ok := a.(kam.Text); ok {
			english[i], chinese[i] = t.EN, t.ZH
		}
	}
	return kam.Text{EN: fmt.Sprintf(en, english...), ZH: fmt.Sprintf(zh, chinese...)}
}

// faults collects findings about one document.
type faults struct{ list kam.Findings }

func (f *faults) add(code, place string, message, remedy kam.Text) {
	f.list.Add(kam.Finding{
		Code: codePrefix + "." + code, Severity: kam.Error, Place: place, Message: message, Remedy: remedy,
	})
}

// number reports a number out of bounds, and whether it is within.
func (f *faults) number(place string, d decimal.Decimal) bool {
	if exponent := d.Exponent(); exponent <= 0 && exponent >= -num.MaxExponent && d.NumDigits() <= shortDigits {
		return true // as most numbers are; this builds no big integer
	}
	if num.Check(d) == nil {
		return true
	}
	message := say("it has more than %d digits", "超过 %d 位数字", num.MaxDigits)
	switch exponent := int64(d.Exponent()); {
	case exponent < -num.MaxExponent:
		message = say("it has %d decimal places, more than %d", "小数位数为 %d，超过 %d", -exponent, num.MaxExponent)
	case exponent > num.MaxExponent:
		message = say("its decimal exponent is %d, more than %d", "十进制指数为 %d，超过 %d", exponent, num.MaxExponent)
	}
	f.add("number", place, message,
		say("use at most %d digits, %d of them after the point", "最多 %d 位数字，其中小数不超过 %d 位", num.MaxDigits, num.MaxExponent))
	return false
}

// optional reports a stated number out of bounds, and whether there is none such.
func (f *faults) optional(place string, d decimal.NullDecimal) bool {
	return !d.Valid || f.number(place, d.Decimal)
}

// fraction reports what is no fraction, and whether it is one.
func (f *faults) fraction(code, place string, part kam.Fraction) bool {
	if part.Check() == nil {
		return true
	}
	message := say("%d/%d has a term beyond 10^12", "%d/%d 的分子或分母超出 10^12", part.Num, part.Den)
	switch {
	case part.Den == 0:
		message = say("%d/0 divides by zero", "%d/0 的分母为零", part.Num)
	case part.Den < 0:
		message = say("the sign of %d/%d belongs to the numerator", "%d/%d 的负号应写在分子上", part.Num, part.Den)
	}
	f.add(code, place, message, say("write 1/3, 0.35 or 1", "请写成 1/3、0.35 或 1"))
	return false
}

// period reports what is no period, and whether it is one.
func (f *faults) period(code, place string, p kam.Period, remedy kam.Text) bool {
	var message kam.Text
	switch {
	case p.Check() == nil:
		return true
	case !p.From.IsSet():
		message = say("there is no first day", "没有首日")
	case p.From == p.Until:
		message = say("%s/%s is empty", "期间 %s/%s 为空", p.From, p.Until)
	default:
		message = say("%s/%s ends before it begins", "期间 %s/%s 的止日早于首日", p.From, p.Until)
	}
	f.add(code, place, message, remedy)
	return false
}

// counted is so many of what a noun names: "1 cell", "2 cells"; in Chinese the number alone.
func counted(n int, noun string) kam.Text {
	text := kam.Text{EN: fmt.Sprintf("%d %s", n, noun), ZH: fmt.Sprint(n)}
	if n != 1 {
		text.EN += "s"
	}
	return text
}

// name reports an ID or a name that is empty, too long, not UTF-8, or has control characters or blanks at its ends.
// It returns whether there is no fault.
func (f *faults) name(code, place, name string) bool {
	var fault kam.Text
	switch {
	case name == "":
		fault = say("it is empty", "为空")
	case len(name) > maxName:
		fault = say("it has %d bytes, more than %d", "长 %d 字节，超过 %d", len(name), maxName)
	case !utf8.ValidString(name):
		fault = say("it is not UTF-8", "不是 UTF-8")
	case strings.ContainsFunc(name, unicode.IsControl) || strings.TrimSpace(name) != name:
		fault = say("%q has a control character, or a blank at an end", "%q 含控制字符或首尾空白", clip(name))
	default:
		return true
	}
	f.add(code, place, fault, say("give a name of 1 to %d bytes", "请填 1 至 %d 字节的名称", maxName))
	return false
}

// clip shortens a text from outside for a message.
func clip(s string) string {
	const limit = 60
	if len(s) <= limit {
		return s
	}
	cut := limit
	for cut > 0 && !utf8.RuneStart(s[cut]) {
		cut--
	}
	return s[:cut] + "…"
}

// show writes an exact ratio for a message: as a decimal when it is one, else as a fraction.
func show(r *big.Rat) string {
	if places, exact := r.FloatPrec(); exact && places <= num.MaxExponent {
		return num.Format(num.RoundRat(r, int32(places), num.HalfUp))
	}
	return r.RatString()
}

// impossible reports why numbers that are fine one by one cannot be spread.
func (f *faults) impossible(place string, err error) {
	held, isHeld := errors.AsType[*spread.HeldError](err)
	reach, isReach := errors.AsType[*spread.ReachError](err)
	switch {
	case isHeld:
		found := held.Finding(place)
		f.add("held", place, found.Message, found.Remedy)
	case isReach:
		found := reach.Finding(place)
		f.add("bounds", place, found.Message, found.Remedy)
	case errors.Is(err, spread.ErrOdd):
		f.add("grain", place, say("the amount that is to be spread is no multiple of the grain", "待分解金额不是最小单位的整数倍"),
			oddRemedy())
	case errors.Is(err, spread.ErrZero):
		f.add("zero", place, say("the cells that are to take something all weigh nothing", "需承担的单元格权重全为零"),
			zeroRemedy())
	default:
		f.adopt(place, err)
	}
}

func oddRemedy() kam.Text {
	return say("use a finer grain, or state which cell takes the odd rest: first, last or largest", "请采用更细的最小单位，或指定承担零头的单元格：first、last 或 largest")
}

func zeroRemedy() kam.Text {
	return say("give one of them a weight, or state that such cells are even", "请为其中至少一个设置权重，或声明此时平均分解")
}
