package promotion

import (
	"slices"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/criteria"
	"github.com/kam-go/kam/internal/page"
	"github.com/kam-go/kam/internal/wording"
)

// Markdown returns v as a Markdown document in one language.
func (v CandidateView) Markdown(lang kam.Lang) string {
	p := &document{page.Page{Lang: lang}}
	p.heading(1, v.Title)
	p.item(say("Candidate", "候选人"), or(v.Name, v.Person.ID))
	p.item(say("Phase", "阶段"), v.Phase.text())
	p.item(say("Standing", "结果"), v.Standing.text())
	if v.Reason != "" {
		p.item(say("Reason", "理由"), plain(v.Reason))
	}
	if v.Deadlines.Object.IsSet() {
		p.item(say("Objections until", "异议截止（含当日）"), day(v.Deadlines.Object))
	}
	if v.Deadlines.Appeal.IsSet() {
		p.item(say("Appeals until", "申诉截止（含当日）"), day(v.Deadlines.Appeal))
	}
	p.item(say("Objections and appeals go to", "异议与申诉受理方"), v.Contact)
	for _, o := range v.Openings {
		v.opening(p, o)
	}
	for _, e := range v.Exercises {
		v.exercise(p, e)
	}
	if len(v.Figures) > 0 {
		p.heading(2, say("Figures for ties", "并列时使用的数据"))
		for _, f := range v.Figures {
			p.item(f.Name, known(f.Value))
		}
	}
	if len(v.Complaints) > 0 {
		p.heading(2, say("Objections and appeals", "异议与申诉"))
		p.header(say("ID", "编号"), say("Day", "日期"), say("Kind", "类别"), say("Reason", "理由"), say("Outcome", "结论"), say("Answer", "答复"))
		for _, c := range v.Complaints {
			kind := say("objection", "异议")
			if c.Kind == StepAppeal {
				kind = say("appeal", "申诉")
			}
			p.row(plain(c.ID), day(c.On), kind, plain(c.Reason), c.Ruling.text(), plain(c.Answer))
		}
	}
	return p.String()
}

// known writes a number, or says that it is not known.
func known(e criteria.Exact) kam.Text {
	if !e.Known() {
		return say("unknown", "未知")
	}
	return exact(e)
}

// seated reports whether the candidate has a seat, or may take one, after the decision.
func (v CandidateView) seated() bool {
	return slices.ContainsFunc(v.Openings, func(o OpeningView) bool { return o.Offered || o.Taken })
}

func (v CandidateView) opening(p *document, o OpeningView) {
	p.heading(2, o.Name)
	p.item(say("Seats", "名额"), count(o.Seats))
	if o.Rank > 0 {
		p.item(say("Rank", "排名"), say("%d of %d", "第 %d 名，共 %d 名", o.Rank, o.Of))
		p.item(say("Total", "总分"), exact(o.Total))
	}
	for _, t := range o.Ties {
		p.item(say("Tie", "并列处理"), t.text(v.tieRule(t)))
	}
	switch {
	case o.Declined:
		p.item(say("Seat", "入选"), SeatDeclined.text())
	case o.Taken:
		p.item(say("Seat", "入选"), say("taken up", "已就任"))
	case o.Offered:
		p.item(say("Seat", "入选"), say("offered", "待就任"))
	case o.Seat && !v.seated():
		p.item(say("Seat", "入选"), say("yes, by the ranking", "是（按排名）"))
	}
	if o.Result == nil {
		return
	}
	p.item(say("Criteria", "条件"), o.Result.State.Name())
	p.WriteByte('\n')
	p.header(say("Criterion", "条件"), say("State", "状态"), say("Value", "数值"), say("Asked", "要求"), say("Why", "说明"))
	for _, n := range o.Result.Criteria() {
		name := n.Name
		if name == (kam.Text{}) {
			name = plain(n.ID)
		}
		p.row(name, n.State.Name(), known(n.Criterion.Value), exact(n.Criterion.Threshold), n.Criterion.Reason)
	}
}

// tieRule returns the name of the exercise or fact of a tie-break.
func (v CandidateView) tieRule(b TieStep) kam.Text {
	for _, e := range v.Exercises {
		if b.By == TieExercise && e.Exercise == b.Exercise {
			return e.Name
		}
	}
	for _, f := range v.Figures {
		if b.By == TieFact && f.Fact == b.Fact {
			return f.Name
		}
	}
	return plain(b.Exercise + b.Fact)
}

func (v CandidateView) exercise(p *document, e ExerciseView) {
	p.heading(2, e.Name)
	p.item(say("Scale", "评分标尺"), say("%s to %s in steps of %s", "%s 至 %s，步长 %s", e.Scale.Min, e.Scale.Max, e.Scale.Step))
	p.item(say("Weight", "权重"), plain(wording.Percent(e.Weight.Rat())+"%"))
	if e.Pass.Valid {
		p.item(say("Pass mark", "合格线"), optional(e.Pass))
	}
	p.item(say("Mean", "平均分"), exact(e.Mean))
	p.item(say("Points of 100", "百分制得分"), exact(e.Points))
	if e.Standardised {
		p.item(say("Note", "说明"), say("scores were moved for the strictness of judges before the mean was taken", "求平均前已按评委宽严作过调整"))
	}
	if e.Failed {
		p.item(say("Result", "结果"), say("below the pass mark", "低于合格线"))
	}
	p.WriteByte('\n')
	named, commented := false, false
	for _, s := range e.Scores {
		named, commented = named || s.Judge != "", commented || s.Comment != ""
	}
	titles := []kam.Text{say("Score", "评分"), say("Use", "处理")}
	if named {
		titles = append(titles, say("Judge", "评委"))
	}
	if commented {
		titles = append(titles, say("Comment", "评语"))
	}
	p.header(titles...)
	for _, s := range e.Scores {
		use := s.Use.text()
		if len(s.Changes) > 0 {
			use = wording.Clauses([]kam.Text{use, changesText(s.Changes)})
		}
		cells := []kam.Text{plain(wording.Decimal(s.Score)), use}
		if named {
			cells = append(cells, plain(s.Judge))
		}
		if commented {
			cells = append(cells, plain(s.Comment))
		}
		p.row(cells...)
	}
}
