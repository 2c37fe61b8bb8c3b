package followup_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/crm/followup"
)

func wish(id, account, due string, contacts ...string) followup.Wish {
	w := followup.Wish{ID: id, Account: crm.Ref{System: "zoho", Kind: crm.KindAccount, ID: account}, Contacts: contacts, Why: kam.Text{EN: "show " + id, ZH: "演示 " + id}}
	if due != "" {
		w.Due = kam.MustDay(due)
	}
	return w
}

// What is asked for comes first, one visit serves all that is asked of an owner, and what is due later is not planned.
func TestWishesHaveTheirTurnFirst(t *testing.T) {
	r := compile(t, followup.Policy{Tiers: []followup.Tier{every("A", followup.Weeks(2))}})
	who := func(id, account string, p crm.Preferences, primary bool) crm.Record {
		return record(crm.KindContact, id, &crm.Contact{Name: id, Account: account, Preferences: p, Primary: primary})
	}
	o := on(
		t, r, "2026-03-06",
		in(account("s1", "A", "anna"), "Shanghai", ""), visit("1", "s1", "2026-02-02 10:00"),
		in(account("s2", "A", "anna"), "Shanghai", ""), visit("2", "s2", "2026-03-06 10:00"), // not due in the week
		in(account("free", "none", "anna"), "Shanghai", ""), // without a cadence
		who("li", "s2", crm.Preferences{}, true), who("wu", "s2", crm.Preferences{}, false), who("ph", "s2", crm.Preferences{Channel: crm.CallBack}, false),
		in(account("h1", "A", "bo"), "Hangzhou", ""), planned("p1", "h1", "bo", "2026-03-10 10:00"),
		in(account("lone", "A", ""), "Hangzhou", ""),
	)
	s := weekSpec(anna())
	s.People[0].PerDay = 1
	other := wish("w5", "h1", "2026-03-12")
	other.User = "anna"
	s.Wishes = []followup.Wish{
		wish("w1", "free", ""), wish("w2", "s2", "2026-03-13", "ph", "wu"), wish("w3", "s2", "2026-03-12"), wish("w4", "s1", "2026-04-30"), other,
		wish("w6", "h1", "2026-03-09"), wish("w7", "lone", "2026-03-09"),
	}
	w := plan(t, o, s)
	assert.Equal(t, []string{"anna Mon 09:00 h1 Hangzhou ", "anna Tue 09:00 s2 Shanghai wu", "anna Wed 09:00 free Shanghai ", "anna Thu 09:00 s1 Shanghai "}, lines(w))
	assert.Equal(t, []string{"w5"}, w.Visits[0].Wishes, "somebody else is asked for, so the owner's appointment does not do")
	assert.Equal(t, []string{"w3", "w2"}, w.Visits[1].Wishes)
	assert.Equal(t, "show w3", w.Visits[1].Why.EN)
	assert.Empty(t, w.Visits[1].Cadences)
	assert.Equal(t, []string{"w1"}, w.Visits[2].Wishes)
	assert.Empty(t, w.Visits[3].Wishes)
	assert.Equal(t, []string{"h1 nobody", "lone unowned"}, left(w))
	assert.Equal(t, []string{"w6"}, w.Left[0].Wishes)

	s.People = append(s.People, followup.Person{User: "bo", PerDay: 1, From: 540, Until: 1080})
	w = plan(t, o, s)
	kept := w.Visits[len(w.Visits)-1]
	assert.True(t, kept.Kept)
	assert.Equal(t, []string{"w6"}, kept.Wishes, "the appointment serves what is asked of its owner")
	assert.Equal(t, []string{"lone unowned"}, left(w))
}

func TestFaultsOfWishes(t *testing.T) {
	r := compile(t, followup.Policy{Tiers: []followup.Tier{every("A", followup.Weeks(2))}})
	o := on(t, r, "2026-03-06", account("s1", "A", "anna"))
	s := weekSpec(anna())
	bad := wish("w", "nowhere", "", "")
	bad.User, bad.Why.ZH = " x", ""
	s.Wishes = []followup.Wish{wish("w", "s1", ""), bad}
	_, err := o.Week(s)
	assert.Equal(t, []string{
		"followup.twice $.wishes[1].id", "followup.account $.wishes[1].account", "followup.id $.wishes[1].user",
		"followup.id $.wishes[1].contacts[0]", "followup.text $.wishes[1].why",
	}, codes(t, err))
	_, err = followup.ParseWeekSpec([]byte(`{"wishes": [{"id": "w", "account": {"system": "a", "kind": "account", "id": "1"}, "due": "2026-03-01", "why": {"en": "a", "zh": "b"}}]}`))
	require.NoError(t, err)
}
