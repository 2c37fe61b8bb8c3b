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
	// Proportional spreads it in proportion to the targets that remain.
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
	// Grain is the size of the steps in which targets move. Defaults to that of the plan.
	Grain decimal.Decimal `json:"grain,omitzero"`
	// Odd says which open cell takes what is no multiple of the grain, as actuals in cents leave it. Defaults to that of
	// the plan.
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
//
// The limits of the plan bind on: cells that it holds stay as they are, minima and maxima are kept at every level, and
// a held quarter makes up for its own months. They give way to facts alone: limits below a closed cell end, and a limit
// above it gives way as far as what was brought there, or the cap, leaves no room for it.
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
	c := catching{spec: spec, plan: plan, first: from, cells: plan.cells[from:until], actual: make([]*decimal.Decimal, until-from)}
	c.close(&f)
	c.turn(&f)
	if err := f.list.Err(); err != nil {
		return CaughtUp{}, err
	}
	c.prepare()
	c.carry(&f)
	if err := f.list.Err(); err != nil {
		return CaughtUp{}, err
	}
	out := CaughtUp{Shortfall: c.amount(c.shortfall), Unplaced: c.amount(c.unplaced), Surplus: c.amount(c.surplus)}
	out.Plan = c.fill(&f)
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

// catching is a plan on its way to be caught up. Amounts are in grains, and turned so that targets are not negative.
type catching struct {
	spec   CatchUpSpec
	plan   TimePlan // before anything was closed
	first  int      // where the cells of the level stand among all
	cells  []TimeCell
	actual []*decimal.Decimal // of closed cells
	sign   int
	tree   tree // of the plan, with the grain and the odd rest of spec, without what closed cells overrule

	targets []*big.Rat // of closed cells what they brought; of others the new target in the end
	changes tree       // down to the level: what cells change by
	reasons []Reason

	shortfall, unplaced, surplus *big.Rat
}

// close reads the closed cells.
func (c *catching) close(f *faults) {
	for i, a := range c.spec.Closed {
		place := fmt.Sprintf("$.closed[%d]", i)
		if f.number(place+".value", a.Value) {
			tooFine(a.Value, c.spec.Grain, place+".value", f)
		}
		p, err := c.plan.cal.Parse(a.Cell)
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

// turn finds the sign of the plan, and reports targets of both signs.
func (c *catching) turn(f *faults) {
	c.sign = 1
	signs := map[int]bool{}
	for i, cell := range c.cells {
		if c.actual[i] == nil {
			signs[cell.Target.Sign()] = true
		}
	}
	switch {
	case signs[-1] && signs[1]:
		f.add("sign", "$.kind", say("the plan has open targets of both signs", "未结束期间的目标有正有负"), say("catch up a plan whose targets have one sign", "请对目标同号的计划进行补足"))
	case signs[-1] || !signs[1] && c.plan.Total().IsNegative():
		c.sign = -1
	}
}

// turned turns a number, or turns it back; nil stays nil.
func (c *catching) turned(r *big.Rat) *big.Rat {
	if r == nil || c.sign > 0 {
		return r
	}
	return new(big.Rat).Neg(r)
}

// grains returns an amount in grains, turned, and amount the amount of so many.
func (c *catching) grains(d decimal.Decimal) *big.Rat { return c.turned(c.tree.grains(d)) }

func (c *catching) amount(grains *big.Rat) decimal.Decimal {
	return c.tree.decimalOf(c.turned(grains))
}

// prepare copies the tree of the plan. Limits are counted in the grain of spec, and dropped below closed cells.
func (c *catching) prepare() {
	t := c.plan.tree
	scale := new(big.Rat).Quo(num.Rat(t.grain), num.Rat(c.spec.Grain))
	scaled := func(r *big.Rat) *big.Rat {
		if r == nil {
			return nil
		}
		return new(big.Rat).Mul(r, scale)
	}
	t.grain, t.odd, t.zero, t.either = c.spec.Grain, c.spec.Odd, spread.ZeroEven, true
	t.cells = slices.Clone(t.cells)
	closed := make([]bool, len(t.cells)) // or below a closed cell
	for i := range t.cells {
		cell := &t.cells[i]
		at := i - 1 - c.first
		closed[i] = at >= 0 && at < len(c.actual) && c.actual[at] != nil || cell.parent >= 0 && closed[cell.parent]
		cell.hold, cell.min, cell.max, cell.place = scaled(cell.hold), scaled(cell.min), scaled(cell.max), ""
		if closed[i] {
			cell.hold, cell.min, cell.max = nil, nil, nil
		}
	}
	t.cells[0].place = "$.closed"
	c.tree = t
	c.shortfall, c.unplaced, c.surplus = new(big.Rat), new(big.Rat), new(big.Rat)
	for i, cell := range c.cells {
		target := c.grains(cell.Target)
		c.reasons = append(c.reasons, cell.Reason)
		if c.actual[i] != nil {
			actual := c.grains(*c.actual[i])
			c.shortfall.Add(c.shortfall, new(big.Rat).Sub(target, actual))
			target = actual
		}
		c.targets = append(c.targets, target)
	}
}

// carry finds the new targets of the open cells.
func (c *catching) carry(f *faults) {
	if c.spec.Carry == CarryNone {
		c.place(new(big.Rat), bounds{lo: new(big.Rat), hi: new(big.Rat)})
		return
	}
	c.lay()
	change := c.place(c.shortfall, c.changes.giveWay(0))
	out := c.changes.fill(change, f)
	if len(f.list) > 0 {
		return
	}
	for i := range c.cells {
		at := 1 + c.first + i
		cell, moved := c.changes.cells[at], out.values[at]
		if cell.hold != nil {
			continue
		}
		c.targets[i] = new(big.Rat).Add(c.targets[i], moved)
		atLeast := lower(c.tree.cells[at], c.sign) != nil && moved.Cmp(cell.min) == 0
		atMost := moved.Cmp(cell.max) == 0
		if c.sign < 0 {
			atLeast, atMost = atMost, atLeast
		}
		switch {
		case atLeast:
			c.reasons[i] = AtMinimum
		case atMost:
			c.reasons[i] = AtMaximum
		case out.reasons[at] == Odd:
			c.reasons[i] = Odd
		default:
			c.reasons[i] = Spread
		}
	}
}

// lower returns the bound of a cell that is the minimum when its numbers are turned by sign.
func lower(own cell, sign int) *big.Rat {
	if sign < 0 {
		return own.max
	}
	return own.min
}

// place returns the part of the shortfall within b, and notes what is left of it.
func (c *catching) place(change *big.Rat, b bounds) *big.Rat {
	placed := b.clamp(change)
	left := new(big.Rat).Sub(c.shortfall, placed)
	if left.Sign() < 0 {
		c.surplus.Neg(left)
	} else {
		c.unplaced = left
	}
	return placed
}

// fill returns the plan with all cells of the level held at their new targets.
func (c *catching) fill(f *faults) TimePlan {
	t := c.tree
	t.cells = slices.Clone(t.cells)
	total := new(big.Rat)
	for i := range t.cells[:1+c.first] {
		t.cells[i].hold, t.cells[i].min, t.cells[i].max = nil, nil, nil // they are what they sum to
	}
	for i, target := range c.targets {
		total.Add(total, target)
		t.cells[1+c.first+i].hold = c.turned(target)
	}
	spec := c.plan.spec
	spec.Grain, spec.Odd = c.spec.Grain, c.spec.Odd
	out := t.fill(c.turned(total), f)
	if len(f.list) > 0 {
		return TimePlan{}
	}
	made := newTimePlan(spec, t, c.plan.layers, out, c.plan.cal)
	for i := range c.cells {
		if c.actual[i] == nil {
			made.cells[c.first+i].Reason = c.reasons[i]
		}
	}
	return made
}
