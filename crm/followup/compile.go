package followup

import (
	"slices"
	"time"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/internal/wording"
)

const prefix = "followup"

// say builds a text in both languages.
func say(en, zh string, args ...any) kam.Text { return wording.Say(en, zh, args...) }

// Rules is a checked policy with the calendar and the zone that it is read in. It is immutable and safe for concurrent use.
type Rules struct {
	policy   Policy
	tiers    map[string]int
	pools    map[string]int
	calendar *kam.Calendar
	zone     *time.Location
}

// Compile checks a policy and returns its rules, or every fault of it in one [*kam.InvalidError]. Working days are those
// of the calendar; instants become days in the zone, UTC when it is nil.
func Compile(p Policy, c *kam.Calendar, zone *time.Location) (*Rules, error) {
	p = clonePolicy(p)
	f := wording.Faults{Prefix: prefix}
	if c == nil {
		c = kam.Gregorian()
	}
	if zone == nil {
		zone = time.UTC
	}
	r := &Rules{policy: p, tiers: map[string]int{}, pools: map[string]int{}, calendar: c, zone: zone}
	wording.Choice(&f, "off-day", "$.offDay", p.OffDay, NextWorkingDay, PreviousWorkingDay, StayOffDay)
	if p.Steward != "" {
		f.ID("$.steward", p.Steward, nil)
	}
	if f.Count("$.tiers", len(p.Tiers), 1, MaxTiers) {
		for i, t := range p.Tiers {
			r.checkTier(&f, wording.At("$.tiers", i), i, t)
		}
	}
	if f.Count("$.pools", len(p.Pools), 0, MaxPools) {
		for i, pool := range p.Pools {
			r.checkPool(&f, wording.At("$.pools", i), i, pool)
		}
	}
	if err := f.Err(); err != nil {
		return nil, err
	}
	return r, nil
}

// Policy returns the policy, which shares no memory with the rules.
func (r *Rules) Policy() Policy { return clonePolicy(r.policy) }

func clonePolicy(p Policy) Policy {
	p.Tiers, p.Pools = slices.Clone(p.Tiers), slices.Clone(p.Pools)
	for i := range p.Tiers {
		p.Tiers[i].Cadences = slices.Clone(p.Tiers[i].Cadences)
		for j := range p.Tiers[i].Cadences {
			types := &p.Tiers[i].Cadences[j].Counts.Types
			*types = slices.Clone(*types)
		}
	}
	for i := range p.Pools {
		p.Pools[i].Counts.Types = slices.Clone(p.Pools[i].Counts.Types)
	}
	return p
}

// named enters a name that may be empty, and reports one that stands twice.
func named(f *wording.Faults, at, name string, i int, seen map[string]int) {
	if name != "" && !f.ID(at+".name", name, nil) {
		return
	}
	if _, twice := seen[name]; twice {
		f.Add("twice", at+".name", say("%s stands twice", "%s 重复出现", wording.Quote(name)), say("state each once", "每一项只写一次"))
		return
	}
	seen[name] = i
}

func (r *Rules) checkTier(f *wording.Faults, at string, i int, t Tier) {
	named(f, at, t.Name, i, r.tiers)
	if !f.Count(at+".cadences", len(t.Cadences), 1, MaxCadences) {
		return
	}
	seen := map[string]bool{}
	for j, c := range t.Cadences {
		where := wording.At(at+".cadences", j)
		f.ID(where+".name", c.Name, seen)
		checkCounts(f, where+".counts", c.Counts)
		checkRhythm(f, where, c)
		between(f, "grace", where+".grace", c.Grace, 0, 250)
	}
}

func checkRhythm(f *wording.Faults, at string, c Cadence) {
	every, times := c.Every != Interval{}, c.Times != 0 || c.Per != ""
	if every == times {
		f.Add("rhythm", at, say("it has to state either an interval or a number in each period", "须且只能说明一种节奏：间隔，或每期次数"),
			say(`write "every": {"n": 2, "unit": "weeks"}, or "times": 3, "per": "quarter"`, `请写 "every": {"n": 2, "unit": "weeks"}，或 "times": 3, "per": "quarter"`))
		return
	}
	if every {
		between(f, "every", at+".every.n", c.Every.N, 1, MaxEvery)
		wording.Choice(f, "every", at+".every.unit", c.Every.Unit, UnitDays, UnitWorkingDays, UnitWeeks, UnitMonths)
		return
	}
	between(f, "times", at+".times", c.Times, 1, 100)
	wording.Choice(f, "times", at+".per", c.Per, kam.Year, kam.HalfYear, kam.Quarter, kam.Month, kam.Week)
}

func between(f *wording.Faults, code, at string, n, least, most int) {
	if n < least || n > most {
		f.Add(code, at, say("%d is out of range", "%d 超出范围", n), say("use %d to %d", "请使用 %d 至 %d", least, most))
	}
}

func checkCounts(f *wording.Faults, at string, c Counts) {
	if f.Count(at+".types", len(c.Types), 1, MaxCadences) {
		seen := map[string]bool{}
		for i, kind := range c.Types {
			where := wording.At(at+".types", i)
			if f.ID(where, string(kind), seen) && kind == crm.ToDo {
				f.Add("types", where, say("a task is no contact", "任务不算联系"), say("name the activity itself, such as visit", "请填写活动本身的类型，如 visit"))
			}
		}
	}
	between(f, "minutes", at+".minutes", c.Minutes, 0, 24*60)
}

func (r *Rules) checkPool(f *wording.Faults, at string, i int, p Pool) {
	named(f, at, p.Name, i, r.pools)
	between(f, "days", at+".withoutContact", p.WithoutContact, 0, MaxDays)
	between(f, "days", at+".withoutDeal", p.WithoutDeal, 0, MaxDays)
	between(f, "days", at+".warn", p.Warn, 0, MaxDays)
	if p.WithoutContact == 0 && p.WithoutDeal == 0 {
		f.Add("pool", at, say("it never takes an account back", "没有任何收回条件"), say("state withoutContact, withoutDeal, or both, in days", "请以天数填写 withoutContact、withoutDeal 或两者"))
	}
	if p.WithoutContact != 0 {
		checkCounts(f, at+".counts", p.Counts)
	}
	if p.WithoutDeal != 0 {
		wording.Choice(f, "deal", at+".deal", p.Deal, DealEnds, DealRestarts)
	} else if p.Deal != "" {
		f.Add("deal", at+".deal", say("it has a meaning with withoutDeal alone", "仅在填写 withoutDeal 时有意义"), say("remove it, or state withoutDeal", "请删除，或填写 withoutDeal"))
	}
}
