package backtest

import (
	"math/big"
	"slices"
	"sync"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/internal/stat"
	"github.com/kam-go/kam/internal/wording"
)

// DistributionKind is the shape of a [Distribution].
type DistributionKind string

// The kinds.
const (
	// KindPoints has stated values with stated probabilities.
	KindPoints DistributionKind = "points"
	// KindUniform has every value between Low and High, equally likely.
	KindUniform DistributionKind = "uniform"
	// KindTriangular rises in a straight line from Low to Mode and falls to High.
	KindTriangular DistributionKind = "triangular"
	// KindNormal is the normal distribution with Mean and Deviation; what lies outside Low and High counts as the bound.
	KindNormal DistributionKind = "normal"
	// KindOwn takes each of a payee's own earlier values, equally likely: see [Past].
	KindOwn DistributionKind = "own"
)

// Distribution says how likely which value is. Which fields count depends on its kind; the others are absent. The zero
// value is no distribution.
//
// Values are exact: of points and own values those stated; of the others the quantile of the middle of an equal class of
// probability, of 2^64 classes for uniform and triangular and of 4,096 for normal, with square roots and normal quantiles
// to 30 decimals.
type Distribution struct {
	Kind DistributionKind `json:"kind"`
	// Points are the values of "points"; their chances total exactly 1. At most [MaxPoints].
	Points []Point `json:"points,omitempty"`
	// Low, Mode and High are the bounds and the peak of "uniform" and "triangular"; Low and High those that "normal" is cut to.
	// Low is zero or more but for scores.
	Low  decimal.NullDecimal `json:"low,omitzero"`
	Mode decimal.NullDecimal `json:"mode,omitzero"`
	High decimal.NullDecimal `json:"high,omitzero"`
	// Mean and Deviation are those of "normal" before it is cut; Deviation is above zero.
	Mean      decimal.NullDecimal `json:"mean,omitzero"`
	Deviation decimal.NullDecimal `json:"deviation,omitzero"`
	// Own are the values of "own" by payee; "" are those of a payee who has none.
	Own map[string][]decimal.Decimal `json:"own,omitempty"`
}

// Point is a value and how likely it is.
type Point struct {
	Value  decimal.Decimal `json:"value"`
	Chance kam.Fraction    `json:"chance"`
}

// MaxPoints is the largest number of points, and of values of one payee.
const MaxPoints = 10_000

// check reports what a distribution lacks. Scores may be below zero.
func (d Distribution) check(f *wording.Faults, at string, score bool) {
	if !wording.Choice(f, "kind", at+".kind", d.Kind, KindPoints, KindUniform, KindTriangular, KindNormal, KindOwn) {
		return
	}
	d.only(f, at)
	number := func(key string, n decimal.NullDecimal, signed bool) bool {
		place := at + "." + key
		switch {
		case !n.Valid:
			f.Add("missing", place, say("%s has no %s", "%s 缺少 %s", string(d.Kind), key), say("state it", "请填写"))
		case !f.Number(place, n.Decimal):
		case !signed && !score && n.Decimal.IsNegative():
			f.Add("negative", place, say("it is below zero", "小于零"), say("state zero or more", "请填写零或以上"))
		default:
			return true
		}
		return false
	}
	switch d.Kind {
	case KindPoints:
		d.checkPoints(f, at, score)
	case KindOwn:
		d.checkOwn(f, at, score)
	case KindNormal:
		low, high := number("low", d.Low, false), number("high", d.High, false)
		number("mean", d.Mean, true)
		if number("deviation", d.Deviation, true) && !d.Deviation.Decimal.IsPositive() {
			f.Add("shape", at+".deviation", say("it is not above zero", "未大于零"), say("state a deviation above zero, or one point", "请填写大于零的标准差，或改用单点分布"))
		}
		if low && high && !d.Low.Decimal.LessThan(d.High.Decimal) {
			f.Add("shape", at+".high", say("it is not above low", "未大于 low"), say("state a bound above low", "请填写大于 low 的上限"))
		}
	case KindUniform, KindTriangular:
		ok := number("low", d.Low, false)
		ok = number("high", d.High, false) && ok
		if d.Kind == KindTriangular {
			ok = number("mode", d.Mode, false) && ok
		}
		switch {
		case !ok:
		case !d.Low.Decimal.LessThan(d.High.Decimal):
			f.Add("shape", at+".high", say("it is not above low", "未大于 low"), say("state a bound above low, or one point", "请填写大于 low 的上限，或改用单点分布"))
		case d.Kind == KindTriangular && (d.Mode.Decimal.LessThan(d.Low.Decimal) || d.Mode.Decimal.GreaterThan(d.High.Decimal)):
			f.Add("shape", at+".mode", say("it lies outside low and high", "不在 low 与 high 之间"), say("state a peak between them", "请填写两者之间的峰值"))
		}
	}
}

// only reports fields that do not belong to the kind.
func (d Distribution) only(f *wording.Faults, at string) {
	for _, x := range []struct {
		key    string
		stated bool
		kinds  []DistributionKind
	}{
		{"points", len(d.Points) > 0, []DistributionKind{KindPoints}},
		{"low", d.Low.Valid, []DistributionKind{KindUniform, KindTriangular, KindNormal}},
		{"mode", d.Mode.Valid, []DistributionKind{KindTriangular}},
		{"high", d.High.Valid, []DistributionKind{KindUniform, KindTriangular, KindNormal}},
		{"mean", d.Mean.Valid, []DistributionKind{KindNormal}},
		{"deviation", d.Deviation.Valid, []DistributionKind{KindNormal}},
		{"own", len(d.Own) > 0, []DistributionKind{KindOwn}},
	} {
		if x.stated && !slices.Contains(x.kinds, d.Kind) {
			f.Add("unused", at+"."+x.key, say("%s does not use it", "%s 不使用该项", string(d.Kind)), say("leave it out", "请删除"))
		}
	}
}

func (d Distribution) checkPoints(f *wording.Faults, at string, score bool) {
	if !f.Count(at+".points", len(d.Points), 1, MaxPoints) {
		return
	}
	sum := new(big.Rat)
	for i, p := range d.Points {
		place := wording.At(at+".points", i)
		checkValue(f, place+".value", p.Value, score)
		if p.Chance.Check() != nil || p.Chance.Rat().Sign() <= 0 {
			f.Add("chance", place+".chance", say("%s is no chance", "%s 不是有效概率", wording.Quote(p.Chance.String())), say("use a fraction above 0", "请使用大于 0 的分数"))
			continue
		}
		sum.Add(sum, p.Chance.Rat())
	}
	if sum.Cmp(big.NewRat(1, 1)) != 0 {
		f.Add("chances", at+".points", say("the chances total %s", "概率合计为 %s", sum), say("make them total exactly 1", "请使概率合计恰为 1"))
	}
}

func (d Distribution) checkOwn(f *wording.Faults, at string, score bool) {
	if len(d.Own) == 0 {
		f.Add("missing", at+".own", say("nobody has a value", "没有任何历史值"), say("state the values of each payee", "请按人员填写历史值"))
	}
	for _, payee := range sortedKeys(d.Own) {
		place := at + ".own." + wording.Clip(payee)
		f.Count(place, len(d.Own[payee]), 1, MaxPoints)
		for i, v := range d.Own[payee] {
			checkValue(f, wording.At(place, i), v, score)
		}
	}
}

func checkValue(f *wording.Faults, at string, v decimal.Decimal, score bool) {
	if f.Number(at, v) && !score && v.IsNegative() {
		f.Add("negative", at, say("it is below zero", "小于零"), say("state zero or more", "请填写零或以上"))
	}
}

// sampler draws from a distribution. It is safe for concurrent use.
type sampler struct {
	Distribution
	// until are the ends of the points' classes, in draws.
	until []*big.Int
	mu    sync.Mutex
	// normal are the quantiles of classes that have been drawn.
	normal map[uint64]*big.Rat
}

func newSampler(d Distribution) *sampler {
	s := &sampler{Distribution: d, normal: map[uint64]*big.Rat{}}
	sum := new(big.Rat)
	for _, p := range d.Points {
		sum.Add(sum, p.Chance.Rat())
		end := new(big.Int).Lsh(sum.Num(), drawBits)
		s.until = append(s.until, end.Quo(end, sum.Denom()))
	}
	return s
}

// value returns the value of a draw for a payee; nil where the payee has none of its own.
func (s *sampler) value(u uint64, payee string) (*big.Rat, error) {
	switch s.Kind {
	case KindPoints:
		at := new(big.Int).SetUint64(u)
		i := 0
		for i < len(s.Points)-1 && at.Cmp(s.until[i]) >= 0 {
			i++
		}
		return num.Rat(s.Points[i].Value), nil
	case KindOwn:
		own, ok := s.Own[payee]
		if !ok {
			own = s.Own[""]
		}
		if len(own) == 0 {
			return nil, nil
		}
		at := new(big.Int).Mul(new(big.Int).SetUint64(u), big.NewInt(int64(len(own))))
		return num.Rat(own[at.Rsh(at, drawBits).Int64()]), nil
	case KindNormal:
		z, err := s.quantile(u)
		if err != nil {
			return nil, err
		}
		x := new(big.Rat).Mul(z, num.Rat(s.Deviation.Decimal))
		x.Add(x, num.Rat(s.Mean.Decimal))
		return clamp(x, num.Rat(s.Low.Decimal), num.Rat(s.High.Decimal)), nil
	case KindTriangular:
		return s.triangular(middle(u, drawBits))
	default:
		low := num.Rat(s.Low.Decimal)
		x := new(big.Rat).Sub(num.Rat(s.High.Decimal), low)
		return x.Mul(x, middle(u, drawBits)).Add(x, low), nil
	}
}

// triangular returns the quantile at p: low + √(p (high−low)(mode−low)) up to the peak, its mirror above.
func (s *sampler) triangular(p *big.Rat) (*big.Rat, error) {
	low, mode, high := num.Rat(s.Low.Decimal), num.Rat(s.Mode.Decimal), num.Rat(s.High.Decimal)
	width, rise := new(big.Rat).Sub(high, low), new(big.Rat).Sub(mode, low)
	if new(big.Rat).Mul(p, width).Cmp(rise) <= 0 {
		root, err := stat.Sqrt(rise.Mul(rise, width).Mul(rise, p))
		if err != nil {
			return nil, err
		}
		return root.Add(root, low), nil
	}
	fall := new(big.Rat).Sub(high, mode)
	q := new(big.Rat).Sub(big.NewRat(1, 1), p)
	root, err := stat.Sqrt(fall.Mul(fall, width).Mul(fall, q))
	if err != nil {
		return nil, err
	}
	return root.Sub(high, root), nil
}

// quantile returns the standard normal quantile of the class of a draw.
func (s *sampler) quantile(u uint64) (*big.Rat, error) {
	class := u >> (drawBits - classBits)
	s.mu.Lock()
	z := s.normal[class]
	s.mu.Unlock()
	if z != nil {
		return z, nil
	}
	z, err := stat.NormalQuantile(middle(u, classBits))
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	s.normal[class] = z
	s.mu.Unlock()
	return z, nil
}

func clamp(x, low, high *big.Rat) *big.Rat {
	switch {
	case x.Cmp(low) < 0:
		return low
	case x.Cmp(high) > 0:
		return high
	}
	return x
}
