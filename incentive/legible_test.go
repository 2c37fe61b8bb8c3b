package incentive_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
)

// monthly runs January of a plan of one component "c" on the measure "rev" for one payee.
func monthly(t *testing.T, head, component string, a incentive.Assignment, deals ...incentive.Transaction) incentive.Statement {
	t.Helper()
	o := newOffice(t)
	plan := planOf(t, `{"format": 1, "id": "sales", "version": 1, "currency": "USD", "readings": "standard-1", "effective": "2026-01-01/2028-01-01", "period": "month", `+head+`
		"credits": [{"name": "own", "to": "owner", "share": "1"}],
		"measures": [{"name": "rev", "base": "amount", "credits": ["own"], "window": "period"}],
		"components": [{"name": "c", "measure": "rev", `+component+`}]}`)
	a.Payee, a.Plan, a.Version = "anna", "sales", 1
	o.in.Roster.Assignments, o.in.Roster.Reporting = []incentive.Assignment{a}, nil
	o.in.Period = kam.MustPeriod("2026-01-01/2026-02-01")
	o.deals = deals
	program, err := incentive.Compile(incentive.Book{Plans: []incentive.Plan{plan}})
	require.NoError(t, err)
	run, err := program.Run(t.Context(), o.inputs(), o.opt)
	require.NoError(t, err)
	require.Empty(t, heldBy(run))
	s, ok := run.Statement("anna", "sales")
	require.True(t, ok)
	return s
}

const prorated = `"proration": {"by": "calendar-days", "quotas": true, "targets": true},`

// An equation that a statement prints holds for who computes it from the printed numbers.
func TestPrintedEquationsHold(t *testing.T) {
	t.Parallel()
	step := `"curve": {"basis": "amount", "shape": "step", "ofTargetIncentive": "1", "points": [{"at": "0", "pays": "3"}]}`
	for target, want := range map[string]string{"999.99": "354.8352 × 3 = 1,064.51", "1000.01": "354.8423 × 3 = 1,064.53", "3100": "1,100.00 × 3 = 3,300.00"} {
		a := incentive.Assignment{Period: kam.MustPeriod("2026-01-21/2027-01-01"), Target: incentive.Target{Amount: known(target), Per: kam.Month}}
		s := monthly(t, prorated, step, a)
		for _, lang := range []kam.Lang{kam.English, kam.Chinese} {
			text := s.Markdown(lang)
			assert.Contains(t, text, want, target)
			equationsHold(t, text)
		}
	}
	line := `"curve": {"basis": "attainment", "shape": "linear", "beyond": "extend", "ofTargetIncentive": "1", "points": [{"at": "0", "pays": "0"}, {"at": "1", "pays": "1"}, {"at": "2", "pays": "3"}]}`
	for n := range 40 {
		a := incentive.Assignment{
			Period: kam.MustPeriod(fmt.Sprintf("2026-01-%02d/2027-01-01", 2+n%28)), Target: incentive.Target{Amount: known(fmt.Sprintf("%d.%02d", 987+31*n, 7*n%100)), Per: kam.Month},
			Quotas: []incentive.Quota{{Measure: "rev", Period: kam.MustPeriod("2026-01-01/2026-02-01"), Amount: exact("31000.01")}},
		}
		equationsHold(t, monthly(t, prorated, line, a, sold("d1", "anna", fmt.Sprintf("%d", 11111+777*n), "2026-01-30")).Markdown(kam.English))
	}
}

var equation = regexp.MustCompile(`(-?[0-9.,]+) × (-?[0-9.,]+)(?: × ([0-9.]+) %)? = \**(-?[0-9.,]+)`)

// equationsHold computes each product of a text anew.
func equationsHold(t *testing.T, text string) {
	t.Helper()
	found := equation.FindAllStringSubmatch(text, -1)
	assert.NotEmpty(t, found)
	number := func(s string) decimal.Decimal { return exact(strings.ReplaceAll(s, ",", "")) }
	for _, m := range found {
		got := number(m[1]).Mul(number(m[2]))
		if m[3] != "" {
			got = got.Mul(number(m[3])).Shift(-2)
		}
		want := number(m[4])
		places := max(-want.Exponent(), 2)
		if m[3] != "" {
			places = 4
		}
		assert.True(t, got.Round(places).Equal(want), "%s: it is %s", m[0], got)
	}
}
