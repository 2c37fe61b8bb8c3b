package support

import (
	"math/big"
	"time"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/wording"
)

// promiseText names a promise.
func promiseText(p Promise) kam.Text {
	if p == Response {
		return kam.Text{EN: "response", ZH: "响应"}
	}
	return kam.Text{EN: "resolution", ZH: "解决"}
}

// minutesText writes working time in minutes.
func minutesText(d time.Duration) kam.Text {
	n := wording.Number(big.NewRat(d.Microseconds(), time.Minute.Microseconds()))
	return kam.Text{EN: n + " min", ZH: n + " 分钟"}
}

// when writes an instant as the clock on the wall shows it.
func (t *Terms) when(at time.Time) string { return at.In(t.zone).Format("2006-01-02 15:04 -07:00") }

// why explains how a clock stands.
func (t *Terms) why(c *Clock) kam.Text {
	of, used, target := promiseText(c.Of), minutesText(c.Used), minutesText(c.Target)
	switch c.State {
	case Met:
		return say("%s in time: %s of %s used", "%s达标：用时 %s，目标 %s", of, used, target)
	case Missed:
		return say("%s after %s, %s were promised; it was due on %s", "%s超时：用时 %s，目标 %s，应于 %s 前完成", of, used, target, t.when(c.Due))
	case Breached:
		return say("%s is overdue: %s of %s used, it was due on %s", "%s已超时：已用 %s，目标 %s，应于 %s 前完成", of, used, target, t.when(c.Due))
	case Waits:
		return say("%s waits for the customer: %s of %s used", "%s等待客户：已用 %s，目标 %s", of, used, target)
	case AtRisk:
		return say("%s is at risk: %s of %s used, due on %s", "%s有超时风险：已用 %s，目标 %s，应于 %s 前完成", of, used, target, t.when(c.Due))
	default:
		return say("%s: %s of %s used, due on %s", "%s：已用 %s，目标 %s，应于 %s 前完成", of, used, target, t.when(c.Due))
	}
}
