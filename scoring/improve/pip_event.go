package improve

import (
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
)

// PIPStep names what happens in a performance-improvement plan. The zero value is none and refused.
type PIPStep string

// Steps of a performance-improvement plan.
const (
	PIPDraft    PIPStep = "draft"    // by the manager
	PIPAgree    PIPStep = "agree"    // by the person
	PIPStart    PIPStep = "start"    // by the manager, on a day of the plan's period
	PIPHold     PIPStep = "hold"     // a check point, by the manager
	PIPExtend   PIPStep = "extend"   // by the manager, once, within the limit of the terms
	PIPPass     PIPStep = "pass"     // by the manager, after the minimum and all check points
	PIPFail     PIPStep = "fail"     // as pass
	PIPWithdraw PIPStep = "withdraw" // by the manager, at any time before the end
)

func pipSteps() []PIPStep {
	return []PIPStep{PIPDraft, PIPAgree, PIPStart, PIPHold, PIPExtend, PIPPass, PIPFail, PIPWithdraw}
}

// Terms are what a performance-improvement plan is about. The zero value is refused.
type Terms struct {
	// Person is whose plan it is, Manager who runs it, and Approvers who may approve its steps: neither Person nor
	// Manager.
	Person    string   `json:"person"`
	Manager   string   `json:"manager"`
	Approvers []string `json:"approvers"`
	// Period is the planned time; it has at least Minimum working days.
	Period kam.Period `json:"period"`
	// Minimum is the working days from the start to a pass or a fail, both days included; 1 to [MaxDays].
	Minimum int `json:"minimum"`
	// MaxExtension is the most working days by which the plan may be extended, once; 0 is not at all.
	MaxExtension int `json:"maxExtension,omitempty"`
	// Goals are what is to be reached, at least one.
	Goals []PIPGoal `json:"goals"`
	// CheckPoints are working days of the period in rising order, at least one. See [CheckPoints].
	CheckPoints []kam.Day `json:"checkPoints"`
}

// PIPGoal is one thing to be reached.
type PIPGoal struct {
	// Measure is the ID of a measure of the card.
	Measure string `json:"measure"`
	// Target is the score to be reached.
	Target decimal.Decimal `json:"target"`
	// Statement says it in words.
	Statement kam.Text `json:"statement,omitzero"`
}

// Outcome says how a check point went. The zero value is none.
type Outcome string

// Outcomes of check points.
const (
	OnTrack  Outcome = "on-track"
	OffTrack Outcome = "off-track"
)

// PIPEvent is one step of a performance-improvement plan, dated. Events are added and never changed. The zero value is
// none and refused.
type PIPEvent struct {
	Step PIPStep `json:"step"`
	On   kam.Day `json:"on"`
	By   string  `json:"by"`
	// Reason says why, or what was found at a check point. Required.
	Reason string `json:"reason"`
	// Approver approves the step: required but for draft and hold, where it is refused, and not By.
	Approver string `json:"approver,omitempty"`
	// Terms are stated with draft, and refused with any other step.
	Terms *Terms `json:"terms,omitempty"`
	// CheckPoint is the planned day of the check point that hold is about, and Outcome how it went.
	CheckPoint kam.Day `json:"checkPoint,omitzero"`
	Outcome    Outcome `json:"outcome,omitempty"`
	// Until is the new first day after the plan, and CheckPoints are further working days before it; both for extend.
	Until       kam.Day   `json:"until,omitzero"`
	CheckPoints []kam.Day `json:"checkPoints,omitempty"`
}

// Check returns nil when e is complete by itself, else an [*kam.InvalidError] with every fault.
func (e PIPEvent) Check() error {
	var f faults
	e.check(&f, "$")
	return f.list.Err()
}

func (e PIPEvent) check(f *faults, place string) {
	unknown(f, "step", place+".step", e.Step, pipSteps())
	f.day(place+".on", e.On)
	f.name(place+".by", e.By)
	f.prose(place+".reason", e.Reason, true)
	e.checkApprover(f, place+".approver")
	only := func(field string, belongs, stated bool, step PIPStep) {
		if belongs != stated {
			f.add("step", place+"."+field, say("%s belongs to the step %s, and to no other", "%s 只用于 %s 步骤", field, step),
				say("state it with %s; leave it out otherwise", "请在 %s 步骤填写，其他步骤删去", step))
		}
	}
	only("terms", e.Step == PIPDraft, e.Terms != nil, PIPDraft)
	only("checkPoint", e.Step == PIPHold, e.CheckPoint.IsSet(), PIPHold)
	only("outcome", e.Step == PIPHold, e.Outcome != "", PIPHold)
	only("until", e.Step == PIPExtend, e.Until.IsSet(), PIPExtend)
	if e.Step != PIPExtend {
		only("checkPoints", false, len(e.CheckPoints) > 0, PIPExtend)
	}
	if e.Outcome != "" {
		unknown(f, "outcome", place+".outcome", e.Outcome, []Outcome{OnTrack, OffTrack})
	}
	rising(f, place+".checkPoints", e.CheckPoints)
	if e.Terms != nil {
		e.Terms.check(f, place+".terms")
	}
}

func (e PIPEvent) checkApprover(f *faults, place string) {
	if e.Step == PIPDraft || e.Step == PIPHold {
		if e.Approver != "" {
			f.add("approver", place, say("the step %s needs no approver", "步骤 %s 无须批准人", e.Step), say("leave it out", "请删去"))
		}
		return
	}
	f.name(place, e.Approver)
	if e.Approver != "" && e.Approver == e.By {
		f.add("approver", place, say("%q approves a step of one's own", "%q 批准了自己的操作", clip(e.By)),
			say("name another person as the approver", "请由他人批准"))
	}
}

func (t Terms) check(f *faults, place string) {
	f.name(place+".person", t.Person)
	f.name(place+".manager", t.Manager)
	if t.Person == t.Manager && t.Person != "" {
		f.add("own-review", place+".manager", say("%q is the person whose plan it is", "%q 是计划本人", clip(t.Manager)),
			say("name someone else: nobody runs one's own plan", "请另行指定：任何人不得管理本人的计划"))
	}
	if f.room(place+".approvers", len(t.Approvers)) {
		if len(t.Approvers) == 0 {
			f.add("list", place+".approvers", say("nobody is named", "未指定人员"), say("name at least one person", "请至少指定一人"))
		}
		seen := map[string]bool{}
		for i, who := range t.Approvers {
			spot := at(place+".approvers", i)
			f.name(spot, who)
			f.once(spot, who, seen)
			if who != "" && (who == t.Person || who == t.Manager) {
				f.add("approver", spot, say("%q is the person or the manager", "%q 是本人或上级", clip(who)),
					say("name someone else", "请另行指定"))
			}
		}
	}
	closed := f.period(place+".period", t.Period)
	f.between(place+".minimum", t.Minimum, 1, MaxDays)
	f.between(place+".maxExtension", t.MaxExtension, 0, MaxDays)
	if len(t.Goals) == 0 {
		f.add("list", place+".goals", say("no goal is stated", "未填写目标"), say("state at least one", "请至少填写一项"))
	}
	if f.room(place+".goals", len(t.Goals)) {
		seen := map[string]bool{}
		for i, g := range t.Goals {
			spot := at(place+".goals", i)
			f.name(spot+".measure", g.Measure)
			f.once(spot+".measure", g.Measure, seen)
			f.number(spot+".target", decimal.NewNullDecimal(g.Target))
			f.prose(spot+".statement.en", g.Statement.EN, false)
			f.prose(spot+".statement.zh", g.Statement.ZH, false)
		}
	}
	if len(t.CheckPoints) == 0 {
		f.add("list", place+".checkPoints", say("no check point is stated", "未填写检查点"), say("state at least one", "请至少填写一个"))
	}
	rising(f, place+".checkPoints", t.CheckPoints)
	for i, d := range t.CheckPoints {
		if closed && d.IsSet() && !t.Period.Contains(d) {
			f.add("day", at(place+".checkPoints", i), say("%s is no day of %s", "%s 不在期间 %s 内", d, t.Period),
				say("state a day of the plan's period", "请填写计划期间内的日期"))
		}
	}
}

// rising reports days that are not stated, or not after the one before them.
func rising(f *faults, place string, days []kam.Day) {
	if !f.room(place, len(days)) {
		return
	}
	for i, d := range days {
		f.day(at(place, i), d)
		if i > 0 && d.IsSet() && !d.After(days[i-1]) {
			f.add("day", at(place, i), say("%s is not after %s", "%s 不晚于 %s", d, days[i-1]), say("state each day once, in rising order", "请按先后顺序填写，每日一次"))
		}
	}
}

// clone returns a copy of e that shares no memory with it.
func (e PIPEvent) clone() PIPEvent {
	e.CheckPoints = slices.Clone(e.CheckPoints)
	if e.Terms != nil {
		terms := e.Terms.clone()
		e.Terms = &terms
	}
	return e
}

func (t Terms) clone() Terms {
	t.Approvers, t.Goals, t.CheckPoints = slices.Clone(t.Approvers), slices.Clone(t.Goals), slices.Clone(t.CheckPoints)
	return t
}
