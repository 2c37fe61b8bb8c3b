package followup_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/crm/followup"
)

// Pages tell people by their names: who visits, and who answers for what is due, left, or going back.
func TestPeopleGoByTheirNames(t *testing.T) {
	r := compile(t, followup.Policy{
		Tiers: []followup.Tier{every("A", followup.Weeks(2))}, Pools: []followup.Pool{{Name: "east", WithoutContact: 60, Warn: 60, Counts: every("A", followup.Weeks(2)).Cadences[0].Counts}},
	})
	back := account("back", "A", "u2")
	back.Data.(*crm.Account).Pool = "east"
	back.Data.(*crm.Account).Created = at("2026-01-01 00:00")
	o := on(t, r, "2026-03-06",
		record(crm.KindUser, "u1", &crm.User{Name: "Anna | 安娜"}), record(crm.KindUser, "u2", &crm.User{Name: "Bo"}),
		account("a", "A", "u1"), visit("1", "a", "2026-02-02 10:00"), account("b", "A", "u1"), planned("2", "b", "u1", "2026-03-10 10:00"),
		back, visit("3", "back", "2026-02-05 10:00"),
	)
	s := weekSpec(followup.Person{User: "u1", PerDay: 3, From: 9 * 60, Until: 18 * 60})
	w := plan(t, o, s)
	require.Len(t, w.Visits, 2)
	for _, v := range w.Visits {
		assert.Equal(t, "u1", v.User)
		assert.Equal(t, "Anna | 安娜", v.UserName)
	}
	require.Len(t, w.Left, 1)
	assert.Equal(t, "Bo", w.Left[0].OwnerName)
	require.Len(t, o.Recalls, 1)
	assert.Equal(t, "Bo", o.Recalls[0].OwnerName)
	for _, lang := range []kam.Lang{kam.English, kam.Chinese} {
		text := w.Markdown(lang) + o.Markdown(lang)
		assert.Contains(t, text, `## Anna \| 安娜`)
		assert.Contains(t, text, "| Bo |")
		assert.NotContains(t, text, "u1")
		assert.NotContains(t, text, "u2")
	}
	s.People[0].Away = []kam.Period{s.Days}
	w = plan(t, o, s)
	require.Empty(t, plan(t, on(t, r, "2026-03-06"), weekSpec(anna())).Visits)
	assert.Equal(t, "# Visits from 2026-03-09 to 2026-03-13\n\nNo visit is planned.\n", plan(t, on(t, r, "2026-03-06"), weekSpec(anna())).Markdown(kam.English))
	assert.Contains(t, w.Markdown(kam.English), `Anna \| 安娜 works on none of the days`)
}
