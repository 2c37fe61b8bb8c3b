package fxiaoketest

import (
	"encoding/json"
	"slices"
	"strings"
)

// create answers /cgi/crm/v2/data/create [X: crm-preset-objects.md].
func (s *Server) create(call Call, body map[string]json.RawMessage, who acting, fault Fault) reply {
	o, a, good := s.objectOf(call)
	if !good {
		return a
	}
	var data struct {
		Record map[string]json.RawMessage `json:"object_data"`
	}
	if json.Unmarshal(body["data"], &data) != nil || text(data.Record["dataObjectApiName"]) != o.name {
		return wrong("object_data with dataObjectApiName is needed")
	}
	fields := map[string]any{}
	for name, value := range data.Record {
		if name == "dataObjectApiName" || name == "object_describe_api_name" {
			continue
		}
		f, known := o.fields[name]
		switch {
		case !known && s.options.UnknownRefused, name == idField:
			return wrong("no field %q", name)
		case !known:
			continue
		}
		if value, good = s.taken(f, value, who); !good {
			return wrong("%s is not written as a field of the type %s: %s", name, f.Type, value)
		}
		fields[name] = value
	}
	for _, f := range o.fields {
		if value, has := fields[f.Name]; f.Required && (!has || len(words(raw(value))) == 0) {
			return wrong("%s is required", f.Name)
		}
	}
	// Both begin unless the call says otherwise.
	if text(body["triggerApprovalFlow"]) != "false" {
		s.stats.Approvals++
	}
	if text(body["triggerWorkFlow"]) != "false" {
		s.stats.Workflows++
	}
	id := s.put(o.name, fields)
	switch {
	case fault == NoID:
		return ok(nil)
	case s.options.IDInData && isCustom(o.name):
		return ok(map[string]any{"data": map[string]any{"_id": id}})
	}
	return ok(map[string]any{"dataId": id, "errorDescription": "success"})
}

// taken is a value as it is kept, or whether it is not written as its type is [X: objects-and-fields.md, section 4].
func (s *Server) taken(f Field, value json.RawMessage, who acting) (json.RawMessage, bool) {
	var list []string
	switch {
	case isEmployee(f.Type) || strings.HasPrefix(f.Type, "department") || f.Type == "select_many":
		if json.Unmarshal(value, &list) != nil {
			return value, false
		}
		if !isEmployee(f.Type) {
			return value, true
		}
		for i, id := range list {
			if who.open {
				list[i] = strings.TrimPrefix(id, openID)
			}
			if !slices.ContainsFunc(s.users, func(u map[string]any) bool { return u["openUserId"] == list[i] }) {
				return value, false
			}
		}
		return raw(list), true
	case slices.Contains([]string{"date", "date_time", "time"}, f.Type):
		var n int64
		return value, json.Unmarshal(value, &n) == nil
	case slices.Contains([]string{"number", "currency", "percentile"}, f.Type):
		var n string
		_ = json.Unmarshal(value, &n) // a number is no string
		_, err := number(n)
		return value, err == nil
	case f.Type == "true_or_false":
		var b bool
		return value, json.Unmarshal(value, &b) == nil
	case f.Type == "select_one" && len(f.Options) > 0:
		return value, slices.ContainsFunc(f.Options, func(x Option) bool { return x.Value == text(value) })
	}
	return value, true
}
