package careerpathtest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/promotion"
)

func readRules() []rule {
	return []rule{
		{"order", "entries come in the order of their streams byte by byte, and of one stream in the order of their numbers as numbers", order},
		{"streams", "a query with streams yields the entries of those, each once, in the order of the streams; one that is not there is no error", streams},
		{"steps", "a query with steps yields the entries that record one of them, each once; a cycle is a step of its own", ofSteps},
		{"about", "a query with a subject yields the entries that are about it: kind and ID must be the same, whoever made them, and a cycle is about nobody", about},
		{"dated", "a query with a period yields the entries of a day of it, that of a cycle being its first day of application; the day after a period is not of it, and its end may be open", dated},
		{"together", "what a query states must hold together", together},
		{"no-query", "a query whose period is none wraps kam.ErrPeriod, and one for an unknown step promotion.ErrStep; neither is read as all or nothing", noQuery},
		{"content", "every field of an entry comes back as it was: numbers and ratios exactly, days of the years 1 to 9999, absent ones absent and not 0", content},
		{"texts", "texts are kept byte for byte; names that differ in case, blanks or Unicode form are different streams", texts},
		{"long", "texts of 8,000 bytes and hundreds of results in one entry are kept whole", long},
		{"many", "thousands of entries are added in one list and yielded each once", many},
	}
}

func order(ctx context.Context, open func() promotion.Store) error {
	var list []promotion.Entry
	for _, name := range []string{"Zoe", "a", "a b", "a-b", "a1", "a10", "a2", "é", "评价"} {
		list = append(list, first(name))
		for n := range int64(11) {
			list = append(list, score(name, n+2, n))
		}
	}
	shuffled := slices.Clone(list)
	slices.SortStableFunc(shuffled, func(a, b promotion.Entry) int { // by number, the streams backwards
		if a.Seq != b.Seq {
			return int(a.Seq - b.Seq)
		}
		return -slices.Compare([]byte(a.Stream), []byte(b.Stream))
	})
	s, err := added(ctx, open, shuffled...)
	if err != nil {
		return err
	}
	return expect(ctx, s, promotion.Query{}, list...)
}

func streams(ctx context.Context, open func() promotion.Store) error {
	s, err := added(ctx, open, first("a"), score("a", 2, 1), first("b"), first("c"))
	if err != nil {
		return err
	}
	if err := expect(ctx, s, promotion.Query{Streams: []string{"c", "nobody's", "a", "c"}}, first("a"), score("a", 2, 1), first("c")); err != nil {
		return err
	}
	if err := expect(ctx, s, promotion.Query{Streams: []string{"A"}}); err != nil {
		return err
	}
	return expect(ctx, s, promotion.Query{Streams: []string{}}, first("a"), score("a", 2, 1), first("b"), first("c"))
}

// mixed returns entries of several steps, about several subjects and of several days, in the order of a store.
func mixed() []promotion.Entry {
	team, bo := kam.Subject{Kind: "team", ID: "anna"}, kam.Subject{Kind: "payee", ID: "bo"}
	list := []promotion.Entry{
		first("a"),                  // 6 January
		score("a", 2, 70),           // 5 January, by bo
		scoreOf(bo, "a", 3, 80),     // 10 January
		scoreOf(team, "a", 4, 90),   // 5 January
		appeal(anna(), "a", 5, "r"), // 8 January
		first("b"),                  // 6 January
		score("b", 2, 1),            // 9999
		objection("b", 3, "anna"),   // 7 January
		frozen("b", 4),              // 9 January
	}
	list[2].Event.On = kam.MustDay("2026-01-10")
	list[6].Event.On = kam.MustDay("9999-12-31")
	return list
}

// asked is a query and the places of the right entries among the mixed ones.
type asked struct {
	query promotion.Query
	want  []int
}

// eachQuery compares the answers to queries about the mixed entries with the places of the entries that are right.
func eachQuery(ctx context.Context, open func() promotion.Store, cases []asked) error {
	list := mixed()
	s, err := added(ctx, open, list...)
	if err != nil {
		return err
	}
	for _, c := range cases {
		var want []promotion.Entry
		for _, i := range c.want {
			want = append(want, list[i])
		}
		if err := expect(ctx, s, c.query, want...); err != nil {
			return err
		}
	}
	return nil
}

func ofSteps(ctx context.Context, open func() promotion.Store) error {
	return eachQuery(ctx, open, []asked{
		{promotion.Query{Steps: []promotion.Step{promotion.StepCycle}}, []int{0, 5}},
		{promotion.Query{Steps: []promotion.Step{promotion.StepScore}}, []int{1, 2, 3, 6}},
		{promotion.Query{Steps: []promotion.Step{promotion.StepAppeal}}, []int{4}},
		{promotion.Query{Steps: []promotion.Step{promotion.StepFreeze, promotion.StepObject, promotion.StepFreeze}}, []int{7, 8}},
		{promotion.Query{Steps: []promotion.Step{promotion.StepDecide, promotion.StepCorrect}}, nil},
		{promotion.Query{Steps: []promotion.Step{}}, []int{0, 1, 2, 3, 4, 5, 6, 7, 8}},
	})
}

func about(ctx context.Context, open func() promotion.Store) error {
	return eachQuery(ctx, open, []asked{
		{promotion.Query{About: anna()}, []int{1, 4, 6, 8}},
		{promotion.Query{About: kam.Subject{Kind: "payee", ID: "bo"}}, []int{2}},
		{promotion.Query{About: kam.Subject{Kind: "team", ID: "anna"}}, []int{3}},
		{promotion.Query{About: kam.Subject{Kind: "payee", ID: "ann"}}, nil},
		{promotion.Query{About: kam.Subject{Kind: "payee", ID: "Anna"}}, nil},
		{promotion.Query{About: kam.Subject{Kind: "payee"}}, nil},
	})
}

func dated(ctx context.Context, open func() promotion.Store) error {
	within := func(p string) promotion.Query { return promotion.Query{Dated: kam.MustPeriod(p)} }
	return eachQuery(ctx, open, []asked{
		{within("2026-01-05/2026-01-06"), []int{1, 3}},
		{within("2026-01-06/2026-01-08"), []int{0, 5, 7}},
		{within("2026-01-08/2026-01-10"), []int{4, 8}},
		{within("2026-01-10/.."), []int{2, 6}},
		{within("2026-01-11/9999-12-31"), nil},
		{within("0001-01-01/2026-01-05"), nil},
		{within("0001-01-01/.."), []int{0, 1, 2, 3, 4, 5, 6, 7, 8}},
	})
}

func together(ctx context.Context, open func() promotion.Store) error {
	scores := []promotion.Step{promotion.StepScore}
	early := kam.MustPeriod("2026-01-01/2026-02-01")
	return eachQuery(ctx, open, []asked{
		{promotion.Query{Streams: []string{"b"}, About: anna()}, []int{6, 8}},
		{promotion.Query{Steps: scores, About: anna()}, []int{1, 6}},
		{promotion.Query{Steps: scores, Dated: early}, []int{1, 2, 3}},
		{promotion.Query{About: anna(), Dated: early}, []int{1, 4, 8}},
		{promotion.Query{Streams: []string{"b"}, Steps: scores, About: anna(), Dated: early}, nil},
		{promotion.Query{Streams: []string{"a"}, Steps: scores, About: anna(), Dated: early}, []int{1}},
	})
}

func noQuery(ctx context.Context, open func() promotion.Store) error {
	s, err := added(ctx, open, mixed()...)
	if err != nil {
		return err
	}
	for _, c := range []struct {
		query promotion.Query
		want  error
	}{
		{promotion.Query{Dated: kam.Period{Until: kam.MustDay("2026-02-01")}}, kam.ErrPeriod},
		{promotion.Query{Dated: kam.Period{From: kam.MustDay("2026-02-01"), Until: kam.MustDay("2026-02-01")}}, kam.ErrPeriod},
		{promotion.Query{Streams: []string{"nobody's"}, Dated: kam.Period{From: kam.MustDay("2026-02-02"), Until: kam.MustDay("2026-02-01")}}, kam.ErrPeriod},
		{promotion.Query{Steps: []promotion.Step{"Score"}}, promotion.ErrStep},
		{promotion.Query{Steps: []promotion.Step{promotion.StepScore, ""}}, promotion.ErrStep},
	} {
		got, err := collect(ctx, s, c.query)
		if !errors.Is(err, c.want) || len(got) > 0 {
			return fmt.Errorf("the query %+v gives %d entries and the error %v", c.query, len(got), err)
		}
	}
	return nil
}

func content(ctx context.Context, open func() promotion.Store) error {
	list := full()
	s, err := added(ctx, open, list...)
	if err != nil {
		return err
	}
	return expect(ctx, s, promotion.Query{}, list...)
}

func texts(ctx context.Context, open func() promotion.Store) error {
	odd := []string{
		"%", "'", "A", "\"", "\\", "_", "a", "a  b", "a b", "a'; DROP TABLE entries; --", "a\u00a0b", "e\u0301", "null", "\u00e9", "\u4e2d", "\U0001f600",
	}
	var list []promotion.Entry
	for _, name := range odd {
		e := appeal(kam.Subject{Kind: name, ID: name}, name, 2, name+"\r\n\t\x00"+name+" ")
		e.Event.ID = name
		list = append(list, e)
	}
	list = withFirst(list...)
	s, err := added(ctx, open, list...)
	if err != nil {
		return err
	}
	slices.SortStableFunc(list, func(a, b promotion.Entry) int { return strings.Compare(a.Stream, b.Stream) })
	if err := expect(ctx, s, promotion.Query{}, list...); err != nil {
		return err
	}
	for _, e := range list {
		if e.Event == nil {
			continue
		}
		if err := expect(ctx, s, promotion.Query{Streams: []string{e.Stream}}, first(e.Stream), e); err != nil {
			return err
		}
		if err := expect(ctx, s, promotion.Query{About: e.Event.Person}, e); err != nil {
			return err
		}
	}
	return nil
}

func long(ctx context.Context, open func() promotion.Store) error {
	const word = "评价 "
	text := strings.Repeat(word, promotion.MaxText/len(word))
	list := withFirst(objection("g", 2, text+strings.Repeat("x", promotion.MaxText-len(text))), frozen("g", 3))
	check := list[2].Event.Frozen.Checks[0]
	for i := range 199 {
		check.Criteria = fmt.Sprintf("c%d", i)
		check.Result.Root.Name = kam.Text{EN: strings.Repeat("long ", 200), ZH: strings.Repeat("长", 500)}
		list[2].Event.Frozen.Checks = append(list[2].Event.Frozen.Checks, check)
	}
	s, err := added(ctx, open, list...)
	if err != nil {
		return err
	}
	return expect(ctx, s, promotion.Query{}, list...)
}

func many(ctx context.Context, open func() promotion.Store) error {
	var list []promotion.Entry
	for g := range 100 {
		name := fmt.Sprintf("g%03d", g)
		list = append(list, first(name))
		for n := range int64(29) {
			list = append(list, score(name, n+2, n))
		}
	}
	s, err := added(ctx, open, list...)
	if err != nil {
		return err
	}
	return expect(ctx, s, promotion.Query{}, list...)
}
