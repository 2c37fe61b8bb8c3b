package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"
	"slices"

	"github.com/kam-go/kam/goals"
)

// Goals is a store's entries of goals: a [goals.Store]. Get it from [Store.Goals]; the zero value is of no use.
// It is safe for concurrent use.
type Goals struct {
	store *Store
}

var _ goals.Store = Goals{}

// Goals returns the entries of goals in the store's file. It is of use until the store is closed.
func (s *Store) Goals() Goals { return Goals{store: s} }

// Append adds the entries, all of them or none; see [goals.Store].
func (g Goals) Append(ctx context.Context, entries []goals.Entry) error {
	rows := make([]goalRow, len(entries))
	for i, e := range entries {
		var err error
		if rows[i], err = goalRowOf(e); err != nil {
			return fmt.Errorf("sqlstore: entry %d of the list: %w", i, err)
		}
	}
	return g.store.write(ctx, "append goals to", func(conn *sql.Conn) error {
		for _, row := range rows {
			if err := row.append(ctx, conn); err != nil {
				return err
			}
		}
		return nil
	})
}

// Entries yields the entries of the goals that q asks for; see [goals.Store]. An entry that is not what was appended
// is an error that wraps [ErrDamaged].
func (g Goals) Entries(ctx context.Context, q goals.Query) iter.Seq2[goals.Entry, error] {
	return func(yield func(goals.Entry, error) bool) {
		if err := q.Check(); err != nil {
			yield(goals.Entry{}, err)
			return
		}
		left := false
		err := g.store.read(ctx, "read the goals of", func(conn *sql.Conn) error {
			return eachGoalEntry(ctx, conn, q, func(e goals.Entry) bool {
				left = !yield(e, nil)
				return !left
			})
		})
		if err != nil && !left {
			yield(goals.Entry{}, err)
		}
	}
}

// Verify returns nil when every goal's entries are what was appended and none is missing between them, and the columns
// that queries use agree with them. Otherwise the error wraps [ErrDamaged] and names the first entry that is not.
// Entries removed from the end of a goal do not show.
func (g Goals) Verify(ctx context.Context) error {
	for _, err := range g.Entries(ctx, goals.Query{}) {
		if err != nil {
			return err
		}
	}
	return nil
}

// goalRow is an entry as the database has it.
type goalRow struct {
	goal         string
	seq          int64
	recorded, by string
	kind         string
	from, until  sql.NullString
	owners       []string // sorted, each once
	content      string
	digest       string      // of a row that was read
	entry        goals.Entry // of a row that is to be written
}

// goalRowOf returns the row of an entry, but for its digest, or what the entry's check finds.
func goalRowOf(e goals.Entry) (goalRow, error) {
	if err := e.Check(); err != nil {
		return goalRow{}, err
	}
	r := goalRow{goal: e.Goal, seq: e.Seq, recorded: e.On.String(), by: e.By, entry: e}
	switch {
	case e.Set != nil:
		r.kind = "set"
		from, until := e.Set.Period.From, e.Set.Period.Until
		r.from, r.until = nullText(from.String()), nullText(until.String())
		r.owners = slices.Compact(slices.Sorted(slices.Values(e.Set.Owners)))
	case e.Move != nil:
		r.kind = "move"
	case e.Amendment != nil:
		r.kind = "amendment"
	default:
		r.kind = "closed"
	}
	var err error
	r.content, err = compact(e.JSON())
	return r, err
}

// append adds the row after the goal's last, or does nothing when it is there.
func (r goalRow) append(ctx context.Context, conn *sql.Conn) error {
	var content string
	err := conn.QueryRowContext(ctx, "SELECT content FROM goal_entries WHERE goal = ? AND seq = ?", r.goal, r.seq).Scan(&content)
	if err == nil {
		present, err := goals.ParseEntry([]byte(content))
		switch {
		case err != nil:
			return fmt.Errorf("sqlstore: %w: entry %d of goal %q: %w", ErrDamaged, r.seq, r.goal, err)
		case !present.Same(r.entry):
			return fmt.Errorf("%w: entry %d of goal %q", goals.ErrConflict, r.seq, r.goal)
		}
		return nil
	}
	if !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	var last int64
	var before string
	err = conn.QueryRowContext(ctx, "SELECT seq, digest FROM goal_entries WHERE goal = ? ORDER BY seq DESC LIMIT 1", r.goal).
		Scan(&last, &before)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	if r.seq != last+1 {
		return fmt.Errorf("%w: entry %d of goal %q, whose last is %d", goals.ErrStale, r.seq, r.goal, last)
	}
	_, err = conn.ExecContext(ctx, `INSERT INTO goal_entries
		(goal, seq, recorded, recorded_by, kind, period_from, period_until, content, digest) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		r.goal, r.seq, r.recorded, r.by, r.kind, r.from, r.until, r.content, chained(before, r.content))
	if err != nil {
		return err
	}
	for _, owner := range r.owners {
		if _, err := conn.ExecContext(ctx, "INSERT INTO goal_owners (owner, goal, seq) VALUES (?, ?, ?)", owner, r.goal, r.seq); err != nil {
			return err
		}
	}
	return nil
}

// eachGoalEntry calls do for each entry that q asks for until it returns false.
func eachGoalEntry(ctx context.Context, conn *sql.Conn, q goals.Query, do func(goals.Entry) bool) error {
	from, until := daysAsked(q.Overlapping)
	// A goal that was never set has neither an owner nor a period, and is found by its ID alone.
	whoever := q.Owner == "" && q.Overlapping.IsZero()
	rows, err := conn.QueryContext(ctx, `
		SELECT goal, seq, recorded, recorded_by, kind, period_from, period_until, content, digest, (
			SELECT json_group_array(owner) FROM (SELECT owner FROM goal_owners AS o WHERE o.goal = e.goal AND o.seq = e.seq ORDER BY owner)
		) FROM goal_entries AS e
		WHERE (?1 IS NULL OR goal IN (SELECT value FROM json_each(?1)))
			AND (?2 OR goal IN (
				SELECT goal FROM goal_entries AS s
				WHERE kind = 'set' AND period_from < ?5 AND period_until > ?4
					AND (?3 = '' OR EXISTS (SELECT 1 FROM goal_owners AS o WHERE o.owner = ?3 AND o.goal = s.goal AND o.seq = s.seq))
					AND NOT EXISTS (SELECT 1 FROM goal_entries AS l WHERE l.goal = s.goal AND l.kind = 'set' AND l.seq > s.seq)
			))
		ORDER BY goal, seq`, listed(q.Goals), whoever, q.Owner, from, until)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }() // its fault shows in rows.Err
	var before goalRow
	for rows.Next() {
		var r goalRow
		var owners string
		err := rows.Scan(&r.goal, &r.seq, &r.recorded, &r.by, &r.kind, &r.from, &r.until, &r.content, &r.digest, &owners)
		if err != nil {
			return err
		}
		if err := decode(owners, &r.owners); err != nil {
			return err
		}
		if r.goal != before.goal {
			before = goalRow{goal: r.goal}
		}
		e, err := r.read(before)
		if err != nil {
			return fmt.Errorf("sqlstore: %w: entry %d of goal %q: %w", ErrDamaged, r.seq, r.goal, err)
		}
		if !do(e) {
			return nil
		}
		before = r
	}
	return rows.Err()
}

// read returns the entry of a row, or why the row is not the one that was appended after the one before it of its goal.
func (r goalRow) read(before goalRow) (goals.Entry, error) {
	if r.seq != before.seq+1 {
		return goals.Entry{}, fmt.Errorf("it follows entry %d", before.seq)
	}
	if digest := chained(before.digest, r.content); digest != r.digest {
		return goals.Entry{}, fmt.Errorf("its content has the digest %s instead of %s", digest, r.digest)
	}
	e, err := goals.ParseEntry([]byte(r.content))
	if err != nil {
		return goals.Entry{}, err
	}
	want, err := goalRowOf(e)
	if err != nil {
		return goals.Entry{}, err
	}
	if r.goal != want.goal || r.seq != want.seq || r.recorded != want.recorded || r.by != want.by || r.kind != want.kind ||
		r.from != want.from || r.until != want.until || !slices.Equal(r.owners, want.owners) {
		return goals.Entry{}, errors.New("its columns differ from its content")
	}
	return e, nil
}
