package boundary

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/scenario"
	"github.com/kam-go/kam/incentive/scenario/internal/parts"
	"github.com/kam-go/kam/internal/strictjson"
	"github.com/kam-go/kam/internal/wording"
)

// Side is where a boundary case stands.
type Side string

// The sides of a bound.
const (
	// JustBelow, At and JustAbove are one unit below the bound, exactly on it, and one unit above it.
	JustBelow Side = "just-below"
	At        Side = "at"
	JustAbove Side = "just-above"
	// Inside is well within what begins at the bound.
	Inside Side = "inside"
	// BackAcross reaches the bound and falls below it again by a refund, in the same period; BackLater by one in the next.
	BackAcross Side = "back-across"
	BackLater  Side = "back-later"
	// RoundsUp is where the pay inside is rounded to one unit more, RoundsDown as little below as amounts can be: both
	// show a change of a rate or a bound that is far smaller than a cent.
	RoundsUp   Side = "rounds-up"
	RoundsDown Side = "rounds-down"
	// RoundsHalf is where the exact pay lies in the middle between two amounts, which modes of rounding treat differently.
	RoundsHalf Side = "rounds-half"
	// Crossing is a deal that crosses the bound from an uneven position, so that both parts of its pay are uneven.
	Crossing Side = "crossing"
	// Probing belongs to no side: see [Probe].
	Probing Side = "probe"
)

// Case is a scenario at a bound of a plan. What it expects is what the engine pays.
type Case struct {
	Bound
	Side     Side
	Scenario scenario.Scenario
}

// Missed is a bound that no scenario was found for, and why.
type Missed struct {
	Bound
	Reason kam.Text
}

// Set is the boundary cases of some plans.
type Set struct {
	// Cases are in the order of the plans and of their bounds.
	Cases  []Case
	Missed []Missed

	plans    []incentive.Plan
	calendar *kam.CalendarSpec
}

// Request says which boundary cases are to be made.
type Request struct {
	// Plans are the plans that pay, at least one.
	Plans []incentive.Plan
	// Calendar is the fiscal calendar. Nil: the calendar year.
	Calendar *kam.CalendarSpec
	// Plan and Version are the one plan whose cases are made. Empty and 0: all plans, and all versions.
	Plan    string
	Version int
	// Component is the component at whose bounds they are made. Empty: all.
	Component string
}

// Cases makes the boundary cases of all bounds of the plans: made-up deals that bring each component just below,
// exactly to and just above each bound, and a refund back across it, with what the engine pays for them as what is
// expected. They are not a judgement of the plan: read what it pays at its bounds, keep what is meant, and correct the
// plan where it is not.
//
// The error is that of [incentive.Compile], of [kam.NewCalendar] or of ctx.
func Cases(ctx context.Context, r Request) (*Set, error) {
	cal := kam.Gregorian()
	if r.Calendar != nil {
		var err error
		if cal, err = kam.NewCalendar(*r.Calendar); err != nil {
			return nil, err
		}
	}
	program, err := incentive.Compile(incentive.Book{Plans: r.Plans, Calendar: cal})
	if err != nil {
		return nil, err
	}
	out := &Set{plans: program.Plans(), calendar: r.Calendar}
	m := maker{bench: &bench{plans: program.Plans(), program: program, base: scenario.On(program)}, ctx: ctx, out: out, seen: map[string]bool{}, only: r.Component}
	for _, p := range m.plans {
		if (r.Plan == "" || r.Plan == p.ID) && (r.Version == 0 || r.Version == p.Version) {
			m.plan(p)
		}
	}
	return out, ctx.Err()
}

// File returns the cases as a scenario file, with the plans in it.
func (b *Set) File() scenario.File {
	f := scenario.File{Format: scenario.Format, About: "Made at the bounds of the plans.", Inline: slices.Clone(b.plans), Calendar: b.calendar}
	for _, x := range b.Cases {
		f.Scenarios = append(f.Scenarios, x.Scenario)
	}
	return f
}

// Suite compiles the cases. The error says that there is no case at all.
func (b *Set) Suite() (*scenario.Suite, error) {
	if len(b.Cases) == 0 {
		return nil, errors.New("boundary: the plans have no boundary case")
	}
	return scenario.Compile(b.File())
}

// maker makes boundary cases.
type maker struct {
	*bench
	ctx  context.Context
	out  *Set
	seen map[string]bool
	// only is the component that cases are made for; empty: all.
	only string
}

func (m *maker) plan(p incentive.Plan) {
	for _, b := range bounds(p) {
		if m.ctx.Err() != nil {
			return
		}
		if m.only != "" && b.Component != m.only {
			continue
		}
		if reason, ok := m.bound(p, b); !ok {
			m.out.Missed = append(m.out.Missed, Missed{b.Bound, reason})
		}
	}
	for i := range p.Components {
		if m.only == "" || m.only == p.Components[i].Name {
			m.probes(p, i)
		}
	}
}

// bound makes the cases of one bound.
func (m *maker) bound(p incentive.Plan, b bound) (kam.Text, bool) {
	r, ok := m.recipe(p, b.component, b.condition)
	if !ok {
		return wording.Say("no deal can be made up that pays in %s", "无法虚拟出在 %s 中计提的交易", b.Component), false
	}
	s := &searcher{bench: m.bench, ctx: m.ctx, recipe: r}
	measure := parts.Measure(p, b.measure)
	switch {
	case b.number != "":
		s.dial, ok = numberDial(r, b)
	case b.days != nil:
		s.dial, ok = m.daysDial(r, b)
	case b.Day.IsSet():
		s.dial, ok = m.dayDial(r, b)
	default:
		s.dial, ok = turns(r, measure, b.At)
	}
	if !ok {
		return wording.Say("no deal can be made up that moves %s", "无法虚拟出影响 %s 的交易", b.measure), false
	}
	n, ok := m.reach(s, b, measure)
	if !ok {
		return wording.Say("no deals were found that reach it", "未找到可达到该界限的交易"), false
	}
	m.around(s, b, n)
	return kam.Text{}, true
}

// reach finds the number of units at the bound.
func (m *maker) reach(s *searcher, b bound, measure incentive.Measure) (int64, bool) {
	switch {
	case b.Day.IsSet():
		return 1, s.counts(b)
	case b.met != nil:
		return s.least(units(s.recipe.level(measure), s.dial.unit), b.met)
	case b.position():
		at := s.recipe.quantity(measure, b.basis, b.At)
		if !at.IsPositive() {
			return 0, true
		}
		guess, met := s.reaches(measure, at)
		if met == nil {
			return guess, guess > 0 && guess <= s.dial.most
		}
		return s.least(guess, met)
	}
	n := units(b.At, s.dial.unit)
	return n, n <= s.dial.most && s.dial.unit.Mul(decimal.NewFromInt(n)).Equal(b.At)
}

// around adds the cases at and beside n units.
func (m *maker) around(s *searcher, b bound, n int64) {
	if n > 0 {
		m.add(b, JustBelow, s.at(n-1).scenario(""))
		m.add(b, At, s.at(n).scenario(""))
		m.add(b, JustAbove, s.at(n+1).scenario(""))
	}
	if b.number != "" || b.days != nil || b.Day.IsSet() {
		return
	}
	inside := m.inside(s, b, n)
	m.add(b, Inside, s.at(inside).scenario(""))
	m.flips(s, b, inside)
	if b.Kind == Tier && n > 1 {
		m.crossing(s, b, n)
	}
	if s.dial.refund == nil || n < 1 {
		return
	}
	m.back(s, b, n, s.dial.unit)
	if inside > n {
		m.back(s, b, inside, s.dial.unit.Mul(decimal.NewFromInt(inside-n+1)))
	}
}

// inside returns a number of units half-way to the next bound of the same axis, or half as much again.
func (m *maker) inside(s *searcher, b bound, n int64) int64 {
	next := int64(0)
	for _, other := range bounds(s.recipe.plan) {
		if other.component != b.component || !other.position() || other.measure != b.measure || other.Kind != b.Kind {
			continue
		}
		measure := parts.Measure(s.recipe.plan, other.measure)
		at := s.recipe.quantity(measure, other.basis, other.At)
		guess, _ := s.reaches(measure, at)
		if guess > n && (next == 0 || guess < next) {
			next = guess
		}
	}
	switch {
	case next > n+1:
		return n + (next-n)/2
	case n == 0:
		return max(units(s.recipe.level(parts.Measure(s.recipe.plan, b.measure)), s.dial.unit), 1)
	}
	return min(n+max(n/2, 1), s.dial.most)
}

// back adds the cases of a refund of so much of some units, in the same period and in the next.
func (m *maker) back(s *searcher, b bound, from int64, by decimal.Decimal) {
	r := s.at(from)
	refund := s.dial.refund(r, by)
	day := m.day(r)
	refund.Booked, refund.Invoiced, refund.CashDate, refund.Delivered = day, day, day, day
	same := r.scenario("")
	r.add(&same.Steps[0], refund)
	m.add(b, BackAcross, same)
	later := r.scenario("")
	refund.Booked, refund.Invoiced, refund.CashDate, refund.Delivered = kam.Day{}, kam.Day{}, kam.Day{}, kam.Day{}
	later.Steps = append(later.Steps, r.step(refund))
	m.add(b, BackLater, later)
}

// add fills in what a case must give, and keeps it unless one like it is there.
func (m *maker) add(b bound, side Side, s scenario.Scenario) {
	s.Name = ""
	key, err := strictjson.Canonical(s)
	if err != nil || m.seen[string(key)] {
		return
	}
	m.seen[string(key)] = true
	if p, ok := m.program.Plan(b.Plan, b.Version); ok {
		s = m.timed(p, s)
	}
	s.Name = m.name(b, side)
	r, ok := m.play(m.ctx, s)
	if !ok {
		return
	}
	m.out.Cases = append(m.out.Cases, Case{Bound: b.Bound, Side: side, Scenario: expecting(s, r)})
}

// expecting returns a scenario that expects what came out.
func expecting(s scenario.Scenario, r scenario.Result) scenario.Scenario {
	s.Steps = slices.Clone(s.Steps)
	for i, outcome := range r.Outcome() {
		s.Steps[i].Expect = outcome
	}
	return s
}

// maxName leaves the names of scenarios room for a number, in bytes.
const maxName = 120

// name returns a name that no other case has.
func (m *maker) name(b bound, side Side) string {
	base := fmt.Sprintf("%s/%d %s %s %s", b.Plan, b.Version, b.Place, b.stated(), side)
	if b.Kind == Probe {
		base = fmt.Sprintf("%s/%d %s %s", b.Plan, b.Version, b.Place, side)
	}
	for len(base) > maxName {
		_, last := utf8.DecodeLastRuneInString(base)
		base = base[:len(base)-last]
	}
	name := base
	for i := 2; slices.ContainsFunc(m.out.Cases, func(x Case) bool { return x.Scenario.Name == name }); i++ {
		name = fmt.Sprintf("%s %d", base, i)
	}
	return name
}
