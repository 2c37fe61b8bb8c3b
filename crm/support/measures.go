package support

import (
	"cmp"
	"errors"
	"slices"
	"time"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/internal/wording"
)

// Metrics of [Desk.Measures].
const (
	// MetricResponseInTime and MetricResolutionInTime are the share of promises kept, of those that were kept, kept late,
	// or are overdue. Clocks that still run are in neither number.
	MetricResponseInTime   = "support.response-in-time"
	MetricResolutionInTime = "support.resolution-in-time"
	// The mean and the median of working minutes, of clocks that came to their end. A median of an even number is the mean
	// of the two in the middle.
	MetricResponseMean     = "support.response-mean"
	MetricResponseMedian   = "support.response-median"
	MetricResolutionMean   = "support.resolution-mean"
	MetricResolutionMedian = "support.resolution-median"
	// MetricReopened is the share of requests opened again, of those that were ever resolved.
	MetricReopened = "support.reopened"
	// MetricRequests counts requests, MetricBreaches those that broke a promise.
	MetricRequests = "support.requests"
	MetricBreaches = "support.breaches"
)

// Metrics returns what [Desk.Measures] measures.
func Metrics() []kam.Metric {
	m := func(key, en, zh, unit string, d kam.Direction) kam.Metric {
		return kam.Metric{Key: key, Name: kam.Text{EN: en, ZH: zh}, Unit: unit, Direction: d}
	}
	return []kam.Metric{
		m(MetricResponseInTime, "responses in time", "按时响应率", "requests", kam.HigherIsBetter),
		m(MetricResolutionInTime, "resolutions in time", "按时解决率", "requests", kam.HigherIsBetter),
		m(MetricResponseMean, "mean time to respond", "平均响应时长", "minutes", kam.LowerIsBetter),
		m(MetricResponseMedian, "median time to respond", "响应时长中位数", "minutes", kam.LowerIsBetter),
		m(MetricResolutionMean, "mean time to resolve", "平均解决时长", "minutes", kam.LowerIsBetter),
		m(MetricResolutionMedian, "median time to resolve", "解决时长中位数", "minutes", kam.LowerIsBetter),
		m(MetricReopened, "requests opened again", "重新打开率", "requests", kam.LowerIsBetter),
		m(MetricRequests, "requests", "工单数", "requests", kam.LowerIsBetter),
		m(MetricBreaches, "requests with a breach", "超时工单数", "requests", kam.LowerIsBetter),
	}
}

// Measure is a measured fact with the requests that it rests on, by ref.
type Measure struct {
	kam.Observation
	Refs []crm.Ref `json:"refs,omitempty"`
}

// ErrMeasure says that measures are asked for nobody, or of no closed period.
var ErrMeasure = errors.New("support: measures need a subject and a period with an end")

// group is the requests of one subject and scope.
type group struct {
	subject kam.Subject
	scope   string
}

// Measures returns what the requests that came in within a period come to, as observations: of the whole, of each owner
// (subject kind "user") and of each account (kind "account"), and of the whole also by level and priority as the scope,
// "gold/high". They are ordered by subject, scope and metric. Days are those of the zone of the terms. Where the period
// has not ended at the instant of the desk, everything is unknown. Requests that are unmatched or unclear are in no number.
//
// Ratios have a numerator and a denominator. Means and medians are ratios of seconds by 60 times the number of requests,
// so that their quotient is exact minutes; without a request they are unknown.
func (d *Desk) Measures(whole kam.Subject, period kam.Period) ([]Measure, error) {
	if whole.Kind == "" || whole.ID == "" || period.Check() != nil || period.IsOpen() {
		return nil, ErrMeasure
	}
	groups := map[group][]Case{{whole, ""}: nil}
	for _, c := range d.Cases {
		if !period.Contains(kam.DayAt(c.Opened, d.terms.zone)) {
			continue
		}
		keys := []group{{whole, ""}}
		if c.Level != "" || c.Priority != "" {
			keys = append(keys, group{whole, c.Level + "/" + c.Priority})
		}
		if wording.IsName(c.Owner) {
			keys = append(keys, group{kam.Subject{Kind: string(crm.KindUser), ID: c.Owner}, ""})
		}
		if wording.IsName(c.Account) {
			keys = append(keys, group{kam.Subject{Kind: string(crm.KindAccount), ID: c.Account}, ""})
		}
		for _, key := range keys {
			if n := len(groups[key]); n == 0 || groups[key][n-1].Request != c.Request {
				groups[key] = append(groups[key], c)
			}
		}
	}
	var out []Measure
	for key, cases := range groups {
		out = append(out, d.measure(key, period, cases)...)
	}
	slices.SortFunc(out, func(a, b Measure) int {
		return cmp.Or(cmp.Compare(a.Subject.Kind, b.Subject.Kind), cmp.Compare(a.Subject.ID, b.Subject.ID), cmp.Compare(a.Scope, b.Scope), cmp.Compare(a.Metric, b.Metric))
	})
	return out, nil
}

func (d *Desk) measure(key group, period kam.Period, cases []Case) []Measure {
	today := kam.DayAt(d.At, d.terms.zone)
	known := !period.Until.After(today)
	var out []Measure
	add := func(metric, unit string, num, den decimal.NullDecimal, refs []crm.Ref) {
		slices.SortFunc(refs, crm.Ref.Compare)
		m := Measure{Observation: kam.Observation{
			Subject: key.subject, Metric: metric, Scope: key.scope, Period: period, Unit: unit, Count: int64(len(refs)), Source: prefix, AsOf: today,
		}, Refs: refs}
		if num.Valid = num.Valid && known; !num.Valid {
			den.Valid = false
		}
		if den.Valid {
			m.Numerator, m.Denominator = num, den
		} else {
			m.Value = num
		}
		out = append(out, m)
	}
	var all, broken, ever []crm.Ref
	again := 0
	for _, c := range cases {
		all = append(all, c.Request)
		if slices.ContainsFunc(c.Clocks, func(x Clock) bool { return x.State == Breached || x.State == Missed }) {
			broken = append(broken, c.Request)
		}
		if c.EverResolved {
			ever = append(ever, c.Request)
			if c.Reopened > 0 {
				again++
			}
		}
	}
	add(MetricRequests, "requests", whole(len(all)), decimal.NullDecimal{}, all)
	add(MetricBreaches, "requests", whole(len(broken)), decimal.NullDecimal{}, broken)
	add(MetricReopened, "requests", whole(again), whole(len(ever)), ever)
	for _, of := range []struct {
		promise              Promise
		inTime, mean, median string
	}{{Response, MetricResponseInTime, MetricResponseMean, MetricResponseMedian}, {Resolution, MetricResolutionInTime, MetricResolutionMean, MetricResolutionMedian}} {
		var decided, done []crm.Ref
		var used []time.Duration
		met := 0
		for _, c := range cases {
			clock, promised := c.Clock(of.promise)
			if !promised {
				continue
			}
			if clock.State == Breached || !clock.State.Open() {
				decided = append(decided, c.Request)
			}
			if clock.State == Met {
				met++
			}
			if !clock.State.Open() {
				done = append(done, c.Request)
				used = append(used, clock.Used)
			}
		}
		add(of.inTime, "requests", whole(met), whole(len(decided)), decided)
		mean, by := meanOf(used)
		add(of.mean, "minutes", mean, by, done)
		mean, by = meanOf(middle(used))
		add(of.median, "minutes", mean, by, slices.Clone(done))
	}
	return out
}

func whole(n int) decimal.NullDecimal { return decimal.NewNullDecimal(decimal.NewFromInt(int64(n))) }

// meanOf is the seconds of some durations, and sixty times their number; not valid of none.
func meanOf(list []time.Duration) (num, den decimal.NullDecimal) {
	if len(list) == 0 {
		return num, den
	}
	sum := decimal.Zero
	for _, d := range list {
		sum = sum.Add(decimal.New(d.Microseconds(), -6))
	}
	return decimal.NewNullDecimal(sum), whole(60 * len(list))
}

// middle returns the one or two durations in the middle.
func middle(list []time.Duration) []time.Duration {
	if len(list) == 0 {
		return nil
	}
	list = slices.Sorted(slices.Values(list))
	return list[(len(list)-1)/2 : len(list)/2+1]
}
