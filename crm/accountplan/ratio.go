package accountplan

import (
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/internal/wording"
)

// Ratio is an exact quotient. Where Den is 0 it is unknown, never 0 and never 1; so is the zero value. Equal quotients may
// have different parts.
type Ratio struct {
	Num decimal.Decimal `json:"num"`
	Den decimal.Decimal `json:"den"`
}

// Known reports whether r has a value.
func (r Ratio) Known() bool { return usable(r.Num, r.Den) && !r.Den.IsZero() }

// Rat returns the exact value as a new ratio, and false when it is unknown.
func (r Ratio) Rat() (*big.Rat, bool) {
	if !r.Known() {
		return nil, false
	}
	return new(big.Rat).Quo(num.Rat(r.Num), num.Rat(r.Den)), true
}

// String returns the value in per cent with at most one decimal place, as "62.5 %", and "?" when it is unknown.
func (r Ratio) String() string {
	value, ok := r.Rat()
	if !ok {
		return "?"
	}
	return wording.Percent(value) + " %"
}

func ofCounts(n, d int) Ratio {
	return Ratio{Num: decimal.NewFromInt(int64(n)), Den: decimal.NewFromInt(int64(d))}
}

// ratioOf returns n/d, unknown when a part is out of bounds.
func ratioOf(n, d decimal.Decimal) Ratio {
	if !usable(n, d) {
		return Ratio{}
	}
	return Ratio{Num: n, Den: d}
}

// ratioFrom returns a value as a ratio in lowest terms, unknown when a term is out of bounds.
func ratioFrom(r *big.Rat) Ratio {
	return ratioOf(decimal.NewFromBigInt(r.Num(), 0), decimal.NewFromBigInt(r.Denom(), 0))
}

// usable reports whether every number is within the bounds of the library. Nothing is computed from numbers that are not.
func usable(values ...decimal.Decimal) bool {
	for _, v := range values {
		if num.Check(v) != nil {
			return false
		}
	}
	return true
}
