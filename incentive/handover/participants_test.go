package handover_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/handover"
)

func TestParticipantsByTeam(t *testing.T) {
	o := mustCompile(t, handover.Book{
		Policy: byTeam(),
		Accounts: []handover.Account{
			account("acme", owner("anna", "1/3", ever), owner("bo", "2/3", ever), member("ted", "expert", "1", ever)),
			account("idle", member("ted", "expert", "0.4", ever)),
		},
		Opportunities: []handover.Opportunity{{ID: "o1", Account: "acme", Open: kam.MustPeriod(ever)}},
		Kept:          []handover.Kept{{Deal: "old", Period: kam.MustPeriod("2026-05-01/2026-06-01"), Team: []handover.Share{{Payee: "zoe", Share: kam.Whole()}}}},
	})
	for name, c := range map[string]struct {
		deal handover.Deal
		want string
		code string
	}{
		"team":              {handover.Deal{ID: "d", Account: "acme", On: kam.MustDay("2026-05-01")}, "anna owner 1/3, bo owner 2/3, ted expert 1", ""},
		"kept":              {handover.Deal{ID: "old", Account: "acme", On: kam.MustDay("2026-05-31")}, "zoe owner 1", ""},
		"kept not yet":      {handover.Deal{ID: "old", Account: "acme", On: kam.MustDay("2026-04-30")}, "anna owner 1/3, bo owner 2/3, ted expert 1", ""},
		"kept no more":      {handover.Deal{ID: "old", Account: "acme", On: kam.MustDay("2026-06-01")}, "anna owner 1/3, bo owner 2/3, ted expert 1", ""},
		"nobody":            {handover.Deal{ID: "d", Account: "idle", On: kam.MustDay("2026-05-01")}, "house owner 1, ted expert 0.4", "handover.unowned"},
		"before":            {handover.Deal{ID: "d", Account: "acme", On: kam.MustDay("2025-12-31")}, "house owner 1", "handover.unowned"},
		"no account":        {handover.Deal{ID: "d", Account: "acne", On: kam.MustDay("2026-05-01")}, "house owner 1", "handover.unknown"},
		"no opportunity":    {handover.Deal{ID: "d", Account: "acme", Opportunity: "o9", On: kam.MustDay("2026-05-01")}, "house owner 1", "handover.unknown"},
		"other opportunity": {handover.Deal{ID: "d", Account: "idle", Opportunity: "o1", On: kam.MustDay("2026-05-01")}, "house owner 1", "handover.unknown"},
		"no day":            {handover.Deal{ID: "d", Account: "acme"}, "house owner 1", "handover.day"},
	} {
		got, found := o.Participants(c.deal)
		assert.Equal(t, c.want, people(got), name)
		if c.code == "" {
			assert.Empty(t, found, name)
			continue
		}
		require.Len(t, found, 1, name)
		assert.Equal(t, c.code, found[0].Code, name)
		good(t, found[0])
	}
}

func TestParticipantsByStages(t *testing.T) {
	row := func(stage, payee, period string) handover.StageOwner {
		return handover.StageOwner{Stage: stage, Payee: payee, Period: kam.MustPeriod(period)}
	}
	book := handover.Book{
		Policy: handover.Policy{By: handover.ByStages, House: "house", Stages: []handover.StageShare{
			{Stage: "found", Share: kam.MustFraction("0.2")}, {Stage: "offered", Share: kam.MustFraction("0.3")}, {Stage: "closed", Share: kam.MustFraction("0.5")},
		}},
		Accounts: []handover.Account{account("acme", owner("bo", "1", ever), member("ted", "expert", "1", ever))},
		Opportunities: []handover.Opportunity{{ID: "o", Account: "acme", Open: kam.MustPeriod(ever), Stages: []handover.StageOwner{
			row("found", "sue", "2026-01-01/2026-02-01"), row("offered", "anna", "2026-02-01/2026-02-11"), row("offered", "bo", "2026-02-11/.."), row("closed", "bo", "2026-03-01/.."),
		}}},
	}
	deal := handover.Deal{ID: "d", Account: "acme", Opportunity: "o", On: kam.MustDay("2026-03-02")}
	for handed, want := range map[handover.Handed]string{
		handover.LastOwner:  "bo owner 0.8, sue owner 0.2, ted expert 1",
		handover.FirstOwner: "anna owner 0.3, bo owner 0.5, sue owner 0.2, ted expert 1",
		// anna had ten days and bo the twenty from 11 February to 2 March
		handover.ByDays: "anna owner 0.1, bo owner 0.7, sue owner 0.2, ted expert 1",
	} {
		book.Policy.Handed = handed
		got, found := mustCompile(t, book).Participants(deal)
		assert.Equal(t, want, people(got), handed)
		assert.Empty(t, found)
	}
	o := mustCompile(t, book)
	early := deal
	early.On = kam.MustDay("2026-02-10")
	got, found := o.Participants(early)
	assert.Equal(t, "anna owner 0.3, house owner 0.5, sue owner 0.2, ted expert 1", people(got))
	require.Len(t, found, 1)
	assert.Equal(t, "handover.unowned", found[0].Code)
	first := deal
	first.On = kam.MustDay("2026-03-01")
	got, found = o.Participants(first)
	assert.Contains(t, people(got), "bo owner", "who takes a stage over on the credit date owns it")
	assert.Empty(t, found)
	direct := deal
	direct.Opportunity = ""
	got, _ = o.Participants(direct)
	assert.Equal(t, "bo owner 1, ted expert 1", people(got))
}

// Fine shares are placed at six decimals and still total 1, and a run takes what is made.
func TestARunTakesTheParticipants(t *testing.T) {
	book := handover.Book{
		Policy: handover.Policy{By: handover.ByStages, House: "house", Handed: handover.ByDays, Stages: []handover.StageShare{
			{Stage: "a", Share: kam.MustFraction("1/7")}, {Stage: "b", Share: kam.MustFraction("6/7")},
		}},
		Accounts: []handover.Account{account("acme")},
		Opportunities: []handover.Opportunity{{ID: "o", Account: "acme", Open: kam.MustPeriod(ever), Stages: []handover.StageOwner{
			{Stage: "a", Payee: "anna", Period: kam.MustPeriod("2026-01-01/2030-01-01")},
			{Stage: "b", Payee: "anna", Period: kam.MustPeriod("2000-01-01/2027-06-03")},
			{Stage: "b", Payee: "bo", Period: kam.MustPeriod("2027-06-03/..")},
		}}},
	}
	got, found := mustCompile(t, book).Participants(handover.Deal{ID: "d", Account: "acme", Opportunity: "o", On: kam.MustDay("2030-12-31")})
	assert.Empty(t, found)
	assert.Equal(t, "anna owner 0.900985, bo owner 0.099015", people(got))

	plan, err := incentive.ParsePlan([]byte(`{
		"format": 1, "id": "kam", "version": 1, "currency": "CNY", "readings": "standard-1", "effective": "2030-01-01/2031-01-01", "period": "quarter",
		"credits": [{"name": "own", "to": "owner", "share": "1"}],
		"measures": [{"name": "revenue", "base": "amount", "credits": ["own"], "window": "period"}],
		"components": [{"name": "commission", "measure": "revenue", "rate": "0.1"}]}`))
	require.NoError(t, err)
	program, err := incentive.Compile(incentive.Book{Plans: []incentive.Plan{plan}})
	require.NoError(t, err)
	r := incentive.Roster{Payees: []incentive.Payee{{ID: "anna"}, {ID: "bo"}}}
	for _, p := range r.Payees {
		r.Assignments = append(r.Assignments, incentive.Assignment{Payee: p.ID, Plan: "kam", Version: 1, Period: kam.MustPeriod("2030-01-01/2031-01-01")})
	}
	run, err := program.Run(context.Background(), incentive.Inputs{
		Period: kam.MustPeriod("2030-10-01/2031-01-01"), Roster: r,
		Transactions: incentive.Transactions([]incentive.Transaction{{ID: "d", Participants: got, Amount: dec("1000"), Booked: kam.MustDay("2030-12-31")}}),
	}, incentive.RunOptions{})
	require.NoError(t, err)
	anna, ok := run.Statement("anna", "kam")
	require.True(t, ok)
	equalDecimal(t, "90.10", anna.Earned())
}
