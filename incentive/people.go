package incentive

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/kam-go/kam"
)

// unit is one assignment in one run: what a statement is about.
type unit struct {
	payee *Payee
	Assignment
	plan *plan
	held kam.Findings
	// counted says that others count the unit as held for a fault of its own: one that was found before.
	counted bool
	credits []*credit
	// lost are credits that cannot be worked out, for which the unit is held.
	lost []*credit
	// originals says where the credits stand that refunds take back.
	originals map[strandKey]int
	state     *unitState
	// blocked is the first stage whose commissions cannot be known because somebody below is held; 0 when all can.
	blocked int
}

// hold keeps the unit from being posted.
func (u *unit) hold(code Code, at string, message, remedy kam.Text) {
	u.held.Add(kam.Finding{Code: string(code), Severity: kam.Error, Place: at, Message: message, Remedy: remedy})
}

// people is the roster of one run, indexed.
type people struct {
	payees  map[string]*Payee
	units   []*unit
	byPayee map[string][]*unit
	lines   map[string][]ReportingLine
	// assigned are all assignments, those outside the run's period included.
	assigned map[string][]Assignment
	// orphans are held assignments to plans that the program does not have.
	orphans []Held
	found   faults
	// strangers warns of managers who are no payees.
	strangers faults
}

// enrol indexes the roster for a run and reports its faults: malformed parts
// stop the run, contradictions hold their payees.
func (p *Program) enrol(r Roster, period kam.Period) *people {
	o := &people{payees: map[string]*Payee{}, byPayee: map[string][]*unit{}, lines: map[string][]ReportingLine{}, assigned: map[string][]Assignment{}}
	for i := range r.Payees {
		x := &r.Payees[i]
		at := fmt.Sprintf("roster.payees[%d]", i)
		switch {
		case !validID(x.ID):
			o.found.add(CodeRoster, at, say("the payee's id %q is empty, too long or has control characters", "人员编号 %q 为空、过长或含控制字符", clip(x.ID)), say("use 1 to %d bytes of text", "请使用 1 至 %d 字节文本", maxID))
		case o.payees[x.ID] != nil:
			o.found.add(CodeRoster, at, say("payee %q is there twice", "人员 %q 重复", clip(x.ID)), say("list each payee once", "每人只列一次"))
		case !x.pays():
			o.found.add(CodeRoster, at+".currency", say("%q is paid in %q, which is no ISO 4217 currency", "%q 的支付货币 %q 不是 ISO 4217 货币代码", clip(x.ID), clip(string(x.Currency))), say("write a code such as CNY, or leave it out for the plan's own", "请写货币代码，例如 CNY；省略则采用方案货币"))
		default:
			copied := *x
			o.payees[x.ID] = &copied
		}
	}
	used := map[*plan]bool{}
	for i, a := range r.Assignments {
		o.assign(p, a, fmt.Sprintf("roster.assignments[%d]", i), period, used)
	}
	for i, l := range r.Reporting {
		at := fmt.Sprintf("roster.reporting[%d]", i)
		if !validID(l.Payee) || !validID(l.Manager) || l.Period.Check() != nil {
			o.found.add(CodeRoster, at, say("the reporting line of %q is incomplete", "%q 的汇报关系不完整", clip(l.Payee)), say("state payee, manager and period", "请写明人员、上级与期间"))
			continue
		}
		if o.payees[l.Manager] == nil && l.Period.Overlaps(period) {
			o.strangers.warn(CodeUnknownReference, at, say("%q reports to %q, who is no payee: nothing rolls up to them", "%q 的上级 %q 不在人员名单中：无法向上计入", clip(l.Payee), clip(l.Manager)),
				say("add the payee, or correct the manager", "请添加人员，或更正上级"))
		}
		o.lines[l.Payee] = append(o.lines[l.Payee], l)
	}
	slices.SortFunc(o.units, func(a, b *unit) int {
		return cmp.Or(strings.Compare(a.Assignment.Payee, b.Assignment.Payee), strings.Compare(a.Plan, b.Plan),
			a.Period.From.Compare(b.Period.From), cmp.Compare(a.Version, b.Version))
	})
	for _, u := range o.units {
		o.byPayee[u.Assignment.Payee] = append(o.byPayee[u.Assignment.Payee], u)
	}
	o.spread()
	o.overlaps()
	p.periods(o, used, period)
	return o
}

// assign indexes one assignment.
func (o *people) assign(p *Program, a Assignment, at string, period kam.Period, used map[*plan]bool) {
	if !validID(a.Payee) || a.Plan == "" || a.Period.Check() != nil {
		o.found.add(CodeRoster, at, say("the assignment of %q is incomplete", "%q 的方案分配不完整", clip(a.Payee)), say("state payee, plan, version and period", "请写明人员、方案、版本与期间"))
		return
	}
	if !o.states(a, at) {
		return
	}
	a = a.clone()
	slices.SortFunc(a.Ramps, func(x, y Ramp) int { return x.Period.Compare(y.Period) })
	slices.SortFunc(a.Absences, func(x, y Absence) int { return x.Period.Compare(y.Period) })
	o.assigned[a.Payee] = append(o.assigned[a.Payee], a)
	if !a.Period.Overlaps(period) {
		return
	}
	payee := o.payees[a.Payee]
	c := p.byKey[planKey{a.Plan, a.Version}]
	if payee == nil || c == nil {
		held := Held{Payee: Payee{ID: a.Payee}, Plan: a.Plan, Version: a.Version}
		if payee != nil {
			held.Payee = *payee
		}
		f := kam.Finding{
			Severity: kam.Error, Place: at, Code: string(CodeRoster),
			Message: say("the assignment names %q, who is no payee", "方案分配引用了不存在的人员 %q", clip(a.Payee)), Remedy: say("list the payee", "请在人员中列出"),
		}
		if c == nil {
			f.Code = string(CodeUnknownPlan)
			f.Message = say("%q is assigned to version %d of plan %q, which is not compiled here", "%q 分配到方案 %[3]q 第 %[2]d 版，但该版本未编译", clip(a.Payee), a.Version, clip(a.Plan))
			f.Remedy = say("compile that version too, or correct the assignment", "请一并编译该版本，或更正分配")
		}
		held.Findings.Add(f)
		o.orphans = append(o.orphans, held)
		return
	}
	used[c] = true
	u := &unit{payee: payee, Assignment: a, plan: c}
	u.entitled()
	o.units = append(o.units, u)
}

// spread holds a payee's other assignments to a plan when one of them is to a version that is not there.
func (o *people) spread() {
	for _, h := range o.orphans {
		for _, u := range o.byPayee[h.Payee.ID] {
			if u.Plan == h.Plan {
				u.held.Merge(h.Findings)
			}
		}
	}
}

// overlaps holds payees who are in two places at once.
func (o *people) overlaps() {
	for _, units := range o.byPayee {
		for i, u := range units {
			for _, v := range units[i+1:] {
				if u.Plan != v.Plan || !u.Period.Overlaps(v.Period) {
					continue
				}
				for _, x := range []*unit{u, v} {
					x.hold(CodeAssignmentOverlap, "payee "+clip(x.payee.ID),
						say("%q is assigned to plan %q twice at once: %s and %s", "%q 同时两次分配到方案 %q：%s 与 %s", clip(x.payee.ID), x.Plan, u.Period.String(), v.Period.String()),
						say("end the first assignment where the second starts", "请让前一分配在后一分配开始时结束"))
				}
			}
		}
	}
	for _, payee := range sortedKeys(o.lines) {
		lines := o.lines[payee]
		slices.SortFunc(lines, func(a, b ReportingLine) int {
			return cmp.Or(a.Period.Compare(b.Period), strings.Compare(a.Manager, b.Manager))
		})
		for i := 1; i < len(lines); i++ {
			if !lines[i-1].Period.Overlaps(lines[i].Period) || lines[i-1] == lines[i] {
				continue
			}
			for _, who := range []string{payee, lines[i-1].Manager, lines[i].Manager} {
				for _, u := range o.byPayee[who] {
					u.hold(CodeReportingOverlap, "payee "+clip(payee),
						say("%q reports to %q and to %q at once", "%q 同时向 %q 与 %q 汇报", clip(payee), clip(lines[i-1].Manager), clip(lines[i].Manager)),
						say("end the first reporting line where the second starts", "请让前一汇报关系在后一关系开始时结束"))
				}
			}
		}
	}
}

// periods stops a run whose period does not fit the plans that it uses.
func (p *Program) periods(o *people, used map[*plan]bool, period kam.Period) {
	for _, c := range p.plans {
		if !used[c] {
			continue
		}
		at := fmt.Sprintf("plan %s version %d", c.ID, c.Version)
		if !p.calendar.Is(c.Plan.Period, period) {
			kind, unit := kindText(c.Plan.Period), kindUnit(c.Plan.Period)
			o.found.add(CodePeriodKind, at+" $.period", say("%[1]s is no %[2]s of the calendar", "%[1]s 不是日历中的一%[3]s", period.String(), kind.EN, unit.ZH),
				say("run a whole %[1]s, or correct the period of the plan", "请按完整的一%[2]s运行，或更正方案的期间", kind.EN, unit.ZH))
		}
		if !c.Effective.ContainsPeriod(period) {
			o.found.add(CodeNotEffective, at+" $.effective", say("the plan is effective %s, which does not cover %s", "方案生效期间 %s 未覆盖 %s", c.Effective.String(), period.String()),
				say("assign a version that is effective then", "请分配当时生效的版本"))
		}
	}
}

// months returns how many months a kind of period has, 0 for none.
func months(k kam.PeriodKind) int64 {
	switch k {
	case kam.Month:
		return 1
	case kam.Quarter:
		return 3
	case kam.HalfYear:
		return 6
	case kam.Year:
		return 12
	default:
		return 0
	}
}

// quotaOf returns the quotas that tile a stretch, in their order, and what is wrong when they do not.
func (a Assignment) quotaOf(measure string, stretch kam.Period) (sum []Quota, problem *kam.Text) {
	var parts []kam.Period
	for _, q := range a.Quotas {
		if q.Measure == measure && stretch.ContainsPeriod(q.Period) {
			sum = append(sum, q)
			parts = append(parts, q.Period)
		}
	}
	if len(parts) == 0 {
		none := say("there is none", "该区间没有目标")
		return nil, &none
	}
	slices.SortFunc(sum, func(a, b Quota) int { return a.Period.Compare(b.Period) })
	if stretch.Tiles(parts) != nil {
		fault := untiled(stretch, sum)
		return nil, &fault
	}
	return sum, nil
}

// untiled says where quotas in order of their periods, all of them inside a stretch, do not make it up: the first day
// that two of them hold, or the first days that none does.
func untiled(stretch kam.Period, quotas []Quota) kam.Text {
	reached := stretch.From
	for _, q := range quotas {
		switch {
		case q.Period.Check() != nil:
			return say("%s is no period", "%s 不是有效期间", q.Period.String())
		case q.Period.From.Before(reached):
			return say("%s overlaps the quota before it", "%s 与前一目标重叠", q.Period.String())
		case q.Period.From.After(reached):
			return say("nothing covers %s", "%s 没有目标", kam.Period{From: reached, Until: q.Period.From}.String())
		}
		reached = q.Period.Until
	}
	return say("nothing covers %s", "%s 没有目标", kam.Period{From: reached, Until: stretch.Until}.String())
}
