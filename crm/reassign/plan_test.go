package reassign_test

import (
	"slices"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/crm/reassign"
)

func with(r crm.Record, change func(*crm.Account)) crm.Record {
	change(r.Data.(*crm.Account))
	return r
}

func TestWhereSelects(t *testing.T) {
	records := slices.Concat(users("anna", "bo"), []crm.Record{
		with(account("1", "anna"), func(a *crm.Account) {
			a.Industry, a.Tier, a.Address = "retail", "A", crm.Address{Province: "Zhejiang", City: "Hangzhou", District: "Xihu"}
		}),
		with(account("2", "anna"), func(a *crm.Account) {
			a.Industry, a.Tier, a.Address = "retail", "B", crm.Address{Province: "Jiangsu", City: "Nanjing"}
		}),
		with(account("3", ""), func(a *crm.Account) { a.Industry = "energy" }),
	})
	for _, c := range []struct {
		name  string
		where reassign.Where
		want  []string
	}{
		{"owner", reassign.Where{Owners: []string{"anna"}}, []string{"1 anna → bo", "2 anna → bo"}},
		{"industry", reassign.Where{Industries: []string{"energy", "none"}}, []string{"3  → bo"}},
		{"province", reassign.Where{Provinces: []string{"Jiangsu"}}, []string{"2 anna → bo"}},
		{"city", reassign.Where{Cities: []string{"Hangzhou", "Nanjing"}}, []string{"1 anna → bo", "2 anna → bo"}},
		{"district", reassign.Where{Districts: []string{"Xihu"}}, []string{"1 anna → bo"}},
		{"tier", reassign.Where{Tiers: []string{"B"}}, []string{"2 anna → bo"}},
		{"all of it", reassign.Where{Tiers: []string{"A"}, Industries: []string{"retail"}, Cities: []string{"Nanjing"}}, nil},
		{"unowned", reassign.Where{Unowned: true}, []string{"3  → bo"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			assert.Equal(t, c.want, owners(plan(t, change(reassign.Move{Name: "m", Where: c.where, To: []string{"bo"}}), records...)))
		})
	}
	p := plan(t, change(reassign.Move{Name: "list", Accounts: []string{"2"}, To: []string{"bo"}}, reassign.Move{Name: "rest", Where: reassign.Where{Industries: []string{"retail"}}, To: []string{"anna"}}), records...)
	assert.Equal(t, []string{"2 anna → bo"}, owners(p), "the first move that selects decides")
	assert.Equal(t, []string{"account/1 anna already"}, stays(p))
	assert.Equal(t, []string{"reassign.unowned zoho:account/3"}, warnings(t, p))
}

func TestSharing(t *testing.T) {
	var records []crm.Record
	for _, id := range []string{"1", "2", "3", "4", "5"} {
		records = append(records, account(id, "anna"))
	}
	records = append(records, account("own", "bo"))
	records = append(records, users("anna", "bo", "cy")...)
	c := change(from("anna", "bo", "cy"))
	assert.Equal(t, []string{"1 anna → cy", "2 anna → bo", "3 anna → cy", "4 anna → bo", "5 anna → cy"}, owners(plan(t, c, records...)), "by load, of equals the first in the list")
	c.Moves[0].By = reassign.ByOrder
	c.Limits, c.Full = []reassign.Limit{{User: "bo", Most: 3}, {User: "cy", Most: 2}}, reassign.FullStay
	p := plan(t, c, records...)
	assert.Equal(t, []string{"1 anna → bo", "2 anna → bo", "3 anna → cy", "4 anna → cy"}, owners(p))
	assert.Equal(t, []string{"account/5 anna full"}, stays(p))
	c.Full = reassign.FullRefuse
	_, err := reassign.Plan(c, records)
	assert.Equal(t, []string{"reassign.full account 5"}, codes(t, err))
	c.Full, c.Leaving = reassign.FullStay, []reassign.Leaver{{User: "anna"}}
	_, err = reassign.Plan(c, records)
	assert.Equal(t, []string{"reassign.left account 5"}, codes(t, err), "nothing stays with somebody who leaves")
}

func TestWhatStaysCountsForALimit(t *testing.T) {
	records := append(users("anna", "bo", "cy"), account("1", "anna"), account("2", "bo"))
	c := change(from("anna", "bo"), from("bo", "cy"))
	c.Limits, c.Full = []reassign.Limit{{User: "bo", Most: 1}, {User: "cy", Most: 0}}, reassign.FullStay
	_, err := reassign.Plan(c, records)
	assert.Equal(t, []string{"reassign.full $.limits[0]"}, codes(t, err))
	slices.Reverse(c.Moves)
	assert.Empty(t, plan(t, c, records...).Accounts)
}

func TestTeamAndHierarchyAreKeptTogether(t *testing.T) {
	records := slices.Concat(users("anna", "bo", "cy", "di"), []crm.Record{
		account("1", "anna", member("cy", crm.RolePresales, "")),
		account("2", "anna", member("cy", crm.RolePresales, "2025-01-01/2026-07-01")),
		with(account("a-child", "anna"), func(a *crm.Account) { a.Parent = "z-head" }),
		with(account("b-grandchild", "anna"), func(a *crm.Account) { a.Parent = "a-child" }),
		account("z-head", "di"),
		with(account("loop1", "anna"), func(a *crm.Account) { a.Parent = "loop2" }),
		with(account("loop2", "anna"), func(a *crm.Account) { a.Parent = "loop1" }),
		with(account("tail", "anna"), func(a *crm.Account) { a.Parent = "loop2" }),
	})
	c := change(from("anna", "bo", "cy"))
	c.Moves[0].PreferTeam, c.Moves[0].Together = true, true
	p := plan(t, c, records...)
	assert.Equal(t, []string{"1 anna → cy", "2 anna → bo", "a-child anna → bo", "b-grandchild anna → bo", "loop1 anna → cy", "loop2 anna → cy", "tail anna → cy"}, owners(p))
	for _, a := range p.Accounts {
		good(t, a.Why)
	}
	c.Limits, c.Full = []reassign.Limit{{User: "bo", Most: 2}, {User: "cy", Most: 3}}, reassign.FullStay
	assert.Equal(t, []string{"1 anna → cy", "2 anna → bo", "a-child anna → cy", "b-grandchild anna → cy"}, owners(plan(t, c, records...)), "a group goes as a whole or not at all")
}

func TestWhatGoesAlong(t *testing.T) {
	closed := deal("won", "1", "anna", "5")
	closed.Data.(*crm.Opportunity).Status = crm.Won
	unknown := deal("unknown", "1", "anna", "7")
	unknown.Data.(*crm.Opportunity).Status = ""
	done := todo("done", "1", "anna")
	done.Data.(*crm.Activity).Status = crm.Done
	old := todo("old", "1", "anna")
	old.Data.(*crm.Activity).Status, old.Data.(*crm.Activity).Start = "", time.Date(2026, 6, 30, 23, 0, 0, 0, time.UTC)
	undone := record("due", &crm.Activity{Type: crm.ToDo, Opportunity: "o1", Owner: "anna", Due: kam.MustDay("2026-07-01")})
	records := slices.Concat(users("anna", "bo", "cy"), []crm.Record{
		with(account("1", "anna"), func(a *crm.Account) {
			a.NextContact, a.RecallOn = kam.MustDay("2026-07-05"), kam.MustDay("2026-08-01")
		}),
		account("2", "cy"),
		deal("o1", "1", "anna", "100.50"), deal("o2", "1", "cy", "20"), deal("o3", "2", "anna", "3"), closed, unknown,
		todo("t1", "1", "anna"), todo("t2", "2", "anna"), done, old, undone,
		record("c1", &crm.Contact{Name: "Li", Account: "1", Owner: "anna"}),
		record("r1", &crm.Request{Subject: "R", Account: "1", Owner: "anna", Opened: time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)}),
	})
	p := plan(t, change(from("anna", "bo")), records...)
	assert.Equal(t, []string{
		"account/1 anna → bo", "activity/due anna → bo", "activity/t1 anna → bo", "contact/c1 anna → bo", "opportunity/o1 anna → bo", "opportunity/unknown anna → bo",
	}, changed(p.Changes))
	assert.Equal(t, []string{"opportunity/o2 cy other", "request/r1 anna kind"}, stays(p))
	require.Len(t, p.Accounts, 1)
	assert.Equal(t, []reassign.KindCount{{Kind: crm.KindContact, N: 1}, {Kind: crm.KindOpportunity, N: 2}, {Kind: crm.KindActivity, N: 2}}, p.Accounts[0].Moved)
	assert.Equal(t, "2026-07-05", p.Accounts[0].NextContact.String())
	assert.Equal(t, "2026-08-01", p.Accounts[0].RecallOn.String())

	require.Len(t, p.Loads, 2)
	assert.Equal(t, "anna", p.Loads[0].User)
	assert.Equal(t, []int{1, 3, 3, 1, 1}, numbers(p.Loads[0].Before))
	assert.Equal(t, []int{0, 1, 1, 1, 0}, numbers(p.Loads[0].After))
	assert.Equal(t, "110.5", p.Loads[0].Before.Amounts[0].Amount.String())
	assert.Equal(t, "107.5", p.Loads[1].After.Amounts[0].Amount.String())
	assert.Equal(t, numbers(p.Totals.Before), numbers(p.Totals.After))
	assert.Zero(t, p.Totals.UnownedAfter)
	golden(t, "preview.en.md", p.Markdown(kam.English))
	golden(t, "preview.zh-CN.md", p.Markdown(kam.Chinese))
	notices := p.Notices()
	require.Len(t, notices, 2)
	for _, n := range notices {
		good(t, n.Subject, n.Body)
		golden(t, "notice."+n.User+".en.txt", n.Subject.EN+"\n\n"+n.Body.EN)
		golden(t, "notice."+n.User+".zh-CN.txt", n.Subject.ZH+"\n\n"+n.Body.ZH)
	}
}

func numbers(c reassign.Counts) []int {
	return []int{c.Accounts, c.Opportunities, c.Activities, c.Requests, c.Contacts}
}

func TestTeamsAreDated(t *testing.T) {
	records := slices.Concat(users("anna", "bo", "cy", "ted"), []crm.Record{
		account("ever", "anna", member("anna", crm.RoleOwner, ""), member("ted", crm.RoleTechnical, "")),
		account("none", "anna"),
		account("since", "anna", member("cy", crm.RoleOwner, "2024-01-01/2025-01-01"), member("anna", crm.RoleOwner, "2025-01-01/.."), member("cy", crm.RoleOwner, "2026-09-01/..")),
	})
	c := change(from("anna", "bo"))
	c.Former = &reassign.Former{Role: "advisor", Until: kam.MustDay("2026-10-01")}
	p := plan(t, c, records...)
	require.Len(t, p.Changes, 3)
	assert.Equal(t, []string{"anna owner 0001-01-01/2026-07-01", "ted technical ", "bo owner 2026-07-01/..", "anna advisor 2026-07-01/2026-10-01"}, team(p.Changes[0].Team.New))
	assert.Equal(t, []string{"anna owner ", "ted technical "}, team(p.Changes[0].Team.Old))
	assert.Equal(t, []string{"bo owner 2026-07-01/..", "anna advisor 2026-07-01/2026-10-01"}, team(p.Changes[1].Team.New), "nothing is made up of when she began")
	assert.Equal(t, []string{"cy owner 2024-01-01/2025-01-01", "anna owner 2025-01-01/2026-07-01", "bo owner 2026-07-01/..", "anna advisor 2026-07-01/2026-10-01"}, team(p.Changes[2].Team.New))
	assert.Equal(t, []string{"reassign.planned zoho:account/since"}, warnings(t, p))
	a, err := p.Apply(records)
	require.NoError(t, err)
	for _, r := range a.Records {
		require.NoError(t, r.Check())
	}
}

func TestPeopleWhoLeave(t *testing.T) {
	records := slices.Concat(users("anna", "bo", "cy", "ted"), []crm.Record{
		record("gone", &crm.User{Name: "Gone", Inactive: true}),
		account("1", "ted"), account("2", "bo", member("ted", crm.RoleTechnical, "2025-01-01/.."), member("ted", crm.RolePresales, "2026-08-01/2027-01-01"), member("ted", crm.RoleService, "2024-01-01/2025-01-01")),
		account("3", "gone"), account("4", "bo", member("ted", crm.RoleTechnical, ""), member("cy", crm.RoleTechnical, "")),
		todo("with", "2", "ted"), todo("without", "", "ted"), todo("of-gone", "3", "ted"),
		record("o", &crm.Opportunity{Name: "O", Account: "2", Owner: "bo", Status: crm.Open, Team: []crm.Member{member("ted", crm.RolePresales, "")}}),
		record("lost", &crm.Opportunity{Name: "L", Account: "2", Owner: "ted", Status: crm.Lost, Team: []crm.Member{member("ted", crm.RolePresales, "")}}),
		record("r1", &crm.Request{Subject: "R", Account: "1", Owner: "ted", Opened: time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)}),
	})
	c := change(from("ted", "anna"))
	c.Leaving = []reassign.Leaver{{User: "ted", Successor: "cy"}}
	p := plan(t, c, records...)
	assert.Equal(t, []string{"account/1 ted → anna", "activity/of-gone ted → cy", "activity/with ted → bo", "activity/without ted → cy", "request/r1 ted → anna"}, changed(p.Changes))
	teams := map[string][]string{}
	for _, x := range p.Changes {
		if x.Team != nil {
			teams[x.Ref.ID] = team(x.Team.New)
		}
	}
	assert.Equal(t, map[string][]string{
		"1": {"anna owner 2026-07-01/.."},
		"2": {"ted technical 2025-01-01/2026-07-01", "ted service 2024-01-01/2025-01-01", "cy technical 2026-07-01/..", "cy pre-sales 2026-08-01/2027-01-01"},
		"4": {"ted technical 0001-01-01/2026-07-01", "cy technical "},
		"o": {"ted pre-sales 0001-01-01/2026-07-01", "cy pre-sales 2026-07-01/.."},
	}, teams)
	assert.Equal(t, []string{"reassign.inactive zoho:account/3"}, warnings(t, p))
	assert.Equal(t, 2, p.Totals.UnownedBefore)
	assert.Equal(t, 1, p.Totals.UnownedAfter)

	c.Leaving[0].Successor = ""
	_, err := reassign.Plan(c, records)
	assert.Equal(t, []string{"reassign.left zoho:activity/of-gone", "reassign.left zoho:activity/without"}, codes(t, err))
	c.Leaving = []reassign.Leaver{{User: "ted"}}
	p = plan(t, c, slices.DeleteFunc(slices.Clone(records), func(r crm.Record) bool { return r.Ref.ID == "of-gone" || r.Ref.ID == "without" })...)
	assert.Contains(t, warnings(t, p), "reassign.vacant zoho:account/2")

	c = change()
	c.Leaving = []reassign.Leaver{{User: "ted", Successor: "cy"}}
	_, err = reassign.Plan(c, records)
	assert.Equal(t, []string{"reassign.left account 1"}, codes(t, err), "a successor is no owner")
}

func TestNothingStaysWithSomebodyWhoIsGone(t *testing.T) {
	records := slices.Concat(users("anna", "bo"), []crm.Record{
		record("gone", &crm.User{Name: "Gone", Inactive: true}), account("1", "gone"), account("2", "anna"),
		record("r1", &crm.Request{Account: "1", Owner: "gone", Opened: time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)}),
		record("r2", &crm.Request{Account: "2", Owner: "anna", Opened: time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)}),
		record("solved", &crm.Request{Account: "1", Owner: "gone", Opened: time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC), Resolved: time.Date(2026, 6, 2, 0, 0, 0, 0, time.UTC)}),
		record("again", &crm.Request{
			Account: "1", Owner: "gone", Opened: time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC), Resolved: time.Date(2026, 6, 2, 0, 0, 0, 0, time.UTC),
			Reopened: []time.Time{time.Date(2026, 6, 3, 0, 0, 0, 0, time.UTC)},
		}),
	})
	p := plan(t, change(from("gone", "bo"), from("anna", "bo")), records...)
	assert.Equal(t, []string{"account/1 gone → bo", "account/2 anna → bo", "request/again gone → bo", "request/r1 gone → bo"}, changed(p.Changes), "requests stay by the change, but not with somebody who is gone")
	assert.Equal(t, []string{"request/r2 anna kind"}, stays(p))
}

func TestApply(t *testing.T) {
	base := func() []crm.Record {
		return slices.Concat(users("anna", "bo", "cy"), []crm.Record{account("1", "anna"), account("2", "anna"), deal("o1", "1", "anna", "100"), account("3", "cy")})
	}
	p := plan(t, change(from("anna", "bo")), base()...)
	a, err := p.Apply(base())
	require.NoError(t, err)
	assert.Equal(t, "new territories", a.Reason)
	assert.Equal(t, "vera", a.ApprovedBy)
	assert.Equal(t, p.Changes, a.Changes)
	assert.Empty(t, a.Touched)
	require.Len(t, a.Records, 3)
	assert.Equal(t, "bo", a.Records[0].Data.(*crm.Account).Owner)
	assert.Equal(t, "anna", base()[3].Data.(*crm.Account).Owner)

	for _, c := range []struct {
		name   string
		change func([]crm.Record) []crm.Record
		want   []string
	}{
		{"another owner", func(r []crm.Record) []crm.Record { r[3].Data.(*crm.Account).Owner = "cy"; return r }, []string{"zoho:account/1", "zoho:opportunity/o1"}},
		{"another team", func(r []crm.Record) []crm.Record {
			r[3].Data.(*crm.Account).Team = []crm.Member{member("cy", crm.RoleTechnical, "")}
			return r
		}, []string{"zoho:account/1"}},
		{"deleted", func(r []crm.Record) []crm.Record { r[5].Deleted, r[5].Data = true, nil; return r }, []string{"zoho:opportunity/o1"}},
		{"closed", func(r []crm.Record) []crm.Record { r[5].Data.(*crm.Opportunity).Status = crm.Won; return r }, []string{"zoho:opportunity/o1"}},
		{"a new deal", func(r []crm.Record) []crm.Record { return append(r, deal("o2", "1", "anna", "1")) }, []string{"zoho:opportunity/o2"}},
		{"applied already", func([]crm.Record) []crm.Record { return append(base(), later(a.Records)...) }, []string{"zoho:account/1", "zoho:account/2", "zoho:opportunity/o1"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := p.Apply(c.change(base()))
			require.ErrorIs(t, err, reassign.ErrChanged)
			conflict, ok := errorsAs(err)
			require.True(t, ok)
			var got []string
			for _, x := range conflict.Conflicts {
				got = append(got, x.Ref.String())
				good(t, x.Why)
			}
			assert.Equal(t, c.want, got)
			assert.Contains(t, err.Error(), got[0])
		})
	}
	touched := base()
	touched[3].Revision, touched[3].Data.(*crm.Account).Phone = "2", "123"
	a, err = p.Apply(touched)
	require.NoError(t, err)
	assert.Equal(t, []crm.Ref{ref(crm.KindAccount, "1")}, a.Touched)
	assert.Equal(t, "2", a.Changes[0].Revision)
	assert.Equal(t, "123", a.Records[0].Data.(*crm.Account).Phone, "what else changed is kept")

	left := base()
	left[1].Data.(*crm.User).Inactive = true
	_, err = p.Apply(left)
	require.ErrorIs(t, err, reassign.ErrChanged)
	assert.Equal(t, []string{"reassign.user $.moves[0].to[0]"}, codes(t, err))

	p.Changes[0].Owner.New, p.Change.Moves[0].To[0] = "cy", "cy"
	a, err = p.Apply(base())
	require.NoError(t, err)
	assert.Equal(t, "bo", a.Changes[0].Owner.New, "what is done to the fields of a preview changes nothing")
}

// later is records as they come back from the system.
func later(records []crm.Record) []crm.Record {
	out := slices.Clone(records)
	for i := range out {
		out[i].Modified = out[i].Modified.Add(time.Hour)
	}
	return out
}

func TestFaults(t *testing.T) {
	_, err := reassign.Plan(reassign.Change{}, nil)
	assert.Equal(t, []string{
		"reassign.id $.id", "reassign.id $.system", "reassign.id $.reason", "reassign.id $.approvedBy", "reassign.day $.on",
		"reassign.kind $.follow", "reassign.kind $.follow", "reassign.kind $.follow", "reassign.kind $.follow", "reassign.too-few $",
	}, codes(t, err))
	c := change(
		reassign.Move{Name: "a"}, reassign.Move{Name: "a", Accounts: []string{"1", "1", "x"}, Where: reassign.Where{Unowned: true, Owners: []string{"z"}}, To: []string{"bo", "gone", "nobody", "leaver", "bo"}},
		reassign.Move{Name: "b", Accounts: []string{"1"}, To: []string{"bo"}, By: "dice"},
	)
	c.Follow = append(c.Follow, crm.KindOrder, crm.KindRequest)
	c.Leaving = []reassign.Leaver{{User: "leaver", Successor: "leaver"}, {User: "leaver"}}
	c.Limits = []reassign.Limit{{User: "bo", Most: -1}, {User: "bo"}}
	c.Former = &reassign.Former{Role: crm.RoleOwner, Until: kam.MustDay("2026-07-01")}
	_, err = reassign.Plan(c, slices.Concat(users("bo", "leaver"), []crm.Record{record("gone", &crm.User{Inactive: true}), account("1", "bo")}))
	assert.Equal(t, []string{
		"reassign.kind $.follow[3]", "reassign.twice $.stay[0]", "reassign.twice $.leaving[1].user", "reassign.user $.leaving[0].successor",
		"reassign.select $.moves[0]", "reassign.too-few $.moves[0].to",
		"reassign.twice $.moves[1].name", "reassign.select $.moves[1]", "reassign.select $.moves[1].where", "reassign.twice $.moves[1].accounts[1]", "reassign.account $.moves[1].accounts[2]",
		"reassign.user $.moves[1].to[1]", "reassign.user $.moves[1].to[2]", "reassign.user $.moves[1].to[3]", "reassign.twice $.moves[1].to[4]", "reassign.by $.moves[1].by",
		"reassign.by $.moves[2].by", "reassign.limit $.limits[0].most", "reassign.twice $.limits[1].user", "reassign.full $.full", "reassign.former $.former",
	}, codes(t, err))
}

func TestHostileAmountsAreInNoSum(t *testing.T) {
	bad := deal("o", "1", "anna", "1")
	bad.Data.(*crm.Opportunity).Amount = decimal.NewNullDecimal(decimal.New(1, 50_000_000))
	p := plan(t, change(from("anna", "bo")), append(users("anna", "bo"), account("1", "anna"), bad, deal("p", "1", "anna", "2"))...)
	assert.Equal(t, "2", p.Totals.After.Amounts[0].Amount.String())
}
