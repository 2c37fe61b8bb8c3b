package wording

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
)

// MaxName is the longest ID or key, in bytes.
const MaxName = 128

// Faults collects findings whose codes begin with the name of what is checked. The zero value collects with no prefix.
type Faults struct {
	// Prefix stands before each code, with a dot between them: with "ladder", the code "id" is "ladder.id".
	Prefix string
	list   kam.Findings
}

// Add reports an error at a place.
func (f *Faults) Add(code, place string, message, remedy kam.Text) {
	f.add(kam.Error, code, place, message, remedy)
}

// Warn reports what is allowed, but seldom meant.
func (f *Faults) Warn(code, place string, message, remedy kam.Text) {
	f.add(kam.Warning, code, place, message, remedy)
}

func (f *Faults) add(severity kam.Severity, code, place string, message, remedy kam.Text) {
	if f.Prefix != "" {
		code = f.Prefix + "." + code
	}
	f.list.Add(kam.Finding{Code: code, Severity: severity, Place: place, Message: message, Remedy: remedy})
}

// Err returns nil, or all errors as one [*kam.InvalidError]; warnings alone are no error.
func (f *Faults) Err() error { return f.list.Err() }

// HasErrors reports whether an error was added.
func (f *Faults) HasErrors() bool { return f.list.HasErrors() }

// Findings returns all that was added, errors and warnings, in the order of [kam.Findings.Sorted].
func (f *Faults) Findings() kam.Findings { return f.list.Sorted() }

// ID reports a name that is none, or that is in seen already, with the codes "id" and "twice". A usable one enters seen,
// unless seen is nil. It returns whether nothing was reported.
func (f *Faults) ID(place, id string, seen map[string]bool) bool {
	if why, bad := badName(id); bad {
		f.Add("id", place, why, Say("use 1 to %d bytes of printable text", "请使用 1 至 %d 字节的可打印文字", MaxName))
		return false
	}
	if seen[id] {
		f.Add("twice", place, Say("%s stands twice", "%s 重复出现", Quote(id)), Say("give each its own ID", "请为每一项使用不同的标识"))
		return false
	}
	if seen != nil {
		seen[id] = true
	}
	return true
}

// IsName reports whether an ID or a key is one that [Faults.ID] accepts.
func IsName(id string) bool {
	_, bad := badName(id)
	return !bad
}

// IsSubject reports whether a subject is one that [Faults.Subject] accepts.
func IsSubject(s kam.Subject) bool { return IsName(s.Kind) && IsName(s.ID) }

func badName(id string) (why kam.Text, bad bool) {
	switch {
	case id == "":
		return Say("it is empty", "为空"), true
	case len(id) > MaxName:
		return Say("it has %d bytes, more than %d", "长 %d 字节，超过 %d", len(id), MaxName), true
	case !utf8.ValidString(id):
		return Say("it is not UTF-8", "不是 UTF-8 编码"), true
	case strings.ContainsFunc(id, unicode.IsControl) || strings.TrimSpace(id) != id:
		return Say("%s has a control character, or a blank at an end", "%s 含控制字符或首尾空白", Quote(id)), true
	}
	return kam.Text{}, false
}

// Subject reports a subject without a usable kind and ID, with the code "subject".
func (f *Faults) Subject(place string, s kam.Subject) bool {
	ok := true
	for _, part := range []struct{ key, text string }{{"kind", s.Kind}, {"id", s.ID}} {
		if why, bad := badName(part.text); bad {
			ok = false
			f.Add("subject", place+"."+part.key, why, Say("use 1 to %d bytes of printable text", "请使用 1 至 %d 字节的可打印文字", MaxName))
		}
	}
	return ok
}

// Number reports a decimal beyond the bounds of [num.Check], with the code "number"; it returns whether d is within them.
func (f *Faults) Number(place string, d decimal.Decimal) bool {
	if num.Check(d) == nil {
		return true
	}
	f.Add("number", place, Say("the number is too large or too long", "数值过大或位数过多"),
		Say("use at most 38 digits, at most 30 of them after the point", "最多 38 位数字，其中小数不超过 30 位"))
	return false
}

// Count reports a number of things that is not from least to most, both inclusive, with the code "too-many" or "too-few".
func (f *Faults) Count(place string, n, least, most int) bool {
	switch {
	case n < least:
		f.Add("too-few", place, Say("there are %d", "共 %d 项", n), Say("state %d or more", "请至少提供 %d 项", least))
	case n > most:
		f.Add("too-many", place, Say("there are %d, more than %d", "共 %d 项，超过 %d", n, most), Say("state at most %d", "最多 %d 项", most))
	default:
		return true
	}
	return false
}

// Period reports a period that is none, or, where it must end, one without an end, with the code "period".
func (f *Faults) Period(place string, p kam.Period, mustEnd bool) bool {
	switch {
	case p.Check() != nil:
		f.Add("period", place, Say("it has no first day, or does not end after it", "缺少首日，或止日不在首日之后"),
			Say("state it as from/until, such as 2026-01-01/2026-04-01; the second day is no longer part of it",
				"请按 首日/止日 填写，如 2026-01-01/2026-04-01，止日不计入"))
	case mustEnd && p.IsOpen():
		f.Add("period", place, Say("it has no end", "缺少止日"), Say("state the first day after it", "请填写期间之后的第一天"))
	default:
		return true
	}
	return false
}

// Text reports a text without an English or a Chinese part, with the code "text".
func (f *Faults) Text(place string, t kam.Text) bool {
	if strings.TrimSpace(t.EN) != "" && strings.TrimSpace(t.ZH) != "" {
		return true
	}
	f.Add("text", place, Say("a language is missing", "缺少一种语言的文字"), Say("state both en and zh", "请同时填写 en 与 zh"))
	return false
}

// Choice reports a word that is none of those known, with a code of the caller's.
func Choice[T ~string](f *Faults, code, place string, word T, known ...T) bool {
	if slices.Contains(known, word) {
		return true
	}
	message := Say("%s is not known", "%s 不是可选项", Quote(string(word)))
	if word == "" {
		message = Say("nothing is chosen", "未作选择")
	}
	f.Add(code, place, message, Say("use one of %s", "请选用其一：%s", Words(known)))
	return false
}

// Merge takes over what another check found below a place of this one. An error that is no [*kam.InvalidError] is told at
// that place with the code "invalid".
func (f *Faults) Merge(place string, err error) {
	if err == nil {
		return
	}
	invalid, ok := errors.AsType[*kam.InvalidError](err)
	if !ok {
		f.Add("invalid", place, Say("it is not valid: %s", "无效：%s", err), Say("correct it", "请更正"))
		return
	}
	f.Take(place, invalid.Findings)
}

// Take takes over findings of another check below a place of this one.
func (f *Faults) Take(place string, findings kam.Findings) {
	for _, found := range findings {
		found.Place = place + strings.TrimPrefix(found.Place, "$")
		f.list.Add(found)
	}
}

// At is the place of the item i of a list.
func At(list string, i int) string { return fmt.Sprintf("%s[%d]", list, i) }
