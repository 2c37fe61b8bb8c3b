package accountplan

import (
	"cmp"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/markdown"
	"github.com/kam-go/kam/internal/page"
	"github.com/kam-go/kam/internal/wording"
)

// ErrOther says that two plans are no versions of one plan: their ids or accounts differ.
var ErrOther = errors.New("accountplan: not versions of one plan")

// Comparison is what changed from one version of a plan to another.
type Comparison struct {
	Name   string `json:"name"`
	Before int    `json:"before"`
	After  int    `json:"after"`
	// Changes are those of the plan itself, then by part in the order of [Parts], within a part in the order of the plan
	// after, and what was removed last, in the order of the plan before. The order of items is no change.
	Changes []Change `json:"changes,omitempty"`
}

// Change is one thing that changed.
type Change struct {
	// Part is where; [Header] for what the plan says of itself.
	Part Part `json:"part"`
	// ID and Title are those of the item.
	ID    string     `json:"id,omitempty"`
	Title string     `json:"title,omitempty"`
	What  Difference `json:"what"`
	// Field is the changed field by its key in JSON, Label its name. Of whole items both are empty.
	Field string   `json:"field,omitempty"`
	Label kam.Text `json:"label,omitzero"`
	// Old and New are the values; empty: not stated.
	Old kam.Text `json:"old,omitzero"`
	New kam.Text `json:"new,omitzero"`
}

// Header is the part of changes of what a plan says of itself, such as its owner. It is no part of a plan.
const Header Part = "plan"

// Difference says what happened to an item.
type Difference string

// The differences.
const (
	Added   Difference = "added"
	Removed Difference = "removed"
	Changed Difference = "changed"
)

// fact is one thing that an item says.
type fact struct {
	field string
	label kam.Text
	value string   // compared
	shown kam.Text // the value for people; the value itself when empty
}

// entry is an item with what it says.
type entry struct {
	id, title string
	facts     []fact
}

// Compare says what changed from one version of a plan to another. The error is a [*kam.InvalidError] with the faults of
// both, below $.before and $.after, or wraps [ErrOther].
func Compare(before, after Plan) (Comparison, error) {
	f := wording.Faults{Prefix: prefix}
	f.Merge("$.before", before.Check())
	f.Merge("$.after", after.Check())
	if err := f.Err(); err != nil {
		return Comparison{}, err
	}
	if before.ID != after.ID || before.Account != after.Account {
		return Comparison{}, fmt.Errorf("%w: %q of %s and %q of %s", ErrOther, before.ID, before.Account, after.ID, after.Account)
	}
	c := Comparison{Name: after.Name, Before: before.Version, After: after.Version}
	c.facts(Header, entry{}, header(before), header(after))
	for _, part := range Parts() {
		c.part(part, entries(part, before), entries(part, after))
	}
	return c, nil
}

// part compares the items of a part.
func (c *Comparison) part(part Part, before, after []entry) {
	old, now := map[string]entry{}, map[string]bool{}
	for _, e := range before {
		old[e.id] = e
	}
	for _, e := range after {
		now[e.id] = true
		was, found := old[e.id]
		if !found {
			c.Changes = append(c.Changes, Change{Part: part, ID: e.id, Title: e.title, What: Added})
			continue
		}
		c.facts(part, e, was.facts, e.facts)
	}
	for _, e := range before {
		if !now[e.id] {
			c.Changes = append(c.Changes, Change{Part: part, ID: e.id, Title: e.title, What: Removed})
		}
	}
}

// facts compares what an item says. Facts of one item come in one order; those that only one side has are told too.
func (c *Comparison) facts(part Part, e entry, before, after []fact) {
	old := map[string]fact{}
	for _, f := range before {
		old[f.field] = f
	}
	tell := func(f fact, was, is kam.Text) {
		c.Changes = append(c.Changes, Change{Part: part, ID: e.id, Title: e.title, What: Changed, Field: f.field, Label: f.label, Old: was, New: is})
	}
	for _, f := range after {
		was := old[f.field]
		delete(old, f.field)
		if was.value != f.value {
			tell(f, was.text(), f.text())
		}
	}
	for _, f := range before {
		if _, left := old[f.field]; left && f.value != "" {
			tell(f, f.text(), kam.Text{})
		}
	}
}

func (f fact) text() kam.Text {
	if f.shown != (kam.Text{}) {
		return f.shown
	}
	return wording.Same(f.value)
}

// plain is a fact of a text.
func plain(field, en, zh, value string) fact {
	return fact{field: field, label: kam.Text{EN: en, ZH: zh}, value: value}
}

// list is a fact of several words.
func list[T ~string](field, en, zh string, words []T) fact {
	f := plain(field, en, zh, "")
	for _, w := range words {
		f.value += strconv.Quote(string(w))
	}
	f.shown = wording.Words(words)
	return f
}

// numeric is a fact of a number that may be unknown.
func numeric(field, en, zh string, d decimal.NullDecimal) fact {
	if !d.Valid {
		return plain(field, en, zh, "")
	}
	return plain(field, en, zh, wording.Decimal(d.Decimal))
}

// whole is a fact of a whole number; 0 is unknown.
func whole(field, en, zh string, n int) fact {
	if n == 0 {
		return plain(field, en, zh, "")
	}
	return plain(field, en, zh, strconv.Itoa(n))
}

// Text tells a change in one sentence.
func (c Change) Text() kam.Text {
	item := partText(c.Part)
	if c.Part == Header {
		item = say("plan", "计划")
	}
	if title := cmp.Or(c.Title, c.ID); title != "" {
		item = say("%s, %s", "%s“%s”", item, wording.Clip(title))
	}
	unstated := say("nothing", "无")
	value := func(t kam.Text) kam.Text {
		if t == (kam.Text{}) {
			return unstated
		}
		return kam.Text{EN: wording.Clip(t.EN), ZH: wording.Clip(t.ZH)}
	}
	switch c.What {
	case Added:
		return say("%s: added", "%s：新增", item)
	case Removed:
		return say("%s: removed", "%s：删除", item)
	default:
		return say("%s: %s from %s to %s", "%s：%s由 %s 改为 %s", item, c.Label, value(c.Old), value(c.New))
	}
}

// Markdown writes the changes as a document in one language. Texts from outside are escaped.
func (c Comparison) Markdown(lang kam.Lang) string {
	p := &page.Page{Lang: lang}
	p.Heading(1, "%s: version %d to version %d", "%s：第 %d 版至第 %d 版", markdown.Escape(c.Name), c.Before, c.After)
	if len(c.Changes) == 0 {
		p.Paragraph("Nothing changed.", "没有变化。")
	}
	for _, x := range c.Changes {
		p.Item("%s", "%s", p.Escape(x.Text()))
	}
	return strings.TrimRight(p.String(), "\n") + "\n"
}
