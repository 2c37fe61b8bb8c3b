package compare

import (
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
)

// Defaults of a [TrendRule].
const (
	// DefaultMinPoints is the number of known points from which on a trend is told.
	DefaultMinPoints = 3
	// DefaultWindow is the number of periods of a moving average.
	DefaultWindow = 3
)

// Point is a value of one period. The zero value is none.
type Point struct {
	// Period is closed. The periods of a series follow one another without a gap; one that nobody measured is stated
	// with an unknown value.
	Period kam.Period `json:"period"`
	// Value is not valid while unknown.
	Value decimal.NullDecimal `json:"value,omitzero"`
}

// TrendRule says how a series is read. The zero value is ready to use: higher is better, and every slope is a trend.
type TrendRule struct {
	// Direction says which side is better. Defaults to [kam.HigherIsBetter].
	Direction kam.Direction `json:"direction,omitempty"`
	// Threshold is the change from one period to the next, 0 or more, up to which the slope is steady, inclusive.
	Threshold decimal.Decimal `json:"threshold,omitzero"`
	// MinPoints is the smallest number of known points, at least 2. Defaults to [DefaultMinPoints].
	MinPoints int `json:"minPoints,omitempty"`
	// Window is the number of periods of the moving average, at least 2. Defaults to [DefaultWindow].
	Window int `json:"window,omitempty"`
}

// Tendency says where a series leads.
type Tendency string

// Tendencies.
const (
	Improving       Tendency = "improving"
	Steady          Tendency = "steady"
	Worsening       Tendency = "worsening"
	TendencyUnknown Tendency = "unknown" // too few points are known
)

// Name is the tendency in plain words, and the empty text for what is none.
func (t Tendency) Name() kam.Text {
	switch t {
	case Improving:
		return say("improving", "呈改善趋势")
	case Steady:
		return say("steady", "基本平稳")
	case Worsening:
		return say("worsening", "呈下滑趋势")
	case TendencyUnknown:
		return say("not known", "未知")
	}
	return kam.Text{}
}

// Trend is what a series tells. The zero value is none.
type Trend struct {
	// N counts the known points.
	N int `json:"n"`
	// Tendency compares the exact slope with the threshold.
	Tendency Tendency `json:"tendency"`
	// Slope is the change from one period to the next of the straight line with the least squares of distances through
	// the known points, each period counting 1 whatever its length, rounded half up to [Places] decimal places. It is
	// not valid when the tendency is unknown. [Trend.ExactSlope] is not rounded.
	Slope decimal.NullDecimal `json:"slope,omitzero"`
	// Improvements counts how often in a row, up to the last known point, a value was better than that of the period
	// before; Worsenings how often worse. At most one of them is above 0. An unknown value ends the row.
	Improvements int `json:"improvements"`
	Worsenings   int `json:"worsenings"`
	// Last is the last known point; its Value is not valid when there is none.
	Last Point `json:"last,omitzero"`
	// EarlierMean is the mean of all known values before the last one, and AgainstMean the last less that mean, whatever
	// side is better; both are rounded half up to [Places] decimal places, and not valid of fewer than two points.
	EarlierMean decimal.NullDecimal `json:"earlierMean,omitzero"`
	AgainstMean decimal.NullDecimal `json:"againstMean,omitzero"`
	// Moving is the mean of each period and those before it, as many as the window has, rounded half up to [Places]
	// decimal places. It is not valid where one of them is unknown or lies before the series.
	Moving []Point `json:"moving,omitempty"`
	// Text is the trend in one sentence.
	Text kam.Text `json:"text"`

	slope *big.Rat
}

// ExactSlope returns the slope as a new exact ratio, and false when it is not known.
func (t Trend) ExactSlope() (*big.Rat, bool) {
	if t.slope == nil {
		return nil, false
	}
	return new(big.Rat).Set(t.slope), true
}

// TrendOf returns the trend of a series, whose points may come in any order.
//
// Faults are findings in one [*kam.InvalidError]: compare.size, .period (none, open, an overlap or a gap), .number,
// .direction, .threshold and .least.
func TrendOf(points []Point, rule TrendRule) (Trend, error) {
	c := checker{}
	c.direction(field("direction"), rule.Direction)
	c.atLeast("threshold", field("threshold"), rule.Threshold, 0, true)
	c.least(field("minPoints"), rule.MinPoints, 2)
	c.least(field("window"), rule.Window, 2)
	series := c.series(points)
	if err := c.found.Err(); err != nil {
		return Trend{}, err
	}
	t := Trend{Tendency: TendencyUnknown}
	known := 0
	for i, p := range series {
		if p.Value.Valid {
			t.Last, known = p, i
			t.N++
		}
	}
	t.against(series[:min(known, len(series))])
	t.row(series, known, rule.Direction)
	t.Moving = moving(series, orDefault(rule.Window, DefaultWindow))
	if least := orDefault(rule.MinPoints, DefaultMinPoints); t.N < least {
		t.Text = say("not known: the number of known points is %d, below %d", "未知：已知数据点 %d 个，少于 %d 个", t.N, least)
		return t, nil
	}
	t.slope = slopeOf(series)
	t.Slope = rounded(t.slope)
	t.judge(rule)
	return t, nil
}

// slopeOf returns the slope of at least two known points: (n*sum(xy) - sum(x)*sum(y)) / (n*sum(x^2) - sum(x)^2), with x
// the index of the period.
func slopeOf(series []Point) *big.Rat {
	var n, sx, sxx int64
	var sy, sxy decimal.Decimal
	for i, p := range series {
		if !p.Value.Valid {
			continue
		}
		x := int64(i)
		n, sx, sxx = n+1, sx+x, sxx+x*x
		sy, sxy = sy.Add(p.Value.Decimal), sxy.Add(p.Value.Decimal.Mul(decimal.New(x, 0)))
	}
	over := sxy.Mul(decimal.New(n, 0)).Sub(sy.Mul(decimal.New(sx, 0)))
	under := new(big.Int).Mul(big.NewInt(n), big.NewInt(sxx))
	under.Sub(under, new(big.Int).Mul(big.NewInt(sx), big.NewInt(sx)))
	return new(big.Rat).Quo(num.Rat(over), new(big.Rat).SetInt(under))
}

// judge sets the tendency and the sentence from the slope.
func (t *Trend) judge(rule TrendRule) {
	gain := new(big.Rat).Set(t.slope)
	if rule.Direction == kam.LowerIsBetter {
		gain.Neg(gain)
	}
	limit := num.Rat(rule.Threshold)
	switch {
	case gain.Cmp(limit) > 0:
		t.Tendency = Improving
	case gain.Cmp(limit.Neg(limit)) < 0:
		t.Tendency = Worsening
	default:
		t.Tendency = Steady
	}
	t.Text = say("%s: %s per period over %d known points", "%s：平均每期变化 %s（已知数据点 %d 个）", t.Tendency.Name(), about(t.slope), t.N)
}

// against compares the last known value with the mean of those before it.
func (t *Trend) against(earlier []Point) {
	if t.N < 2 {
		return
	}
	sum := newTally(finest(earlier, func(p Point) decimal.NullDecimal { return p.Value }))
	for _, p := range earlier {
		if p.Value.Valid {
			sum.add(p.Value.Decimal)
		}
	}
	mean := sum.mean()
	t.EarlierMean = rounded(mean)
	last := num.Rat(t.Last.Value.Decimal)
	t.AgainstMean = rounded(last.Sub(last, mean))
}

// row counts the changes in one direction up to the last known point.
func (t *Trend) row(series []Point, last int, direction kam.Direction) {
	first := 0
	for i := last; i > 0 && series[i].Value.Valid && series[i-1].Value.Valid; i-- {
		change := -better(series[i].Value.Decimal, series[i-1].Value.Decimal, direction)
		if i == last {
			first = change
		}
		if change == 0 || change != first {
			return
		}
		if change > 0 {
			t.Improvements++
		} else {
			t.Worsenings++
		}
	}
}

// moving returns the moving average of a series.
func moving(series []Point, window int) []Point {
	out := make([]Point, len(series))
	var sum decimal.Decimal
	known := 0
	for i, p := range series {
		out[i].Period = p.Period
		if p.Value.Valid {
			sum = sum.Add(p.Value.Decimal)
			known++
		}
		if i >= window && series[i-window].Value.Valid {
			sum = sum.Sub(series[i-window].Value.Decimal)
			known--
		}
		if known == window {
			mean := num.Rat(sum)
			out[i].Value = rounded(mean.Quo(mean, whole(window)))
		}
	}
	return out
}

// series returns the points in order, and reports those that make no series.
func (c *checker) series(points []Point) []Point {
	if !c.size(field("points"), len(points), MaxEntries) {
		return nil
	}
	sound := make([]Point, 0, len(points))
	for i, p := range points {
		at := spot{list: "$.points", index: i}
		if p.Period.Check() != nil || p.Period.IsOpen() {
			c.add("period", at.of(".period"), noPeriod(p.Period),
				say("write it as 2026-01-01/2026-02-01, the second day being the first one after it", "请写作 2026-01-01/2026-02-01，后一日期为期满次日"))
		} else {
			sound = append(sound, p)
		}
		c.value(at.of(".value"), p.Value)
	}
	sorted := slices.SortedFunc(slices.Values(sound), func(a, b Point) int { return a.Period.Compare(b.Period) })
	for i := 1; i < len(sorted); i++ {
		before, p := sorted[i-1].Period, sorted[i].Period
		if before.Until == p.From {
			continue
		}
		what := say("a gap", "空档")
		if p.From.Before(before.Until) {
			what = say("an overlap", "重叠")
		}
		c.add("period", field("points"), say("%s between %s and %s", "%[2]s 与 %[3]s 之间有%[1]s", what, before, p),
			say("let periods follow one another; state one that was not measured with an unknown value", "各期须首尾相接；未测量的期间也要列出，数值留空"))
	}
	return sorted
}

// noPeriod says what a period lacks that has no first and last day.
func noPeriod(p kam.Period) kam.Text {
	switch {
	case !p.From.IsSet():
		return say("the period has no first day", "期间没有首日")
	case p.IsOpen():
		return say("the period from %s has no end", "自 %s 起的期间没有止日", p.From)
	}
	return say("the period from %s does not end after its first day but on %s", "自 %s 起的期间，止日 %s 不在首日之后", p.From, p.Until)
}
