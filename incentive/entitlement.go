package incentive

import (
	"iter"
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
)

// QuotaResult is one quota of a statement with what became of it: the amount
// stated, what proration and ramp leave, then each relief. The effective
// amounts of a measure sum to [MeasureResult.Quota]. Figures are for people to
// read: the engine computes exactly.
type QuotaResult struct {
	Measure string
	Period  kam.Period
	// Stated is the amount in the roster.
	Stated decimal.Decimal
	// Fraction is the part that proration and ramp leave, 10 decimals, half-up; 1 = all. Invalid: the plan prorates no quotas.
	Fraction decimal.NullDecimal
	// Prorated is Stated × the exact fraction, at most 4 decimals shown, half-up.
	Prorated decimal.Decimal
	// Relief are the reliefs in the order in which they apply.
	Relief []ReliefResult
	// Effective is what counts, at most 4 decimals shown, half-up.
	Effective decimal.Decimal
}

// ReliefResult is a relief and the quota that it leaves, at most 4 decimals shown, half-up.
type ReliefResult struct {
	Relief
	After decimal.Decimal
}

// Lowered reports whether anything has changed the quota.
func (q QuotaResult) Lowered() bool { return !q.Effective.Equal(q.Stated) || len(q.Relief) > 0 }

// Quotas yields the quotas that measures are compared with, in the order of the
// plan's measures, then of their periods. Measures that nothing needed, and
// those without quota, have none.
func (s Statement) Quotas() iter.Seq[QuotaResult] {
	return func(yield func(QuotaResult) bool) {
		s = s.whole()
		for i := range s.r.unit.state.measures {
			for _, row := range s.r.unit.state.measures[i].rows {
				if !yield(row.result()) {
					return
				}
			}
		}
	}
}

func (row ratedQuota) result() QuotaResult {
	q := QuotaResult{Measure: row.Measure, Period: row.Period, Stated: row.Amount, Prorated: row.Amount, Effective: shown(row.effective)}
	if row.fraction != nil {
		q.Fraction = decimal.NewNullDecimal(fine(row.fraction))
		q.Prorated = shown(new(big.Rat).Mul(num.Rat(row.Amount), row.fraction))
	}
	for i, r := range row.Relief {
		q.Relief = append(q.Relief, ReliefResult{r, shown(row.after[i])})
	}
	return q
}

// TargetResult is the target incentive of a stretch that something on the
// statement asked for: Average × Months × Fraction. Figures are for people to
// read: the engine computes exactly. The three show as many more decimals as
// are needed for their product to round to Amount.
type TargetResult struct {
	// Stretch is the run's period, a window to date, or a whole fiscal quarter, half or year.
	Stretch kam.Period
	// Average is the amount in force for what [Target.Per] names, by days where it changes inside the stretch; at most
	// 4 decimals shown, half-up.
	Average decimal.Decimal
	// Per is what Average is for, Months the part of it that the stretch has, such as 0.25 for a quarter of a year; 10
	// decimals, half-up.
	Per    kam.PeriodKind
	Months decimal.Decimal
	// Fraction is the part that proration leaves, 10 decimals, half-up; 1 = all. Invalid: the plan prorates no target incentives.
	Fraction decimal.NullDecimal
	// Amount is the target incentive of the stretch, at most 4 decimals shown, half-up.
	Amount decimal.Decimal
}

// Targets yields the target incentives that caps, curves and pools of the plan asked for, in the order of their stretches.
func (s Statement) Targets() iter.Seq[TargetResult] {
	return func(yield func(TargetResult) bool) {
		for _, x := range s.r.whole().unit.state.targets {
			if !yield(x.result(s.r.unit.Target.Per)) {
				return
			}
		}
	}
}

func (x ratedTarget) result(per kam.PeriodKind) TargetResult {
	exact := []*big.Rat{x.average, x.months}
	if x.fraction != nil {
		exact = append(exact, x.fraction)
	}
	factors := legible(makesUp(productWith(big.NewRat(1, 1)), exact, maxDecimals, num.HalfUp), exact, []int32{maxDecimals, shareDecimals, shareDecimals}[:len(exact)])
	t := TargetResult{Stretch: x.stretch, Average: factors[0], Per: per, Months: factors[1], Amount: shown(x.amount)}
	if x.fraction != nil {
		t.Fraction = decimal.NewNullDecimal(factors[2])
	}
	return t
}

// fine rounds a share for display.
func fine(x *big.Rat) decimal.Decimal { return num.RoundRat(x, shareDecimals, num.HalfUp) }

// shareDecimals is how many decimals of a share are shown.
const shareDecimals = 10
