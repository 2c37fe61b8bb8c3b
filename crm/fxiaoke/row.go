package fxiaoke

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/internal/wording"
)

// row is a row of an object with what it is ordered by.
type row struct {
	id       string
	modified time.Time
	fields   map[string]json.RawMessage
}

// parseRow reads a row as Fxiaoke wrote it.
func parseRow(object string, text json.RawMessage) (row, error) {
	var r row
	if len(text) > crm.MaxContent {
		return row{}, fmt.Errorf("%w: a row of %s with %d bytes", ErrAnswer, object, len(text))
	}
	if err := json.Unmarshal(text, &r.fields); err != nil || r.fields == nil {
		return row{}, fmt.Errorf("%w: a row of %s that is no object", ErrAnswer, object)
	}
	r.id = word(r.fields[keyField])
	if !wording.IsName(r.id) {
		return row{}, fmt.Errorf("%w: a row of %s without _id", ErrAnswer, object)
	}
	if ms, err := strconv.ParseInt(word(r.fields[modifiedTime]), 10, 64); err == nil {
		r.modified = time.UnixMilli(ms).UTC()
	}
	return r, nil
}

// word is a text, a number or a boolean as it is written; empty for what is neither.
func word(raw json.RawMessage) string {
	raw = bytes.TrimSpace(raw)
	switch {
	case len(raw) == 0 || raw[0] == '{' || raw[0] == '[' || string(raw) == "null":
		return ""
	case raw[0] == '"':
		var text string
		if json.Unmarshal(raw, &text) != nil {
			return ""
		}
		return text
	default:
		return string(raw)
	}
}

// gone reports whether the organisation has the record of a row no more.
func (c *Client) gone(r row) bool {
	for _, w := range c.config.Gone {
		if raw, ok := r.fields[w.Field]; ok && slices.Contains(w.Is, word(raw)) {
			return true
		}
	}
	return false
}

// derivedEndings are those of fields that Fxiaoke derives from others: names, lists of names, values of quoted options,
// where a phone number is from, rich text as it is shown, and ids behind references.
var derivedEndings = [...]string{"__r", "__l", "__v", "__p", "__e", "__relation_ids"}

// base is the field that another is derived from, or the field itself.
func base(name string) string {
	for _, end := range derivedEndings {
		if b, ok := strings.CutSuffix(name, end); ok && b != "" {
			return b
		}
	}
	return name
}

// record makes a record of a row, a deleted one where it is gone.
func (c *Client) record(o *object, r row) (crm.Record, kam.Findings) {
	if c.gone(r) {
		return crm.Record{
			Ref:      crm.Ref{System: c.config.System, Kind: o.mapper.Kind(), ID: o.prefix + r.id},
			Modified: r.modified, Deleted: true,
		}, nil
	}
	for name := range r.fields {
		if !c.config.Derived && !o.named[name] && base(name) != name {
			delete(r.fields, name)
		}
	}
	relate(o, r.fields)
	return o.mapper.Record(r.fields)
}

// Fields with several relations in one. A map names a part of them behind a dot.
const (
	relatedField = "related_object_data"
	teamField    = "relevant_team"
	othersOfTeam = "others"
)

func isRelation(name string) bool { return name == relatedField || name == teamField }

// relate adds the parts that a map names: related_object_data.AccountObj are the ids of the related accounts, and
// relevant_team.others the members of the team besides the owner, one row for each employee.
func relate(o *object, fields map[string]json.RawMessage) {
	for name := range o.named {
		first, part, ok := strings.Cut(name, ".")
		raw := fields[first]
		if !ok || len(raw) == 0 {
			continue
		}
		if value := partOf(first, part, raw); value != nil {
			fields[name] = value
		}
	}
}

func partOf(field, part string, raw json.RawMessage) json.RawMessage {
	var value any
	switch field {
	case relatedField:
		var all []struct {
			Object string          `json:"describe_api_name"`
			ID     json.RawMessage `json:"id"`
		}
		if json.Unmarshal(raw, &all) != nil {
			return nil
		}
		ids := []string{}
		for _, x := range all {
			if id := word(x.ID); x.Object == part && id != "" {
				ids = append(ids, id)
			}
		}
		value = ids
	case teamField:
		var all []struct {
			Employees []string        `json:"teamMemberEmployee"`
			Role      json.RawMessage `json:"teamMemberRole"`
		}
		if part != othersOfTeam || json.Unmarshal(raw, &all) != nil {
			return nil
		}
		rows := []map[string]string{}
		for _, x := range all {
			for _, e := range x.Employees {
				if role := word(x.Role); role != "1" && e != "" {
					rows = append(rows, map[string]string{"teamMemberEmployee": e, "teamMemberRole": role})
				}
			}
		}
		value = rows
	}
	text, err := json.Marshal(value)
	if err != nil {
		return nil
	}
	return text
}
