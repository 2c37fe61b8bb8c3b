package goals

import (
	"errors"
	"fmt"
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
)

// Errors of [Goal.Blended].
var (
	// ErrTracking says that a goal does not state whether its values add up.
	ErrTracking = errors.New("goals: tracking is not stated")
	// ErrCounting says that a way of counting days is none of the known ones.
	ErrCounting = errors.New("goals: unknown counting of days")
)

// Amendment changes a target inside its period, from a day on. The zero value is none.
type Amendment struct {
	// Effective is the first day on which the new target is in force.
	Effective kam.Day `json:"effective"`
	// Target replaces the target that was in force, for the whole of the goal's period.
	Target decimal.Decimal `json:"target"`
	// Reason says why, and Approver who allowed it on the day Decided.
	Reason   string  `json:"reason"`
	Approver string  `json:"approver"`
	Decided  kam.Day `json:"decided"`
}

// checkAmendments adds the faults of g's amendments.
func (g Goal) checkAmendments(f *faults, at string) {
	if !f.atMost("amendment", at, len(g.Amendments), maxAmendments) {
		return
	}
	last := kam.Day{}
	for i, a := range g.Amendments {
		place := fmt.Sprintf("%s[%d]", at, i)
		a.check(f, place)
		if slices.Contains(g.Owners, a.Approver) {
			f.add("amendment", place+".approver", say("%q owns the goal", "%q 是该目标的负责人", clip(a.Approver)),
				say("have somebody else approve it", "请由其他人批准"))
		}
		if !a.Effective.IsSet() {
			continue
		}
		if g.Period.Check() == nil && !g.Period.Contains(a.Effective) {
			f.add("amendment", place+".effective", say("%s is outside the period %s", "%s 不在期间 %s 内", a.Effective, g.Period),
				say("let it take effect on a day of the period", "请填写期间内的一天"))
		}
		if last.IsSet() && !a.Effective.After(last) {
			f.add("amendment", place+".effective", say("%s is not after %s, when the amendment before it took effect", "%s 不晚于上一次变更的生效日 %s", a.Effective, last),
				say("amend from a later day; what was in force is never overwritten", "请从更晚的一天起变更；已生效的目标不得改写"))
		}
		last = a.Effective
	}
}

// check adds the faults of a by itself.
func (a Amendment) check(f *faults, at string) {
	f.number(at+".target", a.Target)
	f.prose("amendment", at+".reason", a.Reason, maxReason, true)
	f.name("amendment", at+".approver", a.Approver)
	for _, d := range []struct {
		place string
		day   kam.Day
	}{{at + ".effective", a.Effective}, {at + ".decided", a.Decided}} {
		if !d.day.IsSet() {
			f.add("amendment", d.place, say("it has no day", "没有日期"), say("state the day as YYYY-MM-DD", "请按 YYYY-MM-DD 填写日期"))
		}
	}
}

// Amend returns g with a added to its amendments; g itself stays as it was, and so does every earlier target. The
// error is an [*kam.InvalidError] with every fault of the amended goal: a takes effect on a day of the period and after
// every earlier amendment, and it has a reason, a day of decision and an approver who does not own the goal.
func (g Goal) Amend(a Amendment) (Goal, error) {
	amended := g.Clone()
	amended.Amendments = append(amended.Amendments, a)
	if err := amended.Check(); err != nil {
		return Goal{}, err
	}
	return amended, nil
}

// TargetOn returns the target in force on d: Target until the first amendment takes effect, then that of the last one
// whose Effective is d or before. On a day before the period it is Target, on one after it the last in force.
// Amendments are read as [Goal.Check] wants them, in order.
func (g Goal) TargetOn(d kam.Day) decimal.Decimal {
	target := g.Target
	for _, a := range g.Amendments {
		if a.Effective.After(d) {
			break
		}
		target = a.Target
	}
	return target
}

// Counting says which days of a period are counted. The zero value is none and refused, since the choice changes a
// number.
type Counting string

// Ways of counting days.
const (
	// ByDays counts every day.
	ByDays Counting = "days"
	// ByWorkingDays counts the working days of a calendar.
	ByWorkingDays Counting = "working-days"
)

// Days returns how many days of p are counted. The error wraps [ErrCounting], [kam.ErrPeriod] for what is no closed
// period, or [kam.ErrNoHolidays] for working days of a year of which c knows none.
func (by Counting) Days(c *kam.Calendar, p kam.Period) (int, error) {
	switch by {
	case ByWorkingDays:
		return c.WorkingDays(p)
	case ByDays:
		if err := p.Check(); err != nil {
			return 0, err
		}
		if p.IsOpen() {
			return 0, fmt.Errorf("%w: %s has no end", kam.ErrPeriod, p)
		}
		return p.Days(), nil
	default:
		return 0, fmt.Errorf("%w: %q; use %q or %q", ErrCounting, clip(string(by)), ByDays, ByWorkingDays)
	}
}

// Blend is the target of a period in which it was amended. The zero value is a target of 0 without parts.
type Blend struct {
	// Parts are the stretches of the period in order, each with the target in force. They tile the period.
	Parts []BlendPart
	exact *big.Rat
}

// BlendPart is a stretch of a period in which one target was in force.
type BlendPart struct {
	Period kam.Period
	Target decimal.Decimal
	// Days is how many days of Period are counted.
	Days int
}

// Exact returns the blended target as a new exact ratio.
func (b Blend) Exact() *big.Rat {
	if b.exact == nil {
		return new(big.Rat)
	}
	return new(big.Rat).Set(b.exact)
}

// Round returns the blended target rounded once, half away from zero, to places decimal places, which are read as
// within 0 and 30.
func (b Blend) Round(places int32) decimal.Decimal {
	return num.RoundRat(b.Exact(), min(max(places, 0), num.MaxExponent), num.HalfUp)
}

// Blended returns the target that g's period as a whole is measured by. Of a flow it is the mean of the targets in
// force, each weighted by its counted days: 1,200 for half of the days and 1,400 for the other half are 1,300. Of a
// stock it is the target in force at the end. Nothing is rounded before [Blend.Round]; without amendments it is Target.
//
// The error is the [*kam.InvalidError] of [Goal.Check], or wraps [ErrTracking], or the error of [Counting.Days];
// a period without one counted day is an error that wraps [kam.ErrPeriod] when its flow was amended. The calendar c
// is asked for working days only, and may be nil otherwise.
func (g Goal) Blended(c *kam.Calendar, by Counting) (Blend, error) {
	if err := g.Check(); err != nil {
		return Blend{}, err
	}
	if g.Tracking == "" {
		return Blend{}, fmt.Errorf("%w: goal %q; state flow or stock", ErrTracking, clip(g.ID))
	}
	var b Blend
	from := g.Period.From
	add := func(until kam.Day) error {
		if from == until {
			return nil // amended on the first day
		}
		part := BlendPart{Period: kam.Period{From: from, Until: until}, Target: g.TargetOn(from)}
		var err error
		part.Days, err = by.Days(c, part.Period)
		b.Parts = append(b.Parts, part)
		from = until
		return err
	}
	for _, a := range g.Amendments {
		if err := add(a.Effective); err != nil {
			return Blend{}, fmt.Errorf("goals: blended target of %q: %w", clip(g.ID), err)
		}
	}
	if err := add(g.Period.Until); err != nil {
		return Blend{}, fmt.Errorf("goals: blended target of %q: %w", clip(g.ID), err)
	}
	last := b.Parts[len(b.Parts)-1].Target
	if g.Tracking == Stock || len(b.Parts) == 1 {
		b.exact = num.Rat(last)
		return b, nil
	}
	total, days := new(big.Rat), int64(0)
	for _, p := range b.Parts {
		total.Add(total, new(big.Rat).Mul(num.Rat(p.Target), big.NewRat(int64(p.Days), 1)))
		days += int64(p.Days)
	}
	if days == 0 {
		return Blend{}, fmt.Errorf("goals: blended target of %q: %w: %s has no working day", clip(g.ID), kam.ErrPeriod, g.Period)
	}
	b.exact = total.Quo(total, big.NewRat(days, 1))
	return b, nil
}

// Clone returns a copy of g that shares no memory with it.
func (g Goal) Clone() Goal {
	g.Owners = slices.Clone(g.Owners)
	g.Milestones = slices.Clone(g.Milestones)
	g.Amendments = slices.Clone(g.Amendments)
	if g.Survey != nil {
		survey := *g.Survey
		g.Survey = &survey
	}
	return g
}
