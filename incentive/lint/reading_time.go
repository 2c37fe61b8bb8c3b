package lint

import (
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/internal/wording"
)

// timeReadings are those that show over time and between currencies: what is below zero, denominators of windows to
// date, proration, and conversion.
func (s *subject) timeReadings(k incentive.Component) []alternative {
	var out []alternative
	own := bound{measure: k.Measure, basis: incentive.ByAttainment}
	if k.Rate.Valid || k.Tiers != nil || k.Table != nil {
		now := s.plan.Refunds.Below
		for _, w := range []incentive.BelowZero{incentive.CarryNegative, incentive.FirstRate} {
			if w != now {
				out = append(out, alternative{s.root + ".refunds.below", "below", string(now), string(w), func(p *incentive.Plan) { p.Refunds.Below = w }, nil, returned, own})
			}
		}
	}
	for i, m := range s.plan.Measures {
		if m.Denominator == "" || !slices.Contains(k.Measures(), m.Name) {
			continue
		}
		other := map[incentive.Denominator]incentive.Denominator{incentive.FullPeriod: incentive.QuotaToDate, incentive.QuotaToDate: incentive.FullPeriod}[m.Denominator]
		of := func(p *incentive.Plan) *incentive.Measure {
			return &p.Measures[slices.IndexFunc(p.Measures, func(x incentive.Measure) bool { return x.Name == m.Name })]
		}
		out = append(out, alternative{
			at(s.root, "measures", i) + ".denominator", "denominator", string(m.Denominator), string(other),
			func(p *incentive.Plan) { of(p).Denominator = other },
			func(p *incentive.Plan) { of(p).Window, of(p).Denominator = m.Window, m.Denominator },
			ahead,
			bound{measure: m.Name, basis: incentive.ByAttainment},
		})
	}
	out = append(out, s.prorationReadings(own)...)
	return append(out, s.conversionReadings(own)...)
}

// prorationReadings are those of a payee who is assigned for a part of the period.
func (s *subject) prorationReadings(own bound) []alternative {
	now := s.plan.Proration
	if now == nil {
		return nil
	}
	keep := func(p *incentive.Plan) { p.Proration = new(*now) }
	root := s.root + ".proration"
	var out []alternative
	add := func(key, word, other string, change func(*incentive.Proration)) {
		if word != other {
			out = append(out, alternative{root + "." + key, key, word, other, func(p *incentive.Plan) { change(p.Proration) }, keep, begun, own})
		}
	}
	for _, w := range []incentive.ProrationBasis{incentive.CalendarDays, incentive.WorkingDays, incentive.Months} {
		add("by", string(now.By), string(w), func(p *incentive.Proration) {
			p.By, p.PartialMonth = w, ""
			if w == incentive.Months {
				p.PartialMonth = incentive.MonthCounts
			}
		})
	}
	if now.By == incentive.Months {
		for _, w := range []incentive.PartialMonth{incentive.MonthCounts, incentive.MonthDropped, incentive.MonthByDays} {
			add("partialMonth", string(now.PartialMonth), string(w), func(p *incentive.Proration) { p.PartialMonth = w })
		}
	}
	if now.Quotas != nil {
		add("quotas", yesOrNo(*now.Quotas), yesOrNo(!*now.Quotas), func(p *incentive.Proration) { p.Quotas = new(!*now.Quotas) })
	}
	if now.Targets != nil {
		add("targets", yesOrNo(*now.Targets), yesOrNo(!*now.Targets), func(p *incentive.Proration) { p.Targets = new(!*now.Targets) })
	}
	return out
}

func yesOrNo(b bool) string {
	if b {
		return "true"
	}
	return "false"
}

// conversionReadings are those of deals in another currency.
func (s *subject) conversionReadings(own bound) []alternative {
	now := s.plan.Conversion
	if now == nil || !s.isMoney(own.measure) {
		return nil
	}
	keep := func(p *incentive.Plan) { p.Conversion = new(*now) }
	root := s.root + ".conversion"
	var out []alternative
	for _, w := range []incentive.RatePolicy{incentive.RateOnDate, incentive.RateAtPeriodEnd, incentive.RatePeriodAverage, incentive.RateOfPlan} {
		if w != now.Policy {
			out = append(out, alternative{root + ".policy", "policy", string(now.Policy), string(w), func(p *incentive.Plan) { p.Conversion.Policy = w }, keep, abroad, own})
		}
	}
	for _, w := range []incentive.RefundRate{incentive.RefundAtOriginal, incentive.RefundAtOwn} {
		if w != now.Refunds {
			out = append(out, alternative{root + ".refunds", "refunds", string(now.Refunds), string(w), func(p *incentive.Plan) { p.Conversion.Refunds = w }, keep, abroadBack, own})
		}
	}
	return out
}

// compareReturned compares what the refund of a deal of an earlier period takes back.
func (s *subject) compareReturned(t, u *trial, a alternative) bool {
	if s.measures[a.at.measure].Base == incentive.BaseCount {
		return false
	}
	_, x, ok := s.refundedLater(t, t.k)
	_, y, there := s.refundedLater(u, u.k)
	if !ok || !there || x.Equal(y) {
		return false
	}
	s.differ(a, say("refunds of a deal of %s of %q in a later period without sales", "%[2]q 为 %[1]s 的交易在以后无销售的期间退款时", s.quantity(a.at.measure, s.assumed().quota[a.at.measure]), a.at.measure), x, y)
	return true
}

// parts are the parts of the quota to which examples bring a measure.
func parts() []decimal.Decimal {
	return []decimal.Decimal{decimal.New(1, 0), decimal.New(5, -1), decimal.New(75, -2), decimal.New(25, -2), decimal.New(15, -1), decimal.New(4, 0)}
}

// standing brings a measure to parts of its quota.
func (s *subject) standing(t *trial, measure string, f figures, do func(x decimal.Decimal, e *example) kam.Text) []told {
	if s.measures[measure].Base == incentive.BaseObservation {
		return nil
	}
	var out []told
	for _, part := range parts() {
		x := s.position(bound{measure, incentive.ByAttainment, part, ""}, f)
		if e, ok := t.at(f, stand{measure: x}); ok && len(e.deals) > 0 {
			text := do(x, &e)
			out = append(out, told{text, []example{e}})
		}
	}
	return out
}

// daysAfter is how many days after the first one of the period the payee of an example of proration begins.
const daysAfter = 9

// beginning is a payee who begins on the tenth day of the period.
func (s *subject) beginning(t *trial, measure string, f figures) []told {
	day := s.period.From.AddDays(daysAfter)
	return s.standing(t, measure, f, func(x decimal.Decimal, e *example) kam.Text {
		for i := range e.deals {
			e.deals[i].Booked = day
		}
		e.assigned = func(a *incentive.Assignment) { a.Period.From = day }
		return say("sales of a payee who begins on %[3]s that bring %[2]q to %[1]s", "收款人自 %[3]s 起加入、%[2]q 为 %[1]s 时", s.quantity(measure, x), measure, day)
	})
}

// aheadOfTime brings a measure to date to a place in the first commission period that the plan covers, with the quota of
// the example in each period of the window.
func (s *subject) aheadOfTime(t *trial, measure string, f figures) []told {
	m := t.plan.Measures[slices.IndexFunc(t.plan.Measures, func(m incentive.Measure) bool { return m.Name == measure })]
	whole, err := s.calendar.Containing(stretch(m.Window), s.period.From)
	if err != nil {
		return nil
	}
	periods, err := s.calendar.Split(whole, s.plan.Period)
	if err != nil {
		return nil
	}
	return s.standing(t, measure, f, func(x decimal.Decimal, e *example) kam.Text {
		e.assigned = func(a *incentive.Assignment) {
			a.Period = s.plan.Effective
			a.Quotas = slices.DeleteFunc(a.Quotas, func(q incentive.Quota) bool { return q.Measure == measure })
			for _, p := range periods {
				a.Quotas = append(a.Quotas, incentive.Quota{Measure: measure, Period: p, Amount: f.quota[measure]})
			}
		}
		return say("sales in %[3]s that bring %[2]q to %[1]s, with a quota of %[4]s in each of %[5]d commission periods,", "在 %[3]s 内使 %[2]q 达到 %[1]s、%[5]d 个结算期目标各为 %[4]s 时",
			s.quantity(measure, x), measure, wording.Days(s.period), s.quantity(measure, f.quota[measure]), len(periods))
	})
}

// stretch is the kind of fiscal stretch of a window to date.
func stretch(w incentive.Window) kam.PeriodKind {
	switch w {
	case incentive.QuarterToDate:
		return kam.Quarter
	case incentive.HalfToDate:
		return kam.HalfYear
	default:
		return kam.Year
	}
}

// abroadCurrency is the currency of deals abroad.
func (s *subject) abroadCurrency() kam.Currency {
	if s.plan.Currency == "EUR" {
		return "USD"
	}
	return "EUR"
}

// The rates of examples: on the first day, on the second, and from the third day on; and the average that is stated.
func (s *subject) exampleRates() (first, second, later, average decimal.Decimal) {
	return decimal.New(1, 0), decimal.New(11, -1), decimal.New(12, -1), decimal.New(115, -2)
}

// rates are the exchange rates of examples, none where the trial converts nothing.
func (t *trial) rates() []incentive.ExchangeRate {
	c := t.plan.Conversion
	if c == nil {
		return nil
	}
	first, second, later, average := t.s.exampleRates()
	rate := func(from, until kam.Day, x decimal.Decimal) incentive.ExchangeRate {
		return incentive.ExchangeRate{Table: c.Table, From: t.s.abroadCurrency(), To: t.plan.Currency, Period: kam.Period{From: from, Until: until}, Rate: x}
	}
	from, until := t.s.period.From, t.s.period.Until
	if c.Policy == incentive.RatePeriodAverage {
		return []incentive.ExchangeRate{rate(from, until, average)}
	}
	return []incentive.ExchangeRate{
		rate(earlier(t.plan.Effective.From, from), from.AddDays(1), first), rate(from.AddDays(1), from.AddDays(2), second), rate(from.AddDays(2), until, later),
	}
}

// earlier returns the earlier of two days.
func earlier(a, b kam.Day) kam.Day {
	if a.Before(b) {
		return a
	}
	return b
}

// foreign is a deal in another currency, and its refund at a later rate.
func (s *subject) foreign(t *trial, a alternative, f figures) []told {
	measure, currency := a.at.measure, s.abroadCurrency()
	first, second, later, average := s.exampleRates()
	return s.standing(t, measure, f, func(x decimal.Decimal, e *example) kam.Text {
		n := len(e.deals)
		for i := range n {
			d := &e.deals[i]
			if d.Attributes[exampleGroup] != measure {
				continue
			}
			d.Currency, d.Booked = currency, s.period.From.AddDays(1)
			if a.show == abroadBack {
				back := *d
				back.ID, back.Sequence, back.Reverses, back.Attributes, back.Booked = d.ID+"-refund", int64(4*maxDeals), d.ID, nil, s.period.From.AddDays(2)
				negate(&back)
				halve(&back)
				e.deals = append(e.deals, back)
			}
		}
		if a.show == abroadBack {
			return say("sales of %[1]s %[2]s at a rate of %[3]s, of which half is refunded at %[4]s,", "%[1]s %[2]s 的销售按汇率 %[3]s、其中一半按 %[4]s 退款时", x, string(currency), second, later)
		}
		return say("sales of %[1]s %[2]s, at rates of %[3]s on the plan's first day, %[4]s on the day of the deal, %[5]s at the end of the period and %[6]s on average,",
			"%[1]s %[2]s 的销售（方案首日汇率 %[3]s、交易日 %[4]s、期末 %[5]s、期间平均 %[6]s）", x, string(currency), first, second, later, average)
	})
}

// halve halves what a deal states, to four decimals.
func halve(t *incentive.Transaction) {
	half := decimal.New(5, -1)
	t.Amount = t.Amount.Mul(half).Truncate(maxDecimals)
	for _, d := range []*decimal.NullDecimal{&t.Margin, &t.Units, &t.Cash} {
		d.Decimal = d.Decimal.Mul(half).Truncate(maxDecimals)
	}
}
