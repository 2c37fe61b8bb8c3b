package breakdown

import (
	"fmt"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
)

// limit gives the cells their limits.
func (spec TimeSpec) limit(t *tree, layers []*layer, cal *kam.Calendar, f *faults) {
	if len(spec.Limits) > len(t.cells) {
		f.add("cell", "$.limits", say("%s for %s", "%s 项限额，而仅有 %s 个单元格", counted(len(spec.Limits), "limit"), counted(len(t.cells)-1, "cell")), say("limit each cell once", "每个单元格只设一次限额"))
		return
	}
	for i, limit := range spec.Limits {
		place := fmt.Sprintf("$.limits[%d]", i)
		at := findCell(limit.Cell, layers, cal, place+".cell", f)
		if !limit.check(spec.Grain, place, f) || at < 0 {
			continue
		}
		c := &t.cells[at]
		if c.place != "" {
			f.add("cell", place+".cell", say("%q is limited twice", "%q 重复设置限额", clip(limit.Cell)), say("limit each cell once", "每个单元格只设一次限额"))
			continue
		}
		c.place = place
		limit.apply(t, c)
	}
}

// check reports what is wrong with the numbers of the limit.
func (l TimeLimit) check(grain decimal.Decimal, place string, f *faults) bool {
	return checkLimit(l.Hold, l.Min, l.Max, grain, place, f)
}

// checkLimit reports what is wrong with a hold, a minimum and a maximum.
func checkLimit(hold, least, most decimal.NullDecimal, grain decimal.Decimal, place string, f *faults) bool {
	good := true
	for _, n := range []struct {
		name  string
		value decimal.NullDecimal
	}{{".hold", hold}, {".min", least}, {".max", most}} {
		if !f.optional(place+n.name, n.value) || n.value.Valid && tooFine(n.value.Decimal, grain, place+n.name, f) {
			good = false
		}
	}
	if !good {
		return false
	}
	switch {
	case hold.Valid && (least.Valid || most.Valid):
		f.add("limit", place, say("it is held and bounded at once", "同时锁定并设置上下限"), say("state hold alone, or min and max", "只填 hold，或只填 min 与 max"))
	case !hold.Valid && !least.Valid && !most.Valid:
		f.add("limit", place, say("it states no limit", "未填写任何限额"), say("state hold, min or max", "请填 hold、min 或 max"))
	case least.Valid && most.Valid && least.Decimal.Cmp(most.Decimal) > 0:
		f.add("limit", place, say("the minimum %s is above the maximum %s", "下限 %s 高于上限 %s", num.Format(least.Decimal), num.Format(most.Decimal)), say("swap them, or state hold", "请对调，或改用 hold"))
	default:
		return true
	}
	return false
}

// apply gives c the limit in grains.
func (l TimeLimit) apply(t *tree, c *cell) {
	if l.Hold.Valid {
		c.hold = t.grains(l.Hold.Decimal)
	}
	if l.Min.Valid {
		c.min = t.grains(l.Min.Decimal)
	}
	if l.Max.Valid {
		c.max = t.grains(l.Max.Decimal)
	}
}

// findCell returns the cell that a label names, or reports that there is none and returns -1. Where a parent has a
// single cell of the same days, the coarser one is meant.
func findCell(label string, layers []*layer, cal *kam.Calendar, place string, f *faults) int {
	p, err := cal.Parse(label)
	if err != nil {
		f.add("cell", place, say("%q is no period", "%q 不是期间", clip(label)),
			say("name a period such as 2026-Q1 or 2026-03", "请填写期间，如 2026-Q1 或 2026-03"))
		return -1
	}
	begin := 1
	for _, l := range layers {
		if i, found := slices.BinarySearchFunc(l.periods, p, kam.Period.Compare); found {
			return begin + i
		}
		begin += len(l.periods)
	}
	f.add("cell", place, say("%q is no cell of this plan", "%q 不是本计划的单元格", clip(label)),
		say("name a cell of one of the levels; a week that a month parts is named by the days of each part", "请填写某一层级的单元格；被月界分开的周按各部分的日期填写"))
	return -1
}
