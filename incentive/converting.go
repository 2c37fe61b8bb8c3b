package incentive

import (
	"cmp"
	"fmt"
	"math/big"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
)

// Bounds on exchange rates.
const (
	maxRates             = 1_000_000
	maxExchangeDecimals  = 12
	maxExchangeDigits    = 15
	conversionDecimalsUp = maxDecimals + maxExchangeDecimals
)

// rateKey is what rates that must not overlap share.
type rateKey struct {
	table    string
	from, to kam.Currency
}

// rateBook holds the rates of a run, each list in the order of its periods.
type rateBook map[rateKey][]ExchangeRate

// indexRates sorts rates and reports those that are malformed or overlap.
func indexRates(rates []ExchangeRate, f *faults) rateBook {
	if len(rates) > maxRates {
		f.add(CodeRates, "rates", say("%d exchange rates are too many", "汇率数量 %d 过多", len(rates)), say("use at most %d", "最多 %d 条", maxRates))
		return nil
	}
	type placed struct {
		ExchangeRate
		at int
	}
	lists := map[rateKey][]placed{}
	var keys []rateKey
	for i, r := range rates {
		if !r.check(f, fmt.Sprintf("rates[%d]", i)) {
			continue
		}
		k := rateKey{r.Table, r.From, r.To}
		if lists[k] == nil {
			keys = append(keys, k)
		}
		lists[k] = append(lists[k], placed{r, i})
	}
	book := make(rateBook, len(keys))
	for _, k := range keys {
		list := lists[k]
		slices.SortFunc(list, func(a, b placed) int { return cmp.Or(a.Period.Compare(b.Period), cmp.Compare(a.at, b.at)) })
		sorted := make([]ExchangeRate, len(list))
		longest := 0
		for i, r := range list {
			sorted[i] = r.ExchangeRate
			if i == 0 {
				continue
			}
			if before := list[longest]; before.Period.Overlaps(r.Period) {
				f.add(CodeRates, fmt.Sprintf("rates[%d]", r.at), say("two rates from %s to %s in the table %q overlap: %s and %s", "汇率表 %[3]q 中 %[1]s 兑 %[2]s 的两条汇率重叠：%[4]s 与 %[5]s", r.From, r.To, clip(r.Table), before.Period.String(), r.Period.String()),
					say("end the first where the second starts, or put one in a table of its own; the first is number %d", "请让前一条在后一条开始时结束，或放入另一张表；前一条为第 %d 项", before.at))
			}
			if list[longest].Period.Until.IsSet() && (!r.Period.Until.IsSet() || r.Period.Until.After(list[longest].Period.Until)) {
				longest = i
			}
		}
		book[k] = sorted
	}
	return book
}

// check reports what makes a rate unusable.
func (r ExchangeRate) check(f *faults, at string) bool {
	n := len(f.list)
	if r.Table != "" && !validID(r.Table) {
		f.add(CodeRates, at+".table", say("the table's name %q is too long or has control characters", "汇率表名称 %q 过长或含控制字符", clip(r.Table)), say("use at most %d bytes of text", "最多 %d 字节文本", maxID))
	}
	for _, x := range []struct {
		key  string
		code kam.Currency
	}{{"from", r.From}, {"to", r.To}} {
		if _, err := kam.ParseCurrency(string(x.code)); err != nil {
			f.add(CodeRates, at+"."+x.key, say("%q is no ISO 4217 currency", "%q 不是 ISO 4217 货币代码", clip(string(x.code))), say("write a code such as CNY", "请写货币代码，例如 CNY"))
		}
	}
	if r.From == r.To {
		f.add(CodeRates, at, say("the rate goes from %q to itself", "汇率由 %q 兑自身", clip(string(r.From))), say("remove it: nothing is converted between equal currencies", "请删除：相同货币无需折算"))
	}
	if r.Period.Check() != nil {
		f.add(CodeRates, at+".period", say("the rate does not say when it holds", "汇率未写明适用期间"), say(`write a half-open period: "2026-01-01/2026-02-01"`, `请写半开区间："2026-01-01/2026-02-01"`))
	}
	if num.Check(r.Rate) != nil || !r.Rate.IsPositive() || decimals(r.Rate) > maxExchangeDecimals || digits(r.Rate) > maxExchangeDigits {
		f.add(CodeRates, at+".rate", say("the rate is not above zero with at most %d digits and %d decimals", "汇率须大于零，最多 %d 位数字、%d 位小数", maxExchangeDigits, maxExchangeDecimals),
			say("state how much of \"to\" one unit of \"from\" is worth", "请写一单位 from 值多少 to"))
	}
	return len(f.list) == n
}

// on returns the rate that holds on a day.
func (b rateBook) on(k rateKey, day kam.Day) (ExchangeRate, bool) {
	list := b[k]
	i, found := slices.BinarySearchFunc(list, day, func(r ExchangeRate, d kam.Day) int { return r.Period.From.Compare(d) })
	if !found {
		i--
	}
	if i < 0 || !list[i].Period.Contains(day) {
		return ExchangeRate{}, false
	}
	return list[i], true
}

// of returns the rate that is stated for exactly a period.
func (b rateBook) of(k rateKey, p kam.Period) (ExchangeRate, bool) {
	r, ok := b.on(k, p.From)
	return r, ok && r.Period == p
}

// foreign reports whether a deal is in another currency than the plan.
func (t *Transaction) foreign(p *plan) bool { return t.Currency != "" && t.Currency != p.Currency }

// rateOf returns the rate at which a plan converts a deal that is in another currency; false when there is none.
func (c *calculation) rateOf(p *plan, i int) (ExchangeRate, bool) {
	if p.Conversion == nil {
		return ExchangeRate{}, false
	}
	return c.rateFrom(p, c.book.deals[i].Currency, c.rateDay(p, i))
}

// rateFrom returns the rate at which a plan that converts takes a currency on a day; false when there is none.
func (c *calculation) rateFrom(p *plan, from kam.Currency, day kam.Day) (ExchangeRate, bool) {
	k := rateKey{p.Conversion.Table, from, p.Currency}
	if p.Conversion.Policy == RateOfPlan {
		return c.rates.on(k, p.Effective.From)
	}
	if !day.IsSet() {
		return ExchangeRate{}, false
	}
	if p.Conversion.Policy == RateOnDate {
		return c.rates.on(k, day)
	}
	period, err := c.program.calendar.Containing(p.Plan.Period, day)
	if err != nil {
		return ExchangeRate{}, false
	}
	if p.Conversion.Policy == RateAtPeriodEnd {
		return c.rates.on(k, period.Until.AddDays(-1))
	}
	return c.rates.of(k, period)
}

// rateDay returns the day whose rate converts a deal: its own, for a refund at its original's rate the original's.
func (c *calculation) rateDay(p *plan, i int) kam.Day {
	d := &c.book.deals[i]
	own := d.Date(p.CreditDate)
	if d.original >= 0 && (p.Conversion.Refunds == RefundAtOriginal || !own.IsSet()) {
		return c.book.deals[d.original].Date(p.CreditDate)
	}
	return own
}

// isMoney reports whether a number of a deal is money in the deal's currency.
func isMoney(name string) bool {
	return name == string(BaseAmount) || name == string(BaseMargin) || name == string(BaseCash)
}

// convert returns an amount of a deal in the plan's currency, on the conversion's places when it states some.
func (p *plan) convert(x *big.Rat, rate ExchangeRate) *big.Rat {
	x = new(big.Rat).Mul(x, num.Rat(rate.Rate))
	if places := p.Conversion.Places; places != nil {
		return num.Rat(num.RoundRat(x, *places, p.grid.Mode))
	}
	return x
}

// number returns a number of a deal by name in the plan's currency; invalid when the deal does not say it. False:
// it says it in another currency, and there is no rate.
func (c *calculation) number(p *plan, i int, name string) (decimal.NullDecimal, bool) {
	d := &c.book.deals[i]
	x := d.number(name)
	if !x.Valid || !isMoney(name) || !d.foreign(p) {
		return x, true
	}
	rate, ok := c.rateOf(p, i)
	if !ok {
		return decimal.NullDecimal{}, false
	}
	// The product of two decimals has finitely many digits: nothing is rounded away here.
	return decimal.NewNullDecimal(num.RoundRat(p.convert(num.Rat(x.Decimal), rate), conversionDecimalsUp, num.HalfUp)), true
}

// refunded returns what a refund that does not say a number takes back of its original's, in the plan's currency; nil
// when the original does not say it either. False: there is no rate.
func (c *calculation) refunded(p *plan, i int, name string) (*big.Rat, bool) {
	d := &c.book.deals[i]
	original := c.book.deals[d.original].number(name)
	if !original.Valid || d.before == nil {
		return nil, true
	}
	part := new(big.Rat).Sub(d.before, d.after)
	if !isMoney(name) || !d.foreign(p) {
		return part.Mul(part, num.Rat(original.Decimal)), true
	}
	rate, ok := c.rateOf(p, i)
	switch {
	case !ok:
		return nil, false
	case p.Conversion.Refunds == RefundAtOriginal: // parts of what the original came to
		return part.Mul(part, p.convert(num.Rat(original.Decimal), rate)), true
	default:
		return p.convert(part.Mul(part, num.Rat(original.Decimal)), rate), true
	}
}

// holdRate holds a unit for a deal that cannot be converted.
func (c *calculation) holdRate(u *unit, i int) {
	d := &c.book.deals[i]
	at := "transaction " + clip(d.ID)
	if u.hasHeldAt(CodeMissingRate, at) {
		return
	}
	rule := u.plan.Conversion
	if rule == nil {
		u.hold(CodeMissingRate, at, say("the deal is in %s, plan %q in %s, and the plan does not say how it is converted", "交易货币为 %s，方案 %q 货币为 %s，而方案未写明如何折算", d.Currency, u.Plan, u.plan.Currency),
			say(`state it in the plan: "conversion": {"policy": "transaction-date", "refunds": "original"}, or convert the deal before the run`, `请在方案中写明："conversion": {"policy": "transaction-date", "refunds": "original"}，或在运行前折算`))
		return
	}
	when := u.plan.Effective.From.String()
	day := c.rateDay(u.plan, i)
	switch period, err := c.program.calendar.Containing(u.plan.Plan.Period, day); {
	case rule.Policy == RateOfPlan:
	case rule.Policy == RateOnDate || err != nil:
		when = day.String()
	case rule.Policy == RateAtPeriodEnd:
		when = period.Until.AddDays(-1).String()
	default:
		when = period.String()
	}
	stated := fmt.Sprintf(`{"from": "%s", "to": "%s", "period": "%s", "rate": "…"}`, d.Currency, u.plan.Currency, asPeriod(when))
	if rule.Table != "" {
		stated = fmt.Sprintf(`{"table": %q, %s`, rule.Table, stated[1:])
	}
	u.hold(CodeMissingRate, at, say("the deal is in %s, plan %q in %s, and there is no rate for %s", "交易货币为 %s，方案 %q 货币为 %s，缺少 %s 的汇率", d.Currency, u.Plan, u.plan.Currency, when),
		say("state the rate: %s", "请提供汇率：%s", stated))
}

// asPeriod writes a day as the period of that day; a period stays.
func asPeriod(s string) string {
	if strings.Contains(s, "/") {
		return s
	}
	d, err := kam.ParseDay(s)
	if err != nil {
		return s
	}
	return kam.Period{From: d, Until: d.AddDays(1)}.String()
}
