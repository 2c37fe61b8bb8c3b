package replica_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strconv"
	"time"

	"github.com/kam-go/kam/crm"
)

// thing is a record of a system.
type thing struct {
	id       string
	content  int
	read     int // the content that was last read
	modified time.Time
	visible  time.Time // when readers begin to see its last change
	gone     bool
	deleted  time.Time
}

// fake is a system that goes on while it is read. It is read and changed by one goroutine.
type fake struct {
	system crm.System
	kinds  []crm.Kind
	rng    *rand.Rand
	clock  time.Time
	things map[crm.Kind]map[string]*thing
	next   int
	pages  int // records on a page

	grain    time.Duration // of its times
	late     time.Duration // how long a change may stay unseen
	touching bool          // restoring a record modifies it

	between func()      // what happens between two calls
	fail    func() bool // whether a call fails
	calls   int
	spoil   func(p *crm.Page)
}

var errDown = errors.New("the system is down")

func newFake(seed uint64, kinds ...crm.Kind) *fake {
	f := &fake{
		system: "fake", kinds: kinds, rng: rand.New(rand.NewPCG(seed, 7)), clock: time.Date(2026, 3, 5, 12, 0, 0, 0, time.UTC),
		things: map[crm.Kind]map[string]*thing{}, pages: 3, grain: time.Second,
	}
	for _, k := range kinds {
		f.things[k] = map[string]*thing{}
	}
	return f
}

func (f *fake) now() time.Time { return f.clock }

// pass lets time go on.
func (f *fake) pass(most time.Duration) {
	f.clock = f.clock.Add(time.Duration(f.rng.Int64N(int64(most) + 1)))
}

func (f *fake) touch(t *thing) {
	t.content++
	t.modified = f.clock.Truncate(f.grain)
	t.visible = f.clock.Add(time.Duration(f.rng.Int64N(int64(f.late) + 1)))
}

// create makes records.
func (f *fake) create(k crm.Kind, n int) {
	for range n {
		f.next++
		t := &thing{id: strconv.FormatUint(f.rng.Uint64N(1_000_000), 36) + "-" + strconv.Itoa(f.next)}
		f.touch(t)
		f.things[k][t.id] = t
	}
}

// some returns a record that is or is not deleted, or nil.
func (f *fake) some(k crm.Kind, gone bool) *thing {
	var list []*thing
	for _, id := range slices.Sorted(maps.Keys(f.things[k])) {
		if t := f.things[k][id]; t.gone == gone {
			list = append(list, t)
		}
	}
	if len(list) == 0 {
		return nil
	}
	return list[f.rng.IntN(len(list))]
}

// happen lets something happen.
func (f *fake) happen() {
	k := f.kinds[f.rng.IntN(len(f.kinds))]
	switch f.rng.IntN(6) {
	case 0, 1:
		f.create(k, 1)
	case 2, 3:
		if t := f.some(k, false); t != nil {
			f.touch(t)
		}
	case 4:
		f.remove(k)
	case 5:
		f.restore(k)
	}
}

func (f *fake) remove(k crm.Kind) *thing {
	t := f.some(k, false)
	if t != nil {
		t.gone, t.deleted = true, f.clock.Truncate(f.grain)
	}
	return t
}

func (f *fake) restore(k crm.Kind) *thing {
	t := f.some(k, true)
	if t != nil {
		t.gone = false
		// What nobody has read before it was deleted and restored could not be known to have changed.
		if f.touching || t.read != t.content {
			f.touch(t)
		}
	}
	return t
}

func (f *fake) record(k crm.Kind, t *thing) crm.Record {
	t.read = t.content
	data := crm.NewData(k)
	switch d := data.(type) {
	case *crm.User:
		d.Name = strconv.Itoa(t.content)
	case *crm.Account:
		d.Name = strconv.Itoa(t.content)
	case *crm.Order:
		d.Number = strconv.Itoa(t.content)
	}
	return crm.Record{Ref: crm.Ref{System: f.system, Kind: k, ID: t.id}, Modified: t.modified, Data: data}
}

// call is the beginning of every call.
func (f *fake) call(ctx context.Context) error {
	f.calls++
	if f.between != nil {
		f.between()
	}
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("fake: %w", err)
	}
	if f.fail != nil && f.fail() {
		return errDown
	}
	return nil
}

// live returns what can be seen, ordered by compare.
func (f *fake) live(k crm.Kind, compare func(a, b *thing) int) []*thing {
	var list []*thing
	for _, t := range f.things[k] {
		if !t.gone && !t.visible.After(f.clock) {
			list = append(list, t)
		}
	}
	slices.SortFunc(list, compare)
	return list
}

// source is a fake that can do nothing but list changes.
type source struct{ *fake }

func (s source) System() crm.System { return s.system }
func (s source) Kinds() []crm.Kind  { return s.kinds }

func (s source) Changes(ctx context.Context, k crm.Kind, after crm.Mark, until time.Time) (crm.Page, error) {
	if err := s.call(ctx); err != nil {
		return crm.Page{}, err
	}
	var p crm.Page
	for _, t := range s.live(k, func(a, b *thing) int { return cmp.Or(a.modified.Compare(b.modified), cmp.Compare(a.id, b.id)) }) {
		if (crm.Mark{At: t.modified, ID: t.id}).Compare(after) <= 0 || !t.modified.Before(until) {
			continue
		}
		if p.More = len(p.Records) == s.pages; p.More {
			break
		}
		p.Records = append(p.Records, s.record(k, t))
	}
	if s.spoil != nil {
		s.spoil(&p)
	}
	return p, nil
}

// bin lists deletions.
type bin struct{ *fake }

func (b bin) Deleted(ctx context.Context, k crm.Kind, since time.Time, cursor string) (crm.DeletedPage, error) {
	if err := b.call(ctx); err != nil {
		return crm.DeletedPage{}, err
	}
	page, _ := strconv.Atoi(cursor)
	var list []*thing
	for _, t := range b.things[k] {
		if t.gone && !t.deleted.Before(since.Truncate(b.grain)) {
			list = append(list, t)
		}
	}
	slices.SortFunc(list, func(a, b *thing) int { return cmp.Or(b.deleted.Compare(a.deleted), cmp.Compare(a.id, b.id)) })
	list = list[min(page*b.pages, len(list)):]
	var p crm.DeletedPage
	if len(list) > b.pages {
		list, p.Next = list[:b.pages], strconv.Itoa(page+1)
	}
	for _, t := range list {
		p.Records = append(p.Records, crm.Record{Ref: crm.Ref{System: b.system, Kind: k, ID: t.id}, Modified: t.deleted, Deleted: true})
	}
	return p, nil
}

// index lists ids.
type index struct{ *fake }

func (x index) IDs(ctx context.Context, k crm.Kind, after string) (crm.IDPage, error) {
	if err := x.call(ctx); err != nil {
		return crm.IDPage{}, err
	}
	var p crm.IDPage
	for _, t := range x.live(k, func(a, b *thing) int { return cmp.Compare(a.id, b.id) }) {
		if t.id <= after {
			continue
		}
		if p.More = len(p.IDs) == x.pages; p.More {
			break
		}
		p.IDs = append(p.IDs, t.id)
	}
	return p, nil
}

// reader reads by ids.
type reader struct{ *fake }

func (r reader) Records(ctx context.Context, refs []crm.Ref) ([]crm.Record, error) {
	if err := r.call(ctx); err != nil {
		return nil, err
	}
	var found []crm.Record
	for _, ref := range refs {
		if t := r.things[ref.Kind][ref.ID]; t != nil && !t.gone && !t.visible.After(r.clock) {
			found = append(found, r.record(ref.Kind, t))
		}
	}
	return found, nil
}

// The systems that there are.
type (
	full struct { // all of it
		source
		bin
		index
		reader
	}
	listing struct { // no deletions
		source
		index
		reader
	}
	plain struct { // deletions, and nothing else
		source
		bin
	}
)

// as returns the fake as a source of some kind.
func (f *fake) as(what string) crm.Source {
	switch what {
	case "full":
		return full{source{f}, bin{f}, index{f}, reader{f}}
	case "listing":
		return listing{source{f}, index{f}, reader{f}}
	case "plain":
		return plain{source{f}, bin{f}}
	}
	return source{f}
}
