package attain

import (
	"fmt"
	"math/big"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
)

// Limits of one call. All are inclusive.
const (
	// MaxItems is the largest number of items of [Combine].
	MaxItems = 10_000
	// MaxShares is the largest number of shares of [MarketDevelopment].
	MaxShares = 100
	// MaxPoints is the largest number of points of a series.
	MaxPoints = 10_000
	// MaxSteps is the largest number of seasonal steps of [Prorate].
	MaxSteps = 366
	// maxName is the longest ID, in bytes.
	maxName = 128
)

// say builds a text in both languages. Texts are rendered in the language of the text, decimals in plain notation or as
// "?" when they are out of bounds, exact numbers as plain does.
func say(en, zh string, args ...any) kam.Text {
	english, chinese := make([]any, len(args)), make([]any, len(args))
	for i, a := range args {
		switch v := a.(type) {
		case kam.Text:
			english[i], chinese[i] = v.EN, v.ZH
			continue
		case decimal.Decimal:
			a = "?"
			if num.Check(v) == nil {
				a = num.Format(v)
			}
		case *big.Rat:
			a = plain(v)
		}
		english[i], chinese[i] = a, a
	}
	return kam.Text{EN: fmt.Sprintf(en, english...), ZH: fmt.Sprintf(zh, chinese...)}
}

// plain returns r in full when it has at most six decimal places, else rounded to two, or to six and more, at most 30,
// when it is too small for that.
func plain(r *big.Rat) string {
	if places, finite := r.FloatPrec(); finite && places <= 6 {
		return num.Format(num.RoundRat(r, int32(places), num.HalfUp))
	}
	d := num.RoundRat(r, 2, num.HalfUp)
	for places := int32(6); d.IsZero() && places <= num.MaxExponent; places++ {
		d = num.RoundRat(r, places, num.HalfUp)
	}
	return num.Format(d)
}

// percent returns r in per cent, rounded to one decimal place. What is between 0 and 1, in amount, never reads like 0 or
// 100, but has as many places as that takes, at most 30.
func percent(r *big.Rat) string {
	hundred := new(big.Rat).Mul(r, big.NewRat(100, 1))
	d := num.RoundRat(hundred, 1, num.HalfUp)
	if r.Sign() == 0 || new(big.Rat).Abs(r).Cmp(big.NewRat(1, 1)) >= 0 {
		return num.Format(d)
	}
	for places := int32(2); d.IsZero() || d.Abs().Equal(decimal.New(100, 0)); places++ {
		if places > num.MaxExponent {
			return num.Format(num.RoundRat(hundred, num.MaxExponent, num.Down))
		}
		d = num.RoundRat(hundred, places, num.HalfUp)
	}
	return num.Format(d)
}

// signed returns r in per cent with a plus or minus sign.
func signed(r *big.Rat) string {
	if r.Sign() > 0 {
		return "+" + percent(r)
	}
	return percent(r)
}

func fault(code, place string, message, remedy kam.Text) kam.Finding {
	return kam.Finding{Code: "attain." + code, Severity: kam.Error, Place: place, Message: message, Remedy: remedy}
}

// value returns the exact number d, nil when it is not valid or out of bounds, which is reported.
func value(found *kam.Findings, place string, d decimal.NullDecimal) *big.Rat {
	if !d.Valid {
		return nil
	}
	if num.Check(d.Decimal) != nil {
		found.Add(fault("number", place, outOfBounds(d.Decimal),
			say("use at most %d digits, %d of them after the point", "最多 %d 位数字，其中小数不超过 %d 位", num.MaxDigits, num.MaxExponent)))
		return nil
	}
	return num.Rat(d.Decimal)
}

// outOfBounds says which bound of the library a number exceeds.
func outOfBounds(d decimal.Decimal) kam.Text {
	switch exponent := int64(d.Exponent()); {
	case exponent < -num.MaxExponent:
		return say("the number has %d decimal places, more than %d", "数值有 %d 位小数，超过 %d 位", -exponent, num.MaxExponent)
	case exponent > num.MaxExponent:
		return say("the number has the decimal exponent %d, above %d", "数值的十进制指数为 %d，超过 %d", exponent, num.MaxExponent)
	}
	return say("the number has more than %d digits", "数值超过 %d 位数字", num.MaxDigits)
}

// negative reports a number below 0.
func negative(found *kam.Findings, code, place string, r *big.Rat) {
	if r != nil && r.Sign() < 0 {
		found.Add(fault(code, place, say("%s is below 0", "%s 小于 0", r), say("use 0 or more", "请填 0 或以上")))
	}
}

// count reports a number of things that is not between least and most.
func count(found *kam.Findings, place string, n, least, most int) bool {
	if n >= least && n <= most {
		return true
	}
	found.Add(fault("count", place, say("the number is %d, not from %d to %d", "数量为 %d，不在 %d 至 %d 之间", n, least, most), say("state %d to %d", "请提供 %d 至 %d 项", least, most)))
	return false
}

// name reports an ID that is none, or that came before.
func name(found *kam.Findings, place, id string, seen map[string]bool) {
	var why kam.Text
	switch {
	case id == "":
		why = say("the ID is empty", "标识为空")
	case len(id) > maxName:
		why = say("the ID has %d bytes, more than %d", "标识长 %d 字节，超过 %d 字节", len(id), maxName)
	case !utf8.ValidString(id):
		why = say("the ID is not UTF-8", "标识不是 UTF-8 编码")
	case strings.ContainsFunc(id, unicode.IsControl) || strings.TrimSpace(id) != id:
		why = say("the ID %q has a control character, or a blank at an end", "标识 %q 含控制字符或首尾空白", show(id))
	case seen[id]:
		why = say("the ID %q comes twice", "标识 %q 重复", show(id))
	default:
		seen[id] = true
		return
	}
	found.Add(fault("id", place, why, say("give each its own ID of 1 to %d bytes", "请为每一项填写不同的标识，1 至 %d 字节", maxName)))
}

// unknownWord reports a word that is none of its choices.
func unknownWord(found *kam.Findings, code, place, word, choices string) {
	message := say("unknown choice %q", "未知的选项 %q", show(word))
	if word == "" {
		message = say("nothing is chosen", "未作选择")
	}
	found.Add(fault(code, place, message, say("use one of %s", "请选用 %s 之一", kam.Text{EN: choices, ZH: strings.ReplaceAll(choices, ", ", "、")})))
}

// show makes a text from outside fit for a message: printable, and at most 60 bytes and an ellipsis long.
func show(s string) string {
	const limit = 60
	cut := len(s) > limit
	if cut {
		s = strings.ToValidUTF8(s[:limit], "")
	}
	s = strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) && r != utf8.RuneError {
			return r
		}
		return '?'
	}, s)
	if cut {
		s += "…"
	}
	return s
}
