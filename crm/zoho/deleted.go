package zoho

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/kam-go/kam/crm"
)

// deletedRows is a page of what a module has no more.
type deletedRows struct {
	Data []struct {
		ID      string    `json:"id"`
		Deleted time.Time `json:"deleted_time"`
	} `json:"data"`
	Info struct {
		More bool `json:"more_records"`
	} `json:"info"`
}

// Deleted implements [crm.DeletionReader] with the list of what is in the recycle bin or deleted for good. Zoho pages it
// by number: what is deleted meanwhile may make a record come twice. Users are not listed.
func (c *Client) Deleted(ctx context.Context, kind crm.Kind, since time.Time, cursor string) (crm.DeletedPage, error) {
	objects, err := c.find(kind)
	if err != nil {
		return crm.DeletedPage{}, err
	}
	module, page := 0, 1
	if cursor != "" {
		first, second, ok := strings.Cut(cursor, ".")
		module, err = strconv.Atoi(first)
		if err == nil {
			page, err = strconv.Atoi(second)
		}
		if !ok || err != nil || module < 0 || module >= len(objects) || page < 1 {
			return crm.DeletedPage{}, fmt.Errorf("%w: %q", ErrCursor, cursor)
		}
	}
	o := objects[module]
	if o.module == usersModule {
		return crm.DeletedPage{}, nil
	}
	since = since.UTC().Truncate(time.Second)
	header := http.Header{}
	if !since.IsZero() {
		header.Set("If-Modified-Since", at(since))
	}
	var got deletedRows
	_, err = c.call(ctx, request{
		method: http.MethodGet, path: o.module + "/deleted", header: header,
		query: url.Values{"type": {"all"}, "page": {strconv.Itoa(page)}, "per_page": {strconv.Itoa(maxGET)}},
	}, &got)
	if err != nil {
		return crm.DeletedPage{}, fmt.Errorf("zoho: deleted %s: %w", o.module, err)
	}
	var out crm.DeletedPage
	for _, d := range got.Data {
		if !isID(d.ID) || d.Deleted.IsZero() {
			return crm.DeletedPage{}, fmt.Errorf("%w: a deleted row of %s without id or deleted_time", ErrAnswer, o.module)
		}
		if when := d.Deleted.UTC(); !when.Before(since) {
			out.Records = append(out.Records, crm.Record{
				Ref:      crm.Ref{System: c.config.System, Kind: kind, ID: o.prefix + d.ID},
				Modified: when.Truncate(time.Microsecond), Deleted: true,
			})
		}
	}
	switch {
	case got.Info.More && len(got.Data) > 0:
		out.Next = fmt.Sprintf("%d.%d", module, page+1)
	case module+1 < len(objects):
		out.Next = fmt.Sprintf("%d.1", module+1)
	}
	return out, nil
}

// IDs implements [crm.IDReader]. Users are listed all at once.
func (c *Client) IDs(ctx context.Context, kind crm.Kind, after string) (crm.IDPage, error) {
	objects, err := c.find(kind)
	if err != nil {
		return crm.IDPage{}, err
	}
	if objects[0].module == usersModule {
		return c.userIDs(ctx, objects[0], after)
	}
	for i, o := range objects {
		where := "id is not null"
		id, ok := strings.CutPrefix(after, o.prefix)
		switch {
		case ok && isID(id):
			where = "id > '" + id + "'"
		case after != "" && o.prefix < after:
			continue
		}
		got, err := c.query(ctx, selection([]string{"id"}, o.module, where, "id asc", maxPage))
		if err != nil {
			return crm.IDPage{}, fmt.Errorf("zoho: %s: %w", o.module, err)
		}
		page := crm.IDPage{More: got.Info.More || i+1 < len(objects)}
		length := len(id)
		for _, row := range got.Data {
			found, err := idOf(row)
			if err != nil {
				return crm.IDPage{}, err
			}
			if !ok || length == 0 {
				ok, length = true, len(found)
			}
			if len(found) != length {
				return crm.IDPage{}, fmt.Errorf("%w: %s", ErrIDs, o.module)
			}
			page.IDs = append(page.IDs, o.prefix+found)
		}
		if len(page.IDs) > 0 {
			return page, nil
		}
	}
	return crm.IDPage{}, nil
}

// Records implements [crm.RecordReader]: it returns those of at most 10,000 refs that the organisation has now. Refs of
// other systems, and of kinds without a map, are not there.
func (c *Client) Records(ctx context.Context, refs []crm.Ref) ([]crm.Record, error) {
	if len(refs) > crm.MaxBatch {
		return nil, fmt.Errorf("%w: %d refs, at most %d", ErrRequest, len(refs), crm.MaxBatch)
	}
	wanted := map[*object][]string{}
	var order []*object
	for _, ref := range refs {
		if ref.System != c.config.System {
			continue
		}
		for _, o := range c.objects[ref.Kind] {
			if id, ok := strings.CutPrefix(ref.ID, o.prefix); ok && isID(id) {
				if wanted[o] == nil {
					order = append(order, o)
				}
				wanted[o] = append(wanted[o], id)
			}
		}
	}
	var all []crm.Record
	for _, o := range order {
		ids := wanted[o]
		slices.Sort(ids)
		ids = slices.Compact(ids)
		if o.module == usersModule {
			users, _, err := c.users(ctx, o)
			if err != nil {
				return nil, err
			}
			for _, u := range users {
				if slices.Contains(ids, u.Ref.ID) {
					all = append(all, u)
				}
			}
			continue
		}
		for part := range slices.Chunk(ids, maxIn) {
			recs, err := c.byIDs(ctx, o, part)
			if err != nil {
				return nil, err
			}
			all = append(all, recs...)
		}
	}
	slices.SortFunc(all, func(a, b crm.Record) int { return a.Ref.Compare(b.Ref) })
	return all, nil
}

// byIDs reads records, again where one changed between the parts of its columns.
func (c *Client) byIDs(ctx context.Context, o *object, ids []string) ([]crm.Record, error) {
	var all []crm.Record
	for range 3 {
		got, keys, err := c.selectRows(ctx, o, "id in "+quoted(ids), maxIn, "id asc")
		if err != nil {
			return nil, err
		}
		recs, _ := c.records(o, got.Data)
		all = append(all, recs...)
		ids = ids[:0:0]
		for i, row := range got.Data {
			if row == nil {
				ids = append(ids, keys[i].ID)
			}
		}
		if len(ids) == 0 {
			return all, nil
		}
	}
	return nil, fmt.Errorf("%w: records of %s keep changing while they are read", ErrAnswer, o.module)
}
