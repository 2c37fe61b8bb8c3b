package promotion

import (
	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/wording"
)

// score is score and correct.
func (a *applying) score() {
	e := a.e
	i, there := a.exercise("$.exercise", e.Exercise)
	onPanel := a.judge("$.by", e.By)
	c := a.candidate("$.person", e.Person)
	if onPanel && there && !a.p.judges[i][e.By] {
		a.Add("judge", "$.by", say("%s does not judge %s", "%s 不评 %s", who(e.By), wording.Quote(e.Exercise)), say("let a judge of the exercise score", "请由该项考核的评委评分"))
	}
	if why := a.conflict(e.By, e.Person); onPanel && why != NoConflict {
		a.Add("conflict", "$.by", say("%s does not judge %s: %s", "%s 不得评 %s：%s", who(e.By), who(e.Person), why.text()), say("let another judge score", "请由其他评委评分"))
	}
	if a.seed == "" && a.p.drawsLots() {
		a.Add("seed", "$.step", say("lots may have to be drawn, and no seed is recorded", "可能须抽签，而种子尚未登记"), say("record the seed before the first score", "请在首个评分之前登记种子"))
	}
	if !there {
		return
	}
	x := a.p.cycle.Exercises[i]
	if a.finished[i] {
		a.Add("finished", "$.exercise", say("%s is closed", "%s 已结束", wording.Quote(e.Exercise)), say("an objection or appeal that is upheld can reopen it", "异议或申诉成立后方可重新开启"))
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
	case e.Step == StepScore && given:
		a.Add("twice", "$.score", say("%s scored %s in %s before, with %s", "%s 已为 %s 在 %s 中评分 %s", who(e.By), who(e.Person), wording.Quote(e.Exercise), old.value),
			say("correct the score, with a reason", "请以 correct 步骤更正并说明理由"))
	case e.Step == StepCorrect && !given:
		a.Add("score", "$.score", say("%s has no score of %s in %s to correct", "%s 未曾为 %s 在 %s 中评分，无可更正", who(e.By), who(e.Person), wording.Quote(e.Exercise)), say("record a score", "请登记评分"))
	}
	a.commit = func() { a.scores[key] = score{value: e.Score.Decimal, comment: e.Comment} }
}

// counting returns the judges whose scores of a person in an exercise count, and those who could still score, in the
// order of the panel.
func (in *inner) counting(person kam.Subject, exercise int) (given, free []kam.Subject) {
	for _, j := range in.p.cycle.Panel {
		if !in.p.judges[exercise][j.Person] || in.void(j.Person, person, exercise) {
			continue
		}
		if _, there := in.scores[scoreKey{exercise, person, j.Person}]; there {
			given = append(given, j.Person)
		} else {
			free = append(free, j.Person)
		}
	}
	return given, free
}

// void reports whether a judge's score of a person in an exercise does not count.
func (in *inner) void(judge, person kam.Subject, exercise int) bool {
	if in.conflict(judge, person) != NoConflict {
		return true
	}
	id := in.p.cycle.Exercises[exercise].ID
	for _, key := range []recusal{{judge, person}, {judge: judge}, {person: person}, {}} {
		if set := in.voided[key]; set[id] || set[""] {
			return true
		}
	}
	return false
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
				say("%d more judges may score; else disqualify the candidate for a reason", "尚有 %d 名评委可评分；否则请说明理由取消其资格", len(free)))
		}
	}
}

func (a *applying) finish() {
	a.officer()
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

func (a *applying) sow() {
	a.officer()
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
