package weights_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/kam-go/kam/scoring/weights"
)

func BenchmarkFromJudgements(b *testing.B) {
	for _, n := range []int{4, 7, 20} {
		j := anyJudgements(rand.New(rand.NewPCG(1, uint64(n))), n)
		b.Run(fmt.Sprintf("%d items", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := weights.FromJudgements(j); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkFromPoints(b *testing.B) {
	a := panel()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := weights.FromPoints(a); err != nil {
			b.Fatal(err)
		}
	}
}
