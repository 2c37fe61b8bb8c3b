package goals

import (
	"errors"
	"fmt"
	"iter"
	"slices"
)

// ErrReplay says that entries do not follow one another. The error names the goal and the number of the entry.
var ErrReplay = errors.New("goals: entries do not follow")

// File is all that is known of one goal, rebuilt from its entries. It is immutable: [File.Apply] returns a new one. The
// zero value is the file of no goal yet.
type File struct {
	goal        Goal
	negotiation Negotiation
	closed      *Closing
	last        Entry
}

// Goal returns the goal as it stands: as last set, with the negotiated figure for its target once that is agreed or
// imposed, and with every amendment. The result is the caller's own.
func (f File) Goal() Goal { return f.goal.Clone() }

// Negotiation returns the negotiation about the target, not begun when there was none.
func (f File) Negotiation() Negotiation { return f.negotiation }

// Closed returns why the goal ended, and whether it did.
func (f File) Closed() (Closing, bool) {
	if f.closed == nil {
		return Closing{}, false
	}
	return *f.closed, true
}

// Seq returns the number of the last entry, 0 of an empty file: the next entry has the number after it.
func (f File) Seq() int64 { return f.last.Seq }

// Replay rebuilds a goal from its entries in the order of their numbers. No entries give the zero File. The first entry
// that is incomplete or does not follow is the error, as [File.Apply] returns it.
func Replay(entries []Entry) (File, error) {
	var f File
	for _, e := range entries {
		next, err := f.Apply(e)
		if err != nil {
			return File{}, err
		}
		f = next
	}
	return f, nil
}

// Files rebuilds every goal from the entries of a [Store], which come goal by goal, each in the order of its numbers. It
// stops at the first error, that of the sequence or of [File.Apply].
func Files(entries iter.Seq2[Entry, error]) ([]File, error) {
	var files []File
	for e, err := range entries {
		if err != nil {
			return nil, err
		}
		if len(files) == 0 || files[len(files)-1].last.Goal != e.Goal {
			files = append(files, File{})
		}
		at := len(files) - 1
		if files[at], err = files[at].Apply(e); err != nil {
			return nil, err
		}
	}
	return files, nil
}

// Apply returns f with e added; f stays as it was. The error is the [*kam.InvalidError] of [Entry.Check] or of
// [Goal.Amend], or wraps [ErrReplay], and [ErrMove] too for a move that is not allowed:
//
//   - Numbers run from 1 without a gap, days never go back, and all entries are of one goal.
//   - The first entry sets the goal. It may be set anew until it is agreed, imposed or amended; while a target is
//     negotiated, its metric, scope, period, unit, currency, tracking and owners stay.
//   - Owners move as owners and nobody else does: nobody hands a target down to oneself.
//   - A target is amended only while it is not being negotiated. Nothing follows the end of a goal.
func (f File) Apply(e Entry) (File, error) {
	if err := e.Check(); err != nil {
		return f, fmt.Errorf("goals: entry %d of %q: %w", e.Seq, clip(e.Goal), err)
	}
	refuse := func(format string, args ...any) (File, error) {
		return f, fmt.Errorf("%w: entry %d of %q: %w", ErrReplay, e.Seq, clip(e.Goal), fmt.Errorf(format, args...))
	}
	e = e.Clone()
	switch {
	case e.Seq != f.last.Seq+1:
		return refuse("number %d should follow", f.last.Seq+1)
	case f.last.Seq > 0 && e.Goal != f.last.Goal:
		return refuse("the file is that of %q", clip(f.last.Goal))
	case e.On.Before(f.last.On):
		return refuse("%s is before %s of the entry it follows", e.On, f.last.On)
	case f.closed != nil:
		return refuse("the goal has ended: %s", clip(f.closed.Reason))
	case f.last.Seq == 0 && e.Set == nil:
		return refuse("the first entry sets the goal")
	}
	next := f
	next.last = e
	switch {
	case e.Set != nil:
		if err := f.settable(*e.Set); err != nil {
			return refuse("%w", err)
		}
		next.goal = *e.Set
	case e.Move != nil:
		owner := slices.Contains(f.goal.Owners, e.Move.By)
		if owner != (e.Move.Role == Owner) {
			return refuse("%q moves as %s; the owners are %q", clip(e.Move.By), e.Move.Role, f.goal.Owners)
		}
		if len(f.goal.Amendments) > 0 && !f.negotiation.Closed() {
			return refuse("the target was amended and is not negotiated any more")
		}
		moved, err := f.negotiation.Apply(*e.Move)
		if err != nil {
			return refuse("%w", err)
		}
		next.negotiation = moved
		if value := moved.Value(); value.Valid {
			next.goal = f.goal.Clone()
			next.goal.Target = value.Decimal
		}
	case e.Amendment != nil:
		if state := f.negotiation.State(); state != NotBegun && !f.negotiation.Closed() {
			return refuse("the target is %s; agree on it or impose it first", state)
		}
		amended, err := f.goal.Amend(*e.Amendment)
		if err != nil {
			return refuse("%w", err)
		}
		next.goal = amended
	default:
		next.closed = e.Closed
	}
	return next, nil
}

// settable returns why the goal may not be set to g, or nil.
func (f File) settable(g Goal) error {
	now := f.goal
	switch {
	case f.negotiation.Closed():
		return errors.New("the target is settled; amend it")
	case len(now.Amendments) > 0:
		return errors.New("the target was amended; amend it again")
	case f.negotiation.State() == NotBegun:
		return nil
	case g.Metric != now.Metric || g.Scope != now.Scope || g.Period != now.Period || g.Unit != now.Unit ||
		g.Currency != now.Currency || g.Tracking != now.Tracking || !slices.Equal(g.Owners, now.Owners):
		return errors.New("its metric, scope, period, unit, currency, tracking and owners stay while the target is negotiated")
	}
	return nil
}
