package tracking

import (
	"errors"
	"fmt"
	"math/big"
	"slices"
	"sort"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals"
	"github.com/kam-go/kam/goals/likelihood"
	"github.com/kam-go/kam/internal/num"
)

// ForecastMethod says what a [Forecast] rests on. The zero value is nothing: there is no forecast.
type ForecastMethod string

// Methods of forecasting.
const (
	// ByDeals adds the open deals to the value to date: Low is reached with a probability of at least 80 %, Mid is the
	// median, and High is exceeded with a probability of at most 20 %.
	ByDeals ForecastMethod = "deals"
	// BySteps lets the rest go as the worst and the best complete step did: Low and High are the value to date and
	// Remaining at the least and at the greatest of their rates and RunRate; Mid is the projection. It takes two
	// complete steps of the plan, or without a plan of the goal's cadence.
	BySteps ForecastMethod = "steps"
	// ByResult is the value at the end of a period that is over.
	ByResult ForecastMethod = "result"
)

// Forecast is the range in which the value at the end of the period is to be expected, Low <= Mid <= High by number,
// whichever is better. The zero value is none.
type Forecast struct {
	Method ForecastMethod `json:"method,omitempty"`
	Low    Exact          `json:"low,omitzero"`
	// Mid is not known where too many distinct sums of deals are possible; Low and High contain the true ones then.
	Mid  Exact `json:"mid,omitzero"`
	High Exact `json:"high,omitzero"`
	// Steps is the number of complete steps, or of deals, that it rests on.
	Steps int `json:"steps,omitempty"`
}

// deals returns the distribution of the open deals, nil when there are none or they have faults, which it reports.
func (in Input) deals(found *kam.Findings) *likelihood.Distribution {
	if len(in.Deals) == 0 {
		return nil
	}
	d, err := likelihood.FromDeals(in.Deals)
	inside(err, "$.deals", found)
	return d
}

// inside reports the findings of err as ones about place. Every error it is given is an [*kam.InvalidError] or nil.
func inside(err error, place string, found *kam.Findings) {
	invalid, ok := errors.AsType[*kam.InvalidError](err)
	if !ok {
		return
	}
	for _, f := range invalid.Findings {
		f.Place = place + strings.TrimPrefix(f.Place, "$")
		found.Add(f)
	}
}

// outlook sets best rate, strain, forecast and probability.
func (t *tracker) outlook() error {
	rates := t.stepRates()
	t.best(rates)
	t.strain()
	if err := t.forecast(rates); err != nil {
		return err
	}
	return t.probability()
}

// leastSteps is how many complete steps say how a goal varies.
const leastSteps = 2

// stepRates returns what came per unit of the basis in each complete step of a flow, in order of days.
func (t *tracker) stepRates() []*big.Rat {
	if t.in.Goal.Tracking != goals.Flow || !t.p.Actual.Known() {
		return nil
	}
	periods := t.complete()
	// Where a reading reaches over steps nobody knows how much of it belongs to each: cuts[i] counts those that begin
	// to reach at step i, less those that ended before it.
	sums, cuts := make([]*big.Rat, len(periods)), make([]int, len(periods)+1)
	for i := range sums {
		sums[i] = new(big.Rat)
	}
	for _, r := range t.list {
		i := sort.Search(len(periods), func(i int) bool { return periods[i].Until.After(r.days.From) })
		if i < len(periods) && periods[i].ContainsPeriod(r.days) {
			sums[i].Add(sums[i], r.value)
			continue
		}
		end := sort.Search(len(periods), func(i int) bool { return !periods[i].From.Before(r.days.Until) })
		if i < end {
			cuts[i]++
			cuts[end]--
		}
	}
	var rates []*big.Rat
	reaching := 0
	for i, p := range periods {
		reaching += cuts[i]
		if size := t.m.within(p.From, p.Until); reaching == 0 && size.Sign() > 0 {
			rates = append(rates, size.Quo(sums[i], size))
		}
	}
	return rates
}

// complete returns the steps that are over: those of the plan, else the periods of the goal's cadence, and none when
// there are more than [MaxSteps].
func (t *tracker) complete() []kam.Period {
	var periods []kam.Period
	for _, s := range t.steps {
		if !s.Period.Until.After(t.cut) {
			periods = append(periods, s.Period)
		}
	}
	if len(t.steps) > 0 || !t.in.Goal.Cadence.Valid() {
		return periods
	}
	for from := t.in.Goal.Period.From; from.Before(t.cut); {
		if len(periods) > MaxSteps {
			return nil
		}
		p, err := t.in.Calendar.Containing(t.in.Goal.Cadence, from)
		if err != nil || p.Until.After(t.cut) {
			break
		}
		periods = append(periods, kam.Period{From: from, Until: p.Until})
		from = p.Until
	}
	return periods
}

// best sets the best rate; a single step is no history.
func (t *tracker) best(rates []*big.Rat) {
	if len(rates) < leastSteps {
		rates = nil
	}
	if t.in.Best.Valid {
		rates = append(rates, num.Rat(t.in.Best.Decimal))
	}
	if len(rates) == 0 {
		return
	}
	if t.in.Goal.Direction == kam.LowerIsBetter {
		t.p.Best = own(slices.MinFunc(rates, (*big.Rat).Cmp))
		return
	}
	t.p.Best = own(slices.MaxFunc(rates, (*big.Rat).Cmp))
}

// strain warns when what has to come is out of proportion to the best there ever was.
func (t *tracker) strain() {
	p := &t.p
	if !p.Required.Known() || !p.Best.Known() || p.Reached {
		return
	}
	k := big.NewRat(1, 1)
	if !t.in.Strain.IsZero() {
		k = t.in.Strain.Rat()
	}
	limit := new(big.Rat).Mul(k, p.Best.r)
	switch {
	case t.in.Goal.Direction != kam.LowerIsBetter:
		p.Strained = p.Required.r.Cmp(limit) > 0
	case t.in.Goal.Tracking == goals.Stock:
		p.Strained = p.Required.r.Cmp(limit) < 0
	default:
		p.Strained = k.Mul(k, p.Required.r).Cmp(p.Best.r) < 0
	}
	if p.Strained {
		t.notes.Add(note(kam.Warning, "strain", "$.goal.target",
			say("the rest needs %s, and the best ever was %s", "后续需达到%s，而历史最好水平为%s", p.rate(p.Required), p.rate(p.Best)),
			say("amend the target, or say what will be different", "请修订目标，或说明将有何改变")))
	}
}

func (t *tracker) forecast(rates []*big.Rat) error {
	p := &t.p
	switch {
	case !p.Actual.Known():
	case p.Phase == Over:
		p.Forecast = Forecast{Method: ByResult, Low: p.Actual, Mid: p.Actual, High: p.Actual}
	case t.open != nil:
		f := Forecast{Method: ByDeals, Steps: t.open.N()}
		var at [3]likelihood.Range
		for i, q := range []kam.Fraction{{Num: 1, Den: 5}, {Num: 1, Den: 2}, {Num: 4, Den: 5}} {
			r, err := t.open.Quantile(q)
			if err != nil {
				return fmt.Errorf("tracking: deals: %w", err)
			}
			at[i] = r
		}
		f.Low, f.High = plus(p.Actual, own(num.Rat(at[0].Low))), plus(p.Actual, own(num.Rat(at[2].High)))
		if at[1].Exact() {
			f.Mid = plus(p.Actual, own(num.Rat(at[1].Low)))
		}
		p.Forecast = f
	case len(rates) >= leastSteps && p.RunRate.Known():
		all := append(slices.Clone(rates), p.RunRate.r)
		low, high := own(slices.MinFunc(all, (*big.Rat).Cmp)), own(slices.MaxFunc(all, (*big.Rat).Cmp))
		p.Forecast = Forecast{
			Method: BySteps, Steps: len(rates), Mid: p.Projection,
			Low: plus(p.Actual, times(low, p.Remaining)), High: plus(p.Actual, times(high, p.Remaining)),
		}
	}
	return nil
}

// probability sets how likely the rest brings what is missing.
func (t *tracker) probability() error {
	p := &t.p
	so := p.Actual
	if p.Phase == Ahead && t.in.Goal.Tracking == goals.Flow {
		so = own(new(big.Rat))
	}
	missing := minus(p.Target, so)
	if !missing.Known() || p.Phase == Over || t.open == nil && len(t.in.Rest) == 0 {
		return nil
	}
	// Every sum that can occur lies on a grid; rounding what is missing to it, in the strict direction, changes no answer.
	places := int32(0)
	for _, d := range t.in.Deals {
		places = max(places, -d.Amount.Exponent())
	}
	for _, d := range t.in.Rest {
		places = max(places, -d.Exponent())
	}
	mode := num.Ceil
	if t.in.Goal.Direction == kam.LowerIsBetter {
		mode = num.Floor
	}
	need := num.RoundRat(missing.r, places, mode)
	if num.Check(need) != nil {
		t.notes.Add(note(kam.Warning, "digits", "$.goal.target",
			say("what is missing has too many digits to tell how likely it is", "尚缺数值的位数过多，无法估计可能性"),
			say("use fewer decimal places", "请减少小数位数")))
		return nil
	}
	e, err := t.estimate(need)
	if err != nil {
		return fmt.Errorf("tracking: probability: %w", err)
	}
	p.Probability = &e
	return nil
}

func (t *tracker) estimate(need decimal.Decimal) (likelihood.Estimate, error) {
	if t.open != nil {
		return t.open.AtLeast(need)
	}
	return likelihood.FromHistory(t.in.Rest, need, t.in.Goal.Direction)
}
