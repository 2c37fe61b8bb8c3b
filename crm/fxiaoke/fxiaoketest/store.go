package fxiaoketest

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"
)

// record is a record in memory: its JSON as one text.
type record struct {
	id       string
	modified int64 // milliseconds
	voided   bool
	body     []byte
}

// object is a table.
type object struct {
	name    string
	fields  map[string]Field
	byID    map[string]*record
	changes []*record // by time of modification, then id
	ordered []*record // by id
}

func byChange(a, b *record) int {
	return cmp.Or(cmp.Compare(a.modified, b.modified), cmp.Compare(a.id, b.id))
}

func byID(a, b *record) int { return cmp.Compare(a.id, b.id) }

func insert(list []*record, r *record, compare func(a, b *record) int) []*record {
	if n := len(list); n == 0 || compare(list[n-1], r) < 0 {
		return append(list, r)
	}
	i, _ := slices.BinarySearchFunc(list, r, compare)
	return slices.Insert(list, i, r)
}

func without(list []*record, r *record, compare func(a, b *record) int) []*record {
	if i, ok := slices.BinarySearchFunc(list, r, compare); ok {
		return slices.Delete(list, i, i+1)
	}
	return list
}

// add puts a record into its places.
func (o *object) add(r *record) {
	o.changes, o.ordered = insert(o.changes, r, byChange), insert(o.ordered, r, byID)
	o.byID[r.id] = r
}

// remove takes a record out of its places.
func (o *object) remove(r *record) {
	o.changes, o.ordered = without(o.changes, r, byChange), without(o.ordered, r, byID)
	delete(o.byID, r.id)
}

// values are the fields of a record.
func (r *record) values() map[string]json.RawMessage {
	v := map[string]json.RawMessage{}
	if err := json.Unmarshal(r.body, &v); err != nil {
		panic(err) // it was made by Put
	}
	return v
}

func newObject(name string, fields []Field) *object {
	o := &object{name: name, fields: map[string]Field{}, byID: map[string]*record{}}
	for _, f := range fields {
		o.fields[f.Name] = f
	}
	return o
}

// AddField adds a field to an object, which comes to be with the first one, or changes the field of that name.
func (s *Server) AddField(name string, f Field) {
	s.mu.Lock()
	defer s.mu.Unlock()
	o := s.objects[name]
	if o == nil {
		o = newObject(name, fieldsOf(name, schema()["LeadsObj"], s.options))
		s.objects[name] = o
	}
	o.fields[f.Name] = f
}

// Put creates a record, or changes the fields that are given of the one with the "_id" among them, and returns its id. An
// id that is not given is the next one, of 24 hexadecimal digits; create_time and last_modified_time that are not given
// are now. Instants may be given as [time.Time]. A record that was voided is not so any more. It panics for an object
// that is not there and values that are no JSON: they are faults of the test.
func (s *Server) Put(name string, fields map[string]any) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.put(name, fields)
}

func (s *Server) put(name string, fields map[string]any) string {
	o := s.table(name)
	now := raw(s.options.Now())
	all := map[string]json.RawMessage{}
	id, given := fields["_id"].(string)
	if !given {
		s.last++
		id = fmt.Sprintf("65f%021x", s.last)
	}
	old := o.byID[id]
	if old != nil {
		all = old.values()
	} else {
		all["create_time"], all["created_by"], all["record_type"], all["lock_status"] = now, raw([]string{Admin}), raw("default__c"), raw("0")
	}
	version := 0
	_, _ = fmt.Sscan(text(all["version"]), &version) // none is 0
	all["version"] = raw(fmt.Sprint(version + 1))
	all["last_modified_time"], all["life_status"], all["is_deleted"] = now, raw("normal"), raw(false)
	for field, value := range fields {
		all[field] = raw(value)
	}
	all["_id"] = raw(id)
	s.store(o, old, all, false)
	return id
}

// store puts a record's fields in place of the old ones.
func (s *Server) store(o *object, old *record, all map[string]json.RawMessage, voided bool) {
	var modified int64
	if err := json.Unmarshal(all["last_modified_time"], &modified); err != nil {
		panic(err)
	}
	body, err := json.Marshal(all)
	if err != nil {
		panic(err)
	}
	if old != nil {
		o.remove(old)
	}
	o.add(&record{id: text(all["_id"]), modified: modified, voided: voided, body: body})
}

// raw is a value as JSON, an instant as milliseconds.
func raw(value any) json.RawMessage {
	if at, ok := value.(time.Time); ok {
		value = at.UnixMilli()
	}
	out, err := json.Marshal(value)
	if err != nil {
		panic(err)
	}
	return out
}

// Void voids a record (作废), as the first of two steps to delete it, and reports whether it was there.
func (s *Server) Void(name, id string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	o := s.table(name)
	r := o.byID[id]
	if r == nil || r.voided {
		return false
	}
	all := r.values()
	all["life_status"], all["is_deleted"] = raw("invalid"), raw(!s.options.VoidedNotDeleted)
	if !s.options.VoidKeepsTime {
		all["last_modified_time"] = raw(s.options.Now())
	}
	s.store(o, r, all, true)
	return true
}

// Delete deletes a record that was voided, as only such can be [X: crm-preset-objects.md], and reports whether it was there.
func (s *Server) Delete(name, id string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	o := s.table(name)
	r := o.byID[id]
	if r == nil || !r.voided {
		return false
	}
	o.remove(r)
	return true
}

// Restore makes a record that was voided good again, and reports whether it was there.
func (s *Server) Restore(name, id string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	o := s.table(name)
	r := o.byID[id]
	if r == nil || !r.voided {
		return false
	}
	all := r.values()
	all["life_status"], all["is_deleted"] = raw("normal"), raw(false)
	if !s.options.RestoreKeepsTime {
		all["last_modified_time"] = raw(s.options.Now())
	}
	s.store(o, r, all, false)
	return true
}

// Get returns the fields of a record, nil when it is not there.
func (s *Server) Get(name, id string) map[string]json.RawMessage {
	s.mu.Lock()
	defer s.mu.Unlock()
	if r := s.table(name).byID[id]; r != nil {
		return r.values()
	}
	return nil
}

// IDs returns the ids of an object's records that are not voided, ascending.
func (s *Server) IDs(name string) []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var ids []string
	for _, r := range s.table(name).ordered {
		if !r.voided {
			ids = append(ids, r.id)
		}
	}
	return ids
}

// AddUser adds an employee with fields as the API has them, such as name, email and isStop, or changes the one of that
// openUserId, and returns the employee's id, such as "1001".
func (s *Server) AddUser(fields map[string]any) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	id, given := fields["openUserId"].(string)
	if !given {
		id = fmt.Sprint(1000 + len(s.users))
	}
	user := map[string]any{"isStop": false, "createTime": s.options.Now().UnixMilli(), "departmentIds": []int{999998}, "mainDepartmentId": 999998}
	s.users = slices.DeleteFunc(s.users, func(u map[string]any) bool { return u["openUserId"] == id })
	for name, value := range fields {
		user[name] = value
	}
	user["openUserId"] = id
	s.users = append(s.users, user)
	return id
}

// RemoveUser takes an employee away.
func (s *Server) RemoveUser(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.users = slices.DeleteFunc(s.users, func(u map[string]any) bool { return u["openUserId"] == id })
}

func (s *Server) table(name string) *object {
	o := s.objects[name]
	if o == nil {
		panic("fxiaoketest: no object " + name)
	}
	return o
}

// isCustom reports whether an object is one of the organisation's own.
func isCustom(name string) bool { return strings.HasSuffix(name, "__c") }
