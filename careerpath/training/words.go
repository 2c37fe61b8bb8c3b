package training

import (
	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/wording"
)

func (s State) say() kam.Text {
	switch s {
	case Invited:
		return wording.Say("invited", "已邀请")
	case Accepted:
		return wording.Say("accepted", "已接受")
	case Declined:
		return wording.Say("declined", "已谢绝")
	case Attended:
		return wording.Say("attended", "已参加")
	case Absent:
		return wording.Say("absent", "缺席")
	case Completed:
		return wording.Say("completed", "已完成")
	case Failed:
		return wording.Say("failed", "未通过")
	case Voided:
		return wording.Say("voided", "已撤销")
	default:
		return wording.Say("unknown", "未知")
	}
}

// Name returns what people read for a kind; for none that is known, its word.
func (k Kind) Name() kam.Text {
	switch k {
	case Course:
		return wording.Say("course", "课程")
	case ExpertTalk:
		return wording.Say("expert talk", "专家讲座")
	case ExperienceSharing:
		return wording.Say("experience sharing", "经验分享")
	case InnovationWorkshop:
		return wording.Say("innovation workshop", "创新工作坊")
	case Brainstorming:
		return wording.Say("brainstorming", "头脑风暴")
	case ChangeTraining:
		return wording.Say("change training", "变革培训")
	case Practice:
		return wording.Say("practice", "实战演练")
	case TeamBuilding:
		return wording.Say("team building", "团队建设")
	case Mentoring:
		return wording.Say("mentoring", "导师辅导")
	case JobRotation:
		return wording.Say("job rotation", "轮岗")
	case Certification:
		return wording.Say("certification", "资格认证")
	default:
		return wording.Same(wording.Clip(string(k)))
	}
}
