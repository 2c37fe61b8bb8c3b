package plandoc

import (
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/internal/markdown"
	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/internal/page"
	"github.com/kam-go/kam/internal/wording"
)

// components tells what pays.
func (w *writer) components() {
	w.Heading(2, "What pays", "计付内容")
	w.Line("The sum of these components is what a period earns.", "以下各组成部分之和即为一期所得。")
	for i, k := range w.plan.Components {
		called, known := w.introduced(k.Label, k.Name)
		w.Heading(3, "%d. %s%s", "%d. %s%s", i+1, called, known)
		w.form(k)
		if k.When != nil {
			w.Item("It pays on deals alone where %s; other deals still count for the measure.", "仅对满足以下条件的交易计付：%s；其他交易仍计入指标。", w.condition(*k.When))
		}
		for _, g := range k.Gates {
			w.gate(k, g)
		}
		for _, m := range k.Multipliers {
			w.multiplier(k, m)
		}
		for _, c := range k.Caps {
			w.cap(c)
		}
		for _, f := range k.Floors {
			w.Item("Floor: %s pays at least %s.", "保底：%s至少计付 %s。", told(scopes(), f.Per), w.money(f.Amount))
		}
		w.example(i)
	}
}

func scopes() []meaning {
	return []meaning{
		{"credit", "each deal", "每笔交易"},
		{"transaction", "each deal, for everybody in the plan together,", "每笔交易（方案内全体人员合计）"},
		{"component", "the component", "本组成部分"},
		{"plan", "the plan", "本方案"},
		{"period", "each commission period", "每个结算期"},
		{"lifetime", "the plan, over all its time and versions,", "本方案（所有版本、全部时间）"},
	}
}

// form tells the one way in which a component pays.
func (w *writer) form(k incentive.Component) {
	switch {
	case k.Rate.Valid && w.counted(k.Measure):
		w.Item("It pays %s for each of %s.", "%[2]s 每件计付 %[1]s。", w.money(k.Rate.Decimal), w.on(k.Measure))
	case k.Rate.Valid:
		w.Item("It pays %s of %s.", "按 %[2]s 的 %[1]s 计付。", w.rate(k.Rate.Decimal, k.Measure), w.on(k.Measure))
	case k.Tiers != nil:
		w.tiers(k)
	case k.Table != nil:
		w.table(k)
	case k.Curve != nil:
		w.curve(k)
	case k.Every != nil:
		w.Item("It pays %s for every %s of %s; what is begun and not complete pays nothing.", "%[3]s 每满 %[2]s 计付 %[1]s；不足部分不计。", w.money(k.Every.Pays), number(k.Every.Each), w.on(k.Measure))
	case k.Contest != nil:
		w.contest(k)
	case k.Pool != nil:
		w.pool(k)
	}
}

// table head and rows of bands.
func (w *writer) bandRange(bounds []decimal.Decimal, i int, last decimal.NullDecimal, basis incentive.Basis) string {
	switch {
	case i+1 < len(bounds):
		return w.Say("from %s to below %s", "%s 起，%s 以下", w.bound(bounds[i], basis), w.bound(bounds[i+1], basis))
	case last.Valid:
		return w.Say("from %s to %s", "%s 起，至 %s", w.bound(bounds[i], basis), w.bound(last.Decimal, basis))
	}
	return w.Say("from %s on", "%s 及以上", w.bound(bounds[i], basis))
}

func (w *writer) tiers(k incentive.Component) {
	t := k.Tiers
	axis := k.Measure
	if t.On != "" {
		axis = t.On
	}
	w.Item("It pays on %s by how far %s has come: %s.", "以 %s 为基数，按 %s 的完成情况：%s。", w.on(k.Measure), w.on(axis), told([]meaning{
		{"marginal", "each part is paid at the rate of the tier it lies in", "各部分按所在档次的提成比例计付（超额累进）"},
		{"whole", "everything is paid at the rate of the tier reached, from the first unit on", "全部按所达档次的提成比例计付（全额累进）"},
		{"interpolated-amount", "each tier pays its amount in proportion to how much of it is filled", "各档金额按填满比例计付"},
		{"interpolated-rate", "everything is paid at a rate that runs in a straight line from one bound to the next", "全部按相邻界限之间直线插值的提成比例计付"},
	}, t.Mode))
	if t.Lost != "" {
		w.Item("A tier that a refund loses again: %s.", "因退款失去的档次：%s。", told([]meaning{{"take-back", "the difference is taken back on everything", "按较低档对全部重算"}, {"latched", "it stays reached", "保留已达档次"}}, t.Lost))
	}
	w.gap()
	last := w.Say("Rate", "提成比例")
	if t.Mode == incentive.InterpolatedAmount {
		last = w.Say("Amount of the tier", "本档金额")
	}
	w.Header(page.Text("Tier", "档次"), w.axis(axis, t.Basis), page.Number(last, last))
	bounds := make([]decimal.Decimal, len(t.Bands))
	for i, b := range t.Bands {
		bounds[i] = b.From
	}
	for i, b := range t.Bands {
		pays := w.money(b.Amount.Decimal)
		if b.Rate.Valid {
			pays = w.rate(b.Rate.Decimal, k.Measure)
		}
		w.Row(strconv.Itoa(i+1), w.bandRange(bounds, i, b.Until, t.Basis), pays)
	}
	w.gap()
}

func (w *writer) table(k incentive.Component) {
	w.Item("It pays on %s at the rate of this table.", "以 %s 为基数，提成比例见下表。", w.on(k.Measure))
	columns := make([]page.Column, 0, len(k.Table.Dimensions)+1)
	for _, d := range k.Table.Dimensions {
		title := w.dimension(d)
		columns = append(columns, page.Text(title.EN, title.ZH))
		if d.Attribute != "" {
			w.Item("Any other value of %s: %s.", "%s 的其他取值：%s。", markdown.Escape(d.Attribute), told([]meaning{{"refuse", "the calculation waits", "暂停结算"}, {"nothing", "nothing is paid", "不计付"}}, d.Other))
		}
	}
	w.gap()
	w.Header(append(columns, page.Number("Rate", "提成比例"))...)
	for _, c := range k.Table.Cells {
		cells := make([]string, 0, len(c.At)+1)
		for i, at := range c.At {
			d := k.Table.Dimensions[i]
			if d.Attribute != "" {
				cells = append(cells, markdown.Escape(at))
				continue
			}
			n := boundOf(d.Bounds, at)
			cells = append(cells, w.bandRange(d.Bounds, n, decimal.NullDecimal{}, d.Basis))
		}
		w.Row(append(cells, w.rate(c.Rate, k.Measure))...)
	}
	w.gap()
}

// boundOf returns which bound a cell names.
func boundOf(bounds []decimal.Decimal, at string) int {
	d, err := num.Parse(at)
	if err != nil {
		return 0
	}
	for i, b := range bounds {
		if b.Equal(d) {
			return i
		}
	}
	return 0
}

func (w *writer) dimension(d incentive.Dimension) kam.Text {
	switch {
	case d.Attribute != "":
		return wording.Same(markdown.Escape(d.Attribute))
	case d.Number != "":
		return told(numbers(), d.Number)
	case d.Days != nil:
		return say("days from %s to %s", "自%s至%s的天数", told(dates(), d.Days.From), told(dates(), d.Days.To))
	}
	return page.Escaped(w.plan.MeasureLabel(d.On))
}

func (w *writer) curve(k incentive.Component) {
	c := k.Curve
	pay := say("%s of the target incentive", "目标奖金的 %s", percent(c.OfTargetIncentive.Decimal))
	if c.Amount.Valid {
		pay = w.spaced(c.Amount.Decimal)
	}
	w.Item("It pays a part of %s by where %s stands at the end of the period: %s.", "基准为%[1]s，按期末 %[2]s 的完成情况计付一定比例：%[3]s。", pay, w.on(k.Measure), told([]meaning{
		{"step", "the last point that is reached counts", "以已达到的最后一个节点为准"}, {"linear", "between two points it runs in a straight line", "两个节点之间按直线计算"},
	}, c.Shape))
	if c.Beyond != "" {
		w.Item("Beyond the last point %s.", "超过最后一个节点后%s。", told([]meaning{{"flat", "the part of the last point holds", "保持最后节点的比例"}, {"extend", "the line of the last two points goes on", "沿最后两个节点的直线延伸"}}, c.Beyond))
	}
	w.gap()
	w.Header(w.axis(k.Measure, c.Basis), page.Number("Pays", "计付比例"))
	for _, p := range c.Points {
		w.Row(w.bound(p.At, c.Basis), percent(p.Pays))
	}
	w.gap()
}

func groupings() []meaning {
	return []meaning{{"", "everybody in this version of the plan", "本版方案的全体人员"}, {"manager", "those who report to the same manager on the last day of the period", "期末向同一上级汇报的人员"}}
}

func (w *writer) held(h incentive.WhenHeld) {
	w.Item("While one of them cannot be calculated, %s.", "其中有人暂停结算时，%s。", told([]meaning{{"wait", "all wait", "全体等待"}, {"leave-out", "it goes on without them", "不计入该人员，继续结算"}}, h))
}

func (w *writer) contest(k incentive.Component) {
	c := k.Contest
	w.Item("It pays prizes by place on %s, compared by %s, among %s.", "按 %s 的名次计付奖金，以%s比较，范围为%s。", w.on(k.Measure), told(bases(), c.Basis), told(groupings(), c.By))
	if c.AtLeast.Valid {
		w.Item("A place needs at least %s.", "参与排名须达到 %s。", w.at(c.AtLeast.Decimal, c.Basis))
	} else {
		w.Item("A place needs more than zero.", "参与排名须大于零。")
	}
	for _, t := range c.Then {
		w.Item("Those who are level are compared on %s by %s.", "并列者再以 %s 的%s比较。", w.on(t.Measure), told(bases(), t.Basis))
	}
	w.Item("Those who are still level %s.", "仍并列者%s。", told([]meaning{
		{"share", "share the prizes of their places equally", "平分所占名次的奖金"}, {"each", "each get the best of the prizes; the places after them are skipped", "各得其中最高的奖金，其后名次相应空出"}, {"refuse", "wait for a decision", "暂停结算，待决定后处理"},
	}, c.Ties))
	if c.Fund.Valid {
		w.Item("All prizes together are at most %s; above it all are cut in proportion.", "奖金合计不超过 %s；超出时按比例减少。", w.money(c.Fund.Decimal))
	}
	w.held(c.Held)
	w.gap()
	w.Header(page.Number("Place", "名次"), page.Number("Prize", "奖金"))
	for i, p := range c.Prizes {
		w.Row(strconv.Itoa(i+1), w.money(p))
	}
	w.gap()
}

func bases() []meaning {
	return []meaning{{"amount", "its amount", "金额"}, {"units", "its number", "数量"}, {"attainment", "its attainment", "完成率"}, {"score", "its value", "数值"}}
}

func (w *writer) pool(k incentive.Component) {
	p := k.Pool
	fund := w.spaced(p.Amount.Decimal)
	if p.Rate.Valid {
		fund = say("%s of %s, added up over all of them", "全体 %[2]s 合计的 %[1]s", w.rate(p.Rate.Decimal, k.Measure), w.on(k.Measure))
	}
	on := k.Measure
	if p.On != "" {
		on = p.On
	}
	key := told([]meaning{
		{"equal", "equally", "平均"}, {"target", "by target incentive", "按目标奖金"}, {"days", "by the days on which they are assigned", "按任职天数"},
	}, p.Key)
	switch p.Key {
	case incentive.KeyPosition:
		key = say("by where %s stands for each", "按各人 %s 的数值", w.on(on))
	case incentive.KeyAttainment:
		key = say("by the attainment of %s of each", "按各人 %s 的完成率", w.on(on))
	default: // told above
	}
	w.Item("It shares out a fund among %s, %s. The fund is %s.", "在%s之间%s分配奖金池，总额为%s。", told(groupings(), p.By), key, fund)
	w.held(p.Held)
}

func (w *writer) gate(k incentive.Component, g incentive.Gate) {
	on := k.Measure
	if g.Measure != "" {
		on = g.Measure
	}
	if g.Kind == incentive.Deadband {
		w.Item("Gate: the part of %s below %s is never paid.", "门槛：%s 在 %s 以下的部分不计付。", w.on(on), w.at(g.At, g.Basis))
		if g.Base != "" {
			w.Item("Once it is reached, %s.", "达到后，%s。", told([]meaning{{"excess", "what lies above it is paid", "仅对超出部分计付"}, {"all", "everything is paid", "对全部计付"}}, g.Base))
		}
		return
	}
	if g.Test == incentive.Running {
		w.Item("Gate: a deal is paid when %s has reached %s with it. Deals from before %s; when it is lost again %s.", "门槛：计入该交易后，%s 须达到 %s，方予计付。此前的交易%s；之后再次失去门槛时%s。", w.on(on), w.at(g.At, g.Basis),
			told([]meaning{{"catch-up", "are paid then", "届时补付"}, {"forfeit", "are never paid", "不再计付"}}, g.FailedThenPassed),
			told([]meaning{{"take-back", "everything is taken back", "全部扣回"}, {"latched", "it stays passed", "视为已达到"}}, g.PassedThenLost))
		return
	}
	w.Item("Gate: nothing is paid unless %s is at least %s at the end of the period.", "门槛：期末 %s 须达到 %s，否则不予计付。", w.on(on), w.at(g.At, g.Basis))
}

func (w *writer) multiplier(k incentive.Component, m incentive.Multiplier) {
	on := k.Measure
	if m.On != "" {
		on = m.On
	}
	w.Item("Multiplier by %s: %s.", "按 %s 的乘数：%s。", w.on(on), told([]meaning{
		{"whole", "the sum is multiplied by the factor of where it stands at the end of the period", "合计乘以期末所在档次的系数"}, {"slice", "each part is multiplied by the factor of the band it lies in", "各部分乘以所在档次的系数"},
	}, m.Apply))
	w.gap()
	w.Header(w.axis(on, m.Basis), page.Number("Factor", "系数"))
	bounds := make([]decimal.Decimal, len(m.Bands))
	for i, b := range m.Bands {
		bounds[i] = b.From
	}
	for i, b := range m.Bands {
		w.Row(w.bandRange(bounds, i, decimal.NullDecimal{}, m.Basis), number(b.Factor))
	}
	w.gap()
}

func (w *writer) cap(c incentive.Cap) {
	limit := w.spaced(c.Amount.Decimal)
	switch {
	case c.OfTargetIncentive.Valid:
		limit = say("%s times the target incentive", "目标奖金的 %s 倍", number(c.OfTargetIncentive.Decimal))
	case c.Attainment.Valid:
		w.Item("Cap: pay stops at %s of the quota; credit goes on.", "封顶：达到目标的 %s 后停止计付，业绩继续累计。", percent(c.Attainment.Decimal))
		return
	}
	excess := say("What is above is not paid.", "超出部分不予计付。")
	if c.Excess == incentive.ExcessCarry {
		excess = say("What is above is carried to later periods that have room, before %s.", "超出部分结转至以后有余额的结算期计付，截至 %s 之前。", c.Until)
	}
	w.Item("Cap: %s pays at most %s. %s", "封顶：%s最多计付%s。%s", told(scopes(), c.Per), limit, excess)
}

// planCaps tells the limits on the sum.
func (w *writer) planCaps() {
	w.Heading(2, "Limits of the plan", "方案限额")
	if len(w.plan.Caps) == 0 {
		w.Line("The sum of the components has no limit.", "各组成部分之和不设上限。")
	}
	for _, c := range w.plan.Caps {
		w.cap(c)
	}
}
