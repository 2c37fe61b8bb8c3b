package fxiaoke

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/internal/wording"
)

// UserList is the name under which a map reads the list of employees, which is no object: fields are those of
// /cgi/user/list. It says nothing of when somebody was changed.
const UserList = "user/list"

const (
	usersPath = "/cgi/user/list"
	// everybody is the department that all others belong to.
	everybody = 999999
)

// users reads all employees, ordered by id, as changed at an instant.
func (c *Client) users(ctx context.Context, o *object, at time.Time) ([]crm.Record, kam.Findings, error) {
	var got struct {
		Users []map[string]json.RawMessage `json:"userList"`
	}
	body := map[string]any{"departmentId": everybody, "fetchChild": true, "showDepartmentIdsDetail": true}
	if err := c.call(ctx, request{path: usersPath, body: body}, &got); err != nil {
		return nil, nil, fmt.Errorf("fxiaoke: employees: %w", err)
	}
	if len(got.Users) > crm.MaxBatch {
		return nil, nil, fmt.Errorf("%w: %d employees, more than %d", ErrAnswer, len(got.Users), crm.MaxBatch)
	}
	var found kam.Findings
	byID := map[string]crm.Record{} // who is in two departments may come twice
	for _, fields := range got.Users {
		if !wording.IsName(word(fields["openUserId"])) {
			return nil, nil, fmt.Errorf("%w: an employee without openUserId", ErrAnswer)
		}
		fields[modifiedTime] = json.RawMessage(millis(at))
		rec, f := o.mapper.Record(fields)
		if _, twice := byID[rec.Ref.ID]; twice {
			continue
		}
		found.Merge(f)
		if !f.HasErrors() {
			byID[rec.Ref.ID] = rec
		}
	}
	all := make([]crm.Record, 0, len(byID))
	for _, rec := range byID {
		all = append(all, rec)
	}
	slices.SortFunc(all, func(a, b crm.Record) int { return strings.Compare(a.Ref.ID, b.Ref.ID) })
	return all, found, nil
}

func (c *Client) changedUsers(ctx context.Context, o *object, after crm.Mark, until time.Time) (crm.Page, error) {
	at := until.Add(-time.Millisecond)
	if at.Year() < 1 || at.Before(after.At) {
		return crm.Page{}, nil
	}
	all, found, err := c.users(ctx, o, at)
	if err != nil {
		return crm.Page{}, err
	}
	all = slices.DeleteFunc(all, func(r crm.Record) bool { return crm.MarkOf(r).Compare(after) <= 0 })
	return crm.Page{Records: all, Findings: found}, nil
}

func (c *Client) userIDs(ctx context.Context, o *object, after string) (crm.IDPage, error) {
	all, _, err := c.users(ctx, o, c.clock.Now().UTC().Truncate(time.Millisecond))
	if err != nil {
		return crm.IDPage{}, err
	}
	var page crm.IDPage
	for _, r := range all {
		if r.Ref.ID > after {
			page.IDs = append(page.IDs, r.Ref.ID)
		}
	}
	return page, nil
}
