package backtest

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"strconv"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/plandoc"
	"github.com/kam-go/kam/internal/strictjson"
	"github.com/kam-go/kam/internal/wording"
)

// spot names a difference of two plans: what happened, and its JSON path.
type spot struct {
	kind plandoc.Kind
	path string
}

// blender makes plans that differ from one plan in some of the ways in which another one differs from it. It walks the
// two as [plandoc.Diff] does, so that the places of a difference are the same in both.
type blender struct {
	a, b  any
	plan  incentive.Plan
	taken map[spot]bool
}

func newBlender(before, after incentive.Plan) (*blender, error) {
	a, err := treeOf(before)
	if err != nil {
		return nil, err
	}
	b, err := treeOf(after)
	if err != nil {
		return nil, err
	}
	return &blender{a: a, b: b, plan: before}, nil
}

func treeOf(p incentive.Plan) (any, error) {
	data, err := incentive.Expand(p).JSON()
	if err != nil {
		return nil, err
	}
	var v any
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	err = d.Decode(&v)
	return v, err
}

// blend returns the plan before with the differences taken, under its own id, version and effective period. It may be
// called from several goroutines.
func (m *blender) blend(taken map[spot]bool) (incentive.Plan, error) {
	with := blender{a: m.a, b: m.b, plan: m.plan, taken: taken}
	data, err := json.Marshal(with.mixed("$", m.a, m.b))
	if err != nil {
		return incentive.Plan{}, err
	}
	var p incentive.Plan
	if err := strictjson.Decode(data, &p, prefix).Err(); err != nil {
		return incentive.Plan{}, err
	}
	p.ID, p.Version, p.Effective, p.Title = m.plan.ID, m.plan.Version, m.plan.Effective, m.plan.Title
	for i := range p.Measures { // a part under a new name may be called as the old one: the two meet on the way
		p.Measures[i].Label = kam.Text{}
	}
	for i := range p.Components {
		p.Components[i].Label = kam.Text{}
	}
	return p, nil
}

func (m *blender) takes(kind plandoc.Kind, path string) bool { return m.taken[spot{kind, path}] }

// mixed returns what stands at a path: of the plan before, or of the plan after where that difference is taken.
func (m *blender) mixed(path string, a, b any) any {
	x, object := a.(map[string]any)
	y, both := b.(map[string]any)
	if object && both {
		return m.object(path, x, y)
	}
	l, list := a.([]any)
	r, both := b.([]any)
	if list && both {
		return m.list(path, l, r)
	}
	if text(a) != text(b) && m.takes(plandoc.Changed, path) {
		return b
	}
	return a
}

func (m *blender) object(path string, x, y map[string]any) map[string]any {
	out := map[string]any{}
	keys := maps.Clone(x)
	maps.Copy(keys, y)
	for key := range keys {
		at := path + "." + key
		a, before := x[key]
		b, after := y[key]
		switch {
		case before && after:
			out[key] = m.mixed(at, a, b)
		case before && !m.takes(plandoc.Removed, at):
			out[key] = a
		case after && m.takes(plandoc.Added, at):
			out[key] = b
		}
	}
	return out
}

// list mixes lists: parts with names by name, others by place. The order is that of the plan before unless the order of
// the plan after is taken; what is new stands behind what is before it in the plan after.
func (m *blender) list(path string, l, r []any) []any {
	type item struct {
		name  string
		value any
	}
	var out []item
	find := func(name string) int { return slices.IndexFunc(out, func(i item) bool { return i.name == name }) }
	now := map[string]int{}
	for j, v := range r {
		now[nameOf(v, j)] = j
	}
	for i, v := range l {
		name := nameOf(v, i)
		j, stays := now[name]
		switch {
		case stays:
			out = append(out, item{name, m.mixed(wording.At(path, j), v, r[j])})
		case !m.takes(plandoc.Removed, wording.At(path, i)):
			out = append(out, item{name, v})
		}
	}
	was := map[string]bool{}
	for i, v := range l {
		was[nameOf(v, i)] = true
	}
	if m.takes(plandoc.Changed, path) {
		var at []int
		var kept []item
		for i, x := range out {
			if _, ok := now[x.name]; ok {
				at, kept = append(at, i), append(kept, x)
			}
		}
		slices.SortFunc(kept, func(a, b item) int { return now[a.name] - now[b.name] })
		for i, x := range kept {
			out[at[i]] = x
		}
	}
	last := -1
	for j, v := range r {
		name := nameOf(v, j)
		if !was[name] && m.takes(plandoc.Added, wording.At(path, j)) {
			out = slices.Insert(out, last+1, item{name, v})
		}
		if at := find(name); at >= 0 {
			last = at
		}
	}
	values := make([]any, len(out))
	for i := range out {
		values[i] = out[i].value
	}
	return values
}

// nameOf returns what a part of a list is known by.
func nameOf(v any, i int) string {
	if m, ok := v.(map[string]any); ok {
		if name, ok := m["name"].(string); ok {
			return name
		}
		if at, ok := m["at"].([]any); ok {
			return text(at)
		}
	}
	return strconv.Itoa(i + 1)
}

func text(v any) string {
	data, err := json.Marshal(v)
	if err != nil {
		return ""
	}
	return string(data)
}
