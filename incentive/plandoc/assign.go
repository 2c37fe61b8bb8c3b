package plandoc

import (
	"cmp"
	"slices"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/internal/wording"
)

// Switch moves a payee from one version of a plan, or from one plan, to another on a day.
type Switch struct {
	Payee string `json:"payee"`
	// From is the plan whose assignment ends. Empty: none ends, because the payee is new to the plan.
	From string `json:"from,omitempty"`
	// Plan and Version are what begins on the day On.
	Plan    string  `json:"plan"`
	Version int     `json:"version"`
	On      kam.Day `json:"on"`
	// Until is the first day on which the new assignment does not hold any more. Unset: that of the assignment that ends,
	// and without an end when none does.
	Until kam.Day `json:"until,omitzero"`
	// Figures says whether quotas and target are those of the assignment that ends, or stated here.
	Figures Figures `json:"figures"`
	// Quotas and Target are those of the new assignment, for the figures "stated".
	Quotas []incentive.Quota `json:"quotas,omitempty"`
	Target incentive.Target  `json:"target,omitzero"`
}

// Figures says where the quotas and the target of a new assignment come from.
type Figures string

// The readings.
const (
	// FiguresKept takes over those of the assignment that ends.
	FiguresKept Figures = "kept"
	// FiguresStated uses those of the [Switch].
	FiguresStated Figures = "stated"
)

// Reassign returns the roster after the switch: the assignment that covers the
// day ends there and the next begins. Ramps and absences that go on are taken
// over by both, since days outside an assignment do not count. Nothing given is changed.
//
// The error is a *kam.InvalidError with every fault: no assignment to end, or
// one that begins on the day itself; another assignment to the same plan in
// the way; a version that is not approved, or not effective from the first to
// the last day. A nil registry allows every version. A first day that begins no
// commission period of the new version is a warning, "plandoc.mid-period":
// both versions then calculate the period in part.
func Reassign(r incentive.Roster, s Switch, registry *Registry, calendar *kam.Calendar) (incentive.Roster, kam.Findings, error) {
	f := wording.Faults{Prefix: prefix}
	old := checkSwitch(&f, r, s)
	if f.HasErrors() {
		return incentive.Roster{}, nil, f.Err()
	}
	next := incentive.Assignment{Payee: s.Payee, Plan: s.Plan, Version: s.Version, Period: kam.Period{From: s.On, Until: s.Until}, Quotas: s.Quotas, Target: s.Target}
	out := r
	out.Assignments = slices.Clone(r.Assignments)
	if old >= 0 {
		ends := &out.Assignments[old]
		if !s.Until.IsSet() {
			next.Period.Until = ends.Period.Until
		}
		if s.Figures == FiguresKept {
			next.Quotas, next.Target = ends.Quotas, ends.Target
		}
		next.Ramps, next.Absences = slices.Clone(ends.Ramps), slices.Clone(ends.Absences)
		ends.Period.Until = s.On
	}
	next.Quotas, next.Target.Changes = slices.Clone(next.Quotas), slices.Clone(next.Target.Changes)
	if err := next.Period.Check(); err != nil {
		f.Add("period", "$.until", say("the new assignment would end on %s, before it begins", "新分配将在 %s 结束，早于其开始", next.Period.Until), say("state a later day", "请填写更晚的日期"))
	}
	for i, a := range out.Assignments {
		if a.Payee == s.Payee && a.Plan == s.Plan && a.Period.Overlaps(next.Period) {
			f.Add("overlap", wording.At("roster.assignments", i), say("%s is assigned to %s for %s already", "%s 在 %[3]s 已分配到方案 %[2]s", wording.Quote(s.Payee), wording.Quote(s.Plan), a.Period), say("end that assignment, or name it in \"from\"", "请结束该分配，或在 \"from\" 中写明"))
		}
	}
	if registry != nil {
		inForce(&f, registry, next, calendar)
	}
	if err := f.Err(); err != nil {
		return incentive.Roster{}, nil, err
	}
	out.Assignments = append(out.Assignments, next)
	return out, f.Findings(), nil
}

// checkSwitch checks what a switch says, and returns the place of the assignment that ends; -1 for none.
func checkSwitch(f *wording.Faults, r incentive.Roster, s Switch) int {
	f.ID("$.payee", s.Payee, nil)
	f.ID("$.plan", s.Plan, nil)
	if s.Version < 1 {
		f.Add("version", "$.version", say("the version %d is not positive", "版本号 %d 不是正数", s.Version), say("count versions from 1", "版本号从 1 开始"))
	}
	if !s.On.IsSet() {
		f.Add("day", "$.on", say("there is no day", "缺少日期"), say("state the first day of the new assignment", "请填写新分配的首日"))
	}
	if !slices.ContainsFunc(r.Payees, func(p incentive.Payee) bool { return p.ID == s.Payee }) {
		f.Add("payee", "$.payee", say("the roster has no payee %s", "名册中没有人员 %s", wording.Quote(s.Payee)), say("list the payee in the roster", "请在名册中列出该人员"))
	}
	target := s.Target.Amount.Valid || s.Target.Per != "" || len(s.Target.Changes) > 0
	switch wording.Choice(f, "figures", "$.figures", s.Figures, FiguresKept, FiguresStated); {
	case s.Figures == FiguresKept && (len(s.Quotas) > 0 || target):
		f.Add("figures", "$.figures", say("figures are both stated and kept", "既填写了数据又要求沿用"), say(`write "figures": "stated", or remove them`, `请写 "figures": "stated"，或删除数据`))
	case s.Figures == FiguresKept && s.From == "":
		f.Add("figures", "$.figures", say("there is no assignment whose figures could be kept", "没有可沿用数据的分配"), say(`write "figures": "stated"`, `请写 "figures": "stated"`))
	}
	if s.From == "" {
		return -1
	}
	old := slices.IndexFunc(r.Assignments, func(a incentive.Assignment) bool {
		return a.Payee == s.Payee && a.Plan == s.From && a.Period.Contains(s.On)
	})
	switch {
	case old < 0:
		f.Add("assignment", "$.from", say("%s has no assignment to %s on %s", "%s 在 %[3]s 没有方案 %[2]s 的分配", wording.Quote(s.Payee), wording.Quote(s.From), s.On), say("correct the plan or the day, or leave it out for a payee who is new", "请更正方案或日期；新加入者请省略该项"))
	case r.Assignments[old].Period.From == s.On:
		f.Add("assignment", "$.on", say("the assignment to %s begins on %s itself and would never hold", "方案 %s 的分配正始于 %s，将从未生效", wording.Quote(s.From), s.On), say("correct that assignment instead", "请直接更正该分配"))
	}
	return old
}

// inForce checks a new assignment against the registry of its plan.
func inForce(f *wording.Faults, r *Registry, next incentive.Assignment, calendar *kam.Calendar) {
	v, ok := r.Version(next.Version)
	if next.Plan != r.Plan() || !ok || r.Status(next.Version, next.Period.From) != Effective {
		f.Add("not-effective", "$.version", say("version %d of %s is not in force on %s", "方案 %[2]s 第 %[1]d 版在 %[3]s 未生效", next.Version, wording.Quote(next.Plan), next.Period.From), say("approve the version, or choose another one or another day", "请先批准该版本，或选择其他版本或日期"))
		return
	}
	last := next.Period
	if last.IsOpen() {
		last.Until = v.Plan.Effective.Until
	}
	if !v.Plan.Effective.ContainsPeriod(last) || v.RetiredOn.IsSet() && (last.IsOpen() || last.Until.After(v.RetiredOn)) {
		f.Add("not-effective", "$.until", say("version %d of %s is not in force until %s", "方案 %[2]s 第 %[1]d 版的效力未覆盖至 %[3]s", next.Version, wording.Quote(next.Plan), cmp.Or(last.Until.String(), "…")), say("end the assignment with the version", "请让分配不晚于该版本结束"))
	}
	if whole, err := calendar.Containing(v.Plan.Period, next.Period.From); err == nil && whole.From != next.Period.From {
		f.Warn("mid-period", "$.on", say("%s lies inside the commission period %s; both versions calculate a part of it", "%s 处于结算期 %s 之内，两个版本将各计算一部分", next.Period.From, calendar.Label(whole)), say("begin on %s, or see that both plans state how they prorate", "请自 %s 开始，或确认两个方案均写明折算方式", whole.Until))
	}
}
