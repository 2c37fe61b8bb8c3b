package incentive_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
)

// commanded is an office whose manager is paid a tenth of the commission of those below, tiers by tiers.
func commanded(t testing.TB) *office {
	o := newOffice(t)
	o.lead = planOf(t, `{
		"format": 1, "id": "lead", "version": 1, "currency": "CNY", "readings": "standard-1", "effective": "2025-01-01/2028-01-01", "period": "quarter",
		"credits":    [{"name": "up", "to": "manager", "level": 1, "share": "1", "base": "after-cap", "of": ["commission"]}],
		"measures":   [{"name": "team", "base": "amount", "credits": ["up"], "window": "period"}],
		"components": [{"name": "override", "measure": "team", "tiers": {"mode": "marginal", "basis": "amount", "bands": [{"from": "0", "rate": "0.1"}, {"from": "10", "rate": "0.01"}]}}]
	}`)
	return o
}

// A refund that cannot be worked out holds those who managed the payee when the deal was made, even if they do no more.
func TestRefundOutsideTheWindowHoldsTheManagerOfItsDay(t *testing.T) {
	for name, change := range map[string]func(*office){
		"a measure of the period alone": func(*office) {},
		"another one to date": func(o *office) {
			year := o.sales.Measures[0]
			year.Name, year.Window, year.Denominator = "year", incentive.YearToDate, incentive.FullPeriod
			o.sales.Measures = append(o.sales.Measures, year)
			bonus := o.sales.Components[0]
			bonus.Name, bonus.Measure = "bonus", "year"
			o.sales.Components = append(o.sales.Components, bonus)
		},
	} {
		t.Run(name, func(t *testing.T) {
			o := commanded(t)
			o.in.Period = secondQuarter
			o.sales.Refunds.Period = incentive.Origin
			o.in.Roster.Reporting[0].Period = kam.MustPeriod("2025-01-01/2026-05-15")
			o.add(returned("r1", "a1", "-100", "2026-05-01"))
			change(o)
			held := heldBy(o.mustRun(t))
			assert.Contains(t, held, "anna sales run.refund-outside-window @ transaction r1")
			assert.Contains(t, held, "cai lead run.depends-on-held @ payee anna")
		})
	}
}

// A manager who is on the plan since the period of the refund depends on it, however old the deal is that it takes back.
func TestRefundOutsideTheWindowHoldsANewManager(t *testing.T) {
	o := commanded(t)
	o.in.Period = secondQuarter
	o.sales.Refunds.Period = incentive.Origin
	year := o.sales.Measures[0]
	year.Name, year.Window, year.Denominator = "year", incentive.YearToDate, incentive.FullPeriod
	o.sales.Measures = append(o.sales.Measures, year)
	bonus := o.sales.Components[0]
	bonus.Name, bonus.Measure = "bonus", "year"
	o.sales.Components = append(o.sales.Components, bonus)
	o.in.Roster.Reporting[0].Period = kam.MustPeriod("2025-01-01/2026-05-15")
	for i := range o.in.Roster.Assignments {
		if a := &o.in.Roster.Assignments[i]; a.Payee == "cai" {
			a.Period.From = secondQuarter.From
		}
	}
	o.add(returned("r1", "a1", "-100", "2026-05-01"))
	assert.Contains(t, heldBy(o.mustRun(t)), "cai lead run.depends-on-held @ payee anna")
}

// What pays nothing goes up to nobody, so a fault of it holds nobody above.
func TestFaultOfACreditThatPaysNothingHoldsNobodyElse(t *testing.T) {
	for _, pays := range []bool{true, false} {
		o := commanded(t)
		o.sales.Credits[0].Pays = &pays
		o.deals[0].Currency = "USD"
		o.in.Roster.Reporting[0].Period = kam.Period{From: o.in.Period.From, Until: o.in.Period.Until.AddDays(-1)} // nobody above on the last day, on which the rest of a sum goes up
		held := heldBy(o.mustRun(t))
		assert.Contains(t, held, "anna sales run.missing-rate @ transaction a1")
		if pays {
			assert.Contains(t, held, "cai lead run.depends-on-held @ payee anna")
		} else {
			assert.NotContains(t, held, "cai lead run.depends-on-held @ payee anna")
		}
	}
}

// What neither retires quota nor is paid by a component needs no number: that nobody knows it holds nobody.
func TestNumbersThatNothingAsksForAreNotNeeded(t *testing.T) {
	for _, retires := range []bool{true, false} {
		o := newOffice(t)
		o.sales.Credits[0].Retires = &retires
		units := o.sales.Measures[0]
		units.Name, units.Base = "units", incentive.BaseUnits
		o.sales.Measures = append(o.sales.Measures, units)
		k := &o.sales.Components[0]
		k.Tiers, k.Rate = &incentive.Tiers{Mode: incentive.Marginal, Basis: incentive.ByUnits, On: "units", Bands: []incentive.Band{{From: exact("0"), Rate: known("0.1")}}}, decimal.NullDecimal{}
		k.When = &incentive.Condition{Attribute: "product", In: []string{"none of these"}}
		held := heldBy(o.mustRun(t))
		if retires {
			assert.Contains(t, held, "anna sales run.missing-number @ transaction a1")
		} else {
			assert.NotContains(t, held, "anna sales run.missing-number @ transaction a1")
		}
	}
}

// A mirrored refund takes back a part of what was earned: how large its deal was on the axis does not matter.
func TestMirroredRefundsNeedNoSize(t *testing.T) {
	o := newOffice(t)
	o.sales.Refunds.Method, o.sales.Refunds.Period = incentive.Mirror, incentive.Origin
	o.sales.Measures[0].Window = incentive.PerTransaction
	units := o.sales.Measures[0]
	units.Name, units.Base = "units", incentive.BaseUnits
	o.sales.Measures = append(o.sales.Measures, units)
	pays := false
	o.sales.Credits[0].Pays = &pays
	o.sales.Components[0].Tiers, o.sales.Components[0].Rate = &incentive.Tiers{Mode: incentive.Marginal, Basis: incentive.ByUnits, On: "units", Bands: []incentive.Band{{From: exact("0"), Rate: known("0.1")}}}, decimal.NullDecimal{}
	o.deals = nil
	o.in.Opening.Prior = []incentive.Prior{prior(map[string]decimal.Decimal{"commission": exact("10")})}
	o.add(returned("r1", "p0", "-100", "2026-02-01"))
	assert.NotContains(t, heldBy(o.mustRun(t)), "anna sales run.missing-number @ transaction r1")
}

// Who is held because others are is told of faults of their own at once.
func TestDependentsAreToldOfTheirOwnFaults(t *testing.T) {
	o := commanded(t)
	o.deals[0].Currency = "USD"
	o.lead.Caps = []incentive.Cap{{Per: incentive.PerPlan, OfTargetIncentive: known("1")}}
	assert.Equal(t, []string{
		"anna sales run.missing-rate @ transaction a1", "cai lead run.depends-on-held @ payee anna", "cai lead run.missing-target @ payee cai",
	}, heldBy(o.mustRun(t)))
	o.deals[0].Currency = ""
	assert.Equal(t, []string{"cai lead run.missing-target @ payee cai"}, heldBy(o.mustRun(t)))
}

// The commissions of one deal come to the manager by participant, then by line: the order decides which one crosses a tier.
func TestCommissionsOfOneDealHaveAnOrder(t *testing.T) {
	o := commanded(t)
	o.sales.Credits, o.sales.Measures[0].Credits = nil, nil
	for i := range 8 {
		name := fmt.Sprint("r", i)
		own := planOf(t, salesPlan).Credits[0]
		own.Name = name
		o.sales.Credits, o.sales.Measures[0].Credits = append(o.sales.Credits, own), append(o.sales.Measures[0].Credits, name)
	}
	o.deals = nil
	var want []string
	for _, id := range []string{"d1", "d2", "d3"} {
		d := sold(id, "", "900", "2026-02-01")
		for range 3 {
			d.Participants = append(d.Participants, incentive.Participant{Payee: "anna", Share: kam.MustFraction("1/3")})
			for i := range 8 {
				want = append(want, fmt.Sprint(id, " ", i))
			}
		}
		o.add(d)
	}
	// Each line of anna earns an amount of its own, by which it is found again.
	for i := range o.sales.Credits {
		o.sales.Credits[i].Share = kam.Fraction{Num: int64(i + 1), Den: 10}
	}
	var got []string
	for l := range o.statement(t, "cai", "lead").Lines() {
		got = append(got, fmt.Sprint(l.Transaction(), " ", l.Base().IntPart()/3-1)) // 3, 6, 9 and so on
	}
	assert.Equal(t, strings.Join(want, "\n"), strings.Join(got, "\n"))
	same(t, o)
}
