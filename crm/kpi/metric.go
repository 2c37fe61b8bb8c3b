package kpi

import "github.com/kam-go/kam"

// Metrics of the package. Those marked as ratio have numerator and denominator; of money they have the currency of both.
const (
	MetricRevenue       = "kpi.revenue"        // money
	MetricMargin        = "kpi.margin"         // money
	MetricMarginRate    = "kpi.margin-rate"    // ratio of money: of the records that state a margin
	MetricGrowth        = "kpi.growth"         // ratio of money
	MetricAverageSale   = "kpi.average-sale"   // ratio: money by records
	MetricBuying        = "kpi.buying"         // accounts with revenue above 0
	MetricNewAccounts   = "kpi.new-accounts"   // accounts whose first revenue ever is in the period
	MetricConcentration = "kpi.concentration"  // ratio of money: share of the largest accounts, scope "top-5"
	MetricHerfindahl    = "kpi.herfindahl"     // ratio of squares of money
	MetricLogo          = "kpi.logo-retention" // ratio of accounts
	MetricGRR           = "kpi.grr"            // ratio of money
	MetricNRR           = "kpi.nrr"            // ratio of money
	MetricExpansion     = "kpi.expansion"      // money
	MetricContraction   = "kpi.contraction"    // money
	MetricChurn         = "kpi.churn"          // money
	MetricWon           = "kpi.won"            // deals
	MetricLost          = "kpi.lost"           // deals
	MetricWonAmount     = "kpi.won-amount"     // money
	MetricWinRate       = "kpi.win-rate"       // ratio of deals
	MetricWinRateAmount = "kpi.win-rate-amount"
	MetricAverageDeal   = "kpi.average-deal"      // ratio: money by won deals
	MetricCycle         = "kpi.cycle"             // ratio: days by deals, scope "won" or "lost"
	MetricCycleMedian   = "kpi.cycle-median"      // days, scope "won" or "lost"
	MetricPipelineDeals = "kpi.pipeline-deals"    // open deals, scope: the stage, or empty for all
	MetricPipeline      = "kpi.pipeline"          // money, scope as above
	MetricWeighted      = "kpi.weighted"          // money times probability, scope as above
	MetricStageAge      = "kpi.stage-age"         // ratio: days by deals, scope: the stage
	MetricStageAgeMid   = "kpi.stage-age-median"  // days, scope: the stage
	MetricActivities    = "kpi.activities"        // contacts made, scope: the type, or empty for all
	MetricFrequency     = "kpi.contact-frequency" // ratio: contacts by accounts
	MetricReach         = "kpi.reach"             // ratio: accounts with a contact by accounts
	MetricCSAT          = "kpi.csat"              // ratio of answers: top answers by answers
	MetricCSATMean      = "kpi.csat-mean"         // ratio: scores by answers, scope: the scale, such as "1-5"
	MetricNPS           = "kpi.nps"               // ratio of answers, from -1 to 1
	MetricWalletShare   = "kpi.wallet-share"      // ratio of money
)

// Metrics returns what the package measures, in the order above.
func Metrics() []kam.Metric {
	up, down := kam.HigherIsBetter, kam.LowerIsBetter
	metric := func(key, en, zh, unit string, d kam.Direction) kam.Metric {
		return kam.Metric{Key: key, Name: kam.Text{EN: en, ZH: zh}, Unit: unit, Direction: d}
	}
	return []kam.Metric{
		metric(MetricRevenue, "revenue", "销售收入", "", up),
		metric(MetricMargin, "margin", "毛利", "", up),
		metric(MetricMarginRate, "margin rate", "毛利率", "", up),
		metric(MetricGrowth, "growth", "增长率", "", up),
		metric(MetricAverageSale, "average sale", "平均单额", "", up),
		metric(MetricBuying, "buying accounts", "成交客户数", "accounts", up),
		metric(MetricNewAccounts, "new accounts", "新增客户数", "accounts", up),
		metric(MetricConcentration, "share of the largest accounts", "大客户集中度", "", down),
		metric(MetricHerfindahl, "Herfindahl index", "赫芬达尔指数", "", down),
		metric(MetricLogo, "logo retention", "客户留存率", "accounts", up),
		metric(MetricGRR, "gross revenue retention", "毛收入留存率", "", up),
		metric(MetricNRR, "net revenue retention", "净收入留存率", "", up),
		metric(MetricExpansion, "expansion", "增购", "", up),
		metric(MetricContraction, "contraction", "减购", "", down),
		metric(MetricChurn, "churn", "流失收入", "", down),
		metric(MetricWon, "won deals", "赢单数", "deals", up),
		metric(MetricLost, "lost deals", "输单数", "deals", down),
		metric(MetricWonAmount, "won amount", "赢单金额", "", up),
		metric(MetricWinRate, "win rate", "赢单率", "deals", up),
		metric(MetricWinRateAmount, "win rate by amount", "赢单率（按金额）", "", up),
		metric(MetricAverageDeal, "average deal", "平均赢单额", "", up),
		metric(MetricCycle, "mean days to close", "平均成交天数", "days", down),
		metric(MetricCycleMedian, "median days to close", "成交天数中位数", "days", down),
		metric(MetricPipelineDeals, "open deals", "在途商机数", "deals", up),
		metric(MetricPipeline, "pipeline", "在途商机金额", "", up),
		metric(MetricWeighted, "weighted pipeline", "加权商机金额", "", up),
		metric(MetricStageAge, "mean days in stage", "平均阶段停留天数", "days", down),
		metric(MetricStageAgeMid, "median days in stage", "阶段停留天数中位数", "days", down),
		metric(MetricActivities, "contacts made", "活动次数", "contacts", up),
		metric(MetricFrequency, "contacts per account", "户均联系次数", "contacts", up),
		metric(MetricReach, "accounts contacted", "客户覆盖率", "accounts", up),
		metric(MetricCSAT, "satisfied customers (CSAT)", "客户满意度", "answers", up),
		metric(MetricCSATMean, "mean satisfaction", "满意度均分", "points", up),
		metric(MetricNPS, "Net Promoter Score", "净推荐值", "answers", up),
		metric(MetricWalletShare, "share of wallet", "钱包份额", "", up),
	}
}
