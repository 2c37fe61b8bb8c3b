package fxiaoke_test

import (
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/crm/fieldmap"
	"github.com/kam-go/kam/crm/fxiaoke"
	"github.com/kam-go/kam/crm/fxiaoke/fxiaoketest"
)

// day is an instant as Fxiaoke writes a day: when it begins at +08:00.
func day(text string) time.Time {
	d := kam.MustDay(text)
	return time.Date(d.Year(), d.Month(), d.DayOfMonth(), 0, 0, 0, 0, time.FixedZone("", 8*3600))
}

func TestRecordOfEachObject(t *testing.T) {
	for _, numbers := range []bool{false, true} {
		w := start(t, fxiaoketest.Options{NumbersAsNumbers: numbers}, nil)
		lin := w.AddUser(map[string]any{"name": "林月", "email": "lin@example.com", "leaderId": fxiaoketest.Admin, "position": "销售"})
		wu := w.AddUser(map[string]any{"name": "吴昊", "isStop": true})
		owner := []string{lin}
		account := w.Put("AccountObj", map[string]any{
			"name": "上海示例科技有限公司", "owner": owner, "account_level": "1", "industry_level1": "7", "uniform_social_credit_code": "91310000EXAMPLE001",
			"tel": "021-5550100", "url": "https://acme.example", "location": "121.473701#%$31.230416#%$南京西路 1 号", "city": "451", "account_type": "2",
			"last_followed_time": "1793548799000", "next_followed_time": day("2026-11-09"), "expire_time": day("2026-12-01"), "high_seas_id": "hs1", "high_seas_name": "华东公海",
			"industry_level1__o": "风电设备", "parent_account_id": "p1",
			"relevant_team": []map[string]any{
				{"teamMemberEmployee": []string{lin}, "teamMemberRole": "1", "teamMemberPermissionType": "2"},
				{"teamMemberEmployee": []string{wu, fxiaoketest.Admin}, "teamMemberRole": "3"},
			},
		})
		contact := w.Put("ContactObj", map[string]any{"name": "陈伟", "account_id": account, "mobile1": "13800000000", "date_of_birth": day("1980-02-29"), "primary_contact": "1"})
		deal := w.Put("NewOpportunityObj", map[string]any{"name": "风机", "account_id": account, "amount": "99999999999999.99", "sales_stage": "s2", "sales_status": "2", "probability": "25", "close_date": day("2026-12-31"), "owner": owner})
		record := w.Put("ActiveRecordObj", map[string]any{"name": "2026-001", "active_record_content": "谈了报价", "active_record_type": "p1", "owner": owner, "related_object_data": []map[string]any{
			{"describe_api_name": "AccountObj", "id": account, "name": "上海示例"}, {"describe_api_name": "NewOpportunityObj", "id": deal}, {"describe_api_name": "ContactObj", "id": contact},
		}})
		direct := w.Put("ActiveRecordObj", map[string]any{"name": "2026-002", "account_id": account, "active_record_type": "x1"})
		checkin := w.Put("CheckinsObj", map[string]any{"name": "外勤", "customer_id": account, "communicate_record": "看了现场", "new_stat_date": day("2026-11-02"), "owner": owner})
		schedule := w.Put("ScheduleObj", map[string]any{"content": "准备材料", "begin_time": day("2026-11-05"), "end_time": day("2026-11-06"), "owner": owner, "participants": owner})
		order := w.Put("SalesOrderObj", map[string]any{"name": "SO-1", "account_id": account, "new_opportunity_id": deal, "order_time": day("2026-11-02"), "order_amount": "10.10", "mc_currency": "USD", "mc_exchange_rate": "7.1"})
		invoice := w.Put("InvoiceApplicationObj", map[string]any{"name": "I-1", "order_id": order, "invoice_date": day("2026-11-02"), "invoice_applied_amount": "10.10"})
		payment := w.Put("PaymentObj", map[string]any{"name": "P-1", "order_id": order, "payment_time": day("2026-11-03"), "payment_amount": "5.05"})
		product := w.Put("ProductObj", map[string]any{"name": "风机", "product_code": "T-1", "price": "5"})
		until := w.clock.Now().Add(time.Minute)

		get := func(kind crm.Kind, id string) crm.Data {
			r, ok := readAll(t, w.client, kind, crm.Mark{}, until)[id]
			require.True(t, ok, "%s %s", kind, id)
			return r.Data
		}
		a := get(crm.KindAccount, account).(*crm.Account)
		assert.Equal(t, "上海示例科技有限公司", a.Name)
		assert.Equal(t, lin, a.Owner)
		assert.Equal(t, "1", a.Tier, "the code; Labelled gives what people see")
		assert.Equal(t, "121.473701", a.Address.Longitude.Decimal.String())
		assert.Equal(t, "南京西路 1 号", a.Address.Street)
		assert.Equal(t, "武汉市", a.Address.City)
		assert.Equal(t, "2026-11-01", a.LastContact.String(), "the last second of a day at +08:00")
		assert.Equal(t, "2026-11-09", a.NextContact.String())
		assert.Equal(t, "2026-12-01", a.RecallOn.String())
		assert.Equal(t, "华东公海", a.Pool)
		assert.Equal(t, []crm.Member{{User: wu, Role: crm.RoleService}, {User: fxiaoketest.Admin, Role: crm.RoleService}}, a.Team)
		assert.JSONEq(t, `"2"`, string(a.Extra.Extra["account_type"]))
		assert.JSONEq(t, `"风电设备"`, string(a.Extra.Extra["industry_level1__o"]), "what was typed in for other")
		assert.NotContains(t, a.Extra.Extra, "city__r")
		c := get(crm.KindContact, contact).(*crm.Contact)
		assert.Equal(t, account, c.Account)
		assert.Equal(t, "13800000000", c.Mobile)
		assert.Equal(t, "1980-02-29", c.Birthday.String())
		d := get(crm.KindOpportunity, deal).(*crm.Opportunity)
		assert.Equal(t, "99999999999999.99", d.Amount.Decimal.String())
		assert.Equal(t, crm.Won, d.Status)
		assert.Equal(t, "方案报价", d.Stage)
		assert.Equal(t, "0.25", d.Probability.Decimal.String())
		assert.Equal(t, "2026-12-31", d.Close.String())
		assert.Equal(t, kam.Currency("CNY"), d.Currency, "none is named")
		r := get(crm.KindActivity, "ActiveRecordObj/"+record).(*crm.Activity)
		assert.Equal(t, crm.CallBack, r.Type)
		assert.Equal(t, account, r.Account)
		assert.Equal(t, deal, r.Opportunity)
		assert.Equal(t, []string{contact}, r.Contacts)
		assert.Equal(t, crm.Done, r.Status)
		assert.Equal(t, w.clock.Now(), r.Start)
		assert.Contains(t, r.Extra.Extra, "related_object_data")
		assert.Equal(t, account, get(crm.KindActivity, "ActiveRecordObj/"+direct).(*crm.Activity).Account)
		assert.Equal(t, crm.ActivityType("常规客情维护"), get(crm.KindActivity, "ActiveRecordObj/"+direct).(*crm.Activity).Type)
		v := get(crm.KindActivity, "CheckinsObj/"+checkin).(*crm.Activity)
		assert.Equal(t, crm.Visit, v.Type)
		assert.Empty(t, v.Status, "nothing says that it took place")
		assert.Equal(t, "看了现场", v.Outcome)
		s := get(crm.KindActivity, "ScheduleObj/"+schedule).(*crm.Activity)
		assert.Equal(t, crm.Planned, s.Status)
		assert.True(t, day("2026-11-05").Equal(s.Start))
		o := get(crm.KindOrder, order).(*crm.Order)
		assert.Equal(t, "10.1", o.Amount.Decimal.String())
		assert.Equal(t, kam.Currency("USD"), o.Currency)
		assert.Equal(t, deal, o.Opportunity)
		assert.False(t, o.Rate.Valid)
		assert.Equal(t, order, get(crm.KindInvoice, invoice).(*crm.Invoice).Order)
		assert.Equal(t, "5.05", get(crm.KindPayment, payment).(*crm.Payment).Amount.Decimal.String())
		assert.Equal(t, "2026-11-03", get(crm.KindPayment, payment).(*crm.Payment).Received.String())
		assert.Equal(t, "T-1", get(crm.KindProduct, product).(*crm.Product).Code)
		u := get(crm.KindUser, lin).(*crm.User)
		assert.Equal(t, "林月", u.Name)
		assert.Equal(t, fxiaoketest.Admin, u.Manager)
		assert.JSONEq(t, `"销售"`, string(u.Extra.Extra["position"]))
		assert.True(t, get(crm.KindUser, wu).(*crm.User).Inactive)
		assert.Equal(t, []crm.Kind{crm.KindUser, crm.KindProduct, crm.KindAccount, crm.KindContact, crm.KindOpportunity, crm.KindOrder, crm.KindInvoice, crm.KindPayment, crm.KindActivity}, w.client.Kinds())
	}
}

// However many records share a millisecond, and whatever the order within it is: each comes once, and from every mark on
// those behind it.
func TestChangesComeOnceInOrder(t *testing.T) {
	for _, together := range []int{1, 7, 13, 60, 100, 101, 200} {
		for _, size := range []int{1, 3, 20, 100} {
			for name, o := range map[string]fxiaoketest.Options{
				"": {}, "first order only": {FirstOrderOnly: true}, "without NIN": {FirstOrderOnly: true, IDNotIn: "refused"}, "NIN ignored": {FirstOrderOnly: true, IDNotIn: "ignored"},
			} {
				t.Run(fmt.Sprintf("%d a millisecond, pages of %d, %s", together, size, name), func(t *testing.T) {
					w := start(t, o, func(c *fxiaoke.Config) { c.PageSize = size })
					const n = 203
					accounts(w.Server, w.clock.Now().Add(-time.Hour), n, together)
					got := readAll(t, w.client, crm.KindAccount, crm.Mark{}, w.clock.Now())
					assert.Len(t, got, n)
				})
			}
		}
	}
}

func TestFewCalls(t *testing.T) {
	for together, most := range map[int]int64{1: 12, 3: 12, 10: 12, 20: 12, 50: 12, 60: 12, 1000: 13} {
		w := start(t, fxiaoketest.Options{}, nil)
		accounts(w.Server, w.clock.Now().Add(-time.Hour), 1000, together)
		assert.Len(t, readAll(t, w.client, crm.KindAccount, crm.Mark{}, w.clock.Now()), 1000)
		assert.LessOrEqual(t, w.Stats().ByKind[fxiaoketest.QueryCall], most, "%d together", together)
	}
}

func TestChangesBehindEveryMark(t *testing.T) {
	for _, size := range []int{2, 5} {
		w := start(t, fxiaoketest.Options{FirstOrderOnly: true, TokensPerMinute: -1}, func(c *fxiaoke.Config) { c.PageSize = size })
		accounts(w.Server, w.clock.Now().Add(-time.Hour), 24, 8)
		all := readAll(t, w.client, crm.KindAccount, crm.Mark{}, w.clock.Now())
		require.Len(t, all, 24)
		for _, r := range all {
			want := 0
			for _, other := range all {
				if crm.MarkOf(other).Compare(crm.MarkOf(r)) > 0 {
					want++
				}
			}
			fresh, err := fxiaoke.New(w.config) // nothing is remembered
			require.NoError(t, err)
			assert.Len(t, readAll(t, fresh, crm.KindAccount, crm.MarkOf(r), w.clock.Now()), want)
		}
	}
}

func TestChangesBehindAMarkAndBeforeUntil(t *testing.T) {
	w := start(t, fxiaoketest.Options{}, nil)
	from := w.clock.Now().Add(-time.Hour)
	accounts(w.Server, from, 10, 2)
	all := readAll(t, w.client, crm.KindAccount, crm.Mark{}, w.clock.Now())
	require.Len(t, all, 10)
	assert.Len(t, readAll(t, w.client, crm.KindAccount, crm.Mark{}, from.Add(2*time.Millisecond)), 4, "until is not included")
	assert.Len(t, readAll(t, w.client, crm.KindAccount, crm.Mark{}, from.Add(2*time.Millisecond+time.Microsecond)), 6, "what was changed before it is")
	assert.Len(t, readAll(t, w.client, crm.KindAccount, crm.Mark{At: from.Add(3 * time.Millisecond)}, w.clock.Now()), 4, "a mark without id is before its instant")
	assert.Len(t, readAll(t, w.client, crm.KindAccount, crm.Mark{At: from.Add(3*time.Millisecond + time.Microsecond)}, w.clock.Now()), 2)
	assert.Len(t, readAll(t, w.client, crm.KindAccount, crm.Mark{At: from.Add(3 * time.Millisecond), ID: "~"}, w.clock.Now()), 2)
	assert.Empty(t, readAll(t, w.client, crm.KindAccount, crm.Mark{At: w.clock.Now()}, w.clock.Now()))
	assert.Empty(t, readAll(t, w.client, crm.KindAccount, crm.Mark{}, time.Time{}))
	_, err := w.client.Changes(t.Context(), crm.KindResource, crm.Mark{}, w.clock.Now())
	assert.ErrorIs(t, err, fxiaoke.ErrKind)
}

func TestActivitiesAreMerged(t *testing.T) {
	for _, size := range []int{1, 3, 100} {
		w := start(t, fxiaoketest.Options{TokensPerMinute: -1}, func(c *fxiaoke.Config) { c.PageSize = size })
		random := rand.New(rand.NewPCG(1, uint64(size)))
		begin := w.clock.Now().Add(-time.Hour)
		for i := range 60 {
			object := []string{"ActiveRecordObj", "CheckinsObj", "ScheduleObj"}[random.IntN(3)]
			w.Put(object, map[string]any{"name": fmt.Sprint(i), "content": "x", "last_modified_time": begin.Add(time.Duration(random.IntN(9)) * time.Millisecond)})
		}
		all := readAll(t, w.client, crm.KindActivity, crm.Mark{}, w.clock.Now())
		require.Len(t, all, 60)
		for _, r := range all {
			want := 0
			for _, other := range all {
				if crm.MarkOf(other).Compare(crm.MarkOf(r)) > 0 {
					want++
				}
			}
			fresh, err := fxiaoke.New(w.config)
			require.NoError(t, err)
			require.Len(t, readAll(t, fresh, crm.KindActivity, crm.MarkOf(r), w.clock.Now()), want, "behind %s", r.Ref.ID)
		}
		// A mark that is none of the objects'.
		assert.Len(t, readAll(t, w.client, crm.KindActivity, crm.Mark{At: begin.Add(-time.Second), ID: "D"}, w.clock.Now()), 60)
	}
}

// What was found about an object is told once, also where another one fails.
func TestFindingsAreNotLost(t *testing.T) {
	queries := 0
	w := start(t, fxiaoketest.Options{Fault: func(c fxiaoketest.Call) fxiaoketest.Fault {
		if c.Kind == fxiaoketest.QueryCall {
			if queries++; queries == 2 {
				return fxiaoketest.Forbid
			}
		}
		return ""
	}}, nil)
	w.Put("ActiveRecordObj", map[string]any{"name": "x", "create_time": "soon", "last_modified_time": w.clock.Now().Add(-time.Hour)})
	_, err := w.client.Changes(t.Context(), crm.KindActivity, crm.Mark{}, w.clock.Now())
	require.ErrorIs(t, err, fxiaoke.ErrPermission)
	page, err := w.client.Changes(t.Context(), crm.KindActivity, crm.Mark{}, w.clock.Now())
	require.NoError(t, err)
	require.Len(t, page.Findings, 1)
	assert.Equal(t, "fieldmap.unreadable", page.Findings[0].Code)
}

// What is changed while pages are read stands behind until, or comes; what is voided never comes twice.
func TestChangesWhileReading(t *testing.T) {
	for _, shown := range []bool{false, true} {
		var w world
		var mu sync.Mutex
		random := rand.New(rand.NewPCG(7, 7))
		touched, voided := map[string]bool{}, map[string]bool{}
		until := newClock().Now()
		w = start(t, fxiaoketest.Options{VoidedShown: shown, Fault: func(c fxiaoketest.Call) fxiaoketest.Fault {
			mu.Lock()
			defer mu.Unlock()
			if c.Kind == fxiaoketest.QueryCall {
				w.clock.Move(time.Millisecond)
				ids := w.IDs("AccountObj")
				a, b := ids[random.IntN(len(ids))], ids[random.IntN(len(ids))]
				w.Put("AccountObj", map[string]any{"_id": a, "name": "changed"})
				touched[a] = true
				w.Void("AccountObj", b)
				voided[b] = true
				w.Put("AccountObj", map[string]any{"name": "new"})
			}
			return ""
		}}, func(c *fxiaoke.Config) { c.PageSize = 10 })
		accounts(w.Server, until.Add(-time.Hour), 500, 4)
		all := readAll(t, w.client, crm.KindAccount, crm.Mark{}, until)
		for _, id := range w.IDs("AccountObj") {
			if string(w.Get("AccountObj", id)["name"]) == `"new"` || touched[id] {
				continue
			}
			assert.Contains(t, all, id)
		}
		// The next reading brings what moved.
		mu.Lock()
		end := w.clock.Now().Add(time.Hour)
		mu.Unlock()
		w.clock.Move(time.Minute)
		next := map[string]crm.Record{}
		page, err := w.client.Changes(t.Context(), crm.KindAccount, crm.Mark{At: until}, end)
		require.NoError(t, err)
		for _, r := range page.Records {
			next[r.Ref.ID] = r
		}
		assert.NotEmpty(t, next)
		for id := range voided {
			if r, ok := next[id]; ok && w.Get("AccountObj", id) != nil && string(w.Get("AccountObj", id)["life_status"]) == `"invalid"` {
				assert.Equal(t, shown, r.Deleted)
			}
		}
	}
}

func TestVoidedRecords(t *testing.T) {
	for _, o := range []fxiaoketest.Options{{}, {VoidedShown: true}, {VoidedShown: true, VoidedNotDeleted: true}, {VoidedShown: true, VoidKeepsTime: true}, {VoidKeepsTime: true, RestoreKeepsTime: true}} {
		w := start(t, o, nil)
		accounts(w.Server, w.clock.Now().Add(-time.Hour), 5, 1)
		ids := w.IDs("AccountObj")
		mark := crm.Mark{At: w.clock.Now()}
		w.clock.Move(time.Minute)
		require.True(t, w.Void("AccountObj", ids[2]))
		require.False(t, w.Delete("AccountObj", ids[1]), "only what was voided")
		until := w.clock.Now().Add(time.Minute)
		changed := readAll(t, w.client, crm.KindAccount, mark, until)
		if o.VoidedShown && !o.VoidKeepsTime {
			require.Len(t, changed, 1)
			assert.True(t, changed[ids[2]].Deleted)
			assert.Nil(t, changed[ids[2]].Data)
		} else {
			assert.Empty(t, changed)
		}
		page, err := w.client.IDs(t.Context(), crm.KindAccount, "")
		require.NoError(t, err)
		assert.Equal(t, []string{ids[0], ids[1], ids[3], ids[4]}, page.IDs)
		got, err := w.client.Records(t.Context(), []crm.Ref{{System: "fxiaoke", Kind: crm.KindAccount, ID: ids[2]}, {System: "fxiaoke", Kind: crm.KindAccount, ID: ids[3]}})
		require.NoError(t, err)
		require.Len(t, got, 1)
		w.clock.Move(time.Minute)
		require.True(t, w.Restore("AccountObj", ids[2]))
		page, err = w.client.IDs(t.Context(), crm.KindAccount, "")
		require.NoError(t, err)
		assert.Len(t, page.IDs, 5)
		require.True(t, w.Void("AccountObj", ids[2]))
		require.True(t, w.Delete("AccountObj", ids[2]))
		page, err = w.client.IDs(t.Context(), crm.KindAccount, "")
		require.NoError(t, err)
		assert.Len(t, page.IDs, 4)
	}
	// A host that wants to see them.
	w := start(t, fxiaoketest.Options{VoidedShown: true}, func(c *fxiaoke.Config) { c.Gone = []fieldmap.When{} })
	accounts(w.Server, w.clock.Now().Add(-time.Hour), 2, 1)
	w.Void("AccountObj", w.IDs("AccountObj")[0])
	for _, r := range readAll(t, w.client, crm.KindAccount, crm.Mark{}, w.clock.Now().Add(time.Minute)) {
		assert.False(t, r.Deleted)
	}
}

func TestRowsOutOfOrderAreNotTrusted(t *testing.T) {
	w := start(t, fxiaoketest.Options{Fault: once(fxiaoketest.QueryCall, fxiaoketest.Disorder, 100)}, nil)
	accounts(w.Server, w.clock.Now().Add(-time.Hour), 5, 1)
	_, err := w.client.Changes(t.Context(), crm.KindAccount, crm.Mark{}, w.clock.Now())
	require.ErrorIs(t, err, fxiaoke.ErrOrder)
	_, err = w.client.IDs(t.Context(), crm.KindAccount, "")
	require.ErrorIs(t, err, fxiaoke.ErrOrder)
	w = start(t, fxiaoketest.Options{Fault: once(fxiaoketest.QueryCall, fxiaoketest.Disorder, 100)}, func(c *fxiaoke.Config) { c.PageSize = 2 })
	accounts(w.Server, w.clock.Now().Add(-time.Hour), 5, 5)
	_, err = w.client.Changes(t.Context(), crm.KindAccount, crm.Mark{}, w.clock.Now())
	require.ErrorIs(t, err, fxiaoke.ErrOrder)
}
