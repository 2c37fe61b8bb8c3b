package attain

import (
	"fmt"
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
)

// Point is the value of one period of a series, such as a month's revenue. Values add up over periods.
type Point struct {
	Period kam.Period `json:"period"`
	// Value is not valid while it is not known.
	Value decimal.NullDecimal `json:"value,omitzero"`
}

// checked is a point with its place among those that were given.
type checked struct {
	Point
	at int
}

// inOrder returns the points of a series by period and reports numbers and periods that do not fit.
func inOrder(series []Point, found *kam.Findings) []checked {
	if !count(found, "$.series", len(series), 0, MaxPoints) {
		return nil
	}
	out := make([]checked, 0, len(series))
	for i, p := range series {
		place := fmt.Sprintf("$.series[%d]", i)
		value(found, place+".value", p.Value)
		if closed(found, place+".period", p.Period) {
			out = append(out, checked{Point: p, at: i})
		}
	}
	slices.SortStableFunc(out, func(a, b checked) int { return a.Period.Compare(b.Period) })
	for i := 1; i < len(out); i++ {
		if out[i].Period.From.Before(out[i-1].Period.Until) {
			found.Add(fault("overlap", fmt.Sprintf("$.series[%d].period", out[i].at),
				say("%s overlaps %s", "%s 与 %s 重叠", out[i].Period, out[i-1].Period), say("state the value of each day once", "每一天的数值只计一次")))
		}
	}
	return out
}

// closed reports what is no period, or one without an end.
func closed(found *kam.Findings, place string, p kam.Period) bool {
	if p.Check() == nil && !p.IsOpen() {
		return true
	}
	message := say("the period from %s does not end after its first day but on %s", "自 %s 起的期间，止日 %s 不在首日之后", p.From, p.Until)
	switch {
	case !p.From.IsSet():
		message = say("the period has no first day", "期间没有首日")
	case p.IsOpen():
		message = say("the period from %s has no end", "自 %s 起的期间没有止日", p.From)
	}
	found.Add(fault("period", place, message, say("write it as 2026-01-01/2026-04-01, the second day being the first one after it", "请写作 2026-01-01/2026-04-01，后一日期为期满次日")))
	return false
}

// Total returns the sum of the points of a series in p. It is not valid when a day of p has no point, or a point in p is
// not known. Points outside p do not matter. Faults come in a [*kam.InvalidError]: attain.count, .number, .period,
// .overlap, .straddle (a point that is in p in part).
func Total(series []Point, p kam.Period) (decimal.NullDecimal, error) {
	var found kam.Findings
	points := inOrder(series, &found)
	if !closed(&found, "$.period", p) {
		return decimal.NullDecimal{}, found.Err()
	}
	total := within(points, p, &found)
	if err := found.Err(); err != nil {
		return decimal.NullDecimal{}, err
	}
	return total, nil
}

// within returns the sum of the points in p, which are in order and without overlaps.
func within(points []checked, p kam.Period, found *kam.Findings) decimal.NullDecimal {
	total, known, days := decimal.Decimal{}, true, 0
	for _, point := range points {
		switch {
		case !point.Period.Overlaps(p):
			continue
		case !p.ContainsPeriod(point.Period):
			found.Add(fault("straddle", fmt.Sprintf("$.series[%d].period", point.at),
				say("%s is only partly in %s", "%s 只有一部分在 %s 内", point.Period, p), say("cut the series into shorter periods", "请将数据切分为更短的期间")))
		}
		days += point.Period.Days()
		known = known && point.Value.Valid
		if point.Value.Valid && num.Check(point.Value.Decimal) == nil {
			total = total.Add(point.Value.Decimal)
		}
	}
	if !known || days != p.Days() {
		return decimal.NullDecimal{}
	}
	if num.Check(total) != nil {
		found.Add(fault("number", "$.series", say("the sum of %s has too many digits", "%s 的合计位数过多", p), say("use fewer digits", "请减少位数")))
		return decimal.NullDecimal{}
	}
	return decimal.NewNullDecimal(total)
}

// Rolling returns the sums of n consecutive points each, in the order of periods: the first of points 1 to n, the next
// of points 2 to n+1, and none when there are fewer than n. A sum is not known when one of its points is not, or when days
// are missing between two of them. Faults come in a [*kam.InvalidError]: attain.count (n below 1 among them), .number,
// .period, .overlap.
func Rolling(series []Point, n int) ([]Point, error) {
	var found kam.Findings
	count(&found, "$.n", n, 1, MaxPoints)
	points := inOrder(series, &found)
	if err := found.Err(); err != nil {
		return nil, err
	}
	var out []Point
	sum, unknown, gaps := decimal.Decimal{}, 0, 0
	add := func(p checked, sign int) {
		if !p.Value.Valid {
			unknown += sign
			return
		}
		sum = sum.Add(p.Value.Decimal.Mul(decimal.New(int64(sign), 0)))
	}
	gap := func(i int) int {
		if i > 0 && points[i-1].Period.Until != points[i].Period.From {
			return 1
		}
		return 0
	}
	for i, p := range points {
		add(p, 1)
		gaps += gap(i)
		first := i - n + 1
		if first < 0 {
			continue
		}
		if first > 0 {
			add(points[first-1], -1)
		}
		gaps -= gap(first)
		rolled := Point{Period: kam.Period{From: points[first].Period.From, Until: p.Period.Until}}
		if unknown == 0 && gaps == 0 {
			if num.Check(sum) != nil {
				found.Add(fault("number", fmt.Sprintf("$.series[%d].value", p.at), say("the sum of %s has too many digits", "%s 的合计位数过多", rolled.Period), say("use fewer digits", "请减少位数")))
				return nil, found.Err()
			}
			rolled.Value = decimal.NewNullDecimal(sum)
		}
		out = append(out, rolled)
	}
	return out, nil
}

// Indexed is a point of a series as a multiple of the base period: 1.2 is an index of 120.
type Indexed struct {
	Period kam.Period `json:"period"`
	Index  Ratio      `json:"index"`
}

// Index returns every point of a series by the value of the base period, which is the period of one of them, in the order
// of periods. An index is not known when its value or that of the base is not, and when the base is not above 0. Faults
// come in a [*kam.InvalidError]: attain.count, .number, .period, .overlap, .base.
func Index(series []Point, base kam.Period) ([]Indexed, error) {
	var found kam.Findings
	points := inOrder(series, &found)
	at := slices.IndexFunc(points, func(p checked) bool { return p.Period == base })
	if at < 0 {
		found.Add(fault("base", "$.base", say("the series has no point for %q", "数据中没有 %q 这一期间", base), say("use the period of one of the points as the base", "请以其中一个数据点的期间为基期")))
	}
	if err := found.Err(); err != nil {
		return nil, err
	}
	var bottom *big.Rat
	if points[at].Value.Valid {
		bottom = num.Rat(points[at].Value.Decimal)
	}
	out := make([]Indexed, len(points))
	for i, p := range points {
		out[i].Period = p.Period
		switch {
		case bottom != nil && bottom.Sign() < 0:
			out[i].Index = Ratio{reason: NegativeBase}
		case bottom == nil || !p.Value.Valid:
			out[i].Index = Ratio{reason: UnknownInput}
		default:
			top := num.Rat(p.Value.Decimal)
			out[i].Index = parts(top, bottom, ZeroBase).telling("%s by %s in the base period", "%s ÷ 基期 %s", top, bottom)
		}
	}
	return out, nil
}
