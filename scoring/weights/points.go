package weights

import (
	"fmt"
	"math/big"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
)

// Allocation is points that judges handed out to items, as plain data. The zero value has no items and is refused.
type Allocation struct {
	// Items are the IDs of what the points are for, 1 to [MaxShares], in the order of the weights.
	Items []string `json:"items"`
	// Total is what each judge handed out. Above 0. Defaults to 100.
	Total decimal.Decimal `json:"total,omitzero"`
	// Judges are 1 to [MaxJudges], each with one number of points for each item.
	Judges []Judge `json:"judges"`
	// Places are the decimal places of the weights, 1 to [MaxPlaces]. Defaults to 4.
	Places int32 `json:"places,omitempty"`
}

// Judge is one person's allocation.
type Judge struct {
	// ID names the judge, uniquely.
	ID string `json:"id"`
	// Weight is how much the judge counts, at least 0. When no judge has one, all count the same.
	Weight kam.Fraction `json:"weight,omitzero"`
	// Points are in the order of the items, each at least 0; they sum to exactly the total.
	Points []decimal.Decimal `json:"points"`
}

// Allocated is what an allocation comes to. The zero value is the result of none.
type Allocated struct {
	// Weights are in the order of the items and sum to exactly 1.
	Weights []Weight `json:"weights"`
	// Ranges say how far the judges are apart, in the order of the items.
	Ranges []Range `json:"ranges"`
	// Judges is how many of the judges count, those of weight 0 left out.
	Judges int `json:"judges"`
}

// Range is the least and the most points that one item was given by judges who count.
type Range struct {
	ID    string          `json:"id"`
	Least decimal.Decimal `json:"least"`
	Most  decimal.Decimal `json:"most"`
}

// FromPoints returns the weights of a: the points of each item averaged over the judges by their weights, exactly, and
// divided by the total. Faults come all at once in a [*kam.InvalidError]: weights.count, .item, .judge, .points, .sum,
// .number, .places.
func FromPoints(a Allocation) (Allocated, error) {
	var found kam.Findings
	total := a.total(&found)
	places := placesOf(&found, "$.places", a.Places)
	judges := a.judges(&found)
	if count(&found, "$.items", len(a.Items), 1, MaxShares) {
		names(&found, "$.items", a.Items)
		a.checkPoints(total, &found)
	}
	if err := found.Err(); err != nil {
		return Allocated{}, err
	}
	out := Allocated{Ranges: make([]Range, len(a.Items))}
	sums, counting := make([]*big.Int, len(a.Items)), new(big.Int)
	for i, id := range a.Items {
		sums[i], out.Ranges[i].ID = new(big.Int), id
	}
	for k, judge := range a.Judges {
		if judges[k].Sign() == 0 {
			continue
		}
		counting.Add(counting, judges[k])
		for i, points := range judge.Points {
			given := units(points)
			sums[i].Add(sums[i], given.Mul(given, judges[k]))
			out.Ranges[i].take(points, out.Judges == 0)
		}
		out.Judges++
	}
	handed, shares := counting.Mul(counting, units(total)), make([]*big.Rat, len(sums))
	for i, sum := range sums {
		shares[i] = new(big.Rat).SetFrac(sum, handed)
	}
	out.Weights = whole(a.Items, shares, places)
	return out, nil
}

// units returns d, which is within the bounds of the library, in units of its smallest decimal place.
func units(d decimal.Decimal) *big.Int { return d.Shift(num.MaxExponent).BigInt() }

func (r *Range) take(points decimal.Decimal, first bool) {
	if first || points.Cmp(r.Least) < 0 {
		r.Least = points
	}
	if first || points.Cmp(r.Most) > 0 {
		r.Most = points
	}
}

// total returns what each judge handed out.
func (a Allocation) total(found *kam.Findings) decimal.Decimal {
	if !number(found, "sum", "$.total", a.Total) || a.Total.IsZero() {
		return decimal.New(100, 0)
	}
	return a.Total
}

// maxBits bounds the common denominator of the weights of judges.
const maxBits = 4096

// judges returns how much each judge counts, as whole numbers in the proportion of their weights.
func (a Allocation) judges(found *kam.Findings) []*big.Int {
	if !count(found, "$.judges", len(a.Judges), 1, MaxJudges) {
		return nil
	}
	seen, common, all := make(map[string]int, len(a.Judges)), big.NewInt(1), true
	for k, judge := range a.Judges {
		place := fmt.Sprintf("$.judges[%d]", k)
		if goodName(found, place+".id", judge.ID) {
			if first, twice := seen[judge.ID]; twice {
				found.Add(fault("judge", place+".id", say("%q stands at %s already", "%q 已出现在 %s", show(judge.ID), fmt.Sprintf("$.judges[%d]", first)),
					say("state each judge once", "每位评委只填一次")))
			} else {
				seen[judge.ID] = k
			}
		}
		if judge.Weight.Check() != nil || judge.Weight.Num < 0 {
			found.Add(fault("judge", place+".weight", say("%d/%d is no weight", "%d/%d 不是有效的权重", judge.Weight.Num, judge.Weight.Den),
				say("use 0 or more, at most 10^12 above and below the stroke", "请填 0 或以上，分子与分母均不超过 10^12")))
			continue
		}
		all = all && judge.Weight.IsZero()
		if common.BitLen() <= maxBits {
			below := judge.Weight.Rat().Denom()
			shared := new(big.Int).GCD(nil, nil, common, below)
			common.Mul(common, shared.Quo(below, shared))
		}
	}
	if common.BitLen() > maxBits {
		found.Add(fault("judge", "$.judges", say("the weights have a common denominator of more than %d bits", "评委权重的公分母超过 %d 位二进制数", maxBits),
			say("use weights with few denominators, such as decimals", "请使用分母种类较少的权重，例如小数")))
		return nil
	}
	out := make([]*big.Int, len(a.Judges))
	for k, judge := range a.Judges {
		if all {
			out[k] = big.NewInt(1)
			continue
		}
		weight := judge.Weight.Rat()
		out[k] = new(big.Int).Mul(weight.Num(), new(big.Int).Quo(common, weight.Denom()))
	}
	return out
}

// checkPoints reports points that are missing, negative, or do not sum to the total.
func (a Allocation) checkPoints(total decimal.Decimal, found *kam.Findings) {
	for k, judge := range a.Judges[:min(len(a.Judges), MaxJudges)] {
		place := fmt.Sprintf("$.judges[%d].points", k)
		if len(judge.Points) != len(a.Items) {
			found.Add(fault("points", place, say("%q gave points to %d of %d items", "%q 只对 %d 项给分，共 %d 项", show(judge.ID), len(judge.Points), len(a.Items)),
				say("give each item points, 0 for none", "请为每一项给分，不给分填 0")))
			continue
		}
		sum, good := decimal.Decimal{}, true
		for i, points := range judge.Points {
			if number(found, "points", fmt.Sprintf("%s[%d]", place, i), points) {
				sum = sum.Add(points)
			} else {
				good = false
			}
		}
		if good && !sum.Equal(total) {
			found.Add(fault("sum", place, say("%q handed out %s of %s points", "%q 共给出 %s 分，应为 %s 分", show(judge.ID), num.Format(sum), num.Format(total)),
				say("hand out exactly the total; the difference is %s", "请恰好分完总分，差额为 %s", num.Format(total.Sub(sum)))))
		}
	}
}

// Explain returns the weights and how far the judges are apart, in a sentence.
func (a Allocated) Explain() kam.Text {
	if len(a.Weights) == 0 {
		return say("nothing was allocated", "没有任何分配")
	}
	apart := make([]kam.Text, 0, len(a.Ranges))
	for _, r := range a.Ranges {
		apart = append(apart, say("%s %s to %s", "%s %s 至 %s", show(r.ID), write(r.Least), write(r.Most)))
	}
	en, zh := make([]string, len(apart)), make([]string, len(apart))
	for i, t := range apart {
		en[i], zh[i] = t.EN, t.ZH
	}
	if a.Judges == 1 {
		return say("%s. By one judge", "%s。由 1 位评委给出", listed(a.Weights))
	}
	return say("%s. Points by %d judges: %s", "%s。%d 位评委的给分范围：%s", listed(a.Weights), a.Judges,
		kam.Text{EN: strings.Join(en, ", "), ZH: strings.Join(zh, "、")})
}
