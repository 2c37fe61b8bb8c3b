package visits_test

import (
	"encoding/json"
	"errors"
	"math/big"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals"
	"github.com/kam-go/kam/goals/visits"
)

// china has the long holidays of 2026 that matter here, with their make-up Saturdays; the years around it are plain.
func china(t testing.TB) *kam.Calendar {
	t.Helper()
	days := func(list ...string) []kam.Day {
		var out []kam.Day
		for _, s := range list {
			out = append(out, kam.MustDay(s))
		}
		return out
	}
	c, err := kam.NewCalendar(kam.CalendarSpec{
		Holidays: []kam.HolidayYear{{
			Year: 2026,
			Off: days("2026-01-01", "2026-01-02", "2026-02-16", "2026-02-17", "2026-02-18", "2026-02-19", "2026-02-20", "2026-02-23",
				"2026-04-06", "2026-05-01", "2026-05-04", "2026-05-05", "2026-10-01", "2026-10-02", "2026-10-05", "2026-10-06", "2026-10-07"),
			Working: days("2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"),
		}},
		Declared: []int{2024, 2025, 2027, 2028},
	})
	require.NoError(t, err)
	return c
}

// plain works Monday to Friday in the years around 2026.
func plain(t testing.TB) *kam.Calendar {
	t.Helper()
	c, err := kam.NewCalendar(kam.CalendarSpec{Declared: []int{2022, 2023, 2024, 2025, 2026, 2027, 2028, 2029}})
	require.NoError(t, err)
	return c
}

func dec(s string) decimal.Decimal { return decimal.RequireFromString(s) }

func frac(s string) kam.Fraction { return kam.MustFraction(s) }

// months returns one step of target for each of n months from 2026-m on.
func months(m, n int, target string) []goals.Step {
	var steps []goals.Step
	first := kam.MustDay("2026-01-01").AddMonths(m - 1)
	for i := range n {
		steps = append(steps, goals.Step{Period: kam.Period{From: first.AddMonths(i), Until: first.AddMonths(i + 1)}, Target: dec(target)})
	}
	return steps
}

func costs(pairs ...string) []visits.Cost {
	var out []visits.Cost
	for i := 0; i < len(pairs); i += 2 {
		out = append(out, visits.Cost{Activity: visits.Activity(pairs[i]), Count: frac(pairs[i+1])})
	}
	return out
}

// smb is a segment with three stages: call 4 weeks before the meeting, that 10 working days before the proposal, and
// that 2 weeks before the close. One deal takes 2 proposals, 4 meetings and 20 contacts.
func smb(steps []goals.Step) visits.Segment {
	return visits.Segment{
		Name: "SMB", Steps: steps, Deal: dec("50000"),
		Stages: []visits.Stage{
			{Name: "contact", Rate: frac("0.2"), LeadWeeks: 4, Costs: costs("call", "2")},
			{Name: "meeting", Rate: frac("0.5"), LeadDays: 10, Costs: costs("visit", "1", "call", "1/2")},
			{Name: "proposal", Rate: frac("0.5"), LeadWeeks: 2, Costs: costs("visit", "1", "proposal", "1")},
		},
	}
}

func tier(name string, accounts int64, pairs ...string) visits.Tier {
	t := visits.Tier{Name: name, Accounts: accounts}
	for i := 0; i < len(pairs); i += 2 {
		t.Rhythms = append(t.Rhythms, visits.Rhythm{Activity: visits.Activity(pairs[i]), Every: frac(pairs[i+1])})
	}
	return t
}

func plan(t testing.TB, s visits.Spec, c *kam.Calendar) *visits.WeeklyPlan {
	t.Helper()
	p, err := visits.Plan(s, c)
	require.NoError(t, err)
	return p
}

// codes writes severity and code of each finding.
func codes(found kam.Findings) []string {
	var out []string
	for _, f := range found {
		out = append(out, string(f.Severity)+" "+f.Code)
	}
	return out
}

// faults returns the findings of an error that must be a *kam.InvalidError.
func faults(t testing.TB, err error) kam.Findings {
	t.Helper()
	invalid, ok := errors.AsType[*kam.InvalidError](err)
	require.True(t, ok, "%v", err)
	return invalid.Findings
}

func sum(list []int64) int64 {
	var total int64
	for _, n := range list {
		total += n
	}
	return total
}

func equalRat(t testing.TB, want string, got *big.Rat) {
	t.Helper()
	r, ok := new(big.Rat).SetString(want)
	require.True(t, ok, want)
	require.NotNil(t, got)
	if r.Cmp(got) != 0 {
		t.Errorf("got %s, want %s", got.RatString(), want)
	}
}

func whole(t testing.TB, s string) int64 {
	t.Helper()
	n, err := strconv.ParseInt(s, 10, 64)
	require.NoError(t, err)
	return n
}

// golden compares got with a file under testdata/golden, or writes it when KAM_UPDATE_GOLDEN is set.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", "golden", name)
	if os.Getenv("KAM_UPDATE_GOLDEN") != "" {
		require.NoError(t, os.WriteFile(path, []byte(got), 0o600))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err, "set KAM_UPDATE_GOLDEN=1 to write it")
	require.Equal(t, string(want), got)
}

// caseStage, ladderCase and cycleCase are what testdata/cases.json holds.
type caseStage struct {
	Name, Rate, PerDeal string
}

type ladderCase struct {
	ID, What, Target, Deal, Deals, Code string
	Stages                              []caseStage
	Counts, Exact                       []string
}

func (c ladderCase) segment() visits.Segment {
	g := visits.Segment{Name: "case", Deal: dec(c.Deal)}
	for _, s := range c.Stages {
		stage := visits.Stage{Name: s.Name}
		if s.Rate != "" {
			stage.Rate = frac(s.Rate)
		}
		if s.PerDeal != "" {
			stage.PerDeal = frac(s.PerDeal)
		}
		g.Stages = append(g.Stages, stage)
	}
	return g
}

type cycleCase struct {
	ID, What, Weeks, Total, PerWeek string
	Tiers                           []struct{ Name, Accounts, Every string }
	Counts                          []string
}

type caseFile struct {
	Ladders, Refused []ladderCase
	Cycles           []cycleCase
}

func cases(t *testing.T) caseFile {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", "cases.json"))
	require.NoError(t, err)
	var f caseFile
	require.NoError(t, json.Unmarshal(data, &f))
	return f
}
