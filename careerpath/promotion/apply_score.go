package promotion

import (
	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/wording"
)

// score is score and correct.
func (a *applying) score() {
	e := a.e
	c, i := a.candidate("$.person", e.Person), a.p.exercises[e.Exercise]
	x := a.p.cycle.Exercises[i]
	if a.finished[i] {
		a.Add("finished", "$.exercise", say("%s is closed", "%s 已结束", wording.Quote(e.Exercise)), say("an officer can reopen it before the ranking is published, later an objection or appeal that is upheld", "排名公布前可由承办人重新开启，公布后须经异议或申诉成立"))
	} else if !a.reopened[i] {
		a.window(x.Window, say("the exercise", "该项考核"))
	}
	if !x.Scale.has(e.Score.Decimal) {
		a.Add("score", "$.score", say("%s is not on the scale of %s", "%s 不在 %s 的评分标尺上", e.Score.Decimal, wording.Quote(e.Exercise)),
			say("score %s to %s in steps of %s", "请在 %s 至 %s 之间以 %s 为步长评分", x.Scale.Min, x.Scale.Max, x.Scale.Step))
	}
	if c == nil {
		return
	}
	if why, takes := a.participates(c, i); !takes {
		a.Add("eligible", "$.person", say("%s does not take part in %s: %s", "%s 不参加 %s：%s", who(c.person), wording.Quote(e.Exercise), why), say("score only those who take part", "请只为参加者评分"))
	}
	key := scoreKey{i, e.Person, e.By}
	old, given := a.scores[key]
	switch {
	case e.Step == StepScore && given && !old.void:
		a.Add("twice", "$.score", say("%s scored %s in %s before, with %s", "%s 已为 %s 在 %s 中评分 %s", who(e.By), who(e.Person), wording.Quote(e.Exercise), old.value),
			say("correct the score, with a reason", "请以 correct 步骤更正并说明理由"))
	case e.Step == StepCorrect && given && old.void:
		a.Add("score", "$.score", say("the score of %s in %s is void", "%s 在 %s 中的评分已作废", who(e.Person), wording.Quote(e.Exercise)), say("score anew", "请重新评分"))
	case e.Step == StepCorrect && !given:
		a.Add("score", "$.score", say("%s has no score of %s in %s to correct", "%s 未曾为 %s 在 %s 中评分，无可更正", who(e.By), who(e.Person), wording.Quote(e.Exercise)), say("record a score", "请登记评分"))
	}
	a.commit = func() {
		now := score{value: e.Score.Decimal, comment: e.Comment}
		if given {
			now = old.changed(e, e.Score.Decimal, old.void)
			now.comment, now.void = e.Comment, false
		}
		a.scores[key] = now
	}
}

// counting returns the judges whose scores of a person in an exercise count, and those who could still score while it is
// open, in the order of the panel.
func (in *inner) counting(person kam.Subject, exercise int) (given, free []kam.Subject) {
	for _, j := range in.p.cycle.Panel {
		if !in.p.judges[exercise][j.Person] {
			continue
		}
		s, there := in.scores[scoreKey{exercise, person, j.Person}]
		switch {
		case there && !s.void:
			given = append(given, j.Person)
		case in.conflict(j.Person, person) == NoConflict:
			free = append(free, j.Person)
		}
	}
	return given, free
}

// void reports whether a judge's score of a person in an exercise does not count, by a ruling.
func (in *inner) void(judge, person kam.Subject, exercise int) bool {
	return in.scores[scoreKey{exercise, person, judge}].void
}

// enough reports candidates who take part in an exercise and have fewer scores than it needs.
func (a *applying) enough(place string, exercise int) {
	x := a.p.cycle.Exercises[exercise]
	for _, c := range a.people() {
		if _, takes := a.participates(c, exercise); !takes {
			continue
		}
		if given, free := a.counting(c.person, exercise); len(given) < x.MinJudges {
			a.Add("judges", place, say("%s has %d scores in %s, and %d are needed", "%s 在 %[3]s 中有 %[2]d 个评分，须有 %[4]d 个", who(c.person), len(given), wording.Quote(x.ID), x.MinJudges),
				say("%d more judges may score while the exercise is open; an officer can reopen it and add judges; else disqualify the candidate for a reason", "考核开启期间尚有 %d 名评委可评分；承办人可重新开启考核并增补评委；否则请说明理由取消其资格", len(free)))
		}
	}
}

// lacks reports whether a candidate takes part in an exercise and has fewer scores than it needs.
func (in *inner) lacks(exercise int) bool {
	for _, c := range in.candidates {
		if _, takes := in.participates(c, exercise); takes {
			if given, _ := in.counting(c.person, exercise); len(given) < in.p.cycle.Exercises[exercise].MinJudges {
				return true
			}
		}
	}
	return false
}

func (a *applying) finish() {
	i, there := a.exercise("$.exercise", a.e.Exercise)
	if !there {
		return
	}
	if a.finished[i] {
		a.Add("twice", "$.exercise", say("%s is closed already", "%s 已结束", wording.Quote(a.e.Exercise)), say("nothing is to be done", "无需操作"))
		return
	}
	if from := a.p.cycle.Exercises[i].Window.From; a.e.On.Before(from) {
		a.Add("window", "$.on", say("%s is before %s, when the exercise begins", "%s 早于该项考核的开始日 %s", a.e.On, from), say("close it when it was held", "请在考核举行后结束"))
	}
	a.enough("$.exercise", i)
	a.commit = func() {
		a.finished[i] = true
		a.refresh()
	}
}

// reopen opens an exercise again that was closed, or whose window is over, before the ranking is published. One that was
// closed with all its scores stays so from the day of the draw on: whoever knows the lot could score for it.
func (a *applying) reopen() {
	i, there := a.exercise("$.exercise", a.e.Exercise)
	if !there {
		return
	}
	switch closed := a.finished[i]; {
	case !closed && (a.reopened[i] || a.e.On.Before(a.p.cycle.Exercises[i].Window.Until)):
		a.Add("finished", "$.exercise", say("%s is not closed", "%s 尚未结束", wording.Quote(a.e.Exercise)), say("nothing is to be done", "无需操作"))
	case closed && !a.lacks(i) && a.p.drawsLots() && (a.seed != "" || !a.e.On.Before(a.p.cycle.Draw.Day)):
		a.Add("draw", "$.on", say("lots are drawn on %s, and scores must not change once the lot may be known", "抽签日为 %s，抽签结果可能已知后不得再改动评分", a.p.cycle.Draw.Day),
			say("reopen it before that day; after publication by an objection that is upheld", "请在该日之前重新开启；公示之后须由成立的异议重新开启"))
	}
	if a.p.judges[i][a.e.By] {
		a.Add("conflict", "$.by", say("%s judges %s", "%s 是 %s 的评委", who(a.e.By), wording.Quote(a.e.Exercise)), say("let an officer reopen it who does not judge it", "请由不担任该项评委的承办人重新开启"))
	}
	a.commit = func() { a.open(i); a.refresh() }
}

// open opens an exercise again, without regard to its window.
func (in *inner) open(exercise int) {
	delete(in.finished, exercise)
	in.reopened[exercise] = true
}

// sow takes the seed for drawing lots. It comes late: once all scores are in, it can no longer tell a judge who wins a tie.
func (a *applying) sow() {
	if day := a.p.cycle.Draw.Day; a.p.drawsLots() && a.e.On.Before(day) {
		a.Add("window", "$.on", say("%s is before %s, the day of the draw", "%s 早于抽取日 %s", a.e.On, day), say("record the seed once it is drawn", "请在抽取之后登记种子"))
	}
	for i, x := range a.p.cycle.Exercises {
		if a.p.drawsLots() && !a.finished[i] {
			a.Add("finished", "$.step", say("%s is not closed", "%s 尚未结束", wording.Quote(x.ID)), say("record the seed when all exercises are closed", "请在全部考核结束后登记种子"))
		}
	}
	switch {
	case !a.p.drawsLots():
		a.Add("seed", "$.seed", say("the cycle draws no lots", "本次评审不抽签"), say("leave the seed out", "请删去种子"))
	case a.seed != "":
		a.Add("twice", "$.seed", say("a seed is recorded already", "种子已登记"), say("lots are drawn from the first one", "以首次登记的种子抽签"))
	}
	a.commit = func() { a.seed = a.e.Seed }
}

// drawsLots reports whether the last tie-break is the lot.
func (p *Program) drawsLots() bool {
	breaks := p.cycle.TieBreaks
	return len(breaks) > 0 && breaks[len(breaks)-1].By == TieLot
}

// refresh works out anew who did not pass the exercises that are closed.
func (in *inner) refresh() {
	for i := range in.fails {
		in.fails[i] = nil
	}
	for i, x := range in.p.cycle.Exercises {
		if !in.finished[i] || !x.Pass.Valid {
			continue
		}
		t := in.tally(i, Leave{})
		fails := map[kam.Subject]bool{}
		for _, c := range in.candidates {
			if t.of(c.person).Failed {
				fails[c.person] = true
			}
		}
		in.fails[i] = fails
	}
}
