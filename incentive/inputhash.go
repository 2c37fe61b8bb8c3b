package incentive

import (
	"crypto/sha256"
	"encoding/hex"
	"math/big"
	"strconv"
)

// inputHash returns the SHA-256 of everything a statement is computed from: the plan, the period, the assignment with its
// quotas and target incentive as they count, each credit with its rule, its day, its deal and the deal it takes back, the
// rates they are converted at, observations, opening positions, prior deals and what was posted before.
func (r *result) inputHash() string { return r.hashOn(new(desk)) }

// hashOn is inputHash in the memory of a desk.
func (r *result) hashOn(d *desk) string {
	if known := r.inputs.Load(); known != nil {
		return *known
	}
	hash := r.hash(d)
	r.inputs.Store(&hash) // whoever else computes it at the same time has the same one
	return hash
}

func (r *result) hash(d *desk) string {
	p := content{into: sha256.New()}
	c, u := r.calc, r.unit
	c.hashTerms(u, &p)
	if r.bulk == nil {
		c.hashCredits(u, &p)
	} else if !r.bulk.hashCredits(d, &p) {
		return r.whole().inputHash()
	}
	c.hashOpening(u, &p)
	p.into.Write(p.kept)
	return hex.EncodeToString(p.into.Sum(nil))
}

// hashTerms writes what a unit is paid by.
func (c *calculation) hashTerms(u *unit, p *content) {
	p.text("kam-statement-2")
	p.text(u.plan.hash)
	p.text(c.period.String())
	for _, m := range u.plan.Measures {
		p.text(c.starts[m.Window].String())
	}
	p.text(u.payee.ID)
	p.text(u.Period.String())
	p.optional(u.Target.Amount)
	p.text(string(u.Target.Per))
	p.quotas(u.Quotas)
}

// hashCredits writes what a unit is credited with. How much that is follows from the plan and the deals.
func (c *calculation) hashCredits(u *unit, p *content) {
	for _, cr := range u.credits {
		p.text(u.plan.Credits[cr.rule].Name)
		p.day(cr.date)
		if cr.deal >= 0 {
			p.transaction(&c.book.deals[cr.deal].Transaction)
		}
		if cr.source >= 0 && cr.source != cr.deal {
			p.transaction(&c.book.deals[cr.source].Transaction)
		}
		if cr.value != nil {
			p.text("from")
			p.text(cr.from)
			p.rat(cr.value)
			p.text(cr.weight.RatString())
		}
	}
}

// hashOpening writes where a unit starts, and what belongs to it beside its credits.
func (c *calculation) hashOpening(u *unit, p *content) {
	p.text("opening")
	for i := range u.plan.Measures {
		if m := &u.plan.Measures[i]; m.Base == BaseObservation {
			p.rat(c.scores[scoreKey{u.payee.ID, m.Metric}])
		}
		p.rat(c.opening(u, i))
	}
	probe := *u // it is held already for whatever is wrong with its opening
	p.rat(c.before(&probe, planCapComponent, u.plan.widestPart()))
	for i := range u.plan.parts {
		k := &u.plan.parts[i]
		p.rat(c.before(&probe, k.Name, u.plan.Measures[k.measure].Window))
		for _, cr := range u.credits {
			if x := c.earned(u, k, cr); x != nil {
				p.text(c.book.deals[cr.source].ID)
				p.rat(x)
			}
		}
	}
	if u.state != nil { // else it rests on nobody else
		p.others(u)
	}
	c.entitlement(u, p)
	c.conversions(u, p)
	c.balances(u, p)
}

// hashCredits writes what a unit is credited with as records say it; false when they do not say all of it.
func (x *bulkResult) hashCredits(d *desk, p *content) bool {
	q, u := x.q, x.q.c.people.units[x.n]
	if !q.fed[u.plan] || q.earlier[x.n] || !q.ready() {
		return false
	}
	row, rule, last := int64(-1), -1, -1
	records, _ := d.recordsOf(q, int(x.n))
	for _, r := range records {
		feed := int(r.Aux.Rule())
		f := &u.plan.layout.feeds[feed]
		another := int64(r.Row) == row && f.rule == rule && feed > last // base of one credit; else another owner's
		if last = feed; another {
			continue
		}
		row, rule = int64(r.Row), f.rule
		t := q.rows.at(r.Row)
		if t.foreign(u.plan) {
			return false // its rate belongs to the hash
		}
		p.text(u.plan.Credits[rule].Name)
		p.day(q.first.AddDays(int(r.Day())))
		p.transaction(t)
		if n := r.Aux.Reversal(); n != 0 {
			p.transaction(q.rows.at(q.reversals[n].Original))
		}
	}
	return true
}

func (p *content) rat(x *big.Rat) {
	if x == nil {
		p.text("")
		return
	}
	p.text(x.RatString())
}

// quotas writes quotas in the order of measure and period.
func (p *content) quotas(rows []Quota) {
	sorted := sortedQuotas(rows)
	p.number(int64(len(sorted)))
	for _, q := range sorted {
		p.text(q.Measure)
		p.text(q.Period.String())
		p.decimal(q.Amount)
	}
}

// Each of the parts below starts with its name and is left out when it has nothing to say, so that statements without
// it keep their hash.

// entitlement writes ramps, absences, reliefs and changes of the target incentive, and what they lead to.
func (c *calculation) entitlement(u *unit, p *content) {
	if u.payee.Currency != "" {
		p.text("payee-currency")
		p.text(string(u.payee.Currency))
	}
	if len(u.Ramps) > 0 {
		p.text("ramps")
		p.number(int64(len(u.Ramps)))
		for _, r := range u.Ramps {
			p.text(r.Period.String())
			p.decimal(r.Share)
		}
	}
	if len(u.Absences) > 0 {
		p.text("absences")
		p.number(int64(len(u.Absences)))
		for _, a := range u.Absences {
			p.text(a.ID)
			p.text(a.Period.String())
			p.text(a.Reason)
			p.text(strconv.FormatBool(a.Prorates))
		}
	}
	if len(u.Target.Changes) > 0 {
		p.text("target-changes")
		p.number(int64(len(u.Target.Changes)))
		for _, t := range u.Target.Changes {
			p.text(t.From.String())
			p.decimal(t.Amount)
		}
	}
	for _, q := range sortedQuotas(u.Quotas) {
		if len(q.Relief) == 0 {
			continue
		}
		p.text("relief")
		p.text(q.Measure)
		p.text(q.Period.String())
		p.number(int64(len(q.Relief)))
		for _, r := range q.Relief {
			p.optional(r.Amount)
			p.optional(r.Share)
			p.text(r.For)
			p.text(r.Reason)
			p.text(r.ApprovedBy)
		}
	}
	if u.plan.Proration == nil && len(u.Target.Changes) == 0 {
		return
	}
	p.text("entitlement")             // the calendar decides it too
	for i := range u.state.measures { // plans that prorate have a state
		p.rat(u.state.measures[i].quota)
	}
	p.number(int64(len(u.state.targets)))
	for _, t := range u.state.targets {
		p.text(t.stretch.String())
		p.rat(t.amount)
	}
}

// conversions writes the rates of the deals that are in another currency than the plan.
func (c *calculation) conversions(u *unit, p *content) {
	for j, cr := range u.credits {
		if cr.value != nil || cr.deal < 0 || !c.book.deals[cr.deal].foreign(u.plan) {
			continue
		}
		p.text("rates")
		p.number(int64(j))
		for _, i := range []int{cr.deal, cr.source} {
			if r, ok := c.rateOf(u.plan, i); ok {
				p.decimal(r.Rate)
			} else {
				p.text("")
			}
		}
	}
}

// balances writes what a plan's caps carry on and what they count over the lifetime.
func (c *calculation) balances(u *unit, p *content) {
	if u.plan.carries() != nil {
		p.text("carried")
		p.rat(c.carried(u))
	}
	if u.plan.caps(PerLifetime) {
		p.text("lifetime")
		p.rat(c.lifetime(u))
	}
}
