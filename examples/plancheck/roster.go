package main

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/scenario"
)

// person is somebody whose quotas and target incentive are known, and where they are stated.
type person struct {
	place  string
	id     string
	quotas map[string]decimal.Decimal
	target decimal.NullDecimal
	per    kam.PeriodKind
}

// alike tells whether two people have the same figures, so that one says it for both.
func (p person) alike(q person) bool {
	if p.target.Valid != q.target.Valid || !p.target.Decimal.Equal(q.target.Decimal) || p.per != q.per || len(p.quotas) != len(q.quotas) {
		return false
	}
	for m, d := range p.quotas {
		if other, ok := q.quotas[m]; !ok || !other.Equal(d) {
			return false
		}
	}
	return true
}

// mostPeople is how many different sets of figures are checked.
const mostPeople = 50

// meet keeps a payee of a scenario file who is on the plan.
func (in *inputs) meet(file string, p scenario.Payee) {
	who := person{place: path.Base(file) + ": " + p.ID, id: p.ID, quotas: p.Quotas, target: p.Target, per: p.Per}
	if who.per == "" {
		who.per = in.plan.Period
	}
	if (len(who.quotas) > 0 || who.target.Valid) && len(in.people) < mostPeople && !slices.ContainsFunc(in.people, who.alike) {
		in.people = append(in.people, who)
	}
}

// stated are the people whose figures are checked: that of the flags, with what it lacks from the scenarios, else theirs.
func (r *result) stated() []person {
	if len(r.quotas) == 0 && !r.target.Valid {
		return r.in.people
	}
	p := person{place: "-quota, -target", id: "payee", quotas: map[string]decimal.Decimal{}, target: r.target, per: r.in.plan.Period}
	for _, list := range []map[string]decimal.Decimal{r.in.quotas, r.quotas} {
		for m, d := range list {
			p.quotas[m] = d
		}
	}
	if !p.target.Valid {
		p.target = r.in.target
	}
	return []person{p}
}

// roster assigns the people to the plan. Without any it is empty.
func (r *result) roster() incentive.Roster {
	var out incentive.Roster
	p := r.in.plan
	calendar := r.program.Calendar()
	first, err := calendar.Containing(p.Period, p.Effective.From)
	if err == nil && first.From.Before(p.Effective.From) {
		first, err = calendar.Containing(p.Period, first.Until)
	}
	if err != nil {
		return out // no period to pay for; lint says so
	}
	for i, who := range r.stated() {
		a := incentive.Assignment{Payee: who.id, Plan: p.ID, Version: p.Version, Period: p.Effective}
		a.Target.Amount = who.target
		if who.target.Valid {
			a.Target.Per = who.per
		} else if byTarget(p) && who.place == "-quota, -target" {
			continue // nobody says that there is none
		}
		for _, m := range p.Measures {
			amount, ok := who.quotas[m.Name]
			if !ok {
				continue
			}
			stretch, parts := measured(calendar, m, first), []kam.Period{first}
			if stretch != first && m.Denominator == incentive.QuotaToDate {
				if split, err := calendar.Split(stretch, p.Period); err == nil {
					parts = split
				}
			} else {
				parts[0] = stretch
			}
			for _, part := range parts {
				a.Quotas = append(a.Quotas, incentive.Quota{Measure: m.Name, Period: part, Amount: amount})
			}
		}
		r.places = append(r.places, who.place)
		if a.Payee == "" {
			a.Payee = fmt.Sprint("payee ", i+1)
		}
		out.Assignments = append(out.Assignments, a)
	}
	return out
}

// measured is the stretch that attainment is measured against in a commission period.
func measured(calendar *kam.Calendar, m incentive.Measure, period kam.Period) kam.Period {
	kind, ok := map[incentive.Window]kam.PeriodKind{
		incentive.QuarterToDate: kam.Quarter, incentive.HalfToDate: kam.HalfYear, incentive.YearToDate: kam.Year,
	}[m.Window]
	if !ok {
		return period
	}
	if whole, err := calendar.Containing(kind, period.From); err == nil {
		return whole
	}
	return period
}

// ofPerson returns where the figures stand that a finding about the roster is about.
func (r *result) ofPerson(place string) (string, bool) {
	var i int
	if !strings.HasPrefix(place, "$.roster") {
		return "", false
	}
	if _, err := fmt.Sscanf(place, "$.roster.assignments[%d]", &i); err != nil || i < 0 || i >= len(r.places) {
		return place, true
	}
	return r.places[i], true
}
