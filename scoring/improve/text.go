package improve

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

// Limits of what is read, in bytes, elements and working days. All are inclusive.
const (
	// MaxName is the length of the longest ID or person's name.
	MaxName = 128
	// MaxText is the length of the longest text that a person writes.
	MaxText = 8000
	// MaxList is the length of the longest list inside one value.
	MaxList = 1000
	// MaxDocument is the length of the longest document of a [Response].
	MaxDocument = 1 << 20
	// MaxPublication is the length of the longest publication of a feedback round, as JSON.
	MaxPublication = 8 << 20
	// MaxDays is the largest number of days or working days that may be asked for.
	MaxDays = 3660
)

// codePrefix begins the codes of what is wrong with data.
const codePrefix = "improve"

// say builds a text in both languages from the same arguments. Those of type [kam.Text] are rendered in the language of
// the text.
func say(en, zh string, args ...any) kam.Text {
	english, chinese := slices.Clone(args), slices.Clone(args)
	for i, a := range args {
		if t, ok := a.(kam.Text); ok {
			english[i], chinese[i] = t.In(kam.English), t.In(kam.Chinese)
		}
	}
	return kam.Text{EN: fmt.Sprintf(en, english...), ZH: fmt.Sprintf(zh, chinese...)}
}

// faults collects what is wrong with one value.
type faults struct{ list kam.Findings }

func (f *faults) add(code, place string, message, remedy kam.Text) {
	f.list.Add(kam.Finding{Code: codePrefix + "." + code, Severity: kam.Error, Place: place, Message: message, Remedy: remedy})
}

// name reports an ID or a person that is empty, too long, not UTF-8, or has control characters or blanks at its ends.
func (f *faults) name(place, name string) {
	var message kam.Text
	switch {
	case name == "":
		message = say("it is empty", "为空")
	case len(name) > MaxName:
		message = say("it has %d bytes", "长 %d 字节", len(name))
	case !utf8.ValidString(name):
		message = say("it is not UTF-8", "不是 UTF-8 编码")
	case strings.ContainsFunc(name, unicode.IsControl) || strings.TrimSpace(name) != name:
		message = say("%q has a control character, or a blank at an end", "%q 含控制字符或首尾空白", clip(name))
	default:
		return
	}
	f.add("id", place, message, say("give a name of 1 to %d bytes", "请填写 1 至 %d 字节的名称", MaxName))
}

// optionalName reports what [faults.name] does, the empty name aside.
func (f *faults) optionalName(place, name string) {
	if name != "" {
		f.name(place, name)
	}
}

// prose reports a text in sentences that is too long or not UTF-8, and an empty one when it is required.
func (f *faults) prose(place, text string, required bool) {
	remedy := say("write a text of at most %d bytes", "请填写不超过 %d 字节的文字", MaxText)
	switch {
	case required && strings.TrimSpace(text) == "":
		f.add("text", place, say("it is empty", "为空"), remedy)
	case len(text) > MaxText:
		f.add("text", place, say("it has %d bytes", "长 %d 字节", len(text)), remedy)
	case !utf8.ValidString(text):
		f.add("text", place, say("it is not UTF-8", "不是 UTF-8 编码"), remedy)
	}
}

// both reports a text that is missing in both languages, or faulty in one.
func (f *faults) both(place string, t kam.Text) {
	if strings.TrimSpace(t.EN) == "" && strings.TrimSpace(t.ZH) == "" {
		f.prose(place, "", true)
		return
	}
	f.prose(place+".en", t.EN, false)
	f.prose(place+".zh", t.ZH, false)
}

func (f *faults) day(place string, d kam.Day) {
	if !d.IsSet() {
		f.add("day", place, say("no day is stated", "未填写日期"), say("state the day as YYYY-MM-DD", "请按 YYYY-MM-DD 填写日期"))
	}
}

// period reports a period that is none or has no end.
func (f *faults) period(place string, p kam.Period) bool {
	if p.Check() == nil && !p.IsOpen() {
		return true
	}
	f.add("period", place, say("it is no period with an end", "不是有结束日的期间"),
		say("state both days, such as 2026-01-01/2026-04-01", "请写明起止两日，例如 2026-01-01/2026-04-01"))
	return false
}

// number reports a number that is out of bounds, and returns whether it may be computed with.
func (f *faults) number(place string, d decimal.NullDecimal) bool {
	if !d.Valid {
		return false
	}
	if num.Check(d.Decimal) != nil {
		f.add("number", place, say("it has too many digits or decimal places", "位数或小数位数过多"),
			say("use at most %d digits and %d decimal places", "最多 %d 位数字、%d 位小数", num.MaxDigits, num.MaxExponent))
		return false
	}
	return true
}

// positive reports a number that is out of bounds, or not above 0.
func (f *faults) positive(place string, d decimal.Decimal) {
	if f.number(place, decimal.NewNullDecimal(d)) && !d.IsPositive() {
		f.add("number", place, say("%s is not above 0", "%s 不大于 0", num.Format(d)), say("state a number above 0", "请填写大于 0 的数"))
	}
}

// between reports a whole number outside of low to high, both inclusive.
func (f *faults) between(place string, n, low, high int) {
	if n < low || n > high {
		f.add("number", place, say("%d is out of range", "%d 超出范围", n), say("state a whole number from %d to %d", "请填写 %d 至 %d 的整数", low, high))
	}
}

// room reports a list that is too long, and returns whether it may be read.
func (f *faults) room(place string, n int) bool {
	if n <= MaxList {
		return true
	}
	f.add("list", place, say("it has %d elements", "有 %d 项", n), say("list at most %d", "最多列 %d 项", MaxList))
	return false
}

// once reports what stands in a list before.
func (f *faults) once(place, id string, seen map[string]bool) {
	if seen[id] && id != "" {
		f.add("twice", place, say("%q stands twice", "%q 重复", clip(id)), say("list each once", "每项只列一次"))
	}
	seen[id] = true
}

// unknown reports a word that is none of those known.
func unknown[T ~string](f *faults, code, place string, word T, known []T) {
	if slices.Contains(known, word) {
		return
	}
	words := make([]string, len(known))
	for i, k := range known {
		words[i] = string(k)
	}
	f.add(code, place, say("%q is not known", "%q 未知", clip(string(word))),
		say("use one of: %s", "请使用以下之一：%s", kam.Text{EN: strings.Join(words, ", "), ZH: strings.Join(words, "、")}))
}

// merge takes over what another check found below a place of this one. Other errors are told at that place.
func (f *faults) merge(place string, err error) {
	if err == nil {
		return
	}
	invalid, ok := errors.AsType[*kam.InvalidError](err)
	if !ok {
		f.unwritable(place, err)
		return
	}
	for _, found := range invalid.Findings {
		found.Place = place + strings.TrimPrefix(found.Place, "$")
		f.list.Add(found)
	}
}

// unwritable reports a value that cannot be written as JSON at its own place, which the error begins with.
func (f *faults) unwritable(place string, err error) {
	if path, _, found := strings.Cut(err.Error(), ": "); found && strings.HasPrefix(path, "$") {
		place += strings.TrimPrefix(path, "$")
	}
	f.add("json", place, say("it cannot be written as JSON", "无法写成 JSON"),
		say("use numbers of at most %d digits and %d decimal places, and texts in UTF-8", "数字最多 %d 位、小数最多 %d 位，文本须为 UTF-8 编码", num.MaxDigits, num.MaxExponent))
}

func at(list string, i int) string { return fmt.Sprintf("%s[%d]", list, i) }

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
