package zohotest

import (
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"unicode/utf8"
)

// maxRows is how many records one call writes [D: v8 insert-records].
const maxRows = 100

// mandatory are fields that a module asks for [D: v8 insert-records].
func mandatory(module string) string {
	switch module {
	case "Tasks", "Calls", "Sales_Orders", "Invoices", "Cases":
		return "Subject"
	case "Accounts":
		return "Account_Name"
	case "Deals":
		return "Deal_Name"
	case "Contacts":
		return "Last_Name"
	default:
		return ""
	}
}

// Unique makes a field one without duplicates.
func (s *Server) Unique(module, field string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.unique = append(s.unique, module+"."+field)
}

// write answers POST /{module}. Each record has its own result: all well 201, some 207, none 400 [S: crm-oas record.json].
func (s *Server) write(name string, r *http.Request) reply {
	m := s.modules[name]
	if m == nil || name == usersTable {
		return failure(http.StatusBadRequest, "INVALID_MODULE", "the module name given seems to be invalid", nil)
	}
	var body struct {
		Data []map[string]json.RawMessage `json:"data"`
	}
	text, err := io.ReadAll(io.LimitReader(r.Body, maxRequest))
	switch {
	case err != nil || json.Unmarshal(text, &body) != nil || len(body.Data) == 0:
		return failure(http.StatusBadRequest, "INVALID_DATA", "body", nil)
	case len(body.Data) > maxRows:
		return failure(http.StatusBadRequest, "INVALID_DATA", "invalid data", map[string]any{"maximum_length": maxRows})
	}
	var results []any
	good := 0
	for _, row := range body.Data {
		if code, field := s.unfit(m, row); code != "" {
			results = append(results, map[string]any{"code": code, "details": map[string]any{"api_name": field}, "message": "invalid data", "status": "error"})
			continue
		}
		good++
		fields := map[string]any{}
		for field, raw := range row {
			fields[field] = raw
		}
		for _, kept := range []string{"id", "Created_Time", "Modified_Time"} { // by the system [M]
			delete(fields, kept)
		}
		id := s.put(name, fields)
		results = append(results, map[string]any{"code": "SUCCESS", "details": map[string]any{"id": id}, "message": "record added", "status": "success"})
	}
	status := http.StatusMultiStatus
	switch good {
	case len(body.Data):
		status = http.StatusCreated
	case 0:
		status = http.StatusBadRequest
	}
	return reply{status: status, body: map[string]any{"data": results}}
}

// unfit says why a record cannot be written, and because of which field.
func (s *Server) unfit(m *module, row map[string]json.RawMessage) (code, field string) {
	if need := mandatory(m.name); need != "" {
		if text, ok := plain(row[need]); !ok || text == "" {
			return "MANDATORY_NOT_FOUND", need
		}
	}
	if text, _ := plain(row["Subject"]); utf8.RuneCountInString(text) > 255 {
		return "INVALID_DATA", "Subject"
	}
	if id, ok := plain(row["Owner"]); ok && (!isID(id) || s.modules[usersTable].byID[number(id)] == nil) {
		return "INVALID_DATA", "Owner"
	}
	for _, unique := range s.unique {
		for field, raw := range row {
			if m.name+"."+field != unique {
				continue
			}
			text, _ := plain(raw)
			if slices.ContainsFunc(m.changes, func(x *record) bool { other, _ := plain(x.values()[field]); return other == text }) {
				return "DUPLICATE_DATA", field
			}
		}
	}
	return "", ""
}
