package scenario_test

import (
	"context"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/incentive/scenario"
)

// Published examples that contradict their own rules fail as scenarios, each at the wrong figure alone, with the right
// one beside it.
func TestPublishedContradictions(t *testing.T) {
	suite, err := scenario.Load(os.DirFS("testdata"), "published")
	require.NoError(t, err)
	report, err := suite.Run(context.Background())
	require.NoError(t, err)
	want := map[string][][3]string{
		"XAC-PCT-ERR":  {{"$.scenarios[0].steps[0].expect.payees.rep.measures.sales.attainment", "0.5", "0.05"}},
		"STU-DRAW-ERR": {{"$.scenarios[1].steps[2].expect.payees.rep.settled.owed", "300", "800"}},
		"CE-2.2":       {{"$.scenarios[2].steps[0].expect.payees.rep.settled.held", "2000", "1600"}},
		"ORA-5050-ERR": {{"$.scenarios[3].steps[0].expect.payees.rep.settled.steps.released", "250", "25"}},
		"QB-PRORATE-BUG in October": {
			{"$.scenarios[4].steps[0].expect.payees.rep.measures.sales.quota", "26666.6667", "40000"},
		},
		"QB-PRORATE-BUG in December": {
			{"$.scenarios[5].steps[0].expect.payees.rep.measures.sales.quota", "0", "13333.3333"},
		},
	}
	require.Len(t, report.Results, len(want))
	for _, r := range report.Results {
		t.Run(r.Scenario, func(t *testing.T) {
			var got [][3]string
			for _, c := range r.Failed() {
				got = append(got, [3]string{c.Place, c.Expected, c.Actual})
			}
			assert.Equal(t, want[r.Scenario], got)
			assert.NotEmpty(t, r.Checks)
		})
	}
}
