package promotion

import (
	"fmt"
	"slices"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/criteria"
	"github.com/kam-go/kam/internal/strictjson"
	"github.com/kam-go/kam/internal/wording"
)

// allowedSteps returns the steps that a phase allows, in the order in which they are documented.
func allowedSteps(phase Phase) []Step {
	switch phase {
	case NotOpen:
		return []Step{StepOpen}
	case Open:
		return []Step{
			StepApply, StepNominate, StepAccept, StepWithdraw, StepFreeze, StepDisqualify, StepDeclare, StepRecuse, StepAddJudge, StepScore, StepCorrect,
			StepFinish, StepReopen, StepSeed, StepPublish, StepAnswer, StepRule,
		}
	case Published:
		return []Step{StepWithdraw, StepDeclare, StepObject, StepAnswer, StepDecide, StepRule}
	case Decided:
		return []Step{StepDeclare, StepAnswer, StepAppoint, StepDecline, StepAppeal, StepRule, StepClose}
	default:
		return nil
	}
}

// Allowed returns the steps that the phase allows, in the order in which they are documented; days, roles and what else
// is asked of a step may still speak against it.
func (s State) Allowed() []Step {
	if s.in == nil {
		return nil
	}
	return allowedSteps(s.in.phase)
}

// applying is one event on its way.
type applying struct {
	wording.Faults
	*inner
	e Event
	// commit does what the event does, once nothing speaks against it.
	commit func()
}

// apply takes e as the next event, or returns everything that speaks against it and changes nothing. Who may not make the
// event is told that alone, and nothing about where the cycle stands.
func (in *inner) apply(e Event) error {
	if err := e.Check(); err != nil {
		return err
	}
	data, err := strictjson.Canonical(e)
	if err != nil {
		return unwritable(err)
	}
	a := &applying{Faults: wording.Faults{Prefix: prefix}, inner: in, commit: func() {}}
	entry := Entry{Stream: in.p.cycle.ID, Seq: int64(len(in.entries)) + 1, Event: &e}
	if entry = entry.clone(); entry.Event == nil {
		return unwritable(fmt.Errorf("the event is too large"))
	}
	a.e = *entry.Event
	if a.role(); a.HasErrors() {
		return a.Err()
	}
	if len(in.entries) >= MaxEvents {
		a.Add("too-many", "$", say("the record has %d entries", "记录已有 %d 条", len(in.entries)), say("close the cycle", "请结束本次评审"))
	}
	if a.e.On.Before(in.last) {
		a.Add("order", "$.on", say("%s is before %s, the day of the event before", "%s 早于前一事件的日期 %s", a.e.On, in.last), say("record events in the order of their days", "请按日期先后登记事件"))
	}
	if allowed := allowedSteps(in.phase); !slices.Contains(allowed, a.e.Step) {
		a.Add("step", "$.step", say("%s does not fit the phase %s", "步骤 %s 不适用于阶段 %s", a.e.Step, phaseName(in.phase)), a.stepRemedy(allowed))
		return a.Err()
	}
	a.step()
	if err := a.Err(); err != nil {
		return err
	}
	a.commit()
	in.memo = &memo{}
	entry.Digest = chained(in.entries[len(in.entries)-1].Digest, data)
	in.entries = append(in.entries, entry)
	in.last = a.e.On
	return nil
}

func (a *applying) stepRemedy(allowed []Step) kam.Text {
	if len(allowed) == 0 {
		return say("nothing is allowed any more", "已不可再有任何步骤")
	}
	return say("allowed: %s", "允许的步骤：%s", wording.Words(allowed))
}

func (a *applying) step() {
	switch a.e.Step {
	case StepOpen:
		a.commit = func() { a.phase = Open }
	case StepApply, StepNominate:
		a.enter()
	case StepAccept:
		a.accept()
	case StepWithdraw:
		a.withdraw()
	case StepFreeze:
		a.freeze()
	case StepDisqualify:
		if c := a.candidate("$.person", a.e.Person); c != nil {
			a.commit = func() { c.reason = a.e.Reason; a.refresh() }
		}
	case StepDeclare:
		a.declare()
	case StepRecuse:
		a.recuse()
	case StepAddJudge:
		a.addJudge()
	case StepScore, StepCorrect:
		a.score()
	case StepFinish:
		a.finish()
	case StepReopen:
		a.reopen()
	case StepSeed:
		a.sow()
	case StepPublish:
		a.publish()
	case StepObject, StepAppeal:
		a.complain()
	case StepAnswer, StepRule:
		a.rule()
	case StepDecide:
		a.decide()
	case StepAppoint, StepDecline:
		a.take()
	case StepClose:
		a.close()
	case StepCycle: // is no step of an event, which Check told
	}
}

// candidate returns a candidate who is in the cycle; others are reported.
func (a *applying) candidate(place string, person kam.Subject) *candidate {
	c := a.candidates[person]
	switch {
	case c == nil:
		a.Add("person", place, say("%s is no candidate", "%s 不是候选人", who(person)), say("name somebody who applied", "请填写已报名的人"))
		return nil
	case c.withdrawn || a.left(person):
		a.Add("person", place, say("%s withdrew", "%s 已退出", who(person)), say("nothing more can be done about this candidate", "对该候选人不可再进行操作"))
		return nil
	case c.reason != "":
		a.Add("person", place, say("%s is disqualified", "%s 已被取消资格", who(person)), say("an objection or appeal that is upheld can reinstate the candidate", "异议或申诉成立后方可恢复资格"))
		return nil
	}
	return c
}

// exercise returns the number of an exercise; an unknown one is reported.
func (a *applying) exercise(place, id string) (int, bool) {
	i, there := a.p.exercises[id]
	if !there {
		a.unknown("exercise", place, id, a.p.exercises)
	}
	return i, there
}

// unknown reports a name that is none of those known.
func (a *applying) unknown(code, place, name string, known map[string]int) {
	(&checker{Faults: &a.Faults}).unknown(code, place, name, keySet(known))
}

// window reports a day outside of a period.
func (a *applying) window(p kam.Period, what kam.Text) {
	if p.Contains(a.e.On) {
		return
	}
	a.Add("window", "$.on", say("%s is outside of %s for %s", "%s 不在%[3]s的时间 %[2]s 之内", a.e.On, wording.Days(p), what), say("the days are fixed by the cycle", "时间由评审方案确定"))
}

// enter is apply and nominate.
func (a *applying) enter() {
	e, s := a.e, a.p.cycle.Schedule
	a.window(s.Apply, say("applications", "报名"))
	nomination := e.Step == StepNominate
	if a.p.officers[e.Person] || a.p.arbiters[e.Person] {
		a.Add("role", "$.person", say("%s runs the cycle or rules on appeals in it", "%s 是本次评审的承办人或申诉裁定人", who(e.Person)), say("officers and arbiters do not apply", "承办人与申诉裁定人不得报名"))
	}
	for i, o := range e.Openings {
		if _, there := a.p.openings[o]; !there {
			a.unknown("opening", wording.At("$.openings", i), o, a.p.openings)
		}
	}
	if limit := a.p.cycle.MaxOpenings; limit > 0 && len(e.Openings) > limit {
		a.Add("too-many", "$.openings", say("there are %d, more than %d", "共 %d 项，超过 %d", len(e.Openings), limit), say("apply for at most %d", "最多报 %d 个岗位", limit))
	}
	old := a.candidates[e.Person]
	switch {
	case old != nil && old.reason != "" && !nomination:
		a.candidate("$.person", e.Person)
	case old != nil && !old.withdrawn && (nomination || !old.waiting): // which tells others no more than that
		a.Add("twice", "$.person", say("%s is in the cycle already", "%s 已在本次评审中", who(e.Person)), say("withdraw first to apply anew", "如需重新报名，请先退出"))
	case old == nil && len(a.candidates) >= MaxCandidates:
		a.Add("too-many", "$.person", say("there are %d candidates", "候选人已有 %d 名", len(a.candidates)), say("a cycle takes at most %d", "一次评审最多 %d 名", MaxCandidates))
	}
	a.commit = func() {
		a.candidates[e.Person] = &candidate{person: e.Person, name: e.Name, openings: e.Openings, waiting: nomination}
		if nomination {
			a.relate(Relation{Kind: NominatedBy, Of: e.Person, To: e.By})
		} else {
			a.competes(a.candidates[e.Person])
		}
		a.refresh()
	}
}

// competes notes for which openings somebody is a rival of others, from now on for good.
func (in *inner) competes(c *candidate) {
	if in.applied[c.person] == nil {
		in.applied[c.person] = map[string]bool{}
	}
	for _, o := range c.openings {
		in.applied[c.person][o] = true
	}
}

func (a *applying) accept() {
	a.window(a.p.cycle.Schedule.Apply, say("applications", "报名"))
	c := a.candidate("$.person", a.e.Person)
	if c == nil {
		return
	}
	if !c.waiting {
		a.Add("twice", "$.person", say("%s has no nomination to accept", "%s 没有待接受的提名", who(c.person)), say("nothing is to be done", "无需操作"))
	}
	a.commit = func() { c.waiting = false; a.competes(c); a.refresh() }
}

func (a *applying) withdraw() {
	c := a.candidate("$.person", a.e.Person)
	if c == nil {
		return
	}
	a.commit = func() {
		if a.phase == Published {
			a.quits = append(a.quits, quit{person: c.person})
			return
		}
		c.withdrawn = true
		a.refresh()
	}
}

func (a *applying) freeze() {
	e := a.e
	if e.On.Before(a.p.cycle.Schedule.Freeze) {
		a.Add("window", "$.on", say("%s is before %s, as of which evidence is frozen", "%s 早于材料锁定日 %s", e.On, a.p.cycle.Schedule.Freeze), say("freeze it on the day or later", "请在当日或之后锁定"))
	}
	c := a.candidate("$.person", e.Person)
	if c == nil {
		return
	}
	if c.waiting {
		a.Add("person", "$.person", say("%s did not accept the nomination", "%s 尚未接受提名", who(c.person)), say("record the acceptance first", "请先登记接受提名"))
	}
	if c.frozen != nil {
		if a.isScored(c.person) && !a.undetermined(c) {
			a.Add("frozen", "$.person", say("the evidence of %s was frozen, and scores were given since", "%s 的材料已锁定，且已有评分", who(c.person)),
				say("other evidence now needs an objection that is upheld", "此后更换材料须经异议成立"))
		}
		if e.Reason == "" {
			a.Add("missing", "$.reason", say("evidence is frozen again without a reason", "再次锁定材料而未说明理由"), say("say why", "请说明理由"))
		}
	}
	a.frozen("$.frozen", c, *e.Frozen)
	a.commit = func() { c.frozen = e.Frozen }
}

// frozen reports evidence that does not belong to the candidate, the day or the criteria.
func (a *applying) frozen(place string, c *candidate, z Frozen) {
	if day := a.p.cycle.Schedule.Freeze; z.AsOf != day {
		a.Add("as-of", place+".asOf", say("it is as of %s, not of %s", "截至 %s，而非 %s", z.AsOf, day), say("judge all candidates as of the same day", "请以同一日期评定所有候选人"))
	}
	given := map[string]bool{}
	for i, check := range z.Checks {
		at := wording.At(place+".checks", i)
		given[check.Criteria] = true
		n, there := a.p.sets[check.Criteria]
		if !there {
			a.unknown("criteria", at+".criteria", check.Criteria, a.p.sets)
			continue
		}
		r, want := check.Result, a.p.cycle.Criteria[n].Hash
		if r.Rule != want {
			a.Add("criteria", at+".result.rule", say("the result is of the rule %s, and the cycle froze %s", "结果依据的规则为 %s，而评审方案锁定的是 %s", wording.Clip(r.Rule), want),
				say("evaluate the rule of the cycle", "请按评审方案中的规则评定"))
		}
		if r.Person != c.person {
			a.Add("person", at+".result.person", say("the result is about %s, not %s", "结果属于 %s，而非 %s", who(r.Person), who(c.person)), say("freeze the candidate's own result", "请锁定该候选人本人的结果"))
		}
		if r.AsOf != z.AsOf {
			a.Add("as-of", at+".result.asOf", say("it is as of %s, not of %s", "截至 %s，而非 %s", r.AsOf, z.AsOf), say("evaluate as of the day of the freeze", "请按锁定日评定"))
		}
		a.Merge(at+".result", criteria.VerifyResult(r))
	}
	for _, o := range c.openings {
		if set := a.p.cycle.Openings[a.p.openings[o]].Criteria; !given[set] {
			a.Add("missing", place+".checks", say("no result of the criteria %s for %s", "缺少岗位 %[2]s 所用条件 %[1]s 的结果", wording.Quote(set), wording.Quote(o)), say("evaluate them too", "请一并评定"))
			given[set] = true
		}
	}
	for i, figure := range z.Figures {
		at := wording.At(place+".figures", i)
		n, there := a.p.facts[figure.Fact]
		switch {
		case !there:
			a.unknown("fact", at+".fact", figure.Fact, a.p.facts)
		case a.p.cycle.Facts[n].From == FactRecorded && figure.Source == "":
			a.Add("missing", at+".source", say("nothing says what the figure %s is taken from", "未说明数据 %s 的来源", wording.Quote(figure.Fact)),
				say("state the SHA-256 of the document, so that it can be shown later", "请填写来源文件的 SHA-256，以便日后核对"))
		case a.p.cycle.Facts[n].From != FactRecorded && figure.Source != "":
			a.Add("unused", at+".source", say("the figure %s follows from the evidence file", "数据 %s 由材料得出", wording.Quote(figure.Fact)), say("leave the source out", "请删去来源"))
		}
	}
}

// isScored reports whether anybody scored a person.
func (in *inner) isScored(person kam.Subject) bool {
	for key := range in.scores {
		if key.person == person {
			return true
		}
	}
	return false
}

// undetermined reports whether criteria that matter to a candidate are not known to be met or not.
func (in *inner) undetermined(c *candidate) bool {
	return slices.ContainsFunc(c.openings, func(o string) bool {
		s := in.checked(c, in.p.openings[o], Leave{})
		return s == criteria.Unknown && in.p.cycle.Unknown == UnknownBlocks
	})
}

func (a *applying) declare() {
	e := a.e
	a.candidate("$.person", e.Person)
	a.commit = func() {
		a.relate(Relation{Kind: e.Relation, Of: e.Person, To: e.Judge})
		a.refresh()
	}
}

// relate notes what came to stand between two people.
func (in *inner) relate(r Relation) {
	key := pairOf(r.Of, r.To)
	in.declared[key] = append(in.declared[key], r)
}

func (a *applying) recuse() {
	e := a.e
	if e.Person != (kam.Subject{}) {
		a.candidate("$.person", e.Person)
	}
	a.commit = func() { a.recused[recusal{e.Judge, e.Person}] = true; a.refresh() }
}

func phaseName(p Phase) string {
	if p == NotOpen {
		return "not-open"
	}
	return string(p)
}
