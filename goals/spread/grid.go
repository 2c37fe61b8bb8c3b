package spread

import (
	"math"
	"math/big"
	"math/bits"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
)

// maxUnits is the most grains that a number may be away from zero.
const maxUnits = 100_000_000_000_000_000

// grid counts numbers in grains.
type grid struct {
	grain decimal.Decimal
	ratio *big.Rat
	// The grain is coefficient * 10^exponent when the coefficient is not 0; then most numbers need no big integers.
	coefficient int64
	exponent    int32
}

// newGrid returns the grid of multiples of grain, or the finding that it is no grain.
func newGrid(grain decimal.Decimal) (grid, *kam.Finding) {
	err := num.Check(grain)
	if err == nil && grain.IsPositive() {
		g := grid{grain: grain, ratio: num.Rat(grain)}
		if short(grain) {
			g.coefficient, g.exponent = grain.CoefficientInt64(), grain.Exponent()
		}
		return g, nil
	}
	f := fault(CodeGrain, "$.grain", say("the grain is out of bounds", "最小单位超出数值范围"),
		say("state the size of one unit, a number above zero such as 1, 0.01 or 100", "请填写大于零的最小单位，例如 1、0.01 或 100"))
	if err == nil {
		f.Message = say("the grain is %s", "最小单位为 %s", num.Format(grain))
	}
	return grid{}, &f
}

// short tells whether d is within the bounds of the library and its coefficient has at most 18 digits.
func short(d decimal.Decimal) bool {
	exponent := d.Exponent()
	return exponent <= 0 && exponent >= -num.MaxExponent && d.NumDigits() <= 18
}

var powers = [19]uint64{
	1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000, 10_000_000_000,
	100_000_000_000, 1_000_000_000_000, 10_000_000_000_000, 100_000_000_000_000, 1_000_000_000_000_000,
	10_000_000_000_000_000, 100_000_000_000_000_000, 1_000_000_000_000_000_000,
}

// quick returns d in grains when that is a whole number of at most 10^17 that 64 bits suffice to find.
func (g grid) quick(d decimal.Decimal) (units int64, ok bool) {
	if g.coefficient == 0 || !short(d) {
		return 0, false
	}
	value := d.CoefficientInt64()
	magnitude, divisor := uint64(max(value, -value)), uint64(g.coefficient)
	shift := int(d.Exponent()) - int(g.exponent)
	factor := uint64(1)
	switch {
	case shift > 18 || shift < -18:
		return 0, false
	case shift >= 0:
		factor = powers[shift]
	default:
		over, low := bits.Mul64(divisor, powers[-shift])
		if over != 0 {
			return 0, false
		}
		divisor = low
	}
	hi, lo := bits.Mul64(magnitude, factor)
	if hi >= divisor {
		return 0, false
	}
	quotient, remainder := bits.Div64(hi, lo, divisor)
	if remainder != 0 || quotient > maxUnits {
		return 0, false
	}
	if value < 0 {
		return -int64(quotient), true
	}
	return int64(quotient), true
}

// whole returns d in grains, or the code of what is wrong with it.
func (g grid) whole(d decimal.Decimal) (units int64, code string) {
	if units, ok := g.quick(d); ok {
		return units, ""
	}
	below, exact, ok := g.floor(d)
	switch {
	case !ok:
		return 0, CodeNumber
	case !exact:
		return 0, CodeGrid
	}
	return below, ""
}

// floor returns the most grains that are not above d and whether they are d; ok is false for a d out of bounds.
func (g grid) floor(d decimal.Decimal) (units int64, exact, ok bool) {
	if units, ok := g.quick(d); ok {
		return units, true, true
	}
	if num.Check(d) != nil {
		return 0, false, false
	}
	return floorRat(new(big.Rat).Quo(num.Rat(d), g.ratio))
}

// floorRat returns the floor of r, whether it is r, and whether r is within 10^17 of zero.
func floorRat(r *big.Rat) (units int64, exact, ok bool) {
	quotient, remainder := new(big.Int).DivMod(r.Num(), r.Denom(), new(big.Int))
	if !quotient.IsInt64() {
		return 0, false, false
	}
	units, exact = quotient.Int64(), remainder.Sign() == 0
	return units, exact, units <= maxUnits && units >= -maxUnits
}

// value returns units grains as a decimal.
func (g grid) value(units int64) decimal.Decimal {
	if g.coefficient > 0 && g.coefficient <= math.MaxInt64/maxUnits {
		if hi, lo := bits.Mul64(uint64(max(units, -units)), uint64(g.coefficient)); hi == 0 && lo <= math.MaxInt64 {
			return decimal.New(units*g.coefficient, g.exponent)
		}
	}
	return decimal.New(units, 0).Mul(g.grain)
}

// big returns units grains as a decimal.
func (g grid) big(units *big.Int) decimal.Decimal {
	return decimal.NewFromBigInt(units, 0).Mul(g.grain)
}

// complaint is the finding about a number that has the given code in [grid.whole].
func (g grid) complaint(code, place string, d decimal.Decimal) kam.Finding {
	if code == CodeGrid {
		return fault(CodeGrid, place, say("%s is no multiple of %s", "%s 不是 %s 的整数倍", num.Format(d), num.Format(g.grain)),
			say("round it to a multiple, or choose a finer grain", "请取整为其整数倍，或选用更小的最小单位"))
	}
	return fault(CodeNumber, place, say("the number is out of bounds", "数值超出范围"),
		say("use at most %d digits, and at most 10^17 times the grain %s", "最多 %d 位数字，且不超过最小单位 %s 的 10^17 倍", num.MaxDigits, num.Format(g.grain)))
}

// bounds are what a cell may hold, in grains.
type bounds struct {
	least, most       int64
	hasLeast, hasMost bool
}

// bounds returns the grains that l.Min and l.Max leave, after adding what is wrong with l to found.
func (g grid) bounds(l Limit, place string, found *kam.Findings) bounds {
	var b bounds
	if l.Min.Valid {
		units, exact, ok := g.floor(l.Min.Decimal)
		if !exact {
			units++
		}
		if !ok {
			found.Add(g.complaint(CodeNumber, place+".min", l.Min.Decimal))
		}
		b.least, b.hasLeast = units, ok
	}
	if l.Max.Valid {
		units, _, ok := g.floor(l.Max.Decimal)
		if !ok {
			found.Add(g.complaint(CodeNumber, place+".max", l.Max.Decimal))
		}
		b.most, b.hasMost = units, ok
	}
	if b.hasLeast && b.hasMost && b.least > b.most {
		found.Add(fault(CodeBound, place, say("no multiple of %s is between the minimum %s and the maximum %s", "最小值 %[2]s 与最大值 %[3]s 之间没有 %[1]s 的整数倍",
			num.Format(g.grain), num.Format(l.Min.Decimal), num.Format(l.Max.Decimal)),
			say("leave room for a multiple of the grain, or hold the cell", "请为最小单位的整数倍留出空间，或锁定该单元格")))
	}
	return b
}

// held adds the finding that l holds a value and states bounds besides, or that the value is out of range.
func (g grid) held(l Limit, place string, found *kam.Findings) {
	if _, _, ok := g.floor(l.Hold.Decimal); !ok {
		found.Add(g.complaint(CodeNumber, place+".hold", l.Hold.Decimal))
	}
	if l.Min.Valid || l.Max.Valid {
		found.Add(fault(CodeBound, place+".hold", say("it is held and bounded at once", "同时锁定并设置上下限"), say("state hold alone, or min and max", "只填 hold，或只填 min 与 max")))
	}
}
