package spread

import (
	"fmt"
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
)

// MaxSteps is the most values that [Compound] returns.
const MaxSteps = 1000

// StraightLine returns n values that lead from one level to another in equal steps, both included: 100, 150, 200. It is
// for levels, such as a satisfaction score, that do not add up. Each value is rounded once, half away from zero, to
// places decimal places.
//
// Faults come in an [*kam.InvalidError]: n below 2 or above [MaxCells], places below 0 or above 30, a level out of
// bounds.
func StraightLine(from, to decimal.Decimal, n int, places int32) ([]decimal.Decimal, error) {
	var found kam.Findings
	level("$.from", from, &found)
	level("$.to", to, &found)
	shape(n, 2, MaxCells, places, &found)
	if err := found.Err(); err != nil {
		return nil, err
	}
	start := num.Rat(from)
	step := new(big.Rat).Sub(num.Rat(to), start)
	step.Quo(step, new(big.Rat).SetInt64(int64(n-1)))
	out := make([]decimal.Decimal, n)
	for i := range out {
		at := new(big.Rat).Mul(step, new(big.Rat).SetInt64(int64(i)))
		out[i] = num.RoundRat(at.Add(at, start), places, num.HalfUp)
	}
	return out, nil
}

// Compound returns n values that start at from and grow by rate each time: 300, 375, 468.75 for a rate of 0.25. Growth
// is exact; each value is rounded once, half away from zero, to places decimal places, and the next one grows from what
// was not rounded.
//
// Faults come in an [*kam.InvalidError]: n below 1 or above [MaxSteps], places below 0 or above 30, from or rate out of
// bounds, a rate below -1, and a value that grows out of the bounds of the library.
func Compound(from, rate decimal.Decimal, n int, places int32) ([]decimal.Decimal, error) {
	var found kam.Findings
	level("$.from", from, &found)
	level("$.rate", rate, &found)
	shape(n, 1, MaxSteps, places, &found)
	if num.Check(rate) == nil && rate.LessThan(decimal.New(-1, 0)) {
		found.Add(fault(CodePath, "$.rate", say("the rate is %s", "增长率为 %s", num.Format(rate)), say("use a rate of at least -1, which is minus 100 %%", "增长率不得小于 -1（即 -100%%）")))
	}
	if err := found.Err(); err != nil {
		return nil, err
	}
	factor := rate.Add(decimal.New(1, 0))
	exact := from
	out := make([]decimal.Decimal, n)
	for i := range out {
		out[i] = num.Round(exact, places, num.HalfUp)
		if num.Check(out[i]) != nil {
			found.Add(fault(CodeNumber, fmt.Sprintf("$[%d]", i), say("value %d grows out of bounds", "编号为 %d 的值超出数值范围", i), say("use fewer values or a lower rate", "请减少个数或降低增长率")))
			return nil, found.Err()
		}
		exact = exact.Mul(factor)
	}
	return out, nil
}

func level(place string, d decimal.Decimal, found *kam.Findings) {
	if num.Check(d) != nil {
		found.Add(fault(CodeNumber, place, say("the number is out of bounds", "数值超出范围"), say("use at most %d digits", "最多 %d 位数字", num.MaxDigits)))
	}
}

func shape(n, least, most int, places int32, found *kam.Findings) {
	if n < least || n > most {
		found.Add(fault(CodePath, "$.n", say("%d values are asked for", "要求生成 %d 个值", n), say("ask for %d to %d", "应为 %d 到 %d 个", least, most)))
	}
	if places < 0 || places > num.MaxExponent {
		found.Add(fault(CodePath, "$.places", say("%d decimal places are asked for", "要求保留 %d 位小数", places), say("ask for 0 to %d", "应为 0 到 %d 位", num.MaxExponent)))
	}
}
