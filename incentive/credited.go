package incentive

import (
	"cmp"
	"math/big"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
)

// credit is what one rule gives one unit for one deal, or for a commission of someone below.
type credit struct {
	// deal is the deal credited, -1 for a sum that belongs to no deal; source the deal whose data and dates decide: its original for a refund.
	deal, source int
	rule         int
	participant  int
	date         kam.Day
	// share divides the payout, weight the quantity: participant, rule and factor together.
	share, weight *big.Rat
	// value is the commission credited. Nil for credits of the deal's own quantities.
	value *big.Rat
	// from is the payee and component that earned the commission credited.
	from string
	// upOn is the day on whose reporting lines it goes further up.
	upOn kam.Day
	// stays marks a refund that takes money back and leaves the measure alone, because its original's window is closed.
	stays bool
	rank  rank
}

// rank is a credit's place among those of the same unit.
type rank struct {
	date kam.Day
	// last places sums that belong to no deal after all deals of the day.
	last     bool
	number   decimal.Decimal // numeric id
	sequence int64
	id       string
	refund   bool
	// own orders refunds of one deal that stand at their original's place.
	ownDate     kam.Day
	ownSequence int64
	ownID       string
	// The others order commissions of one deal: by the payee below, plan, start of assignment, component, rule,
	// participant and line.
	from        string
	start       kam.Day
	part        int
	rule        int
	participant int
	line        int
}

func (r rank) compare(o rank) int {
	return cmp.Or(
		r.date.Compare(o.date), compareBool(r.last, o.last), r.compareKey(o), compareBool(r.refund, o.refund),
		compareBool(!r.ownDate.IsSet(), !o.ownDate.IsSet()), r.ownDate.Compare(o.ownDate), cmp.Compare(r.ownSequence, o.ownSequence), strings.Compare(r.ownID, o.ownID),
		strings.Compare(r.from, o.from), cmp.Compare(r.part/maxParts, o.part/maxParts), r.start.Compare(o.start), cmp.Compare(r.part, o.part),
		cmp.Compare(r.rule, o.rule), cmp.Compare(r.participant, o.participant), cmp.Compare(r.line, o.line))
}

func (r rank) compareKey(o rank) int {
	return cmp.Or(r.number.Cmp(o.number), cmp.Compare(r.sequence, o.sequence), strings.Compare(r.id, o.id))
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	default:
		return 1
	}
}

// rankOf places a deal on its credit date. A refund never stands before its original.
// The plan by names the dates: that of the unit, or of the payee below whose commission it is.
func (c *calculation) rankOf(u *unit, by *plan, i int, date kam.Day) rank {
	d := &c.book.deals[i]
	if u.plan.Order == ByNumericID && !wholeNumber(d.ID) {
		u.hold(CodeNumericID, "transaction "+clip(d.ID), say("the id %q is no whole number", "编号 %q 不是整数", clip(d.ID)), say(`order by "sequence" or "id"`, `请改用 "sequence" 或 "id" 排序`))
	}
	own := c.key(u, i)
	own.date = date
	if d.original < 0 {
		return own
	}
	first := c.key(u, d.original)
	first.date = c.book.deals[d.original].Date(by.CreditDate)
	if cmp.Or(first.date.Compare(own.date), first.compareKey(own)) < 0 {
		return own
	}
	first.refund = true
	first.ownDate, first.ownSequence, first.ownID = d.firstDate(), d.Sequence, d.ID
	return first
}

// wholeNumber reports whether an id is digits alone.
func wholeNumber(id string) bool {
	return id != "" && !strings.ContainsFunc(id, func(r rune) bool { return r < '0' || r > '9' })
}

// key returns what orders a deal among those of its day.
func (c *calculation) key(u *unit, i int) rank {
	d := &c.book.deals[i]
	k := rank{id: d.ID}
	switch u.plan.Order {
	case BySequence:
		k.sequence = d.Sequence
	case ByNumericID:
		if n, err := num.Parse(d.ID); err == nil && wholeNumber(d.ID) {
			k.number = n
		}
	case ByID: // the id decides alone
	}
	return k
}

// dateOf returns the day on which a deal counts for a plan; unset when it has
// none. A refund counts with its original, or on its own day if that is later
// and the plan says so; while its original does not count, neither does it.
func (c *calculation) dateOf(p *plan, i int) kam.Day {
	d := &c.book.deals[i]
	own := d.Date(p.CreditDate)
	if d.original < 0 {
		return own
	}
	first := c.book.deals[d.original].Date(p.CreditDate)
	if !first.IsSet() || p.Refunds.Period == Origin || own.IsSet() && own.Before(first) {
		return first
	}
	return own
}

// sourceOf returns the deal whose data decide: the original of a refund, or the deal itself.
func (c *calculation) sourceOf(i int) int {
	if o := c.book.deals[i].original; o >= 0 {
		return o
	}
	return i
}

// credit applies one rule of a unit's plan to one participant of a deal. The finding says why there is none.
func (c *calculation) credit(u *unit, i, rule, participant int, share *big.Rat) (credit, *kam.Finding) {
	d, src := &c.book.deals[i], c.sourceOf(i)
	from := &c.book.deals[src]
	r := &u.plan.Credits[rule]
	date := c.dateOf(u.plan, i)
	at := "transaction " + clip(d.ID)
	reason := func(code Code, message, remedy kam.Text) *kam.Finding {
		return &kam.Finding{Code: string(code), Severity: kam.Info, Place: at, Message: message, Remedy: remedy}
	}
	lost := func() (credit, *kam.Finding) {
		u.lost = append(u.lost, &credit{deal: i, source: src, rule: rule, date: date})
		return credit{}, nil
	}
	stays, outside := false, false
	if own := d.Date(u.plan.CreditDate); src != i && date.IsSet() && date.Before(c.span(u).From) && u.plan.Refunds.Period == Origin && c.span(u).Contains(own) {
		switch {
		case u.plan.Refunds.Method == Mirror && c.hasPrior(u, src) && u.Period.Contains(own):
			date, stays = own, true
		case u.Period.Contains(date):
			date, outside = own, true
		}
	}
	met, known := c.meets(u.plan, src, r.When)
	switch {
	case !date.IsSet():
		return credit{}, reason(CodeNoCreditDate, say("the deal has no %q date, by which plan %q credits", "交易没有方案 %[2]q 所依据的 %[1]q 日期", u.plan.CreditDate, u.Plan),
			say("it counts once it has one", "有该日期后即计入"))
	case !c.span(u).Contains(date):
		return credit{}, reason(CodeOutsidePeriod, say("the deal counts on %s, outside %s", "交易计入日期 %s 不在 %s 之内", date.String(), c.span(u).String()),
			say("it counts in that period", "计入相应期间"))
	case !u.Period.Contains(date) && !outside:
		return credit{}, reason(CodeNotAssigned, say("%q is not assigned to plan %q on %s", "%[3]s 时 %[1]q 未分配到方案 %[2]q", clip(u.payee.ID), u.Plan, date.String()), say("extend the assignment if that is wrong", "如有误请延长分配期间"))
	case !known:
		c.holdRate(u, src)
		return lost()
	case !met:
		return credit{}, reason(CodeFiltered, say("the credit rule %q does not select the deal", "归属规则 %q 未选中该交易", r.Name), say("see the rule's \"when\"", "请查看规则的 when"))
	}
	weight := big.NewRat(1, 1)
	if r.Factor != nil {
		f, ok := r.Factor.of(from)
		switch {
		case !ok && r.Factor.Other == otherExclude:
			return credit{}, reason(CodeExcluded, say("the factor of %q excludes %q", "%q 的系数排除了 %q", r.Factor.By, clip(from.Attributes[r.Factor.By])), say("see the rule's \"factor\"", "请查看规则的 factor"))
		case !ok:
			u.hold(CodeMissingNumber, at, say("the factor of %q has no value for %q", "%q 的系数没有取值 %q", r.Factor.By, clip(from.Attributes[r.Factor.By])),
				say("add the value to the factor, or correct the deal", "请在系数中补充该取值，或更正交易"))
			return lost()
		}
		weight = f
	}
	if outside {
		c.holdOutside(u, i)
		return lost()
	}
	share = new(big.Rat).Mul(share, r.Share.Rat())
	out := credit{deal: i, source: src, rule: rule, participant: participant, date: date, weight: weight, stays: stays, rank: c.rankOf(u, u.plan, i, date)}
	out.rank.rule, out.rank.participant = rule, participant
	if r.Split == SplitPayout {
		out.share = share
	} else {
		out.weight = new(big.Rat).Mul(weight, share)
	}
	if d.fault != nil && !u.hasHeldAt(Code(d.fault.Code), d.fault.Place) { // the original of a refund may share its fault
		u.held.Add(*d.fault)
	}
	if d.foreign(u.plan) {
		if _, ok := c.rateOf(u.plan, i); !ok {
			c.holdRate(u, i)
		}
	}
	return out, nil
}

// noteBackdated warns of a refund that is dated before its original, and counts on its original's date in the run's period.
func (c *calculation) noteBackdated(u *unit, i int, counts kam.Day) {
	d := &c.book.deals[i]
	key := backdatedKey{i, u.plan.CreditDate}
	if d.original < 0 || c.backdated[key] || !c.period.Contains(counts) {
		return
	}
	original := &c.book.deals[d.original]
	own, first := d.Date(u.plan.CreditDate), original.Date(u.plan.CreditDate)
	if !own.IsSet() || !own.Before(first) {
		return
	}
	if c.backdated == nil {
		c.backdated = map[backdatedKey]bool{}
	}
	c.backdated[key] = true
	at := d.Place
	if at == "" {
		at = "transaction " + clip(d.ID)
	}
	c.book.found.warn(CodeRefundBefore, at, say("%q of %s takes back %q of %s: it is dated before its original, and counts on %[5]s", "%q（%s）冲销 %q（%s）：退款日期早于原交易，按 %[5]s 计入", clip(d.ID), own.String(), clip(original.ID), first.String(), counts.String()),
		say("correct the date %q of one of them, if it is wrong", "若日期 %q 有误，请更正其中之一", u.plan.CreditDate))
}

// hasPrior reports whether the opening says what a deal earned for a unit.
func (c *calculation) hasPrior(u *unit, i int) bool {
	_, ok := c.prior[priorKey{u.payee.ID, u.Plan, c.book.deals[i].ID}]
	return ok
}

// span is the stretch of credit dates that a unit looks at.
func (c *calculation) span(u *unit) kam.Period {
	return kam.Period{From: c.starts[u.plan.widest], Until: c.period.Until}
}

// of returns the factor of a deal.
func (f *Factor) of(d *deal) (*big.Rat, bool) {
	if x, ok := f.Values[d.Attributes[f.By]]; ok {
		return num.Rat(x), true
	}
	if f.Other == otherRefuse || f.Other == otherExclude {
		return nil, false
	}
	x, err := num.Parse(f.Other)
	return num.Rat(x), err == nil
}

// meets reports whether a deal meets a condition, numbers of money being taken in the plan's currency. No condition is
// met by every deal. It is not known when it depends on money in another currency for which there is no rate.
func (c *calculation) meets(p *plan, i int, k *Condition) (met, known bool) {
	switch {
	case k == nil:
		return true, true
	case len(k.All) > 0:
		return c.meetsEach(p, i, k.All, false)
	case len(k.Any) > 0:
		return c.meetsEach(p, i, k.Any, true)
	case k.Not != nil:
		met, known = c.meets(p, i, k.Not)
		return !met, known
	case k.Attribute != "":
		return slices.Contains(k.In, c.book.deals[i].Attributes[k.Attribute]), true
	case k.Date != "":
		return k.dated(&c.book.deals[i].Transaction), true
	}
	x, known := c.number(p, i, k.Number)
	return x.Valid &&
		(!k.AtLeast.Valid || x.Decimal.Cmp(k.AtLeast.Decimal) >= 0) &&
		(!k.MoreThan.Valid || x.Decimal.Cmp(k.MoreThan.Decimal) > 0) &&
		(!k.AtMost.Valid || x.Decimal.Cmp(k.AtMost.Decimal) <= 0) &&
		(!k.Below.Valid || x.Decimal.Cmp(k.Below.Decimal) < 0), known
}

// meetsEach goes through conditions until one decides: the first met of any, the first not met of all.
func (c *calculation) meetsEach(p *plan, i int, list []Condition, decides bool) (met, known bool) {
	all := true
	for j := range list {
		met, known := c.meets(p, i, &list[j])
		if known && met == decides {
			return decides, true
		}
		all = all && known
	}
	return !decides, all
}

// number returns a quantity of a deal by name; invalid when it is not known.
func (t *Transaction) number(name string) decimal.NullDecimal {
	switch name {
	case "amount":
		return decimal.NewNullDecimal(t.Amount)
	case "margin":
		return t.Margin
	case "units":
		return t.Units
	case "cash":
		return t.Cash
	}
	if x, ok := t.Numbers[name]; ok {
		return decimal.NewNullDecimal(x)
	}
	return decimal.NullDecimal{}
}
