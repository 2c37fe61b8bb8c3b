package scoring_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"runtime"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/scoring"
)

const (
	crowd    = 100_000
	criteria = 12
)

// wide is a card of twelve measures in four dimensions; half of them ratios to targets.
func wide(t testing.TB) scoring.Card {
	t.Helper()
	c := card()
	c.Grades = grades()
	for d := range 4 {
		dimension := scoring.Dimension{ID: fmt.Sprintf("d%d", d), Weight: kam.MustFraction("0.25")}
		for m := range 3 {
			id := fmt.Sprintf("m%d", d*3+m)
			f := scoring.Function{MinMax: &scoring.MinMax{Worst: dec("0"), Best: dec("200000")}}
			if m == 1 || d > 1 {
				f = scoring.Function{Ratio: &scoring.Ratio{Target: opt("250000")}}
			}
			dimension.Measures = append(dimension.Measures, measure(id, []string{"0.5", "0.3", "0.2"}[m], f))
		}
		c.Dimensions = append(c.Dimensions, dimension)
	}
	return c
}

func grades() []scoring.Grade {
	return []scoring.Grade{
		{Key: "C", From: dec("0"), Until: dec("60")}, {Key: "B", From: dec("60"), Until: dec("80")}, {Key: "A", From: dec("80"), Until: dec("100")},
	}
}

// crowded is a batch of many people with amounts to the cent.
func crowded(people int, cents bool) scoring.Batch {
	random := rand.New(rand.NewPCG(1, 2))
	in := scoring.Batch{Period: year}
	for i := range people {
		s := kam.Subject{Kind: "agent", ID: fmt.Sprintf("%06d", i)}
		in.Subjects = append(in.Subjects, s)
		for m := range criteria {
			amount := decimal.New(random.Int64N(25_000_000), -2)
			if !cents {
				amount = amount.Truncate(0)
			}
			in.Observations = append(in.Observations, kam.Observation{
				Subject: s, Metric: fmt.Sprintf("m%d", m), Period: year, Value: decimal.NewNullDecimal(amount),
			})
		}
	}
	return in
}

// BenchmarkScoreAll scores 100,000 cards of twelve measures: on one goroutine, on as many as there are processors, and
// for comparison in a plain loop over floats.
func BenchmarkScoreAll(b *testing.B) {
	b.Run("floats", benchmarkFloats)
	p := compile(b, wide(b))
	in := crowded(crowd, true)
	for _, workers := range []int{1, runtime.GOMAXPROCS(0)} {
		b.Run(fmt.Sprintf("workers=%d", workers), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_, err := p.ScoreAll(context.Background(), in, scoring.Options{Workers: workers})
				require.NoError(b, err)
			}
			perCard(b, crowd)
		})
	}
}

func perCard(b *testing.B, cards int) {
	b.Helper()
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(cards), "ns/card")
}

// benchmarkFloats is the same weighted mean of limited values in one plain loop over a table of floats, without inputs
// that are found by name and checked, missing values, rounding in a named mode and anything to explain.
func benchmarkFloats(b *testing.B) {
	random := rand.New(rand.NewPCG(1, 2))
	values := make([]float64, crowd*criteria)
	for i := range values {
		values[i] = random.Float64() * 250_000
	}
	weights, targets := make([]float64, criteria), make([]float64, criteria)
	for i := range weights {
		weights[i], targets[i] = []float64{0.125, 0.075, 0.05}[i%3], 250_000
	}
	scores := make([]float64, crowd)
	b.ReportAllocs()
	for b.Loop() {
		for i := range scores {
			total := 0.0
			for m, x := range values[i*criteria : (i+1)*criteria] {
				total += weights[m] * min(100, max(0, 100*x/targets[m]))
			}
			scores[i] = total
		}
	}
	perCard(b, crowd)
}

// BenchmarkScoreAllUneven divides by targets without a common denominator in reach, so that totals leave machine
// integers.
func BenchmarkScoreAllUneven(b *testing.B) {
	c := wide(b)
	for i := range c.Dimensions {
		for m := range c.Dimensions[i].Measures {
			c.Dimensions[i].Measures[m].Function = scoring.Function{Ratio: &scoring.Ratio{Target: opt(fmt.Sprint(249_001+7919*(3*i+m)) + ".37")}}
		}
	}
	p := compile(b, c)
	in := crowded(crowd/10, true)
	b.ReportAllocs()
	for b.Loop() {
		_, err := p.ScoreAll(context.Background(), in, scoring.Options{Workers: 1})
		require.NoError(b, err)
	}
	perCard(b, crowd/10)
}

// BenchmarkResult builds one result with its tree and reasons.
func BenchmarkResult(b *testing.B) {
	s, err := compile(b, wide(b)).ScoreAll(context.Background(), crowded(1, true), scoring.Options{})
	require.NoError(b, err)
	b.ReportAllocs()
	for b.Loop() {
		_ = s.Result(0)
	}
}

func BenchmarkVerifyResult(b *testing.B) {
	text, err := whole(b).Canonical()
	require.NoError(b, err)
	b.ReportAllocs()
	for b.Loop() {
		require.NoError(b, scoring.VerifyResult(text))
	}
}
