package fxiaoke

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// filter is a condition of a query; all of them hold.
type filter struct {
	Field    string   `json:"field_name"`
	Values   []string `json:"field_values"`
	Operator string   `json:"operator"`
}

func is(field, operator string, values ...string) filter {
	return filter{Field: field, Values: values, Operator: operator}
}

// order is one of what a query is ordered by. Its names are written otherwise than those of filters.
type order struct {
	Field     string `json:"fieldName"`
	Ascending bool   `json:"isAsc"`
}

// search asks for rows of an object.
type search struct {
	object  string
	columns []string
	filters []filter
	orders  []order
	limit   int
	total   bool
}

func byID() []order { return []order{{keyField, true}} }

func byTime() []order { return []order{{modifiedTime, true}, {keyField, true}} }

// isCustom reports whether an object is one of the organisation's own, which have paths of their own.
func isCustom(object string) bool { return strings.HasSuffix(object, "__c") }

func dataPath(object, action string) string {
	if isCustom(object) {
		return "/cgi/crm/custom/v2/data/" + action
	}
	return "/cgi/crm/v2/data/" + action
}

// found is what a query returned.
type found struct {
	rows  []row
	total int
}

// query asks for rows.
func (c *Client) query(ctx context.Context, s search) (found, error) {
	info := map[string]any{"limit": s.limit, "offset": 0, "filters": s.filters, "orders": s.orders, "fieldProjection": s.columns}
	if s.filters == nil {
		info["filters"] = []filter{}
	}
	// Pages of the documentation differ in how totals are switched off, so every way is used.
	body := map[string]any{
		"returnTotalNum": 3, "need_return_count_num": s.total,
		"data": map[string]any{"dataObjectApiName": s.object, "find_explicit_total_num": s.total, "search_query_info": info},
	}
	if s.total {
		body["returnTotalNum"] = 1
	}
	var got envelope
	if err := c.call(ctx, request{path: dataPath(s.object, "query"), body: body}, &got); err != nil {
		return found{}, fmt.Errorf("fxiaoke: %s: %w", s.object, err)
	}
	list, total, err := rowsOf(got.Data)
	if err != nil {
		return found{}, fmt.Errorf("%w: rows of %s", err, s.object)
	}
	out := found{rows: make([]row, len(list)), total: total}
	for i, text := range list {
		if out.rows[i], err = parseRow(s.object, text); err != nil {
			return found{}, err
		}
	}
	if len(list) > s.limit {
		return found{}, fmt.Errorf("%w: %d rows of %s, %d were asked for", ErrAnswer, len(list), s.object, s.limit)
	}
	return out, nil
}

// rowsOf returns the rows of an answer: a list with totals, or a single row as some pages of the documentation have it.
func rowsOf(data json.RawMessage) ([]json.RawMessage, int, error) {
	data = bytes.TrimSpace(data)
	if len(data) == 0 || string(data) == "null" {
		return nil, 0, nil
	}
	var fields map[string]json.RawMessage
	if json.Unmarshal(data, &fields) != nil {
		return nil, 0, ErrAnswer
	}
	list, ok := fields["dataList"]
	if !ok {
		if _, single := fields[keyField]; single {
			return []json.RawMessage{data}, 1, nil
		}
		if len(fields) == 0 {
			return nil, 0, nil
		}
		return nil, 0, ErrAnswer
	}
	var rows []json.RawMessage
	if json.Unmarshal(list, &rows) != nil {
		return nil, 0, ErrAnswer
	}
	total, err := strconv.Atoi(word(fields["total"]))
	if err != nil {
		total = 0
	}
	return rows, total, nil
}

// millis is an instant as queries take it.
func millis(t time.Time) string { return strconv.FormatInt(t.UnixMilli(), 10) }

// millisUp is the first whole millisecond that is not before an instant.
func millisUp(t time.Time) time.Time {
	if cut := t.UTC().Truncate(time.Millisecond); cut.Before(t) {
		return cut.Add(time.Millisecond)
	}
	return t.UTC()
}
