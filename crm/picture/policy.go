package picture

import (
	"slices"
	"time"

	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/internal/strictjson"
	"github.com/kam-go/kam/internal/wording"
	"github.com/kam-go/kam/internal/zone"
)

const prefix = "picture"

// Policy says which value counts where records of one customer differ. It is plain data, and the zero value works: every
// field by its own default, systems in order of their names.
type Policy struct {
	// Systems are in order of precedence; others come after them in order of their names. At most 100.
	Systems []crm.System `json:"systems,omitempty"`
	// Fields have a choice of their own; each at most once. The others choose as [Fields] says.
	Fields []Choice `json:"fields,omitempty"`
	// Zone is the place whose calendar gives [Related.Day] of a record with an instant, such as a visit: a name such as
	// "Asia/Shanghai", or an offset such as "+08:00". Defaults to UTC.
	Zone string `json:"zone,omitempty"`
}

// Choice says how the value of a field is chosen.
type Choice struct {
	// Kind is the kind of record, [crm.KindAccount] or [crm.KindContact].
	Kind crm.Kind `json:"kind"`
	// Field is one of [Fields].
	Field string `json:"field"`
	By    By     `json:"by"`
	// Systems are the order of precedence for this field; empty: that of the policy.
	Systems []crm.System `json:"systems,omitempty"`
}

// By says which of several values counts. Values are those of records that state one. What is equal otherwise is chosen
// by the order of systems, then by the latest modification, then by ref.
type By string

// Ways to choose.
const (
	// BySystem: that of the first system.
	BySystem By = "system"
	// ByNewest: that of the record that was modified last.
	ByNewest By = "newest"
	// ByMost: the one that most records state.
	ByMost By = "most"
	// ByLongest: the text, or the address, with most characters.
	ByLongest By = "longest"
	// ByLargest: the largest number.
	ByLargest By = "largest"
	// ByEarliest and ByLatest: the first or the last day.
	ByEarliest By = "earliest"
	ByLatest   By = "latest"
)

// Fields returns the names of the fields of a kind that are chosen, in the order in which a picture shows them; nil for
// kinds other than accounts and contacts.
func Fields(kind crm.Kind) []string {
	switch kind {
	case crm.KindAccount:
		return names(accountFields())
	case crm.KindContact:
		return names(contactFields())
	default:
		return nil
	}
}

func names[T any](specs []spec[T]) []string {
	out := make([]string, len(specs))
	for i, s := range specs {
		out[i] = s.name
	}
	return out
}

// ParsePolicy reads a policy from JSON, strictly; [Compile] checks what it says. Faults come in one [*kam.InvalidError].
func ParsePolicy(data []byte) (Policy, error) {
	var p Policy
	if err := strictjson.Decode(data, &p, prefix).Err(); err != nil {
		return Policy{}, err
	}
	return p, nil
}

// Painter is a compiled policy. It is immutable and safe for concurrent use. The zero value and nil are the policy's zero
// value.
type Painter struct {
	systems []crm.System
	choices map[crm.Kind]map[string]Choice
	zone    *time.Location
}

const maxSystems = 100

// Compile returns the painter of a policy, or an [*kam.InvalidError] with every fault.
func Compile(p Policy) (*Painter, error) {
	faults := &wording.Faults{Prefix: prefix}
	checkSystems(faults, "$.systems", p.Systems)
	out := &Painter{systems: slices.Clone(p.Systems), choices: map[crm.Kind]map[string]Choice{}}
	var ok bool
	if out.zone, ok = zone.Of(p.Zone); !ok {
		faults.Add("zone", "$.zone", wording.Say("%s is no time zone", "%s 不是时区", wording.Quote(p.Zone)),
			wording.Say(`use a name such as "Asia/Shanghai", or an offset such as "+08:00"`, `请使用 "Asia/Shanghai" 之类的名称，或 "+08:00" 之类的偏移`))
	}
	for i, c := range p.Fields {
		at := wording.At("$.fields", i)
		if !wording.Choice(faults, "kind", at+".kind", c.Kind, crm.KindAccount, crm.KindContact) {
			continue
		}
		checkSystems(faults, at+".systems", c.Systems)
		if !wording.Choice(faults, "field", at+".field", c.Field, Fields(c.Kind)...) {
			continue
		}
		wording.Choice(faults, "by", at+".by", c.By, waysOf(c.Kind, c.Field)...)
		if _, twice := out.choices[c.Kind][c.Field]; twice {
			faults.Add("twice", at+".field", wording.Say("the field %s has a choice already", "字段 %s 已有取值规则", wording.Quote(c.Field)),
				wording.Say("state each field once", "每个字段只写一次"))
		}
		if out.choices[c.Kind] == nil {
			out.choices[c.Kind] = map[string]Choice{}
		}
		c.Systems = slices.Clone(c.Systems)
		out.choices[c.Kind][c.Field] = c
	}
	if err := faults.Err(); err != nil {
		return nil, err
	}
	return out, nil
}

func checkSystems(faults *wording.Faults, place string, systems []crm.System) {
	if !faults.Count(place, len(systems), 0, maxSystems) {
		return
	}
	seen := map[string]bool{}
	for i, s := range systems {
		faults.ID(wording.At(place, i), string(s), seen)
	}
}

func waysOf(kind crm.Kind, field string) []By {
	if kind == crm.KindAccount {
		return waysIn(accountFields(), field)
	}
	return waysIn(contactFields(), field)
}

func waysIn[T any](specs []spec[T], field string) []By {
	for _, s := range specs {
		if s.name == field {
			return s.ways()
		}
	}
	return nil
}

// choice returns how a field is chosen.
func (p *Painter) choice(kind crm.Kind, field string, by By) Choice {
	if p == nil {
		return Choice{By: by}
	}
	if c, ok := p.choices[kind][field]; ok {
		if len(c.Systems) == 0 {
			c.Systems = p.systems
		}
		return c
	}
	return Choice{By: by, Systems: p.systems}
}
