package bulk_test

import (
	"math/rand/v2"
	"testing"

	"github.com/kam-go/kam/incentive/internal/bulk"
)

// benchCredits is how many credits of how many units the benchmarks of the layout have.
const (
	benchCredits = 1 << 20
	benchUnits   = 1100
	benchDays    = 90
)

// written scatters random credits.
func written(w *bulk.Writer, b bulk.Buckets) {
	rnd := rand.New(rand.NewPCG(1, 1))
	w.Reset(b, benchCredits)
	var drafts []bulk.Draft
	for row := range uint32(benchCredits) {
		x := rnd.Uint64()
		drafts = append(drafts, bulk.Draft{Unit: uint32(x % benchUnits), Key: bulk.DraftKey(0, uint32(x>>32%benchDays)), Q: int64(x >> 40), Row: row})
		if len(drafts) == 1024 {
			w.Add(drafts, nil)
			drafts = drafts[:0]
		}
	}
	w.Add(drafts, nil)
}

// BenchmarkScatter writes credits into the chunks of their buckets, their making included.
func BenchmarkScatter(b *testing.B) {
	var w bulk.Writer
	buckets := bulk.BucketsFor(benchUnits, benchCredits)
	b.ReportAllocs()
	for b.Loop() {
		written(&w, buckets)
	}
	perCredit(b)
}

// BenchmarkSort sorts all buckets.
func BenchmarkSort(b *testing.B) {
	var w bulk.Writer
	var s bulk.Sorter
	var bucket bulk.Bucket
	buckets := bulk.BucketsFor(benchUnits, benchCredits)
	written(&w, buckets)
	b.ReportAllocs()
	for b.Loop() {
		for i := range buckets.Count {
			bucket.Gather([]*bulk.Writer{&w}, i)
			s.Sort(&bucket, min(benchUnits-i<<buckets.Shift, 1<<buckets.Shift), benchDays)
		}
	}
	perCredit(b)
}

// BenchmarkSortShort sorts all buckets as short records.
func BenchmarkSortShort(b *testing.B) {
	var w bulk.Writer
	var s bulk.Sorter
	var bucket bulk.Bucket
	buckets := bulk.BucketsFor(benchUnits, benchCredits)
	written(&w, buckets)
	b.ReportAllocs()
	for b.Loop() {
		for i := range buckets.Count {
			bucket.Gather([]*bulk.Writer{&w}, i)
			if _, _, ok := s.SortShort(&bucket, min(benchUnits-i<<buckets.Shift, 1<<buckets.Shift), benchDays); !ok {
				b.Fatal("not short")
			}
		}
	}
	perCredit(b)
}

// BenchmarkEvaluate walks a unit by four tiers, in 64 bits and in 128, without keeping lines.
func BenchmarkEvaluate(b *testing.B) {
	records := make([]bulk.Record, benchCredits)
	rnd := rand.New(rand.NewPCG(1, 1))
	for i := range records {
		records[i] = bulk.Record{Q: rnd.Int64N(500_000), Row: uint32(i), Key: bulk.Key(0, uint32(i*benchDays/benchCredits))}
	}
	seen := bulk.Look(records)
	part := bulk.Part{Feeds: 1, Moves: 1, Pays: 1, RoundLines: true}
	terms := bulk.Terms{Div: 10_000, Cap: bulk.Limit{At: bulk.WideOf(50_000_000), Set: true}}
	terms.Curve.Reset(0)
	for i := range int64(4) {
		terms.Curve.From(i*int64(seen.Size)/6, 2+2*i)
	}
	terms.Curve.Close()
	for name, narrow := range map[string]bool{"64 bits": true, "128 bits": false} {
		b.Run(name, func(b *testing.B) {
			terms.Narrow = narrow
			var w bulk.Work
			b.ReportAllocs()
			for b.Loop() {
				if _, ok := w.Evaluate(&part, &terms, &bulk.Shared{}, records, seen, nil); !ok {
					b.Fatal("declined")
				}
			}
			perCredit(b)
		})
	}
}

func perCredit(b *testing.B) {
	b.Helper()
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/benchCredits, "ns/credit")
}
