package fxiaoke_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/crm/fieldmap"
	"github.com/kam-go/kam/crm/fxiaoke"
	"github.com/kam-go/kam/crm/fxiaoke/fxiaoketest"
)

func TestIDs(t *testing.T) {
	w := start(t, fxiaoketest.Options{VoidedShown: true}, nil)
	accounts(w.Server, w.clock.Now().Add(-time.Hour), 450, 10)
	for i, id := range w.IDs("AccountObj") {
		if i >= 90 && i < 310 || i > 440 {
			w.Void("AccountObj", id)
		}
	}
	for _, object := range []string{"ScheduleObj", "ActiveRecordObj", "ActiveRecordObj"} {
		w.Put(object, map[string]any{"name": "x", "content": "x"})
	}
	for range 12 {
		w.AddUser(map[string]any{"name": "A"})
	}
	read := func(kind crm.Kind) (ids []string) {
		for after := ""; ; {
			page, err := w.client.IDs(t.Context(), kind, after)
			require.NoError(t, err)
			ids = append(ids, page.IDs...)
			if !page.More || len(page.IDs) == 0 {
				require.False(t, page.More)
				require.True(t, slices.IsSorted(ids))
				return ids
			}
			after = ids[len(ids)-1]
		}
	}
	assert.Equal(t, w.IDs("AccountObj"), read(crm.KindAccount))
	activities := read(crm.KindActivity)
	require.Len(t, activities, 3)
	assert.True(t, strings.HasPrefix(activities[2], "ScheduleObj/"))
	assert.Len(t, read(crm.KindUser), 13)
	assert.Empty(t, read(crm.KindProduct))
	page, err := w.client.IDs(t.Context(), crm.KindActivity, "B")
	require.NoError(t, err)
	assert.Len(t, page.IDs, 1)
	_, err = w.client.IDs(t.Context(), crm.KindResource, "")
	require.ErrorIs(t, err, fxiaoke.ErrKind)
}

func TestRecords(t *testing.T) {
	w := start(t, fxiaoketest.Options{}, nil)
	accounts(w.Server, w.clock.Now().Add(-time.Hour), 220, 10)
	user := w.AddUser(map[string]any{"name": "林月"})
	record := w.Put("ActiveRecordObj", map[string]any{"name": "x"})
	refs := []crm.Ref{
		{System: "fxiaoke", Kind: crm.KindUser, ID: user},
		{System: "fxiaoke", Kind: crm.KindActivity, ID: "ActiveRecordObj/" + record},
		{System: "other", Kind: crm.KindAccount, ID: "1"},
		{System: "fxiaoke", Kind: crm.KindAccount, ID: "404"},
		{System: "fxiaoke", Kind: crm.KindActivity, ID: "404"},
		{System: "fxiaoke", Kind: crm.KindActivity, ID: "ScheduleObj/"},
		{System: "fxiaoke", Kind: crm.KindResource, ID: "1"},
	}
	for _, id := range w.IDs("AccountObj") {
		refs = append(refs, crm.Ref{System: "fxiaoke", Kind: crm.KindAccount, ID: id}, crm.Ref{System: "fxiaoke", Kind: crm.KindAccount, ID: id})
	}
	got, err := w.client.Records(t.Context(), refs)
	require.NoError(t, err)
	assert.Len(t, got, 222)
	assert.True(t, slices.IsSortedFunc(got, func(a, b crm.Record) int { return a.Ref.Compare(b.Ref) }))
	assert.EqualValues(t, 4, w.Stats().ByKind[fxiaoketest.QueryCall], "a hundred with each call")
	got, err = w.client.Records(t.Context(), nil)
	require.NoError(t, err)
	assert.Empty(t, got)
	_, err = w.client.Records(t.Context(), make([]crm.Ref, crm.MaxBatch+1))
	require.ErrorIs(t, err, fxiaoke.ErrRequest)
}

func TestCount(t *testing.T) {
	for _, by := range []string{"", "returnTotalNum", "find_explicit_total_num", "need_return_count_num"} {
		w := start(t, fxiaoketest.Options{TotalBy: by}, nil)
		from := w.clock.Now().Add(-time.Hour)
		accounts(w.Server, from, 150, 1)
		n, err := w.client.Count(t.Context(), crm.KindAccount, crm.Mark{}, w.clock.Now())
		require.NoError(t, err)
		assert.Equal(t, 150, n)
		n, err = w.client.Count(t.Context(), crm.KindAccount, crm.Mark{At: from.Add(100 * time.Millisecond)}, w.clock.Now())
		require.NoError(t, err)
		assert.Equal(t, 50, n)
		n, err = w.client.Count(t.Context(), crm.KindUser, crm.Mark{}, w.clock.Now())
		require.NoError(t, err)
		assert.Equal(t, 1, n)
		_, err = w.client.Count(t.Context(), crm.KindResource, crm.Mark{}, w.clock.Now())
		require.ErrorIs(t, err, fxiaoke.ErrKind)
	}
}

// The list of employees says nothing of when they were changed, so all come with each reading.
func TestEmployees(t *testing.T) {
	w := start(t, fxiaoketest.Options{}, nil)
	lin := w.AddUser(map[string]any{"name": "林月"})
	first := readAll(t, w.client, crm.KindUser, crm.Mark{}, w.clock.Now())
	require.Len(t, first, 2)
	mark := crm.Mark{At: first[lin].Modified, ID: lin}
	assert.Equal(t, w.clock.Now().Add(-time.Millisecond), mark.At)
	assert.Empty(t, readAll(t, w.client, crm.KindUser, mark, w.clock.Now()))
	assert.Empty(t, readAll(t, w.client, crm.KindUser, mark, w.clock.Now().Add(-time.Second)))
	w.clock.Move(time.Hour)
	w.AddUser(map[string]any{"openUserId": lin, "name": "林月", "isStop": true})
	second := readAll(t, w.client, crm.KindUser, mark, w.clock.Now())
	require.Len(t, second, 2)
	assert.True(t, second[lin].Data.(*crm.User).Inactive)
	w.RemoveUser(lin)
	page, err := w.client.IDs(t.Context(), crm.KindUser, "")
	require.NoError(t, err)
	assert.Equal(t, []string{fxiaoketest.Admin}, page.IDs)
	page, err = w.client.IDs(t.Context(), crm.KindUser, fxiaoketest.Admin)
	require.NoError(t, err)
	assert.Empty(t, page.IDs)
}

// Both ways to authorise, and both kinds of ids of people.
func TestWaysToAuthorise(t *testing.T) {
	for _, c := range []struct {
		name string
		auth fxiaoke.Auth
		open bool
		want string
	}{
		{"oauth", fxiaoke.OAuth, false, fxiaoketest.Admin},
		{"oauth with openUserIds", fxiaoke.OAuth, true, "FSUID_" + fxiaoketest.Admin},
		{"corp", fxiaoke.Corp, false, "FSUID_" + fxiaoketest.Admin},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := startAs(t, c.auth, fxiaoketest.Options{}, func(config *fxiaoke.Config) { config.OpenUserIDs = c.open })
			accounts(w.Server, w.clock.Now().Add(-time.Hour), 3, 1)
			w.Put("AccountObj", map[string]any{"name": "A", "relevant_team": []map[string]any{{"teamMemberEmployee": []string{fxiaoketest.Admin}, "teamMemberRole": "4"}}})
			users := readAll(t, w.client, crm.KindUser, crm.Mark{}, w.clock.Now())
			require.Contains(t, users, c.want)
			for _, r := range readAll(t, w.client, crm.KindAccount, crm.Mark{}, w.clock.Now().Add(time.Minute)) {
				a := r.Data.(*crm.Account)
				if a.Name == "A" {
					assert.Equal(t, []crm.Member{{User: c.want, Role: "member"}}, a.Team)
				} else {
					assert.Equal(t, c.want, a.Owner)
				}
			}
			w.clock.Move(2 * time.Hour)
			readAll(t, w.client, crm.KindAccount, crm.Mark{}, w.clock.Now())
			assert.EqualValues(t, 2, w.Stats().Tokens)
			assert.Empty(t, w.Stats().Refused)
		})
	}
}

func TestObjectsOfTheOrganisation(t *testing.T) {
	spec := fieldmap.Spec{Object: "service__c", Kind: crm.KindRequest, Fields: []fieldmap.Field{
		{From: "_id", To: fieldmap.ID, As: fieldmap.Text},
		{From: "last_modified_time", To: fieldmap.Modified, As: fieldmap.Millis},
		{From: "name", To: "subject", As: fieldmap.Text},
		{From: "create_time", To: "opened", As: fieldmap.Millis},
	}}
	w := start(t, fxiaoketest.Options{SeparatePaths: true}, func(c *fxiaoke.Config) {
		c.Maps = append(fxiaoke.Maps(""), spec)
	})
	w.AddField("service__c", fxiaoketest.Field{Name: "company", Type: "text"})
	id := w.Put("service__c", map[string]any{"name": "故障"})
	until := w.clock.Now().Add(time.Minute)
	all := readAll(t, w.client, crm.KindRequest, crm.Mark{}, until)
	require.Len(t, all, 1)
	assert.Equal(t, "故障", all[id].Data.(*crm.Request).Subject)
	readAll(t, w.client, crm.KindAccount, crm.Mark{}, until)
}

func TestCheckMaps(t *testing.T) {
	for _, refused := range []bool{false, true} {
		w := start(t, fxiaoketest.Options{UnknownRefused: refused, Without: []string{"AccountObj.account_level", "AccountObj.is_deleted"}, Inactive: []string{"CheckinsObj", "InvoiceApplicationObj"}}, func(c *fxiaoke.Config) { c.AllFields = true })
		w.AddField("AccountObj", fxiaoketest.Field{Name: "note__c", Type: "text"})
		w.AddField("AccountObj", fxiaoketest.Field{Name: "tel", Type: "employee"})
		w.AddField("NewOpportunityObj", fxiaoketest.Field{Name: "amount", Type: "text"})
		id := w.Put("AccountObj", map[string]any{"name": "A", "note__c": "golf", "tel": []string{"x", "y"}})
		w.Put("ScheduleObj", map[string]any{"content": "x"})
		w.Put("NewOpportunityObj", map[string]any{"name": "B", "sales_status": "9"})
		until := w.clock.Now().Add(time.Minute)
		_, err := w.client.Changes(t.Context(), crm.KindAccount, crm.Mark{}, until)
		if refused {
			require.ErrorIs(t, err, fxiaoke.ErrRequest, "the organisation has no such field, and the client does not know")
		} else {
			require.NoError(t, err)
		}

		found, err := w.client.CheckMaps(t.Context())
		require.NoError(t, err)
		var told []string
		for _, f := range found {
			told = append(told, f.Code+" "+string(f.Severity)+" "+f.Place)
			assert.NotEmpty(t, f.Message.ZH)
		}
		assert.Contains(t, told, "fieldmap.missing-field warning AccountObj $.fields[5].from")
		assert.Contains(t, told, "fieldmap.other-type warning AccountObj $.fields[10].from")
		assert.Contains(t, told, "fieldmap.uncovered warning NewOpportunityObj $.fields[9].words")
		assert.Contains(t, told, "fxiaoke.no-object warning CheckinsObj")
		assert.Contains(t, told, "fxiaoke.no-object warning InvoiceApplicationObj")
		assert.False(t, found.HasErrors())

		r := readAll(t, w.client, crm.KindAccount, crm.Mark{}, until)[id]
		a := r.Data.(*crm.Account)
		assert.JSONEq(t, `"golf"`, string(a.Extra.Extra["note__c"]))
		assert.JSONEq(t, `["x","y"]`, string(a.Extra.Extra["tel"]))
		assert.Len(t, readAll(t, w.client, crm.KindActivity, crm.Mark{}, until), 1, "of those that are there")
		_, err = w.client.Changes(t.Context(), crm.KindInvoice, crm.Mark{}, until)
		require.ErrorIs(t, err, fxiaoke.ErrKind)
		page, err := w.client.Changes(t.Context(), crm.KindOpportunity, crm.Mark{}, until)
		require.NoError(t, err)
		require.Len(t, page.Findings, 1)
		assert.Equal(t, "fieldmap.word", page.Findings[0].Code)
		assert.Empty(t, page.Records[0].Data.(*crm.Opportunity).Status, "unknown, and not guessed")
	}
}

func TestLabelled(t *testing.T) {
	w := start(t, fxiaoketest.Options{Inactive: []string{"CheckinsObj"}}, nil)
	_, err := w.client.CheckMaps(t.Context())
	require.NoError(t, err)
	maps, err := w.client.Labelled(t.Context())
	require.NoError(t, err)
	config := w.config
	config.Maps = maps
	client, err := fxiaoke.New(config)
	require.NoError(t, err)
	account := w.Put("AccountObj", map[string]any{"name": "A", "account_level": "2", "industry_level1": "8"})
	w.AddField("NewOpportunityObj", fxiaoketest.Field{Name: "sales_status", Type: "select_one"}) // no labels come any more
	deal := w.Put("NewOpportunityObj", map[string]any{"name": "B", "sales_status": "3"})
	until := w.clock.Now().Add(time.Minute)
	a := readAll(t, client, crm.KindAccount, crm.Mark{}, until)[account].Data.(*crm.Account)
	assert.Equal(t, "B", a.Tier)
	assert.Equal(t, "能源", a.Industry)
	assert.JSONEq(t, `"8"`, string(a.Extra.Extra["industry_level1"]), "the code is kept")
	assert.Equal(t, crm.Lost, readAll(t, client, crm.KindOpportunity, crm.Mark{}, until)[deal].Data.(*crm.Opportunity).Status)
	found, err := client.CheckMaps(t.Context())
	require.NoError(t, err)
	for _, f := range found {
		assert.NotEqual(t, "fieldmap.uncovered", f.Code, "%s %s", f.Place, f.Message.EN)
	}
	_, err = client.Fields(t.Context(), "../x")
	require.ErrorIs(t, err, fxiaoke.ErrRequest)
	_, err = client.Fields(t.Context(), "NothingObj")
	require.ErrorIs(t, err, fxiaoke.ErrRequest)
}

func TestDerivedFields(t *testing.T) {
	for _, keep := range []bool{false, true} {
		w := start(t, fxiaoketest.Options{DerivedAlways: true}, func(c *fxiaoke.Config) { c.Derived = keep })
		accounts(w.Server, w.clock.Now().Add(-time.Hour), 1, 1)
		for _, r := range readAll(t, w.client, crm.KindAccount, crm.Mark{}, w.clock.Now()) {
			a := r.Data.(*crm.Account)
			_, owner := a.Extra.Extra["owner__r"]
			assert.Equal(t, keep, owner)
			assert.NotEmpty(t, r.Revision)
		}
	}
}

func TestUncertainRulesBothWays(t *testing.T) {
	for _, o := range []fxiaoketest.Options{
		{},
		{SingleRow: true},
		{ProjectionRequired: true},
		{UnknownRefused: true},
		{TraceOptional: true},
		{LimitCode: 14001},
		{HTTPStatus: 400},
		{ExpiresInMillis: true},
		{NumbersAsNumbers: true},
		{MaxLimit: 200},
		{DerivedAlways: true},
	} {
		w := start(t, o, nil)
		for _, n := range []int{1, 3} {
			accounts(w.Server, w.clock.Now().Add(-time.Hour), n, 1)
			all := readAll(t, w.client, crm.KindAccount, crm.Mark{}, w.clock.Now().Add(time.Minute))
			require.Len(t, all, len(w.IDs("AccountObj")))
			w.RevokeTokens()
		}
		page, err := w.client.IDs(t.Context(), crm.KindAccount, w.IDs("AccountObj")[2])
		require.NoError(t, err)
		assert.Len(t, page.IDs, 1)
	}
}

func TestOldOpportunities(t *testing.T) {
	w := start(t, fxiaoketest.Options{}, func(c *fxiaoke.Config) { c.Maps = []fieldmap.Spec{fxiaoke.OldOpportunityMap("")} })
	id := w.Put("OpportunityObj", map[string]any{"name": "旧商机", "expected_deal_amount": "12.50", "probability": "30", "expected_deal_closed_date": day("2026-11-30"), "biz_status": "running"})
	d := readAll(t, w.client, crm.KindOpportunity, crm.Mark{}, w.clock.Now().Add(time.Minute))[id].Data.(*crm.Opportunity)
	assert.Equal(t, "0.3", d.Probability.Decimal.String())
	assert.Equal(t, "2026-11-30", d.Close.String())
	assert.Empty(t, d.Status)
	assert.JSONEq(t, `"running"`, string(d.Extra.Extra["biz_status"]))
}
