package picture

import (
	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/internal/wording"
)

// titleText is what people call a record, in the reader's language where it is a word of package crm.
func titleText(r Related) kam.Text {
	if r.Ref.Kind == crm.KindActivity {
		switch crm.ActivityType(r.Title) {
		case crm.Visit:
			return wording.Say("visit", "拜访")
		case crm.CallBack:
			return wording.Say("call-back", "回访")
		case crm.Email:
			return wording.Say("e-mail", "邮件")
		case crm.Meeting:
			return wording.Say("meeting", "会面")
		case crm.Message:
			return wording.Say("message", "消息")
		case crm.ToDo:
			return wording.Say("task", "任务")
		}
	}
	if r.Ref.Kind == crm.KindSurvey {
		switch crm.SurveyMethod(r.Title) {
		case crm.CSAT:
			return wording.Say("satisfaction (CSAT)", "满意度（CSAT）")
		case crm.NPS:
			return wording.Say("recommendation (NPS)", "净推荐值（NPS）")
		}
	}
	return wording.Same(wording.Clip(r.Title))
}

// statusText is what became of a record, in the reader's language where it is a word of package crm.
func statusText(r Related) kam.Text {
	switch r.Ref.Kind {
	case crm.KindOpportunity:
		switch crm.DealStatus(r.Status) {
		case crm.Open:
			return wording.Say("open", "进行中")
		case crm.Won:
			return wording.Say("won", "赢单")
		case crm.Lost:
			return wording.Say("lost", "输单")
		case crm.Void:
			return wording.Say("void", "无效")
		}
	case crm.KindActivity:
		switch crm.ActivityStatus(r.Status) {
		case crm.Planned:
			return wording.Say("planned", "已计划")
		case crm.Done:
			return wording.Say("done", "已完成")
		case crm.Cancelled:
			return wording.Say("cancelled", "已取消")
		}
	case crm.KindInvitation:
		switch r.Status {
		case string(crm.Accepted):
			return wording.Say("accepted", "已接受")
		case string(crm.Declined):
			return wording.Say("declined", "已婉拒")
		case string(crm.Attended):
			return wording.Say("attended", "到场")
		case string(crm.Absent):
			return wording.Say("absent", "未到场")
		}
	default:
	}
	return wording.Same(wording.Clip(r.Status))
}
