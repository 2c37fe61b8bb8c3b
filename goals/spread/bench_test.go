package spread_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam/goals/spread"
)

const weeks = 52

// margins returns totals for accounts of very different size and 52 weeks, in cents, that sum to the same.
func margins(accounts int) (rows, columns []decimal.Decimal) {
	r := rand.New(rand.NewPCG(1, uint64(accounts)))
	cents, left := make([]int64, accounts), int64(0)
	for i := range cents {
		cents[i] = 1 + r.Int64N(1<<uint(10+r.IntN(16)))
		left += cents[i]
	}
	weekly := make([]int64, weeks)
	for j := range weekly {
		weekly[j] = left / int64(weeks-j) * (90 + r.Int64N(21)) / 100
		if j == weeks-1 {
			weekly[j] = left
		}
		left -= weekly[j]
	}
	return inCents(cents), inCents(weekly)
}

func inCents(list []int64) []decimal.Decimal {
	out := make([]decimal.Decimal, len(list))
	for i, n := range list {
		out[i] = decimal.New(n, -2)
	}
	return out
}

// limited returns limits for one cell in fifty.
func limited(accounts int, rows []decimal.Decimal) []spread.Place {
	r := rand.New(rand.NewPCG(2, uint64(accounts)))
	out := make([]spread.Place, 0, accounts)
	for i := range accounts {
		weekly := decimal.New(rows[i].Coefficient().Int64()/weeks, -2)
		var limit spread.Limit
		switch i % 3 {
		case 0:
			limit = spread.Hold(weekly)
		case 1:
			limit = spread.AtLeast(weekly)
		default:
			limit = spread.AtMost(weekly)
		}
		out = append(out, spread.Place{Row: i, Column: r.IntN(weeks), Limit: limit})
	}
	return out
}

func perCell(b *testing.B, cells int) {
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(cells), "ns/cell")
}

func BenchmarkFoot(b *testing.B) {
	for _, accounts := range []int{1_000, 10_000, 100_000} {
		b.Run(fmt.Sprintf("%dx%d", accounts, weeks), func(b *testing.B) {
			rows, columns := margins(accounts)
			m := spread.Matrix{Grain: decimal.New(1, -2), Rows: rows, Columns: columns}
			b.ReportAllocs()
			for b.Loop() {
				if _, err := spread.Foot(m); err != nil {
					b.Fatal(err)
				}
			}
			perCell(b, accounts*weeks)
		})
	}
}

func BenchmarkFootLimited(b *testing.B) {
	for _, accounts := range []int{1_000, 10_000} {
		b.Run(fmt.Sprintf("%dx%d", accounts, weeks), func(b *testing.B) {
			rows, columns := margins(accounts)
			m := spread.Matrix{Grain: decimal.New(1, -2), Rows: rows, Columns: columns, Cells: limited(accounts, rows)}
			b.ReportAllocs()
			for b.Loop() {
				if _, err := spread.Foot(m); err != nil {
					b.Fatal(err)
				}
			}
			perCell(b, accounts*weeks)
		})
	}
}

func BenchmarkFootSeeded(b *testing.B) {
	const accounts = 10_000
	rows, columns := margins(accounts)
	r := rand.New(rand.NewPCG(3, accounts))
	seed := make([][]int64, accounts)
	for i := range seed {
		seed[i] = make([]int64, weeks)
		for j := range seed[i] {
			seed[i][j] = 1 + r.Int64N(1000)
		}
	}
	m := spread.Matrix{Grain: decimal.New(1, -2), Rows: rows, Columns: columns, Seed: seed}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := spread.Foot(m); err != nil {
			b.Fatal(err)
		}
	}
	perCell(b, accounts*weeks)
}

// BenchmarkFloat is the proportional split in floats that does not foot: the mark that BenchmarkFoot is held against.
func BenchmarkFloat(b *testing.B) {
	const accounts = 10_000
	rows, columns := margins(accounts)
	r, c, total := floats(rows), floats(columns), 0.0
	for _, x := range r {
		total += x
	}
	b.ReportAllocs()
	for b.Loop() {
		cells := make([]float64, accounts*weeks)
		for i, x := range r {
			for j, y := range c {
				cells[i*weeks+j] = x * y / total
			}
		}
	}
	perCell(b, accounts*weeks)
}

func floats(list []decimal.Decimal) []float64 {
	out := make([]float64, len(list))
	for i, d := range list {
		out[i] = float64(d.Coefficient().Int64())
	}
	return out
}

func BenchmarkParts(b *testing.B) {
	for _, method := range []spread.Method{spread.LargestRemainder, spread.Divisor, spread.Cumulative} {
		for _, n := range []int{12, 10_000} {
			b.Run(fmt.Sprintf("%s/%d", method, n), func(b *testing.B) {
				r := rand.New(rand.NewPCG(4, uint64(n)))
				weights := make([]int64, n)
				for i := range weights {
					weights[i] = r.Int64N(1_000_000)
				}
				request := spread.Request{Total: decimal.New(123_456_789_01, -2), Grain: decimal.New(1, -2), Weights: spread.FromInts(weights...), Method: method}
				b.ReportAllocs()
				for b.Loop() {
					if _, err := spread.Parts(request); err != nil {
						b.Fatal(err)
					}
				}
				perCell(b, n)
			})
		}
	}
}
