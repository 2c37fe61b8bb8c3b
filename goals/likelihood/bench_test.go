package likelihood_test

import (
	"fmt"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam/goals/likelihood"
)

func BenchmarkFromDeals(b *testing.B) {
	equal := func(n int) []likelihood.Deal {
		deals := make([]likelihood.Deal, n)
		for i := range deals {
			deals[i] = likelihood.Deal{Amount: decimal.New(1000, 0), Win: frac(22, 100)}
		}
		return deals
	}
	cents := func(n int) []likelihood.Deal {
		deals := make([]likelihood.Deal, n)
		for i := range deals {
			deals[i] = likelihood.Deal{Amount: decimal.New(1_000_003+79_193*int64(i)+int64(i*i%97), -2), Win: frac(int64(i*37%90)+5, 100)}
		}
		return deals
	}
	thousands := func(n int) []likelihood.Deal {
		deals := make([]likelihood.Deal, n)
		for i := range deals {
			deals[i] = likelihood.Deal{Amount: decimal.New(int64(i%50)+1, 3), Win: frac(int64(i*37%90)+5, 100)}
		}
		return deals
	}
	for _, c := range []struct {
		name  string
		deals []likelihood.Deal
	}{
		{"10-cents", cents(10)},
		{"16-cents", cents(16)},
		{"100-cents", cents(100)},
		{"1000-cents", cents(1000)},
		{"10000-cents", cents(10_000)},
		{"100-thousands", thousands(100)},
		{"1000-thousands", thousands(1000)},
		{"1000-equal", equal(1000)},
		{"10000-equal", equal(10_000)},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				d, err := likelihood.FromDeals(c.deals)
				if err != nil {
					b.Fatal(err)
				}
				if d.N() != len(c.deals) {
					b.Fatal(d.N())
				}
			}
		})
	}
}

func BenchmarkAtLeast(b *testing.B) {
	deals := make([]likelihood.Deal, 100)
	for i := range deals {
		deals[i] = likelihood.Deal{Amount: decimal.New(int64(i)+1, 3), Win: frac(1, 4)}
	}
	d := fromDeals(b, deals...)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := d.AtLeast(decimal.New(1_200_000, 0)); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkFromHistory(b *testing.B) {
	for _, n := range []int{7, 8, 100} {
		history := make([]decimal.Decimal, n)
		for i := range history {
			history[i] = decimal.New(int64(100+i*7+i*i%13), 0)
		}
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := likelihood.FromHistory(history, decimal.New(150, 0), higher); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkFromGrowth(b *testing.B) {
	history := make([]decimal.Decimal, 40)
	for i := range history {
		history[i] = decimal.New(int64(100+i*7+i*i%13), 0)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := likelihood.FromGrowth(history, decimal.New(450, 0), higher); err != nil {
			b.Fatal(err)
		}
	}
}
