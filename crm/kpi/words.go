package kpi

import (
	"strconv"
	"strings"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/internal/wording"
)

// prefix begins every code and every metric of the package.
const prefix = "kpi"

func say(en, zh string, args ...any) kam.Text { return wording.Say(en, zh, args...) }

// counted writes a number with its noun in English.
func counted[N ~int | ~int64](n N, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.FormatInt(int64(n), 10) + " " + many
}

// scopeText names the scope of a figure, in the reader's language where it is a word of this library.
func scopeText(metric, scope string) kam.Text {
	switch {
	case scope == string(crm.Won) && (metric == MetricCycle || metric == MetricCycleMedian):
		return kam.Text{EN: "won", ZH: "赢单"}
	case scope == string(crm.Lost) && (metric == MetricCycle || metric == MetricCycleMedian):
		return kam.Text{EN: "lost", ZH: "输单"}
	case metric == MetricConcentration:
		return say("top %s", "前 %s 名", strings.TrimPrefix(scope, "top-"))
	case metric == MetricActivities:
		return typeText(crm.ActivityType(scope))
	default:
		return wording.Same(wording.Clip(scope))
	}
}

// typeText names a type of activity.
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
