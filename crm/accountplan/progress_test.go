package accountplan_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm/accountplan"
)

func TestProgressOfObjectives(t *testing.T) {
	acme := kam.Subject{Kind: "account", ID: "acme"}
	level := accountplan.Objective{ID: "o", Title: "O", Metric: "days", Unit: "days", Counts: accountplan.Level, Baseline: some("40"), BaselineOn: kam.MustDay("2026-01-01"), Target: some("30"), By: kam.MustDay("2027-01-01"), Owner: "anna"}
	total := accountplan.Objective{ID: "o", Title: "O", Metric: "kpi.revenue", Counts: accountplan.Total, Target: some("1000"), Baseline: some("700"), By: kam.MustDay("2026-12-31"), Owner: "anna"}
	share := accountplan.Objective{ID: "o", Title: "O", Metric: "kpi.nrr", Unit: accountplan.UnitRatio, Counts: accountplan.Level, Baseline: some("0.9"), Target: some("1.1"), By: kam.MustDay("2026-12-31"), Owner: "anna"}
	days := func(period, value string) kam.Observation {
		return kam.Observation{Subject: acme, Metric: "days", Period: kam.MustPeriod(period), Value: some(value), Unit: "days"}
	}
	money := func(period, value string) kam.Observation {
		return kam.Observation{Subject: acme, Metric: "kpi.revenue", Period: kam.MustPeriod(period), Value: some(value), Currency: "CNY"}
	}
	with := func(o kam.Observation, change func(*kam.Observation)) kam.Observation { change(&o); return o }
	without := func(o accountplan.Objective, change func(*accountplan.Objective)) accountplan.Objective {
		change(&o)
		return o
	}
	for name, c := range map[string]struct {
		objective accountplan.Objective
		observed  []kam.Observation
		asOf      string
		way, pace string
		status    accountplan.Status
		findings  []string
	}{
		"down, on its way":  {level, []kam.Observation{days("2026-06-01/2026-07-01", "36")}, "2026-06-30", "2/5", "36/73", accountplan.Behind, []string{"behind $.objectives[0]"}},
		"down, in time":     {level, []kam.Observation{days("2026-06-01/2026-07-01", "35")}, "2026-06-30", "1/2", "36/73", accountplan.OnTrack, nil},
		"down, all the way": {level, []kam.Observation{days("2026-06-01/2026-07-01", "30")}, "2026-06-30", "1", "36/73", accountplan.Reached, nil},
		"the wrong way":     {level, []kam.Observation{days("2026-06-01/2026-07-01", "42")}, "2026-06-30", "-1/5", "36/73", accountplan.Behind, []string{"behind $.objectives[0]"}},
		"an old value is set against the pace of its day": {level, []kam.Observation{days("2026-01-01/2026-02-01", "39")}, "2026-06-30", "1/10", "6/73", accountplan.OnTrack, nil},
		"the last one counts":                             {level, []kam.Observation{days("2026-06-01/2026-07-01", "35"), days("2026-05-01/2026-06-01", "31")}, "2026-06-30", "1/2", "36/73", accountplan.OnTrack, nil},
		"of the highest revision": {level, []kam.Observation{
			with(days("2026-06-01/2026-07-01", "35"), func(o *kam.Observation) { o.Revision = 1 }), days("2026-06-01/2026-07-01", "31"),
		}, "2026-06-30", "1/2", "36/73", accountplan.OnTrack, nil},
		"not what is known later": {level, []kam.Observation{
			with(days("2026-06-01/2026-07-01", "35"), func(o *kam.Observation) { o.AsOf = kam.MustDay("2026-07-01") }), days("2026-05-01/2026-06-01", "38"),
		}, "2026-06-30", "1/5", "30/73", accountplan.Behind, []string{"behind $.objectives[0]"}},
		"not a period that is not over": {level, []kam.Observation{days("2026-06-01/2026-07-02", "30")}, "2026-06-30", "?", "?", accountplan.Unknown, []string{"unmeasured $.objectives[0]"}},
		"nor what comes too late":       {level, []kam.Observation{days("2027-01-01/2027-01-02", "34"), days("2027-01-02/2027-01-03", "30")}, "2027-02-01", "3/5", "1", accountplan.Missed, []string{"missed $.objectives[0]"}},
		"on the last day":               {level, []kam.Observation{days("2026-12-01/2027-01-01", "31")}, "2027-01-01", "9/10", "364/365", accountplan.Behind, []string{"behind $.objectives[0]"}},
		"of another account":            {level, []kam.Observation{with(days("2026-06-01/2026-07-01", "30"), func(o *kam.Observation) { o.Subject.ID = "bolt" })}, "2026-06-30", "?", "?", accountplan.Unknown, []string{"unmeasured $.objectives[0]"}},
		"of another scope":              {level, []kam.Observation{with(days("2026-06-01/2026-07-01", "30"), func(o *kam.Observation) { o.Scope = "south" })}, "2026-06-30", "?", "?", accountplan.Unknown, []string{"unmeasured $.objectives[0]"}},
		"in another unit":               {level, []kam.Observation{with(days("2026-06-01/2026-07-01", "30"), func(o *kam.Observation) { o.Unit = "hours" })}, "2026-06-30", "?", "?", accountplan.Unknown, []string{"unmeasured $.objectives[0]"}},
		"last known to be unknown": {level, []kam.Observation{
			days("2026-05-01/2026-06-01", "38"), with(days("2026-06-01/2026-07-01", "0"), func(o *kam.Observation) { o.Value.Valid = false }),
		}, "2026-06-30", "?", "?", accountplan.Unknown, []string{"unmeasured $.objectives[0]"}},
		"without a baseline": {
			without(level, func(o *accountplan.Objective) { o.Baseline.Valid = false }),
			[]kam.Observation{days("2026-06-01/2026-07-01", "30")},
			"2026-06-30", "?", "?", accountplan.Unknown,
			[]string{"no-baseline $.objectives[0]"},
		},
		"without a target": {
			without(level, func(o *accountplan.Objective) { o.Target.Valid = false }),
			[]kam.Observation{days("2026-06-01/2026-07-01", "30")},
			"2026-06-30", "?", "?", accountplan.Unknown,
			[]string{"no-target $.objectives[0]"},
		},
		"without a day": {
			without(level, func(o *accountplan.Objective) { o.By = kam.Day{} }),
			[]kam.Observation{days("2026-06-01/2026-07-01", "36")},
			"2026-06-30", "2/5", "?", accountplan.Unknown,
			[]string{"no-day $.objectives[0]"},
		},
		"without a day of the baseline": {
			without(level, func(o *accountplan.Objective) { o.BaselineOn = kam.Day{} }),
			[]kam.Observation{days("2026-06-01/2026-07-01", "35")},
			"2026-06-30", "1/2", "181/366", accountplan.OnTrack, nil,
		},
		"a ratio of means":                   {level, []kam.Observation{{Subject: acme, Metric: "days", Period: kam.MustPeriod("2026-06-01/2026-07-01"), Numerator: some("110"), Denominator: some("3"), Unit: "days"}}, "2026-06-30", "1/3", "36/73", accountplan.Behind, []string{"behind $.objectives[0]"}},
		"a total":                            {total, []kam.Observation{money("2026-01-01/2026-04-01", "200"), money("2026-01-01/2026-07-01", "500")}, "2026-06-30", "1/2", "181/365", accountplan.OnTrack, nil},
		"a total since the plan began alone": {total, []kam.Observation{money("2026-04-01/2026-07-01", "900"), money("2025-01-01/2026-07-01", "900"), money("2026-01-01/2026-04-01", "200")}, "2026-06-30", "1/5", "18/73", accountplan.Behind, []string{"behind $.objectives[0]"}},
		"a total in other money":             {total, []kam.Observation{with(money("2026-01-01/2026-07-01", "900"), func(o *kam.Observation) { o.Currency = "USD" })}, "2026-06-30", "?", "?", accountplan.Unknown, []string{"unmeasured $.objectives[0]"}},
		"a total without a baseline": {
			without(total, func(o *accountplan.Objective) { o.Baseline.Valid = false }),
			[]kam.Observation{money("2026-01-01/2026-07-01", "1100")},
			"2026-06-30", "11/10", "181/365", accountplan.Reached,
			[]string{"no-baseline $.objectives[0]"},
		},
		"a share of money": {share, []kam.Observation{{Subject: acme, Metric: "kpi.nrr", Period: kam.MustPeriod("2026-01-01/2026-07-01"), Numerator: some("1050"), Denominator: some("1000"), Currency: "CNY"}}, "2026-06-30", "3/4", "181/365", accountplan.OnTrack, nil},
	} {
		t.Run(name, func(t *testing.T) {
			p := plan()
			p.Period = kam.MustPeriod("2026-01-01/2028-01-01")
			p.Objectives = []accountplan.Objective{c.objective}
			v := reviewed(t, policy(), accountplan.Inputs{AsOf: kam.MustDay(c.asOf), Plan: p, Observations: c.observed})
			require.Len(t, v.Objectives, 1)
			o := v.Objectives[0]
			assert.Equal(t, []string{c.way, c.pace, string(c.status)}, []string{exact(o.Way), exact(o.Pace), string(o.Status)})
			assert.Equal(t, c.findings, found(v, "behind", "missed", "unmeasured", "no-target", "no-baseline", "no-day"))
			good(t, o.Why)
			if c.way == "?" {
				assert.Equal(t, "?", measured(t, v, accountplan.MetricProgress, "o"))
				assert.Equal(t, "?", measured(t, v, accountplan.MetricReached, ""))
			}
		})
	}
}

func TestProgressIsTold(t *testing.T) {
	v := reviewed(t, policy(), accountplan.Inputs{AsOf: kam.MustDay("2026-06-30"), Plan: whole(), Observations: figures()})
	assert.Equal(t, "CNY 400,000.00 of CNY 1,000,000.00: 40 % of the way, at an even pace it would be 49.6 %", v.Objectives[0].Why.EN)
	assert.Equal(t, "由 60 minutes 到 30 minutes，目标 30 minutes，完成 100%", v.Objectives[1].Why.ZH)
	assert.Equal(t, "400000/1000000", measured(t, v, accountplan.MetricProgress, "revenue"))
	assert.Equal(t, "3000/3000", measured(t, v, accountplan.MetricProgress, "reply"), "signs are turned so that the way is above 0")
	assert.Equal(t, "1/2", measured(t, v, accountplan.MetricReached, ""))
}
