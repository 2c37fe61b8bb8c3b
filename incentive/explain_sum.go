package incentive

import (
	"strings"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
)

// formula says what a component pays that has no lines, whatever was reached.
func (d *document) formula(k *part, p *pay) {
	name := escaped(d.s.r.unit.plan.Measures[k.measure].label())
	switch {
	case k.Curve != nil:
		d.curve(k, p, name)
	case k.Every != nil:
		d.line("For every full %s of %s the component pays %s.", "%[2]s 每满 %[1]s，计付 %[3]s。", grouped(num.Format(k.Every.Each)), name, grouped(num.Format(k.Every.Pays)))
	case k.Contest != nil:
		d.contest(k, name)
	case k.Pool != nil:
		d.pool(k, name)
	}
}

func (d *document) curve(k *part, p *pay, name kam.Text) {
	points := make([]string, len(k.Curve.Points))
	for i, x := range k.Curve.Points {
		points[i] = say("%s at %s", "%[2]s 处为 %[1]s", num.Format(x.Pays), boundText(x.At, k.Curve.Basis)).In(d.lang)
	}
	shape := say("The factor keeps its value up to the next point", "系数在到达下一点之前保持不变")
	if k.Curve.Shape == LinearCurve {
		shape = say("Between two points the factor runs in a straight line", "系数在两点之间按直线变化")
	}
	d.line("The component pays its base times a factor that depends on %s: %s. %s.", "本组成部分按基数乘以随 %s 变化的系数计付：%s。%s。", name, strings.Join(points, say(", ", "，").In(d.lang)), shape.In(d.lang))
	if p.target != nil {
		d.line("", "")
		d.line("The base is %s of the target incentive of %s.", "以目标奖金 %[2]s 的 %[1]s 为基数。", percent(k.Curve.OfTargetIncentive.Decimal), d.fine(d.s.target(p.target).Decimal))
	}
}

func (d *document) contest(k *part, name kam.Text) {
	t := k.Contest
	prizes := make([]string, len(t.Prizes))
	for i, x := range t.Prizes {
		prizes[i] = grouped(num.Format(x))
	}
	d.line("A contest on %s; prizes by place: %s.", "按 %s 排名竞赛；各名次奖金：%s。", name, strings.Join(prizes, say(", ", "、").In(d.lang)))
	switch t.Ties {
	case TiesShare:
		d.line("", "")
		d.line("Those who are level add up the prizes of their places and share them equally, rounded so that all shares make up these prizes.", "并列者将所占名次的奖金相加后均分（舍入后各份合计等于这些奖金）。")
	case TiesEach:
		d.line("", "")
		d.line("Those who are level get the best prize of their places each.", "并列者每人获得所占名次中最高的奖金。")
	case TiesRefuse: // those who are level have no statement
	}
	if t.AtLeast.Valid {
		d.line("", "")
		d.line("A place needs at least %s.", "参与名次须达到 %s。", boundText(t.AtLeast.Decimal, t.Basis))
	}
}

func (d *document) pool(k *part, name kam.Text) {
	p := k.Pool
	if p.Rate.Valid {
		d.line("A fund of %s of what all members bring in by %s is shared out %s.", "以全体成员 %[2]s 合计的 %[1]s 为资金，%[3]s。", percent(p.Rate.Decimal), name, poolKey(p.Key).In(d.lang))
	} else {
		d.line("A fund of %s is shared out %s.", "资金 %s，%s。", grouped(num.Format(p.Amount.Decimal)), poolKey(p.Key).In(d.lang))
	}
}

// poolKey says what a fund is shared out by.
func poolKey(k PoolKey) kam.Text {
	switch k {
	case KeyPosition:
		return say("by where each stands", "按各人指标数值分配")
	case KeyAttainment:
		return say("by attainment", "按完成率分配")
	case KeyTarget:
		return say("by target incentive", "按目标奖金分配")
	case KeyDays:
		return say("by days assigned", "按在岗天数分配")
	default:
		return say("equally", "平均分配")
	}
}

// factors says which multipliers a component has, be they 1.
func (d *document) factors(k *part) {
	for _, m := range k.Multipliers {
		bands := make([]string, len(m.Bands))
		for i, b := range m.Bands {
			bands[i] = say("%s from %s", "%[2]s 起为 %[1]s", num.Format(b.Factor), boundText(b.From, m.Basis)).In(d.lang)
		}
		on := escaped(d.s.r.unit.plan.Measures[d.s.r.unit.plan.named(k, m.On)].label())
		all := strings.Join(bands, say(", ", "，").In(d.lang))
		d.line("", "")
		if m.Apply == ApplySlice {
			d.line("The rates above include a factor that depends on %s: %s.", "以上提成比例已含随 %s 变化的系数：%s。", on, all)
		} else {
			d.line("The sum is multiplied by a factor that depends on %s: %s.", "合计乘以随 %s 变化的系数：%s。", on, all)
		}
	}
}

// sum writes what a component pays that has no lines.
func (d *document) sum(a Adjustment) {
	amount := d.money(a.Amount)
	switch a.Kind {
	case AdjustCurve:
		d.line("- %s stands at %s, which gives the factor %s: %s × %s = %s", "- %s 为 %s，对应系数 %s：%s × %s = %s", d.measure(a.Measure), positionText(a), num.Format(a.Factor.Decimal), d.fine(a.Base.Decimal), num.Format(a.Factor.Decimal), d.together(d.product(a), a.Amount))
	case AdjustEvery:
		grid := d.s.r.unit.plan.grid
		all := num.Round(a.Times.Decimal.Mul(a.Pays.Decimal), grid.Places, grid.Mode)
		d.line("- %s stands at %s, which is full %s times: %s × %s = %s", "- %s 为 %s，已满 %s 次：%s × %s = %s", d.measure(a.Measure), positionText(a), grouped(num.Format(a.Times.Decimal)), grouped(num.Format(a.Times.Decimal)), grouped(num.Format(a.Pays.Decimal)), d.together(all, a.Amount))
	case AdjustContest:
		d.place(a, amount)
	default:
		d.poolShare(a, amount)
	}
}

// together writes what a formula comes to on the plan's places, and what of it counts where amounts are rounded together.
func (d *document) together(formula, amount decimal.Decimal) string {
	if formula.Equal(amount) {
		return d.money(amount)
	}
	return say("%s; rounded together with other amounts: %s", "%s；与其他金额合并舍入后为 %s", d.money(formula), d.money(amount)).In(d.lang)
}

func (d *document) place(a Adjustment, amount string) {
	switch {
	case d.s.Open():
		d.line("- An open position takes no part: %s", "- 空缺岗位不参赛：%s", amount)
	case a.Contestants == 0:
		d.line("- You take no part: a contestant is assigned on the last day of the period: %s", "- 您未参赛：须在期末最后一天在岗：%s", amount)
	case a.Place == 0:
		d.line("- %s stands at %s, which takes no place among %d contestants: %s", "- %s 为 %s，在 %d 名参赛者中未获名次：%s", d.measure(a.Measure), positionText(a), a.Contestants, amount)
	case a.Tied > 1:
		d.line("- %s stands at %s: place %d among %d contestants, which %d of them take together: %s", "- %s 为 %s：在 %[4]d 名参赛者中列第 %[3]d 名，共 %[5]d 人并列：%[6]s", d.measure(a.Measure), positionText(a), a.Place, a.Contestants, a.Tied, amount)
	default:
		d.line("- %s stands at %s: place %d among %d contestants: %s", "- %s 为 %s：在 %[4]d 名参赛者中列第 %[3]d 名：%[5]s", d.measure(a.Measure), positionText(a), a.Place, a.Contestants, amount)
	}
	if a.Fund.Valid && !a.Base.Decimal.IsZero() {
		d.line("- The prizes are cut in proportion to the fund of %s; without it your prize would be %s", "- 奖金总额按资金上限 %s 等比例缩减；否则您的奖金为 %s", d.money(a.Fund.Decimal), d.money(a.Base.Decimal))
	}
}

func (d *document) poolShare(a Adjustment, amount string) {
	switch {
	case !a.Weights.Valid:
		d.line("- An open position has no share: %s", "- 空缺岗位不参与分配：%s", amount)
	case a.Weights.Decimal.IsZero():
		d.line("- Nobody has a weight, so that the fund of %s is not shared out: %s", "- 所有人的权重均为零，资金 %s 未予分配：%s", d.money(a.Fund.Decimal), amount)
	default:
		d.line("- The fund is %s and your weight %s of the %s of all %d members: your share, %[1]s × %[2]s ÷ %[3]s, is %[5]s, rounded so that all shares make up the fund", "- 资金为 %s，您的权重为 %s，全体 %[4]d 人合计 %[3]s：您的份额 %[1]s × %[2]s ÷ %[3]s 为 %[5]s（舍入后各份合计等于资金）", d.money(a.Fund.Decimal), grouped(num.Format(a.Weight.Decimal)), grouped(num.Format(a.Weights.Decimal)), a.Contestants, amount)
	}
}

// positionText writes where an adjustment's measure stands.
func positionText(a Adjustment) string {
	if !a.Position.Valid {
		return "–"
	}
	return boundText(a.Position.Decimal, a.Basis)
}
