package zoho

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
)

// Changes implements [crm.Source]. Zoho keeps whole seconds: until is read as its second, so that what changes during
// that second is found by the next reading. Users are read all at once.
func (c *Client) Changes(ctx context.Context, kind crm.Kind, after crm.Mark, until time.Time) (crm.Page, error) {
	objects, err := c.find(kind)
	if err != nil {
		return crm.Page{}, err
	}
	until = until.UTC().Truncate(time.Second)
	switch {
	case kind == crm.KindUser && objects[0].module == usersModule:
		return c.changedUsers(ctx, objects[0], after, until)
	case len(objects) > 1:
		return c.merged(ctx, kind, objects, after, until)
	}
	recs, more, found, err := c.page(ctx, objects[0], start(objects[0], after), until)
	return crm.Page{Records: recs, More: more && len(recs) > 0, Findings: found}, err
}

// start is where a module's changes begin behind a mark of its kind.
func start(o *object, after crm.Mark) from {
	f := from{at: after.At.UTC().Truncate(time.Second)}
	switch {
	case after.At.IsZero():
		return from{}
	case !f.at.Equal(after.At):
		f.strict = true // a mark within a second is behind all that Zoho has of it
		return f
	}
	if id, ok := strings.CutPrefix(after.ID, o.prefix); ok && isID(id) {
		f.id = id
	} else if o.prefix < after.ID && after.ID != "" {
		f.strict = true
	}
	return f
}

// page reads the next records of a module, ascending by mark. It has some unless there are no more.
func (c *Client) page(ctx context.Context, o *object, begin from, until time.Time) ([]crm.Record, bool, kam.Findings, error) {
	if begin.id != "" {
		if err := c.measure(ctx, o, len(begin.id)); err != nil {
			return nil, false, nil, err
		}
	}
	var found kam.Findings
	for {
		if o.idLength.Load() == mixedLengths {
			recs, more, rest, err := c.bySeconds(ctx, o, begin, until)
			found.Merge(rest)
			return recs, more, found, err
		}
		got, keys, err := c.selectRows(ctx, o, begin.where(until), c.config.PageSize, changeOrder)
		if err != nil || len(keys) == 0 {
			return nil, false, found, err
		}
		if got.Info.More {
			if err := c.measure(ctx, o, len(keys[0].ID)); err != nil {
				return nil, false, nil, err
			}
		}
		if o.note(keys); o.idLength.Load() == mixedLengths {
			continue
		}
		recs, f := c.records(o, got.Data)
		found.Merge(f)
		if len(recs) > 0 || !got.Info.More {
			return recs, got.Info.More, found, nil
		}
		// Every row has changed since, or is no record; what is behind them is to come.
		last := keys[len(keys)-1]
		begin = from{at: last.Modified, id: last.ID}
	}
}

const changeOrder = modifiedTime + " asc, id asc"

// selectRows queries the columns of a module, in several parts where there are many, and returns whole rows. Rows that
// changed or vanished between the parts are nil: they stand further behind now, or are deleted. The keys are of all rows.
func (c *Client) selectRows(ctx context.Context, o *object, where string, limit int, order string) (rows, []key, error) {
	parts := c.columns(o)
	got, err := c.query(ctx, selection(parts[0], o.module, where, order, limit))
	if err != nil {
		return rows{}, nil, fmt.Errorf("zoho: %s: %w", o.module, err)
	}
	keys := make([]key, len(got.Data))
	for i, row := range got.Data {
		if err := json.Unmarshal(row, &keys[i]); err != nil || !isID(keys[i].ID) || keys[i].Modified.IsZero() {
			return rows{}, nil, fmt.Errorf("%w: a row of %s without id or Modified_Time", ErrAnswer, o.module)
		}
	}
	for _, part := range parts[1:] {
		if len(got.Data) == 0 {
			break
		}
		more, err := c.query(ctx, selection(part, o.module, where, order, limit))
		if err != nil {
			return rows{}, nil, fmt.Errorf("zoho: %s: %w", o.module, err)
		}
		byID := make(map[string]json.RawMessage, len(more.Data))
		for _, row := range more.Data {
			var k key
			if json.Unmarshal(row, &k) == nil {
				byID[k.ID] = row
			}
		}
		for i, k := range keys {
			got.Data[i] = join(got.Data[i], byID[k.ID], k)
		}
	}
	return got, keys, nil
}

// join makes one object of two parts of a row, nil when they are not of the same revision.
func join(a, b json.RawMessage, k key) json.RawMessage {
	var other key
	if a == nil || b == nil || json.Unmarshal(b, &other) != nil || !other.Modified.Equal(k.Modified) {
		return nil
	}
	a, b = bytes.TrimSpace(a), bytes.TrimSpace(b)
	// {..} and {..} make {..,..}; what both have, id and Modified_Time, is the same in both.
	return slices.Concat(a[:len(a)-1], []byte(","), b[1:])
}

// records maps rows.
func (c *Client) records(o *object, data []json.RawMessage) ([]crm.Record, kam.Findings) {
	recs := make([]crm.Record, 0, len(data))
	var found kam.Findings
	for _, row := range data {
		if row == nil {
			continue
		}
		r, f := o.mapper.Read(row)
		found.Merge(f)
		if !f.HasErrors() {
			recs = append(recs, r)
		}
	}
	return recs, found
}

// mixedLengths is the idLength of a module whose ids have different ones.
const mixedLengths = -1

// measure finds out, once, whether all ids of a module have a length. Only then Zoho's order of ids, by number, is that
// of marks, by bytes.
func (c *Client) measure(ctx context.Context, o *object, length int) error {
	if o.idLength.Load() != 0 {
		return nil
	}
	where := fmt.Sprintf("id < '1%s'", strings.Repeat("0", length-1))
	if length < len("9223372036854775807") { // longer ones there cannot be
		where = fmt.Sprintf("(%s or id > '%s')", where, strings.Repeat("9", length))
	}
	got, err := c.query(ctx, selection([]string{"id"}, o.module, where, "id asc", 1))
	if err != nil {
		return fmt.Errorf("zoho: %s: %w", o.module, err)
	}
	if len(got.Data) > 0 {
		length = mixedLengths
	}
	o.idLength.Store(int64(length))
	return nil
}

// note remembers that ids turn out to have different lengths, as those that come to be meanwhile may.
func (o *object) note(keys []key) {
	known := o.idLength.Load()
	for _, k := range keys {
		if known > 0 && int64(len(k.ID)) != known || known == 0 && len(k.ID) != len(keys[0].ID) {
			o.idLength.Store(mixedLengths)
		}
	}
}

// bySeconds reads a page of whole seconds, so that the records of each can be put into the order of bytes.
func (c *Client) bySeconds(ctx context.Context, o *object, begin from, until time.Time) ([]crm.Record, bool, kam.Findings, error) {
	mark := crm.Mark{At: begin.at, ID: o.prefix + begin.id}
	behind := begin
	behind.id = ""
	var found kam.Findings
	for {
		got, keys, err := c.selectRows(ctx, o, behind.where(until), c.config.PageSize, changeOrder)
		if err != nil || len(keys) == 0 {
			return nil, false, found, err
		}
		data, last := got.Data, keys[len(keys)-1].Modified
		if got.Info.More {
			// The last second may go on.
			n := slices.IndexFunc(keys, func(k key) bool { return k.Modified.Equal(last) })
			if data = data[:n]; n > 0 {
				last = keys[n-1].Modified
			} else if data, err = c.second(ctx, o, last); err != nil {
				return nil, false, nil, err
			}
		}
		recs, f := c.records(o, data)
		found.Merge(f)
		slices.SortFunc(recs, byMark)
		if begin.id != "" {
			recs = slices.DeleteFunc(recs, func(r crm.Record) bool { return crm.MarkOf(r).Compare(mark) <= 0 })
		}
		if len(recs) > 0 || !got.Info.More {
			return recs, got.Info.More, found, nil
		}
		behind = from{at: last, strict: true}
	}
}

// second reads all rows of a second.
func (c *Client) second(ctx context.Context, o *object, second time.Time) ([]json.RawMessage, error) {
	var all []json.RawMessage
	where := fmt.Sprintf("Modified_Time = '%s'", at(second))
	for {
		got, keys, err := c.selectRows(ctx, o, where, c.config.PageSize, changeOrder)
		if err != nil {
			return nil, err
		}
		if all = append(all, got.Data...); len(all) > crm.MaxBatch {
			return nil, fmt.Errorf("%w: %s at %s", ErrTies, o.module, at(second))
		}
		if !got.Info.More {
			return all, nil
		}
		where = fmt.Sprintf("(Modified_Time = '%s' and id > '%s')", at(second), keys[len(keys)-1].ID)
	}
}

func byMark(a, b crm.Record) int { return crm.MarkOf(a).Compare(crm.MarkOf(b)) }

// lookahead keeps what was read of several modules and not yet returned, for the call that goes on.
type lookahead struct {
	mu     sync.Mutex
	states map[crm.Kind]*merging
}

// merging is several modules becoming one kind.
type merging struct {
	after   crm.Mark
	until   time.Time
	streams []stream
	found   kam.Findings // about what was read and not yet returned
}

// stream is one module of a kind.
type stream struct {
	recs []crm.Record
	next from
	more bool
}

// take returns what was kept for a call, or a beginning.
func (l *lookahead) take(kind crm.Kind, objects []*object, after crm.Mark, until time.Time) *merging {
	l.mu.Lock()
	defer l.mu.Unlock()
	if m := l.states[kind]; m != nil && m.after.Compare(after) == 0 && m.until.Equal(until) {
		delete(l.states, kind)
		return m
	}
	m := &merging{after: after, until: until, streams: make([]stream, len(objects))}
	for i, o := range objects {
		m.streams[i] = stream{next: start(o, after), more: true}
	}
	return m
}

func (l *lookahead) keep(kind crm.Kind, m *merging) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.states == nil {
		l.states = map[crm.Kind]*merging{}
	}
	l.states[kind] = m
}

// merged reads several modules as one kind, ascending by mark.
func (c *Client) merged(ctx context.Context, kind crm.Kind, objects []*object, after crm.Mark, until time.Time) (crm.Page, error) {
	m := c.ahead.take(kind, objects, after, until)
	for i := range m.streams {
		s := &m.streams[i]
		if len(s.recs) > 0 || !s.more {
			continue
		}
		recs, more, f, err := c.page(ctx, objects[i], s.next, until)
		if err != nil {
			c.ahead.keep(kind, m) // what the others gave is not asked for again, nor what was found about it
			return crm.Page{}, err
		}
		m.found.Merge(f)
		s.recs, s.more = recs, more && len(recs) > 0
		if s.more {
			last := recs[len(recs)-1]
			s.next = start(objects[i], crm.MarkOf(last))
		}
	}
	page := crm.Page{Findings: m.found}
	m.found = nil
	for len(page.Records) < c.config.PageSize {
		best := -1
		for i, s := range m.streams {
			if len(s.recs) > 0 && (best < 0 || byMark(s.recs[0], m.streams[best].recs[0]) < 0) {
				best = i
			}
		}
		if best < 0 {
			break
		}
		s := &m.streams[best]
		page.Records = append(page.Records, s.recs[0])
		s.recs = s.recs[1:]
		if len(s.recs) == 0 && s.more {
			break // its next may come before the others'
		}
	}
	for _, s := range m.streams {
		page.More = page.More || len(s.recs) > 0 || s.more
	}
	if page.More {
		m.after = crm.MarkOf(page.Records[len(page.Records)-1])
		c.ahead.keep(kind, m)
	}
	return page, nil
}
