package kpi

import (
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/internal/stat"
)

// marginPlaces are the decimal places of margins and intervals: a margin of 0.0001 is a hundredth of a point.
const marginPlaces = 4

// Satisfaction is how answers about satisfaction came out. The zero value has no answers.
type Satisfaction struct {
	// Answers are all answers, Top those at or above the bound.
	Answers int64 `json:"answers"`
	Top     int64 `json:"top"`
	// Sum is the sum of the scores.
	Sum decimal.Decimal `json:"sum"`
}

// Satisfied counts answers, and as top those of at least a bound, such as 4 of 5: the bound belongs to them. It is the
// zero value when a number is out of bounds.
func Satisfied(scores []decimal.Decimal, bound decimal.Decimal) Satisfaction {
	sum, ok := total(scores)
	if !ok || !usable(bound) {
		return Satisfaction{}
	}
	s := Satisfaction{Answers: int64(len(scores)), Sum: sum}
	for _, score := range scores {
		if !score.LessThan(bound) {
			s.Top++
		}
	}
	return s
}

// CSAT is the share of top answers. Without answers it is unknown.
func (s Satisfaction) CSAT() Ratio { return ofCounts(s.Top, s.Answers) }

// Mean is the mean score. Without answers it is unknown.
func (s Satisfaction) Mean() Ratio { return ratioOf(s.Sum, decimal.NewFromInt(s.Answers)) }

// Interval is a range that holds the true share at a stated confidence, both ends included.
type Interval struct {
	Low  decimal.Decimal `json:"low"`
	High decimal.Decimal `json:"high"`
}

// Interval returns Wilson's score interval of the share of top answers at a confidence such as 0.95, rounded outwards to
// four decimal places: [(p + z²/2n) ± z √(p(1-p)/n + z²/4n²)] / (1 + z²/n). It holds for few answers too. It returns false
// without answers, and for a confidence that is not between 0 and 1.
func (s Satisfaction) Interval(confidence decimal.Decimal) (Interval, bool) {
	z, ok := quantile(confidence)
	if !ok || s.Answers < 1 || s.Top < 0 || s.Top > s.Answers {
		return Interval{}, false
	}
	n := big.NewRat(s.Answers, 1)
	p := big.NewRat(s.Top, s.Answers)
	spread := new(big.Rat).Quo(new(big.Rat).Mul(z, z), n) // z²/n
	variance := new(big.Rat).Mul(p, new(big.Rat).Sub(big.NewRat(1, 1), p))
	variance.Quo(variance, n).Add(variance, new(big.Rat).Quo(spread, new(big.Rat).Mul(big.NewRat(4, 1), n)))
	root, err := stat.Sqrt(variance)
	if err != nil {
		return Interval{}, false
	}
	reach := root.Mul(root, z)
	middle := new(big.Rat).Add(p, new(big.Rat).Mul(spread, big.NewRat(1, 2)))
	whole := new(big.Rat).Add(big.NewRat(1, 1), spread)
	low := num.RoundRat(new(big.Rat).Quo(new(big.Rat).Sub(middle, reach), whole), marginPlaces, num.Floor)
	high := num.RoundRat(new(big.Rat).Quo(new(big.Rat).Add(middle, reach), whole), marginPlaces, num.Ceil)
	return Interval{Low: decimal.Max(low, decimal.Zero), High: decimal.Min(high, decimal.New(1, 0))}, true
}

// Promoters is how answers from 0 to 10 came out: promoters said 9 or 10, passives 7 or 8, detractors 0 to 6. The zero
// value has no answers.
type Promoters struct {
	Promoters  int64 `json:"promoters"`
	Passives   int64 `json:"passives"`
	Detractors int64 `json:"detractors"`
}

// CountPromoters sorts answers; it returns false when one is not a whole number from 0 to 10.
func CountPromoters(scores []decimal.Decimal) (Promoters, bool) {
	var p Promoters
	for _, s := range scores {
		if !p.add(s) {
			return Promoters{}, false
		}
	}
	return p, true
}

// add takes in one answer, and reports whether it is one.
func (p *Promoters) add(score decimal.Decimal) bool {
	if !usable(score) || score.IsNegative() || score.GreaterThan(decimal.New(10, 0)) || !score.IsInteger() {
		return false
	}
	switch n := score.IntPart(); {
	case n >= 9:
		p.Promoters++
	case n >= 7:
		p.Passives++
	default:
		p.Detractors++
	}
	return true
}

// Answers is the number of answers.
func (p Promoters) Answers() int64 { return p.Promoters + p.Passives + p.Detractors }

// NPS is the Net Promoter Score as a ratio from -1 to 1: (promoters - detractors) / answers; in points it is
// [Ratio.Percent]. Without answers it is unknown.
func (p Promoters) NPS() Ratio { return ofCounts(p.Promoters-p.Detractors, p.Answers()) }

// Margin returns how far the score may be off at a confidence such as 0.95, as a ratio: z √((P + D - (P - D)²) / n), with
// the shares P of promoters and D of detractors; rounded up to four decimal places. It is not valid for fewer than two
// answers, when all answers are of one sort, because nothing is known then of how they vary, and for a confidence that is
// not between 0 and 1.
func (p Promoters) Margin(confidence decimal.Decimal) decimal.NullDecimal {
	n := p.Answers()
	z, ok := quantile(confidence)
	if !ok || n < 2 || p.Promoters < 0 || p.Passives < 0 || p.Detractors < 0 {
		return decimal.NullDecimal{}
	}
	score := big.NewRat(p.Promoters-p.Detractors, n)
	variance := big.NewRat(p.Promoters+p.Detractors, n)
	variance.Sub(variance, score.Mul(score, score))
	if variance.Sign() <= 0 {
		return decimal.NullDecimal{}
	}
	root, err := stat.Sqrt(variance.Quo(variance, big.NewRat(n, 1)))
	if err != nil {
		return decimal.NullDecimal{}
	}
	return decimal.NewNullDecimal(num.RoundRat(root.Mul(root, z), marginPlaces, num.Up))
}

// Statement says the score in points with the number of answers and how far it may be off.
func (p Promoters) Statement(confidence decimal.Decimal) kam.Text {
	n := p.Answers()
	score, ok := p.NPS().Rat()
	if !ok {
		return say("no answers, so the score is unknown", "没有答卷，净推荐值未知")
	}
	points := num.RoundRat(score.Mul(score, big.NewRat(100, 1)), 0, num.HalfUp)
	margin := p.Margin(confidence)
	if !margin.Valid {
		return say("%[1]s points from %[2]s; no margin can be stated", "%[1]s 分，共 %[3]d 份答卷；无法给出误差范围", points, counted(n, "answer", "answers"), n)
	}
	off := num.Round(margin.Decimal.Mul(decimal.New(100, 0)), 0, num.Up)
	return say("%[1]s points from %[2]s, give or take %[4]s points at %[5]s %% confidence", "%[1]s 分，共 %[3]d 份答卷；置信水平 %[5]s%% 时误差 ±%[4]s 分",
		points, counted(n, "answer", "answers"), n, off, confidence.Mul(decimal.New(100, 0)))
}

// quantile returns the z of a two-sided confidence between 0 and 1, both excluded.
func quantile(confidence decimal.Decimal) (*big.Rat, bool) {
	if !usable(confidence) || !confidence.IsPositive() || !confidence.LessThan(decimal.New(1, 0)) {
		return nil, false
	}
	p := num.Rat(confidence)
	p.Add(p, big.NewRat(1, 1)).Mul(p, big.NewRat(1, 2))
	z, err := stat.NormalQuantile(p)
	return z, err == nil
}
