package develop

import (
	"math/big"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/skills"
	"github.com/kam-go/kam/internal/wording"
)

// weightBits is the size of the largest sum of weights, in bits: times any level it is a [kam.Fraction].
const weightBits = 32

// wholeWeights returns weights in units of their common denominator, and how many units make 1. It is false when their sum
// takes more bits.
func wholeWeights(shares []*big.Rat, bits int) (units []int64, one int64, ok bool) {
	common, total := big.NewInt(1), new(big.Int)
	for _, s := range shares {
		shared := new(big.Int).GCD(nil, nil, common, s.Denom())
		common.Mul(common, new(big.Int).Quo(s.Denom(), shared))
		if common.BitLen() > bits {
			return nil, 0, false
		}
	}
	for _, s := range shares {
		whole := new(big.Int).Mul(s.Num(), new(big.Int).Quo(common, s.Denom()))
		if total.Add(total, whole); total.BitLen() > bits {
			return nil, 0, false
		}
		units = append(units, whole.Int64())
	}
	return units, common.Int64(), true
}

// unwieldy reports weights that cannot be added up.
func unwieldy(f *wording.Faults, place string) {
	f.Add("weight", place, wording.Say("the weights are too large, or have no small common denominator", "权重过大，或没有较小的公分母"),
		wording.Say("use weights such as 1, 2 or 3/2", "请使用 1、2、3/2 之类的权重"))
}

// weigh sets the weights as whole numbers of a common unit.
func (s *pose) weigh(f *wording.Faults) {
	units, one, ok := wholeWeights(sharesOf(s.request.Requirements), weightBits)
	if !ok {
		unwieldy(f, "$.requirements")
		return
	}
	copy(s.problem.weight, units)
	s.weights = one
}

func sharesOf(list []skills.Requirement) []*big.Rat {
	shares := make([]*big.Rat, len(list))
	for i, r := range list {
		shares[i] = r.Share()
	}
	return shares
}

// fraction returns a sum of weights.
func (s *pose) fraction(units int64) kam.Fraction {
	r := big.NewRat(units, s.weights)
	return kam.Fraction{Num: r.Num().Int64(), Den: r.Denom().Int64()}
}
