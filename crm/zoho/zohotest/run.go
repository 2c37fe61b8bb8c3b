package zohotest

import (
	"cmp"
	"encoding/json"
	"fmt"
	"math"
	"math/big"
	"slices"
	"strings"
	"time"
)

// run carries a query out.
func (s *Server) run(st *statement) (found []map[string]json.RawMessage, more bool) {
	m := s.modules[st.module]
	candidates, sorted := s.candidates(m, st)
	skip := st.offset
	var matched []*record
	for _, r := range candidates {
		if !s.matches(m, st.where, r) {
			continue
		}
		if !sorted {
			matched = append(matched, r)
			continue
		}
		if skip > 0 {
			skip--
			continue
		}
		if len(matched) == st.limit {
			more = true
			break
		}
		matched = append(matched, r)
	}
	if !sorted {
		slices.SortStableFunc(matched, func(a, b *record) int { return s.compareRows(m, st.order, a, b) })
		matched = matched[min(st.offset, len(matched)):]
		if more = len(matched) > st.limit; more {
			matched = matched[:st.limit]
		}
	}
	for _, r := range matched {
		found = append(found, s.project(m, r, st.columns))
	}
	return found, more
}

// candidates are the records that may match, and whether they are in the order that was asked for.
func (s *Server) candidates(m *module, st *statement) ([]*record, bool) {
	switch {
	case len(st.order) == 0 || len(st.order) == 1 && st.order[0] == ordering{field: "id"}:
		all := m.numbered()
		if low, ok := bound(st.where, "id"); ok {
			n, ok := new(big.Int).SetString(low, 10)
			switch {
			case !ok || n.Sign() < 0:
				n = new(big.Int)
			case !n.IsUint64():
				n.SetUint64(math.MaxUint64)
			}
			i, _ := slices.BinarySearchFunc(all, n.Uint64(), func(r *record, id uint64) int { return cmp.Compare(r.id, id) })
			all = all[i:]
		}
		return all, true // by id when nothing is said [D: COQL-Overview]
	case len(st.order) == 2 && st.order[0] == ordering{field: "Modified_Time"} && st.order[1] == ordering{field: "id"}:
		all := m.changes
		if low, ok := bound(st.where, "Modified_Time"); ok {
			at, _ := time.Parse(time.RFC3339, low)
			i, _ := slices.BinarySearchFunc(all, at.Unix(), func(r *record, at int64) int { return cmp.Compare(r.modified, at) })
			all = all[i:]
		}
		return all, true
	}
	return m.numbered(), false
}

// bound finds a lower bound of a field that every match keeps to.
func bound(c *condition, field string) (string, bool) {
	switch {
	case c == nil || c.or:
		return "", false
	case c.and:
		if low, ok := bound(c.left, field); ok {
			return low, true
		}
		return bound(c.right, field)
	}
	return strings.Join(c.values, ""), c.field == field && (c.operator == ">" || c.operator == ">=" || c.operator == "=")
}

// matches reports whether a record meets a condition.
func (s *Server) matches(m *module, c *condition, r *record) bool {
	switch {
	case c == nil:
		return true
	case c.and:
		return s.matches(m, c.left, r) && s.matches(m, c.right, r)
	case c.or:
		return s.matches(m, c.left, r) || s.matches(m, c.right, r)
	}
	// What the keys say needs no reading of the record.
	switch c.field {
	case "Modified_Time":
		if len(c.values) == 1 && compares(c.operator) {
			at, _ := time.Parse(time.RFC3339, c.values[0])
			return holds(c.operator, cmp.Compare(r.modified, at.Unix()))
		}
	case "id":
		switch {
		case c.operator == "is not null":
			return true
		case compares(c.operator):
			n, _ := new(big.Int).SetString(c.values[0], 10)
			return n != nil && holds(c.operator, new(big.Int).SetUint64(r.id).Cmp(n))
		}
	}
	f, _ := s.field(m, c.field)
	text, there := plain(s.value(m, r.values(), c.field))
	switch c.operator {
	case "is null":
		return !there
	case "is not null":
		return there
	case "in", "not in":
		return there && slices.ContainsFunc(c.values, func(v string) bool { return compare(f.Type, text, v) == 0 }) == (c.operator == "in")
	case "between":
		return there && compare(f.Type, text, c.values[0]) >= 0 && compare(f.Type, text, c.values[1]) <= 0
	case "like", "not like":
		return there && like(text, c.values[0]) == (c.operator == "like")
	}
	return there && holds(c.operator, compare(f.Type, text, c.values[0]))
}

// compares reports whether an operator is one for [holds].
func compares(operator string) bool {
	return slices.Contains([]string{"=", "!=", "<", "<=", ">", ">="}, operator)
}

func holds(operator string, c int) bool {
	switch operator {
	case "=":
		return c == 0
	case "!=":
		return c != 0
	case "<":
		return c < 0
	case "<=":
		return c <= 0
	case ">":
		return c > 0
	default:
		return c >= 0
	}
}

// like has % at one end or both: starts with, ends with, contains [D: COQL-Limitations].
func like(text, pattern string) bool {
	text, pattern = strings.ToLower(text), strings.ToLower(pattern)
	core := strings.Trim(pattern, "%")
	starts, ends := strings.HasSuffix(pattern, "%"), strings.HasPrefix(pattern, "%")
	switch {
	case starts && ends:
		return strings.Contains(text, core)
	case starts:
		return strings.HasPrefix(text, core)
	case ends:
		return strings.HasSuffix(text, core)
	default:
		return text == core
	}
}

// compare compares texts by what a type means.
func compare(kind, a, b string) int {
	switch kind {
	case "currency", "double", "integer", "bigint":
		x, okX := new(big.Rat).SetString(a)
		y, okY := new(big.Rat).SetString(b)
		if okX && okY {
			return x.Cmp(y)
		}
	case "datetime":
		x, errX := time.Parse(time.RFC3339, a)
		y, errY := time.Parse(time.RFC3339, b)
		if errX == nil && errY == nil {
			return x.Compare(y)
		}
	}
	return strings.Compare(a, b)
}

func (s *Server) compareRows(m *module, order []ordering, a, b *record) int {
	va, vb := a.values(), b.values()
	for _, o := range order {
		f, _ := s.field(m, o.field)
		x, _ := plain(s.value(m, va, o.field))
		y, _ := plain(s.value(m, vb, o.field))
		c := compare(f.Type, x, y)
		if o.down {
			c = -c
		}
		if c != 0 {
			return c
		}
	}
	return cmp.Compare(a.id, b.id)
}

// plain is a value as a text: of a reference the id.
func plain(raw json.RawMessage) (string, bool) {
	if len(raw) == 0 || string(raw) == "null" {
		return "", false
	}
	var text string
	if json.Unmarshal(raw, &text) == nil {
		return text, true
	}
	var ref struct {
		ID string `json:"id"`
	}
	if raw[0] == '{' && json.Unmarshal(raw, &ref) == nil {
		return ref.ID, true
	}
	return string(raw), true
}

// value is what a record says in a field, also by a way through a reference.
func (s *Server) value(m *module, values map[string]json.RawMessage, name string) json.RawMessage {
	if raw, ok := values[name]; ok {
		return raw
	}
	if base, rest, ok := strings.Cut(name, "->"); ok {
		leads, inner, _ := strings.Cut(rest, ".")
		if module, _ := plain(values["$se_module"]); module != leads {
			return nil
		}
		return s.through(s.modules[leads], values[base], inner)
	}
	if base, inner, ok := strings.Cut(name, "."); ok {
		return s.through(s.modules[m.fields[base].Module], values[base], inner)
	}
	return nil
}

// through is a field of what a reference leads to.
func (s *Server) through(m *module, ref json.RawMessage, name string) json.RawMessage {
	id, ok := plain(ref)
	if !ok || m == nil {
		return nil
	}
	if name == "id" {
		return json.RawMessage(fmt.Sprintf("%q", id))
	}
	if n, ok := new(big.Int).SetString(id, 10); ok && n.IsUint64() && m.byID[n.Uint64()] != nil {
		return s.value(m, m.byID[n.Uint64()].values(), name)
	}
	return nil
}

// project takes the columns of a record. References have the id only, unless that is switched [M].
func (s *Server) project(m *module, r *record, columns []string) map[string]json.RawMessage {
	values := r.values()
	row := make(map[string]json.RawMessage, len(columns)+1)
	row["id"] = values["id"]
	for _, name := range columns {
		raw := s.value(m, values, name)
		if raw == nil {
			raw = json.RawMessage("null")
		}
		if raw[0] == '{' && !s.options.NamesInReferences {
			if id, ok := plain(raw); ok {
				raw = json.RawMessage(fmt.Sprintf(`{"id":%q}`, id))
			}
		}
		row[name] = raw
	}
	return row
}
