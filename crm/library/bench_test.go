package library_test

import (
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/crm/library"
)

// BenchmarkOn reads 1,000 resources and 20,000 open deals with two needs each.
func BenchmarkOn(b *testing.B) {
	r, err := library.Compile(policy())
	require.NoError(b, err)
	var records []crm.Record
	for i := range 1_000 {
		records = append(records, res(strconv.Itoa(i), func(x *crm.Resource) {
			x.Needs, x.Uses = []string{"n" + strconv.Itoa(i)}, []crm.Use{{Opportunity: strconv.Itoa(i)}}
		}))
	}
	for i := range 20_000 {
		records = append(records, deal(strconv.Itoa(i), "", crm.Open, func(d *crm.Opportunity) { d.Needs = []string{"n" + strconv.Itoa(i%2_000), "n" + strconv.Itoa(i%7)} }))
	}
	for b.Loop() {
		s, err := r.On(kam.MustDay("2026-06-01"), records)
		require.NoError(b, err)
		_, err = s.ForDeal(ref(crm.KindOpportunity, "1"), 5)
		require.NoError(b, err)
	}
}
