package fxiaoketest

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
)

// search is what a query asks for [X: query-and-paging.md]. Casing is mixed as documented.
type search struct {
	Limit      *int      `json:"limit"`
	Offset     *int      `json:"offset"`
	Filters    *[]filter `json:"filters"`
	Orders     *[]order  `json:"orders"`
	Projection []string  `json:"fieldProjection"`
}

type filter struct {
	Field    string   `json:"field_name"`
	Values   []string `json:"field_values"`
	Operator string   `json:"operator"`
}

type order struct {
	Field     string `json:"fieldName"`
	Ascending *bool  `json:"isAsc"`
}

const (
	maxOffset = 10_000
	idField   = "_id"
	timeField = "last_modified_time"
)

// table returns the object of a call, or why there is none.
func (s *Server) objectOf(call Call) (*object, reply, bool) {
	o := s.objects[call.Object]
	custom := strings.HasPrefix(call.Path, "/cgi/crm/custom/")
	switch {
	case o == nil, slices.Contains(s.options.Inactive, call.Object):
		return nil, wrong("no object %q", call.Object), false
	case isCustom(call.Object) && !custom:
		return nil, wrong("%s is not read here", call.Object), false // [X: crm-preset-objects.md]
	case !isCustom(call.Object) && custom && s.options.SeparatePaths:
		return nil, wrong("%s is not read here", call.Object), false
	}
	return o, reply{}, true
}

// query answers /cgi/crm/v2/data/query and the same of the organisation's own objects.
func (s *Server) query(call Call, body map[string]json.RawMessage, who acting, fault Fault) reply {
	o, a, good := s.objectOf(call)
	if !good {
		return a
	}
	var data struct {
		Search *search `json:"search_query_info"`
		Total  *bool   `json:"find_explicit_total_num"`
	}
	decoder := json.NewDecoder(bytes.NewReader(body["data"]))
	if err := decoder.Decode(&data); err != nil || data.Search == nil {
		return wrong("search_query_info: %v", err)
	}
	q := data.Search
	if a, good := s.checkSearch(o, q, call); !good {
		return a
	}
	conditions := make([]condition, len(*q.Filters))
	for i, f := range *q.Filters {
		if conditions[i], good = s.conditionOf(o, f, who); !good {
			return wrong("the filter %d of %s is wrong: %v", i, o.name, f)
		}
	}
	total := s.wantsTotal(body, data.Total)
	rows, n := s.find(o, conditions, *q.Orders, *q.Offset, *q.Limit, total)
	if fault == Disorder {
		slices.Reverse(rows)
	}
	list := make([]map[string]json.RawMessage, len(rows))
	for i, r := range rows {
		list[i] = s.shown(o, r, q.Projection, who, text(body["includeNull"]) == "true")
	}
	if s.options.SingleRow && len(list) == 1 {
		return ok(map[string]any{"data": list[0], "errorDescription": "success"})
	}
	return ok(map[string]any{"data": map[string]any{"dataList": list, "offset": *q.Offset, "limit": *q.Limit, "total": n}, "errorDescription": "success"})
}

// checkSearch checks the limits of a query [X: query-and-paging.md].
func (s *Server) checkSearch(o *object, q *search, call Call) (reply, bool) {
	switch {
	case q.Limit == nil || q.Offset == nil || q.Filters == nil || q.Orders == nil:
		return wrong("limit, offset, filters and orders are needed"), false
	case *q.Limit < 1 || *q.Limit > s.options.MaxLimit:
		return wrong("limit %d", *q.Limit), false
	case *q.Offset < 0 || *q.Offset%*q.Limit != 0:
		return wrong("offset %d is no multiple of limit %d", *q.Offset, *q.Limit), false
	case *q.Offset > maxOffset:
		return failure(10013, "offset out of range 10000"), false
	case q.Projection == nil && s.options.ProjectionRequired && !isCustom(call.Object):
		return wrong("fieldProjection is needed"), false
	}
	for _, x := range *q.Orders {
		if _, known := o.fields[x.Field]; !known || x.Ascending == nil {
			return wrong("the order %q of %s", x.Field, o.name), false
		}
	}
	if s.options.UnknownRefused {
		for _, name := range q.Projection {
			if _, known := o.fields[baseOf(name)]; !known {
				return wrong("no field %q of %s", name, o.name), false
			}
		}
	}
	return reply{}, true
}

// wantsTotal reports whether a query asks for the total, which pages of the documentation spell in three ways.
func (s *Server) wantsTotal(body map[string]json.RawMessage, explicit *bool) bool {
	by := func(name string) bool { return s.options.TotalBy == "" || s.options.TotalBy == name }
	number := text(body["returnTotalNum"])
	return by("returnTotalNum") && (number == "1" || number == "2") ||
		by("need_return_count_num") && text(body["need_return_count_num"]) == "true" ||
		by("find_explicit_total_num") && (explicit == nil && number == "" || explicit != nil && *explicit)
}

// find returns the rows of a query, and how many there are in all if that is wanted.
func (s *Server) find(o *object, conditions []condition, orders []order, offset, limit int, total bool) ([]*record, int) {
	list, sorted := candidates(o, conditions, orders)
	var rows []*record
	n := 0
	take := func(r *record) bool {
		if n++; n > offset && len(rows) < limit {
			rows = append(rows, r)
		}
		return total || n < offset+limit
	}
	fits := func(r *record) bool {
		if r.voided && !s.options.VoidedShown {
			return false
		}
		var values map[string]json.RawMessage
		for _, c := range conditions {
			if !c.holds(r, &values) {
				return false
			}
		}
		return true
	}
	if sorted && !s.options.FirstOrderOnly {
		for _, r := range list {
			if fits(r) && !take(r) {
				break
			}
		}
	} else {
		fitting := make([]*record, 0, len(list))
		for _, r := range list {
			if fits(r) {
				fitting = append(fitting, r)
			}
		}
		s.sort(o, fitting, orders)
		for _, r := range fitting {
			if !take(r) {
				break
			}
		}
	}
	if !total {
		n = 0 // [X: an answer in the documentation]
	}
	return rows, n
}

// candidates are records that a query may return, and whether they stand in its order.
func candidates(o *object, conditions []condition, orders []order) ([]*record, bool) {
	first := func(field string) bool { return len(orders) > 0 && orders[0].Field == field && *orders[0].Ascending }
	byIDs := first(idField) || first(timeField) && len(orders) > 1 && orders[1].Field == idField && *orders[1].Ascending
	for _, c := range conditions {
		if c.field == idField && (c.operator == "EQ" || c.operator == "IN") {
			var list []*record
			for _, id := range c.values {
				if r := o.byID[id]; r != nil && !slices.Contains(list, r) {
					list = append(list, r)
				}
			}
			slices.SortFunc(list, byID)
			return list, first(idField)
		}
		if at, exact := c.instant(); exact && c.field == timeField && c.operator == "EQ" {
			from, to := bound(o.changes, at), bound(o.changes, at+1)
			return o.changes[from:to], byIDs
		}
	}
	switch {
	case first(idField):
		from := 0
		for _, c := range conditions {
			if c.field == idField && c.operator == "GT" && len(c.values) == 1 {
				i, found := slices.BinarySearchFunc(o.ordered, c.values[0], func(r *record, id string) int { return strings.Compare(r.id, id) })
				if found {
					i++
				}
				from = max(from, i)
			}
		}
		return o.ordered[from:], true
	case first(timeField):
		from, to := 0, len(o.changes)
		for _, c := range conditions {
			at, exact := c.instant()
			if c.field != timeField || !exact {
				continue
			}
			switch c.operator {
			case "GTE":
				from = max(from, bound(o.changes, at))
			case "GT":
				from = max(from, bound(o.changes, at+1))
			case "LT":
				to = min(to, bound(o.changes, at))
			case "LTE":
				to = min(to, bound(o.changes, at+1))
			}
		}
		return o.changes[min(from, to):to], byIDs
	}
	return o.ordered, len(orders) == 0
}

// bound is the place of the first record that was changed at an instant or later.
func bound(changes []*record, at int64) int {
	i, _ := slices.BinarySearchFunc(changes, at, func(r *record, at int64) int {
		if r.modified < at {
			return -1
		}
		return 1
	})
	return i
}

// sort orders records.
func (s *Server) sort(o *object, list []*record, orders []order) {
	if s.options.FirstOrderOnly && len(orders) > 1 {
		orders = orders[:1]
	}
	values := map[*record]map[string]json.RawMessage{}
	valueOf := func(r *record, field string) []string {
		if field == idField {
			return []string{r.id}
		}
		if values[r] == nil {
			values[r] = r.values()
		}
		return words(values[r][field])
	}
	slices.SortStableFunc(list, func(a, b *record) int {
		for _, x := range orders {
			var c int
			switch x.Field {
			case idField:
				c = strings.Compare(a.id, b.id)
			case timeField:
				c = int(a.modified - b.modified)
			default:
				c = compareAll(valueOf(a, x.Field), valueOf(b, x.Field), isNumber(o.fields[x.Field].Type))
			}
			if c != 0 && !*x.Ascending {
				return -c
			}
			if c != 0 {
				return c
			}
		}
		// In no certain order: that of the ids' ends, from behind.
		return strings.Compare(reversed(b.id), reversed(a.id))
	})
}

func reversed(id string) string {
	b := []byte(id)
	slices.Reverse(b)
	return string(b)
}

// compareAll compares lists of words.
func compareAll(a, b []string, numbers bool) int {
	for i := range min(len(a), len(b)) {
		if c := compare(a[i], b[i], numbers); c != 0 {
			return c
		}
	}
	return len(a) - len(b)
}
