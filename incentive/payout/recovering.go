package payout

import (
	"cmp"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive/ledger"
	"github.com/kam-go/kam/internal/num"
)

// sortedLots returns the debts that are not zero, the oldest first.
func (s *settlement) sortedLots() []lotKey {
	var keys []lotKey
	for key, owed := range s.h.lots {
		if !owed.IsZero() {
			keys = append(keys, key)
		}
	}
	slices.SortFunc(keys, func(a, b lotKey) int { return cmp.Or(a.since.Compare(b.since), cmp.Compare(a.kind, b.kind)) })
	return keys
}

// recover pays debts back from the pay of the open period.
func (s *settlement) recover(p *pay, position Position, draw entitled) {
	terms := s.r.terms.Recovery
	if terms.Position != position && (terms.Position != "" || position != AfterDraw) {
		return
	}
	final := s.left(s.r) && s.r.terms.Leavers.Debts == DebtsFromFinalPay
	a := s.allow(*p, final, draw)
	room, drawRoom := a.room, a.draws.room
	keys := s.sortedLots()
	if terms.Order == ByKind {
		slices.SortStableFunc(keys, func(a, b lotKey) int {
			return cmp.Compare(slices.Index(terms.Kinds, a.kind), slices.Index(terms.Kinds, b.kind))
		})
	}
	at := phaseRecoveredAfter
	if position == BeforeDraw {
		at = phaseRecoveredBefore
	}
	for _, key := range keys {
		if s.ownAdvance(key) {
			continue
		}
		owed := s.h.lots[key]
		amount, limited := decimal.Min(room, owed), key.kind == DrawDebt && a.draws.limited && !final
		if limited {
			amount = decimal.Min(amount, drawRoom)
		}
		if !amount.IsPositive() {
			continue
		}
		why := s.whyAmount(a, amount, owed, room, drawRoom, limited)
		room, a.repaid = room.Sub(amount), a.repaid.Add(amount)
		if limited {
			drawRoom = drawRoom.Sub(amount)
		}
		p.add(amount.Neg())
		s.repay(key, amount, at, why)
	}
	s.allowed = &a
}

// ownAdvance tells whether a debt is the advance of the open period itself, which later periods pay back.
func (s *settlement) ownAdvance(key lotKey) bool {
	d := s.r.terms.Draw
	return d != nil && key == lotKey{DrawDebt, s.c.Period}
}

// repay pays an amount of a debt back, and tells why so much.
func (s *settlement) repay(key lotKey, amount decimal.Decimal, at phase, why kam.Text) {
	if amount.IsZero() {
		return
	}
	line := lineKey{s.c.Version, OpeningComponent, ledger.Recovery, key.since, ledger.PayeeAccount, "", s.currency}
	switch key.kind {
	case DrawDebt:
		line.component, line.kind = DrawComponent, ledger.DrawRecovery
	case ShortfallDebt:
		line.component = ShortfallComponent
	default: // brought in
	}
	s.pair(line, ledger.DebtAccount, amount)
	s.h.lots[key] = s.h.lots[key].Sub(amount)
	s.tellRecovered(key, amount, at, line.component, why)
}

// forgive lets draws go that are still owed.
func (s *settlement) forgive() {
	d := s.r.terms.Draw
	if d == nil {
		return
	}
	for _, f := range d.Forgive {
		due := f.On == ForgiveOnDate && s.c.Period.Contains(f.Date) || f.On == ForgiveOnLeaving && s.c.Period.Contains(s.c.Employment.Left)
		if !due {
			continue
		}
		owed := decimal.Zero
		var keys []lotKey
		for _, key := range s.sortedLots() {
			if key.kind == DrawDebt {
				owed, keys = owed.Add(s.h.lots[key]), append(keys, key)
			}
		}
		share := num.Rat(owed)
		rest := num.RoundRat(share.Mul(share, f.Share.Rat()), s.places, s.r.mode)
		for _, key := range keys {
			amount := decimal.Min(rest, s.h.lots[key])
			if !amount.IsPositive() {
				continue
			}
			rest = rest.Sub(amount)
			s.post(lineKey{s.c.Version, DrawComponent, ledger.Forgiveness, key.since, ledger.DebtAccount, "", s.currency}, amount)
			s.h.lots[key] = s.h.lots[key].Sub(amount)
			s.tellForgiven(key, amount, owed, f)
		}
	}
}

func (a Adjustment) compare(b Adjustment) int { return cmp.Compare(a.ID, b.ID) }
