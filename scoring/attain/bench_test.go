package attain_test

import (
	"fmt"
	"testing"

	"github.com/kam-go/kam/scoring/attain"
)

func BenchmarkOf(b *testing.B) {
	actual, target := known("81234.56"), known("100000")
	b.ReportAllocs()
	for b.Loop() {
		if _, err := attain.Of(actual, target, attain.ActualByTarget); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkCombine(b *testing.B) {
	var items []attain.Item
	for i := range 100 {
		items = append(items, item(fmt.Sprint(i), fmt.Sprintf("%d.25", 800+i), fmt.Sprint(1000+i*10)))
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := attain.Combine(items, attain.CombineRule{Method: attain.ActualByTarget}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkRolling(b *testing.B) {
	var values []string
	for i := range 120 {
		values = append(values, fmt.Sprintf("%d.50", 1000+i))
	}
	months := series("2016-01-01", values...)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := attain.Rolling(months, 12); err != nil {
			b.Fatal(err)
		}
	}
}
