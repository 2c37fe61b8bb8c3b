package improve

import (
	"context"
	"slices"

	"github.com/kam-go/kam/scoring/feedback"
)

// AppendNew appends what a store does not hold yet, all of it or nothing, and returns what it appended, numbered, in the
// order of the list. Called again with the same records it appends nothing.
//
// The records of a stream either all have a number or none has; a publication without one gets its sequence. A record
// with a number is new when the stream has none like it under that number. Records without are what the stream is to end
// with: those at their beginning with which it ends already are left out, the others get the numbers after its last. So a
// single record is new when it differs from the last of its stream, and may say again what an earlier one said.
//
// The error is an [*kam.InvalidError] with every fault of the records, or one of the store: [ErrStale] or [ErrConflict]
// when another program appended to a stream meanwhile, or another record stands under a number. Then nothing was
// appended; call again, but make reports and their publications anew from [Ledger] first.
func AppendNew(ctx context.Context, store Store, records []Record) ([]Record, error) {
	list, err := arrivals(records)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	streams := map[string]*ending{}
	for _, a := range list {
		s := streams[a.Stream]
		if s == nil {
			s = &ending{numbered: map[int64]string{}}
			streams[a.Stream] = s
		}
		s.add(a)
	}
	q := Query{}
	for name := range streams {
		q.Streams = append(q.Streams, name)
	}
	slices.Sort(q.Streams)
	for r, err := range store.Records(ctx, q) {
		if err != nil {
			return nil, err
		}
		text, err := r.unnumbered()
		if err != nil {
			return nil, err
		}
		if s := streams[r.Stream]; s != nil {
			s.held(r.Seq, text)
		}
	}
	for _, s := range streams {
		s.skip = s.overlap()
	}
	var added []Record
	for _, a := range list {
		if r, fresh := streams[a.Stream].take(a); fresh {
			added = append(added, r)
		}
	}
	if err := store.Append(ctx, added); err != nil {
		return nil, err
	}
	return added, nil
}

// Ledger returns what a store holds of the publications of a round, in whatever stream, for [feedback.Answers.Report].
// A round of which nothing was published has none, which is no error; errors are those of the store.
func Ledger(ctx context.Context, store Store, round string) ([]feedback.Publication, error) {
	var ledger []feedback.Publication
	for r, err := range store.Records(ctx, Query{Kinds: []Kind{PublicationKind}}) {
		if err != nil {
			return nil, err
		}
		if p := r.Publication; p != nil && p.Round == round {
			ledger = append(ledger, *p)
		}
	}
	return ledger, nil
}

// arrival is a record that may be new, and what it says besides its number.
type arrival struct {
	Record
	text string
}

// unnumbered returns what r says besides its number.
func (r Record) unnumbered() (string, error) {
	r.Seq = 0
	data, err := r.Canonical()
	return string(data), err
}

// arrivals returns records that can be kept but for their numbers, or every fault of them.
func arrivals(records []Record) ([]arrival, error) {
	var f faults
	list := make([]arrival, len(records))
	numbered := map[string]bool{}
	for i, r := range records {
		if r.Publication != nil && r.Seq == 0 {
			r.Seq = r.Publication.Sequence
		}
		has := r.Seq != 0
		if before, known := numbered[r.Stream]; known && before != has {
			f.add("seq", at("$", i)+".seq", say("some records of %q have a number and some have none", "序列 %q 的记录有的有序号，有的没有", clip(r.Stream)),
				say("number all records of a stream, or none", "同一序列的记录请全部编号，或全部不编号"))
		}
		numbered[r.Stream] = has
		checked := r
		if !has {
			checked.Seq = 1
		}
		if err := checked.Check(); err != nil {
			f.merge(at("$", i), err)
			continue
		}
		text, err := r.unnumbered()
		f.merge(at("$", i), err)
		list[i] = arrival{Record: r, text: text}
	}
	return list, f.list.Err()
}

// ending is what a stream has and is to have at its end.
type ending struct {
	numbered map[int64]string // what stands under the numbers that are asked for
	wanted   []string         // what the stream is to end with
	has      []string         // what it ends with, as much of it as is wanted at most
	last     int64
	skip     int // how much of what is wanted is there
}

// add notes that an arrival is asked for.
func (e *ending) add(a arrival) {
	if a.Seq == 0 {
		e.wanted = append(e.wanted, a.text)
		return
	}
	e.numbered[a.Seq] = ""
}

// held notes the next record of the stream.
func (e *ending) held(seq int64, text string) {
	e.last = seq
	if _, asked := e.numbered[seq]; asked {
		e.numbered[seq] = text
	}
	e.has = append(e.has, text)
	if len(e.has) > len(e.wanted) {
		e.has = e.has[1:]
	}
}

// overlap returns how many of what is wanted the stream ends with.
func (e *ending) overlap() int {
	for n := min(len(e.wanted), len(e.has)); n > 0; n-- {
		if slices.Equal(e.has[len(e.has)-n:], e.wanted[:n]) {
			return n
		}
	}
	return 0
}

// take returns an arrival as it is to be appended, and whether it is new. Arrivals come in the order of [ending.add].
func (e *ending) take(a arrival) (Record, bool) {
	switch {
	case a.Seq != 0:
		old := e.numbered[a.Seq]
		if old == "" {
			e.numbered[a.Seq] = a.text
		}
		return a.Record, old != a.text
	case e.skip > 0:
		e.skip--
		return a.Record, false
	}
	e.last++
	a.Seq = e.last
	return a.Record, true
}
