package incentive_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
)

// What is below a bound does not read as the bound.
func TestMissedBoundsDoNotReadAsReached(t *testing.T) {
	t.Parallel()
	year := func(quota string) incentive.Assignment {
		return incentive.Assignment{
			Period: kam.MustPeriod("2026-01-01/2027-01-01"), Target: incentive.Target{Amount: known("1000"), Per: kam.Month},
			Quotas: []incentive.Quota{{Measure: "rev", Period: kam.MustPeriod("2026-01-01/2026-02-01"), Amount: exact(quota)}},
		}
	}
	third := sold("d1", "", "239999.9999", "2026-01-03")
	third.Participants = []incentive.Participant{{Payee: "anna", Share: kam.MustFraction("1/3")}, {Payee: "bo", Share: kam.MustFraction("2/3")}}
	whole := sold("d1", "anna", "79999.99", "2026-01-03")
	for name, c := range map[string]struct {
		component    string
		deal         incentive.Transaction
		shows, never string
	}{
		"a place by attainment": {`"contest": {"basis": "attainment", "atLeast": "1", "prizes": ["100"], "ties": "share", "held": "wait"}`, whole, "stands at 99.9999 %, which takes no place", "stands at 100 %"},
		"a gate":                {`"rate": "0.1", "gates": [{"basis": "attainment", "at": "1", "kind": "cliff", "test": "period-end"}]`, whole, "| 80,000 | 99.9999 % |", "| 100 % |"},
		"a tier":                {`"tiers": {"mode": "marginal", "basis": "attainment", "bands": [{"from": "0", "rate": "0.02"}, {"from": "1", "rate": "0.04"}]}`, whole, "79,999.99 (99.9999 %)", "(100 %)"},
		"a quantity":            {`"contest": {"basis": "amount", "atLeast": "80000", "prizes": ["100"], "ties": "share", "held": "wait"}`, third, "stands at 79,999.9999, which takes no place", "stands at 80,000"},
		"every":                 {`"every": {"each": "40000", "pays": "5"}`, third, "stands at 79,999.9999, which is full 1 times", "stands at 80,000"},
		"a factor":              {`"rate": "0.1", "multipliers": [{"basis": "attainment", "apply": "whole", "bands": [{"from": "0", "factor": "0.5"}, {"from": "1", "factor": "2"}]}]`, whole, "stands at 99.9999 %:", "stands at 100 %"},
		"a curve":               {`"curve": {"basis": "attainment", "shape": "step", "ofTargetIncentive": "1", "points": [{"at": "0", "pays": "0.5"}, {"at": "1", "pays": "1"}]}`, whole, "stands at 99.9999 %, which gives the factor 0.5", "stands at 100 %"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := monthly(t, "", c.component, year("80000"), c.deal)
			assert.Contains(t, s.Markdown(kam.English), c.shows)
			assert.NotContains(t, s.Markdown(kam.English), c.never)
			number := strings.Fields(strings.TrimPrefix(c.never, "stands at "))
			assert.NotContains(t, s.Markdown(kam.Chinese), "rev 为 "+number[0])
		})
	}
	s := monthly(t, "", `"contest": {"basis": "attainment", "atLeast": "0.5", "prizes": ["100"], "ties": "share", "held": "wait"}`, year("3"), sold("d1", "anna", "2", "2026-01-03"))
	rev, _ := s.Measure("rev")
	equalText(t, "a share between bounds is rounded half-up", "0.666667", rev.Attainment.Decimal)
}
