package zoho_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/crm/zoho"
	"github.com/kam-go/kam/crm/zoho/zohotest"
)

func TestWriteTasks(t *testing.T) {
	for _, field := range []string{"", "KAM_ID"} {
		t.Run("kept in "+field, func(t *testing.T) {
			w := start(t, zohotest.Options{}, func(c *zoho.Config) { c.TaskField = field })
			w.AddField("Tasks", zohotest.Field{Name: "KAM_ID", Type: "text"})
			user := w.AddUser(map[string]any{"full_name": "Lin"})
			account := w.Put("Accounts", map[string]any{"Account_Name": "Acme"})
			tasks := []kam.Task{
				{ID: "visit-1", Title: kam.Text{EN: "Visit Acme", ZH: "拜访"}, Owner: user, About: kam.Subject{Kind: "account", ID: account}, Due: kam.MustDay("2026-11-05"), Origin: "followup.overdue"},
				{ID: "call-2", Title: kam.Text{ZH: strings.Repeat("长", 400)}, Owner: user, About: kam.Subject{Kind: "contact", ID: "77"}, Done: kam.MustDay("2026-11-05")},
				{ID: "deal-3", Title: kam.Text{EN: "x"}, About: kam.Subject{Kind: "opportunity", ID: "5"}, Owner: "404"},
				{ID: "it's", Title: kam.Text{EN: "x"}, Owner: user},
				{ID: "visit-1", Title: kam.Text{EN: "again"}, Owner: user},
				{ID: "nobody", Title: kam.Text{EN: "x"}},
			}
			out, err := w.client.WriteTasks(t.Context(), tasks)
			require.NoError(t, err)
			require.Len(t, out, 6)
			require.ErrorIs(t, out[5].Err, zoho.ErrTask)
			require.NoError(t, out[0].Err)
			require.NoError(t, out[1].Err)
			require.ErrorIs(t, out[2].Err, zoho.ErrTask, "an owner who is not there, and the others are written")
			require.ErrorIs(t, out[3].Err, zoho.ErrTask)
			assert.Equal(t, out[0].Ref, out[4].Ref)
			assert.Len(t, w.IDs("Tasks"), 2)
			again, err := w.client.WriteTasks(t.Context(), tasks)
			require.NoError(t, err)
			assert.Equal(t, out[0].Ref, again[0].Ref)
			assert.Equal(t, out[1].Ref, again[1].Ref)
			assert.Len(t, w.IDs("Tasks"), 2, "nothing twice")
			got, err := w.client.Records(t.Context(), []crm.Ref{out[0].Ref, out[1].Ref})
			require.NoError(t, err)
			require.Len(t, got, 2)
			a := got[0].Data.(*crm.Activity)
			assert.Contains(t, a.Subject, "Visit Acme")
			assert.Equal(t, account, a.Account)
			assert.Equal(t, user, a.Owner)
			assert.Equal(t, crm.Planned, a.Status)
			assert.Equal(t, crm.ToDo, a.Type)
			assert.Equal(t, "2026-11-05", a.Due.String())
			assert.Equal(t, crm.Done, got[1].Data.(*crm.Activity).Status)
		})
	}
}

func TestLanguageOfTitles(t *testing.T) {
	for language, want := range map[kam.Lang]string{"": "Visit [a]", kam.English: "Visit [a]", kam.Chinese: "拜访 [a]"} {
		w := start(t, zohotest.Options{}, func(c *zoho.Config) { c.Language = language })
		user := w.AddUser(map[string]any{"full_name": "Lin"})
		out, err := w.client.WriteTasks(t.Context(), []kam.Task{{ID: "a", Title: kam.Text{EN: "Visit", ZH: "拜访"}, Owner: user}, {ID: "b", Title: kam.Text{EN: "Call"}, Owner: user}})
		require.NoError(t, err)
		got, err := w.client.Records(t.Context(), []crm.Ref{out[0].Ref, out[1].Ref})
		require.NoError(t, err)
		require.Len(t, got, 2)
		assert.Equal(t, want, got[0].Data.(*crm.Activity).Subject)
		assert.Equal(t, "Call [b]", got[1].Data.(*crm.Activity).Subject)
	}
}

// A write whose answer is lost was carried out or was not; either way each task is there once.
func TestWriteTasksWhenAnswersAreLost(t *testing.T) {
	for _, fault := range []zohotest.Fault{zohotest.DropAfter, zohotest.Drop, zohotest.Truncate, zohotest.Internal, zohotest.Unavailable, zohotest.TooMany, zohotest.Revoke, zohotest.Garble} {
		t.Run(string(fault), func(t *testing.T) {
			w := start(t, zohotest.Options{Fault: once(zohotest.WriteCall, fault, 1)}, nil)
			user := w.AddUser(map[string]any{"full_name": "Lin"})
			var tasks []kam.Task
			for i := range 230 {
				tasks = append(tasks, kam.Task{ID: fmt.Sprintf("t%d", i), Title: kam.Text{EN: "Do it"}, Owner: user})
			}
			out, err := w.client.WriteTasks(t.Context(), tasks)
			require.NoError(t, err)
			refs := map[crm.Ref]bool{}
			for _, o := range out {
				require.NoError(t, o.Err)
				refs[o.Ref] = true
			}
			assert.Len(t, refs, 230)
			assert.Len(t, w.IDs("Tasks"), 230)
		})
	}
	w := start(t, zohotest.Options{Fault: once(zohotest.WriteCall, zohotest.Internal, 100)}, nil)
	_, err := w.client.WriteTasks(t.Context(), []kam.Task{{ID: "a", Title: kam.Text{EN: "x"}, Owner: "1"}})
	require.Error(t, err)
	assert.Empty(t, w.IDs("Tasks"))
}

func TestUniqueTaskField(t *testing.T) {
	w := start(t, zohotest.Options{}, func(c *zoho.Config) { c.TaskField = "KAM_ID" })
	w.AddField("Tasks", zohotest.Field{Name: "KAM_ID", Type: "text"})
	w.Unique("Tasks", "KAM_ID")
	user := w.AddUser(map[string]any{"full_name": "Lin"})
	out, err := w.client.WriteTasks(t.Context(), []kam.Task{{ID: "a", Title: kam.Text{EN: "x"}, Owner: user}, {ID: "b", Title: kam.Text{EN: "y"}, Owner: user}})
	require.NoError(t, err)
	assert.NoError(t, out[0].Err)
	assert.NoError(t, out[1].Err)
}
