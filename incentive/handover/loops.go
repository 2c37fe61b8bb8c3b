package handover

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/internal/wording"
)

// loops reports territories that are within themselves on some day, or too deep.
func (o *Ownership) loops(f *wording.Faults) {
	for _, id := range slices.Sorted(maps.Keys(o.territories)) {
		at := "territory " + wording.Clip(id)
		switch period, found := o.above(id, id, kam.Period{From: kam.MustDay("0001-01-01")}, 0); found {
		case loop:
			f.Add("loop", at, say("the territory %s is within itself: %s", "区域 %s 处于自身之内：%s", wording.Quote(id), wording.Days(period)), say("end one of the rows that lead back to it", "请结束导致循环的其中一行"))
		case deep:
			f.Add("too-deep", at, say("more than %d territories stand above %s", "%[2]s 之上的区域超过 %[1]d 层", MaxDepth, wording.Quote(id)), say("use at most %d levels", "最多 %d 层", MaxDepth))
		default:
		}
	}
}

type climbed uint8

const (
	fine climbed = iota
	loop
	deep
)

// above looks for a way from a territory up to the start, and returns the days of the first one.
func (o *Ownership) above(start, id string, within kam.Period, depth int) (kam.Period, climbed) {
	result := fine
	for _, p := range o.territories[id].Within {
		both, ok := within.Intersect(p.Period)
		switch {
		case !ok:
			continue
		case p.Territory == start:
			return both, loop
		case depth >= MaxDepth:
			result = deep
			continue
		}
		period, found := o.above(start, p.Territory, both, depth+1)
		if found == loop {
			return period, loop
		}
		result = max(result, found)
	}
	return kam.Period{}, result
}

// checkLines reports reporting lines that overlap, and payees who report to themselves through others on some day from a day on.
func checkLines(f *wording.Faults, lines []incentive.ReportingLine, from kam.Day) {
	by := map[string][]incentive.ReportingLine{}
	for _, l := range lines {
		if p, ok := since(l.Period, from); ok {
			l.Period = p
			by[l.Payee] = append(by[l.Payee], l)
		}
	}
	for _, payee := range slices.Sorted(maps.Keys(by)) {
		rows := by[payee]
		slices.SortFunc(rows, func(a, b incentive.ReportingLine) int {
			return cmp.Or(a.Period.Compare(b.Period), strings.Compare(a.Manager, b.Manager))
		})
		for i := 1; i < len(rows); i++ {
			if rows[i-1].Period.Overlaps(rows[i].Period) && rows[i-1].Manager != rows[i].Manager {
				f.Add("overlap", "payee "+wording.Clip(payee), say("%s would report to %s and to %s at once", "%s 将同时向 %s 与 %s 汇报", wording.Quote(payee), wording.Quote(rows[i-1].Manager), wording.Quote(rows[i].Manager)),
					say("end the first reporting line where the second begins", "请让前一汇报关系在后一关系开始时结束"))
			}
		}
	}
	for _, payee := range slices.Sorted(maps.Keys(by)) {
		if period, found := reportsTo(by, payee, payee, kam.Period{From: from}, 0); found {
			f.Add("loop", "payee "+wording.Clip(payee), say("%s would report to themselves through others: %s", "%s 将经由他人向自己汇报：%s", wording.Quote(payee), wording.Days(period)),
				say("name another manager for one of them", "请为其中一人指定其他上级"))
		}
	}
}

// reportsTo looks for a way from a payee up to the start, and returns the days of the first one. Ways that are longer than
// there are payees lead round a loop that others are reported for.
func reportsTo(by map[string][]incentive.ReportingLine, start, payee string, within kam.Period, depth int) (kam.Period, bool) {
	if depth > len(by) || depth > 1_000 {
		return kam.Period{}, false
	}
	for _, l := range by[payee] {
		both, ok := within.Intersect(l.Period)
		if !ok {
			continue
		}
		if l.Manager == start {
			return both, true
		}
		if period, found := reportsTo(by, start, l.Manager, both, depth+1); found {
			return period, true
		}
	}
	return kam.Period{}, false
}
