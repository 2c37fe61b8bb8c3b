package incentive

import (
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam/internal/num"
)

// moreDecimals is how many decimals more than its own a number of an equation is shown with at most.
const moreDecimals = 12

// legible returns the numbers of an equation as people read them: each half-up to its places, and the first ones to as many
// more as holds asks for, so that who computes the equation from what is shown finds what it says. Where no half-up rounding
// of them does, all are rounded away from zero or towards it.
func legible(holds func(shown []*big.Rat) bool, exact []*big.Rat, places []int32) []decimal.Decimal {
	first, same := readable(exact, places, num.HalfUp)
	if same || holds(ratios(first)) {
		return first
	}
	for more := int32(2); more <= moreDecimals; more += 2 {
		for n := range exact {
			finer := slices.Clone(places)
			for i := range n + 1 {
				finer[i] += more
			}
			if found, _ := readable(exact, finer, num.HalfUp); holds(ratios(found)) {
				return found
			}
		}
	}
	for i := range places {
		places[i] += moreDecimals
	}
	for _, mode := range []num.Mode{num.Up, num.Down} {
		if found, _ := readable(exact, places, mode); holds(ratios(found)) {
			return found
		}
	}
	return first
}

// readable rounds numbers; same when that changes none of them.
func readable(exact []*big.Rat, places []int32, mode num.Mode) (found []decimal.Decimal, same bool) {
	found, same = make([]decimal.Decimal, len(exact)), true
	for i, x := range exact {
		found[i] = num.RoundRat(x, places[i], mode)
		same = same && num.Rat(found[i]).Cmp(x) == 0
	}
	return found, same
}

func ratios(list []decimal.Decimal) []*big.Rat {
	out := make([]*big.Rat, len(list))
	for i, x := range list {
		out[i] = num.Rat(x)
	}
	return out
}

// makesUp returns whether a formula comes to the same amount with what is shown as with what is exact.
func makesUp(formula func([]*big.Rat) *big.Rat, exact []*big.Rat, places int32, mode num.Mode) func([]*big.Rat) bool {
	want := num.RoundRat(formula(exact), places, mode)
	return func(shown []*big.Rat) bool { return num.RoundRat(formula(shown), places, mode).Equal(want) }
}

// productWith returns the formula that multiplies numbers, and all of them by one more.
func productWith(by *big.Rat) func([]*big.Rat) *big.Rat {
	return func(list []*big.Rat) *big.Rat {
		out := new(big.Rat).Set(by)
		for _, x := range list {
			out.Mul(out, x)
		}
		return out
	}
}

// legibleFactors returns two factors of an amount of the plan as people read them, the amount being their product by one
// more factor that is shown as it is.
func (p *plan) legibleFactors(a, b, by *big.Rat, places [2]int32) (first, second decimal.Decimal) {
	exact := []*big.Rat{a, b}
	out := legible(makesUp(productWith(by), exact, p.grid.Places, p.grid.Mode), exact, places[:])
	return out[0], out[1]
}
