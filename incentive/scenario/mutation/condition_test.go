package mutation_test

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/scenario/boundary"
	"github.com/kam-go/kam/incentive/scenario/mutation"
)

// dated is a plan whose component pays where a condition holds.
func dated(t *testing.T, when string) incentive.Plan {
	t.Helper()
	return planOf(t, strings.Replace(simplePlan, `"rate": "0.1"`, `"rate": "0.1", "when": `+when, 1))
}

// The days of a condition are moved by one, one of two is left out, and another date is asked for.
func TestMutantsOfDates(t *testing.T) {
	const at = "$.components[0].when"
	for when, want := range map[string][]string{
		`{"date": "booked", "from": "2026-03-01", "until": "2026-05-01"}`: {
			"removal " + at + " removed (…)",
			"mode " + at + ".date: invoiced instead of booked", "mode " + at + ".date: cash instead of booked", "mode " + at + ".date: delivered instead of booked",
			"bound " + at + ".from: 2026-03-02 instead of 2026-03-01", "bound " + at + ".from: 2026-02-28 instead of 2026-03-01", "removal " + at + ".from removed (2026-03-01)",
			"bound " + at + ".until: 2026-05-02 instead of 2026-05-01", "bound " + at + ".until: 2026-04-30 instead of 2026-05-01", "removal " + at + ".until removed (2026-05-01)",
		},
		`{"not": {"date": "cash", "until": "2026-05-01"}}`: {
			"removal " + at + " removed (…)", "mode " + at + ".not removed (not)",
			"mode " + at + ".not.date: booked instead of cash", "mode " + at + ".not.date: invoiced instead of cash", "mode " + at + ".not.date: delivered instead of cash",
			"bound " + at + ".not.until: 2026-05-02 instead of 2026-05-01", "bound " + at + ".not.until: 2026-04-30 instead of 2026-05-01",
		},
		`{"date": "booked", "from": "2026-03-01", "until": "2026-03-02"}`: { // no day would be left
			"removal " + at + " removed (…)",
			"mode " + at + ".date: invoiced instead of booked", "mode " + at + ".date: cash instead of booked", "mode " + at + ".date: delivered instead of booked",
			"bound " + at + ".from: 2026-02-28 instead of 2026-03-01", "removal " + at + ".from removed (2026-03-01)",
			"bound " + at + ".until: 2026-03-03 instead of 2026-03-02", "removal " + at + ".until removed (2026-03-02)",
		},
	} {
		var got []string
		for _, m := range mutation.Mutants(dated(t, when)) {
			if strings.HasPrefix(m.Place, at) {
				got = append(got, string(m.Kind)+" "+m.What().EN)
			}
		}
		assert.Equal(t, want, got)
	}
}

// The boundary cases of a plan tell every one of them, whether deals count by the date that is asked for or by another.
func TestMutantsOfDatesAreTold(t *testing.T) {
	for _, when := range []string{
		`{"date": "booked", "from": "2026-03-01", "until": "2026-05-01"}`,
		`{"date": "booked", "from": "2026-03-12"}`,
		`{"date": "delivered", "from": "2026-03-01", "until": "2026-05-01"}`,
		`{"not": {"date": "cash", "until": "2026-05-01"}}`,
		`{"any": [{"date": "invoiced", "until": "2025-12-01"}, {"date": "booked", "from": "2026-12-01"}]}`,
	} {
		plan := dated(t, when)
		set, err := boundary.Cases(context.Background(), boundary.Request{Plans: []incentive.Plan{plan}})
		require.NoError(t, err)
		assert.Empty(t, set.Missed, when)
		suite, err := set.Suite()
		require.NoError(t, err)
		report, err := mutation.Kill(context.Background(), suite, mutation.Options{})
		require.NoError(t, err)
		told := 0
		for _, j := range report.Judged {
			if strings.Contains(j.Place, ".when") {
				told++
				assert.Equal(t, mutation.Killed, j.Verdict, "%s: %s", when, j.What().EN)
			}
		}
		assert.Greater(t, told, 5)
	}
}

// Where no scenario tells them, the suggestions do.
func TestSuggestionsForDates(t *testing.T) {
	suite := suiteOf(t, `{"format": 1, "scenarios": [{"name": "weak", "steps": [{"deals": ["D1 100"], "expect": {"payees": {"rep": {"earned": "0"}}}}]}]}`,
		dated(t, `{"date": "booked", "from": "2026-03-01", "until": "2026-05-01"}`))
	report, err := mutation.Kill(context.Background(), suite, mutation.Options{})
	require.NoError(t, err)
	suggestionsTell(t, suite, report, true)
}
