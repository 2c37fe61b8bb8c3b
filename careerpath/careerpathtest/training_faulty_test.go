package careerpathtest_test

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/training"
)

// faultyTraining is a store of participation with one fault. Without one it keeps every rule.
type faultyTraining struct {
	fault   string
	mu      sync.Mutex
	entries []training.Entry // of all streams, in the order appended
	left    bool             // a loop was left early
}

// usedShelf is shared by the stores with the fault "one shelf".
var usedShelf struct {
	sync.Mutex
	used bool
}

// trainingFaults maps each fault to the rule that must find it.
var trainingFaults = map[string]string{
	"one shelf":                    "new",
	"loses the second stream":      "added",
	"numbers across streams":       "added",
	"adds invalid entries":         "invalid",
	"checks as it goes":            "invalid",
	"repeats are conflicts":        "repeated",
	"repeats add":                  "repeated",
	"compares the text of numbers": "repeated",
	"last write wins":              "conflict",
	"conflicts are repeats":        "conflict",
	"compares persons by ID":       "conflict",
	"compares without reasons":     "conflict",
	"absent cost is 0":             "conflict",
	"conflict half added":          "conflict",
	"gaps are added":               "stale",
	"starts anywhere":              "stale",
	"stale before conflicts":       "first-decides",
	"conflicts before stale":       "first-decides",
	"empty is an error":            "empty",
	"judges the states":            "unjudged",
	"judges the days":              "unjudged",
	"order of appending":           "order",
	"numbers as text":              "order",
	"sorted without case":          "order",
	"unknown stream is an error":   "streams",
	"stream twice yields twice":    "streams",
	"no streams are none":          "streams",
	"subject by ID only":           "about",
	"subject by prefix":            "about",
	"subject of kind only":         "about",
	"first offering only":          "offerings",
	"offerings without case":       "offerings",
	"no offerings are none":        "offerings",
	"first state only":             "states",
	"no states are none":           "states",
	"until is of the period":       "dated",
	"open end is a day":            "dated",
	"any condition is enough":      "together",
	"subject beats period":         "together",
	"no period is all":             "no-query",
	"unknown state is nothing":     "no-query",
	"whole hours":                  "content",
	"zero is absent":               "content",
	"two digit years":              "content",
	"tidies texts":                 "content",
	"texts folded":                 "texts",
	"texts end at zero":            "texts",
	"4 KiB at most":                "long",
	"drops after a thousand":       "many",
	"race lets two win":            "race",
	"race loser is stale":          "race",
	"same race is a conflict":      "same-race",
	"loop sees appends":            "loop",
	"left loop locks":              "loop",
	"sequence goes once":           "anew",
	"sequence keeps its moment":    "anew",
	"append ignores the context":   "cancelled",
	"ends quietly when over":       "cancelled",
	"goes on after its error":      "cancelled",
	"error with an entry":          "cancelled",
}

func (f *faultyTraining) has(fault string) bool { return f.fault == fault }

func (f *faultyTraining) Append(ctx context.Context, entries []training.Entry) error {
	if f.has("empty is an error") && len(entries) == 0 {
		return fmt.Errorf("nothing to append")
	}
	for i, e := range entries {
		if err := e.Check(); err != nil && !f.has("adds invalid entries") && !f.has("checks as it goes") {
			return err
		}
		if f.has("judges the states") && i > 0 && e.Record.State == entries[i-1].Record.State && e.Record.State == training.Completed {
			return fmt.Errorf("completed twice")
		}
		if f.has("judges the days") && i > 0 && e.Record.On.Before(entries[i-1].Record.On) {
			return fmt.Errorf("a day before")
		}
	}
	if err := ctx.Err(); err != nil && !f.has("append ignores the context") {
		return err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.has("left loop locks") && f.left {
		return fmt.Errorf("locked")
	}
	if f.has("one shelf") {
		usedShelf.Lock()
		defer usedShelf.Unlock()
		usedShelf.used = true
	}
	before := slices.Clone(f.entries)
	err := f.addAll(entries)
	if err != nil && !f.has("conflict half added") && !f.has("checks as it goes") {
		f.entries = before
	}
	return err
}

func (f *faultyTraining) addAll(entries []training.Entry) error {
	var conflicts, stales error
	for _, e := range entries {
		if err := e.Check(); err != nil && f.has("checks as it goes") {
			return err
		}
		err := f.add(e)
		switch {
		case err == nil:
		case !f.has("conflicts before stale") && !f.has("stale before conflicts"):
			return err
		case strings.Contains(err.Error(), training.ErrStale.Error()):
			stales = cmp.Or(stales, err)
		default:
			conflicts = cmp.Or(conflicts, err)
		}
	}
	if f.has("stale before conflicts") {
		return cmp.Or(stales, conflicts)
	}
	return cmp.Or(conflicts, stales)
}

// same tells whether the store takes two entries of one number for the same.
func (f *faultyTraining) same(a, b training.Entry) bool {
	switch f.fault {
	case "compares the text of numbers":
		return a.Same(b) && a.Record.Cost.Decimal.Exponent() == b.Record.Cost.Decimal.Exponent()
	case "compares persons by ID":
		b.Record.Person.Kind = a.Record.Person.Kind
	case "compares without reasons":
		b.Record.Reason = a.Record.Reason
	case "absent cost is 0":
		a.Record.Cost.Valid, b.Record.Cost.Valid = true, true
	}
	return a.Same(b)
}

func (f *faultyTraining) add(e training.Entry) error {
	last := int64(0)
	for i, old := range f.entries {
		if old.Stream != e.Stream && !f.has("numbers across streams") {
			continue
		}
		last = max(last, old.Seq)
		if old.Seq != e.Seq {
			continue
		}
		same := f.same(old, e)
		switch {
		case f.has("last write wins"):
			f.entries[i] = e
			return nil
		case f.has("repeats add"):
			f.entries = append(f.entries, e)
			return nil
		case f.has("race lets two win"):
			f.mu.Unlock()
			time.Sleep(50 * time.Millisecond)
			f.mu.Lock()
			f.entries = append(f.entries, e)
			return nil
		case same && f.has("same race is a conflict") && e.Seq == 1:
			return training.ErrConflict
		case f.has("conflicts are repeats"), same && !f.has("repeats are conflicts"):
			return nil
		case f.has("race loser is stale"):
			return training.ErrStale
		}
		return training.ErrConflict
	}
	if e.Seq != last+1 && !f.has("gaps are added") && (!f.has("starts anywhere") || last > 0) {
		return training.ErrStale
	}
	if f.has("loses the second stream") && len(f.entries) > 0 && e.Stream != f.entries[0].Stream || f.has("drops after a thousand") && len(f.entries) >= 1000 {
		return nil
	}
	f.entries = append(f.entries, f.stored(e))
	return nil
}

// stored returns what the store makes of an entry.
func (f *faultyTraining) stored(e training.Entry) training.Entry {
	switch r := &e.Record; f.fault {
	case "whole hours":
		r.Hours.Decimal = r.Hours.Decimal.Round(0)
	case "zero is absent":
		if r.Cost.Decimal.IsZero() {
			r.Cost = decimal.NullDecimal{}
		}
	case "two digit years":
		if r.On.Year() < 100 {
			r.On = kam.MustDay("2001-01-01")
		}
	case "tidies texts":
		r.Reason = strings.TrimSpace(r.Reason)
	case "texts folded":
		r.Person.ID = strings.ReplaceAll(r.Person.ID, "\u00a0", " ")
	case "texts end at zero":
		r.Reason, _, _ = strings.Cut(r.Reason, "\x00")
	case "4 KiB at most":
		r.Reason = r.Reason[:min(len(r.Reason), 1<<12)]
	}
	return e
}

func (f *faultyTraining) Entries(ctx context.Context, q training.Query) iter.Seq2[training.Entry, error] {
	gone := false
	moment := f.asked(q)
	return func(yield func(training.Entry, error) bool) {
		if gone {
			return
		}
		gone = f.has("sequence goes once")
		if err := q.Check(); err != nil {
			unknown := strings.Contains(err.Error(), training.ErrState.Error())
			switch {
			case f.has("unknown state is nothing") && unknown:
				return
			case f.has("no period is all") && !unknown:
				q.Dated = kam.Period{}
			default:
				yield(training.Entry{}, err)
				return
			}
		}
		list := f.asked(q)
		if f.has("sequence keeps its moment") {
			list = moment
		}
		for _, name := range q.Streams {
			if f.has("unknown stream is an error") && !slices.ContainsFunc(list, func(e training.Entry) bool { return e.Stream == name }) {
				yield(training.Entry{}, fmt.Errorf("no stream %q", name))
				return
			}
		}
		f.left = !f.yieldAll(ctx, q, list, yield)
	}
}

func (f *faultyTraining) yieldAll(ctx context.Context, q training.Query, list []training.Entry, yield func(training.Entry, error) bool) bool {
	for i := 0; ; i++ {
		if f.has("loop sees appends") {
			list = f.asked(q)
		}
		if err := ctx.Err(); err != nil {
			switch f.fault {
			case "ends quietly when over":
				return true
			case "goes on after its error":
				yield(training.Entry{}, err)
			case "error with an entry":
				return yield(training.Entry{Stream: "g"}, err)
			}
			return yield(training.Entry{}, err)
		}
		if i >= len(list) {
			return true
		}
		if !yield(list[i], nil) {
			return false
		}
	}
}

// asked returns the entries that q asks for, in order.
func (f *faultyTraining) asked(q training.Query) []training.Entry {
	f.mu.Lock()
	defer f.mu.Unlock()
	list := slices.Clone(f.entries)
	if f.has("one shelf") && usedShelf.used && len(list) == 0 {
		list = append(list, training.Entry{Stream: "g"})
	}
	if !f.has("order of appending") {
		slices.SortStableFunc(list, func(a, b training.Entry) int {
			x, y := a.Stream, b.Stream
			if f.has("sorted without case") {
				x, y = strings.ToLower(x), strings.ToLower(y)
			}
			byNumber := cmp.Compare(a.Seq, b.Seq)
			if f.has("numbers as text") {
				byNumber = cmp.Compare(fmt.Sprint(a.Seq), fmt.Sprint(b.Seq))
			}
			return cmp.Or(cmp.Compare(x, y), byNumber)
		})
	}
	var out []training.Entry
	for _, e := range list {
		if !f.matches(q, e) {
			continue
		}
		out = append(out, e)
		if f.has("stream twice yields twice") && count(q.Streams, e.Stream) > 1 {
			out = append(out, e)
		}
	}
	return out
}

// matches tells whether q asks for e.
func (f *faultyTraining) matches(q training.Query, e training.Entry) bool {
	none := func(there bool, n int) bool { return there && n == 0 }
	switch f.fault {
	case "no streams are none":
		if none(q.Streams != nil, len(q.Streams)) {
			return false
		}
	case "no offerings are none":
		if none(q.Offerings != nil, len(q.Offerings)) {
			return false
		}
	case "no states are none":
		if none(q.States != nil, len(q.States)) {
			return false
		}
	case "subject by ID only":
		q.About.Kind = e.Record.Person.Kind
	case "subject by prefix":
		if q.About.ID != "" && strings.HasPrefix(e.Record.Person.ID, q.About.ID) {
			q.About.ID = e.Record.Person.ID
		}
	case "subject of kind only":
		if q.About.ID == "" && q.About.Kind != "" {
			q.About.ID = e.Record.Person.ID
		}
	case "first offering only":
		q.Offerings = q.Offerings[:min(1, len(q.Offerings))]
	case "offerings without case":
		if slices.ContainsFunc(q.Offerings, func(o string) bool { return strings.EqualFold(o, e.Record.Offering) }) {
			q.Offerings = nil
		}
	case "first state only":
		q.States = q.States[:min(1, len(q.States))]
	case "until is of the period":
		if q.Dated.Until.IsSet() {
			q.Dated.Until = q.Dated.Until.AddDays(1)
		}
	case "open end is a day":
		if q.Dated.IsOpen() {
			q.Dated.Until = q.Dated.From.AddDays(1)
		}
	case "subject beats period":
		if q.About.ID != "" {
			q.Dated = kam.Period{}
		}
	case "any condition is enough":
		zero := len(q.Streams)+len(q.Offerings)+len(q.States) == 0 && q.About.ID == "" && q.Dated.IsZero()
		return zero || len(q.Streams) > 0 && slices.Contains(q.Streams, e.Stream) || q.About.ID != "" && q.About == e.Record.Person ||
			slices.Contains(q.States, e.Record.State) || slices.Contains(q.Offerings, e.Record.Offering) || !q.Dated.IsZero() && q.Dated.Contains(e.Record.On)
	}
	return q.Matches(e)
}
