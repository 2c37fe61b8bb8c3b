package criteria_test

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/criteria"
	"github.com/kam-go/kam/careerpath/evidence"
)

const (
	benchCriteria = 12
	benchPeriods  = 24
)

// benchRule asks for a total of the last three months, or a streak of four, of each of twelve metrics.
func benchRule() (criteria.Rule, evidence.Vocabulary) {
	var v evidence.Vocabulary
	var all []criteria.Rule
	for i := range benchCriteria {
		key := fmt.Sprintf("metric-%02d", i)
		v.Metrics = append(v.Metrics, kam.Metric{Key: key, Unit: "points", Direction: kam.HigherIsBetter})
		r := criteria.Rule{ID: key}
		if i%2 == 0 {
			r.Metric = &criteria.Metric{
				Of: criteria.Series{Metric: key}, Window: criteria.Window{Step: kam.Month, Last: 12}, Aggregate: criteria.Sum,
				Be: criteria.Test{Comparison: criteria.AtLeast, Threshold: opt("1100.5")},
			}
		} else {
			r.Streak = &criteria.Streak{
				Of: criteria.Series{Metric: key}, Step: kam.Month, Length: 12, Hits: 9, Where: criteria.EndingNow,
				Be: criteria.Test{Comparison: criteria.AtLeast, Threshold: opt("90.5")},
			}
		}
		all = append(all, r)
	}
	return criteria.Rule{All: all}, v
}

// benchFiles are people with a value of each metric in each of 24 months.
func benchFiles(n int) []evidence.File {
	files := make([]evidence.File, n)
	start := kam.MustDay("2024-07-01")
	var periods []kam.Period
	for k := range benchPeriods {
		periods = append(periods, kam.Period{From: start.AddMonths(k), Until: start.AddMonths(k + 1)})
	}
	keys := make([]string, benchCriteria)
	for c := range keys {
		keys[c] = fmt.Sprintf("metric-%02d", c)
	}
	for i := range files {
		who := kam.Subject{Kind: "agent", ID: fmt.Sprint(i)}
		files[i].Person = who
		files[i].Observations = make([]kam.Observation, 0, benchCriteria*benchPeriods)
		for c := range benchCriteria {
			for k, p := range periods {
				value := decimal.New(int64(8500+(i*7+c*31+k*13)%2000), -2)
				files[i].Observations = append(files[i].Observations, kam.Observation{
					Subject: who, Metric: keys[c], Unit: "points", Period: p, Value: decimal.NewNullDecimal(value),
				})
			}
		}
	}
	return files
}

var benchDay = kam.MustDay("2026-07-01")

// byHand is what somebody would write for the rule of benchRule, with the same exactness: the highest revision of each
// month counts, a month without a value makes a total unknown, and a streak is decided by what is known.
type byHand struct {
	keys      [benchCriteria]string
	months    [12]kam.Period
	sum, each decimal.Decimal
	seen      [benchCriteria][12]*kam.Observation
}

func (h *byHand) eligible(f *evidence.File) criteria.State {
	h.seen = [benchCriteria][12]*kam.Observation{}
	for i := range f.Observations {
		o := &f.Observations[i]
		if o.Subject != f.Person || o.Scope != "" || o.Unit != "points" || o.Currency != "" {
			continue
		}
		for c := range h.keys {
			if o.Metric != h.keys[c] {
				continue
			}
			for m := range h.months {
				if o.Period == h.months[m] {
					if old := h.seen[c][m]; old == nil || o.Revision > old.Revision {
						h.seen[c][m] = o
					}
					break
				}
			}
			break
		}
	}
	state := criteria.Met
	for c := range h.keys {
		switch h.criterion(c) {
		case criteria.NotMet:
			return criteria.NotMet
		case criteria.Unknown:
			state = criteria.Unknown
		case criteria.Met:
		}
	}
	return state
}

func (h *byHand) criterion(c int) criteria.State {
	total, hits, missing := decimal.Decimal{}, 0, 0
	for _, o := range h.seen[c] {
		switch {
		case o == nil || !o.Value.Valid || o.IsRatio():
			missing++
		case c%2 == 0:
			total = total.Add(o.Value.Decimal)
		case o.Value.Decimal.Cmp(h.each) >= 0:
			hits++
		}
	}
	switch {
	case c%2 == 0 && missing > 0:
		return criteria.Unknown
	case c%2 == 0 && total.Cmp(h.sum) >= 0, c%2 == 1 && hits >= 9:
		return criteria.Met
	case c%2 == 1 && hits+missing >= 9:
		return criteria.Unknown
	}
	return criteria.NotMet
}

func newByHand() *byHand {
	h := &byHand{sum: dec("1100.5"), each: dec("90.5")}
	for c := range h.keys {
		h.keys[c] = fmt.Sprintf("metric-%02d", c)
	}
	for m := range h.months {
		h.months[m] = kam.Period{From: benchDay.AddMonths(m - 12), Until: benchDay.AddMonths(m - 11)}
	}
	return h
}

func TestBenchmarksAgree(t *testing.T) {
	rule, v := benchRule()
	p, err := criteria.Compile(rule, v, criteria.Options{})
	require.NoError(t, err)
	files := benchFiles(500)
	b, err := p.EvaluateAll(context.Background(), files, criteria.Run{AsOf: benchDay})
	require.NoError(t, err)
	h := newByHand()
	count := map[criteria.State]int{}
	for i := range files {
		require.Equal(t, h.eligible(&files[i]), b.State(i))
		count[b.State(i)]++
		for c, key := range h.keys {
			state, ok := b.StateOf(i, key)
			require.True(t, ok)
			require.Equal(t, h.criterion(c), state)
			count[state]++
		}
	}
	require.Positive(t, count[criteria.Met])
	require.Positive(t, count[criteria.NotMet])
}

// benchPeople is as many distinct people as fit in little memory; files of a hundred thousand are theirs over and over.
const benchPeople = 2_000

func BenchmarkEvaluateAll(b *testing.B) {
	rule, v := benchRule()
	p, err := criteria.Compile(rule, v, criteria.Options{})
	require.NoError(b, err)
	distinct := benchFiles(benchPeople)
	for _, people := range []int{benchPeople, 100_000} {
		files := slices.Repeat(distinct, people/benchPeople)
		for _, workers := range []int{1, runtime.GOMAXPROCS(0)} {
			b.Run(fmt.Sprintf("people=%d/workers=%d", people, workers), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					_, err = p.EvaluateAll(context.Background(), files, criteria.Run{AsOf: benchDay, Workers: workers})
				}
				require.NoError(b, err)
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*people), "ns/person")
			})
		}
	}
}

func BenchmarkByHand(b *testing.B) {
	h, files := newByHand(), benchFiles(benchPeople)
	b.ReportAllocs()
	for b.Loop() {
		for i := range files {
			h.eligible(&files[i])
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*benchPeople), "ns/person")
}

// BenchmarkByHandOnIntegers is the least there is to do: the values were put into integers by month before.
func BenchmarkByHandOnIntegers(b *testing.B) {
	files := benchFiles(benchPeople)
	values := make([][benchCriteria][12]int64, len(files))
	h := newByHand()
	for i := range files {
		h.eligible(&files[i])
		for c := range h.seen {
			for m, o := range h.seen[c] {
				values[i][c][m] = o.Value.Decimal.CoefficientInt64()
			}
		}
	}
	met := 0
	b.ReportAllocs()
	for b.Loop() {
		for i := range values {
			all := true
			for c := range values[i] {
				total, hits := int64(0), 0
				for _, n := range values[i][c] {
					total += n
					if n >= 9050 {
						hits++
					}
				}
				all = all && (c%2 == 0 && total >= 110050 || c%2 == 1 && hits >= 9)
			}
			if all {
				met++
			}
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*benchPeople), "ns/person")
}

func BenchmarkEvaluate(b *testing.B) {
	rule, v := benchRule()
	p, err := criteria.Compile(rule, v, criteria.Options{})
	require.NoError(b, err)
	file := benchFiles(1)[0]
	b.ReportAllocs()
	for b.Loop() {
		_ = p.Evaluate(file, benchDay)
	}
}
