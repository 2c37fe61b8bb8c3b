package main

import (
	"context"
	"io/fs"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/incentive/plantest"
	"github.com/kam-go/kam/incentive/scenario"
	"github.com/kam-go/kam/incentive/scenario/equivalence"
	"github.com/kam-go/kam/incentive/scenario/mutation"
)

// The scenarios beside the sample's plans hold, and show everything that the plans can do.
func TestScenariosShowEverything(t *testing.T) {
	plantest.Covered(t, plantest.Run(t, "sample"))
	names, err := fs.Glob(embedded, "sample/*"+scenario.Suffix)
	require.NoError(t, err)
	assert.Len(t, names, len(plansOf), "each plan has a file, built in beside it")
}

// The scenarios of each plan notice every small mistake in it, but for those that exact payout curves prove to be none.
func TestScenariosNoticeEveryMistake(t *testing.T) {
	all := map[mutation.Kind]int{}
	for _, file := range plansOf {
		id := strings.TrimSuffix(file, ".json")
		suite, err := scenario.Load(embedded, "sample/"+id+scenario.Suffix)
		require.NoError(t, err)
		report, err := mutation.Kill(context.Background(), suite, mutation.Options{Same: equivalence.ByCurves{}, Plans: []string{id}})
		require.NoError(t, err)
		kinds := map[mutation.Kind]int{}
		var same []string
		for _, j := range report.Judged {
			kinds[j.Kind]++
			all[j.Kind]++
			switch j.Verdict {
			case mutation.Killed:
				assert.NotEmpty(t, j.By)
			case mutation.Equivalent:
				same = append(same, j.What().EN)
				t.Logf("%s: %s pays the same: %s", id, j.What().EN, j.Why.EN)
			case mutation.Survived, mutation.Alike:
				t.Errorf("%s: nobody would notice %s (%s, %s): %s", id, j.What().EN, j.Verdict, j.By, j.Why.EN)
			}
		}
		known := map[string]struct {
			mutants int
			same    []string
		}{
			"account-executive": {61, nil},
			"key-account-manager": {54, []string{
				"$.rounding.step: statement instead of component",         // one component
				"$.measures[0].window: quarter-to-date instead of period", // the period is the quarter
			}},
			"sales-manager": {52, []string{
				"$.measures[0].window: quarter-to-date instead of period",
				"$.measures[1].window: transaction instead of period", // one rate, wherever the measure stands
			}},
		}[id]
		assert.Len(t, report.Judged, known.mutants)
		assert.Equal(t, known.same, same)
		t.Logf("%s: %d mutants against %d scenarios, %d killed, %d equivalent: %v", id, len(report.Judged), report.Scenarios, report.Count(mutation.Killed), len(same), kinds)
	}
	for _, k := range []mutation.Kind{
		mutation.Rate, mutation.Bound, mutation.Inclusive, mutation.Mode, mutation.Order, mutation.Cap, mutation.Share,
	} {
		assert.Positive(t, all[k], k)
	}
	t.Log("together:", all)
}
