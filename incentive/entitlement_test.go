package incentive_test

import (
	"context"
	"fmt"
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/internal/wordtest"
)

func TestQuotasSayHowTheyComeAbout(t *testing.T) {
	s := entitled(t).statement(t, "anna", "sales")
	var got []string
	for q := range s.Quotas() {
		got = append(got, fmt.Sprint(q.Measure, " ", q.Period, " ", q.Stated, " × ", q.Fraction.Decimal, " = ", q.Prorated, " -> ", q.Effective, " ", q.Lowered()))
		for _, r := range q.Relief {
			got = append(got, fmt.Sprint(r.Reason, " ", r.After))
		}
	}
	// 15 days at 1/4, 16 at 1/2, 28 - 10 and 31 whole of 90: 60.75; 607.5 - 50, less a tenth.
	assert.Equal(t, []string{"revenue 2026-01-01/2026-04-01 900 × 0.675 = 607.5 -> 501.75 true", "a week lost 557.5", "flood 501.75"}, got)
	m, _ := s.Measure("revenue")
	assert.Equal(t, "501.75", m.Quota.Decimal.String())

	s = entitled(t).statement(t, "bo", "sales")
	for q := range s.Quotas() {
		assert.False(t, q.Lowered())
		assert.Equal(t, "1", q.Fraction.Decimal.String())
		assert.Equal(t, "900", q.Effective.String())
	}
	o := entitled(t)
	o.in.Roster.Assignments[1].Quotas[0].Relief = []incentive.Relief{{Amount: known("0"), Reason: "refused", ApprovedBy: "cai"}}
	for q := range o.statement(t, "bo", "sales").Quotas() {
		assert.True(t, q.Lowered(), "a decision is told even where it changes nothing")
	}
	for range newOffice(t).statement(t, "bo", "sales").Quotas() {
		t.Error("nobody stated a quota")
	}
}

func TestQuotasThatCannotBeCounted(t *testing.T) {
	weekdays, err := kam.NewCalendar(kam.CalendarSpec{Declared: []int{2026}})
	require.NoError(t, err)
	parts := []string{"2026-01-01/2026-01-03", "2026-01-03/2026-01-05", "2026-01-05/2026-04-01"}
	for name, c := range map[string]struct {
		by       incentive.ProrationBasis
		calendar *kam.Calendar
		periods  []string
		want     string
	}{
		"calendar days":         {incentive.CalendarDays, nil, parts, ""},
		"working days":          {incentive.WorkingDays, weekdays, []string{"2026-01-01/2026-01-05", parts[2]}, ""},
		"a year without data":   {incentive.WorkingDays, nil, []string{"2026-01-01/2026-04-01"}, "run.calendar @ payee anna"},
		"a weekend":             {incentive.WorkingDays, weekdays, parts, "run.calendar @ payee anna"},
		"months":                {incentive.Months, nil, []string{"2026-01-01/2026-02-01", "2026-02-01/2026-04-01"}, ""},
		"a part of a month":     {incentive.Months, nil, parts, "run.missing-quota @ payee anna"},
		"a part of the quarter": {incentive.CalendarDays, nil, parts[1:], "run.missing-quota @ payee anna"},
	} {
		t.Run(name, func(t *testing.T) {
			o := entitled(t)
			o.sales.Proration = &incentive.Proration{By: c.by, Quotas: new(true), Targets: new(false)}
			if c.by == incentive.Months {
				o.sales.Proration.PartialMonth = incentive.MonthByDays
			}
			a := &o.in.Roster.Assignments[0]
			a.Quotas, a.Target.Changes = nil, nil
			for _, p := range c.periods {
				a.Quotas = append(a.Quotas, incentive.Quota{Measure: "revenue", Period: kam.MustPeriod(p), Amount: exact("100")})
			}
			for i := range o.in.Roster.Assignments[1:] {
				o.in.Roster.Assignments[i+1].Quotas = nil
			}
			program, err := incentive.Compile(incentive.Book{Plans: []incentive.Plan{o.sales, o.lead}, Calendar: c.calendar})
			require.NoError(t, err)
			run, err := program.Run(context.Background(), o.inputs(), incentive.RunOptions{})
			require.NoError(t, err)
			var held string
			for h := range run.Held() {
				if h.Payee.ID == "anna" {
					require.Len(t, h.Findings, 1)
					f := h.Findings[0]
					held = f.Code + " @ " + f.Place
					wordtest.Formatted(t, f.Message.EN+f.Message.ZH+f.Remedy.EN+f.Remedy.ZH)
				}
			}
			assert.Equal(t, c.want, held)
			// What nothing asks for holds nobody.
			o.component(t, `{"name": "commission", "measure": "revenue", "rate": "0.1"}`)
			program, err = incentive.Compile(incentive.Book{Plans: []incentive.Plan{o.sales, o.lead}, Calendar: c.calendar})
			require.NoError(t, err)
			run, err = program.Run(context.Background(), o.inputs(), incentive.RunOptions{})
			require.NoError(t, err)
			_, ok := run.Statement("anna", "sales")
			assert.True(t, ok, "%v", heldBy(run))
		})
	}
}

func TestTargetsSayHowTheyComeAbout(t *testing.T) {
	targets := func(s incentive.Statement) (all []string) {
		for x := range s.Targets() {
			all = append(all, fmt.Sprint(x.Stretch, " ", x.Average, " per ", x.Per, " × ", x.Months, " × ", x.Fraction.Decimal, " = ", x.Amount))
		}
		return all
	}
	// (31 × 4000 + 28 × 4400 + 31 × 4800) / 90 = 4400; a quarter of it; 80 of 90 days.
	assert.Equal(t, []string{"2026-01-01/2026-04-01 4400 per year × 0.25 × 0.8888888889 = 977.7778"}, targets(entitled(t).statement(t, "anna", "sales")))
	assert.Equal(t, []string{"2026-01-01/2026-04-01 4000 per year × 0.25 × 1 = 1000"}, targets(entitled(t).statement(t, "dan", "sales")))
	o := entitled(t)
	o.component(t, `{"name": "commission", "measure": "revenue", "rate": "0.1"}`)
	assert.Empty(t, targets(o.statement(t, "anna", "sales")), "nothing asks for it")
}

func TestStatementAssignmentIsTheCallers(t *testing.T) {
	o := entitled(t)
	run := o.mustRun(t)
	s, _ := run.Statement("anna", "sales")
	spoil := func(a incentive.Assignment) {
		a.Quotas[0].Relief[0].Reason, a.Ramps[0].Share, a.Absences[0].ID, a.Target.Changes[0].Amount = "spoilt", exact("9"), "spoilt", exact("9")
	}
	spoil(o.in.Roster.Assignments[0])
	spoil(s.Assignment())
	a := s.Assignment()
	assert.Equal(t, "a week lost", a.Quotas[0].Relief[0].Reason)
	assert.Equal(t, "0.25", a.Ramps[0].Share.String())
	assert.Equal(t, "leave", a.Absences[0].ID)
	assert.Equal(t, "4400", a.Target.Changes[0].Amount.String())
	for q := range s.Quotas() {
		assert.Equal(t, "a week lost", q.Relief[0].Reason)
		q.Relief[0].Reason = "spoilt"
	}
	for q := range s.Quotas() {
		assert.Equal(t, "a week lost", q.Relief[0].Reason)
	}
}

// dayByDay computes what proration and ramp leave of a stretch one day after the other.
func dayByDay(a incentive.Assignment, p incentive.Proration, cal *kam.Calendar, stretch kam.Period) *big.Rat {
	one := big.NewRat(1, 1)
	weight := func(d kam.Day) (covered bool, share *big.Rat) {
		covered, share = a.Period.Contains(d), one
		for _, x := range a.Absences {
			covered = covered && (!x.Prorates || !x.Period.Contains(d))
		}
		for _, r := range a.Ramps {
			if r.Period.Contains(d) {
				share = num.Rat(r.Share)
			}
		}
		return covered, share
	}
	sum, total := new(big.Rat), new(big.Rat)
	if p.By != incentive.Months {
		for d := stretch.From; d.Before(stretch.Until); d = d.AddDays(1) {
			if works, err := cal.IsWorkingDay(d); p.By == incentive.WorkingDays && err == nil && !works {
				continue
			}
			total.Add(total, one)
			if covered, share := weight(d); covered {
				sum.Add(sum, share)
			}
		}
		return sum.Quo(sum, total)
	}
	months, err := cal.Split(stretch, kam.Month)
	if err != nil {
		panic(err)
	}
	for _, m := range months {
		total.Add(total, one)
		var first *big.Rat
		days := int64(0)
		for d := m.From; d.Before(m.Until); d = d.AddDays(1) {
			if covered, share := weight(d); covered {
				days++
				if first == nil {
					first = share
				}
			}
		}
		counts := big.NewRat(days, int64(m.Days()))
		switch {
		case days == 0:
			continue
		case days == int64(m.Days()) || p.PartialMonth == incentive.MonthCounts:
			counts = one
		case p.PartialMonth == incentive.MonthDropped:
			counts = new(big.Rat)
		}
		sum.Add(sum, new(big.Rat).Mul(counts, first))
	}
	return sum.Quo(sum, total)
}

func TestQuotaEqualsDayByDay(t *testing.T) {
	cal, err := kam.NewCalendar(kam.CalendarSpec{Declared: []int{2025, 2026}})
	require.NoError(t, err)
	plan := planOf(t, salesPlan)
	plan.Measures[0].Window, plan.Measures[0].Denominator, plan.Measures[0].ZeroQuota = incentive.HalfToDate, incentive.FullPeriod, known("1")
	plan.Components[0].Tiers = &incentive.Tiers{Mode: incentive.Whole, Basis: incentive.ByAttainment, Bands: []incentive.Band{{Rate: known("0.1")}}}
	plan.Components[0].Rate = decimal.NullDecimal{}
	half := kam.MustPeriod("2026-01-01/2026-07-01")
	seen := map[string]int{}
	for seed := range uint64(3_000) {
		r := rand.New(rand.NewPCG(seed, 7))
		day := func() kam.Day { return kam.MustDay("2025-12-10").AddDays(r.IntN(230)) }
		rule := incentive.Proration{By: []incentive.ProrationBasis{incentive.CalendarDays, incentive.WorkingDays, incentive.Months}[r.IntN(3)], Quotas: new(true), Targets: new(false)}
		if rule.By == incentive.Months {
			rule.PartialMonth = []incentive.PartialMonth{incentive.MonthCounts, incentive.MonthDropped, incentive.MonthByDays}[r.IntN(3)]
		}
		p := plan
		p.Proration = &rule
		a := incentive.Assignment{Payee: "anna", Plan: "sales", Version: 1, Period: officeYears}
		if r.IntN(2) == 0 {
			a.Period.From = kam.MustDay("2025-12-10").AddDays(r.IntN(150))
		}
		if r.IntN(3) == 0 {
			a.Period.Until = kam.MustDay("2026-05-10").AddDays(r.IntN(80))
		}
		for at := day(); r.IntN(3) > 0; at = at.AddDays(r.IntN(40)) {
			x := kam.Period{From: at, Until: at.AddDays(1 + r.IntN(40))}
			at = x.Until
			a.Ramps = append(a.Ramps, incentive.Ramp{Period: x, Share: decimal.New(r.Int64N(5), -2).Mul(decimal.New(25, 0))})
		}
		for at := day(); r.IntN(3) > 0; at = at.AddDays(r.IntN(40)) {
			x := kam.Period{From: at, Until: at.AddDays(1 + r.IntN(20))}
			at = x.Until
			a.Absences = append(a.Absences, incentive.Absence{ID: x.String(), Period: x, Prorates: r.IntN(3) > 0})
		}
		want := new(big.Rat)
		for _, q := range []incentive.Quota{
			{Measure: "revenue", Period: kam.MustPeriod("2026-01-01/2026-02-01"), Amount: exact("700")},
			{Measure: "revenue", Period: kam.MustPeriod("2026-02-01/2026-07-01"), Amount: exact("33.3333")},
		} {
			a.Quotas = append(a.Quotas, q)
			want.Add(want, new(big.Rat).Mul(num.Rat(q.Amount), dayByDay(a, rule, cal, q.Period)))
		}
		require.True(t, half.ContainsPeriod(a.Quotas[1].Period))
		program, err := incentive.Compile(incentive.Book{Plans: []incentive.Plan{p}, Calendar: cal})
		require.NoError(t, err)
		run, err := program.Run(context.Background(), incentive.Inputs{Period: secondQuarter, Roster: incentive.Roster{
			Payees: []incentive.Payee{{ID: "anna"}}, Assignments: []incentive.Assignment{a},
		}}, incentive.RunOptions{})
		require.NoError(t, err)
		s, ok := run.Statement("anna", "sales")
		require.True(t, ok, "seed %d: %v", seed, heldBy(run))
		m, _ := s.Measure("revenue")
		require.Equal(t, num.RoundRat(want, 4, num.HalfUp).String(), m.Quota.Decimal.String(), "seed %d: %+v %+v", seed, rule, a)
		if want.Cmp(num.Rat(exact("733.3333"))) < 0 {
			seen[string(rule.By)+string(rule.PartialMonth)]++
		}
	}
	assert.Len(t, seen, 5, "each way of counting lowered quotas: %v", seen)
}
