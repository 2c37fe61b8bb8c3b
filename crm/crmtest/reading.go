package crmtest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam/crm"
)

func contentRules() []rule {
	return []rule{
		{"fields", "every field of every kind comes back equal, unmapped ones included", fields},
		{"texts", "ids, revisions and texts come back byte for byte", texts},
		{"numbers", "numbers come back exactly, and numbers and days that are not stated stay so", numbers},
		{"instants", "instants of the years 1 to 9999 come back to the microsecond, in UTC, and are ordered by it", instants},
	}
}

func readRules() []rule {
	return []rule{
		{"order", "changes are ordered by time of modification, those of one instant by id as bytes", order},
		{"marks", "changes begin strictly behind a mark, whether there is a record at it or not, and a mark without id has all of its instant behind it", marks},
		{"pages", "walking from mark to mark with any limit gives every change once, and a page that is not full is the last", pages},
		{"records", "Records gives those refs that are there, each once, ordered by ref, of several systems and kinds at once", records},
		{"ids", "IDs gives the ids of what is not deleted, behind one, ascending as bytes", ids},
		{"apart", "systems and kinds have nothing to do with each other, equal ids or not", apart},
		{"limits", "a limit below 1 or above 10,000 and more than 10,000 refs are ErrBatch", limits},
	}
}

func fields(ctx context.Context, open func() crm.Store) error {
	s := open()
	for _, kind := range crm.Kinds() {
		want := full(kind)
		b, err := next(ctx, s, alpha, kind, want)
		if err != nil {
			return err
		}
		if err := s.Apply(ctx, b); err != nil {
			return fmt.Errorf("Apply of a record of the kind %s: %w", kind, err)
		}
		changes, err := s.Changes(ctx, alpha, kind, crm.Mark{}, 10)
		if err != nil {
			return fmt.Errorf("Changes: %w", err)
		}
		if err := same([]crm.Record{want}, changes); err != nil {
			return fmt.Errorf("Changes of the kind %s: %w", kind, err)
		}
		found, err := s.Records(ctx, []crm.Ref{want.Ref})
		if err != nil {
			return fmt.Errorf("Records: %w", err)
		}
		if err := same([]crm.Record{want}, found); err != nil {
			return fmt.Errorf("Records of the kind %s: %w", kind, err)
		}
	}
	return nil
}

func texts(ctx context.Context, open func() crm.Store) error {
	s := open()
	list := []string{
		"a", "A", "é", "e\u0301", "云", "'; DROP TABLE users; --", `a\b`, "a%", "a_", "007", "7", "7.0", "null", "NULL", "1e3", "😀", "a  b", strings.Repeat("x", 128), strings.Repeat("云", 42),
	}
	var want []crm.Record
	for i, text := range list {
		r := user(text, i, " "+text+"\x00\n\u2028 ")
		r.Revision = text
		want = append(want, r)
	}
	long := user("long", len(list), strings.Repeat("文", crm.MaxText/3))
	want = append(want, long)
	if err := put(ctx, s, want...); err != nil {
		return err
	}
	if err := expect(ctx, s, want...); err != nil {
		return err
	}
	for _, text := range list {
		got, err := s.Records(ctx, refs(text))
		if err != nil {
			return fmt.Errorf("Records: %w", err)
		}
		if len(got) != 1 || got[0].Ref.ID != text || got[0].Revision != text {
			return fmt.Errorf("Records of the id %q: %s", text, names(got))
		}
	}
	return nil
}

func numbers(ctx context.Context, open func() crm.Store) error {
	s := open()
	var want []crm.Record
	for i, number := range []string{
		"0", "-0.01", "1250.50", "12345678901234567890123456789012345678", "-0.000000000000000000000000000001", "9007199254740993", "0.1",
	} {
		d, err := decimal.NewFromString(number)
		if err != nil {
			return err
		}
		want = append(want, crm.Record{
			Ref: crm.Ref{System: alpha, Kind: crm.KindPayment, ID: fmt.Sprint(i)}, Modified: at(i), Data: &crm.Payment{Amount: decimal.NewNullDecimal(d)},
		})
	}
	want = append(want, crm.Record{Ref: crm.Ref{System: alpha, Kind: crm.KindPayment, ID: "unknown"}, Modified: at(100), Data: &crm.Payment{}})
	b, err := next(ctx, s, alpha, crm.KindPayment, want...)
	if err != nil {
		return err
	}
	if err := s.Apply(ctx, b); err != nil {
		return fmt.Errorf("Apply: %w", err)
	}
	got, err := s.Changes(ctx, alpha, crm.KindPayment, crm.Mark{}, 100)
	if err != nil {
		return fmt.Errorf("Changes: %w", err)
	}
	if err := same(want, got); err != nil {
		return err
	}
	for i := range want {
		w, _ := want[i].Data.(*crm.Payment)
		g, ok := got[i].Data.(*crm.Payment)
		if !ok || w.Amount.Valid != g.Amount.Valid || !w.Amount.Decimal.Equal(g.Amount.Decimal) || g.Received.IsSet() {
			return fmt.Errorf("payment %d is %+v", i, got[i].Data)
		}
	}
	return nil
}

func instants(ctx context.Context, open func() crm.Store) error {
	s := open()
	shanghai := time.FixedZone("CST", 8*3600)
	times := []time.Time{
		time.Date(1, 1, 1, 0, 0, 0, 1_000, time.UTC),
		time.Date(1583, 10, 15, 1, 2, 3, 0, time.UTC),
		time.Date(1969, 12, 31, 23, 59, 59, 999_999_000, time.UTC),
		time.Date(1970, 1, 1, 0, 0, 0, 0, time.UTC),
		time.Date(2026, 3, 5, 12, 0, 0, 0, time.UTC),
		time.Date(2026, 3, 5, 20, 0, 0, 1_000, shanghai),
		time.Date(2026, 3, 5, 12, 0, 0, 10_000, time.UTC),
		time.Date(2026, 3, 5, 12, 0, 0, 100_000_000, time.UTC),
		time.Date(2026, 3, 5, 12, 0, 1, 0, time.UTC),
		time.Date(9999, 12, 31, 23, 59, 59, 999_999_000, time.UTC),
	}
	var want []crm.Record
	for i, t := range times {
		want = append(want, crm.Record{Ref: ref(fmt.Sprint(len(times) - i)), Modified: t, Data: &crm.User{Name: "x"}})
	}
	if err := put(ctx, s, want...); err != nil {
		return err
	}
	if err := expect(ctx, s, want...); err != nil {
		return err
	}
	got, err := all(ctx, s)
	if err != nil {
		return err
	}
	for i, r := range got {
		if !r.Modified.Equal(times[i]) || r.Modified.Location() != time.UTC {
			return fmt.Errorf("the instant %s came back as %s", times[i], r.Modified)
		}
		behind, err := s.Changes(ctx, alpha, users, crm.MarkOf(r), crm.MaxBatch)
		if err != nil {
			return fmt.Errorf("Changes: %w", err)
		}
		if err := same(want[i+1:], behind); err != nil {
			return fmt.Errorf("behind %s: %w", r.Modified, err)
		}
	}
	return nil
}

func order(ctx context.Context, open func() crm.Store) error {
	s := open()
	want := []crm.Record{user("z", 1, "x"), user("1", 2, "x"), user("10", 2, "x"), user("9", 2, "x"), user("B", 2, "x"), gone("a", 2), user("a1", 2, "x"), user("b", 2, "x"), user("é", 2, "x"), user("云", 2, "x"), user("\U0001F600", 2, "x"), user("0", 3, "x")}
	mixed := slices.Clone(want)
	slices.SortFunc(mixed, func(a, b crm.Record) int { return strings.Compare(a.Hash(), b.Hash()) })
	if err := put(ctx, s, mixed...); err != nil {
		return err
	}
	return expect(ctx, s, want...)
}

func marks(ctx context.Context, open func() crm.Store) error {
	s := open()
	want := []crm.Record{user("a", 1, "x"), user("b", 2, "x"), user("d", 2, "x"), user("a1", 3, "x")}
	if err := put(ctx, s, want...); err != nil {
		return err
	}
	for _, c := range []struct {
		after crm.Mark
		first int
	}{
		{crm.Mark{}, 0},
		{crm.Mark{At: at(1)}, 0},
		{crm.Mark{At: at(1), ID: "a"}, 1},
		{crm.Mark{At: at(2)}, 1},
		{crm.Mark{At: at(2), ID: "a"}, 1},
		{crm.Mark{At: at(2), ID: "b"}, 2},
		{crm.Mark{At: at(2), ID: "c"}, 2},
		{crm.Mark{At: at(2), ID: "d"}, 3},
		{crm.Mark{At: at(2), ID: "z"}, 3},
		{crm.Mark{At: at(2).In(time.FixedZone("CST", 8*3600)), ID: "b"}, 2},
		{crm.Mark{At: at(2).Add(time.Nanosecond)}, 3},
		{crm.Mark{At: at(2).Add(-time.Nanosecond), ID: "z"}, 1},
		{crm.Mark{At: at(3), ID: "a1"}, 4},
		{crm.Mark{At: at(4)}, 4},
	} {
		got, err := s.Changes(ctx, alpha, users, c.after, 10)
		if err != nil {
			return fmt.Errorf("Changes: %w", err)
		}
		if err := same(want[c.first:], got); err != nil {
			return fmt.Errorf("behind %s and %q: %w", c.after.At, c.after.ID, err)
		}
	}
	return nil
}

func pages(ctx context.Context, open func() crm.Store) error {
	s := open()
	var want []crm.Record
	for i := range 23 {
		want = append(want, user(fmt.Sprintf("%02d", i), i/5, "x"))
	}
	if err := put(ctx, s, want...); err != nil {
		return err
	}
	for _, limit := range []int{1, 2, 5, 22, 23, 24, crm.MaxBatch} {
		var got []crm.Record
		var mark crm.Mark
		for {
			page, err := s.Changes(ctx, alpha, users, mark, limit)
			if err != nil {
				return fmt.Errorf("Changes: %w", err)
			}
			if len(page) > limit {
				return fmt.Errorf("%d changes for a limit of %d", len(page), limit)
			}
			got = append(got, page...)
			if len(page) < limit || len(got) > len(want) {
				break
			}
			mark = crm.MarkOf(page[len(page)-1])
		}
		if err := same(want, got); err != nil {
			return fmt.Errorf("with a limit of %d: %w", limit, err)
		}
	}
	return nil
}

func records(ctx context.Context, open func() crm.Store) error {
	s := open()
	var stored []crm.Record
	for _, system := range []crm.System{alpha, "beta"} {
		for _, kind := range []crm.Kind{users, crm.KindAccount} {
			var list []crm.Record
			for _, id := range []string{"10", "9", "a", "B"} {
				r := full(kind)
				r.Ref = crm.Ref{System: system, Kind: kind, ID: id}
				list = append(list, r)
			}
			b, err := next(ctx, s, system, kind, list...)
			if err != nil {
				return err
			}
			if err := s.Apply(ctx, b); err != nil {
				return fmt.Errorf("Apply: %w", err)
			}
			stored = append(stored, list...)
		}
	}
	var asked []crm.Ref
	for _, r := range stored {
		asked = append(asked, r.Ref, crm.Ref{System: r.Ref.System, Kind: r.Ref.Kind, ID: "unknown"}, r.Ref)
	}
	asked = append(asked, crm.Ref{System: "gamma", Kind: users, ID: "a"}, crm.Ref{System: alpha, Kind: crm.KindOrder, ID: "a"}, crm.Ref{})
	slices.Reverse(asked)
	got, err := s.Records(ctx, asked)
	if err != nil {
		return fmt.Errorf("Records: %w", err)
	}
	slices.SortFunc(stored, func(a, b crm.Record) int { return a.Ref.Compare(b.Ref) })
	if err := same(stored, got); err != nil {
		return err
	}
	if got, err = s.Records(ctx, nil); err != nil || len(got) > 0 {
		return fmt.Errorf("Records of no refs: %d records, error %v", len(got), err)
	}
	return nil
}

func ids(ctx context.Context, open func() crm.Store) error {
	s := open()
	if err := put(ctx, s, user("b", 1, "x"), user("10", 5, "x"), user("9", 2, "x"), user("é", 1, "x"), gone("a", 1), user("B", 3, "x"), user("云", 1, "x"), user("c", 1, "x")); err != nil {
		return err
	}
	if err := forget(ctx, s, 6, "c"); err != nil {
		return err
	}
	want := []string{"10", "9", "B", "b", "é", "云"}
	for after, first := range map[string]int{"": 0, "0": 0, "10": 1, "2": 1, "9": 2, "B": 3, "a": 3, "b": 4, "c": 4, "云": 6, "\U0001F600": 6} {
		for limit := 1; limit <= 7; limit++ {
			got, err := s.IDs(ctx, alpha, users, after, limit)
			if err != nil {
				return fmt.Errorf("IDs: %w", err)
			}
			if err := sameIDs(want[first:min(first+limit, len(want))], got); err != nil {
				return fmt.Errorf("behind %q, at most %d: %w", after, limit, err)
			}
		}
	}
	return nil
}

func apart(ctx context.Context, open func() crm.Store) error {
	s := open()
	type place struct {
		system crm.System
		kind   crm.Kind
	}
	places := []place{{alpha, users}, {"Alpha", users}, {"alpha2", users}, {alpha, crm.KindAccount}, {"beta", crm.KindAccount}}
	for i, p := range places {
		for version := range i + 1 {
			r := full(p.kind)
			r.Ref, r.Modified = crm.Ref{System: p.system, Kind: p.kind, ID: "7"}, at(version)
			b := crm.Batch{System: p.system, Kind: p.kind, Records: []crm.Record{r}, Before: int64(version), State: fmt.Sprint(p)}
			if err := s.Apply(ctx, b); err != nil {
				return fmt.Errorf("Apply: %w", err)
			}
		}
	}
	b := crm.Batch{System: alpha, Kind: users, Forgotten: []string{"7"}, At: at(100), Before: 1, State: "forgotten"}
	if err := s.Apply(ctx, b); err != nil {
		return fmt.Errorf("Apply: %w", err)
	}
	for i, p := range places {
		position, err := s.Position(ctx, p.system, p.kind)
		if err != nil {
			return fmt.Errorf("Position: %w", err)
		}
		want := crm.Position{Version: int64(i + 1), State: fmt.Sprint(p)}
		if i == 0 {
			want = crm.Position{Version: 2, State: "forgotten"}
		}
		if position != want {
			return fmt.Errorf("the position of %v is %+v, want %+v", p, position, want)
		}
		got, err := s.Changes(ctx, p.system, p.kind, crm.Mark{}, 10)
		if err != nil {
			return fmt.Errorf("Changes: %w", err)
		}
		known, err := s.IDs(ctx, p.system, p.kind, "", 10)
		if err != nil {
			return fmt.Errorf("IDs: %w", err)
		}
		if len(got) != 1 || got[0].Ref != (crm.Ref{System: p.system, Kind: p.kind, ID: "7"}) || got[0].Deleted != (i == 0) || (len(known) == 0) != (i == 0) {
			return fmt.Errorf("%v has %s and the ids %q", p, names(got), known)
		}
	}
	return nil
}

func limits(ctx context.Context, open func() crm.Store) error {
	s := open()
	if err := put(ctx, s, user("a", 1, "x")); err != nil {
		return err
	}
	for _, limit := range []int{0, -1, crm.MaxBatch + 1} {
		if _, err := s.Changes(ctx, alpha, users, crm.Mark{}, limit); !errors.Is(err, crm.ErrBatch) {
			return fmt.Errorf("Changes with a limit of %d: the error is %v", limit, err)
		}
		if _, err := s.IDs(ctx, alpha, users, "", limit); !errors.Is(err, crm.ErrBatch) {
			return fmt.Errorf("IDs with a limit of %d: the error is %v", limit, err)
		}
	}
	if _, err := s.Records(ctx, make([]crm.Ref, crm.MaxBatch+1)); !errors.Is(err, crm.ErrBatch) {
		return fmt.Errorf("Records of 10,001 refs: the error is %v", err)
	}
	return nil
}
