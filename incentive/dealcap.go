package incentive

import (
	"math/big"
	"slices"

	"github.com/kam-go/kam/internal/num"
)

// dealCut is what a cap per transaction takes from one payee's part of one deal.
type dealCut struct {
	deal int
	// amount is below zero; total is what the deal would pay all payees together, limit the cap.
	amount, total, limit *big.Rat
}

// dealShare is what one unit's lines of one deal pay, its refunds included.
type dealShare struct {
	u      *unit
	amount *big.Rat
}

// capDeals cuts what each deal pays all units of a plan together in one component down to the component's lowest cap
// per transaction: from each unit in proportion to what it has.
func (c *calculation) capDeals(p *plan, i int) {
	k := &p.parts[i]
	limit := p.dealLimit(k.dealCaps)
	unknown := c.unknownDeals(p, i)
	shares, found := map[int][]dealShare{}, map[int]cutDeal{}
	var paid []*unit
	for _, u := range c.unitsOf[p] {
		if out := &u.state.parts[i]; out.ready && !out.shut && !c.lacks(u, i) { // what a gate keeps from paying is not cut
			paid = append(paid, u)
			for _, s := range out.byDeal() {
				shares[s.deal] = append(shares[s.deal], dealShare{u, s.amount})
			}
		}
	}
	for _, u := range paid {
		out := &u.state.parts[i]
		for _, s := range out.byDeal() {
			if who := unknown[s.deal]; who != nil {
				out.ready = false
				c.holdWith(u, k, who, 1)
				break
			}
			out.deals = append(out.deals, cappedDeal{s, shares[s.deal]})
			d, ok := found[s.deal]
			if !ok {
				d = p.cutDeal(c.book.deals[s.deal].ID, shares[s.deal], limit)
				found[s.deal] = d
			}
			if d.shared != "" {
				out.others = append(out.others, d.shared)
			}
			if amount := d.cuts[u]; amount != nil && amount.Sign() != 0 {
				out.cuts = append(out.cuts, dealCut{s.deal, new(big.Rat).Neg(amount), d.total, limit})
			}
		}
	}
}

// dealLimit returns the lowest of several caps per transaction, on the grid.
func (p *plan) dealLimit(caps []Cap) *big.Rat {
	var limit *big.Rat
	for _, stated := range caps {
		if x := p.grid.Round(num.Rat(stated.Amount.Decimal)); limit == nil || x.Cmp(limit) < 0 {
			limit = x
		}
	}
	return limit
}

// cappedDeal is what a deal pays one unit, and what it pays each unit of the plan.
type cappedDeal struct {
	dealAmount
	all []dealShare
}

// cutDeal is what a cap takes from one deal.
type cutDeal struct {
	total *big.Rat
	cuts  map[*unit]*big.Rat
	// shared identifies what each payee has of the deal; empty when one has all of it.
	shared string
}

// cutDeal divides what a deal pays above the limit in proportion to what it pays each unit.
func (p *plan) cutDeal(id string, all []dealShare, limit *big.Rat) cutDeal {
	d := cutDeal{total: new(big.Rat), cuts: map[*unit]*big.Rat{}}
	for _, s := range all {
		d.total.Add(d.total, s.amount)
	}
	if len(all) > 1 {
		d.shared = identifyShares(id, all)
	}
	if d.total.Cmp(limit) <= 0 {
		return d
	}
	excess := new(big.Rat).Sub(d.total, limit)
	part, cuts := new(big.Rat).Quo(excess, d.total), make([]*big.Rat, len(all))
	for n, s := range all {
		cuts[n] = new(big.Rat).Mul(s.amount, part)
	}
	if p.Rounding.Step == RoundSlice || p.Rounding.Step == RoundCredit {
		for n, placed := range num.Distribute(num.RoundRat(excess, p.grid.Places, p.grid.Mode), cuts, p.grid.Places) {
			cuts[n] = num.Rat(placed)
		}
	}
	for n, s := range all {
		d.cuts[s.u] = cuts[n]
	}
	return d
}

// dealAmount is what the lines of one deal pay one unit.
type dealAmount struct {
	deal   int
	amount *big.Rat
}

// byDeal adds up a component's lines by deal, in the order in which the deals first count. Sums that belong to no deal are left out.
func (p *partState) byDeal() []dealAmount {
	if p.told != nil {
		return p.told.deals
	}
	var out []dealAmount
	at := map[int]int{}
	for _, l := range p.lines {
		deal := p.credit[l.Credit].source
		if deal < 0 {
			continue
		}
		n, ok := at[deal]
		if !ok {
			n = len(out)
			at[deal] = n
			out = append(out, dealAmount{deal, new(big.Rat)})
		}
		out[n].amount.Add(out[n].amount, l.Amount)
	}
	return out
}

// unknownDeals returns the deals of which somebody's part in a component is not known because they are held.
func (c *calculation) unknownDeals(p *plan, i int) map[int]*unit {
	out := map[int]*unit{}
	for _, u := range c.unitsOf[p] {
		if u.state.parts[i].ready && !c.lacks(u, i) {
			continue
		}
		for _, cr := range slices.Concat(u.credits, u.lost) {
			if cr.source >= 0 && out[cr.source] == nil && c.mayPay(u, &p.parts[i], cr) {
				out[cr.source] = u
			}
		}
	}
	return out
}

// mayPay reports whether a credit pays in a component unless a gate keeps it from that.
func (c *calculation) mayPay(u *unit, k *part, cr *credit) bool {
	if !*u.plan.Credits[cr.rule].Pays || !c.feeds(u, k.measure, cr) {
		return false
	}
	if k.When == nil {
		return true
	}
	met, known := c.meets(u.plan, cr.source, k.When)
	return met || !known
}

// identifyShares returns a text that identifies what a deal pays each payee.
func identifyShares(deal string, all []dealShare) string {
	var t content
	t.text(deal)
	for _, s := range all {
		t.text(s.u.payee.ID)
		t.text(s.u.Period.String())
		t.rat(s.amount)
	}
	return t.digest()
}
