package visits

import (
	"fmt"
	"math/big"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
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

// fault is an error about a spec.
func fault(code, place string, message, remedy kam.Text) kam.Finding {
	return kam.Finding{Code: code, Severity: kam.Error, Place: place, Message: message, Remedy: remedy}
}

// refused says why s cannot be a name of 1 to limit bytes; bad is false when it can.
func refused(s string, limit int) (why kam.Text, bad bool) {
	switch {
	case s == "":
		return kam.Text{EN: "it is empty", ZH: "为空"}, true
	case len(s) > limit:
		return say("it has %d bytes", "长 %d 字节", len(s)), true
	case !utf8.ValidString(s):
		return kam.Text{EN: "it is not UTF-8", ZH: "不是 UTF-8 编码"}, true
	case strings.ContainsFunc(s, unicode.IsControl) || strings.TrimSpace(s) != s:
		return kam.Text{EN: "it has a control character, or a blank at an end", ZH: "含控制字符或首尾空白"}, true
	default:
		return kam.Text{}, false
	}
}

// show makes a text from outside fit for a message: printable, and at most 64 bytes and an ellipsis long.
func show(s string) string {
	const limit = 64
	cut := len(s) > limit
	if cut {
		s = s[:limit]
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

// exactly returns r for people: in full when two decimal places write it, else rounded half up to two places with a
// sign that it is not exact.
func exactly(r *big.Rat) string {
	rounded := num.RoundRat(r, 2, num.HalfUp)
	if num.Rat(rounded).Cmp(r) == 0 {
		return num.Format(rounded)
	}
	return "≈" + num.Format(rounded)
}
