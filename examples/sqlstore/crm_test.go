package sqlstore_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/crm/crmtest"
	"github.com/kam-go/kam/crm/replica"
	"github.com/kam-go/kam/examples/sqlstore"
)

func TestCRM(t *testing.T) {
	crmtest.Run(t, func(t *testing.T) crm.Store { return open(t).CRM() })
}

// crmPairs is how many records a batch of these tests has.
const crmPairs = 20

// crmBatch returns a batch of records that are called after a run.
func crmBatch(run string, before int64) crm.Batch {
	b := crm.Batch{System: "zoho", Kind: crm.KindAccount, Before: before, State: run}
	for i := range crmPairs {
		b.Records = append(b.Records, crm.Record{
			Ref:      crm.Ref{System: "zoho", Kind: crm.KindAccount, ID: fmt.Sprintf("%s-%d", run, i)},
			Modified: time.Date(2026, 3, 5, 12, 0, int(before), i*1000, time.UTC), Data: &crm.Account{Name: run},
		})
	}
	return b
}

// applyNext applies a batch on the position that all processes share.
func applyNext(ctx context.Context, s *sqlstore.Store, run string) (stale bool, err error) {
	p, err := s.CRM().Position(ctx, "zoho", crm.KindAccount)
	if err != nil {
		return false, err
	}
	err = s.CRM().Apply(ctx, crmBatch(run, p.Version))
	return errors.Is(err, crm.ErrConflict), err
}

// crmRuns checks that the batches in the copy are whole, as many as its position says, and returns them.
func crmRuns(t *testing.T, s *sqlstore.Store) map[string]int {
	t.Helper()
	require.NoError(t, s.CRM().Verify(t.Context()))
	runs := map[string]int{}
	var mark crm.Mark
	for {
		records, err := s.CRM().Changes(t.Context(), "zoho", crm.KindAccount, mark, 500)
		require.NoError(t, err)
		for _, r := range records {
			mark = crm.MarkOf(r)
			account, ok := r.Data.(*crm.Account)
			require.True(t, ok)
			runs[account.Name]++
		}
		if len(records) < 500 {
			break
		}
	}
	for run, n := range runs {
		assert.Equal(t, crmPairs, n, "records of %s", run)
	}
	p, err := s.CRM().Position(t.Context(), "zoho", crm.KindAccount)
	require.NoError(t, err)
	assert.Equal(t, int64(len(runs)), p.Version)
	if len(runs) > 0 {
		assert.Contains(t, runs, p.State)
	}
	return runs
}

func TestProcessesApplyAtOnce(t *testing.T) {
	s, total := atOnce(t, "crm", 12)
	assert.Len(t, crmRuns(t, s), total)
}

func TestKilledProcessesLeaveWholeBatches(t *testing.T) {
	const rounds = 3
	path := filepath.Join(t.TempDir(), "kam.db")
	var receipts []string
	for round := range rounds {
		c := start(t, path, "crm", fmt.Sprintf("round-%d", round), 1_000_000)
		for range 4 {
			require.True(t, c.lines.Scan())
			receipts = append(receipts, c.lines.Text())
		}
		time.Sleep(time.Duration(rand.IntN(5_000)) * time.Microsecond) // into the middle of a batch
		require.NoError(t, c.command.Process.Kill())
		for c.lines.Scan() {
			receipts = append(receipts, c.lines.Text())
		}
		require.Error(t, c.command.Wait(), "it should have been killed")
	}
	runs := crmRuns(t, openAt(t, path))
	for _, run := range receipts {
		assert.Contains(t, runs, run, "it was done")
	}
	assert.LessOrEqual(t, len(runs), len(receipts)+rounds, "one batch at most is in doubt each time")
}

func TestStoresOfOneFileApplyAtOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "kam.db")
	errs := make(chan error, 2)
	stores := []*sqlstore.Store{openAt(t, path), openAt(t, path)}
	for i, s := range stores {
		go func() { errs <- s.CRM().Apply(t.Context(), crmBatch(fmt.Sprint("of store ", i), 0)) }()
	}
	first, second := <-errs, <-errs
	if first != nil {
		first, second = second, first
	}
	require.NoError(t, first)
	require.ErrorIs(t, second, crm.ErrConflict)
	assert.Len(t, crmRuns(t, stores[0]), 1)
}

func TestOpenKeepsTheCopy(t *testing.T) {
	path := filepath.Join(t.TempDir(), "kam.db")
	s, err := sqlstore.Open(t.Context(), path)
	require.NoError(t, err)
	require.NoError(t, s.CRM().Apply(t.Context(), crmBatch("first", 0)))
	require.NoError(t, s.Close())
	_, err = s.CRM().Position(t.Context(), "zoho", crm.KindAccount)
	require.Error(t, err)
	require.Error(t, s.CRM().Apply(t.Context(), crmBatch("second", 1)))

	s = openAt(t, path)
	assert.Equal(t, map[string]int{"first": crmPairs}, crmRuns(t, s))
	require.NoError(t, s.CRM().Apply(t.Context(), crmBatch("second", 1)))
	assert.Len(t, crmRuns(t, s), 2)
}

func TestApplyCancelledAnywhereIsWholeOrAbsent(t *testing.T) {
	s := open(t)
	done := int64(0)
	for n := 1; n <= looks; n++ {
		b := crmBatch(fmt.Sprint("run-", n), done)
		b.Forgotten, b.At = []string{"run-0-1", "run-0-2"}, time.Date(2026, 3, 5, 12, 0, 0, 0, time.UTC)
		err := s.CRM().Apply(cancelledAtLook(t, n), b)
		if err == nil {
			done++
		} else {
			require.ErrorIs(t, err, context.Canceled, "look %d", n)
		}
		p, err := s.CRM().Position(t.Context(), "zoho", crm.KindAccount)
		require.NoError(t, err)
		require.Equal(t, done, p.Version, "look %d", n)
	}
	assert.Len(t, crmRuns(t, s), int(done))
	assert.Positive(t, done)
	assert.Less(t, done, int64(looks))
}

func TestReadingTheCopyCancelledAnywhere(t *testing.T) {
	s := open(t)
	require.NoError(t, s.CRM().Apply(t.Context(), crmBatch("first", 0)))
	refs := []crm.Ref{{System: "zoho", Kind: crm.KindAccount, ID: "first-1"}}
	for name, read := range map[string]func(ctx context.Context) (int, error){
		"changes": func(ctx context.Context) (int, error) {
			got, err := s.CRM().Changes(ctx, "zoho", crm.KindAccount, crm.Mark{}, 100)
			return len(got), err
		},
		"records": func(ctx context.Context) (int, error) {
			got, err := s.CRM().Records(ctx, refs)
			return len(got) * crmPairs, err
		},
		"ids": func(ctx context.Context) (int, error) {
			got, err := s.CRM().IDs(ctx, "zoho", crm.KindAccount, "", 100)
			return len(got), err
		},
	} {
		done := 0
		for n := 1; n <= looks; n++ {
			got, err := read(cancelledAtLook(t, n))
			if err == nil {
				done++
				require.Equal(t, crmPairs, got, name)
			} else {
				require.ErrorIs(t, err, context.Canceled, "%s, look %d", name, n)
				require.Zero(t, got)
			}
		}
		assert.Positive(t, done, name)
		assert.Less(t, done, looks, name)
	}
	assert.Len(t, crmRuns(t, s), 1)
}

func TestFullOrReadOnlyDiskLeavesTheCopy(t *testing.T) {
	for name, c := range map[string]struct {
		pragma, undo string
		want         error
	}{
		"full":      {"PRAGMA max_page_count = 1", "PRAGMA max_page_count = 1000000", sqlstore.ErrFull},
		"read-only": {"PRAGMA query_only = ON", "PRAGMA query_only = OFF", sqlstore.ErrReadOnly},
	} {
		t.Run(name, func(t *testing.T) {
			s := open(t)
			require.NoError(t, s.CRM().Apply(t.Context(), crmBatch("first", 0)))
			large := crmBatch("second", 1)
			for i := range 5_000 {
				r := large.Records[0]
				r.Ref.ID = fmt.Sprint("more-", i)
				large.Records = append(large.Records, r)
			}
			require.NoError(t, s.Exec(t.Context(), c.pragma)) // until the connection is replaced
			err := s.CRM().Apply(t.Context(), large)
			require.ErrorIs(t, err, c.want)
			assert.Contains(t, err.Error(), "kam.db")
			assert.Len(t, crmRuns(t, s), 1)
			require.NoError(t, s.Exec(t.Context(), c.undo))
			require.NoError(t, s.CRM().Apply(t.Context(), crmBatch("second", 1)))
			assert.Len(t, crmRuns(t, s), 2)
		})
	}
}

func TestDamageOfTheCopyIsFound(t *testing.T) {
	for name, set := range map[string]string{
		"content":       `content = replace(content, '"name"', '"nome"')`,
		"no JSON":       `content = '{'`,
		"other content": `content = (SELECT content FROM crm_records WHERE id = 'first-2')`,
		"id":            `id = 'x'`,
		"system":        `system = 'x'`,
		"kind":          `kind = 'contact'`,
		"time":          `modified = modified + 1`,
		"deleted":       `deleted = 1`,
	} {
		t.Run(name, func(t *testing.T) {
			s := open(t)
			require.NoError(t, s.CRM().Apply(t.Context(), crmBatch("first", 0)))
			require.NoError(t, s.CRM().Verify(t.Context()))
			require.NoError(t, s.Exec(t.Context(), "UPDATE crm_records SET "+set+" WHERE id = 'first-1'"))
			require.ErrorIs(t, s.CRM().Verify(t.Context()), sqlstore.ErrDamaged)
			_, err := s.CRM().Changes(t.Context(), "zoho", crm.KindAccount, crm.Mark{}, 100)
			if name != "system" && name != "kind" {
				require.ErrorIs(t, err, sqlstore.ErrDamaged)
			}
		})
	}
}

func TestCopyAskedForByNoText(t *testing.T) {
	s := open(t)
	b := crmBatch("\ufffd", 0)
	b.Records[0].Ref.ID = "\ufffd"
	require.NoError(t, s.CRM().Apply(t.Context(), b))
	got, err := s.CRM().Records(t.Context(), []crm.Ref{
		{System: "zoho", Kind: crm.KindAccount, ID: "\xff"}, {System: "\xff", Kind: crm.KindAccount, ID: "\ufffd"}, {System: "zoho", Kind: crm.KindAccount, ID: "\ufffd\x00"},
	})
	require.NoError(t, err)
	assert.Empty(t, got)
}

// A hundred thousand rows are read from mark to mark without going through all of them each time.
func TestQueriesOfTheCopyUseIndexes(t *testing.T) {
	s := open(t)
	for _, q := range []string{
		"SELECT content FROM crm_records WHERE system = 'a' AND kind = 'b' AND (modified, id) > (1, 'x') ORDER BY modified, id LIMIT 10",
		"SELECT id FROM crm_records WHERE system = 'a' AND kind = 'b' AND id > 'x' AND deleted = 0 ORDER BY id LIMIT 10",
		"SELECT content FROM crm_records WHERE number IN (SELECT r.number FROM json_each('[]') AS a CROSS JOIN crm_records AS r WHERE r.system = a.value ->> 0 AND r.kind = a.value ->> 1 AND r.id = a.value ->> 2)",
	} {
		plan, err := s.Plan(t.Context(), q)
		require.NoError(t, err)
		assert.NotContains(t, plan, "SCAN crm_records")
		assert.NotContains(t, plan, "SCAN r")
		assert.NotContains(t, plan, "TEMP B-TREE")
	}
}

// pages is a system with so many users.
type pages int

func (pages) System() crm.System { return "zoho" }
func (pages) Kinds() []crm.Kind  { return []crm.Kind{crm.KindUser} }

func (n pages) Changes(_ context.Context, kind crm.Kind, after crm.Mark, _ time.Time) (crm.Page, error) {
	const size = 200
	first := 0
	if after.ID != "" {
		if _, err := fmt.Sscanf(after.ID, "%d", &first); err != nil {
			return crm.Page{}, err
		}
		first++
	}
	page := crm.Page{More: first+size < int(n)}
	for i := first; i < min(first+size, int(n)); i++ {
		page.Records = append(page.Records, crm.Record{
			Ref:      crm.Ref{System: "zoho", Kind: kind, ID: fmt.Sprintf("%07d", i)},
			Modified: time.Date(2026, 3, 5, 12, 0, i/1_000, 0, time.UTC), Data: &crm.User{Name: fmt.Sprint("user ", i)},
		})
	}
	return page, nil
}

// The copy of a system is read page by page, and a second reading finds nothing new.
func ExampleStore_CRM() {
	ctx := context.Background()
	folder, err := os.MkdirTemp("", "kam")
	if err != nil {
		log.Fatal(err)
	}
	defer func() { _ = os.RemoveAll(folder) }()
	store, err := sqlstore.Open(ctx, filepath.Join(folder, "kam.db"))
	if err != nil {
		log.Fatal(err)
	}
	defer func() { _ = store.Close() }()

	now := func() time.Time { return time.Date(2026, 3, 6, 9, 0, 0, 0, time.UTC) }
	for range 2 {
		report, err := replica.Run(ctx, replica.Inputs{Source: pages(450), Store: store.CRM(), Now: now})
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(report.Kinds[0].Text().EN, "- pages:", report.Kinds[0].Pages)
	}
	users, err := store.CRM().Changes(ctx, "zoho", crm.KindUser, crm.Mark{}, 1)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(users[0].Ref)
	// Output:
	// user: 450 changed - pages: 3
	// user: 0 changed - pages: 1
	// zoho:user/0000000
}
