package payout

import (
	"cmp"
	"maps"
	"math/big"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive/ledger"
	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/internal/wording"
)

// rateKey is what a rate is stated for.
type rateKey struct {
	component string
	origin    kam.Period
}

// earnings are the rows of one component and period.
type earnings struct {
	originKey
	rows  map[rowKey]decimal.Decimal // in the plan's currency
	whole bool                       // all that the period has earned, not a change
	rated []rated                    // how it was converted
	total decimal.Decimal            // the same, converted
	deals map[string]decimal.Decimal // what is held back or taken back deal by deal; "" are sums without a deal
}

// rated is what one rate converted.
type rated struct{ sum, rate decimal.Decimal }

// rowKey is what rows add up by. A late row is a deal that was credited after the time for it had passed.
type rowKey struct {
	transaction string
	late        bool
	at          kam.Day // set: the credit date, in the period whose rate converts the row
}

func (s *settlement) versionOf(e Earned) int {
	if e.Version == 0 {
		return s.c.Version
	}
	return e.Version
}

func (s *settlement) originOf(e Earned) kam.Period {
	if e.Origin.IsZero() {
		return s.c.Period
	}
	return e.Origin
}

// gather adds the rows up by component and period, and adds components that a restated period has not earned any more.
func (s *settlement) gather() []*earnings {
	groups := map[originKey]*earnings{}
	at := func(key originKey, whole bool) *earnings {
		if groups[key] == nil {
			groups[key] = &earnings{originKey: key, rows: map[rowKey]decimal.Decimal{}, whole: whole}
		}
		return groups[key]
	}
	restated := map[kam.Period]bool{}
	for i, e := range slices.Concat(s.c.Earned, s.c.Restated) {
		whole := i >= len(s.c.Earned)
		g := at(originKey{s.versionOf(e), e.Component, s.originOf(e)}, whole)
		restated[g.origin] = whole
		last, ends := s.lastCredit(s.r)
		row := rowKey{e.Transaction, ends && e.Transaction != "" && e.CreditDate.After(last), s.ratedAt(e)}
		g.rows[row] = g.rows[row].Add(e.Amount)
		if e.Transaction != "" {
			key := dealKey{e.Component, e.Transaction}
			if day, ok := s.credited[key]; !ok || e.CreditDate.IsSet() && (!day.IsSet() || e.CreditDate.Before(day)) {
				s.credited[key] = e.CreditDate
			}
		}
	}
	for key := range s.h.earned {
		if restated[key.origin] {
			at(key, true)
		}
	}
	return slices.SortedFunc(maps.Values(groups), func(a, b *earnings) int { return a.compare(b.originKey) })
}

// earn converts earnings, posts the conversion, and hands the money on: to pay, or to what is held back.
func (s *settlement) earn(g *earnings) {
	s.narrow(g)
	keys := slices.SortedFunc(maps.Keys(g.rows), func(a, b rowKey) int {
		return cmp.Or(cmp.Compare(a.transaction, b.transaction), cmp.Compare(flag(a.late), flag(b.late)), a.at.Compare(b.at))
	})
	sum := decimal.Zero
	for _, key := range keys {
		sum = sum.Add(g.rows[key])
	}
	total, parts, ok := s.convert(g, sum, keys)
	if !ok {
		return
	}
	change, before := total, s.h.earned[g.originKey]
	if g.whole {
		if s.converting {
			change = total.Sub(s.h.converted[g.originKey])
		} else {
			change = total.Sub(before)
		}
		sum = sum.Sub(before)
	}
	if s.converting {
		line := lineKey{g.version, g.component, ledger.Conversion, g.origin, ledger.PayeeAccount, string(s.r.money.Currency), s.r.money.Currency}
		s.post(line, sum.Neg())
		line.reference, line.currency = string(s.currency), s.currency
		s.post(line, change)
	}
	s.earned, s.cash = s.earned.Add(change), s.cash.Add(change)
	s.tellEarned(g, sum, change)

	g.total, g.deals = total, map[string]decimal.Decimal{}
	for i, key := range keys {
		if key.late {
			s.late(g, key.transaction, parts[i])
			continue
		}
		g.deals[key.transaction] = g.deals[key.transaction].Add(parts[i])
	}
}

// holdAll hands all earnings to their items.
func (s *settlement) holdAll(groups []*earnings) {
	for _, g := range groups {
		if strings.HasPrefix(g.component, "(") {
			s.planSum(g, groups)
		}
	}
	for _, g := range groups {
		if back := s.rulesOf(g.version).holdback(g.component); back != nil {
			s.holdBack(g, back, g.deals)
		}
	}
}

// planSum hands what was done to the sum of the plan, such as a cap, to its components in proportion to what they earned, as
// far as their sums are spread over deals.
func (s *settlement) planSum(sum *earnings, groups []*earnings) {
	rules := s.rulesOf(sum.version)
	if back := rules.holdback(sum.component); back != nil && back.Sums != SumsSpread {
		return
	}
	var of []*earnings
	var weights []*big.Rat
	for _, g := range groups {
		if g.version == sum.version && g.origin == sum.origin && g.whole == sum.whole && !strings.HasPrefix(g.component, "(") && g.total.IsPositive() {
			of, weights = append(of, g), append(weights, num.Rat(g.total))
		}
	}
	shares, err := num.Split(sum.total, weights, s.places)
	if err != nil {
		return // nothing was earned
	}
	for i, g := range of {
		if back := rules.holdback(g.component); back != nil && back.Sums == SumsSpread {
			g.deals[""] = g.deals[""].Add(shares[i])
		}
	}
}

// narrow leaves of a restated period that was paid in another currency the difference alone, as a sum: what was paid there
// stays there.
func (s *settlement) narrow(g *earnings) {
	paid := false
	for _, amount := range s.h.elsewhere[g.originKey] {
		paid = paid || !amount.IsZero()
	}
	if !g.whole || !s.converting || !paid {
		return
	}
	change := s.h.earned[g.originKey].Neg()
	for _, amount := range g.rows {
		change = change.Add(amount)
	}
	g.rows, g.whole = map[rowKey]decimal.Decimal{{}: change}, false
}

func flag(b bool) int {
	if b {
		return 1
	}
	return 0
}

// ratedAt returns the day whose commission period has the rate of a row, and the unset day where it is the row's own.
func (s *settlement) ratedAt(e Earned) kam.Day {
	if conv := s.r.terms.Convert; !s.converting || conv == nil || conv.Refunds != RefundsOriginal || !e.CreditDate.Before(s.originOf(e).From) {
		return kam.Day{}
	}
	return e.CreditDate
}

// convert returns the sum and the rows in the payee's currency. What has one rate is rounded once and shared out by largest
// remainder.
func (s *settlement) convert(g *earnings, sum decimal.Decimal, keys []rowKey) (decimal.Decimal, []decimal.Decimal, bool) {
	parts := make([]decimal.Decimal, len(keys))
	if !s.converting {
		for i, key := range keys {
			parts[i] = g.rows[key]
		}
		return sum, parts, true
	}
	alike := map[rateKey][]int{}
	for i, key := range keys {
		at, ok := s.rateKey(g, key.at)
		if !ok {
			s.rateMissing(g, key.at)
			continue
		}
		alike[at] = append(alike[at], i)
	}
	if s.HasErrors() {
		return decimal.Zero, nil, false
	}
	total := decimal.Zero
	for _, at := range slices.SortedFunc(maps.Keys(alike), rateKey.compare) {
		rate, exact, whole := num.Rat(s.rates[at]), make([]*big.Rat, len(alike[at])), new(big.Rat)
		for i, n := range alike[at] {
			exact[i] = num.Rat(g.rows[keys[n]])
			exact[i].Mul(exact[i], rate)
			whole.Add(whole, exact[i])
		}
		g.rated = append(g.rated, rated{sumOf(g, keys, alike[at]), s.rates[at]})
		rounded := num.RoundRat(whole, s.places, num.Mode(s.r.terms.Convert.Mode))
		total = total.Add(rounded)
		for i, part := range num.Distribute(rounded, exact, s.places) {
			parts[alike[at][i]] = part
		}
	}
	return total, parts, true
}

// sumOf adds some rows up.
func sumOf(g *earnings, keys []rowKey, rows []int) decimal.Decimal {
	sum := decimal.Zero
	for _, n := range rows {
		sum = sum.Add(g.rows[keys[n]])
	}
	return sum
}

func (s *settlement) rateMissing(g *earnings, at kam.Day) {
	period := wording.Same(g.origin.String())
	if at.IsSet() {
		period = wording.Say("the period that holds %s", "包含 %s 的结算期", at)
	}
	s.Add("rate-missing", "$.rates", wording.Say("there is no rate from %s to %s for %s in %s", "缺少 %[3]s 在 %[4]s 由 %[1]s 换算为 %[2]s 的汇率", s.r.money.Currency, s.currency, wording.Quote(g.component), period),
		wording.Say("hand one in; it never counts as 1", "请提供汇率；缺失时不会按 1 计算"))
}

// rateKey returns the rate of a component and its period, or the period that holds a day: the one that says most.
func (s *settlement) rateKey(g *earnings, at kam.Day) (rateKey, bool) {
	for _, component := range []string{g.component, ""} {
		if !at.IsSet() {
			if key := (rateKey{component, g.origin}); s.rated(key) {
				return key, true
			}
			continue
		}
		var found []rateKey
		for key := range s.rates {
			if key.component == component && !key.origin.IsZero() && key.origin.Contains(at) {
				found = append(found, key)
			}
		}
		if len(found) > 0 {
			return slices.MinFunc(found, rateKey.compare), true
		}
	}
	for _, key := range []rateKey{{component: g.component}, {}} {
		if s.rated(key) {
			return key, true
		}
	}
	return rateKey{}, false
}

func (s *settlement) rated(key rateKey) bool {
	_, ok := s.rates[key]
	return ok
}

func (k rateKey) compare(o rateKey) int {
	return cmp.Or(k.origin.Compare(o.origin), cmp.Compare(k.component, o.component))
}

// late takes back what a deal earns that was credited after the time for it had passed.
func (s *settlement) late(g *earnings, transaction string, amount decimal.Decimal) {
	key := dealKey{g.component, transaction}.left()
	before := s.h.clawed[key]
	if !g.whole {
		amount = amount.Add(before)
	}
	s.h.clawed[key] = decimal.Max(decimal.Zero, amount)
	if amount = s.h.clawed[key].Sub(before); amount.IsZero() {
		return
	}
	s.post(lineKey{g.version, g.component, ledger.Clawback, g.origin, ledger.PayeeAccount, key.transaction, s.currency}, amount.Neg())
	s.earned, s.cash = s.earned.Sub(amount), s.cash.Sub(amount)
	last, _ := s.lastCredit(s.r)
	s.step(phaseForfeited, Step{
		Kind: StepForfeited, Component: g.component, Transaction: transaction, Origin: g.origin, Amount: amount.Neg(),
		Because: wording.Say("%s was credited after %s, the last day for it after leaving on %s", "%[1]s 的计入日期晚于 %[2]s（离职日 %[3]s 之后的最后期限）", wording.Clip(transaction), last, s.c.Employment.Left),
	})
}

// holdBack hands earnings to their items: deal by deal, and sums without a deal as the terms say.
func (s *settlement) holdBack(g *earnings, back *Holdback, deals map[string]decimal.Decimal) {
	own := maps.Clone(deals)
	switch back.Sums {
	case SumsHold:
	case SumsSpread:
		s.spread(deals, deals[""])
		delete(deals, "")
	default:
		delete(deals, "")
	}
	spread := map[string]decimal.Decimal{}
	for transaction := range deals {
		spread[transaction] = deals[transaction].Sub(own[transaction])
	}
	if g.whole {
		for _, it := range s.h.items {
			if before := it.byOrigin[g.origin]; it.version == g.version && it.component == g.component && !before.IsZero() {
				deals[it.transaction] = deals[it.transaction].Sub(before)
			}
		}
	}
	for _, transaction := range slices.Sorted(maps.Keys(deals)) {
		if deals[transaction].IsZero() {
			continue
		}
		key := itemKey{version: g.version, component: g.component, transaction: transaction}
		if transaction == "" {
			key.origin = g.origin
		}
		it := s.itemAt(key, back)
		it.add(g.origin, deals[transaction])
		it.sums = it.sums.Add(spread[transaction])
	}
}

// spread adds a sum to the deals that have earned something, in proportion.
func (s *settlement) spread(deals map[string]decimal.Decimal, sum decimal.Decimal) {
	var names []string
	var weights []*big.Rat
	for _, name := range slices.Sorted(maps.Keys(deals)) {
		if name != "" && deals[name].IsPositive() {
			names, weights = append(names, name), append(weights, num.Rat(deals[name]))
		}
	}
	shares, err := num.Split(sum, weights, s.places)
	if err != nil {
		return // no deal has earned anything: the sum is not held
	}
	for i, name := range names {
		deals[name] = deals[name].Add(shares[i])
	}
}

func (k originKey) compare(o originKey) int {
	return cmp.Or(k.origin.Compare(o.origin), cmp.Compare(k.component, o.component), cmp.Compare(k.version, o.version))
}

func (k itemKey) compare(o itemKey) int {
	return cmp.Or(cmp.Compare(k.component, o.component), cmp.Compare(k.transaction, o.transaction), k.origin.Compare(o.origin), cmp.Compare(k.version, o.version))
}

func (k dealKey) compare(o dealKey) int {
	return cmp.Or(cmp.Compare(k.component, o.component), cmp.Compare(k.transaction, o.transaction))
}
