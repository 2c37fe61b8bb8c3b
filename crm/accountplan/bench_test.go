package accountplan_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/crm/accountplan"
)

func BenchmarkReview(b *testing.B) {
	records := world()
	for i := range 20_000 {
		records = append(records, met(fmt.Sprint("m", i), "2026-05-01", "anna", fmt.Sprint("c", i%500)), decided(fmt.Sprint("x", i), "acme", crm.Lost, "10", "price", "Bolt", "Core"))
	}
	in := accountplan.Inputs{AsOf: kam.MustDay("2026-06-30"), Plan: whole(), Records: records, Observations: figures()}
	r := rules(b, policy())
	for b.Loop() {
		_, err := r.Review(in)
		require.NoError(b, err)
	}
}
