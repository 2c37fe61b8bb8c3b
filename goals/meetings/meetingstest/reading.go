package meetingstest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals/meetings"
)

func readRules() []rule {
	return []rule{
		{"newest", "without History only the newest revision of a record is considered, and a record is left out when that one does not fit", newest},
		{"history", "with History every revision that fits by itself is yielded, older ones whose newest does not fit too", history},
		{"kinds", "a query keeps to the kinds it lists; elements may repeat", kinds},
		{"ids", "a query keeps to the IDs it lists, byte for byte; IDs that no record has are no error", ids},
		{"persons", "a query keeps to the persons it lists, byte for byte: owner, receiver, chair, reporter, asker, and whose success it is", persons},
		{"period", "a query keeps to the days of its period: the first belongs to it, the end does not, and may be open", period},
		{"together", "a record must fit all that a query states", together},
		{"order", "records come by day, then kind, ID and revision, texts compared byte by byte, whatever the order of saving", order},
		{"query", "a query that fails its check is ErrQuery, never nothing", badQuery},
		{"texts", "ids and texts are kept byte for byte; ids that differ in case, blanks or Unicode form are different ids", texts},
		{"numbers", "numbers are kept exactly, of any size that is allowed", numbers},
		{"days", "days of the years 1 to 9999 are kept and ordered", days},
		{"yours", "what is yielded is the caller's own: changing it changes nothing in the store", yours},
	}
}

func newest(ctx context.Context, open func() meetings.Store) error {
	s := open()
	moved := []meetings.Record{success("moved", "anna", "2026-03-02", 1), success("moved", "bo", "2026-04-02", 2)}
	stayed := success("stayed", "anna", "2026-03-02", 1)
	if err := save(ctx, s, moved[0], stayed); err != nil {
		return err
	}
	if err := expect(ctx, s, meetings.Query{}, moved[0], stayed); err != nil {
		return err
	}
	if err := save(ctx, s, moved[1]); err != nil {
		return err
	}
	for _, c := range []struct {
		query meetings.Query
		want  []meetings.Record
	}{
		{meetings.Query{}, []meetings.Record{stayed, moved[1]}},
		{meetings.Query{Persons: []string{"anna"}}, []meetings.Record{stayed}},
		{meetings.Query{Persons: []string{"bo"}}, []meetings.Record{moved[1]}},
		{meetings.Query{Period: kam.MustPeriod("2026-03-01/2026-04-01")}, []meetings.Record{stayed}},
		{meetings.Query{IDs: []string{"moved"}}, []meetings.Record{moved[1]}},
	} {
		if err := expect(ctx, s, c.query, c.want...); err != nil {
			return err
		}
	}
	// Ten revisions are more than nine, also as text.
	for n := int64(2); n <= 12; n++ {
		if err := save(ctx, s, success("stayed", "anna", "2026-03-02", n)); err != nil {
			return err
		}
	}
	return expect(ctx, s, meetings.Query{IDs: []string{"stayed"}}, success("stayed", "anna", "2026-03-02", 12))
}

func history(ctx context.Context, open func() meetings.Store) error {
	s := open()
	var all []meetings.Record
	for n := int64(1); n <= 11; n++ {
		person, day := "anna", "2026-03-02"
		if n%2 == 0 {
			person, day = "bo", "2026-04-02"
		}
		all = append(all, success("a", person, day, n))
	}
	if err := save(ctx, s, all...); err != nil {
		return err
	}
	var odd, even []meetings.Record
	for _, r := range all {
		if r.Revision%2 == 1 {
			odd = append(odd, r)
		} else {
			even = append(even, r)
		}
	}
	for _, c := range []struct {
		query meetings.Query
		want  []meetings.Record
	}{
		{everything(), slices.Concat(odd, even)},
		{meetings.Query{History: true, Persons: []string{"bo"}}, even},
		{meetings.Query{History: true, Period: kam.MustPeriod("2026-04-02/2026-04-03")}, even},
		{meetings.Query{History: true, Period: kam.MustPeriod("2026-03-02/2026-04-02")}, odd},
		{meetings.Query{History: true, IDs: []string{"b"}}, nil},
	} {
		if err := expect(ctx, s, c.query, c.want...); err != nil {
			return err
		}
	}
	return nil
}

func kinds(ctx context.Context, open func() meetings.Store) error {
	s := open()
	all := everyKind("x", 1)
	slices.SortFunc(all, meetings.CompareRecords)
	if err := save(ctx, s, all...); err != nil {
		return err
	}
	for _, k := range meetings.Kinds() {
		one := slices.DeleteFunc(slices.Clone(all), func(r meetings.Record) bool { return r.Key().Kind != k })
		others := slices.DeleteFunc(slices.Clone(all), func(r meetings.Record) bool { return r.Key().Kind == k })
		if err := expect(ctx, s, meetings.Query{Kinds: []meetings.Kind{k, k}}, one...); err != nil {
			return err
		}
		rest := slices.DeleteFunc(meetings.Kinds(), func(o meetings.Kind) bool { return o == k })
		slices.Reverse(rest)
		if err := expect(ctx, s, meetings.Query{Kinds: rest}, others...); err != nil {
			return err
		}
	}
	return nil
}

func ids(ctx context.Context, open func() meetings.Store) error {
	s := open()
	var all []meetings.Record
	for _, id := range []string{"A", "a", "a ", "aa"} {
		all = append(all, success(id, "anna", "2026-03-02", 1))
	}
	if err := save(ctx, s, all...); err != nil {
		return err
	}
	if err := expect(ctx, s, meetings.Query{IDs: []string{"aa", "a", "a", "b", "%", "a*", ""}}, all[1], all[3]); err != nil {
		return err
	}
	many := make([]string, 3_000)
	for i := range many {
		many[i] = fmt.Sprint(i)
	}
	return expect(ctx, s, meetings.Query{IDs: append(many, "A")}, all[0])
}

func persons(ctx context.Context, open func() meetings.Store) error {
	s := open()
	all := everyKind("x", 1)
	slices.SortFunc(all, meetings.CompareRecords)
	other := success("y", "Anna", "2026-03-01", 1)
	if err := save(ctx, s, append(all, other)...); err != nil {
		return err
	}
	for _, who := range []string{"anna", "bo", "chen", "dai", "Anna"} {
		want := slices.DeleteFunc(append([]meetings.Record{other}, all...), func(r meetings.Record) bool { return r.Person() != who })
		if err := expect(ctx, s, meetings.Query{Persons: []string{who, who, "nobody"}}, want...); err != nil {
			return fmt.Errorf("the person %q: %w", who, err)
		}
	}
	return nil
}

func period(ctx context.Context, open func() meetings.Store) error {
	s := open()
	var all []meetings.Record
	for _, day := range []string{"0999-12-31", "2026-02-28", "2026-03-01", "2026-03-31", "2026-04-01", "9999-12-31"} {
		all = append(all, success("s "+day, "anna", day, 1))
	}
	if err := save(ctx, s, all...); err != nil {
		return err
	}
	for _, c := range []struct {
		period   string
		from, to int
	}{
		{"2026-03-01/2026-04-01", 2, 4},
		{"2026-03-01/2026-03-02", 2, 3},
		{"2026-03-02/2026-03-31", 3, 3},
		{"2026-03-31/..", 3, 6},
		{"0001-01-01/2026-03-01", 0, 2},
		{"0001-01-01/..", 0, 6},
	} {
		if err := expect(ctx, s, meetings.Query{Period: kam.MustPeriod(c.period)}, all[c.from:c.to]...); err != nil {
			return fmt.Errorf("the period %s: %w", c.period, err)
		}
	}
	return nil
}

func together(ctx context.Context, open func() meetings.Store) error {
	s := open()
	all := everyKind("x", 1)
	want := success("y", "anna", "2026-03-05", 1)
	if err := save(ctx, s, append(all, want, success("z", "anna", "2026-03-06", 1), success("y2", "bo", "2026-03-05", 1))...); err != nil {
		return err
	}
	q := meetings.Query{
		Kinds: []meetings.Kind{meetings.KindSuccess, meetings.KindAction}, IDs: []string{"y", "z", "y2"}, Persons: []string{"anna", "chen"},
		Period: kam.MustPeriod("2026-03-02/2026-03-06"),
	}
	if err := expect(ctx, s, q, want); err != nil {
		return err
	}
	q.History = true
	return expect(ctx, s, q, want)
}

func order(ctx context.Context, open func() meetings.Store) error {
	s := open()
	var all []meetings.Record
	for _, id := range []string{"b", "B", "a", "a\u0301", "á", "10", "9", "z", "_", "王"} {
		for _, day := range []string{"2026-03-10", "2026-03-09", "0999-01-01"} {
			all = append(all, success(id+day[8:], "anna", day, 1))
		}
		all = append(all, everyKind(id, 1)...)
	}
	for _, r := range all {
		if err := save(ctx, s, r); err != nil {
			return err
		}
	}
	for n := int64(2); n <= 11; n++ {
		r := success("9"+"10", "anna", "2026-03-10", n)
		all = append(all, r)
		if err := save(ctx, s, r); err != nil {
			return err
		}
	}
	slices.SortFunc(all, meetings.CompareRecords)
	for range 2 {
		if err := expect(ctx, s, everything(), all...); err != nil {
			return err
		}
	}
	return nil
}

func badQuery(ctx context.Context, open func() meetings.Store) error {
	s := open()
	if err := save(ctx, s, success("a", "anna", "2026-03-02", 1)); err != nil {
		return err
	}
	for _, q := range []meetings.Query{
		{Kinds: []meetings.Kind{meetings.KindSuccess, "diary"}},
		{Kinds: []meetings.Kind{""}},
		{Period: kam.Period{Until: kam.MustDay("2027-01-01")}},
		{Period: kam.Period{From: kam.MustDay("2026-04-01"), Until: kam.MustDay("2026-03-01")}},
		{Period: kam.Period{From: kam.MustDay("2026-03-02"), Until: kam.MustDay("2026-03-02")}},
	} {
		if got, err := collect(ctx, s, q); !errors.Is(err, meetings.ErrQuery) || len(got) > 0 {
			return fmt.Errorf("Records of %+v: %d records, and the error is %v", q, len(got), err)
		}
	}
	return nil
}

func texts(ctx context.Context, open func() meetings.Store) error {
	s := open()
	var all []meetings.Record
	for _, id := range []string{
		" anna", "'; DROP TABLE records; --", "%", "0", "007", "1e3", "7", "Anna", "\\N", "_", "a\u00a0b", "anna", "anna ", "null",
		"\u00e9", "e\u0301", "\u200b", "王芳", "\ufeffanna", "👩‍💼", strings.Repeat("王", 42) + "xy", `"quoted"`,
	} {
		r := success(id, id, "2026-03-02", 1)
		r.Success.Text, r.Success.Goal = " "+id+"\r\n\t<&> ", id
		all = append(all, r)
	}
	slices.SortFunc(all, meetings.CompareRecords)
	if err := save(ctx, s, all...); err != nil {
		return err
	}
	if err := expect(ctx, s, meetings.Query{}, all...); err != nil {
		return err
	}
	for _, r := range all {
		if err := expect(ctx, s, meetings.Query{IDs: []string{r.Key().ID}, Persons: []string{r.Person()}}, r); err != nil {
			return err
		}
	}
	return nil
}

func numbers(ctx context.Context, open func() meetings.Store) error {
	s := open()
	var all []meetings.Record
	for i, n := range []string{
		"0.01", "-0.01", "99999999999999999999999999999999999999", "-99999999999999999999999999999999999999",
		"12345678.901234567890123456789012345678", "0.000000000000000000000000000001", "9007199254740993", "0.30000000000000004", "1000000", "0",
	} {
		r := everyKind(fmt.Sprintf("r-%02d", i), 1)[3]
		r.Report.Figures[0].Plan, r.Report.Figures[0].Attainment.Asked, r.Report.Requests[0].Before.Reached = number(n), number(n), number(n)
		all = append(all, r)
	}
	far := everyKind("far", 1)[2]
	far.Meeting.Minutes = 1<<31 - 1
	if err := save(ctx, s, append(all, far)...); err != nil {
		return err
	}
	if err := expect(ctx, s, meetings.Query{Kinds: []meetings.Kind{meetings.KindReport}}, all...); err != nil {
		return err
	}
	return expect(ctx, s, meetings.Query{IDs: []string{"far"}}, far)
}

func days(ctx context.Context, open func() meetings.Store) error {
	s := open()
	var all []meetings.Record
	for i, day := range []string{"0001-01-01", "0999-12-31", "1000-01-01", "1970-01-01", "2024-02-29", "9999-12-31"} {
		r := everyKind(fmt.Sprint(9-i), 1)[4]
		r.Request.Requested, r.Request.Due, r.Request.Delivered = kam.MustDay(day), kam.Day{}, kam.MustDay("9999-12-31")
		r.Request.AfterOn = r.Request.Delivered
		all = append(all, r)
	}
	if err := save(ctx, s, all...); err != nil {
		return err
	}
	return expect(ctx, s, everything(), all...)
}

func yours(ctx context.Context, open func() meetings.Store) error {
	s := open()
	want := everyKind("x", 1)
	slices.SortFunc(want, meetings.CompareRecords)
	if err := save(ctx, s, everyKind("x", 1)...); err != nil {
		return err
	}
	for range 2 {
		got, err := collect(ctx, s, everything())
		if err != nil {
			return err
		}
		if err := same(want, got); err != nil {
			return err
		}
		spoil(got)
	}
	return nil
}
