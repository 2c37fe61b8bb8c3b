package incentive_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
)

// A condition has one form, whole; each fault stands at its place.
func TestFaultsOfConditions(t *testing.T) {
	const at = "$.components[0].when"
	for when, want := range map[string][]string{
		`{}`: {"plan.one-of " + at},
		`{"attribute": "kind", "in": ["a"], "date": "booked", "from": "2026-07-01"}`: {"plan.one-of " + at},
		`{"number": "amount", "atLeast": "1", "until": "2026-07-01"}`:                {"plan.one-of " + at},
		`{"attribute": "kind"}`:                    {"plan.one-of " + at},
		`{"number": "amount"}`:                     {"plan.one-of " + at},
		`{"date": "booked"}`:                       {"plan.one-of " + at},
		`{"from": "2026-07-01"}`:                   {"plan.one-of " + at},
		`{"until": "2026-07-01"}`:                  {"plan.one-of " + at},
		`{"date": "signed", "from": "2026-07-01"}`: {"plan.unknown-word " + at + ".date"},
		`{"date": "booked", "from": "2026-07-01", "until": "2026-07-01"}`: {"plan.range " + at},
		`{"date": "signed", "from": "2026-07-02", "until": "2026-07-01"}`: {"plan.unknown-word " + at + ".date", "plan.range " + at},
		`{"not": {"date": "booked"}}`:                                     {"plan.one-of " + at + ".not"},
		`{"all": [{"any": [{"date": "paid", "until": "2026-07-01"}]}]}`:   {"plan.unknown-word " + at + ".all[0].any[0].date"},
		`{"date": "booked", "from": "2026-07-01", "until": "2026-07-02"}`: nil,
		`{"date": "delivered", "until": "0001-01-01"}`:                    nil,
	} {
		t.Run(when, func(t *testing.T) {
			o := newOffice(t)
			require.NoError(t, json.Unmarshal([]byte(when), &o.sales.Components[0].When))
			_, err := incentive.Compile(incentive.Book{Plans: []incentive.Plan{o.sales}})
			invalid, _ := errors.AsType[*kam.InvalidError](err)
			var got []string
			if invalid != nil {
				for _, f := range invalid.Findings {
					got = append(got, strings.TrimSpace(f.Code+" "+f.Place))
				}
			}
			assert.ElementsMatch(t, want, got)
		})
	}
}

// What is missing of a condition on a date is told by itself.
func TestDatesThatAreNotWhole(t *testing.T) {
	for when, says := range map[string]string{
		`{"date": "booked"}`:                         `the condition on the date "booked" has no day`,
		`{"from": "2026-07-01"}`:                     "the condition does not say of which date the days are",
		`{"date": "booked", "atLeast": "1"}`:         "a condition has exactly one form",
		`{"from": "2026-07-01", "in": ["a"]}`:        "a condition has exactly one form",
		`{"from": "2026-07-01", "number": "amount"}`: "a condition has exactly one form",
	} {
		o := newOffice(t)
		require.NoError(t, json.Unmarshal([]byte(when), &o.sales.Components[0].When))
		_, err := incentive.Compile(incentive.Book{Plans: []incentive.Plan{o.sales}})
		var invalid *kam.InvalidError
		require.ErrorAs(t, err, &invalid, when)
		require.Len(t, invalid.Findings, 1, when)
		assert.Equal(t, says, invalid.Findings[0].Message.EN, when)
	}
}
