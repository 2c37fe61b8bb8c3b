package breakdown

import (
	"fmt"
	"math/big"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals/spread"
)

// layer is one level of a plan over time: its periods in order, and for each the index of its parent one level above.
type layer struct {
	kind    kam.PeriodKind
	periods []kam.Period
	parents []int
	above   int // how many parents there are
}

// order ranks the kinds of period from coarse to fine.
func order(k kam.PeriodKind) int {
	switch k {
	case kam.Year:
		return 1
	case kam.HalfYear:
		return 2
	case kam.Quarter:
		return 3
	case kam.Month:
		return 4
	case kam.Week:
		return 5
	default:
		return 0
	}
}

// cut returns the layer of kind k inside the periods of the layer above.
func cut(above []kam.Period, k kam.PeriodKind, cal *kam.Calendar) (*layer, error) {
	l := &layer{kind: k, above: len(above)}
	for i, p := range above {
		parts, err := pieces(p, k, cal)
		if err != nil {
			return nil, err
		}
		for _, part := range parts {
			l.periods = append(l.periods, part)
			l.parents = append(l.parents, i)
		}
	}
	return l, nil
}

// pieces returns the k's that p is made of; weeks are cut at the bounds of p.
func pieces(p kam.Period, k kam.PeriodKind, cal *kam.Calendar) ([]kam.Period, error) {
	if k != kam.Week {
		return cal.Split(p, k)
	}
	begin, err := weekBegin(p.From, cal)
	if err != nil {
		return nil, err
	}
	var parts []kam.Period
	for from := p.From; from != p.Until; {
		begin = begin.AddDays(7)
		until := p.Until
		if begin.IsSet() && begin.Before(until) {
			until = begin
		}
		parts = append(parts, kam.Period{From: from, Until: until})
		from = until
	}
	return parts, nil
}

// weekBegin returns the first day of the week to which d belongs: an ISO week, or where the fiscal year consists of
// whole weeks one of those.
func weekBegin(d kam.Day, cal *kam.Calendar) (kam.Day, error) {
	year, err := cal.Containing(kam.Year, d)
	if err != nil {
		return kam.Day{}, err
	}
	if year.Days()%7 == 0 { // 364 or 371; a year of calendar months has 365 or 366
		return d.AddDays(-(d.Sub(year.From) % 7)), nil
	}
	week, err := cal.Containing(kam.Week, d)
	if err != nil {
		return kam.Day{}, err
	}
	return week.From, nil
}

// repeated returns the weights that a list of n states: one for each cell, or one for each cell of a parent.
func (l *layer) repeated(n int, place string, f *faults, weight func(int) *big.Rat) spread.Weights {
	out := make(spread.Weights, len(l.periods))
	if n == len(l.periods) {
		for i := range out {
			out[i] = weight(i)
		}
		return out
	}
	inside := 0
	for i := range out {
		if i > 0 && l.parents[i] != l.parents[i-1] {
			if inside != n {
				break
			}
			inside = 0
		}
		if inside < n {
			out[i] = weight(inside)
		}
		inside++
	}
	if n == 0 || inside != n || out[len(out)-1] == nil {
		f.add("count", place,
			say("it has %s for %s in %s", "共 %s 项，而有 %s 个单元格，分属 %s 个上级", counted(n, "number"), counted(len(l.periods), "cell"), counted(l.above, "parent")),
			say("give one entry for each cell of the level, or for each cell of every parent", "请为该层级的每个单元格各填一项，或为每个上级内的单元格各填一项"))
		return nil
	}
	return out
}

// history returns what the cells weigh by earlier years.
func (b Basis) history(l *layer, cal *kam.Calendar, place string, f *faults) spread.Weights {
	before := len(f.list)
	if l.kind == kam.Week {
		f.add("history", place, say("weeks have no same week in every year", "各年的周无法一一对应"),
			say("state history for months or longer, and divide these by days", "请按月或更长期间提供历史，周则按天数分解"))
		return nil
	}
	if len(b.History) == 0 || len(b.History) > maxHistory {
		f.add("history", place, say("it has %d observations", "共 %d 条观测值", len(b.History)),
			say("give 1 to %d observations of earlier years", "请提供 1 至 %d 条往年观测值", maxHistory))
		return nil
	}
	past := pastOf(b.History, l, cal, place, f)
	if len(past) > maxPast {
		f.add("history", place, say("it has %d years, at most %d are read", "共 %d 年，上限为 %d 年", len(past), maxPast), say("leave the oldest out", "请删去最早的年份"))
		return nil
	}
	if len(f.list) > before {
		return nil
	}
	out := make(spread.Weights, len(l.periods))
	for i := range out {
		out[i] = new(big.Rat)
	}
	for _, year := range past {
		year.add(out, l, cal, place, f)
	}
	if len(f.list) > before {
		return nil
	}
	return out
}

// pastYear is one earlier fiscal year: for each number of a cell in the year what is known of it.
type pastYear struct {
	year    kam.Period
	periods map[int][]kam.Period
	sums    map[int]*big.Rat
}

// fact is what an observation is about, whatever its revision.
type fact struct {
	subject       kam.Subject
	metric, scope string
	period        kam.Period
}

func factOf(o kam.Observation) fact { return fact{o.Subject, o.Metric, o.Scope, o.Period} }

// newestOf returns the highest revision of each fact.
func newestOf(list []kam.Observation) map[fact]int64 {
	newest := make(map[fact]int64, len(list))
	for _, o := range list {
		newest[factOf(o)] = max(newest[factOf(o)], o.Revision)
	}
	return newest
}

// pastOf sorts observations by fiscal year and number of the cell, in the order in which the years first come.
func pastOf(list []kam.Observation, l *layer, cal *kam.Calendar, place string, f *faults) []*pastYear {
	var years []*pastYear
	byYear := map[kam.Day]*pastYear{}
	newest := newestOf(list)
	for i, o := range list {
		if o.Revision < newest[factOf(o)] {
			continue // corrected
		}
		at := fmt.Sprintf("%s[%d]", place, i)
		value, known := o.Exact()
		if err := o.Check(); err != nil {
			f.adopt(at, err)
			continue
		}
		if !known || o.IsRatio() {
			f.add("history", at+".value", say("the value is unknown, or a ratio", "数值未知，或为比率"), say("give plain values that add up", "请提供可累加的数值"))
			continue
		}
		if o.Metric != list[0].Metric || o.Unit != list[0].Unit || o.Currency != list[0].Currency ||
			o.Subject != list[0].Subject || o.Scope != list[0].Scope {
			f.add("history", at, say("subject, metric, scope, unit or currency differ from the first observation", "对象、指标、范围、单位或币种与第一项不同"),
				say("give one history a basis; blend several", "每个依据只用一种历史；多种请混合"))
			continue
		}
		number, cellPeriod, year, err := numbered(l.kind, o.Period.From, cal)
		if err != nil || !cellPeriod.ContainsPeriod(o.Period) || o.Period.Until.After(l.periods[0].From) {
			f.add("history", at+".period", say("%s is not inside one %s before the plan", "%s 不在计划之前的同一个%s内", o.Period, kindName(l.kind)),
				say("give values of earlier periods, each inside one cell", "请提供更早期间的数值，每项不跨单元格"))
			continue
		}
		y := byYear[year.From]
		if y == nil {
			y = &pastYear{year: year, periods: map[int][]kam.Period{}, sums: map[int]*big.Rat{}}
			byYear[year.From] = y
			years = append(years, y)
		}
		if y.sums[number] == nil {
			y.sums[number] = new(big.Rat)
		}
		y.sums[number].Add(y.sums[number], value)
		y.periods[number] = append(y.periods[number], o.Period)
	}
	return years
}

// add adds the shares of the year to the weights of the cells.
func (y *pastYear) add(out spread.Weights, l *layer, cal *kam.Calendar, place string, f *faults) {
	name := cal.Label(y.year)
	numbers := make([]int, len(l.periods))
	total := new(big.Rat)
	for i, p := range l.periods {
		number, _, _, err := numbered(l.kind, p.From, cal)
		if err != nil {
			f.add("period", place, say("%s has no number among its like in a year", "%s 在年度内没有序号", p), say("use another basis", "请改用其他依据"))
			return
		}
		numbers[i] = number
		if !y.covers(l.kind, number, cal) {
			f.add("history", place, say("%s number %d of %s is not covered exactly once", "第 %[2]d 个%[1]s（%[3]s 年）未被恰好覆盖一次", kindName(l.kind), number, name),
				say("give every day of it once, or leave %s out", "请使每天恰好出现一次，或不使用 %s 年", name))
			return
		}
		if y.sums[number].Sign() < 0 {
			f.add("weight", place, say("%s number %d of %s is %s, which is negative", "第 %[2]d 个%[1]s（%[3]s 年）为 %[4]s，是负数", kindName(l.kind), number, name, show(y.sums[number])),
				say("leave %s out, or use another basis", "请不使用 %s 年，或改用其他依据", name))
			return
		}
		total.Add(total, y.sums[number])
	}
	if total.Sign() == 0 {
		f.add("weight", place, say("%s was zero throughout", "%s 年全部为零", name), say("leave %s out, or use another basis", "请不使用 %s 年，或改用其他依据", name))
		return
	}
	for i, number := range numbers {
		out[i].Add(out[i], new(big.Rat).Quo(y.sums[number], total))
	}
}

// covers reports whether the observations of the year cover the cell with a number.
func (y *pastYear) covers(k kam.PeriodKind, number int, cal *kam.Calendar) bool {
	parts, err := cal.Split(y.year, k)
	return err == nil && number <= len(parts) && parts[number-1].Tiles(y.periods[number]) == nil
}

// numbered returns the k to which d belongs, its number in its fiscal year, from 1, and that year.
func numbered(k kam.PeriodKind, d kam.Day, cal *kam.Calendar) (number int, one, year kam.Period, err error) {
	if year, err = cal.Containing(kam.Year, d); err != nil {
		return 0, kam.Period{}, kam.Period{}, err
	}
	parts, err := cal.Split(year, k)
	if err != nil {
		return 0, kam.Period{}, kam.Period{}, err
	}
	for i, part := range parts {
		if part.Contains(d) {
			return i + 1, part, year, nil
		}
	}
	return 0, kam.Period{}, kam.Period{}, fmt.Errorf("%w: %s has no %s in %s", kam.ErrPeriod, d, k, year)
}

// kindName returns a kind of period in words.
func kindName(k kam.PeriodKind) kam.Text {
	switch k {
	case kam.Year:
		return kam.Text{EN: "year", ZH: "年"}
	case kam.HalfYear:
		return kam.Text{EN: "half-year", ZH: "半年"}
	case kam.Quarter:
		return kam.Text{EN: "quarter", ZH: "季度"}
	case kam.Month:
		return kam.Text{EN: "month", ZH: "月"}
	default:
		return kam.Text{EN: "week", ZH: "周"}
	}
}
