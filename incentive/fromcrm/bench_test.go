package fromcrm_test

import (
	"fmt"
	"testing"

	"github.com/kam-go/kam/incentive/fromcrm"
)

func BenchmarkTransactions(b *testing.B) {
	c := compile(b, nil)
	revs := make([]fromcrm.Revision, 0, 10_000)
	for i := range 10_000 {
		revs = append(revs, named(fmt.Sprintf("D-%05d", i), won(1, "", "1054.25")))
	}
	b.ReportAllocs()
	for b.Loop() {
		if got, _ := c.Transactions(revs); len(got) != len(revs) {
			b.Fatal(len(got))
		}
	}
}
