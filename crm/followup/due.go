package followup

import (
	"fmt"

	"github.com/kam-go/kam"
)

// due works out when a contact is due, and how that stands.
func (r *Rules) due(l *Line, c *customer, cadence Cadence, asOf kam.Day) error {
	var span kam.Period
	var err error
	if cadence.Times > 0 {
		span, err = r.dueInPeriod(l, c, cadence, asOf)
	} else {
		span, err = r.dueAfter(l, cadence.Every)
	}
	if err != nil {
		return err
	}
	l.Status = OnTime
	if !l.Due.After(asOf) {
		if l.Late, err = r.workingDaysAfter(l.Due, asOf); err != nil {
			return err
		}
		l.Status = Due
		if l.Late > cadence.Grace {
			l.Status = Overdue
		}
	}
	l.Urgency = share(max(asOf.Sub(span.From), 0), max(span.Days(), 1))
	return nil
}

// share is n/d in lowest terms.
func share(n, d int) kam.Fraction {
	a, b := n, d
	for b != 0 {
		a, b = b, a%b
	}
	if n == 0 {
		return kam.Fraction{}
	}
	return kam.Fraction{Num: int64(n / a), Den: int64(d / a)}
}

// workingDaysAfter counts the working days after one day up to another.
func (r *Rules) workingDaysAfter(d, upTo kam.Day) (int, error) {
	if !upTo.After(d) {
		return 0, nil
	}
	return r.calendar.WorkingDays(kam.Period{From: d.AddDays(1), Until: upTo.AddDays(1)})
}

// dueAfter sets the day at the end of an interval, and returns the days up to where it ends before it is moved.
func (r *Rules) dueAfter(l *Line, every Interval) (kam.Period, error) {
	var due kam.Day
	switch every.Unit {
	case UnitDays:
		due = l.Last.AddDays(every.N)
	case UnitWeeks:
		due = l.Last.AddDays(7 * every.N)
	case UnitMonths:
		due = l.Last.AddMonths(every.N)
	case UnitWorkingDays:
		var err error
		if due, err = r.calendar.AddWorkingDays(l.Last, every.N); err != nil {
			return kam.Period{}, err
		}
	}
	if !due.IsSet() {
		return kam.Period{}, errRange
	}
	moved, err := r.moved(due, l.Last)
	if err != nil {
		return kam.Period{}, err
	}
	l.Due, l.counted = moved, l.Last.String()
	l.Why = say("last contact on %s, then every %s", "上次联系 %s，节奏为每 %s", l.Last, every.text())
	if moved != due {
		l.Why = say("%s; %s is no working day, so %s", "%s；%s 为非工作日，改为 %s", l.Why, due, moved)
	}
	return kam.Period{From: l.Last, Until: due}, nil
}

// moved returns a due day as the policy moves it.
func (r *Rules) moved(due, after kam.Day) (kam.Day, error) {
	if r.policy.OffDay == StayOffDay {
		return due, nil
	}
	worked, err := r.calendar.IsWorkingDay(due)
	if err != nil || worked {
		return due, err
	}
	if r.policy.OffDay == PreviousWorkingDay {
		back, err := r.calendar.AddWorkingDays(due, -1)
		if err != nil || back.After(after) {
			return back, err
		}
	}
	return r.calendar.AddWorkingDays(due, 1)
}

// dueInPeriod sets the day at the end of the part of the period whose turn it is, and returns the days up to
// where it ends before it is moved.
func (r *Rules) dueInPeriod(l *Line, c *customer, cadence Cadence, asOf kam.Day) (kam.Period, error) {
	p, err := r.calendar.Containing(cadence.Per, asOf)
	if err != nil {
		return kam.Period{}, err
	}
	l.Wanted = cadence.Times
	previous := kam.Day{}
	for _, x := range c.contacts {
		if p.Contains(x.on) && x.on != previous && cadence.Counts.counts(x, asOf) {
			previous = x.on
			l.Made++
		}
	}
	part := l.Made
	label := r.calendar.Label(p)
	l.Why = say("%d of %d in %s, last on %s (%s)", "%[3]s 已完成 %[1]d/%[2]d 次，最近一次 %[4]s（%[5]s）", l.Made, l.Wanted, label, l.Last, l.Contact.ID)
	if part >= cadence.Times {
		if p, err = r.calendar.Containing(cadence.Per, p.Until); err != nil {
			return kam.Period{}, err
		}
		part = 0
	}
	days := p.Days()
	from := p.From.AddDays(days * part / cadence.Times)
	due := p.From.AddDays(days*(part+1)/cadence.Times - 1)
	if due.Before(from) {
		due = from
	}
	span := kam.Period{From: from, Until: due}
	worked, err := r.calendar.IsWorkingDay(due)
	if err != nil {
		return kam.Period{}, err
	}
	if !worked && r.policy.OffDay != StayOffDay {
		back, err := r.calendar.AddWorkingDays(due, -1)
		if err == nil && back.Before(from) { // nobody works in the whole part
			back, err = r.calendar.AddWorkingDays(due, 1)
		}
		if err != nil {
			return kam.Period{}, err
		}
		due = back
	}
	l.Due, l.counted = due, fmt.Sprintf("%s-%d", r.calendar.Label(p), part+1)
	l.Why = say("%s; number %d of %s is due by %s", "%[1]s；%[3]s 第 %[2]d 次应于 %[4]s 前完成", l.Why, part+1, r.calendar.Label(p), due)
	return span, nil
}
