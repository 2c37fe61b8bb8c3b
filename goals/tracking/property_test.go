package tracking_test

import (
	"encoding/json"
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals"
	"github.com/kam-go/kam/goals/tracking"
)

// drawn is a random input that has no fault: a goal of any kind over a quarter, with daily or longer readings.
func drawn(t testing.TB, r *rand.Rand) tracking.Input {
	t.Helper()
	g := quarter()
	g.Target = decimal.New(1+r.Int64N(100_000), -2)
	if r.IntN(2) == 0 {
		g.Direction = kam.LowerIsBetter
	}
	if r.IntN(3) == 0 {
		g.Tracking = goals.Stock
		if r.IntN(2) == 0 {
			off := decimal.New(1+r.Int64N(10_000), -2)
			if g.Direction == kam.HigherIsBetter {
				off = off.Neg()
			}
			g.Baseline = decimal.NewNullDecimal(g.Target.Add(off))
		}
	}
	if r.IntN(3) == 0 {
		worse := g.Target.Add(decimal.New(1+r.Int64N(1000), -2))
		if g.Direction == kam.LowerIsBetter {
			worse = g.Target.Mul(dec("0.5"))
		}
		g.Amendments = []goals.Amendment{amendment(g.Period.From.AddDays(1+r.IntN(80)).String(), worse.String())}
	}
	in := tracking.Input{Goal: g, Calendar: worked(t), AsOf: g.Period.From.AddDays(r.IntN(110) - 10), Gaps: tracking.GapsZero}
	in.Basis = []tracking.Basis{"", tracking.CalendarDays, tracking.WorkingDays, tracking.Seasonal}[r.IntN(4)]
	if in.Basis == tracking.Seasonal || r.IntN(2) == 0 {
		in.Plan = months(decimal.New(r.Int64N(1000), -1).String(), decimal.New(1+r.Int64N(1000), -1).String(), decimal.New(r.Int64N(1000), -1).String())
	}
	for day := g.Period.From; day.Before(g.Period.Until); {
		until := day.AddDays(1 + r.IntN(9))
		if until.After(g.Period.Until) {
			until = g.Period.Until
		}
		o := read(g, "2026-04-01/2026-04-02", decimal.New(r.Int64N(5000)-200, -2).String())
		o.Period, o.AsOf = kam.Period{From: day, Until: until}, until.AddDays(-1)
		in.Observations = append(in.Observations, o)
		day = until
	}
	return in
}

func mustRat(t testing.TB, e tracking.Exact) *big.Rat {
	t.Helper()
	r, ok := e.Rat()
	require.True(t, ok)
	return r
}

func TestTrackProperties(t *testing.T) {
	r := rand.New(rand.NewPCG(21, 25))
	running, over := 0, 0
	for range 1500 {
		in := drawn(t, r)
		p := track(t, in)
		// Elapsed and remaining make up the whole.
		assert.Zero(t, new(big.Rat).Add(mustRat(t, p.Elapsed), mustRat(t, p.Remaining)).Cmp(mustRat(t, p.Total)))
		if !p.Actual.Known() {
			continue
		}
		// What the rest has to bring and what came are the target, exactly.
		if p.Required.Known() {
			running++
			sum := mustRat(t, p.Required)
			sum.Mul(sum, mustRat(t, p.Remaining)).Add(sum, mustRat(t, p.Actual))
			assert.Zero(t, sum.Cmp(mustRat(t, p.Target)))
		}
		// At the end the projection is the result; the expectation is the target, or the end of the plan of a level.
		if p.Phase == tracking.Over {
			over++
			assert.Equal(t, p.Actual.String(), p.Projection.String())
			if in.Goal.Tracking == goals.Flow || in.Basis != tracking.Seasonal {
				assert.Equal(t, p.Target.String(), p.Expected.String())
			}
		}
		if low, known := p.Forecast.Low.Cmp(p.Forecast.High); known {
			assert.LessOrEqual(t, low, 0)
			c, _ := p.Forecast.Low.Cmp(p.Forecast.Mid)
			assert.LessOrEqual(t, c, 0)
			c, _ = p.Forecast.Mid.Cmp(p.Forecast.High)
			assert.LessOrEqual(t, c, 0)
		}
		o, err := p.Observation(kam.Subject{Kind: "payee", ID: "anna"})
		require.NoError(t, err)
		require.NoError(t, o.Check())
	}
	assert.Greater(t, running, 300)
	assert.Greater(t, over, 50)
}

// The order of readings and of steps changes nothing but which of them a finding names.
func TestOrderChangesNothing(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		in := drawn(t, r)
		one := track(t, in)
		r.Shuffle(len(in.Observations), func(i, j int) {
			in.Observations[i], in.Observations[j] = in.Observations[j], in.Observations[i]
		})
		r.Shuffle(len(in.Plan), func(i, j int) { in.Plan[i], in.Plan[j] = in.Plan[j], in.Plan[i] })
		two := track(t, in)
		one.Findings, two.Findings = nil, nil
		a, err := json.Marshal(one)
		require.NoError(t, err)
		b, err := json.Marshal(two)
		require.NoError(t, err)
		assert.Equal(t, string(a), string(b))
		assert.Equal(t, one.Explain(), two.Explain())
	}
}

// A better value never lowers attainment or pace, and never makes a status worse.
func TestAttainmentIsMonotone(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	order := map[tracking.Status]int{tracking.Missed: 0, tracking.OffTrack: 1, tracking.AtRisk: 2, tracking.OnTrack: 3, tracking.Reached: 4}
	checked := 0
	for range 500 {
		in := drawn(t, r)
		before := track(t, in)
		if !before.Actual.Known() {
			continue
		}
		more := decimal.New(1+r.Int64N(3000), -2)
		if in.Goal.Direction == kam.LowerIsBetter {
			more = more.Neg()
		}
		for i := range in.Observations { // the one that ends on ReadTo counts, of a flow and of a stock
			if in.Observations[i].AsOf == before.ReadTo {
				in.Observations[i].Value = decimal.NewNullDecimal(in.Observations[i].Value.Decimal.Add(more))
			}
		}
		after := track(t, in)
		c, ok := after.Lead.Cmp(before.Lead)
		require.True(t, ok)
		assert.Positive(t, c)
		if c, ok := after.Attainment.Cmp(before.Attainment); ok {
			checked++
			assert.Positive(t, c)
		}
		if c, ok := after.Pace.Cmp(before.Pace); ok {
			assert.Positive(t, c)
		}
		s, w := next(t, tracking.State{}, before, tracking.Thresholds{}).Status, next(t, tracking.State{}, after, tracking.Thresholds{}).Status
		assert.GreaterOrEqual(t, order[w], order[s], "%s after %s", w, s)
	}
	assert.Greater(t, checked, 200)
}

// The target of an amended flow is the blend that the goal itself gives.
func TestTargetIsTheBlend(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for range 200 {
		in := drawn(t, r)
		by := goals.ByDays
		if in.Basis == tracking.WorkingDays {
			by = goals.ByWorkingDays
		}
		blend, err := in.Goal.Blended(in.Calendar, by)
		require.NoError(t, err)
		equal(t, blend.Exact().RatString(), track(t, in).Target, "target")
	}
}
