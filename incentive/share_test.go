package incentive_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/ledger"
)

// Each id is in one of n shares, and stays in it: these are stored with what was told.
func TestShareHas(t *testing.T) {
	for _, n := range []int{1, 2, 7, incentive.MaxShares} {
		has := 0
		for i := range n {
			if (incentive.Share{Index: i, Of: n}).Has("21") {
				has++
			}
		}
		assert.Equal(t, 1, has, n)
	}
	for id, want := range map[string]int{"anna": 1, "bo": 1, "cai": 2, "dan": 1, "": 1} {
		assert.True(t, incentive.Share{Index: want, Of: 3}.Has(id), id)
	}
	for _, none := range []incentive.Share{{}, {Index: 1, Of: 1}, {Index: -1, Of: 2}, {Index: 0, Of: incentive.MaxShares + 1}} {
		assert.False(t, none.Has("anna"), none)
	}
}

// homes returns the shares of payees among four, ascending: that of anna is 2, of bo 3, of cai 0 and of dan 1.
func homes(payees ...string) []int {
	var all []int
	for i := range 4 {
		if slices.ContainsFunc(payees, func(id string) bool { return incentive.Share{Index: i, Of: 4}.Has(id) }) {
			all = append(all, i)
		}
	}
	return all
}

func TestEnrolmentShares(t *testing.T) {
	o := newOffice(t)
	o.in.Opening.Prior = []incentive.Prior{prior(nil)}
	e := enrolled(t, o)
	original := sold("a1", "anna", "1000", "2026-02-01")
	back := returned("r1", "a1", "-10", "2026-02-03")
	claimed := back
	claimed.Owner = "dan"
	split := sold("s1", "", "10", "2026-02-01")
	split.Participants = []incentive.Participant{{Payee: "bo", Share: kam.MustFraction("1/2")}, {Payee: "dan", Share: kam.MustFraction("1/2")}}
	for name, c := range map[string]struct {
		t        incentive.Transaction
		original *incentive.Transaction
		want     []int
	}{
		"the owner's and the manager's":      {original, nil, homes("anna", "cai")},
		"nobody above":                       {sold("d1", "dan", "1", "2026-02-01"), nil, homes("dan")},
		"a stranger's":                       {sold("x1", "x", "1", "2026-02-01"), nil, homes("x")},
		"every participant's":                {split, nil, homes("bo", "cai", "dan")},
		"what is taken back":                 {back, &original, homes("anna", "cai")},
		"whoever it says to be of":           {claimed, &original, homes("anna", "cai")},
		"what takes back nothing known":      {claimed, nil, homes("dan")},
		"nobody's":                           {back, nil, homes("")},
		"what is in the opening":             {returned("r0", "p0", "-10", "2026-02-03"), nil, homes("anna", "cai")},
		"another transaction as an original": {claimed, &split, homes("dan")},
		"what takes back itself":             {returned("r1", "r1", "-10", "2026-02-03"), &back, homes("")},
		"what takes back a reversal":         {returned("r2", "r1", "-10", "2026-02-03"), &claimed, homes("")},
	} {
		assert.Equal(t, c.want, e.Shares(c.t, c.original, 4), name)
	}
	assert.Nil(t, e.Shares(original, nil, 0))
	assert.Nil(t, e.Shares(original, nil, incentive.MaxShares+1))
}

func TestEnrolmentRounds(t *testing.T) {
	plain, commanded, rivalling := newOffice(t), commanded(t), rivalling(t)
	contest := newOffice(t)
	contest.component(t, `{"name": "prize", "measure": "revenue", "contest": {"basis": "amount", "prizes": ["500"], "ties": "share", "held": "wait"}}`)
	for name, c := range map[string]struct {
		o    *office
		want int
	}{
		"everybody alone":      {plain, 0},
		"a contest":            {contest, 2},
		"commission of others": {commanded, 2},
		"both":                 {rivalling, 3},
	} {
		least, most := enrolled(t, c.o).Rounds()
		assert.Equal(t, c.want, least, name)
		if assert.GreaterOrEqual(t, most, 20*c.want, name) && c.want == 0 {
			assert.Zero(t, most, name)
		}
		s := spread(enrolled(t, c.o), c.o.deals, 3)
		_, err := s.run(t.Context(), incentive.RunOptions{})
		require.NoError(t, err)
		assert.Len(t, s.rounds, c.want, name)
	}
}

// Nobody is held at first, and one who is level with another turns out to be: all shares start again together.
func TestSharesStartAgainTogether(t *testing.T) {
	o := newOffice(t)
	o.component(t, `{"name": "prize", "measure": "revenue", "contest": {"basis": "amount", "prizes": ["500", "300"], "ties": "share", "held": "leave-out", "then": [{"measure": "score", "basis": "score"}]}}`)
	o.sales.Measures = append(o.sales.Measures, incentive.Measure{Name: "score", Base: incentive.BaseObservation, Metric: "csat", Window: incentive.PerPeriod})
	o.deals[1].Amount = o.deals[0].Amount // anna and bo are level
	o.observed("bo")
	e := enrolled(t, o)
	least, _ := e.Rounds()
	s := spread(e, o.deals, 2)
	runs, err := s.run(t.Context(), incentive.RunOptions{})
	require.NoError(t, err)
	assert.Greater(t, len(s.rounds), least)
	assert.Empty(t, unionDiffers(runs, o.mustRun(t)))
}

// A step that is computed anew tells the same bytes, with any number of workers.
func TestStepTellsTheSame(t *testing.T) {
	s := started(t, rivalling(t))
	first, err := s.step(t.Context(), 0, incentive.RunOptions{Workers: 1})
	require.NoError(t, err)
	second, err := s.step(t.Context(), 0, incentive.RunOptions{Workers: 8})
	require.NoError(t, err)
	assert.Equal(t, first.Figures, second.Figures)
	for _, data := range first.Figures {
		assert.Regexp(t, `^\{"body":\{.*"format":"`+incentive.FiguresFormat+`".*\},"digest":"[0-9a-f]{64}"\}$`, string(data))
	}
	done, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = s.step(done, 0, incentive.RunOptions{})
	require.ErrorIs(t, err, context.Canceled)
}

// Where nobody waits for others a share is done at once, and computes from records.
func TestSharesFromRecords(t *testing.T) {
	o := newOffice(t)
	o.deals = nil
	for i := range 400 {
		o.add(sold(fmt.Sprint("t", i), []string{"anna", "bo", "dan", "x"}[i%4], fmt.Sprint(1+i%97), "2026-02-01"))
	}
	o.deals[4].Currency = "USD" // anna is held, and cai for the same deal
	e, whole := enrolled(t, o), o.mustRun(t)
	s := spread(e, o.deals, 3)
	space, recorded := new(incentive.Workspace), 0
	var runs []*incentive.Run
	for j := range s.parts {
		last, total := -1, 0
		opt := incentive.RunOptions{Records: true, Workspace: space, Progress: func(done, all int) {
			assert.GreaterOrEqual(t, done, last)
			last, total = done, all
		}}
		step, err := s.step(t.Context(), j, opt)
		require.NoError(t, err)
		require.NotNil(t, step.Run, j)
		assert.Equal(t, total, last, j)
		stated, plain := step.Run.Recorded()
		recorded += stated + plain
		runs = append(runs, step.Run)
	}
	assert.Equal(t, 2, recorded, "bo and dan")
	assert.Empty(t, unionDiffers(runs, whole))
	assert.Empty(t, postingDiffers(e, runs, whole))
}

// A share answers for its own payees.
func TestShareKnowsItsPayees(t *testing.T) {
	for _, records := range []bool{false, true} {
		o := newOffice(t)
		s := spread(enrolled(t, o), o.deals, 2)
		step, err := s.step(t.Context(), 0, incentive.RunOptions{Records: records})
		require.NoError(t, err)
		assert.Equal(t, []string{"anna sales 100", "cai lead 30"}, paidBy(step.Run))
		assert.Equal(t, "100", step.Run.Why("anna", "a1").Amount.String())
		answer := step.Run.Why("bo", "b1")
		require.Len(t, answer.Reasons, 1)
		inBoth(answer.Reasons[0])
		assert.Equal(t, string(incentive.CodeOtherShare), answer.Reasons[0].Code)
	}
}

// The first day on which reporting lines form a circle is told, whatever the order of the deals.
func TestReportingLoopIsToldOfItsFirstDay(t *testing.T) {
	for _, days := range [][2]string{{"2026-02-01", "2026-03-01"}, {"2026-03-01", "2026-02-01"}} {
		o := newOffice(t)
		o.in.Roster.Reporting = append(o.in.Roster.Reporting, incentive.ReportingLine{Payee: "cai", Manager: "anna", Period: officeYears})
		o.lead.Credits[0].Level = 2
		o.deals = []incentive.Transaction{sold("a1", "anna", "1000", days[0]), sold("a2", "anna", "1000", days[1])}
		for h := range o.mustRun(t).Held() {
			assert.Contains(t, h.Findings[0].Message.EN, "2026-02-01", h.Payee.ID)
		}
	}
}

// A joined run is posted like the single one, also as corrections of a period that is closed, and names the ledger's head.
func TestJoinPostsTheWhole(t *testing.T) {
	o := rivalling(t)
	o.in.Opening.Ledger = ledger.Snapshot{Head: "h1", Posted: []ledger.Posted{posted("2026-01-01/2026-04-01", "5")}}
	e, all := tallied(t, o)
	slices.Reverse(all)
	joined, err := e.Join(all)
	require.NoError(t, err)
	whole := o.mustRun(t)
	assert.Equal(t, whole.ID(), joined.ID())
	for _, x := range []interface {
		Batch() (ledger.Batch, error)
		BatchInto(kam.Period) (ledger.Batch, error)
	}{joined, whole} {
		b, err := x.Batch()
		require.NoError(t, err)
		later, err := x.BatchInto(secondQuarter)
		require.NoError(t, err)
		require.NoError(t, later.Check())
		want, err := whole.Batch()
		require.NoError(t, err)
		for i, e := range b.Entries {
			assert.Equal(t, want.Entries[i].Amount.Exponent(), e.Amount.Exponent())
			assert.Equal(t, later.Entries[i].Amount.String(), e.Amount.String())
		}
		assert.Len(t, b.Entries, len(want.Entries))
		require.NoError(t, b.Check())
		assert.Equal(t, ledger.Head("h1"), b.Head)
		assert.NotEmpty(t, b.Entries)
	}
	_, err = joined.BatchInto(firstQuarter)
	require.ErrorIs(t, err, kam.ErrPeriod)
}

// Managers compete by the commission of their teams: one of them is not known, because somebody below is held, and the
// others wait, in whichever shares they are.
func TestSharesTellWhoseCommissionIsNotKnown(t *testing.T) {
	o := commanded(t)
	o.lead.Components = append(o.lead.Components, planOf(t, prizePlan).Components[0])
	o.lead.Components[1].Measure = "team"
	o.join("eve", "lead")
	o.join("fay", "lead")
	o.in.Roster.Reporting = append(o.in.Roster.Reporting, incentive.ReportingLine{Payee: "dan", Manager: "eve", Period: officeYears})
	o.deals[2].Currency = "USD" // dan is held
	assert.Equal(t, []string{
		"cai lead run.depends-on-held @ payee eve", "dan sales run.missing-rate @ transaction d1",
		"eve lead run.depends-on-held @ payee dan", "fay lead run.depends-on-held @ payee eve",
	}, heldBy(same(t, o)))
}

// same holds a run in 2 to 9 shares to the single run, which is returned.
func same(t *testing.T, o *office) *incentive.Run {
	t.Helper()
	whole, e := o.mustRun(t), enrolled(t, o)
	for n := 2; n < 10; n++ {
		runs, err := spread(e, o.deals, n).run(t.Context(), incentive.RunOptions{})
		require.NoError(t, err)
		assert.Empty(t, unionDiffers(runs, whole), n)
	}
	return whole
}

// join adds a payee to an office, on a plan.
func (o *office) join(id, plan string) {
	o.in.Roster.Payees = append(o.in.Roster.Payees, incentive.Payee{ID: id})
	o.in.Roster.Assignments = append(o.in.Roster.Assignments, incentive.Assignment{Payee: id, Plan: plan, Version: 1, Period: officeYears})
}

// The commission of a refund goes to who managed on the day of the deal, in whichever share.
func TestSharesTellOnWhoseDayCommissionGoesUp(t *testing.T) {
	o := commanded(t)
	o.sales.Refunds.Period = incentive.Current
	o.join("eve", "lead")
	o.in.Roster.Reporting[1].Period = kam.MustPeriod("2025-01-01/2026-02-15")
	o.in.Roster.Reporting = append(o.in.Roster.Reporting, incentive.ReportingLine{Payee: "bo", Manager: "eve", Period: kam.MustPeriod("2026-02-15/2028-01-01")})
	o.add(returned("r1", "b1", "-500", "2026-03-01"), sold("b2", "bo", "100", "2026-03-02"))
	whole := same(t, o)
	assert.Equal(t, []string{"anna sales 100", "bo sales 160", "cai lead 3.4", "dan sales 50", "eve lead 1"}, paidBy(whole))
}

// One who is not credited with a deal for lack of a number has a part in it all the same: what a cap leaves the others of
// it is not known.
func TestSharesTellOfPartsThatAreLost(t *testing.T) {
	o := newOffice(t)
	o.component(t, `{"name": "commission", "measure": "revenue", "rate": "0.1", "caps": [{"per": "transaction", "amount": "50", "excess": "forfeit"}]}`)
	tech := o.sales.Credits[0]
	tech.Name, tech.To, tech.Role = "tech", incentive.ToRole, "tech"
	tech.Factor = &incentive.Factor{By: "class", Values: map[string]decimal.Decimal{"new": exact("1")}, Other: "refuse"}
	o.sales.Credits, o.sales.Measures[0].Credits = append(o.sales.Credits, tech), []string{"own", "tech"}
	o.deals[0].Owner = ""
	o.deals[0].Participants = []incentive.Participant{{Payee: "anna", Share: kam.Whole()}, {Payee: "bo", Role: "tech", Share: kam.Whole()}}
	assert.Equal(t, []string{"anna sales run.depends-on-held @ payee bo", "bo sales run.missing-number @ transaction a1"}, heldBy(same(t, o)))
}

// Two managers are paid on the commission of one deal under a cap: while one of them is held, the other waits.
func TestSharesTellWhatGoesUpToOthers(t *testing.T) {
	o := commanded(t)
	o.join("eve", "lead")
	o.in.Roster.Reporting[1].Manager = "eve"
	o.lead.Components[0].Caps = []incentive.Cap{{Per: incentive.PerDeal, On: incentive.OnPay, Amount: known("1"), Excess: incentive.ExcessForfeit}}
	o.lead.Caps = []incentive.Cap{{Per: incentive.PerPlan, On: incentive.OnPay, OfTargetIncentive: known("1"), Excess: incentive.ExcessForfeit}}
	for i := range o.in.Roster.Assignments {
		if a := &o.in.Roster.Assignments[i]; a.Payee == "cai" {
			a.Target = incentive.Target{Amount: known("1000"), Per: kam.Quarter}
		}
	}
	half := kam.MustFraction("1/2")
	o.deals[0].Owner = ""
	o.deals[0].Participants = []incentive.Participant{{Payee: "anna", Share: half}, {Payee: "bo", Share: half}}
	assert.Equal(t, []string{"cai lead run.depends-on-held @ payee eve", "eve lead run.missing-target @ payee eve"}, heldBy(same(t, o)))
}
