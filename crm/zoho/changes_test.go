package zoho_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/crm/zoho"
	"github.com/kam-go/kam/crm/zoho/zohotest"
)

func TestRecordOfEachModule(t *testing.T) {
	w := start(t, zohotest.Options{Zone: time.FixedZone("", 8*3600)}, func(c *zoho.Config) { c.Maps = zoho.Maps("+08:00") })
	user := w.AddUser(map[string]any{"full_name": "Lin Yue", "email": "lin@example.com", "status": "active"})
	owner := map[string]any{"id": user, "name": "Lin Yue", "email": "lin@example.com"}
	account := w.Put("Accounts", map[string]any{
		"Account_Name": "Acme", "Owner": owner, "Rating": "A", "Industry": "Energy", "Employees": 250, "Annual_Revenue": 1200000.5,
		"Currency": "CNY", "Billing_City": "Shanghai", "Parent_Account": nil, "Website": "https://acme.example",
		"Last_Activity_Time": "2026-10-31T23:30:00+08:00", "Account_Type": "Customer",
	})
	contact := w.Put("Contacts", map[string]any{"Full_Name": "Chen Wei", "Account_Name": map[string]any{"id": account, "name": "Acme"}, "Email": "", "Secondary_Email": "wei@acme.example", "Date_of_Birth": "1980-02-29", "Email_Opt_Out": true, "Owner": owner})
	deal := w.Put("Deals", map[string]any{"Deal_Name": "Turbines", "Account_Name": map[string]any{"id": account}, "Contact_Name": map[string]any{"id": contact}, "Amount": 99999999999999.99, "Currency": "USD", "Exchange_Rate": 0.14, "Stage": "Closed Won", "Probability": 25, "Closing_Date": "2026-12-31", "Owner": owner})
	about := map[string]any{"What_Id": map[string]any{"id": account}, "$se_module": "Accounts", "Who_Id": map[string]any{"id": contact}, "Owner": owner}
	visit := w.Put("Events", with(about, map[string]any{"Event_Title": "Plant tour", "Start_DateTime": "2026-11-02T10:00:00+08:00", "End_DateTime": "2026-11-02T11:00:00+08:00", "Check_In_Time": "2026-11-02T10:03:00+08:00", "Check_In_City": "Shanghai", "Latitude": "31.230416", "Longitude": "121.473701"}))
	meeting := w.Put("Events", with(about, map[string]any{"Event_Title": "Online", "Start_DateTime": "2026-11-03T10:00:00+08:00"}))
	call := w.Put("Calls", map[string]any{"Subject": "Check back", "Call_Type": "Inbound", "Call_Start_Time": "2026-11-02T09:00:00+08:00", "Outgoing_Call_Status": "Completed", "What_Id": map[string]any{"id": deal}, "$se_module": "Deals"})
	task := w.Put("Tasks", with(about, map[string]any{"Subject": "Send offer", "Status": "Completed", "Due_Date": "2026-11-05"}))
	order := w.Put("Sales_Orders", map[string]any{"SO_Number": "SO-1", "Subject": "Order", "Grand_Total": 10.1, "Account_Name": map[string]any{"id": account}, "Created_Time": "2026-11-02T00:30:00+08:00"})
	invoice := w.Put("Invoices", map[string]any{"Invoice_Number": "I-1", "Subject": "Invoice", "Invoice_Date": "2026-11-02", "Sales_Order": map[string]any{"id": order}, "Grand_Total": 10.1})
	product := w.Put("Products", map[string]any{"Product_Name": "Turbine", "Product_Active": false, "Unit_Price": 5})
	until := w.clock.Now().Add(time.Minute)

	get := func(kind crm.Kind, id string) crm.Data {
		r, ok := readAll(t, w.client, kind, crm.Mark{}, until)[id]
		require.True(t, ok, "%s %s", kind, id)
		return r.Data
	}
	a := get(crm.KindAccount, account).(*crm.Account)
	assert.Equal(t, "Acme", a.Name)
	assert.Equal(t, user, a.Owner)
	assert.Equal(t, "1200000.5", a.Revenue.Decimal.String())
	assert.Equal(t, "Shanghai", a.Address.City)
	assert.Equal(t, "2026-10-31", a.LastContact.String())
	assert.JSONEq(t, `"Customer"`, string(a.Extra.Extra["Account_Type"]))
	c := get(crm.KindContact, contact).(*crm.Contact)
	assert.Equal(t, account, c.Account)
	assert.Equal(t, "wei@acme.example", c.Email)
	assert.Equal(t, "1980-02-29", c.Birthday.String())
	assert.True(t, c.Preferences.NoEmail)
	d := get(crm.KindOpportunity, deal).(*crm.Opportunity)
	assert.Equal(t, "99999999999999.98", d.Amount.Decimal.StringFixed(2), "the amount as this test's JSON writer put it")
	assert.Equal(t, crm.Won, d.Status)
	assert.Equal(t, "Closed Won", d.Stage)
	assert.Equal(t, "0.25", d.Probability.Decimal.String())
	assert.Equal(t, []crm.Stakeholder{{Contact: contact}}, d.Contacts)
	assert.Equal(t, kam.Currency("USD"), d.Currency)
	v := get(crm.KindActivity, "Events/"+visit).(*crm.Activity)
	assert.Equal(t, crm.Visit, v.Type)
	assert.Equal(t, crm.Done, v.Status)
	assert.Equal(t, account, v.Account)
	assert.Equal(t, []string{contact}, v.Contacts)
	assert.Equal(t, "2026-11-02T02:03:00Z", v.CheckIn.At.Format(time.RFC3339))
	assert.Equal(t, "31.230416", v.CheckIn.Address.Latitude.Decimal.String())
	m := get(crm.KindActivity, "Events/"+meeting).(*crm.Activity)
	assert.Equal(t, crm.Meeting, m.Type)
	assert.Nil(t, m.CheckIn)
	k := get(crm.KindActivity, "Calls/"+call).(*crm.Activity)
	assert.Equal(t, crm.CallBack, k.Type)
	assert.True(t, k.Inbound)
	assert.Equal(t, deal, k.Opportunity)
	assert.Empty(t, k.Account)
	assert.Equal(t, crm.Done, get(crm.KindActivity, "Tasks/"+task).(*crm.Activity).Status)
	assert.Equal(t, "2026-11-02", get(crm.KindOrder, order).(*crm.Order).Ordered.String(), "a day of the zone")
	assert.Equal(t, order, get(crm.KindInvoice, invoice).(*crm.Invoice).Order)
	assert.True(t, get(crm.KindProduct, product).(*crm.Product).Retired)
	u := get(crm.KindUser, user).(*crm.User)
	assert.Equal(t, "Lin Yue", u.Name)
	assert.False(t, u.Inactive)
	assert.Equal(t, []crm.Kind{crm.KindUser, crm.KindProduct, crm.KindAccount, crm.KindContact, crm.KindOpportunity, crm.KindOrder, crm.KindInvoice, crm.KindActivity}, w.client.Kinds())
}

func with(a, b map[string]any) map[string]any {
	out := map[string]any{}
	for k, v := range a {
		out[k] = v
	}
	for k, v := range b {
		out[k] = v
	}
	return out
}

func TestChangesComeOnceInOrder(t *testing.T) {
	for _, perSecond := range []int{1, 7, 500} {
		for _, page := range []int{1, 3, 200} {
			if perSecond == 500 && page == 1 {
				continue
			}
			t.Run(fmt.Sprintf("%d a second, pages of %d", perSecond, page), func(t *testing.T) {
				w := start(t, zohotest.Options{}, func(c *zoho.Config) { c.PageSize = page })
				accounts(w.Server, w.clock.Now().Add(-time.Hour), 211, perSecond)
				got := readAll(t, w.client, crm.KindAccount, crm.Mark{}, w.clock.Now())
				assert.Len(t, got, 211)
				assert.EqualValues(t, (211+page-1)/page+1, w.Stats().ByKind[zohotest.QueryCall], "as few calls as pages, and one for the length of ids")
			})
		}
	}
}

func TestChangesBehindAMarkAndBeforeUntil(t *testing.T) {
	w := start(t, zohotest.Options{}, nil)
	from := w.clock.Now().Add(-time.Hour)
	accounts(w.Server, from, 10, 2)
	all := readAll(t, w.client, crm.KindAccount, crm.Mark{}, w.clock.Now())
	require.Len(t, all, 10)
	assert.Len(t, readAll(t, w.client, crm.KindAccount, crm.Mark{}, from.Add(2*time.Second)), 4, "until is not included")
	assert.Len(t, readAll(t, w.client, crm.KindAccount, crm.Mark{}, from.Add(2*time.Second+900*time.Millisecond)), 4, "until is read as its second")
	assert.Len(t, readAll(t, w.client, crm.KindAccount, crm.Mark{At: from.Add(3 * time.Second)}, w.clock.Now()), 4, "a mark without id is before its second")
	assert.Empty(t, readAll(t, w.client, crm.KindAccount, crm.Mark{At: w.clock.Now()}, w.clock.Now()))
	assert.Len(t, readAll(t, w.client, crm.KindAccount, crm.Mark{At: from.Add(3*time.Second + time.Microsecond)}, w.clock.Now()), 2, "a mark within a second is behind what has its whole")
	_, err := w.client.Changes(t.Context(), crm.KindResource, crm.Mark{}, w.clock.Now())
	assert.ErrorIs(t, err, zoho.ErrKind)
}

// What was found about a module is told once, also where another one fails, and about rows of which no record comes.
func TestFindingsAreNotLost(t *testing.T) {
	queries := 0
	w := start(t, zohotest.Options{Fault: func(c zohotest.Call) zohotest.Fault {
		if c.Kind == zohotest.QueryCall {
			if queries++; queries == 2 {
				return zohotest.Forbid
			}
		}
		return ""
	}}, nil)
	w.Put("Calls", map[string]any{"Subject": "x", "Call_Start_Time": "soon", "Modified_Time": w.clock.Now().Add(-time.Hour)})
	_, err := w.client.Changes(t.Context(), crm.KindActivity, crm.Mark{}, w.clock.Now())
	require.ErrorIs(t, err, zoho.ErrPermission)
	page, err := w.client.Changes(t.Context(), crm.KindActivity, crm.Mark{}, w.clock.Now())
	require.NoError(t, err)
	require.Len(t, page.Findings, 1)
	assert.Equal(t, "fieldmap.unreadable", page.Findings[0].Code)

	for _, other := range []string{"5725767000000399999", "7"} { // also where pages are of seconds
		w = start(t, zohotest.Options{}, func(c *zoho.Config) { c.PageSize = 1 })
		w.Put("Accounts", map[string]any{"Account_Name": strings.Repeat("x", crm.MaxContent), "Modified_Time": w.clock.Now().Add(-2 * time.Hour)})
		w.Put("Accounts", map[string]any{"id": other, "Account_Name": "Acme", "Modified_Time": w.clock.Now().Add(-time.Hour)})
		page, err = w.client.Changes(t.Context(), crm.KindAccount, crm.Mark{}, w.clock.Now())
		require.NoError(t, err)
		assert.Len(t, page.Records, 1)
		require.Len(t, page.Findings, 1)
		assert.Equal(t, "fieldmap.too-long", page.Findings[0].Code)
	}
}

// Ids of different lengths: Zoho sorts by number, marks by bytes.
func TestIDsOfDifferentLengths(t *testing.T) {
	for _, page := range []int{1, 2, 5, 100} {
		w := start(t, zohotest.Options{}, func(c *zoho.Config) { c.PageSize = page })
		second := w.clock.Now().Add(-time.Hour)
		for i, id := range []string{"99", "100", "101", "98", "9", "1000", "7", "12345"} {
			w.Put("Accounts", map[string]any{"id": id, "Account_Name": id, "Modified_Time": second.Add(time.Duration(i/6) * time.Second)})
		}
		all := readAll(t, w.client, crm.KindAccount, crm.Mark{}, w.clock.Now())
		assert.Len(t, all, 8, "pages of %d", page)
		for _, r := range all { // and from every mark on
			rest := readAll(t, w.client, crm.KindAccount, crm.MarkOf(r), w.clock.Now())
			want := 0
			for _, other := range all {
				if crm.MarkOf(other).Compare(crm.MarkOf(r)) > 0 {
					want++
				}
			}
			assert.Len(t, rest, want, "behind %s, pages of %d", r.Ref.ID, page)
		}
	}
}

func TestActivitiesOfThreeModulesAreOneKind(t *testing.T) {
	for _, page := range []int{1, 4, 2000} {
		w := start(t, zohotest.Options{TokensPerWindow: 1000}, func(c *zoho.Config) { c.PageSize = page })
		random := rand.New(rand.NewPCG(1, uint64(page)))
		from := w.clock.Now().Add(-time.Hour)
		want := map[string]bool{}
		for range 60 {
			module := []string{"Tasks", "Events", "Calls"}[random.IntN(3)]
			id := w.Put(module, map[string]any{"Subject": "x", "Event_Title": "x", "Modified_Time": from.Add(time.Duration(random.IntN(8)) * time.Second)})
			want[module+"/"+id] = true
		}
		all := readAll(t, w.client, crm.KindActivity, crm.Mark{}, w.clock.Now())
		assert.Len(t, all, 60)
		calls := w.Stats().ByKind[zohotest.QueryCall]
		assert.LessOrEqual(t, calls, int64((60+page-1)/page+6), "what was read ahead is not read again")
		// A reading that begins anew at any mark, with nothing read ahead, sees the rest.
		for _, r := range all {
			fresh, err := zoho.New(w.config)
			require.NoError(t, err)
			rest := readAll(t, fresh, crm.KindActivity, crm.MarkOf(r), w.clock.Now())
			for id, other := range all {
				_, there := rest[id]
				assert.Equal(t, crm.MarkOf(other).Compare(crm.MarkOf(r)) > 0, there)
			}
		}
	}
}

// Records change and vanish while they are read: every one is seen in its last form by this reading or the next, or is
// listed as deleted.
func TestChangesWhilePaging(t *testing.T) {
	for _, columns := range []int{50, 8} {
		t.Run(fmt.Sprintf("%d columns", columns), func(t *testing.T) {
			random := rand.New(rand.NewPCG(3, 4))
			var w world
			var ids []string
			busy := true
			w = start(t, zohotest.Options{Fault: func(c zohotest.Call) zohotest.Fault {
				if busy && c.Kind == zohotest.QueryCall {
					w.clock.Move(time.Second)
					id := ids[random.IntN(len(ids))]
					if random.IntN(3) == 0 {
						w.Delete("Accounts", id, random.IntN(2) == 0)
					} else if w.Get("Accounts", id) != nil {
						w.Put("Accounts", map[string]any{"id": id, "Account_Name": fmt.Sprintf("changed %d", c.Number), "Website": fmt.Sprintf("w%d", c.Number)})
					}
				}
				return ""
			}}, func(c *zoho.Config) { c.PageSize = 9; c.Columns = columns })
			began := w.clock.Now()
			accounts(w.Server, began.Add(-time.Hour), 300, 5)
			ids = w.IDs("Accounts")
			copied := map[string]crm.Record{}
			mark := crm.Mark{}
			for round := range 3 {
				busy = round < 2
				until := w.clock.Now().Add(-time.Second)
				if !busy {
					until = w.clock.Now().Add(time.Minute)
				}
				for id, r := range readAll(t, w.client, crm.KindAccount, mark, until) {
					copied[id] = r
				}
				mark = crm.Mark{At: until.Truncate(time.Second)}
			}
			for cursor := ""; ; {
				page, err := w.client.Deleted(t.Context(), crm.KindAccount, began, cursor)
				require.NoError(t, err)
				for _, r := range page.Records {
					require.NoError(t, r.Check())
					delete(copied, r.Ref.ID)
				}
				if cursor = page.Next; cursor == "" {
					break
				}
			}
			require.Len(t, copied, len(w.IDs("Accounts")))
			for _, id := range w.IDs("Accounts") {
				a := copied[id].Data.(*crm.Account)
				assert.Equal(t, string(w.Get("Accounts", id)["Account_Name"]), fmt.Sprintf("%q", a.Name))
				if site := w.Get("Accounts", id)["Website"]; site != nil {
					assert.Equal(t, string(site), fmt.Sprintf("%q", a.Website), "all parts of a row are of one revision")
				}
			}
		})
	}
}

func TestManyColumnsTakeSeveralQueries(t *testing.T) {
	w := start(t, zohotest.Options{}, func(c *zoho.Config) { c.Columns = 6 })
	accounts(w.Server, w.clock.Now().Add(-time.Hour), 5, 1)
	all := readAll(t, w.client, crm.KindAccount, crm.Mark{}, w.clock.Now())
	require.Len(t, all, 5)
	for _, r := range all {
		a := r.Data.(*crm.Account)
		assert.Equal(t, "12000000", a.Revenue.Decimal.String())
		assert.Equal(t, "A", a.Tier)
		assert.Equal(t, "Energy", a.Industry)
	}
	assert.Greater(t, w.Stats().ByKind[zohotest.QueryCall], int64(3))
}

// What changes or vanishes between the parts of its columns is left out of the page, and found where it stands then.
func TestRowsAreOfOneRevision(t *testing.T) {
	for _, vanish := range []bool{false, true} {
		var w world
		queries := 0
		w = start(t, zohotest.Options{Fault: func(c zohotest.Call) zohotest.Fault {
			if c.Kind == zohotest.QueryCall {
				if queries++; queries == 2 {
					w.clock.Move(time.Minute)
					ids := w.IDs("Accounts")
					if vanish {
						w.Delete("Accounts", ids[4], false)
					} else {
						w.Put("Accounts", map[string]any{"id": ids[4], "Website": "new"})
					}
				}
			}
			return ""
		}}, func(c *zoho.Config) { c.Columns = 12 })
		accounts(w.Server, w.clock.Now().Add(-time.Hour), 5, 1)
		changed := w.IDs("Accounts")[4]
		until := w.clock.Now().Add(time.Hour)
		page, err := w.client.Changes(t.Context(), crm.KindAccount, crm.Mark{}, until)
		require.NoError(t, err)
		require.Len(t, page.Records, 4)
		for _, r := range page.Records {
			require.NotEqual(t, changed, r.Ref.ID)
		}
		rest := readAll(t, w.client, crm.KindAccount, crm.MarkOf(page.Records[3]), until)
		if vanish {
			assert.Empty(t, rest)
			continue
		}
		require.Len(t, rest, 1)
		assert.Equal(t, "new", rest[changed].Data.(*crm.Account).Website)
	}
}

func TestUsers(t *testing.T) {
	for _, without := range []bool{false, true} {
		w := start(t, zohotest.Options{UsersWithoutModified: without}, nil)
		for i := range 450 {
			w.AddUser(map[string]any{"full_name": fmt.Sprintf("User %d", i), "status": []string{"active", "deleted"}[i%2]})
		}
		until := w.clock.Now().Add(time.Minute)
		all := readAll(t, w.client, crm.KindUser, crm.Mark{}, until)
		assert.Len(t, all, 450)
		assert.EqualValues(t, 3, w.Stats().ByKind[zohotest.UsersCall])
		inactive := 0
		for _, r := range all {
			if r.Data.(*crm.User).Inactive {
				inactive++
			}
		}
		assert.Equal(t, 225, inactive)
		assert.Empty(t, readAll(t, w.client, crm.KindUser, crm.Mark{}, w.clock.Now()))
	}
}
