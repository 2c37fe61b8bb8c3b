package weights

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
)

// Limits of one call. All are inclusive.
const (
	// MaxItems is the largest number of items of [Judgements].
	MaxItems = 20
	// MaxShares is the largest number of items of an [Allocation], and of weights of all branches of [Synthesise].
	MaxShares = 1_000
	// MaxJudges is the largest number of judges of an [Allocation].
	MaxJudges = 1_000
	// MaxDepth is the largest number of levels of [Synthesise], the top included.
	MaxDepth = 16
	// MaxPlaces is the largest number of decimal places of a weight.
	MaxPlaces = 12
	// maxName is the longest ID, in bytes.
	maxName = 128
	// defaultPlaces are the decimal places of weights when none are stated.
	defaultPlaces = 4
)

// say builds a text in both languages. Arguments of type [kam.Text] are rendered in the language of the text.
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

func fault(code, place string, message, remedy kam.Text) kam.Finding {
	return kam.Finding{Code: "weights." + code, Severity: kam.Error, Place: place, Message: message, Remedy: remedy}
}

// names reports IDs that are no names and those that come twice, and returns the index of each good one.
func names(found *kam.Findings, place string, ids []string) map[string]int {
	index := make(map[string]int, len(ids))
	for i, id := range ids {
		at := fmt.Sprintf("%s[%d]", place, i)
		if !goodName(found, at, id) {
			continue
		}
		if first, twice := index[id]; twice {
			found.Add(fault("item", at, say("%q stands at %s already", "%q 已出现在 %s", show(id), fmt.Sprintf("%s[%d]", place, first)),
				say("give every item its own ID", "请为每一项填写不同的标识")))
			continue
		}
		index[id] = i
	}
	return index
}

// goodName reports an ID that is empty, too long, not UTF-8, or has control characters or blanks at its ends.
func goodName(found *kam.Findings, place, id string) bool {
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
	default:
		return true
	}
	found.Add(fault("item", place, why, say("give an ID of 1 to %d bytes", "请填写 1 至 %d 字节的标识", maxName)))
	return false
}

// count reports a number of things that is not between least and most.
func count(found *kam.Findings, place string, n, least, most int) bool {
	if n >= least && n <= most {
		return true
	}
	found.Add(fault("count", place, say("the number is %d, not from %d to %d", "数量为 %d，不在 %d 至 %d 之间", n, least, most),
		say("state %d to %d", "请提供 %d 至 %d 项", least, most)))
	return false
}

// number reports a decimal that is out of bounds or negative, under a code for the latter.
func number(found *kam.Findings, code, place string, d decimal.Decimal) bool {
	if num.Check(d) != nil {
		found.Add(fault("number", place, outOfBounds(d),
			say("use at most %d digits, %d of them after the point", "最多 %d 位数字，其中小数不超过 %d 位", num.MaxDigits, num.MaxExponent)))
		return false
	}
	if d.IsNegative() {
		found.Add(fault(code, place, say("%s is below 0", "%s 小于 0", num.Format(d)),
			say("use 0 or more", "请填 0 或以上")))
		return false
	}
	return true
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

// write is the plain text of a number, "?" when it is out of bounds.
func write(d decimal.Decimal) string {
	if num.Check(d) != nil {
		return "?"
	}
	return num.Format(d)
}

// placesOf returns the decimal places to round weights to.
func placesOf(found *kam.Findings, place string, places int32) int32 {
	if places == 0 {
		return defaultPlaces
	}
	if places < 0 || places > MaxPlaces {
		found.Add(fault("places", place, say("the %d decimal places are not from 1 to %d", "小数位数 %d 不在 1 至 %d 之间", places, MaxPlaces),
			say("use 1 to %d, or leave it out for %d", "请填 1 至 %d，省略时为 %d", MaxPlaces, defaultPlaces)))
	}
	return places
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
