package picture

import (
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/crm/match"
	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/internal/wording"
)

// accountFields are the fields of an account in the order in which a picture shows them.
func accountFields() []spec[crm.Account] {
	plainText := func(name string, label kam.Text, at func(*crm.Account) *string) spec[crm.Account] {
		return textSpec(name, label, choices, at)
	}
	return []spec[crm.Account]{
		{
			name: "name", label: wording.Say("name", "名称"), sort: texts, by: BySystem,
			get: func(_ *builder, _ crm.Ref, a *crm.Account) (string, string) {
				n := match.NameOf(a.Name)
				if n.IsZero() {
					return "", ""
				}
				group := ""
				if n.Group {
					group = "group"
				}
				return a.Name, strings.Join([]string{match.Letters(n.Core), n.Place, string(n.Form), group, n.Unit}, "|")
			},
			agrees: func(chosen, other *crm.Account) bool {
				return shortOf(match.NameOf(chosen.Name), match.NameOf(other.Name))
			},
			set: func(to, from *crm.Account) { to.Name = from.Name },
		},
		{
			name: "creditCode", label: wording.Say("credit code", "统一社会信用代码"), sort: choices, by: BySystem,
			get: func(_ *builder, _ crm.Ref, a *crm.Account) (string, string) {
				return a.CreditCode, match.Letters(a.CreditCode)
			},
			set: func(to, from *crm.Account) { to.CreditCode = from.CreditCode },
		},
		plainText("tier", wording.Say("tier", "等级"), func(a *crm.Account) *string { return &a.Tier }),
		plainText("industry", wording.Say("industry", "行业"), func(a *crm.Account) *string { return &a.Industry }),
		{
			name: "parent", label: wording.Say("parent", "上级客户"), sort: choices, by: BySystem,
			get: func(b *builder, ref crm.Ref, a *crm.Account) (string, string) {
				return b.name(ref.System, crm.KindAccount, a.Parent), b.id(ref.System, crm.KindAccount, a.Parent)
			},
			set: func(to, from *crm.Account) { to.Parent = from.Parent },
		},
		{
			name: "owner", label: wording.Say("owner", "负责人"), sort: choices, by: BySystem,
			get: func(b *builder, ref crm.Ref, a *crm.Account) (string, string) {
				return b.name(ref.System, crm.KindUser, a.Owner), b.id(ref.System, crm.KindUser, a.Owner)
			},
			set: func(to, from *crm.Account) { to.Owner = from.Owner },
		},
		{
			name: "address", label: wording.Say("address", "地址"), sort: texts, by: ByLongest,
			get: func(_ *builder, _ crm.Ref, a *crm.Account) (string, string) {
				text := addressText(a.Address)
				return text, match.Letters(text)
			},
			agrees: func(chosen, other *crm.Account) bool {
				return strings.Contains(match.Letters(addressText(chosen.Address)), match.Letters(addressText(other.Address)))
			},
			set: func(to, from *crm.Account) { to.Address = from.Address },
		},
		{
			name: "phone", label: wording.Say("telephone", "电话"), sort: choices, by: BySystem,
			get: func(_ *builder, _ crm.Ref, a *crm.Account) (string, string) { return a.Phone, phoneKey(a.Phone) },
			set: func(to, from *crm.Account) { to.Phone = from.Phone },
		},
		{
			name: "website", label: wording.Say("website", "网址"), sort: choices, by: BySystem,
			get: func(_ *builder, _ crm.Ref, a *crm.Account) (string, string) { return a.Website, webKey(a.Website) },
			set: func(to, from *crm.Account) { to.Website = from.Website },
		},
		{
			name: "employees", label: wording.Say("employees", "员工人数"), sort: numbers, by: ByNewest,
			get:    func(_ *builder, _ crm.Ref, a *crm.Account) (string, string) { return numberText(a.Employees, "") },
			number: func(a *crm.Account) decimal.NullDecimal { return a.Employees },
			set:    func(to, from *crm.Account) { to.Employees = from.Employees },
		},
		{
			name: "revenue", label: wording.Say("yearly revenue", "年营收"), sort: amounts, by: ByNewest,
			get: func(_ *builder, _ crm.Ref, a *crm.Account) (string, string) {
				return numberText(a.Revenue, a.Currency)
			},
			set: func(to, from *crm.Account) { to.Revenue, to.Currency = from.Revenue, from.Currency },
		},
		{
			name: "created", label: wording.Say("created", "创建时间"), sort: days, by: ByEarliest, combined: true,
			get: func(_ *builder, _ crm.Ref, a *crm.Account) (string, string) { return timeText(a.Created) },
			set: func(to, from *crm.Account) { to.Created = from.Created },
		},
		{
			name: "lastContact", label: wording.Say("last contact", "最近联系"), sort: days, by: ByLatest, combined: true,
			get: func(_ *builder, _ crm.Ref, a *crm.Account) (string, string) { return dayText(a.LastContact) },
			set: func(to, from *crm.Account) { to.LastContact = from.LastContact },
		},
		{
			name: "nextContact", label: wording.Say("next contact", "下次联系"), sort: days, by: ByEarliest, combined: true,
			get: func(_ *builder, _ crm.Ref, a *crm.Account) (string, string) { return dayText(a.NextContact) },
			set: func(to, from *crm.Account) { to.NextContact = from.NextContact },
		},
		{
			name: "pool", label: wording.Say("pool", "公海"), sort: choices, by: BySystem, combined: true,
			get: func(_ *builder, _ crm.Ref, a *crm.Account) (string, string) { return a.Pool, match.Letters(a.Pool) },
			set: func(to, from *crm.Account) { to.Pool = from.Pool },
		},
		{
			name: "recallOn", label: wording.Say("recall on", "收回日期"), sort: days, by: ByEarliest, combined: true,
			get: func(_ *builder, _ crm.Ref, a *crm.Account) (string, string) { return dayText(a.RecallOn) },
			set: func(to, from *crm.Account) { to.RecallOn = from.RecallOn },
		},
	}
}

// shortOf reports whether two names differ only in that one leaves out the place or the legal form.
func shortOf(a, b match.Name) bool {
	return match.Letters(a.Core) == match.Letters(b.Core) && a.Unit == b.Unit && a.Group == b.Group &&
		(a.Form == b.Form || a.Form == "" || b.Form == "") && (strings.Contains(a.Place, b.Place) || strings.Contains(b.Place, a.Place))
}

// textSpec is a field of text in which two values are equal when their letters are.
func textSpec[T any](name string, label kam.Text, kind sort, at func(*T) *string) spec[T] {
	return spec[T]{
		name: name, label: label, sort: kind, by: BySystem,
		get: func(_ *builder, _ crm.Ref, data *T) (string, string) { return *at(data), textKey(*at(data)) },
		set: func(to, from *T) { *at(to) = *at(from) },
	}
}

// textKey is the form in which texts are equal; a text of signs alone, such as "A+" and "++", keeps them.
func textKey(s string) string {
	s = strings.TrimSpace(s)
	if strings.ContainsAny(s, "+-*/#=<>") {
		return strings.ToLower(s)
	}
	if key := match.Letters(s); key != "" {
		return key
	}
	return s
}

func phoneKey(s string) string {
	if key := match.Phone(s); key != "" {
		return key
	}
	return match.Letters(s)
}

func webKey(s string) string {
	if key := match.Domain(s); key != "" {
		return key
	}
	return match.Letters(s)
}

// addressText writes an address from the widest part to the narrowest, each once.
func addressText(a crm.Address) string {
	var parts []string
	for _, part := range []string{a.Country, a.Province, a.City, a.District, a.Street, a.Code} {
		part = strings.TrimSpace(part)
		if part != "" && (len(parts) == 0 || parts[len(parts)-1] != part) {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, " ")
}

func numberText(d decimal.NullDecimal, currency kam.Currency) (text, key string) {
	if !d.Valid || num.Check(d.Decimal) != nil {
		return "", ""
	}
	key = num.Format(d.Decimal) + string(currency)
	if currency == "" {
		return wording.Amount(d.Decimal, 0), key
	}
	return wording.Money(d.Decimal, currency), key
}

// instants are written so that their order is that of their texts.
const instants = "2006-01-02T15:04:05.000000Z"

func timeText(t time.Time) (text, key string) {
	if t.IsZero() {
		return "", ""
	}
	return t.UTC().Format(time.RFC3339Nano), t.UTC().Format(instants)
}

func dayText(d kam.Day) (text, key string) { return d.String(), d.String() }
