package event

import (
	"strconv"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/internal/wording"
)

// counted writes a number with its noun in English.
func counted[N ~int | ~int64](n N, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.FormatInt(int64(n), 10) + " " + many
}

// roleText names a buying role.
func roleText(r crm.BuyingRole) kam.Text {
	switch r {
	case crm.Economic:
		return kam.Text{EN: "economic buyer", ZH: "经济决策者"}
	case crm.UserBuyer:
		return kam.Text{EN: "user buyer", ZH: "使用者"}
	case crm.Technical:
		return kam.Text{EN: "technical buyer", ZH: "技术把关者"}
	case crm.Coach:
		return kam.Text{EN: "coach", ZH: "内部支持者"}
	default:
		return wording.Same(wording.Clip(string(r)))
	}
}

// stateText names how a follow-up stands.
func stateText(s FollowState) kam.Text {
	switch s {
	case FollowInTime:
		return kam.Text{EN: "in time", ZH: "按时完成"}
	case FollowLate:
		return kam.Text{EN: "late", ZH: "逾期完成"}
	case FollowDue:
		return kam.Text{EN: "due", ZH: "待跟进"}
	case FollowOverdue:
		return kam.Text{EN: "overdue", ZH: "逾期未跟进"}
	default:
		return kam.Text{EN: "—", ZH: "—"}
	}
}

// answerText names an answer.
func answerText(a crm.Answer) kam.Text {
	switch a {
	case crm.Accepted:
		return kam.Text{EN: "accepted", ZH: "已接受"}
	case crm.Declined:
		return kam.Text{EN: "declined", ZH: "已婉拒"}
	default:
		return kam.Text{EN: "no answer", ZH: "未答复"}
	}
}

// attendanceText names what happened.
func attendanceText(a crm.Attendance) kam.Text {
	switch a {
	case crm.Attended:
		return kam.Text{EN: "attended", ZH: "到场"}
	case crm.Absent:
		return kam.Text{EN: "absent", ZH: "未到场"}
	default:
		return kam.Text{EN: "unknown", ZH: "未知"}
	}
}

// leftText names a reason.
func leftText(r LeftReason) kam.Text {
	switch r {
	case LeftInvited:
		return kam.Text{EN: "invited already", ZH: "已邀约"}
	case LeftDeclined:
		return kam.Text{EN: "declined", ZH: "已婉拒"}
	case LeftNoAccount:
		return kam.Text{EN: "no account", ZH: "无所属客户"}
	case LeftNoEmail:
		return kam.Text{EN: "no e-mail wanted", ZH: "不希望收到邮件"}
	case LeftNoAddress:
		return kam.Text{EN: "no e-mail address", ZH: "无邮箱地址"}
	case LeftRest:
		return kam.Text{EN: "invited lately", ZH: "近期已受邀"}
	case LeftOffTopic:
		return kam.Text{EN: "off topic", ZH: "与主题无关"}
	case LeftPoints:
		return kam.Text{EN: "too few points", ZH: "得分不足"}
	case LeftPerAccount:
		return kam.Text{EN: "enough of the account", ZH: "该客户名额已满"}
	case LeftCapacity:
		return kam.Text{EN: "no room", ZH: "名额已满"}
	default:
		return wording.Same(wording.Clip(string(r)))
	}
}
