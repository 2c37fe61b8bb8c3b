package picture_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/crm/match"
	"github.com/kam-go/kam/crm/picture"
	"github.com/kam-go/kam/internal/wordtest"
)

// full has every kind of record with every reference that it may have.
func full() []crm.Record {
	return []crm.Record{
		rec("s", "u", 1, &crm.User{Name: "Li", Manager: "m"}),
		rec("s", "m", 1, &crm.User{Name: "Wang", Email: "w@kam.example"}),
		rec("t", "m2", 1, &crm.User{Name: "Wang", Email: "w@kam.example"}),
		rec("s", "p", 1, &crm.Product{Name: "Cloud"}),
		rec("s", "a", 1, &crm.Account{Name: "云帆软件", Owner: "u", Parent: "h", Currency: "CNY", Revenue: num("5000000"), Created: at(3), Pool: "华东", NextContact: day("2026-04-01"), RecallOn: day("2026-05-01"), Team: []crm.Member{{User: "u", Role: crm.RoleService}, {User: "m", Role: crm.RoleTechnical}, {User: "m", Role: crm.RoleExecutive}, {User: "u", Role: "trainer"}, {Role: crm.RoleOwner}}}),
		rec("t", "b", 2, &crm.Account{Name: "云帆软件", Owner: "m2", Created: at(1)}),
		rec("s", "h", 1, &crm.Account{Name: "启明集团"}),
		rec("s", "c", 1, &crm.Contact{Name: "张敏", Account: "a", Owner: "u", ReportsTo: "c", Role: crm.Economic, Department: "财务", Phone: "021-68881234", Birthday: day("1980-01-02"), Created: at(1), Preferences: crm.Preferences{Times: []crm.Hours{{Weekday: 1, From: 60, Until: 90}}}}),
		rec("t", "k", 1, &crm.Contact{Name: "张敏", Account: "b", Preferences: crm.Preferences{Channel: crm.Visit, Times: []crm.Hours{{Weekday: 1, From: 60, Until: 90}, {Weekday: 2, From: 0, Until: 30}}}}),
		rec("s", "d", 1, &crm.Opportunity{Name: "Renewal", Owner: "u", Team: []crm.Member{{User: "m", Role: crm.RolePresales}}, Contacts: []crm.Stakeholder{{Contact: "c"}}, Lines: []crm.Line{{Product: "p"}}}),
		rec("s", "o", 1, &crm.Order{Number: "7", Opportunity: "d", Owner: "u", Lines: []crm.Line{{Product: "p"}}}),
		rec("s", "i", 1, &crm.Invoice{Number: "8", Order: "o", Owner: "u", Amount: num("12.5"), Currency: "CNY"}),
		rec("s", "y", 1, &crm.Payment{Number: "9", Invoice: "i", Order: "o", Owner: "u", Amount: num("3")}),
		rec("s", "v", 1, &crm.Activity{Type: crm.Visit, Opportunity: "d", Event: "e", Contacts: []string{"c"}, Owner: "u", Due: day("2026-03-05")}),
		rec("s", "e", 1, &crm.Event{Name: "Salon", Owner: "u"}),
		rec("s", "n", 1, &crm.Invitation{Event: "e", Contact: "c", By: "u", Attendance: crm.Attended}),
		rec("s", "q", 1, &crm.Survey{Method: crm.CSAT, About: "r"}),
		rec("s", "r", 1, &crm.Request{Number: "R-1", Contact: "c", Owner: "u", Opened: at(4)}),
		rec("s", "w", 1, &crm.Resource{Title: "Report", Owner: "u", Products: []string{"p", "Cloud"}, Uses: []crm.Use{{Opportunity: "d", User: "u"}}}),
	}
}

func TestEveryReferenceIsOfTheBook(t *testing.T) {
	clusters := []match.Cluster{{Members: []crm.Ref{account("s", "a"), account("t", "b")}}}
	book := painter(t, picture.Policy{}).Paint(full(), clusters)
	assert.Empty(t, book.Loose, "each leads to the account by some way")
	merged := book.Records("merged")
	assert.Len(t, merged, len(full())-3, "one account, one contact and one user are the same as another")
	known := map[string]bool{"Cloud": true} // a word, no id
	for _, r := range merged {
		require.NoError(t, r.Check())
		known[r.Ref.ID] = true
	}
	references := 0
	var walk func(key string, v any)
	walk = func(key string, v any) {
		switch x := v.(type) {
		case map[string]any:
			for k, inner := range x {
				walk(k, inner)
			}
		case []any:
			for _, inner := range x {
				walk(key, inner)
			}
		case string:
			switch key {
			case "account", "owner", "parent", "user", "manager", "contact", "contacts", "reportsTo", "opportunity", "order", "invoice", "event", "by", "about", "product", "products":
				references++
				assert.True(t, known[x], "%s: %s", key, x)
			}
		}
	}
	for _, r := range merged {
		text, err := json.Marshal(r.Data)
		require.NoError(t, err)
		var v any
		require.NoError(t, json.Unmarshal(text, &v))
		walk("", v)
	}
	assert.Greater(t, references, 40)

	c, ok := book.Of(account("t", "b"))
	require.True(t, ok)
	assert.Len(t, c.Related, 8, "all but what belongs to nobody")
	assert.Equal(t, "2026-03-01T09:00:00Z", fieldOf(t, c.Fields, "created").Value, "the earliest")
	assert.Len(t, c.Contacts, 1)
	for _, lang := range []kam.Lang{kam.English, kam.Chinese} {
		text := c.Markdown(lang)
		wordtest.Formatted(t, text)
		assert.Contains(t, text, "CNY 5,000,000.00")
	}
	chinese := c.Markdown(kam.Chinese)
	for _, word := range []string{"技术", "服务", "高层支持人", "trainer", "发票", "活动邀约", "满意度调查", "服务请求", "公海", "收回日期", "采购角色"} {
		assert.Contains(t, chinese, word)
	}
}

func TestLongIDs(t *testing.T) {
	long := strings.Repeat("x", 128)
	book := painter(t, picture.Policy{}).Paint([]crm.Record{rec("s", long, 1, &crm.Account{Name: "云帆"}), rec("s", "d", 1, &crm.Opportunity{Account: long})}, nil)
	for _, r := range book.Records("merged") {
		require.NoError(t, r.Check())
	}
	id, ok := book.ID(account("s", long))
	require.True(t, ok)
	assert.Len(t, id, 64)
}

func TestLongListsAreCut(t *testing.T) {
	records := []crm.Record{rec("s", "1", 1, &crm.Account{Name: "云帆"})}
	for i := range 250 {
		records = append(records, rec("s", fmt.Sprint(i), 1, &crm.Order{Account: "1"}))
	}
	c := painter(t, picture.Policy{}).Paint(records, nil).Customers[0]
	text := c.Markdown(kam.English)
	assert.Contains(t, text, "And 50 more.")
	assert.Equal(t, 200, strings.Count(text, "| order |"))
}
