package fxiaoke

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/internal/wording"
)

// IDs implements [crm.IDReader]. Records that are gone, as [Config.Gone] says, are not among them. Employees are listed
// all at once.
func (c *Client) IDs(ctx context.Context, kind crm.Kind, after string) (crm.IDPage, error) {
	objects, err := c.find(kind)
	if err != nil {
		return crm.IDPage{}, err
	}
	if objects[0].name == UserList {
		return c.userIDs(ctx, objects[0], after)
	}
	for i, o := range objects {
		id, mine := strings.CutPrefix(after, o.prefix)
		if after != "" && !mine {
			if id = ""; o.prefix < after {
				continue
			}
		}
		ids, more, err := c.idsOf(ctx, o, id)
		if err != nil {
			return crm.IDPage{}, err
		}
		if len(ids) > 0 {
			return crm.IDPage{IDs: ids, More: more || i+1 < len(objects)}, nil
		}
	}
	return crm.IDPage{}, nil
}

// idsOf returns the next ids of an object behind one: some, unless there are no more.
func (c *Client) idsOf(ctx context.Context, o *object, after string) ([]string, bool, error) {
	columns := []string{keyField}
	d := o.described.Load()
	for _, name := range c.goneFields() {
		if (d == nil || !d.absent[name]) && !slices.Contains(columns, name) {
			columns = append(columns, name)
		}
	}
	for {
		s := search{object: o.name, columns: columns, limit: maxPage, orders: byID()}
		if after != "" {
			s.filters = []filter{is(keyField, "GT", after)}
		}
		got, err := c.query(ctx, s)
		if err != nil {
			return nil, false, err
		}
		var ids []string
		for _, r := range got.rows {
			if r.id <= after {
				return nil, false, fmt.Errorf("%w: the id %s of %s behind %s", ErrOrder, c.redact.Excerpt(r.id), o.name, c.redact.Excerpt(after))
			}
			if after = r.id; !c.gone(r) {
				ids = append(ids, o.prefix+r.id)
			}
		}
		more := len(got.rows) == s.limit
		if len(ids) > 0 || !more {
			return ids, more, nil
		}
	}
}

// Records implements [crm.RecordReader]: it returns those of at most 10,000 refs that the organisation has now, a hundred
// with each call. Refs of other systems, and of kinds without a map, are not there.
func (c *Client) Records(ctx context.Context, refs []crm.Ref) ([]crm.Record, error) {
	if len(refs) > crm.MaxBatch {
		return nil, fmt.Errorf("%w: %d refs, at most %d", ErrRequest, len(refs), crm.MaxBatch)
	}
	wanted := map[*object][]string{}
	var objects []*object
	for _, ref := range refs {
		have, err := c.find(ref.Kind)
		if ref.System != c.config.System || err != nil {
			continue
		}
		for _, o := range have {
			if id, ok := strings.CutPrefix(ref.ID, o.prefix); ok && wording.IsName(id) {
				if wanted[o] == nil {
					objects = append(objects, o)
				}
				wanted[o] = append(wanted[o], id)
			}
		}
	}
	var all []crm.Record
	for _, o := range objects {
		slices.Sort(wanted[o])
		ids := slices.Compact(wanted[o])
		recs, err := c.byIDs(ctx, o, ids)
		if err != nil {
			return nil, err
		}
		all = append(all, recs...)
	}
	slices.SortFunc(all, func(a, b crm.Record) int { return a.Ref.Compare(b.Ref) })
	return all, nil
}

// byIDs reads records of an object by their sorted ids.
func (c *Client) byIDs(ctx context.Context, o *object, ids []string) ([]crm.Record, error) {
	var all []crm.Record
	if o.name == UserList {
		users, _, err := c.users(ctx, o, c.clock.Now().UTC().Truncate(time.Millisecond))
		if err != nil {
			return nil, err
		}
		return slices.DeleteFunc(users, func(r crm.Record) bool {
			_, ok := slices.BinarySearch(ids, strings.TrimPrefix(r.Ref.ID, o.prefix))
			return !ok
		}), nil
	}
	for part := range slices.Chunk(ids, maxPage) {
		got, err := c.query(ctx, search{object: o.name, columns: c.columns(o), limit: maxPage, orders: byID(), filters: []filter{is(keyField, "IN", part...)}})
		if err != nil {
			return nil, err
		}
		for _, r := range got.rows {
			if _, asked := slices.BinarySearch(part, r.id); !asked {
				return nil, fmt.Errorf("%w: %s of %s, which was not asked for", ErrAnswer, c.redact.Excerpt(r.id), o.name)
			}
			rec, found := c.record(o, r)
			if !found.HasErrors() && !rec.Deleted {
				all = append(all, rec)
			}
		}
	}
	return all, nil
}

// Count implements [crm.Counter] with Fxiaoke's own totals, one call for each object.
func (c *Client) Count(ctx context.Context, kind crm.Kind, after crm.Mark, until time.Time) (int, error) {
	objects, err := c.find(kind)
	if err != nil {
		return 0, err
	}
	if objects[0].name == UserList {
		page, err := c.Changes(ctx, kind, after, until)
		return len(page.Records), err
	}
	sum := 0
	for _, o := range objects {
		s := search{object: o.name, columns: []string{keyField}, limit: 1, orders: byID(), total: true, filters: []filter{is(modifiedTime, "LT", millis(millisUp(until)))}}
		if !after.At.IsZero() {
			s.filters = append(s.filters, is(modifiedTime, "GTE", millis(after.At)))
		}
		got, err := c.query(ctx, s)
		if err != nil {
			return 0, err
		}
		sum += max(got.total, len(got.rows))
	}
	return sum, nil
}
