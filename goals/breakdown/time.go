package breakdown

import (
	"fmt"
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals/spread"
	"github.com/kam-go/kam/internal/num"
)

// maxDays is the longest period of a plan over time, in days.
const maxDays = 36_600

// maxUnits is the most grains that a number may be away from zero.
const maxUnits = 100_000_000_000_000_000

// TimeSpec says how a total is broken down over time. It is plain data; [ParseTimeSpec] reads it from JSON. The zero
// value is refused.
type TimeSpec struct {
	// Total is what the period is to bring. It may be negative or zero.
	Total decimal.Decimal `json:"total"`
	// Grain is the size of which every cell is a whole multiple, above 0, such as 1, 0.01 or 100. Held cells, and the one
	// that takes the odd rest, need be none.
	Grain decimal.Decimal `json:"grain"`
	// Odd says which cell of a weight above 0, whose limits leave room, takes what is no multiple of Grain. Defaults to
	// none: such a total is refused.
	Odd spread.Odd `json:"odd,omitempty"`
	// Period is what is broken down; it has an end and consists of whole cells of the coarsest level that is no week.
	Period kam.Period `json:"period"`
	// Levels go from coarse to fine, such as quarter, month, week; at least one, none twice.
	Levels []TimeLevel `json:"levels"`
	// Basis is that of the finest level when that states none.
	Basis Basis `json:"basis,omitzero"`
	// Limits hold cells or bound them, at any level.
	Limits []TimeLimit `json:"limits,omitempty"`
	// Presence reduces the total to what a person carries who is there for a part of the period, or new.
	Presence *Presence `json:"presence,omitempty"`
	// Method says how exact shares become whole grains: [spread.LargestRemainder] or [spread.Divisor]. Defaults to the
	// first.
	Method spread.Method `json:"method,omitempty"`
	// Zero says what happens to cells that all weigh nothing and must take something. Defaults to refusing them.
	Zero spread.Zero `json:"zero,omitempty"`
}

// TimeLevel is one level of a plan. The zero value is refused.
type TimeLevel struct {
	Kind kam.PeriodKind `json:"kind"`
	// Basis says what the cells weigh within their parent. Where it is left out a cell weighs what the cells of the
	// next finer level weigh together; the finest level then uses that of [TimeSpec].
	Basis Basis `json:"basis,omitzero"`
}

// TimeLimit holds one cell, or bounds it. The zero value is refused.
type TimeLimit struct {
	// Cell names the cell as [kam.Calendar.Parse] reads it: "2026-Q1", "2026-03" or an interval of days. A week that a
	// month parts is named by the days of each part.
	Cell string `json:"cell"`
	// Hold is the value that the cell keeps; then neither Min nor Max is stated. It need be no multiple of the grain.
	Hold decimal.NullDecimal `json:"hold,omitzero"`
	// Min and Max are the least and the most it may have, both inclusive; one between two multiples of the grain binds
	// at the one inside. A minimum on the other side of zero than the total lets the cell, and the cells below it, go there
	// where other limits leave no other way.
	Min decimal.NullDecimal `json:"min,omitzero"`
	Max decimal.NullDecimal `json:"max,omitzero"`
}

// OverTime returns the total of spec broken down over time, exactly: at every level the cells sum to their parent, and
// all of them to the total.
//
// All faults of spec come at once in one [*kam.InvalidError]; the codes are listed in the package documentation.
// Working days of a year of which cal knows none are an error that wraps [kam.ErrNoHolidays]. A nil cal is
// [kam.Gregorian].
func OverTime(spec TimeSpec, cal *kam.Calendar) (TimePlan, error) {
	var f faults
	if !spec.check(&f) {
		return TimePlan{}, f.list.Err()
	}
	if !spec.goodGrain() {
		spec.Grain = decimal.New(1, 0) // to go on checking
	}
	layers, err := spec.layers(cal, &f)
	if err != nil {
		return TimePlan{}, err
	}
	if layers == nil {
		return TimePlan{}, f.list.Err()
	}
	shares, err := spec.shares(layers, cal, &f)
	t := spec.tree(layers, cal)
	spec.limit(&t, layers, cal, &f)
	if err := f.list.Err(); err != nil {
		return TimePlan{}, err
	}
	if err != nil {
		return TimePlan{}, err
	}
	full := t.grains(spec.Total)
	total := full
	if spec.Presence != nil {
		if total, err = spec.reduce(full, shares, layers[len(layers)-1].periods, cal); err != nil {
			return TimePlan{}, err
		}
	}
	leaves := t.cells[len(t.cells)-len(shares):]
	for i := range leaves {
		leaves[i].weight = shares[i]
	}
	out := t.fill(total, &f)
	if err := f.list.Err(); err != nil {
		return TimePlan{}, err
	}
	plan := newTimePlan(spec, t, layers, out, cal)
	plan.absent = spec.Presence != nil && total.Sign() == 0 && full.Sign() != 0
	return plan, nil
}

// goodGrain reports whether amounts can be counted in grains.
func (spec TimeSpec) goodGrain() bool { return num.Check(spec.Grain) == nil && spec.Grain.IsPositive() }

// check reports what is wrong with spec before any calendar is asked, and whether the period can be cut into levels, so
// that there may be more to report.
func (spec TimeSpec) check(f *faults) bool {
	checkGrain(spec.Total, spec.Grain, f)
	before := len(f.list)
	switch {
	case !f.period("period", "$.period", spec.Period, periodRemedy()):
	case spec.Period.IsOpen():
		f.add("period", "$.period", say("%s has no end", "期间 %s 没有结束日", spec.Period), periodRemedy())
	case spec.Period.Days() > maxDays:
		f.add("period", "$.period", say("it has %d days, at most %d are broken down", "共 %d 天，上限为 %d 天", spec.Period.Days(), maxDays), say("break down a shorter period", "请缩短期间"))
	}
	if len(spec.Levels) == 0 {
		f.add("level", "$.levels", say("there is no level", "没有层级"), say("state levels from coarse to fine, such as quarter and month", "请由粗到细列出层级，如 quarter、month"))
	}
	last := 0
	for i, l := range spec.Levels {
		place := fmt.Sprintf("$.levels[%d].kind", i)
		at := order(l.Kind)
		if at == 0 {
			f.add("level", place, say("unknown kind %q", "未知的期间类型 %q", clip(string(l.Kind))), say("use year, half-year, quarter, month or week", "请用 year、half-year、quarter、month 或 week"))
		} else if at <= last {
			f.add("level", place, say("%s is not finer than the level before it", "%s不比上一层级更细", kindName(l.Kind)), say("order the levels from coarse to fine", "请由粗到细排列层级"))
		}
		last = max(last, at)
		if i > order(kam.Week) {
			break
		}
	}
	cut := len(f.list) == before
	checkWords(spec.Odd, spec.Method, spec.Zero, f)
	if spec.Presence != nil {
		spec.Presence.check("$.presence", f)
	}
	return cut
}

func periodRemedy() kam.Text {
	return say("write the first day and the first day after it, as in 2026-01-01/2027-01-01", "请写首日与结束后的次日，如 2026-01-01/2027-01-01")
}

// checkGrain reports a total or a grain that cannot be computed with.
func checkGrain(total, grain decimal.Decimal, f *faults) {
	goodTotal, goodGrain := f.number("$.total", total), f.number("$.grain", grain)
	if goodGrain && !grain.IsPositive() {
		goodGrain = false
		f.add("grain", "$.grain", say("the grain is %s", "最小单位为 %s", num.Format(grain)),
			say("state the size of one unit, above 0, such as 1 or 0.01", "请填写大于 0 的最小单位，如 1 或 0.01"))
	}
	if goodTotal && goodGrain {
		tooFine(total, grain, "$.total", f)
	}
}

// tooFine reports an amount of too many grains.
func tooFine(amount, grain decimal.Decimal, place string, f *faults) bool {
	units := new(big.Rat).Quo(num.Rat(amount.Abs()), num.Rat(grain))
	if units.Cmp(big.NewRat(maxUnits, 1)) <= 0 {
		return false
	}
	f.add("number", place, say("%s is more than %d times the grain %s", "%s 超过最小单位的 %d 倍（最小单位 %s）", num.Format(amount), int64(maxUnits), num.Format(grain)),
		say("use a coarser grain", "请采用更粗的最小单位"))
	return true
}

// checkWords reports words that are none of their choices.
func checkWords(odd spread.Odd, method spread.Method, zero spread.Zero, f *faults) {
	switch odd {
	case spread.OddRefused, spread.OddToFirst, spread.OddToLast, spread.OddToLargest:
	default:
		f.add("word", "$.odd", say("unknown word %q", "未知的取值 %q", clip(string(odd))), say("use first, last or largest, or leave it out", "请用 first、last 或 largest，或删去该项"))
	}
	switch method {
	case "", spread.LargestRemainder, spread.Divisor:
	default:
		f.add("word", "$.method", say("%q is no method of a breakdown", "%q 不是可用的取整方法", clip(string(method))),
			say("use largest-remainder or divisor, or leave it out", "请用 largest-remainder 或 divisor，或删去该项"))
	}
	switch zero {
	case spread.ZeroRefused, spread.ZeroEven:
	default:
		f.add("word", "$.zero", say("unknown word %q", "未知的取值 %q", clip(string(zero))), say("use even, or leave it out", "请用 even，或删去该项"))
	}
}

// layers cuts the period level by level.
func (spec TimeSpec) layers(cal *kam.Calendar, f *faults) ([]*layer, error) {
	above := []kam.Period{spec.Period}
	var list []*layer
	for i, l := range spec.Levels {
		cells, err := cut(above, l.Kind, cal)
		if err != nil {
			f.add("period", "$.period", say("%s is not made of whole %ss", "期间 %s 不能完整划分为%s", spec.Period, kindName(l.Kind)),
				say("begin and end the period with a whole %s, or leave level %d out", "期间的首尾须为完整的%s，或删去第 %d 个层级", kindName(l.Kind), i+1))
			return nil, nil
		}
		list = append(list, cells)
		above = cells.periods
	}
	return list, nil
}

// shares returns the exact share of the total of each finest cell, without limits and with full presence; they sum
// to 1 unless all weigh nothing.
func (spec TimeSpec) shares(layers []*layer, cal *kam.Calendar, f *faults) ([]*big.Rat, error) {
	raw := make([][]*big.Rat, len(layers))
	for i := len(layers) - 1; i >= 0; i-- {
		basis, place := spec.Levels[i].Basis, fmt.Sprintf("$.levels[%d].basis", i)
		if i == len(layers)-1 && !basis.stated() {
			basis, place = spec.Basis, "$.basis"
		} else if i == len(layers)-1 && spec.Basis.stated() {
			f.add("basis", "$.basis", say("the finest level states a basis of its own", "最细层级已另有分解依据"), say("state one of the two", "两处只填一处"))
		}
		if i < len(layers)-1 && !basis.stated() {
			raw[i] = summed(raw[i+1], layers[i+1].parents, len(layers[i].periods))
			continue
		}
		w, err := basis.weights(layers[i], cal, place, f)
		if err != nil {
			return nil, err
		}
		if w == nil {
			w = make([]*big.Rat, len(layers[i].periods)) // the fault is reported; go on to find others
			for j := range w {
				w[j] = new(big.Rat)
			}
		}
		raw[i] = w
	}
	if len(f.list) > 0 {
		return nil, nil
	}
	above := []*big.Rat{big.NewRat(1, 1)}
	for i, l := range layers {
		above = spec.divided(above, raw[i], l, fmt.Sprintf("$.levels[%d]", i), cal, f)
	}
	return above, nil
}

// summed returns the sums of weights by parent.
func summed(weights []*big.Rat, parents []int, n int) []*big.Rat {
	out := make([]*big.Rat, n)
	for i := range out {
		out[i] = new(big.Rat)
	}
	for i, w := range weights {
		out[parents[i]].Add(out[parents[i]], w)
	}
	return out
}

// divided returns what each cell of l has of the share of its parent.
func (spec TimeSpec) divided(above, raw []*big.Rat, l *layer, place string, cal *kam.Calendar, f *faults) []*big.Rat {
	sums := summed(raw, l.parents, len(above))
	counts := make([]int64, len(above))
	reported := make([]bool, len(above))
	for _, p := range l.parents {
		counts[p]++
	}
	out := make([]*big.Rat, len(raw))
	for i, w := range raw {
		p := l.parents[i]
		out[i] = new(big.Rat)
		if above[p].Sign() == 0 {
			continue
		}
		if sums[p].Sign() != 0 {
			out[i].Mul(above[p], w)
			out[i].Quo(out[i], sums[p])
			continue
		}
		if spec.Zero == spread.ZeroEven || spec.Total.IsZero() {
			out[i].Quo(above[p], big.NewRat(counts[p], 1))
		} else if !reported[p] {
			reported[p] = true
			f.add("zero", place, say("the cells from %s on all weigh nothing, and their parent weighs something", "自 %s 起的单元格权重全为零，而其上级权重不为零", cal.Label(l.periods[i])),
				say("give one of them a weight, or state that such cells are even", "请为其中至少一个设置权重，或声明此时平均分解"))
		}
	}
	return out
}

// tree returns the cells of all levels below one root.
func (spec TimeSpec) tree(layers []*layer, cal *kam.Calendar) tree {
	t := tree{grain: spec.Grain, odd: spec.Odd, zero: spec.Zero, method: spec.Method}
	t.cells = append(t.cells, cell{parent: -1, first: 1, end: 1, place: "$.total"})
	begin := 0 // the first cell of the level above
	for _, l := range layers {
		next := len(t.cells)
		for i, p := range l.periods {
			parent := begin + l.parents[i]
			up := &t.cells[parent]
			if up.first == up.end {
				up.first = len(t.cells)
			}
			up.end = len(t.cells) + 1
			t.cells = append(t.cells, cell{parent: parent, name: cal.Label(p)})
		}
		begin = next
	}
	t.cells[0].name = cal.Label(spec.Period)
	return t
}

// reduce returns what the presence leaves of the total, in whole grains, rounded half up once, and reduces the shares.
// Somebody who is there all the time, past any ramp, carries the total as it is.
func (spec TimeSpec) reduce(full *big.Rat, shares []*big.Rat, periods []kam.Period, cal *kam.Calendar) (*big.Rat, error) {
	left, whole := new(big.Rat), true
	for i, p := range periods {
		part, err := spec.Presence.share(p, cal)
		if err != nil {
			return nil, err
		}
		whole = whole && part.Cmp(big.NewRat(1, 1)) == 0
		shares[i] = part.Mul(part, shares[i])
		left.Add(left, shares[i])
	}
	if whole {
		return full, nil
	}
	return num.Rat(num.RoundRat(left.Mul(left, full), 0, num.HalfUp)), nil
}
