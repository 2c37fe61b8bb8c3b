package payout_test

import (
	"cmp"
	"maps"
	"math/big"
	"slices"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive/payout"
	"github.com/kam-go/kam/internal/num"
)

// ledgerless is the package text computed a second time: month after month with a state of its own, in the order of the
// text, and without a ledger. Money is in exact ratios; it knows one version and one currency.
type ledgerless struct {
	terms   payout.Terms
	payable *big.Rat
	deals   map[[2]string]*pot // component, transaction or period
	debts   []owing
	late    map[[2]string]*big.Rat // earned too late after leaving
	plain   map[[2]string]*big.Rat // taken back of deals that are not held back
}

// pot is what one deal has earned and what became of it.
type pot struct {
	component, transaction string
	first                  kam.Period
	total                  *big.Rat
	part                   []slot
	clawed                 *big.Rat
	kept                   *big.Rat // earned and not released
}

type slot struct{ whole, out, gone *big.Rat }

type owing struct {
	kind  payout.DebtKind
	since kam.Period
	left  *big.Rat
}

func cents(r *big.Rat, mode num.Mode) *big.Rat { return num.Rat(num.RoundRat(r, 2, mode)) }
func zero() *big.Rat                           { return new(big.Rat) }
func plus(a, b *big.Rat) *big.Rat              { return new(big.Rat).Add(a, b) }
func minus(a, b *big.Rat) *big.Rat             { return new(big.Rat).Sub(a, b) }
func times(a, b *big.Rat) *big.Rat             { return new(big.Rat).Mul(a, b) }

func least(first *big.Rat, others ...*big.Rat) *big.Rat {
	for _, o := range others {
		if o.Cmp(first) < 0 {
			first = o
		}
	}
	return first
}

func atLeastZero(r *big.Rat) *big.Rat {
	if r.Sign() < 0 {
		return zero()
	}
	return r
}

func newLedgerless(terms payout.Terms) *ledgerless {
	return &ledgerless{terms: terms, payable: zero(), deals: map[[2]string]*pot{}, plain: map[[2]string]*big.Rat{}, late: map[[2]string]*big.Rat{}}
}

// parts divides a total, as the text on holdbacks says.
func parts(h payout.Holdback, total *big.Rat) []*big.Rat {
	out, rest := make([]*big.Rat, len(h.Parts)), total
	for i, p := range h.Parts {
		out[i] = zero()
		switch {
		case total.Sign() <= 0 && i == 0:
			out[i] = total
		case total.Sign() <= 0:
		case i == len(h.Parts)-1:
			out[i] = rest
		default:
			mode := num.Mode(h.Mode)
			if mode == "" {
				mode = num.HalfUp
			}
			out[i] = least(rest, cents(times(total, p.Share.Rat()), mode))
		}
		rest = minus(rest, out[i])
	}
	return out
}

func (l *ledgerless) backOf(component string) *payout.Holdback {
	var rest *payout.Holdback
	for i, h := range l.terms.Holdbacks {
		if slices.Contains(h.Components, component) {
			return &l.terms.Holdbacks[i]
		}
		if len(h.Components) == 0 {
			rest = &l.terms.Holdbacks[i]
		}
	}
	if b := l.terms.Clawback; rest == nil && b != nil && (len(b.Components) == 0 || slices.Contains(b.Components, component)) {
		sums := payout.SumsAtOnce
		if b.Sums == payout.ClawSpread {
			sums = payout.SumsSpread
		}
		return &payout.Holdback{Parts: []payout.Part{{Share: kam.Whole(), On: payout.OnBooking}}, Sums: sums}
	}
	return rest
}

// last returns the last event of a group of kinds on a day up to the limit.
func last(c payout.Case, transaction string, origin kam.Period, limit kam.Day, kinds ...payout.EventKind) *payout.Event {
	var found *payout.Event
	for i, e := range c.Events {
		if e.Transaction == transaction && (transaction != "" || e.Origin == origin) && slices.Contains(kinds, e.Kind) &&
			e.Day.Before(limit) && (found == nil || !e.Day.Before(found.Day)) {
			found = &c.Events[i]
		}
	}
	return found
}

// quitted returns the last day that counts after leaving.
func (l *ledgerless) quitted(c payout.Case) kam.Day {
	t := l.terms.Leavers
	switch {
	case t == nil || !c.Employment.Left.IsSet():
	case t.Held == payout.LeaverForfeits:
		return c.Employment.Left
	case t.Held == payout.LeaverWaits && t.TrailingMonths != nil:
		return c.Employment.Left.AddMonths(*t.TrailingMonths)
	}
	return kam.Day{}
}

// lastSale returns the last day of which a deal is paid after leaving.
func (l *ledgerless) lastSale(c payout.Case) kam.Day {
	t := l.terms.Leavers
	switch {
	case t == nil || !c.Employment.Left.IsSet():
		return kam.Day{}
	case t.TrailingMonths != nil:
		return c.Employment.Left.AddMonths(*t.TrailingMonths)
	}
	return c.Employment.Left
}

// month computes one commission period and changes the state.
func (l *ledgerless) month(c payout.Case) {
	earned, cash := zero(), zero()
	byOrigin := map[kam.Period][]payout.Earned{}
	for _, e := range c.Earned {
		if e.Origin.IsZero() {
			e.Origin = c.Period
		}
		byOrigin[e.Origin] = append(byOrigin[e.Origin], e)
	}
	quit, lastSale := l.quitted(c), l.lastSale(c)
	before := map[*pot]*big.Rat{}
	for _, p := range l.deals {
		before[p] = p.total
	}
	for _, origin := range slices.SortedFunc(maps.Keys(byOrigin), kam.Period.Compare) {
		type filled struct {
			back *payout.Holdback
			rows map[string]*big.Rat
			sum  *big.Rat
		}
		fills := map[string]filled{}
		for _, component := range []string{"alpha", "beta", "(plan-cap)"} {
			rows, late := map[string]*big.Rat{}, map[string]*big.Rat{}
			for _, e := range byOrigin[origin] {
				if e.Component != component {
					continue
				}
				into := rows
				if lastSale.IsSet() && e.Transaction != "" && e.CreditDate.After(lastSale) {
					into = late
				}
				if into[e.Transaction] == nil {
					into[e.Transaction] = zero()
				}
				into[e.Transaction] = plus(into[e.Transaction], num.Rat(e.Amount))
			}
			for name, amount := range late { // only what is taken back beyond what was never paid counts
				key := [2]string{component, name}
				if l.late[key] == nil {
					l.late[key] = zero()
				}
				now := plus(l.late[key], amount)
				if now.Sign() < 0 {
					earned, cash = plus(earned, now), plus(cash, now)
					now = zero()
				}
				l.late[key] = now
			}
			sum := zero()
			for _, amount := range rows {
				earned, cash, sum = plus(earned, amount), plus(cash, amount), plus(sum, amount)
			}
			for _, amount := range late {
				sum = plus(sum, amount)
			}
			fills[component] = filled{l.backOf(component), rows, sum}
		}
		if limit := fills["(plan-cap)"]; limit.back == nil || limit.back.Sums == payout.SumsSpread { // what the plan's sum loses, deals lose
			var of []string
			var weights []*big.Rat
			for _, component := range []string{"alpha", "beta"} {
				if fills[component].sum.Sign() > 0 {
					of, weights = append(of, component), append(weights, fills[component].sum)
				}
			}
			if len(of) > 0 && limit.sum.Sign() != 0 {
				parts, _ := num.Split(num.RoundRat(limit.sum, 2, num.HalfUp), weights, 2)
				for i, component := range of {
					if f := fills[component]; f.back != nil && f.back.Sums == payout.SumsSpread {
						if f.rows[""] == nil {
							f.rows[""] = zero()
						}
						f.rows[""] = plus(f.rows[""], num.Rat(parts[i]))
					}
				}
			}
		}
		for _, component := range []string{"(plan-cap)", "alpha", "beta"} {
			if f := fills[component]; f.back != nil {
				l.fill(*f.back, component, origin, f.rows)
			}
		}
	}
	claims := l.claims(c)
	taken := zero()
	keys := slices.SortedFunc(maps.Keys(l.deals), func(a, b [2]string) int { return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1])) })
	for _, key := range keys {
		p := l.deals[key]
		before := p.kept
		l.release(c, p, claims, quit)
		p.kept = p.total
		for _, s := range p.part {
			p.kept = minus(p.kept, s.out)
		}
		cash = plus(cash, minus(before, p.kept))
	}
	for _, key := range keys {
		p := l.deals[key]
		take := l.claw(p, claims)
		if _, claimed := claims[potKey(p)]; !claimed && before[p] != nil && before[p].Sign() > 0 && p.total.Cmp(before[p]) != 0 {
			take = cents(new(big.Rat).Quo(times(take, atLeastZero(p.total)), before[p]), num.HalfUp)
		}
		l.forfeit(c, p, quit)
		most := p.total
		for _, s := range p.part {
			most = minus(most, s.gone)
		}
		if p.transaction != "" {
			take = least(take, atLeastZero(most))
		}
		taken = plus(taken, minus(take, p.clawed))
		p.clawed = take
	}
	for _, d := range c.Deals {
		key := [2]string{d.Component, d.Transaction}
		share, claimed := claims[key]
		if l.deals[key] != nil || !claimed {
			continue
		}
		target := zero()
		if share != nil {
			stated := num.Rat(d.Earned.Decimal)
			if never := l.late[key]; never != nil { // what was never paid is not taken back
				stated = minus(stated, never)
			}
			target = cents(times(atLeastZero(stated), share), num.HalfUp)
		}
		if l.plain[key] == nil {
			l.plain[key] = zero()
		}
		taken = plus(taken, minus(target, l.plain[key]))
		l.plain[key] = target
	}
	l.pay(c, earned, cash, taken)
}

// fill adds earnings to pots.
func (l *ledgerless) fill(back payout.Holdback, component string, origin kam.Period, rows map[string]*big.Rat) {
	sums := rows[""]
	if back.Sums == payout.SumsSpread && sums != nil {
		var names []string
		var weights []*big.Rat
		for _, name := range slices.Sorted(maps.Keys(rows)) {
			if name != "" && rows[name].Sign() > 0 {
				names, weights = append(names, name), append(weights, rows[name])
			}
		}
		if len(names) > 0 {
			shares, _ := num.Split(num.RoundRat(sums, 2, num.HalfUp), weights, 2)
			for i, name := range names {
				rows[name] = plus(rows[name], num.Rat(shares[i]))
			}
		}
	}
	if back.Sums != payout.SumsHold {
		delete(rows, "")
	}
	for name, amount := range rows {
		if amount.Sign() == 0 {
			continue
		}
		key := [2]string{component, name}
		if name == "" {
			key[1] = "@" + origin.String()
		}
		p := l.deals[key]
		if p == nil {
			p = &pot{component: component, transaction: name, first: origin, total: zero(), clawed: zero(), kept: zero()}
			for range back.Parts {
				p.part = append(p.part, slot{zero(), zero(), zero()})
			}
			l.deals[key] = p
		}
		if origin.Compare(p.first) < 0 {
			p.first = origin
		}
		p.total = plus(p.total, amount)
	}
}

// claims returns for each clawed component and deal the event and the share, nil where nothing is taken.
func (l *ledgerless) claims(c payout.Case) map[[2]string]*big.Rat {
	out := map[[2]string]*big.Rat{}
	b := l.terms.Clawback
	if b == nil {
		return out
	}
	keys := map[[2]string]bool{}
	for key, p := range l.deals {
		if p.transaction != "" {
			keys[key] = true
		}
	}
	for _, d := range c.Deals {
		keys[[2]string{d.Component, d.Transaction}] = true
	}
	for key := range keys {
		component, transaction := key[0], key[1]
		if len(b.Components) > 0 && !slices.Contains(b.Components, component) {
			continue
		}
		e := last(c, transaction, kam.Period{}, c.Period.Until, payout.Cancelled, payout.Withdrawn, payout.Reinstated)
		if e == nil {
			continue
		}
		var credit kam.Day
		for _, d := range c.Deals {
			if d.Component == component && d.Transaction == transaction {
				credit = d.CreditDate
			}
		}
		end := kam.Day{}
		if b.Days > 0 {
			end = credit.AddDays(b.Days)
		} else if b.Months > 0 {
			end = credit.AddMonths(b.Months)
		}
		switch {
		case e.Kind == payout.Reinstated:
			out[key] = nil
		case e.Kind == payout.Withdrawn && b.Withdrawn != nil:
			out[key] = b.Withdrawn.Rat()
		case end.IsSet() && !e.Day.Before(end):
			out[key] = nil
		case b.Method == payout.ClawPercent:
			out[key] = b.Share.Rat()
		case b.Method == payout.ClawByDays:
			days, left := end.Sub(credit), end.Sub(e.Day)
			out[key] = big.NewRat(int64(min(days, left)), int64(days))
		case b.Method == payout.ClawSchedule:
			for _, band := range b.Bands {
				if *e.Instalments >= band.From {
					out[key] = band.Share.Rat()
				}
			}
		default:
			out[key] = big.NewRat(1, 1)
		}
	}
	return out
}

func potKey(p *pot) [2]string {
	if p.transaction == "" {
		return [2]string{p.component, "@" + p.first.String()}
	}
	return [2]string{p.component, p.transaction}
}

// release finds what of each part is out.
func (l *ledgerless) release(c payout.Case, p *pot, claims map[[2]string]*big.Rat, quit kam.Day) {
	back := l.backOf(p.component)
	limit := c.Period.Until
	if quit.IsSet() && quit.AddDays(1).Before(limit) {
		limit = quit.AddDays(1)
	}
	share, claimed := claims[potKey(p)]
	ending := last(c, p.transaction, kam.Period{}, c.Period.Until, payout.Cancelled, payout.Withdrawn, payout.Reinstated)
	if share != nil && l.terms.Clawback.Held == payout.HeldCancel && ending.Day.AddDays(1).Before(limit) {
		limit = ending.Day.AddDays(1)
	}
	freed := last(c, p.transaction, p.first, c.Period.Until, payout.Freed) != nil
	if t := l.terms.Leavers; t != nil && t.Held == payout.LeaverReceives && c.Employment.Left.IsSet() && c.Employment.Left.Before(c.Period.Until) {
		freed = true
	}
	for i, whole := range parts(*back, p.total) {
		s := &p.part[i]
		if whole.Sign() < 0 {
			p.part[i] = slot{whole, whole, zero()}
			continue
		}
		before, out := s.whole, s.out
		if before.Sign() < 0 {
			before, out = zero(), zero()
		}
		gone := least(s.gone, whole)
		mode := num.Mode(back.Mode)
		if mode == "" {
			mode = num.HalfUp
		}
		if gone.Sign() > 0 && before.Sign() > 0 && whole.Cmp(before) > 0 { // what is added to a cancelled deal is cancelled alike
			if plus(gone, out).Cmp(before) == 0 {
				gone = minus(whole, cents(new(big.Rat).Quo(times(out, whole), before), mode))
			} else {
				gone = cents(new(big.Rat).Quo(times(gone, whole), before), mode)
			}
		}
		if claimed && ending.Kind == payout.Reinstated {
			gone = zero()
		}
		f := zero()
		if before.Sign() > 0 {
			f = new(big.Rat).Quo(out, before)
		}
		kind := map[payout.Trigger]payout.EventKind{payout.OnInvoice: payout.Invoiced, payout.OnCollection: payout.Collected, payout.OnAcceptance: payout.Accepted}[back.Parts[i].On]
		if kind != "" {
			if e := last(c, p.transaction, p.first, limit, kind); e != nil {
				f = big.NewRat(1, 1)
				if e.Fraction != nil {
					f = e.Fraction.Rat()
				}
			}
		} else {
			var due kam.Day
			switch back.Parts[i].On {
			case payout.OnDate:
				due = back.Parts[i].Date
			case payout.OnAfter:
				due = p.first.From.AddMonths(back.Parts[i].Months)
			case payout.OnYearEnd:
				due = kam.MustDay("2026-12-31").AddMonths(12 * (p.first.From.Year() - 2026))
			default: // at once
			}
			if back.Parts[i].On == payout.OnBooking || due.Before(limit) {
				f = big.NewRat(1, 1)
			}
		}
		amount := cents(times(f, whole), mode)
		if freed {
			amount = whole
		}
		p.part[i] = slot{whole, least(amount, minus(whole, gone)), gone}
	}
}

// claw cancels what a claim says and returns what is taken from pay in all.
func (l *ledgerless) claw(p *pot, claims map[[2]string]*big.Rat) *big.Rat {
	share, claimed := claims[potKey(p)]
	if !claimed {
		return p.clawed
	}
	take := zero()
	if share != nil {
		b := l.terms.Clawback
		out := zero()
		for i := range p.part {
			p.part[i].gone = zero()
			out = plus(out, p.part[i].out)
		}
		if p.total.Sign() > 0 {
			base := p.total
			if b.Base == payout.BasePaid {
				base = out
			}
			target := cents(times(base, share), num.HalfUp)
			gone := zero()
			for i := len(p.part) - 1; i >= 0; i-- {
				s := &p.part[i]
				left := minus(s.whole, s.out)
				switch b.Held {
				case payout.HeldKeep:
					left = zero()
				case payout.HeldFirst:
					left = least(left, minus(target, gone))
				default: // all of it
				}
				s.gone = left
				gone = plus(gone, left)
			}
			take = target
			if b.Base == payout.BaseEarned {
				take = atLeastZero(minus(target, gone))
			}
		}
	}
	return take
}

func (l *ledgerless) forfeit(c payout.Case, p *pot, quit kam.Day) {
	if !quit.IsSet() || !quit.Before(c.Period.Until) {
		return
	}
	for i := range p.part {
		s := &p.part[i]
		s.gone = minus(s.whole, s.out)
	}
}
