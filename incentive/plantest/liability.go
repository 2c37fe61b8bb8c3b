package plantest

import (
	"fmt"
	"slices"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/analysis"
)

// MaxLiability asserts that the plan pays at most an amount in the period, however large deals are and however many, also
// beyond the range of the axis. Caps on the plan or on all its components prove it for deals of every kind. Without them
// every measure of the plan is asked about, with the deals of the profile once, twice, ten and twenty times: it fails where more deals pay more, as where only single deals are capped, and where
// something without a cap pays nothing in the profile, so that nothing shows that it has a limit.
func (p *Plan) MaxLiability(t testing.TB, amount string) {
	t.Helper()
	limit, ok := parse(t, "the most allowed", amount)
	if !ok {
		return
	}
	if ceiling := p.Curve.Liability().Ceiling; ceiling != nil && ceiling.Cmp(limit.Rat()) <= 0 {
		return
	}
	if fault := p.exceeds(p.Curve.Liability(), limit, ""); fault != "" {
		t.Errorf("%s", fault)
		return
	}
	shown := map[string]bool{}
	for _, m := range p.Curve.Plan().Measures {
		fault := p.liableOn(m, limit, shown)
		if fault != "" {
			t.Errorf("%s", fault)
			return
		}
	}
	for _, k := range p.Curve.Plan().Components {
		if !shown[k.Name] && !slices.ContainsFunc(k.Caps, func(c incentive.Cap) bool { return c.Per == incentive.PerComponent }) {
			t.Errorf("nothing shows a limit of %s: the component has no cap, and the deals of the profile pay nothing there; add deals that it pays to Setup.Deals, or cap it", k.Name)
			return
		}
	}
}

// exceeds says why what can be paid is not at most a limit; empty: it is.
func (p *Plan) exceeds(l analysis.Liability, limit decimal.Decimal, with string) string {
	switch {
	case l.Unbounded && l.Slope != nil:
		return fmt.Sprintf("pay has no upper limit%s: each further one pays %s in the long run; at most %s is allowed", with, grouped(analysis.Exactly(l.Slope)), money(limit))
	case l.Unbounded:
		return fmt.Sprintf("pay has no upper limit%s; at most %s is allowed", with, money(limit))
	case l.Most.Pay.Cmp(analysis.Exactly(limit.Rat())) > 0:
		return fmt.Sprintf("the most%s is %s at %s, more than %s", with, grouped(l.Most.Pay), p.place(l.Most.At), money(limit))
	case !l.Known:
		return fmt.Sprintf("the most%s is not known: the plan goes on in steps beyond %s", with, p.place(l.Most.At))
	}
	return ""
}

// liableOn says why a plan does not pay at most a limit while one measure grows; empty: it does, or the deals of the
// profile do not move the measure. It notes the components that pay there.
func (p *Plan) liableOn(m incentive.Measure, limit decimal.Decimal, shown map[string]bool) string {
	var before *analysis.Curve
	for _, times := range []int{1, 2, 10, 20} {
		q := p.repeated(m, times)
		if before != nil && len(q.Deals) == len(before.Profile()) {
			break
		}
		curve, err := analysis.Payout(p.Program, q)
		if err != nil {
			return "" // nothing is shown of it
		}
		with := fmt.Sprintf(" with %d deals in the period", len(q.Deals))
		if len(q.Deals) == 1 {
			with = " with one deal in the period"
		}
		other := &Plan{Program: p.Program, Curve: curve}
		now := curve.Liability()
		if fault := other.exceeds(now, limit, with); fault != "" {
			return fault
		}
		if before != nil && times > 10 && now.Most.Pay.Cmp(before.Liability().Most.Pay) > 0 {
			return fmt.Sprintf("pay has no upper limit: %d deals pay at most %s, %d deals %s, and so on; cap the component or the plan",
				len(before.Profile()), grouped(before.Liability().Most.Pay), len(q.Deals), grouped(now.Most.Pay))
		}
		other.note(m, shown)
		if before = curve; m.Base == incentive.BaseObservation {
			break
		}
	}
	return ""
}

// note notes the components on a measure that pay something.
func (p *Plan) note(m incentive.Measure, shown map[string]bool) {
	for i, k := range p.Curve.Plan().Components {
		for _, piece := range p.Curve.Pieces() {
			shown[k.Name] = shown[k.Name] || k.Measure == m.Name && piece.Components[i].Degree() >= 0 && !piece.Components[i].Equal(analysis.Polynomial{})
		}
	}
}

// repeated is the question of the test with a measure as the axis, and with the deals of the profile so many times, as far
// as their number is allowed.
func (p *Plan) repeated(m incentive.Measure, times int) analysis.Question {
	q := p.Curve.Question()
	if m.Name != q.Axis.Measure {
		q.From, q.Until = decimal.NullDecimal{}, decimal.NewNullDecimal(decimal.NewFromInt(2))
		q.Axis = analysis.Axis{Measure: m.Name, Basis: incentive.ByAttainment}
		if !slices.ContainsFunc(q.Assignment.Quotas, func(x incentive.Quota) bool { return x.Measure == m.Name }) {
			q.Axis.Basis = map[incentive.Base]incentive.Basis{
				incentive.BaseUnits: incentive.ByUnits, incentive.BaseCount: incentive.ByUnits, incentive.BaseObservation: incentive.ByScore,
			}[m.Base]
			if q.Axis.Basis == "" {
				q.Axis.Basis = incentive.ByAmount
			}
		}
	}
	profile := q.Deals
	q.Deals = nil
	for range times {
		if len(profile) == 0 || len(q.Deals)+len(profile)+len(q.Fixed) > analysis.MaxDeals {
			break
		}
		q.Deals = append(q.Deals, profile...)
	}
	for i := range q.Deals {
		q.Deals[i].ID, q.Deals[i].Sequence = "", 0
	}
	return q
}
