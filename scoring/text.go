package scoring

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
)

const (
	// maxName is the longest ID or key, in bytes.
	maxName = 128
	// maxLabel is the longest name for people in one language, in bytes.
	maxLabel = 512
)

// say builds a text in both languages. Arguments of type [kam.Text] are rendered in the language of the text.
func say(en, zh string, args ...any) kam.Text {
	english, chinese := make([]any, len(args)), make([]any, len(args))
	for i, a := range args {
		english[i], chinese[i] = a, a
		if t, ok := a.(kam.Text); ok {
			english[i], chinese[i] = t.In(kam.English), t.In(kam.Chinese)
		}
	}
	return kam.Text{EN: fmt.Sprintf(en, english...), ZH: fmt.Sprintf(zh, chinese...)}
}

func fault(code, place string, message, remedy kam.Text) kam.Finding {
	return kam.Finding{Code: code, Severity: kam.Error, Place: place, Message: message, Remedy: remedy}
}

// badName returns what is wrong with an ID or a key; the zero value when nothing is.
func badName(id string) kam.Text {
	switch {
	case id == "":
		return say("it is empty", "为空")
	case len(id) > maxName:
		return say("it has %d bytes, more than %d", "长 %d 字节，超过 %d", len(id), maxName)
	case !utf8.ValidString(id):
		return say("it is not UTF-8", "不是 UTF-8 编码")
	case strings.ContainsFunc(id, unprintable) || strings.TrimSpace(id) != id:
		return say("%q has a control character, or a blank at an end", "%q 含控制字符或首尾空白", show(id))
	}
	return kam.Text{}
}

// unprintable reports a character that ends a line, controls a device or turns the direction of writing.
func unprintable(r rune) bool {
	return unicode.In(r, unicode.Cc, unicode.Zl, unicode.Zp, unicode.Bidi_Control)
}

// show makes a text from outside fit for a message or a table: printable, and at most 60 bytes and an ellipsis long.
func show(s string) string { return clip(s, 60) }

// label makes a name fit for a message, as long as a card may state one.
func label(s string) string { return clip(s, maxLabel) }

// clip makes a text from outside printable, and at most limit bytes and an ellipsis long.
func clip(s string, limit int) string {
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

// plain writes a number in decimal notation when at most six places are exact, else as a ratio; "?" while not known.
func plain(e Exact) string {
	if !e.Known() {
		return "?"
	}
	r := e.rat()
	if places, exact := r.FloatPrec(); exact && places <= 6 {
		return r.FloatString(places)
	}
	return r.RatString()
}

// periodText writes a period by its first and its last day; for what is no period it is empty.
func periodText(p kam.Period) kam.Text {
	switch {
	case p.Check() != nil:
		return kam.Text{}
	case p.IsOpen():
		return say("from %s", "自 %s 起", p.From)
	}
	last := p.Until.AddDays(-1)
	if last == p.From {
		return say("%s", "%s", p.From)
	}
	return say("%s to %s", "%s 至 %s", p.From, last)
}

// badPeriod says what is wrong with a period that fails its check.
func badPeriod(p kam.Period) kam.Text {
	switch {
	case p.IsZero():
		return say("no period is stated", "未填期间")
	case !p.From.IsSet():
		return say("the period until %s has no first day", "止于 %s 的期间缺少首日", p.Until)
	}
	return say("the period from %s until %s holds no day; the second is the first day after it", "自 %s 至 %s 的期间不含任何一天；后者为期间末日的次日", p.From, p.Until)
}

// outOfBounds says how a number exceeds the bounds of the library, without writing it out; the zero value when it does
// not.
func outOfBounds(d decimal.Decimal) kam.Text {
	places := -int64(d.Exponent())
	switch {
	case num.Check(d) == nil:
		return kam.Text{}
	case places > num.MaxExponent:
		return say("the number has %d decimal places, more than %d", "该数有 %d 位小数，超过 %d 位", places, num.MaxExponent)
	case -places > num.MaxExponent:
		return say("the number has the decimal exponent %d, more than %d", "该数的十进制指数为 %d，超过 %d", -places, num.MaxExponent)
	}
	return say("the number has %d digits, more than %d", "该数有 %d 位数字，超过 %d 位", int64(d.NumDigits())+max(-places, 0), num.MaxDigits)
}
