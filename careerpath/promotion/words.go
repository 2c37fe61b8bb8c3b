package promotion

import (
	"github.com/kam-go/kam"
)

// text says a standing.
func (s Standing) text() kam.Text {
	switch s {
	case Nominated:
		return say("nominated, not accepted", "已获提名，尚未接受")
	case Withdrawn:
		return say("withdrawn", "已退出")
	case Disqualified:
		return say("disqualified", "已取消资格")
	case Pending:
		return say("evidence not frozen yet", "材料尚未锁定")
	case Undetermined:
		return say("not known whether the criteria are met", "是否达标未知")
	case NotEligible:
		return say("criteria not met", "未达标")
	case Unscored:
		return say("eligible, not ranked yet", "符合条件，尚未排名")
	case Failed:
		return say("below a pass mark", "未达合格线")
	case OnTheList:
		return say("ranked, no seat", "已排名，未入选")
	case Selected:
		return say("selected", "入选")
	case Declined:
		return say("declined the seat", "已放弃入选资格")
	default:
		return say("none", "无")
	}
}

// text says a phase.
func (p Phase) text() kam.Text {
	switch p {
	case Open:
		return say("open", "进行中")
	case Published:
		return say("ranking published, objections possible", "排名公示，可提出异议")
	case Decided:
		return say("decided, appeals possible", "已决定，可提出申诉")
	case Closed:
		return say("closed", "已结束")
	default:
		return say("not begun", "未开始")
	}
}

// text says what became of a score.
func (u Use) text() kam.Text {
	switch u {
	case Counted:
		return say("counts", "计入")
	case Highest:
		return say("left out, highest", "去掉最高分")
	case Lowest:
		return say("left out, lowest", "去掉最低分")
	case LeftOut:
		return say("judge left out", "评委被剔除")
	default:
		return say("void", "作废")
	}
}

func (r Ruling) text() kam.Text {
	switch r {
	case Upheld:
		return say("upheld", "成立")
	case Rejected:
		return say("rejected", "驳回")
	default:
		return say("not settled", "处理中")
	}
}

// text says how a tie-break went for one person; name is that of the exercise or fact.
func (t TieStep) text(name kam.Text) kam.Text {
	switch t.By {
	case TieLot:
		name = say("lot", "抽签")
	case TieShare:
		return say("%d are equal and share the rank", "%d 人相同，名次并列", t.Among)
	default:
	}
	figure := kam.Text{}
	if t.Figure.Known() {
		figure = say(" (%s)", "（%s）", rat(t.Figure))
	}
	if t.Left == 0 {
		return say("%d were equal, %s%s decided", "%d 人相同，由“%s”%s分出先后", t.Among, name, figure)
	}
	return say("%d were equal, after %s%s still equal with %d", "%d 人相同，比较“%s”%s后仍与 %d 人相同", t.Among, name, figure, t.Left)
}
