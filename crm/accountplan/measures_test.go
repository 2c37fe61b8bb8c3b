package accountplan_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/crm/accountplan"
)

func TestMeasures(t *testing.T) {
	v := reviewed(t, policy(), accountplan.Inputs{AsOf: kam.MustDay("2026-06-30"), Plan: whole(), Records: world(), Observations: figures()})
	list, err := v.Measures(kam.Subject{Kind: "account", ID: "acme"})
	require.NoError(t, err)
	known := map[string]kam.Metric{}
	for _, m := range accountplan.Metrics() {
		require.NoError(t, m.Check())
		good(t, m.Name)
		known[m.Key] = m
	}
	seen := map[string]bool{}
	for i, m := range list {
		assert.Contains(t, known, m.Metric)
		assert.Equal(t, "accountplan", m.Source)
		assert.Equal(t, v.AsOf, m.AsOf)
		assert.False(t, seen[m.Metric+"|"+m.Scope], "%s %s", m.Metric, m.Scope)
		seen[m.Metric+"|"+m.Scope] = true
		if i > 0 {
			assert.LessOrEqual(t, list[i-1].Metric, m.Metric)
		}
		if m.Currency == "" && m.Metric != accountplan.MetricOpen {
			assert.Equal(t, known[m.Metric].Unit, m.Unit, m.Metric)
		}
	}
	for key := range known {
		found := false
		for _, m := range list {
			found = found || m.Metric == key
		}
		assert.True(t, found, "%s is never measured", key)
	}
	for metric, want := range map[string]string{
		accountplan.MetricOpen: "?", accountplan.MetricPenetration: "?", accountplan.MetricRoles: "2/2", accountplan.MetricPeopleMet: "2/3", accountplan.MetricAttitude: "3/12",
		accountplan.MetricWinRate: "1/3", accountplan.MetricWinRateAmount: "120000/240000", accountplan.MetricHighRisks: "1", accountplan.MetricActionsDone: "1/3", accountplan.MetricOverdue: "1", accountplan.MetricNeeds: "1/2",
	} {
		assert.Equal(t, want, measured(t, v, metric, ""), metric)
	}
	assert.Equal(t, "339999.5", measured(t, v, accountplan.MetricOpen, "pump"))
	assert.Equal(t, "160000.5/500000", measured(t, v, accountplan.MetricPenetration, "pump"))
	for _, m := range list {
		if m.Metric == accountplan.MetricPeopleMet {
			assert.Equal(t, []crm.Ref{
				ref(crm.KindActivity, "v1"), ref(crm.KindActivity, "v2"), ref(crm.KindActivity, "v3"), ref(crm.KindContact, "li"), ref(crm.KindContact, "wang"), ref(crm.KindContact, "zhao"),
			}, m.Refs, "the last meeting with each")
			assert.Equal(t, int64(3), m.Count)
		}
		if m.Metric == accountplan.MetricOpen && m.Scope == "pump" {
			assert.Equal(t, []crm.Ref{ref(crm.KindOrder, "o1"), ref(crm.KindOrder, "o2"), ref(crm.KindOrder, "o3")}, m.Refs)
			assert.Equal(t, kam.Currency("CNY"), m.Currency)
		}
	}
	_, err = v.Measures(kam.Subject{Kind: "account"})
	require.ErrorIs(t, err, accountplan.ErrMeasure)
}
