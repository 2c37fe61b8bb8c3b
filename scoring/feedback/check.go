package feedback

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
)

// Limits of texts, in bytes. Both are inclusive.
const (
	// MaxID is the length of the longest id.
	MaxID = 128
	// MaxText is the length of the longest name, question or note.
	MaxText = 4000
)

// checker collects the faults of one value.
type checker struct {
	found kam.Findings
}

func (c *checker) add(code, place string, message, remedy kam.Text) {
	c.found.Add(kam.Finding{
		Code: "feedback." + code, Severity: kam.Error, Place: place, Message: message, Remedy: remedy,
	})
}

// say returns a text in both languages from the same data.
func say(en, zh string, args ...any) kam.Text {
	if len(args) == 0 {
		return kam.Text{EN: en, ZH: zh}
	}
	return kam.Text{EN: fmt.Sprintf(en, args...), ZH: fmt.Sprintf(zh, args...)}
}

// id checks a name that must be stated, and tells whether it is one.
func (c *checker) id(place, id string) bool {
	fault, faulty := textFault(id, MaxID, false)
	if id == "" {
		fault, faulty = say("the id is empty", "标识为空"), true
	}
	if faulty {
		c.add("id", place, fault,
			say("use 1 to %d bytes of UTF-8 without control characters", "请使用 1 到 %d 字节、不含控制字符的 UTF-8 文本", MaxID))
	}
	return !faulty
}

// newID checks a name that must be stated and stand once.
func (c *checker) newID(place, id string, seen map[string]bool) {
	if !c.id(place, id) {
		return
	}
	if seen[id] {
		c.twice(place, id)
	}
	seen[id] = true
}

func (c *checker) twice(place, what string) {
	c.add("twice", place, say("%s stands twice", "%s 重复", quote(what)), say("list each once", "每项只列一次"))
}

// title checks a text in two languages of which one must be there.
func (c *checker) title(place string, t kam.Text) {
	if strings.TrimSpace(t.EN) == "" && strings.TrimSpace(t.ZH) == "" {
		c.add("text", place, say("the text is empty", "文本为空"), textRemedy())
		return
	}
	c.optionalText(place+".en", t.EN)
	c.optionalText(place+".zh", t.ZH)
}

// optionalTitle checks a text in two languages that may be left out.
func (c *checker) optionalTitle(place string, t kam.Text) {
	if t != (kam.Text{}) {
		c.title(place, t)
	}
}

func (c *checker) optionalText(place, s string) {
	if fault, faulty := textFault(s, MaxText, true); faulty {
		c.add("text", place, fault, textRemedy())
	}
}

func textRemedy() kam.Text {
	return say("write 1 to %d bytes of UTF-8 without control characters other than line breaks and tabs",
		"请填写 1 到 %d 字节的 UTF-8 文本，除换行和制表符外不含控制字符", MaxText)
}

// textFault returns what is wrong with a text; an empty one is right.
func textFault(s string, limit int, lines bool) (kam.Text, bool) {
	switch {
	case len(s) > limit:
		return say("the text is %d bytes long", "文本长 %d 字节", len(s)), true
	case !utf8.ValidString(s):
		return say("the text is not UTF-8: %s", "文本不是 UTF-8：%s", quote(s)), true
	case hasControl(s, lines):
		return say("the text has control characters: %s", "文本含有控制字符：%s", quote(s)), true
	}
	return kam.Text{}, false
}

// hasControl tells of control characters, line separators and marks that turn the direction of writing; lines allows
// line breaks and tabs.
func hasControl(s string, lines bool) bool {
	for _, r := range s {
		if lines && (r == '\n' || r == '\r' || r == '\t') {
			continue
		}
		if unicode.In(r, unicode.Cc, unicode.Zl, unicode.Zp, unicode.Bidi_Control) {
			return true
		}
	}
	return false
}

// list tells whether a list of n elements may be read: at least so many, at most so many.
func (c *checker) list(place string, n, least, most int) bool {
	if n >= least && n <= most {
		return true
	}
	c.add("list", place,
		say("the list has %d elements", "列表有 %d 个元素", n),
		say("use %d to %d", "请列出 %d 到 %d 个", least, most))
	return n <= most
}

// unknown reports an id that nothing has.
func (c *checker) unknown(code, place, id string, where kam.Text) {
	c.add(code, place,
		say("%s is not known", "%s 未知", quote(id)),
		kam.Text{EN: "use an id of " + where.EN, ZH: "请使用" + where.ZH + "中的标识"})
}

// day checks a day that must be stated.
func (c *checker) day(place string, d kam.Day) {
	if !d.IsSet() {
		c.add("day", place, say("the day is not stated", "未填写日期"), say("write it as 2026-01-31", "请填写，例如 2026-01-31"))
	}
}

// merge takes over findings of another check under a place of this one.
func (c *checker) merge(place string, err error) {
	invalid, ok := errors.AsType[*kam.InvalidError](err)
	if !ok {
		return
	}
	for _, f := range invalid.Findings {
		f.Place = place + strings.TrimPrefix(f.Place, "$")
		c.found.Add(f)
	}
}

// number returns a number for a message, as 1E9 when it is too long to be written out, and without its digits when these
// are.
func number(d decimal.Decimal) string {
	if num.Check(d) == nil {
		return num.Format(d)
	}
	if c := d.Coefficient(); c.BitLen() <= 128 {
		return fmt.Sprintf("%sE%d", c, d.Exponent())
	}
	return fmt.Sprintf("…E%d", d.Exponent())
}

func at(list string, i int) string { return list + "[" + strconv.Itoa(i) + "]" }

// clip shortens a text from outside to what a message can carry.
func clip(s string) string {
	if len(s) <= MaxID {
		return s
	}
	return strings.ToValidUTF8(s[:MaxID], "") + "..."
}

func quote(s string) string { return strconv.Quote(clip(s)) }
