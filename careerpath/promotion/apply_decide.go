package promotion

import (
	"slices"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/wording"
)

// complete reports what is missing for a ranking: exercises that are not closed, evidence, criteria that are not known
// to be met or not, and scores.
func (a *applying) complete() {
	for i, x := range a.p.cycle.Exercises {
		if !a.finished[i] {
			a.Add("finished", "$.step", say("%s is not closed", "%s 尚未结束", wording.Quote(x.ID)), say("close all exercises first", "请先结束全部考核"))
		} else {
			a.enough("$.step", i)
		}
	}
	for _, c := range a.people() {
		switch {
		case !c.stays():
		case c.frozen == nil:
			a.Add("frozen", "$.step", say("no evidence of %s is frozen", "%s 的材料尚未锁定", who(c.person)), say("freeze it, or disqualify the candidate for a reason", "请锁定材料，或说明理由取消其资格"))
		case a.undetermined(c):
			a.Add("unknown", "$.step", say("it is not known whether %s meets the criteria", "%s 是否达标未知", who(c.person)),
				say("freeze evidence that tells, or disqualify the candidate for a reason", "请补充可判定的材料并重新锁定，或说明理由取消其资格"))
		}
	}
}

// matches reports a digest that is not that of the outcome.
func (a *applying) matches() {
	want, err := a.digest()
	a.Merge("$.digest", err)
	if err == nil && want != a.e.Digest {
		a.Add("outcome", "$.digest", say("it says %s, and what is recorded leads to %s", "填写为 %s，而按记录应为 %s", a.e.Digest, want),
			say("publish and decide what follows from the record; see Outcome and Digest", "请公布和决定由记录得出的结果"))
	}
}

func (a *applying) publish() {
	if day := a.p.cycle.Schedule.Publish; a.e.On.Before(day) {
		a.Add("window", "$.on", say("%s is before %s, the first day of publication", "%s 早于最早公布日 %s", a.e.On, day), say("publish on the day or later", "请在当日或之后公布"))
	}
	if a.complete(); a.HasErrors() {
		return
	}
	if a.seed == "" && a.p.drawsLots() {
		a.Add("seed", "$.step", say("lots may have to be drawn, and no seed is recorded", "可能须抽签，而种子尚未登记"), say("record the seed after the draw on %s", "请在 %s 抽取后登记种子", a.p.cycle.Draw.Day))
		return
	}
	a.matches()
	until := a.deadline(a.p.cycle.Schedule.Objection)
	a.commit = func() {
		a.publications, a.before, a.shown = a.publications+1, a.shown, a.outcome(Leave{}).Openings
		a.phase, a.published, a.objectUntil = Published, a.e.On, until
		a.decided, a.appealUntil = kam.Day{}, kam.Day{}
	}
}

// deadline returns the last day of a term that starts after the event.
func (a *applying) deadline(t Term) kam.Day {
	until, err := a.p.term(a.e.On, t)
	switch {
	case err != nil:
		a.Add("calendar", "$.on", say("the term cannot be counted: %s", "无法计算期限：%s", err), say("give the calendar the holidays of the years in question", "请在日历中提供相关年份的节假日"))
	case !until.IsSet():
		a.Add("calendar", "$.on", say("the term ends after the last day there is", "期限超出可表示的日期"), say("state an earlier day", "请填写更早的日期"))
	}
	return until
}

// complain is object and appeal. While people are tied at a last seat, so that there can be no decision, objections may be
// raised after their term too: one that is upheld can add the seat.
func (a *applying) complain() {
	e := a.e
	list, until := a.objections, a.objectUntil
	if e.Step == StepAppeal {
		list, until = a.appeals, a.appealUntil
		if c := a.candidates[e.Person]; c == nil || c.waiting {
			a.Add("person", "$.person", say("%s is no candidate", "%s 不是候选人", who(e.Person)), say("candidates may appeal", "申诉须由候选人提出"))
		}
	} else if e.Person != (kam.Subject{}) && a.candidates[e.Person] == nil {
		a.Add("person", "$.person", say("%s is no candidate", "%s 不是候选人", who(e.Person)), say("name the candidate whom the objection is about, or nobody", "请填写异议所涉候选人，或不填"))
	}
	stuck := func() bool { return e.Step == StepObject && len(a.ties()) > 0 }
	if e.On.After(until) && !stuck() {
		a.Add("window", "$.on", say("%s is after %s, the last day for it", "%s 晚于最后期限 %s", e.On, until), say("the term is over", "期限已过"))
	}
	if _, there := list[e.ID]; there {
		a.Add("twice", "$.id", say("%s is taken", "%s 已被使用", wording.Quote(e.ID)), say("give each its own ID", "请为每一项使用不同的标识"))
	}
	a.commit = func() { list[e.ID] = complaint{id: e.ID, by: e.By, person: e.Person, on: e.On, reason: e.Reason} }
}

// rule is answer and rule.
func (a *applying) rule() {
	e, list := a.e, a.objections
	if e.Step == StepRule {
		list = a.appeals
	}
	c, there := list[e.ID]
	switch {
	case !there:
		a.Add("complaint", "$.id", say("there is no %s", "没有 %s", wording.Quote(e.ID)), say("name one that was raised", "请填写已提出的异议或申诉"))
		return
	case c.ruling != "":
		a.Add("twice", "$.id", say("%s is settled already", "%s 已有结论", wording.Quote(e.ID)), say("nothing is to be done", "无需操作"))
		return
	}
	a.impartial(c)
	for i, change := range e.Changes {
		a.change(wording.At("$.changes", i), change)
	}
	a.commit = func() {
		c.ruling, c.answer = e.Ruling, e.Reason
		list[e.ID] = c
		for _, change := range e.Changes {
			a.make(change)
		}
		if len(e.Changes) > 0 {
			a.phase, a.objectUntil = Open, kam.Day{}
			a.decided, a.appealUntil = kam.Day{}, kam.Day{}
			a.leaves()
			a.refresh()
		}
	}
}

// leaves takes those out of the cycle who withdrew since the ranking was published, and those out of the races for its seats
// who declined one: the ranking is worked on again.
func (a *applying) leaves() {
	for _, q := range a.quits {
		c := a.candidates[q.person]
		c.withdrawn, c.out = c.withdrawn || !q.declined, c.out || q.declined
	}
	a.quits, a.early = nil, 0
}

// change reports what does not fit about a change.
func (a *applying) change(at string, c Change) {
	i := 0
	if c.Exercise != "" {
		i, _ = a.exercise(at+".exercise", c.Exercise)
	}
	if c.Judge != (kam.Subject{}) {
		a.judge(at+".judge", c.Judge)
	}
	switch c.Kind {
	case ChangeDisqualify, ChangeVoid:
		if c.Person != (kam.Subject{}) {
			a.candidate(at+".person", c.Person)
		}
	case ChangeReinstate:
		if p := a.candidates[c.Person]; p == nil || p.reason == "" || p.withdrawn {
			a.Add("person", at+".person", say("%s is not disqualified", "%s 未被取消资格", who(c.Person)), say("name a candidate who is", "请填写已被取消资格的候选人"))
		}
	case ChangeEvidence:
		if p := a.candidates[c.Person]; p == nil || p.waiting || p.withdrawn {
			a.candidate(at+".person", c.Person)
		} else {
			a.frozen(at+".frozen", p, *c.Frozen)
		}
	case ChangeScore:
		a.candidate(at+".person", c.Person)
		if x := a.p.cycle.Exercises[i]; a.p.exercises[c.Exercise] == i && !x.Scale.has(c.Score.Decimal) {
			a.Add("score", at+".score", say("%s is not on the scale of %s", "%s 不在 %s 的评分标尺上", c.Score.Decimal, wording.Quote(c.Exercise)),
				say("score %s to %s in steps of %s", "请在 %s 至 %s 之间以 %s 为步长评分", x.Scale.Min, x.Scale.Max, x.Scale.Step))
		}
		if _, given := a.scores[scoreKey{i, c.Person, c.Judge}]; !given {
			a.Add("score", at, say("there is no such score", "没有该评分"), say("name a score that was given", "请填写已给出的评分"))
		}
	case ChangeReopen:
	case ChangeSeat:
		if _, there := a.p.openings[c.Opening]; !there {
			a.unknown("opening", at+".opening", c.Opening, a.p.openings)
		}
	}
}

// make does what a change says.
func (a *applying) make(c Change) {
	switch c.Kind {
	case ChangeDisqualify:
		a.candidates[c.Person].reason = a.e.Reason
	case ChangeReinstate:
		a.candidates[c.Person].reason = ""
	case ChangeEvidence:
		a.candidates[c.Person].frozen = c.Frozen
	case ChangeVoid:
		for _, key := range a.meant(c) {
			s := a.scores[key]
			s.void = true
			a.scores[key] = s
		}
	case ChangeScore:
		i := a.p.exercises[c.Exercise]
		key := scoreKey{i, c.Person, c.Judge}
		a.scores[key] = a.scores[key].changed(a.e, c.Score.Decimal, a.void(c.Judge, c.Person, i))
	case ChangeReopen:
		a.open(a.p.exercises[c.Exercise])
	case ChangeSeat:
		a.extra[c.Opening]++
	}
}

// unsettled reports objections or appeals without a ruling.
func (a *applying) unsettled(list map[string]complaint, code string) {
	open := map[string]bool{}
	for id, c := range list {
		if c.ruling == "" {
			open[id] = true
		}
	}
	for _, id := range sortedKeys(open) {
		a.Add(code, "$.step", say("%s is not settled", "%s 尚无结论", wording.Quote(id)), say("settle it first", "请先处理"))
	}
}

func (a *applying) decide() {
	if !a.e.On.After(a.objectUntil) {
		a.Add("objection-period", "$.on", say("objections may be raised until %s, that day included", "异议期至 %s（含当日）", a.objectUntil), say("decide on %s or later", "请在 %s 或之后决定", a.objectUntil.AddDays(1)))
	}
	a.unsettled(a.objections, "objection")
	for _, tie := range a.ties() {
		names := make([]string, len(tie))
		for i, s := range tie {
			names[i] = s.Person.Kind + " " + s.Person.ID
		}
		a.Add("tie", "$.step", say("%d candidates are tied at the last seat of %s, and no rule is left: %s", "%d 名候选人在岗位 %s 的最后一个名额上并列，且已无规则可用：%s", len(names), wording.Quote(tie[0].Opening), wording.Words(names)),
			say("add a seat by an objection that is upheld, or state in the next cycle how such ties end", "可经异议成立增加名额；下次评审请事先写明并列的处理规则"))
	}
	if !a.HasErrors() {
		a.matches()
	}
	until := a.deadline(a.p.cycle.Schedule.Appeal)
	a.commit = func() { a.phase, a.decided, a.appealUntil, a.early = Decided, a.e.On, until, len(a.quits) }
}

// take is appoint and decline.
func (a *applying) take() {
	e := a.e
	if _, there := a.p.openings[e.Opening]; !there {
		a.unknown("opening", "$.opening", e.Opening, a.p.openings)
		return
	}
	if e.Step == StepAppoint {
		if !e.On.After(a.appealUntil) {
			a.Add("appeal-period", "$.on", say("appeals may be raised until %s, that day included", "申诉期至 %s（含当日）", a.appealUntil), say("appoint on %s or later", "请在 %s 或之后任命", a.appealUntil.AddDays(1)))
		}
		a.unsettled(a.appeals, "appeal")
	}
	if a.appointed[e.Person] != "" {
		a.Add("twice", "$.person", say("%s took up %s", "%s 已就任 %s", who(e.Person), wording.Quote(a.appointed[e.Person])), say("nothing is to be done", "无需操作"))
		return
	}
	offers := a.offers()
	if !slices.ContainsFunc(offers, func(s Seat) bool {
		return s.Person == e.Person && s.Opening == e.Opening && (!s.Tied || e.Step == StepDecline)
	}) {
		a.Add("seat", "$.person", say("%s has no seat of %s to take", "%s 在岗位 %s 上没有可就任的名额", who(e.Person), wording.Quote(e.Opening)), say("seats go by rank; see Seats", "名额按排名递补"))
	}
	a.commit = func() {
		if e.Step == StepAppoint {
			a.appointed[e.Person] = e.Opening
			return
		}
		if a.declined[e.Person] == nil {
			a.declined[e.Person] = map[string]bool{}
		}
		a.declined[e.Person][e.Opening] = true
		a.quits = append(a.quits, quit{e.Person, true})
	}
}

func (a *applying) close() {
	if !a.e.On.After(a.appealUntil) {
		a.Add("appeal-period", "$.on", say("appeals may be raised until %s, that day included", "申诉期至 %s（含当日）", a.appealUntil), say("close on %s or later", "请在 %s 或之后结束", a.appealUntil.AddDays(1)))
	}
	a.unsettled(a.appeals, "appeal")
	for _, s := range a.offers() {
		if !s.Taken && !s.Tied {
			a.Add("seat", "$.step", say("%s neither took up nor declined %s", "%s 对岗位 %s 既未就任也未放弃", who(s.Person), wording.Quote(s.Opening)), say("record one of the two", "请登记其一"))
		}
	}
	a.commit = func() { a.phase = Closed }
}
