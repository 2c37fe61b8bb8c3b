package followup

import (
	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/internal/wording"
)

// text writes an interval, as in "every 2 weeks".
func (i Interval) text() kam.Text {
	en, zh := map[Unit][2]string{
		UnitDays: {"day", "days"}, UnitWorkingDays: {"working day", "working days"}, UnitWeeks: {"week", "weeks"}, UnitMonths: {"month", "months"},
	}[i.Unit], map[Unit]string{UnitDays: "天", UnitWorkingDays: "个工作日", UnitWeeks: "周", UnitMonths: "个月"}[i.Unit]
	if i.N == 1 {
		return kam.Text{EN: en[0], ZH: "1 " + zh}
	}
	return say("%d %s", "%d %s", i.N, kam.Text{EN: en[1], ZH: zh})
}

// statusText names a status.
func statusText(s Status) kam.Text {
	switch s {
	case Overdue:
		return kam.Text{EN: "overdue", ZH: "逾期"}
	case Due:
		return kam.Text{EN: "due", ZH: "到期"}
	default:
		return kam.Text{EN: "on time", ZH: "正常"}
	}
}

// typeText names a way to meet a customer.
func typeText(t crm.ActivityType) kam.Text {
	switch t {
	case crm.Visit:
		return kam.Text{EN: "visit", ZH: "拜访"}
	case crm.CallBack:
		return kam.Text{EN: "call-back", ZH: "回访"}
	case crm.Email:
		return kam.Text{EN: "e-mail", ZH: "邮件"}
	case crm.Meeting:
		return kam.Text{EN: "meeting", ZH: "会面"}
	case crm.Message:
		return kam.Text{EN: "message", ZH: "消息"}
	default:
		return wording.Same(wording.Clip(string(t)))
	}
}

// cadenceText names a cadence: in the reader's language where its name is that of a type of activity.
func cadenceText(name string) kam.Text { return typeText(crm.ActivityType(name)) }
