package compare

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

// say builds a text in both languages. Arguments of type [kam.Text] are rendered in the language of the text.
func say(en, zh string, args ...any) kam.Text {
	if len(args) == 0 {
		return kam.Text{EN: en, ZH: zh}
	}
	english, chinese := make([]any, len(args)), make([]any, len(args))
	for i, a := range args {
		english[i], chinese[i] = a, a
		if t, ok := a.(kam.Text); ok {
			english[i], chinese[i] = t.In(kam.English), t.In(kam.Chinese)
		}
	}
	return kam.Text{EN: fmt.Sprintf(en, english...), ZH: fmt.Sprintf(zh, chinese...)}
}

// warn builds a warning.
func warn(code, place string, message, remedy kam.Text, evidence ...kam.Evidence) kam.Finding {
	return kam.Finding{
		Code: "compare." + code, Severity: kam.Warning, Place: place, Message: message, Remedy: remedy, Evidence: evidence,
	}
}

func fact(name, value string) kam.Evidence { return kam.Evidence{Name: name, Value: value} }

func count(name string, n int) kam.Evidence { return fact(name, fmt.Sprint(n)) }

// badName returns what is wrong with a name; the zero value when nothing is.
func badName(id string) kam.Text {
	switch {
	case id == "":
		return say("the name is empty", "名称为空")
	case len(id) > MaxName:
		return say("the name has %d bytes, more than %d", "名称长 %d 字节，超过 %d 字节", len(id), MaxName)
	case !utf8.ValidString(id):
		return say("the name is not UTF-8", "名称不是 UTF-8 编码")
	case strings.ContainsFunc(id, unicode.IsControl) || strings.TrimSpace(id) != id:
		return say("the name %q has a control character, or a blank at an end", "名称 %q 含控制字符或首尾空白", show(id))
	}
	return kam.Text{}
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

// show makes a text from outside fit for a message: printable, and at most 60 bytes and an ellipsis long.
func show(s string) string {
	const limit = 60
	cut := len(s) > limit
	if cut {
		s = s[:limit]
		for s != "" && !utf8.RuneStart(s[len(s)-1]) {
			s = s[:len(s)-1]
		}
		if s != "" && s[len(s)-1] >= utf8.RuneSelf {
			s = s[:len(s)-1]
		}
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

// shown writes at most ten names for a message or evidence.
func shown(names []string) string {
	const limit = 10
	out := make([]string, 0, limit+1)
	for i, n := range names {
		if i == limit {
			out = append(out, "…")
			break
		}
		out = append(out, show(n))
	}
	return strings.Join(out, ", ")
}

// about writes r in full when two decimal places do, else rounded half up to two, or to as many as show a digit, with a
// sign that it is not exact.
func about(r *big.Rat) string {
	rounded := num.RoundRat(r, 2, num.HalfUp)
	if num.Rat(rounded).Cmp(r) == 0 {
		return num.Format(rounded)
	}
	for places := int32(3); rounded.IsZero() && places <= num.MaxExponent; places++ {
		rounded = num.RoundRat(r, places, num.HalfUp)
		if num.Rat(rounded).Cmp(r) == 0 {
			return num.Format(rounded)
		}
	}
	return "≈" + num.Format(rounded)
}

// equals writes "= 3.2", or "≈ 3.07" when r is not written in full.
func equals(r *big.Rat) string {
	text := about(r)
	if figure, inexact := strings.CutPrefix(text, "≈"); inexact {
		return "≈ " + figure
	}
	return "= " + text
}

// aboutRoot writes the square root of r as about does.
func aboutRoot(r *big.Rat) string { return about(root(r)) }

// write is the plain text of a number.
func write(d decimal.Decimal) string { return num.Format(d) }
