package sqlstore

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
)

// checker collects what cannot be stored, all at once. What is wrong in other ways is for the run to find.
type checker struct {
	found kam.Findings
}

func (c *checker) add(code, place string, message, remedy kam.Text) {
	c.found.Add(kam.Finding{
		Code: "store." + code, Severity: kam.Error, Place: place, Message: message, Remedy: remedy,
	})
}

// transaction tells whether t can be stored.
func (c *checker) transaction(t incentive.Transaction) bool {
	before := c.faults()
	place := t.Place
	if place == "" {
		place = fmt.Sprintf("transaction %q", clip(t.ID))
	}
	c.id(place, "id", t.ID)
	for _, x := range []struct{ name, text string }{
		{"owner", t.Owner}, {"currency", string(t.Currency)}, {"reverses", t.Reverses}, {"place", t.Place},
	} {
		c.text(place, x.name, x.text)
	}
	c.number(place, "amount", t.Amount)
	for _, x := range []struct {
		name  string
		value decimal.NullDecimal
	}{{"margin", t.Margin}, {"units", t.Units}, {"cash", t.Cash}} {
		if x.value.Valid {
			c.number(place, x.name, x.value.Decimal)
		}
	}
	for _, p := range t.Participants {
		c.text(place, "payee of a participant", p.Payee)
		c.text(place, "role of a participant", p.Role)
		if err := p.Share.Check(); err != nil {
			c.add("share", place,
				kam.Text{
					EN: fmt.Sprintf("the share of %q: %v", clip(p.Payee), err),
					ZH: fmt.Sprintf("%q 的份额：%v", clip(p.Payee), err),
				},
				kam.Text{EN: "use a share such as 1/3", ZH: "请使用如 1/3 的份额"})
		}
	}
	for _, name := range slices.Sorted(maps.Keys(t.Attributes)) {
		c.text(place, "name of an attribute", name)
		c.text(place, "attribute "+clip(name), t.Attributes[name])
	}
	for _, name := range slices.Sorted(maps.Keys(t.Numbers)) {
		c.text(place, "name of a number", name)
		c.number(place, "number "+clip(name), t.Numbers[name])
	}
	return c.faults() == before
}

// faults counts what was found, also what is left out of the list.
func (c *checker) faults() int {
	count := len(c.found)
	for _, f := range c.found {
		count += f.More
	}
	return count
}

func (c *checker) id(place, what, id string) {
	switch {
	case id == "" || len(id) > maxID:
		c.add("id", place,
			kam.Text{
				EN: fmt.Sprintf("the %s has %d bytes", what, len(id)),
				ZH: fmt.Sprintf("%s 长 %d 字节", what, len(id)),
			},
			kam.Text{
				EN: fmt.Sprintf("use 1 to %d bytes", maxID),
				ZH: fmt.Sprintf("请使用 1 到 %d 字节", maxID),
			})
	case strings.ContainsFunc(id, unicode.IsControl):
		c.add("id", place,
			kam.Text{
				EN: fmt.Sprintf("the %s %q has control characters", what, id),
				ZH: fmt.Sprintf("%s %q 含有控制字符", what, id),
			},
			kam.Text{EN: "remove them", ZH: "请删除控制字符"})
	default:
		c.text(place, what, id)
	}
}

func (c *checker) text(place, what, text string) {
	var fault kam.Text
	switch {
	case len(text) > maxText:
		fault = kam.Text{
			EN: fmt.Sprintf("the %s has %d bytes", what, len(text)),
			ZH: fmt.Sprintf("%s 长 %d 字节", what, len(text)),
		}
	case !utf8.ValidString(text):
		fault = kam.Text{EN: fmt.Sprintf("the %s is not UTF-8", what), ZH: what + " 不是 UTF-8"}
	case strings.ContainsRune(text, 0):
		fault = kam.Text{EN: fmt.Sprintf("the %s has a NUL character", what), ZH: what + " 含有 NUL 字符"}
	default:
		return
	}
	c.add("text", place, fault, kam.Text{
		EN: fmt.Sprintf("use at most %d bytes of UTF-8 without NUL", maxText),
		ZH: fmt.Sprintf("请使用至多 %d 字节、不含 NUL 的 UTF-8 文本", maxText),
	})
}

func (c *checker) number(place, what string, d decimal.Decimal) {
	if usable(d) {
		return
	}
	c.add("number", place,
		kam.Text{EN: fmt.Sprintf("the %s is out of bounds", what), ZH: what + " 超出范围"},
		kam.Text{
			EN: fmt.Sprintf("use at most %d digits and %d decimal places", maxDigits, maxExponent),
			ZH: fmt.Sprintf("最多 %d 位数字、%d 位小数", maxDigits, maxExponent),
		})
}

func (c *checker) period(place, what string, p kam.Period) {
	if _, err := kam.NewPeriod(p.From, p.Until); err != nil {
		c.add("period", place,
			kam.Text{EN: fmt.Sprintf("the %s: %v", what, err), ZH: fmt.Sprintf("%s：%v", what, err)},
			kam.Text{EN: "state a period such as 2026-01-01/2027-01-01", ZH: "请写明期间，例如 2026-01-01/2027-01-01"})
	}
}

// clip shortens a text to what a message can carry.
func clip(text string) string {
	if len(text) <= maxID {
		return text
	}
	return text[:maxID] + "..."
}
