package handover

import (
	"cmp"
	"fmt"
	"math/big"
	"slices"
	"strings"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/internal/wording"
)

const prefix = "handover"

// say builds a text in both languages.
func say(en, zh string, args ...any) kam.Text { return wording.Say(en, zh, args...) }

// checker finds every fault of a book.
type checker struct {
	book Book
	f    wording.Faults
	// names of what others refer to.
	territories, accounts, stages map[string]bool
}

func (c *checker) check() {
	c.territories, c.accounts, c.stages = map[string]bool{}, map[string]bool{}, map[string]bool{}
	c.f.Count("$.accounts", len(c.book.Accounts), 0, MaxAccounts)
	c.f.Count("$.territories", len(c.book.Territories), 0, MaxTerritories)
	c.f.Count("$.opportunities", len(c.book.Opportunities), 0, MaxOpportunities)
	c.f.Count("$.kept", len(c.book.Kept), 0, MaxOpportunities)
	c.policy()
	for i, t := range c.book.Territories {
		c.f.ID(wording.At("$.territories", i)+".id", t.ID, c.territories)
	}
	for i, t := range c.book.Territories {
		at := wording.At("$.territories", i)
		c.team(at+".team", t.Team)
		c.within(at+".within", t.Within)
	}
	for i, a := range c.book.Accounts {
		at := wording.At("$.accounts", i)
		c.f.ID(at+".id", a.ID, c.accounts)
		c.f.Period(at+".active", a.Active, false)
		if w := a.Weight; w.Valid && c.f.Number(at+".weight", w.Decimal) && w.Decimal.IsNegative() {
			c.f.Add("weight", at+".weight", say("the weight %s is negative", "权重 %s 为负数", w.Decimal), say("use zero or more", "请使用零或正数"))
		}
		c.team(at+".team", a.Team)
		c.within(at+".within", a.Within)
	}
	c.opportunities()
	c.kept()
}

func (c *checker) policy() {
	p := c.book.Policy
	wording.Choice(&c.f, "policy", "$.policy.by", p.By, ByTeam, ByStages)
	c.f.ID("$.policy.house", p.House, nil)
	if p.By != ByStages {
		if len(p.Stages) > 0 || p.Handed != "" {
			c.f.Add("policy", "$.policy", say("stages have a meaning with the basis \"stages\" alone", "stages 与 handed 仅用于 \"by\": \"stages\""),
				say(`write "by": "stages", or remove them`, `请写 "by": "stages"，或删除这些项`))
		}
		return
	}
	wording.Choice(&c.f, "policy", "$.policy.handed", p.Handed, LastOwner, FirstOwner, ByDays)
	c.f.Count("$.policy.stages", len(p.Stages), 1, MaxRows)
	sum, ok := new(big.Rat), true
	for i, s := range p.Stages {
		at := wording.At("$.policy.stages", i)
		ok = c.f.ID(at+".stage", s.Stage, c.stages) && ok
		ok = c.share(at+".share", s.Share, false) && ok
		sum.Add(sum, s.Share.Rat())
	}
	if ok && len(p.Stages) > 0 && sum.Cmp(whole()) != 0 {
		c.f.Add("shares", "$.policy.stages", say("the shares of the stages total %s, not 1", "各阶段份额合计为 %s，不等于 1", sum.RatString()),
			say("state shares that total exactly 1, such as \"1/3\" three times", "请使各阶段份额合计恰为 1，例如三个 \"1/3\""))
	}
}

func whole() *big.Rat { return big.NewRat(1, 1) }

// share checks one share: above 0, or not below it where none is allowed, and at most 1.
func (c *checker) share(at string, s kam.Fraction, none bool) bool {
	return checkShare(&c.f, at, s, none)
}

func checkShare(f *wording.Faults, at string, s kam.Fraction, none bool) bool {
	if s.Check() != nil || s.Rat().Sign() < 0 || s.IsZero() && !none || s.Rat().Cmp(whole()) > 0 || !isFine(s.Rat()) {
		f.Add("share", at, say("%s is no share", "%s 不是有效份额", wording.Quote(fmt.Sprintf("%d/%d", s.Num, max(s.Den, 1)))),
			say("use a share above 0 and at most 1, with at most %d decimals or a denominator up to %d", "份额须大于 0 且不超过 1，最多 %d 位小数，或分母不超过 %d", sharePlaces, shareDenominator))
		return false
	}
	return true
}

// team checks the rows of a team: names, shares, overlaps, and that owners total exactly 1.
func (c *checker) team(at string, rows []Member) {
	if !c.f.Count(at, len(rows), 0, MaxRows) {
		return
	}
	ok := true
	for i, m := range rows {
		where := wording.At(at, i)
		ok = c.f.ID(where+".payee", m.Payee, nil) && ok
		if m.Role != "" {
			ok = c.f.ID(where+".role", m.Role, nil) && ok
		}
		ok = c.share(where+".share", m.Share, roleOf(m.Role) != RoleOwner) && ok
		ok = c.f.Period(where+".period", m.Period, false) && ok
	}
	if !ok {
		return
	}
	order := sortedIndex(rows, func(a, b Member) int {
		return cmp.Or(strings.Compare(a.Payee, b.Payee), strings.Compare(roleOf(a.Role), roleOf(b.Role)), a.Period.Compare(b.Period))
	})
	for k := 1; k < len(order); k++ {
		a, b := rows[order[k-1]], rows[order[k]]
		if a.Payee == b.Payee && roleOf(a.Role) == roleOf(b.Role) && a.Period.Overlaps(b.Period) {
			c.f.Add("overlap", wording.At(at, order[k])+".period", say("%s has the role %s twice at once: %s and %s", "%s 同时两次担任 %s：%s 与 %s", wording.Quote(b.Payee), wording.Quote(roleOf(b.Role)), a.Period, b.Period),
				say("end the first row where the second begins", "请让前一行在后一行开始时结束"))
			ok = false
		}
	}
	if ok {
		c.total(at, rows)
	}
}

// total checks that the owners of a team total exactly 1 on every day that has one.
func (c *checker) total(at string, rows []Member) {
	var owners []Member
	var edges []kam.Period
	for _, m := range rows {
		if roleOf(m.Role) == RoleOwner {
			owners, edges = append(owners, m), append(edges, m.Period)
		}
	}
	if len(owners) == 0 {
		return
	}
	first := slices.MinFunc(edges, kam.Period.Compare)
	for _, piece := range pieces(kam.Period{From: first.From}, edges) {
		sum, owned := new(big.Rat), false
		for _, m := range owners {
			if m.Period.Contains(piece.From) {
				sum.Add(sum, m.Share.Rat())
				owned = true
			}
		}
		if owned && sum.Cmp(whole()) != 0 {
			c.f.Add("shares", at, say("the shares of the owners total %s, not 1: %s", "负责人份额合计为 %s，不等于 1：%s", sum.RatString(), wording.Days(piece)),
				say("state shares that total exactly 1 on every day, or no owner", "请使每日负责人份额合计恰为 1，或不设负责人"))
		}
	}
}

// within checks where something belongs.
func (c *checker) within(at string, rows []Placement) {
	if !c.f.Count(at, len(rows), 0, MaxRows) {
		return
	}
	ok := true
	for i, p := range rows {
		where := wording.At(at, i)
		ok = c.f.Period(where+".period", p.Period, false) && ok
		if !c.territories[p.Territory] {
			c.f.Add("unknown", where+".territory", say("there is no territory %s", "不存在区域 %s", wording.Quote(p.Territory)), say("use the id of a territory of the book", "请使用已列出区域的编号"))
		}
	}
	if !ok {
		return
	}
	order := sortedIndex(rows, func(a, b Placement) int { return a.Period.Compare(b.Period) })
	for k := 1; k < len(order); k++ {
		if a, b := rows[order[k-1]], rows[order[k]]; a.Period.Overlaps(b.Period) {
			c.f.Add("overlap", wording.At(at, order[k])+".period", say("it belongs to %s and to %s at once", "同时属于 %s 与 %s", wording.Quote(a.Territory), wording.Quote(b.Territory)),
				say("end the first row where the second begins", "请让前一行在后一行开始时结束"))
		}
	}
}

func (c *checker) opportunities() {
	seen := map[string]bool{}
	for i, o := range c.book.Opportunities {
		at := wording.At("$.opportunities", i)
		c.f.ID(at+".id", o.ID, seen)
		c.f.Period(at+".open", o.Open, false)
		if !c.accounts[o.Account] {
			c.f.Add("unknown", at+".account", say("there is no account %s", "不存在客户 %s", wording.Quote(o.Account)), say("use the id of an account of the book", "请使用已列出客户的编号"))
		}
		c.stageRows(at+".stages", o.Stages)
	}
}

func (c *checker) stageRows(at string, rows []StageOwner) {
	if !c.f.Count(at, len(rows), 0, MaxRows) {
		return
	}
	ok := true
	for i, s := range rows {
		where := wording.At(at, i)
		ok = c.f.ID(where+".payee", s.Payee, nil) && ok
		ok = c.f.Period(where+".period", s.Period, false) && ok
		if c.book.Policy.By == ByStages && !c.stages[s.Stage] {
			c.f.Add("unknown", where+".stage", say("the policy has no stage %s", "规则中没有阶段 %s", wording.Quote(s.Stage)), say("use a stage of $.policy.stages", "请使用 $.policy.stages 中的阶段"))
		} else {
			ok = c.f.ID(where+".stage", s.Stage, nil) && ok
		}
	}
	if !ok {
		return
	}
	order := sortedIndex(rows, func(a, b StageOwner) int {
		return cmp.Or(strings.Compare(a.Stage, b.Stage), a.Period.Compare(b.Period))
	})
	for k := 1; k < len(order); k++ {
		if a, b := rows[order[k-1]], rows[order[k]]; a.Stage == b.Stage && a.Period.Overlaps(b.Period) {
			c.f.Add("overlap", wording.At(at, order[k])+".period", say("the stage %s belongs to %s and to %s at once", "阶段 %s 同时属于 %s 与 %s", wording.Quote(b.Stage), wording.Quote(a.Payee), wording.Quote(b.Payee)),
				say("end the first row where the second begins", "请让前一行在后一行开始时结束"))
		}
	}
}

func (c *checker) kept() {
	seen := map[string]bool{}
	for i, k := range c.book.Kept {
		at := wording.At("$.kept", i)
		c.f.ID(at+".deal", k.Deal, seen)
		c.f.Period(at+".period", k.Period, true)
		if !c.f.Count(at+".team", len(k.Team), 1, MaxRows) {
			continue
		}
		rows := make([]Member, len(k.Team))
		for j, s := range k.Team {
			rows[j] = Member{Payee: s.Payee, Role: s.Role, Share: s.Share, Period: kam.Period{From: kam.MustDay("2000-01-01")}}
		}
		c.team(at+".team", rows)
	}
}

// sortedIndex returns the places of rows in an order.
func sortedIndex[T any](rows []T, compare func(a, b T) int) []int {
	order := make([]int, len(rows))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int { return compare(rows[i], rows[j]) })
	return order
}

// checkPlaces reports a number of decimal places that is missing or beyond that of amounts.
func checkPlaces(f *wording.Faults, at string, places *int32) bool {
	const most = 4
	if places == nil || *places < 0 || *places > most {
		f.Add("places", at, say("the number of decimal places is missing, or not 0 to %d", "缺少小数位数，或不在 0 至 %d 之间", most),
			say(`write "places": 2, or "places": 0 for whole numbers`, `请写 "places": 2；取整数则写 "places": 0`))
		return false
	}
	return true
}

// isAmount reports whether a number is an amount that transactions and quotas can carry.
func isAmount(text string) bool {
	d, err := num.Parse(text)
	if err != nil {
		return false
	}
	digits := strings.TrimLeft(strings.NewReplacer("-", "", ".", "").Replace(num.Format(d)), "0")
	return num.Round(d, 4, num.Down).Equal(d) && len(digits) <= 15
}
