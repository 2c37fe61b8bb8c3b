package kpi_test

import (
	"encoding/json"
	"math/big"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/crm/kpi"
)

// Figures of all accounts combine to that of the whole, and the order of records changes nothing.
func TestFiguresAreConsistent(t *testing.T) {
	random := newRandom()
	rules := compile(t, func(p *kpi.Policy) { p.Missing = kpi.MissingLeftOut })
	q := kpi.Question{
		Whole: us, Period: kam.MustPeriod("2026-01-01/2026-07-01"), Before: kam.MustPeriod("2025-07-01/2026-01-01"), AsOf: kam.MustDay("2026-06-30"),
		By: []kpi.Dimension{kpi.ByAccount, kpi.ByUser, kpi.ByIndustry},
	}
	records := manyRecords(3000)
	book, err := rules.Read(records)
	require.NoError(t, err)
	all := func(book *kpi.Book) []kpi.Figures {
		var out []kpi.Figures
		for _, ask := range []func() (kpi.Figures, error){
			func() (kpi.Figures, error) { return book.Revenue(q) },
			func() (kpi.Figures, error) { return book.Deals(q) },
			func() (kpi.Figures, error) { return book.Activities(q) },
			func() (kpi.Figures, error) { r, err := book.Retention(q); return r.Figures, err },
			func() (kpi.Figures, error) { p, err := book.Pipeline(q); return p.Figures, err },
		} {
			f, err := ask()
			require.NoError(t, err)
			out = append(out, f)
		}
		return out
	}
	got := all(book)
	combines := map[string]bool{
		kpi.MetricRevenue: true, kpi.MetricGrowth: true, kpi.MetricAverageSale: true, kpi.MetricWon: true, kpi.MetricWinRate: true, kpi.MetricWinRateAmount: true, kpi.MetricCycle: true,
		kpi.MetricActivities: true, kpi.MetricFrequency: true, kpi.MetricReach: true, kpi.MetricLogo: true, kpi.MetricGRR: true, kpi.MetricNRR: true, kpi.MetricChurn: true,
		kpi.MetricPipeline: true, kpi.MetricWeighted: true, kpi.MetricPipelineDeals: true, kpi.MetricBuying: true, kpi.MetricNewAccounts: true,
	}
	checked := 0
	for _, f := range got {
		for _, m := range f.Measures {
			require.NoError(t, m.Check())
			assert.True(t, slices.IsSortedFunc(m.Refs, crm.Ref.Compare))
			if m.Subject != us || !combines[m.Metric] || m.Scope != "" && m.Metric != kpi.MetricCycle {
				continue
			}
			for _, kind := range []string{"account", "user", "industry"} {
				var parts []kam.Observation
				for _, p := range f.Measures {
					if p.Subject.Kind == kind && p.Metric == m.Metric && p.Scope == m.Scope && p.Currency == m.Currency {
						parts = append(parts, p.Observation)
					}
				}
				top, bottom, err := kam.Combine(parts)
				require.NoError(t, err)
				want, _ := m.Exact()
				assert.Equal(t, want.RatString(), new(big.Rat).Quo(top.Decimal.Rat(), bottom.Decimal.Rat()).RatString(), "%s by %s", m.Metric, kind)
				checked++
			}
		}
	}
	assert.Equal(t, 3*len(combines)+3, checked, "the cycle has two scopes")
	before, err := json.Marshal(got)
	require.NoError(t, err)
	random.Shuffle(len(records), func(i, k int) { records[i], records[k] = records[k], records[i] })
	shuffled, err := rules.Read(records)
	require.NoError(t, err)
	after, err := json.Marshal(all(shuffled))
	require.NoError(t, err)
	assert.True(t, string(before) == string(after), "the order of records changed a figure") //nolint:testifylint // a difference of megabytes helps nobody
}
