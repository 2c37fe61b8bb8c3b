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
	if p == nil || !q.even[n] {
		return false
	}
	at := q.sums[n]
	sums, finals := q.sumsOf[at:][:len(p.parts)], q.finals[at:][:len(p.parts)]
	total := int64(0)
	for i := range p.parts {
		var ok bool
		if sums[i], finals[i], ok = d.plainPart(p, n, i, u, of); !ok {
			return false
		}
		total += sums[i]
	}
	q.earned[n] = min(total, q.most[n])
	return true
}

// plainPart computes one component: what it earns and where its measure ends.
func (d *desk) plainPart(p *plainPlan, n, i int, u *unit, of unitRecords) (sum, final int64, ok bool) {
	k, quota := &p.parts[i], d.q.quotas[d.q.sums[n]+uint32(i)]
	if !d.layPlain(k, quota, u, of.seen) {
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

// layPlain makes whole numbers of a component for one unit, by its quota where it needs one; false when there are none.
func (d *desk) layPlain(k *plainPart, quota int64, u *unit, seen bulk.Seen) bool {
	t := &d.terms
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
			return false
		}
		if at := bulk.Product(x, int64(k.div)); !t.Cap.Set || at.Compare(t.Cap.At) < 0 {
			t.Cap = bulk.Limit{At: at, Set: true}
		}
	}
	return t.Bound(seen.Size, k.largest, 1)
}

// layUnits finds what units of plain plans are computed by that does not change from run to run.
func (r *bulkRoster) layUnits() {
	units := r.c.people.units
	r.even, r.quotas, r.most = make([]bool, len(units)), make([]int64, r.sums[len(units)]), make([]int64, len(units))
	for n, u := range units {
		if p := r.plain[u.plan]; p != nil && !r.opened[n] && len(u.Target.Changes) == 0 {
			r.even[n] = r.layUnit(p, n, u)
		}
	}
}

// layUnit finds the quotas of a unit and what it earns at most; false when one of them takes more than a whole number.
func (r *bulkRoster) layUnit(p *plainPlan, n int, u *unit) (ok bool) {
	for i := range p.parts {
		quota := &r.quotas[r.sums[n]+uint32(i)]
		if *quota = 1; p.parts[i].quota {
			if *quota, ok = r.plainQuota(p, u, p.parts[i].measure); !ok {
				return false
			}
		}
	}
	r.most[n] = bulk.Most
	for i := range p.caps {
		x, ok := p.caps[i].of(u, u.plan.layout.mode)
		if !ok {
			return false
		}
		r.most[n] = min(r.most[n], x)
	}
	return true
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
	quota, ok := whole(u.Quotas[found].Amount)
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

// tooLong are the first whole numbers of 19 digits with the exponents -4 to 14: comparing with them is faster than counting
// digits.
var tooLong = func() (out [19]decimal.Decimal) {
	for i := range out {
		out[i] = decimal.New(1e18, int32(i)-4)
	}
	return out
}()

// whole returns d × 10,000; false when that is no whole number of 62 bits.
func whole(d decimal.Decimal) (int64, bool) {
	exponent := d.Exponent() + 4
	if exponent < 0 || exponent > 18 || d.Sign() < 0 || d.Cmp(tooLong[exponent]) >= 0 {
		return wholeOf(num.Rat(d), powers[4])
	}
	return times(d.CoefficientInt64(), powers[exponent])
}
