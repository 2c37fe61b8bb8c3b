package incentive

import (
	"math/big"
	"math/bits"

	"github.com/kam-go/kam/incentive/internal/bulk"
	"github.com/kam-go/kam/internal/num"
)

// weigher is a credit rule's share and factor as whole numbers of 1/den.
type weigher struct {
	r      *CreditRule
	den    int64
	share  int64
	values map[string]int64
	other  int64
	// list has the values again, in order: a few are found faster so.
	list []weighed
}

type weighed struct {
	value  string
	weight int64
}

// weigherOf lays a rule's weights out; the reason when they have no common denominator.
func weigherOf(r *CreditRule) (weigher, string) {
	share := r.Share.Rat()
	if r.Split == SplitPayout {
		share = big.NewRat(1, 1) // it divides the payout
	}
	factors := map[string]*big.Rat{}
	var other *big.Rat
	if f := r.Factor; f != nil {
		for value, x := range f.Values {
			factors[value] = num.Rat(x)
		}
		if f.Other != otherRefuse && f.Other != otherExclude {
			x, _ := num.Parse(f.Other) // it was read when the plan was checked
			other = num.Rat(x)
		}
	}
	w := weigher{r: r, den: 1}
	common := func(x *big.Rat) bool {
		weight := new(big.Rat).Mul(x, share)
		if !weight.Denom().IsInt64() {
			return false
		}
		w.den = lcm(w.den, weight.Denom().Int64())
		return w.den != 0
	}
	ok := common(big.NewRat(1, 1))
	for _, value := range sortedKeys(factors) {
		ok = ok && common(factors[value])
	}
	if !ok || other != nil && !common(other) {
		return w, "weights without a common denominator"
	}
	at := func(x *big.Rat) int64 {
		n, fits := wholeOf(new(big.Rat).Mul(x, share), w.den)
		ok = ok && fits
		return n
	}
	w.share = at(big.NewRat(1, 1))
	if r.Factor != nil {
		w.values = make(map[string]int64, len(factors))
		for _, value := range sortedKeys(factors) {
			w.values[value] = at(factors[value])
			w.list = append(w.list, weighed{value, w.values[value]})
		}
		if other != nil {
			w.other = at(other)
		}
	}
	if !ok {
		return w, "weights that are too large"
	}
	return w, ""
}

// of returns the weight of a deal with a value of the rule's attribute; false when the rule excludes it, or cannot say.
func (w *weigher) of(value string) (weight int64, credits, known bool) {
	if len(w.list) <= 8 {
		for i := range w.list {
			if w.list[i].value == value {
				return w.list[i].weight, true, true
			}
		}
	} else if weight, listed := w.values[value]; listed {
		return weight, true, true
	}
	switch w.r.Factor.Other {
	case otherRefuse:
		return 0, false, false
	case otherExclude:
		return 0, false, true
	default:
		return w.other, true, true
	}
}

// times returns a × b; false when it leaves 62 bits.
func times(a, b int64) (int64, bool) {
	hi, lo := bits.Mul64(uint64(max(a, -a)), uint64(max(b, -b)))
	if hi != 0 || lo > bulk.Most {
		return 0, false
	}
	if (a < 0) != (b < 0) {
		return -int64(lo), true
	}
	return int64(lo), true
}
