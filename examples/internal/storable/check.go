package storable

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
)

// Checker collects what cannot be stored, all at once. What is wrong in other ways is for the run to find. The zero
// value has found nothing.
type Checker struct {
	found kam.Findings
}

// Err returns a *[kam.InvalidError] with all that was found, or nil.
func (c *Checker) Err() error { return c.found.Err() }

func (c *Checker) add(code, place string, message, remedy kam.Text) {
	c.found.Add(kam.Finding{
		Code: "store." + code, Severity: kam.Error, Place: place, Message: message, Remedy: remedy,
	})
}

// faults counts what was found, also what is left out of the list.
func (c *Checker) faults() int {
	count := len(c.found)
	for _, f := range c.found {
		count += f.More
	}
	return count
}

// say returns a text in both languages.
func say(en, zh string) kam.Text { return kam.Text{EN: en, ZH: zh} }

func (c *Checker) id(place string, what kam.Text, id string) {
	switch {
	case id == "" || len(id) > MaxID:
		c.add("id", place,
			kam.Text{
				EN: fmt.Sprintf("the %s has %d bytes", what.EN, len(id)),
				ZH: fmt.Sprintf("%s长 %d 字节", what.ZH, len(id)),
			},
			kam.Text{
				EN: fmt.Sprintf("use 1 to %d bytes", MaxID),
				ZH: fmt.Sprintf("请使用 1 到 %d 字节", MaxID),
			})
	case strings.ContainsFunc(id, unicode.IsControl):
		c.add("id", place,
			kam.Text{
				EN: fmt.Sprintf("the %s %q has control characters", what.EN, id),
				ZH: fmt.Sprintf("%s %q 含有控制字符", what.ZH, id),
			},
			say("remove them", "请删除控制字符"))
	default:
		c.text(place, what, id)
	}
}

func (c *Checker) text(place string, what kam.Text, text string) {
	var fault kam.Text
	switch {
	case len(text) > MaxText:
		fault = kam.Text{
			EN: fmt.Sprintf("the %s has %d bytes", what.EN, len(text)),
			ZH: fmt.Sprintf("%s长 %d 字节", what.ZH, len(text)),
		}
	case !utf8.ValidString(text):
		fault = say("the "+what.EN+" is not UTF-8", what.ZH+"不是 UTF-8 文本")
	case strings.ContainsRune(text, 0):
		fault = say("the "+what.EN+" has a NUL character", what.ZH+"含有空字符（NUL）")
	default:
		return
	}
	c.add("text", place, fault, kam.Text{
		EN: fmt.Sprintf("use at most %d bytes of UTF-8 without NUL", MaxText),
		ZH: fmt.Sprintf("请使用至多 %d 字节、不含 NUL 的 UTF-8 文本", MaxText),
	})
}

func (c *Checker) number(place string, what kam.Text, d decimal.Decimal) {
	if Usable(d) {
		return
	}
	c.add("number", place,
		say("the "+what.EN+" is out of bounds", what.ZH+"超出范围"),
		kam.Text{
			EN: fmt.Sprintf("use at most %d digits and %d decimal places", MaxDigits, MaxExponent),
			ZH: fmt.Sprintf("最多 %d 位数字、%d 位小数", MaxDigits, MaxExponent),
		})
}

// numberOrNone checks a number that may be absent.
func (c *Checker) numberOrNone(place string, what kam.Text, d decimal.NullDecimal) {
	if d.Valid {
		c.number(place, what, d.Decimal)
	}
}

func (c *Checker) period(place string, what kam.Text, p kam.Period) {
	if _, err := kam.NewPeriod(p.From, p.Until); err != nil {
		c.add("period", place,
			say(fmt.Sprintf("the %s: %v", what.EN, err), what.ZH+"无效：须有起始日，且结束日晚于起始日"),
			say("state a period such as 2026-01-01/2027-01-01", "请写明期间，例如 2026-01-01/2027-01-01"))
	}
}

// clip shortens a text to what a message can carry.
func clip(text string) string {
	if len(text) <= MaxID {
		return text
	}
	return text[:MaxID] + "..."
}
