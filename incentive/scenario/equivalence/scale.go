package equivalence

import (
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/internal/num"
)

// scale is how large everything is that a plan does not say itself.
type scale struct {
	// quota is that of measures of money, units that of measures of units, target the target incentive.
	quota, units, target decimal.Decimal
	// usual says that every question is asked, else those in which the scale shows.
	usual bool
}

// scaled returns a scale by its quota, in whole ones, and by the target incentive as so many ten-thousandths of it.
func scaled(quota decimal.Decimal, share int64) scale {
	return scale{quota: quota, units: quota, target: quota.Mul(decimal.New(share, -4))}
}

// scalesOf returns the usual scale, and others so that whatever stands in two plans as an amount lies far below, at, and
// far above what a quota pays: one for every three digits, up to what earns the largest number at the lowest rate, and
// those at which a number that the plans do not share is a quota, or is what a quota earns. Where target incentives
// matter each is asked with a small one and a large one too.
func scalesOf(plan, mutant incentive.Plan, places []string) []scale {
	numbers, changed := numbersOf(plan, mutant, places)
	low, high := big.NewRat(1, 1), big.NewRat(1, 1)
	most := big.NewRat(quota, 1)
	for _, n := range numbers {
		if n.Sign() > 0 && n.Cmp(low) < 0 {
			low = n
		}
		if n.Cmp(big.NewRat(1, 1)) < 0 && n.Sign() > 0 && (high.Cmp(big.NewRat(1, 1)) == 0 || n.Cmp(high) > 0) {
			high = n
		}
		if n.Cmp(most) > 0 {
			most = n
		}
	}
	var quotas []decimal.Decimal
	add := func(q *big.Rat) {
		d := num.RoundRat(q, 0, num.HalfUp)
		if d.Sign() > 0 && d.Cmp(largestQuota) <= 0 && !slices.ContainsFunc(quotas, d.Equal) {
			quotas = append(quotas, d)
		}
	}
	reach := new(big.Rat).Mul(new(big.Rat).Quo(most, low), big.NewRat(1_000, 1))
	for q := big.NewRat(1, 1); q.Cmp(reach) <= 0 && q.Cmp(largestQuota.Rat()) <= 0; q = new(big.Rat).Mul(q, big.NewRat(1_000, 1)) {
		add(q)
	}
	for _, n := range changed {
		if n.Cmp(big.NewRat(1, 1)) > 0 {
			add(n)
			add(new(big.Rat).Quo(n, low))
			add(new(big.Rat).Quo(n, high))
		}
	}
	out := []scale{{quota: decimal.NewFromInt(quota), units: decimal.NewFromInt(ofUnits), target: decimal.NewFromInt(target), usual: true}}
	shares := []int64{1_000}
	if targeted(plan) || targeted(mutant) {
		shares = []int64{1_000, 10, 100_000}
		out = append(out, scaled(decimal.NewFromInt(quota), 10), scaled(decimal.NewFromInt(quota), 100_000))
	}
	for _, q := range quotas {
		for _, s := range shares {
			out = append(out, scaled(q, s))
		}
	}
	return out
}

// targeted tells whether a plan pays or limits by target incentives.
func targeted(p incentive.Plan) bool {
	found := false
	v, ok := tree(p)
	walk("$", v, func(at, _ string) { found = found || targets.MatchString(at) })
	return found || !ok
}

// numbersOf returns every number above nothing in what two plans pay, and those at places at which they differ.
func numbersOf(plan, mutant incentive.Plan, places []string) (all, changed []*big.Rat) {
	for _, p := range []incentive.Plan{plan, mutant} {
		v, _ := tree(p)
		walk("$", v, func(at, text string) {
			d, err := num.Parse(text)
			if err != nil || d.Sign() <= 0 || !paying.MatchString(at) {
				return
			}
			all = append(all, d.Rat())
			if slices.ContainsFunc(places, func(place string) bool { return within(at, place) }) {
				changed = append(changed, d.Rat())
			}
		})
	}
	return all, changed
}

// ends returns all of a list at the usual scale, and its first and its last at others.
func ends[T any](s scale, list []T) []T {
	if s.usual || len(list) < 3 {
		return list
	}
	return []T{list[0], list[len(list)-1]}
}
