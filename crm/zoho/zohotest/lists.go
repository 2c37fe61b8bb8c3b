package zohotest

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Limits of lists [D: v8 get-records].
const (
	maxPerPage = 200
	pageReach  = 2000
	listFields = 50
	tokenDay   = 24 * time.Hour
)

// pageToken is where a list goes on. It is bound to its parameters [D: v8 get-records].
type pageToken struct {
	bound   string
	offset  int
	expires time.Time
}

func missing(name string) reply {
	return failure(http.StatusBadRequest, "REQUIRED_PARAM_MISSING", "One of the expected parameter is missing", map[string]any{"param_name": name})
}

// since reads the header If-Modified-Since, in ISO 8601.
func since(r *http.Request) (time.Time, bool, bool) {
	text := r.Header.Get("If-Modified-Since")
	if text == "" {
		return time.Time{}, false, true
	}
	at, err := time.Parse(time.RFC3339, text)
	return at, true, err == nil
}

// list answers GET /{module} and /{module}/{id}.
func (s *Server) list(path string, r *http.Request) reply {
	m := s.modules[path]
	if m == nil || path == usersTable || r.Method != http.MethodGet {
		return failure(http.StatusBadRequest, "INVALID_MODULE", "the module name given seems to be invalid", nil)
	}
	if _, id, ok := strings.Cut(strings.TrimPrefix(r.URL.Path, "/crm/v8/"), "/"); ok {
		return s.one(m, id)
	}
	q := r.URL.Query()
	fields := strings.Split(q.Get("fields"), ",")
	perPage, page := maxPerPage, 1
	var err error
	switch {
	case q.Get("fields") == "": // mandatory since v3
		return missing("fields")
	case len(fields) > listFields:
		return failure(http.StatusBadRequest, "LIMIT_EXCEEDED", "fields limit exceeded", map[string]any{"limit": listFields})
	}
	if text := q.Get("per_page"); text != "" {
		if perPage, err = strconv.Atoi(text); err != nil || perPage < 1 || perPage > maxPerPage {
			return failure(http.StatusBadRequest, "INVALID_DATA", "invalid data", map[string]any{"param": "per_page", "maximum": maxPerPage})
		}
	}
	if text := q.Get("page"); text != "" {
		if page, err = strconv.Atoi(text); err != nil || page < 1 {
			return failure(http.StatusBadRequest, "INVALID_DATA", "invalid data", map[string]any{"param": "page"})
		}
	}
	if q.Has("page") && q.Has("page_token") {
		return failure(http.StatusBadRequest, "AMBIGUITY_DURING_PROCESSING", "page and page_token", nil)
	}
	offset := (page - 1) * perPage
	bound := binding(m.name, q, r)
	if text := q.Get("page_token"); text != "" {
		t, ok := s.pages[text]
		switch {
		case !ok:
			return failure(http.StatusBadRequest, "INVALID_DATA", "invalid page token", map[string]any{"param": "page_token"})
		case !s.options.Now().Before(t.expires): // 24 hours [D: v8 get-records]
			return failure(http.StatusBadRequest, "EXPIRED_VALUE", "page token expired", nil)
		case t.bound != bound:
			return failure(http.StatusBadRequest, "TOKEN_BOUND_DATA_MISMATCH", "the parameters differ from those of the token", nil)
		}
		offset = t.offset
		page = offset/perPage + 1
	} else if offset+perPage > pageReach { // [C: airbytehq/airbyte#30977]
		return failure(http.StatusBadRequest, "DISCRETE_PAGINATION_LIMIT_EXCEEDED", "to fetch more than 2000 records use page_token", map[string]any{"limit": pageReach})
	}
	if offset+perPage > maxReach {
		return failure(http.StatusBadRequest, "PAGINATION_LIMIT_EXCEEDED", "pagination limit exceeded", map[string]any{"limit": maxReach})
	}
	return s.page(m, q, r, fields, perPage, page, offset, bound)
}

// page answers one page of a list.
func (s *Server) page(m *module, q url.Values, r *http.Request, fields []string, perPage, page, offset int, bound string) reply {
	after, conditional, ok := since(r)
	if !ok {
		return failure(http.StatusBadRequest, "INVALID_DATA", "invalid If-Modified-Since", nil)
	}
	all := slices.Clone(m.numbered())
	switch sortBy := q.Get("sort_by"); sortBy {
	case "", "id":
	case "Modified_Time":
		all = slices.Clone(m.changes)
	case "Created_Time":
		slices.SortStableFunc(all, func(a, b *record) int { return s.compareRows(m, []ordering{{field: "Created_Time"}}, a, b) })
	default:
		return failure(http.StatusBadRequest, "INVALID_DATA", "invalid sort_by", nil)
	}
	if q.Get("sort_order") != "asc" { // descending by default
		slices.Reverse(all)
	}
	if conditional {
		all = slices.DeleteFunc(all, func(x *record) bool { return x.modified < after.Unix() })
		if len(all) == 0 {
			return reply{status: http.StatusNotModified}
		}
	}
	all = all[min(offset, len(all)):]
	if len(all) == 0 {
		return reply{status: http.StatusNoContent}
	}
	more := len(all) > perPage
	var data []map[string]json.RawMessage
	for _, x := range all[:min(perPage, len(all))] {
		values := x.values()
		row := map[string]json.RawMessage{"id": values["id"]}
		for _, name := range fields {
			if _, ok := m.fields[name]; ok {
				row[name] = values[name]
			}
		}
		data = append(data, row)
	}
	info := map[string]any{"per_page": perPage, "count": len(data), "page": page, "more_records": more, "next_page_token": nil, "previous_page_token": nil, "page_token_expiry": nil}
	if more { // on the first page already
		token := fmt.Sprintf("p%d.%x", len(s.pages)+1, offset+perPage)
		expires := s.options.Now().Add(tokenDay)
		s.pages[token] = pageToken{bound: bound, offset: offset + perPage, expires: expires}
		info["next_page_token"], info["page_token_expiry"] = token, s.instant(expires)
	}
	return reply{status: http.StatusOK, body: map[string]any{"data": data, "info": info}}
}

// binding is what the parameters of a list come to.
func binding(module string, q url.Values, r *http.Request) string {
	q = maps.Clone(q)
	delete(q, "page")
	delete(q, "page_token")
	sum := sha256.Sum256([]byte(module + "?" + q.Encode() + "#" + r.Header.Get("If-Modified-Since")))
	return hex.EncodeToString(sum[:8])
}

func (s *Server) one(m *module, id string) reply {
	if !isID(id) || m.byID[number(id)] == nil {
		return failure(http.StatusBadRequest, "INVALID_DATA", "the id given seems to be invalid", nil)
	}
	return reply{status: http.StatusOK, body: map[string]any{"data": []any{m.byID[number(id)].values()}}}
}

// listDeleted answers GET /{module}/deleted [D: get-deleted-records].
func (s *Server) listDeleted(name string, r *http.Request) reply {
	m := s.modules[name]
	if m == nil || name == usersTable {
		return failure(http.StatusBadRequest, "INVALID_MODULE", "the module name given seems to be invalid", nil)
	}
	q := r.URL.Query()
	after, conditional, ok := since(r)
	page, errPage := strconv.Atoi(cmpOr(q.Get("page"), "1"))
	perPage, errPer := strconv.Atoi(cmpOr(q.Get("per_page"), "200"))
	if !ok || errPage != nil || errPer != nil || page < 1 || perPage < 1 || perPage > maxPerPage {
		return failure(http.StatusBadRequest, "INVALID_DATA", "invalid data", nil)
	}
	kind := cmpOr(q.Get("type"), "all")
	var all []tombstone
	for _, t := range m.deleted {
		if (!conditional || !t.at.Before(after)) && (kind == "all" || (kind == "permanent") == t.permanent) {
			all = append(all, t)
		}
	}
	if !s.options.DeletedAscending {
		slices.Reverse(all)
	}
	all = all[min((page-1)*perPage, len(all)):]
	if len(all) == 0 {
		return reply{status: http.StatusNoContent}
	}
	more := len(all) > perPage
	var data []map[string]any
	for _, t := range all[:min(perPage, len(all))] {
		kind := "recycle"
		if t.permanent {
			kind = "permanent"
		}
		data = append(data, map[string]any{
			"id": strconv.FormatUint(t.record.id, 10), "display_name": nil, "type": kind, "deleted_time": s.instant(t.at), "deleted_by": nil, "created_by": nil,
		})
	}
	return reply{status: http.StatusOK, body: map[string]any{"data": data, "info": map[string]any{"per_page": perPage, "count": len(data), "page": page, "more_records": more}}}
}

func cmpOr(a, b string) string {
	if a == "" {
		return b
	}
	return a
}

// describe answers GET /settings/fields [S: crm-oas fields.json].
func (s *Server) describe(name string) reply {
	m := s.modules[name]
	if m == nil || name == usersTable {
		return failure(http.StatusBadRequest, "INVALID_MODULE", "the module name given seems to be invalid", nil)
	}
	var fields []map[string]any
	for _, f := range m.listed {
		kind := f.Type
		if kind == "unsupported" {
			kind = "subform"
		}
		var picks []map[string]any
		for _, o := range f.Options {
			picks = append(picks, map[string]any{"display_value": o, "actual_value": o})
		}
		fields = append(fields, map[string]any{
			"api_name": f.Name, "field_label": strings.ReplaceAll(f.Name, "_", " "), "data_type": kind, "json_type": "string", "pick_list_values": picks,
			"view_type": map[string]any{"view": true},
		})
	}
	return reply{status: http.StatusOK, body: map[string]any{"fields": fields}}
}

// users answers GET /users [S: crm-oas users.json].
func (s *Server) users(r *http.Request) reply {
	q := r.URL.Query()
	page, errPage := strconv.Atoi(cmpOr(q.Get("page"), "1"))
	perPage, errPer := strconv.Atoi(cmpOr(q.Get("per_page"), "200"))
	if errPage != nil || errPer != nil || page < 1 || perPage < 1 || perPage > maxPerPage {
		return failure(http.StatusBadRequest, "INVALID_DATA", "invalid data", nil)
	}
	var all []map[string]json.RawMessage
	for _, x := range s.modules[usersTable].numbered() {
		values := x.values()
		values["created_time"] = values["Created_Time"]
		delete(values, "Created_Time")
		if s.options.UsersWithoutModified {
			delete(values, "Modified_Time")
		}
		if status, _ := plain(values["status"]); q.Get("type") != "ActiveUsers" || status == "active" {
			all = append(all, values)
		}
	}
	all = all[min((page-1)*perPage, len(all)):]
	if len(all) == 0 {
		return reply{status: http.StatusNoContent}
	}
	more := len(all) > perPage
	all = all[:min(perPage, len(all))]
	return reply{status: http.StatusOK, body: map[string]any{"users": all, "info": map[string]any{"per_page": perPage, "count": len(all), "page": page, "more_records": more}}}
}

// org answers GET /org and /org/currencies [S: crm-oas currencies.json: exchange_rate is a string].
func (s *Server) org(r *http.Request) reply {
	if r.URL.Path != "/crm/v8/org/currencies" {
		return reply{status: http.StatusOK, body: map[string]any{"org": []any{map[string]any{"company_name": "Example", "iso_code": "CNY", "currency": "Chinese Yuan"}}}}
	}
	if s.options.SingleCurrency {
		return reply{status: http.StatusNoContent}
	}
	currency := func(id, name, code, rate string, base bool) map[string]any {
		return map[string]any{"id": id, "name": name, "iso_code": code, "symbol": code, "exchange_rate": rate, "is_base": base, "is_active": true}
	}
	return reply{status: http.StatusOK, body: map[string]any{"currencies": []any{
		currency("5725767000000310001", "Chinese Yuan - CNY", "CNY", "1.000000000", true),
		currency("5725767000000310002", "US Dollar - USD", "USD", "0.140000000", false),
	}}}
}
