package incentive

import (
	"github.com/shopspring/decimal"

	"github.com/kam-go/kam/incentive/internal/bulk"
	"github.com/kam-go/kam/internal/num"
)

// unitRecords are the records of a unit, or in their place short ones, and what there is among them.
type unitRecords struct {
	records []bulk.Record
	shorts  []bulk.Short
	seen    bulk.Seen
}

// plain computes a unit of a plain plan in whole numbers; false when something of the unit is less plain.
func (d *desk) plain(n int, u *unit, of unitRecords) bool {
	q := d.q
	p := q.bulkRoster.plain[u.plan]
	if p == nil || q.opened[n] || len(u.Target.Changes) > 0 {
		return false
	}
	at := q.sums[n]
	sums, finals := q.sumsOf[at:][:len(p.parts)], q.finals[at:][:len(p.parts)]
	total := int64(0)
	for i := range p.parts {
		var ok bool
		if sums[i], finals[i], ok = d.plainPart(p, i, u, of); !ok {
			return false
		}
		total += sums[i]
	}
	for i := range p.caps {
		x, ok := p.caps[i].of(u, u.plan.layout.mode)
		if !ok {
			return false
		}
		total = min(total, x)
	}
	q.earned[n] = total
	return true
}

// plainPart computes one component: what it earns and where its measure ends.
func (d *desk) plainPart(p *plainPlan, i int, u *unit, of unitRecords) (sum, final int64, ok bool) {
	k := &p.parts[i]
	quota, ok := d.layPlain(p, k, u, of.seen)
	if !ok {
		return 0, 0, false
	}
	var result bulk.Result
	if of.shorts != nil {
		result, ok = d.work.EvaluateShort(&k.Part, &d.terms, of.shorts, of.seen, d.keep(i, len(of.shorts)))
	} else {
		result, ok = d.work.Evaluate(&k.Part, &d.terms, &d.plainShared, of.records, of.seen, d.keep(i, len(of.records)))
	}
	if !ok || u.plan.Refunds.Below == Refuse && len(k.at) > 0 && result.Lowest < 0 {
		return 0, 0, false
	}
	if sum, ok = result.Sum.Int64(); !ok || sum > bulk.Most/bulk.MaxParts || sum < bulk.Least/bulk.MaxParts {
		return 0, 0, false
	}
	for _, g := range k.gates {
		at := g.at
		if g.ofQuota {
			if at, ok = times(at, quota); !ok {
				return 0, 0, false
			}
		}
		if result.Final < at {
			sum = 0
		}
	}
	for i := range k.all {
		x, ok := k.all[i].of(u, u.plan.layout.mode)
		if !ok {
			return 0, 0, false
		}
		sum = min(sum, x)
	}
	return sum, result.Final, true
}

// layPlain makes whole numbers of a component for one unit, and returns its quota where it needs one; false when there
// are none.
func (d *desk) layPlain(p *plainPlan, k *plainPart, u *unit, seen bulk.Seen) (int64, bool) {
	t := &d.terms
	quota := int64(1)
	if k.quota {
		var ok bool
		if quota, ok = d.q.plainQuota(p, u, k.measure); !ok {
			return 0, false
		}
	}
	t.Curve.Reset(k.rates[0])
	for i, at := range k.at {
		if k.ofQuota {
			var ok bool
			if at, ok = times(at, quota); !ok {
				at = bulk.Most
			}
		}
		t.Curve.From(at, k.rates[i+1])
	}
	t.Curve.Close()
	t.Start, t.Div, t.Floor, t.Cap, t.Shut = 0, k.div, bulk.Limit{}, bulk.Limit{}, nil
	for i := range k.each {
		x, ok := k.each[i].of(u, u.plan.layout.mode)
		if !ok {
			return 0, false
		}
		if at := bulk.Product(x, int64(k.div)); !t.Cap.Set || at.Compare(t.Cap.At) < 0 {
			t.Cap = bulk.Limit{At: at, Set: true}
		}
	}
	return quota, t.Bound(seen.Size, k.largest, 1)
}

// plainQuota returns a quota that is stated for exactly the period, for one of its shares.
func (r *bulkRoster) plainQuota(p *plainPlan, u *unit, m int) (int64, bool) {
	name, found := u.plan.Measures[m].Name, -1
	for i := range u.Quotas {
		if x := &u.Quotas[i]; x.Measure == name {
			if found >= 0 || x.Period != r.c.period || len(x.Relief) > 0 {
				return 0, false
			}
			found = i
		}
	}
	if found < 0 {
		return 0, false
	}
	coarse := p.unit / shareDen
	quota, ok := whole(u.Quotas[found].Amount, 4)
	if !ok || quota <= 0 {
		return 0, false
	}
	if coarse%10_000 == 0 {
		return times(quota, coarse/10_000)
	}
	if quota, ok = times(quota, coarse); !ok || quota%10_000 != 0 {
		return 0, false
	}
	return quota / 10_000, true
}

// whole returns d × 10^places; false when that is no whole number of 62 bits.
func whole(d decimal.Decimal, places int32) (int64, bool) {
	exponent := d.Exponent() + places
	if exponent < 0 || exponent > 18 || d.NumDigits() > 18 {
		return wholeOf(num.Rat(d), powers[places])
	}
	return times(d.CoefficientInt64(), powers[exponent])
}
