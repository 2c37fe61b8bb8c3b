package verify_test

import (
	"testing"

	"github.com/kam-go/kam/incentive/internal/verify"
)

func BenchmarkCheck(b *testing.B) {
	data := export(b, planOf(shapes[2], refundReadings[0], roundings[1], ""), nil)["anna"]
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		if found := verify.Check(data); found != nil {
			b.Fatal(found)
		}
	}
}
