package zoho_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/crm/zoho"
	"github.com/kam-go/kam/crm/zoho/zohotest"
)

func TestDeleted(t *testing.T) {
	for _, ascending := range []bool{false, true} {
		w := start(t, zohotest.Options{DeletedAscending: ascending}, nil)
		accounts(w.Server, w.clock.Now().Add(-time.Hour), 500, 10)
		var since time.Time
		for i, id := range w.IDs("Accounts")[:450] {
			if i == 30 {
				w.clock.Move(time.Hour)
				since = w.clock.Now()
			}
			w.Delete("Accounts", id, i%2 == 0)
		}
		read := func(kind crm.Kind, since time.Time) (ids []string) {
			for cursor := ""; ; {
				page, err := w.client.Deleted(t.Context(), kind, since, cursor)
				require.NoError(t, err)
				for _, r := range page.Records {
					require.NoError(t, r.Check())
					require.True(t, r.Deleted)
					ids = append(ids, r.Ref.ID)
				}
				if cursor = page.Next; cursor == "" {
					return ids
				}
			}
		}
		assert.Len(t, read(crm.KindAccount, time.Time{}), 450)
		assert.Len(t, read(crm.KindAccount, since), 420)
		assert.Empty(t, read(crm.KindAccount, since.Add(time.Second)))
		assert.Empty(t, read(crm.KindUser, time.Time{}))
		for _, module := range []string{"Tasks", "Events", "Calls"} {
			w.Delete(module, w.Put(module, map[string]any{"Subject": "x"}), false)
		}
		assert.Len(t, read(crm.KindActivity, time.Time{}), 3)
		for _, cursor := range []string{"x", "0", "0.0", "9.1", "-1.1", "0.x"} {
			_, err := w.client.Deleted(t.Context(), crm.KindAccount, since, cursor)
			require.ErrorIs(t, err, zoho.ErrCursor, cursor)
		}
	}
}

func TestRestoredRecordIsSeenAgainByItsTimeOrByItsID(t *testing.T) {
	for _, keeps := range []bool{false, true} {
		w := start(t, zohotest.Options{RestoreKeepsTime: keeps}, nil)
		accounts(w.Server, w.clock.Now().Add(-time.Hour), 3, 1)
		id := w.IDs("Accounts")[1]
		require.True(t, w.Delete("Accounts", id, false))
		mark := crm.Mark{At: w.clock.Now()}
		w.clock.Move(time.Minute)
		require.True(t, w.Restore("Accounts", id))
		assert.Len(t, readAll(t, w.client, crm.KindAccount, mark, w.clock.Now().Add(time.Minute)), map[bool]int{false: 1, true: 0}[keeps])
		page, err := w.client.IDs(t.Context(), crm.KindAccount, "")
		require.NoError(t, err)
		assert.Contains(t, page.IDs, id)
	}
}

func TestIDs(t *testing.T) {
	w := start(t, zohotest.Options{}, nil)
	accounts(w.Server, w.clock.Now().Add(-time.Hour), 4500, 10)
	for _, module := range []string{"Tasks", "Calls"} {
		w.Put(module, map[string]any{"Subject": "x"})
	}
	w.AddUser(map[string]any{"full_name": "A"})
	read := func(kind crm.Kind) (ids []string) {
		for after := ""; ; {
			page, err := w.client.IDs(t.Context(), kind, after)
			require.NoError(t, err)
			ids = append(ids, page.IDs...)
			if !page.More {
				require.True(t, slices.IsSorted(ids))
				return ids
			}
			after = ids[len(ids)-1]
		}
	}
	assert.Equal(t, w.IDs("Accounts"), read(crm.KindAccount))
	assert.Len(t, read(crm.KindActivity), 2)
	assert.Len(t, read(crm.KindUser), 1)
	assert.Empty(t, read(crm.KindProduct))
	w.Put("Products", map[string]any{"id": "9", "Product_Name": "a"})
	w.Put("Products", map[string]any{"id": "10", "Product_Name": "b"})
	_, err := w.client.IDs(t.Context(), crm.KindProduct, "")
	require.ErrorIs(t, err, zoho.ErrIDs)
}

func TestRecords(t *testing.T) {
	w := start(t, zohotest.Options{}, func(c *zoho.Config) { c.Columns = 10 })
	accounts(w.Server, w.clock.Now().Add(-time.Hour), 120, 10)
	user := w.AddUser(map[string]any{"full_name": "Lin"})
	task := w.Put("Tasks", map[string]any{"Subject": "Call"})
	refs := []crm.Ref{
		{System: "zoho", Kind: crm.KindUser, ID: user},
		{System: "zoho", Kind: crm.KindActivity, ID: "Tasks/" + task},
		{System: "other", Kind: crm.KindAccount, ID: "1"},
		{System: "zoho", Kind: crm.KindAccount, ID: "x' or '1"},
		{System: "zoho", Kind: crm.KindAccount, ID: "404"},
		{System: "zoho", Kind: crm.KindResource, ID: "1"},
	}
	for _, id := range w.IDs("Accounts") {
		refs = append(refs, crm.Ref{System: "zoho", Kind: crm.KindAccount, ID: id}, crm.Ref{System: "zoho", Kind: crm.KindAccount, ID: id})
	}
	got, err := w.client.Records(t.Context(), refs)
	require.NoError(t, err)
	assert.Len(t, got, 122)
	assert.True(t, slices.IsSortedFunc(got, func(a, b crm.Record) int { return a.Ref.Compare(b.Ref) }))
	got, err = w.client.Records(t.Context(), nil)
	require.NoError(t, err)
	assert.Empty(t, got)
}

func TestCheckMaps(t *testing.T) {
	w := start(t, zohotest.Options{SingleCurrency: true, Without: []string{"Accounts.Rating"}}, func(c *zoho.Config) { c.AllFields = true })
	w.AddField("Accounts", zohotest.Field{Name: "KAM_Note", Type: "text"})
	w.AddField("Accounts", zohotest.Field{Name: "Employees", Type: "text"})
	w.AddField("Deals", zohotest.Field{Name: "Stage", Type: "picklist", Options: []string{"Closed Won", "Strange"}})
	id := w.Put("Accounts", map[string]any{"Account_Name": "Acme", "KAM_Note": "golf", "Employees": "many"})
	until := w.clock.Now().Add(time.Minute)
	_, err := w.client.Changes(t.Context(), crm.KindAccount, crm.Mark{}, until)
	require.ErrorIs(t, err, zoho.ErrRequest, "the organisation has no such field, and the client does not know")

	found, err := w.client.CheckMaps(t.Context())
	require.NoError(t, err)
	var told []string
	for _, f := range found {
		told = append(told, f.Code+" "+string(f.Severity)+" "+f.Place)
		assert.NotEmpty(t, f.Message.ZH)
	}
	assert.Contains(t, told, "fieldmap.missing-field warning Accounts $.fields[4].from")
	assert.Contains(t, told, "fieldmap.other-type warning Accounts $.fields[9].from")
	assert.Contains(t, told, "fieldmap.uncovered info Deals $.fields[10].words")
	assert.False(t, found.HasErrors())

	page, err := w.client.Changes(t.Context(), crm.KindAccount, crm.Mark{}, until)
	require.NoError(t, err)
	require.Len(t, page.Records, 1)
	a := page.Records[0].Data.(*crm.Account)
	assert.Equal(t, id, page.Records[0].Ref.ID)
	assert.JSONEq(t, `"golf"`, string(a.Extra.Extra["KAM_Note"]))
	assert.False(t, a.Employees.Valid)
	assert.JSONEq(t, `"many"`, string(a.Extra.Extra["Employees"]))
	require.Len(t, page.Findings, 1)
	assert.Equal(t, "fieldmap.unreadable", page.Findings[0].Code)
	assert.Equal(t, "zoho:account/"+id+" Employees", page.Findings[0].Place)
	readAll(t, w.client, crm.KindActivity, crm.Mark{}, until)
}

func TestCurrencies(t *testing.T) {
	w := start(t, zohotest.Options{}, nil)
	all, err := w.client.Currencies(t.Context())
	require.NoError(t, err)
	require.Len(t, all, 2)
	assert.Equal(t, kam.Currency("CNY"), all[0].Code)
	assert.True(t, all[0].Base)
	assert.Equal(t, "0.14", all[1].Rate.Decimal.String())
	w = start(t, zohotest.Options{SingleCurrency: true}, nil)
	all, err = w.client.Currencies(t.Context())
	require.NoError(t, err)
	assert.Empty(t, all)
}

func TestList(t *testing.T) {
	w := start(t, zohotest.Options{}, nil)
	for i := range 2300 {
		w.Put("Campaigns", map[string]any{"Campaign_Name": fmt.Sprint(i), "Modified_Time": w.clock.Now().Add(-time.Duration(i) * time.Minute)})
	}
	count := func(l zoho.List) (n int) {
		seen := map[string]bool{}
		for row, err := range w.client.List(t.Context(), l) {
			require.NoError(t, err)
			var k struct {
				ID string `json:"id"`
			}
			require.NoError(t, json.Unmarshal(row, &k))
			require.False(t, seen[k.ID])
			seen[k.ID] = true
		}
		return len(seen)
	}
	l := zoho.List{Module: "Campaigns", Fields: []string{"Campaign_Name", "Type"}, Ascending: true}
	assert.Equal(t, 2300, count(l), "further than pages by number go")
	assert.EqualValues(t, 12, w.Stats().ByKind[zohotest.ListCall])
	l.Since = w.clock.Now().Add(-10 * time.Minute)
	assert.Equal(t, 11, count(l))
	l.Since = w.clock.Now().Add(time.Minute)
	assert.Equal(t, 0, count(l), "not modified")
	for _, bad := range []zoho.List{{Module: "Nothing", Fields: []string{"a"}}, {Module: "../org", Fields: []string{"a"}}, {Module: "Campaigns"}} {
		for _, err := range w.client.List(t.Context(), bad) {
			require.ErrorIs(t, err, zoho.ErrRequest)
		}
	}
	for _, err := range w.client.List(t.Context(), zoho.List{Module: "Campaigns", Fields: []string{"Type"}}) {
		require.NoError(t, err)
		break
	}
}

func TestUncertainRulesBothWays(t *testing.T) {
	for _, o := range []zohotest.Options{
		{}, {NamesInReferences: true}, {WhereOptional: true}, {Columns: 500, Values: 100}, {ExpiryInMillis: true},
	} {
		w := start(t, o, nil)
		user := w.AddUser(map[string]any{"full_name": "Lin"})
		w.Put("Accounts", map[string]any{"Account_Name": "Acme", "Owner": map[string]any{"id": user, "name": "Lin"}})
		all := readAll(t, w.client, crm.KindAccount, crm.Mark{}, w.clock.Now().Add(time.Minute))
		require.Len(t, all, 1)
		for _, r := range all {
			assert.Equal(t, user, r.Data.(*crm.Account).Owner)
		}
	}
}
