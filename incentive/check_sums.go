package incentive

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam/internal/num"
)

// forms counts the ways of paying that a component states.
func (k *Component) forms() int {
	n := 0
	for _, used := range []bool{k.Rate.Valid, k.Tiers != nil, k.Table != nil, k.Curve != nil, k.Every != nil, k.Contest != nil, k.Pool != nil} {
		if used {
			n++
		}
	}
	return n
}

// sum checks a component that pays one sum; known says whether its measure is.
func (c *checker) sum(at string, k Component, m Measure, known bool) {
	c.sumLimits(at, k)
	if known && m.Window == PerTransaction {
		c.add(CodeConflict, at+".measure", say("a measure per transaction has no position that a sum could be paid on", "按交易的指标没有可据以计付的累计值"),
			say(`pay on a measure with "window": "period"`, `请使用 "window": "period" 的指标`))
		known = false
	}
	if k.Curve != nil {
		c.curve(at+".curve", *k.Curve, m, known)
	}
	if k.Every != nil {
		c.every(at+".every", *k.Every, m, known)
	}
	if k.Contest != nil {
		c.contest(at+".contest", *k.Contest)
		c.together(at+".measure", m, known)
		if known {
			c.basis(at+".contest", k.Contest.Basis, m)
		}
	}
	if k.Pool != nil {
		c.pool(at+".pool", *k.Pool, k.Measure, m, known)
		c.together(at+".measure", m, known)
	}
}

// sumLimits reports what needs lines in a component that has none.
func (c *checker) sumLimits(at string, k Component) {
	remove := say("remove it, or pay deal by deal with rate, tiers or table", "请删除，或改用 rate、tiers 或 table 逐笔计提")
	if k.When != nil {
		c.add(CodeConflict, at+".when", say("a condition selects deals, and %q pays no single deal", "when 用于选择交易，而 %q 不逐笔计提", k.Name), remove)
	}
	for i, limit := range k.Caps {
		where := fmt.Sprintf("%s.caps[%d]", at, i)
		switch {
		case limit.On == OnAttainment:
			c.add(CodeConflict, where+".on", say("a cap on attainment stops deals, and %q pays no single deal", "完成率封顶用于停付交易，而 %q 不逐笔计提", k.Name),
				say(`end the curve with its last point, or write "on": "pay"`, `请以最后一个点结束曲线，或写 "on": "pay"`))
		case limit.Per == PerCredit || limit.Per == PerDeal:
			c.add(CodeConflict, where+".per", say("%q pays no single deal that could be capped", "%q 不逐笔计提，无法按单笔封顶", k.Name), say(`write "per": "component"`, `请写 "per": "component"`))
		}
	}
	for i, f := range k.Floors {
		if f.Per == PerCredit {
			c.add(CodeConflict, fmt.Sprintf("%s.floors[%d].per", at, i), say("%q pays no single deal that could be lifted", "%q 不逐笔计提，无法按单笔保底", k.Name), say(`write "per": "component"`, `请写 "per": "component"`))
		}
	}
	for i, g := range k.Gates {
		where := fmt.Sprintf("%s.gates[%d]", at, i)
		if g.Kind == Deadband {
			c.add(CodeConflict, where+".kind", say("a deadband needs deals, and %q pays no single deal", "deadband 需要交易，而 %q 不逐笔计提", k.Name), say(`write "kind": "cliff"`, `请写 "kind": "cliff"`))
		}
		if g.Test == Running {
			c.add(CodeConflict, where+".test", say("a running test judges deals, and %q pays no single deal", "逐笔检验针对交易，而 %q 不逐笔计提", k.Name), say(`write "test": "period-end"`, `请写 "test": "period-end"`))
		}
	}
}

// together checks a measure by which payees are compared.
func (c *checker) together(at string, m Measure, known bool) {
	if known && m.Base != BaseObservation && m.Window != PerPeriod {
		c.add(CodeConflict, at, say("payees are compared on the measure %q, which does not add up over the period", "指标 %q 用于人员之间的比较，但不是按期间累计", m.Name), say(`use a measure with "window": "period", or an observation`, `请使用 "window": "period" 的指标，或观测值`))
	}
}

// curve checks a payout curve.
func (c *checker) curve(at string, v Curve, m Measure, known bool) {
	if known {
		c.basis(at, v.Basis, m)
	}
	shaped := c.oneOf(at, "shape", string(v.Shape),
		choice{string(StepCurve), say("keeps a point's factor up to the next point", "在到达下一点之前保持该点的系数")},
		choice{string(LinearCurve), say("runs in a straight line from point to point", "在两点之间按直线变化")})
	c.points(at, v)
	switch {
	case v.Shape == LinearCurve:
		if len(v.Points) == 1 {
			c.add(CodeRange, at+".points", say("a straight line needs two points", "直线至少需要两个点"), say(`add a point, or write "shape": "step"`, `请增加一个点，或写 "shape": "step"`))
		}
		c.oneOf(at, "beyond", string(v.Beyond),
			choice{string(BeyondFlat), say("pays the last point's factor above it", "超过最后一点后保持其系数")},
			choice{string(BeyondExtend), say("goes on along the last line", "超过最后一点后沿末段直线延伸")})
		if n := len(v.Points); v.Beyond == BeyondExtend && n > 1 && v.Points[n-1].Pays.LessThan(v.Points[n-2].Pays) {
			c.add(CodeConflict, at+".beyond", say("the last line falls, so that it would pay less than nothing further on", "末段直线下降，继续延伸将低于零"), say(`write "beyond": "flat"`, `请写 "beyond": "flat"`))
		}
	case shaped && v.Beyond != "":
		c.add(CodeConflict, at+".beyond", say("a step keeps its last factor: beyond has a meaning for lines alone", "阶梯曲线保持最后的系数，beyond 仅用于直线"), say("remove it", "请删除"))
	}
	switch {
	case v.Amount.Valid == v.OfTargetIncentive.Valid:
		c.add(CodeOneOf, at, say("a curve pays a part of an amount or of the target incentive", "曲线须按固定金额或目标奖金计付"),
			say(`write "amount": "10000", or "ofTargetIncentive": "0.5" for half of the target incentive`, `请写 "amount": "10000"；按目标奖金的一半计付请写 "ofTargetIncentive": "0.5"`))
	case v.Amount.Valid:
		c.amount(at+".amount", v.Amount.Decimal, maxDecimals, true)
	default:
		c.amount(at+".ofTargetIncentive", v.OfTargetIncentive.Decimal, maxBoundShare, true)
	}
}

// points checks the places of a curve.
func (c *checker) points(at string, v Curve) {
	if len(v.Points) == 0 || len(v.Points) > maxParts {
		c.add(CodeRange, at+".points", say("%d points are out of range", "点的数量 %d 超出范围", len(v.Points)), say("state 1 to %d", "请写 1 至 %d 个", maxParts))
		return
	}
	for i, p := range v.Points {
		where := fmt.Sprintf("%s.points[%d]", at, i)
		if c.amount(where+".at", p.At, maxDecimals, true) {
			switch {
			case i == 0 && !p.At.IsZero():
				c.add(CodeTierStart, where+".at", say("the first point stands at %s, so that nothing says what is paid below", "第一个点位于 %s，未说明以下部分如何计付", num.Format(p.At)), say(`put {"at": "0", "pays": "0"} before it`, `请在前面加上 {"at": "0", "pays": "0"}`))
			case i > 0 && p.At.LessThanOrEqual(v.Points[i-1].At):
				c.add(CodeTierOrder, where+".at", say("the point at %s does not stand after the one before", "位于 %s 的点未排在前一点之后", num.Format(p.At)), say("order the points upwards", "请按升序排列"))
			}
		}
		c.part(where+".pays", p.Pays)
	}
}

// part checks a factor that is zero or more.
func (c *checker) part(at string, d decimal.Decimal) {
	if c.amount(at, d, maxRateDecimals, true) {
		c.rate(at, d)
	}
}

// every checks what is paid each time.
func (c *checker) every(at string, e Every, m Measure, known bool) {
	if known && m.Base == BaseObservation {
		c.add(CodeConflict, at, say("an observation does not add up, so that it is not paid for every so many", "观测值不累计，不能按每若干单位计付"), say("use a curve on the observation", "请对观测值使用 curve"))
	}
	if c.amount(at+".each", e.Each, maxDecimals, true) && e.Each.IsZero() {
		c.add(CodeRange, at+".each", say("every zero is reached without end", "每 0 个将无限次计付"), say(`write how much is needed each time: "each": "10"`, `请写明每次所需数量："each": "10"`))
	}
	c.amount(at+".pays", e.Pays, maxDecimals, true)
}

// contest checks a contest.
func (c *checker) contest(at string, t Contest) {
	if t.AtLeast.Valid {
		c.amount(at+".atLeast", t.AtLeast.Decimal, maxDecimals, false)
	}
	c.grouping(at, t.By)
	if len(t.Prizes) == 0 || len(t.Prizes) > maxParts {
		c.add(CodeRange, at+".prizes", say("%d prizes are out of range", "奖项数量 %d 超出范围", len(t.Prizes)), say(`list 1 to %d: "prizes": ["3000", "2000", "1000"]`, `请列出 1 至 %d 个："prizes": ["3000", "2000", "1000"]`, maxParts))
	}
	for i, p := range t.Prizes {
		where := fmt.Sprintf("%s.prizes[%d]", at, i)
		if c.amount(where, p, maxDecimals, true) && i > 0 && p.GreaterThan(t.Prizes[i-1]) {
			c.add(CodeConflict, where, say("the prize of place %d lies above the one before", "第 %d 名的奖金高于前一名", i+1), say("order the prizes downwards", "请按名次递减排列"))
		}
	}
	if len(t.Then) > maxDepth {
		c.add(CodeRange, at+".then", say("%d further comparisons are too many", "后续比较 %d 项过多", len(t.Then)), say("use at most %d", "最多 %d 项", maxDepth))
	}
	for i, b := range t.Then {
		where := fmt.Sprintf("%s.then[%d]", at, i)
		if m, ok := c.measure(where+".measure", b.Measure); ok {
			c.basis(where, b.Basis, m)
			c.together(where+".measure", m, true)
		}
	}
	c.oneOf(at, "ties", string(t.Ties),
		choice{string(TiesShare), say("adds up the prizes of the places they take and shares the sum", "所占名次的奖金相加后均分")},
		choice{string(TiesEach), say("pays each of them the best of these prizes", "每人获得其中最高的奖金")},
		choice{string(TiesRefuse), say("holds them", "暂停其结算")})
	if t.Fund.Valid {
		c.amount(at+".fund", t.Fund.Decimal, maxDecimals, true)
	}
	c.held(at, t.Held)
}

// pool checks a pool.
func (c *checker) pool(at string, p Pool, own string, m Measure, known bool) {
	switch {
	case p.Rate.Valid == p.Amount.Valid:
		c.add(CodeOneOf, at, say("a pool has a rate or an amount", "pool 须写 rate 或 amount 之一"), say(`write "rate": "0.01" for 1 %% of what the members bring in, or "amount": "10000"`, `按成员业绩合计的 1%% 请写 "rate": "0.01"，或写 "amount": "10000"`))
	case p.Amount.Valid:
		c.amount(at+".amount", p.Amount.Decimal, maxDecimals, true)
	default:
		c.part(at+".rate", p.Rate.Decimal)
		if known && m.Base == BaseObservation {
			c.add(CodeConflict, at+".rate", say("observations do not add up to a fund", "观测值不能累计为资金"), say(`write "amount": "10000"`, `请写 "amount": "10000"`))
		}
	}
	c.grouping(at, p.By)
	c.oneOf(at, "key", string(p.Key),
		choice{string(KeyEqual), say("gives each member the same", "平均分配")},
		choice{string(KeyPosition), say("weighs by where a measure stands", "按指标数值分配")},
		choice{string(KeyAttainment), say("weighs by attainment", "按完成率分配")},
		choice{string(KeyTarget), say("weighs by target incentive", "按目标奖金分配")},
		choice{string(KeyDays), say("weighs by days assigned", "按在岗天数分配")})
	measured := p.Key == KeyPosition || p.Key == KeyAttainment
	switch {
	case p.On != "" && !measured:
		c.add(CodeConflict, at+".on", say("the key %q looks at no measure", "分配依据 %q 不使用指标", p.Key), say("remove it", "请删除"))
	case p.On != "" && p.On != own:
		if m, known = c.measure(at+".on", p.On); known {
			c.together(at+".on", m, true)
		}
	}
	if p.Key == KeyAttainment && known && m.Base == BaseObservation {
		c.add(CodeConflict, at+".key", say("an observation has no quota to be measured against", "观测值没有目标，无法计算完成率"), say(`write "key": "position"`, `请写 "key": "position"`))
	}
	c.held(at, p.Held)
}

// grouping checks how payees are divided.
func (c *checker) grouping(at string, by Grouping) {
	if by != Everybody {
		c.oneOf(at, "by", string(by), choice{string(ByManager), say("divides payees by who they report to; leave it out for one group", "按直属上级分组；不分组请省略")})
	}
}

// held checks what happens while somebody is held.
func (c *checker) held(at string, held WhenHeld) {
	c.oneOf(at, "held", string(held),
		choice{string(HeldWait), say("holds everybody in the group until all figures are known", "组内有人暂停结算时全组等待")},
		choice{string(HeldLeaveOut), say("goes on without those who are held", "不计入暂停结算的人员，其余照常")})
}

// multipliers checks what multiplies a component; known says whether its measure is.
func (c *checker) multipliers(at string, k Component, known bool) {
	if len(k.Multipliers) > maxParts {
		c.add(CodeRange, at+".multipliers", say("%d multipliers are too many", "系数数量 %d 过多", len(k.Multipliers)), say("use at most %d", "最多 %d 个", maxParts))
		return
	}
	slices := 0
	for i, x := range k.Multipliers {
		where := fmt.Sprintf("%s.multipliers[%d]", at, i)
		c.factors(where, x)
		name := x.On
		if name == "" {
			name = k.Measure
		}
		var m Measure
		if x.On != "" || known {
			var ok bool
			if m, ok = c.measure(where+".on", name); ok {
				c.basis(where, x.Basis, m)
			}
		}
		if !c.oneOf(where, "apply", string(x.Apply),
			choice{string(ApplyWhole), say("multiplies the component's sum by the factor reached", "以所达系数乘以组成部分合计")},
			choice{string(ApplySlice), say("multiplies each part of the measure by the factor of its own band", "各段业绩分别乘以所在档的系数")}) {
			continue
		}
		if x.Apply == ApplyWhole {
			if m.Window == PerTransaction {
				c.add(CodeConflict, where+".on", say("a measure per transaction has no position at the end of the period", "按交易的指标没有期末累计值"), say(`use a measure with "window": "period"`, `请使用 "window": "period" 的指标`))
			}
			continue
		}
		if slices++; slices > 1 {
			c.add(CodeConflict, where+".apply", say("a second multiplier per slice", "出现第二个按段系数"), say("put both into the factors of one", "请合并为一个"))
		}
		c.sliced(where, k, x, name)
	}
}

// sliced checks that a multiplier per slice divides what the component's rates divide.
func (c *checker) sliced(at string, k Component, x Multiplier, name string) {
	axis := k.Measure
	if k.Tiers != nil && k.Tiers.On != "" {
		axis = k.Tiers.On
	}
	switch {
	case k.form() != "" || k.Table != nil || k.Tiers != nil && k.Tiers.Mode != Marginal && k.Tiers.Mode != "":
		c.add(CodeConflict, at+".apply", say("slices have factors of their own under one rate or marginal tiers alone", "按段系数仅用于单一提成比例或 marginal 分档"), say(`write "apply": "whole"`, `请写 "apply": "whole"`))
	case name != axis:
		c.add(CodeConflict, at+".on", say("slices lie on the measure %q, and the multiplier looks at %q", "分段位于指标 %q，而系数使用 %q", clip(axis), clip(name)), say(`remove "on", or write "apply": "whole"`, `请删除 "on"，或写 "apply": "whole"`))
	case k.Tiers != nil && x.Basis != k.Tiers.Basis:
		c.add(CodeConflict, at+".basis", say("the tiers count %q and the multiplier %q", "分档依据为 %q，系数依据为 %q", k.Tiers.Basis, x.Basis), say(`write "basis": %q`, `请写 "basis": %q`, string(k.Tiers.Basis)))
	}
}

// factors checks the bands of a multiplier.
func (c *checker) factors(at string, x Multiplier) {
	if len(x.Bands) == 0 || len(x.Bands) > maxParts {
		c.add(CodeRange, at+".bands", say("%d bands are out of range", "分档数量 %d 超出范围", len(x.Bands)), say("state 1 to %d", "请写 1 至 %d 档", maxParts))
		return
	}
	for i, b := range x.Bands {
		where := fmt.Sprintf("%s.bands[%d]", at, i)
		c.part(where+".factor", b.Factor)
		if !c.amount(where+".from", b.From, maxDecimals, true) {
			continue
		}
		if i == 0 && !b.From.IsZero() {
			c.add(CodeTierStart, where+".from", say("the first band starts at %s, so that nothing says what multiplies below", "第一档从 %s 开始，未说明以下部分的系数", num.Format(b.From)), say(`put {"from": "0", "factor": "1"} before it`, `请在前面加上 {"from": "0", "factor": "1"}`))
		}
		c.bandEnd(where, x.Bands, i)
	}
}

// bandEnd checks that a band of a multiplier ends where the next one starts.
func (c *checker) bandEnd(where string, bands []FactorBand, i int) {
	b := bands[i]
	if i == len(bands)-1 {
		if b.Until.Valid {
			c.add(CodeTierTop, where+".until", say("the last band has an end, so that nothing says what multiplies above", "最后一档有上限，未说明以上部分的系数"), say(`leave "until" out`, `请删除 "until"`))
		}
		return
	}
	next := bands[i+1].From
	if next.Cmp(b.From) <= 0 {
		c.add(CodeTierOrder, where, say("the band from %s can never be reached: the next one starts at %s", "从 %s 起的档永远达不到：下一档从 %s 开始", num.Format(b.From), num.Format(next)), say("order the bands by ascending bounds", "请按下限升序排列"))
		return
	}
	if !b.Until.Valid || b.Until.Decimal.Equal(next) {
		return
	}
	code, message := CodeTierOverlap, say("the band ends above the start of the next one: both hold in between", "该档上限高于下一档下限：两档重叠")
	if b.Until.Decimal.LessThan(next) {
		code, message = CodeTierGap, say("the band ends below the start of the next one: nothing holds in between", "该档上限低于下一档下限：中间存在空档")
	}
	c.add(code, where+".until", message, say(`write "until": %q, or leave it out`, `请写 "until": %q，或省略`, num.Format(next)))
}

// named adds the measures that a component's sum and multipliers name.
func (k *Component) named(used map[string]bool) {
	for _, x := range k.Multipliers {
		used[x.On] = true
	}
	if k.Contest != nil {
		for _, t := range k.Contest.Then {
			used[t.Measure] = true
		}
	}
	if k.Pool != nil {
		used[k.Pool.On] = true
	}
}
