package develop

import (
	"maps"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/evidence"
	"github.com/kam-go/kam/careerpath/skills"
	"github.com/kam-go/kam/careerpath/training"
	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/internal/wording"
)

// maxPlanID is the longest ID of a plan, in bytes, so that those of its tasks are IDs as well.
const maxPlanID = 100

// maxPerWeek is the hours of a week.
const maxPerWeek = 168

// maxCost is more than what the steps of a plan can cost together.
const maxCost = training.MaxAmount * MaxRelevant

// check reports every fault of a request.
func (r Request) check(p *training.Program) error {
	f := wording.Faults{Prefix: prefix}
	if f.ID("$.id", r.ID, nil) && len(r.ID) > maxPlanID {
		f.Add("id", "$.id", wording.Say("it has %d bytes, more than %d", "长 %d 字节，超过 %d", len(r.ID), maxPlanID),
			wording.Say("use a shorter one: the IDs of tasks begin with it", "请使用更短的标识：任务标识以它开头"))
	}
	f.Subject("$.person", r.Person)
	if r.Aim != "" {
		f.ID("$.aim", r.Aim, nil)
	}
	f.Merge("$.requirements", skills.CheckRequirements(r.Requirements, levelsOf(r.Requirements)))
	if len(r.Requirements) == 0 {
		f.Count("$.requirements", 0, 1, skills.MaxRequirements)
	}
	if len(r.Levels) > MaxList {
		f.Count("$.levels", len(r.Levels), 0, MaxList)
	} else {
		checkLevels(&f, "$.levels", r.Levels)
	}
	wording.Choice(&f, "unknown", "$.unknown", r.Unknown, FromZero, LeaveOut)
	if f.Period("$.period", r.Period, true) && r.Period.Days() > MaxDays {
		f.Add("period", "$.period", wording.Say("it has %d days", "共 %d 天", r.Period.Days()), wording.Say("plan at most %d days", "最多 %d 天", MaxDays))
	}
	quantity(&f, "$.budget", r.Budget, training.MaxAmount)
	quantity(&f, "$.hours", r.Hours, training.MaxHours)
	between(&f, "$.perWeek", r.PerWeek, maxPerWeek)
	between(&f, "$.checkEvery", r.CheckEvery, MaxMonths)
	between(&f, "$.effort", r.Effort, MaxEffort)
	completed := r.offerings(&f, p, "$.completed", r.Completed)
	for i, id := range r.Again {
		if !completed[id] {
			f.Add("again", wording.At("$.again", i), wording.Say("%s is not among those completed", "%s 不在已完成项目之中", wording.Quote(id)),
				wording.Say("leave it out: what was not completed can be taken anyway", "请去掉：未完成的项目本来就可以参加"))
		}
	}
	r.offerings(&f, p, "$.again", r.Again)
	r.offerings(&f, p, "$.exclude", r.Exclude)
	if f.Count("$.full", len(r.Full), 0, MaxList) {
		r.sittings(&f, p)
	}
	return f.Err()
}

// noCatalogue reports that there is no catalogue to plan with.
func noCatalogue(f *wording.Faults) {
	f.Add("catalogue", "$.catalogue", wording.Say("there is no catalogue", "没有目录"), wording.Say("compile one with training.Compile", "请先用 training.Compile 编译目录"))
}

// levelsOf makes up a vocabulary in which every requirement is a level: whoever compiled the catalogue and assessed the
// person has checked theirs, and a skill that no offering teaches is an obstacle and no fault.
func levelsOf(list []skills.Requirement) []evidence.Skill {
	known := make([]evidence.Skill, 0, len(list))
	for _, r := range list {
		known = append(known, evidence.Skill{ID: r.Skill, Levels: make([]kam.Text, skills.MaxLevel+1)})
	}
	return known
}

func checkLevels(f *wording.Faults, place string, levels skills.Levels) {
	for _, id := range slices.Sorted(maps.Keys(levels)) {
		if level := levels[id]; level < 0 || level > skills.MaxLevel {
			f.Add("level", place+"."+wording.Clip(id), wording.Say("%d is no level", "%d 不是有效等级", level), wording.Say("use %d to %d", "请使用 %d 到 %d", 0, skills.MaxLevel))
		}
	}
}

// quantity reports a limit that is negative, too large or too long.
func quantity(f *wording.Faults, place string, q decimal.NullDecimal, most int64) {
	if !q.Valid || usable(q.Decimal, most) {
		return
	}
	f.Add("limit", place, wording.Say("%s cannot be a limit", "%s 不能作为上限", q.Decimal),
		wording.Say("use 0 to %d with at most %d decimal places", "请使用 0 到 %d，小数最多 %d 位", most, training.MaxPlaces))
}

// usable tells whether q is from 0 to most with few decimal places.
func usable(q decimal.Decimal, most int64) bool {
	return num.Check(q) == nil && !q.IsNegative() && !q.GreaterThan(decimal.New(most, 0)) && num.Round(q, training.MaxPlaces, num.Down).Equal(q)
}

// between reports a whole number that is not from 0, which is the default, to most.
func between(f *wording.Faults, place string, n, most int) {
	if n < 0 || n > most {
		f.Add("range", place, wording.Say("%d is out of range", "%d 超出范围", n), wording.Say("use 1 to %d, or 0 for what is usual", "请使用 1 到 %d，0 表示默认", most))
	}
}

// offerings reports what is not in the catalogue or stands twice, and returns what is there.
func (r Request) offerings(f *wording.Faults, p *training.Program, place string, list []string) map[string]bool {
	seen := make(map[string]bool, len(list))
	if !f.Count(place, len(list), 0, MaxList) {
		return seen
	}
	for i, id := range list {
		at := wording.At(place, i)
		if !f.ID(at, id, seen) {
			continue
		}
		if _, ok := p.Offering(id); !ok {
			f.Add("offering", at, noOffering(id), wording.Say("use the ID of an offering of the catalogue", "请使用目录中项目的标识"))
		}
	}
	return seen
}

func noOffering(id string) kam.Text {
	return wording.Say("the catalogue has no offering %s", "目录中没有项目 %s", wording.Quote(id))
}

func (r Request) sittings(f *wording.Faults, p *training.Program) {
	for i, s := range r.Full {
		at := wording.At("$.full", i)
		o, ok := p.Offering(s.Offering)
		switch {
		case !ok:
			f.Add("offering", at+".offering", noOffering(s.Offering), wording.Say("use the ID of an offering of the catalogue", "请使用目录中项目的标识"))
		case sessionOf(&o, s.Session) == nil:
			f.Add("session", at+".session", wording.Say("%s has no session %s", "%s 没有场次 %s", wording.Quote(s.Offering), wording.Quote(s.Session)),
				wording.Say("use the ID of one of its sessions", "请使用该项目场次的标识"))
		}
	}
}

// sessionOf returns the session of an offering with an ID; nil when there is none.
func sessionOf(o *training.Offering, id string) *training.Session {
	for i := range o.Sessions {
		if o.Sessions[i].ID == id {
			return &o.Sessions[i]
		}
	}
	return nil
}
