package careerpath

import (
	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/criteria"
	"github.com/kam-go/kam/internal/wording"
)

// Name returns what people call a kind of move.
func (k MoveKind) Name() kam.Text {
	switch k {
	case Promotion:
		return wording.Say("promotion", "晋升")
	case Lateral:
		return wording.Say("lateral move", "平级调动")
	case CrossDepartment:
		return wording.Say("cross-department move", "跨部门调动")
	case Return:
		return wording.Say("return", "回流")
	case Demotion:
		return wording.Say("demotion", "降级")
	case Probation:
		return wording.Say("probation", "观察期")
	default:
		return wording.Same(wording.Clip(string(k)))
	}
}

// text says why it is not known where a person stands.
func (w PlaceWhy) text() kam.Text {
	switch w {
	case NoPosition:
		return wording.Say("there is no position on that day", "当日无任职记录")
	case OffLadder:
		return wording.Say("no position of that day is on this ladder", "当日任职不在本职级体系之内")
	case TwoStages:
		return wording.Say("there are positions of several stages on that day", "当日任职于多个职级")
	default:
		return wording.Say("nothing is known", "没有任何信息")
	}
}

// stateName is what people call a state.
func stateName(s criteria.State) kam.Text {
	switch s {
	case criteria.Met:
		return wording.Say("met", "达标")
	case criteria.NotMet:
		return wording.Say("not met", "未达标")
	default:
		return wording.Say("unknown", "未知")
	}
}

// tally counts the criteria of a result by their states.
type tally struct{ met, not, unknown, all int }

func tallyOf(r criteria.Result) tally {
	var t tally
	for _, n := range r.Criteria() {
		t.all++
		switch n.State {
		case criteria.Met:
			t.met++
		case criteria.NotMet:
			t.not++
		default:
			t.unknown++
		}
	}
	return t
}

// text says how many criteria are met.
func (t tally) text() kam.Text {
	out := wording.Say("%d of %d criteria met", "%[2]d 项标准中达标 %[1]d 项", t.met, t.all)
	if t.not > 0 {
		out = wording.Say("%s, %d not met", "%s，未达标 %d 项", out, t.not)
	}
	if t.unknown > 0 {
		out = wording.Say("%s, %d unknown", "%s，未知 %d 项", out, t.unknown)
	}
	return out
}
