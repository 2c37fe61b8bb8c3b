package equivalence

import (
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/analysis"
	"github.com/kam-go/kam/internal/wording"
)

// The figures that are assumed first, see [scalesOf], and bounds on what is asked.
const (
	quota   = 100_000
	ofUnits = 100
	target  = 10_000
	// maxKinds is how many kinds of deals, maxScores how many sets of observed figures, maxQuestions how many questions there are at most.
	maxKinds     = 48
	maxScores    = 64
	maxQuestions = 20_000
)

var (
	// furthest is the end of every axis: a number of quotas, or an observed figure, beyond all that a plan can state or
	// a run can count, so that nothing changes behind it.
	furthest = decimal.New(1, 30)
	// largestQuota is the largest quota that is asked about; deals of one and a half of it are within a run's bounds.
	largestQuota = decimal.New(1, 13)
)

// questions returns what both editions are asked; nil with the reason where there is something that questions do not reach.
func (e *examination) questions() ([]analysis.Question, kam.Text) {
	for _, m := range e.plan.Measures {
		if m.Base == incentive.BaseCount {
			return nil, wording.Say("%s counts deals", "%s 按笔数计", m.Name)
		}
	}
	kinds, ok := kindsOf(e.plan, e.mutant)
	if !ok {
		return nil, wording.Say("the plan tells too many kinds of deals apart", "方案区分的交易种类过多")
	}
	if datesAsked(e.plan) || datesAsked(e.mutant) {
		return nil, wording.Say("the plan selects deals by their dates", "方案按日期选择交易")
	}
	scores, ok := scoresOf(e.plan, e.mutant)
	if !ok {
		return nil, wording.Say("the plan reads too many observed figures", "方案读取的观测值过多")
	}
	var out []analysis.Question
	for _, s := range scalesOf(e.plan, e.mutant, e.places) {
		for _, m := range e.plan.Measures {
			for _, period := range ends(s, e.periods()) {
				for _, set := range scores {
					for _, q := range e.about(m, period, set, s) {
						out = append(out, spread(q, m, kinds, s)...)
					}
					if len(out) > maxQuestions {
						return nil, wording.Say("the plan has too many parts to ask about them all", "方案的组成部分过多，无法逐一考察")
					}
				}
			}
		}
	}
	if len(out) == 0 {
		return nil, wording.Say("no whole commission period lies in %s", "%s 内没有完整的结算期", e.plan.Effective.String())
	}
	return out, kam.Text{}
}

// periods are the first, the second and the last commission period of the plan's first fiscal year.
func (e *examination) periods() []kam.Period {
	var all []kam.Period
	day := e.plan.Effective.From
	var year kam.Period
	for range 60 {
		p, err := e.calendar.Containing(e.plan.Period, day)
		if err != nil || !p.From.Before(e.plan.Effective.Until) && e.plan.Effective.Until.IsSet() {
			break
		}
		if e.plan.Effective.ContainsPeriod(p) {
			if len(all) == 0 {
				if year, err = e.calendar.Containing(kam.Year, p.From); err != nil {
					break
				}
			}
			if !year.ContainsPeriod(p) {
				break
			}
			all = append(all, p)
		}
		day = p.Until
	}
	if len(all) > 3 {
		all = []kam.Period{all[0], all[1], all[len(all)-1]}
	}
	return all
}

// about returns the questions about one measure: without a history, and with earlier deals of two sizes.
func (e *examination) about(m incentive.Measure, period kam.Period, scores []kam.Observation, s scale) []analysis.Question {
	quotas := map[string]decimal.Decimal{}
	for _, x := range e.plan.Measures {
		switch x.Base {
		case incentive.BaseObservation:
		case incentive.BaseUnits:
			quotas[x.Name] = s.units
		default:
			quotas[x.Name] = s.quota
		}
	}
	q, err := analysis.Ask(e.here, m.Name, analysis.Terms{
		Plan: e.plan.ID, Version: e.plan.Version, Period: period, Quotas: quotas, Target: decimal.NewNullDecimal(s.target),
	})
	if err != nil {
		return nil
	}
	q.Until = decimal.NewNullDecimal(furthest)
	q.Observations = scores
	if m.Base == incentive.BaseObservation {
		q.Observations = slices.DeleteFunc(slices.Clone(scores), func(o kam.Observation) bool { return o.Metric == m.Metric })
		q.Deals = sized(q.Deals, s.quota)
	}
	out := []analysis.Question{q}
	if before := period.From.AddDays(-1); e.plan.Effective.Contains(before) {
		for _, part := range []decimal.Decimal{decimal.New(5, -1), decimal.New(15, -1)} {
			past := incentive.Transaction{Amount: s.quota.Mul(part), Units: decimal.NewNullDecimal(s.units.Mul(part))}
			past.Booked, past.Invoiced, past.CashDate, past.Delivered = before, before, before, before
			past.Margin, past.Cash = decimal.NewNullDecimal(past.Amount), decimal.NewNullDecimal(past.Amount)
			then := q
			then.Fixed = []incentive.Transaction{past}
			out = append(out, then)
		}
	}
	return out
}

// spread asks a question about every profile and every kind of deal.
func spread(q analysis.Question, m incentive.Measure, kinds []kind, s scale) []analysis.Question {
	var out []analysis.Question
	for _, profile := range ends(s, profiles(q.Period)) {
		for i := -1; i < len(kinds); i++ {
			if i < 0 && (len(kinds) < 2 || len(profile) < len(kinds)) { // all kinds beside each other
				continue
			}
			x := q
			x.Deals = slices.Clone(profile)
			if m.Base == incentive.BaseObservation {
				x.Deals = sized(x.Deals, s.quota)
			}
			x.Fixed = slices.Clone(q.Fixed)
			for j := range x.Deals {
				k := kinds[max(i, 0)]
				if i < 0 {
					k = kinds[j%len(kinds)]
				}
				k.mark(&x.Deals[j])
			}
			for j := range x.Fixed {
				kinds[max(i, 0)].mark(&x.Fixed[j])
			}
			out = append(out, x)
		}
	}
	return out
}

// profiles are one deal, some equal ones, and a list of uneven ones through the period.
func profiles(period kam.Period) [][]incentive.Transaction {
	var list []incentive.Transaction
	for i, size := range []int64{50, 30, 13, 7, 41, 2, 19, 11} {
		day := period.From.AddDays(i * 3)
		list = append(list, incentive.Transaction{Amount: decimal.NewFromInt(size), Booked: day, Invoiced: day, CashDate: day, Delivered: day})
	}
	return [][]incentive.Transaction{analysis.OneDeal(), analysis.EqualDeals(2), analysis.EqualDeals(3), analysis.EqualDeals(7), list}
}

// sized returns deals that many times as large.
func sized(deals []incentive.Transaction, by decimal.Decimal) []incentive.Transaction {
	out := slices.Clone(deals)
	for i := range out {
		out[i].Amount = out[i].Amount.Mul(by)
	}
	return out
}
