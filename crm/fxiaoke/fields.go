package fxiaoke

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/crm/fieldmap"
	"github.com/kam-go/kam/internal/wording"
)

// Object is an object as the organisation has it.
type Object struct {
	Name   string
	Label  string
	Active bool
}

// Field is a field of an object as the organisation has it.
type Field struct {
	fieldmap.Described
	// Label is what people see, Required that a record cannot be without.
	Label    string
	Required bool
	// Labels are what people see of each of the Options.
	Labels map[string]string
}

// Objects returns the organisation's objects, in its order.
func (c *Client) Objects(ctx context.Context) ([]Object, error) {
	var got struct {
		Data struct {
			Objects []struct {
				Name   string `json:"describeApiName"`
				Label  string `json:"describeDisplayName"`
				Active bool   `json:"isActive"`
			} `json:"objects"`
		} `json:"data"`
	}
	if err := c.call(ctx, request{path: "/cgi/crm/v2/object/list", body: map[string]any{"includeNull": false}}, &got); err != nil {
		return nil, fmt.Errorf("fxiaoke: objects: %w", err)
	}
	all := make([]Object, len(got.Data.Objects))
	for i, o := range got.Data.Objects {
		all[i] = Object(o)
	}
	return all, nil
}

// Fields returns the fields of an object, by name.
func (c *Client) Fields(ctx context.Context, object string) ([]Field, error) {
	if !isField(object) {
		return nil, fmt.Errorf("fxiaoke: fields: %w: object %q", ErrRequest, object)
	}
	var got struct {
		Data struct {
			Describe struct {
				Fields map[string]struct {
					Type     string `json:"type"`
					Label    string `json:"label"`
					Required bool   `json:"is_required"`
					Options  []struct {
						Label string          `json:"label"`
						Value json.RawMessage `json:"value"`
					} `json:"options"`
				} `json:"fields"`
			} `json:"describe"`
		} `json:"data"`
	}
	body := map[string]any{"includeDetail": false, "data": map[string]any{"apiName": object}}
	if err := c.call(ctx, request{path: "/cgi/crm/v2/object/describe", body: body}, &got); err != nil {
		return nil, fmt.Errorf("fxiaoke: fields of %s: %w", object, err)
	}
	described := got.Data.Describe.Fields
	if len(described) == 0 {
		return nil, fmt.Errorf("%w: %s has no fields", ErrAnswer, object)
	}
	all := make([]Field, 0, len(described)+1)
	for _, name := range slices.Sorted(maps.Keys(described)) {
		f := described[name]
		field := Field{Described: fieldmap.Described{Name: name, Type: f.Type, Formats: formats(f.Type)}, Label: f.Label, Required: f.Required}
		for _, o := range f.Options {
			value := word(o.Value)
			if value == "" {
				continue
			}
			if field.Labels == nil {
				field.Labels = map[string]string{}
			}
			field.Options, field.Labels[value] = append(field.Options, value), o.Label
		}
		all = append(all, field)
	}
	if _, ok := described[keyField]; !ok {
		all = append([]Field{{Described: fieldmap.Described{Name: keyField, Type: "text", Formats: formats("text")}}}, all...)
	}
	return all, nil
}

// formats are the ways in which Fxiaoke writes a type of field; none for those that are not known.
func formats(dataType string) []fieldmap.Format {
	switch dataType {
	case "text", "long_text", "html_rich_text", "phone_number", "email", "url", "auto_number":
		return []fieldmap.Format{fieldmap.Text, fieldmap.List, fieldmap.NumberText}
	case "select_one", "country", "province", "city", "district", "town", "record_type":
		return []fieldmap.Format{fieldmap.Text, fieldmap.List}
	case "select_many", "object_reference_many", "employee", "employee_many", "out_employee", "department", "department_many", "tag", "array":
		return []fieldmap.Format{fieldmap.List, fieldmap.Users}
	case "number", "currency":
		return []fieldmap.Format{fieldmap.NumberText, fieldmap.Number, fieldmap.Percent, fieldmap.Text}
	case "percentile":
		return []fieldmap.Format{fieldmap.Percent, fieldmap.NumberText}
	case "date", "date_time":
		return []fieldmap.Format{fieldmap.Millis}
	case "true_or_false":
		return []fieldmap.Format{fieldmap.Boolean, fieldmap.Text}
	case "object_reference", "master_detail":
		return []fieldmap.Format{fieldmap.Reference, fieldmap.Text, fieldmap.List, fieldmap.Users}
	case "location":
		return []fieldmap.Format{fieldmap.Location}
	default:
		return nil
	}
}

// CheckMaps compares the maps with what the organisation has, one call and one more for each object, and says what does
// not fit; places begin with the object. From then on queries leave out fields that are not there, and objects that are
// not there are not read: a kind of which there is none is [ErrKind]. With [Config].AllFields, queries ask for those
// besides.
func (c *Client) CheckMaps(ctx context.Context) (kam.Findings, error) {
	objects, err := c.Objects(ctx)
	if err != nil {
		return nil, err
	}
	active := map[string]bool{}
	for _, o := range objects {
		active[o.Name] = o.Active
	}
	var found kam.Findings
	for _, kind := range c.kinds {
		for _, o := range c.objects[kind] {
			if o.name == UserList {
				continue
			}
			if !active[o.name] {
				o.described.Store(&described{missing: true})
				found.Add(kam.Finding{
					Code: "fxiaoke.no-object", Severity: kam.Warning, Place: o.name,
					Message: wording.Say("the organisation has no object %s in use: its records are not read", "企业没有启用对象 %s，不读取其记录", o.name),
					Remedy:  wording.Say("leave its map out, or have the object switched on", "请删去其映射，或启用该对象"),
				})
				continue
			}
			fields, err := c.Fields(ctx, o.name)
			if err != nil {
				return nil, err
			}
			have, d := c.compare(o, fields)
			o.described.Store(d)
			for _, f := range o.mapper.Against(have) {
				f.Place = o.name + " " + f.Place
				found.Add(f)
			}
		}
	}
	return found, nil
}

// compare returns the fields of an object with those that are derived from them, and what follows for queries.
func (c *Client) compare(o *object, fields []Field) ([]fieldmap.Described, *described) {
	d := &described{absent: map[string]bool{}}
	have := make([]fieldmap.Described, 0, len(fields))
	known := map[string]bool{}
	for _, f := range fields {
		have, known[f.Name] = append(have, f.Described), true
		if c.config.AllFields && !o.named[f.Name] {
			d.others = append(d.others, f.Name)
		}
	}
	for _, name := range slices.Concat(c.goneFields(), o.mapper.Fields()) {
		first, _, part := strings.Cut(name, ".")
		switch {
		case !known[base(first)]:
			d.absent[first] = true
		case part, base(first) != first:
			have = append(have, fieldmap.Described{Name: name})
		}
	}
	return have, d
}

// Labelled returns the client's maps with what people see in place of codes, as the organisation describes its choices:
// "Manufacturing" rather than "7" as an industry. Words that a map translates are found by what people see: where the map
// says that 赢单 is won, so is the code of 赢单. Make a new client with them. Objects that are not there keep their maps.
func (c *Client) Labelled(ctx context.Context) ([]fieldmap.Spec, error) {
	specs := make([]fieldmap.Spec, 0, len(c.config.Maps))
	for _, spec := range c.config.Maps {
		mapper, err := fieldmap.Compile(spec)
		if err != nil {
			return nil, err
		}
		spec = mapper.Spec()
		if spec.Object != UserList && !c.isMissing(spec.Object) {
			fields, err := c.Fields(ctx, spec.Object)
			if err != nil {
				return nil, err
			}
			label(&spec, fields)
		}
		specs = append(specs, spec)
	}
	return specs, nil
}

func (c *Client) isMissing(object string) bool {
	for _, objects := range c.objects {
		for _, o := range objects {
			if d := o.described.Load(); o.name == object && d != nil {
				return d.missing
			}
		}
	}
	return false
}

// label adds the labels of choices to the words of a map.
func label(spec *fieldmap.Spec, fields []Field) {
	labels := map[string]map[string]string{}
	for _, f := range fields {
		labels[f.Name] = f.Labels
	}
	for i := range spec.Fields {
		x := &spec.Fields[i]
		if x.As != fieldmap.Text && x.As != fieldmap.List || x.To == fieldmap.ID || x.To == fieldmap.Revision {
			continue
		}
		words := maps.Clone(x.Words)
		if words == nil {
			words = map[string]string{}
		}
		for _, name := range append([]string{x.From}, x.Or...) {
			for _, value := range slices.Sorted(maps.Keys(labels[name])) {
				seen := labels[name][value]
				translated, known := x.Words[seen]
				switch _, stated := words[value]; {
				case stated || len(words) >= fieldmap.MaxWords:
				case known:
					words[value] = translated
				case x.Others == "" && !takesCertainWords(spec.Kind, x.To) && seen != "":
					words[value] = seen
				}
			}
		}
		if len(words) > 0 {
			x.Words = words
		}
	}
}

// takesCertainWords reports whether a place takes no other words than its own.
func takesCertainWords(kind crm.Kind, to string) bool {
	switch to {
	case "status":
		return kind == crm.KindOpportunity || kind == crm.KindActivity
	case "answer", "attendance", "currency", "retired", "inactive", "cancelled", "inbound", "primary", "preferences.noEmail", fieldmap.Deleted:
		return true
	default:
		return false
	}
}
