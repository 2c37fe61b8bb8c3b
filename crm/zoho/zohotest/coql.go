package zohotest

import (
	"encoding/json"
	"errors"
	"io"
	"math/big"
	"net/http"
	"strings"
	"time"
)

// Limits of queries [D: COQL-Limitations].
const (
	maxCriteria = 25
	maxOrder    = 10
	maxLimit    = 2000
	maxReach    = 100_000
	maxRequest  = 1 << 20
)

// queryError is a query that is understood and refused.
type queryError struct {
	code    string
	details map[string]any
}

func (e *queryError) Error() string { return e.code }

func invalid(details map[string]any) error { return &queryError{"INVALID_QUERY", details} }

// coql answers a query and says what it costs [D: COQL-Overview: 1, 2 or 3 credits by limit].
func (s *Server) coql(r *http.Request) (reply, int) {
	var body struct {
		Query string `json:"select_query"`
	}
	text, err := io.ReadAll(io.LimitReader(r.Body, maxRequest))
	if err != nil || json.Unmarshal(text, &body) != nil || body.Query == "" || r.Method != http.MethodPost {
		return failure(http.StatusBadRequest, "REQUIRED_PARAM_MISSING", "One of the expected parameter is missing", map[string]any{"param": "select_query"}), 1
	}
	st, criteria, err := parse(body.Query, s.options.WhereOptional)
	if err == nil {
		err = s.check(st, criteria)
	}
	if bad, ok := errors.AsType[*syntaxError](err); ok {
		details := map[string]any{"line": 1, "column": bad.column, "near": bad.near}
		if bad.near == "" {
			details = map[string]any{"clause": bad.clause}
		}
		return failure(http.StatusBadRequest, "SYNTAX_ERROR", "error occurred while parsing the query", details), 1
	}
	if bad, ok := errors.AsType[*queryError](err); ok {
		return failure(http.StatusBadRequest, bad.code, "invalid query formed", bad.details), 1
	}
	rows, more := s.run(st)
	cost := 1
	if st.limit > 200 {
		cost++
	}
	if st.limit > 1000 {
		cost++
	}
	if len(rows) == 0 {
		return reply{status: http.StatusNoContent}, cost
	}
	return reply{status: http.StatusOK, body: map[string]any{"data": rows, "info": map[string]any{"count": len(rows), "more_records": more}}}, cost
}

// check applies the limits and looks for fields that are not there.
func (s *Server) check(st *statement, criteria int) error {
	m := s.modules[st.module]
	if m == nil || st.module == usersTable {
		return invalid(map[string]any{"module": st.module, "reason": "module not found"})
	}
	switch {
	case len(st.columns) > s.options.Columns:
		return &queryError{"LIMIT_EXCEEDED", map[string]any{"clause": "select", "limit": s.options.Columns}}
	case criteria > maxCriteria:
		return &queryError{"LIMIT_EXCEEDED", map[string]any{"clause": "where", "limit": maxCriteria}}
	case len(st.order) > maxOrder:
		return &queryError{"LIMIT_EXCEEDED", map[string]any{"clause": "order by", "limit": maxOrder}}
	case st.limit > maxLimit || st.limit == 0 || st.offset+st.limit > maxReach:
		return &queryError{"LIMIT_EXCEEDED", map[string]any{"clause": "limit", "limit": maxLimit, "reach": maxReach}}
	}
	for _, name := range st.columns {
		if _, err := s.field(m, name); err != nil {
			return err
		}
	}
	seen := map[string]bool{}
	for _, o := range st.order {
		if _, err := s.field(m, o.field); err != nil {
			return err
		}
		if seen[o.field] {
			return &queryError{"DUPLICATE_DATA", map[string]any{"column_name": o.field, "clause": "order by"}}
		}
		seen[o.field] = true
	}
	return st.where.each(func(c *condition) error {
		f, err := s.field(m, c.field)
		if err != nil {
			return err
		}
		// Multi-line fields are no criteria [D: COQL-Limitations].
		if f.Type == "textarea" {
			return invalid(map[string]any{"column_name": c.field, "reason": "column is not supported in criteria", "module": m.name})
		}
		if strings.HasSuffix(c.operator, "in") && len(c.values) > s.options.Values {
			return &queryError{"LIMIT_EXCEEDED", map[string]any{"operator": c.operator, "limit": s.options.Values}}
		}
		for _, v := range c.values {
			if !fits(f.Type, v) {
				return invalid(map[string]any{"column_name": c.field, "reason": "invalid value", "expected_data_type": f.Type, "operator": c.operator})
			}
		}
		return nil
	})
}

// field finds a field by its name, or by a way through a reference: "Account_Name.id", "What_Id->Accounts.id"
// [D: COQL-Overview; Kaizen #81].
func (s *Server) field(m *module, name string) (Field, error) {
	unknown := invalid(map[string]any{"column_name": name, "reason": "column not found", "module": m.name})
	if base, rest, ok := strings.Cut(name, "->"); ok {
		leads, inner, ok := strings.Cut(rest, ".")
		other := s.modules[leads]
		if _, there := m.fields[base]; !ok || !there || other == nil {
			return Field{}, unknown
		}
		return s.field(other, inner)
	}
	if base, inner, ok := strings.Cut(name, "."); ok {
		f, there := m.fields[base]
		if !there || s.modules[f.Module] == nil {
			return Field{}, unknown
		}
		return s.field(s.modules[f.Module], inner)
	}
	f, ok := m.fields[name]
	if !ok || f.Type == "unsupported" {
		return Field{}, unknown
	}
	return f, nil
}

// fits reports whether a literal can be compared with a type.
func fits(kind, literal string) bool {
	switch kind {
	case "datetime":
		_, err := time.Parse(time.RFC3339, literal)
		return err == nil
	case "date":
		_, err := time.Parse(time.DateOnly, literal)
		return err == nil
	case "integer", "bigint":
		_, ok := new(big.Int).SetString(literal, 10)
		return ok && len(literal) < 64
	case "currency", "double":
		_, ok := new(big.Rat).SetString(literal)
		return ok && len(literal) < 64
	default:
		return true
	}
}
