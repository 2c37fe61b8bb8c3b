package incentive

import (
	"cmp"
	"fmt"
	"maps"
	"math/big"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive/internal/kernel"
	"github.com/kam-go/kam/incentive/internal/settle"
	"github.com/kam-go/kam/internal/num"
)

// Book is everything that is compiled together: all plans of a run, and the
// calendar that their periods follow.
type Book struct {
	// Plans may hold several versions of a plan.
	Plans []Plan
	// Calendar defaults to kam.Gregorian().
	Calendar *kam.Calendar
}

// Program is a compiled book. It is immutable and safe for concurrent use; it
// reads no clock and does no I/O. The zero value is not usable: see [Compile].
type Program struct {
	calendar *kam.Calendar
	plans    []*plan
	byKey    map[planKey]*plan
	stages   int
	// waits is true when a component needs the figures of several payees at once.
	waits bool
	// onDeals are the rules that credit managers for deals, onCommission those for the commission of each component.
	onDeals      []managerRule
	onCommission map[source][]managerRule
	warnings     kam.Findings
}

type planKey struct {
	id      string
	version int
}

// plan is a compiled plan.
type plan struct {
	Plan
	hash      string
	canonical []byte
	index     int
	grid      settle.Grid
	measures  map[string]int
	rules     map[string]int
	parts     []part
	widest    Window
	// layout is how records of the plan are computed.
	layout *layout
}

// part is a compiled component.
type part struct {
	Component
	measure, axis int
	stage         int
	rate          *big.Rat
	cells         map[string]*big.Rat
	// tiers are the component's own, with the factors of a multiplier per slice in them.
	tiers *Tiers
	// factors are the multipliers on the whole, dealCaps the caps per transaction.
	factors  []Multiplier
	dealCaps []Cap
	// of are the components whose commission feeds this one.
	of []source
}

// source is a component of a plan of the program.
type source struct{ plan, part int }

// Compile checks every plan of the book and returns an immutable program, or
// one *kam.InvalidError with all faults of all plans, each with its place:
// "$" is the plan when the book has one, "$.plans[1]" its second otherwise.
// Warnings alone do not stop it; see [Program.Warnings].
func Compile(b Book) (*Program, error) {
	p := &Program{calendar: b.Calendar, byKey: map[planKey]*plan{}}
	if p.calendar == nil {
		p.calendar = kam.Gregorian()
	}
	var f faults
	if len(b.Plans) == 0 {
		f.add(CodeMissing, "$.plans", say("the book has no plan", "没有任何方案"), say("compile at least one plan", "请至少提供一个方案"))
	}
	for i, raw := range b.Plans {
		root := "$"
		if len(b.Plans) > 1 {
			root = fmt.Sprintf("$.plans[%d]", i)
		}
		expanded := Expand(raw)
		found := checkPlan(expanded, root)
		f.list.Merge(found)
		if found.HasErrors() {
			continue
		}
		key := planKey{expanded.ID, expanded.Version}
		if p.byKey[key] != nil {
			f.add(CodeDuplicatePlan, root, say("plan %q version %d is there twice", "方案 %q 第 %d 版重复", key.id, key.version), say("give each version its own number", "请为每个版本编不同的号"))
			continue
		}
		c, err := compilePlan(expanded)
		if err != nil {
			f.add(CodeRange, root, say("the plan cannot be encoded: %q", "方案无法编码：%q", err.Error()), say("check its texts and numbers", "请检查文本与数字"))
			continue
		}
		p.byKey[key] = c
		p.plans = append(p.plans, c)
	}
	if err := f.list.Err(); err != nil {
		return nil, err
	}
	slices.SortFunc(p.plans, func(a, b *plan) int {
		return cmp.Or(cmp.Compare(a.ID, b.ID), cmp.Compare(a.Version, b.Version))
	})
	for i, c := range p.plans {
		c.index = i
	}
	p.link(&f, len(b.Plans) > 1)
	if err := f.list.Err(); err != nil {
		return nil, err
	}
	p.warnings = f.list
	return p, nil
}

// Warnings returns what Compile found legal and unwise.
func (p *Program) Warnings() kam.Findings { return slices.Clone(p.warnings) }

// Plans returns the plans with their readings written out, ordered by id and version.
func (p *Program) Plans() []Plan {
	out := make([]Plan, len(p.plans))
	for i, c := range p.plans {
		out[i], _ = ParsePlan(c.canonical) // it was read from these bytes when it was compiled
	}
	return out
}

// Calendar returns the calendar that periods follow.
func (p *Program) Calendar() *kam.Calendar { return p.calendar }

// Window returns the stretch of transactions and postings that a run of the
// period needs: the period, and before it what to-date measures look back on.
// The error is the calendar's.
func (p *Program) Window(period kam.Period) (kam.Period, error) {
	from := period.From
	for _, c := range p.plans {
		start, err := p.start(c.widest, period)
		if err != nil {
			return kam.Period{}, err
		}
		if start.Before(from) {
			from = start
		}
	}
	return kam.NewPeriod(from, period.Until)
}

// start returns the first day of a window of the run's period.
func (p *Program) start(w Window, period kam.Period) (kam.Day, error) {
	if !w.toDate() {
		return period.From, nil
	}
	whole, err := p.calendar.Containing(w.kind(), period.From)
	return whole.From, err
}

func compilePlan(p Plan) (*plan, error) {
	canonical, err := p.Canonical()
	if err != nil {
		return nil, err
	}
	if p, err = ParsePlan(canonical); err != nil { // a copy that nobody else can change
		return nil, err
	}
	c := &plan{Plan: p, hash: p.Hash(), canonical: canonical, measures: map[string]int{}, rules: map[string]int{}, widest: PerPeriod}
	c.grid = settle.Grid{Places: p.Currency.MinorUnits(), Mode: num.Mode(p.Rounding.Mode)}
	if p.Rounding.Places != nil {
		c.grid.Places = *p.Rounding.Places
	}
	for i, r := range p.Credits {
		c.rules[r.Name] = i
	}
	for i, m := range p.Measures {
		c.measures[m.Name] = i
		if m.Window.reach() > c.widest.reach() {
			c.widest = m.Window
		}
	}
	for _, k := range p.Components {
		q := part{Component: k, measure: c.measures[k.Measure]}
		q.axis = q.measure
		if k.Tiers != nil && k.Tiers.On != "" {
			q.axis = c.measures[k.Tiers.On]
		}
		if k.Rate.Valid {
			q.rate = num.Rat(k.Rate.Decimal)
		}
		if k.Table != nil {
			q.cells = make(map[string]*big.Rat, len(k.Table.Cells))
			for _, cell := range k.Table.Cells {
				q.cells[k.Table.key(cell.At)] = num.Rat(cell.Rate)
			}
		}
		q.multipliers()
		for _, limit := range k.Caps {
			if limit.Per == PerDeal {
				q.dealCaps = append(q.dealCaps, limit)
			}
		}
		c.parts = append(c.parts, q)
	}
	c.layout = layOut(c)
	return c, nil
}

// reach orders windows by how far they look back.
func (w Window) reach() int {
	return slices.Index([]Window{PerPeriod, QuarterToDate, HalfToDate, YearToDate}, w)
}

// link resolves which components feed which, and derives the stages of a run.
func (p *Program) link(f *faults, several bool) {
	for _, c := range p.plans {
		root := "$"
		if several {
			root = "$(" + c.ID + ")"
		}
		for i, r := range c.Credits {
			for j, name := range r.Of {
				if len(p.find(name)) == 0 {
					f.add(CodeUnknownName, fmt.Sprintf("%s.credits[%d].of[%d]", root, i, j), say("no plan of the book has a component %q", "没有方案包含组成部分 %q", clip(name)),
						say("write the name of a component, or plan/component", "请写组成部分名称，或 方案/组成部分"))
				}
			}
		}
	}
	if f.list.HasErrors() {
		return
	}
	for _, c := range p.plans {
		for i := range c.parts {
			p.waits = p.waits || c.parts[i].waits()
		}
	}
	p.onCommission = map[source][]managerRule{}
	for _, c := range p.plans {
		p.managers(c)
		for i := range c.parts {
			c.parts[i].of = p.feeds(c, &c.parts[i])
		}
		p.overrides(f, c, several)
	}
	visited := map[source]visit{}
	for _, c := range p.plans {
		for i := range c.parts {
			if !p.stage(source{c.index, i}, visited) {
				f.add(CodeCycle, fmt.Sprintf("$(%s).components[%d]", c.ID, i), say("the component %q depends on itself through overrides", "组成部分 %q 通过上级提成形成循环依赖", c.parts[i].Name),
					say(`name in "of" components that do not depend on this one`, `"of" 中请勿引用依赖本部分的组成部分`))
				return
			}
		}
	}
}

// managerRule is one rule that credits managers, with its plan.
type managerRule struct {
	plan  *plan
	rule  *CreditRule
	index int
}

// managers indexes the rules of a plan that credit managers.
func (p *Program) managers(c *plan) {
	for i := range c.Credits {
		r := managerRule{c, &c.Credits[i], i}
		switch {
		case r.rule.To != ToManager:
		case r.rule.Base == CreditAmount:
			p.onDeals = append(p.onDeals, r)
		default:
			fed := map[source]bool{}
			for _, name := range r.rule.Of {
				for _, s := range p.find(name) {
					if !fed[s] { // a component named twice feeds once
						fed[s] = true
						p.onCommission[s] = append(p.onCommission[s], r)
					}
				}
			}
		}
	}
}

// overrides checks the windows of credits that are taken from commission.
func (p *Program) overrides(f *faults, c *plan, several bool) {
	root := "$"
	if several {
		root = "$(" + c.ID + ")"
	}
	for i, m := range c.Measures {
		for _, name := range m.Credits {
			r := c.Credits[c.rules[name]]
			if len(r.Of) > 0 && m.Window.toDate() {
				f.add(CodeConflict, fmt.Sprintf("%s.measures[%d].window", root, i), say("a credit of commission adds up within the period", "以提成为基数的业绩归属只能按期间累计"), say(`write "window": "period"`, `请写 "window": "period"`))
			}
		}
	}
	for i, r := range c.Credits {
		if r.Base != CreditGross {
			continue
		}
		for _, name := range r.Of {
			for _, s := range p.find(name) {
				from := p.plans[s.plan]
				if from.Measures[from.parts[s.part].measure].Window.toDate() {
					f.add(CodeConflict, fmt.Sprintf("%s.credits[%d].base", root, i), say("what %q earns to date has no gross of its own in one period", "累计组成部分 %q 在单一期间内没有独立的封顶前金额", name), say(`write "base": "after-cap"`, `请写 "base": "after-cap"`))
				}
			}
		}
	}
}

// find returns the components that a name in "of" stands for.
func (p *Program) find(name string) []source {
	id, component, qualified := strings.Cut(name, "/")
	if !qualified {
		component = name
	}
	var out []source
	for _, c := range p.plans {
		for i, k := range c.parts {
			if k.Name == component && (!qualified || c.ID == id) {
				out = append(out, source{c.index, i})
			}
		}
	}
	return out
}

// feeds returns the components whose commission a component looks at.
func (p *Program) feeds(c *plan, k *part) []source {
	set := map[source]bool{}
	for _, m := range c.uses(k) {
		for _, name := range c.Measures[m].Credits {
			for _, of := range c.Credits[c.rules[name]].Of {
				for _, s := range p.find(of) {
					set[s] = true
				}
			}
		}
	}
	return slices.SortedFunc(maps.Keys(set), func(a, b source) int {
		return cmp.Or(cmp.Compare(a.plan, b.plan), cmp.Compare(a.part, b.part))
	})
}

// visit is how far the walk over components has come with one of them.
type visit uint8

const (
	visitOpen visit = iota + 1
	visitDone
)

// stage numbers a component after everything that feeds it; false when it feeds itself.
func (p *Program) stage(s source, visited map[source]visit) bool {
	switch visited[s] {
	case visitOpen:
		return false
	case visitDone:
		return true
	}
	visited[s] = visitOpen
	k := &p.plans[s.plan].parts[s.part]
	for _, from := range k.of {
		if !p.stage(from, visited) {
			return false
		}
		k.stage = max(k.stage, p.plans[from.plan].parts[from.part].stage+1)
	}
	visited[s] = visitDone
	p.stages = max(p.stages, k.stage+1)
	return true
}

// Stages returns how many stages a run has. Between two of them every payee
// waits for all others, because one pays on what the other has earned. Inside
// one, contests, pools and caps per transaction wait for the figures of all
// who take part.
func (p *Program) Stages() int { return p.stages }

// bands returns the tiers of a component with absolute bounds.
func (k *part) bands(scale *big.Rat) []kernel.Band {
	out := make([]kernel.Band, len(k.tiers.Bands))
	for i, b := range k.tiers.Bands {
		out[i] = kernel.Band{From: scaled(b.From, scale)}
		if b.Until.Valid && i == len(out)-1 {
			out[i].Until = scaled(b.Until.Decimal, scale)
		}
		if b.Rate.Valid {
			out[i].Rate = num.Rat(b.Rate.Decimal)
		}
		if b.Amount.Valid {
			out[i].Amount = num.Rat(b.Amount.Decimal)
		}
	}
	return out
}

// scaled returns d × scale; a nil scale is 1.
func scaled(d decimal.Decimal, scale *big.Rat) *big.Rat {
	x := num.Rat(d)
	if scale != nil {
		x.Mul(x, scale)
	}
	return x
}
