package criteria_test

import (
	"fmt"
	"math/rand/v2"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/criteria"
	"github.com/kam-go/kam/careerpath/evidence"
)

func decInt(n int64) decimal.Decimal { return decimal.New(n, 0) }

func pick[T any](rng *rand.Rand, list ...T) T { return list[rng.IntN(len(list))] }

// maker makes up rules and files around 2026-07-01. With tidy, no two records are about one fact, nothing is contradictory,
// and no rule asks for a poor value.
type maker struct {
	*rand.Rand
	next int
	tidy bool
	low  int // the lowest value
}

func newMaker(seed uint64) *maker { return &maker{Rand: rand.New(rand.NewPCG(seed, 9))} }

func (m *maker) id() string { m.next++; return fmt.Sprintf("r%d", m.next) }

func (m *maker) rule(depth int) criteria.Rule {
	if depth == 0 || m.IntN(3) == 0 {
		return m.criterion()
	}
	list := make([]criteria.Rule, 1+m.IntN(4))
	for i := range list {
		list[i] = m.rule(depth - 1)
	}
	id := pick(m.Rand, "", m.id())
	n := 4
	if m.tidy {
		n = 3
	}
	switch m.IntN(n) {
	case 0:
		return criteria.Rule{ID: id, All: list}
	case 1:
		return criteria.Rule{ID: id, Any: list}
	case 2:
		return criteria.Rule{ID: id, AtLeast: &criteria.Some{K: 1 + m.IntN(len(list)), Of: list}}
	}
	return criteria.Rule{ID: id, Not: &list[0]}
}

func (m *maker) criterion() criteria.Rule {
	r := criteria.Rule{ID: m.id()}
	switch m.IntN(11) {
	case 0, 1, 2:
		r.Metric = m.metric()
	case 3, 4, 5:
		r.Streak = m.streak()
	case 6:
		r.Tenure = &criteria.Tenure{In: pick(m.Rand, criteria.InCompany, criteria.InStage, criteria.InTrack, criteria.InDepartment)}
		if r.Tenure.In != criteria.InCompany {
			r.Tenure.Name = pick(m.Rand, "", "one", "two")
		}
		if r.Tenure.Days = 1 + m.IntN(400); m.IntN(2) == 0 {
			r.Tenure.Days, r.Tenure.Months = 0, 1+m.IntN(14)
		}
		if !m.tidy {
			r.Tenure.Comparison = pick(m.Rand, "", criteria.AtLeast, criteria.Below)
		}
	case 7:
		r.Skill = &criteria.Skill{Skill: "negotiation", Level: 1 + m.IntN(3), Assessors: m.IntN(4), Combine: pick(m.Rand, "", criteria.Lowest, criteria.Median, criteria.Highest)}
	case 8:
		r.Certificate = &criteria.Certificate{Kind: "kam"}
	case 9:
		last := 1 + m.IntN(3)
		r.Review = &criteria.Review{Kind: "annual", Last: last, Hits: m.IntN(last + 1), Within: pick(m.Rand, 0, 18, 36), Rating: pick(m.Rand, "B", "C", "A")}
		if !m.tidy && m.IntN(3) == 0 {
			r.Review.Comparison, r.Review.Against = pick(m.Rand, criteria.AtMost, criteria.Below), true
		}
	default:
		r.Flag = &criteria.Flag{Kind: pick(m.Rand, "breach", "improvement-plan"), Be: criteria.Absent, Months: pick(m.Rand, 0, 1, 6, 12)}
		if !m.tidy {
			r.Flag.Be = pick(m.Rand, criteria.Absent, criteria.Present)
		}
	}
	return r
}

func (m *maker) series() criteria.Series {
	s := criteria.Series{Metric: pick(m.Rand, "saos", "revenue", "attainment", "complaints"), Scope: pick(m.Rand, "", "", "east")}
	if s.Metric == "revenue" {
		s.Currency = pick[kam.Currency](m.Rand, "CNY", "EUR")
	}
	return s
}

func (m *maker) step() kam.PeriodKind {
	return pick(m.Rand, kam.Month, kam.Quarter, kam.Month, kam.Week)
}

// test makes up a comparison in the direction of the metric, or against it.
func (m *maker) test(s criteria.Series, n int64) criteria.Test {
	higher := s.Metric != "complaints"
	t := criteria.Test{Threshold: stated(decimal.New(m.Int64N(10*n+10), -pick[int32](m.Rand, 0, 0, 1)))}
	if t.Threshold.Decimal.Exponent() == 0 {
		t.Threshold = stated(decimal.New(m.Int64N(n+1), 0))
	}
	if !m.tidy && m.IntN(3) == 0 {
		t.Against, higher = true, !higher
	}
	if t.Comparison = pick(m.Rand, criteria.AtMost, criteria.Below); higher {
		t.Comparison = pick(m.Rand, criteria.AtLeast, criteria.Above)
	}
	if s.Metric == "attainment" {
		t.Scale = criteria.AsPercent
		t.Threshold = stated(decimal.New(m.Int64N(130), 0))
		if m.IntN(2) == 0 {
			t.Scale, t.Threshold = criteria.AsRatio, stated(decimal.New(m.Int64N(13), -1))
		}
	}
	return t
}

func (m *maker) metric() *criteria.Metric {
	s := m.series()
	out := &criteria.Metric{Of: s, Aggregate: pick(m.Rand, criteria.Sum, criteria.Sum, criteria.Mean, criteria.Latest, criteria.Min, criteria.Max)}
	n := 1 + m.IntN(5)
	switch m.IntN(6) {
	case 0:
		out.Window = criteria.Window{Step: pick(m.Rand, kam.Month, kam.Quarter), Year: pick(m.Rand, criteria.YearToDate, criteria.LastYear)}
		n = 6
	case 1:
		out.Window = criteria.Window{Step: kam.Month, Period: period(pick(m.Rand, "2026-01-01/2026-04-01", "2026-05-01/2026-09-01"))}
		n = 3
	default:
		out.Window = criteria.Window{Step: m.step(), Last: n}
	}
	if out.Aggregate != criteria.Sum {
		n = 1
	}
	out.Be = m.test(s, int64(n)*10)
	growth := !m.tidy && m.IntN(6) == 0 && out.Window.Period.IsZero() && s.Metric != "attainment"
	switch {
	case growth:
		out.Aggregate = criteria.Growth
		out.Be.Scale, out.Be.Threshold = criteria.AsRatio, stated(decimal.New(m.Int64N(20)-10, -1))
	case s.Metric == "attainment" && (out.Aggregate == criteria.Sum || out.Aggregate == criteria.Mean):
		out.Aggregate = criteria.Ratio
	}
	switch out.Aggregate {
	case criteria.Sum:
		out.NonNegative = m.IntN(2) == 0
	case criteria.Mean:
		out.NonNegative, out.SumFiner = m.IntN(2) == 0, m.IntN(2) == 0
	case criteria.Latest, criteria.Min, criteria.Max:
		out.SumFiner = m.IntN(2) == 0
	default:
	}
	return out
}

func (m *maker) streak() *criteria.Streak {
	s := m.series()
	length := 1 + m.IntN(5)
	out := &criteria.Streak{Of: s, Step: m.step(), Length: length, Hits: m.IntN(length + 1), Where: criteria.EndingNow, Be: m.test(s, 8), SumFiner: m.IntN(2) == 0}
	if m.IntN(3) == 0 {
		out.Where, out.Within = criteria.Anywhere, length+m.IntN(5)
	}
	if m.IntN(3) == 0 {
		harder := decimal.New(int64(1+m.IntN(3)), -1)
		if out.Be.Comparison == criteria.AtMost || out.Be.Comparison == criteria.Below {
			harder = harder.Neg()
		}
		out.Also = []criteria.Also{{Count: 1 + m.IntN(length), Threshold: stated(out.Be.Threshold.Decimal.Add(harder))}}
	}
	return out
}

func (m *maker) someDay() kam.Day { return day("2025-03-01").AddDays(m.IntN(520)) }

func (m *maker) someDays() kam.Period {
	p := kam.Period{From: m.someDay()}
	if m.IntN(4) > 0 {
		p.Until = p.From.AddDays(1 + m.IntN(400))
	}
	return p
}

func (m *maker) observation(who kam.Subject, s criteria.Series, p kam.Period) kam.Observation {
	o := kam.Observation{Subject: who, Metric: s.Metric, Scope: s.Scope, Currency: s.Currency, Period: p, Source: pick(m.Rand, "crm", "erp")}
	switch s.Metric {
	case "saos":
		o.Unit = "opportunities"
	case "complaints":
		o.Unit = "complaints"
	}
	n := decimal.New(int64(m.low+m.IntN(24)), -pick[int32](m.Rand, 0, 0, 1, 2))
	switch m.IntN(60) {
	case 0:
		n = dec("12345678901234567890123.45")
	case 1:
		n = m.longNumber()
	}
	ratio := s.Metric == "attainment"
	if !m.tidy && m.IntN(25) == 0 {
		ratio = !ratio
	}
	switch {
	case !m.tidy && m.IntN(20) == 0:
	case ratio:
		o.Numerator, o.Denominator = decimal.NewNullDecimal(n), decimal.NewNullDecimal(decimal.New(int64(m.IntN(20)), 0))
		if m.IntN(20) == 0 {
			o.Denominator.Decimal = m.longNumber()
		}
		if m.IntN(20) == 0 && !m.tidy {
			o.Denominator.Decimal = o.Denominator.Decimal.Neg()
		}
	default:
		o.Value = decimal.NewNullDecimal(n)
	}
	return o
}

// longNumber is a number around what fits into a machine integer.
func (m *maker) longNumber() decimal.Decimal {
	return decimal.New(m.Int64N(9e18), -pick[int32](m.Rand, 0, 9, 15, 17, 18, 25))
}

func (m *maker) file() evidence.File {
	f := evidence.File{Person: anna}
	m.low = pick(m.Rand, 0, 0, -2)
	ahead := day("2026-10-01")
	for _, s := range []criteria.Series{
		{Metric: "saos"},
		{Metric: "saos", Scope: "east"},
		{Metric: "complaints"},
		{Metric: "attainment"},
		{Metric: "attainment", Scope: "east"},
		{Metric: "revenue", Currency: "CNY"},
		{Metric: "revenue", Currency: "EUR"},
		{Metric: "revenue", Currency: "CNY", Scope: "east"},
	} {
		most := 20
		if m.IntN(3) == 0 {
			most = 1
		}
		for from := day("2024-01-01"); from.Before(ahead); from = from.AddMonths(1) {
			if m.IntN(most) > 0 || most == 1 {
				f.Observations = append(f.Observations, m.observation(anna, s, kam.Period{From: from, Until: from.AddMonths(1)}))
			}
			if (from.Month()-1)%3 == 0 && m.IntN(3) == 0 {
				f.Observations = append(f.Observations, m.observation(anna, s, kam.Period{From: from, Until: from.AddMonths(3)}))
			}
		}
		for from := day("2025-12-29"); from.Before(ahead) && m.IntN(6) > 0; from = from.AddDays(7) {
			f.Observations = append(f.Observations, m.observation(anna, s, kam.Period{From: from, Until: from.AddDays(7)}))
		}
		for from := day("2026-06-22"); m.IntN(3) > 0 && from.Before(day("2026-06-29")); from = from.AddDays(1) {
			f.Observations = append(f.Observations, m.observation(anna, s, kam.Period{From: from, Until: from.AddDays(1)}))
		}
		if !m.tidy && m.IntN(2) == 0 {
			// Other ways to cover a quarter, some of which agree.
			for _, p := range []string{"2026-04-01/2026-06-01", "2026-05-01/2026-07-01", "2026-05-01/2026-05-11", "2026-05-11/2026-06-01"} {
				if o := m.observation(anna, s, period(p)); m.IntN(3) > 0 {
					if m.IntN(2) == 0 && o.Value.Valid {
						o.Value.Decimal = decInt(int64(5 + m.IntN(2)))
					}
					f.Observations = append(f.Observations, o)
				}
			}
		}
		if !m.tidy {
			for range m.IntN(8) {
				o := m.observation(anna, s, f.Observations[m.IntN(len(f.Observations))].Period)
				o.Revision = int64(m.IntN(3))
				f.Observations = append(f.Observations, o)
			}
			f.Observations = append(f.Observations, m.observation(kam.Subject{Kind: "agent", ID: "bo"}, s, f.Observations[0].Period))
		}
	}
	m.records(&f)
	return f
}

func (m *maker) records(f *evidence.File) {
	m.usableRecords(f)
	if !m.tidy {
		m.spoil(f)
	}
}

// spoil makes some records unusable.
func (m *maker) spoil(f *evidence.File) {
	if n := len(f.Positions); n > 0 && m.IntN(8) == 0 {
		p := &f.Positions[m.IntN(n)]
		if p.Stage = pick(m.Rand, "", "one"); p.Stage != "" {
			p.Held.From, p.Held.Until = p.Held.From.AddDays(pick(m.Rand, 0, 5)), p.Held.From
		}
	}
	if n := len(f.Skills); n > 0 && m.IntN(6) == 0 {
		switch a := &f.Skills[m.IntN(n)]; m.IntN(4) {
		case 0:
			a.On = kam.Day{}
		case 1:
			a.Until = a.On
		case 2:
			a.Assessor.ID = ""
		default:
			a.Level = pick(m.Rand, -1, 4, 101)
		}
	}
	if n := len(f.Certificates); n > 0 && m.IntN(6) == 0 {
		c := &f.Certificates[m.IntN(n)]
		if c.Until = c.Earned; m.IntN(2) == 0 {
			c.Earned = kam.Day{}
		}
	}
	if n := len(f.Reviews); n > 0 && m.IntN(8) == 0 {
		switch r := &f.Reviews[m.IntN(n)]; m.IntN(4) {
		case 0:
			r.Period.Until = kam.Day{}
		case 1:
			r.Period.From = kam.Day{}
		case 2:
			r.Rating = ""
		default:
			r.Revision = -1
		}
	}
	if n := len(f.Flags); n > 0 && m.IntN(6) == 0 {
		held := &f.Flags[m.IntN(n)].Held
		if held.Until = held.From; m.IntN(2) == 0 {
			held.From = kam.Day{}
		}
	}
}

func (m *maker) usableRecords(f *evidence.File) {
	for range m.IntN(5) {
		f.Positions = append(f.Positions, evidence.Position{Stage: pick(m.Rand, "one", "two"), Track: pick(m.Rand, "", "one", "two"), Department: pick(m.Rand, "", "one", "two"), Held: m.someDays()})
	}
	for range m.IntN(5) {
		a := evidence.Assessment{Skill: pick(m.Rand, "negotiation", "negotiation", "other"), Level: m.IntN(4), On: m.someDay()}
		a.Assessor = kam.Subject{Kind: "agent", ID: pick(m.Rand, "bo", "cy", "di", "anna")}
		if m.IntN(3) == 0 {
			a.Until = a.On.AddDays(1 + m.IntN(400))
		}
		f.Skills = append(f.Skills, a)
	}
	for range m.IntN(3) {
		c := evidence.Certificate{Kind: pick(m.Rand, "kam", "other"), Earned: m.someDay()}
		if m.IntN(2) == 0 {
			c.Until = c.Earned.AddDays(1 + m.IntN(400))
		}
		f.Certificates = append(f.Certificates, c)
	}
	for k := range 4 {
		if m.IntN(3) > 0 {
			from := day("2023-01-01").AddMonths(12 * k)
			f.Reviews = append(f.Reviews, evidence.Review{Kind: "annual", Period: kam.Period{From: from, Until: from.AddMonths(12)}, Rating: pick(m.Rand, "A", "B", "C", "D")})
		}
	}
	if !m.tidy && len(f.Reviews) > 0 && m.IntN(3) == 0 {
		again := f.Reviews[m.IntN(len(f.Reviews))]
		again.Rating, again.Revision = pick(m.Rand, "A", "B", "?"), int64(m.IntN(2))
		f.Reviews = append(f.Reviews, again)
	}
	for range m.IntN(3) {
		f.Flags = append(f.Flags, evidence.Flag{Kind: pick(m.Rand, "breach", "improvement-plan"), Held: m.someDays()})
	}
	for range m.IntN(5) {
		c := evidence.Completeness{Of: pick(m.Rand, evidence.Flags, evidence.Certificates, evidence.Positions, evidence.Reviews), Period: m.someDays()}
		if m.IntN(2) == 0 {
			c.Period.From = day("2020-01-01")
		}
		if c.Of == evidence.Flags {
			c.Name = pick(m.Rand, "", "breach")
		}
		f.Complete = append(f.Complete, c)
	}
}
