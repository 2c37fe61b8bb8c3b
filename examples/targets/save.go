package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/kam-go/kam/examples/sqlstore"
	"github.com/kam-go/kam/goals"
	"github.com/kam-go/kam/goals/meetings"
)

// recorder is who enters the goals here.
const recorder = "targets"

// saved counts what was new in the database, and what stood there already.
type saved struct{ goals, records, old int }

// save keeps goals and records. What is there with the same content is left as it is; a goal that differs is set anew,
// which its negotiation or amendments may forbid, and a record that differs gets a new revision.
func save(ctx context.Context, store *sqlstore.Store, p plan, list []goals.Goal, records []meetings.Record) (saved, error) {
	var s saved
	entries, err := newEntries(ctx, store, p, list, &s)
	if err != nil {
		return s, err
	}
	revisions, err := newRevisions(ctx, store, records, &s)
	if err != nil {
		return s, err
	}
	if err := store.Goals().Append(ctx, entries); err != nil {
		return s, err
	}
	if err := store.Meetings().Save(ctx, revisions); err != nil {
		return s, fmt.Errorf("%w: %w", errPart, err)
	}
	return s, nil
}

// errPart says that a run ended between its two transactions. The next one finds the goals there and adds the records.
var errPart = errors.New("the goals are saved, the records of the meetings are not")

func newEntries(ctx context.Context, store *sqlstore.Store, p plan, list []goals.Goal, s *saved) ([]goals.Entry, error) {
	ids := make([]string, len(list))
	for i, g := range list {
		ids[i] = g.ID
	}
	files, err := goals.Files(store.Goals().Entries(ctx, goals.Query{Goals: ids}))
	if err != nil {
		return nil, err
	}
	known := map[string]goals.File{}
	for _, f := range files {
		known[f.Goal().ID] = f
	}
	var entries []goals.Entry
	for _, g := range list {
		f := known[g.ID]
		present := f.Goal()
		e := goals.Entry{Goal: g.ID, Seq: f.Seq() + 1, On: p.asOf, By: recorder, Set: &g}
		if before := (goals.Entry{Goal: e.Goal, Seq: e.Seq, On: e.On, By: e.By, Set: &present}); f.Seq() > 0 && before.Same(e) {
			s.old++
			continue
		}
		if _, err := f.Apply(e); err != nil {
			return nil, err
		}
		s.goals++
		entries = append(entries, e)
	}
	return entries, nil
}

func newRevisions(ctx context.Context, store *sqlstore.Store, records []meetings.Record, s *saved) ([]meetings.Record, error) {
	var ids []string
	for _, r := range records {
		ids = append(ids, r.Key().ID)
	}
	known := map[meetings.Key]meetings.Record{}
	if len(ids) > 0 {
		for r, err := range store.Meetings().Records(ctx, meetings.Query{IDs: ids}) {
			if err != nil {
				return nil, err
			}
			known[r.Key()] = r
		}
	}
	var out []meetings.Record
	for _, r := range records {
		before, there := known[r.Key()]
		if there {
			r.Revision = before.Revision
			if r.Digest() == before.Digest() {
				s.old++
				continue
			}
			r.Revision++
		}
		s.records++
		out = append(out, r)
	}
	return out, nil
}
