package zoho

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
)

const (
	tasksModule = "Tasks"
	maxWrite    = 100
	maxSubject  = 255
	maxLike     = 10
)

// WriteTasks implements [crm.TaskWriter]. A task becomes a record of the module Tasks: the title in [Config.Language], or in
// the other one where it has none in that, the owner's id as Zoho knows him, and what it is about, where that is an account,
// an opportunity or a contact.
//
// Its id is kept in [Config.TaskField], or at the end of the subject as "[id]". Before anything is written, and after
// every write whose fate is unknown, tasks are looked up by that, so that none is written twice by this client; two
// programs that write the same task at the same moment need a TaskField without duplicates. One that somebody has deleted
// is written again.
func (c *Client) WriteTasks(ctx context.Context, tasks []kam.Task) ([]crm.WrittenTask, error) {
	c.writing.Lock()
	defer c.writing.Unlock()
	out := make([]crm.WrittenTask, len(tasks))
	first := map[string]int{}
	var todo []int
	for i, t := range tasks {
		out[i].ID = t.ID
		if err := fit(t); err != nil {
			out[i].Err = err
			continue
		}
		if _, twice := first[t.ID]; !twice {
			first[t.ID] = i
			todo = append(todo, i)
		}
	}
	for part := range slices.Chunk(todo, maxWrite) {
		if err := c.writePart(ctx, tasks, out, part); err != nil {
			return nil, err
		}
	}
	for i, t := range tasks {
		if j, ok := first[t.ID]; ok && j != i && out[i].Err == nil {
			out[i] = out[j]
		}
	}
	return out, nil
}

// fit reports why a task cannot be one of Zoho's.
func fit(t kam.Task) error {
	if err := t.Check(); err != nil {
		return fmt.Errorf("%w: %w", ErrTask, err)
	}
	switch {
	case t.ID == "" || len(t.ID) > 100 || strings.ContainsAny(t.ID, `'"\%[]`) || !utf8.ValidString(t.ID):
		return fmt.Errorf("%w: the id %q has quotes, brackets or %% in it, or not 1 to 100 bytes", ErrTask, t.ID)
	case !isID(t.Owner):
		return fmt.Errorf("%w: the owner %q is no id of a user", ErrTask, t.Owner)
	case t.About.ID != "" && !isID(t.About.ID):
		return fmt.Errorf("%w: %q, which it is about, is no id", ErrTask, t.About.ID)
	}
	return nil
}

// writePart writes at most as many tasks as one call takes.
func (c *Client) writePart(ctx context.Context, tasks []kam.Task, out []crm.WrittenTask, part []int) error {
	for try := 0; ; try++ {
		missing, err := c.lookUp(ctx, tasks, out, part)
		if err != nil {
			return err
		}
		if len(missing) == 0 {
			return nil
		}
		err = c.post(ctx, tasks, out, missing)
		if err == nil {
			return nil
		}
		if failure, ok := errors.AsType[*Error](err); !ok || ctx.Err() != nil || try >= 3 || !uncertain(failure) {
			return err
		}
		// The connection broke: it may be written or not. Looking it up tells.
		part = missing
	}
}

// uncertain reports whether a write may have happened although it failed.
func uncertain(e *Error) bool {
	return !errors.Is(e, ErrThrottled) && !errors.Is(e, ErrTries) && !errors.Is(e, ErrBudget) && (e.Status == 0 || e.Status >= 500 || e.Status < 300)
}

// lookUp fills in the tasks that are written already and returns the others.
func (c *Client) lookUp(ctx context.Context, tasks []kam.Task, out []crm.WrittenTask, part []int) ([]int, error) {
	at := map[string]int{}
	for _, i := range part {
		at[c.keyOf(tasks[i])] = i
	}
	field, size := "Subject", maxLike
	if c.config.TaskField != "" {
		field, size = c.config.TaskField, maxIn
	}
	for chunk := range slices.Chunk(part, size) {
		where := ""
		if c.config.TaskField != "" {
			ids := make([]string, len(chunk))
			for j, i := range chunk {
				ids[j] = tasks[i].ID
			}
			where = field + " in " + quoted(ids)
		} else {
			for j, i := range chunk {
				one := fmt.Sprintf("%s like '%%%s'", field, c.keyOf(tasks[i]))
				if where = "(" + where + " or " + one + ")"; j == 0 {
					where = one
				}
			}
		}
		got, err := c.query(ctx, selection([]string{"id", field}, tasksModule, where, "id asc", maxPage))
		if err != nil {
			return nil, fmt.Errorf("zoho: tasks: %w", err)
		}
		for _, row := range got.Data {
			var values map[string]json.RawMessage
			var id, text string
			if json.Unmarshal(row, &values) != nil || json.Unmarshal(values["id"], &id) != nil || json.Unmarshal(values[field], &text) != nil {
				continue
			}
			if c.config.TaskField == "" {
				text = text[max(strings.LastIndex(text, "["), 0):]
			}
			if i, ok := at[text]; ok && out[i].Ref.ID == "" {
				out[i].Ref = c.taskRef(id)
			}
		}
	}
	var missing []int
	for _, i := range part {
		if out[i].Ref.ID == "" {
			missing = append(missing, i)
		}
	}
	return missing, nil
}

// keyOf is what a task is looked up by.
func (c *Client) keyOf(t kam.Task) string {
	if c.config.TaskField != "" {
		return t.ID
	}
	return "[" + t.ID + "]"
}

// taskRef is the ref of a record of Tasks, with the prefix of its map.
func (c *Client) taskRef(id string) crm.Ref {
	prefix := tasksModule + "/"
	for _, o := range c.objects[crm.KindActivity] {
		if o.module == tasksModule {
			prefix = o.prefix
		}
	}
	return crm.Ref{System: c.config.System, Kind: crm.KindActivity, ID: prefix + id}
}

// post writes tasks. What became of each is in its row.
func (c *Client) post(ctx context.Context, tasks []kam.Task, out []crm.WrittenTask, part []int) error {
	data := make([]map[string]any, len(part))
	for j, i := range part {
		data[j] = c.fieldsOf(tasks[i])
	}
	var got struct {
		Data []struct {
			envelope
			Status  string `json:"status"`
			Details struct {
				ID string `json:"id"`
			} `json:"details"`
		} `json:"data"`
	}
	if _, err := c.call(ctx, request{method: http.MethodPost, path: tasksModule, body: map[string]any{"data": data}, once: true}, &got); err != nil {
		return fmt.Errorf("zoho: tasks: %w", err)
	}
	if len(got.Data) != len(part) {
		return fmt.Errorf("zoho: tasks: %w: %d results for %d tasks", ErrAnswer, len(got.Data), len(part))
	}
	for j, i := range part {
		switch row := got.Data[j]; {
		case row.Status == "success" && isID(row.Details.ID):
			out[i].Ref = c.taskRef(row.Details.ID)
		default:
			out[i].Err = fmt.Errorf("%w: %s: %s", ErrTask, c.redact.Excerpt(row.Code), c.redact.Excerpt(row.Message))
		}
	}
	return nil
}

// fieldsOf are a task's fields as Zoho takes them.
func (c *Client) fieldsOf(t kam.Task) map[string]any {
	subject := t.Title.In(c.config.Language)
	tail := ""
	if c.config.TaskField == "" {
		tail = " " + c.keyOf(t)
	}
	if room := maxSubject - utf8.RuneCountInString(tail); utf8.RuneCountInString(subject) > room {
		subject = string([]rune(subject)[:room-1]) + "…"
	}
	f := map[string]any{"Subject": subject + tail, "Status": "Not Started", "Owner": map[string]string{"id": t.Owner}}
	if c.config.TaskField != "" {
		f[c.config.TaskField] = t.ID
	}
	if t.Due.IsSet() {
		f["Due_Date"] = t.Due.String()
	}
	if t.Done.IsSet() {
		f["Status"] = "Completed"
	}
	if t.Origin != "" {
		f["Description"] = t.Origin
	}
	switch id := map[string]string{"id": t.About.ID}; crm.Kind(t.About.Kind) {
	case crm.KindAccount:
		f["What_Id"], f["$se_module"] = id, c.moduleOf(crm.KindAccount, "Accounts")
	case crm.KindOpportunity:
		f["What_Id"], f["$se_module"] = id, c.moduleOf(crm.KindOpportunity, "Deals")
	case crm.KindContact:
		f["Who_Id"] = id
	default:
	}
	return f
}

func (c *Client) moduleOf(kind crm.Kind, standard string) string {
	if o := c.objects[kind]; len(o) > 0 {
		return o[0].module
	}
	return standard
}
