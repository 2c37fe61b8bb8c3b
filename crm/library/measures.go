package library

import (
	"cmp"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
)

// Metrics of [Shelf.Measures].
const (
	// MetricFresh is the share of fresh resources among all that are published, MetricNeverUsed that of the fresh ones which
	// were used in no deal.
	MetricFresh     = "library.fresh"
	MetricNeverUsed = "library.never-used"
	// MetricCovered is the share of open deals with a fresh resource for everything that they ask for.
	MetricCovered = "library.covered"
	// MetricUsedInDeals is the share of deals in which a resource was used, of deals won and lost in the period.
	MetricUsedInDeals = "library.used-in-deals"
	// MetricWinRate is the share of won deals, with the scope "used" of those in which a resource was used, with "other" of
	// the others.
	MetricWinRate = "library.win-rate"
)

// Scopes of [MetricWinRate].
const (
	ScopeUsed  = "used"
	ScopeOther = "other"
)

// Metrics returns what [Shelf.Measures] measures.
func Metrics() []kam.Metric {
	return []kam.Metric{
		{Key: MetricFresh, Name: kam.Text{EN: "fresh resources", ZH: "有效资料占比"}, Unit: "resources", Direction: kam.HigherIsBetter},
		{Key: MetricNeverUsed, Name: kam.Text{EN: "resources never used", ZH: "从未使用资料占比"}, Unit: "resources", Direction: kam.LowerIsBetter},
		{Key: MetricCovered, Name: kam.Text{EN: "open deals with resources for all they need", ZH: "资料齐备的进行中商机占比"}, Unit: "deals", Direction: kam.HigherIsBetter},
		{Key: MetricUsedInDeals, Name: kam.Text{EN: "deals with a resource", ZH: "使用资料的商机占比"}, Unit: "deals", Direction: kam.HigherIsBetter},
		{Key: MetricWinRate, Name: kam.Text{EN: "win rate", ZH: "赢单率"}, Unit: "deals", Direction: kam.HigherIsBetter},
	}
}

// Measure is a measured fact with the records that it rests on, by ref.
type Measure struct {
	kam.Observation
	Refs []crm.Ref `json:"refs,omitempty"`
	// Little says of a win rate that it rests on fewer deals than the policy wants, and says little.
	Little bool `json:"little,omitempty"`
}

// Measures returns how the library stands as observations, ordered by subject, metric and scope: of the whole, and of each
// resource (subject kind "resource") that was used in a deal won or lost in the period. Freshness and what is covered are
// of the day of the shelf. Deals are those closed in the period; they are unknown while it is not over on the day. That more
// deals are won with a resource than without is no proof that it helped: it may be used where the chances are good.
//
// A period without an end, or a whole that is nobody, is [ErrMeasure].
func (s *Shelf) Measures(whole kam.Subject, period kam.Period) ([]Measure, error) {
	if whole.Kind == "" || whole.ID == "" || period.Check() != nil || period.IsOpen() {
		return nil, ErrMeasure
	}
	var published, fresh, never []crm.Ref
	for _, i := range s.Items {
		if i.State == Scheduled {
			continue
		}
		published = append(published, i.Resource)
		if i.State != Fresh {
			continue
		}
		fresh = append(fresh, i.Resource)
		if i.Use.Deals == 0 {
			never = append(never, i.Resource)
		}
	}
	var asking []crm.Ref
	covered := 0
	for _, d := range s.book.deals {
		if s.asking[d.ref] {
			asking = append(asking, d.ref)
			if !s.uncovered[d.ref] {
				covered++
			}
		}
	}
	today := kam.Period{From: s.On, Until: s.On.AddDays(1)}
	of := func(subject kam.Subject, metric, scope string, span kam.Period, n int, refs []crm.Ref) Measure {
		known := span == today || !span.Until.After(s.On.AddDays(1))
		number := func(n int) decimal.NullDecimal {
			return decimal.NullDecimal{Decimal: decimal.NewFromInt(int64(n)), Valid: known}
		}
		unit := "deals"
		if metric == MetricFresh || metric == MetricNeverUsed {
			unit = "resources"
		}
		return Measure{Observation: kam.Observation{
			Subject: subject, Metric: metric, Scope: scope, Period: span, Unit: unit, Numerator: number(n), Denominator: number(len(refs)),
			Count: int64(len(refs)), Source: prefix, AsOf: s.On,
		}, Refs: refs, Little: metric == MetricWinRate && len(refs) < s.rules.policy.Decided}
	}
	out := []Measure{
		of(whole, MetricFresh, "", today, len(fresh), published),
		of(whole, MetricNeverUsed, "", today, len(never), fresh),
		of(whole, MetricCovered, "", today, covered, asking),
	}
	closed := s.closedIn(period, func(*deal) bool { return true })
	used := s.closedIn(period, func(d *deal) bool { return d.used })
	other := s.closedIn(period, func(d *deal) bool { return !d.used })
	out = append(out,
		of(whole, MetricUsedInDeals, "", period, len(used), closed),
		of(whole, MetricWinRate, ScopeUsed, period, s.won(used), used),
		of(whole, MetricWinRate, ScopeOther, period, s.won(other), other))
	for _, x := range s.book.resources {
		var mine []crm.Ref
		for ref := range x.used {
			if d := s.book.byDeal[ref]; d != nil && d.closed() && period.Contains(d.data.Close) {
				mine = append(mine, ref)
			}
		}
		slices.SortFunc(mine, crm.Ref.Compare)
		if len(mine) == 0 {
			continue
		}
		subject := kam.Subject{Kind: string(crm.KindResource), ID: x.ref.ID}
		out = append(out, of(subject, MetricUsedInDeals, "", period, len(mine), closed), of(subject, MetricWinRate, ScopeUsed, period, s.won(mine), mine))
	}
	slices.SortStableFunc(out, func(a, b Measure) int {
		return cmp.Or(cmp.Compare(a.Subject.Kind, b.Subject.Kind), cmp.Compare(a.Subject.ID, b.Subject.ID), cmp.Compare(a.Metric, b.Metric), cmp.Compare(a.Scope, b.Scope))
	})
	return out, nil
}

// closedIn returns the deals won and lost in a period, by ref.
func (s *Shelf) closedIn(period kam.Period, want func(*deal) bool) []crm.Ref {
	var refs []crm.Ref
	for _, d := range s.book.deals {
		if d.closed() && period.Contains(d.data.Close) && want(d) {
			refs = append(refs, d.ref)
		}
	}
	return refs
}

func (s *Shelf) won(refs []crm.Ref) int {
	n := 0
	for _, r := range refs {
		if s.book.byDeal[r].data.Status == crm.Won {
			n++
		}
	}
	return n
}
