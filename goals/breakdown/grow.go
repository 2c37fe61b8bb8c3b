package breakdown

import (
	"errors"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
)

// Grow returns the spec with the organisation that [OrgSpec.Grow] makes of rows and growth, over a period. What the spec
// leaves to it is a fault where it is stated: $.time.period and, of the organisation, the total and the nodes. Every fault
// comes at once in one [*kam.InvalidError], those of OrgSpec.Grow below $.org, except for that of growth, which is at $.growth.
func (spec BothSpec) Grow(rows []Row, growth kam.Fraction, period kam.Period) (BothSpec, error) {
	var f faults
	org, err := spec.Org.Grow(rows, growth)
	if invalid, ok := errors.AsType[*kam.InvalidError](err); ok {
		for _, found := range invalid.Findings {
			if found.Place != growthPlace {
				found.Place = "$.org" + found.Place[1:]
			}
			f.list.Add(found)
		}
	}
	if !spec.Time.Period.IsZero() {
		f.add("period", "$.time.period", say("it is stated, and is the period that the targets are grown for", "该期间由目标所属期间得出，不应填写"), say("leave it out", "请删去该项"))
	}
	if err := f.list.Err(); err != nil {
		return BothSpec{}, err
	}
	spec.Org, spec.Time.Period = org, period
	return spec, nil
}

// growthPlace is where the fault of a growth is told.
const growthPlace = "$.growth"

// Grow returns the organisation with the nodes that rows name, as [Nodes] makes them, and as its total what they sold
// plus growth, as [Grown] rounds it to the grain. Every fault comes at once in one [*kam.InvalidError]: a spec without levels
// or a grain, one that states what is grown, its total and its nodes; rows that name several roots, or none, with the code
// breakdown.root; rows with more names than there are levels; and, at $.growth, a growth that is no fraction, lies below -1,
// or makes a total of more grains than can be handed down.
func (spec OrgSpec) Grow(rows []Row, growth kam.Fraction) (OrgSpec, error) {
	var f faults
	spec.checkGrown(&f)
	growable := f.fraction("growth", growthPlace, growth)
	if growable && growth.Cmp(kam.Fraction{Num: -1, Den: 1}) < 0 {
		growable = false
		f.add("growth", growthPlace, say("the growth %s is below -1: more would be lost than there was", "增长率 %s 低于 -1，降幅超过基数", growth), say("10 %% more is written 1/10, 10 %% less -1/10", "增长 10%% 写作 1/10，下降 10%% 写作 -1/10"))
	}
	spec.Nodes = Nodes(spec.Levels, rows)
	history := spec.checkRows(rows, &f)
	if growable && num.Check(spec.Grain) == nil && spec.Grain.IsPositive() {
		var err error
		spec.Total, err = Grown(history, growth, spec.Grain)
		if err != nil || spec.Total.Abs().GreaterThan(spec.Grain.Mul(decimal.New(maxUnits, 0))) {
			f.add("growth", growthPlace, say("by %s, what was sold grows to more than %d times the grain %s", "按 %s 增长后，总额超过最小单位 %[3]s 的 %[2]d 倍", growth, int64(maxUnits), num.Format(spec.Grain)), say("10 %% more is written 1/10", "增长 10%% 写作 1/10"))
		}
	}
	if err := f.list.Err(); err != nil {
		return OrgSpec{}, err
	}
	return spec, nil
}

// checkGrown reports what a spec that is to be grown must state and must not.
func (spec OrgSpec) checkGrown(f *faults) {
	if len(spec.Levels) == 0 && spec.Grain.IsZero() {
		f.add("level", "$", say("neither levels nor a grain are stated", "未填写层级与最小单位"), say(`write "levels": [{"name": "company"}, {"name": "person"}], "grain": "1"`, `请填写 "levels": [{"name": "company"}, {"name": "person"}], "grain": "1"`))
		return
	}
	if len(spec.Levels) == 0 {
		f.add("level", "$.levels", say("there are no levels", "没有层级"), say("state those that rows have names for, from coarse to fine", "请由粗到细列出各行所含的层级"))
	}
	checkGrain(decimal.Zero, spec.Grain, f)
	if !spec.Total.IsZero() {
		f.add("total", "$.total", say("it is stated, and follows from what was sold and the growth", "该总额由已售金额与增长率得出，不应填写"), say("leave it out", "请删去该项"))
	}
	if len(spec.Nodes) > 0 {
		f.add("node", "$.nodes", say("they are stated, and follow from what was sold", "节点由已售记录得出，不应填写"), say("leave them out", "请删去该项"))
	}
}

// checkRows reports rows that name no organisation of the spec, whose nodes they have become, and returns what was sold in all.
func (spec OrgSpec) checkRows(rows []Row, f *faults) decimal.Decimal {
	var history decimal.Decimal
	roots, names := 0, 0
	for _, n := range spec.Nodes {
		if n.Parent == "" {
			roots++
			history = history.Add(n.History.Decimal)
		}
	}
	for _, r := range rows {
		names = max(names, len(named(r.Path)))
	}
	switch {
	case roots == 0:
		f.add("root", "$.nodes", say("there are no rows to grow from", "没有可供增长的行"), say("give a row for each part that sold something in the time that targets grow from", "请为基期内有销售的每个单位各提供一行"))
	case roots != 1:
		f.add("root", "$.nodes", say("%d nodes have no parent; one is the root", "共有 %d 个节点没有上级，应恰有一个根节点", roots), say("begin every path with the same name", "请让所有路径以同一名称开头"))
	}
	if levels := len(spec.Levels); levels > 0 && names > levels {
		f.add("level", "$.levels", say("there are %d levels, and rows with %d names", "共 %d 个层级，而各行最多含 %d 个名称", levels, names), say("name a level for each, from coarse to fine", "请由粗到细为每个名称各列一个层级"))
	}
	return history
}
