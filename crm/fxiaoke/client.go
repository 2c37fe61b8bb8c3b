package fxiaoke

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/crm/fieldmap"
	"github.com/kam-go/kam/crm/internal/wire"
	"github.com/kam-go/kam/internal/wording"
)

// Client reads an organisation. It is a [crm.Source], [crm.IDReader], [crm.RecordReader], [crm.Counter] and
// [crm.TaskWriter], and safe for use by several goroutines.
type Client struct {
	config Config
	caller *wire.Caller
	tokens *wire.Tokens
	redact *wire.Redactor
	pacer  *pacer
	clock  Clock
	home   *url.URL

	objects map[crm.Kind][]*object
	kinds   []crm.Kind

	ahead   lookahead
	writing sync.Mutex
}

// object is an object of Fxiaoke and the map of its fields.
type object struct {
	name   string
	prefix string
	mapper *fieldmap.Mapper
	// named are the fields that the map mentions.
	named map[string]bool
	// described is what the organisation said of its fields, once it was asked.
	described atomic.Pointer[described]
	// holdsNone says that rows cannot be asked for without some by their ids.
	holdsNone atomic.Bool
}

// described are an object's fields: those of the map that are not there, and those that are and have no place.
type described struct {
	missing bool // there is no such object
	absent  map[string]bool
	others  []string
}

// compile checks the maps.
func (c *Client) compile(f *wording.Faults, config Config) {
	seen := map[string]bool{}
	for i, spec := range config.Maps {
		at := wording.At("Maps", i)
		spec.System = config.System
		mapper, err := fieldmap.Compile(spec)
		if err != nil {
			f.Merge(at, err)
			continue
		}
		if spec.Object != UserList && !isField(spec.Object) || seen[spec.Object] {
			f.Add("object", at+".object", wording.Say("%s names no object, or one that has a map already", "%s 不是对象名称，或该对象已有映射", wording.Quote(spec.Object)), wording.Say("use the object's API name, such as AccountObj, once", "请使用对象的 API 名称，如 AccountObj，且只用一次"))
		}
		seen[spec.Object] = true
		others := c.objects[spec.Kind]
		if len(others) > 0 && (spec.Prefix == "" || others[0].prefix == "" || slices.ContainsFunc(others, func(o *object) bool { return o.prefix == spec.Prefix })) {
			f.Add("prefix", at+".prefix", wording.Say("several objects make up %s, and their ids could be the same", "多个对象对应 %s，编号可能重复", wording.Quote(string(spec.Kind))), wording.Say(`give each a prefix of its own, such as "CheckinsObj/"`, `请各加不同的前缀，如 "CheckinsObj/"`))
		}
		if len(others) > 0 && (spec.Object == UserList || others[0].name == UserList) {
			f.Add("object", at+".object", wording.Say("the list of employees cannot be joined with objects", "员工列表不能与对象合并"), wording.Say("leave one of them out", "请删去其一"))
		}
		if !slices.Equal(mapper.Names(fieldmap.ID), []string{idField(spec.Object)}) || !slices.Equal(mapper.Names(fieldmap.Modified), []string{modifiedTime}) {
			f.Add("keys", at, wording.Say("records are read by %s and last_modified_time, and the map names others", "按 %s 与 last_modified_time 读取记录，映射却使用了其他字段", idField(spec.Object)), wording.Say("map %s to id and last_modified_time to modified", "请将 %s 对应 id，last_modified_time 对应 modified", idField(spec.Object)))
		}
		named := map[string]bool{}
		for _, name := range mapper.Fields() {
			if first, rest, _ := strings.Cut(name, "."); !isField(first) || rest != "" && (!isRelation(first) || !isField(rest)) {
				f.Add("field", at, wording.Say("%s names no field", "%s 不是字段名称", wording.Quote(name)), remedyField())
			}
			named[name] = true
		}
		c.objects[spec.Kind] = append(others, &object{name: spec.Object, prefix: spec.Prefix, mapper: mapper, named: named})
	}
	for _, objects := range c.objects {
		slices.SortFunc(objects, func(a, b *object) int { return strings.Compare(a.prefix, b.prefix) })
	}
	for _, kind := range crm.Kinds() {
		if len(c.objects[kind]) > 0 {
			c.kinds = append(c.kinds, kind)
		}
	}
}

const (
	modifiedTime = "last_modified_time"
	keyField     = "_id"
)

// idField is the field with the id.
func idField(object string) string {
	if object == UserList {
		return "openUserId"
	}
	return keyField
}

// System implements [crm.Source].
func (c *Client) System() crm.System { return c.config.System }

// Kinds implements [crm.Source].
func (c *Client) Kinds() []crm.Kind { return slices.Clone(c.kinds) }

// Calls is how many requests were sent so far, tries included: what counts against the day's quota.
func (c *Client) Calls() int64 { return c.caller.Sent() }

// String names the client without its credentials.
func (c *Client) String() string { return fmt.Sprintf("fxiaoke client of %s", c.home.Host) }

// find returns the objects of a kind that the organisation has, as far as is known.
func (c *Client) find(kind crm.Kind) ([]*object, error) {
	all := c.objects[kind]
	have := make([]*object, 0, len(all))
	for _, o := range all {
		if d := o.described.Load(); d == nil || !d.missing {
			have = append(have, o)
		}
	}
	if len(have) == 0 {
		return nil, fmt.Errorf("%w: %s", ErrKind, kind)
	}
	return have, nil
}

// columns are the fields to ask for.
func (c *Client) columns(o *object) []string {
	d := &described{}
	if known := o.described.Load(); known != nil {
		d = known
	}
	ask := []string{keyField, modifiedTime}
	for _, name := range slices.Concat(c.goneFields(), o.mapper.Fields(), d.others) {
		name, _, _ = strings.Cut(name, ".")
		if !d.absent[name] && !slices.Contains(ask, name) {
			ask = append(ask, name)
		}
	}
	return ask
}

func (c *Client) goneFields() []string {
	names := make([]string, len(c.config.Gone))
	for i, w := range c.config.Gone {
		names[i] = w.Field
	}
	return names
}

var _ interface {
	crm.Source
	crm.IDReader
	crm.RecordReader
	crm.Counter
	crm.TaskWriter
	CheckMaps(context.Context) (kam.Findings, error)
} = (*Client)(nil)
