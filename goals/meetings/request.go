package meetings

import (
	"cmp"
	"fmt"
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
)

// ResourceType is what kind of help is asked for. It is an open type: any id will do, and these have names of their
// own in texts. The zero value is not stated.
type ResourceType string

// Types of resources.
const (
	Budget    ResourceType = "budget"
	People    ResourceType = "people"
	PreSales  ResourceType = "pre-sales"
	Technical ResourceType = "technical"
	Marketing ResourceType = "marketing"
	Training  ResourceType = "training"
)

// Name returns the name of the type in both languages, or the type itself when it is the host's own.
func (t ResourceType) Name() kam.Text {
	switch t {
	case Budget:
		return say("budget", "预算")
	case People:
		return say("people", "人力")
	case PreSales:
		return say("pre-sales", "售前支持")
	case Technical:
		return say("technical support", "技术支持")
	case Marketing:
		return say("marketing", "市场支持")
	case Training:
		return say("training", "培训")
	default:
		return kam.Text{EN: string(t), ZH: string(t)}
	}
}

// Request is a resource that somebody asked for to reach a goal. It waits until it is delivered or declined.
// The zero value is no request.
type Request struct {
	// ID is the host's own name of the request.
	ID string `json:"id"`
	// Type is the kind of resource, and Text what is needed and what for.
	Type ResourceType `json:"type"`
	Text string       `json:"text"`
	// By is who asks, and Owner who is to deliver; empty while nobody has been named.
	By    string `json:"by"`
	Owner string `json:"owner,omitempty"`
	// Goal is the ID of the goal that the resource is to serve.
	Goal string `json:"goal"`
	// Requested is the day of asking, Due the last day in time, unset when there is none.
	Requested kam.Day `json:"requested"`
	Due       kam.Day `json:"due,omitzero"`
	// Delivered or Declined is the day on which the waiting ended; at most one of them is set.
	Delivered kam.Day `json:"delivered,omitzero"`
	Declined  kam.Day `json:"declined,omitzero"`
	// Before is the goal's attainment when the resource was asked for, After the one read after it was delivered, on the
	// day AfterOn.
	Before  Attainment `json:"before,omitzero"`
	After   Attainment `json:"after,omitzero"`
	AfterOn kam.Day    `json:"afterOn,omitzero"`
}

// Waiting reports whether the request was made by asOf and neither delivered nor declined by then.
func (r Request) Waiting(asOf kam.Day) bool {
	return r.Requested.IsSet() && !r.Requested.After(asOf) && !by(r.Delivered, asOf) && !by(r.Declined, asOf)
}

// by reports whether a day is stated and not after asOf.
func by(day, asOf kam.Day) bool { return day.IsSet() && !day.After(asOf) }

// Effect returns the exact difference between the goal's attainment after delivery and before the request: 1/10 is
// ten percentage points more. It returns false when either is unknown, before delivery, and when the one after was read
// later than asOf or nobody says when. It tells what was observed, and not that the resource was the cause.
func (r Request) Effect(asOf kam.Day) (*big.Rat, bool) {
	before, knownBefore := r.Before.Exact()
	after, knownAfter := r.After.Exact()
	if !knownBefore || !knownAfter || !by(r.Delivered, asOf) || !by(r.AfterOn, asOf) {
		return nil, false
	}
	return after.Sub(after, before), true
}

// Check returns nil for a request that can be kept, else an [*kam.InvalidError] with every fault.
func (r Request) Check() error {
	c := checker{}
	c.request("$", r)
	return c.found.Err()
}

func (c *checker) request(place string, r Request) {
	c.id(place+".id", r.ID)
	c.id(place+".type", string(r.Type))
	c.text(place+".text", r.Text)
	c.id(place+".by", r.By)
	c.optionalID(place+".owner", r.Owner)
	c.id(place+".goal", r.Goal)
	c.day(place+".requested", r.Requested)
	asked := say("the day of the request", "申请日")
	c.notBefore(place+".due", r.Due, r.Requested, asked)
	c.notBefore(place+".delivered", r.Delivered, r.Requested, asked)
	c.notBefore(place+".declined", r.Declined, r.Requested, asked)
	if r.Delivered.IsSet() && r.Declined.IsSet() {
		c.add("step", place+".declined",
			say("the request was delivered and declined", "申请既已交付又被拒绝"),
			say("state one of the two days", "两个日期只填写一个"))
	}
	c.attainment(place+".before", r.Before)
	c.attainment(place+".after", r.After)
	c.notBefore(place+".afterOn", r.AfterOn, r.Delivered, say("the day of delivery", "交付日"))
	if !r.After.Reached.Valid && !r.After.Asked.Valid {
		return
	}
	c.day(place+".afterOn", r.AfterOn)
	if !r.Delivered.IsSet() {
		c.add("step", place+".after",
			say("an attainment after delivery is stated, and no day of delivery", "填写了交付后的达成率，但没有交付日期"),
			say("state the day of delivery, or leave the attainment out", "请填写交付日期，或去掉该达成率"))
	}
}

// RequestSummary says how the house answers requests. The zero value is that of no requests.
type RequestSummary struct {
	// AsOf is the day of the summary; requests made later are not in it.
	AsOf kam.Day `json:"asOf"`
	// Waiting, Delivered and Declined count the requests; Overdue is among the waiting ones.
	Waiting   int `json:"waiting"`
	Delivered int `json:"delivered"`
	Declined  int `json:"declined"`
	Overdue   int `json:"overdue"`
	// Fill is the delivered requests of all that were made.
	Fill Ratio `json:"fill"`
	// OnTime is, of the requests with a due day that are delivered or overdue, those delivered by that day.
	OnTime Ratio `json:"onTime"`
	// MedianDays is the median of days from asking to delivery; not valid when nothing was delivered.
	MedianDays decimal.NullDecimal `json:"medianDays,omitzero"`
	// Better, Same and Worse count the delivered requests by the sign of [Request.Effect] as it is known on AsOf, Unknown
	// those without one. They are counts of what was observed, and claim no cause.
	Better  int `json:"better"`
	Same    int `json:"same"`
	Worse   int `json:"worse"`
	Unknown int `json:"unknown"`
	// Effect is the sum of these effects, 0.1 being ten percentage points, each rounded half away from zero to
	// [EffectPlaces] first; not valid when none is known, and when it is out of the bounds of numbers.
	Effect decimal.NullDecimal `json:"effect,omitzero"`
}

// EffectPlaces is the number of decimal places to which an effect is rounded before effects are added.
const EffectPlaces = 12

// SumRequests returns the summary of the requests made on or before asOf, in any order. Days are working days of
// calendar, or civil days when it is nil; the day of asking counts, the day of delivery does not.
//
// An unset asOf is an error that wraps [kam.ErrDay], and a year without working-day data one that wraps
// [kam.ErrNoHolidays]. Requests that fail [Request.Check] are an [*kam.InvalidError] with every fault; so is an id
// that stands twice.
func SumRequests(requests []Request, asOf kam.Day, calendar *kam.Calendar) (RequestSummary, error) {
	if !asOf.IsSet() {
		return RequestSummary{}, fmt.Errorf("meetings: summary of requests: %w: the day of the summary is unset", kam.ErrDay)
	}
	c := checker{}
	seen := map[string]bool{}
	for i, r := range requests {
		c.request(at("$", i), r)
		c.unique(at("$", i)+".id", r.ID, seen)
	}
	if err := c.found.Err(); err != nil {
		return RequestSummary{}, err
	}
	s := RequestSummary{AsOf: asOf}
	var took []int
	for _, r := range requests {
		if r.Requested.After(asOf) {
			continue
		}
		delivered := by(r.Delivered, asOf)
		s.Fill.count(delivered)
		switch {
		case delivered:
			days, err := elapsed(calendar, r.Requested, r.Delivered)
			if err != nil {
				return RequestSummary{}, fmt.Errorf("meetings: days of request %s: %w", quote(r.ID), err)
			}
			took = append(took, days)
			s.deliver(r)
		case by(r.Declined, asOf):
			s.Declined++
		default:
			s.Waiting++
			if r.Due.IsSet() && r.Due.Before(asOf) {
				s.Overdue++
				s.OnTime.count(false)
			}
		}
	}
	s.MedianDays = median(took)
	if num.Check(s.Effect.Decimal) != nil {
		s.Effect = decimal.NullDecimal{}
	}
	return s, nil
}

// deliver counts a request that was delivered.
func (s *RequestSummary) deliver(r Request) {
	s.Delivered++
	if r.Due.IsSet() {
		s.OnTime.count(!r.Delivered.After(r.Due))
	}
	effect, known := r.Effect(s.AsOf)
	if known {
		rounded := num.RoundRat(effect, EffectPlaces, num.HalfUp)
		s.Effect = decimal.NewNullDecimal(s.Effect.Decimal.Add(rounded))
	}
	switch {
	case !known:
		s.Unknown++
	case effect.Sign() > 0:
		s.Better++
	case effect.Sign() < 0:
		s.Worse++
	default:
		s.Same++
	}
}

// compare orders requests by due day, unset last, then by the day of asking and id.
func (r Request) compare(o Request) int {
	return cmp.Or(compareDue(r.Due, o.Due), r.Requested.Compare(o.Requested), cmp.Compare(r.ID, o.ID))
}
