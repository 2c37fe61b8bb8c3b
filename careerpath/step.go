package careerpath

import (
	"math/big"

	"github.com/kam-go/kam/careerpath/criteria"
	"github.com/kam-go/kam/internal/num"
)

// Step compares the stages of one promotion.
type Step struct {
	// Move is the ID of the promotion, From and To are the stages.
	Move, From, To string
	// Quota is the quota after by the quota before: 1.1 asks for 10 % more. Not known unless both are stated, in one
	// currency.
	Quota criteria.Exact
	// Pay is the middle of the pay band after by that before. Where a band has no [PayBand].Mid, its middle is half the sum
	// of its ends. Not known unless both bands are stated, in one currency, and the middle before is above 0.
	Pay criteria.Exact
	// Overlap is which part of the lower band the higher one covers, 0 to 1; not known where Pay is not, and for a lower band
	// of one amount.
	Overlap criteria.Exact
}

// Steps compares the quotas and the pay bands along every promotion, in the order of the ladder. Ratios are exact.
func (p *Program) Steps() []Step {
	var out []Step
	for _, m := range p.ladder.Moves {
		if m.Kind != Promotion {
			continue
		}
		from, to := &p.ladder.Stages[p.stages[m.From]], &p.ladder.Stages[p.stages[m.To]]
		s := Step{Move: m.ID, From: m.From, To: m.To}
		if a, b := from.Quota, to.Quota; a != nil && b != nil && a.Currency == b.Currency {
			s.Quota = quotient(num.Rat(b.Amount), num.Rat(a.Amount))
		}
		if a, b := from.Pay, to.Pay; a != nil && b != nil && a.Currency == b.Currency {
			s.Pay = quotient(b.middle(), a.middle())
			s.Overlap = a.overlap(b)
		}
		out = append(out, s)
	}
	return out
}

// middle is the pay for full performance.
func (b *PayBand) middle() *big.Rat {
	if b.Mid.Valid {
		return num.Rat(b.Mid.Decimal)
	}
	sum := new(big.Rat).Add(num.Rat(b.Min), num.Rat(b.Max))
	return sum.Mul(sum, big.NewRat(1, 2))
}

// overlap is the part of b that a higher band covers.
func (b *PayBand) overlap(higher *PayBand) criteria.Exact {
	low, high := num.Rat(b.Min), num.Rat(b.Max)
	width := new(big.Rat).Sub(high, low)
	if from := num.Rat(higher.Min); from.Cmp(low) > 0 {
		low = from
	}
	if until := num.Rat(higher.Max); until.Cmp(high) < 0 {
		high = until
	}
	common := new(big.Rat).Sub(high, low)
	if common.Sign() < 0 {
		common.SetInt64(0)
	}
	return quotient(common, width)
}

// quotient returns a by b, not known when b is 0.
func quotient(a, b *big.Rat) criteria.Exact {
	if b.Sign() == 0 {
		return criteria.Exact{}
	}
	return criteria.ExactOf(new(big.Rat).Quo(a, b))
}
