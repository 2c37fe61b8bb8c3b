package plandoc

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/internal/markdown"
	"github.com/kam-go/kam/internal/page"
	"github.com/kam-go/kam/internal/wording"
)

// Kind is what happened to a place of a plan.
type Kind string

// The kinds of differences.
const (
	Added   Kind = "added"
	Removed Kind = "removed"
	Changed Kind = "changed"
)

// Difference is one place in which two plans differ.
type Difference struct {
	// Path is its JSON path in the new plan, or in the old one when it was removed.
	Path string
	Kind Kind
	// Before and After are what stands there, as JSON; empty where nothing does.
	Before, After string
	// Where says in words what the place is, Was and Is what stands there, and Message all together.
	Where, Was, Is, Message kam.Text
	// Pays reports whether it can change what is paid; titles, labels and the number of the version cannot.
	Pays bool
}

// Diff returns every place in which two plans differ, in the order of the
// plan, with their readings written out: two plans without a difference that
// [Difference.Pays] pay the same. Parts with names are compared by name,
// cells of a table by what they stand at, the rest in their order. The error is that of the plans' JSON.
func Diff(before, after incentive.Plan) ([]Difference, error) {
	a, err := treeOf(before)
	if err != nil {
		return nil, err
	}
	b, err := treeOf(after)
	if err != nil {
		return nil, err
	}
	var d differ
	d.compare("$", nil, a, b)
	return d.list, nil
}

func treeOf(p incentive.Plan) (any, error) {
	data, err := incentive.Expand(p).JSON()
	if err != nil {
		return nil, err
	}
	return parse(data)
}

// parse reads JSON that the library wrote itself.
func parse(data []byte) (any, error) {
	var v any
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	err := d.Decode(&v)
	return v, err
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// differ collects differences.
type differ struct{ list []Difference }

func (d *differ) compare(path string, where []kam.Text, a, b any) {
	x, object := a.(map[string]any)
	y, both := b.(map[string]any)
	if object && both {
		for _, key := range keysOf(x, y) {
			d.member(path+"."+key, append(slices.Clip(where), keyWord(key)), x, y, key)
		}
		return
	}
	l, list := a.([]any)
	m, both := b.([]any)
	if list && both {
		d.lists(path, where, l, m)
		return
	}
	if text(a) != text(b) {
		d.add(path, where, a, b)
	}
}

// member compares what two objects have under a key.
func (d *differ) member(path string, where []kam.Text, x, y map[string]any, key string) {
	a, hasA := x[key]
	b, hasB := y[key]
	switch {
	case !hasA:
		d.add(path, where, nil, b)
	case !hasB:
		d.add(path, where, a, nil)
	default:
		d.compare(path, where, a, b)
	}
}

// keysOf returns the keys of two objects in the order in which plans are written, unknown ones last.
func keysOf(x, y map[string]any) []string {
	all := maps.Clone(x)
	maps.Copy(all, y)
	keys := sortedKeys(all)
	slices.SortStableFunc(keys, func(a, b string) int { return rank(a) - rank(b) })
	return keys
}

// lists compares lists: parts with names by name, others by place.
func (d *differ) lists(path string, where []kam.Text, l, m []any) {
	old := map[string]int{}
	for i, v := range l {
		old[nameOf(v, i)] = i
	}
	seen := map[string]bool{}
	var at []string
	for j, v := range m {
		name := nameOf(v, j)
		seen[name] = true
		at = append(at, name)
		place := wording.At(path, j)
		if i, ok := old[name]; ok {
			d.compare(place, append(slices.Clip(where), label(v, j)), l[i], v)
		} else {
			d.add(place, append(slices.Clip(where), label(v, j)), nil, v)
		}
	}
	var kept []string
	for i, v := range l {
		name := nameOf(v, i)
		if !seen[name] {
			d.add(wording.At(path, i), append(slices.Clip(where), label(v, i)), v, nil)
			continue
		}
		kept = append(kept, name)
	}
	at = slices.DeleteFunc(at, func(name string) bool { _, was := old[name]; return !was })
	if !slices.Equal(kept, at) {
		was, is := wording.Words(kept), wording.Words(at)
		d.list = append(d.list, Difference{
			Path: path, Kind: Changed, Before: text(kept), After: text(at), Where: say("%s / order", "%s / 顺序", place(where)), Was: was, Is: is, Pays: true,
			Message: say("the order of %s changes from %s to %s", "%s的顺序由 %s 改为 %s", place(where), was, is),
		})
	}
}

// nameOf returns what a part of a list is compared by.
func nameOf(v any, i int) string {
	if m, ok := v.(map[string]any); ok {
		if name, ok := m["name"].(string); ok {
			return name
		}
		if at, ok := m["at"].([]any); ok {
			return text(at)
		}
	}
	return fmt.Sprint(i + 1)
}

// label says which part of a list it is.
func label(v any, i int) kam.Text {
	if name := nameOf(v, i); name != fmt.Sprint(i+1) {
		return wording.Same(name)
	}
	if m, ok := v.(map[string]any); ok {
		if from, ok := m["from"]; ok {
			return say("from %s", "自 %s 起", plain(from))
		}
	}
	return say("no. %d", "第 %d 项", i+1)
}

func place(where []kam.Text) kam.Text {
	var en, zh []string
	for _, w := range where {
		en, zh = append(en, w.EN), append(zh, w.ZH)
	}
	return kam.Text{EN: strings.Join(en, " / "), ZH: strings.Join(zh, " / ")}
}

func (d *differ) add(path string, where []kam.Text, a, b any) {
	x := Difference{Path: path, Kind: Changed, Before: text(a), After: text(b), Where: place(where), Pays: !wordsAlone(path)}
	switch {
	case a == nil:
		x.Kind, x.Before, x.Is = Added, "", plain(b)
		x.Message = say("%s is new: %s", "新增 %s：%s", x.Where, x.Is)
	case b == nil:
		x.Kind, x.After, x.Was = Removed, "", plain(a)
		x.Message = say("%s is gone; it was %s", "删除 %s；原为 %s", x.Where, x.Was)
	default:
		x.Was, x.Is = plain(a), plain(b)
		x.Message = say("%s changes from %s to %s", "%s 由 %s 改为 %s", x.Where, x.Was, x.Is)
	}
	d.list = append(d.list, x)
}

// wordsAlone reports whether a path holds what people read, and nothing that is paid by: the title, a label, the version.
func wordsAlone(path string) bool {
	parts := strings.Split(path, ".")
	return path == "$.version" || parts[1] == "title" ||
		len(parts) > 2 && parts[2] == "label" && (strings.HasPrefix(parts[1], "measures[") || strings.HasPrefix(parts[1], "components["))
}

// text returns a value as JSON.
func text(v any) string {
	data, err := json.Marshal(v)
	if err != nil {
		return ""
	}
	return string(data)
}

// plain returns a value for people: texts without quotes, keys by what they are called.
func plain(v any) kam.Text {
	switch x := v.(type) {
	case string:
		return wording.Same(x)
	case map[string]any:
		var texts []kam.Text
		for _, key := range keysOf(x, nil) {
			texts = append(texts, say("%s %s", "%s %s", keyWord(key), nested(x[key])))
		}
		return wording.Join(texts)
	case []any:
		texts := make([]kam.Text, len(x))
		for i, item := range x {
			texts[i] = nested(item)
		}
		return wording.Join(texts)
	}
	return wording.Same(text(v))
}

// nested returns a value inside another one, in brackets where it has several parts.
func nested(v any) kam.Text {
	t := plain(v)
	switch x := v.(type) {
	case map[string]any:
		return say("(%s)", "（%s）", t)
	case []any:
		if len(x) > 1 {
			return say("(%s)", "（%s）", t)
		}
	}
	return t
}

// DiffMarkdown returns the differences of two plans as a report in one language.
func DiffMarkdown(before, after incentive.Plan, lang kam.Lang) (string, error) {
	list, err := Diff(before, after)
	if err != nil {
		return "", err
	}
	p := page.Page{Lang: lang}
	p.Heading(1, "%s: version %d and version %d", "%s：第 %d 版与第 %d 版", markdown.Escape(after.ID), before.Version, after.Version)
	if len(list) == 0 {
		p.Paragraph("The two say the same.", "两个版本内容相同。")
	} else {
		p.Header(page.Text("What", "内容"), page.Text("Before", "变更前"), page.Text("After", "变更后"), page.Text("Changes pay", "影响提成"), page.Text("Place", "位置"))
		w := func(t kam.Text) string {
			if t == (kam.Text{}) {
				return "-"
			}
			return p.Escape(t)
		}
		for _, d := range list {
			pays := p.Say("no", "否")
			if d.Pays {
				pays = p.Say("yes", "是")
			}
			p.Row(p.Escape(d.Where), w(d.Was), w(d.Is), pays, markdown.Escape(d.Path))
		}
		p.WriteByte('\n')
	}
	p.Line("Plans `%s` and `%s`.", "方案 `%s` 与 `%s`。", before.Hash(), after.Hash())
	return p.String(), nil
}
