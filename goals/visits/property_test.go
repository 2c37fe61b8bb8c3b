package visits_test

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals"
	"github.com/kam-go/kam/goals/visits"
	"github.com/kam-go/kam/internal/num"
)

// made returns a made-up spec around 2026.
func made(r *rand.Rand) visits.Spec {
	from := kam.MustDay("2026-01-05").AddDays(r.IntN(120))
	s := visits.Spec{Period: kam.Period{From: from, Until: from.AddDays(20 + r.IntN(200))}}
	if r.IntN(3) == 0 {
		s.AsOf = from.AddDays(r.IntN(15))
	}
	share := func(most int64) kam.Fraction {
		den := 1 + r.Int64N(30)
		return kam.Fraction{Num: 1 + r.Int64N(den*most), Den: den}
	}
	for i := range 1 + r.IntN(2) {
		g := visits.Segment{Name: fmt.Sprintf("segment %d", i), Deal: decimal.New(1+r.Int64N(90_000), -1)}
		at := from.AddDays(r.IntN(100) - 30)
		for range 1 + r.IntN(4) {
			until := at.AddDays(9 + r.IntN(40))
			g.Steps = append(g.Steps, goals.Step{Period: kam.Period{From: at, Until: until}, Target: decimal.New(r.Int64N(300_000), -1)})
			at = until.AddDays(r.IntN(3))
		}
		for k := range 1 + r.IntN(4) {
			stage := visits.Stage{Name: fmt.Sprintf("stage %d", k), Rate: share(1)}
			if r.IntN(5) == 0 {
				stage.Rate, stage.PerDeal = kam.Fraction{}, share(9)
			}
			if r.IntN(2) == 0 {
				stage.LeadDays = r.IntN(25)
			} else {
				stage.LeadWeeks = r.IntN(6)
			}
			for _, a := range []visits.Activity{visits.Visit, visits.Call} {
				if r.IntN(3) > 0 {
					stage.Costs = append(stage.Costs, visits.Cost{Activity: a, Count: share(3)})
				}
			}
			g.Stages = append(g.Stages, stage)
		}
		s.Segments = append(s.Segments, g)
	}
	for i := range r.IntN(4) {
		t := visits.Tier{Name: fmt.Sprintf("tier %d", i), Accounts: r.Int64N(60), Rhythms: []visits.Rhythm{{Activity: visits.Visit, Every: share(12)}}}
		if r.IntN(2) == 0 {
			t.Rhythms = append(t.Rhythms, visits.Rhythm{Activity: visits.Call, Every: share(6)})
		}
		s.Tiers = append(s.Tiers, t)
	}
	for i := range r.IntN(4) {
		x := visits.Person{Name: fmt.Sprintf("person %d", i), Hours: share(8), PerDay: []visits.Cost{{Activity: visits.Visit, Count: share(5)}}}
		for range r.IntN(3) {
			first := from.AddDays(r.IntN(60) - 10)
			x.Away = append(x.Away, kam.Period{From: first, Until: first.AddDays(1 + r.IntN(20))})
		}
		s.People = append(s.People, x)
	}
	s.Hours = []visits.Effort{{Activity: visits.Visit, Hours: frac("3/2")}, {Activity: visits.Call, Hours: frac("1/3")}}
	return s
}

// onTime returns the last working day on which an item of stage k is in time for a close on d.
func onTime(t *testing.T, c *kam.Calendar, g visits.Segment, k int, d kam.Day) kam.Day {
	t.Helper()
	for i := len(g.Stages) - 1; i >= k; i-- {
		var err error
		if g.Stages[i].LeadWeeks == 0 {
			d, err = c.AddWorkingDays(d, -g.Stages[i].LeadDays)
			require.NoError(t, err)
			continue
		}
		d = d.AddDays(-7 * g.Stages[i].LeadWeeks)
		for worked := false; !worked; {
			worked, err = c.IsWorkingDay(d)
			require.NoError(t, err)
			if !worked {
				d = d.AddDays(-1)
			}
		}
	}
	return d
}

// due returns by day, computed deal by deal, how many of a must be done by when for g.
func due(t *testing.T, c *kam.Calendar, g visits.Segment, a visits.Activity) map[kam.Day]*big.Rat {
	t.Helper()
	out := map[kam.Day]*big.Rat{}
	for _, step := range g.Steps {
		working, err := c.WorkingDays(step.Period)
		require.NoError(t, err)
		for d := step.Period.From; d.Before(step.Period.Until); d = d.AddDays(1) {
			if worked, err := c.IsWorkingDay(d); err != nil || !worked {
				require.NoError(t, err)
				continue
			}
			deals := new(big.Rat).Quo(num.Rat(step.Target), num.Rat(g.Deal))
			deals.Mul(deals, big.NewRat(1, int64(working)))
			items := new(big.Rat).Set(deals)
			for k := len(g.Stages) - 1; k >= 0; k-- {
				if s := g.Stages[k]; s.PerDeal.IsZero() {
					items.Quo(items, s.Rate.Rat())
				} else {
					items.Mul(deals, s.PerDeal.Rat())
				}
				for _, cost := range g.Stages[k].Costs {
					if cost.Activity != a {
						continue
					}
					at := onTime(t, c, g, k, d)
					if out[at] == nil {
						out[at] = new(big.Rat)
					}
					out[at].Add(out[at], new(big.Rat).Mul(items, cost.Count.Rat()))
				}
			}
		}
	}
	return out
}

func up(r *big.Rat) int64 { return num.RoundRat(r, 0, num.Ceil).IntPart() }

// The plan against a slow reference that walks every deal back through every stage, day by day.
func TestPlanAgreesWithDayByDay(t *testing.T) {
	c := china(t)
	for seed := range uint64(150) {
		s := made(rand.New(rand.NewPCG(seed, 1)))
		p, err := visits.Plan(s, c)
		require.NoError(t, err, seed)
		weeks := p.Weeks()
		for _, l := range p.Lines() {
			if l.Kind != visits.NewBusiness {
				continue
			}
			var g visits.Segment
			for _, x := range s.Segments {
				if x.Name == l.Name {
					g = x
				}
			}
			dues := due(t, c, g, l.Activity)
			before := func(until kam.Day) *big.Rat {
				total := new(big.Rat)
				for d, r := range dues {
					if d.Before(until) {
						total.Add(total, r)
					}
				}
				return total
			}
			done := l.Late
			require.Equal(t, up(before(weeks[0].Days.From)), done, "seed %d, late", seed)
			for w := range weeks {
				done += l.Weeks[w]
				require.Equal(t, up(before(weeks[w].Days.Until)), done, "seed %d, %s", seed, weeks[w].Label)
			}
			all := before(kam.MustDay("9999-01-01"))
			require.Equal(t, up(all), l.Need, seed)
			require.Zero(t, all.Cmp(l.Exact), seed)
			require.Equal(t, l.Need, done+l.Later, seed)
			require.Equal(t, sum(l.Weeks), l.Planned(), seed)
		}
	}
}

// Every number is less than one from what its parts ask for, and the parts of all weeks are the whole line.
func TestPlanExplainsEveryNumber(t *testing.T) {
	c := china(t)
	one := big.NewRat(1, 1)
	for seed := range uint64(60) {
		p, err := visits.Plan(made(rand.New(rand.NewPCG(seed, 2))), c)
		require.NoError(t, err)
		for i, l := range p.Lines() {
			total := new(big.Rat)
			for w, week := range p.Weeks() {
				why, ok := p.Why(i, w)
				require.True(t, ok)
				require.Equal(t, l.Weeks[w], why.Count)
				require.GreaterOrEqual(t, why.Count, int64(0))
				gap := new(big.Rat).Sub(new(big.Rat).SetInt64(why.Count), why.Exact)
				require.Negative(t, gap.Abs(gap).Cmp(one), "seed %d %s %s", seed, l.Name, week.Label)
				if week.Working == 0 {
					require.Zero(t, why.Exact.Sign())
				}
				total.Add(total, why.Exact)
				for _, part := range why.Parts {
					require.NotEmpty(t, part.Text.EN)
					require.NotEmpty(t, part.Text.ZH)
				}
			}
			if l.Kind == visits.Existing {
				require.Zero(t, total.Cmp(new(big.Rat).SetInt64(l.Need)), "the parts of a rhythm sum to its need")
				require.Equal(t, up(l.Exact), l.Need)
				require.Zero(t, l.Late+l.Later)
			} else {
				require.LessOrEqual(t, total.Cmp(l.Exact), 0)
			}
		}
	}
}

func TestRaisingATargetLowersNothing(t *testing.T) {
	c := china(t)
	for seed := range uint64(100) {
		r := rand.New(rand.NewPCG(seed, 3))
		s := made(r)
		low, err := visits.Plan(s, c)
		require.NoError(t, err)
		step := &s.Segments[0].Steps[r.IntN(len(s.Segments[0].Steps))]
		step.Target = step.Target.Add(decimal.New(r.Int64N(9_000), -2))
		high, err := visits.Plan(s, c)
		require.NoError(t, err)
		a, b := low.Lines(), high.Lines()
		for i := range a {
			require.GreaterOrEqual(t, b[i].Need, a[i].Need)
			require.GreaterOrEqual(t, b[i].Late, a[i].Late)
			m, n := a[i].Late, b[i].Late
			for w := range a[i].Weeks {
				m, n = m+a[i].Weeks[w], n+b[i].Weeks[w]
				require.GreaterOrEqual(t, n, m, "seed %d: what is done by the end of week %d", seed, w)
			}
		}
		for i, l := range low.Ladders() {
			h := high.Ladders()[i]
			require.GreaterOrEqual(t, h.Deals.Count, l.Deals.Count)
			for k := range l.Stages {
				require.GreaterOrEqual(t, h.Stages[k].Count, l.Stages[k].Count)
			}
		}
	}
}

// A ladder's counts bring at least the next rung, and one less would not.
func TestLadderIsEnoughAndNoMore(t *testing.T) {
	for seed := range uint64(300) {
		r := rand.New(rand.NewPCG(seed, 4))
		g := made(r).Segments[0]
		l, err := g.Ladder(decimal.New(r.Int64N(1_000_000), -1))
		require.NoError(t, err)
		next := l.Deals.Count
		for k := len(l.Stages) - 1; k >= 0; k-- {
			rung := l.Stages[k]
			assert.GreaterOrEqual(t, new(big.Rat).SetInt64(rung.Count).Cmp(rung.Exact), 0)
			if rate := g.Stages[k].Rate; !rate.IsZero() {
				brings := func(n int64) int {
					return new(big.Rat).Mul(new(big.Rat).SetInt64(n), rate.Rat()).Cmp(new(big.Rat).SetInt64(next))
				}
				require.GreaterOrEqual(t, brings(rung.Count), 0)
				require.True(t, rung.Count == 0 || brings(rung.Count-1) < 0)
			}
			next = rung.Count
		}
	}
}

// The capacity of a week is what each person has on each day, counted day by day; sums, verdicts and scale follow.
func TestCapacityAgreesWithDayByDay(t *testing.T) {
	c := china(t)
	seen := map[visits.Verdict]int{}
	for seed := range uint64(200) {
		s := made(rand.New(rand.NewPCG(seed, 5)))
		p, err := visits.Plan(s, c)
		require.NoError(t, err)
		got, ok := p.Capacity()
		require.Equal(t, len(s.People) > 0, ok)
		if !ok {
			continue
		}
		seen[got.Verdict]++
		require.Len(t, got.Resources, 2)
		for k, r := range got.Resources {
			need, can := new(big.Rat), new(big.Rat)
			verdict, missing := visits.Fits, new(big.Rat)
			for w, week := range p.Weeks() {
				day := new(big.Rat)
				for _, x := range s.People {
					each := x.Hours.Rat()
					if k == 1 {
						each = x.PerDay[0].Count.Rat()
					}
					for d := week.Days.From; d.Before(week.Days.Until); d = d.AddDays(1) {
						worked, err := c.IsWorkingDay(d)
						require.NoError(t, err)
						for _, a := range x.Away {
							worked = worked && !a.Contains(d)
						}
						if worked {
							day.Add(day, each)
						}
					}
				}
				load := r.Loads[w]
				require.Zero(t, day.Cmp(load.Capacity), "seed %d %s", seed, week.Label)
				want := new(big.Rat).SetInt64(p.Of(visits.Visit)[w])
				if k == 0 {
					want.Mul(want, big.NewRat(3, 2))
					want.Add(want, new(big.Rat).Mul(big.NewRat(1, 3), new(big.Rat).SetInt64(p.Of(visits.Call)[w])))
				}
				require.Zero(t, want.Cmp(load.Need))
				over := new(big.Rat).Sub(load.Need, load.Capacity)
				require.Zero(t, load.Missing.Cmp(new(big.Rat).Set(maxRat(over, new(big.Rat)))))
				if over.Sign() > 0 && verdict == visits.Fits {
					verdict = visits.Level
				}
				need.Add(need, load.Need)
				can.Add(can, load.Capacity)
				missing = maxRat(missing, new(big.Rat).Sub(need, can))
			}
			if missing.Sign() > 0 {
				verdict = visits.Short
			}
			require.Equal(t, verdict, r.Verdict, seed)
			require.Zero(t, missing.Cmp(r.Missing))
			require.Zero(t, need.Cmp(r.Need))
			require.Zero(t, can.Cmp(r.Capacity))
		}
		if got.Scale != nil {
			require.GreaterOrEqual(t, got.Scale.Sign(), 0)
			if got.Verdict != visits.Short {
				require.GreaterOrEqual(t, got.Scale.Cmp(big.NewRat(1, 1)), 0)
			}
		}
		revenue := p.Revenue()
		if got.Verdict != visits.Short || got.Scale == nil {
			require.True(t, got.Shortfall.Equal(revenue.Late))
			require.True(t, got.Supported.GreaterThanOrEqual(revenue.Within))
			continue
		}
		require.True(t, got.Supported.Add(got.Shortfall).Add(revenue.Later).Equal(revenue.Target))
	}
	for _, v := range []visits.Verdict{visits.Fits, visits.Level, visits.Short} {
		assert.Positive(t, seen[v], v)
	}
}

func maxRat(a, b *big.Rat) *big.Rat {
	if a.Cmp(b) >= 0 {
		return a
	}
	return b
}

func TestPlanSaysTheSameAgain(t *testing.T) {
	c := china(t)
	for seed := range uint64(20) {
		one, err := visits.Plan(made(rand.New(rand.NewPCG(seed, 6))), c)
		require.NoError(t, err)
		two, err := visits.Plan(made(rand.New(rand.NewPCG(seed, 6))), c)
		require.NoError(t, err)
		for _, lang := range []kam.Lang{kam.English, kam.Chinese} {
			require.Equal(t, one.Markdown(lang), two.Markdown(lang))
		}
	}
}
