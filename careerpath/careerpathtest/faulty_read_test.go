package careerpathtest_test

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/promotion"
)

func (f *faulty) Entries(ctx context.Context, q promotion.Query) iter.Seq2[promotion.Entry, error] {
	var moment []promotion.Entry
	gone := false
	if f.has("sequence keeps its moment") {
		moment = f.asked(q)
	}
	return func(yield func(promotion.Entry, error) bool) {
		if gone {
			return
		}
		gone = f.has("sequence goes once")
		if err := q.Check(); err != nil {
			unknown := strings.Contains(err.Error(), promotion.ErrStep.Error())
			switch {
			case f.has("no period is nothing") && !unknown, f.has("unknown step is nothing") && unknown:
				return
			case f.has("no period is all") && !unknown:
				q.Dated = kam.Period{}
			default:
				yield(promotion.Entry{}, err)
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
					yield(promotion.Entry{}, fmt.Errorf("no stream %q", name))
					return
				}
			}
		}
		if !f.yieldAll(ctx, q, list, yield) {
			f.left = true
		}
	}
}

func (f *faulty) yieldAll(ctx context.Context, q promotion.Query, list []promotion.Entry, yield func(promotion.Entry, error) bool) bool {
	for i := 0; ; i++ {
		if f.has("loop sees appends") {
			list = f.asked(q)
		}
		if err := ctx.Err(); err != nil && (!f.has("yields before an error") || i > 0) {
			switch {
			case f.has("ends quietly when over"):
				return true
			case f.has("goes on after its error"):
				yield(promotion.Entry{}, err)
				return yield(promotion.Entry{}, err)
			case f.has("error with a entry"):
				return yield(promotion.Entry{Stream: "g"}, err)
			}
			return yield(promotion.Entry{}, err)
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

// asked returns the entries that q asks for, in order.
func (f *faulty) asked(q promotion.Query) []promotion.Entry {
	f.mu.Lock()
	defer f.mu.Unlock()
	list := slices.Clone(f.entries)
	if f.has("one shelf") && shelf.used && len(list) == 0 {
		list = append(list, promotion.Entry{Stream: "g"})
	}
	if !f.has("order of appending") {
		slices.SortStableFunc(list, func(a, b promotion.Entry) int {
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
	var out []promotion.Entry
	for _, r := range list {
		hits := f.matches(q, r)
		if f.has("whole streams of a step") && len(q.Steps) > 0 || f.has("whole streams of a subject") && q.About.ID != "" {
			hits = slices.ContainsFunc(list, func(o promotion.Entry) bool { return o.Stream == r.Stream && q.Matches(o) })
		}
		if !hits {
			continue
		}
		out = append(out, r)
		if f.has("stream twice yields twice") && count(q.Streams, r.Stream) > 1 || f.has("step twice yields twice") && count(q.Steps, r.Step()) > 1 {
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
func (f *faulty) matches(q promotion.Query, r promotion.Entry) bool {
	switch f.fault {
	case "no streams are none":
		if q.Streams != nil && len(q.Streams) == 0 {
			return false
		}
	case "no steps are none":
		if q.Steps != nil && len(q.Steps) == 0 {
			return false
		}
	case "streams without case":
		if len(q.Streams) > 0 {
			return slices.ContainsFunc(q.Streams, func(s string) bool { return strings.EqualFold(s, r.Stream) })
		}
	case "first step only":
		q.Steps = q.Steps[:min(1, len(q.Steps))]
	case "corrections are scores":
		if r.Event != nil && r.Event.Step == promotion.StepScore && slices.Contains(q.Steps, promotion.StepCorrect) {
			q.Steps = nil
		}
	case "subject by ID only":
		q.About.Kind = r.About().Kind
	case "subject by prefix":
		if q.About.ID != "" && strings.HasPrefix(r.About().ID, q.About.ID) {
			q.About.ID = r.About().ID
		}
	case "subject without case":
		if strings.EqualFold(q.About.ID, r.About().ID) {
			q.About.ID = r.About().ID
		}
	case "subject of kind only":
		if q.About.ID == "" && q.About.Kind != "" {
			q.About.ID = r.About().ID
		}
	case "cycles are everybody's":
		if r.Cycle != nil {
			q.About = kam.Subject{}
		}
	case "until is of the period":
		if q.Dated.Until.IsSet() {
			q.Dated.Until = q.Dated.Until.AddDays(1)
		}
	case "open end is a day":
		if q.Dated.IsOpen() {
			q.Dated.Until = q.Dated.From.AddDays(1)
		}
	case "cycles have no day":
		if r.Cycle != nil && !q.Dated.IsZero() {
			return false
		}
	case "makers are subjects":
		if r.Event != nil && r.Event.By == q.About {
			q.About = kam.Subject{}
		}
	case "subject beats period":
		if q.About.ID != "" {
			q.Dated = kam.Period{}
		}
	case "step beats stream":
		if len(q.Steps) > 0 {
			q.Streams = nil
		}
	case "any condition is enough":
		zero := len(q.Streams) == 0 && len(q.Steps) == 0 && q.About.ID == "" && q.Dated.IsZero()
		return zero || len(q.Streams) > 0 && (promotion.Query{Streams: q.Streams}).Matches(r) ||
			len(q.Steps) > 0 && (promotion.Query{Steps: q.Steps}).Matches(r) ||
			q.About.ID != "" && (promotion.Query{About: q.About}).Matches(r) ||
			!q.Dated.IsZero() && (promotion.Query{Dated: q.Dated}).Matches(r)
	}
	return q.Matches(r)
}
