package preclose

import (
	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/wording"
)

// Name returns what people call the cause.
func (c Cause) Name() kam.Text {
	names := map[Cause]kam.Text{
		CauseLate:          {EN: "late correction", ZH: "迟到的更正"},
		CausePostedDiffers: {EN: "posted beside the last run", ZH: "上期运行之外的入账"},
		CauseHeldBefore:    {EN: "held last time", ZH: "上期暂停结算"},
		CauseJoined:        {EN: "new on the plan", ZH: "新加入方案"},
		CauseLeft:          {EN: "no longer on the plan", ZH: "已退出方案"},
		CauseVolume:        {EN: "credited volume", ZH: "计入业绩量"},
		CauseTarget:        {EN: "target incentive or proration", ZH: "目标奖金或折算"},
		CauseQuota:         {EN: "quota", ZH: "目标值"},
		CauseRate:          {EN: "rate or tier", ZH: "提成比例或分档"},
		CauseCurve:         {EN: "position on the curve", ZH: "曲线位置"},
		CauseVersion:       {EN: "plan version", ZH: "方案版本"},
		CauseEvery:         {EN: "amount for every so many", ZH: "按次奖励"},
		CauseContest:       {EN: "contest", ZH: "竞赛"},
		CausePool:          {EN: "pool", ZH: "奖金池"},
		CauseGate:          {EN: "gate", ZH: "门槛"},
		CauseMultiplier:    {EN: "multiplier", ZH: "乘数"},
		CauseCap:           {EN: "cap", ZH: "封顶"},
		CauseFloor:         {EN: "floor", ZH: "保底"},
		CauseTrueUp:        {EN: "true-up of earlier periods", ZH: "此前期间的累计调整"},
		CauseUnexplained:   {EN: "not explained", ZH: "未能解释"},
	}
	if name, ok := names[c]; ok {
		return name
	}
	return wording.Same(wording.Clip(string(c)))
}
