package zohotest

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
)

// record is a record in memory: its JSON as one text.
type record struct {
	id       uint64
	modified int64 // seconds
	body     []byte
}

// tombstone is a record that was deleted.
type tombstone struct {
	record    *record
	at        time.Time
	permanent bool
}

// module is a table.
type module struct {
	name    string
	fields  map[string]Field
	listed  []Field // in the order of the metadata
	byID    map[uint64]*record
	changes []*record // by time of modification, then id
	byNum   []*record // by id; nil: to be made
	deleted []tombstone
}

func byChange(a, b *record) int {
	return cmp.Or(cmp.Compare(a.modified, b.modified), cmp.Compare(a.id, b.id))
}

// add puts a record into its places.
func (m *module) add(r *record) {
	if n := len(m.changes); n == 0 || byChange(m.changes[n-1], r) < 0 {
		m.changes = append(m.changes, r)
	} else {
		i, _ := slices.BinarySearchFunc(m.changes, r, byChange)
		m.changes = slices.Insert(m.changes, i, r)
	}
	if n := len(m.byNum); m.byNum != nil && n > 0 && m.byNum[n-1].id < r.id {
		m.byNum = append(m.byNum, r)
	} else {
		m.byNum = nil
	}
	m.byID[r.id] = r
}

// remove takes a record out of its places.
func (m *module) remove(r *record) {
	if i, ok := slices.BinarySearchFunc(m.changes, r, byChange); ok {
		m.changes = slices.Delete(m.changes, i, i+1)
	}
	m.byNum = nil
	delete(m.byID, r.id)
}

// numbered returns the records by id.
func (m *module) numbered() []*record {
	if m.byNum == nil {
		m.byNum = slices.SortedFunc(maps.Values(m.byID), func(a, b *record) int { return cmp.Compare(a.id, b.id) })
	}
	return m.byNum
}

// values are the fields of a record.
func (r *record) values() map[string]json.RawMessage {
	v := map[string]json.RawMessage{}
	if err := json.Unmarshal(r.body, &v); err != nil {
		panic(err) // it was made by Put
	}
	return v
}

// AddField adds a field to a module, which comes to be with the first one, or changes the field of that name.
func (s *Server) AddField(name string, f Field) {
	s.mu.Lock()
	defer s.mu.Unlock()
	m := s.modules[name]
	if m == nil {
		m = newModule(name, fieldsOf(name, "id:bigint Owner:ownerlookup Created_Time:datetime Modified_Time:datetime Name", s.options))
		s.modules[name] = m
	}
	m.listed = append(slices.DeleteFunc(m.listed, func(x Field) bool { return x.Name == f.Name }), f)
	m.fields[f.Name] = f
}

func newModule(name string, fields []Field) *module {
	m := &module{name: name, fields: map[string]Field{}, listed: fields, byID: map[uint64]*record{}}
	for _, f := range fields {
		m.fields[f.Name] = f
	}
	return m
}

// Put creates a record, or changes the fields that are given of the one with the "id" among them, and returns its id. An
// id that is not given is the next one; Created_Time and Modified_Time that are not given are now. It panics for a module
// that is not there and values that are no JSON: they are faults of the test.
func (s *Server) Put(name string, fields map[string]any) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.put(name, fields)
}

func (s *Server) put(name string, fields map[string]any) string {
	m := s.table(name)
	now := s.options.Now().Truncate(time.Second)
	all := map[string]json.RawMessage{}
	var id uint64
	if text, ok := fields["id"]; ok {
		id = number(fmt.Sprint(text))
	} else {
		s.last++
		id = s.last
	}
	s.last = max(s.last, id)
	old := m.byID[id]
	if old != nil {
		all = old.values()
	} else {
		all["Created_Time"] = s.instant(now)
	}
	all["Modified_Time"] = s.instant(now)
	for field, value := range fields {
		if at, ok := value.(time.Time); ok {
			all[field] = s.instant(at)
			continue
		}
		text, err := json.Marshal(value)
		if err != nil {
			panic(err)
		}
		all[field] = text
	}
	all["id"] = json.RawMessage(strconv.Quote(strconv.FormatUint(id, 10)))
	var modified time.Time
	if err := json.Unmarshal(all["Modified_Time"], &modified); err != nil {
		panic(err)
	}
	body, err := json.Marshal(all)
	if err != nil {
		panic(err)
	}
	if old != nil {
		m.remove(old)
	}
	m.add(&record{id: id, modified: modified.Unix(), body: body})
	m.deleted = slices.DeleteFunc(m.deleted, func(t tombstone) bool { return t.record.id == id })
	return strconv.FormatUint(id, 10)
}

// instant is a time as Zoho writes it: whole seconds with an offset.
func (s *Server) instant(t time.Time) json.RawMessage {
	return json.RawMessage(strconv.Quote(t.In(s.options.Zone).Format("2006-01-02T15:04:05-07:00")))
}

// Delete deletes a record, into the recycle bin or for good, and reports whether it was there.
func (s *Server) Delete(name, id string, permanent bool) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	m := s.table(name)
	r := m.byID[number(id)]
	if r == nil {
		return false
	}
	m.remove(r)
	m.deleted = append(m.deleted, tombstone{record: r, at: s.options.Now().Truncate(time.Second), permanent: permanent})
	return true
}

// Restore takes a record out of the recycle bin and reports whether it was there; see [Options].RestoreKeepsTime.
func (s *Server) Restore(name, id string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	m := s.table(name)
	i := slices.IndexFunc(m.deleted, func(t tombstone) bool { return t.record.id == number(id) && !t.permanent })
	if i < 0 {
		return false
	}
	r := m.deleted[i].record
	m.deleted = slices.Delete(m.deleted, i, i+1)
	if s.options.RestoreKeepsTime {
		m.add(r)
		return true
	}
	m.byID[r.id] = r // so that put keeps its fields
	m.changes = append(m.changes, r)
	slices.SortFunc(m.changes, byChange)
	s.put(name, map[string]any{"id": id})
	return true
}

// Get returns the fields of a record, nil when it is not there.
func (s *Server) Get(name, id string) map[string]json.RawMessage {
	s.mu.Lock()
	defer s.mu.Unlock()
	if r := s.table(name).byID[number(id)]; r != nil {
		return r.values()
	}
	return nil
}

// IDs returns the ids of a module, ascending by number.
func (s *Server) IDs(name string) []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var ids []string
	for _, r := range s.table(name).numbered() {
		ids = append(ids, strconv.FormatUint(r.id, 10))
	}
	return ids
}

// AddUser adds a user with fields as the API has them, such as full_name, email and status, and returns the id.
func (s *Server) AddUser(fields map[string]any) string {
	return s.Put(usersTable, fields)
}

const usersTable = "users"

func (s *Server) table(name string) *module {
	m := s.modules[name]
	if m == nil {
		panic("zohotest: no module " + name)
	}
	return m
}

// isID reports whether a text from outside can be an id.
func isID(text string) bool {
	return text != "" && len(text) <= 19 && strings.Trim(text, "0123456789") == ""
}

func number(id string) uint64 {
	n, err := strconv.ParseUint(id, 10, 64)
	if err != nil {
		panic("zohotest: no id: " + id)
	}
	return n
}
