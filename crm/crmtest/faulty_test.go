package crmtest_test

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
)

// faulty is a store with one fault. Without one it keeps every rule.
type faulty struct {
	fault     string
	mu        sync.Mutex
	records   map[crm.Ref]crm.Record
	positions map[crm.Ref]crm.Position
}

// has tells whether the store has that fault.
func (f *faulty) has(fault string) bool { return f.fault == fault }

// faults maps each fault to the rule that must find it.
var faults = map[string]string{
	"born with a version":           "new",
	"born with a record":            "new",
	"versions by records":           "position",
	"states trimmed":                "position",
	"states cut":                    "position",
	"any version":                   "conflict",
	"later versions":                "conflict",
	"conflict half done":            "conflict",
	"conflict moves the state":      "conflict",
	"takes foreign records":         "unfit",
	"takes refs twice":              "unfit",
	"takes any length":              "unfit",
	"forgets at no time":            "unfit",
	"takes any batch":               "unfit",
	"faulty records left out":       "faulty",
	"good records of a faulty":      "faulty",
	"first one stays":               "replaced",
	"same time stays":               "replaced",
	"revision is nothing":           "replaced",
	"last one written wins":         "older",
	"older ends the batch":          "older",
	"older is refused":              "older",
	"same is added again":           "same",
	"deleted are removed":           "deleted",
	"deleted stay deleted":          "deleted",
	"deleted always wins":           "deleted",
	"deleted ids":                   "deleted",
	"forgotten are removed":         "forgotten",
	"forgotten though later":        "forgotten",
	"forgotten twice":               "forgotten",
	"forgotten though unknown":      "forgotten",
	"forgotten keep their revision": "forgotten",
	"forgotten are left":            "forgotten",
	"drops after a thousand":        "large",
	"forgets a thousand":            "large",
	"drops extra":                   "fields",
	"extra by case":                 "fields",
	"no check-in":                   "fields",
	"extra as numbers":              "fields",
	"ids trimmed of zeros":          "texts",
	"texts trimmed":                 "texts",
	"texts cut":                     "texts",
	"amounts as float":              "numbers",
	"amounts of 20 places":          "numbers",
	"zero is unknown":               "numbers",
	"seconds":                       "instants",
	"milliseconds":                  "instants",
	"time as text":                  "instants",
	"zone of the writer":            "instants",
	"order of arrival":              "order",
	"ids without case":              "order",
	"ids as numbers":                "order",
	"behind the time alone":         "marks",
	"not before the mark":           "marks",
	"mark cut to microseconds":      "marks",
	"no limit":                      "pages",
	"one too few":                   "pages",
	"in the order asked":            "records",
	"as often as asked":             "records",
	"one kind of records":           "records",
	"ids of all":                    "ids",
	"ids by time":                   "ids",
	"ids from on":                   "ids",
	"ids without limit":             "ids",
	"systems without case":          "apart",
	"one position":                  "apart",
	"ids across kinds":              "apart",
	"limits mended":                 "limits",
	"any number of refs":            "limits",
	"race lets two win":             "race",
	"race loser says nothing":       "race",
	"seen half":                     "moment",
	"keeps the caller's memory":     "own",
	"hands out its own":             "own",
	"ignores the context":           "cancelled",
	"only apply looks":              "cancelled",
}

func (f *faulty) begin(ctx context.Context, apply bool) error {
	if f.has("ignores the context") || f.has("only apply looks") && !apply {
		return nil
	}
	return ctx.Err()
}

func (f *faulty) place(system crm.System, kind crm.Kind) crm.Ref {
	if f.has("systems without case") {
		system = crm.System(strings.ToLower(string(system)))
	}
	if f.has("one position") {
		return crm.Ref{}
	}
	return crm.Ref{System: system, Kind: kind}
}

func (f *faulty) key(ref crm.Ref) crm.Ref {
	if f.has("ids trimmed of zeros") {
		ref.ID = strings.TrimLeft(ref.ID, "0")
	}
	if f.has("ids across kinds") {
		ref.Kind = ""
	}
	return ref
}

func (f *faulty) Position(ctx context.Context, system crm.System, kind crm.Kind) (crm.Position, error) {
	if err := f.begin(ctx, false); err != nil {
		return crm.Position{}, err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	p := f.positions[f.place(system, kind)]
	if f.has("born with a version") && p.Version == 0 {
		p.Version = 1
	}
	return p, nil
}

// check returns why a batch is refused.
func (f *faulty) check(b *crm.Batch) error {
	err := b.Check()
	if err == nil {
		return nil
	}
	if _, faulty := errors.AsType[*kam.InvalidError](err); faulty {
		switch f.fault {
		case "faulty records left out":
			b.Records = slices.DeleteFunc(slices.Clone(b.Records), func(r crm.Record) bool { return r.Check() != nil })
			return nil
		case "good records of a faulty":
			f.put(b.Records[0])
		}
		return err
	}
	foreign := func(r crm.Record) bool { return r.Ref.System != b.System || r.Ref.Kind != b.Kind }
	long := len(b.Records) > crm.MaxBatch || len(b.Forgotten) > crm.MaxBatch || len(b.State) > crm.MaxText
	switch f.fault {
	case "takes foreign records":
		if slices.ContainsFunc(b.Records, foreign) {
			return nil
		}
	case "takes refs twice":
		if !long && !slices.ContainsFunc(b.Records, foreign) && !b.At.IsZero() {
			return nil
		}
	case "takes any length":
		if long {
			return nil
		}
	case "forgets at no time":
		if len(b.Forgotten) > 0 && b.At.IsZero() {
			return nil
		}
	case "takes any batch":
		if b.System == "" || b.Kind == "" {
			return nil
		}
	}
	return err
}

func (f *faulty) Apply(ctx context.Context, b crm.Batch) error {
	if err := f.begin(ctx, true); err != nil {
		return err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.records == nil {
		f.records, f.positions = map[crm.Ref]crm.Record{}, map[crm.Ref]crm.Position{}
	}
	if err := f.check(&b); err != nil {
		return err
	}
	at := f.place(b.System, b.Kind)
	before := f.positions[at]
	if f.has("born with a version") && before.Version == 0 {
		before.Version = 1
	}
	if before.Version != b.Before {
		switch {
		case f.has("any version"), f.has("later versions") && b.Before > before.Version:
		case f.has("conflict half done") && len(b.Records) > 0:
			f.put(b.Records[0])
			return crm.ErrConflict
		case f.has("conflict moves the state"):
			before.State = b.State
			f.positions[at] = before
			return crm.ErrConflict
		case f.has("race loser says nothing") && before.Version == b.Before+1:
			return nil
		default:
			return crm.ErrConflict
		}
	}
	if f.has("race lets two win") {
		f.mu.Unlock()
		time.Sleep(50 * time.Millisecond)
		f.mu.Lock()
	}
	if err := f.replace(b); err != nil {
		return err
	}
	f.forget(b)
	version := b.Before + 1
	if f.has("versions by records") && len(b.Records) == 0 {
		version--
	}
	state := b.State
	switch f.fault {
	case "states trimmed":
		state = strings.TrimSpace(state)
	case "states cut":
		state = state[:min(len(state), 4_000)]
	}
	f.positions[at] = crm.Position{Version: version, State: state}
	return nil
}

func (f *faulty) replace(b crm.Batch) error {
	list := b.Records
	if f.has("drops after a thousand") {
		list = list[:min(len(list), 1_000)]
	}
	for _, r := range list {
		before, there := f.records[f.key(r.Ref)]
		sameTime := there && r.Modified.Equal(before.Modified)
		replaces := !there || crm.Replaces(before, r)
		switch f.fault {
		case "first one stays":
			replaces = !there
		case "same time stays":
			replaces = replaces && !sameTime
		case "revision is nothing":
			replaces = replaces && (!sameTime || before.Hash() != r.Hash())
		case "last one written wins":
			replaces = true
		case "older ends the batch":
			if !replaces {
				return nil
			}
		case "older is refused":
			if there && r.Modified.Before(before.Modified) {
				return crm.ErrBatch
			}
		case "deleted stay deleted":
			replaces = replaces && !before.Deleted
		case "deleted always wins":
			replaces = replaces || r.Deleted
		case "same is added again":
			if there && !replaces {
				r.Revision += "+"
				replaces = true
			}
		}
		if replaces {
			f.put(r)
		}
		if f.has("seen half") {
			f.mu.Unlock()
			time.Sleep(100 * time.Microsecond)
			f.mu.Lock()
		}
	}
	return nil
}

func (f *faulty) put(r crm.Record) {
	if f.has("deleted are removed") && r.Deleted {
		delete(f.records, f.key(r.Ref))
		return
	}
	if !f.has("keeps the caller's memory") {
		r = r.Clone()
	}
	f.spoil(&r)
	f.records[f.key(r.Ref)] = r
}

// spoil changes what is stored.
func (f *faulty) spoil(r *crm.Record) {
	switch f.fault {
	case "seconds":
		r.Modified = r.Modified.Truncate(time.Second)
	case "milliseconds":
		r.Modified = r.Modified.Truncate(time.Millisecond)
	}
	if !f.has("zone of the writer") {
		r.Modified = r.Modified.UTC()
	}
	switch d := r.Data.(type) {
	case *crm.User:
		switch f.fault {
		case "texts trimmed":
			d.Name = strings.TrimSpace(d.Name)
		case "texts cut":
			d.Name = d.Name[:min(len(d.Name), 60_000)]
		}
	case *crm.Payment:
		switch {
		case f.has("amounts as float") && d.Amount.Valid:
			d.Amount.Decimal = decimal.NewFromFloat(d.Amount.Decimal.InexactFloat64())
		case f.has("amounts of 20 places"):
			d.Amount.Decimal = d.Amount.Decimal.Round(20)
		case f.has("zero is unknown"):
			d.Amount.Valid = d.Amount.Valid && !d.Amount.Decimal.IsZero()
		}
	case *crm.Activity:
		if f.has("no check-in") {
			d.CheckIn = nil
		}
		switch f.fault {
		case "drops extra":
			d.Extra = crm.Extra{}
		case "extra by case":
			kept := map[string]json.RawMessage{}
			for name, value := range d.Extra.Extra {
				kept[strings.ToLower(name)] = value
			}
			d.Extra.Extra = kept
		case "extra as numbers":
			for name, value := range d.Extra.Extra {
				var x any
				if json.Unmarshal(value, &x) == nil {
					d.Extra.Extra[name], _ = json.Marshal(x)
				}
			}
		}
	}
}

func (f *faulty) forget(b crm.Batch) {
	list := b.Forgotten
	if f.has("forgets a thousand") {
		list = list[:min(len(list), 1_000)]
	}
	for _, id := range list {
		ref := f.key(crm.Ref{System: b.System, Kind: b.Kind, ID: id})
		before, there := f.records[ref]
		goes := there && !before.Deleted && !before.Modified.After(b.At)
		now := crm.Record{Ref: crm.Ref{System: b.System, Kind: b.Kind, ID: id}, Modified: b.At, Deleted: true}
		switch f.fault {
		case "forgotten are removed":
			if goes {
				delete(f.records, ref)
			}
			continue
		case "forgotten are left":
			continue
		case "forgotten though later":
			goes = there && !before.Deleted
		case "forgotten twice":
			goes = there && !before.Modified.After(b.At)
		case "forgotten though unknown":
			goes = goes || !there
		case "forgotten keep their revision":
			now.Revision = before.Revision
		}
		if goes {
			f.records[ref] = now
		}
	}
}

func (f *faulty) Records(ctx context.Context, refs []crm.Ref) ([]crm.Record, error) {
	if err := f.begin(ctx, false); err != nil {
		return nil, err
	}
	if len(refs) > crm.MaxBatch && !f.has("any number of refs") {
		return nil, crm.ErrBatch
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	refs = slices.Clone(refs)
	if !f.has("in the order asked") {
		slices.SortFunc(refs, crm.Ref.Compare)
	}
	if !f.has("as often as asked") {
		slices.SortFunc(refs, crm.Ref.Compare)
		refs = slices.Compact(refs)
		if f.has("in the order asked") {
			slices.Reverse(refs)
		}
	}
	var found []crm.Record
	for _, ref := range refs {
		if f.has("one kind of records") && ref.Kind != refs[len(refs)-1].Kind {
			continue
		}
		if r, ok := f.records[f.key(ref)]; ok {
			found = append(found, f.out(r))
		}
	}
	return found, nil
}

func (f *faulty) out(r crm.Record) crm.Record {
	if f.has("hands out its own") {
		return r
	}
	return r.Clone()
}

func (f *faulty) limit(limit int) (int, error) {
	if limit >= 1 && limit <= crm.MaxBatch {
		return limit, nil
	}
	if f.has("limits mended") {
		return max(1, min(limit, crm.MaxBatch)), nil
	}
	return 0, crm.ErrBatch
}

// compare is the order of changes.
func (f *faulty) compare(a, b crm.Mark) int {
	switch f.fault {
	case "time as text":
		if c := strings.Compare(a.At.Format(time.RFC3339Nano), b.At.Format(time.RFC3339Nano)); c != 0 {
			return c
		}
		return strings.Compare(a.ID, b.ID)
	case "ids without case":
		if a.At.Equal(b.At) {
			return strings.Compare(strings.ToLower(a.ID), strings.ToLower(b.ID))
		}
	case "ids as numbers":
		if a.At.Equal(b.At) && len(a.ID) != len(b.ID) {
			return len(a.ID) - len(b.ID)
		}
	case "order of arrival":
		return 0
	}
	return a.Compare(b)
}

func (f *faulty) Changes(ctx context.Context, system crm.System, kind crm.Kind, after crm.Mark, limit int) ([]crm.Record, error) {
	if err := f.begin(ctx, false); err != nil {
		return nil, err
	}
	limit, err := f.limit(limit)
	if err != nil {
		return nil, err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	var found []crm.Record
	if f.has("mark cut to microseconds") {
		after.At = after.At.Truncate(time.Microsecond)
	}
	for _, r := range f.records {
		c := f.compare(crm.MarkOf(r), after)
		behind := c > 0
		switch f.fault {
		case "behind the time alone":
			behind = r.Modified.After(after.At)
		case "not before the mark":
			behind = c >= 0
		case "order of arrival":
			behind = crm.MarkOf(r).Compare(after) > 0
		}
		if behind && f.place(r.Ref.System, r.Ref.Kind) == f.place(system, kind) && r.Ref.Kind == kind {
			found = append(found, f.out(r))
		}
	}
	slices.SortFunc(found, func(a, b crm.Record) int { return f.compare(crm.MarkOf(a), crm.MarkOf(b)) })
	if f.has("born with a record") && len(found) == 0 {
		found = append(found, crm.Record{Ref: crm.Ref{System: system, Kind: kind, ID: "0"}, Modified: time.Unix(0, 0), Deleted: true})
	}
	switch {
	case f.has("no limit"):
		return found, nil
	case f.has("one too few") && len(found) > limit && limit > 1:
		limit--
	}
	return found[:min(limit, len(found))], nil
}

func (f *faulty) IDs(ctx context.Context, system crm.System, kind crm.Kind, after string, limit int) ([]string, error) {
	if err := f.begin(ctx, false); err != nil {
		return nil, err
	}
	limit, err := f.limit(limit)
	if err != nil {
		return nil, err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	var found []string
	for _, ref := range slices.SortedFunc(maps.Keys(f.records), func(a, b crm.Ref) int {
		if f.has("ids by time") {
			return f.records[a].Modified.Compare(f.records[b].Modified)
		}
		return strings.Compare(a.ID, b.ID)
	}) {
		r := f.records[ref]
		if r.Ref.System != system || r.Ref.Kind != kind {
			continue
		}
		live := !r.Deleted || f.has("ids of all") || f.has("deleted ids")
		if live && (r.Ref.ID > after || f.has("ids from on") && r.Ref.ID == after) {
			found = append(found, r.Ref.ID)
		}
	}
	if f.has("ids without limit") {
		limit = len(found)
	}
	return found[:min(limit, len(found))], nil
}
