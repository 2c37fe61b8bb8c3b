package improve

import (
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/strictjson"
	"github.com/kam-go/kam/scoring"
)

// Reevaluation is two results and the plan between them.
type Reevaluation struct {
	// Plan is the plan made from Before, its tasks with the days on which they were done.
	Plan Plan
	// Before and After are results of one card, After for a period that begins after that of Before ends; both must pass
	// their Verify.
	Before scoring.Result
	After  scoring.Result
	// On is the day of the re-evaluation, not before the plan begins or the period of After has ended, its last day
	// included: tasks done later are open.
	On kam.Day
}

// Progress is what moved from one result to the next, and what was done in between. That a lever was done and a score
// rose does not prove that the one brought the other. It is plain data that marshals to JSON. The zero value is none.
type Progress struct {
	Plan    string      `json:"plan"`
	Subject kam.Subject `json:"subject"`
	Card    string      `json:"card"`
	On      kam.Day     `json:"on"`
	Before  Standing    `json:"before"`
	After   Standing    `json:"after"`
	// Change is the change of the total, Sum that of the weighted sum, which is the sum of the contribution changes of
	// Moves, and Other is the rest: bonus, penalty, the limits of the scale, vetoes. None is known unless both results are.
	Change scoring.Exact `json:"change,omitzero"`
	Sum    scoring.Exact `json:"sum,omitzero"`
	Other  scoring.Exact `json:"other,omitzero"`
	// Moves are the measures of both results, largest change of the contribution first, whatever its sign, then as on the
	// card, those of Before first.
	Moves []Move `json:"moves"`
	// Tasks are the actions of the plan in its order. Done counts those done by On.
	Tasks []TaskState `json:"tasks,omitempty"`
	Done  int         `json:"done"`
}

// Standing is where a result stood.
type Standing struct {
	Version int           `json:"version"`
	Period  kam.Period    `json:"period"`
	Total   scoring.Exact `json:"total,omitzero"`
	// Score is written with Places decimal places, to which its card rounds.
	Score  decimal.NullDecimal `json:"score,omitzero"`
	Places int32               `json:"places,omitempty"`
	Grade  string              `json:"grade,omitempty"`
}

// Trend says how a measure moved. The zero value is none.
type Trend string

// Trends of measures.
const (
	Improved      Trend = "improved"
	Worsened      Trend = "worsened"
	Unchanged     Trend = "unchanged"
	BecameKnown   Trend = "became-known"   // scored now, and was not
	BecameUnknown Trend = "became-unknown" // was scored, and is not now
	StillUnknown  Trend = "still-unknown"
	Added         Trend = "added"   // on the later card only
	Dropped       Trend = "dropped" // on the earlier card only
)

// Move is how one measure moved.
type Move struct {
	Measure string   `json:"measure"`
	Name    kam.Text `json:"name,omitzero"`
	Trend   Trend    `json:"trend"`
	// Before and After are the scores, not known where the measure is not scored from a value; ScoreChange is their
	// difference.
	Before      scoring.Exact `json:"before,omitzero"`
	After       scoring.Exact `json:"after,omitzero"`
	ScoreChange scoring.Exact `json:"scoreChange,omitzero"`
	// Contribution is the change of what the measure contributes to the weighted sum. It is the sum of ByScore, effective
	// weight before * change of the score, and ByWeight, change of the effective weight * score after; these two are known
	// only where both scores are.
	Contribution scoring.Exact `json:"contribution"`
	ByScore      scoring.Exact `json:"byScore,omitzero"`
	ByWeight     scoring.Exact `json:"byWeight,omitzero"`
	// Planned is what the levers of the plan were to bring, and Left what the score after is short of the plan's target,
	// at least 0; known where the plan has a gap of the measure.
	Planned scoring.Exact `json:"planned,omitzero"`
	Left    scoring.Exact `json:"left,omitzero"`
	// Levers counts the levers of the plan for the measure, LeversDone those done by the day of the re-evaluation.
	Levers     int `json:"levers,omitempty"`
	LeversDone int `json:"leversDone,omitempty"`
}

// TaskState is what became of one action of a plan.
type TaskState struct {
	Task string     `json:"task"`
	Kind ActionKind `json:"kind"`
	// Measure and MeasureName are those of the action.
	Measure     string   `json:"measure"`
	MeasureName kam.Text `json:"measureName,omitzero"`
	Lever       string   `json:"lever,omitempty"`
	Title       kam.Text `json:"title"`
	Due         kam.Day  `json:"due,omitzero"`
	// Done is the day on which it was done; unset while it is open. Late reports that it was done after its due day, or is
	// open after it.
	Done kam.Day `json:"done,omitzero"`
	Late bool    `json:"late,omitempty"`
}

// ParseProgress reads a progress from a JSON object and returns it as written. Reading is strict, as [ParsePlan] is.
func ParseProgress(data []byte) (Progress, error) {
	var p Progress
	if err := strictjson.Decode(data, &p, codePrefix).Err(); err != nil {
		return Progress{}, err
	}
	return p, nil
}

// JSON returns p as indented JSON that [ParseProgress] reads back. A number out of bounds and a text that is not UTF-8
// are an error.
func (p Progress) JSON() ([]byte, error) { return strictjson.Pretty(p) }

// Reevaluate returns what moved between two results and what was done of the plan. Faults are an [*kam.InvalidError]
// with every one: no day, a plan that fails its check, a result that does not verify, results of another card or
// subject than the plan's, a Before that is not the result the plan was made from, an After whose period is not
// later, overlaps that of Before or ends after On, or whose scale is another one, and an On before the plan begins. Editions of the card may differ otherwise: measures of one edition only are told
// as added or dropped.
func Reevaluate(r Reevaluation) (Progress, error) {
	var f faults
	r.check(&f)
	if err := f.list.Err(); err != nil {
		return Progress{}, err
	}
	p := Progress{
		Plan: r.Plan.ID, Subject: r.Plan.Subject, Card: r.Plan.Card, On: r.On, Before: standing(r.Before), After: standing(r.After),
		Change: difference(r.After.Total, r.Before.Total), Sum: difference(r.After.Sum, r.Before.Sum),
	}
	p.Other = difference(p.Change, p.Sum)
	for _, a := range r.Plan.Actions {
		s := TaskState{Task: a.Task.ID, Kind: a.Kind, Measure: a.Measure, MeasureName: a.MeasureName, Lever: a.Lever, Title: a.Task.Title, Due: a.Task.Due}
		s.Late = a.Task.Overdue(r.On)
		if a.Task.IsDone(r.On) {
			p.Done++
			s.Done, s.Late = a.Task.Done, a.Task.Due.IsSet() && a.Task.Done.After(a.Task.Due)
		}
		p.Tasks = append(p.Tasks, s)
	}
	p.Moves = r.moves(p.Tasks)
	return p, nil
}

func (r Reevaluation) check(f *faults) {
	f.day("$.on", r.On)
	r.Plan.check(f, "$.plan")
	f.merge("$.before", r.Before.Verify())
	f.merge("$.after", r.After.Verify())
	for _, side := range []struct {
		place  string
		result scoring.Result
	}{{"$.before", r.Before}, {"$.after", r.After}} {
		if side.result.Card != r.Plan.Card {
			f.add("card", side.place+".card", say("%q is not the card of the plan, %q", "%q 不是计划的评分卡 %q", clip(side.result.Card), clip(r.Plan.Card)),
				say("compare results of one card", "请比较同一评分卡的结果"))
		}
		if side.result.Subject != r.Plan.Subject {
			f.add("about", side.place+".subject", say("%q %q is not whom the plan is about", "%q %q 不是计划的对象", clip(side.result.Subject.Kind), clip(side.result.Subject.ID)),
				say("compare results of one subject", "请比较同一对象的结果"))
		}
	}
	if a, b := r.Before.Scale, r.After.Scale; !a.Min.Equal(b.Min) || !a.Max.Equal(b.Max) {
		f.add("card", "$.after.scale", say("its scale is not that of the result before", "量表与之前的结果不同"), say("compare results on one scale", "请比较同一量表的结果"))
	}
	if !r.Plan.madeFrom(r.Before) {
		f.add("before", "$.before", say("it is not the result that the plan was made from", "不是制定计划所依据的结果"),
			say("take the result of version %d for %s", "请使用版本 %d、期间 %s 的结果", r.Plan.Version, r.Plan.ResultPeriod))
	}
	before, after := f.period("$.before.period", r.Before.Period), f.period("$.after.period", r.After.Period)
	switch {
	case !before || !after:
	case r.After.Period.Compare(r.Before.Period) <= 0:
		f.add("period", "$.after.period", say("%s is not later than %s", "%s 不晚于 %s", r.After.Period, r.Before.Period), say("take a later result", "请使用较晚的结果"))
	case r.After.Period.From.Before(r.Before.Period.Until):
		f.add("period", "$.after.period", say("%s overlaps %s", "%s 与 %s 重叠", r.After.Period, r.Before.Period),
			say("take a result for a period from %s on", "请使用期间自 %s 起的结果", r.Before.Period.Until))
	}
	if after {
		f.notBefore("$.on", r.On, r.After.Period.Until.AddDays(-1), say("the last day of the period of after", "复评结果期间的最后一天"))
	}
	f.notBefore("$.on", r.On, r.Plan.Period.From, say("the first day of the plan", "计划的第一天"))
}

// notBefore reports a day that is stated and earlier than another one.
func (f *faults) notBefore(place string, d, limit kam.Day, what kam.Text) {
	if d.IsSet() && d.Before(limit) {
		f.add("day", place, say("%s is before %s, %s", "%s 早于 %s，即%s", d, limit, what), say("state a day from %s on", "请填写 %s 或之后的日期", limit))
	}
}

// madeFrom tells whether a plan says what a result says: its edition, its time, its total, and the scores of the gaps.
func (p Plan) madeFrom(r scoring.Result) bool {
	if r.Period != p.ResultPeriod || r.Version != p.Version || !same(r.Total, p.Total) {
		return false
	}
	scores := map[string]scoring.Exact{}
	for _, n := range r.Measures() {
		scores[n.ID] = n.Score
	}
	for _, g := range p.Gaps {
		if !same(scores[g.Measure], g.Score) {
			return false
		}
	}
	return true
}

// same tells whether two numbers are equal, or both not known.
func same(a, b scoring.Exact) bool {
	c, known := a.Cmp(b)
	return known && c == 0 || !a.Known() && !b.Known()
}

func standing(r scoring.Result) Standing {
	return Standing{Version: r.Version, Period: r.Period, Total: r.Total, Score: r.Score, Places: r.Rounding.Places, Grade: r.Grade}
}

// moves returns how the measures moved, largest change of the contribution first.
func (r Reevaluation) moves(tasks []TaskState) []Move {
	before, after := r.Before.Measures(), r.After.Measures()
	find := func(list []scoring.Node, id string) *scoring.Node {
		if i := slices.IndexFunc(list, func(n scoring.Node) bool { return n.ID == id }); i >= 0 {
			return &list[i]
		}
		return nil
	}
	var moves []Move
	for i := range before {
		moves = append(moves, moveOf(&before[i], find(after, before[i].ID)))
	}
	for i := range after {
		if find(before, after[i].ID) == nil {
			moves = append(moves, moveOf(nil, &after[i]))
		}
	}
	for i := range moves {
		m := &moves[i]
		for _, g := range r.Plan.Gaps {
			if g.Measure == m.Measure {
				m.Planned, m.Left = g.Planned, short(g.Target, m.After)
			}
		}
		for _, t := range tasks {
			if t.Kind == PullLever && t.Measure == m.Measure {
				m.Levers++
				if t.Done.IsSet() {
					m.LeversDone++
				}
			}
		}
	}
	slices.SortStableFunc(moves, func(a, b Move) int {
		x, y := ratOf(a.Contribution), ratOf(b.Contribution)
		return y.Abs(y).Cmp(x.Abs(x))
	})
	return moves
}

// short returns what a score is short of a target, at least 0; not known when either is not.
func short(target, score scoring.Exact) scoring.Exact {
	left := difference(target, score)
	if r, known := left.Rat(); known && r.Sign() < 0 {
		return scoring.ExactOf(new(big.Rat))
	}
	return left
}

// moveOf returns how a measure moved between two nodes, of which one may be nil.
func moveOf(before, after *scoring.Node) Move {
	var m Move
	var was, is scoring.Exact
	switch {
	case after == nil:
		m = Move{Measure: before.ID, Name: before.Name, Trend: Dropped, Before: scored(before)}
		was = before.Contribution
	case before == nil:
		m = Move{Measure: after.ID, Name: after.Name, Trend: Added, After: scored(after)}
		is = after.Contribution
	default:
		m = Move{Measure: after.ID, Name: after.Name, Before: scored(before), After: scored(after)}
		was, is = before.Contribution, after.Contribution
		m.ScoreChange = difference(m.After, m.Before)
		m.Trend = trend(m)
	}
	m.Contribution = scoring.ExactOf(new(big.Rat).Sub(ratOf(is), ratOf(was)))
	if m.ScoreChange.Known() {
		weight := new(big.Rat).Sub(ratOf(after.Effective), ratOf(before.Effective))
		m.ByScore = scoring.ExactOf(new(big.Rat).Mul(ratOf(before.Effective), ratOf(m.ScoreChange)))
		m.ByWeight = scoring.ExactOf(weight.Mul(weight, ratOf(m.After)))
	}
	return m
}

// scored returns the score of a node that comes from a value; not known otherwise.
func scored(n *scoring.Node) scoring.Exact {
	if n.State != scoring.Scored {
		return scoring.Exact{}
	}
	return n.Score
}

func trend(m Move) Trend {
	change, known := m.ScoreChange.Rat()
	switch {
	case !m.Before.Known() && !m.After.Known():
		return StillUnknown
	case !m.Before.Known():
		return BecameKnown
	case !known:
		return BecameUnknown
	case change.Sign() > 0:
		return Improved
	case change.Sign() < 0:
		return Worsened
	}
	return Unchanged
}
