package zoho

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// List asks for the records of any module as it lists them.
type List struct {
	// Module and Fields are API names; 1 to 50 fields.
	Module string
	Fields []string
	// Since limits the list to what was modified since an instant. The zero value is no limit.
	Since time.Time
	// Ascending sorts by id upwards. Defaults to downwards, as Zoho does.
	Ascending bool
}

// List yields the records of a module as Zoho writes them, at most 100,000, which is as far as its pages go. It is for
// modules that have no map; the changes of mapped ones are read by queries. Where a page begins may shift when records are
// deleted meanwhile: list again what must be complete. An error ends the list.
func (c *Client) List(ctx context.Context, l List) iter.Seq2[json.RawMessage, error] {
	return func(yield func(json.RawMessage, error) bool) {
		fail := func(err error) { yield(nil, fmt.Errorf("zoho: %s: %w", l.Module, err)) }
		if !isField(l.Module) || len(l.Fields) == 0 || len(l.Fields) > defaultCols {
			fail(fmt.Errorf("%w: %d fields, 1 to %d are read", ErrRequest, len(l.Fields), defaultCols))
			return
		}
		header := http.Header{}
		if !l.Since.IsZero() {
			header.Set("If-Modified-Since", at(l.Since))
		}
		order := "desc"
		if l.Ascending {
			order = "asc"
		}
		for page := ""; ; {
			// A token of a page is bound to parameters that stay the same.
			query := url.Values{"fields": {strings.Join(l.Fields, ",")}, "per_page": {strconv.Itoa(maxGET)}, "sort_by": {"id"}, "sort_order": {order}}
			if page == "" {
				query.Set("page", "1")
			} else {
				query.Set("page_token", page)
			}
			var got rows
			if _, err := c.call(ctx, request{method: http.MethodGet, path: l.Module, query: query, header: header}, &got); err != nil {
				fail(err)
				return
			}
			for _, row := range got.Data {
				if !yield(row, nil) {
					return
				}
			}
			if page = got.Info.Token; !got.Info.More || page == "" || len(got.Data) == 0 {
				return
			}
		}
	}
}

// idOf returns the id of a row.
func idOf(row json.RawMessage) (string, error) {
	var k struct {
		ID string `json:"id"`
	}
	if err := json.Unmarshal(row, &k); err != nil || !isID(k.ID) {
		return "", fmt.Errorf("%w: a row without id", ErrAnswer)
	}
	return k.ID, nil
}
