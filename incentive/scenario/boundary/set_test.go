package boundary_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/scenario/boundary"
)

const twoComponents = `{
	"format": 1, "id": "ae", "version": 1, "currency": "CNY", "readings": "standard-1", "effective": "2026-01-01/2027-01-01", "period": "month",
	"credits": [{"name": "own", "to": "owner", "share": "1"}],
	"measures": [{"name": "revenue", "base": "amount", "credits": ["own"], "window": "period"}],
	"components": [{"name": "commission", "measure": "revenue", "rate": "0.1"}, {"name": "bonus", "measure": "revenue", "every": {"each": "50000", "pays": "10"}}]}`

func planOf(t *testing.T, text string) incentive.Plan {
	t.Helper()
	p, err := incentive.ParsePlan([]byte(text))
	require.NoError(t, err)
	return p
}

// madeFor lists the plans, versions and components that cases are made for.
func madeFor(t *testing.T, r boundary.Request) map[string]bool {
	t.Helper()
	set, err := boundary.Cases(context.Background(), r)
	require.NoError(t, err)
	out := map[string]bool{}
	for _, c := range set.Cases {
		out[c.Plan+"/"+string(rune('0'+c.Version))+" "+c.Component] = true
	}
	return out
}

// A request may be about one plan, one version of it, and one component.
func TestRequest(t *testing.T) {
	first := planOf(t, twoComponents)
	second := planOf(t, strings.NewReplacer(`"version": 1`, `"version": 2`, "2026-01-01/2027-01-01", "2027-01-01/2028-01-01").Replace(twoComponents))
	other := planOf(t, strings.Replace(twoComponents, `"id": "ae"`, `"id": "kam"`, 1))
	plans := []incentive.Plan{first, second, other}
	all := []string{"ae/1 commission", "ae/1 bonus", "ae/2 commission", "ae/2 bonus", "kam/1 commission", "kam/1 bonus"}
	set, err := boundary.Cases(context.Background(), boundary.Request{Plans: plans})
	require.NoError(t, err)
	suite, err := set.Suite()
	require.NoError(t, err)
	report, err := suite.Run(context.Background())
	require.NoError(t, err)
	assert.Empty(t, report.Failed(), "those of a later version are in its own periods")
	for name, c := range map[string]struct {
		r    boundary.Request
		want []string
	}{
		"everything":    {boundary.Request{Plans: plans}, all},
		"a plan":        {boundary.Request{Plans: plans, Plan: "ae"}, all[:4]},
		"a version":     {boundary.Request{Plans: plans, Plan: "ae", Version: 2}, all[2:4]},
		"a component":   {boundary.Request{Plans: plans, Plan: "kam", Component: "bonus"}, all[5:]},
		"no such plan":  {boundary.Request{Plans: plans, Plan: "x"}, nil},
		"one component": {boundary.Request{Plans: plans[:1], Component: "commission"}, all[:1]},
	} {
		t.Run(name, func(t *testing.T) {
			want := map[string]bool{}
			for _, x := range c.want {
				want[x] = true
			}
			assert.Equal(t, want, madeFor(t, c.r))
		})
	}
}

// Every case passes on the plan as it was written: names have room, and none expects nothing.
func TestCasesPass(t *testing.T) {
	for name, text := range map[string]string{
		"a long id and place": strings.NewReplacer(`"id": "ae"`, `"id": "`+strings.Repeat("k", 64)+`"`,
			`"rate": "0.1"`, `"rate": "0.1", "when": {"all": [{"any": [{"not": {"number": "amount", "below": "12345.67"}}]}]}`).Replace(twoComponents),
		"somebody who joins within the period": strings.Replace(twoComponents, `"components"`, `"proration": {"by": "calendar-days", "quotas": true, "targets": true}, "components"`, 1),
	} {
		t.Run(name, func(t *testing.T) {
			set, err := boundary.Cases(context.Background(), boundary.Request{Plans: []incentive.Plan{planOf(t, text)}})
			require.NoError(t, err)
			require.Greater(t, len(set.Cases), 50)
			assert.Equal(t, strings.Contains(text, "below"), slices.ContainsFunc(set.Cases, func(c boundary.Case) bool { return c.Kind == boundary.Condition && c.Side == boundary.JustBelow }))
			suite, err := set.Suite()
			require.NoError(t, err)
			report, err := suite.Run(context.Background())
			require.NoError(t, err)
			assert.Empty(t, report.Failed())
		})
	}
}
