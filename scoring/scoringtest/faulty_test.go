package scoringtest_test

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
	"github.com/kam-go/kam/scoring"
	"github.com/kam-go/kam/scoring/improve"
)

// faulty is a store with one fault. Without one it keeps every rule.
type faulty struct {
	fault   string
	mu      sync.Mutex
	records []improve.Record // of all streams, in the order appended
	left    bool             // a loop was left early
}

// has tells whether the store has that fault.
func (f *faulty) has(fault string) bool { return f.fault == fault }

// shelf is shared by the stores with the fault "one shelf".
var shelf struct {
	sync.Mutex
	used bool
}

// faults maps each fault to the rule that must find it.
var faults = map[string]string{
	"one shelf":                    "new",
	"loses the second stream":      "added",
	"numbers across streams":       "added",
	"adds invalid records":         "invalid",
	"checks as it goes":            "invalid",
	"checks numbers first":         "invalid",
	"repeats are conflicts":        "repeated",
	"repeats add":                  "repeated",
	"compares only the last":       "repeated",
	"compares the text of numbers": "repeated",
	"last write wins":              "conflict",
	"conflicts are repeats":        "conflict",
	"compares the content only":    "conflict",
	"compares kinds apart":         "conflict",
	"compares scores only":         "conflict",
	"conflict in list unseen":      "conflict",
	"conflict half added":          "conflict",
	"gaps are added":               "stale",
	"starts anywhere":              "stale",
	"stale half added":             "stale",
	"conflicts before stale":       "first-decides",
	"stale before conflicts":       "first-decides",
	"empty is an error":            "empty",
	"judges the steps":             "unjudged",
	"judges the days":              "unjudged",
	"one kind for a stream":        "unjudged",
	"keeps the caller's record":    "own",
	"order of appending":           "order",
	"numbers as text":              "order",
	"sorted without case":          "order",
	"unknown stream is an error":   "streams",
	"stream twice yields twice":    "streams",
	"streams without case":         "streams",
	"no streams are none":          "streams",
	"first kind only":              "kinds",
	"kind twice yields twice":      "kinds",
	"no kinds are none":            "kinds",
	"whole streams of a kind":      "kinds",
	"subject by ID only":           "about",
	"subject by prefix":            "about",
	"subject without case":         "about",
	"subject of kind only":         "about",
	"whole streams of a subject":   "about",
	"cards are everybody's":        "about",
	"until is of the period":       "recorded",
	"open end is a day":            "recorded",
	"day of the content":           "recorded",
	"any condition is enough":      "together",
	"subject beats period":         "together",
	"kind beats stream":            "together",
	"no period is all":             "no-query",
	"no period is nothing":         "no-query",
	"unknown kind is nothing":      "no-query",
	"numbers of 15 digits":         "content",
	"zero is absent":               "content",
	"absent is zero":               "content",
	"loses evidence":               "content",
	"loses children":               "content",
	"two digit years":              "content",
	"tidies documents":             "content",
	"texts folded":                 "texts",
	"lines unified":                "texts",
	"texts end at zero":            "texts",
	"64 KiB at most":               "long",
	"drops after a thousand":       "many",
	"race lets two win":            "race",
	"race loser is stale":          "race",
	"same race is a conflict":      "same-race",
	"yields its own":               "isolated",
	"loop sees appends":            "loop",
	"left loop locks":              "loop",
	"sequence keeps its moment":    "anew",
	"sequence goes once":           "anew",
	"append ignores the context":   "cancelled",
	"ends quietly when over":       "cancelled",
	"goes on after its error":      "cancelled",
	"error with a record":          "cancelled",
	"cancelled append adds anyhow": "cancelled",
	"yields before an error":       "cancelled",
}

// copied returns a copy of r that shares no memory with it.
func copied(r improve.Record) improve.Record {
	data, err := r.Canonical()
	if err != nil {
		return r
	}
	c, err := improve.ParseRecord(data)
	if err != nil {
		return r
	}
	return c
}

func (f *faulty) Append(ctx context.Context, records []improve.Record) error {
	if f.has("empty is an error") && len(records) == 0 {
		return fmt.Errorf("nothing to append")
	}
	if !f.has("adds invalid records") && !f.has("checks as it goes") && !f.has("checks numbers first") {
		if err := checked(records); err != nil {
			return err
		}
	}
	if err := f.judge(records); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil && !f.has("append ignores the context") && !f.has("cancelled append adds anyhow") {
		return err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.has("left loop locks") && f.left {
		return fmt.Errorf("locked")
	}
	if f.has("one shelf") {
		shelf.Lock()
		defer shelf.Unlock()
		shelf.used = true
	}
	before := slices.Clone(f.records)
	err := f.add(records)
	half := f.has("conflict half added") || f.has("stale half added") || f.has("checks as it goes")
	if err != nil && !half {
		f.records = before
	}
	if over := ctx.Err(); over != nil && f.has("cancelled append adds anyhow") {
		return over
	}
	return err
}

// judge refuses what a store has no business to refuse.
func (f *faulty) judge(records []improve.Record) error {
	for i, r := range records {
		switch {
		case f.has("judges the steps") && r.Review != nil:
			if _, err := (improve.Review{}).Apply(*r.Review); err != nil {
				return err
			}
		case f.has("judges the days") && i > 0 && r.On.Before(records[i-1].On):
			return fmt.Errorf("a day before")
		case f.has("one kind for a stream") && i > 0 && r.Stream == records[i-1].Stream && r.Kind() != records[i-1].Kind():
			return fmt.Errorf("another kind")
		}
	}
	return nil
}

func checked(records []improve.Record) error {
	for _, r := range records {
		if err := r.Check(); err != nil {
			return err
		}
	}
	return nil
}

func (f *faulty) add(records []improve.Record) error {
	var conflicts, stales error
	start := slices.Clone(f.records)
	for _, r := range records {
		if f.has("checks as it goes") {
			if err := r.Check(); err != nil {
				return err
			}
		}
		known := f.records
		if f.has("conflict in list unseen") {
			known = start
		}
		err := f.addOne(known, r)
		switch {
		case err == nil:
		case f.has("conflicts before stale") || f.has("stale before conflicts"):
			if strings.Contains(err.Error(), improve.ErrStale.Error()) {
				stales = cmp.Or(stales, err)
			} else {
				conflicts = cmp.Or(conflicts, err)
			}
		default:
			return err
		}
	}
	if f.has("checks numbers first") {
		if err := checked(records); err != nil {
			return err
		}
	}
	if f.has("stale before conflicts") {
		return cmp.Or(stales, conflicts)
	}
	return cmp.Or(conflicts, stales)
}

// same tells whether the store takes two records of one number for the same.
func (f *faulty) same(known []improve.Record, old, r improve.Record) bool {
	same := old.Same(r)
	bothScored := old.Result != nil && r.Result != nil
	switch {
	case f.has("compares the text of numbers") && same && bothScored:
		return old.Result.Score.Decimal.Exponent() == r.Result.Score.Decimal.Exponent()
	case f.has("compares the content only"):
		x := copied(r)
		x.On, x.By = old.On, old.By
		return old.Same(x)
	case f.has("compares kinds apart") && old.Kind() != r.Kind():
		return true
	case f.has("compares scores only") && bothScored:
		x := copied(r)
		x.Result.Nodes = old.Result.Nodes
		return old.Same(x)
	case f.has("compares only the last") && r.Seq < lastOf(known, r.Stream):
		return false
	}
	return same
}

// addOne adds one record to what is known.
func (f *faulty) addOne(known []improve.Record, r improve.Record) error {
	last := int64(0)
	for i, old := range known {
		if old.Stream != r.Stream && !f.has("numbers across streams") {
			continue
		}
		last = max(last, old.Seq)
		if old.Seq != r.Seq {
			continue
		}
		same := f.same(known, old, r)
		switch {
		case f.has("last write wins"):
			f.records[i] = copied(r)
			return nil
		case f.has("conflicts are repeats"), same && !f.has("repeats are conflicts") && !f.has("repeats add") && !f.has("same race is a conflict"):
			return nil
		case same && f.has("same race is a conflict") && r.Seq == 1 && len(known) > 1:
			return fmt.Errorf("%w", improve.ErrConflict)
		case same && f.has("same race is a conflict"):
			return nil
		case f.has("repeats add"):
			f.records = append(f.records, copied(r))
			return nil
		case f.has("race lets two win"):
			f.mu.Unlock()
			time.Sleep(time.Millisecond)
			f.mu.Lock()
			f.records = append(f.records, copied(r))
			return nil
		case f.has("race loser is stale"):
			return fmt.Errorf("%w", improve.ErrStale)
		}
		return fmt.Errorf("%w", improve.ErrConflict)
	}
	gap := r.Seq != last+1
	if f.has("gaps are added") || f.has("starts anywhere") && last == 0 || f.has("conflict in list unseen") {
		gap = false
	}
	if gap {
		return fmt.Errorf("%w", improve.ErrStale)
	}
	if f.has("loses the second stream") && len(f.records) > 0 && r.Stream != f.records[0].Stream {
		return nil
	}
	if f.has("drops after a thousand") && len(f.records) >= 1000 {
		return nil
	}
	if f.has("keeps the caller's record") {
		f.records = append(f.records, r)
		return nil
	}
	f.records = append(f.records, f.stored(copied(r)))
	return nil
}

func lastOf(known []improve.Record, stream string) int64 {
	last := int64(0)
	for _, r := range known {
		if r.Stream == stream {
			last = max(last, r.Seq)
		}
	}
	return last
}

// stored returns what the store makes of a record.
func (f *faulty) stored(r improve.Record) improve.Record {
	switch f.fault {
	case "numbers of 15 digits":
		if r.Review != nil {
			r.Review.Score.Decimal = r.Review.Score.Decimal.Round(15)
		}
	case "zero is absent":
		if r.Review != nil && r.Review.Score.Decimal.IsZero() {
			r.Review.Score = decimal.NullDecimal{}
		}
	case "absent is zero":
		if r.Result != nil {
			r.Result.Score.Valid = true
		}
	case "loses evidence":
		if r.Result != nil {
			for i := range r.Result.Findings {
				r.Result.Findings[i].Evidence = nil
			}
		}
	case "loses children":
		if r.Result != nil && len(r.Result.Nodes) > 0 {
			r.Result.Nodes[0].Children = []scoring.Node{}
		}
	case "two digit years":
		if r.Review != nil && r.Review.On.Year() < 100 {
			r.Review.On = kam.MustDay("2001-01-01")
		}
	case "tidies documents":
		if r.Response != nil {
			r.Response.Document = strings.TrimSpace(r.Response.Document)
		}
	case "texts folded":
		r.By = strings.ReplaceAll(r.By, "\u00a0", " ")
	case "lines unified":
		if r.Response != nil {
			r.Response.Document = strings.ReplaceAll(r.Response.Document, "\r\n", "\n")
		}
	case "texts end at zero":
		if r.Response != nil {
			r.Response.Document, _, _ = strings.Cut(r.Response.Document, "\x00")
		}
	case "64 KiB at most":
		if r.Response != nil {
			r.Response.Document = r.Response.Document[:min(len(r.Response.Document), 1<<16)]
		}
	}
	return r
}

func (f *faulty) Records(ctx context.Context, q improve.Query) iter.Seq2[improve.Record, error] {
	var moment []improve.Record
	gone := false
	if f.has("sequence keeps its moment") {
		moment = f.asked(q)
	}
	return func(yield func(improve.Record, error) bool) {
		if gone {
			return
		}
		gone = f.has("sequence goes once")
		if err := q.Check(); err != nil {
			unknown := strings.Contains(err.Error(), improve.ErrKind.Error())
			switch {
			case f.has("no period is nothing") && !unknown, f.has("unknown kind is nothing") && unknown:
				return
			case f.has("no period is all") && !unknown:
				q.Recorded = kam.Period{}
			default:
				yield(improve.Record{}, err)
				return
			}
		}
		list := moment
		if !f.has("sequence keeps its moment") {
			list = f.asked(q)
		}
		if f.has("unknown stream is an error") {
			for _, name := range q.Streams {
				if lastOf(list, name) == 0 {
					yield(improve.Record{}, fmt.Errorf("no stream %q", name))
					return
				}
			}
		}
		if !f.yieldAll(ctx, q, list, yield) {
			f.left = true
		}
	}
}

func (f *faulty) yieldAll(ctx context.Context, q improve.Query, list []improve.Record, yield func(improve.Record, error) bool) bool {
	for i := 0; ; i++ {
		if f.has("loop sees appends") {
			list = f.asked(q)
		}
		if err := ctx.Err(); err != nil && (!f.has("yields before an error") || i > 0) {
			switch {
			case f.has("ends quietly when over"):
				return true
			case f.has("goes on after its error"):
				yield(improve.Record{}, err)
				return yield(improve.Record{}, err)
			case f.has("error with a record"):
				return yield(improve.Record{Stream: "g"}, err)
			}
			return yield(improve.Record{}, err)
		}
		if i >= len(list) {
			return true
		}
		r := list[i]
		if !f.has("yields its own") {
			r = copied(r)
		}
		if !yield(r, nil) {
			return false
		}
	}
}

// asked returns the records that q asks for, in order.
func (f *faulty) asked(q improve.Query) []improve.Record {
	f.mu.Lock()
	defer f.mu.Unlock()
	list := slices.Clone(f.records)
	if f.has("one shelf") && shelf.used && len(list) == 0 {
		list = append(list, improve.Record{Stream: "g"})
	}
	if !f.has("order of appending") {
		slices.SortStableFunc(list, func(a, b improve.Record) int {
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
	var out []improve.Record
	for _, r := range list {
		hits := f.matches(q, r)
		if f.has("whole streams of a kind") && len(q.Kinds) > 0 || f.has("whole streams of a subject") && q.About.ID != "" {
			hits = slices.ContainsFunc(list, func(o improve.Record) bool { return o.Stream == r.Stream && q.Matches(o) })
		}
		if !hits {
			continue
		}
		out = append(out, r)
		if f.has("stream twice yields twice") && count(q.Streams, r.Stream) > 1 || f.has("kind twice yields twice") && count(q.Kinds, r.Kind()) > 1 {
			out = append(out, r)
		}
	}
	return out
}

func count[T comparable](list []T, one T) int {
	n := 0
	for _, o := range list {
		if o == one {
			n++
		}
	}
	return n
}

// matches tells whether q asks for r.
func (f *faulty) matches(q improve.Query, r improve.Record) bool {
	switch f.fault {
	case "no streams are none":
		if q.Streams != nil && len(q.Streams) == 0 {
			return false
		}
	case "no kinds are none":
		if q.Kinds != nil && len(q.Kinds) == 0 {
			return false
		}
	case "streams without case":
		if len(q.Streams) > 0 {
			return slices.ContainsFunc(q.Streams, func(s string) bool { return strings.EqualFold(s, r.Stream) })
		}
	case "first kind only":
		q.Kinds = q.Kinds[:min(1, len(q.Kinds))]
	case "subject by ID only":
		q.About.Kind = r.About.Kind
	case "subject by prefix":
		if q.About.ID != "" && strings.HasPrefix(r.About.ID, q.About.ID) {
			q.About.ID = r.About.ID
		}
	case "subject without case":
		if strings.EqualFold(q.About.ID, r.About.ID) {
			q.About.ID = r.About.ID
		}
	case "subject of kind only":
		if q.About.ID == "" && q.About.Kind != "" {
			q.About.ID = r.About.ID
		}
	case "cards are everybody's":
		if r.Card != nil {
			q.About = kam.Subject{}
		}
	case "until is of the period":
		if q.Recorded.Until.IsSet() {
			q.Recorded.Until = q.Recorded.Until.AddDays(1)
		}
	case "open end is a day":
		if q.Recorded.IsOpen() {
			q.Recorded.Until = q.Recorded.From.AddDays(1)
		}
	case "day of the content":
		if r.Review != nil {
			r.On = r.Review.On.AddDays(-1)
		}
	case "subject beats period":
		if q.About.ID != "" {
			q.Recorded = kam.Period{}
		}
	case "kind beats stream":
		if len(q.Kinds) > 0 {
			q.Streams = nil
		}
	case "any condition is enough":
		zero := len(q.Streams) == 0 && len(q.Kinds) == 0 && q.About.ID == "" && q.Recorded.IsZero()
		return zero || len(q.Streams) > 0 && (improve.Query{Streams: q.Streams}).Matches(r) ||
			len(q.Kinds) > 0 && (improve.Query{Kinds: q.Kinds}).Matches(r) ||
			q.About.ID != "" && (improve.Query{About: q.About}).Matches(r) ||
			!q.Recorded.IsZero() && (improve.Query{Recorded: q.Recorded}).Matches(r)
	}
	return q.Matches(r)
}
