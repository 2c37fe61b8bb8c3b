package fxiaoke_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/crm/fxiaoke"
	"github.com/kam-go/kam/crm/fxiaoke/fxiaoketest"
)

func TestWriteTasks(t *testing.T) {
	for _, c := range []struct {
		name    string
		auth    fxiaoke.Auth
		options fxiaoketest.Options
		tasks   fxiaoke.Tasks
	}{
		{"into calendars", fxiaoke.OAuth, fxiaoketest.Options{UnknownRefused: true}, fxiaoke.Tasks{}},
		{"with openUserIds", fxiaoke.Corp, fxiaoketest.Options{}, fxiaoke.Tasks{}},
		{"with a key", fxiaoke.OAuth, fxiaoketest.Options{}, fxiaoke.Tasks{Key: "kam_id__c"}},
		{"into an object of the organisation", fxiaoke.OAuth, fxiaoketest.Options{IDInData: true, UnknownRefused: true}, fxiaoke.Tasks{
			Object: "todo__c", Content: "name", Participants: "-", Begin: "-", End: "due__c", Related: "-", Key: "kam_id__c",
			Fields: map[string]json.RawMessage{"record_type": json.RawMessage(`"default__c"`)}, Done: map[string]json.RawMessage{"done__c": json.RawMessage("true")},
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := startAs(t, c.auth, c.options, func(config *fxiaoke.Config) { config.Tasks = c.tasks })
			object := "ScheduleObj"
			if c.tasks.Object != "" {
				object = c.tasks.Object
			}
			w.AddField("todo__c", fxiaoketest.Field{Name: "due__c", Type: "date"})
			w.AddField("todo__c", fxiaoketest.Field{Name: "done__c", Type: "true_or_false"})
			w.AddField("todo__c", fxiaoketest.Field{Name: "kam_id__c", Type: "text"})
			w.AddField("ScheduleObj", fxiaoketest.Field{Name: "kam_id__c", Type: "text"})
			user := w.AddUser(map[string]any{"name": "林月"})
			if c.auth == fxiaoke.Corp {
				user = "FSUID_" + user
			}
			account := w.Put("AccountObj", map[string]any{"name": "示例"})
			found, err := w.client.CheckTasks(t.Context())
			require.NoError(t, err)
			assert.Empty(t, found)
			done := c.tasks.Done != nil
			tasks := []kam.Task{
				{ID: "visit-1", Title: kam.Text{EN: "Visit", ZH: "拜访示例客户"}, Owner: user, About: kam.Subject{Kind: "account", ID: account}, Due: kam.MustDay("2026-11-05")},
				{ID: "call-2", Title: kam.Text{EN: strings.Repeat("x", 2000)}, Owner: user, About: kam.Subject{Kind: "contact", ID: "77"}},
				{ID: "deal-3", Title: kam.Text{EN: "x"}, About: kam.Subject{Kind: "opportunity", ID: "5"}, Owner: "404"},
				{ID: "a[1]", Title: kam.Text{EN: "x"}, Owner: user},
				{ID: "visit-1", Title: kam.Text{EN: "again"}, Owner: user},
				{ID: "nobody", Title: kam.Text{EN: "x"}},
				{ID: "done-4", Title: kam.Text{EN: "x"}, Owner: user, Due: kam.MustDay("2026-11-05"), Done: kam.MustDay("2026-11-04")},
			}
			out, err := w.client.WriteTasks(t.Context(), tasks)
			require.NoError(t, err)
			require.Len(t, out, 7)
			require.NoError(t, out[0].Err)
			require.NoError(t, out[1].Err)
			require.ErrorIs(t, out[2].Err, fxiaoke.ErrTask, "an owner who is not there, and the others are written")
			if c.tasks.Key == "" {
				require.ErrorIs(t, out[3].Err, fxiaoke.ErrTask)
			} else {
				require.NoError(t, out[3].Err)
			}
			assert.Equal(t, out[0].Ref, out[4].Ref)
			require.ErrorIs(t, out[5].Err, fxiaoke.ErrTask)
			if done {
				require.NoError(t, out[6].Err)
			} else {
				require.ErrorIs(t, out[6].Err, fxiaoke.ErrTask, "nothing says that it is done")
			}
			n := len(w.IDs(object))
			again, err := w.client.WriteTasks(t.Context(), tasks)
			require.NoError(t, err)
			for i := range again {
				assert.Equal(t, out[i].Ref, again[i].Ref)
			}
			assert.Len(t, w.IDs(object), n, "nothing twice")
			assert.Zero(t, w.Stats().Approvals+w.Stats().Workflows)
			id, ok := strings.CutPrefix(out[0].Ref.ID, object+"/")
			require.True(t, ok)
			fields := w.Get(object, id)
			assert.Equal(t, crm.KindActivity, out[0].Ref.Kind)
			assert.JSONEq(t, `["`+strings.TrimPrefix(user, "FSUID_")+`"]`, string(fields["owner"]))
			if object != "ScheduleObj" {
				assert.Equal(t, `"拜访示例客户"`, string(fields["name"]))
				assert.Equal(t, fmt.Sprint(day("2026-11-06").UnixMilli()-1), string(fields["due__c"]))
				return
			}
			got, err := w.client.Records(t.Context(), []crm.Ref{out[0].Ref, out[1].Ref})
			require.NoError(t, err)
			require.Len(t, got, 2)
			a := got[0].Data.(*crm.Activity)
			assert.Contains(t, a.Subject, "拜访示例客户")
			assert.Equal(t, account, a.Account)
			assert.Equal(t, user, a.Owner)
			assert.Equal(t, crm.Planned, a.Status)
			assert.Equal(t, crm.ToDo, a.Type)
			assert.True(t, day("2026-11-05").Equal(a.Start))
			assert.Equal(t, []string{"77"}, got[1].Data.(*crm.Activity).Contacts)
			assert.True(t, day("2026-11-02").Equal(got[1].Data.(*crm.Activity).Start), "without a due day the day of writing")
		})
	}
}

func TestTasksBeginApprovalsOnlyWhereThatIsWanted(t *testing.T) {
	w := start(t, fxiaoketest.Options{}, func(c *fxiaoke.Config) { c.Tasks.Approval, c.Tasks.Workflow = true, true })
	_, err := w.client.WriteTasks(t.Context(), []kam.Task{{ID: "a", Title: kam.Text{EN: "x"}, Owner: fxiaoketest.Admin}})
	require.NoError(t, err)
	assert.EqualValues(t, 1, w.Stats().Approvals)
	assert.EqualValues(t, 1, w.Stats().Workflows)
}

func TestCheckTasks(t *testing.T) {
	w := start(t, fxiaoketest.Options{Without: []string{"ScheduleObj.participants"}}, func(c *fxiaoke.Config) { c.Tasks.Key = "kam_id__c" })
	w.AddField("ScheduleObj", fxiaoketest.Field{Name: "kind__c", Type: "text", Required: true})
	found, err := w.client.CheckTasks(t.Context())
	require.NoError(t, err)
	var told []string
	for _, f := range found {
		told = append(told, f.Code+" "+f.Place)
		assert.NotEmpty(t, f.Remedy.ZH)
	}
	assert.Equal(t, []string{"fxiaoke.task-field ScheduleObj participants", "fxiaoke.task-field ScheduleObj kam_id__c", "fxiaoke.task-required ScheduleObj kind__c"}, told)
	out, err := w.client.WriteTasks(t.Context(), []kam.Task{{ID: "a", Title: kam.Text{EN: "x"}, Owner: fxiaoketest.Admin}})
	require.NoError(t, err)
	require.ErrorIs(t, out[0].Err, fxiaoke.ErrTask)
	assert.Contains(t, out[0].Err.Error(), "32000")
}

// A write whose answer is lost was carried out or was not; either way each task is there once.
func TestWriteTasksWhenAnswersAreLost(t *testing.T) {
	for _, fault := range []fxiaoketest.Fault{
		fxiaoketest.DropAfter, fxiaoketest.Drop, fxiaoketest.Truncate, fxiaoketest.Cut, fxiaoketest.Busy, fxiaoketest.System, fxiaoketest.Timeout, fxiaoketest.Unavailable,
		fxiaoketest.Rate, fxiaoketest.Revoke, fxiaoketest.Page, fxiaoketest.NoID, fxiaoketest.NoEnvelope,
	} {
		for _, key := range []string{"", "kam_id__c"} {
			t.Run(string(fault)+" "+key, func(t *testing.T) {
				w := start(t, fxiaoketest.Options{Fault: once(fxiaoketest.WriteCall, fault, 2)}, func(c *fxiaoke.Config) { c.Tasks.Key = key })
				w.AddField("ScheduleObj", fxiaoketest.Field{Name: "kam_id__c", Type: "text"})
				var tasks []kam.Task
				for i := range 8 {
					tasks = append(tasks, kam.Task{ID: fmt.Sprintf("t%d", i), Title: kam.Text{ZH: "做"}, Owner: fxiaoketest.Admin})
				}
				if fault == fxiaoketest.Revoke {
					_, err := w.client.WriteTasks(t.Context(), tasks)
					require.ErrorIs(t, err, fxiaoke.ErrUnauthorized, "twice at once")
				}
				out, err := w.client.WriteTasks(t.Context(), tasks)
				require.NoError(t, err)
				refs := map[crm.Ref]bool{}
				for _, o := range out {
					require.NoError(t, o.Err)
					refs[o.Ref] = true
				}
				assert.Len(t, refs, 8)
				assert.Len(t, w.IDs("ScheduleObj"), 8)
			})
		}
	}
	w := start(t, fxiaoketest.Options{Fault: once(fxiaoketest.WriteCall, fxiaoketest.System, 100)}, nil)
	_, err := w.client.WriteTasks(t.Context(), []kam.Task{{ID: "a", Title: kam.Text{EN: "x"}, Owner: fxiaoketest.Admin}})
	require.Error(t, err)
	assert.Empty(t, w.IDs("ScheduleObj"))
}

func TestManyTasksKeepThePace(t *testing.T) {
	w := start(t, fxiaoketest.Options{}, nil)
	var tasks []kam.Task
	for i := range 120 {
		tasks = append(tasks, kam.Task{ID: fmt.Sprint(i), Title: kam.Text{EN: "x"}, Owner: fxiaoketest.Admin})
	}
	before := w.clock.Now()
	out, err := w.client.WriteTasks(t.Context(), tasks)
	require.NoError(t, err)
	assert.Len(t, out, 120)
	assert.Empty(t, w.Stats().Refused)
	assert.Equal(t, 42*time.Second, w.clock.Now().Sub(before), "two addresses, each a hundred in 21 seconds")
}

func TestLanguageOfTitles(t *testing.T) {
	for language, want := range map[kam.Lang]string{"": "拜访 [a]", kam.Chinese: "拜访 [a]", kam.English: "Visit [a]"} {
		// What is not needed is not asked for: the object may be without it.
		w := start(t, fxiaoketest.Options{UnknownRefused: true, Without: []string{"ScheduleObj.is_deleted", "ScheduleObj.life_status"}}, func(c *fxiaoke.Config) { c.Tasks.Language = language })
		user := w.AddUser(map[string]any{"name": "林月"})
		out, err := w.client.WriteTasks(t.Context(), []kam.Task{{ID: "a", Title: kam.Text{EN: "Visit", ZH: "拜访"}, Owner: user}, {ID: "b", Title: kam.Text{EN: "Call"}, Owner: user}})
		require.NoError(t, err)
		for i, title := range []string{want, "Call [b]"} {
			require.NoError(t, out[i].Err)
			_, id, _ := strings.Cut(out[i].Ref.ID, "/")
			assert.JSONEq(t, fmt.Sprintf("%q", title), string(w.Get("ScheduleObj", id)["content"]))
		}
	}
}
