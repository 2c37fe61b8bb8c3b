package accountplan_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/crm/accountplan"
)

func states(roles []accountplan.RoleCover) []string {
	var out []string
	for _, r := range roles {
		s := string(r.Role) + " " + string(r.State)
		for _, p := range r.People {
			s += " " + p.ID
		}
		out = append(out, s)
	}
	return out
}

func TestWhoIsMet(t *testing.T) {
	p := plan()
	p.Stakeholders = []accountplan.Stakeholder{
		{Contact: "wang", Role: crm.Economic, Influence: 5, MetBy: []string{"anna", "bo"}},
		{Contact: "li", Champion: true, MetBy: []string{"bo"}},
		{Contact: "zhao", Influence: 4, MetBy: []string{"gone"}},
		{Contact: "sun", Influence: 3},
	}
	unstated := met("v7", "2026-06-29", "anna", "zhao")
	unstated.Data.(*crm.Activity).Status = ""
	call := met("v8", "2026-06-29", "anna", "zhao")
	call.Data.(*crm.Activity).Type = crm.CallBack
	night := met("v9", "2026-06-30", "anna", "zhao")
	night.Data.(*crm.Activity).Start = time.Date(2026, 6, 30, 17, 0, 0, 0, time.UTC) // 01:00 of the next day in the zone
	other := met("v10", "2026-06-30", "anna", "zhao")
	other.Ref.System = "fxiaoke"
	v := review(
		t, p, contact("wang", "acme", ""), contact("li", "acme", crm.Technical), contact("zhao", "acme", ""),
		record("anna", &crm.User{Name: "Anna"}), record("bo", &crm.User{Name: "Bo"}),
		met("v1", "2026-04-02", "anna", "wang", "wang"), met("v2", "2026-04-01", "bo", "wang"), met("v3", "2026-03-01", "anna", "wang"), met("v4", "2026-06-01", "bo", "li"), met("v5", "2026-07-01", "bo", "li"),
		unstated, call, night, other, met("v6", "2026-01-02", "anna", "zhao"),
	)
	c := v.Coverage
	require.Len(t, c.Stakeholders, 4)
	assert.Equal(t, accountplan.Recently, c.Stakeholders[0].State, "89 days ago")
	assert.Equal(t, []accountplan.Meeter{
		{User: "anna", Last: kam.MustDay("2026-04-02"), Times: 2, Activity: ref(crm.KindActivity, "v1")},
		{User: "bo", Last: kam.MustDay("2026-04-01"), Times: 1, Activity: ref(crm.KindActivity, "v2")},
	}, c.Stakeholders[0].Met)
	assert.Equal(t, []string{"bo"}, c.Stakeholders[0].Missing, "90 days ago is not within 90 days")
	assert.Equal(t, accountplan.Recently, c.Stakeholders[1].State, "29 days ago")
	assert.Equal(t, accountplan.LongAgo, c.Stakeholders[2].State)
	assert.Equal(t, kam.MustDay("2026-01-02"), c.Stakeholders[2].Last)
	assert.Equal(t, accountplan.Never, c.Stakeholders[3].State)
	assert.Equal(t, []crm.Ref{ref(crm.KindContact, "li"), ref(crm.KindContact, "wang")}, c.Met)
	assert.False(t, c.SingleThread)
	assert.Equal(t, []string{"economic covered wang", "technical covered li"}, states(c.Roles))
	assert.Equal(t, []string{
		"unmet $.stakeholders[2]", "owner-gone $.stakeholders[2]", "unknown-contact $.stakeholders[3]", "uncovered $.stakeholders[3]",
	}, found(v, "unmet", "uncovered", "owner-gone", "unknown-contact", "role-vacant", "role-unmet", "single-thread", "no-champion", "champion-unmet", "opponent")[:4])

	day := reviewed(t, policy(), accountplan.Inputs{AsOf: kam.MustDay("2026-05-31"), Plan: p, Records: []crm.Record{contact("li", "acme", crm.Technical), met("v4", "2026-05-01", "bo", "li")}})
	assert.Equal(t, "the champion Contact li was not met for 30 days: last on 2026-05-01", message(t, day, "champion-unmet").EN)
	assert.Equal(t, "支持者 Contact li 已超过 30 天未接触：最近一次为 2026-05-01", message(t, day, "champion-unmet").ZH)
	assert.Equal(t, []string{"economic unmet wang", "technical covered li"}, states(day.Coverage.Roles), "for the role the 90 days of everybody count")

	q := policy()
	q.Unstated = true
	v = reviewed(t, q, accountplan.Inputs{AsOf: kam.MustDay("2026-06-30"), Plan: p, Records: []crm.Record{unstated}})
	assert.Equal(t, accountplan.Recently, v.Coverage.Stakeholders[2].State)
}

func TestNobodyIsKnown(t *testing.T) {
	v := review(t, plan())
	assert.Equal(t, []string{"empty $.stakeholders", "role-vacant $.stakeholders", "role-vacant $.stakeholders"}, found(v, "empty", "role-vacant", "no-champion", "single-thread")[1:4])
	assert.Equal(t, "no economic buyer is known", message(t, v, "role-vacant").EN)
	assert.Equal(t, "尚未识别经济决策者", message(t, v, "role-vacant").ZH)
	assert.Equal(t, "0/2", measured(t, v, accountplan.MetricRoles, ""))
	assert.Equal(t, "?", measured(t, v, accountplan.MetricPeopleMet, ""))
	assert.Equal(t, "?", measured(t, v, accountplan.MetricAttitude, ""))
}

func TestOpponents(t *testing.T) {
	p := plan()
	p.Stakeholders = []accountplan.Stakeholder{
		{Contact: "a", Attitude: new(-1), Influence: 4}, {Contact: "b", Attitude: new(-2), Influence: 3}, {Contact: "c", Attitude: new(-1), Influence: 5}, {Contact: "d", Attitude: new(2), Influence: 5}, {Contact: "e", Attitude: new(1)},
	}
	p.Actions = []accountplan.Action{{ID: "win", Title: "Win C", For: []accountplan.Aim{{Part: accountplan.Stakeholders, ID: "c"}}}}
	v := review(t, p)
	assert.Equal(t, []string{"opponent $.stakeholders[0]"}, found(v, "opponent"))
	assert.Equal(t, []string{"no-champion $.stakeholders", "single-thread $.stakeholders"}, []string{found(v, "no-champion")[0], found(v, "single-thread")[0]})
	assert.Equal(t, "-5/17", measured(t, v, accountplan.MetricAttitude, ""), "(-4 - 6 - 5 + 10) / (4 + 3 + 5 + 5)")
}

func TestRolesOfDeals(t *testing.T) {
	p := plan()
	p.Stakeholders = []accountplan.Stakeholder{{Contact: "wang", Role: crm.Economic}, {Contact: "li", Role: crm.Technical}}
	deal := func(id, account string, status crm.DealStatus, contacts ...crm.Stakeholder) crm.Record {
		return record(id, &crm.Opportunity{Name: "Deal " + id, Account: account, Status: status, Contacts: contacts})
	}
	v := review(
		t, p,
		contact("wang", "acme", crm.UserBuyer), contact("li", "acme", ""), contact("ma", "acme", ""),
		deal("d1", "acme", crm.Open), deal("d2", "acme", "", crm.Stakeholder{Contact: "wang"}, crm.Stakeholder{Contact: "ma", Role: crm.Technical}, crm.Stakeholder{}),
		deal("d3", "acme", crm.Open, crm.Stakeholder{Contact: "wang", Role: crm.Technical}), deal("d4", "acme", crm.Won, crm.Stakeholder{Contact: "x"}), deal("d5", "bolt", crm.Open),
		met("v1", "2026-06-01", "anna", "wang"), met("v2", "2026-06-01", "anna", "ma"),
	)
	require.Len(t, v.Coverage.Deals, 3)
	d1, d2, d3 := v.Coverage.Deals[0], v.Coverage.Deals[1], v.Coverage.Deals[2]
	assert.Equal(t, []string{"economic unnamed wang", "technical unnamed li"}, states(d1.Roles))
	assert.False(t, d1.SingleThread, "who decides is not known")
	assert.Equal(t, []string{"economic covered wang", "technical covered ma"}, states(d2.Roles))
	assert.False(t, d2.SingleThread)
	assert.Len(t, d2.Named, 2)
	assert.Equal(t, []string{"economic unnamed wang", "technical covered wang"}, states(d3.Roles), "the deal's role goes before the plan's")
	assert.True(t, d3.SingleThread)
	assert.Equal(t, []string{
		"deal-role-unnamed zoho:opportunity/d1", "deal-role-unnamed zoho:opportunity/d1", "unrecorded zoho:contact/ma", "deal-role-unnamed zoho:opportunity/d3", "deal-single-thread zoho:opportunity/d3",
	}, found(v, "deal-role-unnamed", "deal-role-vacant", "deal-role-unmet", "deal-single-thread", "unrecorded"))
	assert.Equal(t, "0/2", measured(t, v, accountplan.MetricRoles, "d1"))
	assert.Equal(t, "2/2", measured(t, v, accountplan.MetricRoles, "d2"))
	assert.Equal(t, "1/2", measured(t, v, accountplan.MetricRoles, "d3"))
	assert.Equal(t, "1/2", measured(t, v, accountplan.MetricRoles, ""), "li was not met")
	assert.Equal(t, "1/2", measured(t, v, accountplan.MetricPeopleMet, ""))
}
