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
// remains, by the plan's own method: the total is kept exactly, save for the part that a cap or a maximum leaves
// unplaced and the surplus that no target below 0, or below its minimum, may take up. Levels above sum up, levels below
// divide as they weighed before.
//
// A plan that was caught up before is caught up from its beginning: what was closed stays closed, at the value stated
// last, caps count from the targets before anything was closed, and the result tells of all closed periods together.
// Cells of the level that the plan holds stay as they are; its minima and maxima of that level bind. Where the outcome
// breaks a limit of another level that is a fault.
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
	if plan.origin != nil {
		spec.Closed = plan.earlier(spec, &f)
		plan = *plan.origin
	}
	from, until := plan.span(spec.Kind)
	spec.check(plan, from == until, &f)
	if err := f.list.Err(); err != nil {
		return CaughtUp{}, err
	}
	c := catching{
		spec: spec, method: plan.spec.Method, cells: plan.cells[from:until], limits: plan.tree.cells[1+from : 1+until], first: from,
		actual: make([]*decimal.Decimal, until-from), grain: spec.Grain, unit: plan.spec.Grain, total: plan.Total(),
	}
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
	out.Plan.origin, out.Plan.closed, out.Plan.kind = &plan, slices.Clone(spec.Closed), spec.Kind
	return out, nil
}

// earlier returns what spec closes, and then what was closed before and is not stated anew.
func (p TimePlan) earlier(spec CatchUpSpec, f *faults) []Actual {
	if spec.Kind != p.kind {
		f.add("level", "$.kind", say("the plan was caught up by %s before", "该计划此前按%s补足", kindName(p.kind)), say("catch it up on the same level", "请按同一层级补足"))
		return spec.Closed
	}
	all := slices.Clone(spec.Closed)
	for _, before := range p.closed {
		period, _ := p.cal.Parse(before.Cell) // it was read once
		anew := slices.ContainsFunc(spec.Closed, func(a Actual) bool {
			again, err := p.cal.Parse(a.Cell)
			return err == nil && again == period
		})
		if !anew {
			all = append(all, before)
		}
	}
	return all
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
	method spread.Method
	cells  []TimeCell
	limits []cell // of the cells, in units of the plan's grain
	first  int    // where they stand among all cells
	grain  decimal.Decimal
	unit   decimal.Decimal // the plan's grain
	total  decimal.Decimal
	sign   int
	actual []*decimal.Decimal // of closed cells

	targets   []decimal.Decimal // turned; of open cells the new ones in the end
	open      []int             // neither closed nor held
	least     []decimal.Decimal // what open cells may fall to, at least 0
	most      []*decimal.Decimal
	reasons   []Reason // of open and held cells
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
		switch {
		case c.actual[i] != nil:
			c.shortfall = c.shortfall.Add(target.Sub(c.out(*c.actual[i])))
		case c.limits[i].hold != nil:
			c.reasons[i] = Held
		default:
			c.open = append(c.open, i)
		}
	}
	c.bound()
}

// bound finds what the open cells may fall and rise to: limits of the plan, and the cap rounded down to the grain.
func (c *catching) bound() {
	amount := func(grains *big.Rat) decimal.Decimal {
		return c.out(exactDecimal(new(big.Rat).Mul(grains, num.Rat(c.unit))))
	}
	for _, i := range c.open {
		low, high := c.limits[i].min, c.limits[i].max
		if c.sign < 0 {
			low, high = high, low
		}
		least, most := decimal.Zero, (*decimal.Decimal)(nil)
		if low != nil {
			least = decimal.Max(least, amount(low))
		}
		if high != nil {
			most = new(decimal.Decimal)
			*most = amount(high)
		}
		if c.capped() {
			up := new(big.Rat).Mul(num.Rat(c.targets[i]), c.spec.MaxUplift.Rat())
			grain := num.Rat(c.grain)
			top := c.targets[i].Add(exactDecimal(up.Mul(floor(up.Quo(up, grain)), grain)))
			if most == nil || top.LessThan(*most) {
				most = &top
			}
		}
		c.least, c.most = append(c.least, least), append(c.most, most)
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
	switch {
	case c.spec.Carry == CarryNone && c.shortfall.IsNegative():
		c.surplus = c.shortfall.Neg()
	case c.spec.Carry == CarryNone:
		c.unplaced = c.shortfall
	case c.shortfall.IsNegative():
		less, room := c.shortfall.Neg(), decimal.Zero
		for k, i := range c.open {
			room = room.Add(c.targets[i].Sub(c.least[k]))
		}
		if less.GreaterThan(room) {
			c.surplus = less.Sub(room)
			less = room
		}
		c.move(less.Neg(), f)
	case c.shortfall.IsPositive():
		more, room, endless := c.shortfall, decimal.Zero, false
		for k, i := range c.open {
			if c.most[k] == nil {
				endless = true
				break
			}
			room = room.Add(c.most[k].Sub(c.targets[i]))
		}
		if !endless && more.GreaterThan(room) {
			c.unplaced = more.Sub(room)
			more = room
		}
		c.move(more, f)
	}
}

// move adds change, which has room, to the targets of the open cells.
func (c *catching) move(change decimal.Decimal, f *faults) {
	if change.IsZero() {
		return
	}
	switch c.spec.Carry {
	case Proportional:
		left, weights := change, make(spread.Weights, len(c.open))
		for k, i := range c.open {
			left = left.Add(c.targets[i])
			weights[k] = num.Rat(c.targets[i])
		}
		c.spread(left, weights, func(k int) spread.Limit {
			l := spread.AtLeast(c.least[k])
			if c.most[k] != nil {
				l.Max = decimal.NewNullDecimal(*c.most[k])
			}
			return l
		}, f, func(_ int, part decimal.Decimal) decimal.Decimal { return part })
	case Evenly:
		c.spread(change, spread.Even(len(c.open)), func(k int) spread.Limit {
			target := c.targets[c.open[k]]
			switch {
			case change.IsNegative():
				return spread.AtLeast(c.least[k].Sub(target))
			case c.most[k] != nil:
				return spread.AtMost(c.most[k].Sub(target))
			}
			return spread.Limit{}
		}, f, func(i int, part decimal.Decimal) decimal.Decimal { return c.targets[i].Add(part) })
	default:
		c.fromLast(change, f)
	}
}

// fromLast adds change to the last open cell, and what has no room there to the one before it.
func (c *catching) fromLast(change decimal.Decimal, f *faults) {
	units := new(big.Rat).Quo(num.Rat(change), num.Rat(c.grain))
	if !units.IsInt() && c.spec.Odd == spread.OddRefused {
		f.impossible("$.closed", spread.ErrOdd)
		return
	}
	for k := len(c.open) - 1; k >= 0 && !change.IsZero(); k-- {
		i, part := c.open[k], change
		switch {
		case change.IsNegative():
			if lowest := c.least[k].Sub(c.targets[i]); part.LessThanOrEqual(lowest) {
				part = lowest
				if c.least[k].IsPositive() {
					c.reasons[i] = AtMinimum
				}
			}
		case c.most[k] != nil:
			if highest := c.most[k].Sub(c.targets[i]); part.GreaterThanOrEqual(highest) {
				part = highest
				c.reasons[i] = AtMaximum
			}
		}
		change = change.Sub(part)
		c.targets[i] = c.targets[i].Add(part)
	}
}

// capped reports whether a cap is stated.
func (c *catching) capped() bool { return !c.spec.MaxUplift.IsZero() }

// spread spreads total over the open cells and gives each the target that its part makes.
func (c *catching) spread(total decimal.Decimal, weights spread.Weights, limit func(k int) spread.Limit, f *faults, target func(i int, part decimal.Decimal) decimal.Decimal) {
	request := spread.Request{Total: total, Grain: c.grain, Weights: weights, Method: c.method, Odd: c.spec.Odd, Zero: spread.ZeroEven}
	for k := range c.open {
		l := limit(k)
		if l.Min.Valid && l.Min.Decimal.IsZero() && total.Sign() >= 0 {
			l.Min = decimal.NullDecimal{} // nothing falls below zero anyway
		}
		if l.Min.Valid || l.Max.Valid {
			request.Cells = append(request.Cells, spread.Cell{Index: k, Limit: l})
		}
	}
	row, err := spread.Parts(request)
	if err != nil {
		f.impossible("$.closed", err)
		return
	}
	for k, i := range c.open {
		c.targets[i] = target(i, row.Part(k))
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
