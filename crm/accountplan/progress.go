package accountplan

import (
	"cmp"
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/internal/wording"
)

// Progress is how far an objective has come.
type Progress struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	// Current is the observation that counts; nil: there is none that is known.
	Current *kam.Observation `json:"current,omitempty"`
	// Way is how much of the way is done: of a level (current - baseline) / (target - baseline), of a total
	// current / target. It may be below 0 and above 1, and is unknown when a part is.
	Way Ratio `json:"way"`
	// Pace is how much of it would be done on the last day that Current covers, at an even pace by civil days: of a level
	// from the day of its baseline, else from the day before the plan; of a total from the first day of the plan. It is
	// unknown without a last day.
	Pace   Ratio  `json:"pace"`
	Status Status `json:"status"`
	// Why says how the status came about.
	Why kam.Text `json:"why"`
}

// Status says how an objective stands.
type Status string

// How objectives stand.
const (
	Reached Status = "reached"
	OnTrack Status = "on-track" // as far as an even pace, or further
	Behind  Status = "behind"   // less far
	Missed  Status = "missed"   // not reached, and its last day is over
	Unknown Status = "unknown"  // not measured, or without what to measure it by
)

// progress measures the objectives.
func (v *Review) progress(observations []kam.Observation) {
	type fact struct{ metric, scope string }
	mine := map[fact][]kam.Observation{}
	for _, o := range v.Plan.Objectives {
		mine[fact{o.Metric, o.Scope}] = nil
	}
	for _, o := range observations {
		key := fact{o.Metric, o.Scope}
		if _, wanted := mine[key]; wanted && o.Subject == (kam.Subject{Kind: string(crm.KindAccount), ID: v.Plan.Account.ID}) {
			mine[key] = append(mine[key], o)
		}
	}
	for _, o := range v.Plan.Objectives {
		v.Objectives = append(v.Objectives, v.measure(o, mine[fact{o.Metric, o.Scope}]))
	}
}

func (v *Review) measure(o Objective, observations []kam.Observation) Progress {
	p := Progress{ID: o.ID, Title: o.Title, Status: Unknown}
	var unfit bool
	p.Current, unfit = v.current(o, observations)
	over := o.By.IsSet() && o.By.Before(v.AsOf)
	switch {
	case !o.Target.Valid:
		p.Why = say("there is no target", "没有目标值")
		return p
	case p.Current == nil && unfit:
		p.Why = say("it was measured in another unit or currency only", "观测值的单位或币种与目标不符")
		return p
	case p.Current == nil:
		p.Why = say("nobody has measured it", "没有可用的观测值")
		return p
	}
	value, known := p.Current.Exact()
	if !known {
		p.Current = nil
		p.Why = say("what was measured last is unknown", "最近一次观测值未知")
		return p
	}
	if o.Counts == Level && !o.Baseline.Valid {
		p.Why = say("there is no baseline to measure it from", "没有基线，无法衡量进展")
		return p
	}
	p.Way = way(o, *p.Current)
	done, known := p.Way.Rat()
	if !known {
		p.Why = say("its numbers are too long", "数值位数过多")
		return p
	}
	p.Pace = v.pace(o, covered(*p.Current, v.AsOf))
	told := say("%s of %s", "%s / %s", v.value(o, value), v.value(o, num.Rat(o.Target.Decimal)))
	if o.Counts == Level {
		told = say("from %s to %s, on the way to %s", "由 %s 到 %s，目标 %s", v.value(o, num.Rat(o.Baseline.Decimal)), v.value(o, value), v.value(o, num.Rat(o.Target.Decimal)))
	}
	told = say("%s: %s %% of the way", "%s，完成 %s%%", told, wording.Percent(done))
	pace, paced := p.Pace.Rat()
	switch {
	case done.Cmp(big.NewRat(1, 1)) >= 0:
		p.Status, p.Why = Reached, told
	case over:
		p.Status, p.Why = Missed, say("%s, and %s is past", "%s，已过期限 %s", told, o.By)
	case !paced:
		p.Why = say("%s; there is no day to reach it by", "%s；未填写期限", told)
	case done.Cmp(pace) >= 0:
		p.Status, p.Why = OnTrack, say("%s, at an even pace %s %%", "%s，按匀速应为 %s%%", told, wording.Percent(pace))
	default:
		p.Status, p.Why = Behind, say("%s, at an even pace it would be %s %%", "%s，按匀速应为 %s%%", told, wording.Percent(pace))
	}
	return p
}

// current returns the observation that counts: the one that ends last on or before the day of the review and the last day
// of the objective, of equals the one with the highest revision, then the one known latest, then the last in the list. Unfit
// says that there are others, in another unit or currency.
func (v *Review) current(o Objective, observations []kam.Observation) (best *kam.Observation, unfit bool) {
	until := v.AsOf
	if o.By.IsSet() && o.By.Before(until) {
		until = o.By
	}
	for _, x := range observations {
		if x.Check() != nil || x.Period.IsOpen() || x.Period.Until.After(until.AddDays(1)) || x.AsOf.After(v.AsOf) {
			continue
		}
		if o.Counts == Total && (x.Period.From != v.Plan.Period.From || x.Period.Until.After(v.Plan.Period.Until)) {
			continue
		}
		if !v.fits(o, x) {
			unfit = true
			continue
		}
		if best == nil || cmp.Or(x.Period.Until.Compare(best.Period.Until), cmp.Compare(x.Revision, best.Revision), x.AsOf.Compare(best.AsOf)) >= 0 {
			best = new(x)
		}
	}
	return best, unfit
}

// fits reports whether an observation is in the unit of an objective.
func (v *Review) fits(o Objective, x kam.Observation) bool {
	if o.Unit == UnitRatio && x.IsRatio() {
		return true
	}
	return x.Unit == o.Unit && (o.Unit != "" || x.Currency == "" || x.Currency == v.Plan.Currency)
}

// way is how much of the way is done.
func way(o Objective, x kam.Observation) Ratio {
	value, whole := x.Value.Decimal, decimal.NewFromInt(1)
	if x.IsRatio() {
		value, whole = x.Numerator.Decimal, x.Denominator.Decimal
	}
	from := decimal.Zero
	if o.Counts == Level {
		from = o.Baseline.Decimal
	}
	top, bottom := value.Sub(from.Mul(whole)), o.Target.Decimal.Sub(from).Mul(whole)
	if bottom.IsNegative() {
		top, bottom = top.Neg(), bottom.Neg()
	}
	return ratioOf(top, bottom)
}

// covered is the last day that an observation says something about.
func covered(x kam.Observation, asOf kam.Day) kam.Day {
	if last := x.Period.Until.AddDays(-1); last.Before(asOf) {
		return last
	}
	return asOf
}

// pace is how much of the way would be done on a day. A level leaves its baseline on the day of it, at the latest on the
// day before the plan; a total begins with the plan.
func (v *Review) pace(o Objective, on kam.Day) Ratio {
	if !o.By.IsSet() {
		return Ratio{}
	}
	from := v.Plan.Period.From.AddDays(-1)
	if o.Counts == Level && o.BaselineOn.IsSet() {
		from = o.BaselineOn
	}
	all := o.By.Sub(from)
	if all <= 0 {
		return Ratio{}
	}
	return ofCounts(max(0, min(on.Sub(from), all)), all)
}

// value writes a value of an objective.
func (v *Review) value(o Objective, r *big.Rat) kam.Text {
	if places, finite := r.FloatPrec(); o.Unit == "" && finite && places <= num.MaxExponent {
		if d := num.RoundRat(r, int32(places), num.HalfUp); usable(d) { //nolint:gosec // at most 30
			return v.money(d)
		}
	}
	switch o.Unit {
	case "":
		return wording.Same(wording.Number(r))
	case UnitRatio:
		return say("%s %%", "%s%%", wording.Percent(r))
	}
	return say("%s %s", "%s %s", r, wording.Clip(o.Unit))
}

// money writes an amount of the plan.
func (v *Review) money(d decimal.Decimal) kam.Text {
	return wording.Same(wording.Money(d, v.Plan.Currency))
}
