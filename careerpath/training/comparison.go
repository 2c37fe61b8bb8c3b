package training

import (
	"cmp"
	"slices"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/wording"
)

// maxSide is the most observations on one side of a comparison.
const maxSide = 1000

func checkComparisons(f *wording.Faults, place string, list []Comparison, ids map[string]bool, asOf kam.Day) {
	if !f.Count(place, len(list), 0, MaxComparisons) {
		return
	}
	for i, c := range list {
		at := wording.At(place, i)
		f.ID(at+".id", c.ID, ids)
		f.Merge(at+".metric", c.Metric.Check())
		if c.Fewest < 0 {
			f.Add("fewest", at+".fewest", wording.Say("%d records are fewer than none", "记录数 %d 为负", c.Fewest),
				wording.Say("use 1 or more, or 0 for %d", "请使用 1 或更大的数，0 表示 %d", DefaultFewest))
		}
		good := checkSide(f, at+".before", c.Metric, c.Before)
		good = checkSide(f, at+".after", c.Metric, c.After) && good
		good = checkOrder(f, at+".after", c, asOf) && good
		if good && checkAlike(f, at+".after", c) {
			checkTime(f, at+".after", c)
		}
	}
}

// checkSide reports what is wrong with the observations of one side, and tells whether nothing is.
func checkSide(f *wording.Faults, place string, metric kam.Metric, list []kam.Observation) bool {
	good := f.Count(place, len(list), 1, maxSide)
	if !good {
		return false
	}
	for i, o := range list {
		at := wording.At(place, i)
		if o.Metric != metric.Key {
			good = false
			f.Add("metric", at+".metric", wording.Say("it is of %s, the comparison of %s", "其指标为 %s，而比较的是 %s", wording.Quote(o.Metric), wording.Quote(metric.Key)),
				wording.Say("compare observations of one metric", "请比较同一指标的观测"))
		}
		if o.Unit != metric.Unit {
			good = false
			f.Add("unit", at+".unit", wording.Say("it counts %s, the metric %s", "其单位为 %s，而指标的单位为 %s", wording.Quote(o.Unit), wording.Quote(metric.Unit)),
				wording.Say("state the unit of the metric", "请填写指标的单位"))
		}
	}
	_, _, err := kam.Combine(list)
	f.Merge(place, err)
	return good && err == nil
}

// checkOrder reports observations of the time after that begin before the time before has ended, or are not over on the
// day of the report.
func checkOrder(f *wording.Faults, place string, c Comparison, asOf kam.Day) bool {
	var end kam.Day
	open, good := false, true
	for _, o := range c.Before {
		open = open || o.Period.IsOpen()
		if o.Period.Until.After(end) {
			end = o.Period.Until
		}
	}
	for i, o := range c.After {
		at := wording.At(place, i) + ".period"
		switch {
		case open || o.Period.From.Before(end):
			f.Add("order", at, wording.Say("%s begins before the time before it has ended", "期间 %s 开始时，前期尚未结束", wording.Days(o.Period)),
				wording.Say("keep the time before and the time after apart", "前期与后期不得重叠"))
		case asOf.IsSet() && (o.Period.IsOpen() || o.Period.Until.After(asOf)):
			f.Add("order", at, wording.Say("%s is not over on %s, the day of the report", "期间 %s 在报告日期 %s 尚未结束", wording.Days(o.Period), asOf),
				wording.Say("compare with a time that is over", "请与已结束的期间比较"))
		default:
			continue
		}
		good = false
	}
	return good
}

// fact is what an observation is about, whatever its time.
type fact struct {
	subject kam.Subject
	scope   string
}

// checkAlike reports sides that do not compare: other currencies, other forms, other subjects. Both sides are in order by
// themselves.
func checkAlike(f *wording.Faults, place string, c Comparison) bool {
	good := true
	if before, after := c.Before[0].Currency, c.After[0].Currency; before != after {
		good = false
		f.Add("currency", place, wording.Say("it is in %s, the time before in %s", "后期以 %s 计，前期以 %s 计", wording.Quote(string(after)), wording.Quote(string(before))),
			wording.Say("compare amounts of one currency", "请比较同一币种的金额"))
	}
	before, known := formOf(c.Before)
	if after, ok := formOf(c.After); known && ok && before != after {
		good = false
		f.Add("form", place, wording.Say("one side has ratios, the other plain values", "一方为比率，另一方为普通数值"),
			wording.Say("state numerator and denominator on both sides, or on neither", "请两方均填写分子与分母，或均不填写"))
	}
	first, second := factsOf(c.Before), factsOf(c.After)
	for _, missing := range []struct {
		of, in map[fact]span
		why    func(fact) kam.Text
	}{
		{first, second, func(x fact) kam.Text {
			return wording.Say("%s was measured before and not after", "%s 仅有前期数据", x.say())
		}},
		{second, first, func(x fact) kam.Text {
			return wording.Say("%s was measured after and not before", "%s 仅有后期数据", x.say())
		}},
	} {
		for _, x := range sortedFacts(missing.of) {
			if _, ok := missing.in[x]; !ok {
				good = false
				f.Add("subjects", place, missing.why(x), wording.Say("compare the same subjects on both sides", "请比较前后相同的对象"))
			}
		}
	}
	return good
}

func (x fact) say() kam.Text {
	if x.scope == "" {
		return wording.Same(wording.Quote(x.subject.ID))
	}
	return wording.Say("%s (%s)", "%s（%s）", wording.Quote(x.subject.ID), wording.Clip(x.scope))
}

// formOf tells whether observations are ratios; not known when the value of none is.
func formOf(list []kam.Observation) (ratio, known bool) {
	for _, o := range list {
		if o.IsRatio() || o.Value.Valid {
			return o.IsRatio(), true
		}
	}
	return false, false
}

// span is how long something was measured: days, and months where every period is whole months.
type span struct {
	days, months int
	broken       bool // a period is no whole months
}

func (s span) equals(o span) bool {
	return s.days == o.days || !s.broken && !o.broken && s.months == o.months
}

// factsOf returns how long each fact was measured.
func factsOf(list []kam.Observation) map[fact]span {
	out := make(map[fact]span, len(list))
	for _, o := range list {
		x := fact{o.Subject, o.Scope}
		s := out[x]
		from, until := o.Period.From, o.Period.Until
		months := (until.Year()-from.Year())*12 + int(until.Month()) - int(from.Month())
		s.days += until.Sub(from)
		s.months += months
		s.broken = s.broken || months < 1 || from.AddMonths(months) != until
		out[x] = s
	}
	return out
}

func sortedFacts(of map[fact]span) []fact {
	list := make([]fact, 0, len(of))
	for x := range of {
		list = append(list, x)
	}
	slices.SortFunc(list, func(a, b fact) int { return cmp.Or(comparePeople(a.subject, b.subject), cmp.Compare(a.scope, b.scope)) })
	return list
}

// checkTime reports sums of plain values over times of different length.
func checkTime(f *wording.Faults, place string, c Comparison) {
	if ratio, known := formOf(c.After); ratio || !known {
		return
	}
	before, after := factsOf(c.Before), factsOf(c.After)
	for _, x := range sortedFacts(after) {
		if b, a := before[x], after[x]; !b.equals(a) {
			f.Add("time", place, wording.Say("sums of %s over %d days before and %d days after do not compare", "%s 前期合计 %d 天、后期合计 %d 天，总和不可比", x.say(), b.days, a.days),
				wording.Say("measure as long after as before, or state a rate with numerator and denominator", "前后期间须等长，或改用含分子与分母的比率"))
		}
	}
}
