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

// item is earnings that are held back together, what stood in the ledger for them and what stands there now.
//
// All earnings of an item go through the held account, the part that is paid at once included, so that the ledger knows
// what each deal has earned and every part is found from the whole: nothing drifts when a deal is earned, corrected and
// refunded in many steps.
type item struct {
	itemKey
	rules    *Rules
	back     *Holdback
	anchor   kam.Period // the earliest period in which it was earned
	total    decimal.Decimal
	byOrigin map[kam.Period]decimal.Decimal
	changes  map[kam.Period]decimal.Decimal
	was, now []tranche
	total2   decimal.Decimal
	told     decimal.Decimal // cancelled or forfeited, as steps tell
	sums     decimal.Decimal // of the changes, parts of sums without a deal
}

// tranche is one part of an item. All four are sums to date, zero or more unless the item's total is below zero.
type tranche struct {
	held      decimal.Decimal // kept back out of earnings
	opened    decimal.Decimal // brought in
	released  decimal.Decimal
	cancelled decimal.Decimal
}

// left returns what is held back.
func (t tranche) left() decimal.Decimal {
	return t.held.Add(t.opened).Sub(t.released).Sub(t.cancelled)
}

// itemAt returns the item of a key, a new one when there is none.
func (s *settlement) itemAt(key itemKey, back *Holdback) *item {
	it := s.h.items[key]
	if it == nil {
		it = &item{
			itemKey: key, rules: s.rulesOf(key.version), back: back, was: make([]tranche, len(back.Parts)),
			byOrigin: map[kam.Period]decimal.Decimal{}, changes: map[kam.Period]decimal.Decimal{},
		}
		s.h.items[key] = it
		if key.transaction != "" {
			deal := dealKey{key.component, key.transaction}
			s.h.deals[deal] = append(s.h.deals[deal], it)
		}
	}
	return it
}

// from notes that something of the item was earned in a period.
func (it *item) from(origin kam.Period) {
	if it.anchor.IsZero() || origin.Compare(it.anchor) < 0 {
		it.anchor = origin
	}
}

// add notes a change of what the item has earned in a period.
func (it *item) add(origin kam.Period, amount decimal.Decimal) {
	if amount.IsZero() {
		return
	}
	it.changes[origin] = it.changes[origin].Add(amount)
	it.from(origin)
}

// next returns what the item has earned with its changes.
func (it *item) next() decimal.Decimal {
	total := it.total
	for _, change := range it.changes {
		total = total.Add(change)
	}
	return total
}

// stood tells whether the ledger had anything of the item before the open period.
func (it *item) stood() bool {
	return len(it.byOrigin) > 0 || it.broughtIn()
}

// broughtIn tells whether something of the item was brought in as held back.
func (it *item) broughtIn() bool {
	return slices.ContainsFunc(it.was, func(t tranche) bool { return !t.opened.IsZero() })
}

// known tells whether the ledger had what the item earned before the open period, and not only what was taken off it.
func (it *item) known() bool {
	for _, amount := range it.byOrigin {
		if amount.IsPositive() {
			return true
		}
	}
	return false
}

// mode returns how the parts are rounded.
func (it *item) mode() num.Mode {
	if it.back.Mode != "" {
		return num.Mode(it.back.Mode)
	}
	return it.rules.mode
}

// happens returns what events name the item by.
func (k itemKey) happens() eventKey {
	if k.transaction == "" {
		return eventKey{origin: k.origin}
	}
	return eventKey{transaction: k.transaction}
}

// split divides a total into the parts of the holdback. Each is rounded and at most what is left; the last takes the
// rest. A total below zero takes off what was brought in as held back, from the last part backwards, and the rest of it is
// the first part's alone.
func (it *item) split(total decimal.Decimal, places int32) []decimal.Decimal {
	parts := make([]decimal.Decimal, len(it.back.Parts))
	if !total.IsPositive() {
		for i := len(parts) - 1; i > 0; i-- {
			parts[i] = decimal.Max(decimal.Zero, decimal.Min(total.Neg(), it.was[i].opened)).Neg()
			total = total.Sub(parts[i])
		}
		parts[0] = total
		return parts
	}
	rest := total
	for i, p := range it.back.Parts {
		part := rest
		if i < len(parts)-1 {
			exact := num.Rat(total)
			part = decimal.Min(rest, num.RoundRat(exact.Mul(exact, p.Share.Rat()), places, it.mode()))
		}
		parts[i], rest = part, rest.Sub(part)
	}
	return parts
}

// keep divides what the item has earned into parts, and posts what is kept back.
func (s *settlement) keep(it *item) {
	it.now = slices.Clone(it.was)
	total, parts := it.total, it.split(it.total, s.places)
	for _, origin := range slices.SortedFunc(maps.Keys(it.changes), kam.Period.Compare) {
		total = total.Add(it.changes[origin])
		next := it.split(total, s.places)
		for i := range next {
			change := next[i].Sub(parts[i])
			it.now[i].held = it.now[i].held.Add(change)
			s.post(lineKey{it.version, it.component, ledger.Holdback, origin, ledger.PayeeAccount, Reference(it.transaction, i+1), s.currency}, change.Neg())
			s.post(lineKey{it.version, it.component, ledger.Holdback, origin, ledger.HeldAccount, Reference(it.transaction, i+1), s.currency}, change)
		}
		parts = next
	}
	it.total2 = total
}

// below returns what of a part lies below zero and is never held back: a total below zero, but for what it takes off
// amounts that were brought in.
func (it *item) below(total decimal.Decimal, part int) decimal.Decimal {
	if part > 0 || !total.IsNegative() {
		return decimal.Zero
	}
	for i := range it.was {
		total = total.Add(decimal.Max(decimal.Zero, it.was[i].opened))
	}
	return decimal.Min(total, decimal.Zero)
}

// ends returns the first day whose events release nothing of the item any more.
func (s *settlement) ends(it *item) kam.Day {
	end := s.c.Period.Until
	if last, ok := s.lastDay(it.rules); ok && last.Before(end) {
		end = last.AddDays(1)
	}
	if cancelled, ok := s.cancellation(it); ok && it.rules.terms.Clawback.Held == HeldCancel && cancelled.Day.Before(end) {
		end = cancelled.Day.AddDays(1)
	}
	return end
}

// free finds what of each part is released by now.
func (s *settlement) free(it *item) {
	key := it.happens()
	_, freed := s.latest(key, Freed, s.c.Period.Until)
	freed = freed || s.left(it.rules) && it.rules.terms.Leavers.Held == LeaverReceives
	end := s.ends(it)
	for i := range it.now {
		now, was := &it.now[i], it.was[i]
		negative := it.below(it.total2, i)
		whole := now.held.Add(now.opened).Sub(negative)
		now.cancelled = decimal.Max(decimal.Zero, decimal.Min(s.cancelledOf(it, i, whole), whole))
		if s.reinstated(it) {
			now.cancelled = decimal.Zero
		}
		most := whole.Sub(now.cancelled)
		fraction := s.fraction(it, i, key, end)
		switch {
		case freed || whole.IsNegative():
			now.released = negative.Add(most)
		case fraction == nil:
			kept, known := s.kept(it, i, whole, was)
			now.released = negative.Add(decimal.Min(most, kept))
			if !known || s.reinstated(it) && was.cancelled.IsPositive() {
				s.eventAgain(it, i)
			}
		default:
			now.released = negative.Add(decimal.Min(most, num.RoundRat(new(big.Rat).Mul(num.Rat(whole), fraction), s.places, it.mode())))
		}
	}
}

// cancelledOf returns what is cancelled of a part of which no event says anything new: of what was added to a deal after it was
// cancelled, as much in proportion, and all of it where nothing of the part was left. Of what was taken off a deal, nothing
// is given back.
func (s *settlement) cancelledOf(it *item, i int, whole decimal.Decimal) decimal.Decimal {
	was := it.was[i]
	negative := it.below(it.total, i)
	before, released := was.held.Add(was.opened).Sub(negative), was.released.Sub(negative)
	if !was.cancelled.IsPositive() || !before.IsPositive() || !whole.GreaterThan(before) {
		return was.cancelled
	}
	part := was.cancelled
	if was.left().IsZero() {
		part = released
	}
	grown := num.Rat(part)
	grown.Mul(grown, num.Rat(whole))
	rounded := num.RoundRat(grown.Quo(grown, num.Rat(before)), s.places, it.mode())
	if was.left().IsZero() {
		return whole.Sub(rounded)
	}
	return rounded
}

// kept returns what is released of a part of which nothing new is known: the fraction that was released before. It is not
// known where there was nothing of it.
func (s *settlement) kept(it *item, i int, whole decimal.Decimal, was tranche) (kept decimal.Decimal, known bool) {
	negative := it.below(it.total, i)
	before := was.held.Add(was.opened).Sub(negative)
	released := was.released.Sub(negative)
	if !before.IsPositive() {
		before, released = s.elsewhere(it, it.back.Parts[i].On)
	}
	if !before.IsPositive() {
		return decimal.Zero, false
	}
	fraction := num.Rat(released)
	fraction.Quo(fraction, num.Rat(before))
	return num.RoundRat(fraction.Mul(fraction, num.Rat(whole)), s.places, it.mode()), true
}

// eventAgain warns of a part of a deal that the ledger knows and that waits for an event which may have come while there was
// nothing to release: while the deal was cancelled, or had earned nothing.
func (s *settlement) eventAgain(it *item, i int) {
	kind, ok := it.back.Parts[i].On.Event()
	if left := it.now[i].left(); ok && it.transaction != "" && left.IsPositive() && it.stood() {
		name := wording.Quote(string(kind))
		s.Warn("event-again", "$.events", wording.Say("%s earns something again: %s of it stays held back for %s, because no event %s that came in between has released anything", "%s重新产生所得：%[3]s 仍有 %[2]s 暂扣，因为其间的 %[4]s 事件未释放任何金额",
			s.nameOf(it), s.format(left), wording.Quote(s.c.Payee), name),
			wording.Say("if there was one, hand in the last event %s of %s again", "如有此类事件，请再次传入 %[2]s 的最近一次 %[1]s 事件", name, wording.Quote(it.transaction)))
	}
}

// elsewhere returns what the deal had in parts with a trigger under other plan versions before the open period, and what was
// released of them: a deal that another version calculates anew has been invoiced, paid and accepted all the same.
func (s *settlement) elsewhere(it *item, on Trigger) (whole, released decimal.Decimal) {
	if _, waits := on.Event(); it.transaction == "" || !waits {
		return decimal.Zero, decimal.Zero
	}
	for _, o := range s.h.deals[dealKey{it.component, it.transaction}] {
		if o == it || o.total.IsNegative() {
			continue
		}
		for i, was := range o.was {
			if o.back.Parts[i].On == on {
				whole, released = whole.Add(was.held).Add(was.opened), released.Add(was.released)
			}
		}
	}
	return whole, released
}

// fraction returns how much of a part is due before a day: nil when it is as much as before, because its day has not come
// or no event says more.
func (s *settlement) fraction(it *item, i int, key eventKey, end kam.Day) *big.Rat {
	part := it.back.Parts[i]
	kind, waits := part.On.Event()
	switch {
	case part.On == OnBooking:
		return big.NewRat(1, 1)
	case !waits:
		if due := s.due(it, part); due.IsSet() && due.Before(end) {
			return big.NewRat(1, 1)
		}
		return nil
	}
	if e, ok := s.latest(key, kind, end); ok {
		return e.part().Rat()
	}
	return nil
}

// due returns the day on which a part is released, and the unset day where that is not known.
func (s *settlement) due(it *item, part Part) kam.Day {
	switch part.On {
	case OnDate:
		return part.Date
	case OnAfter:
		return it.anchor.From.AddMonths(part.Months)
	case OnYearEnd:
		year := s.c.Year
		switch {
		case year.IsZero() || !it.anchor.From.Before(year.Until):
			return kam.Day{}
		case !it.anchor.Until.After(year.From):
			return year.From.AddDays(-1)
		}
		return year.Until.AddDays(-1)
	default:
		return kam.Day{}
	}
}

// forfeit cancels what is still held back of somebody whose time for it has passed.
func (s *settlement) forfeit(it *item) {
	last, ok := s.lastDay(it.rules)
	if !ok || !last.Before(s.c.Period.Until) {
		return
	}
	gone := decimal.Zero
	for i := range it.now {
		left := it.now[i].left()
		it.now[i].cancelled = it.now[i].cancelled.Add(left)
		gone = gone.Add(left)
	}
	if it.told = it.told.Add(gone); !gone.IsZero() {
		s.step(phaseForfeited, Step{
			Kind: StepForfeited, Component: it.component, Transaction: it.transaction, Origin: it.origin, Held: gone.Neg(),
			Because: wording.Say("%s of %s was still held back on %s, the last day for it after leaving on %s", "离职日为 %[4]s，至最后期限 %[3]s 仍暂扣的 %[2]s 计 %[1]s 作废", s.format(gone), s.nameOf(it), last, s.c.Employment.Left),
		})
	}
}

// settleItem posts what was released and cancelled, and tells it.
func (s *settlement) settleItem(it *item) {
	keptBack, cancelled := decimal.Zero, decimal.Zero
	for i := range it.now {
		now, was, on := it.now[i], it.was[i], it.back.Parts[i].On
		line := lineKey{it.version, it.component, ledger.Release, s.originOfItem(it), ledger.HeldAccount, Reference(it.transaction, i+1), s.currency}
		s.pair(line, ledger.PayeeAccount, now.released.Sub(was.released))
		line.kind = ledger.Clawback
		s.post(line, was.cancelled.Sub(now.cancelled))
		cancelled = cancelled.Add(now.cancelled).Sub(was.cancelled)
		if on == OnBooking {
			continue
		}
		was.held, was.released = was.held.Sub(it.below(it.total, i)), was.released.Sub(it.below(it.total, i))
		now.held, now.released = now.held.Sub(it.below(it.total2, i)), now.released.Sub(it.below(it.total2, i))
		kept, freed := now.held.Sub(was.held), now.released.Sub(was.released)
		keptBack, s.cash = keptBack.Add(kept), s.cash.Sub(kept).Add(freed)
		s.tellReleased(it, i, freed)
	}
	s.tellHeld(it, keptBack)
	s.tellUncancelled(it, cancelled.Sub(it.told))
}

// originOfItem is the period of what is released and cancelled: it keeps sums without a deal apart.
func (s *settlement) originOfItem(it *item) kam.Period {
	if it.transaction == "" {
		return it.origin
	}
	return s.c.Period
}

// liveItems returns the items, in order, that this period may change. Of the others nothing is held back, nothing was earned
// and nothing has happened.
func (s *settlement) liveItems() []*item {
	return slices.DeleteFunc(s.sortedItems(), func(it *item) bool {
		if len(it.changes) > 0 || len(s.events[it.happens()]) > 0 || slices.ContainsFunc(it.was, func(t tranche) bool { return !t.left().IsZero() }) {
			return false
		}
		it.now, it.total2 = it.was, it.total
		return true
	})
}

// sortedItems returns the items in order.
func (s *settlement) sortedItems() []*item {
	items := make([]*item, 0, len(s.h.items))
	for _, it := range s.h.items {
		items = append(items, it)
	}
	slices.SortFunc(items, func(a, b *item) int { return a.compare(b.itemKey) })
	return items
}
