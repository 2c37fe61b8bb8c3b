package visits

import (
	"fmt"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals"
	"github.com/kam-go/kam/internal/num"
)

// The bounds of what is read, all inclusive. They are stated where the fields are.
const (
	maxWeeks     = 160
	maxSegments  = 100
	maxTiers     = 100
	maxPeople    = 1_000
	maxStages    = 12
	maxSteps     = 200
	maxList      = 20 // costs, rhythms, counts per day
	maxAway      = 200
	maxHours     = 1_000 // entries of Spec.Hours
	maxName      = 64
	maxActivity  = 32
	maxLeadDays  = 520
	maxLeadWeeks = 104
	maxAccounts  = 1_000_000_000
	// Denominators in lowest terms: sums over many people and stages stay short.
	maxDenominator     = 1_000
	maxRateDenominator = 1_000_000
	// maxCount is the most items or activities of one line of a plan.
	maxCount = 1_000_000_000_000
)

// Codes of the faults of a spec.
const (
	codePeriod   = "visits.period"
	codeCurrency = "visits.currency"
	codeName     = "visits.name"
	codeTwice    = "visits.twice"
	codeSize     = "visits.size"
	codeStep     = "visits.step"
	codeTarget   = "visits.target"
	codeDeal     = "visits.deal"
	codeStages   = "visits.stages"
	codeRate     = "visits.rate"
	codeLead     = "visits.lead"
	codeCount    = "visits.count"
	codeAccounts = "visits.accounts"
	codeEvery    = "visits.every"
	codeHours    = "visits.hours"
	codePerson   = "visits.person"
	codeAway     = "visits.away"
)

// checker collects every fault of a spec.
type checker struct {
	found kam.Findings
}

func (c *checker) add(code, place string, message, remedy kam.Text) {
	c.found.Add(fault(code, place, message, remedy))
}

// check returns every fault of s.
func check(s Spec) error {
	c := new(checker)
	c.period(s)
	if s.Currency != "" {
		if _, err := kam.ParseCurrency(string(s.Currency)); err != nil {
			c.add(codeCurrency, "$.currency", say("%q is no active currency code", "%q 不是有效的货币代码", show(string(s.Currency))),
				say("use an ISO 4217 code such as CNY, or leave it out", "请使用 ISO 4217 代码，例如 CNY，或留空"))
		}
	}
	if c.size("$.segments", len(s.Segments), maxSegments) {
		c.distinct("$.segments", len(s.Segments), func(i int) string { return s.Segments[i].Name })
		for i, g := range s.Segments {
			c.segment(g, s.Period, fmt.Sprintf("$.segments[%d]", i))
		}
	}
	if c.size("$.tiers", len(s.Tiers), maxTiers) {
		c.distinct("$.tiers", len(s.Tiers), func(i int) string { return s.Tiers[i].Name })
		for i, t := range s.Tiers {
			c.tier(t, fmt.Sprintf("$.tiers[%d]", i))
		}
	}
	c.people(s)
	c.efforts(s)
	return c.found.Err()
}

func (c *checker) period(s Spec) {
	if err := s.Period.Check(); err != nil || s.Period.IsOpen() {
		c.add(codePeriod, "$.period", say("%q is no closed period", "%q 不是有终止日的期间", periodText(s.Period)),
			say("state the first day and the day after the last one, such as 2026-01-01/2027-01-01", "请填写首日和末日的次日，例如 2026-01-01/2027-01-01"))
		return
	}
	if weeks := weeksOf(s.Period); weeks > maxWeeks {
		c.add(codePeriod, "$.period", say("it touches %d weeks", "期间涉及 %d 周", weeks),
			say("plan at most %d weeks at once", "一次最多规划 %d 周", maxWeeks))
	}
	if s.AsOf.IsSet() && !s.AsOf.Before(s.Period.Until) {
		c.add(codePeriod, "$.asOf", say("%s is after the period, so that nothing is left to plan", "%s 晚于期间，已无可规划的日期", s.AsOf),
			say("state a day before %s, or leave it out", "请填写 %s 之前的日期，或留空", s.Period.Until))
	}
}

// periodText writes a period that may be none.
func periodText(p kam.Period) string {
	if p.Check() != nil && !p.IsZero() {
		return p.From.String() + "/" + p.Until.String()
	}
	return p.String()
}

// size reports a list that is too long, and whether it may be read.
func (c *checker) size(place string, n, most int) bool {
	if n <= most {
		return true
	}
	c.add(codeSize, place, say("it has %d entries", "有 %d 项", n), say("state at most %d", "最多填写 %d 项", most))
	return false
}

// distinct reports names that are none or stand twice, in the order of the list.
func (c *checker) distinct(list string, n int, name func(i int) string) {
	first := make(map[string]int, n)
	for i := range n {
		place := fmt.Sprintf("%s[%d].name", list, i)
		if why, bad := refused(name(i), maxName); bad {
			c.add(codeName, place, say("the name %q is refused: %s", "名称 %q 无效：%s", show(name(i)), why),
				say("give a name of 1 to %d bytes", "请填写 1 至 %d 字节的名称", maxName))
			continue
		}
		if before, twice := first[name(i)]; twice {
			c.add(codeTwice, place, say("%q already names entry %d", "%q 已是第 %d 项的名称", show(name(i)), before),
				say("give each its own name", "请使用互不相同的名称"))
			continue
		}
		first[name(i)] = i
	}
}

// above reports a fraction that is none, not above 0 and at most most, or of a denominator above finest in lowest terms.
func (c *checker) above(code, place string, what kam.Text, f kam.Fraction, most, finest int64) {
	if f.Check() == nil && f.Num > 0 && f.Cmp(kam.Fraction{Num: most, Den: 1}) <= 0 && f.Rat().Denom().Int64() <= finest {
		return
	}
	c.add(code, place, say("%s is %s", "%s为 %s", what, fractionText(f)),
		say("state a number above 0 and at most %d, such as 1/2, with a denominator of at most %d", "请填写大于 0 且不超过 %d 的数，例如 1/2，分母不超过 %d", most, finest))
}

// fractionText writes a fraction that may be none.
func fractionText(f kam.Fraction) string {
	if f.Check() != nil {
		return fmt.Sprintf("%d/%d", f.Num, f.Den)
	}
	return f.String()
}

func (c *checker) activity(place string, a Activity) bool {
	why, bad := refused(string(a), maxActivity)
	if bad {
		c.add(codeName, place, say("the activity %q is refused: %s", "活动 %q 无效：%s", show(string(a)), why),
			say("name an activity in 1 to %d bytes, such as visit, call or proposal", "请用 1 至 %d 字节填写活动，例如 visit、call 或 proposal", maxActivity))
	}
	return !bad
}

// activities reports activities of a list that are none or stand twice.
func (c *checker) activities(list string, n int, of func(i int) Activity) {
	seen := make(map[Activity]bool, n)
	for i := range n {
		place := fmt.Sprintf("%s[%d].activity", list, i)
		if !c.activity(place, of(i)) {
			continue
		}
		if seen[of(i)] {
			c.add(codeTwice, place, say("%q stands twice", "%q 重复", show(string(of(i)))), say("state each activity once", "每种活动只填写一次"))
		}
		seen[of(i)] = true
	}
}

// counts checks costs, or counts per day.
func (c *checker) counts(list string, costs []Cost) {
	if !c.size(list, len(costs), maxList) {
		return
	}
	c.activities(list, len(costs), func(i int) Activity { return costs[i].Activity })
	for i, cost := range costs {
		c.above(codeCount, fmt.Sprintf("%s[%d].count", list, i), say("the count", "数量"), cost.Count, 1_000, maxDenominator)
	}
}

func (c *checker) segment(g Segment, plan kam.Period, place string) {
	c.funnel(g, place)
	if c.size(place+".steps", len(g.Steps), maxSteps) {
		c.steps(g.Steps, plan, place)
	}
}

// funnel checks what a ladder needs of a segment.
func (c *checker) funnel(g Segment, place string) {
	if err := num.Check(g.Deal); err != nil || !g.Deal.IsPositive() {
		c.add(codeDeal, place+".deal", say("the average deal is %s", "平均成交额为 %s", decimalText(g.Deal)),
			say("state the average revenue of a deal, above 0", "请填写大于 0 的平均成交额"))
	}
	if len(g.Stages) == 0 {
		c.add(codeStages, place+".stages", say("there is no stage", "没有任何阶段"),
			say("list the stages from the first activity to the win", "请按从首次活动到赢单的顺序列出阶段"))
		return
	}
	if !c.size(place+".stages", len(g.Stages), maxStages) {
		return
	}
	c.distinct(place+".stages", len(g.Stages), func(i int) string { return g.Stages[i].Name })
	for i, s := range g.Stages {
		c.stage(s, fmt.Sprintf("%s.stages[%d]", place, i))
	}
}

func (c *checker) stage(s Stage, place string) {
	switch stated := !s.PerDeal.IsZero(); {
	case stated && !s.Rate.IsZero():
		c.add(codeRate, place, say("both a rate and a multiple of the deals are stated", "同时填写了转化率和每单倍数"),
			say("state either rate or perDeal", "rate 和 perDeal 只填一个"))
	case stated:
		c.above(codeRate, place+".perDeal", say("the multiple of the deals", "每单倍数"), s.PerDeal, 1_000_000, maxDenominator)
	default:
		c.above(codeRate, place+".rate", say("the conversion rate", "转化率"), s.Rate, 1, maxRateDenominator)
	}
	remedy := say("state 0 to %d working days, or 0 to %d weeks", "请填写 0 至 %d 个工作日，或 0 至 %d 周", maxLeadDays, maxLeadWeeks)
	if s.LeadDays != 0 && s.LeadWeeks != 0 {
		c.add(codeLead, place, say("the lead is stated in working days and in weeks", "提前期同时以工作日和周填写"),
			say("state one of them", "只填写其中一种"))
	}
	if s.LeadDays < 0 || s.LeadDays > maxLeadDays {
		c.add(codeLead, place+".leadDays", say("the lead is %d working days", "提前期为 %d 个工作日", s.LeadDays), remedy)
	}
	if s.LeadWeeks < 0 || s.LeadWeeks > maxLeadWeeks {
		c.add(codeLead, place+".leadWeeks", say("the lead is %d weeks", "提前期为 %d 周", s.LeadWeeks), remedy)
	}
	c.counts(place+".costs", s.Costs)
}

// decimalText writes a decimal that may be out of bounds.
func decimalText(d decimal.Decimal) string {
	if num.Check(d) != nil {
		return "?"
	}
	return num.Format(d)
}

// target reports a target that cannot be planned for.
func (c *checker) target(target decimal.Decimal, place string) {
	if err := num.Check(target); err != nil || target.IsNegative() {
		c.add(codeTarget, place, say("the target is %s", "目标为 %s", decimalText(target)),
			say("state a revenue of 0 or more, of at most %d digits", "请填写不小于 0、最多 %d 位数字的收入", num.MaxDigits))
	}
}

func (c *checker) steps(steps []goals.Step, plan kam.Period, place string) {
	order := make([]int, 0, len(steps))
	const reach = 7 * maxWeeks // days around the plan
	for i, s := range steps {
		at := fmt.Sprintf("%s.steps[%d]", place, i)
		c.target(s.Target, at+".target")
		switch {
		case s.Period.Check() != nil || s.Period.IsOpen():
			c.add(codeStep, at+".period", say("%q is no closed period", "%q 不是有终止日的期间", periodText(s.Period)),
				say("state the days in which the deals are to close", "请填写成交的期间"))
			continue
		case plan.Check() == nil && !plan.IsOpen() && (plan.From.Sub(s.Period.From) > reach || s.Period.Until.Sub(plan.Until) > reach):
			c.add(codeStep, at+".period", say("%s is far from the plan", "%s 离计划期过远", s.Period),
				say("state steps at most %d weeks before or after the plan", "步骤距计划期最多 %d 周", maxWeeks))
		}
		order = append(order, i)
	}
	slices.SortStableFunc(order, func(a, b int) int { return steps[a].Period.Compare(steps[b].Period) })
	for k := 1; k < len(order); k++ {
		before, now := order[k-1], order[k]
		if steps[before].Period.Overlaps(steps[now].Period) {
			c.add(codeStep, fmt.Sprintf("%s.steps[%d].period", place, now),
				say("%s overlaps step %d", "%s 与第 %d 步重叠", steps[now].Period, before),
				say("let each day belong to one step", "每一天只能属于一个步骤"))
		}
	}
}

func (c *checker) tier(t Tier, place string) {
	if t.Accounts < 0 || t.Accounts > maxAccounts {
		c.add(codeAccounts, place+".accounts", say("there are %d accounts", "客户数为 %d", t.Accounts),
			say("state 0 to %d accounts", "请填写 0 至 %d 个客户", maxAccounts))
	}
	list := place + ".rhythms"
	if len(t.Rhythms) == 0 {
		c.add(codeEvery, list, say("it is not said how often the accounts are served", "未说明客户的服务频率"),
			say("state an activity and the weeks from one to the next", "请填写活动及其间隔周数"))
	}
	if !c.size(list, len(t.Rhythms), maxList) {
		return
	}
	c.activities(list, len(t.Rhythms), func(i int) Activity { return t.Rhythms[i].Activity })
	for i, r := range t.Rhythms {
		c.above(codeEvery, fmt.Sprintf("%s[%d].every", list, i), say("the number of weeks from one to the next", "间隔周数"), r.Every, 520, maxDenominator)
	}
}

func (c *checker) people(s Spec) {
	if !c.size("$.people", len(s.People), maxPeople) {
		return
	}
	c.distinct("$.people", len(s.People), func(i int) string { return s.People[i].Name })
	for i, p := range s.People {
		place := fmt.Sprintf("$.people[%d]", i)
		if !p.Hours.IsZero() {
			c.above(codeHours, place+".hours", say("the number of hours on a working day", "每个工作日的小时数"), p.Hours, 24, maxDenominator)
		}
		c.counts(place+".perDay", p.PerDay)
		switch {
		case p.Hours.IsZero() && len(p.PerDay) == 0:
			c.add(codePerson, place, say("it is not said what %q can do on a working day", "未说明 %q 每个工作日的工作能力", show(p.Name)),
				say("state hours, or counts per day, or both", "请填写 hours 或 perDay，或两者都填"))
		case !sameResources(s.People[0], p):
			c.add(codePerson, place, say("%q does not state the same capacities as %q", "%q 与 %q 填写的能力项目不同", show(p.Name), show(s.People[0].Name)),
				say("state hours for all or for nobody, and counts of the same activities for all", "hours 要么全部填写、要么都不填；perDay 的活动须一致"))
		}
		if !c.size(place+".away", len(p.Away), maxAway) {
			continue
		}
		for k, away := range p.Away {
			if away.Check() != nil {
				c.add(codeAway, fmt.Sprintf("%s.away[%d]", place, k), say("%q is no period", "%q 不是期间", periodText(away)),
					say("state the first day of the absence and the day of return", "请填写缺勤首日和返岗日"))
			}
		}
	}
}

// sameResources reports whether two people state the same kinds of capacity.
func sameResources(a, b Person) bool {
	if a.Hours.IsZero() != b.Hours.IsZero() || len(a.PerDay) != len(b.PerDay) {
		return false
	}
	for _, x := range a.PerDay {
		if !slices.ContainsFunc(b.PerDay, func(y Cost) bool { return y.Activity == x.Activity }) {
			return false
		}
	}
	return true
}

func (c *checker) efforts(s Spec) {
	if !c.size("$.hours", len(s.Hours), maxHours) {
		return
	}
	c.activities("$.hours", len(s.Hours), func(i int) Activity { return s.Hours[i].Activity })
	stated := make(map[Activity]bool, len(s.Hours))
	for i, e := range s.Hours {
		stated[e.Activity] = true
		c.above(codeHours, fmt.Sprintf("$.hours[%d].hours", i), say("the number of hours", "小时数"), e.Hours, 1_000, maxDenominator)
	}
	if len(s.People) == 0 || s.People[0].Hours.IsZero() {
		return
	}
	for _, a := range activitiesOf(s) {
		if !stated[a] {
			c.add(codeHours, "$.hours", say("the hours of %q are missing", "缺少 %q 的小时数", show(string(a))),
				say("state how long one takes, since people state their hours", "由于人员填写了小时数，请填写每次所需的小时数"))
		}
	}
}
