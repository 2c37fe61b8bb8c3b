package analysis

import (
	"math/big"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/internal/wording"
)

// name is what a limit is called.
func (l Limit) name() kam.Text {
	switch l.Kind {
	case LimitShut:
		return say("gate on deals", "逐笔门槛")
	case LimitDealFloor:
		return say("floor on deals", "单笔保底")
	case LimitDealCap:
		return say("cap on deals", "单笔封顶")
	case LimitGate:
		return say("gate", "门槛")
	case LimitTransaction:
		return say("cap per transaction", "单笔交易合计封顶")
	case LimitCap:
		return say("cap", "封顶")
	case LimitFloor:
		return say("floor", "保底")
	case LimitPlan:
		return say("plan cap", "方案封顶")
	case LimitPeriod:
		return say("cap per period", "单期封顶")
	case LimitLifetime:
		return say("lifetime cap", "终身封顶")
	default:
		return kam.Text{}
	}
}

// Text says in words which limit it is, with the component's name.
func (l Limit) Text() kam.Text { return l.of(wording.Same(l.Component)) }

// of says which limit it is, of a component that is called as given.
func (l Limit) of(component kam.Text) kam.Text {
	if l.Component == "" {
		return l.name()
	}
	return say("%s of %s", "%[2]s的%[1]s", l.name(), wording.Leading(clipped(component)))
}

// limitText says in words which limit it is, as people call the component.
func (c *Curve) limitText(l Limit) kam.Text { return l.of(c.model.plan.ComponentLabel(l.Component)) }

// clipped makes what a part of a plan is called fit for a sentence.
func clipped(t kam.Text) kam.Text {
	return kam.Text{EN: wording.Clip(t.In(kam.English)), ZH: wording.Clip(t.In(kam.Chinese))}
}

// measured is what people read for the measure of the axis.
func (c *Curve) measured() kam.Text {
	return clipped(c.model.plan.MeasureLabel(c.model.axis.Name))
}

// place writes a place of the axis: in per cent of quota, or as a number.
func (c *Curve) place(n Number) string {
	if c.model.q.Axis.Basis == incentive.ByAttainment {
		return Number{n.at, n.of.times(big.NewRat(100, 1))}.decimalText(4) + " %"
	}
	return c.grouped(n, 4)
}

// money writes an amount in the plan's currency, at its places where it fits, without the currency.
func (c *Curve) amount(n Number) string { return c.grouped(n, c.model.places()) }

// grouped writes a number with thousands apart and at most so many decimals; what that rounds is marked.
func (c *Curve) grouped(n Number, places int32) string {
	r, ok := n.Rat()
	if !ok {
		low, high := n.Bounds(shownWidth)
		r = mean(low, high)
	}
	d := num.RoundRat(r, places, num.HalfUp)
	text := wording.Amount(d, 0)
	if !ok || d.Rat().Cmp(r) != 0 {
		return "≈" + text
	}
	return text
}

// rateText writes a marginal rate: in per cent for money, else as money for each.
func (c *Curve) rateText(n Number) string {
	if c.money() {
		return Number{n.at, n.of.times(big.NewRat(100, 1))}.decimalText(4) + " %"
	}
	return c.grouped(n, 6)
}

// basisText is what the axis counts.
func (c *Curve) basisText() kam.Text {
	measure := c.measured()
	switch c.model.q.Axis.Basis {
	case incentive.ByAttainment:
		return say("attainment of %s", "%s的完成率", wording.Leading(measure))
	case incentive.ByUnits:
		return say("%s in units", "%s（数量）", measure)
	case incentive.ByScore:
		return say("%s as a score", "%s（评分）", measure)
	case incentive.ByAmount:
		return say("%s in %s", "%s（%s）", measure, string(c.model.plan.Currency))
	default:
		return kam.Text{}
	}
}

// profileText says what is sold.
func (c *Curve) profileText() kam.Text {
	var scaled []deal
	for _, d := range c.model.deals {
		if d.scaled {
			scaled = append(scaled, d)
		}
	}
	equal := true
	for _, d := range scaled {
		equal = equal && d.Amount.Equal(scaled[0].Amount)
	}
	switch {
	case c.model.axis.Base == incentive.BaseObservation:
		return say("%d deals that stand still", "%d 笔固定交易", len(c.model.deals))
	case len(scaled) == 1:
		return say("one deal", "一笔交易")
	case equal:
		return say("%d equal deals", "%d 笔等额交易", len(scaled))
	default:
		return say("%d deals in stated proportions", "%d 笔按既定比例的交易", len(scaled))
	}
}

// title names the curve.
func (c *Curve) title() kam.Text {
	name := c.model.plan.Title
	if name == (kam.Text{}) {
		name = wording.Same(c.model.plan.ID)
	}
	return say("What %s pays, version %d", "%s（第 %d 版）的支付曲线", clipped(name), c.model.plan.Version)
}

// liabilityText says how much the plan can pay at most.
func (c *Curve) liabilityText() kam.Text {
	l := c.Liability()
	currency := string(c.model.plan.Currency)
	switch {
	case l.Unbounded && l.Slope != nil:
		return say("Pay has no upper limit: in the long run each further one of %s pays %s.", "支付没有上限：长期看，%s每增加一单位支付 %s。", wording.Leading(c.measured()), c.rateText(rational(l.Slope)))
	case l.Unbounded:
		return say("Pay has no upper limit, and grows faster than in proportion.", "支付没有上限，且增长快于正比。")
	case !l.Known && l.Ceiling != nil:
		return say("Caps allow %s %s at most.", "封顶规定最高为 %s %s。", c.amount(rational(l.Ceiling)), currency)
	case !l.Known:
		return say("The most within what was followed is %s %s, at %s; beyond, steps go on.", "所跟踪范围内最高为 %s %s，位于 %s；其后仍有台阶。", c.amount(l.Most.Pay), currency, c.place(l.Most.At))
	case !l.Most.Reached:
		return say("Pay stays below %s %s, which it comes close to at %s.", "支付低于 %s %s，在 %s 处接近该值。", c.amount(l.Most.Pay), currency, c.place(l.Most.At))
	default:
		return say("The most that can be paid is %s %s, from %s on.", "最高支付为 %s %s，自 %s 起。", c.amount(l.Most.Pay), currency, c.place(l.Most.At))
	}
}
