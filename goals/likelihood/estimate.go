package likelihood

import (
	"fmt"
	"math/big"
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
)

// Places is the number of decimal places of every probability: 0.875 is stated as 0.875000.
const Places = 6

// Method says what an [Estimate] rests on. The zero value is nothing: the probability is not known.
type Method string

// Methods of estimation.
const (
	// ByShare counts how often the past reached the target: [FromHistory] with 8 values and more.
	ByShare Method = "share"
	// ByChange counts how often a change was enough to reach it from the last value: [FromHistory] with 8 values and
	// more that trend.
	ByChange Method = "change"
	// ByGrowth predicts the next value from the changes between past ones: [FromHistory] with fewer, [FromGrowth].
	ByGrowth Method = "growth"
	// ByLevel predicts the next value from the past ones, when some are not above 0.
	ByLevel Method = "level"
	// ByNormal takes a mean and a standard deviation as given: [Normal.Reach].
	ByNormal Method = "normal"
	// ByDeals adds up independent deals: [Distribution.AtLeast], [Distribution.MoreThan].
	ByDeals Method = "deals"
)

// Estimate is an answer to how likely something is, with the numbers it rests on. The zero value is "not known".
type Estimate struct {
	// Method is empty when the probability is not known.
	Method Method `json:"method,omitempty"`
	// Probability is between 0 and 1, rounded half up to [Places] decimal places. It is not valid when it is not known
	// to that many places: then Low and High tell what is.
	Probability decimal.NullDecimal `json:"probability,omitzero"`
	// Low and High contain the exact answer of the method, both inclusive, rounded down and up to [Places] decimal
	// places: at most two units apart when Probability is valid. They are not valid when nothing is known.
	Low  decimal.NullDecimal `json:"low,omitzero"`
	High decimal.NullDecimal `json:"high,omitzero"`
	// N is the number of values or deals that were looked at.
	N int `json:"n"`
	// Evidence lists the numbers behind the answer by name, in the order a reader wants them.
	Evidence []kam.Evidence `json:"evidence,omitempty"`
	// Text is the answer and its reason in one sentence.
	Text kam.Text `json:"text"`
}

// Known reports whether anything is known of the probability, be it a number or bounds.
func (e Estimate) Known() bool { return e.Low.Valid && e.High.Valid }

// unknown is the answer when there is too little to go by.
func unknown(n int, why kam.Text, evidence ...kam.Evidence) Estimate {
	return Estimate{N: n, Evidence: evidence, Text: say("not known: %s", "未知：%s", why)}
}

// known is the answer when the probability is p.
func known(m Method, n int, p *big.Rat, why kam.Text, evidence []kam.Evidence) Estimate {
	return between(m, n, p, p, why, evidence)
}

// between is the answer when the probability lies between low and high, which may be the same.
func between(m Method, n int, low, high *big.Rat, why kam.Text, evidence []kam.Evidence) Estimate {
	floor, ceil := num.RoundRat(low, Places, num.Floor), num.RoundRat(high, Places, num.Ceil)
	e := Estimate{
		Method: m, Low: decimal.NewNullDecimal(floor), High: decimal.NewNullDecimal(ceil), N: n, Evidence: evidence,
		Text: say("between %s and %s likely: %s", "可能性介于%s 与%s 之间：%s", percent(floor), percent(ceil), why),
	}
	if p := num.RoundRat(low, Places, num.HalfUp); p.Equal(num.RoundRat(high, Places, num.HalfUp)) {
		e.Probability = decimal.NewNullDecimal(p)
		e.Text = say("%s likely: %s", "可能性%s：%s", percent(p), why)
	}
	return e
}

// inside returns p, but at least 10^-6 and at most 1 - 10^-6: an estimate from a sample is never certain.
func inside(p *big.Rat) *big.Rat {
	least := new(big.Rat).SetFrac(big.NewInt(1), power(Places))
	most := new(big.Rat).Sub(big.NewRat(1, 1), least)
	switch {
	case p.Cmp(least) < 0:
		return least
	case p.Cmp(most) > 0:
		return most
	}
	return p
}

// percent returns p in per cent with one decimal place, rounded half up; what is neither 0 nor 1 never reads like it.
func percent(p decimal.Decimal) kam.Text {
	hundred := p.Shift(2)
	switch {
	case hundred.IsPositive() && hundred.LessThan(decimal.New(1, -1)):
		return say("less than 0.1 %%", "不足 0.1%%")
	case hundred.LessThan(decimal.New(100, 0)) && hundred.GreaterThan(decimal.New(999, -1)):
		return say("more than 99.9 %%", "超过 99.9%%")
	}
	text := num.Format(num.Round(hundred, 1, num.HalfUp))
	return say("%s %%", " %s%%", text)
}

// fact is one named number behind an estimate.
func fact(name, value string) kam.Evidence { return kam.Evidence{Name: name, Value: value} }

// count is one named whole number behind an estimate.
func count(name string, n int) kam.Evidence { return fact(name, strconv.Itoa(n)) }

// say builds a text in both languages. Arguments of type [kam.Text] are rendered in the language of the text.
func say(en, zh string, args ...any) kam.Text {
	english, chinese := make([]any, len(args)), make([]any, len(args))
	for i, a := range args {
		english[i], chinese[i] = a, a
		if t, ok := a.(kam.Text); ok {
			english[i], chinese[i] = t.EN, t.ZH
		}
	}
	return kam.Text{EN: fmt.Sprintf(en, english...), ZH: fmt.Sprintf(zh, chinese...)}
}
