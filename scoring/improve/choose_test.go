package improve_test

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/scoring"
	"github.com/kam-go/kam/scoring/improve"
)

func levers(p improve.Plan) string {
	var out []string
	for _, a := range p.Actions {
		if a.Kind == improve.PullLever {
			out = append(out, a.Lever)
		}
	}
	return strings.Join(out, " ")
}

func passed(p improve.Plan) string {
	var out []string
	for _, o := range p.PassedOver {
		out = append(out, o.Lever+":"+string(o.Reason))
	}
	return strings.Join(out, " ")
}

func TestLeversAreChosen(t *testing.T) {
	for _, c := range []struct {
		name           string
		change         func(q *improve.Request)
		levers, passed string
	}{
		{"by points", func(*improve.Request) {}, "bundles call-back", "visits:enough"},
		{"by points per effort: 4.5/1, 12/5", func(q *improve.Request) { q.Order = improve.ByPointsPerEffort }, "call-back bundles", "visits:enough"},
		{"two for a measure: 12, then 0.4*20 = 8, then 4.5", func(q *improve.Request) { q.PerMeasure = 2 }, "bundles visits call-back", ""},
		{"the gap is closed", func(q *improve.Request) {
			q.PerMeasure, q.Targets = 2, []improve.TargetScore{{Measure: "growth", Score: dec("80")}}
		}, "bundles call-back", "visits:closed"},
		{"the gap limits the effect: 0.4*10 = 4 is less than 4.5, and equal among levers of growth", func(q *improve.Request) {
			q.Targets = []improve.TargetScore{{Measure: "growth", Score: dec("60")}}
		}, "call-back visits", "bundles:closed"},
		{"as many levers as asked for", func(q *improve.Request) { q.MaxLevers = 1 }, "bundles", "visits:enough call-back:most"},
		{"effort for one of them exactly", func(q *improve.Request) { q.MaxEffort = null("5") }, "bundles", "visits:enough call-back:effort"},
		{"effort too small for the best", func(q *improve.Request) { q.MaxEffort = null("4.99") }, "call-back", "visits:effort bundles:effort"},
		{"effort for both exactly", func(q *improve.Request) { q.MaxEffort = null("6") }, "bundles call-back", "visits:enough"},
		{"time for the shorter", func(q *improve.Request) { q.Period = kam.MustPeriod("2026-07-01/2026-07-29") }, "visits call-back", "bundles:time"},
		{"no time for either", func(q *improve.Request) { q.Period = kam.MustPeriod("2026-07-01/2026-07-28") }, "call-back", "visits:time bundles:time"},
		{"target reached already", func(q *improve.Request) { q.Target = null("80") }, "bundles", "visits:closed call-back:no-gap"},
		{"no such metric", func(q *improve.Request) { q.Levers[0].Metric = "Growth" }, "bundles call-back", "visits:no-use"},
		{"scope of another measure", func(q *improve.Request) { q.Levers[1].Scope = "north" }, "visits call-back", "bundles:no-use"},
		{"equal levers in the order of the request", func(q *improve.Request) { q.Levers[0].Effect = dec("30") }, "visits call-back", "bundles:enough"},
		{"equal worth for the effort, 0.4*25/5 = 0.4*50/10: the one with more points", func(q *improve.Request) {
			q.Order = improve.ByPointsPerEffort
			q.Levers[0].Effect, q.Levers[0].Effort = dec("25"), dec("5")
			q.Levers[1].Effect, q.Levers[1].Effort = dec("50"), dec("10")
		}, "call-back bundles", "visits:closed"},
	} {
		t.Run(c.name, func(t *testing.T) {
			q := request(t)
			c.change(&q)
			p := newPlan(t, q)
			assert.Equal(t, c.levers, levers(p))
			assert.Equal(t, c.passed, passed(p))
		})
	}
}

// TestLeversToBeFound looks for a lever only where none can be chosen, and says why.
func TestLeversToBeFound(t *testing.T) {
	const find, another, 另寻 = "Find a lever for Retention", "Find another lever for Growth: those known ", "为 增长 另寻改进措施：已知措施"
	for _, c := range []struct {
		name   string
		change func(q *improve.Request)
		want   []kam.Text
	}{
		{"levers for all gaps but one", func(*improve.Request) {}, nil},
		{"the limit of the plan left the others out", func(q *improve.Request) { q.MaxLevers = 1 }, nil},
		{"effort was left for the best only", func(q *improve.Request) { q.MaxEffort = null("5") }, nil},
		{"all take too long", func(q *improve.Request) { q.Levers[0].Days, q.Levers[1].Days = 200, 200 }, []kam.Text{{EN: another + "take longer than the plan", ZH: 另寻 + "所需时间均超过计划期间"}}},
		{"all take more effort than the plan has", func(q *improve.Request) { q.MaxEffort = null("4.5") }, []kam.Text{{EN: another + "take more effort than 4.5", ZH: 另寻 + "的投入均超过 4.5"}}},
		{"one for two gaps", func(q *improve.Request) {
			q.Levers = q.Levers[:1]
			q.Result = shared(t)
		}, []kam.Text{{EN: "Find another lever for Satisfaction: those known are chosen for other measures", ZH: "为 满意度 另寻改进措施：已知措施均已用于其他指标"}}},
		{"one too long, one too dear", func(q *improve.Request) { q.Levers[0].Days, q.MaxEffort = 200, null("4") }, []kam.Text{{
			EN: another + "take too long, take too much effort, or are chosen for other measures", ZH: 另寻 + "或耗时过长，或投入过高，或已用于其他指标",
		}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			q := request(t)
			c.change(&q)
			var got []kam.Text
			for _, a := range newPlan(t, q).Actions {
				if a.Kind == improve.FindLever && a.Measure != "retention" {
					got = append(got, a.Task.Title)
				}
				if a.Measure == "retention" {
					assert.Equal(t, find, a.Task.Title.EN)
					assert.Equal(t, "留存率", a.MeasureName.ZH)
				}
			}
			assert.Equal(t, c.want, got)
		})
	}
}

// shared is a result in which growth and satisfaction are of one metric.
func shared(t *testing.T) scoring.Result {
	t.Helper()
	c := card()
	c.Measures[1].Metric = "growth"
	return score(t, c, firstHalf, "growth=50 retention=90 adoption=100")
}

func TestLargestShareIsMeasuredFirst(t *testing.T) {
	c := card()
	c.Measures[0].Weight, c.Measures[3].Weight = kam.MustFraction("0.2"), kam.MustFraction("0.3")
	q := request(t)
	q.Result = score(t, c, firstHalf, "")
	var got []string
	for _, a := range newPlan(t, q).Actions {
		got = append(got, a.Measure)
	}
	assert.Equal(t, []string{"satisfaction", "adoption", "growth", "retention"}, got)
}

func TestLeverFitsScope(t *testing.T) {
	c := card()
	c.Measures[0].Scope = "north"
	p, err := scoring.Compile(c)
	require.NoError(t, err)
	half := kam.MustPeriod(firstHalf)
	r, err := p.Score(scoring.Inputs{Subject: anna(), Period: half, Observations: []kam.Observation{
		{Subject: anna(), Metric: "growth", Scope: "north", Period: half, Value: null("50"), Unit: "points"},
	}})
	require.NoError(t, err)
	q := request(t)
	q.Result, q.PerMeasure = r, 9
	q.Levers = []improve.Lever{lever("any", "growth", "1", "1", 1), lever("north", "growth", "1", "1", 1), lever("south", "growth", "1", "1", 1)}
	q.Levers[1].Scope, q.Levers[2].Scope = "north", "south"
	assert.Equal(t, "any north", levers(newPlan(t, q)))
}

// slowly chooses levers by looking at every lever and gap anew for each choice.
func slowly(q improve.Request, gaps []improve.Gap, fits func(improve.Lever) bool) string {
	left, count := map[string]*big.Rat{}, map[string]int{}
	for _, g := range gaps {
		left[g.Measure] = rat(g.Gap)
	}
	effort := new(big.Rat)
	var picked []string
	for len(picked) < q.MaxLevers {
		best, at, topWorth, topPoints := "", "", new(big.Rat), new(big.Rat)
		for _, g := range gaps {
			for _, l := range q.Levers {
				if l.Metric != g.Metric || slices.Contains(picked, l.ID) || count[g.Measure] >= q.PerMeasure || left[g.Measure].Sign() <= 0 || !fits(l) {
					continue
				}
				if new(big.Rat).Add(effort, num.Rat(l.Effort)).Cmp(num.Rat(q.MaxEffort.Decimal)) > 0 {
					continue
				}
				points := num.Rat(l.Effect)
				if points.Cmp(left[g.Measure]) > 0 {
					points.Set(left[g.Measure])
				}
				points.Mul(points, rat(g.Weight))
				worth := new(big.Rat).Set(points)
				if q.Order == improve.ByPointsPerEffort {
					worth.Quo(worth, num.Rat(l.Effort))
				}
				if by := worth.Cmp(topWorth); best == "" || by > 0 || by == 0 && points.Cmp(topPoints) > 0 {
					best, at, topWorth, topPoints = l.ID, g.Measure, worth, points
				}
			}
		}
		if best == "" {
			break
		}
		l := q.Levers[slices.IndexFunc(q.Levers, func(l improve.Lever) bool { return l.ID == best })]
		picked = append(picked, best)
		count[at]++
		left[at].Sub(left[at], num.Rat(l.Effect))
		effort.Add(effort, num.Rat(l.Effort))
	}
	return strings.Join(picked, " ")
}

func TestChoiceIsThatOfTheSlowWay(t *testing.T) {
	rng := rand.New(rand.NewPCG(8, 2))
	metrics := []string{"growth", "satisfaction", "retention", "adoption", "other"}
	for range 300 {
		q := request(t)
		q.Result = score(t, card(), firstHalf, fmt.Sprintf("growth=%d satisfaction=%d retention=%d adoption=%d", rng.IntN(101), rng.IntN(101), rng.IntN(101), rng.IntN(101)))
		q.Order = []improve.Order{improve.ByPoints, improve.ByPointsPerEffort}[rng.IntN(2)]
		q.PerMeasure, q.MaxLevers, q.MaxEffort = 1+rng.IntN(4), 1+rng.IntN(8), decimal.NewNullDecimal(decimal.New(5+rng.Int64N(40), 0))
		q.Levers = nil
		for i := range rng.IntN(14) {
			l := lever(fmt.Sprint("l", i), metrics[rng.IntN(5)], "1", "1", 1)
			l.Effect, l.Effort = decimal.New(1+rng.Int64N(60), -int32(rng.IntN(2))), decimal.New(1+rng.Int64N(9), 0)
			l.Days = 1 + rng.IntN(150)
			q.Levers = append(q.Levers, l)
		}
		p := newPlan(t, q)
		worked, err := calendar().WorkingDays(q.Period)
		require.NoError(t, err)
		fits := func(l improve.Lever) bool { return l.Days <= worked }
		assert.Equal(t, slowly(q, p.Gaps, fits), levers(p))
		assert.Len(t, q.Levers, len(p.PassedOver)+len(strings.Fields(levers(p))), "every lever is chosen or passed over")
		require.NoError(t, p.Check())
	}
}

func BenchmarkNewPlan(b *testing.B) {
	c := card()
	c.Measures = nil
	values := ""
	for i := range 12 {
		id := fmt.Sprint("m", i)
		c.Measures = append(c.Measures, measure(id, "1/12"))
		values += fmt.Sprintf("%s=%d ", id, 40+i)
	}
	q := request(b)
	q.Result, q.Levers = score(b, c, firstHalf, values), nil
	for i := range 60 {
		q.Levers = append(q.Levers, lever(fmt.Sprint("l", i), fmt.Sprint("m", i%12), fmt.Sprint(5+i%7), fmt.Sprint(1+i%5), 10))
	}
	worked := calendar()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := improve.NewPlan(q, worked); err != nil {
			b.Fatal(err)
		}
	}
}

// Every measure has every lever: what is compared must not grow with levers * measures * choices.
func TestManyLeversForManyMeasures(t *testing.T) {
	const measures, levers = 64, 400
	c := card()
	c.Measures = nil
	for i := range measures {
		m := measure("growth", "1/64")
		m.ID = fmt.Sprint("growth", i)
		c.Measures = append(c.Measures, m)
	}
	q := request(t)
	q.Result, q.Levers, q.PerMeasure = score(t, c, firstHalf, "growth=10"), nil, levers
	for i := range levers {
		q.Levers = append(q.Levers, lever(fmt.Sprint("l", i), "growth", fmt.Sprint(1+i*7919%levers), fmt.Sprint(1+i), 10))
	}
	for _, q.Order = range []improve.Order{improve.ByPoints, improve.ByPointsPerEffort} {
		allocated := testing.AllocsPerRun(1, func() {
			assert.NotEmpty(t, newPlan(t, q).Actions)
		})
		assert.Less(t, allocated, 10e6, q.Order)
	}
}
