package meetingstest_test

import (
	"cmp"
	"context"
	"errors"
	"iter"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals/meetings"
)

// faulty is a store with one fault. Without one it keeps every rule.
type faulty struct {
	fault   string
	mu      sync.Mutex
	records []meetings.Record // in the order of saving
	left    bool              // a loop was left early
}

var _ meetings.Store = (*faulty)(nil)

// has tells whether the store has that fault.
func (f *faulty) has(fault string) bool { return f.fault == fault }

// faults maps each fault to the rule that must find it.
var faults = map[string]string{
	"born with a record":             "new",
	"drops the last list":            "kept",
	"unknown is zero":                "kept",
	"forgets a kind":                 "kept",
	"checks nothing":                 "invalid",
	"keeps what comes before":        "invalid",
	"checks staleness first":         "invalid",
	"repeats are stale":              "repeated",
	"repeats add":                    "repeated",
	"compares what was written":      "repeated",
	"repeats of the newest alone":    "repeated",
	"conflicts are repeats":          "conflict",
	"conflicts of old are stale":     "conflict",
	"conflicts overwrite":            "conflict",
	"conflicts half kept":            "conflict",
	"gaps are kept":                  "stale",
	"begins anywhere":                "stale",
	"stale half kept":                "stale",
	"ids without case":               "stale",
	"sorts each call":                "sequence",
	"looks at the store alone":       "sequence",
	"drops after a thousand":         "whole",
	"thousands are kept in parts":    "whole",
	"one ID for all kinds":           "keys",
	"nothing is an error":            "empty",
	"keeps the caller's pointers":    "own",
	"older ones fit too":             "newest",
	"revisions as text":              "newest",
	"history of what fits now":       "history",
	"history newest alone":           "history",
	"first kind alone":               "kinds",
	"kinds repeat":                   "kinds",
	"ids as patterns":                "ids",
	"ids at most a thousand":         "ids",
	"persons without case":           "persons",
	"feedback by its giver":          "persons",
	"end belongs to the period":      "period",
	"first day does not":             "period",
	"open end is none":               "period",
	"any will do":                    "together",
	"in the order of saving":         "order",
	"newest first":                   "order",
	"by ID first":                    "order",
	"order without case":             "order",
	"revision order as text":         "order",
	"bad query is nothing":           "query",
	"bad query is ignored":           "query",
	"ids trimmed":                    "texts",
	"line breaks made plain":         "texts",
	"numbers of fifteen digits":      "numbers",
	"minutes of sixteen bits":        "numbers",
	"two digit years":                "days",
	"day before 1970 is unset":       "days",
	"hands out its own":              "yours",
	"race lets two win":              "race",
	"race loser is stale":            "race",
	"race loser is half kept":        "race",
	"same race conflicts":            "same-race",
	"loop sees half a call":          "moment",
	"loop sees saves":                "loop",
	"left loop locks":                "loop",
	"loop goes on where it was":      "loop",
	"ignores the context":            "cancelled",
	"ignores the context in repeats": "cancelled",
	"ends quietly when over":         "cancelled",
	"ends quietly when all is found": "cancelled",
}

func (f *faulty) Save(ctx context.Context, records []meetings.Record) error {
	if len(records) == 0 && f.has("nothing is an error") {
		return errors.New("nothing to save")
	}
	if err := f.check(records); err != nil {
		return err
	}
	ignored := f.has("ignores the context") || f.has("ignores the context in repeats") && f.there(records)
	if err := ctx.Err(); err != nil && !ignored {
		return err
	}
	if f.has("sorts each call") {
		records = slices.SortedStableFunc(slices.Values(records), func(a, b meetings.Record) int { return cmp.Compare(a.Revision, b.Revision) })
	}
	if f.has("race lets two win") || f.has("race loser is stale") || f.has("same race conflicts") || f.has("race loser is half kept") {
		return f.saveSlowly(records)
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.has("left loop locks") && f.left {
		return errors.New("locked")
	}
	kept := slices.Clone(f.records)
	for i, r := range records {
		if f.has("drops after a thousand") && i >= 1_000 {
			break
		}
		known := kept
		if f.has("looks at the store alone") {
			known = f.records
		}
		add, err := f.next(known, r)
		if err != nil {
			f.keepOnError(kept, err)
			return err
		}
		if add {
			kept = append(kept, f.stored(r))
		}
		if f.has("loop sees half a call") {
			f.records = slices.Clone(kept)
			f.mu.Unlock()
			time.Sleep(100 * time.Microsecond)
			f.mu.Lock()
		}
		if f.has("thousands are kept in parts") && i%500 == 499 {
			f.records = slices.Clone(kept)
		}
	}
	f.records = kept
	return nil
}

// check checks the records of a call.
func (f *faulty) check(records []meetings.Record) error {
	switch {
	case f.has("checks nothing"):
		return nil
	case f.has("keeps what comes before"):
		for i, r := range records {
			if err := r.Check(); err != nil {
				f.records = append(f.records, records[:i]...)
				return err
			}
		}
	case f.has("checks staleness first"):
		for _, r := range records {
			if r.Revision > 2 {
				return meetings.ErrStale
			}
		}
	}
	return meetings.CheckRecords(records)
}

// there tells whether all the records are.
func (f *faulty) there(records []meetings.Record) bool {
	for _, r := range records {
		if !slices.ContainsFunc(f.records, func(k meetings.Record) bool { return k.Digest() == r.Digest() }) {
			return false
		}
	}
	return true
}

// keepOnError keeps part of a refused call.
func (f *faulty) keepOnError(kept []meetings.Record, err error) {
	if f.has("conflicts half kept") && errors.Is(err, meetings.ErrConflict) || f.has("stale half kept") && errors.Is(err, meetings.ErrStale) {
		f.records = kept
	}
}

// saveSlowly looks, waits and then saves.
func (f *faulty) saveSlowly(records []meetings.Record) error {
	f.mu.Lock()
	before := slices.Clone(f.records)
	f.mu.Unlock()
	time.Sleep(2 * time.Millisecond)
	f.mu.Lock()
	defer f.mu.Unlock()
	raced := len(f.records) != len(before)
	kept := slices.Clone(f.records)
	for _, r := range records {
		known := kept
		if f.has("race lets two win") {
			known = before
		}
		add, err := f.next(known, r)
		switch {
		case raced && f.has("same race conflicts"):
			return meetings.ErrConflict
		case err != nil && f.has("race loser is half kept"):
			f.records = kept
			return err
		case err != nil && raced && f.has("race loser is stale"):
			return meetings.ErrStale
		case err != nil:
			return err
		case add:
			kept = append(kept, r.Clone())
		}
	}
	f.records = kept
	return nil
}

// key returns what the store tells records apart by.
func (f *faulty) key(r meetings.Record) meetings.Key {
	k := r.Key()
	if f.has("one ID for all kinds") {
		k.Kind = ""
	}
	if f.has("ids without case") {
		k.ID = strings.ToLower(k.ID)
	}
	if f.has("ids trimmed") {
		k.ID = strings.TrimSpace(k.ID)
	}
	return k
}

// next tells what to do with a record.
func (f *faulty) next(known []meetings.Record, r meetings.Record) (bool, error) {
	last, digest := int64(0), ""
	for i, k := range known {
		if f.key(k) != f.key(r) {
			continue
		}
		last = max(last, k.Revision)
		if k.Revision == r.Revision {
			digest = k.Digest()
			if f.has("compares what was written") && r.Report != nil && r.Report.Figures[0].Plan.Decimal.String() != k.Report.Figures[0].Plan.Decimal.String() ||
				f.has("compares what was written") && r.Report != nil && r.Report.Figures[0].Plan.Decimal.Exponent() != k.Report.Figures[0].Plan.Decimal.Exponent() {
				digest = "written otherwise"
			}
			if f.has("conflicts overwrite") && digest != r.Digest() {
				known[i] = r
				return false, nil
			}
		}
	}
	switch {
	case f.has("checks nothing") && r.Digest() == "":
		return true, nil
	case f.has("repeats are stale") && digest == r.Digest():
		return false, meetings.ErrStale
	case f.has("repeats add") && digest == r.Digest():
		return true, nil
	case f.has("repeats of the newest alone") && digest != "" && r.Revision < last:
		return false, meetings.ErrConflict
	case f.has("conflicts are repeats") && digest != "":
		return false, nil
	case f.has("conflicts of old are stale") && digest != "" && digest != r.Digest() && r.Revision < last:
		return false, meetings.ErrStale
	case f.has("gaps are kept") && digest == "" && last > 0 && r.Revision > last:
		return true, nil
	case f.has("begins anywhere") && last == 0:
		return true, nil
	}
	return meetings.Next(r, last, digest)
}

// stored returns the record as the store keeps it.
func (f *faulty) stored(r meetings.Record) meetings.Record {
	if f.has("keeps the caller's pointers") {
		return r
	}
	r = r.Clone()
	switch {
	case f.has("drops the last list") && r.Meeting != nil:
		r.Meeting.Actions = nil
	case f.has("unknown is zero") && r.Report != nil:
		for i := range r.Report.Figures {
			r.Report.Figures[i].Plan.Valid = true
		}
	case f.has("ids trimmed") && r.Success != nil:
		r.Success.ID = strings.TrimSpace(r.Success.ID)
	case f.has("line breaks made plain") && r.Success != nil:
		r.Success.Text = strings.ReplaceAll(r.Success.Text, "\r\n", "\n")
	case f.has("numbers of fifteen digits") && r.Report != nil:
		for i := range r.Report.Figures {
			if d := &r.Report.Figures[i].Plan.Decimal; d.NumDigits() > 15 {
				*d = d.Round(14 - int32(d.NumDigits()) - d.Exponent())
			}
		}
	case f.has("minutes of sixteen bits") && r.Meeting != nil:
		r.Meeting.Minutes &= 1<<16 - 1
	case f.has("day before 1970 is unset") && r.Request != nil && r.Request.Requested.Before(kam.MustDay("1970-01-02")):
		r.Request.Due = r.Request.Requested
	}
	return r
}

func (f *faulty) Records(ctx context.Context, query meetings.Query) iter.Seq2[meetings.Record, error] {
	at := 0
	return func(yield func(meetings.Record, error) bool) {
		if err := query.Check(); err != nil {
			switch {
			case f.has("bad query is nothing"):
				return
			case !f.has("bad query is ignored"):
				yield(meetings.Record{}, err)
				return
			}
		}
		if err := ctx.Err(); err != nil && !f.has("ignores the context") {
			if f.has("ends quietly when over") || f.has("ends quietly when all is found") && len(query.IDs) > 0 {
				return
			}
			yield(meetings.Record{}, err)
			return
		}
		f.mu.Lock()
		found := f.find(query)
		f.mu.Unlock()
		if f.has("loop goes on where it was") {
			found = found[min(at, len(found)):]
		}
		for i := 0; i < len(found); i++ {
			at++
			r := found[i]
			if !f.has("hands out its own") {
				r = r.Clone()
			}
			if !yield(r, nil) {
				f.left = true
				return
			}
			if f.has("loop sees saves") {
				f.mu.Lock()
				found = f.find(query)
				f.mu.Unlock()
			}
		}
	}
}

// find returns what fits a query, in order.
func (f *faulty) find(q meetings.Query) []meetings.Record {
	newest := map[meetings.Key]int64{}
	for _, r := range f.records {
		if f.has("older ones fit too") && !f.fits(q, r) {
			continue
		}
		k := f.key(r)
		if old := newest[k]; f.has("revisions as text") && old > 9 && r.Revision <= 9 || f.has("revisions as text") && old == 9 {
			continue
		}
		newest[k] = max(newest[k], r.Revision)
	}
	var found []meetings.Record
	if f.has("born with a record") {
		found = append(found, meetings.Record{Revision: 1, Success: &meetings.Success{ID: "born", Person: "x", On: kam.MustDay("2026-01-01"), Text: "x"}})
	}
	for _, r := range f.records {
		if !q.History && newest[f.key(r)] != r.Revision {
			continue
		}
		if f.has("history newest alone") && newest[f.key(r)] != r.Revision {
			continue
		}
		if f.has("history of what fits now") && q.History && !slices.ContainsFunc(f.records, func(n meetings.Record) bool {
			return f.key(n) == f.key(r) && n.Revision == newest[f.key(r)] && f.fits(q, n)
		}) {
			continue
		}
		if f.has("forgets a kind") && r.Feedback != nil {
			continue
		}
		if !f.fits(q, r) {
			continue
		}
		for range f.times(q, r) {
			found = append(found, r)
		}
	}
	if !f.has("in the order of saving") {
		slices.SortStableFunc(found, f.compare)
	}
	return found
}

// times returns how often a record is found.
func (f *faulty) times(q meetings.Query, r meetings.Record) int {
	n := 1
	if f.has("kinds repeat") && len(q.Kinds) > 0 {
		n = 0
		for _, k := range q.Kinds {
			if k == r.Key().Kind {
				n++
			}
		}
	}
	return n
}

func (f *faulty) compare(a, b meetings.Record) int {
	switch {
	case f.has("newest first"):
		return -meetings.CompareRecords(a, b)
	case f.has("by ID first"):
		return cmp.Or(cmp.Compare(a.Key().ID, b.Key().ID), meetings.CompareRecords(a, b))
	case f.has("order without case"):
		return cmp.Or(a.On().Compare(b.On()), cmp.Compare(a.Key().Kind, b.Key().Kind), cmp.Compare(strings.ToLower(a.Key().ID), strings.ToLower(b.Key().ID)), meetings.CompareRecords(a, b))
	case f.has("revision order as text") && a.Key() == b.Key() && a.On() == b.On():
		return cmp.Compare(a.Revision%10, b.Revision%10)
	case f.has("two digit years"):
		return cmp.Or(cmp.Compare(a.On().String()[2:], b.On().String()[2:]), meetings.CompareRecords(a, b))
	}
	return meetings.CompareRecords(a, b)
}

func (f *faulty) fits(q meetings.Query, r meetings.Record) bool {
	on := r.On()
	switch {
	case f.has("first kind alone") && len(q.Kinds) > 1:
		q.Kinds = q.Kinds[:1]
	case f.has("ids as patterns") && slices.Contains(q.IDs, "%"):
		q.IDs = nil
	case f.has("ids at most a thousand"):
		q.IDs = q.IDs[:min(1_000, len(q.IDs))]
	case f.has("persons without case") && len(q.Persons) > 0:
		return slices.ContainsFunc(q.Persons, func(p string) bool { return strings.EqualFold(p, r.Person()) })
	case f.has("feedback by its giver") && r.Feedback != nil && len(q.Persons) > 0:
		return slices.Contains(q.Persons, r.Feedback.From)
	case f.has("end belongs to the period") && !q.Period.IsZero():
		return q.Period.Contains(on) || on == q.Period.Until
	case f.has("first day does not") && !q.Period.IsZero():
		return q.Period.Contains(on) && on != q.Period.From
	case f.has("open end is none") && q.Period.IsOpen():
		return false
	case f.has("any will do") && len(q.Kinds)*len(q.IDs)*len(q.Persons) > 0:
		return (meetings.Query{Kinds: q.Kinds}).Fits(r) || (meetings.Query{IDs: q.IDs}).Fits(r)
	}
	return q.Fits(r)
}
