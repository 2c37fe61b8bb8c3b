package incentive

import (
	"crypto/sha256"
	"encoding/hex"
	"math/big"
)

// inputHash returns the SHA-256 of everything a statement is computed from: the
// plan, the period, the assignment, each credit with its deal and the deal it
// takes back, observations, opening positions, prior deals and what was posted
// before.
func (c *calculation) inputHash(u *unit) string {
	var p content
	p.text("kam-statement-1")
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
	p.number(int64(len(u.credits)))
	for _, cr := range u.credits {
		p.text(u.plan.Credits[cr.rule].Name)
		p.text(cr.date.String())
		p.text(cr.weight.RatString())
		p.rat(cr.share)
		p.rat(cr.value)
		p.text(cr.from)
		for _, i := range []int{cr.deal, cr.source} {
			if i < 0 {
				p.text("")
				continue
			}
			p.text(c.book.deals[i].fingerprint())
		}
	}
	for _, m := range u.plan.Measures {
		if m.Base == BaseObservation {
			p.rat(c.scores[scoreKey{u.payee.ID, m.Metric}])
		}
	}
	for i := range u.plan.Measures {
		p.rat(u.state.measures[i].start)
	}
	p.rat(c.before(u, planCapComponent, u.plan.widestPart()))
	for i := range u.plan.parts {
		k := &u.plan.parts[i]
		p.rat(c.before(u, k.Name, u.plan.Measures[k.measure].Window))
		for _, cr := range u.credits {
			if x := c.earned(u, k, cr); x != nil {
				p.text(c.book.deals[cr.source].ID)
				p.rat(x)
			}
		}
	}
	sum := sha256.Sum256([]byte(p.String()))
	return hex.EncodeToString(sum[:])
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
