package promotion

import (
	"fmt"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/strictjson"
	"github.com/kam-go/kam/internal/wording"
)

// PanelView is what one judge sees: whom to score in what, whom not and why, and the own scores. The scores of other
// judges are not in it.
type PanelView struct {
	Cycle string      `json:"cycle"`
	Title kam.Text    `json:"title"`
	Judge kam.Subject `json:"judge"`
	Name  string      `json:"name"`
	// Exercises are those that the judge scores, in the order of the cycle.
	Exercises []PanelExercise `json:"exercises"`
}

// PanelExercise is one exercise as a judge sees it.
type PanelExercise struct {
	Exercise string      `json:"exercise"`
	Name     kam.Text    `json:"name"`
	Scale    Scale       `json:"scale"`
	Window   kam.Period  `json:"window"`
	Closed   bool        `json:"closed,omitempty"`
	Rows     []PanelCell `json:"rows,omitempty"`
}

// PanelCell is a judge's part in one candidate's exercise. Candidates who do not take part are left out.
type PanelCell struct {
	Person kam.Subject `json:"person"`
	Name   string      `json:"name,omitempty"`
	// Conflict is why the judge does not score the candidate.
	Conflict Conflict `json:"conflict,omitempty"`
	// Score and Comment are the judge's own.
	Score   decimal.NullDecimal `json:"score,omitzero"`
	Comment string              `json:"comment,omitempty"`
	// Void says that the score does not count, by a ruling; the judge may score anew while the exercise is open.
	Void bool `json:"void,omitempty"`
	// Changes are how the score became what it is, without who made them and why.
	Changes []ScoreChange `json:"changes,omitempty"`
}

// JSON returns v as indented JSON.
func (v PanelView) JSON() ([]byte, error) { return strictjson.Pretty(v) }

// PanelView returns what a judge sees. Somebody who is not on the panel is an error that wraps [ErrNoJudge].
func (s State) PanelView(judge kam.Subject) (PanelView, error) {
	if s.in == nil {
		return PanelView{}, fmt.Errorf("%w: %s", ErrNoJudge, who(judge))
	}
	in, cycle := s.in, &s.in.p.cycle
	judges := judgeLabels(in.panel())
	if _, there := judges[judge]; !there {
		return PanelView{}, fmt.Errorf("%w: %s", ErrNoJudge, who(judge))
	}
	v := PanelView{Cycle: cycle.ID, Title: cycle.Name, Judge: judge, Name: judges.of(judge)}
	for i, x := range cycle.Exercises {
		if !in.p.judges[i][judge] {
			continue
		}
		row := PanelExercise{Exercise: x.ID, Name: x.Name, Scale: x.Scale, Window: x.Window, Closed: in.finished[i]}
		for _, c := range in.people() {
			own, given := in.scores[scoreKey{i, c.person, judge}]
			if _, takes := in.participates(c, i); !takes && !given {
				continue
			}
			cell := PanelCell{Person: c.person, Name: c.name, Conflict: in.conflict(judge, c.person)}
			if given {
				cell.Score, cell.Comment, cell.Changes = decimal.NewNullDecimal(own.value), own.comment, forParties(own.changes)
				cell.Void = own.void
			}
			row.Rows = append(row.Rows, cell)
		}
		v.Exercises = append(v.Exercises, row)
	}
	return v, nil
}

// Findings returns what stands in the way of a ranking, or soon may: candidates without evidence, criteria that are not
// known to be met or not, candidates with too few judges who may score them, and scores that are missing. An error needs
// somebody to act beyond what is planned; a warning is what is still to come. There is nothing to find once the ranking is
// published.
func (s State) Findings() kam.Findings {
	f := wording.Faults{Prefix: prefix}
	if s.in == nil || s.in.phase != Open {
		return nil
	}
	in := s.in
	everybody := slices.Clone(in.p.sortedPanel)
	for _, c := range in.people() {
		everybody = append(everybody, c.person)
	}
	sameIDs(&f, everybody, "candidates")
	for _, c := range in.people() {
		at := "candidate " + c.person.Kind + " " + c.person.ID
		switch {
		case !c.stays():
			continue
		case c.frozen == nil:
			f.Warn("frozen", at, say("no evidence is frozen", "材料尚未锁定"), say("freeze it on %s or later", "请在 %s 或之后锁定", in.p.cycle.Schedule.Freeze))
		case in.undetermined(c):
			f.Warn("unknown", at, say("it is not known whether the criteria are met", "是否达标未知"), say("freeze evidence that tells, with a reason", "请补充可判定的材料并说明理由重新锁定"))
		}
		for i, x := range in.p.cycle.Exercises {
			if _, takes := in.participates(c, i); !takes {
				continue
			}
			given, free := in.counting(c.person, i)
			switch {
			case len(given) >= x.MinJudges:
			case in.finished[i]:
				f.Add("judges", at, say("%d of %d scores in %s count, and it is closed", "考核 %[3]s 有 %[1]d 个有效评分，须有 %[2]d 个，而该项考核已结束", len(given), x.MinJudges, wording.Quote(x.ID)),
					say("reopen it, with a reason: %d more judges may score", "请说明理由重新开启该项考核：尚有 %d 名评委可评分", len(free)))
			case len(given)+len(free) < x.MinJudges:
				f.Add("judges-left", at, say("%d judges of %s may score the candidate, and %d are needed", "考核 %[2]s 仅有 %[1]d 名评委可为该候选人评分，须有 %[3]d 名", len(given)+len(free), wording.Quote(x.ID), x.MinJudges),
					say("the panel is too small for its conflicts: add judges without one, with a reason", "评委人数不足以应对回避：请说明理由增补无利害关系的评委"))
			default:
				f.Warn("judges", at, say("%d of %d scores in %s are there", "考核 %[3]s 已有 %[1]d 个评分，须有 %[2]d 个", len(given), x.MinJudges, wording.Quote(x.ID)), say("%d more judges may score", "尚有 %d 名评委可评分", len(free)))
			}
		}
	}
	return f.Findings()
}
