package incentive

import (
	"strings"

	"github.com/kam-go/kam"
)

// leaveKinds are the kinds of leave that statements name in both languages.
func leaveKinds() []kam.Text {
	return []kam.Text{
		{EN: "annual leave", ZH: "年假"},
		{EN: "sick leave", ZH: "病假"},
		{EN: "personal leave", ZH: "事假"},
		{EN: "maternity leave", ZH: "产假"},
		{EN: "paternity leave", ZH: "陪产假"},
		{EN: "parental leave", ZH: "育儿假"},
		{EN: "nursing leave", ZH: "哺乳假"},
		{EN: "marriage leave", ZH: "婚假"},
		{EN: "bereavement leave", ZH: "丧假"},
		{EN: "family care leave", ZH: "护理假"},
		{EN: "home leave", ZH: "探亲假"},
		{EN: "work injury leave", ZH: "工伤假"},
		{EN: "compensatory leave", ZH: "调休"},
		{EN: "study leave", ZH: "进修假"},
		{EN: "unpaid leave", ZH: "无薪假"},
		{EN: "vacation", ZH: "休假"},
	}
}

// leaveText returns the reason of an absence in both languages where it is the name of a kind of leave in one of them,
// whatever its capitals; other words stay as they are.
func leaveText(reason string) kam.Text {
	for _, kind := range leaveKinds() {
		if strings.EqualFold(strings.TrimSpace(reason), kind.EN) || strings.TrimSpace(reason) == kind.ZH {
			return kind
		}
	}
	return kam.Text{EN: reason, ZH: reason}
}
