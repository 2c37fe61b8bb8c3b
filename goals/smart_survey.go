package goals

import (
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals/likelihood"
	"github.com/kam-go/kam/internal/num"
)

// spreadPlaces is the number of decimal places to which the spread of a share is rounded up.
const spreadPlaces = 6

// measurableSurvey judges whether the move from the baseline to the target exceeds the margin of error of the survey.
func (j *judged) measurableSurvey(m *judging) {
	s := j.goal.Survey
	if s == nil {
		if slices.Contains(j.Polled, j.goal.Metric) {
			m.fail("survey", "survey", say("%q is polled, and nothing is said of the survey", "指标 %q 来自问卷调查，但没有说明调查情况", clip(j.goal.Metric)),
				say("state how many responses are expected, so that the move can be told from chance", "请填写预计答复数，以便区分真实变动与偶然误差"))
		}
		return
	}
	if s.Responses == 0 {
		m.fail("survey", "survey.responses", say("no response is expected", "预计没有任何答复"), say("ask enough people to answer", "请邀请足够多的人作答"))
		return
	}
	if !j.hasTarget || !j.goal.Baseline.Valid {
		return // the move is not known, and said so
	}
	move := j.goal.final().Sub(j.goal.Baseline.Decimal).Abs()
	spread, known := j.spread()
	if !known {
		m.lack("spread", "survey.spread", say("how much answers differ is not known, so nothing can be said of the margin of error", "答复的离散程度未知，无法判断误差范围"),
			say("state the standard deviation of one answer", "请填写单份答复的标准差"))
		return
	}
	poll := likelihood.Survey{Answers: s.Responses, Spread: spread}
	exceeds, err := poll.Exceeds(move)
	margin, marginErr := poll.Margin(2)
	if err != nil || marginErr != nil {
		m.lack("spread", "survey", say("the survey is too large to judge", "调查规模过大，无法判断"), say("state a number of responses within bounds", "请填写范围内的答复数"))
		return
	}
	evidence := []kam.Evidence{fact("responses", s.Responses), fact("spread", spread), fact("margin of error", margin), fact("move", move)}
	if !exceeds {
		m.fail("survey", "survey", say("a move of %s is within the margin of error of %d responses, %s", "变动 %s 未超出 %d 份答复的误差范围 %s", num.Format(move), s.Responses, num.Format(margin)),
			say("get more responses, or aim at a larger move", "请增加答复数，或设定更大的变动"), evidence...)
		return
	}
	m.note("survey", "survey", say("a move of %s exceeds the margin of error of %d responses, %s", "变动 %s 超出 %d 份答复的误差范围 %s", num.Format(move), s.Responses, num.Format(margin)), evidence...)
}

// spread returns the standard deviation of one answer: as stated; else of a share of yes-answers, in the unit "%" or
// "share", the larger one of those at the baseline and the target, rounded up.
func (j *judged) spread() (d decimal.Decimal, known bool) {
	if s := j.goal.Survey.Spread; s.Valid {
		return s.Decimal, true
	}
	whole := new(big.Rat)
	switch j.goal.Unit {
	case "%":
		whole.SetInt64(100)
	case "share":
		whole.SetInt64(1)
	default:
		return decimal.Zero, false
	}
	variance := new(big.Rat)
	for _, v := range []decimal.Decimal{j.goal.Baseline.Decimal, j.goal.final()} {
		yes := num.Rat(v)
		no := new(big.Rat).Sub(whole, yes)
		if yes.Sign() < 0 || no.Sign() < 0 {
			return decimal.Zero, false
		}
		if product := yes.Mul(yes, no); product.Cmp(variance) > 0 {
			variance = product
		}
	}
	// The root in units of 10^-6, rounded up: the root of what is rounded up, one more when that is no square.
	scaled := num.RoundRat(variance, 2*spreadPlaces, num.Ceil).Shift(2 * spreadPlaces).BigInt()
	root := new(big.Int).Sqrt(scaled)
	if new(big.Int).Mul(root, root).Cmp(scaled) < 0 {
		root.Add(root, big.NewInt(1))
	}
	return decimal.NewFromBigInt(root, -spreadPlaces), true
}
