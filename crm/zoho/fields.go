package zoho

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm/fieldmap"
)

// Fields returns the fields of a module as the organisation has them, in its order.
func (c *Client) Fields(ctx context.Context, module string) ([]fieldmap.Described, error) {
	if !isField(module) {
		return nil, fmt.Errorf("zoho: fields: %w: module %q", ErrRequest, module)
	}
	var got struct {
		Fields []struct {
			Name    string `json:"api_name"`
			Type    string `json:"data_type"`
			JSON    string `json:"json_type"`
			Options []struct {
				Actual string `json:"actual_value"`
			} `json:"pick_list_values"`
		} `json:"fields"`
	}
	if _, err := c.call(ctx, request{method: http.MethodGet, path: "settings/fields", query: url.Values{"module": {module}}}, &got); err != nil {
		return nil, fmt.Errorf("zoho: fields of %s: %w", module, err)
	}
	all := make([]fieldmap.Described, 0, len(got.Fields)+1)
	for _, f := range got.Fields {
		d := fieldmap.Described{Name: f.Name, Type: f.Type, Formats: formats(f.Type)}
		for _, o := range f.Options {
			d.Options = append(d.Options, o.Actual)
		}
		all = append(all, d)
	}
	if !slices.ContainsFunc(all, func(d fieldmap.Described) bool { return d.Name == "id" }) {
		all = append(all, fieldmap.Described{Name: "id", Type: "bigint", Formats: formats("bigint")})
	}
	return all, nil
}

// formats are the ways in which Zoho writes a type of field; none for those that are not known.
func formats(dataType string) []fieldmap.Format {
	switch dataType {
	case "text", "textarea", "email", "phone", "website", "picklist", "autonumber":
		return []fieldmap.Format{fieldmap.Text, fieldmap.List, fieldmap.NumberText}
	case "multiselectpicklist":
		return []fieldmap.Format{fieldmap.List}
	case "currency", "double", "decimal":
		return []fieldmap.Format{fieldmap.Number, fieldmap.NumberText}
	case "integer", "percent":
		return []fieldmap.Format{fieldmap.Number, fieldmap.NumberText, fieldmap.Percent}
	case "bigint":
		return []fieldmap.Format{fieldmap.Text, fieldmap.Number, fieldmap.NumberText}
	case "boolean":
		return []fieldmap.Format{fieldmap.Boolean, fieldmap.Text}
	case "date":
		return []fieldmap.Format{fieldmap.Day}
	case "datetime":
		return []fieldmap.Format{fieldmap.Instant, fieldmap.Text}
	case "lookup", "ownerlookup", "userlookup":
		return []fieldmap.Format{fieldmap.Reference, fieldmap.List, fieldmap.Users}
	case "multiselectlookup", "multiuserlookup":
		return []fieldmap.Format{fieldmap.List, fieldmap.Users}
	case "subform":
		return []fieldmap.Format{fieldmap.Rows}
	default:
		return nil
	}
}

// unsupported are fields that a query cannot ask for, whatever the metadata says.
func unsupported(name, dataType string) bool {
	switch name {
	case "CTI_Entry", "Participants", "Pricing_Details", "Comments":
		return true
	}
	return dataType == "subform" || dataType == "imageupload" || strings.HasSuffix(name, "_Items") || !isField(name)
}

// CheckMaps compares the maps with the fields that the organisation has, one call for each module, and says what does not
// fit; places begin with the module. From then on queries leave out fields that are not there, such as those of several
// currencies where there is one, and with [Config.AllFields] ask for those besides.
func (c *Client) CheckMaps(ctx context.Context) (kam.Findings, error) {
	var found kam.Findings
	for _, kind := range c.kinds {
		for _, o := range c.objects[kind] {
			if o.module == usersModule {
				continue
			}
			fields, err := c.Fields(ctx, o.module)
			if err != nil {
				return nil, err
			}
			have := map[string]bool{}
			d := &described{absent: map[string]bool{}}
			asked := o.mapper.Fields()
			for _, f := range fields {
				have[f.Name] = true
				if c.config.AllFields && !slices.Contains(asked, f.Name) && !unsupported(f.Name, f.Type) {
					d.others = append(d.others, f.Name)
				}
			}
			for _, name := range asked {
				switch b := base(name); {
				case !have[b] && !strings.HasPrefix(b, "$"):
					d.absent[b] = true
				case b != name:
					// What a reference leads to is another module's to describe.
					fields = append(fields, fieldmap.Described{Name: name})
				}
			}
			o.described.Store(d)
			for _, f := range o.mapper.Against(fields) {
				f.Place = o.module + " " + f.Place
				found.Add(f)
			}
		}
	}
	return found, nil
}
