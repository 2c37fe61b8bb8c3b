package plandoc_test

import (
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/plandoc"
)

func office() incentive.Roster {
	year := kam.MustPeriod("2026-01-01/2027-01-01")
	return incentive.Roster{
		Payees: []incentive.Payee{{ID: "anna"}, {ID: "bo"}},
		Assignments: []incentive.Assignment{{
			Payee: "anna", Plan: "kam", Version: 1, Period: year, Quotas: []incentive.Quota{{Measure: "revenue", Period: year, Amount: dec("400")}},
			Target: incentive.Target{Amount: decimal.NewNullDecimal(dec("100")), Per: kam.Year}, Absences: []incentive.Absence{{ID: "leave", Period: kam.MustPeriod("2026-03-01/2026-05-01")}},
		}},
	}
}

func TestReassign(t *testing.T) {
	r := office()
	s := plandoc.Switch{Payee: "anna", From: "kam", Plan: "kam", Version: 2, On: kam.MustDay("2026-04-01"), Figures: plandoc.FiguresKept}
	out, warnings, err := plandoc.Reassign(r, s, nil, nil)
	require.NoError(t, err)
	assert.Empty(t, warnings)
	require.Len(t, out.Assignments, 2)
	assert.Equal(t, kam.MustPeriod("2026-01-01/2026-04-01"), out.Assignments[0].Period)
	next := out.Assignments[1]
	assert.Equal(t, kam.MustPeriod("2026-04-01/2027-01-01"), next.Period)
	assert.Equal(t, r.Assignments[0].Quotas, next.Quotas)
	assert.Len(t, next.Absences, 1)
	assert.Equal(t, kam.MustPeriod("2026-01-01/2027-01-01"), r.Assignments[0].Period, "the roster before is as it was")

	s.Figures, s.Until = plandoc.FiguresStated, kam.MustDay("2026-10-01")
	s.Quotas = []incentive.Quota{{Measure: "revenue", Period: kam.MustPeriod("2026-04-01/2026-07-01"), Amount: dec("5")}}
	out, _, err = plandoc.Reassign(r, s, nil, nil)
	require.NoError(t, err)
	equalDecimal(t, "5", out.Assignments[1].Quotas[0].Amount)
	assert.Equal(t, kam.MustPeriod("2026-04-01/2026-10-01"), out.Assignments[1].Period)
	assert.False(t, out.Assignments[1].Target.Amount.Valid)
}

func TestReassignFindsConflicts(t *testing.T) {
	for name, c := range map[string]struct {
		change func(r *incentive.Roster, s *plandoc.Switch)
		want   []string
	}{
		"empty":                 {func(_ *incentive.Roster, s *plandoc.Switch) { *s = plandoc.Switch{} }, []string{"plandoc.id $.payee", "plandoc.id $.plan", "plandoc.version $.version", "plandoc.day $.on", "plandoc.payee $.payee", "plandoc.figures $.figures"}},
		"unknown payee":         {func(_ *incentive.Roster, s *plandoc.Switch) { s.Payee = "zed" }, []string{"plandoc.payee $.payee", "plandoc.assignment $.from"}},
		"nothing to end":        {func(_ *incentive.Roster, s *plandoc.Switch) { s.From = "other" }, []string{"plandoc.assignment $.from"}},
		"begins that day":       {func(_ *incentive.Roster, s *plandoc.Switch) { s.On = kam.MustDay("2026-01-01") }, []string{"plandoc.assignment $.on"}},
		"over":                  {func(_ *incentive.Roster, s *plandoc.Switch) { s.On = kam.MustDay("2027-01-01") }, []string{"plandoc.assignment $.from"}},
		"kept and stated":       {func(_ *incentive.Roster, s *plandoc.Switch) { s.Target.Per = kam.Year }, []string{"plandoc.figures $.figures"}},
		"kept of nobody":        {func(_ *incentive.Roster, s *plandoc.Switch) { s.Payee, s.From = "bo", "" }, []string{"plandoc.figures $.figures"}},
		"ends before it begins": {func(_ *incentive.Roster, s *plandoc.Switch) { s.Until = kam.MustDay("2026-04-01") }, []string{"plandoc.period $.until"}},
		"not ended":             {func(_ *incentive.Roster, s *plandoc.Switch) { s.From, s.Figures = "", plandoc.FiguresStated }, []string{"plandoc.overlap roster.assignments[0]"}},
		"another one in the way": {func(r *incentive.Roster, _ *plandoc.Switch) {
			r.Assignments = append(r.Assignments, incentive.Assignment{Payee: "anna", Plan: "kam", Version: 3, Period: kam.MustPeriod("2026-12-31/2027-02-01")})
		}, []string{"plandoc.overlap roster.assignments[1]"}},
		"another that only meets": {func(r *incentive.Roster, _ *plandoc.Switch) {
			r.Assignments = append(r.Assignments, incentive.Assignment{Payee: "anna", Plan: "kam", Version: 3, Period: kam.MustPeriod("2027-01-01/2027-02-01")})
		}, nil},
	} {
		r := office()
		s := plandoc.Switch{Payee: "anna", From: "kam", Plan: "kam", Version: 2, On: kam.MustDay("2026-04-01"), Figures: plandoc.FiguresKept}
		c.change(&r, &s)
		_, _, err := plandoc.Reassign(r, s, nil, nil)
		if c.want == nil {
			require.NoError(t, err, name)
			continue
		}
		assert.ElementsMatch(t, c.want, codes(t, err), name)
	}
}

func TestReassignAsksTheRegistry(t *testing.T) {
	s := plandoc.Switch{Payee: "anna", From: "kam", Plan: "kam", Version: 2, On: kam.MustDay("2026-04-01"), Figures: plandoc.FiguresKept}
	st := begin(t).do(plandoc.StepDraft, one(t, 2), "anna")
	_, _, err := plandoc.Reassign(office(), s, st.r, nil)
	assert.Equal(t, []string{"plandoc.not-effective $.version"}, codes(t, err))
	st.do(plandoc.StepSubmit, one(t, 2), "anna").do(plandoc.StepApprove, one(t, 2), "vera")
	_, warnings, err := plandoc.Reassign(office(), s, st.r, nil)
	require.NoError(t, err)
	assert.Empty(t, warnings)
	s.On = kam.MustDay("2026-05-01")
	_, warnings, err = plandoc.Reassign(office(), s, st.r, nil)
	require.NoError(t, err)
	require.Len(t, warnings, 1)
	assert.Equal(t, "plandoc.mid-period", warnings[0].Code)
	s.Until = kam.MustDay("2027-01-02")
	_, _, err = plandoc.Reassign(office(), s, st.r, nil)
	assert.Equal(t, []string{"plandoc.not-effective $.until"}, codes(t, err))
	s.Until = kam.MustDay("2027-01-01")
	retire := st.event(plandoc.StepRetire, one(t, 2), "vera")
	retire.On = kam.MustDay("2026-12-31")
	retired, err := st.r.Apply(retire)
	require.NoError(t, err)
	_, _, err = plandoc.Reassign(office(), s, retired, nil)
	assert.Equal(t, []string{"plandoc.not-effective $.until"}, codes(t, err))
	s.Until = retire.On
	_, _, err = plandoc.Reassign(office(), s, retired, nil)
	require.NoError(t, err)
	s.Plan = "other"
	_, _, err = plandoc.Reassign(office(), s, st.r, nil)
	assert.Equal(t, []string{"plandoc.not-effective $.version"}, codes(t, err))
}

func TestCopyMovesEveryDay(t *testing.T) {
	p := full(t)
	next, moved, err := plandoc.Copy(p, 3, kam.MustPeriod("2027-01-01/2028-01-01"))
	require.NoError(t, err)
	assert.Equal(t, 3, next.Version)
	assert.Equal(t, kam.MustPeriod("2027-01-01/2028-01-01"), next.Effective)
	assert.Equal(t, []plandoc.Moved{{Path: "$.caps[0].until", Before: "2026-12-31", After: "2027-12-31"}}, moved)
	assert.Equal(t, kam.MustDay("2026-12-31"), p.Caps[0].Until, "the plan before is as it was")
	assert.Equal(t, p.Title, next.Title)
	_, err = incentive.Compile(incentive.Book{Plans: []incentive.Plan{next}})
	require.NoError(t, err)
	diff, err := plandoc.Diff(p, next)
	require.NoError(t, err)
	assert.Len(t, diff, 3)
	for name, period := range map[string]kam.Period{"none": {}, "half a month later": kam.MustPeriod("2027-01-15/2028-01-15"), "out of days": kam.MustPeriod("9999-06-01/9999-12-31")} {
		_, _, err = plandoc.Copy(p, 3, period)
		require.ErrorIs(t, err, plandoc.ErrCopy, name)
	}
	_, _, err = plandoc.Copy(p, 0, kam.MustPeriod("2027-01-01/2028-01-01"))
	require.ErrorIs(t, err, plandoc.ErrCopy)
}
