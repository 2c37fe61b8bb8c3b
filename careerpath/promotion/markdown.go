package promotion

import (
	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/page"
	"github.com/kam-go/kam/internal/wording"
)

// Markdown returns n as a Markdown document in one language.
func (n Notice) Markdown(lang kam.Lang) string {
	p := &document{page.Page{Lang: lang}}
	p.heading(1, say("Public notice: %s", "公示：%s", n.Title))
	p.item(say("Publication", "公示"), say("number %d", "第 %d 次", n.Number))
	p.item(say("Published", "公示日"), day(n.Published))
	p.item(say("Objections until, that day included", "异议截止（含当日）"), day(n.Deadlines.Object))
	if n.Decided.IsSet() {
		p.item(say("Decided", "决定日"), day(n.Decided))
		p.item(say("Appeals until, that day included", "申诉截止（含当日）"), day(n.Deadlines.Appeal))
	}
	p.item(say("Objections and appeals go to", "异议与申诉受理方"), n.Contact)
	for _, o := range n.Openings {
		name := o.Name
		if o.Department != "" {
			name = say("%s, %s", "%[2]s %[1]s", o.Name, o.Department)
		}
		p.heading(2, name)
		p.item(say("Seats", "名额"), count(o.Seats))
		if len(o.Rows) == 0 {
			p.item(say("Ranking", "排名"), say("nobody is ranked", "无人入列"))
			continue
		}
		p.WriteByte('\n')
		titles := []kam.Text{say("Rank", "排名"), say("Name", "姓名")}
		if n.Decided.IsSet() {
			titles = append(titles, say("Seat by the ranking", "按排名入选"), say("Now", "现状"))
		} else {
			titles = append(titles, say("Proposed for a seat", "拟入选"))
		}
		if n.Totals {
			titles = append(titles, say("Total", "总分"))
		}
		p.header(titles...)
		for _, r := range o.Rows {
			cells := []kam.Text{count(r.Rank), plain(r.Name)}
			switch {
			case n.Decided.IsSet():
				cells = append(cells, yes(r.Seat), r.now())
			case r.State == SeatWithdrawn, r.State == SeatDeclined:
				cells = append(cells, r.State.text())
			default:
				cells = append(cells, yes(r.Seat))
			}
			if n.Totals {
				cells = append(cells, exact(r.Total))
			}
			p.row(cells...)
		}
	}
	n.since(p)
	return p.String()
}

// now says what became of a seat.
func (r NoticeRow) now() kam.Text {
	if r.MovedUp {
		return say("moved up, %s", "递补，%s", r.State.text())
	}
	return r.State.text()
}

// since writes what changed since the publication before.
func (n Notice) since(p *document) {
	if n.Number < 2 {
		return
	}
	p.heading(2, say("Changed since publication number %d", "自第 %d 次公示以来的变更", n.Number-1))
	for _, u := range n.Upheld {
		kind := say("Objection", "异议")
		if u.Kind == StepAppeal {
			kind = say("Appeal", "申诉")
		}
		p.item(say("%s %s", "%s %s", kind, wording.Quote(u.ID)), say("upheld on %s", "%s 认定成立", u.On))
	}
	if len(n.Changes) == 0 {
		p.item(say("Ranking", "排名"), say("unchanged", "无变化"))
		return
	}
	if len(n.Upheld) > 0 {
		p.WriteByte('\n')
	}
	titles := []kam.Text{say("Opening", "岗位"), say("Name", "姓名"), say("Rank before", "原排名"), say("Rank", "排名"), say("Seat before", "原拟入选"), say("Seat", "拟入选")}
	if n.Totals {
		titles = append(titles, say("Total before", "原总分"), say("Total", "总分"))
	}
	p.header(titles...)
	for _, c := range n.Changes {
		cells := []kam.Text{plain(c.Opening), plain(c.Name), count(c.RankBefore), count(c.Rank), yes(c.SeatBefore), yes(c.Seat)}
		for _, o := range n.Openings {
			if o.Opening == c.Opening {
				cells[0] = o.Name
			}
		}
		if n.Totals {
			cells = append(cells, exact(c.TotalBefore), exact(c.Total))
		}
		p.row(cells...)
	}
}

// Markdown returns v as a Markdown document in one language.
func (v PanelView) Markdown(lang kam.Lang) string {
	p := &document{page.Page{Lang: lang}}
	p.heading(1, v.Title)
	p.item(say("Judge", "评委"), plain(v.Name))
	people := map[kam.Subject]string{}
	for _, e := range v.Exercises {
		for _, r := range e.Rows {
			people[r.Person] = r.Name
		}
	}
	names := label(people)
	for _, e := range v.Exercises {
		p.heading(2, e.Name)
		p.item(say("Time", "时间"), wording.Days(e.Window))
		p.item(say("Scale", "评分标尺"), say("%s to %s in steps of %s", "%s 至 %s，步长 %s", e.Scale.Min, e.Scale.Max, e.Scale.Step))
		if e.Closed {
			p.item(say("State", "状态"), say("closed", "已结束"))
		}
		if len(e.Rows) == 0 {
			p.item(say("Candidates", "候选人"), say("none", "无"))
			continue
		}
		p.WriteByte('\n')
		p.header(say("Candidate", "候选人"), say("Score", "评分"), say("To do", "待办"), say("Comment", "评语"))
		for _, r := range e.Rows {
			todo := kam.Text{}
			switch {
			case r.Conflict != NoConflict:
				todo = say("do not score: %s", "不得评分：%s", r.Conflict.text())
			case !r.Score.Valid && !e.Closed:
				todo = say("score", "请评分")
			case r.Void && !e.Closed:
				todo = say("score anew, the score is void", "评分已作废，请重新评分")
			}
			score := optional(r.Score)
			if len(r.Changes) > 0 {
				score = say("%s (%s)", "%s（%s）", score, changesText(r.Changes))
			}
			p.row(plain(names.of(r.Person)), score, todo, plain(r.Comment))
		}
	}
	return p.String()
}

// Markdown returns o as a Markdown document in one language: the minutes of the panel, with every score, what became of it,
// and how each total and each rank came about. It names all candidates and judges; it is for those who run the cycle.
func (o Outcome) Markdown(lang kam.Lang) string {
	p := &document{page.Page{Lang: lang}}
	p.heading(1, say("Minutes of the cycle %s", "评审 %s 纪要", o.Cycle))
	p.item(say("Version", "版本"), count(o.Version))
	p.item(say("Hash", "哈希"), plain(o.Hash))
	if o.Without.Criterion != "" {
		p.item(say("Without the criterion", "剔除条件"), plain(o.Without.Criterion))
	}
	if o.Without.Judge != (kam.Subject{}) {
		p.item(say("Without the judge", "剔除评委"), plain(judgeLabels(o.Judges).of(o.Without.Judge)))
	}
	names := o.labels()
	for _, x := range o.Openings {
		o.opening(p, x, names)
	}
	p.heading(2, say("Candidates", "候选人"))
	p.header(say("Candidate", "候选人"), say("Standing", "结果"), say("Opening", "岗位"), say("Criteria", "条件"), say("Total", "总分"))
	for _, c := range o.Candidates {
		for _, a := range c.Applications {
			state := kam.Text{}
			if a.State != "" {
				state = a.State.Name()
			}
			p.row(plain(names.of(c.Person)), c.Standing.text(), plain(a.Opening), state, exact(a.Total))
		}
	}
	for _, c := range o.Candidates {
		if len(c.Exercises) > 0 {
			p.heading(2, plain(names.of(c.Person)))
			o.scores(p, c)
		}
	}
	return p.String()
}

// labels names the candidates.
func (o Outcome) labels() labels {
	names := make(map[kam.Subject]string, len(o.Candidates))
	for _, c := range o.Candidates {
		names[c.Person] = c.Name
	}
	return label(names)
}

func (o Outcome) opening(p *document, x OpeningOutcome, names labels) {
	p.heading(2, x.Name)
	p.item(say("Seats", "名额"), count(x.Seats))
	for _, person := range x.Tied {
		p.item(say("Tied at the last seat, with no rule left", "在最后一个名额上并列且无规则可用"), plain(names.of(person)))
	}
	if len(x.Ranking) == 0 {
		p.item(say("Ranking", "排名"), say("nobody is ranked", "无人入列"))
		return
	}
	p.WriteByte('\n')
	p.header(say("Rank", "排名"), say("Candidate", "候选人"), say("Total", "总分"), say("Seat", "入选"), say("Ties", "并列处理"))
	for _, r := range x.Ranking {
		var ties []kam.Text
		for _, t := range r.Ties {
			ties = append(ties, t.text(plain(t.Exercise+t.Fact)))
		}
		p.row(count(r.Rank), plain(names.of(r.Person)), exact(r.Total), yes(r.Seat), wording.Clauses(ties))
	}
}

func (o Outcome) scores(p *document, c CandidateOutcome) {
	judges := judgeLabels(o.Judges)
	p.header(say("Exercise", "考核"), say("Judge", "评委"), say("Score", "评分"), say("As counted", "计入值"), say("Use", "处理"), say("Mean", "平均分"), say("Points of 100", "百分制得分"), say("Weight", "权重"), say("Weighted", "加权得分"))
	for _, e := range c.Exercises {
		for i, s := range e.Scores {
			use := s.Use.text()
			if s.Conflict != NoConflict {
				use = say("%s: %s", "%s：%s", use, s.Conflict.text())
			}
			if len(s.Changes) > 0 {
				use = wording.Clauses([]kam.Text{use, changesText(s.Changes)})
			}
			var mean, points, weight, weighted kam.Text
			if i == len(e.Scores)-1 { // once for the exercise
				mean, points, weight, weighted = exact(e.Mean), exact(e.Points), plain(e.Weight.String()), exact(e.weighted())
			}
			p.row(plain(e.Exercise), plain(judges.of(s.Judge)), plain(wording.Decimal(s.Score)), exact(s.Adjusted), use, mean, points, weight, weighted)
		}
	}
}
