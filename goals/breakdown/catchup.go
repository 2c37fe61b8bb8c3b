package breakdown

import (
	"fmt"
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals/spread"
	"github.com/kam-go/kam/internal/num"
)

// Carry says how a shortfall of closed periods is made up by those that remain. The zero value is not stated.
type Carry string

// Ways to carry a shortfall. What was reached beyond the target comes off the rest in the same way.
const (
	// Proportional spreads what is left of the total in proportion to the targets that remain.
	Proportional Carry = "proportional"
	// Evenly adds the same to each target that remains.
	Evenly Carry = "even"
	// ToLast adds it to the last period, and what that cannot take to the one before it.
	ToLast Carry = "last"
	// CarryNone leaves the targets that remain as they are; the shortfall stays unplaced, an excess is surplus.
	CarryNone Carry = "none"
)

// Actual is what a closed period brought. The zero value is refused.
type Actual struct {
	// Cell names the period as [kam.Calendar.Parse] reads it; a cell of the level that is caught up.
	Cell string `json:"cell"`
	// Value is what it brought; it may be negative.
	Value decimal.Decimal `json:"value"`
}

// CatchUpSpec says which periods are closed and how the rest makes up for them. It is plain data. The zero value is
// refused.
type CatchUpSpec struct {
	// Kind is the level whose cells are closed; one of the plan.
	Kind kam.PeriodKind `json:"kind"`
	// Closed lists the closed cells of that level with what they brought, in any order, each once; at least one.
	Closed []Actual `json:"closed"`
	// Carry says how a shortfall is made up.
	Carry Carry `json:"carry"`
	// MaxUplift is the most that a cell may rise, as a share of its target, such as 0.2; what it may rise by is rounded down to the grain.
	// Not stated, that is the zero value, there is no such cap; to carry nothing use CarryNone.
	MaxUplift kam.Fraction `json:"maxUplift,omitzero"`
	// Grain is the size of which the new targets are whole multiples. Defaults to that of the plan.
	Grain decimal.Decimal `json:"grain,omitzero"`
	// Odd says which cell takes what is no multiple of the grain, as actuals in cents leave it. Defaults to that of the
	// plan.
	Odd spread.Odd `json:"odd,omitempty"`
}

// CaughtUp is a plan whose closed periods stand at what they brought. The zero value is none.
type CaughtUp struct {
	// Plan sums to what was asked for, less Unplaced, plus Surplus.
	Plan TimePlan
	// Shortfall is what the closed periods lack of their targets; negative when they exceeded them.
	Shortfall decimal.Decimal
	// Unplaced is the part of the shortfall that no remaining period takes. In a plan with a negative total it is
	// negative; so is Surplus.
	Unplaced decimal.Decimal
	// Surplus is what was reached beyond the whole total, or with CarryNone beyond the closed targets.
	Surplus decimal.Decimal
}

// CatchUp returns plan with the closed periods at what they brought, and the rest of the total spread over what
// remains: the total is kept exactly, save for the part that a cap leaves unplaced and the surplus that no target
// below 0 may take up. Levels above sum up, levels below divide as they weighed before.
//
// All faults come at once in one [*kam.InvalidError]; so does a plan in which targets of both signs stand.
func CatchUp(plan TimePlan, spec CatchUpSpec) (CaughtUp, error) {
	var f faults
	if spec.Grain.IsZero() {
		spec.Grain = plan.spec.Grain
	}
	if spec.Odd == spread.OddRefused {
		spec.Odd = plan.spec.Odd
	}
	from, until := plan.span(spec.Kind)
	spec.check(plan, from == until, &f)
	if err := f.list.Err(); err != nil {
		return CaughtUp{}, err
	}
	c := catching{spec: spec, cells: plan.cells[from:until], first: from, actual: make([]*decimal.Decimal, until-from), grain: spec.Grain, total: plan.Total()}
	c.close(plan, &f)
	c.turn(&f)
	if err := f.list.Err(); err != nil {
		return CaughtUp{}, err
	}
	c.carry(&f)
	if err := f.list.Err(); err != nil {
		return CaughtUp{}, err
	}
	out := CaughtUp{Shortfall: c.out(c.shortfall), Unplaced: c.out(c.unplaced), Surplus: c.out(c.surplus)}
	out.Plan = c.plan(plan, &f)
	if err := f.list.Err(); err != nil {
		return CaughtUp{}, err
	}
	return out, nil
}

// check reports what is wrong with spec, apart from the closed cells.
func (spec CatchUpSpec) check(plan TimePlan, unknown bool, f *faults) {
	if unknown {
		f.add("level", "$.kind", say("%q is no level of the plan", "%q 不是计划的层级", clip(string(spec.Kind))), say("name one of its levels", "请填写计划的某一层级"))
	}
	switch spec.Carry {
	case Proportional, Evenly, ToLast, CarryNone:
	default:
		f.add("carry", "$.carry", say("unknown way %q", "未知的补足方式 %q", clip(string(spec.Carry))), say("use proportional, even, last or none", "请用 proportional、even、last 或 none"))
	}
	checkGrain(plan.Total(), spec.Grain, f)
	checkWords(spec.Odd, "", "", f)
	if f.fraction("carry", "$.maxUplift", spec.MaxUplift) && spec.MaxUplift.Num < 0 {
		f.add("carry", "$.maxUplift", say("the cap %s is negative", "上浮上限 %s 为负", spec.MaxUplift), say("20 %% is written 0.2", "20%% 写作 0.2"))
	}
	if len(spec.Closed) == 0 || len(spec.Closed) > len(plan.cells) {
		f.add("closed", "$.closed", say("%d closed periods", "共 %d 个已结束期间", len(spec.Closed)), say("list each closed period once", "每个已结束期间列一次"))
	}
}

// catching is a plan on its way to be caught up: one level, with amounts that are turned so that targets are not
// negative.
type catching struct {
	spec   CatchUpSpec
	cells  []TimeCell
	first  int // where they stand among all cells
	grain  decimal.Decimal
	total  decimal.Decimal
	sign   int
	actual []*decimal.Decimal // of closed cells

	targets   []decimal.Decimal // turned; of open cells the new ones in the end
	open      []int
	reasons   []Reason // of open cells
	shortfall decimal.Decimal
	unplaced  decimal.Decimal
	surplus   decimal.Decimal
}

// close reads the closed cells.
func (c *catching) close(plan TimePlan, f *faults) {
	for i, a := range c.spec.Closed {
		place := fmt.Sprintf("$.closed[%d]", i)
		if f.number(place+".value", a.Value) {
			tooFine(a.Value, c.grain, place+".value", f)
		}
		p, err := plan.cal.Parse(a.Cell)
		at := -1
		if err == nil {
			at = slices.IndexFunc(c.cells, func(t TimeCell) bool { return t.Period == p })
		}
		switch {
		case at < 0:
			f.add("cell", place+".cell", say("%q is no %s of the plan", "%q 不是计划中的%s", clip(a.Cell), kindName(c.spec.Kind)), say("name a cell of the level that is caught up", "请填写该层级的单元格"))
		case c.actual[at] != nil:
			f.add("cell", place+".cell", say("%q is closed twice", "%q 重复列出", clip(a.Cell)), say("list each closed period once", "每个已结束期间列一次"))
		default:
			c.actual[at] = &a.Value
		}
	}
}

// turn makes amounts positive, and reports targets of both signs.
func (c *catching) turn(f *faults) {
	c.sign = 1
	signs := map[int]bool{}
	for i, cell := range c.cells {
		c.reasons = append(c.reasons, Spread)
		if c.actual[i] == nil {
			signs[cell.Target.Sign()] = true
		}
	}
	switch {
	case signs[-1] && signs[1]:
		f.add("sign", "$.kind", say("the plan has open targets of both signs", "未结束期间的目标有正有负"), say("catch up a plan whose targets have one sign", "请对目标同号的计划进行补足"))
	case signs[-1] || !signs[1] && c.total.IsNegative():
		c.sign = -1
	}
	for i, cell := range c.cells {
		target := c.out(cell.Target)
		c.targets = append(c.targets, target)
		if c.actual[i] == nil {
			c.open = append(c.open, i)
			continue
		}
		c.shortfall = c.shortfall.Add(target.Sub(c.out(*c.actual[i])))
	}
}

// out turns an amount, or turns it back.
func (c *catching) out(d decimal.Decimal) decimal.Decimal {
	if c.sign < 0 {
		return d.Neg()
	}
	return d
}

// carry finds the new targets of the open cells.
func (c *catching) carry(f *faults) {
	left := decimal.Zero
	for _, i := range c.open {
		left = left.Add(c.targets[i])
	}
	switch {
	case c.spec.Carry == CarryNone && c.shortfall.IsNegative():
		c.surplus = c.shortfall.Neg()
	case c.spec.Carry == CarryNone:
		c.unplaced = c.shortfall
	case c.shortfall.IsNegative():
		less := c.shortfall.Neg()
		if less.GreaterThan(left) {
			c.surplus = less.Sub(left)
			less = left
		}
		c.lower(less, left, f)
	case c.shortfall.IsPositive():
		c.raise(left, f)
	}
}

// raise adds the shortfall to the open cells, as far as caps allow.
func (c *catching) raise(left decimal.Decimal, f *faults) {
	room := c.room()
	more := c.shortfall
	if len(c.open) == 0 {
		c.unplaced = more
		return
	}
	if c.capped() {
		most := decimal.Zero
		for _, r := range room {
			most = most.Add(r)
		}
		if more.GreaterThan(most) {
			c.unplaced = more.Sub(most)
			more = most
		}
	}
	if more.IsZero() {
		return
	}
	switch c.spec.Carry {
	case Proportional:
		c.spread(left.Add(more), c.weights(), func(k int) spread.Limit {
			if !c.capped() {
				return spread.Limit{}
			}
			return spread.AtMost(c.targets[c.open[k]].Add(room[k]))
		}, f, func(k int, part decimal.Decimal) { c.targets[c.open[k]] = part })
	case Evenly:
		c.spread(more, spread.Even(len(c.open)), func(k int) spread.Limit {
			if !c.capped() {
				return spread.Limit{}
			}
			return spread.AtMost(room[k])
		}, f, func(k int, part decimal.Decimal) { c.targets[c.open[k]] = c.targets[c.open[k]].Add(part) })
	default:
		c.fromLast(more, room, 1)
	}
}

// lower takes an excess off the open cells, none of which falls below 0.
func (c *catching) lower(less, left decimal.Decimal, f *faults) {
	if less.IsZero() {
		return
	}
	switch c.spec.Carry {
	case Proportional:
		c.spread(left.Sub(less), c.weights(), func(int) spread.Limit { return spread.Limit{} }, f,
			func(k int, part decimal.Decimal) { c.targets[c.open[k]] = part })
	case Evenly:
		c.spread(less, spread.Even(len(c.open)), func(k int) spread.Limit { return spread.AtMost(c.targets[c.open[k]]) }, f,
			func(k int, part decimal.Decimal) { c.targets[c.open[k]] = c.targets[c.open[k]].Sub(part) })
	default:
		room := make([]decimal.Decimal, len(c.open))
		for k, i := range c.open {
			room[k] = c.targets[i]
		}
		c.fromLast(less, room, -1)
	}
}

// fromLast adds amount times sign to the last open cell, and what has no room there to the one before it. Without a
// cap the last takes all.
func (c *catching) fromLast(amount decimal.Decimal, room []decimal.Decimal, sign int) {
	for k := len(c.open) - 1; k >= 0 && !amount.IsZero(); k-- {
		part := amount
		if (sign < 0 || c.capped()) && room[k].LessThan(part) {
			part = room[k]
		}
		amount = amount.Sub(part)
		if sign < 0 {
			part = part.Neg()
		} else if c.capped() && part.Equal(room[k]) {
			c.reasons[c.open[k]] = AtMaximum
		}
		c.targets[c.open[k]] = c.targets[c.open[k]].Add(part)
	}
}

// capped reports whether a cap is stated.
func (c *catching) capped() bool { return !c.spec.MaxUplift.IsZero() }

// room returns how much each open cell may rise: the cap rounded down to the grain.
func (c *catching) room() []decimal.Decimal {
	out := make([]decimal.Decimal, len(c.open))
	grain := num.Rat(c.grain)
	for k, i := range c.open {
		most := new(big.Rat).Mul(num.Rat(c.targets[i]), c.spec.MaxUplift.Rat())
		out[k] = exactDecimal(most.Mul(floor(most.Quo(most, grain)), grain))
	}
	return out
}

// weights returns the targets of the open cells.
func (c *catching) weights() spread.Weights {
	out := make(spread.Weights, len(c.open))
	for k, i := range c.open {
		out[k] = num.Rat(c.targets[i])
	}
	return out
}

// spread spreads total over the open cells and hands out the parts.
func (c *catching) spread(total decimal.Decimal, weights spread.Weights, limit func(k int) spread.Limit, f *faults, take func(int, decimal.Decimal)) {
	request := spread.Request{Total: total, Grain: c.grain, Weights: weights, Odd: c.spec.Odd, Zero: spread.ZeroEven}
	for k := range c.open {
		if l := limit(k); l.Max.Valid {
			request.Cells = append(request.Cells, spread.Cell{Index: k, Limit: l})
		}
	}
	row, err := spread.Parts(request)
	if err != nil {
		f.impossible("$.closed", err)
		return
	}
	for k, i := range c.open {
		take(k, row.Part(k))
		c.reasons[i] = Reason(row.Reason(k))
	}
}

// plan fills the tree of the plan anew, with all cells of the level held.
func (c *catching) plan(plan TimePlan, f *faults) TimePlan {
	t := plan.tree
	t.grain, t.odd, t.zero = c.grain, c.spec.Odd, spread.ZeroEven
	t.cells = slices.Clone(t.cells)
	total := decimal.Zero
	for i, cell := range c.cells {
		target := c.out(c.targets[i])
		if c.actual[i] != nil {
			target = *c.actual[i]
		}
		total = total.Add(target)
		t.cells[1+c.first+i].hold = t.grains(target)
		t.cells[1+c.first+i].place = "$.closed"
		t.cells[1+c.first+i].name = cell.Label
	}
	spec := plan.spec
	spec.Total, spec.Grain, spec.Odd = total, c.grain, c.spec.Odd
	out := t.fill(t.grains(total), f)
	if len(f.list) > 0 {
		return TimePlan{}
	}
	made := newTimePlan(spec, t, plan.layers, out, plan.cal)
	for i := range c.cells {
		if c.actual[i] == nil {
			made.cells[c.first+i].Reason = c.reasons[i]
		}
	}
	return made
}
