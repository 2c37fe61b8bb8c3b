package scenario

import (
	"fmt"
	"maps"
	"math/big"
	"slices"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/internal/wording"
)

// PointKind is what part of a plan a [Point] belongs to.
type PointKind string

// The kinds of points.
const (
	CreditPoint     PointKind = "credit"
	ConditionPoint  PointKind = "condition"
	FactorPoint     PointKind = "factor"
	ComponentPoint  PointKind = "component"
	TierPoint       PointKind = "tier"
	ModePoint       PointKind = "mode"
	TablePoint      PointKind = "table"
	SumPoint        PointKind = "sum"
	GatePoint       PointKind = "gate"
	MultiplierPoint PointKind = "multiplier"
	CapPoint        PointKind = "cap"
	FloorPoint      PointKind = "floor"
	RefundPoint     PointKind = "refund"
	WindowPoint     PointKind = "window"
	RoundingPoint   PointKind = "rounding"
	ConversionPoint PointKind = "conversion"
	ProrationPoint  PointKind = "proration"
	PayoutPoint     PointKind = "payout"
)

// Point is one thing that a plan can do, and whether the scenarios made it do so.
type Point struct {
	Plan    string
	Version int
	// Place is the JSON path in the plan.
	Place string
	// Component is the component's name; empty for the plan's own parts.
	Component string
	Kind      PointKind
	// State is what happens there: "open" or "shut", "bites" or "free", "entered", ...
	State string
	// What says it for people.
	What kam.Text
	// By is the first scenario that made it happen, Times by how many it did.
	By    string
	Times int
}

// Covered tells whether a scenario made it happen.
func (p Point) Covered() bool { return p.Times > 0 }

// Coverage is what the scenarios of a suite exercised of their plans.
type Coverage struct {
	// Points are those of the plans by id and version, each in the order of the plan.
	Points []Point
}

// Missing returns the points that nothing exercised.
func (c Coverage) Missing() []Point {
	return slices.DeleteFunc(slices.Clone(c.Points), Point.Covered)
}

// Share returns the part of the points that is covered, 0 to 1; 1 when there are none.
func (c Coverage) Share() *big.Rat {
	if len(c.Points) == 0 {
		return big.NewRat(1, 1)
	}
	return big.NewRat(int64(len(c.Points)-len(c.Missing())), int64(len(c.Points)))
}

// Coverage returns what the scenarios exercised, whether their expectations were met or not.
func (r Report) Coverage() Coverage {
	var out Coverage
	at := map[pointKey]int{}
	for _, p := range r.suite.Plans() {
		for _, point := range points(p) {
			at[point.key()] = len(out.Points)
			out.Points = append(out.Points, point)
		}
	}
	for _, x := range r.Results {
		name := r.suite.title(x.book, x.world)
		seen := map[pointKey]bool{}
		for i := range x.steps {
			o := observer{seen: seen, world: x.world, stage: &x.world.stages[i], step: &x.steps[i], program: x.book.program}
			o.look()
		}
		for key := range seen {
			i, ok := at[key]
			if !ok {
				continue
			}
			if out.Points[i].Times++; out.Points[i].By == "" {
				out.Points[i].By = name
			}
		}
	}
	return out
}

type pointKey struct {
	plan    string
	version int
	place   string
	state   string
}

func (p Point) key() pointKey { return pointKey{p.Plan, p.Version, p.Place, p.State} }

// points lists everything that a plan can do.
func points(p incentive.Plan) []Point {
	l := pointLister{plan: p}
	l.header()
	for i, c := range p.Credits {
		l.credit(i, c)
	}
	for i, m := range p.Measures {
		if m.Window == incentive.QuarterToDate || m.Window == incentive.HalfToDate || m.Window == incentive.YearToDate {
			l.add(WindowPoint, fmt.Sprintf("$.measures[%d].window", i), "carried-on", wording.Say("%s counts earlier periods", "%s 计入更早期间", m.Name))
		}
	}
	for i, k := range p.Components {
		l.component(i, k)
	}
	l.name = ""
	for i, c := range p.Caps {
		l.cap(fmt.Sprintf("$.caps[%d]", i), c)
	}
	l.payout()
	return l.out
}

type pointLister struct {
	plan incentive.Plan
	name string
	out  []Point
}

func (l *pointLister) add(kind PointKind, place, state string, what kam.Text) {
	l.out = append(l.out, Point{Plan: l.plan.ID, Version: l.plan.Version, Place: place, Component: l.name, Kind: kind, State: state, What: what})
}

func (l *pointLister) header() {
	l.add(RoundingPoint, "$.rounding", "rounded", wording.Say("an amount is rounded", "金额经过舍入"))
	l.add(RefundPoint, "$.refunds.method", "refunded", wording.Say("a refund: %s", "退款：%s", string(l.plan.Refunds.Method)))
	l.add(RefundPoint, "$.refunds.period", "later", wording.Say("a refund in a later period: %s", "跨期退款：%s", string(l.plan.Refunds.Period)))
	if l.plan.Refunds.Period == incentive.Current || l.plan.Refunds.Below == incentive.Refuse {
		l.add(RefundPoint, "$.refunds.below", "below-zero", wording.Say("a measure falls below zero: %s", "指标低于零：%s", string(l.plan.Refunds.Below)))
	}
	if l.plan.Conversion != nil {
		l.add(ConversionPoint, "$.conversion", "converted", wording.Say("a deal in another currency", "外币交易"))
	}
	if l.plan.Proration != nil {
		l.add(ProrationPoint, "$.proration", "in-part", wording.Say("a period that is covered in part", "部分覆盖的期间"))
	}
}

func (l *pointLister) credit(i int, c incentive.CreditRule) {
	at := fmt.Sprintf("$.credits[%d]", i)
	l.add(CreditPoint, at, "used", wording.Say("the rule %s credits somebody", "规则 %s 计入业绩", c.Name))
	l.condition(at+".when", c.When)
	if c.To == incentive.ToOwner {
		l.add(CreditPoint, at+".split", "shared", wording.Say("the rule %s divides a deal: %s", "规则 %s 拆分交易：%s", c.Name, string(c.Split)))
	}
	if c.Factor != nil {
		for _, value := range slices.Sorted(maps.Keys(c.Factor.Values)) {
			l.add(FactorPoint, at+".factor", value, wording.Say("%s is %s", "%s 为 %s", c.Factor.By, value))
		}
		l.add(FactorPoint, at+".factor", "other", wording.Say("%s is something else", "%s 为其他值", c.Factor.By))
	}
}

func (l *pointLister) condition(at string, c *incentive.Condition) {
	if c == nil {
		return
	}
	l.add(ConditionPoint, at, "selects", wording.Say("the condition selects a deal", "条件选中交易"))
	l.add(ConditionPoint, at, "leaves-out", wording.Say("the condition leaves a deal out", "条件排除交易"))
	l.leaves(at, c)
}

// leaves adds the words that a condition lists.
func (l *pointLister) leaves(at string, c *incentive.Condition) {
	eachLeaf(at, c, func(at string, c *incentive.Condition) {
		for _, word := range c.In {
			if len(c.In) > 1 {
				l.add(ConditionPoint, at, "in "+word, wording.Say("%s is %s", "%s 为 %s", c.Attribute, wording.Quote(word)))
			}
		}
	})
}

// eachLeaf visits the simple conditions of one.
func eachLeaf(at string, c *incentive.Condition, visit func(string, *incentive.Condition)) {
	if c == nil {
		return
	}
	for i := range c.All {
		eachLeaf(fmt.Sprintf("%s.all[%d]", at, i), &c.All[i], visit)
	}
	for i := range c.Any {
		eachLeaf(fmt.Sprintf("%s.any[%d]", at, i), &c.Any[i], visit)
	}
	eachLeaf(at+".not", c.Not, visit)
	visit(at, c)
}

func (l *pointLister) component(i int, k incentive.Component) {
	at := fmt.Sprintf("$.components[%d]", i)
	l.name = k.Name
	l.add(ComponentPoint, at, "paid", wording.Say("the component pays", "组成部分计付"))
	l.condition(at+".when", k.When)
	if t := k.Tiers; t != nil {
		for j, b := range t.Bands {
			l.add(TierPoint, fmt.Sprintf("%s.tiers.bands[%d]", at, j), "entered", wording.Say("the tier from %s", "自 %s 起的分档", b.From))
		}
		if len(t.Bands) > 1 {
			l.add(ModePoint, at+".tiers.mode", "crossed", wording.Say("a deal crosses a bound: %s", "一笔交易跨越分档：%s", string(t.Mode)))
		}
		if t.Lost != "" {
			l.add(ModePoint, at+".tiers.lost", "lost", wording.Say("a tier is reached and lost again: %s", "分档达到后又失去：%s", string(t.Lost)))
		}
	}
	if k.Table != nil {
		for j, c := range k.Table.Cells {
			l.add(TablePoint, fmt.Sprintf("%s.table.cells[%d]", at, j), "used", wording.Say("the cell %s", "单元格 %s", fmt.Sprint(c.At)))
		}
	}
	l.sum(at, k)
	for j, g := range k.Gates {
		place := fmt.Sprintf("%s.gates[%d]", at, j)
		l.add(GatePoint, place, "open", wording.Say("the gate at %s is open", "门槛 %s 已达到", g.At))
		l.add(GatePoint, place, "shut", wording.Say("the gate at %s is shut", "门槛 %s 未达到", g.At))
	}
	for j, m := range k.Multipliers {
		for n, b := range m.Bands {
			l.add(MultiplierPoint, fmt.Sprintf("%s.multipliers[%d].bands[%d]", at, j, n), "entered", wording.Say("the factor %s from %s", "系数 %s（自 %s 起）", b.Factor, b.From))
		}
	}
	for j, c := range k.Caps {
		l.cap(fmt.Sprintf("%s.caps[%d]", at, j), c)
	}
	for j, f := range k.Floors {
		place := fmt.Sprintf("%s.floors[%d]", at, j)
		l.add(FloorPoint, place, "lifts", wording.Say("the floor of %s lifts", "保底 %s 生效", f.Amount))
		l.add(FloorPoint, place, "free", wording.Say("pay is above the floor of %s", "高于保底 %s", f.Amount))
	}
}

func (l *pointLister) sum(at string, k incentive.Component) {
	switch {
	case k.Curve != nil:
		for j, x := range k.Curve.Points {
			l.add(SumPoint, fmt.Sprintf("%s.curve.points[%d]", at, j), "entered", wording.Say("the curve from %s", "曲线自 %s 起", x.At))
		}
	case k.Every != nil:
		l.add(SumPoint, at+".every", "paid", wording.Say("once or more is paid", "至少计付一次"))
		l.add(SumPoint, at+".every", "incomplete", wording.Say("what is begun is not complete", "未满一次"))
	case k.Contest != nil:
		for j := range k.Contest.Prizes {
			l.add(SumPoint, fmt.Sprintf("%s.contest.prizes[%d]", at, j), "won", wording.Say("place %d", "第 %d 名", j+1))
		}
		l.add(SumPoint, at+".contest", "no-place", wording.Say("somebody has no place", "未获名次"))
		l.add(SumPoint, at+".contest.ties", "tied", wording.Say("a tie: %s", "并列：%s", string(k.Contest.Ties)))
	case k.Pool != nil:
		l.add(SumPoint, at+".pool", "shared", wording.Say("the pool is shared by several", "多人分配奖金池"))
	}
}

func (l *pointLister) cap(place string, c incentive.Cap) {
	l.add(CapPoint, place, "bites", wording.Say("the cap per %s bites", "%s封顶生效", scope(c.Per)))
	l.add(CapPoint, place, "free", wording.Say("pay is below the cap per %s", "未达%s封顶", scope(c.Per)))
	if c.Excess == incentive.ExcessCarry {
		l.add(CapPoint, place, "carried", wording.Say("what was cut is paid later", "超出部分后续发放"))
	}
}

func (l *pointLister) payout() {
	t := l.plan.Payout
	if t == nil {
		return
	}
	step := func(place, state string, en, zh string) { l.add(PayoutPoint, place, state, kam.Text{EN: en, ZH: zh}) }
	if len(t.Holdbacks) > 0 {
		step("$.payout.holdbacks", "held-back", "earnings are held back", "部分提成暂扣")
		step("$.payout.holdbacks", "released", "what was held back is released", "暂扣部分释放")
	}
	if t.Guarantee != nil {
		step("$.payout.guarantee", "guaranteed", "pay is lifted to the guarantee", "按保底补足")
	}
	if t.Draw != nil {
		step("$.payout.draw", "drawn", "a draw is paid", "发放预支")
	}
	if t.Clawback != nil {
		step("$.payout.clawback", "clawed-back", "earnings are clawed back", "追回提成")
	}
	if t.Recovery != nil {
		step("$.payout.recovery", "shortfall", "pay cannot cover what is taken", "应扣超过应付而形成欠款")
		step("$.payout.recovery", "recovered", "a debt is recovered", "追收欠款")
	}
	if t.Leavers != nil && t.Leavers.Held == "forfeit" {
		step("$.payout.leavers", "forfeited", "somebody who left forfeits what is held", "离职者丧失暂扣部分")
	}
}

// scope is what people call what a cap limits.
func scope(s incentive.CapScope) kam.Text {
	zh := map[incentive.CapScope]string{
		incentive.PerCredit: "单笔业绩", incentive.PerDeal: "单笔交易", incentive.PerComponent: "组成部分", incentive.PerPlan: "方案", incentive.PerRunPeriod: "期间", incentive.PerLifetime: "累计",
	}[s]
	return kam.Text{EN: string(s), ZH: zh}
}
