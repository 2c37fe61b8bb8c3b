package kpi

import (
	"slices"
	"time"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/internal/wording"
)

// Bounds of a policy.
const (
	maxRates  = 10_000
	maxList   = 1_000
	maxTop    = 10
	maxStale  = 36_600
	maxScales = 20
)

// Rules are a policy that was checked. They are immutable and may be used by several goroutines at once.
type Rules struct {
	policy   Policy
	zone     *time.Location
	rates    map[kam.Currency][]Rate // by day
	statuses map[string]bool
	stages   map[string]Stage
	contacts map[crm.ActivityType]bool
	top      []int
}

// Compile checks a policy and returns the rules, or every fault at once in an [*kam.InvalidError]. Zone is where the days of
// instants, such as the start of a visit, are counted; nil: UTC.
func Compile(p Policy, zone *time.Location) (*Rules, error) {
	found := &wording.Faults{Prefix: prefix}
	wording.Choice(found, "source", "$.revenue", p.Revenue, FromOrders, FromInvoices, FromPayments, FromDeals)
	wording.Choice(found, "source", "$.products", p.Products, FromOrders, FromDeals)
	wording.Choice(found, "missing", "$.missing", p.Missing, MissingUnknown, MissingLeftOut)
	if found.Count("$.statuses", len(p.Statuses), 0, maxList) {
		names(found, "$.statuses", p.Statuses)
	}
	currency(found, "$.assume", p.Assume, true)
	currency(found, "$.currency", p.Currency, true)
	if p.OwnRates && p.Currency == "" {
		found.Add("rate", "$.ownRates", say("records' own rates have no currency to lead to", "未指定目标币种，记录自带汇率无从使用"), say("state currency, or leave ownRates out", "请填写 currency，或去掉 ownRates"))
	}
	if found.Count("$.contacts", len(p.Contacts), 0, maxList) {
		names(found, "$.contacts", p.Contacts)
	}
	rates := compileRates(found, p)
	checkScales(found, p.CSAT)
	stages := compileStages(found, p.Stages)
	if found.Count("$.top", len(p.Top), 0, maxTop) {
		checkTop(found, p.Top)
	}
	if err := found.Err(); err != nil {
		return nil, err
	}
	if zone == nil {
		zone = time.UTC
	}
	p.Statuses, p.CSAT = slices.Clone(p.Statuses), slices.Clone(p.CSAT)
	r := &Rules{policy: p, zone: zone, rates: rates, stages: stages, top: slices.Clone(p.Top), statuses: set(p.Statuses), contacts: set(p.Contacts)}
	if len(r.top) == 0 {
		r.top = []int{1, 5, 10}
	}
	return r, nil
}

func set[T ~string](words []T) map[T]bool {
	out := make(map[T]bool, len(words))
	for _, w := range words {
		out[w] = true
	}
	return out
}

func names[T ~string](found *wording.Faults, place string, words []T) {
	seen := map[string]bool{}
	for i, w := range words {
		found.ID(wording.At(place, i), string(w), seen)
	}
}

func currency(found *wording.Faults, place string, c kam.Currency, optional bool) {
	if c == "" && optional {
		return
	}
	if _, err := kam.ParseCurrency(string(c)); err != nil {
		found.Add("currency", place, say("%s is no ISO 4217 currency", "%s 不是 ISO 4217 币种", wording.Quote(string(c))), say("use a code such as CNY", "请使用 CNY 之类的代码"))
	}
}

func compileRates(found *wording.Faults, p Policy) map[kam.Currency][]Rate {
	if !found.Count("$.rates", len(p.Rates), 0, maxRates) {
		return nil
	}
	if len(p.Rates) > 0 && p.Currency == "" {
		found.Add("rate", "$.rates", say("the rates have no currency to lead to", "未指定目标币种，汇率无从使用"), say("state currency, or leave rates out", "请填写 currency，或去掉 rates"))
	}
	rates := map[kam.Currency][]Rate{}
	for i, rate := range p.Rates {
		at := wording.At("$.rates", i)
		currency(found, at+".from", rate.From, false)
		if rate.From == p.Currency && rate.From != "" {
			found.Add("rate", at+".from", say("%s is the currency converted into", "%s 就是目标币种", rate.From), say("leave it out: its rate is 1", "请去掉：其汇率为 1"))
		}
		if !rate.Period.IsZero() {
			found.Period(at+".period", rate.Period, false)
		}
		if found.Number(at+".per", rate.Per) && !rate.Per.IsPositive() {
			found.Add("rate", at+".per", say("%s is not above zero", "%s 不大于零", rate.Per), say("state what one unit is worth", "请填写一单位外币的价值"))
		}
		rates[rate.From] = append(rates[rate.From], rate)
	}
	for from, list := range rates {
		slices.SortStableFunc(list, func(a, b Rate) int { return a.Period.Compare(b.Period) })
		for i := 1; i < len(list); i++ {
			if list[i-1].Period.IsZero() || list[i].Period.IsZero() || list[i-1].Period.Overlaps(list[i].Period) {
				found.Add("twice", "$.rates", say("two rates of %s hold on one day", "%s 在同一天有两个汇率", wording.Quote(string(from))), say("let their periods not overlap", "请使各汇率的期间互不重叠"))
				break
			}
		}
	}
	return rates
}

func checkScales(found *wording.Faults, scales []Scale) {
	if !found.Count("$.csat", len(scales), 0, maxScales) {
		return
	}
	seen := map[string]bool{}
	for i, s := range scales {
		at := wording.At("$.csat", i)
		if !found.Number(at+".low", s.Low) || !found.Number(at+".high", s.High) || !found.Number(at+".top", s.Top) {
			continue
		}
		if !s.Low.LessThan(s.High) || !s.Top.GreaterThan(s.Low) || s.Top.GreaterThan(s.High) {
			found.Add("scale", at, say("low is below top, and top at most high", "应满足最低分 < 满意线 ≤ 最高分"), say("write for example \"low\": \"1\", \"high\": \"5\", \"top\": \"4\"", "例如填写 \"low\": \"1\", \"high\": \"5\", \"top\": \"4\""))
			continue
		}
		found.ID(at, s.name(), seen)
	}
}

func compileStages(found *wording.Faults, stages []Stage) map[string]Stage {
	if !found.Count("$.stages", len(stages), 0, maxList) {
		return nil
	}
	seen, out := map[string]bool{}, map[string]Stage{}
	for i, s := range stages {
		at := wording.At("$.stages", i)
		found.ID(at+".name", s.Name, seen)
		if s.Probability.Valid && found.Number(at+".probability", s.Probability.Decimal) && !isShare(s.Probability.Decimal) {
			found.Add("probability", at+".probability", say("%s is not from 0 to 1", "%s 不在 0 与 1 之间", s.Probability.Decimal), say("write 0.3 for 30 %%", "30%% 请写作 0.3"))
		}
		if s.MaxDays < 0 || s.MaxDays > maxStale {
			found.Add("days", at+".maxDays", say("%d is not from 0 to %d", "%d 不在 0 与 %d 之间", s.MaxDays, maxStale), say("state days, or leave it out", "请填写天数，或不填"))
		}
		out[s.Name] = s
	}
	return out
}

func checkTop(found *wording.Faults, top []int) {
	for i, n := range top {
		if n < 1 || i > 0 && n <= top[i-1] {
			found.Add("top", wording.At("$.top", i), say("%d is not above 0 and above the number before", "%d 须大于 0 并大于前一个数", n), say("state them ascending, such as 1, 5, 10", "请按升序填写，如 1、5、10"))
		}
	}
}

// isShare reports whether d is from 0 to 1.
func isShare(d decimal.Decimal) bool { return !d.IsNegative() && !d.GreaterThan(decimal.New(1, 0)) }

func decimalText(d decimal.Decimal) string { return wording.Decimal(d) }
