package followup_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/crm/followup"
)

func in(r crm.Record, city, district string) crm.Record {
	r.Data.(*crm.Account).Address = crm.Address{City: city, District: district}
	return r
}

func weekSpec(people ...followup.Person) followup.WeekSpec {
	return followup.WeekSpec{
		Days: kam.MustPeriod("2026-03-09/2026-03-14"), Cadences: []string{"visit"}, By: followup.ByCity, Places: 1, Minutes: 60, Travel: 30,
		Never: followup.NeverLast, People: people,
	}
}

func anna() followup.Person {
	return followup.Person{User: "anna", PerDay: 3, From: 9 * 60, Until: 18 * 60}
}

func plan(t testing.TB, o *followup.Overview, s followup.WeekSpec) *followup.Week {
	t.Helper()
	w, err := o.Week(s)
	require.NoError(t, err)
	return w
}

func lines(w *followup.Week) []string {
	var out []string
	for _, v := range w.Visits {
		kept := ""
		if v.Kept {
			kept = " kept"
		}
		out = append(out, fmt.Sprintf("%s %s %s %s %s%s", v.User, v.Start.Format("Mon 15:04"), v.Account.ID, v.Place, v.ContactName, kept))
	}
	return out
}

func left(w *followup.Week) []string {
	var out []string
	for _, l := range w.Left {
		out = append(out, l.Account.ID+" "+string(l.Reason))
	}
	return out
}

func TestWeekIsGroupedByPlace(t *testing.T) {
	r := compile(t, followup.Policy{Tiers: []followup.Tier{every("A", followup.Weeks(2))}})
	records := []crm.Record{
		in(account("s1", "A", "anna"), "Shanghai", ""), visit("1", "s1", "2026-02-02 10:00"),
		in(account("h1", "A", "anna"), "Hangzhou", ""), visit("2", "h1", "2026-02-03 10:00"),
		in(account("s2", "A", "anna"), "Shanghai", ""), visit("3", "s2", "2026-02-04 10:00"),
		in(account("h2", "A", "anna"), "Hangzhou", ""), visit("4", "h2", "2026-02-05 10:00"),
		in(account("s3", "A", "anna"), "Shanghai", ""), visit("5", "s3", "2026-02-06 10:00"),
		in(account("s4", "A", "anna"), "Shanghai", ""), visit("6", "s4", "2026-02-07 10:00"),
		in(account("n1", "A", "anna"), "Nanjing", ""),
		in(account("soon", "A", "anna"), "Nanjing", ""), visit("7", "soon", "2026-02-27 10:00"), // due on Friday
		in(account("later", "A", "anna"), "Nanjing", ""), visit("8", "later", "2026-03-06 10:00"), // due after the week
	}
	w := plan(t, on(t, r, "2026-03-06", records...), weekSpec(anna()))
	assert.Equal(t, []string{
		"anna Mon 09:00 s1 Shanghai ", "anna Mon 10:30 s2 Shanghai ", "anna Mon 12:00 s3 Shanghai ",
		"anna Tue 09:00 h1 Hangzhou ", "anna Tue 10:30 h2 Hangzhou ",
		"anna Wed 09:00 s4 Shanghai ",
		"anna Thu 09:00 soon Nanjing ", "anna Thu 10:30 n1 Nanjing ",
	}, lines(w))
	assert.Empty(t, w.Left)
	require.Len(t, w.Loads, 5)
	assert.Equal(t, followup.Load{User: "anna", On: kam.MustDay("2026-03-09"), Capacity: 3, Proposed: 3, Places: []string{"Shanghai"}}, w.Loads[0])
	golden(t, "week.en.md", w.Markdown(kam.English))
	golden(t, "week.zh-CN.md", w.Markdown(kam.Chinese))

	s := weekSpec(anna())
	s.Never = followup.NeverFirst
	s.People[0].Away = []kam.Period{kam.MustPeriod("2026-03-09/2026-03-13")}
	w = plan(t, on(t, r, "2026-03-06", records...), s)
	assert.Equal(t, []string{"anna Fri 09:00 n1 Nanjing ", "anna Fri 10:30 soon Nanjing "}, lines(w))
	assert.Equal(t, []string{"s1 place", "h1 place", "s2 place", "h2 place", "s3 place", "s4 place"}, left(w))

	s.Never, s.Places = followup.NeverOut, 2
	w = plan(t, on(t, r, "2026-03-06", records...), s)
	assert.Equal(t, []string{"anna Fri 09:00 s1 Shanghai ", "anna Fri 10:30 h1 Hangzhou ", "anna Fri 12:00 s2 Shanghai "}, lines(w))
	assert.Equal(t, []string{"h2 capacity", "s3 capacity", "s4 capacity", "soon capacity"}, left(w))
}

func TestAppointmentsAreKept(t *testing.T) {
	r := compile(t, followup.Policy{Tiers: []followup.Tier{every("A", followup.Weeks(2))}})
	call := record(crm.KindActivity, "call", &crm.Activity{Type: crm.CallBack, Account: "s1", Owner: "anna", Status: crm.Planned, Start: at("2026-03-09 09:00"), End: at("2026-03-09 09:30")})
	o := on(
		t, r, "2026-03-06",
		in(account("s1", "A", "anna"), "Shanghai", ""), visit("1", "s1", "2026-02-02 10:00"),
		in(account("h1", "A", "anna"), "Hangzhou", ""), visit("2", "h1", "2026-02-03 10:00"), planned("p1", "h1", "anna", "2026-03-10 10:00"),
		in(account("h2", "A", "anna"), "Hangzhou", ""), visit("3", "h2", "2026-02-04 10:00"),
		in(account("x", "A", "bo"), "Suzhou", ""), planned("p2", "x", "anna", "2026-03-14 10:00"), planned("p3", "x", "bo", "2026-03-09 10:00"),
		call,
	)
	s := weekSpec(anna())
	s.Days = kam.MustPeriod("2026-03-09/2026-03-16")
	w := plan(t, o, s)
	assert.Equal(t, []string{
		"anna Mon 10:00 s1 Shanghai ", "anna Tue 10:00 h1 Hangzhou  kept", "anna Tue 11:30 h2 Hangzhou ", "anna Sat 10:00 x Suzhou  kept",
	}, lines(w), "the call takes its time, the visit the day to its place, and bo has no plan")
	require.Len(t, w.Findings, 1)
	assert.Equal(t, "followup.appointment-off", w.Findings[0].Code)
	assert.Equal(t, []string{"visit"}, w.Visits[1].Cadences)
	s.People[0].PerDay = 0
	w = plan(t, o, s)
	require.Len(t, w.Findings, 2)
	assert.Equal(t, "followup.over", w.Findings[1].Code)
	good(t, w.Findings[1].Message, w.Findings[1].Remedy)
}

func TestPreferencesAreRespected(t *testing.T) {
	r := compile(t, followup.Policy{Tiers: []followup.Tier{every("A", followup.Weeks(2))}})
	who := func(id, account string, p crm.Preferences, primary bool) crm.Record {
		return record(crm.KindContact, id, &crm.Contact{Name: id, Account: account, Preferences: p, Primary: primary})
	}
	wednesday := crm.Preferences{Times: []crm.Hours{{Weekday: time.Wednesday, From: 14 * 60, Until: 16 * 60}, {Weekday: time.Sunday, From: 0, Until: 1440}}}
	o := on(t, r, "2026-03-06",
		account("w1", "A", "anna"), visit("1", "w1", "2026-02-02 10:00"), who("li", "w1", wednesday, false),
		account("w2", "A", "anna"), visit("2", "w2", "2026-02-03 10:00"), who("wu", "w2", wednesday, false),
		account("w3", "A", "anna"), visit("3", "w3", "2026-02-04 10:00"), who("ma", "w3", wednesday, true), who("an", "w3", crm.Preferences{}, false),
		account("phone", "A", "anna"), visit("4", "phone", "2026-02-05 10:00"), who("ph", "phone", crm.Preferences{Channel: crm.CallBack}, true),
		account("german", "A", "anna"), visit("5", "german", "2026-02-06 10:00"), who("ge", "german", crm.Preferences{Language: "de"}, true),
		account("two", "A", "anna"), visit("6", "two", "2026-02-06 11:00"), who("a", "two", crm.Preferences{Channel: crm.Email}, true), who("b", "two", crm.Preferences{Language: "zh"}, false),
		account("none", "A", ""), visit("7", "none", "2026-02-06 12:00"),
		account("else", "A", "bo"), visit("8", "else", "2026-02-06 13:00"),
		account("away", "A", "cy"), visit("9", "away", "2026-02-06 14:00"),
	)
	a, cy := anna(), anna()
	a.Languages = []string{"zh", "en"}
	cy.User, cy.Away = "cy", []kam.Period{kam.MustPeriod("2026-03-01/..")}
	w := plan(t, o, weekSpec(a, cy))
	assert.Equal(t, []string{"anna Wed 09:00 w3  an", "anna Wed 10:30 two  b", "anna Wed 14:00 w1  li"}, lines(w))
	assert.Equal(t, []string{"w2 times", "phone channel", "away away", "else nobody", "german language", "none unowned"}, left(w))
	for _, l := range w.Left {
		good(t, l.Why)
	}
}

// Whatever is planned keeps every promise of the plan.
func TestWeekProperties(t *testing.T) {
	for seed := range uint64(150) {
		rnd := rand.New(rand.NewPCG(seed, 7))
		tier := every("A", followup.Weeks(1+rnd.IntN(4)))
		r := compile(t, followup.Policy{Tiers: []followup.Tier{tier}})
		var records []crm.Record
		cities, users := []string{"", "Shanghai", "Hangzhou", "Suzhou"}, []string{"anna", "bo", "cy"}
		for i := range 40 {
			id := fmt.Sprintf("c%02d", i)
			records = append(records, in(account(id, "A", users[rnd.IntN(3)]), cities[rnd.IntN(4)], ""))
			if rnd.IntN(5) > 0 {
				records = append(records, visit("v"+id, id, kam.MustDay("2026-01-05").AddDays(rnd.IntN(60)).String()+" 10:00"))
			}
			if rnd.IntN(6) == 0 {
				records = append(records, planned("p"+id, id, users[rnd.IntN(3)], fmt.Sprintf("2026-03-%02d %02d:15", 9+rnd.IntN(6), 8+rnd.IntN(9))))
			}
			if rnd.IntN(3) == 0 {
				from := rnd.IntN(1300)
				records = append(records, record(crm.KindContact, "k"+id, &crm.Contact{Account: id, Preferences: crm.Preferences{Times: []crm.Hours{{Weekday: time.Weekday(rnd.IntN(7)), From: from, Until: from + 140}}}}))
			}
		}
		s := weekSpec(anna(), followup.Person{User: "bo", PerDay: 2, From: 600, Until: 900, Away: []kam.Period{kam.MustPeriod("2026-03-10/2026-03-11")}})
		s.Places = 1 + rnd.IntN(2)
		o := on(t, r, "2026-03-06", records...)
		w := plan(t, o, s)
		seen := map[string]bool{}
		perDay, places := map[string]int{}, map[string]map[string]bool{}
		var before followup.Visit
		for _, v := range w.Visits {
			if v.Kept {
				continue
			}
			require.False(t, seen[v.Account.ID], "seed %d: %s twice", seed, v.Account.ID)
			seen[v.Account.ID] = true
			key := v.User + v.On.String()
			perDay[key]++
			if places[key] == nil {
				places[key] = map[string]bool{}
			}
			places[key][v.Place] = true
			p := s.People[0]
			if v.User == "bo" {
				p = s.People[1]
				require.NotEqual(t, "2026-03-10", v.On.String())
			}
			require.LessOrEqual(t, perDay[key], p.PerDay)
			require.LessOrEqual(t, len(places[key]), s.Places)
			minute := v.Start.Hour()*60 + v.Start.Minute()
			require.GreaterOrEqual(t, minute, p.From)
			require.LessOrEqual(t, minute+s.Minutes, p.Until)
			if before.User == v.User && before.On == v.On {
				require.False(t, v.Start.Before(before.End.Add(30*time.Minute)), "seed %d", seed)
			}
			before = v
		}
		for _, l := range w.Left {
			require.False(t, seen[l.Account.ID])
			seen[l.Account.ID] = true
		}
		for _, v := range w.Visits {
			seen[v.Account.ID] = true
		}
		for _, l := range o.Lines {
			require.True(t, seen[l.Account.ID] || !l.Due.Before(s.Days.Until), "seed %d: %s is forgotten", seed, l.Account.ID)
		}
		for _, n := range o.Never {
			require.True(t, seen[n.Account.ID], "seed %d: %s is forgotten", seed, n.Account.ID)
		}
	}
}

func TestFaultsOfAWeek(t *testing.T) {
	r := compile(t, followup.Policy{Tiers: []followup.Tier{every("A", followup.Weeks(2))}})
	o := on(t, r, "2026-03-06")
	_, err := o.Week(followup.WeekSpec{})
	assert.Equal(t, []string{
		"followup.period $.days", "followup.place $.by", "followup.turn $.never", "followup.places $.places", "followup.minutes $.minutes",
		"followup.too-few $.cadences", "followup.too-few $.people",
	}, codes(t, err))
	s := weekSpec(followup.Person{User: "anna", PerDay: 51, From: 600, Until: 600, Away: []kam.Period{{}}})
	s.Days, s.Travel, s.Cadences = kam.MustPeriod("2026-03-05/2026-03-07"), -1, []string{"call"}
	_, err = o.Week(s)
	assert.Equal(t, []string{
		"followup.period $.days", "followup.minutes $.travel", "followup.cadence $.cadences[0]", "followup.per-day $.people[0].perDay", "followup.hours $.people[0]", "followup.period $.people[0].away[0]",
	}, codes(t, err))
	s = weekSpec(anna())
	s.Days = kam.MustPeriod("2026-03-06/2026-04-07")
	_, err = o.Week(s)
	assert.Equal(t, []string{"followup.period $.days"}, codes(t, err))
	s.Days = kam.MustPeriod("2030-03-06/2030-03-07")
	_, err = o.Week(s)
	require.ErrorIs(t, err, kam.ErrNoHolidays)
}

// Somebody who is no user visits nobody, and is told of where users are among the records.
func TestWeekTellsOfStrangers(t *testing.T) {
	r := compile(t, followup.Policy{Tiers: []followup.Tier{every("A", followup.Weeks(2))}})
	s := weekSpec(anna(), followup.Person{User: "ana", PerDay: 3, From: 9 * 60, Until: 18 * 60})
	assert.Empty(t, plan(t, on(t, r, "2026-03-06", account("a", "A", "anna")), s).Findings)
	w := plan(t, on(t, r, "2026-03-06", account("a", "A", "anna"), record(crm.KindUser, "anna", &crm.User{Name: "Anna"})), s)
	require.Len(t, w.Findings, 1)
	assert.Equal(t, `$.people[1].user: "ana" is no user of the system, and visits nobody (name a user by ID, or leave the person out)`, w.Findings[0].String())
	good(t, w.Findings[0].Message, w.Findings[0].Remedy)
	assert.Contains(t, w.Markdown(kam.Chinese), "不会安排任何拜访")
}

func TestTiersWithoutACadenceAreCounted(t *testing.T) {
	r := compile(t, followup.Policy{Tiers: []followup.Tier{every("A", followup.Weeks(2))}})
	o := on(t, r, "2026-03-06", account("a", "A", "x"), account("b", "C", "x"), account("c", "B", "x"), account("d", "C", "x"), account("e", "", "x"))
	assert.Len(t, o.Outside, 4)
	require.Len(t, o.Findings, 2, "an account that states no tier is none that is misspelt")
	assert.Equal(t, `the policy has no tier "B", and so no cadence for 1 account of it`, o.Findings[0].Message.EN)
	assert.Equal(t, `策略中没有等级 "C"，该等级的 2 个客户没有跟进节奏`, o.Findings[1].Message.ZH)
	assert.Contains(t, o.Markdown(kam.English), `no tier "C", and so no cadence for 2 accounts of it`)
}
