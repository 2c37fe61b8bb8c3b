package visits_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals"
	"github.com/kam-go/kam/goals/visits"
)

// burst needs 20 visits for existing accounts in each of four plain weeks, and 40 for new business in the third.
func burst(perDay string) visits.Spec {
	return visits.Spec{
		Period: kam.MustPeriod("2026-03-02/2026-03-30"), Currency: "CNY",
		Segments: []visits.Segment{{
			Name: "new", Deal: dec("1000"), Steps: []goals.Step{{Period: kam.MustPeriod("2026-03-16/2026-03-21"), Target: dec("40000")}},
			Stages: []visits.Stage{{Name: "visit", Rate: frac("1"), Costs: costs("visit", "1")}},
		}},
		Tiers:  []visits.Tier{tier("A", 20, "visit", "1")},
		People: []visits.Person{{Name: "anna", PerDay: costs("visit", perDay)}},
	}
}

func TestCapacityVerdicts(t *testing.T) {
	for _, c := range []struct {
		name, perDay        string
		verdict             visits.Verdict
		scale               string
		supported, shortage string
		missing             string
		codes               []string
	}{
		{"fits exactly", "12", visits.Fits, "3", "120000", "0", "0", nil},
		{"one short in a week is brought forward", "59/5", visits.Level, "117/40", "117000", "0", "0", []string{"warning visits.overload", "info visits.level"}},
		{"level to the last visit", "20/3", visits.Level, "1", "40000", "0", "0", []string{"warning visits.overload", "info visits.level"}},
		{"a little less is short", "33/5", visits.Short, "39/40", "39000", "1000", "1", []string{"warning visits.overload", "warning visits.short"}},
		{"nothing left for new business", "4", visits.Short, "0", "0", "40000", "40", []string{"warning visits.overload", "warning visits.short"}},
		{"not even for the accounts", "3", visits.Short, "0", "0", "40000", "60", []string{
			"warning visits.overload", "warning visits.overload", "warning visits.overload", "warning visits.overload", "warning visits.short",
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := plan(t, burst(c.perDay), plain(t))
			got, ok := p.Capacity()
			require.True(t, ok)
			assert.Equal(t, c.verdict, got.Verdict)
			equalRat(t, c.scale, got.Scale)
			assert.True(t, dec(c.supported).Equal(got.Supported), got.Supported)
			assert.True(t, dec(c.shortage).Equal(got.Shortfall), got.Shortfall)
			require.Len(t, got.Resources, 1)
			equalRat(t, c.missing, got.Resources[0].Missing)
			assert.Equal(t, c.codes, codes(p.Findings()))
		})
	}
}

func TestCapacitySaysWhatIsMissing(t *testing.T) {
	p := plan(t, burst("33/5"), plain(t))
	found := p.Findings()
	require.Len(t, found, 2)
	assert.Equal(t, "2026-W12: planned are 60 visits, possible 33 visits, missing 27 visits (bring work forward to earlier weeks, or add people)", found[0].String())
	assert.Equal(t, "2026-W12：计划 60 次拜访，可完成 33 次拜访，尚缺 27 次拜访（请把工作提前到之前的周，或增加人手）", found[0].In(kam.Chinese))
	assert.Equal(t, []kam.Evidence{{Name: "resource", Value: "visits"}, {Name: "need", Value: "60"}, {Name: "capacity", Value: "33"}, {Name: "missing", Value: "27"}}, found[0].Evidence)
	assert.Equal(t, "people cannot do the plan even when work is brought forward; missing: 1 visit; they support a revenue of CNY 39,000.00, CNY 1,000.00 less than the target", found[1].Message.EN)
	c, _ := p.Capacity()
	equalRat(t, "120/132", c.Resources[0].Utilisation)
}

func TestCapacityOfPeople(t *testing.T) {
	s := visits.Spec{
		Period: kam.MustPeriod("2026-02-09/2026-03-09"),
		Tiers:  []visits.Tier{tier("A", 10, "visit", "2", "call", "1")},
		Hours:  []visits.Effort{{Activity: visits.Visit, Hours: frac("2")}, {Activity: visits.Call, Hours: frac("1/4")}},
		People: []visits.Person{
			{Name: "anna", Hours: frac("4"), PerDay: costs("visit", "2")},
			{Name: "bo", Hours: frac("2"), PerDay: costs("visit", "1"), Away: []kam.Period{
				kam.MustPeriod("2026-02-26/2026-03-03"), kam.MustPeriod("2026-02-28/2026-03-05"), // overlap: four days in all, with the Saturday
				kam.MustPeriod("2026-03-06/.."), kam.MustPeriod("2025-01-01/2026-02-10"), kam.MustPeriod("2025-06-01/2025-07-01"),
			}},
		},
	}
	c, ok := plan(t, s, china(t)).Capacity()
	require.True(t, ok)
	require.Len(t, c.Resources, 2)
	assert.Equal(t, visits.Activity(""), c.Resources[0].Activity)
	assert.Equal(t, "hours", c.Resources[0].Name().EN)
	assert.Equal(t, visits.Visit, c.Resources[1].Activity)
	// Working days: 6 with the Saturday 14th, 0, 5 with the Saturday 28th, 5; bo is away 1, 0, 3 and 4 of them.
	for w, want := range []string{"34", "0", "24", "22"} {
		equalRat(t, want, c.Resources[0].Loads[w].Capacity)
	}
	for w, want := range []string{"17", "0", "12", "11"} {
		equalRat(t, want, c.Resources[1].Loads[w].Capacity)
	}
	assert.Nil(t, c.Scale)
	assert.True(t, c.Supported.IsZero())
	assert.Equal(t, "2026-W07", c.Resources[0].Loads[0].Week)
}

func TestCapacityWithoutAnybodyThere(t *testing.T) {
	s := burst("5")
	s.People[0].Away = []kam.Period{kam.MustPeriod("2026-01-01/..")}
	p := plan(t, s, plain(t))
	c, _ := p.Capacity()
	assert.Equal(t, visits.Short, c.Verdict)
	assert.Nil(t, c.Resources[0].Utilisation)
	assert.Contains(t, p.Markdown(kam.English), "| **Total**, used – | 120 | 0 |  |")
}

func TestCapacityOfServiceAlone(t *testing.T) {
	s := burst("3")
	s.Segments = nil
	p := plan(t, s, plain(t))
	c, _ := p.Capacity()
	assert.Equal(t, visits.Short, c.Verdict)
	assert.Nil(t, c.Scale)
	assert.Equal(t, "people cannot do the plan even when work is brought forward; missing: 20 visits", p.Findings()[4].Message.EN)
}

// A week in which the accounts alone are too much leaves nothing for new business, although later weeks have room.
func TestCapacityScaleIsZeroWhenServiceIsBehind(t *testing.T) {
	s := burst("20")
	s.People[0].Away = []kam.Period{kam.MustPeriod("2026-03-02/2026-03-09")}
	c, _ := plan(t, s, plain(t)).Capacity()
	assert.Equal(t, visits.Short, c.Verdict)
	equalRat(t, "0", c.Scale)
}

func TestSupportedRevenueReachesATargetFinerThanTheUnit(t *testing.T) {
	s := burst("20/3")
	s.Segments[0].Deal, s.Segments[0].Steps[0].Target = dec("1000.000025"), dec("40000.001")
	c, _ := plan(t, s, plain(t)).Capacity()
	equalRat(t, "1", c.Scale)
	assert.Equal(t, "40000.001", c.Supported.String())
	assert.True(t, c.Shortfall.IsZero())
}

func TestSupportedRevenueIsRoundedDown(t *testing.T) {
	for _, c := range []struct{ name, currency, want string }{
		{"two places", "CNY", "14285.71"}, {"none", "JPY", "14285"}, {"no currency", "", "14285.71"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := burst("5")
			s.Currency = kam.Currency(c.currency)
			s.Tiers = nil
			s.People[0].Away = []kam.Period{kam.MustPeriod("2026-03-05/2026-03-17"), kam.MustPeriod("2026-03-20/2026-03-22")}
			s.Segments[0].Steps[0].Target = dec("20000") // 20 visits
			s.Segments[0].Stages[0].Costs = costs("visit", "21/10")
			got, _ := plan(t, s, plain(t)).Capacity()
			equalRat(t, "30/42", got.Scale)
			assert.Equal(t, c.want, got.Supported.String())
			assert.True(t, got.Supported.Add(got.Shortfall).Equal(dec("20000")))
		})
	}
}
