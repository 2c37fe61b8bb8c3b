package incentive

import (
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam/internal/num"
)

// components checks the components.
func (c *checker) components() {
	seen := map[string]int{}
	for i, k := range c.plan.Components {
		at := fmt.Sprintf("%s.components[%d]", c.root, i)
		c.name(seen, i, k.Name, at)
		m, ok := c.measure(at+".measure", k.Measure)
		if ok && m.Base == BaseObservation && k.form() == "" {
			c.add(CodeConflict, at+".measure", say("an observation has no credits to pay on", "观测值没有可计提的交易"),
				say(`pay on a measure of credits and rate by the observation with "on"`, `请以交易指标计提，并用 "on" 引用观测值`))
			ok = false
		}
		if forms := k.forms(); forms != 1 {
			c.add(CodeOneOf, at, say("the component %q has %d of rate, tiers, table, curve, every, contest and pool", "组成部分 %q 使用了 rate、tiers、table、curve、every、contest、pool 中的 %d 个", k.Name, forms),
				say("state exactly one", "请只写一个"))
		}
		if k.form() != "" {
			c.sum(at, k, m, ok)
		}
		c.multipliers(at, k, ok)
		c.condition(at+".when", k.When, 0)
		if k.Rate.Valid {
			c.rate(at+".rate", k.Rate.Decimal)
		}
		if k.Tiers != nil && ok {
			c.tiers(at+".tiers", k, m)
		}
		if k.Table != nil {
			c.table(at+".table", k.Table)
		}
		for j, g := range k.Gates {
			c.gate(fmt.Sprintf("%s.gates[%d]", at, j), k, g)
		}
		for j, limit := range k.Caps {
			c.cap(fmt.Sprintf("%s.caps[%d]", at, j), limit, k)
		}
		for j, f := range k.Floors {
			where := fmt.Sprintf("%s.floors[%d]", at, j)
			c.oneOf(where, "per", string(f.Per), choice{string(PerCredit), say("lifts each deal", "按每笔交易保底")}, choice{string(PerComponent), say("lifts the sum", "按合计保底")})
			c.amount(where+".amount", f.Amount, maxDecimals, true)
			c.floorUnderCaps(where, f, k.Caps)
		}
	}
}

// measure looks a measure up by name.
func (c *checker) measure(at, name string) (Measure, bool) {
	i, ok := c.measures[name]
	if !ok {
		c.add(CodeUnknownName, at, say("there is no measure %q", "不存在指标 %q", clip(name)), say("use the name of a measure", "请使用指标的名称"))
		return Measure{}, false
	}
	return c.plan.Measures[i], true
}

// basis checks what bounds count against the measure they divide.
func (c *checker) basis(at string, b Basis, m Measure) bool {
	if !c.oneOf(at, "basis", string(b),
		choice{string(ByAmount), say("bounds are money", "以金额分档")},
		choice{string(ByUnits), say("bounds are units or deals", "以数量或单数分档")},
		choice{string(ByAttainment), say("bounds are shares of the quota, 1 = 100 %%", "以目标完成率分档，1 = 100%%")},
		choice{string(ByScore), say("bounds are an observation's value", "以观测值分档")}) {
		return false
	}
	fits := true
	switch b {
	case ByAmount:
		fits = m.Base == BaseAmount || m.Base == BaseMargin || m.Base == BaseCash
	case ByUnits:
		fits = m.Base == BaseUnits || m.Base == BaseCount
	case ByScore:
		fits = m.Base == BaseObservation
	case ByAttainment:
		fits = m.Base != BaseObservation
	}
	if !fits {
		c.add(CodeConflict, at+".basis", say("the basis %q does not fit the measure %q of base %q", "分档依据 %q 与基数为 %[3]q 的指标 %[2]q 不符", b, m.Name, m.Base),
			say("amount goes with amount, margin and cash; units with units and count; score with observation", "amount 对应 amount、margin、cash；units 对应 units、count；score 对应 observation"))
	}
	return fits
}

func (c *checker) tiers(at string, k Component, own Measure) {
	t := k.Tiers
	axis := own
	if t.On != "" {
		var ok bool
		if axis, ok = c.measure(at+".on", t.On); !ok {
			return
		}
	}
	if !c.oneOf(at, "mode", string(t.Mode),
		choice{string(Marginal), say("pays each slice at its own tier's rate", "超额累进：各档按各自提成比例")},
		choice{string(Whole), say("pays everything at the rate reached", "全额累进：全部按所达档次的提成比例")},
		choice{string(InterpolatedAmount), say("pays each tier's amount as far as it is filled", "按各档完成比例计付固定金额")},
		choice{string(InterpolatedRate), say("pays everything at a rate between two bounds", "全部按线性插值的提成比例")}) {
		return
	}
	c.basis(at, t.Basis, axis)
	retroactive := t.Mode == Whole || t.Mode == InterpolatedRate
	if retroactive {
		c.oneOf(at, "lost", string(t.Lost),
			choice{string(TakeBack), say("a tier lost by a refund takes back the difference on all deals", "因退款失去档次时，全部交易按较低档重算")},
			choice{string(Latched), say("a tier once reached keeps its rate", "达到的档次不因退款失去")})
	} else {
		if t.Lost != "" {
			c.add(CodeConflict, at+".lost", say("a lost tier has a meaning in the modes whole and interpolated-rate alone", "lost 仅用于 whole 与 interpolated-rate"), say("remove it", "请删除"))
		}
		if axis.Base == BaseObservation {
			c.add(CodeConflict, at+".mode", say("the mode %q cuts deals, and an observation has none", "模式 %q 需要切分交易，观测值没有交易", t.Mode), say(`use "mode": "whole" or "interpolated-rate"`, `请使用 "mode": "whole" 或 "interpolated-rate"`))
		} else if t.On != "" && (axis.Window != own.Window || !sameRules(axis.Credits, own.Credits)) {
			c.add(CodeConflict, at+".on", say("the mode %q cuts the component's own deals, so %q needs the same credits and window as %q", "模式 %q 切分本组成部分的交易，因此 %q 必须与 %q 的归属规则和窗口一致", t.Mode, axis.Name, own.Name),
				say("feed both measures from the same credits", "请让两个指标使用相同的归属规则"))
		}
	}
	if retroactive && t.On != "" && axis.Window == PerTransaction && (own.Window != PerTransaction || !sameRules(axis.Credits, own.Credits)) {
		c.add(CodeConflict, at+".on", say("a measure per transaction rates its own deals alone", "按交易的指标只能用于自身交易"), say("feed both measures from the same credits", "请让两个指标使用相同的归属规则"))
	}
	c.bands(at, t)
}

func sameRules(a, b []string) bool {
	return slices.Equal(slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b)))
}

// bands checks the tiers' bounds and rates.
func (c *checker) bands(at string, t *Tiers) {
	if len(t.Bands) == 0 || len(t.Bands) > maxParts {
		c.add(CodeRange, at+".bands", say("%d tiers are out of range", "分档数量 %d 超出范围", len(t.Bands)), say("state 1 to %d", "请写 1 至 %d 档", maxParts))
		return
	}
	places := int32(maxDecimals)
	if t.Basis == ByAttainment {
		places = maxBoundShare
	}
	for i, b := range t.Bands {
		where := fmt.Sprintf("%s.bands[%d]", at, i)
		if !c.amount(where+".from", b.From, places, true) {
			continue
		}
		if i == 0 && !b.From.IsZero() {
			c.add(CodeTierStart, where+".from", say("the first tier starts at %s, so that nothing says what is paid below", "第一档从 %s 开始，未说明以下部分如何计付", num.Format(b.From)),
				say(`put {"from": "0", "rate": "0"} before it`, `请在前面加上 {"from": "0", "rate": "0"}`))
		}
		c.upper(where, t, i)
		if t.Mode == InterpolatedAmount {
			if !b.Amount.Valid || b.Rate.Valid {
				c.add(CodeOneOf, where, say("a tier of interpolated amounts has an amount and no rate", "interpolated-amount 的分档写 amount，不写 rate"), say(`write "amount": "1000"`, `请写 "amount": "1000"`))
			} else {
				c.amount(where+".amount", b.Amount.Decimal, maxDecimals, false)
			}
			continue
		}
		if !b.Rate.Valid || b.Amount.Valid {
			c.add(CodeOneOf, where, say("a tier has a rate and no amount", "分档写 rate，不写 amount"), say(`write "rate": "0.05" for 5 %%`, `5%% 请写 "rate": "0.05"`))
		} else {
			c.rate(where+".rate", b.Rate.Decimal)
		}
	}
}

// upper checks that a tier ends where the next one starts.
func (c *checker) upper(where string, t *Tiers, i int) {
	b, last := t.Bands[i], i == len(t.Bands)-1
	if last {
		needs := t.Mode == InterpolatedAmount
		switch {
		case needs && (!b.Until.Valid || !c.amount(where+".until", b.Until.Decimal, maxDecimals, true)):
			c.add(CodeTierTop, where+".until", say("the last tier has no end, and its amount needs a width", "最后一档没有上限，固定金额需要档宽"), say(`state "until"`, `请写 "until"`))
		case needs && b.Until.Decimal.Cmp(b.From) <= 0:
			c.add(CodeTierOrder, where+".until", say("the tier is empty", "该档为空"), say("end it above its start", "上限须大于下限"))
		case !needs && b.Until.Valid:
			c.add(CodeTierTop, where+".until", say("the last tier ends at %s, so that nothing says what is paid above", "最后一档止于 %s，未说明以上部分如何计付", num.Format(b.Until.Decimal)),
				say(`leave "until" out, and add {"from": %q, "rate": "0"} if nothing is paid above`, `请删除 "until"；若以上不计付，请加 {"from": %q, "rate": "0"}`, num.Format(b.Until.Decimal)))
		}
		return
	}
	next := t.Bands[i+1].From
	if next.Cmp(b.From) <= 0 {
		c.add(CodeTierOrder, where, say("the tier from %s can never be reached: the next one starts at %s", "从 %s 起的分档永远达不到：下一档从 %s 开始", num.Format(b.From), num.Format(next)),
			say("order the tiers by ascending bounds", "请按下限升序排列"))
		return
	}
	if !b.Until.Valid {
		return
	}
	switch b.Until.Decimal.Cmp(next) {
	case 1:
		c.add(CodeTierOverlap, where+".until", say("the tier ends at %s and the next one starts at %s: both hold in between", "该档止于 %s，下一档始于 %s：两档重叠", num.Format(b.Until.Decimal), num.Format(next)),
			say(`write "until": %q, or leave it out`, `请写 "until": %q，或省略`, num.Format(next)))
	case -1:
		c.add(CodeTierGap, where+".until", say("the tier ends at %s and the next one starts at %s: nothing holds in between", "该档止于 %s，下一档始于 %s：中间存在空档", num.Format(b.Until.Decimal), num.Format(next)),
			say(`write "until": %q, or leave it out`, `请写 "until": %q，或省略`, num.Format(next)))
	}
}

// gate checks one gate of a component.
func (c *checker) gate(at string, k Component, g Gate) {
	name := g.Measure
	if name == "" {
		name = k.Measure
	}
	m, ok := c.measure(at+".measure", name)
	if !ok {
		return
	}
	c.basis(at, g.Basis, m)
	c.amount(at+".at", g.At, maxDecimals, false)
	if m.Window == PerTransaction {
		c.add(CodeConflict, at+".measure", say("a gate on a measure per transaction has no position to test", "按交易的指标没有可供门槛检验的累计值"),
			say(`use a condition: "when": {"number": "amount", "atLeast": "1000"}`, `请使用条件："when": {"number": "amount", "atLeast": "1000"}`))
	}
	if !c.oneOf(at, "kind", string(g.Kind),
		choice{string(Cliff), say("pays nothing below the bound and everything from it on", "未达门槛全部不付，达到后全部计付")},
		choice{string(Deadband), say("never pays the part below the bound", "门槛以下部分始终不付")}) {
		return
	}
	if g.Kind == Cliff {
		if g.Base != "" {
			c.add(CodeConflict, at+".base", say("a base belongs to a deadband", "base 仅用于 deadband"), say("remove it", "请删除"))
		}
		c.cliff(at, g, m)
		return
	}
	if g.Test != "" || g.FailedThenPassed != "" || g.PassedThenLost != "" {
		c.add(CodeConflict, at, say("a deadband needs no test: the axis decides", "deadband 无需检验：由轴上位置决定"), say("remove test, failedThenPassed and passedThenLost", "请删除 test、failedThenPassed、passedThenLost"))
	}
	axis := k.Measure
	if k.Tiers != nil && k.Tiers.On != "" {
		axis = k.Tiers.On
	}
	if name != axis || m.Base == BaseObservation || k.Table != nil {
		c.add(CodeConflict, at, say("a deadband lies on the component's own axis %q", "deadband 必须位于本组成部分的轴 %q 上", axis), say(`use "kind": "cliff" for another measure`, `其他指标请使用 "kind": "cliff"`))
	}
	single := k.Tiers != nil && (k.Tiers.Mode == Whole || k.Tiers.Mode == InterpolatedRate)
	switch {
	case single:
		c.oneOf(at, "base", string(g.Base),
			choice{string(BaseExcess), say("pays on what lies above the bound", "只对超出门槛部分计提")},
			choice{string(BaseAll), say("pays on everything once the bound is reached", "达到门槛后对全部计提")})
		if axis != k.Measure {
			c.add(CodeConflict, at, say("a deadband needs the tiers on the component's own measure", "deadband 要求以本组成部分指标分档"), say(`remove "on"`, `请删除 "on"`))
		}
	case g.Base != "":
		c.add(CodeConflict, at+".base", say("a base has a meaning in the modes whole and interpolated-rate alone", "base 仅用于 whole 与 interpolated-rate"), say("remove it", "请删除"))
	}
}

func (c *checker) cliff(at string, g Gate, m Measure) {
	if !c.oneOf(at, "test", string(g.Test),
		choice{string(AtPeriodEnd), say("tests once, at the end of the period", "期末检验一次")},
		choice{string(Running), say("tests each deal when it counts", "逐笔检验")}) {
		return
	}
	if g.Test == AtPeriodEnd {
		if g.FailedThenPassed != "" || g.PassedThenLost != "" {
			c.add(CodeConflict, at, say("failedThenPassed and passedThenLost belong to a running test", "failedThenPassed 与 passedThenLost 仅用于逐笔检验"), say("remove them", "请删除"))
		}
		return
	}
	if m.Base == BaseObservation {
		c.add(CodeConflict, at+".test", say("an observation does not run: it has one value a period", "观测值每期只有一个值，不能逐笔检验"), say(`use "test": "period-end"`, `请使用 "test": "period-end"`))
	}
	c.oneOf(at, "failedThenPassed", string(g.FailedThenPassed),
		choice{string(CatchUp), say("pays earlier deals once the gate is passed", "达到门槛后补付此前交易")},
		choice{string(Forfeit), say("never pays earlier deals", "此前交易不再计付")})
	c.oneOf(at, "passedThenLost", string(g.PassedThenLost),
		choice{string(TakeBack), say("takes everything back when a refund falls below the gate", "因退款跌破门槛时全部收回")},
		choice{string(Latched), say("a gate once passed stays open", "达到过即保持开启")})
}

// table checks a rate table: its dimensions, then that every combination has one rate.
func (c *checker) table(at string, t *Table) {
	const most = 6
	if len(t.Dimensions) == 0 || len(t.Dimensions) > most {
		c.add(CodeRange, at+".dimensions", say("%d dimensions are out of range", "维度数量 %d 超出范围", len(t.Dimensions)), say("state 1 to %d", "请写 1 至 %d 个", most))
		return
	}
	rows, combinations := make([]map[string]bool, len(t.Dimensions)), 1
	for i, d := range t.Dimensions {
		rows[i] = c.dimension(fmt.Sprintf("%s.dimensions[%d]", at, i), d)
		if combinations > maxCells {
			continue
		}
		combinations *= max(len(rows[i]), 1)
	}
	if combinations > maxCells || len(t.Cells) > maxCells {
		c.add(CodeRange, at+".cells", say("the table has more than %d cells", "表格超过 %d 个单元", maxCells), say("divide it among several components", "请拆分为多个组成部分"))
		return
	}
	seen := map[string]int{}
	for i, cell := range t.Cells {
		where := fmt.Sprintf("%s.cells[%d]", at, i)
		c.rate(where+".rate", cell.Rate)
		if len(cell.At) != len(t.Dimensions) {
			c.add(CodeCells, where+".at", say("the cell has %d coordinates for %d dimensions", "单元有 %d 个坐标，维度为 %d 个", len(cell.At), len(t.Dimensions)), say("name one row of each dimension", "请为每个维度写一个取值"))
			continue
		}
		good := true
		for j, v := range cell.At {
			row := t.Dimensions[j].row(v)
			if rows[j] != nil && !rows[j][row] {
				good = false
				c.add(CodeCells, fmt.Sprintf("%s.at[%d]", where, j), say("%q is no row of dimension %d", "%q 不是第 %d 个维度的取值", clip(v), j+1), say("use a value or a bound of the dimension", "请使用该维度的取值或下限"))
			}
		}
		key := t.key(cell.At)
		if first, ok := seen[key]; ok && good {
			c.add(CodeCells, where, say("the combination has a rate already in cell %d", "该组合在第 %d 个单元已有提成比例", first), say("remove one of them", "请删除其一"))
		}
		seen[key] = i
	}
	if len(seen) < combinations && len(c.list) == 0 {
		c.add(CodeCells, at+".cells", say("%d of %d combinations have no rate", "%[2]d 个组合中有 %[1]d 个没有提成比例", combinations-len(seen), combinations), say("give each combination a rate, zero if it pays nothing", "请为每个组合写提成比例，不计付写 0"))
	}
}

// dimension checks one dimension and returns its rows.
func (c *checker) dimension(at string, d Dimension) map[string]bool {
	forms := 0
	for _, used := range []bool{d.Attribute != "", d.Number != "", d.Days != nil, d.On != ""} {
		if used {
			forms++
		}
	}
	text := d.Attribute != ""
	if forms != 1 || text != (len(d.Values) > 0) || text == (len(d.Bounds) > 0) || text != (d.Other != "") || (d.On != "") != (d.Basis != "") {
		c.add(CodeOneOf, at, say("a dimension has exactly one form", "维度必须且只能使用一种形式"),
			say(`write one of {"attribute": "product", "values": ["A"], "other": "refuse"}, {"number": "amount", "bounds": ["0", "1000"]}, {"days": {"from": "invoiced", "to": "cash"}, "bounds": ["0", "30"]}, {"on": "revenue", "basis": "attainment", "bounds": ["0", "1"]}`,
				`请使用其一：{"attribute": "product", "values": ["A"], "other": "refuse"}、{"number": "amount", "bounds": ["0", "1000"]}、{"days": {"from": "invoiced", "to": "cash"}, "bounds": ["0", "30"]}、{"on": "revenue", "basis": "attainment", "bounds": ["0", "1"]}`))
		return nil
	}
	rows := map[string]bool{}
	if text {
		for i, v := range d.Values {
			if rows[v] || len(v) > maxID || strings.Contains(v, "\x00") {
				c.add(CodeDuplicateName, fmt.Sprintf("%s.values[%d]", at, i), say("%q is listed twice or too long", "%q 重复或过长", clip(v)), say("list each value once", "每个取值只列一次"))
			}
			rows[v] = true
		}
		if d.Other != otherRefuse && d.Other != otherNothing && !rows[d.Other] {
			c.add(CodeUnknownWord, at+".other", say("%q is neither refuse, nothing nor a listed value", "%q 不是 refuse、nothing 或已列出的取值", clip(d.Other)), say(`write "other": "refuse"`, `请写 "other": "refuse"`))
		}
		return rows
	}
	if d.Days != nil {
		for _, n := range []DateName{d.Days.From, d.Days.To} {
			c.dateName(at+".days", n)
		}
	}
	if d.On != "" {
		if m, ok := c.measure(at+".on", d.On); ok {
			c.basis(at, d.Basis, m)
			if m.Window == PerTransaction {
				c.add(CodeConflict, at+".on", say("a measure per transaction has no position at the end of the period", "按交易的指标没有期末累计值"), say(`use {"number": "amount"}`, `请使用 {"number": "amount"}`))
			}
		}
	}
	places := int32(maxDecimals)
	if d.Number != "" {
		places = maxRateDecimals
	}
	var last decimal.NullDecimal
	for i, b := range d.Bounds {
		where := fmt.Sprintf("%s.bounds[%d]", at, i)
		if !c.amount(where, b, places, false) {
			return nil
		}
		if last.Valid && b.Cmp(last.Decimal) <= 0 {
			c.add(CodeTierOrder, where, say("the bound %s does not lie above the one before", "下限 %s 未大于前一个", num.Format(b)), say("order bounds upwards", "请按升序排列"))
		}
		last = decimal.NewNullDecimal(b)
		rows[num.Format(b)] = true
	}
	return rows
}
