package fxiaoketest

import (
	"encoding/json"
	"slices"
	"strings"
)

// baseOf is the field that another is derived from [X: objects-and-fields.md, section 5], or the field itself.
func baseOf(name string) string {
	for _, end := range []string{"__relation_ids", "__r", "__l", "__o", "__v", "__p", "__e"} {
		if b, derived := strings.CutSuffix(name, end); derived {
			return b
		}
	}
	return name
}

// shown is a record as an answer has it: the fields that were asked for, without those that say nothing.
func (s *Server) shown(o *object, r *record, projection []string, who acting, nulls bool) map[string]json.RawMessage {
	all := r.values()
	names := projection
	if names == nil {
		for name := range o.fields {
			names = append(names, name)
		}
	}
	out := make(map[string]json.RawMessage, len(names)+1)
	out[idField] = all[idField]
	for _, name := range names {
		b := baseOf(name)
		field, known := o.fields[b]
		if !known {
			continue
		}
		if b != name {
			if value := s.derived(field, name, all); value != nil {
				out[name] = value
			}
			continue
		}
		value, has := all[name]
		switch {
		case has && string(value) != "null":
			out[name] = s.written(field, value, who)
		case nulls:
			out[name] = json.RawMessage("null")
		}
		if projection == nil || s.options.DerivedAlways {
			if value := s.derived(field, name+"__r", all); value != nil {
				out[name+"__r"] = value
			}
		}
		if value, has := all[name+"__o"]; has {
			out[name+"__o"] = value
		}
	}
	return out
}

// written is a value as the API writes it.
func (s *Server) written(f Field, value json.RawMessage, who acting) json.RawMessage {
	switch {
	case who.open && isEmployee(f.Type):
		ids := words(value)
		for i, id := range ids {
			ids[i] = openID + id
		}
		return raw(ids)
	case who.open && f.Name == "relevant_team":
		var rows []map[string]json.RawMessage
		if json.Unmarshal(value, &rows) != nil {
			return value
		}
		for _, row := range rows {
			row["teamMemberEmployee"] = s.written(Field{Type: "employee"}, row["teamMemberEmployee"], who)
		}
		return raw(rows)
	case s.options.NumbersAsNumbers && slices.Contains([]string{"number", "currency", "percentile"}, f.Type):
		if _, err := number(text(value)); err == nil {
			return json.RawMessage(text(value))
		}
	}
	return value
}

// derived is what is derived of a field under a name: names of references, labels of choices, people.
func (s *Server) derived(f Field, name string, all map[string]json.RawMessage) json.RawMessage {
	if stored, has := all[name]; has {
		return stored
	}
	said := words(all[f.Name])
	if len(said) == 0 || !strings.HasSuffix(name, "__r") {
		return nil
	}
	if o := s.objects[f.Object]; o != nil {
		if r := o.byID[said[0]]; r != nil {
			return r.values()["name"]
		}
		return nil
	}
	for _, option := range f.Options {
		if option.Value == said[0] {
			return raw(option.Label)
		}
	}
	if isEmployee(f.Type) {
		for _, u := range s.users {
			if u["openUserId"] == said[0] {
				return raw(map[string]any{"id": said[0], "name": u["name"]})
			}
		}
	}
	return nil
}

// get answers /cgi/crm/v2/data/get [X: crm-preset-objects.md].
func (s *Server) get(call Call, body map[string]json.RawMessage, who acting) reply {
	o, a, good := s.objectOf(call)
	if !good {
		return a
	}
	var data struct {
		ID string `json:"objectDataId"`
	}
	if err := json.Unmarshal(body["data"], &data); err != nil {
		return wrong("data: %v", err)
	}
	r := o.byID[data.ID]
	if r == nil || r.voided && !s.options.VoidedShown {
		return wrong("no record %q", data.ID)
	}
	return ok(map[string]any{"data": s.shown(o, r, nil, who, text(body["includeNull"]) == "true")})
}

// describe answers /cgi/crm/v2/object/describe [X: objects-and-fields.md].
func (s *Server) describe(name string) reply {
	o := s.objects[name]
	if o == nil || slices.Contains(s.options.Inactive, name) {
		return wrong("no object %q", name)
	}
	fields := map[string]any{}
	for _, f := range o.fields {
		one := map[string]any{"api_name": f.Name, "label": f.Label, "type": f.Type, "is_required": f.Required, "is_active": true, "define_type": "package"}
		var options []map[string]string
		for _, x := range f.Options {
			options = append(options, map[string]string{"label": x.Label, "value": x.Value})
		}
		if options != nil {
			one["options"] = options
		}
		if f.Type == "currency" {
			one["decimal_places"] = 2
		}
		fields[f.Name] = one
	}
	return ok(map[string]any{"data": map[string]any{"describe": map[string]any{"api_name": name, "fields": fields}}})
}

// list answers /cgi/crm/v2/object/list [X: objects-and-fields.md].
func (s *Server) list() reply {
	var all []map[string]any
	for name := range s.objects {
		define := "package"
		if isCustom(name) {
			define = "custom"
		}
		all = append(all, map[string]any{"describeApiName": name, "describeDisplayName": name, "defineType": define, "isActive": !slices.Contains(s.options.Inactive, name)})
	}
	slices.SortFunc(all, func(a, b map[string]any) int {
		return strings.Compare(a["describeApiName"].(string), b["describeApiName"].(string))
	})
	return ok(map[string]any{"data": map[string]any{"objects": all}})
}

// listUsers answers /cgi/user/list: arguments and answer stand beside "data", not in it [X: org-directory.md].
func (s *Server) listUsers(body map[string]json.RawMessage, who acting) reply {
	if text(body["departmentId"]) != "999999" || text(body["fetchChild"]) != "true" || body["showDepartmentIdsDetail"] == nil {
		return wrong("only the whole organisation is listed: departmentId 999999, fetchChild true, showDepartmentIdsDetail")
	}
	all := make([]map[string]any, len(s.users))
	for i, u := range s.users {
		one := map[string]any{}
		for name, value := range u {
			if name == "openUserId" || name == "leaderId" {
				if id, is := value.(string); is && who.open {
					value = openID + id
				}
			}
			one[name] = value
		}
		all[i] = one
	}
	return ok(map[string]any{"userList": all, "errorDescription": "成功"})
}
