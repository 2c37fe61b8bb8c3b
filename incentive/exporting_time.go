package incentive

import (
	"math/big"
	"slices"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
)

func exportedAssignment(a Assignment) ExportedAssignment {
	out := ExportedAssignment{Plan: a.Plan, Version: a.Version, Period: a.Period}
	if a.Target.Amount.Valid {
		out.Target = &ExportedTarget{Amount: exact(num.Rat(a.Target.Amount.Decimal)), Per: a.Target.Per}
		for _, t := range a.Target.Changes {
			out.Target.Changes = append(out.Target.Changes, ExportedTargetChange{From: t.From, Amount: exact(num.Rat(t.Amount))})
		}
	}
	for _, r := range slices.SortedFunc(slices.Values(a.Ramps), func(a, b Ramp) int { return a.Period.Compare(b.Period) }) {
		out.Ramps = append(out.Ramps, ExportedRamp{Period: r.Period, Share: exact(num.Rat(r.Share))})
	}
	for _, x := range slices.SortedFunc(slices.Values(a.Absences), func(a, b Absence) int { return a.Period.Compare(b.Period) }) {
		out.Absences = append(out.Absences, ExportedAbsence{ID: x.ID, Period: x.Period, Prorates: x.Prorates})
	}
	for _, q := range sortedQuotas(a.Quotas) {
		x := ExportedQuota{Measure: q.Measure, Period: q.Period, Amount: exact(num.Rat(q.Amount))}
		for _, r := range q.Relief {
			relief := ExportedRelief{For: r.For, Reason: r.Reason, ApprovedBy: r.ApprovedBy}
			if r.Share.Valid {
				relief.Share = exact(num.Rat(r.Share.Decimal))
			} else {
				relief.Amount = exact(num.Rat(r.Amount.Decimal))
			}
			x.Relief = append(x.Relief, relief)
		}
		out.Quotas = append(out.Quotas, x)
	}
	return out
}

// quotas lays out what counts of the quotas of a measure; nothing where all of them count as they were assigned.
func (e *exporter) quotas(at *measured) []ExportedCountedQuota {
	plain := !slices.ContainsFunc(at.rows, func(r ratedQuota) bool { return r.fraction != nil || len(r.Relief) > 0 })
	if plain || at.quota == nil && at.fixed == nil {
		return nil
	}
	var all []ExportedCountedQuota
	for _, row := range at.rows {
		prorated := num.Rat(row.Amount)
		x := ExportedCountedQuota{Period: row.Period, Stated: exact(prorated), Relieved: exacts(row.after), Counts: exact(row.effective)}
		if row.fraction != nil {
			x.Proration = e.proration(row.Period, row.fraction, true)
			prorated = prorated.Mul(prorated, row.fraction)
		}
		x.Prorated = exact(prorated)
		all = append(all, x)
	}
	return all
}

// targets lays out the target incentives that something asked for; nothing where they are plain parts of the assigned amount.
func (e *exporter) targets() []ExportedStretch {
	u := e.s.r.unit
	if rule := u.plan.Proration; len(u.Target.Changes) == 0 && (rule == nil || !*rule.Targets) {
		return nil
	}
	var all []ExportedStretch
	for _, t := range u.state.targets {
		x := ExportedStretch{Period: t.stretch, Periods: e.c.monthsIn(u, t.stretch) / months(u.plan.Plan.Period), Average: exact(t.average), Amount: exact(t.amount)}
		for _, part := range e.c.inForce(u, t.stretch) {
			if part.Period == t.stretch {
				break // one amount throughout
			}
			n, err := e.c.days(u.plan, part.Period)
			if err != nil {
				continue // it has held the unit
			}
			x.InForce = append(x.InForce, ExportedInForce{Period: part.Period, Amount: exact(num.Rat(part.amount)), Days: n})
		}
		if t.fraction != nil {
			x.Proration = e.proration(t.stretch, t.fraction, false)
		}
		all = append(all, x)
	}
	return all
}

// proration lays out which part of a stretch counts; whatever the calendar does not know has held the unit.
func (e *exporter) proration(stretch kam.Period, fraction *big.Rat, ramped bool) *ExportedProration {
	x := &ExportedProration{Fraction: exact(fraction)}
	if e.u.plan.Proration.By == Months {
		x.Parts, x.Of = e.months(stretch, ramped)
		return x
	}
	for _, part := range e.u.covers(stretch) {
		n, err := e.c.days(e.u.plan, part.Period)
		if err == nil {
			x.Parts = append(x.Parts, ExportedCovered{Period: part.Period, Days: n, Counts: exact(part.weighed(big.NewRat(n, 1), ramped))})
		}
	}
	x.Of, _ = e.c.days(e.u.plan, stretch)
	return x
}

// months lays out what the months of a stretch count.
func (e *exporter) months(stretch kam.Period, ramped bool) (parts []ExportedCovered, of int64) {
	all, _ := e.c.program.calendar.Split(stretch, kam.Month)
	for _, month := range all {
		x := ExportedCovered{Period: month, Counts: "0"}
		for _, p := range e.u.covers(month) {
			x.Days += int64(p.Days())
		}
		if counts, err := e.c.months(e.u, month, ramped); err == nil {
			x.Counts = exact(counts)
		}
		parts = append(parts, x)
	}
	return parts, int64(len(all))
}

// conversions lays out the numbers of deals in another currency.
func (e *exporter) conversions() []ExportedConversion {
	p := e.u.plan
	var bases []Base
	for i := range p.Measures {
		if base := p.Measures[i].Base; isMoney(string(base)) && !slices.Contains(bases, base) {
			bases = append(bases, base)
		}
	}
	slices.Sort(bases)
	var all []ExportedConversion
	for _, cr := range e.u.credits {
		if cr.value != nil || cr.deal < 0 || !e.c.book.deals[cr.deal].foreign(p) {
			continue
		}
		rate, ok := e.c.rateOf(p, cr.deal)
		if !ok {
			continue
		}
		for _, base := range bases {
			if x, ok := e.conversion(cr, base, rate); ok {
				all = append(all, x)
			}
		}
	}
	return all
}

// conversion lays out one number of a deal; false when the deal does not state it.
func (e *exporter) conversion(cr *credit, base Base, rate ExchangeRate) (ExportedConversion, bool) {
	d := &e.c.book.deals[cr.deal]
	amount, _ := e.c.dealt(e.u.plan, cr.deal, base)
	if amount == nil {
		return ExportedConversion{}, false
	}
	x := ExportedConversion{
		Credit: e.credit(cr), Number: base, Day: e.c.rateDay(e.u.plan, cr.deal), Holds: rate.Period, Rate: exact(num.Rat(rate.Rate)),
		Amount: exact(amount), Part: exact(cr.weight),
	}
	if e.u.plan.Conversion.Policy == RateOfPlan {
		x.Day = e.u.plan.Effective.From
	}
	stated := d.number(string(base))
	if !stated.Valid {
		stated = e.c.book.deals[d.original].number(string(base))
		x.ShareBefore, x.ShareAfter = exact(d.before), exact(d.after)
	}
	x.Stated = exact(num.Rat(stated.Decimal))
	return x, true
}
