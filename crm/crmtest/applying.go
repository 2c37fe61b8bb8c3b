package crmtest

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
)

func applyRules() []rule {
	return []rule{
		{"new", "a new store has no records and no position, whatever other stores hold", newStore},
		{"position", "every batch makes the version one higher, also one without records, and its state is kept as it is", position},
		{"conflict", "a batch made on another version is ErrConflict and nothing is changed", conflict},
		{"unfit", "a batch of another system or kind, with a ref twice, too long or forgetting at no time is ErrBatch, and nothing is changed", unfit},
		{"faulty", "a batch with one faulty record is *kam.InvalidError and nothing of it is done", faultyRecord},
		{"replaced", "a record of a later time replaces what is stored, and so does another of the same time", replaced},
		{"older", "a record of an earlier time than what is stored is passed over, and the batch goes on", older},
		{"same", "a batch that comes twice changes nothing but the position", sameTwice},
		{"deleted", "a deleted record replaces what is stored and a later record replaces that, each as any other", deleted},
		{"forgotten", "what is forgotten becomes a deleted record of the batch's time, unless what is stored is later or deleted, or nothing is", forgotten},
		{"large", "a batch of 10,000 records and one that forgets 10,000 are applied whole", large},
	}
}

func newStore(ctx context.Context, open func() crm.Store) error {
	for range 2 {
		s := open()
		v, err := look(ctx, s)
		if err != nil {
			return err
		}
		if v.position != (crm.Position{}) || len(v.records) > 0 || len(v.ids) > 0 {
			return fmt.Errorf("the new store has the position %+v, %d records and %d ids", v.position, len(v.records), len(v.ids))
		}
		got, err := s.Records(ctx, refs("a", "b"))
		if err != nil || len(got) > 0 {
			return fmt.Errorf("Records of a new store: %d records, error %v", len(got), err)
		}
		if err := put(ctx, s, user("a", 1, "Anna")); err != nil {
			return err
		}
	}
	return nil
}

func position(ctx context.Context, open func() crm.Store) error {
	s := open()
	states := []string{`{"mark": "云"}`, "", " a\tb \n", strings.Repeat("x", crm.MaxText), "NULL", "\x01"}
	for i, state := range states {
		b := crm.Batch{System: alpha, Kind: users, Before: int64(i), State: state}
		if i%2 == 0 {
			b.Records = []crm.Record{user("a", i, "Anna")}
		}
		if err := s.Apply(ctx, b); err != nil {
			return fmt.Errorf("Apply of batch %d: %w", i, err)
		}
		got, err := s.Position(ctx, alpha, users)
		if err != nil {
			return fmt.Errorf("Position: %w", err)
		}
		if want := (crm.Position{Version: int64(i + 1), State: state}); got != want {
			return fmt.Errorf("the version is %d and the state %q, want %d and %q", got.Version, clip([]byte(got.State)), want.Version, clip([]byte(want.State)))
		}
	}
	return nil
}

func conflict(ctx context.Context, open func() crm.Store) error {
	s := open()
	early := crm.Batch{System: alpha, Kind: users, Records: []crm.Record{user("a", 1, "Anna")}, Before: 1}
	if err := s.Apply(ctx, early); !errors.Is(err, crm.ErrConflict) {
		return fmt.Errorf("a batch on version 1 of a new store: the error is %v", err)
	}
	for i := range 3 {
		if err := put(ctx, s, user("a", i, "Anna")); err != nil {
			return err
		}
	}
	before, err := look(ctx, s)
	if err != nil {
		return err
	}
	for _, version := range []int64{0, 2, 4, -1, 1 << 40} {
		b := crm.Batch{System: alpha, Kind: users, Records: []crm.Record{user("a", 9, "Bo"), user("b", 9, "Bo")}, Forgotten: []string{"a-not"}, At: at(9), Before: version, State: "lost"}
		if err := s.Apply(ctx, b); !errors.Is(err, crm.ErrConflict) {
			return fmt.Errorf("a batch on version %d of 3: the error is %v", version, err)
		}
		if err := unchanged(ctx, s, before); err != nil {
			return fmt.Errorf("after a batch on version %d of 3: %w", version, err)
		}
	}
	return put(ctx, s, user("b", 1, "Bo"))
}

func unfit(ctx context.Context, open func() crm.Store) error {
	s := open()
	if err := put(ctx, s, user("a", 1, "Anna"), user("b", 2, "Bo")); err != nil {
		return err
	}
	before, err := look(ctx, s)
	if err != nil {
		return err
	}
	many := make([]crm.Record, crm.MaxBatch+1)
	ids := make([]string, crm.MaxBatch+1)
	for i := range many {
		ids[i] = fmt.Sprint(i)
		many[i] = user(ids[i], 3, "one of many")
	}
	foreign, other := user("c", 3, "Cy"), full(crm.KindProduct)
	foreign.Ref.System = "beta"
	for _, c := range []struct {
		name  string
		batch crm.Batch
	}{
		{"a record of another system", crm.Batch{Records: []crm.Record{user("a", 3, "x"), foreign}}},
		{"a record of another kind", crm.Batch{Records: []crm.Record{user("a", 3, "x"), other}}},
		{"a ref twice", crm.Batch{Records: []crm.Record{user("a", 3, "x"), user("a", 4, "y")}}},
		{"a ref twice, once forgotten", crm.Batch{Records: []crm.Record{user("a", 3, "x")}, Forgotten: []string{"a"}, At: at(3)}},
		{"a ref forgotten twice", crm.Batch{Forgotten: []string{"a", "a"}, At: at(3)}},
		{"10,001 records", crm.Batch{Records: many}},
		{"10,001 forgotten", crm.Batch{Forgotten: ids, At: at(3)}},
		{"a state that is too long", crm.Batch{Records: []crm.Record{user("a", 3, "x")}, State: strings.Repeat("x", crm.MaxText+1)}},
		{"a state that is not UTF-8", crm.Batch{Records: []crm.Record{user("a", 3, "x")}, State: "\xff"}},
		{"a state with a NUL in it", crm.Batch{Records: []crm.Record{user("a", 3, "x")}, State: "a\x00"}},
		{"a forgotten ref and no time", crm.Batch{Records: []crm.Record{user("a", 3, "x")}, Forgotten: []string{"b"}}},
		{"a forgotten ref without id", crm.Batch{Records: []crm.Record{user("a", 3, "x")}, Forgotten: []string{""}, At: at(3)}},
	} {
		c.batch.System, c.batch.Kind, c.batch.Before = alpha, users, before.position.Version
		if err := s.Apply(ctx, c.batch); !errors.Is(err, crm.ErrBatch) {
			return fmt.Errorf("%s: the error is %v", c.name, err)
		}
		if err := unchanged(ctx, s, before); err != nil {
			return fmt.Errorf("%s: %w", c.name, err)
		}
	}
	for _, b := range []crm.Batch{{Kind: users}, {System: alpha}, {System: alpha, Kind: "lead"}} {
		if err := s.Apply(ctx, b); !errors.Is(err, crm.ErrBatch) {
			return fmt.Errorf("a batch of the system %q and the kind %q: the error is %v", b.System, b.Kind, err)
		}
	}
	return nil
}

func faultyRecord(ctx context.Context, open func() crm.Store) error {
	s := open()
	if err := put(ctx, s, user("a", 1, "Anna"), user("b", 2, "Bo")); err != nil {
		return err
	}
	before, err := look(ctx, s)
	if err != nil {
		return err
	}
	empty, late, fine := user("c", 3, ""), user("c", 3, "Cy"), user("c", 3, "Cy")
	empty.Data = nil
	late.Modified = time.Time{}
	fine.Modified = fine.Modified.Add(time.Nanosecond)
	for name, faulty := range map[string]crm.Record{
		"a record without data": empty, "a record without time": late, "a record of nanoseconds": fine,
		"a name that is not UTF-8": user("c", 3, "\xff"), "an id with a blank at its end": user("c ", 3, "Cy"),
	} {
		b, err := next(ctx, s, alpha, users, user("a", 3, "changed"), faulty, user("z", 3, "new"))
		if err != nil {
			return err
		}
		b.Forgotten, b.At = []string{"b"}, at(3)
		if _, ok := errors.AsType[*kam.InvalidError](s.Apply(ctx, b)); !ok {
			return fmt.Errorf("%s: the error is %v", name, err)
		}
		if err := unchanged(ctx, s, before); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return nil
}

func replaced(ctx context.Context, open func() crm.Store) error {
	s := open()
	revised := user("a", 2, "Anne")
	revised.Revision = "2"
	for _, r := range []crm.Record{user("a", 1, "Anna"), user("a", 2, "Anna"), user("a", 2, "Anne"), revised, user("a", 3, "Ann")} {
		if err := put(ctx, s, r); err != nil {
			return err
		}
		if err := expect(ctx, s, r); err != nil {
			return err
		}
		got, err := s.Records(ctx, refs("a"))
		if err != nil {
			return fmt.Errorf("Records: %w", err)
		}
		if err := same([]crm.Record{r}, got); err != nil {
			return fmt.Errorf("Records: %w", err)
		}
	}
	return nil
}

func older(ctx context.Context, open func() crm.Store) error {
	s := open()
	if err := put(ctx, s, user("a", 10, "Anna"), gone("b", 10), user("c", 10, "Cy")); err != nil {
		return err
	}
	if err := put(ctx, s, user("a", 9, "old"), user("b", 9, "old"), gone("c", 9), user("d", 9, "Di")); err != nil {
		return err
	}
	return expect(ctx, s, user("d", 9, "Di"), user("a", 10, "Anna"), gone("b", 10), user("c", 10, "Cy"))
}

func sameTwice(ctx context.Context, open func() crm.Store) error {
	s := open()
	if err := put(ctx, s, user("c", 1, "Cy")); err != nil {
		return err
	}
	want := []crm.Record{user("a", 2, "Anna"), gone("b", 3), gone("c", 4)}
	for range 3 {
		b, err := next(ctx, s, alpha, users, want[:2]...)
		if err != nil {
			return err
		}
		b.Forgotten, b.At = []string{"c"}, at(4)
		if err := s.Apply(ctx, b); err != nil {
			return fmt.Errorf("Apply: %w", err)
		}
		if err := expect(ctx, s, want...); err != nil {
			return err
		}
	}
	return nil
}

func deleted(ctx context.Context, open func() crm.Store) error {
	s := open()
	if err := put(ctx, s, user("a", 1, "Anna"), user("b", 1, "Bo"), user("c", 5, "Cy")); err != nil {
		return err
	}
	if err := put(ctx, s, gone("a", 2), gone("b", 1), gone("c", 4), gone("d", 3)); err != nil {
		return err
	}
	if err := expect(ctx, s, gone("b", 1), gone("a", 2), gone("d", 3), user("c", 5, "Cy")); err != nil {
		return err
	}
	ids, err := s.IDs(ctx, alpha, users, "", 10)
	if err != nil {
		return fmt.Errorf("IDs: %w", err)
	}
	if err := sameIDs([]string{"c"}, ids); err != nil {
		return err
	}
	if err := put(ctx, s, user("a", 6, "Anna is back"), user("b", 1, "Bo is back")); err != nil {
		return err
	}
	if err := expect(ctx, s, user("b", 1, "Bo is back"), gone("d", 3), user("c", 5, "Cy"), user("a", 6, "Anna is back")); err != nil {
		return err
	}
	if ids, err = s.IDs(ctx, alpha, users, "", 10); err != nil {
		return fmt.Errorf("IDs: %w", err)
	}
	return sameIDs([]string{"a", "b", "c"}, ids)
}

func forgotten(ctx context.Context, open func() crm.Store) error {
	s := open()
	revised := user("a", 1, "Anna")
	revised.Revision = "3"
	if err := put(ctx, s, revised, user("b", 5, "Bo"), user("c", 6, "Cy"), gone("d", 1), user("e", 1, "Di")); err != nil {
		return err
	}
	if err := forget(ctx, s, 5, "a", "b", "c", "d", "unknown"); err != nil {
		return err
	}
	if err := expect(ctx, s, gone("d", 1), user("e", 1, "Di"), gone("a", 5), gone("b", 5), user("c", 6, "Cy")); err != nil {
		return err
	}
	got, err := s.Records(ctx, refs("unknown", "a"))
	if err != nil {
		return fmt.Errorf("Records: %w", err)
	}
	return same([]crm.Record{gone("a", 5)}, got)
}

func large(ctx context.Context, open func() crm.Store) error {
	s := open()
	want := make([]crm.Record, crm.MaxBatch)
	ids := make([]string, crm.MaxBatch)
	for i := range want {
		ids[i] = fmt.Sprintf("%05d", i)
		want[i] = user(ids[i], i/3, "user "+ids[i])
	}
	reversed := make([]crm.Record, 0, len(want))
	for i := range want {
		reversed = append(reversed, want[len(want)-1-i])
	}
	if err := put(ctx, s, reversed...); err != nil {
		return err
	}
	if err := expect(ctx, s, want...); err != nil {
		return err
	}
	all := refs(ids...)
	got, err := s.Records(ctx, all)
	if err != nil {
		return fmt.Errorf("Records: %w", err)
	}
	if err := same(want, got); err != nil {
		return fmt.Errorf("Records: %w", err)
	}
	if err := forget(ctx, s, crm.MaxBatch, ids...); err != nil {
		return err
	}
	for i := range want {
		want[i] = gone(ids[i], crm.MaxBatch)
	}
	return expect(ctx, s, want...)
}
