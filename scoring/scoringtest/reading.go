package scoringtest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/scoring/improve"
)

func readRules() []rule {
	return []rule{
		{"order", "records come in the order of their streams byte by byte, and of one stream in the order of their numbers as numbers", order},
		{"streams", "a query with streams yields the records of those, each once, in the order of the streams; one that is not there is no error", streams},
		{"kinds", "a query with kinds yields the records that hold one of them, each once", ofKinds},
		{"about", "a query with a subject yields the records that are about it: kind and ID must be the same, and a card is about nobody", about},
		{"recorded", "a query with a period yields the records that were made on a day of it; the day after it is not of it, and its end may be open", recorded},
		{"together", "what a query states must hold together", together},
		{"no-query", "a query whose period is none wraps kam.ErrPeriod, and one for an unknown kind improve.ErrKind; neither is read as all or nothing", noQuery},
		{"content", "every field of a record comes back as it was: numbers and ratios exactly, days of the years 1 to 9999, absent ones absent and not 0", content},
		{"texts", "texts are kept byte for byte; names that differ in case, blanks or Unicode form are different streams", texts},
		{"long", "a response of 1 MiB is kept whole", long},
		{"many", "thousands of records are added in one list and yielded each once", many},
	}
}

func order(ctx context.Context, open func() improve.Store) error {
	var list []improve.Record
	for _, name := range []string{"Zoe", "a", "a b", "a-b", "a1", "a10", "a2", "é", "评价"} {
		for n := range int64(12) {
			list = append(list, score(name, n+1, n))
		}
	}
	shuffled := slices.Clone(list)
	slices.SortStableFunc(shuffled, func(a, b improve.Record) int { // by number, the streams backwards
		if a.Seq != b.Seq {
			return int(a.Seq - b.Seq)
		}
		return -slices.Compare([]byte(a.Stream), []byte(b.Stream))
	})
	s, err := added(ctx, open, shuffled...)
	if err != nil {
		return err
	}
	return expect(ctx, s, improve.Query{}, list...)
}

func streams(ctx context.Context, open func() improve.Store) error {
	s, err := added(ctx, open, first("a"), score("a", 2, 1), first("b"), first("c"))
	if err != nil {
		return err
	}
	if err := expect(ctx, s, improve.Query{Streams: []string{"c", "nobody's", "a", "c"}}, first("a"), score("a", 2, 1), first("c")); err != nil {
		return err
	}
	if err := expect(ctx, s, improve.Query{Streams: []string{"A"}}); err != nil {
		return err
	}
	return expect(ctx, s, improve.Query{Streams: []string{}}, first("a"), score("a", 2, 1), first("b"), first("c"))
}

// mixed returns records of several kinds, about several subjects and of several days, in the order of a store.
func mixed() []improve.Record {
	team, bo := kam.Subject{Kind: "team", ID: "anna"}, kam.Subject{Kind: "payee", ID: "bo"}
	list := []improve.Record{
		card("a", 1, 1),                             // 6 January
		score("b", 1, 70),                           // 5 January
		scoreOf(bo, "b", 2, 80),                     // 10 January
		scoreOf(team, "b", 3, 90),                   // 5 January
		response(anna(), "c", 1, "{}"),              // 7 January
		reviewed("d", 1),                            // 8 January
		scoreOf(anna(), "d", 2, 1),                  // 9999
		response(bo, "e", 1, `{"about": "anna"}  `), // 7 January
		published("f", 1),                           // 9 January
	}
	list[2].On = kam.MustDay("2026-01-10")
	list[6].On = kam.MustDay("9999-12-31")
	return list
}

// picked returns the elements of list at the places.
func picked(list []improve.Record, places ...int) []improve.Record {
	out := make([]improve.Record, len(places))
	for i, p := range places {
		out[i] = list[p]
	}
	return out
}

// eachQuery compares the answers to queries about the mixed records with the places of the records that are right.
func eachQuery(ctx context.Context, open func() improve.Store, cases []asked) error {
	list := mixed()
	s, err := added(ctx, open, list...)
	if err != nil {
		return err
	}
	for _, c := range cases {
		if err := expect(ctx, s, c.query, picked(list, c.want...)...); err != nil {
			return err
		}
	}
	return nil
}

// asked is a query and the places of the right records among the mixed ones.
type asked struct {
	query improve.Query
	want  []int
}

func ofKinds(ctx context.Context, open func() improve.Store) error {
	return eachQuery(ctx, open, []asked{
		{improve.Query{Kinds: []improve.Kind{improve.CardKind}}, []int{0}},
		{improve.Query{Kinds: []improve.Kind{improve.ResultKind}}, []int{1, 2, 3, 6}},
		{improve.Query{Kinds: []improve.Kind{improve.ResponseKind}}, []int{4, 7}},
		{improve.Query{Kinds: []improve.Kind{improve.PublicationKind}}, []int{8}},
		{improve.Query{Kinds: []improve.Kind{improve.ReviewKind, improve.ResponseKind, improve.ReviewKind}}, []int{4, 5, 7}},
		{improve.Query{Kinds: []improve.Kind{improve.PIPKind, improve.PlanKind}}, nil},
		{improve.Query{Kinds: []improve.Kind{}}, []int{0, 1, 2, 3, 4, 5, 6, 7, 8}},
	})
}

func about(ctx context.Context, open func() improve.Store) error {
	return eachQuery(ctx, open, []asked{
		{improve.Query{About: anna()}, []int{1, 4, 5, 6}},
		{improve.Query{About: kam.Subject{Kind: "team", ID: "anna"}}, []int{3}},
		{improve.Query{About: kam.Subject{Kind: "payee", ID: "ann"}}, nil},
		{improve.Query{About: kam.Subject{Kind: "payee", ID: "Anna"}}, nil},
		{improve.Query{About: kam.Subject{Kind: "payee"}}, nil},
	})
}

func recorded(ctx context.Context, open func() improve.Store) error {
	within := func(p string) improve.Query { return improve.Query{Recorded: kam.MustPeriod(p)} }
	return eachQuery(ctx, open, []asked{
		{within("2026-01-05/2026-01-06"), []int{1, 3}},
		{within("2026-01-06/2026-01-08"), []int{0, 4, 7}},
		{within("2026-01-08/2026-01-10"), []int{5, 8}},
		{within("2026-01-10/.."), []int{2, 6}},
		{within("2026-01-11/9999-12-31"), nil},
		{within("0001-01-01/2026-01-05"), nil},
		{within("0001-01-01/.."), []int{0, 1, 2, 3, 4, 5, 6, 7, 8}},
	})
}

func together(ctx context.Context, open func() improve.Store) error {
	results := []improve.Kind{improve.ResultKind}
	early := kam.MustPeriod("2026-01-01/2026-02-01")
	return eachQuery(ctx, open, []asked{
		{improve.Query{Streams: []string{"b", "d"}, About: anna()}, []int{1, 5, 6}},
		{improve.Query{Kinds: results, About: anna()}, []int{1, 6}},
		{improve.Query{Kinds: results, Recorded: early}, []int{1, 2, 3}},
		{improve.Query{About: anna(), Recorded: early}, []int{1, 4, 5}},
		{improve.Query{Streams: []string{"d"}, Kinds: results, About: anna(), Recorded: early}, nil},
		{improve.Query{Streams: []string{"b"}, Kinds: results, About: anna(), Recorded: early}, []int{1}},
	})
}

func noQuery(ctx context.Context, open func() improve.Store) error {
	s, err := added(ctx, open, mixed()...)
	if err != nil {
		return err
	}
	for _, c := range []struct {
		query improve.Query
		want  error
	}{
		{improve.Query{Recorded: kam.Period{Until: kam.MustDay("2026-02-01")}}, kam.ErrPeriod},
		{improve.Query{Recorded: kam.Period{From: kam.MustDay("2026-02-01"), Until: kam.MustDay("2026-02-01")}}, kam.ErrPeriod},
		{improve.Query{Streams: []string{"nobody's"}, Recorded: kam.Period{From: kam.MustDay("2026-02-02"), Until: kam.MustDay("2026-02-01")}}, kam.ErrPeriod},
		{improve.Query{Kinds: []improve.Kind{"Result"}}, improve.ErrKind},
		{improve.Query{Kinds: []improve.Kind{improve.ResultKind, ""}}, improve.ErrKind},
	} {
		got, err := collect(ctx, s, c.query)
		if !errors.Is(err, c.want) || len(got) > 0 {
			return fmt.Errorf("the query %+v gives %d records and the error %v", c.query, len(got), err)
		}
	}
	return nil
}

func content(ctx context.Context, open func() improve.Store) error {
	list := full()
	s, err := added(ctx, open, list...)
	if err != nil {
		return err
	}
	return expect(ctx, s, improve.Query{}, list...)
}

func texts(ctx context.Context, open func() improve.Store) error {
	odd := []string{
		"%", "'", "A", "\"", "\\", "_", "a", "a  b", "a b", "a'; DROP TABLE records; --", "a\u00a0b", "e\u0301", "null", "\u00e9", "\u4e2d", "\U0001f600",
	}
	var list []improve.Record
	for _, name := range odd {
		r := response(kam.Subject{Kind: name, ID: name}, name, 1, name+"\r\n\t\x00"+name)
		r.By = name
		list = append(list, r)
	}
	s, err := added(ctx, open, list...)
	if err != nil {
		return err
	}
	slices.SortFunc(list, func(a, b improve.Record) int { return strings.Compare(a.Stream, b.Stream) })
	if err := expect(ctx, s, improve.Query{}, list...); err != nil {
		return err
	}
	for _, r := range list {
		if err := expect(ctx, s, improve.Query{Streams: []string{r.Stream}}, r); err != nil {
			return err
		}
		if err := expect(ctx, s, improve.Query{About: r.About}, r); err != nil {
			return err
		}
	}
	return nil
}

func long(ctx context.Context, open func() improve.Store) error {
	const word = "评价 "
	document := strings.Repeat(word, improve.MaxDocument/len(word))
	whole := response(anna(), "g", 1, document+strings.Repeat("x", improve.MaxDocument-len(document)))
	s, err := added(ctx, open, whole)
	if err != nil {
		return err
	}
	return expect(ctx, s, improve.Query{}, whole)
}

func many(ctx context.Context, open func() improve.Store) error {
	var list []improve.Record
	for g := range 100 {
		name := fmt.Sprintf("g%03d", g)
		for n := range int64(30) {
			list = append(list, score(name, n+1, n))
		}
	}
	s, err := added(ctx, open, list...)
	if err != nil {
		return err
	}
	return expect(ctx, s, improve.Query{}, list...)
}
