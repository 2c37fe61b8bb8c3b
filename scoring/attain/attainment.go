package attain

import (
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
)

// Method says how attainment is made of an actual value and a target. The zero value is none and refused: of the two
// methods for less is better each is in use, and they differ.
type Method string

// Methods of attainment.
const (
	// ActualByTarget is A / T, for values of which more is better. The value may be below 0.
	ActualByTarget Method = "actual-by-target"
	// TargetByActual is T / A, for values of which less is better: 100 % at the target, 200 % at half of it, and 50 % at
	// twice of it. It is not known for a value of 0, and 0 for a target of 0.
	TargetByActual Method = "target-by-actual"
	// TwoMinus is 2 - A / T, that is (2T - A) / T, for values of which less is better: 100 % at the target, 150 % at half
	// of it, 200 % at 0, and 0 % at twice of it, below 0 beyond.
	TwoMinus Method = "two-minus-actual-by-target"
)

// Direction returns which way the values of m improve; none for what is no method.
func (m Method) Direction() kam.Direction {
	switch m {
	case ActualByTarget:
		return kam.HigherIsBetter
	case TargetByActual, TwoMinus:
		return kam.LowerIsBetter
	default:
		return ""
	}
}

func (m Method) check(found *kam.Findings, place string) {
	if m.Direction() == "" {
		unknownWord(found, "method", place, string(m), "actual-by-target, target-by-actual, two-minus-actual-by-target")
	}
}

// checkValues reports an actual value or a target that has no meaning by m.
func (m Method) checkValues(found *kam.Findings, place string, actual, target *big.Rat) {
	if m == TargetByActual {
		negative(found, "actual", place+".actual", actual)
	}
	negative(found, "target", place+".target", target)
}

// of returns the attainment of exact numbers; either may be nil.
func (m Method) of(actual, target *big.Rat) Ratio {
	switch {
	case actual == nil || target == nil:
		return Ratio{reason: UnknownInput}
	case m == TargetByActual:
		return parts(target, actual, ZeroActual).telling("target %s by actual %s", "目标 %[1]s ÷ 实际 %[2]s", target, actual)
	case m == TwoMinus:
		twice := new(big.Rat).Add(target, target)
		return parts(twice.Sub(twice, actual), target, ZeroTarget).telling("2 - actual %s by target %s", "2 − 实际 %s ÷ 目标 %s", actual, target)
	}
	return parts(actual, target, ZeroTarget).telling("actual %s by target %s", "实际 %s ÷ 目标 %s", actual, target)
}

// Of returns the attainment of a target by a method. It is not known when a value is not, and when it would be divided
// by 0. The target is at least 0; the actual value may be below 0 except by [TargetByActual]. Faults come in a
// [*kam.InvalidError]: attain.method, .number, .actual, .target.
func Of(actual, target decimal.NullDecimal, m Method) (Ratio, error) {
	var found kam.Findings
	m.check(&found, "$.method")
	a, t := value(&found, "$.actual", actual), value(&found, "$.target", target)
	m.checkValues(&found, "$", a, t)
	if err := found.Err(); err != nil {
		return Ratio{}, err
	}
	return m.of(a, t), nil
}
