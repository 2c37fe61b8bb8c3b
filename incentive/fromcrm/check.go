package fromcrm

import (
	"fmt"
	"maps"
	"math/big"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
)

// The bounds of what is read, all inclusive. They are stated in the package documentation.
const (
	maxOpportunity  = 96 // so that every derived id has at most 128 bytes
	maxText         = 128
	maxValue        = 1024
	maxParticipants = 100
	maxEntries      = 200
	maxRevisions    = 10_000
	maxDigits       = 15
	maxPlaces       = 4         // of amount, margin, units and cash
	maxNumberPlaces = 6         // of numbers and shares
	shareGrid       = 1_000_000 // shares of 6 decimals
	maxDenominator  = 10_000
)

// badID returns the finding about an opportunity id, if any.
func badID(id, place string) (kam.Finding, bool) {
	var message kam.Text
	why, bad := refused(id, maxOpportunity)
	switch {
	case bad:
		message = say("opportunity id %q is refused: %s", "商机编号 %q 无效：%s", show(id), why)
	case strings.TrimSpace(id) != id:
		message = say("opportunity id %q has blanks around it", "商机编号 %q 首尾有空格", show(id))
	case derived(id):
		message = say("opportunity id %q ends like the id of a later transaction", "商机编号 %q 的结尾与后续交易编号的格式相同", show(id))
	default:
		return kam.Finding{}, false
	}
	return fault(CodeID, place, message,
		say("use an id of 1 to %d bytes of UTF-8 without control characters that does not end in # digits . digits", "请使用 1 到 %d 字节、不含控制字符、不以“#数字.数字”结尾的 UTF-8 编号", maxOpportunity)), true
}

// derived reports whether an id ends in "#n.k".
func derived(id string) bool {
	at := strings.LastIndexByte(id, '#')
	if at < 0 {
		return false
	}
	n, k, found := strings.Cut(id[at+1:], ".")
	return found && digits(n) && digits(k)
}

// opportunityOf returns the id of the opportunity that a transaction is of.
func opportunityOf(transaction string) string {
	if derived(transaction) {
		return transaction[:strings.LastIndexByte(transaction, '#')]
	}
	return transaction
}

func digits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}

// checker collects the faults of one won revision.
type checker struct {
	place string
	list  []kam.Finding
}

func (c *checker) add(code Code, message, remedy kam.Text) {
	c.list = append(c.list, fault(code, c.place, message, remedy))
}

// contentFaults returns the faults of what would count of a won revision.
func contentFaults(r Revision) []kam.Finding {
	c := &checker{place: r.place()}
	if !r.Closed.IsSet() {
		c.add(CodeCloseDate, say("the deal is won and has no close date", "赢单没有成交日期"),
			say("state the day it was won", "请填写成交日期"))
	}
	c.owners(r)
	c.amount(r)
	c.width("margin", "毛利", r.Margin)
	c.width("units", "数量", r.Units)
	c.width("cash", "回款", r.Cash)
	if r.Currency != "" {
		if _, err := kam.ParseCurrency(string(r.Currency)); err != nil {
			c.add(CodeCurrency, say("%q is no active currency code", "%q 不是有效的货币代码", show(string(r.Currency))),
				say("use an ISO 4217 code such as CNY, or leave it out for the plan's currency", "请使用 ISO 4217 代码，例如 CNY；留空则为方案货币"))
		}
	}
	c.entries(r)
	return c.list
}

func (c *checker) amount(r Revision) {
	remedy := say("state an amount above zero; a deal that is worth nothing is not won, or deleted", "请填写大于零的金额；没有价值的商机应改为非赢单或删除")
	switch {
	case !r.Amount.Valid:
		c.add(CodeAmount, say("the deal is won and has no amount", "赢单没有金额"), remedy)
	case r.Amount.Decimal.Sign() == 0:
		c.add(CodeAmount, say("the deal is won with the amount zero", "赢单金额为零"), remedy)
	case r.Amount.Decimal.Sign() < 0:
		c.add(CodeAmount, say("the deal is won with a negative amount", "赢单金额为负"), remedy)
	}
	c.width("amount", "金额", r.Amount)
}

// width refuses a quantity that is wider than transactions may be.
func (c *checker) width(en, zh string, d decimal.NullDecimal) {
	if d.Valid && !fits(d.Decimal, maxPlaces) {
		c.add(CodeDigits, say("the %s has more than %d digits or %d decimals", "%s超过 %d 位数字或 %d 位小数", kam.Text{EN: en, ZH: zh}, maxDigits, maxPlaces),
			say("round it before it is handed over", "请在传入之前取整"))
	}
}

// fits reports whether d has at most 15 digits without leading zeros, and at most so many decimals.
func fits(d decimal.Decimal, places int) bool {
	if num.Check(d) != nil {
		return false
	}
	whole, fraction, _ := strings.Cut(strings.TrimPrefix(num.Format(d), "-"), ".")
	return len(fraction) <= places && len(strings.TrimLeft(whole+fraction, "0")) <= maxDigits
}

func (c *checker) owners(r Revision) {
	if len(r.Participants) > maxParticipants {
		c.add(CodeText, say("the deal has %d participants, at most %d are read", "商机有 %d 个参与人，最多 %d 个", len(r.Participants), maxParticipants),
			say("list those who are credited", "只列出计入业绩的人员"))
		return
	}
	total, owned, whole := new(big.Rat), false, true
	for i, p := range r.Participants {
		c.text("payee", "参与人", p.Payee, maxText)
		c.text("role", "角色", p.Role, maxText)
		if i > 0 && p.Payee == r.Participants[i-1].Payee && p.Role == r.Participants[i-1].Role {
			c.add(CodeSplit, say("%q is listed twice with the role %q", "%q 以角色 %q 重复列出", show(p.Payee), show(p.Role)),
				say("add the shares up in one entry", "请把份额合并为一条"))
		}
		if !goodShare(p.Share) {
			c.add(CodeSplit, say("the share of %q is not above zero, or too fine", "%q 的份额不大于零或过细", show(p.Payee)),
				say("use a share above zero of at most %d decimals, or a fraction with a denominator up to %d", "份额须大于零，最多 %d 位小数，或分母不超过 %d 的分数", maxNumberPlaces, maxDenominator))
			whole = false
		} else if p.Role == ownerRole {
			total.Add(total, big.NewRat(p.Share.Num, p.Share.Den))
		}
		owned = owned || p.Role == ownerRole
	}
	switch {
	case owned && r.Owner != "":
		c.add(CodeOwner, say("the deal has the owner %q and also participants with the role owner", "商机既有负责人 %q，又有角色为 owner 的参与人", show(r.Owner)),
			say("state a single owner, or list every owner as a participant", "要么只填一个负责人，要么把所有负责人列为参与人"))
	case !owned && r.Owner == "":
		c.add(CodeOwner, say("the deal is won and has no owner", "赢单没有负责人"),
			say("state who won it", "请填写负责人"))
	case owned && whole && total.Cmp(big.NewRat(1, 1)) != 0:
		c.add(CodeSplit, say("the owners' shares total %s instead of 1", "负责人份额合计为 %s，应为 1", show(total.RatString())),
			say("make the shares of the owners total exactly 1; other roles need not", "负责人的份额合计必须正好为 1，其他角色不必"))
	case !owned:
		c.text("owner", "负责人", r.Owner, maxText)
	}
}

// goodShare reports whether a share in lowest terms is above zero and either a fraction with a small denominator or a
// number of at most 6 decimals.
func goodShare(f kam.Fraction) bool {
	return f.Num > 0 && f.Num <= shareGrid*shareGrid && f.Den > 0 && (f.Den <= maxDenominator || shareGrid%f.Den == 0)
}

func (c *checker) entries(r Revision) {
	if len(r.Attributes) > maxEntries || len(r.Numbers) > maxEntries {
		c.add(CodeText, say("the deal has more than %d attributes or numbers", "商机的属性或数值超过 %d 个", maxEntries),
			say("hand over those that plans ask for", "只传入方案用到的内容"))
		return
	}
	for _, key := range slices.Sorted(maps.Keys(r.Attributes)) {
		c.text("attribute name", "属性名", key, maxText)
		if value := r.Attributes[key]; len(value) > maxValue || !utf8.ValidString(value) {
			c.add(CodeText, say("the attribute %q is too long or not UTF-8", "属性 %q 过长或不是 UTF-8 编码", show(key)),
				say("use at most %d bytes of UTF-8", "请使用最多 %d 字节的 UTF-8 文本", maxValue))
		}
	}
	for _, key := range slices.Sorted(maps.Keys(r.Numbers)) {
		c.text("number name", "数值名", key, maxText)
		if !fits(r.Numbers[key], maxNumberPlaces) {
			c.add(CodeDigits, say("the number %q has more than %d digits or %d decimals", "数值 %q 超过 %d 位数字或 %d 位小数", show(key), maxDigits, maxNumberPlaces),
				say("round it before it is handed over", "请在传入之前取整"))
		}
	}
}

func (c *checker) text(en, zh, s string, limit int) {
	if why, bad := refused(s, limit); bad {
		c.add(CodeText, say("the %s %q is refused: %s", "%s %q 无效：%s", kam.Text{EN: en, ZH: zh}, show(s), why),
			say("use 1 to %d bytes of UTF-8 without control characters", "请使用 1 到 %d 字节、不含控制字符的 UTF-8 文本", limit))
	}
}

// place says where the revision came from.
func (r Revision) place() string {
	if r.Place != "" {
		return r.Place
	}
	return fmt.Sprintf("opportunity %s revision %d", show(r.Opportunity), r.Number)
}
