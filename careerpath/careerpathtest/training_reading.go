package careerpathtest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/training"
)

func noteReadRules() []trainingRule {
	return []trainingRule{
		{"order", "entries come in the order of their streams byte by byte, and of one stream in the order of their numbers as numbers", orderOfNotes},
		{"streams", "a query with streams yields the entries of those, each once, in the order of the streams; one that is not there is no error", streamsOfNotes},
		{"about", "a query with a subject yields the records of that person: kind and ID must be the same", notesAbout},
		{"offerings", "a query with offerings yields the records of one of them, each once", notesOfOfferings},
		{"states", "a query with states yields the records that tell one of them, each once", notesOfStates},
		{"dated", "a query with a period yields the records of a day of it; the day after a period is not of it, and its end may be open", notesDated},
		{"together", "what a query states must hold together", notesTogether},
		{"no-query", "a query whose period is none wraps kam.ErrPeriod, and one for an unknown state training.ErrState; neither is read as all or nothing", noQueryOfNotes},
		{"content", "every field of a record comes back as it was: numbers exactly, days of the years 1 to 9999, absent ones absent and not 0", contentOfNotes},
		{"texts", "texts are kept byte for byte; names that differ in case, blanks or Unicode form are different streams", textsOfNotes},
		{"long", "reasons of 8,000 bytes are kept whole", longNotes},
		{"many", "thousands of entries are added in one list and yielded each once", manyNotes},
	}
}

func orderOfNotes(ctx context.Context, open func() training.Store) error {
	var list []training.Entry
	for _, name := range []string{"Zoe", "a", "a b", "a-b", "a1", "a10", "a2", "é", "培训"} {
		for n := range int64(12) {
			list = append(list, note(name, n+1, n))
		}
	}
	shuffled := slices.Clone(list)
	slices.SortStableFunc(shuffled, func(a, b training.Entry) int { // by number, the streams backwards
		if a.Seq != b.Seq {
			return int(a.Seq - b.Seq)
		}
		return -strings.Compare(a.Stream, b.Stream)
	})
	s, err := addedNotes(ctx, open, shuffled...)
	if err != nil {
		return err
	}
	return expectNotes(ctx, s, training.Query{}, list...)
}

func streamsOfNotes(ctx context.Context, open func() training.Store) error {
	s, err := addedNotes(ctx, open, note("a", 1, 1), note("a", 2, 2), note("b", 1, 1), note("c", 1, 1))
	if err != nil {
		return err
	}
	if err := expectNotes(ctx, s, training.Query{Streams: []string{"c", "nobody's", "a", "c"}}, note("a", 1, 1), note("a", 2, 2), note("c", 1, 1)); err != nil {
		return err
	}
	if err := expectNotes(ctx, s, training.Query{Streams: []string{"A"}}); err != nil {
		return err
	}
	return expectNotes(ctx, s, training.Query{Streams: []string{}}, note("a", 1, 1), note("a", 2, 2), note("b", 1, 1), note("c", 1, 1))
}

// mixedNotes returns records of several people, offerings, states and days, in the order of a store.
func mixedNotes() []training.Entry {
	team, bo := kam.Subject{Kind: "team", ID: "anna"}, kam.Subject{Kind: "payee", ID: "bo"}
	return []training.Entry{
		noteOf(anna(), "x", training.Invited, "2026-01-05", "a", 1),
		noteOf(anna(), "x", training.Attended, "2026-01-07", "a", 2),
		noteOf(bo, "x", training.Attended, "2026-01-07", "a", 3),
		noteOf(team, "y", training.Invited, "2026-01-06", "a", 4),
		noteOf(anna(), "y", training.Absent, "9999-12-31", "b", 1),
		noteOf(bo, "X", training.Completed, "2026-01-10", "b", 2),
	}
}

// askedNotes is a query and the places of the right entries among the mixed ones.
type askedNotes struct {
	query training.Query
	want  []int
}

// eachNoteQuery compares the answers to queries about the mixed entries with the places of the entries that are right.
func eachNoteQuery(ctx context.Context, open func() training.Store, cases []askedNotes) error {
	list := mixedNotes()
	s, err := addedNotes(ctx, open, list...)
	if err != nil {
		return err
	}
	for _, c := range cases {
		var want []training.Entry
		for _, i := range c.want {
			want = append(want, list[i])
		}
		if err := expectNotes(ctx, s, c.query, want...); err != nil {
			return err
		}
	}
	return nil
}

func notesAbout(ctx context.Context, open func() training.Store) error {
	return eachNoteQuery(ctx, open, []askedNotes{
		{training.Query{About: anna()}, []int{0, 1, 4}},
		{training.Query{About: kam.Subject{Kind: "payee", ID: "bo"}}, []int{2, 5}},
		{training.Query{About: kam.Subject{Kind: "team", ID: "anna"}}, []int{3}},
		{training.Query{About: kam.Subject{Kind: "payee", ID: "ann"}}, nil},
		{training.Query{About: kam.Subject{Kind: "payee", ID: "Anna"}}, nil},
		{training.Query{About: kam.Subject{Kind: "payee"}}, nil},
	})
}

func notesOfOfferings(ctx context.Context, open func() training.Store) error {
	return eachNoteQuery(ctx, open, []askedNotes{
		{training.Query{Offerings: []string{"x"}}, []int{0, 1, 2}},
		{training.Query{Offerings: []string{"X", "y", "X", "none"}}, []int{3, 4, 5}},
		{training.Query{Offerings: []string{"none"}}, nil},
		{training.Query{Offerings: []string{}}, []int{0, 1, 2, 3, 4, 5}},
	})
}

func notesOfStates(ctx context.Context, open func() training.Store) error {
	return eachNoteQuery(ctx, open, []askedNotes{
		{training.Query{States: []training.State{training.Invited}}, []int{0, 3}},
		{training.Query{States: []training.State{training.Completed, training.Absent, training.Completed}}, []int{4, 5}},
		{training.Query{States: []training.State{training.Voided}}, nil},
		{training.Query{States: []training.State{}}, []int{0, 1, 2, 3, 4, 5}},
	})
}

func notesDated(ctx context.Context, open func() training.Store) error {
	within := func(p string) training.Query { return training.Query{Dated: kam.MustPeriod(p)} }
	return eachNoteQuery(ctx, open, []askedNotes{
		{within("2026-01-05/2026-01-06"), []int{0}},
		{within("2026-01-06/2026-01-08"), []int{1, 2, 3}},
		{within("2026-01-10/.."), []int{4, 5}},
		{within("2026-01-11/9999-12-31"), nil},
		{within("0001-01-01/2026-01-05"), nil},
		{within("0001-01-01/.."), []int{0, 1, 2, 3, 4, 5}},
	})
}

func notesTogether(ctx context.Context, open func() training.Store) error {
	attended := []training.State{training.Attended}
	early := kam.MustPeriod("2026-01-01/2026-02-01")
	return eachNoteQuery(ctx, open, []askedNotes{
		{training.Query{Streams: []string{"b"}, About: anna()}, []int{4}},
		{training.Query{About: anna(), States: attended}, []int{1}},
		{training.Query{About: anna(), Dated: early}, []int{0, 1}},
		{training.Query{Offerings: []string{"y"}, Dated: early}, []int{3}},
		{training.Query{Streams: []string{"b"}, States: attended}, nil},
		{training.Query{Streams: []string{"a"}, About: anna(), Offerings: []string{"x"}, States: attended, Dated: early}, []int{1}},
	})
}

func noQueryOfNotes(ctx context.Context, open func() training.Store) error {
	s, err := addedNotes(ctx, open, mixedNotes()...)
	if err != nil {
		return err
	}
	for _, c := range []struct {
		query training.Query
		want  error
	}{
		{training.Query{Dated: kam.Period{Until: kam.MustDay("2026-02-01")}}, kam.ErrPeriod},
		{training.Query{Dated: kam.Period{From: kam.MustDay("2026-02-01"), Until: kam.MustDay("2026-02-01")}}, kam.ErrPeriod},
		{training.Query{States: []training.State{"Invited"}}, training.ErrState},
		{training.Query{States: []training.State{training.Invited, ""}}, training.ErrState},
	} {
		got, err := collectNotes(ctx, s, c.query)
		if !errors.Is(err, c.want) || len(got) > 0 {
			return fmt.Errorf("the query %+v gives %d entries and the error %v", c.query, len(got), err)
		}
	}
	return nil
}

func contentOfNotes(ctx context.Context, open func() training.Store) error {
	list := fullNotes()
	s, err := addedNotes(ctx, open, list...)
	if err != nil {
		return err
	}
	return expectNotes(ctx, s, training.Query{}, list...)
}

func textsOfNotes(ctx context.Context, open func() training.Store) error {
	odd := []string{
		"%", "'", "A", "\"", "\\", "_", "a", "a  b", "a b", "a'; DROP TABLE entries; --", "a\u00a0b", "e\u0301", "null", "\u00e9", "\u4e2d", "\U0001f600",
	}
	var list []training.Entry
	for _, name := range odd {
		e := noteOf(kam.Subject{Kind: name, ID: name}, name, training.Invited, "2026-01-05", name, 1)
		e.Record.Reason = name + "\r\n\t\x00" + name + " "
		list = append(list, e)
	}
	s, err := addedNotes(ctx, open, list...)
	if err != nil {
		return err
	}
	slices.SortFunc(list, func(a, b training.Entry) int { return strings.Compare(a.Stream, b.Stream) })
	if err := expectNotes(ctx, s, training.Query{}, list...); err != nil {
		return err
	}
	for _, e := range list {
		for _, q := range []training.Query{{Streams: []string{e.Stream}}, {About: e.Record.Person}, {Offerings: []string{e.Record.Offering}}} {
			if err := expectNotes(ctx, s, q, e); err != nil {
				return err
			}
		}
	}
	return nil
}

func longNotes(ctx context.Context, open func() training.Store) error {
	const word = "培训 "
	e := note("g", 1, 1)
	e.Record.Reason = strings.Repeat(word, training.MaxText/len(word))
	e.Record.Reason += strings.Repeat("x", training.MaxText-len(e.Record.Reason))
	s, err := addedNotes(ctx, open, e)
	if err != nil {
		return err
	}
	return expectNotes(ctx, s, training.Query{}, e)
}

func manyNotes(ctx context.Context, open func() training.Store) error {
	var list []training.Entry
	for g := range 100 {
		for n := range int64(30) {
			list = append(list, note(fmt.Sprintf("g%03d", g), n+1, n))
		}
	}
	s, err := addedNotes(ctx, open, list...)
	if err != nil {
		return err
	}
	return expectNotes(ctx, s, training.Query{}, list...)
}
