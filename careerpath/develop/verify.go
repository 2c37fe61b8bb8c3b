package develop

import (
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam/careerpath/skills"
	"github.com/kam-go/kam/careerpath/training"
	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/internal/wording"
)

// VerifyPlan returns nil when a plan can be followed as it stands and its figures are right, from nothing but the plan and
// the catalogue; else an [*kam.InvalidError] with every fault. It checks that each step is an offering with its cost, hours
// and days, that what it requires and asks for is there when it begins, that no two sessions share a day, that levels and
// sums are those of the steps, and that limits are kept. That there is no better plan it cannot check: it only looks whether
// the bound agrees with the plan.
func VerifyPlan(p *training.Program, plan Plan) error {
	v := verifier{Faults: &wording.Faults{Prefix: prefix}, program: p, plan: &plan}
	if p == nil {
		noCatalogue(v.Faults)
		return v.Err()
	}
	if v.head() {
		v.targets()
		v.steps()
		v.figures()
	}
	return v.Err()
}

// verifier collects what is wrong with a plan.
type verifier struct {
	*wording.Faults
	program *training.Program
	plan    *Plan
	taken   []taken
}

// taken is a step with its offering.
type taken struct {
	step     *Step
	offering training.Offering
	at       string
}

// head checks what the plan is of, and whether the rest can be looked at.
func (v *verifier) head() bool {
	p, c := v.plan, v.program.Catalogue()
	if p.Format != Format {
		v.Add("format", "$.format", wording.Say("format %d is not known", "格式版本 %d 无法识别", p.Format), wording.Say("use %d", "请使用 %d", Format))
	}
	v.ID("$.id", p.ID, nil)
	v.Subject("$.person", p.Person)
	if p.Catalogue != c.ID || p.Currency != c.Currency {
		v.Add("catalogue", "$.catalogue", wording.Say("it is of catalogue %s in %s", "其目录为 %s，币种 %s", wording.Quote(p.Catalogue), wording.Quote(string(p.Currency))),
			wording.Say("verify it with that catalogue; this one is %s in %s", "请用该目录核对；当前目录为 %s，币种 %s", wording.Quote(c.ID), wording.Quote(string(c.Currency))))
	}
	wording.Choice(v.Faults, "unknown", "$.unknown", p.Unknown, FromZero, LeaveOut)
	wording.Choice(v.Faults, "outcome", "$.outcome", p.Outcome, Covered, Partial, Unmet)
	quantity(v.Faults, "$.budget", p.Budget, training.MaxAmount)
	quantity(v.Faults, "$.hours", p.Hours, training.MaxHours)
	if p.PerWeek < 1 || p.PerWeek > maxPerWeek {
		v.Add("range", "$.perWeek", wording.Say("%d is out of range", "%d 超出范围", p.PerWeek), wording.Say("use 1 to %d", "请使用 1 到 %d", maxPerWeek))
	}
	good := v.Period("$.period", p.Period, true)
	for _, list := range []struct {
		place string
		n     int
	}{
		{"$.targets", len(p.Targets)},
		{"$.entries", len(p.Entries)},
		{"$.assessFirst", len(p.AssessFirst)},
		{"$.completed", len(p.Completed)},
		{"$.steps", len(p.Steps)},
		{"$.obstacles", len(p.Obstacles)},
		{"$.checkPoints", len(p.CheckPoints)},
	} {
		good = v.Count(list.place, list.n, 0, MaxList) && good
	}
	for i, d := range p.CheckPoints {
		if good && (!p.Period.Contains(d) || i > 0 && !d.After(p.CheckPoints[i-1])) {
			v.Add("day", wording.At("$.checkPoints", i), wording.Say("%s is outside the plan, or not after the one before", "%s 不在计划期间内，或不晚于前一检查点", d),
				wording.Say("state days of the plan in rising order", "请按先后填写计划期间内的日期"))
		}
	}
	return good
}

func (v *verifier) targets() {
	seen := map[string]bool{}
	for i, t := range v.plan.Targets {
		at := wording.At("$.targets", i)
		v.ID(at+".skill", t.Skill, seen)
		if t.Required < 1 || t.Required > skills.MaxLevel || t.Planned < 0 || t.Planned > skills.MaxLevel || badLevel(t.Present) {
			v.Add("level", at, wording.Say("a level is out of range", "等级超出范围"), wording.Say("use %d to %d", "请使用 %d 到 %d", 0, skills.MaxLevel))
		}
		if t.Weight.Check() != nil || t.Weight.Num <= 0 {
			v.Add("weight", at+".weight", wording.Say("%s is no weight", "%s 不能作为权重", t.Weight), wording.Say("state a fraction above 0", "请填写大于 0 的分数"))
		}
		if t.LeftOut != (!t.Present.Known && v.plan.Unknown == LeaveOut) {
			v.Add("left-out", at+".leftOut", wording.Say("whether it is left out does not follow from its level and the policy", "是否暂不计划与现有等级及处理方式不符"),
				wording.Say("leave out just what is unknown, and only with %s", "仅在 %s 时暂不计划未知项", string(LeaveOut)))
		}
		if !t.Present.Known && !slices.Contains(v.plan.AssessFirst, t.Skill) {
			v.Add("assess", at, wording.Say("its level is unknown, and it is not among those to assess first", "等级未知，却未列入先行评估"),
				wording.Say("add it to assessFirst", "请加入 assessFirst"))
		}
	}
	for i, e := range v.plan.Entries {
		at := wording.At("$.entries", i)
		if v.ID(at+".skill", e.Skill, seen) && badLevel(e.Present) {
			v.Add("level", at, wording.Say("a level is out of range", "等级超出范围"), wording.Say("use %d to %d", "请使用 %d 到 %d", 0, skills.MaxLevel))
		}
	}
}

func badLevel(l skills.Level) bool {
	return l.Value < 0 || l.Value > skills.MaxLevel || !l.Known && l.Value != 0
}

// steps checks each step by itself and beside those before it.
func (v *verifier) steps() {
	seen := map[string]bool{}
	for i := range v.plan.Steps {
		s := &v.plan.Steps[i]
		at := wording.At("$.steps", i)
		if !v.ID(at+".offering", s.Offering, seen) {
			continue
		}
		o, ok := v.program.Offering(s.Offering)
		if !ok {
			v.Add("offering", at+".offering", noOffering(s.Offering), wording.Say("use the ID of an offering of the catalogue", "请使用目录中项目的标识"))
			continue
		}
		if v.days(at, s, &o) {
			v.taken = append(v.taken, taken{s, o, at})
		}
		if !same(s.Cost, o.PerHead.Decimal) || !same(s.Hours, o.Hours.Decimal) || s.Kind != o.Kind || s.Name != o.Name {
			v.Add("differs", at, wording.Say("name, kind, cost or hours are not those of the catalogue", "名称、类别、费用或学时与目录不一致"),
				wording.Say("the catalogue says: name %s, cost %s, hours %s", "目录中为：名称 %s、费用 %s、学时 %s", o.Name, o.PerHead.Decimal, o.Hours.Decimal))
		}
		if i > 0 && s.Days.From.Before(v.plan.Steps[i-1].Days.From) {
			v.Add("order", at+".days", wording.Say("it begins before the step before it", "开始日早于前一步"), wording.Say("put the steps in the order of their first days", "请按开始日排列"))
		}
	}
	for i := range v.taken {
		v.before(i)
	}
}

// days checks when a step is taken.
func (v *verifier) days(at string, s *Step, o *training.Offering) bool {
	if !v.Period(at+".days", s.Days, true) {
		return false
	}
	if !v.plan.Period.ContainsPeriod(s.Days) {
		v.Add("day", at+".days", wording.Say("it is not within the plan", "不在计划期间内"), wording.Say("plan within %s", "请安排在 %s 之内", wording.Days(v.plan.Period)))
	}
	if len(o.Sessions) == 0 {
		if least := int(days(o.Hours.Decimal, v.plan.PerWeek)); s.Session != "" || s.Days.Days() < least {
			v.Add("day", at+".days", wording.Say("it has no sessions; its days are %d, and it takes %d", "没有场次；计划 %d 天，实际需要 %d 天", s.Days.Days(), least),
				wording.Say("give it enough days, and no session", "请留足天数，且不填场次"))
		}
		return true
	}
	x := sessionOf(o, s.Session)
	switch {
	case x == nil:
		v.Add("session", at+".session", wording.Say("%s has no session %s", "%s 没有场次 %s", wording.Quote(o.ID), wording.Quote(s.Session)),
			wording.Say("use the ID of one of its sessions", "请使用该项目场次的标识"))
	case x.Cancelled:
		v.Add("session", at+".session", wording.Say("session %s was cancelled", "场次 %s 已取消", wording.Quote(s.Session)), wording.Say("choose another one", "请改选其他场次"))
	case x.Held != s.Days:
		v.Add("day", at+".days", wording.Say("the session is on other days: %s", "该场次的日期为 %s", wording.Days(x.Held)), wording.Say("plan the step on these", "请按此日期安排"))
	}
	return true
}

// before checks what has to be there when a step begins, and that nothing else is on its days.
func (v *verifier) before(i int) {
	x := v.taken[i]
	for _, id := range x.offering.Requires {
		if !slices.Contains(v.plan.Completed, id) && !v.done(i, id) {
			v.Add("requires", x.at, wording.Say("it requires %s, which is not done when it begins", "前置项目 %s 在开始时尚未完成", wording.Quote(id)),
				wording.Say("plan %s before it", "请先安排 %s", wording.Quote(id)))
		}
	}
	for _, l := range x.offering.Teaches {
		if level := v.level(i, l.Skill); level < l.From {
			v.Add("entry", x.at, wording.Say("it asks for level %d of %s, and the person is at %d when it begins", "需要 %[2]s 达到 %[1]d 级，而开始时为 %[3]d 级", l.From, wording.Quote(l.Skill), level),
				wording.Say("plan something before it that leads there", "请先安排能达到该等级的项目"))
		}
	}
	for n, id := range x.step.After {
		if !v.done(i, id) {
			v.Add("after", wording.At(x.at+".after", n), wording.Say("%s is no step that is done before", "%s 不是在此之前完成的步骤", wording.Quote(id)), wording.Say("name steps that end before this one begins", "请填写在此之前结束的步骤"))
		}
	}
	for _, y := range v.taken[:i] {
		if x.step.Session != "" && y.step.Session != "" && !leavesRoom(x.offering.Kind) && !leavesRoom(y.offering.Kind) && x.step.Days.Overlaps(y.step.Days) {
			v.Add("clash", x.at+".days", wording.Say("it shares days with %s", "与 %s 日期冲突", wording.Quote(y.step.Offering)), wording.Say("choose another session", "请改选其他场次"))
		}
	}
}

// done reports whether the plan has an offering that is over when step i begins.
func (v *verifier) done(i int, offering string) bool {
	return slices.ContainsFunc(v.taken, func(y taken) bool {
		return y.step.Offering == offering && !y.step.Days.Until.After(v.taken[i].step.Days.From)
	})
}

// level returns the level of a skill when step i begins.
func (v *verifier) level(i int, skill string) int {
	level := v.plan.present(skill)
	for _, y := range v.taken {
		if !y.step.Days.Until.After(v.taken[i].step.Days.From) {
			level = max(level, liftOf(&y.offering, skill))
		}
	}
	return level
}

// present returns the level that the plan reckons with at its beginning.
func (p *Plan) present(skill string) int {
	if t := p.target(skill); t != nil {
		return t.Present.Value
	}
	for _, e := range p.Entries {
		if e.Skill == skill {
			return e.Present.Value
		}
	}
	return 0
}

// same compares two numbers, of which one is from outside.
func same(a, b decimal.Decimal) bool { return num.Check(a) == nil && a.Equal(b) }
