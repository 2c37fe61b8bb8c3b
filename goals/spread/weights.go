package spread

import (
	"fmt"
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
)

// MaxCells is the most cells of a row, and the most rows and the most columns of a matrix.
const MaxCells = 1_000_000

// maxBits is the longest numerator of a weight, and the longest common denominator of all, in bits.
const maxBits = 4096

// Weights are non-negative exact numbers in whose proportions something is spread, one for each cell. Only the
// proportions count: 4, 4, 5 is the same as 0.4, 0.4, 0.5. The zero value has no cells.
//
// Weights are made by [Even], [FromInts], [FromDecimals], [FromFractions], [Profile] and [Blend], or written as they
// are. What is made here may share its numbers: they are read only.
type Weights []*big.Rat

// Even returns n equal weights: none for n below 1. Beyond [MaxCells] it returns MaxCells + 1 of them, which every
// use refuses.
func Even(n int) Weights {
	out := make(Weights, min(max(n, 0), MaxCells+1))
	one := big.NewRat(1, 1)
	for i := range out {
		out[i] = one
	}
	return out
}

// FromInts returns the weights that list states, such as 4, 4, 5. Negative ones are refused where they are used.
func FromInts(list ...int64) Weights {
	out, block := make(Weights, len(list)), make([]big.Rat, len(list))
	for i, n := range list {
		block[i].Num().SetInt64(n)
		out[i] = &block[i]
	}
	return out
}

// FromDecimals returns the weights that list states. Numbers that are negative or out of the bounds of the library are
// an [*kam.InvalidError] with the code [CodeWeight] or [CodeNumber].
func FromDecimals(list []decimal.Decimal) (Weights, error) {
	var found kam.Findings
	out := make(Weights, len(list))
	for i, d := range list {
		if err := num.Check(d); err != nil {
			found.Add(fault(CodeNumber, weightPlace(i), say("weight %d is out of bounds", "编号为 %d 的权重超出数值范围", i),
				say("use at most %d digits", "最多 %d 位数字", num.MaxDigits)))
			continue
		}
		if d.IsNegative() {
			found.Add(negative(i, num.Format(d)))
			continue
		}
		out[i] = num.Rat(d)
	}
	if err := found.Err(); err != nil {
		return nil, err
	}
	return out, nil
}

// FromFractions returns the weights that list states. Fractions that are negative or malformed are an
// [*kam.InvalidError] with the code [CodeWeight].
func FromFractions(list []kam.Fraction) (Weights, error) {
	var found kam.Findings
	out := make(Weights, len(list))
	for i, f := range list {
		if f.Check() != nil {
			found.Add(fault(CodeWeight, weightPlace(i), say("weight %d is no fraction: %d/%d", "编号为 %d 的权重不是有效分数：%d/%d", i, f.Num, f.Den),
				say("use a fraction such as 1/3 with terms of at most 10^12", "请使用如 1/3 的分数，分子分母不超过 10^12")))
			continue
		}
		if f.Num < 0 {
			found.Add(negative(i, f.String()))
			continue
		}
		out[i] = f.Rat()
	}
	if err := found.Err(); err != nil {
		return nil, err
	}
	return out, nil
}

// Profile returns w when its weights sum to exactly 1, so that each is the share of its cell. Otherwise the error is an
// [*kam.InvalidError] with the code [CodeShare] that states the exact difference: twelve times 0.083333 is 0.000004
// short, and is not taken for a year.
func Profile(w Weights) (Weights, error) {
	_, found := w.integers()
	if err := found.Err(); err != nil {
		return nil, err
	}
	sum := new(big.Rat)
	for _, r := range w {
		sum.Add(sum, r)
	}
	if f := notWhole(sum, "$.weights"); f != nil {
		return nil, &kam.InvalidError{Findings: kam.Findings{*f}}
	}
	return append(Weights(nil), w...), nil
}

// Part is one basis of a blend and the share with which it counts.
type Part struct {
	Weights Weights
	Share   kam.Fraction
}

// Blend returns the weights that mix parts: each part is brought to the sum 1 first and then counts with its share, so
// that history in euros and potential in points may be mixed. The result sums to exactly 1.
//
// All faults come at once in an [*kam.InvalidError]: shares that are negative or do not sum to exactly 1, no parts,
// parts of different lengths, a part with a share whose weights are all zero, and faulty weights.
func Blend(parts ...Part) (Weights, error) {
	var found kam.Findings
	if len(parts) == 0 {
		found.Add(fault(CodeCount, "$.parts", say("there is nothing to blend", "没有可混合的分摊依据"), say("state at least one basis", "请至少提供一个依据")))
	}
	sum := new(big.Rat)
	lists := make([]integers, len(parts))
	for p, part := range parts {
		place := fmt.Sprintf("$.parts[%d]", p)
		if part.Share.Check() != nil || part.Share.Num < 0 {
			found.Add(fault(CodeShare, place+".share", say("the share of part %d is %d/%d", "编号为 %d 的依据的占比为 %d/%d", p, part.Share.Num, part.Share.Den),
				say("use a fraction of at least 0", "请使用不小于 0 的分数")))
		} else {
			sum.Add(sum, part.Share.Rat())
		}
		list, faults := part.Weights.integers()
		for _, f := range faults {
			f.Place = place + f.Place[1:]
			found.Add(f)
		}
		lists[p] = list
		if len(faults) > 0 {
			continue
		}
		if len(part.Weights) != len(parts[0].Weights) {
			found.Add(fault(CodeCount, place+".weights", say("part %d has %s and part 0 has %d", "编号为 %d 的依据有 %s 个权重，而编号为 0 的有 %d 个", p, counted(len(part.Weights), "weight"), len(parts[0].Weights)),
				say("give every part one weight for each cell", "请为每个依据提供与单元格数相同的权重")))
		}
		if list.sum.Sign() == 0 && part.Share.Num > 0 {
			found.Add(fault(CodeWeight, place+".weights", say("the weights of part %d are all zero", "编号为 %d 的依据的权重全部为零", p),
				say("give it a weight above zero, or the share 0", "请提供大于零的权重，或将其占比设为 0")))
		}
	}
	if f := notWhole(sum, "$.parts"); f != nil && len(found) == 0 {
		found.Add(*f)
	}
	if err := found.Err(); err != nil {
		return nil, err
	}
	out := make(Weights, len(parts[0].Weights))
	for i := range out {
		out[i] = new(big.Rat)
	}
	for p, part := range parts {
		if part.Share.Num == 0 {
			continue
		}
		each := new(big.Rat).Quo(part.Share.Rat(), new(big.Rat).SetInt(lists[p].sum))
		for i, n := range lists[p].list {
			out[i].Add(out[i], new(big.Rat).Mul(each, new(big.Rat).SetInt(n)))
		}
	}
	return out, nil
}

// notWhole returns the finding that shares sum to something else than 1; nil when they do sum to 1.
func notWhole(sum *big.Rat, place string) *kam.Finding {
	difference := new(big.Rat).Sub(sum, big.NewRat(1, 1))
	if difference.Sign() == 0 {
		return nil
	}
	f := fault(CodeShare, place, say("the shares sum to %s, which is %s from 1", "占比合计为 %s，与 1 相差 %s", ratText(sum), ratText(difference)),
		say("let them sum to exactly 1: use fractions such as 1/12, or weights without a fixed sum", "请使其合计恰为 1：可用 1/12 等分数，或改用不限合计的权重"))
	f.Evidence = []kam.Evidence{{Name: "sum", Value: ratText(sum)}, {Name: "difference", Value: ratText(difference)}}
	return &f
}

// ratText writes r as a decimal where that is exact in at most 40 places, else as a fraction, or to 12 places when
// that is long.
func ratText(r *big.Rat) string {
	if places, exact := r.FloatPrec(); exact && places <= 40 {
		return r.FloatString(places)
	}
	if text := r.RatString(); len(text) <= 80 {
		return text
	}
	return "≈ " + r.FloatString(12)
}

// integers are weights brought to a common denominator.
type integers struct {
	list []*big.Int // read only
	sum  *big.Int
}

// integers returns integers in the proportions of w, or everything that is wrong with w.
func (w Weights) integers() (integers, kam.Findings) {
	var found kam.Findings
	if len(w) == 0 || len(w) > MaxCells {
		found.Add(fault(CodeCount, "$.weights", say("there are %d weights", "共有 %d 个权重", len(w)), say("give 1 to %d weights, one for each cell", "请提供 1 到 %d 个权重，每个单元格一个", MaxCells)))
		return integers{}, found
	}
	common := big.NewInt(1)
	remainder := new(big.Int)
	for i, r := range w {
		switch {
		case r == nil:
			found.Add(fault(CodeWeight, weightPlace(i), say("weight %d is missing", "缺少编号为 %d 的权重", i), say("give every cell a weight; 0 gets nothing", "请为每个单元格提供权重；0 表示不分摊")))
		case r.Sign() < 0:
			found.Add(negative(i, ratText(r)))
		case r.IsInt() && r.Num().BitLen() <= maxBits:
		case r.Num().BitLen() > maxBits || r.Denom().BitLen() > maxBits:
			found.Add(fault(CodeWeight, weightPlace(i), say("weight %d is longer than %d bits", "编号为 %d 的权重超过 %d 位二进制", i, maxBits), say("round the weight", "请对权重取整")))
		case common.BitLen() <= maxBits && remainder.Rem(common, r.Denom()).Sign() != 0:
			shared := new(big.Int).GCD(nil, nil, common, r.Denom())
			common.Mul(common, shared.Quo(r.Denom(), shared))
		}
	}
	if common.BitLen() > maxBits {
		found.Add(fault(CodeWeight, "$.weights", say("the common denominator of the weights is longer than %d bits", "权重的公分母超过 %d 位二进制", maxBits),
			say("use decimals, or fractions of few different denominators", "请使用小数，或分母种类较少的分数")))
	}
	if len(found) > 0 {
		return integers{}, found
	}
	out := integers{list: make([]*big.Int, len(w)), sum: new(big.Int)}
	whole := common.IsInt64() && common.Int64() == 1
	for i, r := range w {
		n := r.Num()
		if !whole {
			n = new(big.Int).Quo(common, r.Denom())
			n.Mul(n, r.Num())
		}
		out.list[i] = n
		out.sum.Add(out.sum, n)
	}
	return out, nil
}

func negative(i int, value string) kam.Finding {
	return fault(CodeWeight, weightPlace(i), say("weight %d is negative: %s", "编号为 %d 的权重为负：%s", i, value), say("use a weight of at least 0", "请使用不小于 0 的权重"))
}

func weightPlace(i int) string { return fmt.Sprintf("$.weights[%d]", i) }
