package accountplan

import (
	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/internal/wording"
)

// prefix begins every code, metric and task of the package.
const prefix = "accountplan"

// say builds a text in both languages.
func say(en, zh string, args ...any) kam.Text { return wording.Say(en, zh, args...) }

// partText names a part of a plan.
func partText(p Part) kam.Text {
	switch p {
	case Objectives:
		return kam.Text{EN: "objectives", ZH: "目标"}
	case Stakeholders:
		return kam.Text{EN: "stakeholders", ZH: "干系人"}
	case Needs:
		return kam.Text{EN: "needs", ZH: "需求"}
	case Solutions:
		return kam.Text{EN: "solutions", ZH: "方案"}
	case Whitespace:
		return kam.Text{EN: "whitespace", ZH: "空白机会"}
	case Competitors:
		return kam.Text{EN: "competitors", ZH: "竞争对手"}
	case Risks:
		return kam.Text{EN: "risks", ZH: "风险"}
	case Actions:
		return kam.Text{EN: "actions", ZH: "行动"}
	default:
		return kam.Text{EN: "review", ZH: "检视"}
	}
}

// roleText names a buying role.
func roleText(r crm.BuyingRole) kam.Text {
	switch r {
	case "":
		return kam.Text{EN: "unknown role", ZH: "角色未知"}
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

// coveringText says how far a need is met.
func coveringText(c Covering) kam.Text {
	switch c {
	case Fully:
		return kam.Text{EN: "fully", ZH: "完全满足"}
	case Partly:
		return kam.Text{EN: "partly", ZH: "部分满足"}
	case NotMet:
		return kam.Text{EN: "not", ZH: "不满足"}
	default:
		return kam.Text{EN: "not assessed", ZH: "未评估"}
	}
}

// statusText says how an objective stands.
func statusText(s Status) kam.Text {
	switch s {
	case Reached:
		return kam.Text{EN: "reached", ZH: "已达成"}
	case OnTrack:
		return kam.Text{EN: "on track", ZH: "正常"}
	case Behind:
		return kam.Text{EN: "behind", ZH: "落后"}
	case Missed:
		return kam.Text{EN: "missed", ZH: "未达成"}
	default:
		return kam.Text{EN: "unknown", ZH: "未知"}
	}
}

// roleStateText says how a role is covered.
func roleStateText(s RoleState) kam.Text {
	switch s {
	case Covered:
		return kam.Text{EN: "covered", ZH: "已覆盖"}
	case Unmet:
		return kam.Text{EN: "not met", ZH: "未接触"}
	case Unnamed:
		return kam.Text{EN: "not named", ZH: "未列出"}
	default:
		return kam.Text{EN: "nobody", ZH: "空缺"}
	}
}

// doingText says how an action stands.
func doingText(a ActionStatus) kam.Text {
	switch a.Status {
	case Done:
		return kam.Text{EN: "done", ZH: "已完成"}
	case Overdue:
		return say("overdue by %[1]s", "逾期 %[2]d 天", days(a.Late), a.Late)
	default:
		return kam.Text{EN: "pending", ZH: "进行中"}
	}
}
