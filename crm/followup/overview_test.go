package followup_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/crm/followup"
)

func created(r crm.Record, day string) crm.Record {
	r.Data.(*crm.Account).Created = at(day + " 08:00")
	return r
}

func pooled(r crm.Record, pool string, team ...crm.Member) crm.Record {
	r.Data.(*crm.Account).Pool = pool
	r.Data.(*crm.Account).Team = team
	return r
}

func owns(user, period string) crm.Member {
	return crm.Member{User: user, Role: crm.RoleOwner, Period: kam.MustPeriod(period)}
}

func TestOrderAndLists(t *testing.T) {
	r := compile(t, followup.Policy{Tiers: []followup.Tier{every("A", followup.Weeks(1)), every("B", followup.Weeks(4))}})
	o := on(t, r, "2026-03-20",
		record(crm.KindUser, "anna", &crm.User{Name: "Anna"}), record(crm.KindUser, "gone", &crm.User{Name: "Gone", Inactive: true}),
		account("b-late", "B", "anna"), visit("1", "b-late", "2026-02-03 10:00"), // due 03-03, 45/28
		account("a-late", "A", "anna"), visit("2", "a-late", "2026-03-10 10:00"), // due 03-17, 10/7
		account("a-later", "A", "anna"), visit("3", "a-later", "2026-03-02 10:00"), // due 03-09, 18/7
		account("a-due", "A", "anna"), visit("4", "a-due", "2026-03-13 10:00"),
		account("b-fine", "B", "anna"), visit("5", "b-fine", "2026-03-19 10:00"),
		created(account("b-new", "B", "anna"), "2024-01-01"), created(account("a-new", "A", "gone"), "2026-01-05"), created(account("a-old", "A", "nobody"), "2025-01-05"), account("a-x", "A", ""),
		account("odd", "Z", "anna"),
		crm.Record{Ref: ref(crm.KindAccount, "dead"), Modified: at("2026-01-01 00:00"), Deleted: true},
		record(crm.KindActivity, "when", &crm.Activity{Type: crm.Visit, Account: "b-new", Status: crm.Done}),
		record(crm.KindActivity, "todo", &crm.Activity{Type: crm.ToDo, Account: "b-new", Status: crm.Done}),
	)
	var lines, never, unowned []string
	for _, l := range o.Lines {
		lines = append(lines, l.Account.ID+" "+string(l.Status))
	}
	assert.Equal(t, []string{"a-later overdue", "b-late overdue", "a-late overdue", "a-due due", "b-fine on-time"}, lines)
	for _, n := range o.Never {
		never = append(never, n.Account.ID)
		good(t, n.Why)
	}
	assert.Equal(t, []string{"a-old", "a-new", "a-x", "b-new"}, never)
	for _, u := range o.Unowned {
		unowned = append(unowned, u.Account.ID+" "+string(u.Reason))
	}
	assert.Equal(t, []string{"a-new inactive-owner", "a-old unknown-owner", "a-x no-owner"}, unowned)
	require.Len(t, o.Outside, 1)
	assert.Equal(t, "odd", o.Outside[0].Account.ID)
	require.Len(t, o.Findings, 2)
	assert.Equal(t, "followup.undated", o.Findings[0].Code)
	assert.Equal(t, `$.tiers: the policy has no tier "Z", and so no cadence for 1 account of it (add the tier, or correct its name)`, o.Findings[1].String())
	good(t, o.Findings[1].Message, o.Findings[1].Remedy)
	golden(t, "overview.en.md", o.Markdown(kam.English))
	golden(t, "overview.zh-CN.md", o.Markdown(kam.Chinese))
}

func TestRecords(t *testing.T) {
	r := compile(t, followup.Policy{Tiers: []followup.Tier{every("A", followup.Weeks(1))}})
	older, newer := account("a", "A", "anna"), account("a", "B", "anna")
	newer.Modified = at("2026-03-01 00:00")
	assert.Len(t, on(t, r, "2026-03-20", newer, older).Outside, 1, "the later revision counts")
	gone := crm.Record{Ref: older.Ref, Modified: at("2026-03-02 00:00"), Deleted: true}
	assert.Empty(t, on(t, r, "2026-03-20", gone, older, newer).Outside)

	_, err := r.On(kam.Day{}, nil)
	require.ErrorIs(t, err, kam.ErrDay)
	_, err = r.On(kam.MustDay("2031-01-01"), []crm.Record{older, visit("v", "a", "2030-12-20 10:00")})
	require.ErrorIs(t, err, kam.ErrNoHolidays)
	_, err = r.On(kam.MustDay("9999-12-31"), []crm.Record{older, visit("v", "a", "9999-12-30 10:00")})
	require.Error(t, err, "a due day beyond all days")

	list := []crm.Record{older, visit("v", "a", "2026-03-02 10:00"), visit("w", "a", "2026-03-03 10:00"), account("b", "A", ""), created(account("c", "A", "anna"), "2026-01-01")}
	first := on(t, r, "2026-03-20", list...)
	slices.Reverse(list)
	assert.Equal(t, first.Markdown(kam.English), on(t, r, "2026-03-20", list...).Markdown(kam.English), "the order of records does not matter")
}

func TestRecall(t *testing.T) {
	won := func(id, day string) crm.Record {
		return record(crm.KindOpportunity, id, &crm.Opportunity{Account: "a", Status: crm.Won, Close: kam.MustDay(day)})
	}
	open := record(crm.KindOpportunity, "open", &crm.Opportunity{Account: "a", Status: crm.Open})
	mine := pooled(account("a", "A", "anna"), "pool", owns("anna", "2026-01-10/.."))
	stated := pooled(account("a", "A", "anna"), "pool", owns("anna", "2026-01-10/.."))
	stated.Data.(*crm.Account).RecallOn = kam.MustDay("2026-02-08")
	contactOnly := followup.Pool{Name: "pool", WithoutContact: 30, Counts: visits(), Warn: 7}
	dealOnly := followup.Pool{Name: "pool", WithoutDeal: 60, Deal: followup.DealEnds, Warn: 7}
	restarts := dealOnly
	restarts.Deal = followup.DealRestarts
	protects := contactOnly
	protects.OpenDeals = true
	for _, c := range []struct {
		name     string
		pool     followup.Pool
		on       string
		records  []crm.Record
		rule     followup.Rule
		recallOn string
		actBy    string
		left     int
	}{
		{"without contact since taking over", contactOnly, "2026-02-05", []crm.Record{mine}, followup.RuleContact, "2026-02-09", "2026-02-06", 4},
		{"a day before the warning", contactOnly, "2026-02-01", []crm.Record{mine}, "", "", "", 0},
		{"the first day of the warning", contactOnly, "2026-02-02", []crm.Record{mine}, followup.RuleContact, "2026-02-09", "2026-02-06", 7},
		{"on the day", contactOnly, "2026-02-09", []crm.Record{mine}, followup.RuleContact, "2026-02-09", "2026-02-06", 0},
		{"it has passed", contactOnly, "2026-02-12", []crm.Record{mine}, followup.RuleContact, "2026-02-09", "2026-02-06", -3},
		{"a contact moves it", contactOnly, "2026-02-12", []crm.Record{mine, visit("v", "a", "2026-01-20 10:00")}, followup.RuleContact, "2026-02-19", "2026-02-14", 7},
		{"a contact of the owner before does not", contactOnly, "2026-02-05", []crm.Record{mine, visit("v", "a", "2026-01-09 10:00")}, followup.RuleContact, "2026-02-09", "2026-02-06", 4},
		{"an open deal protects", protects, "2026-02-05", []crm.Record{mine, open}, "", "", "", 0},
		{"an open deal does not where nothing says so", contactOnly, "2026-02-05", []crm.Record{mine, open}, followup.RuleContact, "2026-02-09", "2026-02-06", 4},
		{"the system's own day", protects, "2026-02-05", []crm.Record{stated, open}, followup.RuleSystem, "2026-02-08", "2026-02-06", 3},
		{"without deal", dealOnly, "2026-03-10", []crm.Record{mine}, followup.RuleDeal, "2026-03-11", "2026-03-10", 1},
		{"a deal ends the rule", dealOnly, "2026-03-10", []crm.Record{mine, won("w", "2026-01-20")}, "", "", "", 0},
		{"a deal restarts it", restarts, "2026-03-20", []crm.Record{mine, won("w", "2026-01-20")}, followup.RuleDeal, "2026-03-21", "2026-03-20", 1},
		{"a deal from before does not count", dealOnly, "2026-03-10", []crm.Record{mine, won("w", "2026-01-09")}, followup.RuleDeal, "2026-03-11", "2026-03-10", 1},
		{"a deal won later is not seen", dealOnly, "2026-03-10", []crm.Record{mine, won("w", "2026-03-11")}, followup.RuleDeal, "2026-03-11", "2026-03-10", 1},
		{"created long ago", contactOnly, "2026-02-05", []crm.Record{pooled(created(account("a", "A", "anna"), "2026-01-08"), "pool")}, followup.RuleContact, "2026-02-07", "2026-02-06", 2},
		{"without owner it is in the pool", contactOnly, "2026-02-05", []crm.Record{pooled(created(account("a", "A", ""), "2026-01-08"), "pool")}, "", "", "", 0},
		{"another pool", contactOnly, "2026-02-05", []crm.Record{pooled(created(account("a", "A", "anna"), "2026-01-08"), "other")}, "", "", "", 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := compile(t, followup.Policy{Tiers: []followup.Tier{every("A", followup.Weeks(1))}, Pools: []followup.Pool{c.pool}})
			o := on(t, r, c.on, c.records...)
			assert.Empty(t, o.Findings)
			if c.rule == "" {
				assert.Empty(t, o.Recalls)
				return
			}
			require.Len(t, o.Recalls, 1)
			got := o.Recalls[0]
			assert.Equal(t, c.rule, got.Rule)
			assert.Equal(t, c.recallOn, got.On.String())
			assert.Equal(t, c.actBy, got.ActBy.String())
			assert.Equal(t, c.left, got.Left)
			good(t, got.Why)
		})
	}
	r := compile(t, followup.Policy{Tiers: []followup.Tier{every("A", followup.Weeks(1))}, Pools: []followup.Pool{contactOnly}})
	o := on(t, r, "2026-02-05", pooled(account("a", "A", "anna"), "pool"))
	assert.Empty(t, o.Recalls, "no day is made up")
	require.Len(t, o.Findings, 1)
	assert.Equal(t, "followup.recall-unknown", o.Findings[0].Code)
}

func TestTasks(t *testing.T) {
	p := followup.Policy{
		Steward: "vera", Tiers: []followup.Tier{every("A", followup.Weeks(1))},
		Pools: []followup.Pool{{WithoutContact: 30, Counts: visits(), Warn: 30}},
	}
	records := []crm.Record{
		created(account("late", "A", "anna"), "2026-01-01"), visit("1", "late", "2026-03-02 10:00"),
		account("covered", "A", "anna"), visit("2", "covered", "2026-03-02 10:00"), planned("p", "covered", "anna", "2026-03-24 10:00"),
		account("too-late", "A", "anna"), visit("3", "too-late", "2026-03-17 10:00"), planned("q", "too-late", "anna", "2026-03-30 10:00"),
		account("later", "A", "anna"), visit("4", "later", "2026-03-20 10:00"),
		created(account("new/~1", "A", ""), "2026-03-18"),
		{Ref: crm.Ref{System: "fxiaoke", Kind: crm.KindAccount, ID: "late"}, Modified: at("2026-01-01 00:00"), Data: &crm.Account{Name: "Other", Tier: "A", Owner: "bo"}},
	}
	o := on(t, compile(t, p), "2026-03-20", records...)
	var got []string
	for _, task := range o.Tasks("zoho", kam.MustDay("2026-03-26")) {
		require.NoError(t, task.Check())
		good(t, task.Title)
		got = append(got, task.ID+" "+task.Owner+" "+task.Due.String()+" "+task.Origin)
	}
	assert.Equal(t, []string{
		"followup/zoho/late/visit/2026-03-02 anna 2026-03-09 followup.overdue",
		"followup/zoho/too-late/visit/2026-03-17 anna 2026-03-24 followup.on-time",
		"followup/zoho/new~1~01/visit/never vera  followup.never",
		"followup/zoho/covered/recall/contact/2026-04-01 anna 2026-03-31 followup.recall",
		"followup/zoho/late/recall/contact/2026-04-01 anna 2026-03-31 followup.recall",
		"followup/zoho/too-late/recall/contact/2026-04-16 anna 2026-04-15 followup.recall",
		"followup/zoho/later/recall/contact/2026-04-19 anna 2026-04-17 followup.recall",
		"followup/zoho/new~1~01/owner/no-owner vera  followup.unowned",
	}, got)
	again := on(t, compile(t, p), "2026-03-23", records...)
	assert.Equal(t, o.Tasks("zoho", kam.MustDay("2026-03-26"))[0].ID, again.Tasks("zoho", kam.MustDay("2026-03-26"))[0].ID, "ids are stable")
	p.Steward = ""
	assert.Len(t, on(t, compile(t, p), "2026-03-20", records...).Tasks("zoho", kam.MustDay("2026-03-26")), 6)
	assert.Len(t, o.Tasks("fxiaoke", kam.MustDay("2026-03-26")), 1)
}

func TestMeasures(t *testing.T) {
	r := compile(t, followup.Policy{Tiers: []followup.Tier{every("A", followup.Weeks(1))}})
	o := on(t, r, "2026-03-20",
		account("late", "A", "anna"), visit("1", "late", "2026-03-02 10:00"), visit("2", "late", "2026-02-02 10:00"),
		account("fine", "A", "anna"), visit("3", "fine", "2026-03-18 10:00"), visit("4", "fine", "2026-03-18 12:00"),
		account("new", "A", "bo"), account("odd", "Z", ""),
	)
	whole := kam.Subject{Kind: "organisation", ID: "all"}
	list, err := o.Measures(whole, kam.MustPeriod("2026-03-01/2026-03-21"))
	require.NoError(t, err)
	got := map[string]string{}
	for _, m := range list {
		require.NoError(t, m.Check())
		text := m.Value.Decimal.String()
		if m.IsRatio() {
			text = m.Numerator.Decimal.String() + "/" + m.Denominator.Decimal.String()
		}
		got[m.Subject.ID+" "+m.Metric+" "+m.Scope] = text
		assert.Equal(t, int64(len(m.Refs)), m.Count)
	}
	assert.Equal(t, map[string]string{
		"all followup.in-cadence ": "1/3", "anna followup.in-cadence ": "1/2", "bo followup.in-cadence ": "0/1",
		"all followup.overdue ": "1", "anna followup.overdue ": "1", "bo followup.overdue ": "0",
		"all followup.never-contacted ": "1", "anna followup.never-contacted ": "0", "bo followup.never-contacted ": "1",
		"all followup.unowned ":         "1",
		"all followup.contacts A/visit": "3", "anna followup.contacts A/visit": "3", "bo followup.contacts A/visit": "0",
		"all followup.contact-frequency A/visit": "3/3", "anna followup.contact-frequency A/visit": "3/2", "bo followup.contact-frequency A/visit": "0/1",
	}, got)
	list, err = o.Measures(whole, kam.MustPeriod("2026-03-01/2026-03-22"))
	require.NoError(t, err)
	for _, m := range list {
		require.NoError(t, m.Check())
		if m.Metric == followup.MetricContacts {
			assert.False(t, m.Value.Valid, "a period that is not over is unknown")
		}
	}
	_, err = o.Measures(whole, kam.MustPeriod("2026-03-01/.."))
	require.ErrorIs(t, err, followup.ErrMeasure)
	_, err = o.Measures(kam.Subject{}, kam.MustPeriod("2026-03-01/2026-03-22"))
	require.ErrorIs(t, err, followup.ErrMeasure)
	for _, m := range followup.Metrics() {
		require.NoError(t, m.Check())
	}
}

func TestFaults(t *testing.T) {
	_, err := followup.Compile(followup.Policy{}, nil, nil)
	assert.Equal(t, []string{"followup.off-day $.offDay", "followup.too-few $.tiers"}, codes(t, err))
	c := followup.Cadence{Name: "v", Counts: visits(), Every: followup.Weeks(1)}
	both, neither, far, unit, times, grace, todo, minutes := c, c, c, c, c, c, c, c
	both.Times = 1
	neither.Every = followup.Interval{}
	far.Every.N = 1001
	unit.Every.Unit = "years"
	times.Every, times.Times, times.Per = followup.Interval{}, 101, "decade"
	grace.Grace = 251
	todo.Counts = followup.Counts{Types: []crm.ActivityType{crm.ToDo}}
	minutes.Counts = followup.Counts{Minutes: -1}
	_, err = followup.Compile(followup.Policy{
		OffDay: followup.StayOffDay, Steward: "\x00",
		Tiers: []followup.Tier{
			{Name: "A", Cadences: []followup.Cadence{both, neither, far}},
			{Name: "A"},
			{Name: " "},
			{Name: "B", Cadences: []followup.Cadence{unit}},
			{Name: "C", Cadences: []followup.Cadence{times}},
			{Name: "D", Cadences: []followup.Cadence{grace}},
			{Name: "E", Cadences: []followup.Cadence{todo}},
			{Name: "F", Cadences: []followup.Cadence{minutes}},
		},
		Pools: []followup.Pool{{}, {Name: "p", WithoutContact: -1, Warn: 3661}, {Name: "q", WithoutDeal: 1}, {Name: "r", WithoutContact: 1, Counts: visits(), Deal: followup.DealEnds}},
	}, nil, nil)
	assert.Equal(t, []string{
		"followup.id $.steward", "followup.rhythm $.tiers[0].cadences[0]", "followup.twice $.tiers[0].cadences[1].name", "followup.rhythm $.tiers[0].cadences[1]",
		"followup.twice $.tiers[0].cadences[2].name", "followup.every $.tiers[0].cadences[2].every.n", "followup.twice $.tiers[1].name", "followup.too-few $.tiers[1].cadences",
		"followup.id $.tiers[2].name", "followup.too-few $.tiers[2].cadences", "followup.every $.tiers[3].cadences[0].every.unit",
		"followup.times $.tiers[4].cadences[0].times", "followup.times $.tiers[4].cadences[0].per", "followup.grace $.tiers[5].cadences[0].grace",
		"followup.types $.tiers[6].cadences[0].counts.types[0]", "followup.too-few $.tiers[7].cadences[0].counts.types", "followup.minutes $.tiers[7].cadences[0].counts.minutes",
		"followup.pool $.pools[0]", "followup.days $.pools[1].withoutContact", "followup.days $.pools[1].warn", "followup.too-few $.pools[1].counts.types",
		"followup.deal $.pools[2].deal", "followup.deal $.pools[3].deal",
	}, codes(t, err))
}

func TestTheRulesKeepNothingOfThePolicy(t *testing.T) {
	p := followup.Policy{OffDay: followup.StayOffDay, Tiers: []followup.Tier{every("A", followup.Weeks(1))}, Pools: []followup.Pool{{WithoutContact: 1, Counts: visits()}}}
	r := compile(t, p)
	p.Tiers[0].Cadences[0].Counts.Types[0] = crm.Email
	p.Pools[0].Counts.Types[0] = crm.Email
	r.Policy().Tiers[0].Cadences[0].Counts.Types[0] = crm.Email
	assert.Equal(t, crm.Visit, r.Policy().Tiers[0].Cadences[0].Counts.Types[0])
	assert.Equal(t, crm.Visit, r.Policy().Pools[0].Counts.Types[0])
}

func TestNobodyWantsEmail(t *testing.T) {
	r := compile(t, followup.Policy{Tiers: []followup.Tier{{Name: "A", Cadences: []followup.Cadence{{Name: "mail", Counts: followup.Counts{Types: []crm.ActivityType{crm.Email}}, Every: followup.Weeks(1)}}}}})
	no := record(crm.KindContact, "no", &crm.Contact{Account: "a", Preferences: crm.Preferences{NoEmail: true}})
	yes := record(crm.KindContact, "yes", &crm.Contact{Account: "a"})
	require.Len(t, on(t, r, "2026-03-02", account("a", "A", "x"), no).Findings, 1)
	assert.Empty(t, on(t, r, "2026-03-02", account("a", "A", "x"), no, yes).Findings)
	assert.Empty(t, on(t, r, "2026-03-02", account("a", "A", "x")).Findings)
}

func FuzzParsePolicy(f *testing.F) {
	f.Add([]byte(`{"offDay":"stay","tiers":[{"name":"A","cadences":[{"name":"visit","counts":{"types":["visit"]},"every":{"n":2,"unit":"weeks"}}]}]}`))
	f.Add([]byte(`{"offDay":"next-working-day","tiers":[{"cadences":[{"name":"x","counts":{"types":["e-mail"]},"times":2,"per":"month"}]}],"pools":[{"withoutDeal":9,"deal":"ends"}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := followup.ParsePolicy(data)
		if err != nil {
			return
		}
		if r, err := followup.Compile(p, kam.Gregorian(), nil); err == nil {
			assert.Equal(t, p.OffDay, r.Policy().OffDay)
		}
	})
}

func FuzzParseWeekSpec(f *testing.F) {
	f.Add([]byte(`{"days":"2026-03-02/2026-03-07","cadences":["visit"],"by":"city","places":1,"minutes":60,"never":"last","people":[{"user":"anna","perDay":4,"from":540,"until":1080}]}`))
	f.Fuzz(func(_ *testing.T, data []byte) {
		_, _ = followup.ParseWeekSpec(data)
	})
}
