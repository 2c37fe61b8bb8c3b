package replica

import (
	"context"
	"fmt"
	"time"

	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/internal/wording"
)

// atOnce is how many ids of the copy are looked at at once, and how many ids and differences there are at most, but for
// the rest of a page, before they are applied.
const atOnce = 1_000

func (r *reading) sweepIsDue() bool {
	return r.state.Sweep != nil || r.state.Swept.IsZero() || r.now.Sub(r.state.Swept) >= r.SweepEvery
}

// compareIDs walks through the ids of the system and of the copy side by side, from where a sweep was interrupted.
func (r *reading) compareIDs(ctx context.Context, source crm.IDReader) error {
	if r.state.Sweep == nil {
		r.state.Sweep = &sweep{Begun: r.now}
	}
	seen := 0
	var d difference
	for pages := 1; ; pages++ {
		page, err := source.IDs(ctx, r.kind, r.state.Sweep.After)
		if err != nil {
			return err
		}
		last := r.state.Sweep.After
		for _, id := range page.IDs {
			if !wording.IsName(id) || id <= last {
				return fmt.Errorf("%w: the id %q does not come behind %q", ErrSource, id, last)
			}
			last = id
		}
		if page.More && len(page.IDs) == 0 {
			return fmt.Errorf("%w: there are more ids behind a page that has none", ErrSource)
		}
		if err := r.comparePage(ctx, page, &d); err != nil {
			return err
		}
		seen += len(page.IDs)
		r.tell(Sweep, seen, pages, 0)
		if !page.More {
			return nil
		}
	}
}

// difference is what a part of the ids has on one side alone. Pages share one until it is settled, so that small pages
// take neither a batch nor a call for what is missing each.
type difference struct {
	listed   int // by the system
	compared int
	gone     []string // in the copy alone
	missing  []string // in the system alone
}

// comparePage compares the ids up to the last one of a page, or all that are left when it is the last page. It settles
// when there is enough to.
func (r *reading) comparePage(ctx context.Context, page crm.IDPage, d *difference) error {
	here := local{r: r, after: r.state.Sweep.After, limit: atOnce}
	if page.More {
		here.last, here.limit = page.IDs[len(page.IDs)-1], min(atOnce, len(page.IDs)+1)
	}
	d.listed += len(page.IDs)
	theirs := page.IDs
	for {
		mine, ok, err := here.next(ctx)
		if err != nil {
			return err
		}
		var id string
		switch {
		case !ok && len(theirs) == 0:
			if page.More {
				if r.state.Sweep.After = here.last; d.listed < atOnce {
					return nil
				}
			}
			return r.settle(ctx, d, !page.More)
		case !ok || len(theirs) > 0 && theirs[0] < mine:
			id, theirs = theirs[0], theirs[1:]
			d.missing = append(d.missing, id)
		default:
			id = mine
			here.taken()
			d.compared++
			if len(theirs) > 0 && theirs[0] == mine {
				theirs = theirs[1:]
			} else {
				d.gone = append(d.gone, id)
			}
		}
		if len(d.gone)+len(d.missing) >= atOnce {
			r.state.Sweep.After = id
			if err := r.settle(ctx, d, false); err != nil {
				return err
			}
		}
	}
}

// settle applies a difference and empties it; end says that it is the last one of the sweep.
func (r *reading) settle(ctx context.Context, of *difference, end bool) error {
	d, s := *of, r.state.Sweep
	*of = difference{}
	s.Compared += d.compared
	s.Gone += len(d.gone)
	if s.Gone > alwaysGone && s.Gone*100 > r.MostGone*s.Compared {
		return fmt.Errorf("%w: %d of %d, more than %d per cent", ErrGone, s.Gone, s.Compared, r.MostGone)
	}
	found, err := r.fetch(ctx, d.missing)
	if err != nil {
		return err
	}
	if end {
		r.state.Sweep, r.state.Swept = nil, s.Begun
	}
	if err := r.apply(ctx, found, d.gone); err != nil {
		return err
	}
	r.did.Compared += d.compared
	r.did.Forgotten += len(d.gone)
	r.did.Restored += len(found)
	r.did.Swept = end
	return nil
}

// fetch reads what the system has and the copy has not.
func (r *reading) fetch(ctx context.Context, ids []string) ([]crm.Record, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	source, ok := r.Source.(crm.RecordReader)
	if !ok {
		r.did.Missing += len(ids)
		return nil, nil
	}
	refs := make([]crm.Ref, len(ids))
	asked := make(map[string]bool, len(ids))
	for i, id := range ids {
		refs[i] = crm.Ref{System: r.system, Kind: r.kind, ID: id}
		asked[id] = true
	}
	records, err := source.Records(ctx, refs)
	if err != nil {
		return nil, err
	}
	for _, record := range records {
		if !asked[record.Ref.ID] || r.mine(record) != nil || record.Deleted {
			return nil, fmt.Errorf("%w: %s was not asked for, or is deleted", ErrSource, record.Ref)
		}
	}
	known, err := r.Store.Records(ctx, refs)
	if err != nil {
		return nil, err
	}
	deleted := make(map[string]time.Time, len(known))
	for _, record := range known {
		deleted[record.Ref.ID] = record.Modified
	}
	fit := r.fit(records)
	for i, record := range fit {
		if when, ok := deleted[record.Ref.ID]; ok && record.Modified.Before(when) {
			fit[i].Modified = later(when, r.until)
		}
	}
	return fit, nil
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// local walks through the ids of the copy behind one, up to last unless that is empty.
type local struct {
	r           *reading
	after, last string
	limit       int
	ids         []string
	end         bool
}

// next returns the next id, until it is taken.
func (l *local) next(ctx context.Context) (id string, ok bool, err error) {
	if len(l.ids) == 0 && !l.end {
		if l.ids, err = l.r.Store.IDs(ctx, l.r.system, l.r.kind, l.after, l.limit); err != nil {
			return "", false, err
		}
		l.end = len(l.ids) < l.limit
		if len(l.ids) > 0 {
			l.after = l.ids[len(l.ids)-1]
		}
	}
	if len(l.ids) == 0 || l.last != "" && l.ids[0] > l.last {
		return "", false, nil
	}
	return l.ids[0], true, nil
}

func (l *local) taken() { l.ids = l.ids[1:] }
