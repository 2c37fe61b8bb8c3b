package desk

import (
	"context"
	"time"

	"github.com/kam-go/kam/examples/console/store"
)

// lookKind is the kind of the views that say who has looked at a check of a run.
const lookKind = "look"

// Look is who has looked at what a check counts, and when.
type Look struct {
	By string
	At time.Time
}

// Look keeps that somebody has looked at what a check of a calculation counts. The first one who has stays.
func (d *Desk) Look(ctx context.Context, run, check string, l Look) error {
	at := store.Key{Kind: lookKind, Of: key(run, check)}
	var first Look
	if found, err := d.Store.View(ctx, at, &first); found || err != nil {
		return err
	}
	w := d.Store.Writer()
	if err := w.Put(ctx, at, l); err != nil {
		return err
	}
	return w.Flush(ctx)
}

// Looks returns who has looked at which checks of a calculation, by their codes. Those of an earlier calculation do not count.
func (d *Desk) Looks(ctx context.Context, f Findings) (map[string]*Look, error) {
	out := map[string]*Look{}
	for _, c := range f.Checks {
		if c.Clear {
			continue
		}
		var l Look
		found, err := d.Store.View(ctx, store.Key{Kind: lookKind, Of: key(f.Run, c.Code)}, &l)
		if err != nil {
			return nil, err
		}
		if found {
			out[c.Code] = &l
		}
	}
	return out, nil
}
