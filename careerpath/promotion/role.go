package promotion

import (
	"slices"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/wording"
)

// role reports a maker who may not make the event. It tells nothing about where the cycle stands.
func (a *applying) role() {
	e := a.e
	switch e.Step {
	case StepOpen, StepFreeze, StepDisqualify, StepAddJudge, StepFinish, StepReopen, StepSeed, StepPublish, StepAnswer, StepDecide, StepAppoint, StepClose:
		a.officer()
	case StepApply, StepAccept, StepWithdraw, StepDecline, StepAppeal:
		a.oneself()
	case StepNominate:
		if e.By == e.Person {
			a.Add("role", "$.by", say("%s cannot nominate themself", "%s 不能提名自己", who(e.By)), say("record an application", "请登记为报名"))
		}
	case StepDeclare:
		a.declarer()
	case StepRecuse:
		if a.judge("$.judge", e.Judge) && e.By != e.Judge {
			a.officer()
		}
	case StepScore, StepCorrect:
		a.scorer()
	case StepRule:
		if !a.p.arbiters[e.By] {
			a.Add("role", "$.by", say("%s is no arbiter of the cycle", "%s 不是本次评审的申诉裁定人", who(e.By)), say("let an arbiter rule on appeals", "申诉须由裁定人裁定"))
		}
	case StepObject, StepCycle: // anybody may object
	}
}

// officer reports a maker who does not run the cycle.
func (a *applying) officer() {
	if !a.p.officers[a.e.By] {
		a.Add("role", "$.by", say("%s is no officer of the cycle", "%s 不是本次评审的承办人", who(a.e.By)), say("%s is recorded by an officer", "步骤 %s 须由承办人登记", a.e.Step))
	}
}

// oneself reports a maker who is not the person of the event.
func (a *applying) oneself() {
	if a.e.By != a.e.Person {
		a.Add("role", "$.by", say("%s is not %s", "%s 并非 %s", who(a.e.By), who(a.e.Person)), say("only the person can %s", "步骤 %s 只能由本人进行", a.e.Step))
	}
}

// judge reports somebody who is not on the panel.
func (a *applying) judge(place string, judge kam.Subject) bool {
	if _, there := a.p.panel[judge]; there {
		return true
	}
	a.Add("judge", place, say("%s is not on the panel", "%s 不是评委", who(judge)), say("name a judge of the cycle", "请填写本次评审的评委"))
	return false
}

// declarer reports a maker who may not declare a relation. Candidates declare none to officers and arbiters: they could keep
// everybody from ruling on a complaint.
func (a *applying) declarer() {
	e := a.e
	_, judges := a.p.panel[e.Judge]
	fine := e.By == e.Judge || judges && (e.By == e.Person || a.p.officers[e.By])
	switch {
	case a.p.officers[e.Judge]:
		fine = fine || a.p.officers[e.By]
	case a.p.arbiters[e.Judge]:
		fine = fine || a.p.arbiters[e.By]
	case !judges:
		a.judge("$.judge", e.Judge)
		return
	}
	if !fine {
		a.Add("role", "$.by", say("%s is neither of the two nor an officer", "%s 既非双方之一，也非承办人", who(e.By)),
			say("let a judge, the candidate or an officer declare what stands between a judge and a candidate; and officers and arbiters what is about themselves", "评委与候选人之间的关系由评委、候选人或承办人申报；承办人与裁定人的关系由其自行申报"))
	}
}

// scorer reports a maker who does not score the person in the exercise.
func (a *applying) scorer() {
	e := a.e
	i, there := a.exercise("$.exercise", e.Exercise)
	if !a.judge("$.by", e.By) || !there {
		return
	}
	if !a.p.judges[i][e.By] {
		a.Add("judge", "$.by", say("%s does not judge %s", "%s 不评 %s", who(e.By), wording.Quote(e.Exercise)), say("let a judge of the exercise score", "请由该项考核的评委评分"))
	}
	if why := a.conflict(e.By, e.Person); why != NoConflict {
		a.Add("conflict", "$.by", say("%s does not judge %s: %s", "%s 不得评 %s：%s", who(e.By), who(e.Person), why.text()), say("let another judge score", "请由其他评委评分"))
	}
}

// impartial reports whoever settles an objection or an appeal and has a part in it: who raised it, who is in conflict with
// the one who raised it or with somebody whom it or a change is about, and who gave scores that it is about.
func (a *applying) impartial(c complaint) {
	e := a.e
	remedy := say("let somebody answer who has no part in it", "请由与此无关的人答复")
	if c.by == e.By {
		a.Add("conflict", "$.by", say("%s raised it", "该异议由 %s 本人提出", who(e.By)), remedy)
		return
	}
	about := []kam.Subject{c.by, c.person}
	for _, one := range a.people() {
		if c.person == (kam.Subject{}) || a.touches(e.Changes, one) {
			about = append(about, one.person)
		}
	}
	for _, change := range e.Changes {
		about = append(about, change.Person, change.Judge)
		for _, key := range a.meant(change) {
			about = append(about, key.person, key.judge)
		}
	}
	slices.SortFunc(about, compareSubjects)
	for _, person := range slices.Compact(about) {
		if why := a.conflict(e.By, person); person != (kam.Subject{}) && why != NoConflict {
			a.Add("conflict", "$.by", say("%s may not settle what is about %s: %s", "%s 不得处理涉及 %s 的事项：%s", who(e.By), who(person), standsBetween(why)), remedy)
		}
	}
	if _, judges := a.p.panel[e.By]; judges && a.scoredBy(e.By, c, about) {
		a.Add("conflict", "$.by", say("%s gave scores that it is about", "所涉评分中有 %s 本人给出的评分", who(e.By)), remedy)
	}
	for i, change := range e.Changes {
		if n, there := a.p.exercises[change.Exercise]; change.Kind == ChangeReopen && there && a.p.judges[n][e.By] {
			a.Add("conflict", wording.At("$.changes", i), say("%s judges %s", "%s 是 %s 的评委", who(e.By), wording.Quote(change.Exercise)), remedy)
		}
	}
}

// touches reports whether a change gives a seat where a candidate applied, or reopens an exercise that the candidate takes
// part in.
func (a *applying) touches(changes []Change, c *candidate) bool {
	for _, change := range changes {
		switch change.Kind {
		case ChangeSeat:
			if slices.Contains(c.openings, change.Opening) {
				return true
			}
		case ChangeReopen:
			if i, there := a.p.exercises[change.Exercise]; there {
				if _, takes := a.participates(c, i); takes {
					return true
				}
			}
		default: // other changes name whom they are about
		}
	}
	return false
}

// standsBetween says a conflict of somebody who need not be a judge.
func standsBetween(why Conflict) kam.Text {
	if why == ConflictSelf {
		return say("they are the same person", "二者为同一人")
	}
	return say("an interest stands between them", "双方存在利害关系")
}

// scoredBy reports whether a judge scored somebody whom a complaint is about; one that names nobody is about all.
func (a *applying) scoredBy(judge kam.Subject, c complaint, about []kam.Subject) bool {
	for key := range a.scores {
		if key.judge == judge && (c.person == (kam.Subject{}) || slices.Contains(about, key.person)) {
			return true
		}
	}
	return false
}

// meant returns the scores that a change makes void or changes.
func (a *applying) meant(c Change) []scoreKey {
	if c.Kind != ChangeVoid && c.Kind != ChangeScore {
		return nil
	}
	var out []scoreKey
	for key := range a.scores {
		if (c.Person == kam.Subject{} || c.Person == key.person) && (c.Judge == kam.Subject{} || c.Judge == key.judge) &&
			(c.Exercise == "" || a.p.exercises[c.Exercise] == key.exercise) {
			out = append(out, key)
		}
	}
	return out
}
