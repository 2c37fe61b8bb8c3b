package reassign_test

import (
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/crm/reassign"
)

func TestWhatNamesAPersonGoesWithHisAccount(t *testing.T) {
	c := change(from("anna", "bo"))
	c.Follow, c.Stay = append(c.Follow, crm.KindRequest), nil
	p := plan(t, c, append(users("anna", "bo"), account("a", "anna"),
		record("person", &crm.Contact{Name: "Li", Account: "a", Owner: "anna"}),
		record("call", &crm.Activity{Type: crm.CallBack, Contacts: []string{"stranger", "person"}, Owner: "anna", Status: crm.Planned}),
		record("ask", &crm.Request{Subject: "Ask", Contact: "person", Owner: "anna", Opened: time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)}),
	)...)
	assert.ElementsMatch(t, []string{"account/a anna → bo", "contact/person anna → bo", "activity/call anna → bo", "request/ask anna → bo"}, changed(p.Changes))
}

func TestNamesMisspelt(t *testing.T) {
	c := change(from("anna", "bo"))
	c.Limits, c.Full = []reassign.Limit{{User: "bob", Most: 1}}, reassign.FullStay
	c.Leaving = []reassign.Leaver{{User: "ana"}}
	_, err := reassign.Plan(c, append(users("anna", "bo"), account("a", "anna")))
	assert.ElementsMatch(t, []string{"reassign.user $.limits[0].user", "reassign.user $.leaving[0].user"}, codes(t, err))

	c.Limits, c.Full, c.Leaving = nil, "", []reassign.Leaver{{User: "long-gone"}}
	p := plan(t, c, append(users("anna", "bo"), account("a", "anna"), todo("t", "a", "long-gone"))...)
	assert.Contains(t, changed(p.Changes), "activity/t long-gone → bo", "who is no user any more can leave what he has")
}

func TestTheFirstOfAllDays(t *testing.T) {
	c := change(from("anna", "bo"))
	c.On = kam.MustDay("0001-01-01")
	_, err := reassign.Plan(c, append(users("anna", "bo"), account("a", "anna", member("anna", crm.RoleOwner, ""))))
	assert.Equal(t, []string{"reassign.day $.on"}, codes(t, err), "a role that ends then would have no day")
}

func TestLongAndRoundHierarchies(t *testing.T) {
	const n = 20_000
	records := users("anna", "bo", "cy")
	for i := range n {
		a := account(strconv.Itoa(i), "anna")
		if i > 0 {
			a.Data.(*crm.Account).Parent = strconv.Itoa(i - 1)
		}
		records = append(records, a)
	}
	for _, way := range [][2]string{{"x", "z"}, {"y", "x"}, {"z", "y"}, {"tail", "y"}} {
		a := account(way[0], "anna")
		a.Data.(*crm.Account).Parent = way[1]
		records = append(records, a)
	}
	m := from("anna", "bo", "cy")
	m.Together = true
	p := plan(t, change(m), records...)
	to := map[string]string{}
	for _, a := range p.Accounts {
		to[a.Account.ID] = a.To
	}
	require.Len(t, to, n+4)
	assert.Equal(t, to["0"], to[strconv.Itoa(n-1)], "one hierarchy")
	assert.NotEqual(t, to["0"], to["x"])
	for _, id := range []string{"y", "z", "tail"} {
		assert.Equal(t, to["x"], to[id], "a round and what leads to it are one hierarchy")
	}
}
