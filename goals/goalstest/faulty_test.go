package goalstest_test

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
	"github.com/kam-go/kam/goals"
)

// faulty is a store with one fault. Without one it keeps every rule.
type faulty struct {
	fault   string
	mu      sync.Mutex
	entries []goals.Entry // of all goals, in the order appended
	left    bool          // a loop was left early
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
	"one shelf":                     "new",
	"loses the second goal":         "added",
	"numbers across goals":          "added",
	"adds invalid entries":          "invalid",
	"checks as it goes":             "invalid",
	"checks numbers first":          "invalid",
	"repeats are conflicts":         "repeated",
	"repeats add":                   "repeated",
	"compares only the last":        "repeated",
	"compares the text of numbers":  "repeated",
	"last write wins":               "conflict",
	"conflicts are repeats":         "conflict",
	"compares the content only":     "conflict",
	"conflict in list unseen":       "conflict",
	"conflict half added":           "conflict",
	"gaps are added":                "stale",
	"starts anywhere":               "stale",
	"stale half added":              "stale",
	"conflicts before stale":        "first-decides",
	"stale before conflicts":        "first-decides",
	"empty is an error":             "empty",
	"judges the content":            "unjudged",
	"keeps the caller's goal":       "own",
	"order of appending":            "order",
	"numbers as text":               "order",
	"sorted without case":           "order",
	"unknown ID is an error":        "ids",
	"ID twice yields twice":         "ids",
	"IDs without case":              "ids",
	"no IDs are none":               "ids",
	"owner of the first set":        "owner",
	"owner by prefix":               "owner",
	"first owner only":              "owner",
	"own entries only":              "owner",
	"periods touch":                 "overlapping",
	"period of the first set":       "overlapping",
	"open end is a day":             "overlapping",
	"periods inside only":           "overlapping",
	"any condition is enough":       "together",
	"owner beats period":            "together",
	"never set is hidden":           "never-set",
	"never set is everybody's":      "never-set",
	"no period is all":              "no-period",
	"no period is nothing":          "no-period",
	"numbers of 15 digits":          "content",
	"zero is absent":                "content",
	"loses evidence":                "content",
	"texts trimmed":                 "content",
	"reasons trimmed":               "content",
	"absent is zero":                "content",
	"two digit years":               "content",
	"texts folded":                  "texts",
	"drops after a thousand":        "many",
	"race lets two win":             "race",
	"race loser is stale":           "race",
	"same race is a conflict":       "same-race",
	"yields its own":                "isolated",
	"loop sees appends":             "loop",
	"left loop locks":               "loop",
	"sequence keeps its moment":     "anew",
	"sequence goes once":            "anew",
	"append ignores the context":    "cancelled",
	"ends quietly when over":        "cancelled",
	"goes on after its error":       "cancelled",
	"error with an entry":           "cancelled",
	"cancelled append adds anyhow":  "cancelled",
	"entries start before an error": "cancelled",
}

func (f *faulty) Append(ctx context.Context, entries []goals.Entry) error {
	if f.has("empty is an error") && len(entries) == 0 {
		return fmt.Errorf("nothing to append")
	}
	if !f.has("adds invalid entries") && !f.has("checks as it goes") && !f.has("checks numbers first") {
		if err := checked(entries); err != nil {
			return err
		}
	}
	if f.has("judges the content") {
		if _, err := goals.Replay(entries); err != nil && len(entries) > 0 && entries[0].Seq == 1 {
			return err
		}
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
	before := slices.Clone(f.entries)
	err := f.add(entries)
	half := f.has("conflict half added") || f.has("stale half added") || f.has("checks as it goes")
	if err != nil && !half {
		f.entries = before
	}
	if over := ctx.Err(); over != nil && f.has("cancelled append adds anyhow") {
		return over
	}
	return err
}

func checked(entries []goals.Entry) error {
	for _, e := range entries {
		if err := e.Check(); err != nil {
			return err
		}
	}
	return nil
}

func (f *faulty) add(entries []goals.Entry) error {
	var conflicts, stales error
	start := slices.Clone(f.entries)
	for _, e := range entries {
		if f.has("checks as it goes") {
			if err := e.Check(); err != nil {
				return err
			}
		}
		known := f.entries
		if f.has("conflict in list unseen") {
			known = start
		}
		err := f.addOne(known, e)
		switch {
		case err == nil:
		case f.has("conflicts before stale") || f.has("stale before conflicts"):
			if strings.Contains(err.Error(), goals.ErrStale.Error()) {
				stales = cmp.Or(stales, err)
			} else {
				conflicts = cmp.Or(conflicts, err)
			}
		default:
			return err
		}
	}
	if f.has("checks numbers first") {
		if err := checked(entries); err != nil {
			return err
		}
	}
	if f.has("stale before conflicts") {
		return cmp.Or(stales, conflicts)
	}
	return cmp.Or(conflicts, stales)
}

// addOne adds one entry to what is known.
func (f *faulty) addOne(known []goals.Entry, e goals.Entry) error {
	last := int64(0)
	for i, old := range known {
		if old.Goal != e.Goal && !f.has("numbers across goals") {
			continue
		}
		last = max(last, old.Seq)
		if old.Seq != e.Seq {
			continue
		}
		same := old.Same(e)
		if f.has("compares the text of numbers") && same && old.Move != nil && e.Move != nil {
			same = old.Move.Value.Decimal.Exponent() == e.Move.Value.Decimal.Exponent()
		}
		if f.has("compares the content only") {
			x := e.Clone()
			x.On, x.By = old.On, old.By
			same = same || old.Same(x)
		}
		if f.has("compares only the last") && e.Seq < f.lastOf(known, e.Goal) {
			same = false
		}
		switch {
		case f.has("last write wins"):
			f.entries[i] = e.Clone()
			return nil
		case f.has("conflicts are repeats"), same && !f.has("repeats are conflicts") && !f.has("repeats add") && !f.has("same race is a conflict"):
			return nil
		case same && f.has("same race is a conflict") && e.Seq == 1 && len(known) > 1:
			return fmt.Errorf("%w", goals.ErrConflict)
		case same && f.has("same race is a conflict"):
			return nil
		case f.has("repeats add"):
			f.entries = append(f.entries, e.Clone())
			return nil
		case f.has("race lets two win"):
			f.mu.Unlock()
			time.Sleep(50 * time.Millisecond)
			f.mu.Lock()
			f.entries = append(f.entries, e.Clone())
			return nil
		case f.has("race loser is stale"):
			return fmt.Errorf("%w", goals.ErrStale)
		}
		return fmt.Errorf("%w", goals.ErrConflict)
	}
	gap := e.Seq != last+1
	if f.has("gaps are added") || f.has("starts anywhere") && last == 0 || f.has("conflict in list unseen") {
		gap = false
	}
	if gap {
		return fmt.Errorf("%w", goals.ErrStale)
	}
	if f.has("loses the second goal") && len(f.entries) > 0 && e.Goal != f.entries[0].Goal {
		return nil
	}
	if f.has("drops after a thousand") && len(f.entries) >= 1000 {
		return nil
	}
	kept := e.Clone()
	if f.has("keeps the caller's goal") {
		kept = e
	}
	f.entries = append(f.entries, f.stored(kept))
	return nil
}

func (f *faulty) lastOf(known []goals.Entry, id string) int64 {
	last := int64(0)
	for _, e := range known {
		if e.Goal == id {
			last = max(last, e.Seq)
		}
	}
	return last
}

// stored returns what the store makes of an entry.
func (f *faulty) stored(e goals.Entry) goals.Entry {
	switch f.fault {
	case "numbers of 15 digits":
		if e.Amendment != nil {
			e.Amendment.Target = e.Amendment.Target.Round(0)
		}
	case "zero is absent":
		if e.Closed != nil && e.Closed.Reached.Decimal.IsZero() {
			e.Closed.Reached = decimal.NullDecimal{}
		}
	case "absent is zero":
		if e.Closed != nil {
			e.Closed.Reached.Valid = true
		}
	case "loses evidence":
		if e.Move != nil {
			e.Move.Evidence = nil
		}
	case "texts trimmed":
		if e.Set != nil {
			e.Set.Statement = strings.TrimSpace(e.Set.Statement)
		}
	case "reasons trimmed":
		if e.Closed != nil {
			e.Closed.Reason = strings.TrimSpace(e.Closed.Reason)
		}
	case "two digit years":
		if e.Move != nil && e.Move.On.Year() < 100 {
			e.Move.On = kam.MustDay("2001-01-01")
		}
	case "texts folded":
		if e.Set != nil {
			e.Set.Scope = strings.ReplaceAll(e.Set.Scope, "\u00a0", " ")
		}
	}
	return e
}

func (f *faulty) Entries(ctx context.Context, q goals.Query) iter.Seq2[goals.Entry, error] {
	var moment []goals.Entry
	gone := false
	if f.has("sequence keeps its moment") {
		moment = f.asked(q)
	}
	return func(yield func(goals.Entry, error) bool) {
		if gone {
			return
		}
		gone = f.has("sequence goes once")
		if err := q.Check(); err != nil {
			switch {
			case f.has("no period is nothing"):
				return
			case f.has("no period is all"):
				q.Overlapping = kam.Period{}
			default:
				yield(goals.Entry{}, err)
				return
			}
		}
		list := moment
		if !f.has("sequence keeps its moment") {
			list = f.asked(q)
		}
		if f.has("unknown ID is an error") {
			for _, id := range q.Goals {
				if f.lastOf(list, id) == 0 {
					yield(goals.Entry{}, fmt.Errorf("no goal %q", id))
					return
				}
			}
		}
		if !f.yieldAll(ctx, q, list, yield) {
			f.left = true
		}
	}
}

func (f *faulty) yieldAll(ctx context.Context, q goals.Query, list []goals.Entry, yield func(goals.Entry, error) bool) bool {
	for i := 0; ; i++ {
		if f.has("loop sees appends") {
			list = f.asked(q)
		}
		if err := ctx.Err(); err != nil && (!f.has("entries start before an error") || i > 0) {
			switch {
			case f.has("ends quietly when over"):
				return true
			case f.has("goes on after its error"):
				yield(goals.Entry{}, err)
				return yield(goals.Entry{}, err)
			case f.has("error with an entry"):
				return yield(goals.Entry{Goal: "g"}, err)
			}
			return yield(goals.Entry{}, err)
		}
		if i >= len(list) {
			return true
		}
		e := list[i].Clone()
		if f.has("yields its own") {
			e = list[i]
		}
		if !yield(e, nil) {
			return false
		}
	}
}

// asked returns the entries that q asks for, in order.
func (f *faulty) asked(q goals.Query) []goals.Entry {
	f.mu.Lock()
	defer f.mu.Unlock()
	list := slices.Clone(f.entries)
	if f.has("one shelf") && shelf.used && len(list) == 0 {
		list = append(list, goals.Entry{Goal: "g"})
	}
	if !f.has("order of appending") {
		slices.SortStableFunc(list, func(a, b goals.Entry) int {
			x, y := a.Goal, b.Goal
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
	var out []goals.Entry
	for _, e := range list {
		if f.matches(q, list, e) {
			out = append(out, e)
			if f.has("ID twice yields twice") && len(q.Goals) > 0 && slices.Index(q.Goals, e.Goal) != len(q.Goals)-1-slices.Index(reversed(q.Goals), e.Goal) {
				out = append(out, e)
			}
		}
	}
	return out
}

func reversed(list []string) []string {
	list = slices.Clone(list)
	slices.Reverse(list)
	return list
}

// matches tells whether q asks for the goal of e.
func (f *faulty) matches(q goals.Query, list []goals.Entry, e goals.Entry) bool {
	g, wasSet := goals.Goal{ID: e.Goal}, false
	for _, other := range list {
		if other.Goal == e.Goal && other.Set != nil && (!wasSet || !f.has("owner of the first set") && !f.has("period of the first set")) {
			g, wasSet = *other.Set, true
		}
	}
	if f.has("never set is hidden") && !wasSet {
		return false
	}
	if f.has("never set is everybody's") && !wasSet {
		q.Owner = ""
	}
	if f.has("first owner only") && len(g.Owners) > 1 {
		g.Owners = g.Owners[:1]
	}
	if f.has("own entries only") && q.Owner != "" && (e.Set == nil || !slices.Contains(e.Set.Owners, q.Owner)) {
		return false
	}
	if f.has("owner by prefix") && q.Owner != "" {
		return slices.ContainsFunc(g.Owners, func(o string) bool { return strings.HasPrefix(o, q.Owner) })
	}
	if f.has("no IDs are none") && q.Goals != nil && len(q.Goals) == 0 {
		return false
	}
	if f.has("IDs without case") && len(q.Goals) > 0 {
		return slices.ContainsFunc(q.Goals, func(id string) bool { return strings.EqualFold(id, e.Goal) })
	}
	if f.has("owner beats period") && q.Owner != "" {
		q.Overlapping = kam.Period{}
	}
	if f.has("any condition is enough") {
		hits := len(q.Goals) == 0 && q.Owner == "" && q.Overlapping.IsZero()
		hits = hits || len(q.Goals) > 0 && (goals.Query{Goals: q.Goals}).Matches(g)
		hits = hits || q.Owner != "" && (goals.Query{Owner: q.Owner}).Matches(g)
		return hits || !q.Overlapping.IsZero() && (goals.Query{Overlapping: q.Overlapping}).Matches(g)
	}
	if !q.Overlapping.IsZero() && wasSet {
		p := q.Overlapping
		switch f.fault {
		case "periods touch":
			p.From = p.From.AddDays(-1)
		case "open end is a day":
			if p.IsOpen() {
				p.Until = p.From.AddDays(1)
			}
		case "periods inside only":
			return p.ContainsPeriod(g.Period)
		}
		q.Overlapping = p
	}
	return q.Matches(g)
}
