package criteria_test

import (
	"math/big"
	"slices"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/criteria"
	"github.com/kam-go/kam/careerpath/evidence"
)

// reference decides a rule the plain way: days are looked at one by one, numbers are ratios, and what is not known is
// tried out as something very small and as something very large. It shares no code with the package.
type reference struct {
	file evidence.File
	asOf kam.Day
}

func (x reference) state(r *criteria.Rule) criteria.State {
	switch {
	case r.All != nil:
		return x.group(r.All, len(r.All))
	case r.Any != nil:
		return x.group(r.Any, 1)
	case r.AtLeast != nil:
		return x.group(r.AtLeast.Of, r.AtLeast.K)
	case r.Not != nil:
		switch x.state(r.Not) {
		case criteria.Met:
			return criteria.NotMet
		case criteria.NotMet:
			return criteria.Met
		default:
			return criteria.Unknown
		}
	case r.Metric != nil:
		return x.metric(r.Metric)
	case r.Streak != nil:
		return x.streak(r.Streak)
	case r.Tenure != nil:
		return x.tenure(r.Tenure)
	case r.Skill != nil:
		return x.skill(r.Skill)
	case r.Certificate != nil:
		return x.certificate(r.Certificate)
	case r.Review != nil:
		return x.review(r.Review)
	}
	return x.flag(r.Flag)
}

func (x reference) group(list []criteria.Rule, k int) criteria.State {
	sure, maybe := 0, 0
	for i := range list {
		switch x.state(&list[i]) {
		case criteria.Met:
			sure, maybe = sure+1, maybe+1
		case criteria.Unknown:
			maybe++
		default:
		}
	}
	return between(sure >= k, maybe >= k)
}

// between is the state of what is met in the worst case, and in the best.
func between(worst, best bool) criteria.State {
	switch {
	case worst && best:
		return criteria.Met
	case !worst && !best:
		return criteria.NotMet
	}
	return criteria.Unknown
}

// stepFrom is the first day of the step that a day belongs to.
func stepFrom(step kam.PeriodKind, d kam.Day) kam.Day {
	for {
		first := d.DayOfMonth() == 1
		switch step {
		case kam.Week:
			first = d.Weekday() == 1
		case kam.Quarter:
			first = first && (d.Month()-1)%3 == 0
		case kam.HalfYear:
			first = first && (d.Month()-1)%6 == 0
		case kam.Year:
			first = first && d.Month() == 1
		default:
		}
		if first {
			return d
		}
		d = d.AddDays(-1)
	}
}

// stepsBefore are the last n steps that are over on a day.
func stepsBefore(step kam.PeriodKind, d kam.Day, n int) []kam.Period {
	var out []kam.Period
	until := stepFrom(step, d)
	for range n {
		from := stepFrom(step, until.AddDays(-1))
		out = append(out, kam.Period{From: from, Until: until})
		until = from
	}
	slices.Reverse(out)
	return out
}

// stepsIn are the steps that a period is made of.
func stepsIn(step kam.PeriodKind, p kam.Period) []kam.Period {
	var out []kam.Period
	for until := p.Until; until.After(p.From); until = out[len(out)-1].From {
		out = append(out, kam.Period{From: stepFrom(step, until.AddDays(-1)), Until: until})
	}
	slices.Reverse(out)
	return out
}

func (x reference) window(w criteria.Window) []kam.Period {
	january := stepFrom(kam.Year, x.asOf)
	switch {
	case w.Last > 0:
		return stepsBefore(w.Step, x.asOf, w.Last)
	case w.Year == criteria.LastYear:
		return stepsIn(w.Step, kam.Period{From: stepFrom(kam.Year, january.AddDays(-1)), Until: january})
	case w.Year == criteria.YearToDate:
		return stepsIn(w.Step, kam.Period{From: stepFrom(kam.Year, x.asOf.AddDays(-1)), Until: stepFrom(w.Step, x.asOf)})
	}
	return stepsIn(w.Step, w.Period)
}

// fact is the observation that counts for a period: nil when there is none, and false when several contradict each other.
func (x reference) fact(s criteria.Series, unit string, p kam.Period) (*kam.Observation, bool) {
	var best *kam.Observation
	agree := true
	for i := range x.file.Observations {
		o := &x.file.Observations[i]
		if o.Subject != x.file.Person || o.Metric != s.Metric || o.Scope != s.Scope || o.Unit != unit || o.Currency != s.Currency || o.Period != p {
			continue
		}
		switch {
		case best == nil || o.Revision > best.Revision:
			best, agree = o, true
		case o.Revision == best.Revision:
			agree = agree && evidence.SameFigures(*o, *best)
		}
	}
	return best, agree
}

// value is the value of a step and whether it is known; a ratio has two numbers.
type value struct {
	top, bottom *big.Rat
	known       bool
	// seen tells that there is an observation, known or not.
	seen bool
}

func (x reference) value(s criteria.Series, ratio, finer bool, step kam.Period) value {
	if step.Until.After(x.asOf) {
		return value{}
	}
	unit := ""
	for _, m := range vocabulary().Metrics {
		if m.Key == s.Metric {
			unit = m.Unit
		}
	}
	o, agree := x.fact(s, unit, step)
	if o != nil {
		if !agree {
			return value{seen: true}
		}
		v := one(o, ratio)
		v.seen = true
		return v
	}
	if !finer {
		return value{}
	}
	seen := false
	for _, o := range x.file.Observations {
		if o.Period.Check() != nil || o.Period == step || o.Period.From.Before(step.From) || o.Period.IsOpen() || o.Period.Until.After(step.Until) {
			continue
		}
		part, agree := x.fact(s, unit, o.Period)
		if !agree {
			return value{seen: true}
		}
		seen = seen || part != nil
	}
	ways := x.cover(s, unit, ratio, step)
	for _, w := range ways {
		if w.top.Cmp(ways[0].top) != 0 || w.bottom.Cmp(ways[0].bottom) != 0 {
			return value{seen: true}
		}
	}
	if len(ways) == 0 {
		return value{seen: seen}
	}
	if !ratio {
		ways[0].bottom = big.NewRat(1, 1)
	}
	ways[0].seen = true
	return ways[0]
}

// cover returns the sums of every way to cover the rest of a step with observations.
func (x reference) cover(s criteria.Series, unit string, ratio bool, rest kam.Period) (out []value) {
	for until := rest.From.AddDays(1); !until.After(rest.Until); until = until.AddDays(1) {
		o, agree := x.fact(s, unit, kam.Period{From: rest.From, Until: until})
		if o == nil || !agree || !one(o, ratio).known {
			continue
		}
		first := one(o, ratio)
		if !ratio {
			first.bottom = new(big.Rat)
		}
		if until == rest.Until {
			out = append(out, first)
			continue
		}
		for _, more := range x.cover(s, unit, ratio, kam.Period{From: until, Until: rest.Until}) {
			out = append(out, value{more.top.Add(more.top, first.top), more.bottom.Add(more.bottom, first.bottom), true, false})
		}
	}
	return out
}

func one(o *kam.Observation, ratio bool) value {
	if ratio && o.Numerator.Valid && o.Denominator.Valid {
		return value{o.Numerator.Decimal.Rat(), o.Denominator.Decimal.Rat(), true, true}
	}
	if !ratio && o.Value.Valid && !o.IsRatio() {
		return value{o.Value.Decimal.Rat(), big.NewRat(1, 1), true, true}
	}
	return value{}
}

func (v value) quotient() (*big.Rat, bool) {
	if !v.known || v.bottom.Sign() == 0 {
		return nil, false
	}
	return new(big.Rat).Quo(v.top, v.bottom), true
}

func pass(t criteria.Test, v *big.Rat) bool {
	limit := t.Threshold.Decimal.Rat()
	if t.Scale == criteria.AsPercent {
		limit.Quo(limit, big.NewRat(100, 1))
	}
	c := v.Cmp(limit)
	switch t.Comparison {
	case criteria.AtLeast:
		return c >= 0
	case criteria.Above:
		return c > 0
	case criteria.AtMost:
		return c <= 0
	default:
		return c < 0
	}
}

var (
	huge  = new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(40), nil))
	minus = new(big.Rat).Neg(huge)
)

func (x reference) metric(m *criteria.Metric) criteria.State {
	steps := x.window(m.Window)
	if len(steps) == 0 {
		return criteria.Unknown
	}
	sums := m.Aggregate == criteria.Sum || m.Aggregate == criteria.Ratio || m.Aggregate == criteria.Growth
	read := func(list []kam.Period) (out []value) {
		for _, step := range list {
			out = append(out, x.value(m.Of, m.Be.Scale != "" && m.Aggregate != criteria.Growth, sums || m.SumFiner, step))
		}
		return out
	}
	values := read(steps)
	switch m.Aggregate {
	case criteria.Latest:
		for i := len(values) - 1; i >= 0; i-- {
			if !values[i].seen {
				continue
			}
			q, known := values[i].quotient()
			return between(known && pass(m.Be, q), !known || pass(m.Be, q))
		}
		return criteria.Unknown
	case criteria.Ratio:
		return ratioState(m.Be, values, nil)
	case criteria.Growth:
		var before []kam.Period
		if m.Window.Last > 0 {
			before = stepsBefore(m.Window.Step, steps[0].From, len(steps))
		} else {
			for _, p := range steps {
				before = append(before, kam.Period{From: p.From.AddMonths(-12), Until: p.Until.AddMonths(-12)})
			}
		}
		return ratioState(m.Be, values, read(before))
	default:
	}
	low := minus
	if m.NonNegative && !slices.ContainsFunc(x.file.Observations, func(o kam.Observation) bool {
		return o.Subject == x.file.Person && o.Metric == m.Of.Metric && o.Scope == m.Of.Scope && o.Currency == m.Of.Currency && o.Value.Valid && o.Value.Decimal.Sign() < 0 && !o.IsRatio()
	}) {
		low = new(big.Rat)
	}
	figure := func(filler *big.Rat) *big.Rat {
		var list []*big.Rat
		for _, v := range values {
			if q, known := v.quotient(); known {
				list = append(list, q)
			} else {
				list = append(list, filler)
			}
		}
		slices.SortFunc(list, (*big.Rat).Cmp)
		switch m.Aggregate {
		case criteria.Min:
			return list[0]
		case criteria.Max:
			return list[len(list)-1]
		default:
		}
		total := new(big.Rat)
		for _, v := range list {
			total.Add(total, v)
		}
		if m.Aggregate == criteria.Mean {
			total.Quo(total, big.NewRat(int64(len(list)), 1))
		}
		return total
	}
	a, b := pass(m.Be, figure(low)), pass(m.Be, figure(huge))
	return between(a && b, a || b)
}

// ratioState decides on a sum of tops by a sum of bottoms, or on a growth from a base.
func ratioState(t criteria.Test, values, base []value) criteria.State {
	top, bottom := new(big.Rat), new(big.Rat)
	for _, v := range append(slices.Clone(values), base...) {
		if !v.known {
			return criteria.Unknown
		}
	}
	for _, v := range values {
		top.Add(top, v.top)
		bottom.Add(bottom, v.bottom)
	}
	if base != nil {
		bottom = new(big.Rat)
		for _, v := range base {
			bottom.Add(bottom, v.top)
		}
		if bottom.Sign() <= 0 {
			return criteria.Unknown
		}
		top.Sub(top, bottom)
	}
	if bottom.Sign() == 0 {
		return criteria.Unknown
	}
	ok := pass(t, top.Quo(top, bottom))
	return between(ok, ok)
}

func (x reference) streak(s *criteria.Streak) criteria.State {
	reach := s.Length
	if s.Where == criteria.Anywhere {
		reach = s.Within
	}
	var values []value
	for _, step := range stepsBefore(s.Step, x.asOf, reach) {
		values = append(values, x.value(s.Of, s.Be.Scale != "", s.SumFiner, step))
	}
	holds := func(unknownPasses bool) bool {
		count := func(run []value, t criteria.Test) (n int) {
			for _, v := range run {
				if q, known := v.quotient(); known && pass(t, q) || !known && unknownPasses {
					n++
				}
			}
			return n
		}
		for from := 0; from+s.Length <= reach; from++ {
			run := values[from : from+s.Length]
			hits := s.Hits
			if hits == 0 {
				hits = s.Length
			}
			ok := count(run, s.Be) >= hits
			for _, also := range s.Also {
				t := s.Be
				t.Threshold = also.Threshold
				ok = ok && count(run, t) >= also.Count
			}
			if ok {
				return true
			}
		}
		return false
	}
	return between(holds(false), holds(true))
}
