package fromcrm

import (
	"slices"
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
)

// history is one opportunity while its revisions are applied in order.
type history struct {
	policy  Policy
	booked  bool     // the opportunity has a transaction
	counts  bool     // the deal counts
	waits   bool     // the deal is won and has no credit date
	now     Revision // what counts, with what the policy keeps; set when counts
	last    Revision // the revision that now comes from, as it was
	live    []part   // transactions that are not reversed in whole; they add up to now
	made    int64    // the revision that the ids being made belong to
	parts   int      // how many it has made
	out     []incentive.Transaction
	remarks []kam.Finding
}

// part is a transaction and what its reversals have left of it.
type part struct {
	booking incentive.Transaction
	left    price
}

// apply moves the opportunity on to a revision, or returns its faults and
// changes nothing. A won revision counts; any other one does not.
func (h *history) apply(r Revision, won bool) []kam.Finding {
	next := r
	if won && h.counts {
		next = h.keep(r)
	}
	waits := won && !next.date(h.policy.CreditDate).IsSet()
	if won {
		if faults := contentFaults(next); len(faults) > 0 {
			return faults
		}
	}
	counts := won && !waits
	if h.needsDay(next, counts) && !r.On.IsSet() {
		return []kam.Finding{fault(CodeChangeDay, r.place(),
			say("the change has no day, and the policy dates transactions by it", "变更没有日期，而政策按变更日期计入"),
			say(`state On, the day the change was made, or use "dating": "original"`, `请填写变更日期 On，或使用 "dating": "original"`))}
	}
	if waits && !h.waits {
		h.remark(CodeWaiting, r, say("the deal is won and has no %s date yet, so it does not count", "商机已赢单，但还没有 %s 日期，暂不计入", string(h.policy.CreditDate)),
			say("nothing to do: it counts from the revision on that has the date", "无需处理：有该日期的版本出现后即计入"))
	}
	h.made, h.parts = r.Number, 0
	switch {
	case !counts:
		h.reverseAll(r)
	case !h.counts:
		h.book(next, priceOf(next))
	default:
		h.change(next)
		h.remarkKept(r, next)
	}
	h.counts, h.waits, h.now, h.last = counts, waits, next, r
	return nil
}

// needsDay reports whether applying next makes a transaction that is dated by the change.
func (h *history) needsDay(next Revision, counts bool) bool {
	switch {
	case h.policy.Dating != OnChange || !h.booked:
		return false
	case !counts:
		return len(h.live) > 0
	case !h.counts:
		return true
	default:
		return !h.unchanged(next)
	}
}

// keep returns r with the parts that the policy keeps as they were when the deal was won.
func (h *history) keep(r Revision) Revision {
	if h.policy.Reowned == Keep {
		r.Owner, r.Participants = h.now.Owner, h.now.Participants
	}
	if h.policy.Attributes == Keep {
		r.Attributes, r.Numbers = h.now.Attributes, h.now.Numbers
	}
	dates := []struct {
		name     incentive.DateName
		to, from *kam.Day
	}{
		{incentive.Booked, &r.Closed, &h.now.Closed},
		{incentive.Invoiced, &r.Invoiced, &h.now.Invoiced},
		{incentive.CashReceived, &r.CashDate, &h.now.CashDate},
		{incentive.Delivered, &r.Delivered, &h.now.Delivered},
	}
	for _, d := range dates {
		change := h.policy.Dates
		if d.name == h.policy.CreditDate {
			change = h.policy.Moved
		}
		if change == Keep {
			*d.to = *d.from
		}
	}
	return r
}

// unchanged reports whether next is what counts already.
func (h *history) unchanged(next Revision) bool {
	return h.sameButPrice(next) && next.samePrice(h.now)
}

// sameButPrice reports whether next differs from what counts in its quantities at most.
func (h *history) sameButPrice(next Revision) bool {
	return next.Currency == h.now.Currency && next.sameOwners(h.now) && next.sameAttributes(h.now) &&
		next.Closed == h.now.Closed && next.otherDates(incentive.Booked) == h.now.otherDates(incentive.Booked)
}

// change moves a deal that counts, and still does, to its new content.
func (h *history) change(next Revision) {
	if h.unchanged(next) {
		return
	}
	if next.Currency != h.now.Currency {
		h.remark(CodeCurrencyChanged, next, say("the currency of the deal changed from %q to %q; it was reversed and booked anew", "商机的货币由 %q 改为 %q，已冲销并重新入账", string(h.now.Currency), string(next.Currency)),
			say("check that the CRM did not change the unit of old amounts", "请确认 CRM 没有改动旧金额的单位"))
	}
	if h.policy.Repriced == RepricedDifference && h.sameButPrice(next) {
		if h.difference(next) {
			return
		}
		h.remark(CodeRebooked, next, say("the change cannot be booked as a difference; the deal was reversed and booked anew", "该变更无法按差额入账，已冲销并重新入账"),
			say("nothing to do; a difference needs amount, margin, units and cash that are known and move the same way", "无需处理；按差额入账要求金额、毛利、数量、回款均已知且变动方向一致"))
	}
	h.reverseAll(next)
	h.book(next, priceOf(next))
}

// difference books the difference to the new price, or nothing when it cannot be booked as one.
func (h *history) difference(next Revision) bool {
	old, wanted := priceOf(h.now), priceOf(next)
	if !old.comparable(wanted) {
		return false
	}
	added := wanted.minus(old)
	switch added.amount.Sign() {
	case 1:
		if !added.positive() || !added.fits() {
			return false
		}
		h.book(next, added)
		return true
	case -1:
		return h.lower(next, old.minus(wanted))
	default:
		return false
	}
}

// lower takes off a part of the price, the latest addition first.
func (h *history) lower(next Revision, off price) bool {
	keep := len(h.live)
	for keep > 1 && off.amount.Cmp(h.live[keep-1].left.amount) >= 0 {
		keep--
		off = off.minus(h.live[keep].left)
	}
	partial := off.amount.Sign() != 0
	switch {
	case !partial && !off.zero():
		return false
	case partial && (!off.within(h.live[keep-1].left) || !off.fits() || !h.live[keep-1].left.minus(off).fits()):
		return false
	}
	for len(h.live) > keep {
		h.reverseLast(next)
	}
	if partial {
		last := &h.live[keep-1]
		h.reverse(last.booking, off, next)
		last.left = last.left.minus(off)
	}
	return true
}

// book adds a transaction with the content of a revision and a price.
func (h *history) book(r Revision, p price) {
	t := incentive.Transaction{
		ID: h.id(r), Sequence: r.Number,
		Owner: r.Owner, Participants: slices.Clone(r.Participants),
		Amount: p.amount, Currency: r.Currency, Margin: p.margin, Units: p.units, Cash: p.cash,
		Booked: r.Closed, Invoiced: r.Invoiced, CashDate: r.CashDate, Delivered: r.Delivered,
		Attributes: cloneMap(r.Attributes), Numbers: cloneMap(r.Numbers),
		Place: r.Place,
	}
	if h.booked {
		h.date(&t, r.On)
	}
	h.booked = true
	h.live = append(h.live, part{booking: t, left: p})
	h.out = append(h.out, t)
}

// reverseAll takes back all that is left, in the order it was booked.
func (h *history) reverseAll(r Revision) {
	for _, p := range h.live {
		h.reverse(p.booking, p.left, r)
	}
	h.live = nil
}

// reverseLast takes back all that is left of the latest transaction.
func (h *history) reverseLast(r Revision) {
	last := len(h.live) - 1
	h.reverse(h.live[last].booking, h.live[last].left, r)
	h.live = h.live[:last]
}

// reverse adds a reversal of a part of a transaction.
func (h *history) reverse(original incentive.Transaction, p price, r Revision) {
	off := price{}.minus(p)
	t := incentive.Transaction{
		ID: h.id(r), Sequence: r.Number,
		Amount: off.amount, Currency: original.Currency, Margin: off.margin, Units: off.units, Cash: off.cash,
		Booked: original.Booked, Invoiced: original.Invoiced, CashDate: original.CashDate, Delivered: original.Delivered,
		Reverses: original.ID,
		Place:    r.Place,
	}
	h.date(&t, r.On)
	h.out = append(h.out, t)
}

// date puts a transaction on the day of the change, if the policy says so and that is not before its own credit date.
func (h *history) date(t *incentive.Transaction, on kam.Day) {
	if h.policy.Dating != OnChange || !t.Date(h.policy.CreditDate).Before(on) {
		return
	}
	switch h.policy.CreditDate {
	case incentive.Booked:
		t.Booked = on
	case incentive.Invoiced:
		t.Invoiced = on
	case incentive.CashReceived:
		t.CashDate = on
	case incentive.Delivered:
		t.Delivered = on
	}
}

// id names the next transaction: the opportunity itself the first time, then revision and part.
func (h *history) id(r Revision) string {
	if !h.booked {
		return r.Opportunity
	}
	h.parts++
	return r.Opportunity + "#" + strconv.FormatInt(h.made, 10) + "." + strconv.Itoa(h.parts)
}

func (h *history) remark(code Code, r Revision, message, remedy kam.Text) {
	h.remarks = append(h.remarks, note(kam.Info, code, r.place(), message, remedy))
}

// remarkKept tells which changes since the revision before were left out.
func (h *history) remarkKept(r, next Revision) {
	name := h.policy.CreditDate
	kept := []struct {
		left   bool
		en, zh string
	}{
		{!r.sameOwners(next) && !r.sameOwners(h.last), "owner or participants", "负责人或参与人"},
		{!r.sameAttributes(next) && !r.sameAttributes(h.last), "attributes or numbers", "属性或数值"},
		{r.date(name) != next.date(name) && r.date(name) != h.last.date(name), "credit date", "计入日期"},
		{r.otherDates(name) != next.otherDates(name) && r.otherDates(name) != h.last.otherDates(name), "other dates", "其他日期"},
	}
	for _, k := range kept {
		if k.left {
			h.remark(CodeKept, r, say("the %s changed and the deal stays as it was won", "%s有变更，交易保持赢单时的内容", kam.Text{EN: k.en, ZH: k.zh}),
				say("nothing to do: the policy says keep", "无需处理：政策规定保持不变"))
		}
	}
}

// price is what a transaction counts.
type price struct {
	amount              decimal.Decimal
	margin, units, cash decimal.NullDecimal
}

func priceOf(r Revision) price {
	return price{amount: r.Amount.Decimal, margin: r.Margin, units: r.Units, cash: r.Cash}
}

// each visits the quantities of p beside those of o.
func (p price) each(o price, visit func(a, b decimal.Decimal) bool) bool {
	if !visit(p.amount, o.amount) {
		return false
	}
	pairs := [3][2]decimal.NullDecimal{{p.margin, o.margin}, {p.units, o.units}, {p.cash, o.cash}}
	for _, pair := range pairs {
		if (pair[0].Valid || pair[1].Valid) && !visit(pair[0].Decimal, pair[1].Decimal) {
			return false
		}
	}
	return true
}

// minus returns p - o; a quantity known in either is known in the result.
func (p price) minus(o price) price {
	sub := func(a, b decimal.NullDecimal) decimal.NullDecimal {
		if !a.Valid && !b.Valid {
			return decimal.NullDecimal{}
		}
		return decimal.NewNullDecimal(normalDecimal(a.Decimal.Sub(b.Decimal)))
	}
	return price{
		amount: normalDecimal(p.amount.Sub(o.amount)),
		margin: sub(p.margin, o.margin), units: sub(p.units, o.units), cash: sub(p.cash, o.cash),
	}
}

// comparable reports whether the same quantities are known in both.
func (p price) comparable(o price) bool {
	return p.margin.Valid == o.margin.Valid && p.units.Valid == o.units.Valid && p.cash.Valid == o.cash.Valid
}

// positive reports whether no quantity is below zero.
func (p price) positive() bool {
	return p.each(p, func(a, _ decimal.Decimal) bool { return a.Sign() >= 0 })
}

// zero reports whether every quantity is zero.
func (p price) zero() bool {
	return p.each(p, func(a, _ decimal.Decimal) bool { return a.Sign() == 0 })
}

// fits reports whether every quantity is within the width of transactions.
func (p price) fits() bool {
	return p.each(p, func(a, _ decimal.Decimal) bool { return fits(a, maxPlaces) })
}

// within reports whether every quantity lies between zero and that of o.
func (p price) within(o price) bool {
	return p.each(o, func(a, b decimal.Decimal) bool {
		return a.Sign() == 0 || a.Sign() == b.Sign() && a.Abs().Cmp(b.Abs()) <= 0
	})
}
