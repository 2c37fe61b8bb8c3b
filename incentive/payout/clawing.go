package payout

import (
	"maps"
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive/ledger"
	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/internal/wording"
)

// claim is what an event of cancellation means for one deal in one component.
type claim struct {
	dealKey
	rules   *Rules
	version int
	items   []*item // one for each plan version that the deal earned something under; none where the ledger does not know it
	event   Event
	// share is the part that is taken back; active tells whether anything is.
	share  *big.Rat
	active bool
	// take is what pay loses in all; earned and paid are what it was found from.
	take, earned, paid decimal.Decimal
}

// findClaims finds the claims on all deals that an event has cancelled, withdrawn or reinstated.
func (s *settlement) findClaims() {
	s.claims = map[dealKey]*claim{}
	s.takeFacts()
	for _, key := range slices.SortedFunc(maps.Keys(s.h.deals), dealKey.compare) {
		c := claim{dealKey: key}
		for _, it := range s.itemsOf(key) { // ascending by version
			if !it.rules.clawsBack(it.component) {
				continue
			}
			c.items = append(c.items, it)
			if c.rules == nil || it.next().IsPositive() {
				c.rules, c.version = it.rules, it.version
			}
		}
		if len(c.items) > 0 {
			s.claim(c)
		}
	}
	for _, key := range slices.SortedFunc(maps.Keys(s.deals), dealKey.compare) {
		s.claim(claim{dealKey: key, rules: s.r, version: s.c.Version})
	}
	for _, key := range slices.SortedFunc(maps.Keys(s.credited), dealKey.compare) {
		if s.h.clawed[key.left()].IsZero() {
			s.claim(claim{dealKey: key, rules: s.r, version: s.c.Version})
		}
	}
	s.unknownDeals()
}

// itemsOf returns the items of a deal, ascending by version.
func (s *settlement) itemsOf(key dealKey) []*item {
	return slices.SortedFunc(slices.Values(s.h.deals[key]), func(a, b *item) int { return a.compare(b.itemKey) })
}

// takeFacts notes in the ledger what deals have earned before it knew them, where the case states it and an event ends
// them: an amount that is kept back and released at once, so that pay stays as it is. What the ledger knows counts before
// what is stated, so that a fact that is handed in again, and is out of date, takes nothing twice.
func (s *settlement) takeFacts() {
	for _, key := range slices.SortedFunc(maps.Keys(s.deals), dealKey.compare) {
		stated := s.deals[key].Earned
		if _, ended := s.latest(eventKey{transaction: key.transaction}, Cancelled, s.c.Period.Until); !ended || !stated.Valid || s.r.holdback(key.component) != s.r.booked {
			continue
		}
		earned, known := decimal.Zero, false
		for _, it := range s.itemsOf(key) {
			earned, known = earned.Add(it.next()).Sub(it.sums), known || it.known()
		}
		if known {
			continue
		}
		it := s.itemAt(itemKey{version: s.c.Version, component: key.component, transaction: key.transaction}, s.r.booked)
		it.add(dayBefore(s.c.Period), stated.Decimal.Sub(s.h.clawed[key.left()]).Sub(earned))
	}
}

// dayBefore returns the day before a period, the origin of what a deal has earned before the ledger knew it. No commission
// period is that short, and none that is restated touches it.
func dayBefore(p kam.Period) kam.Period { return kam.Period{From: p.From.AddDays(-1), Until: p.From} }

// claim files a claim when there is one and the deal has none yet.
func (s *settlement) claim(c claim) {
	if s.claims[c.dealKey] != nil || !c.rules.clawsBack(c.component) {
		return
	}
	e, ok := s.latest(eventKey{transaction: c.transaction}, Cancelled, s.c.Period.Until)
	if !ok {
		return
	}
	c.event = e
	if e.Kind != Reinstated {
		c.share, c.active = s.clawShare(c)
	}
	if e.Kind != Reinstated && !s.deals[c.dealKey].Earned.Valid && !s.knows(c) {
		s.Add("deal", "$.deals", wording.Say("%s was cancelled, and what it has earned in %s is not stated", "%s 已取消，但没有写明其在 %s 的所得", wording.Quote(c.transaction), wording.Quote(c.component)),
			wording.Say("add the deal with what it has earned to date", "请加入该交易及其累计所得"))
		return
	}
	s.claims[c.dealKey] = &c
}

// knows tells whether the ledger and the case have all that a deal has earned. They have not where it was credited before
// the first period that they show of it, or where they show less than nothing: it was earned elsewhere then.
func (s *settlement) knows(c claim) bool {
	if len(c.items) == 0 {
		return false
	}
	credit, total, first := s.creditDate(c.dealKey), decimal.Zero, c.items[0].anchor
	for _, it := range c.items {
		if it.back != it.rules.booked || it.known() {
			return true
		}
		total = total.Add(it.next())
		if it.anchor.Compare(first) < 0 {
			first = it.anchor
		}
	}
	return !total.IsNegative() && (!credit.IsSet() || !credit.Before(first.From))
}

// unknownDeals warns of cancellations that concern nothing.
func (s *settlement) unknownDeals() {
	known := map[string]bool{}
	for key := range s.claims {
		known[key.transaction] = true
	}
	for _, it := range s.h.items {
		known[it.transaction] = true
	}
	for key := range s.credited {
		known[key.transaction] = true
	}
	for key := range s.deals {
		known[key.transaction] = true
	}
	for i, e := range s.c.Events {
		if topic(e.Kind) == Cancelled && !known[e.Transaction] && e.Day.Before(s.c.Period.Until) && s.r.terms.Clawback != nil {
			s.Warn("unknown-deal", wording.At("$.events", i), wording.Say("%s is no deal of this case", "%s 不是本次结算中的交易", wording.Quote(e.Transaction)),
				wording.Say("add it to the deals, or leave the event out", "请加入交易，或删除该事件"))
		}
	}
}

// claimOn returns the claim on an item, or nil.
func (s *settlement) claimOn(it *item) *claim {
	if c := s.claims[dealKey{it.component, it.transaction}]; c != nil && slices.Contains(c.items, it) {
		return c
	}
	return nil
}

// cancellation returns the event that ends an item and takes something back.
func (s *settlement) cancellation(it *item) (Event, bool) {
	c := s.claimOn(it)
	if c == nil || !c.active {
		return Event{}, false
	}
	return c.event, true
}

// reinstated tells whether the item's cancellation was undone.
func (s *settlement) reinstated(it *item) bool {
	c := s.claimOn(it)
	return c != nil && c.event.Kind == Reinstated
}

// clawShare returns the part that is taken back, and false when the window has passed.
func (s *settlement) clawShare(c claim) (*big.Rat, bool) {
	b, e := c.rules.terms.Clawback, c.event
	if e.Kind == Withdrawn && b.Withdrawn != nil {
		return b.Withdrawn.Rat(), true
	}
	windowed := b.Days > 0 || b.Months > 0
	credit := s.creditDate(c.dealKey)
	if windowed && !credit.IsSet() {
		s.Add("credit-date", "$.deals", wording.Say("the window of %s counts from its credit date, which is not stated", "%s 的追回窗口自计入日期起算，但没有写明该日期", wording.Quote(c.transaction)),
			wording.Say("add the deal with its credit date", "请加入该交易及其计入日期"))
		return nil, false
	}
	end := credit.AddDays(b.Days)
	if b.Months > 0 {
		end = credit.AddMonths(b.Months)
	}
	if windowed && !e.Day.Before(end) {
		return nil, false
	}
	switch b.Method {
	case ClawPercent:
		return b.Share.Rat(), true
	case ClawByDays:
		whole := end.Sub(credit)
		return big.NewRat(int64(min(whole, end.Sub(e.Day))), int64(whole)), true
	case ClawSchedule:
		if e.Instalments == nil {
			s.Add("instalments", "$.events", wording.Say("the schedule needs the instalments of %s that had elapsed", "追回比例表需要 %s 已履行的期数", wording.Quote(c.transaction)),
				wording.Say(`add "instalments" to the event`, `请在事件中加入 "instalments"`))
			return nil, false
		}
		share := b.Bands[0].Share
		for _, band := range b.Bands {
			if band.From <= *e.Instalments {
				share = band.Share
			}
		}
		return share.Rat(), true
	default:
		return big.NewRat(1, 1), true
	}
}

// creditDate returns the credit date of a deal, where it is known.
func (s *settlement) creditDate(key dealKey) kam.Day {
	if d := s.deals[key].CreditDate; d.IsSet() {
		return d
	}
	return s.credited[key]
}

// clawBack finds what is taken back of each deal, and cancels what is held back of it.
func (s *settlement) clawBack() {
	for _, key := range slices.SortedFunc(maps.Keys(s.claims), dealKey.compare) {
		s.settleClaim(s.claims[key])
	}
}

// settleClaim finds what a claim takes. Past the window nothing is taken, and what was cancelled before stays cancelled.
func (s *settlement) settleClaim(c *claim) {
	c.earned = s.deals[c.dealKey].Earned.Decimal.Sub(s.h.clawed[c.left()]) // what was never paid is not taken back
	c.paid = c.earned
	before := decimal.Zero
	if len(c.items) > 0 {
		c.earned, c.paid = decimal.Zero, decimal.Zero
	}
	for _, it := range c.items {
		c.earned = c.earned.Add(it.total2)
		for i := range it.now {
			c.paid = c.paid.Add(it.now[i].released)
			if c.active {
				before = before.Add(it.now[i].cancelled)
			}
			it.told = it.told.Sub(it.now[i].cancelled)
			if c.active {
				it.now[i].cancelled = decimal.Zero
			}
		}
	}
	cancelled := decimal.Zero
	if c.active && c.earned.IsPositive() {
		terms := c.rules.terms.Clawback
		base := c.earned
		if terms.Base == BasePaid {
			base = c.paid
		}
		amount := num.Rat(base)
		c.take = num.RoundRat(amount.Mul(amount, c.share), s.places, c.rules.mode)
		cancelled = s.cancel(c, c.take)
		if terms.Base == BaseEarned {
			c.take = decimal.Max(decimal.Zero, c.take.Sub(cancelled))
		}
	}
	for _, it := range c.items {
		for i := range it.now {
			it.told = it.told.Add(it.now[i].cancelled)
		}
	}
	s.tellCancelled(c, cancelled.Sub(before))
}

// cancel takes from what is held back what the terms say, from the last part backwards, and returns it.
func (s *settlement) cancel(c *claim, target decimal.Decimal) decimal.Decimal {
	taken := decimal.Zero
	if c.rules.terms.Clawback.Held == HeldKeep {
		return taken
	}
	for _, it := range c.items {
		for i := len(it.now) - 1; i >= 0; i-- {
			part := it.now[i].left()
			if c.rules.terms.Clawback.Held == HeldFirst {
				part = decimal.Min(part, target.Sub(taken))
			}
			it.now[i].cancelled = part
			taken = taken.Add(part)
		}
	}
	return taken
}

// takeBack files what pay loses. Of no deal more is taken than it has earned and is not cancelled, so that nothing is taken
// twice: not when a deal is refunded after it was clawed back, and not when what is held back of it is forfeited. What was
// taken before stays taken without its event, in proportion to what is left of the deal.
func (s *settlement) takeBack(items []*item) {
	live := map[dealKey]bool{}
	for _, it := range items {
		live[dealKey{it.component, it.transaction}] = it.transaction != ""
	}
	for _, key := range slices.SortedFunc(maps.Keys(s.h.deals), dealKey.compare) {
		if !live[key] {
			continue
		}
		list, c := s.itemsOf(key), s.claims[key]
		before, earned, most := decimal.Zero, decimal.Zero, decimal.Zero
		for _, it := range list {
			before, earned, most = before.Add(it.total), earned.Add(it.total2), most.Add(it.total2)
			for i := range it.now {
				most = most.Sub(it.now[i].cancelled)
			}
		}
		if c == nil {
			newest := list[len(list)-1]
			c = &claim{dealKey: key, rules: newest.rules, version: newest.version, items: list, take: s.h.clawed[key], earned: earned}
			if before.IsPositive() && !earned.Equal(before) {
				part := num.Rat(c.take)
				part.Mul(part, num.Rat(decimal.Max(decimal.Zero, earned)))
				c.take = num.RoundRat(part.Quo(part, num.Rat(before)), s.places, c.rules.mode)
			}
		}
		c.take = decimal.Min(c.take, decimal.Max(decimal.Zero, most))
		s.take(c)
	}
	for _, key := range slices.SortedFunc(maps.Keys(s.claims), dealKey.compare) {
		if c := s.claims[key]; len(c.items) == 0 {
			s.take(c)
		}
	}
}

// take files what pay loses to a clawback, or gets back.
func (s *settlement) take(c *claim) {
	amount := c.take.Sub(s.h.clawed[c.dealKey])
	if amount.IsZero() {
		return
	}
	s.post(lineKey{c.version, c.component, ledger.Clawback, s.c.Period, ledger.PayeeAccount, c.transaction, s.currency}, amount.Neg())
	position := AfterDraw
	if b := c.rules.terms.Clawback; b != nil && b.Position != "" {
		position = b.Position
	}
	s.taken[position] = s.taken[position].Add(amount)
	s.tellClawed(c, position, amount)
}
