package compare_test

import (
	"fmt"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/scoring/compare"
)

// score is some score from 1 to 5 in hundredths.
func score(i int) decimal.NullDecimal {
	return decimal.NewNullDecimal(decimal.New(100+int64(i*7919%401), -2))
}

const many = 1000

func BenchmarkCalibrate(b *testing.B) {
	var list []compare.Rating
	for i := range many {
		list = append(list, compare.Rating{Rater: fmt.Sprint("rater ", i%40), Person: fmt.Sprint("person ", i), Score: score(i)})
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := compare.Calibrate(list, zScore()); err != nil {
			b.Fatal(err)
		}
	}
}

// As many scores of 29 digits as there may be, each rater with two people.
func BenchmarkCalibrateMost(b *testing.B) {
	list := make([]compare.Rating, compare.MaxEntries)
	for i := range list {
		list[i] = compare.Rating{
			Rater: fmt.Sprint("rater ", i/2), Person: fmt.Sprint("person ", i%(compare.MaxEntries/50)),
			Score: decimal.NewNullDecimal(dec(fmt.Sprintf("%d.%028d", 1+i%4, i*7919+1))),
		}
	}
	rule := with(zScore(), func(r *compare.CalibrationRule) { r.MinRatees = 2 })
	b.ReportAllocs()
	for b.Loop() {
		if _, err := compare.Calibrate(list, rule); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkDistribute(b *testing.B) {
	var list []compare.Candidate
	for i := range many {
		list = append(list, compare.Candidate{Person: fmt.Sprint("person ", i), Score: score(i)})
	}
	rule := compare.DistributionRule{Bands: bands(b, "0.1", "0.2", "0.5", "0.15", "0.05"), Ties: compare.ShareBetter}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := compare.Distribute(list, rule); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkBandPlaces(b *testing.B) {
	rule := compare.DistributionRule{Bands: limited(b, []string{"1/3", "1/3", "1/3"}, [2]int{0, 1}), Ties: compare.ShareBetter}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := rule.BandPlaces(compare.MaxEntries); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkAmongPeers(b *testing.B) {
	var list []compare.Peer
	for i := range many {
		list = append(list, compare.Peer{
			Person: fmt.Sprint("person ", i), Value: score(i),
			Attributes: map[string]string{"role": fmt.Sprint(i % 3), "region": fmt.Sprint(i % 7)},
		})
	}
	rule := compare.PeerRule{Levels: [][]string{{"role", "region"}, {"role"}, {}}, Deviation: compare.Population}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := compare.AmongPeers(list, rule); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkTrendOf(b *testing.B) {
	var list []compare.Point
	day := kam.MustDay("2024-01-01")
	for i := range 24 {
		list = append(list, compare.Point{Period: kam.Period{From: day.AddMonths(i), Until: day.AddMonths(i + 1)}, Value: score(i)})
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := compare.TrendOf(list, compare.TrendRule{}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkFindOutliers(b *testing.B) {
	var list []compare.Value
	for i := range many {
		list = append(list, compare.Value{Person: fmt.Sprint("person ", i), Value: score(i)})
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := compare.FindOutliers(list, compare.OutlierRule{Method: compare.MedianDeviation}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkDiagnoseRaters(b *testing.B) {
	var list []compare.DimensionRating
	for i := range many {
		list = append(list, compare.DimensionRating{
			Rater: fmt.Sprint("rater ", i/100), Person: fmt.Sprint("person ", i/4), Dimension: fmt.Sprint("d", i%4), Score: score(i),
		})
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := compare.DiagnoseRaters(list, compare.RaterRule{}); err != nil {
			b.Fatal(err)
		}
	}
}
