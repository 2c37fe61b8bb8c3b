package tracking_test

import (
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals"
	"github.com/kam-go/kam/goals/tracking"
)

// The best rate is that of the steps which no reading reaches into from outside, looked at one by one.
func TestBestAgainstEachStep(t *testing.T) {
	r := rand.New(rand.NewPCG(17, 17))
	cut, whole := 0, 0
	for range 300 {
		g := quarter()
		in := tracking.Input{Goal: g, AsOf: g.Period.Until.AddDays(-1), Gaps: tracking.GapsZero}
		tile := func(longest int, take func(p kam.Period)) {
			for day := g.Period.From; day.Before(g.Period.Until); {
				until := day.AddDays(1 + r.IntN(longest))
				if until.After(g.Period.Until) {
					until = g.Period.Until
				}
				take(kam.Period{From: day, Until: until})
				day = until
			}
		}
		tile(12, func(p kam.Period) { in.Plan = append(in.Plan, goals.Step{Period: p, Target: dec("1")}) })
		tile(9, func(p kam.Period) {
			if r.IntN(3) == 0 {
				return
			}
			o := read(g, "2026-04-01/2026-04-02", decimal.New(r.Int64N(1000), -1).String())
			o.Period = p
			in.Observations = append(in.Observations, o)
		})
		if len(in.Observations) == 0 {
			continue
		}
		var best *big.Rat
		rates := 0
		for _, s := range in.Plan {
			sum, good := new(big.Rat), true
			for _, o := range in.Observations {
				switch {
				case s.Period.ContainsPeriod(o.Period):
					sum.Add(sum, o.Value.Decimal.Rat())
				case s.Period.Overlaps(o.Period):
					good = false
				}
			}
			if !good {
				cut++
				continue
			}
			rates++
			whole++
			if sum.Quo(sum, big.NewRat(int64(s.Period.Days()), 1)); best == nil || sum.Cmp(best) > 0 {
				best = sum
			}
		}
		want := ""
		if rates >= 2 {
			want = best.RatString()
		}
		equal(t, want, track(t, in).Best, "best")
	}
	assert.Greater(t, cut, 500)
	assert.Greater(t, whole, 500)
}
