package scoringtest_test

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/scoring/improve"
)

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
	case "publications are responses":
		if r.Publication != nil && slices.Contains(q.Kinds, improve.ResponseKind) {
			q.Kinds = nil
		}
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
