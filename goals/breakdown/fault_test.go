package breakdown_test

import (
	"fmt"
	"strings"
	"testing"
	"unicode"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals/breakdown"
	"github.com/kam-go/kam/goals/spread"
	"github.com/kam-go/kam/internal/wordtest"
)

func TestAFaultyGrainHidesNothing(t *testing.T) {
	spec := year("1200", kam.Quarter)
	spec.Grain, spec.Basis.By = dec("0"), "x"
	spec.Limits = []breakdown.TimeLimit{{Cell: "2026-Q1"}, {Cell: "2026-Q2", Min: null("5"), Max: null("4")}}
	_, err := breakdown.OverTime(spec, nil)
	assert.Equal(t, []string{"breakdown.grain $.grain", "breakdown.basis $.basis.by", "breakdown.limit $.limits[0]", "breakdown.limit $.limits[1]"}, codes(t, err))
	spec.Basis.By = breakdown.WorkingDays
	_, err = breakdown.OverTime(spec, nil)
	assert.Equal(t, "breakdown.grain $.grain", codes(t, err)[0], "what a person wrote comes before a missing calendar")

	org := east()
	org.Grain, org.Basis = dec("0"), nil
	org.Nodes[0].Min, org.Nodes[0].Max = null("5"), null("4")
	_, err = breakdown.OverOrganisation(org)
	assert.Equal(t, []string{"breakdown.grain $.grain", "breakdown.limit $.nodes[0]", "breakdown.basis $.basis", "breakdown.basis $.basis"}, codes(t, err))
}

// Both languages tell the same numbers, and neither names a package.
func TestFaultsSayTheSameInBothLanguages(t *testing.T) {
	digits := func(s string) string {
		return strings.Map(func(r rune) rune {
			if unicode.IsDigit(r) {
				return r
			}
			return -1
		}, s)
	}
	day := kam.MustDay
	changes := map[string]func(s *breakdown.TimeSpec){
		"exponent":       func(s *breakdown.TimeSpec) { s.Total = decimal.New(1, 50_000_000) },
		"places":         func(s *breakdown.TimeSpec) { s.Total = decimal.New(1, -31) },
		"digits":         func(s *breakdown.TimeSpec) { s.Total = dec("1" + strings.Repeat("0", 38)) },
		"no first day":   func(s *breakdown.TimeSpec) { s.Period = kam.Period{} },
		"empty":          func(s *breakdown.TimeSpec) { s.Period = kam.Period{From: day("2026-02-01"), Until: day("2026-02-01")} },
		"backwards":      func(s *breakdown.TimeSpec) { s.Period = kam.Period{From: day("2026-02-01"), Until: day("2026-01-01")} },
		"half a quarter": func(s *breakdown.TimeSpec) { s.Period = kam.MustPeriod("2026-02-01/2026-07-01") },
		"no label":       func(s *breakdown.TimeSpec) { s.Limits = []breakdown.TimeLimit{{Cell: "January", Hold: null("1")}} },
		"zero below": func(s *breakdown.TimeSpec) {
			s.Basis = breakdown.Basis{By: breakdown.Profile, Shares: []kam.Fraction{{Num: 7}}}
		},
		"sign below": func(s *breakdown.TimeSpec) {
			s.Basis = breakdown.Basis{By: breakdown.Profile, Shares: []kam.Fraction{{Num: 7, Den: -8}}}
		},
		"long fraction": func(s *breakdown.TimeSpec) {
			s.Basis = breakdown.Basis{By: breakdown.Profile, Shares: []kam.Fraction{{Num: 1e12 + 1, Den: 8}}}
		},
		"one cell": func(s *breakdown.TimeSpec) {
			s.Period, s.Basis = kam.MustPeriod("2026-01-01/2026-04-01"), breakdown.Basis{By: breakdown.Pattern, Pattern: []int64{1, 1}}
		},
	}
	seen := map[string]string{}
	for name, change := range changes {
		t.Run(name, func(t *testing.T) {
			spec := year("1200", kam.Quarter)
			change(&spec)
			_, err := breakdown.OverTime(spec, nil)
			var invalid *kam.InvalidError
			require.ErrorAs(t, err, &invalid)
			f := invalid.Findings[0]
			assert.Equal(t, digits(f.Message.EN), digits(f.Message.ZH), "%s / %s", f.Message.EN, f.Message.ZH)
			for _, text := range []string{f.Message.EN, f.Message.ZH} {
				assert.NotContains(t, text, "kam:")
				assert.NotContains(t, text, "invalid")
				assert.NotContains(t, text, "1 cells")
				wordtest.Formatted(t, text)
			}
			assert.Empty(t, seen[f.Message.ZH], "another fault has the same Chinese text")
			seen[f.Message.ZH] = name
		})
	}
}

func TestHistoryIsOfOneSubject(t *testing.T) {
	spec := year("400", kam.Month)
	spec.Period = kam.MustPeriod("2026-01-01/2026-03-01")
	list := sold("2025-01-01", "100", "300")
	spec.Basis = breakdown.Basis{By: breakdown.History, History: list}
	assert.Equal(t, []string{"100", "300"}, targets(overTime(t, spec, nil).Leaves()))

	corrected := list[1]
	corrected.Revision, corrected.Value = 1, null("100")
	for _, order := range [][]kam.Observation{{list[0], list[1], corrected}, {corrected, list[1], list[0]}} {
		spec.Basis.History = order
		assert.Equal(t, []string{"200", "200"}, targets(overTime(t, spec, nil).Leaves()))
	}
	spec.Basis.History = append(sold("2025-01-01", "100", "300"), list[1])
	_, err := breakdown.OverTime(spec, nil)
	assert.Equal(t, []string{"breakdown.history $.basis.history"}, codes(t, err), "twice at one revision")
	for name, change := range map[string]func(o *kam.Observation){
		"subject": func(o *kam.Observation) { o.Subject.ID = "bob" }, "scope": func(o *kam.Observation) { o.Scope = "east" },
	} {
		spec.Basis.History = sold("2025-01-01", "100", "300")
		change(&spec.Basis.History[1])
		_, err := breakdown.OverTime(spec, nil)
		assert.Equal(t, "breakdown.history $.basis.history[1]", codes(t, err)[0], name)
	}
}

func TestSomebodyAbsentIsNoted(t *testing.T) {
	spec := year("1200", kam.Quarter)
	assert.Empty(t, overTime(t, spec, nil).Findings())
	spec.Presence = &breakdown.Presence{Active: kam.MustPeriod("2024-01-01/2025-01-01"), By: breakdown.ByDays}
	plan := overTime(t, spec, nil)
	require.Len(t, plan.Findings(), 1)
	assert.Equal(t, kam.Warning, plan.Findings()[0].Severity)
	assert.Equal(t, "breakdown.presence", plan.Findings()[0].Code)
	for _, c := range plan.Leaves() {
		assert.Equal(t, breakdown.Spread, c.Reason)
	}
}

func TestPlacingWithoutWeightIsNamed(t *testing.T) {
	spec := year("1200", kam.Month)
	spec.Basis = breakdown.Basis{By: breakdown.Pattern, Pattern: []int64{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}}
	spec.Limits = []breakdown.TimeLimit{{Cell: "2026-12", Max: null("500")}}
	for _, method := range []spread.Method{spread.LargestRemainder, spread.Divisor} {
		spec.Method = method
		_, err := breakdown.OverTime(spec, nil)
		assert.Equal(t, []string{"breakdown.zero $.total"}, codes(t, err))
		require.ErrorContains(t, err, "1200 cannot be placed")
		assert.NotContains(t, err.Error(), "spread:")
	}
}

// Nothing left to spread needs no weights.
func TestOrganisationWithNothingLeft(t *testing.T) {
	spec := east()
	spec.Total = dec("0")
	for i := range spec.Nodes {
		spec.Nodes[i].History = null("0")
	}
	assert.Equal(t, "east=0 a=0 a1=0 a2=0 b=0 b1=0 b2=0", own(handDown(t, spec)))
	spec.Basis = []breakdown.OrgBasis{{By: breakdown.ByHistory, Share: kam.MustFraction("0.5")}, {By: breakdown.ByEven, Share: kam.MustFraction("0.5")}}
	assert.Equal(t, "east=0 a=0 a1=0 a2=0 b=0 b1=0 b2=0", own(handDown(t, spec)))
	spec = east()
	spec.Nodes[4].Hold, spec.Nodes[5].History = null("1000"), null("0")
	assert.Equal(t, "east=1000 a=1000 a1=250 a2=750 b=0 b1=0 b2=0", own(handDown(t, spec)))
	spec.Nodes[4].Hold = null("999")
	_, err := breakdown.OverOrganisation(spec)
	assert.Equal(t, []string{"breakdown.zero $.nodes[6]"}, codes(t, err))
}

func TestGrownStaysWithinBounds(t *testing.T) {
	large := dec("9" + strings.Repeat("0", 37))
	for _, call := range []func() (decimal.Decimal, error){
		func() (decimal.Decimal, error) {
			return breakdown.Grown(large, kam.MustFraction("1000000000"), dec("1"))
		},
		func() (decimal.Decimal, error) {
			return breakdown.OverAssigned(large, kam.MustFraction("1000000000"), dec("1"))
		},
	} {
		got, err := call()
		require.ErrorIs(t, err, kam.ErrNumber)
		assert.True(t, got.IsZero())
	}
}

// Histories count by their proportions, however their decimals are written.
func TestHistoriesOfAnyNotation(t *testing.T) {
	want := "east=1000 a=600 a1=150 a2=450 b=400 b1=200 b2=200"
	for _, exponents := range [][2]int32{{-2, -2}, {-1, -3}, {0, -25}} {
		spec := east()
		for i := range spec.Nodes {
			if d := &spec.Nodes[i].History; d.Valid {
				exponent := exponents[i%2]
				d.Decimal = decimal.NewFromBigInt(d.Decimal.Shift(-exponent).BigInt(), exponent)
			}
		}
		assert.Equal(t, want, own(handDown(t, spec)), fmt.Sprint(exponents))
	}
	spec := east()
	spec.Total = dec("99999999999999999")
	spec.Nodes[4].History, spec.Nodes[5].History = null("999999999999999999"), null("1")
	plan := handDown(t, spec)
	footsDown(t, spec, plan)
	assigned, _ := plan.Assigned("east")
	equalDecimal(t, "99999999999999999", assigned)

	spec = east()
	spec.Nodes[0].History, spec.Nodes[1].History = null("100000000000000000000"), null("300000000000000000000")
	assert.Equal(t, want, own(handDown(t, spec)))
}

func TestAssignedBeyond64Bits(t *testing.T) {
	spec := east()
	spec.Total, spec.Nodes, spec.Levels[1].OverAssign = dec("100000000000000000"), spec.Nodes[6:], kam.MustFraction("98")
	for i := range 100 {
		team := fmt.Sprintf("t%d", i)
		spec.Nodes = append(spec.Nodes, breakdown.Node{ID: team, Parent: "east", Level: "team", History: null("1")},
			breakdown.Node{ID: "a" + team, Parent: team, Level: "account", History: null("1")})
	}
	assigned, _ := handDown(t, spec).Assigned("east")
	equalDecimal(t, "9900000000000000000", assigned)
}
