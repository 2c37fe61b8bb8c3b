package backtest

import (
	"context"
	"runtime"
	"slices"
	"strings"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/internal/wording"
)

// Question asks what a history would have earned on two sides.
type Question struct {
	Before  Side    `json:"before"`
	After   Side    `json:"after"`
	History History `json:"history"`
	// Renamed names the counterparts of plans that go by another id after, by their id before. The other plans keep theirs;
	// where either side has one plan alone, the two belong together in any case.
	Renamed map[string]string `json:"renamed,omitempty"`
	// Calendar is the calendar of both sides. Defaults to kam.Gregorian().
	Calendar *kam.Calendar `json:"-"`
}

// Options say how something is calculated. They never change its result. The zero value works.
type Options struct {
	// Workers is how much is calculated at the same time. Defaults to GOMAXPROCS.
	Workers int
	// Progress is called from one goroutine at a time with what is done and the total, the last time with both equal.
	// Defaults to none.
	Progress func(done, total int)
}

func (o Options) workers() int {
	if o.Workers > 0 {
		return o.Workers
	}
	return runtime.GOMAXPROCS(0)
}

// Compare calculates both sides over the history and attributes the difference of every payee to what was changed.
//
// Changes are made one at a time on the side before, in the order in which plans are written: rounding, dates and
// refunds, then credit rules, measures, components with their rates, gates, multipliers, caps and floors, then the plan's
// caps; plans by id. One that no plan allows alone, such as a new credit rule before the component that pays on it, or
// that would hold somebody whom neither side holds, waits and is made with the first later one that lets it be made.
// What then remains comes last, with the roster. The effect of each is what it adds in its turn.
//
// The error is a *kam.InvalidError with every fault of the question, of either side's plans or inputs, or ctx.Err().
func Compare(ctx context.Context, q Question, opt Options) (*Comparison, error) {
	c, err := newComparing(q, opt)
	if err != nil {
		return nil, err
	}
	if err := c.sides(ctx); err != nil {
		return nil, err
	}
	if err := c.attribute(ctx); err != nil {
		return nil, err
	}
	return c.result(), nil
}

// comparing is a comparison that is being made.
type comparing struct {
	q             Question
	opt           Options
	plans         []incentive.Plan
	after         []incentive.Plan
	pairs         []pair
	beforeProgram *incentive.Program
	afterProgram  *incentive.Program
	roster        incentive.Roster
	afterRoster   incentive.Roster
	before, final *played
	// held are those who are not compared.
	held  map[string]bool
	edits []edit
	// blenders are by the place of a plan on the side before.
	blenders map[int]*blender
	aside    []kam.Text
	changes  []made
	done     int
	total    int
}

func newComparing(q Question, opt Options) (*comparing, error) {
	f := wording.Faults{Prefix: prefix}
	q.History.check(&f, "$.history")
	for _, side := range []struct {
		at    string
		plans []incentive.Plan
	}{{"$.before.plans", q.Before.Plans}, {"$.after.plans", q.After.Plans}} {
		f.Count(side.at, len(side.plans), 1, MaxPlans)
	}
	for id, name := range q.Renamed {
		if !slices.ContainsFunc(q.Before.Plans, func(p incentive.Plan) bool { return p.ID == id }) {
			f.Add("plan", "$.renamed", say("no plan before is %s", "变更前没有方案 %s", wording.Quote(id)), say("name a plan of the side before", "请填写变更前的方案编号"))
		}
		if !slices.ContainsFunc(q.After.Plans, func(p incentive.Plan) bool { return p.ID == name }) {
			f.Add("plan", "$.renamed", say("no plan after is %s", "变更后没有方案 %s", wording.Quote(name)), say("name a plan of the side after", "请填写变更后的方案编号"))
		}
	}
	if err := f.Err(); err != nil {
		return nil, err
	}
	c := &comparing{q: q, opt: opt, held: map[string]bool{}, blenders: map[int]*blender{}}
	span := q.History.span()
	var list kam.Findings
	compile := func(name string, plans []incentive.Plan) *incentive.Program {
		program, err := incentive.Compile(incentive.Book{Plans: plans, Calendar: q.Calendar})
		if err != nil {
			list.Merge(findingsOf(within(name, err)))
		}
		return program
	}
	c.plans, c.after = sorted(widened(q.Before.Plans, span)), sorted(widened(q.After.Plans, span))
	c.beforeProgram, c.afterProgram = compile("before", c.plans), compile("after", c.after)
	if err := list.Err(); err != nil {
		return nil, err
	}
	c.pairs = paired(c.plans, c.after, q.Renamed)
	c.roster = q.History.Roster
	if q.Before.Roster != nil {
		c.roster = *q.Before.Roster
	}
	c.afterRoster = moved(c.roster, c.plans, c.after, c.pairs)
	if q.After.Roster != nil {
		c.afterRoster = *q.After.Roster
	}
	for _, p := range c.pairs {
		if p.after < 0 {
			continue
		}
		edits, aside, err := editsOf(p.before, c.plans[p.before], c.after[p.after])
		if err != nil {
			return nil, err
		}
		c.edits, c.aside = append(c.edits, edits...), append(c.aside, aside...)
	}
	c.total = 2 + 2*len(c.edits)
	return c, nil
}

// MaxPlans is the largest number of plans of a side.
const MaxPlans = 100

// sorted orders plans by id and version.
func sorted(plans []incentive.Plan) []incentive.Plan {
	slices.SortFunc(plans, func(a, b incentive.Plan) int {
		if x := strings.Compare(a.ID, b.ID); x != 0 {
			return x
		}
		return a.Version - b.Version
	})
	return plans
}

// step reports progress.
func (c *comparing) step(n int) {
	c.done = min(c.done+n, c.total)
	if c.opt.Progress != nil && n > 0 {
		c.opt.Progress(c.done, c.total)
	}
}

// sides calculates both sides and finds who is held.
func (c *comparing) sides(ctx context.Context) error {
	var err error
	before := player{program: c.beforeProgram, plans: expanded(c.plans), history: c.q.History, roster: c.roster}
	if c.before, err = before.play(ctx, c.opt.workers()); err != nil {
		return within("before", err)
	}
	c.step(1)
	after := player{program: c.afterProgram, plans: expanded(c.after), history: c.q.History, roster: c.afterRoster}
	if c.final, err = after.play(ctx, c.opt.workers()); err != nil {
		return within("after", err)
	}
	c.step(1)
	for _, side := range []*played{c.before, c.final} {
		for id := range side.held {
			c.held[id] = true
		}
	}
	return nil
}
