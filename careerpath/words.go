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

// RuleName returns what people call a rule of a move of this kind. A not forbids where one aims for the move; on staying
// nothing is forbidden, and a not without a name of its own tells what has not come about.
func (k MoveKind) RuleName(n criteria.Node) kam.Text { return k.says(n.Kind, n.Name) }

func (k MoveKind) says(kind criteria.Kind, name kam.Text) kam.Text {
	if !k.leads() && kind == criteria.KindNot && name == (kam.Text{EN: "not", ZH: "不得出现"}) {
		return wording.Say("not", "以下情形未出现")
	}
	return name
}

// StateName returns what people call the state of a criterion of a move of this kind: met or not met where one aims for the
// move; of [Demotion] and [Probation], which nobody aims for, whether what they look for has come about.
func (k MoveKind) StateName(s criteria.State) kam.Text {
	switch {
	case k.leads():
		return s.Name()
	case s == criteria.Met:
		return wording.Say("true", "成立")
	case s == criteria.NotMet:
		return wording.Say("not true", "不成立")
	default:
		return wording.Say("unknown", "未知")
	}
}

// DueName returns whether a move of this kind is due, or whether one is ready for it.
func (k MoveKind) DueName(s criteria.State) kam.Text {
	switch {
	case k.leads() && s == criteria.Met:
		return wording.Say("ready", "条件已具备")
	case k.leads() && s == criteria.NotMet:
		return wording.Say("not ready", "条件尚不具备")
	case k.leads():
		return wording.Say("not known whether ready", "条件是否具备未知")
	case s == criteria.Met:
		return wording.Say("due", "条件已成立")
	case s == criteria.NotMet:
		return wording.Say("not due", "条件未成立")
	default:
		return wording.Say("not known whether due", "条件是否成立未知")
	}
}

// tally counts the rules right below a group by their states.
type tally struct{ met, not, unknown, all int }

func tallyOf(list []criteria.Node) tally {
	t := tally{all: len(list)}
	for _, n := range list {
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

// counts says how many of the rules right below the root are met, and how many have to be. A rule that is a group itself
// counts as one, since what is met inside need not count.
func (m MoveReadiness) counts() kam.Text {
	root, due := m.Result.Root, !m.Kind.leads()
	t := tallyOf(root.Children)
	var out kam.Text
	switch {
	case root.Criterion != nil:
		t = tallyOf([]criteria.Node{root})
		out = t.of(due, wording.Say("criteria", "项标准"))
	case root.Kind == criteria.KindNot:
		return ruledOut(root)
	case root.Kind == criteria.KindAny:
		out = wording.Say("%s, one is needed", "%s，须有 1 项", t.of(due, wording.Say("alternatives", "项可选标准")))
	case root.Kind == criteria.KindAtLeast:
		out = wording.Say("%s, %d are needed", "%s，须有 %d 项", t.of(due, wording.Say("alternatives", "项可选标准")), root.K)
	case isPlain(root):
		out = t.of(due, wording.Say("criteria", "项标准"))
	default:
		out = t.of(due, wording.Say("requirements", "项要求"))
	}
	switch {
	case t.not > 0 && due:
		out = wording.Say("%s, %d not true", "%s，不成立 %d 项", out, t.not)
	case t.not > 0:
		out = wording.Say("%s, %d not met", "%s，未达标 %d 项", out, t.not)
	}
	if t.unknown > 0 {
		out = wording.Say("%s, %d unknown", "%s，未知 %d 项", out, t.unknown)
	}
	return out
}

// of says how many there are and how many of them are met, or true where nobody aims for the move.
func (t tally) of(due bool, what kam.Text) kam.Text {
	if due {
		return wording.Say("%d of %d %s true", "%[2]d %[3]s中成立 %[1]d 项", t.met, t.all, what)
	}
	return wording.Say("%d of %d %s met", "%[2]d %[3]s中达标 %[1]d 项", t.met, t.all, what)
}

// isPlain tells whether a group has criteria alone, so that each of them counts.
func isPlain(group criteria.Node) bool {
	for _, n := range group.Children {
		if n.Criterion == nil {
			return false
		}
	}
	return true
}

// ruledOut says whether what a not rules out has come about.
func ruledOut(n criteria.Node) kam.Text {
	switch n.State {
	case criteria.Met:
		return wording.Say("what is ruled out is not so", "所排除的情形未出现")
	case criteria.NotMet:
		return wording.Say("what is ruled out is so", "所排除的情形已出现")
	default:
		return wording.Say("not known whether what is ruled out is so", "所排除的情形是否出现未知")
	}
}
