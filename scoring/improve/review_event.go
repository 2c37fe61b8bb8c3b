package improve

import (
	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
)

// ReviewStep names what happens in a review. The zero value is none and refused.
type ReviewStep string

// Steps of a review.
const (
	ReviewOpen      ReviewStep = "open"      // by the one who runs it
	ReviewSelf      ReviewStep = "self"      // the person's own review
	ReviewSkipSelf  ReviewStep = "skip-self" // go on without it once its deadline has passed, by the one who runs it
	ReviewManager   ReviewStep = "manager"   // the manager's review, which has a score
	ReviewCalibrate ReviewStep = "calibrate" // by a calibrator; without a score the manager's stands
	ReviewSignOff   ReviewStep = "sign-off"  // by the approver
	ReviewAppeal    ReviewStep = "appeal"    // by the person, within the days for it
	ReviewDecide    ReviewStep = "decide"    // by an arbiter; without a score the result stands
	ReviewClose     ReviewStep = "close"     // by the one who runs it
	ReviewCancel    ReviewStep = "cancel"    // by the one who runs it, after an appeal by an arbiter: the person left, and the like
)

func reviewSteps() []ReviewStep {
	return []ReviewStep{
		ReviewOpen, ReviewSelf, ReviewSkipSelf, ReviewManager, ReviewCalibrate, ReviewSignOff,
		ReviewAppeal, ReviewDecide, ReviewClose, ReviewCancel,
	}
}

// Opening says who takes part in a review and until when. The zero value is nobody and refused.
type Opening struct {
	// Person is who is reviewed.
	Person string `json:"person"`
	// Period is the time that the review is about.
	Period kam.Period `json:"period"`
	// RunBy opens, closes and cancels; Manager reviews; Calibrators calibrate; Approver signs off; Arbiters decide
	// appeals, and alone cancel a review that was appealed. None of them is Person, and no arbiter runs the review or is the
	// manager, a calibrator or the approver. The approver is not the manager, unless ManagerApproves says so.
	RunBy       string   `json:"runBy"`
	Manager     string   `json:"manager"`
	Calibrators []string `json:"calibrators"`
	Approver    string   `json:"approver"`
	Arbiters    []string `json:"arbiters"`
	// ManagerApproves says that the manager also signs off, without a second pair of eyes.
	ManagerApproves bool `json:"managerApproves,omitempty"`
	// Deadlines are the last days of the first four stages.
	Deadlines Deadlines `json:"deadlines"`
	// AppealDays is the civil days after the sign-off in which an appeal is taken, the last one included; DecisionDays
	// those after an appeal to decide it; ClosingDays those to close after the days for an appeal or the decision.
	// 1 to [MaxDays].
	AppealDays   int `json:"appealDays"`
	DecisionDays int `json:"decisionDays"`
	ClosingDays  int `json:"closingDays"`
}

// Deadlines are the last days on which the first four stages of a review are in time, none before the one above it.
type Deadlines struct {
	Self        kam.Day `json:"self"`
	Manager     kam.Day `json:"manager"`
	Calibration kam.Day `json:"calibration"`
	SignOff     kam.Day `json:"signOff"`
}

// ReviewEvent is one step of a review, dated. Events are added and never changed. The zero value is none and refused.
type ReviewEvent struct {
	Step ReviewStep `json:"step"`
	On   kam.Day    `json:"on"`
	By   string     `json:"by"`
	// Reason is required for skip-self, appeal, decide and cancel, and for a calibration that changes the result.
	Reason string `json:"reason,omitempty"`
	// Score is what the step gives: required for manager, optional for self, calibrate and decide, refused for others.
	// Grade goes with it.
	Score decimal.NullDecimal `json:"score,omitzero"`
	Grade string              `json:"grade,omitempty"`
	// Opening is stated with open, and refused with any other step.
	Opening *Opening `json:"opening,omitempty"`
}

// Check returns nil when e is complete by itself, else an [*kam.InvalidError] with every fault.
func (e ReviewEvent) Check() error {
	var f faults
	e.check(&f, "$")
	return f.list.Err()
}

func (e ReviewEvent) check(f *faults, place string) {
	unknown(f, "step", place+".step", e.Step, reviewSteps())
	f.day(place+".on", e.On)
	f.name(place+".by", e.By)
	switch e.Step {
	case ReviewSkipSelf, ReviewAppeal, ReviewDecide, ReviewCancel:
		f.prose(place+".reason", e.Reason, true)
	default:
		f.prose(place+".reason", e.Reason, false)
	}
	f.number(place+".score", e.Score)
	f.optionalName(place+".grade", e.Grade)
	switch e.Step {
	case ReviewManager:
		if !e.Score.Valid {
			f.add("score", place+".score", say("the manager's review has no score", "上级评价没有得分"), say("state the score", "请填写得分"))
		}
	case ReviewSelf, ReviewCalibrate, ReviewDecide:
	default:
		if e.Score.Valid || e.Grade != "" {
			f.add("score", place+".score", say("the step %q gives no score", "步骤 %q 不给出得分", clip(string(e.Step))), say("leave score and grade out", "请删去得分与等级"))
		}
	}
	if e.Grade != "" && !e.Score.Valid {
		f.add("score", place+".grade", say("a grade stands without a score", "只有等级，没有得分"), say("state the score too", "请同时填写得分"))
	}
	if (e.Step == ReviewOpen) != (e.Opening != nil) {
		f.add("opening", place+".opening", say("an opening belongs to the step open, and to no other", "opening 只用于 open 步骤"),
			say("state it with open; leave it out otherwise", "请在 open 步骤填写，其他步骤删去"))
	}
	if e.Opening != nil {
		e.Opening.check(f, place+".opening")
	}
}

func (o Opening) check(f *faults, place string) {
	f.name(place+".person", o.Person)
	f.period(place+".period", o.Period)
	for _, role := range []struct {
		place string
		who   []string
		list  bool
	}{
		{place + ".runBy", []string{o.RunBy}, false},
		{place + ".manager", []string{o.Manager}, false},
		{place + ".calibrators", o.Calibrators, true},
		{place + ".approver", []string{o.Approver}, false},
		{place + ".arbiters", o.Arbiters, true},
	} {
		if !f.room(role.place, len(role.who)) {
			continue
		}
		if len(role.who) == 0 {
			f.add("list", role.place, say("nobody is named", "未指定人员"), say("name at least one person", "请至少指定一人"))
		}
		seen := map[string]bool{}
		for i, who := range role.who {
			spot := role.place
			if role.list {
				spot = at(role.place, i)
			}
			f.name(spot, who)
			f.once(spot, who, seen)
			if who == o.Person && who != "" {
				f.add("own-review", spot, say("%q is the person who is reviewed", "%q 是被评价人本人", clip(who)),
					say("name someone else: nobody decides on one's own review", "请另行指定：任何人不得裁决本人的评价"))
			}
		}
	}
	if o.Approver != "" && (o.Approver == o.Manager) != o.ManagerApproves {
		message := say("%q is the manager, too", "%q 同时是上级", clip(o.Approver))
		if o.ManagerApproves {
			message = say("managerApproves is stated, but the manager is %q and the approver %q", "填写了 managerApproves，但上级是 %q，签批人是 %q", clip(o.Manager), clip(o.Approver))
		}
		f.add("approver", place+".approver", message,
			say("name someone else than the manager, or state managerApproves and the manager", "请指定上级以外的人，或填写 managerApproves 并指定上级"))
	}
	for i, who := range o.Arbiters {
		switch spot := at(place+".arbiters", i); {
		case i >= MaxList || who == "":
		case o.hasJudged(who):
			f.add("arbiter", spot, say("%q is the manager, a calibrator or the approver", "%q 是上级、校准人或签批人", clip(who)),
				say("name someone who has no part in the result", "请指定未参与评定结果的人"))
		case who == o.RunBy:
			f.add("arbiter", spot, say("%q runs the review", "%q 是评价的主持人", clip(who)),
				say("name someone who has no part in the review", "请指定未参与该评价的人"))
		}
	}
	before := kam.Day{}
	for _, d := range []struct {
		place string
		day   kam.Day
	}{
		{".self", o.Deadlines.Self},
		{".manager", o.Deadlines.Manager},
		{".calibration", o.Deadlines.Calibration},
		{".signOff", o.Deadlines.SignOff},
	} {
		spot := place + ".deadlines" + d.place
		f.day(spot, d.day)
		if d.day.IsSet() && d.day.Before(before) {
			f.add("deadline", spot, say("%s is before the deadline of an earlier stage, %s", "%s 早于前一阶段的期限 %s", d.day, before),
				say("state deadlines in the order of the stages", "请按阶段顺序填写期限"))
		}
		if d.day.After(before) {
			before = d.day
		}
	}
	f.between(place+".appealDays", o.AppealDays, 1, MaxDays)
	f.between(place+".decisionDays", o.DecisionDays, 1, MaxDays)
	f.between(place+".closingDays", o.ClosingDays, 1, MaxDays)
}

// hasJudged tells whether somebody takes part in the result.
func (o Opening) hasJudged(who string) bool {
	if who == o.Manager || who == o.Approver {
		return true
	}
	for _, c := range o.Calibrators {
		if c == who {
			return true
		}
	}
	return false
}

// clone returns a copy of e that shares no memory with it.
func (e ReviewEvent) clone() ReviewEvent {
	if e.Opening != nil {
		opening := e.Opening.clone()
		e.Opening = &opening
	}
	return e
}

func (o Opening) clone() Opening {
	o.Calibrators = append([]string(nil), o.Calibrators...)
	o.Arbiters = append([]string(nil), o.Arbiters...)
	return o
}
