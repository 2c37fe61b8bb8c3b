package fxiaoke

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
)

// Changes implements [crm.Source]. What was voided (作废) is among them as deleted records, where Fxiaoke shows it at all.
// More may be true of the last page where more records than a page has were changed in one millisecond.
//
// The list of employees does not say when somebody was changed: they all come with each reading, as changed in the last
// millisecond before until.
func (c *Client) Changes(ctx context.Context, kind crm.Kind, after crm.Mark, until time.Time) (crm.Page, error) {
	objects, err := c.find(kind)
	if err != nil {
		return crm.Page{}, err
	}
	until = millisUp(until)
	if objects[0].name == UserList {
		return c.changedUsers(ctx, objects[0], after, until)
	}
	return c.merged(ctx, kind, objects, after, until)
}

// from is where changes of an object begin: at an instant, or strictly behind it, or within it behind an id.
type from struct {
	at     time.Time
	strict bool
	// within: the instant has more rows than a page, which are read by id.
	within bool
	id     string
	// held are rows of the instant that were read and not returned, because it may have others.
	held []row
	// mark is what records must be behind.
	mark crm.Mark
}

// start is where an object's changes begin behind a mark of its kind.
func start(o *object, after crm.Mark) from {
	f := from{at: after.At.UTC().Truncate(time.Millisecond), mark: after}
	switch {
	case after.At.IsZero():
		return from{}
	case after.ID != "" && !strings.HasPrefix(after.ID, o.prefix) && o.prefix < after.ID:
		f.strict = f.at.Equal(after.At) // what the object has of that instant stands before the mark
	case strings.HasPrefix(after.ID, o.prefix):
		f.id = strings.TrimPrefix(after.ID, o.prefix)
	}
	return f
}

// stretch is a part of the changes of an object.
type stretch struct {
	recs []crm.Record
	next from
	more bool
}

// page reads the next records of an object, ascending by mark. It has some unless there are no more.
//
// Rows are asked for by time and then by id. Of a page that is full the last instant is left for the next one, because it
// may go on there: so nothing depends on the order within an instant. Where these are many rows they are held, and the
// next page is asked for without them. An instant that fills a page is read by id.
func (c *Client) page(ctx context.Context, o *object, begin from, until time.Time) (stretch, kam.Findings, error) {
	var findings kam.Findings
	for {
		s := search{object: o.name, columns: c.columns(o), limit: c.config.PageSize, orders: byTime()}
		switch {
		case begin.within:
			s.orders, s.filters = byID(), []filter{is(modifiedTime, "EQ", millis(begin.at))}
			if begin.id != "" {
				s.filters = append(s.filters, is(keyField, "GT", begin.id))
			}
		case begin.strict:
			s.filters = []filter{is(modifiedTime, "GT", millis(begin.at)), is(modifiedTime, "LT", millis(until))}
		case begin.at.IsZero():
			s.filters = []filter{is(modifiedTime, "LT", millis(until))}
		default:
			s.filters = []filter{is(modifiedTime, "GTE", millis(begin.at)), is(modifiedTime, "LT", millis(until))}
			if len(begin.held) > 0 {
				s.filters = append(s.filters, is(keyField, "NIN", idsIn(begin.held)...))
			}
		}
		got, err := c.query(ctx, s)
		if len(begin.held) > 0 && errors.Is(err, ErrRequest) {
			// That _id can be asked for in this way is not documented in so many words.
			o.holdsNone.Store(true)
			begin.held = nil
			continue
		}
		if err != nil {
			return stretch{}, nil, err
		}
		rows, full := got.rows, len(got.rows) >= s.limit
		if err := c.inOrder(o, begin, until, rows); err != nil {
			return stretch{}, nil, err
		}
		rows = joined(begin.held, rows)
		out := stretch{more: full || begin.within}
		switch {
		case begin.within && full:
			out.next = from{at: begin.at, within: true, id: rows[len(rows)-1].id}
		case begin.within:
			out.next = from{at: begin.at, strict: true}
		case full:
			last := rows[len(rows)-1].modified
			cut := slices.IndexFunc(rows, func(r row) bool { return r.modified.Equal(last) })
			if cut == 0 {
				if !last.Equal(begin.at) {
					begin.id, begin.mark = "", crm.Mark{}
				}
				begin.at, begin.within, begin.held = last, true, nil
				continue
			}
			out.next = from{at: rows[cut-1].modified, strict: true}
			if tail := rows[cut:]; len(tail) >= worthHolding && !o.holdsNone.Load() {
				out.next = from{at: last, held: tail}
			}
			rows = rows[:cut]
		}
		for _, r := range rows {
			rec, found := c.record(o, r)
			if crm.MarkOf(rec).Compare(begin.mark) <= 0 {
				continue
			}
			findings.Merge(found)
			if !found.HasErrors() {
				out.recs = append(out.recs, rec)
			}
		}
		slices.SortFunc(out.recs, byMark)
		if len(out.recs) > 0 || !out.more {
			return out, findings, nil
		}
		begin = out.next
	}
}

// worthHolding is how many rows are held rather than read again.
const worthHolding = 8

func idsIn(rows []row) []string {
	ids := make([]string, len(rows))
	for i, r := range rows {
		ids[i] = r.id
	}
	return ids
}

// joined are rows that were held and those behind them, each once.
func joined(held, rows []row) []row {
	if len(held) == 0 {
		return rows
	}
	known := map[string]bool{}
	for _, r := range held {
		known[r.id] = true
	}
	fresh := slices.DeleteFunc(rows, func(r row) bool { return known[r.id] })
	return slices.Concat(held, fresh)
}

// inOrder reports rows that are not what was asked for: then others could be missing.
func (c *Client) inOrder(o *object, begin from, until time.Time, rows []row) error {
	before := row{id: begin.id, modified: begin.at}
	for i, r := range rows {
		wrong := r.modified.IsZero() || r.modified.Before(before.modified) || !r.modified.Before(until)
		if begin.within {
			wrong = !r.modified.Equal(begin.at) || r.id <= before.id
		}
		if wrong {
			return fmt.Errorf("%w: row %d of %s, %s of %s, behind %s of %s", ErrOrder, i+1, o.name, c.redact.Excerpt(r.id), r.modified.Format(time.RFC3339Nano), c.redact.Excerpt(before.id), before.modified.Format(time.RFC3339Nano))
		}
		before = r
	}
	return nil
}

func byMark(a, b crm.Record) int { return crm.MarkOf(a).Compare(crm.MarkOf(b)) }

// lookahead keeps what was read and not yet returned, and where each object goes on, for the call that goes on.
type lookahead struct {
	mu     sync.Mutex
	states map[crm.Kind]*merging
}

// merging is several objects becoming one kind.
type merging struct {
	after   crm.Mark
	until   time.Time
	streams []stream
	found   kam.Findings // about what was read and not yet returned
}

// stream is one object of a kind.
type stream struct {
	o    *object
	recs []crm.Record
	next from
	more bool
}

// take returns what was kept for a call, or a beginning.
func (l *lookahead) take(kind crm.Kind, objects []*object, after crm.Mark, until time.Time) *merging {
	l.mu.Lock()
	defer l.mu.Unlock()
	if m := l.states[kind]; m != nil && m.after.Compare(after) == 0 && m.until.Equal(until) && len(m.streams) == len(objects) {
		delete(l.states, kind)
		return m
	}
	m := &merging{after: after, until: until, streams: make([]stream, len(objects))}
	for i, o := range objects {
		m.streams[i] = stream{o: o, next: start(o, after), more: true}
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

// merged reads the objects of a kind as one, ascending by mark.
func (c *Client) merged(ctx context.Context, kind crm.Kind, objects []*object, after crm.Mark, until time.Time) (crm.Page, error) {
	m := c.ahead.take(kind, objects, after, until)
	for i := range m.streams {
		s := &m.streams[i]
		if len(s.recs) > 0 || !s.more {
			continue
		}
		got, found, err := c.page(ctx, s.o, s.next, until)
		if err != nil {
			c.ahead.keep(kind, m) // what the others gave is not asked for again, nor what was found about it
			return crm.Page{}, err
		}
		m.found.Merge(found)
		s.recs, s.next, s.more = got.recs, got.next, got.more
	}
	page := crm.Page{Findings: m.found}
	m.found = nil
	for {
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
