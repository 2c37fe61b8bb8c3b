package incentive

import (
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
)

// shownChoices is how many values or conditions a message lists.
const shownChoices = 5

// shownDepth is how many conditions within conditions a message goes into.
const shownDepth = 3

// tellFiltered adds to the reason that a credit rule does not select a deal what the rule asks for and the deal has. It does
// nothing to other reasons.
func (c *calculation) tellFiltered(reason *kam.Finding, p *plan, i, rule int) {
	if reason == nil || reason.Code != string(CodeFiltered) {
		return
	}
	why := c.unmet(p, c.sourceOf(i), p.Credits[rule].When, shownDepth)
	reason.Message.EN += ": " + why.EN
	reason.Message.ZH += "：" + why.ZH
}

// unmet says what of a condition a deal does not meet: `kind is "service", and must be "product"`.
func (c *calculation) unmet(p *plan, i int, k *Condition, depth int) kam.Text {
	switch {
	case depth == 0:
		return kam.Text{EN: "a condition of several parts is not met", ZH: "由多项组成的条件未满足"}
	case len(k.All) > 0:
		for j := range k.All {
			if met, known := c.meets(p, i, &k.All[j]); known && !met {
				return c.unmet(p, i, &k.All[j], depth-1)
			}
		}
	case len(k.Any) > 0:
		var parts []kam.Text
		for j := range k.Any {
			if len(parts) == shownChoices {
				parts = append(parts, kam.Text{EN: "…", ZH: "…"})
				break
			}
			parts = append(parts, c.unmet(p, i, &k.Any[j], depth-1))
		}
		return strung(parts, ", and ", "，且 ")
	case k.Not != nil:
		return c.excluded(p, i, k.Not, depth-1)
	case k.Attribute != "":
		list := values(k.In)
		value, stated := c.book.deals[i].Attributes[k.Attribute]
		if !stated {
			return kam.Text{EN: clip(k.Attribute) + " is not stated, and must be " + list.EN, ZH: clip(k.Attribute) + " 未填写，要求为" + list.ZH}
		}
		return kam.Text{EN: clip(k.Attribute) + " is " + quote(value).EN + ", and must be " + list.EN, ZH: clip(k.Attribute) + " 为" + quote(value).ZH + "，要求为" + list.ZH}
	}
	value, bounds := c.beside(p, i, k)
	return kam.Text{EN: value.EN + ", and must be " + bounds.EN, ZH: value.ZH + "，要求" + bounds.ZH}
}

// excluded says what of a deal meets a condition that it must not meet.
func (c *calculation) excluded(p *plan, i int, k *Condition, depth int) kam.Text {
	switch {
	case depth == 0:
		return kam.Text{EN: "a condition of several parts must not be met", ZH: "不得满足由多项组成的条件"}
	case len(k.All) > 0:
		var parts []kam.Text
		for j := range k.All {
			if len(parts) == shownChoices {
				parts = append(parts, kam.Text{EN: "…", ZH: "…"})
				break
			}
			parts = append(parts, c.excluded(p, i, &k.All[j], depth-1))
		}
		return strung(parts, ", and ", "，且 ")
	case len(k.Any) > 0:
		for j := range k.Any {
			if met, known := c.meets(p, i, &k.Any[j]); known && met {
				return c.excluded(p, i, &k.Any[j], depth-1)
			}
		}
	case k.Not != nil:
		return c.unmet(p, i, k.Not, depth-1)
	case k.Attribute != "":
		list, value := values(k.In), quote(c.book.deals[i].Attributes[k.Attribute])
		return kam.Text{
			EN: clip(k.Attribute) + " is " + value.EN + ", and must not be " + list.EN,
			ZH: clip(k.Attribute) + " 为" + value.ZH + "，要求不为" + list.ZH,
		}
	}
	value, bounds := c.beside(p, i, k)
	return kam.Text{EN: value.EN + ", and must not be " + bounds.EN, ZH: value.ZH + "，而规则排除" + bounds.ZH + " 的交易"}
}

// beside says a number or a date of a deal, and the bounds of a condition.
func (c *calculation) beside(p *plan, i int, k *Condition) (value, bounds kam.Text) {
	if k.Date != "" {
		return c.book.deals[i].besideDate(k)
	}
	name := clip(k.Number)
	value = kam.Text{EN: name + " is not stated", ZH: name + " 未填写"}
	if x, known := c.number(p, i, k.Number); known && x.Valid {
		value = kam.Text{EN: name + " is " + grouped(num.Format(x.Decimal)), ZH: name + " 为 " + grouped(num.Format(x.Decimal))}
	}
	var list []kam.Text
	for _, b := range []struct {
		at     decimal.NullDecimal
		en, zh string
	}{{k.AtLeast, "at least ", "不低于 "}, {k.MoreThan, "more than ", "高于 "}, {k.AtMost, "at most ", "不高于 "}, {k.Below, "below ", "低于 "}} {
		if b.at.Valid {
			bound := grouped(num.Format(b.at.Decimal))
			list = append(list, kam.Text{EN: b.en + bound, ZH: b.zh + bound})
		}
	}
	return value, strung(list, " and ", " 且")
}

// besideDate says a date of a deal, and the days of a condition.
func (d *deal) besideDate(k *Condition) (value, bounds kam.Text) {
	name := string(k.Date)
	value = kam.Text{EN: name + " is not stated", ZH: name + " 未填写"}
	if day := d.Date(k.Date); day.IsSet() {
		value = kam.Text{EN: name + " is " + day.String(), ZH: name + " 为 " + day.String()}
	}
	var list []kam.Text
	if k.From.IsSet() {
		list = append(list, kam.Text{EN: k.From.String() + " or later", ZH: "不早于 " + k.From.String()})
	}
	if k.Until.IsSet() {
		list = append(list, kam.Text{EN: "before " + k.Until.String(), ZH: "早于 " + k.Until.String()})
	}
	return value, strung(list, " and ", " 且")
}

// values lists the values that an attribute may have.
func values(list []string) kam.Text {
	var parts []kam.Text
	for _, v := range list {
		if len(parts) == shownChoices {
			parts = append(parts, kam.Text{EN: "…", ZH: "…"})
			break
		}
		parts = append(parts, quote(v))
	}
	return strung(parts, " or ", "或")
}

// quote puts a value in the quotation marks of each language; a long one is cut.
func quote(s string) kam.Text {
	return kam.Text{EN: strconv.Quote(clip(s)), ZH: inChineseQuotes(clip(s))}
}

// strung strings texts together.
func strung(parts []kam.Text, en, zh string) kam.Text {
	english, chinese := make([]string, len(parts)), make([]string, len(parts))
	for i, p := range parts {
		english[i], chinese[i] = p.EN, p.ZH
	}
	return kam.Text{EN: strings.Join(english, en), ZH: strings.Join(chinese, zh)}
}
