package gen

import (
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/ledger"
)

// timeFeatures are those of proration, of what people are away for, and of what was decided for them.
func timeFeatures() []Feature {
	all := []Feature{
		ofProration("quotas are prorated", func(p *incentive.Proration) bool { had := *p.Quotas; p.Quotas = new(false); return had }),
		ofProration("target incentives are prorated", func(p *incentive.Proration) bool { had := *p.Targets; p.Targets = new(false); return had }),
		ofAssignments("ramps", func(a *incentive.Assignment) bool { return emptied(&a.Ramps) }),
		ofAssignments("absences that prorate", func(a *incentive.Assignment) bool {
			return drop(&a.Absences, func(a incentive.Absence) bool { return a.Prorates })
		}),
		ofRelief("relief by an amount", func(r incentive.Relief) bool { return r.Amount.Valid }),
		ofRelief("relief by a share", func(r incentive.Relief) bool { return r.Share.Valid }),
		ofAssignments("target incentive changes", func(a *incentive.Assignment) bool { return emptied(&a.Target.Changes) }),
	}
	for _, by := range []incentive.ProrationBasis{incentive.CalendarDays, incentive.WorkingDays} {
		all = append(all, ofProration("proration by "+string(by)+", not months", func(p *incentive.Proration) bool {
			p.PartialMonth = incentive.MonthCounts
			return flip(&p.By, by, incentive.Months)
		}))
	}
	for _, part := range []incentive.PartialMonth{incentive.MonthCounts, incentive.MonthDropped, incentive.MonthByDays} {
		other := incentive.MonthCounts
		if part == other {
			other = incentive.MonthByDays
		}
		all = append(all, ofProration("partial month "+string(part)+", not "+string(other), func(p *incentive.Proration) bool {
			return p.By == incentive.Months && flip(&p.PartialMonth, part, other)
		}))
	}
	return all
}

func ofProration(name string, change func(*incentive.Proration) bool) Feature {
	return ofPlans(name, func(p *incentive.Plan) bool {
		if p.Proration == nil {
			return false
		}
		own := *p.Proration
		p.Proration = &own
		return change(&own)
	})
}

func ofAssignments(name string, change func(*incentive.Assignment) bool) Feature {
	return Feature{name, func(c *Case) bool {
		had := false
		c.Roster.Assignments = slices.Clone(c.Roster.Assignments)
		for i := range c.Roster.Assignments {
			had = change(&c.Roster.Assignments[i]) || had
		}
		return had
	}}
}

func ofRelief(name string, is func(incentive.Relief) bool) Feature {
	return ofAssignments(name, func(a *incentive.Assignment) bool {
		had := false
		a.Quotas = slices.Clone(a.Quotas)
		for i := range a.Quotas {
			had = drop(&a.Quotas[i].Relief, is) || had
		}
		return had
	})
}

// conversionFeatures are those of deals in other currencies.
func conversionFeatures() []Feature {
	of := func(name string, change func(*incentive.Conversion) bool) Feature {
		return ofPlans(name, func(p *incentive.Plan) bool {
			if p.Conversion == nil {
				return false
			}
			own := *p.Conversion
			p.Conversion = &own
			return change(&own)
		})
	}
	return []Feature{
		of("rate on the date, not at the period's end", func(c *incentive.Conversion) bool {
			return flip(&c.Policy, incentive.RateOnDate, incentive.RateAtPeriodEnd)
		}),
		of("rate at the period's end, not on the date", func(c *incentive.Conversion) bool {
			return flip(&c.Policy, incentive.RateAtPeriodEnd, incentive.RateOnDate)
		}),
		doubled("rate is the period's average", func(r incentive.ExchangeRate) bool { return r.Table == "average" }),
		doubled("rate of the plan", func(r incentive.ExchangeRate) bool { return r.Period.From == kam.MustDay("2024-01-01") }),
		of("refunds at the original's rate, not their own", func(c *incentive.Conversion) bool {
			return flip(&c.Refunds, incentive.RefundAtOriginal, incentive.RefundAtOwn)
		}),
		of("refunds at their own rate, not the original's", func(c *incentive.Conversion) bool {
			return flip(&c.Refunds, incentive.RefundAtOwn, incentive.RefundAtOriginal)
		}),
		of("places of what is converted", func(c *incentive.Conversion) bool { had := c.Places != nil; c.Places = nil; return had }),
	}
}

// doubled makes rates twice as high.
func doubled(name string, is func(incentive.ExchangeRate) bool) Feature {
	return Feature{name, func(c *Case) bool {
		had := false
		c.Rates = slices.Clone(c.Rates)
		for i, r := range c.Rates {
			if is(r) {
				c.Rates[i].Rate, had = r.Rate.Mul(decimal.NewFromInt(2)), true
			}
		}
		return had
	}}
}

// corrections are what earlier periods were corrected by.
func corrections() Feature {
	return Feature{"earlier corrections", func(c *Case) bool {
		return drop(&c.Opening.Ledger.Posted, func(p ledger.Posted) bool { return p.Kind == ledger.Correction })
	}}
}
