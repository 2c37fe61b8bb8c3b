package likelihood

import (
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
)

// confidence returns z = 1.96 of the 95 % margin of error.
func confidence() *big.Rat { return big.NewRat(196, 100) }

// Survey is a poll whose answers are averaged. Its margin of error at 95 % is 1.96 * Spread / root of Answers: an average
// may move by as much without any opinion having changed. Whoever is asked is taken to be a small part of all who could
// be, and the value moved from to be known; when that is such an average too, its own margin comes on top. The zero
// value is no poll, and refused.
type Survey struct {
	// Answers is the number of answers, 1 to [MaxAnswers].
	Answers int64 `json:"answers"`
	// Spread is the standard deviation of one answer, 0 or more, in the unit of the average.
	Spread decimal.Decimal `json:"spread"`
}

// Check returns nil for a survey with numbers within bounds, else an [*kam.InvalidError] with the findings
// likelihood.answers, likelihood.spread and likelihood.number.
func (s Survey) Check() error {
	var found kam.Findings
	s.check(&found)
	return found.Err()
}

func (s Survey) check(found *kam.Findings) {
	checkAnswers(found, "$.answers", s.Answers)
	checkNotNegative(found, "spread", "$.spread", s.Spread)
}

func checkAnswers(found *kam.Findings, place string, n int64) {
	if n < 1 || n > MaxAnswers {
		found.Add(fault("answers", place, say("%d answers are not 1 to %d", "答卷数 %d 不在 1 至 %d 之间", n, int64(MaxAnswers)),
			say("give the number of answers that are expected", "请填预计回收的答卷数")))
	}
}

// square returns the exact square of the margin.
func (s Survey) square() *big.Rat {
	r := new(big.Rat).Mul(confidence(), num.Rat(s.Spread))
	r.Mul(r, r)
	return r.Quo(r, new(big.Rat).SetInt64(s.Answers))
}

// Exceeds reports whether a move of the average, up or down, is larger than the margin of error. It compares exact
// squares: a move equal to the margin does not exceed it. Faults are findings as in [Survey.Check].
func (s Survey) Exceeds(move decimal.Decimal) (bool, error) {
	var found kam.Findings
	s.check(&found)
	checkNumber(&found, "$.move", move)
	if err := found.Err(); err != nil {
		return false, err
	}
	m := num.Rat(move)
	return m.Mul(m, m).Cmp(s.square()) > 0, nil
}

// Margin returns the margin of error rounded up to places, 0 to [MaxPlaces]. Faults are findings as in [Survey.Check],
// and likelihood.places.
func (s Survey) Margin(places int32) (decimal.Decimal, error) {
	n, exact, err := s.floor(places)
	if err != nil {
		return decimal.Decimal{}, err
	}
	if !exact {
		n.Add(n, big.NewInt(1))
	}
	return decimal.NewFromBigInt(n, -places), nil
}

// SmallestMove returns the smallest multiple of 10^-places that [Survey.Exceeds] the margin of error; places is 0 to
// [MaxPlaces]. Faults are findings as in [Survey.Check], and likelihood.places.
func (s Survey) SmallestMove(places int32) (decimal.Decimal, error) {
	n, _, err := s.floor(places)
	if err != nil {
		return decimal.Decimal{}, err
	}
	return decimal.NewFromBigInt(n.Add(n, big.NewInt(1)), -places), nil
}

// floor returns the margin in units of 10^-places, rounded down, and whether that is exact.
func (s Survey) floor(places int32) (n *big.Int, exact bool, err error) {
	var found kam.Findings
	s.check(&found)
	checkPlaces(&found, "$.places", places)
	if err := found.Err(); err != nil {
		return nil, false, err
	}
	square := s.square()
	square.Mul(square, new(big.Rat).SetInt(power(2*int64(places))))
	n = new(big.Int).Quo(square.Num(), square.Denom())
	n.Sqrt(n)
	return n, new(big.Rat).SetInt(new(big.Int).Mul(n, n)).Cmp(square) == 0, nil
}

// ShareInterval returns the 95 % confidence interval of a share of which yes among answers were counted: Wilson's score
// interval, with z = 1.96, Low rounded down and High rounded up to [Places] decimal places, both between 0 and 1.
// Source: Wilson, "Probable Inference", JASA 22 (1927). Faults are findings in one [*kam.InvalidError]:
// likelihood.answers, likelihood.yes.
func ShareInterval(yes, answers int64) (Range, error) {
	var found kam.Findings
	checkAnswers(&found, "$.answers", answers)
	if yes < 0 || yes > answers {
		found.Add(fault("yes", "$.yes", say("%d of %d answers cannot be yes", "%[2]d 份答卷中不可能有 %[1]d 份为“是”", yes, answers),
			say("give a count from 0 to the number of answers", "请填 0 至答卷数之间的数")))
	}
	if err := found.Err(); err != nil {
		return Range{}, err
	}
	// (2k + z^2 -+ z root(z^2 + 4k(n-k)/n)) / (2n + 2z^2)
	z2 := new(big.Rat).Mul(confidence(), confidence())
	n := new(big.Rat).SetInt64(answers)
	under := new(big.Rat).Add(n, z2)
	under.Mul(under, big.NewRat(2, 1))
	middle := new(big.Rat).Add(new(big.Rat).SetInt64(2*yes), z2)
	spread := new(big.Rat).SetInt(new(big.Int).Mul(big.NewInt(4*yes), big.NewInt(answers-yes)))
	spread.Add(spread.Quo(spread, n), z2)
	spread.Mul(spread, z2)
	return Range{
		Low:  wilsonBound(middle, spread, under, -1),
		High: wilsonBound(middle, spread, under, 1),
	}, nil
}

// wilsonBound returns (middle + sign * root(spread)) / under, rounded outwards to [Places]: the root is taken a little
// too large, at 30 decimal places, unless it is a ratio itself.
func wilsonBound(middle, spread, under *big.Rat, sign int64) decimal.Decimal {
	root := upperRoot(spread)
	root.Mul(root, big.NewRat(sign, 1))
	root.Quo(root.Add(root, middle), under)
	if sign < 0 {
		return num.RoundRat(root, Places, num.Floor)
	}
	return num.RoundRat(root, Places, num.Ceil)
}

// upperRoot returns the root of r, exact when r is the square of a ratio, otherwise rounded up to 30 decimal places.
func upperRoot(r *big.Rat) *big.Rat {
	over, under := new(big.Int).Sqrt(r.Num()), new(big.Int).Sqrt(r.Denom())
	exact := new(big.Rat).SetFrac(over, under)
	if new(big.Rat).Mul(exact, exact).Cmp(r) == 0 {
		return exact
	}
	n := new(big.Int).Mul(r.Num(), power(60))
	n.Sqrt(n.Quo(n, r.Denom()))
	return new(big.Rat).SetFrac(n.Add(n, big.NewInt(1)), power(30))
}
