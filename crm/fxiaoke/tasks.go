package fxiaoke

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/internal/wording"
	"github.com/kam-go/kam/internal/zone"
)

const (
	scheduleObject = "ScheduleObj"
	maxContent     = 1000 // runes
	maxTaskID      = 100
)

// Tasks says which object tasks are written to, and how. No object for tasks is documented, and what a person is to do
// stands in his calendar: so the default is ScheduleObj (日程), with the task's due day as its day. Names of fields are
// those that programs of others use; [Client.CheckTasks] compares them with the organisation. The zero value is the default.
type Tasks struct {
	// Object is the object. Defaults to "ScheduleObj".
	Object string
	// Content is the field for the title. Defaults to "content".
	Content string
	// Owner and Participants are the fields for who is to do it, each a list of one; "-": none. Default to "owner" and
	// "participants".
	Owner        string
	Participants string
	// Begin and End are the fields for the beginning and the end of the day on which it is due, or without one of the day on
	// which it is written; "-": none. Default to "begin_time" and "end_time".
	Begin string
	End   string
	// Related is the field for what it is about, a list of objects and ids; "-": none. Defaults to "related_object_data".
	Related string
	// Key is a text field of the organisation's own that keeps the ids of tasks, best one without duplicates. Empty: the id
	// stands at the end of the title, in brackets.
	Key string
	// Fields are written with every task, such as record_type; Done with those that are done, which without it are not
	// written, because nothing would say so.
	Fields map[string]json.RawMessage
	Done   map[string]json.RawMessage
	// Language is that of titles, where they are in both. Defaults to Chinese.
	Language kam.Lang
	// Zone is where days begin. Defaults to "+08:00".
	Zone string
	// Approval and Workflow let the writing of a task begin the organisation's approvals and workflows.
	Approval bool
	Workflow bool
}

func (t Tasks) complete() Tasks {
	set := func(s *string, by string) {
		if *s == "" {
			*s = by
		}
	}
	set(&t.Object, scheduleObject)
	set(&t.Content, "content")
	set(&t.Owner, "owner")
	set(&t.Participants, "participants")
	set(&t.Begin, "begin_time")
	set(&t.End, "end_time")
	set(&t.Related, relatedField)
	set(&t.Zone, china)
	if t.Language == "" {
		t.Language = kam.Chinese
	}
	t.Fields, t.Done = maps.Clone(t.Fields), maps.Clone(t.Done)
	return t
}

// fields are the fields that a task can fill, in order.
func (t Tasks) fields() []string {
	var names []string
	for _, name := range slices.Concat([]string{t.Content, t.Owner, t.Participants, t.Begin, t.End, t.Related, t.Key}, slices.Sorted(maps.Keys(t.Fields)), slices.Sorted(maps.Keys(t.Done))) {
		if name != "" && name != "-" && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

func (t Tasks) check(f *wording.Faults) {
	if !isField(t.Object) || t.Content == "-" || t.Key == "-" {
		f.Add("task", "Tasks", wording.Say("tasks need an object, and a field for the title", "任务需要对象与标题字段"), wording.Say("use API names, or leave them empty for %s", "请使用 API 名称，或留空以采用 %s", scheduleObject))
	}
	for _, name := range t.fields() {
		if !isField(name) {
			f.Add("field", "Tasks", wording.Say("%s names no field", "%s 不是字段名称", wording.Quote(name)), remedyField())
		}
	}
	for _, values := range []map[string]json.RawMessage{t.Fields, t.Done} {
		for _, name := range slices.Sorted(maps.Keys(values)) {
			if !json.Valid(values[name]) {
				f.Add("task", "Tasks", wording.Say("the value of %s is no JSON", "%s 的值不是 JSON", wording.Quote(name)), wording.Say(`write it as JSON, such as "default__c" in quotes`, `请写成 JSON，如带引号的 "default__c"`))
			}
		}
	}
	wording.Choice(f, "language", "Tasks.Language", t.Language, kam.English, kam.Chinese)
	if _, ok := zone.Of(t.Zone); !ok {
		f.Add("zone", "Tasks.Zone", wording.Say("%s is no time zone", "%s 不是时区", wording.Quote(t.Zone)), wording.Say(`use a name such as "Asia/Shanghai", or an offset such as "+08:00"`, `请使用 "Asia/Shanghai" 之类的名称，或 "+08:00" 之类的偏移`))
	}
}

// CheckTasks compares what [Client.WriteTasks] writes with the object as the organisation has it: fields that are not there,
// and fields that a record cannot be without and no task fills.
func (c *Client) CheckTasks(ctx context.Context) (kam.Findings, error) {
	t := c.config.Tasks
	fields, err := c.Fields(ctx, t.Object)
	if err != nil {
		return nil, err
	}
	var found kam.Findings
	fills := t.fields()
	for _, name := range fills {
		if !slices.ContainsFunc(fields, func(f Field) bool { return f.Name == name }) {
			found.Add(kam.Finding{
				Code: "fxiaoke.task-field", Severity: kam.Warning, Place: t.Object + " " + name,
				Message: wording.Say("the object has no field %s for tasks", "对象没有任务所需的字段 %s", wording.Quote(name)),
				Remedy:  wording.Say(`correct the name in Tasks, or state "-"`, `请更正 Tasks 中的名称，或填 "-"`),
			})
		}
	}
	for _, f := range fields {
		if f.Required && !slices.Contains(fills, f.Name) && !slices.Contains([]string{keyField, "name", "record_type", "owner", "create_time", "created_by", modifiedTime, "last_modified_by", "life_status"}, f.Name) {
			found.Add(kam.Finding{
				Code: "fxiaoke.task-required", Severity: kam.Warning, Place: t.Object + " " + f.Name,
				Message: wording.Say("a record cannot be without %s, and no task fills it", "字段 %s 必填，而任务不填写它", wording.Quote(f.Name)),
				Remedy:  wording.Say("give it a value in Tasks.Fields", "请在 Tasks.Fields 中给出取值"),
			})
		}
	}
	return found, nil
}

// WriteTasks implements [crm.TaskWriter] as [Config.Tasks] says: each task becomes a record with one call. The title is in
// [Tasks].Language, and in the other one where it has none in that; the owner is an employee's id as Fxiaoke knows him, and what it is
// about an account, an opportunity or a contact.
//
// Before it is written, and after every write whose fate is unknown, a task is looked up by its id, so that none is written
// twice by this client; two programs that write the same task at the same moment need a [Tasks].Key without duplicates. One that somebody has
// voided counts as written where Fxiaoke shows it.
func (c *Client) WriteTasks(ctx context.Context, tasks []kam.Task) ([]crm.WrittenTask, error) {
	c.writing.Lock()
	defer c.writing.Unlock()
	out := make([]crm.WrittenTask, len(tasks))
	first := map[string]int{}
	var todo []int
	for i, t := range tasks {
		out[i].ID = t.ID
		if err := c.fit(t); err != nil {
			out[i].Err = err
			continue
		}
		if _, twice := first[t.ID]; !twice {
			first[t.ID] = i
			todo = append(todo, i)
		}
	}
	missing, err := c.lookUp(ctx, tasks, out, todo)
	if err != nil {
		return nil, err
	}
	for _, i := range missing {
		if err := c.write(ctx, tasks, out, i); err != nil {
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

// fit reports why a task cannot be written.
func (c *Client) fit(t kam.Task) error {
	if err := t.Check(); err != nil {
		return fmt.Errorf("%w: %w", ErrTask, err)
	}
	switch {
	case len(t.ID) > maxTaskID || c.config.Tasks.Key == "" && strings.ContainsAny(t.ID, "[]%"):
		return fmt.Errorf("%w: the id %q has brackets or %% in it, or more than %d bytes", ErrTask, t.ID, maxTaskID)
	case t.Done.IsSet() && len(c.config.Tasks.Done) == 0:
		return fmt.Errorf("%w: it is done, and Tasks.Done does not say how that is written", ErrTask)
	}
	return nil
}

// write writes a task that is not there, and looks it up again where that is not certain.
func (c *Client) write(ctx context.Context, tasks []kam.Task, out []crm.WrittenTask, i int) error {
	for try := 0; ; try++ {
		id, err := c.create(ctx, tasks[i])
		if err == nil {
			out[i].Ref = c.taskRef(id)
			return nil
		}
		failure, ok := errors.AsType[*Error](err)
		unnamed := errors.Is(err, errNoID)
		switch {
		case ok && (errors.Is(err, ErrRequest) || errors.Is(err, ErrPermission)):
			out[i].Err = fmt.Errorf("%w: %w", ErrTask, err) // the others may be written
			return nil
		case !unnamed && (!ok || try >= 3 || !uncertain(failure)), ctx.Err() != nil:
			return err
		}
		// It may be written or not. Looking it up tells.
		missing, lost := c.lookUp(ctx, tasks, out, []int{i})
		switch {
		case lost != nil || len(missing) == 0:
			return lost
		case unnamed:
			return err
		}
	}
}

// uncertain reports whether a write may have happened although it failed.
func uncertain(e *Error) bool {
	for _, certain := range []error{ErrThrottled, ErrTries, ErrBudget, ErrUnauthorized, ErrQuota, ErrApp, ErrTooMany} {
		if errors.Is(e, certain) {
			return false
		}
	}
	return true
}

// lookUp fills in the tasks that are written already and returns the others.
func (c *Client) lookUp(ctx context.Context, tasks []kam.Task, out []crm.WrittenTask, part []int) ([]int, error) {
	t := c.config.Tasks
	at := map[string]int{}
	for _, i := range part {
		at[c.keyOf(tasks[i])] = i
	}
	size, field := 1, t.Content // conditions are joined by "and" only
	if t.Key != "" {
		size, field = maxPage, t.Key
	}
	for chunk := range slices.Chunk(part, size) {
		words := make([]string, len(chunk))
		for j, i := range chunk {
			words[j] = c.keyOf(tasks[i])
		}
		condition := is(field, "IN", words...)
		if t.Key == "" {
			condition.Operator = "LIKE"
		}
		got, err := c.query(ctx, search{object: t.Object, columns: []string{keyField, field}, filters: []filter{condition}, orders: byID(), limit: maxPage})
		if err != nil {
			return nil, err
		}
		for _, r := range got.rows {
			text := word(r.fields[field])
			if t.Key == "" {
				text = text[max(strings.LastIndex(text, "["), 0):]
			}
			if i, ok := at[text]; ok && out[i].Ref.ID == "" {
				out[i].Ref = c.taskRef(r.id)
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
	if c.config.Tasks.Key != "" {
		return t.ID
	}
	return "[" + t.ID + "]"
}

// taskRef is the ref of a task's record, with the prefix of its map.
func (c *Client) taskRef(id string) crm.Ref {
	prefix := c.config.Tasks.Object + "/"
	for _, o := range c.objects[crm.KindActivity] {
		if o.name == c.config.Tasks.Object {
			prefix = o.prefix
		}
	}
	return crm.Ref{System: c.config.System, Kind: crm.KindActivity, ID: prefix + id}
}

// errNoID says that a record was written and that what it is called is not known.
var errNoID = errors.New("a task was written, and the answer has no id")

// create writes a record and returns its id.
func (c *Client) create(ctx context.Context, t kam.Task) (string, error) {
	var got struct {
		ID   string          `json:"dataId"`
		Data json.RawMessage `json:"data"`
	}
	body := map[string]any{
		"triggerApprovalFlow": c.config.Tasks.Approval, "triggerWorkFlow": c.config.Tasks.Workflow,
		"data": map[string]any{"object_data": c.fieldsOf(t)},
	}
	if err := c.call(ctx, request{path: dataPath(c.config.Tasks.Object, "create"), body: body, once: true}, &got); err != nil {
		return "", fmt.Errorf("fxiaoke: task: %w", err)
	}
	if got.ID == "" {
		// Where the id of an object of the organisation's own stands is not documented.
		var inner map[string]json.RawMessage
		if json.Unmarshal(got.Data, &inner) == nil {
			if got.ID = word(inner["dataId"]); got.ID == "" {
				got.ID = word(inner[keyField])
			}
		}
	}
	if !wording.IsName(got.ID) {
		return "", fmt.Errorf("%w: %w", ErrAnswer, errNoID)
	}
	return got.ID, nil
}

// fieldsOf are a task's fields as Fxiaoke takes them.
func (c *Client) fieldsOf(t kam.Task) map[string]any {
	s := c.config.Tasks
	f := map[string]any{"dataObjectApiName": s.Object, "object_describe_api_name": s.Object}
	put := func(field string, value any) {
		if field != "" && field != "-" {
			f[field] = value
		}
	}
	for name, value := range s.Fields {
		f[name] = value
	}
	title := t.Title.In(s.Language)
	tail := ""
	if s.Key == "" {
		tail = " " + c.keyOf(t)
	}
	if room := maxContent - utf8.RuneCountInString(tail); utf8.RuneCountInString(title) > room {
		title = string([]rune(title)[:room-1]) + "…"
	}
	put(s.Content, title+tail)
	put(s.Key, t.ID)
	put(s.Owner, []string{t.Owner})
	put(s.Participants, []string{t.Owner})
	place, _ := zone.Of(s.Zone)
	day := t.Due
	if !day.IsSet() {
		day = kam.DayAt(c.clock.Now(), place)
	}
	begin := time.Date(day.Year(), day.Month(), day.DayOfMonth(), 0, 0, 0, 0, place)
	put(s.Begin, begin.UnixMilli())
	put(s.End, begin.AddDate(0, 0, 1).UnixMilli()-1)
	if object := c.objectOf(crm.Kind(t.About.Kind)); object != "" {
		put(s.Related, []map[string]string{{"describe_api_name": object, "id": t.About.ID}})
	}
	if t.Done.IsSet() {
		for name, value := range s.Done {
			f[name] = value
		}
	}
	return f
}

// objectOf is the object of what a task is about; empty where it can be about no such kind.
func (c *Client) objectOf(kind crm.Kind) string {
	standard := map[crm.Kind]string{crm.KindAccount: "AccountObj", crm.KindContact: "ContactObj", crm.KindOpportunity: "NewOpportunityObj"}[kind]
	if o := c.objects[kind]; standard != "" && len(o) > 0 {
		return o[0].name
	}
	return standard
}
