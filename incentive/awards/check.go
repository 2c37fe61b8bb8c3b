package awards

import (
	"strings"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/internal/wording"
)

// checker collects the faults of a catalogue.
type checker struct {
	wording.Faults
	currency kam.Currency
	given    string // the metric of points that were given
}

func (f *checker) catalogue(c Catalogue) {
	if c.Format != Format {
		f.Add("format", "$.format", wording.Say("format %d is not known", "未知的格式 %d", c.Format), wording.Say("write \"format\": %d", "请填写 \"format\": %d", Format))
	}
	f.ID("$.id", c.ID, nil)
	f.Text("$.name", c.Name)
	f.atLeast("$.version", c.Version, 1, 1_000_000)
	if _, err := kam.ParseCurrency(string(c.Currency)); err != nil {
		f.Add("currency", "$.currency", wording.Say("%s is no currency", "%s 不是货币代码", wording.Quote(string(c.Currency))), wording.Say("state a code of ISO 4217, such as CNY", "请填写 ISO 4217 货币代码，例如 CNY"))
	}
	f.currency = c.Currency
	if c.Points != nil {
		f.given = c.Points.Metric
	}
	choose(f, "$.rounding", c.Rounding, effect(HalfUp, "a half away from zero", "五入（远离零）"), effect(HalfEven, "a half to the even neighbour", "五取偶"),
		effect(HalfDown, "a half towards zero", "五舍"), effect(Up, "away from zero", "进位"), effect(Down, "towards zero", "截断"))
	seen := map[string]bool{}
	if f.Count("$.benefits", len(c.Benefits), 0, MaxItems) {
		for i, b := range c.Benefits {
			f.benefit(wording.At("$.benefits", i), b, seen)
		}
	}
	if f.Count("$.recognitions", len(c.Recognitions), 0, MaxItems) {
		for i, r := range c.Recognitions {
			f.recognition(wording.At("$.recognitions", i), r, c.Points != nil, seen)
		}
	}
	if c.Points != nil {
		f.allowance(*c.Points)
	}
	if c.Innovation != nil {
		f.innovation(*c.Innovation)
	}
}

func (f *checker) atLeast(at string, n, least, most int) {
	if n < least || n > most {
		f.Add("count", at, wording.Say("%d is not from %d to %d", "%d 不在 %d 至 %d 之间", n, least, most), wording.Say("state a number within the bounds", "请填写范围内的数"))
	}
}

func (f *checker) benefit(at string, b Benefit, seen map[string]bool) {
	f.ID(at+".id", b.ID, seen)
	f.Text(at+".name", b.Name)
	wording.Choice(&f.Faults, "choice", at+".kind", b.Kind, Travel, Insurance, Training, Health, Equipment, Housing, Leave, OtherKind)
	f.criteria(at+".criteria", b.Criteria)
	f.stated(at+".cost", b.Cost)
	f.taxable(at+".taxable", b.Taxable)
	choose(f, at+".again", b.Again, effect(EveryPeriod, "once in each period", "每期一次"), effect(EveryYear, "once in a fiscal year", "每财年一次"), effect(Once, "once for ever", "仅一次"))
	f.budget(at+".budget", b.Budget)
	if b.Budget.Unlimited {
		if b.Order != nil {
			f.unused(at+".order", wording.Say("the budget has no limit", "预算没有上限"))
		}
		return
	}
	if b.Order == nil {
		f.missing(at+".order", wording.Say("nobody says who comes first when the budget is short", "未说明预算不足时的先后次序"),
			`"order": {"by": "tenure", "first": "highest", "ties": "payee", "unknown": "reserve"}`)
		return
	}
	f.order(at+".order", *b.Order)
}

func (f *checker) order(at string, o Order) {
	choose(f, at+".by", o.By, effect(ByMetric, "a figure", "按指标"), effect(ByTenure, "the day of joining", "按入职日期"), effect(ByPayee, "the ID", "按标识"))
	choose(f, at+".ties", o.Ties, effect(LongestTenure, "whoever joined first", "先入职者优先"), effect(IDOrder, "by ID", "按标识"), effect(NobodyOfThem, "none of the equals", "并列者均不授予"))
	choose(f, at+".unknown", o.Unknown, effect(Reserve, "those not decided keep a place", "未定者保留名额"), effect(PassOver, "others may take their places", "未定者不保留名额"))
	if o.By != ByPayee {
		choose(f, at+".first", o.First, effect(Highest, "the largest or longest first", "由高到低"), effect(Lowest, "the smallest or shortest first", "由低到高"))
	}
	switch {
	case o.By == ByMetric && o.Series == nil:
		f.missing(at+".series", wording.Say("the figure to order by is missing", "缺少排序指标"), `"series": {"metric": "revenue", "currency": "CNY"}`)
	case o.By == ByMetric:
		f.series(at+".series", *o.Series)
	case o.Series != nil:
		f.unused(at+".series", wording.Say("the order is not by a figure", "并非按指标排序"))
	}
}

func (f *checker) budget(at string, b Budget) {
	limited := b.Amount.Valid || b.Heads != nil
	switch {
	case b.Unlimited && (limited || b.Per != "" || b.Revoked != ""):
		f.Add("budget", at, wording.Say("it is unlimited and has a limit", "既为无上限又设了上限"), wording.Say(`write {"unlimited": true} alone, or leave it out`, `请只写 {"unlimited": true}，或将其删除`))
		return
	case b.Unlimited:
		return
	case !limited:
		f.missing(at, wording.Say("no budget is stated", "未填写预算"), `"budget": {"unlimited": true}`)
		return
	}
	if b.Amount.Valid {
		f.stated(at+".amount", b.Amount)
	}
	if b.Heads != nil {
		f.atLeast(at+".heads", *b.Heads, 0, MaxPeople)
	}
	choose(f, at+".per", b.Per, effect(PerPeriod, "for each period", "每期"), effect(PerYear, "for a fiscal year", "每财年"))
	choose(f, at+".revoked", b.Revoked, effect(ComesBack, "a revoked award frees its cost", "撤销后额度返还"), effect(StaysGone, "it is spent all the same", "撤销后额度不返还"))
}

func (f *checker) taxable(at string, t Taxable) {
	choose(f, at+".rule", t.Rule, effect(TaxFull, "all of it", "全额计税"), effect(TaxNone, "nothing of it", "不计税"), effect(TaxShare, "a share of it", "按比例计税"), effect(TaxAbove, "what exceeds an exempt amount", "超出免税额部分计税"))
	switch {
	case t.Rule == TaxShare && !t.Share.Valid:
		f.missing(at+".share", wording.Say("the share is missing", "缺少比例"), `"share": "0.5"`)
	case t.Rule == TaxShare && f.Number(at+".share", t.Share.Decimal) && (t.Share.Decimal.Sign() < 0 || t.Share.Decimal.Cmp(decimal.New(1, 0)) > 0):
		f.Add("share", at+".share", wording.Say("a share of %s is not from 0 to 1", "比例 %s 不在 0 至 1 之间", t.Share.Decimal), wording.Say("write 0.5 for a half", "一半请填写 0.5"))
	case t.Rule != TaxShare && t.Share.Valid:
		f.unused(at+".share", wording.Say("the rule takes no share", "该规则不使用比例"))
	}
	switch {
	case t.Rule == TaxAbove:
		f.stated(at+".exempt", t.Exempt)
		choose(f, at+".per", t.Per, effect(PerAward, "for each award", "每次授予"), effect(PerYear, "for all of the person in a fiscal year", "每人每财年"))
	case t.Exempt.Valid || t.Per != "":
		f.unused(at+".exempt", wording.Say("the rule takes no exempt amount", "该规则不使用免税额"))
	}
}

// stated reports an amount that is missing, below 0, or finer than the currency.
func (f *checker) stated(at string, d decimal.NullDecimal) {
	switch {
	case !d.Valid:
		f.missing(at, wording.Say("the amount is missing", "缺少金额"), `"0"`)
	case !f.Number(at, d.Decimal):
	case d.Decimal.Sign() < 0:
		f.Add("amount", at, wording.Say("%s is below 0", "%s 小于 0", d.Decimal), wording.Say("state 0 or more", "请填写不小于 0 的数"))
	case !onGrid(d.Decimal, f.currency):
		f.Add("amount", at, wording.Say("%s has more decimal places than %s", "%s 的小数位数超过 %s", d.Decimal, wording.Quote(string(f.currency))), wording.Say("round it", "请先舍入"))
	}
}

func onGrid(d decimal.Decimal, c kam.Currency) bool {
	return num.Round(d, c.MinorUnits(), num.Down).Equal(d)
}

func (f *checker) criteria(at string, list []Criterion) {
	if !f.Count(at, len(list), 0, MaxCriteria) {
		return
	}
	seen := map[string]bool{}
	for i, c := range list {
		f.criterion(wording.At(at, i), c, seen, true)
	}
}

func (f *checker) criterion(at string, c Criterion, seen map[string]bool, top bool) {
	f.ID(at+".id", c.ID, seen)
	if c.Name != (kam.Text{}) {
		f.Text(at+".name", c.Name)
	}
	stated := 0
	for _, some := range []bool{c.Metric != nil, c.Tenure != nil, c.Attribute != nil, c.Any != nil} {
		if some {
			stated++
		}
	}
	if stated != 1 || c.Any != nil && !top {
		f.Add("criterion", at, wording.Say("it asks for %d things", "要求了 %d 项", stated), wording.Say("state exactly one of metric, tenure, attribute and, on the first level, any", "请填写 metric、tenure、attribute 之一，或在第一层填写 any"))
		return
	}
	switch {
	case c.Metric != nil:
		f.series(at+".metric.of", c.Metric.Of)
		wording.Choice(&f.Faults, "choice", at+".metric.be", c.Metric.Be, AtLeast, Above, AtMost, Below)
		if !c.Metric.Threshold.Valid {
			f.missing(at+".metric.threshold", wording.Say("the threshold is missing", "缺少阈值"), `"threshold": "0"`)
		} else {
			f.Number(at+".metric.threshold", c.Metric.Threshold.Decimal)
		}
	case c.Tenure != nil:
		f.atLeast(at+".tenure.months", c.Tenure.Months, 1, 1_200)
	case c.Attribute != nil:
		f.ID(at+".attribute.key", c.Attribute.Key, nil)
		if f.Count(at+".attribute.in", len(c.Attribute.In), 1, MaxItems) {
			values := map[string]bool{}
			for i, v := range c.Attribute.In {
				f.ID(wording.At(at+".attribute.in", i), v, values)
			}
		}
	default:
		if f.Count(at+".any", len(c.Any), 1, MaxCriteria) {
			for i, one := range c.Any {
				f.criterion(wording.At(at+".any", i), one, seen, false)
			}
		}
	}
}

func (f *checker) series(at string, s Series) {
	f.ID(at+".metric", s.Metric, nil)
	if s.Scope != "" {
		f.ID(at+".scope", s.Scope, nil)
	}
	if s.Unit != "" && s.Currency != "" {
		f.Add("unit", at, wording.Say("it has a unit and a currency", "同时填写了单位和货币"), wording.Say("state one of them", "请只填写其一"))
	}
	if f.given != "" && s.Metric == f.given && (s.Unit != "points" || s.Scope != "") {
		f.Add("unit", at, wording.Say("%s counts points of no scope", "%s 以点为单位且不分范围", wording.Quote(s.Metric)), wording.Say(`write "unit": "points" and no scope`, `请填写 "unit": "points"，不填 scope`))
	}
	if s.Currency != "" {
		if _, err := kam.ParseCurrency(string(s.Currency)); err != nil {
			f.Add("currency", at+".currency", wording.Say("%s is no currency", "%s 不是货币代码", wording.Quote(string(s.Currency))), wording.Say("state a code of ISO 4217, such as CNY", "请填写 ISO 4217 货币代码，例如 CNY"))
		}
	}
}

func (f *checker) recognition(at string, r Recognition, points bool, seen map[string]bool) {
	f.ID(at+".id", r.ID, seen)
	f.Text(at+".name", r.Name)
	wording.Choice(&f.Faults, "choice", at+".kind", r.Kind, Commendation, Diploma, Badge)
	if r.Citation != (kam.Text{}) {
		f.Text(at+".citation", r.Citation)
	}
	f.criteria(at+".criteria", r.Criteria)
	switch {
	case (len(r.Criteria) > 0) == (r.Points != 0):
		f.Add("given", at, wording.Say("it has %d criteria and takes %d points", "有 %d 条标准，需 %d 点", len(r.Criteria), r.Points), wording.Say("state criteria for one that whoever meets them gets, points for one that colleagues give", "达标即得的请填写 criteria，由同事给予的请填写 points"))
	case r.Points != 0:
		f.atLeast(at+".points", r.Points, 1, MaxPoints)
		if !points {
			f.missing("$.points", wording.Say("there are no points to give %s with", "没有可用于给予 %s 的点数", wording.Quote(r.ID)), `"points": {"monthly": 50, "metric": "recognition.points"}`)
		}
	}
	if r.Prize != nil {
		f.stated(at+".prize.amount", r.Prize.Amount)
		f.taxable(at+".prize.taxable", r.Prize.Taxable)
	}
}

func (f *checker) allowance(p Points) {
	f.atLeast("$.points.monthly", p.Monthly, 1, MaxPoints)
	f.atLeast("$.points.perReceiver", p.PerReceiver, 0, MaxPoints)
	f.atLeast("$.points.counted", p.Counted, 0, MaxPoints)
	f.ID("$.points.metric", p.Metric, nil)
	if f.Count("$.points.changes", len(p.Changes), 0, MaxItems) {
		seen := map[kam.Day]bool{}
		for i, c := range p.Changes {
			at := wording.At("$.points.changes", i)
			f.day(at+".on", c.On)
			f.atLeast(at+".monthly", c.Monthly, 1, MaxPoints)
			if seen[c.On] {
				f.Add("twice", at+".on", wording.Say("%s stands twice", "%s 重复出现", c.On), wording.Say("state one allowance for a day", "同一天请只填写一次"))
			}
			seen[c.On] = true
		}
	}
}

func (f *checker) innovation(n Innovation) {
	if f.Count("$.innovation.aspects", len(n.Aspects), 1, MaxCriteria) {
		seen := map[string]bool{}
		for i, a := range n.Aspects {
			at := wording.At("$.innovation.aspects", i)
			f.ID(at+".id", a.ID, seen)
			f.Text(at+".name", a.Name)
			f.positive(at+".weight", a.Weight)
			f.positive(at+".most", a.Most)
		}
	}
	f.atLeast("$.innovation.assessors", n.Assessors, 1, MaxItems)
	choose(f, "$.innovation.combine", n.Combine, effect(Mean, "the mean of all assessors", "取平均"), effect(Median, "the one in the middle", "取中位数"))
	choose(f, "$.innovation.bound", n.Bound, effect(Inclusive, "points equal to a bound reach it", "等于下限即达到"), effect(Exclusive, "only more than the bound does", "须超过下限"))
	f.budget("$.innovation.budget", n.Budget)
	switch {
	case !n.Budget.Unlimited:
		choose(f, "$.innovation.short", n.Short, effect(Stop, "no idea after it gets anything", "其后提案均不授予"), effect(Skip, "ideas after it may get what is left", "其后提案可使用余额"))
	case n.Short != "":
		f.unused("$.innovation.short", wording.Say("the budget has no limit", "预算没有上限"))
	}
	if !f.Count("$.innovation.tiers", len(n.Tiers), 1, MaxItems) {
		return
	}
	seen := map[string]bool{}
	for i, t := range n.Tiers {
		at := wording.At("$.innovation.tiers", i)
		f.ID(at+".id", t.ID, seen)
		f.Text(at+".name", t.Name)
		if t.Gift != (kam.Text{}) {
			f.Text(at+".gift", t.Gift)
		}
		f.stated(at+".prize.amount", t.Prize.Amount)
		f.taxable(at+".prize.taxable", t.Prize.Taxable)
		switch {
		case !t.From.Valid:
			f.missing(at+".from", wording.Say("the least points are missing", "缺少最低分"), `"from": "0"`)
		case f.Number(at+".from", t.From.Decimal) && i > 0 && n.Tiers[i-1].From.Valid && num.Check(n.Tiers[i-1].From.Decimal) == nil && t.From.Decimal.Cmp(n.Tiers[i-1].From.Decimal) <= 0:
			f.Add("tiers", at+".from", wording.Say("%s is not above %s of the tier before", "%s 不高于前一档的 %s", t.From.Decimal, n.Tiers[i-1].From.Decimal), wording.Say("put tiers in rising order", "请按由低到高排列各档"))
		}
	}
}

func (f *checker) positive(at string, d decimal.Decimal) {
	if f.Number(at, d) && d.Sign() <= 0 {
		f.Add("amount", at, wording.Say("%s is not above 0", "%s 不大于 0", d), wording.Say("state more than 0", "请填写大于 0 的数"))
	}
}

func (f *checker) day(at string, d kam.Day) {
	if !d.IsSet() {
		f.Add("day", at, wording.Say("the day is missing", "缺少日期"), wording.Say("state it as 2026-01-31", "请按 2026-01-31 填写"))
	}
}

func (f *checker) missing(at string, message kam.Text, paste string) {
	f.Add("missing", at, message, wording.Say("write %s", "请填写 %s", paste))
}

func (f *checker) unused(at string, message kam.Text) {
	f.Add("unused", at, message, wording.Say("leave it out", "请删除该项"))
}

// reason reports who did something and why, where one of both is missing or it is about oneself.
func (f *checker) reason(at, by, reason, payee string) {
	f.ID(at+".by", by, nil)
	f.why(at+".reason", reason)
	if by == payee {
		f.Add("self", at+".by", wording.Say("%s decides about themselves", "%s 自行决定本人事项", wording.Quote(by)), wording.Say("let somebody else decide", "请由他人决定"))
	}
}

func (f *checker) why(at, reason string) {
	if strings.TrimSpace(reason) == "" || len(reason) > MaxReason {
		f.Add("reason", at, wording.Say("a reason of %d bytes is none", "%d 字节的原因无效", len(reason)), wording.Say("state 1 to %d bytes", "请填写 1 至 %d 字节", MaxReason))
	}
}

// option is a word and what it does.
type option[T ~string] struct {
	word   T
	en, zh string
}

func effect[T ~string](word T, en, zh string) option[T] { return option[T]{word, en, zh} }

// choose reports a word that is missing or unknown, with a line to paste for each choice.
func choose[T ~string](f *checker, at string, word T, options ...option[T]) {
	var en, zh []string
	key := at[strings.LastIndexByte(at, '.')+1:]
	for _, o := range options {
		if o.word == word {
			return
		}
		line := `"` + key + `": "` + string(o.word) + `"`
		en, zh = append(en, line+" ("+o.en+")"), append(zh, line+"（"+o.zh+"）")
	}
	message := wording.Say("nothing is chosen", "未作选择")
	if word != "" {
		message = wording.Say("%s is not known", "%s 不是可选项", wording.Quote(string(word)))
	}
	f.Add("choice", at, message, kam.Text{EN: "state one of " + strings.Join(en, ", "), ZH: "请填写其一：" + strings.Join(zh, "、")})
}
